/* guess_apart.c - see guess_apart.h. */
#include "read/guess_apart.h"

#include "read/guess_words.h"

#include "base/banned.h"

#define VALUES_MAX 200 /* different values of such an attribute; a file has no more columns */
#define W(name) WORD_BIT(name)
#define PAPERS (W(DOCUMENT) | W(INVOICE) | W(CREDIT_NOTE) | W(PAYMENT))

/* Every element has the attribute, and its values are names: few, no dates, no amounts, each there again and again. */
static bool names_things(const struct survey_node *n, const struct survey_node *a)
{
	const struct shape *s = &a->shape;

	return a->count == n->count && s->filled == a->count && !shape_unique(s) &&
	       shape_distinct(s) <= VALUES_MAX && shape_distinct(s) > 1 && !shape_is(s, LOOK_DATE) &&
	       !shape_percent(s, LOOK_MARKED);
}

/* Besides that attribute the element has a text, or one thing more: it is a field of what is around it. */
static bool is_field(const struct survey_node *n, const struct survey_node *a)
{
	const struct survey_node *k;
	unsigned others = n->shape.filled > 0;

	for (k = n->child; k; k = k->next) {
		if (k->child)
			return false;
		others += k != a && k->shape.filled > 0;
	}
	return others == 1 && n->most <= shape_distinct(&a->shape);
}

/* Records of several kinds under one name: customers and documents. */
static bool tells_kinds(const struct survey_node *a)
{
	struct arena *scratch = arena_new();
	bool customers = false, papers = false;
	size_t i;

	for (i = 0; i < a->shape.words; i++) {
		uint64_t m = words_meaning(scratch, a->shape.word[i].text);

		customers = customers || ((m & W(CUSTOMER)) && !(m & PAPERS));
		papers = papers || (m & PAPERS);
	}
	arena_drop(scratch);
	return customers && papers && !a->shape.more_words;
}

bool apart_find(struct survey_node *n)
{
	struct survey_node *k;
	bool r = false;

	for (k = n->child; k; k = k->next) {
		if (k->child)
			r = apart_find(k) || r;
		if (!n->by && k->attribute && n->most > 1 && names_things(n, k) &&
		    (is_field(n, k) || tells_kinds(k)))
			n->by = k->name;
		r = r || n->by;
	}
	return r;
}
