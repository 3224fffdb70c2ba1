/* guess_value.c - see guess_value.h. */
#include "read/guess_value.h"

#include <string.h>
#include <strings.h>

#include "base/money.h"
#include "base/text.h"
#include "read/guess_words.h"
#include "read/valuedate.h"

#include "base/banned.h"

#define PADDED_LEAST 9	  /* digits of an amount in a field of fixed width */
#define LOOK_AT_ALL 5000  /* values that are looked at one by one, */
#define LOOK_EVERY 7	  /* and behind them one in so many: a large file is like its beginning */
#define WORD_MAX 60	  /* bytes of a value that is kept as it is */
#define YEAR_FIRST "1950" /* a number of eight digits is a date only between these years */
#define YEAR_LAST "2099"
#define SHORT_FIRST "2000" /* ... and with a year of two digits, between these */
#define SHORT_LAST "2039"
#define ZEROS_LEAST 6 /* "000000" to "0000-00-00" stand for no date */
#define ZEROS_MOST 10

struct hashed {
	uint64_t hash;
	uint32_t count; /* stops at 2: all that matters is whether it is 1 */
};

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_capital(char c)
{
	return c >= 'A' && c <= 'Z';
}

/* ---- looks of one value ---- */

static bool is_date(struct arena *scratch, unsigned forms, const char *text, const char *first,
		    const char *last)
{
	bool ok;
	const char *day =
		value_convert(scratch, CLASS_DATE, (struct forms){ DECIMAL_EITHER, forms }, text, &ok);

	return ok && strncmp(day, first, 4) >= 0 && strncmp(day, last, 4) <= 0;
}

static void look_at_date(struct shape *s, struct arena *scratch, const char *text)
{
	static const struct {
		enum date_form form;
		enum look look;
	} form[] = { { DATE_ISO, LOOK_ISO },
		     { DATE_COMPACT, LOOK_COMPACT },
		     { DATE_DMY, LOOK_DMY },
		     { DATE_MDY, LOOK_MDY },
		     { DATE_DAY_NAME, LOOK_DAY_NAME } };
	bool any = false, brief = false, unset = *text != '0' && value_date_is_blank(text);
	size_t i;

	for (i = 0; i < sizeof form / sizeof *form; i++) {
		bool ok = is_date(scratch, form[i].form, text, unset ? "0001" : YEAR_FIRST,
				  unset ? "9999" : YEAR_LAST);
		bool two = false;

		if (!ok && form[i].form != DATE_ISO)
			two = is_date(scratch, form[i].form | DATE_SHORT_YEAR, text, SHORT_FIRST, SHORT_LAST);
		if (form[i].form == DATE_COMPACT) {
			s->seen[LOOK_SHORT_COMPACT] += two;
			two = false;
		}
		s->seen[form[i].look] += ok || two;
		brief = brief || two;
		any = any || ok || two;
	}
	if (!unset && value_date_is_blank(text) && strlen(text) >= ZEROS_LEAST &&
	    strlen(text) <= ZEROS_MOST) {
		s->seen[LOOK_SHORT_COMPACT]++;
		any = true;
	}
	s->seen[LOOK_SHORT_YEAR] += brief;
	s->seen[LOOK_DATE] += any;
}

/* Which mark is the decimal one beyond doubt: not of "1.234", which may be grouped. */
static void look_at_mark(struct shape *s, const char *text)
{
	const char *comma = strrchr(text, ','), *point = strrchr(text, '.');
	const char *last = !comma ? point : !point || comma > point ? comma : point;

	if (!last)
		return;
	s->seen[LOOK_MARKED]++;
	if (!(comma && point) && (strspn(last + 1, "0123456789") == 3 || strchr(text, *last) != last))
		return;
	s->seen[*last == ',' ? LOOK_COMMA : LOOK_POINT]++;
}

static void look_at_amount(struct shape *s, struct arena *scratch, const char *text)
{
	struct forms f = { DECIMAL_EITHER, DATE_ISO };
	bool ok;
	const char *amount = value_convert(scratch, CLASS_AMOUNT, f, text, &ok);

	if (!ok || !decimal_is_canonical(amount))
		return;
	s->seen[LOOK_AMOUNT]++;
	s->seen[LOOK_NEGATIVE] += decimal_sign(amount) < 0;
	s->seen[LOOK_ZERO] += decimal_sign(amount) == 0;
	look_at_mark(s, text);
}

/* Luhn's check of 9 or 14 digits (SIREN, SIRET), blanks between them allowed. */
static bool is_siren(const char *text)
{
	size_t n = 0, i;
	unsigned sum = 0;
	char digit[14];

	for (; *text; text++) {
		if (*text == ' ')
			continue;
		if (!is_digit(*text) || n == sizeof digit)
			return false;
		digit[n++] = *text;
	}
	if (n != 9 && n != 14)
		return false;
	for (i = 0; i < n; i++) {
		unsigned d = (unsigned)(digit[n - 1 - i] - '0') << (i & 1);

		sum += d > 9 ? d - 9 : d;
	}
	return sum % 10 == 0;
}

static bool is_vat_number(const char *text)
{
	size_t n = strlen(text), i, digits = 0;

	if (n < 8 || n > 14 || !is_capital(text[0]) || !is_capital(text[1]))
		return false;
	for (i = 2; i < n; i++) {
		if (!is_digit(text[i]) && !is_capital(text[i]))
			return false;
		digits += is_digit(text[i]);
	}
	return digits >= 7;
}

static bool is_email(const char *text)
{
	const char *at = strchr(text, '@');

	return at && at > text && !strpbrk(text, " ,;<>") && !strchr(at + 1, '@') && strchr(at + 1, '.') &&
	       at[1] != '.';
}

static bool has_letter(const char *text)
{
	for (; *text; text++) {
		if (((*text | 0x20) >= 'a' && (*text | 0x20) <= 'z') || (unsigned char)*text >= 0x80)
			return true;
	}
	return false;
}

static bool is_flag(const char *text)
{
	static const char *const flag[] = { "0",     "1",   "y",  "n",	 "o",	"j",  "c",    "true",
					    "false", "yes", "no", "oui", "non", "ja", "nein", "x" };
	size_t i;

	for (i = 0; i < sizeof flag / sizeof *flag; i++) {
		if (text_ieq(text, flag[i]))
			return true;
	}
	return false;
}

/* A number, and a word that speaks of days or of a month's end. */
static bool is_terms(struct arena *scratch, const char *text)
{
	static const char *const word[] = { "jour", "day", "tag",  "dag", "dia", "giorn", "net",
					    "fin",  "fdm", "mois", "0j",  "5j",	 "0 j",	  "5 j" };
	struct terms_text terms;
	const char *s;
	size_t i;

	if (!value_terms(scratch, text, &terms))
		return false;
	for (s = text; *s; s++) {
		for (i = 0; i < sizeof word / sizeof *word; i++) {
			if (!strncasecmp(s, word[i], strlen(word[i])))
				return true;
		}
	}
	return false;
}

static void look_at_code(struct shape *s, struct arena *scratch, const char *text, size_t n)
{
	static const char *const receivable[] = { "411", "413", "416", "4191" };
	struct forms f = { DECIMAL_EITHER, DATE_ISO };
	size_t digits = strspn(text, "0123456789"), i;
	bool sign;

	value_convert(scratch, CLASS_SIGN, f, text, &sign);
	s->seen[LOOK_SIGN] += sign;
	s->seen[LOOK_NUMBER] += digits == n;
	s->seen[LOOK_PADDED] += digits == n && n >= PADDED_LEAST && *text == '0';
	s->seen[LOOK_CURRENCY] += n == 3 && currency_find(text) != CUR_NONE;
	s->seen[LOOK_MONEY] += words_currency(scratch, text) != NULL;
	s->seen[LOOK_EMAIL] += is_email(text);
	s->seen[LOOK_SIREN] += is_siren(text);
	s->seen[LOOK_VAT] += is_vat_number(text);
	s->seen[LOOK_LEDGER] += digits >= 3 && !strpbrk(text, ".,/ ");
	for (i = 0; i < sizeof receivable / sizeof *receivable; i++) {
		if (digits >= 3 && !strncmp(text, receivable[i], strlen(receivable[i]))) {
			s->seen[LOOK_RECEIVABLE]++;
			break;
		}
	}
	s->seen[LOOK_TERMS] += is_terms(scratch, text);
	s->seen[LOOK_FLAG] += is_flag(text);
	s->seen[LOOK_LETTERS] += has_letter(text);
}

/* ---- which different values there are ---- */

/* Index of the first sampled hash that is not below h. */
static size_t sample_find(const struct shape *s, uint64_t h)
{
	size_t low = 0, high = s->sampled;

	while (low < high) {
		size_t middle = (low + high) / 2;

		if (s->sample[middle].hash < h)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static void sample_add(struct shape *s, struct arena *mem, uint64_t h)
{
	size_t i = sample_find(s, h);

	if (i < s->sampled && s->sample[i].hash == h) {
		s->sample[i].count = 2;
		return;
	}
	if (i == SHAPE_SAMPLE)
		return;
	if (!s->sample)
		s->sample = arena_calloc(mem, SHAPE_SAMPLE, sizeof *s->sample);
	if (s->sampled < SHAPE_SAMPLE)
		s->sampled++;
	memmove(s->sample + i + 1, s->sample + i, (s->sampled - 1 - i) * sizeof *s->sample);
	s->sample[i] = (struct hashed){ h, 1 };
}

/* A piece of text that is not cut inside of a character. */
static const char *cut(struct arena *mem, const char *text)
{
	size_t n = strlen(text);

	if (n > WORD_MAX) {
		n = WORD_MAX;
		while (n && ((unsigned char)text[n] & 0xC0) == 0x80)
			n--;
	}
	return arena_strndup(mem, text, n);
}

static void word_add(struct shape *s, struct arena *mem, const char *text)
{
	size_t i;

	for (i = 0; i < s->words; i++) {
		if (!strncmp(s->word[i].text, text, WORD_MAX)) {
			s->word[i].count++;
			return;
		}
	}
	if (s->words == SHAPE_WORDS) {
		s->more_words = true;
		return;
	}
	s->word[s->words].text = cut(mem, text);
	s->word[s->words++].count = 1;
}

void shape_add(struct shape *s, struct arena *mem, struct arena *scratch, const char *text)
{
	size_t n = strlen(text);

	if (!n) {
		s->empty++;
		return;
	}
	s->filled++;
	if (n > s->longest)
		s->longest = n;
	if (!s->more_words)
		word_add(s, mem, text);
	sample_add(s, mem, text_hash(text));
	if (s->filled > LOOK_AT_ALL && s->filled % LOOK_EVERY)
		return;
	s->looked++;
	arena_reset(scratch);
	if (strpbrk(text, "0123456789")) {
		look_at_date(s, scratch, text);
		look_at_amount(s, scratch, text);
	}
	look_at_code(s, scratch, text, n);
}

unsigned shape_percent(const struct shape *s, enum look l)
{
	return s->looked ? (unsigned)(s->seen[l] * 100 / s->looked) : 0;
}

bool shape_is(const struct shape *s, enum look l)
{
	return shape_percent(s, l) >= 90;
}

uint64_t shape_distinct(const struct shape *s)
{
	uint64_t last;

	if (s->sampled < SHAPE_SAMPLE)
		return s->sampled;
	last = s->sample[SHAPE_SAMPLE - 1].hash;
	return (SHAPE_SAMPLE - 1) * (UINT64_MAX / (last ? last : 1));
}

bool shape_unique(const struct shape *s)
{
	size_t i;

	for (i = 0; i < s->sampled; i++) {
		if (s->sample[i].count > 1)
			return false;
	}
	return s->sampled > 0;
}

unsigned shape_within(const struct shape *a, const struct shape *b)
{
	uint64_t limit = b->sampled == SHAPE_SAMPLE ? b->sample[SHAPE_SAMPLE - 1].hash : UINT64_MAX;
	size_t i, compared = 0, found = 0;

	for (i = 0; i < a->sampled && a->sample[i].hash <= limit; i++) {
		size_t k = sample_find(b, a->sample[i].hash);

		compared++;
		found += k < b->sampled && b->sample[k].hash == a->sample[i].hash;
	}
	return compared ? (unsigned)(found * 100 / compared) : 0;
}

const char *shape_example(const struct shape *s)
{
	return s->words ? s->word[0].text : "";
}
