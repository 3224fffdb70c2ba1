/* policy_risk.c - class criteria, priority points and the provision matrix of policy.xml. */
#include <string.h>

#include "assess/policyread.h"
#include "base/text.h"

#include "base/banned.h"

static const char *const letters[CLASSES] = { "A", "B", "C", "D", "E", "N" };

static void read_criterion(struct policy_reader *r, const xmlNode *n)
{
	const char *name[CRITERIA];
	struct criterion_rule *c;
	int i;

	for (i = 0; i < CRITERIA; i++)
		name[i] = criterion_name((enum criterion)i);
	i = policy_word(r, n, "name", name, CRITERIA, -1);
	if (i < 0)
		return;
	c = &r->p->criterion[i];
	if (c->label) {
		policy_wrong(r, n, "name", "critère « %s » déjà présent", name[i]);
		return;
	}
	c->label = xml_attr(r->mem, n, "label", name[i]);
	c->weight = policy_int(r, n, "weight", 1, 0, 100);
	c->thresholds = policy_thresholds(r, n, false, &c->threshold);
}

static void read_class_limits(struct policy_reader *r, const xmlNode *risk)
{
	bool seen[4] = { false };
	const xmlNode *n;
	int i;

	for (n = xml_child(risk, "class"); n; n = xml_next(n, "class")) {
		i = policy_word(r, n, "letter", letters, 4, -1);
		if (i < 0)
			continue;
		if (seen[i])
			policy_wrong(r, n, "letter", "classe « %s » déjà présente", letters[i]);
		seen[i] = true;
		r->p->class_from[i] = policy_int(r, n, "from", 0, 0, 100000);
	}
	for (i = 0; i < 4; i++) {
		if (!seen[i])
			policy_wrong(r, risk, "class", "la classe « %s » manque", letters[i]);
		else if (i && r->p->class_from[i] <= r->p->class_from[i - 1])
			policy_wrong(r, risk, "class",
				     "les points des classes A à D doivent aller en croissant");
	}
	if (r->p->class_from[0] != 0)
		policy_wrong(r, risk, "class", "la classe « A » commence à 0 point");
}

void policy_read_risk(struct policy_reader *r, const xmlNode *risk)
{
	struct policy *p = r->p;

	p->history_months = policy_int(r, risk, "history-months", 12, 1, 60);
	p->min_settled = policy_int(r, risk, "min-settled", 1, 1, 1000);
	p->keeps_cash_delay = policy_int(r, risk, "keeps-cash-delay", 10, 1, 1000);
	for (const xmlNode *n = xml_child(risk, "criterion"); n; n = xml_next(n, "criterion"))
		read_criterion(r, n);
	/*
	 * A criterion that the file does not name is switched off, and says so wherever the points are
	 * printed.
	 */
	for (int i = 0; i < CRITERIA; i++) {
		if (!p->criterion[i].label)
			p->criterion[i].label = criterion_name((enum criterion)i);
	}
	read_class_limits(r, risk);
}

void policy_read_priority(struct policy_reader *r, const xmlNode *priority)
{
	struct policy *p = r->p;
	const xmlNode *classes = xml_child(priority, "class-points");

	p->priority_amounts = policy_thresholds(r, xml_child(priority, "amount"), true, &p->priority_amount);
	p->priority_lates = policy_thresholds(r, xml_child(priority, "lateness"), false, &p->priority_late);
	for (int i = 0; i < CLASSES; i++)
		p->priority_class[i] = policy_int(r, classes, letters[i], 0, 0, 1000);
	p->priority_promise = policy_int(r, xml_child(priority, "broken-promise"), "points", 0, 0, 1000);
}

static void read_rates(struct policy_reader *r, const xmlNode *n, rate *row)
{
	for (int c = 0; c < CLASSES; c++)
		row[c] = policy_percent(r, n, letters[c], 0, 100 * RATE_ONE);
}

/* The buckets that begin on the row's first day or later take its rates; a further row takes them over. */
static void read_late(struct policy_reader *r, const xmlNode *provision)
{
	struct policy *p = r->p;
	int last = 0;

	for (const xmlNode *n = xml_child(provision, "late"); n; n = xml_next(n, "late")) {
		int from = policy_int(r, n, "from", 1, 1, 36500);

		if (!last && from != 1)
			policy_wrong(r, n, "from", "la première ligne vaut à partir du jour 1");
		else if (from <= last)
			policy_wrong(r, n, "from", "les lignes doivent aller en croissant");
		last = from;
		for (size_t b = 0; b <= p->limits; b++) {
			if ((b ? p->limit[b - 1] + 1 : 1) >= from)
				read_rates(r, n, p->provision[b + 1]);
		}
	}
}

void policy_read_provision(struct policy_reader *r, const xmlNode *provision)
{
	struct policy *p = r->p;

	p->default_vat = policy_percent(r, provision, "default-vat", 0, 100 * RATE_ONE);
	p->doubtful_after = policy_int(r, provision, "doubtful-after", 180, 1, 36500);
	read_rates(r, xml_child(provision, "not-due"), p->provision[0]);
	read_late(r, provision);
	read_rates(r, xml_child(provision, "no-due-date"), p->provision[p->limits + 2]);
}
