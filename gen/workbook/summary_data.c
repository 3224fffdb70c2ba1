/* summary_data.c - totals and ranking for both summaries; see summary_data.h. */
#include <string.h>

#include "workbook/summary_data.h"

#include "base/banned.h"

currency reference_currency(const struct assessment *a)
{
	currency ref = a->view->ledger->company_cur;

	if (ref != CUR_NONE || a->positions == 0)
		return ref;
	ref = a->position[0].cur;
	for (uint32_t i = 1; assessment_has_position(a, i); i++)
		if (a->position[i].cur != ref)
			return CUR_NONE;
	return ref;
}

bool reference_rate(const struct assessment *a, currency ref, currency c, rate *out)
{
	*out = RATE_ONE;
	return c == ref || (ref != CUR_NONE && exchange_rate_at(a->view->ledger, c, a->view->as_of, out));
}

bool reference_value(const struct assessment *a, currency ref, money x, currency c, money *out)
{
	rate r;

	return reference_rate(a, ref, c, &r) && money_convert(x, c, r, ref, out);
}

/* Insert into the ranking, the earlier customer first where two are equal. */
static void rank(struct summary_data *s, const struct top_customer *c)
{
	size_t at = s->tops;

	if (c->customer == NONE || c->balance <= 0)
		return;
	while (at > 0 && s->top[at - 1].balance < c->balance)
		at--;
	if (at == TOP_CUSTOMERS)
		return;
	if (s->tops < TOP_CUSTOMERS)
		s->tops++;
	memmove(&s->top[at + 1], &s->top[at], (s->tops - 1 - at) * sizeof s->top[0]);
	s->top[at] = *c;
}

/* Totals per currency, then converted: a bucket has one total per currency, not thousands of rounded rows. */
static bool convert_ageing(const struct assessment *a, struct summary_data *s, money (*sum)[MAX_AGEING],
			   const bool *seen)
{
	for (unsigned c = 0; c < 256; c++)
		for (size_t k = 0; seen[c] && k < ageing_columns(a->policy); k++) {
			money x;

			if (reference_value(a, s->ref, sum[c][k], (currency)c, &x) &&
			    !money_add(&s->ageing[k], x))
				return false;
		}
	return true;
}

static bool add_position(const struct assessment *a, const struct position *pos, struct summary_data *s,
			 struct top_customer *now, money (*sum)[MAX_AGEING])
{
	money overdue, x;

	for (size_t k = 0; k < ageing_columns(a->policy); k++)
		if (!money_add(&sum[pos->cur][k], ageing_amount(pos, a->policy, k, false)))
			return false;
	if (!ageing_sum_overdue(pos, a->policy, &overdue))
		return false;
	if (now->customer != pos->customer) {
		rank(s, now);
		*now = (struct top_customer){ .customer = pos->customer };
		s->customers++;
	}
	if (reference_value(a, s->ref, pos->balance, pos->cur, &x) &&
	    !(money_add(&s->balance, x) && money_add(&now->balance, x)))
		return false;
	if (reference_value(a, s->ref, overdue, pos->cur, &x) &&
	    !(money_add(&s->overdue, x) && money_add(&now->overdue, x)))
		return false;
	return true;
}

enum status summary_data_of(struct diag *d, const struct assessment *a, struct summary_data *out)
{
	struct arena *mem = arena_new();
	money(*sum)[MAX_AGEING] = arena_calloc(mem, 256, sizeof *sum);
	bool seen[256] = { false }, good = true;
	struct top_customer now = { .customer = NONE };
	uint32_t late = NONE;

	*out = (struct summary_data){ .ref = reference_currency(a) };
	for (uint32_t i = 0; assessment_has_position(a, i) && good; i++) {
		const struct position *pos = &a->position[i];

		out->currencies += !seen[pos->cur];
		seen[pos->cur] = true;
		good = add_position(a, pos, out, &now, sum);
		if (pos->oldest_late > 0 && late != pos->customer) {
			late = pos->customer;
			out->late_customers++;
		}
	}
	rank(out, &now);
	good = good && convert_ageing(a, out, sum, seen);
	arena_drop(mem);
	return good ? ST_OK
		    : diag_error(d, ST_LIMIT, NOWHERE,
				 "un total de la synthèse dépasse la capacité de calcul");
}

const struct figure *figure_of(const struct assessment *a, const char *code)
{
	for (size_t i = 0; i < a->figures; i++)
		if (strcmp(a->figure[i].code, code) == 0)
			return &a->figure[i];
	return NULL;
}
