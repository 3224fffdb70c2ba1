/*
 * read_only.c - the reader alone, records thrown away: to be compared with
 * bare_expat on the same file (at most 1.6 times its CPU).
 *
 *	read_only FILE
 */
#include <stdio.h>

#include "read/reader.h"

#include "base/banned.h"

static enum status take(void *self, const struct record *r)
{
	(void)self;
	(void)r;
	return ST_OK;
}

int main(int argc, char **argv)
{
	struct read_result result = { 0 };
	struct diag *d = diag_new();
	struct mapping *m = NULL;
	enum status st = ST_USAGE;

	if (argc == 2)
		st = mapping_recognise(d, argv[1], &m);
	else
		fputs("usage: read_only FILE\n", stderr);
	if (st == ST_OK)
		st = reader_run(d, argv[1], m, (struct record_sink){ take, NULL }, &result);
	if (st == ST_OK)
		printf("%s: %llu bytes, %llu records\n", mapping_name(m), (unsigned long long)result.bytes,
		       (unsigned long long)result.records);
	mapping_drop(m);
	diag_drop(d);
	return (int)st;
}
