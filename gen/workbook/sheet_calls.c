/* sheet_calls.c - Appels: the call list in order of priority, with room for what was said. */
#include <stdlib.h>

#include "workbook/sheets.h"

#include "base/banned.h"

static const struct column columns[] = {
	{ "rank", "Rang", SHAPE_INT, 6, 12, 0, -1 },
	{ "customer", "Compte", SHAPE_TEXT, 8, 14, 0, -1 },
	{ "name", "Client", SHAPE_TEXT, 16, 28, 0, -1 },
	{ "contact", "Interlocuteur", SHAPE_TEXT, 10, 20, 0, -1 },
	{ "phone", "Téléphone", SHAPE_TEXT, 12, 18, 0, -1 },
	{ "mobile", "Mobile", SHAPE_TEXT, 8, 16, 0, -1 },
	{ "currency", "Devise", SHAPE_CENTRE, 6, 7, 0, -1 },
	{ "amount", "À demander", SHAPE_MONEY, 11, 18, COL_SUM, -1 },
	{ "items", "Pièces", SHAPE_INT, 7, 7, 0, -1 },
	{ "oldest", "Plus ancien retard (j)", SHAPE_INT, 8, 8, 0, -1 },
	{ "largest", "Plus grosse pièce", SHAPE_TEXT, 12, 18, 0, -1 },
	{ "last", "Dernière relance", SHAPE_DATE, 10, 10, 0, -1 },
	{ "class", "Classe", SHAPE_CENTRE, 7, 7, 0, -1 },
	{ "why", "Pourquoi à ce rang", SHAPE_TEXT, 18, 26, 0, -1 },
	{ "cause", "Cause du retard", SHAPE_TEXT, 18, 18, COL_INPUT | COL_BREAK, -1 },
	{ "promise", "Promesse pour le", SHAPE_DATE, 12, 12, COL_INPUT, -1 },
	{ "promised", "Montant promis", SHAPE_TEXT, 12, 12, COL_INPUT, -1 },
	{ "comment", "Observations", SHAPE_TEXT, 24, 24, COL_INPUT, -1 },
	{ "broken", "Promesses non tenues", SHAPE_INT, 9, 10, 0, -1 },
	{ "disputed", "dont en litige", SHAPE_MONEY, 11, 18, 0, -1 },
	{ "email", "Courriel", SHAPE_TEXT, 12, 32, 0, -1 },
	{ "language", "Langue", SHAPE_CENTRE, 7, 7, 0, -1 },
	{ "owner", "Responsable", SHAPE_TEXT, 10, 15, 0, -1 },
};

/* No comma in them: the list of a validation is separated by commas. */
static const char *const causes[] = { "Oubli",
				      "Facture non reçue",
				      "Facture en validation",
				      "Litige",
				      "Trésorerie",
				      "Règlement déjà envoyé",
				      "Changement d’interlocuteur",
				      "Injoignable",
				      "Autre",
				      NULL };

static bool is_call(const struct decision *e)
{
	return e->step && (e->step->kind == STEP_CALL || (e->channels & CHANNEL_PHONE));
}

struct ranked {
	int64_t priority;
	uint32_t decision;
};

static int by_priority(const void *x, const void *y)
{
	const struct ranked *a = x, *b = y;

	if (a->priority != b->priority)
		return a->priority > b->priority ? -1 : 1;
	return a->decision < b->decision ? -1 : a->decision > b->decision;
}

static struct ranked *rank(struct book *b, size_t *n)
{
	const struct assessment *a = b->a;
	struct ranked *out;

	*n = 0;
	for (uint32_t i = 0; i < a->decisions; i++)
		*n += is_call(&a->decision[i]);
	out = arena_calloc(b->mem, *n, sizeof *out);
	*n = 0;
	for (uint32_t i = 0; i < a->decisions; i++)
		if (is_call(&a->decision[i]))
			out[(*n)++] = (struct ranked){ a->decision[i].priority, i };
	if (*n)
		qsort(out, *n, sizeof *out, by_priority);
	return out;
}

/* "FA2026-1001 (31/08/2026)": the one to begin the talk with. */
static const char *largest(struct book *b, const struct decision *e)
{
	const struct item *best = NULL;
	char date[11];

	for (uint32_t i = 0; i < e->candidates; i++) {
		const struct item *it = &b->a->item[e->candidate[i]];

		if (!best || b->a->view->open[it->doc] > b->a->view->open[best->doc])
			best = it;
	}
	if (!best)
		return "";
	return arena_printf(b->scratch, "%s (%s)",
			    ledger_text(b->a->view->ledger, document_of(b, best)->number),
			    date_fr(best->due, date));
}

static void whom(struct list *l, const struct customer *c)
{
	const struct contact *k = contact_for(c, true);

	list_text(l, k ? k->name : "");
	list_text(l, k ? k->phone : "");
	list_text(l, k ? k->mobile : "");
}

static void one_call(struct list *l, const struct decision *e, int64_t rank_number)
{
	struct book *b = l->b;
	const struct position *pos = &b->a->position[e->position];
	const struct customer *c = customer_of(b, pos);
	const struct profile *f = &b->a->profile[pos->customer];
	const struct contact *mail = contact_for(c, false);

	list_row(l, pos->cur);
	list_int(l, rank_number);
	list_text(l, c->id);
	list_text(l, c->name);
	whom(l, c);
	list_text(l, currency_code(pos->cur));
	list_money(l, e->amount);
	list_int(l, e->candidates);
	list_int(l, e->oldest_late);
	list_text(l, largest(b, e));
	list_date(l, e->last_reminder);
	list_text(l, class_french(f->used));
	list_text(l, decision_priority_words(b->a, e, b->scratch));
	for (int i = 0; i < 4; i++)
		list_skip(l);
	list_int(l, f->broken_promises);
	list_money(l, pos->disputed);
	list_text(l, mail ? mail->email : "");
	list_text(l, c->language);
	list_text(l, owner_text(c));
}

static void rows(struct list *l)
{
	size_t n;
	const struct ranked *order = rank(l->b, &n);

	for (size_t i = 0; i < n && l->b->st == ST_OK; i++)
		one_call(l, &l->b->a->decision[order[i].decision], (int64_t)i + 1);
}

static void dress(struct list *l, struct sheet *s, lxw_row_t first, lxw_row_t last)
{
	struct book *b = l->b;

	rule_late(b, s, first, (lxw_col_t)list_column(l, "oldest"), last);
	rule_choice(b, s, first, (lxw_col_t)list_column(l, "cause"), last, causes, "Cause du retard",
		    "Choisir dans la liste, ou saisir autre chose.");
	rule_date(b, s, first, (lxw_col_t)list_column(l, "promise"), last);
}

void calls_measure(struct book *b)
{
	static const char *const note[] = {
		"Par ordre de priorité. Les colonnes à fond jaune sont à remplir pendant l’appel.",
	};
	struct list_spec *spec = arena_alloc(b->mem, sizeof *spec);

	*spec = (struct list_spec){ .id = SHEET_CALLS,
				    .title = "Appels à passer",
				    .empty = "Aucun appel n’est à passer à cette date.",
				    .column = columns,
				    .columns = sizeof columns / sizeof *columns,
				    .key = 6,
				    .frozen = 3,
				    .note = note,
				    .notes = 1,
				    .rows = rows,
				    .dress = dress,
				    .group = { 22, -1, -1 } };
	list_measure(b, spec);
}
