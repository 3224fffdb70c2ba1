/* movement.c - what moved between two closings; see movement.h. */
#include "workbook/movement.h"

#include "base/bulk.h"

#include "base/banned.h"

struct work {
	const struct assessment *a;
	const struct closing *before;
	struct movements *m;
	uint32_t *was;	 /* per document of the ledger: its item of the earlier closing, + 1; 0 none */
	uint8_t *column; /* per document of the ledger: its column now, + 1 */
	bool overflow;
};

const char *movements_missing(const struct assessment *a, const struct closing *before, struct arena *mem)
{
	char date[11];

	if (!before)
		return "non calculable\u00a0: aucune clôture précédente";
	if (before->columns != ageing_columns(a->policy))
		return arena_printf(mem,
				    "non calculable\u00a0: les tranches ont changé depuis la clôture du %s",
				    date_fr(before->date, date));
	if (before->date >= a->view->as_of)
		return arena_printf(mem,
				    "non calculable\u00a0: la clôture connue (%s) n’est pas antérieure à la "
				    "date d’arrêté",
				    date_fr(before->date, date));
	return NULL;
}

static void flow(struct work *w, currency c, size_t column, enum flow f, money x)
{
	w->m->seen[c] = true;
	if (column >= w->m->columns || !money_add(&w->m->flow[c][column][f], x))
		w->overflow = true;
}

/* Is what was open then still in the books, as the same amount of money? */
static bool is_known(const struct work *w, const struct closing_item *was)
{
	const struct view *v = w->a->view;

	return was->document != NONE && view_exists(v, was->document) &&
	       v->ledger->document[was->document].cur == was->cur;
}

static void items_before(struct work *w)
{
	for (size_t i = 0; i < w->before->items; i++) {
		bulk_breathe();
		if (is_known(w, &w->before->item[i]))
			w->was[w->before->item[i].document] = (uint32_t)i + 1;
	}
}

static void columns_now(struct work *w)
{
	const struct assessment *a = w->a;

	for (uint32_t i = 0; i < a->items; i++)
		w->column[a->item[i].doc] = (uint8_t)(ageing_item(a->policy, a->item[i].bucket) + 1);
}

/* Where a document stands that is open no more: debits as they were born, credits unapplied. */
static size_t column_of(const struct work *w, uint32_t doc)
{
	const struct document *d = &w->a->view->ledger->document[doc];

	if (w->column[doc])
		return (size_t)w->column[doc] - 1;
	return doc_type_is_debit((enum document_type)d->type) ? 0 : ageing_unapplied(w->a->policy);
}

static void known_before(struct work *w, uint32_t doc, const struct closing_item *was)
{
	money now = w->a->view->open[doc];
	size_t from = (size_t)was->column, to = now ? column_of(w, doc) : from;
	currency c = was->cur;

	flow(w, c, from, FLOW_OPENING, was->open);
	flow(w, c, from, FLOW_APPLIED, now - was->open);
	if (to != from) {
		flow(w, c, from, FLOW_OUT, -now);
		flow(w, c, to, FLOW_IN, now);
	}
}

static void one_document(struct work *w, uint32_t doc)
{
	const struct view *v = w->a->view;
	const struct document *d = &v->ledger->document[doc];
	money open = v->open[doc];
	bool debit = doc_type_is_debit((enum document_type)d->type);

	if (w->was[doc]) {
		known_before(w, doc, &w->before->item[w->was[doc] - 1]);
	} else if (d->date > w->before->date) {
		flow(w, d->cur, column_of(w, doc), debit ? FLOW_INVOICED : FLOW_RECEIVED, d->amount);
		flow(w, d->cur, column_of(w, doc), FLOW_APPLIED, open - d->amount);
	} else if (open != 0) {
		flow(w, d->cur, column_of(w, doc), FLOW_CORRECTED, open);
	}
}

static void walk(struct work *w)
{
	for (uint32_t i = 0; ledger_has_document(w->a->view->ledger, i); i++)
		if (view_exists(w->a->view, i))
			one_document(w, i);
	for (size_t i = 0; i < w->before->items; i++) {
		const struct closing_item *was = &w->before->item[i];

		bulk_breathe();
		if (is_known(w, was))
			continue;
		flow(w, was->cur, (size_t)was->column, FLOW_OPENING, was->open);
		flow(w, was->cur, (size_t)was->column, FLOW_CORRECTED, -was->open);
	}
}

enum status movements_new(struct diag *d, const struct assessment *a, const struct closing *before,
			  struct arena *mem, struct movements **out)
{
	struct work w = { .a = a, .before = before };
	uint32_t documents = a->view->ledger->documents;

	w.m = arena_alloc(mem, sizeof *w.m);
	w.m->columns = ageing_columns(a->policy);
	w.m->flow = arena_calloc(mem, 256, sizeof *w.m->flow);
	w.was = bulk_calloc(documents, sizeof *w.was);
	w.column = bulk_calloc(documents, sizeof *w.column);
	items_before(&w);
	columns_now(&w);
	walk(&w);
	bulk_free(w.was);
	bulk_free(w.column);
	*out = w.m;
	if (w.overflow)
		return diag_error(
			d, ST_LIMIT, NOWHERE,
			"les mouvements depuis la clôture précédente dépassent la capacité de calcul");
	return ST_OK;
}

bool movements_flow(const struct movements *m, const struct assessment *a, enum flow f, bool overdue,
		    money *sum)
{
	*sum = 0;
	for (unsigned c = 0; c < 256; c++)
		for (size_t k = 0; m->seen[c] && k < m->columns; k++) {
			money x;

			if (overdue && !ageing_overdue(a->policy, k))
				continue;
			if (reference_value(a, reference_currency(a), m->flow[c][k][f], (currency)c, &x) &&
			    !money_add(sum, x))
				return false;
		}
	return true;
}

const char *movement_slipped(const struct policy *p)
{
	return p->age_on_document_date ? "Entré en tranche" : "Devenu échu";
}

money movements_closing(const struct movements *m, currency c, size_t column)
{
	money sum = 0;

	for (int f = 0; f < FLOWS; f++)
		sum += m->flow[c][column][f];
	return sum;
}
