/* inspect_values.c - takes the records of a mapping and judges their values; see inspect_part.h. */
#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/text.h"
#include "read/inspect_part.h"
#include "read/value.h"

#include "base/banned.h"

#define EXAMPLE_MAX 60	 /* bytes of a value that is kept as an example */
#define PROBLEMS_MAX 200 /* kinds of them */

void inspection_start(struct inspection *x, const struct mapping *m)
{
	*x = (struct inspection){ .mem = arena_new(), .scratch = arena_new(), .currency = "" };
	x->openings_count = m->matching.opening_at_start;
}

void inspection_drop(struct inspection *x)
{
	free(x->sum);
	free(x->problem);
	free(x->stated);
	free(x->owner);
	table_drop(&x->customers);
	table_drop(&x->owners);
	arena_drop(x->scratch);
	arena_drop(x->mem);
}

/* ---- problems ---- */

static const char *cut(struct arena *mem, const char *s)
{
	size_t n = strlen(s);

	if (n > EXAMPLE_MAX) {
		n = EXAMPLE_MAX;
		while (n && ((unsigned char)s[n] & 0xC0) == 0x80)
			n--;
	}
	return arena_strndup(mem, s, n);
}

static void note(struct inspection *x, const struct record *r, enum record_field f, const char *what,
		 bool rejects)
{
	struct problem *p;
	size_t i;

	for (i = 0; i < x->problems; i++) {
		p = &x->problem[i];
		if (p->kind == r->kind && p->field == f && p->what == what)
			break;
	}
	if (i == x->problems) {
		if (x->problems == PROBLEMS_MAX)
			return;
		GROW(x->problem, x->problems, x->problem_cap);
		x->problem[x->problems++] =
			(struct problem){ .kind = r->kind, .field = f, .what = what, .rejects = rejects };
	}
	p = &x->problem[i];
	if (p->count < SHOWN_EXAMPLES) {
		p->example[p->count].line = r->at.line;
		p->example[p->count].value = r->field[f] ? cut(x->mem, r->field[f]) : NULL;
	}
	p->count++;
}

static const char *const types[] = { "invoice",	       "debit-note",  "refund",	 "payment-reject",
				     "opening-debit",  "credit-note", "payment", "advance",
				     "opening-credit", NULL };

/* Words that the book knows, by kind of record and field (record.h). */
static const struct {
	enum record_kind kind;
	enum record_field field;
	bool rejects;
	const char *word[10];
} vocabulary[] = {
	{ REC_CUSTOMER, F_KIND, false, { "business", "public", "consumer" } },
	{ REC_CUSTOMER, F_PUBLIC_KIND, false, { "state", "hospital", "undertaking" } },
	{ REC_CUSTOMER, F_SEGMENT, false, { "key-account", "multi-site", "sme", "public" } },
	{ REC_CUSTOMER, F_TERMS_EOM, false, { "no", "after", "before" } },
	{ REC_CUSTOMER, F_INSOLVENCY_KIND, false, { "sauvegarde", "redressement", "liquidation" } },
	{ REC_CUSTOMER, F_RISK_CLASS, false, { "A", "B", "C", "D", "E", "N" } },
	{ REC_ADDRESS, F_PURPOSE, false, { "billing", "head-office", "site" } },
	{ REC_DOCUMENT,
	  F_TYPE,
	  true,
	  { "invoice", "debit-note", "refund", "payment-reject", "opening-debit", "credit-note", "payment",
	    "advance", "opening-credit" } },
	{ REC_EVENT, F_KIND, true, { "acknowledgement", "part-payment", "claim", "court" } },
};

static bool is_digits(const char *s)
{
	return *s && strspn(s, "0123456789") == strlen(s);
}

/* Is the field of the form that its class asks for? */
static void judge_form(struct inspection *x, const struct record *r, enum record_field f)
{
	const char *s = r->field[f];
	bool document = r->kind == REC_DOCUMENT;

	switch (record_field_class(f)) {
	case CLASS_DATE:
		if (date_parse(s) == DATE_NONE)
			note(x, r, f, "date non comprise (attribut date du champ ou de <forms>)",
			     document && f == F_DATE);
		break;
	case CLASS_AMOUNT:
		if (!decimal_is_canonical(s))
			note(x, r, f, "montant non compris (attribut decimal du champ ou de <forms>)",
			     document && (f == F_AMOUNT || f == F_DEBIT || f == F_CREDIT || f == F_SIGNED));
		break;
	case CLASS_NUMBER:
		if (!is_digits(s))
			note(x, r, f, "nombre entier non compris", false);
		break;
	case CLASS_SIGN:
		if (strcmp(s, "1") != 0 && strcmp(s, "-1") != 0)
			note(x, r, f, "sens non compris (D ou C, debit ou credit, 1 ou -1)", false);
		break;
	case CLASS_TEXT:
		break;
	}
	if (f == F_CURRENCY && currency_find(s) == CUR_NONE)
		note(x, r, f, "devise inconnue (code ISO 4217 attendu)", document);
}

static void judge_word(struct inspection *x, const struct record *r)
{
	size_t i, k;

	for (i = 0; i < sizeof vocabulary / sizeof *vocabulary; i++) {
		const char *s = r->kind == vocabulary[i].kind ? r->field[vocabulary[i].field] : NULL;

		for (k = 0; s && vocabulary[i].word[k] && strcmp(vocabulary[i].word[k], s) != 0; k++)
			;
		if (s && !vocabulary[i].word[k])
			note(x, r, vocabulary[i].field,
			     "mot inconnu de relance (le traduire par une table <values>)",
			     vocabulary[i].rejects);
	}
}

static const struct record *enclosing(const struct record *r, enum record_kind kind)
{
	for (r = r->parent; r && r->kind != kind; r = r->parent)
		;
	return r;
}

static bool has_amount(const struct record *r)
{
	return r->field[F_AMOUNT] || r->field[F_DEBIT] || r->field[F_CREDIT] || r->field[F_SIGNED];
}

/* Does the amount tell its side by itself? */
static bool has_side(const struct record *r)
{
	return r->field[F_DEBIT] || r->field[F_CREDIT] || r->field[F_SIGNED] || r->field[F_SIGN];
}

static void judge_document(struct inspection *x, const struct record *r)
{
	if (!r->field[F_ID])
		note(x, r, F_ID, "absent", true);
	if (!r->field[F_DATE])
		note(x, r, F_DATE, "absent", true);
	if (!has_amount(r))
		note(x, r, F_AMOUNT, "absent", true);
	else if (!r->field[F_TYPE] && !has_side(r))
		note(x, r, F_TYPE, "absent, et le montant ne dit pas son sens", true);
	else if (!has_side(r) && r->field[F_AMOUNT] && *r->field[F_AMOUNT] == '-')
		note(x, r, F_AMOUNT,
		     "négatif, alors que c'est le type qui donne le sens (champ signed, ou negate)", true);
	if (!enclosing(r, REC_CUSTOMER) && !r->field[F_CUSTOMER])
		note(x, r, F_CUSTOMER, "absent", true);
}

static void judge(struct inspection *x, const struct record *r)
{
	unsigned f;

	for (f = 0; f < F_FIELDS; f++) {
		if (r->field[f])
			judge_form(x, r, (enum record_field)f);
	}
	judge_word(x, r);
	if (r->kind == REC_DOCUMENT)
		judge_document(x, r);
	if (r->kind == REC_CUSTOMER && !r->field[F_ID])
		note(x, r, F_ID, "absent", true);
	if (r->kind == REC_CUSTOMER && !r->field[F_NAME])
		note(x, r, F_NAME, "absent", true);
}

/* ---- sums ---- */

currency inspection_currency(const char *code)
{
	currency c = currency_find(code);

	return c == CUR_NONE ? currency_find("EUR") : c;
}

static struct sum *find_sum(struct inspection *x, const char *label, const char *code, bool document)
{
	size_t i;

	for (i = 0; i < x->sums; i++) {
		if (!strcmp(x->sum[i].label, label) && !strcmp(x->sum[i].currency, code))
			return &x->sum[i];
	}
	GROW(x->sum, x->sums, x->sum_cap);
	x->sum[x->sums] = (struct sum){ .label = arena_strdup(x->mem, label),
					.currency = arena_strdup(x->mem, code),
					.document = document };
	return &x->sum[x->sums++];
}

static bool is_debit(const char *type)
{
	size_t i;

	for (i = 0; i < 5; i++) {
		if (!strcmp(type, types[i]))
			return true;
	}
	return false;
}

static bool is_type(const char *type)
{
	size_t i;

	for (i = 0; types[i]; i++) {
		if (!strcmp(type, types[i]))
			return true;
	}
	return false;
}

static bool read_amount(struct sum *s, const char *text, money *out)
{
	enum money_parse p;

	*out = 0;
	if (!text)
		return true;
	p = money_parse(text, strlen(text), inspection_currency(s->currency), out);
	s->rounded += p == MONEY_ROUNDED;
	return p == MONEY_OK || p == MONEY_ROUNDED;
}

/* As the book does it: the type gives the sign, unless the amount has one of its own. */
static void add_document(struct inspection *x, const struct record *r, const char *code)
{
	const char *type = r->field[F_TYPE];
	struct sum *s;
	money amount, credit;

	if (!has_amount(r) || (type && !is_type(type)))
		return;
	if (!type)
		type = has_side(r) ? "(sans type)" : NULL;
	if (!type)
		return;
	s = find_sum(x, type, code, true);
	if (r->field[F_DEBIT] || r->field[F_CREDIT]) {
		if (!read_amount(s, r->field[F_DEBIT], &amount) ||
		    !read_amount(s, r->field[F_CREDIT], &credit) || !money_add(&amount, -credit))
			return;
	} else {
		if (!read_amount(s, r->field[F_SIGNED] ? r->field[F_SIGNED] : r->field[F_AMOUNT], &amount))
			return;
		if (!r->field[F_SIGNED] && (r->field[F_SIGN] ? *r->field[F_SIGN] == '-' : !is_debit(type)))
			amount = -amount;
	}
	s->count++;
	if (!money_add(&s->total, amount))
		s->overflow = true;
}

/* Its own, or that of the document that it is a part of. */
static const char *currency_of(const struct inspection *x, const struct record *r)
{
	for (; r; r = r->parent) {
		if (r->field[F_CURRENCY])
			return r->field[F_CURRENCY];
	}
	return x->currency;
}

static void add_amount(struct inspection *x, const struct record *r)
{
	const char *code = currency_of(x, r);
	struct sum *s;
	money amount;

	if (r->kind == REC_DOCUMENT) {
		add_document(x, r, code);
		return;
	}
	if (!r->field[F_AMOUNT] || (r->kind == REC_ALLOCATION && !r->parent))
		return; /* a list of allocations does not say their currencies */
	s = find_sum(x, record_kind_name(r->kind), code, false);
	if (!read_amount(s, r->field[F_AMOUNT], &amount))
		return;
	s->count++;
	if (!money_add(&s->total, amount))
		s->overflow = true;
}

bool inspection_balance(const struct inspection *x, const char *code, money *out)
{
	size_t i;

	*out = 0;
	for (i = 0; i < x->sums; i++) {
		const struct sum *s = &x->sum[i];

		if (s->document && !strcmp(s->currency, code) && (s->overflow || !money_add(out, s->total)))
			return false;
	}
	return !x->has_opening || strcmp(code, x->currency) != 0 || money_add(out, x->opening);
}

/* ---- what the file states about itself ---- */

static void state(struct inspection *x, const char *what, const char *code, const char *value,
		  bool is_balance, enum record_kind counted)
{
	if (!value)
		return;
	GROW(x->stated, x->stateds, x->stated_cap);
	x->stated[x->stateds++] = (struct stated){ .what = what,
						   .currency = arena_strdup(x->mem, code),
						   .value = arena_strdup(x->mem, value),
						   .is_balance = is_balance,
						   .counted = counted };
}

/* What the file's own lines make, the balance that they start from included. */
static const char *found_text(struct arena *a, const struct record *r)
{
	const char *found = r->field[F_FOUND] ? r->field[F_FOUND] : "0", *sum = NULL;

	if (r->field[F_OPENING])
		sum = decimal_add(a, r->field[F_OPENING], found);
	return arena_strdup(a, sum ? sum : found);
}

static void take_stated(struct inspection *x, const struct record *r)
{
	const char *code = r->field[F_CURRENCY] ? r->field[F_CURRENCY] : x->currency;

	if (r->kind == REC_EXPORT)
		state(x, "solde du compte général (ledger-balance)", code, r->field[F_LEDGER_BALANCE], true,
		      REC_DOCUMENT);
	if (r->kind != REC_CONTROL)
		return;
	if (r->field[F_STATED]) {
		state(x, arena_strdup(x->mem, r->field[F_NAME] ? r->field[F_NAME] : "total"), "",
		      r->field[F_STATED], false, REC_KINDS);
		x->stated[x->stateds - 1].found = found_text(x->mem, r);
		return;
	}
	state(x, "solde de contrôle", code, r->field[F_BALANCE], true, REC_DOCUMENT);
	state(x, "nombre de clients", "", r->field[F_CUSTOMERS], false, REC_CUSTOMER);
	state(x, "nombre de pièces", "", r->field[F_DOCUMENTS], false, REC_DOCUMENT);
}

/* Opening and closing balances of customers, in the currency of the export. */
static void take_balances(struct inspection *x, const struct record *r)
{
	struct sum none = { .currency = x->currency };
	money m;

	if (r->field[F_OPENING] && x->openings_count && read_amount(&none, r->field[F_OPENING], &m))
		x->has_opening = money_add(&x->opening, m) || x->has_opening;
	if (r->field[F_CLOSING] && read_amount(&none, r->field[F_CLOSING], &m))
		x->has_closing = money_add(&x->closing, m) || x->has_closing;
}

/* ---- who belongs to whom ---- */

static void take_customer(struct inspection *x, const struct record *r)
{
	if (r->field[F_ID] && table_find(&x->customers, r->field[F_ID]) == TABLE_MISSING)
		table_put(&x->customers, arena_strdup(x->mem, r->field[F_ID]), 1);
	else if (r->field[F_ID])
		note(x, r, F_ID, "donné deux fois (unique=\"id\" garde le premier sans le dire)", true);
	take_balances(x, r);
}

/* The customers that documents name; one with a name of its own need not have a record. */
static void take_owner(struct inspection *x, const struct record *r)
{
	const char *id = r->field[F_CUSTOMER];

	if (enclosing(r, REC_CUSTOMER) || !id || r->field[F_NAME] ||
	    table_find(&x->owners, id) != TABLE_MISSING)
		return;
	GROW(x->owner, x->owner_count, x->owner_cap);
	x->owner[x->owner_count] = arena_strdup(x->mem, id);
	table_put(&x->owners, x->owner[x->owner_count++], r->at.line);
}

void inspection_finish(struct inspection *x)
{
	size_t i;

	for (i = 0; i < x->owner_count; i++) {
		struct record r = { .kind = REC_DOCUMENT };

		if (table_find(&x->customers, x->owner[i]) != TABLE_MISSING)
			continue;
		r.at.line = table_find(&x->owners, x->owner[i]);
		r.field[F_CUSTOMER] = x->owner[i];
		note(x, &r, F_CUSTOMER,
		     "client sans fiche dans ce fichier (ses pièces seraient rejetées, sauf fichier clients)",
		     true);
	}
	if (x->settled.filled && shape_within(&x->settled, &x->document_ids) < 100) {
		struct record r = { .kind = REC_ALLOCATION };
		bool numbers = shape_within(&x->settled, &x->document_numbers) >
			       shape_within(&x->settled, &x->document_ids);

		note(x, &r, F_DOCUMENT,
		     numbers ? "nomme des pièces par leur numéro ; il faut leur identifiant (prendre le "
			       "numéro pour id)"
			     : "nomme des pièces qui ne sont pas dans ce fichier",
		     true);
	}
	if (x->document_ids.filled && !shape_unique(&x->document_ids)) {
		struct record r = { .kind = REC_DOCUMENT };

		note(x, &r, F_ID, "plusieurs pièces de même identifiant : seule la première serait prise",
		     true);
	}
}

/* ---- the sink ---- */

static void show(struct inspection *x, const struct record *r)
{
	struct kind_count *k = &x->kind[r->kind];
	struct shown *s;
	unsigned f;

	for (f = 0; f < F_FIELDS; f++)
		k->filled[f] += r->field[f] != NULL;
	if (k->count >= SHOWN_RECORDS)
		return;
	s = &k->first[k->count];
	s->line = r->at.line;
	s->inside = r->parent ? arena_printf(x->mem, "%s %s", record_kind_name(r->parent->kind),
					     r->parent->field[F_ID] ? r->parent->field[F_ID] : "?")
			      : "";
	for (f = 0; f < F_FIELDS; f++)
		s->field[f] = r->field[f] ? arena_strdup(x->mem, r->field[f]) : NULL;
}

enum status inspection_take(void *self, const struct record *r)
{
	struct inspection *x = self;

	show(x, r);
	x->kind[r->kind].count++;
	if (r->kind == REC_EXPORT && r->field[F_CURRENCY] && !*x->currency)
		x->currency = arena_strdup(x->mem, r->field[F_CURRENCY]);
	judge(x, r);
	add_amount(x, r);
	take_stated(x, r);
	if (r->kind == REC_CUSTOMER)
		take_customer(x, r);
	if (r->kind == REC_ALLOCATION && r->field[F_DOCUMENT])
		shape_add(&x->settled, x->mem, x->scratch, r->field[F_DOCUMENT]);
	if (r->kind == REC_DOCUMENT) {
		take_owner(x, r);
		if (r->field[F_ID])
			shape_add(&x->document_ids, x->mem, x->scratch, r->field[F_ID]);
		if (r->field[F_NUMBER])
			shape_add(&x->document_numbers, x->mem, x->scratch, r->field[F_NUMBER]);
	}
	return ST_OK;
}
