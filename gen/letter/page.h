/*
 * page.h - drawing on pages: what layout, payment slip, call sheets and the
 * summary's charts are made with. Knows nothing of receivables.
 *
 * Lengths are integers in 1/100 point (0.0035 mm), so that the same input gives
 * the same bytes with every compiler; MM() and PT() convert constants.
 * The origin is the top left corner of the page, y grows downwards. Text is
 * placed by its baseline. All text is UTF-8, NFC.
 *
 * A document draws on its current page; any page may be made current again
 * until doc_finish(), which is how "page 2/3" is written: lay out everything,
 * then go through the pages once more.
 *
 * A document belongs to one thread; what it shares (struct press) is immutable.
 */
#ifndef RELANCE_LETTER_PAGE_H
#define RELANCE_LETTER_PAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/diag.h"
#include "base/text.h"
#include "letter/fontset.h"

typedef int32_t dim; /* 1/100 point */
#define PT(x) ((dim)((x)*100.0 + ((x) < 0 ? -0.5 : 0.5)))
#define MM(x) ((dim)((x)*283.46456692913 + ((x) < 0 ? -0.5 : 0.5)))
#define A4_WIDTH ((dim)59528)
#define A4_HEIGHT ((dim)84189)

/* 0xRRGGBB. Equal components are written as grey. */
typedef uint32_t colour;
#define BLACK ((colour)0x000000)
#define GREY(percent_black) ((colour)((255 - (percent_black)*255 / 100) * 0x010101))

struct style {
	enum face_style face;
	dim size;
	colour colour;
};

/* ---- what all documents of a run share ---- */

struct press;

/*
 * Load faces and colour profile, once per run. ST_CONFIG (reported) names the missing package.
 * Caller: press_drop().
 */
enum status press_load(struct diag *d, const struct font_paths *want, struct press **out);
void press_drop(struct press *p); /* NULL is fine; after all its documents */
const struct fonts *press_fonts(const struct press *p);

/* ---- measuring (no document needed) ---- */

/* Advance width of text, kerning included. A missing glyph counts as its substitute. */
dim text_width(const struct fonts *f, const struct style *st, const char *text);
dim text_width_n(const struct fonts *f, const struct style *st, const char *text, size_t n);

/* Heights above (ascent) and below (descent, positive) the baseline. */
dim text_ascent(const struct fonts *f, const struct style *st);
dim text_descent(const struct fonts *f, const struct style *st);

/*
 * text if it fits into width, else its beginning and "…", cut at a space where one is near. In the
 * arena or text itself.
 */
const char *text_fit(struct arena *a, const struct fonts *f, const struct style *st, const char *text,
		     dim width);

/* ---- documents ---- */

/* UTF-8, NULL or "" = left out. Nothing here comes from the clock: PDF/A-1b asks for no date. */
struct doc_info {
	const char *title, *author, *subject;
	const char *language; /* "fr-FR" */
};

struct doc;

/* An empty document; doc_drop() it in any case. */
struct doc *doc_new(const struct press *p, const struct doc_info *info);
void doc_drop(struct doc *doc); /* NULL is fine */
const struct fonts *doc_fonts(const struct doc *doc);

/* Append a page and make it current. A4 portrait, or the given size. */
void doc_add_page(struct doc *doc);
void doc_add_page_size(struct doc *doc, dim width, dim height);
size_t doc_pages(const struct doc *doc);
/* Make page i (from 0) current. */
void doc_select(struct doc *doc, size_t i);

/*
 * Code points drawn so far that no face has: each was shown as a visible
 * substitute (U+FFFD, a framed '?'), yet copies and searches as itself. In order
 * of appearance, lent until doc_drop().
 */
const uint32_t *doc_missing(const struct doc *doc, size_t *n);

/*
 * The finished file, PDF/A-1b, appended to out. The trailer's ID is a hash of
 * the contents. ST_LIMIT (reported) if libharu refuses; out is then as before.
 * Call once; afterwards only doc_missing(), doc_pages() and doc_drop().
 */
enum status doc_finish(struct diag *d, struct doc *doc, struct buf *out);

/* ---- text on the current page ---- */

void page_text(struct doc *doc, dim x, dim y, const struct style *st, const char *text); /* starts at x */
void page_text_right(struct doc *doc, dim x, dim y, const struct style *st, const char *text); /* ends at x */
void page_text_centre(struct doc *doc, dim x, dim y, const struct style *st, const char *text);
/*
 * An amount or number: the last `mark` in it (',' or '.') starts at x; a text without one ends at x.
 */
void page_text_decimal(struct doc *doc, dim x, dim y, const struct style *st, const char *text, char mark);
/* n bytes of text, with extra added to every space (U+0020, U+00A0): justified lines. */
void page_text_spaced(struct doc *doc, dim x, dim y, const struct style *st, const char *text, size_t n,
		      dim extra);

/* ---- lines and areas on the current page ---- */

struct point {
	dim x, y;
};

void page_rule_h(struct doc *doc, dim x, dim y, dim width, dim thickness, colour c);
void page_rule_v(struct doc *doc, dim x, dim y, dim height, dim thickness, colour c);
void page_line(struct doc *doc, struct point from, struct point to, dim thickness, colour c);
/* dash = length of dashes and gaps, 0 = solid. */
void page_dashed(struct doc *doc, struct point from, struct point to, dim thickness, dim dash, colour c);
void page_fill(struct doc *doc, dim x, dim y, dim width, dim height, colour c);
void page_box(struct doc *doc, dim x, dim y, dim width, dim height, dim thickness,
	      colour c);						       /* outline, drawn inside */
void page_disc(struct doc *doc, struct point centre, dim radius, colour fill); /* chart markers */

struct image; /* image.h */
/* Scaled to width x height with (x, y) its top left corner; image_size() gives the proportions. */
void page_image(struct doc *doc, const struct image *img, dim x, dim y, dim width, dim height);

struct qr; /* qr.h */
/*
 * Black modules as vectors; size is the side without the quiet zone, which the caller keeps free
 * (4 modules).
 */
void page_qr(struct doc *doc, const struct qr *qr, dim x, dim y, dim size);

#endif
