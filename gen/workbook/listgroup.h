/*
 * listgroup.h - subtotals of a list by the text of a column (segment, class,
 * person in charge…) and by currency. Gathered while the list is measured,
 * written behind its rows as live formulas; the summary sheet uses the same figures.
 */
#ifndef RELANCE_WORKBOOK_LISTGROUP_H
#define RELANCE_WORKBOOK_LISTGROUP_H

#include "base/table.h"
#include "workbook/list.h"

struct group {
	size_t column;    /* of the list */
	size_t rank;      /* of a COL_BUCKET: which ageing column */
	const char *text; /* what the rows have there; in the book's arena */
	size_t cur;       /* index in book.cur */
	bool exact;       /* needs an exact comparison: see struct condition */
	uint32_t count;
	money *sum;       /* per column of the list */
};

struct groups {
	struct group *group; /* by column, text, currency after the measuring */
	size_t n, cap;
	struct table index;
	/* the row being measured */
	const char *key[MAX_GROUPINGS];
	money *amount;
	bool open;
};

/* Where a group's text stands: the widest of the texts that every printed page repeats. */
size_t groups_label(const struct list *l);
struct groups *groups_new(struct list *l); /* NULL where the spec asks for none; groups_end() gives its memory back */
void groups_key(struct list *l, const char *text);
void groups_amount(struct list *l, money x);
void groups_end_row(struct list *l);
/* Sort, and free what only the measuring needed. */
void groups_end(struct list *l);

/* Write all subtotals from row r on. */
void groups_write(struct list *l, lxw_row_t r);

/* Sum of a column over all currencies for the groups of `by` with that text: for columns in company currency. */
money groups_sum(const struct list *l, size_t by, const char *text, size_t column);

#endif
