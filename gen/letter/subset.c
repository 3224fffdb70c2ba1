/*
 * subset.c - the TrueType program that a document embeds: just the characters
 * it shows, in the document's own numbering, which is that of the font's codes.
 */
#include <string.h>

#include "letter/sfnt.h"

#include "base/banned.h"

enum { CMAP, GLYF, HEAD, HHEA, HMTX, LOCA, MAXP, TABLES };
static const char tag[TABLES][5] = { "cmap", "glyf", "head", "hhea", "hmtx", "loca", "maxp" };

#define SYMBOL_CODES 0xF000 /* where a symbolic font keeps the codes 0 to 255 */

struct writer {
	struct buf *out;
	size_t start; /* of the font in out */
	size_t at[TABLES], size[TABLES];
};

static void put16(struct buf *b, unsigned v)
{
	char c[2] = { (char)(v >> 8 & 0xFF), (char)(v & 0xFF) };

	buf_add(b, c, 2);
}

static void put32(struct buf *b, uint32_t v)
{
	put16(b, v >> 16);
	put16(b, v & 0xFFFF);
}

static void set16(char *p, unsigned v)
{
	p[0] = (char)(v >> 8 & 0xFF);
	p[1] = (char)(v & 0xFF);
}

static void set32(char *p, uint32_t v)
{
	set16(p, v >> 16);
	set16(p + 2, v & 0xFFFF);
}

static void table_begin(struct writer *w, int t)
{
	w->at[t] = w->out->len - w->start;
}

static void table_end(struct writer *w, int t)
{
	w->size[t] = w->out->len - w->start - w->at[t];
	while ((w->out->len - w->start) & 3)
		buf_putc(w->out, '\0');
}

static uint32_t checksum(const char *p, size_t n)
{
	const uint8_t *u = (const uint8_t *)p;
	uint32_t sum = 0;

	for (size_t i = 0; i + 4 <= n; i += 4)
		sum += (uint32_t)u[i] << 24 | (uint32_t)u[i + 1] << 16 | (uint32_t)u[i + 2] << 8 | u[i + 3];
	return sum;
}

struct maxima {
	unsigned points, contours;
};

static void write_glyf(struct writer *w, const struct face *f, const uint16_t *c, size_t n,
		       struct maxima *max)
{
	table_begin(w, GLYF);
	for (size_t i = 0; i < n; i++) {
		size_t size;
		const uint8_t *g = face_outline(f, c[i], &size);
		struct table_data t = { g, size };
		unsigned contours = table_u16(&t, 0), points;

		if (!size)
			continue;
		points = table_u16(&t, 8 + 2 * (size_t)contours) + 1u;
		max->points = points > max->points ? points : max->points;
		max->contours = contours > max->contours ? contours : max->contours;
		buf_add(w->out, (const char *)g, size);
	}
	table_end(w, GLYF);
}

static void write_loca(struct writer *w, const struct face *f, const uint16_t *c, size_t n, bool wide)
{
	size_t at = 0;

	table_begin(w, LOCA);
	for (size_t i = 0; i < n + 2; i++) {
		/* glyph 0, .notdef, is empty: its end is 0 as well */
		if (i >= 2) {
			size_t size;

			face_outline(f, c[i - 2], &size);
			at += size;
		}
		if (wide)
			put32(w->out, (uint32_t)at);
		else
			put16(w->out, (unsigned)(at / 2));
	}
	table_end(w, LOCA);
}

static void write_hmtx(struct writer *w, const struct face *f, const uint16_t *c, size_t n)
{
	table_begin(w, HMTX);
	put32(w->out, 500u << 16); /* .notdef: half an em, no bearing */
	for (size_t i = 0; i < n; i++) {
		put16(w->out, (unsigned)f->glyph[c[i]].advance);
		put16(w->out, (unsigned)f->glyph[c[i]].lsb & 0xFFFF);
	}
	table_end(w, HMTX);
}

static void write_maxp(struct writer *w, size_t glyphs, const struct maxima *max)
{
	table_begin(w, MAXP);
	put32(w->out, 0x00010000);
	put16(w->out, (unsigned)glyphs);
	put16(w->out, max->points);
	put16(w->out, max->contours);
	put32(w->out, 0); /* no composites */
	put16(w->out, 1); /* zones: no instructions, so no twilight zone and nothing else */
	for (int i = 0; i < 8; i++)
		put16(w->out, 0);
	table_end(w, MAXP);
}

/* Of a symbolic font: code i is glyph i. One segment and the end mark, format 4. */
static void write_cmap(struct writer *w, size_t glyphs)
{
	const unsigned first = SYMBOL_CODES + 1, last = SYMBOL_CODES + (unsigned)(glyphs - 1);
	const unsigned words[] = {
		0,		    /* version */
		1,		    /* tables */
		3,    0,	    /* Microsoft, symbol */
		0,    12,	    /* at */
		4,    32,     0,    /* format, length, language */
		4,    4,      1, 0, /* twice the segments, and what a search derives from it */
		last, 0xFFFF, 0, first, 0xFFFF, 0x10000 - SYMBOL_CODES, 1, /* added to a code, modulo 65536 */
		0,    0
	};

	table_begin(w, CMAP);
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		put16(w->out, words[i]);
	table_end(w, CMAP);
}

static void write_directory(struct writer *w)
{
	char *p = w->out->s + w->start;

	set32(p, 0x00010000);
	set16(p + 4, TABLES);
	set16(p + 6, 64); /* 16 * largest power of two <= TABLES, its log2, the rest */
	set16(p + 8, 2);
	set16(p + 10, TABLES * 16 - 64);
	for (int t = 0; t < TABLES; t++) {
		char *entry = p + 12 + 16 * t;

		memcpy(entry, tag[t], 4);
		set32(entry + 4, checksum(p + w->at[t], (w->size[t] + 3) & ~(size_t)3));
		set32(entry + 8, (uint32_t)w->at[t]);
		set32(entry + 12, (uint32_t)w->size[t]);
	}
	set32(p + w->at[HEAD] + 8, 0xB1B0AFBA - checksum(p, w->out->len - w->start));
}

void face_subset(const struct face *f, const uint16_t *c, size_t n, struct buf *out)
{
	static const char room[12 + 16 * TABLES];
	struct writer w = { .out = out, .start = out->len };
	struct maxima max = { 0, 0 };
	bool wide;
	char *p;

	buf_add(out, room, sizeof room);
	write_cmap(&w, n + 1);
	write_glyf(&w, f, c, n, &max);
	wide = w.size[GLYF] > 2 * 0xFFFF;

	table_begin(&w, HEAD);
	buf_add(out, (const char *)f->head, sizeof f->head);
	p = out->s + out->len - sizeof f->head;
	set32(p + 8, 0);
	set16(p + 50, wide);
	table_end(&w, HEAD);

	table_begin(&w, HHEA);
	buf_add(out, (const char *)f->hhea, sizeof f->hhea);
	set16(out->s + out->len - 2, (unsigned)(n + 1));
	table_end(&w, HHEA);

	write_hmtx(&w, f, c, n);
	write_loca(&w, f, c, n, wide);
	write_maxp(&w, n + 1, &max);
	write_directory(&w);
}
