/* policy_scenario.c - the scenarios of policy.xml and who takes which. */
#include <stdlib.h>
#include <string.h>

#include "assess/policyread.h"
#include "base/text.h"

#include "base/banned.h"

#define LEVEL_MAX 9

static const char *const channels[] = { "email", "sms", "letter", "registered", "phone" };
static const char *const step_kinds[] = { "notice",	   "reminder",	"call",
					  "formal-notice", "collector", "litigation" };
static const char *const modes[] = { "automatic", "review", "manual" };

static void check_step(struct policy_reader *r, const xmlNode *n, const struct step *s)
{
	bool writes = s->kind != STEP_CALL && s->kind != STEP_LITIGATION;

	if ((s->kind == STEP_NOTICE) != (s->day < 0))
		policy_wrong(
			r, n, "day",
			"un avis (notice) se place avant l'échéance (jour négatif), tout le reste après");
	if ((s->kind == STEP_NOTICE) != (s->level == 0))
		policy_wrong(r, n, "level",
			     "un avis (notice) est au niveau 0, tout le reste au moins au niveau 1");
	if (writes != (*s->template != '\0'))
		policy_wrong(r, n, "template",
			     "une lettre a un modèle ; un appel et la liste contentieux n'en ont pas");
	if (s->kind == STEP_CALL && s->channels != CHANNEL_PHONE)
		policy_wrong(r, n, "channels", "un appel se fait par « phone »");
	if (writes && (!s->channels || (s->channels & CHANNEL_PHONE)))
		policy_wrong(r, n, "channels",
			     "une lettre part par « email », « sms », « letter » ou « registered »");
	/*
	 * A text message or an e-mail is no proof; a notice under art. 1344 of the Code civil wants a
	 * letter.
	 */
	if (s->kind == STEP_FORMAL && !((s->channels | s->fallback) & (CHANNEL_LETTER | CHANNEL_REGISTERED)))
		policy_wrong(r, n, "channels", "une mise en demeure part par « registered » ou « letter »");
}

static void read_step(struct policy_reader *r, const xmlNode *n, struct step *s)
{
	s->name = xml_attr(r->mem, n, "name", "");
	s->label = xml_attr(r->mem, n, "label", s->name);
	s->template = xml_attr(r->mem, n, "template", "");
	s->kind = (enum step_kind)policy_word(r, n, "kind", step_kinds, 6, STEP_REMINDER);
	s->mode = (enum step_mode)policy_word(r, n, "mode", modes, 3, MODE_AUTOMATIC);
	s->day = policy_int(r, n, "day", 0, -365, 3650);
	s->level = policy_int(r, n, "level", 0, 0, LEVEL_MAX);
	s->channels = policy_set(r, n, "channels", channels, 5, 0);
	s->fallback = policy_set(r, n, "fallback", channels, 5, 0);
	s->minimum = policy_amount(r, n, "minimum", 0);
	s->delay_to_pay = policy_int(r, n, "delay-to-pay", 8, 0, 365);
	s->claims = policy_yes(r, n, "penalties", s->kind != STEP_NOTICE);
	s->at = xml_place(n, r->file);
	check_step(r, n, s);
}

/* Steps go forward in time, levels never back; a name says which step, so it is there once. */
static void check_order(struct policy_reader *r, const xmlNode *n, const struct scenario *s, size_t i)
{
	const struct step *step = &s->step[i];

	for (size_t k = 0; k < i; k++) {
		if (text_eq(s->step[k].name, step->name))
			policy_wrong(r, n, "name", "étape « %s » déjà présente dans ce scénario", step->name);
	}
	if (!i)
		return;
	if (step->day < s->step[i - 1].day)
		policy_wrong(r, n, "day", "les étapes doivent aller dans l'ordre des jours");
	if (step->level < s->step[i - 1].level)
		policy_wrong(r, n, "level", "le niveau ne peut pas redescendre");
	if (s->step[i - 1].kind == STEP_LITIGATION)
		policy_wrong(r, n, "kind", "rien ne suit la liste contentieux");
}

static void read_scenario(struct policy_reader *r, const xmlNode *n, struct scenario *s)
{
	size_t count = 0;

	s->name = xml_attr(r->mem, n, "name", "");
	s->label = xml_attr(r->mem, n, "label", s->name);
	s->by_age = policy_yes(r, n, "by-age", false);
	s->formal_needs_reminder = policy_yes(r, n, "formal-needs-reminder", true);
	s->phone_first = policy_yes(r, n, "phone-first", false);
	s->min_interval = policy_int(r, n, "min-interval", 0, 0, 365);
	for (const xmlNode *c = xml_child(n, "step"); c; c = xml_next(c, "step"))
		count++;
	if (count > MAX_STEPS) {
		policy_wrong(r, n, "step", "au plus %d étapes", MAX_STEPS);
		return;
	}
	s->step = arena_calloc(r->mem, count, sizeof *s->step);
	for (const xmlNode *c = xml_child(n, "step"); c; c = xml_next(c, "step")) {
		read_step(r, c, &s->step[s->steps]);
		check_order(r, c, s, s->steps++);
	}
	if (!count || s->step[count - 1].kind == STEP_NOTICE)
		policy_wrong(r, n, "step", "un scénario a au moins une étape après l'échéance");
}

/* Bits of the letters in "C D E". */
static unsigned read_classes(struct policy_reader *r, const xmlNode *n)
{
	static const char *const letter[CLASSES] = { "A", "B", "C", "D", "E", "N" };

	return policy_set(r, n, "classes", letter, CLASSES, 0);
}

static unsigned read_profiles(struct policy_reader *r, const xmlNode *n)
{
	const char *name[PROFILE_UNKNOWN + 1];

	for (int i = 0; i <= PROFILE_UNKNOWN; i++)
		name[i] = payer_profile_name((enum payer_profile)i);
	return policy_set(r, n, "profiles", name, PROFILE_UNKNOWN + 1, 0);
}

static void read_rule(struct policy_reader *r, const xmlNode *n, struct scenario_rule *rule)
{
	static const char *const kinds[] = { "unknown", "business", "public", "consumer" };
	static const char *const segments[] = { "unknown", "key-account", "multi-site", "sme", "public" };
	const char *name = xml_attr(r->mem, n, "scenario", "");
	size_t i = 0;

	rule->kind = policy_word(r, n, "kind", kinds, 4, -1);
	rule->segment = policy_word(r, n, "segment", segments, 5, -1);
	rule->classes = read_classes(r, n);
	rule->profiles = read_profiles(r, n);
	rule->at = xml_place(n, r->file);
	while (i < r->p->scenarios && !text_eq(r->p->scenario[i].name, name))
		i++;
	if (i == r->p->scenarios)
		policy_wrong(r, n, "scenario", "scénario « %s » inconnu", name);
	rule->scenario = i;
	if (rule->kind == KIND_CONSUMER && (rule->classes || rule->profiles))
		policy_wrong(r, n, rule->classes ? "classes" : "profiles",
			     "aucune note ne décide de la façon d'écrire à un particulier");
}

static void read_rules(struct policy_reader *r, const xmlNode *assignments)
{
	struct policy *p = r->p;
	const xmlNode *last = NULL;
	size_t count = 0;

	for (const xmlNode *n = xml_child(assignments, "assign"); n; n = xml_next(n, "assign"))
		count++;
	p->rule = arena_calloc(r->mem, count, sizeof *p->rule);
	for (const xmlNode *n = xml_child(assignments, "assign"); n; n = xml_next(n, "assign")) {
		read_rule(r, n, &p->rule[p->rules++]);
		last = n;
	}
	if (last) {
		const struct scenario_rule *rule = &p->rule[p->rules - 1];

		if (rule->kind >= 0 || rule->segment >= 0 || rule->classes || rule->profiles)
			policy_wrong(r, last, "scenario",
				     "la dernière affectation vaut pour tous les autres : n'y mettez aucune "
				     "condition");
	}
}

void policy_read_scenarios(struct policy_reader *r, const xmlNode *scenarios, const xmlNode *assignments)
{
	struct policy *p = r->p;
	size_t count = 0;

	for (const xmlNode *n = xml_child(scenarios, "scenario"); n; n = xml_next(n, "scenario"))
		count++;
	p->scenario = arena_calloc(r->mem, count, sizeof *p->scenario);
	for (const xmlNode *n = xml_child(scenarios, "scenario"); n; n = xml_next(n, "scenario")) {
		struct scenario *s = &p->scenario[p->scenarios];

		read_scenario(r, n, s);
		for (size_t i = 0; i < p->scenarios; i++) {
			if (text_eq(p->scenario[i].name, s->name))
				policy_wrong(r, n, "name", "scénario « %s » déjà présent", s->name);
		}
		p->scenarios++;
	}
	read_rules(r, assignments);
}
