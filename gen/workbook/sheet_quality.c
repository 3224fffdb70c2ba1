/*
 * sheet_quality.c - Qualité: rejected records, and what the input lacks. The
 * list is a copy: writing the other sheets may add findings of its own.
 */
#include "workbook/sheets.h"

#include "base/banned.h"

static const struct column columns[] = {
	{ "nature", "Nature", SHAPE_TEXT, 9, 12, 0, -1 },
	{ "severity", "Gravité", SHAPE_TEXT, 9, 16, 0, -1 },
	{ "code", "Code", SHAPE_TEXT, 10, 24, 0, -1 },
	{ "count", "Nombre", SHAPE_INT, 8, 10, 0, -1 },
	{ "file", "Fichier", SHAPE_TEXT, 10, 24, 0, -1 },
	{ "line", "Ligne", SHAPE_INT, 8, 10, 0, -1 },
	{ "customer", "Compte", SHAPE_TEXT, 8, 16, 0, -1 },
	{ "document", "Pièce", SHAPE_TEXT, 8, 18, 0, -1 },
	{ "currency", "Devise", SHAPE_CENTRE, 6, 7, 0, -1 },
	{ "amount", "Montant rejeté", SHAPE_MONEY, 10, 20, COL_SUM, -1 },
	{ "message", "Message", SHAPE_TEXT, 40, 60, 0, -1 },
};

struct line {
	const char *nature, *code, *customer, *document, *message;
	enum severity severity;
	size_t count; /* 0: not said */
	struct place at;
	bool has_amount;
	money amount;
	currency cur;
};

static const char *severity_french(enum severity s)
{
	static const char *const word[] = { "information", "avertissement", "rejet", "erreur" };

	return word[s];
}

static void one_line(struct list *l, const struct line *x)
{
	const char *file = diag_file_name(l->b->diag, x->at.file);

	list_row(l, x->has_amount ? x->cur : CUR_NONE);
	list_text(l, x->nature);
	list_text(l, severity_french(x->severity));
	list_text(l, x->code);
	if (x->count)
		list_int(l, (int64_t)x->count);
	else
		list_skip(l);
	list_text(l, file);
	if (x->at.line)
		list_int(l, x->at.line);
	else
		list_skip(l);
	list_text(l, x->customer);
	list_text(l, x->document);
	list_text(l, x->has_amount ? currency_code(x->cur) : "");
	if (x->has_amount)
		list_money(l, x->amount);
	else
		list_skip(l);
	list_text(l, x->message);
}

static void rejects(struct list *l)
{
	for (size_t i = 0; i < diag_reject_count(l->b->diag) && l->b->st == ST_OK; i++) {
		const struct reject *r = diag_reject_at(l->b->diag, i);

		one_line(l, &(struct line){ .nature = "Rejet",
					    .code = r->code,
					    .customer = r->customer,
					    .document = r->document,
					    .message = r->message,
					    .severity = SEV_REJECT,
					    .at = r->at,
					    .has_amount = r->has_amount && r->cur != CUR_NONE,
					    .amount = r->amount,
					    .cur = r->cur });
	}
}

static void findings(struct list *l, size_t n)
{
	for (size_t i = 0; i < n && l->b->st == ST_OK; i++) {
		const struct finding *f = diag_finding_at(l->b->diag, i);
		size_t shown = l->b->quality.examples[i];

		for (size_t k = 0; k < shown || k == 0; k++)
			one_line(l, &(struct line){ .nature = k ? "Exemple" : "Constat",
						    .code = f->code,
						    .message = shown ? f->example[k].message : "",
						    .severity = f->severity,
						    .count = k ? 0 : l->b->quality.counts[i],
						    .at = shown ? f->example[k].at : NOWHERE });
	}
}

static void rows(struct list *l)
{
	rejects(l);
	findings(l, l->b->quality.findings);
}

/* How much there is to say before the first sheet is written. */
static void freeze(struct book *b)
{
	size_t n = diag_finding_count(b->diag);

	b->quality.findings = n;
	b->quality.examples = arena_calloc(b->mem, n, sizeof *b->quality.examples);
	b->quality.counts = arena_calloc(b->mem, n, sizeof *b->quality.counts);
	for (size_t i = 0; i < n; i++) {
		const struct finding *f = diag_finding_at(b->diag, i);

		b->quality.examples[i] = f->examples;
		b->quality.counts[i] = f->count;
	}
}

void quality_measure(struct book *b)
{
	static const char *const note[] = {
		"Enregistrements rejetés (aussi dans rejets.csv) et constats sur les données. Un constat "
		"porte le nombre de cas et "
		"son premier exemple\u00a0; d’autres exemples suivent, vingt au plus.",
	};
	struct list_spec *spec = arena_alloc(b->mem, sizeof *spec);

	freeze(b);
	*spec = (struct list_spec){ .id = SHEET_QUALITY,
				    .title = "Qualité des données, arrêté",
				    .empty = "Aucun rejet, aucun constat.",
				    .column = columns,
				    .columns = sizeof columns / sizeof *columns,
				    .key = 8,
				    .frozen = 3,
				    .note = note,
				    .notes = 1,
				    .rows = rows,
				    .group = { -1, -1, -1 } };
	list_measure(b, spec);
}
