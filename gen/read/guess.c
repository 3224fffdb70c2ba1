/* guess.c - see guess.h: survey the file, decide, write. */
#include "read/guess.h"

#include <string.h>

#include "base/text.h"
#include "read/guess_plan.h"

#include "base/banned.h"

#define PREFIX_MAX ((size_t)4) /* letters of such a mark */
#define PREFIX_VALUES 4	       /* names that must share it */

static bool is_only_value(const struct survey_node *n)
{
	const struct survey_node *k;

	for (k = n->parent->child; k; k = k->next) {
		if (k != n && (k->shape.filled || k->child))
			return false;
	}
	return !n->parent->shape.filled;
}

/* The letters that the names of all values of an element begin with, two to four; 0: none. */
static size_t common_prefix(const struct survey_node *n)
{
	const struct survey_node *k, *first = NULL;
	size_t values = 0, same = PREFIX_MAX, i;

	for (k = n->child; k; k = k->next) {
		if (k->child)
			continue;
		values++;
		first = first ? first : k;
		for (i = 0; i < same && k->name[i] && k->name[i] == first->name[i]; i++)
			;
		same = i < strlen(k->name) ? i : 0;
	}
	return values >= PREFIX_VALUES && same >= 2 ? same : 0;
}

static void index_nodes(struct plan *p, const struct survey_node *n)
{
	const struct survey_node *k;
	size_t prefix = n->parent && !n->child ? common_prefix(n->parent) : 0;

	p->node[n->id] = n;
	p->meaning[n->id] = words_meaning(p->scratch, survey_word(n));
	if (prefix &&
	    !n->value) /* ECDAT, ECMTT, ECPIE: fields of a file whose names have its mark in front */
		p->meaning[n->id] |= words_meaning(p->scratch, n->name + prefix);
	/* <field name="date" value="2026-10-31"/>: the value is what the field is called. */
	if (n->parent && n->parent->value && !n->child && is_only_value(n))
		p->meaning[n->id] = p->meaning[n->parent->id];
	arena_reset(p->scratch);
	for (k = n->child; k; k = k->next)
		index_nodes(p, k);
}

/* A first line that looks like all others: then there are no names to go by. */
static bool lacks_header(const struct survey *s)
{
	const struct survey_node *k;
	struct shape names = { 0 };
	struct arena *mem = arena_new(), *scratch = arena_new();
	bool r;

	for (k = survey_root(s)->child; k; k = k->next)
		shape_add(&names, mem, scratch, k->name);
	r = !s->xml && names.seen[LOOK_DATE] + names.seen[LOOK_AMOUNT] > 0;
	arena_drop(mem);
	arena_drop(scratch);
	return r;
}

static enum status nothing_found(struct diag *d, const char *input, const struct survey *s)
{
	struct place at = { diag_file(d, input), 0 };

	if (lacks_header(s))
		return diag_error(
			d, ST_INPUT, (struct place){ at.file, 1 },
			"la première ligne ne porte pas les noms des colonnes ; ajoutez une ligne d'en-tête");
	return diag_error(
		d, ST_INPUT, at,
		"rien n'y ressemble à des clients ou à des pièces (une date, un montant et un client) ; "
		"vérifiez que c'est bien l'export des créances, ou écrivez la correspondance à la main");
}

enum status mapping_guess(struct diag *d, const char *input, FILE *out)
{
	struct plan p = { 0 };
	struct buf text = BUF_INIT;
	struct survey s;
	enum status st = survey_split(d, input, &s);

	if (st != ST_OK)
		return st;
	p.s = &s;
	p.mem = arena_new();
	p.scratch = arena_new();
	p.node = arena_calloc(p.mem, s.nodes, sizeof *p.node);
	p.meaning = arena_calloc(p.mem, s.nodes, sizeof *p.meaning);
	p.used = arena_calloc(p.mem, s.nodes, sizeof *p.used);
	index_nodes(&p, s.document);
	plan_keys(&p);
	if (plan_documents(&p) || plan_customers_only(&p)) {
		plan_customers(&p);
		plan_lookups(&p);
		plan_settle(&p);
		plan_try(&p, input);
		plan_write(&p, input, &text);
		if (fwrite(text.s, 1, text.len, out) != text.len || fflush(out))
			st = diag_error(d, ST_OUTPUT, NOWHERE,
					"la correspondance proposée n'a pas pu être écrite");
	} else {
		st = nothing_found(d, input, &s);
	}
	buf_drop(&text);
	arena_drop(p.scratch);
	arena_drop(p.mem);
	survey_drop(&s);
	return st;
}
