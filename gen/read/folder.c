/* folder.c - see folder.h. */
#include "read/folder.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/banned.h"

static bool is_folder(const char *path)
{
	struct stat info;

	return stat(path, &info) == 0 && S_ISDIR(info.st_mode);
}

static bool is_file(const char *path)
{
	struct stat info;

	return stat(path, &info) == 0 && S_ISREG(info.st_mode);
}

static int by_name(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Names of the files, malloc'ed list, strings in the arena; -1 with errno where the folder cannot be read. */
static long list_files(struct arena *a, const char *path, const char ***list)
{
	DIR *dir = opendir(path);
	size_t n = 0, cap = 0;
	struct dirent *e;

	*list = NULL;
	if (!dir)
		return -1;
	while ((e = readdir(dir))) {
		const char *name = arena_printf(a, "%s/%s", path, e->d_name);

		if (e->d_name[0] == '.' || !is_file(name))
			continue;
		GROW(*list, n, cap);
		(*list)[n++] = name;
	}
	closedir(dir);
	return (long)n;
}

enum status folder_files(struct diag *d, struct arena *a, const char *path, const char ***file, size_t *n)
{
	const char **list;
	long found;

	*n = 1;
	*file = arena_calloc(a, 1, sizeof **file);
	(*file)[0] = path;
	if (!is_folder(path))
		return ST_OK;
	found = list_files(a, path, &list);
	if (found < 0)
		return diag_error(d, ST_INPUT, NOWHERE, "dossier « %s » illisible : %s", path,
				  diag_errno(errno));
	if (!found)
		return diag_error(d, ST_INPUT, NOWHERE,
				  "dossier « %s » sans aucun fichier : indiquez celui des factures", path);
	qsort(list, (size_t)found, sizeof *list, by_name);
	*n = (size_t)found;
	*file = arena_calloc(a, *n, sizeof **file);
	memcpy(*file, list, *n * sizeof **file);
	free(list);
	return ST_OK;
}
