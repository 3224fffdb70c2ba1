/*
 * build.h - from records to a ledger.
 *
 * Takes records of one or several files in any order (flat lists, nested
 * lists, a document before its customer), rejects what cannot be taken
 * (duplicate, unknown customer, impossible date, unreadable amount…) with
 * file, line and reason, and finishes into a read-only ledger.
 *
 * Several files. Identifiers are unique over all of them: of two documents
 * with the same one the first that was read stays, but for extracts of a ledger
 * (successive): there the second gets a number behind its own, and what two
 * extracts say twice is told by what the entries say (book/repeat.h). A second record of a
 * customer in the same file is a duplicate; in another file it completes the
 * first (address, terms, e-mail…), whose own values stay. A document record may
 * carry F_NAME, its customer's name: where no customer record comes, the
 * customer is known from his documents (flat lists of movements).
 *
 * Files with documents must be one company's (RULES §3 speaks of one): its
 * identifiers (F_COMPANY, separated by '|') are compared. A file all of whose
 * documents are addressed to the creditor himself holds invoices that he
 * received: they are left out, with the finding "purchase-invoice".
 *
 * Signs. A record with F_AMOUNT alone has its sign from its type and must not
 * be negative. With F_SIGNED, F_DEBIT/F_CREDIT or F_SIGN the amount may have any
 * sign; a type that contradicts it becomes its counterpart (a negative invoice
 * is a credit note, a positive payment a refund); without a type a debit is an
 * invoice and a credit a payment.
 *
 * A reject has an amount only where the amount belongs to the account, and so
 * to the closure proof (RULES §4): documents and opening balances. Rejected
 * allocations and other children name their document, no customer and no
 * amount, which stands in the message: they move nothing in or out.
 *
 * Codes of rejects. Documents: missing-id, missing-type, unknown-type,
 * missing-date, bad-date, missing-amount, bad-amount, amount-too-large,
 * negative-amount, unknown-currency, missing-currency, missing-customer,
 * unknown-customer, duplicate-document. Customers: missing-id, missing-name,
 * duplicate-customer. Opening balances: missing-opening-date. Children of
 * documents: unknown-document, rejected-document, unknown-event and those of dates and amounts.
 * Allocations: allocation-unknown-document, -rejected-document,
 * -missing-document, -itself, -currency, -same-side, -amount, -zero, -exceeds.
 * Others: bad-rate, bad-sales. Bank transactions: those of amounts, dates and
 * currencies, without customer and document.
 * Findings: rounded-amount, bad-value, bad-date, due-before-date, bad-vat,
 * allocation-twice, allocation-repeated, customer-completed, customers-unknown, insolvency-kind,
 * other-company, other-creditor, several-due-dates, purchase-invoice, other-currency,
 * repeated-entries, repeated-opening, opening-differs, opening-unrecognised, sales-twice, sales-currency, rate-twice,
 * foreign-amount, opening-balance, group-unbalanced, no-kind, no-address, date-after-extraction.
 */
#ifndef RELANCE_BOOK_BUILD_H
#define RELANCE_BOOK_BUILD_H

#include "book/ledger.h"
#include "read/record.h"

/* How open items are derived where the input has no allocations of its own; said by the mapping. */
struct matching {
	bool by_group;     /* lettering codes, lots: formats.md 3.1a */
	bool by_applies;   /* document named by the credit */
	bool by_reference; /* same reference */
	bool by_quoted;    /* number quoted in the label */
	bool oldest_first; /* what is left */
	bool opening_at_start; /* opening balances become one document dated at the start of the period */
	bool successive; /* the file is one period's extract of a ledger, among others: book/repeat.h */
};

struct builder;

struct builder *builder_new(struct diag *d);
void builder_drop(struct builder *b);

/* Whose receivables are asked for. Strings: "" where unknown; they are copied. */
struct creditor {
	const char *name, *siren, *vat_number;
	bool several_companies; /* exports of several companies are wanted in one run */
};
/* Before any record. Without it, nothing is known of the creditor, and there is one company. */
void builder_creditor(struct builder *b, const struct creditor *who);
/* The sink for the next file's records, under that file's matching rules. Valid as long as b. */
struct record_sink builder_sink(struct builder *b, const struct matching *m);
/*
 * Resolve references, reject, match (book/match.h), sort. On ST_OK or
 * ST_REJECTED *out is the ledger (ledger_drop); ST_INPUT (reported) where the
 * files are of several companies and that was not asked for. b is used up, still to be dropped.
 */
enum status builder_finish(struct builder *b, struct ledger **out);

#endif
