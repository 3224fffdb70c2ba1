/*
 * sheet.h - the rows of a spreadsheet in XML ("XML Spreadsheet 2003", which
 * many report tools write for Excel) as lines of tab-separated cells, so that
 * they are read like any delimited file. Used by textlines.c alone.
 */
#ifndef RELANCE_READ_SHEET_H
#define RELANCE_READ_SHEET_H

#include "base/text.h"
#include "read/source.h"

struct sheet;

/* The rows of the source; give back with sheet_drop. */
struct sheet *sheet_new(struct source *src);
void sheet_drop(struct sheet *s); /* NULL is fine */

/*
 * Append some more lines to out; *end: that was the last of them. Line n is row
 * n of the first worksheet that has any; rows that are left out, and those above
 * the first one with two cells (a title), are blank. What would break a line or
 * a cell is a blank too. ST_INPUT on malformed XML, DOCTYPE, a row or column
 * that no sheet has; reported.
 */
enum status sheet_step(struct sheet *s, struct buf *out, bool *end);

/* Worksheets with rows that were not read, as they are not the first. */
unsigned sheet_others(const struct sheet *s);

#endif
