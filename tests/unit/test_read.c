/* test_read.c - the native export, encodings, and everything that can be wrong with a file. */
#include "read_fixture.h"

#include <sys/stat.h>
#include <zlib.h>

#include "base/banned.h"

#define HEAD "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
#define OPEN "<receivables version=\"1\" company=\"S\" currency=\"EUR\">"
#define CLOSE "</receivables>"
#define EXPORT "export company=S currency=EUR\n"

static void test_native_all(void **state)
{
	(void)state;
	assert_int_equal(
		read_text(HEAD
			  "<receivables version='1' company='SOC01' currency='EUR' extracted='2026-11-02' "
			  "ledger-balance='-47.15'>\n"
			  "<control customers='2' documents='5' balance='47120.15' currency='EUR'/>\n"
			  "<rates date='2026-10-31'><rate currency='USD' value='0.9123'/>"
			  "<rate currency='GBP' value='1.1' date='2026-09-30'/></rates>\n"
			  "<sales><month period='2026-10' amount='120000.00'/></sales>\n"
			  "<customer id='C1' kind='business' segment='sme' public-kind='hospital' "
			  "penalty-rate='12.5' "
			  "collector-since='2026-01-02' refused='non' payer-group='G'>\n"
			  "<name>Ateliers   Durand\n SARL</name><siren>732829320</siren><vat>FR44</vat>"
			  "<address purpose='billing' "
			  "site='LYON'><line>A</line><line/><line>C</line><postcode>69003"
			  "</postcode><city>Lyon</city><region>R</region><country>FR</country></address>"
			  "<contact role='accounting'><name>Mme "
			  "Petit</name><phone>1</phone><mobile/><email>a@b.c"
			  "</email></contact><contact><name>M. Grand</name></contact>"
			  "<language>fr</language><credit-limit>20000.00</credit-limit>"
			  "<terms days='45' months='1' end-of-month='yes' day='10'/><owner>Nadia</owner>"
			  "<hold since='2026-10-01' until='2026-12-01' reason='x'/>"
			  "<insolvency kind='redressement' judgment='2026-03-02' published='2026-03-10'/>"
			  "<risk class='C' by='N' date='2026-09-01' reason='y'/></customer>\n"
			  "</receivables>"),
		ST_OK);
	assert_records(
		"export company=SOC01 currency=EUR extracted=2026-11-02 ledger-balance=-47.15\n"
		"control currency=EUR customers=2 documents=5 balance=47120.15\n"
		"rate currency=USD date=2026-10-31 value=0.9123\n"
		"rate currency=GBP date=2026-09-30 value=1.1\n"
		"sales period=2026-10 amount=120000.00\n"
		"customer id=C1 kind=business public-kind=hospital segment=sme name=Ateliers Durand SARL "
		"siren=732829320 "
		"vat-number=FR44 language=fr credit-limit=20000.00 owner=Nadia payer-group=G terms-days=45 "
		"terms-end-of-month=after terms-day=10 terms-months=1 hold-since=2026-10-01 "
		"hold-until=2026-12-01 "
		"hold-reason=x insolvency-kind=redressement judgment=2026-03-02 published=2026-03-10 "
		"risk-class=C risk-by=N "
		"risk-date=2026-09-01 risk-reason=y penalty-rate=12.5 collector-since=2026-01-02 "
		"refused=non\n"
		"  address purpose=billing site=LYON line1=A line3=C postcode=69003 city=Lyon region=R "
		"country=FR\n"
		"  contact name=Mme Petit role=accounting phone=1 email=a@b.c\n"
		"  contact name=M. Grand\n");
	assert_int_equal(result.records, 9);
	assert_string_equal(result.encoding, "UTF-8");
	assert_null(finding("unknown-attribute"));
	assert_null(finding("unknown-element"));
}

static void test_native_documents(void **state)
{
	(void)state;
	assert_int_equal(
		read_text(HEAD OPEN
			  "<customer id='C1'><name>N</name>"
			  "<document id='D1' type='invoice' number='F1' date='2026-07-31' due='2026-08-31' "
			  "amount='1200.00' "
			  "vat='200.00' currency='EUR' order='PO' site='LYON' label='L' reference='R' "
			  "group='AA' "
			  "group-date='2026-08-01' applies='F0' penalty-rate='15' "
			  "collector-since='2026-09-01' retention='60.00'>"
			  "<allocation document='D2' amount='400.00' date='2026-09-15'/>"
			  "<dispute since='2026-09-10' until='2026-09-20' reason='q' amount='100.00'/>"
			  "<promise made='2026-09-20' due='2026-10-05' amount='800.00'/>"
			  "<plan agreed='2026-09-20'><instalment due='2026-10-31' amount='400.00'/>"
			  "<instalment due='2026-11-30' amount='400.00'/></plan>"
			  "<reminder level='1' step='s' date='2026-09-30' channel='letter' "
			  "received='2026-10-02'/>"
			  "<provision amount='50.00' date='2026-09-30'/><event kind='claim' "
			  "date='2026-10-01'/></document>"
			  "</customer>"
			  "<document customer='C1' id='D2' type='payment' date='2026-09-15' amount='400.00' "
			  "method='transfer'/>"
			  "<allocation from='D1' document='D2' amount='1.00' date='2026-10-01'/>" CLOSE),
		ST_OK);
	assert_records(
		EXPORT
		"document id=D1 customer=C1 currency=EUR date=2026-07-31 amount=1200.00 penalty-rate=15 "
		"collector-since=2026-09-01 site=LYON type=invoice number=F1 due=2026-08-31 vat=200.00 "
		"order=PO label=L "
		"reference=R group=AA group-date=2026-08-01 applies=F0 retention=60.00\n"
		"  allocation date=2026-09-15 amount=400.00 document=D2\n"
		"  dispute amount=100.00 since=2026-09-10 until=2026-09-20 reason=q\n"
		"  promise amount=800.00 due=2026-10-05 made=2026-09-20\n"
		"  plan agreed=2026-09-20\n"
		"    instalment amount=400.00 due=2026-10-31\n"
		"    instalment amount=400.00 due=2026-11-30\n"
		"  reminder date=2026-09-30 level=1 channel=letter step=s received=2026-10-02\n"
		"  provision date=2026-09-30 amount=50.00\n"
		"  event date=2026-10-01 kind=claim\n"
		"customer id=C1 name=N\n"
		"document id=D2 customer=C1 date=2026-09-15 amount=400.00 type=payment method=transfer\n"
		"allocation date=2026-10-01 amount=1.00 from=D1 document=D2\n");
}

/* What cannot be converted is handed on as it stands, for the book to reject. */
static void test_native_is_strict(void **state)
{
	(void)state;
	assert_int_equal(
		read_text(OPEN
			  "<document customer='C' id='D' type='invoice' date='2026-02-30' amount='12,50'/>"
			  "<document customer='C' id='E' type='invoice' date='31/12/2026' "
			  "amount='-5.00'/>" CLOSE),
		ST_OK);
	assert_records(EXPORT "document id=D customer=C date=2026-02-30 amount=12,50 type=invoice\n"
			      "document id=E customer=C date=31/12/2026 amount=-5.00 type=invoice\n");
}

static void test_unknown_parts(void **state)
{
	(void)state;
	assert_int_equal(
		read_text(OPEN
			  "\n<document customer='C' id='D' colour='red'><note x='1'><deep/></note></document>"
			  "\n<document customer='C' id='E' colour='blue' weight='1'><note/></document>"
			  "<x:y xmlns:x='u'/>" CLOSE),
		ST_OK);
	assert_seen("document id=E customer=C\n");
	assert_finding("unknown-attribute", 2); /* colour, weight: once per name; nothing below <note> */
	assert_finding("unknown-element", 2);
	assert_int_equal(finding("unknown-element")->example[0].at.line, 2);
}

static void test_prefixes(void **state)
{
	(void)state;
	assert_int_equal(read_text("<r:receivables xmlns:r='urn:x' company='S' currency='EUR' version='1'>"
				   "<r:document r:id='D' customer='C'/></r:receivables>"),
			 ST_OK);
	assert_records(EXPORT "document id=D customer=C\n");
}

static void test_text(void **state)
{
	(void)state;
	assert_int_equal(
		read_text(OPEN
			  "<customer id='C'><name>A &amp; B<!-- c --> <![CDATA[<C>]]>&#233;e\xCC\x81</name>"
			  "<owner> </owner></customer>" CLOSE),
		ST_OK);
	assert_seen("customer id=C name=A & B <C>éé\n");
	assert_finding("damaged-character", 0);
	assert_int_equal(read_text(OPEN "<customer id='C'>\n\n<name>a\xEF\xBF\xBD</name></customer>" CLOSE),
			 ST_OK);
	assert_finding("damaged-character", 1);
	assert_int_equal(finding("damaged-character")->example[0].at.line, 3);
}

static void test_malformed(void **state)
{
	(void)state;
	assert_int_equal(read_text(OPEN "\n<customer id='C'>\n<name>"), ST_INPUT);
	assert_error("tronqué", 3);
}

static void test_cut_in_tag(void **state)
{
	(void)state;
	assert_int_equal(read_text(OPEN "\n<customer id='C"), ST_INPUT);
	assert_error("tronqué", 2);
}

static void test_second_root(void **state)
{
	(void)state;
	assert_int_equal(read_text(OPEN CLOSE "\n<receivables/>"), ST_INPUT);
	assert_error("deuxième racine", 2);
}

static void test_mismatch(void **state)
{
	(void)state;
	assert_int_equal(read_text(OPEN "\n\n<customer></client>" CLOSE), ST_INPUT);
	assert_error("balise fermante", 3);
}

static void test_control_character(void **state)
{
	(void)state;
	assert_int_equal(read_text(OPEN "\n<customer id='&#4;'/>" CLOSE), ST_INPUT);
	assert_error("&#4;", 2);
}

static void test_doctype(void **state)
{
	(void)state;
	assert_int_equal(read_text(HEAD "<!DOCTYPE receivables [<!ENTITY a 'b'>]>\n" OPEN "&a;" CLOSE),
			 ST_INPUT);
	assert_error("DOCTYPE", 2);
	assert_records("");
}

static void test_encoding_unknown(void **state)
{
	(void)state;
	assert_int_equal(read_text("<?xml version='1.0' encoding='EBCDIC-X'?>\n" OPEN CLOSE), ST_INPUT);
	assert_error("EBCDIC-X", 1);
}

static void test_root_unknown(void **state)
{
	(void)state;
	assert_int_equal(read_text("<a:thing xmlns:a='urn:b'/>"), ST_INPUT);
	assert_error("thing", 1);
	assert_error("urn:b", 1);
	assert_error("native", 1); /* the formats that are known */
}

static void test_wrong_mapping(void **state)
{
	(void)state;
	assert_int_equal(read_file(file_of("<ECX/>", 6), "templates/mappings/native.xml"), ST_INPUT);
	assert_error("racine « ECX »", 1);
}

static void test_not_text(void **state)
{
	(void)state;
	assert_int_equal(read_text("Dear customer, something\nelse\n"), ST_INPUT);
	assert_error("première ligne", 0);
}

static void test_pdf(void **state)
{
	(void)state;
	assert_int_equal(read_text("%PDF-1.7 something\nelse\n"), ST_INPUT);
	assert_error("fichier PDF, pas un export", 0);
}

static void test_empty(void **state)
{
	(void)state;
	assert_int_equal(read_text(""), ST_INPUT);
	assert_error("vide", 0);
}

static void test_missing(void **state)
{
	(void)state;
	assert_int_equal(read_file("tests/no-such-file.xml", NULL), ST_INPUT);
	assert_error("introuvable", 0);
}

static void test_folder(void **state)
{
	(void)state;
	assert_int_equal(read_file("tests", NULL), ST_INPUT);
	assert_error("dossier", 0);
}

static void test_sink_stops(void **state)
{
	(void)state;
	stop_after = 2;
	assert_int_equal(
		read_text(OPEN "<document id='A' customer='C'/><document id='B' customer='C'/>" CLOSE),
		ST_LIMIT);
	assert_records(EXPORT);
}

/* --- encodings -------------------------------------------------------------------------------------------------- */

static void test_blank_lines_first(void **state)
{
	(void)state;
	assert_int_equal(read_text("\n \n" HEAD OPEN "\n<bad>" CLOSE), ST_INPUT);
	assert_error("balise fermante", 5);
}

static void test_single_bytes(void **state)
{
	static const struct {
		const char *name, *bytes, *text, *reported;
	} table[] = {
		{ "Windows-1252", "\x80 \x9Cuvre", "€ œuvre", "windows-1252" },
		{ "cp1252", "\x80", "€", "windows-1252" },
		{ "ISO-8859-15", "\xA4 \xBD", "€ œ", "ISO-8859-15" },
		{ "iso-8859-1", "\xE9t\xE9", "été", "iso-8859-1" },
		{ "ISO-8859-1", "\x80 \x92 \xE9", "€ ’ é", "ISO-8859-1" }, /* says Latin-1, is 1252 */
		{ "US-ASCII", "ete", "ete", "US-ASCII" },
	};
	char text[512], line[128];
	size_t i;

	(void)state;
	for (i = 0; i < sizeof table / sizeof *table; i++) {
		snprintf(text, sizeof text,
			 "<?xml version='1.0' encoding='%s'?>" OPEN
			 "<customer id='C' kind='x'><name>%s</name></customer>" CLOSE,
			 table[i].name, table[i].bytes);
		assert_int_equal(read_text(text), ST_OK);
		snprintf(line, sizeof line, "customer id=C kind=x name=%s\n", table[i].text);
		assert_seen(line);
		assert_string_equal(result.encoding, table[i].reported);
	}
}

static size_t to_utf16(const char *s, bool big, bool mark, char *out)
{
	size_t n = 0;

	if (mark) {
		out[n++] = big ? '\xFE' : '\xFF';
		out[n++] = big ? '\xFF' : '\xFE';
	}
	for (; *s; s++) {
		out[n++] = big ? '\0' : *s;
		out[n++] = big ? *s : '\0';
	}
	return n;
}

static void test_utf16(void **state)
{
	static char bytes[1024];
	int i;

	(void)state;
	for (i = 0; i < 4; i++) {
		size_t n = to_utf16(OPEN "<document id='D' customer='C'/>" CLOSE, i & 1, i & 2, bytes);

		assert_int_equal(read_file(file_of(bytes, n), NULL), ST_OK);
		assert_records(EXPORT "document id=D customer=C\n");
	}
}

static void test_utf8_mark(void **state)
{
	(void)state;
	assert_int_equal(read_text("\xEF\xBB\xBF" HEAD OPEN CLOSE), ST_OK);
	assert_records(EXPORT);
}

static size_t pack(const char *text, char *out, size_t cap)
{
	z_stream z = { 0 };

	assert_int_equal(deflateInit2(&z, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY), Z_OK);
	z.next_in = (Bytef *)(uintptr_t)text;
	z.avail_in = (uInt)strlen(text);
	z.next_out = (Bytef *)out;
	z.avail_out = (uInt)cap;
	assert_int_equal(deflate(&z, Z_FINISH), Z_STREAM_END);
	deflateEnd(&z);
	return cap - z.avail_out;
}

static void test_gzip(void **state)
{
	static char bytes[2048];
	size_t n;

	(void)state;
	n = pack(HEAD OPEN, bytes, sizeof bytes); /* two members, as of "cat a.gz b.gz" */
	n += pack("<document id='D' customer='C'/>" CLOSE, bytes + n, sizeof bytes - n);
	assert_int_equal(read_file(file_of(bytes, n), NULL), ST_OK);
	assert_records(EXPORT "document id=D customer=C\n");
	assert_int_equal(result.bytes, n);
	assert_int_equal(read_file(file_of(bytes, n - 9), NULL), ST_INPUT);
	assert_error("tronqué", 0);
}

static void test_gzip_damaged(void **state)
{
	static char bytes[2048];
	size_t n = pack(HEAD OPEN CLOSE, bytes, sizeof bytes);

	(void)state;
	bytes[n / 2] ^= 0x55;
	assert_int_equal(read_file(file_of(bytes, n), NULL), ST_INPUT);
	assert_error("endommagé", 0);
}

static void test_hash(void **state)
{
	(void)state;
	assert_int_equal(read_text("<receivables/>"), ST_OK);
	assert_int_equal(result.bytes, 14);
	assert_string_equal(result.sha256,
			    "dea152fa250c02583ed01b88993df701846af56244360e47afa7dc79cd25b806");
}

/* Values longer than what is read at once, and many records: nothing depends on where a chunk ends. */
static void test_long_file(void **state)
{
	struct buf b = BUF_INIT;
	char line[64];
	int i;

	(void)state;
	buf_puts(&b, OPEN);
	for (i = 0; i < 9000; i++)
		buf_printf(&b, "<customer id='C%d'><name>Nom %d é</name></customer>\n", i, i);
	buf_puts(&b, CLOSE);
	assert_int_equal(read_text(b.s), ST_OK);
	buf_drop(&b);
	assert_int_equal(result.records, 9001);
	for (i = 0; i < 9000; i += 777) {
		snprintf(line, sizeof line, "customer id=C%d name=Nom %d é\n", i, i);
		assert_seen(line);
	}
}

static void test_long_value(void **state)
{
	struct buf b = BUF_INIT;
	int i;

	(void)state;
	buf_puts(&b, OPEN "<customer id='C'><name>");
	for (i = 0; i < 40000; i++)
		buf_puts(&b, "abcdefg ");
	buf_puts(&b, "</name><owner>O</owner></customer>" CLOSE);
	assert_int_equal(read_text(b.s), ST_OK);
	buf_drop(&b);
	assert_seen(" owner=O\n");
	assert_finding("text-too-long", 1);
	assert_true(seen.len < 100000);
}

static void test_check(void **state)
{
	struct mapping *m;

	(void)state;
	assert_int_equal(mapping_load(quiet, "templates/mappings/native.xml", &m), ST_OK);
	file_of(OPEN "<customer id='C'/>" CLOSE, strlen(OPEN "<customer id='C'/>" CLOSE));
	assert_int_equal(reader_check(quiet, input, m, (struct record_sink){ take_line, NULL }, NULL), ST_OK);
	assert_string_equal(mapping_name(m), "native");
	assert_true(mapping_matching(m).by_applies);
	mapping_drop(m);
	assert_non_null(finding("unmatched-path"));
	assert_true(finding("unmatched-path")->count > 10);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define TEST(t) cmocka_unit_test_setup_teardown(t, setup, teardown)
		TEST(test_native_all),
		TEST(test_native_documents),
		TEST(test_native_is_strict),
		TEST(test_unknown_parts),
		TEST(test_prefixes),
		TEST(test_text),
		TEST(test_malformed),
		TEST(test_cut_in_tag),
		TEST(test_second_root),
		TEST(test_mismatch),
		TEST(test_control_character),
		TEST(test_doctype),
		TEST(test_encoding_unknown),
		TEST(test_root_unknown),
		TEST(test_wrong_mapping),
		TEST(test_not_text),
		TEST(test_pdf),
		TEST(test_empty),
		TEST(test_missing),
		TEST(test_folder),
		TEST(test_sink_stops),
		TEST(test_blank_lines_first),
		TEST(test_single_bytes),
		TEST(test_utf16),
		TEST(test_utf8_mark),
		TEST(test_gzip),
		TEST(test_gzip_damaged),
		TEST(test_hash),
		TEST(test_long_file),
		TEST(test_long_value),
		TEST(test_check),
	};

	return cmocka_run_group_tests_name("read", tests, NULL, NULL);
}
