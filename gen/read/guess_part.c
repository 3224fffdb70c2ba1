/* guess_part.c - disputes, promises, instalments and reminders inside of documents; see guess_plan.h. */
#include <string.h>

#include "read/guess_plan.h"

#include "base/banned.h"

#define W(name) WORD_BIT(name)
#define PART_DEPTH 2 /* elements between a document and its dispute */

enum part_need { PART_NONE, PART_DATE, PART_AMOUNT, PART_TEXT, PART_LEVEL };

/* The first field of a kind must be there: without it the record says nothing. */
static const struct inner_kind {
	const char *kind;
	struct {
		const char *field;
		enum part_need need;
		const char *words; /* a name that says so; other values of the right look come second */
		bool named;	   /* they do not come at all */
	} field[PART_FIELDS];
} kinds[] = {
	{ "dispute",
	  { { "since", PART_DATE, "depuis since debut ouverture ouvert opened seit desde date", false },
	    { "until", PART_DATE, "jusqu until fin clos closed bis hasta leve", true },
	    { "reason", PART_TEXT, "motif reason cause grund motivo objet libelle label", false },
	    { "amount", PART_AMOUNT, "montant amount betrag importe conteste", false } } },
	{ "promise",
	  { { "due", PART_DATE, "echeance due pour prevue zum promise promised date", false },
	    { "made", PART_DATE, "faite made fait prise donnee given le am created", true },
	    { "amount", PART_AMOUNT, "montant amount betrag importe", false } } },
	{ "plan", { { "agreed", PART_DATE, "accord accorde agreed date vom signe", false } } },
	{ "instalment",
	  { { "due", PART_DATE, "date echeance due faellig", false },
	    { "amount", PART_AMOUNT, "montant amount betrag importe", false } } },
	{ "part",
	  { { "due", PART_DATE, "date echeance due faellig le", false },
	    { "amount", PART_AMOUNT, "montant amount betrag importe somme", false } } },
	{ "reminder",
	  { { "date", PART_DATE, "date le sent envoi envoyee datum fecha", false },
	    { "level", PART_LEVEL, "niveau level stufe rang degre nivel no numero", true } } },
};

static const struct inner_kind *find_kind(const char *name)
{
	size_t i;

	for (i = 0; name && i < sizeof kinds / sizeof *kinds; i++) {
		if (!strcmp(kinds[i].kind, name))
			return &kinds[i];
	}
	return NULL;
}

static bool looks_like(const struct shape *s, enum part_need need)
{
	switch (need) {
	case PART_DATE:
		return shape_is(s, LOOK_DATE);
	case PART_AMOUNT:
		return shape_is(s, LOOK_AMOUNT) && !shape_is(s, LOOK_DATE);
	case PART_TEXT:
		return shape_percent(s, LOOK_LETTERS) >= 50 && !shape_is(s, LOOK_DATE);
	case PART_LEVEL:
		return shape_is(s, LOOK_NUMBER) && s->longest <= 2;
	case PART_NONE:
		break;
	}
	return false;
}

static bool is_taken(const struct inner *part, const struct leaf *l)
{
	unsigned i;

	for (i = 0; i < part->fields; i++) {
		if (part->choice[i].leaf->n == l->n)
			return true;
	}
	return false;
}

/* The value that is called so, or else one that looks so: then that is not sure. */
static struct choice choose(struct plan *p, const struct inner *part, const struct leaves *l,
			    enum part_need need, const char *words, bool named)
{
	struct choice c = { 0 };
	size_t i;

	for (i = 0; i < l->count; i++) {
		const struct leaf *one = &l->leaf[i];
		bool fits = !one->up && !one->repeated && !is_taken(part, one) &&
			    looks_like(&one->n->shape, need);
		bool called = fits && words_any(p->scratch, survey_word(one->n), words);

		arena_reset(p->scratch);
		if (called)
			return (struct choice){ .leaf = one };
		if (fits && !named && !c.leaf)
			c = (struct choice){ .leaf = one, .unsure = true };
	}
	return c;
}

static bool fill(struct plan *p, struct inner *part, const struct inner_kind *k, const struct survey_node *at)
{
	struct leaves l;
	unsigned i;

	*part = (struct inner){ .kind = k->kind, .at = at };
	plan_leaves(p, at, &l);
	for (i = 0; i < PART_FIELDS && k->field[i].field; i++) {
		struct choice c = choose(p, part, &l, k->field[i].need, k->field[i].words, k->field[i].named);

		if (!c.leaf && !i)
			return false;
		if (!c.leaf)
			continue;
		part->field[part->fields] = k->field[i].field;
		part->choice[part->fields++] = c;
	}
	return true;
}

static bool holds_values(const struct survey_node *n)
{
	const struct survey_node *k;

	for (k = n->child; k; k = k->next) {
		if (k->shape.filled)
			return true;
	}
	return false;
}

static bool is_document(const struct plan *p, const struct survey_node *n)
{
	size_t i;

	for (i = 0; i < p->document_lists; i++) {
		if (p->documents[i].at == n || p->documents[i].split == n)
			return true;
	}
	return false;
}

/*
 * Instalments outside of a plan that says when it was agreed are those of the invoice; with a date and an
 * amount each, whatever the items of their list are called.
 */
static bool is_due_part(const struct inner *part)
{
	return part->fields == 2;
}

enum around { IN_DOCUMENT, IN_SCHEDULE /* a list called like a plan */, IN_PLAN };

/* What an element inside of a document may be. */
static const struct inner_kind *kind_of(struct plan *p, const struct survey_node *n, enum around around)
{
	const struct inner_kind *kind = n->child ? find_kind(words_part(p->scratch, survey_word(n))) : NULL;
	bool instalment = kind && !strcmp(kind->kind, "instalment");

	arena_reset(p->scratch);
	if (around == IN_PLAN)
		return instalment ? kind : NULL;
	if (instalment || (around == IN_SCHEDULE && n->child && !kind))
		return find_kind("part");
	return kind;
}

static void find_parts(struct plan *p, struct documents *d, const struct survey_node *n, enum around around,
		       unsigned levels)
{
	const struct survey_node *k;

	for (k = n->child; k && d->parts < PARTS_MAX; k = k->next) {
		const struct inner_kind *kind = kind_of(p, k, around);
		struct inner *part = &d->part[d->parts];
		enum around inside = around;

		if (!k->child || is_document(p, k))
			continue;
		if (kind && !strcmp(kind->kind, "plan"))
			inside = IN_SCHEDULE;
		if (kind && holds_values(k) && fill(p, part, kind, k) &&
		    (strcmp(kind->kind, "part") != 0 || is_due_part(part))) {
			part->inner = around == IN_PLAN;
			d->parts++;
			if (inside == IN_SCHEDULE && around == IN_DOCUMENT)
				inside = IN_PLAN;
		}
		if (levels)
			find_parts(p, d, k, inside, levels - 1);
	}
}

void plan_parts(struct plan *p)
{
	size_t i;

	for (i = 0; i < p->document_lists; i++)
		find_parts(p, &p->documents[i], p->documents[i].at, IN_DOCUMENT, PART_DEPTH);
}
