/*
 * source.h - the bytes of an input file in chunks, unpacked if they are gzip,
 * with size and, if asked for, SHA-256 of the file as stored.
 */
#ifndef RELANCE_READ_SOURCE_H
#define RELANCE_READ_SOURCE_H

#include <stddef.h>
#include <stdint.h>

#include "base/diag.h"

struct source;

/* NULL when path cannot be opened, is no regular data, or is empty: ST_INPUT, reported. */
/*
 * A pipe may be opened a second time under its name if no more than 1 MiB was
 * read the first time: it is then read from its start. Not for several threads.
 */
struct source *source_open(struct diag *d, const char *path, int file, bool hash);
void source_close(struct source *s); /* NULL is fine */

/* A good size for the pieces asked for. */
#define SOURCE_CHUNK ((size_t)128 << 10)

/*
 * Up to `size` more bytes into `into`; *n = 0 at the end. ST_INPUT on a read
 * error or damaged gzip, reported.
 */
enum status source_read(struct source *s, char *into, size_t size, size_t *n);

/* Where its faults are reported. */
struct diag *source_diag(const struct source *s);
int source_file(const struct source *s);

/* Is it a spreadsheet in XML (sheet.h)? Before any reading. Such a file is read as lines (textlines.h). */
bool source_is_sheet(const struct source *s);
/* Is it any other XML? Does it begin with '<', behind a byte order mark and blanks, in UTF-16 with NULs between? Before any reading. */
bool source_is_xml(struct source *s);
/* "UTF-16LE" or "UTF-16BE" by its first bytes, NULL for anything else; *marked: by a byte order mark. Before any reading. */
const char *source_utf16(const struct source *s, bool *marked);

/* After the end: as stored. */
uint64_t source_bytes(const struct source *s);
void source_sha256(struct source *s, char hex[65]);

/* What a file is that is no export, told by its first bytes. */
struct other_kind {
	const char *first;
	const char *french, *advice; /* for messages: what it is, what to do */
	bool beside;		     /* lies beside invoices in a folder, and is left out there */
};
/* NULL: may be an export. */
const struct other_kind *source_other_kind(const char *first, size_t n);

#endif
