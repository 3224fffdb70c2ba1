/* xmlstream.h - drives the engine from an XML file, by expat. */
#ifndef RELANCE_READ_XMLSTREAM_H
#define RELANCE_READ_XMLSTREAM_H

#include <expat.h>

#include "read/engine.h"
#include "read/reader.h"
#include "read/source.h"

/* Read the whole source. Faults are reported. Fills result->encoding. */
enum status xmlstream_run(struct engine *e, struct source *src, struct read_result *result);

/*
 * Is that attribute, of all those of its element (expat's names and values), xsi:type? It says what an element is,
 * and so is read like any other, by the path @type; where there is also an attribute type, that one is meant.
 */
bool xmlstream_is_type(const char *const *atts, const char *name);

/* Expat's unknown-encoding handler for the encodings of encoding.h; data: where to note the name of another one, or NULL. */
int XMLCALL xmlstream_encoding(void *data, const XML_Char *name, XML_Encoding *info);

/*
 * The next piece of the source into the parser's own buffer, and through the
 * parser; *end: that was all. Blank lines in front of the declaration (*lines,
 * NULL: not the first piece) are left out and counted. Expat's faults are not
 * reported here: *ok = false. A status other than ST_OK is a read error, or a tag without end, reported.
 */
enum status xmlstream_step(XML_Parser parser, struct source *src, uint32_t *lines, bool *ok, bool *end);

/* Report why the parser stopped by itself; at.line: lines before what it was given. ST_INPUT. */
enum status xmlstream_fault(struct diag *d, XML_Parser parser, struct place at, const char *encoding);

/* What expat's error code means, in French, and what to do. */
const char *xmlstream_error(int code);

#endif
