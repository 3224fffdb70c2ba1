/* bulk_sort.c - merge sort, in the order of the array and with half of it for room; see bulk.h. */
#include "base/bulk.h"

#include <string.h>

#include "base/banned.h"

#define FEW 8 /* elements that are sorted by moving them one by one */

#define MANY 1024 /* elements after which the memory is worth a look: bulk_breathe() */

struct sorting {
	size_t size;
	char *room, *one; /* half of the elements; one element */
	int (*compare)(const void *x, const void *y, void *self);
	void *self;
};

static void insert_each(const struct sorting *s, char *base, size_t n)
{
	size_t size = s->size;

	for (size_t i = 1; i < n; i++) {
		size_t k = i;

		while (k && s->compare(base + (k - 1) * size, base + i * size, s->self) > 0)
			k--;
		if (k == i)
			continue;
		memcpy(s->one, base + i * size, size);
		memmove(base + (k + 1) * size, base + k * size, (i - k) * size);
		memcpy(base + k * size, s->one, size);
	}
}

/* Two sorted halves into one: the first is set aside, and the smaller head goes to the front each time. */
static void merge(const struct sorting *s, char *base, size_t half, size_t n)
{
	size_t size = s->size;
	const char *a = s->room, *b = base + half * size;
	const char *a_end = s->room + half * size, *b_end = base + n * size;

	for (size_t i = 0; i < half; i += MANY) {
		memcpy(s->room + i * size, base + i * size, (half - i < MANY ? half - i : MANY) * size);
		bulk_breathe();
	}
	for (size_t i = 1; a < a_end && b < b_end; i++) {
		const char **head = s->compare(a, b, s->self) <= 0 ? &a : &b;

		memcpy(base, *head, size);
		base += size;
		*head += size;
		if (i % MANY == 0)
			bulk_breathe();
	}
	memcpy(base, a, (size_t)(a_end - a));
}

static void sort(const struct sorting *s, char *base, size_t n)
{
	size_t half = n / 2;

	if (n <= FEW) {
		insert_each(s, base, n);
		return;
	}
	sort(s, base, half);
	sort(s, base + half * s->size, n - half);
	bulk_breathe();
	if (s->compare(base + (half - 1) * s->size, base + half * s->size, s->self) > 0)
		merge(s, base, half, n);
}

void bulk_sort(void *base, size_t n, size_t size, int (*compare)(const void *x, const void *y, void *self),
	       void *self)
{
	struct sorting s = { .size = size, .compare = compare, .self = self };

	if (n < 2)
		return;
	s.room = bulk_alloc((n / 2 + 1) * size);
	s.one = s.room + n / 2 * size;
	sort(&s, base, n);
	bulk_free(s.room);
}
