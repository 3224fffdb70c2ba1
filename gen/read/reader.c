/* reader.c - one input file through a mapping; see reader.h. */
#include "read/reader.h"

#include <stdlib.h>

#include "base/text.h"
#include "read/delimited.h"
#include "read/engine.h"
#include "read/source.h"
#include "read/xmlstream.h"

#include "base/banned.h"

/* The rest of the file, for its size and hash: a delimited file may end before its last chunk was asked for. */
static enum status drain(struct source *src)
{
	char *rest = xmalloc(SOURCE_CHUNK);
	enum status st;
	size_t n;

	do {
		st = source_read(src, rest, SOURCE_CHUNK, &n);
	} while (st == ST_OK && n);
	free(rest);
	return st;
}

/* "/receivables/customer" */
static void put_path(struct buf *b, const struct node *n)
{
	if (!n->parent)
		return;
	put_path(b, n->parent);
	buf_putc(b, '/');
	buf_puts(b, n->name);
}

static void report_unmatched(struct engine *e, const struct node *n, const char *attribute)
{
	struct buf b = BUF_INIT;

	put_path(&b, n);
	diag_finding(e->d, SEV_INFO, "unmatched-path", (struct place){ e->file, 0 },
		     "chemin « %s%s%s » du format « %s » absent du fichier", b.s, attribute ? "/@" : "",
		     attribute ? attribute : "", e->m->name);
	buf_drop(&b);
}

static void check_paths(struct engine *e)
{
	const struct mapping *m = e->m;
	size_t i, k;

	for (i = 0; i < m->nodes; i++) {
		const struct node *n = m->node[i];

		if (!e->met[i]) {
			if (n->parent && e->met[n->parent->id] && !n->ignored)
				report_unmatched(e, n, NULL);
			continue;
		}
		for (k = 0; k < n->attrs; k++) {
			if (!e->met_attribute[n->attr[k].id] && n->attr[k].captures)
				report_unmatched(e, n, n->attr[k].name);
		}
	}
}

static enum status run(struct diag *d, const char *path, const struct mapping *m, struct record_sink sink,
		       bool check, struct read_result *result)
{
	struct read_result none = { 0 };
	struct engine *e;
	struct source *src;
	enum status st;
	int file = diag_file(d, path);

	if (!result)
		result = &none;
	*result = (struct read_result){ .hash = result->hash };
	src = source_open(d, path, file, result->hash);
	if (!src)
		return ST_INPUT;
	e = engine_new(d, m, sink, file);
	st = source_is_xml(src) ? xmlstream_run(e, src, result) : delimited_run(e, src, result);
	if (st == ST_OK)
		st = drain(src);
	if (st == ST_OK && check)
		check_paths(e);
	result->bytes = source_bytes(src);
	result->records = e->records;
	result->documents = e->documents;
	if (result->hash)
		source_sha256(src, result->sha256);
	engine_drop(e);
	source_close(src);
	return st;
}

enum status reader_run(struct diag *d, const char *path, const struct mapping *m, struct record_sink sink,
		       struct read_result *result)
{
	return run(d, path, m, sink, false, result);
}

enum status reader_check(struct diag *d, const char *path, const struct mapping *m, struct record_sink sink,
			 struct read_result *result)
{
	return run(d, path, m, sink, true, result);
}
