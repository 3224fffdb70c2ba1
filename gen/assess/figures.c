/*
 * figures.c - the management figures (RULES §9), in company currency at the rate
 * of D, integers throughout. Each says how it was computed, with its numbers;
 * what cannot be computed says why and is never a zero.
 */
#include <stdlib.h>

#include "assess/dso.h"
#include "assess/settled.h"
#include "assess/words.h"

#include "base/banned.h"

#define TOP 10
#define FIGURES_MAX 32
#define NO_CLOSING "non calculable : pas de clôture précédente"

struct totals {
	money balance, not_due, overdue, unapplied, no_due, disputed;
	money provision, existing;
	money top[TOP]; /* largest balances, descending */
	uint32_t customers, late_customers;
};

/* Sum of one customer over his currencies; the figures count him once. */
struct running {
	uint32_t customer;
	money balance;
	bool late;
};

static void close_customer(struct totals *t, const struct running *r)
{
	money x = r->balance;

	if (r->customer == NONE)
		return;
	t->customers++;
	t->late_customers += r->late;
	for (int i = 0; i < TOP; i++) {
		if (x > t->top[i]) {
			money smaller = t->top[i];

			t->top[i] = x;
			x = smaller;
		}
	}
}

static bool add_value(const struct work *w, money x, currency c, money *sum)
{
	money value;

	if (!w->a->rate_of[c])
		return true; /* left out: the finding "no-rate" and the formulas say so */
	return company_value(w->a, x, c, &value) && money_add(sum, value);
}

static money overdue_of(const struct work *w, const struct position *q)
{
	money sum = 0;

	/* By due date whatever the ageing basis; part of the debit columns: cannot overflow. */
	for (uint32_t k = q->first_item; k < q->first_item + q->items; k++) {
		if (item_overdue(w, &w->a->item[k]))
			sum += w->v->open[w->a->item[k].doc];
	}
	return sum;
}

static bool add_position(const struct work *w, const struct position *q, struct totals *t)
{
	money overdue = overdue_of(w, q);
	money not_due = q->balance - q->unapplied - q->no_due_date - overdue;

	/*
	 * Ageing by document date has no column without date: what has no due date is then not due either
	 * way.
	 */
	return add_value(w, q->balance, q->cur, &t->balance) && add_value(w, not_due, q->cur, &t->not_due) &&
	       add_value(w, overdue, q->cur, &t->overdue) &&
	       add_value(w, q->unapplied, q->cur, &t->unapplied) &&
	       add_value(w, q->no_due_date, q->cur, &t->no_due) &&
	       add_value(w, q->disputed, q->cur, &t->disputed) &&
	       add_value(w, q->provision, q->cur, &t->provision) &&
	       add_value(w, q->provision_existing, q->cur, &t->existing);
}

static bool sum_positions(const struct work *w, struct totals *t)
{
	struct running r = { .customer = NONE };

	for (uint32_t i = 0; assessment_has_position(w->a, i); i++) {
		const struct position *q = &w->a->position[i];

		if (q->customer != r.customer) {
			close_customer(t, &r);
			r = (struct running){ .customer = q->customer };
		}
		if (!add_position(w, q, t) || !add_value(w, q->balance, q->cur, &r.balance))
			return false;
		r.late = r.late || q->oldest_late > 0;
	}
	close_customer(t, &r);
	return true;
}

static struct figure *add(struct work *w, const char *code, const char *label, int unit)
{
	struct figure *f = &w->a->figure[w->a->figures++];

	*f = (struct figure){ .code = code, .label = label, .formula = "" };
	f->unit = unit;
	return f;
}

/* Close the formula; it names the currencies that the totals leave out. */
static void formula(struct work *w, struct figure *f)
{
	for (size_t i = 0; i < w->a->no_rates; i++) {
		buf_puts(&w->text, i ? ", " : " ; sans les pièces en ");
		buf_puts(&w->text, currency_code(w->a->no_rate[i]));
	}
	f->formula = words_keep(w->mem, &w->text);
}

static void amount(struct work *w, const char *code, const char *label, money value, const char *how)
{
	struct figure *f = add(w, code, label, FIG_MONEY);

	f->value = value;
	buf_puts(&w->text, how);
	formula(w, f);
}

static void count(struct work *w, const char *code, const char *label, uint32_t value, const char *how)
{
	struct figure *f = add(w, code, label, FIG_COUNT);

	f->value = value;
	buf_puts(&w->text, how);
	formula(w, f);
}

/* part / whole in tenths of a percent. */
static void share(struct work *w, const char *code, const char *label, money part, money whole,
		  const char *names)
{
	struct figure *f = add(w, code, label, FIG_PERCENT_TENTHS);

	if (whole <= 0 || !money_muldiv(part, 1000, whole, &f->value)) {
		f->missing = "non calculable : l’encours est nul ou créditeur";
		return;
	}
	buf_puts(&w->text, names);
	buf_puts(&w->text, "\u00a0: ");
	put_money(&w->text, part, w->l->company_cur);
	buf_puts(&w->text, " ÷ ");
	put_money(&w->text, whole, w->l->company_cur);
	formula(w, f);
}

static void balances(struct work *w, const struct totals *t)
{
	money top = 0, difference = t->provision;

	/* Each of them is part of the debits: cannot overflow. */
	for (int i = 0; i < TOP; i++)
		top += t->top[i];
	amount(w, "outstanding", "Encours", t->balance, "somme des soldes à la date d’arrêté");
	amount(w, "not-due", "Non échu", t->not_due, "pièces dont l’échéance n’est pas passée");
	amount(w, "overdue", "Échu", t->overdue, "pièces dont l’échéance est antérieure à la date d’arrêté");
	share(w, "overdue-share", "Taux d’échu", t->overdue, t->balance, "échu ÷ encours");
	amount(w, "unapplied", "Non affecté", t->unapplied, "avoirs, règlements et acomptes non lettrés");
	amount(w, "no-due-date", "Sans échéance", t->no_due,
	       "pièces sans échéance ni conditions de paiement");
	amount(w, "disputed", "En litige", t->disputed, "part en litige des pièces ouvertes");
	count(w, "customers", "Clients avec un solde ouvert", t->customers,
	      "clients ayant une pièce ouverte");
	count(w, "late-customers", "Clients en retard", t->late_customers, "clients ayant une pièce échue");
	share(w, "concentration", "Concentration des dix plus gros encours", top, t->balance,
	      "dix plus gros soldes débiteurs ÷ encours");
	amount(w, "provision", "Provision proposée", t->provision,
	       "base hors taxes × taux par tranche et par classe");
	amount(w, "provision-existing", "Provision existante", t->existing,
	       "provisions indiquées par l’export");
	if (money_add(&difference, -t->existing))
		amount(w, "provision-difference", "Provision à comptabiliser", difference,
		       "proposée − existante (681 74 si positive, 781 74 si négative)");
}

/* receivables ÷ sales × days, tenths of a day. */
static bool days_of(money receivables, const struct sales_period *p, int64_t *tenths)
{
	return money_muldiv(receivables, (int64_t)p->days * 10, p->amount, tenths);
}

static void put_period(struct work *w, money receivables, const struct sales_period *p)
{
	put_money(&w->text, receivables, w->l->company_cur);
	buf_puts(&w->text, " ÷ ");
	put_money(&w->text, p->amount, w->l->company_cur);
	buf_puts(&w->text, " × ");
	put_int(&w->text, p->days);
	buf_puts(&w->text, "\u00a0j");
	if (p->months < p->wanted) {
		buf_puts(&w->text, " ; chiffre d’affaires connu sur ");
		put_int(&w->text, p->months);
		buf_puts(&w->text, " mois seulement");
	}
}

static struct figure *ratio(struct work *w, const char *code, const char *label, money receivables,
			    const struct sales_period *p, const char *names)
{
	struct figure *f = add(w, code, label, FIG_DAYS_TENTHS);

	f->missing = p->missing;
	if (!f->missing && !days_of(receivables, p, &f->value))
		f->missing = "non calculable : encours sans rapport avec le chiffre d’affaires";
	if (f->missing)
		return f;
	buf_puts(&w->text, names);
	buf_puts(&w->text, "\u00a0: ");
	put_period(w, receivables, p);
	formula(w, f);
	return f;
}

static void count_back(struct work *w, money receivables)
{
	struct countback c = countback(w, receivables);
	struct figure *f = add(w, "dso-countback", "DSO par épuisement", FIG_DAYS_TENTHS);

	f->missing = c.missing;
	if (f->missing)
		return;
	f->value = c.tenths;
	put_money(&w->text, receivables, w->l->company_cur);
	buf_puts(&w->text, " épuisés par les ventes, du mois le plus récent au plus ancien\u00a0: ");
	put_count(&w->text, c.whole, "mois entier", "mois entiers");
	buf_puts(&w->text, " (");
	put_int(&w->text, c.whole_days);
	buf_puts(&w->text, "\u00a0j)");
	if (c.last_days) {
		buf_puts(&w->text, " + ");
		put_money(&w->text, c.rest, w->l->company_cur);
		buf_puts(&w->text, " ÷ ");
		put_money(&w->text, c.last, w->l->company_cur);
		buf_puts(&w->text, " × ");
		put_int(&w->text, c.last_days);
		buf_puts(&w->text, "\u00a0j");
	}
	formula(w, f);
}

/* Average days delinquent: what lateness adds to the best possible DSO. */
static void delinquent(struct work *w, const struct figure *dso, const struct figure *best)
{
	struct figure *f = add(w, "add", "Retard moyen (ADD)", FIG_DAYS_TENTHS);

	f->missing = dso->missing ? dso->missing : best->missing;
	if (f->missing)
		return;
	f->value = dso->value - best->value;
	buf_puts(&w->text, "DSO − DSO idéal\u00a0: ");
	put_tenths(&w->text, dso->value);
	buf_puts(&w->text, " − ");
	put_tenths(&w->text, best->value);
	formula(w, f);
}

/* Sales of one day, and what financing that much costs a year. */
static void dso_day(struct work *w, const struct sales_period *p)
{
	struct figure *day = add(w, "dso-day", "Trésorerie d’un jour de DSO", FIG_MONEY);
	struct figure *cost = add(w, "dso-day-cost", "Coût annuel d’un jour de DSO", FIG_MONEY);
	char percent[MONEY_TEXT];

	day->missing = p->missing;
	if (!day->missing && !money_muldiv(p->amount, 1, p->days, &day->value))
		day->missing = "non calculable : chiffre d’affaires au-delà de la capacité de calcul";
	cost->missing = day->missing;
	if (day->missing)
		return;
	put_money(&w->text, p->amount, w->l->company_cur);
	buf_puts(&w->text, " ÷ ");
	put_int(&w->text, p->days);
	buf_puts(&w->text, "\u00a0j");
	formula(w, day);
	if (!w->p->has_financing_rate)
		cost->missing = "non calculable : taux de financement absent des règles";
	else if (!money_muldiv(day->value, w->p->financing_rate, 100 * RATE_ONE, &cost->value))
		cost->missing = "non calculable : chiffre d’affaires au-delà de la capacité de calcul";
	if (cost->missing)
		return;
	put_money(&w->text, day->value, w->l->company_cur);
	buf_puts(&w->text, " × ");
	buf_puts(&w->text, rate_text(w->p->financing_rate, 2, ",", percent));
	buf_puts(&w->text, "\u00a0%");
	formula(w, cost);
}

static void average(struct work *w, const char *code, const char *label, wide sum, const char *names)
{
	struct figure *f = add(w, code, label, FIG_DAYS_TENTHS);

	if (!settled_average(&w->settled, sum, &f->value)) {
		f->missing = "non calculable : aucune pièce réglée dans l’historique";
		return;
	}
	buf_puts(&w->text, names);
	buf_puts(&w->text, ", pondéré par les montants, sur ");
	put_count(&w->text, w->settled.documents, "pièce réglée", "pièces réglées");
	buf_puts(&w->text, " en ");
	put_int(&w->text, w->p->history_months);
	buf_puts(&w->text, "\u00a0mois");
	formula(w, f);
}

static void sales_figures(struct work *w, const struct totals *t)
{
	struct sales_period p;
	const struct figure *dso, *best;

	find_sales(w);
	p = sales_period(w);
	w->a->dso_months = (size_t)p.months;
	w->a->dso_days = p.days;
	w->a->settled = settled_days(&w->settled);
	dso = ratio(w, "dso", "DSO simple", t->balance, &p, "encours ÷ chiffre d’affaires × jours");
	count_back(w, t->balance);
	best = ratio(w, "bpdso", "DSO idéal (BPDSO)", t->not_due, &p,
		     "non échu ÷ chiffre d’affaires × jours");
	delinquent(w, dso, best);
	average(w, "delay", "Retard moyen pondéré", w->settled.late, "jour du règlement − échéance");
	average(w, "payment-time", "Délai moyen de règlement", w->settled.payment,
		"jour du règlement − date de la pièce");
	dso_day(w, &p);
}

/* Without a company currency nothing can be added up, not even to zero. */
static void all_missing(struct work *w)
{
	for (size_t i = 0; i < w->a->figures; i++) {
		w->a->figure[i].missing = "non calculable : l’export ne donne pas la devise de la société";
		w->a->figure[i].value = 0;
		w->a->figure[i].formula = "";
	}
}

enum status find_figures(struct work *w)
{
	struct totals t = { .balance = 0 };
	struct figure *f;

	w->a->figure = arena_calloc(w->mem, FIGURES_MAX, sizeof *w->a->figure);
	if (!sum_positions(w, &t))
		return sum_too_large(w, NONE, w->l->company_cur);
	balances(w, &t);
	sales_figures(w, &t);
	if (w->l->company_cur == CUR_NONE)
		all_missing(w);
	f = add(w, "cei", "Taux d’efficacité du recouvrement (CEI)", FIG_PERCENT_TENTHS);
	f->missing = NO_CLOSING;
	f = add(w, "movement", "Mouvement du mois", FIG_MONEY);
	f->missing = NO_CLOSING;
	return ST_OK;
}
