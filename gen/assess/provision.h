/*
 * provision.h - the provision of one item (RULES §9; law.md §11): base excluding
 * VAT x rate of the policy's matrix, rounded item by item. The positions' sums are
 * made of it, and so are the lines of the sheet Provisions par pièce.
 */
#ifndef RELANCE_ASSESS_PROVISION_H
#define RELANCE_ASSESS_PROVISION_H

#include "assess/assess.h"

struct provision_item {
	size_t column; /* of the matrix: 0 not due, the buckets, without due date */
	money base;    /* excluding VAT */
	rate percent;
	money amount;
	money doubtful; /* proposed for 416, VAT included */
};

/* Columns of the matrix. */
size_t provision_columns(const struct policy *p);
/* A debit item of a position, by the class that its customer has. false on overflow. */
bool provision_of(const struct assessment *a, const struct position *pos, const struct item *it,
		  struct provision_item *out);
/* Existing provisions stated on a document. false on overflow. */
bool provision_existing(const struct ledger *l, uint32_t doc, money *sum);

#endif
