/*
 * decide_unit.c - what happens to one unit: an action, or none with its reason.
 *
 * In order: all left out - covered by credits - below the minimum - an uncertain
 * bank transfer to be looked at - the step - the channel. The first that stops it gives the reason.
 */
#include "assess/decide.h"

#include <string.h>

#include "assess/channel.h"
#include "assess/stepping.h"

#include "base/banned.h"

struct decision decision_none(const struct unit *u, enum reason r)
{
	return (struct decision){ .position = u->position,
				  .scenario = u->scenario,
				  .reason = r,
				  .until = DATE_NONE,
				  .last_reminder = DATE_NONE,
				  .site = u->site };
}

/* Candidates of the unit: its items that are not left out. */
static uint32_t find_candidates(const struct work *w, const struct unit *u)
{
	uint32_t n = 0;

	for (uint32_t k = 0; k < u->n; k++) {
		const struct item *i = &w->a->item[u->item[k]];

		if (i->left_out != REASON_NONE)
			continue;
		u->candidate[n] = u->item[k];
		u->progress[n++] = item_progress(w, u->scenario, i);
	}
	return n;
}

/* Nothing may be asked: the reason of the largest item, of several the first. */
static void all_left_out(const struct work *w, const struct unit *u, struct decision *e)
{
	money largest = -1;

	for (uint32_t k = 0; k < u->n; k++) {
		const struct item *i = &w->a->item[u->item[k]];

		if (w->v->open[i->doc] <= largest)
			continue;
		largest = w->v->open[i->doc];
		e->reason = (enum reason)i->left_out;
		e->until = i->until;
	}
}

/* What holds for the unit whatever is decided: age and last contact of its overdue items. */
static void read_items(const struct work *w, const struct unit *u, struct decision *e)
{
	for (uint32_t k = 0; k < u->n; k++) {
		const struct item *i = &w->a->item[u->item[k]];

		if (w->day - i->due > e->oldest_late)
			e->oldest_late = w->day - i->due;
		if (i->last_reminder > e->last_reminder)
			e->last_reminder = i->last_reminder;
		if (i->last_level > e->level)
			e->level = i->last_level;
	}
}

/* Principal, credits, and the list of candidates. */
static bool ask(struct work *w, const struct unit *u, uint32_t n, struct decision *e)
{
	e->candidates = n;
	if (n) {
		e->candidate = arena_calloc(w->mem, n, sizeof *e->candidate);
		memcpy(e->candidate, u->candidate, n * sizeof *e->candidate);
	}
	for (uint32_t k = 0; k < n; k++) {
		if (!money_add(&e->principal, w->a->item[u->candidate[k]].asked))
			return false;
	}
	e->credits = -u->credits;
	e->amount = e->principal;
	return money_add(&e->amount, e->credits);
}

static void choose(struct work *w, const struct unit *u, struct decision *e)
{
	currency cur = w->a->position[u->position].cur;
	struct candidates c = { .scenario = u->scenario,
				.item = u->candidate,
				.progress = u->progress,
				.n = e->candidates,
				.amount = e->amount,
				.cur = cur,
				.phone = (u->usable & CHANNEL_PHONE) != 0 };
	struct choice chosen = choose_step(w, &c);

	e->reason = chosen.reason;
	e->until = chosen.until;
	e->level = chosen.level;
	if (!chosen.step)
		return;
	e->channels = channels_used(chosen.step, u->usable);
	if (!e->channels) {
		e->reason = REASON_NO_ADDRESS;
		return;
	}
	e->step = chosen.step;
	e->level = chosen.step->level;
}

bool decision_claims(const struct assessment *a, const struct decision *e, uint32_t item)
{
	const struct item *i = &a->item[item];
	uint32_t low = 0, high = e->candidates;

	if (!e->step || !e->step->claims)
		return false;
	if (item_disputed(a->view, i) && !a->policy->claim_disputed)
		return false;
	while (low < high) {
		uint32_t mid = low + (high - low) / 2;

		if (e->candidate[mid] == item)
			return true;
		if (e->candidate[mid] < item)
			low = mid + 1;
		else
			high = mid;
	}
	return false;
}

/*
 * What the letter claims. The penalties are computed again, for these documents
 * only: keeping them for every item would cost more memory than it saves time.
 */
static enum status claim(struct work *w, const struct unit *u, struct decision *e)
{
	const struct position *q = &w->a->position[u->position];
	bool settled = w->p->claim_settled && u->first;
	const struct penalties *p = &w->penalties;
	bool fits = true;

	if (!e->step || !e->step->claims)
		return ST_OK;
	for (uint32_t k = 0; k < e->candidates && fits; k++) {
		enum status st = ST_OK;

		if (!decision_claims(w->a, e, e->candidate[k]))
			continue;
		st = penalty_compute(w->d, w->v, w->p, w->t, w->a->item[e->candidate[k]].doc, &w->penalties);
		if (st != ST_OK)
			return st;
		fits = money_add(&e->interest, p->interest) && money_add(&e->indemnity, p->indemnity);
	}
	if (fits && settled)
		fits = money_add(&e->interest, q->settled_interest) &&
		       money_add(&e->indemnity, q->settled_indemnity);
	return fits ? ST_OK : sum_too_large(w, q->customer, q->cur);
}

static bool broken_promise(const struct work *w, const struct unit *u)
{
	for (uint32_t k = 0; k < u->n; k++) {
		if (w->a->item[u->item[k]].broken_promise)
			return true;
	}
	return false;
}

enum status decide_unit(struct work *w, const struct unit *u, struct decision *e)
{
	const struct position *q = &w->a->position[u->position];
	uint32_t n = find_candidates(w, u);

	*e = decision_none(u, REASON_NONE);
	read_items(w, u, e);
	if (!ask(w, u, n, e))
		return sum_too_large(w, q->customer, q->cur);
	if (!n) {
		e->credits = e->amount = 0;
		all_left_out(w, u, e);
	} else if (e->amount <= 0) {
		/* Without what the bank has announced, would the credits do? */
		e->reason = u->unbooked && -e->credits - u->unbooked < e->principal ? REASON_COVERED_BANK
										    : REASON_COVERED;
	} else if (below_policy_amount(w, e->amount, q->cur, w->p->minimum)) {
		e->reason = REASON_BELOW_MINIMUM;
	} else if (u->bank_unsure) {
		e->reason = REASON_COVERED_BANK;
	} else {
		choose(w, u, e);
	}
	decision_prioritise(w->a, e, broken_promise(w, u));
	return claim(w, u, e);
}

/* --- The notice before the due date --------------------------------------------------------------------- */

/* The last notice of the scenario whose day has come for an item; -1 for none. */
static int notice_step(const struct scenario *s, int days)
{
	int found = -1;

	for (size_t k = 0; k < s->steps && s->step[k].kind == STEP_NOTICE; k++) {
		if (days >= s->step[k].day)
			found = (int)k;
	}
	return found;
}

/* Any recorded contact about the item, a notice included. */
static bool contacted(const struct work *w, uint32_t doc)
{
	const struct ledger *l = w->l;

	for (uint32_t x = ledger_extra(l, l->document[doc].extras, EXTRA_REMINDER); x != NONE;
	     x = ledger_extra(l, l->extra[x].next, EXTRA_REMINDER)) {
		if (l->extra[x].date <= w->day)
			return true;
	}
	return false;
}

/* Items due soon that nothing speaks against; *step: the latest notice among them. */
static uint32_t find_upcoming(const struct work *w, const struct unit *u, int *step, money *principal)
{
	const struct position *q = &w->a->position[u->position];
	uint32_t n = 0;

	for (uint32_t k = q->first_item; k < q->first_item + q->items; k++) {
		struct item trial = w->a->item[k];
		int notice;

		if (trial.bucket == ITEM_UNAPPLIED || trial.due == DATE_NONE || trial.due <= w->day)
			continue;
		notice = notice_step(u->scenario, w->day - trial.due);
		if (notice < 0 || contacted(w, trial.doc))
			continue;
		leave_out_item(w, &trial, w->barred[k]);
		if (trial.left_out != REASON_NONE || !money_add(principal, trial.asked))
			continue;
		u->candidate[n++] = k;
		if (notice > *step)
			*step = notice;
	}
	return n;
}

bool decide_notice(struct work *w, const struct unit *u, struct decision *e)
{
	currency cur = w->a->position[u->position].cur;
	const struct step *s;
	money principal = 0;
	int step = -1;
	uint32_t n;

	if (u->bank_unsure || u->scenario->step[0].kind != STEP_NOTICE)
		return false;
	n = find_upcoming(w, u, &step, &principal);
	if (!n)
		return false;
	s = &u->scenario->step[step];
	*e = decision_none(u, REASON_DUE);
	e->channels = channels_used(s, u->usable);
	e->amount =
		principal - u->credits; /* both lie between 0 and the sum of a currency's debits or credits */
	if (!e->channels || e->amount <= 0 || below_policy_amount(w, e->amount, cur, w->p->minimum) ||
	    below_policy_amount(w, e->amount, cur, s->minimum))
		return false;
	e->step = s;
	e->level = s->level;
	e->principal = principal;
	e->credits = -u->credits;
	e->candidates = n;
	e->candidate = arena_calloc(w->mem, n, sizeof *e->candidate);
	memcpy(e->candidate, u->candidate, n * sizeof *e->candidate);
	decision_prioritise(w->a, e, false);
	return true;
}
