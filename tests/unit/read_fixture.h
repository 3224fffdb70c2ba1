/*
 * read_fixture.h - what the unit tests of gen/read share: a text becomes a
 * file, the file is read through a mapping, and every record becomes one line
 * of text ("document id=D1 amount=12.00"), children indented.
 */
#ifndef RELANCE_TESTS_READ_FIXTURE_H
#define RELANCE_TESTS_READ_FIXTURE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/text.h"
#include "read/reader.h"

static struct diag *quiet;
static struct buf seen; /* the records of the last reading */
static struct read_result result;
static char input[256];	  /* path of the last file written */
static size_t stop_after; /* the sink refuses the record of that number; 0: none */

static inline int setup(void **state)
{
	(void)state;
	setenv("RELANCE_DATA", ".", 0);
	quiet = diag_new();
	diag_set_quiet(quiet, true);
	seen = (struct buf)BUF_INIT;
	result = (struct read_result){ .hash = true };
	input[0] = '\0';
	stop_after = 0;
	return 0;
}

static inline int teardown(void **state)
{
	(void)state;
	if (input[0])
		unlink(input);
	buf_drop(&seen);
	diag_drop(quiet);
	return 0;
}

/* A file of these bytes; the one before is removed. */
static inline const char *file_of(const void *bytes, size_t n)
{
	const char *folder = getenv("TMPDIR");
	FILE *f;
	int fd;

	if (input[0])
		unlink(input);
	snprintf(input, sizeof input, "%s/relance-read-XXXXXX", folder && *folder ? folder : P_tmpdir);
	fd = mkstemp(input);
	assert_true(fd >= 0);
	f = fdopen(fd, "wb");
	assert_non_null(f);
	assert_int_equal(fwrite(bytes, 1, n, f), n);
	assert_int_equal(fclose(f), 0);
	return input;
}

static inline enum status take_line(void *self, const struct record *r)
{
	const struct record *p;
	int f;

	(void)self;
	if (stop_after && !--stop_after)
		return ST_LIMIT;
	for (p = r->parent; p; p = p->parent)
		buf_puts(&seen, "  ");
	buf_puts(&seen, record_kind_name(r->kind));
	for (f = 0; f < F_FIELDS; f++) {
		if (r->field[f])
			buf_printf(&seen, " %s=%s", record_field_name((enum record_field)f), r->field[f]);
	}
	buf_putc(&seen, '\n');
	return ST_OK;
}

/* Read a file; mapping NULL: recognised. */
static inline enum status read_file(const char *path, const char *mapping)
{
	struct mapping *m = NULL;
	enum status st = mapping ? mapping_load(quiet, mapping, &m) : mapping_recognise(quiet, path, NULL, &m);

	buf_clear(&seen);
	if (st != ST_OK)
		return st;
	st = reader_run(quiet, path, m, (struct record_sink){ take_line, NULL }, &result);
	mapping_drop(m);
	return st;
}

static inline enum status read_text(const char *text)
{
	return read_file(file_of(text, strlen(text)), NULL);
}

/* The last file's text through a mapping that is given as text. */
static inline enum status read_with(const char *mapping, const char *text)
{
	char kept[sizeof input];
	enum status st;

	file_of(mapping, strlen(mapping));
	memcpy(kept, input, sizeof kept);
	input[0] = '\0';
	st = read_file(file_of(text, strlen(text)), kept);
	unlink(kept);
	return st;
}

/* The records must be exactly these lines. */
#define assert_records(text) assert_string_equal(seen.s, text)

static inline void assert_seen(const char *line)
{
	if (!strstr(seen.s, line))
		fail_msg("not among the records: \"%s\"\n%s", line, seen.s);
}

/* The finding of that code was made that often; count 0: not at all. NULL if it was not made. */
static inline const struct finding *finding(const char *code)
{
	size_t i;

	for (i = 0; i < diag_finding_count(quiet); i++) {
		if (!strcmp(diag_finding_at(quiet, i)->code, code))
			return diag_finding_at(quiet, i);
	}
	return NULL;
}

static inline void assert_finding(const char *code, size_t count)
{
	const struct finding *f = finding(code);

	if ((f ? f->count : 0) != count)
		fail_msg("finding %s: %zu instead of %zu", code, f ? f->count : 0, count);
}

/* The first error says that, and stands on that line (0: any). */
static inline void assert_error(const char *words, uint32_t line)
{
	const struct finding *f = finding("error");

	assert_non_null(f);
	if (!strstr(f->example[0].message, words))
		fail_msg("message: \"%s\" without \"%s\"", f->example[0].message, words);
	if (line)
		assert_int_equal(f->example[0].at.line, line);
}

#endif
