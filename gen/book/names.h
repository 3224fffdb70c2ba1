/*
 * names.h - identifiers seen so far, numbered in order of appearance.
 *
 * Inside of the builder. An identifier gets its number when it is first met,
 * as the thing itself or in a reference to it: so records may come in any order.
 * About 25 bytes for each, without its text, which the thing itself shares.
 */
#ifndef RELANCE_BOOK_NAMES_H
#define RELANCE_BOOK_NAMES_H

#include <stdint.h>

#include "base/pool.h"

/* Values of a name that stands for nothing (yet). */
#define NAME_UNKNOWN UINT32_MAX	       /* only referred to */
#define NAME_REJECTED (UINT32_MAX - 1) /* its record was rejected */
#define NAME_TAKEN(value) ((value) < NAME_REJECTED)

struct name {
	pool_text id;
	uint32_t value; /* index of the thing, or one of the above */
};

struct names {
	struct text_pool *text; /* where identifiers are kept: set by the owner */
	struct name *name;
	uint32_t used, cap;
	struct name_slot {
		uint32_t hash, number; /* number + 1, 0 = free */
	} * slot;
	uint32_t slots; /* a power of two */
};

/* The number of id, new if need be (value NAME_UNKNOWN). */
uint32_t names_get(struct names *n, const char *id);

/* The number of id; UINT32_MAX if it was never met. */
uint32_t names_find(const struct names *n, const char *id);

/* The identifier of that number. */
static inline const char *names_id(const struct names *n, uint32_t number)
{
	return pool_get(n->text, n->name[number].id);
}

void names_drop(struct names *n);

#endif
