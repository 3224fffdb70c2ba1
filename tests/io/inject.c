/*
 * inject.c - LD_PRELOAD library: the Nth call of one kind fails (jq's habit).
 * RELANCE_FAIL="write:17" makes the 17th write() to a regular file fail with
 * ENOSPC; kinds: write, fsync, close, rename, mkdir, open (creating).
 * A fault that was reached leaves the file named by RELANCE_FAIL_SEEN.
 */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static atomic_int calls;

static int wanted(const char *kind)
{
	const char *spec = getenv("RELANCE_FAIL");
	size_t n = strlen(kind);
	if (!spec || strncmp(spec, kind, n) != 0 || spec[n] != ':')
		return 0;
	if (atomic_fetch_add(&calls, 1) + 1 != (int)strtol(spec + n + 1, NULL, 10))
		return 0;
	const char *seen = getenv("RELANCE_FAIL_SEEN");
	int (*real_open)(const char *, int, ...) = (int (*)(const char *, int, ...))dlsym(RTLD_NEXT, "open");
	int (*real_close)(int) = (int (*)(int))dlsym(RTLD_NEXT, "close");
	if (seen)
		real_close(real_open(seen, O_CREAT | O_WRONLY, 0600));
	return 1;
}

static int regular(int fd)
{
	struct stat info;
	return fd > 2 && fstat(fd, &info) == 0 && S_ISREG(info.st_mode);
}

ssize_t write(int fd, const void *p, size_t n)
{
	static ssize_t (*real)(int, const void *, size_t);
	if (!real)
		real = (ssize_t (*)(int, const void *, size_t))dlsym(RTLD_NEXT, "write");
	if (regular(fd) && wanted("write")) {
		errno = ENOSPC;
		return -1;
	}
	return real(fd, p, n);
}

int fsync(int fd)
{
	static int (*real)(int);
	if (!real)
		real = (int (*)(int))dlsym(RTLD_NEXT, "fsync");
	if (wanted("fsync")) {
		errno = EIO;
		return -1;
	}
	return real(fd);
}

int close(int fd)
{
	static int (*real)(int);
	if (!real)
		real = (int (*)(int))dlsym(RTLD_NEXT, "close");
	/* Only files open for writing: that is where a late error means lost data. */
	int fail = regular(fd) && (fcntl(fd, F_GETFL) & O_ACCMODE) != O_RDONLY && wanted("close");
	int r = real(fd);
	if (fail) {
		errno = EDQUOT;
		return -1;
	}
	return r;
}

int rename(const char *from, const char *to)
{
	static int (*real)(const char *, const char *);
	if (!real)
		real = (int (*)(const char *, const char *))dlsym(RTLD_NEXT, "rename");
	if (wanted("rename")) {
		errno = EXDEV;
		return -1;
	}
	return real(from, to);
}

int mkdir(const char *path, mode_t mode)
{
	static int (*real)(const char *, mode_t);
	if (!real)
		real = (int (*)(const char *, mode_t))dlsym(RTLD_NEXT, "mkdir");
	if (wanted("mkdir")) {
		errno = EACCES;
		return -1;
	}
	return real(path, mode);
}

int open(const char *path, int flags, ...)
{
	static int (*real)(const char *, int, ...);
	if (!real)
		real = (int (*)(const char *, int, ...))dlsym(RTLD_NEXT, "open");
	mode_t mode = 0;
	if (flags & O_CREAT) {
		va_list ap;
		va_start(ap, flags);
		mode = va_arg(ap, mode_t);
		va_end(ap);
		if (wanted("open")) {
			errno = EMFILE;
			return -1;
		}
	}
	return real(path, flags, mode);
}
