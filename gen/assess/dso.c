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

/* Its part up to D, where D cuts the month and the export was made after the month's end. */
static money counted_of(const struct work *w, struct month m, money given)
{
	civil_date end = date_end_of_month(date_from_ymd(m.year, m.month, 1));
	money part = given;

	if (m.days < m.full && w->l->extracted != DATE_NONE && w->l->extracted >= end)
		money_muldiv(given, m.days, m.full, &part); /* less than the whole: fits */
	return part;
}

void find_sales(struct work *w)
{
	struct month m = first_month(w->day);
	const struct month_sales *s = sales_of(w->l, m.year, m.month);

	w->a->sales = arena_calloc(w->mem, w->l->n_sales, sizeof *w->a->sales);
	for (; s && w->a->sales_months < w->l->n_sales; s = sales_of(w->l, m.year, m.month)) {
		w->a->sales[w->a->sales_months++] =
			(struct sales_month){ .end = date_from_ymd(m.year, m.month, m.days),
					      .days = m.days,
					      .full = m.full,
					      .given = s->amount,
					      .counted = counted_of(w, m, s->amount) };
		m = month_before(m);
	}
}

struct sales_period sales_period(const struct work *w)
{
	struct sales_period p = { .wanted = (w->p->dso_days * 12 + 182) / 365 };
	const struct sales_month *s = w->a->sales;

	if (!w->l->n_sales) {
		p.missing = NO_SALES;
		return p;
	}
	for (; p.months < p.wanted && (size_t)p.months < w->a->sales_months; p.months++) {
		if (!money_add(&p.amount, s[p.months].counted)) {
			p.missing = "non calculable : chiffre d’affaires au-delà de la capacité de calcul";
			return p;
		}
		p.days += s[p.months].days;
	}
	if (!p.months)
		p.missing = "non calculable : chiffre d’affaires du dernier mois absent";
	else if (p.amount <= 0)
		p.missing = "non calculable : chiffre d’affaires nul ou négatif sur la période";
	else if (p.months == p.wanted && s[0].days == s[0].full)
		p.days = w->p->dso_days;
	return p;
}

/* The count stops where nothing is known: better no figure than a wrong one. */
static const char *stopped(struct work *w, size_t k)
{
	const struct sales_month *s = w->a->sales;
	bool given = k < w->a->sales_months;
	civil_date day = given	 ? s[k].end
			 : k > 0 ? date_start_of_month(s[k - 1].end) - 1
				 : date_from_ymd(first_month(w->day).year, first_month(w->day).month, 1);
	struct ymd month = date_to_ymd(day);

	buf_puts(&w->text, "non calculable : chiffre d’affaires ");
	buf_puts(&w->text, given ? "nul ou négatif en " : "absent pour ");
	buf_printf(&w->text, "%02d/%04d", month.month, month.year);
	return words_keep(w->mem, &w->text);
}

struct countback countback(struct work *w, money receivables)
{
	struct countback c = { .rest = receivables };
	int64_t part;

	if (!w->l->n_sales)
		c.missing = NO_SALES;
	else if (receivables < 0)
		c.missing = "non calculable : l’encours est créditeur";
	for (size_t k = 0; !c.missing && c.rest > 0; k++) {
		const struct sales_month *s = &w->a->sales[k];

		if (k == w->a->sales_months || s->counted <= 0) {
			c.missing = stopped(w, k);
		} else if (s->counted <= c.rest) {
			c.rest -= s->counted;
			c.whole++;
			c.whole_days += s->days;
		} else {
			c.last = s->counted;
			c.last_days = s->days;
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
