/* books.c - see books.h. */
#include "books.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "assess/past.h"
#include "base/output.h"
#include "book/build.h"
#include "read/folder.h"
#include "read/mapping.h"
#include "read/same.h"

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

/* What a file was given as, and the records by which it is recognised as such. */
static const struct role {
	enum record_kind makes;
	const char *what, *instead; /* French, for the file that is none */
	const char *columns;	    /* as in mapping_recognise() */
} roles[] = {
	{ REC_DOCUMENT, "un export de pièces", NULL, NULL },
	{ REC_CUSTOMER, "un fichier de clients", "--customers", "customers" },
	{ REC_BANK, "un relevé bancaire", "--bank", NULL },
};

/* An invoice given with --bank would be added to the exports, a statement without it would prove nothing. */
static enum status check_role(struct diag *d, const char *path, const struct mapping *m,
			      const struct role *role)
{
	struct place at = { diag_file(d, path), 0 };
	const struct role *other = NULL;

	if (mapping_makes(m, role->makes))
		return ST_OK;
	for (size_t i = 0; i < sizeof roles / sizeof *roles && !other; i++) {
		if (mapping_makes(m, roles[i].makes))
			other = &roles[i];
	}
	if (!other)
		return diag_error(d, ST_INPUT, at, "lu comme « %s », ce n'est pas %s ; vérifiez le mapping",
				  mapping_title(m), role->what);
	return diag_error(d, ST_INPUT, at, "lu comme « %s », ce n'est pas %s mais %s : donnez-le %s%s",
			  mapping_title(m), role->what, other->what,
			  other->instead ? "par " : "parmi les exports, sans ",
			  other->instead ? other->instead : role->instead);
}

static enum status read_file(struct diag *d, struct builder *b, const char *path, const char *mapping_path,
			     const struct role *role, struct books *c)
{
	struct mapping *m = NULL;
	enum status st = mapping_path ? mapping_load(d, mapping_path, &m)
				      : mapping_recognise(d, path, role->columns, &m);
	if (st == ST_OK)
		st = check_role(d, path, m, role);
	if (st != ST_OK) {
		mapping_drop(m);
		return st;
	}

	struct mapping_matching mm = mapping_matching(m);
	struct matching rules = { mm.by_group,	   mm.by_applies,	mm.by_reference, mm.by_quoted,
				  mm.oldest_first, mm.opening_at_start, mm.successive };
	GROW(c->input, c->inputs, c->inputs_cap);
	struct book_input *in = &c->input[c->inputs++];
	*in = (struct book_input){ 0 };
	in->path = path;
	in->read.hash = c->hash;
	in->mapping = arena_strdup(c->mem, mapping_name(m));
	in->title = arena_strdup(c->mem, mapping_title(m));
	st = reader_run(d, path, m, builder_sink(b, &rules), &in->read);
	mapping_drop(m);
	if (st == ST_OK && role->makes == REC_CUSTOMER && in->read.documents)
		return diag_error(d, ST_INPUT, (struct place){ diag_file(d, path), 0 },
				  "pièces dans ce fichier de clients (%" PRIu64
				  "), qui s'ajouteraient à celles de "
				  "l'export ; ôtez-les, ou donnez-le parmi les exports, sans --customers",
				  in->read.documents);
	if (st == ST_OK && role->makes == REC_DOCUMENT && !in->read.documents)
		diag_finding(d, SEV_WARNING, "no-document", (struct place){ diag_file(d, path), 0 },
			     "aucune pièce de client dans ce fichier ; vérifiez que l'export est le bon, et "
			     "entier");
	return st;
}

/* The files that the operands mean: a folder stands for all of its files. */
static enum status list_files(struct diag *d, const char *const *operand, size_t operands, struct books *c,
			      const char ***file, size_t *n)
{
	size_t cap = 0;
	enum status st = ST_OK;

	*file = NULL;
	*n = 0;
	for (size_t i = 0; i < operands && st == ST_OK; i++) {
		const char **some;
		size_t count;
		st = folder_files(d, c->mem, operand[i], &some, &count);
		for (size_t k = 0; k < count && st == ST_OK; k++) {
			GROW(*file, *n, cap);
			(*file)[(*n)++] = some[k];
		}
	}
	return st;
}

/* Files are read once each, under however many names they were given. */
static enum status read_once(struct diag *d, struct builder *b, const char *const *file, size_t n,
			     const char *mapping, const struct role *role, struct books *c)
{
	size_t *first = arena_calloc(c->mem, n + 1, sizeof *first);
	enum status st = ST_OK;

	same_files(file, n, first);
	for (size_t i = 0; i < n && st == ST_OK; i++) {
		if (first[i] == i)
			st = read_file(d, b, file[i], mapping, role, c);
		else
			diag_finding(d, SEV_WARNING, "same-file", (struct place){ diag_file(d, file[i]), 0 },
				     "même contenu que « %s » : ce fichier n'est compté qu'une fois",
				     file[first[i]]);
	}
	return st;
}

static enum status read_exports(struct diag *d, struct builder *b, const struct options *o, struct books *c)
{
	const char *mapping = o->mapping ? o->mapping : *c->company->mapping ? c->company->mapping : NULL;
	const char **file;
	size_t n;
	enum status st = list_files(d, o->input, o->inputs, c, &file, &n);
	if (st == ST_OK)
		st = read_once(d, b, file, n, mapping, &roles[0], c);
	free(file);
	return st;
}

static enum status read_others(struct diag *d, struct builder *b, const char *const *operand, size_t operands,
			       const struct role *role, struct books *c)
{
	const char **file;
	size_t n;
	enum status st = list_files(d, operand, operands, c, &file, &n);
	if (st == ST_OK)
		st = read_once(d, b, file, n, NULL, role, c);
	free(file);
	return st;
}

/* A collector recovers for somebody: the receivables are his principal's. */
static struct creditor creditor_of(const struct company *c)
{
	if (c->is_collector)
		return (struct creditor){ .name = c->principal.name, .siren = c->principal.siren };
	return (struct creditor){ .name = c->name, .siren = c->siren, .vat_number = c->vat_number };
}

static enum status read_all(struct diag *d, const struct options *o, struct books *c)
{
	struct builder *b = builder_new(d);
	struct creditor who = creditor_of(c->company);
	who.several_companies = o->several_companies;
	builder_creditor(b, &who);
	enum status st = read_exports(d, b, o, c);
	if (st == ST_OK)
		st = read_others(d, b, o->customers, o->n_customers, &roles[1], c);
	if (st == ST_OK)
		st = read_others(d, b, o->bank, o->banks, &roles[2], c);
	if (st == ST_OK)
		st = builder_finish(b, &c->ledger);
	builder_drop(b);
	return st;
}

/* A month without a single entry is rare; an export that lacks its end has it. */
#define QUIET_DAYS 31

/*
 * What was cut between two entries that balance, and an extract of some months only, contradict no total:
 * the silence at their end is all that tells. What the bank added is no entry of the export.
 */
static void report_silence(struct diag *d, const struct books *c)
{
	const struct ledger *l = c->ledger;
	civil_date newest = DATE_NONE, until = c->as_of;
	char last[11], end[11];

	if (l->extracted != DATE_NONE && l->extracted < until)
		until = l->extracted;
	for (uint32_t i = 0; ledger_has_document(l, i); i++) {
		civil_date posted = document_posted(&l->document[i]);

		if (!l->document[i].unbooked && posted > newest)
			newest = posted;
	}
	if (newest == DATE_NONE || until - newest <= QUIET_DAYS)
		return;
	diag_finding(d, SEV_WARNING, "stale-export", NOWHERE,
		     "la dernière pièce est du %s, %s du %s : %d jours sans aucune ; l'export semble "
		     "incomplet ou ancien, vérifiez-le",
		     date_fr(newest, last), until == c->as_of ? "l'arrêté" : "la fin de l'export",
		     date_fr(until, end), until - newest);
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
	report_silence(d, c);
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
