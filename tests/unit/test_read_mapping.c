/* test_read_mapping.c - the mapping language, one feature a test. */
#include "read_fixture.h"

#include "base/banned.h"

#define MAP(inside) "<mapping name='t' title='T' version='1'>" inside "</mapping>"

static void read_ok(const char *mapping, const char *text)
{
	assert_int_equal(read_with(mapping, text), ST_OK);
}

/* Values from the record's own element, from around it, from far away; the first that is not empty. */
static void test_paths(void **state)
{
	(void)state;
	read_ok(MAP("<record kind='document' path='/r/list/d'>"
		    "<field name='id' path='@id'/><field name='number' path='no | alt/no | @nr'/>"
		    "<field name='currency' path='../@cur'/><field name='date' path='/r/head/day'/>"
		    "<field name='site' path='../../head/site'/><field name='label' path='.'/></record>"),
		"<r><head><day>2026-01-02</day><site>S</site></head>"
		"<list cur='EUR'><d id='1'>one<no> </no><alt><no>A1</no></alt></d><d id='2' nr='N2'/></list>"
		"<list cur='USD'><d id='3'><no>3</no><no>4</no></d></list></r>");
	assert_records("document id=1 currency=EUR date=2026-01-02 site=S number=A1\n"
		       "document id=2 currency=EUR date=2026-01-02 site=S number=N2\n"
		       "document id=3 currency=USD date=2026-01-02 site=S number=3\n");
}

static void test_leaf_text(void **state)
{
	(void)state;
	read_ok(MAP("<record kind='document' path='/r/d'><field name='id' path='.'/></record>"),
		"<r><d> x </d><d/></r>");
	assert_records("document id=x\ndocument\n");
}

/* Nested records come behind their parent, complete, wherever the parent's own values stand. */
static void test_nesting(void **state)
{
	(void)state;
	read_ok(MAP("<record kind='customer' path='/r/c'><field name='id' path='id'/>"
		    "<record kind='address' path='many/a'><field name='city' path='@city'/>"
		    "<field name='region' path='../../region'/><field name='site' "
		    "path='../@n'/></record></record>"),
		"<r><c><many n='1'><a city='A'/><a city='B'/></many><many n='2'><a "
		"city='C'/></many><id>1</id>"
		"<region>R</region></c><c><id>2</id></c></r>");
	assert_records("customer id=1\n  address site=1 city=A region=R\n  address site=1 city=B region=R\n"
		       "  address site=2 city=C region=R\ncustomer id=2\n");
}

static void test_group(void **state)
{
	(void)state;
	read_ok(MAP("<group path='/r/g'><only path='@on' in='yes'/>"
		    "<record kind='document' path='.'><only count='t' in='0 1'/><field name='id' "
		    "path='@id'/></record>"
		    "<record kind='document' path='t'><only count='../t' not-in='0 1'/>"
		    "<field name='id' paths='../@id #number' join='/'/><field name='label' "
		    "path='../late'/></record></group>"),
		"<r><g id='A' on='yes'/><g id='B' on='yes'><t/></g><g id='C' "
		"on='yes'><t/><t/><late>L</late></g>"
		"<g id='D' on='no'><t/><t/></g></r>");
	assert_records("document id=A\ndocument id=B\ndocument id=C/2 label=L\ndocument id=C/3 label=L\n");
}

static void test_positions_and_joins(void **state)
{
	(void)state;
	read_ok(MAP("<record kind='customer' path='/r'><record kind='address' path='a'><field name='line1' "
		    "path='l[1]'/><field name='line2' "
		    "path='l[2]'/>"
		    "<field name='line3' path='l' all=', '/><field name='line4' paths='no street'/>"
		    "<field name='line5' paths='no street' complete='yes'/><field name='city' paths=\"'in' "
		    "city\" join=':'/>"
		    "<field name='country' value='FR'/></record></record>"),
		"<r><a><l>a</l><l>b</l><l>b</l><l>c</l><street>S</street><city>X</city></a>"
		"<a><no>5</no><street>S</street></a></r>");
	assert_records("customer\n  address line1=a line2=b line3=a, b, c line4=S city=in:X country=FR\n"
		       "  address line4=5 S line5=5 S city=in country=FR\n");
}

static void test_predicates(void **state)
{
	(void)state;
	read_ok(MAP("<record kind='document' path='/r/d'>"
		    "<field name='id' path=\"x[k='id']/v\"/><field name='number' path=\"x[@k='no']/v | "
		    "x[k!='id']/v\"/>"
		    "<field name='date' path=\"x[k='deep']/v/x[k='date']/v\"/>"
		    "<field name='label' path=\"x[k='a'][@l='fr']/v\"/><field name='order' "
		    "path=\"x[k='id']/@o\"/></record>"),
		"<r><d><x o='O'><v>1</v><k>id</k></x><x k='no'><v>N</v></x>"
		"<x><k>deep</k><v><x><k>time</k><v>12</v></x><x><k>date</k><v>2026-01-02</v></x></v></x>"
		"<x l='en'><k>a</k><v>english</v></x><x l='fr'><k>a</k><v>français</v></x></d>"
		"<d><x><k>other</k><v>7</v></x></d></r>");
	assert_records("document id=1 date=2026-01-02 number=N order=O label=français\ndocument number=7\n");
}

static void test_sums(void **state)
{
	(void)state;
	read_ok(MAP("<forms decimal='comma'/><record kind='customer' path='/r/c'><field name='id' "
		    "path='@id'/>"
		    "<field name='opening' path='b/d' minus='b/c' sum='yes'/>"
		    "<field name='closing' path='e' minus='f'/><field name='credit-limit' path='f' "
		    "negate='yes'/></record>"),
		"<r><c id='1'><b><d>10,50</d></b><b><c>3,25</c></b><b><d>1,00</d></b><e>5</e><f>7,5</f></c>"
		"<c id='2'><b><c>3</c></b><e>4</e></c><c id='3'><b><d>x</d></b><b><d>1</d></b></c><c "
		"id='4'/></r>");
	assert_records("customer id=1 credit-limit=-7.5 opening=8.25 closing=-2.5\ncustomer id=2 opening=-3 "
		       "closing=4\n"
		       "customer id=3 opening=x\ncustomer id=4\n");
}

static void test_conditions(void **state)
{
	(void)state;
	read_ok(MAP("<record kind='document' path='/r/d'><only path='@a' starts='411 413'/><skip path='@s' "
		    "in='A' reason='annulée'/>"
		    "<skip path='@s' in=\"'en cours'\" reason='brouillon'/><only path='@x' empty='yes'/>"
		    "<only path='@y' empty='no'/><field name='id' path='@id'/></record>"),
		"<r><d id='1' a='411001' y='1'/><d id='2' a='401' y='1'/><d id='3' a='413' s='a' y='1'/>"
		"<d id='4' a='411' s='en cours' y='1'/><d id='5' a='411' x='1' y='1'/><d id='6' a='411'/>"
		"<d id='7' a='4139' s='N' y='1'/></r>");
	assert_records("document id=1\ndocument id=7\n");
	assert_finding("skipped-record", 2);
	assert_string_equal(finding("skipped-record")->example[0].message, "annulée");
}

static void test_skipped_parent(void **state)
{
	(void)state;
	read_ok(MAP("<record kind='customer' path='/r/c'><only path='@k' in='y'/><field name='id' "
		    "path='@id'/>"
		    "<record kind='address' path='a'><field name='city' path='.'/></record></record>"),
		"<r><c id='1' k='n'><a>A</a></c><c id='2' k='y'><a>B</a></c></r>");
	assert_records("customer id=2\n  address city=B\n");
}

static void test_words(void **state)
{
	(void)state;
	read_ok(MAP("<values name='t'><value from='FT' to='invoice'/><value starts='N' to='credit-note'/>"
		    "<value contains='pay' to='payment'/><value from='X' to=''/></values>"
		    "<values name='o'><value from='1' to='yes'/><otherwise to='no'/></values>"
		    "<record kind='document' path='/r/d'><field name='type' path='@t' values='t'/>"
		    "<field name='label' path='@o' values='o'/></record>"),
		"<r><d t='ft' o='1'/><d t='NC' o='2'/><d t='a Payment'/><d t='X'/><d t='other'/></r>");
	assert_records(
		"document type=invoice label=yes\ndocument type=credit-note label=no\ndocument type=payment\n"
		"document\ndocument type=other\n");
}

static void test_signs(void **state)
{
	(void)state;
	read_ok(MAP("<record kind='document' path='/r/d' debit-type='invoice' credit-type='payment'>"
		    "<field name='type' path='@t'/><field name='debit' path='@d'/><field name='credit' "
		    "path='@c'/>"
		    "<field name='signed' path='@s'/><field name='amount' path='@a'/><field name='sign' "
		    "path='@n'/>"
		    "<field name='vat' path='@v'/></record>"),
		"<r><d d='5,00' c='0'/><d d='0' c='5.00'/><d d='-5'/><d d='7' c='2'/><d d='2' c='7'/><d "
		"d='x' c='0'/>"
		"<d s='-3.10'/><d a='4' n='C'/><d a='4' n='D'/><d a='-4' n='-1'/>"
		"<d t='credit-note' a='9'/><d t='credit-note' a='-9' v='-1.50'/><d t='invoice' a='-9'/>"
		"<d t='refund' s='1'/><d t='refund' s='-1'/><d d='0' c='0'/><d/></r>");
	assert_records(
		"document amount=5.00 type=invoice\ndocument amount=5.00 type=payment\ndocument amount=5 "
		"type=payment\n"
		"document amount=5 type=invoice\ndocument amount=5 type=payment\ndocument debit=x credit=0\n"
		"document amount=3.10 type=payment\ndocument amount=4 type=payment\ndocument amount=4 "
		"type=invoice\n"
		"document amount=4 type=invoice\n"
		"document amount=9 type=credit-note\ndocument amount=9 type=invoice vat=1.50\n"
		"document amount=9 type=payment\ndocument amount=1 type=refund\ndocument amount=1 "
		"type=payment\n"
		"document amount=0 type=invoice\ndocument\n");
}

static void test_type_by_side(void **state)
{
	(void)state;
	read_ok(MAP("<values name='d'><value from='B' to='refund'/><otherwise to='invoice'/></values>"
		    "<record kind='document' path='/r/d'><field name='debit-type' path='@j' values='d'/>"
		    "<field name='credit-type' value='payment'/><field name='signed' path='@s'/></record>"),
		"<r><d j='V' s='1'/><d j='B' s='1'/><d j='B' s='-1'/></r>");
	assert_records("document amount=1 type=invoice\ndocument amount=1 type=refund\ndocument amount=1 "
		       "type=payment\n");
}

static void test_lists(void **state)
{
	(void)state;
	read_ok(MAP("<list name='acc' path='/r/c/a' key='../@id' value='.'/><list name='name' path='/r/c' "
		    "key='@id' value='@n'/>"
		    "<record kind='document' path='/r/d'><only path='@a' list='acc' key='@c' "
		    "unlisted-starts='15'/>"
		    "<field name='id' path='@id'/><field name='label' path='@c' via='name'/>"
		    "<field name='site' path='@c' via='name?'/></record>"
		    "<record kind='customer' path='/r/d'><only path='@c' not-list='name'/><field name='id' "
		    "path='@id'/></record>"),
		"<r><c id='1' n='Un'><a>150</a><a>151</a></c>"
		"<d id='A' c='1' a='151'/><d id='B' c='1' a='300'/><d id='C' c='2' a='1509'/><d id='D' c='2' "
		"a='300'/></r>");
	assert_records(
		"document id=A site=Un label=Un\ndocument id=C site=2\ncustomer id=C\ncustomer id=D\n");
}

/* A list that is filled behind its use: the records wait for the end of the file, with their children. */
static void test_late_lists(void **state)
{
	(void)state;
	read_ok(MAP("<list name='lot' path='/r/i' key='@lot' value='@owner' late='yes'/>"
		    "<list name='job' path='/r/j' key='@id' value='@owner' late='yes'/>"
		    "<record kind='document' path='/r/t/s'><only path='@acc' in='R'/><only path='@lot' "
		    "list='lot'/>"
		    "<field name='id' path='@id'/><field name='customer' path='@lot' via='lot job?'/>"
		    "<field name='date' path='../day'/>"
		    "<record kind='allocation' path='a'><field name='document' path='.'/></record></record>"),
		"<r><t><day>2026-01-01</day><s id='1' lot='L1' acc='R'><a>x</a></s><s id='2' lot='L1' "
		"acc='P'/></t>"
		"<t><day>2026-01-02</day><s id='3' lot='L2' acc='R'/><s id='4' lot='L9' "
		"acc='R'><a>y</a></s></t>"
		"<i lot='L1' owner='J'/><i lot='L2' owner='C2'/><j id='J' owner='C1'/></r>");
	assert_records("document id=1 customer=C1 date=2026-01-01\n  allocation document=x\n"
		       "document id=3 customer=C2 date=2026-01-02\n");
}

static void test_unique_and_control(void **state)
{
	(void)state;
	read_ok(MAP("<record kind='customer' path='/r/d' unique='id'><field name='id' path='@c'/></record>"
		    "<record kind='document' path='/r/d' control='yes' debit-type='invoice' "
		    "credit-type='payment'>"
		    "<field name='id' path='#number'/><field name='order' path='#line'/><field name='signed' "
		    "path='@s'/>"
		    "<field name='currency' path='@cur'/></record>"),
		"<r><d c='1' s='5.00'/>\n<d c='1' s='-1.25'/>\n<d c='2' s='7' cur='USD'/><d c='2' "
		"s='x'/></r>");
	assert_records(
		"customer id=1\ndocument id=1 amount=5.00 type=invoice order=1\n"
		"document id=2 amount=1.25 type=payment order=2\ncustomer id=2\n"
		"document id=3 currency=USD amount=7 type=invoice order=3\ndocument id=4 order=3 signed=x\n"
		"control documents=3 balance=3.75\ncontrol currency=USD documents=1 balance=7\n");
}

static void test_forms(void **state)
{
	(void)state;
	read_ok(MAP("<forms date='dmy' decimal='comma'/><record kind='document' path='/r/d'>"
		    "<field name='date' path='@a | @b'/><field name='due' path='@c' if-valid='yes'/>"
		    "<field name='posted' path='@d' date='compact'/><field name='amount' path='@e'/>"
		    "<field name='vat' path='@e' decimal='point'/><field name='terms' path='@t'/></record>"),
		"<r><d a='00/00/0000' b='03/01/2024' c='30 jours' d='20240105' e='1.234' t='45FM10'/></r>");
	assert_records("document date=2024-01-03 amount=1234 terms-days=45 terms-end-of-month=after "
		       "terms-day=10 vat=1.234 "
		       "posted=2024-01-05\n");
}

static void test_alternatives(void **state)
{
	(void)state;
	read_ok(MAP("<record kind='document' path='/r/a/d | /r/d'><field name='id' path='@id'/>"
		    "<field name='site' path='../@s | ../../../@never'/></record>"),
		"<r s='R'><a s='A'><d id='1'/></a><d id='2'/></r>");
	assert_records("document id=1 site=A\ndocument id=2 site=R\n");
}

static void test_require(void **state)
{
	(void)state;
	assert_int_equal(read_with(MAP("<record kind='document' path='/r/d'/><require path='/r/x | /r/y' "
				       "reason='rien ici'/>"),
				   "<r><d/></r>"),
			 ST_INPUT);
	assert_error("rien ici", 0);
	read_ok(MAP("<record kind='document' path='/r/d'/><require path='/r/x | /r/y' reason='rien ici'/>"),
		"<r><y/></r>");
}

static void test_ignore_and_quiet(void **state)
{
	(void)state;
	read_ok(MAP("<record kind='document' path='/r/d'/><ignore path='/r/z'/><ignore path='/r/d/@z'/>"),
		"<r><d z='1' y='1'/><z><d/></z><w/></r>");
	assert_finding("unknown-element", 1);
	assert_finding("unknown-attribute", 1);
	read_ok("<mapping name='t' title='T' version='1' unknown='quiet'><record kind='document' "
		"path='/r/d'/></mapping>",
		"<r><d z='1'/><v/></r>");
	assert_finding("unknown-element", 1);
}

/* --- delimited text ----------------------------------------------------------------------------------------------- */

static void test_delimited(void **state)
{
	static const char map[] =
		MAP("<delimited quotes='yes'/><record kind='customer' path='/row'>"
		    "<field name='id' path='code_client | id'/><field name='name' path='nom'/>"
		    "<field name='owner' path='ville'/></record>");

	(void)state;
	read_ok(map, "\xEF\xBB\xBF Code Client ;NOM;X\r\n1;\"a;\"\"b\"\"\";9\r\n\r\n2\r\n3;c;d;e;\r\n");
	assert_records("customer id=1 name=a;\"b\"\ncustomer id=2\ncustomer id=3 name=c\n");
	assert_finding("unknown-column", 1);
	assert_finding("extra-columns", 1);
	read_ok(map, "id,nom\n1,\"two\nlines\"\n2,x");
	assert_records("customer id=1 name=two lines\ncustomer id=2 name=x\n");
	read_ok(map, "id|nom\r1|a\r2|b\r");
	assert_records("customer id=1 name=a\ncustomer id=2 name=b\n");
	read_ok(map, "id\tnom\r\r\n1\t\xE9t\xE9\r\r\n2\té\r\r\n");
	assert_records("customer id=1 name=été\ncustomer id=2 name=é\n");
	assert_finding("undeclared-encoding", 1);
	assert_string_equal(result.encoding, "windows-1252");
	assert_int_equal(read_with(map, "a;b\n1;2\n"), ST_INPUT);
	assert_error("ne nomme les colonnes", 1);
}

static void test_delimited_utf16(void **state)
{
	static const unsigned char bytes[] =
		"\xFF\xFEi\0d\0;\0n\0o\0m\0\r\0\n\0001\0;\0\x3D\xD8\x00\xDE\xE9\0\r\0\n";
	char kept[sizeof input];

	(void)state;
	memcpy(kept,
	       file_of(MAP("<delimited/><record kind='customer' path='/row'><field name='id' path='id'/>"
			   "<field name='name' path='nom'/></record>"),
		       strlen(MAP(
			       "<delimited/><record kind='customer' path='/row'><field name='id' path='id'/>"
			       "<field name='name' path='nom'/></record>"))),
	       sizeof kept);
	input[0] = '\0';
	assert_int_equal(read_file(file_of(bytes, sizeof bytes), kept), ST_OK);
	unlink(kept);
	assert_records("customer id=1 name=\U0001F600é\n");
	assert_string_equal(result.encoding, "UTF-16LE");
}

/* --- mistakes in a mapping ----------------------------------------------------------------------------------------- */

static void test_faults(void **state)
{
	static const struct {
		const char *mapping, *message;
		uint32_t line;
	} table[] = {
		{ "<record kind='nonsense' path='/r'/>", "nonsense", 2 },
		{ "<record kind='document' path='/r'>\n<field name='nonsense' path='a'/></record>",
		  "nonsense", 3 },
		{ "<record kind='document' path='/r'>\n<field name='id'/></record>", "path", 3 },
		{ "<record kind='document' path='/r'>\n<field name='id' path='a[b'/></record>", "crochet",
		  3 },
		{ "<record kind='document' path='/r'>\n<field name='id' path='a[b=c]'/></record>",
		  "apostrophes", 3 },
		{ "<record kind='document' path='/r'>\n<field name='id' path='@a/b'/></record>", "attribut",
		  3 },
		{ "<record kind='document' path='/r'>\n<field name='id' path='../../../a'/></record>",
		  "sort du document", 3 },
		{ "<record kind='document' path='/r'>\n<field name='id' path='a' via='x'/></record>",
		  "liste « x »", 3 },
		{ "<record kind='document' path='/r'>\n<field name='id' path='a' values='x'/></record>",
		  "valeurs « x »", 3 },
		{ "<record kind='document' path='/r'>\n<only path='a'/></record>", "condition sans", 3 },
		{ "<record kind='document' path=\"/r[a='1']\"/>", "n'a pas de condition entre crochets", 2 },
		{ "<record kind='document' path='/r'><field name='id' path='a'/></record>\n<ignore "
		  "path='/r/a'/>",
		  "ignoré", 0 },
		{ "<nonsense/>", "nonsense", 2 },
	};
	char text[512];
	size_t i;

	for (i = 0; i < sizeof table / sizeof *table; i++) {
		snprintf(text, sizeof text, "<mapping name='t' title='T' version='1'>\n%s</mapping>",
			 table[i].mapping);
		assert_int_equal(read_with(text, "<r/>"), ST_CONFIG);
		assert_error(table[i].message, table[i].line);
		teardown(state);
		setup(state);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define TEST(t) cmocka_unit_test_setup_teardown(t, setup, teardown)
		TEST(test_paths),	 TEST(test_leaf_text),
		TEST(test_nesting),	 TEST(test_group),
		TEST(test_predicates),	 TEST(test_sums),
		TEST(test_conditions),	 TEST(test_skipped_parent),
		TEST(test_words),	 TEST(test_signs),
		TEST(test_type_by_side), TEST(test_lists),
		TEST(test_late_lists),	 TEST(test_unique_and_control),
		TEST(test_forms),	 TEST(test_alternatives),
		TEST(test_require),	 TEST(test_ignore_and_quiet),
		TEST(test_delimited),	 TEST(test_delimited_utf16),
		TEST(test_faults),	 TEST(test_positions_and_joins),
	};

	return cmocka_run_group_tests_name("read mapping", tests, NULL, NULL);
}
