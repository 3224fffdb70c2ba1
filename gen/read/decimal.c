/* decimal.c - exact arithmetic on canonical decimals ("-12.50"), up to 36 digits. */
#include "read/value.h"

#include <string.h>

#include "base/banned.h"

__extension__ typedef __int128 wide;

#define DIGITS_MAX 36

struct number {
	wide units; /* value * 10^scale */
	int scale;
};

bool decimal_is_canonical(const char *s)
{
	const char *p = s;

	if (*p == '-')
		p++;
	if (*p < '0' || *p > '9')
		return false;
	while (*p >= '0' && *p <= '9')
		p++;
	if (!*p)
		return true;
	if (*p++ != '.' || *p < '0' || *p > '9')
		return false;
	while (*p >= '0' && *p <= '9')
		p++;
	return !*p;
}

int decimal_sign(const char *s)
{
	bool negative = *s == '-';

	for (; *s; s++) {
		if (*s >= '1' && *s <= '9')
			return negative ? -1 : 1;
	}
	return 0;
}

static bool parse(const char *s, struct number *n)
{
	bool negative = *s == '-', point = false;
	int digits = 0;

	*n = (struct number){ 0, 0 };
	if (!decimal_is_canonical(s))
		return false;
	for (s += negative; *s; s++) {
		if (*s == '.') {
			point = true;
			continue;
		}
		if (n->units != 0 && ++digits >= DIGITS_MAX)
			return false;
		n->units = n->units * 10 + (*s - '0');
		n->scale += point;
	}
	if (n->scale > DIGITS_MAX)
		return false;
	if (negative)
		n->units = -n->units;
	return true;
}

static bool rescale(struct number *n, int scale)
{
	for (; n->scale < scale; n->scale++) {
		if (__builtin_mul_overflow(n->units, (wide)10, &n->units))
			return false;
	}
	return true;
}

static const char *print(struct arena *a, struct number n)
{
	char text[DIGITS_MAX * 2 + 8], *p = text + sizeof text - 1;
	bool negative = n.units < 0;
	int i;

	*p = '\0';
	for (i = 0; i < n.scale || n.units || i == n.scale; i++) {
		int digit = (int)(n.units % 10);

		if (p - text < 4)
			return NULL;
		if (i == n.scale && n.scale)
			*--p = '.';
		*--p = (char)('0' + (digit < 0 ? -digit : digit));
		n.units /= 10;
	}
	if (negative)
		*--p = '-';
	return arena_strdup(a, p);
}

const char *decimal_add(struct arena *a, const char *x, const char *y)
{
	struct number m, n;
	int scale;

	if (!parse(x, &m) || !parse(y, &n))
		return NULL;
	scale = m.scale > n.scale ? m.scale : n.scale;
	if (!rescale(&m, scale) || !rescale(&n, scale) || __builtin_add_overflow(m.units, n.units, &m.units))
		return NULL;
	return print(a, m);
}

const char *decimal_negate(struct arena *a, const char *x)
{
	if (*x == '-')
		return x + 1;
	return decimal_sign(x) ? arena_printf(a, "-%s", x) : x;
}
