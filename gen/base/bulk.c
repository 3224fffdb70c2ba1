/* bulk.c - pieces of memory, in a file once they are many; see bulk.h. */
#include "base/bulk.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/vfs.h>
#include <unistd.h>

#include <linux/magic.h>

#include "base/arena.h"

#include "base/banned.h"

#define LIMIT ((size_t)64 << 20)    /* ordinary memory of all pieces */
#define RESIDENT ((size_t)64 << 20) /* of the file, what stays in memory when it is breathed */
#define ROOM ((off_t)128 << 30)	    /* of the file, for a piece that may grow: a billion documents */
#define CALLS 32		    /* of bulk_breathe() that one looks at the memory */
#define STEP ((size_t)64 << 10)	    /* a page of any machine */

/* In front of every piece. */
struct head {
	size_t size;	    /* as asked for */
	struct filed *file; /* NULL: ordinary memory */
	max_align_t piece[];
};

/* A piece in the file. */
struct filed {
	struct filed *next, **back;
	void *map;
	size_t length; /* of the map */
	off_t at, room;
};

static struct {
	pthread_mutex_t lock; /* of all that follows */
	size_t limit, used;   /* ordinary memory */
	int fd;		      /* the file; -1: none yet, -2: there is none to be had */
	off_t end;
	struct filed *first;
	int statm; /* where the system tells what is in memory; -1: it does not */
} bulk = { PTHREAD_MUTEX_INITIALIZER, LIMIT, 0, -1, 0, NULL, -1 };

void bulk_limit(size_t bytes)
{
	pthread_mutex_lock(&bulk.lock);
	bulk.limit = bytes;
	pthread_mutex_unlock(&bulk.lock);
}

static struct head *head_of(void *p)
{
	return (struct head *)(void *)((char *)p - offsetof(struct head, piece));
}

/* Bytes of a piece with its head; ends the program where there can be no such number. */
static size_t with_head(size_t size)
{
	if (size > SIZE_MAX / 2)
		out_of_memory();
	return size + sizeof(struct head);
}

/* --- what was not touched lately leaves the memory ----------------------------------------- */

/* Pages of files in memory, those of the program included; 0 where the system does not tell. */
static size_t resident(int statm)
{
	char text[128];
	unsigned long size, all, shared;
	ssize_t n = pread(statm, text, sizeof text - 1, 0);

	if (n <= 0)
		return 0;
	text[n] = '\0';
	return sscanf(text, "%lu %lu %lu", &size, &all, &shared) == 3 ? shared * (size_t)sysconf(_SC_PAGESIZE)
								      : 0;
}

/*
 * The pages stay in the system's cache of the file, whose memory it takes back when it needs it; they only stop
 * being this program's, until they are touched again.
 */
void bulk_breathe(void)
{
	static atomic_uint calls;

	if (atomic_fetch_add_explicit(&calls, 1, memory_order_relaxed) % CALLS)
		return;
	pthread_mutex_lock(&bulk.lock);
	if (bulk.first && bulk.statm >= 0 && resident(bulk.statm) > RESIDENT) {
		for (struct filed *f = bulk.first; f; f = f->next)
			madvise(f->map, f->length, MADV_DONTNEED);
	}
	pthread_mutex_unlock(&bulk.lock);
}

/* --- the file ------------------------------------------------------------------------------ */

/* A file without a name in that folder; -1: not to be had, or it would be memory itself. */
static int open_file(const char *folder)
{
	struct statfs fs;
	int fd = open(folder, O_TMPFILE | O_RDWR | O_CLOEXEC | O_EXCL, 0600);

	if (fd < 0 && (errno == EOPNOTSUPP || errno == EISDIR || errno == EINVAL)) {
		char name[4096];
		int n = snprintf(name, sizeof name, "%s/relance-XXXXXX", folder);

		if (n < 0 || (size_t)n >= sizeof name)
			return -1;
		fd = mkostemp(name, O_CLOEXEC);
		if (fd >= 0)
			unlink(name);
	}
	if (fd >= 0 && (fstatfs(fd, &fs) != 0 || fs.f_type == (__typeof__(fs.f_type))TMPFS_MAGIC ||
			fs.f_type == (__typeof__(fs.f_type))RAMFS_MAGIC)) {
		close(fd);
		fd = -1;
	}
	return fd;
}

static bool have_file(void)
{
	const char *folder = getenv("TMPDIR");
	struct rlimit limit;

	if (bulk.fd != -1)
		return bulk.fd >= 0;
	if (getrlimit(RLIMIT_FSIZE, &limit) == 0 && limit.rlim_cur == RLIM_INFINITY)
		bulk.fd = open_file(folder && *folder ? folder : "/var/tmp");
	if (bulk.fd < 0)
		bulk.fd = -2;
	else
		bulk.statm = open("/proc/self/statm", O_RDONLY | O_CLOEXEC);
	return bulk.fd >= 0;
}

static size_t rounded(size_t n)
{
	return (n + STEP - 1) / STEP * STEP;
}

/* Space for the piece's bytes, taken now: a full disk is told here, not when they are touched. */
static bool reserve(const struct filed *f, size_t from, size_t to)
{
	return to <= (size_t)f->room && fallocate(bulk.fd, 0, f->at + (off_t)from, (off_t)(to - from)) == 0;
}

static void give_back(const struct filed *f)
{
	fallocate(bulk.fd, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, f->at, (off_t)f->length);
}

/* A new piece in the file, NULL if that cannot be. room: what it may grow to. */
static struct head *filed_new(size_t size, off_t room)
{
	size_t length = rounded(with_head(size));
	struct filed f = { .length = length, .at = bulk.end, .room = room ? room : (off_t)length };
	struct filed *kept;

	if (!have_file() || !reserve(&f, 0, length))
		return NULL;
	f.map = mmap(NULL, length, PROT_READ | PROT_WRITE, MAP_SHARED, bulk.fd, f.at);
	if (f.map == MAP_FAILED) {
		give_back(&f);
		return NULL;
	}
	bulk.end += f.room;
	f.next = bulk.first;
	f.back = &bulk.first;
	kept = xmalloc(sizeof *kept);
	*kept = f;
	if (kept->next)
		kept->next->back = &kept->next;
	bulk.first = kept;
	*(struct head *)f.map = (struct head){ size, kept };
	return f.map;
}

static void filed_drop(struct filed *f)
{
	*f->back = f->next;
	if (f->next)
		f->next->back = f->back;
	munmap(f->map, f->length);
	give_back(f);
	free(f);
}

/* The same piece with more bytes, moved by the system alone; NULL if that cannot be. */
static struct head *filed_grow(struct filed *f, size_t size)
{
	size_t length = rounded(with_head(size));
	void *map = f->map;

	if (length > f->length) {
		if (!reserve(f, f->length, length))
			return NULL;
		map = mremap(f->map, f->length, length, MREMAP_MAYMOVE);
		if (map == MAP_FAILED)
			return NULL;
	}
	f->map = map;
	f->length = length;
	((struct head *)map)->size = size;
	return map;
}

/* --- pieces -------------------------------------------------------------------------------- */

static struct head *piece_new(size_t size, off_t room)
{
	struct head *h = NULL;

	if (size > bulk.limit || bulk.used > bulk.limit - size)
		h = filed_new(size, room);
	if (!h) {
		h = xmalloc(with_head(size));
		*h = (struct head){ size, NULL };
		bulk.used += size;
	}
	return h;
}

static void piece_drop(struct head *h)
{
	if (h->file) {
		filed_drop(h->file);
		return;
	}
	bulk.used -= h->size;
	free(h);
}

void *bulk_alloc(size_t size)
{
	struct head *h;

	pthread_mutex_lock(&bulk.lock);
	h = piece_new(size, 0);
	pthread_mutex_unlock(&bulk.lock);
	return h->piece;
}

void *bulk_calloc(size_t n, size_t size)
{
	void *p = bulk_alloc(n * size);

	return memset(p, 0, n * size);
}

/* To another place: from memory to the file, or back where the disk is full. */
static struct head *moved(struct head *old, size_t size)
{
	struct head *h = piece_new(size, ROOM);

	memcpy(h->piece, old->piece, old->size);
	piece_drop(old);
	return h;
}

void *bulk_grow(void *p, size_t size)
{
	struct head *old = p ? head_of(p) : NULL, *h = NULL;

	pthread_mutex_lock(&bulk.lock);
	if (!old) {
		h = piece_new(size, ROOM);
	} else if (old->file) {
		h = filed_grow(old->file, size);
	} else if (size <= bulk.limit && bulk.used - old->size <= bulk.limit - size) {
		bulk.used += size - old->size;
		h = xrealloc(old, with_head(size));
		h->size = size;
	}
	if (!h)
		h = moved(old, size);
	pthread_mutex_unlock(&bulk.lock);
	return h->piece;
}

void bulk_free(void *p)
{
	if (!p)
		return;
	pthread_mutex_lock(&bulk.lock);
	piece_drop(head_of(p));
	pthread_mutex_unlock(&bulk.lock);
}

int bulk_is_filed(const void *p)
{
	return ((const struct head *)(const void *)((const char *)p - offsetof(struct head, piece)))->file !=
	       NULL;
}
