/* summary_tables.c - ageing, groups, the ten largest and the trend on the sheet Synthèse. */
#include <string.h>

#include "workbook/figure_inputs.h"
#include "workbook/listgroup.h"
#include "workbook/sheets.h"
#include "workbook/summary_tables.h"

#include "base/banned.h"

#define MAX_SHOWN_CURRENCIES 3
#define MAX_GROUPS_SHOWN 15

static lxw_format *body(const struct summary *s, enum shape shape)
{
	return format_of(s->f.b, LOOK_BODY, shape);
}

static lxw_format *total(const struct summary *s, enum shape shape)
{
	return format_of(s->f.b, LOOK_TOTAL, shape);
}

void block_row(struct block *t, lxw_row_t row)
{
	if (t->rows++ == 0)
		t->first = row;
	t->last = row;
}

void block_amounts(struct block *t, money one, money two)
{
	t->negative = t->negative || one < 0 || two < 0;
}

/* part / whole as a live share; empty where the whole is not positive. */
static void share_cell(struct summary *s, lxw_col_t c, const char *part, const char *whole, money x, money of,
		       enum look look)
{
	struct form *f = &s->f;
	lxw_format *format = format_of(f->b, look, SHAPE_PERCENT);

	if (of > 0)
		cell_formula(f->b, f->s, f->row, c, arena_printf(f->b->scratch, "=%s/%s", part, whole),
			     ratio(x, of), format);
	else
		cell_blank(f->b, f->s, f->row, c, format);
}

/* SUMIFS over Balance âgée for one currency, or NULL without that sheet. */
static const char *in_currency(const struct summary *s, size_t column, currency c)
{
	const struct list *l = s->balance;
	struct condition when = { 0 };

	if (!l || l->rows == 0)
		return NULL;
	when.by = (size_t)l->spec->key;
	when.equals = arena_printf(s->f.b->scratch, "\"%s\"", currency_code(c));
	return list_sumifs(l, column, &when, 1);
}

static void money_cell(struct summary *s, lxw_col_t c, const char *formula, money x, currency cur,
		       enum look look)
{
	struct form *f = &s->f;

	if (formula)
		cell_formula_money(f->b, f->s, f->row, c, arena_printf(f->b->scratch, "=%s", formula), x, cur,
				   look);
	else
		cell_money(f->b, f->s, f->row, c, x, cur, look);
}

/* Sum of a position's amount over a currency, as the sheet has it or counted here. */
static money sum_of(const struct summary *s, currency c, int column)
{
	const struct assessment *a = s->f.b->a;
	money sum = 0;

	for (uint32_t i = 0; assessment_has_position(a, i); i++)
		if (a->position[i].cur == c)
			book_add(s->f.b, &sum,
				 column < 0
					 ? a->position[i].balance
					 : ageing_amount(&a->position[i], a->policy, (size_t)column, false));
	return sum;
}

static money overdue_of(const struct summary *s, currency c)
{
	const struct policy *p = s->f.b->a->policy;
	money sum = 0;

	for (size_t k = 0; k < ageing_columns(p); k++)
		if (ageing_overdue(p, k))
			book_add(s->f.b, &sum, sum_of(s, c, (int)k));
	return sum;
}

static bool used(const struct summary *s, size_t k)
{
	const struct assessment *a = s->f.b->a;

	for (uint32_t i = 0; assessment_has_position(a, i); i++)
		if (a->position[i].cur == s->f.b->cur[k])
			return true;
	return false;
}

/* The ageing table stands above the rates: it knows them by name. */
static const char *rate_name(const struct summary *s, currency c)
{
	return arena_printf(s->f.b->scratch, "Cours_%s", currency_code(c));
}

static void one_currency(struct summary *s, currency c)
{
	struct form *f = &s->f;
	struct book *b = f->b;
	const struct list *l = s->balance;
	money balance = sum_of(s, c, -1), overdue = overdue_of(s, c), x;
	rate r;

	cell_text(b, f->s, f->row, 0, currency_code(c), body(s, SHAPE_TEXT));
	money_cell(s, 1, l ? in_currency(s, list_column(l, "balance"), c) : NULL, balance, c, LOOK_BODY);
	money_cell(s, 2, l ? in_currency(s, list_column(l, "overdue"), c) : NULL, overdue, c, LOOK_BODY);
	share_cell(s, 3, name_cell(b, f->row, 2), name_cell(b, f->row, 1), overdue, balance, LOOK_BODY);
	if (!to_company(b, balance, c, &x)) {
		cell_blank(b, f->s, f->row, 4, body(s, SHAPE_TEXT));
		cell_text(b, f->s, f->row++, 5, "pas de cours", body(s, SHAPE_TEXT));
		return;
	}
	reference_rate(b->a, s->data.ref, c, &r);
	cell_formula_money(b, f->s, f->row, 4,
			   arena_printf(b->scratch, "=ROUND(%s*%s,%d)", name_cell(b, f->row, 1),
					name_cell(b, f->row, 5), currency_decimals(s->data.ref)),
			   x, s->data.ref, LOOK_BODY);
	book_name(b, book_string(b, rate_name(s, c)), name_fixed(b, f->s, f->row, 5));
	cell_number(b, f->s, f->row++, 5, (double)r / (double)RATE_ONE, body(s, SHAPE_RATE));
}

void currency_table(struct summary *s)
{
	struct form *f = &s->f;
	struct book *b = f->b;
	const char *head[] = { "Devise", "Solde", "Échu", "Taux d’échu", "", "Cours" };

	head[4] = arena_printf(b->scratch, "Contre-valeur %s", currency_code(s->data.ref));
	form_section(f, "Par devise\u00a0: jamais additionnées, sauf en contre-valeur");
	form_heads(f, head, sizeof head / sizeof *head);
	for (size_t k = 0; k < b->curs; k++)
		if (used(s, k))
			one_currency(s, b->cur[k]);
	form_filter(f);
}

/* Converted total of an ageing column: each currency's live sum times its rate, rounded. */
static const char *converted(struct summary *s, size_t column)
{
	struct book *b = s->f.b;
	const char *out = NULL;

	for (size_t k = 0; k < b->curs && s->balance && s->balance->rows; k++) {
		const char *sum;
		rate r;

		if (!used(s, k) || !reference_rate(b->a, s->data.ref, b->cur[k], &r))
			continue;
		sum = in_currency(s, list_column(s->balance, "balance") + 1 + column, b->cur[k]);
		out = arena_printf(b->scratch, "%s%sROUND((%s)*%s,%d)", out ? out : "", out ? "+" : "", sum,
				   rate_name(s, b->cur[k]), currency_decimals(s->data.ref));
	}
	return out;
}

struct ageing_layout {
	currency shown[MAX_SHOWN_CURRENCIES];
	size_t n;
	bool converted; /* a column in the reference currency */
	lxw_col_t value, share, items, last;
};

static struct ageing_layout ageing_layout(struct summary *s)
{
	struct book *b = s->f.b;
	struct ageing_layout y = { .n = 0 };
	lxw_col_t c = 1;

	if (s->data.currencies <= MAX_SHOWN_CURRENCIES)
		for (size_t k = 0; k < b->curs; k++)
			if (used(s, k))
				y.shown[y.n++] = b->cur[k];
	y.converted = s->data.currencies > 1 && s->data.ref != CUR_NONE;
	c = (lxw_col_t)(c + y.n);
	y.value = y.converted ? c++ : 1;
	y.share = c++;
	y.items = c++;
	y.last = c;
	return y;
}

static void ageing_heads(struct summary *s, const struct ageing_layout *y)
{
	struct book *b = s->f.b;
	const char *head[8] = { "Tranche" };

	for (size_t i = 0; i < y->n; i++)
		head[1 + i] = arena_printf(b->scratch, "Montant %s", currency_code(y->shown[i]));
	if (y->converted)
		head[y->value] = arena_printf(b->scratch, "Contre-valeur %s", currency_code(s->data.ref));
	head[y->share] = "Part";
	head[y->items] = "Pièces";
	form_heads(&s->f, head, y->last);
}

static uint32_t items_in(const struct summary *s, size_t column)
{
	const struct assessment *a = s->f.b->a;
	uint32_t n = 0;

	for (uint32_t i = 0; i < a->items; i++)
		n += ageing_item(a->policy, a->item[i].bucket) == column;
	return n;
}

static void items_cell(struct summary *s, const struct ageing_layout *y, size_t column)
{
	struct form *f = &s->f;
	struct book *b = f->b;
	const struct list *l = b->list[SHEET_ITEMS];
	uint32_t n = items_in(s, column);

	if (l && l->rows) {
		struct condition when = { list_column(l, "bucket"), name_cell(b, f->row, 0), true };

		cell_formula(b, f->s, f->row, y->items,
			     arena_printf(b->scratch, "=%s", list_countifs(l, &when, 1)), n,
			     body(s, SHAPE_INT));
	} else {
		cell_int(b, f->s, f->row, y->items, n, body(s, SHAPE_INT));
	}
}

static void ageing_row(struct summary *s, const struct ageing_layout *y, size_t k, lxw_row_t total_row,
		       money whole)
{
	struct form *f = &s->f;
	struct book *b = f->b;
	char label[32];
	money x = s->data.ageing[k];

	block_row(&s->ageing, f->row);
	cell_text(b, f->s, f->row, 0, ageing_label(b->a->policy, k, label), body(s, SHAPE_TEXT));
	for (size_t i = 0; i < y->n; i++) {
		const struct list *l = s->balance;

		money_cell(s, (lxw_col_t)(1 + i),
			   l ? in_currency(s, list_column(l, "balance") + 1 + k, y->shown[i]) : NULL,
			   sum_of(s, y->shown[i], (int)k), y->shown[i], LOOK_BODY);
	}
	if (y->converted)
		money_cell(s, y->value, converted(s, k), x, s->data.ref, LOOK_BODY);
	share_cell(s, y->share, name_cell(b, f->row, y->value), name_fixed(b, NULL, total_row, y->value), x,
		   whole, LOOK_BODY);
	items_cell(s, y, k);
	f->row++;
}

static void ageing_total(struct summary *s, const struct ageing_layout *y, money whole)
{
	struct form *f = &s->f;
	struct book *b = f->b;
	lxw_row_t first = s->ageing.first, last = s->ageing.last;

	cell_text(b, f->s, f->row, 0, "Total", total(s, SHAPE_TEXT));
	for (lxw_col_t c = 1; c < y->last; c++) {
		const char *sum = arena_printf(b->scratch, "=SUM(%s)", name_span(b, first, c, last, c));

		if (c <= y->n)
			cell_formula_money(b, f->s, f->row, c, sum, sum_of(s, y->shown[c - 1], -1),
					   y->shown[c - 1], LOOK_TOTAL);
		else if (c == y->value)
			cell_formula_money(b, f->s, f->row, c, sum, whole, s->data.ref, LOOK_TOTAL);
		else if (c == y->items)
			cell_formula(b, f->s, f->row, c, sum, b->a->items, total(s, SHAPE_INT));
		else
			cell_blank(b, f->s, f->row, c, total(s, SHAPE_TEXT));
	}
	f->row++;
}

void ageing_table(struct summary *s)
{
	struct form *f = &s->f;
	const struct policy *p = f->b->a->policy;
	struct ageing_layout y = ageing_layout(s);
	money whole = 0;

	for (size_t k = 0; k < ageing_columns(p); k++)
		book_add(f->b, &whole, s->data.ageing[k]);
	form_section(f, "Par tranche d’ancienneté");
	ageing_heads(s, &y);
	lxw_row_t total_row = f->row + (lxw_row_t)ageing_columns(p);

	for (size_t k = 0; k < ageing_columns(p); k++)
		ageing_row(s, &y, k, total_row, whole);
	form_filter(f);
	ageing_total(s, &y, whole);
	s->ageing_value = y.value;
	if (y.converted)
		form_note(f, "Contre-valeur\u00a0: le total de chaque tranche converti au cours de "
			     "l’arrêté\u00a0; la somme des lignes de «\u00a0Balance "
			     "âgée\u00a0», arrondies une à une, peut en différer de quelques centimes.");
}

/* A group's amount in the reference currency: all its currencies together. */
static void group_row(struct summary *s, size_t by, const struct group *g, lxw_row_t total_row,
		      struct block *block)
{
	struct form *f = &s->f;
	struct book *b = f->b;
	const struct list *l = s->balance;
	size_t eq = list_column(l, "equivalent"), late = list_column(l, "overdue_equivalent");
	struct condition when = { by, name_cell(b, f->row, 0), g->exact };
	money balance = groups_sum(l, by, g->text, eq), overdue = groups_sum(l, by, g->text, late);
	uint32_t n = 0;

	for (size_t i = 0; i < l->groups->n; i++)
		if (l->groups->group[i].column == by && strcmp(l->groups->group[i].text, g->text) == 0)
			n += l->groups->group[i].count;
	block_row(block, f->row);
	block_amounts(block, balance, overdue);
	cell_text(b, f->s, f->row, 0, g->text, body(s, SHAPE_TEXT));
	cell_formula(b, f->s, f->row, 1, arena_printf(b->scratch, "=%s", list_countifs(l, &when, 1)), n,
		     body(s, SHAPE_INT));
	money_cell(s, 2, list_sumifs(l, eq, &when, 1), balance, s->data.ref, LOOK_BODY);
	money_cell(s, 3, list_sumifs(l, late, &when, 1), overdue, s->data.ref, LOOK_BODY);
	share_cell(s, 4, name_cell(b, f->row, 3), name_cell(b, f->row, 2), overdue, balance, LOOK_BODY);
	share_cell(s, 5, name_cell(b, f->row, 2), name_fixed(b, NULL, total_row, 2), balance, s->data.balance,
		   LOOK_BODY);
	f->row++;
}

static void group_total(struct summary *s, lxw_row_t first, uint32_t rows)
{
	struct form *f = &s->f;
	struct book *b = f->b;
	const struct list *l = s->balance;

	cell_text(b, f->s, f->row, 0, "Total", total(s, SHAPE_TEXT));
	cell_formula(b, f->s, f->row, 1,
		     arena_printf(b->scratch, "=SUM(%s)", name_span(b, first, 1, f->row - 1, 1)), rows,
		     total(s, SHAPE_INT));
	cell_formula_money(b, f->s, f->row, 2,
			   arena_printf(b->scratch, "=%s", list_sum(l, list_column(l, "equivalent"))),
			   s->data.balance, s->data.ref, LOOK_TOTAL);
	cell_formula_money(b, f->s, f->row, 3,
			   arena_printf(b->scratch, "=%s", list_sum(l, list_column(l, "overdue_equivalent"))),
			   s->data.overdue, s->data.ref, LOOK_TOTAL);
	share_cell(s, 4, name_cell(b, f->row, 3), name_cell(b, f->row, 2), s->data.overdue, s->data.balance,
		   LOOK_TOTAL);
	cell_blank(b, f->s, f->row, 5, total(s, SHAPE_TEXT));
	f->row++;
}

void group_table(struct summary *s, const char *column, const char *title, struct block *block)
{
	struct form *f = &s->f;
	const struct list *l = s->balance;
	size_t by = list_column(l, column), shown = 0;
	const char *head[] = { l->column[by].head, "Comptes",	  "Solde",
			       "dont échu",	   "Taux d’échu", "Part du solde" };
	lxw_row_t first, last_row;
	uint32_t rows = 0;
	const char *previous = NULL;

	if (l->rows == 0)
		return;
	for (size_t i = 0; i < l->groups->n; i++) {
		const struct group *g = &l->groups->group[i];

		if (g->column != by)
			continue;
		shown += !previous || strcmp(previous, g->text) != 0;
		previous = g->text;
	}
	form_section(f, arena_printf(f->b->scratch, "%s (en %s)", title, currency_code(s->data.ref)));
	if (shown > MAX_GROUPS_SHOWN) {
		form_note(f, "Trop de valeurs pour cette page\u00a0: voir les sous-totaux au bas de la "
			     "feuille «\u00a0Balance âgée\u00a0».");
		return;
	}
	form_heads(f, head, sizeof head / sizeof *head);
	first = f->row;
	last_row = first + (lxw_row_t)shown;
	previous = NULL;
	for (size_t i = 0; i < l->groups->n; i++) {
		const struct group *g = &l->groups->group[i];

		if (g->column != by)
			continue;
		rows += g->count;
		if (previous && strcmp(previous, g->text) == 0)
			continue;
		previous = g->text;
		group_row(s, by, g, last_row, block);
	}
	form_filter(f);
	group_total(s, first, rows);
}

static void top_row(struct summary *s, size_t i, lxw_row_t first)
{
	struct form *f = &s->f;
	struct book *b = f->b;
	const struct top_customer *t = &s->data.top[i];
	const struct customer *c = &b->a->view->ledger->customer[t->customer];
	const struct list *l = s->balance && s->balance->rows ? s->balance : NULL;
	struct condition when = { 0, name_cell(b, f->row, 1), true };
	money sum = 0;
	const char *whole =
		arena_printf(b->scratch, "%s", l ? list_sum(l, list_column(l, "equivalent")) : "1");

	block_row(&s->top, f->row);
	if (list_lines(c->name, SUMMARY_LABEL - 1.4) > 1) {
		f->extra += 12;
		row_height(b, f->s, f->row, 27);
	}
	cell_text(b, f->s, f->row, 0, c->name, body(s, SHAPE_WRAP));
	cell_text(b, f->s, f->row, 1, c->id, body(s, SHAPE_TEXT));
	money_cell(s, 2, l ? list_sumifs(l, list_column(l, "equivalent"), &when, 1) : NULL, t->balance,
		   s->data.ref, LOOK_BODY);
	money_cell(s, 3, l ? list_sumifs(l, list_column(l, "overdue_equivalent"), &when, 1) : NULL,
		   t->overdue, s->data.ref, LOOK_BODY);
	if (l && s->data.balance > 0) {
		for (size_t k = 0; k <= i; k++)
			book_add(b, &sum, s->data.top[k].balance);
		share_cell(s, 4, name_cell(b, f->row, 2), whole, t->balance, s->data.balance, LOOK_BODY);
		share_cell(s, 5, arena_printf(b->scratch, "SUM(%s)", name_span(b, first, 2, f->row, 2)),
			   whole, sum, s->data.balance, LOOK_BODY);
	} else {
		cell_blank(b, f->s, f->row, 4, body(s, SHAPE_TEXT));
		cell_blank(b, f->s, f->row, 5, body(s, SHAPE_TEXT));
	}
	cell_text(b, f->s, f->row, 6, class_french(b->a->profile[t->customer].used), body(s, SHAPE_CENTRE));
	f->row++;
}

void top_table(struct summary *s)
{
	static const char *const head[] = { "Client", "Compte",	      "Solde", "dont échu",
					    "Part",   "Part cumulée", "Classe" };
	struct form *f = &s->f;
	lxw_row_t first;

	if (s->data.tops == 0)
		return;
	form_section(f, arena_printf(f->b->scratch, "Les dix plus gros encours (en %s)",
				     currency_code(s->data.ref)));
	form_heads(f, head, sizeof head / sizeof *head);
	first = f->row;
	for (size_t i = 0; i < s->data.tops; i++)
		top_row(s, i, first);
	book_name(f->b, NAME_TOP, name_range(f->b, f->s, first, 2, f->row - 1, 2));
	form_filter(f);
}

static void trend_row(struct summary *s, const struct closing_point *p)
{
	struct form *f = &s->f;
	struct book *b = f->b;

	block_row(&s->trend, f->row);
	cell_date(b, f->s, f->row, 0, p->date, body(s, SHAPE_DATE));
	cell_money(b, f->s, f->row, 1, p->balance, s->data.ref, LOOK_BODY);
	cell_money(b, f->s, f->row, 2, p->overdue, s->data.ref, LOOK_BODY);
	share_cell(s, 3, name_cell(b, f->row, 2), name_cell(b, f->row, 1), p->overdue, p->balance, LOOK_BODY);
	if (p->has_dso)
		cell_number(b, f->s, f->row, 4, (double)p->dso_tenths / 10, body(s, SHAPE_TENTHS));
	else
		cell_blank(b, f->s, f->row, 4, body(s, SHAPE_TENTHS));
	f->row++;
}

void trend_table(struct summary *s)
{
	static const char *const head[] = { "Clôture", "Encours", "Échu", "Taux d’échu", "DSO simple (j)" };
	struct form *f = &s->f;
	const struct closing *c = f->b->in->closing;
	const struct figure *dso = figure_of(f->b->a, "dso");
	struct closing_point now = { .date = f->b->a->view->as_of,
				     .balance = s->data.balance,
				     .overdue = s->data.overdue };
	size_t from;

	if (!c || c->points == 0 || s->data.ref == CUR_NONE)
		return;
	if (dso && !dso->missing) {
		now.has_dso = true;
		now.dso_tenths = dso->value;
	}
	form_section(f, arena_printf(f->b->scratch, "Évolution sur douze clôtures (en %s)",
				     currency_code(s->data.ref)));
	form_heads(f, head, sizeof head / sizeof *head);
	from = c->points > 11 ? c->points - 11 : 0;
	for (size_t i = from; i < c->points; i++)
		trend_row(s, &c->point[i]);
	trend_row(s, &now);
	form_filter(f);
}
