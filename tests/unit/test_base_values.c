/* test_base_values.c - dates, holidays, amounts, currencies and rates. */
#include "base_fixture.h"

#include <limits.h>

#include "base/date.h"
#include "base/money.h"

/* ---- dates ---- */

static const char *iso(civil_date d)
{
	char text[11];

	return arena_strdup(mem, date_iso(d, text));
}

static void test_date_parse(void **state)
{
	static const char *const bad[] = {
		"",	      "2026",	    "2026-1-01",   "2026-13-01",  "2026-00-10",
		"2026-01-00", "2026-02-29", "2100-02-29",  "2026-04-31",  "0000-01-01",
		"2026/10/31", "26-10-31",   "2026-10-31 ", "+026-10-31",  " 2026-10-31",
		"2026-10-3",  "20261031",   "2026-10-3x",  "10000-01-01", "2026-10-31T00:00"
	};
	size_t i;

	(void)state;
	assert_int_equal(date_parse("1970-01-01"), 0);
	assert_int_equal(date_parse("1969-12-31"), -1);
	assert_int_equal(date_parse("2000-03-01"), 11017);
	assert_int_equal(date_parse("2026-10-31") - date_parse("2025-10-31"), 365);
	assert_int_not_equal(date_parse("2024-02-29"), DATE_NONE);
	assert_int_not_equal(date_parse("2000-02-29"), DATE_NONE);
	assert_int_equal(date_parse(NULL), DATE_NONE);
	for (i = 0; i < LEN(bad); i++)
		assert_int_equal(date_parse(bad[i]), DATE_NONE);
}

static void test_date_round_trip(void **state)
{
	civil_date first = date_parse("0001-01-01"), last = date_parse("9999-12-31"), d;
	int weekday = date_weekday(first);
	struct ymd before = { 0, 12, 31 };
	char text[11];

	(void)state;
	assert_int_equal(last - first + 1, 3652059);
	for (d = first; d <= last; d++) {
		struct ymd t = date_to_ymd(d);

		assert_true(t.day == before.day + 1 ||
			    (t.day == 1 && (t.month == before.month + 1 || t.month == 1)));
		assert_int_equal(date_from_ymd(t.year, t.month, t.day), d);
		assert_int_equal(date_weekday(d), weekday);
		weekday = weekday % 7 + 1;
		before = t;
	}
	assert_int_equal(date_to_ymd(first - 1).year, 0);
	assert_int_equal(date_to_ymd(last + 1).year, 0);
	assert_string_equal(date_iso(date_from_ymd(987, 6, 5), text), "0987-06-05");
	assert_int_equal(date_parse("0987-06-05"), date_from_ymd(987, 6, 5));
	assert_string_equal(date_fr(date_from_ymd(2026, 1, 2), text), "02/01/2026");
	assert_string_equal(date_iso(DATE_NONE, text), "");
	assert_string_equal(date_fr(DATE_NONE, text), "");
	assert_int_equal(date_weekday(date_parse("2026-10-31")), 6);
	assert_int_equal(date_weekday(DATE_NONE), 0);
}

static void test_date_months(void **state)
{
	(void)state;
	assert_string_equal(iso(date_end_of_month(date_parse("2026-02-01"))), "2026-02-28");
	assert_string_equal(iso(date_end_of_month(date_parse("2028-02-10"))), "2028-02-29");
	assert_string_equal(iso(date_end_of_month(date_parse("2026-12-31"))), "2026-12-31");
	assert_string_equal(iso(date_start_of_month(date_parse("2026-12-31"))), "2026-12-01");
	/* "45 days end of month", both readings */
	assert_string_equal(iso(date_end_of_month(date_parse("2026-01-15") + 45)), "2026-03-31");
	assert_string_equal(iso(date_end_of_month(date_parse("2026-01-15")) + 45), "2026-03-17");
	assert_string_equal(iso(date_add_months(date_parse("2026-01-31"), 1)), "2026-02-28");
	assert_string_equal(iso(date_add_months(date_parse("2028-01-31"), 1)), "2028-02-29");
	assert_string_equal(iso(date_add_months(date_parse("2024-02-29"), 12)), "2025-02-28");
	assert_string_equal(iso(date_add_months(date_parse("2026-03-31"), -1)), "2026-02-28");
	assert_string_equal(iso(date_add_months(date_parse("2026-01-15"), -13)), "2024-12-15");
	assert_string_equal(iso(date_add_months(date_parse("2026-05-15"), 0)), "2026-05-15");
	assert_int_equal(date_add_months(date_parse("9999-12-01"), 1), DATE_NONE);
	assert_int_equal(date_add_months(date_parse("0001-01-01"), -1), DATE_NONE);
	assert_int_equal(date_add_months(date_parse("2026-01-01"), INT_MAX), DATE_NONE);
	assert_int_equal(date_add_months(date_parse("2026-01-01"), INT_MIN), DATE_NONE);
	assert_string_equal(iso(date_next_day_of_month(date_parse("2026-01-10"), 10)), "2026-01-10");
	assert_string_equal(iso(date_next_day_of_month(date_parse("2026-01-11"), 10)), "2026-02-10");
	assert_string_equal(iso(date_next_day_of_month(date_parse("2026-02-05"), 31)), "2026-02-28");
	assert_string_equal(iso(date_next_day_of_month(date_parse("2026-02-28"), 31)), "2026-02-28");
	assert_string_equal(iso(date_next_day_of_month(date_parse("2026-12-20"), 15)), "2027-01-15");
	assert_string_equal(iso(date_next_day_of_month(date_parse("2026-01-30"), 29)), "2026-02-28");
	assert_int_equal(date_end_of_month(DATE_NONE), DATE_NONE);
	assert_int_equal(date_start_of_month(DATE_NONE), DATE_NONE);
	assert_int_equal(date_add_months(DATE_NONE, 3), DATE_NONE);
	assert_int_equal(date_next_day_of_month(DATE_NONE, 3), DATE_NONE);
	assert_int_equal(date_next_day_of_month(date_parse("9999-12-31"), 5), DATE_NONE);
}

static void test_date_half_years(void **state)
{
	(void)state;
	assert_int_equal(date_half_year(date_parse("2026-06-30")), 2 * 2026);
	assert_int_equal(date_half_year(date_parse("2026-07-01")), 2 * 2026 + 1);
	assert_int_equal(date_half_year(date_parse("2026-12-31")) + 1,
			 date_half_year(date_parse("2027-01-01")));
	assert_string_equal(iso(date_half_year_start(2 * 2026)), "2026-01-01");
	assert_string_equal(iso(date_half_year_start(2 * 2026 + 1)), "2026-07-01");
	assert_int_equal(date_half_year(DATE_NONE), 0);
	assert_int_equal(date_half_year_start(0), DATE_NONE);
}

static void test_holidays(void **state)
{
	/* Easter Sundays, earliest and latest possible ones included */
	static const char *const easter[] = { "1818-03-22", "1943-04-25", "1961-04-02", "2000-04-23",
					      "2008-03-23", "2011-04-24", "2016-03-27", "2019-04-21",
					      "2024-03-31", "2025-04-20", "2026-04-05", "2027-03-28",
					      "2028-04-16", "2038-04-25", "2049-04-18" };
	static const char *const fixed[] = { "2026-01-01", "2026-05-01", "2026-05-08", "2026-07-14",
					     "2026-08-15", "2026-11-01", "2026-11-11", "2026-12-25" };
	civil_date d;
	size_t i;
	int n = 0;

	(void)state;
	for (i = 0; i < LEN(easter); i++) {
		d = date_parse(easter[i]);
		assert_int_equal(date_weekday(d), 7);
		assert_true(date_is_french_holiday(d + 1));
		assert_true(date_is_french_holiday(d + 39));
		assert_true(date_is_french_holiday(d + 50));
		assert_false(date_is_french_holiday(d - 2)); /* Good Friday: Alsace and Moselle only */
	}
	for (i = 0; i < LEN(fixed); i++)
		assert_true(date_is_french_holiday(date_parse(fixed[i])));
	for (d = date_parse("2026-01-01"); d <= date_parse("2026-12-31"); d++)
		n += date_is_french_holiday(d);
	assert_int_equal(n, 11);
	assert_false(date_is_french_holiday(DATE_NONE));
	assert_string_equal(iso(date_next_working_day(date_parse("2026-10-30"))), "2026-10-30");
	assert_string_equal(iso(date_next_working_day(date_parse("2026-10-31"))), "2026-11-02");
	assert_string_equal(iso(date_next_working_day(date_parse("2026-04-04"))), "2026-04-07");
	assert_string_equal(iso(date_next_working_day(date_parse("2026-05-14"))), "2026-05-15");
	assert_string_equal(iso(date_next_working_day(date_parse("2026-12-25"))), "2026-12-28");
	assert_int_equal(date_next_working_day(DATE_NONE), DATE_NONE);
}

/* ---- money ---- */

static void test_currency(void **state)
{
	static const char *const none[] = { "JPY", "KRW", "VND", "CLP", "ISK", "XAF", "XOF", "XPF", "BIF",
					    "DJF", "GNF", "KMF", "PYG", "RWF", "UGX", "UYI", "VUV" };
	static const char *const three[] = { "TND", "BHD", "KWD", "JOD", "OMR", "LYD", "IQD" };
	static const char *const unknown[] = { "",    "EU",  "EURO", "eur", "FRF",
					       "XAU", "XXX", "XTS",  "ZZZ", "AAA" };
	char code[4] = "AAA", last[4] = "";
	size_t i, n = 0;

	(void)state;
	for (i = 0; i < LEN(none); i++)
		assert_int_equal(currency_decimals(currency_find(none[i])), 0);
	for (i = 0; i < LEN(three); i++)
		assert_int_equal(currency_decimals(currency_find(three[i])), 3);
	for (i = 0; i < LEN(unknown); i++)
		assert_int_equal(currency_find(unknown[i]), CUR_NONE);
	assert_int_equal(currency_decimals(currency_find("CLF")), 4);
	assert_int_equal(currency_decimals(currency_find("UYW")), 4);
	assert_int_equal(currency_decimals(currency_find("MGA")), 2);
	assert_int_equal(currency_decimals(CUR_NONE), 2);
	assert_int_equal(currency_find(NULL), CUR_NONE);
	assert_string_equal(currency_code(CUR_NONE), "");
	assert_string_equal(currency_code(255), "");
	assert_string_equal(currency_symbol(currency_find("EUR")), "€");
	assert_string_equal(currency_symbol(currency_find("CHF")), "CHF");
	/* all codes are found again: the table is in order */
	for (code[0] = 'A'; code[0] <= 'Z'; code[0]++) {
		for (code[1] = 'A'; code[1] <= 'Z'; code[1]++) {
			for (code[2] = 'A'; code[2] <= 'Z'; code[2]++) {
				currency c = currency_find(code);

				if (c == CUR_NONE)
					continue;
				n++;
				assert_string_equal(currency_code(c), code);
				assert_true(strcmp(last, code) < 0);
				memcpy(last, code, 4);
			}
		}
	}
	for (i = 1; *currency_code((currency)i); i++)
		assert_int_equal(currency_find(currency_code((currency)i)), i);
	assert_int_equal(n, i - 1);
}

static void test_money_parse(void **state)
{
	static const struct {
		const char *text, *cur;
		enum money_parse r;
		money v;
	} t[] = {
		{ "1234.50", "EUR", MONEY_OK, 123450 },
		{ "-1234.5", "EUR", MONEY_OK, -123450 },
		{ "+7", "EUR", MONEY_OK, 700 },
		{ "0", "EUR", MONEY_OK, 0 },
		{ "-0.00", "EUR", MONEY_OK, 0 },
		{ "007.10", "EUR", MONEY_OK, 710 },
		{ "1.005", "EUR", MONEY_ROUNDED, 101 },
		{ "-1.005", "EUR", MONEY_ROUNDED, -101 },
		{ "1.0049999", "EUR", MONEY_ROUNDED, 100 },
		{ "-0.004", "EUR", MONEY_ROUNDED, 0 },
		{ "1.50000", "EUR", MONEY_OK, 150 }, /* nothing is lost */
		{ "1.5", "JPY", MONEY_ROUNDED, 2 },
		{ "1.4999", "JPY", MONEY_ROUNDED, 1 },
		{ "-1.5", "JPY", MONEY_ROUNDED, -2 },
		{ "12.0", "JPY", MONEY_OK, 12 },
		{ "1.2345", "TND", MONEY_ROUNDED, 1235 },
		{ "1.234", "TND", MONEY_OK, 1234 },
		{ "1.2", "TND", MONEY_OK, 1200 },
		{ "999999999999999.99", "EUR", MONEY_OK, INT64_C(99999999999999999) },
		{ "000999999999999999.99", "EUR", MONEY_OK, INT64_C(99999999999999999) },
		{ "1000000000000000", "EUR", MONEY_RANGE, 0 },
		{ "922337203685477.5807", "CLF", MONEY_OK, INT64_MAX },
		{ "-922337203685477.5807", "CLF", MONEY_OK, -INT64_MAX },
		{ "922337203685477.58074", "CLF", MONEY_ROUNDED, INT64_MAX },
		{ "922337203685477.58075", "CLF", MONEY_RANGE, 0 },
		{ "922337203685477.5808", "CLF", MONEY_RANGE, 0 },
		{ "99999999999999999999999", "EUR", MONEY_RANGE, 0 },
		{ "", "EUR", MONEY_EMPTY, 0 },
		{ "-", "EUR", MONEY_SYNTAX, 0 },
		{ ".5", "EUR", MONEY_SYNTAX, 0 },
		{ "5.", "EUR", MONEY_SYNTAX, 0 },
		{ "1,5", "EUR", MONEY_SYNTAX, 0 },
		{ "1 000", "EUR", MONEY_SYNTAX, 0 },
		{ "1.2.3", "EUR", MONEY_SYNTAX, 0 },
		{ "--1", "EUR", MONEY_SYNTAX, 0 },
		{ "1e3", "EUR", MONEY_SYNTAX, 0 },
		{ "1-", "EUR", MONEY_SYNTAX, 0 },
		{ "0x10", "EUR", MONEY_SYNTAX, 0 },
		{ "99999999999999999999999z", "EUR", MONEY_SYNTAX, 0 },
	};
	money v;
	size_t i;

	(void)state;
	for (i = 0; i < LEN(t); i++) {
		enum money_parse r;

		v = 0;
		r = money_parse(t[i].text, strlen(t[i].text), currency_find(t[i].cur), &v);
		if (r != t[i].r || v != t[i].v)
			fail_msg("\"%s\" %s: %d, %lld", t[i].text, t[i].cur, r, (long long)v);
	}
	assert_int_equal(money_parse("12.345", 4, currency_find("EUR"), &v), MONEY_OK);
	assert_int_equal(v, 1230);
	assert_int_equal(money_parse(NULL, 0, currency_find("EUR"), &v), MONEY_EMPTY);
}

static void test_money_text(void **state)
{
	currency eur = currency_find("EUR"), jpy = currency_find("JPY"), tnd = currency_find("TND");
	char plain[MONEY_TEXT], human[64];

	(void)state;
	assert_string_equal(money_plain(-123450, eur, plain), "-1234.50");
	assert_string_equal(money_plain(0, eur, plain), "0.00");
	assert_string_equal(money_plain(-5, eur, plain), "-0.05");
	assert_string_equal(money_plain(1500, jpy, plain), "1500");
	assert_string_equal(money_plain(-1, tnd, plain), "-0.001");
	assert_string_equal(money_plain(INT64_MIN, eur, plain), "-92233720368547758.08");
	assert_string_equal(money_human(-123450, eur, " ", ",", human), "-1 234,50");
	assert_string_equal(money_human(99999, eur, " ", ",", human), "999,99");
	assert_string_equal(money_human(100000000, eur, "\xE2\x80\xAF", ",", human), "1\xE2\x80\xAF"
										     "000\xE2\x80\xAF"
										     "000,00");
	assert_string_equal(money_human(1234567, jpy, ",", ".", human), "1,234,567");
	assert_string_equal(money_human(INT64_MAX, jpy, " ", ",", human), "9 223 372 036 854 775 807");
	assert_string_equal(money_human(0, eur, "", ",", human), "0,00");
	assert_true(strlen(money_human(INT64_MIN, jpy, "\xE2\x80\xAF", ",", human)) < 64);
}

static void test_money_arithmetic(void **state)
{
	static const struct {
		money x;
		int64_t num, den;
		money r;
	} t[] = {
		{ 1, 1, 2, 1 }, /* half goes away from zero */
		{ 1, 1, 3, 0 },
		{ 2, 1, 3, 1 },
		{ 5, 1, 10, 1 },
		{ 4, 1, 10, 0 },
		{ 3, 5, 2, 8 },
		{ 1000000, 1315 * 31, 10000 * 365, 11168 },
		{ INT64_MAX, 1, 1, INT64_MAX },
		{ INT64_MAX, INT64_MAX, INT64_MAX, INT64_MAX },
		{ INT64_MAX, 2, 3, INT64_C(6148914691236517205) },
		{ 0, 7, 3, 0 },
		{ INT64_MAX, 1, INT64_MAX, 1 },
		{ INT64_MAX / 2, 1, INT64_MAX, 0 },
		{ INT64_MAX / 2 + 1, 1, INT64_MAX, 1 },
	};
	money v = 5;
	size_t i;

	(void)state;
	for (i = 0; i < LEN(t); i++) {
		assert_true(money_muldiv(t[i].x, t[i].num, t[i].den, &v));
		assert_int_equal(v, t[i].r);
		assert_true(money_muldiv(-t[i].x, t[i].num, t[i].den, &v));
		assert_int_equal(v, -t[i].r);
		assert_true(money_muldiv(t[i].x, -t[i].num, t[i].den, &v));
		assert_int_equal(v, -t[i].r);
	}
	v = 5;
	assert_false(money_muldiv(INT64_MAX, 2, 1, &v));
	assert_false(money_muldiv(INT64_MIN, 1, 1, &v));
	assert_false(money_muldiv(INT64_MIN, INT64_MIN, 1, &v));
	assert_false(money_muldiv(1, 1, 0, &v));
	assert_false(money_muldiv(1, 1, -1, &v));
	assert_int_equal(v, 5);

	assert_true(money_add(&v, -7));
	assert_int_equal(v, -2);
	v = INT64_MAX - 1;
	assert_true(money_add(&v, 1));
	assert_false(money_add(&v, 1));
	assert_int_equal(v, INT64_MAX);
	v = -INT64_MAX;
	assert_false(money_add(&v, -1));
	assert_int_equal(v, -INT64_MAX);
	assert_true(money_mul(-3, 4, &v));
	assert_int_equal(v, -12);
	assert_false(money_mul(INT64_MAX, 2, &v));
	assert_false(money_mul(INT64_MAX / 2 + 1, -2, &v));
	assert_int_equal(v, -12);
}

static void test_rates(void **state)
{
	static const char *const bad[] = { "",	  "x",	 "1,5", "1.", ".5", "1.1234567", "9999999999999.5",
					   "1e2", "1.2 " };
	currency eur = currency_find("EUR"), jpy = currency_find("JPY"), tnd = currency_find("TND");
	char text[MONEY_TEXT];
	rate r = 1;
	money v;
	size_t i;

	(void)state;
	assert_true(rate_parse("13.15", &r));
	assert_int_equal(r, 13150000);
	assert_true(rate_parse("0.9123", &r));
	assert_int_equal(r, 912300);
	assert_true(rate_parse("-0.5", &r));
	assert_int_equal(r, -500000);
	assert_true(rate_parse("1.23456700", &r));
	assert_int_equal(r, 1234567);
	for (i = 0; i < LEN(bad); i++)
		assert_false(rate_parse(bad[i], &r));
	assert_false(rate_parse(NULL, &r));
	assert_int_equal(r, 1234567);

	assert_string_equal(rate_text(13150000, 2, ".", text), "13.15");
	assert_string_equal(rate_text(10000000, 2, ".", text), "10.00");
	assert_string_equal(rate_text(12405000, 2, ",", text), "12,405");
	assert_string_equal(rate_text(10000000, 0, ",", text), "10");
	assert_string_equal(rate_text(1, 2, ".", text), "0.000001");
	assert_string_equal(rate_text(-500000, 2, ".", text), "-0.50");
	assert_string_equal(rate_text(0, 2, ".", text), "0.00");

	assert_true(money_convert(10000, currency_find("USD"), 912300, eur, &v));
	assert_int_equal(v, 9123);
	assert_true(money_convert(1000, jpy, 6200, eur, &v)); /* 1000 JPY at 0.0062 = 6.20 EUR */
	assert_int_equal(v, 620);
	assert_true(money_convert(1234567, tnd, 300000, eur, &v)); /* 1234.567 TND at 0.3 = 370.3701 */
	assert_int_equal(v, 37037);
	assert_true(money_convert(150, eur, 1000000, jpy, &v));
	assert_int_equal(v, 2);
	assert_true(money_convert(-150, eur, 1000000, jpy, &v));
	assert_int_equal(v, -2);
	assert_false(money_convert(INT64_MAX, jpy, INT64_MAX, eur, &v));
	assert_false(money_convert(INT64_MAX, eur, 2000000, eur, &v));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_date_parse),	    TEST(test_date_round_trip), TEST(test_date_months),
		TEST(test_date_half_years), TEST(test_holidays),	TEST(test_currency),
		TEST(test_money_parse),	    TEST(test_money_text),	TEST(test_money_arithmetic),
		TEST(test_rates),
	};

	return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
