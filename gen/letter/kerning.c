/*
 * kerning.c - pair kerning: the GPOS table's pair adjustments (horizontal
 * advance of the first glyph), else the old `kern` table; see sfnt.h.
 */
#include <stdlib.h>
#include <string.h>

#include "letter/sfnt.h"

#include "base/banned.h"

#define MAX_STEPS 256 /* subtables */
#define MAX_LOOKUPS 1000
#define MAX_FEATURES 2000

enum { LOOKUP_PAIR = 2, LOOKUP_EXTENSION = 9 };

static struct kern_step *step_new(struct kerning *k, unsigned lookup)
{
	GROW(k->step, k->steps, k->cap);
	k->step[k->steps] = (struct kern_step){ .lookup = lookup };
	return &k->step[k->steps++];
}

void kerning_drop(struct kerning *k)
{
	for (size_t i = 0; i < k->steps; i++) {
		free(k->step[i].first);
		free(k->step[i].pair);
		free(k->step[i].left);
		free(k->step[i].right);
		free(k->step[i].matrix);
	}
	free(k->step);
	*k = (struct kerning){ NULL, 0, 0 };
}

static int pair_find(const struct kern_step *s, uint16_t left, uint16_t right, bool *found)
{
	uint32_t lo = s->first[left], hi = s->first[left + 1];

	while (lo < hi) {
		uint32_t mid = lo + (hi - lo) / 2;

		if (s->pair[mid].right < right)
			lo = mid + 1;
		else
			hi = mid;
	}
	*found = lo < s->first[left + 1] && s->pair[lo].right == right;
	return *found ? s->pair[lo].value : 0;
}

int kerning_find(const struct face *f, uint16_t left, uint16_t right)
{
	const struct kerning *k = &f->kerning;
	int sum = 0;

	for (size_t i = 0; i < k->steps; i++) {
		const struct kern_step *s = &k->step[i];
		bool found;

		if (s->first) {
			sum += pair_find(s, left, right, &found);
		} else {
			found = s->left[left] != 0;
			if (found)
				sum += s->matrix[(s->left[left] - 1) * s->right_classes + s->right[right]];
		}
		while (found && i + 1 < k->steps && k->step[i + 1].lookup == s->lookup)
			i++;
	}
	return sum;
}

/* ---- pairs, from either table ---- */

struct raw_pair {
	uint16_t left, right;
	int16_t value;
	uint32_t order; /* the first of equal pairs counts */
};

struct raw_pairs {
	struct raw_pair *p;
	size_t n, cap;
};

static void raw_add(struct raw_pairs *r, const struct face *f, uint16_t left, uint16_t right, int units)
{
	if (left >= f->glyphs || right >= f->glyphs)
		return;
	GROW(r->p, r->n, r->cap);
	r->p[r->n] = (struct raw_pair){ left, right, (int16_t)em_scale(units, f->units), (uint32_t)r->n };
	r->n++;
}

static int by_pair(const void *a, const void *b)
{
	const struct raw_pair *x = a, *y = b;

	if (x->left != y->left)
		return x->left < y->left ? -1 : 1;
	if (x->right != y->right)
		return x->right < y->right ? -1 : 1;
	return (x->order > y->order) - (x->order < y->order);
}

/* Sort the pairs into a step of their own. Frees r. */
static void add_pairs(struct face *f, unsigned lookup, struct raw_pairs *r)
{
	struct kern_step *s;
	size_t n = 0;

	if (r->n) {
		qsort(r->p, r->n, sizeof *r->p, by_pair);
		s = step_new(&f->kerning, lookup);
		s->first = xmalloc(((size_t)f->glyphs + 1) * sizeof *s->first);
		s->pair = xmalloc(r->n * sizeof *s->pair);
		for (size_t g = 0, i = 0; g <= f->glyphs; g++) {
			s->first[g] = (uint32_t)n;
			for (; i < r->n && r->p[i].left == g; i++) {
				if (n > s->first[g] && s->pair[n - 1].right == r->p[i].right)
					continue;
				s->pair[n++] = (struct kern_pair){ r->p[i].right, r->p[i].value };
			}
		}
	}
	free(r->p);
}

/* ---- GPOS ---- */

/* Coverage: index of each covered glyph + 1, 0 = not covered. free() it. */
static uint16_t *read_coverage(const struct face *f, const struct table_data *t)
{
	uint16_t *index = xmalloc(f->glyphs * sizeof *index);
	size_t n = table_u16(t, 2);
	uint32_t next = 0; /* ranges ascend: a damaged table must not cost a walk over all glyphs for each */

	memset(index, 0, f->glyphs * sizeof *index);
	for (size_t i = 0; i < n && table_u16(t, 0) == 1; i++) {
		uint16_t g = table_u16(t, 4 + 2 * i);

		if (g < f->glyphs)
			index[g] = (uint16_t)(i + 1);
	}
	for (size_t i = 0; i < n && table_u16(t, 0) == 2; i++) {
		uint32_t from = table_u16(t, 4 + 6 * i), to = table_u16(t, 6 + 6 * i);
		uint32_t at = table_u16(t, 8 + 6 * i);

		if (from < next)
			break;
		next = to + 1;
		for (uint32_t g = from; g <= to && g < f->glyphs; g++)
			index[g] = (uint16_t)(at + (g - from) + 1);
	}
	return index;
}

/* Classes below `classes` per glyph, 0 by default. free() it. */
static uint16_t *read_classes(const struct face *f, const struct table_data *t, uint16_t classes)
{
	uint16_t *class = xmalloc(f->glyphs * sizeof *class);
	uint32_t next = 0;
	size_t n;

	memset(class, 0, f->glyphs * sizeof *class);
	if (table_u16(t, 0) == 1) {
		uint32_t from = table_u16(t, 2);

		n = table_u16(t, 4);
		for (size_t i = 0; i < n && from + i < f->glyphs; i++)
			class[from + i] = table_u16(t, 6 + 2 * i);
	} else if (table_u16(t, 0) == 2) {
		n = table_u16(t, 2);
		for (size_t i = 0; i < n; i++) {
			uint32_t from = table_u16(t, 4 + 6 * i), to = table_u16(t, 6 + 6 * i);

			if (from < next)
				break;
			next = to + 1;
			for (uint32_t g = from; g <= to && g < f->glyphs; g++)
				class[g] = table_u16(t, 8 + 6 * i);
		}
	}
	for (size_t g = 0; g < f->glyphs; g++)
		if (class[g] >= classes)
			class[g] = 0;
	return class;
}

#define X_ADVANCE 0x0004

static size_t value_size(unsigned format)
{
	return 2 * (size_t)__builtin_popcount(format & 0xFF);
}

/* Where the horizontal advance lies in a value record. */
static size_t advance_at(unsigned format)
{
	return value_size(format & (X_ADVANCE - 1));
}

static void read_pair_sets(struct face *f, const struct table_data *t, unsigned lookup)
{
	struct table_data coverage = table_from(t, table_u16(t, 2));
	unsigned format1 = table_u16(t, 4), format2 = table_u16(t, 6);
	size_t sets = table_u16(t, 8), record = 2 + value_size(format1) + value_size(format2);
	struct raw_pairs raw = { NULL, 0, 0 };
	uint16_t *index;

	if (!(format1 & X_ADVANCE))
		return;
	index = read_coverage(f, &coverage);
	for (size_t g = 0; g < f->glyphs; g++) {
		struct table_data set;
		size_t n;

		if (!index[g] || index[g] > sets)
			continue;
		set = table_from(t, table_u16(t, 10 + 2 * ((size_t)index[g] - 1)));
		n = table_u16(&set, 0);
		for (size_t i = 0; i < n && table_has(&set, 2 + record * i, record); i++)
			raw_add(&raw, f, (uint16_t)g, table_u16(&set, 2 + record * i),
				table_i16(&set, 4 + record * i + advance_at(format1)));
	}
	free(index);
	add_pairs(f, lookup, &raw);
}

static void read_class_matrix(struct face *f, const struct table_data *t, unsigned lookup)
{
	struct table_data coverage = table_from(t, table_u16(t, 2));
	struct table_data left = table_from(t, table_u16(t, 8)), right = table_from(t, table_u16(t, 10));
	unsigned format1 = table_u16(t, 4), format2 = table_u16(t, 6);
	uint16_t lefts = table_u16(t, 12), rights = table_u16(t, 14);
	size_t record = value_size(format1) + value_size(format2), cells = (size_t)lefts * rights;
	struct kern_step *s;
	uint16_t *index;

	if (!(format1 & X_ADVANCE) || !cells || !table_has(t, 16, cells * record))
		return;
	s = step_new(&f->kerning, lookup);
	s->left = read_classes(f, &left, lefts);
	s->right = read_classes(f, &right, rights);
	s->right_classes = rights;
	s->matrix = xmalloc(cells * sizeof *s->matrix);
	for (size_t i = 0; i < cells; i++)
		s->matrix[i] =
			(int16_t)em_scale(table_i16(t, 16 + record * i + advance_at(format1)), f->units);
	index = read_coverage(f, &coverage);
	for (size_t g = 0; g < f->glyphs; g++)
		s->left[g] = index[g] ? (uint16_t)(s->left[g] + 1) : 0;
	free(index);
}

static void read_subtable(struct face *f, struct table_data t, unsigned type, unsigned lookup)
{
	if (type == LOOKUP_EXTENSION) {
		type = table_u16(&t, 2);
		t = table_from(&t, table_u32(&t, 4));
	}
	if (type != LOOKUP_PAIR || f->kerning.steps >= MAX_STEPS)
		return;
	if (table_u16(&t, 0) == 1)
		read_pair_sets(f, &t, lookup);
	else if (table_u16(&t, 0) == 2)
		read_class_matrix(f, &t, lookup);
}

/*
 * Is the lookup used by a `kern` feature of any script? Scripts share glyphs too little to tell
 * them apart here.
 */
static bool is_kern_lookup(const struct table_data *features, unsigned lookup)
{
	size_t n = table_u16(features, 0);

	for (size_t i = 0; i < n && i < MAX_FEATURES; i++) {
		struct table_data feature;
		size_t lookups;

		if (table_u32(features, 2 + 6 * i) != 0x6B65726E) /* "kern" */
			continue;
		feature = table_from(features, table_u16(features, 6 + 6 * i));
		lookups = table_u16(&feature, 2);
		for (size_t k = 0; k < lookups && table_has(&feature, 4 + 2 * k, 2); k++)
			if (table_u16(&feature, 4 + 2 * k) == lookup)
				return true;
	}
	return false;
}

static void read_gpos(struct face *f, const struct table_data *gpos)
{
	struct table_data features = table_from(gpos, table_u16(gpos, 6));
	struct table_data lookups = table_from(gpos, table_u16(gpos, 8));
	unsigned n = table_u16(&lookups, 0);

	for (unsigned i = 0; i < n && i < MAX_LOOKUPS && table_has(&lookups, 2 + 2 * (size_t)i, 2); i++) {
		struct table_data lookup = table_from(&lookups, table_u16(&lookups, 2 + 2 * (size_t)i));
		size_t subtables = table_u16(&lookup, 4);

		if (!is_kern_lookup(&features, i))
			continue;
		for (size_t k = 0; k < subtables && table_has(&lookup, 6 + 2 * k, 2); k++)
			read_subtable(f, table_from(&lookup, table_u16(&lookup, 6 + 2 * k)),
				      table_u16(&lookup, 0), i);
	}
}

/* ---- kern, version 0, format 0, horizontal ---- */

static void read_kern(struct face *f, const struct table_data *kern)
{
	size_t tables = table_u16(kern, 2), at = 4;

	if (table_u16(kern, 0) != 0)
		return;
	for (size_t i = 0; i < tables && i < MAX_STEPS && table_has(kern, at, 14); i++) {
		struct raw_pairs raw = { NULL, 0, 0 };
		size_t size = table_u16(kern, at + 2), pairs = table_u16(kern, at + 6);
		unsigned coverage = table_u16(kern, at + 4);

		/* horizontal kerning values only: no minimum, cross-stream or override */
		if (coverage == 0x0001) {
			for (size_t k = 0; k < pairs && table_has(kern, at + 14 + 6 * k, 6); k++)
				raw_add(&raw, f, table_u16(kern, at + 14 + 6 * k),
					table_u16(kern, at + 16 + 6 * k), table_i16(kern, at + 18 + 6 * k));
			add_pairs(f, (unsigned)i, &raw);
		}
		/* a table beyond 64 KiB states its size modulo that: it is then the only one */
		if (size < 14 + 6 * pairs)
			break;
		at += size;
	}
}

void kerning_read(struct face *f, const struct table_data *gpos, const struct table_data *kern)
{
	read_gpos(f, gpos);
	if (!f->kerning.steps)
		read_kern(f, kern);
}
