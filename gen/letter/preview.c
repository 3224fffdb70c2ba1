/* preview.c - letters that no run sends: one to look at, and the call sheets. */
#include "letter/letters.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/output.h"
#include "letter/letters_work.h"
#include "base/banned.h"

/* Does the item belong into a letter of that kind? Overdue ones; for a notice, those not due yet. */
static bool wanted(enum letter_kind kind, const struct item *it, bool any)
{
	if (it->bucket == ITEM_UNAPPLIED)
		return false;
	if (any)
		return true;
	return kind == LETTER_NOTICE ? it->bucket == ITEM_NOT_DUE : it->bucket >= 0 && it->asked > 0;
}

static size_t pick_items(struct arena *mem, const struct assessment *a, const struct position *p,
			 enum letter_kind kind, bool any, struct decision *e)
{
	e->candidate = arena_calloc(mem, p->items, sizeof *e->candidate);
	for (uint32_t i = p->first_item; i < p->first_item + p->items; i++)
		if (wanted(kind, &a->item[i], any))
			e->candidate[e->candidates++] = i;
	return e->candidates;
}

/* What the made-up decision claims: as a real one would. */
static enum status mock_claims(struct diag *d, const struct assessment *a, const struct position *p,
			       struct decision *e)
{
	struct penalties scratch = PENALTIES_INIT;
	enum status st = ST_OK;

	for (uint32_t i = 0; i < p->items && st == ST_OK; i++) {
		if (!decision_claims(a, e, p->first_item + i))
			continue;
		st = penalty_compute(d, a->view, a->policy, a->rates, a->item[p->first_item + i].doc,
				     &scratch);
		if (st == ST_OK && (!money_add(&e->interest, scratch.interest) ||
				    !money_add(&e->indemnity, scratch.indemnity)))
			st = diag_error(d, ST_LIMIT, NOWHERE,
					"les pénalités dépassent la capacité de calcul");
	}
	if (st == ST_OK && e->step->claims && a->policy->claim_settled &&
	    (!money_add(&e->interest, p->settled_interest) ||
	     !money_add(&e->indemnity, p->settled_indemnity)))
		st = diag_error(d, ST_LIMIT, NOWHERE, "les pénalités dépassent la capacité de calcul");
	penalties_drop(&scratch);
	return st;
}

static void mock_step(struct letter_mock *m, const struct template *t)
{
	static const struct {
		enum step_kind kind;
		int level, delay;
		unsigned channels;
		bool claims;
	} usual[LETTER_KINDS] = {
		[LETTER_NOTICE] = { STEP_NOTICE, 0, 8, CHANNEL_EMAIL, false },
		[LETTER_COURTEOUS] = { STEP_REMINDER, 1, 8, CHANNEL_EMAIL, false },
		[LETTER_FIRM] = { STEP_REMINDER, 2, 8, CHANNEL_LETTER, true },
		[LETTER_LAST] = { STEP_REMINDER, 2, 8, CHANNEL_LETTER, true },
		[LETTER_FORMAL] = { STEP_FORMAL, 3, 8, CHANNEL_REGISTERED, true },
		[LETTER_COLLECTOR] = { STEP_COLLECTOR, 2, 8, CHANNEL_LETTER, true },
		[LETTER_STATEMENT] = { STEP_NOTICE, 0, 8, CHANNEL_LETTER, false },
		[LETTER_PLAN] = { STEP_REMINDER, 2, 10, CHANNEL_LETTER, false },
		[LETTER_THANKS] = { STEP_NOTICE, 0, 8, CHANNEL_LETTER, false },
		[LETTER_CALL] = { STEP_CALL, 1, 8, CHANNEL_PHONE, false },
	};

	m->step = (struct step){ .name = t->name,
				 .label = t->title,
				 .template = t->name,
				 .kind = usual[t->kind].kind,
				 .level = usual[t->kind].level,
				 .delay_to_pay = usual[t->kind].delay,
				 .channels = usual[t->kind].channels,
				 .claims = usual[t->kind].claims };
}

static bool broken_promise(const struct assessment *a, const struct position *p)
{
	for (uint32_t i = p->first_item; i < p->first_item + p->items; i++)
		if (a->item[i].broken_promise)
			return true;
	return false;
}

/* A decision for position p and template t. ST_USAGE if there is nothing to write about. */
static enum status make_up(struct diag *d, struct arena *mem, const struct assessment *a, uint32_t position,
			   const struct template *t, struct letter_mock *m)
{
	const struct position *p = &a->position[position];
	const struct step *step = policy_step_with(a->policy, t->name);
	struct decision *e = &m->decision;

	mock_step(m, t);
	*e = (struct decision){ .position = position,
				.step = step ? step : &m->step,
				.reason = REASON_DUE,
				.until = DATE_NONE,
				.last_reminder = DATE_NONE,
				.site = "" };
	e->channels = e->step->channels;
	e->level = e->step->level;
	if (!pick_items(mem, a, p, t->kind, false, e) && !pick_items(mem, a, p, t->kind, true, e))
		return ST_USAGE;
	for (uint32_t i = 0; i < e->candidates; i++) {
		const struct item *it = &a->item[e->candidate[i]];
		money x = it->bucket >= 0 && it->asked > 0 ? it->asked : a->view->open[it->doc];

		if (!money_add(&e->principal, x))
			return diag_error(d, ST_LIMIT, NOWHERE, "une somme dépasse la capacité de calcul");
	}
	e->credits = p->unapplied;
	if (-e->credits > e->principal) /* a letter never asks for less than nothing */
		e->credits = -e->principal;
	e->amount = e->principal + e->credits;
	e->oldest_late = p->oldest_late;
	decision_prioritise(a, e, broken_promise(a, p));
	return mock_claims(d, a, p, e);
}

/* A decision of the run for this position whose letter is this template; NONE if there is none. */
static uint32_t real_decision(const struct assessment *a, uint32_t position, const char *template)
{
	const struct position *p = &a->position[position];

	for (uint32_t i = p->first_decision; i < p->first_decision + p->decisions; i++)
		if (a->decision[i].step && strcmp(a->decision[i].step->template, template) == 0)
			return i;
	return NONE;
}

/* The run's own thank-you, else one that names no document. */
static void look_at_thanks(const struct assessment *a, uint32_t customer, currency cur,
			   struct letter_look *look)
{
	look->mock.thanks = (struct thanks){ .customer = customer, .cur = cur, .settled = DATE_NONE };
	look->job.order.thanks = &look->mock.thanks;
	look->job.order.channels = CHANNEL_LETTER;
	for (uint32_t i = 0; i < a->n_thanks; i++)
		if (a->thanks[i].customer == customer && a->thanks[i].cur == cur)
			look->job.order.thanks = &a->thanks[i];
}

enum status letter_look_at(struct diag *d, struct arena *mem, const struct assessment *a,
			   const struct company *c, const struct template *t, uint32_t position,
			   struct letter_look *look)
{
	const struct position *p = &a->position[position];
	uint32_t real = real_decision(a, position, t->name);
	enum status st = ST_OK;

	look->job = (struct letter_job){ .decision = real,
					 .customer = p->customer,
					 .cur = p->cur,
					 .site = "",
					 .order = { .assessment = a, .company = c, .template = t } };
	if (t->kind == LETTER_THANKS) {
		look_at_thanks(a, p->customer, p->cur, look);
		return ST_OK;
	}
	if (real != NONE) {
		look->job.order.decision = &a->decision[real];
	} else {
		st = make_up(d, mem, a, position, t, &look->mock);
		look->job.order.decision = &look->mock.decision;
	}
	look->job.order.channels = look->job.order.decision->channels;
	return st;
}

/* The customer's position with something overdue, else with anything open; NONE if there is none. */
static uint32_t choose_position(const struct assessment *a, uint32_t customer)
{
	uint32_t found = NONE;

	for (uint32_t i = assessment_first(a, customer);
	     i < a->positions && a->position[i].customer == customer; i++) {
		if (!a->position[i].items)
			continue;
		if (found == NONE || (!a->position[found].oldest_late && a->position[i].oldest_late))
			found = i;
	}
	return found;
}

/* The customer's thank-you of this run, NULL if there is none. */
static const struct thanks *own_thanks(const struct assessment *a, uint32_t customer)
{
	for (uint32_t i = 0; i < a->n_thanks; i++)
		if (a->thanks[i].customer == customer)
			return &a->thanks[i];
	return NULL;
}

/* What whoever looks at the letter must know of it: a run would not send this one. */
static void report_look(struct diag *d, const struct assessment *a, const struct customer *who,
			const struct position *p, const struct letter_look *look)
{
	char day[11];

	if (look->job.order.thanks && p && p->oldest_late)
		diag_finding(d, SEV_WARNING, "thanks-while-owing", NOWHERE,
			     "le client « %s » a encore des pièces échues au %s, de %d jours au plus : aucun "
			     "remerciement ne lui serait envoyé",
			     who->id, date_fr(a->view->as_of, day), p->oldest_late);
	else if (look->job.order.decision == &look->mock.decision)
		diag_finding(d, SEV_INFO, "made-up-letter", NOWHERE,
			     "cette lettre n'est pas de celles que cet arrêté décide pour le client « %s » "
			     ": aperçu "
			     "composé pour lui ; « relance explain » dit ce qui est décidé",
			     who->id);
}

/* A name typed wrongly must not cost the export or the configuration: only a letter gives way to a letter. */
static enum status may_replace(struct diag *d, const char *path)
{
	static const char mark[] = { '%', 'P', 'D', 'F', '-' };
	char head[sizeof mark];
	struct stat info;
	size_t n;
	FILE *f;

	if (stat(path, &info) != 0 || !S_ISREG(info.st_mode) || info.st_size == 0)
		return ST_OK; /* whatever else is wrong with it, writing will tell */
	f = fopen(path, "rb");
	n = f ? fread(head, 1, sizeof head, f) : 0;
	if (f)
		fclose(f);
	if (n == sizeof head && memcmp(head, mark, sizeof mark) == 0)
		return ST_OK;
	return diag_error(
		d, ST_OUTPUT, NOWHERE,
		"« %s » existe et n'est pas un PDF : il n'est pas remplacé ; donnez un autre nom avec -o",
		path);
}

static enum status make_look(struct diag *d, const struct letter_shop *shop, struct letter_look *look,
			     const char *path)
{
	struct letter_bench bench;
	enum status st;

	letter_bench_init(&bench);
	st = letter_make(d, shop, &bench, &look->job);
	if (st == ST_OK)
		st = may_replace(d, path);
	if (st == ST_OK)
		st = output_write(d, path, bench.pdf.s, bench.pdf.len);
	letter_bench_drop(&bench);
	return st;
}

static enum status preview(struct diag *d, const struct assessment *a, const struct company *c,
			   const struct template *t, uint32_t customer, const char *path)
{
	const struct customer *who = &a->view->ledger->customer[customer];
	const struct thanks *thanks = t->kind == LETTER_THANKS ? own_thanks(a, customer) : NULL;
	uint32_t position = choose_position(a, customer);
	struct letter_look look = { .job = { .decision = NONE,
					     .customer = customer,
					     .site = "",
					     .order = { .assessment = a, .company = c, .template = t } } };
	struct letter_shop shop;
	struct arena *mem;
	enum status st;

	if (position == NONE && !thanks)
		return diag_error(d, ST_USAGE, NOWHERE,
				  "le client « %s » n'a aucune pièce ouverte à cette date", who->id);
	st = letter_shop_load(d, c, &shop);
	if (st != ST_OK)
		return st;
	mem = arena_new();
	if (thanks) { /* he may have nothing open any more */
		look.job.cur = thanks->cur;
		look_at_thanks(a, customer, thanks->cur, &look);
	} else {
		st = letter_look_at(d, mem, a, c, t, position, &look);
	}
	if (st == ST_USAGE)
		diag_error(d, st, NOWHERE, "le client « %s » n'a aucune pièce à réclamer à cette date",
			   who->id);
	if (st == ST_OK)
		st = make_look(d, &shop, &look, path);
	if (st == ST_OK)
		report_look(d, a, who, position == NONE ? NULL : &a->position[position], &look);
	arena_drop(mem);
	letter_shop_drop(&shop);
	return st;
}

/* "en/firm-reminder" says its language; else the customer's is taken. */
static const char *name_language(const char *template, const char *customer_language, enum letter_lang *lang)
{
	for (enum letter_lang l = 0; l < LANGS; l++) {
		*lang = l;
		if (strncmp(template, letter_lang_code(l), 2) == 0 && template[2] == '/')
			return template + 3;
	}
	*lang = letter_lang_of(customer_language);
	return template;
}

enum status letters_preview(struct diag *d, const struct assessment *a, const struct company *c,
			    const char *template, const char *customer, const char *path)
{
	const struct ledger *l = a->view->ledger;
	uint32_t who = ledger_customer(l, customer);
	const struct template *t;
	struct template_set *set;
	enum letter_lang lang;
	enum status st;

	if (who == NONE)
		return diag_error(d, ST_USAGE, NOWHERE, "client « %s » inconnu dans l'export", customer);
	if (!letter_has_identity(d, c))
		return diag_error(
			d, ST_CONFIG, NOWHERE,
			"un aperçu demande l'identité du créancier : donnez la configuration avec -c");
	set = template_set_new(d, c->letters);
	template = name_language(template, l->customer[who].language, &lang);
	st = template_get(set, template, lang, &t);
	if (st == ST_OK && t->kind == LETTER_COLLECTOR && !c->is_collector)
		st = diag_error(d, ST_CONFIG, NOWHERE,
				"modèle « %s » : la lettre d'un tiers mandaté demande un mandant dans la "
				"configuration",
				template);
	if (st == ST_OK)
		st = preview(d, a, c, t, who, path);
	template_set_drop(set);
	return st;
}

/* ---- call sheets ---- */

/* Highest priority first, then the order of decisions. */
static int by_priority(const void *x, const void *y, void *context)
{
	const struct assessment *a = context;
	uint32_t i = *(const uint32_t *)x, j = *(const uint32_t *)y;

	if (a->decision[i].priority != a->decision[j].priority)
		return a->decision[i].priority > a->decision[j].priority ? -1 : 1;
	return i < j ? -1 : i > j;
}

/* Indexes of decisions to call, in order; malloc'ed. */
static uint32_t *calls(const struct assessment *a, size_t *n)
{
	uint32_t *list = xmalloc((a->decisions + 1) * sizeof *list);

	*n = 0;
	for (uint32_t i = 0; i < a->decisions; i++)
		if (a->decision[i].step && a->decision[i].channels & CHANNEL_PHONE)
			list[(*n)++] = i;
	qsort_r(list, *n, sizeof *list, by_priority, (void *)(uintptr_t)a);
	return list;
}

static enum status call_sheets(struct diag *d, const struct assessment *a, const struct company *c,
			       const struct template *t, const uint32_t *list, size_t n,
			       struct letter_bench *bench, size_t *pages)
{
	struct letter_shop shop;
	enum status st = letter_shop_load(d, c, &shop);
	struct doc_info info = { .title = t->title, .author = c->name, .language = "fr-FR" };
	struct doc *doc;

	if (st != ST_OK)
		return st;
	doc = doc_new(shop.press, &info);
	for (size_t i = 0; i < n && st == ST_OK; i++) {
		struct letter_order order = { .assessment = a,
					      .company = c,
					      .template = t,
					      .decision = &a->decision[list[i]],
					      .channels = CHANNEL_PHONE };
		struct letter_data *ld;

		arena_reset(bench->mem);
		ld = arena_alloc(bench->mem, sizeof *ld);
		st = letter_data_fill(d, bench->mem, &bench->scratch, &order, ld);
		if (st == ST_OK)
			letter_layout(d, bench->mem, &shop, ld, doc, NULL);
	}
	if (st == ST_OK)
		st = doc_finish(d, doc, &bench->pdf);
	*pages = doc_pages(doc);
	doc_drop(doc);
	letter_shop_drop(&shop);
	return st;
}

enum status letters_call_sheets(struct diag *d, const struct assessment *a, const struct company *c,
				const char *path, size_t *sheets, size_t *pages)
{
	uint32_t *list = calls(a, sheets);
	struct template_set *set = template_set_new(d, c->letters);
	struct letter_bench bench;
	const struct template *t;
	enum status st = ST_OK;

	*pages = 0;
	letter_bench_init(&bench);
	if (*sheets)
		st = template_get(set, letter_kind_name(LETTER_CALL), LANG_FR, &t);
	if (*sheets && st == ST_OK)
		st = call_sheets(d, a, c, t, list, *sheets, &bench, pages);
	if (*sheets && st == ST_OK)
		st = output_write(d, path, bench.pdf.s, bench.pdf.len);
	letter_bench_drop(&bench);
	template_set_drop(set);
	free(list);
	return st;
}
