/* synced.c - a set of files by inode, size and time of last change. */
#include "base/synced.h"

#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>

#include "base/arena.h"

#include "base/banned.h"

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static uint64_t *known;
static size_t used, cap;
static bool sorted;

static uint64_t mixed(uint64_t h, uint64_t x)
{
	h = (h ^ x) * UINT64_C(0x9E3779B97F4A7C15);
	return h ^ h >> 29;
}

/* 64 bits stand for the whole: of a million files two are alike once in ten million runs. */
static uint64_t key_of(const struct stat *st)
{
	uint64_t h = mixed((uint64_t)st->st_dev, (uint64_t)st->st_ino);

	h = mixed(h, (uint64_t)st->st_size);
	h = mixed(h, (uint64_t)st->st_ctim.tv_sec);
	return mixed(h, (uint64_t)st->st_ctim.tv_nsec);
}

static int compare(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return x < y ? -1 : x > y;
}

void synced_note(const struct stat *st)
{
	pthread_mutex_lock(&lock);
	GROW(known, used, cap);
	known[used++] = key_of(st);
	sorted = false;
	pthread_mutex_unlock(&lock);
}

bool synced_known(const struct stat *st)
{
	uint64_t key = key_of(st);
	bool r;

	pthread_mutex_lock(&lock);
	if (used && !sorted)
		qsort(known, used, sizeof *known, compare);
	sorted = true;
	r = used && bsearch(&key, known, used, sizeof *known, compare);
	pthread_mutex_unlock(&lock);
	return r;
}

void synced_forget(void)
{
	pthread_mutex_lock(&lock);
	free(known);
	known = NULL;
	used = cap = 0;
	pthread_mutex_unlock(&lock);
}
