/*
 * bank_name.c - whom a transaction names: documents by structured reference or
 * by a number in its text, customers by their code, their name, their account.
 */
#include "book/bank_job.h"

#include <string.h>

#include "base/banned.h"

#define MAX_RUN 6 /* words that may make one number: "FA 2026 - 10 01" */

/* What settles is a debit: credits of the export are looked for elsewhere (bank_booked.c). */
static void found_debit(void *self, uint32_t doc)
{
	struct bank_job *j = self;

	if (j->l->document[doc].amount > 0)
		bank_found(j, doc);
}

static void found_customer(void *self, uint32_t customer)
{
	bank_found(self, customer);
}

/* The next piece of a list with '|' between its pieces, as a key; false at the end. */
static bool next_piece(struct bank_job *j, const char **list, char key[BANK_KEY])
{
	const char *piece;
	size_t len;

	if (!**list)
		return false;
	len = strcspn(*list, "|");
	piece = arena_strndup(j->tmp, *list, len);
	*list += len + ((*list)[len] == '|');
	bank_key(j->tmp, piece, key);
	return true;
}

/* The number inside of an ISO 11649 reference, which may be padded with zeros; false if it is none. */
static bool creditor_number(struct bank_job *j, const char *key, char inside[BANK_KEY])
{
	const char *rest = bank_key_creditor(key);

	return rest && bank_key(j->tmp, rest, inside);
}

static void each_structured(struct bank_job *j, const char *list,
			    void (*look)(struct bank_job *j, const char *key, bool creditor))
{
	char key[BANK_KEY], inside[BANK_KEY];

	while (next_piece(j, &list, key)) {
		if (*key)
			look(j, key, false);
		if (creditor_number(j, key, inside))
			look(j, inside, true);
	}
}

static void look_for_document(struct bank_job *j, const char *key, bool creditor)
{
	(void)creditor;
	bank_each_document(j, key, found_debit, j);
}

/* A customer's code is what the letters ask for; alone it must be long enough not to be chance. */
static void look_for_code(struct bank_job *j, const char *key, bool creditor)
{
	if (creditor || (bank_key_quotable(key) && !bank_key_weak(key)))
		bank_each_code(j, key, found_customer, j);
}

static void find_structured(struct bank_job *j, struct bank_tx *t)
{
	bank_found_none(j);
	each_structured(j, t->structured, look_for_document);
	each_structured(j, t->applies, look_for_document);
	t->structured_docs = bank_found_list(j);
	if (t->structured_docs.n)
		return;
	bank_found_none(j);
	each_structured(j, t->structured, look_for_code);
	t->structured_customers = bank_found_list(j);
}

/* --- texts -------------------------------------------------------------------------------- */

/* The words of a text that begin at s, run together: a key for each number of words, the longest first. */
static size_t runs_from(struct bank_job *j, const char *s, char key[MAX_RUN][BANK_KEY], size_t end[MAX_RUN])
{
	char run[BANK_KEY];
	size_t n = 0, len = 0, at = 0;

	while (s[at] && n < MAX_RUN) {
		size_t word = strcspn(s + at, " ");

		if (len + word >= BANK_KEY)
			break;
		memcpy(run + len, s + at, word);
		len += word;
		run[len] = '\0';
		at += word;
		end[n] = at;
		bank_key(j->mem, run, key[n++]);
		at += strspn(s + at, " ");
	}
	return n;
}

/* Does the key name something? Documents come first: a customer's code is only a hint. */
static bool look_up(struct bank_job *j, const char *key, bool codes, bool *strong)
{
	uint32_t before = j->founds;

	if (!bank_key_quotable(key))
		return false;
	if (!codes) {
		bank_each_document(j, key, found_debit, j);
		*strong = *strong || (j->founds > before && !bank_key_weak(key));
	} else if (!bank_key_weak(key)) {
		bank_each_code(j, key, found_customer, j);
	}
	return j->founds > before;
}

/* The longest run of words from each word on that is a number; then the search goes on behind it. */
static struct bank_list search_text(struct bank_job *j, const char *text, bool codes, bool *strong)
{
	char key[MAX_RUN][BANK_KEY];
	size_t end[MAX_RUN], n;

	bank_found_none(j);
	while (*text) {
		size_t step = strcspn(text, " ");

		for (n = runs_from(j, text, key, end); n-- > 0;) {
			if (look_up(j, key[n], codes, strong)) {
				step = end[n];
				break;
			}
		}
		text += step;
		text += strspn(text, " ");
	}
	return bank_found_list(j);
}

static void find_quoted(struct bank_job *j, struct bank_tx *t)
{
	const char *text =
		text_postal(j->tmp, arena_printf(j->tmp, "%s / %s / %s", t->text, t->note, t->end_to_end));
	bool strong = false;

	t->quoted_docs = search_text(j, text, false, &strong);
	t->weak = !strong;
	t->coded = search_text(j, text, true, &strong);
}

/* Who pays for somebody else tells for whom: that name comes first. */
static void find_payer(struct bank_job *j, struct bank_tx *t)
{
	bank_found_none(j);
	if (*t->ultimate)
		bank_each_name(j, t->ultimate, found_customer, j);
	if (!j->founds && *t->payer)
		bank_each_name(j, t->payer, found_customer, j);
	t->named = bank_found_list(j);
}

/* --- what follows from it ----------------------------------------------------------------- */

uint32_t bank_one_customer(const struct bank_job *j, const struct bank_list *docs)
{
	uint32_t customer = docs->n ? j->l->document[docs->at[0]].customer : NONE;

	for (uint32_t i = 1; i < docs->n; i++) {
		if (j->l->document[docs->at[i]].customer != customer)
			return NONE;
	}
	return customer;
}

bool bank_fits(const struct bank_job *j, const struct bank_tx *t, uint32_t customer)
{
	return bank_list_has(&t->coded, customer) || bank_list_has(&t->named, customer) ||
	       bank_owner(j, t) == customer;
}

uint32_t bank_payer(const struct bank_job *j, const struct bank_tx *t, const char **how)
{
	uint32_t owner = bank_owner(j, t);

	*how = "code client cité";
	if (t->coded.n)
		return t->coded.n == 1 ? t->coded.at[0] : NONE;
	if (t->named.n == 1) {
		*how = owner == t->named.at[0] ? "nom et compte du payeur" : "nom du payeur";
		return owner == NONE || owner == t->named.at[0] ? t->named.at[0] : NONE;
	}
	*how = t->named.n ? "nom et compte du payeur" : "compte du payeur";
	return t->named.n && !bank_list_has(&t->named, owner) ? NONE : owner;
}

void bank_find_names(struct bank_job *j)
{
	for (uint32_t i = 0; i < j->n; i++) {
		struct bank_tx *t = &j->tx[i];
		uint32_t customer;

		if (t->decided)
			continue;
		find_structured(j, t);
		find_quoted(j, t);
		arena_reset(j->tmp);
		find_payer(j, t);
		customer = bank_one_customer(j, &t->structured_docs);
		if (customer == NONE && !t->weak)
			customer = bank_one_customer(j, &t->quoted_docs);
		if (customer != NONE)
			bank_learn(j, t, customer);
	}
}
