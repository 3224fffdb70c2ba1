/* provision_item.c - the provision of one item; see provision_item.h. */
#include "assess/insolvency.h"
#include "workbook/provision_item.h"

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
