/* sheet.c - see sheet.h. */
#include "read/sheet.h"

#include <stdlib.h>
#include <string.h>

#include <expat.h>

#include "read/xmlstream.h"

#include "base/banned.h"

#define COLUMNS_MAX 16384 /* what the widest sheet has */
#define ROWS_MAX 1048576
#define ROW_BYTES ((size_t)16 << 20)
#define HEADER_CELLS 2 /* filled cells that a row must have to be the header */

struct sheet {
	struct source *src;
	XML_Parser parser;
	struct buf *out;
	struct buf row, text;
	unsigned depth;	  /* open elements */
	unsigned cell_at; /* depth of the open cell, 0: none; of its Data */
	unsigned data_at;
	unsigned column; /* cells of the open row, with those that were left out */
	unsigned filled; /* ... that hold something */
	uint32_t rows;	 /* lines given out */
	uint32_t lines;	 /* blank ones before what expat was given */
	bool started, in_rows, header, first_done;
	unsigned others; /* worksheets behind the first one that have rows */
	bool counted;	 /* the open worksheet is among them */
	enum status status;
	char encoding[sizeof((struct read_result *)NULL)->encoding];
};

static const char *local(const char *name)
{
	const char *colon = strrchr(name, ':');

	return colon ? colon + 1 : name;
}

static void stop(struct sheet *s, const char *what)
{
	struct place at = { source_file(s->src), s->lines + (uint32_t)XML_GetCurrentLineNumber(s->parser) };

	if (s->status == ST_OK)
		s->status = diag_error(source_diag(s->src), ST_INPUT, at, "%s", what);
	XML_StopParser(s->parser, XML_FALSE);
}

/* "ss:Index": the number of a row or cell, where those before it were left out; 0: none. */
static unsigned long index_of(const char **atts)
{
	for (; *atts; atts += 2) {
		if (!strcmp(local(*atts), "Index"))
			return strtoul(atts[1], NULL, 10);
	}
	return 0;
}

/* ---- rows ---- */

static void start_row(struct sheet *s, const char **atts)
{
	unsigned long wanted = index_of(atts);

	if (s->first_done) {
		s->others += !s->counted;
		s->counted = true;
		return;
	}
	if (wanted > ROWS_MAX) {
		stop(s, "numéro de ligne impossible dans une feuille de calcul ; refaites l'export");
		return;
	}
	for (; s->rows + 1 < wanted; s->rows++)
		buf_putc(s->out, '\n');
	s->in_rows = true;
	s->column = s->filled = 0;
	buf_clear(&s->row);
}

static void end_row(struct sheet *s)
{
	if (!s->in_rows)
		return;
	s->in_rows = false;
	s->header = s->header || s->filled >= HEADER_CELLS;
	if (s->header)
		buf_add(s->out, s->row.s, s->row.len);
	buf_putc(s->out, '\n');
	s->rows++;
}

static void start_cell(struct sheet *s, const char **atts)
{
	unsigned long wanted = index_of(atts);

	if (wanted > COLUMNS_MAX || s->column == COLUMNS_MAX) {
		stop(s, "numéro de colonne impossible dans une feuille de calcul ; refaites l'export");
		return;
	}
	while (s->column + 1 < wanted) {
		if (s->column++)
			buf_putc(&s->row, '\t');
	}
	if (s->column++)
		buf_putc(&s->row, '\t');
	s->cell_at = s->depth;
	buf_clear(&s->text);
}

static void end_cell(struct sheet *s)
{
	size_t i;

	for (i = 0; i < s->text.len; i++) {
		char c = s->text.s[i];

		buf_putc(&s->row, c == '\t' || c == '\n' || c == '\r' ? ' ' : c);
	}
	s->filled += !text_is_blank(s->text.s ? s->text.s : "");
	s->cell_at = 0;
}

/* ---- what expat meets ---- */

static void XMLCALL on_start(void *data, const XML_Char *name, const XML_Char **atts)
{
	struct sheet *s = data;

	name = local(name);
	s->depth++;
	if (!strcmp(name, "Worksheet"))
		s->counted = false;
	else if (!strcmp(name, "Row"))
		start_row(s, atts);
	else if (!strcmp(name, "Cell") && s->in_rows && !s->cell_at)
		start_cell(s, atts);
	else if (!strcmp(name, "Data") && s->cell_at && s->depth == s->cell_at + 1) /* not a comment's */
		s->data_at = s->depth;
}

static void XMLCALL on_end(void *data, const XML_Char *name)
{
	struct sheet *s = data;

	name = local(name);
	if (s->data_at == s->depth)
		s->data_at = 0;
	if (s->cell_at == s->depth)
		end_cell(s);
	else if (!strcmp(name, "Row"))
		end_row(s);
	else if (!strcmp(name, "Worksheet"))
		s->first_done = s->first_done || s->header;
	s->depth--;
}

static void XMLCALL on_text(void *data, const XML_Char *text, int n)
{
	struct sheet *s = data;

	if (!s->data_at || s->status != ST_OK)
		return;
	buf_add(&s->text, text, (size_t)n);
	if (s->row.len + s->text.len > ROW_BYTES)
		stop(s, "ligne de plus de 16 Mio dans une feuille de calcul : le fichier est endommagé ; "
			"refaites l'export");
}

static void XMLCALL on_doctype(void *data, const XML_Char *name, const XML_Char *system,
			       const XML_Char *public, int internal)
{
	(void)name;
	(void)system;
	(void)public;
	(void)internal;
	stop(data, "déclaration DOCTYPE refusée (sécurité) ; retirez-la de l'export");
}

/* ---- outside ---- */

struct sheet *sheet_new(struct source *src)
{
	struct sheet *s = xmalloc(sizeof *s);

	*s = (struct sheet){ .src = src, .row = BUF_INIT, .text = BUF_INIT, .status = ST_OK };
	s->parser = XML_ParserCreate(NULL);
	if (!s->parser) {
		s->status = diag_error(source_diag(src), ST_LIMIT, (struct place){ source_file(src), 0 },
				       "mémoire insuffisante");
		return s;
	}
	XML_SetUserData(s->parser, s);
	XML_SetElementHandler(s->parser, on_start, on_end);
	XML_SetCharacterDataHandler(s->parser, on_text);
	XML_SetStartDoctypeDeclHandler(s->parser, on_doctype);
	XML_SetUnknownEncodingHandler(s->parser, xmlstream_encoding, s->encoding);
	return s;
}

void sheet_drop(struct sheet *s)
{
	if (!s)
		return;
	if (s->parser)
		XML_ParserFree(s->parser);
	buf_drop(&s->row);
	buf_drop(&s->text);
	free(s);
}

enum status sheet_step(struct sheet *s, struct buf *out, bool *end)
{
	bool ok = true;
	enum status st;

	*end = true;
	if (s->status != ST_OK)
		return s->status;
	s->out = out;
	st = xmlstream_step(s->parser, s->src, s->started ? NULL : &s->lines, &ok, end);
	s->started = true;
	if (st != ST_OK || s->status != ST_OK)
		return st != ST_OK ? st : s->status;
	if (!ok)
		s->status = xmlstream_fault(source_diag(s->src), s->parser,
					    (struct place){ source_file(s->src), s->lines }, s->encoding);
	return s->status;
}

unsigned sheet_others(const struct sheet *s)
{
	return s->others;
}
