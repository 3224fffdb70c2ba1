/*
 * form.h - a sheet that is no list: titles, small tables, text, written from
 * top to bottom. Not for use outside of gen/workbook.
 */
#ifndef RELANCE_WORKBOOK_FORM_H
#define RELANCE_WORKBOOK_FORM_H

#include "workbook/book.h"

#define MAX_FORM_HEADS 16

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
};

/* Title with the date, company below; the next row is free. */
struct form form_new(struct book *b, enum sheet_id id, const char *title, lxw_col_t columns);
/* One page wide, title repeated; for sheets that set no breaks of their own. */
void form_print(struct form *f);
/* Height of what was written so far. */
double form_points(const struct form *f);
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
