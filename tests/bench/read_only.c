/*
 * read_only.c - the reader: to be compared with bare_expat on the same file
 * (at most 1.6 times its CPU).
 *
 *	read_only FILE records  records thrown away
 *	read_only FILE hash     records thrown away, and the SHA-256 that a run notes in its manifest
 *	read_only FILE book     records taken in, matched and sorted into a ledger
 *
 * The format is recognised; a mapping file behind these words is taken instead.
 */
#include <stdio.h>
#include <string.h>

#include "book/build.h"
#include "read/reader.h"

#include "base/banned.h"

static enum status take(void *self, const struct record *r)
{
	(void)self;
	(void)r;
	return ST_OK;
}

static enum status read_book(struct diag *d, const char *path, const struct mapping *m,
			     struct read_result *result)
{
	struct mapping_matching mm = mapping_matching(m);
	struct matching rules = { mm.by_group,	   mm.by_applies,	mm.by_reference, mm.by_quoted,
				  mm.oldest_first, mm.opening_at_start, mm.successive };
	struct builder *b = builder_new(d);
	struct ledger *l = NULL;
	enum status st = reader_run(d, path, m, builder_sink(b, &rules), result);

	if (st == ST_OK)
		st = builder_finish(b, &l);
	builder_drop(b);
	ledger_drop(l);
	return st == ST_REJECTED ? ST_OK : st;
}

int main(int argc, char **argv)
{
	const char *what = argc > 2 ? argv[2] : "records";
	struct read_result result = { .hash = !strcmp(what, "hash") };
	struct diag *d = diag_new();
	struct mapping *m = NULL;
	enum status st = ST_USAGE;

	if (argc == 2 || argc == 3)
		st = mapping_recognise(d, argv[1], NULL, &m);
	else if (argc == 4)
		st = mapping_load(d, argv[3], &m);
	else
		fputs("usage: read_only FILE [records | hash | book [MAPPING]]\n", stderr);
	if (st == ST_OK && !strcmp(what, "book"))
		st = read_book(d, argv[1], m, &result);
	else if (st == ST_OK)
		st = reader_run(d, argv[1], m, (struct record_sink){ take, NULL }, &result);
	if (st == ST_OK)
		printf("%s: %llu bytes, %llu records\n", mapping_name(m), (unsigned long long)result.bytes,
		       (unsigned long long)result.records);
	mapping_drop(m);
	diag_drop(d);
	return (int)st;
}
