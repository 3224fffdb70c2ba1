/* guess_settle.c - signs, open amounts, currency: what depends on all lists together; see guess_plan.h. */
#include <string.h>

#include "base/text.h"
#include "read/guess_plan.h"

#include "base/banned.h"

#define W(name) WORD_BIT(name)
#define ACCOUNTS_SHARED 50 /* of 100 accounts of customers, those that lines of documents must name */

int plan_credits(struct plan *p, const struct shape *s)
{
	uint64_t known = 0, credits = 0, all = 0;
	size_t i;

	for (i = 0; i < s->words; i++) {
		const char *type = words_document_type(p->scratch, s->word[i].text);

		all += s->word[i].count;
		known += type ? s->word[i].count : 0;
		if (type &&
		    (!strcmp(type, "credit-note") || !strcmp(type, "payment") || !strcmp(type, "advance")))
			credits += s->word[i].count;
	}
	arena_reset(p->scratch);
	if (!known || known * 2 < all)
		return -1;
	return (int)(credits * 100 / all);
}

/* Amounts that go both ways, of documents that are not all invoices. */
static bool both_signs(const struct documents *d)
{
	const struct leaf *l = d->choice[S_AMOUNT].leaf;

	return l && !(d->meaning & W(INVOICE)) && l->n->shape.seen[LOOK_NEGATIVE] &&
	       l->n->shape.seen[LOOK_NEGATIVE] < l->n->shape.seen[LOOK_AMOUNT];
}

/* Some document of the file pays others. */
static bool has_payments(struct plan *p)
{
	size_t i, k;

	for (i = 0; i < p->document_lists; i++) {
		const struct documents *d = &p->documents[i];
		const struct shape *type = documents_types(d);

		if ((d->meaning & W(PAYMENT)) || d->choice[S_DEBIT].leaf || d->choice[S_SIGN].leaf)
			return true;
		if (!type && both_signs(d) && !d->choice[S_OPEN].leaf && !d->choice[S_PAID].leaf)
			return true;
		for (k = 0; type && k < type->words; k++) {
			const char *t = words_document_type(p->scratch, type->word[k].text);

			arena_reset(p->scratch);
			if (t && (!strcmp(t, "payment") || !strcmp(t, "advance")))
				return true;
		}
	}
	return false;
}

/*
 * The file holds no payments, but says what is left of each document or what
 * was paid of it: then that is what counts.
 */
static void settle_amount(struct plan *p, struct documents *d)
{
	const struct choice *c = d->choice;

	d->amount = d->likely_amount = c[S_AMOUNT].leaf;
	if (!d->amount || p->payments)
		return;
	if (c[S_OPEN].leaf)
		d->amount = d->likely_amount = c[S_OPEN].leaf;
	else
		d->less = c[S_PAID].leaf;
}

/* Lines of all accounts, and customers that say which account is theirs. */
static void settle_account(struct documents *d)
{
	const struct leaf *account = d->choice[S_ACCOUNT].leaf, *own;

	if (d->bond != BOND_KEY || !account || d->customers->kind ||
	    account->n == d->choice[S_CUSTOMER].leaf->n)
		return;
	own = d->customers->choice[S_RECEIVABLE].leaf;
	d->can_account = own && own->n != d->customers->choice[S_KEY].leaf->n &&
			 shape_within(&own->n->shape, &account->n->shape) >= ACCOUNTS_SHARED;
}

static void settle_balances(struct plan *p)
{
	static const enum slot closing[] = { S_CLOSING_DEBIT, S_CLOSING };
	size_t i, k;

	for (i = 0; i < p->customer_lists; i++) {
		for (k = 0; k < sizeof closing / sizeof *closing; k++) {
			const struct leaf *l = p->customers[i]->choice[closing[k]].leaf;

			p->sure_closings = p->sure_closings || (l && (l->words & W(CLOSING)));
		}
	}
}

/* Which side documents without a type are on, and whether their amounts tell. */
static void settle_sides(struct plan *p, struct documents *d)
{
	const struct choice *c = d->choice;
	const struct shape *s = d->amount ? &d->amount->n->shape : NULL;
	unsigned negative = s ? shape_percent(s, LOOK_NEGATIVE) : 0;
	bool columns = c[S_DEBIT].leaf || c[S_SIGN].leaf;
	bool invoices =
		(d->meaning & W(INVOICE)) || (c[S_NUMBER].leaf && (c[S_NUMBER].leaf->words & W(INVOICE)));

	d->debit_type = "invoice";
	d->credit_type = invoices && !columns ? "credit-note" : "payment";
	if (c[S_TYPE].leaf) {
		int credits = plan_credits(p, documents_types(d));

		d->by_sign = s && !columns && s->seen[LOOK_NEGATIVE] && (int)negative * 2 >= credits;
		return;
	}
	if (d->meaning & W(CREDIT_NOTE))
		d->type = "credit-note";
	else if ((d->meaning & W(PAYMENT)) && !(d->meaning & W(INVOICE)))
		d->type = "payment";
	if (columns || !d->type) {
		d->type = NULL;
		d->by_sign = s && !columns && s->seen[LOOK_NEGATIVE];
		return;
	}
	d->credit_type = d->type;
	d->debit_type = d->meaning & W(CREDIT_NOTE) ? "debit-note" : "refund";
	d->negate = negative >= 90;
}

/* The same numbers in two lists, an invoice 1 and a payment 1: the list's name tells them apart. */
static void check_prefixes(struct plan *p)
{
	size_t i, k;

	for (i = 0; i < p->document_lists; i++) {
		for (k = 0; k < p->document_lists; k++) {
			const struct leaf *a = p->documents[i].choice[S_ID].leaf;
			const struct leaf *b = p->documents[k].choice[S_ID].leaf;

			if (i != k && a && b && shape_within(&a->n->shape, &b->n->shape))
				p->documents[i].prefix = p->documents[k].prefix = true;
		}
	}
}

/* The currency that most documents name. */
static void settle_currency(struct plan *p)
{
	uint64_t most = 0;
	size_t i, k;

	for (i = 0; i < p->document_lists; i++) {
		const struct leaf *l = p->documents[i].choice[S_CURRENCY].leaf;

		for (k = 0; l && k < l->n->shape.words; k++) {
			if (l->n->shape.word[k].count > most) {
				most = l->n->shape.word[k].count;
				p->currency_word = words_currency(p->mem, l->n->shape.word[k].text);
			}
		}
	}
}

/* The values that stand once in the file, but not in a document. */
static void collect_header(struct plan *p)
{
	struct leaves *l = &p->header;
	size_t i, k, kept = 0;

	plan_leaves(p, survey_root(p->s), l);
	for (i = 0; i < l->count; i++) {
		bool outside = l->leaf[i].global;

		for (k = 0; k < p->document_lists; k++)
			outside = outside && !plan_inside(l->leaf[i].n, p->documents[k].at);
		if (outside)
			l->leaf[kept++] = l->leaf[i];
	}
	l->count = kept;
}

/* Of the whole file: currency, date of the export, total. */
static void settle_header(struct plan *p)
{
	size_t i;

	collect_header(p);
	p->currency = plan_choose(&p->header, S_CURRENCY, 0, true, NULL).leaf;
	if (p->currency && !shape_is(&p->currency->n->shape, LOOK_CURRENCY))
		p->currency = NULL; /* "Euro": the documents' words are translated, the file's own are not */
	for (i = 0; i < p->header.count; i++) {
		const struct leaf *l = &p->header.leaf[i];

		if (!p->opening_date && shape_is(&l->n->shape, LOOK_DATE) &&
		    words_first_day(p->scratch, survey_word(l->n)))
			p->opening_date = l;
		arena_reset(p->scratch);
		if (!p->extracted && shape_is(&l->n->shape, LOOK_DATE) && (l->words & W(EXTRACT)))
			p->extracted = l;
		if (!p->total && shape_is(&l->n->shape, LOOK_AMOUNT) && (l->words & (W(OPEN) | W(TOTAL))) &&
		    !(l->words & (W(DEBIT) | W(CREDIT) | W(NUMBER))))
			p->total = l;
	}
	for (i = 0; i < p->header.count && !p->extracted; i++) {
		const struct leaf *l = &p->header.leaf[i];

		if (l != p->opening_date && shape_is(&l->n->shape, LOOK_DATE) && (l->words & W(DATE)) &&
		    l->n->depth <= 3)
			p->extracted = l;
	}
}

void plan_settle(struct plan *p)
{
	size_t i;

	p->payments = has_payments(p);
	for (i = 0; i < p->document_lists; i++) {
		settle_amount(p, &p->documents[i]);
		settle_sides(p, &p->documents[i]);
		settle_account(&p->documents[i]);
	}
	check_prefixes(p);
	settle_currency(p);
	settle_header(p);
	settle_balances(p);
}
