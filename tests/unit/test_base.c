/* test_base.c - memory, tables, diagnostics and our own XML files. */
#include "base_fixture.h"

#include <errno.h>
#include <pthread.h>
#include <sys/wait.h>

#include "base/quoted.h"
#include "base/table.h"
#include "base/xmlfile.h"

/* ---- arena, buf, table ---- */

static void test_arena(void **state)
{
	struct arena *a = arena_new();
	const char *s[2000];
	char text[32];
	int i, round;

	(void)state;
	for (round = 0; round < 3; round++) {
		for (i = 0; i < 2000; i++) {
			unsigned char *p = arena_alloc(a, (size_t)i % 700);
			int k;

			assert_int_equal((uintptr_t)p % _Alignof(max_align_t), 0);
			for (k = 0; k < i % 700; k++) {
				assert_int_equal(p[k], 0);
				p[k] = 0xAA; /* dirty, for the next round */
			}
			s[i] = arena_printf(a, "text %d", i);
		}
		for (i = 0; i < 2000; i++) {
			snprintf(text, sizeof text, "text %d", i);
			assert_string_equal(s[i], text);
		}
		assert_non_null(memset(arena_calloc(a, 3, 100000), 1, 300000));
		arena_reset(a);
	}
	assert_non_null(arena_alloc(a, 0));
	assert_string_equal(arena_strdup(a, NULL), "");
	assert_string_equal(arena_strdup(a, ""), "");
	assert_string_equal(arena_strndup(a, "abcdef", 3), "abc");
	assert_string_equal(arena_strndup(a, "ab", 9), "ab");
	assert_int_equal(strlen(arena_printf(a, "%01000d", 7)), 1000);
	arena_drop(a);
	arena_drop(NULL);
}

static void test_arena_overflow_ends_the_program(void **state)
{
	int status;
	pid_t pid = fork();

	(void)state;
	if (!pid) {
		if (!freopen("/dev/null", "w", stderr))
			_exit(99);
		arena_calloc(mem, SIZE_MAX / 2, 3);
		_exit(0);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), ST_LIMIT);
}

static void test_buf(void **state)
{
	struct buf b = BUF_INIT;
	int i;

	(void)state;
	assert_string_equal(b.s, "");
	buf_add(&b, "", 0);
	buf_clear(&b);
	buf_puts(&b, NULL);
	assert_ptr_equal(b.s, buf_empty);
	buf_puts(&b, "é");
	buf_putc(&b, '!');
	buf_printf(&b, "%d-%s", 12, "x");
	assert_string_equal(b.s, "é!12-x");
	buf_clear(&b);
	assert_string_equal(b.s, "");
	buf_put_utf8(&b, 'a');
	buf_put_utf8(&b, 0xE9);
	buf_put_utf8(&b, 0x20AC);
	buf_put_utf8(&b, 0x1F600);
	buf_put_utf8(&b, 0xD800); /* no character: replaced */
	buf_put_utf8(&b, 0x110000);
	assert_string_equal(b.s, "aé€😀\xEF\xBF\xBD\xEF\xBF\xBD");
	buf_clear(&b);
	for (i = 0; i < 5000; i++)
		buf_printf(&b, "%04d", i);
	buf_printf(&b, "%0500d", 1);
	assert_int_equal(b.len, 20500);
	assert_int_equal(strlen(b.s), 20500);
	assert_memory_equal(b.s + 4 * 4999, "4999", 4);
	buf_drop(&b);
	assert_ptr_equal(b.s, buf_empty);
}

static void test_table(void **state)
{
	struct table t = TABLE_INIT;
	const char *key[5000];
	uint32_t i;

	(void)state;
	assert_int_equal(table_find(&t, "x"), TABLE_MISSING);
	for (i = 0; i < 5000; i++) {
		key[i] = arena_printf(mem, "C%u", i);
		assert_int_equal(table_put(&t, key[i], i), i);
	}
	assert_int_equal(t.used, 5000);
	for (i = 0; i < 5000; i++) {
		char copy[16];

		snprintf(copy, sizeof copy, "C%u", i);
		assert_int_equal(table_find(&t, copy), i);
		assert_int_equal(table_put(&t, copy, 99999), i); /* the first one stays */
	}
	assert_int_equal(table_find(&t, "C5000"), TABLE_MISSING);
	assert_int_equal(table_find(&t, ""), TABLE_MISSING);
	assert_int_equal(table_put(&t, "", 7), 7);
	assert_int_equal(table_find(&t, ""), 7);
	table_drop(&t);
	assert_int_equal(table_find(&t, "C1"), TABLE_MISSING);
}

/* ---- diagnostics ---- */

static void test_diag(void **state)
{
	struct diag *d = diag_new();
	int a = diag_file(d, "a.xml"), b = diag_file(d, "b.xml");
	struct place p = { a, 12 };
	uint32_t i;

	(void)state;
	diag_set_quiet(d, true);
	assert_int_equal(diag_file(d, "a.xml"), a);
	assert_int_not_equal(a, b);
	assert_string_equal(diag_file_name(d, b), "b.xml");
	assert_string_equal(diag_file_name(d, -1), "");
	assert_string_equal(diag_file_name(d, 99), "");
	assert_false(diag_has_error(d));
	for (i = 100; i > 0; i--) /* backwards: the first places are kept, not the first to come */
		diag_finding(d, SEV_INFO, "no-due-date", (struct place){ a, i }, "ligne %u", (unsigned)i);
	diag_finding(d, SEV_WARNING, "alpha", NOWHERE, "sans lieu");
	assert_false(diag_has_error(d));
	assert_int_equal(diag_error(d, ST_INPUT, p, "« %s » tronqué", "a.xml"), ST_INPUT);
	assert_true(diag_has_error(d));
	diag_sort(d);
	assert_int_equal(diag_finding_count(d), 3);
	assert_string_equal(diag_finding_at(d, 0)->code, "error");
	assert_string_equal(diag_finding_at(d, 0)->example[0].message, "« a.xml » tronqué");
	assert_int_equal(diag_finding_at(d, 0)->example[0].at.line, 12);
	assert_string_equal(diag_finding_at(d, 1)->code, "alpha");
	assert_int_equal(diag_finding_at(d, 2)->count, 100);
	assert_int_equal(diag_finding_at(d, 2)->examples, DIAG_EXAMPLES);
	for (i = 0; i < DIAG_EXAMPLES; i++)
		assert_int_equal(diag_finding_at(d, 2)->example[i].at.line, i + 1);
	assert_string_equal(diag_finding_at(d, 2)->example[19].message, "ligne 20");
	assert_null(diag_finding_at(d, 3));
	assert_string_equal(diag_errno(ENOSPC), "plus de place sur le disque ; libérez-en");
	assert_non_null(diag_errno(123456));
	diag_drop(d);
	diag_drop(NULL);
}

static void test_diag_rejects(void **state)
{
	struct diag *d = diag_new();
	int a = diag_file(d, "a.xml"), b = diag_file(d, "b.xml");
	currency eur = currency_find("EUR");
	const struct reject *r;

	(void)state;
	diag_reject(d, "bad-date", (struct place){ b, 5 }, "C1", "F1", true, -500, eur, "date « %s »",
		    "31/02");
	diag_reject(d, "bad-date", (struct place){ a, 9 }, NULL, NULL, false, 77, eur, "sans");
	diag_reject(d, "bad-amount", (struct place){ a, 9 }, "C2", "", false, 0, CUR_NONE, "%0*d", 3000, 1);
	assert_int_equal(diag_reject_count(d), 3);
	diag_sort(d);
	r = diag_reject_at(d, 0);
	assert_string_equal(r->code, "bad-amount");
	assert_int_equal(strlen(r->message), MESSAGE_MAX + strlen("…"));
	r = diag_reject_at(d, 1);
	assert_string_equal(r->customer, "");
	assert_false(r->has_amount);
	assert_int_equal(r->amount, 0);
	r = diag_reject_at(d, 2);
	assert_string_equal(r->customer, "C1");
	assert_string_equal(r->document, "F1");
	assert_string_equal(r->message, "date « 31/02 »");
	assert_int_equal(r->amount, -500);
	assert_null(diag_reject_at(d, 3));
	assert_false(diag_has_error(d));
	diag_drop(d);
}

static void *many_findings(void *data)
{
	struct diag *d = data;
	unsigned i;

	for (i = 0; i < 2000; i++) {
		diag_finding(d, SEV_WARNING, i % 2 ? "odd" : "even", (struct place){ 0, i % 100 }, "n %u", i);
		diag_reject(d, "r", (struct place){ 0, i }, "C", "D", false, 0, CUR_NONE, "m %u", i);
	}
	return NULL;
}

static void test_diag_threads(void **state)
{
	struct diag *d = diag_new();
	pthread_t thread[4];
	size_t i;

	(void)state;
	for (i = 0; i < LEN(thread); i++)
		assert_int_equal(pthread_create(&thread[i], NULL, many_findings, d), 0);
	for (i = 0; i < LEN(thread); i++)
		pthread_join(thread[i], NULL);
	diag_sort(d);
	assert_int_equal(diag_finding_count(d), 2);
	assert_string_equal(diag_finding_at(d, 0)->code, "even");
	assert_int_equal(diag_finding_at(d, 0)->count, 4000);
	for (i = 0; i < DIAG_EXAMPLES; i++) /* four threads said n 0, n 1000, n 100 … at line 0 */
		assert_int_equal(diag_finding_at(d, 0)->example[i].at.line, 0);
	assert_string_equal(diag_finding_at(d, 0)->example[4].message, "n 100");
	assert_int_equal(diag_reject_count(d), 8000);
	for (i = 0; i < 8000; i++)
		assert_int_equal(diag_reject_at(d, i)->at.line, i / 4);
	diag_drop(d);
}

/* What is printed: the form of the lines, and nothing that a terminal would obey. */
static void test_diag_printed(void **state)
{
	const char *path = in_folder("stderr.txt");
	int saved = dup(STDERR_FILENO);
	struct diag *d = diag_new();
	int a = diag_file(d, "a.xml");

	(void)state;
	assert_non_null(freopen(path, "w", stderr));
	diag_error(d, ST_INPUT, (struct place){ a, 12 }, "mauvais \x1b[31m« %s »", "é");
	diag_error(d, ST_INPUT, (struct place){ a, 0 }, "b");
	diag_error(d, ST_INPUT, NOWHERE, "c");
	diag_finding(d, SEV_WARNING, "w", NOWHERE, "exemple");
	diag_finding(d, SEV_WARNING, "w", (struct place){ a, 8 }, "pas montré");
	diag_finding(d, SEV_WARNING, "w", (struct place){ a, 7 }, "quatrième");
	diag_finding(d, SEV_WARNING, "w", (struct place){ a, 3 }, "troisième");
	diag_reject(d, "r", NOWHERE, "", "", false, 0, CUR_NONE, "x");
	diag_print_summary(d);
	fflush(stderr);
	dup2(saved, STDERR_FILENO);
	close(saved);
	assert_string_equal(read_file(path), "relance: a.xml:12: mauvais ?[31m« é »\n"
					     "relance: a.xml: b\n"
					     "relance: c\n"
					     "relance: attention : exemple (4 cas, « w »)\n"
					     "relance: a.xml:3:   aussi : troisième\n"
					     "relance: a.xml:7:   aussi : quatrième\n"
					     "relance: rejet : x\n");
	unlink(path);
	diag_drop(d);
}

/* What is quoted is cut, in characters; names of files later; and a message ends somewhere. */
static void test_diag_quotes(void **state)
{
	struct diag *d = diag_new();
	char word[90 * 2 + 1], path[90 + 1], flood[5000 + 1];
	char expected[300];

	(void)state;
	for (int i = 0; i < 90; i++)
		memcpy(word + 2 * i, "é", 3);
	memset(path, 'x', 90);
	path[4] = '/';
	path[90] = '\0';
	memset(flood, 'z', 5000);
	flood[5000] = '\0';
	diag_finding(d, SEV_INFO, "a", NOWHERE, "client « %s » : « %s » non compris", word, "court");
	diag_finding(d, SEV_INFO, "b", NOWHERE, "fichier « %s » illisible", path);
	diag_finding(d, SEV_INFO, "c", NOWHERE, "« un » %s", flood);
	word[80 * 2] = '\0';
	diag_finding(d, SEV_INFO, "d", NOWHERE, "« %s »", word);
	diag_sort(d);
	snprintf(expected, sizeof expected, "client « %s… » : « court » non compris", word);
	assert_string_equal(diag_finding_at(d, 0)->example[0].message, expected);
	assert_non_null(strstr(diag_finding_at(d, 1)->example[0].message, path));
	assert_int_equal(utf8_length(diag_finding_at(d, 2)->example[0].message), MESSAGE_MAX + 1);
	assert_null(strstr(diag_finding_at(d, 3)->example[0].message, "…"));
	diag_drop(d);
}

/* ---- XML ---- */

static const char schema[] =
	"<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema'>"
	"<xs:element name='a'><xs:complexType><xs:sequence>"
	"<xs:element name='b' maxOccurs='2' type='xs:integer'/>"
	"<xs:element name='c'><xs:simpleType><xs:restriction base='xs:string'>"
	"<xs:enumeration value='x'/><xs:enumeration value='y'/></xs:restriction></xs:simpleType></xs:element>"
	"<xs:element name='p' minOccurs='0'><xs:complexType mixed='true'>"
	"<xs:attribute name='r' use='required' type='xs:date'/><xs:attribute name='q' type='xs:decimal'/>"
	"</xs:complexType></xs:element>"
	"</xs:sequence></xs:complexType><xs:key name='k'><xs:selector xpath='b'/><xs:field "
	"xpath='.'/></xs:key>"
	"</xs:element></xs:schema>";

/* Load text as a file; the diag belongs to the caller. */
static enum status load(struct diag *d, const char *text, bool with_schema, xmlDoc **doc)
{
	const char *path = in_folder("t.xml"), *xsd = in_folder("t.xsd");
	enum status st;
	int file = -1;

	write_file(path, text);
	write_file(xsd, schema);
	diag_set_quiet(d, true);
	st = xmlfile_load(d, path, with_schema ? xsd : NULL, doc, &file);
	assert_string_equal(diag_file_name(d, file), path);
	assert_int_equal(st == ST_OK, *doc != NULL);
	unlink(path);
	unlink(xsd);
	return st;
}

static void test_xml_good(void **state)
{
	struct diag *d = diag_new();
	xmlDoc *doc;
	xmlNode *root, *b;

	(void)state;
	assert_int_equal(load(d,
			      "<?xml version='1.0' encoding='windows-1252'?>\n<!-- c -->\n<a>\n <b>1</b>\n "
			      "<!-- b -->\n"
			      " <b> 2 </b><c>x</c>\n<p r='2026-10-31'>  d\xE9"
			      "j\xE0 <!-- no -->\n pay\xE9 e&#x301;  </p></a>",
			      true, &doc),
			 ST_OK);
	root = xmlDocGetRootElement(doc);
	assert_true(xml_is(root, "a"));
	assert_true(xml_is(root, NULL));
	assert_false(xml_is(root, "b"));
	assert_false(xml_is(NULL, "b"));
	b = xml_child(root, "b");
	assert_string_equal(xml_text(mem, b), "1");
	assert_int_equal(xml_place(b, 3).line, 4);
	assert_int_equal(xml_place(b, 3).file, 3);
	b = xml_next(b, "b");
	assert_string_equal(xml_text(mem, b), "2");
	assert_null(xml_next(b, "b"));
	assert_true(xml_is(xml_next(b, NULL), "c"));
	assert_true(xml_is(xml_child(root, NULL), "b"));
	assert_null(xml_child(root, "none"));
	assert_null(xml_child(NULL, NULL));
	assert_string_equal(xml_text(mem, xml_child(root, "p")), "déjà payé é");
	assert_string_equal(xml_attr(mem, xml_child(root, "p"), "r", "no"), "2026-10-31");
	assert_string_equal(xml_attr(mem, xml_child(root, "p"), "z", "no"), "no");
	assert_null(xml_attr(mem, NULL, "z", NULL));
	assert_string_equal(xml_text(mem, NULL), "");
	assert_int_equal(xml_place(NULL, 3).line, 0);
	xmlFreeDoc(doc);
	assert_false(diag_has_error(d));
	diag_drop(d);
}

static void test_xml_bad(void **state)
{
	static const struct {
		const char *xml, *message;
		unsigned line;
	} t[] = {
		{ "<a>\n<b>1</a>", "la balise <b> ouverte ligne 2 est fermée par </a>", 2 },
		{ "<a>\n<b>1</b>\n", "le fichier s'arrête avant </a>, ouverte ligne 1", 3 },
		{ "<a><b>1 & 2</b></a>", "écrivez &amp;", 1 },
		{ "<a><b>1&nbsp;2</b></a>", "« &nbsp; » n'existe pas en XML", 1 },
		{ "<a><b>1 < 2</b></a>", "écrivez &lt;", 1 },
		{ "<a x=1/>", "entre guillemets droits", 1 },
		{ "<a x='1' x='2'/>", "l'attribut « x » est donné deux fois", 1 },
		{ "<a/><b/>", "après la fin de l'élément racine", 1 },
		{ "", "le fichier est vide", 1 },
		{ "hello", "ce n'est pas un fichier XML", 1 },
		{ "\n<?xml version='1.0'?><a/>", "rien ne doit précéder <?xml", 2 },
		{ "<a>caf\xE9</a>", "enregistrez le fichier en UTF-8", 1 },
		{ "<a><n:b/></a>", "le préfixe « n: » de « b » n'est pas déclaré", 1 },
		{ "\n<!DOCTYPE a [<!ENTITY x 'y'>]><a>&x;</a>", "DOCTYPE refusé", 2 },
		{ "<!DOCTYPE a SYSTEM 'http://example.invalid/a.dtd'><a/>", "DOCTYPE refusé", 1 },
		{ "<a>\n<b>z</b><c>x</c></a>", "élément « b » : « z » n'est pas un nombre entier", 2 },
		{ "<a><b>1</b><c>k</c></a>",
		  "élément « c » : valeur « k » inconnue ; valeurs possibles : 'x', 'y'", 1 },
		{ "<a><b>1</b></a>", "élément « a » : incomplet ; ajoutez : b", 1 },
		{ "<a><d/></a>", "élément « d » : n'est pas attendu ici ; est attendu : b", 1 },
		{ "<a><b>1</b><c>x</c><c>x</c></a>",
		  "élément « c » : n'est pas attendu ici ; est attendu : p", 1 },
		{ "<a>text<b>1</b><c>x</c></a>", "ne peut pas contenir de texte", 1 },
		{ "<a><b>1</b><c>x</c><p>t</p></a>", "élément « p » : l'attribut « r » manque", 1 },
		{ "<a><b>1</b><c>x</c><p r='31/10/2026'/></a>",
		  "attribut « r » de l'élément « p » : « 31/10/2026 » n'est pas une date", 1 },
		{ "<a><b>1</b><c>x</c><p r='2026-10-31' q='1,5'/></a>", "« 1,5 » n'est pas un nombre", 1 },
		{ "<a><b>1</b><c>x</c><p r='2026-10-31' w='1'/></a>",
		  "attribut « w » de l'élément « p » : attribut inconnu ici", 1 },
		{ "<a><b>1</b><b>1</b><c>x</c></a>", "élément « b » : '1' est donné deux fois", 1 },
		{ "<a><b><i/></b><c>x</c></a>", "élément « b » : ne peut contenir que du texte", 1 },
		{ "<z/>", "est-ce le bon fichier", 1 },
	};
	size_t i;

	(void)state;
	for (i = 0; i < LEN(t); i++) {
		struct diag *d = diag_new();
		const struct finding *f;
		size_t k;
		bool found = false;
		xmlDoc *doc;

		assert_int_equal(load(d, t[i].xml, true, &doc), ST_CONFIG);
		assert_int_equal(diag_finding_count(d), 1);
		f = diag_finding_at(d, 0);
		for (k = 0; k < f->examples; k++)
			found = found || (strstr(f->example[k].message, t[i].message) &&
					  f->example[k].at.line == t[i].line);
		if (!found)
			fail_msg("%s: line %u: %s", t[i].xml, (unsigned)f->example[0].at.line,
				 f->example[0].message);
		diag_drop(d);
	}
}

static void test_xml_other(void **state)
{
	struct diag *d = diag_new();
	struct buf many = BUF_INIT;
	xmlDoc *doc;
	int i;

	(void)state;
	assert_int_equal(load(d, "<z/>", false, &doc), ST_OK); /* no schema: well-formed will do */
	xmlFreeDoc(doc);
	assert_int_equal(xmlfile_load(d, in_folder("none.xml"), NULL, &doc, NULL), ST_CONFIG);
	assert_non_null(error_with(d, "fichier ou dossier introuvable"));
	assert_null(doc);
	assert_int_equal(xmlfile_load(d, folder, NULL, &doc, NULL), ST_CONFIG);
	assert_non_null(error_with(d, "c'est un dossier"));
	/* a schema that is missing, or no schema */
	write_file(in_folder("z.xml"), "<z/>");
	assert_int_equal(xmlfile_load(d, in_folder("z.xml"), in_folder("none.xsd"), &doc, NULL), ST_CONFIG);
	assert_int_equal(xmlfile_load(d, in_folder("z.xml"), in_folder("z.xml"), &doc, NULL), ST_CONFIG);
	diag_drop(d);
	/* not an endless list */
	d = diag_new();
	buf_puts(&many, "<a");
	for (i = 0; i < 100; i++)
		buf_printf(&many, " z%d='1'", i);
	buf_puts(&many, "><b>1</b><c>x</c></a>");
	assert_int_equal(load(d, many.s, true, &doc), ST_CONFIG);
	assert_int_equal(diag_finding_at(d, 0)->count, 21);
	assert_non_null(error_with(d, "d'autres erreurs suivent"));
	buf_drop(&many);
	diag_drop(d);
	unlink(in_folder("z.xml"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_arena),	 TEST(test_arena_overflow_ends_the_program),
		TEST(test_buf),		 TEST(test_table),
		TEST(test_diag),	 TEST(test_diag_rejects),
		TEST(test_diag_threads), TEST(test_diag_printed),
		TEST(test_diag_quotes),	 TEST(test_xml_good),
		TEST(test_xml_bad),	 TEST(test_xml_other),
	};

	return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
