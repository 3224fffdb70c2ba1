/* sheet_disputes.c - Litiges et promesses: what was said about items that are still open. */
#include "workbook/sheets.h"

#include "base/banned.h"

static const struct column columns[] = {
	{ "nature", "Nature", SHAPE_TEXT, 10, 12, 0, -1 },
	{ "customer", "Compte", SHAPE_TEXT, 8, 16, 0, -1 },
	{ "name", "Client", SHAPE_TEXT, 16, 28, 0, -1 },
	{ "number", "Numéro de pièce", SHAPE_TEXT, 10, 20, 0, -1 },
	{ "due", "Échéance", SHAPE_DATE, 10, 10, 0, -1 },
	{ "currency", "Devise", SHAPE_CENTRE, 6, 7, 0, -1 },
	{ "open", "Reste ouvert", SHAPE_MONEY, 10, 20, 0, -1 },
	{ "amount", "Montant concerné", SHAPE_MONEY, 10, 20, COL_SUBTOTAL, -1 },
	{ "since", "Depuis le", SHAPE_DATE, 10, 10, 0, -1 },
	{ "until", "Pour le / réglé le", SHAPE_DATE, 10, 10, 0, -1 },
	{ "state", "État", SHAPE_TEXT, 10, 16, 0, -1 },
	{ "days_late", "Retard de la pièce (j)", SHAPE_INT, 9, 9, 0, -1 },
	{ "text", "Motif", SHAPE_TEXT, 14, 28, 0, -1 },
	{ "owner", "Responsable", SHAPE_TEXT, 10, 15, 0, -1 },
};

static const char *dispute_state(const struct extra *x, civil_date as_of)
{
	return x->until != DATE_NONE && x->until <= as_of ? "réglé" : "ouvert";
}

static const char *promise_state(const struct extra *x, civil_date as_of)
{
	return x->until != DATE_NONE && x->until < as_of ? "non tenue" : "en cours";
}

static const char *instalment_state(const struct extra *x, const struct item *it, civil_date as_of)
{
	if (x->until == DATE_NONE || x->until > as_of)
		return "à venir";
	return it->left_out == REASON_PLAN ? "respectée" : "échue";
}

static void one_extra(struct list *l, const struct position *pos, const struct item *it,
		      const struct extra *x, const char *nature, const char *state)
{
	struct book *b = l->b;
	const struct document *doc = document_of(b, it);
	const struct customer *c = customer_of(b, pos);
	money open = b->a->view->open[it->doc];
	money amount = x->has_amount && x->amount < open ? x->amount : open;

	list_row(l, pos->cur);
	list_text(l, nature);
	list_text(l, c->id);
	list_text(l, c->name);
	list_text(l, ledger_text(b->a->view->ledger, doc->number));
	list_date(l, it->due);
	list_text(l, currency_code(pos->cur));
	list_money(l, open);
	list_money(l, amount);
	list_date(l, x->date);
	list_date(l, x->until);
	list_text(l, state);
	if (it->due != DATE_NONE)
		list_int(l, it->days_late);
	else
		list_skip(l);
	list_text(l, x->text);
	list_text(l, owner_text(c));
}

static void one_item(struct list *l, const struct position *pos, const struct item *it)
{
	const struct ledger *ledger = l->b->a->view->ledger;
	civil_date as_of = l->b->a->view->as_of;

	for (uint32_t i = document_of(l->b, it)->extras; i != NONE; i = ledger->extra[i].next) {
		const struct extra *x = &ledger->extra[i];

		if (x->date != DATE_NONE && x->date > as_of) /* not yet known at D */
			continue;
		if (x->kind == EXTRA_DISPUTE)
			one_extra(l, pos, it, x, "Litige", dispute_state(x, as_of));
		else if (x->kind == EXTRA_PROMISE)
			one_extra(l, pos, it, x, "Promesse", promise_state(x, as_of));
		else if (x->kind == EXTRA_INSTALMENT)
			one_extra(l, pos, it, x, "Échéancier", instalment_state(x, it, as_of));
	}
}

static void rows(struct list *l)
{
	const struct assessment *a = l->b->a;

	for (uint32_t i = 0; assessment_has_position(a, i) && l->b->st == ST_OK; i++)
		for (uint32_t k = 0; k < a->position[i].items; k++)
			one_item(l, &a->position[i], &a->item[a->position[i].first_item + k]);
}

static void dress(struct list *l, struct sheet *s, lxw_row_t first, lxw_row_t last)
{
	rule_late(l->b, s, first, (lxw_col_t)list_column(l, "days_late"), last);
}

void disputes_measure(struct book *b)
{
	static const char *const note[] = {
		"Une pièce en litige reste dans sa tranche\u00a0: elle est due tant que le litige n’est pas "
		"réglé. Une même pièce peut "
		"figurer sur plusieurs lignes\u00a0: pas de total, des sous-totaux par nature.",
	};
	struct list_spec *spec = arena_alloc(b->mem, sizeof *spec);

	*spec = (struct list_spec){
		.id = SHEET_DISPUTES,
		.title = "Litiges, promesses et échéanciers",
		.empty = "Aucun litige, aucune promesse, aucun échéancier sur les pièces ouvertes.",
		.column = columns,
		.columns = sizeof columns / sizeof *columns,
		.key = 5,
		.frozen = 4,
		.note = note,
		.notes = 1,
		.rows = rows,
		.dress = dress,
		.group = { 0, 10, 13 }
	};
	list_measure(b, spec);
}
