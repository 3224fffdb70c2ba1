/* test_workbook_parts.c - cells, the check after writing, movements, the one-page summary. */
#include "workbook_fixture.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "workbook/movement.h"
#include "workbook/summary.h"

#include "base/banned.h"

/* ---- what went wrong is noticed ---- */

static void a_damaged_file_is_refused(void **state)
{
	struct made m = make(usual());
	struct sheet counted[17] = { { .name = "?" } };
	const char *cut = in_folder("coupe.xlsx");
	size_t n;
	unsigned char *p = bytes_of(m.path, &n);

	(void)state;
	for (size_t i = 0; i < 17; i++)
		counted[i].name = "?";
	/* rows that are not those written */
	assert_int_equal(verify_workbook(quiet, m.path, counted, 17), ST_OUTPUT);
	/* the end is missing */
	assert_int_equal(output_write(quiet, cut, p, n - 30), ST_OK);
	assert_int_equal(verify_workbook(quiet, cut, counted, 17), ST_OUTPUT);
	/* one byte in the middle of a part */
	p[n / 2] ^= 0x55;
	assert_int_equal(output_write(quiet, cut, p, n), ST_OK);
	assert_int_equal(verify_workbook(quiet, cut, counted, 17), ST_OUTPUT);
	assert_int_equal(verify_workbook(quiet, in_folder("absent"), counted, 17), ST_OUTPUT);
	drop(&m);
}

/* What write_book() lets out on stderr. */
static const char *said_on_stderr(struct made *m)
{
	const char *path = in_folder("stderr.txt");
	int kept = dup(2), file = open(path, O_CREAT | O_TRUNC | O_RDWR, 0600);
	size_t n;

	assert_true(kept >= 0 && file >= 0);
	fflush(stderr);
	dup2(file, 2);
	write_book(m);
	fflush(stderr);
	dup2(kept, 2);
	close(kept);
	n = (size_t)lseek(file, 0, SEEK_END);
	close(file);
	return n ? (const char *)bytes_of(path, &n) : "";
}

static void what_cannot_be_written_is_reported(void **state)
{
	struct made m = judge(usual(), D);
	struct stat s;
	const char *said;

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
	said = said_on_stderr(&m);
	assert_int_equal(m.written, ST_OUTPUT);
	assert_string_equal(said, ""); /* the library's English is kept back; ours goes to the diagnostics */
	assert_non_null(error_with(quiet, "le classeur « /dev/full » n'a pas pu être écrit"));
	assert_int_equal(lstat("/dev/full", &s), 0); /* and nothing removed that was not ours */
	drop(&m);
}

/* ---- cells ---- */

/* An open workbook with one sheet, to write single cells into. */
static struct book *bare_book(const struct made *m, struct sheet *s)
{
	struct book *b = arena_alloc(mem, sizeof *b);

	*b = (struct book){
		.diag = quiet, .a = m->books.assessment, .in = &m->in, .mem = mem, .scratch = mem
	};
	b->wb = workbook_new(m->path);
	formats_new(b);
	*s = (struct sheet){ .ws = workbook_add_worksheet(b->wb, "F"), .name = "F", .last_row = -1 };
	return b;
}

static void links_beyond_the_limit_are_formulas(void **state)
{
	struct made m = judge(usual(), D);
	struct sheet s;
	struct book *b = bare_book(&m, &s);

	(void)state;
	b->tables = true; /* a small workbook: as many native links as Excel opens */
	for (lxw_row_t r = 0; r < MAX_LINKS + 10; r++)
		cell_link_inside(b, &s, r, 0, "'F'!A1", "Voir");
	cell_link_file(b, &s, MAX_LINKS + 10, 0, "lettres/C1-relance-1.pdf", "Ouvrir");
	assert_int_equal(b->st, ST_OK);
	assert_int_equal(s.links, MAX_LINKS);
	assert_int_equal(workbook_close(b->wb), 0);
	assert_int_equal(verify_workbook(quiet, m.path, &s, 1), ST_OK);
	const char *xml = part(m.path, "xl/worksheets/sheet1.xml");
	assert_int_equal(times(xml, "<hyperlink "), MAX_LINKS);
	assert_int_equal(times(xml, "<f>HYPERLINK("), 11);
	assert_string_equal(formula(xml, "A65541"), "HYPERLINK(\"lettres/C1-relance-1.pdf\",\"Ouvrir\")");
	drop(&m);
}

static void only_relative_paths_become_links(void **state)
{
	static const char *const path[] = { "http://exemple.fr/x", "/etc/passwd", "../x.pdf", "C:\\x", "" };
	struct made m = judge(usual(), D);
	struct sheet s;
	struct book *b = bare_book(&m, &s);

	(void)state;
	for (lxw_row_t r = 0; r < LEN(path); r++)
		cell_link_file(b, &s, r, 0, path[r], "Ouvrir");
	cell_link_file(b, &s, LEN(path), 0, "lettres/C1.pdf", "Ouvrir");
	assert_int_equal(s.links, 1);
	assert_int_equal(workbook_close(b->wb), 0);
	assert_int_equal(verify_workbook(quiet, m.path, &s, 1), ST_OK);
	drop(&m);
}

static void texts_are_made_safe(void **state)
{
	struct made m = judge(usual(), D);
	struct sheet s;
	struct book *b = bare_book(&m, &s);
	char *lengthy = arena_alloc(mem, 40001);
	lxw_format *f = format_of(b, LOOK_BODY, SHAPE_TEXT);

	(void)state;
	memset(lengthy, 'a', 40000);
	cell_text(b, &s, 0, 0, lengthy, f);
	cell_text(b, &s, 1, 0, "a\x01z", f);
	cell_text(b, &s, 2, 0, "\xC3(", f);
	cell_text(b, &s, 3, 0, NULL, f);
	assert_int_equal(b->st, ST_OK);
	assert_non_null(error_with(quiet, "coupé"));
	assert_int_equal(workbook_close(b->wb), 0);
	assert_int_equal(verify_workbook(quiet, m.path, &s, 1), ST_OK);
	assert_true(shared(&m, "a\xEF\xBF\xBDz") >= 0);
	assert_true(shared(&m, "\xEF\xBF\xBD(") >= 0);
	drop(&m);
}

static void impossible_numbers_and_order_are_refused(void **state)
{
	struct made m = judge(usual(), D);
	struct sheet s;
	struct book *b = bare_book(&m, &s);
	volatile double zero = 0;

	(void)state;
	cell_number(b, &s, 5, 0, zero / zero, format_of(b, LOOK_BODY, SHAPE_INT));
	assert_int_equal(b->st, ST_LIMIT);
	b->st = ST_OK;
	cell_int(b, &s, 6, 0, 1, format_of(b, LOOK_BODY, SHAPE_INT));
	cell_int(b, &s, 2, 0, 1, format_of(b, LOOK_BODY, SHAPE_INT)); /* constant memory could not go back */
	assert_int_equal(b->st, ST_OUTPUT);
	assert_int_equal(workbook_close(b->wb), 0);
	drop(&m);
}

static void dates_and_amounts_keep_their_value(void **state)
{
	struct made m = judge(usual(), D);
	struct sheet s;
	struct book *b = bare_book(&m, &s);
	lxw_format *f = format_of(b, LOOK_BODY, SHAPE_DATE);
	const char *xml;

	(void)state;
	cell_date(b, &s, 0, 0, date_parse("2026-10-31"), f);
	cell_date(b, &s, 1, 0, date_parse("1899-12-31"), f); /* before Excel's calendar: text */
	cell_date(b, &s, 2, 0, DATE_NONE, f);
	cell_money(b, &s, 3, 0, INT64_C(999999999999999), currency_find("EUR"), LOOK_BODY);
	cell_money(b, &s, 4, 0, -12345678, currency_find("TND"), LOOK_BODY);
	cell_money(b, &s, 5, 0, 1850000, currency_find("JPY"), LOOK_BODY);
	assert_int_equal(workbook_close(b->wb), 0);
	xml = part(m.path, "xl/worksheets/sheet1.xml");
	assert_non_null(strstr(xml, "<v>46326</v>"));
	assert_true(shared(&m, "31/12/1899") >= 0);
	assert_non_null(strstr(xml, "<v>9999999999999.99</v>"));
	assert_non_null(strstr(xml, "<v>-12345.678</v>"));
	assert_non_null(strstr(xml, "<v>1850000</v>"));
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
		uint32_t doc = then->item[i].doc;

		c.item[c.items++] = (struct closing_item){ .document = doc,
							   .cur = m->books.ledger->document[doc].cur,
							   .open = v->open[doc],
							   .column = (uint8_t)ageing_item(
								   m->books.policy, then->item[i].bucket) };
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
	money slipped, overdue;

	(void)state;
	assert_null(movements_missing(m.books.assessment, &before, mem));
	assert_int_equal(movements_new(quiet, m.books.assessment, &before, mem, &moved), ST_OK);
	for (size_t k = 0; k < moved->columns; k++)
		assert_int_equal(movements_closing(moved, eur, k),
				 ageing_amount(pos, m.books.policy, k, false));
	assert_int_equal(moved->flow[eur][0][FLOW_OPENING], 120050);
	assert_int_equal(moved->flow[eur][0][FLOW_OUT], -120050); /* F1 has slipped to 31–60 */
	assert_int_equal(moved->flow[eur][2][FLOW_IN], 120050);
	assert_int_equal(moved->flow[eur][0][FLOW_INVOICED], 30000); /* F2 */
	assert_int_equal(moved->flow[eur][ageing_unapplied(m.books.policy)][FLOW_RECEIVED], -10005); /* A */
	assert_true(movements_flow(moved, m.books.assessment, FLOW_IN, false, &slipped));
	assert_true(slipped > 120050); /* of the other currencies too, converted */
	assert_true(movements_flow(moved, m.books.assessment, FLOW_INVOICED, true, &overdue));
	assert_int_equal(overdue, 0); /* F2 is not due yet */
	m.in.closing = &before;
	write_book(&m);
	assert_int_equal(m.written, ST_OK);
	const char *xml = sheet(&m, "Mouvements");
	assert_string_equal(cached(xml, "C7"), "1250.5");  /* opening: F1 and L */
	assert_string_equal(cached(xml, "J7"), "1450.45"); /* closing */
	assert_string_equal(cached(xml, "K7"), "0");	   /* and the aged balance says so too */
	assert_non_null(strstr(formula(xml, "K13"), "'Balance âgée'!"));
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
	before.item[0].document = NONE;
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
		TEST(a_damaged_file_is_refused),
		TEST(what_cannot_be_written_is_reported),
		TEST(links_beyond_the_limit_are_formulas),
		TEST(only_relative_paths_become_links),
		TEST(texts_are_made_safe),
		TEST(impossible_numbers_and_order_are_refused),
		TEST(dates_and_amounts_keep_their_value),
		TEST(movements_lead_from_opening_to_closing),
		TEST(without_a_closing_nothing_is_made_up),
		TEST(what_was_open_and_is_gone_is_a_correction),
		TEST(the_summary_is_one_page_and_repeatable),
		TEST(lateness_grows_darker),
	};

	setenv("RELANCE_DATA", ".", 0);
	return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
