/* guess_split.c - allocations: <facture><imputation piece="R1" montant="10.00"/>; see guess_plan.h. */
#include <string.h>

#include "read/guess_plan.h"

#include "base/banned.h"

#define W(name) WORD_BIT(name)
#define NAMED 90 /* of 100 values, those that must name a document */

const struct leaf *plan_named(const struct documents *d, const struct leaf *l)
{
	const struct leaf *id = d->choice[S_ID].leaf;
	size_t i;

	if (id && shape_within(&l->n->shape, &id->n->shape) >= NAMED)
		return id;
	for (i = 0; i < d->leaves.count; i++) {
		const struct leaf *k = &d->leaves.leaf[i];

		if (!k->up && !k->repeated && !k->foreign && k->n->shape.filled == d->at->count &&
		    shape_unique(&k->n->shape) && shape_within(&l->n->shape, &k->n->shape) >= NAMED)
			return k;
	}
	return NULL;
}

/* The value of the split that names documents; their id becomes what it names. */
static struct choice choose_document(struct plan *p, const struct leaves *l)
{
	size_t i, k;

	for (i = 0; i < l->count; i++) {
		const struct leaf *one = &l->leaf[i];

		if (one->up || shape_is(&one->n->shape, LOOK_DATE) || shape_is(&one->n->shape, LOOK_MARKED))
			continue;
		for (k = 0; k < p->document_lists; k++) {
			const struct leaf *id = plan_named(&p->documents[k], one);

			if (!id)
				continue;
			p->documents[k].choice[S_ID] = (struct choice){ .leaf = id };
			return (struct choice){ .leaf = one };
		}
	}
	return (struct choice){ 0 };
}

static bool try_split(struct plan *p, struct documents *d, const struct survey_node *at)
{
	struct leaves l;

	plan_leaves(p, at, &l);
	d->split_amount = plan_choose(&l, S_AMOUNT, d->meaning | W(PAYMENT), true, NULL);
	if (!d->split_amount.leaf)
		return false;
	d->split_document = choose_document(p, &l);
	if (!d->split_document.leaf)
		return false;
	d->split_date = plan_choose(&l, S_DATE, d->meaning | W(PAYMENT), true, NULL);
	d->split = at;
	return true;
}

static void find_split(struct plan *p, struct documents *d, const struct survey_node *n, unsigned levels)
{
	const struct survey_node *k;

	for (k = n->child; k && !d->split; k = k->next) {
		if (!k->child)
			continue;
		if (p->meaning[k->id] & W(ALLOCATION) && try_split(p, d, k))
			return;
		if (levels)
			find_split(p, d, k, levels - 1);
	}
}

void plan_splits(struct plan *p)
{
	size_t i;

	for (i = 0; i < p->document_lists; i++)
		find_split(p, &p->documents[i], p->documents[i].at, 1);
}
