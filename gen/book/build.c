/* build.c - the builder: takes records of any kind, and what the export says of itself. See build.h. */
#include "book/bank_job.h"

#include <stdlib.h>
#include <string.h>

#include "base/bulk.h"
#include "base/text.h"

#include "base/banned.h"

/* Indexes are 32 bits, their highest values are taken. */
#define MAX_RECORDS (UINT32_C(1) << 30)

struct builder *builder_new(struct diag *d)
{
	struct builder *b = xmalloc(sizeof *b);
	struct ledger *l = xmalloc(sizeof *l);

	*l = (struct ledger){ .mem = arena_new(), .company = "", .extracted = DATE_NONE };
	l->text = pool_new(l->mem);
	*b = (struct builder){ .d = d, .l = l, .scratch = arena_new() };
	l->ids = pool_new(l->mem);
	b->customers.text = l->ids;
	b->documents.text = l->text;
	return b;
}

void builder_drop(struct builder *b)
{
	if (!b)
		return;
	names_drop(&b->customers);
	names_drop(&b->documents);
	free(b->customer_file);
	bulk_free(b->mark);
	free(b->customer_account);
	free(b->opening);
	free(b->bad_due);
	bulk_free(b->part);
	free(b->waiting);
	free(b->input);
	free(b->of_file);
	bank_drop(b->bank);
	company_drop(b->company);
	arena_drop(b->scratch);
	ledger_drop(b->l);
	free(b);
}

pool_text intern(struct builder *b, const char *s)
{
	pool_text *recent;

	if (!s || !*s)
		return 0;
	recent = &b->recent[text_hash(s) % RECENT];
	if (strcmp(ledger_text(b->l, *recent), s) != 0)
		*recent = pool_add(b->l->text, s);
	return *recent;
}

/* The number of these matching rules: inputs share them, so that a folder of thousands of files is fine. */
static uint8_t rules_number(struct builder *b, const struct matching *m)
{
	size_t i;

	for (i = 0; i < b->n_rules; i++) {
		const struct matching *x = &b->rules[i];

		if (x->by_group == m->by_group && x->by_applies == m->by_applies &&
		    x->by_reference == m->by_reference && x->by_quoted == m->by_quoted &&
		    x->oldest_first == m->oldest_first && x->opening_at_start == m->opening_at_start &&
		    x->successive == m->successive)
			return (uint8_t)i;
	}
	b->rules[b->n_rules] = *m; /* 2^7 combinations: always room */
	return (uint8_t)b->n_rules++;
}

static enum status take(void *self, const struct record *r)
{
	return builder_take(self, r);
}

struct record_sink builder_sink(struct builder *b, const struct matching *m)
{
	struct input *in = arena_alloc(b->scratch, sizeof *in);

	*in = (struct input){
		.b = b, .file = -1, .rules = rules_number(b, m), .company = NONE, .opening_date = DATE_NONE
	};
	return (struct record_sink){ take, in };
}

currency base_currency(const struct input *in)
{
	return in->cur != CUR_NONE ? in->cur : in->b->l->company_cur;
}

const struct record *enclosing(const struct record *r, enum record_kind kind)
{
	for (r = r->parent; r && r->kind != kind; r = r->parent)
		;
	return r;
}

/* Does an amount of this record need the export's currency, which is not known yet? */
static bool lacks_currency(const struct input *in, const struct record *r)
{
	if (base_currency(in) != CUR_NONE || in->b->finishing)
		return false;
	switch (r->kind) {
	case REC_CUSTOMER:
		return r->field[F_CREDIT_LIMIT] || r->field[F_OPENING] || r->field[F_CLOSING];
	case REC_CONTROL:
	case REC_SALES:
	case REC_DOCUMENT:
		return !r->field[F_CURRENCY];
	default:
		return false;
	}
}

/* A child that stands in a list of its own and only names its customer or document. */
bool is_flat_child(const struct record *r)
{
	if (r->kind == REC_ADDRESS || r->kind == REC_CONTACT)
		return !enclosing(r, REC_CUSTOMER);
	return r->kind >= REC_ALLOCATION && r->kind <= REC_EVENT && !enclosing(r, REC_DOCUMENT);
}

/*
 * Children of a waiting record wait with it; so does a flat child whose customer or document has not
 * come yet.
 */
static bool lacks_parent(const struct input *in, const struct record *r)
{
	struct builder *b = in->b;

	if (b->finishing || r->kind == REC_PLAN)
		return false;
	if (r->kind == REC_ADDRESS || r->kind == REC_CONTACT) {
		uint32_t name;

		if (!is_flat_child(r))
			return b->customer.fate == FATE_WAITING;
		name = r->field[F_CUSTOMER] ? names_find(&b->customers, r->field[F_CUSTOMER]) : UINT32_MAX;
		return name == UINT32_MAX || !NAME_TAKEN(b->customers.name[name].value);
	}
	if (r->kind >= REC_ALLOCATION && r->kind <= REC_EVENT) {
		enum fate f = find_owner(b, r).fate;

		return f == FATE_WAITING || (f == FATE_NONE && is_flat_child(r));
	}
	return false;
}

static enum status wait(struct input *in, const struct record *r)
{
	struct last *last = r->kind == REC_CUSTOMER ? &in->b->customer : &in->b->document;

	builder_wait(in, r);
	if (r->kind == REC_CUSTOMER || r->kind == REC_DOCUMENT)
		*last = (struct last){ FATE_WAITING, r->at, UINT32_MAX };
	return ST_OK;
}

/* The first record of a file tells which one it is. */
static void register_input(struct input *in, int file)
{
	struct builder *b = in->b;

	in->file = file;
	GROW(b->input, b->inputs, b->input_cap);
	b->input[b->inputs++] = in;
	while (b->files <= (size_t)file) {
		GROW(b->of_file, b->files, b->file_cap);
		b->of_file[b->files++] = NULL;
	}
	b->of_file[file] = in;
}

/* A file may hold several extracts, which its reader tells apart as if they were files. */
static struct input *input_for(struct input *in, int file)
{
	struct input *own;

	if (in->file < 0 || file < 0 || file == in->file)
		return in;
	own = input_of(in->b, file);
	if (own)
		return own;
	own = arena_alloc(in->b->scratch, sizeof *own);
	*own = *in;
	own->file = -1;
	own->customers = 0;
	own->closings = false;
	return own;
}

enum status builder_take(struct input *in, const struct record *r)
{
	struct builder *b = in->b;

	in = input_for(in, r->at.file);
	if (in->file < 0 && r->at.file >= 0)
		register_input(in, r->at.file);
	if (++b->records % 512 == 0)
		bulk_breathe();
	if (b->documents.used >= MAX_RECORDS || b->l->allocations >= MAX_RECORDS ||
	    b->l->extras >= MAX_RECORDS || b->customers.used >= MAX_RECORDS)
		return diag_error(b->d, ST_LIMIT, r->at, "plus d'un milliard de pièces : partagez l'export");
	if (lacks_currency(in, r) || lacks_parent(in, r))
		return wait(in, r);
	subject(b, "export", b->l->company);
	switch (r->kind) {
	case REC_EXPORT:
		take_export(in, r);
		break;
	case REC_CONTROL:
		take_control(in, r);
		break;
	case REC_RATE:
		take_rate(in, r);
		break;
	case REC_SALES:
		take_sales(in, r);
		break;
	case REC_CUSTOMER:
		return take_customer(in, r);
	case REC_ADDRESS:
		take_address(in, r);
		break;
	case REC_CONTACT:
		take_contact(in, r);
		break;
	case REC_DOCUMENT:
		return take_document(in, r);
	case REC_ALLOCATION:
		take_allocation(in, r);
		break;
	case REC_PLAN: /* says only when it was agreed; its instalments look it up there */
		break;
	case REC_DISPUTE:
	case REC_PROMISE:
	case REC_INSTALMENT:
	case REC_REMINDER:
	case REC_PROVISION:
	case REC_EVENT:
		take_extra(in, r);
		break;
	case REC_PART:
		take_due_part(in, r);
		break;
	case REC_BANK:
		return bank_take(in, r);
	case REC_POSTING: /* stay with the reader */
	case REC_KINDS:
		break;
	}
	return ST_OK;
}

/* The currency a record states, else the export's. false (with a reject) if it is none of ISO 4217. */
static bool stated_currency(struct input *in, const struct record *r, const char *what, currency *c)
{
	const char *code = r->field[F_CURRENCY];

	*c = code ? currency_find(code) : base_currency(in);
	if (*c != CUR_NONE || !code)
		return true;
	diag_reject(in->b->d, "unknown-currency", r->at, "", "", false, 0, CUR_NONE,
		    "%s en devise « %s », inconnue : écrivez un code ISO 4217 comme EUR", what, code);
	return false;
}

void add_control(struct input *in, struct control_total c)
{
	struct ledger *l = in->b->l;

	GROW(l->control, l->controls, in->b->control_cap);
	l->control[l->controls++] = c;
}

/* Several inputs: the first currency stays, the latest extraction counts, each is judged by its own ledger balance. */
static void merge_export(struct input *in, const struct record *r)
{
	struct ledger *l = in->b->l;
	struct diag *d = in->b->d;
	civil_date extracted = optional_date(in->b, r, "date d'extraction", F_EXTRACTED);
	money balance;

	if (r->field[F_COMPANY]) {
		const char *name = take_company(in, r->field[F_COMPANY], r->at);

		if (!*l->company)
			l->company = arena_strdup(l->mem, name);
	}
	if (l->company_cur == CUR_NONE)
		l->company_cur = in->cur;
	else if (in->cur != CUR_NONE && in->cur != l->company_cur)
		diag_finding(d, SEV_WARNING, "other-currency", r->at,
			     "export tenu en %s, réuni à un export tenu en %s ; vérifiez les fichiers donnés",
			     currency_code(in->cur), currency_code(l->company_cur));
	if (extracted != DATE_NONE && (l->extracted == DATE_NONE || extracted > l->extracted))
		l->extracted = extracted;
	if (optional_money(in->b, r, "solde du compte général", F_LEDGER_BALANCE, base_currency(in),
			   &balance))
		add_control(in, (struct control_total){ .of_account = true,
							.export_cur = base_currency(in),
							.has_balance = true,
							.balance = balance,
							.at = r->at });
}

void take_export(struct input *in, const struct record *r)
{
	civil_date opening = optional_date(in->b, r, "début de période", F_OPENING_DATE);
	currency c;

	if (stated_currency(in, r, "export", &c) && r->field[F_CURRENCY])
		in->cur = c;
	if (opening != DATE_NONE)
		in->opening_date = opening;
	merge_export(in, r);
}

/* A figure that is no amount stands for nothing: the file is not judged by it. */
static bool figure(const struct record *r, enum record_field f, currency c, money *out)
{
	const char *s = r->field[f];
	enum money_parse p = s ? money_parse(s, strlen(s), c, out) : MONEY_EMPTY;

	return p == MONEY_OK || p == MONEY_ROUNDED;
}

/* f.found holds the opening too. */
static void report_figure(struct builder *b, const struct record *r, const struct file_figure *f)
{
	char stated[64], found[64], opening[64], sum[64];
	const char *content = decimal_human(r->field[F_FOUND], found);

	if (r->field[F_OPENING])
		content = arena_printf(b->scratch, "%s (%s + %s)",
				       money_human(f->found, f->cur, NNBSP, ",", sum),
				       decimal_human(r->field[F_OPENING], opening), content);
	diag_finding(b->d, strcmp(r->field[F_KIND], "hint") ? SEV_WARNING : SEV_INFO, "control-figure", r->at,
		     "%s : le fichier annonce %s, son contenu donne %s ; vérifiez qu'il est complet et juste",
		     shown(r->field[F_NAME]), decimal_human(r->field[F_STATED], stated), content);
}

/*
 * Two figures of the file that must be equal. Some are part of the closure; a difference in the others
 * (counts, totals whose rule programs read in several ways) only says that the file may be incomplete.
 */
static void take_figure(struct input *in, const struct record *r, currency cur)
{
	struct ledger *l = in->b->l;
	struct file_figure f = { .cur = cur, .at = r->at };
	money opening = 0;

	if (!figure(r, F_STATED, cur, &f.stated) || !figure(r, F_FOUND, cur, &f.found))
		return;
	if (r->field[F_OPENING] && (!figure(r, F_OPENING, cur, &opening) || !money_add(&f.found, opening)))
		return;
	if (r->field[F_KIND]) {
		if (f.stated != f.found)
			report_figure(in->b, r, &f);
		return;
	}
	f.name = intern_string(in->b, r->field[F_NAME]);
	GROW(l->figure, l->figures, in->b->figure_cap);
	l->figure[l->figures++] = f;
}

void take_control(struct input *in, const struct record *r)
{
	struct control_total c = { .export_cur = base_currency(in), .at = r->at };
	currency cur;
	int n;

	if (!stated_currency(in, r, "total de contrôle", &cur))
		return;
	if (r->field[F_STATED]) {
		take_figure(in, r, cur);
		return;
	}
	c.cur = r->field[F_CURRENCY] ? cur : CUR_NONE;
	subject(in->b, "total de contrôle", r->field[F_CURRENCY] ? r->field[F_CURRENCY] : currency_code(cur));
	c.has_balance = optional_money(in->b, r, "solde", F_BALANCE, cur, &c.balance);
	n = optional_number(in->b, r, "nombre de clients", F_CUSTOMERS, INT32_MAX);
	c.has_customers = n >= 0;
	c.customers = n >= 0 ? n : 0;
	n = optional_number(in->b, r, "nombre de pièces", F_DOCUMENTS, INT32_MAX);
	c.has_documents = n >= 0;
	c.documents = n >= 0 ? n : 0;
	add_control(in, c);
}

void take_rate(struct input *in, const struct record *r)
{
	struct ledger *l = in->b->l;
	struct exchange_rate x = { .date = optional_date(in->b, r, "date du cours", F_DATE) };

	if (!stated_currency(in, r, "cours de change", &x.cur))
		return;
	if (!r->field[F_CURRENCY] || !r->field[F_VALUE] || !rate_parse(r->field[F_VALUE], &x.value) ||
	    x.value <= 0) {
		diag_reject(in->b->d, "bad-rate", r->at, "", "", false, 0, x.cur,
			    "cours de change du %s illisible : « %s » ; donnez la contre-valeur d'une unité, "
			    "comme 0.9123",
			    currency_code(x.cur), shown(r->field[F_VALUE]));
		return;
	}
	for (size_t i = 0; i < l->n_rates; i++) {
		if (l->rates[i].cur == x.cur && l->rates[i].date == x.date) {
			if (l->rates[i].value != x.value)
				diag_finding(in->b->d, SEV_WARNING, "rate-twice", r->at,
					     "cours du %s donné deux fois pour la même date : le premier est "
					     "gardé",
					     currency_code(x.cur));
			return;
		}
	}
	GROW(l->rates, l->n_rates, in->b->rate_cap);
	l->rates[l->n_rates++] = x;
}

/* "2026-10" */
static bool parse_month(const char *s, struct month_sales *m)
{
	char day[11];
	struct ymd v;
	civil_date date;

	if (!s || strlen(s) != 7)
		return false;
	memcpy(day, s, 7);
	memcpy(day + 7, "-01", 4);
	date = date_parse(day);
	if (date == DATE_NONE)
		return false;
	v = date_to_ymd(date);
	m->year = v.year;
	m->month = v.month;
	return true;
}

void take_sales(struct input *in, const struct record *r)
{
	struct ledger *l = in->b->l;
	struct month_sales m = { 0 };
	enum money_parse p;
	currency c;

	if (!stated_currency(in, r, "chiffre d'affaires", &c))
		return;
	p = read_money(in->b, r, F_AMOUNT, c, &m.amount);
	if (!parse_month(r->field[F_PERIOD], &m) || p != MONEY_OK) {
		diag_reject(in->b->d, "bad-sales", r->at, "", "", false, 0, c,
			    "chiffre d'affaires illisible : mois « %s », montant « %s » ; écrivez AAAA-MM et "
			    "un montant",
			    shown(r->field[F_PERIOD]), shown(r->field[F_AMOUNT]));
		return;
	}
	if (c != base_currency(in)) {
		diag_finding(in->b->d, SEV_WARNING, "sales-currency", r->at,
			     "chiffre d'affaires de %s en %s laissé de côté : donnez-le dans la devise de la "
			     "société",
			     r->field[F_PERIOD], currency_code(c));
		return;
	}
	for (size_t i = 0; i < l->n_sales; i++) {
		if (l->sales[i].year == m.year && l->sales[i].month == m.month) {
			diag_finding(in->b->d, SEV_WARNING, "sales-twice", r->at,
				     "chiffre d'affaires de %s donné deux fois : le premier est gardé",
				     r->field[F_PERIOD]);
			return;
		}
	}
	GROW(l->sales, l->n_sales, in->b->sales_cap);
	l->sales[l->n_sales++] = m;
}
