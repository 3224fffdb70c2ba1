/*
 * bank_index.c - where a number, a name, an account or an amount leads to.
 *
 * Numbers and names are found by hashes, eight bytes each, and compared when
 * they are met: an export has far more of them than a statement asks for.
 */
#include "book/bank_job.h"

#include <stdlib.h>
#include <string.h>

#include "base/bulk.h"
#include "base/text.h"

#include "base/banned.h"

static int compare_hashes(const void *x, const void *y, void *nothing)
{
	const struct bank_hash *a = x, *b = y;

	(void)nothing;
	if (a->hash != b->hash)
		return a->hash < b->hash ? -1 : 1;
	return (a->of > b->of) - (a->of < b->of);
}

static void sort_hashes(struct bank_hash *h, uint32_t n)
{
	bulk_sort(h, n, sizeof *h, compare_hashes, NULL);
}

static uint32_t first_hash(const struct bank_hash *h, uint32_t n, uint32_t hash)
{
	uint32_t low = 0, high = n;

	while (low < high) {
		uint32_t mid = low + (high - low) / 2;

		if (h[mid].hash < hash)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

/* --- documents ---------------------------------------------------------------------------- */

#define TEXTS 3

/* What a document may be called by; the number of texts in out. */
static int texts_of(const struct ledger *l, const struct document *doc, const char *out[TEXTS])
{
	int n = 0;

	out[n++] = ledger_text(l, doc->number);
	if (doc->id != doc->number)
		out[n++] = ledger_text(l, doc->id);
	if (doc->reference)
		out[n++] = ledger_text(l, doc->reference);
	return n;
}

static void index_documents(struct bank_job *j)
{
	uint32_t cap = 0;
	const char *text[TEXTS];
	char key[BANK_KEY];

	for (uint32_t i = 0; ledger_has_document(j->l, i); i++) {
		int n = texts_of(j->l, &j->l->document[i], text);

		while (n-- > 0) {
			if (!bank_key(j->tmp, text[n], key))
				continue;
			BULK_GROW(j->number, j->numbers, cap);
			j->number[j->numbers++] = (struct bank_hash){ (uint32_t)text_hash(key), i };
		}
		arena_reset(j->tmp);
	}
	sort_hashes(j->number, j->numbers);
}

void bank_each_document(struct bank_job *j, const char *key, void (*found)(void *self, uint32_t doc),
			void *self)
{
	uint32_t hash = (uint32_t)text_hash(key), i = first_hash(j->number, j->numbers, hash), last = NONE;

	for (; i < j->numbers && j->number[i].hash == hash; i++) {
		uint32_t doc = j->number[i].of;
		const char *text[TEXTS];
		char own[BANK_KEY];
		int n = doc == last ? 0 : texts_of(j->l, &j->l->document[doc], text);

		last = doc;
		while (n-- > 0) {
			if (bank_key(j->mem, text[n], own) && strcmp(own, key) == 0) {
				found(self, doc);
				break;
			}
		}
	}
}

/* --- customers ---------------------------------------------------------------------------- */

static int compare_run_on(const void *x, const void *y, void *self)
{
	const char **name = self;
	uint32_t a = *(const uint32_t *)x, b = *(const uint32_t *)y;
	int order = strcmp(name[a], name[b]);

	return order ? order : (a > b) - (a < b);
}

static void index_customers(struct bank_job *j)
{
	uint32_t n = j->l->customers;
	char key[BANK_KEY];

	j->code = xmalloc(n * sizeof *j->code);
	j->name = xmalloc(n * sizeof *j->name);
	j->by_run_on = xmalloc(n * sizeof *j->by_run_on);
	j->run_on = arena_calloc(j->mem, n, sizeof *j->run_on);
	for (uint32_t i = 0; i < n; i++) {
		const struct customer *c = &j->l->customer[i];
		const char *run_on;

		if (bank_key(j->tmp, c->id, key))
			j->code[j->codes++] = (struct bank_hash){ (uint32_t)text_hash(key), i };
		j->name[j->names++] =
			(struct bank_hash){ (uint32_t)text_hash(bank_name_key(j->tmp, c->name, &run_on)), i };
		j->run_on[i] = arena_strdup(j->mem, run_on);
		j->by_run_on[i] = i;
		arena_reset(j->tmp);
	}
	sort_hashes(j->code, j->codes);
	sort_hashes(j->name, j->names);
	if (n)
		qsort_r(j->by_run_on, n, sizeof *j->by_run_on, compare_run_on, j->run_on);
}

void bank_each_code(struct bank_job *j, const char *key, void (*found)(void *self, uint32_t customer),
		    void *self)
{
	uint32_t hash = (uint32_t)text_hash(key), i = first_hash(j->code, j->codes, hash);
	char own[BANK_KEY];

	for (; i < j->codes && j->code[i].hash == hash; i++) {
		if (bank_key(j->mem, j->l->customer[j->code[i].of].id, own) && strcmp(own, key) == 0)
			found(self, j->code[i].of);
	}
}

/* Banks cut names off at 24 characters and more: so long a beginning is as good as the name. */
#define CUT_NAME 20

static void each_cut_name(struct bank_job *j, const char *run_on,
			  void (*found)(void *self, uint32_t customer), void *self)
{
	size_t len = strlen(run_on);
	uint32_t low = 0, high = j->l->customers;

	if (len < CUT_NAME)
		return;
	while (low < high) {
		uint32_t mid = low + (high - low) / 2;

		if (strcmp(j->run_on[j->by_run_on[mid]], run_on) < 0)
			low = mid + 1;
		else
			high = mid;
	}
	for (; low < j->l->customers && strncmp(j->run_on[j->by_run_on[low]], run_on, len) == 0; low++)
		found(self, j->by_run_on[low]);
}

void bank_each_name(struct bank_job *j, const char *name, void (*found)(void *self, uint32_t customer),
		    void *self)
{
	const char *run_on, *key = bank_name_key(j->mem, name, &run_on);
	uint32_t hash = (uint32_t)text_hash(key), i = first_hash(j->name, j->names, hash);
	bool any = false;

	if (!*key)
		return;
	for (; i < j->names && j->name[i].hash == hash; i++) {
		uint32_t customer = j->name[i].of;

		if (strcmp(bank_name_key(j->tmp, j->l->customer[customer].name, NULL), key) != 0)
			continue;
		found(self, customer);
		any = true;
	}
	arena_reset(j->tmp);
	if (!any)
		each_cut_name(j, run_on, found, self);
}

/* --- accounts ----------------------------------------------------------------------------- */

void bank_learn(struct bank_job *j, const struct bank_tx *t, uint32_t customer)
{
	uint32_t at;

	if (!*t->iban || strcmp(t->iban, t->account) == 0)
		return;
	at = table_put(&j->account, t->iban, j->accounts);
	if (at < j->accounts) {
		if (j->known[at] != customer)
			j->known[at] = NONE;
		return;
	}
	GROW(j->known, j->accounts, j->known_cap);
	j->known[j->accounts++] = customer;
}

uint32_t bank_owner(const struct bank_job *j, const struct bank_tx *t)
{
	uint32_t at = *t->iban ? table_find(&j->account, t->iban) : TABLE_MISSING;

	return at == TABLE_MISSING ? NONE : j->known[at];
}

/* --- amounts ------------------------------------------------------------------------------ */

static int compare_amounts(const struct bank_amount *a, const struct bank_amount *b)
{
	if (a->cur != b->cur)
		return a->cur < b->cur ? -1 : 1;
	if (a->amount != b->amount)
		return a->amount < b->amount ? -1 : 1;
	return (a->date > b->date) - (a->date < b->date);
}

static int compare_in_sort(const void *x, const void *y, void *nothing)
{
	const struct bank_amount *a = x, *b = y;
	int order = compare_amounts(a, b);

	(void)nothing;
	return order ? order : (a->of > b->of) - (a->of < b->of);
}

void bank_sort_amounts(struct bank_amount *a, uint32_t n)
{
	bulk_sort(a, n, sizeof *a, compare_in_sort, NULL);
}

uint32_t bank_first_amount(const struct bank_amount *a, uint32_t n, currency c, money amount, civil_date date)
{
	const struct bank_amount wanted = { .cur = c, .amount = amount, .date = date };
	uint32_t low = 0, high = n;

	while (low < high) {
		uint32_t mid = low + (high - low) / 2;

		if (compare_amounts(&a[mid], &wanted) < 0)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

void bank_index(struct bank_job *j)
{
	index_documents(j);
	index_customers(j);
	j->account = (struct table)TABLE_INIT;
	j->last_payment = DATE_NONE;
	for (uint32_t i = 0; ledger_has_document(j->l, i); i++) {
		const struct document *doc = &j->l->document[i];

		if ((doc->type == DOC_PAYMENT || doc->type == DOC_ADVANCE) &&
		    document_posted(doc) > j->last_payment)
			j->last_payment = document_posted(doc);
	}
}

void bank_index_drop(struct bank_job *j)
{
	bulk_free(j->number);
	free(j->code);
	free(j->name);
	free(j->by_run_on);
	free(j->known);
	table_drop(&j->account);
}
