/*
 * build_company.c - whose receivables these are: several files of one run must be one company's, and
 * an invoice that we received is no receivable.
 *
 * A file says who made it by one or several identifiers (F_COMPANY): a code, a name, registration and
 * VAT numbers. Two files are of one company if they share a number of nine digits (SIREN, also inside
 * of a SIRET or a French VAT number) or, where one of them has none, any identifier.
 */
#include "book/intake.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"

#include "base/banned.h"

#define NUMBER_DIGITS 9 /* of a SIREN */

struct company_key {
	const char *text; /* folded: capitals and digits only */
	bool number;
	struct company_key *next;
};

struct company_seen {
	struct company_key *keys;
	const char *shown; /* as the file writes it */
	struct place at;   /* its first file with documents */
	uint32_t files;	   /* with documents that are not left out */
};

struct company_intake {
	struct company_key *creditor;
	const char *creditor_name;
	bool several;
	struct company_seen *company;
	uint32_t companies, cap;
};

static bool all_digits(const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (s[i] < '0' || s[i] > '9')
			return false;
	}
	return true;
}

/* Letters and digits in capitals; a SIRET, or a French VAT number, becomes its SIREN. */
static struct company_key fold(struct arena *a, const char *s, size_t n)
{
	char *out = arena_alloc(a, n + 1);
	size_t len = 0;

	for (size_t i = 0; i < n; i++) {
		unsigned char c = (unsigned char)s[i];

		if (c >= 'a' && c <= 'z')
			out[len++] = (char)(c - 'a' + 'A');
		else if (c >= 0x80 || (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z'))
			out[len++] = (char)c;
	}
	out[len] = '\0';
	if (len == 14 && all_digits(out, len))
		out[len = NUMBER_DIGITS] = '\0';
	else if (len == 13 && !memcmp(out, "FR", 2) && all_digits(out + 4, NUMBER_DIGITS))
		memmove(out, out + 4, (len = NUMBER_DIGITS) + 1);
	return (struct company_key){ .text = out, .number = len == NUMBER_DIGITS && all_digits(out, len) };
}

static bool has_key(const struct company_key *list, const char *text)
{
	for (; list; list = list->next) {
		if (!strcmp(list->text, text))
			return true;
	}
	return false;
}

static void add_keys(struct arena *a, struct company_key **list, const char *identifiers)
{
	while (identifiers && *identifiers) {
		size_t n = strcspn(identifiers, "|");
		struct company_key k = fold(a, identifiers, n), *kept;

		if (*k.text && !has_key(*list, k.text)) {
			kept = arena_alloc(a, sizeof *kept);
			*kept = k;
			kept->next = *list;
			*list = kept;
		}
		identifiers += n + (identifiers[n] == '|');
	}
}

enum relation { SAME, DIFFERENT, NOT_COMPARABLE };

/* Numbers decide where both have some; other identifiers can only agree. */
static enum relation compare(const struct company_key *a, const struct company_key *b)
{
	bool numbers_a = false, numbers_b = false, shared_number = false, shared = false;

	for (const struct company_key *k = a; k; k = k->next) {
		bool here = has_key(b, k->text);

		numbers_a |= k->number;
		shared_number |= k->number && here;
		shared |= here;
	}
	for (; b; b = b->next)
		numbers_b |= b->number;
	if (numbers_a && numbers_b)
		return shared_number ? SAME : DIFFERENT;
	return shared ? SAME : NOT_COMPARABLE;
}

static struct company_intake *intake(struct builder *b)
{
	if (!b->company)
		b->company = arena_calloc(b->scratch, 1, sizeof *b->company);
	return b->company;
}

void company_drop(struct company_intake *c)
{
	if (c)
		free(c->company);
}

void builder_creditor(struct builder *b, const struct creditor *who)
{
	struct company_intake *c = intake(b);

	c->creditor_name = arena_strdup(b->scratch, who->name);
	c->several = who->several_companies;
	add_keys(b->scratch, &c->creditor, who->siren);
	add_keys(b->scratch, &c->creditor, who->vat_number);
	add_keys(b->scratch, &c->creditor, who->name);
}

const char *take_company(struct input *in, const char *identifiers, struct place at)
{
	struct builder *b = in->b;
	struct company_intake *c = intake(b);
	struct company_key *keys = NULL;
	uint32_t i = 0;

	add_keys(b->scratch, &keys, identifiers);
	while (i < c->companies && compare(c->company[i].keys, keys) != SAME)
		i++;
	if (i == c->companies) {
		size_t n = strcspn(identifiers, "|");
		char *shown_as = arena_alloc(b->scratch, n + 1);

		memcpy(shown_as, identifiers, n);
		shown_as[n] = '\0';
		GROW(c->company, c->companies, c->cap);
		c->company[c->companies++] = (struct company_seen){ .shown = shown_as, .at = at };
	}
	add_keys(b->scratch, &c->company[i].keys, identifiers);
	in->company = i;
	return c->company[i].shown;
}

/* --- invoices that we received ------------------------------------------------------------ */

static bool is_creditor(struct builder *b, const struct document *doc)
{
	uint32_t value = b->customers.name[doc->customer].value;
	struct company_key *keys = NULL;
	const struct customer *c;

	if (!NAME_TAKEN(value) || !b->company->creditor)
		return false;
	c = &b->l->customer[value];
	add_keys(b->scratch, &keys, c->siren);
	add_keys(b->scratch, &keys, c->vat_number);
	add_keys(b->scratch, &keys, c->name);
	return compare(b->company->creditor, keys) == SAME;
}

/* A file all of whose documents are addressed to the creditor himself was sent to him, not by him. */
static void find_purchases(struct builder *b)
{
	const struct ledger *l = b->l;

	for (uint32_t i = 0; ledger_has_document(l, i); i++) {
		struct input *in = input_of(b, l->document[i].at.file);

		if (in && !in->sales)
			in->sales = !is_creditor(b, &l->document[i]);
	}
}

static void leave_out_purchases(struct builder *b)
{
	struct ledger *l = b->l;
	uint32_t i, n = 0;

	for (i = 0; ledger_has_document(l, i); i++) {
		const struct document *doc = &l->document[i];
		const struct input *in = input_of(b, doc->at.file);

		if (!in || in->sales) {
			l->document[n++] = *doc;
			continue;
		}
		b->documents.name[doc->first_allocation].value = NAME_REJECTED;
		diag_finding(b->d, SEV_WARNING, "purchase-invoice", doc->at,
			     "pièce « %s » adressée au créancier lui-même : facture d'achat, pas une "
			     "créance ; elle est laissée de côté",
			     ledger_text(l, doc->id));
	}
	l->documents = n;
}

/* --- the companies of the files that are left --------------------------------------------- */

static void count_files(struct builder *b)
{
	struct company_intake *c = b->company;

	for (size_t i = 0; i < b->inputs; i++) {
		struct input *in = b->input[i];

		if (!in->sales && !in->rejects)
			continue;
		if (in->company != NONE && !c->company[in->company].files++)
			c->company[in->company].at = (struct place){ in->file, 0 };
	}
}

/* The company that the run is about: the creditor of the configuration, else that of most files. */
static const struct company_seen *main_company(const struct company_intake *c)
{
	const struct company_seen *best = NULL;

	for (uint32_t i = 0; i < c->companies; i++) {
		const struct company_seen *x = &c->company[i];

		if (!x->files)
			continue;
		if (compare(c->creditor, x->keys) == SAME)
			return x;
		if (!best || x->files > best->files)
			best = x;
	}
	return best;
}

static enum status report_other(struct builder *b, const struct company_seen *x,
				const struct company_seen *main)
{
	const char *more =
		x->files < 2   ? ""
		: x->files > 2 ? arena_printf(b->scratch, " (et %" PRIu32 " autres fichiers)", x->files - 1)
			       : " (et un autre fichier)";

	if (b->company->several) {
		diag_finding(b->d, SEV_WARNING, "other-company", x->at,
			     "export de la société « %s »%s, réuni à celui de « %s » comme demandé", x->shown,
			     more, main->shown);
		return ST_OK;
	}
	return diag_error(b->d, ST_INPUT, x->at,
			  "export de la société « %s »%s, parmi ceux de « %s » : un arrêté est celui d'une "
			  "seule société ; ôtez-le, ou réunissez-les par --several-companies",
			  x->shown, more, main->shown);
}

enum status companies_settle(struct builder *b)
{
	struct company_intake *c = intake(b);
	const struct company_seen *main;
	enum status st = ST_OK;

	find_purchases(b);
	leave_out_purchases(b);
	count_files(b);
	main = main_company(c);
	for (uint32_t i = 0; i < c->companies; i++) {
		const struct company_seen *x = &c->company[i];

		if (x->files && x != main && report_other(b, x, main) != ST_OK)
			st = ST_INPUT;
	}
	if (st == ST_OK && main && compare(c->creditor, main->keys) == DIFFERENT)
		diag_finding(b->d, SEV_WARNING, "other-creditor", main->at,
			     "export de la société « %s », alors que la configuration décrit « %s » ; "
			     "vérifiez-les avant d'envoyer une lettre",
			     main->shown, c->creditor_name);
	return st;
}
