/*
 * letters_sample.h - a few made-up customers, so that templates can be tried
 * without anybody's data: every kind, both languages, one and many items, credits,
 * dispute, promise, earlier reminders, a long name, other currencies.
 */
#ifndef RELANCE_LETTER_LETTERS_SAMPLE_H
#define RELANCE_LETTER_LETTERS_SAMPLE_H

#include "assess/assess.h"
#include "book/company.h"

struct letter_sample {
	struct arena *mem;
	struct ledger *ledger;
	struct view *view;
	struct assessment *assessment;
	struct company company; /* fictional; a creditor of his own, or a collector */
};

/*
 * Build it, as of 2026-10-31, with the shipped policy and rates. ST_CONFIG or
 * ST_LIMIT, reported. The caller drops it in any case.
 */
enum status letter_sample_new(struct diag *d, bool collector, struct letter_sample *out);
void letter_sample_drop(struct letter_sample *s);

#endif
