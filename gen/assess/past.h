/*
 * past.h - earlier closings, recomputed from the ledger: what was open at the
 * end of the month before, and the balances of the month-ends before that.
 *
 * An allocation ledger knows its past (RULES §3), as far as the export goes
 * back. A month-end is taken only if the export still holds a document that
 * was settled in full by then: an export of open items alone knows no past, and
 * a balance rebuilt from it would be too small. So the last closing here is
 * "reconstituted", and may differ from what was printed then where the ERP has
 * posted into a closed month since. Foreign currencies are converted at the
 * rates of D throughout, so that what is shown is movement and not the market.
 */
#ifndef RELANCE_ASSESS_PAST_H
#define RELANCE_ASSESS_PAST_H

#include "assess/assess.h"
#include "assess/closing.h"

/*
 * The closing at the last month-end before v->as_of, with the points of up to
 * eleven month-ends; NULL where the export does not go back that far, or where
 * it could not be judged then. Lives in mem. Called before assess(), so that two
 * judgements of a large ledger are never in memory together.
 */
const struct closing *past_closing(const struct view *v, const struct policy *p, const struct rate_table *t,
				   struct arena *mem);

/* The figures "cei" and "movement" become computable with an earlier closing; before may be NULL. */
void past_figures(struct assessment *a, const struct closing *before);

#endif
