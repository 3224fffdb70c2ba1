/* figure_inputs.c - what the key figures are computed from; see figure_inputs.h. */
#include "workbook/figure_inputs.h"

#include "workbook/summary_data.h"

#include "base/banned.h"

/* Columns of the months. */
enum { MONTH, GIVEN, COUNTED, DAYS, LEFT, USED, FULL };

static bool computed(const struct book *b, const char *code)
{
	const struct figure *g = figure_of(b->a, code);

	return g && !g->missing;
}

static lxw_format *number_format(const struct form *f, enum shape shape)
{
	return format_of(f->b, LOOK_BODY, shape);
}

/* What remained to be used up by this month's sales: first the whole, then what the month above left. */
static void left_cell(struct form *f, size_t k, money left)
{
	struct book *b = f->b;
	const char *formula = "=" NAME_OUTSTANDING;

	if (k)
		formula = arena_printf(b->scratch, "=MAX(0,ROUND(%s-%s,%d))", name_cell(b, f->row - 1, LEFT),
				       name_cell(b, f->row - 1, COUNTED), currency_decimals(b->ref));
	cell_formula_money(b, f->s, f->row, LEFT, formula, left, b->ref, LOOK_BODY);
}

/* Days of this month that it takes; returns them. */
static double used_cell(struct form *f, const struct sales_month *m, money left)
{
	struct book *b = f->b;
	const char *rest = name_cell(b, f->row, LEFT), *sales = name_cell(b, f->row, COUNTED),
		   *days = name_cell(b, f->row, DAYS);
	double used = left <= 0 ? 0
		      : m->counted <= left
			      ? m->days
			      : money_double(left, b->ref) / money_double(m->counted, b->ref) * m->days;

	cell_formula(b, f->s, f->row, USED,
		     arena_printf(b->scratch, "=IF(%s<=0,0,IF(%s<=%s,%s,%s/%s*%s))", rest, sales, rest, days,
				  rest, sales, days),
		     used, number_format(f, SHAPE_TENTHS));
	return used;
}

static void counted_cell(struct form *f, const struct sales_month *m)
{
	struct book *b = f->b;
	const char *given = name_cell(b, f->row, GIVEN), *formula = arena_printf(b->scratch, "=%s", given);

	if (m->counted != m->given)
		formula = arena_printf(b->scratch, "=ROUND(%s*%s/%s,%d)", given, name_cell(b, f->row, DAYS),
				       name_cell(b, f->row, FULL), currency_decimals(b->ref));
	cell_formula_money(b, f->s, f->row, COUNTED, formula, m->counted, b->ref, LOOK_BODY);
}

/* The months, newest first, as dso.h counts them; returns the days that the count back takes. */
static double month_rows(struct form *f, bool count_back)
{
	struct book *b = f->b;
	const struct assessment *a = b->a;
	money left = count_back ? figure_of(a, "outstanding")->value : 0;
	double used = 0;

	for (size_t k = 0; k < a->sales_months; k++) {
		const struct sales_month *m = &a->sales[k];
		struct ymd end = date_to_ymd(m->end);

		cell_text(b, f->s, f->row, MONTH, arena_printf(b->scratch, "%02d/%04d", end.month, end.year),
			  number_format(f, SHAPE_TEXT));
		cell_money(b, f->s, f->row, GIVEN, m->given, b->ref, LOOK_BODY);
		counted_cell(f, m);
		cell_int(b, f->s, f->row, DAYS, m->days, number_format(f, SHAPE_INT));
		if (count_back) {
			left_cell(f, k, left);
			used += used_cell(f, m, left);
			left = left > m->counted ? left - m->counted : 0;
		}
		cell_int(b, f->s, f->row++, FULL, m->full, number_format(f, SHAPE_INT));
	}
	return used;
}

/* A label, a value beside it that the caller wrote, and the value's name. */
static void named(struct form *f, const char *label, const char *name)
{
	struct book *b = f->b;

	book_name(b, name, name_fixed(b, f->s, f->row, 1));
	cell_text(b, f->s, f->row, 0, label, format_of(b, LOOK_SUBTOTAL, SHAPE_TEXT));
}

static const char *sum_down(struct form *f, lxw_row_t first, size_t rows, lxw_col_t c)
{
	return arena_printf(f->b->scratch, "=SUM(%s)",
			    name_span(f->b, first, c, first + (lxw_row_t)rows - 1, c));
}

/* Sales and days of the simple period. */
static void period(struct form *f, lxw_row_t first)
{
	struct book *b = f->b;
	const struct assessment *a = b->a;
	money sales = 0;
	int days = 0;

	for (size_t k = 0; k < a->dso_months; k++) {
		book_add(b, &sales, a->sales[k].counted);
		days += a->sales[k].days;
	}
	named(f, "Chiffre d’affaires de la période du DSO", NAME_SALES);
	cell_formula_money(b, f->s, f->row++, 1, sum_down(f, first, a->dso_months, COUNTED), sales, b->ref,
			   LOOK_BODY);
	named(f, "Jours de la période du DSO", NAME_DAYS);
	if (days == a->dso_days)
		cell_formula(b, f->s, f->row++, 1, sum_down(f, first, a->dso_months, DAYS), days,
			     number_format(f, SHAPE_INT));
	else /* the policy's, where all of its months are known */
		cell_int(b, f->s, f->row++, 1, a->dso_days, number_format(f, SHAPE_INT));
}

/* Days that the whole takes; not available once it outlasts the months that are known. */
static void used_up(struct form *f, lxw_row_t first, double used)
{
	struct book *b = f->b;
	lxw_row_t last = first + (lxw_row_t)b->a->sales_months - 1;

	named(f, "Jours épuisés par l’encours", NAME_USED_UP);
	cell_formula(b, f->s, f->row++, 1,
		     arena_printf(b->scratch, "=IF(%s>%s,NA(),SUM(%s))", name_cell(b, last, LEFT),
				  name_cell(b, last, COUNTED), name_span(b, first, USED, last, USED)),
		     used, number_format(f, SHAPE_TENTHS));
}

/* Sales of the whole months since the last closing. */
static void since_closing(struct form *f, lxw_row_t first)
{
	struct book *b = f->b;
	const struct assessment *a = b->a;
	money sales = 0;
	size_t n = 0;

	for (; n < a->sales_months && a->sales[n].end > b->in->closing->date; n++)
		book_add(b, &sales, a->sales[n].given);
	named(f, "Chiffre d’affaires depuis la clôture précédente", NAME_SALES_SINCE);
	cell_formula_money(b, f->s, f->row++, 1, sum_down(f, first, n, GIVEN), sales, b->ref, LOOK_BODY);
}

static void sales_part(struct form *f)
{
	static const char *const head[] = { "Mois",	     "Chiffre d’affaires TTC", "Retenu",
					    "Jours comptés", "Encours à épuiser",      "Jours épuisés",
					    "Jours du mois" };
	struct book *b = f->b;
	bool count_back = computed(b, "dso-countback");
	lxw_row_t first;
	double used;

	form_heads(f, head, sizeof head / sizeof *head);
	first = f->row;
	used = month_rows(f, count_back);
	if (computed(b, "dso-day"))
		period(f, first);
	if (count_back)
		used_up(f, first, used);
	if (b->in->closing && computed(b, "cei"))
		since_closing(f, first);
}

static void settled_part(struct form *f)
{
	struct book *b = f->b;
	const struct settled_days *d = &b->a->settled;

	form_pair(f, "Pièces réglées dans l’historique",
		  arena_printf(b->scratch, "%u, en %d mois", (unsigned)d->documents,
			       b->a->policy->history_months));
	named(f, "Montant de ces pièces", NAME_SETTLED);
	cell_money(b, f->s, f->row++, 1, d->amount, b->ref, LOOK_BODY);
	named(f, "Somme des montants × jours de retard", NAME_SETTLED_LATE);
	cell_money(b, f->s, f->row++, 1, d->late, b->ref, LOOK_BODY);
	named(f, "Somme des montants × jours depuis la pièce", NAME_SETTLED_TIME);
	cell_money(b, f->s, f->row++, 1, d->payment, b->ref, LOOK_BODY);
}

void figure_inputs(struct form *f)
{
	struct book *b = f->b;
	const struct policy *p = b->a->policy;

	if (!b->wanted[SHEET_SUMMARY] || !computed(b, "outstanding"))
		return;
	form_section(f, "Données des chiffres clés");
	form_note(f,
		  "Ce dont les formules de «\u00a0Synthèse\u00a0» partent quand aucune autre feuille ne le "
		  "montre.");
	if (b->a->sales_months)
		sales_part(f);
	if (b->a->settled.amount > 0)
		settled_part(f);
	if (p->has_financing_rate) {
		named(f, "Taux de financement (% par an)", NAME_FINANCING);
		cell_number(b, f->s, f->row++, 1, (double)p->financing_rate / (double)RATE_ONE,
			    number_format(f, SHAPE_RATE));
	}
}
