/*
 * bank_job.h - the inside of bank*.c: from the records of bank statements to
 * verdicts, payment documents and allocations. Used by nobody else.
 *
 * The story (bank.c):
 *   bank_take.c    records: entries, divided where their transactions add up to them
 *   bank_same.c    the same transaction in several statements counts once
 *   bank_index.c   documents by number, customers by name, code and account
 *   bank_name.c    whom each transaction names: documents, customers
 *   bank_return.c  returns, and what they return
 *   bank_booked.c  what the export holds already
 *   bank_match.c   structured reference, quoted number, exact amount, payer - in this order, each for all
 *   bank_post.c    documents and allocations into the ledger, findings
 *
 * Nothing depends on the order of files or of records: transactions are sorted
 * by what they say (bank_compare) before anything is decided. Matching does not
 * know the as-of date: what was booked after it is undone by its date (RULES §3).
 *
 * Where the rules are silent:
 * - A transaction is in the books if these hold a payment of the same customer
 *   (of any, where the transaction names nobody), amount and currency, dated
 *   BOOKED_DAYS apart at most; or with the same reference, whatever the date;
 *   or one that settled the very documents that the transaction names. Less
 *   than a week: payers who pay the same amount every week are not confused.
 * - One that names no open document and is older than the last payment of the
 *   books by LONG_BOOKED_DAYS was booked long ago: exports often hold open items
 *   only, and a statement may go back further than they do.
 * - Charges that the bank kept back are ignored: what came in is what counts.
 *   The amount before charges is only looked at to recognise a booked payment
 *   or a returned one.
 */
#ifndef RELANCE_BOOK_BANK_JOB_H
#define RELANCE_BOOK_BANK_JOB_H

#include "base/table.h"
#include "base/text.h"
#include "book/bank.h"
#include "book/intake.h"

#define BOOKED_DAYS 5
#define LONG_BOOKED_DAYS 31

/* Indexes of documents or customers: ascending, each once. */
struct bank_list {
	uint32_t *at; /* in an arena */
	uint32_t n;
};

struct bank_tx {
	struct place at;
	civil_date date;
	money amount; /* signed: money in > 0, never 0 */
	money gross;  /* before the bank's charges; = amount where nothing else is said */
	currency cur;
	bool is_return;
	uint32_t entry;	   /* running number of its entry */
	uint32_t parts;	   /* transactions that the entry is made of: 0 or 1, or more */
	bool split;	   /* one of several parts of its entry */
	money entry_total; /* amount of the entry */
	/* never NULL; account and iban without blanks; structured, applies: several with '|' between them */
	const char *account, *entry_ref, *entry_number, *own_ref, *end_to_end;
	const char *payer, *ultimate, *iban, *text, *note, *structured, *applies;

	/* bank_name.c */
	struct bank_list structured_docs,
		quoted_docs;		       /* debits that it names, open or not, of any customer */
	struct bank_list structured_customers; /* customers whose code is a structured reference */
	struct bank_list coded, named;	       /* customers by quoted code, by payer's name */
	bool weak; /* every quoted number is so short that it may be there by chance */

	/* the verdict */
	enum bank_status status;
	enum bank_evidence evidence;
	bool decided;
	uint32_t customer;
	struct bank_list docs;
	const char *reason;
	uint32_t same;	    /* duplicate: the transaction that counts */
	uint32_t pair;	    /* return: what it returns; returned: by what; NONE */
	uint32_t booked;    /* document of the export that it is, NONE */
	uint32_t reject_of; /* return: the payment of the export that it returns, NONE */
	uint32_t document;  /* of the ledger: what it became, once it is there; NONE */
};

/* Records as they come in. Belongs to the builder; bank_drop() gives it back. */
struct bank_intake {
	struct bank_tx *tx;
	uint32_t n, cap;
	struct bank_tx head; /* the entry under construction */
	money charges;
	bool open, rejected;
	struct bank_tx *part;
	uint32_t parts, part_cap;
	uint32_t entries;
};

/* A number and whose it is, by a hash of the number. */
struct bank_hash {
	uint32_t hash, of;
};

/* A document or a transaction by its amount (> 0). */
struct bank_amount {
	money amount;
	uint32_t of;
	civil_date date;
	currency cur;
};

/* What the document of a transaction is set against. */
struct bank_allocation {
	uint32_t tx;	/* whose document */
	uint32_t other; /* document of the export, or with `returned`: the transaction whose payment it is */
	bool returned;
	money amount; /* > 0 */
};

struct bank_job {
	struct builder *b;
	struct diag *d;
	struct ledger *l;
	struct arena *mem, *tmp; /* as long as the job; for a moment */
	struct buf text;
	money *left; /* per document of the export */
	struct bank_tx *tx;
	uint32_t n;

	struct bank_hash *number, *code, *name;
	uint32_t numbers, codes, names;
	const char **run_on;  /* per customer: his name without blanks */
	uint32_t *by_run_on;  /* customers in the order of these */
	struct table account; /* to an index into known: whose account it is, NONE for several */
	uint32_t *known;
	uint32_t accounts, known_cap;
	uint32_t *found; /* of the search under way */
	uint32_t founds, found_cap;
	civil_date last_payment; /* of the books; DATE_NONE */

	struct bank_allocation *allocation;
	uint32_t allocations, allocation_cap;
};

/* --- bank_take.c -------------------------------------------------------------------------- */

/* Take a bank record. ST_OK, or ST_LIMIT (reported). */
enum status bank_take(struct input *in, const struct record *r);
/* The last entry is complete. */
void bank_close_entry(struct builder *b);
void bank_drop(struct bank_intake *k); /* NULL is fine */

/* --- bank.c ------------------------------------------------------------------------------- */

/* All of it: between matching and linking the allocations. left: open amounts, updated. */
void bank_run(struct builder *b, money *left);

/* Order by what is said; 0: nothing tells them apart. */
int bank_compare(const struct bank_tx *a, const struct bank_tx *b);
/* The same, then by name of the file and line: a total order. */
int bank_compare_places(const struct bank_job *j, const struct bank_tx *a, const struct bank_tx *b);

/* Begin a search, add what it finds, and take it as a list: sorted, each once. */
void bank_found_none(struct bank_job *j);
void bank_found(struct bank_job *j, uint32_t x);
struct bank_list bank_found_list(struct bank_job *j);
bool bank_list_has(const struct bank_list *l, uint32_t x);

/* Does it count, and wait for a verdict? A payment, not a return. */
static inline bool bank_pending(const struct bank_tx *t)
{
	return !t->decided && !t->is_return;
}
/* The verdict. reason is kept as it is. */
void bank_decide(struct bank_tx *t, enum bank_status s, const char *reason);
/* What stands in job.text, kept in the ledger; the buffer is empty again. */
const char *bank_said(struct bank_job *j);
/* Into job.text: "100,00 EUR"; "31/10/2026"; "FA1, FA2 et 3 autres". */
void bank_say_money(struct bank_job *j, money x, currency c);
void bank_say_date(struct bank_job *j, civil_date d);
void bank_say_documents(struct bank_job *j, const struct bank_list *docs);

/* --- bank_same.c -------------------------------------------------------------------------- */

/* Find transactions that stand in several statements; job.tx is sorted. */
void bank_find_duplicates(struct bank_job *j);

/* --- bank_text.c -------------------------------------------------------------------------- */

#define BANK_KEY 65
/*
 * A number as it is compared: capitals and digits alone, without leading zeros
 * if it is digits only. Its length; 0 if nothing is left or it is too long.
 */
size_t bank_key(struct arena *tmp, const char *s, char out[BANK_KEY]);
/* Can it be recognised inside of a text at all? Two characters with a letter and a digit, or three digits. */
bool bank_key_quotable(const char *key);
/* So short that it may stand there by chance: a year, a postcode. */
bool bank_key_weak(const char *key);
/* The reference inside of an ISO 11649 one with right check digits, NULL if it is none. */
const char *bank_key_creditor(const char *key);
/*
 * A name for comparison: capitals without accents, legal forms left out, words
 * sorted. *run_on (may be NULL): the words in their order without blanks, for
 * names that a bank cut off.
 */
const char *bank_name_key(struct arena *a, const char *name, const char **run_on);

/* --- bank_index.c ------------------------------------------------------------------------- */

void bank_index(struct bank_job *j);
void bank_index_drop(struct bank_job *j);
/* All documents, or customers, with that number, code, name: calls found for each. */
void bank_each_document(struct bank_job *j, const char *key, void (*found)(void *self, uint32_t doc),
			void *self);
void bank_each_code(struct bank_job *j, const char *key, void (*found)(void *self, uint32_t customer),
		    void *self);
void bank_each_name(struct bank_job *j, const char *name, void (*found)(void *self, uint32_t customer),
		    void *self);
/* Learn whose account it is; look it up: NONE if unknown or several customers'. */
void bank_learn(struct bank_job *j, const struct bank_tx *t, uint32_t customer);
uint32_t bank_owner(const struct bank_job *j, const struct bank_tx *t);
/* Documents in order of currency, amount (> 0), date; the first one at or behind that. */
void bank_sort_amounts(struct bank_amount *a, uint32_t n);
uint32_t bank_first_amount(const struct bank_amount *a, uint32_t n, currency c, money amount,
			   civil_date date);

/* --- bank_name.c -------------------------------------------------------------------------- */

/* Fill what each transaction names; learn accounts from those that name one customer for certain. */
void bank_find_names(struct bank_job *j);
/* The customer of all these documents, NONE if they have several or there are none. */
uint32_t bank_one_customer(const struct bank_job *j, const struct bank_list *docs);
/* Does the payer fit the customer: by code, name or account? */
bool bank_fits(const struct bank_job *j, const struct bank_tx *t, uint32_t customer);
/* Who the payer is, if he is one customer; *how (French): what he is known by. NONE: nobody, or several. */
uint32_t bank_payer(const struct bank_job *j, const struct bank_tx *t, const char **how);

/* --- bank_return.c ------------------------------------------------------------------------ */

void bank_pair_returns(struct bank_job *j);  /* before anything is matched */
void bank_judge_returns(struct bank_job *j); /* after */
/* One of the references of a is one of b's: how good, 0 best; -1: none is. */
int bank_shared_reference(const struct bank_tx *a, const struct bank_tx *b);

/* --- bank_booked.c, bank_match.c, bank_post.c --------------------------------------------- */

void bank_find_booked(struct bank_job *j);
void bank_match(struct bank_job *j);
/* Documents and allocations into the ledger, sorted; items; findings. */
void bank_post(struct bank_job *j);

#endif
