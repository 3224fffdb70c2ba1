/*
 * verify.c - what was written is read again. The library does not notice when
 * its temporary files hit a full disk (libraries.md §2.4): the archive is
 * then well-formed and a sheet in it ends in mid-row. So every part is
 * unpacked, its checksum and nesting looked at, and the rows and cells of each
 * sheet are counted.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <zlib.h>

#include "workbook/book.h"

#include "base/banned.h"

#define BLOCK 65536

/* Counts elements in a stream of XML that our own writer made: '<' only starts tags, '>' only ends them. */
struct scanner {
	uint32_t rows, cells;
	int64_t depth, opened;
	char name[8];
	size_t len;
	bool in_tag, closing, naming, odd; /* odd: <?…?> and <!…> */
	char last;
	bool broken;
};

static void tag_ends(struct scanner *x)
{
	x->name[x->len] = '\0';
	x->in_tag = false;
	if (x->odd)
		return;
	if (x->closing) {
		if (--x->depth < 0)
			x->broken = true;
		return;
	}
	x->opened++;
	x->depth += x->last != '/';
	x->rows += strcmp(x->name, "row") == 0;
	x->cells += strcmp(x->name, "c") == 0;
}

static void scan(struct scanner *x, const unsigned char *p, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		char ch = (char)p[i];

		if (!x->in_tag) {
			if (ch == '<') {
				x->in_tag = x->naming = true;
				x->closing = x->odd = false;
				x->len = 0;
			}
		} else if (ch == '>') {
			tag_ends(x);
		} else if (ch == '<') {
			x->broken = true; /* the tag before was cut off */
		} else if (x->naming) {
			if (ch == '/' && x->len == 0)
				x->closing = true;
			else if (ch == '?' || ch == '!')
				x->odd = true;
			else if (ch == ' ' || ch == '/')
				x->naming = false;
			else if (x->len < sizeof x->name - 1)
				x->name[x->len++] = ch;
		}
		x->last = ch;
	}
}

struct archive {
	int fd;
	unsigned char *dir; /* central directory */
	size_t dir_size, entries;
};

static uint64_t little(const unsigned char *p, size_t n)
{
	uint64_t x = 0;

	while (n-- > 0)
		x = x << 8 | p[n];
	return x;
}

static bool read_at(int fd, void *to, size_t n, uint64_t at)
{
	unsigned char *p = to;

	while (n > 0) {
		ssize_t got = pread(fd, p, n, (off_t)at);

		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			return false;
		p += got;
		n -= (size_t)got;
		at += (uint64_t)got;
	}
	return true;
}

/* The end record has no comment in our files, so it is the last 22 bytes; sizes above 4 GB are in the one before. */
static bool open_archive(const char *path, struct archive *z)
{
	unsigned char end[22], where[20], big[56];
	off_t size;
	uint64_t count, length, start;

	z->fd = open(path, O_RDONLY | O_CLOEXEC);
	if (z->fd < 0)
		return false;
	size = lseek(z->fd, 0, SEEK_END);
	if (size < 22 || !read_at(z->fd, end, sizeof end, (uint64_t)size - 22) ||
	    little(end, 4) != 0x06054b50)
		return false;
	count = little(end + 10, 2);
	length = little(end + 12, 4);
	start = little(end + 16, 4);
	if ((start == UINT32_MAX || length == UINT32_MAX || count == UINT16_MAX) && size >= 42) {
		if (!read_at(z->fd, where, sizeof where, (uint64_t)size - 42) ||
		    little(where, 4) != 0x07064b50 ||
		    !read_at(z->fd, big, sizeof big, little(where + 8, 8)) || little(big, 4) != 0x06064b50)
			return false;
		count = little(big + 32, 8);
		length = little(big + 40, 8);
		start = little(big + 48, 8);
	}
	if (start > (uint64_t)size || length > (uint64_t)size - start || length < count * 46)
		return false;
	z->dir = xmalloc(length ? (size_t)length : 1);
	z->dir_size = (size_t)length;
	z->entries = (size_t)count;
	return read_at(z->fd, z->dir, z->dir_size, start);
}

struct entry {
	const char *name; /* not terminated */
	size_t name_len;
	unsigned method;
	uint32_t crc;
	uint64_t packed, size, header;
};

/* The entry at *at of the directory, and *at behind it. */
static bool next_entry(const struct archive *z, size_t *at, struct entry *e)
{
	const unsigned char *p = z->dir + *at, *x;
	size_t extra, comment;

	if (z->dir_size - *at < 46 || little(p, 4) != 0x02014b50)
		return false;
	e->method = (unsigned)little(p + 10, 2);
	e->crc = (uint32_t)little(p + 16, 4);
	e->packed = little(p + 20, 4);
	e->size = little(p + 24, 4);
	e->name_len = (size_t)little(p + 28, 2);
	extra = (size_t)little(p + 30, 2);
	comment = (size_t)little(p + 32, 2);
	e->header = little(p + 42, 4);
	e->name = (const char *)p + 46;
	if (z->dir_size - *at < 46 + e->name_len + extra + comment)
		return false;
	x = p + 46 + e->name_len;
	if (extra >= 4 && little(x, 2) == 1) { /* zip64: only the fields that did not fit, in this order */
		const unsigned char *v = x + 4, *stop = x + extra;
		uint64_t *field[] = { &e->size, &e->packed, &e->header };

		for (size_t i = 0; i < 3; i++)
			if (*field[i] == UINT32_MAX && v + 8 <= stop) {
				*field[i] = little(v, 8);
				v += 8;
			}
	}
	*at += 46 + e->name_len + extra + comment;
	return true;
}

/* Unpack one part through the scanner; false if it is not whole. */
static bool unpack(const struct archive *z, const struct entry *e, struct scanner *x)
{
	unsigned char head[30], in[BLOCK], out[BLOCK];
	z_stream s = { 0 };
	uint64_t at, left = e->packed, size = 0;
	uLong crc = crc32(0, NULL, 0);
	int r = Z_OK;

	if (!read_at(z->fd, head, sizeof head, e->header) || little(head, 4) != 0x04034b50 ||
	    e->method != Z_DEFLATED || inflateInit2(&s, -MAX_WBITS) != Z_OK)
		return false;
	at = e->header + 30 + little(head + 26, 2) + little(head + 28, 2);
	while (r == Z_OK) {
		if (s.avail_in == 0 && left > 0) {
			size_t n = left < BLOCK ? (size_t)left : BLOCK;

			if (!read_at(z->fd, in, n, at))
				break;
			at += n;
			left -= n;
			s.next_in = in;
			s.avail_in = (uInt)n;
		}
		s.next_out = out;
		s.avail_out = BLOCK;
		r = inflate(&s, Z_NO_FLUSH);
		if (r != Z_OK && r != Z_STREAM_END)
			break;
		scan(x, out, BLOCK - s.avail_out);
		crc = crc32(crc, out, BLOCK - s.avail_out);
		size += BLOCK - s.avail_out;
	}
	inflateEnd(&s);
	return r == Z_STREAM_END && size == e->size && crc == e->crc;
}

/* Number of "xl/worksheets/sheetN.xml" from 0, or -1. */
static int64_t sheet_number(const struct entry *e)
{
	static const char prefix[] = "xl/worksheets/sheet";
	size_t n = sizeof prefix - 1;
	int64_t x = 0;

	if (e->name_len <= n || memcmp(e->name, prefix, n) != 0)
		return -1;
	while (n < e->name_len && e->name[n] >= '0' && e->name[n] <= '9' && x < 100000)
		x = x * 10 + (e->name[n++] - '0');
	return x - 1;
}

static enum status check_part(struct diag *d, const char *path, const struct archive *z,
			      const struct entry *e, const struct sheet *sheet, size_t sheets, size_t *seen)
{
	struct scanner x = { 0 };
	int64_t i = sheet_number(e);

	if (!unpack(z, e, &x) || x.broken || x.in_tag || x.depth != 0 || x.opened == 0)
		return diag_error(d, ST_OUTPUT, NOWHERE,
				  "« %s » relu après écriture : la partie %.*s n'est pas "
				  "entière ; vérifiez la place libre",
				  path, (int)e->name_len, e->name);
	if (i < 0)
		return ST_OK;
	if (i >= (int64_t)sheets || x.rows != sheet[i].rows || x.cells != sheet[i].cells)
		return diag_error(d, ST_OUTPUT, NOWHERE,
				  "« %s » relu après écriture : feuille « %s », %u "
				  "lignes et %u cellules au lieu de %u et %u",
				  path, i < (int64_t)sheets ? sheet[i].name : "", x.rows, x.cells,
				  i < (int64_t)sheets ? sheet[i].rows : 0,
				  i < (int64_t)sheets ? sheet[i].cells : 0);
	(*seen)++;
	return ST_OK;
}

enum status verify_workbook(struct diag *d, const char *path, const struct sheet *sheet, size_t sheets)
{
	struct archive z = { .fd = -1 };
	enum status st = ST_OK;
	size_t at = 0, seen = 0;

	if (!open_archive(path, &z))
		st = diag_error(d, ST_OUTPUT, NOWHERE,
				"« %s » relu après écriture : ce n'est pas un classeur entier", path);
	for (size_t i = 0; i < z.entries && st == ST_OK; i++) {
		struct entry e;

		if (!next_entry(&z, &at, &e))
			st = diag_error(d, ST_OUTPUT, NOWHERE,
					"« %s » relu après écriture : répertoire incomplet", path);
		else
			st = check_part(d, path, &z, &e, sheet, sheets, &seen);
	}
	if (st == ST_OK && seen != sheets)
		st = diag_error(d, ST_OUTPUT, NOWHERE,
				"« %s » relu après écriture : %zu feuilles au lieu de %zu", path, seen,
				sheets);
	free(z.dir);
	if (z.fd >= 0)
		close(z.fd);
	return st;
}
