/*
 * assess.c - the whole judgement as of D, top to bottom.
 */
#include "assess/assess.h"

#include <stdlib.h>

#include "assess/work.h"

#include "base/banned.h"

static const struct {
	const char *code, *french;
} reasons[REASONS] = {
	[REASON_NONE] = { "", "" },
	[REASON_DUE] = { "due", "étape atteinte" },
	[REASON_DISPUTED] = { "disputed", "en litige" },
	[REASON_PROMISED] = { "promised", "promesse de règlement en cours" },
	[REASON_PLAN] = { "instalment-plan", "échéancier respecté" },
	[REASON_HOLD] = { "on-hold", "client bloqué pour les relances" },
	[REASON_INSOLVENCY] = { "insolvency", "procédure collective" },
	[REASON_TIME_BARRED] = { "time-barred", "créance prescrite" },
	[REASON_TOO_SOON] = { "too-soon", "trop tôt depuis la dernière relance" },
	[REASON_BELOW_MINIMUM] = { "below-minimum", "montant inférieur au minimum" },
	[REASON_COVERED] = { "covered", "couvert par des avoirs ou règlements non affectés" },
	[REASON_COVERED_BANK] = { "covered-by-bank", "virement reçu, pas encore comptabilisé" },
	[REASON_LAST_LEVEL] = { "last-level", "dernier niveau atteint, liste contentieux" },
	[REASON_NO_ADDRESS] = { "no-address", "aucune adresse utilisable pour ce canal" },
	[REASON_COLLECTOR] = { "with-collector", "confié à un tiers mandaté" },
	[REASON_REFUSED] = { "refused", "refusé à la relecture" },
	[REASON_NOT_YET] = { "too-soon", "échu, avant la première étape du scénario" },
};

const char *reason_code(enum reason r)
{
	return r < REASONS ? reasons[r].code : "";
}

const char *reason_french(enum reason r)
{
	return r < REASONS ? reasons[r].french : "";
}

const struct position *position_of_customer(const struct assessment *a, uint32_t customer, currency cur)
{
	for (uint32_t i = assessment_first(a, customer);
	     i < a->positions && a->position[i].customer == customer; i++)
		if (a->position[i].cur == cur)
			return &a->position[i];
	return NULL;
}

enum status sum_too_large(struct work *w, uint32_t customer, currency c)
{
	if (customer == NONE)
		return diag_error(w->d, ST_LIMIT, NOWHERE,
				  "une somme en « %s » dépasse la capacité de calcul : vérifiez les montants "
				  "de l'export",
				  currency_code(c));
	return diag_error(w->d, ST_LIMIT, w->l->customer[customer].at,
			  "client « %s » : une somme en « %s » dépasse la capacité de calcul, vérifiez les "
			  "montants de l'export",
			  w->l->customer[customer].id, currency_code(c));
}

/*
 * Each pass works on what the ones before it found; a closure that breaks is told, and the rest still
 * shown.
 */
/* Nobody is written to about the past: no penalties, no decisions. */
static enum status judge_figures(struct work *w)
{
	enum status st = profile_customers(w);

	if (st == ST_OK)
		st = provide(w);
	if (st == ST_OK)
		st = find_figures(w);
	w->a->closes = true; /* nobody asks; the same documents are proved for D */
	return st;
}

static enum status judge(struct work *w)
{
	enum status st;

	find_rates(w);
	st = age(w);
	if (st != ST_OK)
		return st;
	w->barred = xmalloc(w->a->items * sizeof *w->barred);
	for (uint32_t i = 0; i < w->a->items; i++)
		w->barred[i] = false;
	if (w->brief)
		return judge_figures(w);
	st = close_books(w);
	if (st == ST_OK)
		st = cost_of_lateness(w);
	if (st == ST_OK)
		st = profile_customers(w);
	if (st != ST_OK)
		return st;
	find_prescriptions(w);
	leave_out(w);
	st = decide(w);
	if (st == ST_OK)
		st = provide(w);
	if (st == ST_OK)
		st = find_figures(w);
	find_thanks(w);
	return st;
}

static enum status run(struct diag *d, const struct view *v, const struct policy *p,
		       const struct rate_table *t, civil_date rate_day, bool brief, struct assessment **out)
{
	struct arena *mem = arena_new();
	struct assessment *a = arena_alloc(mem, sizeof *a);
	struct work *w = arena_alloc(mem, sizeof *w);
	enum status st;

	*a = (struct assessment){ .mem = mem, .view = v, .policy = p, .rates = t };
	*w = (struct work){ .d = d,
			    .a = a,
			    .v = v,
			    .l = v->ledger,
			    .p = p,
			    .t = t,
			    .day = v->as_of,
			    .rate_day = rate_day,
			    .brief = brief,
			    .mem = mem,
			    .text = BUF_INIT,
			    .penalties = PENALTIES_INIT };
	*out = a;
	st = judge(w);
	buf_drop(&w->text);
	penalties_drop(&w->penalties);
	free(w->barred);
	return st == ST_OK && !a->closes ? ST_CLOSURE : st;
}

enum status assess(struct diag *d, const struct view *v, const struct policy *p, const struct rate_table *t,
		   struct assessment **out)
{
	return run(d, v, p, t, v->as_of, false, out);
}

enum status assess_figures(struct diag *d, const struct view *v, const struct policy *p,
			   const struct rate_table *t, civil_date rate_day, struct assessment **out)
{
	return run(d, v, p, t, rate_day, true, out);
}

uint32_t assessment_first(const struct assessment *a, uint32_t customer)
{
	uint32_t low = 0, high = a->positions;

	while (low < high) {
		uint32_t mid = low + (high - low) / 2;

		if (a->position[mid].customer < customer)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

void assessment_drop(struct assessment *a)
{
	if (!a)
		return;
	free(a->position);
	free(a->item);
	free(a->decision);
	free(a->prescription);
	free(a->closure);
	free(a->thanks);
	arena_drop(a->mem); /* a itself lives in it */
}
