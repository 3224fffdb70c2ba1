/*
 * ledger.h - the customers' accounts: customers, documents, and an allocation
 * ledger. Everything else (balances at a date, part payments, penalties by
 * period) is derived from it; nothing here depends on the as-of date.
 *
 * After ledger_finish() the ledger is read-only, in an order that does not
 * depend on the order of records in the export:
 *   customers by id; documents by (customer, date, id); allocations by
 *   (debit document, effective date, credit document, amount).
 * Bytewise string order. Strings live in mem; the arrays are malloc'ed, and
 * ledger_drop() gives back both and the ledger itself.
 */
#ifndef RELANCE_BOOK_LEDGER_H
#define RELANCE_BOOK_LEDGER_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/bulk.h"
#include "base/date.h"
#include "base/diag.h"
#include "base/money.h"
#include "base/pool.h"

#define NONE UINT32_MAX /* no customer, no document */

enum customer_kind { KIND_UNKNOWN, KIND_BUSINESS, KIND_PUBLIC, KIND_CONSUMER };
enum public_kind { PUBLIC_STATE, PUBLIC_HOSPITAL, PUBLIC_UNDERTAKING }; /* 30, 50, 60 days: R.2192-10, -11 CCP */
enum segment { SEG_UNKNOWN, SEG_KEY_ACCOUNT, SEG_MULTI_SITE, SEG_SME, SEG_PUBLIC };
enum insolvency_kind { INSOLVENCY_NONE, INSOLVENCY_SAUVEGARDE, INSOLVENCY_REDRESSEMENT, INSOLVENCY_LIQUIDATION };
enum end_of_month { EOM_NO, EOM_AFTER /* days, then end of month */, EOM_BEFORE /* end of month, then days */ };

enum document_type {
	DOC_INVOICE, DOC_DEBIT_NOTE, DOC_REFUND, DOC_PAYMENT_REJECT, DOC_OPENING_DEBIT, /* debits */
	DOC_CREDIT_NOTE, DOC_PAYMENT, DOC_ADVANCE, DOC_OPENING_CREDIT,                  /* credits */
	DOC_TYPES
};
static inline bool doc_type_is_debit(enum document_type t)
{
	return t <= DOC_OPENING_DEBIT;
}
const char *document_type_name(enum document_type t);   /* "credit-note" (export, CSV) */
const char *document_type_french(enum document_type t); /* "avoir" */
enum document_type document_type_find(const char *name); /* by document_type_name(); DOC_TYPES if unknown */

/* Payment terms (EXPORT-FORMAT.md). present = false: none stated. */
struct terms {
	bool present;
	int16_t days, months;
	uint8_t eom; /* enum end_of_month */
	uint8_t day; /* 0, or day of month 1..31 */
};
/* Due date of a document of that date; DATE_NONE without terms. RULES §2. */
civil_date terms_due(const struct terms *t, civil_date date);
/*
 * "30", "45 fdm" (days, then end of month), "fdm 45" (end of month, then days), "30 le 10"; false if
 * not understood.
 */
bool terms_parse(const char *text, struct terms *out);

enum address_purpose { ADDRESS_BILLING, ADDRESS_HEAD_OFFICE, ADDRESS_SITE };
struct address {
	enum address_purpose purpose;
	const char *site;    /* site code, "" if none */
	const char *line[5]; /* "" where unused */
	const char *postcode, *city, *region, *country; /* country: ISO 3166 alpha-2, "" = that of the creditor */
	struct address *next;
};
struct contact {
	const char *role, *name, *phone, *mobile, *email; /* "" where unused */
	struct contact *next;
};

struct customer {
	const char *id, *name; /* all strings: never NULL, "" if absent; owned by the ledger's arena */
	const char *siren, *vat_number, *language, *owner, *payer_group;
	uint8_t kind, public_kind, segment, insolvency; /* enums above */
	char manual_class; /* 'A'..'E','N' override, 0 = none */
	const char *manual_by, *manual_reason;
	civil_date manual_date;
	bool has_public_kind; /* the input states public_kind: the legal term stands in for missing terms */
	bool has_credit_limit, on_hold;
	money credit_limit; /* company currency */
	struct terms terms;
	civil_date hold_since, hold_until; /* DATE_NONE: open-ended */
	const char *hold_reason;
	civil_date judgment, published;
	bool has_penalty_rate;
	rate penalty_rate; /* percent, contract */
	civil_date collector_since; /* DATE_NONE: not with a collector */
	const char *refused;        /* reviewer's reason, "" = not refused */
	bool has_closing;           /* a file states a closing balance (control) */
	currency closing_cur;       /* its currency; CUR_NONE: not stated */
	bool closing_notice;        /* ... of which it may hold a part of the entries only: a difference is told, no break */
	money closing;              /* in closing_cur */
	struct address *addresses;  /* in input order */
	struct contact *contacts;
	struct place at;
	uint32_t first_document, documents; /* range in ledger.document, after ledger_finish */
};

struct document {
	pool_text id, number, label, order, site, reference; /* in ledger.text; number = id if absent */
	money amount; /* signed: debit > 0, credit < 0 */
	money vat;    /* part of amount, same sign; has_vat says if stated */
	uint32_t customer;
	civil_date date, due; /* due: as stated, DATE_NONE if not; see document_due() */
	int32_t posted_after; /* days from date to the accounting date, see document_posted() */
	struct place at;
	uint32_t first_allocation; /* head of its chain: see ledger_allocations(); NONE if none */
	uint32_t extras;           /* first of its disputes, promises…, NONE if none */
	uint8_t type;              /* enum document_type */
	currency cur;
	bool has_vat;
	uint8_t rules; /* reserved for the builder: matching rules of its input */
	bool is_part;  /* one of several parts of an invoice, each with its due date: same customer, date and number */
	bool unbooked; /* from a bank statement, not in the export (bank.h) */
};

/*
 * The accounting date: from it on the document exists on the account (RULES §3).
 * It is the document's own date unless the input states another one, as a
 * balance brought forward does with an invoice of an earlier year.
 */
static inline civil_date document_posted(const struct document *d)
{
	return d->date + d->posted_after;
}

/* Why a pair was matched; printed by explain. */
enum match_reason {
	MATCH_STATED,    /* the export says so */
	MATCH_GROUP,     /* same lettering group, which sums to zero */
	MATCH_GROUP_PART,/* same lettering group, which does not sum to zero: oldest first inside */
	MATCH_APPLIES,   /* the credit names the document */
	MATCH_REFERENCE, /* same reference */
	MATCH_QUOTED,    /* document number quoted in the text */
	MATCH_OLDEST,    /* oldest first */
	MATCH_BANK       /* a bank transaction that is not booked yet */
};
const char *match_reason_french(enum match_reason r);

/* One debit set against one credit, same currency. They may belong to two customers. */
struct allocation {
	uint32_t debit, credit; /* documents */
	money amount;           /* > 0 */
	civil_date date;        /* effective date: RULES §3 */
	uint32_t next_debit, next_credit; /* chains through each document, ascending date; NONE ends */
	struct place at;
	uint8_t reason; /* enum match_reason */
	bool dated;     /* the input stated the date */
};

/* What else is known of one document; a chain per document in ascending date. */
enum extra_kind { EXTRA_DISPUTE, EXTRA_PROMISE, EXTRA_INSTALMENT, EXTRA_REMINDER, EXTRA_PROVISION, EXTRA_EVENT,
		  EXTRA_PENALTY_RATE, EXTRA_COLLECTOR, EXTRA_RETENTION };
struct extra {
	uint8_t kind;       /* enum extra_kind */
	uint8_t level;      /* reminder */
	bool has_amount;
	uint32_t next;      /* NONE ends */
	civil_date date;    /* dispute: since; promise: made; instalment: agreed; reminder: sent; event */
	civil_date until;   /* dispute: settled on; promise, instalment: due; reminder: received or first presented */
	money amount;       /* dispute, promise, instalment, provision, retention; penalty rate: a rate */
	const char *text;   /* dispute: reason; reminder: channel; event: kind; "" */
	const char *step;   /* reminder: step name, "" */
	struct place at;
};

struct month_sales {
	int year, month;
	money amount; /* company currency, incl. VAT */
};
struct exchange_rate {
	currency cur;
	civil_date date; /* DATE_NONE: stated without */
	rate value;      /* company currency for 1 unit */
};

struct control_total {
	bool of_account;     /* the balance is that of the receivable account in the general ledger */
	bool of_customers;   /* no total: the file states closing balances of its customers */
	currency cur;        /* CUR_NONE: stated without */
	currency export_cur; /* of the export that states it; CUR_NONE: unknown */
	bool has_balance, has_customers, has_documents;
	money balance;
	int64_t customers, documents;
	struct place at;
};

/* Two figures of one file that must be equal, such as a stated total and the sum of its lines. */
struct file_figure {
	const char *name; /* French */
	currency cur;
	money stated, found;
	struct place at;
};

/* What a file states and the ledger holds once, from another one: book/repeat.h. */
struct repeated_total {
	int file;
	currency cur;
	money sum;
	int64_t documents;
};

struct bank_item;

struct ledger {
	struct arena *mem;
	struct text_pool *text;   /* of the documents: see ledger_text() */
	struct text_pool *ids;    /* of the customers: apart, so that those of all are near to each other */
	const char *company;      /* identifier in the export, "" */
	currency company_cur;
	civil_date extracted;     /* DATE_NONE if not stated */
	struct control_total *control; size_t controls;
	struct file_figure *figure; size_t figures;
	struct repeated_total *repeated; size_t n_repeated;
	struct exchange_rate *rates; size_t n_rates;
	struct month_sales *sales; size_t n_sales; /* ascending */
	struct customer *customer; uint32_t customers;
	struct document *document; uint32_t documents;
	struct allocation *allocation; uint32_t allocations;
	struct extra *extra; uint32_t extras;
	bool undated_matching; /* some matching came without a date: RULES §3 */
	struct bank_item *bank; uint32_t banks; /* bank transactions (bank.h): by date, account, amount */
	uint32_t *bank_unsure, bank_unsures;    /* of them: unsure ones with a customer, by customer */
	uint32_t *bank_posted, banks_posted;    /* of them: those that became documents, by document */
};

void ledger_drop(struct ledger *l); /* NULL is fine */

/* A text of a document: ledger_text(l, doc->number). Never NULL. */
static inline const char *ledger_text(const struct ledger *l, pool_text t)
{
	return pool_get(l->text, t);
}

/*
 * For loops over all of them, as their condition: is there one of that number? What a long walk leaves behind does
 * not stay in memory (bulk.h).
 */
static inline bool ledger_has_document(const struct ledger *l, uint32_t doc)
{
	if (doc % 1024 == 0)
		bulk_breathe();
	return doc < l->documents;
}
static inline bool ledger_has_allocation(const struct ledger *l, uint32_t a)
{
	if (a % 1024 == 0)
		bulk_breathe();
	return a < l->allocations;
}
static inline bool ledger_has_customer(const struct ledger *l, uint32_t customer)
{
	bulk_breathe();
	return customer < l->customers;
}

/* Customer by id, NONE if unknown. After ledger_finish. */
uint32_t ledger_customer(const struct ledger *l, const char *id);

/*
 * The due date used: RULES §3. Debits: stated, else customer's terms, else the
 * legal term of a public body whose sort is stated (RULES §6), else
 * default_terms; refund, rejected payment, opening debit without one: own date.
 * Credits and what has none: DATE_NONE.
 */
civil_date document_due(const struct ledger *l, const struct document *doc, const struct terms *default_terms);
/* Days that the law gives a public body to pay (R.2192-10, R.2192-11 CCP); 0: not one, or of which sort is not stated. */
int public_term_days(const struct customer *c);

/*
 * Of an invoice that is payable in parts (document.is_part): the part that falls due before document doc; NONE before
 * the first one, and of any other document.
 */
uint32_t ledger_earlier_part(const struct ledger *l, uint32_t doc);

/* Next allocation of document doc after position a (NONE to start); NONE at the end. Ascending date. */
uint32_t ledger_allocations(const struct ledger *l, uint32_t doc, uint32_t a);

/* First extra of that kind at or behind position x (document.extras to start); NONE at the end. */
uint32_t ledger_extra(const struct ledger *l, uint32_t x, enum extra_kind kind);

#endif
