/*
 * layout_table.c - tables: column widths, wrapped cells, and breaking between
 * rows with headings and amounts carried forward.
 */
#include "letter/layout.h"

#include <string.h>

#include "letter/layout_texts.h"
#include "base/banned.h"

#define CELL_GAP MM(3)	/* between columns */
#define ROW_PAD MM(0.7) /* above and below the text of a row */
#define HEAD_PAD MM(1)
#define LEAST_FLEXIBLE MM(14)
#define LONGEST_WORD MM(30) /* longer ones, numbers of documents for instance, are broken */
#define LEAST_SIZE PT(6)

struct grid *grid_new(struct arena *a, size_t columns)
{
	struct grid *t = arena_alloc(a, sizeof *t);

	t->columns = columns;
	t->column = arena_calloc(a, columns, sizeof *t->column);
	return t;
}

struct grid_row *grid_add(struct arena *a, struct grid *t, enum row_kind kind)
{
	struct grid_row *r;

	if (t->rows == t->cap) {
		size_t cap = t->cap ? 2 * t->cap : 16;
		struct grid_row *row = arena_calloc(a, cap, sizeof *row);

		if (t->rows)
			memcpy(row, t->row, t->rows * sizeof *row);
		t->row = row;
		t->cap = cap;
	}
	r = &t->row[t->rows++];
	r->kind = kind;
	r->cell = arena_calloc(a, t->columns, sizeof *r->cell);
	for (size_t i = 0; i < t->columns; i++)
		r->cell[i].text = "";
	return r;
}

/* Type of a row's cells. */
static struct style row_style(const struct grid *t, enum row_kind kind)
{
	return (struct style){ kind == ROW_TOTAL ? FACE_BOLD : FACE_REGULAR, t->size, BLACK };
}

/* The grey band is distinction enough; each bold glyph is 50 bytes in every letter. */
static struct style head_style(const struct grid *t)
{
	return (struct style){ FACE_REGULAR, t->size, BLACK };
}

/* The widest of the text's words: a column this wide breaks lines at blanks alone. */
static dim widest_word(const struct setter *s, const struct style *st, const char *text)
{
	dim widest = 0;

	while (*text) {
		size_t n = strcspn(text, " ");
		dim w = text_width_n(s->fonts, st, text, n);

		if (w > widest)
			widest = w;
		text += n;
		text += strspn(text, " ");
	}
	return widest < LONGEST_WORD ? widest : LONGEST_WORD;
}

static void widen(struct setter *s, struct grid_column *col, const struct style *st, const char *text)
{
	dim w = *text ? text_width(s->fonts, st, text) : 0;

	if (w > col->width)
		col->width = w;
	if (!col->flexible || w <= col->least)
		return;
	w = widest_word(s, st, text);
	if (w > col->least)
		col->least = w;
}

/* The widest text of each column on one line, and the widest word. */
static dim natural_widths(struct setter *s, struct grid *t)
{
	struct style head = head_style(t);
	dim sum = 0;

	for (size_t c = 0; c < t->columns; c++) {
		struct grid_column *col = &t->column[c];

		col->width = 0;
		col->least = 0;
		widen(s, col, &head, col->heading);
		for (size_t r = 0; r < t->rows; r++) {
			struct style st = row_style(t, t->row[r].kind);

			widen(s, col, &st, t->row[r].cell[c].text);
		}
		sum += col->width;
	}
	return sum + CELL_GAP * (dim)(t->columns - 1);
}

/* Take `excess` off the flexible columns, in proportion to what each can give; returns what could not be had. */
static dim squeeze(struct grid *t, dim excess)
{
	dim give = 0, taken = 0;

	for (size_t c = 0; c < t->columns; c++)
		if (t->column[c].flexible)
			give += t->column[c].width - t->column[c].least;
	for (size_t c = 0; give && c < t->columns; c++) {
		struct grid_column *col = &t->column[c];
		dim part;

		if (!col->flexible)
			continue;
		part = give <= excess ? col->width - col->least
				      : (dim)((int64_t)(col->width - col->least) * excess / give);
		col->width -= part;
		taken += part;
	}
	/* Rounding leaves less than a hundredth of a point per column. */
	return excess - taken > (dim)t->columns ? excess - taken : 0;
}

/* The last resort: columns of text narrower than their words, which are then cut. */
static void squash(struct grid *t, dim excess)
{
	for (size_t c = 0; c < t->columns && excess > 0; c++) {
		dim part = t->column[c].width - LEAST_FLEXIBLE;

		if (!t->column[c].flexible || part <= 0)
			continue;
		if (part > excess)
			part = excess;
		t->column[c].width -= part;
		excess -= part;
	}
}

/* Spread what is left over: half to the flexible columns, the rest evenly between all. */
static void spread(struct grid *t, dim left)
{
	size_t flexible = 0;

	for (size_t c = 0; c < t->columns; c++)
		flexible += t->column[c].flexible;
	for (size_t c = 0; flexible && c < t->columns; c++)
		if (t->column[c].flexible)
			t->column[c].width += left / 2 / (dim)flexible;
	if (flexible)
		left -= left / 2;
	for (size_t c = 0; c < t->columns; c++)
		t->column[c].width += left / (dim)t->columns;
}

static void measure_row(struct setter *s, struct grid *t, struct grid_row *r)
{
	struct style st = row_style(t, r->kind);
	dim line = t->size * 6 / 5, height = line;

	for (size_t c = 0; c < t->columns; c++) {
		struct grid_cell *cell = &r->cell[c];

		if (!t->column[c].flexible || !*cell->text ||
		    text_width(s->fonts, &st, cell->text) <= t->column[c].width)
			continue;
		cell->set = layout_words(s, cell->text, &st, t->column[c].width, TEXT_LEFT);
		if (cell->set->height > height)
			height = cell->set->height;
	}
	r->height = height + 2 * ROW_PAD;
}

void grid_measure(struct setter *s, struct grid *t, dim width)
{
	dim natural, over;

	t->width = width;
	/* Amounts and dates are never wrapped: if they do not fit, the type gets smaller. */
	for (;;) {
		natural = natural_widths(s, t);
		over = natural > width ? squeeze(t, natural - width) : 0;
		if (!over || t->size <= LEAST_SIZE)
			break;
		t->size -= PT(0.25);
	}
	squash(t, over);
	if (natural < width)
		spread(t, width - natural);
	t->head_height = t->size * 6 / 5 + 2 * HEAD_PAD;
	for (size_t r = 0; r < t->rows; r++)
		measure_row(s, t, &t->row[r]);
}

dim grid_height(const struct grid *t)
{
	dim height = t->head_height;

	for (size_t r = 0; r < t->rows; r++)
		height += t->row[r].height;
	return height;
}

/* ---- drawing ---- */

/* Digits behind the decimal mark end at the column's right edge, so the mark itself stands left of it. */
static dim decimals_width(const struct setter *s, const struct grid *t, const struct style *st, char mark)
{
	static const char zeros[] = "00000";
	int n = currency_decimals(t->cur);
	char text[8] = { mark, '\0' };

	if (!n)
		return 0;
	memcpy(text + 1, zeros, (size_t)n);
	return text_width(s->fonts, st, text);
}

static void draw_text(struct setter *s, const struct grid *t, size_t c, dim x, dim y, const struct style *st,
		      const char *text)
{
	const struct grid_column *col = &t->column[c];
	char mark = s->ld->lang == LANG_EN ? '.' : ',';

	switch (col->align) {
	case CELL_LEFT:
		page_text(s->doc, x, y, st, text);
		break;
	case CELL_RIGHT:
		page_text_right(s->doc, x + col->width, y, st, text);
		break;
	case CELL_AMOUNT:
		page_text_decimal(s->doc, x + col->width - decimals_width(s, t, st, mark), y, st, text, mark);
		break;
	}
}

/* Left edge of a column. */
static dim column_x(const struct grid *t, dim x, size_t c)
{
	for (size_t i = 0; i < c; i++)
		x += t->column[i].width + CELL_GAP;
	return x;
}

static void draw_head(struct setter *s, const struct grid *t, dim x)
{
	struct style st = head_style(t);
	dim baseline = s->y + HEAD_PAD + t->size;

	page_fill(s->doc, x - MM(1), s->y, t->width + MM(2), t->head_height, GREY(9));
	for (size_t c = 0; c < t->columns; c++) {
		const struct grid_column *col = &t->column[c];
		dim cx = column_x(t, x, c);

		if (col->align == CELL_LEFT)
			page_text(s->doc, cx, baseline, &st, col->heading);
		else
			page_text_right(s->doc, cx + col->width, baseline, &st, col->heading);
	}
	s->y += t->head_height;
	s->fresh = false;
}

/* First column that holds an amount in this row: a label must end before it. */
static size_t first_filled(const struct grid *t, const struct grid_row *r)
{
	size_t c = 0;

	while (c < t->columns && !*r->cell[c].text)
		c++;
	return c;
}

static void draw_label(struct setter *s, const struct grid *t, const struct grid_row *r, dim x, dim baseline,
		       const struct style *st)
{
	size_t end = first_filled(t, r);
	dim room = end < t->columns ? column_x(t, x, end) - CELL_GAP - x : t->width;

	/* Right-aligned amounts leave room on their left. */
	if (end < t->columns && t->column[end].align != CELL_LEFT)
		room += t->column[end].width - text_width(s->fonts, st, r->cell[end].text);
	page_text(s->doc, x, baseline, st, text_fit(s->mem, s->fonts, st, r->label, room));
}

static void draw_row(struct setter *s, const struct grid *t, const struct grid_row *r, dim x)
{
	struct style st = row_style(t, r->kind);
	dim baseline = s->y + ROW_PAD + t->size;

	if (r->kind == ROW_TOTAL)
		page_rule_h(s->doc, x - MM(1), s->y, t->width + MM(2), PT(0.6), BLACK);
	if (r->kind != ROW_PLAIN && r->label)
		draw_label(s, t, r, x, baseline, &st);
	for (size_t c = 0; c < t->columns; c++) {
		dim cx = column_x(t, x, c);

		if (r->cell[c].set)
			paragraph_draw(s->doc, r->cell[c].set, 0, r->cell[c].set->lines, cx, s->y + ROW_PAD);
		else if (*r->cell[c].text)
			draw_text(s, t, c, cx, baseline, &st, r->cell[c].text);
	}
	s->y += r->height;
	if (r->kind == ROW_PLAIN)
		page_rule_h(s->doc, x - MM(1), s->y, t->width + MM(2), PT(0.25), GREY(25));
	s->fresh = false;
}

/* "À reporter", "Report": the sums so far. */
static void draw_carry(struct setter *s, const struct grid *t, dim x, enum fixed_text label, const money *sum)
{
	struct style st = { FACE_ITALIC, t->size, BLACK };
	dim height = t->size * 6 / 5 + 2 * ROW_PAD, baseline = s->y + ROW_PAD + t->size;

	page_text(s->doc, x, baseline, &st, fixed_text(s->ld->lang, label));
	for (size_t c = 0; c < t->columns; c++)
		if (t->column[c].carried && sum[c])
			draw_text(s, t, c, column_x(t, x, c), baseline, &st,
				  format_amount(s->mem, s->ld->lang, sum[c], t->cur));
	s->y += height;
	page_rule_h(s->doc, x - MM(1), s->y, t->width + MM(2), PT(0.25), GREY(25));
}

/* Height that must be free for row r: sums behind the last plain row stay with it. */
static dim needed(const struct grid *t, size_t r)
{
	dim height = t->row[r].height;

	while (r + 1 < t->rows && t->row[r + 1].kind != ROW_PLAIN)
		height += t->row[++r].height;
	return height;
}

void grid_flow(struct setter *s, const struct grid *t, dim x)
{
	dim carry_height = t->carries ? t->size * 6 / 5 + 2 * ROW_PAD : 0;
	money *sum = arena_calloc(s->mem, t->columns, sizeof *sum);
	bool placed = false;

	if (t->rows && !s->fresh && s->y + t->head_height + needed(t, 0) + carry_height > s->bottom)
		layout_new_page(s);
	draw_head(s, t, x);
	for (size_t r = 0; r < t->rows; r++) {
		const struct grid_row *row = &t->row[r];
		bool last = r + 1 == t->rows || t->row[r + 1].kind != ROW_PLAIN;
		bool plain = row->kind == ROW_PLAIN;

		if (placed && plain && s->y + needed(t, r) + (last ? 0 : carry_height) > s->bottom) {
			if (t->carries)
				draw_carry(s, t, x, TXT_CARRY_DOWN, sum);
			layout_new_page(s);
			draw_head(s, t, x);
			if (t->carries)
				draw_carry(s, t, x, TXT_CARRY_UP, sum);
		}
		draw_row(s, t, row, x);
		placed = true;
		for (size_t c = 0; row->carry && c < t->columns; c++)
			sum[c] +=
				row->carry[c]; /* cannot overflow: letter_sums() or assess() added them up */
	}
}
