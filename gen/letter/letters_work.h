/* letters_work.h - private: what letters.c, letters_name.c and preview.c share. */
#ifndef RELANCE_LETTER_LETTERS_WORK_H
#define RELANCE_LETTER_LETTERS_WORK_H

#include "letter/layout.h"
#include "letter/letters.h"

/* A letter to be made. */
struct letter_job {
	struct letter_order order;
	uint32_t decision; /* NONE: thank-you or preview */
	uint32_t customer;
	currency cur;
	const char *site; /* "" */
	const char *name; /* of the file */
	enum status st;
	/* results */
	money total, indemnity;
	size_t pages, bytes;
};

/* What one thread needs to make letters one after the other. */
struct letter_bench {
	struct arena *mem; /* reset before every letter */
	struct penalties scratch;
	struct buf pdf;
};
void letter_bench_init(struct letter_bench *b);
void letter_bench_drop(struct letter_bench *b);

/*
 * Make job's letter in memory: b->pdf. Its results are in the job. ST_LIMIT, ST_CONFIG, ST_CLOSURE, ST_OUTPUT: reported.
 */
enum status letter_make(struct diag *d, const struct letter_shop *shop, struct letter_bench *b,
			struct letter_job *job);

/*
 * Names of the jobs' files (see letters.h), in the arena. The jobs of a customer
 * stand together.
 */
void letter_names(struct arena *a, const struct ledger *l, struct letter_job *job, size_t n);

/* "C001" made fit for a file name, not yet unique. */
const char *letter_safe_id(struct arena *a, const char *id);

/* A letter to look at: a decision of the run, or one made up with the step it stands on. */
struct letter_mock {
	struct decision decision;
	struct step step;
	struct thanks thanks;
};
struct letter_look {
	struct letter_mock mock;
	struct letter_job job; /* points into mock */
};
/* Fill *look for that position and template. ST_USAGE, not reported, if there is nothing to write about. */
enum status letter_look_at(struct diag *d, struct arena *mem, const struct assessment *a,
			   const struct company *c, const struct template *t, uint32_t position,
			   struct letter_look *look);

/* No letter without the sender's name and address: the finding "no-identity" and false. */
bool letter_has_identity(struct diag *d, const struct company *c);

#endif
