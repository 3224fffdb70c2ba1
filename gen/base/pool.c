/* pool.c - many short texts, each known by 32 bits; see pool.h. */
#include "base/pool.h"

#include <string.h>

#include "base/bulk.h"

#include "base/banned.h"

/* A text that is longer than a page gets as many pages in a row as it needs, cut from one piece. */
static void add_pages(struct text_pool *p, struct pool_writer *w, size_t n)
{
	char *piece;

	if (n > POOL_PAGES - p->pages)
		out_of_memory();
	piece = bulk_alloc(n * POOL_PAGE);
	p->begins[p->pages] = true;
	*w = (struct pool_writer){ .page = p->pages, .open = true };
	for (size_t i = 0; i < n; i++)
		p->page[p->pages++] = piece + i * POOL_PAGE;
}

struct text_pool *pool_new(struct arena *mem)
{
	struct text_pool *p = arena_alloc(mem, sizeof *p);

	add_pages(p, &p->end, 1);
	p->page[0][0] = '\0';
	p->end.used = 1;
	return p;
}

void pool_drop(struct text_pool *p)
{
	for (size_t i = 0; i < p->pages; i++) {
		if (p->begins[i])
			bulk_free(p->page[i]);
	}
}

pool_text pool_write(struct text_pool *p, struct pool_writer *w, const char *s)
{
	size_t size = s ? strlen(s) + 1 : 1, pages = (size - 1) / POOL_PAGE + 1, page, at;

	if (size == 1)
		return 0;
	if (!w->open || size > POOL_PAGE - w->used)
		add_pages(p, w, pages);
	page = w->page;
	at = w->used;
	memcpy(p->page[page] + at, s, size);
	w->page += pages - 1;
	w->used = pages > 1 ? size - (pages - 1) * POOL_PAGE : at + size;
	return (pool_text)(page << POOL_PAGE_BITS | at);
}

pool_text pool_add(struct text_pool *p, const char *s)
{
	return pool_write(p, &p->end, s);
}
