/*
 * thanks.c - whom to thank (RULES §7): a customer and currency where reminded
 * documents were settled in the last days before D and nothing is overdue any
 * more. Only where the policy asks for it.
 */
#include "assess/work.h"

#include "base/banned.h"

static bool reminded(const struct ledger *l, uint32_t doc, civil_date settled)
{
	for (uint32_t x = ledger_extra(l, l->document[doc].extras, EXTRA_REMINDER); x != NONE;
	     x = ledger_extra(l, l->extra[x].next, EXTRA_REMINDER)) {
		if (l->extra[x].level > 0 && l->extra[x].date <= settled)
			return true;
	}
	return false;
}

static bool anything_overdue(const struct work *w, uint32_t customer, uint32_t position)
{
	for (; position < w->a->positions && w->a->position[position].customer == customer; position++) {
		if (w->a->position[position].oldest_late)
			return true;
	}
	return false;
}

/* The customer's entry for that currency, new or begun. */
static struct thanks *entry(struct thanks **list, size_t *n, size_t *cap, uint32_t customer, currency c)
{
	for (size_t i = *n; i-- > 0 && (*list)[i].customer == customer;) {
		if ((*list)[i].cur == c)
			return &(*list)[i];
	}
	GROW(*list, *n, *cap);
	(*list)[*n] = (struct thanks){ .customer = customer, .cur = c, .settled = DATE_NONE };
	return &(*list)[(*n)++];
}

void find_thanks(struct work *w)
{
	uint32_t position = 0;
	size_t n = 0, cap = 0;

	if (!w->p->thank_you)
		return;
	for (uint32_t c = 0; ledger_has_customer(w->l, c); c++) {
		const struct customer *who = &w->l->customer[c];

		while (position < w->a->positions && w->a->position[position].customer < c)
			position++;
		if (anything_overdue(w, c, position))
			continue;
		for (uint32_t k = who->first_document; k < who->first_document + who->documents; k++) {
			const struct document *doc = &w->l->document[k];
			civil_date settled;
			struct thanks *t;

			if (doc->amount <= 0 || doc->extras == NONE || w->v->open[k])
				continue;
			settled = view_settled_on(w->v, k);
			if (settled == DATE_NONE || settled <= w->day - w->p->thank_you_days ||
			    !reminded(w->l, k, settled))
				continue;
			t = entry(&w->a->thanks, &n, &cap, c, doc->cur);
			t->amount += doc->amount; /* part of a currency's debits: fits, see view_new() */
			t->documents++;
			t->settled = settled > t->settled ? settled : t->settled;
		}
	}
	w->a->n_thanks = (uint32_t)n;
}
