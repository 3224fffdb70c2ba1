/*
 * fontfile.h - TrueType faces, read once per run and then immutable.
 *
 * A face is parsed with every offset checked, slimmed in memory (composites
 * flattened, hinting dropped, scaled to an em of 1000 units, only glyphs that a
 * character needs) and shared by all threads. Each document embeds just the glyphs it shows
 * (face_subset). Faces with CFF outlines, without a Unicode cmap, or whose
 * licence bits forbid embedding or subsetting are refused.
 *
 * All measures are in 1/1000 of the font size, rounded once when the face is
 * read: the same integers drive the layout, the kerning and the PDF's width
 * table, so that what was measured is what the viewer draws.
 */
#ifndef RELANCE_LETTER_FONTFILE_H
#define RELANCE_LETTER_FONTFILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/diag.h"
#include "base/text.h"

struct face;

/*
 * Read face `index` (0 but for a .ttc collection) of the file `path`.
 * ST_CONFIG, reported in French, if it cannot be read, is damaged or must not
 * be embedded. On success the caller owns *out: face_drop().
 */
enum status face_load(struct diag *d, const char *path, unsigned index, struct face **out);

/* The same from memory (n bytes, not kept); name is for messages only. For tests and fuzzing. */
enum status face_parse(struct diag *d, const char *name, const void *data, size_t n, unsigned index,
		       struct face **out);

void face_drop(struct face *f); /* NULL is fine */

/* What the PDF font descriptor and the layout want to know. 1/1000 em. */
struct face_metrics {
	char name[64];	     /* PostScript name, PDF-safe: "LiberationSans-Bold" */
	int ascent, descent; /* descent is negative */
	int cap_height, x_height;
	int bbox[4];	  /* left, bottom, right, top of the whole face */
	int italic_angle; /* degrees, negative leans right */
	int weight;	  /* 400 regular, 700 bold */
	bool fixed_pitch, serif;
};
const struct face_metrics *face_metrics(const struct face *f);

/*
 * Characters. A face numbers those it can show from 0 to face_chars() - 1;
 * FACE_MISSING if it has no glyph for the code point, or if the code point
 * belongs to a script that needs shaping which this engine does not do
 * (Arabic, Hebrew, Indic...). Spaces and hyphens that typesetting needs but the
 * face lacks are made up here: U+00A0, U+202F (narrow, 2/3 of a space), U+2007
 * (figure), U+2009, U+00AD, U+2010, U+2011, U+2212, U+200B and U+2060 (no
 * width), and U+FFFD (a framed question mark), the visible substitute.
 */
#define FACE_MISSING UINT16_MAX
uint16_t face_char(const struct face *f, uint32_t cp);
size_t face_chars(const struct face *f);
uint32_t face_code_point(const struct face *f, uint16_t c);
int face_advance(const struct face *f, uint16_t c);

/*
 * Kerning between two neighbours, from GPOS pair adjustment, else from the `kern` table; 0 if
 * none. Negative = closer.
 */
int face_kern(const struct face *f, uint16_t left, uint16_t right);

/* The glyph of a character as the file stores it, flattened and scaled; *n = 0 for a blank. Lent. */
const uint8_t *face_outline(const struct face *f, uint16_t c, size_t *n);

/*
 * A TrueType program (cmap glyf head hhea hmtx loca maxp, aligned and with right
 * checksums) whose glyph 0 is an empty .notdef and whose glyph i + 1 is
 * character c[i]; the cmap is that of a symbolic font, code i for glyph i.
 * Appended to out, which is best empty. n <= 4094.
 */
void face_subset(const struct face *f, const uint16_t *c, size_t n, struct buf *out);

#endif
