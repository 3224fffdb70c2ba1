/* listframe.h - what surrounds the rows of a list: list.c's other half. */
#ifndef RELANCE_WORKBOOK_LISTFRAME_H
#define RELANCE_WORKBOOK_LISTFRAME_H

#include "workbook/list.h"

/* Title, notes, totals above, headings of one part; l->s is its sheet then. */
void frame_open(struct list *l, uint32_t part);
/* Filter or table, rules, print set-up; on the last part also totals below and the further blocks. */
void frame_close(struct list *l, uint32_t part);

#endif
