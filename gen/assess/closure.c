/*
 * closure.c - the proof that nothing is lost (RULES §4).
 *
 * Two sums made in two ways: the columns of the aged balance, built from open
 * amounts, against the documents' own amounts and the allocations that lead from
 * one customer's account to another's. Then the whole file against what it says
 * of itself (control totals, ledger balance, closing balances): closure_file.c.
 */
#include "assess/closure.h"

#include <stdlib.h>

#include "assess/words.h"

#include "base/banned.h"

#define ERRORS_SHOWN 50 /* customers named on standard error; the sheet has them all */

void closure_add(struct closing_books *b, struct closure_line line)
{
	line.ok = line.expected == line.found;
	if (!line.ok)
		b->broken++;
	GROW(b->line, b->lines, b->cap);
	b->line[b->lines++] = line;
}

/* One side of an allocation between two accounts. */
struct transfer {
	uint32_t customer;
	currency cur;
	money amount; /* what it takes from the customer's balance */
};

struct transfers {
	struct transfer *t;
	size_t n, cap;
};

static int by_customer(const void *a, const void *b)
{
	const struct transfer *x = a, *y = b;

	return x->customer < y->customer ? -1 : x->customer > y->customer;
}

static struct transfers find_transfers(const struct work *w)
{
	struct transfers all = { NULL, 0, 0 };

	for (uint32_t i = 0; ledger_has_allocation(w->l, i); i++) {
		const struct allocation *a = &w->l->allocation[i];
		const struct document *debit = &w->l->document[a->debit];
		uint32_t payer = w->l->document[a->credit].customer;

		if (a->date > w->day || debit->customer == payer)
			continue;
		GROW(all.t, all.n, all.cap);
		all.t[all.n++] = (struct transfer){ debit->customer, debit->cur, a->amount };
		GROW(all.t, all.n, all.cap);
		all.t[all.n++] = (struct transfer){ payer, debit->cur, -a->amount };
	}
	if (all.n)
		qsort(all.t, all.n, sizeof *all.t, by_customer);
	return all;
}

static bool columns_of(const struct policy *p, const struct position *q, money *sum)
{
	*sum = q->not_due;
	for (size_t b = 0; b <= p->limits; b++) {
		if (!money_add(sum, q->bucket[b]))
			return false;
	}
	return money_add(sum, q->unapplied) && money_add(sum, q->no_due_date);
}

/* Both sums of one account, per currency; `used` lists the currencies it has. */
struct account {
	money books[UINT8_MAX + 1], columns[UINT8_MAX + 1];
	bool seen[UINT8_MAX + 1];
	currency used[UINT8_MAX + 1];
	size_t n;
};

static money *side(struct account *a, money *sums, currency c)
{
	if (!a->seen[c]) {
		a->seen[c] = true;
		a->used[a->n++] = c;
	}
	return &sums[c];
}

static void forget(struct account *a)
{
	while (a->n) {
		currency c = a->used[--a->n];

		a->books[c] = a->columns[c] = 0;
		a->seen[c] = false;
	}
}

static bool sum_account(const struct work *w, uint32_t customer, struct account *a, const struct transfers *t,
			size_t *next_transfer, uint32_t *next_position)
{
	const struct customer *c = &w->l->customer[customer];

	for (uint32_t k = c->first_document; k < c->first_document + c->documents; k++) {
		const struct document *doc = &w->l->document[k];

		if (view_exists(w->v, k) && !money_add(side(a, a->books, doc->cur), doc->amount))
			return false;
	}
	for (; *next_transfer < t->n && t->t[*next_transfer].customer == customer; ++*next_transfer) {
		const struct transfer *x = &t->t[*next_transfer];

		if (!money_add(side(a, a->books, x->cur), -x->amount))
			return false;
	}
	for (; *next_position < w->a->positions && w->a->position[*next_position].customer == customer;
	     ++*next_position) {
		const struct position *q = &w->a->position[*next_position];
		money sum;

		if (!columns_of(w->p, q, &sum) || !money_add(side(a, a->columns, q->cur), sum))
			return false;
	}
	return true;
}

/* An account whose two sums differ gets a line of its own; all add up to the totals. */
static bool compare_account(struct closing_books *b, uint32_t customer, struct account *a)
{
	for (size_t i = 0; i < a->n; i++) {
		currency c = a->used[i];

		if (!money_add(&b->books[c], a->books[c]) || !money_add(&b->columns[c], a->columns[c]))
			return false;
		b->accounts[c]++;
		if (a->books[c] == a->columns[c])
			continue;
		b->breaks[c]++;
		closure_add(b,
			    (struct closure_line){
				    .label = "Colonnes du client",
				    .customer = customer,
				    .cur = c,
				    .expected = a->books[c],
				    .found = a->columns[c],
				    .detail = "somme des pièces, moins les lettrages avec d’autres comptes, "
					      "comparée à la somme des colonnes" });
	}
	return true;
}

static enum status close_accounts(struct work *w, struct closing_books *b)
{
	struct account *a = xmalloc(sizeof *a);
	struct transfers t = find_transfers(w);
	enum status st = ST_OK;
	size_t next_transfer = 0;
	uint32_t next_position = 0;

	*a = (struct account){ .n = 0 };
	for (uint32_t c = 0; ledger_has_customer(w->l, c) && st == ST_OK; c++) {
		if (!sum_account(w, c, a, &t, &next_transfer, &next_position) || !compare_account(b, c, a))
			st = sum_too_large(w, c, a->n ? a->used[0] : CUR_NONE);
		forget(a);
	}
	free(t.t);
	free(a);
	return st;
}

/* One line per currency: the whole. */
static void total_lines(struct work *w, struct closing_books *b)
{
	for (unsigned c = 0; c <= UINT8_MAX; c++) {
		if (!b->accounts[c])
			continue;
		put_count(&w->text, b->accounts[c], "compte vérifié", "comptes vérifiés");
		buf_puts(&w->text, ", ");
		put_count(&w->text, b->breaks[c], "écart", "écarts");
		buf_puts(&w->text, " ; somme des pièces à la date d’arrêté comparée à la somme des colonnes");
		closure_add(b, (struct closure_line){ .label = "Total de la balance âgée",
						      .customer = NONE,
						      .cur = (currency)c,
						      .expected = b->books[c],
						      .found = b->columns[c],
						      .detail = words_keep(w->mem, &w->text) });
	}
}

static void report_line(struct work *w, const struct closure_line *l)
{
	struct place at = l->customer == NONE ? NOWHERE : w->l->customer[l->customer].at;
	money difference = l->found;

	buf_clear(&w->text);
	buf_puts(&w->text, l->label);
	if (l->customer != NONE)
		buf_printf(&w->text, " « %s »", w->l->customer[l->customer].id);
	buf_puts(&w->text, " : attendu ");
	put_money(&w->text, l->expected, l->cur);
	buf_puts(&w->text, ", trouvé ");
	put_money(&w->text, l->found, l->cur);
	if (money_add(&difference, -l->expected)) {
		buf_puts(&w->text, ", écart ");
		put_money(&w->text, difference, l->cur);
	}
	diag_error(w->d, ST_CLOSURE, at, "la balance ne boucle pas : %s", w->text.s);
	buf_clear(&w->text);
}

static void report_breaks(struct work *w, const struct closing_books *b)
{
	size_t shown = 0;

	for (size_t i = 0; i < b->lines && shown < ERRORS_SHOWN; i++) {
		if (!b->line[i].ok) {
			report_line(w, &b->line[i]);
			shown++;
		}
	}
	if (b->broken > shown)
		diag_error(w->d, ST_CLOSURE, NOWHERE,
			   "et %zu autres écarts ; la feuille « Rapprochement » les montre tous",
			   b->broken - shown);
}

enum status close_books(struct work *w)
{
	struct closing_books *b = xmalloc(sizeof *b);
	enum status st;

	*b = (struct closing_books){ .line = NULL };
	st = close_accounts(w, b);
	if (st == ST_OK) {
		total_lines(w, b);
		st = close_file(w, b);
	}
	report_breaks(w, b);
	w->a->closure = b->line;
	w->a->closures = b->lines;
	w->a->closes = b->broken == 0;
	free(b);
	return st;
}
