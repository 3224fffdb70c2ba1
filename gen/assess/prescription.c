/*
 * prescription.c - until when a debt may be claimed.
 *
 * Events and allocations are two chains in ascending date; they are walked
 * together, since an interruption counts only if the period before it was still running.
 */
#include "assess/prescription.h"

#include "base/text.h"

#include "base/banned.h"

#define MONTHS_BUSINESS (5 * 12) /* art. L.110-4 C. com. */
#define MONTHS_CONSUMER (2 * 12) /* art. L.218-2 C. conso. */
#define YEARS_PUBLIC 4		 /* law 68-1250 of 31 December 1968, art. 1 */

civil_date prescription_period(enum customer_kind kind, civil_date start)
{
	if (kind == KIND_PUBLIC)
		return date_from_ymd(date_to_ymd(start).year + YEARS_PUBLIC, 12, 31);
	return date_add_months(start, kind == KIND_BUSINESS ? MONTHS_BUSINESS : MONTHS_CONSUMER);
}

/* Our own written reminders are claims too, and a claim on a public body interrupts (law 68-1250, art. 2). */
static bool interrupts(const struct extra *e, enum customer_kind kind)
{
	if (e->kind == EXTRA_REMINDER)
		return kind == KIND_PUBLIC && !text_eq(e->text, "phone");
	if (e->kind != EXTRA_EVENT)
		return false;
	if (text_eq(e->text, "claim"))
		return kind == KIND_PUBLIC;
	return text_eq(e->text, "acknowledgement") || text_eq(e->text, "part-payment") ||
	       text_eq(e->text, "court");
}

/* Date of the next event at or behind *x that interrupts; DATE_NONE and *x = NONE at the end. */
static civil_date next_event(const struct ledger *l, uint32_t *x, enum customer_kind kind)
{
	for (; *x != NONE; *x = l->extra[*x].next) {
		if (l->extra[*x].date != DATE_NONE && interrupts(&l->extra[*x], kind))
			return l->extra[*x].date;
	}
	return DATE_NONE;
}

/* Date of the next payment set against the document behind *a; an advance was not paid on this debt. */
static civil_date next_payment(const struct ledger *l, uint32_t doc, uint32_t *a)
{
	while ((*a = ledger_allocations(l, doc, *a)) != NONE) {
		if (l->document[l->allocation[*a].credit].type == DOC_PAYMENT)
			return l->allocation[*a].date;
	}
	return DATE_NONE;
}

civil_date prescription_date(const struct view *v, uint32_t doc, const struct policy *p)
{
	const struct ledger *l = v->ledger;
	const struct document *document = &l->document[doc];
	enum customer_kind kind = (enum customer_kind)l->customer[document->customer].kind;
	civil_date start, last, event, payment;
	uint32_t x = document->extras, a = NONE;

	if (!doc_type_is_debit((enum document_type)document->type))
		return DATE_NONE;
	start = document_due(l, document, &p->default_terms);
	if (start == DATE_NONE)
		start = document->date;
	last = prescription_period(kind, start);
	event = next_event(l, &x, kind);
	payment = next_payment(l, doc, &a);
	while (event != DATE_NONE || payment != DATE_NONE) {
		bool take_event = payment == DATE_NONE || (event != DATE_NONE && event <= payment);
		civil_date at = take_event ? event : payment;
		civil_date renewed;

		if (at > v->as_of || at > last)
			break;
		/* An acknowledgement before the term does not make the period end sooner. */
		renewed = prescription_period(kind, at);
		if (renewed > last)
			last = renewed;
		if (take_event) {
			x = l->extra[x].next;
			event = next_event(l, &x, kind);
		} else {
			payment = next_payment(l, doc, &a);
		}
	}
	return last;
}
