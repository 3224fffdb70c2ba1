/* explain_provision.c - the provision proposal of one customer, item by item (RULES §9). */
#include "explain_part.h"

#include "assess/provision.h"

#include "base/banned.h"

/* Base, rate and result of one open debit. */
static void say_item(const struct story *s, const struct position *q, const struct item *it)
{
	const struct ledger *l = s->ledger;
	const struct document *doc = &l->document[it->doc];
	money open = s->a->view->open[it->doc];
	struct provision_item p;
	char label[32];

	if (!provision_of(s->a, q, it, &p))
		return;
	buf_printf(s->out, "    [%u] %s : ", (unsigned)story_number(s, it->doc), ledger_text(l, doc->number));
	if (doc->has_vat && !doc->vat)
		buf_printf(s->out, "base %s, sans TVA", say_number(p.base, q->cur).s);
	else if (doc->has_vat)
		buf_printf(s->out, "base %s × %s ÷ %s = %s", say_number(open, q->cur).s,
			   say_number(doc->amount - doc->vat, q->cur).s, say_number(doc->amount, q->cur).s,
			   say_number(p.base, q->cur).s);
	else if (s->a->policy->default_vat)
		buf_printf(s->out, "base %s hors TVA supposée de %s = %s", say_number(open, q->cur).s,
			   say_percent(s->a->policy->default_vat).s, say_number(p.base, q->cur).s);
	else
		buf_printf(s->out, "base %s, TVA non indiquée", say_number(p.base, q->cur).s);
	buf_printf(s->out, " ; %s, classe %c : × %s = %s",
		   it->bucket == ITEM_NOT_DUE  ? "Non échu"
		   : it->bucket == ITEM_NO_DUE ? "Sans échéance"
					       : bucket_label(s->a->policy, (size_t)it->bucket, label),
		   class_letter(s->a->profile[s->who].used), say_percent(p.percent).s,
		   say_amount(p.amount, q->cur).s);
	if (p.doubtful)
		buf_printf(s->out, " ; à virer en 416 : %s", say_amount(p.doubtful, q->cur).s);
	buf_puts(s->out, "\n");
}

static void say_sum(const struct story *s, const struct position *q)
{
	money difference = q->provision;

	buf_printf(s->out, "    proposée %s, existante %s", say_amount(q->provision, q->cur).s,
		   say_amount(q->provision_existing, q->cur).s);
	if (money_add(&difference, -q->provision_existing))
		buf_printf(s->out, ", à comptabiliser %s%s", say_amount(difference, q->cur).s,
			   difference > 0   ? " (dotation 68174)"
			   : difference < 0 ? " (reprise 78174)"
					    : "");
	buf_puts(s->out, "\n");
}

void explain_provision(const struct story *s, uint32_t only)
{
	bool any = false;

	for (uint32_t i = 0; assessment_has_position(s->a, i); i++) {
		const struct position *q = &s->a->position[i];

		if (q->customer != s->who)
			continue;
		for (uint32_t k = q->first_item; k < q->first_item + q->items; k++) {
			const struct item *it = &s->a->item[k];

			if (it->bucket == ITEM_UNAPPLIED || (only != NONE && it->doc != only))
				continue;
			say_item(s, q, it);
			any = true;
		}
		if (only == NONE)
			say_sum(s, q);
		any = any || only == NONE;
	}
	if (!any)
		buf_puts(s->out, "Aucune pièce ouverte à déprécier.\n");
}
