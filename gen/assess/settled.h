/*
 * settled.h - how late was what has been settled (RULES §5, §9).
 *
 * Counted: invoices and debit notes with a due date that were settled in full
 * by D, except those that credit notes alone settled (nobody paid them). Weight
 * is the document's amount in company currency; without a rate it is left out.
 * Days late = day of settlement - due date, sign kept.
 */
#ifndef RELANCE_ASSESS_SETTLED_H
#define RELANCE_ASSESS_SETTLED_H

#include "assess/work.h"

/* Day of settlement if the document counts, else DATE_NONE. */
civil_date settled_day(const struct work *w, uint32_t doc, civil_date *due);

/* Add one document settled on `day`. */
void settled_add(const struct work *w, struct settled_sum *s, uint32_t doc, civil_date due, civil_date day);

/* The sums as the assessment keeps them. */
struct settled_days settled_days(const struct settled_sum *s);

/* sum / weight in tenths of a day, rounded half away from zero; false without weight. */
bool settled_average(const struct settled_sum *s, wide sum, int64_t *tenths);

#endif
