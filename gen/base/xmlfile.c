/* xmlfile.c - the XML files that we write ourselves; see xmlfile.h. */
#include "base/xmlfile.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <libxml/parser.h>
#include <libxml/xmlIO.h>
#include <libxml/xmlerror.h>
#include <libxml/xmlschemas.h>

#include "base/text.h"
#include "base/xmlmessage.h"

#include "base/banned.h"

#define SIZE_LIMIT (16L << 20) /* ours are small: more is a mistake, an export given as policy for example */
#define ERRORS_SHOWN 20

/* Never XML_PARSE_NOENT (it substitutes entities) nor XML_PARSE_DTDLOAD. */
#define PARSE_OPTIONS (XML_PARSE_NONET | XML_PARSE_BIG_LINES)

#if LIBXML_VERSION >= 21200
typedef const xmlError *error_ptr;
#else
typedef xmlError *error_ptr;
#endif

/* Where the errors of one file go. */
struct sink {
	struct diag *d;
	int file;
	size_t errors;
	const xmlDoc *schema; /* that the file is checked by; NULL: none yet */
	bool facet;	      /* the last error was about a value */
	bool fatal;	      /* a well-formedness error: what follows it is only its echo */
};

/* The pattern that has this text, n bytes, below a node of a schema. */
static const xmlNode *find_pattern(const xmlNode *n, const char *text, size_t len)
{
	const xmlNode *k, *found = NULL;

	for (k = xml_child(n, NULL); k && !found; k = xml_next(k, NULL)) {
		xmlChar *value = xml_is(k, "pattern") ? xmlGetNoNsProp(k, (const xmlChar *)"value") : NULL;

		if (value && strlen((char *)value) == len && !memcmp(value, text, len))
			found = k;
		else
			found = find_pattern(k, text, len);
		xmlFree(value);
	}
	return found;
}

/*
 * What the schema says of a pattern that did not match: a regular expression
 * means nothing to whoever writes a policy. The message ends in "by the
 * pattern '[0-9]+'.". NULL: nothing, or no such message.
 */
static const char *wanted_by(struct arena *a, const struct sink *sink, error_ptr e)
{
	static const char before[] = "by the pattern '";
	const char *text = e->message ? strstr(e->message, before) : NULL;
	const char *end = text ? strrchr(text, '\'') : NULL;
	const xmlNode *n = NULL;

	if (e->code != XML_SCHEMAV_CVC_PATTERN_VALID || !sink->schema || !end)
		return NULL;
	text += sizeof before - 1;
	if (end > text)
		n = find_pattern(xmlDocGetRootElement(sink->schema), text, (size_t)(end - text));
	while (n && !xml_is(n, "simpleType"))
		n = n->parent;
	n = xml_child(xml_child(n, "annotation"), "documentation");
	return n ? xml_text(a, n) : NULL;
}

static void on_error(void *data, error_ptr e)
{
	struct sink *sink = data;
	struct buf message = BUF_INIT;
	struct arena *a;
	struct place at = { sink->file, e && e->line > 0 ? (uint32_t)e->line : 0 };

	if (!e || e->level < XML_ERR_ERROR || sink->fatal)
		return;
	/* Follow-up of an invalid value that has been reported. */
	if (e->message && strstr(e->message, "Warning: No precomputed value"))
		return;
	/* One item of a list is wrong, and then the list is. */
	if (sink->facet && e->code == XML_SCHEMAV_CVC_DATATYPE_VALID_1_2_2)
		return;
	sink->facet = e->code >= XML_SCHEMAV_CVC_LENGTH_VALID && e->code <= XML_SCHEMAV_CVC_ENUMERATION_VALID;
	sink->fatal = e->level == XML_ERR_FATAL;
	sink->errors++;
	if (sink->errors > ERRORS_SHOWN + 1)
		return;
	if (sink->errors > ERRORS_SHOWN) {
		at.line = 0;
		diag_error(sink->d, ST_CONFIG, at, "d'autres erreurs suivent ; corrigez d'abord celles-ci");
		return;
	}
	a = arena_new();
	xmlmessage_translate(&message, e->message, wanted_by(a, sink, e));
	arena_drop(a);
	diag_error(sink->d, ST_CONFIG, at, "%s", message.s);
	buf_drop(&message);
}

static void on_doctype(void *context, const xmlChar *name, const xmlChar *external_id,
		       const xmlChar *system_id)
{
	xmlParserCtxt *ctxt = context;
	struct sink *sink = ctxt->_private;
	struct place at = { sink->file, ctxt->input ? (uint32_t)ctxt->input->line : 0 };

	(void)name;
	(void)external_id;
	(void)system_id;
	if (!sink->fatal)
		diag_error(sink->d, ST_CONFIG, at, "DOCTYPE refusé : supprimez cette déclaration");
	sink->fatal = true;
	sink->errors++;
	xmlStopParser(ctxt);
}

static void init_library(void)
{
	xmlInitParser();
	xmlSetExternalEntityLoader(
		xmlNoNetExternalEntityLoader); /* schemas that import others: never from a network */
}

static enum status read_whole(struct sink *sink, const char *path, struct buf *out)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	char block[16 << 10];
	struct stat st;
	ssize_t n = -1;
	int err = errno;

	if (fd >= 0 && fstat(fd, &st) == 0) {
		if (S_ISREG(st.st_mode) && st.st_size > SIZE_LIMIT) {
			close(fd);
			return diag_error(sink->d, ST_CONFIG, (struct place){ sink->file, 0 },
					  "fichier de plus de 16 Mo : ce n'est pas une configuration");
		}
		while ((n = read(fd, block, sizeof block)) > 0 || (n < 0 && errno == EINTR)) {
			if (n > 0)
				buf_add(out, block, (size_t)n);
			if (out->len > (size_t)SIZE_LIMIT)
				break;
		}
		err = errno;
	}
	if (fd >= 0)
		close(fd);
	if (n < 0)
		return diag_error(sink->d, ST_CONFIG, (struct place){ sink->file, 0 },
				  "lecture impossible : %s", diag_errno(err));
	return ST_OK;
}

/* Well-formed, or NULL (reported). */
static xmlDoc *parse_text(struct sink *sink, const char *path, const char *text, size_t n)
{
	xmlParserCtxt *ctxt;
	xmlDoc *doc = NULL;

	xmlSetStructuredErrorFunc(sink, on_error); /* per thread in libxml2 */
	ctxt = xmlNewParserCtxt();
	if (ctxt) {
		ctxt->_private = sink;
		ctxt->sax->internalSubset = on_doctype;
		doc = xmlCtxtReadMemory(ctxt, text, (int)n, path, NULL, PARSE_OPTIONS);
		xmlFreeParserCtxt(ctxt);
	}
	if (!doc && !sink->errors) {
		sink->errors++;
		diag_error(sink->d, ST_CONFIG, (struct place){ sink->file, 0 }, "fichier XML illisible");
	}
	if (sink->errors) {
		xmlFreeDoc(doc);
		doc = NULL;
	}
	return doc;
}

static xmlDoc *parse(struct sink *sink, const char *path)
{
	struct buf content = BUF_INIT;
	xmlDoc *doc = NULL;

	if (read_whole(sink, path, &content) == ST_OK)
		doc = parse_text(sink, path, content.s, content.len);
	buf_drop(&content);
	return doc;
}

static bool validate(struct sink *sink, xmlDoc *doc, const char *xsd)
{
	struct sink schema_sink = { .d = sink->d, .file = diag_file(sink->d, xsd) };
	xmlDoc *schema_doc = parse(&schema_sink, xsd);
	xmlSchemaParserCtxt *parser = schema_doc ? xmlSchemaNewDocParserCtxt(schema_doc) : NULL;
	xmlSchemaValidCtxt *valid = NULL;
	xmlSchema *schema = NULL;
	int r = -1;

	xmlSetStructuredErrorFunc(sink, on_error); /* parse() set it for the schema */
	if (parser) {
		xmlSchemaSetParserStructuredErrors(parser, on_error, &schema_sink);
		schema = xmlSchemaParse(parser);
	}
	sink->schema = schema_doc;
	if (schema)
		valid = xmlSchemaNewValidCtxt(schema);
	if (valid) {
		xmlSchemaSetValidStructuredErrors(valid, on_error, sink);
		r = xmlSchemaValidateDoc(valid, doc);
	}
	if (r && !sink->errors && !schema_sink.errors)
		diag_error(sink->d, ST_CONFIG, (struct place){ sink->file, 0 },
			   "contrôle impossible avec le schéma « %s »", xsd);
	xmlSchemaFreeValidCtxt(valid);
	xmlSchemaFree(schema);
	xmlSchemaFreeParserCtxt(parser);
	xmlFreeDoc(schema_doc);
	sink->schema = NULL;
	return r == 0;
}

/* text: NULL to read the file. */
static enum status load(struct diag *d, const char *path, const struct buf *text, const char *xsd,
			xmlDoc **doc, int *file)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;
	struct sink sink = { .d = d, .file = diag_file(d, path) };
	xmlStructuredErrorFunc old_func;
	void *old_data;

	pthread_once(&once, init_library);
	/* Nothing reaches standard error by itself; the caller's setting comes back at the end. */
	old_func = xmlStructuredError;
	old_data = xmlStructuredErrorContext;

	*doc = text ? parse_text(&sink, path, text->s, text->len) : parse(&sink, path);
	if (*doc && xsd && !validate(&sink, *doc, xsd)) {
		xmlFreeDoc(*doc);
		*doc = NULL;
	}

	xmlSetStructuredErrorFunc(old_data, old_func);
	if (file)
		*file = sink.file;
	return *doc ? ST_OK : ST_CONFIG;
}

enum status xmlfile_load(struct diag *d, const char *path, const char *xsd, xmlDoc **doc, int *file)
{
	return load(d, path, NULL, xsd, doc, file);
}

enum status xmlfile_load_text(struct diag *d, const char *name, const struct buf *text, const char *xsd,
			      xmlDoc **doc, int *file)
{
	return load(d, name, text, xsd, doc, file);
}

bool xml_is(const xmlNode *n, const char *name)
{
	return n && n->type == XML_ELEMENT_NODE && (!name || strcmp((const char *)n->name, name) == 0);
}

static xmlNode *first_from(xmlNode *n, const char *name)
{
	while (n && !xml_is(n, name))
		n = n->next;
	return n;
}

xmlNode *xml_child(const xmlNode *n, const char *name)
{
	return n ? first_from(n->children, name) : NULL;
}

xmlNode *xml_next(const xmlNode *n, const char *name)
{
	return n ? first_from(n->next, name) : NULL;
}

const char *xml_attr(struct arena *a, const xmlNode *n, const char *name, const char *fallback)
{
	xmlChar *value = n ? xmlGetNoNsProp(n, (const xmlChar *)name) : NULL;
	const char *r;

	if (!value)
		return fallback;
	r = text_nfc(a, (const char *)value);
	xmlFree(value);
	return r;
}

const char *xml_text(struct arena *a, const xmlNode *n)
{
	xmlChar *content = n ? xmlNodeGetContent(n) : NULL;
	const char *r;

	if (!content)
		return "";
	r = text_clean(a, (const char *)content, strlen((const char *)content), NULL);
	xmlFree(content);
	return r;
}

struct place xml_place(const xmlNode *n, int file)
{
	long line = n ? xmlGetLineNo(n) : 0;

	return (struct place){ file, line > 0 ? (uint32_t)line : 0 };
}
