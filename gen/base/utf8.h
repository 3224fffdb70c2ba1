/* utf8.h - private to base: classes of code points shared by the text functions. */
#ifndef RELANCE_BASE_UTF8_H
#define RELANCE_BASE_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * Length of the sequence at s (n bytes, n > 0) and its code point in *cp; 0 if
 * it is not UTF-8 (overlong forms, surrogates and values above U+10FFFF are not).
 */
size_t utf8_decode(const char *s, size_t n, uint32_t *cp);

bool cp_is_space(uint32_t cp); /* white space of any kind, line ends included */

/* Control characters and those that print nothing: soft hyphen, zero-width space, direction marks, U+FEFF. */
bool cp_is_invisible(uint32_t cp);

/* Never changed by normalization form C, whatever stands before: most of what real files contain. */
bool cp_is_nfc_inert(uint32_t cp);

/*
 * The base letters of cp: accents taken off, "œ" as "oe", "ß" as "ss", "ł" as "l", ligatures and
 * widths undone; case is kept. Returns how many there are (0: nothing but accents), at most FOLD_MAX.
 */
#define FOLD_MAX 20
size_t cp_base(uint32_t cp, uint32_t out[FOLD_MAX]);

#endif
