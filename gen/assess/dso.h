/*
 * dso.h - days sales outstanding (RULES §9; law.md §12).
 *
 * Month of reference: that of D; on the first of a month the one before it. A
 * month that D cuts counts with its days up to D, and with that part of its sales
 * if the export was made after its end, else with the sales as given.
 */
#ifndef RELANCE_ASSESS_DSO_H
#define RELANCE_ASSESS_DSO_H

#include "assess/work.h"

/* Fills a->sales; before the two others. */
void find_sales(struct work *w);

/* Sales of some months up to D. */
struct sales_period {
	int months, days; /* found; days = the policy's where all its months are there, else their own */
	int wanted;	  /* months that the policy's period has */
	money amount;
	const char *missing; /* French, NULL: usable */
};
struct sales_period sales_period(const struct work *w);

/* Months used up by the receivables, newest first. */
struct countback {
	int64_t tenths;	     /* result */
	const char *missing; /* French: stopped at a month without sales; NULL: computed */
	int whole;	     /* months taken in full */
	money rest, last;    /* what remained for the last month, and its sales */
	int last_days;	     /* its days; 0 if the months came out even */
	int whole_days;
};
struct countback countback(struct work *w, money receivables);

#endif
