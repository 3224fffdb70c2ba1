/*
 * sfnt.h - the inside of a face, shared by fontfile.c, cmap.c, glyf.c,
 * kerning.c and subset.c only. Everybody else uses fontfile.h.
 *
 * A font file is configured by the user and may still be damaged: every read
 * goes through table_u8/u16/u32, which give 0 outside of the table.
 */
#ifndef RELANCE_LETTER_SFNT_H
#define RELANCE_LETTER_SFNT_H

#include "letter/fontfile.h"

/* A piece of the font file. */
struct table_data {
	const uint8_t *p;
	size_t n;
};

static inline bool table_has(const struct table_data *t, size_t at, size_t n)
{
	return at <= t->n && n <= t->n - at;
}

static inline uint8_t table_u8(const struct table_data *t, size_t at)
{
	return table_has(t, at, 1) ? t->p[at] : 0;
}

static inline uint16_t table_u16(const struct table_data *t, size_t at)
{
	unsigned high, low;

	if (!table_has(t, at, 2))
		return 0;
	high = t->p[at];
	low = t->p[at + 1];
	return (uint16_t)(high << 8 | low);
}

static inline int table_i16(const struct table_data *t, size_t at)
{
	return (int16_t)table_u16(t, at);
}

static inline uint32_t table_u32(const struct table_data *t, size_t at)
{
	return (uint32_t)table_u16(t, at) << 16 | table_u16(t, at + 2);
}

/* The rest of t from at; empty if at lies outside. */
static inline struct table_data table_from(const struct table_data *t, size_t at)
{
	if (at > t->n)
		at = t->n;
	return (struct table_data){ t->p + at, t->n - at };
}

/* A character of the face. Measures in 1/1000 em, which are the units of the slim face. */
struct face_glyph {
	uint32_t cp;
	uint32_t at, size; /* outline, in face.outlines; size 0: blank */
	uint16_t gid;	   /* in the file */
	int16_t advance;
	int16_t lsb; /* left side bearing */
	bool framed; /* made up: U+FFFD as a framed '?' */
};

/*
 * Pairs with a glyph of their own on either side: those of left glyph g are pair[first[g]] ..
 * pair[first[g + 1] - 1].
 */
struct kern_pair {
	uint16_t right;
	int16_t value; /* 1/1000 em */
};

/* One subtable of the lookup chain, either pairs or classes. */
struct kern_step {
	unsigned lookup; /* steps of one lookup: the first that applies ends it */
	uint32_t *first; /* glyphs + 1 entries; NULL for classes */
	struct kern_pair *pair;
	uint16_t *left;	 /* class of a left glyph + 1, 0 = not covered */
	uint16_t *right; /* class of a right glyph */
	int16_t *matrix; /* [left class][right class], 1/1000 em */
	uint16_t right_classes;
};

struct kerning {
	struct kern_step *step;
	size_t steps, cap;
};

struct face {
	struct face_metrics metrics;
	int units;		    /* per em, in the file */
	uint16_t glyphs;	    /* in the file */
	uint8_t head[54], hhea[36]; /* brought to 1000 units, copied into subsets */
	struct face_glyph *glyph;   /* by code point */
	size_t chars;
	uint16_t *page
		[256]; /* of the BMP: character by code point, FACE_MISSING if none; NULL: none in the page */
	struct buf outlines;
	struct kerning kerning;
};

/* Font units to 1/1000 em, rounded half away from zero. */
static inline int em_scale(int x, int units)
{
	int64_t scaled = (int64_t)x * 1000, half = units / 2;

	return (int)((scaled < 0 ? scaled - half : scaled + half) / units);
}

/*
 * Code points and glyph numbers of the cmap, ascending, unsupported scripts left out; free() it.
 * NULL: no usable cmap.
 */
struct face_glyph *cmap_read(const struct table_data *cmap, uint16_t glyphs, size_t *n);

/* The characters that typesetting needs and the face lacks; keeps the order. */
struct face_glyph *cmap_complete(struct face_glyph *g, size_t *n);

/*
 * Append glyph gid to out: flattened, scaled to 1000 units, without
 * instructions, of even length. framed: as the replacement character of a face
 * that has none, advance + GLYF_FRAME wide. false if the glyph is damaged.
 */
#define GLYF_FRAME 240
struct glyf_tables {
	struct table_data glyf, loca;
	bool long_loca;
	uint16_t glyphs;
	int units;
};
bool glyf_read(const struct glyf_tables *t, uint16_t gid, bool framed, int advance, struct buf *out);

/* Fill f->kerning from GPOS, else from kern (either may be empty). Damaged parts are left out. */
void kerning_read(struct face *f, const struct table_data *gpos, const struct table_data *kern);
void kerning_drop(struct kerning *k);
int kerning_find(const struct face *f, uint16_t left_gid, uint16_t right_gid);

#endif
