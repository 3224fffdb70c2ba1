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

struct choice {
	struct arena *mem;
	struct diag *d;
	const struct profile *p;
	const char *best; /* path of the mapping file */
	int score;
	struct buf known; /* titles, for the message */
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

/* -1: a <has> or <when> does not hold. */
static int score_inside(const struct choice *c, const xmlNode *n)
{
	const xmlNode *k;
	int score = 0;

	for (k = xml_child(n, NULL); k; k = xml_next(k, NULL)) {
		const char *text = profile_text(c->p, xml_attr(c->mem, k, "path", ""));
		const char *in = xml_attr(c->mem, k, "in", NULL);

		if (!text || (in && !word_fits(c->mem, in, text)))
			return -1;
		score += in ? SCORE_WHEN : SCORE_HAS;
	}
	return score;
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

/* 0: does not fit. */
static int score_of(const struct choice *c, const xmlNode *n)
{
	const char *root = xml_attr(c->mem, n, "root", NULL), *ns = xml_attr(c->mem, n, "namespace", NULL);
	const char *header = xml_attr(c->mem, n, "header", NULL);
	int inside;

	if (!c->p->xml)
		return header ? score_header(c, header) : 0;
	if (!root || !c->p->root || strcmp(root, c->p->root) != 0)
		return 0;
	if (ns && !word_fits(c->mem, ns, c->p->namespace))
		return 0;
	inside = score_inside(c, n);
	return inside < 0 ? 0 : SCORE_ROOT + (ns ? SCORE_NAMESPACE : 0) + inside;
}

static enum status try_mapping(struct choice *c, const char *path)
{
	const xmlNode *root, *n;
	xmlDoc *doc;
	int file;
	enum status st = xmlfile_load(c->d, path, NULL, &doc, &file);

	if (st != ST_OK)
		return st;
	root = xmlDocGetRootElement(doc);
	for (n = xml_child(root, "recognise"); n; n = xml_next(n, "recognise")) {
		int score = score_of(c, n);

		if (score > c->score) {
			c->score = score;
			c->best = path;
		}
	}
	if (c->known.len)
		buf_puts(&c->known, ", ");
	buf_puts(&c->known, xml_attr(c->mem, root, "name", "?"));
	xmlFreeDoc(doc);
	return ST_OK;
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

static enum status try_all(struct choice *c)
{
	const char *folder = data_path(c->mem, "templates/mappings");
	struct dirent **entry = NULL;
	enum status st = ST_OK;
	int n = scandir(folder, &entry, is_mapping, by_name), i;

	if (n < 0)
		return diag_error(c->d, ST_CONFIG, NOWHERE, "dossier des formats « %s » illisible : %s",
				  folder, diag_errno(errno));
	for (i = 0; i < n; i++) {
		if (st == ST_OK)
			st = try_mapping(c, arena_printf(c->mem, "%s/%s", folder, entry[i]->d_name));
		free(entry[i]);
	}
	free(entry);
	return st;
}

static enum status not_recognised(const struct choice *c, const char *input)
{
	struct place at = { diag_file(c->d, input), 1 };

	if (c->p->xml)
		return diag_error(c->d, ST_INPUT, at,
				  "format non reconnu (racine « %s », espace de noms « %s ») ; "
				  "formats connus : %s ; "
				  "sinon écrivez une correspondance et donnez-la par --mapping",
				  c->p->root ? c->p->root : "?", c->p->namespace, c->known.s);
	return diag_error(c->d, ST_INPUT, at,
			  "format non reconnu d'après la première ligne ; formats connus : %s ; "
			  "sinon écrivez une correspondance et donnez-la par --mapping",
			  c->known.s);
}

enum status mapping_recognise(struct diag *d, const char *input, struct mapping **out)
{
	struct choice c = { .d = d, .known = BUF_INIT };
	struct profile p;
	enum status st = profile_read(d, input, &p);

	*out = NULL;
	if (st != ST_OK)
		return st;
	c.mem = arena_new();
	c.p = &p;
	st = try_all(&c);
	if (st == ST_OK)
		st = c.best ? mapping_load(d, c.best, out) : not_recognised(&c, input);
	buf_drop(&c.known);
	arena_drop(c.mem);
	profile_drop(&p);
	return st;
}
