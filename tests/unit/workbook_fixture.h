/*
 * workbook_fixture.h - what the tests of the workbook share: a run on a small
 * export, and the XML inside of the file that it made.
 */
#ifndef RELANCE_TESTS_WORKBOOK_FIXTURE_H
#define RELANCE_TESTS_WORKBOOK_FIXTURE_H

#include "base_fixture.h"

#include <zlib.h>

#include "books.h"
#include "workbook/book.h"
#include "workbook/workbook.h"

#define D "2026-10-31"

/* ---- a run on a small export ---- */

struct made {
	struct books books;
	enum status judged, written;
	const char *path;
	struct workbook_input in;
};

static inline const char *customer(const char *id, const char *name, const char *inner)
{
	return arena_printf(
		mem, "<customer id=\"%s\" kind=\"business\" segment=\"sme\"><name>%s</name>%s</customer>", id,
		name, inner);
}

static inline const char *invoice(const char *id, const char *date, const char *due, const char *amount,
				  const char *cur)
{
	return arena_printf(
		mem,
		"<document id=\"%s\" type=\"invoice\" date=\"%s\" due=\"%s\" amount=\"%s\" currency=\"%s\"/>",
		id, date, due, amount, cur);
}

static inline const char *export(const char *content)
{
	return arena_printf(
		mem,
		"<receivables version=\"1\" company=\"SOC\" currency=\"EUR\" extracted=\"2026-11-02\">"
		"<rates date=\"2026-10-31\"><rate currency=\"USD\" "
		"value=\"0.9123\"/></rates>%s</receivables>",
		content);
}

/* Two customers, three currencies, a credit note, a dispute. */
static inline const char *usual(void)
{
	const char *credit =
		"<document id=\"A\" type=\"credit-note\" date=\"2026-10-01\" amount=\"100.05\"/>";
	const char *dispute =
		"<document id=\"L\" type=\"invoice\" date=\"2026-06-01\" due=\"2026-07-01\" amount=\"50.00\">"
		"<dispute since=\"2026-07-02\" reason=\"prix\"/></document>";
	const char *one =
		arena_printf(mem, "<owner>Nadia</owner>%s%s%s%s",
			     invoice("F1", "2026-08-01", "2026-09-15", "1200.50", "EUR"),
			     invoice("F2", "2026-10-01", "2026-11-15", "300.00", "EUR"), credit, dispute);
	const char *two = arena_printf(mem, "<owner>nadia</owner>%s%s",
				       invoice("F3", "2026-08-01", "2026-10-01", "1000", "JPY"),
				       invoice("F4", "2026-01-01", "2026-01-31", "20.00", "USD"));

	return export(arena_printf(mem, "%s%s", customer("007", "Ateliers Dûrand &amp; fils", one),
				   customer("C2", "Łódź Trading", two)));
}

static inline struct made judge(const char *xml, const char *as_of)
{
	struct made m = { .path = in_folder("essai.xlsx") };
	const char *input = in_folder("export.xml");
	struct options o = { .input = { input }, .inputs = 1, .as_of = date_parse(as_of) };

	write_file(input, xml);
	m.judged = books_prepare(quiet, &o, true, &m.books);
	m.in.version = "relance essai";
	assert_non_null(m.books.assessment);
	return m;
}

static inline void write_book(struct made *m)
{
	m->written = workbook_write(quiet, m->books.assessment, m->books.company, &m->in, m->path);
}

static inline struct made make(const char *xml)
{
	struct made m = judge(xml, D);

	write_book(&m);
	assert_int_equal(m.written, ST_OK);
	return m;
}

static inline void drop(struct made *m)
{
	books_drop(&m->books);
}

/* ---- reading the file back ---- */

static inline size_t little(const unsigned char *p, size_t n)
{
	size_t x = 0;

	while (n-- > 0)
		x = x << 8 | p[n];
	return x;
}

/* A file's bytes and their number. */
static inline unsigned char *bytes_of(const char *path, size_t *n)
{
	FILE *f = fopen(path, "rb");
	unsigned char *p;
	long size;

	assert_non_null(f);
	assert_int_equal(fseek(f, 0, SEEK_END), 0);
	size = ftell(f);
	assert_true(size > 0);
	rewind(f);
	p = arena_alloc(mem, (size_t)size);
	assert_int_equal(fread(p, 1, (size_t)size, f), size);
	fclose(f);
	*n = (size_t)size;
	return p;
}

/* A part of the archive as text; NULL if there is none of that name. */
static inline const char *part(const char *path, const char *name)
{
	size_t n, count, at;
	unsigned char *p = bytes_of(path, &n);

	count = little(p + n - 12, 2);
	at = little(p + n - 6, 4);
	for (size_t i = 0; i < count; i++) {
		size_t name_len = little(p + at + 28, 2), extra = little(p + at + 30, 2),
		       packed = little(p + at + 20, 4), size = little(p + at + 24, 4),
		       head = little(p + at + 42, 4);

		if (name_len == strlen(name) && memcmp(p + at + 46, name, name_len) == 0) {
			char *out = arena_alloc(mem, size + 1);
			z_stream s = { 0 };

			s.next_in = p + head + 30 + little(p + head + 26, 2) + little(p + head + 28, 2);
			s.avail_in = (uInt)packed;
			s.next_out = (unsigned char *)out;
			s.avail_out = (uInt)size;
			assert_int_equal(inflateInit2(&s, -MAX_WBITS), Z_OK);
			assert_int_equal(inflate(&s, Z_FINISH), Z_STREAM_END);
			inflateEnd(&s);
			return out;
		}
		at += 46 + name_len + extra + little(p + at + 32, 2);
	}
	return NULL;
}

/* The XML of the sheet of that name, or NULL. */
static inline const char *sheet(const struct made *m, const char *name)
{
	const char *book = part(m->path, "xl/workbook.xml");
	const char *want = arena_printf(mem, "<sheet name=\"%s\" ", name);
	size_t i = 0;

	for (const char *s = strstr(book, "<sheet "); s; s = strstr(s + 1, "<sheet ")) {
		i++;
		if (strncmp(s, want, strlen(want)) == 0)
			return part(m->path, arena_printf(mem, "xl/worksheets/sheet%zu.xml", i));
	}
	return NULL;
}

static inline size_t times(const char *text, const char *what)
{
	size_t n = 0, len = strlen(what);

	/* not strstr: the sanitizer's measures the whole text at every call */
	for (const char *s = text; *s; s++)
		n += *s == *what && strncmp(s, what, len) == 0;
	return n;
}

/* Number of the shared string, as the cells refer to it; -1 if it is not there. */
static inline long shared(const struct made *m, const char *text)
{
	const char *all = part(m->path, "xl/sharedStrings.xml");
	const char *want = arena_printf(mem, ">%s</t>", text), *at = strstr(all, want);
	long n = -1;

	for (const char *s = strstr(all, "<si>"); at && s && s < at; s = strstr(s + 1, "<si>"))
		n++;
	return n;
}

/* The cached value of the formula in that cell, "" if the cell holds none. */
static inline const char *cached(const char *xml, const char *cell)
{
	const char *at = strstr(xml, arena_printf(mem, "<c r=\"%s\"", cell)), *value, *end;

	if (!at || strchr(at, '>')[-1] == '/' || !(value = strstr(at, "<f>")) || value > strstr(at, "</c>"))
		return "";
	value = strstr(value, "<v>") + 3;
	end = strstr(value, "</v>");
	return arena_strndup(mem, value, (size_t)(end - value));
}

/* Number of the format of that cell. */
static inline const char *style_of(const char *xml, const char *cell)
{
	const char *at = strstr(xml, arena_printf(mem, "<c r=\"%s\" s=\"", cell)), *from;

	if (!at)
		return "";
	from = strstr(at, "s=\"") + 3;
	return arena_strndup(mem, from, strcspn(from, "\""));
}

static inline const char *formula(const char *xml, const char *cell)
{
	const char *at = strstr(xml, arena_printf(mem, "<c r=\"%s\"", cell)), *value;

	if (!at || !(value = strstr(at, "<f>")) || value > strstr(at, "</c>"))
		return "";
	value += 3;
	return arena_strndup(mem, value, (size_t)(strstr(value, "</f>") - value));
}

#endif
