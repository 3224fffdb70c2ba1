/*
 * sheet_bank.c - Banque: every transaction of the bank statements with what became
 * of it. Those that wait for a person come first, with a column to accept or refuse.
 */
#include <string.h>

#include "book/bank.h"
#include "workbook/sheets.h"

#include "base/banned.h"

static const struct column columns[] = {
	{ "state", "État", SHAPE_TEXT, 12, 17, 0, -1 },
	{ "date", "Date", SHAPE_DATE, 10, 10, 0, -1 },
	{ "payer", "Payeur", SHAPE_TEXT, 14, 26, 0, -1 },
	{ "currency", "Devise", SHAPE_CENTRE, 6, 7, 0, -1 },
	{ "amount", "Montant", SHAPE_MONEY, 10, 20, COL_SUBTOTAL, -1 },
	{ "iban", "Fin de l’IBAN", SHAPE_CENTRE, 7, 8, 0, -1 },
	{ "reference", "Référence", SHAPE_TEXT, 10, 20, 0, -1 },
	{ "text", "Libellé", SHAPE_TEXT, 12, 30, 0, -1 },
	{ "customer", "Compte", SHAPE_TEXT, 8, 16, 0, -1 },
	{ "name", "Client", SHAPE_TEXT, 14, 26, 0, -1 },
	{ "documents", "Pièces rapprochées", SHAPE_TEXT, 12, 20, 0, -1 },
	{ "items", "Voir dans Pièces", SHAPE_TEXT, 7, 9, 0, -1 },
	{ "confidence", "Confiance", SHAPE_CENTRE, 9, 10, 0, -1 },
	{ "evidence", "Reconnue par", SHAPE_TEXT, 12, 16, 0, -1 },
	{ "reason", "Motif", SHAPE_TEXT, 18, 34, 0, -1 },
	{ "verdict", "Décision", SHAPE_TEXT, 11, 11, COL_INPUT, -1 },
	{ "comment", "Commentaire", SHAPE_TEXT, 26, 26, COL_INPUT, -1 },
	{ "file", "Relevé", SHAPE_TEXT, 9, 20, 0, -1 },
	{ "line", "Ligne", SHAPE_INT, 6, 9, 0, -1 },
};

static const char *const verdicts[] = { "Accepter", "Refuser", NULL };

/* In the order of the sheet: what waits for a person comes first. */
enum state { UNSURE, UNMATCHED, RETURN_WAITS, COUNTS, RETURNED, LATER, BOOKED, DUPLICATE, STATES };

static enum state state_of(const struct bank_item *x, civil_date as_of)
{
	switch ((enum bank_status)x->status) {
	case BANK_UNSURE:
		return UNSURE;
	case BANK_UNMATCHED:
		return UNMATCHED;
	case BANK_RETURNED:
		return bank_waits(x) ? RETURN_WAITS : x->date > as_of ? LATER : RETURNED;
	case BANK_BOOKED:
		return BOOKED;
	case BANK_DUPLICATE:
		return DUPLICATE;
	default:
		return x->date > as_of ? LATER : COUNTS;
	}
}

static const char *state_french(enum state s)
{
	static const char *const word[STATES] = { "À vérifier",
						  "À identifier",
						  "Retour à traiter",
						  "Prise en compte",
						  "Retour pris en compte",
						  "Postérieure à l’arrêté",
						  "Déjà comptabilisée",
						  "Doublon" };

	return word[s];
}

/* "…0189": enough to know the account again, and no more than a list on a desk should show. */
static const char *iban_end(struct book *b, const char *iban)
{
	size_t n = strlen(iban);

	return n > 4 ? arena_printf(b->scratch, "…%s", iban + n - 4) : iban;
}

static const char *numbers(struct book *b, const struct bank_item *x)
{
	const struct ledger *l = b->a->view->ledger;
	const char *out = "";

	for (uint32_t i = 0; i < x->documents; i++)
		out = arena_printf(b->scratch, "%s%s%s", out, i ? ", " : "",
				   ledger_text(l, l->document[x->document[i]].number));
	return out;
}

/* Row of Pièces of the first of its documents that is open, counted from 0; NONE without any. */
static uint32_t row_of_items(const struct book *b, const struct bank_item *x)
{
	const struct position *pos =
		x->customer == NONE ? NULL : position_of_customer(b->a, x->customer, x->cur);

	for (uint32_t i = 0; pos && i < x->documents; i++)
		for (uint32_t k = pos->first_item; k < pos->first_item + pos->items; k++)
			if (b->a->item[k].doc == x->document[i])
				return k;
	return NONE;
}

static void items_link(struct list *l, const struct bank_item *x)
{
	struct book *b = l->b;
	const struct list *items = b->list[SHEET_ITEMS];
	uint32_t found = items ? row_of_items(b, x) : NONE;

	if (found == NONE) {
		list_skip(l);
	} else if (l->writing) {
		lxw_row_t row;
		const struct sheet *s = list_place(items, found, &row);

		list_link_inside(l, arena_printf(b->scratch, "'%s'!A%u", s->name, (unsigned)row + 1), "Voir");
	} else {
		list_link_inside(l, "", "Voir");
	}
}

static void matched(struct list *l, const struct bank_item *x)
{
	struct book *b = l->b;
	const struct customer *c = x->customer == NONE ? NULL : &b->a->view->ledger->customer[x->customer];

	list_text(l, c ? c->id : "");
	list_text(l, c ? c->name : "");
	list_text(l, numbers(b, x));
	items_link(l, x);
	list_text(l, bank_confidence_french(x));
	list_text(l, bank_evidence_french((enum bank_evidence)x->evidence));
	list_text(l, bank_reason_at(x, b->a->view->as_of, b->scratch));
}

static void one_transaction(struct list *l, const struct bank_item *x, enum state s)
{
	struct book *b = l->b;

	list_row(l, x->cur);
	list_text(l, state_french(s));
	list_date(l, x->date);
	list_text(l, x->payer);
	list_text(l, currency_code(x->cur));
	list_money(l, x->amount);
	list_text(l, iban_end(b, x->iban));
	list_text(l, x->reference);
	list_text(l, x->text);
	matched(l, x);
	for (int i = 0; i < 2; i++) {
		if (bank_waits(x))
			list_skip(l);
		else
			list_blank(l);
	}
	list_text(l, diag_file_name(b->diag, x->at.file));
	if (x->at.line)
		list_int(l, x->at.line);
	else
		list_skip(l);
}

static void rows(struct list *l)
{
	const struct ledger *ledger = l->b->a->view->ledger;

	for (enum state s = 0; s < STATES; s++)
		for (uint32_t i = 0; i < ledger->banks && l->b->st == ST_OK; i++)
			if (state_of(&ledger->bank[i], l->b->a->view->as_of) == s)
				one_transaction(l, &ledger->bank[i], s);
}

static void dress(struct list *l, struct sheet *s, lxw_row_t first, lxw_row_t last)
{
	struct book *b = l->b;
	lxw_col_t confidence = (lxw_col_t)list_column(l, "confidence");

	rule_choice(b, s, first, (lxw_col_t)list_column(l, "verdict"), last, verdicts, "Décision",
		    "Accepter le rapprochement proposé, ou le refuser.");
	rule_word(b, s, first, confidence, last, "moyenne", b->format.lateness[1]);
	rule_word(b, s, first, confidence, last, "faible", b->format.lateness[1]);
	rule_word(b, s, first, confidence, last, "nulle", b->format.lateness[b->a->policy->limits + 1]);
}

void bank_measure(struct book *b)
{
	static const char *const note[] = {
		"Une ligne par opération des relevés bancaires. Celles qui attendent une décision viennent "
		"en "
		"premier\u00a0: tant qu’elles ne sont pas comptabilisées, elles ne changent aucun solde.",
		"Une opération certaine compte dès sa date\u00a0; l’export ne la connaît pas encore.",
	};
	struct list_spec *spec = arena_alloc(b->mem, sizeof *spec);

	*spec = (struct list_spec){
		.id = SHEET_BANK,
		.title = "Opérations bancaires",
		.empty = "Aucune opération\u00a0: aucun relevé bancaire n’a été donné (option --bank).",
		.column = columns,
		.columns = sizeof columns / sizeof *columns,
		.key = 3,
		.frozen = 3,
		.note = note,
		.notes = b->a->view->ledger->banks ? 2 : 0,
		.rows = rows,
		.dress = dress,
		.group = { 0, -1, -1 }
	};
	list_measure(b, spec);
}
