/*
 * books.h - what every command works on: the books, read and judged as of D.
 */
#ifndef RELANCE_BOOKS_H
#define RELANCE_BOOKS_H

#include "assess/assess.h"
#include "assess/closing.h"
#include "book/company.h"
#include "book/ledger.h"
#include "book/view.h"
#include "options.h"
#include "read/reader.h"

struct book_input {
	const char *path;
	const char *mapping; /* name of the mapping that read it */
	const char *title;   /* its French title */
	struct read_result read;
};

struct books {
	struct arena *mem;
	bool hash; /* of the inputs */
	struct company *company;
	struct policy *policy;
	struct rate_table *rates;
	struct book_input *input; /* in the order of reading */
	size_t inputs, inputs_cap;
	struct ledger *ledger;
	civil_date as_of;
	struct view *view;
	const struct closing *before; /* the last closing; NULL if it was not asked for, or is not known */
	struct assessment *assessment;
};

/*
 * read -> book -> assess. ST_OK, ST_REJECTED and ST_CLOSURE leave usable books;
 * any other status does not. written: for a run, which needs besides what was
 * closed before, and the hashes of its inputs. Drop the books in every case.
 */
enum status books_prepare(struct diag *d, const struct options *o, bool written, struct books *c);
void books_drop(struct books *c);

/* Only the configuration: company, policy, rates. */
enum status books_configure(struct diag *d, const struct options *o, struct books *c);

#endif
