/*
 * provision.c - the provision proposal (RULES §9; law.md §11); see provision.h.
 *
 * Every open debit item: base excluding VAT x rate of its column and of the
 * customer's class. Unapplied credits are not set off: that is for a person to
 * judge, and the sheet shows them beside. Existing provisions are those that the
 * export states on the customer's documents, settled ones included: what they no
 * longer cover is to be released.
 */
#include "assess/insolvency.h"
#include "assess/provision.h"
#include "assess/work.h"
#include "assess/words.h"

#include "base/banned.h"

size_t provision_columns(const struct policy *p)
{
	return p->limits + 3;
}

static size_t matrix_column(const struct policy *p, int bucket)
{
	if (bucket == ITEM_NOT_DUE)
		return 0;
	return bucket == ITEM_NO_DUE ? p->limits + 2 : (size_t)bucket + 1;
}

/* The VAT in what is open is the same part of it as of the whole document. */
static bool net_base(const struct assessment *a, const struct document *doc, money open, money *base)
{
	const rate hundred = 100 * RATE_ONE;

	if (doc->has_vat)
		return money_muldiv(open, doc->amount - doc->vat, doc->amount, base);
	return money_muldiv(open, hundred, hundred + a->policy->default_vat, base);
}

static bool doubtful(const struct assessment *a, const struct position *pos, const struct item *it)
{
	const struct customer *c = &a->view->ledger->customer[pos->customer];
	bool overdue = it->due != DATE_NONE && it->due < a->view->as_of;

	if (overdue && a->view->as_of - it->due >= a->policy->doubtful_after)
		return true;
	return a->profile[pos->customer].used == CLASS_E &&
	       insolvency_covers(c, &a->view->ledger->document[it->doc]);
}

bool provision_of(const struct assessment *a, const struct position *pos, const struct item *it,
		  struct provision_item *out)
{
	money open = a->view->open[it->doc];

	out->column = matrix_column(a->policy, it->bucket);
	out->percent = a->policy->provision[out->column][a->profile[pos->customer].used];
	out->doubtful = doubtful(a, pos, it) ? open : 0;
	return net_base(a, &a->view->ledger->document[it->doc], open, &out->base) &&
	       money_muldiv(out->base, out->percent, 100 * RATE_ONE, &out->amount);
}

bool provision_existing(const struct ledger *l, uint32_t doc, money *sum)
{
	*sum = 0;
	for (uint32_t x = ledger_extra(l, l->document[doc].extras, EXTRA_PROVISION); x != NONE;
	     x = ledger_extra(l, l->extra[x].next, EXTRA_PROVISION))
		if (!money_add(sum, l->extra[x].amount))
			return false;
	return true;
}

static void note_missing_vat(struct work *w, const struct document *doc)
{
	diag_finding(w->d, SEV_INFO, "no-vat", doc->at,
		     w->p->default_vat ? "client « %s », pièce « %s » : TVA non indiquée ; la base de "
					 "provision est calculée "
					 "au taux par défaut des règles"
				       : "client « %s », pièce « %s » : TVA non indiquée ; la base de "
					 "provision est le montant "
					 "toutes taxes comprises",
		     w->l->customer[doc->customer].id, ledger_text(w->l, doc->number));
}

static bool provide_item(struct work *w, struct position *q, const struct item *i)
{
	const struct document *doc = &w->l->document[i->doc];
	struct provision_item p;

	if (!provision_of(w->a, q, i, &p))
		return false;
	if (p.percent && !doc->has_vat)
		note_missing_vat(w, doc);
	return money_add(&q->provision_base, p.base) && money_add(&q->provision, p.amount) &&
	       money_add(&q->doubtful, p.doubtful);
}

/*
 * To the position of the document's currency; without one the account is settled and the provision to be
 * released.
 */
static bool book_existing(struct work *w, uint32_t customer, struct position *first, uint32_t n)
{
	const struct customer *c = &w->l->customer[customer];

	for (uint32_t k = c->first_document; k < c->first_document + c->documents; k++) {
		const struct document *doc = &w->l->document[k];
		struct position *q = NULL;
		money sum;

		if (doc->extras == NONE || !view_exists(w->v, k))
			continue;
		if (!provision_existing(w->l, k, &sum))
			return false;
		for (uint32_t i = 0; i < n && sum; i++)
			q = first[i].cur == doc->cur ? &first[i] : q;
		if (q && !money_add(&q->provision_existing, sum))
			return false;
		if (sum && !q) {
			put_money(&w->text, sum, doc->cur);
			diag_finding(w->d, SEV_WARNING, "provision-to-release", doc->at,
				     "client « %s », pièce « %s » : provision existante de %s sur un compte "
				     "soldé, à "
				     "reprendre (78174)",
				     c->id, ledger_text(w->l, doc->number), w->text.s);
			buf_clear(&w->text);
		}
	}
	return true;
}

enum status provide(struct work *w)
{
	uint32_t next = 0;

	for (uint32_t c = 0; ledger_has_customer(w->l, c); c++) {
		struct position *first = &w->a->position[next];
		uint32_t n = 0;

		for (; next < w->a->positions && w->a->position[next].customer == c; next++, n++) {
			struct position *q = &w->a->position[next];

			for (uint32_t k = q->first_item; k < q->first_item + q->items; k++) {
				if (w->a->item[k].bucket != ITEM_UNAPPLIED &&
				    !provide_item(w, q, &w->a->item[k]))
					return sum_too_large(w, c, q->cur);
			}
		}
		if (!book_existing(w, c, first, n))
			return sum_too_large(w, c, w->l->company_cur);
	}
	return ST_OK;
}
