/* sheet_movements.c - Mouvements: from the last closing to this one, per currency and bucket, with roll rates. */
#include "workbook/form.h"
#include "workbook/movement.h"
#include "workbook/sheets.h"

#include "base/banned.h"

#define WIDTH 10

static const char *const head[] = { "Tranche",
				    "Ouverture",
				    "Nouvelles pièces",
				    "Réglé et lettré",
				    "Glissé depuis une autre tranche",
				    "Glissé vers une autre tranche",
				    "Corrections",
				    "Clôture",
				    "Écart avec la balance",
				    "Taux de passage" };

void movements_prepare(struct book *b)
{
	b->movements_missing = movements_missing(b->a, b->in->closing, b->mem);
	if (!b->movements_missing)
		b->st = movements_new(b->diag, b->a, b->in->closing, b->mem, &b->movements);
}

/* Closing less what the aged balance says; live where that sheet exists. */
static void gap(struct form *f, currency c, size_t column, money closing)
{
	struct book *b = f->b;
	const struct list *of = b->list[SHEET_BALANCE];
	const char *label = currency_code(c);
	struct condition when;

	if (!of) {
		cell_blank(b, f->s, f->row, 8, format_of(b, LOOK_BODY, SHAPE_TEXT));
		return;
	}
	column += list_column(of, "balance") + 1;
	when = (struct condition){ (size_t)of->spec->key, arena_printf(b->scratch, "\"%s\"", label), false };
	cell_formula_money(b, f->s, f->row, 8,
			   arena_printf(b->scratch, "=ROUND(%s-(%s),%d)", name_cell(b, f->row, 7),
					list_sumifs(of, column, &when, 1), currency_decimals(c)),
			   closing - list_total(of, column, c), c, LOOK_BODY);
}

/* Share of the opening that slipped on: a bucket's own risk of growing old. */
static void roll_rate(struct form *f, const money *flow, size_t column)
{
	struct book *b = f->b;
	lxw_format *format = format_of(b, LOOK_BODY, SHAPE_PERCENT);

	if (flow[FLOW_OPENING] > 0 && column <= b->a->policy->limits) /* the last bucket has no next one */
		cell_formula(
			b, f->s, f->row, 9,
			arena_printf(b->scratch, "=-%s/%s", name_cell(b, f->row, 5), name_cell(b, f->row, 1)),
			ratio(-flow[FLOW_OUT], flow[FLOW_OPENING]), format);
	else
		cell_blank(b, f->s, f->row, 9, format);
}

static void one_column(struct form *f, currency c, size_t column)
{
	struct book *b = f->b;
	const money *flow = b->movements->flow[c][column];
	money closing = movements_closing(b->movements, c, column);
	char label[32];

	cell_text(b, f->s, f->row, 0, ageing_label(b->a->policy, column, label),
		  format_of(b, LOOK_BODY, SHAPE_TEXT));
	for (int k = 0; k < FLOWS; k++)
		cell_money(b, f->s, f->row, (lxw_col_t)(1 + k), flow[k], c, LOOK_BODY);
	cell_formula_money(b, f->s, f->row, 7,
			   arena_printf(b->scratch, "=SUM(%s)", name_span(b, f->row, 1, f->row, 6)), closing,
			   c, LOOK_BODY);
	gap(f, c, column, closing);
	roll_rate(f, flow, column);
	f->row++;
}

static void total_row(struct form *f, currency c, lxw_row_t first)
{
	struct book *b = f->b;
	const struct movements *m = b->movements;
	size_t k = book_currency(b, c);

	b->movement_total[k] = f->row;
	cell_text(b, f->s, f->row, 0, arena_printf(b->scratch, "Total %s", currency_code(c)),
		  format_of(b, LOOK_TOTAL, SHAPE_TEXT));
	for (int col = 1; col <= 8; col++) {
		money sum = 0;

		for (size_t i = 0; i < m->columns && col < 8; i++)
			book_add(b, &sum, col < 7 ? m->flow[c][i][col - 1] : movements_closing(m, c, i));
		cell_formula_money(
			b, f->s, f->row, (lxw_col_t)col,
			arena_printf(b->scratch, "=SUM(%s)",
				     name_span(b, first, (lxw_col_t)col, f->row - 1, (lxw_col_t)col)),
			sum, c, LOOK_TOTAL);
	}
	cell_blank(b, f->s, f->row, 9, format_of(b, LOOK_TOTAL, SHAPE_TEXT));
	f->row++;
}

static void one_currency(struct form *f, currency c)
{
	struct book *b = f->b;
	lxw_row_t first;

	form_section(f, arena_printf(b->scratch, "Mouvements en %s", currency_code(c)));
	form_heads(f, head, sizeof head / sizeof *head);
	first = f->row;
	for (size_t i = 0; i < b->movements->columns; i++)
		one_column(f, c, i);
	total_row(f, c, first);
}

void movements_sheet(struct book *b)
{
	static const double width[WIDTH] = { 18, 17, 17, 17, 17, 17, 15, 17, 14, 11 };
	struct form f = form_new(b, SHEET_MOVEMENTS, "Mouvements", WIDTH);
	char date[11];

	form_print(&f);
	sheet_widths(b, f.s, width, WIDTH);
	if (b->movements_missing) {
		form_gap(&f);
		form_warning(&f, arena_printf(b->scratch, "Mouvements\u00a0: %s.", b->movements_missing));
		form_note(&f, "Ouverture, facturation, encaissements, glissements entre tranches et taux de "
			      "passage seront "
			      "calculés dès qu’une clôture précédente sera connue.");
		return;
	}
	form_note(&f, arena_printf(b->scratch,
				   "Depuis la clôture du %s, reconstituée d’après les pièces et lettrages de l’export. Ouverture + nouvelles pièces + réglé et lettré "
				   "+ glissements + "
				   "corrections = clôture.",
				   date_fr(b->in->closing->date, date)));
	form_note(&f, "Taux de passage\u00a0: part de l’ouverture d’une tranche qui a glissé vers une autre. "
		      "Corrections\u00a0: pièces plus "
		      "anciennes apparues ou disparues depuis.");
	for (size_t k = 0; k < b->curs; k++)
		if (b->movements->seen[b->cur[k]])
			one_currency(&f, b->cur[k]);
}
