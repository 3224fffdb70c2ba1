/*
 * make_export.c - writes a large native export to standard output.
 *
 *	make_export CUSTOMERS DOCUMENTS [SEED [open|settled]]
 *
 * DOCUMENTS per customer; with the word "open", none of them is settled, with "settled" all but the newest. The same arguments give the same bytes. Control
 * totals and ledger balance are right, so that a run on it must close.
 */
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/date.h"

#include "base/banned.h"

#define FIRST_DAY "2024-01-01"
#define EXTRACTED "2026-11-02"

static uint64_t state;
static bool all_open, all_settled;

/* splitmix64, by Sebastiano Vigna (public domain): small, and the same everywhere. */
static uint64_t next(void)
{
	uint64_t z = (state += UINT64_C(0x9E3779B97F4A7C15));

	z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
	z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
	return z ^ (z >> 31);
}

static unsigned below(unsigned n)
{
	return (unsigned)(next() % n);
}

static void put_amount(const char *name, int64_t cents)
{
	printf(" %s=\"%s%lld.%02d\"", name, cents < 0 ? "-" : "", llabs(cents) / 100,
	       (int)(llabs(cents) % 100));
}

static void put_date(const char *name, civil_date d)
{
	char text[11];

	printf(" %s=\"%s\"", name, date_iso(d, text));
}

static int64_t put_document(unsigned customer, unsigned number)
{
	static const char *const label[] = { "Maintenance annuelle", "Fournitures de bureau",
					     "Pièces détachées", "Prestation de conseil",
					     "Transport et logistique" };
	civil_date date = date_parse(FIRST_DAY) + (civil_date)below(1000);
	int64_t amount = 1000 + below(500000), paid = 0;
	unsigned fate = all_settled ? 0 : below(10);
	civil_date settled = date + 20 + (civil_date)below(60);

	printf("    <document id=\"D%u-%u\" type=\"invoice\" number=\"FA%u-%05u\"", customer, number,
	       customer, number);
	put_date("date", date);
	put_date("due", date + 30);
	put_amount("amount", amount);
	put_amount("vat", amount / 6);
	printf(" order=\"PO-%u\" label=\"%s\"", below(100000), label[below(5)]);
	if (all_open || fate > 6 || settled > date_parse(EXTRACTED)) {
		puts("/>");
		return amount;
	}
	paid = fate < 5 ? amount : amount / 2;
	fputs(">\n      <allocation", stdout);
	printf(" document=\"P%u-%u\"", customer, number);
	put_amount("amount", paid);
	put_date("date", settled);
	puts("/>\n    </document>");
	printf("    <document id=\"P%u-%u\" type=\"payment\"", customer, number);
	put_date("date", settled);
	put_amount("amount", paid);
	puts(" method=\"transfer\"/>");
	return amount - paid;
}

static int64_t put_customer(unsigned customer, unsigned documents)
{
	static const char *const segment[] = { "sme", "key-account", "multi-site" };
	int64_t balance = 0;
	unsigned i;

	printf("  <customer id=\"C%06u\" kind=\"business\" segment=\"%s\">\n", customer, segment[below(3)]);
	printf("    <name>Établissements Numéro %u</name>\n", customer);
	fputs("    <address purpose=\"billing\">\n", stdout);
	printf("      <line>Service comptabilité</line><line>%u rue des Forges</line>\n", 1 + below(200));
	printf("      <postcode>%05u</postcode><city>Lyon</city><country>FR</country>\n    </address>\n",
	       1000 + below(90000));
	printf("    <contact role=\"accounting\"><name>Mme "
	       "Petit</name><email>compta%u@example.org</email></contact>\n",
	       customer);
	puts("    <terms days=\"30\"/>");
	printf("    <owner>Chargé %u</owner>\n", below(12));
	for (i = 1; i <= documents; i++)
		balance += put_document(customer, i);
	puts("  </customer>");
	return balance;
}

int main(int argc, char **argv)
{
	unsigned long customers = argc > 1 ? strtoul(argv[1], NULL, 10) : 0;
	unsigned long documents = argc > 2 ? strtoul(argv[2], NULL, 10) : 0;
	int64_t balance = 0;
	unsigned long i;

	if (!customers || customers > 10000000 || documents > 10000000) {
		fputs("usage: make_export CUSTOMERS DOCUMENTS [SEED [open|settled]]\n", stderr);
		return 2;
	}
	state = argc > 3 ? strtoull(argv[3], NULL, 10) : 1;
	all_open = argc > 4 && !strcmp(argv[4], "open");
	all_settled = argc > 4 && !strcmp(argv[4], "settled");
	puts("<?xml version=\"1.0\" encoding=\"UTF-8\"?>");
	puts("<receivables version=\"1\" company=\"BANC\" currency=\"EUR\" extracted=\"" EXTRACTED "\">");
	for (i = 1; i <= customers; i++)
		balance += put_customer((unsigned)i, (unsigned)documents);
	printf("  <control customers=\"%lu\"", customers);
	put_amount("balance", balance);
	puts("/>\n</receivables>");
	return fflush(stdout) == 0 && !ferror(stdout) ? 0 : 1;
}
