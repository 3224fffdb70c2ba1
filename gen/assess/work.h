/*
 * work.h - what the passes of assess() share. Private to gen/assess: nothing
 * outside includes it.
 *
 * The order matters and is told in assess.c: ageing first, as all others walk
 * its positions and items; closure before anything that could be sent.
 */
#ifndef RELANCE_ASSESS_WORK_H
#define RELANCE_ASSESS_WORK_H

#include "assess/assess.h"
#include "base/text.h"

/* Running sums over settled documents: see settled.h. */
__extension__ typedef __int128 wide; /* amount x days */
struct settled_sum {
	uint32_t documents; /* settled, weighed or not */
	wide weight, late, payment;
};

struct work {
	struct diag *d;
	struct assessment *a;
	const struct view *v;
	const struct ledger *l;
	const struct policy *p;
	const struct rate_table *t;
	civil_date day;		      /* D */
	civil_date rate_day;	      /* of the exchange rates: D, but for past.c */
	bool brief;		      /* figures only: assess_figures() */
	struct arena *mem;	      /* = a->mem */
	struct buf text;	      /* sentence under construction */
	bool *barred;		      /* per item: time-barred */
	struct penalties penalties;   /* of one document, used again for the next */
	const char **why;	      /* profile.c: words per criterion, NULL where nobody reads them */
	const struct profile *judged; /* profile.c: whose */
	struct settled_sum settled;   /* all customers, within the policy's months of history */
	size_t decision_cap;
};

/*
 * Positions, items and key figures alone, with the exchange rates of another day: for
 * comparing closings at constant rates (past.c).
 */
enum status assess_figures(struct diag *d, const struct view *v, const struct policy *p,
			   const struct rate_table *t, civil_date rate_day, struct assessment **out);

/* The passes, in order. Each returns ST_OK or has reported. */
void find_rates(struct work *w);	       /* exchange.c: a->rate_of, a->no_rate */
enum status age(struct work *w);	       /* ageing.c: positions, items */
enum status close_books(struct work *w);       /* closure.c: a->closure, a->closes */
enum status cost_of_lateness(struct work *w);  /* lateness.c: penalties of positions and items */
void find_prescriptions(struct work *w);       /* lateness.c: a->prescription, barred */
enum status profile_customers(struct work *w); /* profile.c */
void leave_out(struct work *w);		       /* leftout.c: item.left_out, until, asked */
enum status decide(struct work *w);	       /* decide.c */
enum status provide(struct work *w);	       /* provision.c */
enum status find_figures(struct work *w);      /* figures.c */
void find_thanks(struct work *w);	       /* thanks.c */

/* "a sum does not fit": reported, ST_LIMIT. customer may be NONE. */
enum status sum_too_large(struct work *w, uint32_t customer, currency c);

/* x in company currency; false where there is no rate (or no company currency, or it does not fit). */
bool company_value(const struct assessment *a, money x, currency c, money *out);
/* An amount of the policy (hundredths of a unit) in minor units of c. */
money policy_amount_in(money hundredths, currency c);

/*
 * x is less than an amount of the policy, which is in company currency; without a rate the two are compared
 * unit for unit.
 */
bool below_policy_amount(const struct work *w, money x, currency c, money hundredths);

/* Is the item a debit whose due date lies before D? Whatever the ageing basis. */
static inline bool item_overdue(const struct work *w, const struct item *i)
{
	return i->bucket != ITEM_UNAPPLIED && i->due != DATE_NONE && i->due < w->day;
}

#endif
