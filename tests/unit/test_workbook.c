/* test_workbook.c - the workbook as a whole: sheets, totals, texts, tables, choice of sheets. */
#include "workbook_fixture.h"

#include "workbook/list.h"

#include "base/banned.h"

static void all_sheets_in_order(void **state)
{
	static const char *const want[] = { "Synthèse",
					    "Balance âgée",
					    "Pièces",
					    "Relances",
					    "Appels",
					    "Décisions",
					    "Litiges et promesses",
					    "Banque",
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
	for (size_t i = 0; i < 17; i++) {
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
	const char *balance = NULL, *parameters = NULL, *table;

	(void)state;
	for (size_t i = 1; (table = part(m.path, arena_printf(mem, "xl/tables/table%zu.xml", i))); i++) {
		assert_non_null(strstr(table, "<autoFilter"));
		balance = strstr(table, "displayName=\"T_aged_balance_1\"") ? table : balance;
		/* sheets that are no list have a table for each of theirs */
		parameters = strstr(table, "displayName=\"T_parameters_2\"") ? table : parameters;
	}
	assert_non_null(balance);
	assert_non_null(parameters);
	drop(&m);
}

static void concentration_is_bars_and_a_line(void **state)
{
	struct made m = make(usual());
	const char *xml, *found = NULL;

	(void)state;
	for (size_t i = 1; (xml = part(m.path, arena_printf(mem, "xl/charts/chart%zu.xml", i))); i++)
		if (strstr(xml, "<c:barChart>") && strstr(xml, "<c:lineChart>"))
			found = xml;
	assert_non_null(found);
	assert_int_equal(times(found, "<c:ser>"), 2);
	assert_int_equal(times(found, "<c:idx val=\"1\"/>"), 1); /* the line is a series of its own */
	assert_int_equal(times(found, "<c:valAx>"), 2);
	assert_int_equal(times(found, "<c:catAx>"), 2);
	assert_non_null(strstr(found, "formatCode=\"0%\""));
	assert_non_null(strstr(strstr(found, "<c:lineChart>"), "<c:v>Part cumulée de l’encours</c:v>"));
	drop(&m);
}

/* A list too wide for a readable page goes on to a second one, with its first columns repeated. */
static void nothing_prints_too_small(void **state)
{
	struct made m = make(usual());
	const char *xml = sheet(&m, "Balance âgée"), *scale = strstr(xml, " scale=\"");

	(void)state;
	assert_non_null(scale);
	assert_in_range(strtol(scale + 8, NULL, 10), 70, 80);
	assert_true(times(xml, "<brk ") > 0);
	assert_non_null(strstr(part(m.path, "xl/workbook.xml"), "'Balance âgée'!$A:$B,'Balance âgée'!$"));
	/* a long text goes on in a second line instead of being cut */
	assert_int_equal(list_lines("bon payeur", 10), 1);
	assert_int_equal(list_lines("Établissement public", 11), 2);
	assert_int_equal(list_lines("un\ndeux", 20), 2);
	assert_int_equal(list_lines("", 5), 1);
	assert_true(list_lines("AAAAAAAAAAAAAAAAAAAA", 5) >= 4);
	drop(&m);
}

static void one_currency_hides_its_equivalents(void **state)
{
	struct made m =
		make(export(customer("C1", "A", invoice("F", "2026-08-01", "2026-09-15", "10.00", "EUR"))));
	size_t hidden = times(sheet(&m, "Balance âgée"), "hidden=\"1\"");

	(void)state;
	assert_string_equal(cached(sheet(&m, "Balance âgée"), "I5"), "10");
	drop(&m);
	m = make(usual());
	/* rate, balance and overdue amount; what only formulas need is folded away in both */
	assert_int_equal(hidden, times(sheet(&m, "Balance âgée"), "hidden=\"1\"") + 3);
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

/* The number of cells of a sheet whose formula holds a text. */
static size_t formulas_with(const char *xml, const char *text)
{
	size_t n = 0;

	for (const char *at = strstr(xml, "<f>"); at; at = strstr(at + 1, "<f>")) {
		const char *end = strstr(at, "</f>"), *found = strstr(at, text);

		n += found && found < end;
	}
	return n;
}

static void provisions_follow_their_lines(void **state)
{
	/* three rows of Balance âgée, with three lines, one and one */
	struct made m = make(usual());
	const char *all = "SUMIFS('Provisions par pièce'!$M$", *xml = sheet(&m, "Balance âgée");

	(void)state;
	/* a reader may sort the lines: each row looks through all of them */
	assert_int_equal(formulas_with(xml, all), 3);
	assert_int_equal(formulas_with(xml, "'Provisions par pièce'!$M$10:$M$14,"), 3);
	m.in.rows_per_sheet = 2;
	m.in.table_limit = 1;
	write_book(&m);
	assert_int_equal(m.written, ST_OK);
	xml = sheet(&m, "Balance âgée");
	/* a large workbook: its own lines alone, on two sheets here for the first row */
	assert_int_equal(formulas_with(xml, all), 1);
	assert_int_equal(formulas_with(xml, "'Provisions par pièce'!$M$11:$M$12,"), 1);
	assert_int_equal(formulas_with(xml, "+SUMIFS('Provisions par pièce 2'!$M$11:$M$11,"), 1);
	xml = sheet(&m, "Balance âgée 2");
	assert_int_equal(formulas_with(xml, "SUMIFS('Provisions par pièce 3'!$M$11:$M$11,"), 1);
	drop(&m);
}

static void key_figures_are_live(void **state)
{
	struct made m = make(usual());
	const char *xml = sheet(&m, "Synthèse");

	(void)state;
	/* the whole in EUR: 1450.45, 20 USD at 0.9123, no rate for JPY */
	assert_int_equal(formulas_with(xml, "SUMPRODUCT(ROUND('Balance âgée'!"), 6);
	assert_non_null(strstr(xml, "</f><v>1468.7</v>"));
	/* without Paramètres and Balance âgée, no formula reaches out of the sheet but the verdict's */
	m.books.policy->sheets = (const char *[]){ "Synthèse" };
	m.books.policy->n_sheets = 1;
	write_book(&m);
	assert_int_equal(m.written, ST_OK);
	xml = sheet(&m, "Synthèse");
	assert_int_equal(formulas_with(xml, "'!"), 1);
	assert_int_equal(formulas_with(xml, "CA_periode"), 0);
	assert_non_null(strstr(xml, "<v>1468.7</v>"));
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
	assert_string_equal(cached(xml, "N6"), "412.11"); /* 372.11 and 40.00 */
	assert_string_equal(formula(xml, "N10"), "ROUND(M10*K10/100*J10/365,2)");
	assert_string_equal(cached(xml, "N10"), "165.73");
	assert_string_equal(cached(xml, "N11"), "206.38");
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

/* A transfer that settles F2, one that names F1 and is too much, one that nobody knows. */
static const char *statement(void)
{
	static const char entry[] =
		"<Ntry><Amt Ccy=\"EUR\">%s</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>BOOK</Sts>"
		"<BookgDt><Dt>2026-10-2%d</Dt></BookgDt><NtryDtls><TxDtls><RltdPties><Dbtr><Nm>%s</Nm></Dbtr>"
		"<DbtrAcct><Id><IBAN>FR76123456789012345678%s</IBAN></Id></DbtrAcct></RltdPties>"
		"<RmtInf><Ustrd>%s</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>";
	const char *one = arena_printf(mem, entry, "300.00", 6, "A", "90189", "facture FX-20002"),
		   *two = arena_printf(mem, entry, "5000.00", 7, "B", "90189", "facture FX-20001"),
		   *three = arena_printf(mem, entry, "77.77", 8, "Inconnu", "90999", "");

	return arena_printf(
		mem,
		"<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.053.001.02\"><BkToCstmrStmt>"
		"<Stmt><Id>S</Id><Acct><Id><IBAN>FR7630006000011234567890189</IBAN></Id></Acct>%s%s%s"
		"</Stmt></BkToCstmrStmt></Document>",
		one, two, three);
}

static void bank_transactions_have_their_sheet(void **state)
{
	static const char *const rows[][2] = { { "A7", "À vérifier" },
					       { "A8", "À identifier" },
					       { "A9", "Prise en compte" } };
	struct options o = { .inputs = 1, .banks = 1, .as_of = date_parse(D) };
	struct made m = { .path = in_folder("essai.xlsx") };
	const char *xml;

	(void)state;
	o.input[0] = in_folder("export.xml");
	o.bank[0] = in_folder("releve.xml");
	write_file(o.input[0],
		   export(customer(
			   "C1", "A",
			   arena_printf(mem, "%s%s",
					invoice("FX-20001", "2026-08-01", "2026-09-15", "1200.50", "EUR"),
					invoice("FX-20002", "2026-08-01", "2026-09-15", "300.00", "EUR")))));
	write_file(o.bank[0], statement());
	m.judged = books_prepare(quiet, &o, true, &m.books);
	m.in.version = "relance essai";
	assert_int_equal(m.judged, ST_OK);
	write_book(&m);
	assert_int_equal(m.written, ST_OK);
	xml = sheet(&m, "Banque");
	for (size_t i = 0; i < LEN(rows); i++) /* what waits for a person comes first */
		assert_non_null(
			strstr(xml, arena_printf(mem, "<c r=\"%s\" s=\"%s\" t=\"s\"><v>%ld</v>", rows[i][0],
						 style_of(xml, rows[i][0]), shared(&m, rows[i][1]))));
	assert_true(shared(&m, "…0189") >= 0);
	assert_true(shared(&m, "moyenne") >= 0);
	assert_non_null(strstr(xml, "Accepter,Refuser"));
	assert_int_equal(times(xml, "<hyperlink "), 1); /* FX-20001 is open, FX-20002 is settled */
	assert_non_null(strstr(xml, "location=\"'Pièces'!A"));
	drop(&m);
	m = make(usual());
	assert_true(
		shared(&m, "Aucune opération\u00a0: aucun relevé bancaire n’a été donné (option --bank).") >=
		0);
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
	assert_non_null(strstr(cached(sheet(&m, "Synthèse"), "A3"), "ÉCART DE RAPPROCHEMENT"));
	assert_int_equal(times(sheet(&m, "Rapprochement"), "<v>ÉCART</v>"), 1);
	drop(&m);
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
		TEST(concentration_is_bars_and_a_line),
		TEST(nothing_prints_too_small),
		TEST(one_currency_hides_its_equivalents),
		TEST(large_workbooks_use_constant_memory),
		TEST(rows_go_on_to_a_second_sheet),
		TEST(an_empty_ledger_makes_a_workbook),
		TEST(sheets_and_columns_are_chosen),
		TEST(provisions_follow_their_lines),
		TEST(key_figures_are_live),
		TEST(penalties_show_their_arithmetic),
		TEST(names_that_differ_in_case_are_two),
		TEST(bank_transactions_have_their_sheet),
		TEST(a_broken_closure_is_seen),
	};

	setenv("RELANCE_DATA", ".", 0);
	return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
