/*
 * valueterms.c - payment terms in words; see value_terms() in value.h.
 *
 * Texts for people, in the languages of European invoices. What is looked for
 * is a number with a unit of time behind it ("30 jours", "14 Tage", "45FM").
 * Numbers of dates, percentages and discounts ("7 Tage 2 % Skonto") are not
 * terms; where nothing else stands, there are none: a wrong due date is worse
 * than the customer's or the default terms.
 */
#include "read/value.h"

#include <string.h>

#include "base/text.h"

#include "base/banned.h"

#define DAYS_DIGITS 3

static const char *const days_words[] = { "j",	   "jr",    "jrs",    "jour",  "jours", "d",
					  "day",   "days",  "tag",    "tage",  "tagen", "dag",
					  "dage",  "dager", "dagen",  "dagar", "dia",	"dias",
					  "días",  "gg",    "giorni", "zile",  "dni",	"dnů",
					  "dnech", "net",   "nets",   "netto", "jn",	"jdf" };
static const char *const month_words[] = { "mois",    "month", "months", "monat", "monate",
					   "monaten", "mes",   "meses",	 "mesi",  "måned" };
static const char *const end_words[] = { "fin de mois", "fin du mois", "fin de mes",   "fdm",
					 "fm",		"eom",	       "end of month", "end of the month",
					 "monatsende",	"fine mese",   "jfm",	       "jfdm",
					 "jdfm" };
static const char *const discount_words[] = { "%", "skonto", "escompte", "discount", "sconto", "rabat" };
static const char *const at_once[] = { "comptant", "réception", "reception", "RÉCEPTION", "receipt",
				       "immédiat", "immediat",	"immediate", "sofort",	  "contado" };
static const char *const bare_words[] = { "net", "nets", "netto", "n", "à", "a", "terms", "zahlbar" };
static const char *const next_month[] = { "du mois suivant", "of the following month", "of next month",
					  "des folgemonats" };
static const char *const day_leads[] = { "le ", "the ", "am ", "el ", "il " };

#define COUNT(list) (sizeof(list) / sizeof *(list))

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Bytes of accented letters count: words are compared whole. */
static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (unsigned char)c >= 0x80;
}

static char lower(char c)
{
	return (char)(c >= 'A' && c <= 'Z' ? c | 0x20 : c);
}

/* Length of the part if s starts with it, whatever the case of ASCII letters; else 0. */
static size_t starts(const char *s, const char *part)
{
	size_t n = 0;

	for (; part[n]; n++) {
		if (lower(s[n]) != lower(part[n]))
			return 0;
	}
	return n;
}

static bool in_list(const char *word, size_t n, const char *const *list, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (strlen(list[i]) == n && starts(word, list[i]))
			return true;
	}
	return false;
}

static size_t letters(const char *s)
{
	size_t n = 0;

	while (is_letter(s[n]))
		n++;
	return n;
}

/* Length of the one of the words that stands at s; 0: none. Not alone: more letters may follow. */
static size_t word_at(const char *s, const char *end, const char *const *list, size_t count, bool alone)
{
	for (size_t i = 0; i < count; i++) {
		size_t n = starts(s, list[i]);

		if (n && s + n <= end && (!alone || !is_letter(s[n])))
			return n;
	}
	return 0;
}

/* The first of the words between s and end; NULL: none. Not alone: it may be a part of another one. */
static const char *find(const char *s, const char *end, const char *const *list, size_t count, bool alone,
			size_t *len)
{
	for (const char *p = s; p < end; p++) {
		if (alone && p > s && is_letter(p[-1]))
			continue;
		*len = word_at(p, end, list, count, alone);
		if (*len)
			return p;
	}
	return NULL;
}

/* "of" is Dutch for "or", and English in "end of month". */
static bool is_of_month(const char *s)
{
	return starts(s, " of month") || starts(s, " of the ") || starts(s, " of next ");
}

/* A part of the text that says one thing: discounts are usually one of their own. */
static const char *clause_end(const char *s)
{
	static const char *const breaks[] = { " ou ", " or ", " oder ", " sinon ", " of " };

	for (; *s; s++) {
		if (strchr(",;#()\n", *s) || (*s == '.' && !is_digit(s[1])))
			return s;
		for (size_t i = 0; i < COUNT(breaks); i++) {
			if (starts(s, breaks[i]) && !is_of_month(s))
				return s + 1;
		}
	}
	return s;
}

/* Part of a date, a percentage or a number with decimals. */
static bool is_composed(const char *start, const char *s, size_t n)
{
	if (s - start >= 2 && strchr("./-,", s[-1]) && is_digit(s[-2]))
		return true;
	s += n;
	if (*s && strchr("./-,", *s) && is_digit(s[1]))
		return true;
	return *s == '%' || !strncmp(s, " %", 2) || n > DAYS_DIGITS;
}

/* "J+30" */
static bool behind_plus(const char *start, const char *s)
{
	return s - start >= 2 && s[-1] == '+' && lower(s[-2]) == 'j' && (s - start == 2 || !is_letter(s[-3]));
}

/* "30", "net 30": a number and nothing that would make it something else. */
static bool is_bare(const char *s)
{
	for (; *s; s++) {
		size_t n = letters(s);

		if (n && !in_list(s, n, bare_words, COUNT(bare_words)))
			return false;
		s += n;
		if (!*s)
			break;
	}
	return true;
}

/* "FM45": days behind the end of a month; up to 31 it might be the day of the month. */
static bool behind_end(const char *start, const char *s, size_t n)
{
	const char *p = s;

	if (n != 2 || *s < '3' || (*s == '3' && s[1] < '2'))
		return false;
	while (p > start && p[-1] == ' ')
		p--;
	for (size_t i = 0; i < COUNT(end_words); i++) {
		size_t len = strlen(end_words[i]);

		if ((size_t)(p - start) >= len && starts(p - len, end_words[i]) &&
		    (p - len == start || !is_letter(p[-(ptrdiff_t)len - 1])))
			return true;
	}
	return false;
}

enum unit { UNIT_NONE, UNIT_DAYS, UNIT_MONTHS };

/* What the number is a number of; *next is moved behind the word. */
static enum unit unit_behind(const char *text, const char *number, const char **next, const char *end)
{
	const char *s = *next + strspn(*next, " ");
	size_t n = letters(s);

	if (in_list(s, n, days_words, COUNT(days_words))) {
		*next = s + n;
		return UNIT_DAYS;
	}
	if (in_list(s, n, month_words, COUNT(month_words))) {
		*next = s + n;
		return UNIT_MONTHS;
	}
	if (word_at(s, end, end_words, COUNT(end_words), true) || behind_plus(text, number) ||
	    behind_end(text, number, (size_t)(*next - number)))
		return UNIT_DAYS;
	if (!strpbrk(*next, "0123456789") && is_bare(text))
		return UNIT_DAYS;
	return UNIT_NONE;
}

/* A day of the month: at once behind the end of month, or behind "le". */
static void take_day(struct arena *a, const char *start, const char *s, const char *end, bool at_once_behind,
		     struct terms_text *out)
{
	size_t len, n;
	const char *lead = find(s, end, day_leads, COUNT(day_leads), false, &len);

	s = s + strspn(s, " ");
	if (!(at_once_behind && is_digit(*s)) && lead)
		s = lead + len;
	else if (!at_once_behind)
		return;
	n = strspn(s, "0123456789");
	if (!n || n > 2 || s + n > end || is_composed(start, s, n))
		return;
	if ((n == 1 && *s == '0') ||
	    (n == 2 && (*s > '3' || (*s == '3' && s[1] > '1') || !strncmp(s, "00", 2))))
		return;
	out->day = arena_strndup(a, s, n);
}

/* Terms that start with the number at s, of n digits, in the clause from `from` to `end`. */
static bool take_terms(struct arena *a, const char *text, const char *from, const char *end, const char *s,
		       size_t n, struct terms_text *out)
{
	const char *next = s + n, *eom;
	enum unit unit = unit_behind(text, s, &next, end);
	size_t len;

	if (unit == UNIT_NONE &&
	    word_at(next + strspn(next, " "), end, next_month, COUNT(next_month), true)) {
		take_day(a, text, s, end, true, out);
		out->days = "0";
		out->eom = "after";
		return *out->day;
	}
	if (unit == UNIT_NONE)
		return false;
	while (n > 1 && *s == '0') {
		s++;
		n--;
	}
	if (unit == UNIT_MONTHS)
		out->months = arena_strndup(a, s, n);
	else
		out->days = arena_strndup(a, s, n);
	eom = find(next, end, end_words, COUNT(end_words), true, &len);
	if (eom) {
		out->eom = "after";
		take_day(a, text, eom + len, end, true, out);
	} else {
		if (find(from, s, end_words, COUNT(end_words), true, &len))
			out->eom = "before";
		take_day(a, text, next, end, false, out);
	}
	return true;
}

bool value_terms(struct arena *a, const char *text, struct terms_text *out)
{
	const char *from, *end, *s;
	bool numbers = false;
	size_t len, n;

	*out = (struct terms_text){ "", "", "", "" };
	for (from = text;; from = end + 1) {
		end = clause_end(from);
		if (find(from, end, discount_words, COUNT(discount_words), false, &len))
			numbers = true;
		else
			for (s = from; s < end; s += n ? n : 1) {
				n = strspn(s, "0123456789");
				numbers = numbers || n;
				if (n && !is_composed(text, s, n) &&
				    take_terms(a, text, from, end, s, n, out))
					return true;
			}
		if (!*end)
			break;
	}
	end = text + strlen(text);
	*out = (struct terms_text){ "", "", "", "" };
	if (numbers)
		return false;
	if (find(text, end, end_words, COUNT(end_words), true, &len))
		out->eom = "after";
	else if (!find(text, end, at_once, COUNT(at_once), false, &len))
		return false;
	out->days = "0";
	return true;
}
