/*
 * report.h - what a run tells about itself: on the terminal, in the workbook's
 * sheet "Paramètres", in the manifest.
 */
#ifndef RELANCE_REPORT_H
#define RELANCE_REPORT_H

#include "books.h"
#include "letter/letters.h"
#include "post/manifest.h"
#include "workbook/workbook.h"

/* All that is pointed to lives in b->mem. */
struct workbook_input report_workbook_input(const struct options *o, struct books *b,
					    const struct letter_file *letter, size_t letters);
struct manifest report_manifest(struct diag *d, const struct options *o, struct books *b,
				struct manifest_output *output, size_t outputs);

/* French, on standard output: the few lines that the accountant reads first. */
void report_done(const struct diag *d, const struct books *b, const char *out, size_t letters);
void report_check(const struct diag *d, const struct books *b);

#endif
