/* summary_figures.c - key figures of the sheet Synthèse: values, last closing's, how computed, why not. */
#include <string.h>

#include "workbook/sheets.h"
#include "workbook/summary_tables.h"

#include "base/banned.h"

static enum shape shape_of(const struct summary *s, const struct figure *g)
{
	int decimals = currency_decimals(s->data.ref);

	switch (g->unit) {
	case FIG_DAYS_TENTHS:
		return SHAPE_TENTHS;
	case FIG_PERCENT_TENTHS:
		return SHAPE_PERCENT;
	case FIG_COUNT:
		return SHAPE_INT;
	default:
		return (enum shape)(SHAPE_MONEY + (decimals > 4 ? 4 : decimals));
	}
}

static double value_of(const struct summary *s, const struct figure *g, int64_t x)
{
	switch (g->unit) {
	case FIG_DAYS_TENTHS:
		return (double)x / 10;
	case FIG_PERCENT_TENTHS:
		return (double)x / 1000;
	case FIG_COUNT:
		return (double)x;
	default:
		return money_double(x, s->data.ref);
	}
}

/* Column of Balance âgée whose sum a figure is; NULL: it is no such sum, or not over several currencies. */
static const char *column_of(const struct summary *s, const char *code)
{
	static const struct {
		const char *code, *column;
		bool equivalent; /* right over several currencies too */
	} sums[] = {
		{ "outstanding", "equivalent", true },	 { "overdue", "overdue_equivalent", true },
		{ "not-due", "not_due", false },	 { "unapplied", "unapplied", false },
		{ "no-due-date", "no_due_date", false }, { "disputed", "disputed", false },
		{ "provision", "provision", false },
	};

	for (size_t i = 0; i < sizeof sums / sizeof *sums; i++)
		if (strcmp(sums[i].code, code) == 0)
			return sums[i].equivalent || s->data.currencies <= 1 ? sums[i].column : NULL;
	return NULL;
}

static money column_total(const struct summary *s, size_t c)
{
	const struct list *l = s->balance;
	money sum = 0;

	for (size_t k = 0; k < s->f.b->curs; k++)
		book_add(s->f.b, &sum, l->total[k * l->columns + c]);
	return sum;
}

/* A live sum where the sheet has the column and it gives the very figure; the number itself otherwise. */
static void value_cell(struct summary *s, const struct figure *g)
{
	struct form *f = &s->f;
	struct book *b = f->b;
	lxw_format *format = format_of(b, LOOK_BODY, shape_of(s, g));
	const char *column = s->balance && s->balance->rows ? column_of(s, g->code) : NULL;

	if (column) {
		size_t c = list_column(s->balance, column);

		if (column_total(s, c) == g->value) {
			cell_formula(b, f->s, f->row, 1,
				     arena_printf(b->scratch, "=%s", list_sum(s->balance, c)),
				     value_of(s, g, g->value), format);
			return;
		}
	}
	cell_number(b, f->s, f->row, 1, value_of(s, g, g->value), format);
}

static const struct closing_figure *before(const struct summary *s, const char *code)
{
	const struct closing *c = s->f.b->in->closing;

	for (size_t i = 0; c && i < c->figures; i++)
		if (strcmp(c->figure[i].code, code) == 0 && c->figure[i].known)
			return &c->figure[i];
	return NULL;
}

static void one_figure(struct summary *s, const struct figure *g)
{
	struct form *f = &s->f;
	struct book *b = f->b;
	lxw_format *format = format_of(b, LOOK_BODY, shape_of(s, g));
	const struct closing_figure *old = before(s, g->code);

	cell_text(b, f->s, f->row, 0, g->label, format_of(b, LOOK_BODY, SHAPE_TEXT));
	value_cell(s, g);
	if (old) {
		cell_number(b, f->s, f->row, 2, value_of(s, g, old->value), format);
		cell_formula(
			b, f->s, f->row, 3,
			arena_printf(b->scratch, "=%s-%s", name_cell(b, f->row, 1), name_cell(b, f->row, 2)),
			value_of(s, g, g->value) - value_of(s, g, old->value), format);
	} else {
		cell_blank(b, f->s, f->row, 2, format);
		cell_blank(b, f->s, f->row, 3, format);
	}
	f->row++;
}

size_t computed_figures(const struct assessment *a)
{
	size_t n = 0;

	for (size_t i = 0; i < a->figures; i++)
		n += !a->figure[i].missing;
	return n;
}

void key_figures(struct summary *s)
{
	struct form *f = &s->f;
	struct book *b = f->b;
	const struct assessment *a = b->a;
	char date[11];
	const char *head[] = { "Chiffre", "Valeur", "Clôture précédente", "Évolution" };

	if (b->in->closing)
		head[2] = arena_printf(b->scratch, "Clôture du %s", date_fr(b->in->closing->date, date));
	form_section(f, s->data.ref == CUR_NONE ? "Chiffres clés"
						: arena_printf(b->scratch, "Chiffres clés, en %s",
							       currency_code(s->data.ref)));
	form_heads(f, head, sizeof head / sizeof *head);
	for (size_t i = 0; i < a->figures; i++)
		if (!a->figure[i].missing)
			one_figure(s, &a->figure[i]);
	form_filter(f);
	if (!b->in->closing)
		form_note(f, "Clôture précédente et évolution\u00a0: non calculables, aucune clôture "
			     "précédente n’est connue.");
}

void missing_table(struct summary *s)
{
	struct form *f = &s->f;
	const struct assessment *a = f->b->a;

	form_section(f, "Ce qui n’est pas calculable, et pourquoi");
	for (size_t i = 0; i < a->figures; i++)
		if (a->figure[i].missing)
			form_pair(f, a->figure[i].label, a->figure[i].missing);
	if (f->b->movements_missing)
		form_pair(f, "Mouvements, taux de passage", f->b->movements_missing);
	if (!f->b->in->closing || f->b->in->closing->points == 0)
		form_pair(f, "Évolution sur douze clôtures",
			  "non calculable\u00a0: aucune clôture précédente");
}

void formula_table(struct summary *s)
{
	struct form *f = &s->f;
	const struct assessment *a = f->b->a;

	form_section(f, "Comment les chiffres clés sont calculés");
	for (size_t i = 0; i < a->figures; i++)
		if (!a->figure[i].missing)
			form_pair(f, a->figure[i].label, a->figure[i].formula);
}
