/*
 * arena.h - memory that is given back all at once.
 *
 * An arena hands out memory in chunks and frees everything when dropped.
 * There is no way to free one piece. Running out of memory ends the program
 * with exit status ST_LIMIT and one message: no caller checks for NULL.
 * One arena belongs to one thread at a time.
 */
#ifndef RELANCE_BASE_ARENA_H
#define RELANCE_BASE_ARENA_H

#include <stddef.h>

struct arena;

/* A new, empty arena. The caller owns it and must arena_drop() it. */
struct arena *arena_new(void);
void arena_drop(struct arena *a); /* NULL is fine */

/* size bytes, zeroed, aligned for any type. size 0 gives a valid pointer. */
void *arena_alloc(struct arena *a, size_t size);

/* n elements of size bytes; an overflow of the product ends the program. */
void *arena_calloc(struct arena *a, size_t n, size_t size);

/* A NUL-terminated copy; of NULL, the empty string. Strings are packed, not aligned. */
const char *arena_strdup(struct arena *a, const char *s);
const char *arena_strndup(struct arena *a, const char *s, size_t n);

/* printf into the arena. */
const char *arena_printf(struct arena *a, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* Forget everything handed out, keep the chunks (for per-letter arenas). */
void arena_reset(struct arena *a);

/* Ends the program with exit status ST_LIMIT and one message. Allocates nothing. */
_Noreturn void out_of_memory(void);

/* malloc family that never returns NULL (ends the program with ST_LIMIT). */
void *xmalloc(size_t size);
void *xrealloc(void *p, size_t size);

/*
 * Growable array of any type, outside of arenas: GROW(ptr, used, cap) makes
 * room for one more element. The owner frees ptr with free().
 */
#define GROW(ptr, used, cap)                                                    \
	do {                                                                    \
		if ((used) >= (cap)) {                                          \
			(cap) = (cap) ? (cap) + (cap) / 2 + 8 : 16;             \
			(ptr) = xrealloc((ptr), (size_t)(cap) * sizeof *(ptr)); \
		}                                                               \
	} while (0)

#endif
