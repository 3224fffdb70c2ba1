/*
 * bank_same.c - the same transaction in several statements counts once: the
 * same file twice, or camt.053 and .054 (or .052) of the same day.
 *
 * What must be equal: account, booking date, currency, amount. Then:
 * - The bank's own reference of the transaction, or of an entry that is one
 *   transaction, or the payer's end-to-end reference: one that is equal makes
 *   them the same, one that differs makes them two.
 * - Without any: payer, his account and text, as far as both state them.
 *   Counted per file: two equal ones inside of a file are two, and the two in a
 *   second file are the same two. So the number is the highest of any file.
 * - Inside of one file only an equal reference of the bank, with all else
 *   equal, makes two the same.
 * - A collective entry in one file and its transactions in the other are the same.
 */
#include "book/bank_job.h"

#include <stdlib.h>
#include <string.h>

#include "base/banned.h"

static bool both_equal(const char *x, const char *y)
{
	return *x && strcmp(x, y) == 0;
}

static bool both_differ(const char *x, const char *y)
{
	return *x && *y && strcmp(x, y) != 0;
}

static bool both_single(const struct bank_tx *a, const struct bank_tx *b)
{
	return a->parts <= 1 && b->parts <= 1;
}

int bank_shared_reference(const struct bank_tx *a, const struct bank_tx *b)
{
	if (both_equal(a->own_ref, b->own_ref) || both_equal(a->end_to_end, b->end_to_end))
		return 0;
	return both_single(a, b) && both_equal(a->entry_ref, b->entry_ref) ? 1 : -1;
}

static bool contradict(const struct bank_tx *a, const struct bank_tx *b)
{
	return both_differ(a->own_ref, b->own_ref) || both_differ(a->end_to_end, b->end_to_end) ||
	       both_differ(a->entry_ref, b->entry_ref) || both_differ(a->payer, b->payer) ||
	       both_differ(a->iban, b->iban) || both_differ(a->structured, b->structured) ||
	       both_differ(a->text, b->text) || a->is_return != b->is_return;
}

/* The same entry, written twice into one file. */
static bool repeated(const struct bank_tx *a, const struct bank_tx *b)
{
	bool bank = both_equal(a->own_ref, b->own_ref) ||
		    (both_single(a, b) && both_equal(a->entry_ref, b->entry_ref));

	return bank && a->entry != b->entry && !contradict(a, b);
}

/* Are they candidates at all? */
static bool same_money(const struct bank_tx *a, const struct bank_tx *b)
{
	return a->date == b->date && a->amount == b->amount && a->cur == b->cur &&
	       strcmp(a->account, b->account) == 0;
}

static void mark_same(struct bank_job *j, uint32_t again, uint32_t first)
{
	const struct bank_tx *t = &j->tx[first];

	buf_printf(&j->text, "même opération que dans « %s », ligne %u", diag_file_name(j->d, t->at.file),
		   (unsigned)t->at.line);
	j->tx[again].same = first;
	bank_decide(&j->tx[again], BANK_DUPLICATE, bank_said(j));
}

/* What the one statement does not tell, the other does. */
static void complete(struct bank_tx *t, const struct bank_tx *by)
{
	const char **into[] = { &t->own_ref, &t->end_to_end, &t->entry_ref, &t->payer,	    &t->ultimate,
				&t->iban,    &t->text,	     &t->note,	    &t->structured, &t->applies };
	const char *const from[] = {
		by->own_ref, by->end_to_end, by->entry_ref, by->payer,	    by->ultimate,
		by->iban,    by->text,	     by->note,	    by->structured, by->applies
	};

	for (size_t i = 0; i < sizeof into / sizeof *into; i++) {
		if (!**into[i])
			*into[i] = from[i];
	}
	if (t->gross == t->amount)
		t->gross = by->gross;
	t->is_return = t->is_return || by->is_return;
}

/* --- collective entries ------------------------------------------------------------------- */

/* An entry as a whole: the first of its transactions stands for it. */
static bool same_entry(const struct bank_tx *whole, const struct bank_tx *part)
{
	return whole->date == part->date && whole->cur == part->cur && whole->amount == part->entry_total &&
	       whole->at.file != part->at.file && strcmp(whole->account, part->account) == 0 &&
	       !both_differ(whole->entry_ref, part->entry_ref);
}

/* Has that entry met its like from this file already? */
static bool is_taken(const struct bank_job *j, const uint32_t *whole, uint32_t n, uint32_t first, int file)
{
	for (uint32_t i = 0; i < n; i++) {
		const struct bank_tx *t = &j->tx[whole[i]];

		if (t->same == first && t->at.file == file)
			return true;
	}
	return false;
}

static int compare_totals(const void *x, const void *y, void *job)
{
	const struct bank_job *j = job;
	uint32_t i = *(const uint32_t *)x, k = *(const uint32_t *)y;
	const struct bank_tx *a = &j->tx[i], *b = &j->tx[k];

	if (a->date != b->date)
		return a->date < b->date ? -1 : 1;
	if (a->entry_total != b->entry_total)
		return a->entry_total < b->entry_total ? -1 : 1;
	return (i > k) - (i < k);
}

/* Where in the entries, ordered by compare_totals, those of that day and amount begin. */
static uint32_t first_total(const struct bank_job *j, const uint32_t *entry, uint32_t n,
			    const struct bank_tx *t)
{
	uint32_t low = 0, high = n;

	while (low < high) {
		uint32_t mid = low + (high - low) / 2;
		const struct bank_tx *x = &j->tx[entry[mid]];

		if (x->date < t->date || (x->date == t->date && x->entry_total < t->amount))
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

/* First transactions of divided entries, into out; ordered by compare_totals. */
static uint32_t divided_entries(struct bank_job *j, uint32_t *out)
{
	bool *seen = xmalloc((size_t)j->b->bank->entries + 1);
	uint32_t n = 0;

	memset(seen, 0, (size_t)j->b->bank->entries + 1);
	for (uint32_t i = 0; i < j->n; i++) {
		if (j->tx[i].split && !seen[j->tx[i].entry]) {
			seen[j->tx[i].entry] = true;
			out[n++] = i;
		}
	}
	free(seen);
	if (n)
		qsort_r(out, n, sizeof *out, compare_totals, j);
	return n;
}

/* A collective entry that one statement gives whole and another one divided counts in its parts. */
static void match_collective(struct bank_job *j)
{
	uint32_t *entry = xmalloc(j->n * sizeof *entry), *whole = xmalloc(j->n * sizeof *whole);
	uint32_t entries = divided_entries(j, entry), n = 0;

	for (uint32_t i = 0; i < j->n && entries; i++) {
		const struct bank_tx *t = &j->tx[i];
		uint32_t k;

		if (t->split || t->parts == 1)
			continue;
		for (k = first_total(j, entry, entries, t); k < entries; k++) {
			const struct bank_tx *part = &j->tx[entry[k]];

			if (part->date != t->date || part->entry_total != t->amount)
				break;
			if (same_entry(t, part) && !is_taken(j, whole, n, entry[k], t->at.file)) {
				mark_same(j, i, entry[k]);
				whole[n++] = i;
				break;
			}
		}
	}
	free(entry);
	free(whole);
}

/* --- one by one --------------------------------------------------------------------------- */

/* Transactions of the same account, day and amount. */
struct group {
	struct bank_job *j;
	uint32_t *tx; /* file by file, each in the order of bank_compare */
	uint32_t n;
	uint32_t *kept; /* those that count */
	int *met;	/* per kept: the last file that has its like */
	uint32_t keeps;
};

static void drop_repeated(struct group *g)
{
	struct bank_job *j = g->j;
	uint32_t i, n = 0;

	for (i = 0; i < g->n; i++) {
		uint32_t last = n ? g->tx[n - 1] : NONE;

		if (n && j->tx[last].at.file == j->tx[g->tx[i]].at.file &&
		    repeated(&j->tx[last], &j->tx[g->tx[i]]))
			mark_same(j, g->tx[i], last);
		else
			g->tx[n++] = g->tx[i];
	}
	g->n = n;
}

/*
 * Find for each of a file's transactions its like among those that count.
 * round 0: nothing tells them apart; 1: a reference in common; 2: no
 * contradiction. The order within both lists makes round 0 linear.
 */
static bool is_like(const struct bank_tx *a, const struct bank_tx *b, int round)
{
	if (round == 0)
		return bank_compare(a, b) == 0;
	if (round == 1)
		return bank_shared_reference(a, b) >= 0 && !both_differ(a->iban, b->iban);
	return !contradict(a, b);
}

static void match_file(struct group *g, uint32_t from, uint32_t to)
{
	struct bank_job *j = g->j;
	uint32_t i, k, keeps = g->keeps;
	int file = j->tx[g->tx[from]].at.file;

	for (int round = 0; round < 3; round++) {
		uint32_t start = 0;

		for (i = from; i < to; i++) {
			struct bank_tx *t = &j->tx[g->tx[i]];

			if (t->decided)
				continue;
			while (start < keeps && g->met[start] == file)
				start++;
			for (k = start; k < keeps; k++) {
				if (g->met[k] != file && is_like(&j->tx[g->kept[k]], t, round))
					break;
			}
			if (k == keeps)
				continue;
			g->met[k] = file;
			mark_same(j, g->tx[i], g->kept[k]);
			complete(&j->tx[g->kept[k]], t);
		}
	}
	for (i = from; i < to; i++) {
		if (!j->tx[g->tx[i]].decided) {
			g->kept[g->keeps] = g->tx[i];
			g->met[g->keeps++] = file;
		}
	}
}

/* A file's part of a group. */
struct share {
	uint32_t from, to;
	struct group *g;
};

/* By what they hold, so that it does not matter which file came first; the one that tells most comes first. */
static int compare_shares(const void *x, const void *y)
{
	const struct share *a = x, *b = y;
	const struct bank_job *j = a->g->j;
	uint32_t n = a->to - a->from, m = b->to - b->from, i;

	if (n != m)
		return n > m ? -1 : 1;
	for (i = 0; i < n; i++) {
		int order = bank_compare(&j->tx[a->g->tx[b->from + i]], &j->tx[a->g->tx[a->from + i]]);

		if (order)
			return order;
	}
	return bank_compare_places(j, &j->tx[a->g->tx[a->from]], &j->tx[b->g->tx[b->from]]);
}

static int compare_files(const void *x, const void *y, void *job)
{
	const struct bank_job *j = job;
	uint32_t i = *(const uint32_t *)x, k = *(const uint32_t *)y;
	int a = j->tx[i].at.file, b = j->tx[k].at.file;

	return a != b ? (a > b) - (a < b) : (i > k) - (i < k);
}

static void match_group(struct group *g)
{
	struct share *share;
	uint32_t shares = 0, i;

	qsort_r(g->tx, g->n, sizeof *g->tx, compare_files, g->j);
	drop_repeated(g);
	share = xmalloc(g->n * sizeof *share);
	for (i = 0; i < g->n; i++) {
		if (!i || g->j->tx[g->tx[i]].at.file != g->j->tx[g->tx[i - 1]].at.file)
			share[shares++] = (struct share){ i, i, g };
		share[shares - 1].to = i + 1;
	}
	g->keeps = 0;
	if (shares > 1) {
		qsort(share, shares, sizeof *share, compare_shares);
		for (i = 0; i < shares; i++)
			match_file(g, share[i].from, share[i].to);
	}
	free(share);
}

void bank_find_duplicates(struct bank_job *j)
{
	struct group g = { .j = j };
	uint32_t i = 0, k;

	g.tx = xmalloc(j->n * sizeof *g.tx);
	g.kept = xmalloc(j->n * sizeof *g.kept);
	g.met = xmalloc(j->n * sizeof *g.met);
	match_collective(j);
	for (; i < j->n; i = k) {
		g.n = 0;
		for (k = i; k < j->n && same_money(&j->tx[i], &j->tx[k]); k++) {
			if (!j->tx[k].decided)
				g.tx[g.n++] = k;
		}
		if (g.n > 1)
			match_group(&g);
	}
	free(g.tx);
	free(g.kept);
	free(g.met);
}
