/* guess_split.c - allocations, inside of documents (<imputation piece="R1" montant="10.00"/>) or in lists of their own. */
#include <string.h>

#include "read/guess_plan.h"

#include "base/banned.h"

#define W(name) WORD_BIT(name)
/* Names of values that name documents. */
#define OF_DOCUMENTS \
	(W(DOCUMENT) | W(INVOICE) | W(CREDIT_NOTE) | W(PAYMENT) | W(REFERENCE) | W(DEBIT) | W(CREDIT))
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

/* ---- lists of their own ---- */

/* One of the two documents that a list sets against each other. */
struct end {
	const struct leaf *leaf,
		*id;	      /* id: what it names; NULL: the ids that the lists have, one or the other */
	struct documents *of; /* NULL: documents of several lists */
};

/* A list whose documents the value names; alike: only one that is called like the value. */
static bool names_list(struct plan *p, const struct leaf *l, bool alike, struct end *out)
{
	size_t k;

	for (k = 0; k < p->document_lists; k++) {
		struct documents *d = &p->documents[k];

		if (alike && !(d->meaning & l->words & (W(INVOICE) | W(CREDIT_NOTE) | W(PAYMENT))))
			continue;
		out->id = plan_named(d, l);
		out->of = out->id ? d : NULL;
		if (out->id)
			return true;
	}
	return false;
}

/* A value that names documents, by what it is called too: "1" may be the number of anything. */
static bool names_documents(struct plan *p, const struct leaf *l, struct end *out)
{
	unsigned named = 0;
	size_t k;

	*out = (struct end){ .leaf = l };
	if (l->up || l->repeated || shape_is(&l->n->shape, LOOK_DATE) ||
	    shape_is(&l->n->shape, LOOK_MARKED) || !(l->words & OF_DOCUMENTS))
		return false;
	if (names_list(p, l, true, out) || names_list(p, l, false, out))
		return true;
	for (k = 0; k < p->document_lists; k++) {
		const struct leaf *id = p->documents[k].choice[S_ID].leaf;

		named += id ? shape_within(&l->n->shape, &id->n->shape) : 0;
	}
	return named >= NAMED;
}

static void adopt(const struct end *e)
{
	if (e->of)
		e->of->choice[S_ID] = (struct choice){ .leaf = e->id };
}

/* Two values that name documents, and an amount. */
static bool try_link(struct plan *p, const struct survey_node *at, struct link *x)
{
	struct end end[2];
	struct leaves l;
	size_t ends = 0, i;

	*x = (struct link){ .at = at };
	plan_leaves(p, at, &l);
	x->amount = plan_choose(&l, S_AMOUNT, W(PAYMENT), true, NULL);
	if (!x->amount.leaf)
		return false;
	for (i = 0; i < l.count && ends < 2; i++)
		ends += l.leaf[i].n != x->amount.leaf->n && names_documents(p, &l.leaf[i], &end[ends]);
	if (ends < 2 || (end[0].of && end[0].of == end[1].of && end[0].id->n != end[1].id->n))
		return false;
	adopt(&end[0]);
	adopt(&end[1]);
	x->from = (struct choice){ .leaf = end[0].leaf };
	x->of_from = end[0].of;
	x->document = (struct choice){ .leaf = end[1].leaf };
	x->of_document = end[1].of;
	x->date = plan_choose(&l, S_DATE, W(PAYMENT), true, NULL);
	return true;
}

static bool is_near_documents(const struct plan *p, const struct survey_node *n)
{
	size_t i;

	for (i = 0; i < p->document_lists; i++) {
		if (plan_inside(n, p->documents[i].at) || plan_inside(p->documents[i].at, n))
			return true;
	}
	return false;
}

static void find_links(struct plan *p, const struct survey_node *n)
{
	const struct survey_node *k;

	for (k = n->child; k && p->links < PLAN_LINKS; k = k->next) {
		if (!k->child)
			continue;
		if (!is_near_documents(p, k) && try_link(p, k, &p->link[p->links]))
			p->links++;
		else
			find_links(p, k);
	}
}

void plan_splits(struct plan *p)
{
	size_t i;

	for (i = 0; i < p->document_lists; i++)
		find_split(p, &p->documents[i], p->documents[i].at, 1);
	find_links(p, p->s->document);
}
