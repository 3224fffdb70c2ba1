/*
 * sheet_litigation.c - Contentieux: what goes to court or is about to be lost.
 * One list with three headings, so that it filters and sorts: files ready for
 * litigation, insolvencies with their declaration deadline, debts about to be
 * barred. A debt may stand under two headings: subtotals, no total.
 */
#include "assess/insolvency.h"
#include "workbook/sheets.h"

#include "base/banned.h"

#define SMALL_CLAIM INT64_C(500000) /* 5,000 EUR: R.125-1 CPCE and art. 750-1 CPC */

static const struct column columns[] = {
	{ "heading", "Rubrique", SHAPE_TEXT, 14, 16, 0, -1 },
	{ "customer", "Compte", SHAPE_TEXT, 8, 16, 0, -1 },
	{ "name", "Client", SHAPE_TEXT, 16, 28, 0, -1 },
	{ "kind", "Nature", SHAPE_TEXT, 10, 16, 0, -1 },
	{ "number", "Numéro de pièce", SHAPE_TEXT, 10, 18, 0, -1 },
	{ "currency", "Devise", SHAPE_CENTRE, 6, 7, 0, -1 },
	{ "amount", "Montant", SHAPE_MONEY, 10, 20, COL_SUBTOTAL, -1 },
	{ "since", "Échéance / jugement", SHAPE_DATE, 10, 10, 0, -1 },
	{ "limit", "Date limite", SHAPE_DATE, 10, 10, 0, -1 },
	{ "left", "Jours restants", SHAPE_INT, 8, 9, 0, -1 },
	{ "todo", "Procédures ouvertes / à faire", SHAPE_TEXT, 30, 46, 0, -1 },
	{ "owner", "Responsable", SHAPE_TEXT, 10, 15, 0, -1 },
};

struct row {
	const char *heading;
	uint32_t customer;
	const char *number;
	currency cur;
	money amount;
	civil_date since, limit;
	const char *todo;
};

static void write_row(struct list *l, const struct row *r)
{
	const struct customer *c = &l->b->a->view->ledger->customer[r->customer];

	list_row(l, r->cur);
	list_text(l, r->heading);
	list_text(l, c->id);
	list_text(l, c->name);
	list_text(l, kind_french((enum customer_kind)c->kind));
	list_text(l, r->number);
	list_text(l, currency_code(r->cur));
	list_money(l, r->amount);
	list_date(l, r->since);
	list_date(l, r->limit);
	if (r->limit != DATE_NONE)
		list_int(l, r->limit - l->b->a->view->as_of);
	else
		list_skip(l);
	list_text(l, r->todo);
	list_text(l, owner_text(c));
}

static bool small(currency c, money amount)
{
	return c == currency_find("EUR") && amount <= SMALL_CLAIM;
}

/* law.md §6: what is open to this creditor against that debtor. */
static const char *procedures(enum customer_kind kind, currency c, money amount)
{
	bool few = small(c, amount);

	switch (kind) {
	case KIND_BUSINESS:
		return few ? "Injonction de payer (CPC, art. 1405)\u00a0; référé-provision (art. 873 al. "
			     "2)\u00a0; petites créances par commissaire "
			     "de justice (CPCE, L. 125-1). Tentative amiable préalable (CPC, art. 750-1)."
			   : "Injonction de payer (CPC, art. 1405)\u00a0; référé-provision (art. 873 al. "
			     "2)\u00a0; assignation au fond.";
	case KIND_PUBLIC:
		return "Réclamation écrite au comptable et à l’ordonnateur (interrompt la prescription "
		       "quadriennale)\u00a0; référé-provision "
		       "devant le juge administratif (CJA, R. 541-1).";
	default:
		return few ? "Injonction de payer (CPC, art. 1405)\u00a0; petites créances par commissaire "
			     "de justice (CPCE, L. 125-1). "
			     "Tentative amiable préalable (CPC, art. 750-1)."
			   : "Injonction de payer (CPC, art. 1405)\u00a0; référé-provision (art. 835 al. 2).";
	}
}

/* Overdue, undisputed and not left out for another reason than the last level. */
static money to_court(struct book *b, const struct position *pos)
{
	money sum = 0;

	for (uint32_t k = 0; k < pos->items; k++) {
		const struct item *it = &b->a->item[pos->first_item + k];
		bool overdue = it->due != DATE_NONE && it->due < b->a->view->as_of;

		if (overdue && (it->left_out == REASON_NONE || it->left_out == REASON_LAST_LEVEL))
			book_add(b, &sum, b->a->view->open[it->doc] - item_disputed(b->a->view, it));
	}
	return sum;
}

static void candidates(struct list *l)
{
	const struct assessment *a = l->b->a;

	for (uint32_t i = 0; i < a->decisions && l->b->st == ST_OK; i++) {
		const struct decision *e = &a->decision[i];
		const struct position *pos = &a->position[e->position];
		const struct customer *c = customer_of(l->b, pos);
		bool step = e->step && e->step->kind == STEP_LITIGATION;
		money amount;

		if (!step && (e->step || e->reason != REASON_LAST_LEVEL))
			continue;
		amount = to_court(l->b, pos);
		write_row(l,
			  &(struct row){ .heading = "Dossier contentieux",
					 .customer = pos->customer,
					 .number = "",
					 .cur = pos->cur,
					 .amount = amount,
					 .since = a->view->as_of - e->oldest_late,
					 .limit = DATE_NONE,
					 .todo = procedures((enum customer_kind)c->kind, pos->cur, amount) });
	}
}

/* Open debts born before the judgment; credits are left to the declaration itself. */
static money declared(struct book *b, const struct position *pos)
{
	money sum = 0;

	for (uint32_t k = 0; k < pos->items; k++) {
		const struct item *it = &b->a->item[pos->first_item + k];
		const struct document *doc = document_of(b, it);

		if (doc_type_is_debit((enum document_type)doc->type) &&
		    insolvency_covers(customer_of(b, pos), doc))
			book_add(b, &sum, b->a->view->open[it->doc]);
	}
	return sum;
}

/* A judgment that is not dated counts: nothing tells that it came after D. */
static bool insolvent(const struct customer *c, civil_date as_of)
{
	return c->insolvency != INSOLVENCY_NONE && (c->judgment == DATE_NONE || c->judgment <= as_of);
}

static void insolvencies(struct list *l)
{
	const struct assessment *a = l->b->a;

	for (uint32_t i = 0; assessment_has_position(a, i) && l->b->st == ST_OK; i++) {
		const struct position *pos = &a->position[i];
		const struct customer *c = customer_of(l->b, pos);
		civil_date limit;
		money amount;

		if (!insolvent(c, a->view->as_of))
			continue;
		amount = declared(l->b, pos);
		if (amount == 0)
			continue;
		limit = insolvency_deadline(c);
		write_row(
			l,
			&(struct row){
				.heading = "Procédure collective",
				.customer = pos->customer,
				.number = "",
				.cur = pos->cur,
				.amount = amount,
				.since = c->judgment,
				.limit = limit,
				.todo = arena_printf(
					l->b->mem, "%s. %s",
					insolvency_french((enum insolvency_kind)c->insolvency),
					limit == DATE_NONE
						? "Date de publication inconnue\u00a0: à chercher au BODACC."
					: limit < a->view->as_of ? "Délai de déclaration passé\u00a0: relevé "
								   "de forclusion dans les six mois."
								 : "Déclarer la créance au mandataire avant "
								   "la date limite.") });
	}
}

static void prescriptions(struct list *l)
{
	const struct assessment *a = l->b->a;

	for (uint32_t i = 0; i < a->prescriptions && l->b->st == ST_OK; i++) {
		const struct prescription *p = &a->prescription[i];
		const struct ledger *ledger = a->view->ledger;
		const struct document *doc = &ledger->document[p->doc];
		const struct customer *c = &ledger->customer[doc->customer];

		write_row(l, &(struct row){ .heading = p->barred ? "Prescrite" : "Prescription proche",
					    .customer = doc->customer,
					    .number = ledger_text(ledger, doc->number),
					    .cur = doc->cur,
					    .amount = a->view->open[p->doc],
					    .since = document_due(ledger, doc, &a->policy->default_terms),
					    .limit = p->date,
					    .todo = p->barred ? "Prescrite\u00a0: plus aucune relance\u00a0; "
								"à proposer en perte (654)."
						    : c->kind == KIND_PUBLIC
							    ? "Réclamer par écrit\u00a0: la réclamation "
							      "interrompt la prescription."
							    : "Faire reconnaître la dette ou agir en "
							      "justice\u00a0: une mise en "
							      "demeure n’interrompt pas la prescription." });
	}
}

static void rows(struct list *l)
{
	candidates(l);
	insolvencies(l);
	prescriptions(l);
}

void litigation_measure(struct book *b)
{
	static const char *const note[] = {
		"Dossiers au dernier niveau, procédures collectives avec leur délai de déclaration, créances "
		"bientôt prescrites. "
		"À valider avec le conseil.",
		"Loi n° 2026-307 (créances commerciales incontestées, CPCE L. 126-1)\u00a0: décret "
		"d’application non publié en septembre "
		"2026, procédure à ne pas annoncer avant.",
	};
	struct list_spec *spec = arena_alloc(b->mem, sizeof *spec);

	*spec = (struct list_spec){
		.id = SHEET_LITIGATION,
		.title = "Contentieux, procédures collectives et prescriptions",
		.empty =
			"Aucun dossier contentieux, aucune procédure collective, aucune prescription proche.",
		.column = columns,
		.columns = sizeof columns / sizeof *columns,
		.key = 5,
		.frozen = 3,
		.note = note,
		.notes = 2,
		.rows = rows,
		.group = { 0, -1, -1 }
	};
	list_measure(b, spec);
}
