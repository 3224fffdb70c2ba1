/* test_read_ledgers.c - ledgers and accounts through the mappings that are shipped; figures by hand. */
#include "read_fixture.h"

#include "base/banned.h"

/* --- SAF-T Norway and the OECD family --------------------------------------------------------------------------- */

#define SAFT_CUSTOMER                                                                                      \
	"<MasterFiles><Customers><Customer><Name>Kunde</Name><Address><StreetName>Gate</"                  \
	"StreetName><Number>4</Number>"                                                                    \
	"<City>Oslo</City><PostalCode>0238</PostalCode><Country>NO</Country><AddressType>BillingAddress</" \
	"AddressType>"                                                                                     \
	"</Address><Address><StreetName>n.a</StreetName><City>n.a</City><PostalCode>n.a</PostalCode></"    \
	"Address>"                                                                                         \
	"<CustomerID>1</CustomerID>"

#define SAFT_LINES                                                                                          \
	"<GeneralLedgerEntries><Journal><JournalID>J</JournalID><Transaction><TransactionID>T1</"           \
	"TransactionID>"                                                                                    \
	"<TransactionDate>2017-01-12</TransactionDate>"                                                     \
	"<Line><RecordID>1</RecordID><AccountID>3000</AccountID><CustomerID>1</"                            \
	"CustomerID><CreditAmount><Amount>100"                                                              \
	"</Amount></CreditAmount></Line>"                                                                   \
	"<Line><RecordID>2</RecordID><AccountID>1500</AccountID><ValueDate>2017-01-13</"                    \
	"ValueDate><SourceDocumentID>S"                                                                     \
	"</SourceDocumentID><CustomerID>1</CustomerID><Description>Salg</"                                  \
	"Description><DebitAmount><Amount>125.5"                                                            \
	"</Amount></DebitAmount><DueDate>2017-02-13</DueDate><ReferenceNumber>KID</ReferenceNumber></Line>" \
	"<Line><RecordID>3</RecordID><AccountID>1510</AccountID><CustomerID>1</"                            \
	"CustomerID><CreditAmount><Amount>20"                                                               \
	"</Amount></CreditAmount><CrossReference>A</CrossReference><CrossReference>B</CrossReference></"    \
	"Line>"                                                                                             \
	"<Line><RecordID>4</RecordID><AccountID>1500</AccountID><DebitAmount><Amount>9</Amount></"          \
	"DebitAmount></Line>"                                                                               \
	"</Transaction></Journal></GeneralLedgerEntries>"

static void test_saft_no(void **state)
{
	(void)state;
	assert_int_equal(
		read_text("<n1:AuditFile "
			  "xmlns:n1='urn:StandardAuditFile-Taxation-Financial:NO'><Header><Company>"
			  "<RegistrationNumber>888</RegistrationNumber></Company><DefaultCurrencyCode>NOK</"
			  "DefaultCurrencyCode>"
			  "<SelectionCriteria><PeriodStart>1</PeriodStart><PeriodStartYear>2017</"
			  "PeriodStartYear>"
			  "<PeriodEnd>04</PeriodEnd><PeriodEndYear>2017</PeriodEndYear></SelectionCriteria></"
			  "Header>" SAFT_CUSTOMER
			  "<AccountID>1500</AccountID><OpeningCreditBalance>50</OpeningCreditBalance>"
			  "<ClosingDebitBalance>75.5</ClosingDebitBalance><PartyInfo><PaymentTerms><Days>30</"
			  "Days><FreeBillingMonth>true"
			  "</FreeBillingMonth></PaymentTerms></PartyInfo></Customer></Customers></"
			  "MasterFiles>" SAFT_LINES "</n1:AuditFile>"),
		ST_OK);
	assert_records(
		"export company=888 currency=NOK extracted=2017-04-30 opening-date=2017-01-01\n"
		"customer id=1 name=Kunde terms-days=30 terms-end-of-month=before opening=-50 closing=75.5 "
		"receivable-account=1500\n"
		"  address purpose=billing line1=Gate 4 postcode=0238 city=Oslo country=NO\n"
		"document id=J-T1-2 customer=1 date=2017-01-13 amount=125.5 type=invoice number=S "
		"due=2017-02-13 label=Salg "
		"reference=KID account=1500\n");
}

/* From 1.30 on, accounts and balances stand in BalanceAccount, which may be repeated; a file without a namespace. */
static void test_saft_no_130(void **state)
{
	(void)state;
	assert_int_equal(
		read_text("<AuditFile><Header><AuditFileVersion>1.30</AuditFileVersion><AuditFileCountry>NO</"
			  "AuditFileCountry>"
			  "<AuditFileDateCreated>2025-03-01</"
			  "AuditFileDateCreated><SelectionCriteria><SelectionStartDate>2025-01-01"
			  "</SelectionStartDate><SelectionEndDate>2025-02-28</SelectionEndDate></"
			  "SelectionCriteria></Header>" SAFT_CUSTOMER
			  "<BalanceAccount><AccountID>1500</AccountID><OpeningDebitBalance>10</"
			  "OpeningDebitBalance><ClosingDebitBalance>"
			  "135.5</ClosingDebitBalance></BalanceAccount><BalanceAccount><AccountID>1510</"
			  "AccountID><OpeningCreditBalance>4"
			  "</OpeningCreditBalance><ClosingCreditBalance>24</ClosingCreditBalance></"
			  "BalanceAccount></Customer>"
			  "</Customers></MasterFiles>" SAFT_LINES "</AuditFile>"),
		ST_OK);
	assert_seen("export extracted=2025-02-28 opening-date=2025-01-01\n");
	assert_seen("customer id=1 name=Kunde opening=6 closing=111.5 receivable-account=1500\n");
	assert_seen("document id=J-T1-2 ");
	assert_seen("document id=J-T1-3 customer=1 date=2017-01-12 amount=20 type=payment number=J-T1 "
		    "applies=A|B account=1510\n");
	assert_int_equal(result.records, 5);
}

static void test_saft_oecd(void **state)
{
	(void)state;
	assert_int_equal(
		read_text(
			"<nsSAFT:AuditFile "
			"xmlns:nsSAFT='mfp:anaf:dgti:d406:declaratie:v1'><nsSAFT:Header><nsSAFT:"
			"DefaultCurrencyCode>"
			"RON</nsSAFT:DefaultCurrencyCode></"
			"nsSAFT:Header><nsSAFT:MasterFiles><nsSAFT:Customers><nsSAFT:Customer>"
			"<nsSAFT:CompanyStructure><nsSAFT:Name>Client</"
			"nsSAFT:Name><nsSAFT:Address><nsSAFT:City>Cluj</nsSAFT:City>"
			"</nsSAFT:Address></nsSAFT:CompanyStructure><nsSAFT:CustomerID>C</"
			"nsSAFT:CustomerID><nsSAFT:AccountID>4111"
			"</nsSAFT:AccountID><nsSAFT:OpeningDebitBalance>0</"
			"nsSAFT:OpeningDebitBalance><nsSAFT:ClosingDebitBalance>30"
			"</nsSAFT:ClosingDebitBalance></nsSAFT:Customer></nsSAFT:Customers></"
			"nsSAFT:MasterFiles>"
			"<nsSAFT:GeneralLedgerEntries><nsSAFT:Journal><nsSAFT:JournalID>V</"
			"nsSAFT:JournalID><nsSAFT:Transaction>"
			"<nsSAFT:TransactionID>1</nsSAFT:TransactionID><nsSAFT:TransactionDate>2025-05-05</"
			"nsSAFT:TransactionDate>"
			"<nsSAFT:TransactionLine><nsSAFT:RecordID>7</nsSAFT:RecordID><nsSAFT:AccountID>4111</"
			"nsSAFT:AccountID>"
			"<nsSAFT:CustomerID>C</nsSAFT:CustomerID><nsSAFT:DebitAmount><nsSAFT:Amount>30.00</"
			"nsSAFT:Amount>"
			"</nsSAFT:DebitAmount></nsSAFT:TransactionLine></nsSAFT:Transaction></nsSAFT:Journal>"
			"</nsSAFT:GeneralLedgerEntries></nsSAFT:AuditFile>"),
		ST_OK);
	assert_records("export currency=RON\ncustomer id=C name=Client opening=0 closing=30 "
		       "receivable-account=4111\n"
		       "  address city=Cluj\n"
		       "document id=V-1-7 customer=C date=2025-05-05 amount=30.00 type=invoice number=V-1 "
		       "account=4111\n");
}

/* --- SAF-T Portugal --------------------------------------------------------------------------------------------- */

#define PT_INVOICE(no, status, type, gross, more)                                                            \
	"<Invoice><InvoiceNo>" no "</InvoiceNo><DocumentStatus><InvoiceStatus>" status                       \
	"</InvoiceStatus></DocumentStatus>"                                                                  \
	"<InvoiceDate>2017-09-17</InvoiceDate><InvoiceType>" type "</InvoiceType><CustomerID>C</CustomerID>" \
	"<DocumentTotals><GrossTotal>" gross "</GrossTotal></DocumentTotals>" more "</Invoice>"

#define PT_PAYMENT(no, status, on, more)                                                      \
	"<Payment><PaymentRefNo>" no                                                          \
	"</PaymentRefNo><TransactionDate>2017-10-22</TransactionDate><DocumentStatus>"        \
	"<PaymentStatus>" status                                                              \
	"</PaymentStatus></DocumentStatus><CustomerID>C</CustomerID><Line><SourceDocumentID>" \
	"<OriginatingON>" on                                                                  \
	"</OriginatingON></SourceDocumentID><CreditAmount>900</CreditAmount></Line>" more "</Payment>"

static void test_saft_pt(void **state)
{
	(void)state;
	assert_int_equal(
		read_text(
			"<AuditFile "
			"xmlns='urn:OECD:StandardAuditFile-Tax:PT_1.04_01'><Header><CurrencyCode>EUR</"
			"CurrencyCode>"
			"<EndDate>2018-01-31</EndDate></Header><MasterFiles><Customer><CustomerID>C</"
			"CustomerID><CustomerTaxID>"
			"999999990</CustomerTaxID><CompanyName>X</"
			"CompanyName><BillingAddress><AddressDetail>Desconhecido"
			"</AddressDetail></BillingAddress></Customer></"
			"MasterFiles><SourceDocuments><SalesInvoices>" PT_INVOICE(
				"1 A/1", "N", "FT", "1200.00",
				"<WithholdingTax><WithholdingTaxAmount>150.00</WithholdingTaxAmount></"
				"WithholdingTax>") PT_INVOICE("1 A/2", "A", "FT", "5.00",
							      "") PT_INVOICE("1 A/3", "R", "FT", "7000.00",
									     "")
				PT_INVOICE("1 A/4", "N", "FR", "120.00", "") PT_INVOICE(
					"2 A/1", "N", "NC", "20.00",
					"<Line><References><Reference>1 A/1</Reference></References></Line>"
					"<Line><References><Reference>1 "
					"A/1</Reference></References></Line>") "</"
									       "SalesInvoices><"
									       "Payments>" PT_PAYMENT(
										       "P 1", "N",
										       "1 "
										       "A/1",
										       "<Doc"
										       "umen"
										       "tTot"
										       "als>"
										       "<Gro"
										       "ssTo"
										       "tal>"
										       "1100"
										       ".00<"
										       "/Gro"
										       "ssTo"
										       "tal>"
										       "<Set"
										       "tlem"
										       "ent>"
										       "<Set"
										       "tlem"
										       "entA"
										       "moun"
										       "t>"
										       "100"
										       "</"
										       "Sett"
										       "leme"
										       "ntAm"
										       "ount"
										       "></"
										       "Sett"
										       "leme"
										       "nt><"
										       "/Doc"
										       "umen"
										       "tTot"
										       "als>"
										       "<Wit"
										       "hhol"
										       "ding"
										       "Tax>"
										       "<Wit"
										       "hhol"
										       "ding"
										       "TaxA"
										       "moun"
										       "t>"
										       "150."
										       "00"
										       "</"
										       "With"
										       "hold"
										       "ingT"
										       "axAm"
										       "ount"
										       "></"
										       "With"
										       "hold"
										       "ingT"
										       "ax>") PT_PAYMENT("P "
													 "2",
													 "A",
													 "1 "
													 "A/"
													 "1",
													 "<Do"
													 "cum"
													 "ent"
													 "To"
													 "tal"
													 "s><"
													 "Gro"
													 "ssT"
													 "ota"
													 "l>"
													 "1."
													 "00<"
													 "/"
													 "Gro"
													 "ssT"
													 "ota"
													 "l>"
													 "</"
													 "Doc"
													 "ume"
													 "ntT"
													 "ot"
													 "als"
													 ">")
										       PT_PAYMENT(
											       "P "
											       "3",
											       "N",
											       "9 "
											       "Z/"
											       "9",
											       "<Do"
											       "cum"
											       "ent"
											       "Tot"
											       "als"
											       "><"
											       "Gro"
											       "ssT"
											       "ota"
											       "l>"
											       "70."
											       "00<"
											       "/Gr"
											       "oss"
											       "Tot"
											       "al>"
											       "</"
											       "Doc"
											       "ume"
											       "ntT"
											       "ota"
											       "ls"
											       ">") "</"
												    "Payments"
												    "></"
												    "SourceDo"
												    "cuments>"
												    "</"
												    "AuditFil"
												    "e>"),
		ST_OK);
	assert_records(
		"export currency=EUR extracted=2018-01-31\ncustomer id=C kind=consumer name=X\n"
		"document id=1 A/1 customer=C date=2017-09-17 amount=1200.00 type=invoice\n"
		"document id=1 A/1 retenue customer=C date=2017-09-17 amount=150.00 type=credit-note "
		"label=Retenue à la source sur la facture 1 A/1 applies=1 A/1\n"
		"document id=2 A/1 customer=C date=2017-09-17 amount=20.00 type=credit-note applies=1 A/1\n"
		"document id=P 1 customer=C date=2017-10-22 amount=950.00 type=payment applies=1 A/1\n"
		"document id=P 1 escompte customer=C date=2017-10-22 amount=100 type=credit-note "
		"label=Escompte sur le règlement P 1 applies=1 A/1\n"
		"document id=P 3 customer=C date=2017-10-22 amount=70.00 type=payment applies=9 Z/9\n");
	assert_finding("skipped-record", 4);
	assert_int_equal(read_text("<AuditFile xmlns='urn:OECD:StandardAuditFile-Tax:AO_1.01_01'/>"),
			 ST_INPUT);
	assert_error("SalesInvoices", 0);
}

/* --- FEC ------------------------------------------------------------------------------------------------------------ */

#define FEC_HEAD                                                                                             \
	"JournalCode\tJournalLib\tEcritureNum\tEcritureDate\tCompteNum\tCompteLib\tCompAuxNum\tCompAuxLib\t" \
	"PieceRef\t"                                                                                         \
	"PieceDate\tEcritureLib\tDebit\tCredit\tEcritureLet\tDateLet\tValidDate\tMontantdevise\tIdevise\n"

static void test_fec(void **state)
{
	(void)state;
	assert_int_equal(
		read_text(
			FEC_HEAD
			"VE\tVentes\t1\t20240115\t411000\tClients\tC1\tUn\tF1\t20240110\tFacture\t1200,00\t0,"
			"00\tAA\t20240301\t\t\t\n"
			"VE\tVentes\t1\t20240115\t706000\tVentes\t\t\tF1\t20240110\tFacture\t0,00\t1200,00\n"
			"VE\tVentes\t2\t20240116\t411000\tClients\tC1\tUn\tA1\t20240116\tAvoir\t0\t20\n"
			"BQ\tBanque\t3\t20240301\t411000\tClients\tC1\tUn\tV1\t\tVirement\t+0,00\t0001200."
			"00\tAA\n"
			"BQ\tBanque\t4\t20240302\t41600\tDouteux\t\t\tV2\t\tRejet\t15\t\n"
			"AN\tA nouveaux\t5\t20240101\t4191\tAvances\tC2\tDeux\tx\t20231205\tAvance\t\t100\n"
			"OD\tDivers\t6\t20240131\t4181\tA établir\tC2\tDeux\t\t20240131\tFAE\t55\t\n"
			"OD\tDivers\t7\t20240131\tACH1\tFaux\tC2\tDeux\t\t20240131\tFAE\t56\t\n"
			"OD\tDivers\t8\t20240131\t411000\tClients\tC2\tDeux\t\t20240131\tFaux\tN/A\t\n"),
		ST_OK);
	assert_records("export currency=EUR\n"
		       "document id=20240115-VE-1-1 customer=C1 date=2024-01-10 amount=1200.00 name=Un "
		       "type=invoice number=F1 label=Facture "
		       "reference=F1 group=AA group-date=2024-03-01 account=411000 posted=2024-01-15\n"
		       "document id=20240116-VE-2-3 customer=C1 date=2024-01-16 amount=20 name=Un "
		       "type=credit-note number=A1 label=Avoir "
		       "reference=A1 account=411000 posted=2024-01-16\n"
		       "document id=20240301-BQ-3-4 customer=C1 date=2024-03-01 amount=0001200.00 name=Un "
		       "type=payment number=V1 "
		       "label=Virement reference=V1 group=AA account=411000 posted=2024-03-01\n"
		       "document id=20240302-BQ-4-5 customer=41600 date=2024-03-02 amount=15 name=Douteux "
		       "type=refund number=V2 label=Rejet "
		       "reference=V2 account=41600 posted=2024-03-02\n"
		       "document id=20240101-AN-5-6 customer=C2 date=2023-12-05 amount=100 name=Deux "
		       "type=opening-credit number=5 "
		       "label=Avance account=4191 posted=2024-01-01\n"
		       "document id=20240131-OD-8-9 customer=C2 date=2024-01-31 name=Deux number=8 "
		       "label=Faux debit=N/A account=411000 "
		       "posted=2024-01-31\n"
		       "control documents=6 balance=-105.00\n");
	assert_finding("doubtful-record", 1); /* ACH1 is no account */
	assert_finding("unknown-column", 0);
}

static void test_fec_signed_columns(void **state)
{
	(void)state;
	assert_int_equal(read_text("journalcode|JournalLib|EcritureNum| EcritureDate "
				   "|CompteNum|CompAuxNum|Montant|Sens|Extra\n"
				   "V|V|1|31/12/2024|411|C1|-2500,00|C||\n"
				   "V|V|2|20241231|413|C1|10|d|z\n"),
			 ST_OK);
	assert_seen("document id=31/12/2024-V-1-1 customer=C1 date=2024-12-31 amount=2500.00 name=C1 "
		    "type=invoice "
		    "number=1 account=411 "
		    "posted=2024-12-31\n");
	assert_seen("document id=20241231-V-2-2 customer=C1 date=2024-12-31 amount=10 name=C1 type=invoice ");
	assert_seen("control documents=2 balance=2510.00\n");
	assert_finding("unknown-column", 1);
}

static void test_fec_xml(void **state)
{
	(void)state;
	assert_int_equal(
		read_text(
			"<?xml version='1.0' "
			"encoding='ISO-8859-1'?><comptabilite><exercice><DateCloture>2023-12-31</DateCloture>"
			"<journal><JournalCode>VE</JournalCode><JournalLib>Ventes</"
			"JournalLib><ecriture><EcritureNum>0</EcritureNum>"
			"<EcritureDate>2023-05-31T00:00:00</EcritureDate><EcritureLib>Ch\xE9ri</"
			"EcritureLib><PieceRef>F1</PieceRef>"
			"<PieceDate>2023-05-30</PieceDate><EcritureLet>B</EcritureLet><ValidDate></ValidDate>"
			"<ligne><CompteNum>411000</CompteNum><CompteLib>Clients</CompteLib><CompteAuxNum>C1</"
			"CompteAuxNum>"
			"<CompteAuxLib>Un</CompteAuxLib><Debit>1.25E2</Debit></ligne>"
			"<ligne><CompteNum>706</CompteNum><CompteLib>V</CompteLib><Credit>125</Credit></"
			"ligne>"
			"<ligne><CompteNum>411000</CompteNum><CompteLib>Clients</CompteLib><CompAuxNum>C2</"
			"CompAuxNum>"
			"<Montant>6.5</Montant><Sens>-1</Sens></ligne></ecriture></journal></exercice></"
			"comptabilite>"),
		ST_OK);
	assert_records("export currency=EUR\nexport extracted=2023-12-31\n"
		       "document id=2023-05-31T00:00:00-VE-0-1 customer=C1 date=2023-05-30 amount=125 "
		       "name=Un type=invoice number=F1 "
		       "label=Chéri reference=F1 group=B account=411000 posted=2023-05-31\n"
		       "document id=2023-05-31T00:00:00-VE-0-3 customer=C2 date=2023-05-30 amount=6.5 "
		       "name=Clients type=credit-note "
		       "number=F1 label=Chéri reference=F1 group=B account=411000 posted=2023-05-31\n"
		       "control documents=2 balance=118.5\n");
}

/* --- GnuCash, Sage ---------------------------------------------------------------------------------------------------- */

#define GNC_SLOT(key, value) "<slot><slot:key>" key "</slot:key><slot:value>" value "</slot:value></slot>"
#define GNC_SPLIT(id, value, account, lot)                                                                  \
	"<trn:split><split:id>" id "</split:id><split:value>" value "</split:value><split:account>" account \
	"</split:account>" lot "</trn:split>"

static void test_gnucash(void **state)
{
	(void)state;
	assert_int_equal(
		read_text(
			"<gnc-v2><gnc:book>"
			"<gnc:account><act:name>R</act:name><act:id>root</act:id><act:type>ROOT</"
			"act:type><act:commodity><cmdty:id>EUR"
			"</cmdty:id></act:commodity></gnc:account>"
			"<gnc:account><act:name>Créances</act:name><act:id>ar</act:id><act:type>RECEIVABLE</"
			"act:type></gnc:account>"
			"<gnc:account><act:name>Dettes</act:name><act:id>ap</act:id><act:type>PAYABLE</"
			"act:type></gnc:account>"
			"<gnc:transaction><trn:id>t1</trn:id><trn:currency><cmdty:id>EUR</cmdty:id></"
			"trn:currency><trn:num>R1</trn:num>"
			"<trn:date-posted><ts:date>2023-08-13 22:59:00 "
			"+0000</ts:date></trn:date-posted><trn:description>D"
			"</trn:description><trn:slots>" GNC_SLOT(
				"trans-date-due", "<ts:date>2023-08-23 10:59:00 +0000</ts:date>")
				GNC_SLOT("trans-txn-type", "I") GNC_SLOT(
					"date-posted",
					"<gdate>2023-08-14</gdate>") "</trn:slots><trn:splits>" GNC_SPLIT("s"
													  "1",
													  "19"
													  "09"
													  "95"
													  "/1"
													  "0"
													  "0",
													  "a"
													  "r",
													  "<s"
													  "pl"
													  "it"
													  ":l"
													  "ot"
													  ">L"
													  "1<"
													  "/s"
													  "pl"
													  "it"
													  ":l"
													  "ot"
													  ">")
					GNC_SPLIT(
						"s2", "-190995/100", "x",
						"") "</trn:splits></gnc:transaction>"
						    "<gnc:transaction><trn:id>t2</"
						    "trn:id><trn:currency><cmdty:id>EUR</cmdty:id></"
						    "trn:currency><trn:date-posted>"
						    "<ts:date>2023-08-17 10:59:00 "
						    "+0000</ts:date></trn:date-posted><trn:slots>" GNC_SLOT(
							    "trans-txn-type",
							    "P") "</trn:slots><trn:splits>" GNC_SPLIT("s3",
												      "-12000"
												      "0/100",
												      "ar",
												      "<split"
												      ":lot>"
												      "L1</"
												      "split:"
												      "lot>")
							    GNC_SPLIT("s4", "-500/100", "ar", "") GNC_SPLIT(
								    "s5", "7/1", "ap",
								    "<split:lot>L2</split:lot>") "</"
												 "trn:splits>"
												 "</"
												 "gnc:"
												 "transaction"
												 ">"
												 "<gnc:"
												 "GncBillTerm"
												 "><billterm:"
												 "guid>bt</"
												 "billterm:"
												 "guid><"
												 "billterm:"
												 "proximo><"
												 "bt-prox:"
												 "due-day>15<"
												 "/bt-prox:"
												 "due-day>"
												 "</"
												 "billterm:"
												 "proximo></"
												 "gnc:"
												 "GncBillTerm"
												 ">"
												 "<gnc:"
												 "GncCustomer"
												 "><cust:"
												 "guid>g1</"
												 "cust:guid><"
												 "cust:name>"
												 "Client</"
												 "cust:name><"
												 "cust:id>"
												 "000001</"
												 "cust:id><"
												 "cust:addr>"
												 "<addr:name>"
												 "M. "
												 "X</"
												 "addr:name><"
												 "addr:addr1>"
												 "Rue</"
												 "addr:addr1>"
												 "</"
												 "cust:addr><"
												 "cust:terms>"
												 "bt</"
												 "cust:terms>"
												 "<cust:"
												 "credit>0/"
												 "1</"
												 "cust:"
												 "credit></"
												 "gnc:"
												 "GncCustomer"
												 ">"
												 "<gnc:"
												 "GncInvoice>"
												 "<invoice:"
												 "guid>i1</"
												 "invoice:"
												 "guid><"
												 "invoice:id>"
												 "R1</"
												 "invoice:id>"
												 "<invoice:"
												 "owner><"
												 "owner:type>"
												 "gncJob"
												 "</"
												 "owner:type>"
												 "<owner:id>"
												 "j1</"
												 "owner:id></"
												 "invoice:"
												 "owner><"
												 "invoice:"
												 "postlot>L1<"
												 "/invoice:"
												 "postlot></"
												 "gnc:"
												 "GncInvoice>"
												 "<gnc:"
												 "GncInvoice>"
												 "<invoice:"
												 "id>draft</"
												 "invoice:id>"
												 "<invoice:"
												 "owner><"
												 "owner:id>"
												 "g1</"
												 "owner:id></"
												 "invoice:"
												 "owner></"
												 "gnc:"
												 "GncInvoice>"
												 "<gnc:"
												 "GncJob><"
												 "job:guid>"
												 "j1</"
												 "job:guid><"
												 "job:owner><"
												 "owner:id>"
												 "g1</"
												 "owner:id></"
												 "job:owner><"
												 "/gnc:"
												 "GncJob>"
												 "</"
												 "gnc:book></"
												 "gnc-v2>"),
		ST_OK);
	assert_records("export currency=EUR\n"
		       "document id=s1 customer=000001 currency=EUR date=2023-08-14 amount=1909.95 "
		       "name=Créances type=invoice number=R1 "
		       "due=2023-08-23 label=D group=L1 account=ar\n"
		       "document id=s3 customer=000001 currency=EUR date=2023-08-17 amount=1200 "
		       "name=Créances type=payment number=R1 "
		       "group=L1 account=ar\n"
		       "document id=s4 customer=Créances currency=EUR date=2023-08-17 amount=5 name=Créances "
		       "type=payment number=t2 "
		       "account=ar\n"
		       "customer id=000001 name=Client terms-days=0 terms-end-of-month=after terms-day=15\n"
		       "  address purpose=billing line1=M. X line2=Rue\n"
		       "control currency=EUR documents=3 balance=704.95\n");
}

static void test_sage(void **state)
{
	(void)state;
	assert_int_equal(read_text("<ECX><INFORMATION CODEDOSSIER='S' DATECREATION='2019-10-24'/><PC><COMPTE "
				   "COMPTE='411001' NOM='Un' SOLDE=' 5'/>"
				   "<COMPTE COMPTE='401001' NOM='F' SOLDE=' 0'/></PC><JOURNAL CODE='12' "
				   "TYPEJOURNAL='V'><PIECE DATEECR='2018-01-12'>"
				   "<LIGNE CARLETTRAGE='' COMPTE='411001' DATEECR='2018-01-12' LIBMANU='L' "
				   "MONTANTREF=' 4363.49' REFERENCE='001' SENS='1'/>"
				   "<LIGNE COMPTE='707' MONTANTREF=' .25' SENS='-1'/><LIGNE COMPTE='411001' "
				   "MONTANTREF=' .25' SENS='-1' CARLETTRAGE='A'/>"
				   "</PIECE></JOURNAL></ECX>"),
			 ST_OK);
	assert_records("export company=S currency=EUR extracted=2019-10-24\n"
		       "customer id=411001 name=Un closing-notice=5 receivable-account=411001\n"
		       "document id=2018-01-12-12-1 customer=411001 date=2018-01-12 amount=4363.49 "
		       "name=411001 type=invoice number=001 "
		       "label=L reference=001 account=411001\n"
		       "document id=2018-01-12-12-3 customer=411001 date=2018-01-12 amount=0.25 name=411001 "
		       "type=credit-note group=A "
		       "account=411001\n"
		       "control documents=2 balance=4363.24\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define TEST(t) cmocka_unit_test_setup_teardown(t, setup, teardown)
		TEST(test_saft_no), TEST(test_saft_no_130), TEST(test_saft_oecd),	   TEST(test_saft_pt),
		TEST(test_fec),	    TEST(test_fec_xml),	    TEST(test_fec_signed_columns), TEST(test_gnucash),
		TEST(test_sage),
	};

	return cmocka_run_group_tests_name("read ledgers", tests, NULL, NULL);
}
