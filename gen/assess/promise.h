/*
 * promise.h - promises and instalment plans of one document (RULES §7).
 *
 * - A promise runs from the day it was made to its due date, that day included.
 *   Without an amount, or with one not below what is open, it covers the whole
 *   item; with a smaller one the rest of the item may be reminded.
 * - It is broken when its due date lies before D and what was allocated to the
 *   document between the two days (both included) is less than was promised;
 *   without an amount: when the document was not settled by then.
 * - A plan is respected as long as what was allocated since it was agreed (that
 *   day included) covers the instalments due before D: like any debt, one due
 *   today is not late. It runs until its last instalment is covered.
 */
#ifndef RELANCE_ASSESS_PROMISE_H
#define RELANCE_ASSESS_PROMISE_H

#include "assess/work.h"

/* What running promises cover of an open document; *until: the last of their due dates. 0: none. */
money promise_cover(const struct work *w, uint32_t doc, civil_date *until);

/* Broken promises of a document, open or settled since, that were due from `since` on. */
uint32_t promises_broken(const struct work *w, uint32_t doc, civil_date since);

/* The document has a plan that is respected; *next: due date of the first instalment that is not covered. */
bool plan_respected(const struct work *w, uint32_t doc, civil_date *next);

#endif
