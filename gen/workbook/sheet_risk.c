/* sheet_risk.c - Risque: the class of each customer, point by point. */
#include <string.h>

#include "workbook/sheets.h"

#include "base/banned.h"

static struct column *columns(struct book *b, size_t *count)
{
	static const struct column before[] = {
		{ "customer", "Compte", SHAPE_TEXT, 8, 16, 0, -1 },
		{ "name", "Client", SHAPE_TEXT, 16, 28, 0, -1 },
		{ "kind", "Nature", SHAPE_TEXT, 10, 16, 0, -1 },
		{ "segment", "Segment", SHAPE_TEXT, 9, 15, 0, -1 },
		{ "class", "Classe retenue", SHAPE_CENTRE, 8, 8, 0, -1 },
		{ "computed", "Classe calculée", SHAPE_CENTRE, 8, 8, 0, -1 },
		{ "profile", "Profil payeur", SHAPE_TEXT, 10, 15, 0, -1 },
		{ "points", "Points", SHAPE_INT, 7, 8, 0, -1 },
	};
	static const struct column after[] = {
		{ "exposure", "Encours en contre-valeur", SHAPE_MONEY, 12, 18, COL_COMPANY, -1 },
		{ "limit", "Plafond de crédit", SHAPE_MONEY, 11, 18, COL_COMPANY, -1 },
		{ "by", "Classe forcée par", SHAPE_TEXT, 9, 16, 0, -1 },
		{ "on", "le", SHAPE_DATE, 10, 10, 0, -1 },
		{ "because", "Motif", SHAPE_TEXT, 9, 22, 0, -1 },
	};
	struct column *col = arena_calloc(b->mem, 64, sizeof *col);
	size_t n = sizeof before / sizeof *before;

	memcpy(col, before, sizeof before);
	for (int i = 0; i < CRITERIA; i++)
		col[n++] = (struct column){ criterion_name((enum criterion)i),
					    b->a->policy->criterion[i].label,
					    SHAPE_INT,
					    9,
					    12,
					    0,
					    -1 };
	memcpy(col + n, after, sizeof after);
	n += sizeof after / sizeof *after;
	for (int i = 0; i < CRITERIA; i++)
		col[n++] = (struct column){ arena_printf(b->mem, "why_%s", criterion_name((enum criterion)i)),
					    arena_printf(b->mem, "Pourquoi\u00a0: %s",
							 b->a->policy->criterion[i].label),
					    SHAPE_TEXT,
					    16,
					    30,
					    (uint16_t)(i == 0 ? COL_BREAK : 0),
					    -1 };
	*count = n;
	return col;
}

static void points(struct list *l, const struct profile *f)
{
	struct book *b = l->b;
	const char *sum = "";
	size_t first = l->at + 1;

	if (l->writing)
		sum = arena_printf(
			b->scratch, "=SUM(%s)",
			name_span(b, l->row, (lxw_col_t)first, l->row, (lxw_col_t)(first + CRITERIA - 1)));
	list_formula(l, sum, f->total_points, 4);
	for (int i = 0; i < CRITERIA; i++) {
		if (f->criterion[i].known)
			list_int(l, f->criterion[i].points);
		else
			list_skip(l);
	}
}

static void override(struct list *l, const struct customer *c)
{
	bool manual = c->manual_class != 0;

	list_text(l, manual ? c->manual_by : "");
	list_date(l, manual ? c->manual_date : DATE_NONE);
	list_text(l, manual ? c->manual_reason : "");
}

static void rows(struct list *l)
{
	struct book *b = l->b;
	const struct ledger *ledger = b->a->view->ledger;

	for (uint32_t i = 0; ledger_has_customer(ledger, i) && b->st == ST_OK; i++) {
		const struct customer *c = &ledger->customer[i];
		const struct profile *f = &b->a->profile[i];
		const char *why[CRITERIA];

		list_row(l, CUR_NONE);
		list_text(l, c->id);
		list_text(l, c->name);
		list_text(l, kind_french((enum customer_kind)c->kind));
		list_text(l, segment_french((enum segment)c->segment));
		list_text(l, class_french(f->used));
		list_text(l, class_french(f->computed));
		list_text(l, payer_profile_french(f->payer));
		points(l, f);
		if (f->has_exposure)
			list_money(l, f->exposure);
		else
			list_skip(l);
		if (c->has_credit_limit)
			list_money(l, c->credit_limit);
		else
			list_skip(l);
		override(l, c);
		profile_words(b->a, i, b->scratch, why);
		for (int k = 0; k < CRITERIA; k++)
			list_text(l, why[k]);
	}
}

static void dress(struct list *l, struct sheet *s, lxw_row_t first, lxw_row_t last)
{
	rule_bar(l->b, s, first, (lxw_col_t)list_column(l, "points"), last, 0xF9CFA0);
}

void risk_measure(struct book *b)
{
	const struct policy *p = b->a->policy;
	struct list_spec *spec = arena_alloc(b->mem, sizeof *spec);
	const char **note = arena_calloc(b->mem, 2, sizeof *note);

	note[0] = arena_printf(
		b->mem,
		"Classes par points\u00a0: A dès %d, B dès %d, C dès %d, D dès %d\u00a0; E\u00a0: procédure "
		"collective\u00a0; N\u00a0: sans "
		"historique. Un critère qui ne peut être calculé reste vide et compte pour zéro.",
		p->class_from[0], p->class_from[1], p->class_from[2], p->class_from[3]);
	note[1] = "Seuils et poids\u00a0: feuille «\u00a0Paramètres\u00a0». Une classe forcée à la main "
		  "montre aussi la classe calculée.";
	*spec = (struct list_spec){ .id = SHEET_RISK,
				    .title = "Risque",
				    .empty = "L’export ne contient aucun client.",
				    .key = -1,
				    .frozen = 2,
				    .note = note,
				    .notes = 2,
				    .rows = rows,
				    .dress = dress,
				    .group = { -1, -1, -1 } };
	spec->column = columns(b, &spec->columns);
	list_measure(b, spec);
}
