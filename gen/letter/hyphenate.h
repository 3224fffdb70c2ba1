/*
 * hyphenate.h - dividing words, by the patterns of libhyphen's dictionaries
 * (Debian: hyphen-fr, hyphen-en-us). Immutable after loading, shared by threads.
 */
#ifndef RELANCE_LETTER_HYPHENATE_H
#define RELANCE_LETTER_HYPHENATE_H

#include "base/diag.h"

struct hyphenator;

/*
 * Patterns for a language ("fr", "fr-FR", "en"...). ST_CONFIG, reported with the
 * package to install, if there are none. The caller owns *out: hyphenator_drop().
 */
enum status hyphenator_load(struct diag *d, const char *language, struct hyphenator **out);
void hyphenator_drop(struct hyphenator *h); /* NULL is fine */

/*
 * Where the word (n bytes of UTF-8) may be divided: break_after[i] is set to 1
 * if a hyphen may follow byte i, else 0. At least 3 letters stay on either
 * side. Only words of lower-case letters are divided, the first one may be a
 * capital if `capital_ok` (start of a sentence): names and abbreviations stay whole.
 * Returns the number of places.
 */
size_t hyphenate(const struct hyphenator *h, const char *word, size_t n, bool capital_ok,
		 unsigned char *break_after);

#endif
