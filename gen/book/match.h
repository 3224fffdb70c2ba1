/*
 * match.h - which debits and credits of a customer settle each other, where
 * the input has lettering codes, references or nothing instead of allocations
 * (formats.md §3.1a). Inside of gen/book.
 *
 * For each customer and currency, in this order, each step on what the one
 * before left open: lettering groups · documents named by others · same
 * reference · number quoted in a label · oldest first. Inside of a step the
 * oldest debit meets the oldest credit: so the part that is matched by a date D
 * is what matching only the documents up to D would give, and a payment after
 * D hides nothing at D. Effective date: the later of the two documents'
 * accounting dates, or the group's where it is stated and later.
 */
#ifndef RELANCE_BOOK_MATCH_H
#define RELANCE_BOOK_MATCH_H

#include "book/build.h"

/* What only matching needs to know of a document. */
struct match_mark {
	uint32_t doc;
	pool_text group, account, applies; /* in the ledger's texts */
	civil_date group_date; /* DATE_NONE */
};

struct match_job {
	struct diag *d; /* findings "group-unbalanced", "matched-by-age", "names-unknown" */
	const struct ledger *l; /* customers and documents sorted, document.rules set */
	const struct matching *rules;
	const struct match_mark *mark; /* ascending doc, one for each doc at most */
	uint32_t marks;
	money *left; /* per document, >= 0: what is open yet; updated */

	struct allocation *out; /* grows behind n; malloc'ed, belongs to the caller */
	uint32_t n, cap;
	bool undated; /* out: some matching that the input states came without a date (RULES §3) */
};

/* Linear but for sorting; takes nothing from documents whose rules do not ask for it. */
void match_run(struct match_job *j);

/*
 * The parts (match_text.c): each works on the open documents of one customer and currency, in order of
 * date.
 */
struct match_set {
	struct match_job *j;
	struct arena *scratch; /* reset for each set */
	uint32_t *doc;         /* by accounting date, then as in the ledger */
	uint32_t n;
};
/* Set as much of debit against credit as both have left. */
void match_pair(struct match_job *j, uint32_t debit, uint32_t credit, enum match_reason reason);
/* Oldest debit against oldest credit, among n documents in order of date. */
void match_net(struct match_job *j, const uint32_t *doc, uint32_t n, enum match_reason reason);
const struct match_mark *match_mark_of(const struct match_job *j, uint32_t doc); /* NULL if it has none */
/*
 * What an accountant should look at once a customer is matched (match_report.c): payments that only their age set
 * against something, among the allocations from `first` on, and names of documents that he has not.
 */
void match_report(const struct match_job *j, struct arena *scratch, const struct customer *c, uint32_t first);
void match_by_applies(const struct match_set *s);
void match_by_quoted(const struct match_set *s);

#endif
