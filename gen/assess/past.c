/* past.c - see past.h. */
#include "assess/past.h"

#include <string.h>

#include "assess/work.h"

#include "base/banned.h"

#define POINTS 11

/* The first day on which some document was settled in full; DATE_NONE if none ever was. */
static civil_date first_settlement(const struct view *v)
{
	civil_date first = DATE_NONE;

	for (uint32_t i = 0; ledger_has_document(v->ledger, i); i++) {
		civil_date on = v->open[i] ? DATE_NONE : view_settled_on(v, i);

		if (on != DATE_NONE && (first == DATE_NONE || on < first))
			first = on;
	}
	return first;
}

/* Column of the aged balance, as closing.h numbers them. */
static int column_of(const struct policy *p, int bucket)
{
	if (bucket == ITEM_UNAPPLIED)
		return (int)p->limits + 2;
	if (bucket == ITEM_NO_DUE)
		return (int)p->limits + 3;
	return bucket + 1; /* not due is -1 */
}

static void copy_items(const struct assessment *then, struct arena *mem, struct closing *c)
{
	const struct ledger *l = then->view->ledger;

	c->columns = then->policy->limits + 4;
	c->item = arena_calloc(mem, then->items, sizeof *c->item);
	c->items = then->items;
	for (uint32_t i = 0; i < then->items; i++) {
		const struct document *doc = &l->document[then->item[i].doc];

		bulk_breathe();
		c->item[i] = (struct closing_item){ .document = then->item[i].doc,
						    .cur = doc->cur,
						    .open = then->view->open[then->item[i].doc],
						    .column = (uint8_t)column_of(then->policy,
										 then->item[i].bucket) };
	}
}

static void copy_figures(const struct assessment *then, struct arena *mem, struct closing *c)
{
	c->figure = arena_calloc(mem, then->figures, sizeof *c->figure);
	c->figures = then->figures;
	for (size_t i = 0; i < then->figures; i++)
		c->figure[i] = (struct closing_figure){ .code = then->figure[i].code,
							.known = then->figure[i].missing == NULL,
							.value = then->figure[i].value };
}

static const struct figure *figure_of(const struct assessment *a, const char *code)
{
	for (size_t i = 0; i < a->figures; i++) {
		if (strcmp(a->figure[i].code, code) == 0 && !a->figure[i].missing)
			return &a->figure[i];
	}
	return NULL;
}

static struct closing_point point_of(const struct assessment *then)
{
	const struct figure *balance = figure_of(then, "outstanding"), *overdue = figure_of(then, "overdue");
	const struct figure *dso = figure_of(then, "dso");

	return (struct closing_point){ .date = then->view->as_of,
				       .balance = balance ? balance->value : 0,
				       .overdue = overdue ? overdue->value : 0,
				       .has_dso = dso != NULL,
				       .dso_tenths = dso ? dso->value : 0 };
}

/* What stays the same from one month-end to the next. */
struct journey {
	const struct view *now;
	const struct policy *policy;
	const struct rate_table *rates;
	struct arena *mem; /* of the result */
};

/* The same ledger judged as of an earlier day, at the rates of D. Its findings will be reported for D. */
static enum status judge_then(const struct journey *j, civil_date day, struct view **v,
			      struct assessment **then)
{
	struct diag *silent = diag_new();
	enum status st;

	diag_set_quiet(silent, true);
	st = view_new(silent, j->now->ledger, day, v);
	if (st == ST_OK)
		st = assess_figures(silent, *v, j->policy, j->rates, j->now->as_of, then);
	diag_drop(silent);
	return st == ST_CLOSURE ? ST_OK : st;
}

/* One earlier month-end: its point, and for the last one all of it. */
static enum status visit(const struct journey *j, civil_date day, bool last, struct closing *c,
			 struct closing_point *point)
{
	struct view *v = NULL;
	struct assessment *then = NULL;
	enum status st = judge_then(j, day, &v, &then);

	if (st == ST_OK) {
		*point = point_of(then);
		if (last) {
			c->date = day;
			copy_items(then, j->mem, c);
			copy_figures(then, j->mem, c);
		}
	}
	assessment_drop(then);
	view_drop(v);
	return st;
}

const struct closing *past_closing(const struct view *v, const struct policy *p, const struct rate_table *t,
				   struct arena *mem)
{
	const struct journey j = { v, p, t, mem };
	civil_date known = first_settlement(v), day = date_start_of_month(v->as_of) - 1;
	struct closing_point backwards[POINTS];
	struct closing *c = arena_alloc(mem, sizeof *c);
	size_t n = 0;

	if (known == DATE_NONE || v->ledger->company_cur == CUR_NONE)
		return NULL;
	/* What went wrong then goes wrong for D too, and is reported there. */
	for (; n < POINTS && day >= known; day = date_start_of_month(day) - 1, n++) {
		if (visit(&j, day, n == 0, c, &backwards[n]) != ST_OK)
			break;
	}
	if (!n)
		return NULL;
	c->points = n;
	c->point = arena_calloc(mem, n, sizeof *c->point);
	for (size_t i = 0; i < n; i++)
		c->point[i] = backwards[n - 1 - i];
	return c;
}

/* Sales of the months after `from` up to D, both ends of a month; false if one of them is not known. */
static bool sales_since(const struct assessment *a, civil_date from, money *sum)
{
	size_t k = 0;

	for (civil_date day = a->view->as_of; day > from; day = date_start_of_month(day) - 1, k++) {
		if (k == a->sales_months || !money_add(sum, a->sales[k].given))
			return false;
	}
	return true;
}

static void fill_figure(struct assessment *a, const char *code, const char *missing, int64_t value,
			const char *formula)
{
	for (size_t i = 0; i < a->figures; i++) {
		struct figure *f = &a->figure[i];

		if (strcmp(f->code, code) != 0)
			continue;
		f->missing = missing;
		f->value = missing ? 0 : value;
		f->formula = missing ? "" : formula;
	}
}

static const char *amount_text(struct arena *mem, money x, currency c)
{
	char text[64];

	return arena_strdup(mem, money_human(x, c, "\u202f", ",", text));
}

/* CEI = (opening + sales - closing) / (opening + sales - closing not due): RULES §9. */
static void find_efficiency(struct assessment *a, money opening, money closing, civil_date from)
{
	const struct ledger *l = a->view->ledger;
	const struct figure *fresh = figure_of(a, "not-due");
	money sales = 0, top = opening, bottom = opening, tenths;

	if (a->view->as_of != date_end_of_month(a->view->as_of)) {
		fill_figure(a, "cei", "non calculable : la date d’arrêté n’est pas une fin de mois", 0, "");
		return;
	}
	if (!fresh || !sales_since(a, from, &sales)) {
		fill_figure(a, "cei", "non calculable : chiffre d’affaires du mois absent", 0, "");
		return;
	}
	if (!money_add(&top, sales) || !money_add(&top, -closing) || !money_add(&bottom, sales) ||
	    !money_add(&bottom, -fresh->value) || bottom <= 0 || !money_muldiv(top, 1000, bottom, &tenths)) {
		fill_figure(a, "cei", "non calculable : rien n’était à encaisser dans le mois", 0, "");
		return;
	}
	fill_figure(
		a, "cei", NULL, tenths,
		arena_printf(
			a->mem,
			"(ouverture %s + ventes %s − clôture %s) ÷ (ouverture + ventes − non échu %s) × 100",
			amount_text(a->mem, opening, l->company_cur),
			amount_text(a->mem, sales, l->company_cur),
			amount_text(a->mem, closing, l->company_cur),
			amount_text(a->mem, fresh->value, l->company_cur)));
}

static void find_movement(struct assessment *a, const struct closing_point *before)
{
	const struct figure *now = figure_of(a, "outstanding");
	currency cur = a->view->ledger->company_cur;
	money change;
	char day[11];

	if (!now)
		return;
	change = now->value;
	if (!money_add(&change, -before->balance))
		return;
	fill_figure(a, "movement", NULL, change,
		    arena_printf(a->mem, "encours %s − encours au %s %s",
				 amount_text(a->mem, now->value, cur), date_fr(before->date, day),
				 amount_text(a->mem, before->balance, cur)));
	find_efficiency(a, before->balance, now->value, before->date);
}

void past_figures(struct assessment *a, const struct closing *before)
{
	if (before && before->points)
		find_movement(a, &before->point[before->points - 1]);
}
