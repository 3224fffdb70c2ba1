/* guess_customer.c - how documents tell their customer, and what is known of him; see guess_plan.h. */
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "read/guess_plan.h"

#include "base/banned.h"

#define W(name) WORD_BIT(name)
#define PAPERS (W(DOCUMENT) | W(INVOICE) | W(CREDIT_NOTE) | W(PAYMENT))
#define NO_CUSTOMER (W(JOURNAL) | W(COMPANY) | W(SUPPLIER) | W(OTHER_PAPER))

#define INSIDE_POINTS 5 /* that an element around documents must have to be their customer */
#define KEY_POINTS 7	/* that a key must have */
#define KEYS_SEEN 2000	/* values that could be the key of a list: how many are judged, */
#define KEYS_TRIED 150	/* and how many of the best are compared with the documents' values */
#define NAMED_KEYS 80	/* of 100 keys of documents, those that must be in the list of customers */

/* ---- what an element tells of a customer ---- */

static void drop_inside(struct leaves *l, const struct survey_node *without)
{
	size_t i, kept = 0;

	for (i = 0; i < l->count; i++) {
		if (!without || !plan_inside(l->leaf[i].n, without))
			l->leaf[kept++] = l->leaf[i];
	}
	l->count = kept;
}

/* Key and name of a customer at that element, the branch `without` left out. */
static void look_at_customer(struct plan *p, struct customers *c, const struct survey_node *at,
			     const struct survey_node *without)
{
	*c = (struct customers){ .at = at, .meaning = p->meaning[at->id] };
	plan_leaves(p, at, &c->leaves);
	drop_inside(&c->leaves, without);
	c->choice[S_KEY] = plan_choose(&c->leaves, S_KEY, c->meaning, true, NULL);
	c->choice[S_NAME] = plan_choose(&c->leaves, S_NAME, c->meaning, true, NULL);
	c->choice[S_EMAIL] = plan_choose(&c->leaves, S_EMAIL, c->meaning, true, NULL);
	c->choice[S_POSTCODE] = plan_choose(&c->leaves, S_POSTCODE, c->meaning, true, NULL);
}

static int score_customer(const struct customers *c)
{
	const struct choice *k = c->choice;
	int score = c->meaning & W(CUSTOMER) ? 6 : 0;

	if (!k[S_KEY].leaf && !k[S_NAME].leaf)
		return 0;
	score += k[S_KEY].leaf ? 2 : 0;
	score += k[S_KEY].leaf && (k[S_KEY].leaf->words & W(CUSTOMER)) ? 3 : 0;
	score += k[S_NAME].leaf ? 2 : 0;
	score += k[S_NAME].leaf && (k[S_NAME].leaf->words & W(CUSTOMER)) ? 2 : 0;
	score += k[S_EMAIL].leaf || k[S_POSTCODE].leaf ? 2 : 0;
	score += c->meaning & W(ACCOUNT) ? 1 : 0;
	if (c->meaning & NO_CUSTOMER)
		score -= 6;
	if ((c->meaning & PAPERS) && !(c->meaning & W(CUSTOMER)))
		score -= 5;
	return score;
}

/* ---- the four bonds ---- */

static void improve(struct documents *d, enum bond bond, int score, const struct survey_node *owner)
{
	if (score <= d->bond_score)
		return;
	d->bond = bond;
	d->bond_score = score;
	d->owner = owner;
	d->key = NULL;
	d->choice[S_CUSTOMER] = (struct choice){ 0 };
}

/* An element around the documents: its key stands once for each customer, or again and again. */
static void try_around(struct plan *p, struct documents *d)
{
	const struct survey_node *branch = d->at, *at;

	for (at = branch->parent; at && at != p->s->document; branch = at, at = at->parent) {
		struct customers c;
		const struct leaf *key;
		int score;

		look_at_customer(p, &c, at, branch);
		key = c.choice[S_KEY].leaf ? c.choice[S_KEY].leaf : c.choice[S_NAME].leaf;
		score = score_customer(&c) - (at->count == 1 && at->parent == p->s->document ? 3 : 0);
		if (score < INSIDE_POINTS || key->repeated)
			continue;
		improve(d, shape_unique(&key->n->shape) ? BOND_INSIDE : BOND_PART, score, at);
	}
}

/* The element that a list consists of, seen from the key of its items. */
static const struct survey_node *item_of(const struct plan *p, const struct survey_node *key)
{
	const struct survey_node *n = key->parent;

	while (n->parent != p->s->document && n->most == 1 && n->count == n->parent->count &&
	       n->parent->parent != p->s->document && !(p->meaning[n->id] & (W(CUSTOMER) | W(ACCOUNT))))
		n = n->parent;
	return n;
}

/* A list of accounts has a kind of account: the value that tells those of customers. */
static const struct leaf *account_kind(struct plan *p, const struct leaves *l, const char **word)
{
	size_t i, k;

	for (i = 0; i < l->count; i++) {
		const struct shape *s = &l->leaf[i].n->shape;

		if (l->leaf[i].up || l->leaf[i].repeated || s->more_words ||
		    !(l->leaf[i].words & (W(TYPE) | W(ACCOUNT))))
			continue;
		for (k = 0; k < s->words; k++) {
			bool fits = words_receivable(p->scratch, s->word[k].text);

			arena_reset(p->scratch);
			if (fits && s->words > 1) {
				*word = s->word[k].text;
				return &l->leaf[i];
			}
		}
	}
	return NULL;
}

/* How likely the items that a key belongs to are customers, whoever names them. */
static int score_list(const struct plan *p, const struct survey_node *key, const struct customers *c)
{
	int score = 2;

	score += c->meaning & W(CUSTOMER) ? 4 : 0;
	score += p->meaning[key->id] & (W(ID) | W(NUMBER)) ? 1 : 0;
	score += c->choice[S_NAME].leaf ? 2 : 0;
	score += c->choice[S_EMAIL].leaf || c->choice[S_POSTCODE].leaf ? 2 : 0;
	score += c->kind ? 5 : 0;
	score -= c->meaning & (W(SUPPLIER) | W(JOURNAL) | W(OTHER_PAPER)) ? 6 : 0;
	score -= c->meaning & PAPERS ? 3 : 0;
	return score;
}

static int by_score(const void *a, const void *b)
{
	const struct list_key *x = a, *y = b;

	if (x->score != y->score)
		return x->score < y->score ? 1 : -1;
	return x->node->id < y->node->id ? -1 : 1;
}

void plan_keys(struct plan *p)
{
	size_t i, cap = p->s->nodes < KEYS_SEEN ? p->s->nodes : KEYS_SEEN;

	p->key = arena_calloc(p->mem, cap, sizeof *p->key);
	for (i = 0; i < p->s->nodes && p->keys < cap; i++) {
		const struct survey_node *n = p->node[i];
		struct list_key *k = &p->key[p->keys];

		if (!n->parent || n->parent == p->s->document || !shape_unique(&n->shape) ||
		    !plan_writable(n) ||
		    !((p->meaning[i] | p->meaning[n->parent->id]) &
		      (W(CUSTOMER) | W(ACCOUNT) | W(ID) | W(NUMBER) | W(REFERENCE))))
			continue;
		k->node = n;
		look_at_customer(p, &k->list, item_of(p, n), NULL);
		k->list.kind = account_kind(p, &k->list.leaves, &k->list.kind_word);
		k->score = score_list(p, n, &k->list);
		p->keys++;
	}
	qsort(p->key, p->keys, sizeof *p->key, by_score);
	if (p->keys > KEYS_TRIED)
		p->keys = KEYS_TRIED;
}

/* A chart of accounts may be cut down: the same name stands in for what is missing of the values. */
static bool is_key_of(const struct leaf *l, const struct survey_node *key)
{
	unsigned share = shape_within(&l->n->shape, &key->shape);

	return share >= NAMED_KEYS ||
	       (share >= NAMED_KEYS / 2 && !strcmp(survey_word(l->n), survey_word(key)));
}

static int score_key(const struct leaf *l, const struct list_key *k)
{
	const struct shape *s = &l->n->shape;
	int score = k->score;

	score += (l->words | l->around) & W(CUSTOMER) ? 4 : 0;
	score += !strcmp(survey_word(l->n), survey_word(k->node)) ? 2 : 0;
	score += (l->words & W(ACCOUNT)) && s->seen[LOOK_RECEIVABLE] ? 4 : 0;
	score -= l->words & (W(SUPPLIER) | W(JOURNAL) | W(OTHER_PAPER)) ? 6 : 0;
	score -= ((l->words | l->around) & (W(CURRENCY) | W(TYPE) | W(COUNTRY))) && !(l->words & W(CUSTOMER))
			 ? 4
			 : 0;
	score -= shape_unique(s) && s->filled > 2 ? 3 : 0;
	return score;
}

/* A value that is a key of some list elsewhere in the file. */
static void try_keys(struct plan *p, struct documents *d)
{
	size_t i, k;

	for (i = 0; i < d->leaves.count; i++) {
		const struct leaf *l = &d->leaves.leaf[i];
		const struct shape *s = &l->n->shape;

		if (l->repeated || (l->global && l->up) || shape_is(s, LOOK_MARKED) || s->longest > 80 ||
		    (shape_is(s, LOOK_DATE) && !shape_is(s, LOOK_COMPACT)))
			continue;
		for (k = 0; k < p->keys; k++) {
			const struct list_key *key = &p->key[k];
			int score = score_key(l, key);

			if (score < KEY_POINTS || score <= d->bond_score || key->node == l->n ||
			    plan_inside(key->node, d->at) || plan_inside(d->at, key->node->parent) ||
			    plan_inside(d->at, key->list.at) || !is_key_of(l, key->node))
				continue;
			improve(d, BOND_KEY, score, key->list.at);
			d->key = key->node;
			d->choice[S_CUSTOMER] =
				(struct choice){ .leaf = l, .score = score, .unsure = score < 10 };
		}
	}
}

/* An element inside of the document: <Buyer><Name>... */
static void try_parts(struct plan *p, struct documents *d, const struct survey_node *n, unsigned levels)
{
	const struct survey_node *k;

	for (k = n->child; k; k = k->next) {
		struct customers c;
		int score;

		if (k->attribute || !k->child || k->most > 1 || !plan_writable(k))
			continue;
		if ((p->meaning[k->id] & W(CUSTOMER)) && !(p->meaning[k->id] & W(SUPPLIER))) {
			look_at_customer(p, &c, k, NULL);
			score = score_customer(&c);
			if (score >= INSIDE_POINTS)
				improve(d, BOND_PART, score, k);
		}
		if (levels)
			try_parts(p, d, k, levels - 1);
	}
}

/* "AccountNumber" beside "AccountName", and no number of a ledger: whose account but a customer's? */
static struct choice account_as_key(const struct documents *d)
{
	struct choice r = { .unsure = true };
	bool named = false;
	size_t i;

	for (i = 0; i < d->leaves.count; i++) {
		const struct leaf *l = &d->leaves.leaf[i];

		if (!(l->words & W(ACCOUNT)) || l->up || l->repeated || l->n->shape.filled < d->at->count ||
		    (l->words & W(BANK)) || shape_is(&l->n->shape, LOOK_LEDGER))
			continue;
		if (l->words & (W(NAME) | W(LABEL)))
			named = true;
		else if (!r.leaf && !shape_is(&l->n->shape, LOOK_AMOUNT))
			r.leaf = l;
	}
	return named ? r : (struct choice){ 0 };
}

static void try_own(struct documents *d)
{
	struct choice *c = d->choice;
	struct choice key = plan_choose(&d->leaves, S_CUSTOMER, d->meaning, false, c);
	struct choice name = plan_choose(&d->leaves, S_CUSTOMER_NAME, d->meaning, false, c);
	struct choice account = plan_choose(&d->leaves, S_ACCOUNT, d->meaning, false, c);
	int score = key.leaf ? key.score : 0;

	if (!score && account.leaf && account.leaf->n->shape.seen[LOOK_RECEIVABLE]) {
		key = account;
		score = 5;
	}
	if (!score && (key = account_as_key(d)).leaf)
		score = 5;
	if (!score && name.leaf) {
		key = name;
		key.unsure = true;
		score = 4;
	}
	if (score <= d->bond_score)
		return;
	improve(d, BOND_OWN, score, d->at);
	c[S_CUSTOMER] = key;
}

void plan_bond(struct plan *p, struct documents *d)
{
	try_around(p, d);
	try_keys(p, d);
	try_parts(p, d, d->at, 3);
	try_own(d);
}

/* ---- lists of customers ---- */

/* The values beside that one, of one address rather than of several. */
static struct leaves beside(struct plan *p, const struct leaves *l, const struct leaf *one)
{
	struct leaves r = { arena_calloc(p->mem, l->count, sizeof *r.leaf), 0, 0 };
	size_t i;

	for (i = 0; i < l->count; i++) {
		if (l->leaf[i].n->parent == one->n->parent)
			r.leaf[r.count++] = l->leaf[i];
	}
	return r;
}

static void choose_fields(struct plan *p, struct customers *c, uint64_t own)
{
	struct leaves address = c->leaves;
	unsigned slot;

	for (slot = S_NAME; slot < SLOTS; slot++) {
		bool of_address = slot >= S_POSTCODE && slot <= S_LINE3;
		struct choice *k = &c->choice[slot];

		*k = plan_choose(of_address ? &address : &c->leaves, (enum slot)slot, own, true, c->choice);
		if (of_address && k->leaf && address.count == c->leaves.count)
			address = beside(p, &c->leaves, k->leaf);
	}
}

/* Words for a customer's kind that are known; else the value is left alone. */
static void check_kind(struct plan *p, struct customers *c)
{
	const struct leaf *l = c->choice[S_KIND].leaf;
	size_t i, known = 0;

	for (i = 0; l && i < l->n->shape.words; i++)
		known += words_customer_kind(p->scratch, l->n->shape.word[i].text) != NULL;
	arena_reset(p->scratch);
	if (!known)
		c->choice[S_KIND] = (struct choice){ 0 };
}

static void choose_key(struct customers *c, const struct survey_node *key)
{
	struct choice *k = &c->choice[S_KEY];
	size_t i;

	for (i = 0; key && i < c->leaves.count; i++) {
		if (c->leaves.leaf[i].n == key && !c->leaves.leaf[i].up) {
			*k = (struct choice){ .leaf = &c->leaves.leaf[i], .score = 10 };
			return;
		}
	}
	*k = plan_choose(&c->leaves, S_KEY, c->meaning, true, NULL);
	if (!k->leaf) {
		*k = plan_choose(&c->leaves, S_NAME, c->meaning, true, NULL);
		k->unsure = true;
	}
}

static struct customers *add_customers(struct plan *p, const struct survey_node *at)
{
	struct customers *c;
	size_t i;

	for (i = 0; i < p->customer_lists; i++) {
		if (p->customers[i]->at == at)
			return p->customers[i];
	}
	c = arena_alloc(p->mem, sizeof *c);
	c->at = at;
	c->meaning = p->meaning[at->id];
	plan_leaves(p, at, &c->leaves);
	p->customers[p->customer_lists++] = c;
	return c;
}

static void fill_customers(struct plan *p, struct customers *c, const struct documents *d)
{
	size_t i;

	if (c->choice[S_KEY].leaf)
		return;
	for (i = 0; i < p->document_lists; i++) {
		const struct survey_node *branch = p->documents[i].at;

		if (branch == c->at || !plan_inside(branch, c->at))
			continue;
		while (branch->parent != c->at)
			branch = branch->parent;
		drop_inside(&c->leaves, branch);
	}
	choose_key(c, d->key);
	choose_fields(p, c, c->meaning);
	if (!c->choice[S_NAME].leaf && c->choice[S_KEY].leaf && (c->choice[S_KEY].leaf->words & W(NAME)))
		c->choice[S_NAME] = c->choice[S_KEY];
	check_kind(p, c);
	c->inside = d->bond == BOND_INSIDE;
	c->part = d->bond == BOND_PART;
	c->kind = account_kind(p, &c->leaves, &c->kind_word);
	c->ledger = d->bond == BOND_KEY && d->ledger && (d->choice[S_CUSTOMER].leaf->words & W(ACCOUNT)) &&
		    !c->kind;
}

/* Address, e-mail and the like that stand beside the customer's key in his documents. */
static void fill_beside(struct plan *p, struct documents *d)
{
	static const enum slot telling[] = { S_EMAIL, S_POSTCODE,   S_CITY, S_SIREN,
					     S_TERMS, S_TERMS_DAYS, S_PHONE };
	struct customers *c;
	struct choice found = { 0 };
	size_t i;

	for (i = 0; i < sizeof telling / sizeof *telling && !found.leaf; i++)
		found = plan_choose(&d->leaves, telling[i], d->meaning, true, d->choice);
	if (!found.leaf || d->choice[S_CUSTOMER].leaf->up)
		return;
	c = add_customers(p, d->at);
	c->part = true;
	c->choice[S_KEY] = d->choice[S_CUSTOMER];
	choose_fields(p, c, d->meaning);
	check_kind(p, c);
	for (i = S_OPENING_DEBIT; i <= S_RECEIVABLE; i++)
		c->choice[i] = (struct choice){ 0 }; /* balances on a document are the document's */
	c->choice[S_NAME] = d->choice[S_CUSTOMER_NAME].leaf ? d->choice[S_CUSTOMER_NAME] : c->choice[S_KEY];
	c->choice[S_FIRST_NAME] = (struct choice){ 0 };
	d->customers = c;
}

/* A name beside the customer's key; "raison sociale" does not even say whose it is. */
static void choose_customer_name(struct documents *d)
{
	const struct leaf *key = d->choice[S_CUSTOMER].leaf;
	struct choice *name = &d->choice[S_CUSTOMER_NAME], any;

	*name = plan_choose(&d->leaves, S_CUSTOMER_NAME, d->meaning, false, d->choice);
	if (name->leaf)
		return;
	any = plan_choose(&d->leaves, S_NAME, d->meaning, true, d->choice);
	if (!any.leaf || any.leaf->n == key->n || (any.leaf->words & W(LABEL)) ||
	    !(any.leaf->words & W(NAME)) ||
	    shape_distinct(&any.leaf->n->shape) > 2 * shape_distinct(&key->n->shape))
		return;
	*name = any;
}

void plan_customers(struct plan *p)
{
	size_t i;

	for (i = 0; i < p->document_lists; i++) {
		struct documents *d = &p->documents[i];

		if (d->bond == BOND_OWN) {
			choose_customer_name(d);
			fill_beside(p, d);
			continue;
		}
		d->customers = add_customers(p, d->owner);
		fill_customers(p, d->customers, d);
	}
}

bool plan_customers_only(struct plan *p)
{
	struct customers best = { 0 }, c;
	int best_score = INSIDE_POINTS;
	size_t i;

	for (i = 0; i < p->s->nodes; i++) {
		const struct survey_node *n = p->node[i];
		int score;

		if (!n->child || n == p->s->document)
			continue;
		look_at_customer(p, &c, n, NULL);
		if (!c.choice[S_KEY].leaf || c.choice[S_KEY].leaf->repeated || !c.choice[S_NAME].leaf ||
		    !((c.meaning | c.choice[S_KEY].leaf->words) & W(CUSTOMER) || c.choice[S_EMAIL].leaf ||
		      c.choice[S_POSTCODE].leaf))
			continue;
		score = score_customer(&c) + (n->count > 1 ? 2 : 0);
		if (score > best_score) {
			best_score = score;
			best = c;
		}
	}
	if (!best.at)
		return false;
	fill_customers(p, add_customers(p, best.at), &(struct documents){ .bond = BOND_NONE });
	return true;
}
