/* moneytext.c - amounts and rates from text and to text. */
#include "base/money.h"

#include <stdio.h>
#include <string.h>

#include "base/text.h"

#include "base/banned.h"

#define MAX_WHOLE_DIGITS 15

/* The pieces of "-0012.3400": sign, whole digits without leading zeros, decimals. */
struct decimal {
	bool negative;
	const char *whole, *frac;
	size_t whole_n, frac_n;
};

static size_t count_digits(const char *s, size_t n)
{
	size_t i = 0;

	while (i < n && s[i] >= '0' && s[i] <= '9')
		i++;
	return i;
}

static bool split(const char *s, size_t n, struct decimal *d)
{
	size_t k;

	*d = (struct decimal){ 0 };
	if (n && (*s == '-' || *s == '+')) {
		d->negative = *s == '-';
		s++;
		n--;
	}
	k = count_digits(s, n);
	if (!k)
		return false;
	d->whole = s;
	d->whole_n = k;
	if (k < n) {
		if (s[k] != '.')
			return false;
		d->frac = s + k + 1;
		d->frac_n = count_digits(d->frac, n - k - 1);
		if (!d->frac_n || k + 1 + d->frac_n != n)
			return false;
	}
	while (d->whole_n && *d->whole == '0') {
		d->whole++;
		d->whole_n--;
	}
	return true;
}

/*
 * The magnitude scaled by 10^decimals, cut (not rounded); at most 15 + 6 digits
 * may come in, so the check for 64 bits has to be made at each step.
 */
static bool scaled(const struct decimal *d, int decimals, uint64_t *out)
{
	uint64_t v = 0;
	size_t i;

	for (i = 0; i < d->whole_n + (size_t)decimals; i++) {
		unsigned digit = 0;

		if (i < d->whole_n)
			digit = (unsigned)(d->whole[i] - '0');
		else if (i - d->whole_n < d->frac_n)
			digit = (unsigned)(d->frac[i - d->whole_n] - '0');
		if (v > ((uint64_t)INT64_MAX - digit) / 10)
			return false;
		v = v * 10 + digit;
	}
	*out = v;
	return true;
}

/* Is a digit other than 0 found behind the decimals that are kept? */
static bool loses(const struct decimal *d, int decimals)
{
	size_t i;

	for (i = (size_t)decimals; i < d->frac_n; i++) {
		if (d->frac[i] != '0')
			return true;
	}
	return false;
}

enum money_parse money_parse(const char *s, size_t n, currency c, money *out)
{
	int decimals = currency_decimals(c);
	struct decimal d;
	bool inexact;
	uint64_t v;

	if (!s || !n)
		return MONEY_EMPTY;
	if (!split(s, n, &d))
		return MONEY_SYNTAX;
	if (d.whole_n > MAX_WHOLE_DIGITS || !scaled(&d, decimals, &v))
		return MONEY_RANGE;
	inexact = loses(&d, decimals);
	if (inexact && d.frac[decimals] >= '5') {
		if (v == INT64_MAX)
			return MONEY_RANGE;
		v++;
	}
	*out = d.negative ? -(money)v : (money)v;
	return inexact ? MONEY_ROUNDED : MONEY_OK;
}

bool rate_parse(const char *s, rate *out)
{
	struct decimal d;
	uint64_t v;

	if (!s || !split(s, strlen(s), &d) || loses(&d, RATE_SCALE) || !scaled(&d, RATE_SCALE, &v))
		return false;
	*out = d.negative ? -(rate)v : (rate)v;
	return true;
}

static uint64_t magnitude(int64_t x)
{
	return x < 0 ? 0 - (uint64_t)x : (uint64_t)x;
}

/* Exactly `digits` digits of v, zeros in front, from the right end: p is where they end. */
static char *digits_before(char *p, uint64_t *v, int digits)
{
	while (digits-- > 0) {
		*--p = (char)('0' + *v % 10);
		*v /= 10;
	}
	return p;
}

static char *mark_before(char *p, const char *mark)
{
	size_t n = strlen(mark);

	p -= n;
	memcpy(p, mark, n);
	return p;
}

/* Written from the right; room in the work area for any number and separators of up to 4 bytes. */
static char *format(int64_t x, int decimals, const char *group, const char *mark, char *out, size_t size)
{
	char work[96], *end = work + sizeof work - 1, *p = end;
	uint64_t v = magnitude(x);
	int in_group = 0;
	size_t n;

	*p = '\0';
	if (strlen(group) > 4 || strlen(mark) > 4)
		group = mark = ""; /* cannot happen with a separator; never overrun */
	if (decimals > 0) {
		p = digits_before(p, &v, decimals);
		p = mark_before(p, mark);
	}
	do {
		if (in_group == 3) {
			p = mark_before(p, group);
			in_group = 0;
		}
		p = digits_before(p, &v, 1);
		in_group++;
	} while (v);
	if (x < 0)
		*--p = '-';
	n = (size_t)(end - p);
	if (n >= size)
		n = size - 1;
	memcpy(out, p, n);
	out[n] = '\0';
	return out;
}

char *money_plain(money x, currency c, char out[MONEY_TEXT])
{
	return format(x, currency_decimals(c), "", ".", out, MONEY_TEXT);
}

char *money_human(money x, currency c, const char *group, const char *mark, char out[64])
{
	return format(x, currency_decimals(c), group, mark, out, 64);
}

char *decimal_human(const char *plain, char out[64])
{
	const char *p = plain + (*plain == '-');
	size_t whole = strcspn(p, "."), n = 0, i;

	out[0] = '\0';
	if (strlen(plain) + whole > 60) /* a group mark has three bytes and follows three digits */
		return out;
	if (p > plain)
		out[n++] = '-';
	for (i = 0; i < whole; i++) {
		if (i && (whole - i) % 3 == 0) {
			memcpy(out + n, NNBSP, sizeof NNBSP - 1);
			n += sizeof NNBSP - 1;
		}
		out[n++] = p[i];
	}
	for (; p[i]; i++)
		out[n++] = p[i] == '.' ? ',' : p[i];
	out[n] = '\0';
	return out;
}

char *rate_text(rate r, int min_decimals, const char *mark, char out[MONEY_TEXT])
{
	int decimals = RATE_SCALE;

	while (decimals > min_decimals && decimals > 0 && r % 10 == 0) {
		r /= 10;
		decimals--;
	}
	return format(r, decimals, "", mark, out, MONEY_TEXT);
}
