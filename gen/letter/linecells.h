/*
 * linecells.h - a paragraph's characters with their positions, and the places
 * where a line may end; shared by linecells.c and linebreak.c only.
 */
#ifndef RELANCE_LETTER_LINECELLS_H
#define RELANCE_LETTER_LINECELLS_H

#include "letter/linebreak.h"
#include "letter/shape.h"

/* Positions are in 1/1000 dim, so that nothing is rounded before a line is set. */
typedef int64_t fine;

static inline dim fine_to_dim(fine x)
{
	return (dim)((x < 0 ? x - 500 : x + 500) / 1000);
}

struct cell {
	const char *at; /* its bytes in the run's text */
	uint32_t cp;
	uint32_t run;
	uint8_t bytes;
	bool hidden;   /* U+00AD, U+200B, U+2060: no ink, no width */
	fine from, to; /* kerning with the cell before lies in front of from */
};

/* A place where a line may end. */
struct opportunity {
	uint32_t end;	/* cell behind the last one of the line's ink */
	uint32_t start; /* first cell of the next line */
	enum break_kind {
		BREAK_SPACE,
		BREAK_VISIBLE /* behind - or / */,
		BREAK_HYPHEN,
		BREAK_CUT,
		BREAK_END
	} kind;
	fine hyphen; /* width that a hyphen adds */
};

struct cells {
	struct cell *cell;
	size_t n, cap;
	struct opportunity *brk;
	size_t breaks, cap_breaks;
	size_t *spaces; /* stretching cells before cell i; n + 1 entries */
};

/*
 * Fill c with the text of the runs from *run, *text on, up to the end or a
 * '\n', behind which *run and *text are set; false when nothing is left. The
 * last opportunity is the end. width: what the narrowest line offers.
 */
struct run_cursor {
	const struct run *run;
	size_t runs, i;
	const char *text; /* NULL: start of run i */
	bool any, done;	  /* something was given; nothing is left */
};
bool cells_fill(struct cells *c, const struct fonts *f, struct run_cursor *at, const struct hyphenator *h,
		fine width);
void cells_drop(struct cells *c);

#endif
