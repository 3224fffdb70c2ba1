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

/* What makes names unique: those given so far, in small letters. A folder may hold a hundred thousand. */
struct taken {
	struct table names;
	struct arena *spelling; /* of the keys */
	struct arena *tmp;	/* of one name under construction */
};

static struct taken taken_new(void)
{
	return (struct taken){ TABLE_INIT, arena_new(), arena_new() };
}

static void taken_drop(struct taken *t)
{
	table_drop(&t->names);
	arena_drop(t->spelling);
	arena_drop(t->tmp);
}

static const char *lower(struct arena *a, const char *s)
{
	size_t n = strlen(s);
	char *r = arena_alloc(a, n + 1);

	for (size_t i = 0; i < n; i++)
		r[i] = (char)(s[i] >= 'A' && s[i] <= 'Z' ? s[i] + 'a' - 'A' : s[i]);
	return r;
}

/* name, or name~2, name~3…: the first that nobody has; upper and lower case are the same. In t->tmp. */
static const char *unique(struct taken *t, const char *name, char separator)
{
	const char *r = name, *key = lower(t->tmp, r);

	for (uint32_t i = 2; table_find(&t->names, key) != TABLE_MISSING; i++) {
		r = arena_printf(t->tmp, "%s%c%u", name, separator, (unsigned)i);
		key = lower(t->tmp, r);
	}
	table_put(&t->names, arena_strdup(t->spelling, key), 0);
	return r;
}

/* One stem per customer of the ledger, so that a customer's files keep their name from month to month. */
static const char **stems(struct arena *a, const struct ledger *l)
{
	const char **stem = arena_calloc(a, l->customers, sizeof *stem);
	struct taken taken = taken_new();

	for (uint32_t i = 0; ledger_has_customer(l, i); i++) {
		stem[i] = arena_strdup(a, unique(&taken, letter_safe_id(taken.tmp, l->customer[i].id), '~'));
		arena_reset(taken.tmp);
	}
	taken_drop(&taken);
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

/* The names of one customer's jobs. */
static void customer_names(struct arena *a, struct taken *taken, const char *stem, struct letter_job *job,
			   size_t n)
{
	bool currencies = false;

	for (size_t i = 1; i < n; i++)
		currencies |= job[i].cur != job[0].cur;
	for (size_t i = 0; i < n; i++) {
		const char *name =
			arena_printf(taken->tmp, "%s-%s%s%s", stem, kind_name(taken->tmp, &job[i]),
				     currencies ? "-" : "", currencies ? currency_code(job[i].cur) : "");

		if (*job[i].site)
			name = arena_printf(taken->tmp, "%s-%s", name,
					    letter_safe_id(taken->tmp, job[i].site));
		job[i].name = arena_printf(a, "%s.pdf", unique(taken, name, '-'));
	}
	arena_reset(taken->tmp);
}

void letter_names(struct arena *a, const struct ledger *l, struct letter_job *job, size_t n)
{
	struct arena *tmp = arena_new();
	const char **stem = stems(tmp, l);
	struct taken taken = taken_new();

	for (size_t from = 0, to; from < n; from = to) {
		for (to = from; to < n && job[to].customer == job[from].customer; to++)
			;
		customer_names(a, &taken, stem[job[from].customer], job + from, to - from);
	}
	taken_drop(&taken);
	arena_drop(tmp);
}
