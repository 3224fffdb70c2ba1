/* report.c - see report.h. */
#include "report.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/output.h"
#include "base/text.h"
#include "version.h"

#include "base/banned.h"

/* As it can be shown: the file's own name may be in another encoding. */
static const char *base_name(struct arena *mem, const char *path)
{
	const char *slash = strrchr(path, '/');

	return text_valid(mem, slash ? slash + 1 : path);
}

/* ---- the workbook's "Paramètres" and the manifest: inputs and parameters ---- */

struct settings {
	struct manifest_input *file;
	size_t files;
	struct manifest_parameter *parameter;
	size_t parameters;
};

static void add_setting_file(struct diag *d, struct settings *s, const char *path, const char *what)
{
	struct manifest_input *e = &s->file[s->files];
	*e = (struct manifest_input){ .path = path, .what = what };
	if (*path && sha256_file(d, path, e->sha256, &e->bytes) == ST_OK)
		s->files++;
}

static void add_parameter(struct settings *s, const char *name, const char *value)
{
	s->parameter[s->parameters++] = (struct manifest_parameter){ name, value };
}

/* The options that matter; run: also what the sheet Paramètres says in words of its own. */
static struct settings collect(struct diag *d, const struct options *o, struct books *b, bool run)
{
	struct settings s = { .file = arena_calloc(b->mem, b->inputs + 3, sizeof *s.file),
			      .parameter = arena_calloc(b->mem, 8, sizeof *s.parameter) };
	for (size_t i = 0; i < b->inputs; i++) {
		const struct book_input *in = &b->input[i];
		struct manifest_input *e = &s.file[s.files++];
		*e = (struct manifest_input){ .path = base_name(b->mem, in->path),
					      .what = in->title,
					      .bytes = in->read.bytes };
		memcpy(e->sha256, in->read.sha256, sizeof e->sha256);
	}
	add_setting_file(d, &s, b->company->path, "configuration");
	add_setting_file(d, &s, b->policy->path, "règles");
	add_setting_file(d, &s, b->rates->path, "taux");

	char day[11];
	if (run)
		add_parameter(&s, "date d'arrêté", arena_strdup(b->mem, date_iso(b->as_of, day)));
	if (run && b->ledger->extracted != DATE_NONE)
		add_parameter(&s, "date d'extraction",
			      arena_strdup(b->mem, date_iso(b->ledger->extracted, day)));
	if (run)
		add_parameter(&s, "règles", b->policy->name);
	if (o->terms)
		add_parameter(&s, "conditions par défaut", o->terms);
	if (o->mapping)
		add_parameter(&s, "mapping", base_name(b->mem, o->mapping));
	return s;
}

struct workbook_input report_workbook_input(const struct options *o, struct books *b,
					    const struct letter_file *letter, size_t letters)
{
	struct diag *quiet = diag_new(); /* these files were read a moment ago */
	diag_set_quiet(quiet, true);
	struct settings s = collect(quiet, o, b, false);
	diag_drop(quiet);

	struct workbook_file *file = arena_calloc(b->mem, s.files, sizeof *file);
	for (size_t i = 0; i < s.files; i++) {
		bool input = i < b->inputs;
		file[i] = (struct workbook_file){ .role = input ? "données" : s.file[i].what,
						  .name = base_name(b->mem, s.file[i].path),
						  .sha256 = s.file[i].sha256,
						  .format = input ? s.file[i].what : "",
						  .bytes = s.file[i].bytes,
						  .records = input ? b->input[i].read.records : 0 };
	}
	struct workbook_parameter *parameter = arena_calloc(b->mem, s.parameters, sizeof *parameter);
	for (size_t i = 0; i < s.parameters; i++)
		parameter[i] = (struct workbook_parameter){ s.parameter[i].name, s.parameter[i].value };
	struct workbook_letter *sent = arena_calloc(b->mem, letters, sizeof *sent);
	for (size_t i = 0; i < letters; i++)
		sent[i] = (struct workbook_letter){ letter[i].decision,
						    arena_printf(b->mem, "lettres/%s", letter[i].name) };
	return (struct workbook_input){ .version = "relance " RELANCE_VERSION,
					.file = file,
					.files = s.files,
					.parameter = parameter,
					.parameters = s.parameters,
					.letter = sent,
					.letters = letters };
}

struct manifest report_manifest(struct diag *d, const struct options *o, struct books *b,
				struct manifest_output *output, size_t outputs)
{
	struct settings s = collect(d, o, b, true);
	for (size_t i = 0; i < s.files; i++)
		s.file[i].path =
			base_name(b->mem, s.file[i].path); /* the same manifest wherever the files lie */
	char day[11];
	return (struct manifest){ .version = RELANCE_VERSION,
				  .as_of = arena_strdup(b->mem, date_iso(b->as_of, day)),
				  .parameter = s.parameter,
				  .parameters = s.parameters,
				  .input = s.file,
				  .inputs = s.files,
				  .output = output,
				  .outputs = outputs };
}

/* ---- on the terminal ---- */

static void print_balances(const struct books *b)
{
	const struct assessment *a = b->assessment;
	for (unsigned c = 1; c <= UINT8_MAX; c++) {
		money balance = 0, late = 0;
		bool any = false, fits = true;
		for (uint32_t i = 0; assessment_has_position(a, i); i++) {
			const struct position *p = &a->position[i];
			if (p->cur != c)
				continue;
			any = true;
			fits = fits && money_add(&balance, p->balance);
			for (size_t k = 0; k <= b->policy->limits; k++)
				fits = fits && money_add(&late, p->bucket[k]);
		}
		char total[64], overdue[64];
		if (any && fits)
			printf("  encours %s" NBSP "%s, dont échu %s" NBSP "%s\n",
			       money_human(balance, (currency)c, NNBSP, ",", total),
			       currency_symbol((currency)c),
			       money_human(late, (currency)c, NNBSP, ",", overdue),
			       currency_symbol((currency)c));
	}
}

/* What the files state and the balance lacks: said next to it, as it still closes (RULES §4). */
static void print_rejects(const struct diag *d)
{
	static const char *const many[] = { "", "s" };
	size_t n = diag_reject_count(d), silent = 0;

	for (unsigned c = 1; c <= UINT8_MAX; c++) {
		money sum = 0;
		size_t count = 0;
		bool fits = true;

		for (size_t i = 0; i < n; i++) {
			const struct reject *r = diag_reject_at(d, i);

			if (!r->has_amount || r->cur != c)
				continue;
			count++;
			fits = fits && money_add(&sum, r->amount);
		}
		char total[64];
		if (count && fits)
			printf("  rejeté %s" NBSP
			       "%s, absent de l’encours (%zu enregistrement%s à corriger)\n",
			       money_human(sum, (currency)c, NNBSP, ",", total), currency_symbol((currency)c),
			       count, many[count > 1]);
	}
	for (size_t i = 0; i < n; i++)
		silent += !diag_reject_at(d, i)->has_amount;
	if (silent)
		printf("  %zu enregistrement%s rejeté%s sans montant\n", silent, many[silent > 1],
		       many[silent > 1]);
}

static void print_actions(const struct books *b)
{
	const struct assessment *a = b->assessment;
	uint32_t acts = 0, none = 0;
	for (uint32_t i = 0; i < a->decisions; i++)
		*(a->decision[i].step ? &acts : &none) += 1;
	printf("  %" PRIu32 " action%s décidée%s, %" PRIu32 " compte%s sans action, avec le motif\n", acts,
	       acts > 1 ? "s" : "", acts > 1 ? "s" : "", none, none > 1 ? "s" : "");
}

/* One check, or all checks of one kind if there are several: customers' balances, say. */
static void print_checks(const struct assessment *a, size_t first)
{
	const struct closure_line *l = &a->closure[first];
	size_t alike = 0, wrong = 0;
	char expected[64], found[64];

	for (size_t i = 0; i < a->closures; i++) {
		if (text_eq(a->closure[i].label, l->label) &&
		    (a->closure[i].customer != NONE) == (l->customer != NONE)) {
			if (i < first && l->customer != NONE)
				return; /* told with the first of them */
			alike++;
			wrong += !a->closure[i].ok;
		}
	}
	if (l->customer != NONE)
		printf("    %s : %zu contrôle%s, %zu écart%s\n", l->label, alike, alike > 1 ? "s" : "", wrong,
		       wrong > 1 ? "s" : "");
	else
		printf("    %s : attendu %s, trouvé %s" NBSP "%s%s%s%s\n", l->label,
		       money_human(l->expected, l->cur, NNBSP, ",", expected),
		       money_human(l->found, l->cur, NNBSP, ",", found), currency_symbol(l->cur),
		       text_is_blank(l->detail) ? "" : " (", text_is_blank(l->detail) ? "" : l->detail,
		       text_is_blank(l->detail) ? "" : ")");
}

static void print_closure(const struct diag *d, const struct books *b)
{
	const struct assessment *a = b->assessment;
	size_t good = 0;
	bool rejects = false;

	for (size_t i = 0; i < diag_reject_count(d); i++)
		rejects |= diag_reject_at(d, i)->has_amount;

	for (size_t i = 0; i < a->closures; i++)
		good += a->closure[i].ok;
	if (!a->closures)
		puts("  aucune pièce à cette date, rien à contrôler");
	else if (a->closes)
		printf("  la balance boucle au centime près%s, %zu contrôle%s :\n",
		       rejects ? ", rejets compris" : "", good, good > 1 ? "s" : "");
	else
		printf("  LA BALANCE NE BOUCLE PAS, aucune lettre ; %zu contrôle%s en défaut sur %zu :\n",
		       a->closures - good, a->closures - good > 1 ? "s" : "", a->closures);
	for (size_t i = 0; i < a->closures; i++)
		print_checks(a, i);
	if (b->view->before_extraction_undated)
		puts("  lettrage à la date d'extraction : l'export ne date pas ses lettrages");
}

static void print_inputs(const struct books *b)
{
	size_t shown = b->inputs > 12 ? 10 : b->inputs;
	for (size_t i = 0; i < shown; i++)
		printf("%s : lu comme « %s », %" PRIu64 " enregistrement%s\n",
		       base_name(b->mem, b->input[i].path), b->input[i].title, b->input[i].read.records,
		       b->input[i].read.records > 1 ? "s" : "");
	if (shown < b->inputs)
		printf("… et %zu autres fichiers\n", b->inputs - shown);
	char day[11];
	printf("arrêté au %s : %" PRIu32 " client%s, %" PRIu32 " pièce%s\n", date_fr(b->as_of, day),
	       b->ledger->customers, b->ledger->customers > 1 ? "s" : "", b->ledger->documents,
	       b->ledger->documents > 1 ? "s" : "");
}

void report_check(const struct diag *d, const struct books *b)
{
	print_inputs(b);
	print_balances(b);
	print_rejects(d);
	print_actions(b);
	print_closure(d, b);
}

void report_done(const struct diag *d, const struct books *b, const char *out, size_t letters)
{
	report_check(d, b);
	char day[11];
	printf("  %zu lettre%s\n%s/%s\n", letters, letters > 1 ? "s" : "", out, date_iso(b->as_of, day));
}
