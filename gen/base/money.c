/*
 * money.c - checked arithmetic on amounts.
 *
 * The range is symmetric: INT64_MIN is never a result, so that an amount can
 * always be negated.
 */
#include "base/money.h"

#include "base/banned.h"

__extension__ typedef __int128 wide;
__extension__ typedef unsigned __int128 uwide;

bool money_add(money *sum, money x)
{
	money r;

	if (__builtin_add_overflow(*sum, x, &r) || r == INT64_MIN)
		return false;
	*sum = r;
	return true;
}

bool money_mul(money x, int64_t factor, money *product)
{
	money r;

	if (__builtin_mul_overflow(x, factor, &r) || r == INT64_MIN)
		return false;
	*product = r;
	return true;
}

bool money_muldiv(money x, int64_t num, int64_t den, money *result)
{
	wide product = (wide)x * num;
	bool negative = product < 0;
	uwide magnitude = negative ? (uwide)-product : (uwide)product;
	uwide divisor, quotient;

	if (den <= 0)
		return false;
	divisor = (uwide)den;
	quotient = magnitude / divisor;
	if (magnitude % divisor * 2 >= divisor)
		quotient++;
	if (quotient > INT64_MAX)
		return false;
	*result = negative ? -(money)quotient : (money)quotient;
	return true;
}

bool money_convert(money x, currency from, rate r, currency to, money *result)
{
	int shift = currency_decimals(to) - currency_decimals(from);
	int64_t num = r, den = RATE_ONE;

	for (; shift > 0; shift--) {
		if (!money_mul(num, 10, &num))
			return false;
	}
	for (; shift < 0; shift++)
		den *= 10;
	return money_muldiv(x, num, den, result);
}
