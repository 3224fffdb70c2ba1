/* text.c - making any bytes into text that the rest of the program can rely on. */
#include "base/text.h"

#include <stdlib.h>
#include <string.h>

#include <utf8proc.h>

#include "base/utf8.h"

#include "base/banned.h"

#define REPLACEMENT 0xFFFDu

/* Nothing to do, and that is plain: nearly all fields of nearly all files. */
static bool is_clean(const char *s, size_t n)
{
	const char *end = s + n;
	bool blank = true;
	uint32_t cp;

	while (s < end) {
		unsigned char c = (unsigned char)*s;
		size_t len;

		if (c < 0x7F) {
			if (c < ' ' || (c == ' ' && blank))
				return false;
			blank = c == ' ';
			s++;
			continue;
		}
		len = utf8_decode(s, (size_t)(end - s), &cp);
		if (!len || !cp_is_nfc_inert(cp) || cp_is_space(cp) || cp_is_invisible(cp) ||
		    cp == REPLACEMENT)
			return false;
		blank = false;
		s += len;
	}
	return !blank;
}

/* Normal form C of n valid bytes. NULL if the library fails, which leaves the text as it was. */
static const char *compose(struct arena *a, const char *s, size_t n)
{
	utf8proc_uint8_t *made = NULL;
	utf8proc_ssize_t len;
	const char *r = NULL;

	len = utf8proc_map((const utf8proc_uint8_t *)s, (utf8proc_ssize_t)n, &made,
			   UTF8PROC_STABLE | UTF8PROC_COMPOSE);
	if (len >= 0)
		r = arena_strndup(a, (const char *)made, (size_t)len);
	free(made);
	return r;
}

static uint32_t take(const char **s, const char *end, bool *damaged)
{
	uint32_t cp;
	size_t n = utf8_decode(*s, (size_t)(end - *s), &cp);

	*s += n ? n : 1;
	/* U+FFFE and U+FFFF cannot be written to XML, the workbook's included. */
	if (!n || cp == 0xFFFE || cp == 0xFFFF)
		cp = REPLACEMENT;
	if (cp == REPLACEMENT)
		*damaged = true;
	return cp;
}

const char *text_clean(struct arena *a, const char *s, size_t n, bool *damaged)
{
	const char *end, *r = NULL;
	bool blank = false, bad = false, inert = true;
	struct buf b = BUF_INIT;

	if (!s || !n)
		return "";
	if (is_clean(s, n))
		return arena_strndup(a, s, n);
	end = s + n;
	while (s < end) {
		uint32_t cp = take(&s, end, &bad);

		if (cp_is_space(cp)) {
			blank = true;
			continue;
		}
		if (cp_is_invisible(cp))
			continue;
		if (blank && b.len)
			buf_putc(&b, ' ');
		blank = false;
		if (!cp_is_nfc_inert(cp))
			inert = false;
		buf_put_utf8(&b, cp);
	}
	if (!inert)
		r = compose(a, b.s, b.len);
	if (!r)
		r = arena_strndup(a, b.s, b.len);
	buf_drop(&b);
	if (bad && damaged)
		*damaged = true;
	return r;
}

const char *text_valid(struct arena *a, const char *s)
{
	struct buf b = BUF_INIT;
	const char *copy;

	while (*s)
		buf_put_utf8(&b, utf8_next(&s));
	copy = arena_strndup(a, b.s, b.len);
	buf_drop(&b);
	return copy;
}

const char *text_nfc(struct arena *a, const char *s)
{
	const char *p = s, *r = NULL;
	bool inert = true, bad = false;
	uint32_t cp;

	if (!s)
		return "";
	while (inert && (cp = utf8_next(&p)) != 0) {
		inert = cp_is_nfc_inert(cp);
		bad = bad || cp == REPLACEMENT;
	}
	if (!inert && !bad && utf8_valid(s, strlen(s)))
		r = compose(a, s, strlen(s));
	return r ? r : arena_strdup(a, s);
}

bool text_is_blank(const char *s)
{
	uint32_t cp;

	if (!s)
		return true;
	while ((cp = utf8_next(&s)) != 0) {
		if (!cp_is_space(cp))
			return false;
	}
	return true;
}

bool text_eq(const char *a, const char *b)
{
	return strcmp(a ? a : "", b ? b : "") == 0;
}

static unsigned char ascii_lower(char c)
{
	return (unsigned char)(c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c);
}

bool text_ieq(const char *a, const char *b)
{
	a = a ? a : "";
	b = b ? b : "";
	while (*a && ascii_lower(*a) == ascii_lower(*b)) {
		a++;
		b++;
	}
	return ascii_lower(*a) == ascii_lower(*b);
}

/* FNV-1a, then mixed: its own low bits are poor. */
uint64_t text_hash(const char *s)
{
	uint64_t h = UINT64_C(0xcbf29ce484222325);

	for (; *s; s++)
		h = (h ^ (unsigned char)*s) * UINT64_C(0x100000001b3);
	h = (h ^ (h >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
	h = (h ^ (h >> 27)) * UINT64_C(0x94D049BB133111EB);
	return h ^ (h >> 31);
}
