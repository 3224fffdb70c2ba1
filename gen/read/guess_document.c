/* guess_document.c - which elements of a file are documents; see guess_plan.h. */
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "read/guess_plan.h"

#include "base/banned.h"

#define GOOD_ENOUGH 12	/* points that a list of documents must have */
#define CANDIDATES 400	/* elements that are looked at in detail */
#define LEAVES_MAX 2000 /* values of an element; nothing sensible has more */
#define APPLIES 10	/* points that a value must have to name what a document settles */
#define SURE_ID 5	/* points that an id must have */
#define AMOUNT_DEPTH 4	/* elements between a document and its amount */

#define W(name) WORD_BIT(name)
#define PAPERS (W(DOCUMENT) | W(INVOICE) | W(CREDIT_NOTE) | W(PAYMENT))

/* What the name of an element says, with that of the element that is nothing but its list. */
static uint64_t meaning_of(const struct plan *p, const struct survey_node *n)
{
	uint64_t r = p->meaning[n->id];
	const struct survey_node *outer = n->parent;

	if (outer && outer != p->s->document && outer->parent != p->s->document && outer->child == n &&
	    !n->next)
		r |= p->meaning[outer->id];
	return r;
}

/* The date: of the element itself, or of one further out that occurs more than once (a journal's entry). */
static bool choose_date(struct documents *d)
{
	struct choice inside = plan_choose(&d->leaves, S_DATE, d->meaning, true, NULL);

	d->choice[S_DATE] = inside;
	if (!inside.leaf || inside.leaf->repeated) {
		d->choice[S_DATE] = plan_choose(&d->leaves, S_DATE, d->meaning, false, NULL);
		if (inside.leaf && !d->choice[S_DATE].leaf)
			d->choice[S_DATE] = inside;
	}
	return d->choice[S_DATE].leaf != NULL;
}

static bool choose_amount(struct documents *d)
{
	struct choice *c = d->choice;

	c[S_DEBIT] = plan_choose(&d->leaves, S_DEBIT, d->meaning, true, NULL);
	c[S_CREDIT] = plan_choose(&d->leaves, S_CREDIT, d->meaning, true, c);
	c[S_AMOUNT] = plan_choose(&d->leaves, S_AMOUNT, d->meaning, true, c);
	c[S_OPEN] = plan_choose(&d->leaves, S_OPEN, d->meaning, true, c);
	if (!c[S_DEBIT].leaf || !c[S_CREDIT].leaf)
		c[S_DEBIT] = c[S_CREDIT] = (struct choice){ 0 };
	else if (c[S_AMOUNT].score <= c[S_DEBIT].score)
		c[S_AMOUNT] = (struct choice){ 0 };
	else
		c[S_DEBIT] = c[S_CREDIT] = (struct choice){ 0 };
	if (!c[S_AMOUNT].leaf && !c[S_DEBIT].leaf && c[S_OPEN].leaf) {
		c[S_AMOUNT] = c[S_OPEN];
		c[S_OPEN] = (struct choice){ 0 };
	}
	return c[S_AMOUNT].leaf || c[S_DEBIT].leaf;
}

/* What the names of an element and of those around it say. */
static int points_for_names(const struct plan *p, const struct documents *d)
{
	const struct survey_node *outer;
	uint64_t m = d->meaning;
	int points = 0;

	if (m & (W(INVOICE) | W(CREDIT_NOTE) | W(PAYMENT)))
		points += 5;
	else if (m & (W(DOCUMENT) | W(LINE)))
		points += 2;
	if ((m & W(TOTAL)) && !(m & W(INVOICE)))
		points -= 4;
	if ((m & W(CUSTOMER)) && !(m & PAPERS))
		points -= 6;
	if (m & W(SUPPLIER))
		points -= 8;
	if (m & W(OTHER_PAPER))
		points -= m & W(INVOICE) ? 3 : 7;
	for (outer = d->at->parent; outer && outer->depth > 1; outer = outer->parent) {
		m = p->meaning[outer->id];
		if ((m & (W(OTHER_PAPER) | W(SUPPLIER))) && !(m & (W(INVOICE) | W(CUSTOMER))))
			return points - 5;
	}
	return points;
}

/* How much an element is like a document. */
static int score_document(const struct plan *p, const struct documents *d)
{
	const struct choice *c = d->choice;
	const struct choice *amount = c[S_AMOUNT].leaf ? &c[S_AMOUNT] : &c[S_DEBIT];
	int score = points_for_names(p, d);

	score += amount->score < 8 ? amount->score : 8;
	score -= amount->leaf->repeated ? 3 : 0;
	score += c[S_DATE].leaf->up ? 1 : 3;
	score += c[S_DUE].leaf && !c[S_DUE].leaf->up ? 3 : 0;
	score += c[S_NUMBER].leaf && !c[S_NUMBER].leaf->up ? 2 : 0;
	score += d->bond_score < 10 ? d->bond_score / 2 : 5;
	score += d->at->count > 1 ? 2 : 0;
	return score;
}

/* Of a payment, the value that names an invoice is not its own number. */
static void choose_number(struct plan *p, struct documents *d)
{
	struct choice *number = &d->choice[S_NUMBER];
	struct leaves own = { arena_calloc(p->mem, d->leaves.count, sizeof *own.leaf), 0, 0 };
	size_t i;

	*number = plan_choose(&d->leaves, S_NUMBER, d->meaning, false, d->choice);
	if (!number->leaf || !(number->leaf->words & W(INVOICE)) || !(d->meaning & W(PAYMENT)) ||
	    (d->meaning & W(INVOICE)))
		return;
	for (i = 0; i < d->leaves.count; i++) {
		if (!(d->leaves.leaf[i].words & W(INVOICE)))
			own.leaf[own.count++] = d->leaves.leaf[i];
	}
	*number = plan_choose(&own, S_NUMBER, d->meaning, false, d->choice);
}

/* Its date, amount, number, customer; false if it cannot be a document. */
static bool consider(struct plan *p, struct documents *d, const struct survey_node *at)
{
	struct choice *c = d->choice;
	const struct survey_node *amount;

	*d = (struct documents){ .at = at, .meaning = meaning_of(p, at) };
	plan_leaves(p, at, &d->leaves);
	if (p->s->xml && at->depth == 1 && !(d->meaning & (W(INVOICE) | W(CREDIT_NOTE))))
		return false; /* the root's own date is that of the export */
	if (d->leaves.count > LEAVES_MAX || !choose_date(d) || !choose_amount(d))
		return false;
	amount = (c[S_AMOUNT].leaf ? c[S_AMOUNT] : c[S_DEBIT]).leaf->n;
	if (!c[S_DATE].leaf->up && plan_common(amount, c[S_DATE].leaf->n) != at)
		return false; /* both belong to an element further in */
	c[S_DUE] = plan_choose(&d->leaves, S_DUE, d->meaning, false, c);
	choose_number(p, d);
	plan_bond(p, d);
	d->score = score_document(p, d);
	return d->score >= GOOD_ENOUGH && (d->bond != BOND_NONE || (d->meaning & W(PAYMENT)));
}

/* ---- what else a document has ---- */

/* The same few words again and again: a kind of thing rather than the name of one. */
static bool recurs(const struct shape *s)
{
	size_t i;

	if (s->words < 2)
		return false;
	for (i = 0; i < s->words; i++) {
		if (strpbrk(s->word[i].text, "0123456789"))
			return false;
	}
	return s->filled >= 2 * shape_distinct(s);
}

/* Of several values with few words, the one whose words are document types. */
static void choose_type(struct plan *p, struct documents *d)
{
	struct choice best = { 0 };
	size_t i;

	for (i = 0; i < d->leaves.count; i++) {
		const struct leaf *l = &d->leaves.leaf[i];
		struct leaves one = { &d->leaves.leaf[i], 1, 1 };
		struct choice c = plan_choose(&one, S_TYPE, d->meaning, false, d->choice);

		if (!c.leaf || l->repeated || (l->up && d->around) ||
		    (!(l->words & W(TYPE)) && !recurs(&l->n->shape)) || plan_credits(p, &l->n->shape) < 0)
			continue;
		if (c.score > best.score) {
			best.leaf = c.leaf;
			best.score = c.score;
		}
	}
	best.unsure = best.leaf && best.score < 5;
	d->choice[S_TYPE] = best;
}

static bool says_void(struct plan *p, const struct leaf *l)
{
	size_t i;
	bool r = false;

	for (i = 0; i < l->n->shape.words; i++)
		r = r || words_void(p->scratch, l->n->name, l->n->shape.word[i].text);
	arena_reset(p->scratch);
	return r;
}

static void complete(struct plan *p, struct documents *d)
{
	static const enum slot simple[] = { S_POSTED,  S_CURRENCY, S_VAT,  S_GROUP,  S_GROUP_DATE,
					    S_ACCOUNT, S_ORDER,	   S_SITE, S_METHOD, S_LABEL };
	struct choice *c = d->choice;
	size_t i;

	c[S_PAID] = plan_choose(&d->leaves, S_PAID, d->meaning, true, c);
	c[S_SIGN] = c[S_DEBIT].leaf ? (struct choice){ 0 }
				    : plan_choose(&d->leaves, S_SIGN, d->meaning, false, c);
	choose_type(p, d);
	c[S_STATUS] = plan_choose(&d->leaves, S_STATUS, d->meaning, false, NULL);
	if (c[S_STATUS].leaf && !says_void(p, c[S_STATUS].leaf)) {
		if (c[S_STATUS].leaf->n->shape.words > 1)
			d->unknown_status = c[S_STATUS].leaf;
		c[S_STATUS] = (struct choice){ 0 };
	}
	for (i = 0; i < sizeof simple / sizeof *simple; i++)
		c[simple[i]] = plan_choose(&d->leaves, simple[i], d->meaning, d->around != NULL, c);
	if (c[S_CURRENCY].leaf && c[S_CURRENCY].leaf->global)
		c[S_CURRENCY] = (struct choice){ 0 }; /* of the whole file: stated once */
	if (c[S_ACCOUNT].leaf) {
		const struct shape *s = &c[S_ACCOUNT].leaf->n->shape;

		d->ledger = s->seen[LOOK_RECEIVABLE] && shape_percent(s, LOOK_RECEIVABLE) < 100;
	}
	if (c[S_GROUP_DATE].leaf && !c[S_GROUP].leaf)
		c[S_GROUP_DATE] = (struct choice){ 0 };
}

/* A value that names each document once; the number if it does. */
static void choose_id(struct documents *d)
{
	struct choice *c = d->choice;
	const struct leaf *number = c[S_NUMBER].leaf, *best = NULL;
	int best_score = 0;
	size_t i;

	if (number && !number->up && !number->repeated && shape_unique(&number->n->shape) &&
	    number->n->shape.filled == d->at->count) {
		c[S_ID] = c[S_NUMBER];
		return;
	}
	for (i = 0; i < d->leaves.count; i++) {
		struct leaves one = { &d->leaves.leaf[i], 1, 1 };
		struct choice k = plan_choose(&one, S_ID, d->meaning, true, c);

		if (k.leaf && k.score >= SURE_ID && k.score > best_score && !k.leaf->repeated &&
		    shape_unique(&k.leaf->n->shape) && k.leaf->n->shape.filled == d->at->count) {
			best = k.leaf;
			best_score = k.score;
		}
	}
	c[S_ID] = (struct choice){ .leaf = best, .score = best_score };
}

static bool is_chosen(const struct choice *c, const struct leaf *l)
{
	return c->leaf && c->leaf->n == l->n;
}

/* Of 100 values, how many name a document of the list, by number or id. */
static unsigned names_of(const struct documents *list, const struct leaf *l)
{
	const struct leaf *number = list->choice[S_NUMBER].leaf, *id = list->choice[S_ID].leaf;
	unsigned by_number = number ? shape_within(&l->n->shape, &number->n->shape) : 0;
	unsigned by_id = id ? shape_within(&l->n->shape, &id->n->shape) : 0;

	return by_number > by_id ? by_number : by_id;
}

/* It may name them by a key that is neither their number nor their id: then that becomes the id. */
static bool adopt_key(struct plan *p, struct documents *d, const struct leaf *l)
{
	size_t k;

	for (k = 0; k < p->document_lists; k++) {
		const struct leaf *key = &p->documents[k] == d ? NULL : plan_named(&p->documents[k], l);

		if (key) {
			p->documents[k].choice[S_ID] = (struct choice){ .leaf = key };
			return true;
		}
	}
	return false;
}

/* Does a value of d name documents of another list, or of its own? */
static void choose_applies(struct plan *p, struct documents *d)
{
	struct choice *c = d->choice;
	size_t i, k;
	int best = 0;

	for (i = 0; i < d->leaves.count; i++) {
		const struct leaf *l = &d->leaves.leaf[i];
		bool named = (l->words & (W(INVOICE) | W(REFERENCE) | W(DOCUMENT) | W(PAID))) != 0;

		if (l->up || is_chosen(&c[S_NUMBER], l) || is_chosen(&c[S_ID], l) ||
		    is_chosen(&c[S_CUSTOMER], l) || shape_is(&l->n->shape, LOOK_DATE))
			continue;
		for (k = 0; k < p->document_lists; k++) {
			int score = (int)names_of(&p->documents[k], l) / 10 + (named ? 5 : 0);

			if (score <= best || score < APPLIES)
				continue;
			best = score;
			c[S_APPLIES] = (struct choice){ .leaf = l, .score = score, .unsure = score < 14 };
		}
		if (!best && (l->words & W(INVOICE)) && adopt_key(p, d, l)) {
			best = APPLIES;
			c[S_APPLIES] = (struct choice){ .leaf = l, .score = best };
		}
	}
}

/* ---- the lists ---- */

static int by_score(const void *a, const void *b)
{
	const struct documents *x = a, *y = b;

	if (x->score != y->score)
		return x->score < y->score ? 1 : -1;
	return x->at->id < y->at->id ? -1 : 1;
}

/* The list around it that was taken already, or that lies in it. */
static struct documents *related(struct plan *p, const struct documents *d)
{
	size_t i;

	for (i = 0; i < p->document_lists; i++) {
		if (plan_inside(d->at, p->documents[i].at) || plan_inside(p->documents[i].at, d->at))
			return &p->documents[i];
	}
	return NULL;
}

static void pass_over(struct plan *p, const struct documents *d)
{
	if (p->passed < PLAN_LISTS && !related(p, d))
		p->passed_over[p->passed++] = d->at;
}

/* A payment inside of an invoice is of the same customer. */
static void inherit_customer(struct documents *d, struct documents *around)
{
	d->around = around;
	d->bond = around->bond;
	d->owner = around->owner;
	d->key = around->key;
	d->choice[S_CUSTOMER] = around->choice[S_CUSTOMER];
	if (d->choice[S_NUMBER].leaf && d->choice[S_NUMBER].leaf->up)
		d->choice[S_NUMBER] = (struct choice){ 0 }; /* the invoice's */
}

/* A value called type, whose words are invoices, payments… */
static bool tells_types(struct plan *p, const struct documents *d)
{
	size_t i;

	for (i = 0; i < d->leaves.count; i++) {
		const struct leaf *l = &d->leaves.leaf[i];

		if ((l->words & W(TYPE)) && !l->up && !l->n->shape.more_words &&
		    plan_credits(p, &l->n->shape) >= 0)
			return true;
	}
	return false;
}

static void take_lists(struct plan *p, struct documents *found, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++) {
		struct documents *d = &found[i], *other = related(p, d);
		bool pays = other && plan_inside(d->at, other->at) && (d->meaning & W(PAYMENT)) &&
			    !d->choice[S_DATE].leaf->up && !(other->meaning & W(PAYMENT));

		if (p->document_lists == PLAN_LISTS || (other && !pays) ||
		    (i && d->score * 2 < found[0].score) ||
		    (i && !(d->meaning & PAPERS) && !tells_types(p, d))) {
			pass_over(p, d);
			continue;
		}
		if (pays)
			inherit_customer(d, other);
		else if (d->bond == BOND_NONE) {
			pass_over(p, d);
			continue;
		}
		p->documents[p->document_lists++] = *d;
	}
}

/* What stands in another list of documents says nothing of these. */
static void mark_foreign(const struct plan *p, struct documents *d)
{
	size_t i, k;

	for (i = 0; i < d->leaves.count; i++) {
		struct leaf *l = &d->leaves.leaf[i];

		for (k = 0; k < p->document_lists; k++) {
			const struct survey_node *other = p->documents[k].at;

			if (plan_inside(l->n, other) && !plan_inside(d->at, other))
				l->foreign = true;
		}
	}
}

static bool holds_amount(const struct survey_node *n, unsigned levels)
{
	const struct survey_node *k;

	if (shape_is(&n->shape, LOOK_AMOUNT))
		return true;
	for (k = levels ? n->child : NULL; k; k = k->next) {
		if (holds_amount(k, levels - 1))
			return true;
	}
	return false;
}

static void visit(struct plan *p, const struct survey_node *n, struct documents *found, size_t *count,
		  size_t *seen)
{
	const struct survey_node *k;

	if (n->child && n != p->s->document && *seen < CANDIDATES && holds_amount(n, AMOUNT_DEPTH)) {
		++*seen;
		if (consider(p, &found[*count], n))
			++*count;
	}
	for (k = n->child; k; k = k->next)
		visit(p, k, found, count, seen);
}

bool plan_documents(struct plan *p)
{
	struct documents *found = arena_calloc(p->mem, CANDIDATES + 1, sizeof *found);
	size_t count = 0, seen = 0, i;

	visit(p, p->s->document, found, &count, &seen);
	qsort(found, count, sizeof *found, by_score);
	take_lists(p, found, count);
	for (i = 0; i < p->document_lists; i++)
		mark_foreign(p, &p->documents[i]);
	for (i = 0; i < p->document_lists; i++) {
		complete(p, &p->documents[i]);
		choose_id(&p->documents[i]);
	}
	for (i = 0; i < p->document_lists; i++) {
		struct documents *d = &p->documents[i];

		if (!d->around)
			choose_applies(p, d);
		d->choice[S_REFERENCE] = plan_choose(&d->leaves, S_REFERENCE, d->meaning, true, d->choice);
	}
	plan_splits(p);
	plan_parts(p);
	return p->document_lists > 0;
}
