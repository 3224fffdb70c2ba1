/* fontset.c - finding and loading the faces; see fontset.h. */
#include "letter/fontset.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/output.h"

#include "base/banned.h"

static const char *const default_file[FACE_STYLES] = {
	"LiberationSans-Regular.ttf",
	"LiberationSans-Bold.ttf",
	"LiberationSans-Italic.ttf",
	"LiberationSans-BoldItalic.ttf",
};

/* After the project's own fonts/: fonts/README.md lists these. */
static const char *const folder[] = {
	"/usr/local/share/fonts",
	"/usr/share/fonts/truetype/liberation2",
	"/usr/share/fonts/truetype/liberation",
	"/usr/share/fonts/liberation-sans",
	"/usr/share/fonts/TTF",
};

static enum status load_default(struct diag *d, enum face_style s, struct face **out)
{
	struct arena *a = arena_new();
	const char *path = data_path(a, arena_printf(a, "fonts/%s", default_file[s]));
	enum status st;

	for (size_t i = 0; access(path, R_OK) && i < sizeof folder / sizeof *folder; i++)
		path = arena_printf(a, "%s/%s", folder[i], default_file[s]);
	if (access(path, R_OK))
		st = diag_error(d, ST_CONFIG, NOWHERE,
				"police « %s » introuvable ; installez le paquet « fonts-liberation2 » ou "
				"copiez le fichier "
				"dans le dossier « fonts »",
				default_file[s]);
	else
		st = face_load(d, path, 0, out);
	arena_drop(a);
	return st;
}

static bool given(const char *path)
{
	return path && *path;
}

enum status fonts_load(struct diag *d, const struct font_paths *want, struct fonts **out)
{
	struct fonts *f = xmalloc(sizeof *f);
	enum status st = ST_OK;

	*f = (struct fonts){ .fallback = NULL };
	*out = NULL;
	for (int s = 0; s < FACE_STYLES && !st; s++) {
		if (given(want->style[s]))
			st = face_load(d, want->style[s], 0, &f->face[s]);
		else if (!given(want->style[FACE_REGULAR]))
			st = load_default(d, (enum face_style)s, &f->face[s]);
		else if (s == FACE_BOLD_ITALIC)
			f->face[s] = f->face[FACE_BOLD];
		else
			f->face[s] = f->face[FACE_REGULAR];
	}
	if (!st && given(want->fallback))
		st = face_load(d, want->fallback, 0, &f->fallback);
	if (st) {
		fonts_drop(f);
		return st;
	}
	*out = f;
	return ST_OK;
}

void fonts_drop(struct fonts *f)
{
	if (!f)
		return;
	for (int s = FACE_STYLES - 1; s >= 0; s--) {
		bool shared = false;

		for (int t = 0; t < s; t++)
			shared = shared || f->face[t] == f->face[s];
		if (!shared)
			face_drop(f->face[s]);
	}
	face_drop(f->fallback);
	free(f);
}

const struct face *fonts_find(const struct fonts *f, enum face_style s, uint32_t cp, uint16_t *c)
{
	const struct face *const order[] = { f->face[s], f->face[FACE_REGULAR], f->fallback };

	for (size_t i = 0; i < sizeof order / sizeof *order; i++) {
		*c = order[i] ? face_char(order[i], cp) : FACE_MISSING;
		if (*c != FACE_MISSING)
			return order[i];
	}
	return NULL;
}

size_t fonts_missing(const struct fonts *f, enum face_style s, const char *text, uint32_t *out, size_t max)
{
	size_t n = 0;
	uint32_t cp;
	uint16_t c;

	while ((cp = utf8_next(&text)) != 0) {
		bool known = cp == '\n' || fonts_find(f, s, cp, &c) != NULL;

		for (size_t i = 0; i < n && i < max && !known; i++)
			known = out[i] == cp;
		if (known)
			continue;
		if (n < max)
			out[n] = cp;
		n++;
	}
	return n;
}
