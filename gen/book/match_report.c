/* match_report.c - findings on what matching had to presume or could not find; see match.h. */
#include "book/match.h"

#include <string.h>

#include "base/table.h"
#include "base/text.h"

#include "base/banned.h"

/* Oldest first is what law and habit presume (art. 1342-10 C. civ.), not what the file says. */
static void report_presumed(const struct match_job *j, const struct customer *c, uint32_t first)
{
	const struct allocation *a = NULL;
	unsigned n = 0;

	for (uint32_t i = first; i < j->n; i++) {
		if (j->out[i].reason != MATCH_OLDEST)
			continue;
		a = a ? a : &j->out[i];
		n++;
	}
	if (a)
		diag_finding(
			j->d, SEV_INFO, "matched-by-age", a->at,
			"client « %s » : %u imputation%s par ancienneté, faute de lettrage et de référence "
			"(la première, de « %s » sur « %s ») ; vérifiez-%s",
			c->id, n, n > 1 ? "s" : "", ledger_text(j->l, j->l->document[a->credit].number),
			ledger_text(j->l, j->l->document[a->debit].number), n > 1 ? "les" : "la");
}

/* --- documents that others name ----------------------------------------------------------- */

/* Ids and numbers of all of the customer's documents. */
static void list_documents(const struct ledger *l, const struct customer *c, struct table *known)
{
	for (uint32_t i = c->first_document; i < c->first_document + c->documents; i++) {
		table_put(known, ledger_text(l, l->document[i].id), i);
		table_put(known, ledger_text(l, l->document[i].number), i);
	}
}

/* As matching understands it: as a whole, else by one of its words. */
static bool is_known(const struct table *known, struct arena *scratch, const char *name)
{
	if (table_find(known, name) != TABLE_MISSING)
		return true;
	while (*name) {
		size_t n = strcspn(name, " ");

		if (n && table_find(known, arena_strndup(scratch, name, n)) != TABLE_MISSING)
			return true;
		name += n;
		name += strspn(name, " ");
	}
	return false;
}

static void report_names(const struct match_job *j, struct arena *scratch, const struct table *known,
			 const struct match_mark *m)
{
	const struct document *doc = &j->l->document[m->doc];

	for (const char *p = ledger_text(j->l, m->applies); *p;) {
		size_t n = strcspn(p, "|");
		const char *name = arena_strndup(scratch, p, n);

		if (n && !is_known(known, scratch, name))
			diag_finding(
				j->d, SEV_WARNING, "names-unknown", doc->at,
				"client « %s », pièce « %s » : elle nomme « %s », que ce client n'a pas dans "
				"les fichiers ; rapprochez-la à la main, ou ajoutez le fichier qui manque",
				j->l->customer[doc->customer].id, ledger_text(j->l, doc->number), name);
		p += n;
		p += *p == '|';
	}
}

static void report_unknown(const struct match_job *j, struct arena *scratch, const struct customer *c)
{
	struct table known = TABLE_INIT;
	bool listed = false;

	for (uint32_t i = c->first_document; i < c->first_document + c->documents; i++) {
		const struct match_mark *m = match_mark_of(j, i);

		if (!m || !m->applies || doc_type_is_debit((enum document_type)j->l->document[i].type))
			continue; /* a debit that names one settles nothing */
		if (!listed)
			list_documents(j->l, c, &known);
		listed = true;
		report_names(j, scratch, &known, m);
	}
	table_drop(&known);
}

void match_report(const struct match_job *j, struct arena *scratch, const struct customer *c, uint32_t first)
{
	report_presumed(j, c, first);
	if (j->marks)
		report_unknown(j, scratch, c);
}
