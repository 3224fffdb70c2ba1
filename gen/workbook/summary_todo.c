/* summary_todo.c - what to decide and what changed, on the one-page summary. */
#include <string.h>

#include "assess/insolvency.h"
#include "letter/typo.h"
#include "workbook/movement.h"
#include "workbook/summary_page.h"

#include "base/banned.h"

#define STEP PT(13)

/* A count and an amount in the reference currency; what has no rate counts without amount. */
struct tally {
	uint32_t n;
	money sum;
};

static void count(const struct summary_page *p, struct tally *t, money x, currency c)
{
	money value;

	t->n++;
	if (reference_value(p->a, p->data.ref, x, c, &value) && !money_add(&t->sum, value))
		t->sum = INT64_MAX;
}

struct todo {
	struct tally review, calls, court, disputes, barred;
	struct tally over_limit, insolvent;
	civil_date next_declaration, next_barred;
};

static money overdue_for_court(const struct summary_page *p, const struct position *pos)
{
	money sum = 0;

	for (uint32_t k = 0; k < pos->items; k++) {
		const struct item *it = &p->a->item[pos->first_item + k];
		bool overdue = it->due != DATE_NONE && it->due < p->a->view->as_of;

		if (overdue && (it->left_out == REASON_NONE || it->left_out == REASON_LAST_LEVEL) &&
		    !money_add(&sum, p->a->view->open[it->doc] - item_disputed(p->a->view, it)))
			return sum;
	}
	return sum;
}

static void count_decisions(const struct summary_page *p, struct todo *t)
{
	for (uint32_t i = 0; i < p->a->decisions; i++) {
		const struct decision *e = &p->a->decision[i];
		const struct position *pos = &p->a->position[e->position];

		bulk_breathe();
		if (!e->step && e->reason == REASON_LAST_LEVEL)
			count(p, &t->court, overdue_for_court(p, pos), pos->cur);
		if (!e->step)
			continue;
		if (e->step->kind == STEP_LITIGATION)
			count(p, &t->court, overdue_for_court(p, pos), pos->cur);
		else if (e->step->kind == STEP_CALL)
			count(p, &t->calls, e->amount, pos->cur);
		else if (e->step->mode != MODE_AUTOMATIC)
			count(p, &t->review, e->amount, pos->cur);
	}
}

static void count_positions(const struct summary_page *p, struct todo *t)
{
	const struct ledger *l = p->a->view->ledger;
	uint32_t last = NONE;

	for (uint32_t i = 0; assessment_has_position(p->a, i); i++) {
		const struct position *pos = &p->a->position[i];
		const struct customer *c = &l->customer[pos->customer];
		const struct profile *f = &p->a->profile[pos->customer];

		if (pos->disputed)
			count(p, &t->disputes, pos->disputed, pos->cur);
		if (pos->customer == last)
			continue;
		last = pos->customer;
		if (c->has_credit_limit && f->has_exposure && f->exposure > c->credit_limit)
			count(p, &t->over_limit, f->exposure - c->credit_limit, l->company_cur);
		if (c->insolvency != INSOLVENCY_NONE && insolvency_deadline(c) != DATE_NONE &&
		    insolvency_deadline(c) >= p->a->view->as_of) {
			count(p, &t->insolvent, pos->balance, pos->cur);
			if (t->next_declaration == DATE_NONE || insolvency_deadline(c) < t->next_declaration)
				t->next_declaration = insolvency_deadline(c);
		}
	}
}

static void count_prescriptions(const struct summary_page *p, struct todo *t)
{
	for (uint32_t i = 0; i < p->a->prescriptions; i++) {
		const struct prescription *x = &p->a->prescription[i];

		if (x->barred)
			continue;
		count(p, &t->barred, p->a->view->open[x->doc], p->a->view->ledger->document[x->doc].cur);
		if (t->next_barred == DATE_NONE)
			t->next_barred = x->date; /* ascending */
	}
}

/* "3 mises en demeure …" or nothing when there is none; returns the y behind. */
static dim one(struct summary_page *p, struct area at, const struct tally *t, const char *single,
	       const char *several, const char *more)
{
	if (t->n == 0)
		return at.y;
	page_text(p->doc, at.x, at.y, &SUMMARY_BOLD, arena_printf(p->mem, "%u", t->n));
	at.x += PT(22);
	at.width -= PT(22);
	return summary_paragraph(p, at, &SUMMARY_TEXT,
				 arena_printf(p->mem, "%s\u00a0: %s%s", t->n == 1 ? single : several,
					      summary_money(p, t->sum), more)) +
	       PT(3);
}

static const char *date_note(struct summary_page *p, const char *text, civil_date date)
{
	char day[11];

	return date == DATE_NONE ? "" : arena_printf(p->mem, "%s%s", text, date_fr(date, day));
}

dim summary_decide(struct summary_page *p, struct area at)
{
	struct todo t = { .next_declaration = DATE_NONE, .next_barred = DATE_NONE };
	dim start;

	at.y = start = summary_heading(p, at, "À décider");
	count_decisions(p, &t);
	count_positions(p, &t);
	count_prescriptions(p, &t);
	at.y = one(p, at, &t.review, "courrier à valider", "courriers à valider", "");
	at.y = one(p, at, &t.court, "dossier à confier au contentieux", "dossiers à confier au contentieux",
		   "");
	at.y = one(p, at, &t.insolvent, "créance à déclarer en procédure collective",
		   "créances à déclarer en procédure collective",
		   date_note(p, ", avant le ", t.next_declaration));
	at.y = one(p, at, &t.barred, "pièce bientôt prescrite", "pièces bientôt prescrites",
		   date_note(p, ", la première le ", t.next_barred));
	at.y = one(p, at, &t.over_limit, "client au-delà de son plafond de crédit",
		   "clients au-delà de leur plafond de crédit", " de dépassement");
	at.y = one(p, at, &t.disputes, "compte avec un litige ouvert", "comptes avec un litige ouvert",
		   " contestés");
	at.y = one(p, at, &t.calls, "appel à passer", "appels à passer", "");
	if (at.y == start)
		at.y = summary_paragraph(p, at, &SUMMARY_TEXT, "Rien à décider à cette date.");
	return at.y;
}

static dim change(struct summary_page *p, struct area at, const char *label, money x, const struct style *st)
{
	page_text(p->doc, at.x, at.y, st, label);
	page_text_right(p->doc, at.x + at.width, at.y, st, summary_money(p, x));
	return at.y + STEP;
}

dim summary_changes(struct summary_page *p, struct area at)
{
	const char *missing = movements_missing(p->a, p->before, p->mem);
	struct movements *m = NULL;
	money flow[FLOWS], slipped, left, closing = 0;
	char day[11];

	if (missing || p->data.ref == CUR_NONE) {
		at.y = summary_heading(p, at, "Ce qui a changé");
		return summary_paragraph(
			p, at, &SUMMARY_TEXT,
			arena_printf(p->mem, "Mouvements\u00a0: %s.",
				     missing ? missing : "non calculables, plusieurs devises"));
	}
	at.y = summary_heading(
		p, at, arena_printf(p->mem, "Ce qui a changé depuis le %s", date_fr(p->before->date, day)));
	if (movements_new(p->d, p->a, p->before, p->mem, &m) != ST_OK)
		return at.y;
	for (int f = 0; f < FLOWS; f++)
		if (!movements_flow(m, p->a, (enum flow)f, false, &flow[f]) || !money_add(&closing, flow[f]))
			return at.y;
	if (!movements_flow(m, p->a, FLOW_IN, true, &slipped) ||
	    !movements_flow(m, p->a, FLOW_OUT, true, &left) || !money_add(&slipped, left))
		return at.y;
	at.y = change(p, at, "Encours à la clôture précédente", flow[FLOW_OPENING], &SUMMARY_TEXT);
	at.y = change(p, at, "Facturé", flow[FLOW_INVOICED], &SUMMARY_TEXT);
	at.y = change(p, at, "Encaissé et avoirs", flow[FLOW_RECEIVED], &SUMMARY_TEXT);
	if (flow[FLOW_APPLIED])
		at.y = change(p, at, "Lettré avec d’autres comptes", flow[FLOW_APPLIED], &SUMMARY_TEXT);
	if (flow[FLOW_CORRECTED])
		at.y = change(p, at, "Corrections", flow[FLOW_CORRECTED], &SUMMARY_TEXT);
	at.y = change(p, at, "Encours à cette clôture", closing, &SUMMARY_BOLD);
	/* what came into the overdue columns less what went on from one to the next */
	return change(p, at, movement_slipped(p->a->policy), slipped, &SUMMARY_TEXT);
}
