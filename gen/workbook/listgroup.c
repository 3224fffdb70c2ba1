/* listgroup.c - subtotals of a list by the text of a column; see listgroup.h. */
#include <stdlib.h>
#include <string.h>

#include "workbook/listframe.h"
#include "workbook/listgroup.h"

#include "base/banned.h"

#define MAX_WRITTEN 1800 /* below the room that every full sheet keeps free */

struct groups *groups_new(struct list *l)
{
	struct groups *g;

	if (l->spec->key < 0 || l->spec->group[0] < 0)
		return NULL;
	g = arena_alloc(l->b->mem, sizeof *g);
	g->amount = arena_calloc(l->b->mem, l->columns, sizeof *g->amount);
	return g;
}

void groups_key(struct list *l, const char *text)
{
	if (!l->groups)
		return;
	for (int i = 0; i < MAX_GROUPINGS; i++)
		if (l->spec->group[i] == (int)l->at)
			l->groups->key[i] = arena_strdup(l->b->scratch, text); /* until the row ends */
	l->groups->open = true;
}

void groups_amount(struct list *l, money x)
{
	if (l->groups)
		l->groups->amount[l->at] = x;
}

/* Place of an ageing column among all of them, 0 for any other text. */
static size_t rank_of(const struct list *l, size_t column, const char *text)
{
	const struct policy *p = l->b->a->policy;
	char label[32];
	size_t k = 0;

	if (!(l->column[column].flags & COL_BUCKET))
		return 0;
	while (k < ageing_columns(p) && strcmp(ageing_label(p, k, label), text) != 0)
		k++;
	return k;
}

static struct group *find(struct list *l, size_t column, const char *text, size_t cur)
{
	struct groups *g = l->groups;
	struct arena *mem = l->b->mem;
	const char *key = arena_printf(l->b->scratch, "%zu/%zu/%s", column, cur, text);
	uint32_t at = table_find(&g->index, key);

	if (at != TABLE_MISSING)
		return &g->group[at];
	GROW(g->group, g->n, g->cap);
	table_put(&g->index, arena_strdup(mem, key), (uint32_t)g->n);
	g->group[g->n] = (struct group){ .column = column,
					 .rank = rank_of(l, column, text),
					 .text = arena_strdup(mem, text),
					 .cur = cur };
	g->group[g->n].sum = arena_calloc(mem, l->columns, sizeof(money));
	return &g->group[g->n++];
}

void groups_end_row(struct list *l)
{
	struct groups *g = l->groups;

	if (!g || !g->open)
		return;
	for (int i = 0; i < MAX_GROUPINGS && l->spec->group[i] >= 0; i++) {
		struct group *to;

		if (text_is_blank(g->key[i]) || l->cur == CUR_NONE)
			continue;
		to = find(l, (size_t)l->spec->group[i], g->key[i], book_currency(l->b, l->cur));
		to->count++;
		for (size_t c = 0; c < l->columns; c++)
			if (l->column[c].flags & (COL_SUM | COL_SUBTOTAL))
				book_add(l->b, &to->sum[c], g->amount[c]);
	}
	memset(g->amount, 0, l->columns * sizeof *g->amount);
	memset(g->key, 0, sizeof g->key);
	g->open = false;
}

static int by_text(const void *x, const void *y)
{
	const struct group *a = x, *b = y;
	int order;

	if (a->column != b->column)
		return a->column < b->column ? -1 : 1;
	if (a->rank != b->rank)
		return a->rank < b->rank ? -1 : 1;
	order = text_collate(a->text, b->text);
	if (order == 0)
		order = strcmp(a->text, b->text);
	if (order != 0)
		return order;
	return a->cur < b->cur ? -1 : a->cur > b->cur;
}

/* Two texts that differ in case only would be one for SUMIFS; so would what is not plain. */
static void mark_exact(struct book *b, struct groups *g)
{
	for (size_t i = 0; i < g->n; i++) {
		g->group[i].exact = !condition_is_plain(g->group[i].text);
		for (size_t k = i; k-- > 0 && g->group[k].column == g->group[i].column;) {
			if (strcmp(g->group[k].text, g->group[i].text) == 0)
				continue;
			/* collation puts case last, so only the neighbours can be equal without it */
			if (strcmp(text_upper(b->scratch, g->group[k].text),
				   text_upper(b->scratch, g->group[i].text)) != 0)
				break;
			g->group[k].exact = g->group[i].exact = true;
		}
	}
}

static void widen_to(struct list *l, size_t column, size_t need)
{
	if (need > 255)
		need = 255;
	if (need > l->width[column])
		l->width[column] = (uint16_t)need;
}

/* The first column must show "1 234 lignes", another one the group's text. */
static void widen(struct list *l)
{
	for (size_t i = 0; i < l->groups->n; i++) {
		widen_to(l, 0, money_width(l->groups->group[i].count, CUR_NONE) + strlen("ligne"));
		widen_to(l, l->label, utf8_length(l->groups->group[i].text));
	}
}

void groups_end(struct list *l)
{
	struct groups *g = l->groups;
	struct group *kept;

	if (!g)
		return;
	table_drop(&g->index);
	if (g->n) {
		kept = arena_calloc(l->b->mem, g->n, sizeof *kept);
		memcpy(kept, g->group, g->n * sizeof *kept);
		free(g->group);
		g->group = kept;
		qsort(g->group, g->n, sizeof *g->group, by_text);
		mark_exact(l->b, g);
		widen(l);
	}
}

size_t groups_label(const struct list *l)
{
	size_t label = l->spec->frozen ? l->spec->frozen - 1 : 0;

	for (size_t c = 0; c < l->spec->frozen; c++)
		if (l->column[c].shape == SHAPE_TEXT && l->column[c].max > l->column[label].max)
			label = c;
	return label;
}

static void write_group(struct list *l, lxw_row_t r, const struct group *g)
{
	struct book *b = l->b;
	size_t key = (size_t)l->spec->key, label = l->label;
	struct condition when[2] = { { g->column, name_fixed(b, NULL, r, (lxw_col_t)label), g->exact },
				     { key, name_fixed(b, NULL, r, (lxw_col_t)key), false } };

	for (size_t c = 0; c < l->columns; c++) {
		lxw_format *text = format_of(b, LOOK_SUBTOTAL, SHAPE_TEXT);

		if (c == label)
			cell_text(b, l->s, r, (lxw_col_t)c, g->text, format_of(b, LOOK_SUBTOTAL, SHAPE_WRAP));
		else if (c == key)
			cell_text(b, l->s, r, (lxw_col_t)c, currency_code(b->cur[g->cur]),
				  format_of(b, LOOK_SUBTOTAL, SHAPE_CENTRE));
		else if (c == 0)
			cell_formula(b, l->s, r, 0,
				     arena_printf(b->scratch, "=%s", list_countifs(l, when, 2)), g->count,
				     format_of(b, LOOK_SUBTOTAL, SHAPE_LINES));
		else if (l->column[c].flags & (COL_SUM | COL_SUBTOTAL))
			cell_formula_money(b, l->s, r, (lxw_col_t)c,
					   arena_printf(b->scratch, "=%s", list_sumifs(l, c, when, 2)),
					   g->sum[c], list_column_currency(l, c, b->cur[g->cur]),
					   LOOK_SUBTOTAL);
		else
			cell_blank(b, l->s, r, (lxw_col_t)c, text);
	}
}

/* As many lines as the text takes, folded with the usual outline buttons. */
static void write_height(struct list *l, lxw_row_t r, const char *text)
{
	lxw_row_col_options opt = { .level = 1 };
	size_t lines = list_lines(text, (list_width(l, l->label) - 1.4) * 0.92); /* bold */
	double points = ROW_POINTS + 12.0 * (double)(lines - 1);

	book_check(l->b, worksheet_set_row_opt(l->s->ws, r, points, NULL, &opt), l->s);
	frame_row(l, points);
}

static size_t size_of(const struct groups *g, size_t from)
{
	size_t n = 0;

	while (from + n < g->n && g->group[from + n].column == g->group[from].column)
		n++;
	return n;
}

void groups_write(struct list *l, lxw_row_t r)
{
	struct groups *g = l->groups;
	struct book *b = l->b;
	size_t written = 0;

	for (size_t i = 0, n; g && i < g->n && b->st == ST_OK; i += n) {
		const char *head = l->column[g->group[i].column].head;

		n = size_of(g, i);
		if (written + n > MAX_WRITTEN) {
			cell_text(b, l->s, r++, 0,
				  arena_printf(b->scratch,
					       "Sous-totaux par «\u00a0%s\u00a0»\u00a0: %zu lignes, non "
					       "détaillées ici",
					       head, n),
				  b->format.note);
			continue;
		}
		frame_keep(l, r, ROW_POINTS * (double)(n + 1));
		for (size_t c = 0; c < l->columns; c++)
			cell_text(b, l->s, r, (lxw_col_t)c,
				  c ? "" : arena_printf(b->scratch, "Sous-totaux par «\u00a0%s\u00a0»", head),
				  b->format.section);
		frame_row(l, ROW_POINTS);
		r++;
		for (size_t k = 0; k < n; k++) {
			arena_reset(b->scratch);
			write_group(l, r, &g->group[i + k]);
			write_height(l, r++, g->group[i + k].text);
		}
		written += n;
		frame_row(l, ROW_POINTS);
		r++;
	}
}

money groups_sum(const struct list *l, size_t by, const char *text, size_t column)
{
	money sum = 0;

	for (size_t i = 0; l->groups && i < l->groups->n; i++)
		if (l->groups->group[i].column == by && strcmp(l->groups->group[i].text, text) == 0)
			book_add(l->b, &sum, l->groups->group[i].sum[column]);
	return sum;
}
