/* explain_decision.c - risk class, candidates and decision of one customer. */
#include "explain_part.h"

#include "base/banned.h"

static void say_points(const struct story *s, const struct criterion_rule *rule, const struct points *x,
		       const char *why)
{
	buf_printf(s->out, "%s, %d point%s", why, x->points, x->points > 1 ? "s" : "");
	if (rule->weight > 1)
		buf_printf(s->out, " (%d × %d)", x->points / rule->weight, rule->weight);
	buf_puts(s->out, "\n");
}

/* In tenths of a day; French counts below two in the singular. */
static void say_average(const struct story *s, const struct profile *f)
{
	long long tenths = f->average_delay_tenths, size = tenths < 0 ? -tenths : tenths;

	buf_printf(s->out, "  retard moyen pondéré : %s%lld,%lld jour%s sur %u pièce%s soldée%s\n",
		   tenths < 0 ? "-" : "", size / 10, size % 10, size < 20 ? "" : "s", (unsigned)f->settled,
		   f->settled > 1 ? "s" : "", f->settled > 1 ? "s" : "");
}

void explain_class(const struct story *s)
{
	const struct policy *p = s->a->policy;
	const struct profile *f = &s->a->profile[s->who];
	const struct customer *c = s->customer;
	struct arena *mem = arena_new();
	const char *why[CRITERIA];

	profile_words(s->a, s->who, mem, why);
	for (size_t i = 0; i < CRITERIA; i++) {
		const struct criterion_rule *rule = &p->criterion[i];
		const struct points *x = &f->criterion[i];

		if (!rule->weight) {
			buf_printf(s->out, "  %s : critère non retenu par les règles\n", rule->label);
			continue;
		}
		buf_printf(s->out, "  %s : ", rule->label);
		if (!x->known)
			buf_printf(s->out, "non calculable%s%s, 0 point\n", *why[i] ? " : " : "", why[i]);
		else
			say_points(s, rule, x, why[i]);
	}
	arena_drop(mem);
	buf_printf(s->out, "  total : %d point%s ; classes à partir de", f->total_points,
		   f->total_points > 1 ? "s" : "");
	for (size_t i = 0; i < sizeof p->class_from / sizeof *p->class_from; i++)
		buf_printf(s->out, "%s %d = %c", i ? "," : "", p->class_from[i],
			   class_letter((enum risk_class)i));
	buf_printf(s->out, "\n  classe calculée : %c", class_letter(f->computed));
	if (f->computed == CLASS_E)
		buf_puts(s->out, " (procédure collective, quels que soient les points)");
	if (f->computed == CLASS_N)
		buf_puts(s->out, " (pas assez d’historique)");
	buf_puts(s->out, "\n");
	if (c->manual_class)
		buf_printf(s->out, "  classe retenue : %c, fixée par %s le %s%s%s\n", class_letter(f->used),
			   *c->manual_by ? c->manual_by : "(auteur non indiqué)", say_date(c->manual_date).s,
			   *c->manual_reason ? " : " : "", c->manual_reason);
	buf_printf(s->out, "  profil payeur : %s\n", payer_profile_french(f->payer));
	if (f->has_delay)
		say_average(s, f);
}

static void say_channels(const struct story *s, unsigned channels, const char *empty)
{
	const char *before = "";

	for (unsigned c = CHANNEL_EMAIL; c <= CHANNEL_PHONE; c <<= 1) {
		if (channels & c) {
			buf_printf(s->out, "%s%s", before, channel_french((enum channel)c));
			before = " et ";
		}
	}
	if (!channels)
		buf_puts(s->out, empty);
}

static bool is_overdue(const struct story *s, const struct item *it)
{
	return it->bucket != ITEM_UNAPPLIED && it->due != DATE_NONE && it->due < s->a->view->as_of;
}

/* One item: a candidate and what is asked of it, or why it is left out. */
static void say_item(const struct story *s, const struct item *it)
{
	const struct document *doc = &s->ledger->document[it->doc];
	money open = s->a->view->open[it->doc], due, paid;

	buf_printf(s->out, "    [%u] %s, ouvert %s : ", (unsigned)story_number(s, it->doc),
		   ledger_text(s->ledger, doc->number), say_amount(open, doc->cur).s);
	if (it->bucket == ITEM_UNAPPLIED) {
		buf_puts(s->out, "non affecté, vient en déduction");
	} else if (it->left_out != REASON_NONE) {
		buf_printf(s->out, "écartée, %s", reason_french((enum reason)it->left_out));
		if (it->until != DATE_NONE)
			buf_printf(s->out, " (jusqu’au %s)", say_date(it->until).s);
	} else if (it->due == DATE_NONE) {
		buf_puts(s->out, "sans échéance, n’est pas échue");
	} else if (!is_overdue(s, it)) {
		buf_printf(s->out, "non échue, échéance %s", say_date(it->due).s);
	} else {
		buf_printf(s->out, "candidate, %s de retard, à demander %s",
			   say_days(s->a->view->as_of - it->due).s, say_amount(it->asked, doc->cur).s);
		if (it->asked != open)
			buf_puts(s->out, " (sans la part en litige ou promise)");
	}
	if (it->last_reminder != DATE_NONE)
		buf_printf(s->out, " ; dernière relance le %s, niveau %d", say_date(it->last_reminder).s,
			   it->last_level);
	if (it->broken_promise)
		buf_puts(s->out, " ; promesse non tenue");
	if (plan_arrears(s->a->view, it->doc, &due, &paid))
		buf_printf(s->out, " ; échéancier non respecté : %s attendus, %s reçus",
			   say_amount(due, doc->cur).s, say_amount(paid, doc->cur).s);
	buf_puts(s->out, "\n");
}

/* The policy states minimum amounts in hundredths of a unit, whatever the currency. */
static void say_minimum(const struct story *s, money hundredths, currency cur)
{
	buf_printf(s->out, ", à partir de %s\u00a0%s", say_number(hundredths, currency_find("EUR")).s,
		   currency_code(cur));
}

static bool calls(const struct scenario *c)
{
	for (size_t i = 0; i < c->steps; i++) {
		if (c->step[i].kind == STEP_CALL)
			return true;
	}
	return false;
}

static void say_scenario(const struct story *s, const struct scenario *c)
{
	buf_printf(s->out, "  scénario « %s »%s", text_is_blank(c->label) ? c->name : c->label,
		   c->by_age ? ", niveaux selon l’âge" : ", un niveau à la fois");
	if (!c->by_age && calls(c))
		buf_puts(s->out, c->phone_first ? ", l’appel avant la lettre" : ", la lettre avant l’appel");
	if (c->min_interval)
		buf_printf(s->out, ", au moins %s entre deux relances", say_days(c->min_interval).s);
	if (s->a->policy->minimum)
		say_minimum(s, s->a->policy->minimum, s->ledger->company_cur);
	buf_puts(s->out, " :\n");
	for (size_t i = 0; i < c->steps; i++) {
		const struct step *x = &c->step[i];

		buf_printf(s->out, "    %+d jour%s : %s, niveau %d", x->day,
			   x->day > 1 || x->day < -1 ? "s" : "", x->label, x->level);
		if (x->channels) {
			buf_puts(s->out, ", par ");
			say_channels(s, x->channels, "");
		}
		if (x->minimum)
			say_minimum(s, x->minimum, s->ledger->company_cur);
		buf_puts(s->out, "\n");
	}
}

/* What the candidates owe, less the credits. */
static void say_sum(const struct story *s, const struct decision *e, currency cur)
{
	buf_printf(s->out, "principal %s", say_amount(e->principal, cur).s);
	if (e->credits)
		buf_printf(s->out, ", avoirs et règlements non affectés %s, soit %s",
			   say_amount(e->credits, cur).s, say_amount(e->amount, cur).s);
}

static void say_action(const struct story *s, const struct decision *e, currency cur)
{
	money total = e->amount;

	buf_printf(s->out, "  => %s (niveau %d), par ", e->step->label, e->level);
	say_channels(s, e->channels, "la liste de travail");
	buf_printf(s->out, "\n     motif : %s\n     réclamé : ", reason_french(e->reason));
	say_sum(s, e, cur);
	if (e->interest)
		buf_printf(s->out, " ; pénalités %s", say_amount(e->interest, cur).s);
	if (e->indemnity)
		buf_printf(s->out, " ; indemnités %s", say_amount(e->indemnity, currency_find("EUR")).s);
	/* Two currencies are never added: the indemnity is always in euros. */
	if (money_add(&total, e->interest) &&
	    (!e->indemnity || (cur == currency_find("EUR") && money_add(&total, e->indemnity))) &&
	    total != e->amount)
		buf_printf(s->out, " ; total %s", say_amount(total, cur).s);
	buf_puts(s->out, "\n");
}

static void say_none(const struct story *s, const struct decision *e, currency cur)
{
	buf_printf(s->out, "  => aucune relance : %s", reason_french(e->reason));
	if (e->until != DATE_NONE)
		buf_printf(s->out, " (jusqu’au %s)", say_date(e->until).s);
	buf_puts(s->out, "\n");
	if (e->principal) {
		buf_puts(s->out, "     pièces candidates : ");
		say_sum(s, e, cur);
		buf_puts(s->out, "\n");
	}
	if (e->level)
		buf_printf(s->out, "     dernier niveau atteint : %d\n", e->level);
}

/* What bounds the choice of the step: the age of the candidates above, the level sent before below. */
static void say_reach(const struct story *s, const struct decision *e)
{
	const struct scenario *c = e->scenario;
	const struct step *highest = NULL;
	int late = 0, sent = 0;

	for (uint32_t k = 0; k < e->candidates; k++) {
		const struct item *it = &s->a->item[e->candidate[k]];
		int days = s->a->view->as_of - it->due;

		late = days > late ? days : late;
		sent = it->last_level > sent ? it->last_level : sent;
	}
	for (size_t i = 0; i < c->steps; i++) {
		if (c->step[i].kind != STEP_NOTICE && c->step[i].day <= late)
			highest = &c->step[i];
	}
	buf_printf(s->out, "  pièces candidates : %s de retard au plus", say_days(late).s);
	if (highest)
		buf_printf(s->out, ", étape la plus haute dont le jour est atteint : %s (niveau %d)",
			   highest->label, highest->level);
	else
		buf_puts(s->out, ", aucune étape atteinte");
	if (sent)
		buf_printf(s->out, " ; dernier niveau envoyé : %d\n", sent);
	else
		buf_puts(s->out, " ; aucune relance envoyée\n");
}

static bool is_candidate(const struct decision *e, const struct assessment *a, uint32_t doc)
{
	for (uint32_t k = 0; k < e->candidates; k++) {
		if (a->item[e->candidate[k]].doc == doc)
			return true;
	}
	return false;
}

static void say_decision(const struct story *s, const struct decision *e, currency cur, bool grouped)
{
	if (e->scenario)
		say_scenario(s, e->scenario);
	if (e->oldest_late)
		buf_printf(s->out, "  plus ancienne pièce échue : %s de retard%s", say_days(e->oldest_late).s,
			   e->last_reminder == DATE_NONE ? "\n" : "");
	if (e->last_reminder != DATE_NONE)
		buf_printf(s->out, "%sdernière relance le %s\n", e->oldest_late ? " ; " : "  ",
			   say_date(e->last_reminder).s);
	if (grouped && !text_is_blank(e->site))
		buf_printf(s->out, "  site %s\n", e->site);
	if (e->candidates && (!e->step || e->step->kind != STEP_NOTICE))
		say_reach(s, e);
	if (e->step)
		say_action(s, e, cur);
	else
		say_none(s, e, cur);
	struct arena *mem = arena_new();
	buf_printf(s->out, "     priorité %d : %s\n", (int)e->priority,
		   decision_priority_words(s->a, e, mem));
	arena_drop(mem);
}

void explain_decisions(const struct story *s, const struct position *q, uint32_t only)
{
	const struct assessment *a = s->a;
	bool any = false;

	buf_printf(s->out, "En %s :\n", currency_code(q->cur));
	for (uint32_t k = q->first_item; k < q->first_item + q->items; k++) {
		if (only == NONE || a->item[k].doc == only)
			say_item(s, &a->item[k]);
	}
	for (uint32_t i = q->first_decision; i < q->first_decision + q->decisions; i++) {
		const struct decision *e = &a->decision[i];

		/* Of several decisions, those that ask for the document; of a single one, whatever it is. */
		if (only != NONE && q->decisions > 1 && !is_candidate(e, a, only))
			continue;
		say_decision(s, e, q->cur, q->decisions > 1);
		any = true;
	}
	if (!any)
		buf_puts(s->out, "  => rien d’échu : aucune décision à prendre\n");
}
