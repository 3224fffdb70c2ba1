/* guess_writer.c - the pieces that a guessed mapping is written from; see guess_writer.h. */
#include "read/guess_writer.h"

#include <string.h>

#include "base/text.h"

#include "base/banned.h"

#define EXAMPLE_MAX 40 /* bytes of a value that are shown */
#define WORD_CUT 60    /* guess_value.h: longer words are kept cut */

/* ---- pieces of text ---- */

void write_line(struct buf *out, unsigned indent)
{
	buf_putc(out, '\n');
	while (indent--)
		buf_putc(out, '\t');
}

void write_attribute(struct buf *out, const char *text)
{
	for (; *text; text++) {
		switch (*text) {
		case '&':
			buf_puts(out, "&amp;");
			break;
		case '<':
			buf_puts(out, "&lt;");
			break;
		case '>':
			buf_puts(out, "&gt;");
			break;
		case '"':
			buf_puts(out, "&quot;");
			break;
		default:
			buf_putc(out, (unsigned char)*text < ' ' ? ' ' : *text);
		}
	}
}

/* Two hyphens may not meet in a comment, and some characters not stand in XML at all. */
void write_comment(struct buf *out, const char *text)
{
	uint32_t cp;

	while ((cp = utf8_next(&text)) != 0) {
		if (cp == '-' && out->len && out->s[out->len - 1] == '-')
			buf_putc(out, ' ');
		if (cp < ' ')
			buf_putc(out, ' ');
		else
			buf_put_utf8(out, cp == 0xFFFE || cp == 0xFFFF ? 0xFFFD : cp);
	}
	if (out->len && out->s[out->len - 1] == '-')
		buf_putc(out, ' ');
}

/* « a value », cut when long. */
void write_example(struct buf *out, const struct shape *s)
{
	const char *text = shape_example(s);
	size_t n = strlen(text), all = n;
	struct buf b = BUF_INIT;

	if (n > EXAMPLE_MAX) {
		n = EXAMPLE_MAX;
		while (n && ((unsigned char)text[n] & 0xC0) == 0x80)
			n--;
	}
	buf_add(&b, text, n);
	if (n < all)
		buf_puts(&b, "…");
	buf_puts(out, "« ");
	write_comment(out, b.s);
	buf_puts(out, " »");
	buf_drop(&b);
}

void write_remark(struct plan *p, struct buf *out, const struct survey_node *base, const struct choice *c)
{
	if (!c->leaf)
		return;
	if (c->leaf->empty) {
		buf_puts(out, " <!-- d'après son nom seul : vide partout dans ce fichier -->");
		return;
	}
	buf_puts(out, " <!-- ex. ");
	write_example(out, &c->leaf->n->shape);
	if (c->unsure) {
		buf_puts(out, " ; À VÉRIFIER");
		if (c->other) {
			buf_puts(out, ", ou bien « ");
			write_comment(out, plan_reach(p, base, c->other->n));
			buf_puts(out, " », ex. ");
			write_example(out, &c->other->n->shape);
		}
	}
	buf_puts(out, " -->");
}

/* ---- elements of the mapping language ---- */

void write_open(struct writer *w, const char *name)
{
	write_line(w->out, w->indent);
	buf_printf(w->out, "<field name=\"%s\"", name);
}

void write_attr(struct writer *w, const char *attribute, const char *value)
{
	buf_printf(w->out, " %s=\"", attribute);
	write_attribute(w->out, value);
	buf_putc(w->out, '"');
}

/* The path to a value, which then counts as used. */
const char *write_path(struct writer *w, const struct leaf *l)
{
	w->p->used[l->n->id] = true;
	return plan_reach(w->p, w->base, l->n);
}

/* <field name="due" path="Echeance"/> and what there is to say about it. */
void write_field(struct writer *w, const char *name, const struct choice *c, const char *extra)
{
	if (!c->leaf)
		return;
	write_open(w, name);
	write_attr(w, "path", write_path(w, c->leaf));
	buf_puts(w->out, extra);
	buf_puts(w->out, "/>");
	write_remark(w->p, w->out, w->base, c);
}

void write_value(struct writer *w, const char *name, const char *value)
{
	write_open(w, name);
	write_attr(w, "value", value);
	buf_puts(w->out, "/>");
}

void write_note(struct writer *w, const char *text)
{
	write_line(w->out, w->indent);
	buf_puts(w->out, "<!-- ");
	write_comment(w->out, text);
	buf_puts(w->out, " -->");
}

void write_only(struct writer *w, const char *path, const char *test, const char *value)
{
	write_line(w->out, w->indent);
	buf_puts(w->out, "<only");
	write_attr(w, "path", path);
	write_attr(w, test, value);
	buf_puts(w->out, "/>");
}

bool is_apart(const struct survey_node *from, const struct survey_node *at)
{
	for (; at && at != from; at = at->parent) {
		if (at->value)
			return true;
	}
	return false;
}

void write_apart(struct writer *w, const struct survey_node *from, const struct survey_node *at)
{
	struct buf up = BUF_INIT;

	for (; at && at != from; at = at->parent) {
		if (at->value)
			write_only(w, arena_printf(w->p->mem, "%s@%s", up.len ? up.s : "", at->by), "in",
				   arena_printf(w->p->mem, "'%s'", at->value));
		buf_puts(&up, "../");
	}
	buf_drop(&up);
}

void write_record(struct writer *w, const char *kind, const struct survey_node *at, const char *extra)
{
	write_line(w->out, w->indent++);
	buf_printf(w->out, "<record kind=\"%s\"", kind);
	write_attr(w, "path", plan_element(w->p, w->base, at));
	buf_puts(w->out, extra);
	buf_putc(w->out, '>');
	write_apart(w, w->base, at);
	w->base = at;
}

void write_end(struct writer *w, const struct survey_node *outer)
{
	write_line(w->out, --w->indent);
	buf_puts(w->out, "</record>");
	w->base = outer;
}

void write_totals(struct writer *w, const struct survey_node *at)
{
	const struct survey *s = w->p->s;
	struct buf words = BUF_INIT;
	size_t i;

	if (!s->total_at || at != s->total_at->parent)
		return;
	for (i = 0; i < s->total_words; i++)
		buf_printf(&words, "%s'%s'", i ? " " : "", s->total_word[i]);
	write_line(w->out, w->indent);
	buf_puts(w->out, "<skip");
	write_attr(w, "path", plan_path(w->p, at, s->total_at));
	write_attr(w, "starts", words.s);
	write_attr(w, "reason", "ligne de total");
	buf_puts(w->out, "/>");
	buf_drop(&words);
}

/* One value of a table, and what it becomes. */
void write_word(struct buf *out, const char *text, const char *to)
{
	write_line(out, 2);
	buf_printf(out, "<value %s=\"", strlen(text) + 3 > WORD_CUT ? "starts" : "from");
	write_attribute(out, text);
	buf_printf(out, "\" to=\"%s\"/>", to);
}
