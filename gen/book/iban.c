/* iban.c - check digits of account and company identifiers (law.md §10). */
#include "book/company.h"

#include <string.h>

#include "base/banned.h"

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_capital(char c)
{
	return c >= 'A' && c <= 'Z';
}

/* Countries of the SEPA area and some more: length of their IBAN, as registered under ISO 13616. */
static size_t iban_length(const char *country)
{
	static const struct {
		char code[3];
		unsigned char length;
	} known[] = {
		{ "AD", 24 }, { "AL", 28 }, { "AT", 20 }, { "BE", 16 }, { "BG", 22 }, { "CH", 21 },
		{ "CY", 28 }, { "CZ", 24 }, { "DE", 22 }, { "DK", 18 }, { "EE", 20 }, { "ES", 24 },
		{ "FI", 18 }, { "FR", 27 }, { "GB", 22 }, { "GI", 23 }, { "GR", 27 }, { "HR", 21 },
		{ "HU", 28 }, { "IE", 22 }, { "IS", 26 }, { "IT", 27 }, { "LI", 21 }, { "LT", 20 },
		{ "LU", 20 }, { "LV", 21 }, { "MC", 27 }, { "MT", 31 }, { "NL", 18 }, { "NO", 15 },
		{ "PL", 28 }, { "PT", 25 }, { "RO", 24 }, { "SE", 24 }, { "SI", 19 }, { "SK", 24 },
		{ "SM", 27 }, { "TN", 24 }, { "TR", 26 },
	};

	for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
		if (memcmp(known[i].code, country, 2) == 0)
			return known[i].length;
	}
	return 0;
}

bool iban_valid(const char *iban)
{
	size_t n = strlen(iban), i;
	unsigned rest = 0;

	if (n < 15 || n > 34 || !is_capital(iban[0]) || !is_capital(iban[1]) || !is_digit(iban[2]) ||
	    !is_digit(iban[3]))
		return false;
	if (iban_length(iban) && iban_length(iban) != n)
		return false;
	for (i = 0; i < n; i++) {
		char c = iban[(i + 4) % n]; /* the first four go to the end */

		if (is_digit(c))
			rest = (rest * 10 + (unsigned)(c - '0')) % 97;
		else if (is_capital(c))
			rest = (rest * 100 + (unsigned)(c - 'A') + 10) % 97;
		else
			return false;
	}
	return rest == 1;
}

bool bic_valid(const char *bic)
{
	size_t n = strlen(bic), i;

	if (n != 8 && n != 11)
		return false;
	for (i = 0; i < n; i++) {
		if (!is_capital(bic[i]) && (i < 6 || !is_digit(bic[i])))
			return false;
	}
	return true;
}

/* Luhn: every second digit from the right counts double, a double of two digits by their sum. */
static bool luhn(const char *digits, size_t n)
{
	unsigned sum = 0;

	for (size_t i = 0; i < n; i++) {
		unsigned v = (unsigned)(digits[n - 1 - i] - '0');

		if (i % 2)
			v = v * 2 > 9 ? v * 2 - 9 : v * 2;
		sum += v;
	}
	return sum % 10 == 0;
}

bool siren_valid(const char *siren)
{
	size_t n = strspn(siren, "0123456789");
	unsigned sum = 0;

	if (siren[n] || (n != 9 && n != 14))
		return false;
	if (luhn(siren, n))
		return true;
	if (n != 14 || memcmp(siren, "356000000", 9) != 0)
		return false;
	for (size_t i = 0; i < n; i++)
		sum += (unsigned)(siren[i] - '0');
	return sum % 5 == 0;
}

bool vat_number_valid(const char *vat)
{
	unsigned siren = 0, key;

	if (!is_capital(vat[0]) || !is_capital(vat[1]))
		return false;
	if (memcmp(vat, "FR", 2) != 0)
		return true;
	if (strlen(vat) != 13 || !siren_valid(vat + 4))
		return false;
	if (!is_digit(vat[2]) || !is_digit(vat[3]))
		return true;
	for (size_t i = 4; i < 13; i++)
		siren = (siren * 10 + (unsigned)(vat[i] - '0')) % 97;
	key = (12 + 3 * siren) % 97;
	return key == (unsigned)(vat[2] - '0') * 10 + (unsigned)(vat[3] - '0');
}
