/*
 * bank_match.c - what a transaction pays, in this order, each step for all of
 * them before the next one begins:
 *
 * 1. Structured reference equal to a document's number, identifier or
 *    reference, alone or inside of an ISO 11649 one; or to a customer's code,
 *    which is what our letters ask for: sure.
 * 2. Number of a document in the text, as whole words: sure if all belong to
 *    one customer and the amount is within what is open of them; a short
 *    number only if the amount is exact or the payer fits.
 * 3. Exact amount of the only open item of that amount in the ledger: unsure;
 *    sure if the payer fits.
 * 4. The payer, known by code, name or account: oldest first; sure if the
 *    amount is that of one of his items, of all that is overdue or of all.
 *
 * Steps 3 and 4 look at what existed on the booking date. A suspicion of an
 * earlier step stays unless a later one is sure of the same customer.
 */
#include "book/bank_job.h"

#include <stdlib.h>
#include <string.h>

#include "base/bulk.h"

#include "base/banned.h"

static money least(money x, money y)
{
	return x < y ? x : y;
}

static void allocate(struct bank_job *j, uint32_t tx, uint32_t doc, money amount)
{
	GROW(j->allocation, j->allocations, j->allocation_cap);
	j->allocation[j->allocations++] =
		(struct bank_allocation){ .tx = tx, .other = doc, .amount = amount };
	j->left[doc] -= amount;
}

/* Against these, the one of just that amount before the oldest. What was sent back settles nothing. */
static void spread(struct bank_job *j, uint32_t tx, const struct bank_list *docs)
{
	const struct bank_tx *t = &j->tx[tx];
	money rest = t->amount;

	if (t->pair != NONE)
		return;
	for (uint32_t i = 0; i < docs->n; i++) {
		if (j->left[docs->at[i]] == rest) {
			allocate(j, tx, docs->at[i], rest);
			return;
		}
	}
	for (uint32_t i = 0; i < docs->n && rest; i++) {
		money part = least(j->left[docs->at[i]], rest);

		if (part)
			allocate(j, tx, docs->at[i], part);
		rest -= part;
	}
}

/* The reason stands in job.text. */
static void make_sure(struct bank_job *j, uint32_t tx, enum bank_evidence e, uint32_t customer,
		      const struct bank_list *docs)
{
	struct bank_tx *t = &j->tx[tx];

	t->customer = customer;
	t->evidence = e;
	t->docs = *docs;
	bank_decide(t, BANK_SURE, bank_said(j));
	spread(j, tx, docs);
}

/* Not sure, but better than nothing: the first suspicion stays. The reason stands in job.text. */
static void suspect(struct bank_job *j, struct bank_tx *t, enum bank_evidence e, uint32_t customer,
		    const struct bank_list *docs)
{
	if (t->status == BANK_UNSURE) {
		buf_clear(&j->text);
		return;
	}
	t->status = BANK_UNSURE;
	t->evidence = e;
	t->customer = customer;
	t->docs = *docs;
	t->reason = bank_said(j);
}

/* Would being sure of this customer go against what is suspected already? */
static bool against_suspicion(const struct bank_tx *t, uint32_t customer)
{
	return t->status == BANK_UNSURE && t->customer != NONE && t->customer != customer;
}

static void say_customers(struct bank_job *j, const struct bank_list *docs)
{
	uint32_t last = NONE, n = 0;

	for (uint32_t i = 0; i < docs->n; i++) {
		uint32_t customer = j->l->document[docs->at[i]].customer;

		if (customer == last)
			continue;
		last = customer;
		if (n < 3)
			buf_printf(&j->text, "%s%s", n ? ", " : "", j->l->customer[customer].id);
		else if (n == 3)
			buf_puts(&j->text, "…");
		n++;
	}
}

/* What a transaction names in its own currency; of several customers' documents those of the payer. */
struct named {
	struct bank_list docs;
	uint32_t customer; /* NONE: several */
	money open;
	bool fits; /* false: the sum is too large */
};

static struct named look_at(struct bank_job *j, const struct bank_tx *t, const struct bank_list *all)
{
	struct named x = { .fits = true };
	bool payers;

	bank_found_none(j);
	for (uint32_t i = 0; i < all->n; i++) {
		if (j->l->document[all->at[i]].cur == t->cur)
			bank_found(j, all->at[i]);
	}
	x.docs = bank_found_list(j);
	x.customer = bank_one_customer(j, &x.docs);
	if (x.docs.n && x.customer == NONE) {
		bank_found_none(j);
		for (uint32_t i = 0; i < x.docs.n; i++) {
			if (bank_fits(j, t, j->l->document[x.docs.at[i]].customer))
				bank_found(j, x.docs.at[i]);
		}
		payers = j->founds > 0;
		if (payers)
			x.docs = bank_found_list(j);
		x.customer = bank_one_customer(j, &x.docs);
	}
	for (uint32_t i = 0; i < x.docs.n && x.fits; i++)
		x.fits = money_add(&x.open, j->left[x.docs.at[i]]);
	return x;
}

/* Several customers, or another currency: nothing to be sure of. true: the suspicion is written down. */
static bool is_ambiguous(struct bank_job *j, struct bank_tx *t, enum bank_evidence e, const char *what,
			 const struct bank_list *all, const struct named *x)
{
	if (x->docs.n && x->customer != NONE && x->fits)
		return false;
	buf_printf(&j->text, "%s : ", what);
	if (!x->docs.n) {
		bank_say_documents(j, all);
		buf_puts(&j->text, ", dans une autre devise");
		suspect(j, t, e, bank_one_customer(j, all), all);
	} else {
		bank_say_documents(j, &x->docs);
		buf_puts(&j->text, ", pièces de plusieurs clients (");
		say_customers(j, &x->docs);
		buf_puts(&j->text, ")");
		suspect(j, t, e, NONE, &x->docs);
	}
	return true;
}

/* How the amount stands to what is open of these documents. */
static void say_amount(struct bank_job *j, const struct bank_tx *t, money open)
{
	if (t->amount == open) {
		buf_puts(&j->text, ", montant exact");
	} else if (!open) {
		buf_puts(&j->text, ", plus rien n’y est ouvert");
	} else if (t->amount < open) {
		buf_puts(&j->text, ", règlement partiel, reste ");
		bank_say_money(j, open - t->amount, t->cur);
	} else {
		buf_puts(&j->text, ", excédent non affecté de ");
		bank_say_money(j, t->amount - open, t->cur);
	}
}

/* --- open items of a customer ------------------------------------------------------------- */

/* What a customer owes on the day of a transaction, in its currency. */
struct account {
	struct bank_list open, overdue, exact; /* exact: items of just the amount of the transaction */
	money total, late, net;
	bool fits;
};

static bool exists(const struct bank_job *j, const struct bank_tx *t, uint32_t doc)
{
	const struct document *x = &j->l->document[doc];

	return x->cur == t->cur && document_posted(x) <= t->date && j->left[doc];
}

static bool is_late(const struct bank_job *j, const struct bank_tx *t, uint32_t doc)
{
	civil_date due = document_due(j->l, &j->l->document[doc], NULL);

	return due != DATE_NONE && due <= t->date;
}

enum which { OPEN, OVERDUE, EXACT };

static struct bank_list list_items(struct bank_job *j, const struct bank_tx *t, const struct customer *c,
				   enum which w)
{
	bank_found_none(j);
	for (uint32_t i = c->first_document; i < c->first_document + c->documents; i++) {
		if (j->l->document[i].amount <= 0 || !exists(j, t, i))
			continue;
		if (w == OPEN || (w == OVERDUE && is_late(j, t, i)) ||
		    (w == EXACT && j->left[i] == t->amount))
			bank_found(j, i);
	}
	return bank_found_list(j);
}

static struct account account_of(struct bank_job *j, const struct bank_tx *t, uint32_t customer)
{
	const struct customer *c = &j->l->customer[customer];
	struct account a = { .fits = true };

	a.open = list_items(j, t, c, OPEN);
	a.overdue = list_items(j, t, c, OVERDUE);
	a.exact = list_items(j, t, c, EXACT);
	for (uint32_t i = 0; i < a.open.n && a.fits; i++)
		a.fits = money_add(&a.total, j->left[a.open.at[i]]);
	for (uint32_t i = 0; i < a.overdue.n && a.fits; i++)
		a.fits = money_add(&a.late, j->left[a.overdue.at[i]]);
	a.net = a.total;
	for (uint32_t i = c->first_document; i < c->first_document + c->documents && a.fits; i++) {
		if (j->l->document[i].amount < 0 && exists(j, t, i))
			a.fits = money_add(&a.net, -j->left[i]);
	}
	return a;
}

/* Which of his items the amount pays, and why that is sure; NULL: it is not. */
static const char *exact_part(const struct bank_tx *t, const struct account *a, struct bank_list *docs)
{
	*docs = a->exact;
	if (a->exact.n) {
		docs->n = 1;
		return a->exact.n == 1 ? "montant exact de la pièce "
				       : "montant exact de plusieurs de ses pièces, la plus ancienne : ";
	}
	*docs = a->overdue;
	if (a->overdue.n && t->amount == a->late)
		return "montant égal à tout l’échu : ";
	*docs = a->open;
	if (a->open.n && t->amount == a->total)
		return "montant égal au solde total : ";
	if (a->open.n && t->amount == a->net)
		return "montant égal au solde, avoirs déduits : ";
	return NULL;
}

/* --- the steps ---------------------------------------------------------------------------- */

/* The reference is the customer's, not a document's: oldest first. */
static void by_customer_reference(struct bank_job *j, uint32_t tx)
{
	struct bank_tx *t = &j->tx[tx];
	uint32_t customer = t->structured_customers.at[0];
	struct account a = account_of(j, t, customer);
	struct bank_list docs;

	if (!exact_part(t, &a, &docs))
		docs = a.open;
	buf_printf(&j->text, "référence structurée du client %s", j->l->customer[customer].id);
	say_amount(j, t, a.total);
	make_sure(j, tx, EVIDENCE_STRUCTURED, customer, &docs);
}

static void by_structured(struct bank_job *j, uint32_t tx)
{
	struct bank_tx *t = &j->tx[tx];
	struct named x;

	if (!t->structured_docs.n) {
		if (t->structured_customers.n == 1)
			by_customer_reference(j, tx);
		return;
	}
	x = look_at(j, t, &t->structured_docs);
	if (is_ambiguous(j, t, EVIDENCE_STRUCTURED, "référence structurée", &t->structured_docs, &x))
		return;
	buf_puts(&j->text, "référence structurée : ");
	bank_say_documents(j, &x.docs);
	say_amount(j, t, x.open);
	make_sure(j, tx, EVIDENCE_STRUCTURED, x.customer, &x.docs);
}

/* Short numbers stand in texts by chance: something else must fit. */
static bool by_chance(const struct bank_job *j, const struct bank_tx *t, const struct named *x)
{
	if (!t->weak || t->amount == x->open || bank_fits(j, t, x->customer))
		return false;
	for (uint32_t i = 0; i < x->docs.n; i++) {
		if (j->left[x->docs.at[i]] == t->amount)
			return false;
	}
	return true;
}

static void by_quoted(struct bank_job *j, uint32_t tx)
{
	struct bank_tx *t = &j->tx[tx];
	struct named x;

	if (!t->quoted_docs.n)
		return;
	x = look_at(j, t, &t->quoted_docs);
	if (is_ambiguous(j, t, EVIDENCE_QUOTED, "numéro cité dans le libellé", &t->quoted_docs, &x))
		return;
	buf_puts(&j->text, "numéro cité dans le libellé : ");
	bank_say_documents(j, &x.docs);
	if (by_chance(j, t, &x)) {
		buf_puts(&j->text, ", trop court pour être sûr, montant différent");
		suspect(j, t, EVIDENCE_QUOTED, x.customer, &x.docs);
	} else if (!x.open || t->amount > x.open) {
		say_amount(j, t, x.open);
		suspect(j, t, EVIDENCE_QUOTED, x.customer, &x.docs);
	} else {
		say_amount(j, t, x.open);
		make_sure(j, tx, EVIDENCE_QUOTED, x.customer, &x.docs);
	}
}

/* Open debits of the ledger by what is open of them. */
struct items {
	struct bank_amount *at;
	uint32_t n;
};

/* The only open item of that amount, NONE if there is none or several. */
static uint32_t only_item(const struct bank_job *j, const struct items *all, const struct bank_tx *t)
{
	uint32_t found = NONE, i = bank_first_amount(all->at, all->n, t->cur, t->amount, DATE_NONE);

	for (; i < all->n && all->at[i].cur == t->cur && all->at[i].amount == t->amount; i++) {
		uint32_t doc = all->at[i].of;

		if (all->at[i].date > t->date)
			break;
		if (j->left[doc] != t->amount)
			continue;
		if (found != NONE)
			return NONE;
		found = doc;
	}
	return found;
}

/* sure: only those whose payer fits; else only the others, as a suspicion. */
static void by_amount(struct bank_job *j, uint32_t tx, const struct items *all, bool sure)
{
	struct bank_tx *t = &j->tx[tx];
	uint32_t doc = only_item(j, all, t), customer;
	struct bank_list docs;
	const char *how;
	bool fits;

	if (doc == NONE)
		return;
	customer = j->l->document[doc].customer;
	fits = bank_fits(j, t, customer);
	if (fits != sure || against_suspicion(t, customer))
		return;
	if (!fits && (t->named.n || t->coded.n || bank_payer(j, t, &how) != NONE))
		return; /* the payer is somebody else: see by_payer() */
	bank_found_none(j);
	bank_found(j, doc);
	docs = bank_found_list(j);
	buf_printf(&j->text, "montant exact de la seule pièce ouverte de ce montant : %s, payeur %s",
		   ledger_text(j->l, j->l->document[doc].number), fits ? "reconnu" : "non reconnu");
	if (fits)
		make_sure(j, tx, EVIDENCE_AMOUNT, customer, &docs);
	else
		suspect(j, t, EVIDENCE_AMOUNT, customer, &docs);
}

/* Several customers have the payer's name: the one who has an item of just this amount, if he is one. */
static uint32_t payer_by_amount(struct bank_job *j, const struct bank_tx *t)
{
	uint32_t found = NONE;

	for (uint32_t i = 0; i < t->named.n; i++) {
		const struct customer *c = &j->l->customer[t->named.at[i]];

		if (!list_items(j, t, c, EXACT).n)
			continue;
		if (found != NONE)
			return NONE;
		found = t->named.at[i];
	}
	return found;
}

/* The oldest of these that the amount would settle, wholly or in part. */
static struct bank_list covered(struct bank_job *j, const struct bank_tx *t, const struct bank_list *docs)
{
	money rest = t->amount;

	bank_found_none(j);
	for (uint32_t i = 0; i < docs->n && rest; i++) {
		bank_found(j, docs->at[i]);
		rest -= least(rest, j->left[docs->at[i]]);
	}
	return bank_found_list(j);
}

static void by_payer(struct bank_job *j, uint32_t tx)
{
	struct bank_tx *t = &j->tx[tx];
	const char *how, *why;
	uint32_t customer = bank_payer(j, t, &how);
	struct bank_list docs;
	struct account a;

	if (customer == NONE) {
		customer = payer_by_amount(j, t);
		how = "nom du payeur, porté par plusieurs clients,";
	}
	if (customer == NONE || against_suspicion(t, customer))
		return;
	a = account_of(j, t, customer);
	why = a.fits ? exact_part(t, &a, &docs) : NULL;
	buf_printf(&j->text, "%s reconnu (%s) : ", how, j->l->customer[customer].id);
	if (why) {
		buf_puts(&j->text, why);
		bank_say_documents(j, &docs);
		make_sure(j, tx, EVIDENCE_PAYER, customer, &docs);
		return;
	}
	buf_puts(&j->text, a.open.n
				   ? "montant différent de ses pièces, de l’échu et du solde ; au plus ancien"
				   : "aucune pièce ouverte à cette date");
	docs = covered(j, t, &a.open);
	suspect(j, t, EVIDENCE_PAYER, customer, &docs);
}

static struct items open_items(const struct bank_job *j)
{
	struct items all = { .n = 0 };
	uint32_t cap = 0;

	for (uint32_t i = 0; ledger_has_document(j->l, i); i++) {
		const struct document *doc = &j->l->document[i];

		if (doc->amount <= 0 || !j->left[i])
			continue;
		BULK_GROW(all.at, all.n, cap);
		all.at[all.n++] = (struct bank_amount){ j->left[i], i, document_posted(doc), doc->cur };
	}
	bank_sort_amounts(all.at, all.n);
	return all;
}

static void give_up(struct bank_job *j, struct bank_tx *t)
{
	if (t->status == BANK_UNSURE) {
		t->decided = true;
		return;
	}
	if (t->named.n > 1) {
		buf_puts(&j->text, "plusieurs clients portent le nom du payeur : ");
		for (uint32_t i = 0; i < t->named.n && i < 4; i++)
			buf_printf(&j->text, "%s%s", i ? ", " : "",
				   i < 3 ? j->l->customer[t->named.at[i]].id : "…");
	} else {
		buf_puts(&j->text, "ni référence, ni numéro de pièce, ni montant, ni payeur reconnus");
	}
	bank_decide(t, BANK_UNMATCHED, bank_said(j));
}

void bank_match(struct bank_job *j)
{
	struct items all;
	uint32_t i;

	for (i = 0; i < j->n; i++) {
		if (bank_pending(&j->tx[i])) {
			j->tx[i].status = BANK_UNMATCHED;
			by_structured(j, i);
		}
	}
	for (i = 0; i < j->n; i++) {
		if (bank_pending(&j->tx[i]))
			by_quoted(j, i);
	}
	all = open_items(j);
	for (int round = 0; round < 2; round++) {
		for (i = 0; i < j->n; i++) {
			if (bank_pending(&j->tx[i]))
				by_amount(j, i, &all, round == 0);
		}
	}
	bulk_free(all.at);
	for (i = 0; i < j->n; i++) {
		if (bank_pending(&j->tx[i]))
			by_payer(j, i);
	}
	for (i = 0; i < j->n; i++) {
		if (bank_pending(&j->tx[i]))
			give_up(j, &j->tx[i]);
	}
}
