/*
 * test_book_match.c - open items where the input has no allocations: lettering, references, quotes,
 * oldest first.
 */
#include "book_fixture.h"

#include "base/banned.h"

static const struct matching everything = { true, true, true, true, true, true, false };

/* From here on records come from an input with these rules. */
static void under(struct matching m)
{
	sink = builder_sink(builder, &m);
	feed_export();
}

static void line_of(const char *customer, const char *id, const char *date, const char *amount,
		    enum record_field f, const char *value)
{
	FEED(REC_DOCUMENT, NULL, F_CUSTOMER, customer, F_NAME, customer, F_ID, id, F_DATE, date, F_SIGNED,
	     amount, f, value, END);
}

/* The reason of the only allocation between two documents; -1 if there is none. */
static int reason(const char *debit, const char *credit)
{
	int found = -1;

	for (uint32_t i = 0; i < ledger->allocations; i++) {
		const struct allocation *a = &ledger->allocation[i];

		if (a->debit == doc_index(debit) && a->credit == doc_index(credit))
			found = a->reason;
	}
	return found;
}

static void test_nothing_asked(void **state)
{
	(void)state;
	under((struct matching){ false });
	line_of("C", "I", "2026-01-10", "100", F_GROUP, "AA");
	line_of("C", "P", "2026-02-10", "-100", F_GROUP, "AA");
	assert_int_equal(finish(), ST_OK);
	assert_int_equal(ledger->allocations, 0);
}

static void test_group_closed(void **state)
{
	(void)state;
	under(everything);
	line_of("C", "I1", "2026-01-10", "100", F_GROUP, "AA");
	line_of("C", "I2", "2026-01-20", "50", F_GROUP, "AA");
	line_of("C", "P", "2026-02-10", "-150", F_GROUP, "AA");
	line_of("D", "X", "2026-01-10", "30", F_GROUP, "AA"); /* another customer's AA is another group */
	assert_int_equal(finish(), ST_OK);
	assert_int_equal(reason("I1", "P"), MATCH_GROUP);
	assert_int_equal(reason("I2", "P"), MATCH_GROUP);
	assert_int_equal(open_at("P", "2026-02-10"), 0);
	assert_int_equal(open_at("X", "2026-12-31"), 3000);
	assert_true(ledger->undated_matching);
	/* As of a day before the payment both are open again. */
	assert_int_equal(open_at("I1", "2026-02-09"), 10000);
	assert_int_equal(open_at("I2", "2026-02-09"), 5000);
}

static void account_line(const char *id, const char *date, const char *amount, const char *group,
			 const char *account)
{
	FEED(REC_DOCUMENT, NULL, F_CUSTOMER, "C", F_NAME, "C", F_ID, id, F_DATE, date, F_SIGNED, amount,
	     F_GROUP, group, F_ACCOUNT, account, END);
}

static void test_group_accounts(void **state)
{
	(void)state;
	under((struct matching){ .by_group = true });
	account_line("I", "2026-01-01", "10", "A", "411");
	account_line("P", "2026-01-02", "-10", "A", "416"); /* another account's A is another group */
	account_line("J", "2026-01-03", "7", "B", "411");
	account_line("X", "2026-01-04", "8", "B", "416");
	account_line("Q", "2026-01-05", "-7", "B", "411");
	assert_int_equal(finish(), ST_OK);
	assert_int_equal(reason("J", "Q"), MATCH_GROUP);
	assert_int_equal(ledger->allocations, 1);
}

static void test_group_residual(void **state)
{
	(void)state;
	under(everything);
	line_of("C", "I1", "2026-01-10", "100", F_GROUP, "B");
	line_of("C", "I2", "2026-01-20", "50", F_GROUP, "B");
	line_of("C", "P", "2026-02-10", "-120", F_GROUP, "B");
	assert_int_equal(finish(), ST_OK);
	assert_int_equal(reason("I1", "P"), MATCH_GROUP_PART);
	assert_int_equal(reason("I2", "P"), MATCH_GROUP_PART);
	assert_int_equal(open_at("I1", "2026-02-10"), 0);
	assert_int_equal(open_at("I2", "2026-02-10"), 3000);
}

static void test_group_date(void **state)
{
	(void)state;
	under((struct matching){ .by_group = true });
	FEED(REC_DOCUMENT, NULL, F_CUSTOMER, "C", F_NAME, "C", F_ID, "I", F_DATE, "2026-01-01", F_SIGNED,
	     "10", F_GROUP, "A", F_GROUP_DATE, "2026-03-31", END);
	FEED(REC_DOCUMENT, NULL, F_CUSTOMER, "C", F_NAME, "C", F_ID, "P", F_DATE, "2026-02-02", F_SIGNED,
	     "-10", F_GROUP, "A", END);
	FEED(REC_DOCUMENT, NULL, F_CUSTOMER, "C", F_NAME, "C", F_ID, "J", F_DATE, "2026-01-01", F_SIGNED,
	     "20", F_GROUP, "B", F_GROUP_DATE, "2026-01-15", END);
	FEED(REC_DOCUMENT, NULL, F_CUSTOMER, "C", F_NAME, "C", F_ID, "Q", F_DATE, "2026-02-02", F_SIGNED,
	     "-20", F_GROUP, "B", F_GROUP_DATE, "2026-01-15", END);
	assert_int_equal(finish(), ST_OK);
	assert_int_equal(open_at("I", "2026-03-30"), 1000);
	assert_int_equal(open_at("I", "2026-03-31"), 0);
	assert_int_equal(open_at("J", "2026-02-01"), 2000); /* a date before the payment does not count */
	assert_int_equal(open_at("J", "2026-02-02"), 0);
	assert_false(ledger->undated_matching);
}

/* An invoice lettered with a payment of the next year was open at closing (formats.md §3.1a). */
static void test_lettered_after_closing(void **state)
{
	(void)state;
	under(everything);
	line_of("C", "I", "2025-11-10", "100", F_GROUP, "AA");
	line_of("C", "P", "2026-01-15", "-100", F_GROUP, "AA");
	line_of("C", "K", "2025-12-20", "40", F_LABEL, "x");
	line_of("C", "Q", "2026-01-10", "-40", F_LABEL, "x");
	assert_int_equal(finish(), ST_OK);
	assert_int_equal(open_at("I", "2025-12-31"), 10000);
	assert_int_equal(open_at("K", "2025-12-31"), 4000);
	assert_int_equal(open_at("I", "2026-01-31"), 0);
}

/*
 * Only the payment is lettered: the group does not sum to zero, and the invoice without a code is
 * still settled.
 */
static void test_one_sided_group(void **state)
{
	(void)state;
	under(everything);
	line_of("C", "I", "2026-01-10", "60", F_LABEL, "x");
	line_of("C", "P", "2026-02-10", "-60", F_GROUP, "A");
	assert_int_equal(finish(), ST_OK);
	assert_int_equal(reason("I", "P"), MATCH_OLDEST);
	assert_int_equal(open_at("I", "2026-02-10"), 0);
	assert_false(ledger->undated_matching);
}

static void test_applies(void **state)
{
	(void)state;
	under((struct matching){ .by_applies = true });
	FEED(REC_DOCUMENT, NULL, F_CUSTOMER, "C", F_NAME, "C", F_ID, "id1", F_NUMBER, "FT 1/2", F_DATE,
	     "2026-01-01", F_SIGNED, "10", END);
	FEED(REC_DOCUMENT, NULL, F_CUSTOMER, "C", F_NAME, "C", F_ID, "id2", F_NUMBER, "FT2", F_DATE,
	     "2026-01-02", F_SIGNED, "20", END);
	line_of("C", "id3", "2026-01-03", "30", F_LABEL, "x");
	line_of("C", "P1", "2026-02-01", "-4", F_APPLIES, "FT 1/2");
	line_of("C", "P2", "2026-02-01", "-55", F_APPLIES, "id3 FT2 unknown");
	line_of("D", "P3", "2026-02-01", "-5", F_APPLIES, "id1"); /* another customer's */
	assert_int_equal(finish(), ST_OK);
	assert_int_equal(reason("id1", "P1"), MATCH_APPLIES);
	assert_int_equal(open_at("id1", "2026-02-01"), 600);
	assert_int_equal(open_at("id2", "2026-02-01"), 0);
	assert_int_equal(open_at("id3", "2026-02-01"), 0);
	assert_int_equal(open_at("P2", "2026-02-01"), -500);
	assert_int_equal(open_at("P3", "2026-02-01"), -500);
}

static void test_reference(void **state)
{
	(void)state;
	under((struct matching){ .by_reference = true });
	line_of("C", "I1", "2026-01-01", "10", F_REFERENCE, "R1");
	line_of("C", "I2", "2026-01-02", "10", F_REFERENCE, "R2");
	line_of("C", "P2", "2026-01-03", "-10", F_REFERENCE, "R2");
	line_of("C", "I3", "2026-01-01", "10", F_REFERENCE, "sans"); /* no digit: no reference */
	line_of("C", "P3", "2026-01-03", "-10", F_REFERENCE, "sans");
	line_of("C", "I4", "2026-01-04", "7", F_NUMBER,
		"77"); /* the payment's reference is the invoice's number */
	line_of("C", "P4", "2026-01-05", "-7", F_REFERENCE, "77");
	line_of("C", "I5", "2026-01-04", "9", F_NUMBER, "1234"); /* entered under the same number */
	line_of("C", "P5", "2026-01-05", "-9", F_NUMBER, "1234");
	line_of("D", "I6", "2026-01-04", "9", F_NUMBER, "1234"); /* reused for another customer */
	assert_int_equal(finish(), ST_OK);
	assert_int_equal(open_at("I1", "2026-12-31"), 1000);
	assert_int_equal(reason("I2", "P2"), MATCH_REFERENCE);
	assert_int_equal(reason("I3", "P3"), -1);
	assert_int_equal(reason("I4", "P4"), MATCH_REFERENCE);
	assert_int_equal(reason("I5", "P5"), MATCH_REFERENCE);
	assert_int_equal(open_at("I6", "2026-12-31"), 900);
	assert_int_equal(ledger->allocations, 3);
}

static void test_quoted(void **state)
{
	static const struct {
		const char *number, *label;
		bool matches;
	} c[] = {
		{ "FA2026-1001", "VIR FA2026-1001 DURAND", true },
		{ "FA2026-1001", "vir fa2026-1001", true },
		{ "FA2026-1001", "VIR FA2026-10012", false },
		{ "FA2026-1001", "VIR XFA2026-1001", false },
		{ "FT 1/23", "reçu FT 1/23, merci", true },
		{ "1001", "Règlement n°1001.", true },
		{ "1001", "«°1001»", true },
		{ "14", "sous 14 jours", false }, /* too short to be told from a number of days */
		{ "ABC", "paiement ABC", false },
	};

	for (size_t i = 0; i < sizeof c / sizeof *c; i++) {
		if (i) {
			teardown(state);
			setup(state);
		}
		under((struct matching){ .by_quoted = true });
		line_of("C", "OLD", "2025-01-01", "10", F_LABEL, "x");
		line_of("C", "I", "2026-01-01", "10", F_NUMBER, c[i].number);
		line_of("C", "P", "2026-01-03", "-10", F_LABEL, c[i].label);
		assert_int_equal(finish(), ST_OK);
		if ((reason("I", "P") == MATCH_QUOTED) != c[i].matches)
			fail_msg("\"%s\" in \"%s\"", c[i].number, c[i].label);
	}
}

static void test_oldest_first(void **state)
{
	(void)state;
	under((struct matching){ .oldest_first = true });
	line_of("C", "I2", "2026-01-20", "50", F_LABEL, "x");
	line_of("C", "I1", "2026-01-10", "100", F_LABEL, "x");
	line_of("C", "P1", "2026-01-15", "-120", F_LABEL, "x");
	line_of("C", "P2", "2026-03-15", "-50", F_LABEL, "x");
	FEED(REC_DOCUMENT, NULL, F_CUSTOMER, "C", F_NAME, "C", F_ID, "U", F_DATE, "2026-01-01", F_SIGNED,
	     "10", F_CURRENCY, "USD", END);
	assert_int_equal(finish(), ST_OK);
	assert_int_equal(open_at("I1", "2026-01-15"), 0);
	assert_int_equal(open_at("P1", "2026-01-19"), -2000);
	assert_int_equal(open_at("P1", "2026-01-20"), 0);
	assert_int_equal(open_at("I2", "2026-03-14"), 3000);
	assert_int_equal(open_at("I2", "2026-03-15"), 0);
	assert_int_equal(open_at("P2", "2026-03-15"), -2000);
	assert_int_equal(open_at("U", "2026-03-15"), 1000); /* never across currencies */
	assert_false(ledger->undated_matching);
}

/*
 * Old invoices brought forward on 1 January: what was there before they were posted cannot have been
 * used by them.
 */
static void test_posting_order(void **state)
{
	(void)state;
	under((struct matching){ .oldest_first = true });
	FEED(REC_DOCUMENT, NULL, F_CUSTOMER, "C", F_NAME, "C", F_ID, "OLD", F_DATE, "2020-01-10", F_POSTED,
	     "2026-02-01", F_SIGNED, "100", END);
	line_of("C", "NEW", "2026-01-10", "100", F_LABEL, "x");
	line_of("C", "P", "2026-01-20", "-100", F_LABEL, "x");
	assert_int_equal(finish(), ST_OK);
	assert_int_equal(open_at("NEW", "2026-01-31"), 0);
	assert_int_equal(open_at("P", "2026-01-31"), 0);
	assert_int_equal(open_at("OLD", "2026-02-01"), 10000);
}

/* The order of the steps: lettering before reference before oldest first. */
static void test_precedence(void **state)
{
	(void)state;
	under(everything);
	line_of("C", "OLD", "2024-01-01", "10", F_LABEL, "x");
	line_of("C", "REF", "2025-01-01", "10", F_REFERENCE, "R1");
	FEED(REC_DOCUMENT, NULL, F_CUSTOMER, "C", F_NAME, "C", F_ID, "GRP", F_DATE, "2026-01-01", F_SIGNED,
	     "10", F_GROUP, "A", END);
	FEED(REC_DOCUMENT, NULL, F_CUSTOMER, "C", F_NAME, "C", F_ID, "P", F_DATE, "2026-02-01", F_SIGNED,
	     "-25", F_GROUP, "A", F_REFERENCE, "R1", END);
	assert_int_equal(finish(), ST_OK);
	assert_int_equal(reason("GRP", "P"), MATCH_GROUP_PART);
	assert_int_equal(reason("REF", "P"), MATCH_REFERENCE);
	assert_int_equal(reason("OLD", "P"), MATCH_OLDEST);
	assert_int_equal(open_at("OLD", "2026-12-31"), 500);
}

static void test_opening_balances(void **state)
{
	(void)state;
	sink = builder_sink(builder, &everything);
	FEED(REC_EXPORT, NULL, F_CURRENCY, "EUR", F_OPENING_DATE, "2026-01-01", END);
	FEED(REC_CUSTOMER, NULL, F_ID, "A", F_NAME, "A", F_OPENING, "150.00", F_CLOSING, "50.00", END);
	FEED(REC_CUSTOMER, NULL, F_ID, "B", F_NAME, "B", F_OPENING, "-20.00", F_CLOSING, "-20.00", END);
	FEED(REC_CUSTOMER, NULL, F_ID, "Z", F_NAME, "Z", F_OPENING, "0.00", F_CLOSING, "0.00", END);
	line_of("A", "P", "2026-02-01", "-100", F_LABEL, "x");
	assert_int_equal(finish(), ST_OK);
	assert_int_equal(ledger->documents, 3);
	assert_int_equal(doc("OUVERTURE-A")->type, DOC_OPENING_DEBIT);
	assert_int_equal(doc("OUVERTURE-A")->amount, 15000);
	assert_int_equal(doc("OUVERTURE-A")->date, date_parse("2026-01-01"));
	assert_int_equal(document_due(ledger, doc("OUVERTURE-A"), NULL), date_parse("2026-01-01"));
	assert_int_equal(doc("OUVERTURE-B")->type, DOC_OPENING_CREDIT);
	assert_int_equal(open_at("OUVERTURE-A", "2026-02-01"), 5000);
	assert_true(ledger->customer[0].has_closing);
	assert_int_equal(ledger->customer[0].closing, 5000);
	assert_int_equal(ledger->customer[2].documents, 0);
}

static void test_opening_without_date(void **state)
{
	(void)state;
	under(everything);
	FEED(REC_CUSTOMER, NULL, F_ID, "A", F_NAME, "A", F_OPENING, "150.00", END);
	assert_int_equal(finish(), ST_REJECTED);
	assert_int_equal(reject_of("missing-opening-date")->amount, 15000);
}

/* What a rejected customer's account held is not lost, and two accounts of one customer are two documents. */
static void test_opening_twice(void **state)
{
	struct record second;

	(void)state;
	sink = builder_sink(builder, &everything);
	FEED(REC_EXPORT, NULL, F_CURRENCY, "EUR", F_OPENING_DATE, "2026-01-01", END);
	FEED(REC_CUSTOMER, NULL, F_ID, "A", F_NAME, "A", F_OPENING, "150.00", END);
	FEED(REC_CUSTOMER, NULL, F_ID, "A", F_NAME, "A", F_OPENING, "9.00", END);
	FEED(REC_CUSTOMER, NULL, F_ID, "SANS NOM", F_OPENING, "8.00", END);
	second = make(REC_CUSTOMER, NULL, F_ID, "A", F_OPENING, "7.00", F_CLOSING, "1.00", END);
	second.at.file = file_b;
	feed(&second);
	assert_int_equal(finish(), ST_REJECTED);
	assert_int_equal(reject_of("duplicate-customer")->amount, 900);
	assert_int_equal(reject_of("unknown-customer")->amount, 800);
	assert_int_equal(doc("OUVERTURE-A")->amount, 15000);
	assert_int_equal(doc("OUVERTURE-A-2")->amount, 700);
}

/* Many items of one customer: no step may look at all pairs. A quadratic one would take minutes here. */
static void test_many(void **state)
{
	enum { N = 40000 };
	char id[16], number[24], date[11];
	struct view *v;

	(void)state;
	under(everything);
	for (int i = 0; i < N; i++) {
		bool debit = i < N / 2;

		snprintf(id, sizeof id, "D%06d", i);
		snprintf(number, sizeof number, debit ? "FA%06d" : "VIR FA%06d", debit ? i : i - N / 2);
		date_iso(date_parse("2020-01-01") + i % 1000, date);
		FEED(REC_DOCUMENT, NULL, F_CUSTOMER, "C", F_NAME, "C", F_ID, id, F_DATE, date, F_SIGNED,
		     debit ? "10.00" : "-10.00", debit ? F_NUMBER : F_LABEL, number,
		     i % 3 ? F_ORDER : F_REFERENCE, "SAME1", i % 7 ? F_ORDER : F_GROUP, "AA",
		     i % 5 ? F_ORDER : F_APPLIES, "SAME2", END);
	}
	assert_int_equal(finish(), ST_OK);
	assert_int_equal(view_new(quiet, ledger, date_parse("2030-01-01"), &v), ST_OK);
	for (uint32_t i = 0; i < ledger->documents; i++)
		assert_int_equal(v->open[i], 0);
	view_drop(v);
}

/* Whatever the order of the records, the same ledger. */
static void test_order_of_records(void **state)
{
	enum { N = 60 };
	char id[16], amount[16], date[11], group[8];
	money open[2][N];

	for (int turn = 0; turn < 2; turn++) {
		struct view *v;

		if (turn) {
			teardown(state);
			setup(state);
		}
		under(everything);
		for (int k = 0; k < N; k++) {
			int i = turn ? N - 1 - k : k;

			snprintf(id, sizeof id, "D%02d", i);
			snprintf(amount, sizeof amount, "%d", (i * 37 % 23 + 1) * (i % 2 ? -1 : 1));
			snprintf(group, sizeof group, "G%d", i % 11);
			date_iso(date_parse("2026-01-01") + i * 7 % 13, date);
			line_of(i % 4 ? "A" : "B", id, date, amount, i % 3 ? F_GROUP : F_REFERENCE, group);
		}
		assert_int_equal(finish(), ST_OK);
		assert_int_equal(view_new(quiet, ledger, date_parse("2026-01-08"), &v), ST_OK);
		for (int i = 0; i < N; i++)
			open[turn][i] = v->open[i];
		view_drop(v);
	}
	assert_memory_equal(open[0], open[1], sizeof open[0]);
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
	const struct CMUnitTest tests[] = {
		TEST(test_nothing_asked),
		TEST(test_group_closed),
		TEST(test_group_accounts),
		TEST(test_group_residual),
		TEST(test_group_date),
		TEST(test_lettered_after_closing),
		TEST(test_one_sided_group),
		TEST(test_applies),
		TEST(test_reference),
		TEST(test_quoted),
		TEST(test_oldest_first),
		TEST(test_posting_order),
		TEST(test_precedence),
		TEST(test_opening_balances),
		TEST(test_opening_without_date),
		TEST(test_opening_twice),
		TEST(test_many),
		TEST(test_order_of_records),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
