/*
 * diag.h - everything the program has to tell about its input and itself.
 *
 * One sink for the whole run. An error is printed at once on standard error;
 * a finding (data quality) and a rejected record are kept, counted per code,
 * and become the sheet "Qualité" and rejets.csv. Messages are in French,
 * start lower case, name the thing in « », and say what to do. What they
 * quote is cut to 80 characters, file names to 255: an input cannot flood them.
 */
#ifndef RELANCE_BASE_DIAG_H
#define RELANCE_BASE_DIAG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/money.h"
#include "base/status.h"

enum severity {
	SEV_INFO,    /* worth knowing */
	SEV_WARNING, /* figures are right but something narrows what can be done */
	SEV_REJECT,  /* a record was not taken; it is in rejets.csv */
	SEV_ERROR    /* the run cannot go on, or the result must not be used */
};

/* Where in an input. file is an index given by diag_file(), or -1; line 0 = unknown. */
struct place {
	int file;
	uint32_t line;
};
#define NOWHERE ((struct place){ -1, 0 })

struct diag;

struct diag *diag_new(void);
void diag_drop(struct diag *d);

/* Register an input file's name; the index stays valid as long as d. The name is copied, what is not UTF-8 in it replaced. */
int diag_file(struct diag *d, const char *name);
const char *diag_file_name(const struct diag *d, int file); /* "" for -1 */

/* Quiet mode for tests: errors are kept but not printed. */
void diag_set_quiet(struct diag *d, bool quiet);

/*
 * An error: printed as "relance: FILE:LINE: message" and kept (as a finding of
 * code "error", which the summary does not print again). Returns st, so
 * that `return diag_error(d, ST_INPUT, at, "...")` composes.
 */
enum status diag_error(struct diag *d, enum status st, struct place at, const char *fmt, ...)
	__attribute__((format(printf, 4, 5)));

/*
 * Why a system call failed and, where one can, what to do, in French: diag_errno(ENOSPC) is "plus de place sur le
 * disque ; libérez-en". For the end of a message. Static string.
 */
const char *diag_errno(int err);

/*
 * A finding. code is a stable English word ("no-due-date") that groups and
 * counts; the first DIAG_EXAMPLES of each code, in order of (file, line,
 * message), keep their message and place. Thread-safe, as letters are made in
 * parallel; what is kept does not depend on the threads.
 */
#define DIAG_EXAMPLES 20
void diag_finding(struct diag *d, enum severity sev, const char *code, struct place at, const char *fmt, ...)
	__attribute__((format(printf, 5, 6)));

/*
 * A record that was not taken. Kept in full (all of them). customer and
 * document may be ""; amount counts only if has_amount, in currency c, signed.
 */
struct reject {
	struct place at;
	const char *customer, *document; /* owned by the diag */
	const char *code;                /* stable English word, static string */
	const char *message;             /* French */
	bool has_amount;
	money amount;
	currency cur;
};
void diag_reject(struct diag *d, const char *code, struct place at, const char *customer, const char *document,
		 bool has_amount, money amount, currency c, const char *fmt, ...)
	__attribute__((format(printf, 9, 10)));

size_t diag_reject_count(const struct diag *d);
const struct reject *diag_reject_at(const struct diag *d, size_t i); /* in order of (file, line, code) after diag_sort */

struct finding {
	const char *code;
	enum severity severity;
	size_t count;
	size_t examples; /* kept, at most DIAG_EXAMPLES */
	struct { struct place at; const char *message; } example[DIAG_EXAMPLES];
};
size_t diag_finding_count(const struct diag *d);
const struct finding *diag_finding_at(const struct diag *d, size_t i);

/* Bring rejects and findings into an order that does not depend on threads. Call before output. */
void diag_sort(struct diag *d);
bool diag_has_error(const struct diag *d);

/*
 * Print on standard error: each code of finding with its count and its first examples, at most DIAG_SHOWN,
 * and the rejects, the first ones in full. Call after diag_sort().
 */
#define DIAG_SHOWN 3
void diag_print_summary(const struct diag *d);

/*
 * The same for the codes of finding that came after diag_finding_count() was `findings`, without the rejects:
 * what one letter has to say, not all of its export. Call before diag_sort().
 */
void diag_print_since(const struct diag *d, size_t findings);

#endif
