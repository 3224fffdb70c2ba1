/*
 * icc.c - the sRGB profile that PDF/A asks for as output intent, slimmed once
 * per run: the required tags only, and tone curves of 65 points instead of
 * 1,024 (they differ by less than 1/40 of an 8-bit step), which takes 2 KB
 * off every letter.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "letter/document.h"

#include "base/banned.h"

#define ICC_FILE "/usr/share/color/icc/sRGB.icc" /* Debian: icc-profiles-free */
#define ICC_MAX ((size_t)1 << 20)
#define CURVE_POINTS 65
#define TAGS 9

/* Required of an RGB display profile, ICC.1:2001-04, 6.3.1.2. */
static const char required[TAGS][5] = {
	"desc", "cprt", "wtpt", "rXYZ", "gXYZ", "bXYZ", "rTRC", "gTRC", "bTRC"
};

struct profile {
	const uint8_t *p;
	size_t n;
};

static uint32_t be32(const uint8_t *p)
{
	return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

static void put32(struct buf *b, uint32_t v)
{
	char c[4] = { (char)(v >> 24), (char)(v >> 16 & 0xFF), (char)(v >> 8 & 0xFF), (char)(v & 0xFF) };

	buf_add(b, c, 4);
}

static bool is_rgb_profile(const struct profile *f)
{
	return f->n >= 132 && be32(f->p) <= f->n && !memcmp(f->p + 36, "acsp", 4) &&
	       !memcmp(f->p + 16, "RGB ", 4) && f->p[8] == 2; /* PDF/A-1: version 2 */
}

/* The data of a tag; NULL if the profile lacks it or it lies outside. */
static const uint8_t *find_tag(const struct profile *f, const char *name, size_t *n)
{
	uint32_t tags = be32(f->p + 128);

	for (uint32_t i = 0; i < tags && 132 + 12 * ((size_t)i + 1) <= f->n; i++) {
		const uint8_t *entry = f->p + 132 + 12 * (size_t)i;
		size_t at = be32(entry + 4);

		*n = be32(entry + 8);
		if (!memcmp(entry, name, 4) && *n >= 8 && at <= f->n && *n <= f->n - at)
			return f->p + at;
	}
	return NULL;
}

/* A sampled curve with fewer samples, linear between the old ones. Anything else as it is. */
static void put_curve(struct buf *b, const uint8_t *p, size_t n)
{
	size_t points = n >= 12 ? be32(p + 8) : 0;

	if (memcmp(p, "curv", 4) != 0 || points <= CURVE_POINTS || points > (n - 12) / 2) {
		buf_add(b, (const char *)p, n);
		return;
	}
	buf_add(b, "curv\0\0\0\0", 8);
	put32(b, CURVE_POINTS);
	for (size_t i = 0; i < CURVE_POINTS; i++) {
		size_t at = i * (points - 1), part = at % (CURVE_POINTS - 1);
		const uint8_t *s = p + 12 + 2 * (at / (CURVE_POINTS - 1));
		size_t low = (size_t)(s[0] << 8 | s[1]), high = part ? (size_t)(s[2] << 8 | s[3]) : low;
		size_t v = (low * (CURVE_POINTS - 1 - part) + high * part + (CURVE_POINTS - 1) / 2) /
			   (CURVE_POINTS - 1);

		buf_putc(b, (char)(v >> 8));
		buf_putc(b, (char)(v & 0xFF));
	}
}

/* The profile with the required tags alone; false if one is missing. */
static bool slim(const struct profile *f, struct buf *out)
{
	struct buf data = BUF_INIT;
	uint32_t at[TAGS], size[TAGS];
	bool complete = true;

	for (int i = 0; i < TAGS && complete; i++) {
		size_t n;
		const uint8_t *p = find_tag(f, required[i], &n);

		complete = p != NULL;
		if (!p)
			break;
		at[i] = (uint32_t)(132 + 12 * TAGS + data.len);
		if (required[i][1] == 'T')
			put_curve(&data, p, n);
		else
			buf_add(&data, (const char *)p, n);
		size[i] = (uint32_t)(132 + 12 * TAGS + data.len) - at[i];
		while (data.len & 3)
			buf_putc(&data, '\0');
	}
	if (complete) {
		put32(out, (uint32_t)(132 + 12 * TAGS + data.len));
		buf_add(out, (const char *)f->p + 4, 124);
		put32(out, TAGS);
		for (int i = 0; i < TAGS; i++) {
			buf_add(out, required[i], 4);
			put32(out, at[i]);
			put32(out, size[i]);
		}
		buf_add(out, data.s, data.len);
	}
	buf_drop(&data);
	return complete;
}

enum status icc_load(struct diag *d, struct buf *out)
{
	FILE *file = fopen(ICC_FILE, "rbe");
	uint8_t *data = xmalloc(ICC_MAX);
	struct profile f = { data, file ? fread(data, 1, ICC_MAX, file) : 0 };
	struct buf small = BUF_INIT;
	enum status st = ST_OK;

	if (!is_rgb_profile(&f) || !slim(&f, &small)) {
		st = diag_error(d, ST_CONFIG, NOWHERE,
				"profil de couleur « %s » absent ou invalide ; installez le paquet « "
				"icc-profiles-free »",
				ICC_FILE);
	} else {
		struct deflater *z = deflater_new();

		deflater_run(z, small.s, small.len, out);
		deflater_drop(z);
	}
	if (file)
		fclose(file);
	free(data);
	buf_drop(&small);
	return st;
}
