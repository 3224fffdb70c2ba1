/*
 * workbook.h - balance-agee-D.xlsx: everything of one assessment, in French,
 * for the accountant and the manager who keep it for the year.
 *
 * Totals are live formulas that also carry their value, computed here in whole
 * minor units. The same input gives the same bytes. Nothing is added up over
 * two currencies (RULES §3).
 */
#ifndef RELANCE_WORKBOOK_WORKBOOK_H
#define RELANCE_WORKBOOK_WORKBOOK_H

#include "assess/assess.h"
#include "book/company.h"
#include "assess/closing.h"

/* An input file, for the sheet Paramètres. Strings may be NULL or "" where unknown. */
struct workbook_file {
	const char *role; /* French: "export", "règles", "taux", "relevé bancaire" */
	const char *name;
	const char *sha256; /* 64 hex digits */
	const char *format; /* the mapping's title */
	uint64_t bytes, records;
};

/* A parameter of the run: "--as-of" and "2026-10-31". */
struct workbook_parameter {
	const char *name, *value;
};

/* A file made for a decision. */
struct workbook_letter {
	uint32_t
		decision; /* index in assessment.decision; NONE: a thank-you, in the order of assessment.thanks */
	const char *path; /* relative to the workbook's folder, with '/': "lettres/C001-relance-2.pdf" */
};

struct workbook_input {
	const char *version; /* of the program: "relance 1.0" */
	const char *tmpdir;  /* for temporary files; NULL: the folder of the workbook */
	const struct workbook_file *file;
	size_t files;
	const struct workbook_parameter *parameter;
	size_t parameters;
	const struct workbook_letter *letter; /* ascending decision index */
	size_t letters;
	const struct closing *closing; /* NULL: no earlier closing is known */
	uint32_t rows_per_sheet; /* data rows before a sheet goes on to the next; 0: Excel's own limit */
	uint32_t table_limit; /* up to so many open items: Excel tables, above: constant memory; 0: 20,000 */
};

/*
 * Sheets that a policy may name (policy->sheets, policy->columns): by this code
 * or by the French name; columns by their code or heading. A sheet that names its
 * columns shows those and its first, frozen ones; the others are hidden, not left
 * out, so that every formula stays right. Unknown names are findings. The sheet
 * Rapprochement is always there (RULES §4); Provisions brings its lines along.
 */
const char *workbook_sheet_code(size_t i); /* "summary", "aged-balance"…; NULL behind the last */
const char *workbook_sheet_name(size_t i); /* "Synthèse", "Balance âgée"… */

/*
 * Write the workbook to path, which is created or replaced; re-opened and
 * counted after closing. ST_OUTPUT when anything went wrong (disk full, a
 * sheet that is not whole; reported, and path removed), ST_CONFIG for a rate
 * that a penalty needs and the table does not have, ST_LIMIT for a total beyond 64 bits.
 */
enum status workbook_write(struct diag *d, const struct assessment *a, const struct company *c,
			   const struct workbook_input *in, const char *path);

#endif
