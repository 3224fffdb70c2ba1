/* test_read_invoices.c - e-invoices, bank statements and customer files through the mappings that are shipped. */
#include "read_fixture.h"

#include "base/banned.h"

/* --- e-invoices -------------------------------------------------------------------------------------------------------- */

static const char *ubl(const char *root, const char *code, const char *amount)
{
	static char text[1024];

	snprintf(text, sizeof text,
		 "<%s "
		 "xmlns='urn:oasis:names:specification:ubl:schema:xsd:%s-2'><ID>F1</"
		 "ID><IssueDate>2026-06-17</IssueDate>%s"
		 "<DocumentCurrencyCode>EUR</"
		 "DocumentCurrencyCode><BillingReference><InvoiceDocumentReference><ID>F0</ID>"
		 "</InvoiceDocumentReference></"
		 "BillingReference><AccountingCustomerParty><Party><PartyIdentification><ID>C</ID>"
		 "</PartyIdentification><PartyName><Name>N</Name></PartyName></Party></"
		 "AccountingCustomerParty><PaymentTerms><Note>"
		 "30 jours net</Note></PaymentTerms><LegalMonetaryTotal><PayableAmount "
		 "currencyID='EUR'>%s</PayableAmount>"
		 "</LegalMonetaryTotal></%s>",
		 root, root, code, amount, root);
	return text;
}

static void test_ubl(void **state)
{
	(void)state;
	assert_int_equal(read_text(ubl("Invoice", "<InvoiceTypeCode>380</InvoiceTypeCode>", "208.03")),
			 ST_OK);
	assert_records("customer id=C name=N\nexport currency=EUR\n"
		       "document id=F1 customer=C currency=EUR date=2026-06-17 amount=208.03 terms-days=30 "
		       "type=invoice applies=F0\n");
	assert_int_equal(read_text(ubl("Invoice", "<InvoiceTypeCode>381</InvoiceTypeCode>", "5.00")), ST_OK);
	assert_seen("amount=5.00 terms-days=30 type=credit-note");
	assert_int_equal(read_text(ubl("Invoice", "<InvoiceTypeCode>380</InvoiceTypeCode>", "-529.87")),
			 ST_OK);
	assert_seen("amount=529.87 terms-days=30 type=credit-note");
	assert_int_equal(read_text(ubl("Invoice", "<InvoiceTypeCode>384</InvoiceTypeCode>", "1.00")), ST_OK);
	assert_seen("amount=1.00 terms-days=30 type=invoice");
	assert_int_equal(read_text(ubl("CreditNote", "", "7.00")), ST_OK);
	assert_seen("amount=7.00 terms-days=30 type=credit-note");
	assert_int_equal(
		read_text(ubl("CreditNote", "<CreditNoteTypeCode>381</CreditNoteTypeCode>", "-7.00")), ST_OK);
	assert_seen("amount=7.00 terms-days=30 type=invoice");
	assert_int_equal(read_text(ubl("Reminder", "", "7.00")), ST_INPUT);
	assert_error("Reminder", 1);
}

static void test_cii(void **state)
{
	(void)state;
	assert_int_equal(
		read_text(
			"<rsm:CrossIndustryInvoice "
			"xmlns:rsm='urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100'>"
			"<ExchangedDocument><ID>F2</ID><TypeCode>381</"
			"TypeCode><IssueDateTime><DateTimeString format='102'>20260131"
			"</DateTimeString></IssueDateTime></ExchangedDocument><SupplyChainTradeTransaction>"
			"<ApplicableHeaderTradeAgreement><BuyerTradeParty><Name>N</"
			"Name><SpecifiedLegalOrganization><ID>987654321</ID>"
			"</SpecifiedLegalOrganization><SpecifiedTaxRegistration><ID "
			"schemeID='FC'>1</ID></SpecifiedTaxRegistration>"
			"<SpecifiedTaxRegistration><ID "
			"schemeID='VA'>FR1</ID></SpecifiedTaxRegistration></BuyerTradeParty>"
			"</"
			"ApplicableHeaderTradeAgreement><ApplicableHeaderTradeSettlement><"
			"InvoiceCurrencyCode>EUR</InvoiceCurrencyCode>"
			"<SpecifiedTradePaymentTerms><DueDateDateTime><DateTimeString "
			"format='102'>20260302</DateTimeString>"
			"</DueDateDateTime></"
			"SpecifiedTradePaymentTerms><SpecifiedTradeSettlementHeaderMonetarySummation><"
			"GrandTotalAmount>"
			"110</GrandTotalAmount><DuePayableAmount>104.90</DuePayableAmount>"
			"</SpecifiedTradeSettlementHeaderMonetarySummation></ApplicableHeaderTradeSettlement>"
			"</SupplyChainTradeTransaction></rsm:CrossIndustryInvoice>"),
		ST_OK);
	assert_records("customer id=987654321 name=N siren=987654321 vat-number=FR1\n"
		       "control currency=EUR kind=notice name=Pièce F2 : à payer (TTC, moins acomptes, plus "
		       "arrondi) stated=104.90 found=110\n"
		       "export currency=EUR\n"
		       "document id=F2 customer=987654321 currency=EUR date=2026-01-31 amount=104.90 "
		       "type=credit-note due=2026-03-02\n"
		       "  part due=2026-03-02\n");
}

/* --- bank statements ---------------------------------------------------------------------------------------------------- */

#define CAMT_ENTRY(amount, sign, status, more)                                             \
	"<Ntry><Amt Ccy='EUR'>" amount "</Amt><CdtDbtInd>" sign "</CdtDbtInd><Sts>" status \
	"</Sts><BookgDt><Dt>2026-10-30</Dt>"                                               \
	"</BookgDt><AcctSvcrRef>R</AcctSvcrRef>" more "</Ntry>"

static void test_camt(void **state)
{
	(void)state;
	assert_int_equal(
		read_text(
			"<Document "
			"xmlns='urn:iso:std:iso:20022:tech:xsd:camt.053.001.08'><BkToCstmrStmt><Stmt><Id>S1</"
			"Id><Acct><Id>"
			"<IBAN>FR1</IBAN></Id></Acct>" CAMT_ENTRY(
				"100.00", "CRDT", "<Cd>BOOK</Cd>",
				"<NtryDtls><TxDtls><Refs><EndToEndId>NOTPROVIDED</EndToEndId></Refs><Amt "
				"Ccy='SEK'>0</Amt><RltdPties><Dbtr>"
				"<Pty><Nm>Payeur</Nm></Pty></Dbtr><DbtrAcct><Id><IBAN>DE1</IBAN></Id></"
				"DbtrAcct></RltdPties><RmtInf><Ustrd>un"
				"</Ustrd><Ustrd>deux</Ustrd><Strd><RfrdDocInf><Nb>F1</Nb></"
				"RfrdDocInf><CdtrRefInf><Ref>RF18</Ref></CdtrRefInf>"
				"</Strd><Strd><RfrdDocInf><Nb>F2</Nb></RfrdDocInf></Strd></RmtInf></TxDtls></"
				"NtryDtls>")
				CAMT_ENTRY("30.00", "CRDT", "BOOK",
					   "<NtryDtls><TxDtls><Refs><EndToEndId>E1</EndToEndId></"
					   "Refs><AmtDtls><TxAmt><Amt Ccy='EUR'>10.00</Amt></TxAmt>"
					   "</AmtDtls></TxDtls><TxDtls><AmtDtls><TxAmt><Amt "
					   "Ccy='EUR'>20.00</Amt></TxAmt></AmtDtls></TxDtls></NtryDtls>")
					CAMT_ENTRY("53.00", "DBIT", "BOOK",
						   "<NtryDtls><TxDtls><AmtDtls><InstdAmt><Amt "
						   "Ccy='EUR'>50.00</Amt></InstdAmt></"
						   "AmtDtls><RtrInf><Rsn><Cd>MS03</Cd>"
						   "</Rsn></RtrInf></TxDtls></NtryDtls>")
						CAMT_ENTRY("6.00", "DBIT", "BOOK", "<RvslInd>true</RvslInd>")
							CAMT_ENTRY("1.00", "CRDT", "PDNG", "") CAMT_ENTRY(
								"2.00", "CRDT", "BOOK",
								"<NtryDtls><Btch/></NtryDtls>")
								CAMT_ENTRY("9.00", "CRDT", "BOOK",
									   "<NtryDtls><TxDtls/><TxDtls/></"
									   "NtryDtls>") "</Stmt></"
											"BkToCstmrStmt></"
											"Document>"),
		ST_OK);
	assert_records(
		"bank currency=EUR date=2026-10-30 amount=100.00 kind=statement account-iban=FR1 "
		"entry-ref=R statement=S1\n"
		"  bank currency=SEK amount=0 applies=F1|F2 payer=Payeur iban=DE1 text=un deux "
		"structured=RF18\n"
		"bank currency=EUR date=2026-10-30 amount=30.00 kind=statement account-iban=FR1 "
		"entry-ref=R statement=S1\n"
		"  bank currency=EUR amount=10.00 end-to-end=E1\n  bank currency=EUR amount=20.00\n"
		"bank currency=EUR date=2026-10-30 amount=-53.00 kind=statement account-iban=FR1 "
		"entry-ref=R statement=S1\n"
		"  bank currency=EUR amount=50.00 return=1\n"
		"bank currency=EUR date=2026-10-30 amount=-6.00 kind=statement return=1 account-iban=FR1 "
		"entry-ref=R statement=S1\n"
		"bank currency=EUR date=2026-10-30 amount=2.00 kind=statement account-iban=FR1 "
		"entry-ref=R statement=S1\n"
		"bank currency=EUR date=2026-10-30 amount=9.00 kind=statement account-iban=FR1 "
		"entry-ref=R statement=S1\n"
		"  bank\n  bank\n");
	assert_finding("skipped-record", 1); /* the pending one */
}

static void test_camt_notification(void **state)
{
	(void)state;
	assert_int_equal(read_text("<Document "
				   "xmlns='urn:iso:std:iso:20022:tech:xsd:camt.054.001.02'><"
				   "BkToCstmrDbtCdtNtfctn><Ntfctn><Id>N"
				   "</Id>" CAMT_ENTRY("5.00", "CRDT", "BOOK",
						      "") "</Ntfctn></BkToCstmrDbtCdtNtfctn></Document>"),
			 ST_OK);
	assert_records(
		"bank currency=EUR date=2026-10-30 amount=5.00 kind=notification entry-ref=R statement=N\n");
	assert_int_equal(
		read_text("<Document "
			  "xmlns='urn:iso:std:iso:20022:tech:xsd:camt.053.001.02'><BkToCstmrStmt><GrpHdr/>"
			  "</BkToCstmrStmt></Document>"),
		ST_INPUT);
	assert_error("aucun compte", 0);
}

/* --- a customer file ------------------------------------------------------------------------------------------------------ */

static void test_customers(void **state)
{
	(void)state;
	assert_int_equal(read_text("Code client;Nom;Nature;Typologie;Adresse;Code "
				   "postal;Ville;E-mail;Conditions;Plafond\n"
				   "C1;\"Durand; Fils\";Entreprise;PME;12 rue X;01000;Bourg;a@b.fr;45 jours "
				   "fin de mois le 10;10 000,00\n"
				   "C2;Deux;particulier;;;;;;;\n"),
			 ST_OK);
	assert_records(
		"customer id=C1 kind=business segment=sme name=Durand; Fils credit-limit=10000.00 "
		"terms-days=45 "
		"terms-end-of-month=after terms-day=10\n"
		"  address purpose=billing line1=12 rue X postcode=01000 city=Bourg\n  contact email=a@b.fr\n"
		"customer id=C2 kind=consumer name=Deux\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define TEST(t) cmocka_unit_test_setup_teardown(t, setup, teardown)
		TEST(test_ubl),	      TEST(test_cii), TEST(test_camt), TEST(test_camt_notification),
		TEST(test_customers),
	};

	return cmocka_run_group_tests_name("read invoices", tests, NULL, NULL);
}
