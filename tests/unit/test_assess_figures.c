/*
 * test_assess_figures.c - management figures and risk classes (RULES §5, §9),
 * under the shipped policy.
 */
#include "assess_fixture.h"

/* --- Figures -------------------------------------------------------------------------------------------- */

static void feed_sales(const char *period, const char *amount)
{
	FEED(REC_SALES, NULL, F_PERIOD, period, F_AMOUNT, amount, END);
}

/* RULES §9: 30 + 31 + 500 / 700 x 30. */
static void dso_countback(void **state)
{
	(void)state;
	feed_export();
	feed_sales("2026-09", "700.00");
	feed_sales("2026-10", "800.00");
	feed_sales("2026-11", "1200.00");
	feed_customer("C1");
	feed_doc("C1", "D1", "invoice", "2026-01-01", "2500.00");
	judge("2026-12-01");
	assert_null(figure_of("dso-countback")->missing);
	assert_int_equal(figure_of("dso-countback")->value, 824);
	judge("2026-11-30");
	assert_int_equal(figure_of("dso-countback")->value, 824);
}

/*
 * law.md §12, Oracle's example. Its receivables are printed as 12 000, but its
 * last line, 2 000 / 2 250 of April, and its result of 179.7 days are those of
 * 13 000: the five months before April sum to 11 000.
 */
static void dso_countback_of_six_months(void **state)
{
	(void)state;
	feed_export();
	feed_sales("2026-04", "2250.00");
	feed_sales("2026-05", "2000.00");
	feed_sales("2026-06", "2500.00");
	feed_sales("2026-07", "2250.00");
	feed_sales("2026-08", "1750.00");
	feed_sales("2026-09", "2500.00");
	feed_customer("C1");
	feed_doc("C1", "D1", "invoice", "2026-01-01", "12000.00");
	feed_doc("C1", "D2", "invoice", "2026-09-30", "1000.00");
	judge("2026-09-30");
	assert_int_equal(figure_of("dso-countback")->value, 1797);
	judge("2026-10-31"); /* October's sales are not given: it does not begin */
	assert_non_null(strstr(figure_of("dso-countback")->missing, "10/2026"));
}

static void dso_countback_stops(void **state)
{
	(void)state;
	feed_export();
	feed_sales("2026-08", "5000.00");
	feed_sales("2026-09", "-1.00");
	feed_sales("2026-10", "1000.00");
	feed_customer("C1");
	feed_doc("C1", "D1", "invoice", "2026-01-01", "2000.00");
	judge("2026-10-31");
	assert_non_null(strstr(figure_of("dso-countback")->missing, "09/2026"));
	assert_int_equal(figure_of("dso-countback")->value, 0);
}

static void dso_simple(void **state)
{
	char month[24];

	(void)state;
	feed_export();
	for (int m = 1; m <= 12; m++) {
		snprintf(month, sizeof month, "%d-%02d", m > 10 ? 2025 : 2026, m);
		feed_sales(month, "1000.00");
	}
	feed_customer("C1");
	feed_invoice("C1", "D1", "2026-11-30", "1500.00");
	feed_invoice("C1", "D2", "2026-10-01", "500.00");
	judge("2026-10-31");
	assert_int_equal(figure_of("dso")->value, 608);	  /* 2 000 / 12 000 x 365 = 60.83 */
	assert_int_equal(figure_of("bpdso")->value, 456); /* 1 500 / 12 000 x 365 = 45.63 */
	assert_int_equal(figure_of("add")->value, 152);
	assert_int_equal(figure_of("overdue-share")->value, 250);
	assert_int_equal(figure_of("dso-day")->value, 3288);
	assert_non_null(strstr(figure_of("dso-day-cost")->missing, "financement"));
	policy->has_financing_rate = true;
	policy->financing_rate = 5 * RATE_ONE;
	judge("2026-10-31");
	assert_int_equal(figure_of("dso-day-cost")->value, 164);
	judge("2026-09-30"); /* twelve months are not there: eleven, and their own days */
	assert_int_equal(figure_of("dso")->value, 607); /* 2 000 / 11 000 x 334 */
}

static void figures_without_input(void **state)
{
	static const char *const code[] = {
		"dso",		"dso-countback", "bpdso",	 "add", "dso-day",
		"dso-day-cost", "delay",	 "payment-time", "cei", "movement"
	};

	(void)state;
	feed_export();
	feed_customer("C1");
	feed_invoice("C1", "D1", "2026-11-30", "1500.00");
	judge("2026-10-31");
	for (size_t i = 0; i < sizeof code / sizeof *code; i++) {
		assert_non_null(figure_of(code[i])->missing);
		assert_int_equal(strncmp(figure_of(code[i])->missing, "non calculable", 14), 0);
	}
	assert_non_null(strstr(figure_of("dso")->missing, "chiffre d’affaires absent"));
}

static void concentration(void **state)
{
	char id[16], document[16];

	(void)state;
	feed_export();
	for (int i = 0; i < 20; i++) {
		snprintf(id, sizeof id, "C%02d", i);
		snprintf(document, sizeof document, "D%02d", i);
		feed_customer(id);
		feed_invoice(id, document, "2026-11-30", i % 2 ? "300.00" : "100.00");
	}
	judge("2026-10-31");
	assert_int_equal(figure_of("concentration")->value, 750);
	assert_int_equal(figure_of("customers")->value, 20);
	assert_int_equal(figure_of("late-customers")->value, 0);
}

/* --- Classes -------------------------------------------------------------------------------------------- */

/* An invoice due that day and settled that other day. */
static void feed_settled(const char *customer, const char *id, const char *due, const char *paid,
			 const char *amount, const char *by)
{
	char payment[24];

	snprintf(payment, sizeof payment, "P%s", id);
	feed_invoice(customer, id, due, amount);
	FEED(REC_DOCUMENT, NULL, F_CUSTOMER, customer, F_ID, payment, F_TYPE, by, F_DATE, paid, F_AMOUNT,
	     amount, END);
	feed_alloc(payment, id, amount, NULL);
}

static void average_delay(void **state)
{
	const struct profile *p;

	(void)state;
	feed_export();
	feed_customer("C1");
	feed_settled("C1", "D1", "2026-06-01", "2026-06-11", "300.00", "payment"); /* 10 days late */
	feed_settled("C1", "D2", "2026-06-01", "2026-05-30", "100.00", "payment"); /* 2 days early */
	feed_settled("C1", "D3", "2026-06-01", "2026-08-30", "900.00",
		     "credit-note"); /* cancelled: nobody paid */
	/* On the eve of the twelve months. */
	FEED(REC_DOCUMENT, NULL, F_CUSTOMER, "C1", F_ID, "D4", F_TYPE, "invoice", F_DATE, "2025-01-01", F_DUE,
	     "2025-02-01", F_AMOUNT, "900.00", END);
	feed_doc("C1", "PD4", "payment", "2025-10-31", "900.00");
	feed_alloc("PD4", "D4", "900.00", NULL);
	judge("2026-10-31");
	p = profile_of("C1");
	assert_int_equal(p->settled, 2);
	assert_int_equal(p->average_delay_tenths, 70);
	assert_int_equal(p->criterion[CRIT_DELAY].points, 1);
	assert_true(p->criterion[CRIT_DELAY].known);
	assert_int_equal(p->used, CLASS_A);
	assert_int_equal(p->payer, PROFILE_GOOD);
	assert_int_equal(figure_of("delay")->value, 70);
	judge("2025-10-31"); /* on the day, it counts */
	assert_int_equal(profile_of("C1")->settled, 1);
}

static void trend(void **state)
{
	const struct points *pt;

	(void)state;
	feed_export();
	feed_customer("C1");
	feed_settled("C1", "D1", "2026-07-21", "2026-07-31", "100.00", "payment"); /* before: 10 days */
	feed_settled("C1", "D2", "2026-07-23", "2026-08-07", "100.00",
		     "payment"); /* last 3 months: 15 days */
	judge("2026-10-31");
	pt = &profile_of("C1")->criterion[CRIT_TREND];
	assert_true(pt->known);
	assert_int_equal(pt->value, 5);
	assert_int_equal(pt->points, 1);
	judge("2026-07-31");
	assert_false(profile_of("C1")->criterion[CRIT_TREND].known);
}

static void bad_payer(void **state)
{
	const struct profile *p;

	(void)state;
	feed_export();
	FEED(REC_CUSTOMER, NULL, F_ID, "C1", F_NAME, "C1", F_KIND, "business", F_CREDIT_LIMIT, "1000.00",
	     END);
	feed_invoice("C1", "D1", "2026-07-31", "1000.00");
	FEED(REC_PROMISE, NULL, F_DOCUMENT, "D1", F_MADE, "2026-08-20", F_DUE, "2026-09-01", F_AMOUNT,
	     "500.00", END);
	feed_doc("C1", "R1", "payment-reject", "2026-10-30", "0.01");
	judge("2026-10-31");
	p = profile_of("C1");
	assert_int_equal(p->criterion[CRIT_OVERDUE_SHARE].value, 100);
	assert_int_equal(p->criterion[CRIT_OVERDUE_SHARE].points, 3);
	assert_int_equal(p->criterion[CRIT_OLDEST].value, 92);
	assert_int_equal(p->criterion[CRIT_OLDEST].points, 6);
	assert_int_equal(p->criterion[CRIT_PROMISES].points, 2);
	assert_int_equal(p->criterion[CRIT_REJECTS].points, 3);
	assert_int_equal(p->criterion[CRIT_LIMIT].value, 101); /* one cent over */
	assert_int_equal(p->criterion[CRIT_LIMIT].points, 1);
	assert_int_equal(p->total_points, 15);
	assert_int_equal(p->computed, CLASS_D);
	assert_int_equal(p->payer, PROFILE_INSOLVENCY_RISK);
}

/* A promise for a part was kept by a payment of that part. */
static void promise_kept(void **state)
{
	(void)state;
	feed_export();
	feed_customer("C1");
	feed_invoice("C1", "D1", "2026-07-31", "1000.00");
	FEED(REC_PROMISE, NULL, F_DOCUMENT, "D1", F_MADE, "2026-08-20", F_DUE, "2026-09-01", F_AMOUNT,
	     "500.00", END);
	feed_doc("C1", "P1", "payment", "2026-09-01", "500.00");
	feed_alloc("P1", "D1", "500.00", NULL);
	feed_customer("C2");
	feed_invoice("C2", "D2", "2026-07-31", "1000.00");
	FEED(REC_PROMISE, NULL, F_DOCUMENT, "D2", F_MADE, "2026-08-20", F_DUE, "2026-09-01", F_AMOUNT,
	     "500.00", END);
	feed_doc("C2", "P2", "payment", "2026-09-02", "500.00");
	feed_alloc("P2", "D2", "500.00", NULL);
	judge("2026-10-31");
	assert_int_equal(profile_of("C1")->broken_promises, 0);
	assert_int_equal(profile_of("C2")->broken_promises, 1);
}

/* A disputed item is not the oldest; one disputed in part is. */
static void oldest_undisputed(void **state)
{
	(void)state;
	feed_export();
	feed_customer("C1");
	feed_invoice("C1", "D1", "2026-07-01", "100.00");
	feed_invoice("C1", "D2", "2026-10-01", "100.00");
	FEED(REC_DISPUTE, NULL, F_DOCUMENT, "D1", F_SINCE, "2026-08-01", END);
	feed_customer("C2");
	feed_invoice("C2", "D3", "2026-07-01", "100.00");
	FEED(REC_DISPUTE, NULL, F_DOCUMENT, "D3", F_SINCE, "2026-08-01", F_AMOUNT, "99.99", END);
	judge("2026-10-31");
	assert_int_equal(profile_of("C1")->criterion[CRIT_OLDEST].value, 30);
	assert_int_equal(profile_of("C2")->criterion[CRIT_OLDEST].value, 122);
}

static void special_classes(void **state)
{
	(void)state;
	feed_export();
	feed_customer("C1"); /* no history, nothing overdue */
	feed_invoice("C1", "D1", "2026-12-31", "10.00");
	FEED(REC_CUSTOMER, NULL, F_ID, "C2", F_NAME, "C2", F_INSOLVENCY_KIND, "liquidation", F_JUDGMENT,
	     "2026-10-31", END);
	FEED(REC_CUSTOMER, NULL, F_ID, "C3", F_NAME, "C3", F_RISK_CLASS, "C", F_RISK_DATE, "2026-10-31",
	     F_RISK_BY, "N. B.", END);
	judge("2026-10-31");
	assert_int_equal(profile_of("C1")->used, CLASS_N);
	assert_int_equal(profile_of("C1")->payer, PROFILE_UNKNOWN);
	assert_int_equal(profile_of("C2")->used, CLASS_E);
	assert_int_equal(profile_of("C3")->computed, CLASS_N);
	assert_int_equal(profile_of("C3")->used, CLASS_C);
	judge("2026-10-30"); /* neither was known the day before */
	assert_int_equal(profile_of("C2")->used, CLASS_N);
	assert_int_equal(profile_of("C3")->used, CLASS_N);
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, open_all, close_all)
	const struct CMUnitTest tests[] = {
		TEST(dso_countback),
		TEST(dso_countback_of_six_months),
		TEST(dso_countback_stops),
		TEST(dso_simple),
		TEST(figures_without_input),
		TEST(concentration),
		TEST(average_delay),
		TEST(trend),
		TEST(bad_payer),
		TEST(promise_kept),
		TEST(oldest_undisputed),
		TEST(special_classes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
