/* csv.c - RFC 4180. */
#include <string.h>

#include "base/bulk.h"
#include "base/date.h"
#include "base/outfile.h"

#include "base/banned.h"

static void comma(struct outfile *o)
{
	if (o->in_record)
		outfile_write(o, ",", 1);
	o->in_record = true;
}

void csv_text(struct outfile *o, const char *s)
{
	const char *quote;

	comma(o);
	s = s ? s : "";
	if (!s[strcspn(s, ",\"\r\n")]) {
		outfile_puts(o, s);
		return;
	}
	outfile_write(o, "\"", 1);
	while ((quote = strchr(s, '"')) != NULL) {
		outfile_write(o, s, (size_t)(quote - s) + 1);
		outfile_write(o, "\"", 1);
		s = quote + 1;
	}
	outfile_puts(o, s);
	outfile_write(o, "\"", 1);
}

void csv_date(struct outfile *o, int32_t date)
{
	char text[11];

	comma(o);
	outfile_puts(o, date_iso(date, text));
}

void csv_money(struct outfile *o, money x, currency c)
{
	char text[MONEY_TEXT];

	comma(o);
	outfile_puts(o, money_plain(x, c, text));
}

void csv_int(struct outfile *o, int64_t x)
{
	comma(o);
	outfile_printf(o, "%lld", (long long)x);
}

void csv_empty(struct outfile *o)
{
	comma(o);
}

void csv_end(struct outfile *o)
{
	outfile_write(o, "\r\n", 2);
	o->in_record = false;
	bulk_breathe(); /* rows are made of documents */
}
