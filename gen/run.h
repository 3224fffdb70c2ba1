/*
 * run.h - the commands. Each returns the exit status; whatever went wrong has
 * been reported to d.
 */
#ifndef RELANCE_RUN_H
#define RELANCE_RUN_H

#include "options.h"

enum status run(struct diag *d, const struct options *o);	  /* everything, into OUT/DATE/ */
enum status run_check(struct diag *d, const struct options *o);	  /* reads and judges, writes nothing */
enum status run_explain(struct diag *d, const struct options *o); /* one customer's computation on stdout */
enum status run_preview(struct diag *d, const struct options *o); /* one letter */
enum status run_templates_check(struct diag *d, const struct options *o); /* all letter templates */
enum status run_mapping_check(struct diag *d, const struct options *o);	  /* what a mapping finds in a file */
enum status run_mapping_guess(struct diag *d, const struct options *o);	  /* a first mapping for a file */

#endif
