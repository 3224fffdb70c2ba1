/*
 * xmlfile.h - the small, trusted XML files that we write ourselves: policy,
 * rates, mappings, templates, configuration. libxml2, each checked by its XSD.
 * Never used for the export (read/ streams that with expat).
 */
#ifndef RELANCE_BASE_XMLFILE_H
#define RELANCE_BASE_XMLFILE_H

#include <stdbool.h>

#include <libxml/tree.h>

#include "base/diag.h"
#include "base/text.h"

/*
 * Load path and validate it against the schema file xsd (NULL: well-formedness only).
 * Nothing is fetched, no entity is substituted. On failure every error is
 * reported with file and line, and *doc is NULL: returns ST_CONFIG.
 * On success the caller owns *doc (xmlFreeDoc); *file is its diag_file() index.
 */
enum status xmlfile_load(struct diag *d, const char *path, const char *xsd, xmlDoc **doc, int *file);

/* The same from memory; name: what messages call it. */
enum status xmlfile_load_text(struct diag *d, const char *name, const struct buf *text, const char *xsd,
			      xmlDoc **doc, int *file);

/* Element helpers. xml_child/xml_next walk element children with that name (NULL: any). */
xmlNode *xml_child(const xmlNode *n, const char *name);
xmlNode *xml_next(const xmlNode *n, const char *name);
bool xml_is(const xmlNode *n, const char *name);
/* Attribute value copied into the arena, or fallback (may be NULL) if absent. */
const char *xml_attr(struct arena *a, const xmlNode *n, const char *name, const char *fallback);
/* Cleaned text content (text_clean), "" if none. */
const char *xml_text(struct arena *a, const xmlNode *n);
struct place xml_place(const xmlNode *n, int file);

#endif
