/* inspect_paths.c - which paths of a file a mapping does not read; see inspect_part.h. */
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

struct unread {
	const struct survey_node **node;
	size_t count, cap;
};

static void add(struct unread *u, const struct survey_node *n)
{
	GROW(u->node, u->count, u->cap);
	u->node[u->count++] = n;
}

static bool has_attribute(const struct node *m, const char *name)
{
	size_t i;

	for (i = 0; i < m->attrs; i++) {
		if (!strcmp(m->attr[i].name, name))
			return true;
	}
	return false;
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

static void compare(struct unread *u, const struct node *m, const struct survey_node *n, bool columns)
{
	const struct survey_node *k;

	for (k = n->child; k; k = k->next) {
		const struct node *of;

		if (k->attribute) {
			if (!has_attribute(m, k->name))
				add(u, k);
			continue;
		}
		of = *k->name ? known(m, k, columns && k->depth == 2) : NULL;
		if (!of) {
			add(u, k);
			continue;
		}
		if (of->ignored)
			continue;
		if (k->shape.filled && !k->child && !is_read(of))
			add(u, k);
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

static void print_unread(FILE *out, const struct unread *u)
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
	if (u.count) {
		fputs(s.xml ? "\nChemins du fichier que la correspondance ne lit pas\n"
			    : "\nColonnes du fichier que la correspondance ne lit pas\n",
		      out);
		print_unread(out, &u);
	} else {
		fputs("\nTout ce que contient le fichier est lu.\n", out);
	}
	if (s.truncated)
		fputs("  (fichier de chemins trop nombreux ou trop imbriqués : une partie n'a pas été "
		      "regardée)\n",
		      out);
	free(u.node);
	survey_drop(&s);
	return ST_OK;
}
