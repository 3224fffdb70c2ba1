/* order.h - the comparison of two numbers that sorting functions are made of. */
#ifndef RELANCE_BASE_ORDER_H
#define RELANCE_BASE_ORDER_H

#include <stdint.h>

/* -1, 0 or 1, as qsort wants it; a subtraction could overflow. */
static inline int compare_numbers(int64_t x, int64_t y)
{
	return (x > y) - (x < y);
}

#endif
