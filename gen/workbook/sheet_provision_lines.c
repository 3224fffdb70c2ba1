/*
 * sheet_provision_lines.c - Provisions par pièce: base, rate and provision of
 * each open debit. The rate comes live from the matrix on the sheet Provisions;
 * a reviewer may put another one in, item by item.
 */
#include <string.h>

#include "assess/provision.h"
#include "workbook/sheets.h"

#include "base/banned.h"

static const struct column columns[] = {
	{ "customer", "Compte", SHAPE_TEXT, 8, 16, 0, -1 },
	{ "name", "Client", SHAPE_TEXT, 16, 26, 0, -1 },
	{ "number", "Numéro de pièce", SHAPE_TEXT, 10, 20, 0, -1 },
	{ "due", "Échéance", SHAPE_DATE, 10, 10, 0, -1 },
	{ "currency", "Devise", SHAPE_CENTRE, 6, 7, 0, -1 },
	{ "class", "Classe", SHAPE_CENTRE, 7, 7, 0, -1 },
	{ "bucket", "Tranche", SHAPE_CENTRE, 9, 13, COL_BUCKET, -1 },
	{ "open", "Reste ouvert TTC", SHAPE_MONEY, 10, 20, COL_SUM, -1 },
	{ "vat", "TVA", SHAPE_CENTRE, 9, 10, 0, -1 },
	{ "base", "Base HT", SHAPE_MONEY, 10, 20, COL_SUM, -1 },
	{ "rate", "Taux de la grille (%)", SHAPE_RATE, 9, 10, 0, -1 },
	{ "own_rate", "Taux retenu s’il diffère (%)", SHAPE_RATE, 11, 11, COL_INPUT, -1 },
	{ "provision", "Provision proposée", SHAPE_MONEY, 10, 20, COL_SUM, -1 },
	{ "existing", "Provision existante", SHAPE_MONEY, 10, 20, COL_SUM, -1 },
	{ "difference", "À doter (+), à reprendre (−)", SHAPE_MONEY, 10, 20, COL_SUM, -1 },
	{ "doubtful", "Proposé en 416 (TTC)", SHAPE_MONEY, 10, 20, COL_SUM, -1 },
	{ "balance_row", "Ligne de «\u00a0Balance âgée\u00a0»", SHAPE_INT, 8, 9, COL_FOLD, -1 },
};

static const char *vat_french(const struct book *b, const struct document *doc)
{
	if (doc->has_vat)
		return "indiquée";
	return b->a->policy->default_vat ? "par défaut" : "inconnue";
}

/* The matrix's cell for the class that stands in this row. */
static const char *rate_formula(struct list *l, size_t column)
{
	struct book *b = l->b;
	const struct sheet *s = b->free_form[SHEET_PROVISIONS];
	size_t last = provision_columns(b->a->policy) - 1;
	lxw_row_t top = b->matrix.row, bottom = top + CLASSES - 1;
	lxw_col_t left = b->matrix.col;

	return arena_printf(b->scratch, "=INDEX(%s,MATCH(%s,%s,0),%zu)",
			    name_range(b, s, top, left, bottom, (lxw_col_t)(left + last)),
			    name_cell(b, l->row, (lxw_col_t)list_column(l, "class")),
			    name_range(b, s, top, left - 1, bottom, left - 1), column + 1);
}

/* Rate, the reviewer's rate, provision. */
static void computed(struct list *l, const struct provision_item *p, currency cur)
{
	struct book *b = l->b;
	const char *rate_text = "", *amount = "";

	if (l->writing) {
		lxw_col_t base = (lxw_col_t)(l->at - 1);

		rate_text = rate_formula(l, p->column);
		amount = arena_printf(b->scratch, "=ROUND(%s*IF(%s=\"\",%s,%s)/100,%d)",
				      name_cell(b, l->row, base), name_cell(b, l->row, base + 2),
				      name_cell(b, l->row, base + 1), name_cell(b, l->row, base + 2),
				      currency_decimals(cur));
	}
	list_formula(l, rate_text, (double)p->percent / (double)RATE_ONE, 6);
	list_skip(l);
	list_money_formula(l, amount, p->amount);
}

static void difference(struct list *l, money proposed, money existing)
{
	struct book *b = l->b;
	const char *formula = "";
	money x = proposed;

	if (l->writing)
		formula = arena_printf(b->scratch, "=%s-%s", name_cell(b, l->row, (lxw_col_t)(l->at - 1 - 1)),
				       name_cell(b, l->row, (lxw_col_t)(l->at - 1)));
	book_add(b, &x, -existing);
	list_money_formula(l, formula, x);
}

static void identity(struct list *l, const struct position *pos, uint32_t doc, civil_date due)
{
	struct book *b = l->b;
	const struct document *d = &b->a->view->ledger->document[doc];
	const struct customer *c = customer_of(b, pos);

	list_row(l, pos->cur);
	list_text(l, c->id);
	list_text(l, c->name);
	list_text(l, ledger_text(b->a->view->ledger, d->number));
	list_date(l, due);
	list_text(l, currency_code(pos->cur));
	list_text(l, class_french(b->a->profile[pos->customer].used));
}

/* The number that the position has on the sheet Balance âgée, whose column sums these lines up. */
static int64_t balance_row(const struct book *b, const struct position *pos)
{
	return pos - b->a->position + 1;
}

static void open_item(struct list *l, const struct position *pos, const struct item *it)
{
	struct book *b = l->b;
	const struct document *doc = document_of(b, it);
	struct provision_item p;
	money existing;
	char label[32];

	if (!provision_of(b->a, pos, it, &p) || !provision_existing(b->a->view->ledger, it->doc, &existing)) {
		book_fail(b, ST_LIMIT, "classeur : la provision d'une pièce dépasse la capacité de calcul");
		return;
	}
	identity(l, pos, it->doc, it->due);
	list_text(l, ageing_label(b->a->policy, ageing_item(b->a->policy, it->bucket), label));
	list_money(l, b->a->view->open[it->doc]);
	list_text(l, vat_french(b, doc));
	list_money(l, p.base);
	computed(l, &p, pos->cur);
	list_money(l, existing);
	difference(l, p.amount, existing);
	list_money(l, p.doubtful);
	list_int(l, balance_row(b, pos));
}

/* Nothing is owed any more: what was provided is to be released. */
static void settled_document(struct list *l, const struct position *pos, uint32_t doc, money existing)
{
	struct provision_item none = { 0 };

	identity(l, pos, doc, DATE_NONE);
	list_text(l, "Réglée");
	list_money(l, 0);
	list_text(l, "");
	list_money(l, 0);
	list_number(l, 0, 4);
	list_skip(l);
	list_money(l, none.amount);
	list_money(l, existing);
	difference(l, 0, existing);
	list_money(l, 0);
	list_int(l, balance_row(l->b, pos));
}

/* A document of the position that is open no more, or a credit, with what was provided on it. */
static bool to_release(struct book *b, const struct position *pos, uint32_t doc, money *existing)
{
	const struct assessment *a = b->a;
	const struct document *d = &a->view->ledger->document[doc];

	if (d->extras == NONE || d->cur != pos->cur || !view_exists(a->view, doc) ||
	    (a->view->open[doc] != 0 && doc_type_is_debit((enum document_type)d->type)))
		return false;
	if (!provision_existing(a->view->ledger, doc, existing))
		book_fail(b, ST_LIMIT, "classeur : la provision d'une pièce dépasse la capacité de calcul");
	return *existing != 0;
}

static void settled_documents(struct list *l, const struct position *pos)
{
	const struct customer *c = customer_of(l->b, pos);
	money existing;

	for (uint32_t doc = c->first_document; doc < c->first_document + c->documents; doc++)
		if (to_release(l->b, pos, doc, &existing))
			settled_document(l, pos, doc, existing);
}

uint32_t provision_lines_of(struct book *b, const struct position *pos)
{
	const struct customer *c = customer_of(b, pos);
	uint32_t n = 0;
	money existing;

	for (uint32_t k = pos->first_item; k < pos->first_item + pos->items; k++)
		n += b->a->item[k].bucket != ITEM_UNAPPLIED;
	for (uint32_t doc = c->first_document; doc < c->first_document + c->documents; doc++)
		n += to_release(b, pos, doc, &existing);
	return n;
}

static void rows(struct list *l)
{
	const struct assessment *a = l->b->a;

	for (uint32_t i = 0; assessment_has_position(a, i) && l->b->st == ST_OK; i++) {
		const struct position *pos = &a->position[i];

		for (uint32_t k = 0; k < pos->items && l->b->st == ST_OK; k++)
			if (a->item[pos->first_item + k].bucket != ITEM_UNAPPLIED)
				open_item(l, pos, &a->item[pos->first_item + k]);
		settled_documents(l, pos);
	}
}

void provision_lines_measure(struct book *b)
{
	static const char *const note[] = {
		"Une ligne par pièce débitrice ouverte. Le taux vient de la grille de la feuille "
		"«\u00a0Provisions\u00a0»\u00a0; la colonne jaune le "
		"remplace pour une pièce. Provision = base HT × taux, arrondie à chaque pièce.",
		"Les provisions de «\u00a0Balance âgée\u00a0» suivent l’ordre de ces lignes\u00a0: filtrer, "
		"mais ne pas trier.",
	};
	struct list_spec *spec = arena_alloc(b->mem, sizeof *spec);

	*spec = (struct list_spec){
		.id = SHEET_PROVISION_LINES,
		.title = "Provisions par pièce",
		.empty = "Aucune pièce débitrice n’est ouverte\u00a0: rien à provisionner.",
		.column = columns,
		.columns = sizeof columns / sizeof *columns,
		.key = 4,
		.frozen = 3,
		.note = note,
		.notes = b->tables ? 1 : 2, /* see sum_by_number() */
		.rows = rows,
		.group = { 5, 6, -1 }
	};
	list_measure(b, spec);
}
