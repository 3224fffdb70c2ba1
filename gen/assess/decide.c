/*
 * decide.c - a decision for every position with anything overdue (RULES §7):
 * the overdue items are divided into units as the policy groups letters, and
 * unapplied credits are set against the units, oldest first.
 */
#include "assess/decide.h"

#include <stdlib.h>
#include <string.h>

#include "assess/channel.h"
#include "assess/stepping.h"
#include "assess/unbooked.h"

#include "base/banned.h"

/* An overdue item with what groups it; room for the largest position, used again for each. */
struct member {
	uint32_t item;
	uint32_t first;	  /* per level: the oldest item that would get the same step in a letter of its own */
	const char *site; /* per site */
};

struct desk {
	struct member *member;
	uint32_t *item, *candidate;
	int *progress;
	bool bank; /* some allocation came from a bank statement */
};

static int by_group(const void *a, const void *b)
{
	const struct member *x = a, *y = b;
	int order = strcmp(x->site, y->site);

	if (order)
		return order;
	if (x->first != y->first)
		return x->first < y->first ? -1 : 1;
	return x->item < y->item ? -1 : x->item > y->item;
}

/* Index of the step that an item would get in a letter of its own, counted from 1; 0 for none. */
static int step_alone(struct work *w, const struct unit *u, uint32_t item)
{
	const struct item *i = &w->a->item[item];
	int progress = item_progress(w, u->scenario, i);
	struct candidates c = { .scenario = u->scenario,
				.item = &item,
				.progress = &progress,
				.n = 1,
				.amount = i->asked,
				.cur = w->a->position[u->position].cur,
				.phone = (u->usable & CHANNEL_PHONE) != 0 };
	struct choice chosen;

	if (i->left_out != REASON_NONE)
		return 0;
	chosen = choose_step(w, &c);
	return chosen.step ? (int)(chosen.step - u->scenario->step) + 1 : 0;
}

/*
 * Overdue items of the position, in the order of their units. Those behind the scenario's last step are
 * left out here.
 */
static uint32_t gather(struct work *w, const struct unit *u, struct desk *desk)
{
	const struct position *q = &w->a->position[u->position];
	uint32_t first[MAX_STEPS + 1]; /* oldest item of each step; items come in order of due date */
	uint32_t n = 0;

	for (int step = 0; step <= MAX_STEPS; step++)
		first[step] = NONE;
	for (uint32_t k = q->first_item; k < q->first_item + q->items; k++) {
		struct member *m = &desk->member[n];
		struct item *i = &w->a->item[k];

		if (!item_overdue(w, i))
			continue;
		if (i->left_out == REASON_NONE)
			item_finished(w, u->scenario, item_progress(w, u->scenario, i), i);
		*m = (struct member){ .item = k, .site = "" };
		if (w->p->grouping == GROUP_SITE)
			m->site = ledger_text(w->l, w->l->document[i->doc].site);
		if (w->p->grouping == GROUP_LEVEL) {
			uint32_t *oldest = &first[step_alone(w, u, k)];

			*oldest = *oldest == NONE ? k : *oldest;
			m->first = *oldest;
		}
		n++;
	}
	if (n && (w->p->grouping == GROUP_SITE || w->p->grouping == GROUP_LEVEL))
		qsort(desk->member, n, sizeof *desk->member, by_group);
	return n;
}

static bool same_unit(const struct work *w, const struct member *x, const struct member *y)
{
	switch (w->p->grouping) {
	case GROUP_INVOICE:
		return false;
	case GROUP_SITE:
		return strcmp(x->site, y->site) == 0;
	case GROUP_LEVEL:
		return x->first == y->first;
	case GROUP_CUSTOMER:
		break;
	}
	return true;
}

/* Credits of the position not yet set against a unit. */
struct pool {
	money left, unbooked;
};

/* What the credits of a site amount to; they serve its own unit first, and the others after it. */
static struct pool credits_of(const struct work *w, const struct position *q, const char *site)
{
	struct pool p = { 0, 0 };

	/* Credits stand behind the debits. Cannot overflow: part of the position's unapplied column. */
	for (uint32_t k = q->first_item + q->items; k-- > q->first_item;) {
		const struct item *i = &w->a->item[k];

		if (i->bucket != ITEM_UNAPPLIED)
			break;
		if (site && strcmp(ledger_text(w->l, w->l->document[i->doc].site), site) != 0)
			continue;
		p.left -= w->v->open[i->doc];
		if (document_unbooked(w->l, i->doc))
			p.unbooked -= w->v->open[i->doc];
	}
	return p;
}

static money least(money x, money y)
{
	return x < y ? x : y;
}

/* Set credits against the unit: all of them where it is the only one, else as much as it asks. */
static void take_credits(const struct work *w, struct unit *u, struct pool *p, bool only)
{
	money wanted = 0;

	for (uint32_t k = 0; k < u->n; k++)
		wanted += w->a->item[u->item[k]].asked; /* part of the debit columns: cannot overflow */
	u->credits = only ? p->left : least(p->left, wanted);
	u->unbooked = least(p->unbooked, u->credits);
	p->left -= u->credits;
	p->unbooked -= u->unbooked;
}

static struct decision *new_decision(struct work *w)
{
	GROW(w->a->decision, w->a->decisions, w->decision_cap);
	return &w->a->decision[w->a->decisions];
}

static enum status decide_next(struct work *w, struct unit *u)
{
	enum status st = decide_unit(w, u, new_decision(w));

	if (st != ST_OK)
		return st;
	w->a->decisions++;
	u->first = false;
	return ST_OK;
}

/*
 * The units of a position, one after the other. Per site, a site's own credits
 * are taken out of the pool for it before anybody else may have them.
 */
static enum status decide_units(struct work *w, struct unit *u, const struct desk *desk, uint32_t n)
{
	const struct position *q = &w->a->position[u->position];
	bool sites = w->p->grouping == GROUP_SITE;
	struct pool shared = credits_of(w, q, NULL);
	enum status st = ST_OK;
	uint32_t to;

	for (uint32_t from = 0; sites && from < n; from = to) {
		struct pool own = credits_of(w, q, desk->member[from].site);

		for (to = from; to < n && same_unit(w, &desk->member[from], &desk->member[to]); to++)
			;
		shared.left -= own.left;
		shared.unbooked -= own.unbooked;
	}
	for (uint32_t from = 0; from < n && st == ST_OK; from = to) {
		struct pool own = { 0, 0 };

		for (to = from;
		     to < n && (to == from || same_unit(w, &desk->member[from], &desk->member[to])); to++)
			desk->item[to - from] = desk->member[to].item;
		u->item = desk->item;
		u->n = to - from;
		u->site = desk->member[from].site;
		if (sites)
			own = credits_of(w, q, u->site);
		shared.left += own.left;
		shared.unbooked += own.unbooked;
		take_credits(w, u, &shared, to - from == n);
		st = decide_next(w, u);
	}
	return st;
}

static enum status decide_position(struct work *w, uint32_t position, struct desk *desk)
{
	struct position *q = &w->a->position[position];
	const struct customer *c = &w->l->customer[q->customer];
	const struct profile *p = &w->a->profile[q->customer];
	struct unit u = { .position = position,
			  .scenario = policy_scenario(w->p, (enum customer_kind)c->kind,
						      (enum segment)c->segment, p->used, p->payer),
			  .usable = channels_usable(c),
			  .site = "",
			  .first = true,
			  .bank_unsure = unbooked_waits(w, q),
			  .candidate = desk->candidate,
			  .progress = desk->progress };
	uint32_t n = gather(w, &u, desk);
	enum status st = ST_OK;

	q->first_decision = w->a->decisions;
	if (n) {
		st = decide_units(w, &u, desk, n);
	} else {
		struct decision *e = new_decision(w);
		bool bank = desk->bank && unbooked_settled(w, q);

		if (bank)
			*e = decision_none(&u, REASON_COVERED_BANK);
		else
			u.credits = -q->unapplied;
		w->a->decisions += bank || decide_notice(w, &u, e);
	}
	q->decisions = w->a->decisions - q->first_decision;
	return st;
}

static struct desk new_desk(const struct work *w)
{
	struct desk desk;
	uint32_t most = 0;

	for (uint32_t i = 0; assessment_has_position(w->a, i); i++)
		most = w->a->position[i].items > most ? w->a->position[i].items : most;
	desk.member = xmalloc(most * sizeof *desk.member);
	desk.item = xmalloc(most * sizeof *desk.item);
	desk.candidate = xmalloc(most * sizeof *desk.candidate);
	desk.progress = xmalloc(most * sizeof *desk.progress);
	desk.bank = unbooked_any(w->l);
	return desk;
}

enum status decide(struct work *w)
{
	struct desk desk = new_desk(w);
	enum status st = ST_OK;

	for (uint32_t i = 0; assessment_has_position(w->a, i) && st == ST_OK; i++)
		st = decide_position(w, i, &desk);
	if (w->a->decisions) /* what growing took too much goes back */
		w->a->decision = xrealloc(w->a->decision, w->a->decisions * sizeof *w->a->decision);
	free(desk.member);
	free(desk.item);
	free(desk.candidate);
	free(desk.progress);
	return st;
}
