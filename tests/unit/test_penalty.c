/*
 * test_penalty.c - rates, penalties, prescription, declaration deadline.
 *
 * A small ledger is built by hand: one customer of each kind, documents added
 * per test. Expected amounts were worked out by hand from RULES §6.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

#include "assess/insolvency.h"
#include "assess/penalty.h"
#include "assess/prescription.h"
#include "base/output.h"

#include "base/banned.h"

enum { UNKNOWN, BUSINESS, PUBLIC, CONSUMER, CUSTOMERS };

static struct diag *diag;
static struct arena *mem;
static struct rate_table *table;
static struct policy policy;
static struct ledger ledger;
static struct customer customer[CUSTOMERS];
static struct document document[16];
static struct allocation allocation[16];
static struct extra extra[16];
static struct penalties got;

static civil_date day(const char *iso)
{
	return *iso ? date_parse(iso) : DATE_NONE;
}

static currency eur(void)
{
	return currency_find("EUR");
}

static int open_table(void **state)
{
	(void)state;
	diag = diag_new();
	diag_set_quiet(diag, true);
	mem = arena_new();
	return rates_load(diag, mem, data_path(mem, "templates/rates.xml"), &table) == ST_OK ? 0 : -1;
}

static int close_table(void **state)
{
	(void)state;
	arena_drop(mem);
	diag_drop(diag);
	return 0;
}

/* Before each test: an empty ledger with four customers. */
static int reset(void **state)
{
	(void)state;
	policy = (struct policy){ .under_floor = FLOOR_DEFAULT };
	for (int i = 0; i < CUSTOMERS; i++)
		customer[i] = (struct customer){ .id = "C",
						 .name = "Client",
						 .kind = (uint8_t)i,
						 .manual_date = DATE_NONE,
						 .judgment = DATE_NONE,
						 .published = DATE_NONE,
						 .hold_since = DATE_NONE,
						 .hold_until = DATE_NONE,
						 .collector_since = DATE_NONE };
	ledger = (struct ledger){ .mem = mem,
				  .text = pool_new(mem),
				  .company = "",
				  .customer = customer,
				  .customers = CUSTOMERS,
				  .document = document,
				  .allocation = allocation,
				  .extra = extra };
	return 0;
}

static int drop(void **state)
{
	(void)state;
	penalties_drop(&got);
	pool_drop(ledger.text);
	return 0;
}

static uint32_t add(enum document_type type, uint32_t who, const char *date, const char *due, money amount)
{
	uint32_t i = ledger.documents++;

	document[i] = (struct document){ .id = pool_add(ledger.text, "D"),
					 .number = pool_add(ledger.text, "N"),
					 .customer = who,
					 .date = day(date),
					 .due = day(due),
					 .amount = amount,
					 .cur = eur(),
					 .type = (uint8_t)type,
					 .first_allocation = NONE,
					 .extras = NONE,
					 .at = NOWHERE };
	return i;
}

/* Documents of an invoice dated a month before it is due. */
static uint32_t invoice(uint32_t who, const char *due, money amount)
{
	uint32_t i = add(DOC_INVOICE, who, due, due, amount);

	document[i].date = date_add_months(document[i].due, -1);
	return i;
}

/* A credit of that type set against document doc; to be called in ascending date. */
static void settle(uint32_t doc, enum document_type type, const char *date, money amount)
{
	uint32_t credit = add(type, document[doc].customer, date, "", -amount), a = ledger.allocations++;
	uint32_t *link = &document[doc].first_allocation;

	while (*link != NONE)
		link = &allocation[*link].next_debit;
	*link = a;
	document[credit].first_allocation = a;
	allocation[a] = (struct allocation){ .debit = doc,
					     .credit = credit,
					     .amount = amount,
					     .date = day(date),
					     .next_debit = NONE,
					     .next_credit = NONE };
}

static struct extra *attach(uint32_t doc, enum extra_kind kind, const char *date, const char *text)
{
	uint32_t x = ledger.extras++, *link = &document[doc].extras;

	while (*link != NONE)
		link = &extra[*link].next;
	*link = x;
	extra[x] = (struct extra){ .kind = (uint8_t)kind,
				   .next = NONE,
				   .date = day(date),
				   .until = DATE_NONE,
				   .text = text,
				   .step = "" };
	return &extra[x];
}

static enum status compute(uint32_t doc, const char *as_of)
{
	struct view v = { .ledger = &ledger, .as_of = day(as_of) };

	return penalty_compute(diag, &v, &policy, table, doc, &got);
}

static civil_date notice(uint32_t doc, const char *as_of)
{
	struct view v = { .ledger = &ledger, .as_of = day(as_of) };

	return penalty_formal_notice(&v, &policy, doc);
}

/* Compute, and compare with "FROM TO DAYS RATE BASE AMOUNT" lines, then "40" for an indemnity. */
static void expect(uint32_t doc, const char *as_of, const char *const *lines)
{
	size_t i = 0;
	money sum = 0, flat = 0;

	assert_int_equal(compute(doc, as_of), ST_OK);
	for (; lines[i]; i++) {
		char text[200], from[11], to[11], percent[MONEY_TEXT], base[MONEY_TEXT], amount[MONEY_TEXT];
		const struct penalty_line *l = &got.line[i];

		assert_true(i < got.lines);
		if (l->kind == PENALTY_INDEMNITY) {
			assert_true(l->from == DATE_NONE && l->to == DATE_NONE && !l->days && !l->rate &&
				    !l->base);
			assert_string_equal(currency_code(l->cur), "EUR");
			snprintf(text, sizeof text, "%lld", (long long)l->amount / 100);
			flat += l->amount;
		} else {
			snprintf(text, sizeof text, "%s %s %d %s %s %s", date_iso(l->from, from),
				 date_iso(l->to, to), l->days, rate_text(l->rate, 2, ".", percent),
				 money_plain(l->base, l->cur, base), money_plain(l->amount, l->cur, amount));
			sum += l->amount;
		}
		assert_string_equal(text, lines[i]);
	}
	assert_int_equal(got.lines, i);
	assert_int_equal(got.interest, sum);
	assert_int_equal(got.indemnity, flat);
}
#define EXPECT(doc, as_of, ...) expect(doc, as_of, (const char *const[]){ __VA_ARGS__, NULL })
static void expect_nothing(uint32_t doc, const char *as_of)
{
	const char *none = NULL;

	expect(doc, as_of, &none);
}

static void worked_example(void **state)
{
	uint32_t d = invoice(BUSINESS, "2025-05-15", 1000000);

	(void)state;
	EXPECT(d, "2025-08-31", "2025-05-16 2025-06-30 46 13.15 10000.00 165.73",
	       "2025-07-01 2025-08-31 62 12.15 10000.00 206.38", "40");
	assert_int_equal(got.interest, 37211);
	assert_false(got.under_floor);
}

static void due_today_is_not_late(void **state)
{
	uint32_t d = invoice(BUSINESS, "2025-05-15", 1000000);

	(void)state;
	expect_nothing(d, "2025-05-14");
	expect_nothing(d, "2025-05-15");
	EXPECT(d, "2025-05-16", "2025-05-16 2025-05-16 1 13.15 10000.00 3.60", "40");
}

static void equal_half_years_are_cut(void **state)
{
	uint32_t d = invoice(BUSINESS, "2019-06-29", 100000);

	(void)state;
	EXPECT(d, "2019-07-10", "2019-06-30 2019-06-30 1 10.00 1000.00 0.27",
	       "2019-07-01 2019-07-10 10 10.00 1000.00 2.74", "40");
}

static void leap_year_counts_365(void **state)
{
	uint32_t d = invoice(BUSINESS, "2019-12-31", 3650000);

	(void)state;
	/* 182 days to 30 June 2020, 29 February among them */
	EXPECT(d, "2020-06-30", "2020-01-01 2020-06-30 182 10.00 36500.00 1820.00", "40");
}

static void payments_count_from_the_next_day(void **state)
{
	uint32_t d = invoice(BUSINESS, "2025-05-15", 1000000);

	(void)state;
	settle(d, DOC_PAYMENT, "2025-05-20", 400000);
	settle(d, DOC_CREDIT_NOTE, "2025-06-30", 100000);
	settle(d, DOC_PAYMENT, "2025-07-10", 500000);
	settle(d, DOC_PAYMENT, "2025-07-20", 1); /* behind its settlement: nothing left to bear interest */
	EXPECT(d, "2025-08-31", "2025-05-16 2025-05-20 5 13.15 10000.00 18.01",
	       "2025-05-21 2025-06-30 41 13.15 6000.00 88.63", "2025-07-01 2025-07-10 10 12.15 5000.00 16.64",
	       "40");
	/* The same on 20 May itself: the payment of that day does not count yet. */
	EXPECT(d, "2025-05-20", "2025-05-16 2025-05-20 5 13.15 10000.00 18.01", "40");
}

static void settled_in_time_owes_nothing(void **state)
{
	uint32_t d = invoice(BUSINESS, "2025-05-15", 1000000), late = invoice(BUSINESS, "2025-05-15", 1000);

	(void)state;
	settle(d, DOC_PAYMENT, "2025-05-15", 1000000);
	expect_nothing(d, "2025-08-31");
	/* A day late: the line rounds to zero and is left out, the flat sum is owed. */
	settle(late, DOC_PAYMENT, "2025-05-16", 1000);
	EXPECT(late, "2025-08-31", "40");
}

static void two_payments_of_one_day(void **state)
{
	uint32_t d = invoice(BUSINESS, "2025-07-01", 1000000);

	(void)state;
	settle(d, DOC_PAYMENT, "2025-06-20", 100000);
	settle(d, DOC_PAYMENT, "2025-07-11", 300000);
	settle(d, DOC_PAYMENT, "2025-07-11", 200000);
	EXPECT(d, "2025-07-21", "2025-07-02 2025-07-11 10 12.15 9000.00 29.96",
	       "2025-07-12 2025-07-21 10 12.15 4000.00 13.32", "40");
}

static void contract_rate_is_not_cut(void **state)
{
	uint32_t d = invoice(BUSINESS, "2025-05-15", 1000000);

	(void)state;
	customer[BUSINESS].has_penalty_rate = true;
	customer[BUSINESS].penalty_rate = 15 * RATE_ONE;
	EXPECT(d, "2026-02-28", "2025-05-16 2026-02-28 289 15.00 10000.00 1187.67", "40");
	/* The document's own rate goes first. */
	attach(d, EXTRA_PENALTY_RATE, "", "")->amount = 18 * RATE_ONE + 500000;
	EXPECT(d, "2025-06-14", "2025-05-16 2025-06-14 30 18.50 10000.00 152.05", "40");
	assert_false(got.under_floor);
}

/* 15 % is under the floor in 2024-S1 (15.21) only: 2023-S2 12.66, 2024-S2 14.76. */
static void contract_rate_under_the_floor(void **state)
{
	uint32_t d = invoice(BUSINESS, "2023-11-30", 1000000);

	(void)state;
	customer[BUSINESS].has_penalty_rate = true;
	customer[BUSINESS].penalty_rate = 15 * RATE_ONE;
	EXPECT(d, "2025-01-31", "2023-12-01 2023-12-31 31 15.00 10000.00 127.40",
	       "2024-01-01 2024-06-30 182 14.50 10000.00 723.01",
	       "2024-07-01 2025-01-31 215 15.00 10000.00 883.56", "40");
	assert_true(got.under_floor);
	policy.under_floor = FLOOR_FLOOR;
	EXPECT(d, "2025-01-31", "2023-12-01 2023-12-31 31 15.00 10000.00 127.40",
	       "2024-01-01 2024-06-30 182 15.21 10000.00 758.42",
	       "2024-07-01 2025-01-31 215 15.00 10000.00 883.56", "40");
	policy.under_floor = FLOOR_KEEP;
	EXPECT(d, "2025-01-31", "2023-12-01 2025-01-31 428 15.00 10000.00 1758.90", "40");
	assert_true(got.under_floor);
	/* Exactly the floor is not under it. */
	policy.under_floor = FLOOR_DEFAULT;
	customer[BUSINESS].penalty_rate = 15 * RATE_ONE + 210000;
	EXPECT(d, "2025-01-31", "2023-12-01 2025-01-31 428 15.21 10000.00 1783.53", "40");
	assert_false(got.under_floor);
	/* Consecutive half-years under it are cut like the table. */
	customer[BUSINESS].penalty_rate = 14 * RATE_ONE;
	EXPECT(d, "2024-07-31", "2023-12-01 2023-12-31 31 14.00 10000.00 118.90",
	       "2024-01-01 2024-06-30 182 14.50 10000.00 723.01",
	       "2024-07-01 2024-07-31 31 14.25 10000.00 121.03", "40");
}

static void floor_finding(void **state)
{
	uint32_t d = invoice(BUSINESS, "2023-11-30", 1000000);
	struct view v = { .ledger = &ledger, .as_of = day("2025-01-31") };
	size_t before = diag_finding_count(diag);

	(void)state;
	penalty_report_floor(diag, &v, &policy, d);
	assert_int_equal(diag_finding_count(diag), before + 1);
	assert_string_equal(diag_finding_at(diag, before)->code, "rate-under-floor");
}

static void public_rate_is_frozen(void **state)
{
	uint32_t d = invoice(PUBLIC, "2025-06-29", 1000000), e = invoice(PUBLIC, "2025-06-30", 1000000);

	(void)state;
	customer[PUBLIC].has_penalty_rate = true; /* cannot be agreed otherwise */
	customer[PUBLIC].penalty_rate = RATE_ONE;
	EXPECT(d, "2026-02-28", "2025-06-30 2026-02-28 244 11.15 10000.00 745.37", "40");
	assert_false(got.under_floor);
	/* Interest that begins on 1 July has the second half-year's rate. */
	EXPECT(e, "2026-02-28", "2025-07-01 2026-02-28 243 10.15 10000.00 675.74", "40");
	/* Still the first rate after a payment in a later half-year. */
	settle(d, DOC_PAYMENT, "2025-12-31", 400000);
	EXPECT(d, "2026-02-28", "2025-06-30 2025-12-31 185 11.15 10000.00 565.14",
	       "2026-01-01 2026-02-28 59 11.15 6000.00 108.14", "40");
}

static void retention_is_no_base(void **state)
{
	uint32_t d = invoice(PUBLIC, "2025-07-01", 1000000), b = invoice(BUSINESS, "2025-07-01", 1000000);

	(void)state;
	attach(d, EXTRA_RETENTION, "", "")->amount = 50000;
	attach(b, EXTRA_RETENTION, "", "")->amount = 50000;
	EXPECT(d, "2025-07-11", "2025-07-02 2025-07-11 10 10.15 9500.00 26.42", "40");
	EXPECT(b, "2025-07-11", "2025-07-02 2025-07-11 10 12.15 10000.00 33.29", "40");
	/* All but the retention paid in time: nothing is late. */
	settle(d, DOC_PAYMENT, "2025-07-01", 950000);
	expect_nothing(d, "2025-07-11");
}

static void consumer_needs_a_formal_notice(void **state)
{
	struct step steps[2] = { { .name = "rappel", .kind = STEP_REMINDER, .level = 2 },
				 { .name = "sommation", .kind = STEP_FORMAL, .level = 4 } };
	struct scenario scenario = { .name = "consumer", .step = steps, .steps = 2 };
	uint32_t d = invoice(CONSUMER, "2025-05-15", 1000000);
	struct extra *e;

	(void)state;
	policy.scenario = &scenario;
	policy.scenarios = 1;
	attach(d, EXTRA_REMINDER, "2025-05-20", "letter")->level = 2;
	expect_nothing(d, "2025-12-31");
	e = attach(d, EXTRA_REMINDER, "2025-06-10", "registered");
	/* Sent on 10 June, first presented on 13 June: that day is the first. */
	EXPECT(d, "2025-07-31", "2025-06-10 2025-06-30 21 3.71 10000.00 21.35",
	       "2025-07-01 2025-07-31 31 2.76 10000.00 23.44");
	e->until = day("2025-06-13");
	EXPECT(d, "2025-07-31", "2025-06-13 2025-06-30 18 3.71 10000.00 18.30",
	       "2025-07-01 2025-07-31 31 2.76 10000.00 23.44");
	/* Not known before it is sent. */
	expect_nothing(d, "2025-06-09");
	expect_nothing(d, "2025-06-12");
	assert_true(notice(d, "2025-06-09") == DATE_NONE);
	assert_true(notice(d, "2025-06-10") == day("2025-06-13"));
	/* By its step's name, or by its level where no step is named. */
	e->text = "letter";
	expect_nothing(d, "2025-07-31");
	e->step = "sommation";
	assert_int_equal(compute(d, "2025-07-31"), ST_OK);
	assert_int_equal(got.interest, 1830 + 2344);
	e->step = "formal-notice";
	assert_int_equal(compute(d, "2025-07-31"), ST_OK);
	assert_int_equal(got.interest, 1830 + 2344);
	e->step = "";
	e->level = 4;
	assert_int_equal(compute(d, "2025-07-31"), ST_OK);
	assert_int_equal(got.interest, 1830 + 2344);
	e->step = "rappel";
	expect_nothing(d, "2025-07-31");
}

static void early_notice_starts_behind_the_due_date(void **state)
{
	uint32_t d = invoice(CONSUMER, "2025-07-10", 1000000);

	(void)state;
	attach(d, EXTRA_REMINDER, "2025-07-01", "registered");
	EXPECT(d, "2025-07-20", "2025-07-11 2025-07-20 10 2.76 10000.00 7.56");
}

static void who_and_what_bears_penalties(void **state)
{
	static const enum document_type none[] = { DOC_REFUND, DOC_PAYMENT_REJECT, DOC_OPENING_DEBIT };
	uint32_t d;

	(void)state;
	expect_nothing(invoice(UNKNOWN, "2025-05-15", 1000000), "2025-08-31");
	for (size_t i = 0; i < sizeof none / sizeof *none; i++)
		expect_nothing(add(none[i], BUSINESS, "2025-05-15", "2025-05-15", 1000000), "2025-08-31");
	expect_nothing(add(DOC_CREDIT_NOTE, BUSINESS, "2025-05-15", "", -1000000), "2025-08-31");
	expect_nothing(add(DOC_INVOICE, BUSINESS, "2025-05-15", "", 1000000), "2025-08-31");
	d = add(DOC_DEBIT_NOTE, BUSINESS, "2025-05-01", "2025-07-01", 1000000);
	EXPECT(d, "2025-07-11", "2025-07-02 2025-07-11 10 12.15 10000.00 33.29", "40");
	expect_nothing(d, "2025-04-30");
}

static void due_from_terms(void **state)
{
	uint32_t d = add(DOC_INVOICE, BUSINESS, "2025-06-01", "", 1000000);

	(void)state;
	customer[BUSINESS].terms = (struct terms){ .present = true, .days = 30 };
	EXPECT(d, "2025-07-11", "2025-07-02 2025-07-11 10 12.15 10000.00 33.29", "40");
}

static void due_before_its_own_document(void **state)
{
	uint32_t d = add(DOC_INVOICE, BUSINESS, "2025-07-01", "2025-05-15", 1000000);

	(void)state;
	EXPECT(d, "2025-07-11", "2025-07-02 2025-07-11 10 12.15 10000.00 33.29", "40");
	expect_nothing(d, "2025-07-01");
}

static void other_currencies(void **state)
{
	uint32_t d = invoice(BUSINESS, "2025-07-01", 1000000), e = invoice(BUSINESS, "2025-07-01", 1000000);

	(void)state;
	document[d].cur = currency_find("JPY");
	document[e].cur = currency_find("TND");
	EXPECT(d, "2025-07-11", "2025-07-02 2025-07-11 10 12.15 1000000 3329", "40");
	EXPECT(e, "2025-07-11", "2025-07-02 2025-07-11 10 12.15 1000.000 3.329", "40");
}

static void halves_are_rounded_away_from_zero(void **state)
{
	uint32_t d = invoice(BUSINESS, "2025-07-01", 36500), e = invoice(BUSINESS, "2025-07-01", 36500);

	(void)state;
	customer[BUSINESS].has_penalty_rate = true;
	customer[BUSINESS].penalty_rate = 8 * RATE_ONE + 500000; /* 365.00 x 8.5 % / 365 = 0.085 a day */
	EXPECT(d, "2025-07-02", "2025-07-02 2025-07-02 1 8.50 365.00 0.09", "40");
	document[e].amount = 2147; /* 21.47 x 8.5 % / 365 = 0.0049997: nothing */
	EXPECT(e, "2025-07-02", "40");
}

static void insolvency_stops_interest(void **state)
{
	uint32_t before, covered, after;

	(void)state;
	customer[BUSINESS].insolvency = INSOLVENCY_REDRESSEMENT;
	customer[BUSINESS].judgment = day("2025-07-11");
	before = add(DOC_INVOICE, BUSINESS, "2025-06-01", "2025-07-01", 1000000);
	covered = add(DOC_INVOICE, BUSINESS, "2025-07-11", "2025-07-11", 1000000);
	after = add(DOC_INVOICE, BUSINESS, "2025-07-12", "2025-08-11", 1000000);
	EXPECT(before, "2025-12-31", "2025-07-02 2025-07-11 10 12.15 10000.00 33.29", "40");
	EXPECT(before, "2025-07-05", "2025-07-02 2025-07-05 4 12.15 10000.00 13.32", "40");
	expect_nothing(covered, "2025-12-31");
	EXPECT(after, "2025-08-21", "2025-08-12 2025-08-21 10 12.15 10000.00 33.29", "40");
	customer[BUSINESS].judgment = DATE_NONE;
	expect_nothing(before, "2025-12-31");
}

/* An error whose message holds this text was reported. */
static bool reported(const char *part)
{
	for (size_t i = 0; i < diag_finding_count(diag); i++) {
		const struct finding *f = diag_finding_at(diag, i);

		for (size_t k = 0; k < f->examples; k++) {
			if (strstr(f->example[k].message, part))
				return true;
		}
	}
	return false;
}

static void unknown_half_year_is_refused(void **state)
{
	uint32_t d = invoice(BUSINESS, "2026-12-01", 1000000),
		 frozen = invoice(PUBLIC, "2026-12-01", 1000000);
	uint32_t paid = invoice(BUSINESS, "2026-12-01", 1000000),
		 old = invoice(CONSUMER, "2008-06-01", 1000000);

	(void)state;
	assert_int_equal(compute(d, "2026-12-31"), ST_OK);
	assert_int_equal(compute(d, "2027-01-01"), ST_CONFIG);
	assert_true(diag_has_error(diag));
	assert_true(reported("<half-year period=\"2027-S1\" ecb="));
	/* Lines that do not need it are computed. */
	EXPECT(frozen, "2027-01-10", "2026-12-02 2027-01-10 40 10.40 10000.00 113.97", "40");
	settle(paid, DOC_PAYMENT, "2026-12-31", 1000000);
	EXPECT(paid, "2027-03-31", "2026-12-02 2026-12-31 30 12.40 10000.00 101.92", "40");
	expect_nothing(old, "2026-12-31");
	customer[BUSINESS].has_penalty_rate = true;
	customer[BUSINESS].penalty_rate = 15 * RATE_ONE;
	assert_int_equal(compute(d, "2027-01-01"), ST_CONFIG); /* the floor may replace it */
	policy.under_floor = FLOOR_KEEP;
	EXPECT(d, "2027-01-10", "2026-12-02 2027-01-10 40 15.00 10000.00 164.38", "40");
}

static void overflow_is_an_error(void **state)
{
	uint32_t d = invoice(BUSINESS, "2009-02-01", INT64_MAX / 2);

	(void)state;
	customer[BUSINESS].has_penalty_rate = true;
	customer[BUSINESS].penalty_rate = 900 * RATE_ONE;
	assert_int_equal(compute(d, "2026-12-31"), ST_LIMIT);
}

static void table_is_whole(void **state)
{
	char period[RATES_PERIOD];

	(void)state;
	assert_int_equal(table->first, 2 * 2009);
	assert_int_equal(table->count, 2 * (2026 - 2009 + 1));
	for (int h = table->first; h < table->first + table->count; h++) {
		assert_non_null(rates_of(table, h));
		assert_true(rates_of(table, h)->legal_other > 0);
		assert_true(*rates_of(table, h)->source != '\0');
	}
	assert_null(rates_of(table, table->first - 1));
	assert_null(rates_of(table, 2 * 2027));
	assert_int_equal(rates_of(table, 2 * 2025)->ecb, 3150000);
	assert_int_equal(rates_of(table, 2 * 2026 + 1)->legal_other, 2750000);
	assert_int_equal(rates_of(table, 2 * 2012)->legal_other, rates_of(table, 2 * 2012)->legal_individual);
	assert_int_equal(table->indemnity, 4000);
	assert_string_equal(rates_period(2 * 2027, period), "2027-S1");
}

/* A table written to a temporary file: ST_OK or ST_CONFIG. */
static enum status load_text(const char *rows, struct rate_table **t)
{
	char path[] = "/tmp/relance-rates-XXXXXX";
	int fd = mkstemp(path);
	enum status st;

	assert_true(fd >= 0);
	dprintf(fd,
		"<rates business-margin=\"10\" public-margin=\"8\" floor-factor=\"3\" "
		"indemnity=\"40.00\">\n%s</rates>\n",
		rows);
	close(fd);
	st = rates_load(diag, mem, path, t);
	unlink(path);
	return st;
}
#define ROW(period, ecb) \
	"<half-year period=\"" period "\" ecb=\"" ecb "\" legal-individual=\"1\" legal-other=\"2.5\"/>\n"

static void tables_of_ones_own(void **state)
{
	struct rate_table *t;

	(void)state;
	assert_int_equal(load_text(ROW("2027-S2", "2.405") ROW("2026-S1", "2"), &t), ST_OK);
	assert_int_equal(rates_of(t, 2 * 2027 + 1)->ecb, 2405000);
	assert_null(rates_of(t, 2 * 2026 + 1)); /* a gap is unknown, not zero */
	assert_int_equal(load_text("", &t), ST_CONFIG);
	assert_null(t);
	assert_int_equal(load_text(ROW("2026-S1", "2") ROW("2026-S1", "2"), &t), ST_CONFIG);
	assert_int_equal(load_text(ROW("2026-S3", "2"), &t), ST_CONFIG);
	assert_int_equal(load_text(ROW("2026-S1", "2,15"), &t), ST_CONFIG);
	assert_int_equal(load_text(ROW("2026-S1", "2.1234567"), &t), ST_CONFIG);
	assert_int_equal(rates_load(diag, mem, "no/such/rates.xml", &t), ST_CONFIG);
}

static void prescribed(uint32_t doc, const char *as_of, const char *last)
{
	struct view v = { .ledger = &ledger, .as_of = day(as_of) };
	char text[11];

	assert_string_equal(date_iso(prescription_date(&v, doc, &policy), text), last);
}

static void periods_of_prescription(void **state)
{
	(void)state;
	prescribed(invoice(BUSINESS, "2020-06-15", 100), "2025-06-15", "2025-06-15");
	prescribed(invoice(BUSINESS, "2020-02-29", 100), "2025-03-01", "2025-02-28");
	prescribed(invoice(CONSUMER, "2020-06-15", 100), "2022-06-16", "2022-06-15");
	prescribed(invoice(UNKNOWN, "2020-06-15", 100), "2022-06-16", "2022-06-15");
	prescribed(invoice(PUBLIC, "2020-06-15", 100), "2024-12-31", "2024-12-31");
	prescribed(invoice(PUBLIC, "2020-12-31", 100), "2025-01-01", "2024-12-31");
	prescribed(add(DOC_INVOICE, BUSINESS, "2020-06-15", "", 100), "2025-01-01", "2025-06-15");
	prescribed(add(DOC_REFUND, BUSINESS, "2020-06-15", "", 100), "2025-01-01", "2025-06-15");
	prescribed(add(DOC_PAYMENT, BUSINESS, "2020-06-15", "", -100), "2025-01-01", "");
	prescribed(invoice(BUSINESS, "9999-12-31", 100), "2025-01-01", "");
}

static void interruptions(void **state)
{
	uint32_t d = invoice(BUSINESS, "2020-06-15", 1000), c = invoice(CONSUMER, "2020-06-15", 1000);
	uint32_t p = invoice(PUBLIC, "2020-06-15", 1000);

	(void)state;
	attach(d, EXTRA_REMINDER, "2022-01-01", "registered")->level = 3;
	attach(d, EXTRA_EVENT, "2022-02-01", "claim");
	prescribed(d, "2025-01-01", "2025-06-15");
	attach(d, EXTRA_EVENT, "2022-03-01", "acknowledgement");
	prescribed(d, "2025-01-01", "2027-03-01");
	prescribed(d, "2022-02-28", "2025-06-15"); /* not yet known */
	attach(d, EXTRA_EVENT, "2023-03-01", "court");
	prescribed(d, "2025-01-01", "2028-03-01");
	settle(d, DOC_CREDIT_NOTE, "2023-04-01", 100);
	settle(d, DOC_ADVANCE, "2023-05-01", 100);
	prescribed(d, "2025-01-01", "2028-03-01");
	settle(d, DOC_PAYMENT, "2023-06-01", 100);
	prescribed(d, "2025-01-01", "2028-06-01");
	/* Too late: the debt is barred already. */
	attach(c, EXTRA_EVENT, "2022-06-16", "acknowledgement");
	prescribed(c, "2025-01-01", "2022-06-15");
	/* A public body: a written claim interrupts, and the new period starts with the next year. */
	attach(p, EXTRA_EVENT, "2022-02-01", "claim");
	prescribed(p, "2025-01-01", "2026-12-31");
	settle(p, DOC_PAYMENT, "2023-02-01", 100);
	prescribed(p, "2025-01-01", "2027-12-31");
	attach(p, EXTRA_EVENT, "2024-05-01", "part-payment");
	prescribed(p, "2025-01-01", "2028-12-31");
	/* Our own written reminders are claims; a call is not. */
	attach(p, EXTRA_REMINDER, "2025-05-01", "phone")->level = 1;
	prescribed(p, "2026-01-01", "2028-12-31");
	attach(p, EXTRA_REMINDER, "2025-06-01", "letter")->level = 1;
	prescribed(p, "2026-01-01", "2029-12-31");
}

static void acknowledged_before_the_term(void **state)
{
	uint32_t d = invoice(BUSINESS, "2020-06-15", 1000);

	(void)state;
	settle(d, DOC_PAYMENT, "2020-06-01", 100);
	prescribed(d, "2021-01-01", "2025-06-15");
}

static void declaration_deadline(void **state)
{
	static const struct {
		const char *published, *deadline;
	} cases[] = {
		{ "2026-03-10", "2026-05-11" }, /* 10 May 2026 is a Sunday */
		{ "2026-03-12", "2026-05-12" },
		{ "2026-03-01", "2026-05-04" }, /* 1 May, then a week-end */
		{ "2025-12-31", "2026-03-02" }, /* 28 February 2026 is a Saturday */
		{ "2026-02-06", "2026-04-07" }, /* 6 April 2026 is Easter Monday */
		{ "", "" },
	};
	char text[11];

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		customer[BUSINESS].insolvency = INSOLVENCY_LIQUIDATION;
		customer[BUSINESS].published = day(cases[i].published);
		assert_string_equal(date_iso(insolvency_deadline(&customer[BUSINESS]), text),
				    cases[i].deadline);
		customer[BUSINESS].insolvency = INSOLVENCY_NONE;
		assert_true(insolvency_deadline(&customer[BUSINESS]) == DATE_NONE);
	}
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, reset, drop)
	static const struct CMUnitTest tests[] = {
		TEST(worked_example),
		TEST(due_today_is_not_late),
		TEST(equal_half_years_are_cut),
		TEST(leap_year_counts_365),
		TEST(payments_count_from_the_next_day),
		TEST(settled_in_time_owes_nothing),
		TEST(two_payments_of_one_day),
		TEST(contract_rate_is_not_cut),
		TEST(contract_rate_under_the_floor),
		TEST(floor_finding),
		TEST(public_rate_is_frozen),
		TEST(retention_is_no_base),
		TEST(consumer_needs_a_formal_notice),
		TEST(early_notice_starts_behind_the_due_date),
		TEST(who_and_what_bears_penalties),
		TEST(due_from_terms),
		TEST(due_before_its_own_document),
		TEST(other_currencies),
		TEST(halves_are_rounded_away_from_zero),
		TEST(insolvency_stops_interest),
		TEST(unknown_half_year_is_refused),
		TEST(overflow_is_an_error),
		TEST(table_is_whole),
		TEST(tables_of_ones_own),
		TEST(periods_of_prescription),
		TEST(interruptions),
		TEST(acknowledged_before_the_term),
		TEST(declaration_deadline),
	};

	return cmocka_run_group_tests(tests, open_table, close_table);
}
