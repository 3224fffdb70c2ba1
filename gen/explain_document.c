/* explain_document.c - one document: its dates, allocations, column and penalties. */
#include "explain_part.h"

#include "assess/insolvency.h"
#include "assess/prescription.h"

#include "book/bank.h"

#include "base/banned.h"

static bool bears_penalties(const struct document *doc)
{
	return doc->type == DOC_INVOICE || doc->type == DOC_DEBIT_NOTE;
}

static void say_due(const struct story *s, const struct document *doc)
{
	civil_date due = document_due(s->ledger, doc, &s->a->policy->default_terms);

	if (!doc_type_is_debit((enum document_type)doc->type))
		return;
	if (due == DATE_NONE) {
		buf_puts(s->out, ", sans échéance ni conditions de paiement");
		return;
	}
	buf_printf(s->out, ", échéance %s ", say_date(due).s);
	if (doc->due != DATE_NONE)
		buf_puts(s->out, "(portée sur la pièce)");
	else if (doc->type == DOC_REFUND || doc->type == DOC_PAYMENT_REJECT || doc->type == DOC_OPENING_DEBIT)
		buf_puts(s->out, "(date de la pièce)");
	else if (s->customer->terms.present)
		buf_puts(s->out, "(conditions du client)");
	else if (public_term_days(s->customer))
		buf_puts(s->out, "(délai légal de l’acheteur public)");
	else
		buf_puts(s->out, "(conditions par défaut)");
}

static void say_allocation(const struct story *s, uint32_t doc, const struct allocation *x)
{
	uint32_t other = x->debit == doc ? x->credit : x->debit;
	const struct document *o = &s->ledger->document[other];

	buf_printf(s->out, "      %c %s le %s : %s %s", x->debit == doc ? '-' : '+',
		   say_number(x->amount, o->cur).s, say_date(x->date).s,
		   document_type_french((enum document_type)o->type), ledger_text(s->ledger, o->number));
	if (o->customer == s->who)
		buf_printf(s->out, " [%u]", (unsigned)story_number(s, other));
	else
		buf_printf(s->out, " du client %s", s->ledger->customer[o->customer].id);
	const struct bank_item *bank =
		x->reason == MATCH_BANK ? bank_of_document(s->ledger, x->credit) : NULL;
	buf_printf(s->out, " (%s%s%s%s)", match_reason_french((enum match_reason)x->reason),
		   bank ? " : " : "", bank ? bank->reason : "",
		   x->dated || bank ? "" : " ; sans date : la plus récente des deux pièces");
	if (x->date > s->a->view->as_of)
		buf_puts(s->out, " : après la date d’arrêté, ne compte pas");
	buf_puts(s->out, "\n");
}

/* The column and how many days late led there. */
static void say_column(const struct story *s, const struct document *doc, const struct item *it)
{
	const struct policy *p = s->a->policy;
	char label[32];
	civil_date basis = p->age_on_document_date ? doc->date : it->due;

	switch (it->bucket) {
	case ITEM_UNAPPLIED:
		buf_puts(s->out, "      colonne : Non affecté\n");
		return;
	case ITEM_NO_DUE:
		buf_puts(s->out, "      colonne : Sans échéance\n");
		return;
	default:
		break;
	}
	buf_printf(s->out, "      ancienneté : %s - %s = %s ; colonne : %s\n", say_date(s->a->view->as_of).s,
		   say_date(basis).s, say_days(it->days_late).s,
		   it->bucket == ITEM_NOT_DUE ? "Non échu" : bucket_label(p, (size_t)it->bucket, label));
}

static void say_reminder(const struct story *s, const struct extra *e)
{
	buf_printf(s->out, "      relance de niveau %d le %s", e->level, say_date(e->date).s);
	if (*e->step)
		buf_printf(s->out, ", étape « %s »", e->step);
	for (unsigned c = CHANNEL_EMAIL; c <= CHANNEL_PHONE; c <<= 1) {
		if (text_eq(e->text, channel_name((enum channel)c)))
			buf_printf(s->out, ", par %s", channel_french((enum channel)c));
	}
	if (e->until != DATE_NONE)
		buf_printf(s->out, ", reçue ou présentée le %s", say_date(e->until).s);
	buf_puts(s->out, "\n");
}

static const char *event_french(const char *kind)
{
	static const char *const names[][2] = { { "acknowledgement", "reconnaissance de dette" },
						{ "part-payment", "paiement partiel" },
						{ "claim", "réclamation écrite" },
						{ "court", "action en justice" } };

	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		if (text_eq(kind, names[i][0]))
			return names[i][1];
	}
	return kind;
}

static void say_extra(const struct story *s, const struct document *doc, const struct extra *e)
{
	struct words sum = say_amount(e->amount, doc->cur);

	switch ((enum extra_kind)e->kind) {
	case EXTRA_DISPUTE:
		buf_printf(s->out, "      litige depuis le %s%s%s%s%s", say_date(e->date).s,
			   e->has_amount ? " pour " : "", e->has_amount ? sum.s : "", *e->text ? " : " : "",
			   e->text);
		if (e->until != DATE_NONE)
			buf_printf(s->out, ", réglé le %s", say_date(e->until).s);
		buf_puts(s->out, "\n");
		break;
	case EXTRA_PROMISE:
		buf_printf(s->out, "      promesse du %s%s%s pour le %s\n", say_date(e->date).s,
			   e->has_amount ? " de " : "", e->has_amount ? sum.s : "", say_date(e->until).s);
		break;
	case EXTRA_INSTALMENT:
		buf_printf(s->out, "      échéancier : %s le %s\n", sum.s, say_date(e->until).s);
		break;
	case EXTRA_REMINDER:
		say_reminder(s, e);
		break;
	case EXTRA_PROVISION:
		buf_printf(s->out, "      dépréciation existante : %s\n", sum.s);
		break;
	case EXTRA_EVENT:
		buf_printf(s->out, "      %s le %s\n", event_french(e->text), say_date(e->date).s);
		break;
	case EXTRA_PENALTY_RATE:
		buf_printf(s->out, "      taux contractuel de pénalité de la pièce : %s\n",
			   say_percent(e->amount).s);
		break;
	case EXTRA_COLLECTOR:
		buf_printf(s->out, "      confiée à un tiers mandaté le %s\n", say_date(e->date).s);
		break;
	case EXTRA_RETENTION:
		buf_printf(s->out, "      retenue de garantie : %s\n", sum.s);
		break;
	}
}

static void say_prescription(const struct story *s, uint32_t doc)
{
	const struct document *x = &s->ledger->document[doc];
	civil_date last = prescription_date(s->a->view, doc, s->a->policy);
	civil_date due = document_due(s->ledger, x, &s->a->policy->default_terms);

	if (last == DATE_NONE)
		return;
	buf_printf(s->out, "      prescription : %s, réclamable jusqu’au %s",
		   s->customer->kind == KIND_PUBLIC	? "4 ans à partir du 1er janvier suivant"
		   : s->customer->kind == KIND_BUSINESS ? "5 ans depuis l’échéance"
							: "2 ans depuis l’échéance",
		   say_date(last).s);
	if (last !=
	    prescription_period((enum customer_kind)s->customer->kind, due == DATE_NONE ? x->date : due))
		buf_puts(s->out, ", le délai ayant été interrompu");
	if (last < s->a->view->as_of)
		buf_puts(s->out, " : prescrite");
	buf_puts(s->out, "\n");
}

void explain_document(const struct story *s, uint32_t doc)
{
	const struct ledger *l = s->ledger;
	const struct document *x = &l->document[doc];
	const struct item *it = story_item(s, doc);
	civil_date due = document_due(l, x, &s->a->policy->default_terms);
	money open = s->a->view->open[doc];

	buf_printf(s->out, "[%u] %s %s du %s", (unsigned)story_number(s, doc),
		   document_type_french((enum document_type)x->type), ledger_text(l, x->number),
		   say_date(x->date).s);
	say_due(s, x);
	if (x->label)
		buf_printf(s->out, " : %s", ledger_text(l, x->label));
	buf_printf(s->out, "\n      montant %s\n", say_amount(x->amount, x->cur).s);
	for (uint32_t k = ledger_allocations(l, doc, NONE); k != NONE; k = ledger_allocations(l, doc, k))
		say_allocation(s, doc, &l->allocation[k]);
	if (open) {
		buf_printf(s->out, "      = ouvert %s\n", say_amount(open, x->cur).s);
	} else {
		civil_date settled = view_settled_on(s->a->view, doc);

		buf_puts(s->out, "      = soldée");
		if (settled != DATE_NONE)
			buf_printf(s->out, " le %s", say_date(settled).s);
		if (settled != DATE_NONE && due != DATE_NONE && bears_penalties(x))
			buf_printf(s->out, ", %s %s l’échéance",
				   say_days(settled < due ? due - settled : settled - due).s,
				   settled < due ? "avant" : "après");
		buf_puts(s->out, "\n");
	}
	if (it)
		say_column(s, x, it);
	for (uint32_t k = x->extras; k != NONE; k = l->extra[k].next)
		say_extra(s, x, &l->extra[k]);
	if (open)
		say_prescription(s, doc);
}

/* Where the rate of a line comes from, with its figures. start: first day late, which decides a frozen rate. */
static void say_origin(const struct story *s, const struct penalty_line *line, civil_date start)
{
	const struct rate_table *t = s->a->rates;
	int h = date_half_year(line->origin == RATE_PUBLIC ? start : line->from);
	const struct half_year_rates *row = rates_of(t, h);
	char period[RATES_PERIOD];

	rates_period(h, period);
	switch ((enum rate_origin)line->origin) {
	case RATE_BUSINESS:
	case RATE_PUBLIC:
		buf_printf(s->out, " ; taux : BCE %s (%s) + %s%s", say_percent(row->ecb).s, period,
			   say_percent(line->rate - row->ecb).s,
			   line->origin == RATE_PUBLIC ? ", figé pour la vie de la pièce" : "");
		break;
	case RATE_FLOOR:
		buf_printf(
			s->out,
			" ; taux : plancher de %d × taux légal %s (%s), le taux contractuel étant inférieur",
			t->floor_factor, say_percent(row->legal_other).s, period);
		break;
	case RATE_LEGAL:
		buf_printf(s->out, " ; taux : intérêt légal, tous autres cas (%s)", period);
		break;
	case RATE_CONTRACT:
		buf_puts(s->out, " ; taux contractuel");
		break;
	case RATE_NONE:
		break;
	}
}

static const char *why_none(const struct story *s, uint32_t doc, civil_date due)
{
	const struct document *x = &s->ledger->document[doc];

	if (due == DATE_NONE)
		return "sans échéance, aucun retard ne se compte";
	if (due >= s->a->view->as_of)
		return "pas en retard";
	if (s->customer->kind == KIND_UNKNOWN)
		return "nature du client inconnue, rien n’est réclamé";
	if (insolvency_covers(s->customer, x) &&
	    (s->customer->judgment == DATE_NONE || due >= s->customer->judgment))
		return "procédure collective, rien depuis le jugement";
	if (s->customer->kind == KIND_CONSUMER &&
	    penalty_formal_notice(s->a->view, s->a->policy, doc) == DATE_NONE)
		return "particulier, rien avant une mise en demeure";
	if (!s->a->view->open[doc])
		return "soldée à temps";
	return "rien à réclamer";
}

/* What moves the first or the last day: a consumer's formal notice, a judgment. */
static void say_limits(const struct story *s, uint32_t doc)
{
	civil_date settled = view_settled_on(s->a->view, doc);

	if (s->customer->kind == KIND_CONSUMER)
		buf_printf(s->out, " ; mise en demeure, comptée à partir du %s",
			   say_date(penalty_formal_notice(s->a->view, s->a->policy, doc)).s);
	if (insolvency_covers(s->customer, &s->ledger->document[doc]) &&
	    (settled == DATE_NONE || settled > s->customer->judgment))
		buf_printf(s->out, " ; intérêts arrêtés au jugement du %s",
			   say_date(s->customer->judgment).s);
	buf_puts(s->out, "\n");
}

enum status explain_penalties(const struct story *s, uint32_t doc, struct penalties *p)
{
	const struct document *x = &s->ledger->document[doc];
	civil_date due = document_due(s->ledger, x, &s->a->policy->default_terms);
	enum status st;

	p->lines = 0;
	p->interest = p->indemnity = 0;
	if (!bears_penalties(x))
		return ST_OK;
	st = penalty_compute(s->diag, s->a->view, s->a->policy, s->a->rates, doc, p);
	if (st != ST_OK)
		return st;
	buf_printf(s->out, "[%u] %s", (unsigned)story_number(s, doc), ledger_text(s->ledger, x->number));
	if (!p->lines) {
		buf_printf(s->out, " : %s.\n", why_none(s, doc, due));
		return ST_OK;
	}
	buf_printf(s->out, ", échéance %s", say_date(due).s);
	say_limits(s, doc);
	for (size_t i = 0; i < p->lines; i++) {
		const struct penalty_line *line = &p->line[i];

		if (line->kind == PENALTY_INDEMNITY) {
			buf_printf(s->out, "      indemnité forfaitaire de recouvrement : %s\n",
				   say_amount(line->amount, line->cur).s);
			continue;
		}
		buf_printf(s->out, "      du %s au %s : %s × %s × %s ÷ 365 = %s", say_date(line->from).s,
			   say_date(line->to).s, say_number(line->base, line->cur).s,
			   say_percent(line->rate).s, say_days(line->days).s,
			   say_amount(line->amount, line->cur).s);
		say_origin(s, line, (due > x->date ? due : x->date) + 1);
		buf_puts(s->out, "\n");
	}
	buf_printf(s->out, "      intérêts : %s", say_amount(p->interest, x->cur).s);
	if (p->under_floor)
		buf_printf(s->out, " (taux contractuel inférieur à %d fois le taux légal)",
			   s->a->rates->floor_factor);
	buf_puts(s->out, "\n");
	return ST_OK;
}
