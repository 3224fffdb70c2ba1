/* output.c - files of which every byte is known to be on the disk, or that are gone. */
#include "base/output.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/outfile.h"
#include "base/synced.h"

#include "base/banned.h"

/* All n bytes, however many calls it takes. 0 or an errno. */
static int write_all(int fd, const char *p, size_t n)
{
	while (n) {
		ssize_t k = write(fd, p, n);

		if (k < 0) {
			if (errno == EINTR)
				continue;
			return errno;
		}
		if (!k)
			return ENOSPC;
		p += k;
		n -= (size_t)k;
	}
	return 0;
}

static int open_new(const char *path)
{
	int fd;

	cleanup_gate();
	do {
		fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
	} while (fd < 0 && errno == EINTR);
	return fd;
}

/* Pipes and terminals cannot be forced to the disk: not a failure. */
static int sync_and_close(int fd, int err)
{
	struct stat st;

	if (!err && fsync(fd) == 0) {
		if (fstat(fd, &st) == 0)
			synced_note(&st);
	} else if (!err && errno != EINVAL && errno != ENOTSUP && errno != EROFS) {
		err = errno;
	}
	/* The descriptor is gone even if close fails: never a second time. */
	if (close(fd) < 0 && !err && errno != EINTR)
		err = errno;
	return err;
}

/* A file that is not whole must not stay; what is no regular file (/dev/full) is not ours to remove. */
static enum status failed(struct diag *d, const char *path, int err)
{
	struct stat st;

	if (lstat(path, &st) == 0 && S_ISREG(st.st_mode))
		unlink(path);
	return diag_error(d, ST_OUTPUT, NOWHERE, "impossible d'écrire « %s » : %s", path, diag_errno(err));
}

struct outfile *outfile_new(struct diag *d, const char *path)
{
	struct outfile *o;
	int fd = open_new(path);

	if (fd < 0) {
		diag_error(d, ST_OUTPUT, NOWHERE, "impossible de créer « %s » : %s", path, diag_errno(errno));
		return NULL;
	}
	o = xmalloc(sizeof *o);
	o->d = d;
	o->path = xmalloc(strlen(path) + 1);
	memcpy(o->path, path, strlen(path) + 1);
	o->fd = fd;
	o->err = 0;
	o->in_record = false;
	o->used = 0;
	return o;
}

static void flush(struct outfile *o)
{
	if (!o->err)
		o->err = write_all(o->fd, o->buffer, o->used);
	o->used = 0;
}

void outfile_write(struct outfile *o, const void *p, size_t n)
{
	if (n > sizeof o->buffer - o->used) {
		flush(o);
		if (n >= sizeof o->buffer) {
			if (!o->err)
				o->err = write_all(o->fd, p, n);
			return;
		}
	}
	if (n)
		memcpy(o->buffer + o->used, p, n);
	o->used += n;
}

void outfile_puts(struct outfile *o, const char *s)
{
	if (s)
		outfile_write(o, s, strlen(s));
}

void outfile_printf(struct outfile *o, const char *fmt, ...)
{
	char small[512], *big;
	va_list ap, again;
	int n;

	va_start(ap, fmt);
	va_copy(again, ap);
	n = vsnprintf(small, sizeof small, fmt, ap);
	if (n < 0) {
		o->err = o->err ? o->err : EINVAL;
	} else if ((size_t)n < sizeof small) {
		outfile_write(o, small, (size_t)n);
	} else {
		big = xmalloc((size_t)n + 1);
		vsnprintf(big, (size_t)n + 1, fmt, again);
		outfile_write(o, big, (size_t)n);
		free(big);
	}
	va_end(again);
	va_end(ap);
}

enum status outfile_close(struct outfile *o)
{
	enum status st = ST_OK;
	int err;

	flush(o);
	err = sync_and_close(o->fd, o->err);
	if (err)
		st = failed(o->d, o->path, err);
	free(o->path);
	free(o);
	return st;
}

enum status output_write(struct diag *d, const char *path, const void *p, size_t n)
{
	int fd = open_new(path);
	int err;

	if (fd < 0)
		return diag_error(d, ST_OUTPUT, NOWHERE, "impossible de créer « %s » : %s", path,
				  diag_errno(errno));
	err = sync_and_close(fd, write_all(fd, p, n));
	return err ? failed(d, path, err) : ST_OK;
}

uint64_t disk_free(const char *path)
{
	struct statvfs v;
	uint64_t bytes;

	if (statvfs(path, &v) < 0 ||
	    __builtin_mul_overflow((uint64_t)v.f_bavail, (uint64_t)v.f_frsize, &bytes))
		return UINT64_MAX;
	return bytes;
}
