/* guess_apart.c - see guess_apart.h. */
#include "read/guess_apart.h"

#include "read/guess_words.h"

#include "base/banned.h"

#define VALUES_MAX 200 /* different values of such an attribute; a file has no more columns */
#define W(name) WORD_BIT(name)
#define PAPERS (W(DOCUMENT) | W(INVOICE) | W(CREDIT_NOTE) | W(PAYMENT))

/* Every element has the attribute, and its values are names: few, no dates, no amounts. */
static bool names_things(const struct survey_node *n, const struct survey_node *a)
{
	const struct shape *s = &a->shape;

	return a->count == n->count && s->filled == a->count && shape_distinct(s) <= VALUES_MAX &&
	       shape_distinct(s) > 1 && !shape_is(s, LOOK_DATE) && !shape_percent(s, LOOK_MARKED);
}

/*
 * Besides that attribute each element has a text, or one attribute instead of it (name= and ref=, name= and
 * eval=): it is a field of what is around it.
 */
static bool is_field(const struct survey_node *n, const struct survey_node *a)
{
	const struct survey_node *k;
	uint64_t others = n->shape.filled;

	if (shape_unique(&a->shape))
		return false;
	for (k = n->child; k; k = k->next) {
		if (k->child)
			return false;
		others += k != a ? k->shape.filled : 0;
	}
	return others && others <= n->count && n->most <= shape_distinct(&a->shape);
}

static bool holds_elements(const struct survey_node *n)
{
	const struct survey_node *k;

	for (k = n->child; k && k->attribute; k = k->next)
		;
	return k != NULL;
}

/* The tables of a database, one element each, with their rows, and the columns in those. */
static bool holds_rows(const struct survey_node *n)
{
	const struct survey_node *k;

	for (k = n->child; k; k = k->next) {
		if (k->most > 1 && holds_elements(k))
			return true;
	}
	return false;
}

/* Records of several kinds under one name: customers and documents. A table's name is a name even if it comes once. */
static bool tells_kinds(const struct survey_node *n, const struct survey_node *a)
{
	struct arena *scratch = arena_new();
	bool customers = false, papers = false, tables = holds_rows(n);
	uint64_t whose = W(CUSTOMER) | (tables ? W(COMPANY) : 0);
	size_t i;

	for (i = 0; i < a->shape.words; i++) {
		uint64_t m = words_meaning(scratch, a->shape.word[i].text);

		customers = customers || ((m & whose) && !(m & PAPERS));
		papers = papers || (m & PAPERS);
	}
	arena_drop(scratch);
	return customers && papers && (tables || (!a->shape.more_words && !shape_unique(&a->shape)));
}

bool apart_find(struct survey_node *n)
{
	struct survey_node *k;
	bool r = false;

	for (k = n->child; k; k = k->next) {
		if (k->child)
			r = apart_find(k) || r;
		if (!n->by && k->attribute && n->most > 1 && names_things(n, k) &&
		    (is_field(n, k) || tells_kinds(n, k)))
			n->by = k->name;
		r = r || n->by;
	}
	return r;
}
