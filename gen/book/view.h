/*
 * view.h - the ledger as of a date: open(D) = amount - allocations whose
 * effective date is not after D (RULES §3).
 */
#ifndef RELANCE_BOOK_VIEW_H
#define RELANCE_BOOK_VIEW_H

#include "book/ledger.h"

struct view {
	const struct ledger *ledger;
	civil_date as_of;
	money *open;       /* per document; 0 for those after as_of */
	bool before_extraction_undated; /* "lettrage à la date d'extraction" must be said */
};

/* ST_LIMIT on overflow. The caller drops it. */
enum status view_new(struct diag *d, const struct ledger *l, civil_date as_of, struct view **out);
void view_drop(struct view *v);

static inline bool view_exists(const struct view *v, uint32_t doc)
{
	return document_posted(&v->ledger->document[doc]) <= v->as_of;
}

/* Date on which the document was settled in full (open became 0) by as_of, DATE_NONE if it was not. */
civil_date view_settled_on(const struct view *v, uint32_t doc);

#endif
