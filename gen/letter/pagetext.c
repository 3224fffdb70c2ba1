/* pagetext.c - text: measured, and written into the page's content stream. */
#include <string.h>

#include "letter/document.h"

#include "base/banned.h"

/* ---- glyphs ---- */

struct glyph shape_char(const struct fonts *f, enum face_style s, uint32_t cp)
{
	struct glyph g = { .cp = cp };

	if (cp < 0x20)
		g.cp = cp = ' ';
	g.face = fonts_find(f, s, cp, &g.c);
	if (!g.face) {
		g.substitute = true;
		g.face = fonts_find(f, s, 0xFFFD, &g.c); /* every face has or was given it */
	}
	return g;
}

static bool in_numbers(uint32_t cp)
{
	return (cp >= '0' && cp <= '9') || cp == ',' || cp == '.' || cp == '-' || cp == 0x2212;
}

int shape_kern(const struct glyph *left, const struct glyph *right)
{
	if (left->face != right->face || shape_is_blank(left->cp) || shape_is_blank(right->cp) ||
	    (in_numbers(left->cp) && in_numbers(right->cp)))
		return 0;
	return face_kern(left->face, left->c, right->c);
}

int64_t shape_width(const struct fonts *f, enum face_style s, const char *text, size_t n, size_t *spaces)
{
	const char *end = text + n;
	struct glyph last = { .face = NULL };
	size_t stretch = 0;
	int64_t sum = 0;

	while (text < end) {
		uint32_t cp = utf8_next(&text);
		struct glyph g;

		if (!cp)
			break;
		if (shape_hidden(cp, text >= end))
			continue;
		g = shape_char(f, s, cp);
		sum += face_advance(g.face, g.c);
		if (last.face)
			sum += shape_kern(&last, &g);
		stretch += shape_stretches(g.cp);
		last = g;
	}
	if (spaces)
		*spaces = stretch;
	return sum;
}

/* ---- measuring ---- */

dim text_width_n(const struct fonts *f, const struct style *st, const char *text, size_t n)
{
	return shape_to_dim(shape_width(f, st->face, text, n, NULL), st->size);
}

dim text_width(const struct fonts *f, const struct style *st, const char *text)
{
	return text_width_n(f, st, text, strlen(text));
}

dim text_ascent(const struct fonts *f, const struct style *st)
{
	return shape_to_dim(face_metrics(f->face[st->face])->ascent, st->size);
}

dim text_descent(const struct fonts *f, const struct style *st)
{
	return shape_to_dim(-face_metrics(f->face[st->face])->descent, st->size);
}

static bool is_trailing(uint32_t cp)
{
	return shape_is_blank(cp) || cp == ',' || cp == ';' || cp == ':' || cp == '.' || cp == '-' ||
	       cp == '(';
}

const char *text_fit(struct arena *a, const struct fonts *f, const struct style *st, const char *text,
		     dim width)
{
	static const char dots[] = "\xE2\x80\xA6";
	const char *p = text, *cut = text, *word = text;
	bool after_blank = true;
	dim room;

	if (text_width(f, st, text) <= width)
		return text;
	room = width - text_width(f, st, dots);
	for (;;) {
		const char *next = p;
		uint32_t cp = utf8_next(&next);

		if (!cp || text_width_n(f, st, text, (size_t)(next - text)) > room)
			break;
		if (!is_trailing(cp))
			cut = next;
		if (cp == ' ' && !after_blank)
			word = cut; /* behind the last whole word */
		after_blank = cp == ' ';
		p = next;
	}
	/* prefer whole words unless that gives away more than a quarter */
	if (word > text && (word - text) * 4 >= (cut - text) * 3)
		cut = word;
	return arena_printf(a, "%.*s%s", (int)(cut - text), text, dots);
}

/* ---- writing ---- */

static uint8_t code_of(const struct doc_font *df, const struct glyph *g)
{
	if (!g->substitute)
		return df->code[g->c];
	for (size_t i = 0; i < df->n; i++)
		if (df->used[i].substitute && df->used[i].cp == g->cp)
			return (uint8_t)(i + 1);
	return 0;
}

/* The last font of a face, or a new one if that is full or there is none. */
static size_t font_with_room(struct doc *doc, const struct face *face)
{
	for (size_t i = doc->fonts; i-- > 0;)
		if (doc->font[i].face == face && doc->font[i].n < DOC_FONT_CHARS)
			return i;
	GROW(doc->font, doc->fonts, doc->cap_fonts);
	doc->font[doc->fonts] = (struct doc_font){
		.face = face,
		.code = arena_calloc(doc->mem, face_chars(face), sizeof(uint8_t)),
	};
	return doc->fonts++;
}

/* The font and the code that show a glyph in this document; the font `last` (-1: none) if it can. */
static int place_glyph(struct doc *doc, const struct glyph *g, int last, uint8_t *code)
{
	struct doc_font *df;
	size_t i;

	if (last >= 0 && doc->font[last].face == g->face && (*code = code_of(&doc->font[last], g)) != 0)
		return last;
	for (i = 0; i < doc->fonts; i++)
		if (doc->font[i].face == g->face && (*code = code_of(&doc->font[i], g)) != 0)
			return (int)i;
	i = font_with_room(doc, g->face);
	df = &doc->font[i];
	GROW(df->used, df->n, df->cap);
	df->used[df->n++] = (struct used_char){ g->cp, g->c, g->substitute };
	*code = (uint8_t)df->n;
	if (!g->substitute)
		df->code[g->c] = *code;
	return (int)i;
}

static void note_missing(struct doc *doc, uint32_t cp)
{
	for (size_t i = 0; i < doc->n_missing; i++)
		if (doc->missing[i] == cp)
			return;
	GROW(doc->missing, doc->n_missing, doc->cap_missing);
	doc->missing[doc->n_missing++] = cp;
}

/*
 * PDF/A-1 limits: an array of 8,191 elements, a string of 65,535 bytes; long texts are shown piece
 * by piece.
 */
#define MAX_PIECE 2000

struct shower {
	struct doc *doc;
	struct sheet *sheet;
	const struct style *style;
	int slot; /* open array's font, -1 = none open */
	size_t piece;
	char s[256]; /* pending bytes */
	size_t n;
};

static void flush(struct shower *w)
{
	buf_add(&w->sheet->content, w->s, w->n);
	w->n = 0;
}

static inline void put_byte(struct shower *w, unsigned byte)
{
	if (w->n + 2 > sizeof w->s)
		flush(w);
	if (byte == '(' || byte == ')' || byte == '\\')
		w->s[w->n++] = '\\';
	if (byte == '\r') { /* a bare one would be read as a line feed */
		w->s[w->n++] = '\\';
		byte = 'r';
	}
	w->s[w->n++] = (char)byte;
}

static void close_array(struct shower *w)
{
	if (w->slot < 0)
		return;
	flush(w);
	buf_puts(&w->sheet->content, ")]TJ\n");
	w->slot = -1;
}

static void open_array(struct shower *w, int slot)
{
	struct sheet *s = w->sheet;

	close_array(w);
	if (s->font != slot || s->size != w->style->size) {
		buf_printf(&s->content, "/F%d ", slot);
		put_dim(&s->content, w->style->size);
		buf_puts(&s->content, "Tf\n");
		s->font = slot;
		s->size = w->style->size;
	}
	buf_puts(&s->content, "[(");
	w->slot = slot;
	w->piece = 0;
}

/* A move between two glyphs, 1/1000 em, to the right if positive. */
static void put_move(struct shower *w, int move)
{
	char digits[12];
	int n = 0;
	unsigned rest = move < 0 ? (unsigned)-move : (unsigned)move;

	flush(w);
	w->s[w->n++] = ')';
	if (move > 0)
		w->s[w->n++] = '-';
	do
		digits[n++] = (char)('0' + rest % 10);
	while (rest /= 10);
	while (n)
		w->s[w->n++] = digits[--n];
	w->s[w->n++] = '(';
}

static void show_glyph(struct shower *w, const struct glyph *g, const struct glyph *last, int *carry)
{
	int slot, move = 0;
	uint8_t code;

	slot = place_glyph(w->doc, g, w->slot, &code);
	if (slot != w->slot || w->piece >= MAX_PIECE)
		open_array(w, slot);
	if (last->face)
		move = shape_kern(last, g);
	move += *carry;
	*carry = 0;
	if (move) {
		put_move(w, move);
		w->piece++;
	}
	put_byte(w, code);
	w->piece++;
	if (g->substitute)
		note_missing(w->doc, g->cp);
}

/* Inside a text object, behind the position. */
static void show(struct doc *doc, const struct style *st, const char *text, size_t n, dim extra)
{
	struct shower w = { .doc = doc, .sheet = doc_sheet(doc), .style = st, .slot = -1 };
	struct glyph last = { .face = NULL };
	const char *end = text + n;
	int64_t owed = 0; /* what justification still has to move, in 1/1000 of 1/100 point */
	int carry = 0;

	while (text < end) {
		uint32_t cp = utf8_next(&text);
		struct glyph g;

		if (!cp)
			break;
		if (shape_hidden(cp, text >= end))
			continue;
		g = shape_char(doc->press->fonts, st->face, cp);
		show_glyph(&w, &g, &last, &carry);
		last = g;
		if (extra && shape_stretches(g.cp)) {
			owed += (int64_t)extra * 1000;
			carry = (int)(owed / st->size);
			owed -= (int64_t)carry * st->size;
		}
	}
	close_array(&w);
}

static void show_at(struct doc *doc, dim x, dim y, const struct style *st, const char *text, size_t n,
		    dim extra)
{
	struct sheet *s = doc_sheet(doc);

	if (!n || st->size <= 0)
		return;
	set_fill(s, st->colour);
	if (!s->in_text) {
		buf_puts(&s->content, "BT\n");
		s->in_text = true;
		s->text_x = 0;
		s->text_y = s->height;
	}
	put_dim(&s->content, x - s->text_x);
	buf_putc(&s->content, ' ');
	put_dim(&s->content, s->text_y - y);
	buf_puts(&s->content, " Td\n");
	s->text_x = x;
	s->text_y = y;
	show(doc, st, text, n, extra);
}

void page_text(struct doc *doc, dim x, dim y, const struct style *st, const char *text)
{
	show_at(doc, x, y, st, text, strlen(text), 0);
}

void page_text_spaced(struct doc *doc, dim x, dim y, const struct style *st, const char *text, size_t n,
		      dim extra)
{
	show_at(doc, x, y, st, text, n, extra);
}

void page_text_right(struct doc *doc, dim x, dim y, const struct style *st, const char *text)
{
	page_text(doc, x - text_width(doc_fonts(doc), st, text), y, st, text);
}

void page_text_centre(struct doc *doc, dim x, dim y, const struct style *st, const char *text)
{
	page_text(doc, x - text_width(doc_fonts(doc), st, text) / 2, y, st, text);
}

void page_text_decimal(struct doc *doc, dim x, dim y, const struct style *st, const char *text, char mark)
{
	const char *at = strrchr(text, mark);
	size_t n = at ? (size_t)(at - text) : strlen(text);

	page_text(doc, x - text_width_n(doc_fonts(doc), st, text, n), y, st, text);
}
