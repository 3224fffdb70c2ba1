/*
 * sheet_summary.c - Synthèse: the first sheet. Key figures, ageing, classes,
 * segments, persons, the ten largest, the trend; charts beside them; what cannot
 * be computed and why. Its totals are live sums over the sheet Balance âgée.
 */
#include <string.h>

#include "workbook/charts.h"
#include "workbook/form.h"
#include "workbook/sheets.h"
#include "workbook/summary_tables.h"

#include "base/banned.h"

#define SCALE 71	/* percent: tables and charts side by side on A4 */
#define PAGE_POINTS 715 /* height of a printed page at that scale */
#define CHART_COLUMN 8

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

/* Start a new printed page if the next n rows do not fit on this one. */
static void keep_together(struct summary *s, size_t n)
{
	double now = form_points(&s->f);

	if (now + 15.0 * (double)n + 48 - s->top_of_page <= PAGE_POINTS || s->pages == MAX_PAGES)
		return;
	s->page[s->pages++] = s->f.row + 1;
	s->top_of_page = now + 15;
}

static void tables(struct summary *s)
{
	const struct assessment *a = s->f.b->a;

	status_part(s);
	if (s->data.currencies > 1)
		currency_table(s);
	keep_together(s, ageing_columns(a->policy) + 4);
	ageing_table(s);
	keep_together(s, computed_figures(a) + 2);
	key_figures(s);
	if (s->balance && s->data.ref != CUR_NONE) {
		keep_together(s, CLASSES + 2);
		group_table(s, "class", "Par classe de risque", &s->classes);
		keep_together(s, 6);
		group_table(s, "segment", "Par segment", &s->segments);
		keep_together(s, 8);
		group_table(s, "owner", "Par responsable", &s->owners);
	}
	keep_together(s, TOP_CUSTOMERS + 3);
	top_table(s);
	keep_together(s, 15);
	trend_table(s);
	keep_together(s, a->figures + 2);
	missing_table(s);
	formula_table(s);
}

/* Charts stand one below the other, as many on a printed page as its rows have room for. */
static struct chart_place slot(struct summary *s)
{
	const lxw_row_t step = CHART_ROWS + 1;
	lxw_row_t end;

	while (s->chart_page + 1 < s->pages) {
		end = s->page[s->chart_page + 1];
		if (s->next_chart + CHART_ROWS <= end)
			break;
		s->next_chart = s->page[++s->chart_page];
	}
	end = s->next_chart;
	s->next_chart += step;
	return (struct chart_place){ s->f.s, end, CHART_COLUMN, 1 };
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

static void movement_chart(struct summary *s)
{
	struct book *b = s->f.b;
	const struct list *l = b->list[SHEET_MOVEMENTS];

	if (!l || !l->rows || s->data.ref == CUR_NONE || !l->count[book_currency(b, s->data.ref)])
		return;
	chart_flow(b, slot(s), in_reference(s, "Mouvements depuis la clôture précédente"), l->part[0],
		   l->head, list_total_row(l, s->data.ref), (lxw_col_t)list_column(l, "opening"),
		   (lxw_col_t)list_column(l, "closing"));
}

static void charts(struct summary *s)
{
	struct book *b = s->f.b;

	if (s->ageing.rows)
		chart_ageing(b, slot(s), in_reference(s, "Ancienneté des créances"), column(s, &s->ageing, 0),
			     column(s, &s->ageing, s->ageing_value));
	if (s->top.rows)
		concentration_chart(s);
	if (s->classes.rows)
		chart_pairs(b, slot(s), in_reference(s, "Par classe de risque"), column(s, &s->classes, 0),
			    "Solde", column(s, &s->classes, 2), "dont échu", column(s, &s->classes, 3));
	if (s->segments.rows)
		chart_pairs(b, slot(s), in_reference(s, "Par segment"), column(s, &s->segments, 0), "Solde",
			    column(s, &s->segments, 2), "dont échu", column(s, &s->segments, 3));
	trend_chart(s);
	movement_chart(s);
}

/* Breaks only count where the scale is given, not fitted: the widths make this one. */
static void print_set_up(struct summary *s)
{
	lxw_row_t breaks[MAX_PAGES + 1] = { 0 };
	struct sheet *sheet = s->f.s;

	if (s->f.b->st != ST_OK)
		return;
	for (size_t i = 1; i < s->pages; i++)
		breaks[i - 1] = s->page[i];
	worksheet_set_print_scale(sheet->ws, SCALE);
	if (s->pages > 1)
		book_check(s->f.b, worksheet_set_h_pagebreaks(sheet->ws, breaks), sheet);
}

void summary_sheet(struct book *b)
{
	static const double width[] = { SUMMARY_LABEL, 14, 14, 14, 14, 14, 11, 1 };
	struct summary *s = arena_alloc(b->mem, sizeof *s);

	s->f = form_new(b, SHEET_SUMMARY, "Synthèse de la balance âgée", 7);
	s->balance = b->list[SHEET_BALANCE];
	s->page[0] = s->next_chart = 2;
	s->pages = 1;
	if (b->st == ST_OK)
		b->st = summary_data_of(b->diag, b->a, &s->data);
	sheet_widths(b, s->f.s, width, sizeof width / sizeof *width);
	tables(s);
	charts(s);
	print_set_up(s);
}
