/* recognise.c - which of the shipped mappings fits a file: by its content, never by its name. */
#include "read/mapping.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/output.h"
#include "base/text.h"
#include "base/xmlfile.h"
#include "read/delimited.h"
#include "read/path.h"
#include "read/profile.h"

#include "base/banned.h"

/* How much the parts of a <recognise> say: the more specific mapping wins. */
enum { SCORE_ROOT = 1, SCORE_HAS = 2, SCORE_WHEN = 3, SCORE_NAMESPACE = 4 };

struct format {
	const char *path; /* of the mapping file */
	xmlDoc *doc;
};

struct choice {
	struct arena *mem;
	struct diag *d;
	const struct profile *p;
	struct format *format; /* by name */
	size_t formats, cap;
	const struct format *best; /* NULL: none fits */
	int score;		   /* of the best */
	int pending; /* the highest that one could still reach further down in the file; 0: none can */
};

/* "urn:x*" stands for all that begins with "urn:x". */
static bool pattern_fits(const char *pattern, const char *text)
{
	size_t n = strlen(pattern);

	if (n && pattern[n - 1] == '*')
		return !strncmp(pattern, text, n - 1);
	return !strcmp(pattern, text);
}

static bool word_fits(struct arena *a, const char *words, const char *text)
{
	const char **word;
	size_t n = path_split(a, words, ' ', &word), i;

	for (i = 0; i < n; i++) {
		if (pattern_fits(word[i], text))
			return true;
	}
	return false;
}

/* -1: a <has> or <when> does not hold. *most: what it may come to further down, -1 if one never will. */
static int score_inside(const struct choice *c, const xmlNode *n, int *most)
{
	bool holds = true, may = true;
	const xmlNode *k;
	int score = 0;

	for (k = xml_child(n, NULL); k; k = xml_next(k, NULL)) {
		const char *text = profile_text(c->p, xml_attr(c->mem, k, "path", ""));
		const char *in = xml_attr(c->mem, k, "in", NULL);
		bool fits = text && (!in || word_fits(c->mem, in, text));

		holds = holds && fits;
		may = may && (fits || !text || !*text); /* the first text at a path is the one that counts */
		score += in ? SCORE_WHEN : SCORE_HAS;
	}
	*most = may ? score : -1;
	return holds ? score : -1;
}

/* One of the first lines has all of the columns. */
static int score_header(const struct choice *c, const char *header)
{
	const char **name;
	size_t n = path_split(c->mem, header, ' ', &name), i, k;

	for (k = 0; k < c->p->lines; k++) {
		const char *line = c->p->line[k];
		size_t len = strlen(line);
		char sep = delimited_separator(line, len, true);

		for (i = 0; i < n && delimited_has_column(line, len, sep, name[i]); i++)
			;
		if (i == n)
			return (int)n;
	}
	return 0;
}

/* 0: does not fit. *most: the same of what it may come to further down. */
static int score_of(const struct choice *c, const xmlNode *n, int *most)
{
	const char *root = xml_attr(c->mem, n, "root", NULL), *ns = xml_attr(c->mem, n, "namespace", NULL);
	const char *header = xml_attr(c->mem, n, "header", NULL);
	int inside, base;

	*most = 0;
	if (!c->p->xml)
		return header ? score_header(c, header) : 0;
	if (!root || !c->p->root || strcmp(root, c->p->root) != 0)
		return 0;
	if (ns && !word_fits(c->mem, ns, c->p->namespace))
		return 0;
	base = SCORE_ROOT + (ns ? SCORE_NAMESPACE : 0);
	inside = score_inside(c, n, most);
	*most = *most < 0 ? 0 : base + *most;
	return inside < 0 ? 0 : base + inside;
}

/* The best of all formats by what is known of the file. */
static void choose(struct choice *c)
{
	const xmlNode *n;
	size_t i;

	c->best = NULL;
	c->score = c->pending = 0;
	for (i = 0; i < c->formats; i++) {
		n = xml_child(xmlDocGetRootElement(c->format[i].doc), "recognise");
		for (; n; n = xml_next(n, "recognise")) {
			int most, score = score_of(c, n, &most);

			if (score > c->score) {
				c->score = score;
				c->best = &c->format[i];
			}
			if (most > score && most > c->pending)
				c->pending = most;
		}
	}
}

/* Looking further cannot change the choice. */
static bool is_settled(void *self, const struct profile *p)
{
	struct choice *c = self;

	c->p = p;
	choose(c);
	return !c->pending || c->pending < c->score;
}

static int is_mapping(const struct dirent *e)
{
	size_t n = strlen(e->d_name);

	return n > 4 && e->d_name[0] != '.' && !strcmp(e->d_name + n - 4, ".xml");
}

static int by_name(const struct dirent **a, const struct dirent **b)
{
	return strcmp((*a)->d_name, (*b)->d_name);
}

static enum status load_formats(struct choice *c)
{
	const char *folder = data_path(c->mem, "templates/mappings");
	struct dirent **entry = NULL;
	enum status st = ST_OK;
	int n = scandir(folder, &entry, is_mapping, by_name), i, file;

	if (n < 0)
		return diag_error(c->d, ST_CONFIG, NOWHERE, "dossier des formats « %s » illisible : %s",
				  folder, diag_errno(errno));
	for (i = 0; i < n; i++) {
		struct format f = { .path = arena_printf(c->mem, "%s/%s", folder, entry[i]->d_name) };

		if (st == ST_OK)
			st = xmlfile_load(c->d, f.path, NULL, &f.doc, &file);
		if (st == ST_OK) {
			GROW(c->format, c->formats, c->cap);
			c->format[c->formats++] = f;
		}
		free(entry[i]);
	}
	free(entry);
	return st;
}

/* The mapping of that name; NULL for none. */
static const struct format *named(const struct choice *c, const char *name)
{
	for (size_t i = 0; i < c->formats; i++) {
		const char *own = xml_attr(c->mem, xmlDocGetRootElement(c->format[i].doc), "name", "");

		if (!strcmp(own, name))
			return &c->format[i];
	}
	return NULL;
}

static enum status not_recognised(const struct choice *c, const char *input)
{
	struct place at = { diag_file(c->d, input), 1 };
	struct buf known = BUF_INIT;
	enum status st;
	size_t i;

	for (i = 0; i < c->formats; i++) {
		if (known.len)
			buf_puts(&known, ", ");
		buf_puts(&known, xml_attr(c->mem, xmlDocGetRootElement(c->format[i].doc), "name", "?"));
	}
	if (c->p->xml)
		st = diag_error(
			c->d, ST_INPUT, at,
			"format non reconnu (racine « %s », espace de noms « %s ») ; "
			"formats connus : %s ; "
			"sinon donnez un mapping par --mapping : « relance mapping guess » en "
			"propose une",
			c->p->root ? c->p->root : "?", c->p->namespace, known.s);
	else
		st = diag_error(
			c->d, ST_INPUT, at,
			"format non reconnu d'après la première ligne ; formats connus : %s ; "
			"sinon donnez un mapping par --mapping : « relance mapping guess » en "
			"propose une",
			known.s);
	buf_drop(&known);
	return st;
}

enum status mapping_recognise(struct diag *d, const char *input, const char *columns, struct mapping **out)
{
	struct choice c = { .d = d, .mem = arena_new() };
	struct profile p;
	enum status st = load_formats(&c);
	size_t i;

	*out = NULL;
	if (st == ST_OK)
		st = profile_read(d, input, is_settled, &c, &p);
	if (st == ST_OK) {
		c.p = &p;
		choose(&c);
		if (!c.best && columns && !p.xml)
			c.best = named(&c, columns);
		st = c.best ? mapping_load(d, c.best->path, out) : not_recognised(&c, input);
		profile_drop(&p);
	}
	for (i = 0; i < c.formats; i++)
		xmlFreeDoc(c.format[i].doc);
	free(c.format);
	arena_drop(c.mem);
	return st;
}
