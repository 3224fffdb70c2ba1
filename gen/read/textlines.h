/*
 * textlines.h - the lines of a text source as UTF-8, whatever its encoding and line ends; the rows of a
 * spreadsheet in XML as lines of cells between tabs.
 */
#ifndef RELANCE_READ_TEXTLINES_H
#define RELANCE_READ_TEXTLINES_H

#include "base/text.h"
#include "read/encoding.h"
#include "read/sheet.h"
#include "read/source.h"

struct textlines {
	struct source *src;
	struct sheet
		*sheet; /* NULL: the source is text; else a quote in a cell is a character like any other */
	char *raw;	/* SOURCE_CHUNK bytes */
	const char *next, *end; /* not consumed yet */
	enum text_coding coding;
	bool started, done, lone_cr;
	bool guessed;	  /* set when a line was read as Windows-1252 because it is no UTF-8 */
	bool repaired;	  /* the line given out is such a line */
	bool odd_end;	  /* the line given out ended on more than one carriage return, \r\r\n */
	bool unmarked;	  /* UTF-16 that says so nowhere */
	bool unended;	  /* the line given out ends with the file, not with a line end */
	uint32_t number;  /* of the line given out, from 1 */
	struct buf chunk; /* decoded UTF-16 */
	struct buf line, fixed;
	unsigned char half[4]; /* rest of a UTF-16 code unit pair at the end of a chunk */
	size_t halves;
};

/* Begin to read. Give back with textlines_drop, on failure (reported) too. */
enum status textlines_start(struct textlines *t, struct source *src);
void textlines_drop(struct textlines *t);

/*
 * The next line without its end, valid until the next call; *n = length. *more
 * false: no line is left. quotes: a line end between double quotes belongs to
 * the line. ST_INPUT (reported) where reading fails, or for a line that does not end.
 */
enum status textlines_next(struct textlines *t, bool quotes, const char **line, size_t *n, bool *more);

#endif
