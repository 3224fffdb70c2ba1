/* build_finish.c - from what was taken in to the sorted, read-only ledger. */
#include "book/bank_job.h"
#include "book/repeat.h"

#include <stdlib.h>
#include <string.h>

#include "base/bulk.h"
#include "base/order.h"

#include "base/banned.h"

/* A name may come from any of several files: only now is it known to be missing. */
static void drop_nameless(struct builder *b)
{
	struct ledger *l = b->l;

	for (uint32_t i = 0; i < b->customers.used; i++) {
		struct name *n = &b->customers.name[i];
		const struct customer *c;

		if (!NAME_TAKEN(n->value))
			continue;
		c = &l->customer[n->value];
		if (*c->name)
			continue;
		n->value = NAME_REJECTED;
		diag_reject(b->d, "missing-name", c->at, c->id, "", false, 0, CUR_NONE,
			    "client « %s » : nom absent, il n'est pas pris et ses pièces non plus ; "
			    "complétez l'export",
			    c->id);
	}
}

uint32_t new_document_name(struct builder *b, const char *wanted)
{
	uint32_t name = names_get(&b->documents, wanted);

	for (int i = 2; b->documents.name[name].value != NAME_UNKNOWN; i++)
		name = names_get(&b->documents, arena_printf(b->scratch, "%s-%d", wanted, i));
	return name;
}

static void open_account(struct builder *b, const struct opening *o, uint32_t customer)
{
	const char *id = customer == NONE ? "" : b->l->customer[customer].id;
	struct document doc = { .at = o->at, .cur = o->cur, .amount = o->amount, .date = o->date };
	uint32_t name;

	if (customer == NONE) {
		diag_reject(b->d, "unknown-customer", o->at, "", "OUVERTURE", true, o->amount, o->cur,
			    "solde d'ouverture d'un client rejeté : il n'est pas pris ; corrigez ce client");
		return;
	}
	if (o->date == DATE_NONE) {
		diag_reject(b->d, "missing-opening-date", o->at, id, "OUVERTURE", true, o->amount, o->cur,
			    "solde d'ouverture du client « %s » sans date : donnez le début de période", id);
		return;
	}
	doc.number = pool_add(b->l->text, arena_printf(b->scratch, "OUVERTURE-%s", id));
	name = new_document_name(b, ledger_text(b->l, doc.number));
	doc.id = b->documents.name[name].id;
	doc.label = intern(b, "Solde d'ouverture");
	doc.due = DATE_NONE;
	doc.type = (uint8_t)(o->amount < 0 ? DOC_OPENING_CREDIT : DOC_OPENING_DEBIT);
	doc.rules = o->rules;
	doc.customer = names_find(&b->customers, id);
	add_document(b, name, &doc);
}

static void reject_orphan(struct builder *b, const struct document *doc)
{
	const char *id = ledger_text(b->l, doc->id), *customer = names_id(&b->customers, doc->customer);
	bool rejected = b->customers.name[doc->customer].value == NAME_REJECTED;

	b->documents.name[doc->first_allocation].value = NAME_REJECTED;
	diag_reject(b->d, "unknown-customer", doc->at, customer, id, true, doc->amount, doc->cur,
		    "pièce « %s » d'un client %s, « %s » : elle n'est pas prise ; %s", id,
		    rejected ? "rejeté" : "inconnu", customer,
		    rejected ? "corrigez ce client dans l'export" : "ajoutez ce client à l'export");
}

/* From names to indexes of customers; documents of unknown customers go. */
static void attach_documents(struct builder *b)
{
	struct ledger *l = b->l;
	uint32_t i, n = 0;

	for (i = 0; ledger_has_document(l, i); i++) {
		struct document *doc = &l->document[i];
		uint32_t customer = b->customers.name[doc->customer].value;

		if (!NAME_TAKEN(customer)) {
			reject_orphan(b, doc);
			continue;
		}
		doc->customer = customer;
		l->document[n++] = *doc;
	}
	l->documents = n;
}

/* --- extras and marks --------------------------------------------------------------------- */

static int compare_extras(const void *x, const void *y, void *nothing)
{
	const struct extra *a = x, *b = y;
	int order = compare_numbers(a->next, b->next); /* the document */

	(void)nothing;
	if (!order)
		order = compare_numbers(a->date, b->date);
	if (!order)
		order = compare_numbers(a->kind, b->kind);
	if (!order)
		order = compare_numbers(a->until, b->until);
	if (!order)
		order = compare_numbers(a->level, b->level);
	if (!order)
		order = compare_numbers(a->amount, b->amount);
	if (!order)
		order = strcmp(a->text, b->text);
	if (!order)
		order = strcmp(a->step, b->step);
	if (!order)
		order = compare_numbers(a->at.file, b->at.file);
	return order ? order : compare_numbers(a->at.line, b->at.line);
}

static void attach_extras(struct builder *b)
{
	struct ledger *l = b->l;
	uint32_t i, n = 0;

	for (i = 0; i < l->extras; i++) {
		struct extra *x = &l->extra[i];
		uint32_t doc = b->documents.name[x->next].value;

		if (i % 1024 == 0)
			bulk_breathe();
		if (!NAME_TAKEN(doc)) {
			const char *id = names_id(&b->documents, x->next);

			diag_reject(b->d, "rejected-document", x->at, "", id, false, 0, CUR_NONE,
				    "indication sur la pièce « %s », elle-même rejetée", id);
			continue;
		}
		x->next = doc;
		l->extra[n++] = *x;
	}
	l->extras = n;
	bulk_sort(l->extra, n, sizeof *l->extra, compare_extras, NULL);
	for (i = n; i-- > 0;) {
		struct document *doc = &l->document[l->extra[i].next];

		l->extra[i].next = doc->extras;
		doc->extras = i;
	}
}

static int compare_marks(const void *x, const void *y, void *nothing)
{
	(void)nothing;
	return compare_numbers(((const struct match_mark *)x)->doc, ((const struct match_mark *)y)->doc);
}

static void attach_marks(struct builder *b)
{
	uint32_t i, n = 0;

	for (i = 0; i < b->marks; i++) {
		uint32_t doc = b->documents.name[b->mark[i].doc].value;

		if (i % 1024 == 0)
			bulk_breathe();
		if (!NAME_TAKEN(doc))
			continue;
		b->mark[n] = b->mark[i];
		b->mark[n++].doc = doc;
	}
	b->marks = n;
	bulk_sort(b->mark, n, sizeof *b->mark, compare_marks, NULL);
}

/* --- the rest ----------------------------------------------------------------------------- */

static void match(struct builder *b, money *left)
{
	struct ledger *l = b->l;
	struct match_job job = { .d = b->d,
				 .l = l,
				 .rules = b->rules,
				 .mark = b->mark,
				 .marks = b->marks,
				 .left = left,
				 .out = l->allocation,
				 .n = l->allocations,
				 .cap = b->allocation_cap };

	match_run(&job);
	l->allocation = job.out;
	l->allocations = job.n;
	b->allocation_cap = job.cap;
	l->undated_matching |= job.undated;
}

static int compare_months(const void *x, const void *y)
{
	const struct month_sales *a = x, *b = y;
	int order = compare_numbers(a->year, b->year);

	return order ? order : compare_numbers(a->month, b->month);
}

static int compare_rates(const void *x, const void *y)
{
	const struct exchange_rate *a = x, *b = y;
	int order = strcmp(currency_code(a->cur), currency_code(b->cur));

	return order ? order : compare_numbers(a->date, b->date);
}

static enum status finish_ledger(struct builder *b)
{
	struct ledger *l = b->l;
	enum status st;
	uint32_t *map;
	money *left;

	drop_nameless(b);
	map = sort_customers(b);
	for (size_t i = 0; i < b->openings; i++)
		open_account(b, &b->opening[i], map[b->opening[i].customer]);
	free(map);
	attach_documents(b);
	st = repeats_settle(b);
	if (st != ST_OK)
		return st;
	parts_settle(b);
	sort_documents(b);
	attach_extras(b);
	bad_dues_report(b);
	attach_marks(b);
	left = bulk_alloc(l->documents * sizeof *left);
	allocations_resolve(b, left);
	names_drop(&b->customers);
	match(b, left);
	allocations_link(l);
	bank_run(b, left);
	bulk_free(left);
	names_drop(&b->documents);
	if (l->n_sales)
		qsort(l->sales, l->n_sales, sizeof *l->sales, compare_months);
	if (l->n_rates)
		qsort(l->rates, l->n_rates, sizeof *l->rates, compare_rates);
	ledger_report(b);
	return ST_OK;
}

enum status builder_finish(struct builder *b, struct ledger **out)
{
	enum status st;

	*out = NULL;
	b->finishing = true;
	st = builder_replay(b);
	if (st == ST_OK)
		st = companies_settle(b);
	if (st == ST_OK)
		st = finish_ledger(b);
	if (st != ST_OK)
		return st;
	*out = b->l;
	b->l = NULL;
	return diag_reject_count(b->d) ? ST_REJECTED : ST_OK;
}
