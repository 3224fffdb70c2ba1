/* fields_sums.c - what a letter asks, line by line, and the proof that the lines give the sums. */
#include "letter/fields_data.h"

#include <string.h>

#include "base/banned.h"

struct claiming {
	struct claim_line *line;
	size_t n, cap;
	money interest, indemnity;
};

static enum status claim(struct diag *d, struct letter_data *ld, struct penalties *scratch, uint32_t doc,
			 struct claiming *out)
{
	const struct assessment *a = ld->a;
	enum status st = penalty_compute(d, a->view, a->policy, a->rates, doc, scratch);

	if (st != ST_OK)
		return st;
	if (out->n + scratch->lines > out->cap) {
		size_t cap = (out->n + scratch->lines) * 2;
		struct claim_line *line = arena_calloc(ld->mem, cap, sizeof *line);

		if (out->n)
			memcpy(line, out->line, out->n * sizeof *line);
		out->line = line;
		out->cap = cap;
	}
	for (size_t i = 0; i < scratch->lines; i++) {
		out->line[out->n++] = (struct claim_line){ .doc = &a->view->ledger->document[doc],
							   .line = scratch->line[i] };
		ld->sums.indemnities += scratch->line[i].kind == PENALTY_INDEMNITY;
	}
	if (!money_add(&out->interest, scratch->interest) || !money_add(&out->indemnity, scratch->indemnity))
		return letter_overflow(d, ld);
	return ST_OK;
}

/* Documents settled by D whose penalties the policy also claims. */
static enum status claim_settled(struct diag *d, struct letter_data *ld, struct penalties *scratch,
				 struct claiming *out)
{
	const struct view *v = ld->a->view;
	enum status st = ST_OK;

	for (uint32_t i = 0; i < ld->customer->documents && st == ST_OK; i++) {
		uint32_t doc = ld->customer->first_document + i;
		const struct document *x = &v->ledger->document[doc];

		if (x->cur == ld->cur && x->amount > 0 && view_exists(v, doc) && v->open[doc] == 0)
			st = claim(d, ld, scratch, doc, out);
	}
	return st;
}

static enum status all_claims(struct diag *d, struct letter_data *ld, struct penalties *scratch)
{
	const struct decision *e = ld->decision;
	struct claiming out = { .n = 0 };
	enum status st = ST_OK;

	/* Nothing claimed: the lines need not be computed. */
	if (!e || (!e->interest && !e->indemnity))
		return ST_OK;
	for (uint32_t i = 0; i < ld->position->items && st == ST_OK; i++)
		if (decision_claims(ld->a, e, ld->position->first_item + i))
			st = claim(d, ld, scratch, ld->a->item[ld->position->first_item + i].doc, &out);
	/* Of several decisions of a position one alone claims what was settled late: where something is missing. */
	if (st == ST_OK && ld->a->policy->claim_settled &&
	    (out.interest != e->interest || out.indemnity != e->indemnity))
		st = claim_settled(d, ld, scratch, &out);
	if (st != ST_OK)
		return st;
	if (out.interest != e->interest || out.indemnity != e->indemnity)
		return diag_error(d, ST_CLOSURE, ld->customer->at,
				  "client « %s » : le détail des pénalités ne redonne pas le total réclamé ; "
				  "la lettre n'est pas écrite",
				  ld->customer->id);
	ld->claim = out.line;
	ld->claims = out.n;
	ld->sums.interest = out.interest;
	ld->sums.indemnity = out.indemnity;
	return ST_OK;
}

/*
 * An instalment plan offered: the sum in equal parts, rounded down to the minor
 * unit, what is left over in the last one; the first falls on the letter's
 * deadline, the others on the same day of the months that follow.
 */
static void instalments(struct letter_data *ld)
{
	int n = ld->template->instalments;
	int delay = ld->decision && ld->decision->step ? ld->decision->step->delay_to_pay : 10;
	money part = n ? ld->sums.total / n : 0;

	if (ld->template->kind != LETTER_PLAN || ld->sums.total <= 0)
		return;
	ld->instalment = arena_calloc(ld->mem, (size_t)n, sizeof *ld->instalment);
	for (int i = 0; i < n; i++) {
		ld->instalment[i].due = date_add_months(ld->date + delay, i * ld->template->every_months);
		ld->instalment[i].amount = i + 1 < n ? part : ld->sums.total - part * (n - 1);
	}
	ld->instalments = (size_t)n;
}

/* Every column that a table of these rows adds up fits. */
static bool columns_fit(const struct letter_row *row, size_t n)
{
	money original = 0, paid = 0, open = 0;

	for (size_t i = 0; i < n; i++)
		if (!money_add(&original, row[i].original) || !money_add(&paid, row[i].paid) ||
		    !money_add(&open, row[i].open))
			return false;
	return true;
}

enum status letter_sums(struct diag *d, struct letter_data *ld, struct penalties *scratch)
{
	struct letter_sums *s = &ld->sums;
	const struct decision *e = ld->decision;
	enum status st;

	if (!columns_fit(ld->row, ld->rows) || !columns_fit(ld->all, ld->alls))
		return letter_overflow(d, ld);
	for (size_t i = 0; i < ld->rows; i++)
		s->open += ld->row[i].open;
	if (e) {
		s->principal = e->principal;
		s->credits = e->credits;
		s->net = e->amount;
		if (s->open >= s->principal)
			s->withheld = s->open - s->principal;
	}
	st = all_claims(d, ld, scratch);
	if (st != ST_OK)
		return st;
	s->total = s->net;
	if (!money_add(&s->total, s->interest) ||
	    (ld->cur == currency_find("EUR") && !money_add(&s->total, s->indemnity)))
		return letter_overflow(d, ld);
	instalments(ld);
	return ST_OK;
}
