/*
 * shape.h - from text to glyphs; shared by the engine's own files
 * (pagetext.c, linebreak.c). Left to right, one glyph per character, kerned.
 */
#ifndef RELANCE_LETTER_SHAPE_H
#define RELANCE_LETTER_SHAPE_H

#include "letter/page.h"

/* What shows a character: char `c` of `face`. A substitute keeps the code point it stands for. */
struct glyph {
	const struct face *face;
	uint32_t cp;
	uint16_t c;
	bool substitute;
};

/*
 * The glyph of cp in a style. A missing one gets the visible substitute,
 * U+FFFD. Control characters count as spaces.
 */
struct glyph shape_char(const struct fonts *f, enum face_style s, uint32_t cp);

/*
 * Kerning between neighbours, 1/1000 em. None beside a blank (spaces stay even)
 * and none inside numbers: Liberation draws "11" together, and amounts below
 * each other must keep their columns.
 */
int shape_kern(const struct glyph *left, const struct glyph *right);

/*
 * Characters that show nothing inside a text: break opportunities and joiners; U+00AD shows at the
 * end alone.
 */
static inline bool shape_hidden(uint32_t cp, bool last)
{
	return cp == 0x200B || cp == 0x2060 || (cp == 0xAD && !last);
}

static inline bool shape_is_blank(uint32_t cp)
{
	return cp == 0x20 || cp == 0xA0 || cp == 0x202F || cp == 0x2007 || cp == 0x2009;
}

/* Blanks that take part in justification: narrow and figure spaces keep their width. */
static inline bool shape_stretches(uint32_t cp)
{
	return cp == 0x20 || cp == 0xA0;
}

/* Width in 1/1000 em at a size, in dim, rounded half up. */
static inline dim shape_to_dim(int64_t units, dim size)
{
	int64_t x = units * size;

	return (dim)((x < 0 ? x - 500 : x + 500) / 1000);
}

/* Advance of n bytes in 1/1000 em, kerning included; *spaces (may be NULL) = how many stretch. */
int64_t shape_width(const struct fonts *f, enum face_style s, const char *text, size_t n, size_t *spaces);

#endif
