/*
 * proof.h - do the lines of a ledger balance? Postings (record.h) of a file,
 * on whatever accounts: Σ debit = Σ credit over the whole file and over each
 * entry. A file that was cut between two lines is well-formed; this finds it.
 */
#ifndef RELANCE_READ_PROOF_H
#define RELANCE_READ_PROOF_H

#include "read/record.h"

struct proof;

struct proof *proof_new(void);
void proof_drop(struct proof *p);

/*
 * One posting: F_DEBIT and F_CREDIT, which count on their own side, or else `amount`, signed, debit > 0; NULL:
 * there is none, or it cannot be read. F_ENTRY names the entry, whose lines need not follow each other.
 */
void proof_add(struct proof *p, const struct record *r, const char *amount);

/*
 * The end of the file: findings on entries that do not balance. true: *r, whose place is set, becomes the control
 * record of the whole; its texts are in a. false: there is nothing to prove, as amounts cannot be read or the
 * file holds some accounts only (most of its entries do not balance); both are told.
 */
bool proof_finish(struct proof *p, struct diag *d, struct arena *a, struct record *r);

#endif
