/* typo.c - the spaces and apostrophes of French and English typography; see typo.h. */
#include "letter/typo.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"

#include "base/banned.h"

#define NO_BREAK 0xA0
#define NARROW 0x202F
#define APOSTROPHE 0x2019
#define ELLIPSIS 0x2026
#define OPENING 0xAB
#define CLOSING 0xBB

/* The text as code points with a copy that is being built. */
struct work {
	const uint32_t *in;
	size_t n, i; /* i: being looked at */
	uint32_t *out;
	size_t len;
	bool technical; /* inside a web or e-mail address */
};

static bool is_blank(uint32_t cp)
{
	return cp == ' ' || cp == NO_BREAK || cp == NARROW || cp == 0x2009;
}

static bool is_digit(uint32_t cp)
{
	return cp >= '0' && cp <= '9';
}

static bool is_letter(uint32_t cp)
{
	return (cp >= 'a' && cp <= 'z') || (cp >= 'A' && cp <= 'Z') ||
	       (cp >= 0xC0 && cp <= 0x24F && cp != 0xD7 && cp != 0xF7);
}

static uint32_t peek(const struct work *w, size_t ahead)
{
	return ahead < w->n - w->i ? w->in[w->i + ahead] : 0;
}

static uint32_t last(const struct work *w)
{
	return w->len ? w->out[w->len - 1] : 0;
}

static void put(struct work *w, uint32_t cp)
{
	w->out[w->len++] = cp; /* twice as long as the text: at most one blank per character is added */
}

/* The blank before what comes next is to be this one. */
static void blank_before(struct work *w, uint32_t blank)
{
	if (is_blank(last(w)))
		w->out[w->len - 1] = blank;
	else if (w->len)
		put(w, blank);
}

/*
 * Does in[from..] continue with this ASCII or UTF-8 word, ending at a word's end? Returns its
 * length in code points.
 */
static size_t word_at(const struct work *w, size_t from, const char *word)
{
	size_t i = from;
	uint32_t cp;

	while ((cp = utf8_next(&word)) != 0) {
		if (i >= w->n || w->in[i] != cp)
			return 0;
		i++;
	}
	if (i < w->n && (is_letter(w->in[i]) || is_digit(w->in[i])))
		return 0;
	return i - from;
}

static size_t any_word_at(const struct work *w, size_t from, const char *const *words, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		size_t length = word_at(w, from, words[i]);

		if (length)
			return length;
	}
	return 0;
}

#define ANY_WORD_AT(w, from, list) any_word_at(w, from, list, sizeof(list) / sizeof *(list))

static const char *const months_fr[] = {
	"janvier", "février", "mars",	   "avril",   "mai",	  "juin",
	"juillet", "août",    "septembre", "octobre", "novembre", "décembre"
};
static const char *const months_en[] = {
	"January", "February", "March",	    "April",   "May",	   "June",
	"July",	   "August",   "September", "October", "November", "December"
};

/*
 * A number of one or two digits, perhaps with "er", ends before the blank at in[i]; only that
 * number is a day.
 */
static bool day_before(const struct work *w)
{
	size_t end = w->i, digits;

	if (end > 2 && w->in[end - 1] == 'r' && w->in[end - 2] == 'e')
		end -= 2;
	for (digits = 0; digits < end && is_digit(w->in[end - 1 - digits]);)
		digits++;
	return digits >= 1 && digits <= 2 && (digits == end || !is_letter(w->in[end - 1 - digits]));
}

static bool currency_code_at(const struct work *w, size_t from)
{
	for (size_t k = 0; k < 3; k++)
		if (from + k >= w->n || w->in[from + k] < 'A' || w->in[from + k] > 'Z')
			return false;
	return from + 3 >= w->n ||
	       !(is_letter(w->in[from + 3]) || is_digit(w->in[from + 3]) || w->in[from + 3] == '-');
}

/* Is what follows the blank at in[i] a unit of the number before it? */
static bool unit_behind(const struct work *w)
{
	static const char *const unit[] = { "jour", "jours", "mois", "an", "ans",   "euro",   "euros",
					    "h",    "min",   "kg",   "km", "point", "points", "fois" };
	uint32_t cp = peek(w, 1);

	if (!is_digit(last(w)))
		return false;
	return cp == '%' || cp == 0x20AC || cp == 0x2030 || currency_code_at(w, w->i + 1) ||
	       ANY_WORD_AT(w, w->i + 1, unit);
}

/* Does the output end with this word, which starts at a word's start? */
static bool ends_with(const struct work *w, const char *word)
{
	size_t n = utf8_length(word), i = w->len - n;
	uint32_t cp;

	if (w->len < n || (i && (is_letter(w->out[i - 1]) || is_digit(w->out[i - 1]))))
		return false;
	while ((cp = utf8_next(&word)) != 0)
		if (w->out[i++] != cp)
			return false;
	return true;
}

/* Does the word before the blank at in[i] belong to what follows: a title to a name, "n°" to a number? */
static bool belongs_forward(const struct work *w)
{
	static const char *const title[] = { "M.", "MM.", "Mme", "Mmes", "Mlle", "Me", "Dr" };
	static const char *const numbered[] = { "n°",  "N°",   "nº",	  "N\xC2\xBA", "§",
						"p.",  "art.", "article", "articles",  "Article",
						"art", "L.",   "R.",	  "D.",	       "alinéa" };
	uint32_t next = peek(w, 1), after = peek(w, 2);

	for (size_t i = 0; i < sizeof title / sizeof *title; i++)
		if (ends_with(w, title[i]) && next >= 'A' && is_letter(next))
			return true;
	for (size_t i = 0; i < sizeof numbered / sizeof *numbered; i++)
		if (ends_with(w, numbered[i]) &&
		    (is_digit(next) ||
		     ((next == 'L' || next == 'R' || next == 'D') && (after == '.' || is_digit(after)))))
			return true;
	return (ends_with(w, "n°") || ends_with(w, "N°")) && (is_letter(next) || is_digit(next));
}

/* Web and e-mail addresses keep every character: from in[i], up to the next blank. */
static bool is_technical(const struct work *w)
{
	for (size_t i = w->i; i < w->n && !is_blank(w->in[i]); i++) {
		if (w->in[i] == '@')
			return true;
		if (w->in[i] == ':' && i + 2 < w->n && w->in[i + 1] == '/' && w->in[i + 2] == '/')
			return true;
		if (i == w->i && i + 4 <= w->n && w->in[i] == 'w' && w->in[i + 1] == 'w' &&
		    w->in[i + 2] == 'w' && w->in[i + 3] == '.')
			return true;
	}
	return false;
}

/* A punctuation mark at in[i] ends a phrase, as against "14:30" or "?id=3". */
static bool ends_phrase(const struct work *w)
{
	uint32_t next = peek(w, 1);

	return !next || is_blank(next) || next == CLOSING || next == ')' || next == '"' || next == '!' ||
	       next == '?' || next == APOSTROPHE || next == 0x201D || next == ELLIPSIS || next == '\n';
}

static bool is_high_mark(uint32_t cp)
{
	return cp == ';' || cp == '!' || cp == '?';
}

/* Both languages: ellipsis and apostrophe. true if the character was dealt with. */
static bool common_rules(struct work *w)
{
	uint32_t cp = w->in[w->i];

	if (cp == '.' && peek(w, 1) == '.' && peek(w, 2) == '.' && peek(w, 3) != '.' && last(w) != '.') {
		put(w, ELLIPSIS);
		w->i += 2;
		return true;
	}
	if (cp == '\'' && is_letter(last(w)) && is_letter(peek(w, 1))) {
		put(w, APOSTROPHE);
		return true;
	}
	return false;
}

static void french_mark(struct work *w)
{
	uint32_t cp = w->in[w->i], before = last(w);

	if (is_high_mark(cp) && ends_phrase(w) && before != '(' && !is_high_mark(before))
		blank_before(w, NARROW);
	else if (cp == ':' && ends_phrase(w) && before != '(')
		blank_before(w, NO_BREAK);
	else if (cp == CLOSING)
		blank_before(w, NO_BREAK);
	else if ((cp == '%' || cp == 0x20AC || cp == 0x2030) && is_digit(before))
		put(w, NO_BREAK);
	put(w, cp);
	if (cp == OPENING && peek(w, 1)) {
		put(w, NO_BREAK);
		if (is_blank(peek(w, 1)))
			w->i++;
	}
	/* "n°12" */
	if ((cp == 0xB0 || cp == 0xBA) && is_digit(peek(w, 1)) && (ends_with(w, "n°") || ends_with(w, "N°")))
		put(w, NO_BREAK);
}

static void french_rules(struct work *w)
{
	uint32_t cp = w->in[w->i];

	if (is_blank(cp) && cp != NARROW &&
	    (unit_behind(w) || belongs_forward(w) || (day_before(w) && ANY_WORD_AT(w, w->i + 1, months_fr))))
		put(w, NO_BREAK);
	else
		french_mark(w);
}

static void english_rules(struct work *w)
{
	uint32_t cp = w->in[w->i];

	if (cp == ' ' && day_before(w) && ANY_WORD_AT(w, w->i + 1, months_en))
		cp = NO_BREAK;
	put(w, cp);
}

static const char *apply(struct arena *a, const char *text, void (*rules)(struct work *w))
{
	size_t n = utf8_length(text);
	uint32_t *in = xmalloc((3 * n + 1) * sizeof *in);
	struct work w = { .in = in, .n = n, .out = in + n };
	struct buf b = BUF_INIT;
	const char *p = text, *result = text;

	for (size_t i = 0; i < n; i++)
		in[i] = utf8_next(&p);
	for (; w.i < n; w.i++) {
		if (is_blank(in[w.i]))
			w.technical = false;
		else if (!w.i || is_blank(in[w.i - 1]))
			w.technical = is_technical(&w);
		if (w.technical)
			put(&w, in[w.i]);
		else if (!common_rules(&w))
			rules(&w);
	}
	for (size_t i = 0; i < w.len; i++)
		buf_put_utf8(&b, w.out[i]);
	if (strcmp(b.s, text) != 0)
		result = arena_strndup(a, b.s, b.len);
	buf_drop(&b);
	free(in);
	return result;
}

const char *typo_french(struct arena *a, const char *text)
{
	return apply(a, text, french_rules);
}

const char *typo_english(struct arena *a, const char *text)
{
	return apply(a, text, english_rules);
}

const char *typo_apply(struct arena *a, const char *language, const char *text)
{
	return language[0] == 'f' && language[1] == 'r' ? typo_french(a, text) : typo_english(a, text);
}
