/*
 * document.h - the inside of struct doc and struct press, shared by page.c,
 * pagetext.c, press.c, icc.c, pdf.c and xmp.c only. Everybody else uses page.h.
 */
#ifndef RELANCE_LETTER_DOCUMENT_H
#define RELANCE_LETTER_DOCUMENT_H

#include "letter/page.h"
#include "letter/shape.h"

struct press {
	struct fonts *fonts;
	struct buf icc; /* the output profile, deflated once for all documents */
};

#define DOC_FONT_CHARS 255

/*
 * A face as one document uses it, a font of one-byte codes: code i + 1 is used[i], in order of first
 * use; 0 is .notdef. A face of which a document shows more characters gets another font.
 */
struct doc_font {
	const struct face *face;
	uint8_t *code; /* by character of the face; 0 = not in this font */
	struct used_char {
		uint32_t cp;
		uint16_t c;
		bool substitute;
	} * used;
	size_t n, cap;
};

struct sheet {
	dim width, height;
	struct buf content;
	/* graphics state, so that operators are written when something changes only */
	int font; /* of doc.font, -1 = none yet */
	dim size, line_width, dash;
	colour fill, stroke;
	bool in_text; /* between BT and ET: what moves is relative to the last text's start */
	dim text_x, text_y;
};

struct doc {
	const struct press *press;
	struct arena *mem;
	struct doc_info info; /* copies, never NULL */
	struct sheet *sheet;
	size_t sheets, cap_sheets, current;
	struct doc_font *font;
	size_t fonts, cap_fonts;
	const struct image **image;
	size_t images, cap_images;
	uint32_t *missing;
	size_t n_missing, cap_missing;
};

static inline struct sheet *doc_sheet(struct doc *doc)
{
	return &doc->sheet[doc->current];
}

/* A length as a PDF number: "12", "-3.5". */
void put_dim(struct buf *b, dim x);
/* x and y of the page's own system (bottom left) from a point of ours. */
void put_point(struct buf *b, const struct sheet *s, dim x, dim y);
void set_fill(struct sheet *s, colour c);
/* Ends the text object if there is one: before paths, images and the end of the page. */
void leave_text(struct sheet *s);

/* The document's objects as PDF text: entries of the Info dictionary, and the XMP packet. */
void xmp_info(const struct doc_info *info, struct buf *out);
void xmp_packet(const struct doc_info *info, struct buf *out);

/*
 * The sRGB profile of the system, slimmed and deflated, into out. ST_CONFIG, reported with the
 * package to install.
 */
enum status icc_load(struct diag *d, struct buf *out);

/* zlib-deflate in into out (appended) at zlib's default level. */
struct deflater;
struct deflater *deflater_new(void);
void deflater_drop(struct deflater *z); /* NULL is fine */
void deflater_run(struct deflater *z, const void *in, size_t n, struct buf *out);

#endif
