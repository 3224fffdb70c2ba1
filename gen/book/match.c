/* match.c - matching, customer by customer and currency by currency; see match.h. */
#include "book/match.h"

#include <stdlib.h>
#include <string.h>

#include "base/bulk.h"
#include "base/text.h"

#include "base/banned.h"

const struct match_mark *match_mark_of(const struct match_job *j, uint32_t doc)
{
	uint32_t low = 0, high = j->marks;

	while (low < high) {
		uint32_t mid = low + (high - low) / 2;

		if (j->mark[mid].doc == doc)
			return &j->mark[mid];
		if (j->mark[mid].doc < doc)
			low = mid + 1;
		else
			high = mid;
	}
	return NULL;
}

static bool is_debit(const struct match_job *j, uint32_t doc)
{
	return doc_type_is_debit((enum document_type)j->l->document[doc].type);
}

/* The date of a lettering group as far as these two say: DATE_NONE if neither does. */
static civil_date group_date(const struct match_job *j, uint32_t debit, uint32_t credit)
{
	const struct match_mark *a = match_mark_of(j, debit), *b = match_mark_of(j, credit);
	civil_date x = a ? a->group_date : DATE_NONE, y = b ? b->group_date : DATE_NONE;

	return x > y ? x : y; /* DATE_NONE is the smallest of all */
}

void match_pair(struct match_job *j, uint32_t debit, uint32_t credit, enum match_reason reason)
{
	money amount = j->left[debit] < j->left[credit] ? j->left[debit] : j->left[credit];
	civil_date x = document_posted(&j->l->document[debit]), y = document_posted(&j->l->document[credit]);
	struct allocation a = {
		.debit = debit, .credit = credit, .amount = amount, .reason = (uint8_t)reason
	};
	bool group = reason == MATCH_GROUP || reason == MATCH_GROUP_PART;

	if (!amount)
		return;
	a.date = x > y ? x : y;
	if (group) {
		civil_date stated = group_date(j, debit, credit);

		if (stated == DATE_NONE)
			j->undated = true;
		a.dated = stated != DATE_NONE && stated >= a.date;
		if (a.dated)
			a.date = stated;
	} else if (reason == MATCH_APPLIES) {
		j->undated = true;
	}
	a.at = j->l->document[credit].at;
	j->left[debit] -= amount;
	j->left[credit] -= amount;
	BULK_GROW(j->out, j->n, j->cap);
	j->out[j->n++] = a;
}

/*
 * The first position at or behind i of a document of that side which has something left; n if there is
 * none.
 */
static uint32_t next_open(const struct match_job *j, const uint32_t *doc, uint32_t n, uint32_t i, bool debit)
{
	while (i < n && (is_debit(j, doc[i]) != debit || !j->left[doc[i]]))
		i++;
	return i;
}

void match_net(struct match_job *j, const uint32_t *doc, uint32_t n, enum match_reason reason)
{
	uint32_t d = next_open(j, doc, n, 0, true), c = next_open(j, doc, n, 0, false);

	while (d < n && c < n) {
		match_pair(j, doc[d], doc[c], reason);
		d = next_open(j, doc, n, d, true);
		c = next_open(j, doc, n, c, false);
	}
}

/* --- steps: documents with equal keys ----------------------------------------------------- */

/* A document under a key; equal keys make a group. */
struct keyed {
	const char *key, *account;
	uint32_t doc, turn; /* turn: its position in the set */
};

static int compare_keyed(const void *x, const void *y)
{
	const struct keyed *a = x, *b = y;
	int order = strcmp(a->key, b->key);

	if (!order)
		order = strcmp(a->account, b->account);
	return order ? order : (a->turn > b->turn) - (a->turn < b->turn);
}

static bool same_key(const struct keyed *a, const struct keyed *b)
{
	return strcmp(a->key, b->key) == 0 && strcmp(a->account, b->account) == 0;
}

/* A lettering that is not what it says; of one side only when its counterpart is in no file, or not lettered. */
static void report_group(const struct match_job *j, const struct keyed *k, const struct document *first,
			 bool one_side, bool fits, money sum)
{
	char text[64];

	diag_finding(j->d, SEV_INFO, "group-unbalanced", first->at,
		     "client « %s » : le lettrage « %s » %s%s%s" NBSP "%s ; %s",
		     j->l->customer[first->customer].id, k->key,
		     one_side ? "n'a qu'un côté" : "ne se solde pas", fits ? ", reste " : "",
		     fits ? money_human(sum, first->cur, NNBSP, ",", text) : "",
		     fits ? currency_code(first->cur) : "",
		     one_side ? "sa contrepartie manque dans le fichier ou n'y est pas lettrée"
			      : "ses pièces restent ouvertes pour ce reste");
}

/* Does what the members of a group have left sum to zero? If not, that is told. */
static bool sums_to_zero(const struct match_job *j, const struct keyed *k, const uint32_t *doc, uint32_t n)
{
	const struct document *first = &j->l->document[doc[0]];
	bool fits = true, side[2] = { false, false };
	money sum = 0;

	for (uint32_t i = 0; i < n && fits; i++) {
		bool debit = is_debit(j, doc[i]);

		side[debit] = true;
		fits = money_add(&sum, debit ? j->left[doc[i]] : -j->left[doc[i]]);
	}
	if (fits && !sum)
		return true;
	report_group(j, k, first, !side[0] || !side[1], fits, sum);
	return false;
}

/* Net inside of each run of equal keys. A document that stands twice under one key counts once. */
static void net_runs(const struct match_set *s, struct keyed *k, uint32_t n, enum match_reason reason)
{
	uint32_t *doc = arena_calloc(s->scratch, n, sizeof *doc);
	uint32_t i, end, m;

	qsort(k, n, sizeof *k, compare_keyed);
	for (i = 0; i < n; i = end) {
		enum match_reason why = reason;

		m = 0;
		for (end = i; end < n && same_key(&k[i], &k[end]); end++) {
			if (!m || doc[m - 1] != k[end].doc)
				doc[m++] = k[end].doc;
		}
		if (reason == MATCH_GROUP && !sums_to_zero(s->j, &k[i], doc, m))
			why = MATCH_GROUP_PART;
		if (m < 2)
			continue;
		match_net(s->j, doc, m, why);
	}
}

/* Lettering codes are used again by every customer and account: all three make the key. */
static void match_by_group(const struct match_set *s)
{
	struct keyed *k = arena_calloc(s->scratch, s->n, sizeof *k);
	uint32_t n = 0;

	for (uint32_t i = 0; i < s->n; i++) {
		const struct match_mark *m = match_mark_of(s->j, s->doc[i]);

		if (m && m->group)
			k[n++] = (struct keyed){ ledger_text(s->j->l, m->group),
						ledger_text(s->j->l, m->account), s->doc[i], i };
	}
	if (n)
		net_runs(s, k, n, MATCH_GROUP);
}

/*
 * "x", "sans", "RAN", "0" stand in real files where there is no reference: one digit from 1 to 9 is
 * asked for.
 */
static bool is_reference(const char *s)
{
	return strpbrk(s, "123456789") != NULL;
}

/*
 * First what has the same reference; then also a reference that is the other
 * one's number, and equal numbers (a payment entered under the invoice's number).
 */
static void match_by_reference(const struct match_set *s)
{
	struct keyed *k = arena_calloc(s->scratch, s->n, 2 * sizeof *k);
	uint32_t n = 0;

	for (uint32_t i = 0; i < s->n; i++) {
		const struct document *doc = &s->j->l->document[s->doc[i]];

		if (is_reference(ledger_text(s->j->l, doc->reference)))
			k[n++] = (struct keyed){ ledger_text(s->j->l, doc->reference), "", s->doc[i], i };
	}
	if (n)
		net_runs(s, k, n, MATCH_REFERENCE);
	for (uint32_t i = n = 0; i < s->n; i++) {
		const struct document *doc = &s->j->l->document[s->doc[i]];

		if (!s->j->left[s->doc[i]])
			continue;
		if (is_reference(ledger_text(s->j->l, doc->reference)))
			k[n++] = (struct keyed){ ledger_text(s->j->l, doc->reference), "", s->doc[i], i };
		if (is_reference(ledger_text(s->j->l, doc->number)))
			k[n++] = (struct keyed){ ledger_text(s->j->l, doc->number), "", s->doc[i], i };
	}
	if (n)
		net_runs(s, k, n, MATCH_REFERENCE);
}

static void match_oldest_first(const struct match_set *s)
{
	match_net(s->j, s->doc, s->n, MATCH_OLDEST);
}

/* --- one customer after the other --------------------------------------------------------- */

static const struct matching *rules_of(const struct match_job *j, uint32_t doc)
{
	return &j->rules[j->l->document[doc].rules];
}

static bool by_group(const struct matching *m)
{
	return m->by_group;
}
static bool by_applies(const struct matching *m)
{
	return m->by_applies;
}
static bool by_reference(const struct matching *m)
{
	return m->by_reference;
}
static bool by_quoted(const struct matching *m)
{
	return m->by_quoted;
}
static bool oldest_first(const struct matching *m)
{
	return m->oldest_first;
}

static const struct step {
	bool (*asked)(const struct matching *m);
	void (*match)(const struct match_set *s);
	bool one_side; /* has something to say of documents of one side too */
} steps[] = {
	{ by_group, match_by_group, true },	     { by_applies, match_by_applies, false },
	{ by_reference, match_by_reference, false }, { by_quoted, match_by_quoted, false },
	{ oldest_first, match_oldest_first, false },
};

/* Those among docs that a step may touch; false if it has nothing to do: to match, both sides are needed. */
static bool select_open(const struct match_job *j, const struct step *step, const uint32_t *doc, uint32_t n,
			struct match_set *s)
{
	bool side[2] = { false, false };

	s->n = 0;
	for (uint32_t i = 0; i < n; i++) {
		if (!j->left[doc[i]] || !step->asked(rules_of(j, doc[i])))
			continue;
		s->doc[s->n++] = doc[i];
		side[is_debit(j, doc[i])] = true;
	}
	return (side[0] && side[1]) || (step->one_side && s->n);
}

/* Documents of one customer and one currency, in order of accounting date. */
static void match_account(struct match_job *j, struct arena *scratch, const uint32_t *doc, uint32_t n)
{
	struct match_set s = { .j = j, .scratch = scratch };

	s.doc = arena_calloc(scratch, n, sizeof *s.doc);
	for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
		if (select_open(j, &steps[i], doc, n, &s))
			steps[i].match(&s);
	}
}

static bool asks_anything(const struct matching *m)
{
	for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
		if (steps[i].asked(m))
			return true;
	}
	return false;
}

static int compare_postings(const void *x, const void *y, void *ledger)
{
	const struct ledger *l = ledger;
	uint32_t a = *(const uint32_t *)x, b = *(const uint32_t *)y;
	civil_date p = document_posted(&l->document[a]), q = document_posted(&l->document[b]);

	return p == q ? (a > b) - (a < b) : p < q ? -1 : 1;
}

/*
 * The ledger's order is by document date; only what exists from an earlier day on may be used up
 * before (RULES §3).
 */
static void order_by_posting(const struct match_job *j, uint32_t *doc, uint32_t n)
{
	uint32_t i;

	for (i = 1; i < n; i++) {
		if (document_posted(&j->l->document[doc[i - 1]]) > document_posted(&j->l->document[doc[i]]))
			break;
	}
	if (i < n)
		qsort_r(doc, n, sizeof *doc, compare_postings, (void *)j->l);
}

/* One currency after the other; nearly always there is one only. */
static void match_customer(struct match_job *j, struct arena *scratch, const struct customer *c)
{
	bool seen[UINT8_MAX + 1] = { false };
	uint32_t *doc, i, k, n, first = j->n, end = c->first_document + c->documents;

	for (i = c->first_document; i < end && !asks_anything(rules_of(j, i)); i++)
		;
	if (i == end)
		return;
	doc = arena_calloc(scratch, c->documents, sizeof *doc);
	for (i = c->first_document; i < end; i++) {
		currency cur = j->l->document[i].cur;

		if (seen[cur])
			continue;
		seen[cur] = true;
		for (k = i, n = 0; k < end; k++) {
			if (j->l->document[k].cur == cur && j->left[k])
				doc[n++] = k;
		}
		order_by_posting(j, doc, n);
		if (n)
			match_account(j, scratch, doc, n);
	}
	match_report(j, scratch, c, first);
	arena_reset(scratch);
}

void match_run(struct match_job *j)
{
	struct arena *scratch = arena_new();

	for (uint32_t i = 0; ledger_has_customer(j->l, i); i++)
		match_customer(j, scratch, &j->l->customer[i]);
	arena_drop(scratch);
}
