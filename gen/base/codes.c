/* codes.c - see codes.h. Sorted; tests/suite_codes.py compares it with what the program reports. */
#include "base/codes.h"

#include <stdlib.h>
#include <string.h>

#include "base/banned.h"

static const char *const codes[] = {
	"address-shortened",
	"allocation-amount",
	"allocation-currency",
	"allocation-exceeds",
	"allocation-itself",
	"allocation-missing-document",
	"allocation-rejected-document",
	"allocation-repeated",
	"allocation-same-side",
	"allocation-twice",
	"allocation-unknown-document",
	"allocation-zero",
	"amount-precision",
	"amount-too-large",
	"as-of-after-extraction",
	"bad-amount",
	"bad-date",
	"bad-rate",
	"bad-sales",
	"bad-sign",
	"bad-siren",
	"bad-value",
	"bad-vat",
	"bad-vat-number",
	"bank-booked",
	"bank-duplicate",
	"bank-returned",
	"bank-unmatched",
	"bank-unsure",
	"collective-customer",
	"control-count",
	"control-figure",
	"control-unchecked",
	"credit-balance",
	"customer-completed",
	"customers-unknown",
	"damaged-character",
	"date-after-extraction",
	"default-terms",
	"doubtful-record",
	"due-before-date",
	"duplicate-customer",
	"duplicate-document",
	"entry-unbalanced",
	"extra-columns",
	"foreign-amount",
	"group-unbalanced",
	"header-again",
	"incomplete-identity",
	"insolvency-kind",
	"leading-blank",
	"ledger-extract",
	"ledger-unreadable",
	"left-out-file",
	"made-up-letter",
	"matched-by-age",
	"matched-later",
	"missing-amount",
	"missing-currency",
	"missing-customer",
	"missing-date",
	"missing-glyph",
	"missing-id",
	"missing-name",
	"missing-opening-date",
	"missing-type",
	"names-unknown",
	"negative-amount",
	"no-address",
	"no-bic",
	"no-creditor",
	"no-document",
	"no-due-date",
	"no-iban",
	"no-identity",
	"no-kind",
	"no-payment-means",
	"no-rate",
	"no-signatory",
	"no-vat",
	"odd-line-end",
	"old-output-left",
	"opening-balance",
	"opening-differs",
	"opening-unrecognised",
	"other-company",
	"other-creditor",
	"other-currency",
	"other-sheets",
	"placeholder-name",
	"provision-to-release",
	"purchase-invoice",
	"rate-twice",
	"rate-under-floor",
	"rejected-document",
	"repeated-entries",
	"repeated-opening",
	"rounded-amount",
	"sales-currency",
	"sales-twice",
	"same-file",
	"several-due-dates",
	"shared-number",
	"shipped-template",
	"skipped-record",
	"stale-export",
	"stale-output",
	"text-cut",
	"text-too-long",
	"thanks-while-owing",
	"title-lines",
	"truncated-row",
	"undated-matching",
	"undeclared-encoding",
	"unknown-attribute",
	"unknown-column",
	"unknown-currency",
	"unknown-customer",
	"unknown-document",
	"unknown-element",
	"unknown-event",
	"unknown-sheet",
	"unknown-terms",
	"unknown-type",
	"unmatched-path",
	"unused-template",
	"windows-1252",
	"zero-balance",
};

static int compare(const void *key, const void *element)
{
	return strcmp(key, *(const char *const *)element);
}

bool diag_code_known(const char *code)
{
	return bsearch(code, codes, sizeof codes / sizeof *codes, sizeof *codes, compare) != NULL;
}

/* How many letters both begin or end with. */
static size_t likeness(const char *a, const char *b)
{
	size_t n = strlen(a), m = strlen(b), front = 0, back = 0;

	while (front < n && front < m && a[front] == b[front])
		front++;
	while (back < n - front && back < m - front && a[n - 1 - back] == b[m - 1 - back])
		back++;
	return front + back;
}

const char *diag_code_like(const char *code)
{
	size_t best = 0, i;
	const char *found = codes[0];

	for (i = 0; i < sizeof codes / sizeof *codes; i++) {
		/* of two that are as like, the shorter one has less that is wrong */
		size_t score = likeness(code, codes[i]) * 64 - strlen(codes[i]);

		if (likeness(code, codes[i]) && score > best) {
			best = score;
			found = codes[i];
		}
	}
	return found;
}
