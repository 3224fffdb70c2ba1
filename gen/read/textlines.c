/* textlines.c - see textlines.h. */
#include "read/textlines.h"

#include <stdlib.h>
#include <string.h>

#include "base/banned.h"

#define LINE_MAX_BYTES ((size_t)16 << 20) /* nothing that is made of lines has longer ones */

static unsigned unit_at(const struct textlines *t, const unsigned char *p)
{
	return t->coding == TEXT_UTF16LE ? (unsigned)(p[0] | p[1] << 8) : (unsigned)(p[0] << 8 | p[1]);
}

/* UTF-16 to UTF-8; what is cut off at the end of the chunk is kept for the next one. */
static void decode(struct textlines *t, const char *chunk, size_t n)
{
	struct buf all = BUF_INIT;
	const unsigned char *p;
	size_t left;

	buf_add(&all, (const char *)t->half, t->halves);
	buf_add(&all, chunk, n);
	buf_clear(&t->chunk);
	p = (const unsigned char *)all.s;
	for (left = all.len; left >= 2; p += 2, left -= 2) {
		unsigned u = unit_at(t, p);

		if (u >= 0xD800 && u <= 0xDBFF) {
			unsigned v;

			if (left < 4)
				break;
			v = unit_at(t, p + 2);
			if (v >= 0xDC00 && v <= 0xDFFF) {
				u = 0x10000 + ((u - 0xD800) << 10) + (v - 0xDC00);
				p += 2;
				left -= 2;
			}
		}
		buf_put_utf8(&t->chunk, u);
	}
	t->halves = left < sizeof t->half ? left : 0;
	memcpy(t->half, p, t->halves);
	buf_drop(&all);
	t->next = t->chunk.s;
	t->end = t->chunk.s + t->chunk.len;
}

static enum status take_rows(struct textlines *t)
{
	enum status st = ST_OK;

	buf_clear(&t->chunk);
	while (st == ST_OK && !t->chunk.len && !t->done)
		st = sheet_step(t->sheet, &t->chunk, &t->done);
	t->next = t->chunk.s;
	t->end = t->chunk.s + t->chunk.len;
	return st;
}

static enum status take_chunk(struct textlines *t)
{
	const char *chunk = t->raw;
	size_t skip = 0, n;
	enum status st;

	if (t->sheet)
		return take_rows(t);
	st = source_read(t->src, t->raw, SOURCE_CHUNK, &n);
	if (st != ST_OK)
		return st;
	t->done = !n;
	if (!t->started) {
		t->coding = encoding_sniff(chunk, n, &skip);
		t->unmarked = t->coding != TEXT_UTF8 && !skip;
		t->started = true;
		chunk += skip;
		n -= skip;
	}
	if (t->coding != TEXT_UTF8) {
		decode(t, chunk, n);
	} else {
		t->next = chunk;
		t->end = chunk + n;
	}
	return ST_OK;
}

enum status textlines_start(struct textlines *t, struct source *src)
{
	enum status st;

	*t = (struct textlines){ .src = src, .chunk = BUF_INIT, .line = BUF_INIT, .fixed = BUF_INIT };
	if (source_is_sheet(src))
		t->sheet = sheet_new(src);
	t->raw = xmalloc(SOURCE_CHUNK);
	st = take_chunk(t);
	if (st == ST_OK && !t->sheet)
		t->lone_cr = memchr(t->next, '\r', (size_t)(t->end - t->next)) &&
			     !memchr(t->next, '\n', (size_t)(t->end - t->next));
	return st;
}

void textlines_drop(struct textlines *t)
{
	sheet_drop(t->sheet);
	free(t->raw);
	buf_drop(&t->chunk);
	buf_drop(&t->line);
	buf_drop(&t->fixed);
}

/* Bytes that are no UTF-8, read as Windows-1252. */
static void repair(struct textlines *t)
{
	const uint16_t *table = encoding_table("windows-1252");
	size_t i;

	buf_clear(&t->fixed);
	for (i = 0; i < t->line.len; i++)
		buf_put_utf8(&t->fixed, table[(unsigned char)t->line.s[i]]);
	t->guessed = true;
}

/* An odd number of quotes: the line goes on. */
static bool inside_quotes(const char *s, size_t n, bool before)
{
	size_t i;

	for (i = 0; i < n; i++)
		before ^= s[i] == '"';
	return before;
}

enum status textlines_next(struct textlines *t, bool quotes, const char **line, size_t *n, bool *more)
{
	char eol = t->lone_cr ? '\r' : '\n';
	bool inside = false, ended = false;

	buf_clear(&t->line);
	t->number++;
	while (!ended && (!t->done || t->next < t->end)) {
		const char *stop = memchr(t->next, eol, (size_t)(t->end - t->next));
		size_t len = (size_t)((stop ? stop : t->end) - t->next);

		if (quotes)
			inside = inside_quotes(t->next, len, inside);
		buf_add(&t->line, t->next, len);
		if (t->line.len > LINE_MAX_BYTES)
			return diag_error(
				source_diag(t->src), ST_INPUT,
				(struct place){ source_file(t->src), t->number },
				"ligne de plus de %zu Mio : ce n'est pas un fichier délimité, ou il est "
				"endommagé ; refaites l'export",
				LINE_MAX_BYTES >> 20);
		if (stop) {
			t->next = stop + 1;
			ended = !inside;
			if (inside) {
				buf_putc(&t->line, ' ');
				t->number++;
			}
		} else {
			enum status st = take_chunk(t);

			if (st != ST_OK)
				return st;
		}
	}
	*more = ended || t->line.len > 0;
	t->unended = !ended;
	t->odd_end = t->line.len > 1 && t->line.s[t->line.len - 2] == '\r';
	while (t->line.len && t->line.s[t->line.len - 1] == '\r')
		t->line.len--;
	*line = t->line.s;
	*n = t->line.len;
	t->repaired = !utf8_valid(*line, *n);
	if (t->repaired) {
		repair(t);
		*line = t->fixed.s;
		*n = t->fixed.len;
	}
	return ST_OK;
}
