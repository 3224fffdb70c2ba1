/* pool.c - many short texts, each known by 32 bits; see pool.h. */
#include "base/pool.h"

#include <string.h>

#include "base/bulk.h"

#include "base/banned.h"

/* A text that is longer than a page gets as many pages in a row as it needs, cut from one piece. */
static void add_pages(struct text_pool *p, size_t n)
{
	char *piece;

	if (n > POOL_PAGES - p->pages)
		out_of_memory();
	piece = bulk_alloc(n * POOL_PAGE);
	p->begins[p->pages] = true;
	for (size_t i = 0; i < n; i++)
		p->page[p->pages++] = piece + i * POOL_PAGE;
	p->used = 0;
}

struct text_pool *pool_new(struct arena *mem)
{
	struct text_pool *p = arena_alloc(mem, sizeof *p);

	add_pages(p, 1);
	p->page[0][0] = '\0';
	p->used = 1;
	return p;
}

void pool_drop(struct text_pool *p)
{
	for (size_t i = 0; i < p->pages; i++) {
		if (p->begins[i])
			bulk_free(p->page[i]);
	}
}

pool_text pool_add(struct text_pool *p, const char *s)
{
	size_t size = s ? strlen(s) + 1 : 1, needed = (size - 1) / POOL_PAGE + 1, page, at;

	if (size == 1)
		return 0;
	if (size > POOL_PAGE - p->used)
		add_pages(p, needed);
	page = p->pages - needed; /* where it begins: the page being filled, or the first of its own */
	at = p->used;
	memcpy(p->page[page] + at, s, size);
	p->used = needed > 1 ? size - (needed - 1) * POOL_PAGE : at + size;
	return (pool_text)(page << POOL_PAGE_BITS | at);
}
