/*
 * sheet_movements.c - Mouvements: from the last closing to this one, per
 * currency and bucket, with roll rates. One list, so that it filters; the
 * sheet Synthèse draws its totals.
 */
#include "workbook/movement.h"
#include "workbook/sheets.h"

#include "base/banned.h"

static const struct column columns[] = {
	{ "bucket", "Tranche", SHAPE_TEXT, 15, 18, COL_BUCKET, -1 },
	{ "currency", "Devise", SHAPE_CENTRE, 6, 7, 0, -1 },
	{ "opening", "Ouverture", SHAPE_MONEY, 12, 20, COL_SUM, -1 },
	{ "invoiced", "Facturé", SHAPE_MONEY, 12, 20, COL_SUM, -1 },
	{ "received", "Encaissé et avoirs", SHAPE_MONEY, 12, 20, COL_SUM, -1 },
	{ "applied", "Lettré", SHAPE_MONEY, 12, 20, COL_SUM, -1 },
	{ "in", "Glissé depuis une autre tranche", SHAPE_MONEY, 14, 20, COL_SUM, -1 },
	{ "out", "Glissé vers une autre tranche", SHAPE_MONEY, 14, 20, COL_SUM, -1 },
	{ "corrected", "Corrections", SHAPE_MONEY, 12, 20, COL_SUM, -1 },
	{ "closing", "Clôture", SHAPE_MONEY, 12, 20, COL_SUM, -1 },
	{ "gap", "Écart avec la balance", SHAPE_MONEY, 10, 20, COL_SUM, -1 },
	{ "roll", "Taux de passage", SHAPE_PERCENT, 9, 9, 0, -1 },
	{ "rate", "Cours", SHAPE_RATE, 8, 12, COL_FOREIGN, -1 },
};
enum { OPENING = 2, OUT = OPENING + FLOW_OUT, CORRECTED = OPENING + FLOW_CORRECTED, CLOSING };

/* Closing less what the aged balance says; live where that sheet exists. */
static void gap(struct list *l, currency c, size_t column, money closing)
{
	struct book *b = l->b;
	const struct list *of = b->list[SHEET_BALANCE];
	const char *text = "";

	if (!of) {
		list_skip(l);
		return;
	}
	column += list_column(of, "balance") + 1;
	if (l->writing) {
		struct condition when = { (size_t)of->spec->key, name_cell(b, l->row, 1), false };

		text = arena_printf(b->scratch, "=ROUND(%s-(%s),%d)", name_cell(b, l->row, CLOSING),
				    list_sumifs(of, column, &when, 1), currency_decimals(c));
	}
	list_money_formula(l, text, closing - list_total(of, column, c));
}

/* Share of the opening that slipped on: a bucket's own risk of growing old. */
static void roll_rate(struct list *l, const money *flow, size_t column)
{
	struct book *b = l->b;
	const char *text = "";

	if (flow[FLOW_OPENING] <= 0 || column > b->a->policy->limits) { /* the last bucket has no next one */
		list_skip(l);
		return;
	}
	if (l->writing)
		text = arena_printf(b->scratch, "=-%s/%s", name_cell(b, l->row, OUT),
				    name_cell(b, l->row, OPENING));
	list_formula(l, text, ratio(-flow[FLOW_OUT], flow[FLOW_OPENING]), 7);
}

static void one_column(struct list *l, currency c, size_t column)
{
	struct book *b = l->b;
	const money *flow = b->movements->flow[c][column];
	money closing = movements_closing(b->movements, c, column);
	char label[32];
	const char *sum = "";
	rate r;

	list_row(l, c);
	list_text(l, ageing_label(b->a->policy, column, label));
	list_text(l, currency_code(c));
	for (int k = 0; k < FLOWS; k++)
		list_money(l, flow[k]);
	if (l->writing)
		sum = arena_printf(b->scratch, "=SUM(%s)", name_span(b, l->row, OPENING, l->row, CORRECTED));
	list_money_formula(l, sum, closing);
	gap(l, c, column, closing);
	roll_rate(l, flow, column);
	if (reference_rate(b->a, b->ref, c, &r))
		list_rate(l, r);
	else
		list_skip(l);
}

static void rows(struct list *l)
{
	const struct movements *m = l->b->movements;

	for (size_t k = 0; m && k < l->b->curs; k++)
		for (size_t i = 0; m->seen[l->b->cur[k]] && i < m->columns && l->b->st == ST_OK; i++)
			one_column(l, l->b->cur[k], i);
}

static void dress(struct list *l, struct sheet *s, lxw_row_t first, lxw_row_t last)
{
	struct book *b = l->b;

	rule_not_zero(b, s, first, (lxw_col_t)list_column(l, "gap"), last,
		      b->format.lateness[b->a->policy->limits + 1]);
	rule_bar(b, s, first, (lxw_col_t)list_column(l, "roll"), last, 0xF9CFA0);
}

void movements_measure(struct book *b)
{
	struct list_spec *spec = arena_alloc(b->mem, sizeof *spec);
	const char **note = arena_calloc(b->mem, 3, sizeof *note);
	char date[11];

	b->movements_missing = movements_missing(b->a, b->in->closing, b->mem);
	if (!b->movements_missing) {
		b->st = movements_new(b->diag, b->a, b->in->closing, b->mem, &b->movements);
		note[0] = arena_printf(
			b->mem,
			"Depuis la clôture du %s, reconstituée d’après les pièces et lettrages de l’export. "
			"Ouverture + facturé + encaissé et avoirs + lettré + glissements + corrections = "
			"clôture.",
			date_fr(b->in->closing->date, date));
		note[1] = "Encaissé et avoirs\u00a0: non affectés jusqu’à leur lettrage, qui les retire des "
			  "tranches qu’ils soldent. Taux de passage\u00a0: part de l’ouverture qui a glissé.";
		note[2] = "Corrections\u00a0: pièces plus anciennes apparues ou disparues depuis.";
	}
	if (b->st != ST_OK)
		return;
	*spec = (struct list_spec){
		.id = SHEET_MOVEMENTS,
		.title = "Mouvements",
		.empty = arena_printf(
			b->mem,
			"Mouvements\u00a0: %s. Ouverture, facturation, encaissements, glissements entre "
			"tranches et taux de passage seront calculés dès qu’une clôture précédente sera "
			"connue.",
			b->movements_missing ? b->movements_missing : "aucun"),
		.column = columns,
		.columns = sizeof columns / sizeof *columns,
		.key = 1,
		.frozen = 2,
		.note = note,
		.notes = b->movements_missing ? 0 : 3,
		.rows = rows,
		.dress = dress,
		.group = { -1, -1, -1 },
	};
	list_measure(b, spec);
}
