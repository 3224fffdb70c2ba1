/*
 * closure.h - the two halves of the closure proof: accounts against columns
 * (closure.c), the file against what it says of itself (closure_file.c).
 */
#ifndef RELANCE_ASSESS_CLOSURE_H
#define RELANCE_ASSESS_CLOSURE_H

#include "assess/work.h"

struct closing_books {
	struct closure_line *line; /* malloc'ed, becomes the assessment's */
	size_t lines, cap;
	size_t broken;
	money books[UINT8_MAX + 1], columns[UINT8_MAX + 1]; /* totals per currency */
	uint32_t accounts[UINT8_MAX + 1], breaks[UINT8_MAX + 1];
};

/* Add a check; ok is set here. */
void closure_add(struct closing_books *b, struct closure_line line);

/* Control totals, ledger balance, closing balances, counts. ST_OK, or ST_LIMIT (reported). */
enum status close_file(struct work *w, struct closing_books *b);

#endif
