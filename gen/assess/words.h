/*
 * words.h - figures inside French sentences (explanations, formulas, checks):
 * narrow no-break space between groups, decimal comma, no-break space before the unit.
 */
#ifndef RELANCE_ASSESS_WORDS_H
#define RELANCE_ASSESS_WORDS_H

#include "base/date.h"
#include "base/money.h"
#include "base/text.h"

void put_money(struct buf *b, money x, currency c); /* "1 234,50 EUR" */
void put_int(struct buf *b, int64_t x);		    /* "1 234" */
void put_tenths(struct buf *b, int64_t tenths);	    /* "12,4"; also "12,0" */
void put_date(struct buf *b, civil_date d);	    /* "31/10/2026" */
/* "1 pièce", "3 pièces": French plural from 2 on. */
void put_count(struct buf *b, int64_t n, const char *one, const char *many);

/* A copy that lives as long as the arena; the buffer is cleared for the next sentence. */
const char *words_keep(struct arena *a, struct buf *b);

#endif
