/*
 * run.c - the story of a run.
 *
 *   read -> book -> assess (books.c) -> letters, data, workbook, summary, manifest
 *
 * Everything is written into a hidden sibling of OUT/DATE and renamed at the
 * end: the folder appears whole or not at all. Each stage takes the whole
 * result of the one before; nothing goes back.
 */
#include "run.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "assess/stops.h"
#include "base/output.h"
#include "books.h"
#include "explain.h"
#include "letter/letters.h"
#include "post/bank_csv.h"
#include "post/data_csv.h"
#include "post/manifest.h"
#include "read/inspect.h"
#include "report.h"
#include "version.h"
#include "workbook/summary.h"
#include "workbook/workbook.h"

#include "base/banned.h"

struct production {
	struct staging *staging;
	const char *folder; /* hidden, while it is filled */
	char day[11];	    /* D, in file names */
	bool may_write;	    /* letters: the books close, and we know who writes */
	struct letter_file *letter;
	size_t letters;
	struct manifest_output *output;
	size_t outputs, capacity;
};

static int thread_count(const struct options *o)
{
	long n = o->threads ? o->threads : sysconf(_SC_NPROCESSORS_ONLN);
	return n < 1 ? 1 : n > 64 ? 64 : (int)n;
}

static void made(struct production *p, const char *path, int pages)
{
	GROW(p->output, p->outputs, p->capacity);
	p->output[p->outputs++] = (struct manifest_output){ .path = path, .pages = pages };
}

/* Where the run is written; refuses to overwrite what somebody has changed by hand. */
static enum status open_folder(struct diag *d, const struct options *o, struct books *b, struct production *p)
{
	const char *parent = o->out ? o->out : "out";
	date_iso(b->as_of, p->day);
	const char *destination = arena_printf(b->mem, "%s/%s", parent, p->day);
	if (!o->replace && !manifest_unchanged(destination))
		return diag_error(
			d, ST_OUTPUT, NOWHERE,
			"« %s » existe et n'est pas, ou n'est plus, ce que relance y a écrit ; déplacez-le, "
			"ou ajoutez --replace pour l'écraser",
			destination);
	enum status st = ST_OK;
	p->staging = staging_new(d, parent, p->day, true, &st);
	if (!p->staging)
		return st;
	p->folder = staging_path(p->staging);
	return ST_OK;
}

static enum status write_data(struct diag *d, struct books *b, struct production *p)
{
	enum status st = staging_mkdir(p->staging, "donnees");
	if (st == ST_OK)
		st = data_csv_write(d, b->assessment, arena_printf(b->mem, "%s/donnees", p->folder));
	for (size_t i = 0; st == ST_OK && data_csv_name(i); i++)
		made(p, arena_printf(b->mem, "donnees/%s.csv", data_csv_name(i)), 0);
	if (st == ST_OK && bank_csv_needed(b->assessment)) {
		st = bank_csv_write(d, b->assessment, arena_printf(b->mem, "%s/donnees", p->folder));
		made(p, "donnees/banque.csv", 0);
	}
	return st;
}

/* RULES §4: no letter from books that do not close; and none from nobody. */
static bool may_write(struct diag *d, const struct books *b)
{
	if (b->assessment->closes && !b->company->has_identity)
		diag_finding(
			d, SEV_WARNING, "no-creditor", NOWHERE,
			"aucune lettre : le créancier n'est pas décrit ; donnez une configuration avec -c");
	return b->assessment->closes && b->company->has_identity;
}

static enum status write_letters(struct diag *d, const struct options *o, struct books *b,
				 struct production *p)
{
	enum status st = staging_mkdir(p->staging, "lettres");
	if (st != ST_OK || !p->may_write)
		return st;
	st = letters_write(d, b->assessment, b->company, b->mem,
			   arena_printf(b->mem, "%s/lettres", p->folder), thread_count(o), &p->letter,
			   &p->letters);
	for (size_t i = 0; st == ST_OK && i < p->letters; i++)
		made(p, arena_printf(b->mem, "lettres/%s", p->letter[i].name), (int)p->letter[i].pages);
	return st;
}

static enum status write_calls(struct diag *d, struct books *b, struct production *p)
{
	enum status st = staging_mkdir(p->staging, "appels");
	const char *path = arena_printf(b->mem, "%s/appels/fiches-appel.pdf", p->folder);
	size_t sheets = 0, pages = 0;
	if (st != ST_OK || !p->may_write)
		return st;
	st = letters_call_sheets(d, b->assessment, b->company, path, &sheets, &pages);
	if (st == ST_OK && sheets)
		made(p, "appels/fiches-appel.pdf", (int)pages);
	return st;
}

static enum status write_reports(struct diag *d, const struct options *o, struct books *b,
				 struct production *p)
{
	const char *book = arena_printf(b->mem, "balance-agee-%s.xlsx", p->day);
	const char *summary = arena_printf(b->mem, "synthese-%s.pdf", p->day);
	struct workbook_input in = report_workbook_input(o, b, p->letter, p->letters);
	in.closing = b->before;
	enum status st = workbook_write(d, b->assessment, b->company, &in,
					arena_printf(b->mem, "%s/%s", p->folder, book));
	if (st != ST_OK)
		return st;
	made(p, book, 0);
	st = summary_write(d, b->assessment, b->company, b->before,
			   arena_printf(b->mem, "%s/%s", p->folder, summary));
	if (st == ST_OK)
		made(p, summary, 1);
	return st;
}

static enum status produce(struct diag *d, const struct options *o, struct books *b, struct production *p)
{
	enum status st = open_folder(d, o, b, p);
	p->may_write = may_write(d, b);
	if (st == ST_OK)
		st = write_letters(d, o, b, p);
	if (st == ST_OK)
		st = write_calls(d, b, p);
	diag_sort(d); /* letters add findings, in any order; the data and the workbook list them */
	if (st == ST_OK)
		st = write_data(d, b, p);
	if (st == ST_OK)
		st = write_reports(d, o, b, p);
	if (st == ST_OK) {
		struct manifest m = report_manifest(d, o, b, p->output, p->outputs);
		st = manifest_write(d, p->folder, &m);
	}
	if (st == ST_OK) {
		diag_sort(d);
		st = stops_check(d, b->policy); /* letters and workbook may have had findings of their own */
	}
	if (st == ST_OK) {
		struct staging *whole = p->staging;
		p->staging = NULL;
		st = staging_commit(whole);
	}
	return st;
}

enum status run(struct diag *d, const struct options *o)
{
	struct books b = { 0 };
	struct production p = { 0 };
	enum status judged = books_prepare(d, o, true, &b);
	enum status st = judged;
	if (b.assessment && (judged == ST_OK || judged == ST_REJECTED || judged == ST_CLOSURE)) {
		st = stops_check(d, b.policy);
		if (st == ST_OK)
			st = produce(d, o, &b, &p);
		if (st == ST_OK) {
			st = judged;
			report_done(d, &b, o->out ? o->out : "out", p.letters);
		}
	}
	diag_print_summary(d);
	staging_abandon(p.staging);
	free(p.letter);
	free(p.output);
	books_drop(&b);
	return st;
}

enum status run_check(struct diag *d, const struct options *o)
{
	struct books b = { 0 };
	enum status st = books_prepare(d, o, false, &b);
	if (b.assessment) {
		if (b.company->has_identity) {
			enum status letters = letters_check_templates(d, b.policy, b.company);
			if (letters == ST_OK)
				letters = letters_check_texts(d, b.assessment, b.company);
			st = st == ST_OK ? letters : st;
		}
		report_check(d, &b);
		diag_sort(d);
		if (stops_check(d, b.policy) != ST_OK)
			st = ST_INPUT;
	}
	diag_sort(d);
	diag_print_summary(d);
	books_drop(&b);
	return st;
}

enum status run_explain(struct diag *d, const struct options *o)
{
	struct books b = { 0 };
	enum status st = books_prepare(d, o, false, &b);
	if (b.assessment) {
		enum status told = explain(d, b.assessment, o->customer, o->item, stdout);
		st = told != ST_OK ? told : st;
	}
	books_drop(&b);
	return st;
}

enum status run_preview(struct diag *d, const struct options *o)
{
	struct books b = { 0 };
	enum status st = books_prepare(d, o, false, &b);
	if (b.assessment) {
		size_t before = diag_finding_count(d);
		const char *name = strrchr(o->template, '/'); /* "en/firm-reminder" */
		const char *path =
			o->out ? o->out : arena_printf(b.mem, "%s.pdf", name ? name + 1 : o->template);
		enum status drawn =
			letters_preview(d, b.assessment, b.company, o->template, o->customer, path);
		st = drawn != ST_OK ? drawn : st;
		if (drawn == ST_OK)
			printf("%s\n", path);
		diag_print_since(d, before);
	}
	books_drop(&b);
	return st;
}

enum status run_templates_check(struct diag *d, const struct options *o)
{
	struct books b = { 0 };
	enum status st = books_configure(d, o, &b);
	if (st == ST_OK)
		st = letters_check_templates(d, b.policy, b.company);
	if (st == ST_OK)
		puts("tous les modèles de lettres sont en ordre");
	diag_sort(d);
	diag_print_summary(d);
	books_drop(&b);
	return st;
}

enum status run_mapping_check(struct diag *d, const struct options *o)
{
	return mapping_inspect(d, o->input[0], o->input[1], stdout);
}

enum status run_mapping_guess(struct diag *d, const struct options *o)
{
	return mapping_guess(d, o->input[0], stdout);
}
