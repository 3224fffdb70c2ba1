/*
 * guess_value.h - what the values at one path of a file look like: dates,
 * amounts, codes, names; how many are different; which ones, if they are few.
 * Bounded memory for any number of values.
 */
#ifndef RELANCE_READ_GUESS_VALUE_H
#define RELANCE_READ_GUESS_VALUE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"

/* Properties of one value; a value may have several. */
enum look {
	LOOK_ISO, /* dates, one for each form of value.h */
	LOOK_COMPACT,
	LOOK_DMY,
	LOOK_MDY,
	LOOK_DAY_NAME,
	LOOK_DATE,	 /* any of them */
	LOOK_SHORT_YEAR, /* ... whose year has two digits */
	LOOK_SHORT_COMPACT, /* six or seven digits that could be a date, or all zero: a date only if its name says so */
	LOOK_AMOUNT,
	LOOK_MARKED,   /* amount with decimals */
	LOOK_COMMA,    /* amount whose decimal mark can only be the comma */
	LOOK_POINT,    /* ... only the point */
	LOOK_NEGATIVE, /* amount below zero */
	LOOK_ZERO,     /* amount of zero */
	LOOK_NUMBER,   /* digits and nothing else */
	LOOK_PADDED,   /* ... nine or more, with zeros in front */
	LOOK_SIGN,     /* D, C, debit, credit, +1, -1 */
	LOOK_CURRENCY, /* ISO 4217 */
	LOOK_MONEY,    /* ... or what stands for it: a sign, a word, a code behind something else */
	LOOK_EMAIL,
	LOOK_SIREN,	 /* 9 or 14 digits whose check digit holds */
	LOOK_VAT,	 /* FR12345678901, DE123456789 */
	LOOK_RECEIVABLE, /* account 411, 413, 416 or 4191 */
	LOOK_LEDGER,	 /* three digits or more in front: any account */
	LOOK_FLAG,	 /* yes or no in some form */
	LOOK_TERMS,	 /* payment terms in words: "30 jours fin de mois" */
	LOOK_LETTERS,	 /* holds a letter */
	LOOKS
};

#define SHAPE_WORDS 12	/* different values that are kept as they are */
#define SHAPE_SAMPLE 96 /* different values that are kept as a hash, with their number */

struct shape {
	uint64_t filled, empty;
	uint64_t looked;      /* values whose looks were counted: all the first ones, then some */
	uint64_t seen[LOOKS]; /* ... of them */
	struct {
		const char *text;
		uint64_t count;
	} word[SHAPE_WORDS]; /* the first different ones, cut when long */
	size_t words;
	bool more_words; /* there are others */
	/* The smallest hashes of all: a fair sample of the different values, complete while it is not full. */
	struct hashed *sample;
	size_t sampled;
	size_t longest; /* bytes */
};

/*
 * Take one value into account; text is clean (text_clean), "" counts as empty.
 * What has to stay goes to mem; scratch is used and reset.
 */
void shape_add(struct shape *s, struct arena *mem, struct arena *scratch, const char *text);

/* How many of 100 values have that look, rounded down; 0 if there are none. */
unsigned shape_percent(const struct shape *s, enum look l);
/* Nearly all of the values look so: a few that do not are dirt. */
bool shape_is(const struct shape *s, enum look l);

/* About how many different values. */
uint64_t shape_distinct(const struct shape *s);
/* At least one value, and no value twice, as far as can be told. */
bool shape_unique(const struct shape *s);
/* How many of 100 different values of a are values of b too; 0 if a has none. */
unsigned shape_within(const struct shape *a, const struct shape *b);

/* A value to show, "" if there is none. */
const char *shape_example(const struct shape *s);

#endif
