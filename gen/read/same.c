/* same.c - see same.h. */
#include "read/same.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/text.h"
#include "read/source.h"

#include "base/banned.h"

/* Size of a file's content, modulo 2^32 as gzip writes it; -1: not to be compared. */
static int64_t content_size(const char *path)
{
	unsigned char start[2], end[4];
	int64_t size = -1;
	struct stat info;
	/* Without O_NONBLOCK a named pipe would be waited for. */
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);

	if (fd < 0)
		return -1;
	if (!fstat(fd, &info) && S_ISREG(info.st_mode) && info.st_size > 0) {
		size = info.st_size & UINT32_MAX;
		if (info.st_size > 18 && pread(fd, start, 2, 0) == 2 && !memcmp(start, "\x1f\x8b", 2) &&
		    pread(fd, end, 4, info.st_size - 4) == 4)
			size = (int64_t)end[0] | (int64_t)end[1] << 8 | (int64_t)end[2] << 16 |
			       (int64_t)end[3] << 24;
	}
	close(fd);
	return size;
}

/* As many bytes as asked for, fewer at the end only. */
static bool fill(struct source *s, char *into, size_t size, size_t *n)
{
	size_t got;

	*n = 0;
	do {
		if (source_read(s, into + *n, size - *n, &got) != ST_OK)
			return false;
		*n += got;
	} while (got && *n < size);
	return true;
}

static bool same_bytes(struct source *a, struct source *b)
{
	char *x = xmalloc(2 * SOURCE_CHUNK), *y = x + SOURCE_CHUNK;
	size_t n, m;
	bool same;

	do {
		same = fill(a, x, SOURCE_CHUNK, &n) && fill(b, y, SOURCE_CHUNK, &m) && n == m &&
		       !memcmp(x, y, n);
	} while (same && n);
	free(x);
	return same;
}

static bool same_content(struct diag *quiet, const char *a, const char *b)
{
	struct source *x = source_open(quiet, a, -1, false), *y = x ? source_open(quiet, b, -1, false) : NULL;
	bool same = x && y && same_bytes(x, y);

	source_close(x);
	source_close(y);
	return same;
}

struct sized {
	int64_t size;
	size_t file;
};

static int by_size(const void *a, const void *b)
{
	const struct sized *x = a, *y = b;

	if (x->size != y->size)
		return x->size < y->size ? -1 : 1;
	return (x->file > y->file) - (x->file < y->file);
}

void same_files(const char *const *file, size_t n, size_t *first)
{
	struct sized *s = xmalloc(n * sizeof *s);
	struct diag *quiet = diag_new();
	size_t i, k;

	diag_set_quiet(quiet, true);
	for (i = 0; i < n; i++) {
		first[i] = i;
		s[i] = (struct sized){ content_size(file[i]), i };
	}
	if (n)
		qsort(s, n, sizeof *s, by_size);
	for (i = 1; i < n; i++) {
		for (k = i; k-- > 0 && s[i].size >= 0 && s[k].size == s[i].size;) {
			if (first[s[k].file] == s[k].file &&
			    same_content(quiet, file[s[k].file], file[s[i].file])) {
				first[s[i].file] = s[k].file;
				break;
			}
		}
	}
	diag_drop(quiet);
	free(s);
}
