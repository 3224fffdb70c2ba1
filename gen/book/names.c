/*
 * names.c - see names.h: open addressing, the hash beside the number so that a probe rarely leaves the
 * slots.
 */
#include "book/names.h"

#include <stdlib.h>
#include <string.h>

#include "base/bulk.h"
#include "base/text.h"

#include "base/banned.h"

#define SLOTS_FIRST 256

/* The slot of id, or the free one where it belongs. */
static uint32_t probe(const struct names *n, const char *id, uint32_t hash)
{
	uint32_t i = hash & (n->slots - 1);

	for (; n->slot[i].number; i = (i + 1) & (n->slots - 1)) {
		if (n->slot[i].hash == hash && strcmp(names_id(n, n->slot[i].number - 1), id) == 0)
			break;
	}
	return i;
}

static void rehash(struct names *n)
{
	struct name_slot *old = n->slot;
	uint32_t slots = n->slots, i, k;

	n->slots = slots ? slots * 2 : SLOTS_FIRST;
	n->slot = xmalloc(n->slots * sizeof *n->slot); /* not bulk.h: met at random, it is always in memory */
	memset(n->slot, 0, n->slots * sizeof *n->slot);
	for (k = 0; k < slots; k++) {
		if (!old[k].number)
			continue;
		i = old[k].hash & (n->slots - 1);
		while (n->slot[i].number)
			i = (i + 1) & (n->slots - 1);
		n->slot[i] = old[k];
	}
	free(old);
}

uint32_t names_get(struct names *n, const char *id)
{
	uint32_t hash = (uint32_t)text_hash(id);
	uint32_t i;

	if (n->used >= n->slots / 4 * 3)
		rehash(n);
	i = probe(n, id, hash);
	if (!n->slot[i].number) {
		BULK_GROW(n->name, n->used, n->cap);
		n->name[n->used++] = (struct name){ pool_add(n->text, id), NAME_UNKNOWN };
		n->slot[i] = (struct name_slot){ hash, n->used };
	}
	return n->slot[i].number - 1;
}

uint32_t names_find(const struct names *n, const char *id)
{
	uint32_t i;

	if (!n->slots)
		return UINT32_MAX;
	i = probe(n, id, (uint32_t)text_hash(id));
	return n->slot[i].number ? n->slot[i].number - 1 : UINT32_MAX;
}

void names_drop(struct names *n)
{
	bulk_free(n->name);
	free(n->slot);
	*n = (struct names){ 0 };
}
