/*
 * base_fixture.h - what the unit tests of gen/base share: an arena, a silent
 * diag and a folder in /tmp that is there for each test program.
 */
#ifndef RELANCE_TESTS_BASE_FIXTURE_H
#define RELANCE_TESTS_BASE_FIXTURE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/diag.h"
#include "base/output.h"
#include "base/text.h"

#define LEN(a) (sizeof(a) / sizeof *(a))

static struct arena *mem;
static struct diag *quiet;
static char folder[] = "/tmp/relance-test-base.XXXXXX";

static inline int setup(void **state)
{
	(void)state;
	mem = arena_new();
	quiet = diag_new();
	diag_set_quiet(quiet, true);
	return 0;
}

static inline int teardown(void **state)
{
	(void)state;
	arena_drop(mem);
	diag_drop(quiet);
	return 0;
}

static inline const char *in_folder(const char *name)
{
	return arena_printf(mem, "%s/%s", folder, name);
}

static inline void write_file(const char *path, const char *content)
{
	assert_int_equal(output_write(quiet, path, content, strlen(content)), ST_OK);
}

/* Content of a file, or NULL if there is none. */
static inline const char *read_file(const char *path)
{
	struct buf b = BUF_INIT;
	FILE *f = fopen(path, "rb");
	const char *r;
	int c;

	if (!f)
		return NULL;
	while ((c = getc(f)) != EOF)
		buf_putc(&b, (char)c);
	fclose(f);
	r = arena_strndup(mem, b.s, b.len);
	buf_drop(&b);
	return r;
}

/* The names in a folder, sorted, with a blank between; NULL if there is no such folder. */
static inline const char *listing(const char *path)
{
	struct buf b = BUF_INIT;
	struct dirent **e;
	int i, n = scandir(path, &e, NULL, alphasort);
	const char *r;

	if (n < 0)
		return NULL;
	for (i = 0; i < n; i++) {
		if (strcmp(e[i]->d_name, ".") != 0 && strcmp(e[i]->d_name, "..") != 0)
			buf_printf(&b, "%s%s", b.len ? " " : "", e[i]->d_name);
		free(e[i]);
	}
	free(e);
	r = arena_strdup(mem, b.s);
	buf_drop(&b);
	return r;
}

/* The first error message with this text in it, or NULL. */
static inline const char *error_with(const struct diag *d, const char *part)
{
	size_t i, k;

	for (i = 0; i < diag_finding_count(d); i++) {
		const struct finding *f = diag_finding_at(d, i);

		for (k = 0; k < f->examples; k++) {
			if (strstr(f->example[k].message, part))
				return f->example[k].message;
		}
	}
	return NULL;
}

static inline int make_folder(void **state)
{
	(void)state;
	return mkdtemp(folder) ? 0 : -1;
}

static inline int remove_folder(void **state)
{
	char command[sizeof folder + 16];

	(void)state;
	snprintf(command, sizeof command, "rm -rf '%s'", folder);
	return system(command);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

#endif
