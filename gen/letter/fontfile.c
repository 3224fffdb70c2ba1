/* fontfile.c - reading a TrueType face; see fontfile.h. */
#include "letter/fontfile.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "letter/sfnt.h"

#include "base/banned.h"

#define MAX_FILE ((off_t)64 << 20)

struct source {
	struct diag *d;
	const char *name;
	struct table_data file;
	size_t directory; /* of the face, in the file */
};

static enum status fail(const struct source *s, const char *what)
{
	return diag_error(s->d, ST_CONFIG, NOWHERE, "police « %s » : %s", s->name, what);
}

#define TAG(a, b, c, d) ((uint32_t)(a) << 24 | (uint32_t)(b) << 16 | (uint32_t)(c) << 8 | (uint32_t)(d))

/* A table by its tag; empty if it is missing or reaches beyond the file. */
static struct table_data table_find_tag(const struct source *s, uint32_t tag)
{
	size_t n = table_u16(&s->file, s->directory + 4);

	for (size_t i = 0; i < n; i++) {
		size_t entry = s->directory + 12 + 16 * i;
		size_t at = table_u32(&s->file, entry + 8), size = table_u32(&s->file, entry + 12);

		if (table_u32(&s->file, entry) != tag)
			continue;
		if (table_has(&s->file, at, size))
			return (struct table_data){ s->file.p + at, size };
		break;
	}
	return (struct table_data){ s->file.p, 0 };
}

/* Find the face in the file: plain TrueType, or member `index` of a collection. */
static enum status open_face(struct source *s, unsigned index)
{
	uint32_t version = table_u32(&s->file, 0);

	s->directory = 0;
	if (version == TAG('t', 't', 'c', 'f')) {
		if (index >= table_u32(&s->file, 8) || !table_has(&s->file, 12 + 4 * (size_t)index, 4))
			return fail(s,
				    "la collection n'a pas autant de polices ; corrigez le numéro demandé");
		s->directory = table_u32(&s->file, 12 + 4 * (size_t)index);
		version = table_u32(&s->file, s->directory);
	} else if (index) {
		return fail(s, "ce n'est pas une collection ; ne demandez que la police n° 0");
	}
	if (version == TAG('O', 'T', 'T', 'O'))
		return fail(s, "contours PostScript (CFF) ; fournissez la version TrueType (.ttf)");
	if (version != 0x00010000 && version != TAG('t', 'r', 'u', 'e'))
		return fail(s, "ce n'est pas une police TrueType ; fournissez un fichier .ttf");
	return ST_OK;
}

static void set16(uint8_t *p, int v)
{
	p[0] = (uint8_t)(v >> 8 & 0xFF);
	p[1] = (uint8_t)(v & 0xFF);
}

static enum status read_header(const struct source *s, struct face *f, bool *long_loca)
{
	struct table_data head = table_find_tag(s, TAG('h', 'e', 'a', 'd'));
	struct table_data maxp = table_find_tag(s, TAG('m', 'a', 'x', 'p'));
	struct table_data hhea = table_find_tag(s, TAG('h', 'h', 'e', 'a'));
	struct face_metrics *m = &f->metrics;

	if (head.n < sizeof f->head || hhea.n < sizeof f->hhea || maxp.n < 6)
		return fail(s, "tables « head », « hhea » ou « maxp » manquantes ; le fichier est abîmé");
	memcpy(f->head, head.p, sizeof f->head);
	memcpy(f->hhea, hhea.p, sizeof f->hhea);
	f->units = table_u16(&head, 18);
	f->glyphs = table_u16(&maxp, 4);
	*long_loca = table_u16(&head, 50) != 0;
	if (f->units < 16 || f->units > 16384 || !f->glyphs)
		return fail(
			s,
			"en-tête invalide (unités par cadratin ou nombre de glyphes) ; le fichier est abîmé");
	set16(f->head + 18, 1000);
	for (size_t i = 0; i < 4; i++) {
		m->bbox[i] = em_scale(table_i16(&head, 36 + 2 * i), f->units);
		set16(f->head + 36 + 2 * i, m->bbox[i]);
	}
	/* ascent, descent, line gap, largest advance, bearings, extent */
	for (size_t at = 4; at <= 16; at += 2)
		set16(f->hhea + at,
		      em_scale(at == 10 ? table_u16(&hhea, at) : table_i16(&hhea, at), f->units));
	m->ascent = em_scale(table_i16(&hhea, 4), f->units);
	m->descent = em_scale(table_i16(&hhea, 6), f->units);
	if (m->ascent <= 0 || m->ascent > 3000 || m->descent > 0 || m->descent < -3000)
		return fail(s, "hauteurs invalides dans « hhea » ; le fichier est abîmé");
	return ST_OK;
}

/* Embedding rights and design values. Old faces may have no OS/2 table: then nothing is forbidden. */
static enum status read_os2(const struct source *s, struct face *f)
{
	struct table_data os2 = table_find_tag(s, TAG('O', 'S', '/', '2'));
	struct table_data post = table_find_tag(s, TAG('p', 'o', 's', 't'));
	unsigned rights = table_u16(&os2, 8);
	struct face_metrics *m = &f->metrics;

	if ((rights & 0x000F) == 0x0002)
		return fail(s, "sa licence interdit de l'incorporer ; choisissez une autre police");
	if (rights & 0x0300)
		return fail(s,
			    "sa licence interdit d'en incorporer une partie ; choisissez une autre police");
	m->weight = os2.n ? table_u16(&os2, 4) : 400;
	m->serif = os2.n >= 31 && os2.p[30] >= 1 && os2.p[30] <= 7; /* sFamilyClass */
	m->italic_angle = table_i16(&post, 4);
	if (m->italic_angle < -90 || m->italic_angle > 90)
		m->italic_angle = 0;
	m->fixed_pitch = table_u32(&post, 12) != 0;
	if (table_u16(&os2, 0) >= 2) {
		m->x_height = em_scale(table_i16(&os2, 86), f->units);
		m->cap_height = em_scale(table_i16(&os2, 88), f->units);
	}
	return ST_OK;
}

static bool is_name_char(unsigned c)
{
	return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '-' ||
	       c == '_' || c == '.';
}

/* PostScript name (name ID 6): ASCII out of UTF-16BE or Mac Roman; "Police" if there is none. */
static void read_name(const struct source *s, struct face *f)
{
	struct table_data name = table_find_tag(s, TAG('n', 'a', 'm', 'e'));
	size_t records = table_u16(&name, 2), strings = table_u16(&name, 4), n = 0;
	char *out = f->metrics.name;

	for (size_t i = 0; i < records && !n; i++) {
		size_t at = 6 + 12 * i, size = table_u16(&name, at + 8);
		size_t from = strings + table_u16(&name, at + 10);
		size_t step = table_u16(&name, at) == 1 ? 1 : 2;

		if (!table_has(&name, at, 12) || table_u16(&name, at + 6) != 6 ||
		    !table_has(&name, from, size))
			continue;
		for (size_t k = step - 1; k < size && n + 1 < sizeof f->metrics.name; k += step)
			if (is_name_char(name.p[from + k]))
				out[n++] = (char)name.p[from + k];
	}
	out[n] = '\0';
	if (!n)
		memcpy(out, "Police", sizeof "Police");
}

/* Blanks that are only borrowed from the space (by cmap_complete or by a lazy face) get their width here. */
static int made_up_width(uint32_t cp, int space, int digit)
{
	switch (cp) {
	case 0x2007:
		return digit;
	case 0x2009:
		return 200;
	case 0x202F: /* fine insécable */
		return space * 2 / 3;
	case 0x200B:
	case 0x2060:
		return 0;
	default:
		return space;
	}
}

static void read_widths(const struct source *s, struct face *f)
{
	struct table_data hmtx = table_find_tag(s, TAG('h', 'm', 't', 'x'));
	size_t full = (size_t)(f->hhea[34] << 8 | f->hhea[35]);
	int space = 250, digit = 500, blank = -1;

	if (full > f->glyphs)
		full = f->glyphs;
	for (size_t i = 0; i < f->chars; i++) {
		struct face_glyph *g = &f->glyph[i];
		size_t last = full ? full - 1 : 0;
		int units = table_u16(&hmtx, 4 * (g->gid < full ? g->gid : last));
		int lsb = g->gid < full ? table_i16(&hmtx, 4 * (size_t)g->gid + 2)
					: table_i16(&hmtx, 4 * full + 2 * (g->gid - full));

		if (units > 4 * f->units) /* no letter is that wide */
			units = 4 * f->units;
		g->advance = (int16_t)em_scale(units, f->units);
		g->lsb = (int16_t)(lsb < -4 * f->units || lsb > 4 * f->units ? 0 : em_scale(lsb, f->units));
		if (g->cp == ' ') {
			space = g->advance;
			blank = g->gid;
		}
		if (g->cp == '0')
			digit = g->advance;
	}
	for (size_t i = 0; i < f->chars; i++) {
		struct face_glyph *g = &f->glyph[i];

		if (g->gid == blank)
			g->advance = (int16_t)made_up_width(g->cp, space, digit);
	}
}

static bool is_blank(uint32_t cp)
{
	return cp == ' ' || cp == 0xA0 || cp == 0x2007 || cp == 0x2009 || cp == 0x200B || cp == 0x202F ||
	       cp == 0x2060;
}

/* Characters whose glyph is damaged are dropped: they then count as missing and are reported where used. */
static void read_outlines(const struct source *s, struct face *f, bool long_loca)
{
	struct glyf_tables t = { table_find_tag(s, TAG('g', 'l', 'y', 'f')),
				 table_find_tag(s, TAG('l', 'o', 'c', 'a')), long_loca, f->glyphs, f->units };
	uint32_t *seen = xmalloc(f->glyphs * sizeof *seen); /* character that read the glyph + 1 */
	size_t kept = 0;

	memset(seen, 0, f->glyphs * sizeof *seen);
	for (size_t i = 0; i < f->chars; i++) {
		struct face_glyph g = f->glyph[i];
		size_t at = f->outlines.len;

		if (!is_blank(g.cp) && !g.framed && seen[g.gid]) {
			g.at = f->glyph[seen[g.gid] - 1].at;
			g.size = f->glyph[seen[g.gid] - 1].size;
		} else if (!is_blank(g.cp)) {
			if (!glyf_read(&t, g.gid, g.framed, g.advance, &f->outlines))
				continue;
			g.at = (uint32_t)at;
			g.size = (uint32_t)(f->outlines.len - at);
			if (!g.framed)
				seen[g.gid] = (uint32_t)kept + 1;
		}
		if (g.framed) {
			g.advance = (int16_t)(g.advance + GLYF_FRAME);
			g.lsb = 40;
		}
		f->glyph[kept++] = g;
	}
	f->chars = kept;
	free(seen);
}

static void index_characters(struct face *f)
{
	for (size_t i = 0; i < f->chars && f->glyph[i].cp <= 0xFFFF; i++) {
		uint16_t **page = &f->page[f->glyph[i].cp >> 8];

		if (!*page) {
			*page = xmalloc(256 * sizeof **page);
			memset(*page, 0xFF, 256 * sizeof **page);
		}
		(*page)[f->glyph[i].cp & 0xFF] = (uint16_t)i;
	}
}

/* Top of a glyph's box; 0 if the face lacks the character. */
static int top_of(const struct face *f, uint32_t cp)
{
	uint16_t c = face_char(f, cp);
	struct table_data t = { NULL, 0 };

	if (c == FACE_MISSING)
		return 0;
	t.p = face_outline(f, c, &t.n);
	return table_i16(&t, 8);
}

static enum status read_characters(const struct source *s, struct face *f, bool long_loca)
{
	struct table_data cmap = table_find_tag(s, TAG('c', 'm', 'a', 'p'));
	struct table_data gpos = table_find_tag(s, TAG('G', 'P', 'O', 'S'));
	struct table_data kern = table_find_tag(s, TAG('k', 'e', 'r', 'n'));
	struct face_metrics *m = &f->metrics;

	f->glyph = cmap_read(&cmap, f->glyphs, &f->chars);
	f->glyph = cmap_complete(f->glyph, &f->chars);
	read_widths(s, f);
	read_outlines(s, f, long_loca);
	index_characters(f);
	if (face_char(f, ' ') == FACE_MISSING || face_char(f, 0xFFFD) == FACE_MISSING ||
	    face_char(f, 'H') == FACE_MISSING)
		return fail(s,
			    "ni table Unicode ni lettres latines utilisables ; choisissez une autre police");
	if (m->cap_height <= 0)
		m->cap_height = top_of(f, 'H');
	if (m->x_height <= 0)
		m->x_height = top_of(f, 'x');
	kerning_read(f, &gpos, &kern);
	return ST_OK;
}

enum status face_parse(struct diag *d, const char *name, const void *data, size_t n, unsigned index,
		       struct face **out)
{
	struct source s = { d, name, { data, n }, 0 };
	struct face *f = xmalloc(sizeof *f);
	bool long_loca = false;
	enum status st;

	*f = (struct face){ .outlines = BUF_INIT };
	*out = NULL;
	st = open_face(&s, index);
	if (!st)
		st = read_header(&s, f, &long_loca);
	if (!st)
		st = read_os2(&s, f);
	if (!st) {
		read_name(&s, f);
		st = read_characters(&s, f, long_loca);
	}
	if (st) {
		face_drop(f);
		return st;
	}
	*out = f;
	return ST_OK;
}

enum status face_load(struct diag *d, const char *path, unsigned index, struct face **out)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	enum status st = ST_OK;
	struct stat info;
	size_t size = 0, have = 0;
	char *data = NULL;

	*out = NULL;
	if (fd < 0 || fstat(fd, &info) < 0) {
		st = diag_error(d, ST_CONFIG, NOWHERE, "police « %s » : illisible (%s)", path,
				diag_errno(errno));
	} else if (!S_ISREG(info.st_mode) || info.st_size > MAX_FILE) {
		st = diag_error(d, ST_CONFIG, NOWHERE, "police « %s » : ce n'est pas un fichier de police",
				path);
	} else {
		size = (size_t)info.st_size;
		data = xmalloc(size);
		while (have < size) {
			ssize_t got = read(fd, data + have, size - have);

			if (got < 0 && errno == EINTR)
				continue;
			if (got <= 0)
				break;
			have += (size_t)got;
		}
		if (have < size)
			st = diag_error(d, ST_CONFIG, NOWHERE, "police « %s » : lecture interrompue", path);
		else
			st = face_parse(d, path, data, size, index, out);
	}
	if (fd >= 0)
		close(fd);
	free(data);
	return st;
}

void face_drop(struct face *f)
{
	if (!f)
		return;
	for (size_t i = 0; i < 256; i++)
		free(f->page[i]);
	kerning_drop(&f->kerning);
	buf_drop(&f->outlines);
	free(f->glyph);
	free(f);
}

const struct face_metrics *face_metrics(const struct face *f)
{
	return &f->metrics;
}

uint16_t face_char(const struct face *f, uint32_t cp)
{
	size_t lo = 0, hi = f->chars;

	if (cp <= 0xFFFF)
		return f->page[cp >> 8] ? f->page[cp >> 8][cp & 0xFF] : FACE_MISSING;
	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (f->glyph[mid].cp < cp)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo < f->chars && f->glyph[lo].cp == cp ? (uint16_t)lo : FACE_MISSING;
}

size_t face_chars(const struct face *f)
{
	return f->chars;
}

uint32_t face_code_point(const struct face *f, uint16_t c)
{
	return f->glyph[c].cp;
}

int face_advance(const struct face *f, uint16_t c)
{
	return f->glyph[c].advance;
}

int face_kern(const struct face *f, uint16_t left, uint16_t right)
{
	return kerning_find(f, f->glyph[left].gid, f->glyph[right].gid);
}

const uint8_t *face_outline(const struct face *f, uint16_t c, size_t *n)
{
	*n = f->glyph[c].size;
	return (const uint8_t *)f->outlines.s + f->glyph[c].at;
}
