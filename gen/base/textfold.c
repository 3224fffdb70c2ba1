/* textfold.c - upper case, postal spelling, and the order of a French index. */
#include "base/text.h"

#include <string.h>

#include <utf8proc.h>

#include "base/utf8.h"

#include "base/banned.h"

static uint32_t upper(uint32_t cp)
{
	if (cp < 0x80)
		return cp >= 'a' && cp <= 'z' ? cp - ('a' - 'A') : cp;
	return (uint32_t)utf8proc_toupper((utf8proc_int32_t)cp);
}

static uint32_t lower(uint32_t cp)
{
	if (cp < 0x80)
		return cp >= 'A' && cp <= 'Z' ? cp + ('a' - 'A') : cp;
	return (uint32_t)utf8proc_tolower((utf8proc_int32_t)cp);
}

static bool is_alnum(uint32_t cp)
{
	if (cp < 0x80)
		return (cp >= '0' && cp <= '9') || (upper(cp) >= 'A' && upper(cp) <= 'Z');
	switch (utf8proc_category((utf8proc_int32_t)cp)) {
	case UTF8PROC_CATEGORY_LU:
	case UTF8PROC_CATEGORY_LL:
	case UTF8PROC_CATEGORY_LT:
	case UTF8PROC_CATEGORY_LM:
	case UTF8PROC_CATEGORY_LO:
	case UTF8PROC_CATEGORY_ND:
		return true;
	default:
		return false;
	}
}

const char *text_upper(struct arena *a, const char *s)
{
	struct buf b = BUF_INIT;
	const char *r;
	uint32_t cp;

	if (!s)
		return "";
	while ((cp = utf8_next(&s)) != 0) {
		if (cp == 0xDF) /* the capital sharp s exists, but few fonts have it */
			buf_puts(&b, "SS");
		else
			buf_put_utf8(&b, upper(cp));
	}
	r = arena_strndup(a, b.s, b.len);
	buf_drop(&b);
	return r;
}

const char *text_postal(struct arena *a, const char *s)
{
	uint32_t base[FOLD_MAX], cp;
	struct buf b = BUF_INIT;
	bool blank = false;
	const char *r;
	size_t n, i;

	if (!s)
		return "";
	while ((cp = utf8_next(&s)) != 0) {
		n = cp_base(cp, base);
		for (i = 0; i < n; i++) {
			if (!is_alnum(base[i])) {
				blank = true;
				continue;
			}
			if (blank && b.len)
				buf_putc(&b, ' ');
			blank = false;
			buf_put_utf8(&b, upper(base[i]));
		}
	}
	r = arena_strndup(a, b.s, b.len);
	buf_drop(&b);
	return r;
}

/*
 * Collation, three levels. First the letters and digits without accents and
 * case; what separates words (blank, hyphen, slash) counts as one blank and
 * comes before any letter, other punctuation does not count: "SAINT-MAUR" is
 * next to "Saint Maur", "S.A.R.L." next to "SARL". Then the accents. Then the
 * bytes, which makes the order total.
 */
struct walk {
	const char *s;
	bool strip;
	bool blank, started;
	uint32_t queue[FOLD_MAX];
	size_t head, n;
};

static bool separates(uint32_t cp)
{
	return cp_is_space(cp) || cp == '-' || cp == '/' || cp == '_' || (cp >= 0x2010 && cp <= 0x2015);
}

/* The short way, for most of most names: the folded letter or digit, 0 if it is neither. */
static uint32_t plain_letter(char c)
{
	if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
		return (unsigned char)c;
	return c >= 'A' && c <= 'Z' ? (unsigned char)c + ('a' - 'A') : 0;
}

/* The next collation element: a folded letter, ' ' between words, 0 at the end. */
static uint32_t element(struct walk *w)
{
	uint32_t cp;

	for (;;) {
		while (w->head < w->n) {
			cp = w->queue[w->head];
			if (separates(cp)) {
				w->blank = w->started;
				w->head++;
			} else if (!is_alnum(cp)) {
				w->head++;
			} else if (w->blank) {
				w->blank = false;
				return ' ';
			} else {
				w->started = true;
				w->head++;
				return lower(cp);
			}
		}
		cp = w->blank ? 0 : plain_letter(*w->s);
		if (cp) {
			w->started = true;
			w->s++;
			return cp;
		}
		cp = utf8_next(&w->s);
		if (!cp)
			return 0;
		w->head = 0;
		w->n = 1;
		w->queue[0] = cp;
		if (w->strip)
			w->n = cp_base(cp, w->queue);
	}
}

static int compare_level(const char *a, const char *b, bool strip)
{
	struct walk wa = { .s = a, .strip = strip }, wb = { .s = b, .strip = strip };
	uint32_t x, y;

	do {
		x = element(&wa);
		y = element(&wb);
		if (x != y)
			return x < y ? -1 : 1;
	} while (x);
	return 0;
}

int text_collate(const char *a, const char *b)
{
	int r;

	a = a ? a : "";
	b = b ? b : "";
	r = compare_level(a, b, true);
	if (!r)
		r = compare_level(a, b, false);
	if (!r)
		r = strcmp(a, b);
	return r < 0 ? -1 : r > 0;
}
