/* quoted.c - see quoted.h. */
#include "base/quoted.h"

#include <string.h>

#include "base/banned.h"

#define OPENING "\u00AB"
#define CLOSING "\u00BB"
#define ELLIPSIS "\u2026"

/* Bytes of the first `characters` characters of the n bytes at s; n if it has no more than that. */
static size_t beginning(const char *s, size_t n, size_t characters)
{
	size_t i;

	for (i = 0; i < n; i++) {
		if (((unsigned char)s[i] & 0xC0) != 0x80 && !characters--)
			return i;
	}
	return n;
}

/* false: all of it was taken. */
static bool add_cut(struct buf *out, const char *s, size_t n, size_t characters)
{
	size_t cut = beginning(s, n, characters);

	buf_add(out, s, cut);
	if (cut < n)
		buf_puts(out, ELLIPSIS);
	return cut < n;
}

/* Between guillemets, a blank stands on either side. */
static void add_quoted(struct buf *out, const char *s, size_t n)
{
	size_t most = memchr(s, '/', n) ? PATH_QUOTED_MAX : QUOTED_MAX;

	if (beginning(s, n, most + 2) == n)
		buf_add(out, s, n);
	else if (add_cut(out, s, n, most + 1))
		buf_putc(out, ' ');
}

/* The next guillemet of either kind, or the end. */
static const char *next_guillemet(const char *s)
{
	const char *open = strstr(s, OPENING), *close = strstr(s, CLOSING);

	if (!open || (close && close < open))
		open = close;
	return open ? open : s + strlen(s);
}

void quoted_cut(struct buf *message)
{
	struct buf out = BUF_INIT;
	const char *s = message->s, *end;
	bool inside = false;

	if (message->len <= QUOTED_MAX)
		return;
	for (; *s; s = end) {
		end = next_guillemet(s);
		if (inside)
			add_quoted(&out, s, (size_t)(end - s));
		else
			add_cut(&out, s, (size_t)(end - s), MESSAGE_MAX);
		if (!*end)
			break;
		inside = !strncmp(end, OPENING, strlen(OPENING));
		buf_add(&out, end, strlen(OPENING));
		end += strlen(OPENING);
	}
	buf_clear(message);
	add_cut(message, out.s, out.len, MESSAGE_MAX);
	buf_drop(&out);
}
