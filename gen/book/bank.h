/*
 * bank.h - what a bank statement says that the books do not know yet.
 *
 * Every transaction of the statements given with --bank is kept here with its
 * verdict. A sure one is a payment document of the ledger (document.unbooked)
 * with allocations of reason MATCH_BANK, and counts from its booking date on;
 * an unsure one moves nothing, waits for a person, and may hold the letter
 * back (policy.hold_on_unsure_bank). How they are told apart: bank_job.h.
 */
#ifndef RELANCE_BOOK_BANK_H
#define RELANCE_BOOK_BANK_H

#include "book/ledger.h"

enum bank_status {
	BANK_SURE,	/* counts: a payment document of the ledger */
	BANK_UNSURE,	/* probably this customer's: to be checked by a person */
	BANK_UNMATCHED, /* nothing fits: to be checked by a person */
	BANK_BOOKED,	/* the export has it already */
	BANK_DUPLICATE, /* the same transaction stands in another statement */
	BANK_RETURNED /* money that went back, or came back: re-opens what it returns, or waits for a person */
};
/* "sure" "unsure" "unmatched" "booked" "duplicate" "returned" */
const char *bank_status_name(enum bank_status s);

/* What led to the customer, the strongest first (issue "Bank statements", in this order). */
enum bank_evidence {
	EVIDENCE_NONE,
	EVIDENCE_STRUCTURED, /* structured reference */
	EVIDENCE_QUOTED,     /* document number in the text */
	EVIDENCE_AMOUNT,     /* exact amount of one open item */
	EVIDENCE_PAYER	     /* payer's name, account or customer code */
};

/* French: "référence structurée", "numéro de pièce cité"…; "" for none. */
const char *bank_evidence_french(enum bank_evidence e);

/* One transaction. Strings are never NULL, "" if absent; they and the arrays belong to the ledger. */
struct bank_item {
	struct place at;
	civil_date date; /* booking date */
	money amount;	 /* signed: money in > 0 */
	currency cur;
	uint8_t status;	  /* enum bank_status */
	uint8_t evidence; /* enum bank_evidence */
	const char *account, *payer, *iban, *reference, *text;
	uint32_t customer;  /* NONE: unknown */
	uint32_t payment;   /* the document it became (sure, or a return that re-opens), NONE */
	uint32_t *document; /* what it settles, or seems to; booked: the payment of the export */
	uint32_t documents;
	civil_date returned; /* booking date of its return; DATE_NONE: it was not returned */
	const char *reason;  /* French: why this verdict */
};

/* The transaction that a document of the ledger came from, NULL if it came from the export. */
const struct bank_item *bank_of_document(const struct ledger *l, uint32_t doc);

/* Only a person can tell what becomes of it. */
bool bank_waits(const struct bank_item *x);

/*
 * How far the verdict can be trusted, in French: "certaine" (it counts, or is known already), "moyenne" (a person
 * decides, and a reference or a number speaks for it), "faible" (only the amount or the payer does), "nulle".
 */
const char *bank_confidence_french(const struct bank_item *x);

/* The reason, and that it was booked after `day` where it was; in mem. */
const char *bank_reason_at(const struct bank_item *x, civil_date day, struct arena *mem);

/*
 * The first unsure transaction of that customer and currency which was booked
 * by `day` and not returned by then; NULL if there is none.
 */
const struct bank_item *bank_waiting(const struct ledger *l, uint32_t customer, currency c, civil_date day);

#endif
