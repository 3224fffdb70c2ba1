/* explain_part.h - private to explain: its chapters, and values as text. */
#ifndef RELANCE_EXPLAIN_PART_H
#define RELANCE_EXPLAIN_PART_H

#include "assess/assess.h"
#include "base/text.h"

/* A short text by value: amount(x, c).s lives to the end of the full expression. */
struct words {
	char s[80];
};
struct words say_amount(money x, currency c); /* "1 200,00 EUR" */
struct words say_number(money x, currency c); /* "1 200,00" */
struct words say_date(civil_date d);	      /* "31/10/2026", "date inconnue" */
struct words say_percent(rate r);	      /* "13,15 %" */
struct words say_days(int n);		      /* "1 jour", "61 jours" */

/* What the chapters share. */
struct story {
	struct diag *diag;
	const struct assessment *a;
	const struct ledger *ledger;
	const struct customer *customer;
	uint32_t who;		  /* index of the customer */
	uint32_t first;		  /* his first document */
	const struct item **item; /* per document of his, NULL where it is not open */
	struct buf *out;
};

/* Number of a document in this customer's list: 1… */
uint32_t story_number(const struct story *s, uint32_t doc);
/* Its item, NULL if the document is not open. */
const struct item *story_item(const struct story *s, uint32_t doc);

/* Document doc: dates, amounts, allocations, column, what else is known. */
void explain_document(const struct story *s, uint32_t doc);

/*
 * Its penalty lines with the arithmetic, or why there are none; nothing for
 * types that never bear any. p is overwritten.
 */
enum status explain_penalties(const struct story *s, uint32_t doc, struct penalties *p);

/* Risk class and payer profile. */
void explain_class(const struct story *s);

/*
 * The provision proposal, item by item: base excluding VAT, rate, result, and what exists already. only: the
 * document to speak of, NONE for all.
 */
void explain_provision(const struct story *s, uint32_t only);

/* Candidates, those left out, steps, decisions of one position. only: the document to speak of, NONE for all. */
void explain_decisions(const struct story *s, const struct position *q, uint32_t only);

#endif
