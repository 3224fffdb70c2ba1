/* delimited.c - see delimited.h. */
#include "read/delimited.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "read/textlines.h"

#include "base/banned.h"

struct rows {
	struct engine *e;
	struct textlines lines;
	const struct node *row;
	const struct node **column; /* by position; NULL: not used by the mapping */
	size_t columns, cap;
	size_t cells;	     /* of the row before, at first of the header */
	uint64_t rows, wide; /* wide: longer than the header by empty cells */
	uint32_t first_wide; /* line */
	char sep;
	bool quotes;
	struct buf cell, header;
};

char delimited_separator(const char *line, size_t n, bool quotes)
{
	static const char candidate[] = { '\t', '|', ';', ',' };
	size_t best = 0, i, k;
	char sep = '\t';

	for (k = 0; k < sizeof candidate; k++) {
		size_t count = 0;
		bool inside = false;

		for (i = 0; i < n; i++) {
			if (quotes && line[i] == '"')
				inside = !inside;
			count += line[i] == candidate[k] && !inside;
		}
		if (count > best) {
			best = count;
			sep = candidate[k];
		}
	}
	return sep;
}

/* The cell at *s, moved behind its separator; false at the end of the line. Quotes are undone into `cell`. */
static bool next_cell(const char **s, const char *end, char sep, bool quotes, struct buf *cell)
{
	const char *p = *s;
	bool inside = false;

	if (!p)
		return false;
	buf_clear(cell);
	for (; p < end; p++) {
		if (quotes && *p == '"') {
			if (inside && p + 1 < end && p[1] == '"')
				buf_putc(cell, *p++);
			else
				inside = !inside;
		} else if (*p == sep && !inside) {
			break;
		} else {
			buf_putc(cell, *p);
		}
	}
	*s = p < end ? p + 1 : NULL;
	return true;
}

/* The same, without a copy where there are no quotes to undo. */
static bool next_piece(const char **s, const char *end, struct rows *r, const char **cell, size_t *len)
{
	const char *stop;

	if (r->quotes) {
		if (!next_cell(s, end, r->sep, true, &r->cell))
			return false;
		*cell = r->cell.s;
		*len = r->cell.len;
		return true;
	}
	if (!*s)
		return false;
	*cell = *s;
	stop = memchr(*s, r->sep, (size_t)(end - *s));
	*len = (size_t)((stop ? stop : end) - *s);
	*s = stop ? stop + 1 : NULL;
	return true;
}

static bool same_column(const char *cell, const char *name)
{
	while (*cell == ' ')
		cell++;
	for (; *name; cell++, name++) {
		char a = *cell && strchr(" /|[]@='*:#\t", *cell) ? '_' : *cell, b = *name;

		if (a >= 'A' && a <= 'Z')
			a = (char)(a | 0x20);
		if (b >= 'A' && b <= 'Z')
			b = (char)(b | 0x20);
		if (a != b)
			return false;
	}
	return cell[strspn(cell, " ")] == '\0';
}

bool delimited_has_column(const char *line, size_t n, char sep, const char *name)
{
	const char *s = line, *end = line + n;
	struct buf cell = BUF_INIT;
	bool found = false;

	while (!found && next_cell(&s, end, sep, true, &cell))
		found = same_column(cell.s, name);
	buf_drop(&cell);
	return found;
}

static const struct node *column_of(const struct rows *r, const char *cell)
{
	const struct node *k = r->row->child;

	while (k && !same_column(cell, k->name))
		k = k->sibling;
	return k;
}

/* Names of columns are never quoted in a file that has quotes as plain characters. */
static bool may_be_quoted(const struct rows *r, const char *line, size_t n)
{
	return r->quotes || (n && *line == '"');
}

/* Does the line name two columns of the mapping (or the only one that it has)? */
static bool is_header(struct rows *r, const char *line, size_t n)
{
	const struct node *first = r->row->child;
	const char *s = line, *end = line + n;
	bool quotes = may_be_quoted(r, line, n);
	char sep = delimited_separator(line, n, quotes);
	size_t known = 0, wanted = first && first->sibling ? 2 : 1;

	while (known < wanted && next_cell(&s, end, sep, quotes, &r->cell))
		known += column_of(r, r->cell.s) != NULL;
	return known == wanted;
}

/* Which columns the mapping uses, from the header line. */
static void read_header(struct rows *r, const char *line, size_t n)
{
	struct engine *e = r->e;
	struct place at = { e->file, r->lines.number };
	const char *s = line, *end = line + n;

	r->quotes = may_be_quoted(r, line, n);
	r->sep = delimited_separator(line, n, r->quotes);
	buf_add(&r->header, line, n);
	while (next_cell(&s, end, r->sep, r->quotes, &r->cell)) {
		const struct node *k = column_of(r, r->cell.s);

		GROW(r->column, r->columns, r->cap);
		r->column[r->columns++] = k && !k->ignored ? k : NULL;
		if (!k && !text_is_blank(r->cell.s) && !e->m->quiet)
			diag_finding(e->d, SEV_INFO, "unknown-column", at,
				     "colonne « %s » inconnue du format « %s » : ignorée", r->cell.s,
				     e->m->name);
	}
	r->cells = r->columns;
}

/* What is odd about a line although it can be read. */
static void report_line(const struct rows *r)
{
	const struct textlines *t = &r->lines;
	struct place at = { r->e->file, t->number };

	if (t->number == 1 && t->lone_cr)
		diag_finding(r->e->d, SEV_INFO, "odd-line-end", at,
			     "lignes terminées par un retour chariot seul : lues comme des lignes");
	if (t->odd_end)
		diag_finding(r->e->d, SEV_INFO, "odd-line-end", at,
			     "ligne terminée par deux retours chariot : le second est passé");
	if (t->number == 1 && t->unmarked)
		diag_finding(r->e->d, SEV_INFO, "undeclared-encoding", at,
			     "texte en UTF-16 qui ne le dit pas : lu comme tel");
	if (t->repaired)
		diag_finding(r->e->d, SEV_INFO, "undeclared-encoding", at,
			     "ligne qui n'est pas en UTF-8 : lue comme Windows-1252 ; vérifiez les accents");
}

static enum status next_line(struct rows *r, const char **line, size_t *n, bool *more)
{
	enum status st = textlines_next(&r->lines, r->quotes, line, n, more);

	if (st == ST_OK && *more)
		report_line(r);
	return st;
}

/* The line that names the columns, below the titles that there may be. */
static enum status find_header(struct rows *r)
{
	struct engine *e = r->e;
	const struct node *one = r->row->child, *two = one ? one->sibling : NULL;
	uint32_t first = 0;
	bool more = true;
	unsigned tried = 0;
	const char *line;
	size_t n;

	while (tried < DELIMITED_TITLES) {
		enum status st = next_line(r, &line, &n, &more);

		if (st != ST_OK)
			return st;
		if (!more)
			break;
		if (strspn(line, " \t") >= n)
			continue;
		if (is_header(r, line, n)) {
			if (tried)
				diag_finding(
					e->d, SEV_INFO, "title-lines", (struct place){ e->file, first },
					"titre de %u ligne%s au-dessus de l'en-tête des colonnes : passé",
					tried, tried > 1 ? "s" : "");
			read_header(r, line, n);
			return ST_OK;
		}
		first = first ? first : r->lines.number;
		tried++;
	}
	if (!first)
		return diag_error(e->d, ST_INPUT, (struct place){ e->file, 1 },
				  "le fichier ne contient aucune ligne ; refaites l'export");
	return diag_error(
		e->d, ST_INPUT, (struct place){ e->file, first },
		"aucune des %u premières lignes ne nomme les colonnes du format « %s » (« %s », « %s »…) ; "
		"vérifiez l'en-tête, le séparateur et les noms dans la correspondance",
		tried, e->m->name, one ? one->name : "", two ? two->name : "");
}

static void read_cell(struct rows *r, const struct node *n, const char *s, size_t len)
{
	struct engine *e = r->e;

	if (n->plain) {
		engine_leaf(e, n, s, len);
		return;
	}
	engine_open(e, n, r->lines.number);
	engine_text(e, s, len);
	engine_close(e);
}

static void read_row(struct rows *r, const char *line, size_t n)
{
	struct engine *e = r->e;
	const char *s = line, *end = line + n, *cell;
	bool too_wide = false;
	size_t i, len;

	engine_open(e, r->row, r->lines.number);
	engine_opened(e);
	for (i = 0; next_piece(&s, end, r, &cell, &len); i++) {
		if (i < r->columns && r->column[i]) {
			read_cell(r, r->column[i], cell, len);
		} else if (i >= r->columns && len && !too_wide) {
			too_wide = true;
			diag_finding(e->d, SEV_WARNING, "extra-columns",
				     (struct place){ e->file, r->lines.number },
				     "ligne plus longue que l'en-tête : la suite n'est pas lue, et un "
				     "séparateur "
				     "dans un texte décale peut-être les colonnes ; vérifiez-la");
		}
	}
	engine_close(e);
	r->rows++;
	if (i > r->columns && !too_wide && !r->wide++)
		r->first_wide = r->lines.number;
	/* Rows may be shorter than the header; one that is also cut off from the next is another matter. */
	if (r->lines.unended && i < r->cells)
		diag_finding(
			e->d, SEV_WARNING, "truncated-row", (struct place){ e->file, r->lines.number },
			"dernière ligne incomplète (%zu colonnes au lieu de %zu, sans fin de ligne) : le "
			"fichier est sans doute tronqué, refaites l'export",
			i, r->cells);
	r->cells = i;
}

/* Files put one behind the other, headers and all. */
static bool is_header_again(struct rows *r, const char *line, size_t n)
{
	if (n != r->header.len || memcmp(line, r->header.s, n) != 0)
		return false;
	diag_finding(r->e->d, SEV_WARNING, "header-again", (struct place){ r->e->file, r->lines.number },
		     "l'en-tête revient au milieu du fichier : plusieurs exports mis bout à bout ? vérifiez "
		     "qu'aucun n'y est deux fois");
	return true;
}

/*
 * A separator at the end of every row is a habit of some programs; at the end of some rows alone it may have been
 * pushed there, by one that stands in a text and moves all cells behind it.
 */
static void report_wide(const struct rows *r)
{
	if (r->wide && r->wide < r->rows)
		diag_finding(
			r->e->d, SEV_WARNING, "extra-columns", (struct place){ r->e->file, r->first_wide },
			"lignes plus longues que les autres, d'une cellule vide (%" PRIu64 " sur %" PRIu64
			") : un séparateur dans un texte y décale peut-être les colonnes ; vérifiez-les",
			r->wide, r->rows);
}

static enum status read_rows(struct rows *r)
{
	struct engine *e = r->e;
	enum status st = find_header(r);
	bool more = true;
	const char *line;
	size_t n;

	while (more && st == ST_OK && e->status == ST_OK) {
		st = next_line(r, &line, &n, &more);
		if (st == ST_OK && more &&
		    strspn(line, " \t\x1A") < n && /* ^Z ends files of some old programs */
		    !is_header_again(r, line, n))
			read_row(r, line, n);
	}
	report_wide(r);
	return st == ST_OK ? e->status : st;
}

static uint32_t line_now(const void *driver)
{
	return ((const struct rows *)driver)->lines.number;
}

static void name_encoding(const struct textlines *t, struct read_result *result)
{
	const char *name = t->coding == TEXT_UTF16LE   ? "UTF-16LE"
			   : t->coding == TEXT_UTF16BE ? "UTF-16BE"
			   : t->guessed		       ? "windows-1252"
						       : "UTF-8";

	snprintf(result->encoding, sizeof result->encoding, "%s", name);
}

enum status delimited_run(struct engine *e, struct source *src, struct read_result *result)
{
	struct rows r = { .e = e, .cell = BUF_INIT, .header = BUF_INIT };
	enum status st;

	r.row = node_child(e->m->root, "row", 3);
	if (!e->m->delimited || !r.row)
		return diag_error(e->d, ST_INPUT, (struct place){ e->file, 1 },
				  "ce n'est pas un fichier XML à enregistrements, et le format « %s » n'en "
				  "attend pas d'autre",
				  e->m->name);
	e->line = line_now;
	e->driver = &r;
	st = textlines_start(&r.lines, src);
	r.quotes = e->m->quotes && !r.lines.sheet;
	engine_open(e, e->m->root, 1);
	engine_opened(e);
	if (st == ST_OK)
		st = e->status == ST_OK ? read_rows(&r) : e->status;
	if (st == ST_OK) {
		engine_close(e);
		engine_finish(e);
		st = e->status;
	}
	if (r.lines.sheet && sheet_others(r.lines.sheet))
		diag_finding(e->d, SEV_WARNING, "other-sheets", (struct place){ e->file, 0 },
			     "seule la première feuille du classeur est lue ; feuilles laissées de côté : %u",
			     sheet_others(r.lines.sheet));
	name_encoding(&r.lines, result);
	textlines_drop(&r.lines);
	free(r.column);
	buf_drop(&r.cell);
	buf_drop(&r.header);
	return st;
}
