/* summary_figures.c - key figures of the sheet Synthèse: values, last closing's, how computed, why not. */
#include <string.h>

#include "workbook/figure_inputs.h"
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

static const struct closing_figure *before(const struct summary *s, const char *code)
{
	const struct closing *c = s->f.b->in->closing;

	for (size_t i = 0; c && i < c->figures; i++)
		if (strcmp(c->figure[i].code, code) == 0 && c->figure[i].known)
			return &c->figure[i];
	return NULL;
}

/*
 * The figures as formulas (RULES §9). <column> is the sum of a column of Balance
 * âgée in the reference currency, {code} a figure of this closing, [code] the same
 * one of the last closing, $name$ an input on Paramètres, # the decimals of the
 * currency. Where a code stands twice, the first formula whose parts are all there.
 */
static const struct {
	const char *code, *formula;
} formulas[] = {
	{ "outstanding", "<equivalent>" },
	{ "not-due", "<not_past_due>" },
	{ "not-due", "<not_due>" },
	{ "overdue", "<past_due>" },
	{ "overdue", "<overdue_equivalent>" },
	{ "overdue-share", "ROUND({overdue}/{outstanding},3)" },
	{ "unapplied", "<unapplied>" },
	{ "no-due-date", "<no_due_date>" },
	{ "disputed", "<disputed>" },
	{ "customers", "<customers>" },
	{ "late-customers", "<late_customers>" },
	{ "concentration", "ROUND(SUM(" NAME_TOP ")/{outstanding},3)" },
	{ "provision", "<provision>" },
	{ "provision-existing", "<provision_existing>" },
	{ "provision-difference", "{provision}-{provision-existing}" },
	{ "dso", "ROUND({outstanding}/$" NAME_SALES "$*$" NAME_DAYS "$,1)" },
	{ "dso-countback", "ROUND($" NAME_USED_UP "$,1)" },
	{ "bpdso", "ROUND({not-due}/$" NAME_SALES "$*$" NAME_DAYS "$,1)" },
	{ "add", "ROUND({dso}-{bpdso},1)" },
	{ "delay", "ROUND($" NAME_SETTLED_LATE "$/$" NAME_SETTLED "$,1)" },
	{ "payment-time", "ROUND($" NAME_SETTLED_TIME "$/$" NAME_SETTLED "$,1)" },
	{ "dso-day", "ROUND($" NAME_SALES "$/$" NAME_DAYS "$,#)" },
	{ "dso-day-cost", "ROUND({dso-day}*$" NAME_FINANCING "$/100,#)" },
	{ "cei", "ROUND(([outstanding]+$" NAME_SALES_SINCE
		 "$-{outstanding})/([outstanding]+$" NAME_SALES_SINCE "$-{not-due}),3)" },
	{ "movement", "{outstanding}-[outstanding]" },
};

/* Row of a figure in the table; false where it is not computable. */
static bool row_of(const struct summary *s, const char *code, lxw_row_t *row)
{
	const struct assessment *a = s->f.b->a;

	*row = s->first_figure;
	for (size_t i = 0; i < a->figures; i++) {
		if (strcmp(a->figure[i].code, code) == 0)
			return !a->figure[i].missing;
		*row += !a->figure[i].missing;
	}
	return false;
}

/* Sum of a column, in the reference currency where it holds amounts. NULL: there is no such column. */
static const char *column_sum(const struct summary *s, const char *code)
{
	const struct list *l = s->balance;
	bool alone = s->data.currencies == 1 && s->f.b->a->position[0].cur == s->data.ref;
	size_t c;

	if (!l || l->rows == 0 || !list_has(l, code))
		return NULL;
	c = list_column(l, code);
	if (l->column[c].shape != SHAPE_MONEY || (l->column[c].flags & COL_COMPANY) || alone)
		return list_sum(l, c);
	return list_sum_converted(l, c, list_column(l, "rate"), currency_decimals(s->data.ref), NULL, 0);
}

/* What a part of a formula between two marks stands for; NULL if it is not in this workbook. */
static const char *part_of(const struct summary *s, char mark, const char *word)
{
	struct book *b = s->f.b;
	lxw_row_t row;

	if (mark == '<')
		return column_sum(s, word);
	if (mark == '$')
		return book_named(b, word) ? word : NULL;
	if (!row_of(s, word, &row) || (mark == '[' && !before(s, word)))
		return NULL;
	return name_cell(b, row, mark == '[' ? 2 : 1);
}

/* A formula with its parts put in, behind '='; NULL if one of them is not in this workbook. */
static const char *fill(const struct summary *s, const char *formula)
{
	static const char opening[] = "<{[$", closing[] = ">}]$";
	struct arena *mem = s->f.b->scratch;
	const char *out = "=";

	while (*formula) {
		const char *mark = strchr(opening, *formula), *end, *part;

		if (!mark) {
			out = *formula == '#' ? arena_printf(mem, "%s%d", out, currency_decimals(s->data.ref))
					      : arena_printf(mem, "%s%c", out, *formula);
			formula++;
			continue;
		}
		end = strchr(formula + 1, closing[mark - opening]);
		part = part_of(s, *mark, arena_strndup(mem, formula + 1, (size_t)(end - formula - 1)));
		if (!part)
			return NULL;
		out = arena_printf(mem, "%s%s", out, part);
		formula = end + 1;
	}
	return out;
}

/* A live formula, or the number itself where a sheet that it needs is not wanted. */
static void value_cell(struct summary *s, const struct figure *g)
{
	struct form *f = &s->f;
	lxw_format *format = format_of(f->b, LOOK_BODY, shape_of(s, g));
	const char *formula = NULL;

	for (size_t i = 0; i < sizeof formulas / sizeof *formulas && !formula; i++)
		if (strcmp(formulas[i].code, g->code) == 0)
			formula = fill(s, formulas[i].formula);
	if (formula)
		cell_formula(f->b, f->s, f->row, 1, formula, value_of(s, g, g->value), format);
	else
		cell_number(f->b, f->s, f->row, 1, value_of(s, g, g->value), format);
	if (strcmp(g->code, "outstanding") == 0)
		book_name(f->b, NAME_OUTSTANDING, name_fixed(f->b, f->s, f->row, 1));
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
		bool points = g->unit == FIG_PERCENT_TENTHS;
		const char *now = name_cell(b, f->row, 1), *then = name_cell(b, f->row, 2);

		cell_number(b, f->s, f->row, 2, value_of(s, g, old->value), format);
		cell_formula(b, f->s, f->row, 3,
			     arena_printf(b->scratch, points ? "=(%s-%s)*100" : "=%s-%s", now, then),
			     (value_of(s, g, g->value) - value_of(s, g, old->value)) * (points ? 100 : 1),
			     format_of(b, LOOK_CHANGE, shape_of(s, g)));
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
	s->first_figure = f->row;
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
