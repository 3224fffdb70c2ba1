/* inspect_paths.c - which paths of a file a mapping does not read, or not each time; see inspect_part.h. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "read/delimited.h"
#include "read/guess_survey.h"
#include "read/inspect_part.h"

#include "base/banned.h"

#define SHOWN_PATHS 60
#define VALUE_MAX 40 /* bytes of an example */

struct paths {
	const struct survey_node **node;
	size_t count, cap;
};
struct unread {
	struct paths never, first; /* first: only the first of several in a record */
};

static void add(struct paths *u, const struct survey_node *n)
{
	GROW(u->node, u->count, u->cap);
	u->node[u->count++] = n;
}

/* The mapping's node for an element or a column. */
static const struct node *known(const struct node *m, const struct survey_node *n, bool column)
{
	const struct node *k;

	if (!column)
		return node_child(m, n->name, strlen(n->name));
	for (k = m->child; k; k = k->sibling) {
		if (delimited_has_column(n->name, strlen(n->name), '\x1F', k->name))
			return k;
	}
	return NULL;
}

/* Does the mapping take the text of that element, or count it? */
static bool is_read(const struct node *m)
{
	return m->texts || m->seens;
}

/* Surely more than one in some element of that depth: a value that is kept there is the first of them. */
static bool repeats_below(const struct survey_node *n, unsigned depth)
{
	const struct survey_node *around;

	for (around = n; around && around->depth > depth; around = around->parent) {
		if (around->most > 1 && n->shape.filled > around->parents)
			return true;
	}
	return false;
}

/* Is the first of several all that is taken, wherever the value goes? */
static bool first_only(const struct survey_node *n, const struct capture *c, size_t captures)
{
	size_t i;

	for (i = 0; i < captures; i++) {
		if (c[i].mode != CAPTURE_FIRST || !repeats_below(n, c[i].depth))
			return false;
	}
	return captures > 0;
}

static const struct attribute *attribute(const struct node *m, const char *name)
{
	size_t i;

	for (i = 0; i < m->attrs; i++) {
		if (!strcmp(m->attr[i].name, name))
			return &m->attr[i];
	}
	return NULL;
}

static void compare(struct unread *u, const struct node *m, const struct survey_node *n, bool columns)
{
	const struct survey_node *k;

	for (k = n->child; k; k = k->next) {
		const struct node *of;

		if (k->attribute) {
			const struct attribute *a = attribute(m, k->name);

			if (!a)
				add(&u->never, k);
			else if (first_only(k, a->to, a->captures))
				add(&u->first, k);
			continue;
		}
		of = *k->name ? known(m, k, columns && k->depth == 2) : NULL;
		if (!of) {
			add(&u->never, k);
			continue;
		}
		if (of->ignored)
			continue;
		if (k->shape.filled && !k->child && !is_read(of))
			add(&u->never, k);
		else if (k->shape.filled && first_only(k, of->text, of->texts))
			add(&u->first, k);
		compare(u, of, k, columns);
	}
}

static void print_path(FILE *out, const struct survey_node *n)
{
	if (n->parent && n->parent->parent)
		print_path(out, n->parent);
	fprintf(out, "/%s%s", n->attribute ? "@" : "", n->name);
}

/* A value there, or below. */
static const char *example(const struct survey_node *n)
{
	const struct survey_node *k;
	const char *s = shape_example(&n->shape);

	for (k = n->child; k && !*s; k = k->next)
		s = example(k);
	return s;
}

static void print_paths(FILE *out, const struct paths *u)
{
	size_t i;

	for (i = 0; i < u->count && i < SHOWN_PATHS; i++) {
		const struct survey_node *n = u->node[i];
		const char *s = example(n);
		size_t len = strlen(s), all = len;

		if (len > VALUE_MAX) {
			len = VALUE_MAX;
			while (len && ((unsigned char)s[len] & 0xC0) == 0x80)
				len--;
		}
		fputs("  ", out);
		print_path(out, n);
		fprintf(out, "%s : %" PRIu64 " fois, ligne %" PRIu32, n->child ? " et ce qu'il contient" : "",
			n->count, n->line);
		if (len)
			fprintf(out, ", ex. « %.*s%s »", (int)len, s, len < all ? "…" : "");
		fputc('\n', out);
	}
	if (u->count > SHOWN_PATHS)
		fprintf(out, "  … et %zu autres\n", u->count - SHOWN_PATHS);
}

enum status inspect_paths(struct diag *d, const char *input, const struct mapping *m, FILE *out)
{
	struct unread u = { 0 };
	struct survey s;
	enum status st = survey_read(d, input, &s);

	if (st != ST_OK)
		return st;
	compare(&u, m->root, s.document, !s.xml);
	if (u.first.count) {
		fputs("\nValeurs dont un enregistrement ne prend que la première, alors que le fichier en a "
		      "plusieurs\n(pour les autres : un <record> sur l'élément répété, ou all, ou sum)\n",
		      out);
		print_paths(out, &u.first);
	}
	if (u.never.count) {
		fputs(s.xml ? "\nChemins du fichier que la correspondance ne lit pas\n"
			    : "\nColonnes du fichier que la correspondance ne lit pas\n",
		      out);
		print_paths(out, &u.never);
	} else {
		fputs("\nTout ce que contient le fichier est lu.\n", out);
	}
	if (s.truncated)
		fputs("  (fichier de chemins trop nombreux ou trop imbriqués : une partie n'a pas été "
		      "regardée)\n",
		      out);
	free(u.never.node);
	free(u.first.node);
	survey_drop(&s);
	return ST_OK;
}
