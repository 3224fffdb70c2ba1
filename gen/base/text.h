/*
 * text.h - strings: a growing buffer and UTF-8.
 *
 * All text inside the program is valid UTF-8 in normalization form C: the
 * readers see to it (text_clean), everything behind them relies on it.
 */
#ifndef RELANCE_BASE_TEXT_H
#define RELANCE_BASE_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

#define NBSP "\u00A0"  /* no-break space */
#define NNBSP "\u202F" /* the narrow one: between groups of digits, before ; ! ? and in « » */

/* A growing, always NUL-terminated string. Initialise with BUF_INIT, give back with buf_drop. */
struct buf {
	char *s; /* never NULL once something was added; BUF_INIT points to "" */
	size_t len, cap;
};
extern char buf_empty[1];
#define BUF_INIT                \
	{                       \
		buf_empty, 0, 0 \
	}

void buf_drop(struct buf *b);
void buf_clear(struct buf *b); /* keeps the memory */
void buf_add(struct buf *b, const char *s, size_t n);
void buf_puts(struct buf *b, const char *s);
void buf_putc(struct buf *b, char c);
void buf_put_utf8(struct buf *b, uint32_t cp);
void buf_printf(struct buf *b, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/*
 * Decode one code point at *s (NUL-terminated) and move *s behind it.
 * Returns 0 at the end. An invalid byte gives 0xFFFD and moves one byte.
 */
uint32_t utf8_next(const char **s);
bool utf8_valid(const char *s, size_t n);
size_t utf8_length(const char *s); /* in code points */

/*
 * Cleaned copy of n bytes in the arena: white space of any kind folded to single
 * blanks and trimmed, control characters, U+FEFF and what else prints nothing
 * (soft hyphen, direction marks) dropped, invalid UTF-8 replaced by U+FFFD,
 * composed (NFC). *damaged (may be NULL) is set to true when something invalid
 * was replaced or U+FFFD was there already, and left alone otherwise.
 */
const char *text_clean(struct arena *a, const char *s, size_t n, bool *damaged);

/* Copy of what comes from the system (a file name may hold any bytes): invalid UTF-8 replaced by U+FFFD. */
const char *text_valid(struct arena *a, const char *s);

/* Copy of valid UTF-8 in normalization form C, blanks and all else as they are (text of our own XML files). */
const char *text_nfc(struct arena *a, const char *s);

/* Upper case without accents, letters, digits and blanks only: address lines 4 to 6 (NF Z 10-011). */
const char *text_postal(struct arena *a, const char *s);

/* Upper-case copy, accents kept. */
const char *text_upper(struct arena *a, const char *s);

/* Compare as a French reader would sort: case and accents count last. Total order, locale-free. */
int text_collate(const char *a, const char *b);

/* A number for hash tables, all bits of it good; the same on every machine. */
uint64_t text_hash(const char *s);

bool text_is_blank(const char *s);	     /* NULL, "" or white space only */
bool text_eq(const char *a, const char *b);  /* NULL equals "" */
bool text_ieq(const char *a, const char *b); /* ASCII case-insensitive */

#endif
