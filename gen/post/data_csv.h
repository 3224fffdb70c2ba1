/*
 * data_csv.h - the CSV files of donnees/: the figures of a run for reporting tools and for
 * whoever wants to recompute them (DESIGN.md, "The run").
 *
 * RFC 4180, UTF-8, comma, decimal point, ISO dates. Amounts have the decimals of
 * their currency and a sign (credits negative); a field that does not apply is empty.
 *
 *   balance-agee.csv  one row per customer and currency with any column not zero
 *   pieces.csv        one row per open document; bucket is a column name of balance-agee.csv
 *   penalites.csv     every penalty line of every document that exists at D, settled or disputed alike
 *   decisions.csv     one row per decision: every action, and every position with anything overdue
 *   rejets.csv        one row per record that was not taken
 *   chiffres.csv      the management figures, with their formula or why they are missing
 *   qualite.csv       the findings: count per code, and the examples kept
 *
 * Column names are English and fixed; the bucket columns follow the policy's limits.
 */
#ifndef RELANCE_POST_DATA_CSV_H
#define RELANCE_POST_DATA_CSV_H

#include "assess/assess.h"

/*
 * Write all seven files into folder, which must exist. ST_OUTPUT when one cannot
 * be written, ST_CONFIG or ST_LIMIT from the penalties; all reported to d.
 */
enum status data_csv_write(struct diag *d, const struct assessment *a, const char *folder);

/* Names of the files without ".csv", in the order written; NULL behind the last. */
const char *data_csv_name(size_t i);

#endif
