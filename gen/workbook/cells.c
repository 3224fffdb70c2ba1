/*
 * cells.c - the only place that writes cells. Text from the export is always
 * written as text, so a name like "=HYPERLINK(…)" stays a name; what the
 * library would accept and spoil (invalid UTF-8, NaN, over-long strings, too
 * many links) is stopped here (libraries.md §2.4).
 */
#include <string.h>

#include "workbook/book.h"

#include "base/banned.h"

#define MAX_CHARACTERS 32767 /* of a cell */
#define MAX_TARGET 2000	     /* of a link, below Excel's 2,079 */
#define MAX_LITERAL 250	     /* of a text in a formula, below Excel's 255 */

/* Count the row and the cell; false when the book has failed already. */
static bool begin(struct book *b, struct sheet *s, lxw_row_t r)
{
	if (b->st != ST_OK || !s)
		return false;
	if (s->last_row != (int64_t)r) {
		if ((int64_t)r < s->last_row) {
			book_fail(b, ST_OUTPUT,
				  "classeur : feuille « %s », ligne %u écrite après la ligne %u", s->name,
				  (unsigned)r + 1, (unsigned)s->last_row + 1);
			return false;
		}
		s->last_row = r;
		s->rows++;
	}
	return true;
}

static bool hex4(const char *s)
{
	for (int i = 0; i < 4; i++)
		if (!strchr("0123456789abcdefABCDEF", s[i]) || !s[i])
			return false;
	return true;
}

/* Not allowed in XML 1.0, or a permanent non-character. */
static bool forbidden(uint32_t cp)
{
	return (cp < 0x20 && cp != '\t' && cp != '\n') || cp == 0x7F || (cp & 0xFFFE) == 0xFFFE ||
	       (cp >= 0xD800 && cp <= 0xDFFF);
}

static bool plain(const char *s)
{
	size_t n = 0;

	for (; *s; s++, n++)
		if ((unsigned char)*s < 0x20 || (unsigned char)*s >= 0x7F || (s[0] == '_' && s[1] == 'x'))
			return false;
	return n <= MAX_CHARACTERS;
}

/*
 * The text as the file may hold it. Readers take "_x0041_" for an escaped
 * character: such a sequence gets its own underscore escaped. Lengths count
 * in UTF-16 units, as Excel does.
 */
static const char *safe_text(struct book *b, const struct sheet *s, lxw_row_t r, const char *text)
{
	if (plain(text))
		return text;

	struct buf out = BUF_INIT;
	size_t units = 0;
	const char *p = text;

	while (*p) {
		const char *at = p;
		uint32_t cp = utf8_next(&p);

		units += cp > 0xFFFF ? 2 : 1;
		if (units >= MAX_CHARACTERS && *p) {
			buf_puts(&out, "…");
			diag_finding(b->diag, SEV_WARNING, "text-cut", NOWHERE,
				     "texte de plus de %d caractères, coupé dans la feuille « %s », ligne %u",
				     MAX_CHARACTERS, s->name, (unsigned)r + 1);
			break;
		}
		if (cp == '_' && p[0] == 'x' && hex4(p + 1) && p[5] == '_') {
			buf_puts(&out, "_x005F_");
			units += 6;
		} else if (forbidden(cp)) {
			buf_puts(&out, "\xEF\xBF\xBD");
		} else if (cp == 0xFFFD) {
			buf_puts(&out, "\xEF\xBF\xBD"); /* also stands for bytes that are not UTF-8 */
		} else {
			buf_add(&out, at, (size_t)(p - at));
		}
	}

	const char *copy = arena_strndup(b->scratch, out.s, out.len);

	buf_drop(&out);
	return copy;
}

void cell_text(struct book *b, struct sheet *s, lxw_row_t r, lxw_col_t c, const char *text, lxw_format *f)
{
	if (!text || !*text) {
		cell_blank(b, s, r, c, f);
		return;
	}
	if (!begin(b, s, r))
		return;
	s->cells++;
	book_check(b, worksheet_write_string(s->ws, r, c, safe_text(b, s, r, text), f), s);
}

void cell_blank(struct book *b, struct sheet *s, lxw_row_t r, lxw_col_t c, lxw_format *f)
{
	if (!begin(b, s, r))
		return;
	s->cells++;
	book_check(b, worksheet_write_blank(s->ws, r, c, f), s);
}

void cell_number(struct book *b, struct sheet *s, lxw_row_t r, lxw_col_t c, double x, lxw_format *f)
{
	if (!begin(b, s, r))
		return;
	if (!(x - x == 0)) { /* NaN and infinity */
		book_fail(b, ST_LIMIT, "classeur : feuille « %s », ligne %u : nombre impossible", s->name,
			  (unsigned)r + 1);
		return;
	}
	s->cells++;
	book_check(b, worksheet_write_number(s->ws, r, c, x, f), s);
}

void cell_int(struct book *b, struct sheet *s, lxw_row_t r, lxw_col_t c, int64_t x, lxw_format *f)
{
	cell_number(b, s, r, c, (double)x, f);
}

void cell_date(struct book *b, struct sheet *s, lxw_row_t r, lxw_col_t c, civil_date d, lxw_format *f)
{
	char text[11];

	if (d == DATE_NONE)
		cell_blank(b, s, r, c, f);
	else if (d <
		 date_from_ymd(1900, 3, 1)) /* before, Excel's calendar has a day too many, or none at all */
		cell_text(b, s, r, c, date_fr(d, text), f);
	else
		cell_number(b, s, r, c, (double)d + 25569, f);
}

double money_double(money x, currency c)
{
	static const double power[] = { 1, 10, 100, 1000, 10000 };
	int decimals = currency_decimals(c);

	return (double)x / power[decimals > 4 ? 4 : decimals];
}

double ratio(int64_t num, int64_t den)
{
	return den ? (double)num / (double)den : 0;
}

size_t money_width(money x, currency c)
{
	char text[64];

	return utf8_length(money_human(x, c, " ", ",", text));
}

/* Doubles hold whole numbers up to 2^53: said once per run when an amount is larger. */
static void check_precision(struct book *b, const struct sheet *s, lxw_row_t r, money x)
{
	const money limit = INT64_C(1) << 53;

	if (b->st == ST_OK && (x > limit || x < -limit))
		diag_finding(
			b->diag, SEV_WARNING, "amount-precision", NOWHERE,
			"montant de plus de 15 chiffres, arrondi par le tableur : feuille « %s », ligne %u",
			s->name, (unsigned)r + 1);
}

void cell_money(struct book *b, struct sheet *s, lxw_row_t r, lxw_col_t c, money x, currency cur,
		enum look look)
{
	check_precision(b, s, r, x);
	cell_number(b, s, r, c, money_double(x, cur), format_of_money(b, look, cur));
}

void cell_formula(struct book *b, struct sheet *s, lxw_row_t r, lxw_col_t c, const char *formula, double x,
		  lxw_format *f)
{
	if (!begin(b, s, r))
		return;
	s->cells++;
	book_check(b, worksheet_write_formula_num(s->ws, r, c, formula, f, x), s);
}

void cell_formula_money(struct book *b, struct sheet *s, lxw_row_t r, lxw_col_t c, const char *formula,
			money x, currency cur, enum look look)
{
	check_precision(b, s, r, x);
	cell_formula(b, s, r, c, formula, money_double(x, cur), format_of_money(b, look, cur));
}

void cell_formula_text(struct book *b, struct sheet *s, lxw_row_t r, lxw_col_t c, const char *formula,
		       const char *text, lxw_format *f)
{
	if (!begin(b, s, r))
		return;
	s->cells++;
	book_check(b, worksheet_write_formula_str(s->ws, r, c, formula, f, text), s);
}

/*
 * A native link, or, where the sheet has as many of them as it may, a formula:
 * of those there may be any number. target is what the formula asks for.
 */
static void link_to(struct book *b, struct sheet *s, lxw_row_t r, lxw_col_t c, const char *url,
		    const char *target, const char *text, bool native)
{
	lxw_format *f = format_of(b, LOOK_BODY, SHAPE_LINK);

	if (native && s && s->links < (b->tables ? MAX_LINKS : MAX_LINKS_LARGE)) {
		if (!begin(b, s, r))
			return;
		s->links++;
		s->cells++;
		book_check(b, worksheet_write_url_opt(s->ws, r, c, url, f, text, NULL), s);
	} else if (strlen(target) <= MAX_LITERAL && !strchr(target, '"')) {
		cell_formula_text(b, s, r, c,
				  arena_printf(b->scratch, "=HYPERLINK(\"%s\",\"%s\")", target, text), text,
				  f);
	} else {
		b->unlinked++;
		cell_text(b, s, r, c, target, format_of(b, LOOK_BODY, SHAPE_TEXT));
	}
}

void cell_link_inside(struct book *b, struct sheet *s, lxw_row_t r, lxw_col_t c, const char *place,
		      const char *text)
{
	link_to(b, s, r, c, arena_printf(b->scratch, "internal:%s", place),
		arena_printf(b->scratch, "#%s", place), text, true);
}

/* A path that stays beside the workbook: no scheme, no root, no way up. */
static bool relative(const char *path)
{
	return *path && *path != '/' && *path != '\\' && !strchr(path, ':') && !strstr(path, "..") &&
	       utf8_valid(path, strlen(path));
}

void cell_link_file(struct book *b, struct sheet *s, lxw_row_t r, lxw_col_t c, const char *path,
		    const char *text)
{
	bool native = s && s->file_links < (b->tables ? MAX_FILE_LINKS : MAX_LINKS_LARGE) &&
		      strlen(path) <= MAX_TARGET;

	if (!relative(path)) {
		cell_text(b, s, r, c, path, format_of(b, LOOK_BODY, SHAPE_TEXT));
		return;
	}
	if (native)
		s->file_links++;
	link_to(b, s, r, c, arena_printf(b->scratch, "external:%s", path), path, text, native);
}

void row_height(struct book *b, struct sheet *s, lxw_row_t r, double points)
{
	if (begin(b, s, r))
		book_check(b, worksheet_set_row(s->ws, r, points, NULL), s);
}
