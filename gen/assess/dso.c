/* dso.c - days sales outstanding, simple period and count-back; see dso.h. */
#include "assess/dso.h"

#include "assess/words.h"

#include "base/banned.h"

#define NO_SALES "non calculable : chiffre d’affaires absent"

static const struct month_sales *sales_of(const struct ledger *l, int year, int month)
{
	for (size_t i = l->n_sales; i-- > 0;) {
		if (l->sales[i].year == year && l->sales[i].month == month)
			return &l->sales[i];
	}
	return NULL;
}

/* A month on the way back from D. */
struct month {
	int year, month;
	int days; /* up to D */
	int full; /* days it has */
};

static struct month first_month(civil_date day)
{
	struct ymd d = date_to_ymd(day);

	if (d.day == 1)
		d = date_to_ymd(day - 1);
	return (struct month){ d.year, d.month, d.day,
			       date_to_ymd(date_end_of_month(day - (date_to_ymd(day).day == 1))).day };
}

static struct month month_before(struct month m)
{
	civil_date last = date_from_ymd(m.year, m.month, 1) - 1;
	struct ymd d = date_to_ymd(last);

	return (struct month){ d.year, d.month, d.day, d.day };
}

/* Sales of the month up to D; false if they are not given. */
static bool month_amount(const struct work *w, struct month m, money *amount)
{
	const struct month_sales *s = sales_of(w->l, m.year, m.month);
	civil_date end = date_end_of_month(date_from_ymd(m.year, m.month, 1));

	if (!s)
		return false;
	*amount = s->amount;
	if (m.days < m.full && w->l->extracted != DATE_NONE && w->l->extracted >= end)
		return money_muldiv(s->amount, m.days, m.full, amount);
	return true;
}

struct sales_period sales_period(const struct work *w)
{
	struct sales_period p = { .wanted = (w->p->dso_days * 12 + 182) / 365 };
	struct month m = first_month(w->day);
	int days = 0;
	money amount;

	if (!w->l->n_sales) {
		p.missing = NO_SALES;
		return p;
	}
	for (; p.months < p.wanted && month_amount(w, m, &amount); m = month_before(m)) {
		if (!money_add(&p.amount, amount)) {
			p.missing = "non calculable : chiffre d’affaires au-delà de 64 bits";
			return p;
		}
		days += m.days;
		p.months++;
	}
	p.days = p.months == p.wanted && first_month(w->day).days == first_month(w->day).full ? w->p->dso_days
											      : days;
	if (!p.months)
		p.missing = "non calculable : chiffre d’affaires du dernier mois absent";
	else if (p.amount <= 0)
		p.missing = "non calculable : chiffre d’affaires nul ou négatif sur la période";
	return p;
}

/* The count stops where nothing is known: better no figure than a wrong one. */
static const char *stopped(struct work *w, struct month m, bool given)
{
	buf_puts(&w->text, "non calculable : chiffre d’affaires ");
	buf_puts(&w->text, given ? "nul ou négatif en " : "absent pour ");
	buf_printf(&w->text, "%02d/%04d", m.month, m.year);
	return words_keep(w->mem, &w->text);
}

struct countback countback(struct work *w, money receivables)
{
	struct countback c = { .rest = receivables };
	struct month m = first_month(w->day);
	money amount = 0;
	int64_t part;

	if (!w->l->n_sales)
		c.missing = NO_SALES;
	else if (receivables < 0)
		c.missing = "non calculable : l’encours est créditeur";
	for (; !c.missing && c.rest > 0; m = month_before(m)) {
		bool given = month_amount(w, m, &amount);

		if (!given || amount <= 0) {
			c.missing = stopped(w, m, given);
		} else if (amount <= c.rest) {
			c.rest -= amount;
			c.whole++;
			c.whole_days += m.days;
		} else {
			c.last = amount;
			c.last_days = m.days;
			break;
		}
	}
	if (c.missing)
		return c;
	c.tenths = (int64_t)c.whole_days * 10;
	if (c.last_days && money_muldiv(c.rest, (int64_t)c.last_days * 10, c.last, &part))
		c.tenths += part;
	return c;
}
