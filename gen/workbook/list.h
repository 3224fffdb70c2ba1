/*
 * list.h - a sheet that is a list: title, notes, totals per currency, headings,
 * rows, and what comes behind. Not for use outside of gen/workbook.
 *
 * A list is walked twice by the same function: first to measure (how many
 * rows, how wide, how much per currency), then to write. So the totals may
 * stand above the rows, where they stay in sight, without a cell being
 * written twice or out of order. Rows that one sheet cannot hold go on to
 * "Name 2"; the totals on the first sheet cover all of them.
 */
#ifndef RELANCE_WORKBOOK_LIST_H
#define RELANCE_WORKBOOK_LIST_H

#include "workbook/book.h"

enum column_flag {
	COL_SUM = 1,      /* has totals */
	COL_COMPANY = 2,  /* amount in company currency, whatever the row's */
	COL_EUR = 4,      /* amount in EUR, whatever the row's (recovery indemnity) */
	COL_INPUT = 8,    /* empty, for the reader */
	COL_BREAK = 16,   /* a new printed page starts here, whether or not the one before is full */
	COL_SUBTOTAL = 32, /* subtotals by group, but no total: the rows count some debts twice */
	COL_FOREIGN = 64, /* says nothing new where all rows are in the company's currency: hidden then */
	COL_FOLD = 128,   /* only formulas need it: folded away behind the outline's button */
	COL_BUCKET = 256, /* its texts are labels of ageing columns: subtotals go from young to old */
};

struct column {
	const char *code;  /* stable word by which a company hides it */
	const char *head;  /* French */
	enum shape shape;  /* SHAPE_MONEY for any amount; SHAPE_TEXT wraps where it is too long */
	uint8_t min, max;  /* width in characters */
	uint16_t flags;
	int8_t ageing;     /* heading in that ageing column's colour; -1 none */
};

#define MAX_GROUPINGS 3
#define MAX_TOTALS_ABOVE 8 /* rows; more would leave no room below the frozen part */

struct list;

struct list_spec {
	enum sheet_id id;
	const char *title;     /* the date is added */
	const char *empty;     /* said in place of rows when there are none */
	const struct column *column;
	size_t columns;
	int key;               /* column of the currency code, -1: no totals */
	unsigned frozen;       /* columns that stay in sight and are repeated in print */
	const char *const *note;
	size_t notes;
	void (*rows)(struct list *l); /* calls list_row … */
	void (*dress)(struct list *l, struct sheet *s, lxw_row_t first, lxw_row_t last); /* rules of one part */
	int group[MAX_GROUPINGS];     /* text columns with subtotals behind the rows, -1 none: see listgroup.h */
};

struct list {
	struct book *b;
	const struct list_spec *spec;
	struct column *column; /* own copy: the spec's */
	size_t columns;
	/* measured */
	uint32_t rows;
	uint16_t *width;       /* widest content per column, characters */
	money *total;          /* [currency][column] */
	uint32_t *count;       /* rows per currency */
	struct groups *groups; /* NULL: none asked for */
	/* laid out */
	uint32_t parts, per_part;
	struct sheet **part;
	lxw_row_t totals, head, first; /* first total, heading, first data row (the same in all parts) */
	size_t total_rows;
	size_t label;          /* repeated column with the texts of subtotals, and room for the title */
	double label_min;
	/* on paper: see listframe.c */
	uint32_t scale;        /* percent */
	size_t across;         /* pages side by side, less one */
	double head_points, y; /* height of the headings; of what stands on the page so far */
	lxw_row_t *page_break;
	size_t page_breaks;
	bool below;            /* too many currencies: totals stand behind the rows */
	bool all_row;          /* "Toutes devises", of the columns that have one currency */
	bool shown_row;        /* "Lignes affichées": follows the filter */
	/* while walking */
	bool writing;
	uint32_t next;         /* rows begun */
	size_t at;             /* next column */
	lxw_row_t row;         /* of the row being written */
	struct sheet *s;
	currency cur;          /* of the row */
	size_t lines;          /* of text in its tallest cell */
};

/* Measure the list and keep it in b->list[spec->id]. */
void list_measure(struct book *b, const struct list_spec *spec);
/* Create its worksheets, at their place in the workbook. */
void list_sheets(struct list *l);
/* Write it. */
void list_write(struct list *l);

/* Start a row in that currency (CUR_NONE where the list has no amounts). Then one call per column, in order. */
void list_row(struct list *l, currency c);
void list_text(struct list *l, const char *s);
void list_int(struct list *l, int64_t x);
void list_date(struct list *l, civil_date d);
void list_money(struct list *l, money x); /* in the column's currency */
void list_number(struct list *l, double x, unsigned chars);
void list_rate(struct list *l, rate r);
void list_skip(struct list *l);           /* an empty cell, formatted */
void list_blank(struct list *l);          /* an empty cell that is not to be filled in, even in a column that is */
/* The amount as a formula; build the text only when l->writing. */
void list_money_formula(struct list *l, const char *formula, money x);
void list_formula(struct list *l, const char *formula, double x, unsigned chars);
void list_formula_text(struct list *l, const char *formula, const char *text);
void list_link_file(struct list *l, const char *path, const char *text);
void list_link_inside(struct list *l, const char *place, const char *text);

/* Set the height of the row just written, where a text was wrapped. */
void list_end_row(struct list *l);

/*
 * The policy shows other columns of this sheet only, the frozen ones always stay; or it names
 * none, and the column is folded away (COL_FOLD) or repeats another one (COL_FOREIGN).
 */
bool list_hidden(const struct list *l, size_t column);

/* Currencies that occur in the list's rows. */
size_t list_currencies(const struct list *l);

/* What the content asks for, between the column's bounds but never below a word of the heading, in characters. */
double list_width(const struct list *l, size_t column);

/* Width of a text in Arial of that size, in hundredths of a column's character. */
size_t list_text_width(const char *s, double points, bool bold);

/* Lines that a text takes where `room` digits fit into each; at least 1. */
size_t list_lines(const char *s, double room);

/* Has it a column of that code? */
bool list_has(const struct list *l, const char *code);
/* Column index of a code; the spec must have it. */
size_t list_column(const struct list *l, const char *code);
/* Part and row of data row i (from 0). */
struct sheet *list_place(const struct list *l, uint32_t i, lxw_row_t *row);
/* Sum of a column in a currency, as measured. */
money list_total(const struct list *l, size_t column, currency c);
/* Row of a currency's totals on the first part; the list must have rows in that currency. */
lxw_row_t list_total_row(const struct list *l, currency c);
currency list_column_currency(const struct list *l, size_t column, currency row);

/*
 * A condition of a live sum: column `by` holds the text of the cell `equals` (a
 * reference). exact: compared letter by letter; SUMIFS alone takes "001" for
 * "1", '*' for anything and "=A" for "A", and knows no case.
 */
struct condition {
	size_t by;
	const char *equals;
	bool exact;
};
/* A text that SUMIFS compares as it stands. */
bool condition_is_plain(const char *text);

/*
 * Sum of a column, or number of rows, where all n conditions hold: over all
 * parts of the list, for a formula on any sheet; in the scratch arena, without '='.
 */
const char *list_sumifs(const struct list *l, size_t sum, const struct condition *when, size_t n);
const char *list_countifs(const struct list *l, const struct condition *when, size_t n);
/* The same sum over `rows` rows from row `first` on alone (from 0; at least one): what it costs does not grow with the list. */
const char *list_sumifs_among(const struct list *l, size_t sum, const struct condition *when, size_t n,
			      uint32_t first, uint32_t rows);
/* Sum of a whole column. */
const char *list_sum(const struct list *l, size_t sum);
/* Sum of a column, each row times its cell in column `factor` and rounded; without the rows where one of n conditions holds. */
const char *list_sum_converted(const struct list *l, size_t sum, size_t factor, int decimals,
			       const struct condition *unless, size_t n);

#endif
