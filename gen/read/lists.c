/* lists.c - look-up lists; see lists.h. */
#include "read/lists.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/table.h"

#include "base/banned.h"

#define END UINT32_MAX

struct listed {
	const char *value;
	uint32_t next;
};

struct lists {
	struct arena *mem;
	struct table *table; /* per list: key to its first value */
	size_t count;
	bool *unique; /* per list */
	struct listed *listed;
	uint32_t used, cap;
};

struct lists *lists_new(size_t n)
{
	struct lists *l = xmalloc(sizeof *l);

	*l = (struct lists){ .mem = arena_new(), .count = n };
	l->table = arena_calloc(l->mem, n, sizeof *l->table); /* all zero: TABLE_INIT */
	l->unique = arena_calloc(l->mem, n, sizeof *l->unique);
	return l;
}

void lists_set_unique(struct lists *l, size_t list)
{
	l->unique[list] = true;
}

void lists_drop(struct lists *l)
{
	size_t i;

	if (!l)
		return;
	for (i = 0; i < l->count; i++)
		table_drop(&l->table[i]);
	free(l->listed);
	arena_drop(l->mem);
	free(l);
}

void lists_add(struct lists *l, size_t list, const char *key, const char *value)
{
	uint32_t i = table_find(&l->table[list], key), last = END;

	for (; i != TABLE_MISSING && i != END; i = l->listed[i].next) {
		if (!strcmp(l->listed[i].value, value))
			return;
		last = i;
	}
	GROW(l->listed, l->used, l->cap);
	l->listed[l->used] = (struct listed){ arena_strdup(l->mem, value), END };
	if (last != END)
		l->listed[last].next = l->used;
	else
		table_put(&l->table[list], arena_strdup(l->mem, key), l->used);
	l->used++;
}

const char *lists_find(const struct lists *l, size_t list, const char *key)
{
	uint32_t i = table_find(&l->table[list], key);

	if (i == TABLE_MISSING || (l->unique[list] && l->listed[i].next != END))
		return NULL;
	return l->listed[i].value;
}

bool lists_has(const struct lists *l, size_t list, const char *key, const char *value)
{
	uint32_t i = table_find(&l->table[list], key);

	for (; i != TABLE_MISSING && i != END; i = l->listed[i].next) {
		if (!strcmp(l->listed[i].value, value))
			return true;
	}
	return false;
}
