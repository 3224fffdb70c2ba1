/*
 * summary_data.h - what both summaries show, the sheet Synthèse and the page
 * synthese-D.pdf: totals in the reference currency, the ten largest customers.
 */
#ifndef RELANCE_WORKBOOK_SUMMARY_DATA_H
#define RELANCE_WORKBOOK_SUMMARY_DATA_H

#include "assess/assess.h"
#include "workbook/ageing.h"

#define TOP_CUSTOMERS 10

struct top_customer {
	uint32_t customer;
	money balance, overdue; /* reference currency */
};

struct summary_data {
	currency ref;               /* company's, or the only one; CUR_NONE: nothing can be added up */
	size_t currencies;          /* of the positions */
	money ageing[MAX_AGEING];   /* totals per column: sum over currencies of the converted total of each */
	money balance, overdue;     /* sum of the converted rows, as on Balance âgée */
	struct top_customer top[TOP_CUSTOMERS]; /* largest first, debit balances only */
	size_t tops;
	uint32_t customers, late_customers;
};

/* Currency of what is added up over all: the company's, else the only one of the positions, else CUR_NONE. */
currency reference_currency(const struct assessment *a);

/* Rate of D that turns c into the reference currency. false without one. */
bool reference_rate(const struct assessment *a, currency ref, currency c, rate *out);

/* x in the reference currency at the rate of D. false without a rate, or beyond 64 bits. */
bool reference_value(const struct assessment *a, currency ref, money x, currency c, money *out);

/* ST_LIMIT (reported) on overflow. */
enum status summary_data_of(struct diag *d, const struct assessment *a, struct summary_data *out);

/* Figure of that code, NULL if the assessment has none. */
const struct figure *figure_of(const struct assessment *a, const char *code);

#endif
