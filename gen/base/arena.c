/* arena.c - memory that is given back all at once; see arena.h. */
#include "base/arena.h"

#include <stdarg.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/status.h"

#include "base/banned.h"

#define CHUNK_FIRST ((size_t)16 << 10)
#define CHUNK_LAST ((size_t)1 << 20)
#define BIG ((size_t)4 << 10) /* from here on a piece gets a chunk of its own */
#define ALIGN _Alignof(max_align_t)

/* Aligned pieces grow from the bottom, strings from the top: so neither wastes room for the other. */
struct chunk {
	struct chunk *next;
	size_t size;
	size_t lo, hi;
	max_align_t mem[];
};

struct arena {
	struct chunk *used; /* the first one is being filled */
	struct chunk *spare;
	struct chunk *big;
	size_t next_size;
};

/* Nothing here may allocate. exit() runs the clean-up of half-written output. */
_Noreturn void out_of_memory(void)
{
	static const char message[] = "relance: mémoire insuffisante pour ces données\n";
	static atomic_flag dying = ATOMIC_FLAG_INIT;

	if (atomic_flag_test_and_set(&dying)) {
		for (;;)
			pause(); /* another thread is already ending the program */
	}
	if (write(STDERR_FILENO, message, sizeof message - 1) < 0)
		_exit(ST_LIMIT);
	exit(ST_LIMIT);
}

void *xmalloc(size_t size)
{
	void *p = malloc(size ? size : 1);

	if (!p)
		out_of_memory();
	return p;
}

void *xrealloc(void *p, size_t size)
{
	void *q = realloc(p, size ? size : 1);

	if (!q)
		out_of_memory();
	return q;
}

static struct chunk *chunk_new(size_t size)
{
	struct chunk *c;

	if (size > SIZE_MAX - sizeof *c)
		out_of_memory();
	c = xmalloc(sizeof *c + size);
	c->next = NULL;
	c->size = size;
	c->lo = 0;
	c->hi = size;
	return c;
}

static void chunks_free(struct chunk *c)
{
	while (c) {
		struct chunk *next = c->next;

		free(c);
		c = next;
	}
}

struct arena *arena_new(void)
{
	struct arena *a = xmalloc(sizeof *a);

	*a = (struct arena){ .next_size = CHUNK_FIRST };
	return a;
}

void arena_drop(struct arena *a)
{
	if (!a)
		return;
	chunks_free(a->used);
	chunks_free(a->spare);
	chunks_free(a->big);
	free(a);
}

void arena_reset(struct arena *a)
{
	chunks_free(a->big);
	a->big = NULL;
	while (a->used) {
		struct chunk *c = a->used;

		a->used = c->next;
		c->lo = 0;
		c->hi = c->size;
		c->next = a->spare;
		a->spare = c;
	}
}

/* A chunk with room for size bytes, in front of the used ones unless the piece is big. */
static struct chunk *chunk_for(struct arena *a, size_t size)
{
	struct chunk *c = a->used;

	if (c && c->hi - c->lo >= size)
		return c;
	if (size > BIG) {
		c = chunk_new(size);
		c->next = a->big;
		a->big = c;
		return c;
	}
	if (a->spare) {
		c = a->spare;
		a->spare = c->next;
	} else {
		c = chunk_new(a->next_size);
		if (a->next_size < CHUNK_LAST)
			a->next_size *= 2;
	}
	c->next = a->used;
	a->used = c;
	return c;
}

void *arena_alloc(struct arena *a, size_t size)
{
	struct chunk *c;
	char *p;

	if (size > SIZE_MAX - ALIGN)
		out_of_memory();
	size = size ? (size + ALIGN - 1) / ALIGN * ALIGN : ALIGN;
	c = chunk_for(a, size);
	p = (char *)c->mem + c->lo;
	c->lo += size;
	return memset(p, 0, size);
}

void *arena_calloc(struct arena *a, size_t n, size_t size)
{
	size_t total;

	if (__builtin_mul_overflow(n, size, &total))
		out_of_memory();
	return arena_alloc(a, total);
}

static char *string_room(struct arena *a, size_t n)
{
	struct chunk *c;

	if (n == SIZE_MAX)
		out_of_memory();
	c = chunk_for(a, n + 1);
	c->hi -= n + 1;
	return (char *)c->mem + c->hi;
}

static const char *copy(struct arena *a, const char *s, size_t n)
{
	char *p;

	if (!n)
		return "";
	p = string_room(a, n);
	memcpy(p, s, n);
	p[n] = '\0';
	return p;
}

const char *arena_strdup(struct arena *a, const char *s)
{
	return s ? copy(a, s, strlen(s)) : "";
}

const char *arena_strndup(struct arena *a, const char *s, size_t n)
{
	return s ? copy(a, s, strnlen(s, n)) : "";
}

const char *arena_printf(struct arena *a, const char *fmt, ...)
{
	char small[256];
	va_list ap;
	char *p;
	int n;

	va_start(ap, fmt);
	n = vsnprintf(small, sizeof small, fmt, ap);
	va_end(ap);
	if (n < 0)
		out_of_memory();
	if ((size_t)n < sizeof small)
		return copy(a, small, (size_t)n);

	p = string_room(a, (size_t)n);
	va_start(ap, fmt);
	vsnprintf(p, (size_t)n + 1, fmt, ap);
	va_end(ap);
	return p;
}
