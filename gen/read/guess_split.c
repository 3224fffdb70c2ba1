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

/* The only date there is, whatever it is called. */
static struct choice lone_date(const struct leaves *l)
{
	struct choice c = { .unsure = true };
	size_t i;

	for (i = 0; i < l->count; i++) {
		if (l->leaf[i].up || !shape_is(&l->leaf[i].n->shape, LOOK_DATE))
			continue;
		if (c.leaf)
			return (struct choice){ 0 };
		c.leaf = &l->leaf[i];
	}
	return c;
}

static struct choice choose_date(const struct leaves *l, uint64_t own)
{
	struct choice c = plan_choose(l, S_DATE, own, true, NULL);

	return c.leaf ? c : lone_date(l);
}

static bool try_split(struct plan *p, struct documents *d, const struct survey_node *at)
{
	const struct survey_node *item;
	struct leaves l;

	plan_leaves(p, at, &l);
	d->split_amount = plan_choose(&l, S_AMOUNT, d->meaning | W(PAYMENT), true, NULL);
	if (!d->split_amount.leaf)
		return false;
	d->split_document = choose_document(p, &l);
	if (!d->split_document.leaf)
		return false;
	item = plan_common(d->split_amount.leaf->n, d->split_document.leaf->n);
	if (item != at)
		return try_split(p, d, item); /* at is their list: one of many would be taken */
	d->split_date = choose_date(&l, d->meaning | W(PAYMENT));
	d->split = at;
	if (d->choice[S_APPLIES].leaf && plan_inside(d->choice[S_APPLIES].leaf->n, at))
		d->choice[S_APPLIES] = (struct choice){ 0 }; /* said there, with its amount */
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

/* Two columns for one thing, of which each line fills one: a settlement by a payment, or by a credit note. */
static bool take_turns(const struct survey_node *at, const struct end *a, const struct end *b)
{
	return a->leaf->n->shape.filled < at->count && b->leaf->n->shape.filled < at->count &&
	       a->leaf->n->shape.filled + b->leaf->n->shape.filled == at->count;
}

/* Of three, the two that take turns become one: the last of the three comes second, the other third. */
static bool merge_ends(const struct survey_node *at, struct end *end)
{
	for (size_t i = 0; i < 3; i++) {
		size_t a = i == 0, b = i == 2 ? 1 : 2; /* the two others */
		struct end left = end[i], first = end[a], other = end[b];

		if (!take_turns(at, &first, &other))
			continue;
		end[0] = first;
		end[1] = left;
		end[2] = other;
		return true;
	}
	return false;
}

/* Two values that name documents, or three of which two take turns, and an amount. */
static bool try_link(struct plan *p, const struct survey_node *at, struct link *x)
{
	struct end end[3];
	struct leaves l;
	size_t ends = 0, i;
	bool turns;

	*x = (struct link){ .at = at };
	plan_leaves(p, at, &l);
	x->amount = plan_choose(&l, S_AMOUNT, W(PAYMENT), true, NULL);
	if (!x->amount.leaf)
		return false;
	for (i = 0; i < l.count && ends < 3; i++)
		ends += l.leaf[i].n != x->amount.leaf->n && names_documents(p, &l.leaf[i], &end[ends]);
	turns = ends == 3 && merge_ends(at, end);
	if (ends < 2 || (end[0].of && end[0].of == end[1].of && end[0].id->n != end[1].id->n))
		return false;
	adopt(&end[0]);
	adopt(&end[1]);
	if (turns) {
		adopt(&end[2]);
		x->from_or = (struct choice){ .leaf = end[2].leaf };
		x->of_or = end[2].of;
	}
	x->from = (struct choice){ .leaf = end[0].leaf };
	x->of_from = end[0].of;
	x->document = (struct choice){ .leaf = end[1].leaf };
	x->of_document = end[1].of;
	x->date = choose_date(&l, W(PAYMENT));
	return true;
}

/* A list of instalments: a value that names an invoice, a date and an amount. */
static bool try_due_parts(struct plan *p, const struct survey_node *at, struct link *x)
{
	const char *kind = words_part(p->scratch, survey_word(at));
	bool instalments = kind && !strcmp(kind, "instalment");
	struct end end = { 0 };
	struct leaves l;
	size_t i;

	arena_reset(p->scratch);
	if (!instalments)
		return false;
	*x = (struct link){ .at = at, .due_parts = true };
	plan_leaves(p, at, &l);
	x->amount = plan_choose(&l, S_AMOUNT, 0, true, NULL);
	x->date = plan_choose(&l, S_DUE, 0, true, NULL);
	if (!x->date.leaf)
		x->date = lone_date(&l);
	for (i = 0; i < l.count && !end.of; i++) {
		if (!names_documents(p, &l.leaf[i], &end))
			end.of = NULL;
	}
	if (!x->amount.leaf || !x->date.leaf || !end.of)
		return false;
	adopt(&end);
	x->document = (struct choice){ .leaf = end.leaf };
	x->of_document = end.of;
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
		if (!is_near_documents(p, k) &&
		    (try_due_parts(p, k, &p->link[p->links]) || try_link(p, k, &p->link[p->links])))
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
