/*
 * repeat.h - what several extracts of one ledger say twice. Inside of gen/book.
 *
 * A FEC or a SAF-T file holds the postings of one period, under numbers that
 * are its own. Companies give several: last year's and this year's, a draft and
 * the final one, one for each half-year. Where the mapping says so
 * (struct matching, successive):
 *
 * - Entries that two files have in common count once (repeat.c). Of the entries
 *   that either file has in the period that both cover, all of one must be found
 *   in the other: customer, accounting date, amount, number and label. Less
 *   than half in common is a coincidence (one file for sales, one for banks) and
 *   changes nothing; in between the files contradict each other, nobody can
 *   tell which one is right, and they are refused.
 * - Opening entries repeat what the files before them leave (repeat_opening.c).
 *   Those files know the items behind the balance, so the opening entries go
 *   and the items stay, with their dates and numbers; a lettering code that an
 *   opening entry has goes over to the item that it repeats. Where a customer is
 *   opened with another balance than the one that was left, the difference
 *   becomes an opening item of the first day, reported: so the sum of open items
 *   is the balance of the accounts at the end of the last file, whatever the
 *   files before it hold.
 *
 * What goes stays a part of the closure proof: ledger.repeated.
 */
#ifndef RELANCE_BOOK_REPEAT_H
#define RELANCE_BOOK_REPEAT_H

#include "book/intake.h"

/* One file: the documents it gave, and when they were posted. */
struct extract {
	const struct input *in;
	civil_date first, last; /* of its documents that are left */
	civil_date opens;	/* first accounting date of its opening entries; DATE_NONE: it has none */
	uint32_t *doc, docs;	/* indexes, by accounting date, then by what they say */
};

struct repeat_job {
	struct builder *b;
	struct ledger *l;
	struct extract *extract; /* the one that goes on longest first */
	size_t extracts;
	uint32_t documents; /* that came from files: differences of openings stand behind them */
	bool *gone;	    /* per document of the files */
};

/*
 * After customers are sorted and documents know theirs, before documents are
 * sorted. ST_INPUT (reported) for files that contradict each other, ST_LIMIT
 * for sums beyond 64 bits.
 */
enum status repeats_settle(struct builder *b);

/*
 * The totals that the document's file states hold `amount` more of its customer and currency than the ledger does:
 * its own amount where it goes, the opposite where it was made up. false where sums do not fit 64 bits.
 */
bool repeat_count(struct ledger *l, const struct document *doc, money amount);
/* The period of the documents that are left, and their opening date. */
void extract_measure(const struct repeat_job *j, struct extract *x);
static inline bool is_opening(const struct document *doc)
{
	return doc->type == DOC_OPENING_DEBIT || doc->type == DOC_OPENING_CREDIT;
}

/* repeat_opening.c */
enum status openings_settle(struct repeat_job *j);

#endif
