/* summary_tables.h - the tables of the sheet Synthèse, one function each; see sheet_summary.c for their order. */
#ifndef RELANCE_WORKBOOK_SUMMARY_TABLES_H
#define RELANCE_WORKBOOK_SUMMARY_TABLES_H

#include "workbook/form.h"
#include "workbook/list.h"
#include "workbook/summary_data.h"

#define MAX_PAGES 12
#define SUMMARY_LABEL 36 /* width of the first column, in characters */

/* Rows of a table that a chart draws; rows = 0: nothing to draw. */
struct block {
	lxw_row_t first, last;
	size_t rows;
};

struct summary {
	struct form f;
	const struct list *balance; /* NULL: that sheet was not wanted, totals are plain numbers */
	struct summary_data data;
	lxw_row_t rate[256];  /* row of a currency's exchange rate, column 5; 0: none */
	lxw_row_t page[MAX_PAGES]; /* first rows of printed pages */
	size_t pages, chart_page;
	lxw_row_t next_chart;
	double top_of_page; /* in points */
	struct block ageing, classes, segments, owners, top, trend;
	lxw_col_t ageing_value;
	lxw_row_t first_figure; /* of the key figures */
};

size_t computed_figures(const struct assessment *a); /* rows of key_figures() */
void key_figures(struct summary *s);
void currency_table(struct summary *s);
void ageing_table(struct summary *s);
void group_table(struct summary *s, const char *column, const char *title, struct block *block);
void top_table(struct summary *s);
void trend_table(struct summary *s);
void missing_table(struct summary *s);
void formula_table(struct summary *s);

#endif
