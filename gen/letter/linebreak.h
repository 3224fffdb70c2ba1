/*
 * linebreak.h - paragraphs: runs of styled text broken into lines.
 *
 * Breaks are chosen for the paragraph as a whole (least sum of squared
 * looseness, after Knuth and Plass). A line may end at a space, behind a hyphen
 * or dash between letters, behind a slash between words, at a soft hyphen, at
 * U+200B, and, if a hyphenator is given, inside a word; never at U+00A0,
 * U+202F, U+2007, U+2011 or U+2060. A word wider than the line is cut between
 * characters as a last resort: nothing ever sticks out. '\n' ends a line.
 */
#ifndef RELANCE_LETTER_LINEBREAK_H
#define RELANCE_LETTER_LINEBREAK_H

#include "letter/hyphenate.h"
#include "letter/page.h"

struct run {
	struct style style;
	const char *text; /* need not end at a word's end */
};

enum text_align { TEXT_LEFT, TEXT_JUSTIFY, TEXT_RIGHT, TEXT_CENTRE };

struct para_options {
	dim width;
	dim first_indent; /* of the first line, may be negative if left_indent covers it */
	dim left_indent;  /* of all lines: lists */
	dim leading;	  /* distance of baselines; 0 = 1.2 times the largest size of the line */
	enum text_align align;
	const struct hyphenator *hyphenator; /* NULL: words are not divided */
};

/* A piece of one style, ready for page_text_spaced(). */
struct text_segment {
	const struct style *style;
	const char *text; /* NUL-terminated */
	dim x;		  /* from the paragraph's left edge */
	dim width;	  /* as drawn, extra included */
	dim extra;	  /* added to every space */
};

struct line {
	struct text_segment *segment;
	size_t segments;     /* 0: an empty line */
	dim x, width;	     /* the ink's extent */
	dim ascent, descent; /* of the largest style in it, both positive */
	dim leading;	     /* distance to the next baseline; the line takes this height */
	bool hyphen;	     /* ends in a hyphen that the breaking added */
};

struct paragraph {
	struct line *line;
	size_t lines; /* 0 for no text at all */
	dim height;   /* sum of leadings */
};

/*
 * Break runs into lines. Everything of the result, styles and texts copied,
 * lives in the arena. Deciding how many lines stay on a page (widows, orphans)
 * is the caller's.
 */
struct paragraph *paragraph_break(struct arena *a, const struct fonts *f, const struct run *run, size_t runs,
				  const struct para_options *opt);

/* One line, its baseline at y, the paragraph's left edge at x. */
void line_draw(struct doc *doc, const struct line *l, dim x, dim y);

/*
 * Lines from..to-1 (to is clipped), top of the first one at y: the baseline of a line
 * lies (leading - ascent - descent) / 2 + ascent below its top. Returns the y below the last one.
 */
dim paragraph_draw(struct doc *doc, const struct paragraph *p, size_t from, size_t to, dim x, dim y);

#endif
