/* table.c - the hash table of table.h: open addressing, linear probing. */
#include "base/table.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/text.h"

#include "base/banned.h"

struct table_slot {
	const char *key; /* NULL: free */
	uint32_t hash, value;
};

#define CAP_FIRST 64

/* The slot of key, or the free one where it belongs. */
static struct table_slot *probe(const struct table *t, const char *key, uint32_t hash)
{
	size_t i = hash & (t->cap - 1);

	while (t->slot[i].key && (t->slot[i].hash != hash || strcmp(t->slot[i].key, key) != 0))
		i = (i + 1) & (t->cap - 1);
	return &t->slot[i];
}

static void grow(struct table *t)
{
	struct table old = *t;
	size_t i, j;

	t->cap = old.cap ? old.cap * 2 : CAP_FIRST;
	if (t->cap > SIZE_MAX / sizeof *t->slot)
		xmalloc(SIZE_MAX); /* ends the program */
	t->slot = xmalloc(t->cap * sizeof *t->slot);
	memset(t->slot, 0, t->cap * sizeof *t->slot);
	for (i = 0; i < old.cap; i++) {
		if (!old.slot[i].key)
			continue;
		j = old.slot[i].hash & (t->cap - 1);
		while (t->slot[j].key)
			j = (j + 1) & (t->cap - 1);
		t->slot[j] = old.slot[i];
	}
	free(old.slot);
}

void table_drop(struct table *t)
{
	free(t->slot);
	*t = (struct table)TABLE_INIT;
}

uint32_t table_find(const struct table *t, const char *key)
{
	const struct table_slot *s;

	if (!t->cap)
		return TABLE_MISSING;
	s = probe(t, key, (uint32_t)text_hash(key));
	return s->key ? s->value : TABLE_MISSING;
}

uint32_t table_put(struct table *t, const char *key, uint32_t value)
{
	uint32_t hash = (uint32_t)text_hash(key);
	struct table_slot *s;

	if (t->used >= t->cap / 4 * 3)
		grow(t);
	s = probe(t, key, hash);
	if (!s->key) {
		*s = (struct table_slot){ key, hash, value };
		t->used++;
	}
	return s->value;
}
