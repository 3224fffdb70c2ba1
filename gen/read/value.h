/*
 * value.h - from the text that a format writes to the canonical text of
 * record.h: amounts, dates, whole numbers, signs. What cannot be converted is
 * given back as it stands, so that the book can reject it with file and line.
 */
#ifndef RELANCE_READ_VALUE_H
#define RELANCE_READ_VALUE_H

#include <stdbool.h>

#include "base/arena.h"
#include "read/record.h"

/* What a comma or a point in an amount means. */
enum decimal_form {
	DECIMAL_PLAIN,	/* canonical decimals only: a point, no groups, no blanks */
	DECIMAL_POINT,	/* 1,234.50 */
	DECIMAL_COMMA,	/* 1.234,50 */
	DECIMAL_EITHER, /* the last mark is the decimal one; one that occurs several times separates groups */
	DECIMAL_HUNDREDTHS, /* 123450 for 1234.50; no mark at all */
	DECIMAL_INHERIT	    /* of a field: as the mapping says */
};

/* Set of date forms, tried in the order of this list. */
enum date_form {
	DATE_ISO =
		1, /* 2026-10-31, also 2026-10-31T12:00:00+02:00 and "2026-10-31 12:00": the day as written */
	DATE_COMPACT = 2,      /* 20261031, also with a time behind it */
	DATE_DMY = 4,	       /* 31/10/2026 31-10-2026 31.10.2026 */
	DATE_MDY = 8,	       /* 10/31/2026 */
	DATE_DAY_NAME = 16,    /* 31-Oct-2026, 31 October 2026 */
	DATE_MONTH_START = 32, /* 2026-10: first day */
	DATE_MONTH_END = 64,   /* 2026-10: last day */
	DATE_SHORT_YEAR =
		128 /* no form of its own: the others but ISO may have a year of two digits (1970 to 2069) */
};

struct forms {
	enum decimal_form decimal;
	unsigned dates; /* 0: as the mapping says */
};

/*
 * Canonical text of s (never NULL, trimmed) for that class, in the arena or s
 * itself. *ok (may be NULL) says whether s was understood; if not, s comes back.
 */
const char *value_convert(struct arena *a, enum field_class class, struct forms f, const char *s, bool *ok);

/* How a date is to be written, in French: "AAAA-MM-JJ ou AAAAMMJJ". forms: enum date_form, 0 means ISO. */
const char *value_date_forms_french(struct arena *a, unsigned forms);

/* A sign in canonical form: "1" or "-1". */
bool value_is_sign(const char *s);

/*
 * Exact sums on canonical decimals ("-12.50"). NULL when one of them is none
 * or the result has more than 36 digits.
 */
const char *decimal_add(struct arena *a, const char *x, const char *y);
/* A running sum of canonical decimals, without the way through text. All zero: 0. */
struct decimal_sum {
	__extension__ __int128 units; /* value * 10^scale */
	int scale;
};
/* A canonical decimal as a sum of its own; false: it is none, or has more than 36 digits. */
bool decimal_read(const char *s, struct decimal_sum *n);
/* Add another sum, or take it off; false: the result does not fit, and the sum stays as it is. */
bool decimal_sum_join(struct decimal_sum *sum, struct decimal_sum n, bool negate);
/* Add x, or take it off. What decimal_add() would refuse is left out. */
void decimal_sum_add(struct decimal_sum *sum, const char *x, bool negate);
const char *decimal_sum_text(struct arena *a, const struct decimal_sum *sum);
const char *decimal_negate(struct arena *a, const char *x);
bool decimal_is_canonical(const char *s);
int decimal_sign(const char *s); /* -1, 0, 1 of a canonical decimal */

/*
 * Payment terms in words: "30 jours fin de mois le 10", "45FM10", "30 days",
 * "14 Tage netto", "60 j", "fin de mois 45 jours", "2 mois", "à réception". What
 * was understood goes to days or months, eom ("", "after", "before") and day ("" if
 * none). false where no terms are found, or only those of a discount. Texts are
 * in the arena or constant.
 */
struct terms_text {
	const char *days, *eom, *day, *months;
};
bool value_terms(struct arena *a, const char *s, struct terms_text *out);

#endif
