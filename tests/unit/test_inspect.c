/* test_inspect.c - mapping check and mapping guess: values, names, the survey of a file, and what comes of them. */
#include "read_fixture.h"

#include "read/guess_survey.h"
#include "read/guess_words.h"
#include "read/inspect.h"

#include "base/banned.h"

static struct arena *mem, *scratch;
static char *told; /* what the command printed */

static int open_all(void **state)
{
	mem = arena_new();
	scratch = arena_new();
	told = NULL;
	return setup(state);
}

static int close_all(void **state)
{
	arena_drop(mem);
	arena_drop(scratch);
	free(told);
	return teardown(state);
}

/* ---- values ---- */

static struct shape shape_of(const char *const *value)
{
	struct shape s = { 0 };

	for (; *value; value++)
		shape_add(&s, mem, scratch, *value);
	return s;
}
#define SHAPE(...) shape_of((const char *const[]){ __VA_ARGS__, NULL })

static void test_dates(void **state)
{
	struct shape s = SHAPE("2026-10-31", "2026-02-28T10:00:00Z");

	(void)state;
	assert_true(shape_is(&s, LOOK_DATE) && shape_is(&s, LOOK_ISO));
	s = SHAPE("20261031", "20260101");
	assert_true(shape_is(&s, LOOK_COMPACT));
	s = SHAPE("13/02/2026", "01/02/2026");
	assert_int_equal(s.seen[LOOK_DMY], 2);
	assert_int_equal(s.seen[LOOK_MDY], 1);
	s = SHAPE("12345678", "99999999", "31/02/2026", "2026", "F2026-10-31");
	assert_int_equal(s.seen[LOOK_DATE], 0);
}

static void test_amounts(void **state)
{
	struct shape s = SHAPE("1 200,00", "-5,5", "0,00", "N/A");

	(void)state;
	assert_int_equal(s.seen[LOOK_AMOUNT], 3);
	assert_int_equal(s.seen[LOOK_COMMA], 3);
	assert_int_equal(s.seen[LOOK_NEGATIVE], 1);
	assert_int_equal(s.seen[LOOK_ZERO], 1);
	assert_false(shape_is(&s, LOOK_AMOUNT)); /* one of four is too much dirt */
	s = SHAPE("1.234", "1,234");		 /* nobody can tell */
	assert_int_equal(s.seen[LOOK_COMMA] + s.seen[LOOK_POINT], 0);
	s = SHAPE("1.234,50", "1,234.50", "225300/100");
	assert_int_equal(s.seen[LOOK_COMMA], 1);
	assert_int_equal(s.seen[LOOK_POINT], 1);
	assert_int_equal(s.seen[LOOK_AMOUNT], 3);
}

static void test_codes(void **state)
{
	struct shape s = SHAPE("EUR", "USD", "XYZ");

	(void)state;
	assert_int_equal(s.seen[LOOK_CURRENCY], 2);
	s = SHAPE("a@b.example", "a b@c.example", "@b.example", "a@b");
	assert_int_equal(s.seen[LOOK_EMAIL], 1);
	s = SHAPE("732829320", "732 829 320", "732829321", "73282932000074");
	assert_int_equal(s.seen[LOOK_SIREN], 3);
	s = SHAPE("411000", "4191", "4180", "41", "411DUPONT", "F411");
	assert_int_equal(s.seen[LOOK_RECEIVABLE], 3);
	s = SHAPE("D", "C", "1", "-1", "x");
	assert_int_equal(s.seen[LOOK_SIGN], 4);
	s = SHAPE("45 jours fin de mois", "30 days", "60 j", "Facture 12", "jour");
	assert_int_equal(s.seen[LOOK_TERMS], 3);
}

static void test_words_kept(void **state)
{
	struct shape s = SHAPE("FA", "AV", "FA", "", "FA");
	int i;

	(void)state;
	assert_int_equal(s.filled, 4);
	assert_int_equal(s.empty, 1);
	assert_int_equal(s.words, 2);
	assert_int_equal(s.word[0].count, 3);
	assert_string_equal(shape_example(&s), "FA");
	assert_false(shape_unique(&s));
	for (i = 0; i < 40; i++)
		shape_add(&s, mem, scratch, arena_printf(mem, "v%d", i));
	assert_int_equal(s.words, SHAPE_WORDS);
	assert_true(s.more_words);
}

/* The sample is fair whatever the number of values: about how many, which are in another list, and which twice. */
static void test_sample(void **state)
{
	struct shape all = { 0 }, some = { 0 }, none = { 0 }, twice = { 0 };
	int i;

	(void)state;
	for (i = 0; i < 5000; i++) {
		const char *v = arena_printf(mem, "C%05d", i);

		shape_add(&all, mem, scratch, v);
		if (i % 50 == 0)
			shape_add(&some, mem, scratch, v);
		shape_add(&none, mem, scratch, arena_printf(mem, "X%05d", i));
		shape_add(&twice, mem, scratch, v);
		shape_add(&twice, mem, scratch, v);
	}
	assert_true(shape_unique(&all) && shape_unique(&some));
	assert_false(shape_unique(&twice));
	assert_in_range(shape_distinct(&all), 3500, 6500);
	assert_int_equal(shape_within(&some, &all), 100);
	assert_int_equal(shape_within(&none, &all), 0);
	assert_in_range(shape_within(&all, &some), 0, 15);
}

/* A long value is cut between characters. */
static void test_long_value(void **state)
{
	struct buf b = BUF_INIT;
	struct shape s;
	int i;

	(void)state;
	buf_putc(&b, 'a');
	for (i = 0; i < 100; i++)
		buf_puts(&b, "é");
	s = SHAPE(b.s);
	assert_true(utf8_valid(shape_example(&s), strlen(shape_example(&s))));
	assert_int_equal(s.longest, 201);
	buf_drop(&b);
}

/* ---- names ---- */

static void assert_means(const char *name, uint64_t bits)
{
	uint64_t got = words_meaning(scratch, name);

	if ((got & bits) != bits)
		fail_msg("\"%s\" means %#llx, not %#llx", name, (unsigned long long)got,
			 (unsigned long long)bits);
}

static void assert_not(const char *name, uint64_t bits)
{
	if (words_meaning(scratch, name) & bits)
		fail_msg("\"%s\" must not mean %#llx", name, (unsigned long long)bits);
}

static void test_names(void **state)
{
	(void)state;
	assert_means("DateEcheance", WORD_BIT(DATE) | WORD_BIT(DUE));
	assert_means("date_d'échéance", WORD_BIT(DATE) | WORD_BIT(DUE));
	assert_means("InvoiceDueDate", WORD_BIT(INVOICE) | WORD_BIT(DUE) | WORD_BIT(DATE));
	assert_means("DATEECHEANCE", WORD_BIT(DATE) | WORD_BIT(DUE));
	assert_means("Fälligkeitsdatum", WORD_BIT(DUE) | WORD_BIT(DATE));
	assert_means("forfallsdato", WORD_BIT(DUE));
	assert_means("fechaVencimiento", WORD_BIT(DATE) | WORD_BIT(DUE));
	assert_means("KundenNr", WORD_BIT(CUSTOMER) | WORD_BIT(NUMBER));
	assert_means("codeClient", WORD_BIT(CUSTOMER) | WORD_BIT(ID));
	assert_means("CompAuxNum", WORD_BIT(CUSTOMER) | WORD_BIT(NUMBER));
	assert_means("montantTTC", WORD_BIT(AMOUNT) | WORD_BIT(GROSS));
	assert_means("ValorTotal", WORD_BIT(AMOUNT) | WORD_BIT(TOTAL));
	assert_means("Reste dû", WORD_BIT(OPEN));
	assert_means("EcritureLet", WORD_BIT(LETTERING));
	assert_means("CARLETTRAGE", WORD_BIT(LETTERING));
	assert_means("Code postal", WORD_BIT(POSTCODE));
	assert_not("nota", WORD_BIT(NUMBER));
	assert_not("Ville", WORD_BIT(POSTCODE) | WORD_BIT(AMOUNT));
	assert_not("Solde", WORD_BIT(DUE) | WORD_BIT(DATE));
	assert_int_equal(words_meaning(scratch, ""), 0);
	assert_int_equal(words_meaning(scratch, "日付"), 0);
}

static void assert_type(const char *value, const char *type)
{
	const char *got = words_document_type(scratch, value);

	if (!text_eq(got, type))
		fail_msg("\"%s\" is taken for %s", value, got ? got : "nothing");
}

static void test_types(void **state)
{
	(void)state;
	assert_type("FAC", "invoice");
	assert_type("Facture d'acompte", "invoice");
	assert_type("Facture d'avoir", "credit-note");
	assert_type("Avoir", "credit-note");
	assert_type("Gutschrift", "credit-note");
	assert_type("Règlement facture", "payment");
	assert_type("Zahlungseingang", "payment");
	assert_type("Acompte", "advance");
	assert_type("Impayé", "payment-reject");
	assert_type("Remboursement", "refund");
	assert_type("À nouveau", "opening-debit");
	assert_type("OD", NULL);
	assert_type("", NULL);
	assert_int_equal(words_void(scratch, "statut", "Annulée"), 'c');
	assert_int_equal(words_void(scratch, "statut", "Brouillon"), 'd');
	assert_int_equal(words_void(scratch, "statut", "validée"), '\0');
	assert_string_equal(words_customer_kind(scratch, "Particulier"), "consumer");
	assert_true(words_receivable(scratch, "RECEIVABLE"));
	assert_false(words_receivable(scratch, "PAYABLE"));
}

/* ---- the survey ---- */

static struct survey survey;

static void look_at(const char *text)
{
	assert_int_equal(survey_read(quiet, file_of(text, strlen(text)), &survey), ST_OK);
}

static const struct survey_node *at(const char *path)
{
	const struct survey_node *n = survey.document, *k;
	const char *s = path;

	for (; n && *s; s += *s == '/') {
		size_t len = strcspn(s, "/");
		bool attribute = *s == '@';

		for (k = n->child; k; k = k->next) {
			if (k->attribute == attribute && strlen(k->name) == len - attribute &&
			    !strncmp(k->name, s + attribute, len - attribute))
				break;
		}
		n = k;
		s += len;
	}
	if (!n)
		fail_msg("no such path: %s", path);
	return n;
}

static void test_survey(void **state)
{
	(void)state;
	look_at("<x:r xmlns:x='urn:x' at='2026'>\n<c id='1'><d>5,00</d><d>6,00</d></c>\n<c id='2'/>\n"
		"<c id='3'><d>7,00</d>text</c></x:r>");
	assert_string_equal(survey.namespace, "urn:x");
	assert_int_equal(at("r/c")->count, 3);
	assert_int_equal(at("r/c")->most, 3);
	assert_int_equal(at("r/c")->line, 2);
	assert_int_equal(at("r/c/d")->count, 3);
	assert_int_equal(at("r/c/d")->most, 2);
	assert_int_equal(at("r/c/d")->parents, 2);
	assert_int_equal(at("r/c/d")->shape.seen[LOOK_COMMA], 3);
	assert_int_equal(at("r/c/@id")->shape.filled, 3);
	assert_true(shape_unique(&at("r/c/@id")->shape));
	assert_int_equal(at("r/c")->shape.filled,
			 0); /* of an element with others in it, the text does not count */
	survey_drop(&survey);
}

static void test_survey_columns(void **state)
{
	(void)state;
	look_at(" Code client ;Montant;\"a;b\"\r\n1;\"2,00\";\"say \"\"x;y\"\"\"\r\n2\r\n\r\n3;\"open;4\r\n");
	assert_true(survey.quotes);
	assert_int_equal(survey.separator, ';');
	assert_int_equal(at("row")->count, 3);
	assert_int_equal(at("row/Code client")->shape.filled, 3);
	assert_string_equal(shape_example(&at("row/a;b")->shape), "say \"x;y\"");
	assert_int_equal(at("row/Montant")->count, 2);
	survey_drop(&survey);
	/* Bars and tabs need no quotes: there a quote is just a character. */
	look_at("a|b\n\"x|y\"\n");
	assert_false(survey.quotes);
	assert_string_equal(shape_example(&at("row/a")->shape), "\"x");
	survey_drop(&survey);
}

static void test_survey_refuses(void **state)
{
	static const char *const bad[] = { "", "<!DOCTYPE a><a/>", "<a><b></a>", "<a>", "\n\n" };
	size_t i;

	(void)state;
	for (i = 0; i < sizeof bad / sizeof *bad; i++)
		assert_int_equal(survey_read(quiet, file_of(bad[i], strlen(bad[i])), &survey), ST_INPUT);
	assert_int_equal(survey_read(quiet, "/nonexistent/file", &survey), ST_INPUT);
}

/* Deep nesting and many names end somewhere, and say so. */
static void test_survey_limits(void **state)
{
	struct buf b = BUF_INIT;
	int i;

	(void)state;
	for (i = 0; i < 3000; i++)
		buf_puts(&b, "<a>");
	buf_putc(&b, 'x');
	for (i = 0; i < 3000; i++)
		buf_puts(&b, "</a>");
	look_at(b.s);
	assert_true(survey.truncated);
	assert_int_equal(survey.nodes, SURVEY_DEPTH + 1);
	survey_drop(&survey);
	buf_clear(&b);
	buf_puts(&b, "<a>");
	for (i = 0; i < SURVEY_PATHS + 100; i++)
		buf_printf(&b, "<n%d/>", i);
	buf_puts(&b, "</a>");
	look_at(b.s);
	assert_true(survey.truncated);
	assert_int_equal(survey.nodes, SURVEY_PATHS);
	survey_drop(&survey);
	buf_drop(&b);
}

/* ---- the commands ---- */

static enum status run_guess(const char *text)
{
	size_t size;
	FILE *out;
	enum status st;

	free(told);
	told = NULL;
	out = open_memstream(&told, &size);
	assert_non_null(out);
	st = mapping_guess(quiet, file_of(text, strlen(text)), out);
	assert_int_equal(fclose(out), 0);
	return st;
}

/* Guess a mapping for the text, and read the text through it. */
static void guess_and_read(const char *text)
{
	assert_int_equal(run_guess(text), ST_OK);
	if (read_with(told, text) != ST_OK)
		fail_msg("not read through:\n%s", told);
}

static void assert_told(const char *part)
{
	if (!strstr(told, part))
		fail_msg("not in the output: \"%s\"\n%s", part, told);
}

static void test_guess_keys(void **state)
{
	(void)state;
	guess_and_read("<x><clients><client><code>A1</code><raison>Alpha</raison></client>"
		       "<client><code>B2</code><raison>Bêta</raison></client></clients>"
		       "<factures><facture num='F1' client='A1' date='2026-01-05' montant='10.00'/>"
		       "<facture num='F2' client='B2' date='2026-01-06' montant='-2.50'/></factures></x>");
	assert_seen("customer id=A1 name=Alpha\n");
	assert_seen("document id=F1 customer=A1 date=2026-01-05 amount=10.00 type=invoice number=F1\n");
	assert_seen("document id=F2 customer=B2 date=2026-01-06 amount=2.50 type=credit-note number=F2\n");
}

/* The same number in two lists: the list's name keeps them apart. */
static void test_guess_prefixes(void **state)
{
	(void)state;
	guess_and_read(
		"<x><client code='A'><nom>Alpha</nom><facture no='1' date='2026-01-05' montant='10.00'/>"
		"<paiement no='1' date='2026-01-07' montant='4.00'/></client></x>");
	assert_seen("  document id=facture-1 date=2026-01-05 amount=10.00 type=invoice number=1\n");
	assert_seen("  document id=paiement-1 date=2026-01-07 amount=4.00 type=payment number=1\n");
}

/* A journal: the date stands around, only the accounts of customers count. */
static void test_guess_ledger(void **state)
{
	(void)state;
	guess_and_read(
		"<gl><comptes><compte no='411A' nom='Alpha'/><compte no='707' nom='Ventes'/></comptes>"
		"<journal code='VT'><ecriture date='05/01/2026' piece='F1'><ligne compte='411A' "
		"debit='12,00' "
		"credit='0,00'/><ligne compte='707' debit='0,00' credit='12,00'/></ecriture></journal></gl>");
	assert_seen("customer id=411A name=Alpha");
	assert_seen("customer=411A date=2026-01-05 amount=12.00 type=invoice number=F1 account=411A");
	assert_null(strstr(seen.s, "707"));
}

/* What was paid is taken off where the file has no payments. */
static void test_guess_paid(void **state)
{
	(void)state;
	guess_and_read(
		"customer_id,customer_name,invoice_no,invoice_date,due_date,currency,total,amount_paid\n"
		"1,Foo,I1,2026-07-01,2026-07-31,GBP,100.00,25.00\n"
		"2,Bar,I2,2026-08-01,2026-08-31,GBP,10.00,0.00\n");
	assert_seen("document id=I1 customer=1 currency=GBP date=2026-07-01 amount=75.00 name=Foo "
		    "type=invoice number=I1 "
		    "due=2026-07-31\n");
	assert_told("À VÉRIFIER");
}

static void test_guess_nothing(void **state)
{
	(void)state;
	assert_int_equal(run_guess("<a><b>1</b></a>"), ST_INPUT);
	assert_string_equal(told, "");
	assert_int_equal(run_guess("C1;2026-01-01;10,00\nC2;2026-01-02;11,00\n"), ST_INPUT);
	assert_int_equal(run_guess("<!DOCTYPE a><a/>"), ST_INPUT);
	assert_int_equal(run_guess("<client><client><client/></client></client>"), ST_INPUT);
}

static enum status run_check(const char *mapping, const char *text)
{
	char kept[sizeof input];
	size_t size;
	enum status st;
	FILE *out;

	free(told);
	told = NULL;
	out = open_memstream(&told, &size);
	assert_non_null(out);
	file_of(mapping, strlen(mapping));
	memcpy(kept, input, sizeof kept);
	input[0] = '\0';
	st = mapping_inspect(quiet, kept, file_of(text, strlen(text)), out);
	unlink(kept);
	assert_int_equal(fclose(out), 0);
	return st;
}

#define MAP                                                                                                  \
	"<mapping name='t' title='T' version='1'><forms decimal='comma' date='dmy'/>"                        \
	"<record kind='export' path='/r'><field name='currency' path='@cur'/>"                               \
	"<field name='ledger-balance' path='@total'/></record>"                                              \
	"<record kind='customer' path='/r/c'><field name='id' path='@id'/><field name='name' "               \
	"path='@n'/></record>"                                                                               \
	"<record kind='document' path='/r/d' debit-type='invoice' credit-type='payment'><field name='id' "   \
	"path='@id'/>"                                                                                       \
	"<field name='customer' path='@c'/><field name='date' path='@day'/><field name='signed' path='@a'/>" \
	"<field name='label' path='gone/@away'/></record></mapping>"

static void test_check(void **state)
{
	(void)state;
	assert_int_equal(run_check(MAP, "<r cur='EUR' total='7,50'><c id='1' n='A'/><d id='1' c='1' "
					"day='01/02/2026' a='10,00'/>"
					"<d id='2' c='1' day='02/02/2026' a='-2,50' more='x'><z/></d></r>"),
			 ST_OK);
	assert_told("  document             2  pièces\n");
	assert_told("    date                2026-02-01\n");
	assert_told("  invoice         EUR           1             10,00\n");
	assert_told("  payment         EUR           1             -2,50\n");
	assert_told("égal au solde des pièces");
	assert_told("/r/d/@more : 1 fois, ligne 1, ex. « x »\n");
	assert_told("/r/d/z : 1 fois");
	assert_told("« /r/d/gone » du format « t » absent du fichier");
	assert_null(strstr(told, "Valeurs à revoir"));
}

static void test_check_problems(void **state)
{
	(void)state;
	assert_int_equal(
		run_check(
			MAP,
			"<r cur='EUR' total='1,00'><c id='1' n='A'/><c id='1' n='B'/><c id='2'/>\n"
			"<d id='1' c='1' day='31/02/2026' a='10,00'/>\n<d c='9' day='02/02/2026' a='zehn'/>\n"
			"<d id='1' c='1' day='03/02/2026'/></r>"),
		ST_REJECTED);
	assert_told("customer id : donné deux fois");
	assert_told("customer name : absent, 1 fois, REJET ; ligne 1\n");
	assert_told("document date : date non comprise (attribut date du champ ou de <forms>), 1 fois, REJET "
		    "; ligne 2 "
		    "« 31/02/2026 »\n");
	assert_told("document signed : montant non compris");
	assert_told("document id : absent, 1 fois, REJET ; ligne 3\n");
	assert_told("document amount : absent, 1 fois, REJET ; ligne 4\n");
	assert_told("client sans fiche dans ce fichier");
	assert_told("plusieurs pièces de même identifiant");
	assert_told("ÉCART avec le solde des pièces");
}

/* Nothing found, or not read to the end: said, and what was found is shown. */
static void test_check_broken(void **state)
{
	(void)state;
	assert_int_equal(run_check(MAP, "<r cur='EUR'><x/></r>"), ST_OK);
	assert_told("aucune pièce");
	assert_int_equal(run_check(MAP, "<r cur='EUR'><c id='1' n='A'/><d"), ST_INPUT);
	assert_told("La lecture s'est arrêtée avant la fin");
	assert_told("  customer             1  clients\n");
	assert_int_equal(run_check("<mapping/>", "<r/>"), ST_CONFIG);
	assert_string_equal(told, "");
}

/* Columns are known whatever their case, with blanks as written. */
static void test_check_columns(void **state)
{
	(void)state;
	assert_int_equal(
		run_check("<mapping name='t' title='T' version='1'><delimited/><forms decimal='comma'/>"
			  "<record kind='export' path='/'><field name='currency' value='EUR'/></record>"
			  "<record kind='document' path='/row'><field name='id' path='no_doc'/><field "
			  "name='customer' "
			  "path='client'/><field name='name' path='client'/><field name='type' "
			  "value='invoice'/>"
			  "<field name='date' path='date'/><field name='amount' "
			  "path='montant'/></record></mapping>",
			  "No doc;Client;DATE;Montant;Autre\n1;A;2026-01-01;5,00;x\n"),
		ST_OK);
	assert_told("Colonnes du fichier que la correspondance ne lit pas\n  /row/Autre : 1 fois, ligne 1, "
		    "ex. « x »\n");
	assert_null(strstr(told, "/row/No doc"));
}

#define T(name) cmocka_unit_test_setup_teardown(name, open_all, close_all)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(test_dates),	       T(test_amounts),	       T(test_codes),	       T(test_words_kept),
		T(test_sample),	       T(test_long_value),     T(test_names),	       T(test_types),
		T(test_survey),	       T(test_survey_columns), T(test_survey_refuses), T(test_survey_limits),
		T(test_guess_keys),    T(test_guess_prefixes), T(test_guess_ledger),   T(test_guess_paid),
		T(test_guess_nothing), T(test_check),	       T(test_check_problems), T(test_check_broken),
		T(test_check_columns),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
