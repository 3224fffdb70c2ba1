/*
 * test_assess.c - ageing, closure, provision and prescription (RULES §3, §4, §6,
 * §9), under the shipped policy.
 */
#include "assess_fixture.h"

/* --- Ageing --------------------------------------------------------------------------------------------- */

/* The column of a 100.00 EUR invoice, by the name of the CSV. */
static const char *column(const struct position *q)
{
	static char name[24];

	if (q->not_due == 10000)
		return "not_due";
	if (q->no_due_date == 10000)
		return "no_due_date";
	if (q->unapplied == -10000)
		return "unapplied";
	for (size_t b = 0; b <= policy->limits; b++) {
		if (q->bucket[b] == 10000)
			return bucket_column(policy, b, name);
	}
	return "";
}

static void test_days(void **state)
{
	static const struct {
		int days;
		const char *want;
	} row[] = { { -1, "not_due" }, { 0, "not_due" },   { 1, "d1_30" },	{ 30, "d1_30" },
		    { 31, "d31_60" },  { 60, "d31_60" },   { 61, "d61_90" },	{ 90, "d61_90" },
		    { 91, "d91_120" }, { 120, "d91_120" }, { 121, "over_120" }, { 4000, "over_120" } };
	char id[16], document[16], day[11];

	(void)state;
	feed_export();
	for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
		snprintf(id, sizeof id, "C%zu", i);
		snprintf(document, sizeof document, "D%zu", i);
		feed_customer(id);
		FEED(REC_DOCUMENT, NULL, F_CUSTOMER, id, F_ID, document, F_TYPE, "invoice", F_DATE,
		     "2010-01-01", F_DUE, date_iso(date_parse("2026-10-31") - row[i].days, day), F_AMOUNT,
		     "100.00", END);
	}
	judge("2026-10-31");
	for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
		snprintf(id, sizeof id, "C%zu", i);
		assert_string_equal(column(position_of(id, "EUR")), row[i].want);
		assert_int_equal(position_of(id, "EUR")->oldest_late, row[i].days > 0 ? row[i].days : 0);
	}
}

static void end_of_february(void **state)
{
	(void)state;
	feed_export();
	feed_customer("C1");
	FEED(REC_DOCUMENT, NULL, F_CUSTOMER, "C1", F_ID, "D1", F_TYPE, "invoice", F_DATE, "2024-01-01", F_DUE,
	     "2024-02-28", F_AMOUNT, "100.00", END);
	judge("2024-02-28");
	assert_string_equal(column(position_of("C1", "EUR")), "not_due");
	judge("2024-02-29");
	assert_int_equal(item_of("D1")->days_late, 1);
	judge("2024-03-29"); /* 30 days, as 2024 has a 29 February */
	assert_string_equal(column(position_of("C1", "EUR")), "d1_30");
	judge("2024-03-30");
	assert_string_equal(column(position_of("C1", "EUR")), "d31_60");
}

static void columns(void **state)
{
	const struct position *q;

	(void)state;
	feed_export();
	feed_customer("C1");
	feed_doc("C1", "D1", "invoice", "2026-01-01", "100.00"); /* neither due date nor terms */
	feed_doc("C1", "P1", "payment", "2026-02-01", "30.00");
	feed_doc("C1", "R1", "payment-reject", "2026-10-01", "20.00"); /* due on its own date */
	feed_invoice("C1", "D2", "2026-10-31", "7.00");
	feed_customer("C2"); /* zero balance, but two columns */
	feed_invoice("C2", "D3", "2026-10-01", "50.00");
	feed_doc("C2", "P2", "payment", "2026-10-10", "50.00");
	feed_customer("C3"); /* settled */
	feed_invoice("C3", "D4", "2026-10-01", "50.00");
	feed_doc("C3", "P3", "payment", "2026-10-10", "50.00");
	feed_alloc("P3", "D4", "50.00", NULL);
	feed_customer("C4"); /* after D */
	feed_doc("C4", "D5", "invoice", "2026-11-01", "50.00");
	judge("2026-10-31");
	q = position_of("C1", "EUR");
	assert_int_equal(q->no_due_date, 10000);
	assert_int_equal(q->unapplied, -3000);
	assert_int_equal(q->bucket[0], 2000);
	assert_int_equal(q->not_due, 700);
	assert_int_equal(q->balance, 9700);
	assert_int_equal(findings("no-due-date"), 1);
	assert_int_equal(position_of("C2", "EUR")->balance, 0);
	assert_null(position_of("C3", "EUR"));
	assert_null(position_of("C4", "EUR"));
	judge("2026-10-05"); /* before the payments: they are undone */
	assert_int_equal(position_of("C3", "EUR")->balance, 5000);
	/* Default terms: the item leaves the column, and the run says so. */
	assert_true(terms_parse("30", &policy->default_terms));
	judge("2026-10-31");
	assert_int_equal(position_of("C1", "EUR")->no_due_date, 0);
	assert_int_equal(findings("default-terms"), 1);
}

static void order_of_items(void **state)
{
	static const char *const want[] = { "D3", "D1", "D2", "D4", "D5", "P1" };

	(void)state;
	feed_export();
	feed_customer("C1");
	feed_doc("C1", "P1", "payment", "2020-01-01", "1.00");
	feed_doc("C1", "D5", "invoice", "2020-01-01", "10.00");
	feed_invoice("C1", "D4", "2026-12-01", "10.00");
	feed_invoice("C1", "D2", "2026-10-02", "10.00");
	feed_invoice("C1", "D1", "2026-10-02", "10.00");
	feed_invoice("C1", "D3", "2026-10-01", "10.00");
	judge("2026-10-31");
	assert_int_equal(all->items, 6);
	for (uint32_t i = 0; i < 6; i++)
		assert_string_equal(ledger_text(ledger, ledger->document[all->item[i].doc].id), want[i]);
}

static void net_view(void **state)
{
	const struct position *q;

	(void)state;
	feed_export();
	feed_customer("C1");
	feed_invoice("C1", "D1", "2026-08-01", "100.00"); /* 91 days */
	feed_invoice("C1", "D2", "2026-10-01", "100.00"); /* 30 days */
	feed_doc("C1", "P1", "payment", "2026-10-01", "130.00");
	policy->net_view = true;
	judge("2026-10-31");
	q = position_of("C1", "EUR");
	assert_int_equal(q->bucket[3], 10000);
	assert_int_equal(q->unapplied, -13000);
	assert_int_equal(q->net->bucket[3], 0);
	assert_int_equal(q->net->bucket[0], 7000);
	assert_int_equal(q->net->unapplied, 0);
}

static void by_document_date(void **state)
{
	(void)state;
	feed_export();
	feed_customer("C1");
	feed_invoice("C1", "D1", "2026-12-01", "100.00"); /* dated 1 January, not due */
	policy->age_on_document_date = true;
	judge("2026-10-31");
	assert_string_equal(column(position_of("C1", "EUR")), "over_120");
	assert_int_equal(item_of("D1")->days_late, 303);
	assert_int_equal(position_of("C1", "EUR")->oldest_late, 0);
	assert_string_equal(decided("C1"), "");
}

static void feed_foreign(const char *id, const char *cur, const char *amount)
{
	FEED(REC_DOCUMENT, NULL, F_CUSTOMER, "C1", F_ID, id, F_TYPE, "invoice", F_DATE, "2026-01-01", F_DUE,
	     "2026-10-01", F_AMOUNT, amount, F_CURRENCY, cur, END);
}

static void currencies(void **state)
{
	(void)state;
	feed_export();
	FEED(REC_RATE, NULL, F_CURRENCY, "USD", F_DATE, "2026-10-31", F_VALUE, "0.9123", END);
	FEED(REC_RATE, NULL, F_CURRENCY, "USD", F_DATE, "2026-10-31", F_VALUE, "0.9",
	     END); /* twice: the higher */
	FEED(REC_RATE, NULL, F_CURRENCY, "USD", F_DATE, "2026-09-30", F_VALUE, "0.9", END);
	FEED(REC_RATE, NULL, F_CURRENCY, "USD", F_DATE, "2026-11-01", F_VALUE, "0.5", END);
	FEED(REC_RATE, NULL, F_CURRENCY, "JPY", F_VALUE, "0.00617", END); /* without a date */
	feed_customer("C1");
	feed_foreign("D1", "USD", "100.00");
	feed_foreign("D2", "JPY", "1000");
	feed_foreign("D3", "TND", "1.234");
	feed_foreign("D4", "EUR", "1.00");
	judge("2026-10-31");
	assert_int_equal(all->positions, 4);
	assert_string_equal(currency_code(all->position[0].cur), "EUR"); /* in order of codes */
	assert_int_equal(position_of("C1", "USD")->equivalent, 9123);
	assert_int_equal(position_of("C1", "JPY")->balance, 1000);
	assert_int_equal(position_of("C1", "JPY")->equivalent, 617);
	assert_int_equal(position_of("C1", "TND")->balance, 1234);
	assert_false(position_of("C1", "TND")->has_equivalent);
	assert_int_equal(findings("no-rate"), 1);
	assert_int_equal(figure_of("outstanding")->value, 100 + 9123 + 617);
	assert_non_null(strstr(figure_of("outstanding")->formula, "TND"));
	judge("2026-10-01");
	assert_int_equal(position_of("C1", "USD")->equivalent, 9000);
}

/* --- Closure -------------------------------------------------------------------------------------------- */

static const struct closure_line *line_of(const char *start)
{
	for (size_t i = 0; i < all->closures; i++) {
		if (strncmp(all->closure[i].label, start, strlen(start)) == 0)
			return &all->closure[i];
	}
	fail_msg("no line %s", start);
	return NULL;
}

/* One invoice of 100.00, one of 20.00 dated after D, one rejected of 5.00. */
static void feed_small(const char *control, const char *account)
{
	FEED(REC_EXPORT, NULL, F_CURRENCY, "EUR", F_EXTRACTED, "2026-11-02", F_LEDGER_BALANCE, account, END);
	FEED(REC_CONTROL, NULL, F_BALANCE, control, F_CUSTOMERS, "1", F_DOCUMENTS, "3", END);
	feed_customer("C1");
	feed_doc("C1", "D1", "invoice", "2026-01-01", "100.00");
	feed_doc("C1", "D2", "invoice", "2026-11-01", "20.00");
	feed_doc("C1", "D3", "invoice", "2026-02-30", "5.00");
}

static void control_totals(void **state)
{
	(void)state;
	feed_small("125.00", "125.00");
	assert_int_equal(judge_status("2026-10-31"), ST_OK);
	assert_true(all->closes);
	assert_int_equal(line_of("Total de la balance")->found, 10000);
	assert_int_equal(line_of("Total de contrôle")->found, 12500);
	assert_non_null(strstr(line_of("Total de contrôle")->detail, "1\u00a0pièce postérieure"));
	assert_int_equal(findings("control-count"), 0);
}

static void control_total_off_by_a_cent(void **state)
{
	(void)state;
	feed_small("125.01", "125.00");
	assert_int_equal(judge_status("2026-10-31"), ST_CLOSURE);
	assert_false(all->closes);
	assert_false(line_of("Total de contrôle")->ok);
	assert_true(line_of("Solde du compte")->ok);
	assert_true(diag_has_error(quiet));
}

static void ledger_balance_off_by_a_cent(void **state)
{
	(void)state;
	feed_small("125.00", "124.99");
	assert_int_equal(judge_status("2026-10-31"), ST_CLOSURE);
	assert_false(line_of("Solde du compte")->ok);
}

static void wrong_counts(void **state)
{
	(void)state;
	feed_export();
	FEED(REC_CONTROL, NULL, F_CUSTOMERS, "2", F_DOCUMENTS, "1", END);
	feed_customer("C1");
	judge("2026-10-31");
	assert_int_equal(findings("control-count"), 2);
}

/* A cent that gets lost between the books and the columns is found, and the customer named. */
static void lost_cent(void **state)
{
	const struct closure_line *l;

	(void)state;
	feed_export();
	feed_customer("C1");
	feed_doc("C1", "D1", "invoice", "2026-01-01", "100.00");
	feed_customer("C2");
	feed_doc("C2", "D2", "invoice", "2026-01-01", "100.00");
	judge("2026-10-31");
	assessment_drop(all);
	view->open[doc_index("D2")] -= 1;
	assert_int_equal(assess(quiet, view, policy, rates, &all), ST_CLOSURE);
	l = line_of("Colonnes du client");
	assert_string_equal(ledger->customer[l->customer].id, "C2");
	assert_int_equal(l->expected - l->found, 1);
}

/* One customer's payment settles another's invoice: both accounts still close. */
static void between_accounts(void **state)
{
	(void)state;
	feed_export();
	feed_customer("C1");
	feed_doc("C1", "D1", "invoice", "2026-01-01", "100.00");
	feed_customer("C2");
	feed_doc("C2", "P1", "payment", "2026-02-01", "60.00");
	feed_alloc("P1", "D1", "60.00", "2026-03-01");
	judge("2026-10-31");
	assert_int_equal(position_of("C1", "EUR")->balance, 4000);
	assert_null(position_of("C2", "EUR"));
	judge("2026-02-28");
	assert_int_equal(position_of("C2", "EUR")->balance, -6000);
}

static void closing_balances(void **state)
{
	(void)state;
	feed_export();
	FEED(REC_CUSTOMER, NULL, F_ID, "C1", F_NAME, "C1", F_CLOSING, "70.00", END);
	feed_doc("C1", "D1", "invoice", "2026-01-01", "100.00");
	feed_doc("C1", "P1", "payment", "2026-02-01", "30.00");
	judge("2026-01-15"); /* the file's balance holds whatever D */
	assert_int_equal(line_of("Solde de clôture")->found, 7000);
}

/* A total without a currency may hold the others' equivalents. */
static void foreign_control(void **state)
{
	(void)state;
	FEED(REC_EXPORT, NULL, F_CURRENCY, "EUR", F_LEDGER_BALANCE, "191.23", END);
	FEED(REC_CONTROL, NULL, F_BALANCE, "100.00", END);
	FEED(REC_CONTROL, NULL, F_BALANCE, "100.00", F_CURRENCY, "USD", END);
	FEED(REC_RATE, NULL, F_CURRENCY, "USD", F_DATE, "2026-09-30", F_VALUE, "0.9123", END);
	feed_customer("C1");
	feed_foreign("D1", "USD", "100.00");
	feed_foreign("D2", "EUR", "100.00");
	judge("2026-10-31");
	assert_non_null(strstr(line_of("Solde du compte")->detail, "contre-valeur"));
	assert_non_null(strstr(line_of("Total de contrôle")->detail, "sans les autres devises"));
}

/* --- Provision ------------------------------------------------------------------------------------------ */

static void provision(void **state)
{
	const struct position *q;

	(void)state;
	feed_export();
	FEED(REC_CUSTOMER, NULL, F_ID, "C1", F_NAME, "C1", F_RISK_CLASS, "C", END);
	FEED(REC_DOCUMENT, NULL, F_CUSTOMER, "C1", F_ID, "D1", F_TYPE, "invoice", F_DATE, "2026-01-01", F_DUE,
	     "2026-10-01", F_AMOUNT, "1200.00", F_VAT, "200.00", END); /* 30 days: 2 % */
	FEED(REC_PROVISION, NULL, F_DOCUMENT, "D1", F_AMOUNT, "50.00", END);
	feed_doc("C1", "P1", "payment", "2026-10-02", "600.00");
	feed_alloc("P1", "D1", "600.00", NULL);
	feed_invoice("C1", "D2", "2026-04-01", "100.00"); /* 213 days: 50 %, no VAT stated, to 416 */
	feed_customer("C2");				  /* settled: what was provided is to be released */
	feed_invoice("C2", "D3", "2026-04-01", "100.00");
	FEED(REC_PROVISION, NULL, F_DOCUMENT, "D3", F_AMOUNT, "80.00", END);
	feed_doc("C2", "P2", "payment", "2026-10-02", "100.00");
	feed_alloc("P2", "D3", "100.00", NULL);
	judge("2026-10-31");
	q = position_of("C1", "EUR");
	assert_int_equal(q->provision_base, 50000 + 10000);
	assert_int_equal(q->provision, 1000 + 5000);
	assert_int_equal(q->provision_existing, 5000);
	assert_int_equal(q->doubtful, 10000);
	assert_int_equal(findings("no-vat"), 1);
	assert_int_equal(findings("provision-to-release"), 1);
	assert_int_equal(figure_of("provision-difference")->value, 1000);
	policy->default_vat = 20 * RATE_ONE;
	judge("2026-10-31");
	assert_int_equal(position_of("C1", "EUR")->provision_base, 50000 + 8333);
}

/* Prescription: listed from six months before, in order of date. */
static void prescriptions(void **state)
{
	(void)state;
	feed_export();
	feed_customer("C1");
	FEED(REC_DOCUMENT, NULL, F_CUSTOMER, "C1", F_ID, "D1", F_TYPE, "invoice", F_DATE, "2021-01-01", F_DUE,
	     "2022-04-30", F_AMOUNT, "10.00", END); /* barred after 2027-04-30 */
	FEED(REC_DOCUMENT, NULL, F_CUSTOMER, "C1", F_ID, "D2", F_TYPE, "invoice", F_DATE, "2021-01-01", F_DUE,
	     "2022-05-01", F_AMOUNT, "10.00", END);
	FEED(REC_DOCUMENT, NULL, F_CUSTOMER, "C1", F_ID, "D3", F_TYPE, "invoice", F_DATE, "2021-01-01", F_DUE,
	     "2021-10-30", F_AMOUNT, "10.00", END);
	judge("2026-10-30");
	assert_int_equal(all->prescriptions, 2);
	assert_false(all->prescription[0].barred);
	judge("2026-10-31");
	assert_int_equal(all->prescriptions, 2);
	assert_true(all->prescription[0].barred);
	assert_string_equal(ledger_text(ledger, ledger->document[all->prescription[1].doc].id), "D1");
}

/* Sums that do not fit are an error, never a wrap. */
static void overflow(void **state)
{
	(void)state;
	feed_export();
	FEED(REC_RATE, NULL, F_CURRENCY, "KWD", F_DATE, "2026-01-01", F_VALUE, "999999999", END);
	feed_customer("C1");
	feed_foreign("D1", "KWD", "999999999999999.999");
	assert_int_equal(judge_status("2026-10-31"), ST_LIMIT);
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, open_all, close_all)
	const struct CMUnitTest tests[] = {
		TEST(test_days),
		TEST(end_of_february),
		TEST(columns),
		TEST(order_of_items),
		TEST(net_view),
		TEST(by_document_date),
		TEST(currencies),
		TEST(control_totals),
		TEST(control_total_off_by_a_cent),
		TEST(ledger_balance_off_by_a_cent),
		TEST(wrong_counts),
		TEST(lost_cent),
		TEST(between_accounts),
		TEST(closing_balances),
		TEST(foreign_control),
		TEST(provision),
		TEST(prescriptions),
		TEST(overflow),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
