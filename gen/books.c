/* books.c - see books.h. */
#include "books.h"

#include <stdlib.h>
#include <string.h>

#include "assess/past.h"
#include "base/output.h"
#include "book/build.h"
#include "read/folder.h"
#include "read/mapping.h"

#include "base/banned.h"

/* The first that is named: on the command line, in the configuration, or ours. */
static const char *choose(struct arena *a, const char *option, const char *configured, const char *shipped)
{
	if (option)
		return option;
	return *configured ? configured : data_path(a, shipped);
}

enum status books_configure(struct diag *d, const struct options *o, struct books *c)
{
	*c = (struct books){ .mem = arena_new(), .as_of = DATE_NONE };
	enum status st = company_load(d, c->mem, o->config, &c->company);
	if (st != ST_OK)
		return st;
	st = policy_load(d, c->mem, choose(c->mem, o->policy, c->company->policy, "templates/policy.xml"),
			 &c->policy);
	if (st != ST_OK)
		return st;
	if (o->terms && !terms_parse(o->terms, &c->policy->default_terms))
		return diag_error(d, ST_USAGE, NOWHERE,
				  "conditions « %s » incomprises ; écrivez « 30 », « 45 fdm », « fdm 45 » ou "
				  "« 30 le 10 »",
				  o->terms);
	return rates_load(d, c->mem, choose(c->mem, o->rates, c->company->rates, "templates/rates.xml"),
			  &c->rates);
}

static enum status read_file(struct diag *d, struct builder *b, const char *path, const char *mapping_path,
			     struct books *c)
{
	struct mapping *m = NULL;
	enum status st = mapping_path ? mapping_load(d, mapping_path, &m) : mapping_recognise(d, path, &m);
	if (st != ST_OK)
		return st;

	struct mapping_matching mm = mapping_matching(m);
	struct matching rules = { mm.by_group,	mm.by_applies,	 mm.by_reference,
				  mm.by_quoted, mm.oldest_first, mm.opening_at_start };
	GROW(c->input, c->inputs, c->inputs_cap);
	struct book_input *in = &c->input[c->inputs++];
	*in = (struct book_input){ 0 };
	in->path = path;
	in->read.hash = c->hash;
	in->mapping = arena_strdup(c->mem, mapping_name(m));
	in->title = arena_strdup(c->mem, mapping_title(m));
	st = reader_run(d, path, m, builder_sink(b, &rules), &in->read);
	mapping_drop(m);
	return st;
}

/* One operand: a file, or all files of a folder. */
static enum status read_operand(struct diag *d, struct builder *b, const char *path, const char *mapping_path,
				struct books *c)
{
	const char **file;
	size_t n;
	enum status st = folder_files(d, c->mem, path, &file, &n);
	for (size_t i = 0; i < n && st == ST_OK; i++)
		st = read_file(d, b, file[i], mapping_path, c);
	return st;
}

static enum status read_all(struct diag *d, const struct options *o, struct books *c)
{
	struct builder *b = builder_new(d);
	const char *mapping = o->mapping ? o->mapping : *c->company->mapping ? c->company->mapping : NULL;
	enum status st = ST_OK;
	for (size_t i = 0; i < o->inputs && st == ST_OK; i++)
		st = read_operand(d, b, o->input[i], mapping, c);
	for (size_t i = 0; i < o->n_customers && st == ST_OK; i++)
		st = read_operand(d, b, o->customers[i], NULL, c);
	for (size_t i = 0; i < o->banks && st == ST_OK; i++)
		st = read_operand(d, b, o->bank[i], NULL, c);
	if (st == ST_OK)
		st = builder_finish(b, &c->ledger);
	builder_drop(b);
	return st;
}

/* D: as asked, else the extraction date. The clock is never asked. */
static enum status choose_date(struct diag *d, const struct options *o, struct books *c)
{
	c->as_of = o->as_of != DATE_NONE ? o->as_of : c->ledger->extracted;
	if (c->as_of == DATE_NONE)
		return diag_error(d, ST_USAGE, NOWHERE,
				  "l'export ne donne pas sa date d'extraction : indiquez la date d'arrêté, "
				  "--as-of AAAA-MM-JJ");
	if (c->ledger->extracted != DATE_NONE && c->as_of > c->ledger->extracted) {
		char when[11], extracted[11];
		diag_finding(d, SEV_WARNING, "as-of-after-extraction", NOWHERE,
			     "la date d'arrêté %s suit l'extraction du %s : les pièces saisies entre les "
			     "deux manquent",
			     date_fr(c->as_of, when), date_fr(c->ledger->extracted, extracted));
	}
	return ST_OK;
}

enum status books_prepare(struct diag *d, const struct options *o, bool written, struct books *c)
{
	enum status st = books_configure(d, o, c);
	if (st != ST_OK)
		return st;
	c->hash = written;
	enum status read = read_all(d, o, c);
	if (read != ST_OK && read != ST_REJECTED)
		return read;
	st = choose_date(d, o, c);
	if (st != ST_OK)
		return st;
	company_rates(c->company, c->ledger);
	st = view_new(d, c->ledger, c->as_of, &c->view);
	if (st != ST_OK)
		return st;
	if (written)
		c->before = past_closing(c->view, c->policy, c->rates, c->mem);
	st = assess(d, c->view, c->policy, c->rates, &c->assessment);
	if (c->assessment)
		past_figures(c->assessment, c->before);
	diag_sort(d);
	return st == ST_OK ? read : st;
}

void books_drop(struct books *c)
{
	assessment_drop(c->assessment);
	view_drop(c->view);
	ledger_drop(c->ledger);
	free(c->input);
	arena_drop(c->mem);
}
