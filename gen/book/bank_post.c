/*
 * bank_post.c - from verdicts to the ledger: payment documents, rejected
 * payments, their allocations, and the list of all transactions.
 *
 * The ledger is sorted already: the new documents are merged into it, and what
 * refers to documents by their index follows.
 */
#include "book/bank_job.h"

#include <stdlib.h>
#include <string.h>

#include "base/bulk.h"
#include "base/text.h"

#include "base/banned.h"

/* What is added, and where everything goes. */
struct posting {
	struct bank_job *j;
	uint32_t before; /* documents of the export */
	struct document *doc;
	uint32_t *tx; /* per new document: its transaction */
	uint32_t n, cap, tx_cap;
	uint32_t *moved; /* per document of the export: its new index */
};

/* --- documents ---------------------------------------------------------------------------- */

/* The same in every run: from account, day, currency and amount; equal ones are numbered. */
static pool_text new_id(struct posting *p, const struct bank_tx *t)
{
	struct bank_job *j = p->j;
	struct names *names = &j->b->documents;
	struct ymd day = date_to_ymd(t->date);
	const char *key;
	uint32_t name;

	key = arena_printf(j->mem, "%s %s %lld", t->account, currency_code(t->cur), (long long)t->amount);
	key = arena_printf(j->mem, "BANQUE-%04d%02d%02d-%08X", day.year, day.month, day.day,
			   (unsigned)text_hash(key));
	name = new_document_name(j->b, key);
	names->name[name].value = t->document; /* taken from now on */
	return names->name[name].id;
}

static const char *first_of(const char *a, const char *b, const char *c)
{
	return *a ? a : *b ? b : c;
}

/* "ATELIERS DURAND : facture FA2026-1001" */
static const char *label_of(struct bank_job *j, const struct bank_tx *t, const char *before)
{
	buf_puts(&j->text, before);
	buf_puts(&j->text, t->payer);
	if (*t->text)
		buf_printf(&j->text, "%s%s", *t->payer ? " : " : "", t->text);
	return bank_said(j);
}

static void add(struct posting *p, uint32_t tx, enum document_type type, money amount)
{
	struct bank_job *j = p->j;
	struct bank_tx *t = &j->tx[tx];
	struct document doc = { .amount = amount,
				.customer = t->customer,
				.date = t->date,
				.due = DATE_NONE,
				.at = t->at,
				.first_allocation = NONE,
				.extras = NONE,
				.type = (uint8_t)type,
				.cur = t->cur,
				.unbooked = true };

	t->document = p->before + p->n;
	doc.id = new_id(p, t);
	doc.number = pool_add(j->l->text,
			      first_of(t->split ? t->own_ref : t->entry_ref, t->own_ref, t->entry_number));
	if (!doc.number)
		doc.number = doc.id;
	doc.label = pool_add(j->l->text, label_of(j, t, type == DOC_PAYMENT_REJECT ? "Retour : " : ""));
	doc.reference = pool_add(j->l->text, first_of(t->structured, t->end_to_end, ""));
	GROW(p->doc, p->n, p->cap);
	GROW(p->tx, p->n, p->tx_cap);
	p->tx[p->n] = tx;
	p->doc[p->n++] = doc;
}

static void add_documents(struct posting *p)
{
	struct bank_job *j = p->j;

	for (uint32_t i = 0; i < j->n; i++) {
		const struct bank_tx *t = &j->tx[i];

		if (t->status == BANK_SURE)
			add(p, i, DOC_PAYMENT, -t->amount);
		else if (t->status == BANK_RETURNED && t->pair != NONE && j->tx[t->pair].status == BANK_SURE)
			add(p, i, DOC_PAYMENT_REJECT, j->tx[t->pair].amount);
		else if (t->status == BANK_RETURNED && t->reject_of != NONE)
			add(p, i, DOC_PAYMENT_REJECT, -j->l->document[t->reject_of].amount);
	}
}

/* --- their places ------------------------------------------------------------------------- */

/* The order of ledger.h. */
static int compare_documents(const struct ledger *l, const struct document *a, const struct document *b)
{
	if (a->customer != b->customer)
		return a->customer < b->customer ? -1 : 1;
	if (a->date != b->date)
		return a->date < b->date ? -1 : 1;
	return strcmp(ledger_text(l, a->id), ledger_text(l, b->id));
}

static int compare_new(const void *x, const void *y, void *posting)
{
	const struct posting *p = posting;
	const struct document *doc = p->doc;

	return compare_documents(p->j->l, &doc[*(const uint32_t *)x], &doc[*(const uint32_t *)y]);
}

/* From behind, so that every document of the export moves once, within the array. */
static void merge(struct posting *p)
{
	struct ledger *l = p->j->l;
	uint32_t *order = xmalloc(p->n * sizeof *order), i, old = p->before, new = p->n;

	p->moved = bulk_alloc((size_t)p->before * sizeof *p->moved);
	for (i = 0; i < p->n; i++)
		order[i] = i;
	qsort_r(order, p->n, sizeof *order, compare_new, p);
	l->document = bulk_grow(l->document, ((size_t)p->before + p->n) * sizeof *l->document);
	l->documents = p->before + p->n;
	for (i = l->documents; i-- > 0;) {
		if (new &&
		    (!old || compare_documents(l, &p->doc[order[new - 1]], &l->document[old - 1]) > 0)) {
			new --;
			l->document[i] = p->doc[order[new]];
			p->j->tx[p->tx[order[new]]].document = i;
		} else {
			old--;
			l->document[i] = l->document[old];
			p->moved[old] = i;
		}
	}
	free(order);
	for (i = 0; ledger_has_customer(l, i); i++)
		l->customer[i].documents = 0;
	for (i = l->documents; i-- > 0;) {
		struct customer *c = &l->customer[l->document[i].customer];

		c->documents++;
		c->first_document = i;
	}
}

/* --- allocations -------------------------------------------------------------------------- */

static void set_against(struct posting *p, uint32_t debit, uint32_t credit, money amount,
			const struct bank_tx *t)
{
	struct builder *b = p->j->b;
	struct ledger *l = p->j->l;
	civil_date x = document_posted(&l->document[debit]), y = document_posted(&l->document[credit]);
	struct allocation a = { .debit = debit,
				.credit = credit,
				.amount = amount,
				.date = x > y ? x : y,
				.at = t->at,
				.reason = MATCH_BANK };

	a.dated = a.date == t->date;
	BULK_GROW(l->allocation, l->allocations, b->allocation_cap);
	l->allocation[l->allocations++] = a;
}

/* A return takes back a payment of the statements whole, and of the export's what is not allocated. */
static void set_return(struct posting *p, const struct bank_tx *t)
{
	struct bank_job *j = p->j;
	money left;

	if (t->pair != NONE && j->tx[t->pair].status == BANK_SURE) {
		set_against(p, t->document, j->tx[t->pair].document, j->tx[t->pair].amount, t);
	} else if (t->reject_of != NONE) {
		left = j->left[t->reject_of];
		if (left)
			set_against(p, t->document, p->moved[t->reject_of], left, t);
	}
}

static void add_allocations(struct posting *p)
{
	struct bank_job *j = p->j;
	struct ledger *l = j->l;
	uint32_t i;

	for (i = 0; ledger_has_allocation(l, i); i++) {
		struct allocation *a = &l->allocation[i];

		a->debit = p->moved[a->debit];
		a->credit = p->moved[a->credit];
		a->next_debit = 0; /* the last thing that allocations_link() compares */
	}
	for (i = 0; i < j->allocations; i++) {
		const struct bank_allocation *x = &j->allocation[i];
		const struct bank_tx *t = &j->tx[x->tx];

		set_against(p, p->moved[x->other], t->document, x->amount, t);
	}
	for (i = 0; i < p->n; i++) {
		const struct bank_tx *t = &j->tx[p->tx[i]];

		if (t->is_return)
			set_return(p, t);
	}
	allocations_link(l);
}

/* --- the list ----------------------------------------------------------------------------- */

static void keep_documents(const struct posting *p, const struct bank_tx *t, struct bank_item *x)
{
	if (!t->docs.n)
		return;
	x->document = arena_calloc(p->j->l->mem, t->docs.n, sizeof *x->document);
	for (uint32_t i = 0; i < t->docs.n; i++)
		x->document[x->documents++] = p->moved ? p->moved[t->docs.at[i]] : t->docs.at[i];
}

static const char *keep(struct bank_job *j, const char *s)
{
	return *s ? arena_strdup(j->l->mem, s) : "";
}

static struct bank_item item_of(const struct posting *p, const struct bank_tx *t)
{
	struct bank_job *j = p->j;
	const char *reference = first_of(t->structured, t->applies, t->end_to_end);
	struct bank_item x = { .at = t->at,
			       .date = t->date,
			       .amount = t->amount,
			       .cur = t->cur,
			       .status = (uint8_t)t->status,
			       .evidence = (uint8_t)t->evidence,
			       .account = keep(j, t->account),
			       .payer = keep(j, first_of(t->payer, t->ultimate, "")),
			       .iban = keep(j, t->iban),
			       .reference = keep(j, first_of(reference, t->own_ref, t->entry_ref)),
			       .text = keep(j, first_of(t->text, t->note, "")),
			       .customer = t->customer,
			       .payment = t->document,
			       .returned = t->is_return || t->pair == NONE ? DATE_NONE : j->tx[t->pair].date,
			       .reason = t->reason };

	keep_documents(p, t, &x);
	return x;
}

static int compare_unsure(const void *x, const void *y, void *ledger)
{
	const struct ledger *l = ledger;
	uint32_t a = *(const uint32_t *)x, b = *(const uint32_t *)y;
	uint32_t c = l->bank[a].customer, d = l->bank[b].customer;

	return c != d ? (c > d) - (c < d) : (a > b) - (a < b);
}

static int compare_posted(const void *x, const void *y, void *ledger)
{
	const struct ledger *l = ledger;
	uint32_t a = l->bank[*(const uint32_t *)x].payment, b = l->bank[*(const uint32_t *)y].payment;

	return (a > b) - (a < b);
}

static void keep_items(struct posting *p)
{
	struct bank_job *j = p->j;
	struct ledger *l = j->l;
	uint32_t i;

	l->bank = arena_calloc(l->mem, j->n, sizeof *l->bank);
	l->bank_unsure = arena_calloc(l->mem, j->n, sizeof *l->bank_unsure);
	l->bank_posted = arena_calloc(l->mem, p->n, sizeof *l->bank_posted);
	for (i = 0; i < j->n; i++) {
		l->bank[l->banks++] = item_of(p, &j->tx[i]);
		if (j->tx[i].document != NONE)
			l->bank_posted[l->banks_posted++] = i;
		if (j->tx[i].status == BANK_UNSURE && j->tx[i].customer != NONE)
			l->bank_unsure[l->bank_unsures++] = i;
	}
	if (l->bank_unsures)
		qsort_r(l->bank_unsure, l->bank_unsures, sizeof *l->bank_unsure, compare_unsure, l);
	if (l->banks_posted)
		qsort_r(l->bank_posted, l->banks_posted, sizeof *l->bank_posted, compare_posted, l);
}

static void report(struct bank_job *j, const struct bank_item *x)
{
	static const struct {
		const char *code;
		enum severity severity;
	} as[] = {
		[BANK_UNSURE] = { "bank-unsure", SEV_WARNING },
		[BANK_UNMATCHED] = { "bank-unmatched", SEV_WARNING },
		[BANK_BOOKED] = { "bank-booked", SEV_INFO },
		[BANK_DUPLICATE] = { "bank-duplicate", SEV_INFO },
		[BANK_RETURNED] = { "bank-returned", SEV_WARNING },
	};
	char date[11], amount[64];

	if (x->status == BANK_SURE)
		return;
	diag_finding(j->d,
		     x->status == BANK_RETURNED && x->payment != NONE ? SEV_INFO : as[x->status].severity,
		     as[x->status].code, x->at, "opération bancaire du %s, %s\u00a0%s%s%s%s%s%s : %s",
		     date_fr(x->date, date), money_human(x->amount, x->cur, "\u202f", ",", amount),
		     currency_code(x->cur), *x->payer ? ", « " : "", x->payer, *x->payer ? " »" : "",
		     x->customer != NONE ? ", client " : "",
		     x->customer != NONE ? j->l->customer[x->customer].id : "", x->reason);
}

void bank_post(struct bank_job *j)
{
	struct posting p = { .j = j, .before = j->l->documents };

	add_documents(&p);
	if (p.n) {
		merge(&p);
		add_allocations(&p);
	}
	keep_items(&p);
	for (uint32_t i = 0; i < j->l->banks; i++)
		report(j, &j->l->bank[i]);
	free(p.doc);
	free(p.tx);
	bulk_free(p.moved);
}
