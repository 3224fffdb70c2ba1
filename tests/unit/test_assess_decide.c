/*
 * test_assess_decide.c - who gets what (RULES §7): steps, levels, reasons,
 * channels, grouping, notices. D is always 2026-10-31; the shipped policy.
 */
#include "assess_fixture.h"

#define D "2026-10-31"

/* Due so many days before D. */
static const char *due(int days)
{
	static char text[4][11];
	static int n;

	n = (n + 1) % 4;
	return date_iso(date_parse(D) - days, text[n]);
}

static void one(const char *kind, const char *segment, int days)
{
	feed_export();
	feed_reachable("C1", kind, segment);
	feed_invoice("C1", "D1", due(days), "1000.00");
}

static void standard_steps(void **state)
{
	static const struct {
		int days;
		const char *want;
	} row[] = { { -16, "" },
		    { -15, "notice" },
		    { -1, "notice" },
		    { 0, "" },
		    { 1, "courteous-reminder" },
		    { 6, "courteous-reminder" },
		    { 20, "courteous-reminder" },
		    { 100, "courteous-reminder" } };

	(void)state;
	for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
		one("business", "sme", row[i].days);
		judge(D);
		assert_string_equal(decided("C1"), row[i].want);
		close_all(state);
		open_all(state);
	}
}

/* One recorded reminder, then the step that follows. */
static void after_a_reminder(void **state)
{
	static const struct {
		int days;
		const char *level, *sent, *channel, *want;
	} row[] = {
		{ 5, "1", "2026-10-27", "letter", "none/too-soon" },
		{ 9, "1", "2026-10-25", "letter", "call" },
		{ 14, "1", "2026-10-18", "letter", "call" },
		{ 15, "1", "2026-10-18", "letter", "firm-reminder" },
		{ 14, "1", "2026-10-24", "phone", "none/too-soon" }, /* until the 15th day */
		{ 20, "1", "2026-10-20", "phone", "firm-reminder" },
		{ 100, "1", "2026-10-20", "letter", "firm-reminder" },
		{ 20, "2", "2026-10-20", "letter", "none/too-soon" },
		{ 31, "2", "2026-10-20", "letter", "formal-notice" },
		{ 31, "3", "2026-10-25", "registered", "none/too-soon" },
		{ 50, "3", "2026-10-15", "registered", "none/last-level" },
		{ 50, "3", "2026-10-30", "registered", "none/too-soon" }, /* eight days to pay */
		{ 90, "4", "2026-10-15", "registered", "none/last-level" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
		one("business", "sme", row[i].days);
		feed_reminder("D1", row[i].level, row[i].sent, row[i].channel);
		judge(D);
		if (strcmp(decided("C1"), row[i].want) != 0)
			fail_msg("row %zu: %s, not %s", i, decided("C1"), row[i].want);
		close_all(state);
		open_all(state);
	}
}

static void expect(const char *customer, const char *want)
{
	if (strcmp(decided(customer), want) != 0)
		fail_msg("%s: %s, not %s", customer, decided(customer), want);
}

static void until(const char *customer, const char *day)
{
	char text[11];

	assert_string_equal(date_iso(decision_of(customer)->until, text), day);
}

/* What holds for the customer as a whole. */
static void customer_reasons(void **state)
{
	static const struct {
		enum record_field field, second;
		const char *value, *other, *want;
	} row[] = {
		{ F_HOLD_SINCE, F_HOLD_UNTIL, "2026-10-01", D, "none/on-hold" },
		{ F_HOLD_SINCE, F_HOLD_UNTIL, "2026-10-01", "2026-10-30", "courteous-reminder" },
		{ F_HOLD_SINCE, F_HOLD_REASON, "2026-11-01", "accord", "courteous-reminder" },
		{ F_COLLECTOR_SINCE, F_OWNER, "2026-10-31", "", "none/with-collector" },
		{ F_COLLECTOR_SINCE, F_OWNER, "2026-11-01", "", "courteous-reminder" },
		{ F_REFUSED, F_OWNER, "pas maintenant", "", "none/refused" },
		{ F_INSOLVENCY_KIND, F_JUDGMENT, "redressement", "2026-01-01", "none/insolvency" },
		{ F_INSOLVENCY_KIND, F_JUDGMENT, "redressement", "2025-12-31",
		  "courteous-reminder" }, /* born after it */
	};

	(void)state;
	feed_export();
	for (int i = 0; i < (int)(sizeof row / sizeof *row); i++) {
		char id[16], document[16];
		struct record c;

		snprintf(id, sizeof id, "C%d", i);
		snprintf(document, sizeof document, "D%d", i);
		c = make(REC_CUSTOMER, NULL, F_ID, id, F_NAME, id, F_KIND, "business", (int)row[i].field,
			 row[i].value, (int)row[i].second, row[i].other, END);
		feed(&c);
		FEED(REC_CONTACT, &c, F_EMAIL, "a@example.org", F_MOBILE, "+33600000000", END);
		feed_invoice(id, document, due(3), "1000.00");
	}
	judge(D);
	for (int i = 0; i < (int)(sizeof row / sizeof *row); i++) {
		char id[16];

		snprintf(id, sizeof id, "C%d", i);
		expect(id, row[i].want);
	}
	until("C0", D);
}

/* What holds for one item, and the part of it that stays. */
static void item_reasons(void **state)
{
	(void)state;
	feed_export();
	for (int i = 1; i <= 9; i++) {
		char id[16], document[16];

		snprintf(id, sizeof id, "C%d", i);
		snprintf(document, sizeof document, "D%d", i);
		feed_reachable(id, i == 9 ? "consumer" : "business", "sme");
		feed_invoice(id, document, i == 9 ? "2024-10-30" : due(20), "1000.00");
	}
	FEED(REC_DISPUTE, NULL, F_DOCUMENT, "D1", F_SINCE, "2026-10-20", END);
	FEED(REC_DISPUTE, NULL, F_DOCUMENT, "D2", F_SINCE, "2026-10-20", F_AMOUNT, "300.00", END);
	FEED(REC_DISPUTE, NULL, F_DOCUMENT, "D3", F_SINCE, "2026-10-20", F_UNTIL, D, END);
	FEED(REC_DISPUTE, NULL, F_DOCUMENT, "D3", F_SINCE, "2026-11-01", END); /* not yet */
	feed_reachable("C10", "business", "sme"); /* two disputes add up, never above what is open */
	feed_invoice("C10", "D10", due(20), "1000.00");
	FEED(REC_DISPUTE, NULL, F_DOCUMENT, "D10", F_SINCE, "2026-10-20", F_AMOUNT, "600.00", END);
	FEED(REC_DISPUTE, NULL, F_DOCUMENT, "D10", F_SINCE, "2026-10-21", F_AMOUNT, "600.00", END);
	FEED(REC_PROMISE, NULL, F_DOCUMENT, "D4", F_MADE, "2026-10-20", F_DUE, D, F_AMOUNT, "1000.00", END);
	FEED(REC_PROMISE, NULL, F_DOCUMENT, "D5", F_MADE, "2026-10-20", F_DUE, "2026-11-05", F_AMOUNT,
	     "400.00", END);
	FEED(REC_PROMISE, NULL, F_DOCUMENT, "D6", F_MADE, "2026-10-20", F_DUE, "2026-10-30", END);
	FEED(REC_INSTALMENT, NULL, F_DOCUMENT, "D7", F_AGREED, "2026-10-15", F_DUE, D, F_AMOUNT, "500.00",
	     END);
	FEED(REC_INSTALMENT, NULL, F_DOCUMENT, "D7", F_AGREED, "2026-10-15", F_DUE, "2026-11-30", F_AMOUNT,
	     "500.00", END);
	FEED(REC_INSTALMENT, NULL, F_DOCUMENT, "D8", F_AGREED, "2026-10-15", F_DUE, "2026-10-30", F_AMOUNT,
	     "500.00", END);
	FEED(REC_INSTALMENT, NULL, F_DOCUMENT, "D8", F_AGREED, "2026-10-15", F_DUE, "2026-11-30", F_AMOUNT,
	     "500.00", END);
	judge(D);
	expect("C1", "none/disputed");
	expect("C2", "courteous-reminder");
	assert_int_equal(decision_of("C2")->amount, 70000);
	assert_int_equal(position_of("C2", "EUR")->disputed, 30000);
	expect("C3", "courteous-reminder"); /* settled on D */
	expect("C4", "none/promised");
	until("C4", D);
	expect("C5", "courteous-reminder");
	assert_int_equal(decision_of("C5")->amount, 60000);
	expect("C6", "courteous-reminder");
	assert_true(item_of("D6")->broken_promise);
	expect("C7", "none/instalment-plan");
	until("C7", D);
	expect("C8", "courteous-reminder"); /* first instalment missed */
	expect("C9", "none/time-barred");
	expect("C10", "none/disputed");
	assert_int_equal(position_of("C10", "EUR")->disputed, 100000);
}

static void credits_and_minimums(void **state)
{
	(void)state;
	feed_export();
	feed_reachable("C1", "business", "sme"); /* covered to the cent */
	feed_invoice("C1", "D1", due(20), "1000.00");
	feed_doc("C1", "P1", "payment", "2026-10-01", "1000.00");
	feed_reachable("C2", "business", "sme"); /* one cent short is below the minimum */
	feed_invoice("C2", "D2", due(20), "1000.00");
	feed_doc("C2", "P2", "credit-note", "2026-10-01", "999.99");
	feed_reachable("C3", "business", "sme");
	feed_invoice("C3", "D3", due(20), "1000.00");
	feed_doc("C3", "P3", "advance", "2026-10-01", "985.00");
	feed_reachable("C4", "business", "sme"); /* 29.99: no registered letter, and the firm one is done */
	feed_invoice("C4", "D4", due(31), "29.99");
	feed_reminder("D4", "2", "2026-10-15", "letter");
	feed_reachable("C5", "business", "sme"); /* 30.00 */
	feed_invoice("C5", "D5", due(31), "30.00");
	feed_reminder("D5", "2", "2026-10-15", "letter");
	feed_reachable("C6", "business",
		       "sme"); /* two items: 29.99, the newer one not reminded: the firm letter again */
	feed_invoice("C6", "D6", due(31), "9.99");
	feed_reminder("D6", "2", "2026-10-15", "letter");
	feed_invoice("C6", "D7", due(16), "20.00");
	judge(D);
	expect("C1", "none/covered");
	expect("C2", "none/below-minimum");
	expect("C3", "courteous-reminder");
	assert_int_equal(decision_of("C3")->amount, 1500);
	assert_int_equal(decision_of("C3")->principal, 100000);
	assert_int_equal(decision_of("C3")->credits, -98500);
	expect("C4", "none/below-minimum");
	expect("C5", "formal-notice");
	expect("C6", "firm-reminder");
}

/* A new item beside one that has had more. */
static void mixed_items(void **state)
{
	(void)state;
	feed_export();
	feed_reachable("C1", "business", "sme"); /* firm sent: the new one takes its tone */
	feed_invoice("C1", "A1", due(28), "1000.00");
	feed_reminder("A1", "2", "2026-10-20", "letter");
	feed_invoice("C1", "B1", due(2), "500.00");
	feed_reachable("C2", "business", "sme"); /* formal notice running: it waits alone */
	feed_invoice("C2", "A2", due(40), "1000.00");
	feed_reminder("A2", "3", "2026-10-20", "registered");
	feed_invoice("C2", "B2", due(2), "500.00");
	feed_reachable("C3", "business", "sme"); /* the older item leads */
	feed_invoice("C3", "A3", due(31), "1000.00");
	feed_reminder("A3", "2", "2026-10-15", "letter");
	feed_invoice("C3", "B3", due(2), "500.00");
	feed_reachable("C4", "business", "sme"); /* the largest left-out item gives the reason */
	feed_invoice("C4", "A4", due(31), "1000.00");
	FEED(REC_PROMISE, NULL, F_DOCUMENT, "A4", F_MADE, "2026-10-20", F_DUE, "2026-11-10", END);
	feed_invoice("C4", "B4", due(2), "500.00");
	FEED(REC_DISPUTE, NULL, F_DOCUMENT, "B4", F_SINCE, "2026-10-30", END);
	judge(D);
	expect("C1", "firm-reminder");
	assert_int_equal(decision_of("C1")->amount, 150000);
	expect("C2", "courteous-reminder");
	assert_int_equal(decision_of("C2")->amount, 50000);
	assert_int_equal(item_of("A2")->left_out, REASON_TOO_SOON);
	expect("C3", "formal-notice");
	assert_int_equal(decision_of("C3")->amount, 150000);
	expect("C4", "none/promised");
	until("C4", "2026-11-10");
}

static void dates_of_waiting(void **state)
{
	(void)state;
	feed_export();
	feed_reachable("C1", "business", "sme"); /* interval of 5 days */
	feed_invoice("C1", "D1", due(20), "1000.00");
	feed_reminder("D1", "1", "2026-10-27", "letter");
	feed_reachable("C2", "business", "sme"); /* next step on the 30th day */
	feed_invoice("C2", "D2", due(20), "1000.00");
	feed_reminder("D2", "2", "2026-10-20", "letter");
	feed_reachable("C3", "consumer", ""); /* first step on the 5th day */
	feed_invoice("C3", "D3", due(4), "1000.00");
	feed_reachable("C4", "business", "sme"); /* the 30th day comes before the interval is over */
	feed_invoice("C4", "D4", due(29), "1000.00");
	feed_reminder("D4", "2", D, "letter");
	judge(D);
	expect("C1", "none/too-soon");
	until("C1", "2026-11-01");
	assert_int_equal(decision_of("C1")->level, 1);
	expect("C2", "none/too-soon");
	until("C2", "2026-11-10");
	until("C4", "2026-11-05");
	expect("C3", "none/too-soon");
	until("C3", "2026-11-01");
}

/* Scenario by kind and segment, phone first, and never a class for a consumer. */
static void scenarios(void **state)
{
	(void)state;
	feed_export();
	feed_reachable("K1", "business", "key-account");
	feed_invoice("K1", "D1", due(20), "1000.00");
	feed_reachable("K2", "business", "key-account");
	feed_invoice("K2", "D2", due(20), "1000.00");
	feed_reminder("D2", "1", "2026-10-10", "phone");
	feed_reachable("P1", "public", "");
	feed_invoice("P1", "D3", due(4), "1000.00");
	feed_reachable("P2", "public", "");
	feed_invoice("P2", "D4", due(5), "1000.00");
	FEED(REC_CUSTOMER, NULL, F_ID, "X1", F_NAME, "X1", F_KIND, "consumer", F_RISK_CLASS, "D", END);
	feed_invoice("X1", "D5", due(30), "1000.00");
	FEED(REC_CUSTOMER, NULL, F_ID, "X2", F_NAME, "X2", F_KIND, "business", F_RISK_CLASS, "D", END);
	feed_invoice("X2", "D6", due(30), "1000.00");
	judge(D);
	expect("K1", "call");
	expect("K2", "courteous-reminder");
	expect("P1", "none/too-soon");
	expect("P2", "call");
	assert_string_equal(decision_of("X1")->scenario->name, "consumer");
	assert_string_equal(decision_of("X2")->scenario->name, "risky");
}

static void channels(void **state)
{
	struct record c;

	(void)state;
	feed_export();
	FEED(REC_CUSTOMER, NULL, F_ID, "C1", F_NAME, "C1", F_KIND, "business", END);
	feed_invoice("C1", "D1", due(3), "1000.00");
	c = make(REC_CUSTOMER, NULL, F_ID, "C2", F_NAME, "C2", F_KIND, "business", END);
	feed(&c);
	FEED(REC_ADDRESS, &c, F_LINE1, "1 rue Haute", F_CITY, "Lyon", END);
	feed_invoice("C2", "D2", due(3), "1000.00");
	c = make(REC_CUSTOMER, NULL, F_ID, "C3", F_NAME, "C3", F_KIND, "business", END);
	feed(&c);
	FEED(REC_ADDRESS, &c, F_LINE1, "1 rue Haute", END); /* no town, no postcode */
	feed_invoice("C3", "D3", due(3), "1000.00");
	c = make(REC_CUSTOMER, NULL, F_ID, "C7", F_NAME, "C7", F_KIND, "business", END);
	feed(&c);
	FEED(REC_ADDRESS, &c, F_POSTCODE, "69003", F_CITY, "Lyon", END); /* no street */
	feed_invoice("C7", "D7", due(3), "1000.00");
	feed_reachable("C4", "business", "sme");
	feed_invoice("C4", "D4", due(3), "1000.00");
	/* Phone first, but no number: the letter, as soon as its day has come. */
	c = make(REC_CUSTOMER, NULL, F_ID, "C5", F_NAME, "C5", F_KIND, "business", F_SEGMENT, "key-account",
		 END);
	feed(&c);
	FEED(REC_CONTACT, &c, F_EMAIL, "a@example.org", END);
	feed_invoice("C5", "D5", due(12), "1000.00");
	c = make(REC_CUSTOMER, NULL, F_ID, "C6", F_NAME, "C6", F_KIND, "business", F_SEGMENT, "key-account",
		 END);
	feed(&c);
	FEED(REC_CONTACT, &c, F_EMAIL, "a@example.org", END);
	feed_invoice("C6", "D6", due(4), "1000.00");
	judge(D);
	expect("C1", "none/no-address");
	expect("C2", "courteous-reminder");
	assert_int_equal(decision_of("C2")->channels, CHANNEL_LETTER);
	expect("C3", "none/no-address");
	expect("C7", "none/no-address");
	assert_int_equal(decision_of("C4")->channels, CHANNEL_EMAIL);
	expect("C5", "courteous-reminder");
	expect("C6", "none/no-address");
}

static void notices(void **state)
{
	(void)state;
	feed_export();
	feed_reachable("C1", "business", "sme"); /* sent already */
	feed_invoice("C1", "D1", due(-10), "1000.00");
	feed_reminder("D1", "0", "2026-10-25", "email");
	feed_reachable("C2", "business", "sme"); /* never together with a reminder */
	feed_invoice("C2", "D2", due(-10), "1000.00");
	feed_invoice("C2", "E2", due(3), "500.00");
	feed_reachable("C3", "consumer", ""); /* no notice in this scenario */
	feed_invoice("C3", "D3", due(-10), "1000.00");
	feed_reachable("C4", "business", "sme"); /* covered */
	feed_invoice("C4", "D4", due(-10), "1000.00");
	feed_doc("C4", "P4", "payment", "2026-10-01", "1000.00");
	feed_reachable("C5", "business", "sme"); /* disputed already */
	feed_invoice("C5", "D5", due(-10), "1000.00");
	FEED(REC_DISPUTE, NULL, F_DOCUMENT, "D5", F_SINCE, "2026-10-20", END);
	feed_reachable("C6", "business", "sme"); /* the other one goes alone */
	feed_invoice("C6", "D6", due(-10), "1000.00");
	feed_invoice("C6", "E6", due(-10), "50.00");
	FEED(REC_DISPUTE, NULL, F_DOCUMENT, "D6", F_SINCE, "2026-10-20", END);
	judge(D);
	expect("C6", "notice");
	assert_int_equal(decision_of("C6")->candidates, 1);
	assert_int_equal(decision_of("C6")->amount, 5000);
	expect("C1", "");
	expect("C2", "courteous-reminder");
	assert_int_equal(decision_of("C2")->amount, 50000);
	expect("C3", "");
	expect("C4", "");
	expect("C5", "");
}

/* An answer of the policy changes the answer of the program. */
static void by_age(void **state)
{
	(void)state;
	one("business", "sme", 20);
	feed_reachable("C2", "business", "sme");
	feed_invoice("C2", "D2", due(100), "1000.00");
	policy->scenario[0].by_age = true;
	judge(D);
	expect("C1", "firm-reminder");
	expect("C2", "firm-reminder"); /* a formal notice needs a reminder */
	policy->scenario[0].formal_needs_reminder = false;
	judge(D);
	expect("C2", "formal-notice");
}

static void feed_site(const char *id, const char *site, int days, const char *amount)
{
	FEED(REC_DOCUMENT, NULL, F_CUSTOMER, "C1", F_ID, id, F_TYPE, "invoice", F_DATE, "2026-01-01", F_DUE,
	     due(days), F_AMOUNT, amount, F_SITE, site, END);
}

static void grouping(void **state)
{
	const struct decision *e;

	(void)state;
	feed_export();
	feed_reachable("C1", "business", "multi-site");
	feed_site("D1", "LYON", 20, "1000.00");
	feed_site("D2", "PARIS", 3, "300.00");
	feed_site("D3", "LYON", 2, "200.00");
	feed_reminder("D1", "1", "2026-10-20", "letter");
	FEED(REC_DOCUMENT, NULL, F_CUSTOMER, "C1", F_ID, "P1", F_TYPE, "credit-note", F_DATE, "2026-10-01",
	     F_AMOUNT, "250.00", F_SITE, "PARIS", END);
	judge(D);
	expect("C1", "firm-reminder");
	assert_int_equal(decision_of("C1")->amount, 125000);

	policy->grouping = GROUP_SITE;
	judge(D);
	assert_int_equal(all->decisions, 2);
	e = all->decision;
	assert_string_equal(e[0].site, "LYON");
	assert_int_equal(e[0].amount, 120000);
	assert_string_equal(e[0].step->name, "firm-reminder");
	assert_string_equal(e[1].site, "PARIS");
	assert_int_equal(e[1].amount, 5000);
	assert_string_equal(e[1].step->name, "courteous-reminder");

	policy->grouping = GROUP_INVOICE; /* the credit goes to the oldest */
	judge(D);
	assert_int_equal(all->decisions, 3);
	e = all->decision;
	assert_int_equal(e[0].amount, 75000);
	assert_int_equal(e[1].amount, 30000);
	assert_int_equal(e[2].amount, 20000);

	policy->grouping = GROUP_LEVEL; /* the oldest first, here too */
	judge(D);
	assert_int_equal(all->decisions, 2);
	e = all->decision;
	assert_string_equal(e[0].step->name, "firm-reminder");
	assert_int_equal(e[0].principal, 100000);
	assert_int_equal(e[0].amount, 75000);
	assert_string_equal(e[1].step->name, "courteous-reminder");
	assert_int_equal(e[1].amount, 50000);
}

/* Claimed: the undisputed candidates, and only where the step claims. */
static void claims(void **state)
{
	const struct decision *e;

	(void)state;
	feed_export();
	feed_reachable("C1", "business", "sme");
	feed_invoice("C1", "D1", "2026-09-30", "10000.00");
	feed_invoice("C1", "D2", "2026-09-30", "10000.00");
	FEED(REC_DISPUTE, NULL, F_DOCUMENT, "D2", F_SINCE, "2026-10-20", F_AMOUNT, "1.00", END);
	judge(D);
	e = decision_of("C1");
	/* 31 days at 12.40 % (ECB 2.40 on 1 July 2026, and 10). */
	assert_int_equal(e->interest, 10532);
	assert_int_equal(e->indemnity, 4000);
	assert_int_equal(position_of("C1", "EUR")->interest, 2 * 10532);
	assert_int_equal(position_of("C1", "EUR")->indemnity, 8000);
	policy->claim_disputed = true;
	judge(D);
	assert_int_equal(decision_of("C1")->interest, 2 * 10532);
	policy->scenario[0].step[1].claims = false;
	judge(D);
	assert_int_equal(decision_of("C1")->interest, 0);
}

/* Recent and large before old and small. */
static void priority(void **state)
{
	(void)state;
	feed_export();
	feed_reachable("C1", "business", "sme");
	feed_invoice("C1", "D1", due(10), "60000.00");
	feed_reachable("C2", "business", "sme");
	feed_invoice("C2", "D2", due(400), "90.00");
	judge(D);
	assert_true(decision_of("C1")->priority > decision_of("C2")->priority);
	assert_non_null(strstr(decision_priority_words(all, decision_of("C1"), all->mem), "total"));
}

/* Thanked: what was reminded and has been settled since, with nothing overdue left. */
static void thanks(void **state)
{
	(void)state;
	feed_export();
	feed_reachable("C1", "business", "sme");
	feed_invoice("C1", "D1", "2026-09-01", "1000.00");
	feed_reminder("D1", "1", "2026-09-20", "letter");
	feed_doc("C1", "P1", "payment", "2026-10-15", "1000.00");
	feed_alloc("P1", "D1", "1000.00", "2026-10-15");
	judge(D);
	assert_int_equal(all->n_thanks, 0);
	policy->thank_you = true;
	judge(D);
	assert_int_equal(all->n_thanks, 1);
	assert_int_equal(all->thanks[0].amount, 100000);
	policy->thank_you_days = 16;
	judge(D);
	assert_int_equal(all->n_thanks, 0);
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, open_all, close_all)
	const struct CMUnitTest tests[] = {
		TEST(standard_steps),
		TEST(after_a_reminder),
		TEST(customer_reasons),
		TEST(item_reasons),
		TEST(credits_and_minimums),
		TEST(mixed_items),
		TEST(dates_of_waiting),
		TEST(scenarios),
		TEST(channels),
		TEST(notices),
		TEST(by_age),
		TEST(grouping),
		TEST(claims),
		TEST(priority),
		TEST(thanks),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
