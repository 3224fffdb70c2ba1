/*
 * assess_fixture.h - what the unit tests of gen/assess share: a ledger fed into
 * the builder, judged under the shipped policy and rates.
 */
#ifndef RELANCE_TESTS_ASSESS_FIXTURE_H
#define RELANCE_TESTS_ASSESS_FIXTURE_H

#include "book_fixture.h"

#include "assess/assess.h"
#include "base/output.h"

static struct arena *memory;
static struct policy *policy;
static struct rate_table *rates;
static struct view *view;
static struct assessment *all;

static inline int open_all(void **state)
{
	setup(state);
	memory = arena_new();
	view = NULL;
	all = NULL;
	assert_int_equal(policy_load(quiet, memory, data_path(memory, "templates/policy.xml"), &policy),
			 ST_OK);
	assert_int_equal(rates_load(quiet, memory, data_path(memory, "templates/rates.xml"), &rates), ST_OK);
	return 0;
}

static inline int close_all(void **state)
{
	assessment_drop(all);
	view_drop(view);
	arena_drop(memory);
	return teardown(state);
}

/* Judge as of that day; the ledger is finished at the first call. */
static inline enum status judge_status(const char *day)
{
	if (!ledger)
		finish();
	assessment_drop(all);
	view_drop(view);
	all = NULL;
	assert_int_equal(view_new(quiet, ledger, date_parse(day), &view), ST_OK);
	return assess(quiet, view, policy, rates, &all);
}

static inline void judge(const char *day)
{
	assert_int_equal(judge_status(day), ST_OK);
	assert_true(all->closes);
}

/* A business that can be reached by every channel. */
static inline void feed_reachable(const char *id, const char *kind, const char *segment)
{
	struct record c =
		make(REC_CUSTOMER, NULL, F_ID, id, F_NAME, id, F_KIND, kind, F_SEGMENT, segment, END);

	feed(&c);
	FEED(REC_ADDRESS, &c, F_PURPOSE, "billing", F_LINE1, "1 rue Haute", F_POSTCODE, "69003", F_CITY,
	     "Lyon", END);
	FEED(REC_CONTACT, &c, F_EMAIL, "compta@example.org", F_PHONE, "+33478000000", END);
}

static inline void feed_invoice(const char *customer, const char *id, const char *due, const char *amount)
{
	FEED(REC_DOCUMENT, NULL, F_CUSTOMER, customer, F_ID, id, F_TYPE, "invoice", F_DATE, "2026-01-01",
	     F_DUE, due, F_AMOUNT, amount, END);
}

static inline void feed_reminder(const char *document, const char *level, const char *date,
				 const char *channel)
{
	FEED(REC_REMINDER, NULL, F_DOCUMENT, document, F_LEVEL, level, F_DATE, date, F_CHANNEL, channel, END);
}

static inline const struct position *position_of(const char *customer, const char *cur)
{
	for (uint32_t i = 0; i < all->positions; i++) {
		const struct position *q = &all->position[i];

		if (strcmp(ledger->customer[q->customer].id, customer) == 0 && q->cur == currency_find(cur))
			return q;
	}
	return NULL;
}

static inline const struct item *item_of(const char *document)
{
	for (uint32_t i = 0; i < all->items; i++) {
		if (strcmp(ledger_text(ledger, ledger->document[all->item[i].doc].id), document) == 0)
			return &all->item[i];
	}
	return NULL;
}

static inline const struct profile *profile_of(const char *customer)
{
	return &all->profile[ledger_customer(ledger, customer)];
}

/* The only decision of a customer, NULL if there is none. */
static inline const struct decision *decision_of(const char *customer)
{
	const struct position *q = position_of(customer, "EUR");

	if (!q || !q->decisions)
		return NULL;
	assert_int_equal(q->decisions, 1);
	return &all->decision[q->first_decision];
}

/* "courteous-reminder", or "none/too-soon", or "" without a decision. */
static inline const char *decided(const char *customer)
{
	static char text[64];
	const struct decision *e = decision_of(customer);

	if (!e)
		return "";
	if (e->step) {
		assert_int_equal(e->reason, REASON_DUE);
		return e->step->name;
	}
	snprintf(text, sizeof text, "none/%s", reason_code(e->reason));
	return text;
}

static inline const struct figure *figure_of(const char *code)
{
	for (size_t i = 0; i < all->figures; i++) {
		if (strcmp(all->figure[i].code, code) == 0)
			return &all->figure[i];
	}
	fail_msg("no figure %s", code);
	return NULL;
}

#endif
