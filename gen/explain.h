/*
 * explain.h - `relance explain EXPORT CLIENT [--item PIECE]`: the whole computation
 * of one customer in French plain text, so that a colleague can redo it by hand.
 *
 * Works from the assessment alone: what it prints is what the other outputs
 * used. Documents are numbered [1], [2]… in the order of the ledger (date, id).
 */
#ifndef RELANCE_EXPLAIN_H
#define RELANCE_EXPLAIN_H

#include <stdio.h>

#include "assess/assess.h"

/*
 * Print to out. item NULL: everything; else that document alone, with its
 * allocations, column, penalties, and what becomes of it in the decision: its
 * number or identifier as the export has it, or "[N]".
 * ST_USAGE (reported) for an unknown customer, a document that he does not have
 * or that is later than D, a number that several of his documents bear: they are
 * listed with their [N]. ST_CONFIG, ST_LIMIT from the penalties. Whether out
 * could be written is the caller's to check.
 */
enum status explain(struct diag *d, const struct assessment *a, const char *customer, const char *item,
		    FILE *out);

#endif
