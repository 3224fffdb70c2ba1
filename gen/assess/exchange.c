/* exchange.c - company-currency equivalents at the rate of D (RULES §3). */
#include "assess/work.h"

#include "base/banned.h"

bool exchange_rate_at(const struct ledger *l, currency c, civil_date date, rate *out)
{
	civil_date best = DATE_NONE;
	bool found = false;

	/*
	 * A dated rate goes before one without a date, the latest before the others (DATE_NONE is the
	 * smallest); of two for the same day the higher one, whatever the order they came in.
	 */
	for (size_t i = 0; i < l->n_rates; i++) {
		const struct exchange_rate *r = &l->rates[i];

		if (r->cur != c || r->value <= 0 || (r->date != DATE_NONE && r->date > date))
			continue;
		if (!found || r->date > best || (r->date == best && r->value > *out)) {
			best = r->date;
			*out = r->value;
			found = true;
		}
	}
	return found;
}

void find_rates(struct work *w)
{
	bool used[UINT8_MAX + 1] = { false };

	for (uint32_t i = 0; ledger_has_document(w->l, i); i++)
		used[w->l->document[i].cur] = true;
	w->a->no_rate = arena_calloc(w->mem, UINT8_MAX + 1, sizeof *w->a->no_rate);
	w->a->rate_of = arena_calloc(w->mem, UINT8_MAX + 1, sizeof *w->a->rate_of);
	for (unsigned c = 0; c <= UINT8_MAX; c++) {
		if (!used[c])
			continue;
		if (c == w->l->company_cur && c != CUR_NONE)
			w->a->rate_of[c] = RATE_ONE;
		else if (w->l->company_cur == CUR_NONE ||
			 !exchange_rate_at(w->l, (currency)c, w->rate_day, &w->a->rate_of[c]))
			w->a->no_rate[w->a->no_rates++] = (currency)c;
	}
	for (size_t i = 0; i < w->a->no_rates; i++) {
		char day[11];

		diag_finding(
			w->d, SEV_WARNING, "no-rate", NOWHERE,
			"aucun cours pour « %s » au %s : contre-valeurs, chiffres de gestion et plafonds de "
			"crédit ne tiennent pas compte de cette devise ; donnez le cours dans l'export ou "
			"dans la "
			"configuration (<exchange>)",
			currency_code(w->a->no_rate[i]), date_fr(w->rate_day, day));
	}
}

bool company_value(const struct assessment *a, money x, currency c, money *out)
{
	currency own = a->view->ledger->company_cur;

	if (!a->rate_of || !a->rate_of[c])
		return false;
	if (c == own) {
		*out = x;
		return true;
	}
	return money_convert(x, c, a->rate_of[c], own, out);
}

money policy_amount_in(money hundredths, currency c)
{
	int decimals = currency_decimals(c);
	money result = hundredths;
	int64_t up = 1, down = 1;

	for (; decimals > 2; decimals--)
		up *= 10;
	for (; decimals < 2; decimals++)
		down *= 10;
	return money_muldiv(hundredths, up, down, &result) ? result : INT64_MAX;
}

bool below_policy_amount(const struct work *w, money x, currency c, money hundredths)
{
	money value;

	if (company_value(w->a, x, c, &value))
		return value < policy_amount_in(hundredths, w->l->company_cur);
	return x < policy_amount_in(hundredths, c);
}
