/*
 * form.h - a sheet that is no list: titles, small tables, text, written from
 * top to bottom. Not for use outside of gen/workbook.
 */
#ifndef RELANCE_WORKBOOK_FORM_H
#define RELANCE_WORKBOOK_FORM_H

#include "workbook/book.h"

#define MAX_FORM_HEADS 16
#define MAX_PAGES 32

struct form {
	struct book *b;
	struct sheet *s;
	enum sheet_id id;
	lxw_row_t row; /* next free one */
	lxw_col_t columns; /* width of section lines */
	double extra;  /* points by which the rows so far are higher than the usual 15 */
	const char *head[MAX_FORM_HEADS]; /* of the last form_heads() */
	size_t heads;
	lxw_row_t head_row;
	unsigned filters; /* made so far */
	unsigned scale;   /* percent, in print */
	lxw_row_t page[MAX_PAGES]; /* first rows of printed pages */
	size_t pages;
	double top_of_page; /* in points */
};

/* Title with the date, company below; the next row is free. */
struct form form_new(struct book *b, enum sheet_id id, const char *title, lxw_col_t columns);
/* Widths of the columns, in characters; they and what stands beside them, in pixels, make one printed page across. */
void form_widths(struct form *f, const double *width, size_t n, double beside);
/* Start a new printed page if the next n rows, with a section line and headings, do not fit on this one. */
void form_keep(struct form *f, size_t n);
/* When all is written: the scale and the pages. */
void form_print(struct form *f);
/* A heading over the whole width. */
void form_section(struct form *f, const char *text);
void form_note(struct form *f, const char *text);
void form_warning(struct form *f, const char *text);
/* Column headings from column 0 on; takes a row. */
void form_heads(struct form *f, const char *const *head, size_t n);
/*
 * The rows since the last headings are all of a list: they get a filter. A
 * large workbook has one on a sheet, that of its first list: several on one
 * sheet must be tables, which constant memory excludes.
 */
void form_filter(struct form *f);
/* Label and text: "Politique | standard". */
void form_pair(struct form *f, const char *label, const char *text);

#endif
