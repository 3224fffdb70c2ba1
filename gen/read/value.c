/* value.c - amounts, whole numbers and signs from any of the usual written forms. */
#include "read/value.h"

#include <string.h>

#include "base/text.h"
#include "read/valuedate.h"

#include "base/banned.h"

#define AMOUNT_MAX 96 /* bytes of a number worth looking at; longer ones are passed through */

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* A blank of any kind, or the apostrophe of Swiss amounts: its length in bytes, 0 if s starts with none. */
static size_t group_blank(const char *s)
{
	static const char *const blank[] = {
		" ", "'", "\u00A0", "\u202F", "\u2009", "\u2007", "\u2019",
	};
	size_t i;

	for (i = 0; i < sizeof blank / sizeof *blank; i++) {
		size_t n = strlen(blank[i]);

		if (!strncmp(s, blank[i], n))
			return n;
	}
	return 0;
}

/* Without blanks, with ASCII minus; false when too long. */
static bool squeeze(const char *s, char out[AMOUNT_MAX])
{
	static const char minus[] = "\u2212";
	size_t n = 0;

	while (*s) {
		size_t k = *s > ' ' && *s != '\'' ? 0 : group_blank(s); /* most characters are digits */

		if (k) {
			s += k;
			continue;
		}
		if (n + 1 >= AMOUNT_MAX)
			return false;
		if (!strncmp(s, minus, sizeof minus - 1)) {
			out[n++] = '-';
			s += sizeof minus - 1;
		} else {
			out[n++] = *s++;
		}
	}
	out[n] = '\0';
	return true;
}

/* Strip a sign in front, behind, or written as parentheses. */
static bool take_sign(char **text)
{
	char *s = *text;
	size_t n = strlen(s);
	bool negative = false;

	if (n > 2 && *s == '(' && s[n - 1] == ')') {
		s[n - 1] = '\0';
		s++;
		negative = true;
	} else if (*s == '-' || *s == '+') {
		negative = *s++ == '-';
	} else if (n > 1 && (s[n - 1] == '-' || s[n - 1] == '+')) {
		negative = s[n - 1] == '-';
		s[n - 1] = '\0';
	}
	*text = s;
	return negative;
}

/* Groups of three digits behind every mark but the first group. */
static bool groups_hold(const char *s, size_t n, char mark)
{
	size_t run = 0, i, first = 0;
	bool seen = false;

	for (i = 0; i <= n; i++) {
		if (i < n && s[i] != mark) {
			run++;
			continue;
		}
		if (seen ? run != 3 : i < n && (run < 1 || run > 3))
			return false;
		first = seen ? first : run;
		seen = true;
		run = 0;
	}
	return first > 0;
}

/* Which character is the decimal mark in s ('\0' none), and which one separates groups. */
static bool find_marks(const char *s, enum decimal_form form, char *decimal, char *group)
{
	const char *comma = strrchr(s, ','), *point = strrchr(s, '.');
	char last;

	*decimal = *group = '\0';
	if (form == DECIMAL_POINT || form == DECIMAL_COMMA) {
		*decimal = form == DECIMAL_POINT ? '.' : ',';
		*group = form == DECIMAL_POINT ? ',' : '.';
		return true;
	}
	if (form == DECIMAL_PLAIN) {
		*decimal = '.';
		return !comma;
	}
	if (!comma && !point)
		return true;
	last = !comma ? '.' : !point ? ',' : comma > point ? ',' : '.';
	if (comma && point)
		*group = last == ',' ? '.' : ',';
	if (strchr(s, last) != strrchr(s, last)) {
		if (comma && point)
			return false; /* 1,234.567.890: no way to tell */
		*group = last;
	} else {
		*decimal = last;
	}
	return true;
}

/* Digits of "1.234,50" into whole and frac (without marks). */
static bool split_marks(const char *s, enum decimal_form form, char *digits, size_t *whole, size_t *all)
{
	char decimal, group;
	const char *end, *mark;
	size_t n = 0;

	if (!find_marks(s, form, &decimal, &group))
		return false;
	end = s + strlen(s);
	mark = decimal ? strchr(s, decimal) : NULL;
	if (!mark)
		mark = end;
	if (group && memchr(s, group, (size_t)(mark - s)) && !groups_hold(s, (size_t)(mark - s), group))
		return false;
	for (; s < mark; s++) {
		if (group && *s == group)
			continue;
		if (!is_digit(*s))
			return false;
		digits[n++] = *s;
	}
	*whole = n;
	if (s < end)
		s++;
	for (; s < end; s++) {
		if (!is_digit(*s))
			return false;
		digits[n++] = *s;
	}
	*all = n;
	return n > 0;
}

/* "E-3" behind a number: moves the point. */
static bool take_exponent(char *s, int *exponent)
{
	char *e = strpbrk(s, "eE"), *p;
	bool negative;
	int value = 0;

	*exponent = 0;
	if (!e)
		return true;
	p = e + 1;
	negative = *p == '-';
	if (*p == '-' || *p == '+')
		p++;
	if (!is_digit(*p) || strlen(p) > 2)
		return false;
	for (; is_digit(*p); p++)
		value = value * 10 + (*p - '0');
	if (*p || value > 30)
		return false;
	*exponent = negative ? -value : value;
	*e = '\0';
	return true;
}

/* Digits with the point behind `whole` of them (may lie outside), as canonical text. */
static const char *compose(struct arena *a, bool negative, const char *digits, size_t all, int whole)
{
	struct buf b = BUF_INIT;
	const char *r;
	bool zero = true;
	int i, first = 0;

	for (i = 0; i < (int)all; i++)
		zero = zero && digits[i] == '0';
	if (negative && !zero)
		buf_putc(&b, '-');
	while (first < whole - 1 && (first >= (int)all || digits[first] == '0'))
		first++;
	if (whole <= 0)
		buf_putc(&b, '0');
	for (i = first; i < whole; i++)
		buf_putc(&b, i < (int)all ? digits[i] : '0');
	if (whole < (int)all) {
		buf_putc(&b, '.');
		for (i = whole; i < 0; i++)
			buf_putc(&b, '0');
		buf_add(&b, digits + (whole > 0 ? whole : 0), all - (size_t)(whole > 0 ? whole : 0));
	}
	r = arena_strndup(a, b.s, b.len);
	buf_drop(&b);
	return r;
}

/* A whole number without sign; false when it is none or large. */
static bool whole_number(const char *s, const char *end, uint64_t *out)
{
	uint64_t v = 0;

	if (s == end)
		return false;
	for (; s < end; s++) {
		if (!is_digit(*s) || v > UINT64_MAX / 1000)
			return false;
		v = v * 10 + (uint64_t)(*s - '0');
	}
	*out = v;
	return true;
}

/* "190995/100": exact where the denominator allows it, else cut after 12 decimals. */
static const char *fraction(struct arena *a, bool negative, const char *s, const char *slash)
{
	char digits[64], reversed[24];
	uint64_t top, bottom, quotient, rest;
	size_t n = 0, k = 0, whole;

	if (!whole_number(s, slash, &top) || !whole_number(slash + 1, s + strlen(s), &bottom) || !bottom)
		return NULL;
	quotient = top / bottom;
	rest = top % bottom;
	do {
		reversed[k++] = (char)('0' + quotient % 10);
		quotient /= 10;
	} while (quotient);
	while (k)
		digits[n++] = reversed[--k];
	whole = n;
	while (rest && n < whole + 12) {
		rest *= 10;
		digits[n++] = (char)('0' + rest / bottom);
		rest %= bottom;
	}
	return compose(a, negative, digits, n, (int)whole);
}

/* "1200,50", "-0,07": one comma, which is the decimal mark, and no zeros in front. NULL: not as simple. */
static const char *with_comma(struct arena *a, const char *s)
{
	char out[AMOUNT_MAX];
	size_t first = *s == '-', n = first, mark;
	bool zero = true;

	for (; n < sizeof out - 1 && is_digit(s[n]); n++) {
		zero = zero && s[n] == '0';
		out[n] = s[n];
	}
	mark = n;
	if (s[n] != ',' || n == first || (s[first] == '0' && n > first + 1))
		return NULL;
	for (n++; n < sizeof out && is_digit(s[n]); n++) {
		zero = zero && s[n] == '0';
		out[n] = s[n];
	}
	if (n == sizeof out || s[n] || n == mark + 1 || (first && zero))
		return NULL;
	out[0] = first ? '-' : out[0];
	out[mark] = '.';
	return arena_strndup(a, out, n);
}

static const char *amount(struct arena *a, enum decimal_form form, const char *text)
{
	char work[AMOUNT_MAX], digits[AMOUNT_MAX];
	char *s = work, *slash;
	size_t whole, all;
	uint64_t units;
	bool negative;
	int exponent;
	const char *simple = form == DECIMAL_EITHER || form == DECIMAL_COMMA ? with_comma(a, text) : NULL;

	if (simple)
		return simple;
	if (strlen(text) >= sizeof work || !squeeze(text, work))
		return NULL;
	if (form == DECIMAL_PLAIN && strcmp(text, work) != 0)
		return NULL;
	negative = take_sign(&s);
	slash = strchr(s, '/');
	if (slash)
		return fraction(a, negative, s, slash);
	if (form == DECIMAL_HUNDREDTHS) {
		all = strlen(s);
		return whole_number(s, s + all, &units) ? compose(a, negative, s, all, (int)all - 2) : NULL;
	}
	if (!take_exponent(s, &exponent) || !split_marks(s, form, digits, &whole, &all))
		return NULL;
	return compose(a, negative, digits, all, (int)whole + exponent);
}

/* "030", "30.0", "+30": without zeros in front; only zeros may stand behind a point. */
static const char *number(struct arena *a, const char *text)
{
	const char *s = amount(a, DECIMAL_EITHER, text), *point;

	if (!s)
		return NULL;
	point = strchr(s, '.');
	if (!point)
		return s;
	if (strspn(point + 1, "0") != strlen(point + 1))
		return NULL;
	return arena_strndup(a, s, (size_t)(point - s));
}

bool value_is_sign(const char *s)
{
	return !strcmp(s, "1") || !strcmp(s, "-1");
}

static const char *sign(const char *s)
{
	static const char *const plus[] = { "D",  "DEBIT", "DÉBIT", "débit", "Débit", "DB",
					    "DR", "1",	   "+1",    "+",     "S" };
	static const char *const minus[] = {
		"C", "CREDIT", "CRÉDIT", "crédit", "Crédit", "CR", "-1", "-", "H"
	};
	size_t i;

	if (value_is_sign(s))
		return s;
	for (i = 0; i < sizeof plus / sizeof *plus; i++) {
		if (text_ieq(s, plus[i]))
			return "1";
	}
	for (i = 0; i < sizeof minus / sizeof *minus; i++) {
		if (text_ieq(s, minus[i]))
			return "-1";
	}
	return NULL;
}

const char *value_convert(struct arena *a, enum field_class class, struct forms f, const char *s, bool *ok)
{
	const char *r = s;

	switch (class) {
	case CLASS_TEXT:
		break;
	case CLASS_AMOUNT:
		if (!decimal_is_canonical(s) || f.decimal == DECIMAL_HUNDREDTHS ||
		    (f.decimal == DECIMAL_COMMA && strchr(s, '.')))
			r = amount(a, f.decimal, s);
		break;
	case CLASS_NUMBER:
		r = number(a, s);
		break;
	case CLASS_SIGN:
		r = sign(s);
		break;
	case CLASS_DATE:
		r = value_date(a, f.dates, s);
		break;
	}
	if (ok)
		*ok = r != NULL;
	return r ? r : s;
}
