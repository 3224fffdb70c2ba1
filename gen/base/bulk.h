/*
 * bulk.h - arrays that grow with the documents of an export.
 *
 * A ledger keeps every document of the file, closed ones too: earlier closings,
 * penalties of invoices settled late and payer profiles are computed from them.
 * All such arrays and texts are taken from here. While they are small together
 * they are ordinary memory; beyond the limit, what is asked for lies in a
 * nameless file ($TMPDIR, else /var/tmp), mapped, and leaves the memory again
 * whenever bulk_breathe() finds too much of it there. So memory follows customers and open items,
 * and the file may be as large as it likes (DESIGN).
 *
 * A piece is used like memory of malloc(): the address stays until bulk_grow()
 * or bulk_free(), any thread may read and write it. Where no such file can be
 * had (no space, a limit on file sizes, a folder that lies in memory itself)
 * pieces are ordinary memory. Pieces are taken and given back by any thread.
 * Running out of memory ends the program, as with xmalloc().
 */
#ifndef RELANCE_BASE_BULK_H
#define RELANCE_BASE_BULK_H

#include <stddef.h>

/* Ordinary memory for pieces, in bytes, all of them together; 0: all lie in the file. For pieces yet to come. */
void bulk_limit(size_t bytes);

/* size bytes, not zeroed. The caller gives them back by bulk_free(). */
void *bulk_alloc(size_t size);
/* n elements of size bytes, zeroed; the caller gives them back by bulk_free(). */
void *bulk_calloc(size_t n, size_t size);
/* The same piece (NULL: none yet) with size bytes, which must not be fewer; it may have moved. */
void *bulk_grow(void *p, size_t size);
void bulk_free(void *p); /* NULL is fine */

/*
 * For loops over much of a ledger: pages of the file that are in memory leave it when they have become many. Nearly
 * free: one call in many looks. A page that is touched again comes back by itself, so any thread may call this
 * whatever the others do. Meant once for some ten documents.
 */
void bulk_breathe(void);

/* Is the piece in the file? For tests. */
int bulk_is_filed(const void *p);

/* GROW (arena.h) for such an array: its owner frees ptr with bulk_free(). */
#define BULK_GROW(ptr, used, cap)                                                \
	do {                                                                     \
		if ((used) >= (cap)) {                                           \
			(cap) = (cap) ? (cap) + (cap) / 2 + 8 : 16;              \
			(ptr) = bulk_grow((ptr), (size_t)(cap) * sizeof *(ptr)); \
		}                                                                \
	} while (0)

/*
 * qsort_r() for a piece: n elements of size bytes each. Stable; goes through the array in order, needs half of it
 * once more, as a piece, and little time where the elements are nearly in order.
 */
void bulk_sort(void *base, size_t n, size_t size, int (*compare)(const void *x, const void *y, void *self),
	       void *self);

#endif
