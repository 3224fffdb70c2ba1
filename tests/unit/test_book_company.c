/* test_book_company.c - the configuration relance.xml and the check digits of identifiers. */
#include "book_fixture.h"

#include <sys/stat.h>
#include <unistd.h>

#include "book/company.h"

#include "base/banned.h"

static char folder[] = "/tmp/relance-test-company.XXXXXX";
static char path[128];
static struct arena *mem;
static struct company *c;

static int setup_folder(void **state)
{
	(void)state;
	if (!mkdtemp(folder))
		return -1;
	snprintf(path, sizeof path, "%s/relance.xml", folder);
	return 0;
}

static void write_file(const char *name, const char *content)
{
	char full[160];
	FILE *f;

	snprintf(full, sizeof full, "%s/%s", folder, name);
	f = fopen(full, "w");
	assert_non_null(f);
	assert_true(fputs(content, f) >= 0);
	assert_int_equal(fclose(f), 0);
}

static int teardown_folder(void **state)
{
	char full[160];

	(void)state;
	snprintf(full, sizeof full, "%s/p.xml", folder);
	unlink(full);
	unlink(path);
	return rmdir(folder);
}

static int begin(void **state)
{
	mem = arena_new();
	return setup(state);
}

static int end(void **state)
{
	arena_drop(mem);
	return teardown(state);
}

#define CREDITOR                                                                                          \
	"<creditor><name>Exemple SAS</name><siren>732 829 320</siren><address><line>1 rue du Port</line>" \
	"<postcode>69001</postcode><city>Lyon</city></address>"                                           \
	"<contact><name>Nadia B.</name><phone>+33400000000</phone></contact></creditor>"

static enum status load(const char *body)
{
	char text[2048];

	snprintf(text, sizeof text,
		 "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<relance version=\"1\">\n%s\n</relance>\n",
		 body);
	write_file("relance.xml", text);
	return company_load(quiet, mem, path, &c);
}

/* The only error, with its line. */
static const char *error_at(uint32_t at)
{
	for (size_t i = 0; i < diag_finding_count(quiet); i++) {
		const struct finding *f = diag_finding_at(quiet, i);

		if (strcmp(f->code, "error") == 0) {
			assert_int_equal(f->example[0].at.line, at);
			return f->example[0].message;
		}
	}
	fail_msg("no error");
	return "";
}

static void test_no_configuration(void **state)
{
	(void)state;
	assert_int_equal(company_load(quiet, mem, NULL, &c), ST_OK);
	assert_false(c->has_identity);
	assert_string_equal(c->path, "");
	assert_string_equal(c->name, "");
	assert_string_equal(c->line[3], "");
	assert_string_equal(c->policy, "");
	assert_string_equal(c->contact.name, "");
	assert_string_equal(c->principal.city, "");
	assert_int_equal(c->contest_days, 15);
	assert_true(c->duplex);
	assert_true(c->qr);
	assert_false(c->slip);
}

static void test_full_configuration(void **state)
{
	char expected[160];

	(void)state;
	write_file("p.xml", "<policy/>");
	assert_int_equal(
		load(CREDITOR
		     "<payment><iban>FR14 2004 1010 0505 0001 3M02 606</iban><bic>PSSTFRPPLYO</bic>"
		     "</payment><letters contest-days=\"10\" duplex=\"no\" slip=\"yes\"><place>Lyon</place>"
		     "</letters><rules policy=\"p.xml\"/><exchange>"
		     "<rate currency=\"USD\" value=\"0.9123\" date=\"2026-10-31\"/></exchange>"),
		ST_OK);
	assert_true(c->has_identity);
	assert_string_equal(c->name, "Exemple SAS");
	assert_string_equal(c->siren, "732829320");
	assert_string_equal(c->line[0], "1 rue du Port");
	assert_string_equal(c->line[1], "");
	assert_string_equal(c->country, "FR");
	assert_string_equal(c->iban, "FR1420041010050500013M02606");
	assert_string_equal(c->bic, "PSSTFRPPLYO");
	assert_string_equal(c->contact.phone, "+33400000000");
	assert_string_equal(c->signatory.name, "");
	assert_string_equal(c->place, "Lyon");
	assert_int_equal(c->contest_days, 10);
	assert_false(c->duplex);
	assert_true(c->qr);
	assert_true(c->slip);
	snprintf(expected, sizeof expected, "%s/p.xml", folder);
	assert_string_equal(c->policy, expected);
	assert_int_equal(findings("incomplete-identity"), 1); /* no legal form, no VAT number… */
	assert_int_equal(findings("bad-siren"), 0);

	feed_export();
	FEED(REC_RATE, NULL, F_CURRENCY, "TND", F_VALUE, "0.3", END);
	assert_int_equal(finish(), ST_OK);
	company_rates(c, ledger);
	assert_int_equal(ledger->n_rates, 2);
	assert_int_equal(ledger->rates[1].value, 912300);
	assert_int_equal(ledger->rates[1].date, date_parse("2026-10-31"));
}

static void test_mandate(void **state)
{
	(void)state;
	assert_int_equal(
		load(CREDITOR
		     "<mandate><reference>M-12 du 3 mai 2026</reference><principal><name>Vendeur SARL"
		     "</name><address><postcode>75001</postcode><city>Paris</city></address></principal>"
		     "</mandate>"),
		ST_OK);
	assert_true(c->is_collector);
	assert_string_equal(c->mandate, "M-12 du 3 mai 2026");
	assert_string_equal(c->principal.name, "Vendeur SARL");
	assert_string_equal(c->principal.city, "Paris");
	assert_int_equal(findings("no-payment-means"), 1);
	assert_int_equal(findings("no-iban"), 0);
	assert_int_equal(load(CREDITOR "<payment><cheque-payable-to>Nous</cheque-payable-to></payment>"),
			 ST_OK);
	assert_int_equal(findings("no-iban"), 1);
	assert_int_equal(load(CREDITOR "<payment><cheque-payable-to>Nous</cheque-payable-to></payment>"
				       "<letters qr='no'/>"),
			 ST_OK);
	assert_int_equal(findings("no-iban"), 1); /* that one still: no QR code, nothing missing */
}

/* Each way to pay that is missing is told as what the letters then lack. */
static void test_payment(void **state)
{
	static const struct {
		const char *body, *code;
	} lacks[] = {
		{ CREDITOR, "no-payment-means" },
		{ CREDITOR "<payment><cheque-payable-to>Exemple</cheque-payable-to></payment>", "no-iban" },
		{ CREDITOR "<payment><iban>FR1420041010050500013M02606</iban></payment>", "no-bic" },
		{ "<letters/>", "" }, /* nobody writes: nobody is to be paid */
	};
	static const char *const codes[] = { "no-payment-means", "no-iban", "no-bic" };

	for (size_t i = 0; i < sizeof lacks / sizeof *lacks; i++) {
		if (i) {
			end(state);
			begin(state);
		}
		assert_int_equal(load(lacks[i].body), ST_OK);
		for (size_t k = 0; k < sizeof codes / sizeof *codes; k++)
			assert_int_equal(findings(codes[k]), strcmp(codes[k], lacks[i].code) == 0);
	}
}

static void test_wrong_configurations(void **state)
{
	static const struct {
		const char *body, *says;
	} w[] = {
		{ "<payment><iban>FR1420041010050500013M02607</iban></payment>", "IBAN" },
		{ "<payment><iban>FR142004101005050001</iban></payment>", "IBAN" },
		{ "<payment><bic>PSST</bic></payment>", "BIC" },
		{ "<rules policy=\"absent.xml\"/>", "absent.xml" },
		{ "<letters><templates>.</templates></letters>", "« fr »" },
		{ "<letters><logo>absent.png</logo></letters>", "absent.png" },
		{ "<exchange><rate currency=\"XYZ\" value=\"1\"/></exchange>", "XYZ" },
		{ "<exchange><rate currency=\"USD\" value=\"1\" date=\"2026-02-30\"/></exchange>",
		  "2026-02-30" },
		{ "<exchange><rate currency=\"USD\" value=\"0.0\"/></exchange>", "0.0" },
		{ "<mandate><reference>M</reference><principal><name>V</name><address><postcode>1</postcode>"
		  "<city>P</city></address></principal></mandate>",
		  "creditor" },
		{ "<unknown/>", "unknown" },
		{ "<creditor><name>X</name></creditor>", "creditor" },
		{ "<letters contest-days=\"0\"/>", "contest-days" },
	};

	for (size_t i = 0; i < sizeof w / sizeof *w; i++) {
		if (i) {
			end(state);
			begin(state);
		}
		assert_int_equal(load(w[i].body), ST_CONFIG);
		if (!strstr(error_at(3), w[i].says))
			fail_msg("\"%s\" not in \"%s\"", w[i].says, error_at(3));
	}
}

static void test_missing_file(void **state)
{
	(void)state;
	assert_int_equal(company_load(quiet, mem, "/tmp/relance-test-company.none/relance.xml", &c),
			 ST_CONFIG);
	assert_true(diag_has_error(quiet));
}

static void test_bad_siren(void **state)
{
	(void)state;
	assert_int_equal(load("<creditor><name>X</name><siren>732829321</siren><vat-number>FR 45 732 829 "
			      "320</vat-number>"
			      "<address><postcode>1</postcode><city>P</city></address></creditor>"),
			 ST_OK);
	assert_int_equal(findings("bad-siren"), 1);
	assert_int_equal(findings("bad-vat-number"), 1);
}

static void test_identifiers(void **state)
{
	(void)state;
	assert_true(iban_valid("FR1420041010050500013M02606"));
	assert_true(iban_valid("DE89370400440532013000"));
	assert_true(iban_valid("BE68539007547034"));
	assert_false(iban_valid("FR1420041010050500013M02605"));
	assert_false(iban_valid("FR142004101005050001302606"));
	assert_false(iban_valid("fr1420041010050500013m02606"));
	assert_false(iban_valid("FR14"));
	assert_false(iban_valid(""));

	assert_true(bic_valid("PSSTFRPP"));
	assert_true(bic_valid("PSSTFRPPLYO"));
	assert_true(bic_valid("ABCDFR2AXXX"));
	assert_false(bic_valid("PSSTFRPPLY"));
	assert_false(bic_valid("1SSTFRPP"));
	assert_false(bic_valid("PSSTF1PP"));
	assert_false(bic_valid("psstfrpp"));

	assert_true(siren_valid("732829320"));
	assert_false(siren_valid("732829321"));
	assert_true(siren_valid("73282932000074"));
	assert_true(siren_valid("356000000"));
	assert_true(siren_valid("35600000009075")); /* La Poste: digit sum 35 */
	assert_true(siren_valid("35600000000048")); /* La Poste, by Luhn */
	assert_false(siren_valid("35600000009076"));
	assert_false(siren_valid("12345678"));
	assert_false(siren_valid("73282932A"));

	assert_true(vat_number_valid("FR44732829320"));
	assert_true(vat_number_valid("FRK7732829320")); /* newer keys have letters: taken as they stand */
	assert_false(vat_number_valid("FR45732829320"));
	assert_false(vat_number_valid("FR44732829321"));
	assert_false(vat_number_valid("732829320"));
	assert_true(vat_number_valid("DE123456789"));
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, begin, end)
	const struct CMUnitTest tests[] = {
		TEST(test_no_configuration), TEST(test_full_configuration),
		TEST(test_mandate),	     TEST(test_wrong_configurations),
		TEST(test_missing_file),     TEST(test_bad_siren),
		TEST(test_identifiers),	     TEST(test_payment),
	};

	return cmocka_run_group_tests(tests, setup_folder, teardown_folder);
}
