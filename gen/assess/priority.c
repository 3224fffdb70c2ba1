/*
 * priority.c - points by thresholds of the policy: recent and large before old
 * and small. Ties are the reader's business: amount, then customer.
 */
#include "assess/priority.h"

#include "assess/words.h"

#include "base/banned.h"

/* The thresholds count hundredths of the company's unit; without a rate the amount's own unit stands in. */
static int amount_points(const struct work *w, const struct decision *e, currency c)
{
	const struct policy *p = w->p;
	currency cur = w->l->company_cur;
	money value;
	int points = 0;

	if (!company_value(w, e->amount, c, &value)) {
		value = e->amount;
		cur = c;
	}
	for (size_t i = 0; i < p->priority_amounts; i++) {
		if (value >= policy_amount_in(p->priority_amount[i].from, cur))
			points = p->priority_amount[i].points;
	}
	return points;
}

/* Of the oldest item that is asked for; where nothing is, of the oldest overdue one. */
static int days_late(const struct work *w, const struct decision *e)
{
	int late = 0;

	if (!e->candidates)
		return e->oldest_late;
	for (uint32_t k = 0; k < e->candidates; k++) {
		int days = w->day - w->a->item[e->candidate[k]].due;

		late = days > late ? days : late;
	}
	return late;
}

static void put_points(struct work *w, int points)
{
	buf_puts(&w->text, "\u00a0: ");
	put_int(&w->text, points);
	buf_puts(&w->text, " ; ");
}

void prioritise(struct work *w, struct decision *e, bool broken_promise)
{
	const struct position *q = &w->a->position[e->position];
	enum risk_class class = w->a->profile[q->customer].used;
	int days = days_late(w, e);
	int amount = amount_points(w, e, q->cur);
	int late = threshold_points(w->p->priority_late, w->p->priority_lates, days);
	int risk = w->p->priority_class[class];
	int promise = broken_promise ? w->p->priority_promise : 0;

	e->priority = amount + late + risk + promise;
	put_money(&w->text, e->amount, q->cur);
	put_points(w, amount);
	put_int(&w->text, days);
	buf_puts(&w->text, "\u00a0j de retard");
	put_points(w, late);
	buf_puts(&w->text, "classe ");
	buf_putc(&w->text, class_letter(class));
	put_points(w, risk);
	if (broken_promise) {
		buf_puts(&w->text, "promesse non tenue");
		put_points(w, promise);
	}
	buf_puts(&w->text, "total\u00a0: ");
	put_int(&w->text, e->priority);
	e->priority_why = words_keep(w->mem, &w->text);
}
