/*
 * epc.h - the payload of a SEPA credit transfer QR code (EPC069-12, version
 * 002) and the ISO 11649 creditor reference (law.md §10).
 */
#ifndef RELANCE_LETTER_EPC_H
#define RELANCE_LETTER_EPC_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/money.h"

#define EPC_MAX_VERSION 13 /* of the QR code */

struct epc_payment {
	const char *name;      /* beneficiary, up to 70 characters (cut if longer) */
	const char *iban;      /* blanks allowed */
	const char *bic;       /* "" if none */
	money amount;	       /* EUR cents, 0.01 to 999999999.99 */
	const char *reference; /* ISO 11649, "" = use text */
	const char *text;      /* remittance text up to 140 characters (cut if longer) */
};

/*
 * The payload in the arena. NULL if the payment cannot be one (amount, check
 * digits of IBAN or reference, BIC's length): *why then says so in French, and is
 * NULL otherwise. why may be NULL.
 */
const char *epc_payload(struct arena *a, const struct epc_payment *p, const char **why);

/*
 * "RF" + check digits + ref without blanks and punctuation, capitals (ISO 11649) into out.
 * false if nothing of ref (letters and digits) is left or it is longer than 21.
 */
bool iso11649_make(const char *ref, char out[26]);
bool iso11649_valid(const char *ref);
/* In groups of four, as printed. */
const char *iso11649_grouped(struct arena *a, const char *ref);

#endif
