/* names.c - references to cells and ranges, as formulas want them. */
#include "workbook/book.h"

#include "base/banned.h"

struct letters {
	char s[4];
};

static struct letters column_letters(lxw_col_t c)
{
	struct letters out = { "" };
	char turned[4];
	unsigned n = (unsigned)c + 1;
	size_t len = 0;

	while (n > 0 && len < 3) {
		n--;
		turned[len++] = (char)('A' + n % 26);
		n /= 26;
	}
	for (size_t i = 0; i < len; i++)
		out.s[i] = turned[len - 1 - i];
	return out;
}

const char *name_cell(struct book *b, lxw_row_t r, lxw_col_t c)
{
	return arena_printf(b->scratch, "%s%u", column_letters(c).s, (unsigned)r + 1);
}

const char *name_span(struct book *b, lxw_row_t r1, lxw_col_t c1, lxw_row_t r2, lxw_col_t c2)
{
	return arena_printf(b->scratch, "%s%u:%s%u", column_letters(c1).s, (unsigned)r1 + 1,
			    column_letters(c2).s, (unsigned)r2 + 1);
}

/* "'Pièces 2'!" or "": our sheet names hold no apostrophe. */
static const char *prefix(struct book *b, const struct sheet *s)
{
	return s ? arena_printf(b->scratch, "'%s'!", s->name) : "";
}

const char *name_fixed(struct book *b, const struct sheet *s, lxw_row_t r, lxw_col_t c)
{
	return arena_printf(b->scratch, "%s$%s$%u", prefix(b, s), column_letters(c).s, (unsigned)r + 1);
}

const char *name_range(struct book *b, const struct sheet *s, lxw_row_t r1, lxw_col_t c1, lxw_row_t r2,
		       lxw_col_t c2)
{
	return arena_printf(b->scratch, "%s$%s$%u:$%s$%u", prefix(b, s), column_letters(c1).s,
			    (unsigned)r1 + 1, column_letters(c2).s, (unsigned)r2 + 1);
}

void book_name(struct book *b, const char *name, const char *place)
{
	if (b->st != ST_OK)
		return;
	if (b->names == MAX_NAMES) {
		book_fail(b, ST_OUTPUT, "classeur : plus de %d noms", MAX_NAMES);
		return;
	}
	b->named[b->names++] = name;
	book_check(b, workbook_define_name(b->wb, name, arena_printf(b->scratch, "=%s", place)), NULL);
}

bool book_named(const struct book *b, const char *name)
{
	for (size_t i = 0; i < b->names; i++)
		if (text_eq(b->named[i], name))
			return true;
	return false;
}

void sheet_widths(struct book *b, struct sheet *s, const double *width, size_t n)
{
	for (size_t i = 0; i < n && b->st == ST_OK && s; i++)
		book_check(b, worksheet_set_column(s->ws, (lxw_col_t)i, (lxw_col_t)i, width[i], NULL), s);
}
