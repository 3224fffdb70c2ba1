/*
 * policy_load.c - templates/policy.xml into struct policy. The schema checks
 * the form; here the parts are read, one function per element.
 */
#include "assess/policy.h"

#include <stdlib.h>
#include <string.h>

#include "assess/policyread.h"
#include "base/codes.h"
#include "base/output.h"
#include "base/text.h"

#include "base/banned.h"

#define SCHEMA "templates/policy.xsd"
#define LAST_LIMIT 9999 /* days: 27 years */

static void read_limits(struct policy_reader *r, const xmlNode *n)
{
	const char *s = xml_attr(r->mem, n, "limits", "30 60 90 120");
	struct policy *p = r->p;

	while (*(s += strspn(s, " \t\r\n"))) {
		char *end;
		long value = strtol(s, &end, 10);

		if (end == s || value < 1 || value > LAST_LIMIT ||
		    (p->limits && value <= p->limit[p->limits - 1])) {
			policy_wrong(r, n, "limits",
				     "écrivez des jours de 1 à %d, en croissant : 30 60 90 120", LAST_LIMIT);
			return;
		}
		if (p->limits == MAX_LIMITS) {
			policy_wrong(r, n, "limits", "au plus %d limites", MAX_LIMITS);
			return;
		}
		p->limit[p->limits++] = (int)value;
		s = end;
	}
	if (!p->limits)
		policy_wrong(r, n, "limits", "donnez au moins une limite");
}

static void read_ageing(struct policy_reader *r, const xmlNode *n)
{
	static const char *const basis[] = { "due-date", "document-date" };

	r->p->age_on_document_date = policy_word(r, n, "basis", basis, 2, 0) == 1;
	r->p->net_view = policy_yes(r, n, "net-view", false);
	read_limits(r, n);
}

static void read_terms(struct policy_reader *r, const xmlNode *n)
{
	static const char *const eom[] = { "no", "after", "before", "yes" };
	struct terms *t = &r->p->default_terms;
	int word;

	if (!n)
		return;
	word = policy_word(r, n, "end-of-month", eom, 4, EOM_NO);
	t->present = true;
	t->days = (int16_t)policy_int(r, n, "days", 0, 0, 999);
	t->months = (int16_t)policy_int(r, n, "months", 0, 0, 99);
	t->eom = (uint8_t)(word == 3 ? EOM_AFTER : word);
	t->day = (uint8_t)policy_int(r, n, "day", 0, 1, 31);
}

static void read_reminders(struct policy_reader *r, const xmlNode *n)
{
	static const char *const grouping[] = { "customer", "site", "invoice", "level" };
	struct policy *p = r->p;

	p->grouping = (enum grouping)policy_word(r, n, "grouping", grouping, 4, GROUP_CUSTOMER);
	p->minimum = policy_amount(r, n, "minimum", 0);
	p->hold_on_unsure_bank = policy_yes(r, n, "hold-on-unsure-bank", true);
	p->thank_you = policy_yes(r, n, "thank-you", false);
	p->thank_you_days = policy_int(r, n, "thank-you-days", 31, 1, 366);
}

static void read_penalties(struct policy_reader *r, const xmlNode *n)
{
	static const char *const floors[] = { "default", "floor", "contract" };

	r->p->under_floor =
		(enum under_floor)policy_word(r, n, "contract-below-floor", floors, 3, FLOOR_DEFAULT);
	r->p->claim_disputed = policy_yes(r, n, "claim-disputed", false);
	r->p->claim_settled = policy_yes(r, n, "claim-settled", false);
}

static void read_figures(struct policy_reader *r, const xmlNode *n)
{
	r->p->dso_days = policy_int(r, n, "dso-days", 365, 28, 366);
	r->p->financing_rate = policy_percent(r, n, "financing-rate", -1, 100 * RATE_ONE);
	r->p->has_financing_rate = r->p->financing_rate >= 0;
	if (!r->p->has_financing_rate)
		r->p->financing_rate = 0;
}

static size_t count_children(const xmlNode *n, const char *name)
{
	size_t count = 0;

	for (const xmlNode *c = n ? xml_child(n, name) : NULL; c; c = xml_next(c, name))
		count++;
	return count;
}

static void read_columns(struct policy_reader *r, const xmlNode *sheet, const char *name)
{
	struct policy_columns *c;

	if (!xml_child(sheet, "column"))
		return;
	c = arena_alloc(r->mem, sizeof *c);
	c->sheet = name;
	c->column = arena_calloc(r->mem, count_children(sheet, "column"), sizeof *c->column);
	for (const xmlNode *n = xml_child(sheet, "column"); n; n = xml_next(n, "column"))
		c->column[c->columns++] = xml_attr(r->mem, n, "name", "");
	c->next = r->p->columns;
	r->p->columns = c;
}

static void read_workbook(struct policy_reader *r, const xmlNode *n)
{
	struct policy *p = r->p;

	p->sheets = arena_calloc(r->mem, count_children(n, "sheet"), sizeof *p->sheets);
	for (const xmlNode *s = n ? xml_child(n, "sheet") : NULL; s; s = xml_next(s, "sheet")) {
		p->sheets[p->n_sheets] = xml_attr(r->mem, s, "name", "");
		read_columns(r, s, p->sheets[p->n_sheets++]);
	}
}

static void read_stops(struct policy_reader *r, const xmlNode *n)
{
	static const char *const word[SEV_ERROR] = { "info", "warning", "reject" };
	struct policy *p = r->p;

	p->stop = arena_calloc(r->mem, count_children(n, "stop"), sizeof *p->stop);
	for (const xmlNode *s = n ? xml_child(n, "stop") : NULL; s; s = xml_next(s, "stop")) {
		const char *code = xml_attr(r->mem, s, "code", NULL);
		int severity = policy_word(r, s, "severity", word, SEV_ERROR, SEV_ERROR);

		if (!code == (severity == SEV_ERROR))
			policy_wrong(r, s, "code", "écrivez soit le code d'un constat, soit severity");
		else if (code && !diag_code_known(code))
			policy_wrong(
				r, s, "code",
				"« %s » n'est le code d'aucun constat et n'arrêterait jamais rien ; le plus "
				"proche est « %s »",
				code, diag_code_like(code));
		p->stop[p->n_stops++] =
			(struct stop){ code, (enum severity)severity, (unsigned)xmlGetLineNo(s) };
	}
}

static void read_policy(struct policy_reader *r, const xmlNode *root)
{
	struct policy *p = r->p;

	p->name = xml_attr(r->mem, root, "name", "");
	read_ageing(r, xml_child(root, "ageing"));
	read_terms(r, xml_child(root, "default-terms"));
	read_reminders(r, xml_child(root, "reminders"));
	read_penalties(r, xml_child(root, "penalties"));
	p->prescription_warning_months =
		policy_int(r, xml_child(root, "prescription"), "warning-months", 6, 0, 60);
	policy_read_scenarios(r, xml_child(root, "scenarios"), xml_child(root, "assignments"));
	policy_read_risk(r, xml_child(root, "risk"));
	policy_read_priority(r, xml_child(root, "priority"));
	policy_read_provision(r, xml_child(root, "provision"));
	read_figures(r, xml_child(root, "figures"));
	read_workbook(r, xml_child(root, "workbook"));
	read_stops(r, xml_child(root, "stops"));
}

enum status policy_load(struct diag *d, struct arena *a, const char *path, struct policy **out)
{
	struct policy_reader r = { .d = d, .mem = a };
	xmlDoc *doc;
	enum status st;

	*out = NULL;
	st = xmlfile_load(d, path, data_path(a, SCHEMA), &doc, &r.file);
	if (st != ST_OK)
		return st;
	r.p = arena_alloc(a, sizeof *r.p);
	r.p->path = arena_strdup(a, path);
	read_policy(&r, xmlDocGetRootElement(doc));
	xmlFreeDoc(doc);
	if (r.failed)
		return ST_CONFIG;
	*out = r.p;
	return ST_OK;
}
