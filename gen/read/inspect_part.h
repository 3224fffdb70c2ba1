/* inspect_part.h - the inside of mapping_inspect, shared by inspect*.c and by nobody else. */
#ifndef RELANCE_READ_INSPECT_PART_H
#define RELANCE_READ_INSPECT_PART_H

#include <stdio.h>

#include "base/table.h"
#include "read/compiled.h"
#include "read/guess_value.h"
#include "read/record.h"

#define SHOWN_RECORDS 3	 /* of each kind */
#define SHOWN_EXAMPLES 3 /* of each problem */

/* One of the first records of its kind, copied. */
struct shown {
	uint32_t line;
	const char *inside; /* of which record: its kind and id, "" for none */
	const char *field[F_FIELDS];
};

struct kind_count {
	uint64_t count;
	uint64_t filled[F_FIELDS];
	struct shown first[SHOWN_RECORDS];
};

/* Amounts of one kind of record, or of documents of one type, in one currency. */
struct sum {
	const char *label; /* "invoice", "allocation" */
	const char *currency;
	uint64_t count, rounded;
	money total; /* signed as in the ledger: credits negative */
	bool document, overflow;
};

/* Something that a run would reject, or leave out. */
struct problem {
	enum record_kind kind;
	enum record_field field;
	const char *what; /* French, static */
	bool rejects;
	uint64_t count;
	struct {
		uint32_t line;
		const char *value;
	} example[SHOWN_EXAMPLES];
};

/* A figure that the file states about itself. */
struct stated {
	const char *what; /* French, static or in mem */
	const char *currency, *value;
	const char *found; /* what the file itself says must be equal; NULL: documents or records are */
	bool is_balance;
	enum record_kind counted; /* no balance: how many of these there are */
};

struct inspection {
	struct arena *mem, *scratch;
	struct kind_count kind[REC_KINDS];
	const char *currency; /* of the export, "" if it has none */
	struct sum *sum;
	size_t sums, sum_cap;
	struct problem *problem;
	size_t problems, problem_cap;
	struct stated *stated;
	size_t stateds, stated_cap;
	money opening, closing; /* of the customers, in the export's currency */
	bool has_opening, has_closing, openings_count;
	struct table customers; /* ids of the customers of the file */
	struct table owners;	/* ids that documents name, to the line of the first */
	const char **owner;	/* the same, in order */
	size_t owner_count, owner_cap;
	struct shape document_ids, document_numbers;
	struct shape settled; /* what allocations name as the other document */
};

void inspection_start(struct inspection *x, const struct mapping *m);
void inspection_drop(struct inspection *x);
/* The sink. */
enum status inspection_take(void *self, const struct record *r);
/* What can be said only when all records are there: customers without a record. */
void inspection_finish(struct inspection *x);

/* The balance of documents and opening balances in a currency; false if it cannot be summed. */
bool inspection_balance(const struct inspection *x, const char *currency, money *out);
/* The code itself, or EUR's two decimals' currency where it is none. */
currency inspection_currency(const char *code);

/*
 * Paths of the file that the mapping does not read, with how often they came
 * by (inspect_paths.c). ST_INPUT when the file cannot be read.
 */
enum status inspect_paths(struct diag *d, const char *input, const struct mapping *m, FILE *out);

#endif
