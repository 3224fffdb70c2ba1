/*
 * build_deal.c - a large ledger put down customer by customer.
 *
 * A FEC is in order of date: the documents of one customer lie all over it. As
 * long as they are in memory that does not matter; in a file (bulk.h) every look
 * at the next one would fetch another page, and everything that follows goes
 * from customer to customer. So the documents are dealt once, in the order in
 * which they were read, to stacks of neighbouring customers, and their texts
 * with them; a stack is small enough to stay in memory while it is sorted.
 *
 * The texts stay where they were too: identifiers of the builder's names and
 * strings of extras point to them. They lie in the file and are not fetched.
 */
#include "book/intake.h"

#include <stdlib.h>

#include "base/bulk.h"

#include "base/banned.h"

#define STACK 65536 /* documents: some megabytes, texts included */
#define STACKS 512  /* at most */
#define KNOWN 256   /* texts that may come again, per stack */

struct stack {
	struct pool_writer writer;
	uint32_t next; /* place of its next document */
	pool_text was[KNOWN], is[KNOWN];
};

struct dealing {
	struct ledger *l;
	uint32_t height; /* documents of a stack, more or less */
	struct stack *stack;
};

static struct stack *stack_of(const struct dealing *d, uint32_t customer)
{
	return &d->stack[d->l->customer[customer].first_document / d->height];
}

static pool_text move_text(const struct dealing *d, struct stack *s, pool_text t)
{
	uint32_t slot = t % KNOWN;

	if (t && s->was[slot] != t) {
		s->was[slot] = t;
		s->is[slot] = pool_write(d->l->text, &s->writer, ledger_text(d->l, t));
	}
	return t ? s->is[slot] : 0;
}

/* The number of a document is its id, and its reference its number, where they are the same text: see fill_texts(). */
static void move_texts(const struct dealing *d, struct stack *s, struct document *doc)
{
	bool by_id = doc->number == doc->id, by_number = doc->reference == doc->number;

	doc->id = move_text(d, s, doc->id);
	doc->number = by_id ? doc->id : move_text(d, s, doc->number);
	doc->label = move_text(d, s, doc->label);
	doc->order = move_text(d, s, doc->order);
	doc->site = move_text(d, s, doc->site);
	doc->reference = by_number ? doc->number : move_text(d, s, doc->reference);
}

/* What only matching needs is read customer by customer as well. */
static void move_marks(const struct dealing *d, struct builder *b)
{
	for (uint32_t i = 0; ledger_has_document(d->l, i); i++)
		b->documents.name[d->l->document[i].first_allocation].value = i; /* some may have gone */
	for (uint32_t i = 0; i < b->marks; i++) {
		struct match_mark *m = &b->mark[i];
		uint32_t doc = b->documents.name[m->doc].value;
		struct stack *s;

		if (i % 1024 == 0)
			bulk_breathe();
		if (!NAME_TAKEN(doc))
			continue; /* rejected */
		s = stack_of(d, d->l->document[doc].customer);
		m->group = move_text(d, s, m->group);
		m->account = move_text(d, s, m->account);
		m->applies = move_text(d, s, m->applies);
	}
}

/* Are customers' documents apart from each other? An export that goes from customer to customer is dealt already. */
static bool is_mixed(const struct ledger *l)
{
	uint64_t changes = 0;

	for (uint32_t i = 1; ledger_has_document(l, i); i++)
		changes += l->document[i].customer != l->document[i - 1].customer;
	return changes > 2 * (uint64_t)l->customers;
}

void deal_documents(struct builder *b)
{
	struct dealing d = { .l = b->l };
	struct ledger *l = b->l;
	struct document *dealt;
	uint32_t i;

	if (!l->documents || !bulk_is_filed(l->document) || !is_mixed(l))
		return;
	d.height = l->documents / STACKS > STACK ? l->documents / STACKS : STACK;
	d.stack = bulk_calloc(l->documents / d.height + 1, sizeof *d.stack);
	for (i = l->customers; i-- > 0;)
		stack_of(&d, i)->next = l->customer[i].first_document;
	move_marks(&d, b);
	dealt = bulk_alloc((size_t)l->documents * sizeof *dealt);
	for (i = 0; ledger_has_document(l, i); i++) {
		struct stack *s = stack_of(&d, l->document[i].customer);
		struct document *doc = &dealt[s->next++];

		*doc = l->document[i];
		move_texts(&d, s, doc);
	}
	bulk_free(d.stack);
	bulk_free(l->document);
	l->document = dealt;
	b->document_cap = l->documents;
}
