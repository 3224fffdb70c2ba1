/*
 * record.h - what every input format is turned into.
 *
 * A reader (read/) emits records; the book (book/) takes them in. A record has
 * a kind and named text fields. Which path, attribute or column fills a field,
 * with which sign, unit and date form, is said by a mapping file and by
 * nothing else: there is no C code per format.
 *
 * Values are canonical when they arrive here: dates "2026-10-31", amounts
 * decimals with a point and an optional '-', words as listed below, text
 * cleaned (text_clean). An absent field is NULL; an empty one too.
 */
#ifndef RELANCE_READ_RECORD_H
#define RELANCE_READ_RECORD_H

#include "base/diag.h"

enum record_kind {
	REC_EXPORT, /* once per file: company, currency, extracted, ledger-balance */
	/*
	 * control totals: customers, documents, balance [, currency]; or two figures of the file that must be
	 * equal: name, stated, found [, opening, currency, kind]
	 */
	REC_CONTROL,
	REC_RATE,  /* date, currency, value: company currency for 1 unit */
	REC_SALES, /* period (YYYY-MM), amount [, currency] */
	REC_CUSTOMER,
	REC_ADDRESS,	/* child of a customer */
	REC_CONTACT,	/* child of a customer */
	REC_DOCUMENT,	/* child of a customer, or flat with field customer */
	REC_ALLOCATION, /* child of a document, or flat with fields from, document */
	REC_DISPUTE,	/* children of a document from here on */
	REC_PROMISE,
	REC_PLAN,
	REC_INSTALMENT, /* child of a plan */
	REC_PART, /* an invoice payable in parts: due, amount or value (percent); the parts make up its amount */
	REC_REMINDER,
	REC_PROVISION,
	REC_EVENT, /* interruption of prescription: kind (acknowledgement, part-payment, claim, court), date */
	REC_BANK,  /* one entry of a bank statement; inside of one: a transaction of it */
	/* a line of a ledger, whosever account it is on: summed by the reader (proof.h), never given to the sink */
	REC_POSTING,
	REC_KINDS
};

/* clang-format off */
/* One list of fields for all kinds; the comment names the kinds that use it. */
enum record_field {
	F_ID,       /* customer, document, bank */
	F_CUSTOMER, /* document, allocation..: customer id when not nested */
	F_COMPANY, F_CURRENCY, F_EXTRACTED, F_LEDGER_BALANCE, /* export; currency: document, control, sales, rate, bank */
	F_CUSTOMERS, F_DOCUMENTS, F_BALANCE, /* control */
	F_DATE,   /* document, allocation, reminder, rate, event, risk, bank (booking date) */
	F_VALUE,  /* rate, part */
	F_PERIOD, /* sales */
	F_AMOUNT, /* document, allocation, dispute, promise, instalment, provision, sales, bank */
	/* customer */
	F_KIND,    /* business public consumer; event: see REC_EVENT; control: notice, if a difference only warns; hint, informs */
	F_PUBLIC_KIND, /* state (default), hospital (50 days), undertaking (60 days) */
	F_SEGMENT, /* key-account multi-site sme public */
	F_NAME, F_SIREN, F_VAT_NUMBER, F_LANGUAGE, F_CREDIT_LIMIT, F_OWNER, F_GROUP_PAYER,
	F_TERMS_DAYS, F_TERMS_EOM /* no after before */, F_TERMS_DAY, F_TERMS_MONTHS, /* customer, document */
	F_HOLD_SINCE, F_HOLD_UNTIL, F_HOLD_REASON,
	F_INSOLVENCY_KIND, F_JUDGMENT, F_PUBLISHED,
	F_RISK_CLASS, F_RISK_BY, F_RISK_DATE, F_RISK_REASON,
	F_PENALTY_RATE,     /* contract penalty rate in percent: customer, document */
	F_COLLECTOR_SINCE,  /* with the collector since: customer, document */
	F_REFUSED, /* reviewer's refusal, free text */
	F_OPENING, F_CLOSING, /* signed balances stated by the file: become an opening document, a control */
	F_CLOSING_NOTICE,     /* the same, of a file that may hold a part of the entries: a difference is only told */
	F_OPENING_DATE,
	F_RECEIVABLE_ACCOUNT, /* ledger account of the customer's receivables */
	/* address */
	F_PURPOSE /* billing head-office site */, F_SITE /* also document */,
	F_LINE1, F_LINE2, F_LINE3, F_LINE4, F_LINE5, F_POSTCODE, F_CITY, F_REGION, F_COUNTRY,
	/* contact */
	F_ROLE, F_PHONE, F_MOBILE, F_EMAIL,
	/* document */
	F_TYPE, /* invoice debit-note refund payment-reject opening-debit credit-note payment advance opening-credit */
	F_NUMBER, F_DUE, F_VAT, F_ORDER, F_LABEL, F_METHOD, F_REFERENCE,
	F_DEBIT, F_CREDIT, /* instead of type+amount: amount = debit - credit, type by the mapping's signed-types */
	F_SIGNED,          /* instead of type+amount: one signed amount */
	F_SIGN,            /* D/C, debit/credit, +1/-1 already canonical: "1" or "-1"; applies to F_AMOUNT */
	F_GROUP, F_GROUP_DATE, /* lettering code, lot, match id: same customer and account */
	F_APPLIES, /* number or id of the document this one settles or corrects; several: separated by '|', or by
		      blanks where numbers have none */
	F_ACCOUNT,
	F_RETENTION, /* retenue de garantie, not a penalty base */
	/* allocation */
	F_FROM /* flat: the other document */, F_DOCUMENT,
	/* dispute, promise, plan, reminder, event */
	F_SINCE, F_UNTIL, F_REASON, F_MADE, F_AGREED, F_LEVEL, F_CHANNEL, F_STEP, F_RECEIVED,
	/* bank */
	F_PAYER, F_IBAN, F_TEXT, F_STRUCTURED, F_END_TO_END, F_RETURN, F_ACCOUNT_IBAN, F_ENTRY_REF,
	/*
	 * bank: an entry of a statement is a record, its transactions are records inside of it. F_AMOUNT is signed
	 * (money in > 0; a transaction need not have any), F_RETENTION the bank's charges, F_RETURN "1" for a return
	 * or reversal, F_KIND statement (camt.053), notification (054) or report (052), F_NUMBER the entry's number,
	 * F_ID the transaction's own reference, F_NAME the ultimate payer; F_STRUCTURED references and F_APPLIES
	 * document numbers, several separated by '|'
	 */
	F_STATEMENT, /* bank: identifier of the statement or notification the entry stands in */
	F_FOREIGN_AMOUNT, F_FOREIGN_CURRENCY, /* document: what it was issued for, where the account is kept in another currency */
	F_POSTED,    /* document: accounting date, where it differs from the document's own date */
	F_STATED, F_FOUND, /* control: a total as the file states it, and as its lines make it (F_OPENING included) */
	F_ENTRY,     /* posting: the entry that it belongs to */
	F_FIELDS
};
/* clang-format on */

/* How a field's text is brought to its canonical form (read/value.h). */
enum field_class {
	CLASS_TEXT,
	CLASS_DATE,
	CLASS_AMOUNT, /* decimals: amounts, rates, percentages */
	CLASS_NUMBER, /* whole numbers: days, level, counts */
	CLASS_SIGN    /* "1" or "-1" */
};
enum field_class record_field_class(enum record_field f);

struct record {
	enum record_kind kind;
	struct place at;	     /* where its element starts */
	const struct record *parent; /* the enclosing record, NULL for none; valid as long as this record */
	const char *field[F_FIELDS]; /* valid only during the call of the sink; copy what stays */
	unsigned date_forms; /* a date could not be read: the forms asked for (enum date_form, value.h); else 0 */
};

/*
 * Who takes the records. A parent comes before its children. Rejecting a
 * record is the sink's business (diag_reject); a status other than ST_OK stops the reading.
 */
struct record_sink {
	enum status (*take)(void *self, const struct record *r);
	void *self;
};

/* "document", "ledger-balance", …: the words used in mapping files. */
const char *record_kind_name(enum record_kind k);
const char *record_field_name(enum record_field f);
/* REC_KINDS / F_FIELDS when unknown. */
enum record_kind record_kind_find(const char *name);
enum record_field record_field_find(const char *name);

#endif
