/*
 * test_bank.c - bank statements (gen/book/bank*.c): what is recognised and how
 * surely, what counts once, what the export holds already, returns; and what
 * becomes of it in closure, decisions and banque.csv.
 */
#include "assess_fixture.h"

#include "base/text.h"
#include "book/bank.h"
#include "post/bank_csv.h"

#include "base/banned.h"

/* --- feeding -------------------------------------------------------------------------- */

static int in_file; /* which the next records stand in */

static int start(void **state)
{
	open_all(state);
	in_file = file_a;
	feed_export();
	return 0;
}

/* A transaction, or an entry of its own: ENTRY(amount, date, more fields…). */
#define BANK_RECORD(parent, ...)                                         \
	do {                                                             \
		struct record fed = make(REC_BANK, parent, __VA_ARGS__); \
		fed.at.file = in_file;                                   \
		feed(&fed);                                              \
	} while (0)
#define ENTRY(amount, date, ...)                                                                          \
	BANK_RECORD(NULL, F_AMOUNT, amount, F_CURRENCY, "EUR", F_DATE, date, F_ACCOUNT_IBAN, "FR76 OURS", \
		    __VA_ARGS__)

static void feed_named(const char *id, const char *name)
{
	FEED(REC_CUSTOMER, NULL, F_ID, id, F_NAME, name, F_KIND, "business", END);
}

/* An invoice of January with its due date. */
static void feed_due(const char *customer, const char *id, const char *due, const char *amount)
{
	feed_invoice(customer, id, due, amount);
}

/* The only transaction of that amount; all of them must be there. */
static const struct bank_item *item(money amount)
{
	const struct bank_item *found = NULL;

	if (!ledger)
		finish();
	for (uint32_t i = 0; i < ledger->banks; i++) {
		if (ledger->bank[i].amount != amount)
			continue;
		if (found)
			fail_msg("several transactions of %lld", (long long)amount);
		found = &ledger->bank[i];
	}
	if (!found)
		fail_msg("no transaction of %lld", (long long)amount);
	return found;
}

static uint32_t count(enum bank_status s)
{
	uint32_t n = 0;

	if (!ledger)
		finish();
	for (uint32_t i = 0; i < ledger->banks; i++)
		n += ledger->bank[i].status == s;
	return n;
}

/* "sure C1 F1 F2" */
static const char *verdict(money amount)
{
	static char text[256];
	const struct bank_item *x = item(amount);
	size_t n;

	n = (size_t)snprintf(text, sizeof text, "%s %s", bank_status_name((enum bank_status)x->status),
			     x->customer == NONE ? "-" : ledger->customer[x->customer].id);
	for (uint32_t i = 0; i < x->documents; i++)
		n += (size_t)snprintf(text + n, sizeof text - n, " %s",
				      ledger_text(ledger, ledger->document[x->document[i]].id));
	assert_true(*x->reason);
	return text;
}

static void assert_reason(money amount, const char *part)
{
	if (!strstr(item(amount)->reason, part))
		fail_msg("« %s » is not in « %s »", part, item(amount)->reason);
}

/* The document that a transaction became. */
static const struct document *became(money amount)
{
	uint32_t doc = item(amount)->payment;

	assert_true(doc != NONE);
	assert_true(ledger->document[doc].unbooked);
	assert_ptr_equal(bank_of_document(ledger, doc), item(amount));
	return &ledger->document[doc];
}

/* --- the steps -------------------------------------------------------------------------- */

static void structured_reference(void **state)
{
	(void)state;
	feed_customer("C1");
	feed_due("C1", "FA2026-1001", "2026-09-30", "100.00");
	feed_due("C1", "FA2026-1002", "2026-09-30", "200.00");
	FEED(REC_DOCUMENT, NULL, F_CUSTOMER, "C1", F_ID, "F3", F_TYPE, "invoice", F_DATE, "2026-01-01",
	     F_AMOUNT, "300.00", F_REFERENCE, "0000123456789", END);
	ENTRY("100.00", "2026-10-30", F_STRUCTURED, "RF89FA20261001", END);
	ENTRY("150.00", "2026-10-30", F_APPLIES, "fa2026 1002", END);
	ENTRY("299.00", "2026-10-30", F_STRUCTURED, "123456789", END);
	assert_string_equal(verdict(10000), "sure C1 FA2026-1001");
	assert_string_equal(verdict(15000), "sure C1 FA2026-1002");
	assert_string_equal(verdict(29900), "sure C1 F3");
	assert_int_equal(item(10000)->evidence, EVIDENCE_STRUCTURED);
	assert_reason(10000, "référence structurée : FA2026-1001, montant exact");
	assert_reason(15000, "règlement partiel, reste 50,00");
	/* As of the day before it has not been paid. */
	assert_int_equal(open_at("FA2026-1001", "2026-10-29"), 10000);
	assert_int_equal(open_at("FA2026-1001", "2026-10-30"), 0);
	assert_int_equal(open_at("FA2026-1002", "2026-10-30"), 5000);
	assert_int_equal(became(10000)->amount, -10000);
	assert_int_equal(became(10000)->type, DOC_PAYMENT);
	assert_int_equal(became(10000)->date, date_parse("2026-10-30"));
	assert_int_equal(strncmp(ledger_text(ledger, became(10000)->id), "BANQUE-20261030-", 16), 0);
}

/* Check digits decide whether it is an ISO 11649 reference. */
static void wrong_check_digits(void **state)
{
	(void)state;
	feed_customer("C1");
	feed_due("C1", "FA2026-1001", "2026-09-30", "100.00");
	ENTRY("50.00", "2026-10-30", F_STRUCTURED, "RF88FA20261001", END);
	assert_string_equal(verdict(5000), "unmatched -");
}

/* What our letters ask for where the configuration says so: the customer's code. */
static void reference_of_a_customer(void **state)
{
	(void)state;
	feed_customer("C001");
	feed_due("C001", "F1", "2026-08-31", "100.00");
	feed_due("C001", "F2", "2026-09-30", "100.00");
	ENTRY("120.00", "2026-10-30", F_STRUCTURED, "RF54C001", END);
	assert_string_equal(verdict(12000), "sure C001 F1 F2");
	assert_int_equal(open_at("F1", "2026-10-30"), 0);
	assert_int_equal(open_at("F2", "2026-10-30"), 8000);
}

/* More than is open: the rest stays unapplied, and is known to come from the bank. */
static void overpaid_reference(void **state)
{
	(void)state;
	feed_customer("C1");
	feed_due("C1", "FA2026-1001", "2026-09-30", "100.00");
	ENTRY("130.00", "2026-10-30", F_STRUCTURED, "FA2026-1001", END);
	ENTRY("40.00", "2026-10-31", F_STRUCTURED, "FA2026-1001", END);
	assert_string_equal(verdict(13000), "sure C1 FA2026-1001");
	assert_reason(13000, "excédent non affecté de 30,00");
	assert_int_equal(open_at(ledger_text(ledger, became(13000)->id), "2026-10-31"), -3000);
	assert_string_equal(verdict(4000), "sure C1 FA2026-1001");
	assert_int_equal(open_at(ledger_text(ledger, became(4000)->id), "2026-10-31"), -4000);
	assert_int_equal(ledger_allocations(ledger, item(4000)->payment, NONE), NONE);
}

static void quoted_number(void **state)
{
	(void)state;
	feed_customer("C1");
	feed_due("C1", "FA2026-1001", "2026-09-30", "100.00");
	feed_due("C1", "FA2026-1002", "2026-09-30", "250.00");
	feed_due("C1", "FA2026-1003", "2026-09-30", "70.00");
	feed_due("C1", "FA2026-1004", "2026-09-30", "80.00");
	feed_due("C1", "FA2026-1005", "2026-09-30", "90.00");
	ENTRY("99.00", "2026-10-30", F_TEXT, "Virt fact. FA 2026-1001 du 01/01", END);
	ENTRY("249.00", "2026-10-30", F_TEXT, "fa20261002", END);
	ENTRY("150.00", "2026-10-30", F_TEXT, "REGLT FA2026/1003 ET FA2026.1004", END);
	ENTRY("89.00", "2026-10-30", F_END_TO_END, "FA2026-1005", END);
	assert_string_equal(verdict(9900), "sure C1 FA2026-1001");
	assert_string_equal(verdict(24900), "sure C1 FA2026-1002");
	assert_string_equal(verdict(15000), "sure C1 FA2026-1003 FA2026-1004");
	assert_reason(15000, "numéro cité dans le libellé : FA2026-1003 et FA2026-1004, montant exact");
	assert_string_equal(verdict(8900), "sure C1 FA2026-1005");
	assert_int_equal(item(8900)->evidence, EVIDENCE_QUOTED);
}

static void number_inside_of_a_longer_one(void **state)
{
	(void)state;
	feed_customer("C1");
	feed_due("C1", "FA2026-100", "2026-09-30", "100.00");
	ENTRY("90.00", "2026-10-30", F_TEXT, "FA2026-1001", END);
	ENTRY("91.00", "2026-10-30", F_TEXT, "XFA2026-100", END);
	assert_string_equal(verdict(9000), "unmatched -");
	assert_string_equal(verdict(9100), "unmatched -");
}

static void quoted_but_too_much(void **state)
{
	(void)state;
	feed_customer("C1");
	feed_customer("C2");
	feed_due("C1", "FA2026-1001", "2026-09-30", "100.00");
	feed_due("C2", "FA2026-1002", "2026-09-30", "100.00");
	ENTRY("101.00", "2026-10-30", F_TEXT, "FA2026-1001", END);
	ENTRY("200.00", "2026-10-30", F_TEXT, "FA2026-1001 FA2026-1002", END);
	assert_string_equal(verdict(10100), "unsure C1 FA2026-1001");
	assert_string_equal(verdict(20000), "unsure - FA2026-1001 FA2026-1002");
	assert_reason(20000, "plusieurs clients (C1, C2)");
	assert_int_equal(item(10100)->payment, NONE);
	assert_int_equal(open_at("FA2026-1001", "2026-10-31"), 10000);
}

/* The same number in two accounts: the payer's is meant. */
static void number_of_several_customers(void **state)
{
	(void)state;
	feed_named("C1", "Ateliers Durand SARL");
	feed_named("C2", "Zeller GmbH");
	FEED(REC_DOCUMENT, NULL, F_CUSTOMER, "C1", F_ID, "A", F_NUMBER, "FA-10001", F_TYPE, "invoice", F_DATE,
	     "2026-01-01", F_AMOUNT, "100.00", END);
	FEED(REC_DOCUMENT, NULL, F_CUSTOMER, "C2", F_ID, "B", F_NUMBER, "FA-10001", F_TYPE, "invoice", F_DATE,
	     "2026-01-01", F_AMOUNT, "100.00", END);
	ENTRY("60.00", "2026-10-30", F_TEXT, "FA10001", F_PAYER, "ZELLER", END);
	ENTRY("50.00", "2026-10-30", F_TEXT, "FA10001", F_PAYER, "QUELQU’UN", END);
	assert_string_equal(verdict(6000), "sure C2 B");
	assert_string_equal(verdict(5000), "unsure - A B");
}

/* "2026" may be a year: only with the exact amount, or from its customer. */
static void short_number(void **state)
{
	(void)state;
	feed_named("C1", "Ateliers Durand SARL");
	feed_due("C1", "2026", "2026-09-30", "100.00");
	feed_due("C1", "2027", "2026-09-30", "200.00");
	feed_due("C1", "2028", "2026-09-30", "300.00");
	ENTRY("77.00", "2026-10-30", F_TEXT, "loyer octobre 2026", END);
	ENTRY("200.00", "2026-10-30", F_TEXT, "facture 2027", END);
	ENTRY("55.00", "2026-10-30", F_TEXT, "facture 2028", F_PAYER, "Ateliers Durand", END);
	assert_string_equal(verdict(7700), "unsure C1 2026");
	assert_string_equal(verdict(20000), "sure C1 2027");
	assert_string_equal(verdict(5500), "sure C1 2028");
}

/* Three pieces of text, the number cut between two of them. */
static void second_payment_of_the_same_number(void **state)
{
	(void)state;
	feed_customer("C1");
	feed_due("C1", "FA2026-1001", "2026-09-30", "100.00");
	ENTRY("100.00", "2026-10-29", F_TEXT, "facture FA2026-10 01", END);
	ENTRY("99.00", "2026-10-30", F_TEXT, "FA2026-1001", END);
	assert_string_equal(verdict(10000), "sure C1 FA2026-1001");
	assert_string_equal(verdict(9900), "unsure C1 FA2026-1001");
	assert_reason(9900, "plus rien n’y est ouvert");
}

static void exact_amount(void **state)
{
	(void)state;
	feed_named("C1", "Ateliers Durand SARL");
	feed_named("C2", "Zeller GmbH");
	feed_due("C1", "F1", "2026-09-30", "123.45");
	feed_due("C1", "F2", "2026-09-30", "222.00");
	feed_due("C1", "F3", "2026-09-30", "333.00");
	feed_due("C2", "F4", "2026-09-30", "333.00");
	FEED(REC_DOCUMENT, NULL, F_CUSTOMER, "C2", F_ID, "F5", F_TYPE, "invoice", F_DATE, "2026-11-15",
	     F_AMOUNT, "444.00", END);
	ENTRY("123.45", "2026-10-30", F_PAYER, "INCONNU", END);
	ENTRY("222.00", "2026-10-30", F_PAYER, "DURAND ATELIERS S.A.R.L.", END);
	ENTRY("333.00", "2026-10-30", END);
	ENTRY("444.00", "2026-10-30", END);
	assert_string_equal(verdict(12345), "unsure C1 F1");
	assert_int_equal(item(12345)->evidence, EVIDENCE_AMOUNT);
	assert_string_equal(verdict(22200), "sure C1 F2");
	assert_string_equal(verdict(33300), "unmatched -");
	/* An invoice of the following month was not there to be paid. */
	assert_string_equal(verdict(44400), "unmatched -");
	assert_int_equal(open_at("F1", "2026-10-31"), 12345);
	assert_int_equal(open_at("F2", "2026-10-31"), 0);
}

/* Whoever fits takes the item; what only has its amount is then no suspicion any more. */
static void known_payer_first(void **state)
{
	(void)state;
	feed_named("C1", "Durand");
	feed_due("C1", "F1", "2026-09-30", "123.45");
	feed_due("C1", "F2", "2026-09-30", "500.00");
	ENTRY("123.45", "2026-10-29", F_PAYER, "INCONNU", END);
	ENTRY("123.45", "2026-10-30", F_PAYER, "DURAND", END);
	finish();
	assert_int_equal(ledger->bank[0].status, BANK_UNMATCHED);
	assert_int_equal(ledger->bank[1].status, BANK_SURE);
}

/* All that he owes is what he owed on that day. */
static void payer_before_an_invoice(void **state)
{
	(void)state;
	feed_named("C1", "Durand");
	feed_due("C1", "F1", "2026-11-30", "100.00");
	feed_doc("C1", "F2", "invoice", "2026-11-15", "60.00");
	ENTRY("160.00", "2026-10-30", F_PAYER, "DURAND", END);
	assert_string_equal(verdict(16000), "unsure C1 F1");
}

static void payer(void **state)
{
	(void)state;
	feed_named("C1", "Société Ateliers Durand & Cie");
	feed_named("C2", "Zeller GmbH");
	feed_named("C3", "Menuiserie générale du Haut-Jura et du Doubs SAS");
	feed_due("C1", "F1", "2026-08-31", "100.00");
	feed_due("C1", "F2", "2026-09-30", "200.00");
	feed_due("C1", "F3", "2026-11-30", "400.00");
	feed_due("C2", "F4", "2026-08-31", "100.00");
	feed_due("C2", "F5", "2026-11-30", "50.00");
	feed_due("C3", "F6", "2026-08-31", "1000.00");
	ENTRY("300.00", "2026-10-30", F_PAYER, "ATELIERS DURAND", END);
	ENTRY("150.00", "2026-10-30", F_PAYER, "Zeller", END);
	ENTRY("7.00", "2026-10-30", F_PAYER, "MENUISERIE GENERALE DU H", END);
	assert_string_equal(verdict(30000), "sure C1 F1 F2");
	assert_reason(30000, "nom du payeur reconnu (C1) : montant égal à tout l’échu");
	assert_string_equal(verdict(15000), "sure C2 F4 F5");
	assert_reason(15000, "solde total");
	assert_string_equal(verdict(700), "unsure C3 F6");
	assert_int_equal(item(700)->evidence, EVIDENCE_PAYER);
	assert_int_equal(open_at("F3", "2026-10-31"), 40000);
	assert_int_equal(open_at("F6", "2026-10-31"), 100000);
}

/* Credits count in what somebody has to pay. */
static void payer_deducts_his_credit(void **state)
{
	(void)state;
	feed_named("C1", "Durand");
	feed_due("C1", "F1", "2026-08-31", "100.00");
	feed_due("C1", "F2", "2026-08-31", "70.00");
	feed_doc("C1", "AV1", "credit-note", "2026-09-01", "20.00");
	ENTRY("150.00", "2026-10-30", F_PAYER, "DURAND", END);
	assert_string_equal(verdict(15000), "sure C1 F1 F2");
	assert_int_equal(open_at("F1", "2026-10-31"), 0);
	assert_int_equal(open_at("F2", "2026-10-31"), 2000);
}

/* Of two customers of one name, the one who owes just that. */
static void payer_of_two_accounts(void **state)
{
	(void)state;
	feed_named("C1", "Durand SA");
	feed_named("C2", "Durand SARL");
	feed_due("C1", "F1", "2026-08-31", "100.00");
	feed_due("C1", "F2", "2026-08-31", "50.00");
	feed_due("C2", "F3", "2026-08-31", "200.00");
	feed_due("C2", "F4", "2026-08-31", "200.00");
	ENTRY("200.00", "2026-10-30", F_PAYER, "DURAND", END);
	ENTRY("13.00", "2026-10-30", F_PAYER, "DURAND", END);
	assert_string_equal(verdict(20000), "sure C2 F3");
	assert_string_equal(verdict(1300), "unmatched -");
	assert_reason(1300, "C1, C2");
}

/* An account that paid for a customer is his, unless it pays for several. */
static void payers_account(void **state)
{
	(void)state;
	feed_named("C1", "Durand");
	feed_named("C2", "Zeller");
	feed_due("C1", "FA2026-1001", "2026-08-31", "100.00");
	feed_due("C1", "FA2026-1002", "2026-08-31", "31.00");
	feed_due("C1", "FA2026-1003", "2026-08-31", "32.00");
	feed_due("C2", "FA2026-2001", "2026-08-31", "100.00");
	feed_due("C2", "FA2026-2002", "2026-08-31", "41.00");
	ENTRY("99.00", "2026-10-30", F_TEXT, "FA2026-1001", F_IBAN, "DE11 1", F_PAYER, "HOLDING", END);
	ENTRY("31.00", "2026-10-30", F_IBAN, "DE111", F_PAYER, "HOLDING", END);
	ENTRY("98.00", "2026-10-30", F_TEXT, "FA2026-2001", F_IBAN, "DE222", F_PAYER, "POOL", END);
	ENTRY("1.00", "2026-10-30", F_TEXT, "FA2026-1001", F_IBAN, "DE222", F_PAYER, "POOL", END);
	ENTRY("42.00", "2026-10-30", F_IBAN, "DE222", F_PAYER, "POOL", END);
	assert_string_equal(verdict(3100), "sure C1 FA2026-1002");
	assert_string_equal(verdict(4200), "unmatched -");
}

/* Whose debt is paid is said by the ultimate debtor, not by the account it comes from. */
static void ultimate_debtor(void **state)
{
	(void)state;
	feed_named("C1", "Durand");
	feed_named("C2", "Holding Zeller");
	feed_due("C1", "F1", "2026-08-31", "100.00");
	feed_due("C2", "F2", "2026-08-31", "100.00");
	ENTRY("100.00", "2026-10-30", F_PAYER, "Holding Zeller", F_NAME, "Durand", END);
	assert_string_equal(verdict(10000), "sure C1 F1");
}

/* Letters ask for "C001 FA…": the code alone is worth a name. */
static void customers_code_in_the_text(void **state)
{
	(void)state;
	feed_named("CLI001", "Durand");
	feed_due("CLI001", "F1", "2026-08-31", "100.00");
	feed_due("CLI001", "F2", "2026-08-31", "50.00");
	ENTRY("150.00", "2026-10-30", F_TEXT, "solde compte CLI-001", F_PAYER, "MME PETIT", END);
	assert_string_equal(verdict(15000), "sure CLI001 F1 F2");
	assert_reason(15000, "code client cité reconnu (CLI001)");
}

static void other_currency(void **state)
{
	(void)state;
	feed_customer("C1");
	FEED(REC_DOCUMENT, NULL, F_CUSTOMER, "C1", F_ID, "FA2026-1001", F_TYPE, "invoice", F_DATE,
	     "2026-01-01", F_AMOUNT, "100.00", F_CURRENCY, "USD", END);
	ENTRY("100.00", "2026-10-30", F_STRUCTURED, "FA2026-1001", END);
	assert_string_equal(verdict(10000), "unsure C1 FA2026-1001");
	assert_reason(10000, "autre devise");
	assert_int_equal(open_at("FA2026-1001", "2026-10-31"), 10000);
}

/* The certain ones are served first, whatever the order of the statement. */
static void certain_before_probable(void **state)
{
	(void)state;
	feed_named("C1", "Durand");
	feed_due("C1", "FA2026-1001", "2026-08-31", "100.00");
	feed_due("C1", "FA2026-1002", "2026-09-30", "100.00");
	ENTRY("100.00", "2026-10-29", F_PAYER, "DURAND", F_ENTRY_REF, "R1", END);
	ENTRY("100.00", "2026-10-30", F_TEXT, "FA2026-1001", F_ENTRY_REF, "R2", END);
	finish();
	assert_int_equal(count(BANK_SURE), 2);
	assert_int_equal(open_at("FA2026-1002", "2026-10-29"), 0);
	assert_int_equal(open_at("FA2026-1001", "2026-10-29"), 10000);
	assert_int_equal(open_at("FA2026-1001", "2026-10-30"), 0);
}

/* --- what the export has already ---------------------------------------------------------- */

static void booked_within_days(void **state)
{
	(void)state;
	feed_customer("C1");
	feed_due("C1", "FA2026-1001", "2026-09-30", "500.00");
	feed_doc("C1", "R1", "payment", "2026-10-25", "100.00");
	feed_doc("C1", "R2", "payment", "2026-10-24", "110.00");
	ENTRY("100.00", "2026-10-30", F_TEXT, "FA2026-1001", END);
	ENTRY("110.00", "2026-10-30", F_TEXT, "FA2026-1001", END);
	assert_string_equal(verdict(10000), "booked C1 R1");
	assert_reason(10000, "déjà comptabilisé : règlement R1 du 25/10/2026");
	assert_string_equal(verdict(11000), "sure C1 FA2026-1001");
}

/* Two transactions, one payment in the books: one of them is new, the one further away. */
static void booked_once(void **state)
{
	(void)state;
	feed_customer("C1");
	feed_due("C1", "FA2026-1001", "2026-09-30", "500.00");
	feed_doc("C1", "R1", "payment", "2026-10-30", "100.00");
	ENTRY("100.00", "2026-10-27", F_TEXT, "FA2026-1001", F_ENTRY_REF, "A", END);
	ENTRY("100.00", "2026-10-30", F_TEXT, "FA2026-1001", F_ENTRY_REF, "B", END);
	finish();
	assert_int_equal(count(BANK_BOOKED), 1);
	assert_int_equal(count(BANK_SURE), 1);
	assert_int_equal(ledger->bank[0].status, BANK_SURE);
	assert_int_equal(ledger->bank[1].status, BANK_BOOKED);
}

/* Somebody else's payment of the same amount proves nothing; where nobody is named, anybody's does. */
static void booked_by_whom(void **state)
{
	(void)state;
	feed_customer("C1");
	feed_customer("C2");
	feed_due("C1", "FA2026-1001", "2026-09-30", "100.00");
	feed_doc("C2", "R2", "payment", "2026-10-30", "100.00");
	feed_doc("C2", "R3", "payment", "2026-10-29", "77.00");
	ENTRY("100.00", "2026-10-30", F_TEXT, "FA2026-1001", END);
	ENTRY("77.00", "2026-10-30", F_PAYER, "QUELQU’UN", END);
	assert_string_equal(verdict(10000), "sure C1 FA2026-1001");
	assert_string_equal(verdict(7700), "booked C2 R3");
}

static void booked_by_reference(void **state)
{
	(void)state;
	feed_customer("C1");
	feed_due("C1", "FA2026-1001", "2026-09-30", "500.00");
	FEED(REC_DOCUMENT, NULL, F_CUSTOMER, "C1", F_ID, "R1", F_TYPE, "payment", F_DATE, "2026-08-01",
	     F_AMOUNT, "100.00", F_REFERENCE, "E2E-778899", END);
	ENTRY("100.00", "2026-10-30", F_TEXT, "FA2026-1001", F_END_TO_END, "E2E778899", END);
	assert_string_equal(verdict(10000), "booked C1 R1");
}

/* What it names is settled, by a payment of that amount: booked late, or early. */
static void booked_by_what_it_settled(void **state)
{
	(void)state;
	feed_customer("C1");
	feed_due("C1", "FA2026-1001", "2026-09-30", "100.00");
	feed_doc("C1", "R1", "payment", "2026-11-20", "100.00");
	feed_alloc("R1", "FA2026-1001", "100.00", NULL);
	ENTRY("100.00", "2026-10-30", F_TEXT, "FA2026-1001", END);
	assert_string_equal(verdict(10000), "booked C1 R1");
}

/* A payment of three days ago that settled another invoice is another payment. */
static void not_booked_but_another(void **state)
{
	(void)state;
	feed_customer("C1");
	feed_due("C1", "FA2026-1001", "2026-09-30", "100.00");
	feed_due("C1", "FA2026-1002", "2026-09-30", "100.00");
	feed_doc("C1", "R1", "payment", "2026-10-27", "100.00");
	feed_alloc("R1", "FA2026-1001", "100.00", NULL);
	ENTRY("100.00", "2026-10-30", F_TEXT, "FA2026-1002", END);
	assert_string_equal(verdict(10000), "sure C1 FA2026-1002");
}

/* The books are a month further: what names nothing open was booked long ago. */
static void booked_long_ago(void **state)
{
	(void)state;
	feed_named("C1", "Durand");
	feed_due("C1", "FA2026-1001", "2026-08-31", "100.00");
	feed_doc("C1", "R1", "payment", "2026-10-30", "1.00");
	ENTRY("100.00", "2026-09-29", F_PAYER, "DURAND", F_ENTRY_REF, "OLD", END);
	ENTRY("60.00", "2026-09-29", F_TEXT, "FA2026-1001", END);
	assert_string_equal(verdict(10000), "unsure C1 FA2026-1001");
	assert_string_equal(verdict(6000), "sure C1 FA2026-1001");
}

static void booked_longer_ago(void **state)
{
	(void)state;
	feed_named("C1", "Durand");
	feed_due("C1", "FA2026-1001", "2026-08-31", "100.00");
	feed_doc("C1", "R1", "payment", "2026-10-30", "1.00");
	ENTRY("100.00", "2026-09-28", F_PAYER, "DURAND", F_ENTRY_REF, "OLD", END);
	ENTRY("60.00", "2026-09-28", F_TEXT, "FA2026-1001", END);
	assert_string_equal(verdict(10000), "booked -");
	assert_reason(10000, "réputé comptabilisé");
	assert_string_equal(verdict(6000), "sure C1 FA2026-1001");
}

/* The bank kept 3.00 of 100.00; the books have what the customer paid. */
static void booked_before_charges(void **state)
{
	struct record e;

	(void)state;
	feed_customer("C1");
	feed_due("C1", "FA2026-1001", "2026-09-30", "500.00");
	feed_doc("C1", "R1", "payment", "2026-10-30", "100.00");
	feed_doc("C1", "R2", "payment", "2026-10-30", "50.00");
	ENTRY("97.00", "2026-10-30", F_TEXT, "FA2026-1001", F_RETENTION, "3.00", END);
	ENTRY("48.00", "2026-10-30", F_TEXT, "FA2026-1001", F_ENTRY_REF, "R1", END);
	e = make(REC_BANK, NULL, F_AMOUNT, "49.00", F_CURRENCY, "EUR", F_DATE, "2026-10-30", END);
	feed(&e);
	BANK_RECORD(&e, F_AMOUNT, "50.00", F_CURRENCY, "EUR", F_TEXT, "FA2026-1001", END);
	assert_string_equal(verdict(9700), "booked C1 R1");
	assert_string_equal(verdict(4800), "sure C1 FA2026-1001");
	assert_string_equal(verdict(4900), "booked C1 R2");
}

/* --- twice ---------------------------------------------------------------------------------- */

static void same_file_twice(void **state)
{
	(void)state;
	feed_customer("C1");
	feed_due("C1", "FA2026-1001", "2026-09-30", "500.00");
	for (int i = 0; i < 2; i++) {
		in_file = i ? file_b : file_a;
		ENTRY("100.00", "2026-10-30", F_TEXT, "FA2026-1001", F_ENTRY_REF, "R1", END);
		/* Two that nothing tells apart are two. */
		ENTRY("20.00", "2026-10-30", F_TEXT, "FA2026-1001", END);
		ENTRY("20.00", "2026-10-30", F_TEXT, "FA2026-1001", END);
	}
	finish();
	assert_int_equal(count(BANK_SURE), 3);
	assert_int_equal(count(BANK_DUPLICATE), 3);
	assert_int_equal(open_at("FA2026-1001", "2026-10-31"), 36000);
	assert_int_equal(findings("bank-duplicate"), 3);
}

/* The same reference of the bank in one file is the same entry; another one is another entry. */
static void repeated_in_one_file(void **state)
{
	(void)state;
	feed_customer("C1");
	feed_due("C1", "FA2026-1001", "2026-09-30", "500.00");
	ENTRY("100.00", "2026-10-30", F_TEXT, "FA2026-1001", F_ENTRY_REF, "R1", END);
	ENTRY("100.00", "2026-10-30", F_TEXT, "FA2026-1001", F_ENTRY_REF, "R1", END);
	ENTRY("100.00", "2026-10-30", F_TEXT, "FA2026-1001", F_ENTRY_REF, "R2", END);
	finish();
	assert_int_equal(count(BANK_SURE), 2);
	assert_int_equal(count(BANK_DUPLICATE), 1);
}

/* camt.053 tells little, camt.054 of the same day more: one transaction, with all that is known. */
static void statement_and_notification(void **state)
{
	(void)state;
	feed_named("C1", "Durand");
	feed_due("C1", "FA2026-1001", "2026-09-30", "500.00");
	ENTRY("100.00", "2026-10-30", F_ENTRY_REF, "R1", F_NUMBER, "1", END);
	in_file = file_b;
	ENTRY("100.00", "2026-10-30", F_ENTRY_REF, "R1", F_NUMBER, "77", F_TEXT, "FA2026-1001", F_PAYER,
	      "DURAND", END);
	finish();
	assert_int_equal(ledger->banks, 2);
	assert_int_equal(count(BANK_SURE), 1);
	assert_int_equal(count(BANK_DUPLICATE), 1);
	assert_int_equal(open_at("FA2026-1001", "2026-10-31"), 40000);
}

/* Each of them knows something. */
static void statements_complete_each_other(void **state)
{
	(void)state;
	ENTRY("100.00", "2026-10-30", F_ENTRY_REF, "R1", F_PAYER, "DURAND", END);
	in_file = file_b;
	ENTRY("100.00", "2026-10-30", F_ENTRY_REF, "R1", F_TEXT, "merci", END);
	finish();
	for (uint32_t i = 0; i < 2; i++) {
		if (ledger->bank[i].status != BANK_DUPLICATE) {
			assert_string_equal(ledger->bank[i].payer, "DURAND");
			assert_string_equal(ledger->bank[i].text, "merci");
		}
	}
	assert_int_equal(count(BANK_DUPLICATE), 1);
}

/* References that differ make two, though all else is equal. */
static void two_of_one_day(void **state)
{
	(void)state;
	feed_customer("C1");
	feed_due("C1", "FA2026-1001", "2026-09-30", "500.00");
	ENTRY("100.00", "2026-10-30", F_TEXT, "FA2026-1001", F_END_TO_END, "E1", END);
	in_file = file_b;
	ENTRY("100.00", "2026-10-30", F_TEXT, "FA2026-1001", F_END_TO_END, "E2", END);
	finish();
	assert_int_equal(count(BANK_SURE), 2);
}

/* One file gives the collective entry, the other one what it is made of. */
static void collective_entry(void **state)
{
	struct record entry;

	(void)state;
	feed_customer("C1");
	feed_due("C1", "FA2026-1001", "2026-09-30", "100.00");
	feed_due("C1", "FA2026-1002", "2026-09-30", "200.00");
	ENTRY("300.00", "2026-10-30", F_ENTRY_REF, "R1", END);
	in_file = file_b;
	entry = make(REC_BANK, NULL, F_AMOUNT, "300.00", F_CURRENCY, "EUR", F_DATE, "2026-10-30",
		     F_ACCOUNT_IBAN, "FR76OURS", F_ENTRY_REF, "R1", END);
	entry.at.file = file_b;
	feed(&entry);
	BANK_RECORD(&entry, F_AMOUNT, "100.00", F_TEXT, "FA2026-1001", END);
	BANK_RECORD(&entry, F_AMOUNT, "200.00", F_TEXT, "FA2026-1002", END);
	assert_string_equal(verdict(30000), "duplicate -");
	assert_string_equal(verdict(10000), "sure C1 FA2026-1001");
	assert_string_equal(verdict(20000), "sure C1 FA2026-1002");
}

/* --- entries and their transactions ------------------------------------------------------------ */

static struct record feed_entry(const char *amount, const char *charges)
{
	struct record r = make(REC_BANK, NULL, F_AMOUNT, amount, F_CURRENCY, "EUR", F_DATE, "2026-10-30",
			       F_RETENTION, charges, F_ENTRY_REF, "R1", F_TEXT, "LOT", END);

	feed(&r);
	return r;
}

static void split_entry(void **state)
{
	struct record e;

	(void)state;
	e = feed_entry("300.00", NULL);
	BANK_RECORD(&e, F_AMOUNT, "100.00", F_CURRENCY, "EUR", F_PAYER, "UN", END);
	BANK_RECORD(&e, F_AMOUNT, "200.00", F_CURRENCY, "EUR", F_PAYER, "DEUX", END);
	finish();
	assert_int_equal(ledger->banks, 2);
	assert_string_equal(item(10000)->payer, "UN");
	assert_string_equal(item(20000)->payer, "DEUX");
	assert_string_equal(item(20000)->text, "");
}

/* 294.00 came in, the bank kept 6.00: charges are not the customers'. */
static void split_with_charges(void **state)
{
	struct record e;

	(void)state;
	e = feed_entry("294.00", "6.00");
	BANK_RECORD(&e, F_AMOUNT, "100.00", END);
	BANK_RECORD(&e, F_AMOUNT, "200.00", END);
	finish();
	assert_int_equal(ledger->banks, 2);
	item(10000);
	item(20000);
}

/* What does not add up is not divided, and nothing of it is lost. */
static void entry_stays_whole(void **state)
{
	struct record e;

	(void)state;
	feed_customer("C1");
	feed_due("C1", "FA2026-1001", "2026-09-30", "100.00");
	feed_due("C1", "FA2026-1002", "2026-09-30", "200.00");
	e = feed_entry("300.00", NULL);
	BANK_RECORD(&e, F_AMOUNT, "100.00", F_CURRENCY, "SEK", F_TEXT, "FA2026-1001", END);
	BANK_RECORD(&e, F_AMOUNT, "200.00", F_CURRENCY, "EUR", F_STRUCTURED, "FA2026-1002", END);
	finish();
	assert_int_equal(ledger->banks, 1);
	assert_string_equal(item(30000)->text, "LOT FA2026-1001");
	assert_int_equal(item(30000)->status, BANK_SURE);
}

static void parts_of_another_sum(void **state)
{
	struct record e;

	(void)state;
	e = feed_entry("300.00", NULL);
	BANK_RECORD(&e, F_AMOUNT, "100.00", END);
	BANK_RECORD(&e, F_AMOUNT, "150.00", END);
	finish();
	assert_int_equal(ledger->banks, 1);
	assert_string_equal(verdict(30000), "unmatched -");
}

/* The only transaction of an entry counts with the entry's amount, whatever it says itself. */
static void single_transaction(void **state)
{
	struct record e;

	(void)state;
	e = feed_entry("105.00", NULL);
	BANK_RECORD(&e, F_AMOUNT, "0", F_CURRENCY, "SEK", F_PAYER, "UN", END);
	finish();
	assert_int_equal(ledger->banks, 1);
	assert_string_equal(item(10500)->payer, "UN");
	assert_string_equal(item(10500)->text, "LOT");
}

/* What is paid out is nobody's receivable; amounts have the decimals of their currency. */
static void amounts(void **state)
{
	(void)state;
	ENTRY("-70.00", "2026-10-30", END);
	ENTRY("8.855", "2026-10-30", F_ENTRY_REF, "R1", END);
	ENTRY("8.85000", "2026-10-30", END);
	ENTRY("huit", "2026-10-30", F_ENTRY_REF, "R2", END);
	ENTRY("5.00", "2026-02-30", END);
	ENTRY("5.00", NULL, END);
	BANK_RECORD(NULL, F_AMOUNT, "5.00", F_CURRENCY, "XXY", F_DATE, "2026-10-30", END);
	assert_int_equal(finish(), ST_REJECTED);
	assert_int_equal(ledger->banks, 2);
	item(886);
	item(885);
	assert_int_equal(findings("rounded-amount"), 1);
	assert_int_equal(rejects("bad-amount"), 1);
	assert_int_equal(rejects("bad-date"), 1);
	assert_int_equal(rejects("missing-date"), 1);
	assert_int_equal(rejects("unknown-currency"), 1);
	assert_false(reject_of("bad-amount")->has_amount);
	assert_string_equal(reject_of("bad-amount")->document, "R2");
}

/* --- returns -------------------------------------------------------------------------------------- */

static void returned_direct_debit(void **state)
{
	(void)state;
	feed_customer("C1");
	feed_due("C1", "FA2026-1001", "2026-09-30", "100.00");
	ENTRY("100.00", "2026-10-20", F_TEXT, "FA2026-1001", F_END_TO_END, "E1", END);
	ENTRY("-103.00", "2026-10-28", F_RETURN, "1", F_END_TO_END, "E1", F_RETENTION, "3.00", END);
	assert_string_equal(verdict(10000), "sure C1 FA2026-1001");
	assert_string_equal(verdict(-10300), "returned C1 FA2026-1001");
	assert_int_equal(item(10000)->returned, date_parse("2026-10-28"));
	assert_reason(10000, "retournée le 28/10/2026");
	assert_int_equal(became(-10300)->amount, 10000);
	assert_int_equal(became(-10300)->type, DOC_PAYMENT_REJECT);
	/* Unapplied until it went back; the invoice was never settled. */
	assert_int_equal(open_at("FA2026-1001", "2026-10-25"), 10000);
	assert_int_equal(open_at(ledger_text(ledger, became(10000)->id), "2026-10-25"), -10000);
	assert_int_equal(open_at(ledger_text(ledger, became(10000)->id), "2026-10-28"), 0);
	assert_int_equal(open_at(ledger_text(ledger, became(-10300)->id), "2026-10-28"), 0);
	assert_int_equal(open_at("FA2026-1001", "2026-10-28"), 10000);
}

/* The last one of that amount and account, not an earlier one, and none of another account. */
static void returned_by_account(void **state)
{
	(void)state;
	feed_customer("C1");
	feed_due("C1", "FA2026-1001", "2026-09-30", "300.00");
	ENTRY("100.00", "2026-10-20", F_TEXT, "FA2026-1001", F_IBAN, "DE1", F_ENTRY_REF, "A", END);
	ENTRY("100.00", "2026-10-21", F_TEXT, "FA2026-1001", F_IBAN, "DE1", F_ENTRY_REF, "B", END);
	ENTRY("100.00", "2026-10-22", F_TEXT, "FA2026-1001", F_IBAN, "DE2", F_ENTRY_REF, "C", END);
	ENTRY("-100.00", "2026-10-28", F_RETURN, "1", F_IBAN, "DE1", F_ENTRY_REF, "D", END);
	finish();
	assert_int_equal(ledger->bank[1].returned, date_parse("2026-10-28"));
	assert_int_equal(ledger->bank[0].returned, DATE_NONE);
	assert_int_equal(ledger->bank[2].returned, DATE_NONE);
	assert_int_equal(open_at("FA2026-1001", "2026-10-31"), 10000);
}

/* The export has the payment and not its return. */
static void return_of_a_booked_payment(void **state)
{
	(void)state;
	feed_customer("C1");
	feed_due("C1", "FA2026-1001", "2026-09-30", "100.00");
	feed_doc("C1", "R1", "payment", "2026-10-10", "100.00");
	feed_alloc("R1", "FA2026-1001", "100.00", NULL);
	ENTRY("-100.00", "2026-10-28", F_RETURN, "1", F_TEXT, "impaye FA2026-1001", END);
	assert_string_equal(verdict(-10000), "returned C1 R1");
	assert_int_equal(open_at(ledger_text(ledger, became(-10000)->id), "2026-10-28"), 10000);
	assert_int_equal(document_due(ledger, became(-10000), NULL), date_parse("2026-10-28"));
}

static void return_that_is_booked(void **state)
{
	(void)state;
	feed_customer("C1");
	feed_due("C1", "FA2026-1001", "2026-09-30", "100.00");
	feed_doc("C1", "R1", "payment", "2026-10-10", "100.00");
	feed_alloc("R1", "FA2026-1001", "100.00", NULL);
	feed_doc("C1", "X1", "payment-reject", "2026-10-30", "100.00");
	ENTRY("-100.00", "2026-10-28", F_RETURN, "1", F_TEXT, "impaye FA2026-1001", END);
	assert_string_equal(verdict(-10000), "booked C1 X1");
	assert_int_equal(item(-10000)->payment, NONE);
}

/* Both in the statement, the payment in the books as well. */
static void return_of_what_was_booked(void **state)
{
	(void)state;
	feed_customer("C1");
	feed_due("C1", "FA2026-1001", "2026-09-30", "100.00");
	feed_doc("C1", "R1", "payment", "2026-10-21", "100.00");
	feed_alloc("R1", "FA2026-1001", "100.00", NULL);
	ENTRY("100.00", "2026-10-20", F_TEXT, "FA2026-1001", F_END_TO_END, "E1", END);
	ENTRY("-100.00", "2026-10-28", F_RETURN, "1", F_END_TO_END, "E1", END);
	assert_string_equal(verdict(10000), "booked C1 R1");
	assert_string_equal(verdict(-10000), "returned C1 R1");
	assert_int_equal(open_at(ledger_text(ledger, became(-10000)->id), "2026-10-28"), 10000);
}

static void return_of_nothing_known(void **state)
{
	(void)state;
	feed_named("C1", "Durand");
	feed_due("C1", "FA2026-1001", "2026-09-30", "100.00");
	ENTRY("-100.00", "2026-10-28", F_RETURN, "1", F_PAYER, "DURAND", END);
	ENTRY("100.00", "2026-10-28", F_RETURN, "1", F_TEXT, "FA2026-1001", END);
	assert_string_equal(verdict(-10000), "returned C1");
	assert_string_equal(verdict(10000), "returned -");
	assert_int_equal(item(-10000)->payment, NONE);
	assert_int_equal(item(10000)->payment, NONE);
	assert_int_equal(open_at("FA2026-1001", "2026-10-31"), 10000);
	assert_int_equal(findings("bank-returned"), 2);
}

/* --- the ledger ------------------------------------------------------------------------------------- */

/* Customers' ranges, the order, allocations and extras of the export survive what is put between them. */
static void ledger_stays_sorted(void **state)
{
	uint32_t a;

	(void)state;
	feed_customer("C1");
	feed_customer("C2");
	feed_customer("C3");
	feed_due("C1", "FA2026-1001", "2026-09-30", "100.00");
	feed_doc("C1", "FB-1", "invoice", "2026-12-01", "10.00");
	feed_due("C2", "FA2026-2001", "2026-09-30", "200.00");
	feed_doc("C2", "R2", "payment", "2026-12-05", "50.00");
	feed_alloc("R2", "FA2026-2001", "50.00", NULL);
	feed_due("C3", "FA2026-3001", "2026-09-30", "300.00");
	feed_reminder("FA2026-3001", "1", "2026-10-05", "letter");
	ENTRY("99.00", "2026-10-30", F_TEXT, "FA2026-1001", END);
	ENTRY("60.00", "2026-10-30", F_TEXT, "FA2026-2001", END);
	ENTRY("61.00", "2026-10-31", F_TEXT, "FA2026-2001", END);
	finish();
	assert_int_equal(ledger->documents, 8);
	for (uint32_t i = 1; i < ledger->documents; i++) {
		const struct document *x = &ledger->document[i - 1], *y = &ledger->document[i];

		assert_true(x->customer < y->customer || (x->customer == y->customer && x->date <= y->date));
	}
	assert_int_equal(ledger->customer[1].first_document, 3);
	assert_int_equal(ledger->customer[1].documents, 4);
	assert_int_equal(ledger->customer[2].documents, 1);
	assert_int_equal(open_at("FA2026-2001", "2026-12-31"), 20000 - 5000 - 6000 - 6100);
	assert_int_equal(open_at("R2", "2026-12-31"), 0);
	a = ledger_allocations(ledger, doc_index("R2"), NONE);
	assert_int_equal(ledger->allocation[a].debit, doc_index("FA2026-2001"));
	assert_true(ledger_extra(ledger, doc("FA2026-3001")->extras, EXTRA_REMINDER) != NONE);
	/* A payment after the extraction is no mistake of the export, but what a statement is for. */
	assert_int_equal(findings("date-after-extraction"), 2);
}

/* Equal transactions of one day have identifiers of their own, which the export's do not take away. */
static void identifiers(void **state)
{
	char first[64];

	(void)state;
	feed_customer("C1");
	feed_due("C1", "FA2026-1001", "2026-09-30", "100.00");
	ENTRY("10.00", "2026-10-30", F_TEXT, "FA2026-1001", F_ENTRY_REF, "A", END);
	ENTRY("10.00", "2026-10-30", F_TEXT, "FA2026-1001", F_ENTRY_REF, "B", END);
	finish();
	snprintf(first, sizeof first, "%s-2",
		 ledger_text(ledger, ledger->document[ledger->bank[0].payment].id));
	assert_string_equal(ledger_text(ledger, ledger->document[ledger->bank[1].payment].id), first);
	assert_string_equal(ledger_text(ledger, ledger->document[ledger->bank[0].payment].number), "A");
}

/* What a ledger says, for comparing two of them. */
static const char *whole(void)
{
	struct buf b = BUF_INIT;
	const char *r;

	for (uint32_t i = 0; i < ledger->documents; i++)
		buf_printf(&b, "%s %lld\n", ledger_text(ledger, ledger->document[i].id),
			   (long long)ledger->document[i].amount);
	for (uint32_t i = 0; i < ledger->allocations; i++)
		buf_printf(&b, "%u-%u %lld %d\n", ledger->allocation[i].debit, ledger->allocation[i].credit,
			   (long long)ledger->allocation[i].amount, (int)ledger->allocation[i].date);
	for (uint32_t i = 0; i < ledger->banks; i++)
		buf_printf(&b, "%lld %s %s %s\n", (long long)ledger->bank[i].amount,
			   ledger->bank[i].reference,
			   bank_status_name((enum bank_status)ledger->bank[i].status),
			   ledger->bank[i].status == BANK_DUPLICATE ? "" : ledger->bank[i].reason);
	r = arena_strdup(memory, b.s);
	buf_drop(&b);
	return r;
}

static void feed_shuffled(unsigned turn)
{
	static const char *const amount[] = { "100.00", "100.00", "55.00", "20.00",
					      "20.00",	"100.00", "-20.00" };
	static const char *const text[] = { "FA2026-1001", "", "FA2026-1002", "", "", "FA2026-1002", "" };
	static const char *const ref[] = { "A", "B", "", "", "", "C", "D" };
	const size_t n = sizeof amount / sizeof *amount;

	for (unsigned k = 0; k < 2 * n; k++) {
		size_t i = (k * 5 + turn) % n;

		in_file = (k / n + turn) % 2 ? file_b : file_a;
		ENTRY(amount[i], "2026-10-30", F_TEXT, text[i], F_ENTRY_REF, ref[i], F_PAYER, "DURAND",
		      F_IBAN, "DE1", F_RETURN, *amount[i] == '-' ? "1" : "0", END);
	}
}

static void order_does_not_matter(void **state)
{
	static const struct matching native;
	const char *first = NULL;

	(void)state;
	for (unsigned turn = 0; turn < 7; turn++) {
		if (turn) {
			ledger_drop(ledger);
			builder_drop(builder);
			ledger = NULL;
			builder = builder_new(quiet);
			sink = builder_sink(builder, &native);
			feed_export();
		}
		feed_named("C1", "Durand");
		feed_due("C1", "FA2026-1001", "2026-09-30", "100.00");
		feed_due("C1", "FA2026-1002", "2026-09-30", "175.00");
		feed_shuffled(turn);
		finish();
		assert_int_equal(ledger->banks, 14);
		assert_int_equal(count(BANK_DUPLICATE), 7);
		if (first)
			assert_string_equal(whole(), first);
		else
			first = whole();
	}
}

/* --- assessment ---------------------------------------------------------------------------------------- */

static void feed_control(const char *balance)
{
	FEED(REC_CONTROL, NULL, F_CUSTOMERS, "1", F_DOCUMENTS, "1", F_BALANCE, balance, END);
}

/* The export's own totals do not know what the bank says; the columns do. */
static void closure_and_decision(void **state)
{
	(void)state;
	FEED(REC_CONTROL, NULL, F_CUSTOMERS, "1", F_DOCUMENTS, "2", F_BALANCE, "170.00", END);
	feed_reachable("C1", "business", "sme");
	feed_due("C1", "FA2026-1001", "2026-09-30", "100.00");
	feed_due("C1", "FA2026-1002", "2026-12-31", "70.00");
	ENTRY("100.00", "2026-10-30", F_STRUCTURED, "FA2026-1001", END);
	judge("2026-10-29");
	assert_string_equal(decided("C1"), "courteous-reminder");
	judge("2026-10-31");
	assert_int_equal(findings("control-count"), 0);
	assert_string_equal(decided("C1"), "none/covered-by-bank");
	assert_int_equal(position_of("C1", "EUR")->balance, 7000);
}

/* Unapplied, and still nothing that the export's total could hold. */
static void unapplied_is_unbooked(void **state)
{
	(void)state;
	feed_control("100.00");
	feed_reachable("C1", "business", "sme");
	feed_due("C1", "FA2026-1001", "2026-09-30", "100.00");
	ENTRY("100.00", "2026-10-29", F_STRUCTURED, "FA2026-1001", END);
	ENTRY("30.00", "2026-10-30", F_STRUCTURED, "FA2026-1001", END);
	judge("2026-10-31");
	assert_int_equal(position_of("C1", "EUR")->balance, -3000);
}

static void returned_and_closed(void **state)
{
	(void)state;
	feed_control("100.00");
	feed_reachable("C1", "business", "sme");
	feed_due("C1", "FA2026-1001", "2026-09-30", "100.00");
	ENTRY("100.00", "2026-10-20", F_STRUCTURED, "FA2026-1001", F_END_TO_END, "E1", END);
	ENTRY("-100.00", "2026-10-30", F_RETURN, "1", F_END_TO_END, "E1", END);
	judge("2026-10-25");
	assert_string_equal(decided("C1"), "none/covered-by-bank");
	judge("2026-10-31");
	assert_string_equal(decided("C1"), "courteous-reminder");
	assert_int_equal(item_of("FA2026-1001")->days_late, 31);
}

static void unsure_holds_the_letter(void **state)
{
	const uint32_t *c;
	uint32_t customer;

	(void)state;
	feed_reachable("C1", "business", "sme");
	feed_due("C1", "FA2026-1001", "2026-09-30", "100.00");
	ENTRY("100.00", "2026-10-30", F_PAYER, "INCONNU", END);
	judge("2026-10-29");
	assert_string_equal(decided("C1"), "courteous-reminder");
	judge("2026-10-31");
	assert_string_equal(decided("C1"), "none/covered-by-bank");
	assert_int_equal(position_of("C1", "EUR")->balance, 10000);
	policy->hold_on_unsure_bank = false;
	judge("2026-10-31");
	assert_string_equal(decided("C1"), "courteous-reminder");
	c = &item(10000)->customer;
	customer = *c;
	assert_null(bank_waiting(ledger, customer, currency_find("EUR"), date_parse("2026-10-29")));
	assert_ptr_equal(bank_waiting(ledger, customer, currency_find("EUR"), date_parse("2026-10-30")),
			 item(10000));
	assert_null(bank_waiting(ledger, customer, currency_find("USD"), date_parse("2026-10-30")));
	assert_null(bank_waiting(ledger, customer + 1, currency_find("EUR"), date_parse("2026-10-30")));
}

/* Gone back, it holds nothing any more. */
static void returned_does_not_hold(void **state)
{
	(void)state;
	feed_reachable("C1", "business", "sme");
	feed_due("C1", "FA2026-1001", "2026-09-30", "100.00");
	ENTRY("100.00", "2026-10-28", F_PAYER, "INCONNU", F_END_TO_END, "E1", END);
	ENTRY("-100.00", "2026-10-30", F_RETURN, "1", F_END_TO_END, "E1", END);
	judge("2026-10-29");
	assert_string_equal(decided("C1"), "none/covered-by-bank");
	judge("2026-10-31");
	assert_string_equal(decided("C1"), "courteous-reminder");
}

static void csv(void **state)
{
	char folder[] = "/tmp/relance-bank-XXXXXX", path[64], text[2048];
	FILE *f;
	size_t n;

	(void)state;
	feed_reachable("C1", "business", "sme");
	feed_due("C1", "FA2026-1001", "2026-09-30", "100.00");
	ENTRY("100.00", "2026-10-30", F_STRUCTURED, "FA2026-1001", F_PAYER, "Durand, père", F_IBAN, "FR761",
	      F_TEXT, "merci", END);
	ENTRY("7.00", "2026-11-02", END);
	judge("2026-10-31");
	assert_true(bank_csv_needed(all));
	assert_non_null(mkdtemp(folder));
	assert_int_equal(bank_csv_write(quiet, all, folder), ST_OK);
	snprintf(path, sizeof path, "%s/banque.csv", folder);
	f = fopen(path, "rb");
	assert_non_null(f);
	n = fread(text, 1, sizeof text - 1, f);
	text[n] = '\0';
	fclose(f);
	remove(path);
	remove(folder);
	assert_string_equal(
		text,
		"file,line,date,amount,currency,payer,iban,reference,text,status,customer,documents,"
		"reason\r\n"
		"a.xml,6,2026-10-30,100.00,EUR,\"Durand, père\",FR761,FA2026-1001,merci,sure,C1,FA2026-1001,"
		"\"référence structurée : FA2026-1001, montant exact\"\r\n"
		"a.xml,7,2026-11-02,7.00,EUR,,,,,unmatched,,,"
		"\"ni référence, ni numéro de pièce, ni montant, ni payeur reconnus ; après la date "
		"d’arrêté, ne "
		"compte pas\"\r\n");
}

static void no_statement(void **state)
{
	(void)state;
	feed_reachable("C1", "business", "sme");
	feed_due("C1", "FA2026-1001", "2026-09-30", "100.00");
	judge("2026-10-31");
	assert_false(bank_csv_needed(all));
	assert_int_equal(bank_csv_write(quiet, all, "/nonexistent"), ST_OK);
	assert_null(bank_of_document(ledger, 0));
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, start, close_all)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(structured_reference),
		TEST(wrong_check_digits),
		TEST(reference_of_a_customer),
		TEST(overpaid_reference),
		TEST(quoted_number),
		TEST(number_inside_of_a_longer_one),
		TEST(quoted_but_too_much),
		TEST(number_of_several_customers),
		TEST(short_number),
		TEST(second_payment_of_the_same_number),
		TEST(exact_amount),
		TEST(known_payer_first),
		TEST(payer_before_an_invoice),
		TEST(parts_of_another_sum),
		TEST(statements_complete_each_other),
		TEST(payer),
		TEST(payer_deducts_his_credit),
		TEST(payer_of_two_accounts),
		TEST(payers_account),
		TEST(ultimate_debtor),
		TEST(customers_code_in_the_text),
		TEST(other_currency),
		TEST(certain_before_probable),
		TEST(booked_within_days),
		TEST(booked_once),
		TEST(booked_by_whom),
		TEST(booked_by_reference),
		TEST(booked_by_what_it_settled),
		TEST(not_booked_but_another),
		TEST(booked_long_ago),
		TEST(booked_longer_ago),
		TEST(booked_before_charges),
		TEST(same_file_twice),
		TEST(repeated_in_one_file),
		TEST(statement_and_notification),
		TEST(two_of_one_day),
		TEST(collective_entry),
		TEST(split_entry),
		TEST(split_with_charges),
		TEST(entry_stays_whole),
		TEST(single_transaction),
		TEST(amounts),
		TEST(returned_direct_debit),
		TEST(returned_by_account),
		TEST(return_of_a_booked_payment),
		TEST(return_that_is_booked),
		TEST(return_of_what_was_booked),
		TEST(return_of_nothing_known),
		TEST(ledger_stays_sorted),
		TEST(identifiers),
		TEST(order_does_not_matter),
		TEST(closure_and_decision),
		TEST(unapplied_is_unbooked),
		TEST(returned_and_closed),
		TEST(unsure_holds_the_letter),
		TEST(returned_does_not_hold),
		TEST(csv),
		TEST(no_statement),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
