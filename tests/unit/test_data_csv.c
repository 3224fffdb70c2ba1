/*
 * test_data_csv.c - the data files of a run, byte by byte, from an assessment
 * made by hand: two customers, EUR and JPY, a letter and a customer without one.
 */
#include "assessment_fixture.h"

#include "post/data_csv.h"

#include "base/banned.h"

/* The whole of NAME.csv. */
static const char *written(const char *name)
{
	const char *text = read_file(in_folder(arena_printf(mem, "%s.csv", name)));

	assert_non_null(text);
	return text;
}

static void write_all(void)
{
	make_all();
	assert_int_equal(data_csv_write(quiet, &all, folder), ST_OK);
}

static void balance(void **state)
{
	(void)state;
	write_all();
	assert_string_equal(written("balance-agee"),
			    "customer,name,currency,balance,not_due,d1_30,d31_60,d61_90,d91_120,over_120,"
			    "unapplied,no_due_date,class,"
			    "computed_class,points,profile,kind,segment,owner,siren,credit_limit,equivalent,"
			    "overdue,disputed,"
			    "oldest_late,average_delay,interest,indemnity,provision_base,provision,provision_"
			    "existing,doubtful,"
			    "insolvency,judgment,declaration_deadline\r\n"
			    "C1,\"Durand, « père » & "
			    "\"\"fils\"\"\",EUR,9500.00,0.00,0.00,0.00,0.00,10000.00,0.00,-500.00,0.00,B,"
			    "C,5,good,business,sme,,,5000.00,9500.00,10000.00,0.00,108,-0.5,372.11,40.00,0."
			    "00,0.00,0.00,0.00,,,\r\n"
			    "C2,Mme Łęcka,JPY,1000,0,0,0,0,0,0,0,1000,N,"
			    "N,0,unknown,consumer,,,,,,0,0,0,,0,0.00,0,0,0,0,,,\r\n");
}

static void net_view_and_insolvency(void **state)
{
	const char *text;
	struct net_columns net = { .not_due = 0 };

	(void)state;
	make_all();
	policy.net_view = true;
	position[0].net = position[1].net = &net;
	net.bucket[3] = 950000;
	customer[0].insolvency = INSOLVENCY_REDRESSEMENT;
	customer[0].judgment = date_parse("2025-08-01");
	customer[0].published = date_parse("2025-08-10");
	assert_int_equal(data_csv_write(quiet, &all, folder), ST_OK);
	policy.net_view = false;
	text = written("balance-agee");
	assert_non_null(
		strstr(text, ",declaration_deadline,net_not_due,net_d1_30,net_d31_60,net_d61_90,net_d91_120,"
			     "net_over_120,net_unapplied,net_no_due_date\r\n"));
	assert_non_null(strstr(
		text, ",redressement,2025-08-01,2025-10-10,0.00,0.00,0.00,0.00,9500.00,0.00,0.00,0.00\r\n"));
}

static void items(void **state)
{
	(void)state;
	write_all();
	assert_string_equal(
		written("pieces"),
		"customer,document,number,type,date,due,currency,amount,open,days_late,bucket,"
		"site,order,label,disputed,promise_until,broken_promise,left_out,until,asked,last_level,"
		"last_reminder,prescription\r\n"
		"C1,F1,F1,invoice,2025-04-15,2025-05-15,EUR,10000.00,10000.00,108,d91_120,"
		",PO-77,,0.00,,no,,,10000.00,1,2025-06-10,2030-05-15\r\n"
		"C1,A1,A1,credit-note,2025-06-01,,EUR,-500.00,-500.00,,unapplied,,,,,,,,,,,,\r\n"
		"C2,F2,F2,invoice,2025-06-01,,JPY,1000,1000,,no_due_date,,,,0,,no,disputed,2025-09-30,0,0,,"
		"2027-06-01\r\n");
}

static void penalties(void **state)
{
	const char *head = "customer,document,currency,kind,from,to,days,rate,base,amount,number,status,"
			   "origin,claimed\r\n";

	(void)state;
	write_all();
	assert_string_equal(written("penalites"),
			    arena_printf(mem,
					 "%sC1,F1,EUR,interest,2025-05-16,2025-06-30,46,13.15,10000.00,165."
					 "73,F1,open,business,yes\r\n"
					 "C1,F1,EUR,interest,2025-07-01,2025-08-31,62,12.15,10000.00,206.38,"
					 "F1,open,business,yes\r\n"
					 "C1,F1,EUR,indemnity,,,,,,40.00,F1,open,,yes\r\n",
					 head));
	ledger.extra = &(struct extra){ .kind = EXTRA_DISPUTE,
					.next = NONE,
					.date = DATE_NONE,
					.until = DATE_NONE,
					.text = "",
					.step = "" };
	ledger.extras = 1;
	document[0].extras = 0;
	decision[0].step = NULL;
	view.as_of = date_parse("2025-05-16");
	customer[0].has_penalty_rate = true;
	customer[0].penalty_rate = 12 * RATE_ONE + 345000;
	assert_int_equal(data_csv_write(quiet, &all, folder), ST_OK);
	assert_string_equal(written("penalites"),
			    arena_printf(mem,
					 "%sC1,F1,EUR,interest,2025-05-16,2025-05-16,1,12.345,10000.00,3.38,"
					 "F1,disputed,contract,no\r\n"
					 "C1,F1,EUR,indemnity,,,,,,40.00,F1,disputed,,no\r\n",
					 head));
}

static void decisions(void **state)
{
	(void)state;
	write_all();
	assert_string_equal(
		written("decisions"),
		"customer,currency,action,level,channel,amount,reason,until,"
		"site,scenario,principal,credits,interest,indemnity,oldest_late,last_reminder,"
		"priority,priority_why,documents\r\n"
		"C1,EUR,firm-reminder,2,email+letter,9500.00,due,,,standard,10000.00,-500.00,372.11,40.00,"
		"108,2025-06-10,12,\"9\u202f500,00\u00a0EUR\u00a0: 0 ; 0\u00a0j de retard\u00a0: 0 ; classe "
		"B\u00a0: 0 ; "
		"total\u00a0: 12\",F1\r\n"
		"C2,JPY,none,0,,0,disputed,2025-09-30,,,0,0,0,0.00,0,,0,0\u00a0JPY\u00a0: 0 ; 0\u00a0j de "
		"retard\u00a0: 0 ; "
		"classe N\u00a0: 0 ; total\u00a0: 0,\r\n");
}

static void figures(void **state)
{
	(void)state;
	write_all();
	assert_string_equal(written("chiffres"), "code,label,unit,value,missing,formula\r\n"
						 "dso,DSO,days,82.4,,\"30 + 31 + 21,4\"\r\n"
						 "receivables,Encours,EUR,9500.00,,\r\n"
						 "cei,CEI,percent,,non calculable : pas de clôture,\r\n");
}

static void rejects_and_findings(void **state)
{
	int file = diag_file(quiet, "export.xml");

	(void)state;
	diag_reject(quiet, "duplicate", (struct place){ file, 12 }, "C1", "F1", true, -12345,
		    currency_find("TND"), "pièce « %s » déjà lue", "F1");
	diag_reject(quiet, "no-amount", (struct place){ file, 7 }, "C1", "", false, 0, CUR_NONE,
		    "montant illisible");
	diag_finding(quiet, SEV_WARNING, "no-kind", (struct place){ file, 3 }, "client « C2 » sans nature");
	diag_finding(quiet, SEV_WARNING, "no-kind", NOWHERE, "client « C3 » sans nature");
	write_all();
	assert_string_equal(written("rejets"),
			    "file,line,customer,document,reason,amount,currency,message\r\n"
			    "export.xml,7,C1,,no-amount,,,montant illisible\r\n"
			    "export.xml,12,C1,F1,duplicate,-12.345,TND,pièce « F1 » déjà lue\r\n");
	assert_non_null(
		strstr(written("qualite"), "no-kind,warning,2,export.xml,3,client « C2 » sans nature\r\n"));
	assert_non_null(strstr(written("qualite"), "no-kind,warning,2,,,client « C3 » sans nature\r\n"));
}

static void names_of_the_files(void **state)
{
	size_t i = 0;

	(void)state;
	write_all();
	for (; data_csv_name(i); i++)
		assert_non_null(read_file(in_folder(arena_printf(mem, "%s.csv", data_csv_name(i)))));
	assert_int_equal(i, 7);
}

static void failures(void **state)
{
	(void)state;
	make_all();
	assert_int_equal(data_csv_write(quiet, &all, in_folder("missing")), ST_OUTPUT);
	view.as_of = date_parse("2026-01-01"); /* a half-year that the table does not have */
	assert_int_equal(data_csv_write(quiet, &all, folder), ST_CONFIG);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		TEST(balance),
		TEST(net_view_and_insolvency),
		TEST(items),
		TEST(penalties),
		TEST(decisions),
		TEST(figures),
		TEST(rejects_and_findings),
		TEST(names_of_the_files),
		TEST(failures),
	};

	return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
