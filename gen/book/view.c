/* view.c - the ledger as of a date; see view.h. */
#include "book/view.h"

#include <stdlib.h>

#include "base/bulk.h"

#include "base/banned.h"

static enum status too_large(struct diag *d, currency c)
{
	return diag_error(d, ST_LIMIT, NOWHERE,
			  "la somme des pièces en « %s » dépasse la capacité de calcul : vérifiez les "
			  "montants de l'export",
			  currency_code(c));
}

/*
 * Every partial sum of open amounts lies between the sum of the debits and that
 * of the credits: when those two fit, no total computed later can overflow.
 */
static enum status check_sums(struct diag *d, const struct ledger *l)
{
	money debit[UINT8_MAX + 1] = { 0 }, credit[UINT8_MAX + 1] = { 0 };

	for (uint32_t i = 0; ledger_has_document(l, i); i++) {
		const struct document *doc = &l->document[i];

		if (!money_add(doc->amount > 0 ? &debit[doc->cur] : &credit[doc->cur], doc->amount))
			return too_large(d, doc->cur);
	}
	return ST_OK;
}

/* Nothing says when the input was made: its last document is the earliest it can be. */
static civil_date extraction_date(const struct ledger *l)
{
	civil_date last = l->extracted;

	if (last == DATE_NONE) {
		for (uint32_t i = 0; ledger_has_document(l, i); i++) {
			civil_date posted = document_posted(&l->document[i]);

			if (posted > last && !l->document[i].unbooked)
				last = posted;
		}
	}
	return last;
}

enum status view_new(struct diag *d, const struct ledger *l, civil_date as_of, struct view **out)
{
	enum status st = check_sums(d, l);
	struct view *v;

	*out = NULL;
	if (st != ST_OK)
		return st;
	v = xmalloc(sizeof *v);
	*v = (struct view){ .ledger = l, .as_of = as_of };
	v->open = bulk_alloc(l->documents * sizeof *v->open);
	for (uint32_t i = 0; ledger_has_document(l, i); i++)
		v->open[i] = view_exists(v, i) ? l->document[i].amount : 0;
	/* An allocation is never above what its documents have left: these differences cannot overflow. */
	for (uint32_t i = 0; ledger_has_allocation(l, i); i++) {
		const struct allocation *a = &l->allocation[i];

		if (a->date <= as_of) {
			v->open[a->debit] -= a->amount;
			v->open[a->credit] += a->amount;
		}
	}
	v->before_extraction_undated = l->undated_matching && as_of < extraction_date(l);
	if (v->before_extraction_undated)
		diag_finding(
			d, SEV_WARNING, "undated-matching", NOWHERE,
			"lettrage à la date d'extraction : des lettrages sont sans date et la date d'arrêté "
			"précède l'extraction ; un solde passé peut en dépendre");
	*out = v;
	return ST_OK;
}

void view_drop(struct view *v)
{
	if (!v)
		return;
	bulk_free(v->open);
	free(v);
}

civil_date view_settled_on(const struct view *v, uint32_t doc)
{
	const struct document *x = &v->ledger->document[doc];
	money left = x->amount < 0 ? -x->amount : x->amount;
	uint32_t a = NONE;

	if (!view_exists(v, doc) || v->open[doc] != 0)
		return DATE_NONE;
	if (left == 0)
		return document_posted(x);
	while ((a = ledger_allocations(v->ledger, doc, a)) != NONE) {
		left -= v->ledger->allocation[a].amount;
		if (left <= 0)
			return v->ledger->allocation[a].date;
	}
	return DATE_NONE;
}
