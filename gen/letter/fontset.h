/*
 * fontset.h - the four faces that letters are set in, where they are found,
 * and which characters they cannot show.
 */
#ifndef RELANCE_LETTER_FONTSET_H
#define RELANCE_LETTER_FONTSET_H

#include "letter/fontfile.h"

enum face_style { FACE_REGULAR, FACE_BOLD, FACE_ITALIC, FACE_BOLD_ITALIC, FACE_STYLES };

/* Paths from the configuration; NULL or "" = the default face (Liberation Sans). */
struct font_paths {
	const char *style[FACE_STYLES];
	const char *fallback; /* asked for characters that the others lack; NULL or "" = none */
};

/* Immutable once loaded; shared by all threads. */
struct fonts {
	struct face *face
		[FACE_STYLES]; /* never NULL: a style without a file of its own has another style's face */
	struct face *fallback; /* NULL if none */
};

/*
 * Load the faces. A default face is looked for in the project's fonts/ folder
 * (data_dir()), then in the system's folders (fonts/README.md). ST_CONFIG,
 * reported with the Debian package to install, if one is missing. When only the
 * regular face is configured, the styles that are not fall back to it.
 * The caller owns *out: fonts_drop().
 */
enum status fonts_load(struct diag *d, const struct font_paths *want, struct fonts **out);
void fonts_drop(struct fonts *f); /* NULL is fine */

/* Where a code point is found: the style's face, else the regular face, else the fallback; NULL (and *c =
 * FACE_MISSING) if nowhere. */
const struct face *fonts_find(const struct fonts *f, enum face_style s, uint32_t cp, uint16_t *c);

/*
 * Code points of text that no face can show, each once, in order of
 * appearance: at most max of them into out; returns how many there are.
 * For `check` and for the run's warnings.
 */
size_t fonts_missing(const struct fonts *f, enum face_style s, const char *text, uint32_t *out, size_t max);

#endif
