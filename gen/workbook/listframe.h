/* listframe.h - what surrounds the rows of a list: list.c's other half. */
#ifndef RELANCE_WORKBOOK_LISTFRAME_H
#define RELANCE_WORKBOOK_LISTFRAME_H

#include "workbook/list.h"

/* Scale and printed pages, once rows are measured and laid out; widens what a page repeats until the title fits there. */
void frame_measure(struct list *l);
/* Title, notes, totals above, headings of one part; l->s is its sheet then. */
void frame_open(struct list *l, uint32_t part);
/* Filter or table, rules, print set-up; on the last part also totals below and the further blocks. */
void frame_close(struct list *l, uint32_t part);
/* A row of that height was written: follow it over the printed pages. */
void frame_row(struct list *l, double points);
/* Start a printed page at row r if `points` more do not fit on this one. */
void frame_keep(struct list *l, lxw_row_t r, double points);

#endif
