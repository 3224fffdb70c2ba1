/* datadir.c - where our own templates and schemas are. */
#include "base/output.h"

#include <limits.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/banned.h"

#ifndef RELANCE_DATADIR
#define RELANCE_DATADIR "/usr/local/share/relance"
#endif

static char found[PATH_MAX];

static bool has_templates(const char *folder)
{
	char path[PATH_MAX];
	struct stat st;
	int n = snprintf(path, sizeof path, "%s/templates", folder);

	return n > 0 && (size_t)n < sizeof path && stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

/* BASE + suffix, if there are templates below. */
static bool try_folder(const char *base, const char *suffix)
{
	int n = snprintf(found, sizeof found, "%s%s", base, suffix);

	return n > 0 && (size_t)n < sizeof found && has_templates(found);
}

static void find(void)
{
	const char *wanted = getenv("RELANCE_DATA");
	char exe[PATH_MAX];
	ssize_t n;
	char *slash;

	if (wanted && *wanted && strlen(wanted) < sizeof found) {
		memcpy(found, wanted,
		       strlen(wanted) + 1); /* the user's word, even if it is wrong: he will be told */
		return;
	}
	n = readlink("/proc/self/exe", exe, sizeof exe - 1);
	if (n > 0) {
		exe[n] = '\0';
		slash = strrchr(exe, '/');
		if (slash)
			*slash = '\0';
		if (slash && (try_folder(exe, "") || try_folder(exe, "/../share/relance")))
			return;
	}
	memcpy(found, RELANCE_DATADIR, sizeof RELANCE_DATADIR);
}

const char *data_dir(void)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;

	pthread_once(&once, find);
	return found;
}

const char *data_path(struct arena *a, const char *rel)
{
	return arena_printf(a, "%s/%s", data_dir(), rel);
}
