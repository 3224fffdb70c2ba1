/*
 * sheet_items.c - Pièces: one row per open item, with everything that pieces.csv
 * has, and the customer's name, the dispute's reason, the plan besides.
 */
#include "assess/prescription.h"
#include "workbook/sheets.h"

#include "base/banned.h"

static const struct column columns[] = {
	{ "customer", "Compte", SHAPE_TEXT, 8, 16, 0, -1 },
	{ "name", "Client", SHAPE_TEXT, 16, 28, 0, -1 },
	{ "number", "Numéro", SHAPE_TEXT, 10, 20, 0, -1 },
	{ "document", "Pièce", SHAPE_TEXT, 8, 18, 0, -1 },
	{ "type", "Type", SHAPE_TEXT, 9, 18, 0, -1 },
	{ "date", "Date", SHAPE_DATE, 10, 10, 0, -1 },
	{ "due", "Échéance", SHAPE_DATE, 10, 10, 0, -1 },
	{ "currency", "Devise", SHAPE_CENTRE, 6, 7, 0, -1 },
	{ "amount", "Montant d’origine", SHAPE_MONEY, 10, 20, COL_SUM, -1 },
	{ "open", "Reste ouvert", SHAPE_MONEY, 10, 20, COL_SUM, -1 },
	{ "days_late", "Retard (j)", SHAPE_INT, 8, 8, 0, -1 },
	{ "bucket", "Tranche", SHAPE_CENTRE, 9, 13, COL_BUCKET, -1 },
	{ "disputed", "dont en litige", SHAPE_MONEY, 9, 20, COL_SUM, -1 },
	{ "left_out", "Écartée de la relance", SHAPE_TEXT, 12, 22, 0, -1 },
	{ "until", "jusqu’au", SHAPE_DATE, 10, 10, 0, -1 },
	{ "asked", "À réclamer", SHAPE_MONEY, 9, 20, COL_SUM, -1 },
	{ "level", "Dernier niveau relancé", SHAPE_INT, 8, 9, 0, -1 },
	{ "reminded", "le", SHAPE_DATE, 10, 10, 0, -1 },
	{ "dispute_reason", "Motif du litige", SHAPE_TEXT, 12, 24, 0, -1 },
	{ "dispute_since", "Litige depuis", SHAPE_DATE, 10, 10, 0, -1 },
	{ "promise_until", "Promesse pour le", SHAPE_DATE, 10, 10, 0, -1 },
	{ "promise_amount", "Montant promis", SHAPE_MONEY, 9, 20, 0, -1 },
	{ "broken_promise", "Promesse non tenue", SHAPE_CENTRE, 9, 10, 0, -1 },
	{ "plan_until", "Prochaine échéance du plan", SHAPE_DATE, 10, 10, 0, -1 },
	{ "prescription", "Prescription", SHAPE_DATE, 10, 10, 0, -1 },
	{ "site", "Site", SHAPE_TEXT, 6, 16, 0, -1 },
	{ "order", "Commande", SHAPE_TEXT, 8, 18, 0, -1 },
	{ "label", "Libellé", SHAPE_TEXT, 10, 30, 0, -1 },
};

/* The last extra of a kind that is known at D: the one that counts. NULL without any. */
static const struct extra *latest(const struct book *b, const struct document *doc, enum extra_kind kind)
{
	const struct ledger *l = b->a->view->ledger;
	const struct extra *found = NULL;

	for (uint32_t x = ledger_extra(l, doc->extras, kind); x != NONE;
	     x = ledger_extra(l, l->extra[x].next, kind))
		if (l->extra[x].date == DATE_NONE || l->extra[x].date <= b->a->view->as_of)
			found = &l->extra[x];
	return found;
}

/* Earliest instalment of a plan that is not before D. */
static civil_date next_instalment(const struct book *b, const struct document *doc)
{
	const struct ledger *l = b->a->view->ledger;
	civil_date next = DATE_NONE, as_of = b->a->view->as_of;

	for (uint32_t x = ledger_extra(l, doc->extras, EXTRA_INSTALMENT); x != NONE;
	     x = ledger_extra(l, l->extra[x].next, EXTRA_INSTALMENT)) {
		civil_date due = l->extra[x].until;

		if (due != DATE_NONE && due >= as_of && (next == DATE_NONE || due < next))
			next = due;
	}
	return next;
}

static void agreements(struct list *l, const struct item *it)
{
	struct book *b = l->b;
	const struct document *doc = document_of(b, it);
	const struct extra *dispute = item_disputed(b->a->view, it) ? latest(b, doc, EXTRA_DISPUTE) : NULL;
	const struct extra *promise = latest(b, doc, EXTRA_PROMISE);

	list_text(l, dispute ? dispute->text : "");
	list_date(l, dispute ? dispute->date : DATE_NONE);
	list_date(l, promise ? promise->until : DATE_NONE);
	if (promise && promise->has_amount)
		list_money(l, promise->amount);
	else
		list_skip(l);
	list_text(l, it->broken_promise ? "oui" : "");
	list_date(l, next_instalment(b, doc));
}

static void reminders(struct list *l, const struct item *it)
{
	bool out = it->left_out != REASON_NONE;

	list_text(l, out ? reason_french((enum reason)it->left_out) : "");
	list_date(l, out ? it->until : DATE_NONE);
	list_money(l, it->asked);
	if (it->last_reminder != DATE_NONE)
		list_int(l, it->last_level);
	else
		list_skip(l);
	list_date(l, it->last_reminder);
}

static void one_item(struct list *l, const struct position *pos, const struct item *it)
{
	struct book *b = l->b;
	const struct assessment *a = b->a;
	const struct document *doc = document_of(b, it);
	const struct customer *c = customer_of(b, pos);
	char label[32];

	list_row(l, pos->cur);
	list_text(l, c->id);
	list_text(l, c->name);
	list_text(l, ledger_text(a->view->ledger, doc->number));
	list_text(l, ledger_text(a->view->ledger, doc->id));
	list_text(l, document_type_french((enum document_type)doc->type));
	list_date(l, doc->date);
	list_date(l, it->due);
	list_text(l, currency_code(pos->cur));
	list_money(l, doc->amount);
	list_money(l, a->view->open[it->doc]);
	if (it->bucket != ITEM_UNAPPLIED && it->bucket != ITEM_NO_DUE)
		list_int(l, it->days_late);
	else
		list_skip(l);
	list_text(l, ageing_label(a->policy, ageing_item(a->policy, it->bucket), label));
	list_money(l, item_disputed(a->view, it));
	reminders(l, it);
	agreements(l, it);
	list_date(l, prescription_date(a->view, it->doc, a->policy));
	list_text(l, ledger_text(a->view->ledger, doc->site));
	list_text(l, ledger_text(a->view->ledger, doc->order));
	list_text(l, ledger_text(a->view->ledger, doc->label));
}

static void rows(struct list *l)
{
	const struct assessment *a = l->b->a;

	for (uint32_t i = 0; assessment_has_position(a, i) && l->b->st == ST_OK; i++) {
		const struct position *pos = &a->position[i];

		for (uint32_t k = 0; k < pos->items; k++)
			one_item(l, pos, &a->item[pos->first_item + k]);
	}
}

static void dress(struct list *l, struct sheet *s, lxw_row_t first, lxw_row_t last)
{
	rule_late(l->b, s, first, (lxw_col_t)list_column(l, "days_late"), last);
	if (list_currencies(l) == 1)
		rule_bar(l->b, s, first, (lxw_col_t)list_column(l, "open"), last, 0xC4D6EA);
}

void items_measure(struct book *b)
{
	struct list_spec *spec = arena_alloc(b->mem, sizeof *spec);
	const char **note = arena_calloc(b->mem, 4, sizeof *note);

	*spec = (struct list_spec){ .id = SHEET_ITEMS,
				    .title = "Pièces ouvertes",
				    .empty = "Aucune pièce n’est ouverte à cette date.",
				    .column = columns,
				    .columns = sizeof columns / sizeof *columns,
				    .key = 7,
				    .frozen = 3,
				    .note = note,
				    .rows = rows,
				    .dress = dress,
				    .group = { 11, 4, -1 } };
	spec->notes = balance_notes(b, note, 0);
	list_measure(b, spec);
}
