/* decimal.c - exact arithmetic on canonical decimals ("-12.50"), up to 36 digits. */
#include "read/value.h"

#include <string.h>

#include "base/banned.h"

__extension__ typedef __int128 wide;

#define DIGITS_MAX 36

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

bool decimal_read(const char *s, struct decimal_sum *n)
{
	bool negative = *s == '-', point = false;
	uint64_t small = 0;
	int digits = 0;

	*n = (struct decimal_sum){ 0, 0 };
	if (!decimal_is_canonical(s))
		return false;
	s += negative;
	for (; *s && small < UINT64_MAX / 20;
	     s++) { /* nearly always all: 128 bits cost several times as much */
		if (*s == '.') {
			point = true;
			continue;
		}
		small = small * 10 + (uint64_t)(*s - '0');
		digits += small != 0;
		n->scale += point;
	}
	n->units = (wide)small;
	for (; *s; s++) {
		if (*s == '.') {
			point = true;
			continue;
		}
		if (++digits > DIGITS_MAX)
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

static bool rescale(struct decimal_sum *n, int scale)
{
	for (; n->scale < scale; n->scale++) {
		if (__builtin_mul_overflow(n->units, (wide)10, &n->units))
			return false;
	}
	return true;
}

static const char *print(struct arena *a, struct decimal_sum n)
{
	char text[DIGITS_MAX * 2 + 8], *p = text + sizeof text - 1;
	bool negative = n.units < 0;
	int i;

	*p = '\0';
	for (i = 0; i < n.scale || n.units || i == n.scale; i++) {
		bool small = n.units <= INT64_MAX && n.units >= -INT64_MAX;
		int digit = (int)(small ? (int64_t)n.units % 10 : n.units % 10);

		if (p - text < 4)
			return NULL;
		if (i == n.scale && n.scale)
			*--p = '.';
		*--p = (char)('0' + (digit < 0 ? -digit : digit));
		n.units = small ? (int64_t)n.units / 10 : n.units / 10;
	}
	if (negative)
		*--p = '-';
	return arena_strdup(a, p);
}

static bool add(struct decimal_sum *m, struct decimal_sum n)
{
	struct decimal_sum sum = *m;
	int scale = sum.scale > n.scale ? sum.scale : n.scale;

	if (!rescale(&sum, scale) || !rescale(&n, scale) ||
	    __builtin_add_overflow(sum.units, n.units, &sum.units))
		return false;
	*m = sum;
	return true;
}

const char *decimal_add(struct arena *a, const char *x, const char *y)
{
	struct decimal_sum m, n;

	return decimal_read(x, &m) && decimal_read(y, &n) && add(&m, n) ? print(a, m) : NULL;
}

bool decimal_sum_join(struct decimal_sum *sum, struct decimal_sum n, bool negate)
{
	if (negate)
		n.units = -n.units;
	return add(sum, n);
}

void decimal_sum_add(struct decimal_sum *sum, const char *x, bool negate)
{
	struct decimal_sum n;

	if (decimal_read(x, &n))
		decimal_sum_join(sum, n, negate);
}

const char *decimal_sum_text(struct arena *a, const struct decimal_sum *sum)
{
	return print(a, *sum);
}

const char *decimal_negate(struct arena *a, const char *x)
{
	if (*x == '-')
		return x + 1;
	return decimal_sign(x) ? arena_join(a, "-", x) : x;
}
