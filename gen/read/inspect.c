/* inspect.c - relance mapping check: reads, and prints what came of it; see inspect.h. */
#include "read/inspect.h"

#include <inttypes.h>
#include <string.h>

#include "base/text.h"
#include "read/inspect_part.h"
#include "read/reader.h"
#include "read/value.h"

#include "base/banned.h"

#define NAME_WIDTH 20	/* columns for the names of fields */
#define VALUE_MAX 100	/* bytes of a value that are shown */
#define FINDING_SHOWN 3 /* examples of each finding */

static const char *kind_french(enum record_kind k)
{
	static const char *const name[REC_KINDS] = {
		[REC_EXPORT] = "l'export lui-même",
		[REC_CONTROL] = "totaux de contrôle",
		[REC_RATE] = "cours de change",
		[REC_SALES] = "chiffre d'affaires mensuel",
		[REC_CUSTOMER] = "clients",
		[REC_ADDRESS] = "adresses",
		[REC_CONTACT] = "interlocuteurs",
		[REC_DOCUMENT] = "pièces",
		[REC_ALLOCATION] = "lettrages",
		[REC_DISPUTE] = "litiges",
		[REC_PROMISE] = "promesses",
		[REC_PLAN] = "échéanciers",
		[REC_INSTALMENT] = "échéances d'échéancier",
		[REC_PART] = "échéances d'une pièce",
		[REC_REMINDER] = "relances déjà faites",
		[REC_PROVISION] = "provisions",
		[REC_EVENT] = "actes interruptifs de prescription",
		[REC_BANK] = "opérations bancaires",
		[REC_POSTING] = "lignes d'écriture",
	};

	return name[k];
}

/* Text, padded to a width in characters. */
static void put_padded(FILE *out, const char *text, size_t width)
{
	size_t n = utf8_length(text);

	fputs(text, out);
	for (; n < width; n++)
		fputc(' ', out);
}

static void put_amount(FILE *out, money x, const char *code)
{
	char text[64];
	size_t n, width = 18;

	money_human(x, inspection_currency(code), NNBSP, ",", text);
	for (n = utf8_length(text); n < width; n++)
		fputc(' ', out);
	fputs(text, out);
}

/* ---- records ---- */

static void print_counts(const struct inspection *x, FILE *out)
{
	unsigned k;
	bool any = false;

	fputs("\nEnregistrements trouvés\n", out);
	for (k = 0; k < REC_KINDS; k++) {
		if (!x->kind[k].count)
			continue;
		any = true;
		fputs("  ", out);
		put_padded(out, record_kind_name((enum record_kind)k), 12);
		fprintf(out, "%10" PRIu64 "  %s\n", x->kind[k].count, kind_french((enum record_kind)k));
	}
	if (!any)
		fputs("  aucun : les chemins des <record> ne désignent rien dans ce fichier (voir plus "
		      "bas)\n",
		      out);
	else if (!x->kind[REC_DOCUMENT].count && !x->kind[REC_BANK].count)
		fputs("  aucune pièce : vérifiez le chemin et les conditions de <record kind=\"document\">\n",
		      out);
}

static void print_filled(const struct kind_count *k, FILE *out)
{
	bool first = true;
	unsigned f;

	fputs("  champs remplis : ", out);
	for (f = 0; f < F_FIELDS; f++) {
		if (!k->filled[f])
			continue;
		fprintf(out, "%s%s", first ? "" : ", ", record_field_name((enum record_field)f));
		if (k->filled[f] < k->count)
			fprintf(out, " (%" PRIu64 ")", k->filled[f]);
		first = false;
	}
	fputs(first ? "aucun\n" : "\n", out);
}

static void print_record(const struct shown *s, FILE *out)
{
	unsigned f;

	fprintf(out, "  ligne %" PRIu32 "%s%s\n", s->line, *s->inside ? ", dans " : "", s->inside);
	for (f = 0; f < F_FIELDS; f++) {
		size_t n = s->field[f] ? strlen(s->field[f]) : 0;

		if (!n)
			continue;
		fputs("    ", out);
		put_padded(out, record_field_name((enum record_field)f), NAME_WIDTH);
		if (n > VALUE_MAX) {
			n = VALUE_MAX;
			while (n && ((unsigned char)s->field[f][n] & 0xC0) == 0x80)
				n--;
			fprintf(out, "%.*s…\n", (int)n, s->field[f]);
		} else {
			fprintf(out, "%s\n", s->field[f]);
		}
	}
}

static void print_records(const struct inspection *x, FILE *out)
{
	unsigned k;
	uint64_t i;

	for (k = 0; k < REC_KINDS; k++) {
		const struct kind_count *c = &x->kind[k];

		if (!c->count)
			continue;
		fprintf(out, "\n%s (%s)\n", record_kind_name((enum record_kind)k),
			kind_french((enum record_kind)k));
		print_filled(c, out);
		for (i = 0; i < c->count && i < SHOWN_RECORDS; i++)
			print_record(&c->first[i], out);
	}
}

/* ---- sums ---- */

static void print_sum(const struct sum *s, FILE *out)
{
	fputs("  ", out);
	put_padded(out, s->label, 16);
	put_padded(out, *s->currency ? s->currency : "?", 5);
	fprintf(out, "%10" PRIu64, s->count);
	if (s->overflow)
		fputs("   somme au-delà de la capacité de calcul", out);
	else
		put_amount(out, s->total, s->currency);
	if (s->rounded)
		fprintf(out, "   (%" PRIu64 " arrondis)", s->rounded);
	fputc('\n', out);
}

/* The balance of each currency, once. */
static void print_balances(const struct inspection *x, FILE *out)
{
	size_t i, k;
	money total;

	for (i = 0; i < x->sums; i++) {
		const struct sum *s = &x->sum[i];
		bool again = !s->document;

		for (k = 0; k < i; k++)
			again = again || (x->sum[k].document && !strcmp(x->sum[k].currency, s->currency));
		if (again || !inspection_balance(x, s->currency, &total))
			continue;
		fputs("  ", out);
		put_padded(out, "solde", 16);
		put_padded(out, *s->currency ? s->currency : "?", 15);
		put_amount(out, total, s->currency);
		fputc('\n', out);
	}
}

static void print_sums(const struct inspection *x, FILE *out)
{
	size_t i;

	if (!x->sums && !x->has_opening)
		return;
	fputs("\nMontants par type et par devise (crédits en négatif)\n", out);
	for (i = 0; i < x->sums; i++) {
		if (x->sum[i].document)
			print_sum(&x->sum[i], out);
	}
	if (x->has_opening) {
		fputs("  ", out);
		put_padded(out, "soldes d'ouverture", 31);
		put_amount(out, x->opening, x->currency);
		fputc('\n', out);
	}
	print_balances(x, out);
	for (i = 0; i < x->sums; i++) {
		if (!x->sum[i].document)
			print_sum(&x->sum[i], out);
	}
	for (i = 0; i < x->sums && *x->sum[i].currency; i++)
		;
	if (i < x->sums)
		fputs("  La devise de l'export n'est pas connue : champ currency d'un <record "
		      "kind=\"export\">.\n",
		      out);
}

/* ---- control figures ---- */

static void print_stated(const struct inspection *x, const struct stated *s, FILE *out)
{
	currency c = inspection_currency(s->currency);
	money said, have;

	fputs("  ", out);
	put_padded(out, s->what, 42);
	if (s->found) {
		fprintf(out, "%18s, trouvé : %s\n", s->value, s->found);
		return;
	}
	if (!s->is_balance || money_parse(s->value, strlen(s->value), c, &said) != MONEY_OK) {
		fprintf(out, "%18s%s", s->value, s->is_balance ? ", montant non compris\n" : "");
		if (!s->is_balance)
			fprintf(out, ", trouvés : %" PRIu64 "\n", x->kind[s->counted].count);
		return;
	}
	put_amount(out, said, s->currency);
	fprintf(out, " %s", s->currency);
	if (!inspection_balance(x, s->currency, &have))
		fputs(", le solde des pièces ne peut être calculé\n", out);
	else if (have == said)
		fputs(", égal au solde des pièces\n", out);
	else if (!money_add(&said, -have))
		fputs(", différent du solde des pièces\n", out);
	else {
		fputs(", ÉCART avec le solde des pièces :", out);
		put_amount(out, said, s->currency);
		fputc('\n', out);
	}
}

static void print_controls(const struct inspection *x, FILE *out)
{
	size_t i;
	char text[MONEY_TEXT];

	fputs("\nChiffres de contrôle donnés par le fichier\n", out);
	for (i = 0; i < x->stateds; i++)
		print_stated(x, &x->stated[i], out);
	if (x->has_closing) {
		struct stated closing = { .what = "somme des soldes de clôture des clients",
					  .currency = x->currency,
					  .value = money_plain(x->closing, inspection_currency(x->currency),
							       text),
					  .is_balance = true };

		print_stated(x, &closing, out);
	}
	if (!x->stateds && !x->has_closing)
		fputs("  aucun\n", out);
}

/* ---- problems and findings ---- */

static bool print_problems(const struct inspection *x, FILE *out)
{
	bool rejects = false;
	size_t i, k;

	if (x->problems)
		fputs("\nValeurs à revoir\n", out);
	for (i = 0; i < x->problems; i++) {
		const struct problem *p = &x->problem[i];

		rejects = rejects || p->rejects;
		fprintf(out, "  %s %s : %s, %" PRIu64 " fois%s", record_kind_name(p->kind),
			record_field_name(p->field), p->what, p->count, p->rejects ? ", REJET" : "");
		for (k = 0; k < p->count && k < SHOWN_EXAMPLES; k++) {
			if (!p->example[k].line)
				continue;
			fprintf(out, "%s ligne %" PRIu32, k ? "," : " ;", p->example[k].line);
			if (p->example[k].value)
				fprintf(out, " « %s »", p->example[k].value);
		}
		fputc('\n', out);
	}
	return rejects;
}

/* Those that are shown otherwise: by count of paths. */
static bool is_about_paths(const char *code)
{
	return !strcmp(code, "unknown-element") || !strcmp(code, "unknown-attribute") ||
	       !strcmp(code, "unknown-column");
}

static void print_findings(const struct diag *d, const char *title, bool unmatched, FILE *out)
{
	size_t i, k;
	bool any = false;

	for (i = 0; i < diag_finding_count(d); i++) {
		const struct finding *f = diag_finding_at(d, i);
		size_t shown = unmatched		     ? f->examples
			       : f->examples < FINDING_SHOWN ? f->examples
							     : FINDING_SHOWN;

		if (is_about_paths(f->code) || !strcmp(f->code, "unmatched-path") != unmatched)
			continue;
		if (!any)
			fprintf(out, "\n%s\n", title);
		any = true;
		for (k = 0; k < shown; k++) {
			fputs("  ", out);
			if (f->example[k].at.line)
				fprintf(out, "ligne %" PRIu32 " : ", f->example[k].at.line);
			fprintf(out, "%s\n", f->example[k].message);
		}
		if (f->count > shown)
			fprintf(out, "  … et %zu fois encore (%s)\n", f->count - shown, f->code);
	}
}

/* ---- all of it ---- */

static void print_head(const struct mapping *m, const char *mapping_path, const char *input,
		       const struct read_result *result, FILE *out)
{
	fprintf(out, "Correspondance « %s » (%s), %s\n", mapping_name(m), mapping_title(m), mapping_path);
	fprintf(out, "Fichier « %s » : %" PRIu64 " octets", input, result->bytes);
	if (*result->encoding)
		fprintf(out, ", %s", result->encoding);
	fprintf(out, ", %" PRIu64 " enregistrement%s\n", result->records, result->records > 1 ? "s" : "");
}

static enum status print_all(struct diag *d, const struct mapping *m, const char *input, struct inspection *x,
			     enum status read, FILE *out)
{
	enum status st = read;

	print_counts(x, out);
	print_records(x, out);
	print_sums(x, out);
	print_controls(x, out);
	if (print_problems(x, out) && st == ST_OK)
		st = ST_REJECTED;
	diag_sort(d);
	print_findings(d, "Constats de lecture", false, out);
	if (read != ST_OK) {
		fputs("\nLa lecture s'est arrêtée avant la fin : ces chiffres sont incomplets.\n", out);
		return st;
	}
	print_findings(d, "Chemins de la correspondance que ce fichier n'a pas", true, out);
	read = inspect_paths(d, input, m, out);
	return read != ST_OK ? read : st;
}

enum status mapping_inspect(struct diag *d, const char *mapping_path, const char *input, FILE *out)
{
	struct inspection x;
	struct read_result result = { 0 };
	struct mapping *m;
	enum status st = mapping_load(d, mapping_path, &m);

	if (st != ST_OK)
		return st;
	inspection_start(&x, m);
	st = reader_check(d, input, m, (struct record_sink){ inspection_take, &x }, &result);
	inspection_finish(&x);
	print_head(m, mapping_path, input, &result, out);
	st = print_all(d, m, input, &x, st, out);
	if (fflush(out) || ferror(out))
		st = diag_error(d, ST_OUTPUT, NOWHERE, "le compte rendu n'a pas pu être écrit");
	inspection_drop(&x);
	mapping_drop(m);
	return st;
}
