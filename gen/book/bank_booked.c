/*
 * bank_booked.c - transactions that the export holds already; the rule stands
 * in bank_job.h. A payment of the books is one transaction at most, and the
 * best evidence takes it first: the bank's reference, then the documents that
 * it settled, then the nearest day. So the result does not depend on which
 * transaction was looked at first.
 */
#include "book/bank_job.h"

#include <stdlib.h>
#include <string.h>

#include "base/bulk.h"

#include "base/banned.h"

struct books {
	struct bank_job *j;
	struct bank_amount *payment; /* payments and advances of the export */
	uint32_t n;
	bool *used; /* per document */
	/* the search under way */
	const struct bank_tx *t;
	uint32_t best;
	int32_t distance;
};

static bool is_payment(const struct document *doc)
{
	return doc->amount < 0 && (doc->type == DOC_PAYMENT || doc->type == DOC_ADVANCE);
}

static int32_t days_between(civil_date x, civil_date y)
{
	return x > y ? x - y : y - x;
}

/* The nearest payment of that amount becomes the best; of equally near ones the first. */
static void consider(void *self, uint32_t doc)
{
	struct books *b = self;
	const struct document *x = &b->j->l->document[doc];
	int32_t distance = days_between(document_posted(x), b->t->date);

	if (!is_payment(x) || b->used[doc] || x->cur != b->t->cur ||
	    (-x->amount != b->t->amount && -x->amount != b->t->gross))
		return;
	if (b->best != NONE && distance >= b->distance)
		return;
	b->best = doc;
	b->distance = distance;
}

static void take(struct books *b, struct bank_tx *t, uint32_t doc)
{
	struct bank_job *j = b->j;
	const struct document *x = &j->l->document[doc];

	b->used[doc] = true;
	t->booked = doc;
	t->customer = x->customer;
	bank_found_none(j);
	bank_found(j, doc);
	t->docs = bank_found_list(j);
	buf_printf(&j->text, "déjà comptabilisé : %s %s du ",
		   document_type_french((enum document_type)x->type), ledger_text(j->l, x->number));
	bank_say_date(j, x->date);
	bank_decide(t, BANK_BOOKED, bank_said(j));
}

/* --- by reference ------------------------------------------------------------------------- */

static void by_reference(struct books *b, struct bank_tx *t)
{
	const char *const ref[] = { t->own_ref, t->entry_ref, t->end_to_end };
	char key[BANK_KEY];

	b->t = t;
	b->best = NONE;
	for (size_t i = 0; i < sizeof ref / sizeof *ref; i++) {
		if (bank_key(b->j->tmp, ref[i], key) && bank_key_quotable(key) && !bank_key_weak(key))
			bank_each_document(b->j, key, consider, b);
	}
	arena_reset(b->j->tmp);
	if (b->best == NONE)
		return;
	bank_learn(b->j, t, b->j->l->document[b->best].customer);
	take(b, t, b->best);
}

/* --- by the documents that it settled ----------------------------------------------------- */

/* The documents that the transaction names in its own currency. */
static struct bank_list named_documents(struct bank_job *j, const struct bank_tx *t)
{
	const struct bank_list *docs = t->structured_docs.n ? &t->structured_docs : &t->quoted_docs;

	bank_found_none(j);
	for (uint32_t i = 0; i < docs->n; i++) {
		if (j->l->document[docs->at[i]].cur == t->cur)
			bank_found(j, docs->at[i]);
	}
	return bank_found_list(j);
}

static bool any_open(const struct bank_job *j, const struct bank_list *docs)
{
	for (uint32_t i = 0; i < docs->n; i++) {
		if (j->left[docs->at[i]])
			return true;
	}
	return false;
}

/* While one of them is open the payment may be the next instalment. */
static void by_settled(struct books *b, struct bank_tx *t)
{
	struct bank_job *j = b->j;
	struct bank_list docs = named_documents(j, t);

	if (any_open(j, &docs))
		return;
	b->t = t;
	b->best = NONE;
	for (uint32_t i = 0; i < docs.n; i++) {
		for (uint32_t a = ledger_allocations(j->l, docs.at[i], NONE); a != NONE;
		     a = ledger_allocations(j->l, docs.at[i], a))
			consider(b, j->l->allocation[a].credit);
	}
	if (b->best != NONE)
		take(b, t, b->best);
}

/* --- by amount and day -------------------------------------------------------------------- */

/* Whose payment it must be. */
struct payer {
	uint32_t customer; /* NONE: not known, or several by name */
	const struct bank_list *named;
	struct bank_list docs;
};

static struct payer payer_of(struct bank_job *j, const struct bank_tx *t)
{
	struct payer p = { .docs = named_documents(j, t), .named = &t->named };
	const char *how;

	p.customer = bank_one_customer(j, &t->structured_docs);
	if (p.customer == NONE && t->structured_customers.n == 1)
		p.customer = t->structured_customers.at[0];
	if (p.customer == NONE && !t->weak)
		p.customer = bank_one_customer(j, &t->quoted_docs);
	if (p.customer == NONE)
		p.customer = bank_payer(j, t, &how);
	return p;
}

static bool may_be(const struct bank_job *j, const struct payer *p, uint32_t doc)
{
	const struct customer *all = j->l->customer;
	uint32_t customer = j->l->document[doc].customer;

	if (p->customer == NONE)
		return !p->named->n || bank_list_has(p->named, customer);
	return customer == p->customer ||
	       (*all[customer].payer_group &&
		strcmp(all[customer].payer_group, all[p->customer].payer_group) == 0);
}

/* The books say that this payment settled other documents than the open ones that the transaction names. */
static bool settled_others(const struct bank_job *j, const struct payer *p, uint32_t doc)
{
	uint32_t a;

	if (!any_open(j, &p->docs) || j->left[doc])
		return false;
	for (a = ledger_allocations(j->l, doc, NONE); a != NONE; a = ledger_allocations(j->l, doc, a)) {
		const struct allocation *x = &j->l->allocation[a];

		if (x->reason == MATCH_OLDEST || bank_list_has(&p->docs, x->debit))
			return false;
	}
	return true;
}

/* A payment of that amount on that very day; NONE if there is none left. */
static uint32_t on_day(const struct books *b, const struct bank_tx *t, const struct payer *p, money amount,
		       civil_date day)
{
	uint32_t i = bank_first_amount(b->payment, b->n, t->cur, amount, day);

	for (; i < b->n; i++) {
		const struct bank_amount *x = &b->payment[i];

		if (x->cur != t->cur || x->amount != amount || x->date != day)
			break;
		if (!b->used[x->of] && may_be(b->j, p, x->of) &&
		    (day == t->date || !settled_others(b->j, p, x->of)))
			return x->of;
	}
	return NONE;
}

/* The books are late more often than early: of two days equally far away, the later one first. */
static void by_day(struct books *b, struct bank_tx *t, int32_t distance)
{
	const civil_date day[] = { t->date + distance, t->date - distance };
	const money amount[] = { t->amount, t->gross };
	struct payer p = payer_of(b->j, t);

	for (size_t i = 0; i < 2; i++) {
		for (size_t k = 0; k < 2; k++) {
			uint32_t doc = on_day(b, t, &p, amount[k], day[i]);

			if (doc == NONE)
				continue;
			if (p.customer != NONE)
				bank_learn(b->j, t, b->j->l->document[doc].customer);
			take(b, t, doc);
			return;
		}
	}
}

/* --- long ago ----------------------------------------------------------------------------- */

static void by_age(struct bank_job *j, struct bank_tx *t)
{
	struct bank_list docs = named_documents(j, t);

	if (j->last_payment == DATE_NONE || t->date >= j->last_payment - LONG_BOOKED_DAYS ||
	    any_open(j, &docs))
		return;
	t->docs = docs;
	t->customer = bank_one_customer(j, &docs);
	buf_printf(&j->text,
		   "réputé comptabilisé : antérieur de plus de %d jours au dernier règlement de l’export (",
		   LONG_BOOKED_DAYS);
	bank_say_date(j, j->last_payment);
	buf_puts(&j->text, "), sans pièce ouverte désignée");
	bank_decide(t, BANK_BOOKED, bank_said(j));
}

static struct books open_books(struct bank_job *j)
{
	struct books b = { .j = j };
	uint32_t cap = 0;

	b.used = bulk_calloc(j->l->documents, sizeof *b.used);
	for (uint32_t i = 0; ledger_has_document(j->l, i); i++) {
		const struct document *doc = &j->l->document[i];

		if (!is_payment(doc))
			continue;
		BULK_GROW(b.payment, b.n, cap);
		b.payment[b.n++] = (struct bank_amount){ -doc->amount, i, document_posted(doc), doc->cur };
	}
	bank_sort_amounts(b.payment, b.n);
	return b;
}

void bank_find_booked(struct bank_job *j)
{
	struct books b = open_books(j);
	uint32_t i;

	for (i = 0; i < j->n; i++) {
		if (bank_pending(&j->tx[i]))
			by_reference(&b, &j->tx[i]);
	}
	for (i = 0; i < j->n; i++) {
		if (bank_pending(&j->tx[i]))
			by_settled(&b, &j->tx[i]);
	}
	for (int32_t distance = 0; distance <= BOOKED_DAYS; distance++) {
		for (i = 0; i < j->n; i++) {
			if (bank_pending(&j->tx[i]))
				by_day(&b, &j->tx[i], distance);
		}
	}
	for (i = 0; i < j->n; i++) {
		if (bank_pending(&j->tx[i]))
			by_age(j, &j->tx[i]);
	}
	bulk_free(b.payment);
	bulk_free(b.used);
}
