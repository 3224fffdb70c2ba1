/* explain.c - one customer's computation: who he is, and the order of the chapters. */
#include "explain.h"

#include <stdlib.h>

#include "assess/insolvency.h"
#include "explain_part.h"

#include "base/banned.h"

#define FIXED "\u00a0" /* before a unit */

struct words say_number(money x, currency c)
{
	struct words w;
	char text[64];

	snprintf(w.s, sizeof w.s, "%s", money_human(x, c, NNBSP, ",", text));
	return w;
}

struct words say_amount(money x, currency c)
{
	struct words w;
	char text[64];

	snprintf(w.s, sizeof w.s, "%s" FIXED "%s", money_human(x, c, NNBSP, ",", text), currency_code(c));
	return w;
}

struct words say_date(civil_date d)
{
	struct words w;
	char text[11];

	snprintf(w.s, sizeof w.s, "%s", d == DATE_NONE ? "date inconnue" : date_fr(d, text));
	return w;
}

struct words say_percent(rate r)
{
	struct words w;
	char text[MONEY_TEXT];

	snprintf(w.s, sizeof w.s, "%s" FIXED "%%", rate_text(r, 2, ",", text));
	return w;
}

struct words say_days(int n)
{
	struct words w;

	snprintf(w.s, sizeof w.s, "%d" FIXED "jour%s", n, n > 1 || n < -1 ? "s" : "");
	return w;
}

uint32_t story_number(const struct story *s, uint32_t doc)
{
	return doc - s->first + 1;
}

const struct item *story_item(const struct story *s, uint32_t doc)
{
	return s->item[doc - s->first];
}

/* Which of the customer's documents is which item; to be freed. */
static const struct item **find_items(const struct story *s)
{
	const struct item **item = xmalloc((s->customer->documents + (size_t)1) * sizeof *item);

	for (uint32_t i = 0; i < s->customer->documents; i++)
		item[i] = NULL;
	for (uint32_t i = 0; assessment_has_position(s->a, i); i++) {
		const struct position *q = &s->a->position[i];

		for (uint32_t k = q->first_item; q->customer == s->who && k < q->first_item + q->items; k++)
			item[s->a->item[k].doc - s->first] = &s->a->item[k];
	}
	return item;
}

static void heading(const struct story *s, const char *text)
{
	buf_printf(s->out, "\n%s\n", text);
	for (size_t i = utf8_length(text); i; i--)
		buf_putc(s->out, '-');
	buf_putc(s->out, '\n');
}

static void say_terms(const struct story *s)
{
	const struct terms *t = &s->customer->terms;

	if (!t->present)
		return;
	buf_puts(s->out, "Conditions de paiement : ");
	if (t->eom == EOM_BEFORE)
		buf_puts(s->out, "fin de mois, puis ");
	if (t->months)
		buf_printf(s->out, "%d mois et ", t->months);
	buf_puts(s->out, t->days || t->months || t->eom || t->day ? say_days(t->days).s : "comptant");
	if (t->eom == EOM_AFTER)
		buf_puts(s->out, ", puis fin de mois");
	if (t->day)
		buf_printf(s->out, ", le %d", t->day);
	buf_puts(s->out, "\n");
}

static void say_insolvency(const struct story *s)
{
	static const char *const names[] = { "", "sauvegarde", "redressement judiciaire",
					     "liquidation judiciaire" };
	const struct customer *c = s->customer;

	if (!c->insolvency)
		return;
	buf_printf(s->out, "Procédure collective : %s, jugement du %s", names[c->insolvency],
		   say_date(c->judgment).s);
	if (c->published != DATE_NONE)
		buf_printf(s->out, ", publié le %s ; créance à déclarer au plus tard le %s",
			   say_date(c->published).s, say_date(insolvency_deadline(c)).s);
	buf_puts(s->out, ".\n");
}

static void say_customer(const struct story *s)
{
	static const char *const kinds[] = { "inconnue (aucune pénalité n’est réclamée)", "entreprise",
					     "personne publique", "particulier" };
	static const char *const publics[] = { "État, collectivité ou établissement public",
					       "établissement de santé", "entreprise publique" };
	static const char *const segments[] = { "", "grand compte", "multisites", "PME",
						"établissement public" };
	const struct customer *c = s->customer;

	buf_printf(s->out, "Client %s : %s\nArrêté au %s\n", c->id, c->name, say_date(s->a->view->as_of).s);
	buf_printf(s->out, "Nature : %s", kinds[c->kind]);
	if (public_term_days(c))
		buf_printf(s->out, " (%s, délai légal de paiement de %s)", publics[c->public_kind],
			   say_days(public_term_days(c)).s);
	if (c->segment)
		buf_printf(s->out, " ; typologie : %s", segments[c->segment]);
	if (*c->siren)
		buf_printf(s->out, " ; SIREN %s", c->siren);
	if (*c->owner)
		buf_printf(s->out, " ; suivi par %s", c->owner);
	buf_puts(s->out, "\n");
	say_terms(s);
	if (c->has_credit_limit)
		buf_printf(s->out, "Encours autorisé : %s\n",
			   say_amount(c->credit_limit, s->ledger->company_cur).s);
	if (c->has_penalty_rate)
		buf_printf(s->out, "Taux contractuel de pénalité : %s\n", say_percent(c->penalty_rate).s);
	if (c->on_hold) {
		buf_puts(s->out, "Blocage des relances");
		if (c->hold_since != DATE_NONE)
			buf_printf(s->out, " depuis le %s", say_date(c->hold_since).s);
		if (c->hold_until != DATE_NONE)
			buf_printf(s->out, " jusqu’au %s", say_date(c->hold_until).s);
		buf_printf(s->out, "%s%s\n", *c->hold_reason ? " : " : "", c->hold_reason);
	}
	if (c->collector_since != DATE_NONE)
		buf_printf(s->out, "Confié à un tiers mandaté depuis le %s\n",
			   say_date(c->collector_since).s);
	if (*c->refused)
		buf_printf(s->out, "Relance refusée par le valideur : %s\n", c->refused);
	say_insolvency(s);
}

static void say_documents(const struct story *s)
{
	uint32_t later = 0, shown = 0;

	heading(s, "Pièces et lettrages");
	for (uint32_t doc = s->first; doc < s->first + s->customer->documents; doc++) {
		if (!view_exists(s->a->view, doc)) {
			later++;
			continue;
		}
		explain_document(s, doc);
		shown++;
	}
	if (!shown)
		buf_puts(s->out, "Aucune pièce à cette date.\n");
	if (later)
		buf_printf(s->out, "%u pièce%s après la date d’arrêté : n’existe%s pas encore.\n",
			   (unsigned)later, later > 1 ? "s datées" : " datée", later > 1 ? "nt" : "");
	if (s->a->view->before_extraction_undated)
		buf_puts(s->out, "Attention : lettrage sans dates, à la date d’extraction.\n");
}

/* A line of the aged balance, amounts flush right; lines of zero only for the total. */
static void column(const struct story *s, const char *label, money x, currency c, bool always)
{
	struct words n = say_number(x, c);

	if (!x && !always)
		return;
	buf_printf(s->out, "    %s", label);
	for (size_t i = utf8_length(label) + utf8_length(n.s); i < 48; i++)
		buf_putc(s->out, ' ');
	buf_printf(s->out, " %s\n", n.s);
}

static void say_columns(const struct story *s, const struct position *q, bool net)
{
	const struct policy *p = s->a->policy;
	char label[32];

	column(s, "Non échu", net ? q->net->not_due : q->not_due, q->cur, false);
	for (size_t b = 0; b <= p->limits; b++)
		column(s, bucket_label(p, b, label), net ? q->net->bucket[b] : q->bucket[b], q->cur, false);
	column(s, "Non affecté", net ? q->net->unapplied : q->unapplied, q->cur, false);
	column(s, "Sans échéance", net ? q->net->no_due_date : q->no_due_date, q->cur, false);
	column(s, "Solde (somme des colonnes)", q->balance, q->cur, true);
}

/* The balance in company currency, with the rate it was converted at. */
static void say_equivalent(const struct story *s, const struct position *q)
{
	char text[MONEY_TEXT];
	rate r;

	if (q->cur == s->ledger->company_cur || s->ledger->company_cur == CUR_NONE)
		return;
	if (q->has_equivalent && exchange_rate_at(s->ledger, q->cur, s->a->view->as_of, &r))
		buf_printf(s->out, "    soit %s × %s = %s, au cours de la date d’arrêté\n",
			   say_amount(q->balance, q->cur).s, rate_text(r, 2, ",", text),
			   say_amount(q->equivalent, s->ledger->company_cur).s);
	else
		buf_puts(s->out, "    pas de contre-valeur : le cours de cette devise manque\n");
}

static void say_balance(const struct story *s)
{
	bool any = false;

	heading(s, "Balance âgée");
	if (s->a->policy->age_on_document_date)
		buf_puts(s->out, "Ancienneté comptée depuis la date de la pièce (règles).\n");
	for (uint32_t i = 0; assessment_has_position(s->a, i); i++) {
		const struct position *q = &s->a->position[i];

		if (q->customer != s->who)
			continue;
		any = true;
		buf_printf(s->out, "En %s :\n", currency_code(q->cur));
		say_columns(s, q, false);
		if (q->disputed)
			column(s, "dont en litige", q->disputed, q->cur, false);
		if (s->a->policy->net_view) {
			buf_puts(s->out,
				 "  après imputation des avoirs et règlements sur les plus anciennes :\n");
			say_columns(s, q, true);
		}
		say_equivalent(s, q);
	}
	if (!any)
		buf_puts(s->out, "Rien n’est ouvert : toutes les colonnes sont à zéro.\n");
}

/* Sums of all documents, per currency; the indemnities are in EUR. */
static bool add_up(money interest[UINT8_MAX + 1], money *indemnity, currency c, const struct penalties *p)
{
	return money_add(&interest[c], p->interest) && money_add(indemnity, p->indemnity);
}

static void say_totals(const struct story *s, const money interest[UINT8_MAX + 1], money indemnity)
{
	for (unsigned c = 0; c <= UINT8_MAX; c++) {
		if (interest[c])
			buf_printf(s->out, "Total des intérêts : %s\n",
				   say_amount(interest[c], (currency)c).s);
	}
	if (indemnity)
		buf_printf(s->out, "Total des indemnités : %s\n",
			   say_amount(indemnity, currency_find("EUR")).s);
}

static enum status say_penalties(const struct story *s)
{
	struct penalties p = PENALTIES_INIT;
	money interest[UINT8_MAX + 1] = { 0 }, indemnity = 0;
	enum status st = ST_OK;

	heading(s, "Pénalités de retard");
	buf_puts(
		s->out,
		"Chaque jour de retard porte sur le solde à son début : un règlement compte le lendemain.\n");
	for (uint32_t doc = s->first; doc < s->first + s->customer->documents && st == ST_OK; doc++) {
		if (!view_exists(s->a->view, doc))
			continue;
		st = explain_penalties(s, doc, &p);
		if (st == ST_OK && !add_up(interest, &indemnity, s->ledger->document[doc].cur, &p))
			st = diag_error(s->diag, ST_LIMIT, NOWHERE,
					"les pénalités du client « %s » dépassent la capacité de calcul",
					s->customer->id);
	}
	penalties_drop(&p);
	if (st == ST_OK)
		say_totals(s, interest, indemnity);
	return st;
}

static enum status whole(const struct story *s)
{
	bool any = false;
	enum status st;

	say_documents(s);
	say_balance(s);
	st = say_penalties(s);
	if (st != ST_OK)
		return st;
	heading(s, "Classe de risque");
	explain_class(s);
	heading(s, "Provision");
	explain_provision(s, NONE);
	heading(s, "Décision");
	for (uint32_t i = 0; assessment_has_position(s->a, i); i++) {
		if (s->a->position[i].customer != s->who)
			continue;
		explain_decisions(s, &s->a->position[i], NONE);
		any = true;
	}
	if (!any)
		buf_puts(s->out, "Rien n’est ouvert : aucune décision à prendre.\n");
	return ST_OK;
}

static enum status one_document(const struct story *s, uint32_t doc)
{
	struct penalties p = PENALTIES_INIT;
	enum status st;
	size_t before;

	heading(s, "Pièce");
	explain_document(s, doc);
	heading(s, "Pénalités de retard");
	before = s->out->len;
	st = explain_penalties(s, doc, &p);
	if (s->out->len == before)
		buf_puts(s->out, "Aucune : seules les factures et les notes de débit en portent.\n");
	penalties_drop(&p);
	if (st != ST_OK)
		return st;
	heading(s, "Provision");
	explain_provision(s, doc);
	heading(s, "Décision");
	if (!story_item(s, doc)) {
		buf_puts(s->out, "La pièce est soldée : elle n’entre plus dans la décision.\n");
		return ST_OK;
	}
	for (uint32_t i = 0; assessment_has_position(s->a, i); i++) {
		const struct position *q = &s->a->position[i];

		if (q->customer == s->who && q->cur == s->ledger->document[doc].cur)
			explain_decisions(s, q, doc);
	}
	return ST_OK;
}

/* "[12]": the number that explain itself gives a document; 0 where item has not that form. */
static uint32_t numbered(const char *item)
{
	uint64_t n = 0;
	const char *p = item + 1;

	if (*item != '[')
		return 0;
	for (; *p >= '0' && *p <= '9' && n <= UINT32_MAX; p++)
		n = n * 10 + (uint64_t)(*p - '0');
	return p[0] == ']' && !p[1] && n <= UINT32_MAX ? (uint32_t)n : 0;
}

/* Which document --item means: its number, its identifier, or "[N]". ST_USAGE, reported, unless there is one. */
static enum status find_document(const struct story *s, const char *item, uint32_t *doc)
{
	uint32_t n = numbered(item), later = NONE, found = 0;
	struct buf list = BUF_INIT;
	enum status st = ST_OK;

	for (uint32_t k = s->first; k < s->first + s->customer->documents; k++) {
		const struct document *x = &s->ledger->document[k];
		const char *number = ledger_text(s->ledger, x->number);

		if (n ? story_number(s, k) != n
		      : !text_eq(number, item) && !text_eq(ledger_text(s->ledger, x->id), item))
			continue;
		if (!view_exists(s->a->view, k)) {
			later = k;
			continue;
		}
		*doc = k;
		found++;
		buf_printf(&list, "%s[%u] %s %s du %s, %s", list.len ? " ; " : "",
			   (unsigned)story_number(s, k), document_type_french((enum document_type)x->type),
			   number, say_date(x->date).s, say_amount(x->amount, x->cur).s);
	}
	if (!found && later != NONE)
		st = diag_error(s->diag, ST_USAGE, NOWHERE,
				"la pièce « %s » du client « %s » est datée du %s : à la date d'arrêté, elle "
				"n'existe "
				"pas encore",
				item, s->customer->id, say_date(s->ledger->document[later].date).s);
	else if (!found)
		st = diag_error(s->diag, ST_USAGE, NOWHERE,
				"le client « %s » n'a pas de pièce « %s » ; « relance explain » sans --item "
				"liste les "
				"siennes",
				s->customer->id, item);
	else if (found > 1)
		st = diag_error(
			s->diag, ST_USAGE, NOWHERE,
			"le client « %s » a %u pièces « %s » ; donnez à --item le numéro entre crochets de "
			"l'une d'elles : %s",
			s->customer->id, (unsigned)found, item, list.s);
	buf_drop(&list);
	return st;
}

enum status explain(struct diag *d, const struct assessment *a, const char *customer, const char *item,
		    FILE *out)
{
	struct buf text = BUF_INIT;
	struct story s = { .diag = d, .a = a, .ledger = a->view->ledger, .out = &text };
	uint32_t doc = NONE;
	enum status st = ST_OK;

	s.who = ledger_customer(s.ledger, customer);
	if (s.who == NONE)
		return diag_error(d, ST_USAGE, NOWHERE,
				  "aucun client « %s » dans l'export ; donnez son code exact", customer);
	s.customer = &s.ledger->customer[s.who];
	s.first = s.customer->first_document;
	if (item)
		st = find_document(&s, item, &doc);
	if (st != ST_OK)
		return st;
	s.item = find_items(&s);
	say_customer(&s);
	st = item ? one_document(&s, doc) : whole(&s);
	if (st == ST_OK)
		fwrite(text.s, 1, text.len, out);
	buf_drop(&text);
	free(s.item);
	return st;
}
