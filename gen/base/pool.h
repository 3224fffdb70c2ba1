/*
 * pool.h - many short texts, each known by 32 bits.
 *
 * A million documents have six texts each: half of their memory would be
 * pointers. A text of a pool is known by its place; the text itself never
 * moves, and lives as long as the pool. A pool holds 4 GiB; one that is full
 * ends the program with ST_LIMIT, as an arena without memory does. The texts
 * are pieces of bulk.h: those of a large ledger are not all in memory at once.
 */
#ifndef RELANCE_BASE_POOL_H
#define RELANCE_BASE_POOL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

typedef uint32_t pool_text; /* a place in a pool; 0 is the empty text of any pool */

#define POOL_PAGE_BITS 20 /* low bits of a place: in the page; high bits: which page */
#define POOL_PAGE ((size_t)1 << POOL_PAGE_BITS)
#define POOL_PAGES ((size_t)1 << (32 - POOL_PAGE_BITS))

struct pool_writer { /* where the next text goes; { 0 }: to a page of its own */
	size_t page, used;
	bool open;
};

struct text_pool {
	size_t pages;
	char *page[POOL_PAGES];
	bool begins[POOL_PAGES]; /* this page begins a piece of memory (bulk.h) */
	struct pool_writer end;	 /* of pool_add() */
};

/* A new pool with the empty text in it, itself in mem; the caller gives back its texts by pool_drop() before that. */
struct text_pool *pool_new(struct arena *mem);
void pool_drop(struct text_pool *p);

/* A NUL-terminated copy of s; 0 for "" and for NULL. */
pool_text pool_add(struct text_pool *p, const char *s);

/* The same, near to what that writer wrote before: what is read together is best written together. */
pool_text pool_write(struct text_pool *p, struct pool_writer *w, const char *s);

static inline const char *pool_get(const struct text_pool *p, pool_text t)
{
	return p->page[t >> POOL_PAGE_BITS] + (t & (POOL_PAGE - 1));
}

#endif
