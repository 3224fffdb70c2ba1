/*
 * priority.c - points by thresholds of the policy: recent and large before old
 * and small. Ties are the reader's business: amount, then customer.
 */
#include "assess/words.h"
#include "assess/work.h"

#include "base/banned.h"

/* The thresholds count hundredths of the company's unit; without a rate the amount's own unit stands in. */
static int amount_points(const struct assessment *a, const struct decision *e, currency c)
{
	const struct policy *p = a->policy;
	currency cur = a->view->ledger->company_cur;
	money value;
	int points = 0;

	if (!company_value(a, e->amount, c, &value)) {
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
static int days_late(const struct assessment *a, const struct decision *e)
{
	int late = 0;

	if (!e->candidates)
		return e->oldest_late;
	for (uint32_t k = 0; k < e->candidates; k++) {
		int days = a->view->as_of - a->item[e->candidate[k]].due;

		late = days > late ? days : late;
	}
	return late;
}

void decision_prioritise(const struct assessment *a, struct decision *e, bool broken_promise)
{
	const struct policy *p = a->policy;
	const struct position *q = &a->position[e->position];
	enum risk_class class = a->profile[q->customer].used;

	e->priority_days = days_late(a, e);
	e->priority_part[PRIORITY_AMOUNT] = (int16_t)amount_points(a, e, q->cur);
	e->priority_part[PRIORITY_LATENESS] =
		(int16_t)threshold_points(p->priority_late, p->priority_lates, e->priority_days);
	e->priority_part[PRIORITY_CLASS] = (int16_t)p->priority_class[class];
	e->priority_part[PRIORITY_PROMISE] = (int16_t)(broken_promise ? p->priority_promise : 0);
	e->priority = 0;
	for (int i = 0; i < PRIORITY_PARTS; i++)
		e->priority += e->priority_part[i];
}

static void put_points(struct buf *b, int points)
{
	buf_puts(b, "\u00a0: ");
	put_int(b, points);
	buf_puts(b, " ; ");
}

const char *decision_priority_words(const struct assessment *a, const struct decision *e, struct arena *mem)
{
	const struct position *q = &a->position[e->position];
	struct buf b = BUF_INIT;
	const char *words;

	put_money(&b, e->amount, q->cur);
	put_points(&b, e->priority_part[PRIORITY_AMOUNT]);
	put_int(&b, e->priority_days);
	buf_puts(&b, "\u00a0j de retard");
	put_points(&b, e->priority_part[PRIORITY_LATENESS]);
	buf_puts(&b, "classe ");
	buf_putc(&b, class_letter(a->profile[q->customer].used));
	put_points(&b, e->priority_part[PRIORITY_CLASS]);
	if (e->priority_part[PRIORITY_PROMISE]) {
		buf_puts(&b, "promesse non tenue");
		put_points(&b, e->priority_part[PRIORITY_PROMISE]);
	}
	buf_puts(&b, "total\u00a0: ");
	put_int(&b, e->priority);
	words = arena_strdup(mem, b.s);
	buf_drop(&b);
	return words;
}
