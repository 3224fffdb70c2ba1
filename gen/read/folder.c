/* folder.c - see folder.h. */
#include "read/folder.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "read/source.h"

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

/* Pictures, PDFs and the like lie in the same folder as the invoices that they show; they are left out, and told. */
static bool is_something_else(struct diag *d, const char *path)
{
	const struct other_kind *kind;
	char first[8];
	FILE *f = fopen(path, "rb");
	size_t n = f ? fread(first, 1, sizeof first, f) : 0;

	if (f)
		fclose(f);
	kind = source_other_kind(first, n);
	if (!kind || !kind->beside)
		return false;
	diag_finding(d, SEV_WARNING, "left-out-file", (struct place){ diag_file(d, path), 0 },
		     "laissé de côté dans ce dossier : %s ; %s", kind->french, kind->advice);
	return true;
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
	*file = arena_calloc(a, (size_t)found, sizeof **file);
	*n = 0;
	for (long i = 0; i < found; i++) {
		if (!is_something_else(d, list[i]))
			(*file)[(*n)++] = list[i];
	}
	free(list);
	if (!*n)
		return diag_error(
			d, ST_INPUT, NOWHERE,
			"dossier « %s » sans aucun export : indiquez celui des fichiers XML ou texte", path);
	return ST_OK;
}
