/*
 * guess_plan.h - what the guess decides before anything is written: which
 * elements are documents and customers, and which of the values that they can
 * reach fills which field.
 */
#ifndef RELANCE_READ_GUESS_PLAN_H
#define RELANCE_READ_GUESS_PLAN_H

#include "base/money.h"
#include "read/guess_survey.h"
#include "read/guess_words.h"

/* A value that a record can reach. */
struct leaf {
	const struct survey_node *n;
	const char *path; /* from the record's element, in the mapping language */
	uint64_t words;	  /* meanings of its own name */
	uint64_t around;  /* ... of the elements between the record and it */
	unsigned up;	  /* elements outwards where the path begins; 0: inside of the record */
	bool repeated;	  /* several in one record: the first is taken */
	bool foreign;	  /* belongs to another list of documents */
	bool empty;	  /* nowhere filled: only its name speaks */
	bool rare;	  /* most of the elements do not have it */
	bool global;	  /* stands once in the whole file; of outer values, only those of the root */
};
struct leaves {
	struct leaf *leaf; /* in the plan's memory */
	size_t count, cap;
};

/* What a record may be filled with, in the order in which it is chosen. */
enum slot {
	/* of a document */
	S_DATE,
	S_DUE,
	S_POSTED,
	S_DEBIT,
	S_CREDIT,
	S_AMOUNT,
	S_OPEN, /* what is left of it */
	S_PAID,
	S_SIGN,
	S_TYPE,
	S_STATUS,
	S_CURRENCY,
	S_VAT,
	S_GROUP,
	S_GROUP_DATE,
	S_CUSTOMER,
	S_CUSTOMER_NAME,
	S_ACCOUNT,
	S_APPLIES,
	S_NUMBER,
	S_ID,
	S_ORDER,
	S_REFERENCE,
	S_SITE,
	S_METHOD,
	S_LABEL,
	/* of a customer */
	S_KEY,
	S_NAME,
	S_FIRST_NAME,
	S_KIND,
	S_SIREN,
	S_VAT_NUMBER,
	S_LANGUAGE,
	S_LIMIT,
	S_OWNER,
	S_OPENING_DEBIT,
	S_OPENING_CREDIT,
	S_OPENING, /* both in one, signed */
	S_CLOSING_DEBIT,
	S_CLOSING_CREDIT,
	S_CLOSING,
	S_RECEIVABLE, /* the customer's account in the ledger */
	S_TERMS_DAYS,
	S_TERMS,
	S_POSTCODE,
	S_CITY,
	S_COUNTRY,
	S_LINE1,
	S_LINE2,
	S_LINE3,
	S_EMAIL,
	S_MOBILE,
	S_PHONE,
	S_CONTACT,
	SLOTS
};

struct choice {
	const struct leaf *leaf;  /* NULL: nothing fits */
	const struct leaf *other; /* nearly as good, or NULL */
	int score;
	bool unsure;
};

/* A code, and the list elsewhere in the file that says what it means. */
struct lookup {
	const struct leaf *from;		    /* the code; NULL: there is no such list */
	const struct survey_node *at, *key, *value; /* the list's item, its code, what that means */
	bool late;				    /* the list stands behind the records that need it */
	bool days;				    /* the meaning is a number of days */
};

/* A record inside of a document that is no document: a dispute, a promise, a reminder, a plan with its instalments. */
#define PART_FIELDS 4
struct inner {
	const char *kind;
	const struct survey_node *at;
	const char *field[PART_FIELDS]; /* words of the mapping language */
	struct choice choice[PART_FIELDS];
	unsigned fields;
	bool inner; /* an instalment: inside of the plan before it */
};

/* A list of its own that sets documents against each other: <Lettrage facture="F1" reglement="R1" montant="10.00"/>. */
struct link {
	const struct survey_node *at;
	bool due_parts; /* or a list of instalments: no from, and date is when each is due */
	struct choice from, document, amount, date;
	struct documents *of_from, *of_document; /* the lists that hold the two; NULL: one list or another */
	struct choice from_or; /* what fills from on the lines where it is empty; no leaf: nothing does */
	struct documents *of_or;
};

/* A list of customers, or the part of a document that names its customer. */
struct customers {
	const struct survey_node *at;
	struct leaves leaves;
	struct choice choice[SLOTS];
	uint64_t meaning;
	struct lookup terms;
	const struct leaf *kind; /* account list: the one that tells receivables */
	const char *kind_word;	 /* ... by this value */
	bool inside;		 /* the documents lie inside of the customer's element */
	bool part;		 /* the customer stands in his documents: the first of each is taken */
	bool ledger;		 /* a list of accounts: only those of customers count */
};

/* How a document tells its customer. */
enum bond {
	BOND_NONE,
	BOND_INSIDE, /* it lies in the customer's element */
	BOND_KEY,    /* it has the key of a list of customers */
	BOND_PART,   /* the customer stands in an element of the document */
	BOND_OWN     /* it has a value that names the customer, and that is all */
};

struct documents {
	const struct survey_node *at;
	struct leaves leaves;
	struct choice choice[SLOTS];
	uint64_t meaning;
	int score;
	enum bond bond;
	int bond_score;
	const struct survey_node *owner; /* BOND_INSIDE, BOND_KEY, BOND_PART: the customer's element */
	const struct survey_node *key;	 /* BOND_KEY: the customer's value that is meant */
	struct customers *customers;	 /* NULL: none but what the document says itself */
	struct documents *around;	 /* a payment inside of the document that it pays */
	const struct survey_node *split; /* element inside of it that says what it settles, or NULL */
	struct choice split_document, split_amount, split_date;
#define PARTS_MAX 8
	struct inner part[PARTS_MAX];
	unsigned parts;
	struct lookup type_list;
	const char *type; /* of all, where the name of the list tells it; NULL */
	const char *debit_type, *credit_type;
	const struct leaf *amount;	   /* what counts: the amount, or what is left of it */
	const struct leaf *likely_amount;  /* ... at first sight */
	const struct leaf *unknown_status; /* called a status, of words that are not known; NULL */
	const struct leaf *less;	   /* amount paid, to be taken off, or NULL */
	bool by_sign;			   /* the amounts have a sign of their own */
	bool negate;			   /* credits that are written as negative amounts */
	bool ledger;			   /* lines of all accounts: only those of customers count */
	bool can_account;		   /* the customer's record names his account, the document its own */
	bool by_account;		   /* only lines on the customer's own account count */
	bool prefix;			   /* its numbers occur in another list too */
};

/* A value that could be the key by which documents name their customer. */
struct list_key {
	const struct survey_node *node;
	struct customers list; /* the items that it belongs to */
	int score;
};

/* What one reading of the file comes to, when the proposal is tried on it. */
struct outcome {
	bool tried;
	uint64_t documents, rejected;
	const char *currency; /* "" when the file has several, or none: nothing is compared */
	money balance, closing, total;
	bool has_balance, has_closing, has_total;
	const char *first_date; /* of all documents; NULL: none */
};

#define PLAN_LISTS 8
#define PLAN_LINKS 4
struct plan {
	const struct survey *s;
	struct arena *mem, *scratch;
	const struct survey_node **node; /* by id */
	uint64_t *meaning;		 /* of every path's name, by id */
	struct list_key *key;		 /* the best first */
	size_t keys;
	bool *used; /* path fills some field, by id */
	struct documents documents[PLAN_LISTS];
	size_t document_lists;
	struct customers *customers[PLAN_LISTS];
	size_t customer_lists;
	struct link link[PLAN_LINKS];
	size_t links;
	const struct survey_node *passed_over[PLAN_LISTS]; /* could be documents too */
	size_t passed;
	const struct leaf *currency, *extracted, *total; /* of the whole file, or NULL */
	struct leaves header;				 /* values that stand once in the file */
	const char *currency_word;			 /* that of most documents, else NULL */
	const struct leaf *opening_date;		 /* first day of the period, or NULL */
	bool openings;					 /* the customers' opening balances count */
	bool closings;					 /* their closing balances are a control */
	bool sure_closings;				 /* ... and are called so */
	bool use_total;					 /* the file's total is one */
	bool skip_void;					 /* cancelled documents are left out */
	bool turned;					 /* debits are the negative amounts */
	struct outcome outcome;
	bool payments; /* the file holds them */
};

/* ---- guess_leaf.c ---- */

/* All values that a record at that element can reach, with those further out. */
void plan_leaves(struct plan *p, const struct survey_node *at, struct leaves *out);
/* The path from one element down to another that it contains; "." if they are the same. */
const char *plan_path(struct plan *p, const struct survey_node *from, const struct survey_node *to);
/* The same from one to any other: "../../name". */
const char *plan_reach(struct plan *p, const struct survey_node *from, const struct survey_node *to);
/* The innermost element that holds both. */
const struct survey_node *plan_common(const struct survey_node *a, const struct survey_node *b);
/* "/root/list/item" */
const char *plan_absolute(struct plan *p, const struct survey_node *n);
/* The element of a record or list, from the one around it or (NULL) from the root; no conditions. */
const char *plan_element(struct plan *p, const struct survey_node *from, const struct survey_node *to);
/* Can a path of the mapping language name it? (A column may have any name.) */
bool plan_writable(const struct survey_node *n);
/* Is `in` the element `around`, or inside of it? */
bool plan_inside(const struct survey_node *in, const struct survey_node *around);

/* ---- guess_rules.c ---- */

/*
 * The best value for a slot, among those that none of `taken` (choice[], up to
 * that slot) has; own: meanings of the record's name, which say nothing of its
 * values. inside: only values inside of the record.
 */
struct choice plan_choose(const struct leaves *l, enum slot slot, uint64_t own, bool inside,
			  const struct choice *taken);
/* The mapping language's word for what fills the slot: "due", "postcode". */
const char *slot_field(enum slot slot);

/* ---- guess_document.c ---- */

/* The lists of documents: false if there is none. */
bool plan_documents(struct plan *p);

/* ---- guess_split.c ---- */

/* The value of a list of documents that l names: its id, or else another one that is as good; NULL. */
const struct leaf *plan_named(const struct documents *d, const struct leaf *l);

/* What sets a part of one document against another: inside of documents (fills d->split), and lists of it (p->link). */
void plan_splits(struct plan *p);

/* ---- guess_part.c ---- */

/* Disputes, promises, instalments, reminders inside of documents: fills d->part. */
void plan_parts(struct plan *p);

/* ---- guess_lookup.c ---- */

/* Codes of terms and types whose meaning stands in another list: fills c->terms, d->type_list. */
void plan_lookups(struct plan *p);

/* ---- guess_customer.c ---- */

/* Find p->key: before the documents. */
void plan_keys(struct plan *p);
/* How documents at d->at tell their customer: fills d->bond, bond_score, owner, key. */
void plan_bond(struct plan *p, struct documents *d);
/* The lists of customers that the documents name, and how they are filled. */
void plan_customers(struct plan *p);
/* Without documents: the best list of customers in the file, if there is one. */
bool plan_customers_only(struct plan *p);

/* The words that tell what type a document is: its own, or what they mean in a list. NULL: none. */
const struct shape *documents_types(const struct documents *d);

/* ---- guess_settle.c: what can be decided only when all lists are known ---- */

void plan_settle(struct plan *p);
/* The share of document types, of 100, that stand for credits; -1: the words say nothing. */
int plan_credits(struct plan *p, const struct shape *s);

/* ---- guess_trial.c ---- */

/*
 * Read the file with what was planned, and with what else it could mean, until
 * the sums meet the balances or the total that the file states: settles
 * openings, closings, use_total, by_account, skip_void, turned; fills outcome.
 */
void plan_try(struct plan *p, const char *input);
struct buf;
/* What the trial came to, in the comment at the head. */
void write_outcome(const struct plan *p, struct buf *out);
/* The customers' opening, closing balance; NULL: they have none. Credit is taken off, if there is one. */
const struct leaf *customers_opening(const struct customers *c, const struct leaf **credit);
/* Does the sign of their amounts say which side they are on? */
bool documents_signed(const struct documents *d);
const struct leaf *customers_closing(const struct customers *c, const struct leaf **credit);

/* ---- guess_write.c ---- */

/* The whole mapping file. */
void plan_write(struct plan *p, const char *input, struct buf *out);

#endif
