/*
 * ageing.h - the columns of the aged balance, by number: 0 "Non échu", then
 * the buckets, then "Non affecté", last "Sans échéance" (RULES §3). Workbook
 * and summary use the same order.
 */
#ifndef RELANCE_WORKBOOK_AGEING_H
#define RELANCE_WORKBOOK_AGEING_H

#include "assess/assess.h"

#define MAX_AGEING (MAX_BUCKETS + 3)

size_t ageing_columns(const struct policy *p);
bool ageing_overdue(const struct policy *p, size_t column); /* one of the buckets */
size_t ageing_unapplied(const struct policy *p);
size_t ageing_no_due(const struct policy *p);

/* Amount of a position in a column; net: the view in which credits are set against the oldest debts. */
money ageing_amount(const struct position *pos, const struct policy *p, size_t column, bool net);

/* Column of an item (struct item.bucket). */
size_t ageing_item(const struct policy *p, int bucket);

/* French heading, "1–30 j", into out. Returns out or a static string. */
const char *ageing_label(const struct policy *p, size_t column, char out[32]);

/* Name in pieces.csv, "d1_30", into out. Returns out or a static string. */
const char *ageing_code(const struct policy *p, size_t column, char out[24]);

/* Sum of the buckets of a position. false on overflow. */
bool ageing_sum_overdue(const struct position *pos, const struct policy *p, money *sum);

/*
 * Colour of a column, 0xRRGGBB: blue for what is not due, then from a light
 * sand to a dark rust, luminance falling at every step so that the order
 * survives a grey printer and colour-blindness; greys for the last two.
 */
uint32_t ageing_colour(const struct policy *p, size_t column);

#endif
