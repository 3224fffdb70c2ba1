/* cmap.c - which characters a face can show; see sfnt.h. */
#include <stdlib.h>
#include <string.h>

#include "letter/sfnt.h"

#include "base/banned.h"

#define MAX_CHARS 60000 /* leaves room below FACE_MISSING for what is made up */

/*
 * Scripts that need shaping, reordering or another direction, and characters
 * that are not text: drawing their glyphs one by one would be wrong in
 * silence, so they count as missing and are reported.
 */
static const struct {
	uint32_t from, to;
} unsupported[] = {
	{ 0x0000, 0x001F },   { 0x007F, 0x009F },   { 0x0590, 0x109F }, /* Hebrew to Myanmar */
	{ 0x1100, 0x11FF },   { 0x1700, 0x18AF },   { 0x1900, 0x1CFF },	     { 0x1DC0, 0x1DFF },
	{ 0x200C, 0x200F },   { 0x2028, 0x202E },   { 0x2061, 0x206F },	     { 0x20D0, 0x20FF },
	{ 0xA800, 0xAAFF },   { 0xABC0, 0xABFF },   { 0xD7B0, 0xF8FF },	     { 0xFB1D, 0xFDFF },
	{ 0xFE00, 0xFE2F },   { 0xFE70, 0xFEFF },   { 0xFFF0, 0xFFFC },	     { 0xFFFE, 0xFFFF },
	{ 0x10800, 0x10FFF }, { 0x1E800, 0x1EFFF }, { 0xE0000, UINT32_MAX },
};

static bool supported(uint32_t cp)
{
	for (size_t i = 0; i < sizeof unsupported / sizeof *unsupported; i++)
		if (cp >= unsupported[i].from && cp <= unsupported[i].to)
			return false;
	return true;
}

struct list {
	struct face_glyph *g;
	size_t n, cap;
};

static void add(struct list *l, uint32_t cp, uint16_t gid)
{
	if (l->n >= MAX_CHARS || !supported(cp))
		return;
	GROW(l->g, l->n, l->cap);
	l->g[l->n++] = (struct face_glyph){ .cp = cp, .gid = gid };
}

/* Format 4: segments over the BMP. */
static void read_segments(const struct table_data *t, uint16_t glyphs, struct list *l)
{
	size_t segments = table_u16(t, 6) / 2;
	size_t ends = 14, starts = ends + 2 * segments + 2, deltas = starts + 2 * segments;
	size_t offsets = deltas + 2 * segments;
	uint32_t next = 0;

	if (!table_has(t, offsets, 2 * segments))
		return;
	for (size_t i = 0; i < segments; i++) {
		uint32_t start = table_u16(t, starts + 2 * i), end = table_u16(t, ends + 2 * i);
		uint16_t delta = table_u16(t, deltas + 2 * i), offset = table_u16(t, offsets + 2 * i);

		/* segments must ascend: what overlaps would be listed twice */
		if (start < next)
			start = next;
		for (uint32_t cp = start; cp <= end && cp < 0xFFFF; cp++) {
			uint16_t gid = (uint16_t)cp;

			if (offset) {
				size_t at = offsets + 2 * i + offset;

				gid = table_u16(t, at + 2 * (cp - table_u16(t, starts + 2 * i)));
				if (!gid)
					continue;
			}
			gid = (uint16_t)(gid + delta);
			if (gid && gid < glyphs)
				add(l, cp, gid);
		}
		if (end >= next)
			next = end + 1;
	}
}

/* Format 12: groups over all planes. */
static void read_groups(const struct table_data *t, uint16_t glyphs, struct list *l)
{
	uint32_t groups = table_u32(t, 12), next = 0;

	if (groups > (t->n - 16) / 12)
		return;
	for (uint32_t i = 0; i < groups; i++) {
		size_t at = 16 + 12 * (size_t)i;
		uint32_t start = table_u32(t, at), end = table_u32(t, at + 4), gid = table_u32(t, at + 8);

		if (start < next || end < start || end > 0x10FFFF)
			continue;
		next = end + 1;
		for (uint32_t cp = start; cp <= end; cp++) {
			uint64_t g = (uint64_t)gid + (cp - start);

			if (g >= glyphs)
				break;
			if (g)
				add(l, cp, (uint16_t)g);
		}
	}
}

/* How much a subtable is worth: full Unicode before BMP, 0 for what is not Unicode or not read here. */
static int rank(unsigned platform, unsigned encoding, unsigned format)
{
	bool unicode = platform == 0 ? encoding != 5 : platform == 3 && (encoding == 1 || encoding == 10);

	if (!unicode)
		return 0;
	return format == 12 ? 2 : format == 4 ? 1 : 0;
}

struct face_glyph *cmap_read(const struct table_data *cmap, uint16_t glyphs, size_t *n)
{
	size_t tables = table_u16(cmap, 2);
	struct table_data best = { NULL, 0 };
	struct list l = { NULL, 0, 0 };
	int best_rank = 0;

	for (size_t i = 0; i < tables; i++) {
		size_t at = 4 + 8 * i;
		struct table_data t = table_from(cmap, table_u32(cmap, at + 4));
		int r = rank(table_u16(cmap, at), table_u16(cmap, at + 2), table_u16(&t, 0));

		if (r > best_rank && t.n >= 16) {
			best = t;
			best_rank = r;
		}
	}
	if (best_rank == 2)
		read_groups(&best, glyphs, &l);
	else if (best_rank == 1)
		read_segments(&best, glyphs, &l);
	*n = l.n;
	return l.g;
}

static const struct face_glyph *find(const struct face_glyph *g, size_t n, uint32_t cp)
{
	for (size_t i = 0; i < n; i++)
		if (g[i].cp == cp)
			return &g[i];
	return NULL;
}

static int by_code_point(const void *a, const void *b)
{
	const struct face_glyph *x = a, *y = b;

	return (x->cp > y->cp) - (x->cp < y->cp);
}

/*
 * Stand-ins: the first of `from` that the face has lends its glyph. For blanks
 * the caller (fontfile.c) sets the width; glyph 0 means "nothing to draw".
 */
static const struct {
	uint32_t cp, from[3];
} stand_in[] = {
	{ 0x00A0, { 0x20, 0, 0 } },	 { 0x00AD, { 0x2010, 0x2D, 0 } }, { 0x2007, { 0x20, 0, 0 } },
	{ 0x2009, { 0x20, 0, 0 } },	 { 0x200B, { 0x20, 0, 0 } },	  { 0x2010, { 0x2D, 0, 0 } },
	{ 0x2011, { 0x2010, 0x2D, 0 } }, { 0x202F, { 0x20, 0, 0 } },	  { 0x2060, { 0x20, 0, 0 } },
	{ 0x2212, { 0x2013, 0x2D, 0 } }, { 0xFFFD, { 0x3F, 0, 0 } }, /* in a frame */
};

struct face_glyph *cmap_complete(struct face_glyph *g, size_t *n)
{
	size_t had = *n, used = *n, cap = *n;

	for (size_t i = 0; i < sizeof stand_in / sizeof *stand_in; i++) {
		const struct face_glyph *base = NULL;

		if (find(g, had, stand_in[i].cp))
			continue;
		for (size_t k = 0; k < 3 && !base && stand_in[i].from[k]; k++)
			base = find(g, had, stand_in[i].from[k]);
		if (base) {
			uint16_t gid = base->gid;

			GROW(g, used, cap);
			g[used] = (struct face_glyph){ .cp = stand_in[i].cp, .gid = gid };
			g[used].framed = g[used].cp == 0xFFFD;
			used++;
		}
	}
	if (used)
		qsort(g, used, sizeof *g, by_code_point);
	*n = used;
	return g;
}
