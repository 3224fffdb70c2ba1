/* letters_sample.c - see letters_sample.h. The records go through the same builder as an export. */
#include "letter/letters_sample.h"

#include "base/output.h"
#include "base/text.h"
#include "book/build.h"
#include "base/banned.h"

#define AS_OF "2026-10-31"

/* Fields of one record: pairs of field and value, ended by F_FIELDS. */
struct pair {
	enum record_field field;
	const char *value;
};

static enum status put(struct record_sink sink, enum record_kind kind, const struct record *parent,
		       const struct pair *pair, struct record *out)
{
	*out = (struct record){ .kind = kind, .at = NOWHERE, .parent = parent };
	for (; pair->field != F_FIELDS; pair++)
		out->field[pair->field] = pair->value;
	return sink.take(sink.self, out);
}

struct sample_customer {
	const char *id, *name, *kind, *segment, *language, *country, *currency;
	int invoices;
	bool credit, trouble,
		noticed; /* a credit note; a dispute and a broken promise; a formal notice received */
};

static const struct sample_customer customers[] = {
	{ "E001", "Ateliers Sorvane SARL", "business", "sme", "fr", "FR", "EUR", 1, false, false, false },
	{ "E002",
	  "Société coopérative des établissements industriels et commerciaux réunis de la Haute-Valmorande "
	  "et de "
	  "ses environs, Pôle Sud",
	  "business", "key-account", "fr", "FR", "EUR", 60, true, true, false },
	{ "E003", "Northby & Keel Trading Ltd", "business", "sme", "en", "GB", "EUR", 4, true, false, false },
	{ "E004", "Kōzan Seiki", "business", "sme", "en", "JP", "JPY", 2, false, false, false },
	{ "E005", "Méhari Import", "business", "multi-site", "fr", "TN", "TND", 2, false, true, false },
	{ "P001", "Commune de Brévanne-sur-Orle", "public", "public", "fr", "FR", "EUR", 3, false, false,
	  false },
	{ "C001", "Mme Élodie Tarvenne", "consumer", "", "fr", "FR", "EUR", 1, false, false, true },
	{ "I001", "Rivaud", "", "", "fr", "FR", "EUR", 2, false, false, false },
};

static enum status put_customer(struct record_sink sink, const struct sample_customer *c, struct record *out)
{
	struct record child;
	const struct pair fields[] = { { F_ID, c->id },
				       { F_NAME, c->name },
				       { F_KIND, *c->kind ? c->kind : NULL },
				       { F_SEGMENT, *c->segment ? c->segment : NULL },
				       { F_LANGUAGE, c->language },
				       { F_OWNER, "N. Belmont" },
				       { F_FIELDS, NULL } };
	static const struct pair contact[] = { { F_ROLE, "accounting" },
					       { F_NAME, "Mme Orlane" },
					       { F_PHONE, "+33199000000" },
					       { F_EMAIL, "compta@client.example" },
					       { F_FIELDS, NULL } };
	const struct pair address[] = { { F_PURPOSE, "billing" },  { F_LINE1, "12 rue des Forges" },
					{ F_POSTCODE, "69003" },   { F_CITY, "Lyon" },
					{ F_COUNTRY, c->country }, { F_FIELDS, NULL } };
	enum status st = put(sink, REC_CUSTOMER, NULL, fields, out);

	if (st == ST_OK)
		st = put(sink, REC_ADDRESS, out, address, &child);
	return st == ST_OK ? put(sink, REC_CONTACT, out, contact, &child) : st;
}

/* Reminders on an invoice, and where asked for a dispute about part of it and a promise not kept. */
static enum status put_history(struct record_sink sink, const struct record *document,
			       const struct sample_customer *c)
{
	static const struct pair first[] = {
		{ F_LEVEL, "1" }, { F_DATE, "2026-09-10" }, { F_CHANNEL, "email" }, { F_FIELDS, NULL }
	};
	static const struct pair second[] = {
		{ F_LEVEL, "2" }, { F_DATE, "2026-10-01" }, { F_CHANNEL, "letter" }, { F_FIELDS, NULL }
	};
	static const struct pair formal[] = { { F_LEVEL, "3" },
					      { F_DATE, "2026-10-08" },
					      { F_CHANNEL, "registered" },
					      { F_STEP, "formal-notice" },
					      { F_FIELDS, NULL } };
	static const struct pair dispute[] = {
		{ F_SINCE, "2026-10-05" }, { F_REASON, "quantité" }, { F_AMOUNT, "10" }, { F_FIELDS, NULL }
	};
	static const struct pair promise[] = { { F_MADE, "2026-10-02" },
					       { F_DUE, "2026-10-20" },
					       { F_FIELDS, NULL } };
	struct record child;
	enum status st = put(sink, REC_REMINDER, document, first, &child);

	if (st == ST_OK)
		st = put(sink, REC_REMINDER, document, second, &child);
	if (st == ST_OK && c->noticed)
		st = put(sink, REC_REMINDER, document, formal, &child);
	if (st == ST_OK && c->trouble)
		st = put(sink, REC_DISPUTE, document, dispute, &child);
	return st == ST_OK && c->trouble ? put(sink, REC_PROMISE, document, promise, &child) : st;
}

static enum status put_documents(struct arena *a, struct record_sink sink, const struct sample_customer *c,
				 const struct record *customer)
{
	enum status st = ST_OK;
	struct record document;

	for (int i = 0; i < c->invoices && st == ST_OK; i++) {
		const char *number = arena_printf(a, "FA-%s-%03d", c->id, i + 1);
		char date[11], due[11];
		civil_date day = date_parse("2026-06-15") + i;
		const struct pair fields[] = { { F_ID, number },
					       { F_TYPE, "invoice" },
					       { F_NUMBER, number },
					       { F_LABEL, "Fournitures et pose" },
					       { F_DATE, date_iso(day, date) },
					       { F_DUE, date_iso(day + (i % 5 == 4 ? 145 : 45), due) },
					       { F_AMOUNT, arena_printf(a, "%d", 1200 + 37 * i) },
					       { F_CURRENCY, c->currency },
					       { F_FIELDS, NULL } };

		st = put(sink, REC_DOCUMENT, customer, fields, &document);
		if (st == ST_OK && i == 0)
			st = put_history(sink, &document, c);
	}
	if (st == ST_OK && c->credit) {
		const struct pair fields[] = { { F_ID, arena_printf(a, "AV-%s", c->id) },
					       { F_TYPE, "credit-note" },
					       { F_DATE, "2026-08-01" },
					       { F_AMOUNT, "150" },
					       { F_CURRENCY, c->currency },
					       { F_FIELDS, NULL } };

		st = put(sink, REC_DOCUMENT, customer, fields, &document);
	}
	return st;
}

static enum status build(struct diag *d, struct letter_sample *s)
{
	static const struct matching rules = { .by_group = false };
	static const struct pair export[] = { { F_COMPANY, "SPECIMEN" },
					      { F_CURRENCY, "EUR" },
					      { F_FIELDS, NULL } };
	struct builder *b = builder_new(d);
	struct record_sink sink = builder_sink(b, &rules);
	struct record r;
	enum status st = put(sink, REC_EXPORT, NULL, export, &r);

	for (size_t i = 0; i < sizeof customers / sizeof *customers && st == ST_OK; i++) {
		st = put_customer(sink, &customers[i], &r);
		if (st == ST_OK)
			st = put_documents(s->mem, sink, &customers[i], &r);
	}
	if (st == ST_OK)
		st = builder_finish(b, &s->ledger);
	builder_drop(b);
	return st == ST_REJECTED ? ST_OK : st;
}

static void fill_company(struct company *c, bool collector)
{
	*c = (struct company){
		.path = "",
		.has_identity = true,
		.name = "Specimen Équipements",
		.legal_form = "SAS",
		.capital = "40000",
		.siren = "000000000",
		.rcs_city = "LYON",
		.vat_number = "FR00000000000",
		.ape = "",
		.line = { "1 place du Modèle", "", "", "" },
		.postcode = "69009",
		.city = "Lyon",
		.country = "FR",
		.phone = "0199000000",
		.email = "compta@specimen.example",
		.web = "",
		.iban = "FR1420041010050500013M02606",
		.bic = "SPCMFRPP",
		.bank = "",
		.cheque_payable_to = "Specimen Équipements",
		.payment_url = "",
		.contact = { "Nadia Belmont", "comptabilité clients", "", "" },
		.signatory = { "Claire Aubrac", "Directrice financière", "", "" },
		.contest_days = 15,
		.place = "Lyon",
		.logo = "",
		.signature_image = "",
		.footer = "",
		.is_collector = collector,
		.principal = { "Créancier Modèle",
			       "SARL",
			       "000000018",
			       { "2 rue de l’Essai", "", "", "" },
			       "38000",
			       "Grenoble",
			       "FR" },
		.mandate = collector ? "n° 12 du 1er septembre 2026" : "",
		.duplex = true,
		.qr = true,
		.letters = "",
		.font_regular = "",
		.font_bold = "",
		.font_italic = "",
		.font_bold_italic = "",
		.policy = "",
		.rates = "",
		.mapping = "",
		.privacy = "",
	};
}

enum status letter_sample_new(struct diag *d, bool collector, struct letter_sample *out)
{
	struct policy *policy;
	struct rate_table *rates;
	enum status st;

	*out = (struct letter_sample){ .mem = arena_new() };
	fill_company(&out->company, collector);
	st = policy_load(d, out->mem, data_path(out->mem, "templates/policy.xml"), &policy);
	if (st == ST_OK)
		st = rates_load(d, out->mem, data_path(out->mem, "templates/rates.xml"), &rates);
	if (st == ST_OK)
		st = build(d, out);
	if (st == ST_OK)
		st = view_new(d, out->ledger, date_parse(AS_OF), &out->view);
	return st == ST_OK ? assess(d, out->view, policy, rates, &out->assessment) : st;
}

void letter_sample_drop(struct letter_sample *s)
{
	if (s->assessment)
		assessment_drop(s->assessment);
	if (s->view)
		view_drop(s->view);
	ledger_drop(s->ledger);
	arena_drop(s->mem);
}
