/*
 * linebreak.c - choosing the breaks of a paragraph as a whole and setting its
 * lines; see linebreak.h.
 */
#include "letter/linebreak.h"

#include <stdlib.h>
#include <string.h>

#include "letter/linecells.h"

#include "base/banned.h"

/*
 * Costs. A line's looseness is counted in hundredths (of its width if ragged,
 * of what its spaces may give if justified) and squared, so 100 squared is
 * the cost of a line that is empty, or as stretched as is still good.
 */
#define LINE_COST 400	 /* of every line: fewer lines win a tie */
#define HYPHEN_COST 1200 /* about a third of a line's width */
#define ROW_COST 12000	 /* two hyphens below each other */
#define STUB_COST 3000	 /* the last line is the rest of a divided word */
#define CUT_COST 1000000 /* a word cut anywhere: only when nothing else fits */
#define MAX_LOOSE 2000	 /* hundredths: beyond, all is equally bad */

struct breaker {
	const struct fonts *fonts;
	const struct run *run;
	const struct para_options *opt;
	struct cells cells;
	bool first; /* the next line is the paragraph's first */
	struct arena *mem;
	struct paragraph *par;
	size_t cap;
};

/* ---- the best breaks ---- */

struct node {
	int64_t cost;
	size_t from; /* break before, + 1; 0 = the start */
};

static fine line_width(const struct breaker *b, bool first)
{
	return (fine)(b->opt->width - b->opt->left_indent - (first ? b->opt->first_indent : 0)) * 1000;
}

/* Start of the line that follows break i - 1; i = 0: the text's start. */
static size_t line_start(const struct breaker *b, size_t i)
{
	size_t start = 0;

	if (i)
		return b->cells.brk[i - 1].start;
	while (start < b->cells.n && b->cells.cell[start].cp == ' ')
		start++;
	return start;
}

/* Natural width of the line from cell start to break to. */
static fine natural_width(const struct breaker *b, size_t start, const struct opportunity *to)
{
	if (to->end <= start)
		return 0;
	return b->cells.cell[to->end - 1].to - b->cells.cell[start].from + to->hyphen;
}

static fine space_width(const struct breaker *b, size_t cell)
{
	const struct style *st = &b->run[b->cells.cell[cell].run].style;
	struct glyph g = shape_char(b->fonts, st->face, ' ');

	return (fine)face_advance(g.face, g.c) * st->size;
}

/* How many spaces of the line stretch or shrink. */
static size_t line_spaces(const struct breaker *b, size_t start, const struct opportunity *to)
{
	return to->end > start ? b->cells.spaces[to->end] - b->cells.spaces[start] : 0;
}

/* By how much the spaces of a line may shrink in all: a fifth each, if justified. */
static fine shrink(const struct breaker *b, size_t start, const struct opportunity *to)
{
	if (b->opt->align != TEXT_JUSTIFY || to->end <= start)
		return 0;
	return (fine)line_spaces(b, start, to) * (space_width(b, start) / 5);
}

/* Looseness in hundredths; slack may be negative down to -shrink. */
static int64_t looseness(const struct breaker *b, size_t start, const struct opportunity *to, fine slack,
			 fine width)
{
	int64_t loose;

	if (b->opt->align != TEXT_JUSTIFY) {
		loose = width > 0 ? slack * 100 / width : 0;
	} else {
		fine give = (fine)line_spaces(b, start, to) * (space_width(b, start) / (slack < 0 ? 5 : 2));

		loose = give > 0 ? slack * 100 / give : slack ? MAX_LOOSE : 0;
	}
	if (loose < 0)
		loose = -loose;
	return loose > MAX_LOOSE ? MAX_LOOSE : loose;
}

static bool is_hyphen(const struct breaker *b, size_t i)
{
	return i && b->cells.brk[i - 1].kind == BREAK_HYPHEN;
}

/* Cost of the line between break i - 1 and break j; -1 if it does not fit. */
static int64_t line_cost(const struct breaker *b, size_t i, size_t j)
{
	const struct opportunity *to = &b->cells.brk[j];
	size_t start = line_start(b, i);
	fine width = line_width(b, !i && b->first), slack = width - natural_width(b, start, to);
	int64_t cost = LINE_COST, loose;

	/* a single piece that is too wide even for a cut stands alone: it cannot be helped */
	if (slack < 0 && -slack > shrink(b, start, to) && to->end > start + 1)
		return -1;
	if (to->kind == BREAK_END)
		return slack >= 0 ? cost + (is_hyphen(b, i) ? STUB_COST : 0) : cost;
	loose = looseness(b, start, to, slack, width);
	cost += loose * loose;
	if (to->kind == BREAK_HYPHEN)
		cost += HYPHEN_COST + (is_hyphen(b, i) ? ROW_COST : 0);
	if (to->kind == BREAK_CUT)
		cost += CUT_COST;
	return cost;
}

/* node[j].from = the best break before break j. All lines fit, as any stretch may be cut. */
static struct node *best_breaks(const struct breaker *b)
{
	struct node *node = xmalloc(b->cells.breaks * sizeof *node);

	for (size_t j = 0; j < b->cells.breaks; j++) {
		node[j] = (struct node){ -1, 0 };
		for (size_t i = j + 1; i-- > 0;) {
			int64_t cost = line_cost(b, i, j);

			if (cost < 0) {
				/*
				 * longer lines do not fit either, but for the first one, which may
				 * be wider
				 */
				if (natural_width(b, line_start(b, i), &b->cells.brk[j]) >
				    2 * line_width(b, false))
					break;
				continue;
			}
			if (i)
				cost += node[i - 1].cost;
			if ((i && node[i - 1].cost < 0) || (node[j].cost >= 0 && cost >= node[j].cost))
				continue;
			node[j] = (struct node){ cost, i };
		}
		if (node[j].cost < 0) /* nothing fits: start from the break before */
			node[j] = (struct node){ (j ? node[j - 1].cost : 0) + 2 * CUT_COST, j };
	}
	return node;
}

/* ---- setting lines ---- */

static struct line *line_new(struct breaker *b)
{
	struct line *l;

	GROW(b->par->line, b->par->lines, b->cap);
	l = &b->par->line[b->par->lines++];
	*l = (struct line){ .segment = NULL };
	return l;
}

static void take_style(const struct breaker *b, struct line *l, const struct style *st, dim *size)
{
	dim ascent = text_ascent(b->fonts, st), descent = text_descent(b->fonts, st);

	l->ascent = ascent > l->ascent ? ascent : l->ascent;
	l->descent = descent > l->descent ? descent : l->descent;
	*size = st->size > *size ? st->size : *size;
}

/*
 * Text of cells from..to-1, which are of one run, without what is hidden; and a soft hyphen, which
 * shows at the end.
 */
static const char *segment_text(struct breaker *b, size_t from, size_t to, bool hyphen)
{
	const struct cell *c = b->cells.cell;
	struct buf text = BUF_INIT;
	const char *s;

	for (size_t i = from; i < to; i++)
		if (!c[i].hidden)
			buf_add(&text, c[i].at, c[i].bytes);
	if (hyphen)
		buf_puts(&text, "\xC2\xAD");
	s = arena_strndup(b->mem, text.s, text.len);
	buf_drop(&text);
	return s;
}

/* Extra width per space so that the line fills its width; 0 where that would tear it apart. */
static fine justification(const struct breaker *b, size_t start, const struct opportunity *to, fine slack)
{
	size_t spaces = line_spaces(b, start, to);
	fine extra;

	if (b->opt->align != TEXT_JUSTIFY || !spaces || (to->kind == BREAK_END && slack > 0))
		return 0;
	extra = slack / (fine)spaces;
	return extra > 3 * space_width(b, start) ? 0 : extra;
}

static void set_segments(struct breaker *b, struct line *l, size_t start, const struct opportunity *to,
			 fine x, fine extra)
{
	const struct cell *c = b->cells.cell;
	size_t n = 0;

	for (size_t i = start; i < to->end; i++)
		n += i == start || c[i].run != c[i - 1].run;
	l->segment = arena_calloc(b->mem, n, sizeof *l->segment);
	for (size_t from = start, end; from < to->end; from = end) {
		struct text_segment *s = &l->segment[l->segments++];
		bool last;
		fine spaces;

		for (end = from + 1; end < to->end && c[end].run == c[from].run;)
			end++;
		last = end == to->end;
		spaces = (fine)(b->cells.spaces[from] - b->cells.spaces[start]);
		*s = (struct text_segment){ .x = fine_to_dim(x + c[from].from - c[start].from +
							     spaces * extra) };
		spaces = (fine)(b->cells.spaces[end] - b->cells.spaces[from]);
		s->width =
			fine_to_dim(c[end - 1].to - c[from].from + spaces * extra + (last ? to->hyphen : 0));
		s->extra = fine_to_dim(extra);
		s->text = segment_text(b, from, end, last && l->hyphen);
	}
}

/* Styles are copied once per run and shared by its segments. */
static void set_styles(struct breaker *b, struct line *l, size_t start, const struct style *styles, dim *size)
{
	const struct cell *c = b->cells.cell;
	size_t i = start;

	for (size_t s = 0; s < l->segments; s++) {
		const struct style *st = &styles[c[i].run];

		l->segment[s].style = st;
		take_style(b, l, st, size);
		for (uint32_t run = c[i].run; i < b->cells.n && c[i].run == run;)
			i++;
	}
}

static void set_line(struct breaker *b, size_t from, const struct opportunity *to, const struct style *styles,
		     uint32_t empty_run)
{
	struct line *l = line_new(b);
	size_t start = line_start(b, from);
	fine width = line_width(b, b->first), natural = natural_width(b, start, to), slack = width - natural;
	fine extra = justification(b, start, to, slack);
	fine x = (fine)(b->opt->left_indent + (b->first ? b->opt->first_indent : 0)) * 1000;
	dim size = 0;

	if (slack > 0 && b->opt->align == TEXT_RIGHT)
		x += slack;
	if (slack > 0 && b->opt->align == TEXT_CENTRE)
		x += slack / 2;
	l->hyphen = to->kind == BREAK_HYPHEN;
	if (to->end > start) {
		set_segments(b, l, start, to, x, extra);
		set_styles(b, l, start, styles, &size);
	} else {
		take_style(b, l, &styles[empty_run], &size);
	}
	l->x = fine_to_dim(x);
	l->width = fine_to_dim(natural + extra * (fine)line_spaces(b, start, to));
	l->leading = b->opt->leading ? b->opt->leading : size * 6 / 5;
	b->par->height += l->leading;
	b->first = false;
}

static void set_lines(struct breaker *b, const struct style *styles, uint32_t empty_run)
{
	struct node *node = best_breaks(b);
	size_t n = b->cells.breaks, lines = 0;
	size_t *order = xmalloc(n * sizeof *order);

	for (size_t j = n; j; j = node[j - 1].from)
		order[lines++] = j - 1;
	while (lines) {
		size_t j = order[--lines];

		set_line(b, node[j].from, &b->cells.brk[j], styles, empty_run);
	}
	free(order);
	free(node);
}

struct paragraph *paragraph_break(struct arena *a, const struct fonts *f, const struct run *run, size_t runs,
				  const struct para_options *opt)
{
	struct breaker b = { .fonts = f, .run = run, .opt = opt, .first = true, .mem = a };
	struct run_cursor at = { .run = run, .runs = runs };
	struct style *styles = arena_calloc(a, runs, sizeof *styles);
	struct line *lines;
	fine narrow;
	bool text = false;

	b.par = arena_alloc(a, sizeof *b.par);
	for (size_t i = 0; i < runs; i++) {
		styles[i] = run[i].style;
		text = text || *run[i].text;
	}
	narrow = line_width(&b, false);
	if (line_width(&b, true) < narrow)
		narrow = line_width(&b, true);
	while (text) {
		size_t i = at.i;

		if (!cells_fill(&b.cells, f, &at, opt->hyphenator, narrow))
			break;
		set_lines(&b, styles, (uint32_t)(i < runs ? i : runs - 1));
	}
	cells_drop(&b.cells);
	/* the lines grew outside of the arena */
	lines = arena_calloc(a, b.par->lines, sizeof *lines);
	if (b.par->lines)
		memcpy(lines, b.par->line, b.par->lines * sizeof *lines);
	free(b.par->line);
	b.par->line = lines;
	return b.par;
}

void line_draw(struct doc *doc, const struct line *l, dim x, dim y)
{
	for (size_t i = 0; i < l->segments; i++) {
		const struct text_segment *s = &l->segment[i];

		page_text_spaced(doc, x + s->x, y, s->style, s->text, strlen(s->text), s->extra);
	}
}

dim paragraph_draw(struct doc *doc, const struct paragraph *p, size_t from, size_t to, dim x, dim y)
{
	for (size_t i = from; i < to && i < p->lines; i++) {
		const struct line *l = &p->line[i];

		line_draw(doc, l, x, y + (l->leading - l->ascent - l->descent) / 2 + l->ascent);
		y += l->leading;
	}
	return y;
}
