/* build_sort.c - the order of the ledger (ledger.h): customers and documents to their places. */
#include "book/intake.h"

#include <stdlib.h>
#include <string.h>

#include "base/bulk.h"
#include "base/order.h"

#include "base/banned.h"

static void turn_round(struct customer *c)
{
	struct address *a = c->addresses, *addresses = NULL, *next_a;
	struct contact *k = c->contacts, *contacts = NULL, *next_k;

	for (; a; a = next_a) {
		next_a = a->next;
		a->next = addresses;
		addresses = a;
	}
	for (; k; k = next_k) {
		next_k = k->next;
		k->next = contacts;
		contacts = k;
	}
	c->addresses = addresses;
	c->contacts = contacts;
}

static int compare_names(const void *x, const void *y, void *customers)
{
	const struct names *n = customers;

	return strcmp(names_id(n, *(const uint32_t *)x), names_id(n, *(const uint32_t *)y));
}

uint32_t *sort_customers(struct builder *b)
{
	struct ledger *l = b->l;
	struct customer *sorted = xmalloc(l->customers * sizeof *sorted);
	uint32_t *order = xmalloc(b->customers.used * sizeof *order);
	uint32_t *map = xmalloc(l->customers * sizeof *map);
	uint32_t i, n = 0;

	memset(map, 0xFF, l->customers * sizeof *map);
	for (i = 0; i < b->customers.used; i++) {
		if (NAME_TAKEN(b->customers.name[i].value))
			order[n++] = i;
	}
	if (n)
		qsort_r(order, n, sizeof *order, compare_names, &b->customers);
	for (i = 0; i < n; i++) {
		struct name *name = &b->customers.name[order[i]];

		sorted[i] = l->customer[name->value];
		turn_round(&sorted[i]);
		map[name->value] = i;
		name->value = i;
	}
	free(order);
	free(l->customer);
	l->customer = sorted;
	l->customers = n;
	return map;
}

/* What a document is sorted by, beside its customer: gathered, for documents and texts lie far apart in a large file. */
struct sort_key {
	civil_date date;
	uint32_t document;
	const char *id;
};

static int compare_keys(const void *x, const void *y, void *nothing)
{
	const struct sort_key *a = x, *b = y;
	int order = compare_numbers(a->date, b->date);

	(void)nothing;
	return order ? order : strcmp(a->id, b->id);
}

/* The documents of one customer, by date and id. */
static void order_customer(const struct ledger *l, uint32_t *of, uint32_t n, struct arena *scratch)
{
	struct sort_key *key = arena_calloc(scratch, n, sizeof *key);

	for (uint32_t i = 0; i < n; i++) {
		const struct document *doc = &l->document[of[i]];

		key[i] =
			(struct sort_key){ doc->date, of[i], arena_strdup(scratch, ledger_text(l, doc->id)) };
		if (i % 16 == 0)
			bulk_breathe();
	}
	bulk_sort(key, n, sizeof *key, compare_keys, NULL);
	for (uint32_t i = 0; i < n; i++)
		of[i] = key[i].document;
	arena_reset(scratch);
}

/* How many documents each customer has, and where they will begin. */
static void count_documents(struct ledger *l)
{
	uint32_t i, at = 0;

	for (i = 0; ledger_has_customer(l, i); i++)
		l->customer[i].documents = 0;
	for (i = 0; ledger_has_document(l, i); i++)
		l->customer[l->document[i].customer].documents++;
	for (i = 0; ledger_has_customer(l, i); i++) {
		l->customer[i].first_document = at;
		at += l->customer[i].documents;
	}
}

/* The order by customer, date and id: put down by customer, then sorted among the few of each. */
static uint32_t *document_order(struct ledger *l)
{
	uint32_t *order = bulk_alloc(l->documents * sizeof *order);
	struct arena *scratch = arena_new();
	uint32_t i;

	for (i = 0; ledger_has_customer(l, i); i++)
		l->customer[i].documents = 0;
	for (i = 0; ledger_has_document(l, i); i++) {
		struct customer *c = &l->customer[l->document[i].customer];

		order[c->first_document + c->documents++] = i;
	}
	for (i = 0; ledger_has_customer(l, i); i++) {
		const struct customer *c = &l->customer[i];

		if (c->documents > 1)
			order_customer(l, order + c->first_document, c->documents, scratch);
	}
	arena_drop(scratch);
	return order;
}

/* Each document to its place, in cycles: a copy of a million of them would double the memory. */
void sort_documents(struct builder *b)
{
	struct ledger *l = b->l;
	uint32_t *order, i, k, from;

	count_documents(l);
	deal_documents(b);
	order = document_order(l);

	for (i = 0; ledger_has_document(l, i); i++) {
		struct document moving = l->document[i];

		for (k = i; order[k] != i; k = from) {
			from = order[k];
			l->document[k] = l->document[from];
			order[k] = k;
		}
		l->document[k] = moving;
		order[k] = k;
	}
	bulk_free(order);
	for (i = 0; ledger_has_document(l, i); i++)
		b->documents.name[l->document[i].first_allocation].value = i;
}
