/* sheet_reminders.c - Relances: what this run sends, by level and channel. */
#include "workbook/sheets.h"

#include "base/banned.h"

static const struct column columns[] = {
	{ "customer", "Compte", SHAPE_TEXT, 8, 16, 0, -1 },
	{ "name", "Client", SHAPE_TEXT, 16, 28, 0, -1 },
	{ "currency", "Devise", SHAPE_CENTRE, 6, 7, 0, -1 },
	{ "step", "Étape", SHAPE_TEXT, 12, 16, 0, -1 },
	{ "level", "Niveau", SHAPE_INT, 7, 7, 0, -1 },
	{ "channel", "Canal", SHAPE_TEXT, 8, 14, 0, -1 },
	{ "mode", "Envoi", SHAPE_TEXT, 10, 12, 0, -1 },
	{ "principal", "Principal réclamé", SHAPE_MONEY, 10, 20, COL_SUM, -1 },
	{ "credits", "Avoirs et règlements déduits", SHAPE_MONEY, 10, 20, COL_SUM, -1 },
	{ "amount", "Net réclamé", SHAPE_MONEY, 10, 20, COL_SUM, -1 },
	{ "interest", "Pénalités réclamées", SHAPE_MONEY, 9, 20, COL_SUM, -1 },
	{ "indemnity", "Indemnités 40 € (EUR)", SHAPE_MONEY, 11, 14, COL_SUM | COL_EUR, -1 },
	{ "items", "Pièces", SHAPE_INT, 7, 7, 0, -1 },
	{ "oldest", "Plus ancien retard (j)", SHAPE_INT, 9, 9, 0, -1 },
	{ "last", "Dernière relance", SHAPE_DATE, 10, 10, 0, -1 },
	{ "owner", "Responsable", SHAPE_TEXT, 10, 15, 0, -1 },
	{ "letter", "Courrier", SHAPE_TEXT, 9, 9, 0, -1 },
	{ "other", "Autre fichier", SHAPE_TEXT, 9, 9, 0, -1 },
};

static const char *mode_french(enum step_mode m)
{
	static const char *const word[] = { "automatique", "à valider", "manuel" };

	return word[m];
}

/* A letter or a message: a call has its own sheet, the litigation list too. */
static bool is_sent(const struct decision *e)
{
	return e->step && e->step->kind != STEP_CALL && e->step->kind != STEP_LITIGATION;
}

static void links(struct list *l, const struct decision *e)
{
	size_t n = 0;
	const struct workbook_letter *letter = letters_of(l->b, e, &n);

	for (size_t i = 0; i < 2; i++) {
		if (i < n)
			list_link_file(l, letter[i].path, "Ouvrir");
		else
			list_skip(l);
	}
}

static void one_decision(struct list *l, const struct decision *e)
{
	struct book *b = l->b;
	const struct position *pos = &b->a->position[e->position];
	const struct customer *c = customer_of(b, pos);

	list_row(l, pos->cur);
	list_text(l, c->id);
	list_text(l, c->name);
	list_text(l, currency_code(pos->cur));
	list_text(l, e->step->label);
	list_int(l, e->step->level);
	list_text(l, channels_french(b, e->channels));
	list_text(l, mode_french(e->step->mode));
	list_money(l, e->principal);
	list_money(l, e->credits);
	list_money(l, e->amount);
	list_money(l, e->interest);
	list_money(l, e->indemnity);
	list_int(l, e->candidates);
	if (e->oldest_late > 0)
		list_int(l, e->oldest_late);
	else
		list_skip(l);
	list_date(l, e->last_reminder);
	list_text(l, owner_text(c));
	links(l, e);
}

/*
 * Thank-you letters have no decision: they follow all others, in the order of
 * the assessment. Only when there is one for each can they be told apart.
 */
static const struct workbook_letter *thanks_letters(const struct book *b)
{
	const struct workbook_input *in = b->in;
	size_t n = 0;

	while (n < in->letters && in->letter[in->letters - 1 - n].decision == NONE)
		n++;
	return n > 0 && n == b->a->n_thanks ? &in->letter[in->letters - n] : NULL;
}

static void one_thanks(struct list *l, const struct thanks *t, const struct workbook_letter *letter)
{
	const struct customer *c = &l->b->a->view->ledger->customer[t->customer];

	list_row(l, t->cur);
	list_text(l, c->id);
	list_text(l, c->name);
	list_text(l, currency_code(t->cur));
	list_text(l, "Remerciement");
	for (int i = 0; i < 8; i++)
		list_skip(l);
	list_int(l, t->documents);
	list_skip(l);
	list_skip(l);
	list_text(l, owner_text(c));
	if (letter)
		list_link_file(l, letter->path, "Ouvrir");
	else
		list_skip(l);
	list_skip(l);
}

static void rows(struct list *l)
{
	const struct assessment *a = l->b->a;
	const struct workbook_letter *thanks = thanks_letters(l->b);

	for (uint32_t i = 0; i < a->decisions && l->b->st == ST_OK; i++)
		if (is_sent(&a->decision[i]))
			one_decision(l, &a->decision[i]);
	for (uint32_t i = 0; i < a->n_thanks && l->b->st == ST_OK; i++)
		one_thanks(l, &a->thanks[i], thanks ? &thanks[i] : NULL);
}

static void dress(struct list *l, struct sheet *s, lxw_row_t first, lxw_row_t last)
{
	rule_late(l->b, s, first, (lxw_col_t)list_column(l, "oldest"), last);
	if (list_currencies(l) == 1)
		rule_bar(l->b, s, first, (lxw_col_t)list_column(l, "amount"), last, 0xC4D6EA);
}

void reminders_measure(struct book *b)
{
	static const char *const note[] = {
		"Ce que cet arrêté envoie. Net réclamé = principal − avoirs et règlements non affectés, hors "
		"pénalités.",
	};
	struct list_spec *spec = arena_alloc(b->mem, sizeof *spec);

	*spec = (struct list_spec){ .id = SHEET_REMINDERS,
				    .title = "Relances",
				    .empty = "Aucune relance n’est à envoyer à cette date.",
				    .column = columns,
				    .columns = sizeof columns / sizeof *columns,
				    .key = 2,
				    .frozen = 2,
				    .note = note,
				    .notes = 1,
				    .rows = rows,
				    .dress = dress,
				    .group = { 3, 5, 15 } };
	list_measure(b, spec);
}
