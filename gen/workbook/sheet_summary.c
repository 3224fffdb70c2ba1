/*
 * sheet_summary.c - Synthèse: the first sheet. Key figures, ageing, classes,
 * segments, persons, the ten largest, the trend; charts beside them; what cannot
 * be computed and why. Its totals are live sums over the sheet Balance âgée.
 */
#include <string.h>

#include "workbook/charts.h"
#include "workbook/form.h"
#include "workbook/movement.h"
#include "workbook/sheets.h"
#include "workbook/summary_tables.h"

#include "base/banned.h"

#define CHART_COLUMN 8
#define LEAST_CHART_ROWS 11 /* lower ones cannot be read */

/* Does everything agree? Live: counts what Rapprochement shows. */
static void verdict(struct summary *s)
{
	struct form *f = &s->f;
	struct book *b = f->b;
	const struct list *l = b->list[SHEET_RECONCILIATION];
	struct condition gap = { list_column(l, "state"), "\"ÉCART\"", false };
	const char *good = arena_printf(b->scratch,
					"✓ Rapprochement conforme\u00a0: %u contrôle%s, aucun écart.",
					(unsigned)l->rows, l->rows > 1 ? "s" : ""),
		   *bad = "✗ ÉCART DE RAPPROCHEMENT\u00a0: contrôles non conformes\u00a0: ",
		   *rest = arena_printf(b->scratch, " sur %u. Voir la feuille «\u00a0Rapprochement\u00a0».",
					(unsigned)l->rows),
		   *count = list_countifs(l, &gap, 1);
	/* by its first sign: a rule that looks for a word takes "écart" for "ÉCART" */
	const char *is_bad = arena_printf(b->scratch, "=LEFT(%s,1)=\"✗\"", name_fixed(b, NULL, f->row, 0));
	lxw_conditional_format rule = { .type = LXW_CONDITIONAL_TYPE_FORMULA,
					.value_string = book_string(b, is_bad),
					.format = b->format.bad };

	cell_formula_text(
		b, f->s, f->row, 0,
		arena_printf(b->scratch, "=IF(%s=0,\"%s\",\"%s\"&%s&\"%s\")", count, good, bad, count, rest),
		b->gaps ? arena_printf(b->scratch, "%s%u%s", bad, (unsigned)b->gaps, rest) : good,
		b->format.good);
	if (b->st == ST_OK)
		book_check(b,
			   worksheet_conditional_format_range(f->s->ws, f->row, 0, f->row,
							      (lxw_col_t)(f->columns - 1), &rule),
			   f->s);
	f->row++;
}

static void status_part(struct summary *s)
{
	struct form *f = &s->f;
	struct book *b = f->b;
	const char *note[4];
	size_t n;

	verdict(s);
	n = balance_notes(b, note, 0);
	for (size_t i = 0; i < n; i++)
		form_warning(f, note[i]);
	if (diag_reject_count(b->diag))
		form_warning(f, arena_printf(b->scratch,
					     "Attention\u00a0: %zu enregistrements rejetés\u00a0; voir la "
					     "feuille «\u00a0Qualité\u00a0» et rejets.csv.",
					     diag_reject_count(b->diag)));
}

static void tables(struct summary *s)
{
	const struct assessment *a = s->f.b->a;

	status_part(s);
	key_figures(s);
	form_keep(&s->f, ageing_columns(a->policy) + 2);
	ageing_table(s);
	if (s->data.currencies > 1) {
		form_keep(&s->f, s->data.currencies);
		currency_table(s);
	}
	if (s->balance && s->data.ref != CUR_NONE) {
		form_keep(&s->f, CLASSES + 1);
		group_table(s, "class", "Par classe de risque", &s->classes);
		form_keep(&s->f, 6);
		group_table(s, "segment", "Par segment", &s->segments);
		form_keep(&s->f, 8);
		group_table(s, "owner", "Par responsable", &s->owners);
	}
	form_keep(&s->f, TOP_CUSTOMERS + 1);
	top_table(s);
	form_keep(&s->f, 12);
	trend_table(s);
	form_keep(&s->f, FLOWS);
	movement_table(s);
	form_keep(&s->f, a->figures - computed_figures(a) + 2);
	missing_table(s);
	form_keep(&s->f, computed_figures(a));
	formula_table(s);
}

/* Charts stand one below the other beside the tables, up to three of equal height on a printed page. */
static struct chart_place slot(struct summary *s)
{
	const struct form *f = &s->f;

	for (;; s->chart_page++, s->charts_on_page = 0) {
		bool last = s->chart_page + 1 >= f->pages;
		lxw_row_t top = s->chart_page ? f->page[s->chart_page] : 2,
			  rows = last ? 3 * CHART_ROWS : f->page[s->chart_page + 1] - 1 - top, step;
		size_t room = rows / LEAST_CHART_ROWS < 3 ? rows / LEAST_CHART_ROWS : 3;

		if (s->charts_on_page >= room && !last)
			continue;
		step = room ? rows / (lxw_row_t)room : CHART_ROWS;
		if (step > CHART_ROWS + 1)
			step = CHART_ROWS + 1;
		return (struct chart_place){ f->s, top + (lxw_row_t)s->charts_on_page++ * step, CHART_COLUMN,
					     step - 1 };
	}
}

static struct strip column(const struct summary *s, const struct block *t, lxw_col_t c)
{
	return (struct strip){ s->f.s, t->first, t->last, c };
}

static const char *in_reference(struct summary *s, const char *what)
{
	return arena_printf(s->f.b->mem, "%s (%s)", what, currency_code(s->data.ref));
}

static void concentration_chart(struct summary *s)
{
	money sum = 0;

	for (size_t i = 0; i < s->data.tops; i++)
		book_add(s->f.b, &sum, s->data.top[i].balance);
	chart_pareto(s->f.b, slot(s),
		     in_reference(s, "Concentration\u00a0: dix plus gros encours, par compte"),
		     column(s, &s->top, 1), "Solde", column(s, &s->top, 2), "Part cumulée de l’encours",
		     column(s, &s->top, 5), ratio(sum, s->data.balance));
}

static void trend_chart(struct summary *s)
{
	const struct block *t = &s->trend;

	if (t->rows > 1)
		chart_trend(s->f.b, slot(s), in_reference(s, "Évolution"), column(s, t, 0), "Encours",
			    column(s, t, 1), "Échu", column(s, t, 2));
}

/* Two amounts for each row of a table: the whole, and beside it what is overdue. */
static void pairs(struct summary *s, const struct block *t, const char *title, const char *whole, lxw_col_t c,
		  const char *late)
{
	if (t->rows)
		chart_pairs(s->f.b, slot(s), in_reference(s, title), column(s, t, 0), whole, column(s, t, c),
			    late, column(s, t, c + 1), !t->negative);
}

static void charts(struct summary *s)
{
	struct book *b = s->f.b;

	if (s->ageing.rows)
		chart_ageing(b, slot(s), in_reference(s, "Ancienneté des créances"), column(s, &s->ageing, 0),
			     column(s, &s->ageing, s->ageing_value));
	trend_chart(s);
	pairs(s, &s->movement, "Mouvement depuis la clôture précédente", "Encours", 1, movement_late(s));
	pairs(s, &s->classes, "Par classe de risque", "Solde", 2, "dont échu");
	if (s->top.rows)
		concentration_chart(s);
	pairs(s, &s->segments, "Par segment", "Solde", 2, "dont échu");
}

void summary_sheet(struct book *b)
{
	static const double width[] = { SUMMARY_LABEL, 14, 14, 14, 14, 14, 11, 1 };
	struct summary *s = arena_alloc(b->mem, sizeof *s);

	s->f = form_new(b, SHEET_SUMMARY, "Synthèse de la balance âgée", 7);
	s->balance = b->list[SHEET_BALANCE];
	if (b->st == ST_OK)
		b->st = summary_data_of(b->diag, b->a, &s->data);
	form_widths(&s->f, width, sizeof width / sizeof *width, CHART_PIXELS);
	tables(s);
	charts(s);
	form_print(&s->f);
}
