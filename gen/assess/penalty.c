/*
 * penalty.c - one document's late-payment interest, period by period, and the
 * recovery indemnity. The rules are in penalty.h.
 *
 * The work goes from day to day in jumps: a period lasts until the next
 * allocation, the end of a half-year whose rate comes from the table, or the
 * last day, whichever comes first.
 */
#include "assess/penalty.h"

#include <stdlib.h>

#include "assess/insolvency.h"
#include "base/text.h"

#include "base/banned.h"

#define DAYS_PER_YEAR 365 /* always, RULES §6 */

/* All that stays the same while one document is computed. */
struct claim {
	struct diag *diag;
	const struct view *view;
	const struct policy *policy;
	const struct rate_table *table;
	uint32_t doc;
	const struct document *document;
	const struct customer *customer;
	civil_date first, last; /* days that may bear interest, both inclusive */
	civil_date origin;	/* first day late: decides the frozen rate and the indemnity */
	money retention;	/* not a base */
	bool has_contract;
	rate contract;
};

/* The rate of one day. Its origin says how long it holds: see rate_holds(). */
struct day_rate {
	rate rate;
	enum rate_origin origin;
};

void penalties_drop(struct penalties *p)
{
	free(p->line);
	*p = (struct penalties)PENALTIES_INIT;
}

const char *rate_origin_name(enum rate_origin o)
{
	static const char *const names[] = {
		[RATE_NONE] = "",	[RATE_CONTRACT] = "contract", [RATE_BUSINESS] = "business",
		[RATE_FLOOR] = "floor", [RATE_PUBLIC] = "public",     [RATE_LEGAL] = "legal"
	};

	return names[o];
}

static enum status too_large(const struct claim *c)
{
	return diag_error(
		c->diag, ST_LIMIT, c->document->at,
		"pièce « %s » : pénalités au-delà de la capacité de calcul, vérifiez le montant et le taux",
		ledger_text(c->view->ledger, c->document->number));
}

/* The contract rate: the document's own, else the customer's. */
static void find_contract(struct claim *c)
{
	const struct ledger *l = c->view->ledger;
	uint32_t x = ledger_extra(l, c->document->extras, EXTRA_PENALTY_RATE);

	if (x != NONE) {
		c->has_contract = true;
		c->contract = l->extra[x].amount;
	} else if (c->customer->has_penalty_rate) {
		c->has_contract = true;
		c->contract = c->customer->penalty_rate;
	}
}

static bool find_retention(struct claim *c)
{
	const struct ledger *l = c->view->ledger;

	for (uint32_t x = ledger_extra(l, c->document->extras, EXTRA_RETENTION); x != NONE;
	     x = ledger_extra(l, l->extra[x].next, EXTRA_RETENTION)) {
		if (!money_add(&c->retention, l->extra[x].amount))
			return false;
	}
	return true;
}

/* The row of a half-year, or NULL: reported, the caller returns ST_CONFIG. */
static const struct half_year_rates *need_rates(const struct claim *c, int half_year)
{
	const struct half_year_rates *row = rates_of(c->table, half_year);

	if (!row)
		rates_missing(c->diag, c->table, half_year, c->document->at, c->customer->id,
			      ledger_text(c->view->ledger, c->document->number));
	return row;
}

static enum status business_rate(const struct claim *c, int half_year, struct penalties *out,
				 struct day_rate *r)
{
	const struct half_year_rates *row;
	rate floor;

	*r = (struct day_rate){ c->contract, RATE_CONTRACT };
	/* A contract rate that stays whatever happens does not need the table, only the remark does. */
	if (c->has_contract && c->policy->under_floor == FLOOR_KEEP) {
		row = rates_of(c->table, half_year);
		if (row && c->contract < row->legal_other * c->table->floor_factor)
			out->under_floor = true;
		return ST_OK;
	}
	row = need_rates(c, half_year);
	if (!row)
		return ST_CONFIG;
	floor = row->legal_other * c->table->floor_factor;
	if (c->has_contract && c->contract >= floor)
		return ST_OK;
	*r = (struct day_rate){ row->ecb + c->table->business_margin, RATE_BUSINESS };
	if (c->has_contract) {
		out->under_floor = true;
		if (c->policy->under_floor == FLOOR_FLOOR)
			*r = (struct day_rate){ floor, RATE_FLOOR };
	}
	return ST_OK;
}

/* The rate that day `day` bears. */
static enum status rate_on(const struct claim *c, civil_date day, struct penalties *out, struct day_rate *r)
{
	const struct half_year_rates *row;

	if (c->customer->kind == KIND_BUSINESS)
		return business_rate(c, date_half_year(day), out, r);
	if (c->customer->kind == KIND_PUBLIC)
		day = c->origin;
	row = need_rates(c, date_half_year(day));
	if (!row)
		return ST_CONFIG;
	if (c->customer->kind == KIND_PUBLIC)
		*r = (struct day_rate){ row->ecb + c->table->public_margin, RATE_PUBLIC };
	else
		*r = (struct day_rate){ row->legal_other, RATE_LEGAL };
	return ST_OK;
}

/*
 * How long the rate of `day` holds, at most to `end`. A half-yearly rate ends
 * with its half-year. A constant one ends where another takes its place, which
 * only a contract rate under the floor of some half-year does.
 */
static enum status rate_holds(const struct claim *c, civil_date day, const struct day_rate *r,
			      struct penalties *out, civil_date *end)
{
	civil_date until = date_half_year_start(date_half_year(day) + 1) - 1;

	while (until < *end && r->origin == RATE_CONTRACT) {
		struct day_rate next;
		enum status st = rate_on(c, until + 1, out, &next);

		if (st != ST_OK)
			return st;
		if (next.origin != RATE_CONTRACT)
			break;
		until = date_half_year_start(date_half_year(until + 1) + 1) - 1;
	}
	if (r->origin != RATE_PUBLIC && until < *end)
		*end = until;
	return ST_OK;
}

static enum status add_line(const struct claim *c, civil_date from, civil_date to, const struct day_rate *r,
			    money base, struct penalties *out)
{
	int days = to - from + 1;
	int64_t factor;
	money amount;
	struct penalty_line *line;

	if (!money_mul(r->rate, days, &factor) ||
	    !money_muldiv(base, factor, RATE_ONE * 100 * DAYS_PER_YEAR, &amount))
		return too_large(c);
	if (!amount)
		return ST_OK;
	if (!money_add(&out->interest, amount))
		return too_large(c);
	GROW(out->line, out->lines, out->cap);
	line = &out->line[out->lines++];
	*line = (struct penalty_line){ .kind = PENALTY_INTEREST,
				       .from = from,
				       .to = to,
				       .days = days,
				       .rate = r->rate,
				       .base = base,
				       .amount = amount,
				       .cur = c->document->cur,
				       .origin = (uint8_t)r->origin };
	return ST_OK;
}

/* What of the balance bears interest: the retention is not due yet. */
static money base_of(const struct claim *c, money balance)
{
	return balance > c->retention ? balance - c->retention : 0;
}

/*
 * Balance at the start of `day`: *a is the last allocation already taken off
 * (NONE at first), *balance what remains behind it; both move on.
 */
static bool balance_at(const struct claim *c, civil_date day, uint32_t *a, money *balance)
{
	const struct ledger *l = c->view->ledger;
	uint32_t next;

	while ((next = ledger_allocations(l, c->doc, *a)) != NONE && l->allocation[next].date < day) {
		if (!money_add(balance, -l->allocation[next].amount))
			return false;
		*a = next;
	}
	return true;
}

static enum status interest(const struct claim *c, struct penalties *out)
{
	const struct ledger *l = c->view->ledger;
	money balance = c->document->amount;
	uint32_t a = NONE, next;
	civil_date end;

	for (civil_date day = c->first; day <= c->last; day = end + 1) {
		struct day_rate r;
		enum status st;
		money base;

		if (!balance_at(c, day, &a, &balance))
			return too_large(c);
		base = base_of(c, balance);
		if (base <= 0)
			break;
		end = c->last;
		next = ledger_allocations(l, c->doc, a);
		if (next != NONE && l->allocation[next].date < end)
			end = l->allocation[next].date;
		st = rate_on(c, day, out, &r);
		if (st == ST_OK)
			st = rate_holds(c, day, &r, out, &end);
		if (st == ST_OK)
			st = add_line(c, day, end, &r, base, out);
		if (st != ST_OK)
			return st;
	}
	return ST_OK;
}

/* Was anything owed on the first day late? false: the sum is too large. */
static bool was_late(const struct claim *c, bool *late)
{
	money balance = c->document->amount;
	uint32_t a = NONE;

	*late = false;
	if (c->view->as_of < c->origin)
		return true;
	if (!balance_at(c, c->origin, &a, &balance))
		return false;
	*late = base_of(c, balance) > 0;
	return true;
}

static bool earlier_part_was_late(const struct claim *c, bool *late)
{
	const struct ledger *l = c->view->ledger;

	*late = false;
	for (uint32_t i = ledger_earlier_part(l, c->doc); i != NONE && !*late;
	     i = ledger_earlier_part(l, i)) {
		struct claim part = *c;

		part.doc = i;
		part.document = &l->document[i];
		part.origin = (part.document->due > part.document->date ? part.document->due
									: part.document->date) +
			      1;
		if (!was_late(&part, late))
			return false;
	}
	return true;
}

/* The flat sum, once for an invoice. */
static enum status indemnity(const struct claim *c, struct penalties *out)
{
	struct penalty_line *line;
	bool late, before;

	if (c->customer->kind == KIND_CONSUMER || !c->table->indemnity)
		return ST_OK;
	if (!was_late(c, &late) || !earlier_part_was_late(c, &before))
		return too_large(c);
	if (!late || before)
		return ST_OK;
	GROW(out->line, out->lines, out->cap);
	line = &out->line[out->lines++];
	*line = (struct penalty_line){ .kind = PENALTY_INDEMNITY,
				       .from = DATE_NONE,
				       .to = DATE_NONE,
				       .amount = c->table->indemnity,
				       .cur = currency_find("EUR"),
				       .origin = RATE_NONE };
	out->indemnity = c->table->indemnity;
	return ST_OK;
}

/* A level that is a formal notice in a scenario that consumers take. */
static bool level_is_formal(const struct policy *p, int level)
{
	for (size_t i = 0; i < p->scenarios; i++) {
		const struct scenario *s = &p->scenario[i];
		bool consumers = text_eq(s->name, "consumer");

		for (size_t r = 0; r < p->rules && !consumers; r++)
			consumers = p->rule[r].kind == KIND_CONSUMER && p->rule[r].scenario == i;
		for (size_t k = 0; k < s->steps && consumers; k++) {
			if (s->step[k].kind == STEP_FORMAL && s->step[k].level == level)
				return true;
		}
	}
	return false;
}

static bool step_is_formal(const struct policy *p, const char *step)
{
	if (text_eq(step, "formal-notice"))
		return true;
	for (size_t i = 0; i < p->scenarios; i++) {
		const struct scenario *s = &p->scenario[i];

		for (size_t k = 0; k < s->steps; k++) {
			if (s->step[k].kind == STEP_FORMAL && text_eq(s->step[k].name, step))
				return true;
		}
	}
	return false;
}

civil_date penalty_formal_notice(const struct view *v, const struct policy *p, uint32_t doc)
{
	const struct ledger *l = v->ledger;
	civil_date earliest = DATE_NONE;

	for (uint32_t x = ledger_extra(l, l->document[doc].extras, EXTRA_REMINDER); x != NONE;
	     x = ledger_extra(l, l->extra[x].next, EXTRA_REMINDER)) {
		const struct extra *e = &l->extra[x];
		civil_date received = e->until != DATE_NONE ? e->until : e->date;
		bool formal = text_eq(e->text, "registered");

		if (e->date == DATE_NONE || e->date > v->as_of)
			continue;
		if (!formal)
			formal = text_is_blank(e->step) ? level_is_formal(p, e->level)
							: step_is_formal(p, e->step);
		if (formal && (earliest == DATE_NONE || received < earliest))
			earliest = received;
	}
	return earliest;
}

/* Which days bear interest. false: none, and no indemnity either. */
static bool find_days(struct claim *c, civil_date due, bool *no_indemnity)
{
	civil_date start = due > c->document->date ? due : c->document->date;

	c->origin = start + 1;
	c->first = c->origin;
	c->last = c->view->as_of;
	*no_indemnity = false;
	if (c->first > c->last)
		return false;
	if (c->customer->kind == KIND_CONSUMER) {
		civil_date notice = penalty_formal_notice(c->view, c->policy, c->doc);

		if (notice == DATE_NONE)
			return false;
		if (notice > c->first)
			c->first = notice;
	}
	if (insolvency_covers(c->customer, c->document)) {
		if (c->customer->judgment == DATE_NONE)
			return false;
		if (c->customer->judgment < c->last)
			c->last = c->customer->judgment;
		*no_indemnity = due >= c->customer->judgment;
	}
	return true;
}

enum status penalty_compute(struct diag *d, const struct view *v, const struct policy *p,
			    const struct rate_table *t, uint32_t doc, struct penalties *out)
{
	const struct document *document = &v->ledger->document[doc];
	struct claim c = { .diag = d,
			   .view = v,
			   .policy = p,
			   .table = t,
			   .doc = doc,
			   .document = document,
			   .customer = &v->ledger->customer[document->customer] };
	bool no_indemnity;
	civil_date due;
	enum status st;

	out->lines = 0;
	out->interest = out->indemnity = 0;
	out->under_floor = false;
	if ((document->type != DOC_INVOICE && document->type != DOC_DEBIT_NOTE) || document->amount <= 0 ||
	    c.customer->kind == KIND_UNKNOWN || !view_exists(v, doc))
		return ST_OK;
	due = document_due(v->ledger, document, &p->default_terms);
	if (due == DATE_NONE || !find_days(&c, due, &no_indemnity))
		return ST_OK;
	if (c.customer->kind == KIND_BUSINESS)
		find_contract(&c);
	if (c.customer->kind == KIND_PUBLIC && !find_retention(&c))
		return too_large(&c);
	st = interest(&c, out);
	if (st == ST_OK && !no_indemnity)
		st = indemnity(&c, out);
	return st;
}

void penalty_report_floor(struct diag *d, const struct view *v, const struct policy *p, uint32_t doc)
{
	static const char *const replaced[] = {
		[FLOOR_DEFAULT] = "le taux légal supplétif (BCE + 10 points) le remplace",
		[FLOOR_FLOOR] = "ce plancher le remplace",
		[FLOOR_KEEP] = "il est conservé, comme les règles le demandent",
	};
	const struct document *document = &v->ledger->document[doc];

	diag_finding(d, SEV_WARNING, "rate-under-floor", document->at,
		     "client « %s », pièce « %s » : taux contractuel de pénalité inférieur à 3 fois le taux "
		     "de l'intérêt légal (C. com., art. L.441-10) : %s",
		     v->ledger->customer[document->customer].id, ledger_text(v->ledger, document->number),
		     replaced[p->under_floor]);
}
