/* lateness.c - what lateness costs each position, and which debts are about to be barred. */
#include <stdlib.h>

#include "assess/prescription.h"
#include "assess/work.h"

#include "base/banned.h"

/* The position of a document's currency among those of its customer; NULL when nothing is open in it. */
static struct position *position_of(struct position *first, uint32_t count, currency c)
{
	for (uint32_t i = 0; i < count; i++) {
		if (first[i].cur == c)
			return &first[i];
	}
	return NULL;
}

static bool add_penalty(struct position *q, const struct penalties *p, bool settled)
{
	if (settled && (!money_add(&q->settled_interest, p->interest) ||
			!money_add(&q->settled_indemnity, p->indemnity)))
		return false;
	return money_add(&q->interest, p->interest) && money_add(&q->indemnity, p->indemnity);
}

/* All documents of one customer that has open items. */
static enum status cost_customer(struct work *w, struct position *first, uint32_t count)
{
	const struct customer *c = &w->l->customer[first->customer];
	struct penalties *p = &w->penalties;
	bool told = false;

	for (uint32_t k = c->first_document; k < c->first_document + c->documents; k++) {
		struct position *q = position_of(first, count, w->l->document[k].cur);
		enum status st;

		if (!q || w->l->document[k].amount <= 0)
			continue;
		st = penalty_compute(w->d, w->v, w->p, w->t, k, p);
		if (st != ST_OK)
			return st;
		if (p->under_floor && !told) {
			penalty_report_floor(w->d, w->v, w->p, k);
			told = true;
		}
		if (!add_penalty(q, p, w->v->open[k] == 0))
			return sum_too_large(w, first->customer, q->cur);
	}
	return ST_OK;
}

enum status cost_of_lateness(struct work *w)
{
	enum status st = ST_OK;
	uint32_t to;

	for (uint32_t from = 0; assessment_has_position(w->a, from) && st == ST_OK; from = to) {
		to = from;
		while (to < w->a->positions && w->a->position[to].customer == w->a->position[from].customer)
			to++;
		st = cost_customer(w, &w->a->position[from], to - from);
	}
	return st;
}

static int by_date(const void *a, const void *b)
{
	const struct prescription *x = a, *y = b;

	if (x->date != y->date)
		return x->date < y->date ? -1 : 1;
	return x->doc < y->doc ? -1 : x->doc > y->doc;
}

void find_prescriptions(struct work *w)
{
	civil_date horizon = date_add_months(w->day, w->p->prescription_warning_months);
	struct prescription *list = NULL;
	size_t used = 0, cap = 0;

	for (uint32_t i = 0; i < w->a->items; i++) {
		const struct item *item = &w->a->item[i];
		civil_date last;

		bulk_breathe();
		if (item->bucket == ITEM_UNAPPLIED)
			continue;
		last = prescription_date(w->v, item->doc, w->p);
		if (last == DATE_NONE || last > horizon)
			continue;
		w->barred[i] = last < w->day;
		GROW(list, used, cap);
		list[used++] = (struct prescription){ item->doc, last, w->barred[i] };
	}
	if (used)
		qsort(list, used, sizeof *list, by_date);
	w->a->prescription = list;
	w->a->prescriptions = (uint32_t)used;
}
