/* unbooked.c - what a bank statement says and the export does not know yet; see unbooked.h. */
#include "assess/unbooked.h"

#include "book/bank.h"

#include "base/banned.h"

bool document_unbooked(const struct ledger *l, uint32_t doc)
{
	return bank_of_document(l, doc) != NULL;
}

bool unbooked_any(const struct ledger *l)
{
	for (uint32_t i = 0; ledger_has_allocation(l, i); i++) {
		if (l->allocation[i].reason == MATCH_BANK)
			return true;
	}
	return false;
}

bool unbooked_settled(const struct work *w, const struct position *q)
{
	const struct customer *c = &w->l->customer[q->customer];

	for (uint32_t k = c->first_document; k < c->first_document + c->documents; k++) {
		const struct document *doc = &w->l->document[k];
		civil_date due;

		if (doc->cur != q->cur || doc->amount <= 0 || w->v->open[k] || !view_exists(w->v, k))
			continue;
		due = document_due(w->l, doc, &w->p->default_terms);
		if (due == DATE_NONE || due >= w->day)
			continue;
		for (uint32_t a = ledger_allocations(w->l, k, NONE); a != NONE;
		     a = ledger_allocations(w->l, k, a)) {
			if (w->l->allocation[a].reason == MATCH_BANK && w->l->allocation[a].date <= w->day)
				return true;
		}
	}
	return false;
}

bool unbooked_waits(const struct work *w, const struct position *q)
{
	return w->p->hold_on_unsure_bank && bank_waiting(w->l, q->customer, q->cur, w->day) != NULL;
}
