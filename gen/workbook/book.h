/*
 * book.h - inside the workbook: the open file, its sheets and their counters.
 * Not for use outside of gen/workbook.
 *
 * Errors are sticky: the first one is reported and kept in book.st, everything
 * behind it does nothing, and whoever closes returns it. Rows of a sheet are
 * always written downwards, each cell once, so that the same code serves
 * tables (small workbooks) and constant memory (large ones).
 */
#ifndef RELANCE_WORKBOOK_BOOK_H
#define RELANCE_WORKBOOK_BOOK_H

#include <xlsxwriter.h>

#include "base/text.h"
#include "workbook/ageing.h"
#include "workbook/workbook.h"

enum sheet_id {
	SHEET_SUMMARY,
	SHEET_BALANCE,
	SHEET_ITEMS,
	SHEET_REMINDERS,
	SHEET_CALLS,
	SHEET_DECISIONS,
	SHEET_DISPUTES,
	SHEET_BANK,
	SHEET_RISK,
	SHEET_PENALTIES,
	SHEET_PROVISIONS,
	SHEET_PROVISION_LINES,
	SHEET_LITIGATION,
	SHEET_MOVEMENTS,
	SHEET_RECONCILIATION,
	SHEET_QUALITY,
	SHEET_PARAMETERS,
	SHEETS
};

#define MAX_LINKS 65530 /* native ones; Excel opens no sheet with more */
/* The library keeps each native link until the end, 2 KB of it for a file: a large workbook has formulas instead. */
#define MAX_LINKS_LARGE 5000
#define MAX_FILE_LINKS 20000
#define MAX_SHEET_ROWS 1048576
#define MAX_SHEETS 512
#define ROW_POINTS 15.0 /* height of a row that nobody sets */
/*
 * A4 landscape less the margins, and a little, as printers differ. A column takes
 * 7 pixels a character (in LibreOffice 7.4) and 5 of padding, 96 to the inch.
 */
#define PAPER_INCHES 10.6
#define PAPER_POINTS 505.0 /* height */
#define CHAR_PIXELS 7.4
#define COLUMN_PIXELS 5
#define MAX_NAMES 300 /* a rate per currency, and the inputs of key figures */

struct sheet {
	lxw_worksheet *ws;
	const char *name;
	uint32_t rows, cells; /* written so far: compared with the file after closing */
	uint32_t links, file_links;
	int64_t last_row; /* -1: none yet */
};

/* What a cell looks like; see formats.c. */
enum look {
	LOOK_BODY,
	LOOK_TOTAL,    /* a total: bold, ruled above */
	LOOK_SUBTOTAL, /* bold, tinted */
	LOOK_INPUT,    /* to be filled in by the reader */
	LOOK_CHANGE,   /* with its sign; of percentages, the points between them */
	LOOKS
};
enum shape {
	SHAPE_TEXT,
	SHAPE_WRAP,
	SHAPE_CENTRE,
	SHAPE_STATE, /* centred text that a formula gives: a cell of text format would freeze it when edited */
	SHAPE_DATE,
	SHAPE_INT,
	SHAPE_LINES, /* 1 234 lignes */
	SHAPE_PERCENT, /* 0.0 % */
	SHAPE_RATE,    /* a number that is a percentage: 13.15 */
	SHAPE_TENTHS,  /* 82.4 */
	SHAPE_LINK,
	SHAPE_MONEY, /* + decimals of the currency */
	SHAPES = SHAPE_MONEY + 5
};

struct formats {
	lxw_format *cell[LOOKS][SHAPES];
	lxw_format *title, *note, *warning, *good, *bad, *section;
	lxw_format *head, *head_input, *head_ageing[MAX_AGEING], *lateness[MAX_AGEING];
};

struct list;

struct book {
	struct diag *diag;
	const struct assessment *a;
	const struct company *company;
	const struct workbook_input *in;
	struct arena *mem;     /* lives as long as the book */
	struct arena *scratch; /* formulas and cleaned texts: forgotten at each row of a list */
	lxw_workbook *wb;
	enum status st;
	bool tables; /* small: Excel tables; else constant memory */
	uint32_t rows_per_sheet;
	struct formats format;
	struct sheet sheet[MAX_SHEETS]; /* in the order of the file */
	size_t sheets;
	bool wanted[SHEETS];
	struct list
		*list[SHEETS]; /* laid out before anything is written; NULL where the sheet is not a list */
	struct sheet *free_form[SHEETS]; /* sheets that are not lists */
	currency *cur;			 /* currencies of the positions: the company's first, then by code */
	size_t curs;
	currency ref; /* of what is added up over all: the company's, or the only one there is */
	const char *named[MAX_NAMES]; /* defined names: see names.c */
	size_t names;
	struct {      /* the editable rates on the sheet Provisions: classes down, ageing columns across */
		lxw_row_t row;
		lxw_col_t col;
	} matrix;
	struct movements *movements;   /* since the last closing; NULL: not computable */
	const char *movements_missing; /* and why */
	uint32_t gaps;		       /* rows of Rapprochement that do not agree */
	bool penalties_short;	       /* settled documents are summed up: see sheet_penalties.c */
	uint32_t unlinked;	       /* links that did not fit */
	struct {		       /* findings known before the first sheet is written */
		size_t findings;
		size_t *examples, *counts;
	} quality;
};

/* Keep the first failure. A code of libxlsxwriter other than LXW_NO_ERROR becomes ST_OUTPUT. */
void book_fail(struct book *b, enum status st, const char *fmt, ...) __attribute__((format(printf, 3, 4)));
void book_check(struct book *b, lxw_error e, const struct sheet *s);

/* Checked sum: ST_LIMIT on overflow. */
void book_add(struct book *b, money *sum, money x);

/* A further worksheet named name, with the house's page set-up: A4 landscape, footer. NULL after a failure. */
struct sheet *book_sheet(struct book *b, enum sheet_id id, const char *name);

/* "au 31/10/2026" and "SOC01 – Ateliers…": for titles and footers. */
const char *book_as_of(const struct book *b);
const char *book_company(const struct book *b);

/* Index of a currency in book.cur. */
size_t book_currency(const struct book *b, currency c);

/* The columns that the policy names for a sheet; NULL: it names none, all are shown. */
const struct policy_columns *book_columns(const struct book *b, enum sheet_id id);

/* The policy's file, for findings on what it asks for. */
struct place book_policy_place(const struct book *b);

/* A copy in the book's arena, for the library's structures that ask for char *; NULL gives NULL. */
char *book_string(struct book *b, const char *s);

/* formats.c */
void formats_new(struct book *b);
lxw_format *format_of(const struct book *b, enum look look, enum shape shape);
lxw_format *format_of_money(const struct book *b, enum look look, currency c);

/* cells.c: every cell goes through these. A NULL or invalid text never reaches the library. */
void cell_text(struct book *b, struct sheet *s, lxw_row_t r, lxw_col_t c, const char *text, lxw_format *f);
void cell_number(struct book *b, struct sheet *s, lxw_row_t r, lxw_col_t c, double x, lxw_format *f);
void cell_int(struct book *b, struct sheet *s, lxw_row_t r, lxw_col_t c, int64_t x, lxw_format *f);
void cell_date(struct book *b, struct sheet *s, lxw_row_t r, lxw_col_t c, civil_date d, lxw_format *f);
void cell_blank(struct book *b, struct sheet *s, lxw_row_t r, lxw_col_t c, lxw_format *f);
void cell_money(struct book *b, struct sheet *s, lxw_row_t r, lxw_col_t c, money x, currency cur,
		enum look look);
/* Formulas with the value they give: amounts in minor units, numbers, texts. */
void cell_formula_money(struct book *b, struct sheet *s, lxw_row_t r, lxw_col_t c, const char *formula,
			money x, currency cur, enum look look);
void cell_formula(struct book *b, struct sheet *s, lxw_row_t r, lxw_col_t c, const char *formula, double x,
		  lxw_format *f);
void cell_formula_text(struct book *b, struct sheet *s, lxw_row_t r, lxw_col_t c, const char *formula,
		       const char *text, lxw_format *f);
/* Link inside the workbook ("'Pièces'!A12") or to a file beside it; a formula once the sheet is full of native links. */
void cell_link_inside(struct book *b, struct sheet *s, lxw_row_t r, lxw_col_t c, const char *place,
		      const char *text);
void cell_link_file(struct book *b, struct sheet *s, lxw_row_t r, lxw_col_t c, const char *path,
		    const char *text);
void row_height(struct book *b, struct sheet *s, lxw_row_t r, double points);

/* The value that Excel holds for an amount: minor units / 10^decimals. */
double money_double(money x, currency c);
/* A ratio of two amounts, for a cell; 0 when den is 0. */
double ratio(int64_t num, int64_t den);
/* Width in characters that an amount needs in a cell. */
size_t money_width(money x, currency c);

/*
 * names.c: references for formulas, in the scratch arena; rows and columns
 * count from 0. Sheet NULL: the formula's own sheet.
 */
const char *name_cell(struct book *b, lxw_row_t r, lxw_col_t c);			 /* H8 */
const char *name_fixed(struct book *b, const struct sheet *s, lxw_row_t r, lxw_col_t c); /* 'Pièces'!$H$8 */
const char *name_range(struct book *b, const struct sheet *s, lxw_row_t r1, lxw_col_t c1, lxw_row_t r2,
		       lxw_col_t c2); /* 'Pièces'!$H$8:$H$107 */
const char *name_span(struct book *b, lxw_row_t r1, lxw_col_t c1, lxw_row_t r2, lxw_col_t c2); /* H8:L8 */

/* A real table over cells that are written already: filter, sorting, a name for pivots. */
struct table_place {
	enum sheet_id id;
	unsigned number; /* on sheets of that id, from 1 on */
	lxw_row_t head_row, last;
	size_t columns; /* from column 0 on */
	const char *const *head;
	lxw_format *const *look; /* of the headings; the cells keep their own */
};
void table_over(struct book *b, struct sheet *s, const struct table_place *t);

/*
 * Give cells a name of the workbook's own: for formulas that are written before
 * the place of those cells is known, or that a reader should understand at once.
 */
void book_name(struct book *b, const char *name, const char *place);
bool book_named(const struct book *b, const char *name);

/* Widths of columns from 0 on, in characters. */
void sheet_widths(struct book *b, struct sheet *s, const double *width, size_t n);

/* verify.c: re-open path; every part whole, rows and cells of sheet i as counted. ST_OUTPUT if not (reported). */
enum status verify_workbook(struct diag *d, const char *path, const struct sheet *sheet, size_t sheets);

#endif
