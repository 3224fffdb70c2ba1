/*
 * summary_movement.c - the movement of the month on the sheet Synthèse: how the
 * last closing became this one, for the whole and for what is overdue. Its
 * formulas add up the sheet Mouvements in the reference currency.
 */
#include "workbook/movement.h"
#include "workbook/sheets.h"
#include "workbook/summary_tables.h"

#include "base/banned.h"

static const struct {
	const char *code, *label; /* of the column of Mouvements */
} flows[] = {
	[FLOW_OPENING] = { "opening", "Ouverture" },
	[FLOW_INVOICED] = { "invoiced", "Facturé" },
	[FLOW_RECEIVED] = { "received", "Encaissé et avoirs" },
	[FLOW_APPLIED] = { "applied", "Lettré" },
	[FLOW_IN] = { "in", NULL },
	[FLOW_OUT] = { "out", NULL },
	[FLOW_CORRECTED] = { "corrected", "Corrections" },
};

/* A column of Mouvements, or what it has in the overdue buckets. */
static const char *flow_sum(const struct summary *s, enum flow f, bool overdue)
{
	struct book *b = s->f.b;
	const struct policy *p = b->a->policy;
	const struct list *l = b->list[SHEET_MOVEMENTS];
	const size_t other[] = { 0, ageing_unapplied(p), ageing_no_due(p) };
	struct condition not_overdue[3];

	for (size_t i = 0; i < 3; i++) {
		char label[32];

		not_overdue[i].by = list_column(l, "bucket");
		not_overdue[i].equals = arena_printf(b->scratch, "\"%s\"", ageing_label(p, other[i], label));
	}
	return list_sum_converted(l, list_column(l, flows[f].code), list_column(l, "rate"),
				  currency_decimals(s->data.ref), not_overdue, overdue ? 3 : 0);
}

/* One flow, and a second one that is shown with it; returns their sum. */
static money flow_cell(struct summary *s, lxw_col_t c, enum flow first, enum flow last)
{
	struct form *f = &s->f;
	struct book *b = f->b;
	const char *formula = "";
	money sum = 0, x;

	for (enum flow k = first; k <= last; k++) {
		if (!movements_flow(b->movements, b->a, k, c == 2, &x))
			book_fail(b, ST_LIMIT, "classeur : un total dépasse 64 bits");
		book_add(b, &sum, x);
		formula = arena_printf(b->scratch, "%s%s%s", formula, k == first ? "=" : "+",
				       flow_sum(s, k, c == 2));
	}
	cell_formula_money(b, f->s, f->row, c, formula, sum, s->data.ref, LOOK_BODY);
	return sum;
}

static void closing_row(struct summary *s, const money closing[3])
{
	struct form *f = &s->f;
	struct book *b = f->b;

	cell_text(b, f->s, f->row, 0, "Clôture", format_of(b, LOOK_TOTAL, SHAPE_TEXT));
	for (lxw_col_t c = 1; c <= 2; c++)
		cell_formula_money(b, f->s, f->row, c,
				   arena_printf(b->scratch, "=SUM(%s)",
						name_span(b, s->movement.first, c, s->movement.last, c)),
				   closing[c], s->data.ref, LOOK_TOTAL);
	s->movement.last = f->row++;
}

const char *movement_late(const struct summary *s)
{
	return s->f.b->a->policy->age_on_document_date ? "dont en tranche" : "dont échu";
}

void movement_table(struct summary *s)
{
	const char *const head[] = { "Mouvement", "Encours", movement_late(s) };
	struct form *f = &s->f;
	struct book *b = f->b;
	const struct list *l = b->list[SHEET_MOVEMENTS];
	money closing[3] = { 0 };
	char date[11];

	if (!l || !l->rows || !b->movements || s->data.ref == CUR_NONE)
		return;
	form_section(f, arena_printf(b->scratch, "Mouvement depuis le %s (en %s)",
				     date_fr(b->in->closing->date, date), currency_code(s->data.ref)));
	form_heads(f, head, sizeof head / sizeof *head);
	for (enum flow k = FLOW_OPENING; k < FLOWS; k++) {
		enum flow last = k == FLOW_IN ? FLOW_OUT : k;

		block_row(&s->movement, f->row);
		cell_text(b, f->s, f->row, 0,
			  flows[k].label ? flows[k].label : movement_slipped(b->a->policy),
			  format_of(b, LOOK_BODY, SHAPE_TEXT));
		for (lxw_col_t c = 1; c <= 2; c++) {
			money x = flow_cell(s, c, k, last);

			block_amounts(&s->movement, x, x);
			book_add(b, &closing[c], x);
		}
		f->row++;
		k = last;
	}
	form_filter(f);
	closing_row(s, closing);
}
