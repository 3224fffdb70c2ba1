/* settled.c - how late was what has been settled; see settled.h. */
#include "assess/settled.h"

#include "base/banned.h"

civil_date settled_day(const struct work *w, uint32_t doc, civil_date *due)
{
	const struct document *x = &w->l->document[doc];
	civil_date day = DATE_NONE;
	bool paid = false;

	if ((x->type != DOC_INVOICE && x->type != DOC_DEBIT_NOTE) || x->amount <= 0 || w->v->open[doc] ||
	    !view_exists(w->v, doc))
		return DATE_NONE;
	*due = document_due(w->l, x, &w->p->default_terms);
	if (*due == DATE_NONE)
		return DATE_NONE;
	for (uint32_t a = ledger_allocations(w->l, doc, NONE); a != NONE;
	     a = ledger_allocations(w->l, doc, a)) {
		const struct allocation *al = &w->l->allocation[a];

		day = al->date; /* nothing is open at D: all of them lie before it */
		paid = paid || w->l->document[al->credit].type != DOC_CREDIT_NOTE;
	}
	return paid ? day : DATE_NONE;
}

void settled_add(const struct work *w, struct settled_sum *s, uint32_t doc, civil_date due, civil_date day)
{
	const struct document *x = &w->l->document[doc];
	money weight;

	s->documents++;
	if (!company_value(w->a, x->amount, x->cur, &weight))
		return;
	s->weight += weight;
	s->late += (wide)weight * (day - due);
	s->payment += (wide)weight * (day - x->date);
}

bool settled_average(const struct settled_sum *s, wide sum, int64_t *tenths)
{
	wide scaled = sum * 10;
	wide half = s->weight / 2;

	if (s->weight <= 0)
		return false;
	/* Half away from zero; an odd weight has no exact half, and then truncation of half is right. */
	*tenths = (int64_t)((scaled < 0 ? scaled - half : scaled + half) / s->weight);
	return true;
}

struct settled_days settled_days(const struct settled_sum *s)
{
	struct settled_days out = { .documents = s->documents };

	if (s->weight <= INT64_MAX && s->payment == (int64_t)s->payment && s->late == (int64_t)s->late) {
		out.amount = (money)s->weight;
		out.late = (int64_t)s->late;
		out.payment = (int64_t)s->payment;
	}
	return out;
}
