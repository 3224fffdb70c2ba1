/* ledger.c - what is read off a finished ledger; see ledger.h. */
#include "book/ledger.h"

#include <stdlib.h>
#include <string.h>

#include "base/bulk.h"

#include "base/banned.h"

const char *document_type_name(enum document_type t)
{
	static const char *const name[DOC_TYPES] = {
		[DOC_INVOICE] = "invoice",
		[DOC_DEBIT_NOTE] = "debit-note",
		[DOC_REFUND] = "refund",
		[DOC_PAYMENT_REJECT] = "payment-reject",
		[DOC_OPENING_DEBIT] = "opening-debit",
		[DOC_CREDIT_NOTE] = "credit-note",
		[DOC_PAYMENT] = "payment",
		[DOC_ADVANCE] = "advance",
		[DOC_OPENING_CREDIT] = "opening-credit",
	};

	return t < DOC_TYPES ? name[t] : "";
}

enum document_type document_type_find(const char *name)
{
	int t = 0;

	while (t < DOC_TYPES && strcmp(document_type_name((enum document_type)t), name) != 0)
		t++;
	return (enum document_type)t;
}

const char *document_type_french(enum document_type t)
{
	static const char *const name[DOC_TYPES] = {
		[DOC_INVOICE] = "facture",
		[DOC_DEBIT_NOTE] = "note de débit",
		[DOC_REFUND] = "remboursement",
		[DOC_PAYMENT_REJECT] = "impayé",
		[DOC_OPENING_DEBIT] = "report à nouveau débiteur",
		[DOC_CREDIT_NOTE] = "avoir",
		[DOC_PAYMENT] = "règlement",
		[DOC_ADVANCE] = "acompte",
		[DOC_OPENING_CREDIT] = "report à nouveau créditeur",
	};

	return t < DOC_TYPES ? name[t] : "";
}

const char *match_reason_french(enum match_reason r)
{
	switch (r) {
	case MATCH_STATED:
		return "lettrage indiqué par l'export";
	case MATCH_GROUP:
		return "même code de lettrage, groupe soldé";
	case MATCH_GROUP_PART:
		return "même code de lettrage, groupe non soldé : au plus ancien";
	case MATCH_APPLIES:
		return "pièce désignée par l'autre";
	case MATCH_REFERENCE:
		return "même référence";
	case MATCH_QUOTED:
		return "numéro cité dans le libellé";
	case MATCH_OLDEST:
		return "au plus ancien";
	case MATCH_BANK:
		return "virement reçu, pas encore comptabilisé";
	}
	return "";
}

/*
 * The arrays come from malloc and not from the arena: they grow while the
 * input is read, and an arena would keep every size they ever had.
 */
void ledger_drop(struct ledger *l)
{
	if (!l)
		return;
	free(l->control);
	free(l->figure);
	free(l->repeated);
	free(l->rates);
	free(l->sales);
	free(l->customer);
	bulk_free(l->document);
	bulk_free(l->allocation);
	bulk_free(l->extra);
	pool_drop(l->text);
	pool_drop(l->ids);
	arena_drop(l->mem);
	free(l);
}

uint32_t ledger_customer(const struct ledger *l, const char *id)
{
	uint32_t low = 0, high = l->customers;

	while (low < high) {
		uint32_t mid = low + (high - low) / 2;
		int order = strcmp(l->customer[mid].id, id);

		if (order == 0)
			return mid;
		if (order < 0)
			low = mid + 1;
		else
			high = mid;
	}
	return NONE;
}

int public_term_days(const struct customer *c)
{
	static const int days[] = { [PUBLIC_STATE] = 30, [PUBLIC_HOSPITAL] = 50, [PUBLIC_UNDERTAKING] = 60 };

	return c->kind == KIND_PUBLIC && c->has_public_kind ? days[c->public_kind] : 0;
}

civil_date document_due(const struct ledger *l, const struct document *doc, const struct terms *default_terms)
{
	enum document_type type = (enum document_type)doc->type;
	const struct customer *c = &l->customer[doc->customer];
	civil_date due;

	if (!doc_type_is_debit(type))
		return DATE_NONE;
	if (doc->due != DATE_NONE)
		return doc->due;
	/* These have no terms of their own: what they re-open was due before. */
	if (type == DOC_REFUND || type == DOC_PAYMENT_REJECT || type == DOC_OPENING_DEBIT)
		return doc->date;
	due = terms_due(&c->terms, doc->date);
	if (due == DATE_NONE && public_term_days(c))
		due = doc->date + public_term_days(c);
	if (due == DATE_NONE && default_terms)
		due = terms_due(default_terms, doc->date);
	return due;
}

uint32_t ledger_earlier_part(const struct ledger *l, uint32_t doc)
{
	const struct document *d = &l->document[doc];

	/* Identifiers are in the order of due dates; other documents of the day may have theirs in between. */
	while (d->is_part && doc-- > 0) {
		const struct document *e = &l->document[doc];

		if (e->customer != d->customer || e->date != d->date)
			return NONE;
		if (e->is_part && e->number == d->number)
			return doc;
	}
	return NONE;
}

uint32_t ledger_allocations(const struct ledger *l, uint32_t doc, uint32_t a)
{
	if (a == NONE)
		return l->document[doc].first_allocation;
	return l->allocation[a].debit == doc ? l->allocation[a].next_debit : l->allocation[a].next_credit;
}

uint32_t ledger_extra(const struct ledger *l, uint32_t x, enum extra_kind kind)
{
	while (x != NONE && l->extra[x].kind != kind)
		x = l->extra[x].next;
	return x;
}
