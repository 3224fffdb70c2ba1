/* sheet_balance.c - Balance âgée: one row per customer and currency. */
#include <string.h>

#include "workbook/sheets.h"
#include "workbook/summary_data.h"

#include "base/banned.h"

#define MAX_COLUMNS 64

static size_t ageing_part(struct book *b, struct column *col, size_t n, bool net)
{
	const struct policy *p = b->a->policy;
	char label[32], code[24];

	for (size_t k = 0; k < ageing_columns(p); k++) {
		const char *head = ageing_label(p, k, label), *name = ageing_code(p, k, code);

		n = add_column(
			col, n,
			(struct column){ .code = arena_printf(b->mem, net ? "net_%s" : "%s", name),
					 .head = arena_printf(b->mem, net ? "Net %s" : "%s", head),
					 .shape = SHAPE_MONEY,
					 .min = 9,
					 .max = 20,
					 .flags = (uint16_t)(COL_SUM | (net && k == 0 ? COL_BREAK : 0)),
					 .ageing = (int8_t)k });
	}
	return n;
}

/* By due date, where the ageing counts from the document's date */
static const struct column by_due[] = {
	{ "past_due", "Échéance passée", SHAPE_MONEY, 11, 20, COL_SUM, -1 },
	{ "not_past_due", "Échéance à venir", SHAPE_MONEY, 11, 20, COL_SUM, -1 },
};

/* What the formulas of other sheets count and look up. */
static const struct column only_formulas[] = {
	{ "customers", "Client (compté une fois)", SHAPE_INT, 8, 9, COL_FOLD, -1 },
	{ "late_customers", "Client en retard (compté une fois)", SHAPE_INT, 8, 9, COL_FOLD, -1 },
	{ "number", "N° de ligne", SHAPE_INT, 8, 9, COL_FOLD, -1 },
};

static struct column *columns(struct book *b, size_t *count)
{
	static const struct column before[] = {
		{ "customer", "Compte", SHAPE_TEXT, 8, 16, 0, -1 },
		{ "name", "Client", SHAPE_TEXT, 16, 28, 0, -1 },
		{ "currency", "Devise", SHAPE_CENTRE, 6, 7, 0, -1 },
		{ "segment", "Segment", SHAPE_TEXT, 8, 13, 0, -1 },
		{ "class", "Classe", SHAPE_CENTRE, 7, 7, 0, -1 },
		{ "profile", "Profil payeur", SHAPE_TEXT, 9, 14, 0, -1 },
		{ "owner", "Responsable", SHAPE_TEXT, 10, 15, 0, -1 },
		{ "limit", "Plafond de crédit", SHAPE_MONEY, 10, 16, COL_COMPANY, -1 },
		{ "balance", "Solde", SHAPE_MONEY, 10, 20, COL_SUM, -1 },
	};
	static const struct column after[] = {
		{ "overdue", "Échu", SHAPE_MONEY, 9, 20, COL_SUM, -1 },
		{ "share", "Part échue", SHAPE_PERCENT, 8, 8, 0, -1 },
		{ "oldest", "Plus ancien retard (j)", SHAPE_INT, 8, 9, 0, -1 },
		{ "delay", "Retard moyen de paiement (j)", SHAPE_TENTHS, 9, 11, 0, -1 },
		{ "disputed", "dont en litige", SHAPE_MONEY, 9, 20, COL_SUM, -1 },
		{ "provision", "Provision proposée", SHAPE_MONEY, 9, 20, COL_SUM, -1 },
		{ "provision_existing", "Provision existante", SHAPE_MONEY, 9, 20, COL_SUM, -1 },
		{ "interest", "Pénalités courues", SHAPE_MONEY, 9, 20, COL_SUM, -1 },
		{ "indemnity", "Indemnités 40 € (EUR)", SHAPE_MONEY, 11, 14, COL_SUM | COL_EUR, -1 },
	};
	static const struct column last[] = {
		{ "action", "Prochaine action", SHAPE_TEXT, 11, 15, 0, -1 },
		{ "reason", "Motif s’il n’y en a pas", SHAPE_TEXT, 12, 20, 0, -1 },
		{ "letter", "Courrier", SHAPE_TEXT, 7, 9, 0, -1 },
		{ "items", "Pièces", SHAPE_TEXT, 7, 9, 0, -1 },
	};
	struct column *col = arena_calloc(b->mem, MAX_COLUMNS, sizeof *col);
	const char *company = currency_code(b->ref);
	size_t n = sizeof before / sizeof *before;

	memcpy(col, before, sizeof before);
	n = ageing_part(b, col, n, false);
	memcpy(col + n, after, sizeof after);
	n += sizeof after / sizeof *after;
	if (b->a->policy->age_on_document_date) {
		memcpy(col + n, by_due, sizeof by_due);
		n += sizeof by_due / sizeof *by_due;
	}
	n = add_column(col, n,
		       (struct column){ "rate", arena_printf(b->mem, "Cours en %s", company), SHAPE_RATE, 8,
					12, COL_FOREIGN, -1 });
	n = add_column(col, n,
		       (struct column){ "equivalent",
					arena_printf(b->mem, "Solde en contre-valeur (%s)", company),
					SHAPE_MONEY, 10, 20, COL_SUM | COL_COMPANY | COL_FOREIGN, -1 });
	n = add_column(col, n,
		       (struct column){ "overdue_equivalent",
					arena_printf(b->mem, "Échu en contre-valeur (%s)", company),
					SHAPE_MONEY, 10, 20, COL_SUM | COL_COMPANY | COL_FOREIGN, -1 });
	memcpy(col + n, last, sizeof last);
	n += sizeof last / sizeof *last;
	if (b->a->policy->net_view)
		n = ageing_part(b, col, n, true);
	memcpy(col + n, only_formulas, sizeof only_formulas);
	*count = n + sizeof only_formulas / sizeof *only_formulas;
	return col;
}

static void identity(struct list *l, const struct position *pos)
{
	struct book *b = l->b;
	const struct customer *c = customer_of(b, pos);
	const struct profile *f = &b->a->profile[pos->customer];

	list_text(l, c->id);
	list_text(l, c->name);
	list_text(l, currency_code(pos->cur));
	list_text(l, segment_french((enum segment)c->segment));
	list_text(l, class_french(f->used));
	list_text(l, payer_profile_french(f->payer));
	list_text(l, owner_text(c));
	if (c->has_credit_limit)
		list_money(l, c->credit_limit);
	else
		list_skip(l);
}

/* Overdue, its share of the balance, oldest and average delay. */
static void lateness(struct list *l, const struct position *pos, money overdue)
{
	struct book *b = l->b;
	const struct profile *f = &b->a->profile[pos->customer];
	size_t first = list_column(l, "balance") + 2, last = first + b->a->policy->limits;
	const char *sum = "", *share = "";

	if (l->writing) {
		sum = arena_printf(b->scratch, "=SUM(%s)",
				   name_span(b, l->row, (lxw_col_t)first, l->row, (lxw_col_t)last));
		share = arena_printf(b->scratch, "=%s/%s", name_cell(b, l->row, (lxw_col_t)l->at),
				     name_cell(b, l->row, (lxw_col_t)(first - 2)));
	}
	list_money_formula(l, sum, overdue);
	if (pos->balance > 0 && overdue > 0) /* of a customer in credit no share can be said */
		list_formula(l, share, ratio(overdue, pos->balance), 7);
	else
		list_skip(l);
	if (pos->oldest_late > 0)
		list_int(l, pos->oldest_late);
	else
		list_skip(l);
	if (f->has_delay)
		list_number(l, (double)f->average_delay_tenths / 10, 6);
	else
		list_skip(l);
}

/* A column of the provision lines, summed up over those of this row; they are `lines` from `first` on. */
static void from_lines(struct list *l, const char *column, uint32_t first, uint32_t lines, money x)
{
	const struct list *of = l->b->list[SHEET_PROVISION_LINES];
	const char *number;

	if (!l->writing || !of || !lines) {
		list_money(l, x);
		return;
	}
	number = name_cell(l->b, l->row, (lxw_col_t)list_column(l, "number"));
	list_money_formula(l,
			   arena_printf(l->b->scratch, "=%s",
					sum_by_number(of, column, "balance_row", number, first, lines)),
			   x);
}

/* Debits whose due date has passed, whatever the ageing counts from, and those that fall due: RULES §9. */
static void by_due_date(struct list *l, const struct position *pos)
{
	struct book *b = l->b;
	const struct assessment *a = b->a;
	money past = 0, coming = pos->balance;

	for (uint32_t k = pos->first_item; k < pos->first_item + pos->items; k++) {
		const struct item *it = &a->item[k];

		if (it->bucket != ITEM_UNAPPLIED && it->due != DATE_NONE && it->due < a->view->as_of)
			book_add(b, &past, a->view->open[it->doc]);
	}
	book_add(b, &coming, -pos->unapplied);
	book_add(b, &coming, -pos->no_due_date);
	book_add(b, &coming, -past);
	list_money(l, past);
	list_money(l, coming);
}

/* An amount of this row times the rate beside it. */
static void equivalent(struct list *l, const char *column, money x, size_t rate_column)
{
	const char *formula = "";

	if (l->writing)
		formula = arena_printf(l->b->scratch, "=ROUND(%s*%s,%d)",
				       name_cell(l->b, l->row, (lxw_col_t)list_column(l, column)),
				       name_cell(l->b, l->row, (lxw_col_t)rate_column),
				       currency_decimals(l->b->ref));
	list_money_formula(l, formula, x);
}

static void equivalents(struct list *l, const struct position *pos, money overdue)
{
	size_t rate_column = l->at;
	money balance, late;
	rate r;

	if (reference_rate(l->b->a, l->b->ref, pos->cur, &r) &&
	    to_company(l->b, pos->balance, pos->cur, &balance) &&
	    to_company(l->b, overdue, pos->cur, &late)) {
		list_rate(l, r);
		equivalent(l, "balance", balance, rate_column);
		equivalent(l, "overdue", late, rate_column);
	} else {
		list_skip(l);
		list_skip(l);
		list_skip(l);
	}
}

/* first_row: of the customer's items among the rows of Pièces. */
static void actions(struct list *l, const struct position *pos, uint32_t first_row)
{
	struct book *b = l->b;
	const struct decision *e = main_decision(b, pos);
	const struct list *items = b->list[SHEET_ITEMS];
	const struct workbook_letter *letter = NULL;
	size_t letters = 0;

	list_text(l, e ? step_text(e) : "");
	list_text(l, reason_text(e));
	if (e && e->step)
		letter = letters_of(b, e, &letters);
	if (letter)
		list_link_file(l, letter->path, "Ouvrir");
	else
		list_skip(l);
	if (items && pos->items && l->writing) {
		lxw_row_t row;
		const struct sheet *s = list_place(items, first_row, &row);

		list_link_inside(l, arena_printf(b->scratch, "'%s'!A%u", s->name, (unsigned)row + 1), "Voir");
	} else if (items && pos->items) {
		list_link_inside(l, "", "Voir");
	} else {
		list_skip(l);
	}
}

/* How far the walk over the positions has come. */
struct walk {
	uint32_t items, lines; /* rows of Pièces and of Provisions par pièce so far */
	uint32_t late;	       /* customer whose lateness has been counted */
};

/* A customer counts once, on the first of his rows; if he is late, on the first late one. */
static void folded(struct list *l, uint32_t i, struct walk *w)
{
	const struct position *pos = &l->b->a->position[i];
	bool late = pos->oldest_late > 0 && w->late != pos->customer;

	list_int(l, i == 0 || pos[-1].customer != pos->customer);
	list_int(l, late);
	list_int(l, (int64_t)i + 1);
	if (late)
		w->late = pos->customer;
}

static void one_row(struct list *l, uint32_t i, struct walk *w)
{
	struct book *b = l->b;
	const struct policy *p = b->a->policy;
	const struct position *pos = &b->a->position[i];
	uint32_t lines = l->writing ? provision_lines_of(b, pos) : 0;
	money overdue;

	if (!ageing_sum_overdue(pos, p, &overdue))
		book_fail(b, ST_LIMIT, "classeur : l'échu d'un client dépasse la capacité de calcul");
	list_row(l, pos->cur);
	identity(l, pos);
	list_money(l, pos->balance);
	for (size_t k = 0; k < ageing_columns(p); k++)
		list_money(l, ageing_amount(pos, p, k, false));
	lateness(l, pos, overdue);
	list_money(l, pos->disputed);
	from_lines(l, "provision", w->lines, lines, pos->provision);
	from_lines(l, "existing", w->lines, lines, pos->provision_existing);
	list_money(l, pos->interest);
	list_money(l, pos->indemnity);
	if (p->age_on_document_date)
		by_due_date(l, pos);
	equivalents(l, pos, overdue);
	actions(l, pos, w->items);
	for (size_t k = 0; p->net_view && k < ageing_columns(p); k++)
		list_money(l, ageing_amount(pos, p, k, true));
	folded(l, i, w);
	w->items += pos->items;
	w->lines += lines;
}

static void rows(struct list *l)
{
	struct walk w = { .late = NONE };

	for (uint32_t i = 0; assessment_has_position(l->b->a, i) && l->b->st == ST_OK; i++)
		one_row(l, i, &w);
}

static void dress(struct list *l, struct sheet *s, lxw_row_t first, lxw_row_t last)
{
	struct book *b = l->b;
	size_t balance = list_column(l, "balance");

	/* bars compare: amounts of several currencies only in their common one */
	rule_bar(b, s, first, (lxw_col_t)(list_currencies(l) > 1 ? list_column(l, "equivalent") : balance),
		 last, 0xC4D6EA);
	for (size_t k = 1; k < ageing_columns(b->a->policy); k++)
		rule_not_zero(b, s, first, (lxw_col_t)(balance + 1 + k), last, b->format.lateness[k]);
	rule_bar(b, s, first, (lxw_col_t)list_column(l, "share"), last, 0xF9CFA0);
	rule_late(b, s, first, (lxw_col_t)list_column(l, "oldest"), last);
}

void balance_measure(struct book *b)
{
	struct list_spec *spec = arena_alloc(b->mem, sizeof *spec);
	const char **note = arena_calloc(b->mem, 4, sizeof *note);
	size_t n = 0;

	if (b->a->policy->age_on_document_date)
		note[n++] = "Ancienneté comptée depuis la date de la pièce.";
	else
		note[n++] = "Ancienneté comptée depuis l’échéance\u00a0: une pièce échue le jour de l’arrêté "
			    "n’est pas en retard.";
	n = balance_notes(b, note, n);
	*spec = (struct list_spec){ .id = SHEET_BALANCE,
				    .title = "Balance âgée",
				    .empty = "Aucun compte n’est ouvert à cette date.",
				    .key = 2,
				    .frozen = 2,
				    .note = note,
				    .notes = n,
				    .rows = rows,
				    .dress = dress,
				    .group = { 3, 4, 6 } };
	spec->column = columns(b, &spec->columns);
	list_measure(b, spec);
}
