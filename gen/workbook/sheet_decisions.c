/* sheet_decisions.c - Décisions: what happens to everybody who has anything overdue, and why nothing does. */
#include "workbook/sheets.h"

#include "base/banned.h"

static const struct column columns[] = {
	{ "customer", "Compte", SHAPE_TEXT, 8, 16, 0, -1 },
	{ "name", "Client", SHAPE_TEXT, 16, 28, 0, -1 },
	{ "currency", "Devise", SHAPE_CENTRE, 6, 7, 0, -1 },
	{ "action", "Action", SHAPE_TEXT, 12, 18, 0, -1 },
	{ "reason", "Motif", SHAPE_TEXT, 14, 24, 0, -1 },
	{ "until", "jusqu’au", SHAPE_DATE, 10, 10, 0, -1 },
	{ "channel", "Canal", SHAPE_TEXT, 8, 14, 0, -1 },
	{ "overdue", "Échu", SHAPE_MONEY, 10, 20, 0, -1 },
	{ "amount", "Net des avoirs", SHAPE_MONEY, 10, 20, COL_SUM, -1 },
	{ "oldest", "Plus ancien retard (j)", SHAPE_INT, 9, 9, 0, -1 },
	{ "level", "Niveau", SHAPE_INT, 7, 7, 0, -1 },
	{ "last", "Dernière relance", SHAPE_DATE, 10, 10, 0, -1 },
	{ "verdict", "Décision du réviseur", SHAPE_TEXT, 14, 14, COL_INPUT, -1 },
	{ "postpone", "Reporter au", SHAPE_DATE, 12, 12, COL_INPUT, -1 },
	{ "remark", "Motif du réviseur", SHAPE_TEXT, 26, 26, COL_INPUT, -1 },
	{ "scenario", "Scénario", SHAPE_TEXT, 10, 20, 0, -1 },
	{ "site", "Site", SHAPE_TEXT, 6, 14, 0, -1 },
	{ "class", "Classe", SHAPE_CENTRE, 7, 7, 0, -1 },
	{ "owner", "Responsable", SHAPE_TEXT, 10, 15, 0, -1 },
	{ "priority", "Priorité", SHAPE_INT, 9, 10, 0, -1 },
	{ "why", "Calcul de la priorité", SHAPE_TEXT, 20, 50, 0, -1 },
};

static const char *const verdicts[] = { "Accepter", "Refuser", "Reporter", NULL };

static void agreed(struct list *l, const struct decision *e)
{
	struct book *b = l->b;
	const struct position *pos = &b->a->position[e->position];

	list_text(l, e->scenario ? e->scenario->label : "");
	list_text(l, e->site);
	list_text(l, class_french(b->a->profile[pos->customer].used));
	list_text(l, owner_text(customer_of(b, pos)));
	list_int(l, e->priority);
	list_text(l, decision_priority_words(b->a, e, b->scratch));
}

static void one_decision(struct list *l, const struct decision *e)
{
	struct book *b = l->b;
	const struct position *pos = &b->a->position[e->position];
	const struct customer *c = customer_of(b, pos);
	money overdue;

	if (!ageing_sum_overdue(pos, b->a->policy, &overdue))
		book_fail(b, ST_LIMIT, "classeur : l'échu d'un client dépasse la capacité de calcul");
	list_row(l, pos->cur);
	list_text(l, c->id);
	list_text(l, c->name);
	list_text(l, currency_code(pos->cur));
	list_text(l, step_text(e));
	list_text(l, e->reason == REASON_NONE ? "" : reason_french(e->reason));
	list_date(l, e->until);
	list_text(l, channels_french(b, e->step ? e->channels : 0));
	list_money(l, overdue);
	list_money(l, e->amount);
	if (e->oldest_late > 0)
		list_int(l, e->oldest_late);
	else
		list_skip(l);
	list_int(l, e->level);
	list_date(l, e->last_reminder);
	for (int i = 0; i < 3; i++)
		list_skip(l);
	agreed(l, e);
}

static void rows(struct list *l)
{
	const struct assessment *a = l->b->a;

	for (uint32_t i = 0; i < a->decisions && l->b->st == ST_OK; i++)
		one_decision(l, &a->decision[i]);
}

static void dress(struct list *l, struct sheet *s, lxw_row_t first, lxw_row_t last)
{
	struct book *b = l->b;

	rule_late(b, s, first, (lxw_col_t)list_column(l, "oldest"), last);
	rule_choice(b, s, first, (lxw_col_t)list_column(l, "verdict"), last, verdicts, "Décision du réviseur",
		    "Accepter, refuser ou reporter (avec une date).");
	rule_date(b, s, first, (lxw_col_t)list_column(l, "postpone"), last);
}

void decisions_measure(struct book *b)
{
	static const char *const note[] = {
		"Une ligne par décision\u00a0: une action, ou aucune et pourquoi, pour tout client dont une "
		"pièce est échue ou bientôt due. L’échu est celui du client et de la devise.",
	};
	struct list_spec *spec = arena_alloc(b->mem, sizeof *spec);

	*spec = (struct list_spec){
		.id = SHEET_DECISIONS,
		.title = "Décisions",
		.empty = "Rien n’est échu à cette date\u00a0: aucune décision n’est à prendre.",
		.column = columns,
		.columns = sizeof columns / sizeof *columns,
		.key = 2,
		.frozen = 2,
		.note = note,
		.notes = 1,
		.rows = rows,
		.dress = dress,
		.group = { 3, 4, 18 }
	};
	list_measure(b, spec);
}
