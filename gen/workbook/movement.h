/*
 * movement.h - what moved between two closings, per currency and ageing column:
 * opening + invoiced + received + applied + slipped in + slipped out +
 * corrections = closing, exactly, in every column (RULES §9).
 *
 * A document dated after the earlier closing was invoiced if it is a debit;
 * payments, credit notes and advances were received, unapplied at first: what is
 * applied to invoices leaves their columns and the unapplied one alike. One
 * that is older but was not open then (a payment taken back, a late posting),
 * or that was open then and is gone from the export, is a correction. What a
 * new document has lost to allocations since is applied in the column where it stands.
 */
#ifndef RELANCE_WORKBOOK_MOVEMENT_H
#define RELANCE_WORKBOOK_MOVEMENT_H

#include "workbook/ageing.h"
#include "assess/closing.h"
#include "workbook/summary_data.h"

enum flow { FLOW_OPENING, FLOW_INVOICED, FLOW_RECEIVED, FLOW_APPLIED, FLOW_IN, FLOW_OUT, FLOW_CORRECTED, FLOWS };

struct movements {
	size_t columns;
	bool seen[256]; /* currencies with any movement */
	money (*flow)[MAX_AGEING][FLOWS]; /* [currency][column][flow], signed so that they add up to the closing */
};

/* Why movements cannot be computed, in French, or NULL when they can. */
const char *movements_missing(const struct assessment *a, const struct closing *before, struct arena *mem);

/* In the arena. ST_LIMIT (reported) on overflow. */
enum status movements_new(struct diag *d, const struct assessment *a, const struct closing *before, struct arena *mem,
			  struct movements **out);

/*
 * A flow in the reference currency at the rates of D, each column of each currency
 * rounded; what has no rate is left out. overdue: of the overdue columns alone. false beyond 64 bits.
 */
bool movements_flow(const struct movements *m, const struct assessment *a, enum flow f, bool overdue, money *sum);

/* What slips into the buckets is overdue only where age counts from the due date; French. */
const char *movement_slipped(const struct policy *p);

/* opening … corrections added up: the closing amount. */
money movements_closing(const struct movements *m, currency c, size_t column);

#endif
