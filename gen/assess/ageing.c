/*
 * ageing.c - the aged balance: positions (customer x currency) and their open
 * items (RULES §3).
 *
 * Documents come by (customer, date, id), so that a document's index orders two
 * items of the same due date. One 64-bit key per open item says all of the
 * order (currency, group, due date, index): sorting a customer is sorting numbers.
 */
#include <stdlib.h>

#include "assess/work.h"
#include "base/text.h"

#include "base/banned.h"

enum group { GROUP_DATED, GROUP_UNDATED, GROUP_CREDITS };
#define DUE_BITS 22
#define DUE_BIAS 719162 /* days from 0001-01-01 to 1970-01-01: makes a date positive */

static uint64_t key_of(const struct document *doc, uint32_t index, civil_date due)
{
	uint64_t group = doc->amount < 0 ? GROUP_CREDITS : due == DATE_NONE ? GROUP_UNDATED : GROUP_DATED;
	uint64_t day = group == GROUP_DATED ? (uint64_t)(due + DUE_BIAS) : 0;

	/* Currencies are numbered in the order of their codes. */
	return (uint64_t)doc->cur << 56 | group << (DUE_BITS + 32) | day << 32 | index;
}

static int compare_keys(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return x < y ? -1 : x > y;
}

static void sort_keys(uint64_t *key, size_t n)
{
	if (n > 16) {
		qsort(key, n, sizeof *key, compare_keys);
		return;
	}
	for (size_t i = 1; i < n; i++) {
		uint64_t k = key[i];
		size_t at = i;

		for (; at && key[at - 1] > k; at--)
			key[at] = key[at - 1];
		key[at] = k;
	}
}

money item_disputed(const struct view *v, const struct item *it)
{
	const struct ledger *l = v->ledger;
	const struct document *doc = &l->document[it->doc];
	money open = v->open[it->doc], sum = 0;

	if (it->bucket == ITEM_UNAPPLIED)
		return 0;
	for (uint32_t x = ledger_extra(l, doc->extras, EXTRA_DISPUTE); x != NONE;
	     x = ledger_extra(l, l->extra[x].next, EXTRA_DISPUTE)) {
		const struct extra *e = &l->extra[x];

		if ((e->date != DATE_NONE && e->date > v->as_of) ||
		    (e->until != DATE_NONE && e->until <= v->as_of))
			continue;
		if (!e->has_amount || e->amount >= open - sum)
			return open;
		sum += e->amount;
	}
	return sum;
}

static void note_missing_due(struct work *w, const struct document *doc, civil_date due)
{
	const char *customer = w->l->customer[doc->customer].id;

	if (due == DATE_NONE)
		diag_finding(
			w->d, SEV_WARNING, "no-due-date", doc->at,
			"client « %s », pièce « %s » : ni échéance ni conditions de paiement ; elle reste en "
			"« Sans échéance » et ne sera pas relancée",
			customer, ledger_text(w->l, doc->number));
	else if (doc->due == DATE_NONE && document_due(w->l, doc, NULL) == DATE_NONE)
		diag_finding(w->d, SEV_WARNING, "default-terms", doc->at,
			     "client « %s », pièce « %s » : échéance calculée par les conditions par défaut "
			     "des règles",
			     customer, ledger_text(w->l, doc->number));
}

static void fill_item(struct work *w, struct item *i, uint32_t index)
{
	const struct document *doc = &w->l->document[index];
	civil_date basis;

	*i = (struct item){ .doc = index, .due = DATE_NONE, .last_reminder = DATE_NONE, .until = DATE_NONE };
	if (doc->amount < 0) {
		i->bucket = ITEM_UNAPPLIED;
		return;
	}
	i->due = document_due(w->l, doc, &w->p->default_terms);
	note_missing_due(w, doc, i->due);
	basis = w->p->age_on_document_date ? doc->date : i->due;
	if (basis == DATE_NONE) {
		i->bucket = ITEM_NO_DUE;
	} else {
		i->days_late = w->day - basis;
		i->bucket = (int8_t)policy_bucket(w->p, i->days_late);
	}
}

static bool add_item(const struct work *w, struct position *q, const struct item *i)
{
	money open = w->v->open[i->doc];
	money *column;

	if (i->bucket == ITEM_UNAPPLIED)
		column = &q->unapplied;
	else if (i->bucket == ITEM_NO_DUE)
		column = &q->no_due_date;
	else if (i->bucket == ITEM_NOT_DUE)
		column = &q->not_due;
	else
		column = &q->bucket[i->bucket];
	if (item_overdue(w, i) && w->day - i->due > q->oldest_late)
		q->oldest_late = w->day - i->due;
	return money_add(&q->balance, open) && money_add(column, open) &&
	       money_add(&q->disputed, item_disputed(w->v, i));
}

/* The optional view: unapplied credits set against the oldest debts, those without due date last. */
static void net(const struct work *w, struct position *q)
{
	money left = -q->unapplied;

	q->net = arena_alloc(w->mem, sizeof *q->net);
	q->net->not_due = q->not_due;
	q->net->no_due_date = q->no_due_date;
	for (size_t b = 0; b <= w->p->limits; b++)
		q->net->bucket[b] = q->bucket[b];
	for (uint32_t k = 0; k < q->items && left; k++) {
		const struct item *i = &w->a->item[q->first_item + k];
		money open = w->v->open[i->doc];
		money taken = open < left ? open : left;

		if (i->bucket == ITEM_UNAPPLIED)
			break;
		if (i->bucket == ITEM_NO_DUE)
			q->net->no_due_date -= taken;
		else if (i->bucket == ITEM_NOT_DUE)
			q->net->not_due -= taken;
		else
			q->net->bucket[i->bucket] -= taken;
		left -= taken;
	}
	q->net->unapplied = -left;
}

/* Both documents are there at D, but it was after D that somebody set them against each other (RULES §3). */
static bool matched_later(const struct work *w, const struct allocation *a)
{
	return a->dated && a->date > w->day && a->reason != MATCH_BANK && view_exists(w->v, a->debit) &&
	       view_exists(w->v, a->credit);
}

/* Open documents whose matching D undoes; each counts once. */
static bool note_later(const struct work *w, const struct position *q)
{
	const struct allocation *first = NULL;
	unsigned n = 0;
	char day[11];

	for (uint32_t k = 0; k < q->items; k++) {
		uint32_t doc = w->a->item[q->first_item + k].doc, a = NONE;

		while ((a = ledger_allocations(w->l, doc, a)) != NONE &&
		       !matched_later(w, &w->l->allocation[a]))
			;
		if (a == NONE)
			continue;
		n++;
		if (!first || w->l->allocation[a].date < first->date)
			first = &w->l->allocation[a];
	}
	if (first)
		diag_finding(
			w->d, SEV_INFO, "matched-later", first->at,
			n > 1 ? "client « %s » : %u pièces ouvertes à la date d'arrêté, lettrées depuis "
				"(le %s au plus tôt) ; elles sont comptées comme ouvertes"
			      : "client « %s » : %u pièce ouverte à la date d'arrêté, lettrée depuis (le "
				"%s) ; elle est comptée comme ouverte",
			w->l->customer[q->customer].id, n, date_fr(first->date, day));
	return first != NULL;
}

/* Accounts that an accountant looks at: they owe nothing, and yet something is open. */
static void note_account(const struct work *w, const struct position *q)
{
	const struct customer *c = &w->l->customer[q->customer];
	bool later = note_later(w, q);
	char text[64];

	if (q->balance < 0)
		diag_finding(w->d, SEV_INFO, "credit-balance", c->at,
			     "client « %s » : compte créditeur de %s" NBSP "%s ; règlements à affecter, ou à "
			     "rembourser",
			     c->id, money_human(-q->balance, q->cur, NNBSP, ",", text),
			     currency_code(q->cur));
	else if (!q->balance && q->items && !later)
		diag_finding(w->d, SEV_INFO, "zero-balance", c->at,
			     "client « %s » : solde nul en %s, mais %u pièces ouvertes ; lettrez-les", c->id,
			     currency_code(q->cur), (unsigned)q->items);
}

/* One position from its sorted keys. */
static enum status age_position(struct work *w, uint32_t customer, const uint64_t *key, size_t n)
{
	struct position *q = &w->a->position[w->a->positions++];

	*q = (struct position){ .customer = customer,
				.cur = (currency)(key[0] >> 56),
				.first_item = w->a->items,
				.items = (uint32_t)n };
	q->bucket = arena_calloc(w->mem, w->p->limits + 1, sizeof *q->bucket);
	for (size_t k = 0; k < n; k++) {
		struct item *i = &w->a->item[w->a->items++];

		fill_item(w, i, (uint32_t)key[k]);
		if (!add_item(w, q, i))
			return sum_too_large(w, customer, q->cur);
	}
	if (w->p->net_view)
		net(w, q);
	q->has_equivalent = company_value(w->a, q->balance, q->cur, &q->equivalent);
	note_account(w, q);
	return ST_OK;
}

static enum status age_customer(struct work *w, uint32_t customer, uint64_t *key, size_t *cap_positions)
{
	const struct customer *c = &w->l->customer[customer];
	size_t n = 0, from = 0;

	for (uint32_t k = c->first_document; k < c->first_document + c->documents; k++) {
		const struct document *doc = &w->l->document[k];

		if (w->v->open[k])
			key[n++] = key_of(doc, k,
					  doc->amount < 0 ? DATE_NONE
							  : document_due(w->l, doc, &w->p->default_terms));
	}
	sort_keys(key, n);
	while (from < n) {
		size_t to = from;
		enum status st;

		while (to < n && key[to] >> 56 == key[from] >> 56)
			to++;
		GROW(w->a->position, w->a->positions, *cap_positions);
		st = age_position(w, customer, key + from, to - from);
		if (st != ST_OK)
			return st;
		from = to;
	}
	return ST_OK;
}

enum status age(struct work *w)
{
	const struct ledger *l = w->l;
	size_t open = 0, longest = 0, cap_positions = 16;
	enum status st = ST_OK;
	uint64_t *key;

	for (uint32_t i = 0; ledger_has_document(l, i); i++)
		open += w->v->open[i] != 0;
	for (uint32_t c = 0; ledger_has_customer(l, c); c++)
		longest = l->customer[c].documents > longest ? l->customer[c].documents : longest;
	w->a->item = xmalloc(open * sizeof *w->a->item);
	w->a->position = xmalloc(cap_positions * sizeof *w->a->position);
	key = xmalloc(longest * sizeof *key);
	for (uint32_t c = 0; ledger_has_customer(l, c) && st == ST_OK; c++)
		st = age_customer(w, c, key, &cap_positions);
	free(key);
	if (w->a->positions) /* what growing took too much goes back */
		w->a->position = xrealloc(w->a->position, w->a->positions * sizeof *w->a->position);
	return st;
}
