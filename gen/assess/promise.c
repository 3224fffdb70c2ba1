/* promise.c - promises and instalment plans; see promise.h. */
#include "assess/promise.h"

#include "base/banned.h"

/* Allocated to the document from one day to another, both included; DATE_NONE: from the beginning. */
static money paid_between(const struct ledger *l, uint32_t doc, civil_date from, civil_date to)
{
	money sum = 0;

	/* Cannot overflow: never more than the document's amount. */
	for (uint32_t a = ledger_allocations(l, doc, NONE); a != NONE; a = ledger_allocations(l, doc, a)) {
		const struct allocation *al = &l->allocation[a];

		if (al->date > to)
			break;
		if (from == DATE_NONE || al->date >= from)
			sum += al->amount;
	}
	return sum;
}

money promise_cover(const struct work *w, uint32_t doc, civil_date *until)
{
	const struct ledger *l = w->l;
	money open = w->v->open[doc], cover = 0;

	*until = DATE_NONE;
	for (uint32_t x = ledger_extra(l, l->document[doc].extras, EXTRA_PROMISE); x != NONE;
	     x = ledger_extra(l, l->extra[x].next, EXTRA_PROMISE)) {
		const struct extra *e = &l->extra[x];
		money part = e->has_amount && e->amount < open ? e->amount : open;

		if ((e->date != DATE_NONE && e->date > w->day) || e->until == DATE_NONE || e->until < w->day)
			continue;
		/* A later promise for the same item takes the place of a smaller one: they do not add up. */
		if (part > cover)
			cover = part;
		if (e->until > *until)
			*until = e->until;
	}
	return cover;
}

static bool kept(const struct ledger *l, uint32_t doc, const struct extra *e)
{
	if (e->has_amount && paid_between(l, doc, e->date, e->until) >= e->amount)
		return true;
	return paid_between(l, doc, DATE_NONE, e->until) >= l->document[doc].amount;
}

uint32_t promises_broken(const struct work *w, uint32_t doc, civil_date since)
{
	const struct ledger *l = w->l;
	uint32_t broken = 0;

	for (uint32_t x = ledger_extra(l, l->document[doc].extras, EXTRA_PROMISE); x != NONE;
	     x = ledger_extra(l, l->extra[x].next, EXTRA_PROMISE)) {
		const struct extra *e = &l->extra[x];

		if ((e->date != DATE_NONE && e->date > w->day) || e->until == DATE_NONE ||
		    e->until >= w->day || e->until < since)
			continue;
		broken += !kept(l, doc, e);
	}
	return broken;
}

/* The plan in force: a plan agreed anew replaces the one before. */
struct plan {
	uint32_t first; /* extra; NONE: no plan */
	civil_date agreed;
};

static struct plan plan_of(const struct view *v, uint32_t doc)
{
	const struct ledger *l = v->ledger;
	struct plan p = { NONE, DATE_NONE };

	for (uint32_t x = ledger_extra(l, l->document[doc].extras, EXTRA_INSTALMENT); x != NONE;
	     x = ledger_extra(l, l->extra[x].next, EXTRA_INSTALMENT)) {
		const struct extra *e = &l->extra[x];

		if ((e->date == DATE_NONE || e->date <= v->as_of) && (p.first == NONE || e->date > p.agreed))
			p = (struct plan){ x, e->date };
	}
	return p;
}

static bool of_plan(const struct extra *e, const struct plan *p)
{
	return e->date == p->agreed && e->until != DATE_NONE;
}

/* Sum of the plan's instalments due by that day; false on overflow. */
static bool instalments_by(const struct ledger *l, const struct plan *p, civil_date day, money *sum)
{
	*sum = 0;
	for (uint32_t x = p->first; x != NONE; x = ledger_extra(l, l->extra[x].next, EXTRA_INSTALMENT)) {
		const struct extra *e = &l->extra[x];

		if (of_plan(e, p) && e->until <= day && !money_add(sum, e->amount))
			return false;
	}
	return true;
}

bool plan_respected(const struct work *w, uint32_t doc, civil_date *next)
{
	const struct ledger *l = w->l;
	struct plan p = plan_of(w->v, doc);
	money due, paid;

	*next = DATE_NONE;
	if (p.first == NONE)
		return false;
	paid = paid_between(l, doc, p.agreed, w->day);
	if (!instalments_by(l, &p, w->day - 1, &due) || paid < due)
		return false;
	/*
	 * The chain is in order of agreement, not of due dates: the earliest that is not covered is looked
	 * for.
	 */
	for (uint32_t x = p.first; x != NONE; x = ledger_extra(l, l->extra[x].next, EXTRA_INSTALMENT)) {
		const struct extra *e = &l->extra[x];

		if (!of_plan(e, &p) || e->until < w->day || (*next != DATE_NONE && e->until >= *next))
			continue;
		if (!instalments_by(l, &p, e->until, &due) || due > paid)
			*next = e->until;
	}
	return *next != DATE_NONE;
}

bool plan_arrears(const struct view *v, uint32_t doc, money *due, money *paid)
{
	struct plan p = plan_of(v, doc);

	if (p.first == NONE || !instalments_by(v->ledger, &p, v->as_of - 1, due))
		return false;
	*paid = paid_between(v->ledger, doc, p.agreed, v->as_of);
	return *paid < *due;
}
