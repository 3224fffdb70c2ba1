/*
 * words.c - figures inside French sentences; see words.h. Written by hand and
 * not by printf: every customer of a large ledger gets several of them.
 */
#include "assess/words.h"

#include <string.h>

#include "base/banned.h"

#define FIXED "\u00a0" /* before a unit */

void put_money(struct buf *b, money x, currency c)
{
	char text[64];

	buf_puts(b, money_human(x, c, NNBSP, ",", text));
	buf_puts(b, FIXED);
	buf_puts(b, currency_code(c));
}

void put_int(struct buf *b, int64_t x)
{
	char digits[24];
	int n = 0;
	uint64_t rest = x < 0 ? -(uint64_t)x : (uint64_t)x;

	if (x < 0)
		buf_putc(b, '-');
	do {
		digits[n++] = (char)('0' + rest % 10);
		rest /= 10;
	} while (rest);
	while (n--) {
		buf_putc(b, digits[n]);
		if (n && n % 3 == 0)
			buf_puts(b, NNBSP);
	}
}

void put_tenths(struct buf *b, int64_t tenths)
{
	if (tenths < 0 && tenths > -10)
		buf_putc(b, '-');
	put_int(b, tenths / 10);
	buf_putc(b, ',');
	buf_putc(b, (char)('0' + (tenths < 0 ? -(tenths % 10) : tenths % 10)));
}

void put_date(struct buf *b, civil_date d)
{
	char text[11];

	buf_puts(b, date_fr(d, text));
}

void put_count(struct buf *b, int64_t n, const char *one, const char *many)
{
	put_int(b, n);
	buf_puts(b, FIXED);
	buf_puts(b, n >= 2 || n <= -2 ? many : one);
}

const char *words_keep(struct arena *a, struct buf *b)
{
	const char *s = arena_strndup(a, b->s, b->len);

	buf_clear(b);
	return s;
}
