/*
 * leftout.c - which overdue items must not be reminded, and why (RULES §7).
 *
 * One reason per item, the strongest first: what the law forbids (insolvency,
 * prescription), what somebody else does already (collector), what a person
 * decided for the customer (hold, refusal), then what holds for the item alone
 * (dispute, plan, promise). A dispute or a promise for a part leaves the rest.
 */
#include "assess/insolvency.h"
#include "assess/promise.h"
#include "assess/stepping.h"

#include "base/banned.h"

static bool on_hold(const struct work *w, const struct customer *c)
{
	return c->on_hold && (c->hold_since == DATE_NONE || c->hold_since <= w->day) &&
	       (c->hold_until == DATE_NONE || c->hold_until >= w->day);
}

static bool with_collector(const struct work *w, const struct customer *c, const struct document *doc)
{
	const struct ledger *l = w->l;

	if (c->collector_since != DATE_NONE && c->collector_since <= w->day)
		return true;
	for (uint32_t x = ledger_extra(l, doc->extras, EXTRA_COLLECTOR); x != NONE;
	     x = ledger_extra(l, l->extra[x].next, EXTRA_COLLECTOR)) {
		if (l->extra[x].date == DATE_NONE || l->extra[x].date <= w->day)
			return true;
	}
	return false;
}

/* What holds for the item alone. Until when a dispute runs, nobody knows. */
static enum reason own_reason(const struct work *w, struct item *i, money open)
{
	money disputed = item_disputed(w->v, i), promised;
	civil_date until = DATE_NONE;

	if (disputed >= open)
		return REASON_DISPUTED;
	if (plan_respected(w, i->doc, &until)) {
		i->until = until;
		return REASON_PLAN;
	}
	promised = promise_cover(w, i->doc, &until);
	if (promised >= open - disputed) {
		i->until = until;
		return promised >= disputed ? REASON_PROMISED : REASON_DISPUTED;
	}
	i->asked = open - disputed - promised;
	return REASON_NONE;
}

void leave_out_item(const struct work *w, struct item *i, bool barred)
{
	const struct document *doc = &w->l->document[i->doc];
	const struct customer *c = &w->l->customer[doc->customer];

	if (insolvency_covers(c, doc)) {
		i->left_out = REASON_INSOLVENCY;
	} else if (barred) {
		i->left_out = REASON_TIME_BARRED;
	} else if (with_collector(w, c, doc)) {
		i->left_out = REASON_COLLECTOR;
	} else if (on_hold(w, c)) {
		i->left_out = REASON_HOLD;
		i->until = c->hold_until;
	} else if (*c->refused) {
		i->left_out = REASON_REFUSED;
	} else {
		i->left_out = (uint8_t)own_reason(w, i, w->v->open[i->doc]);
	}
}

/* What was recorded: reminders after D do not exist; a notice before the due date is none. */
static void read_reminders(const struct work *w, struct item *i)
{
	const struct ledger *l = w->l;

	for (uint32_t x = ledger_extra(l, l->document[i->doc].extras, EXTRA_REMINDER); x != NONE;
	     x = ledger_extra(l, l->extra[x].next, EXTRA_REMINDER)) {
		const struct extra *e = &l->extra[x];

		/*
		 * One without a date was sent, nobody knows when: its level counts (DATE_NONE is the
		 * smallest date).
		 */
		if (e->date > w->day || e->level == 0)
			continue;
		if (e->level > i->last_level)
			i->last_level = e->level;
		if (e->date > i->last_reminder)
			i->last_reminder = e->date;
	}
}

void leave_out(struct work *w)
{
	civil_date ever = date_from_ymd(1, 1, 1);

	for (uint32_t k = 0; k < w->a->items; k++) {
		struct item *i = &w->a->item[k];

		bulk_breathe();
		if (i->bucket == ITEM_UNAPPLIED)
			continue;
		if (w->l->document[i->doc].extras != NONE)
			read_reminders(w, i);
		if (!item_overdue(w, i))
			continue;
		leave_out_item(w, i, w->barred[k]);
		if (w->l->document[i->doc].extras != NONE)
			i->broken_promise = promises_broken(w, i->doc, ever) > 0;
	}
}
