/* buf.c - the growing string of text.h. */
#include "base/text.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/banned.h"

/* Shared by every empty buffer: never written to. */
char buf_empty[1];

void buf_drop(struct buf *b)
{
	if (b->cap)
		free(b->s);
	*b = (struct buf)BUF_INIT;
}

void buf_clear(struct buf *b)
{
	b->len = 0;
	if (b->cap)
		b->s[0] = '\0';
}

/* Room for n more bytes and the NUL. */
static char *room(struct buf *b, size_t n)
{
	size_t need, cap;

	if (__builtin_add_overflow(b->len, n, &need) || __builtin_add_overflow(need, 1, &need))
		xmalloc(SIZE_MAX); /* ends the program */
	if (need > b->cap) {
		cap = b->cap + b->cap / 2;
		cap = cap < 64 ? 64 : cap;
		cap = cap < need ? need : cap;
		b->s = xrealloc(b->cap ? b->s : NULL, cap);
		b->cap = cap;
	}
	return b->s + b->len;
}

void buf_add(struct buf *b, const char *s, size_t n)
{
	char *p;

	if (!n)
		return;
	p = n < b->cap - b->len ? b->s + b->len : room(b, n);
	memcpy(p, s, n);
	p[n] = '\0';
	b->len += n;
}

void buf_puts(struct buf *b, const char *s)
{
	if (s)
		buf_add(b, s, strlen(s));
}

void buf_putc(struct buf *b, char c)
{
	char *p = room(b, 1);

	p[0] = c;
	p[1] = '\0';
	b->len++;
}

void buf_put_utf8(struct buf *b, uint32_t cp)
{
	char c[4];

	if (cp > 0x10FFFF || (cp >= 0xD800 && cp <= 0xDFFF))
		cp = 0xFFFD;
	if (cp < 0x80) {
		buf_putc(b, (char)cp);
	} else if (cp < 0x800) {
		c[0] = (char)(0xC0 | cp >> 6);
		c[1] = (char)(0x80 | (cp & 0x3F));
		buf_add(b, c, 2);
	} else if (cp < 0x10000) {
		c[0] = (char)(0xE0 | cp >> 12);
		c[1] = (char)(0x80 | (cp >> 6 & 0x3F));
		c[2] = (char)(0x80 | (cp & 0x3F));
		buf_add(b, c, 3);
	} else {
		c[0] = (char)(0xF0 | cp >> 18);
		c[1] = (char)(0x80 | (cp >> 12 & 0x3F));
		c[2] = (char)(0x80 | (cp >> 6 & 0x3F));
		c[3] = (char)(0x80 | (cp & 0x3F));
		buf_add(b, c, 4);
	}
}

void buf_printf(struct buf *b, const char *fmt, ...)
{
	va_list ap, again;
	size_t have;
	int n;

	va_start(ap, fmt);
	va_copy(again, ap);
	room(b, 64);
	have = b->cap - b->len;
	n = vsnprintf(b->s + b->len, have, fmt, ap);
	if (n >= 0 && (size_t)n >= have)
		n = vsnprintf(room(b, (size_t)n), (size_t)n + 1, fmt, again);
	if (n >= 0)
		b->len += (size_t)n;
	b->s[b->len] = '\0';
	va_end(again);
	va_end(ap);
}
