/*
 * test_workbook.c - the workbook and the one-page summary, made from small
 * exports and read back: the XML inside of the file is what is looked at.
 */
#include "base_fixture.h"

#include <fcntl.h>
#include <sys/stat.h>

#include <zlib.h>

#include "books.h"
#include "workbook/book.h"
#include "workbook/list.h"
#include "workbook/movement.h"
#include "workbook/summary.h"
#include "workbook/workbook.h"

#include "base/banned.h"

#define D "2026-10-31"

/* ---- a run on a small export ---- */

struct made {
	struct books books;
	enum status judged, written;
	const char *path;
	struct workbook_input in;
};

static const char *customer(const char *id, const char *name, const char *inner)
{
	return arena_printf(
		mem, "<customer id=\"%s\" kind=\"business\" segment=\"sme\"><name>%s</name>%s</customer>", id,
		name, inner);
}

static const char *invoice(const char *id, const char *date, const char *due, const char *amount,
			   const char *cur)
{
	return arena_printf(
		mem,
		"<document id=\"%s\" type=\"invoice\" date=\"%s\" due=\"%s\" amount=\"%s\" currency=\"%s\"/>",
		id, date, due, amount, cur);
}

static const char *export(const char *content)
{
	return arena_printf(
		mem,
		"<receivables version=\"1\" company=\"SOC\" currency=\"EUR\" extracted=\"2026-11-02\">"
		"<rates date=\"2026-10-31\"><rate currency=\"USD\" "
		"value=\"0.9123\"/></rates>%s</receivables>",
		content);
}

/* Two customers, three currencies, a credit note, a dispute. */
static const char *usual(void)
{
	const char *credit =
		"<document id=\"A\" type=\"credit-note\" date=\"2026-10-01\" amount=\"100.05\"/>";
	const char *dispute =
		"<document id=\"L\" type=\"invoice\" date=\"2026-06-01\" due=\"2026-07-01\" amount=\"50.00\">"
		"<dispute since=\"2026-07-02\" reason=\"prix\"/></document>";
	const char *one =
		arena_printf(mem, "<owner>Nadia</owner>%s%s%s%s",
			     invoice("F1", "2026-08-01", "2026-09-15", "1200.50", "EUR"),
			     invoice("F2", "2026-10-01", "2026-11-15", "300.00", "EUR"), credit, dispute);
	const char *two = arena_printf(mem, "<owner>nadia</owner>%s%s",
				       invoice("F3", "2026-08-01", "2026-10-01", "1000", "JPY"),
				       invoice("F4", "2026-01-01", "2026-01-31", "20.00", "USD"));

	return export(arena_printf(mem, "%s%s", customer("007", "Ateliers Dûrand &amp; fils", one),
				   customer("C2", "Łódź Trading", two)));
}

static struct made judge(const char *xml, const char *as_of)
{
	struct made m = { .path = in_folder("essai.xlsx") };
	const char *input = in_folder("export.xml");
	struct options o = { .input = { input }, .inputs = 1, .as_of = date_parse(as_of) };

	write_file(input, xml);
	m.judged = books_prepare(quiet, &o, &m.books);
	m.in.version = "relance essai";
	assert_non_null(m.books.assessment);
	return m;
}

static void write_book(struct made *m)
{
	m->written = workbook_write(quiet, m->books.assessment, m->books.company, &m->in, m->path);
}

static struct made make(const char *xml)
{
	struct made m = judge(xml, D);

	write_book(&m);
	assert_int_equal(m.written, ST_OK);
	return m;
}

static void drop(struct made *m)
{
	books_drop(&m->books);
}

/* ---- reading the file back ---- */

static size_t little(const unsigned char *p, size_t n)
{
	size_t x = 0;

	while (n-- > 0)
		x = x << 8 | p[n];
	return x;
}

/* A file's bytes and their number. */
static unsigned char *bytes_of(const char *path, size_t *n)
{
	FILE *f = fopen(path, "rb");
	unsigned char *p;
	long size;

	assert_non_null(f);
	assert_int_equal(fseek(f, 0, SEEK_END), 0);
	size = ftell(f);
	assert_true(size > 0);
	rewind(f);
	p = arena_alloc(mem, (size_t)size);
	assert_int_equal(fread(p, 1, (size_t)size, f), size);
	fclose(f);
	*n = (size_t)size;
	return p;
}

/* A part of the archive as text; NULL if there is none of that name. */
static const char *part(const char *path, const char *name)
{
	size_t n, count, at;
	unsigned char *p = bytes_of(path, &n);

	count = little(p + n - 12, 2);
	at = little(p + n - 6, 4);
	for (size_t i = 0; i < count; i++) {
		size_t name_len = little(p + at + 28, 2), extra = little(p + at + 30, 2),
		       packed = little(p + at + 20, 4), size = little(p + at + 24, 4),
		       head = little(p + at + 42, 4);

		if (name_len == strlen(name) && memcmp(p + at + 46, name, name_len) == 0) {
			char *out = arena_alloc(mem, size + 1);
			z_stream s = { 0 };

			s.next_in = p + head + 30 + little(p + head + 26, 2) + little(p + head + 28, 2);
			s.avail_in = (uInt)packed;
			s.next_out = (unsigned char *)out;
			s.avail_out = (uInt)size;
			assert_int_equal(inflateInit2(&s, -MAX_WBITS), Z_OK);
			assert_int_equal(inflate(&s, Z_FINISH), Z_STREAM_END);
			inflateEnd(&s);
			return out;
		}
		at += 46 + name_len + extra + little(p + at + 32, 2);
	}
	return NULL;
}

/* The XML of the sheet of that name, or NULL. */
static const char *sheet(const struct made *m, const char *name)
{
	const char *book = part(m->path, "xl/workbook.xml");
	const char *want = arena_printf(mem, "<sheet name=\"%s\" ", name);
	size_t i = 0;

	for (const char *s = strstr(book, "<sheet "); s; s = strstr(s + 1, "<sheet ")) {
		i++;
		if (strncmp(s, want, strlen(want)) == 0)
			return part(m->path, arena_printf(mem, "xl/worksheets/sheet%zu.xml", i));
	}
	return NULL;
}

static size_t times(const char *text, const char *what)
{
	size_t n = 0;

	for (const char *s = strstr(text, what); s; s = strstr(s + 1, what))
		n++;
	return n;
}

/* Number of the shared string, as the cells refer to it; -1 if it is not there. */
static long shared(const struct made *m, const char *text)
{
	const char *all = part(m->path, "xl/sharedStrings.xml");
	const char *want = arena_printf(mem, ">%s</t>", text), *at = strstr(all, want);
	long n = -1;

	for (const char *s = strstr(all, "<si>"); at && s && s < at; s = strstr(s + 1, "<si>"))
		n++;
	return n;
}

/* The cached value of the formula in that cell, "" if the cell holds none. */
static const char *cached(const char *xml, const char *cell)
{
	const char *at = strstr(xml, arena_printf(mem, "<c r=\"%s\"", cell)), *value, *end;

	if (!at || strchr(at, '>')[-1] == '/' || !(value = strstr(at, "<f>")) || value > strstr(at, "</c>"))
		return "";
	value = strstr(value, "<v>") + 3;
	end = strstr(value, "</v>");
	return arena_strndup(mem, value, (size_t)(end - value));
}

static const char *formula(const char *xml, const char *cell)
{
	const char *at = strstr(xml, arena_printf(mem, "<c r=\"%s\"", cell)), *value;

	if (!at || !(value = strstr(at, "<f>")) || value > strstr(at, "</c>"))
		return "";
	value += 3;
	return arena_strndup(mem, value, (size_t)(strstr(value, "</f>") - value));
}

/* ---- tests ---- */

static void all_sheets_in_order(void **state)
{
	static const char *const want[] = { "Synthèse",
					    "Balance âgée",
					    "Pièces",
					    "Relances",
					    "Appels",
					    "Décisions",
					    "Litiges et promesses",
					    "Risque",
					    "Pénalités",
					    "Provisions",
					    "Provisions par pièce",
					    "Contentieux",
					    "Mouvements",
					    "Rapprochement",
					    "Qualité",
					    "Paramètres" };
	struct made m = make(usual());
	const char *book = part(m.path, "xl/workbook.xml"), *at = book;

	(void)state;
	assert_int_equal(times(book, "<sheet "), LEN(want));
	for (size_t i = 0; i < LEN(want); i++) {
		at = strstr(at, arena_printf(mem, "<sheet name=\"%s\"", want[i]));
		assert_non_null(at);
	}
	drop(&m);
}

static void totals_are_live_and_right(void **state)
{
	struct made m = make(usual());
	const char *xml = sheet(&m, "Balance âgée");

	(void)state;
	/* three currencies, so: title, company, two notes (JPY has no rate), a gap; EUR, JPY, USD, all, shown */
	assert_string_equal(cached(xml, "I6"), "1450.45");
	assert_string_equal(cached(xml, "J6"), "300");
	assert_string_equal(cached(xml, "L6"), "1200.5"); /* 46 days late */
	assert_string_equal(cached(xml, "N6"), "0");
	assert_string_equal(cached(xml, "O6"), "50"); /* 122 days late, in dispute, and still in its bucket */
	assert_string_equal(cached(xml, "P6"), "-100.05");
	assert_string_equal(cached(xml, "I7"), "1000");
	assert_string_equal(cached(xml, "I8"), "20");
	assert_non_null(strstr(formula(xml, "I6"), "SUMIFS("));
	assert_non_null(strstr(formula(xml, "I6"), "$C$6"));
	/* no total over currencies but in the columns that have one */
	assert_string_equal(cached(xml, "I9"), "");
	assert_int_equal(shared(&m, "Toutes devises") >= 0, true);
	drop(&m);
}

static void two_currencies_are_never_added(void **state)
{
	struct made m = make(usual());
	const char *xml = sheet(&m, "Pièces");

	(void)state;
	assert_string_equal(cached(xml, "J5"), "1450.45");
	assert_string_equal(cached(xml, "J6"), "1000");
	assert_string_equal(cached(xml, "J7"), "20");
	assert_null(strstr(xml, "2470.45"));
	drop(&m);
}

static void text_stays_text(void **state)
{
	const char *names = arena_printf(
		mem, "%s%s%s",
		customer("00012", "=HYPERLINK(&quot;http://x&quot;,&quot;y&quot;)",
			 invoice("=1+1", "2026-08-01", "2026-09-15", "10.00", "EUR")),
		customer("+33478000000", "@SUM(A1)",
			 invoice("-2", "2026-08-01", "2026-09-15", "5.00", "EUR")),
		customer("C3", "_x0041_", invoice("0007", "2026-08-01", "2026-09-15", "1.00", "EUR")));
	struct made m = make(export(names));

	(void)state;
	assert_true(shared(&m, "=HYPERLINK(\"http://x\",\"y\")") >= 0);
	assert_true(shared(&m, "@SUM(A1)") >= 0);
	assert_true(shared(&m, "+33478000000") >= 0);
	assert_true(shared(&m, "00012") >= 0);
	assert_true(shared(&m, "0007") >= 0);
	assert_true(shared(&m, "=1+1") >= 0);
	assert_true(shared(&m, "_x005F_x0041_") >= 0); /* or readers would show "A" */
	for (size_t i = 0; i < 16; i++) {
		const char *xml = part(m.path, arena_printf(mem, "xl/worksheets/sheet%zu.xml", i + 1));

		assert_null(strstr(xml, "<f>HYPERLINK"));
		assert_null(strstr(xml, "<f>1+1"));
	}
	drop(&m);
}

static void the_same_bytes_twice(void **state)
{
	struct made m = make(usual());
	size_t n, again;
	const unsigned char *one = bytes_of(m.path, &n), *two;

	(void)state;
	write_book(&m);
	two = bytes_of(m.path, &again);
	assert_int_equal(n, again);
	assert_memory_equal(one, two, n);
	assert_non_null(strstr(part(m.path, "docProps/core.xml"), "2026-10-31T12:00:00Z"));
	drop(&m);
}

static void small_workbooks_have_tables(void **state)
{
	struct made m = make(usual());
	const char *table = part(m.path, "xl/tables/table1.xml");

	(void)state;
	assert_non_null(table);
	assert_non_null(strstr(table, "displayName=\"T_aged_balance_1\""));
	assert_non_null(strstr(table, "<autoFilter"));
	drop(&m);
}

static void large_workbooks_use_constant_memory(void **state)
{
	struct made m = make(usual());
	const char *before = cached(sheet(&m, "Balance âgée"), "I6"), *xml;

	(void)state;
	m.in.table_limit = 1;
	write_book(&m);
	assert_int_equal(m.written, ST_OK);
	assert_null(part(m.path, "xl/tables/table1.xml"));
	xml = sheet(&m, "Balance âgée");
	assert_non_null(strstr(xml, "<autoFilter"));
	assert_non_null(strstr(xml, "t=\"inlineStr\""));
	assert_string_equal(cached(xml, "I6"), before);
	drop(&m);
}

static void rows_go_on_to_a_second_sheet(void **state)
{
	struct made m = judge(usual(), D);
	const char *xml;

	(void)state;
	m.in.rows_per_sheet = 4;
	m.in.table_limit = 1;
	write_book(&m);
	assert_int_equal(m.written, ST_OK);
	xml = sheet(&m, "Pièces");
	assert_non_null(sheet(&m, "Pièces 2"));
	assert_null(sheet(&m, "Pièces 3"));
	assert_non_null(strstr(formula(xml, "J5"), "'Pièces'!"));
	assert_non_null(strstr(formula(xml, "J5"), "'Pièces 2'!"));
	assert_string_equal(cached(xml, "J5"), "1450.45");
	drop(&m);
}

static void an_empty_ledger_makes_a_workbook(void **state)
{
	struct made m = make(export(""));

	(void)state;
	assert_true(shared(&m, "Aucun compte n’est ouvert à cette date.") >= 0);
	m.in.table_limit = 1;
	write_book(&m);
	assert_int_equal(m.written, ST_OK);
	drop(&m);
}

static void sheets_and_columns_are_chosen(void **state)
{
	static const char *sheets[] = { "summary", "Pièces", "aged-balance", "Inconnue" };
	static const char *shown[] = { "Solde", "overdue" };
	struct policy_columns columns = { "Balance âgée", shown, 2, NULL };
	struct made m = judge(usual(), D);
	const char *xml;

	(void)state;
	m.books.policy->sheets = sheets;
	m.books.policy->n_sheets = LEN(sheets);
	m.books.policy->columns = &columns;
	write_book(&m);
	assert_int_equal(m.written, ST_OK);
	assert_non_null(sheet(&m, "Synthèse"));
	assert_non_null(sheet(&m, "Pièces"));
	assert_non_null(sheet(&m, "Rapprochement")); /* RULES §4: always */
	assert_null(sheet(&m, "Risque"));
	assert_non_null(error_with(quiet, "Inconnue"));
	xml = sheet(&m, "Balance âgée");
	assert_null(strstr(xml, "<col min=\"1\" max=\"1\" width=\"8\" customWidth=\"1\" hidden"));
	assert_true(times(xml, "hidden=\"1\"") > 15);
	assert_string_equal(cached(xml, "I6"), "1450.45"); /* hidden or not, totals stay */
	/* without the sheet that they are sums of, totals are plain numbers */
	m.books.policy->n_sheets = 1;
	m.books.policy->columns = NULL;
	write_book(&m);
	assert_int_equal(m.written, ST_OK);
	assert_null(strstr(sheet(&m, "Synthèse"), "Balance âgée'!"));
	drop(&m);
}

static void penalties_show_their_arithmetic(void **state)
{
	/* the worked example of RULES §6 */
	struct made m = judge(
		export(customer("C1", "Test", invoice("F", "2025-04-15", "2025-05-15", "10000.00", "EUR"))),
		"2025-08-31");
	const char *xml;

	(void)state;
	write_book(&m);
	assert_int_equal(m.written, ST_OK);
	xml = sheet(&m, "Pénalités");
	assert_string_equal(cached(xml, "N5"), "412.11"); /* 372.11 and 40.00 */
	assert_string_equal(formula(xml, "N9"), "ROUND(M9*K9/100*J9/365,2)");
	assert_string_equal(cached(xml, "N9"), "165.73");
	assert_string_equal(cached(xml, "N10"), "206.38");
	drop(&m);
}

static void names_that_differ_in_case_are_two(void **state)
{
	/* SUMIFS takes "Nadia" and "nadia" for one: such subtotals compare letter by letter */
	struct made m = make(usual());
	const char *xml = sheet(&m, "Balance âgée");

	(void)state;
	assert_true(times(xml, "EXACT(") > 0);
	assert_false(condition_is_plain("007"));
	assert_false(condition_is_plain("=A"));
	assert_false(condition_is_plain("> 120 j"));
	assert_false(condition_is_plain("A*"));
	assert_false(condition_is_plain("Dupont?"));
	assert_false(condition_is_plain("true"));
	assert_true(condition_is_plain("PME"));
	assert_true(condition_is_plain("Établissement public"));
	drop(&m);
}

static void a_broken_closure_is_seen(void **state)
{
	const char *xml =
		"<receivables version=\"1\" company=\"S\" currency=\"EUR\" extracted=\"2026-10-31\">"
		"<control balance=\"99.99\"/><customer id=\"C1\" kind=\"business\"><name>A</name>"
		"<document id=\"F\" type=\"invoice\" date=\"2026-01-01\" due=\"2026-02-01\" "
		"amount=\"100.00\"/>"
		"</customer></receivables>";
	struct made m = judge(xml, D);

	(void)state;
	assert_int_equal(m.judged, ST_CLOSURE);
	write_book(&m);
	assert_int_equal(m.written, ST_OK);
	assert_non_null(strstr(part(m.path, "xl/sharedStrings.xml"), "ÉCART DE RAPPROCHEMENT"));
	assert_int_equal(times(sheet(&m, "Rapprochement"), "<v>ÉCART</v>"), 1);
	drop(&m);
}

/* ---- what went wrong is noticed ---- */

static void a_damaged_file_is_refused(void **state)
{
	struct made m = make(usual());
	struct sheet counted[16] = { { .name = "?" } };
	const char *cut = in_folder("coupe.xlsx");
	size_t n;
	unsigned char *p = bytes_of(m.path, &n);

	(void)state;
	for (size_t i = 0; i < 16; i++)
		counted[i].name = "?";
	/* rows that are not those written */
	assert_int_equal(verify_workbook(quiet, m.path, counted, 16), ST_OUTPUT);
	/* the end is missing */
	assert_int_equal(output_write(quiet, cut, p, n - 30), ST_OK);
	assert_int_equal(verify_workbook(quiet, cut, counted, 16), ST_OUTPUT);
	/* one byte in the middle of a part */
	p[n / 2] ^= 0x55;
	assert_int_equal(output_write(quiet, cut, p, n), ST_OK);
	assert_int_equal(verify_workbook(quiet, cut, counted, 16), ST_OUTPUT);
	assert_int_equal(verify_workbook(quiet, in_folder("absent"), counted, 16), ST_OUTPUT);
	drop(&m);
}

static void what_cannot_be_written_is_reported(void **state)
{
	struct made m = judge(usual(), D);
	struct stat s;

	(void)state;
	m.path = in_folder("absent/essai.xlsx");
	write_book(&m);
	assert_int_equal(m.written, ST_OUTPUT);
	m.path = in_folder("essai2.xlsx");
	m.in.tmpdir = in_folder("pas-de-dossier");
	write_book(&m);
	assert_int_equal(m.written, ST_OUTPUT);
	assert_int_equal(lstat(m.path, &s), -1); /* nothing half written is left */
	m.in.tmpdir = NULL;
	m.path = "/dev/full";
	write_book(&m);
	assert_int_equal(m.written, ST_OUTPUT);
	assert_int_equal(lstat("/dev/full", &s), 0); /* and nothing removed that was not ours */
	drop(&m);
}

/* ---- movements and summary ---- */

/* The items that were open at an earlier date: what the register would have kept. */
static struct closing closing_at(const struct made *m, const char *date)
{
	struct closing c = { .date = date_parse(date), .columns = ageing_columns(m->books.policy) };
	struct view *v;
	struct assessment *then;

	assert_int_equal(view_new(quiet, m->books.ledger, c.date, &v), ST_OK);
	assert_int_equal(assess(quiet, v, m->books.policy, m->books.rates, &then), ST_OK);
	c.item = arena_calloc(mem, then->items, sizeof *c.item);
	for (uint32_t i = 0; i < then->items; i++) {
		const struct document *doc = &m->books.ledger->document[then->item[i].doc];

		c.item[c.items++] =
			(struct closing_item){ doc->id, doc->cur, v->open[then->item[i].doc],
					       (int)ageing_item(m->books.policy, then->item[i].bucket) };
	}
	c.point = arena_calloc(mem, 1, sizeof *c.point);
	c.point[0] = (struct closing_point){ c.date, 150050, 5000, false, 0 };
	c.points = 1;
	assessment_drop(then);
	view_drop(v);
	return c;
}

static void movements_lead_from_opening_to_closing(void **state)
{
	struct made m = judge(usual(), D);
	struct closing before = closing_at(&m, "2026-09-10");
	struct movements *moved;
	currency eur = currency_find("EUR");
	const struct position *pos = &m.books.assessment->position[0];

	(void)state;
	assert_null(movements_missing(m.books.assessment, &before, mem));
	assert_int_equal(movements_new(quiet, m.books.assessment, &before, mem, &moved), ST_OK);
	for (size_t k = 0; k < moved->columns; k++)
		assert_int_equal(movements_closing(moved, eur, k),
				 ageing_amount(pos, m.books.policy, k, false));
	assert_int_equal(moved->flow[eur][0][FLOW_OPENING], 120050);
	assert_int_equal(moved->flow[eur][0][FLOW_OUT], -120050); /* F1 has slipped to 31–60 */
	assert_int_equal(moved->flow[eur][2][FLOW_IN], 120050);
	assert_int_equal(moved->flow[eur][0][FLOW_NEW], 30000); /* F2 */
	m.in.closing = &before;
	write_book(&m);
	assert_int_equal(m.written, ST_OK);
	assert_true(shared(&m, "Mouvements en EUR") >= 0);
	drop(&m);
}

static void without_a_closing_nothing_is_made_up(void **state)
{
	struct made m = make(usual());
	struct closing other = closing_at(&m, "2026-09-10");

	(void)state;
	assert_non_null(strstr(part(m.path, "xl/sharedStrings.xml"), "aucune clôture précédente"));
	other.columns = 3;
	assert_non_null(strstr(movements_missing(m.books.assessment, &other, mem), "tranches ont changé"));
	other.columns = ageing_columns(m.books.policy);
	other.date = date_parse(D);
	assert_non_null(strstr(movements_missing(m.books.assessment, &other, mem), "antérieure"));
	drop(&m);
}

static void what_was_open_and_is_gone_is_a_correction(void **state)
{
	struct made m = judge(usual(), D);
	struct closing before = closing_at(&m, "2026-09-10");
	struct movements *moved;
	currency eur = currency_find("EUR");

	(void)state;
	before.item[0].document = "disparue";
	assert_int_equal(movements_new(quiet, m.books.assessment, &before, mem, &moved), ST_OK);
	money closing = 0, corrected = 0;
	for (size_t k = 0; k < moved->columns; k++) {
		closing += movements_closing(moved, eur, k);
		corrected += moved->flow[eur][k][FLOW_CORRECTED];
	}
	assert_int_equal(closing, 145045);
	assert_int_equal(corrected, 0); /* one gone, one come: both are said, in their columns */
	drop(&m);
}

static void the_summary_is_one_page_and_repeatable(void **state)
{
	struct made m = judge(usual(), D);
	struct closing before = closing_at(&m, "2026-09-10");
	const char *path = in_folder("synthese.pdf");
	size_t n, again;
	const unsigned char *one, *two;

	(void)state;
	assert_int_equal(summary_write(quiet, m.books.assessment, m.books.company, &before, path), ST_OK);
	one = bytes_of(path, &n);
	assert_memory_equal(one, "%PDF-1.4", 8);
	assert_int_equal(summary_write(quiet, m.books.assessment, m.books.company, &before, path), ST_OK);
	two = bytes_of(path, &again);
	assert_int_equal(n, again);
	assert_memory_equal(one, two, n);
	assert_int_equal(summary_write(quiet, m.books.assessment, m.books.company, NULL, path), ST_OK);
	assert_int_equal(
		summary_write(quiet, m.books.assessment, m.books.company, NULL, in_folder("absent/s.pdf")),
		ST_OUTPUT);
	drop(&m);
}

static void lateness_grows_darker(void **state)
{
	(void)state;
	for (size_t limits = 1; limits <= MAX_LIMITS; limits++) {
		struct policy p = { .limits = limits };
		unsigned before = 256;

		for (size_t k = 1; k <= limits + 1; k++) {
			uint32_t c = ageing_colour(&p, k);
			unsigned grey =
				(((c >> 16) & 0xFF) * 299 + ((c >> 8) & 0xFF) * 587 + (c & 0xFF) * 114) /
				1000;

			assert_true(grey < before);
			before = grey;
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(all_sheets_in_order),
		TEST(totals_are_live_and_right),
		TEST(two_currencies_are_never_added),
		TEST(text_stays_text),
		TEST(the_same_bytes_twice),
		TEST(small_workbooks_have_tables),
		TEST(large_workbooks_use_constant_memory),
		TEST(rows_go_on_to_a_second_sheet),
		TEST(an_empty_ledger_makes_a_workbook),
		TEST(sheets_and_columns_are_chosen),
		TEST(penalties_show_their_arithmetic),
		TEST(names_that_differ_in_case_are_two),
		TEST(a_broken_closure_is_seen),
		TEST(a_damaged_file_is_refused),
		TEST(what_cannot_be_written_is_reported),
		TEST(movements_lead_from_opening_to_closing),
		TEST(without_a_closing_nothing_is_made_up),
		TEST(what_was_open_and_is_gone_is_a_correction),
		TEST(the_summary_is_one_page_and_repeatable),
		TEST(lateness_grows_darker),
	};

	setenv("RELANCE_DATA", ".", 0);
	return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
