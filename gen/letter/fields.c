/* fields.c - the registry of fields, and values turned into text. */
#include "letter/fields.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "base/banned.h"

#define MINUS "\u2212"

static const struct field_info infos[FLD_COUNT] = {
#define X(id, name, type, maybe, french, words) { name, FIELD_##type, maybe, french, words },
	LETTER_FIELDS(X)
#undef X
};

static const char *const format_names[FORMATS] = {
	[FORMAT_DEFAULT] = "",	    [FORMAT_MONEY] = "money",	    [FORMAT_AMOUNT] = "amount",
	[FORMAT_DATE] = "date",	    [FORMAT_LONGDATE] = "longdate", [FORMAT_NUMBER] = "number",
	[FORMAT_PLURAL] = "plural", [FORMAT_COUNT] = "count",	    [FORMAT_CAPITALS] = "capitals",
};

const struct field_info *field_info(enum field_id f)
{
	return &infos[f];
}

enum field_id field_find(const char *name)
{
	enum field_id f = 0;

	while (f < FLD_COUNT && strcmp(infos[f].name, name) != 0)
		f++;
	return f;
}

/* Edits needed to turn a into b (Levenshtein), for names of up to 31 bytes. */
static int edits(const char *a, const char *b)
{
	size_t n = strlen(b);
	int row[32];

	if (n > 31)
		return 32;
	for (size_t j = 0; j <= n; j++)
		row[j] = (int)j;
	for (size_t i = 1; a[i - 1]; i++) {
		int diagonal = row[0];

		row[0] = (int)i;
		for (size_t j = 1; j <= n; j++) {
			int best = diagonal + (a[i - 1] != b[j - 1]);

			diagonal = row[j];
			if (row[j] + 1 < best)
				best = row[j] + 1;
			if (row[j - 1] + 1 < best)
				best = row[j - 1] + 1;
			row[j] = best;
		}
	}
	return row[n];
}

const char *field_suggest(const char *name)
{
	const char *best = NULL;
	int least = 4; /* more than three slips is another word */

	for (enum field_id f = 0; f < FLD_COUNT; f++) {
		int n = edits(name, infos[f].name);

		if (n < least) {
			least = n;
			best = infos[f].name;
		}
	}
	return best;
}

bool field_present(enum field_id f, const struct field_value *v)
{
	switch (infos[f].type) {
	case FIELD_TEXT:
	case FIELD_WORD:
		return v->text && *v->text;
	case FIELD_DATE:
		return v->date != DATE_NONE;
	case FIELD_MONEY:
	case FIELD_EURO:
	case FIELD_NUMBER:
	case FIELD_FLAG:
		break;
	}
	return v->number != 0;
}

enum field_format field_format_find(const char *name)
{
	enum field_format f = FORMAT_DEFAULT + 1;

	while (f < FORMATS && strcmp(format_names[f], name) != 0)
		f++;
	return f;
}

bool field_format_fits(enum field_format f, enum field_type t)
{
	switch (f) {
	case FORMAT_DEFAULT:
		return t != FIELD_WORD && t != FIELD_FLAG;
	case FORMAT_MONEY:
	case FORMAT_AMOUNT:
		return t == FIELD_MONEY || t == FIELD_EURO;
	case FORMAT_DATE:
	case FORMAT_LONGDATE:
		return t == FIELD_DATE;
	case FORMAT_NUMBER:
	case FORMAT_PLURAL:
	case FORMAT_COUNT:
		return t == FIELD_NUMBER;
	case FORMAT_CAPITALS:
		return t == FIELD_TEXT;
	case FORMATS:
		break;
	}
	return false;
}

const char *field_text(struct arena *a, enum letter_lang lang, currency cur, enum field_id f,
		       const struct field_value *v, enum field_format format, const char *one,
		       const char *many)
{
	const char *word;

	switch (infos[f].type) {
	case FIELD_MONEY:
		return format == FORMAT_AMOUNT ? format_amount(a, lang, v->number, cur)
					       : format_money(a, lang, v->number, cur);
	case FIELD_EURO:
		cur = currency_find("EUR");
		return format == FORMAT_AMOUNT ? format_amount(a, lang, v->number, cur)
					       : format_money(a, lang, v->number, cur);
	case FIELD_DATE:
		return format == FORMAT_DATE ? format_date(a, v->date) : format_longdate(a, lang, v->date);
	case FIELD_NUMBER:
		if (format != FORMAT_PLURAL && format != FORMAT_COUNT)
			return format_number(a, lang, v->number);
		word = number_is_plural(lang, v->number) ? many : one;
		if (format == FORMAT_PLURAL)
			return word;
		return arena_printf(a, "%s" NBSP "%s", format_number(a, lang, v->number), word);
	case FIELD_TEXT:
	case FIELD_WORD:
	case FIELD_FLAG:
		break;
	}
	return format == FORMAT_CAPITALS ? text_upper(a, v->text) : v->text;
}

const char *format_amount(struct arena *a, enum letter_lang lang, money x, currency c)
{
	char text[64];
	bool english = lang == LANG_EN;

	money_human(x, c, english ? "," : NNBSP, english ? "." : ",", text);
	if (text[0] == '-')
		return arena_printf(a, MINUS "%s", text + 1);
	return arena_strdup(a, text);
}

const char *format_money(struct arena *a, enum letter_lang lang, money x, currency c)
{
	const char *amount = format_amount(a, lang, x, c);

	if (lang == LANG_EN)
		return arena_printf(a, "%s" NBSP "%s", currency_code(c), amount);
	return arena_printf(a, "%s" NBSP "%s", amount, currency_symbol(c));
}

const char *format_date(struct arena *a, civil_date d)
{
	char text[11];

	return arena_strdup(a, date_fr(d, text));
}

const char *format_longdate(struct arena *a, enum letter_lang lang, civil_date d)
{
	static const char *const month[LANGS][12] = {
		{ "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre",
		  "octobre", "novembre", "décembre" },
		{ "January", "February", "March", "April", "May", "June", "July", "August", "September",
		  "October", "November", "December" },
	};
	struct ymd x;

	if (d == DATE_NONE)
		return "";
	x = date_to_ymd(d);
	return arena_printf(a, "%d%s" NBSP "%s" NBSP "%d", x.day, lang == LANG_FR && x.day == 1 ? "er" : "",
			    month[lang][x.month - 1], x.year);
}

const char *format_number(struct arena *a, enum letter_lang lang, int64_t n)
{
	/* A number is grouped like an amount without decimals: yen have none. */
	return format_amount(a, lang, n, currency_find("JPY"));
}

const char *format_percent(struct arena *a, enum letter_lang lang, rate r)
{
	char text[MONEY_TEXT];

	rate_text(r, 2, lang == LANG_EN ? "." : ",", text);
	return lang == LANG_EN ? arena_printf(a, "%s%%", text) : arena_printf(a, "%s" NBSP "%%", text);
}

/* Digits of s in groups: first of `first`, then of `step`, set apart by no-break spaces. */
static const char *grouped(struct arena *a, const char *s, size_t n, size_t first, size_t step)
{
	char *out = arena_alloc(a, 3 * n + 1); /* a separator (2 bytes) per digit at most */
	size_t used = 0;

	for (size_t i = 0; i < n; i++) {
		if (i >= first && (i - first) % step == 0 && i > 0) {
			out[used++] = '\xC2'; /* U+00A0 */
			out[used++] = '\xA0';
		}
		out[used++] = s[i];
	}
	return out;
}

const char *format_phone(struct arena *a, const char *phone)
{
	char digit[24];
	size_t n = 0;
	bool plus = phone[0] == '+';

	for (const char *p = phone + plus; *p; p++) {
		if (*p >= '0' && *p <= '9' && n + 1 < sizeof digit)
			digit[n++] = *p;
		else if (!strchr(" .-/", *p) && strncmp(p, NBSP, 2) != 0 && (unsigned char)*p != 0xA0)
			return phone; /* brackets, extensions: as the user wrote it */
	}
	digit[n] = '\0';
	if (!plus && n == 10 && digit[0] == '0')
		return grouped(a, digit, n, 2, 2);
	if (plus && n == 11 && strncmp(digit, "33", 2) == 0)
		return arena_printf(a, "+33" NBSP "%s", grouped(a, digit + 2, n - 2, 1, 2));
	return phone;
}

const char *format_siren(struct arena *a, const char *siren)
{
	size_t n = strspn(siren, "0123456789");

	if (siren[n] != '\0' || (n != 9 && n != 14))
		return siren;
	if (n == 14) /* a SIRET: SIREN and establishment */
		return arena_printf(a, "%s" NBSP "%s", grouped(a, siren, 9, 3, 3), siren + 9);
	return grouped(a, siren, n, 3, 3);
}

const char *format_capital(struct arena *a, const char *capital)
{
	money x;

	if (strspn(capital, "0123456789") != strlen(capital) ||
	    money_parse(capital, strlen(capital), currency_find("JPY"), &x) != MONEY_OK)
		return capital;
	return arena_printf(a, "%s" NBSP "€", format_number(a, LANG_FR, x));
}

const char *format_iban(struct arena *a, const char *iban)
{
	return grouped(a, iban, strlen(iban), 4, 4);
}

bool number_is_plural(enum letter_lang lang, int64_t n)
{
	if (lang == LANG_EN)
		return n != 1 && n != -1;
	return n >= 2 || n <= -2;
}
