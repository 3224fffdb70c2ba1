/* xmlstream.c - expat, without namespace processing: names are matched by their local part. */
#include "read/xmlstream.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <expat.h>

#include "base/table.h"
#include "base/text.h"
#include "read/encoding.h"

#include "base/banned.h"

#define TEXT_MAX ((size_t)64 << 10) /* bytes of one value; nothing sensible is longer */
#define TAG_MAX (16 << 20)	    /* bytes of one tag, with all its attributes */

struct stream {
	struct engine *e;
	XML_Parser parser;
	struct read_result *result;
	uint32_t skipped;   /* depth inside an element that is not read, 0 outside */
	uint32_t base_line; /* lines before what expat was given */
	bool collecting;    /* the text of the open element */
	char *text;	    /* TEXT_MAX bytes and a NUL */
	size_t text_len;
	bool failed, too_long;
	bool declared; /* the XML declaration names an encoding */
	char encoding[sizeof((struct read_result *)NULL)->encoding]; /* unknown one */
	struct table unknown_elements, unknown_attributes;	     /* names already reported */
	uint32_t (*follows)
		[2]; /* per attribute id (and node id behind them): which came next the last two times */
	/*
	 * Elements too: what came next behind the start tag of the node of that id, or (behind those) behind its
	 * end tag; and behind which tag we are.
	 */
	struct guess {
		const struct node *node; /* NULL: nothing came yet */
		size_t prefix;		 /* bytes of its prefix in the file, colon included */
	} * next, *behind;
};

static uint32_t line_now(const void *driver)
{
	const struct stream *x = driver;

	return x->base_line + (uint32_t)XML_GetCurrentLineNumber(x->parser);
}

static void stop(struct stream *x, enum status st)
{
	x->failed = true;
	x->e->status = st;
	XML_StopParser(x->parser, XML_FALSE);
}

/* Local part of a name and its length. */
static const char *local_name(const char *name, size_t *len)
{
	const char *p = name, *start = name;

	for (; *p; p++) {
		if (*p == ':')
			start = p + 1;
	}
	*len = (size_t)(p - start);
	return start;
}

/* Once per name: what the mapping does not know is counted, not dropped in silence. */
static void report_unknown(struct stream *x, struct table *known, const char *code, const char *what,
			   const char *name)
{
	struct engine *e = x->e;

	if (e->m->quiet || table_find(known, name) != TABLE_MISSING)
		return;
	table_put(known, arena_strdup(e->mem, name), 1);
	diag_finding(e->d, SEV_INFO, code, (struct place){ e->file, line_now(x) },
		     "%s « %s » inconnu du format « %s » : ignoré", what, name, e->m->name);
}

static bool is_xml_own(const char *name)
{
	if (*name != 'x')
		return false;
	return !strncmp(name, "xmlns", 5) || !strncmp(name, "xml:", 4) || !strncmp(name, "xsi:", 4);
}

bool xmlstream_is_type(const char *const *atts, const char *name)
{
	if (strcmp(name, "xsi:type") != 0)
		return false;
	while (*atts && strcmp(*atts, "type") != 0)
		atts += 2;
	return !*atts;
}

/* The attribute of that name; n->attrs if the mapping has none. */
static size_t find_attribute(const struct node *n, const char *name)
{
	size_t len, i;
	const char *local = local_name(name, &len);

	for (i = 0; i < n->attrs; i++) {
		if (n->attr[i].len == len && !memcmp(n->attr[i].name, local, len))
			break;
	}
	return i;
}

/* Names are short: a call of strcmp costs more than the comparison. */
static bool same_name(const char *a, const char *b)
{
	for (; *a == *b; a++, b++) {
		if (!*a)
			return true;
	}
	return false;
}

/* The longest beginning of at most n bytes that does not end inside of a character; s is longer. */
static size_t cut_at(const char *s, size_t n)
{
	while (n && ((unsigned char)s[n] & 0xC0) == 0x80)
		n--;
	return n;
}

static void report_too_long(struct stream *x)
{
	if (!x->too_long)
		diag_finding(x->e->d, SEV_WARNING, "text-too-long", (struct place){ x->e->file, line_now(x) },
			     "texte de plus de %zu caractères : coupé", TEXT_MAX);
	x->too_long = true;
}

/* Software writes attributes in the same order everywhere: try the one that followed last time. */
static void read_attributes(struct stream *x, const struct node *n, const char **atts)
{
	uint32_t *follows = x->follows[x->e->m->attributes + n->id];
	const char **first = atts;

	for (; *atts; atts += 2) {
		size_t i = follows[0];

		if (i >= n->attrs || !same_name(n->attr[i].name, *atts)) {
			i = follows[1];
			if (i >= n->attrs || !same_name(n->attr[i].name, *atts))
				i = is_xml_own(*atts) && !xmlstream_is_type((const char *const *)first, *atts)
					    ? n->attrs
					    : find_attribute(n, *atts);
			if (i == n->attrs) {
				if (!x->e->m->quiet && !is_xml_own(*atts))
					report_unknown(x, &x->unknown_attributes, "unknown-attribute",
						       "attribut", *atts);
				continue;
			}
			follows[1] = follows[0];
			follows[0] = (uint32_t)i;
		}
		follows = x->follows[n->attr[i].id];
		engine_attribute(x->e, &n->attr[i], atts[1]);
	}
}

static void XMLCALL on_text(void *data, const XML_Char *s, int n)
{
	struct stream *x = data;
	size_t len = (size_t)n;

	if (!x->collecting || x->skipped || x->failed)
		return;
	if (x->text_len + len > TEXT_MAX) {
		len = cut_at(s, TEXT_MAX - x->text_len);
		report_too_long(x);
	}
	memcpy(x->text + x->text_len, s, len);
	x->text_len += len;
}

/* The name without a prefix of so many bytes; "" if it has none. */
static const char *behind_prefix(const char *name, size_t prefix)
{
	size_t i;

	for (i = 0; i < prefix; i++) {
		if (!name[i])
			return "";
	}
	return !prefix || name[prefix - 1] == ':' ? name + prefix : "";
}

/* The open element's child of that name, NULL if the mapping has none. Records repeat: try what came last time. */
static const struct node *find_child(struct stream *x, const char *name)
{
	struct guess *guess = x->behind;
	const struct node *n;
	const char *local;
	size_t len;

	if (guess->node && same_name(guess->node->name, behind_prefix(name, guess->prefix)))
		return guess->node;
	local = local_name(name, &len);
	n = node_child(x->e->node[x->e->depth], local, len);
	if (n)
		*guess = (struct guess){ n, (size_t)(local - name) };
	return n;
}

static void XMLCALL on_start(void *data, const XML_Char *name, const XML_Char **atts)
{
	struct stream *x = data;
	struct engine *e = x->e;
	const struct node *n;

	if (x->failed)
		return;
	if (x->skipped) {
		x->skipped++;
		return;
	}
	n = find_child(x, name);
	if (!n || n->ignored) {
		x->skipped = 1;
		if (!n && !e->depth)
			stop(x, diag_error(e->d, ST_INPUT, (struct place){ e->file, line_now(x) },
					   "racine « %s » inattendue pour le format « %s » ; choisissez un "
					   "autre format",
					   name, e->m->name));
		else if (!n && !e->m->quiet)
			report_unknown(x, &x->unknown_elements, "unknown-element", "élément", name);
		return;
	}
	x->behind = &x->next[n->id];
	engine_open(e, n, n->units ? line_now(x) : 0);
	if (*atts && (n->attrs || !e->m->quiet))
		read_attributes(x, n, atts);
	if (n->units)
		engine_opened(e);
	x->collecting = n->texts;
	x->text_len = 0;
	if (e->status != ST_OK)
		stop(x, e->status);
}

static void XMLCALL on_end(void *data, const XML_Char *name)
{
	struct stream *x = data;
	struct engine *e = x->e;

	(void)name;
	if (x->failed)
		return;
	if (x->skipped) {
		x->skipped--;
		return;
	}
	if (x->collecting) {
		x->text[x->text_len] = '\0';
		engine_text(e, x->text, x->text_len);
		x->collecting = false;
	}
	x->behind = &x->next[e->m->nodes + e->node[e->depth]->id];
	engine_close(e);
	if (e->status != ST_OK)
		stop(x, e->status);
}

static void XMLCALL on_doctype(void *data, const XML_Char *name, const XML_Char *system,
			       const XML_Char *public, int internal)
{
	struct stream *x = data;

	(void)name;
	(void)system;
	(void)public;
	(void)internal;
	if (!x->failed)
		stop(x, diag_error(x->e->d, ST_INPUT, (struct place){ x->e->file, line_now(x) },
				   "déclaration DOCTYPE refusée (sécurité) ; retirez-la de l'export"));
}

static void XMLCALL on_declaration(void *data, const XML_Char *version, const XML_Char *encoding,
				   int standalone)
{
	struct stream *x = data;

	(void)version;
	(void)standalone;
	if (!encoding || x->failed)
		return;
	x->declared = true;
	snprintf(x->result->encoding, sizeof x->result->encoding, "%s", encoding_name(encoding));
	x->e->latin1 = encoding_is_latin1(encoding);
}

int XMLCALL xmlstream_encoding(void *data, const XML_Char *name, XML_Encoding *info)
{
	char *unknown = data;
	const uint16_t *table = encoding_table(name);
	int i;

	if (!table) {
		if (unknown)
			snprintf(unknown, sizeof((struct read_result *)NULL)->encoding, "%s", name);
		return XML_STATUS_ERROR;
	}
	for (i = 0; i < 256; i++)
		info->map[i] = table[i];
	info->data = NULL;
	info->convert = NULL;
	info->release = NULL;
	return XML_STATUS_OK;
}

enum status xmlstream_fault(struct diag *d, XML_Parser parser, struct place at, const char *encoding)
{
	enum XML_Error code = XML_GetErrorCode(parser);

	at.line += (uint32_t)XML_GetCurrentLineNumber(parser);
	if (code == XML_ERROR_UNKNOWN_ENCODING)
		return diag_error(d, ST_INPUT, at,
				  "encodage « %s » non pris en charge ; exportez en UTF-8, ISO-8859-1, "
				  "ISO-8859-15 ou Windows-1252",
				  encoding);
	return diag_error(d, ST_INPUT, at, "%s", xmlstream_error((int)code));
}

/* Blank lines before the declaration are not XML, but some software writes them. */
static size_t skip_blanks(char *s, size_t n, uint32_t *lines)
{
	size_t skip = strspn(s, " \t\r\n"), i;

	skip = skip < n ? skip : n;
	for (i = 0; i < skip; i++)
		*lines += s[i] == '\n';
	memmove(s, s + skip, n - skip);
	return n - skip;
}

/* Bytes of a tag or comment that has not ended yet: expat keeps them all, and begins anew with every piece. */
static int unfinished(XML_Parser parser)
{
	int at = 0, size = 0;

	return XML_GetInputContext(parser, &at, &size) ? size - at : 0;
}

enum status xmlstream_step(XML_Parser parser, struct source *src, uint32_t *lines, bool *ok, bool *end)
{
	char *into = XML_GetBuffer(parser, (int)SOURCE_CHUNK + 1);
	enum status st;
	size_t n;

	*ok = *end = false;
	if (!into)
		return ST_OK; /* expat knows why */
	st = source_read(src, into, SOURCE_CHUNK, &n);
	if (st != ST_OK)
		return st;
	*end = !n;
	into[n] = '\0';
	if (lines)
		n = skip_blanks(into, n, lines);
	*ok = XML_ParseBuffer(parser, (int)n, *end) == XML_STATUS_OK;
	if (*ok && unfinished(parser) > TAG_MAX)
		return diag_error(
			source_diag(src), ST_INPUT,
			(struct place){ source_file(src), (uint32_t)XML_GetCurrentLineNumber(parser) },
			"balise ou commentaire de plus de %d Mio : l'export est endommagé ; refaites-le",
			TAG_MAX >> 20);
	return ST_OK;
}

static enum status parse(struct stream *x, struct source *src)
{
	uint32_t *lines = &x->base_line;
	enum status st = ST_OK;
	bool ok, end = false;

	while (!end) {
		st = xmlstream_step(x->parser, src, lines, &ok, &end);
		if (st != ST_OK)
			return st;
		if (x->failed)
			return x->e->status;
		if (!ok)
			return xmlstream_fault(x->e->d, x->parser, (struct place){ x->e->file, x->base_line },
					       x->encoding);
		lines = NULL;
	}
	return x->e->status;
}

/* What is odd about the beginning of a file that could be read all the same. */
static void report_start(const struct stream *x, const char *utf16, bool marked)
{
	struct place at = { x->e->file, 1 };

	if (x->base_line)
		diag_finding(x->e->d, SEV_INFO, "leading-blank", at,
			     "%u ligne%s vide%s au début du fichier, avant le XML : passée%s",
			     (unsigned)x->base_line, x->base_line > 1 ? "s" : "", x->base_line > 1 ? "s" : "",
			     x->base_line > 1 ? "s" : "");
	if (!utf16 || x->declared)
		return;
	snprintf(x->result->encoding, sizeof x->result->encoding, "%s", utf16);
	if (!marked)
		diag_finding(x->e->d, SEV_INFO, "undeclared-encoding", at,
			     "texte en UTF-16 qui ne le dit pas : lu comme tel");
}

enum status xmlstream_run(struct engine *e, struct source *src, struct read_result *result)
{
	struct stream x = {
		.e = e, .result = result, .unknown_elements = TABLE_INIT, .unknown_attributes = TABLE_INIT
	};
	bool marked;
	const char *utf16 = source_utf16(src, &marked);
	enum status st;

	x.parser = XML_ParserCreate(NULL);
	if (!x.parser)
		return diag_error(e->d, ST_LIMIT, (struct place){ e->file, 0 }, "mémoire insuffisante");
	snprintf(result->encoding, sizeof result->encoding, "UTF-8");
	x.follows = arena_calloc(e->mem, e->m->attributes + e->m->nodes, sizeof *x.follows);
	x.next = arena_calloc(e->mem, 2 * e->m->nodes, sizeof *x.next);
	x.behind = &x.next[e->m->root->id];
	x.text = arena_alloc(e->mem, TEXT_MAX + 1);
	e->line = line_now;
	e->driver = &x;
	XML_SetUserData(x.parser, &x);
	XML_SetElementHandler(x.parser, on_start, on_end);
	XML_SetCharacterDataHandler(x.parser, on_text);
	XML_SetStartDoctypeDeclHandler(x.parser, on_doctype);
	XML_SetXmlDeclHandler(x.parser, on_declaration);
	XML_SetUnknownEncodingHandler(x.parser, xmlstream_encoding, x.encoding);
	engine_open(e, e->m->root, 1);
	engine_opened(e);
	st = e->status == ST_OK ? parse(&x, src) : e->status;
	if (st == ST_OK) {
		report_start(&x, utf16, marked);
		engine_close(e);
		engine_finish(e);
		st = e->status;
	}
	XML_ParserFree(x.parser);
	table_drop(&x.unknown_elements);
	table_drop(&x.unknown_attributes);
	return st;
}
