/* hyphenate.c - words divided by libhyphen's patterns; see hyphenate.h. */
#include "letter/hyphenate.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <hyphen.h>

#include "base/table.h"
#include "base/text.h"

#include "base/banned.h"

#define MIN_LETTERS 3 /* on either side of the hyphen */
#define MAX_BYTES 128 /* of a word */

struct hyphenator {
	HyphenDict *dict;
};

static const struct {
	const char *prefix, *file, *package;
} language_files[] = {
	{ "fr", "/usr/share/hyphen/hyph_fr.dic", "hyphen-fr" },
	{ "en", "/usr/share/hyphen/hyph_en_US.dic", "hyphen-en-us" },
};

/* A pattern without its figures, which say how strongly; level 0, or 1 behind NEXTLEVEL. */
static const char *pattern_key(struct arena *a, const char *line, size_t n, int level)
{
	struct buf key = BUF_INIT;
	const char *s;

	buf_putc(&key, (char)('0' + level));
	for (size_t i = 0; i < n; i++)
		if (line[i] < '0' || line[i] > '9')
			buf_putc(&key, line[i]);
	s = arena_strndup(a, key.s, key.len);
	buf_drop(&key);
	return s;
}

/*
 * Of patterns that are there twice libhyphen uses the last one and loses the
 * memory of the others: copy the file into out without those.
 */
static void drop_doubles(const struct buf *text, struct buf *out)
{
	struct arena *a = arena_new();
	struct table seen = TABLE_INIT;
	size_t *last = NULL, n = 0, cap = 0;

	/* first go: the last line of each pattern; second go: copy these */
	for (int copy = 0; copy < 2; copy++) {
		size_t at = 0, line = 0;
		int level = 0;

		while (at < text->len) {
			const char *s = text->s + at;
			size_t length = strcspn(s, "\n");
			uint32_t key = table_put(&seen, pattern_key(a, s, length, level), (uint32_t)n);

			if (key == n) {
				GROW(last, n, cap);
				n++;
			}
			if (!copy)
				last[key] = line;
			else if (last[key] == line)
				buf_add(out, s, length + (at + length < text->len));
			if (!strncmp(s, "NEXTLEVEL", 9))
				level = 1;
			at += length + 1;
			line++;
		}
	}
	table_drop(&seen);
	free(last);
	arena_drop(a);
}

/* NULL if the file cannot be read. */
static HyphenDict *load_patterns(const char *path)
{
	FILE *f = fopen(path, "rbe");
	struct buf text = BUF_INIT, clean = BUF_INIT;
	HyphenDict *dict = NULL;
	char piece[4096];
	size_t n;

	if (!f)
		return NULL;
	while ((n = fread(piece, 1, sizeof piece, f)) > 0)
		buf_add(&text, piece, n);
	fclose(f);
	drop_doubles(&text, &clean);
	f = clean.len ? fmemopen(clean.s, clean.len, "r") : NULL;
	if (f) {
		dict = hnj_hyphen_load_file(f);
		fclose(f);
	}
	buf_drop(&text);
	buf_drop(&clean);
	return dict;
}

enum status hyphenator_load(struct diag *d, const char *language, struct hyphenator **out)
{
	*out = NULL;
	for (size_t i = 0; i < sizeof language_files / sizeof *language_files; i++) {
		const char *file = language_files[i].file;
		HyphenDict *dict;

		if (strncmp(language, language_files[i].prefix, strlen(language_files[i].prefix)))
			continue;
		/* the words here are UTF-8; so must the patterns be, as Debian's are */
		dict = load_patterns(file);
		if (dict && !dict->utf8) {
			hnj_hyphen_free(dict);
			dict = NULL;
		}
		if (!dict)
			return diag_error(d, ST_CONFIG, NOWHERE,
					  "motifs de coupure « %s » absents ou illisibles ; installez le "
					  "paquet « %s » ou "
					  "désactivez la coupure des mots",
					  file, language_files[i].package);
		*out = xmalloc(sizeof **out);
		(*out)->dict = dict;
		return ST_OK;
	}
	return diag_error(d, ST_CONFIG, NOWHERE,
			  "pas de motifs de coupure pour la langue « %s » ; désactivez la coupure des mots",
			  language);
}

void hyphenator_drop(struct hyphenator *h)
{
	if (!h)
		return;
	hnj_hyphen_free(h->dict);
	free(h);
}

static bool is_capital(uint32_t cp)
{
	if (cp < 0x100)
		return (cp >= 'A' && cp <= 'Z') || (cp >= 0xC0 && cp <= 0xDE);
	/*
	 * Latin Extended-A: capitals and small letters alternate; none of them begins a French or
	 * English word
	 */
	return cp != 0x153;
}

/*
 * Copy the word in lower case (patterns know no capitals) and NUL-terminate
 * it; letters = its length. false if it is not to be divided.
 */
static bool prepare(const char *word, size_t n, bool capital_ok, char *lower, size_t *letters)
{
	const char *p;
	uint32_t cp;

	memcpy(lower, word, n);
	lower[n] = '\0';
	p = lower;
	*letters = 0;
	while ((cp = utf8_next(&p)) != 0) {
		if (is_capital(cp)) {
			if (*letters || !capital_ok || cp >= 0x100)
				return false;
			/* C3 80..9E to C3 A0..BE, as A..Z to a..z */
			lower[cp < 0x80 ? 0 : 1] = (char)(lower[cp < 0x80 ? 0 : 1] + 0x20);
		}
		++*letters;
	}
	return *letters >= 2 * (size_t)MIN_LETTERS;
}

size_t hyphenate(const struct hyphenator *h, const char *word, size_t n, bool capital_ok,
		 unsigned char *break_after)
{
	char lower[MAX_BYTES + 1], marks[MAX_BYTES + 6];
	size_t letters, seen = 0, places = 0;
	char **replace = NULL;
	int *position = NULL, *cut = NULL;

	memset(break_after, 0, n);
	if (n > MAX_BYTES || !prepare(word, n, capital_ok, lower, &letters))
		return 0;
	/* one mark per character; odd = a hyphen may follow it */
	if (hnj_hyphen_hyphenate3(h->dict, lower, (int)n, marks, NULL, &replace, &position, &cut, MIN_LETTERS,
				  MIN_LETTERS, MIN_LETTERS, MIN_LETTERS))
		return 0;
	for (size_t i = 0; i < n; i++) {
		if (i + 1 < n && ((unsigned char)lower[i + 1] & 0xC0) == 0x80)
			continue; /* not a character's last byte */
		/* patterns that change the spelling are not for French and English */
		if ((marks[seen] & 1) && !(replace && replace[seen]) && seen + 1 >= MIN_LETTERS &&
		    letters - (seen + 1) >= MIN_LETTERS) {
			break_after[i] = 1;
			places++;
		}
		seen++;
	}
	for (size_t i = 0; replace && i < letters; i++)
		free(replace[i]);
	free(replace);
	free(position);
	free(cut);
	return places;
}
