/*
 * money.h - amounts as integer counts of minor units, and currencies.
 *
 * No floating point. Every sum that can overflow goes through a checked
 * function; an overflow is the caller's error to report (ST_LIMIT).
 */
#ifndef RELANCE_BASE_MONEY_H
#define RELANCE_BASE_MONEY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Minor units of a currency; debit positive, credit negative. */
typedef int64_t money;

/* Index into the ISO 4217 table; CUR_NONE = unknown. */
typedef uint8_t currency;
#define CUR_NONE ((currency)0)

/* By alphabetic code, exactly three capitals ("EUR"); CUR_NONE when not in ISO 4217. */
currency currency_find(const char *code);
const char *currency_code(currency c);  /* "EUR"; "" for CUR_NONE */
int currency_decimals(currency c);      /* EUR 2, JPY 0, TND 3; CUR_NONE 2 */
const char *currency_symbol(currency c); /* "€" for EUR, else the code */

/* false on overflow, *sum then unchanged. INT64_MIN counts as overflow: every amount can be negated. */
bool money_add(money *sum, money x);
bool money_mul(money x, int64_t factor, money *product);

/* x * num / den, rounded half away from zero, 128 bits between; den > 0. false on overflow. */
bool money_muldiv(money x, int64_t num, int64_t den, money *result);

enum money_parse {
	MONEY_OK = 0,
	MONEY_ROUNDED, /* more decimals than the currency has, and not zeros: rounded half away from zero */
	MONEY_EMPTY,
	MONEY_SYNTAX,
	MONEY_RANGE /* does not fit (more than 15 digits before the point, or 64 bits) */
};

/*
 * Canonical decimal: optional sign, digits, optional '.' and digits, n bytes.
 * Other forms (comma, padding, exponent, fraction) are brought to this one by
 * the mapping (read/). *out is untouched unless MONEY_OK or MONEY_ROUNDED.
 */
enum money_parse money_parse(const char *s, size_t n, currency c, money *out);

/* "-1234.50" with the currency's decimals, into out (MONEY_TEXT bytes). Returns out. */
#define MONEY_TEXT 32
char *money_plain(money x, currency c, char out[MONEY_TEXT]);

/*
 * For human readers: group separator and decimal mark as given (UTF-8), no
 * symbol; money_human(-123450, EUR, " ", ",") is "-1 234,50";
 * the sign is a hyphen-minus. Returns out.
 */
char *money_human(money x, currency c, const char *group, const char *mark, char out[64]);

/*
 * A canonical decimal as a French reader writes it, with the decimals that it has: "-1234.500" is "-1 234,500"
 * (narrow no-break space). "" if it does not fit. Returns out.
 */
char *decimal_human(const char *plain, char out[64]);

/*
 * Rates are integers too: a decimal number scaled by 10^RATE_SCALE.
 * 13.15 % is 13150000; an exchange rate 0.9123 is 912300.
 */
#define RATE_SCALE 6
#define RATE_ONE INT64_C(1000000)
typedef int64_t rate; /* value * 10^6 */
/* Decimal text to rate; false when it is none, or has more than 6 decimals (zeros at the end do not count). */
bool rate_parse(const char *s, rate *out);
/* Shortest form with at least min_decimals decimals: "13.15", "10.00", "12.405". mark is "." or ",". */
char *rate_text(rate r, int min_decimals, const char *mark, char out[MONEY_TEXT]);

/* x in currency `from` at `r` company units for 1 unit, in minor units of `to`, half away from zero. false on overflow. */
bool money_convert(money x, currency from, rate r, currency to, money *result);

#endif
