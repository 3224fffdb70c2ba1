/* listsum.c - the live sums over the rows of a list, on all of its sheets; see list.h. */
#include <string.h>

#include "workbook/list.h"

#include "base/banned.h"

/* Last data row of part i. */
static lxw_row_t last_row(const struct list *l, uint32_t part)
{
	uint32_t rows = part + 1 < l->parts ? l->per_part : l->rows - part * l->per_part;

	return l->first + (rows ? rows - 1 : 0);
}

/* Some rows of one part. */
struct stretch {
	uint32_t part;
	lxw_row_t top, bottom;
};

static struct stretch whole_part(const struct list *l, uint32_t part)
{
	return (struct stretch){ part, l->first, last_row(l, part) };
}

static const char *column_range(const struct list *l, struct stretch at, size_t column)
{
	return name_range(l->b, l->part[at.part], at.top, (lxw_col_t)column, at.bottom, (lxw_col_t)column);
}

bool condition_is_plain(const char *text)
{
	const unsigned char *s = (const unsigned char *)text;

	if (!((*s >= 'A' && *s <= 'Z') || (*s >= 'a' && *s <= 'z') || *s >= 0xC3))
		return false;
	return !strpbrk(text, "*?~") && !text_ieq(text, "TRUE") && !text_ieq(text, "FALSE");
}

/* One part: SUMIFS or COUNTIFS, or their exact counterpart. sum = NO_SUM counts. */
#define NO_SUM SIZE_MAX
static const char *one_part(const struct list *l, struct stretch at, size_t sum, const struct condition *when,
			    size_t n)
{
	struct arena *a = l->b->scratch;
	bool exact = false;
	const char *out = "";

	for (size_t i = 0; i < n; i++)
		exact = exact || when[i].exact;
	for (size_t i = 0; i < n; i++) {
		const char *range = column_range(l, at, when[i].by);

		if (exact)
			out = arena_printf(a, "%s%sEXACT(%s,%s)", out, i ? "*" : "", range, when[i].equals);
		else
			out = arena_printf(a, "%s%s%s,%s", out, i ? "," : "", range, when[i].equals);
	}
	if (exact && sum != NO_SUM)
		return arena_printf(a, "SUMPRODUCT(%s*1,%s)", out, column_range(l, at, sum));
	if (exact)
		return arena_printf(a, "SUMPRODUCT(%s*1)", out);
	if (sum != NO_SUM)
		return arena_printf(a, "SUMIFS(%s,%s)", column_range(l, at, sum), out);
	return arena_printf(a, "COUNTIFS(%s)", out);
}

const char *list_sumifs_among(const struct list *l, size_t sum, const struct condition *when, size_t n,
			      uint32_t first, uint32_t rows)
{
	uint32_t last = first + (rows ? rows - 1 : 0);
	const char *out = NULL;

	for (uint32_t part = first / l->per_part; part <= last / l->per_part; part++) {
		struct stretch at = whole_part(l, part);
		const char *one;

		if (part == first / l->per_part)
			at.top = l->first + first % l->per_part;
		if (part == last / l->per_part)
			at.bottom = l->first + last % l->per_part;
		one = one_part(l, at, sum, when, n);
		out = out ? arena_printf(l->b->scratch, "%s+%s", out, one) : one;
	}
	return out;
}

const char *list_sumifs(const struct list *l, size_t sum, const struct condition *when, size_t n)
{
	return list_sumifs_among(l, sum, when, n, 0, l->rows);
}

const char *list_countifs(const struct list *l, const struct condition *when, size_t n)
{
	return list_sumifs_among(l, NO_SUM, when, n, 0, l->rows);
}

const char *list_sum(const struct list *l, size_t sum)
{
	const char *out = "";

	for (uint32_t i = 0; i < l->parts; i++)
		out = arena_printf(l->b->scratch, "%s%s%s", out, i ? "," : "SUM(",
				   column_range(l, whole_part(l, i), sum));
	return arena_printf(l->b->scratch, "%s)", out);
}

const char *list_sum_converted(const struct list *l, size_t sum, size_t factor, int decimals,
			       const struct condition *unless, size_t n)
{
	struct arena *a = l->b->scratch;
	const char *out = "";

	for (uint32_t i = 0; i < l->parts; i++) {
		struct stretch at = whole_part(l, i);
		const char *rows = arena_printf(a, "ROUND(%s*%s,%d)", column_range(l, at, sum),
						column_range(l, at, factor), decimals);

		for (size_t k = 0; k < n; k++)
			rows = arena_printf(a, "%s*(%s<>%s)", rows, column_range(l, at, unless[k].by),
					    unless[k].equals);
		out = arena_printf(a, "%s%sSUMPRODUCT(%s)", out, i ? "+" : "", rows);
	}
	return out;
}
