/*
 * bank_csv.h - donnees/banque.csv: every transaction of the bank statements with its verdict.
 *
 * Form as of data_csv.h. One row per transaction, duplicates and those booked
 * after D included, ordered by date, account and amount:
 * file,line,date,amount,currency,payer,iban,reference,text,status,customer,documents,reason,confidence
 * amount is signed, money in positive; status is sure, unsure, unmatched,
 * booked, duplicate or returned (book/bank.h); documents are the identifiers of
 * what it settles, or of what it is in the books, blank separated; reason and
 * confidence (certaine, moyenne, faible, nulle) are French, the words of the sheet Banque.
 */
#ifndef RELANCE_POST_BANK_CSV_H
#define RELANCE_POST_BANK_CSV_H

#include "assess/assess.h"

/*
 * Write banque.csv into folder, which must exist; nothing, and ST_OK, where no
 * bank statement was given. ST_OUTPUT when it cannot be written (reported).
 */
enum status bank_csv_write(struct diag *d, const struct assessment *a, const char *folder);

/* Does bank_csv_write() make a file: for the manifest. */
bool bank_csv_needed(const struct assessment *a);

#endif
