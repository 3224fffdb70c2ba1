/*
 * build_report.c - findings on the finished ledger: what is missing, and what is
 * there but cannot be meant (a till for a customer, a template's placeholder for
 * his name, one document number for two of them).
 */
#include "book/intake.h"

#include <stdlib.h>
#include <string.h>

#include "base/bulk.h"
#include "base/text.h"

#include "base/banned.h"

/* What is missing narrows what can be done, and the run says so (EXPORT-FORMAT.md). */
static void report_gaps(struct builder *b)
{
	const struct ledger *l = b->l;

	for (uint32_t i = 0; ledger_has_customer(l, i); i++) {
		const struct customer *c = &l->customer[i];

		if (!c->documents)
			continue;
		if (c->kind == KIND_UNKNOWN)
			diag_finding(b->d, SEV_WARNING, "no-kind", c->at,
				     "client « %s » sans nature (entreprise, public, particulier) : "
				     "aucune pénalité ne lui sera demandée",
				     c->id);
		if (!c->addresses)
			diag_finding(b->d, SEV_WARNING, "no-address", c->at,
				     "client « %s » sans adresse : aucune lettre ne peut lui être écrite",
				     c->id);
	}
	for (uint32_t i = 0; ledger_has_document(l, i) && l->extracted != DATE_NONE; i++) {
		const struct document *doc = &l->document[i];
		char date[11];

		if (doc->date > l->extracted && !doc->unbooked)
			diag_finding(b->d, SEV_INFO, "date-after-extraction", doc->at,
				     "pièce « %s » datée du %s, après l'extraction ; vérifiez sa date",
				     ledger_text(l, doc->id), date_fr(doc->date, date));
	}
}

/*
 * A balance brought forward that has no date but that of the opening, be it the customer's total or an entry that
 * repeats last year's: what it is made of may be older. Where the file has but one date per document, that is its own.
 */
static void report_openings(struct builder *b)
{
	const struct ledger *l = b->l;

	for (uint32_t i = 0; ledger_has_document(l, i); i++) {
		const struct document *doc = &l->document[i];
		const struct input *in = input_of(b, doc->at.file);
		char day[11];

		if ((doc->type != DOC_OPENING_DEBIT && doc->type != DOC_OPENING_CREDIT) ||
		    doc->posted_after || !in || !(in->posts || b->rules[in->rules].opening_at_start))
			continue;
		diag_finding(b->d, SEV_INFO, "opening-balance", doc->at,
			     "client « %s » : solde d'ouverture « %s » sans détail, daté de l'ouverture (%s) "
			     "; son "
			     "âge réel n'est pas connu",
			     l->customer[doc->customer].id, ledger_text(l, doc->number),
			     date_fr(doc->date, day));
	}
}

/* --- names that are nobody's -------------------------------------------------------------- */

/* The next word of *s, ASCII letters made small; false at the end. */
static bool next_word(const char **s, char *word, size_t size)
{
	const char *p = *s;
	size_t n = 0;

	while (*p && strchr(" -/.,()'\"*", *p))
		p++;
	while (*p && !strchr(" -/.,()'\"*", *p)) {
		char c = *p++;

		if (c >= 'A' && c <= 'Z')
			c = (char)(c | 0x20);
		if (n + 1 < size)
			word[n++] = c;
	}
	word[n] = '\0';
	*s = p;
	return n > 0;
}

static bool in_list(const char *word, const char *const *list)
{
	for (; *list; list++) {
		if (!strcmp(word, *list))
			return true;
	}
	return false;
}

/*
 * "Clients divers", "VENTES COMPTANT", "Client de passage": an account of many, not somebody who can be
 * written to. Every word must be one of those: "Imprimerie du Passage" is a customer.
 */
static bool is_collective(const char *name)
{
	static const char *const telling[] = { "divers",	 "diverses", "comptant", "comptoir",
					       "passage",	 "anonyme",  "anonymes", "caisse",
					       "consumidor",	 "sundry",   "walk",	 "barverkauf",
					       "laufkundschaft", NULL };
	static const char *const filling[] = {
		"client", "clients", "clientèle", "compte",  "comptes",	 "cpt",		 "vente",
		"ventes", "de",	     "du",	  "des",     "au",	 "le",		 "la",
		"les",	  "l",	     "d",	  "final",   "in",	 "customer",	 "customers",
		"kunden", "et",	     "autres",	  "magasin", "boutique", "particuliers", NULL
	};
	char word[24];
	bool tells = false;

	while (next_word(&name, word, sizeof word)) {
		if (in_list(word, telling))
			tells = true;
		else if (!in_list(word, filling))
			return false;
	}
	return tells;
}

/* Something like %NAME% or #NOM#: the same sign at both ends of a word in capitals. */
static bool is_marked(const char *name)
{
	size_t n = strlen(name), inner;

	if (n < 4 || (*name != '%' && *name != '#') || name[n - 1] != *name)
		return false;
	inner = strspn(name + 1, "ABCDEFGHIJKLMNOPQRSTUVWXYZ_0123456789");
	return inner == n - 2;
}

/* The text of a template that nobody filled in. */
static bool is_placeholder(const char *name)
{
	static const char *const pair[][2] = {
		{ "{{", "}}" }, { "${", "}" }, { "{%", "%}" }, { "<%", "%>" }
	};

	for (size_t i = 0; i < sizeof pair / sizeof *pair; i++) {
		const char *open = strstr(name, pair[i][0]);

		if (open && strstr(open + 2, pair[i][1]))
			return true;
	}
	return is_marked(name);
}

static void report_names(struct builder *b)
{
	for (uint32_t i = 0; ledger_has_customer(b->l, i); i++) {
		const struct customer *c = &b->l->customer[i];

		if (!c->documents)
			continue;
		if (is_placeholder(c->name))
			diag_finding(b->d, SEV_WARNING, "placeholder-name", c->at,
				     "client « %s » : son nom « %s » est un modèle que l'export n'a pas "
				     "rempli ; corrigez-le avant de lui écrire",
				     c->id, c->name);
		else if (is_collective(c->name))
			diag_finding(b->d, SEV_WARNING, "collective-customer", c->at,
				     "client « %s » : « %s » est un compte de passage ou de clients divers ; "
				     "ses pièces sont de plusieurs débiteurs, relancez-les autrement",
				     c->id, c->name);
	}
}

/* --- one number for two customers --------------------------------------------------------- */

/* Payments and openings share theirs rightly: a deposit of cheques, the balance of last year. */
static bool has_own_number(const struct document *doc)
{
	return doc->number &&
	       (doc->type == DOC_INVOICE || doc->type == DOC_CREDIT_NOTE || doc->type == DOC_DEBIT_NOTE);
}

static int by_value(const void *x, const void *y, void *nothing)
{
	uint64_t a = *(const uint64_t *)x, b = *(const uint64_t *)y;

	(void)nothing;
	return a < b ? -1 : a > b;
}

static uint32_t hash_of(const char *s)
{
	uint32_t h = UINT32_C(2166136261);

	for (; *s; s++)
		h = (h ^ (unsigned char)*s) * UINT32_C(16777619);
	return h;
}

static void report_shared_number(struct builder *b, uint32_t one, uint32_t other)
{
	const struct ledger *l = b->l;
	const struct document *x = &l->document[one], *y = &l->document[other];
	const char *number = ledger_text(l, y->number);

	if (x->customer == y->customer || strcmp(ledger_text(l, x->number), number) != 0)
		return;
	diag_finding(b->d, SEV_INFO, "shared-number", y->at,
		     "le numéro « %s » est celui d'une pièce du client « %s » et d'une du client « %s » ; "
		     "un règlement qui le cite est à rapprocher à la main",
		     number, l->customer[x->customer].id, l->customer[y->customer].id);
}

/* Two documents of one number: hashes say which pairs are worth a look, eight bytes a document. */
static void report_shared_numbers(struct builder *b)
{
	const struct ledger *l = b->l;
	uint64_t *key = bulk_alloc(l->documents * sizeof *key);
	uint32_t n = 0;

	for (uint32_t i = 0; ledger_has_document(l, i); i++) {
		if (has_own_number(&l->document[i]))
			key[n++] = (uint64_t)hash_of(ledger_text(l, l->document[i].number)) << 32 | i;
	}
	bulk_sort(key, n, sizeof *key, by_value, NULL);
	for (uint32_t i = 1; i < n; i++) {
		if (key[i - 1] >> 32 == key[i] >> 32)
			report_shared_number(b, (uint32_t)key[i - 1], (uint32_t)key[i]);
	}
	bulk_free(key);
}

/* --- files that do not belong together ---------------------------------------------------- */

static const struct customer *first_of(const struct ledger *l, int file, bool with_documents)
{
	for (uint32_t i = 0; ledger_has_customer(l, i); i++) {
		if (with_documents ? l->customer[i].documents > 0 : l->customer[i].at.file == file)
			return &l->customer[i];
	}
	return NULL;
}

/* Customers whose codes are written otherwise than in the export add nothing to it, and nobody would see why. */
static void report_strangers(struct builder *b)
{
	const struct ledger *l = b->l;

	for (uint32_t i = 0; ledger_has_customer(l, i); i++) {
		struct input *in = input_of(b, l->customer[i].at.file);

		if (in && l->customer[i].documents)
			in->joined = true;
	}
	for (size_t i = 0; i < b->inputs; i++) {
		const struct input *in = b->input[i];
		const struct customer *own = first_of(l, in->file, false), *other = first_of(l, 0, true);

		if (!in->customers || in->joined || in->documents || !own || !other)
			continue;
		diag_finding(b->d, SEV_WARNING, "customers-unknown", (struct place){ in->file, 0 },
			     "aucun client de ce fichier n'a de pièce dans l'export (« %s » ici, « %s » dans "
			     "l'export) ; vérifiez que les codes sont les mêmes",
			     own->id, other->id);
	}
}

void ledger_report(struct builder *b)
{
	report_strangers(b);
	report_gaps(b);
	report_openings(b);
	report_names(b);
	report_shared_numbers(b);
}
