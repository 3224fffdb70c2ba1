/* test_book.c - the ledger of the native example, balances at a date, due dates (RULES §2, §3). */
#include "book_fixture.h"

#include "base/banned.h"

/* --- the native example ------------------------------------------------------------------- */

static void feed_example(void)
{
	struct record customer, d1, plan;

	feed_export();
	customer = make(REC_CUSTOMER, NULL, F_ID, "C001", F_NAME, "Ateliers Durand SARL", F_KIND, "business",
			F_SEGMENT, "sme", F_SIREN, "732829320", F_LANGUAGE, "fr", F_CREDIT_LIMIT, "20000.00",
			F_TERMS_DAYS, "45", F_TERMS_EOM, "after", F_TERMS_DAY, "10", F_OWNER, "Nadia B.",
			F_HOLD_SINCE, "2026-10-01", F_HOLD_UNTIL, "2026-12-01", F_HOLD_REASON,
			"accord commercial", F_INSOLVENCY_KIND, "redressement", F_JUDGMENT, "2026-03-02",
			F_PUBLISHED, "2026-03-10", F_RISK_CLASS, "C", F_RISK_BY, "N. B.", F_RISK_DATE,
			"2026-09-01", F_RISK_REASON, "retards", F_PENALTY_RATE, "12.5", END);
	feed(&customer);
	FEED(REC_ADDRESS, &customer, F_PURPOSE, "billing", F_LINE1, "12 rue des Forges", F_POSTCODE, "69003",
	     F_CITY, "Lyon", F_COUNTRY, "FR", END);
	FEED(REC_ADDRESS, &customer, F_PURPOSE, "site", F_SITE, "LYON", F_LINE1, "1 quai", END);
	FEED(REC_CONTACT, &customer, F_ROLE, "accounting", F_NAME, "Mme Petit", F_EMAIL, "compta@example.org",
	     END);
	d1 = make(REC_DOCUMENT, &customer, F_ID, "D1", F_TYPE, "invoice", F_NUMBER, "FA2026-1001", F_DATE,
		  "2026-07-31", F_DUE, "2026-08-31", F_AMOUNT, "1200.00", F_VAT, "200.00", F_ORDER, "PO-77",
		  F_SITE, "LYON", F_LABEL, "Maintenance", END);
	feed(&d1);
	FEED(REC_ALLOCATION, &d1, F_DOCUMENT, "D2", F_AMOUNT, "400.00", F_DATE, "2026-09-15", END);
	FEED(REC_DISPUTE, &d1, F_SINCE, "2026-09-10", F_REASON, "quantité", F_AMOUNT, "100.00", END);
	FEED(REC_PROMISE, &d1, F_MADE, "2026-09-20", F_DUE, "2026-10-05", F_AMOUNT, "800.00", END);
	plan = make(REC_PLAN, &d1, F_AGREED, "2026-09-20", END);
	feed(&plan);
	FEED(REC_INSTALMENT, &plan, F_DUE, "2026-11-30", F_AMOUNT, "400.00", END);
	FEED(REC_INSTALMENT, &plan, F_DUE, "2026-10-31", F_AMOUNT, "400.00", END);
	FEED(REC_REMINDER, &d1, F_LEVEL, "1", F_DATE, "2026-09-30", F_CHANNEL, "letter", END);
	FEED(REC_PROVISION, &d1, F_AMOUNT, "50.00", END);
	FEED(REC_EVENT, &d1, F_KIND, "acknowledgement", F_DATE, "2026-09-01", END);
	FEED(REC_DOCUMENT, &customer, F_ID, "D2", F_TYPE, "payment", F_DATE, "2026-09-15", F_AMOUNT, "400.00",
	     F_METHOD, "transfer", END);
}

static void test_customer_fields(void **state)
{
	const struct customer *c;

	(void)state;
	feed_example();
	assert_int_equal(finish(), ST_OK);
	assert_string_equal(ledger->company, "SOC");
	assert_int_equal(ledger->company_cur, currency_find("EUR"));
	assert_int_equal(ledger->extracted, date_parse("2026-11-02"));
	assert_int_equal(ledger_customer(ledger, "C001"), 0);
	assert_int_equal(ledger_customer(ledger, "C002"), NONE);
	c = &ledger->customer[0];
	assert_string_equal(c->name, "Ateliers Durand SARL");
	assert_int_equal(c->kind, KIND_BUSINESS);
	assert_int_equal(c->segment, SEG_SME);
	assert_true(c->has_credit_limit);
	assert_int_equal(c->credit_limit, 2000000);
	assert_true(c->terms.present);
	assert_int_equal(c->terms.days, 45);
	assert_int_equal(c->terms.eom, EOM_AFTER);
	assert_int_equal(c->terms.day, 10);
	assert_true(c->on_hold);
	assert_int_equal(c->hold_until, date_parse("2026-12-01"));
	assert_int_equal(c->insolvency, INSOLVENCY_REDRESSEMENT);
	assert_int_equal(c->judgment, date_parse("2026-03-02"));
	assert_int_equal(c->manual_class, 'C');
	assert_string_equal(c->manual_reason, "retards");
	assert_true(c->has_penalty_rate);
	assert_int_equal(c->penalty_rate, 12500000);
	assert_string_equal(c->vat_number, "");
	/* Addresses in the order of the input. */
	assert_int_equal(c->addresses->purpose, ADDRESS_BILLING);
	assert_string_equal(c->addresses->line[0], "12 rue des Forges");
	assert_string_equal(c->addresses->line[4], "");
	assert_int_equal(c->addresses->next->purpose, ADDRESS_SITE);
	assert_string_equal(c->addresses->next->site, "LYON");
	assert_null(c->addresses->next->next);
	assert_string_equal(c->contacts->email, "compta@example.org");
	assert_int_equal(findings("no-address") + findings("no-kind"), 0);
}

static void test_document_fields(void **state)
{
	const struct document *d;
	uint32_t x;

	(void)state;
	feed_example();
	assert_int_equal(finish(), ST_OK);
	assert_int_equal(ledger->documents, 2);
	assert_int_equal(ledger->customer[0].documents, 2);
	d = doc("D1");
	assert_string_equal(ledger_text(ledger, d->number), "FA2026-1001");
	assert_int_equal(d->amount, 120000);
	assert_int_equal(d->vat, 20000);
	assert_true(d->has_vat);
	assert_int_equal(d->type, DOC_INVOICE);
	assert_string_equal(ledger_text(ledger, doc("D2")->number), "D2");
	assert_int_equal(doc("D2")->amount, -40000);
	assert_int_equal(document_due(ledger, d, NULL), date_parse("2026-08-31"));
	assert_int_equal(document_due(ledger, doc("D2"), NULL), DATE_NONE);

	/* The chain of extras by date; the provision, which has none, first. */
	x = d->extras;
	assert_int_equal(ledger->extra[x].kind, EXTRA_PROVISION);
	x = ledger->extra[x].next;
	assert_int_equal(ledger->extra[x].kind, EXTRA_EVENT);
	assert_string_equal(ledger->extra[x].text, "acknowledgement");
	x = ledger_extra(ledger, d->extras, EXTRA_INSTALMENT);
	assert_int_equal(ledger->extra[x].date, date_parse("2026-09-20"));
	assert_int_equal(ledger->extra[x].until, date_parse("2026-10-31"));
	x = ledger_extra(ledger, ledger->extra[x].next, EXTRA_INSTALMENT);
	assert_int_equal(ledger->extra[x].until, date_parse("2026-11-30"));
	assert_int_equal(ledger_extra(ledger, ledger->extra[x].next, EXTRA_INSTALMENT), NONE);
	x = ledger_extra(ledger, d->extras, EXTRA_REMINDER);
	assert_int_equal(ledger->extra[x].level, 1);
	assert_string_equal(ledger->extra[x].text, "letter");
	assert_int_equal(ledger_extra(ledger, doc("D2")->extras, EXTRA_DISPUTE), NONE);
}

/* --- the view (RULES §3) ------------------------------------------------------------------ */

static void test_open_at(void **state)
{
	struct view *v;

	(void)state;
	feed_example();
	assert_int_equal(finish(), ST_OK);
	assert_int_equal(open_at("D1", "2026-07-30"), 0); /* does not exist yet */
	assert_int_equal(open_at("D1", "2026-07-31"), 120000);
	assert_int_equal(open_at("D1", "2026-09-14"), 120000);
	assert_int_equal(open_at("D1", "2026-09-15"), 80000);
	assert_int_equal(open_at("D2", "2026-09-14"), 0);
	assert_int_equal(open_at("D2", "2026-09-15"), 0);

	assert_int_equal(view_new(quiet, ledger, date_parse("2026-08-31"), &v), ST_OK);
	assert_false(v->before_extraction_undated);
	view_drop(v);
}

static void test_effective_date(void **state)
{
	(void)state;
	feed_export();
	feed_customer("C");
	feed_doc("C", "I1", "invoice", "2026-01-10", "100.00");
	feed_doc("C", "I2", "invoice", "2026-03-10", "100.00");
	feed_doc("C", "I3", "invoice", "2026-01-10", "100.00");
	feed_doc("C", "P", "payment", "2026-02-10", "300.00");
	feed_alloc("I1", "P", "100.00", "2026-02-15"); /* its own date */
	feed_alloc("P", "I2", "100.00", "2026-02-15"); /* earlier than the invoice: the invoice's */
	feed_doc("C", "Q", "payment", "2026-03-10", "1.00");
	feed_doc("C", "I4", "invoice", "2026-01-10", "1.00");
	feed_alloc("I4", "Q", "1.00", "2026-03-10");   /* the very day of the later one */
	feed_alloc("I3", "P", "100.00", "2026-01-31"); /* earlier than the payment: the payment's */
	assert_int_equal(finish(), ST_OK);
	assert_int_equal(open_at("I1", "2026-02-14"), 10000);
	assert_int_equal(open_at("I1", "2026-02-15"), 0);
	assert_int_equal(open_at("I2", "2026-03-10"), 0);
	assert_int_equal(open_at("P", "2026-03-09"), -10000);
	assert_int_equal(open_at("I3", "2026-02-09"), 10000);
	assert_int_equal(open_at("I3", "2026-02-10"), 0);
	assert_false(ledger->undated_matching); /* all were dated */
	assert_true(ledger->allocation[doc("I1")->first_allocation].dated);
	assert_false(ledger->allocation[doc("I2")->first_allocation].dated);
	assert_true(ledger->allocation[doc("I4")->first_allocation].dated);
}

static void test_undated_allocation(void **state)
{
	struct view *v;

	(void)state;
	feed_export();
	feed_customer("C");
	feed_doc("C", "I", "invoice", "2026-01-10", "100.00");
	feed_doc("C", "P", "payment", "2026-02-10", "60.00");
	feed_alloc("I", "P", "60.00", NULL);
	assert_int_equal(finish(), ST_OK);
	assert_true(ledger->undated_matching);
	assert_int_equal(open_at("I", "2026-02-09"), 10000);
	assert_int_equal(open_at("I", "2026-02-10"), 4000);
	assert_int_equal(view_new(quiet, ledger, date_parse("2026-11-01"), &v), ST_OK);
	assert_true(v->before_extraction_undated);
	view_drop(v);
	assert_int_equal(view_new(quiet, ledger, date_parse("2026-11-02"), &v), ST_OK);
	assert_false(v->before_extraction_undated);
	view_drop(v);
}

static void test_settled_on(void **state)
{
	struct view *v;

	(void)state;
	feed_export();
	feed_customer("C");
	feed_doc("C", "I", "invoice", "2026-01-10", "100.00");
	feed_doc("C", "P", "payment", "2026-02-10", "30.00");
	feed_doc("C", "Q", "payment", "2026-01-20", "70.00");
	feed_doc("C", "Z", "invoice", "2026-01-05", "0.00");
	feed_alloc("I", "P", "30.00", "2026-03-01");
	feed_alloc("Q", "I", "70.00", NULL);
	assert_int_equal(finish(), ST_OK);
	assert_int_equal(view_new(quiet, ledger, date_parse("2026-02-28"), &v), ST_OK);
	assert_int_equal(view_settled_on(v, doc_index("I")), DATE_NONE);
	assert_int_equal(view_settled_on(v, doc_index("Q")), date_parse("2026-01-20"));
	assert_int_equal(view_settled_on(v, doc_index("Z")), date_parse("2026-01-05"));
	view_drop(v);
	assert_int_equal(view_new(quiet, ledger, date_parse("2026-03-01"), &v), ST_OK);
	assert_int_equal(view_settled_on(v, doc_index("I")), date_parse("2026-03-01"));
	assert_int_equal(view_settled_on(v, doc_index("P")), date_parse("2026-03-01"));
	view_drop(v);
	assert_int_equal(view_new(quiet, ledger, date_parse("2026-01-01"), &v), ST_OK);
	assert_int_equal(view_settled_on(v, doc_index("Z")), DATE_NONE);
	view_drop(v);
}

static void test_posted_later_than_dated(void **state)
{
	(void)state;
	feed_export();
	feed_customer("C");
	/* A balance brought forward: exists from 1 January, is as old as the invoice. */
	FEED(REC_DOCUMENT, NULL, F_CUSTOMER, "C", F_ID, "I", F_TYPE, "invoice", F_DATE, "2023-05-01",
	     F_POSTED, "2024-01-01", F_AMOUNT, "10", END);
	feed_doc("C", "P", "payment", "2023-12-01", "10");
	feed_alloc("I", "P", "10", "2023-12-15");
	assert_int_equal(finish(), ST_OK);
	assert_int_equal(doc("I")->date, date_parse("2023-05-01"));
	assert_int_equal(document_posted(doc("I")), date_parse("2024-01-01"));
	assert_int_equal(open_at("I", "2023-12-31"), 0);
	assert_int_equal(open_at("P", "2023-12-31"), -1000);
	assert_int_equal(open_at("P", "2024-01-01"), 0);
}

static void test_overflow(void **state)
{
	struct view *v;
	char id[16];

	(void)state;
	feed_export();
	feed_customer("C");
	for (int i = 0; i < 95; i++) {
		snprintf(id, sizeof id, "D%d", i);
		feed_doc("C", id, "invoice", "2026-01-10", "999999999999999.99");
	}
	assert_int_equal(finish(), ST_OK);
	assert_int_equal(view_new(quiet, ledger, date_parse("2026-02-28"), &v), ST_LIMIT);
	assert_null(v);
}

/* --- due dates ---------------------------------------------------------------------------- */

static civil_date due(const char *terms, const char *date)
{
	struct terms t;

	assert_true(terms_parse(terms, &t));
	return terms_due(&t, date_parse(date));
}

static void test_terms(void **state)
{
	struct terms t = { .present = false, .days = 30 };

	(void)state;
	assert_int_equal(terms_due(&t, date_parse("2026-01-15")), DATE_NONE);
	assert_int_equal(due("30", "2026-01-15"), date_parse("2026-02-14"));
	assert_int_equal(due("0", "2026-01-15"), date_parse("2026-01-15"));
	assert_int_equal(due("45 fdm", "2026-01-15"), date_parse("2026-03-31"));
	assert_int_equal(due("45 jours fin de mois", "2026-01-15"), date_parse("2026-03-31"));
	assert_int_equal(due("fdm 45", "2026-01-15"), date_parse("2026-03-17"));
	assert_int_equal(due("fin de mois", "2026-02-03"), date_parse("2026-02-28"));
	assert_int_equal(due("30 le 10", "2026-01-15"),
			 date_parse("2026-03-10")); /* 14 February, then the 10th */
	assert_int_equal(due("30 jours le 10", "2026-01-11"), date_parse("2026-02-10"));
	assert_int_equal(due("30 jours fin de mois le 10", "2026-01-15"), date_parse("2026-03-10"));
	assert_int_equal(due("45FM10", "2026-01-15"), date_parse("2026-04-10"));
	assert_int_equal(due("30 le 31", "2028-01-05"), date_parse("2028-02-29"));
	t = (struct terms){ .present = true, .months = 1, .eom = EOM_BEFORE };
	assert_int_equal(terms_due(&t, date_parse("2026-02-10")), date_parse("2026-03-31"));
	t = (struct terms){ .present = true, .months = 2, .days = 5 };
	assert_int_equal(terms_due(&t, date_parse("2026-12-31")), date_parse("2027-03-05"));
}

static void test_terms_not_understood(void **state)
{
	static const char *const wrong[] = { "",      "bientôt", "30 le", "30 le 32", "30 le 0",
					     "30 40", "99999",	 "le",	  "30 fin",   "30 fdm fdm",
					     "30 x",  "-30",	 "5000",  "fdm le",   "30 le 5 6" };
	struct terms t = { .days = 77 };

	(void)state;
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
		if (terms_parse(wrong[i], &t))
			fail_msg("\"%s\" was understood", wrong[i]);
	}
	assert_false(terms_parse(NULL, &t));
	assert_int_equal(t.days, 77);
}

static void test_due_dates(void **state)
{
	struct terms thirty;

	(void)state;
	assert_true(terms_parse("30", &thirty));
	feed_export();
	FEED(REC_CUSTOMER, NULL, F_ID, "T", F_NAME, "T", F_TERMS_DAYS, "10", END);
	feed_customer("N");
	feed_doc("T", "A", "invoice", "2026-01-01", "5");
	feed_doc("N", "B", "invoice", "2026-01-01", "5");
	feed_doc("N", "R", "refund", "2026-01-01", "5");
	feed_doc("T", "J", "payment-reject", "2026-01-01", "5");
	feed_doc("T", "O", "opening-debit", "2026-01-01", "5");
	feed_doc("T", "P", "payment", "2026-01-01", "5");
	assert_int_equal(finish(), ST_OK);
	assert_int_equal(document_due(ledger, doc("A"), &thirty), date_parse("2026-01-11"));
	assert_int_equal(document_due(ledger, doc("B"), &thirty), date_parse("2026-01-31"));
	assert_int_equal(document_due(ledger, doc("B"), NULL), DATE_NONE);
	assert_int_equal(document_due(ledger, doc("R"), &thirty), date_parse("2026-01-01"));
	assert_int_equal(document_due(ledger, doc("J"), NULL), date_parse("2026-01-01"));
	assert_int_equal(document_due(ledger, doc("O"), NULL), date_parse("2026-01-01"));
	assert_int_equal(document_due(ledger, doc("P"), &thirty), DATE_NONE);
}

static void test_empty(void **state)
{
	struct view *v;

	(void)state;
	assert_int_equal(finish(), ST_OK);
	assert_int_equal(ledger->customers + ledger->documents + ledger->allocations, 0);
	assert_int_equal(view_new(quiet, ledger, 0, &v), ST_OK);
	view_drop(v);
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
	const struct CMUnitTest tests[] = {
		TEST(test_customer_fields),	    TEST(test_document_fields),	   TEST(test_open_at),
		TEST(test_effective_date),	    TEST(test_undated_allocation), TEST(test_settled_on),
		TEST(test_posted_later_than_dated), TEST(test_overflow),	   TEST(test_terms),
		TEST(test_terms_not_understood),    TEST(test_due_dates),	   TEST(test_empty),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
