/* guess_survey.c - see guess_survey.h. */
#include "read/guess_survey.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <expat.h>

#include "base/text.h"
#include "read/delimited.h"
#include "read/encoding.h"
#include "read/guess_apart.h"
#include "read/source.h"
#include "read/textlines.h"
#include "read/xmlstream.h"

#include "base/banned.h"

#define VALUE_MAX ((size_t)400) /* bytes of a value that are looked at */
#define BY_MAX ((size_t)60)	/* bytes of a value that tells elements apart */
#define NAME_SLOTS ((size_t)SURVEY_PATHS * 4)

struct walk {
	struct survey *s;
	const struct survey
		*before; /* the survey before, whose `by` say what to keep apart; NULL: the first */
	struct diag *d;
	int file;
	struct arena *scratch;
	XML_Parser parser;
	struct survey_node *open[SURVEY_DEPTH + 1];
	uint32_t depth;
	uint64_t skipped; /* depth inside an element that is not looked at */
	uint32_t lines;	  /* before what expat was given */
	struct buf text;
	bool leaf; /* no element inside of the open one yet */
	enum status status;
	char encoding[sizeof((struct read_result *)NULL)->encoding]; /* unknown one */
};

/* ---- the tree ---- */

/* An element or attribute to be found among the children of its parent. */
struct wanted {
	const char *name;
	bool attribute;
	const char *by, *value; /* as in struct survey_node */
};

static size_t slot_of(const struct survey_node *parent, const struct wanted *x)
{
	uint64_t h = UINT64_C(0xcbf29ce484222325) ^ (parent->id * 2u + x->attribute);
	const char *name, *value = x->value ? x->value : "";

	for (name = x->name; *name; name++)
		h = (h ^ (unsigned char)*name) * UINT64_C(0x100000001b3);
	for (; *value; value++)
		h = (h ^ (unsigned char)*value) * UINT64_C(0x100000001b3);
	h = (h ^ (h >> 32)) * UINT64_C(0x9E3779B97F4A7C15);
	return (size_t)(h >> 32) % NAME_SLOTS;
}

static bool same_text(const char *a, const char *b)
{
	return a == b || (a && b && !strcmp(a, b));
}

/* The child of that name; if there is none, NULL and *slot: its place in the table. */
static struct survey_node *find_child(const struct survey *s, const struct survey_node *parent,
				      const struct wanted *x, size_t *slot)
{
	size_t i = slot_of(parent, x);
	struct survey_node *n;

	for (; (n = s->at[i]) != NULL; i = (i + 1) % NAME_SLOTS) {
		if (n->parent == parent && n->attribute == x->attribute && !strcmp(n->name, x->name) &&
		    same_text(n->value, x->value))
			return n;
	}
	*slot = i;
	return NULL;
}

/* The child of that name, made if it is new; NULL: too many paths. */
static struct survey_node *child_of(struct survey *s, struct survey_node *parent, const struct wanted *x,
				    uint32_t line)
{
	size_t i = 0;
	struct survey_node *n = find_child(s, parent, x, &i);

	if (n)
		return n;
	if (s->nodes == SURVEY_PATHS) {
		s->truncated = true;
		return NULL;
	}
	n = arena_alloc(s->mem, sizeof *n);
	n->name = arena_strdup(s->mem, x->name);
	n->attribute = x->attribute;
	n->by = x->by ? arena_strdup(s->mem, x->by) : NULL;
	n->value = x->value ? arena_strdup(s->mem, x->value) : NULL;
	n->parent = parent;
	n->depth = parent->depth + 1;
	n->line = line;
	n->id = (uint32_t)s->nodes++;
	if (parent->last)
		parent->last->next = n;
	else
		parent->child = n;
	parent->last = n;
	s->at[i] = n;
	return n;
}

static void meet(struct survey_node *n)
{
	n->count++;
	if (n->parent_number != n->parent->count) {
		n->parent_number = n->parent->count;
		n->parents++;
		n->in_parent = 0;
	}
	n->in_parent++;
	if (n->in_parent > n->most)
		n->most = n->in_parent;
}

static void take_value(struct walk *w, struct survey_node *n, const char *s, size_t len)
{
	arena_reset(w->scratch);
	s = text_clean(w->scratch, s, len < VALUE_MAX ? len : VALUE_MAX, NULL);
	buf_clear(&w->text);
	buf_puts(&w->text, s); /* shape_add resets the scratch memory */
	shape_add(&n->shape, w->s->mem, w->scratch, w->text.s);
	buf_clear(&w->text);
}

static void survey_new(struct survey *s)
{
	*s = (struct survey){ .mem = arena_new(), .namespace = "", .encoding = "UTF-8" };
	s->at = arena_calloc(s->mem, NAME_SLOTS, sizeof(struct survey_node *));
	s->document = arena_alloc(s->mem, sizeof *s->document);
	s->document->name = "";
	s->document->count = 1;
	s->document->id = (uint32_t)s->nodes++;
}

/* ---- XML ---- */

static uint32_t line_now(const struct walk *w)
{
	return w->lines + (uint32_t)XML_GetCurrentLineNumber(w->parser);
}

static const char *local(const char *name)
{
	const char *colon = strrchr(name, ':');

	return colon ? colon + 1 : name;
}

/* The namespace that the root's prefix stands for. */
static const char *namespace_of(struct arena *a, const char *name, const char **atts)
{
	const char *colon = strchr(name, ':');
	const char *wanted = colon ? arena_printf(a, "xmlns:%.*s", (int)(colon - name), name) : "xmlns";

	for (; *atts; atts += 2) {
		if (!strcmp(*atts, wanted))
			return text_clean(a, atts[1], strlen(atts[1]), NULL);
	}
	return "";
}

static bool is_xml_own(const char *name)
{
	return !strncmp(name, "xmlns", 5) || !strncmp(name, "xml:", 4) || !strncmp(name, "xsi:", 4);
}

/* The element's path in the survey before; NULL: there was none. */
static const struct survey_node *find_origin(const struct walk *w, const struct wanted *x)
{
	const struct survey_node *parent = w->depth ? w->open[w->depth]->origin : NULL;
	size_t unused;

	if (!w->before)
		return NULL;
	return find_child(w->before, w->depth ? parent : w->before->document, x, &unused);
}

/* Its value of the attribute, if a path of the mapping language can hold that. */
static void tell_apart(struct wanted *x, const char *by, const char **atts)
{
	for (; *atts; atts += 2) {
		if (!is_xml_own(*atts) && !strcmp(local(*atts), by) && *atts[1] &&
		    strlen(atts[1]) <= BY_MAX && !strpbrk(atts[1], "'|[]\t\r\n")) {
			x->by = by;
			x->value = atts[1];
		}
	}
}

static void XMLCALL on_start(void *data, const XML_Char *name, const XML_Char **atts)
{
	struct walk *w = data;
	struct survey_node *n;
	const struct survey_node *origin;
	struct wanted wanted;

	w->leaf = true;
	buf_clear(&w->text);
	if (w->skipped || w->depth == SURVEY_DEPTH) {
		w->s->truncated = true;
		w->skipped++;
		return;
	}
	wanted = (struct wanted){ .name = local(name) };
	origin = find_origin(w, &wanted);
	if (origin && origin->by)
		tell_apart(&wanted, origin->by, atts);
	n = child_of(w->s, w->open[w->depth], &wanted, line_now(w));
	if (!n) {
		w->skipped++;
		return;
	}
	if (!w->depth)
		w->s->namespace = namespace_of(w->s->mem, name, atts);
	n->origin = origin;
	meet(n);
	w->open[++w->depth] = n;
	for (; *atts; atts += 2) {
		struct wanted attribute = { .name = local(*atts), .attribute = true };
		struct survey_node *a;

		if (is_xml_own(*atts) || (n->by && !strcmp(attribute.name, n->by)))
			continue;
		a = child_of(w->s, n, &attribute, line_now(w));
		if (!a)
			continue;
		meet(a);
		take_value(w, a, atts[1], strlen(atts[1]));
	}
}

static void XMLCALL on_end(void *data, const XML_Char *name)
{
	struct walk *w = data;

	(void)name;
	if (w->skipped) {
		w->skipped--;
		w->leaf = false;
		return;
	}
	if (w->leaf) {
		struct buf value = w->text;

		w->text = (struct buf)BUF_INIT;
		take_value(w, w->open[w->depth], value.s, value.len);
		buf_drop(&value);
	}
	w->leaf = false;
	w->depth--;
}

static void XMLCALL on_text(void *data, const XML_Char *s, int n)
{
	struct walk *w = data;

	if (w->leaf && !w->skipped && w->text.len < VALUE_MAX)
		buf_add(&w->text, s, (size_t)n);
}

static void XMLCALL on_doctype(void *data, const XML_Char *name, const XML_Char *system,
			       const XML_Char *public, int internal)
{
	struct walk *w = data;

	(void)name;
	(void)system;
	(void)public;
	(void)internal;
	if (w->status != ST_OK)
		return;
	w->status = diag_error(w->d, ST_INPUT, (struct place){ w->file, line_now(w) },
			       "déclaration DOCTYPE refusée (sécurité) ; retirez-la de l'export");
	XML_StopParser(w->parser, XML_FALSE);
}

static void XMLCALL on_declaration(void *data, const XML_Char *version, const XML_Char *encoding,
				   int standalone)
{
	struct walk *w = data;

	(void)version;
	(void)standalone;
	if (encoding)
		w->s->encoding = arena_strdup(w->s->mem, encoding_name(encoding));
}

static enum status parse(struct walk *w, struct source *src)
{
	uint32_t *lines = &w->lines;
	bool ok, end = false;
	enum status st;

	while (!end) {
		st = xmlstream_step(w->parser, src, lines, &ok, &end);
		if (st != ST_OK)
			return st;
		if (w->status != ST_OK)
			return w->status;
		if (!ok)
			return xmlstream_fault(w->d, w->parser, (struct place){ w->file, w->lines },
					       w->encoding);
		lines = NULL;
	}
	return ST_OK;
}

static enum status read_xml(struct walk *w, struct source *src)
{
	enum status st;

	w->parser = XML_ParserCreate(NULL);
	if (!w->parser)
		return diag_error(w->d, ST_LIMIT, (struct place){ w->file, 0 }, "mémoire insuffisante");
	XML_SetUserData(w->parser, w);
	XML_SetElementHandler(w->parser, on_start, on_end);
	XML_SetCharacterDataHandler(w->parser, on_text);
	XML_SetStartDoctypeDeclHandler(w->parser, on_doctype);
	XML_SetXmlDeclHandler(w->parser, on_declaration);
	XML_SetUnknownEncodingHandler(w->parser, xmlstream_encoding, w->encoding);
	w->open[0] = w->s->document;
	st = parse(w, src);
	XML_ParserFree(w->parser);
	return st;
}

/* ---- delimited text ---- */

struct columns {
	struct survey_node **at; /* by position; NULL: not looked at */
	size_t used, cap;
	struct buf cell;
	bool quoted; /* some cell stood in quotes */
	bool plain; /* a quote is a character like any other: the header has none, and the separator needs none */
};

/* The quote that ends the quoted cell at s: a separator or the end of the line follows it. NULL: no quoted cell. */
static const char *closing_quote(const char *s, const char *end, char sep)
{
	const char *p;

	if (s >= end || *s != '"')
		return NULL;
	for (p = s + 1; p < end; p++) {
		if (*p != '"')
			continue;
		if (p + 1 == end || p[1] == sep)
			return p;
		if (p[1] != '"')
			return NULL;
		p++;
	}
	return NULL;
}

/* The cell at *s, moved behind its separator; false at the end of the line. */
static bool next_cell(const char **s, const char *end, char sep, struct columns *c)
{
	const char *p = *s, *stop;

	if (!p)
		return false;
	buf_clear(&c->cell);
	stop = c->plain ? NULL : closing_quote(p, end, sep);
	if (stop) {
		c->quoted = true;
		for (p++; p < stop; p++) {
			buf_putc(&c->cell, *p);
			p += *p == '"';
		}
		p++;
	} else {
		stop = memchr(p, sep, (size_t)(end - p));
		stop = stop ? stop : end;
		buf_add(&c->cell, p, (size_t)(stop - p));
		p = stop;
	}
	*s = p < end ? p + 1 : NULL;
	return true;
}

static void read_header(struct walk *w, struct columns *c, const char *line, size_t n, uint32_t number)
{
	struct survey_node *row = w->s->document->child;
	const char *s = line, *end = line + n;

	w->s->separator = delimited_separator(line, n, true);
	while (next_cell(&s, end, w->s->separator, c)) {
		size_t blank = strspn(c->cell.s, " "), len = c->cell.len;

		while (len > blank && c->cell.s[len - 1] == ' ')
			c->cell.s[--len] = '\0';
		GROW(c->at, c->used, c->cap);
		c->at[c->used++] = child_of(w->s, row, &(struct wanted){ .name = c->cell.s + blank }, number);
	}
}

static void read_row(struct walk *w, struct columns *c, const char *line, size_t n)
{
	const char *s = line, *end = line + n;
	size_t i;

	meet(w->s->document->child);
	for (i = 0; i < c->used && next_cell(&s, end, w->s->separator, c); i++) {
		if (!c->at[i])
			continue;
		meet(c->at[i]);
		take_value(w, c->at[i], c->cell.s, c->cell.len);
	}
}

static enum status read_lines(struct walk *w, struct textlines *t, struct columns *c)
{
	bool header = false, more = true;
	enum status st = ST_OK;
	const char *line;
	size_t n;

	child_of(w->s, w->s->document, &(struct wanted){ .name = "row" }, 1);
	while (st == ST_OK && more) {
		st = textlines_next(t, c->quoted, &line, &n, &more);
		if (st != ST_OK || !more || strspn(line, " \t") >= n)
			continue;
		if (header)
			read_row(w, c, line, n);
		else
			read_header(w, c, line, n, t->number);
		header = true;
		c->plain = !c->quoted && (w->s->separator == '\t' || w->s->separator == '|');
	}
	if (st == ST_OK && !header)
		st = diag_error(w->d, ST_INPUT, (struct place){ w->file, 1 },
				"le fichier ne contient aucune ligne ; refaites l'export");
	return st;
}

static enum status read_text(struct walk *w, struct source *src)
{
	struct columns c = { .cell = BUF_INIT };
	struct textlines t;
	enum status st = textlines_start(&t, src);

	c.plain = t.sheet != NULL;
	if (st == ST_OK)
		st = read_lines(w, &t, &c);
	w->s->quotes = c.quoted;
	if (t.coding != TEXT_UTF8)
		w->s->encoding = t.coding == TEXT_UTF16LE ? "UTF-16LE" : "UTF-16BE";
	else if (t.guessed)
		w->s->encoding = "windows-1252";
	textlines_drop(&t);
	free(c.at);
	buf_drop(&c.cell);
	return st;
}

static enum status survey(struct diag *d, const char *input, const struct survey *before, struct survey *out)
{
	struct walk w = { .s = out,
			  .before = before,
			  .d = d,
			  .file = diag_file(d, input),
			  .text = BUF_INIT,
			  .status = ST_OK };
	struct source *src = source_open(d, input, w.file, false);
	enum status st;

	if (!src)
		return ST_INPUT;
	survey_new(out);
	w.scratch = arena_new();
	out->xml = source_is_xml(src);
	st = out->xml ? read_xml(&w, src) : read_text(&w, src);
	arena_drop(w.scratch);
	buf_drop(&w.text);
	source_close(src);
	if (st != ST_OK)
		survey_drop(out);
	return st;
}

enum status survey_read(struct diag *d, const char *input, struct survey *out)
{
	return survey(d, input, NULL, out);
}

enum status survey_split(struct diag *d, const char *input, struct survey *out)
{
	struct survey first;
	enum status st = survey(d, input, NULL, &first);

	if (st != ST_OK)
		return st;
	if (!first.xml || !apart_find(first.document)) {
		*out = first;
		return ST_OK;
	}
	st = survey(d, input, &first, out);
	survey_drop(&first);
	return st;
}

const char *survey_word(const struct survey_node *n)
{
	return n->value ? n->value : n->name;
}

void survey_drop(struct survey *s)
{
	arena_drop(s->mem);
	s->mem = NULL;
	s->document = NULL;
}

struct survey_node *survey_root(const struct survey *s)
{
	return s->document->child;
}
