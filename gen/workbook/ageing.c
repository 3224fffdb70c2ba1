/* ageing.c - the columns of the aged balance: order, labels, colours. */
#include "workbook/ageing.h"

#include "base/banned.h"

size_t ageing_columns(const struct policy *p)
{
	return p->limits + 4;
}

size_t ageing_unapplied(const struct policy *p)
{
	return p->limits + 2;
}

size_t ageing_no_due(const struct policy *p)
{
	return p->limits + 3;
}

bool ageing_overdue(const struct policy *p, size_t column)
{
	return column >= 1 && column <= p->limits + 1;
}

money ageing_amount(const struct position *pos, const struct policy *p, size_t column, bool net)
{
	if (column == 0)
		return net ? pos->net->not_due : pos->not_due;
	if (ageing_overdue(p, column))
		return net ? pos->net->bucket[column - 1] : pos->bucket[column - 1];
	if (column == ageing_unapplied(p))
		return net ? pos->net->unapplied : pos->unapplied;
	return net ? pos->net->no_due_date : pos->no_due_date;
}

size_t ageing_item(const struct policy *p, int bucket)
{
	if (bucket == ITEM_NOT_DUE)
		return 0;
	if (bucket == ITEM_UNAPPLIED)
		return ageing_unapplied(p);
	if (bucket == ITEM_NO_DUE)
		return ageing_no_due(p);
	return (size_t)bucket + 1;
}

const char *ageing_label(const struct policy *p, size_t column, char out[32])
{
	if (column == 0)
		return "Non échu";
	if (ageing_overdue(p, column))
		return bucket_label(p, column - 1, out);
	return column == ageing_unapplied(p) ? "Non affecté" : "Sans échéance";
}

const char *ageing_code(const struct policy *p, size_t column, char out[24])
{
	if (column == 0)
		return "not_due";
	if (ageing_overdue(p, column))
		return bucket_column(p, column - 1, out);
	return column == ageing_unapplied(p) ? "unapplied" : "no_due_date";
}

bool ageing_sum_overdue(const struct position *pos, const struct policy *p, money *sum)
{
	*sum = 0;
	for (size_t b = 0; b <= p->limits; b++)
		if (!money_add(sum, pos->bucket[b]))
			return false;
	return true;
}

/* Between two colours, t of n steps from the first. */
static uint32_t between(uint32_t from, uint32_t to, size_t t, size_t n)
{
	uint32_t out = 0;

	for (int shift = 16; shift >= 0; shift -= 8) {
		int64_t a = (from >> shift) & 0xFF, b = (to >> shift) & 0xFF;

		out |= (uint32_t)(a + (b - a) * (int64_t)t / (int64_t)n) << shift;
	}
	return out;
}

uint32_t ageing_colour(const struct policy *p, size_t column)
{
	/* luminance falls from 0.83 to 0.12 */
	static const uint32_t stop[] = { 0xFEE8C4, 0xFDC98A, 0xF6A457, 0xDB6F2B, 0x9E3B0B };
	size_t last = sizeof stop / sizeof stop[0] - 1;

	if (column == 0)
		return 0xA9C4E0;
	if (column == ageing_unapplied(p))
		return 0xC9CDD2;
	if (column == ageing_no_due(p))
		return 0x8A9099;

	size_t step = column - 1, steps = p->limits; /* step 0 … steps */

	if (steps == 0)
		return stop[last];

	size_t left = step * last / steps, rest = step * last % steps;

	return left == last ? stop[last] : between(stop[left], stop[left + 1], rest, steps);
}
