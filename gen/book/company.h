/*
 * company.h - the configuration (relance.xml): who the creditor is, how he is
 * paid, how his letters look, which policy and rates hold. Checked by config.xsd.
 */
#ifndef RELANCE_BOOK_COMPANY_H
#define RELANCE_BOOK_COMPANY_H

#include "base/diag.h"
#include "base/money.h"
#include "book/ledger.h"

struct person {
	const char *name, *role, *phone, *email; /* "" if absent */
};

struct company {
	const char *path; /* of the configuration, "" for none */
	bool has_identity; /* without it no letter can be written */
	const char *name, *legal_form, *capital, *siren, *rcs_city, *vat_number, *ape;
	const char *line[4], *postcode, *city, *country; /* country: ISO alpha-2, "FR" */
	const char *phone, *email, *web;
	const char *iban, *bic, *bank, *cheque_payable_to, *payment_url; /* iban without blanks */
	struct person contact, signatory; /* whom to call; who signs */
	int contest_days;                 /* days to contest, default 15 */
	const char *place;                /* "Lyon", before the date */
	const char *logo, *signature_image; /* file paths resolved against the configuration, "" */
	const char *footer;               /* further line of the legal footer, "" */
	bool is_collector;                /* third-party mode: the company acts under mandate for `principal` */
	struct { const char *name, *legal_form, *siren, *line[4], *postcode, *city, *country; } principal;
	const char *mandate;              /* reference and date of the mandate */
	bool duplex;                      /* extract on the back, even number of pages; default true */
	bool qr, iso11649, slip, justify, hyphenate; /* letter options */
	const char *letters;              /* folder of templates, "" = shipped */
	const char *font_regular, *font_bold, *font_italic, *font_bold_italic; /* TTF paths, "" = default face */
	const char *policy, *rates, *mapping; /* paths resolved, "" = shipped / recognised */
	const char *privacy;              /* GDPR notice for private persons, "" = the template's own */
	struct exchange_rate *exchange;   /* beside the export's rates (RULES §3), see company_rates() */
	size_t exchanges;
};

/*
 * Load into the arena. path NULL: an empty company without identity, options at
 * their defaults (duplex and QR code on, the others off). The file is checked
 * by config.xsd; besides, IBAN, BIC and dates must be right and the files that
 * are named must be readable, and a folder of templates holds fr/ or en/: else
 * ST_CONFIG, reported with its line. Without the creditor's name or address, or a
 * third party's principal, no letter can be written (config.xsd; RULES §8). What else
 * a letter should say of its sender is a finding, as the law asks it of some
 * creditors only, and the letter is written without: "incomplete-identity",
 * "bad-siren", "bad-vat-number", "no-payment-means", "no-iban", "no-bic".
 * *out, and all it points to, lives as long as the arena.
 */
enum status company_load(struct diag *d, struct arena *a, const char *path, struct company **out);

/* Add the configuration's exchange rates to the ledger's: run.c, before anything is assessed. */
void company_rates(const struct company *c, struct ledger *l);

/* --- identifiers (law.md §10); text without blanks ---------------------------------------- */

/* ISO 13616: form, length of its country where we know it (FR 27), mod 97 = 1. */
bool iban_valid(const char *iban);
/* ISO 9362: four letters, a country, two characters, and a branch of three or none. */
bool bic_valid(const char *bic);
/*
 * SIREN (9 digits) or SIRET (14) by Luhn's rule; establishments of La Poste may have a digit sum of 5
 * x n instead.
 */
bool siren_valid(const char *siren);
/*
 * French VAT number: FR, key, SIREN. A key with letters is taken as it stands; other countries'
 * numbers too.
 */
bool vat_number_valid(const char *vat);

#endif
