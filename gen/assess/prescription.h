/*
 * prescription.h - until when a debt may be claimed (RULES §6; law.md §4).
 *
 * - Business: 5 years, consumer: 2 years from the due date; the last day is the
 *   same day number (or the month's last) so many years later. An unknown kind
 *   has the shortest period, that of the consumer: never reminded too late.
 * - Public body: 4 years from 1 January following the due date's year, so the
 *   last day is 31 December of that year + 4.
 * - A debit without a due date is due at once: its own date counts.
 * - An interruption starts the same period again at its date (public: from the
 *   following 1 January): the events acknowledgement, part-payment and court, and
 *   each allocation of a payment to the document (effective date); for public
 *   bodies also any written claim, our recorded reminders included. Elsewhere no
 *   reminder interrupts, not even a formal notice. What happened after D, or
 *   after the debt was barred already, does not count.
 */
#ifndef RELANCE_ASSESS_PRESCRIPTION_H
#define RELANCE_ASSESS_PRESCRIPTION_H

#include "assess/policy.h"
#include "book/view.h"

/* Last day on which the document can be claimed, as known at D; DATE_NONE for credits, and beyond the year 9999. */
civil_date prescription_date(const struct view *v, uint32_t doc, const struct policy *p);

/* As long as the period runs undisturbed: last day for a debt of that kind (enum customer_kind) that starts on `start`. */
civil_date prescription_period(enum customer_kind kind, civil_date start);

#endif
