/* letters_name.c - file names of letters: readable, safe on every file system, unique. */
#include "letter/letters_work.h"

#include <stdlib.h>
#include <string.h>

#include "base/table.h"
#include "base/banned.h"

#define LONGEST_ID 60

const char *letter_safe_id(struct arena *a, const char *id)
{
	char out[LONGEST_ID + 1];
	size_t n = 0;

	for (; *id && n < LONGEST_ID; id++) {
		char c = *id;
		bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
			     c == '_' || (n && c == '-');

		if (((unsigned char)c & 0xC0) == 0x80)
			continue; /* inside a character: one '_' for all its bytes */
		out[n++] = plain ? c : '_';
	}
	out[n] = '\0';
	return arena_strndup(a, n ? out : "_", n ? n : 1);
}

static const char *lower(struct arena *a, const char *s)
{
	size_t n = strlen(s);
	char *r = arena_alloc(a, n + 1);

	for (size_t i = 0; i < n; i++)
		r[i] = (char)(s[i] >= 'A' && s[i] <= 'Z' ? s[i] + 'a' - 'A' : s[i]);
	return r;
}

/* name, or name~2, name~3…: the first that nobody has; upper and lower case are the same. */
static const char *unique(struct arena *a, struct table *taken, const char *name, char separator)
{
	const char *r = name;

	for (uint32_t i = 2; table_find(taken, lower(a, r)) != TABLE_MISSING; i++)
		r = arena_printf(a, "%s%c%u", name, separator, (unsigned)i);
	table_put(taken, lower(a, r), 0);
	return r;
}

/* One stem per customer of the ledger, so that a customer's files keep their name from month to month. */
static const char **stems(struct arena *a, const struct ledger *l)
{
	const char **stem = arena_calloc(a, l->customers, sizeof *stem);
	struct table taken = TABLE_INIT;

	for (uint32_t i = 0; i < l->customers; i++)
		stem[i] = unique(a, &taken, letter_safe_id(a, l->customer[i].id), '~');
	table_drop(&taken);
	return stem;
}

static const char *kind_name(struct arena *a, const struct letter_job *job)
{
	const struct decision *e = job->order.decision;
	int level = e && e->step ? e->step->level : 1;

	switch (job->order.template->kind) {
	case LETTER_NOTICE:
		return "avis";
	case LETTER_COURTEOUS:
	case LETTER_FIRM:
	case LETTER_LAST:
		return arena_printf(a, "relance-%d", level);
	case LETTER_COLLECTOR:
		return arena_printf(a, "recouvrement-%d", level);
	case LETTER_FORMAL:
		return "mise-en-demeure";
	case LETTER_STATEMENT:
		return "releve";
	case LETTER_PLAN:
		return "echeancier";
	case LETTER_THANKS:
		return "remerciement";
	case LETTER_CALL:
	case LETTER_KINDS:
		break;
	}
	return "fiche-appel";
}

void letter_names(struct arena *a, const struct ledger *l, struct letter_job *job, size_t n)
{
	struct arena *tmp = arena_new(); /* stems and spellings are many: only the names stay */
	const char **stem = stems(tmp, l);
	struct table taken = TABLE_INIT;

	for (size_t from = 0, to; from < n; from = to) {
		bool currencies = false;

		for (to = from; to < n && job[to].customer == job[from].customer; to++)
			currencies |= job[to].cur != job[from].cur;
		for (size_t i = from; i < to; i++) {
			const char *name = arena_printf(tmp, "%s-%s%s%s", stem[job[i].customer],
							kind_name(tmp, &job[i]), currencies ? "-" : "",
							currencies ? currency_code(job[i].cur) : "");

			if (*job[i].site)
				name = arena_printf(tmp, "%s-%s", name, letter_safe_id(tmp, job[i].site));
			job[i].name = arena_printf(a, "%s.pdf", unique(tmp, &taken, name, '-'));
		}
	}
	table_drop(&taken);
	arena_drop(tmp);
}
