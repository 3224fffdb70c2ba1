/*
 * build_part.c - invoices that are payable in several parts, each with a due date of its own.
 *
 * A ledger document has one due date. So an invoice whose parts make up its
 * amount becomes one document per due date, "F1/1", "F1/2"… in their order, all
 * of them under the invoice's own number: a payment that names it settles the
 * earliest part first, and so does an allocation (build_allocate.c). Where the
 * parts do not make up the amount, or state none, the invoice stays whole and its
 * last due date counts: the earlier ones may be those of a discount, and nothing
 * is claimed that might not be due (RULES §5).
 */
#include "book/intake.h"

#include <stdlib.h>

#include "base/bulk.h"
#include "base/order.h"
#include "base/text.h"

#include "base/banned.h"

#define HUNDRED_PERCENT (100 * RATE_ONE)

struct part {
	uint32_t document; /* number of its name */
	civil_date due;
	bool has_amount, has_percent;
	money amount;
	rate percent; /* of the document's amount, where no amount is stated */
	struct place at;
	struct part *split; /* of the first one: what the document was split into, with names of their own */
	size_t splits;
};

void take_due_part(struct input *in, const struct record *r)
{
	struct builder *b = in->b;
	struct owner o = find_owner(b, r);
	struct part p = { .document = o.name, .at = r->at };
	const struct document *doc;

	if (o.fate != FATE_TAKEN) {
		if (is_flat_child(r) && o.fate == FATE_NONE)
			reject_child(b, r, &o, "unknown-document", "pièce inconnue, ajoutez-la à l'export");
		return; /* else the document's own reject says why */
	}
	doc = &b->l->document[b->documents.name[o.name].value];
	subject(b, "pièce", o.id);
	p.due = optional_date(b, r, "échéance", F_DUE);
	p.has_amount = optional_money(b, r, "montant d'une échéance", F_AMOUNT, doc->cur, &p.amount);
	p.has_percent = optional_rate(b, r, "pourcentage d'une échéance", F_VALUE, &p.percent);
	if (p.due == DATE_NONE || !doc_type_is_debit((enum document_type)doc->type))
		return;
	BULK_GROW(b->part, b->parts, b->part_cap);
	b->part[b->parts++] = p;
}

static int compare_parts(const void *x, const void *y, void *nothing)
{
	const struct part *a = x, *b = y;
	int order = compare_numbers(a->document, b->document);

	(void)nothing;
	if (!order)
		order = compare_numbers(a->due, b->due);
	return order ? order : compare_numbers(a->at.line, b->at.line);
}

/* The first part of the document of that name; NULL: it has none. */
static struct part *parts_of(const struct builder *b, uint32_t name, size_t *n)
{
	size_t low = 0, high = b->parts;

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (b->part[mid].document < name)
			low = mid + 1;
		else
			high = mid;
	}
	for (*n = 0; low + *n < b->parts && b->part[low + *n].document == name;)
		++*n;
	return *n ? &b->part[low] : NULL;
}

/* Percentages of the whole become amounts, the last one being the rest. */
static void amounts_from_percents(const struct document *doc, struct part *p, size_t n)
{
	money rest = doc->amount;
	rate sum = 0;

	for (size_t i = 0; i < n; i++) {
		if (p[i].has_amount || !p[i].has_percent)
			return;
		sum += p[i].percent > HUNDRED_PERCENT ? HUNDRED_PERCENT + 1 : p[i].percent;
	}
	if (sum != HUNDRED_PERCENT)
		return;
	for (size_t i = 0; i < n; i++) {
		p[i].has_amount =
			i + 1 == n || money_muldiv(doc->amount, p[i].percent, HUNDRED_PERCENT, &p[i].amount);
		if (i + 1 == n)
			p[i].amount = rest;
		rest -= p[i].amount;
	}
}

/*
 * Those that state an amount, one for each date, to the front; their number, and the sum of what they state.
 * 0 where a sum does not fit, or one is not positive.
 */
static size_t gather(struct part *p, size_t n, money *sum)
{
	size_t m = 0;

	*sum = 0;
	for (size_t i = 0; i < n; i++) {
		if (!p[i].has_amount)
			continue;
		if (p[i].amount <= 0 || !money_add(sum, p[i].amount))
			return 0;
		if (m && p[m - 1].due == p[i].due)
			p[m - 1].amount += p[i].amount;
		else
			p[m++] = p[i];
	}
	return m;
}

static pool_text label_of_part(struct builder *b, pool_text label, size_t number, size_t n)
{
	const char *own = ledger_text(b->l, label);

	return pool_add(b->l->text,
			*own ? arena_printf(b->scratch, "%s (échéance %zu sur %zu)", own, number, n)
			     : arena_printf(b->scratch, "échéance %zu sur %zu", number, n));
}

/* As many digits as the last one has: identifiers sort like their numbers. */
static const char *id_of_part(struct builder *b, const char *id, size_t number, size_t n)
{
	int digits = 1;

	for (size_t rest = n; rest >= 10; rest /= 10)
		digits++;
	return arena_printf(b->scratch, "%s/%0*zu", id, digits, number);
}

/* The document at that place becomes its first part; the others are added. */
static void split(struct builder *b, uint32_t index, struct part *p, size_t n)
{
	const struct document whole = b->l->document[index];
	const char *id = ledger_text(b->l, whole.id);
	money vat = whole.vat;

	for (size_t i = 0; i < n; i++) {
		struct document doc = whole;
		uint32_t name = new_document_name(b, id_of_part(b, id, i + 1, n));

		doc.id = b->documents.name[name].id;
		doc.label = label_of_part(b, whole.label, i + 1, n);
		doc.amount = p[i].amount;
		doc.due = p[i].due;
		doc.is_part = true;
		if (i + 1 == n || !money_muldiv(whole.vat, p[i].amount, whole.amount, &doc.vat))
			doc.vat = vat;
		vat -= doc.vat;
		if (!i) {
			doc.first_allocation = whole.first_allocation; /* what names the invoice finds it */
			b->l->document[index] = doc;
		} else {
			add_document(b, name, &doc);
			p[i].document = name;
		}
	}
}

/* One due date for the whole: the last of all that are stated. */
static void keep_whole(struct builder *b, struct document *doc, const struct part *p, size_t n, bool differ)
{
	civil_date last = p[n - 1].due > doc->due ? p[n - 1].due : doc->due;
	bool several = p[0].due != last || (doc->due != DATE_NONE && doc->due != last);
	const char *id = ledger_text(b->l, doc->id);
	char day[11];

	doc->due = last;
	date_fr(last, day);
	if (!several)
		return;
	if (differ)
		diag_finding(b->d, SEV_WARNING, "several-due-dates", doc->at,
			     "pièce « %s » : ses échéances ne font pas ensemble son montant ; elle reste "
			     "entière, à la dernière, %s ; vérifiez-la",
			     id, day);
	else
		diag_finding(b->d, SEV_INFO, "several-due-dates", doc->at,
			     "pièce « %s » : plusieurs échéances sans montants (l'une peut être celle d'un "
			     "escompte) : la dernière, %s, est retenue",
			     id, day);
}

static void settle(struct builder *b, uint32_t index, struct part *p, size_t n)
{
	struct document *doc = &b->l->document[index];
	struct part *stated = arena_calloc(b->scratch, n, sizeof *stated);
	size_t m;
	money sum;

	amounts_from_percents(doc, p, n);
	for (size_t i = 0; i < n; i++)
		stated[i] = p[i];
	m = gather(stated, n, &sum);
	if (!m || sum != doc->amount) {
		keep_whole(b, doc, p, n, m > 0);
	} else if (m == 1) {
		doc->due = stated[0].due;
	} else {
		split(b, index, stated, m);
		p[0].split = stated;
		p[0].splits = m;
	}
}

/* Reminders and the like, and what only matching needs, go with each part. */
static void copy_company(struct builder *b)
{
	uint32_t extras = b->l->extras, marks = b->marks;
	size_t n;

	for (uint32_t i = 0; i < extras; i++) {
		struct extra x = b->l->extra[i];
		const struct part *p = parts_of(b, x.next, &n);

		for (size_t k = 1; p && k < p->splits && (!x.has_amount || x.kind == EXTRA_PENALTY_RATE); k++)
			add_extra(b, p->split[k].document, x);
	}
	for (uint32_t i = 0; i < marks; i++) {
		struct match_mark mark = b->mark[i];
		const struct part *p = parts_of(b, mark.doc, &n);

		for (size_t k = 1; p && k < p->splits; k++) {
			mark.doc = p->split[k].document;
			BULK_GROW(b->mark, b->marks, b->mark_cap);
			b->mark[b->marks++] = mark;
		}
	}
}

void parts_settle(struct builder *b)
{
	struct ledger *l = b->l;
	uint32_t documents = l->documents;
	size_t n;

	if (!b->parts)
		return;
	bulk_sort(b->part, b->parts, sizeof *b->part, compare_parts, NULL);
	for (uint32_t i = 0; i < documents; i++) {
		struct part *p = parts_of(b, l->document[i].first_allocation, &n);

		if (p && l->document[i].amount > 0)
			settle(b, i, p, n);
	}
	copy_company(b);
}
