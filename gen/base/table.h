/*
 * table.h - a hash table from strings to 32-bit numbers.
 * Keys are not copied: they must live as long as the table.
 */
#ifndef RELANCE_BASE_TABLE_H
#define RELANCE_BASE_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct table {
	struct table_slot *slot;
	size_t used, cap;
};
#define TABLE_INIT { NULL, 0, 0 }
#define TABLE_MISSING UINT32_MAX

void table_drop(struct table *t);
/* The number stored for key, or TABLE_MISSING. */
uint32_t table_find(const struct table *t, const char *key);
/* Store value under key unless it is there already; returns the number that is there now. */
uint32_t table_put(struct table *t, const char *key, uint32_t value);

#endif
