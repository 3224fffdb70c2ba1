/* fields_rows.c - the documents that a letter shows, and the reminders they had. */
#include "letter/fields_data.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "base/banned.h"

enum status letter_overflow(struct diag *d, const struct letter_data *ld)
{
	return diag_error(d, ST_LIMIT, ld->customer->at,
			  "client « %s » : une somme dépasse la capacité de calcul", ld->customer->id);
}

/* A letter, e-mail or SMS: what can be quoted as an earlier reminder. Calls are not; level 0 is the notice. */
static bool is_written(const struct extra *x)
{
	return x->level > 0 && !text_ieq(x->text, channel_name(CHANNEL_PHONE));
}

static void add_date(struct letter_data *ld, civil_date date)
{
	size_t i = ld->reminders;

	while (i > 0 && ld->reminder[i - 1] > date)
		i--;
	if (i > 0 && ld->reminder[i - 1] == date)
		return;
	memmove(&ld->reminder[i + 1], &ld->reminder[i], (ld->reminders - i) * sizeof *ld->reminder);
	ld->reminder[i] = date;
	ld->reminders++;
}

/* The document's reminders up to D as text; their dates into ld->reminder if `keep`. */
static void row_reminders(struct letter_data *ld, struct letter_row *r, bool keep)
{
	const struct ledger *l = ld->a->view->ledger;
	struct buf b = BUF_INIT;
	civil_date last = DATE_NONE;

	for (uint32_t x = ledger_extra(l, r->doc->extras, EXTRA_REMINDER); x != NONE;
	     x = ledger_extra(l, l->extra[x].next, EXTRA_REMINDER)) {
		const struct extra *e = &l->extra[x];

		if (!is_written(e) || e->date == DATE_NONE || e->date > ld->date)
			continue;
		if (e->date != last) {
			buf_printf(&b, "%s%s", b.len ? " " : "", format_date(ld->mem, e->date));
			r->n_reminders++;
		}
		last = e->date;
		if (keep)
			add_date(ld, e->date);
	}
	r->reminders = arena_strndup(ld->mem, b.s, b.len);
	buf_drop(&b);
}

static civil_date running_promise(const struct letter_data *ld, const struct document *doc)
{
	const struct ledger *l = ld->a->view->ledger;
	civil_date latest = DATE_NONE;

	for (uint32_t x = ledger_extra(l, doc->extras, EXTRA_PROMISE); x != NONE;
	     x = ledger_extra(l, l->extra[x].next, EXTRA_PROMISE)) {
		const struct extra *e = &l->extra[x];

		if ((e->date == DATE_NONE || e->date <= ld->date) && e->until != DATE_NONE &&
		    e->until >= ld->date && (latest == DATE_NONE || e->until > latest))
			latest = e->until;
	}
	return latest;
}

static void fill_row(struct letter_data *ld, struct letter_row *r, uint32_t doc, uint32_t item, bool keep)
{
	const struct view *v = ld->a->view;
	const struct item *it = item == NONE ? NULL : &ld->a->item[item];

	*r = (struct letter_row){ .doc = &v->ledger->document[doc], .item = item };
	r->due = it ? it->due : document_due(v->ledger, r->doc, &ld->a->policy->default_terms);
	if (r->due != DATE_NONE)
		r->days_late = ld->date - r->due;
	r->original = r->doc->amount;
	r->open = v->open[doc];
	r->paid = r->original - r->open; /* both of the same sign, open the smaller one */
	r->disputed = it ? item_disputed(ld->a->view, it) : 0;
	r->promised = running_promise(ld, r->doc);
	row_reminders(ld, r, keep);
}

/* How many reminders the documents could have: room for ld->reminder. */
static size_t count_reminders(const struct letter_data *ld, uint32_t doc)
{
	const struct ledger *l = ld->a->view->ledger;
	size_t n = 0;

	for (uint32_t x = ledger_extra(l, l->document[doc].extras, EXTRA_REMINDER); x != NONE;
	     x = ledger_extra(l, l->extra[x].next, EXTRA_REMINDER))
		n++;
	return n;
}

static void decision_rows(struct letter_data *ld)
{
	const struct decision *e = ld->decision;
	size_t room = 0;

	for (uint32_t i = 0; i < e->candidates; i++)
		room += count_reminders(ld, ld->a->item[e->candidate[i]].doc);
	ld->reminder = arena_calloc(ld->mem, room + 1, sizeof *ld->reminder);
	ld->row = arena_calloc(ld->mem, e->candidates, sizeof *ld->row);
	ld->rows = e->candidates;
	for (uint32_t i = 0; i < e->candidates; i++) {
		const struct item *it = &ld->a->item[e->candidate[i]];
		struct letter_row *r = &ld->row[i];

		fill_row(ld, r, it->doc, e->candidate[i], true);
		/* Items before their due date ask nothing yet; a notice announces them whole. */
		r->asked = r->days_late > 0 && r->due != DATE_NONE ? it->asked : r->open;
	}
}

/* Written reminder before its settlement: what a thank-you is for. */
static bool thanked(const struct letter_data *ld, uint32_t doc, civil_date *settled)
{
	const struct view *v = ld->a->view;
	const struct document *x = &v->ledger->document[doc];

	if (x->cur != ld->cur || x->amount <= 0 || !view_exists(v, doc) || v->open[doc] != 0)
		return false;
	*settled = view_settled_on(v, doc);
	if (*settled == DATE_NONE || *settled > ld->date ||
	    ld->date - *settled > ld->a->policy->thank_you_days)
		return false;
	for (uint32_t e = ledger_extra(v->ledger, x->extras, EXTRA_REMINDER); e != NONE;
	     e = ledger_extra(v->ledger, v->ledger->extra[e].next, EXTRA_REMINDER))
		if (v->ledger->extra[e].date <= *settled && v->ledger->extra[e].date <= ld->date &&
		    v->ledger->extra[e].level > 0)
			return true;
	return false;
}

static void thanks_rows(struct letter_data *ld)
{
	const struct customer *c = ld->customer;
	civil_date settled;
	size_t room = 0;

	ld->row = arena_calloc(ld->mem, c->documents, sizeof *ld->row);
	for (uint32_t i = 0; i < c->documents; i++)
		if (thanked(ld, c->first_document + i, &settled))
			room += count_reminders(ld, c->first_document + i);
	ld->reminder = arena_calloc(ld->mem, room + 1, sizeof *ld->reminder);
	for (uint32_t i = 0; i < c->documents; i++) {
		if (!thanked(ld, c->first_document + i, &settled))
			continue;
		fill_row(ld, &ld->row[ld->rows], c->first_document + i, NONE, true);
		/* How late it was settled, not how long ago it fell due. */
		if (ld->row[ld->rows].due != DATE_NONE)
			ld->row[ld->rows].days_late = settled - ld->row[ld->rows].due;
		ld->rows++;
	}
}

void letter_rows(struct letter_data *ld, const struct thanks *thanks)
{
	const struct position *p = ld->position;

	if (thanks || ld->template->kind == LETTER_THANKS)
		thanks_rows(ld);
	else
		decision_rows(ld);
	if (!p)
		return;
	ld->all = arena_calloc(ld->mem, p->items, sizeof *ld->all);
	ld->alls = p->items;
	for (uint32_t i = 0; i < p->items; i++)
		fill_row(ld, &ld->all[i], ld->a->item[p->first_item + i].doc, p->first_item + i, false);
}
