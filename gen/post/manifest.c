/* manifest.c - see manifest.h. One output per line, so that manifest_unchanged() can read it back. */
#include "post/manifest.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/output.h"

#include "base/banned.h"

#define OUTPUT_PREFIX "    { \"file\": \""
#define HASH_MARK "\"sha256\": \""

static void json_string(struct outfile *o, const char *s)
{
	outfile_puts(o, "\"");
	for (; *s; s++) {
		unsigned char c = (unsigned char)*s;
		if (c == '"' || c == '\\')
			outfile_printf(o, "\\%c", c);
		else if (c < 0x20)
			outfile_printf(o, "\\u%04x", c);
		else
			outfile_write(o, s, 1);
	}
	outfile_puts(o, "\"");
}

static void json_input(struct outfile *o, const struct manifest_input *e, bool last)
{
	outfile_puts(o, "    { \"file\": ");
	json_string(o, e->path);
	if (*e->what) {
		outfile_puts(o, ", \"read-as\": ");
		json_string(o, e->what);
	}
	outfile_printf(o, ", \"bytes\": %llu, " HASH_MARK "%s\" }%s\n", (unsigned long long)e->bytes,
		       e->sha256, last ? "" : ",");
}

static enum status json_output(struct diag *d, struct arena *a, const char *folder, struct outfile *o,
			       const struct manifest_output *e, bool last)
{
	char sha256[65];
	uint64_t bytes;

	if (sha256_file(d, arena_printf(a, "%s/%s", folder, e->path), sha256, &bytes) != ST_OK)
		return ST_OUTPUT;
	arena_reset(a);
	outfile_puts(o, "    { \"file\": ");
	json_string(o, e->path);
	outfile_printf(o, ", \"bytes\": %llu", (unsigned long long)bytes);
	if (e->pages)
		outfile_printf(o, ", \"pages\": %d", e->pages);
	outfile_printf(o, ", " HASH_MARK "%s\" }%s\n", sha256, last ? "" : ",");
	return ST_OK;
}

static int by_path(const void *a, const void *b)
{
	return strcmp(((const struct manifest_output *)a)->path, ((const struct manifest_output *)b)->path);
}

enum status manifest_write(struct diag *d, const char *folder, struct manifest *m)
{
	struct arena *a = arena_new();
	struct outfile *o = outfile_new(d, arena_printf(a, "%s/donnees/manifeste.json", folder));
	enum status st = ST_OK;

	if (!o) {
		arena_drop(a);
		return ST_OUTPUT;
	}
	if (m->outputs)
		qsort(m->output, m->outputs, sizeof *m->output, by_path);
	outfile_printf(o, "{\n  \"program\": \"relance %s\",\n  \"as-of\": \"%s\",\n  \"parameters\": {\n",
		       m->version, m->as_of);
	for (size_t i = 0; i < m->parameters; i++) {
		outfile_puts(o, "    ");
		json_string(o, m->parameter[i].name);
		outfile_puts(o, ": ");
		json_string(o, m->parameter[i].value);
		outfile_puts(o, i + 1 < m->parameters ? ",\n" : "\n");
	}
	outfile_puts(o, "  },\n  \"inputs\": [\n");
	for (size_t i = 0; i < m->inputs; i++)
		json_input(o, &m->input[i], i + 1 == m->inputs);
	outfile_puts(o, "  ],\n  \"outputs\": [\n");
	for (size_t i = 0; i < m->outputs && st == ST_OK; i++)
		st = json_output(d, a, folder, o, &m->output[i], i + 1 == m->outputs);
	outfile_puts(o, "  ]\n}\n");
	arena_drop(a);
	enum status closed = outfile_close(o);
	return st == ST_OK ? closed : st;
}

/* Regular files below folder, hidden ones apart: editors leave lock files there. */
static size_t count_files(struct arena *a, const char *folder)
{
	DIR *dir = opendir(folder);
	if (!dir)
		return 0;
	size_t n = 0;
	for (struct dirent *e; (e = readdir(dir));) {
		struct stat info;
		const char *path = arena_printf(a, "%s/%s", folder, e->d_name);
		if (e->d_name[0] == '.' || lstat(path, &info) != 0)
			continue;
		n += S_ISDIR(info.st_mode) ? count_files(a, path) : 1;
	}
	closedir(dir);
	return n;
}

/* Undo json_string in place, for the names that we wrote. */
static void unescape(char *s)
{
	char *to = s;
	for (; *s; s++) {
		if (*s == '\\' && s[1])
			s++;
		*to++ = *s;
	}
	*to = '\0';
}

/* One line of "outputs": does the file still have that hash? */
static bool line_holds(struct diag *d, struct arena *a, const char *folder, char *line)
{
	char *name = line + strlen(OUTPUT_PREFIX);
	char *end = strstr(name, "\", \"bytes\"");
	char *hash = strstr(line, HASH_MARK);
	if (!end || !hash)
		return false;
	*end = '\0';
	unescape(name);
	char now[65];
	uint64_t size;
	return sha256_file(d, arena_printf(a, "%s/%s", folder, name), now, &size) == ST_OK &&
	       strncmp(hash + strlen(HASH_MARK), now, 64) == 0;
}

bool manifest_unchanged(const char *folder)
{
	struct stat info;
	if (lstat(folder, &info) != 0)
		return true;
	struct arena *a = arena_new();
	struct diag *silent = diag_new(); /* a vanished file is an answer here, not an error */
	diag_set_quiet(silent, true);
	FILE *f = fopen(arena_printf(a, "%s/donnees/manifeste.json", folder), "r");
	bool ours = f != NULL, outputs = false;
	size_t listed = 1; /* the manifest itself */
	char *line = NULL;
	size_t cap = 0;
	while (ours && getline(&line, &cap, f) > 0) {
		if (strcmp(line, "  \"outputs\": [\n") == 0)
			outputs = true;
		else if (outputs && strncmp(line, OUTPUT_PREFIX, strlen(OUTPUT_PREFIX)) == 0) {
			listed++;
			ours = line_holds(silent, a, folder, line);
		}
	}
	free(line);
	if (f)
		fclose(f);
	ours = ours && listed == count_files(a, folder);
	diag_drop(silent);
	arena_drop(a);
	return ours;
}
