/*
 * layout.h - one letter set on pages: template and data in, drawn pages out.
 *
 * Two passes. layout_build.c turns the template into measured blocks (paragraphs,
 * tables, boxes); layout_flow.c places them page by page. If the front page
 * overflows a little, the blocks are built once more with smaller type: a letter
 * that fits on one page is worth half a point. Then layout_page.c goes through
 * the finished pages and adds what depends on their number.
 *
 * Measures: page.h. Geometry of the address window and of the folds: law.md §8, §9.
 */
#ifndef RELANCE_LETTER_LAYOUT_H
#define RELANCE_LETTER_LAYOUT_H

#include "letter/fields_data.h"
#include "letter/hyphenate.h"
#include "letter/image.h"
#include "letter/page.h"
#include "letter/linebreak.h"

/* What all letters of a run share. Immutable while threads work. */
struct letter_shop {
	const struct company *company;
	struct press *press;
	struct image *logo, *signature;	      /* NULL if none */
	struct hyphenator *hyphenator[LANGS]; /* NULL: words are not divided */
};

/* Load faces, images and hyphenation as the configuration asks. ST_CONFIG, reported. Caller: letter_shop_drop(). */
enum status letter_shop_load(struct diag *d, const struct company *c, struct letter_shop *out);
void letter_shop_drop(struct letter_shop *s);

/* ---- geometry, from the sheet's top left corner ---- */

#define PAGE_LEFT MM(25)
#define PAGE_RIGHT MM(190)
#define PAGE_WIDTH (PAGE_RIGHT - PAGE_LEFT)
#define WINDOW_LEFT MM(110) /* address block: x 110 mm, y 55 to 79 mm, at most 80 mm wide */
#define WINDOW_TOP MM(55)
#define WINDOW_HEIGHT MM(24)
#define WINDOW_WIDTH MM(80)
#define SIDE_WIDTH MM(62) /* letterhead and references: left of what the envelope may show (x 90 mm) */

/* Type sizes of one attempt. */
struct type_sizes {
	dim body, small, fine, table;
	dim leading; /* of body, in percent of the size */
	dim gap;     /* between paragraphs */
};

/* ---- tables ---- */

enum cell_align { CELL_LEFT, CELL_RIGHT, CELL_AMOUNT };

struct grid_column {
	const char *heading;
	enum cell_align align;
	bool flexible;	  /* may be narrower than its text, which then wraps; takes what is left over */
	bool carried;	  /* an amount that is summed up and carried forward */
	dim width, least; /* set by grid_measure() */
};

enum row_kind {
	ROW_PLAIN,
	ROW_SUM,  /* label over the columns left of the amounts; no rule below */
	ROW_TOTAL /* the same, bold, with a rule above */
};

struct grid_cell {
	const char *text;      /* "" if empty */
	struct paragraph *set; /* NULL: one line; else wrapped */
};

struct grid_row {
	enum row_kind kind;
	struct grid_cell *cell; /* one per column */
	money *carry;		/* per column, of ROW_PLAIN, for carried columns; NULL if none */
	const char *label;	/* of ROW_SUM, ROW_TOTAL */
	dim height;
};

struct grid {
	struct grid_column *column;
	size_t columns;
	struct grid_row *row;
	size_t rows, cap;
	currency cur; /* of carried amounts */
	bool carries; /* write "carried forward" lines where it is broken */
	dim size;     /* of type */
	dim width, head_height;
};

/* An empty table with that many columns; the caller fills in headings. In the arena. */
struct grid *grid_new(struct arena *a, size_t columns);
/* Append a row; cells are empty. */
struct grid_row *grid_add(struct arena *a, struct grid *t, enum row_kind kind);

/* ---- blocks ---- */

enum block_type {
	BLOCK_TEXT,
	BLOCK_TABLE,
	BLOCK_BOX, /* frame around children, not broken unless higher than a page */
	BLOCK_PAYMENT,
	BLOCK_SIGNATURE,
	BLOCK_BLANK, /* lines to write on */
	BLOCK_CHOICE,
	BLOCK_NEW_PAGE, /* what follows starts a page */
	BLOCK_SLIP	/* at the foot of the page */
};

struct payment_line {
	const char *label;
	struct paragraph *value;
};

struct block {
	enum block_type type;
	struct block *next;
	struct block *child; /* BLOCK_BOX */
	dim before;	     /* space above, none at the top of a page */
	dim height;
	dim indent;
	bool keep;		/* stays with the next block */
	struct paragraph *text; /* BLOCK_TEXT; label of BLOCK_BLANK */
	const char *bullet;	/* NULL if none, left of the first line */
	struct style bullet_style;
	struct grid *table;
	struct payment_line *pay; /* BLOCK_PAYMENT, BLOCK_SLIP */
	size_t pays;
	const struct qr *qr; /* NULL if none */
	struct paragraph *caption;
	const char **option; /* BLOCK_CHOICE */
	size_t options;
	int lines; /* BLOCK_BLANK */
	dim room;  /* BLOCK_SIGNATURE: for the signature itself */
};

/* One letter being set. */
struct setter {
	struct arena *mem;
	const struct letter_shop *shop;
	const struct letter_data *ld;
	const struct fonts *fonts;
	struct type_sizes size;
	struct doc *doc;
	size_t first_page; /* of this letter in doc */
	dim y, bottom;	   /* flow: where the next block goes, and the end of the page's text */
	bool fresh;	   /* nothing on this page yet */
	struct paragraph *legal, *foot, *head; /* furniture, see layout_page.c */
	dim text_top, next_top;		       /* of the text on the first and the following pages */
	dim text_bottom;
	bool back;	     /* layout_build.c: at the extract, or behind it */
	bool build_back;     /* which part is being built: the letter proper, or from the extract on */
	const struct qr *qr; /* made once, however often the front is built */
	bool qr_made;
	struct block **tail; /* where the next block is linked */
	dim width;	     /* of the text being built */
	dim indent;
};

/*
 * layout_build.c: blocks of the template's body in s->size, in s->mem: those of the
 * letter proper, or those from the account extract on, which need not be built
 * again for every size that is tried.
 */
struct block *layout_build(struct setter *s, bool back);

/* Inline nodes as runs of a paragraph broken to width; NULL if there is no text. */
struct paragraph *layout_inline(struct setter *s, const struct node *n, const struct style *base, dim width,
				enum text_align align);
/* The same without styles, for titles and metadata. */
const char *layout_plain(struct setter *s, const struct node *n);
/* Plain text as a paragraph. */
struct paragraph *layout_words(struct setter *s, const char *text, const struct style *st, dim width,
			       enum text_align align);
/* Append a block behind s->tail; before is the space above it. */
struct block *layout_add(struct setter *s, enum block_type type, dim before);

/* layout_items.c: tables made of the letter's data, appended as blocks. */
void layout_items(struct setter *s, const struct node *n);
void layout_sums(struct setter *s);
void layout_extract(struct setter *s, const struct node *n);
void layout_penalties(struct setter *s, const struct node *n);
/* layout_lists.c: instalments, and the tables of the call sheet. */
void layout_instalments(struct setter *s);
void layout_contacts(struct setter *s);
void layout_history(struct setter *s);

/* layout_payment.c */
void layout_payment(struct setter *s);
void layout_slip(struct setter *s);
void payment_draw(struct setter *s, const struct block *b, dim y);
void slip_draw(struct setter *s, const struct block *b, dim y);

/* layout_table.c: widths, wrapped cells and heights for the given width; may lower t->size where columns are many. */
void grid_measure(struct setter *s, struct grid *t, dim width);
dim grid_height(const struct grid *t);
/* Draw from the page from s->y on, over as many pages as it takes. */
void grid_flow(struct setter *s, const struct grid *t, dim x);

/* layout_flow.c: place blocks from s->y on. */
void layout_flow(struct setter *s, const struct block *b);
/* A new page of this letter; s->y and s->bottom are set. */
void layout_new_page(struct setter *s);
/* Height of the blocks up to the first new page, or up to the signature alone; spaces included. */
dim layout_front_height(const struct block *b, bool to_signature);

/* layout_page.c: letterhead, window, folds on the first page; footers, numbers on all. */
void page_measure(struct setter *s);
void page_first(struct setter *s);
void page_furniture(struct setter *s);
/* Legal form and capital: "SAS au capital de 40 000 €". */
const char *layout_form(struct setter *s);

/*
 * layout.c: append the letter to doc, which may hold others already. pages (may
 * be NULL) gets the number of pages it took, blank last one included.
 * Glyphs that no face has are a finding of the customer's.
 */
void letter_layout(struct diag *d, struct arena *mem, const struct letter_shop *shop,
		   const struct letter_data *ld, struct doc *doc, size_t *pages);

/* The document's title, author, subject and language. In the arena. */
struct doc_info letter_info(struct arena *mem, const struct letter_shop *shop, const struct letter_data *ld);

#endif
