/*
 * delimited.h - drives the engine from a delimited text file: every line is an
 * element <row> whose children have the names of the columns.
 *
 * The separator is found in the header line; names are compared without regard
 * to case, blanks in them count as "_". Lines may be shorter than the header.
 * Above it there may be titles: the header is the first line with two columns that the mapping names.
 * UTF-8 with or without mark, UTF-16; a line that is not valid UTF-8 is read
 * as Windows-1252. Lines end with LF, CRLF, CR CR LF, or CR alone.
 */
#ifndef RELANCE_READ_DELIMITED_H
#define RELANCE_READ_DELIMITED_H

#include "read/engine.h"
#include "read/reader.h"
#include "read/source.h"

enum status delimited_run(struct engine *e, struct source *src, struct read_result *result);

/* The header is one of so many first lines: titles may stand above it. */
#define DELIMITED_TITLES 20

/* Tab, bar, semicolon or comma: the one that occurs most in the header line. '\t' when none does. */
char delimited_separator(const char *line, size_t n, bool quotes);

/* Does the header line hold a column of that name? */
bool delimited_has_column(const char *line, size_t n, char sep, const char *name);

#endif
