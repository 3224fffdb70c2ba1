/*
 * assessment_fixture.h - an assessment made by hand, for the tests of what is
 * printed from one: C1 (business) owes 10,000.00 EUR late since 15 May 2025 and
 * has a credit note; C2 (consumer) owes 1,000 JPY without a due date with a dispute.
 */
#ifndef RELANCE_TESTS_ASSESSMENT_FIXTURE_H
#define RELANCE_TESTS_ASSESSMENT_FIXTURE_H

#include "base_fixture.h"

#include "assess/assess.h"

static struct half_year_rates rate_row[2] = { { true, 3150000, 3710000, 7210000, "" },
					      { true, 2150000, 2760000, 6650000, "" } };
static struct rate_table rates = { .first = 2 * 2025,
				   .count = 2,
				   .row = rate_row,
				   .path = "",
				   .business_margin = 10 * RATE_ONE,
				   .public_margin = 8 * RATE_ONE,
				   .floor_factor = 3,
				   .indemnity = 4000 };
static struct step step = {
	.name = "firm-reminder", .label = "Relance ferme", .template = "", .level = 2, .claims = true
};
static struct scenario scenario = { .name = "standard", .label = "standard", .step = &step, .steps = 1 };
static struct policy policy = { .limit = { 30, 60, 90, 120 }, .limits = 4 };
static struct customer customer[2];
static struct document document[3];
static struct ledger ledger;
static money open_amount[3] = { 1000000, -50000, 1000 };
static struct view view = { .ledger = &ledger, .open = open_amount };
static struct position position[2];
static money bucket[2][MAX_BUCKETS];
static struct item item[3];
static uint32_t candidate[1] = { 0 };
static struct decision decision[2];
static struct profile profile[2];
static struct figure figure[3];
static struct assessment all;

static inline struct customer a_customer(const char *id, const char *name, enum customer_kind kind)
{
	return (struct customer){ .id = id,
				  .name = name,
				  .siren = "",
				  .vat_number = "",
				  .language = "",
				  .owner = "",
				  .payer_group = "",
				  .hold_reason = "",
				  .refused = "",
				  .manual_by = "",
				  .manual_reason = "",
				  .kind = (uint8_t)kind,
				  .manual_date = DATE_NONE,
				  .hold_since = DATE_NONE,
				  .hold_until = DATE_NONE,
				  .collector_since = DATE_NONE,
				  .judgment = DATE_NONE,
				  .published = DATE_NONE };
}

static inline struct document a_document(const char *id, enum document_type type, uint32_t who,
					 const char *date, const char *due, money amount, const char *cur)
{
	pool_text name = pool_add(ledger.text, id);

	return (struct document){ .id = name,
				  .number = name,
				  .customer = who,
				  .type = (uint8_t)type,
				  .date = date_parse(date),
				  .due = *due ? date_parse(due) : DATE_NONE,
				  .amount = amount,
				  .cur = currency_find(cur),
				  .first_allocation = NONE,
				  .extras = NONE };
}

/* Every test may make the ledger. */
static inline int teardown_ledger(void **state)
{
	if (ledger.text)
		pool_drop(ledger.text);
	ledger.text = NULL;
	return teardown(state);
}
#undef TEST
#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown_ledger)

static inline void make_ledger(void)
{
	if (ledger.text)
		pool_drop(ledger.text);
	ledger.text = pool_new(mem);
	customer[0] = a_customer("C1", "Durand, « père » & \"fils\"", KIND_BUSINESS);
	customer[0].segment = SEG_SME;
	customer[0].has_credit_limit = true;
	customer[0].credit_limit = 500000;
	customer[1] = a_customer("C2", "Mme Łęcka", KIND_CONSUMER);
	customer[1].first_document = 2;
	document[0] = a_document("F1", DOC_INVOICE, 0, "2025-04-15", "2025-05-15", 1000000, "EUR");
	document[0].order = pool_add(ledger.text, "PO-77");
	document[1] = a_document("A1", DOC_CREDIT_NOTE, 0, "2025-06-01", "", -50000, "EUR");
	document[2] = a_document("F2", DOC_INVOICE, 1, "2025-06-01", "", 1000, "JPY");
	customer[0].documents = 2;
	customer[1].documents = 1;
	ledger = (struct ledger){ .text = ledger.text,
				  .company_cur = currency_find("EUR"),
				  .customer = customer,
				  .customers = 2,
				  .document = document,
				  .documents = 3 };
	view.as_of = date_parse("2025-08-31");
}

static inline void make_positions(void)
{
	position[0] = (struct position){ .customer = 0,
					 .cur = currency_find("EUR"),
					 .balance = 950000,
					 .unapplied = -50000,
					 .oldest_late = 108,
					 .interest = 37211,
					 .indemnity = 4000,
					 .has_equivalent = true,
					 .equivalent = 950000,
					 .items = 2,
					 .decisions = 1 };
	position[0].bucket = bucket[0];
	bucket[0][3] = 1000000;
	position[1] = (struct position){ .customer = 1,
					 .cur = currency_find("JPY"),
					 .balance = 1000,
					 .no_due_date = 1000,
					 .first_item = 2,
					 .items = 1,
					 .first_decision = 1,
					 .decisions = 1 };
	position[1].bucket = bucket[1];
	item[0] = (struct item){ .doc = 0,
				 .due = date_parse("2025-05-15"),
				 .days_late = 108,
				 .bucket = 3,
				 .until = DATE_NONE,
				 .last_level = 1,
				 .last_reminder = date_parse("2025-06-10"),
				 .asked = 1000000 };
	item[1] = (struct item){ .doc = 1,
				 .due = DATE_NONE,
				 .bucket = ITEM_UNAPPLIED,
				 .until = DATE_NONE,
				 .last_reminder = DATE_NONE };
	item[2] = (struct item){ .doc = 2,
				 .due = DATE_NONE,
				 .bucket = ITEM_NO_DUE,
				 .left_out = REASON_DISPUTED,
				 .until = date_parse("2025-09-30"),
				 .last_reminder = DATE_NONE };
}

static inline void make_decisions(void)
{
	decision[0] = (struct decision){ .position = 0,
					 .scenario = &scenario,
					 .step = &step,
					 .reason = REASON_DUE,
					 .channels = CHANNEL_EMAIL | CHANNEL_LETTER,
					 .level = 2,
					 .until = DATE_NONE,
					 .amount = 950000,
					 .principal = 1000000,
					 .credits = -50000,
					 .interest = 37211,
					 .indemnity = 4000,
					 .last_reminder = date_parse("2025-06-10"),
					 .oldest_late = 108,
					 .priority = 12,
					 .site = "",
					 .candidate = candidate,
					 .candidates = 1 };
	decision[1] = (struct decision){ .position = 1,
					 .reason = REASON_DISPUTED,
					 .until = date_parse("2025-09-30"),
					 .last_reminder = DATE_NONE,
					 .site = "" };
}

static inline void make_all(void)
{
	make_ledger();
	make_positions();
	make_decisions();
	profile[0] = (struct profile){ .computed = CLASS_C,
				       .used = CLASS_B,
				       .total_points = 5,
				       .has_delay = true,
				       .average_delay_tenths = -5 };
	profile[1] = (struct profile){ .computed = CLASS_N, .used = CLASS_N, .payer = PROFILE_UNKNOWN };
	figure[0] = (struct figure){ "dso", "DSO", FIG_DAYS_TENTHS, NULL, 824, "30 + 31 + 21,4" };
	figure[1] = (struct figure){ "receivables", "Encours", FIG_MONEY, NULL, 950000, "" };
	figure[2] =
		(struct figure){ "cei", "CEI", FIG_PERCENT_TENTHS, "non calculable : pas de clôture", 0, "" };
	all = (struct assessment){ .view = &view,
				   .policy = &policy,
				   .rates = &rates,
				   .position = position,
				   .positions = 2,
				   .item = item,
				   .items = 3,
				   .decision = decision,
				   .decisions = 2,
				   .profile = profile,
				   .figure = figure,
				   .figures = 3 };
}

#endif
