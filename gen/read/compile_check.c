/*
 * compile_check.c - what a mapping file must not say although mapping.xsd
 * cannot forbid it: fields that a kind of record does not have, records out of
 * place. Without this they would be taken, and do nothing.
 */
#include <string.h>

#include "base/text.h"
#include "base/xmlfile.h"
#include "read/compile.h"

#include "base/banned.h"

/*
 * inside: the kind that it lies in, NULL: any, or none at all. key: where it lies elsewhere, the field that names what it
 * belongs to, NULL: it must not. fields: NULL: any.
 */
static const struct {
	enum record_kind kind;
	const char *inside, *key, *fields;
} records[] = {
	{ REC_EXPORT, NULL, NULL, "company currency extracted ledger-balance opening-date" },
	{ REC_CONTROL, NULL, NULL, "customers documents balance currency name stated found opening kind" },
	{ REC_RATE, NULL, NULL, "currency value date" },
	{ REC_SALES, NULL, NULL, "period amount currency" },
	{ REC_CUSTOMER, NULL, NULL,
	  "id name kind public-kind segment siren vat-number language credit-limit owner payer-group terms "
	  "terms-days "
	  "terms-months terms-end-of-month terms-day hold-since hold-until hold-reason insolvency-kind "
	  "judgment "
	  "published risk-class risk-by risk-date risk-reason penalty-rate collector-since refused opening "
	  "opening-date closing closing-notice receivable-account currency" },
	{ REC_ADDRESS, "customer", "customer",
	  "customer purpose site line1 line2 line3 line4 line5 postcode city region country" },
	{ REC_CONTACT, "customer", "customer", "customer role name phone mobile email" },
	{ REC_DOCUMENT, NULL, NULL,
	  "id date type amount debit credit signed sign debit-type credit-type customer name number due "
	  "posted vat "
	  "currency order site label method reference group group-date applies account foreign-amount "
	  "foreign-currency penalty-rate "
	  "collector-since "
	  "retention terms terms-days terms-months terms-end-of-month terms-day" },
	{ REC_ALLOCATION, NULL, NULL, "document amount date from customer" },
	{ REC_DISPUTE, "document", "document", "document since until reason amount" },
	{ REC_PROMISE, "document", "document", "document due made amount" },
	{ REC_PLAN, "document", NULL, "agreed" },
	{ REC_INSTALMENT, "plan", "document", "document agreed due amount" },
	{ REC_PART, "document", "document", "document due amount value" },
	{ REC_REMINDER, "document", "document", "document date level step channel received" },
	{ REC_PROVISION, "document", "document", "document amount date" },
	{ REC_EVENT, "document", "document", "document kind date" },
	{ REC_BANK, NULL, NULL, NULL },
	{ REC_POSTING, NULL, NULL, "entry debit credit signed amount sign" },
};

static bool has_word(const char *words, const char *word)
{
	size_t n = strlen(word);

	for (; *words; words += *words == ' ') {
		size_t len = strcspn(words, " ");

		if (len == n && !memcmp(words, word, n))
			return true;
		words += len;
	}
	return false;
}

/* "id, name, kind" */
static const char *listed(struct arena *a, const char *words)
{
	struct buf b = BUF_INIT;
	const char *r;

	for (; *words; words++) {
		if (*words == ' ')
			buf_putc(&b, ',');
		buf_putc(&b, *words);
	}
	r = arena_strndup(a, b.s, b.len);
	buf_drop(&b);
	return r;
}

bool compile_field_fits(struct compiler *c, const xmlNode *n, const struct unit *u, const char *name)
{
	const char *fields, *kind;

	if (u->kind != UNIT_RECORD) {
		compile_fault(c, n, "un champ ne se met que dans un <record>");
		return false;
	}
	fields = records[u->record].fields;
	kind = record_kind_name(u->record);
	if (!fields ? record_field_find(name) != F_FIELDS : has_word(fields, name))
		return true;
	compile_fault(c, n, "« %s » n'est pas un champ d'un enregistrement « %s », dont les champs sont : %s",
		      name, kind, fields ? listed(c->mem, fields) : "ceux de camt.xml");
	return false;
}

static bool has_field(struct compiler *c, const xmlNode *record, const char *name)
{
	for (const xmlNode *k = xml_child(record, "field"); k; k = xml_next(k, "field")) {
		if (!strcmp(xml_attr(c->mem, k, "name", ""), name))
			return true;
	}
	return false;
}

void compile_place_fits(struct compiler *c, const xmlNode *n, const struct unit *u)
{
	const char *inside = records[u->record].inside, *key = records[u->record].key;
	const struct unit *outer = u->parent;

	while (outer && outer->kind != UNIT_RECORD)
		outer = outer->parent;
	if (!inside || (outer && !strcmp(record_kind_name(outer->record), inside)) ||
	    (key && has_field(c, n, key)))
		return;
	compile_fault(
		c, n,
		"un enregistrement « %s » doit se trouver dans le <record kind=\"%s\"> auquel il appartient "
		"(si les valeurs sont dans l'élément lui-même, son chemin est « . »)%s%s%s",
		record_kind_name(u->record), inside, key ? ", ou le nommer par un champ « " : "",
		key ? key : "", key ? " » (une table à part, jointe par l'identifiant)" : "");
}
