/* guess_leaf.c - which values a record can reach, and by which path; see guess_plan.h. */
#include <string.h>

#include "base/text.h"
#include "read/delimited.h"
#include "read/guess_plan.h"

#include "base/banned.h"

#define UNWRITABLE " /|[]@='*:#\t" /* of a column name: a path has "_" for it */
#define OUTER_MAX 40		   /* values taken from each element further out */

/* ---- paths ---- */

static void put_name(struct buf *b, const struct survey_node *n)
{
	const char *s;

	if (n->attribute)
		buf_putc(b, '@');
	for (s = n->name; *s; s++)
		buf_putc(b, strchr(UNWRITABLE, *s) ? '_' : *s);
}

/* apart: with the condition that tells elements of one name apart; the path of a record cannot have it. */
static void put_path(struct buf *b, const struct survey_node *from, const struct survey_node *to, bool apart)
{
	if (to == from)
		return;
	put_path(b, from, to->parent, apart);
	if (to->parent != from)
		buf_putc(b, '/');
	put_name(b, to);
	if (to->value && apart)
		buf_printf(b, "[@%s='%s']", to->by, to->value);
}

const char *plan_element(struct plan *p, const struct survey_node *from, const struct survey_node *to)
{
	struct buf b = BUF_INIT;
	const char *r;

	if (!from)
		buf_putc(&b, '/');
	put_path(&b, from ? from : p->s->document, to, false);
	r = b.len ? arena_strndup(p->mem, b.s, b.len) : ".";
	buf_drop(&b);
	return r;
}

const char *plan_path(struct plan *p, const struct survey_node *from, const struct survey_node *to)
{
	struct buf b = BUF_INIT;
	const char *r;

	put_path(&b, from, to, true);
	r = b.len ? arena_strndup(p->mem, b.s, b.len) : ".";
	buf_drop(&b);
	return r;
}

const struct survey_node *plan_common(const struct survey_node *a, const struct survey_node *b)
{
	while (a != b) {
		if (a->depth >= b->depth)
			a = a->parent;
		else
			b = b->parent;
	}
	return a->attribute ? a->parent : a;
}

const char *plan_reach(struct plan *p, const struct survey_node *from, const struct survey_node *to)
{
	const struct survey_node *top = plan_common(from, to);
	struct buf b = BUF_INIT;
	const char *r;

	for (; from != top; from = from->parent)
		buf_puts(&b, b.len ? "/.." : "..");
	if (to != top) {
		if (b.len)
			buf_putc(&b, '/');
		put_path(&b, top, to, true);
	}
	r = b.len ? arena_strndup(p->mem, b.s, b.len) : ".";
	buf_drop(&b);
	return r;
}

const char *plan_absolute(struct plan *p, const struct survey_node *n)
{
	return arena_printf(p->mem, "/%s", n == p->s->document ? "" : plan_path(p, p->s->document, n));
}

/* Characters that XML, and so a mapping file, cannot hold. */
static bool is_xml_text(const char *s)
{
	uint32_t cp;

	while ((cp = utf8_next(&s)) != 0) {
		if (cp < ' ' || cp == 0xFFFE || cp == 0xFFFF)
			return false;
	}
	return true;
}

/* The names of XML always are; of columns, those that the reader knows again. */
bool plan_writable(const struct survey_node *n)
{
	struct buf b = BUF_INIT;
	bool r;

	if (!is_xml_text(n->name))
		return false;

	put_name(&b, n);
	r = b.len && strcmp(b.s, ".") != 0 && strcmp(b.s, "..") != 0 &&
	    (!strpbrk(n->name, UNWRITABLE) || delimited_has_column(n->name, strlen(n->name), '\x1F', b.s));
	buf_drop(&b);
	return r;
}

bool plan_inside(const struct survey_node *in, const struct survey_node *around)
{
	for (; in; in = in->parent) {
		if (in == around)
			return true;
	}
	return false;
}

/* ---- the values of a record ---- */

struct collecting {
	struct plan *p;
	struct leaves *out;
	const struct survey_node *base, *without; /* without: the branch that was seen already */
	unsigned up;
	size_t first; /* leaves that were there before */
};

static void add_leaf(struct collecting *c, const struct survey_node *n, uint64_t around, bool repeated)
{
	struct leaves *l = c->out;
	const char *path = plan_path(c->p, c->base, n);
	const struct survey_node *outer;
	struct buf b = BUF_INIT;
	bool global = true;
	unsigned i;

	for (outer = n; outer; outer = outer->parent)
		global = global && outer->count == 1;
	if (l->count == l->cap) {
		struct leaf *grown = arena_calloc(c->p->mem, l->cap * 2 + 16, sizeof *grown);

		if (l->count)
			memcpy(grown, l->leaf, l->count * sizeof *grown);
		l->leaf = grown;
		l->cap = l->cap * 2 + 16;
	}
	for (i = 0; i < c->up; i++)
		buf_puts(&b, "../");
	buf_puts(&b, path);
	l->leaf[l->count++] = (struct leaf){ .n = n,
					     .path = arena_strndup(c->p->mem, b.s, b.len),
					     .words = c->p->meaning[n->id],
					     .around = around,
					     .up = c->up,
					     .repeated = repeated,
					     .empty = !n->shape.filled,
					     .rare = n->shape.filled * 2 < c->base->count,
					     .global = global && (!c->up || c->base->depth == 1) };
	buf_drop(&b);
}

static void collect(struct collecting *c, const struct survey_node *n, uint64_t around, bool repeated)
{
	const struct survey_node *k;

	for (k = n->child; k; k = k->next) {
		bool again = repeated || k->most > 1;

		if (k == c->without || !plan_writable(k) || (c->up && c->out->count - c->first >= OUTER_MAX))
			continue;
		if (k->shape.filled || (k->shape.empty && !k->child && !c->up))
			add_leaf(c, k, around, again);
		if (k->child && !(c->up && again))
			collect(c, k, around | c->p->meaning[k->id], again);
	}
}

void plan_leaves(struct plan *p, const struct survey_node *at, struct leaves *out)
{
	struct collecting c = { .p = p, .out = out, .base = at };

	*out = (struct leaves){ 0 };
	collect(&c, at, 0, false);
	for (at = at->parent; at && at != p->s->document; at = at->parent) {
		c.without = c.base;
		c.base = at;
		c.up++;
		c.first = out->count;
		collect(&c, at, p->meaning[at->id], false);
	}
}
