/* guess_columns.c - the survey of a delimited text; see guess_survey.h. */
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "read/delimited.h"
#include "read/guess_walk.h"
#include "read/guess_words.h"
#include "read/textlines.h"

#include "base/banned.h"

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
		c->at[c->used++] =
			survey_child(w->s, row, &(struct wanted){ .name = c->cell.s + blank }, number);
	}
}

/* "Total 411001;;;1 200,00": noted, and passed over. They all stand in one column. */
static bool is_total(struct walk *w, struct columns *c, const char *line, size_t n)
{
	struct survey *s = w->s;
	const char *p = line, *end = line + n, *word = NULL;
	size_t i, k;

	for (i = 0; i < c->used && next_cell(&p, end, s->separator, c); i++) {
		if (text_is_blank(c->cell.s))
			continue;
		word = words_total_row(c->cell.s + strspn(c->cell.s, " "));
		break;
	}
	if (!word || !c->at[i] || (s->total_at && s->total_at != c->at[i]))
		return false;
	for (k = 0; k < s->total_words && s->total_word[k] != word; k++)
		;
	if (k == TOTAL_WORDS)
		return false;
	s->total_at = c->at[i];
	s->total_word[k] = word;
	s->total_words += k == s->total_words;
	return true;
}

static void read_row(struct walk *w, struct columns *c, const char *line, size_t n)
{
	const char *s = line, *end = line + n;
	size_t i;

	if (is_total(w, c, line, n))
		return;

	survey_meet(w->s->document->child);
	for (i = 0; i < c->used && next_cell(&s, end, w->s->separator, c); i++) {
		if (!c->at[i])
			continue;
		survey_meet(c->at[i]);
		survey_value(w, c->at[i], c->cell.s, c->cell.len);
	}
}

/* The first lines, kept until it is known which of them names the columns. */
struct heading {
	struct {
		const char *text;
		size_t len, filled;
		uint32_t number;
	} line[DELIMITED_TITLES];
	size_t lines;
};

static size_t filled_cells(struct columns *c, const char *line, size_t n)
{
	const char *s = line, *end = line + n;
	char sep = delimited_separator(line, n, true);
	size_t filled = 0;

	while (next_cell(&s, end, sep, c))
		filled += !text_is_blank(c->cell.s);
	return filled;
}

/* Titles above a table fill a cell or two; the line that names its columns, more than half of them. */
static size_t header_line(const struct heading *h)
{
	size_t most = 0, i;

	for (i = 0; i < h->lines; i++)
		most = h->line[i].filled > most ? h->line[i].filled : most;
	for (i = 0; i < h->lines && h->line[i].filled * 2 <= most; i++)
		;
	return i;
}

static enum status read_heading(struct walk *w, struct textlines *t, struct columns *c, struct heading *h,
				bool *more)
{
	enum status st = ST_OK;
	const char *line;
	size_t n;

	while (st == ST_OK && *more && h->lines < DELIMITED_TITLES) {
		st = textlines_next(t, c->quoted, &line, &n, more);
		if (st != ST_OK || !*more || strspn(line, " \t") >= n)
			continue;
		h->line[h->lines].text = arena_strndup(w->s->mem, line, n);
		h->line[h->lines].len = n;
		h->line[h->lines].number = t->number;
		h->line[h->lines++].filled = filled_cells(c, line, n);
	}
	return st;
}

static enum status read_lines(struct walk *w, struct textlines *t, struct columns *c)
{
	struct heading h = { .lines = 0 };
	bool more = true;
	enum status st = read_heading(w, t, c, &h, &more);
	size_t i = header_line(&h), n;
	const char *line;

	survey_child(w->s, w->s->document, &(struct wanted){ .name = "row" }, 1);
	if (st == ST_OK && !h.lines)
		return diag_error(w->d, ST_INPUT, (struct place){ w->file, 1 },
				  "le fichier ne contient aucune ligne ; refaites l'export");
	if (st != ST_OK)
		return st;
	c->quoted = false; /* the header decides, and the rows behind it */
	read_header(w, c, h.line[i].text, h.line[i].len, h.line[i].number);
	c->plain = !c->quoted && (w->s->separator == '\t' || w->s->separator == '|');
	for (i++; i < h.lines; i++)
		read_row(w, c, h.line[i].text, h.line[i].len);
	while (more) {
		st = textlines_next(t, c->quoted, &line, &n, &more);
		if (st != ST_OK)
			return st;
		if (more && strspn(line, " \t") < n)
			read_row(w, c, line, n);
	}
	return ST_OK;
}

enum status survey_text(struct walk *w, struct source *src)
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
