/*
 * provision.c - the provision proposal (RULES §9; law.md §11).
 *
 * Every open debit item: base excluding VAT x rate of its column and of the
 * customer's class. Unapplied credits are not set off: that is for a person to
 * judge, and the sheet shows them beside. Existing provisions are those that the
 * export states on the customer's documents, settled ones included: what they no
 * longer cover is to be released.
 */
#include "assess/insolvency.h"
#include "assess/work.h"
#include "assess/words.h"

#include "base/banned.h"

/* Row of the policy's matrix: 0 not due, then the buckets, then without due date. */
static size_t matrix_row(const struct policy *p, const struct item *i)
{
	if (i->bucket == ITEM_NOT_DUE)
		return 0;
	return i->bucket == ITEM_NO_DUE ? p->limits + 2 : (size_t)i->bucket + 1;
}

/* The VAT in what is open is the same part of it as of the whole document. */
static bool net_base(struct work *w, const struct item *i, money *base)
{
	const struct document *doc = &w->l->document[i->doc];
	money open = w->v->open[i->doc];

	if (doc->has_vat)
		return money_muldiv(open, doc->amount - doc->vat, doc->amount, base);
	if (w->p->default_vat)
		return money_muldiv(open, 100 * RATE_ONE, 100 * RATE_ONE + w->p->default_vat, base);
	*base = open;
	return true;
}

static void note_missing_vat(struct work *w, const struct document *doc)
{
	diag_finding(w->d, SEV_INFO, "no-vat", doc->at,
		     w->p->default_vat ? "client « %s », pièce « %s » : TVA non indiquée ; la base de "
					 "provision est calculée "
					 "au taux par défaut de la politique"
				       : "client « %s », pièce « %s » : TVA non indiquée ; la base de "
					 "provision est le montant "
					 "toutes taxes comprises",
		     w->l->customer[doc->customer].id, ledger_text(w->l, doc->number));
}

static bool provide_item(struct work *w, struct position *q, const struct item *i, enum risk_class class)
{
	const struct document *doc = &w->l->document[i->doc];
	rate percent = w->p->provision[matrix_row(w->p, i)][class];
	money base, part;

	if (percent && !doc->has_vat)
		note_missing_vat(w, doc);
	if (!net_base(w, i, &base) || !money_muldiv(base, percent, 100 * RATE_ONE, &part) ||
	    !money_add(&q->provision_base, base) || !money_add(&q->provision, part))
		return false;
	if ((item_overdue(w, i) && w->day - i->due >= w->p->doubtful_after) ||
	    (class == CLASS_E && insolvency_covers(&w->l->customer[q->customer], doc)))
		return money_add(&q->doubtful, w->v->open[i->doc]);
	return true;
}

/* Provisions stated on one document. */
static bool existing(const struct ledger *l, uint32_t doc, money *sum)
{
	*sum = 0;
	for (uint32_t x = ledger_extra(l, l->document[doc].extras, EXTRA_PROVISION); x != NONE;
	     x = ledger_extra(l, l->extra[x].next, EXTRA_PROVISION)) {
		if (!money_add(sum, l->extra[x].amount))
			return false;
	}
	return true;
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
		if (!existing(w->l, k, &sum))
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

	for (uint32_t c = 0; c < w->l->customers; c++) {
		struct position *first = &w->a->position[next];
		uint32_t n = 0;

		for (; next < w->a->positions && w->a->position[next].customer == c; next++, n++) {
			struct position *q = &w->a->position[next];

			for (uint32_t k = q->first_item; k < q->first_item + q->items; k++) {
				if (w->a->item[k].bucket != ITEM_UNAPPLIED &&
				    !provide_item(w, q, &w->a->item[k], w->a->profile[c].used))
					return sum_too_large(w, c, q->cur);
			}
		}
		if (!book_existing(w, c, first, n))
			return sum_too_large(w, c, w->l->company_cur);
	}
	return ST_OK;
}
