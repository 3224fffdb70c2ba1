/*
 * sheet_provisions.c - Provisions: the rates, which may be changed here, and
 * what they give by class, against what is booked already (RULES §9, law.md §11).
 */
#include "assess/provision.h"
#include "workbook/form.h"
#include "workbook/listgroup.h"
#include "workbook/sheets.h"

#include "base/banned.h"

#define TOP_ROW 9 /* of the matrix: the lines point at it before this sheet is written */

/* Provision and base by class, per currency: what the live sums come to. */
struct by_class {
	money base[CLASSES], amount[CLASSES], existing[CLASSES], doubtful[CLASSES];
};

void provisions_prepare(struct book *b)
{
	b->matrix.row = TOP_ROW;
	b->matrix.col = 1;
}

static void notes(struct form *f)
{
	const struct policy *p = f->b->a->policy;
	char text[MONEY_TEXT];

	form_note(f, "Proposition\u00a0: base hors taxes × taux par tranche et par classe. Changer un taux "
		     "(fond jaune) recalcule toutes "
		     "les lignes et tous les totaux.");
	form_note(f, "Une méthode statistique chiffre un doute, elle ne le prouve pas (CE, 17 février 2016, "
		     "n° 377415)\u00a0: chaque "
		     "créance retenue doit être douteuse par elle-même.");
	form_note(f, "Exclure les créances assurées ou payées depuis.");
	form_note(f, arena_printf(f->b->scratch,
				  "TVA\u00a0: celle de la pièce%s%s. Compte 416\u00a0: pièces échues depuis "
				  "%d jours ou plus, et créances "
				  "déclarées en procédure collective.",
				  p->default_vat ? ", à défaut "
						 : "\u00a0; sans elle, la base est le montant TTC",
				  p->default_vat ? arena_printf(f->b->scratch, "%s\u00a0%%",
								rate_text(p->default_vat, 2, ",", text))
						 : "",
				  p->doubtful_after));
}

static void write_matrix(struct form *f)
{
	struct book *b = f->b;
	const struct policy *p = b->a->policy;
	size_t n = provision_columns(p);
	char label[32];

	row_height(b, f->s, f->row, 28);
	cell_text(b, f->s, f->row, 0, "Classe", b->format.head);
	for (size_t k = 0; k < n; k++) {
		size_t column = k + 1 < n ? k : ageing_no_due(p);

		cell_text(b, f->s, f->row, (lxw_col_t)(1 + k), ageing_label(p, column, label),
			  b->format.head_ageing[column]);
	}
	f->row++;
	if (f->row != b->matrix.row)
		book_fail(b, ST_OUTPUT, "classeur : la grille des provisions n'est pas à sa place");
	for (int class = 0; class < CLASSES; class ++) {
		cell_text(b, f->s, f->row, 0, class_french((enum risk_class) class),
			  format_of(b, LOOK_SUBTOTAL, SHAPE_CENTRE));
		for (size_t k = 0; k < n; k++)
			cell_number(b, f->s, f->row, (lxw_col_t)(1 + k),
				    (double)p->provision[k][class] / (double)RATE_ONE,
				    format_of(b, LOOK_INPUT, SHAPE_RATE));
		f->row++;
	}
}

static const struct by_class *gather(struct book *b, currency cur)
{
	const struct list *l = b->list[SHEET_PROVISION_LINES];
	struct by_class *out = arena_alloc(b->scratch, sizeof *out);

	for (size_t i = 0; l->groups && i < l->groups->n; i++) {
		const struct group *g = &l->groups->group[i];

		if (g->column != list_column(l, "class") || b->cur[g->cur] != cur)
			continue;
		for (int class = 0; class < CLASSES; class ++) {
			if (!text_eq(g->text, class_french((enum risk_class) class)))
				continue;
			out->base[class] = g->sum[list_column(l, "base")];
			out->amount[class] = g->sum[list_column(l, "provision")];
			out->existing[class] = g->sum[list_column(l, "existing")];
			out->doubtful[class] = g->sum[list_column(l, "doubtful")];
		}
	}
	return out;
}

/* One live sum over the lines: column `code`, for the class that stands in this row. */
static void class_sum(struct form *f, lxw_col_t c, const char *code, currency cur, money x)
{
	struct book *b = f->b;
	const struct list *l = b->list[SHEET_PROVISION_LINES];
	struct condition when[2] = { { list_column(l, "class"), name_cell(b, f->row, 0), false },
				     { (size_t)l->spec->key,
				       arena_printf(b->scratch, "\"%s\"", currency_code(cur)), false } };

	cell_formula_money(b, f->s, f->row, c,
			   arena_printf(b->scratch, "=%s", list_sumifs(l, list_column(l, code), when, 2)), x,
			   cur, LOOK_BODY);
}

static void total_cell(struct form *f, lxw_col_t c, lxw_row_t first, const money *part, currency cur,
		       money *total)
{
	struct book *b = f->b;

	*total = 0;
	for (int class = 0; class < CLASSES; class ++)
		book_add(b, total, part[class]);
	cell_formula_money(
		b, f->s, f->row, c,
		arena_printf(b->scratch, "=SUM(%s)", name_span(b, first, c, first + CLASSES - 1, c)), *total,
		cur, LOOK_TOTAL);
}

static void one_class(struct form *f, const struct by_class *s, int class, currency cur)
{
	struct book *b = f->b;
	money gap = s->amount[class];

	cell_text(b, f->s, f->row, 0, class_french((enum risk_class) class),
		  format_of(b, LOOK_SUBTOTAL, SHAPE_CENTRE));
	class_sum(f, 1, "base", cur, s->base[class]);
	class_sum(f, 2, "provision", cur, s->amount[class]);
	class_sum(f, 3, "existing", cur, s->existing[class]);
	book_add(b, &gap, -s->existing[class]);
	cell_formula_money(
		b, f->s, f->row, 4,
		arena_printf(b->scratch, "=%s-%s", name_cell(b, f->row, 2), name_cell(b, f->row, 3)), gap,
		cur, LOOK_BODY);
	class_sum(f, 5, "doubtful", cur, s->doubtful[class]);
	f->row++;
}

static void entry(struct form *f, const char *text, const char *formula, money x, currency cur)
{
	cell_text(f->b, f->s, f->row, 0, text, format_of(f->b, LOOK_BODY, SHAPE_TEXT));
	for (lxw_col_t c = 1; c < 4; c++)
		cell_blank(f->b, f->s, f->row, c, format_of(f->b, LOOK_BODY, SHAPE_TEXT));
	cell_formula_money(f->b, f->s, f->row, 4, formula, x, cur, LOOK_SUBTOTAL);
	f->row++;
}

static void one_currency(struct form *f, currency cur)
{
	static const char *const head[] = { "Classe",
					    "Base HT",
					    "Provision proposée",
					    "Provision existante",
					    "À doter (+), à reprendre (−)",
					    "Proposé en 416 (TTC)" };
	struct book *b = f->b;
	const struct by_class *s = gather(b, cur);
	money total[4], gap;
	lxw_row_t first;
	const char *cell;

	form_section(f, arena_printf(b->scratch, "Proposition en %s", currency_code(cur)));
	form_heads(f, head, sizeof head / sizeof *head);
	first = f->row;
	for (int class = 0; class < CLASSES; class ++)
		one_class(f, s, class, cur);
	form_filter(f);
	cell_text(b, f->s, f->row, 0, arena_printf(b->scratch, "Total %s", currency_code(cur)),
		  format_of(b, LOOK_TOTAL, SHAPE_TEXT));
	total_cell(f, 1, first, s->base, cur, &total[0]);
	total_cell(f, 2, first, s->amount, cur, &total[1]);
	total_cell(f, 3, first, s->existing, cur, &total[2]);
	gap = total[1];
	book_add(b, &gap, -total[2]);
	cell_formula_money(b, f->s, f->row, 4,
			   arena_printf(b->scratch, "=SUM(%s)", name_span(b, first, 4, f->row - 1, 4)), gap,
			   cur, LOOK_TOTAL);
	total_cell(f, 5, first, s->doubtful, cur, &total[3]);
	cell = name_cell(b, f->row, 4);
	f->row++;
	entry(f, "Dotation\u00a0: débit 68174, crédit 491", arena_printf(b->scratch, "=MAX(0,%s)", cell),
	      gap > 0 ? gap : 0, cur);
	entry(f, "Reprise\u00a0: débit 491, crédit 78174", arena_printf(b->scratch, "=MAX(0,-%s)", cell),
	      gap < 0 ? -gap : 0, cur);
	entry(f, "Reclassement\u00a0: débit 416, crédit 411",
	      arena_printf(b->scratch, "=%s", name_cell(b, f->row - 3, 5)), total[3], cur);
}

void provisions_sheet(struct book *b)
{
	static const double width[] = { 32, 16, 16, 16, 16, 16, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10 };
	size_t columns = provision_columns(b->a->policy) + 1;
	const struct list *l = b->list[SHEET_PROVISION_LINES];
	struct form f = form_new(b, SHEET_PROVISIONS, "Provisions", 8);

	form_widths(&f, width, columns > 6 ? columns : 6, 0);
	notes(&f);
	form_section(&f, "Taux de provision, en % de la base hors taxes");
	f.row = TOP_ROW - 1;
	write_matrix(&f);
	for (size_t k = 0; k < b->curs; k++)
		if (l->count[k]) {
			form_keep(&f, CLASSES + 4);
			one_currency(&f, b->cur[k]);
		}
	form_print(&f);
}
