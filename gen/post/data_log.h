/*
 * data_log.h - private to post: the rows of the CSV files that are not about
 * customers' positions. Each returns ST_OK; the file's own errors show at its closing.
 */
#ifndef RELANCE_POST_DATA_LOG_H
#define RELANCE_POST_DATA_LOG_H

#include "assess/assess.h"
#include "base/output.h"

/* chiffres.csv, rejets.csv, qualite.csv. The last two come from d alone, which they sort. */
enum status data_fill_figures(struct diag *d, const struct assessment *a, struct outfile *o);
enum status data_fill_rejects(struct diag *d, const struct assessment *a, struct outfile *o);
enum status data_fill_findings(struct diag *d, const struct assessment *a, struct outfile *o);

#endif
