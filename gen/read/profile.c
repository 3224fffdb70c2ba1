/* profile.c - root, namespace, first paths and texts of an XML file; first lines of any other. */
#include "read/profile.h"

#include <stdlib.h>
#include <string.h>

#include <expat.h>

#include "base/text.h"
#include "read/delimited.h"
#include "read/source.h"
#include "read/textlines.h"
#include "read/xmlstream.h"

#include "base/banned.h"

#define LOOK_AT ((size_t)512 << 10) /* bytes */
#define PATHS_MAX 5000
#define TEXT_MAX 200
#define DEPTH_MAX 100 /* no format is as deep; a file that is would cost the square of its depth */

struct look {
	struct profile *p;
	struct buf path, text;
	uint32_t depth; /* of the element that is open */
	bool leaf;
};

static const char *local(const char *name)
{
	const char *colon = strrchr(name, ':');

	return colon ? colon + 1 : name;
}

static void note(struct profile *p, const char *path, const char *text)
{
	uint32_t i = table_find(&p->path, path);

	if (i != TABLE_MISSING) {
		if (!*p->text[i])
			p->text[i] = arena_strdup(p->mem, text);
		return;
	}
	if (p->paths == PATHS_MAX)
		return;
	GROW(p->text, p->paths, p->cap);
	p->text[p->paths] = arena_strdup(p->mem, text);
	table_put(&p->path, arena_strdup(p->mem, path), (uint32_t)p->paths++);
}

/* The namespace that the root's prefix stands for. */
static const char *namespace_of(struct arena *a, const char *name, const char **atts)
{
	const char *colon = strchr(name, ':');
	const char *wanted = colon ? arena_printf(a, "xmlns:%.*s", (int)(colon - name), name) : "xmlns";

	for (; *atts; atts += 2) {
		if (!strcmp(*atts, wanted))
			return arena_strdup(a, atts[1]);
	}
	return "";
}

static void XMLCALL on_start(void *data, const XML_Char *name, const XML_Char **atts)
{
	struct look *x = data;
	struct profile *p = x->p;
	size_t len;

	if (x->depth++ >= DEPTH_MAX) {
		x->leaf = false;
		return;
	}
	if (!p->root) {
		p->root = arena_strdup(p->mem, local(name));
		p->namespace = namespace_of(p->mem, name, atts);
	} else {
		if (x->path.len)
			buf_putc(&x->path, '/');
		buf_puts(&x->path, local(name));
		note(p, x->path.s, "");
	}
	len = x->path.len;
	for (; *atts; atts += 2) {
		buf_puts(&x->path, len ? "/@" : "@");
		buf_puts(&x->path, local(*atts));
		note(p, x->path.s, atts[1]);
		x->path.len = len;
		if (x->path.cap)
			x->path.s[len] = '\0';
	}
	buf_clear(&x->text);
	x->leaf = true;
}

static void XMLCALL on_end(void *data, const XML_Char *name)
{
	struct look *x = data;
	char *slash;

	(void)name;
	if (--x->depth >= DEPTH_MAX)
		return;
	if (x->leaf && x->path.len) {
		struct arena *a = x->p->mem;

		note(x->p, x->path.s, text_clean(a, x->text.s, x->text.len, NULL));
	}
	x->leaf = false;
	slash = x->path.len ? strrchr(x->path.s, '/') : NULL;
	x->path.len = slash ? (size_t)(slash - x->path.s) : 0;
	if (x->path.cap)
		x->path.s[x->path.len] = '\0';
}

static void XMLCALL on_text(void *data, const XML_Char *s, int n)
{
	struct look *x = data;

	if (x->leaf && x->text.len < TEXT_MAX)
		buf_add(&x->text, s, (size_t)n);
}

/* As far as the file is well-formed; a fault before the root's start tag is reported, others are for the reader to find. */
static enum status look_at_xml(struct diag *d, struct profile *p, struct source *src, int file,
			       profile_enough *enough, void *self)
{
	struct look x = { .p = p, .path = BUF_INIT, .text = BUF_INIT };
	XML_Parser parser = XML_ParserCreate(NULL);
	char encoding[32] = "";
	uint32_t lines = 0;
	size_t seen = 0;
	bool ok = true, end = false;
	enum status st = ST_OK;

	if (!parser)
		return diag_error(d, ST_LIMIT, (struct place){ file, 0 }, "mémoire insuffisante");
	XML_SetUserData(parser, &x);
	XML_SetElementHandler(parser, on_start, on_end);
	XML_SetCharacterDataHandler(parser, on_text);
	XML_SetUnknownEncodingHandler(parser, xmlstream_encoding, encoding);
	for (; st == ST_OK && ok && !end && seen < LOOK_AT && !(seen && enough(self, p));
	     seen += SOURCE_CHUNK)
		st = xmlstream_step(parser, src, seen ? NULL : &lines, &ok, &end);
	if (st == ST_OK && !ok && !p->root)
		st = xmlstream_fault(d, parser, (struct place){ file, lines }, encoding);
	XML_ParserFree(parser);
	buf_drop(&x.path);
	buf_drop(&x.text);
	return st;
}

static enum status look_at_text(struct profile *p, struct source *src)
{
	struct textlines t;
	const char *line;
	bool more = true;
	size_t len;
	enum status st = textlines_start(&t, src);

	while (st == ST_OK && p->lines < DELIMITED_TITLES) {
		st = textlines_next(&t, false, &line, &len, &more);
		if (st != ST_OK || !more)
			break;
		if (len)
			p->line[p->lines++] = arena_strndup(p->mem, line, len);
	}
	textlines_drop(&t);
	return st;
}

enum status profile_read(struct diag *d, const char *input, profile_enough *enough, void *self,
			 struct profile *out)
{
	int file = diag_file(d, input);
	struct source *src = source_open(d, input, file, false);
	enum status st;

	*out = (struct profile){ .path = TABLE_INIT, .namespace = "" };
	if (!src)
		return ST_INPUT;
	out->mem = arena_new();
	out->xml = source_is_xml(src);
	st = out->xml ? look_at_xml(d, out, src, file, enough, self) : look_at_text(out, src);
	source_close(src);
	if (st != ST_OK)
		profile_drop(out);
	return st;
}

void profile_drop(struct profile *p)
{
	table_drop(&p->path);
	free(p->text);
	arena_drop(p->mem);
	p->text = NULL;
	p->mem = NULL;
}

const char *profile_text(const struct profile *p, const char *path)
{
	uint32_t i = table_find(&p->path, path);

	return i == TABLE_MISSING ? NULL : p->text[i];
}
