/* common.c - words and look-ups that several sheets need. */
#include <string.h>

#include "workbook/sheets.h"
#include "workbook/summary_data.h"

#include "base/banned.h"

const char *segment_french(enum segment s)
{
	static const char *const word[] = { "(non renseigné)", "Grand compte", "Multisites", "PME",
					    "Établissement public" };

	return word[s];
}

const char *kind_french(enum customer_kind k)
{
	static const char *const word[] = { "(non renseigné)", "Entreprise", "Organisme public",
					    "Particulier" };

	return word[k];
}

const char *insolvency_french(enum insolvency_kind k)
{
	static const char *const word[] = { "", "Sauvegarde", "Redressement judiciaire",
					    "Liquidation judiciaire" };

	return word[k];
}

const char *class_french(enum risk_class c)
{
	static const char *const word[] = { "A", "B", "C", "D", "E", "N" };

	return word[c];
}

const char *owner_text(const struct customer *c)
{
	return text_is_blank(c->owner) ? "(non renseigné)" : c->owner;
}

const char *channels_french(struct book *b, unsigned channels)
{
	static const enum channel all[] = { CHANNEL_EMAIL, CHANNEL_SMS, CHANNEL_LETTER, CHANNEL_REGISTERED,
					    CHANNEL_PHONE };
	const char *out = "";

	for (size_t i = 0; i < sizeof all / sizeof all[0]; i++)
		if (channels & (unsigned)all[i])
			out = arena_printf(b->scratch, "%s%s%s", out, *out ? " + " : "",
					   channel_french(all[i]));
	return out;
}

const char *step_text(const struct decision *e)
{
	return e && e->step ? e->step->label : "Aucune action";
}

const char *reason_text(const struct decision *e)
{
	return !e || e->step || e->reason == REASON_NONE ? "" : reason_french(e->reason);
}

const struct customer *customer_of(const struct book *b, const struct position *pos)
{
	return &b->a->view->ledger->customer[pos->customer];
}

const struct document *document_of(const struct book *b, const struct item *it)
{
	return &b->a->view->ledger->document[it->doc];
}

const struct decision *main_decision(const struct book *b, const struct position *pos)
{
	const struct decision *first = pos->decisions ? &b->a->decision[pos->first_decision] : NULL;

	for (uint32_t i = 0; i < pos->decisions; i++)
		if (first[i].step)
			return &first[i];
	return first;
}

const struct workbook_letter *letters_of(const struct book *b, const struct decision *e, size_t *n)
{
	uint32_t want = (uint32_t)(e - b->a->decision);
	const struct workbook_letter *letter = b->in->letter;
	size_t low = 0, high = b->in->letters;

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (letter[mid].decision < want)
			low = mid + 1;
		else
			high = mid;
	}
	for (*n = 0; low + *n < b->in->letters && letter[low + *n].decision == want;)
		(*n)++;
	return *n ? &letter[low] : NULL;
}

bool to_company(struct book *b, money x, currency c, money *out)
{
	return reference_value(b->a, b->ref, x, c, out);
}

const struct contact *contact_for(const struct customer *c, bool phone)
{
	const struct contact *found = NULL;

	for (const struct contact *k = c->contacts; k; k = k->next) {
		bool has = phone ? *k->phone || *k->mobile : *k->email != '\0';

		if (has && text_ieq(k->role, "accounting"))
			return k;
		if (has && !found)
			found = k;
	}
	return found;
}

size_t balance_notes(struct book *b, const char **note, size_t n)
{
	const struct assessment *a = b->a;
	const char *codes = "";

	if (a->view->before_extraction_undated)
		note[n++] = "Attention\u00a0: lettrage à la date d’extraction. L’export ne date pas ses "
			    "lettrages\u00a0; les soldes à "
			    "une date antérieure peuvent en être affectés.";
	for (size_t i = 0; i < a->no_rates; i++)
		codes = arena_printf(b->mem, "%s%s%s", codes, i ? ", " : "", currency_code(a->no_rate[i]));
	if (a->no_rates)
		note[n++] = arena_printf(
			b->mem,
			"Attention\u00a0: pas de cours pour %s\u00a0; ces montants manquent dans les "
			"contre-valeurs et dans les totaux en %s.",
			codes, currency_code(b->ref));
	return n;
}

const char *sum_by_number(const struct list *l, const char *sum, const char *key, const char *equals,
			  uint32_t first, uint32_t rows)
{
	struct condition when = { list_column(l, key), equals, false };

	return l->b->tables ? list_sumifs(l, list_column(l, sum), &when, 1)
			    : list_sumifs_among(l, list_column(l, sum), &when, 1, first, rows);
}

size_t add_column(struct column *col, size_t n, struct column c)
{
	col[n] = c;
	return n + 1;
}
