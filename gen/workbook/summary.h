/*
 * summary.h - synthese-D.pdf: one A4 page for the management meeting. Key
 * figures, ageing, trend, the ten largest, what moved, what to decide. PDF/A-1b,
 * vectors only, readable in black and white.
 */
#ifndef RELANCE_WORKBOOK_SUMMARY_H
#define RELANCE_WORKBOOK_SUMMARY_H

#include "assess/assess.h"
#include "book/company.h"
#include "assess/closing.h"

/*
 * Write the page to path. c: its name and its configured faces. before: the last
 * closing, NULL if none is known: the page then says "non calculable". The same
 * input gives the same bytes. ST_CONFIG (fonts), ST_LIMIT, ST_OUTPUT: reported.
 */
enum status summary_write(struct diag *d, const struct assessment *a, const struct company *c,
			  const struct closing *before, const char *path);

#endif
