/*
 * address.h - who a letter is addressed to, and the block that shows in the
 * window of the envelope: NF Z 10-011 and La Poste's rules (law.md §8).
 *
 * Six lines at most, seven abroad (the last one is the country), 38 characters
 * each, no blank lines; the last three before the country in capitals without
 * accents or punctuation.
 */
#ifndef RELANCE_LETTER_ADDRESS_H
#define RELANCE_LETTER_ADDRESS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "book/ledger.h"
#include "letter/kind.h"

#define ADDRESS_LINES 7
#define ADDRESS_WIDTH 38 /* characters per line */

struct address_block {
	const char *line[ADDRESS_LINES];
	size_t lines;
	bool foreign;	/* the last line is the country */
	bool shortened; /* something did not fit and was left out or cut */
};

/*
 * Which of a customer's addresses (RULES §5, §7): for a site code the site's;
 * multi-site customers the head office; all others the billing address. Where
 * that is missing, the next of billing, head office, site that is usable, that
 * is with a place and at least one line. NULL if none is.
 */
const struct address *address_choose(const struct customer *c, const char *site);

/* The person a letter is for, or to be called: role "accounting" or "billing", else the first; NULL if none. */
const struct contact *address_contact(const struct customer *c);

/*
 * Fill the block. home: the sender's country (ISO alpha-2), whose mail needs no
 * country line. A name longer than a line goes on to the second, then has its
 * usual words abbreviated, then is cut at a word; lines of the address likewise,
 * after the postal abbreviations. Businesses and public bodies get a second line
 * for the accounting department unless the address names one. Texts in the arena.
 */
void address_compose(struct arena *a, const struct customer *c, const struct address *from, const char *home,
		     enum letter_lang lang, struct address_block *out);

/* "12 rue des Forges, 69003 Lyon" on one line; country added if it is not home. */
const char *address_one_line(struct arena *a, const char *const *line, size_t lines, const char *postcode,
			     const char *city, const char *country, const char *home);

/* French name of a country by its ISO 3166 code, as on mail: "Allemagne"; NULL if unknown. */
const char *country_french(const char *code);

#endif
