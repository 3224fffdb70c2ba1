/* listframe.c - title, totals, headings, filter and page set-up of a list. */
#include <string.h>

#include "workbook/listframe.h"
#include "workbook/listgroup.h"

#include "base/banned.h"

#define SMALLEST 70   /* percent: below, nine points become hard to read */
#define LARGEST 80    /* percent, of several pages side by side: above, only the pages become more */
#define MAX_BREAKS 31 /* printed pages side by side, less one */
#define MAX_PAGE_BREAKS 100
#define TITLE_POINTS 24.0

/* Width of columns from..to-1 on paper, in thousandths of an inch. */
static uint32_t paper_width(const struct list *l, size_t from, size_t to)
{
	double pixels = 0;

	for (size_t c = from; c < to; c++)
		if (!list_hidden(l, c))
			pixels += list_width(l, c) * CHAR_PIXELS + COLUMN_PIXELS;
	return (uint32_t)(pixels * 1000 / 96);
}

/* Columns that start a further page at that scale; the first, frozen ones are repeated on it. */
static size_t page_breaks(const struct list *l, uint32_t scale, lxw_col_t breaks[MAX_BREAKS + 1])
{
	const uint32_t room = (uint32_t)(PAPER_INCHES * 100000 / scale),
		       repeated = paper_width(l, 0, l->spec->frozen);
	uint32_t used = repeated;
	size_t n = 0;

	for (size_t c = l->spec->frozen; c < l->columns; c++) {
		uint32_t w = paper_width(l, c, c + 1);
		bool full = used + w > room || (l->column[c].flags & COL_BREAK);

		if (w && full && used > repeated && n < MAX_BREAKS) {
			breaks[n++] = (lxw_col_t)c;
			used = repeated;
		}
		used += w;
	}
	breaks[n] = 0;
	return n;
}

static const char *title_text(struct list *l, uint32_t part)
{
	struct book *b = l->b;
	const char *more = "";

	if (l->parts > 1)
		more = arena_printf(b->scratch, " (feuille %u sur %u)", (unsigned)part + 1,
				    (unsigned)l->parts);
	return arena_printf(b->scratch, "%s %s%s", l->spec->title, book_as_of(b), more);
}

/* What every page side by side repeats must hold the title and the headings of subtotals, or they would be cut there. */
static double repeated_text(struct list *l)
{
	struct arena *mem = l->b->scratch;
	size_t widest = list_text_width(title_text(l, l->parts - 1), 15, true);

	for (int i = 0; i < MAX_GROUPINGS && l->groups && l->spec->group[i] >= 0; i++) {
		const char *head = l->column[l->spec->group[i]].head;
		size_t w = list_text_width(arena_printf(mem, "Sous-totaux par «\u00a0%s\u00a0»", head), 11,
					   true);

		widest = w > widest ? w : widest;
	}
	return (double)widest / 100 + 1;
}

/* Would a note run on to a page of its own? Only where few columns are shown, or none. */
static bool notes_overflow(const struct list *l)
{
	/* a page ends with a column: less one of the usual width */
	double room = PAPER_INCHES * 96 * 100 / l->scale / CHAR_PIXELS - 9;
	size_t widest = l->rows ? 0 : list_text_width(l->spec->empty, 9, false);

	for (size_t i = 0; i < l->spec->notes; i++) {
		size_t w = list_text_width(l->spec->note[i], 9, false);

		widest = w > widest ? w : widest;
	}
	return l->scale > SMALLEST && (double)widest > room * 100;
}

/*
 * As few pages side by side as hold the columns at a readable scale; then the
 * largest scale that still needs no more. (Excel ignores breaks when it is
 * told to fit, so the scale is computed here.)
 */
void frame_measure(struct list *l)
{
	lxw_col_t breaks[MAX_BREAKS + 1];
	double need, have = 0;

	l->page_break = arena_calloc(l->b->mem, MAX_PAGE_BREAKS + 1, sizeof *l->page_break);
	l->scale = 100;
	l->across = l->rows ? page_breaks(l, SMALLEST, breaks) : 0;
	if (l->across) {
		for (size_t c = 0; c < l->spec->frozen; c++)
			have += list_hidden(l, c) ? 0 : list_width(l, c);
		need = repeated_text(l);
		if (have < need)
			l->label_min = list_width(l, l->label) + need - have;
		l->across = page_breaks(l, SMALLEST, breaks);
		l->scale = LARGEST;
	}
	while ((l->rows && page_breaks(l, l->scale, breaks) > l->across) || (!l->across && notes_overflow(l)))
		l->scale--;
}

void frame_row(struct list *l, double points)
{
	if (l->y + points > PAPER_POINTS * 100.0 / l->scale)
		l->y = l->head_points;
	l->y += points;
}

void frame_keep(struct list *l, lxw_row_t r, double points)
{
	if (l->y + points <= PAPER_POINTS * 100.0 / l->scale || l->page_breaks == MAX_PAGE_BREAKS)
		return;
	l->page_break[l->page_breaks++] = r;
	l->y = l->head_points;
}

/*
 * Notes run on over the cells beside them. Where several pages stand side by
 * side they start behind the repeated columns, which would show their first words on each page.
 */
static lxw_col_t note_column(const struct list *l)
{
	size_t c = l->spec->frozen;

	while (c < l->columns && list_hidden(l, c))
		c++;
	return (lxw_col_t)(l->across && c < l->columns ? c : 0);
}

static void write_title(struct list *l, uint32_t part)
{
	struct book *b = l->b;
	lxw_col_t at = note_column(l);
	lxw_row_t r = 0;

	row_height(b, l->s, r, TITLE_POINTS);
	cell_text(b, l->s, r++, 0, title_text(l, part), b->format.title);
	cell_text(b, l->s, r++, 0, book_company(b), b->format.note);
	for (size_t i = 0; i < l->spec->notes; i++)
		cell_text(b, l->s, r++, at, l->spec->note[i], b->format.note);
}

/* The cells of a total row that hold no total. */
static void blank_total(struct list *l, lxw_row_t r, size_t c)
{
	cell_blank(l->b, l->s, r, (lxw_col_t)c, format_of(l->b, LOOK_TOTAL, SHAPE_TEXT));
}

static void currency_total(struct list *l, lxw_row_t r, size_t k)
{
	struct book *b = l->b;
	currency cur = b->cur[k];
	size_t key = (size_t)l->spec->key;

	for (size_t c = 0; c < l->columns; c++) {
		lxw_format *text = format_of(b, LOOK_TOTAL, SHAPE_TEXT);

		if (c == key) {
			cell_text(b, l->s, r, (lxw_col_t)c, currency_code(cur),
				  format_of(b, LOOK_TOTAL, SHAPE_CENTRE));
		} else if (c == 0) {
			cell_text(b, l->s, r, 0, arena_printf(b->scratch, "Total %s", currency_code(cur)),
				  text);
		} else if (l->column[c].flags & COL_SUM) {
			struct condition when = { key, name_fixed(b, NULL, r, (lxw_col_t)key), false };
			const char *sum = list_sumifs(l, c, &when, 1);

			cell_formula_money(b, l->s, r, (lxw_col_t)c, arena_printf(b->scratch, "=%s", sum),
					   l->total[k * l->columns + c], list_column_currency(l, c, cur),
					   LOOK_TOTAL);
		} else {
			blank_total(l, r, c);
		}
	}
}

/* Sum over all currencies of a column that has one; *cur is that one. false if it has none. */
static bool common_total(struct list *l, size_t c, money *sum, currency *cur)
{
	struct book *b = l->b;
	bool one = l->column[c].flags & (COL_COMPANY | COL_EUR);

	*sum = 0;
	if (!(l->column[c].flags & COL_SUM))
		return false;
	for (size_t k = 0; k < b->curs; k++)
		if (l->count[k] > 0) {
			book_add(b, sum, l->total[k * l->columns + c]);
			*cur = list_column_currency(l, c, b->cur[k]);
		}
	return one || l->total_rows - l->all_row - l->shown_row == 1;
}

/* "Toutes devises" (function "SUM" over the totals above) or "Lignes affichées" (SUBTOTAL over the rows). */
static void further_total(struct list *l, lxw_row_t r, bool shown, lxw_row_t top, lxw_row_t bottom)
{
	struct book *b = l->b;

	for (size_t c = 0; c < l->columns; c++) {
		money sum;
		currency cur = CUR_NONE;

		if (c == 0) {
			cell_text(b, l->s, r, 0, shown ? "Lignes affichées" : "Toutes devises",
				  format_of(b, LOOK_TOTAL, SHAPE_TEXT));
		} else if (common_total(l, c, &sum, &cur)) {
			const char *range = name_span(b, top, (lxw_col_t)c, bottom, (lxw_col_t)c);

			cell_formula_money(
				b, l->s, r, (lxw_col_t)c,
				arena_printf(b->scratch, shown ? "=SUBTOTAL(109,%s)" : "=SUM(%s)", range),
				sum, cur, LOOK_TOTAL);
		} else {
			blank_total(l, r, c);
		}
	}
}

static void write_totals(struct list *l)
{
	lxw_row_t r = l->totals;

	if (!l->total_rows)
		return;
	for (size_t k = 0; k < l->b->curs; k++)
		if (l->count[k] > 0)
			currency_total(l, r++, k);
	if (l->all_row) {
		further_total(l, r, false, l->totals, r - 1);
		r++;
	}
	if (l->shown_row)
		further_total(l, r, true, l->first, l->first + l->rows - 1);
}

static lxw_format *head_look(const struct list *l, size_t c)
{
	const struct column *col = &l->column[c];

	if (col->ageing >= 0)
		return l->b->format.head_ageing[col->ageing];
	return col->flags & COL_INPUT ? l->b->format.head_input : l->b->format.head;
}

static void write_heads(struct list *l)
{
	struct book *b = l->b;
	size_t lines = 1;

	for (size_t c = 0; c < l->columns; c++) {
		size_t need = list_lines(l->column[c].head, list_width(l, c) * 0.9 - 1); /* bold */

		if (!list_hidden(l, c) && need > lines)
			lines = need;
	}
	/* one line more: the filter's button stands below the words */
	l->head_points = 12.5 * (double)(lines > 5 ? 5 : lines) + 14;
	row_height(b, l->s, l->head, l->head_points);
	for (size_t c = 0; c < l->columns; c++)
		cell_text(b, l->s, l->head, (lxw_col_t)c, l->column[c].head, head_look(l, c));
}

static void set_columns(struct list *l)
{
	struct book *b = l->b;

	for (size_t c = 0; c < l->columns && b->st == ST_OK; c++) {
		lxw_row_col_options opt = { .hidden = LXW_FALSE };

		if (list_hidden(l, c))
			opt.hidden = LXW_TRUE;
		if (l->column[c].flags & COL_FOLD)
			opt.level = 1;
		book_check(b,
			   worksheet_set_column_opt(l->s->ws, (lxw_col_t)c, (lxw_col_t)c, list_width(l, c),
						    NULL, &opt),
			   l->s);
	}
}

static void set_print(struct list *l)
{
	lxw_col_t breaks[MAX_BREAKS + 1];

	if (l->rows) /* headings of nothing would only print pages of them */
		worksheet_repeat_rows(l->s->ws, l->head, l->head);
	worksheet_set_print_scale(l->s->ws, (uint16_t)l->scale);
	if (l->across == 0)
		return;
	page_breaks(l, l->scale, breaks);
	worksheet_set_v_pagebreaks(l->s->ws, breaks);
	worksheet_repeat_columns(l->s->ws, 0, (lxw_col_t)(l->spec->frozen - 1));
	worksheet_print_across(l->s->ws);
}

void frame_open(struct list *l, uint32_t part)
{
	struct book *b = l->b;

	if (b->st != ST_OK)
		return;
	l->s = l->part[part];
	if (l->rows)
		set_columns(l);
	write_title(l, part);
	if (!l->below && part == 0)
		write_totals(l);
	if (l->rows)
		write_heads(l);
	l->y = TITLE_POINTS + ROW_POINTS * (l->head - 1) + l->head_points;
	worksheet_freeze_panes(l->s->ws, l->first, (lxw_col_t)l->spec->frozen);
	set_print(l);
}

static void add_table(struct list *l, lxw_row_t last, uint32_t part)
{
	struct book *b = l->b;
	const char **head = arena_calloc(b->scratch, l->columns, sizeof *head);
	lxw_format **look = arena_calloc(b->scratch, l->columns, sizeof(lxw_format *));

	for (size_t c = 0; c < l->columns; c++) {
		head[c] = l->column[c].head;
		look[c] = head_look(l, c);
	}
	table_over(b, l->s,
		   &(struct table_place){ .id = l->spec->id,
					  .number = part + 1,
					  .head_row = l->head,
					  .last = last,
					  .columns = l->columns,
					  .head = head,
					  .look = look });
}

void frame_close(struct list *l, uint32_t part)
{
	struct book *b = l->b;
	uint32_t rows = part + 1 < l->parts ? l->per_part : l->rows - part * l->per_part;
	lxw_row_t last = l->first + (rows ? rows - 1 : 0), next = last + 1;

	if (b->st != ST_OK)
		return;
	list_end_row(l);
	arena_reset(b->scratch);
	if (rows == 0)
		cell_text(b, l->s, l->first, 0, l->spec->empty, b->format.note);
	else if (b->tables)
		add_table(l, last, part);
	else
		book_check(b, worksheet_autofilter(l->s->ws, l->head, 0, last, (lxw_col_t)(l->columns - 1)),
			   l->s);
	/* codes are text on purpose, and a formula may stand beside plain numbers: no green corners */
	book_check(b,
		   worksheet_ignore_errors(l->s->ws, LXW_IGNORE_NUMBER_STORED_AS_TEXT,
					   name_span(b, 0, 0, last, (lxw_col_t)(l->columns - 1))),
		   l->s);
	if (rows && l->spec->dress)
		l->spec->dress(l, l->s, l->first, last);
	if (part + 1 < l->parts)
		return;
	if (l->below) {
		write_totals(l);
		next = l->totals + (lxw_row_t)l->total_rows;
	}
	frame_row(l, ROW_POINTS * (next - last));
	if (l->rows)
		groups_write(l, next + 1);
	if (l->page_breaks && b->st == ST_OK)
		book_check(b, worksheet_set_h_pagebreaks(l->s->ws, l->page_break), l->s);
}
