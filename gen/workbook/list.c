/* list.c - measuring and writing the rows of a list; see list.h. The frame around them is in listframe.c. */
#include <string.h>

#include "workbook/list.h"
#include "workbook/listframe.h"
#include "workbook/listgroup.h"

#include "base/banned.h"

#define AFTER_ROWS 2000 /* kept free on a full sheet for what comes behind the rows */

static bool has_totals(const struct list *l)
{
	return l->spec->key >= 0 && l->rows > 0;
}

/* Currencies that occur, and the two further rows: see listframe.c. */
static void lay_out_totals(struct list *l)
{
	size_t used = 0;
	bool common = false, any = false;

	l->total_rows = 0;
	if (!has_totals(l))
		return;
	for (size_t k = 0; k < l->b->curs; k++)
		used += l->count[k] > 0;
	for (size_t c = 0; c < l->columns; c++)
		if (l->column[c].flags & COL_SUM) {
			any = true;
			common = common || (l->column[c].flags & (COL_COMPANY | COL_EUR));
		}
	if (!any)
		return;
	l->total_rows = used;
	l->all_row = used > 1 && common;
	l->shown_row = l->parts == 1 && (used == 1 || common);
	l->total_rows += l->all_row + l->shown_row;
}

static void lay_out(struct list *l)
{
	struct book *b = l->b;
	lxw_row_t notes = 2 + (lxw_row_t)l->spec->notes;
	uint32_t room;

	/* first guess for the number of parts: totals take a few rows at most */
	room = MAX_SHEET_ROWS - AFTER_ROWS - (uint32_t)b->curs - notes;
	l->per_part = b->rows_per_sheet && b->rows_per_sheet < room ? b->rows_per_sheet : room;
	l->parts = l->rows ? (l->rows + l->per_part - 1) / l->per_part : 1;
	lay_out_totals(l);
	l->below = l->total_rows > MAX_TOTALS_ABOVE;
	l->head = notes + 1 + (l->below || !l->total_rows ? 0 : (lxw_row_t)l->total_rows + 1);
	l->first = l->head + 1;
	l->totals = notes + 1;
	if (l->below)
		l->totals = l->first + (l->rows - (l->parts - 1) * l->per_part) + 1;
	l->part = arena_calloc(b->mem, l->parts, sizeof *l->part);
}

/* A column goes by its code, or by the heading that its reader sees. */
static bool names_column(const struct column *col, const char *word)
{
	return text_ieq(word, col->code) || text_ieq(word, col->head);
}

static bool only_company_currency(const struct list *l)
{
	return list_currencies(l) == 1 && l->count[book_currency(l->b, l->b->ref)] > 0;
}

bool list_hidden(const struct list *l, size_t column)
{
	const struct policy_columns *pc = book_columns(l->b, l->spec->id);

	if (!pc)
		return (l->column[column].flags & COL_FOLD) ||
		       ((l->column[column].flags & COL_FOREIGN) && only_company_currency(l));
	if (column < l->spec->frozen)
		return false;
	for (size_t i = 0; i < pc->columns; i++)
		if (names_column(&l->column[column], pc->column[i]))
			return false;
	return true;
}

static void check_columns(struct list *l)
{
	const struct policy_columns *pc = book_columns(l->b, l->spec->id);

	for (size_t i = 0; pc && i < pc->columns; i++) {
		size_t c = 0;

		while (c < l->columns && !names_column(&l->column[c], pc->column[i]))
			c++;
		if (c == l->columns)
			diag_finding(l->b->diag, SEV_WARNING, "unknown-column", book_policy_place(l->b),
				     "les règles nomment une colonne inconnue de la feuille « %s » : « %s » "
				     "; écrivez son titre",
				     workbook_sheet_name((size_t)l->spec->id), pc->column[i]);
	}
}

void list_measure(struct book *b, const struct list_spec *spec)
{
	struct list *l = arena_alloc(b->mem, sizeof *l);

	l->b = b;
	l->spec = spec;
	l->columns = spec->columns;
	l->column = arena_calloc(b->mem, spec->columns, sizeof *l->column);
	memcpy(l->column, spec->column, spec->columns * sizeof *l->column);
	l->width = arena_calloc(b->mem, spec->columns, sizeof *l->width);
	l->total = arena_calloc(b->mem, b->curs * spec->columns, sizeof *l->total);
	l->count = arena_calloc(b->mem, b->curs, sizeof *l->count);
	check_columns(l);
	l->label = groups_label(l);
	l->groups = groups_new(l);
	spec->rows(l);
	groups_end_row(l);
	groups_end(l);
	l->rows = l->next;
	lay_out(l);
	frame_measure(l);
	b->list[spec->id] = l;
}

void list_sheets(struct list *l)
{
	struct book *b = l->b;
	const char *name = workbook_sheet_name((size_t)l->spec->id);

	for (uint32_t i = 0; i < l->parts; i++)
		l->part[i] = book_sheet(b, l->spec->id,
					i ? arena_printf(b->mem, "%s %u", name, (unsigned)i + 1) : name);
}

void list_write(struct list *l)
{
	l->writing = true;
	l->next = 0;
	l->s = NULL;
	if (l->rows == 0) {
		frame_open(l, 0);
		frame_close(l, 0);
		return;
	}
	l->spec->rows(l);
	if (l->b->st == ST_OK && l->next != l->rows)
		book_fail(l->b, ST_OUTPUT, "classeur : feuille « %s » : %u lignes au lieu de %u",
			  workbook_sheet_name((size_t)l->spec->id), (unsigned)l->next, (unsigned)l->rows);
	frame_close(l, l->parts - 1);
}

void list_row(struct list *l, currency c)
{
	struct book *b = l->b;
	uint32_t i = l->next;

	bulk_breathe(); /* rows are made of documents */
	if (!l->writing)
		groups_end_row(l);
	else
		list_end_row(l);
	l->next++;
	arena_reset(b->scratch);
	l->at = 0;
	l->cur = c;
	if (!l->writing) {
		if (c != CUR_NONE)
			l->count[book_currency(b, c)]++;
		return;
	}
	if (b->st != ST_OK)
		return;
	if (i % l->per_part == 0 && i / l->per_part < l->parts) {
		if (i > 0)
			frame_close(l, i / l->per_part - 1);
		frame_open(l, i / l->per_part);
	}
	l->row = l->first + i % l->per_part;
}

/* Letters of the longest word, which no line break can shorten; one may follow a hyphen. */
static size_t longest_word(const char *s)
{
	size_t longest = 0, n = 0;

	while (*s) {
		uint32_t cp = utf8_next(&s);

		n = cp == ' ' || cp == '-' ? 0 : n + 1;
		if (n > longest)
			longest = n;
	}
	return longest;
}

double list_width(const struct list *l, size_t c)
{
	const struct column *col = &l->column[c];
	size_t w = l->width[c], word = longest_word(col->head) + 1;

	if (col->flags & COL_SUM) /* totals are bold, and larger */
		for (size_t k = 0; k < l->b->curs; k++) {
			currency cur = list_column_currency(l, c, l->b->cur[k]);
			size_t need = money_width(l->total[k * l->columns + c], cur) + 1;

			if (need > w)
				w = need;
		}
	w += col->shape == SHAPE_TEXT ? 2 : col->shape == SHAPE_DATE ? 0 : 1; /* texts are indented */
	if (w < col->min)
		w = col->min;
	if (w > col->max && !(col->flags & COL_SUM)) /* an amount is never cut to "####" */
		w = col->max;
	w = w > word ? w : word;
	return c == l->label && l->label_min > (double)w ? l->label_min : (double)w;
}

/* Both LibreOffice and Excel keep the usual height for rows they find without one. */
void list_end_row(struct list *l)
{
	double points = l->lines > 1 ? 12.0 * (double)(l->lines < 12 ? l->lines : 12) + 3 : ROW_POINTS;

	if (l->writing && l->next > 0) {
		if (l->lines > 1)
			row_height(l->b, l->s, l->row, points);
		frame_row(l, points);
	}
	l->lines = 0;
}

size_t list_currencies(const struct list *l)
{
	size_t n = 0;

	for (size_t k = 0; k < l->b->curs; k++)
		n += l->count[k] > 0;
	return n;
}

static enum look look_of(const struct list *l)
{
	return l->column[l->at].flags & COL_INPUT ? LOOK_INPUT : LOOK_BODY;
}

/* A text that is too long for its column goes on in a second line: nothing is cut. */
static lxw_format *body(const struct list *l)
{
	enum shape shape = l->column[l->at].shape;

	return format_of(l->b, look_of(l), shape == SHAPE_TEXT ? SHAPE_WRAP : shape);
}

static void wide(struct list *l, size_t chars)
{
	if (chars > 255)
		chars = 255;
	if (chars > l->width[l->at])
		l->width[l->at] = (uint16_t)chars;
}

/* Width of a letter in Arial 9, in hundredths of a column's character, by kinds: enough to tell where lines end. */
static unsigned letter_width(uint32_t cp)
{
	if (cp < 0x80 && strchr(" iljtfrI.,;:'|!()[]/-", (int)cp))
		return 50;
	if (cp < 0x80 && strchr("mwMW@%", (int)cp))
		return 132;
	if ((cp >= 'A' && cp <= 'Z') || (cp >= 0xC0 && cp < 0xDF) || cp == 0x2026)
		return 110;
	return cp == 0x2019 || cp == 0xA0 || cp == 0x202F ? 50 : cp < 0x250 ? 88 : 140;
}

size_t list_text_width(const char *s, double points, bool bold)
{
	double sum = 0;

	while (*s)
		sum += letter_width(utf8_next(&s));
	return (size_t)(sum * points / 9 * (bold ? 1.08 : 1));
}

size_t list_lines(const char *s, double room)
{
	const size_t space = letter_width(' '), whole = room > 1 ? (size_t)(room * 100) : 100;
	size_t lines = 1, line = 0, word = 0;
	bool end = false;

	while (!end) {
		uint32_t cp = *s ? utf8_next(&s) : 0;

		end = cp == 0;
		if (!end && cp != ' ' && cp != '\n') {
			word += letter_width(cp);
			continue;
		}
		if (line && line + space + word > whole) {
			lines++;
			line = word;
		} else {
			line += (line ? space : 0) + word;
		}
		for (; line > whole; line -= whole) /* a word without end is broken */
			lines++;
		if (cp == '\n') {
			lines++;
			line = 0;
		}
		word = 0;
	}
	return lines;
}

/* The indent and the margins take two digits. */
static void count_lines(struct list *l, const char *s)
{
	size_t lines = list_lines(s, list_width(l, l->at) - 1.4);

	if (lines > l->lines)
		l->lines = lines;
}

void list_text(struct list *l, const char *s)
{
	if (!l->writing) {
		wide(l, s ? utf8_length(s) : 0);
		groups_key(l, s);
	} else {
		cell_text(l->b, l->s, l->row, (lxw_col_t)l->at, s, body(l));
		if (s && (l->column[l->at].shape == SHAPE_TEXT || l->column[l->at].shape == SHAPE_WRAP))
			count_lines(l, s);
	}
	l->at++;
}

void list_int(struct list *l, int64_t x)
{
	if (!l->writing)
		wide(l, money_width(x, CUR_NONE));
	else
		cell_int(l->b, l->s, l->row, (lxw_col_t)l->at, x, body(l));
	l->at++;
}

void list_date(struct list *l, civil_date d)
{
	if (!l->writing)
		wide(l, d == DATE_NONE ? 0 : 10);
	else
		cell_date(l->b, l->s, l->row, (lxw_col_t)l->at, d, body(l));
	l->at++;
}

currency list_column_currency(const struct list *l, size_t column, currency row)
{
	if (l->column[column].flags & COL_COMPANY)
		return l->b->ref;
	if (l->column[column].flags & COL_EUR)
		return currency_find("EUR");
	return row;
}

/* Measuring: width and total of the amount. */
static void weigh(struct list *l, money x)
{
	currency c = list_column_currency(l, l->at, l->cur);

	wide(l, money_width(x, c));
	groups_amount(l, x);
	if ((l->column[l->at].flags & COL_SUM) && l->cur != CUR_NONE)
		book_add(l->b, &l->total[book_currency(l->b, l->cur) * l->columns + l->at], x);
}

void list_money(struct list *l, money x)
{
	if (!l->writing)
		weigh(l, x);
	else
		cell_money(l->b, l->s, l->row, (lxw_col_t)l->at, x, list_column_currency(l, l->at, l->cur),
			   look_of(l));
	l->at++;
}

void list_money_formula(struct list *l, const char *formula, money x)
{
	if (!l->writing)
		weigh(l, x);
	else
		cell_formula_money(l->b, l->s, l->row, (lxw_col_t)l->at, formula, x,
				   list_column_currency(l, l->at, l->cur), look_of(l));
	l->at++;
}

void list_number(struct list *l, double x, unsigned chars)
{
	if (!l->writing)
		wide(l, chars);
	else
		cell_number(l->b, l->s, l->row, (lxw_col_t)l->at, x, body(l));
	l->at++;
}

void list_rate(struct list *l, rate r)
{
	char text[MONEY_TEXT];

	list_number(l, (double)r / (double)RATE_ONE, (unsigned)strlen(rate_text(r, 2, ",", text)));
}

void list_formula(struct list *l, const char *formula, double x, unsigned chars)
{
	if (!l->writing)
		wide(l, chars);
	else
		cell_formula(l->b, l->s, l->row, (lxw_col_t)l->at, formula, x, body(l));
	l->at++;
}

void list_formula_text(struct list *l, const char *formula, const char *text)
{
	if (!l->writing)
		wide(l, utf8_length(text));
	else
		cell_formula_text(l->b, l->s, l->row, (lxw_col_t)l->at, formula, text, body(l));
	l->at++;
}

void list_skip(struct list *l)
{
	if (l->writing)
		cell_blank(l->b, l->s, l->row, (lxw_col_t)l->at, body(l));
	l->at++;
}

void list_blank(struct list *l)
{
	if (l->writing)
		cell_blank(l->b, l->s, l->row, (lxw_col_t)l->at, format_of(l->b, LOOK_BODY, SHAPE_TEXT));
	l->at++;
}

void list_link_file(struct list *l, const char *path, const char *text)
{
	if (!l->writing)
		wide(l, utf8_length(text));
	else
		cell_link_file(l->b, l->s, l->row, (lxw_col_t)l->at, path, text);
	l->at++;
}

void list_link_inside(struct list *l, const char *place, const char *text)
{
	if (!l->writing)
		wide(l, utf8_length(text));
	else
		cell_link_inside(l->b, l->s, l->row, (lxw_col_t)l->at, place, text);
	l->at++;
}

bool list_has(const struct list *l, const char *code)
{
	for (size_t c = 0; c < l->columns; c++)
		if (text_eq(l->column[c].code, code))
			return true;
	return false;
}

size_t list_column(const struct list *l, const char *code)
{
	for (size_t c = 0; c < l->columns; c++)
		if (text_eq(l->column[c].code, code))
			return c;
	book_fail(l->b, ST_OUTPUT, "classeur : colonne « %s » inconnue", code);
	return 0;
}

struct sheet *list_place(const struct list *l, uint32_t i, lxw_row_t *row)
{
	*row = l->first + i % l->per_part;
	return l->part[i / l->per_part];
}

money list_total(const struct list *l, size_t column, currency c)
{
	return l->total[book_currency(l->b, c) * l->columns + column];
}

lxw_row_t list_total_row(const struct list *l, currency c)
{
	lxw_row_t row = l->totals;

	for (size_t k = 0; k < book_currency(l->b, c); k++)
		row += l->count[k] > 0;
	return row;
}
