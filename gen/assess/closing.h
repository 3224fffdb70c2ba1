/*
 * closing.h - an earlier closing, as the outputs need it to show what moved.
 *
 * past.h fills it, from what the same ledger knew then; the workbook and the
 * summary only read. Without one, they say "non calculable : aucune clôture
 * précédente" and never print a zero (RULES §9).
 */
#ifndef RELANCE_ASSESS_CLOSING_H
#define RELANCE_ASSESS_CLOSING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/date.h"
#include "base/money.h"
#include "book/ledger.h"

/* A document that was open at that closing. */
struct closing_item {
	money open;	   /* signed */
	uint32_t document; /* in the ledger; NONE: gone from the export since */
	currency cur;
	uint8_t column; /* 0 not due, 1.. buckets, then unapplied, then without due date */
};

/* A key figure as it was: same code and unit as struct figure (assess/assess.h). */
struct closing_figure {
	const char *code;
	bool known;
	int64_t value;
};

/* One point of the trend, company currency. */
struct closing_point {
	civil_date date;
	money balance, overdue;
	bool has_dso;
	int64_t dso_tenths;
};

struct closing {
	civil_date date; /* of the last closing before D */
	size_t columns;	 /* ageing columns it had; other limits then: movements per bucket are refused */
	struct closing_item *item; /* any order */
	size_t items;
	struct closing_figure *figure;
	size_t figures;
	struct closing_point *point; /* earlier closings and this one, ascending date, at most 11 are used */
	size_t points;
};

#endif
