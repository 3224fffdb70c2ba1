/* policyread.c - attributes of policy.xml; see policyread.h. */
#include "assess/policyread.h"

#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"

#include "base/banned.h"

void policy_wrong(struct policy_reader *r, const xmlNode *n, const char *field, const char *fmt, ...)
{
	struct buf why = BUF_INIT;
	char text[512];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof text, fmt, ap);
	va_end(ap);
	buf_puts(&why, text);
	diag_error(r->d, ST_CONFIG, xml_place(n, r->file), "élément « %s », champ « %s » : %s",
		   (const char *)n->name, field, why.s);
	buf_drop(&why);
	r->failed = true;
}

bool policy_yes(struct policy_reader *r, const xmlNode *n, const char *field, bool fallback)
{
	const char *s = xml_attr(r->mem, n, field, NULL);

	return s ? text_eq(s, "yes") : fallback;
}

int policy_int(struct policy_reader *r, const xmlNode *n, const char *field, int fallback, int min, int max)
{
	const char *s = xml_attr(r->mem, n, field, NULL);
	char *end;
	long value;

	if (!s)
		return fallback;
	errno = 0;
	value = strtol(s, &end, 10);
	if (end == s || *end || errno || value < min || value > max) {
		policy_wrong(r, n, field, "« %s » n'est pas un nombre entier de %d à %d", s, min, max);
		return fallback;
	}
	return (int)value;
}

static bool parse_amount(const char *s, money *out)
{
	/* Two decimals whatever the company's currency: the policy counts in hundredths of its unit. */
	return money_parse(s, strlen(s), currency_find("EUR"), out) == MONEY_OK && *out >= 0;
}

money policy_amount(struct policy_reader *r, const xmlNode *n, const char *field, money fallback)
{
	const char *s = xml_attr(r->mem, n, field, NULL);
	money value;

	if (!s)
		return fallback;
	if (!parse_amount(s, &value)) {
		policy_wrong(r, n, field, "« %s » n'est pas un montant ; écrivez par exemple 15.00", s);
		return fallback;
	}
	return value;
}

rate policy_percent(struct policy_reader *r, const xmlNode *n, const char *field, rate fallback, rate max)
{
	const char *s = xml_attr(r->mem, n, field, NULL);
	rate value;

	if (!s)
		return fallback;
	if (!rate_parse(s, &value) || value < 0 || value > max) {
		policy_wrong(r, n, field,
			     "« %s » n'est pas un pourcentage de 0 à %d ; écrivez par exemple 12.5", s,
			     (int)(max / RATE_ONE));
		return fallback;
	}
	return value;
}

int policy_word_index(const char *s, size_t n, const char *const *word, int count)
{
	for (int i = 0; i < count; i++) {
		if (strlen(word[i]) == n && memcmp(word[i], s, n) == 0)
			return i;
	}
	return -1;
}

int policy_word(struct policy_reader *r, const xmlNode *n, const char *field, const char *const *word,
		int count, int fallback)
{
	const char *s = xml_attr(r->mem, n, field, NULL);
	int i;

	if (!s)
		return fallback;
	i = policy_word_index(s, strlen(s), word, count);
	if (i < 0) {
		policy_wrong(r, n, field, "valeur « %s » inconnue", s);
		return fallback;
	}
	return i;
}

unsigned policy_set(struct policy_reader *r, const xmlNode *n, const char *field, const char *const *word,
		    int count, unsigned fallback)
{
	const char *s = xml_attr(r->mem, n, field, NULL);
	unsigned set = 0;

	if (!s)
		return fallback;
	for (;;) {
		size_t length;
		int i;

		s += strspn(s, " \t\r\n");
		length = strcspn(s, " \t\r\n");
		if (!length)
			return set;
		i = policy_word_index(s, length, word, count);
		if (i < 0)
			policy_wrong(r, n, field, "valeur « %.*s » inconnue", (int)length, s);
		else
			set |= 1U << i;
		s += length;
	}
}

size_t policy_thresholds(struct policy_reader *r, const xmlNode *n, bool amounts, struct threshold **out)
{
	size_t count = 0, i = 0;

	for (const xmlNode *t = xml_child(n, "threshold"); t; t = xml_next(t, "threshold"))
		count++;
	*out = arena_calloc(r->mem, count, sizeof **out);
	for (const xmlNode *t = xml_child(n, "threshold"); t; t = xml_next(t, "threshold"), i++) {
		(*out)[i].from = amounts ? policy_amount(r, t, "from", 0)
					 : policy_int(r, t, "from", 0, -10000, 1000000);
		(*out)[i].points = policy_int(r, t, "points", 0, 0, 1000);
		if (i && (*out)[i].from <= (*out)[i - 1].from)
			policy_wrong(r, t, "from", "les seuils doivent aller en croissant");
	}
	return count;
}
