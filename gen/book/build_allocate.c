/*
 * build_allocate.c - allocations: from what the input states to pairs of one
 * debit and one credit that fit (RULES §3).
 *
 * One and the same allocation (pair, effective date, amount) counts once,
 * however often it is written: from both sides it is the usual mirror of ERPs
 * (finding "allocation-twice"), twice from one side it is reported as well
 * ("allocation-repeated"). Part allocations on different dates or of different
 * amounts are all taken. What is set against an invoice in parts settles the
 * earliest of them first, in the order of the allocations' dates.
 */
#include "book/intake.h"

#include <stdlib.h>
#include <string.h>

#include "base/bulk.h"
#include "base/order.h"

#include "base/banned.h"

/* Until the chains are made, next_debit says on which of the two documents the allocation was written. */
#define WRITTEN_ON_CREDIT 0
#define WRITTEN_ON_DEBIT 1

void take_allocation(struct input *in, const struct record *r)
{
	struct builder *b = in->b;
	struct ledger *l = b->l;
	struct owner o = find_owner(b, r);
	struct allocation a = { .at = r->at, .reason = MATCH_STATED };
	currency c = base_currency(in);
	const char *code = NULL, *why = NULL;
	enum money_parse p;

	subject(b, "lettrage de la pièce", o.id);
	if (o.fate == FATE_TAKEN)
		c = l->document[b->documents.name[o.name].value].cur;
	p = read_money(b, r, F_AMOUNT, c, &a.amount);
	a.date = optional_date(b, r, "date", F_DATE);
	a.dated = a.date != DATE_NONE;
	if (o.fate == FATE_REJECTED) {
		code = "allocation-rejected-document";
		why = "cette pièce est elle-même rejetée";
	} else if (o.fate != FATE_TAKEN) {
		code = "allocation-unknown-document";
		why = "pièce inconnue, ajoutez-la à l'export";
	} else if (!r->field[F_DOCUMENT]) {
		code = "allocation-missing-document";
		why = "l'autre pièce n'est pas indiquée";
	} else if (p != MONEY_OK || a.amount < 0) {
		code = "allocation-amount";
		why = p != MONEY_OK ? money_problem_french(p) : "montant négatif, écrivez-le sans signe";
	} else if (a.amount == 0) {
		code = "allocation-zero";
		why = "montant nul";
	}
	if (code) {
		reject_child(b, r, &o, code, why);
		return;
	}
	a.debit = o.name;
	a.credit = names_get(&b->documents, r->field[F_DOCUMENT]);
	BULK_GROW(l->allocation, l->allocations, b->allocation_cap);
	l->allocation[l->allocations++] = a;
}

/* What forbids the pair; NULL: nothing. one and other are values of names. */
static const char *pair_problem(const struct ledger *l, uint32_t one, uint32_t other, const char **why)
{
	if (one == NAME_REJECTED || other == NAME_REJECTED) {
		*why = "l'une des deux pièces est elle-même rejetée";
		return "allocation-rejected-document";
	}
	if (other == NAME_UNKNOWN) {
		*why = "cette dernière est inconnue, ajoutez-la à l'export";
		return "allocation-unknown-document";
	}
	if (one == other) {
		*why = "une pièce ne se lettre pas avec elle-même";
		return "allocation-itself";
	}
	if (l->document[one].cur != l->document[other].cur) {
		*why = "elles n'ont pas la même devise";
		return "allocation-currency";
	}
	if (doc_type_is_debit(l->document[one].type) == doc_type_is_debit(l->document[other].type)) {
		*why = doc_type_is_debit(l->document[one].type) ? "ce sont deux débits"
								: "ce sont deux crédits";
		return "allocation-same-side";
	}
	return NULL;
}

static civil_date later_date(civil_date x, civil_date y)
{
	return x > y ? x : y;
}

static bool resolve_one(struct builder *b, struct allocation *a)
{
	struct ledger *l = b->l;
	const struct names *n = &b->documents;
	uint32_t one = n->name[a->debit].value, other = n->name[a->credit].value;
	const char *why, *code = pair_problem(l, one, other, &why);
	civil_date later;

	if (code) {
		diag_reject(b->d, code, a->at, "", names_id(n, a->debit), false, 0, CUR_NONE,
			    "lettrage de la pièce « %s » avec la pièce « %s » : %s", names_id(n, a->debit),
			    names_id(n, a->credit), why);
		return false;
	}
	a->next_debit = doc_type_is_debit(l->document[one].type) ? WRITTEN_ON_DEBIT : WRITTEN_ON_CREDIT;
	a->debit = a->next_debit == WRITTEN_ON_DEBIT ? one : other;
	a->credit = a->next_debit == WRITTEN_ON_DEBIT ? other : one;
	if (!a->dated)
		l->undated_matching = true;
	/* The stated date counts only if it is not earlier than the later one of the two documents. */
	later = later_date(document_posted(&l->document[one]), document_posted(&l->document[other]));
	a->dated = a->dated && a->date >= later;
	if (!a->dated)
		a->date = later;
	return true;
}

/* The order of ledger.h; what is equal in it, by place. */
static int compare_allocations(const void *x, const void *y, void *nothing)
{
	(void)nothing;
	const struct allocation *a = x, *b = y;
	int order = compare_numbers(a->debit, b->debit);

	if (!order)
		order = compare_numbers(a->date, b->date);
	if (!order)
		order = compare_numbers(a->credit, b->credit);
	if (!order)
		order = compare_numbers(a->amount, b->amount);
	if (!order)
		order = compare_numbers(a->reason, b->reason);
	if (!order)
		order = compare_numbers(a->at.file, b->at.file);
	if (!order)
		order = compare_numbers(a->at.line, b->at.line);
	return order ? order : compare_numbers(a->next_debit, b->next_debit);
}

static bool same_allocation(const struct allocation *a, const struct allocation *b)
{
	return a->debit == b->debit && a->credit == b->credit && a->date == b->date && a->amount == b->amount;
}

static void report_twice(struct builder *b, const struct allocation *first, const struct allocation *again)
{
	const struct ledger *l = b->l;
	const struct document *debit = &l->document[again->debit], *credit = &l->document[again->credit];
	bool mirror = first->next_debit != again->next_debit;
	char amount[64];

	money_human(again->amount, debit->cur, " ", ",", amount);
	diag_finding(b->d, mirror ? SEV_INFO : SEV_WARNING,
		     mirror ? "allocation-twice" : "allocation-repeated", again->at,
		     "lettrage de « %s » avec « %s » pour %s %s écrit %s, compté une fois%s",
		     ledger_text(l, debit->id), ledger_text(l, credit->id), amount, currency_code(debit->cur),
		     mirror ? "sur les deux pièces" : "deux fois à la même date",
		     mirror ? "" : " ; s'il y en a deux, donnez leur somme");
}

/* Keep the first of equal ones. The ledger's allocations are sorted. */
static void drop_repeated(struct builder *b)
{
	struct ledger *l = b->l;
	uint32_t i, n = 0;

	for (i = 0; ledger_has_allocation(l, i); i++) {
		struct allocation *a = &l->allocation[i];

		if (n && same_allocation(&l->allocation[n - 1], a))
			report_twice(b, &l->allocation[n - 1], a);
		else
			l->allocation[n++] = *a;
	}
	l->allocations = n;
}

static void start_left(const struct ledger *l, money *left)
{
	for (uint32_t i = 0; ledger_has_document(l, i); i++)
		left[i] = l->document[i].amount < 0 ? -l->document[i].amount : l->document[i].amount;
}

/* Take all of them from what is left, in any order; false as soon as one does not fit. */
static bool all_fit(const struct ledger *l, money *left)
{
	for (uint32_t i = 0; ledger_has_allocation(l, i); i++) {
		const struct allocation *a = &l->allocation[i];

		if (a->amount > left[a->debit] || a->amount > left[a->credit])
			return false;
		left[a->debit] -= a->amount;
		left[a->credit] -= a->amount;
	}
	return true;
}

/*
 * The order in which they are taken when not all fit: date, then identifiers, which do not depend on
 * the export's order.
 */
static int compare_turns(const void *x, const void *y, void *ledger)
{
	const struct ledger *l = ledger;
	const struct allocation *a = &l->allocation[*(const uint32_t *)x];
	const struct allocation *b = &l->allocation[*(const uint32_t *)y];
	int order = compare_numbers(a->date, b->date);

	if (!order)
		order = strcmp(ledger_text(l, l->document[a->debit].id),
			       ledger_text(l, l->document[b->debit].id));
	if (!order)
		order = strcmp(ledger_text(l, l->document[a->credit].id),
			       ledger_text(l, l->document[b->credit].id));
	return order ? order : compare_numbers(a->amount, b->amount);
}

static void reject_excess(struct builder *b, const struct allocation *a, money left)
{
	const struct ledger *l = b->l;
	const struct document *debit = &l->document[a->debit], *credit = &l->document[a->credit];
	const struct document *written = a->next_debit == WRITTEN_ON_DEBIT ? debit : credit;
	char amount[64], rest[64];

	money_human(a->amount, debit->cur, " ", ",", amount);
	money_human(left, debit->cur, " ", ",", rest);
	diag_reject(b->d, "allocation-exceeds", a->at, "", ledger_text(l, written->id), false, 0, CUR_NONE,
		    "lettrage de la pièce « %s » avec la pièce « %s » : %s %s, mais il ne reste que %s ; "
		    "il n'est pas pris, corrigez l'export",
		    ledger_text(l, debit->id), ledger_text(l, credit->id), amount, currency_code(debit->cur),
		    rest);
}

/* The next part of the same invoice, in the order of due dates; NONE: the last one, or not in parts (build_part.c). */
static uint32_t next_part(const struct ledger *l, uint32_t doc)
{
	const struct document *one = &l->document[doc], *two = one + 1;

	if (!one->is_part || doc + 1 == l->documents)
		return NONE;
	return two->is_part && two->customer == one->customer && two->number == one->number &&
			       two->at.file == one->at.file && two->at.line == one->at.line
		       ? doc + 1
		       : NONE;
}

/* What is left of the debit; of an invoice in parts, of all of them from this one on. */
static money left_from(const struct ledger *l, uint32_t debit, const money *left)
{
	money sum = 0;

	for (; debit != NONE; debit = next_part(l, debit))
		sum += left[debit]; /* together at most the invoice */
	return sum;
}

/* The allocation of that number, which fits: of an invoice in parts, the earliest that are open, one allocation each. */
static void take(struct builder *b, uint32_t number, money *left)
{
	struct ledger *l = b->l;
	struct allocation a = l->allocation[number];
	money rest = a.amount;

	left[a.credit] -= rest;
	for (bool first = true; rest; a.debit = next_part(l, a.debit)) {
		a.amount = left[a.debit] < rest ? left[a.debit] : rest;
		if (!a.amount)
			continue;
		left[a.debit] -= a.amount;
		rest -= a.amount;
		if (first) {
			l->allocation[number] = a;
			first = false;
		} else {
			BULK_GROW(l->allocation, l->allocations, b->allocation_cap);
			l->allocation[l->allocations++] = a;
		}
	}
}

/* One by one in their order; one that exceeds what is left of either side is rejected whole. */
static void take_those_that_fit(struct builder *b, money *left)
{
	struct ledger *l = b->l;
	uint32_t stated = l->allocations, i, n = 0;
	uint32_t *turn = bulk_alloc(stated * sizeof *turn);

	for (i = 0; ledger_has_allocation(l, i); i++)
		turn[i] = i;
	bulk_sort(turn, stated, sizeof *turn, compare_turns, l);
	for (i = 0; i < stated && ledger_has_allocation(l, i); i++) {
		struct allocation *a = &l->allocation[turn[i]];
		money debit = left_from(l, a->debit, left);
		money rest = debit < left[a->credit] ? debit : left[a->credit];

		if (a->amount > rest) {
			reject_excess(b, a, rest);
			a->amount = 0;
			continue;
		}
		take(b, turn[i], left);
	}
	bulk_free(turn);
	for (i = 0; ledger_has_allocation(l, i); i++) {
		if (l->allocation[i].amount)
			l->allocation[n++] = l->allocation[i];
	}
	l->allocations = n;
}

void allocations_resolve(struct builder *b, money *left)
{
	struct ledger *l = b->l;
	uint32_t i, n = 0;

	for (i = 0; ledger_has_allocation(l, i); i++) {
		if (resolve_one(b, &l->allocation[i]))
			l->allocation[n++] = l->allocation[i];
	}
	l->allocations = n;
	bulk_sort(l->allocation, n, sizeof *l->allocation, compare_allocations, NULL);
	drop_repeated(b);
	start_left(l, left);
	if (!all_fit(l, left)) {
		start_left(l, left);
		take_those_that_fit(b, left);
	}
}

static int compare_for_credit(const void *x, const void *y, void *ledger)
{
	const struct ledger *l = ledger;
	uint32_t i = *(const uint32_t *)x, k = *(const uint32_t *)y;
	const struct allocation *a = &l->allocation[i], *b = &l->allocation[k];
	int order = compare_numbers(a->credit, b->credit);

	if (!order)
		order = compare_numbers(a->date, b->date);
	return order ? order : compare_numbers(i, k);
}

void allocations_link(struct ledger *l)
{
	uint32_t n = l->allocations, i;
	uint32_t *order;

	for (i = 0; ledger_has_document(l, i); i++)
		l->document[i].first_allocation = NONE;
	if (!n)
		return;
	bulk_sort(l->allocation, n, sizeof *l->allocation, compare_allocations, NULL);
	order = bulk_alloc(n * sizeof *order);
	for (i = 0; i < n; i++)
		order[i] = i;
	bulk_sort(order, n, sizeof *order, compare_for_credit, l);
	for (i = n; i-- > 0;) {
		struct allocation *a = &l->allocation[i], *c = &l->allocation[order[i]];

		if (i % 1024 == 0)
			bulk_breathe();
		a->next_debit = l->document[a->debit].first_allocation;
		l->document[a->debit].first_allocation = i;
		c->next_credit = l->document[c->credit].first_allocation;
		l->document[c->credit].first_allocation = order[i];
	}
	bulk_free(order);
}
