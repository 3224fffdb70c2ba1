/*
 * sheet_reconciliation.c - Rapprochement: the closure proof (RULES §4). First
 * the sheets of this workbook against each other; then every check that the
 * assessment made, against the export's control totals and the ledger. What was
 * found is read live from the sheets; what the file states is a number.
 */
#include "workbook/sheets.h"

#include "base/banned.h"

static const struct column columns[] = {
	{ "check", "Contrôle", SHAPE_TEXT, 30, 42, 0, -1 },
	{ "customer", "Compte", SHAPE_TEXT, 8, 16, 0, -1 },
	{ "name", "Client", SHAPE_TEXT, 10, 28, 0, -1 },
	{ "currency", "Devise", SHAPE_CENTRE, 6, 7, 0, -1 },
	{ "expected", "Attendu", SHAPE_MONEY, 14, 20, 0, -1 },
	{ "outside", "Hors de la balance âgée", SHAPE_MONEY, 14, 20, 0, -1 },
	{ "found", "Trouvé", SHAPE_MONEY, 14, 20, 0, -1 },
	{ "gap", "Écart", SHAPE_MONEY, 9, 20, 0, -1 },
	{ "state", "État", SHAPE_STATE, 11, 11, 0, -1 },
	{ "detail", "Détail", SHAPE_TEXT, 30, 50, 0, -1 },
};

/* The three last columns: difference and state follow the two amounts. */
static void verdict(struct list *l, money expected, money found, const char *detail)
{
	struct book *b = l->b;
	const char *gap = "", *state = "";
	money difference = found;

	if (expected == INT64_MIN || !money_add(&difference, -expected))
		book_fail(b, ST_LIMIT, "classeur : un écart dépasse la capacité de calcul");
	if (!l->writing)
		b->gaps += difference != 0;
	if (l->writing) {
		lxw_col_t c = (lxw_col_t)l->at;

		gap = arena_printf(b->scratch, "=ROUND(%s-%s,%d)", name_cell(b, l->row, c - 1),
				   name_cell(b, l->row, c - 3), currency_decimals(l->cur));
		state = arena_printf(b->scratch, "=IF(%s=0,\"conforme\",\"ÉCART\")", name_cell(b, l->row, c));
	}
	list_money_formula(l, gap, difference);
	list_formula_text(l, state, difference == 0 ? "conforme" : "ÉCART");
	list_text(l, detail);
}

static void head(struct list *l, const char *check, uint32_t customer, currency cur)
{
	const struct ledger *ledger = l->b->a->view->ledger;

	list_row(l, cur);
	list_text(l, check);
	list_text(l, customer == NONE ? "" : ledger->customer[customer].id);
	list_text(l, customer == NONE ? "" : ledger->customer[customer].name);
	list_text(l, currency_code(cur));
}

/* Sum of a list's column in the currency that stands in this row, as a live formula. */
static const char *live(struct list *l, const struct list *of, size_t column)
{
	struct condition when = { (size_t)of->spec->key,
				  name_cell(l->b, l->row, (lxw_col_t)list_column(l, "currency")), false };

	return list_sumifs(of, column, &when, 1);
}

static void columns_check(struct list *l, currency cur)
{
	struct book *b = l->b;
	const struct list *of = b->list[SHEET_BALANCE];
	size_t balance = list_column(of, "balance");
	const char *sum = "", *one = "";
	money total = 0;

	head(l, "Balance âgée\u00a0: somme des colonnes = solde", NONE, cur);
	for (size_t k = 0; k < ageing_columns(b->a->policy); k++) {
		book_add(b, &total, list_total(of, balance + 1 + k, cur));
		if (l->writing)
			sum = arena_printf(b->scratch, "%s%s%s", sum, k ? "+" : "=",
					   live(l, of, balance + 1 + k));
	}
	if (l->writing)
		one = arena_printf(b->scratch, "=%s", live(l, of, balance));
	list_money_formula(l, one, list_total(of, balance, cur));
	list_skip(l);
	list_money_formula(l, sum, total);
	verdict(l, list_total(of, balance, cur), total,
		"Formules vives\u00a0: les deux feuilles de ce classeur.");
}

static void items_check(struct list *l, currency cur)
{
	struct book *b = l->b;
	const struct list *balance = b->list[SHEET_BALANCE], *items = b->list[SHEET_ITEMS];
	size_t solde = list_column(balance, "balance"), open = list_column(items, "open");
	const char *one = "", *other = "";

	head(l, "Balance âgée\u00a0: solde = somme des pièces ouvertes", NONE, cur);
	if (l->writing) {
		one = arena_printf(b->scratch, "=%s", live(l, balance, solde));
		other = arena_printf(b->scratch, "=%s", live(l, items, open));
	}
	list_money_formula(l, one, list_total(balance, solde, cur));
	list_skip(l);
	list_money_formula(l, other, list_total(items, open, cur));
	verdict(l, list_total(balance, solde, cur), list_total(items, open, cur),
		"Formules vives\u00a0: les deux feuilles de ce classeur.");
}

/* Two ways to the provision: the assessment's, and the sum over the items on their sheet. */
static void provision_check(struct list *l, currency cur)
{
	struct book *b = l->b;
	const struct list *balance = b->list[SHEET_BALANCE], *lines = b->list[SHEET_PROVISION_LINES];
	size_t of = list_column(balance, "provision"), in = list_column(lines, "provision");
	const char *one = "", *other = "";

	head(l, "Provision\u00a0: balance âgée = somme des pièces", NONE, cur);
	if (l->writing) {
		one = arena_printf(b->scratch, "=%s", live(l, balance, of));
		other = arena_printf(b->scratch, "=%s", live(l, lines, in));
	}
	list_money_formula(l, one, list_total(balance, of, cur));
	list_skip(l);
	list_money_formula(l, other, list_total(lines, in, cur));
	verdict(l, list_total(balance, of, cur), list_total(lines, in, cur),
		"Formules vives\u00a0: un taux changé à la main se retrouve des deux côtés.");
}

static void own_checks(struct list *l)
{
	struct book *b = l->b;
	const struct list *balance = b->list[SHEET_BALANCE], *items = b->list[SHEET_ITEMS];

	for (size_t k = 0; k < b->curs && balance && b->st == ST_OK; k++) {
		if (balance->count[k] == 0)
			continue;
		columns_check(l, b->cur[k]);
		if (items && items->count[k])
			items_check(l, b->cur[k]);
		if (b->list[SHEET_PROVISION_LINES] && b->list[SHEET_PROVISION_LINES]->count[k])
			provision_check(l, b->cur[k]);
	}
}

/* Row of Balance âgée of a customer and currency; NONE without any. */
static uint32_t balance_row(const struct assessment *a, uint32_t customer, currency cur)
{
	const struct position *pos = position_of_customer(a, customer, cur);

	return pos ? (uint32_t)(pos - a->position) : NONE;
}

/* The balance that a check is about, as a live formula: of one customer or of the whole; *x what it gives. NULL: none. */
static const char *live_balance(struct list *l, const struct closure_line *check, money *x)
{
	struct book *b = l->b;
	const struct list *of = b->list[SHEET_BALANCE];
	uint32_t row;

	*x = 0;
	if (!of || of->rows == 0)
		return NULL;
	if (check->customer == NONE) {
		*x = list_total(of, list_column(of, "balance"), check->cur);
		return l->writing ? live(l, of, list_column(of, "balance")) : "";
	}
	row = balance_row(b->a, check->customer, check->cur);
	if (row == NONE)
		return NULL;
	*x = b->a->position[row].balance;
	return l->writing ? sum_by_number(of, "balance", "number",
					  arena_printf(b->scratch, "%u", (unsigned)row + 1), row, 1)
			  : "";
}

/* A number of the file, or the sum of the open items where it is that. */
static void expected_cell(struct list *l, const struct closure_line *x)
{
	const struct list *items = l->b->list[SHEET_ITEMS];
	size_t open = items ? list_column(items, "open") : 0;

	if (!x->stated && x->customer == NONE && items && items->rows &&
	    list_total(items, open, x->cur) == x->expected)
		list_money_formula(l,
				   l->writing ? arena_printf(l->b->scratch, "=%s", live(l, items, open)) : "",
				   x->expected);
	else
		list_money(l, x->expected);
}

/*
 * What the file's own totals hold beyond the balance at D (later documents, rejects, allocations
 * made since, other currencies: the detail names them) stands beside it, so that the two add up.
 */
static void one_closure(struct list *l, const struct closure_line *x)
{
	struct book *b = l->b;
	const char *balance;
	money outside = x->found, inside;

	head(l, x->label, x->customer, x->cur);
	expected_cell(l, x);
	balance = x->apart ? NULL : live_balance(l, x, &inside);
	if (!balance || !money_add(&outside, -inside) || (!x->stated && outside != 0)) {
		list_skip(l);
		list_money(l, x->found);
	} else if (x->stated) {
		list_money(l, outside);
		list_money_formula(l,
				   arena_printf(b->scratch, "=%s+%s", balance,
						name_cell(b, l->row, (lxw_col_t)l->at - 1)),
				   x->found);
	} else {
		list_skip(l);
		list_money_formula(l, arena_printf(b->scratch, "=%s", balance), x->found);
	}
	verdict(l, x->expected, x->found, x->detail);
}

static void rows(struct list *l)
{
	const struct assessment *a = l->b->a;

	own_checks(l);
	/* totals before customers, differences before what agrees */
	for (int pass = 0; pass < 4; pass++)
		for (size_t i = 0; i < a->closures && l->b->st == ST_OK; i++) {
			const struct closure_line *x = &a->closure[i];
			int of = (x->customer == NONE ? 0 : 2) + (x->ok ? 1 : 0);

			if (of == pass)
				one_closure(l, x);
		}
}

static void dress(struct list *l, struct sheet *s, lxw_row_t first, lxw_row_t last)
{
	struct book *b = l->b;
	lxw_col_t state = (lxw_col_t)list_column(l, "state");

	rule_word(b, s, first, state, last, "ÉCART", b->format.lateness[b->a->policy->limits + 1]);
	rule_not_zero(b, s, first, state - 1, last, b->format.lateness[b->a->policy->limits + 1]);
}

void reconciliation_measure(struct book *b)
{
	const struct assessment *a = b->a;
	struct list_spec *spec = arena_alloc(b->mem, sizeof *spec);
	const char **note = arena_calloc(b->mem, 4, sizeof *note);
	size_t bad = 0, n = 0;

	for (size_t i = 0; i < a->closures; i++)
		bad += !a->closure[i].ok;
	if (a->closes && bad == 0)
		note[n++] = arena_printf(b->mem, "Conforme\u00a0: %zu contrôle%s de l’arrêté, aucun écart.",
					 a->closures, a->closures > 1 ? "s" : "");
	else
		note[n++] = arena_printf(b->mem,
					 "ÉCART\u00a0: contrôles non conformes\u00a0: %zu sur %zu\u00a0; "
					 "aucun courrier ne doit partir.",
					 bad, a->closures);
	n = balance_notes(b, note, n);
	*spec = (struct list_spec){ .id = SHEET_RECONCILIATION,
				    .title = "Rapprochement",
				    .empty = "Aucun compte n’est ouvert\u00a0: rien n’est à rapprocher.",
				    .column = columns,
				    .columns = sizeof columns / sizeof *columns,
				    .key = 3,
				    .frozen = 1,
				    .note = note,
				    .notes = n,
				    .rows = rows,
				    .dress = dress,
				    .group = { -1, -1, -1 } };
	list_measure(b, spec);
}
