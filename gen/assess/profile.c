/*
 * profile.c - who the customer is: points per criterion, risk class, payer
 * profile (RULES §5). All thresholds and weights come from the policy; integers
 * only; every point has its reason in French.
 *
 * Amounts of several currencies are weighed in company currency; what has no
 * rate is left out, and the finding "no-rate" says so.
 */
#include <stdlib.h>
#include <string.h>

#include "assess/promise.h"
#include "assess/settled.h"
#include "assess/words.h"

#include "base/banned.h"

/* What the criteria need to know of one customer. */
struct facts {
	struct settled_sum history, recent, before; /* whole history; last 3 months; the 3 before */
	money debits, overdue, balance;		    /* company currency */
	bool anything_overdue;
	int oldest; /* days late of the oldest undisputed overdue item */
};

/* First days of the windows, which end at D: the same for all customers. */
struct windows {
	civil_date history, recent, before;
};

static bool add_position(const struct work *w, const struct position *q, struct facts *f)
{
	money debits = q->balance, value;

	if (!money_add(&debits, -q->unapplied))
		return false;
	if (company_value(w->a, debits, q->cur, &value) && !money_add(&f->debits, value))
		return false;
	if (company_value(w->a, q->balance, q->cur, &value) && !money_add(&f->balance, value))
		return false;
	for (uint32_t k = 0; k < q->items; k++) {
		const struct item *i = &w->a->item[q->first_item + k];
		money open = w->v->open[i->doc];

		if (!item_overdue(w, i))
			continue;
		f->anything_overdue = true;
		if (w->day - i->due > f->oldest && item_disputed(w->v, i) < open)
			f->oldest = w->day - i->due;
		if (company_value(w->a, open, q->cur, &value) && !money_add(&f->overdue, value))
			return false;
	}
	return true;
}

static void add_history(const struct work *w, uint32_t doc, const struct windows *win, struct facts *f)
{
	civil_date due, day = settled_day(w, doc, &due);

	if (day == DATE_NONE)
		return;
	if (day > win->history)
		settled_add(w, &f->history, doc, due, day);
	if (day > win->recent)
		settled_add(w, &f->recent, doc, due, day);
	else if (day > win->before)
		settled_add(w, &f->before, doc, due, day);
}

static void set_points(struct profile *p, const struct work *w, enum criterion c, int64_t value,
		       int64_t compared, int64_t scale)
{
	const struct criterion_rule *rule = &w->p->criterion[c];
	struct points *pt = &p->criterion[c];

	pt->known = true;
	pt->value = (int32_t)value; /* days, at most a million percent, or a count */
	for (size_t i = 0; i < rule->thresholds && compared >= rule->threshold[i].from * scale; i++)
		pt->points = rule->threshold[i].points;
	pt->points *= rule->weight;
}

/*
 * What a criterion's points come from, in words. They are only put together when
 * somebody reads them: for 100,000 customers they would be 40 MB.
 */
static void tell_plain(struct work *w, const struct points *pt, const char *words)
{
	if (w->why)
		w->why[pt - w->judged->criterion] = words;
	buf_clear(&w->text);
}

static void tell(struct work *w, const struct points *pt)
{
	tell_plain(w, pt, w->why ? arena_strdup(w->mem, w->text.s) : "");
}

static void judge_delay(struct work *w, struct profile *p, const struct facts *f)
{
	struct points *pt = &p->criterion[CRIT_DELAY];

	p->settled = f->history.documents;
	p->has_delay = settled_average(&f->history, f->history.late, &p->average_delay_tenths);
	if (!p->has_delay) {
		tell_plain(w, pt, "aucune pièce réglée dans l’historique");
		return;
	}
	set_points(p, w, CRIT_DELAY, p->average_delay_tenths / 10, p->average_delay_tenths, 10);
	put_tenths(&w->text, p->average_delay_tenths);
	buf_puts(&w->text, "\u00a0j en moyenne pondérée sur ");
	put_count(&w->text, p->settled, "pièce réglée", "pièces réglées");
	buf_puts(&w->text, " en ");
	put_int(&w->text, w->p->history_months);
	buf_puts(&w->text, "\u00a0mois");
	tell(w, pt);
}

static void judge_share(struct work *w, struct profile *p, const struct facts *f)
{
	struct points *pt = &p->criterion[CRIT_OVERDUE_SHARE];
	money percent;

	if (f->debits <= 0) {
		tell_plain(w, pt, "aucune créance ouverte");
		return;
	}
	/* Rounded down: 19.9 % is not yet 20 %. */
	percent = (money)((wide)f->overdue * 100 / f->debits);
	set_points(p, w, CRIT_OVERDUE_SHARE, percent, percent, 1);
	if (!f->overdue) {
		tell_plain(w, pt, "rien d’échu");
		return;
	}
	put_money(&w->text, f->overdue, w->l->company_cur);
	buf_puts(&w->text, " échus sur ");
	put_money(&w->text, f->debits, w->l->company_cur);
	buf_puts(&w->text, ", soit ");
	put_int(&w->text, percent);
	buf_puts(&w->text, "\u00a0%");
	tell(w, pt);
}

static void judge_oldest(struct work *w, struct profile *p, const struct facts *f)
{
	struct points *pt = &p->criterion[CRIT_OLDEST];

	set_points(p, w, CRIT_OLDEST, f->oldest, f->oldest, 1);
	if (!f->oldest) {
		tell_plain(w, pt, "aucune pièce échue hors litige");
		return;
	}
	put_int(&w->text, f->oldest);
	buf_puts(&w->text, "\u00a0j de retard pour la plus ancienne pièce échue hors litige");
	tell(w, pt);
}

static void judge_count(struct work *w, struct profile *p, enum criterion c, uint32_t n, const char *none,
			const char *one, const char *many)
{
	struct points *pt = &p->criterion[c];

	set_points(p, w, c, n, n, 1);
	if (!n) {
		tell_plain(w, pt, none);
		return;
	}
	put_count(&w->text, n, one, many);
	buf_puts(&w->text, " en ");
	put_int(&w->text, w->p->history_months);
	buf_puts(&w->text, "\u00a0mois");
	tell(w, pt);
}

static void judge_limit(struct work *w, struct profile *p, const struct customer *c, const struct facts *f)
{
	struct points *pt = &p->criterion[CRIT_LIMIT];
	wide percent;

	if (!c->has_credit_limit) {
		tell_plain(w, pt, "aucun plafond de crédit indiqué");
		return;
	}
	if (f->balance <= 0)
		percent = 0;
	else if (c->credit_limit <= 0)
		percent = 1000; /* any exposure is far above a limit of nothing */
	else
		percent = (wide)f->balance * 100 / c->credit_limit;
	/* One cent over the limit is over it, although it is less than 1 %. */
	if (percent == 100 && f->balance > c->credit_limit)
		percent = 101;
	percent = percent > 1000000 ? 1000000 : percent;
	set_points(p, w, CRIT_LIMIT, (int64_t)percent, (int64_t)percent, 1);
	buf_puts(&w->text, "encours ");
	put_money(&w->text, f->balance, w->l->company_cur);
	buf_puts(&w->text, " pour un plafond de ");
	put_money(&w->text, c->credit_limit, w->l->company_cur);
	tell(w, pt);
}

static void judge_trend(struct work *w, struct profile *p, const struct facts *f)
{
	struct points *pt = &p->criterion[CRIT_TREND];
	int64_t now, then;

	if (!settled_average(&f->recent, f->recent.late, &now) ||
	    !settled_average(&f->before, f->before.late, &then)) {
		tell_plain(w, pt, "pas de règlements à comparer sur 3 mois et les 3 précédents");
		return;
	}
	set_points(p, w, CRIT_TREND, (now - then) / 10, now - then, 10);
	put_tenths(&w->text, now);
	buf_puts(&w->text, "\u00a0j de retard moyen sur 3\u00a0mois, ");
	put_tenths(&w->text, then);
	buf_puts(&w->text, "\u00a0j sur les 3 précédents");
	tell(w, pt);
}

static enum risk_class class_of(const struct work *w, const struct customer *c, const struct profile *p,
				const struct facts *f)
{
	enum risk_class class = CLASS_A;

	if (c->insolvency != INSOLVENCY_NONE && (c->judgment == DATE_NONE || c->judgment <= w->day))
		return CLASS_E;
	if (p->settled < (uint32_t)w->p->min_settled && !f->anything_overdue)
		return CLASS_N;
	while (class < CLASS_D && p->total_points >= w->p->class_from[class + 1])
		class ++;
	return class;
}

/* RULES §5. What happened (rejects, broken promises) says more of a payer than how late he is on average. */
static enum payer_profile payer_of(const struct work *w, const struct profile *p)
{
	if (p->used == CLASS_E || p->used == CLASS_D)
		return PROFILE_INSOLVENCY_RISK;
	if (p->used == CLASS_N)
		return PROFILE_UNKNOWN;
	if (p->rejects || p->broken_promises > 1 || (p->broken_promises && p->used == CLASS_C))
		return PROFILE_SHORT_OF_CASH;
	if (p->has_delay && p->average_delay_tenths >= (int64_t)w->p->keeps_cash_delay * 10)
		return PROFILE_KEEPS_CASH;
	return p->used == CLASS_C ? PROFILE_SHORT_OF_CASH : PROFILE_GOOD;
}

static enum risk_class manual_class(const struct work *w, const struct customer *c, enum risk_class computed)
{
	if (!c->manual_class || (c->manual_date != DATE_NONE && c->manual_date > w->day))
		return computed;
	for (int i = 0; i < CLASSES; i++) {
		if (class_letter((enum risk_class)i) == c->manual_class)
			return (enum risk_class)i;
	}
	return computed;
}

static void judge(struct work *w, struct profile *p, const struct customer *c, const struct facts *f)
{
	judge_delay(w, p, f);
	judge_share(w, p, f);
	judge_oldest(w, p, f);
	judge_count(w, p, CRIT_PROMISES, p->broken_promises, "aucune promesse non tenue",
		    "promesse non tenue", "promesses non tenues");
	judge_count(w, p, CRIT_REJECTS, p->rejects, "aucun paiement rejeté", "paiement rejeté",
		    "paiements rejetés");
	judge_limit(w, p, c, f);
	judge_trend(w, p, f);
	for (int i = 0; i < CRITERIA; i++)
		p->total_points += p->criterion[i].points;
	p->computed = class_of(w, c, p, f);
	p->used = manual_class(w, c, p->computed);
	p->payer = payer_of(w, p);
}

static void read_documents(const struct work *w, const struct customer *c, const struct windows *win,
			   struct profile *p, struct facts *f)
{
	for (uint32_t k = c->first_document; k < c->first_document + c->documents; k++) {
		const struct document *doc = &w->l->document[k];

		if (doc->date > w->day)
			break; /* in order of date */
		add_history(w, k, win, f);
		if (doc->type == DOC_PAYMENT_REJECT && doc->date > win->history)
			p->rejects++;
		if (doc->amount > 0 && doc->extras != NONE)
			p->broken_promises += promises_broken(w, k, win->history + 1);
	}
}

static struct windows windows_of(const struct work *w)
{
	return (struct windows){ date_add_months(w->day, -w->p->history_months), date_add_months(w->day, -3),
				 date_add_months(w->day, -6) };
}

/* Positions of customer i from *next on; false where their sum does not fit. */
static bool judge_customer(struct work *w, uint32_t i, uint32_t *next, const struct windows *win,
			   struct profile *p, struct facts *f)
{
	const struct customer *c = &w->l->customer[i];

	for (; *next < w->a->positions && w->a->position[*next].customer == i; ++*next) {
		if (!add_position(w, &w->a->position[*next], f))
			return false;
	}
	p->exposure = f->balance;
	p->has_exposure = w->l->company_cur != CUR_NONE;
	read_documents(w, c, win, p, f);
	w->judged = p;
	judge(w, p, c, f);
	return true;
}

enum status profile_customers(struct work *w)
{
	struct windows win = windows_of(w);
	uint32_t next = 0;

	w->a->profile = arena_calloc(w->mem, w->l->customers, sizeof *w->a->profile);
	for (uint32_t i = 0; ledger_has_customer(w->l, i); i++) {
		struct facts f = { .debits = 0 };

		if (!judge_customer(w, i, &next, &win, &w->a->profile[i], &f))
			return sum_too_large(w, i, w->l->company_cur);
		w->settled.documents += f.history.documents;
		w->settled.weight += f.history.weight;
		w->settled.late += f.history.late;
		w->settled.payment += f.history.payment;
	}
	return ST_OK;
}

void profile_words(const struct assessment *a, uint32_t customer, struct arena *mem,
		   const char *why[CRITERIA])
{
	struct work *w = xmalloc(sizeof *w);
	struct assessment same = *a; /* the pass is the same, but only reads it */
	struct profile p = { .settled = 0 };
	struct facts f = { .debits = 0 };
	struct windows win;
	uint32_t next = assessment_first(a, customer);

	*w = (struct work){ .v = a->view,
			    .l = a->view->ledger,
			    .a = &same,
			    .p = a->policy,
			    .t = a->rates,
			    .day = a->view->as_of,
			    .mem = mem,
			    .text = BUF_INIT,
			    .why = why };
	for (int i = 0; i < CRITERIA; i++)
		why[i] = "";
	win = windows_of(w);
	judge_customer(w, customer, &next, &win, &p, &f);
	buf_drop(&w->text);
	free(w);
}
