/* terms.c - due dates from payment terms (RULES §2, EXPORT-FORMAT.md). */
#include "book/ledger.h"

#include <string.h>

#include "base/banned.h"

#define MAX_DAYS 3660
#define MAX_DAY_OF_MONTH 31

civil_date terms_due(const struct terms *t, civil_date date)
{
	if (!t->present || date == DATE_NONE)
		return DATE_NONE;
	if (t->eom == EOM_BEFORE) {
		/*
		 * Whole months from one end of month lead to another one, not to the 30th of a month
		 * of 31 days.
		 */
		date = date_end_of_month(date);
		if (t->months)
			date = date_end_of_month(date_add_months(date, t->months));
	} else {
		date = date_add_months(date, t->months);
	}
	if (date == DATE_NONE)
		return DATE_NONE;
	date += t->days;
	if (t->eom == EOM_AFTER)
		date = date_end_of_month(date);
	return t->day && date != DATE_NONE ? date_next_day_of_month(date, t->day) : date;
}

/* The next word or number of a text, in lower case; "" at the end. */
static void next_word(const char **s, char word[16])
{
	size_t n = 0;
	bool digits;

	while (**s == ' ' || **s == '+' || **s == ',')
		(*s)++;
	digits = **s >= '0' && **s <= '9';
	while (n < 15 && **s && **s != ' ' && **s != '+' && **s != ',' &&
	       digits == (**s >= '0' && **s <= '9')) {
		char c = *(*s)++;

		word[n++] = c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
	}
	word[n] = '\0';
}

/* The value of a number of at most four digits, -1 if it is none. */
static int number(const char *word)
{
	int v = 0;

	if (!*word || strlen(word) > 4)
		return -1;
	for (; *word; word++) {
		if (*word < '0' || *word > '9')
			return -1;
		v = v * 10 + (*word - '0');
	}
	return v;
}

static bool is_end_of_month(const char *word, const char **s)
{
	char more[16];

	if (strcmp(word, "fdm") == 0 || strcmp(word, "fm") == 0)
		return true;
	if (strcmp(word, "fin") != 0)
		return false;
	next_word(s, more);
	if (strcmp(more, "de") == 0)
		next_word(s, more);
	return strcmp(more, "mois") == 0;
}

static bool is_day_word(const char *word)
{
	return strcmp(word, "j") == 0 || strcmp(word, "jour") == 0 || strcmp(word, "jours") == 0;
}

bool terms_parse(const char *text, struct terms *out)
{
	struct terms t = { .present = true };
	bool has_days = false, day_follows = false;
	char word[16];

	if (!text)
		return false;
	for (next_word(&text, word); *word; next_word(&text, word)) {
		int n = number(word);

		if (n >= 0 && !has_days && !day_follows) {
			if (n > MAX_DAYS)
				return false;
			t.days = (int16_t)n;
			has_days = true;
		} else if (n >= 0 && !t.day && (day_follows || t.eom == EOM_AFTER)) {
			if (n < 1 || n > MAX_DAY_OF_MONTH)
				return false;
			t.day = (uint8_t)n;
			day_follows = false;
		} else if (n < 0 && strcmp(word, "le") == 0 && !t.day && !day_follows) {
			day_follows = true;
		} else if (n < 0 && !t.eom && !t.day && !day_follows && is_end_of_month(word, &text)) {
			t.eom = has_days ? EOM_AFTER : EOM_BEFORE;
		} else if (n >= 0 || day_follows || !has_days || !is_day_word(word)) {
			return false;
		}
	}
	if (day_follows || (!has_days && !t.eom && !t.day))
		return false;
	/* "fin de mois" alone: no days, then the end of the month. */
	if (!has_days && t.eom)
		t.eom = EOM_AFTER;
	*out = t;
	return true;
}
