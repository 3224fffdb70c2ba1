/* repeat_opening.c - opening entries against what earlier extracts of the ledger leave; see repeat.h. */
#include "book/repeat.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/bulk.h"
#include "base/order.h"
#include "base/text.h"

#include "base/banned.h"

/* An account at the start of a day: what the files before leave, and what is opened. */
struct account {
	uint32_t customer;
	currency cur;
	money left, opened;
	struct place at; /* of its first opening entry */
};

/* One contribution to an account. */
struct share {
	uint32_t customer, doc;
	currency cur;
	enum { LEFT, OPENED } side;
};

struct day {
	struct repeat_job *j;
	civil_date date;
	uint32_t company;
	const struct extract *opener; /* a file that opens on that day */
	struct share *share;
	size_t shares, cap;
	uint32_t openings; /* opening entries that repeat */
};

static int compare_shares(const void *x, const void *y, void *nothing)
{
	const struct share *a = x, *b = y;
	int order = compare_numbers(a->customer, b->customer);

	(void)nothing;
	if (!order)
		order = compare_numbers(a->cur, b->cur);
	if (!order)
		order = compare_numbers(a->side, b->side);
	return order ? order : compare_numbers(a->doc, b->doc);
}

static bool of_company(const struct extract *x, uint32_t company)
{
	return x->in->company == company;
}

static void add_share(struct day *t, uint32_t doc, bool opens)
{
	const struct document *of = &t->j->l->document[doc];

	BULK_GROW(t->share, t->shares, t->cap);
	t->share[t->shares++] = (struct share){
		.customer = of->customer, .doc = doc, .cur = of->cur, .side = opens ? OPENED : LEFT
	};
}

/*
 * An opening entry of a file that opens on the day. Of a file whose opening entries nobody recognises,
 * all that it posts on its first day.
 */
static bool opens(const struct day *t, const struct extract *x, const struct document *doc)
{
	if (t->opener->opens == DATE_NONE)
		return x == t->opener && document_posted(doc) == t->date;
	return is_opening(doc) && x->opens == t->date;
}

/* Everything posted before the day, and what is opened on it. */
static void collect(struct day *t)
{
	const struct repeat_job *j = t->j;

	for (size_t i = 0; i < j->extracts; i++) {
		const struct extract *x = &j->extract[i];

		for (uint32_t k = 0; k < x->docs && of_company(x, t->company); k++) {
			const struct document *doc = &j->l->document[x->doc[k]];
			bool opened = opens(t, x, doc);

			if (!j->gone[x->doc[k]] && (opened || document_posted(doc) < t->date))
				add_share(t, x->doc[k], opened);
		}
	}
	for (uint32_t i = j->documents; ledger_has_document(j->l, i); i++) {
		const struct document *doc = &j->l->document[i];

		if (input_of(j->b, doc->at.file)->company == t->company && document_posted(doc) < t->date)
			add_share(t, i, false);
	}
	bulk_sort(t->share, t->shares, sizeof *t->share, compare_shares, NULL);
}

static enum status too_large(const struct day *t, uint32_t customer)
{
	return diag_error(t->j->b->d, ST_LIMIT, t->j->l->customer[customer].at,
			  "client « %s » : solde au-delà de la capacité de calcul ; vérifiez les montants",
			  t->j->l->customer[customer].id);
}

/* The opening item that makes the account what the later file opens it with. */
static enum status add_difference(struct day *t, const struct account *a, money difference)
{
	struct builder *b = t->j->b;
	const struct customer *c = &b->l->customer[a->customer];
	char left[64], opened[64], gap[64], day[11];
	uint32_t name = new_document_name(b, arena_printf(b->scratch, "A-NOUVEAU-%s", c->id));
	struct document doc = { .at = a->at,
				.cur = a->cur,
				.amount = difference,
				.date = t->date,
				.due = DATE_NONE,
				.rules = t->opener->in->rules,
				.customer = a->customer };

	doc.id = doc.number = b->documents.name[name].id;
	doc.label = intern(b, "Écart d'à-nouveau");
	doc.type = (uint8_t)(difference < 0 ? DOC_OPENING_CREDIT : DOC_OPENING_DEBIT);
	diag_finding(
		b->d, SEV_WARNING, "opening-differs", a->at,
		"client « %s » rouvert le %s à %s %s, alors que les fichiers précédents le laissent à %s ; "
		"l'écart, %s, devient un report à nouveau : vérifiez que ces fichiers sont définitifs",
		c->id, date_fr(t->date, day), money_human(a->opened, a->cur, NNBSP, ",", opened),
		currency_code(a->cur), money_human(a->left, a->cur, NNBSP, ",", left),
		money_human(difference, a->cur, NNBSP, ",", gap));
	add_document(b, name, &doc);
	return repeat_count(b->l, &doc, -difference) ? ST_OK : too_large(t, a->customer);
}

/* The shares of one account, from i to end: the opening entries go, the difference comes. */
static enum status settle_account(struct day *t, size_t i, size_t end)
{
	struct ledger *l = t->j->l;
	struct account a = { .customer = t->share[i].customer,
			     .cur = t->share[i].cur,
			     .at = { t->opener->in->file, 0 } };
	bool any = false;
	money difference;

	for (; i < end; i++) {
		const struct document *doc = &l->document[t->share[i].doc];
		bool opened = t->share[i].side == OPENED;

		if (!money_add(opened ? &a.opened : &a.left, doc->amount))
			return too_large(t, a.customer);
		if (!opened)
			continue;
		if (!any)
			a.at = doc->at;
		any = true;
		t->openings++;
		t->j->gone[t->share[i].doc] = true;
		if (!repeat_count(l, doc, doc->amount))
			return too_large(t, a.customer);
	}
	difference = a.opened;
	if (!money_add(&difference, -a.left))
		return too_large(t, a.customer);
	return difference ? add_difference(t, &a, difference) : ST_OK;
}

/* --- lettering codes ---------------------------------------------------------------------- */

static bool same_text(const struct ledger *l, pool_text a, pool_text b)
{
	return a == b || strcmp(ledger_text(l, a), ledger_text(l, b)) == 0;
}

/* The item that an opening entry repeats: same amount, and the same number or the same date. */
static uint32_t repeated_item(const struct day *t, size_t first, size_t end, const struct document *opening)
{
	for (int by_number = 1; by_number >= 0; by_number--) {
		for (size_t i = first; i < end; i++) {
			const struct document *doc = &t->j->l->document[t->share[i].doc];

			if (t->share[i].side != LEFT || doc->amount != opening->amount)
				continue;
			if (by_number ? same_text(t->j->l, doc->number, opening->number)
				      : doc->date == opening->date)
				return t->share[i].doc;
		}
	}
	return NONE;
}

/* By number of document name: its mark, NONE where it has none. The caller frees it. */
static uint32_t *marks_by_name(const struct builder *b)
{
	uint32_t *mark = bulk_alloc(b->documents.used * sizeof *mark);

	memset(mark, 0xFF, b->documents.used * sizeof *mark);
	for (uint32_t i = 0; i < b->marks; i++)
		mark[b->mark[i].doc] = i;
	return mark;
}

/* What this year's file says of an opening entry, it says of the item behind it. */
static void move_marks(struct day *t)
{
	struct builder *b = t->j->b;
	const struct document *document = t->j->l->document;
	uint32_t *mark;
	size_t first = 0;

	if (!b->marks)
		return;
	mark = marks_by_name(b);
	for (size_t i = 0; i < t->shares; i++) {
		const struct share *s = &t->share[i];
		uint32_t from = mark[document[s->doc].first_allocation], item, to;
		size_t end = i;

		if (s->customer != t->share[first].customer || s->cur != t->share[first].cur)
			first = i;
		if (s->side != OPENED || from == NONE)
			continue;
		while (end > first && t->share[end - 1].side == OPENED)
			end--;
		item = repeated_item(t, first, end, &document[s->doc]);
		if (item == NONE)
			continue;
		to = document[item].first_allocation;
		if (mark[to] != NONE)
			b->mark[mark[to]].doc =
				document[s->doc].first_allocation; /* goes with the opening entry */
		b->mark[from].doc = to;
		mark[to] = from;
		mark[document[s->doc].first_allocation] = NONE;
	}
	bulk_free(mark);
}

/* --- one day after the other -------------------------------------------------------------- */

/* The end of the account that starts at i. */
static size_t account_end(const struct day *t, size_t i)
{
	size_t end = i + 1;

	while (end < t->shares && t->share[end].customer == t->share[i].customer &&
	       t->share[end].cur == t->share[i].cur)
		end++;
	return end;
}

static enum status settle_day(struct day *t)
{
	enum status st = ST_OK;
	size_t end;

	collect(t);
	move_marks(t);
	for (size_t i = 0; i < t->shares && st == ST_OK; i = end) {
		end = account_end(t, i);
		st = settle_account(t, i, end);
	}
	if (st == ST_OK && t->openings)
		diag_finding(t->j->b->d, SEV_INFO, "repeated-opening",
			     (struct place){ t->opener->in->file, 0 },
			     "%" PRIu32 " à-nouveau%s répète%s ce que laissent les fichiers précédents : ces "
			     "soldes ne sont comptés qu'une fois, par les pièces d'origine",
			     t->openings, t->openings > 1 ? "x" : "", t->openings > 1 ? "nt" : "");
	return st;
}

/* Is anything posted before that day, by the same company? */
static bool has_before(const struct repeat_job *j, const struct extract *opener)
{
	for (size_t i = 0; i < j->extracts; i++) {
		const struct extract *x = &j->extract[i];

		if (of_company(x, opener->in->company) && x->first != DATE_NONE && x->first < opener->opens)
			return true;
	}
	return false;
}

/* The first day later than `after` on which a file of the company opens, with files before it. */
static const struct extract *next_opener(const struct repeat_job *j, const struct extract *after)
{
	const struct extract *best = NULL;

	for (size_t i = 0; i < j->extracts; i++) {
		const struct extract *x = &j->extract[i];
		int order = after ? compare_numbers(x->opens, after->opens) : 1;

		if (after && !order)
			order = compare_numbers(x->in->company, after->in->company);
		if (x->opens == DATE_NONE || order <= 0 || !has_before(j, x))
			continue;
		order = best ? compare_numbers(x->opens, best->opens) : -1;
		if (best && !order)
			order = compare_numbers(x->in->company, best->in->company);
		if (order < 0)
			best = x;
	}
	return best;
}

/*
 * A file without opening entries that starts with the very balances that were left: nobody called them
 * opening entries, but they may be some. Chance is possible (a rent that is billed on the first day).
 */
static void suspect_day(struct day *t)
{
	uint32_t open = 0, alike = 0;
	size_t end;

	collect(t);
	for (size_t i = 0; i < t->shares; i = end) {
		money left = 0, opened = 0;
		bool fits = true;

		end = account_end(t, i);
		for (size_t k = i; k < end && fits; k++)
			fits = money_add(t->share[k].side == OPENED ? &opened : &left,
					 t->j->l->document[t->share[k].doc].amount);
		open += left != 0;
		alike += fits && left && left == opened;
	}
	if (alike && alike >= open - alike)
		diag_finding(t->j->b->d, SEV_WARNING, "opening-unrecognised",
			     (struct place){ t->opener->in->file, 0 },
			     "ce fichier commence par les soldes que laissent les précédents (%" PRIu32
			     " client%s sur %" PRIu32
			     "), sans journal d'à-nouveaux ; si ce sont des à-nouveaux, "
			     "ils sont comptés deux fois : ne donnez que ce fichier-ci",
			     alike, alike > 1 ? "s" : "", open);
}

enum status openings_settle(struct repeat_job *j)
{
	const struct extract *x = NULL;
	enum status st = ST_OK;

	while (st == ST_OK && (x = next_opener(j, x))) {
		struct day t = { .j = j, .date = x->opens, .company = x->in->company, .opener = x };

		st = settle_day(&t);
		bulk_free(t.share);
	}
	for (size_t i = 0; i < j->extracts && st == ST_OK; i++) {
		struct day t = { .j = j };

		x = t.opener = &j->extract[i];
		t.date = x->first;
		t.company = x->in->company;
		if (x->opens == DATE_NONE && x->first != DATE_NONE)
			suspect_day(&t);
		bulk_free(t.share);
	}
	return st;
}
