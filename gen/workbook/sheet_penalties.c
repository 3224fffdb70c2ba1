/* sheet_penalties.c - Pénalités: the arithmetic, line by line, as live formulas (RULES §6). */
#include <string.h>

#include "workbook/sheets.h"

#include "base/banned.h"

static const struct column columns[] = {
	{ "customer", "Compte", SHAPE_TEXT, 8, 16, 0, -1 },
	{ "name", "Client", SHAPE_TEXT, 16, 28, 0, -1 },
	{ "number", "Numéro de pièce", SHAPE_TEXT, 10, 20, 0, -1 },
	{ "due", "Échéance", SHAPE_DATE, 10, 10, 0, -1 },
	{ "state", "Situation", SHAPE_TEXT, 9, 12, 0, -1 },
	{ "kind", "Nature", SHAPE_TEXT, 10, 12, 0, -1 },
	{ "currency", "Devise", SHAPE_CENTRE, 6, 7, 0, -1 },
	{ "from", "Du", SHAPE_DATE, 10, 10, 0, -1 },
	{ "to", "au", SHAPE_DATE, 10, 10, 0, -1 },
	{ "days", "Jours", SHAPE_INT, 7, 7, 0, -1 },
	{ "rate", "Taux (%)", SHAPE_RATE, 8, 9, 0, -1 },
	{ "origin", "Origine du taux", SHAPE_TEXT, 10, 32, 0, -1 },
	{ "base", "Base TTC", SHAPE_MONEY, 10, 20, 0, -1 },
	{ "amount", "Montant", SHAPE_MONEY, 9, 20, COL_SUM, -1 },
};

static const char *state_french(const struct view *v, uint32_t doc)
{
	const struct ledger *l = v->ledger;

	if (v->open[doc] == 0)
		return "réglée";
	for (uint32_t x = ledger_extra(l, l->document[doc].extras, EXTRA_DISPUTE); x != NONE;
	     x = ledger_extra(l, l->extra[x].next, EXTRA_DISPUTE)) {
		const struct extra *e = &l->extra[x];

		if ((e->date == DATE_NONE || e->date <= v->as_of) &&
		    (e->until == DATE_NONE || e->until > v->as_of))
			return "en litige";
	}
	return "ouverte";
}

/* The articles stand in the notes: a line of the list stays one line. */
static const char *origin_short(enum rate_origin o)
{
	switch (o) {
	case RATE_CONTRACT:
		return "taux contractuel";
	case RATE_BUSINESS:
		return "BCE du semestre, majoré";
	case RATE_FLOOR:
		return "plancher légal";
	case RATE_PUBLIC:
		return "BCE du départ, majoré, figé";
	case RATE_LEGAL:
		return "intérêt légal du semestre";
	default:
		return "";
	}
}

static void interest(struct list *l, const struct penalty_line *p)
{
	struct book *b = l->b;
	const char *formula = "";
	size_t at = list_column(l, "days");

	list_date(l, p->from);
	list_date(l, p->to);
	list_int(l, p->days);
	list_rate(l, p->rate);
	list_text(l, origin_short((enum rate_origin)p->origin));
	list_money(l, p->base);
	if (l->writing)
		formula = arena_printf(b->scratch, "=ROUND(%s*%s/100*%s/365,%d)",
				       name_cell(b, l->row, (lxw_col_t)(l->at - 1)),
				       name_cell(b, l->row, (lxw_col_t)(at + 1)),
				       name_cell(b, l->row, (lxw_col_t)at), currency_decimals(p->cur));
	list_money_formula(l, formula, p->amount);
}

static void one_line(struct list *l, uint32_t doc, const struct penalty_line *p, const char *state)
{
	struct book *b = l->b;
	const struct ledger *ledger = b->a->view->ledger;
	const struct document *d = &ledger->document[doc];
	const struct customer *c = &ledger->customer[d->customer];

	list_row(l, p->cur);
	list_text(l, c->id);
	list_text(l, c->name);
	list_text(l, ledger_text(ledger, d->number));
	list_date(l, document_due(ledger, d, &b->a->policy->default_terms));
	list_text(l, state);
	list_text(l, p->kind == PENALTY_INTEREST ? "Pénalités" : "Indemnité");
	list_text(l, currency_code(p->cur));
	if (p->kind == PENALTY_INTEREST) {
		interest(l, p);
		return;
	}
	for (int i = 0; i < 6; i++)
		list_skip(l);
	list_money(l, p->amount);
}

/*
 * Of a ledger with millions of lines, the settled documents of a customer are
 * one row per currency and nature: a workbook of five such sheets opens in no
 * spreadsheet, and penalites.csv has the lines.
 */
struct settled {
	uint32_t customer;
	uint32_t documents[256][2]; /* by currency; interest, indemnity */
	money sum[256][2];
};

static void settled_row(struct list *l, const struct settled *s, currency cur, enum penalty_kind kind)
{
	struct book *b = l->b;
	const struct customer *c = &b->a->view->ledger->customer[s->customer];
	bool interest = kind == PENALTY_INTEREST;

	list_row(l, cur);
	list_text(l, c->id);
	list_text(l, c->name);
	list_text(l, arena_printf(b->scratch, "%u pièces", s->documents[cur][interest ? 0 : 1]));
	list_skip(l);
	list_text(l, "réglées");
	list_text(l, interest ? "Pénalités" : "Indemnité");
	list_text(l, currency_code(cur));
	for (int i = 0; i < 6; i++)
		list_skip(l);
	list_money(l, s->sum[cur][interest ? 0 : 1]);
}

static void settled_flush(struct list *l, struct settled *s)
{
	for (size_t k = 0; k < l->b->curs && s->customer != NONE; k++) {
		currency cur = l->b->cur[k];

		if (s->documents[cur][0])
			settled_row(l, s, cur, PENALTY_INTEREST);
		if (s->documents[cur][1])
			settled_row(l, s, cur, PENALTY_INDEMNITY);
		memset(s->documents[cur], 0, sizeof s->documents[cur]);
		memset(s->sum[cur], 0, sizeof s->sum[cur]);
	}
	s->customer = NONE;
}

static void settled_add(struct list *l, struct settled *s, const struct penalties *p, currency cur)
{
	currency eur = currency_find("EUR");

	s->documents[cur][0] += p->interest != 0;
	s->documents[eur][1] += p->indemnity != 0;
	book_add(l->b, &s->sum[cur][0], p->interest);
	book_add(l->b, &s->sum[eur][1], p->indemnity);
}

static void one_document(struct list *l, uint32_t doc, struct penalties *p, struct settled *s)
{
	struct book *b = l->b;
	const struct view *v = b->a->view;
	const struct document *d = &v->ledger->document[doc];

	if (s->customer != d->customer)
		settled_flush(l, s);
	if ((d->type != DOC_INVOICE && d->type != DOC_DEBIT_NOTE) || !view_exists(v, doc))
		return;
	b->st = penalty_compute(b->diag, v, b->a->policy, b->a->rates, doc, p);
	if (b->st == ST_OK && b->penalties_short && v->open[doc] == 0) {
		s->customer = d->customer;
		settled_add(l, s, p, d->cur);
		return;
	}
	for (size_t i = 0; i < p->lines && b->st == ST_OK; i++)
		one_line(l, doc, &p->line[i], state_french(v, doc));
}

static void rows(struct list *l)
{
	struct book *b = l->b;
	struct penalties p = PENALTIES_INIT;
	struct settled *s = arena_alloc(b->mem, sizeof *s);

	s->customer = NONE;
	for (uint32_t doc = 0; ledger_has_document(b->a->view->ledger, doc) && b->st == ST_OK; doc++)
		one_document(l, doc, &p, s);
	settled_flush(l, s);
	penalties_drop(&p);
}

void penalties_measure(struct book *b)
{
	struct list_spec *spec = arena_alloc(b->mem, sizeof *spec);
	const char **note = arena_calloc(b->mem, 3, sizeof *note);

	note[0] = "Montant = base TTC × taux × jours ÷ 365, arrondi à chaque ligne. Toutes les pièces en "
		  "retard ou "
		  "réglées en retard\u00a0; ce que les courriers réclament est sur la feuille "
		  "«\u00a0Relances\u00a0».";
	note[1] = "Taux\u00a0: BCE majorée et plancher légal, C. com., art. L.441-10\u00a0; organismes "
		  "publics, CCP, "
		  "art. R.2192-31\u00a0; intérêt légal, C. civ., art. 1231-6.";
	note[2] = "Plus de lignes qu’une feuille n’en contient\u00a0: les pièces réglées sont réunies par "
		  "client, leur "
		  "détail est dans donnees/penalites.csv.";
	*spec = (struct list_spec){ .id = SHEET_PENALTIES,
				    .title = "Pénalités et indemnités de retard",
				    .empty = "Aucune pénalité n’est courue à cette date.",
				    .column = columns,
				    .columns = sizeof columns / sizeof *columns,
				    .key = 6,
				    .frozen = 3,
				    .note = note,
				    .notes = 2,
				    .rows = rows,
				    .group = { 5, 4, 11 } };
	list_measure(b, spec);
	if (b->st == ST_OK && b->list[SHEET_PENALTIES]->parts > 1) {
		b->penalties_short = true;
		spec->notes = 3;
		list_measure(b, spec);
	}
}
