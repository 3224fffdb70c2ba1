/*
 * test_book_build.c - what the builder takes, rejects and reports: allocations, documents, customers,
 * files.
 */
#include "book_fixture.h"

#include "base/banned.h"

/* --- allocations -------------------------------------------------------------------------- */

static void test_allocation_written_twice(void **state)
{
	(void)state;
	feed_export();
	feed_customer("C");
	feed_doc("C", "I", "invoice", "2026-01-10", "100.00");
	feed_doc("C", "P", "payment", "2026-02-10", "100.00");
	feed_alloc("I", "P", "40.00", "2026-02-10");
	feed_alloc("P", "I", "40.00", NULL); /* the same one from the other side, its date left to the rule */
	assert_int_equal(finish(), ST_OK);
	assert_int_equal(ledger->allocations, 1);
	assert_int_equal(open_at("I", "2026-02-10"), 6000);
	assert_int_equal(findings("allocation-twice"), 1);
	assert_int_equal(findings("allocation-repeated"), 0);
}

static void test_allocation_repeated(void **state)
{
	(void)state;
	feed_export();
	feed_customer("C");
	feed_doc("C", "I", "invoice", "2026-01-10", "100.00");
	feed_doc("C", "P", "payment", "2026-02-10", "100.00");
	feed_alloc("I", "P", "40.00", "2026-02-10");
	feed_alloc("I", "P", "40.00", "2026-02-10");
	assert_int_equal(finish(), ST_OK);
	assert_int_equal(open_at("I", "2026-02-10"), 6000); /* once, although both would fit */
	assert_int_equal(findings("allocation-repeated"), 1);
}

static void test_two_part_allocations(void **state)
{
	(void)state;
	feed_export();
	feed_customer("C");
	feed_doc("C", "I", "invoice", "2026-01-10", "100.00");
	feed_doc("C", "P", "payment", "2026-02-10", "100.00");
	feed_alloc("I", "P", "40.00", "2026-02-20");
	feed_alloc("I", "P", "40.00", "2026-02-10");
	assert_int_equal(finish(), ST_OK);
	assert_int_equal(ledger->allocations, 2);
	assert_int_equal(open_at("I", "2026-02-10"), 6000);
	assert_int_equal(open_at("I", "2026-02-20"), 2000);
	/* Both chains ascend. */
	for (int side = 0; side < 2; side++) {
		uint32_t d = doc_index(side ? "P" : "I"), a = ledger_allocations(ledger, d, NONE);

		assert_int_equal(ledger->allocation[a].date, date_parse("2026-02-10"));
		a = ledger_allocations(ledger, d, a);
		assert_int_equal(ledger->allocation[a].date, date_parse("2026-02-20"));
		assert_int_equal(ledger_allocations(ledger, d, a), NONE);
	}
}

static void test_allocation_exceeds(void **state)
{
	(void)state;
	feed_export();
	feed_customer("C");
	feed_doc("C", "I", "invoice", "2026-01-10", "100.00");
	feed_doc("C", "P1", "payment", "2026-02-10", "70.00");
	feed_doc("C", "P2", "payment", "2026-02-01", "70.00");
	feed_alloc("I", "P1", "70.00", NULL); /* later: rejected whole */
	feed_alloc("I", "P2", "70.00", NULL);
	assert_int_equal(finish(), ST_REJECTED);
	assert_int_equal(rejects("allocation-exceeds"), 1);
	assert_int_equal(reject_of("allocation-exceeds")->at.line, 6);
	assert_false(reject_of("allocation-exceeds")->has_amount);
	assert_non_null(strstr(reject_of("allocation-exceeds")->message, "70,00 EUR"));
	assert_non_null(strstr(reject_of("allocation-exceeds")->message, "30,00"));
	assert_int_equal(open_at("I", "2026-02-10"), 3000);
	assert_int_equal(open_at("P1", "2026-02-10"), -7000);
	assert_int_equal(open_at("P2", "2026-02-10"), 0);
}

static void test_allocation_rejects(void **state)
{
	static const char *const code[] = { "allocation-unknown-document",
					    "allocation-rejected-document",
					    "allocation-missing-document",
					    "allocation-itself",
					    "allocation-currency",
					    "allocation-same-side",
					    "allocation-zero" };

	(void)state;
	feed_export();
	feed_customer("C");
	feed_doc("C", "I", "invoice", "2026-01-10", "100.00");
	feed_doc("C", "J", "invoice", "2026-01-10", "100.00");
	feed_doc("C", "P", "payment", "2026-02-10", "70.00");
	feed_doc("C", "Q", "payment", "2026-02-10", "70.00");
	feed_doc("NOBODY", "X", "payment", "2026-02-10", "70.00");
	FEED(REC_DOCUMENT, NULL, F_CUSTOMER, "C", F_ID, "U", F_TYPE, "payment", F_DATE, "2026-02-10",
	     F_AMOUNT, "70", F_CURRENCY, "USD", END);
	feed_alloc("I", "NONE", "1", NULL);
	feed_alloc("GHOST", "P", "1", NULL);
	feed_alloc("I", "X", "1", NULL);
	feed_alloc("I", NULL, "1", NULL);
	feed_alloc("I", "I", "1", NULL);
	feed_alloc("I", "U", "1", NULL);
	feed_alloc("I", "J", "1", NULL);
	feed_alloc("P", "Q", "1", NULL);
	feed_alloc("I", "P", "0.00", NULL);
	feed_alloc("I", "P", "abc", NULL);
	feed_alloc("I", "P", "-5", NULL);
	feed_alloc("I", "P", NULL, NULL);
	assert_int_equal(finish(), ST_REJECTED);
	assert_int_equal(ledger->allocations, 0);
	for (size_t i = 0; i < sizeof code / sizeof *code; i++)
		assert_int_equal(rejects(code[i]),
				 strcmp(code[i], "allocation-unknown-document") == 0 ||
						 strcmp(code[i], "allocation-same-side") == 0
					 ? 2
					 : 1);
	assert_int_equal(rejects("allocation-amount"), 3);
	assert_int_equal(rejects("unknown-customer"), 1);
}

/* --- documents that cannot be taken ------------------------------------------------------- */

static void test_document_rejects(void **state)
{
	static const struct {
		const char *code, *id, *type, *date, *amount, *cur, *customer;
		bool has_amount;
		money signed_amount;
	} c[] = {
		{ "missing-id", NULL, "payment", "2026-01-01", "5", NULL, "C", true, -500 },
		{ "missing-type", "A", NULL, "2026-01-01", "5", NULL, "C", false, 0 },
		{ "unknown-type", "A", "facture", "2026-01-01", "5", NULL, "C", false, 0 },
		{ "missing-date", "A", "invoice", NULL, "5", NULL, "C", true, 500 },
		{ "bad-date", "A", "credit-note", "2026-02-30", "5", NULL, "C", true, -500 },
		{ "missing-amount", "A", "invoice", "2026-01-01", NULL, NULL, "C", false, 0 },
		{ "bad-amount", "A", "invoice", "2026-01-01", "12,5", NULL, "C", false, 0 },
		{ "amount-too-large", "A", "invoice", "2026-01-01", "123456789012345678901234567890", NULL,
		  "C", false, 0 },
		{ "negative-amount", "A", "invoice", "2026-01-01", "-5", NULL, "C", true, -500 },
		{ "unknown-currency", "A", "invoice", "2026-01-01", "5", "EURO", "C", false, 0 },
		{ "missing-customer", "A", "invoice", "2026-01-01", "5", NULL, NULL, true, 500 },
		{ "unknown-customer", "A", "payment", "2026-01-01", "5", NULL, "NOBODY", true, -500 },
	};

	for (size_t i = 0; i < sizeof c / sizeof *c; i++) {
		const struct reject *r;

		if (i) {
			teardown(state);
			setup(state);
		}
		feed_export();
		feed_customer("C");
		FEED(REC_DOCUMENT, NULL, F_ID, c[i].id, F_TYPE, c[i].type, F_DATE, c[i].date, F_AMOUNT,
		     c[i].amount, F_CURRENCY, c[i].cur, F_CUSTOMER, c[i].customer, END);
		assert_int_equal(finish(), ST_REJECTED);
		assert_int_equal(ledger->documents, 0);
		assert_int_equal(diag_reject_count(quiet), 1);
		r = diag_reject_at(quiet, 0);
		assert_string_equal(r->code, c[i].code);
		assert_int_equal(r->at.file, file_a);
		assert_int_equal(r->at.line, 3);
		assert_int_equal(r->has_amount, c[i].has_amount);
		if (r->has_amount)
			assert_int_equal(r->amount, c[i].signed_amount);
		assert_string_equal(r->customer, c[i].customer ? c[i].customer : "");
	}
}

static void test_missing_currency(void **state)
{
	(void)state;
	feed_customer("C");
	feed_doc("C", "A", "invoice", "2026-01-01", "5");
	assert_int_equal(finish(), ST_REJECTED);
	assert_int_equal(rejects("missing-currency"), 1);
}

static void test_duplicate_document(void **state)
{
	struct record second;

	(void)state;
	feed_export();
	feed_customer("C");
	feed_customer("D");
	feed_doc("C", "A", "invoice", "2026-01-01", "5");
	second = make(REC_DOCUMENT, NULL, F_CUSTOMER, "D", F_ID, "A", F_TYPE, "invoice", F_DATE, "2026-01-02",
		      F_AMOUNT, "7", END);
	feed(&second);
	FEED(REC_DISPUTE, &second, F_SINCE, "2026-01-05", END); /* goes with the rejected one */
	FEED(REC_ALLOCATION, &second, F_DOCUMENT, "P", F_AMOUNT, "1", END);
	feed_doc("C", "P", "payment", "2026-01-03", "5");
	assert_int_equal(finish(), ST_REJECTED);
	assert_int_equal(ledger->documents, 2);
	assert_int_equal(doc("A")->amount, 500);
	assert_int_equal(reject_of("duplicate-document")->amount, 700);
	assert_int_equal(reject_of("duplicate-document")->at.line, 5);
	assert_int_equal(rejects("rejected-document"), 1);
	assert_int_equal(rejects("allocation-rejected-document"), 1);
	assert_int_equal(doc("A")->extras, NONE);
}

static void test_customer_rejects(void **state)
{
	struct record twice;

	(void)state;
	feed_export();
	feed_customer("C");
	FEED(REC_CUSTOMER, NULL, F_NAME, "Sans identifiant", END);
	FEED(REC_CUSTOMER, NULL, F_ID, "NONAME", END);
	twice = make(REC_CUSTOMER, NULL, F_ID, "C", F_NAME, "Autre", END);
	feed(&twice);
	FEED(REC_ADDRESS, &twice, F_LINE1, "nulle part", END);
	FEED(REC_DOCUMENT, &twice, F_ID, "A", F_TYPE, "invoice", F_DATE, "2026-01-01", F_AMOUNT, "5", END);
	feed_doc("NONAME", "B", "invoice", "2026-01-01", "6");
	assert_int_equal(finish(), ST_REJECTED);
	assert_int_equal(ledger->customers, 1);
	assert_string_equal(ledger->customer[0].name, "C"); /* the first stays */
	assert_null(ledger->customer[0].addresses);
	assert_int_equal(doc("A")->customer, 0); /* but the second one's documents are its own */
	assert_int_equal(rejects("missing-id"), 1);
	assert_int_equal(rejects("missing-name"), 1);
	assert_int_equal(reject_of("duplicate-customer")->at.line, 5);
	assert_int_equal(reject_of("unknown-customer")->amount, 600);
	assert_int_equal(findings("no-address"), 1);
}

/* --- findings ----------------------------------------------------------------------------- */

static void test_findings(void **state)
{
	(void)state;
	feed_export();
	FEED(REC_CUSTOMER, NULL, F_ID, "C", F_NAME, "C", F_KIND, "martien", F_TERMS_DAYS, "trente",
	     F_HOLD_UNTIL, "2026-13-01", END);
	FEED(REC_DOCUMENT, NULL, F_CUSTOMER, "C", F_ID, "A", F_TYPE, "invoice", F_DATE, "2026-03-01", F_DUE,
	     "2026-02-30", F_AMOUNT, "5.005", F_VAT, "6", END);
	FEED(REC_DOCUMENT, NULL, F_CUSTOMER, "C", F_ID, "B", F_TYPE, "invoice", F_DATE, "2026-03-01", F_DUE,
	     "2026-02-28", F_AMOUNT, "5.0000", END);
	feed_doc("C", "F", "invoice", "2026-11-03", "1");
	assert_int_equal(finish(), ST_OK);
	assert_int_equal(doc("A")->amount, 501);
	assert_int_equal(doc("A")->due, DATE_NONE);
	assert_false(doc("A")->has_vat);
	assert_int_equal(doc("B")->due, date_parse("2026-02-28")); /* kept as stated */
	assert_int_equal(findings("rounded-amount"), 1);
	assert_int_equal(findings("bad-date"), 2);
	assert_int_equal(findings("bad-vat"), 1);
	assert_int_equal(findings("due-before-date"), 1);
	assert_int_equal(findings("bad-value"), 2);
	assert_int_equal(findings("no-kind"), 1);
	assert_int_equal(findings("no-address"), 1);
	assert_int_equal(findings("date-after-extraction"), 1);
}

/* --- signs -------------------------------------------------------------------------------- */

static void test_signed_forms(void **state)
{
	static const struct {
		enum record_field field;
		const char *value;
		enum record_field field2;
		const char *value2;
		const char *type;
		money amount;
		enum document_type becomes;
	} c[] = {
		{ F_SIGNED, "-12.50", F_LABEL, "x", NULL, -1250, DOC_PAYMENT },
		{ F_SIGNED, "12.50", F_LABEL, "x", NULL, 1250, DOC_INVOICE },
		{ F_SIGNED, "-12.50", F_LABEL, "x", "invoice", -1250, DOC_CREDIT_NOTE },
		{ F_SIGNED, "12.50", F_LABEL, "x", "payment", 1250, DOC_REFUND },
		{ F_DEBIT, "10.00", F_CREDIT, "2.50", NULL, 750, DOC_INVOICE },
		{ F_DEBIT, "-10.00", F_LABEL, "x", NULL, -1000, DOC_PAYMENT },
		{ F_CREDIT, "-10.00", F_LABEL, "x", NULL, 1000, DOC_INVOICE },
		{ F_CREDIT, "3", F_DEBIT, "0.00", "opening-debit", -300, DOC_OPENING_CREDIT },
		{ F_AMOUNT, "4", F_SIGN, "-1", NULL, -400, DOC_PAYMENT },
		{ F_AMOUNT, "-4", F_SIGN, "-1", "payment", 400, DOC_REFUND },
		{ F_AMOUNT, "4", F_LABEL, "x", "opening-credit", -400, DOC_OPENING_CREDIT },
		{ F_AMOUNT, "4", F_LABEL, "x", "payment-reject", 400, DOC_PAYMENT_REJECT },
	};

	(void)state;
	feed_export();
	feed_customer("C");
	for (size_t i = 0; i < sizeof c / sizeof *c; i++) {
		char id[24];

		snprintf(id, sizeof id, "D%zu", i);
		FEED(REC_DOCUMENT, NULL, F_CUSTOMER, "C", F_ID, id, F_DATE, "2026-01-01", c[i].field,
		     c[i].value, c[i].field2, c[i].value2, F_TYPE, c[i].type, END);
	}
	assert_int_equal(finish(), ST_OK);
	for (size_t i = 0; i < sizeof c / sizeof *c; i++) {
		char id[24];

		snprintf(id, sizeof id, "D%zu", i);
		assert_int_equal(doc(id)->amount, c[i].amount);
		assert_int_equal(doc(id)->type, c[i].becomes);
	}
}

static void test_currencies(void **state)
{
	(void)state;
	feed_export();
	feed_customer("C");
	FEED(REC_DOCUMENT, NULL, F_CUSTOMER, "C", F_ID, "Y", F_TYPE, "invoice", F_DATE, "2026-03-01",
	     F_AMOUNT, "1200", F_CURRENCY, "JPY", END);
	FEED(REC_DOCUMENT, NULL, F_CUSTOMER, "C", F_ID, "T", F_TYPE, "credit-note", F_DATE, "2026-03-01",
	     F_AMOUNT, "1.234", F_VAT, "0.2", F_CURRENCY, "TND", END);
	assert_int_equal(finish(), ST_OK);
	assert_int_equal(doc("Y")->amount, 1200);
	assert_int_equal(doc("T")->amount, -1234);
	assert_int_equal(doc("T")->vat, -200);
}

/* --- what belongs to documents and customers ---------------------------------------------- */

static void test_child_rejects(void **state)
{
	(void)state;
	feed_export();
	feed_customer("C");
	feed_doc("C", "I", "invoice", "2026-01-10", "100.00");
	FEED(REC_DISPUTE, NULL, F_DOCUMENT, "GHOST", F_SINCE, "2026-02-01", END);
	FEED(REC_PROMISE, NULL, F_DOCUMENT, "I", F_MADE, "2026-02-01", END);
	FEED(REC_PROMISE, NULL, F_DOCUMENT, "I", F_DUE, "2026-02-31", END);
	FEED(REC_REMINDER, NULL, F_DOCUMENT, "I", F_LEVEL, "1", END);
	FEED(REC_INSTALMENT, NULL, F_DOCUMENT, "I", F_DUE, "2026-03-01", END);
	FEED(REC_PROVISION, NULL, F_DOCUMENT, "I", F_AMOUNT, "x", END);
	FEED(REC_PROVISION, NULL, F_DOCUMENT, "I", F_AMOUNT, "-1", END);
	FEED(REC_EVENT, NULL, F_DOCUMENT, "I", F_DATE, "2026-03-01", F_KIND, "soupir", END);
	FEED(REC_ADDRESS, NULL, F_CUSTOMER, "GHOST", F_CITY, "Lyon", END);
	FEED(REC_ADDRESS, NULL, F_CUSTOMER, "C", F_CITY, "Lyon", END);
	FEED(REC_REMINDER, NULL, F_DOCUMENT, "I", F_DATE, "2026-03-01", END);
	FEED(REC_DISPUTE, NULL, F_DOCUMENT, "I", F_REASON, "x", END);
	assert_int_equal(finish(), ST_REJECTED);
	assert_int_equal(rejects("unknown-document"), 1);
	assert_int_equal(rejects("missing-date"), 2);
	assert_int_equal(rejects("bad-date"), 1);
	assert_int_equal(rejects("missing-amount"), 1);
	assert_int_equal(rejects("bad-amount"), 1);
	assert_int_equal(rejects("negative-amount"), 1);
	assert_int_equal(rejects("unknown-event"), 1);
	assert_int_equal(rejects("unknown-customer"), 1);
	for (size_t i = 0; i < diag_reject_count(quiet); i++)
		assert_false(diag_reject_at(quiet, i)->has_amount);
	assert_string_equal(ledger->customer[0].addresses->city, "Lyon");
	assert_int_equal(ledger->extras, 2);
	/* Somebody wrote: without a level it was the first. What has no date holds from the document's on. */
	assert_int_equal(ledger->extra[ledger_extra(ledger, doc("I")->extras, EXTRA_REMINDER)].level, 1);
	assert_int_equal(ledger->extra[ledger_extra(ledger, doc("I")->extras, EXTRA_DISPUTE)].date,
			 doc("I")->date);
}

static void test_own_extras(void **state)
{
	const struct extra *x;

	(void)state;
	feed_export();
	FEED(REC_CUSTOMER, NULL, F_ID, "C", F_NAME, "C", F_KIND, "public", F_PUBLIC_KIND, "hospital",
	     F_JUDGMENT, "2026-01-01", F_COLLECTOR_SINCE, "2026-05-01", F_REFUSED, "non", END);
	FEED(REC_DOCUMENT, NULL, F_CUSTOMER, "C", F_ID, "I", F_TYPE, "invoice", F_DATE, "2026-01-10",
	     F_AMOUNT, "100", F_PENALTY_RATE, "12.5", F_RETENTION, "5.00", F_COLLECTOR_SINCE, "2026-04-01",
	     END);
	assert_int_equal(finish(), ST_OK);
	assert_int_equal(ledger->customer[0].public_kind, PUBLIC_HOSPITAL);
	assert_int_equal(ledger->customer[0].collector_since, date_parse("2026-05-01"));
	assert_string_equal(ledger->customer[0].refused, "non");
	assert_int_equal(ledger->customer[0].insolvency, INSOLVENCY_REDRESSEMENT); /* cautious */
	assert_int_equal(findings("insolvency-kind"), 1);
	x = &ledger->extra[ledger_extra(ledger, doc("I")->extras, EXTRA_PENALTY_RATE)];
	assert_int_equal(x->amount, 12500000);
	x = &ledger->extra[ledger_extra(ledger, doc("I")->extras, EXTRA_RETENTION)];
	assert_int_equal(x->amount, 500);
	x = &ledger->extra[ledger_extra(ledger, doc("I")->extras, EXTRA_COLLECTOR)];
	assert_int_equal(x->date, date_parse("2026-04-01"));
}

/* --- order -------------------------------------------------------------------------------- */

/*
 * The same records, the last first: children before parents, documents before customers, the export at
 * the end.
 */
static void test_any_order(void **state)
{
	(void)state;
	feed_alloc("P", "I", "40", "2026-02-10");
	FEED(REC_DISPUTE, NULL, F_DOCUMENT, "I", F_SINCE, "2026-02-01", F_AMOUNT, "5", END);
	feed_doc("B", "P", "payment", "2026-02-10", "40");
	feed_doc("B", "I", "invoice", "2026-01-10", "100");
	feed_doc("A", "K", "invoice", "2026-01-10", "7");
	feed_doc("A", "J", "invoice", "2026-01-10", "8");
	FEED(REC_CUSTOMER, NULL, F_ID, "B", F_NAME, "B", F_CREDIT_LIMIT, "9", END);
	feed_customer("A");
	FEED(REC_SALES, NULL, F_PERIOD, "2026-02", F_AMOUNT, "2", END);
	FEED(REC_SALES, NULL, F_PERIOD, "2026-01", F_AMOUNT, "1", END);
	feed_export();
	assert_int_equal(finish(), ST_OK);
	assert_string_equal(ledger->customer[0].id, "A");
	assert_string_equal(ledger->customer[1].id, "B");
	assert_int_equal(ledger->customer[1].credit_limit, 900);
	assert_string_equal(ledger_text(ledger, ledger->document[0].id), "J");
	assert_string_equal(ledger_text(ledger, ledger->document[1].id), "K");
	assert_string_equal(ledger_text(ledger, ledger->document[2].id), "I");
	assert_string_equal(ledger_text(ledger, ledger->document[3].id), "P");
	assert_int_equal(ledger->customer[1].first_document, 2);
	assert_int_equal(open_at("I", "2026-02-10"), 6000);
	assert_int_equal(ledger->extra[doc("I")->extras].amount, 500);
	assert_int_equal(ledger->sales[0].month, 1);
	assert_int_equal(ledger->sales[1].amount, 200);
}

static void test_export_parts(void **state)
{
	(void)state;
	FEED(REC_EXPORT, NULL, F_CURRENCY, "EUR", F_LEDGER_BALANCE, "-5.00", END);
	FEED(REC_CONTROL, NULL, F_CUSTOMERS, "2", F_DOCUMENTS, "5", F_BALANCE, "47120.15", END);
	FEED(REC_RATE, NULL, F_CURRENCY, "USD", F_VALUE, "0.9123", F_DATE, "2026-10-31", END);
	FEED(REC_RATE, NULL, F_CURRENCY, "USD", F_VALUE, "0.9", F_DATE, "2026-10-31", END);
	FEED(REC_RATE, NULL, F_CURRENCY, "USD", F_VALUE, "-1", F_DATE, "2026-09-30", END);
	FEED(REC_SALES, NULL, F_PERIOD, "2026-13", F_AMOUNT, "2", END);
	FEED(REC_SALES, NULL, F_PERIOD, "2026-10", F_AMOUNT, "2", END);
	FEED(REC_SALES, NULL, F_PERIOD, "2026-10", F_AMOUNT, "3", END);
	assert_int_equal(finish(), ST_REJECTED);
	assert_int_equal(ledger->controls, 2);
	assert_true(ledger->control[0].of_account);
	assert_int_equal(ledger->control[0].balance, -500);
	assert_false(ledger->control[1].of_account);
	assert_int_equal(ledger->control[1].balance, 4712015);
	assert_int_equal(ledger->control[1].documents, 5);
	assert_int_equal(ledger->control[1].cur, CUR_NONE);
	assert_int_equal(ledger->n_rates, 1);
	assert_int_equal(ledger->rates[0].value, 912300);
	assert_int_equal(ledger->n_sales, 1);
	assert_int_equal(rejects("bad-rate"), 1);
	assert_int_equal(rejects("bad-sales"), 1);
	assert_int_equal(findings("rate-twice"), 1);
	assert_int_equal(findings("sales-twice"), 1);
}

/* --- several files ------------------------------------------------------------------------ */

static void test_second_file_completes(void **state)
{
	struct record r, address;

	(void)state;
	feed_export();
	FEED(REC_CUSTOMER, NULL, F_ID, "C", F_NAME, "Premier", F_LANGUAGE, "fr", END);
	r = make(REC_CUSTOMER, NULL, F_ID, "C", F_NAME, "Second", F_KIND, "business", F_TERMS_DAYS, "30",
		 END);
	r.at.file = file_b;
	feed(&r);
	address = make(REC_ADDRESS, &r, F_CITY, "Lyon", END);
	feed(&address);
	feed_doc("C", "A", "invoice", "2026-01-10", "7");
	assert_int_equal(finish(), ST_OK);
	assert_string_equal(ledger->customer[0].name, "Premier");
	assert_string_equal(ledger->customer[0].language, "fr");
	assert_int_equal(ledger->customer[0].kind, KIND_BUSINESS);
	assert_string_equal(ledger->customer[0].addresses->city, "Lyon");
	assert_int_equal(findings("customer-completed"), 1);
	assert_int_equal(document_due(ledger, doc("A"), NULL), date_parse("2026-02-09"));
}

/* A record of the second file. */
#define FEED_B(...)                                    \
	do {                                           \
		struct record fed = make(__VA_ARGS__); \
		fed.at.file = file_b;                  \
		feed(&fed);                            \
	} while (0)

static void feed_two_exports(void)
{
	static const struct matching native;

	FEED(REC_EXPORT, NULL, F_CURRENCY, "EUR", F_COMPANY, "SOC", F_EXTRACTED, "2026-11-02",
	     F_LEDGER_BALANCE, "5", END);
	feed_customer("C");
	feed_doc("C", "B", "invoice", "2026-01-01", "5");
	sink = builder_sink(builder, &native);
	FEED_B(REC_EXPORT, NULL, F_CURRENCY, "USD", F_COMPANY, "AUTRE", F_EXTRACTED, "2026-11-03",
	       F_LEDGER_BALANCE, "7", END);
	FEED_B(REC_DOCUMENT, NULL, F_CUSTOMER, "C", F_ID, "A", F_TYPE, "invoice", F_DATE, "2026-01-01",
	       F_AMOUNT, "5", END); /* in the currency of its own export */
}

static void test_second_export(void **state)
{
	(void)state;
	builder_creditor(builder, &(struct creditor){ "", "", "", .several_companies = true });
	feed_two_exports();
	assert_int_equal(finish(), ST_OK);
	assert_string_equal(ledger->company, "SOC");
	assert_int_equal(ledger->company_cur, currency_find("EUR"));
	assert_int_equal(ledger->extracted, date_parse("2026-11-03"));
	assert_int_equal(ledger->controls, 2); /* each of its own export and in its currency */
	assert_int_equal(ledger->control[0].export_cur, currency_find("EUR"));
	assert_int_equal(ledger->control[1].export_cur, currency_find("USD"));
	assert_int_equal(doc("A")->cur, currency_find("USD"));
	assert_int_equal(findings("other-company"), 1);
	assert_int_equal(findings("other-currency"), 1);
}

static void test_second_company(void **state)
{
	(void)state;
	feed_two_exports();
	assert_int_equal(finish(), ST_INPUT);
}

static void test_implied_customer(void **state)
{
	(void)state;
	feed_export();
	FEED(REC_DOCUMENT, NULL, F_CUSTOMER, "C", F_NAME, "Du mouvement", F_ID, "A", F_SIGNED, "5", F_DATE,
	     "2026-01-01", END);
	FEED(REC_DOCUMENT, NULL, F_CUSTOMER, "D", F_NAME, "Du mouvement", F_ID, "B", F_SIGNED, "5", F_DATE,
	     "2026-01-01", END);
	FEED(REC_CUSTOMER, NULL, F_ID, "D", F_NAME, "Du fichier", END);
	assert_int_equal(finish(), ST_OK);
	assert_string_equal(ledger->customer[0].name, "Du mouvement");
	assert_string_equal(ledger->customer[1].name, "Du fichier");
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
	const struct CMUnitTest tests[] = {
		TEST(test_allocation_written_twice),
		TEST(test_allocation_repeated),
		TEST(test_two_part_allocations),
		TEST(test_allocation_exceeds),
		TEST(test_allocation_rejects),
		TEST(test_document_rejects),
		TEST(test_missing_currency),
		TEST(test_duplicate_document),
		TEST(test_customer_rejects),
		TEST(test_findings),
		TEST(test_signed_forms),
		TEST(test_currencies),
		TEST(test_child_rejects),
		TEST(test_own_extras),
		TEST(test_any_order),
		TEST(test_export_parts),
		TEST(test_second_file_completes),
		TEST(test_second_export),
		TEST(test_second_company),
		TEST(test_implied_customer),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
