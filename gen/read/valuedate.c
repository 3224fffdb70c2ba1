/* valuedate.c - dates as formats write them. */
#include "read/valuedate.h"

#include <string.h>

#include "base/date.h"
#include "base/text.h"

#include "base/banned.h"

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* Up to max digits at *s; -1 if there is none. */
static int take_number(const char **s, int max)
{
	int v = 0, n = 0;

	for (; n < max && is_digit(**s); n++)
		v = v * 10 + (*(*s)++ - '0');
	return n ? v : -1;
}

/* What may follow a date: nothing, or a time of day or a zone, which do not move the day. */
static bool ends_date(const char *s)
{
	return !*s || *s == 'T' || *s == ' ' || *s == 'Z' || *s == '+' || (*s == '-' && strlen(s) == 6);
}

static const char *iso(struct arena *a, civil_date d)
{
	char text[11];

	return d == DATE_NONE ? NULL : arena_strdup(a, date_iso(d, text));
}

static bool two_digits(const char *s, char first, char last)
{
	return s[0] >= first && s[0] <= last && is_digit(s[1]);
}

bool value_is_plain_iso(const char *s)
{
	if (!(is_digit(s[0]) && is_digit(s[1]) && is_digit(s[2]) && s[3] >= '1' && s[3] <= '9' &&
	      s[4] == '-'))
		return false;
	if (!two_digits(s + 5, '0', '1') || (s[5] == '0' ? s[6] == '0' : s[6] > '2') || s[7] != '-')
		return false;
	return two_digits(s + 8, '0', '2') && (s[8] != '0' || s[9] != '0') && (s[8] != '2' || s[9] <= '8') &&
	       !s[10];
}

static const char *from_iso(struct arena *a, const char *s)
{
	char day[11];

	if (value_is_plain_iso(s))
		return s;
	if (strnlen(s, 11) < 10 || !ends_date(s + 10))
		return NULL;
	memcpy(day, s, 10);
	day[10] = '\0';
	if (date_parse(day) == DATE_NONE)
		return NULL;
	return s[10] ? arena_strdup(a, day) : s;
}

/* The century of a year of two digits: a receivable is neither of 1969 nor due in 2070. */
static int whole_year(int year)
{
	return year + (year < 70 ? 2000 : 1900);
}

/* A year of four digits; of two, where that is allowed. -1: neither. */
static int take_year(const char **s, bool may_be_short)
{
	size_t n = strspn(*s, "0123456789");
	int year;

	if (n != 4 && !(n == 2 && may_be_short))
		return -1;
	year = take_number(s, 4);
	return n == 2 ? whole_year(year) : year;
}

/* 261031, or 1261031 with the century in front (0: 1900, 1: 2000). */
static const char *from_short_compact(struct arena *a, const char *s, size_t n)
{
	int century = n == 7 ? take_number(&s, 1) : -1, year, month, day;

	if (century > 1 || s[n - (n == 7)])
		return NULL;
	year = take_number(&s, 2);
	month = take_number(&s, 2);
	day = take_number(&s, 2);
	return iso(a,
		   date_from_ymd(century < 0 ? whole_year(year) : 1900 + 100 * century + year, month, day));
}

static const char *from_compact(struct arena *a, const char *s, bool may_be_short)
{
	int year, month, day;
	size_t n = strspn(s, "0123456789");

	if (may_be_short && (n == 6 || n == 7))
		return from_short_compact(a, s, n);
	if (n != 8 && n != 12 && n != 14)
		return NULL;
	if (n == 8 && !s[n]) {
		char text[] = { s[0], s[1], s[2], s[3], '-', s[4], s[5], '-', s[6], s[7], '\0' };

		if (value_is_plain_iso(text))
			return arena_strndup(a, text, sizeof text - 1);
	}
	if (n == 8 && !ends_date(s + n))
		return NULL;
	if (n != 8 && s[n])
		return NULL;
	year = take_number(&s, 4);
	month = take_number(&s, 2);
	day = take_number(&s, 2);
	return iso(a, date_from_ymd(year, month, day));
}

/* 31/10/2026: two short numbers and a year, one mark. */
static const char *from_parts(struct arena *a, const char *s, bool month_first, bool may_be_short)
{
	int first, second, year;
	char mark;

	first = take_number(&s, 2);
	mark = *s;
	if (first < 0 || (mark != '/' && mark != '-' && mark != '.'))
		return NULL;
	s++;
	second = take_number(&s, 2);
	if (second < 0 || *s++ != mark)
		return NULL;
	year = take_year(&s, may_be_short);
	if (year < 0 || !ends_date(s))
		return NULL;
	return iso(a, month_first ? date_from_ymd(year, first, second) : date_from_ymd(year, second, first));
}

/* English month names and their three-letter forms: what trade software writes. */
static int take_month(const char **s)
{
	static const char *const name[] = { "january",	 "february", "march",	 "april",
					    "may",	 "june",     "july",	 "august",
					    "september", "october",  "november", "december" };
	char word[12];
	size_t n = 0;
	int i;

	while (is_letter(**s) && n < sizeof word - 1) {
		char c = *(*s)++;

		word[n++] = (char)(c | 0x20);
	}
	word[n] = '\0';
	if (n < 3)
		return -1;
	for (i = 0; i < 12; i++) {
		if (!strncmp(name[i], word, n))
			return i + 1;
	}
	return -1;
}

static const char *from_day_name(struct arena *a, const char *s, bool may_be_short)
{
	int day, month, year;

	day = take_number(&s, 2);
	if (day < 0 || (*s != '-' && *s != ' '))
		return NULL;
	s++;
	month = take_month(&s);
	if (month < 0 || (*s != '-' && *s != ' '))
		return NULL;
	s++;
	year = take_year(&s, may_be_short);
	return year >= 0 && ends_date(s) ? iso(a, date_from_ymd(year, month, day)) : NULL;
}

/* 2026-10, 202610 or 2026-1: a month; accounting periods beyond December belong to December. */
static const char *from_month(struct arena *a, const char *s, bool last)
{
	int year, month;
	civil_date d;

	if (strspn(s, "0123456789") < 4)
		return NULL;
	year = take_number(&s, 4);
	if (*s == '-')
		s++;
	month = take_number(&s, 2);
	if (*s || month < 1)
		return NULL;
	d = date_from_ymd(year, month > 12 ? 12 : month, 1);
	return iso(a, last ? date_end_of_month(d) : d);
}

/* Ends of the calendars of databases, which stand where nobody entered a date; with a time of midnight or none. */
bool value_date_is_blank(const char *s)
{
	static const char *const limit[] = { "0001-01-01", "00010101",	"1753-01-01", "17530101",
					     "1900-01-01", "19000101",	"01/01/1900", "9999-12-31",
					     "99991231",   "31/12/9999" };

	if (*s == '0' && !s[strspn(s, "0-/.: T")])
		return true;
	for (size_t i = 0; i < sizeof limit / sizeof *limit; i++) {
		size_t n = strlen(limit[i]);

		if (!strncmp(s, limit[i], n) && (!s[n] || s[n] == 'T' || s[n] == ' '))
			return true;
	}
	return false;
}

const char *value_date(struct arena *a, unsigned forms, const char *s)
{
	bool may_be_short = forms & DATE_SHORT_YEAR;
	const char *r = NULL;

	if (forms & DATE_ISO)
		r = from_iso(a, s);
	if (!r && forms & DATE_COMPACT)
		r = from_compact(a, s, may_be_short);
	if (!r && forms & DATE_DMY)
		r = from_parts(a, s, false, may_be_short);
	if (!r && forms & DATE_MDY)
		r = from_parts(a, s, true, may_be_short);
	if (!r && forms & DATE_DAY_NAME)
		r = from_day_name(a, s, may_be_short);
	if (!r && forms & DATE_MONTH_START)
		r = from_month(a, s, false);
	if (!r && forms & DATE_MONTH_END)
		r = from_month(a, s, true);
	return r;
}

const char *value_date_forms_french(struct arena *a, unsigned forms)
{
	static const struct {
		unsigned form;
		const char *french;
	} known[] = {
		{ DATE_ISO, "AAAA-MM-JJ" },	  { DATE_COMPACT, "AAAAMMJJ" },
		{ DATE_DMY, "JJ/MM/AAAA" },	  { DATE_MDY, "MM/JJ/AAAA" },
		{ DATE_DAY_NAME, "31-Oct-2026" }, { DATE_MONTH_START | DATE_MONTH_END, "AAAA-MM" },
	};
	const char *text = "", *last = NULL;

	for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
		if (!(known[i].form & (forms ? forms : DATE_ISO)))
			continue;
		if (last)
			text = *text ? arena_printf(a, "%s, %s", text, last) : last;
		last = known[i].french;
	}
	return *text ? arena_printf(a, "%s ou %s", text, last) : last;
}
