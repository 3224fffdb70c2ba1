/*
 * bank_return.c - money that goes back: rejected direct debits, recalled
 * transfers, reversed entries.
 *
 * A return is paired with the transaction of the statements that it returns:
 * same amount (or the same before charges) and an equal reference, the same
 * account of the payer, or one document that both name; else with a payment of the export by reference, or by
 * the documents that both name. The payment then counts until the return, and
 * from that day on the return takes it back whole: what it had settled is open
 * as if it had never been paid. A return of what the export has booked becomes
 * a rejected payment of that customer. One that returns nothing we know, and
 * money that comes back to us, moves nothing and is listed for a person.
 */
#include "book/bank_job.h"

#include <stdlib.h>
#include <string.h>

#include "base/bulk.h"

#include "base/banned.h"

/* Is it what was paid, with or without charges? */
static bool same_amount(const struct bank_tx *back, money paid)
{
	return paid == -back->amount || paid == -back->gross;
}

static bool in_both(const struct bank_list *a, const struct bank_list *b)
{
	for (uint32_t i = 0; i < a->n; i++) {
		for (uint32_t k = 0; k < b->n; k++) {
			if (a->at[i] == b->at[k])
				return true;
		}
	}
	return false;
}

/* Banks give the text of a transfer back with it; an end-to-end reference of its own would tell another story. */
static bool name_same_document(const struct bank_tx *b, const struct bank_tx *t)
{
	if (*b->end_to_end && *t->end_to_end)
		return false; /* they differ, or would have been found by it */
	return in_both(&b->structured_docs, &t->structured_docs) ||
	       (!b->weak && !t->weak && in_both(&b->quoted_docs, &t->quoted_docs));
}

/* How good the evidence is that b returns t, 0 best; -1: none. */
static int returns(const struct bank_tx *b, const struct bank_tx *t)
{
	int shared = bank_shared_reference(b, t);

	if (shared >= 0)
		return shared;
	if (*b->structured && strcmp(b->structured, t->structured) == 0)
		return 2;
	if (*b->iban && strcmp(b->iban, t->iban) == 0)
		return 3;
	return name_same_document(b, t) ? 4 : -1;
}

static void pair_return(struct bank_job *j, const struct bank_amount *paid, uint32_t n, uint32_t back)
{
	struct bank_tx *b = &j->tx[back];
	const money amount[] = { -b->amount, -b->gross };
	uint32_t best = NONE;
	int evidence = 0;

	for (size_t k = 0; k < 2; k++) {
		uint32_t i = bank_first_amount(paid, n, b->cur, amount[k], DATE_NONE);

		for (;
		     i < n && paid[i].cur == b->cur && paid[i].amount == amount[k] && paid[i].date <= b->date;
		     i++) {
			const struct bank_tx *t = &j->tx[paid[i].of];
			int e = t->pair == NONE ? returns(b, t) : -1;

			/* Of equal ones the last: nothing is returned long after. */
			if (e >= 0 && (best == NONE || e <= evidence)) {
				best = paid[i].of;
				evidence = e;
			}
		}
	}
	if (best != NONE) {
		b->pair = best;
		j->tx[best].pair = back;
	}
}

void bank_pair_returns(struct bank_job *j)
{
	struct bank_amount *paid = xmalloc(j->n * sizeof *paid);
	uint32_t n = 0, i;

	for (i = 0; i < j->n; i++) {
		const struct bank_tx *t = &j->tx[i];

		if (!t->decided && !t->is_return)
			paid[n++] = (struct bank_amount){ t->amount, i, t->date, t->cur };
	}
	bank_sort_amounts(paid, n);
	for (i = 0; i < j->n; i++) {
		if (!j->tx[i].decided && j->tx[i].is_return && j->tx[i].amount < 0)
			pair_return(j, paid, n, i);
	}
	free(paid);
}

/* --- returns of what the export has booked ------------------------------------------------ */

struct search {
	struct bank_job *j;
	const struct bank_tx *back;
	const bool *used;
	uint32_t best; /* the last payment that it may return */
};

static void consider(void *self, uint32_t doc)
{
	struct search *s = self;
	const struct document *x = &s->j->l->document[doc],
			      *best = &s->j->l->document[s->best == NONE ? 0 : s->best];

	if ((x->type != DOC_PAYMENT && x->type != DOC_ADVANCE) || x->cur != s->back->cur || s->used[doc] ||
	    !same_amount(s->back, -x->amount) || document_posted(x) > s->back->date + BOOKED_DAYS)
		return;
	if (s->best == NONE || document_posted(x) > document_posted(best))
		s->best = doc;
}

/* The payments that settled what the return names. */
static void consider_settled(struct search *s, const struct bank_list *docs)
{
	const struct ledger *l = s->j->l;

	for (uint32_t i = 0; i < docs->n; i++) {
		for (uint32_t a = ledger_allocations(l, docs->at[i], NONE); a != NONE;
		     a = ledger_allocations(l, docs->at[i], a))
			consider(s, l->allocation[a].credit);
	}
}

static uint32_t find_payment(struct bank_job *j, const struct bank_tx *back, const bool *used)
{
	const char *const ref[] = { back->own_ref, back->end_to_end, back->structured };
	struct search s = { .j = j, .back = back, .used = used, .best = NONE };
	char key[BANK_KEY];

	for (size_t i = 0; i < sizeof ref / sizeof *ref && s.best == NONE; i++) {
		if (bank_key(j->tmp, ref[i], key) && bank_key_quotable(key) && !bank_key_weak(key))
			bank_each_document(j, key, consider, &s);
	}
	arena_reset(j->tmp);
	if (s.best == NONE)
		consider_settled(&s, &back->structured_docs);
	if (s.best == NONE)
		consider_settled(&s, &back->quoted_docs);
	return s.best;
}

static bool is_allocated_to(const struct ledger *l, uint32_t debit, uint32_t credit)
{
	for (uint32_t a = ledger_allocations(l, debit, NONE); a != NONE;
	     a = ledger_allocations(l, debit, a)) {
		if (l->allocation[a].credit == credit)
			return true;
	}
	return false;
}

/* Exports that know no types give every debit as an invoice: one of these has neither due date nor VAT. */
static bool may_be_return(const struct document *x)
{
	return x->type == DOC_PAYMENT_REJECT || x->type == DOC_REFUND || x->type == DOC_DEBIT_NOTE ||
	       (x->type == DOC_INVOICE && x->due == DATE_NONE && !x->has_vat);
}

/* A debit of that customer and amount, dated like the return, that the payment did not settle. */
static uint32_t booked_return(const struct bank_job *j, const struct bank_tx *back, uint32_t payment,
			      const bool *used)
{
	const struct ledger *l = j->l;
	const struct customer *c = &l->customer[l->document[payment].customer];

	for (uint32_t i = c->first_document; i < c->first_document + c->documents; i++) {
		const struct document *x = &l->document[i];
		civil_date day = document_posted(x);

		if (may_be_return(x) && x->cur == back->cur && !used[i] && same_amount(back, x->amount) &&
		    day >= back->date - BOOKED_DAYS && day <= back->date + BOOKED_DAYS &&
		    (x->type == DOC_PAYMENT_REJECT || !is_allocated_to(l, i, payment)))
			return i;
	}
	return NONE;
}

static void say_document(struct bank_job *j, const char *before, uint32_t doc)
{
	const struct document *x = &j->l->document[doc];

	buf_printf(&j->text, "%s%s %s du ", before, document_type_french((enum document_type)x->type),
		   ledger_text(j->l, x->number));
	bank_say_date(j, x->date);
}

/* payment: of the export. */
static void return_payment(struct bank_job *j, struct bank_tx *b, uint32_t payment, bool *used)
{
	uint32_t booked = booked_return(j, b, payment, used);

	used[payment] = true;
	b->customer = j->l->document[payment].customer;
	bank_found_none(j);
	bank_found(j, booked == NONE ? payment : booked);
	b->docs = bank_found_list(j);
	if (booked != NONE) {
		used[booked] = true;
		b->booked = booked;
		say_document(j, "retour déjà comptabilisé : ", booked);
		bank_decide(b, BANK_BOOKED, bank_said(j));
		return;
	}
	b->reject_of = payment;
	say_document(j, "retour rouvrant le ", payment);
	bank_decide(b, BANK_RETURNED, bank_said(j));
}

/* What the statements hold themselves. */
static void return_transaction(struct bank_job *j, struct bank_tx *b, bool *used)
{
	struct bank_tx *t = &j->tx[b->pair];

	if (t->status == BANK_BOOKED && t->booked != NONE) {
		return_payment(j, b, t->booked, used);
		return;
	}
	b->customer = t->customer;
	b->docs = t->docs;
	buf_puts(&j->text, "retour de l’opération du ");
	bank_say_date(j, t->date);
	buf_puts(&j->text,
		 t->status == BANK_SURE ? ", qui ne règle donc rien" : ", qui n’était pas affectée");
	bank_decide(b, BANK_RETURNED, bank_said(j));
	buf_printf(&j->text, "%s ; retournée le ", t->reason);
	bank_say_date(j, b->date);
	t->reason = bank_said(j);
}

static void return_unknown(struct bank_job *j, struct bank_tx *b)
{
	const char *how;

	b->customer = bank_payer(j, b, &how);
	buf_puts(&j->text,
		 b->amount > 0 ? "argent revenu d’un débit : aucune dette n’en est réglée, à vérifier"
			       : "retour dont l’opération d’origine n’est pas retrouvée : à comptabiliser");
	bank_decide(b, BANK_RETURNED, bank_said(j));
}

void bank_judge_returns(struct bank_job *j)
{
	bool *used = bulk_calloc(j->l->documents, sizeof *used);

	for (uint32_t i = 0; i < j->n; i++) {
		struct bank_tx *b = &j->tx[i];
		uint32_t payment;

		if (b->decided)
			continue;
		if (b->pair != NONE) {
			return_transaction(j, b, used);
			continue;
		}
		payment = b->amount < 0 ? find_payment(j, b, used) : NONE;
		if (payment != NONE)
			return_payment(j, b, payment, used);
		else
			return_unknown(j, b);
	}
	bulk_free(used);
}
