/* guess_survey.c - see guess_survey.h. */
#include "read/guess_walk.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <expat.h>

#include "base/text.h"
#include "read/encoding.h"
#include "read/guess_apart.h"
#include "read/xmlstream.h"

#include "base/banned.h"

#define VALUE_MAX ((size_t)400) /* bytes of a value that are looked at */
#define BY_MAX ((size_t)60)	/* bytes of a value that tells elements apart */
#define NAME_SLOTS ((size_t)SURVEY_PATHS * 4)

/* ---- the tree ---- */

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
struct survey_node *survey_child(struct survey *s, struct survey_node *parent, const struct wanted *x,
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

void survey_meet(struct survey_node *n)
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

void survey_value(struct walk *w, struct survey_node *n, const char *s, size_t len)
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

/* What XML has for itself; but xsi:type says what an element is. */
static bool is_xml_own(const char **atts, const char *name)
{
	return !xmlstream_is_type((const char *const *)atts, name) &&
	       (!strncmp(name, "xmlns", 5) || !strncmp(name, "xml:", 4) || !strncmp(name, "xsi:", 4));
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
	size_t k;

	for (k = 0; atts[k]; k += 2) {
		const char *value = atts[k + 1];

		if (!is_xml_own(atts, atts[k]) && !strcmp(local(atts[k]), by) && *value &&
		    strlen(value) <= BY_MAX && !strpbrk(value, "'|[]\t\r\n")) {
			x->by = by;
			x->value = value;
		}
	}
}

static void XMLCALL on_start(void *data, const XML_Char *name, const XML_Char **atts)
{
	struct walk *w = data;
	struct survey_node *n;
	const struct survey_node *origin;
	struct wanted wanted;
	size_t k;

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
	n = survey_child(w->s, w->open[w->depth], &wanted, line_now(w));
	if (!n) {
		w->skipped++;
		return;
	}
	if (!w->depth)
		w->s->namespace = namespace_of(w->s->mem, name, atts);
	n->origin = origin;
	survey_meet(n);
	w->open[++w->depth] = n;
	for (k = 0; atts[k]; k += 2) {
		struct wanted attribute = { .name = local(atts[k]), .attribute = true };
		struct survey_node *a;

		if (is_xml_own(atts, atts[k]) || (n->by && !strcmp(attribute.name, n->by)))
			continue;
		a = survey_child(w->s, n, &attribute, line_now(w));
		if (!a)
			continue;
		survey_meet(a);
		survey_value(w, a, atts[k + 1], strlen(atts[k + 1]));
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
		survey_value(w, w->open[w->depth], value.s, value.len);
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

/* ---- both ---- */

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
	st = out->xml ? read_xml(&w, src) : survey_text(&w, src);
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
