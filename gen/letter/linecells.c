/* linecells.c - characters with positions, and where a line may end; see linecells.h. */
#include "letter/linecells.h"

#include <stdlib.h>
#include <string.h>

#include "base/banned.h"

#define MAX_WORD 128 /* bytes of a word that is looked up in the patterns */

void cells_drop(struct cells *c)
{
	free(c->cell);
	free(c->brk);
	free(c->spaces);
}

/* Letters of the scripts that are set here: good enough to tell words from numbers and signs. */
static bool is_letter(uint32_t cp)
{
	return (cp >= 'a' && cp <= 'z') || (cp >= 'A' && cp <= 'Z') ||
	       (cp >= 0xC0 && cp <= 0x24F && cp != 0xD7 && cp != 0xF7) ||
	       (cp >= 0x370 && cp <= 0x52F && cp != 0x37E) || (cp >= 0x1E00 && cp <= 0x1FFF);
}

/* ---- cells ---- */

/* One character behind the last one; kerned with it if both are of one run. */
static void add_cell(struct cells *c, const struct fonts *f, const struct run_cursor *at, const char *s,
		     size_t bytes, uint32_t cp, struct glyph *last)
{
	const struct style *st = &at->run[at->i].style;
	fine x = c->n ? c->cell[c->n - 1].to : 0;
	struct cell *cell;

	GROW(c->cell, c->n, c->cap);
	cell = &c->cell[c->n++];
	*cell = (struct cell){
		.at = s, .cp = cp, .run = (uint32_t)at->i, .bytes = (uint8_t)bytes, .from = x, .to = x
	};
	if (shape_hidden(cp, false)) {
		cell->hidden = true;
	} else {
		struct glyph g = shape_char(f, st->face, cp);

		if (last->face)
			cell->from += (fine)shape_kern(last, &g) * st->size;
		cell->to = cell->from + (fine)face_advance(g.face, g.c) * st->size;
		*last = g;
	}
}

static bool read_cells(struct cells *c, const struct fonts *f, struct run_cursor *at)
{
	if (at->done)
		return false;
	for (; at->i < at->runs; at->i++, at->text = NULL) {
		struct glyph last = { .face = NULL };
		const char *s = at->text ? at->text : at->run[at->i].text;

		for (;;) {
			const char *from = s;
			uint32_t cp = utf8_next(&s);

			if (!cp)
				break;
			if (cp == '\n') {
				at->text = s;
				return true;
			}
			add_cell(c, f, at, from, (size_t)(s - from), cp < 0x20 ? ' ' : cp, &last);
		}
	}
	at->done = true;
	return c->n || !at->any; /* a '\n' at the very end opens no further line */
}

/* ---- places to break ---- */

static void add_break(struct cells *c, size_t end, size_t start, enum break_kind kind, fine hyphen)
{
	GROW(c->brk, c->breaks, c->cap_breaks);
	c->brk[c->breaks++] = (struct opportunity){ (uint32_t)end, (uint32_t)start, kind, hyphen };
}

/* The width of the hyphen that would follow cell i. */
static fine hyphen_width(const struct cells *c, const struct fonts *f, const struct run *run, size_t i)
{
	const struct style *st = &run[c->cell[i].run].style;
	struct glyph g = shape_char(f, st->face, 0xAD), last = shape_char(f, st->face, c->cell[i].cp);

	return (fine)(face_advance(g.face, g.c) + shape_kern(&last, &g)) * st->size;
}

/*
 * May a line end behind cell i, a hyphen, dash or slash? Between letters only: numbers and
 * references stay whole.
 */
static bool breaks_behind(const struct cells *c, size_t i)
{
	uint32_t cp = c->cell[i].cp;

	if (cp != '-' && cp != '/' && cp != 0x2010 && cp != 0x2013 && cp != 0x2014)
		return false;
	return i && i + 1 < c->n && is_letter(c->cell[i - 1].cp) && is_letter(c->cell[i + 1].cp);
}

static bool starts_sentence(const struct cells *c, size_t i)
{
	while (i && (shape_is_blank(c->cell[i - 1].cp) || c->cell[i - 1].cp == 0xAB))
		i--;
	return !i || c->cell[i - 1].cp == '.' || c->cell[i - 1].cp == '!' || c->cell[i - 1].cp == '?';
}

/*
 * Mark in may[] the cells of the word from..to-1 behind which it may be
 * divided. Words that touch digits or signs (references, addresses) are left alone.
 */
static void divide_word(const struct cells *c, size_t from, size_t to, const struct hyphenator *h,
			unsigned char *may)
{
	unsigned char after[MAX_WORD];
	char word[MAX_WORD];
	size_t n = 0;
	uint32_t before = from ? c->cell[from - 1].cp : ' ', behind = to < c->n ? c->cell[to].cp : ' ';

	if ((before >= '0' && before <= '9') || before == '@' || before == '/' || before == '.' ||
	    behind == '@' || behind == '/' || behind == '_' || (behind >= '0' && behind <= '9'))
		return;
	for (size_t i = from; i < to; i++) {
		if (n + c->cell[i].bytes > sizeof word)
			return;
		memcpy(word + n, c->cell[i].at, c->cell[i].bytes);
		n += c->cell[i].bytes;
	}
	if (!hyphenate(h, word, n, starts_sentence(c, from), after))
		return;
	for (size_t i = from, k = 0; i < to; i++) {
		k += c->cell[i].bytes;
		may[i] = after[k - 1];
	}
}

static void divide_words(const struct cells *c, const struct hyphenator *h, unsigned char *may)
{
	for (size_t i = 0; i < c->n;) {
		size_t to = i;

		while (to < c->n && is_letter(c->cell[to].cp))
			to++;
		if (to - i >= 6)
			divide_word(c, i, to, h, may);
		i = to > i ? to : i + 1;
	}
}

static void find_breaks(struct cells *c, const struct fonts *f, const struct run *run,
			const struct hyphenator *h)
{
	unsigned char *may = xmalloc(c->n + 1);

	memset(may, 0, c->n + 1);
	if (h)
		divide_words(c, h, may);
	for (size_t i = 0; i < c->n; i++) {
		uint32_t cp = c->cell[i].cp;
		size_t next = i + 1;

		if (cp == ' ') {
			while (next < c->n && c->cell[next].cp == ' ')
				next++;
			if (i && next < c->n)
				add_break(c, i, next, BREAK_SPACE, 0);
			i = next - 1;
		} else if (next >= c->n || c->cell[next].cp == ' ') {
			continue;
		} else if (cp == 0x200B || breaks_behind(c, i)) {
			add_break(c, next, next, BREAK_VISIBLE, 0);
		} else if (i && (cp == 0xAD || may[i])) {
			add_break(c, next, next, BREAK_HYPHEN,
				  hyphen_width(c, f, run, cp == 0xAD ? i - 1 : i));
		}
	}
	free(may);
}

/* First and last cell that show: blanks at the paragraph's ends are no part of a line. */
static size_t first_ink(const struct cells *c)
{
	size_t i = 0;

	while (i < c->n && c->cell[i].cp == ' ')
		i++;
	return i;
}

static size_t last_ink(const struct cells *c)
{
	size_t n = c->n;

	while (n && c->cell[n - 1].cp == ' ')
		n--;
	return n;
}

/* Where a stretch between two breaks is wider than any line, it may be cut between all its characters. */
static void cut_what_is_too_wide(struct cells *c, fine width)
{
	struct opportunity *old = c->brk;
	size_t n = c->breaks, start = first_ink(c);

	c->brk = NULL;
	c->breaks = c->cap_breaks = 0;
	for (size_t i = 0; i < n; i++) {
		if (old[i].end > start &&
		    c->cell[old[i].end - 1].to - c->cell[start].from + old[i].hyphen > width)
			for (size_t k = start + 1; k < old[i].end; k++)
				add_break(c, k, k, BREAK_CUT, 0);
		add_break(c, old[i].end, old[i].start, old[i].kind, old[i].hyphen);
		start = old[i].start;
	}
	free(old);
}

static void count_spaces(struct cells *c)
{
	c->spaces = xrealloc(c->spaces, (c->n + 1) * sizeof *c->spaces);
	c->spaces[0] = 0;
	for (size_t i = 0; i < c->n; i++)
		c->spaces[i + 1] = c->spaces[i] + shape_stretches(c->cell[i].cp);
}

bool cells_fill(struct cells *c, const struct fonts *f, struct run_cursor *at, const struct hyphenator *h,
		fine width)
{
	size_t end;

	c->n = c->breaks = 0;
	if (!read_cells(c, f, at))
		return false;
	at->any = true;
	find_breaks(c, f, at->run, h);
	end = last_ink(c);
	while (c->breaks && c->brk[c->breaks - 1].end >= end)
		c->breaks--;
	add_break(c, end, c->n, BREAK_END, 0);
	cut_what_is_too_wide(c, width);
	count_spaces(c);
	return true;
}
