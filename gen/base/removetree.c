/* removetree.c - walking a folder to delete it, or to force it to the disk. */
#include "base/removetree.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/synced.h"
#include "base/text.h"

#include "base/banned.h"

#define DEPTH_MAX 32   /* ours is three deep; whoever nested more has to tidy up himself */
#define ROUNDS_MAX 200 /* other threads may still be creating files while we remove them */

#define DIR_FLAGS (O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)

static bool is_dot(const char *name)
{
	return name[0] == '.' && (!name[1] || (name[1] == '.' && !name[2]));
}

static int remove_below(int parent_fd, const char *name, int depth);

static int remove_entry(int fd, const struct dirent64 *e, int depth)
{
	if (e->d_type != DT_DIR && unlinkat(fd, e->d_name, 0) == 0)
		return 0;
	if (e->d_type != DT_DIR && errno != EISDIR && errno != EPERM)
		return errno == ENOENT ? 0 : errno;
	return remove_below(fd, e->d_name, depth + 1);
}

/*
 * Uses nothing but system calls and the stack, so that a signal handler may
 * call it: readdir would allocate.
 */
static int empty_folder(int fd, int depth)
{
	_Alignas(struct dirent64) char block[4096];
	int err = 0, round = 0;
	bool found;

	do {
		ssize_t n, i;

		found = false;
		if (lseek(fd, 0, SEEK_SET) < 0)
			return errno;
		while ((n = getdents64(fd, block, sizeof block)) > 0) {
			for (i = 0; i < n;) {
				const struct dirent64 *e = (const void *)(block + i);

				i += e->d_reclen;
				if (is_dot(e->d_name))
					continue;
				found = true;
				err = remove_entry(fd, e, depth);
				if (err)
					return err;
			}
		}
		if (n < 0)
			return errno;
		/* Entries may move while others are removed: until a pass finds none. */
	} while (found && round++ < ROUNDS_MAX);
	return 0;
}

static int remove_below(int parent_fd, const char *name, int depth)
{
	int fd, err, round;

	if (depth > DEPTH_MAX)
		return ENAMETOOLONG;
	for (round = 0; round < ROUNDS_MAX; round++) {
		fd = openat(parent_fd, name, DIR_FLAGS);
		if (fd < 0)
			return errno == ENOENT ? 0 : errno;
		err = empty_folder(fd, depth);
		close(fd);
		if (err)
			return err;
		if (unlinkat(parent_fd, name, AT_REMOVEDIR) == 0 || errno == ENOENT)
			return 0;
		if (errno != ENOTEMPTY && errno != EEXIST)
			return errno;
	}
	return ENOTEMPTY;
}

int remove_tree(int parent_fd, const char *name)
{
	return remove_below(parent_fd, name, 0);
}

static int sync_below(int parent_fd, const char *name, struct buf *path, int depth);

static int sync_entries(DIR *dir, struct buf *path, int depth)
{
	const struct dirent *e;
	size_t length = path->len;
	int err = 0;

	while (!err) {
		errno = 0;
		e = readdir(dir);
		if (!e)
			return errno;
		if (is_dot(e->d_name) || e->d_type == DT_LNK)
			continue;
		err = sync_below(dirfd(dir), e->d_name, path, depth + 1);
		if (!err) {
			path->len = length;
			path->s[length] = '\0';
		}
	}
	return err;
}

/* On failure path is left as the path of what failed. */
static int sync_below(int parent_fd, const char *name, struct buf *path, int depth)
{
	int fd, err = 0;
	struct stat st;
	DIR *dir;

	if (path->len)
		buf_putc(path, '/');
	buf_puts(path, name);
	fd = openat(parent_fd, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
	if (fd < 0)
		return errno;
	if (fstat(fd, &st) < 0) {
		err = errno;
	} else if (S_ISDIR(st.st_mode) && depth <= DEPTH_MAX) {
		int copy = dup(fd);

		dir = copy < 0 ? NULL : fdopendir(copy);
		if (dir) {
			err = sync_entries(dir, path, depth);
			closedir(dir);
		} else {
			err = errno;
			if (copy >= 0)
				close(copy);
		}
	}
	if (!err && !(S_ISREG(st.st_mode) && synced_known(&st)) && fsync(fd) < 0 && errno != EINVAL &&
	    errno != ENOTSUP)
		err = errno;
	close(fd);
	return err;
}

int sync_tree(int parent_fd, const char *name, char **culprit)
{
	struct buf path = BUF_INIT;
	int err = sync_below(parent_fd, name, &path, 0);

	*culprit = NULL;
	if (err) {
		*culprit = xmalloc(path.len + 1);
		memcpy(*culprit, path.s, path.len + 1);
	}
	buf_drop(&path);
	return err;
}
