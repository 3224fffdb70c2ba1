/* press.c - what all documents of a run share: faces and the colour profile; and zlib. */
#include <stdlib.h>
#include <string.h>

#include <zlib.h>

#include "letter/document.h"

#include "base/banned.h"

struct deflater {
	z_stream z;
};

struct deflater *deflater_new(void)
{
	struct deflater *d = xmalloc(sizeof *d);

	memset(d, 0, sizeof *d);
	if (deflateInit(&d->z, Z_DEFAULT_COMPRESSION) != Z_OK)
		xmalloc(SIZE_MAX); /* only for want of memory: ends the program */
	return d;
}

void deflater_drop(struct deflater *d)
{
	if (!d)
		return;
	deflateEnd(&d->z);
	free(d);
}

void deflater_run(struct deflater *d, const void *in, size_t n, struct buf *out)
{
	char piece[8192];
	int rc;

	deflateReset(&d->z);
	d->z.next_in = (Bytef *)(uintptr_t)in; /* zlib's pointer lacks a const */
	d->z.avail_in = (uInt)n;
	do {
		d->z.next_out = (Bytef *)piece;
		d->z.avail_out = sizeof piece;
		rc = deflate(&d->z, Z_FINISH);
		buf_add(out, piece, sizeof piece - d->z.avail_out);
	} while (rc == Z_OK);
}

enum status press_load(struct diag *d, const struct font_paths *want, struct press **out)
{
	struct press *p = xmalloc(sizeof *p);
	enum status st;

	*p = (struct press){ .icc = BUF_INIT };
	*out = NULL;
	st = fonts_load(d, want, &p->fonts);
	if (!st)
		st = icc_load(d, &p->icc);
	if (st) {
		press_drop(p);
		return st;
	}
	*out = p;
	return ST_OK;
}

void press_drop(struct press *p)
{
	if (!p)
		return;
	fonts_drop(p->fonts);
	buf_drop(&p->icc);
	free(p);
}

const struct fonts *press_fonts(const struct press *p)
{
	return p->fonts;
}
