/*
 * unbooked.h - what a bank statement says and the export does not know yet
 * (RULES §7: nobody who has paid is reminded).
 *
 * A sure transfer is a payment in the ledger, allocated for the reason
 * MATCH_BANK (book/bank.h): the open amounts take it in, the file's own totals
 * do not. An uncertain one only holds letters back, where the policy says so.
 */
#ifndef RELANCE_ASSESS_UNBOOKED_H
#define RELANCE_ASSESS_UNBOOKED_H

#include "assess/work.h"

/* Some sure transfer is allocated in the ledger: worth looking for what it settled. */
bool unbooked_any(const struct ledger *l);

/* A debit of that position was overdue, and a transfer that is not booked yet has settled it. */
bool unbooked_settled(const struct work *w, const struct position *q);

/* The policy holds letters back, and an uncertain transfer, received by D, is probably this customer's. */
bool unbooked_waits(const struct work *w, const struct position *q);

/* The document came with a bank statement: no total of the file has it. */
bool document_unbooked(const struct ledger *l, uint32_t doc);

#endif
