/*
 * guess_words.h - what the names in a file may mean: words of trade software
 * in French, English, German, Norwegian, Danish, Swedish, Portuguese, Spanish,
 * Italian and Dutch.
 */
#ifndef RELANCE_READ_GUESS_WORDS_H
#define RELANCE_READ_GUESS_WORDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

/* Meanings of a name, as bits: "DateEcheance" is W_DATE | W_DUE. */
enum {
	W_CUSTOMER_BIT,
	W_SUPPLIER_BIT,
	W_DOCUMENT_BIT,
	W_INVOICE_BIT,
	W_CREDIT_NOTE_BIT,
	W_PAYMENT_BIT,
	W_OTHER_PAPER_BIT,
	W_LINE_BIT,
	W_DATE_BIT,
	W_DUE_BIT,
	W_ISSUE_BIT,
	W_POSTED_BIT,
	W_OTHER_DATE_BIT,
	W_EXTRACT_BIT,
	W_AMOUNT_BIT,
	W_TOTAL_BIT,
	W_OPEN_BIT,
	W_PAID_BIT,
	W_VAT_BIT,
	W_NET_BIT,
	W_GROSS_BIT,
	W_OTHER_AMOUNT_BIT,
	W_CURRENCY_BIT,
	W_FOREIGN_BIT,
	W_DEBIT_BIT,
	W_CREDIT_BIT,
	W_SIGN_BIT,
	W_TYPE_BIT,
	W_STATUS_BIT,
	W_ID_BIT,
	W_NUMBER_BIT,
	W_REFERENCE_BIT,
	W_NAME_BIT,
	W_FIRST_NAME_BIT,
	W_LETTERING_BIT,
	W_ADDRESS_BIT,
	W_STREET_BIT,
	W_POSTCODE_BIT,
	W_CITY_BIT,
	W_COUNTRY_BIT,
	W_PHONE_BIT,
	W_MOBILE_BIT,
	W_EMAIL_BIT,
	W_CONTACT_BIT,
	W_LANGUAGE_BIT,
	W_SIREN_BIT,
	W_TERMS_BIT,
	W_DAYS_BIT,
	W_LIMIT_BIT,
	W_OWNER_BIT,
	W_LABEL_BIT,
	W_ORDER_BIT,
	W_ACCOUNT_BIT,
	W_JOURNAL_BIT,
	W_COMPANY_BIT,
	W_METHOD_BIT,
	W_BANK_BIT,
	W_SITE_BIT,
	W_ALLOCATION_BIT,
	W_OPENING_BIT,
	W_CLOSING_BIT,
	W_BITS
};
#define WORD_BIT(name) (UINT64_C(1) << W_##name##_BIT)

/* All meanings of a name; scratch is used, not reset. */
uint64_t words_meaning(struct arena *scratch, const char *name);

/*
 * The document type that a value like "FAC", "Avoir" or "credit note" stands
 * for, in the words of record.h; NULL when it is none that is known.
 */
const char *words_document_type(struct arena *scratch, const char *value);

/*
 * "annulé", "draft", "void", …, or a yes under a name that says so ("IsCancelled"): a document that does not count.
 * 'c' cancelled, 'd' draft, '\0' neither.
 */
char words_void(struct arena *scratch, const char *name, const char *value);

/* "business", "public", "consumer" for "B2B", "particulier", …; NULL when unknown. */
const char *words_customer_kind(struct arena *scratch, const char *value);

/*
 * The kind of record inside of a document that an element's name stands for:
 * "dispute", "promise", "plan", "instalment", "reminder"; NULL for any other.
 */
const char *words_part(struct arena *scratch, const char *name);
/* Has a name one of these blank-separated words (vocabulary of guess_words.c)? */
bool words_any(struct arena *scratch, const char *name, const char *words);

/* Does a name mean the first day of a period ("Du", "SelectionStartDate")? */
bool words_first_day(struct arena *scratch, const char *name);

/* Does a value name receivables ("RECEIVABLE", "clients")? For the types of ledger accounts. */
bool words_receivable(struct arena *scratch, const char *value);

/* The word that the first cell of a row of totals begins with ("Total", "Sous-total", "Summe"); NULL: no such row. Constant. */
const char *words_total_row(const char *cell);

/* The ISO 4217 code that the value stands for: "EUR", "€", "euros", "base.USD"; NULL: none. In the scratch memory, or constant. */
const char *words_currency(struct arena *scratch, const char *value);

#endif
