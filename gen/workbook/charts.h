/* charts.h - the native charts of the summary sheet. Ranges are texts: "='Synthèse'!$A$5:$A$12". */
#ifndef RELANCE_WORKBOOK_CHARTS_H
#define RELANCE_WORKBOOK_CHARTS_H

#include "workbook/book.h"

#define CHART_ROWS 15 /* rows of 20 pixels that a chart covers at most */
#define CHART_PIXELS 509 /* its width */

/* A column of cells on a sheet: first to last row. */
struct strip {
	const struct sheet *s;
	lxw_row_t first, last;
	lxw_col_t col;
};

struct chart_place {
	struct sheet *s;
	lxw_row_t row;
	lxw_col_t col;
	lxw_row_t rows;
};

/* Ageing: one bar per ageing column, in its colour, with its amount. */
void chart_ageing(struct book *b, struct chart_place at, const char *title, struct strip names, struct strip values);
/* Two series of bars side by side: a dark and a light one. from_zero: none of them is negative. */
void chart_pairs(struct book *b, struct chart_place at, const char *title, struct strip names, const char *first,
		 struct strip one, const char *second, struct strip two, bool from_zero);
/*
 * Concentration: a bar for each, the largest first, and on a second axis in
 * percent the line of the shares added up (`last`: where it ends, 1 = 100 %).
 */
void chart_pareto(struct book *b, struct chart_place at, const char *title, struct strip names, const char *first,
		  struct strip values, const char *second, struct strip shares, double last);
/* Two lines over time, told apart by dash and marker as well as by colour. */
void chart_trend(struct book *b, struct chart_place at, const char *title, struct strip dates, const char *first,
		 struct strip one, const char *second, struct strip two);
#endif
