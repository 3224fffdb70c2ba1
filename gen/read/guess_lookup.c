/* guess_lookup.c - codes whose meaning stands in another list of the file; see guess_plan.h. */
#include "read/guess_plan.h"

#include "base/banned.h"

#define W(name) WORD_BIT(name)
#define KNOWN_CODES 90 /* of 100 codes, those that the list must have */

/* Is it what a code of that kind stands for? */
typedef bool meaning_fits(struct plan *p, const struct leaf *l);

static bool is_terms(struct plan *p, const struct leaf *l)
{
	(void)p;
	return shape_percent(&l->n->shape, LOOK_TERMS) >= 50 ||
	       (shape_is(&l->n->shape, LOOK_NUMBER) && l->n->shape.longest <= 3 && (l->words & W(DAYS)));
}

static bool is_type(struct plan *p, const struct leaf *l)
{
	return !l->n->shape.more_words && shape_percent(&l->n->shape, LOOK_LETTERS) >= 50 &&
	       plan_credits(p, &l->n->shape) >= 0;
}

/* In the item that the key belongs to, what it means. */
static const struct leaf *meaning_of(struct plan *p, const struct list_key *k, meaning_fits *fits)
{
	size_t i;

	for (i = 0; i < k->list.leaves.count; i++) {
		const struct leaf *l = &k->list.leaves.leaf[i];

		if (!l->up && !l->repeated && l->n != k->node && fits(p, l))
			return l;
	}
	return NULL;
}

/* The list that has the codes of l as keys, outside of the element `at` that l belongs to. */
static struct lookup find(struct plan *p, const struct leaf *l, const struct survey_node *at,
			  meaning_fits *fits)
{
	size_t k;

	for (k = 0; k < p->keys; k++) {
		const struct list_key *key = &p->key[k];
		const struct leaf *value;

		if (plan_inside(key->node, at) || plan_inside(at, key->list.at) ||
		    shape_within(&l->n->shape, &key->node->shape) < KNOWN_CODES)
			continue;
		value = meaning_of(p, key, fits);
		if (value)
			return (struct lookup){ .from = l,
						.at = key->list.at,
						.key = key->node,
						.value = value->n,
						.late = key->list.at->line > at->line,
						.days = shape_is(&value->n->shape, LOOK_NUMBER) };
	}
	return (struct lookup){ 0 };
}

static void find_terms(struct plan *p, struct customers *c)
{
	size_t i;

	for (i = 0; i < c->leaves.count && !c->terms.from; i++) {
		const struct leaf *l = &c->leaves.leaf[i];

		if (!l->up && !l->repeated && !l->empty && l->n != c->choice[S_KEY].leaf->n &&
		    (l->words & (W(TERMS) | W(METHOD) | W(PAYMENT) | W(DUE))))
			c->terms = find(p, l, c->at, is_terms);
	}
	if (c->terms.from)
		c->choice[S_TERMS] = c->choice[S_TERMS_DAYS] = (struct choice){ 0 };
}

static void find_type(struct plan *p, struct documents *d)
{
	size_t i;

	for (i = 0; i < d->leaves.count && !d->type_list.from; i++) {
		const struct leaf *l = &d->leaves.leaf[i];

		if (!l->up && !l->repeated && !l->empty && !l->n->shape.more_words &&
		    (l->words & (W(TYPE) | W(DOCUMENT) | W(JOURNAL))) &&
		    l->n != d->choice[S_CUSTOMER].leaf->n)
			d->type_list = find(p, l, d->at, is_type);
	}
	if (d->type_list.from)
		d->choice[S_TYPE] = (struct choice){ .leaf = d->type_list.from };
}

const struct shape *documents_types(const struct documents *d)
{
	const struct leaf *own = d->choice[S_TYPE].leaf;

	return d->type_list.from ? &d->type_list.value->shape : own ? &own->n->shape : NULL;
}

void plan_lookups(struct plan *p)
{
	size_t i;

	for (i = 0; i < p->customer_lists; i++) {
		if (p->customers[i]->choice[S_KEY].leaf)
			find_terms(p, p->customers[i]);
	}
	for (i = 0; i < p->document_lists; i++) {
		if (!p->documents[i].choice[S_TYPE].leaf && p->documents[i].choice[S_CUSTOMER].leaf)
			find_type(p, &p->documents[i]);
	}
}
