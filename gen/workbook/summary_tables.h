/* summary_tables.h - the tables of the sheet Synthèse, one function each; see sheet_summary.c for their order. */
#ifndef RELANCE_WORKBOOK_SUMMARY_TABLES_H
#define RELANCE_WORKBOOK_SUMMARY_TABLES_H

#include "workbook/form.h"
#include "workbook/list.h"
#include "workbook/summary_data.h"

#define SUMMARY_LABEL 36 /* width of the first column, in characters */

/* Rows of a table that a chart draws; rows = 0: nothing to draw. */
struct block {
	lxw_row_t first, last;
	size_t rows;
	bool negative; /* an amount is: the chart's axis does not start at zero */
};

struct summary {
	struct form f;
	const struct list *balance; /* NULL: that sheet was not wanted, totals are plain numbers */
	struct summary_data data;
	size_t chart_page, charts_on_page; /* the next chart goes there */
	struct block ageing, classes, segments, owners, top, trend, movement;
	lxw_col_t ageing_value;
	lxw_row_t first_figure; /* of the key figures */
};

void block_row(struct block *t, lxw_row_t row); /* one more row */
void block_amounts(struct block *t, money one, money two); /* what a chart shows of it */
size_t computed_figures(const struct assessment *a); /* rows of key_figures() */
void key_figures(struct summary *s);
void currency_table(struct summary *s);
void ageing_table(struct summary *s);
void group_table(struct summary *s, const char *column, const char *title, struct block *block);
void top_table(struct summary *s);
void trend_table(struct summary *s);
/* summary_movement.c; its second column is what is overdue, or in a bucket where age counts from the document's date */
void movement_table(struct summary *s);
const char *movement_late(const struct summary *s);
void missing_table(struct summary *s);
void formula_table(struct summary *s);

#endif
