/*
 * rates.h - the half-yearly table of statutory rates, 2009 to the last one
 * published: a data file with its sources (templates/rates.xml, rates.xsd).
 * An unknown half-year is refused, never guessed (RULES §6).
 */
#ifndef RELANCE_ASSESS_RATES_H
#define RELANCE_ASSESS_RATES_H

#include "base/date.h"
#include "base/diag.h"
#include "base/money.h"

struct half_year_rates {
	bool known;
	rate ecb;	       /* main refinancing rate on the half-year's first day, percent */
	rate legal_other;      /* legal rate, "all other cases" */
	rate legal_individual; /* legal rate, claims of private persons; before 2015 the single rate of the year */
	const char *source; /* where the figures were read, French, "" if the file does not say */
};

struct rate_table {
	int first, count; /* half-years, see date_half_year() */
	struct half_year_rates *row;
	const char *path;
	/* added to the ECB rate, percent: L.441-10 C. com. (10), R.2192-31 CCP (8); floor factor 3 */
	rate business_margin, public_margin;
	int floor_factor;
	money indemnity; /* 40 EUR in cents, D.441-5 */
};

/*
 * Load path, checked by templates/rates.xsd, into the arena: *out lives as long
 * as a. Half-years may stand in any order and may have gaps, but not twice.
 * Any error is reported with file and line: ST_CONFIG.
 */
enum status rates_load(struct diag *d, struct arena *a, const char *path, struct rate_table **out);

/* Row of a half-year, NULL when the table does not have it. */
const struct half_year_rates *rates_of(const struct rate_table *t, int half_year);

/*
 * Report the half-year that a document needs and the table lacks, with the line to add to the file; returns
 * ST_CONFIG. A run is refused rather than made without it: RULES §6.
 */
enum status rates_missing(struct diag *d, const struct rate_table *t, int half_year, struct place at,
			  const char *customer, const char *number);

/* "2026-S2", as the file writes it, into out (RATES_PERIOD bytes). Returns out. */
#define RATES_PERIOD 16
char *rates_period(int half_year, char out[RATES_PERIOD]);

#endif
