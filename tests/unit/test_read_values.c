/* test_read_values.c - amounts, dates, signs and terms from any written form. */
#include "read_fixture.h"

#include "read/value.h"

#include "base/banned.h"

static struct arena *mem;

static int open_arena(void **state)
{
	(void)state;
	mem = arena_new();
	return 0;
}

static int close_arena(void **state)
{
	(void)state;
	arena_drop(mem);
	return 0;
}

/* expected NULL: not understood, the text comes back. */
static void amount(enum decimal_form form, const char *text, const char *expected)
{
	struct forms f = { form, DATE_ISO };
	bool ok = !expected;
	const char *r = value_convert(mem, CLASS_AMOUNT, f, text, &ok);

	if (strcmp(r, expected ? expected : text) != 0 || ok != (expected != NULL))
		fail_msg("\"%s\" gives \"%s\"", text, r);
}

static void test_amounts(void **state)
{
	(void)state;
	amount(DECIMAL_EITHER, "1200.00", "1200.00");
	amount(DECIMAL_EITHER, "1200,00", "1200.00");
	amount(DECIMAL_EITHER, "+1200,5", "1200.5");
	amount(DECIMAL_EITHER, "-0012,50", "-12.50");
	amount(DECIMAL_EITHER, "12,50-", "-12.50");
	amount(DECIMAL_EITHER, "(12.50)", "-12.50");
	amount(DECIMAL_EITHER, "1 234 567,89", "1234567.89");
	amount(DECIMAL_EITHER, "1\u202F234\u00A0567,89", "1234567.89");
	amount(DECIMAL_EITHER, "1'234.50", "1234.50");
	amount(DECIMAL_EITHER,
	       "\u2212"
	       "5,00",
	       "-5.00");
	amount(DECIMAL_EITHER, "1.234.567,89", "1234567.89");
	amount(DECIMAL_EITHER, "1,234,567.89", "1234567.89");
	amount(DECIMAL_EITHER, "1.234.567", "1234567");
	amount(DECIMAL_EITHER, ".25", "0.25");
	amount(DECIMAL_EITHER, "12.", "12");
	amount(DECIMAL_EITHER, "0000000000000150,00", "150.00");
	amount(DECIMAL_EITHER, "-0,00", "0.00");
	amount(DECIMAL_EITHER, "8.850", "8.850");
	amount(DECIMAL_EITHER, "123456789012345678901234567890", "123456789012345678901234567890");
	amount(DECIMAL_POINT, "1,234.50", "1234.50");
	amount(DECIMAL_POINT, "1,23", NULL);
	amount(DECIMAL_COMMA, "1.234,50", "1234.50");
	amount(DECIMAL_COMMA, "1.23", NULL);
	amount(DECIMAL_COMMA, "1.234", "1234");
	amount(DECIMAL_POINT, "1.234", "1.234");
	amount(DECIMAL_PLAIN, "12,50", NULL);
	amount(DECIMAL_PLAIN, "1 250", NULL);
	amount(DECIMAL_HUNDREDTHS, "120000", "1200.00");
	amount(DECIMAL_HUNDREDTHS, "80000-", "-800.00");
	amount(DECIMAL_HUNDREDTHS, "+000000000005", "0.05");
	amount(DECIMAL_HUNDREDTHS, "1 205", "12.05");
	amount(DECIMAL_HUNDREDTHS, "0", "0.00");
	amount(DECIMAL_HUNDREDTHS, "12.05", NULL);
	amount(DECIMAL_HUNDREDTHS, "1E3", NULL);
	amount(DECIMAL_EITHER, "1.234.56", NULL);
	amount(DECIMAL_EITHER, "1,234.567.890", NULL);
	amount(DECIMAL_EITHER, "N/A", NULL);
	amount(DECIMAL_EITHER, "12 EUR", NULL);
	amount(DECIMAL_EITHER, "", NULL);
	amount(DECIMAL_EITHER, "-", NULL);
	amount(DECIMAL_EITHER, "--5", NULL);
}

static void test_exponents_and_fractions(void **state)
{
	(void)state;
	amount(DECIMAL_EITHER, "1.5E3", "1500");
	amount(DECIMAL_EITHER, "1,5e+3", "1500");
	amount(DECIMAL_EITHER, "1.2345E2", "123.45");
	amount(DECIMAL_EITHER, "-125e-2", "-1.25");
	amount(DECIMAL_EITHER, "5E-3", "0.005");
	amount(DECIMAL_EITHER, "5E99", NULL);
	amount(DECIMAL_EITHER, "5E", NULL);
	amount(DECIMAL_PLAIN, "190995/100", "1909.95");
	amount(DECIMAL_EITHER, "-120000/100", "-1200");
	amount(DECIMAL_EITHER, "1/3", "0.333333333333");
	amount(DECIMAL_EITHER, "0/1", "0");
	amount(DECIMAL_EITHER, "7/0", NULL);
	amount(DECIMAL_EITHER, "7/", NULL);
	amount(DECIMAL_EITHER, "/7", NULL);
	amount(DECIMAL_EITHER, "18446744073709551616/1", NULL);
}

static void date(unsigned forms, const char *text, const char *expected)
{
	struct forms f = { DECIMAL_EITHER, forms };
	bool ok = !expected;
	const char *r = value_convert(mem, CLASS_DATE, f, text, &ok);

	if (strcmp(r, expected ? expected : text) != 0 || ok != (expected != NULL))
		fail_msg("\"%s\" gives \"%s\"", text, r);
}

static void test_dates(void **state)
{
	(void)state;
	date(DATE_ISO, "2026-10-31", "2026-10-31");
	date(DATE_ISO, "2024-02-29", "2024-02-29");
	date(DATE_ISO, "2026-02-29", NULL);
	date(DATE_ISO, "2026-02-30", NULL);
	date(DATE_ISO, "2026-00-10", NULL);
	date(DATE_ISO, "2026-13-10", NULL);
	date(DATE_ISO, "2026-10-00", NULL);
	date(DATE_ISO, "0000-10-10", NULL);
	date(DATE_ISO, "2026-10-31T23:59:59+02:00", "2026-10-31");
	date(DATE_ISO, "2026-10-31 22:59:00 +0000", "2026-10-31");
	date(DATE_ISO, "2026-10-31Z", "2026-10-31");
	date(DATE_ISO, "2026-10-31x", NULL);
	date(DATE_ISO, "20261031", NULL);
	date(DATE_COMPACT, "20261031", "2026-10-31");
	date(DATE_COMPACT, "20261031142500", "2026-10-31");
	date(DATE_COMPACT, "20261032", NULL);
	date(DATE_COMPACT, "202610311", NULL);
	date(DATE_DMY, "03/01/2024", "2024-01-03");
	date(DATE_DMY, "3.1.2024", "2024-01-03");
	date(DATE_DMY, "31/02/2024", NULL);
	date(DATE_DMY, "03/01-2024", NULL);
	date(DATE_MDY, "03/31/2024", "2024-03-31");
	date(DATE_DAY_NAME, "1-Apr-2017", "2017-04-01");
	date(DATE_DAY_NAME, "31 December 2017", "2017-12-31");
	date(DATE_DAY_NAME, "31-Foo-2017", NULL);
	date(DATE_MONTH_START, "2017-1", "2017-01-01");
	date(DATE_MONTH_END, "2017-02", "2017-02-28");
	date(DATE_MONTH_END, "2017-13", "2017-12-31");
	date(DATE_ISO | DATE_COMPACT | DATE_DMY, "31/12/2025", "2025-12-31");
	date(DATE_DMY, "31.10.26", NULL);
	date(DATE_DMY | DATE_SHORT_YEAR, "31.10.26", "2026-10-31");
	date(DATE_DMY | DATE_SHORT_YEAR, "31.10.69", "2069-10-31");
	date(DATE_DMY | DATE_SHORT_YEAR, "31.10.70", "1970-10-31");
	date(DATE_DMY | DATE_SHORT_YEAR, "31.10.2026", "2026-10-31");
	date(DATE_DMY | DATE_SHORT_YEAR, "31.10.026", NULL);
	date(DATE_MDY | DATE_SHORT_YEAR, "10/31/26", "2026-10-31");
	date(DATE_DAY_NAME | DATE_SHORT_YEAR, "31-OCT-26", "2026-10-31");
	date(DATE_COMPACT, "261031", NULL);
	date(DATE_COMPACT | DATE_SHORT_YEAR, "261031", "2026-10-31");
	date(DATE_COMPACT | DATE_SHORT_YEAR, "20261031", "2026-10-31");
	date(DATE_COMPACT | DATE_SHORT_YEAR, "1261031", "2026-10-31");
	date(DATE_COMPACT | DATE_SHORT_YEAR, "0991231", "1999-12-31");
	date(DATE_COMPACT | DATE_SHORT_YEAR, "2261031", NULL);
	date(DATE_COMPACT | DATE_SHORT_YEAR, "261301", NULL);
	date(DATE_COMPACT | DATE_SHORT_YEAR, "261031x", NULL);
	date(DATE_ISO, "", NULL);
}

static void test_numbers_and_signs(void **state)
{
	struct forms f = { DECIMAL_EITHER, DATE_ISO };
	bool ok;

	(void)state;
	assert_string_equal(value_convert(mem, CLASS_NUMBER, f, "030", &ok), "30");
	assert_string_equal(value_convert(mem, CLASS_NUMBER, f, "45.00", &ok), "45");
	assert_true(ok);
	assert_string_equal(value_convert(mem, CLASS_NUMBER, f, "45.5", &ok), "45.5");
	assert_false(ok);
	assert_string_equal(value_convert(mem, CLASS_SIGN, f, "D", &ok), "1");
	assert_string_equal(value_convert(mem, CLASS_SIGN, f, "c", &ok), "-1");
	assert_string_equal(value_convert(mem, CLASS_SIGN, f, "+1", &ok), "1");
	assert_string_equal(value_convert(mem, CLASS_SIGN, f, "-1", &ok), "-1");
	assert_string_equal(value_convert(mem, CLASS_SIGN, f, "?", &ok), "?");
	assert_false(ok);
}

static void terms(const char *text, const char *days, const char *eom, const char *day)
{
	struct terms_text t;

	assert_int_equal(value_terms(mem, text, &t), days != NULL);
	if (!days)
		return;
	assert_string_equal(*t.months ? t.months : t.days, days);
	assert_string_equal(t.eom, eom);
	assert_string_equal(t.day, day);
}

static void test_terms(void **state)
{
	(void)state;
	terms("30 jours net", "30", "", "");
	terms("45 jours fin de mois", "45", "after", "");
	terms("45 jours fin de mois le 10", "45", "after", "10");
	terms("30FM", "30", "after", "");
	terms("45FM10", "45", "after", "10");
	terms("60 j", "60", "", "");
	terms("14 Tage", "14", "", "");
	terms("Payment within 10 days, 2% discount", "10", "", "");
	terms("2% 10 days", NULL, "", "");
	terms("comptant", "0", "", "");
	terms("Payable à réception de facture", "0", "", "");
	terms("30", "30", "", "");
	terms("Net 30", "30", "", "");
	terms("2/10 net 30", "30", "", "");
	terms("60 JOURS NETS", "60", "", "");
	terms("2 mois", "2", "", "");
	terms("1 Monat netto", "1", "", "");
	terms("fin de mois 45 jours", "45", "before", "");
	terms("30 jours le 10", "30", "", "10");
	terms("45 jours fin de mois le 31", "45", "after", "31");
	terms("45 jours fin de mois le 32", "45", "after", "");
	terms("à 30 jours, le 15/03/2026", "30", "", "");
	terms("14 Tage netto, 7 Tage 2 % Skonto", "14", "", "");
	terms("7 Tage 2 % Skonto, 30 Tage netto", "30", "", "");
	terms("Zahlbar innerhalb 10 Tagen mit 3% Skonto oder 30 Tagen netto", "30", "", "");
	terms("10 days, 2 % discount", "10", "", "");
	terms("#SKONTO#TAGE=7#PROZENT=2.00#", NULL, "", "");
	terms("#SKONTO#TAGE=7#PROZENT=2.00# Zahlbar innerhalb 30 Tagen", "30", "", "");
	terms("Payable avant le 15/03/2026", NULL, "", "");
	terms("15.03.2026", NULL, "", "");
	terms("Facture 123 payable", NULL, "", "");
	terms("Pénalités de 12,5 % ; indemnité de 40 € ; paiement à 45 jours", "45", "", "");
	terms("30 days end of month", "30", "after", "");
	terms("30 days from the end of the month", "30", "after", "");
	terms("14 dagen of 8 dagen", "14", "", "");
	terms("FM45", "45", "before", "");
	terms("fin de mois 60", "60", "before", "");
	terms("FM15", NULL, "", ""); /* 15 days, or the 15th? */
	terms("60JFM", "60", "after", "");
	terms("45 JDFM 10", "45", "after", "10");
	terms("45JN", "45", "", "");
	terms("Fin de mois", "0", "after", "");
	terms("le 10 du mois suivant", "0", "after", "10");
	terms("45 du mois suivant", NULL, "", "");
	terms("", NULL, "", "");
	terms("2017-12-16", NULL, "", "");
}

static void test_decimals(void **state)
{
	(void)state;
	assert_string_equal(decimal_add(mem, "1.10", "2.205"), "3.305");
	assert_string_equal(decimal_add(mem, "100", "-0.01"), "99.99");
	assert_string_equal(decimal_add(mem, "-5", "5"), "0");
	assert_string_equal(decimal_add(mem, "0.05", "-0.10"), "-0.05");
	assert_string_equal(decimal_add(mem, "999999999999999.99", "0.01"), "1000000000000000.00");
	assert_null(decimal_add(mem, "1,5", "1"));
	assert_null(decimal_add(mem, "9999999999999999999999999999999999999", "1"));
	assert_string_equal(decimal_negate(mem, "-3.5"), "3.5");
	assert_string_equal(decimal_negate(mem, "3.5"), "-3.5");
	assert_string_equal(decimal_negate(mem, "0.00"), "0.00");
	assert_int_equal(decimal_sign("-0.00"), 0);
	assert_int_equal(decimal_sign("-0.01"), -1);
	assert_int_equal(decimal_sign("10"), 1);
}

static void test_words(void **state)
{
	int i;

	(void)state;
	for (i = 0; i < REC_KINDS; i++)
		assert_int_equal(record_kind_find(record_kind_name((enum record_kind)i)), i);
	for (i = 0; i < F_FIELDS; i++) {
		assert_non_null(record_field_name((enum record_field)i));
		assert_int_equal(record_field_find(record_field_name((enum record_field)i)), i);
	}
	assert_int_equal(record_kind_find("x"), REC_KINDS);
	assert_int_equal(record_field_find("x"), F_FIELDS);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_amounts), cmocka_unit_test(test_exponents_and_fractions),
		cmocka_unit_test(test_dates),	cmocka_unit_test(test_numbers_and_signs),
		cmocka_unit_test(test_terms),	cmocka_unit_test(test_decimals),
		cmocka_unit_test(test_words),
	};

	return cmocka_run_group_tests_name("read values", tests, open_arena, close_arena);
}
