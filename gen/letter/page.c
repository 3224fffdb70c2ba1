/* page.c - documents, their pages, and what is drawn on them but text; see page.h. */
#include "letter/page.h"

#include <stdlib.h>
#include <string.h>

#include "letter/document.h"
#include "letter/image.h"
#include "letter/pdf.h"
#include "letter/qr.h"

#include "base/banned.h"

/* ---- documents ---- */

struct doc *doc_new(const struct press *p, const struct doc_info *info)
{
	struct doc *doc = xmalloc(sizeof *doc);

	*doc = (struct doc){ .press = p, .mem = arena_new() };
	doc->info.title = arena_strdup(doc->mem, info->title);
	doc->info.author = arena_strdup(doc->mem, info->author);
	doc->info.subject = arena_strdup(doc->mem, info->subject);
	doc->info.language = arena_strdup(doc->mem, info->language);
	return doc;
}

void doc_drop(struct doc *doc)
{
	if (!doc)
		return;
	for (size_t i = 0; i < doc->sheets; i++)
		buf_drop(&doc->sheet[i].content);
	for (size_t i = 0; i < doc->fonts; i++)
		free(doc->font[i].used);
	free(doc->font);
	free(doc->sheet);
	free(doc->image);
	free(doc->missing);
	arena_drop(doc->mem);
	free(doc);
}

const struct fonts *doc_fonts(const struct doc *doc)
{
	return doc->press->fonts;
}

void doc_add_page_size(struct doc *doc, dim width, dim height)
{
	GROW(doc->sheet, doc->sheets, doc->cap_sheets);
	doc->sheet[doc->sheets] = (struct sheet){
		.width = width,
		.height = height,
		.content = BUF_INIT,
		.font = -1,
		.line_width = PT(1),
	};
	doc->current = doc->sheets++;
}

void doc_add_page(struct doc *doc)
{
	doc_add_page_size(doc, A4_WIDTH, A4_HEIGHT);
}

size_t doc_pages(const struct doc *doc)
{
	return doc->sheets;
}

void doc_select(struct doc *doc, size_t i)
{
	if (i < doc->sheets)
		doc->current = i;
}

const uint32_t *doc_missing(const struct doc *doc, size_t *n)
{
	*n = doc->n_missing;
	return doc->missing;
}

enum status doc_finish(struct diag *d, struct doc *doc, struct buf *out)
{
	return pdf_write(d, doc, out);
}

/* ---- numbers and graphics state ---- */

void put_dim(struct buf *b, dim x)
{
	char s[16];
	int n = sizeof s;
	uint32_t v = x < 0 ? -(uint32_t)x : (uint32_t)x;
	uint32_t cents = v % 100;

	v /= 100;
	if (cents) {
		if (cents % 10)
			s[--n] = (char)('0' + cents % 10);
		s[--n] = (char)('0' + cents / 10);
		s[--n] = '.';
	}
	do
		s[--n] = (char)('0' + v % 10);
	while (v /= 10);
	if (x < 0)
		s[--n] = '-';
	buf_add(b, s + n, sizeof s - (size_t)n);
}

static void put_number(struct buf *b, dim x)
{
	put_dim(b, x);
	buf_putc(b, ' ');
}

void put_point(struct buf *b, const struct sheet *s, dim x, dim y)
{
	put_number(b, x);
	put_number(b, s->height - y);
}

/* A colour component as "0", "1" or three decimals. */
static void put_component(struct buf *b, unsigned value)
{
	unsigned thousandths = (value * 1000 + 127) / 255;

	if (thousandths == 0 || thousandths == 1000)
		buf_puts(b, thousandths ? "1 " : "0 ");
	else
		buf_printf(b, ".%03u ", thousandths);
}

static void put_colour(struct buf *b, colour c, const char *grey, const char *rgb)
{
	unsigned red = c >> 16 & 0xFF, green = c >> 8 & 0xFF, blue = c & 0xFF;

	put_component(b, red);
	if (red == green && green == blue) {
		buf_puts(b, grey);
		return;
	}
	put_component(b, green);
	put_component(b, blue);
	buf_puts(b, rgb);
}

void set_fill(struct sheet *s, colour c)
{
	if (s->fill == c)
		return;
	s->fill = c;
	put_colour(&s->content, c, "g\n", "rg\n");
}

static void set_stroke(struct sheet *s, colour c, dim thickness, dim dash)
{
	if (s->stroke != c) {
		s->stroke = c;
		put_colour(&s->content, c, "G\n", "RG\n");
	}
	if (s->line_width != thickness) {
		s->line_width = thickness;
		put_dim(&s->content, thickness);
		buf_puts(&s->content, " w\n");
	}
	if (s->dash != dash) {
		s->dash = dash;
		buf_putc(&s->content, '[');
		if (dash)
			put_dim(&s->content, dash);
		buf_puts(&s->content, "]0 d\n");
	}
}

/* ---- lines and areas ---- */

void leave_text(struct sheet *s)
{
	if (s->in_text)
		buf_puts(&s->content, "ET\n");
	s->in_text = false;
}

static void put_rectangle(struct sheet *s, dim x, dim y, dim width, dim height)
{
	leave_text(s);
	put_point(&s->content, s, x, y + height);
	put_number(&s->content, width);
	put_dim(&s->content, height);
	buf_puts(&s->content, " re\n");
}

void page_fill(struct doc *doc, dim x, dim y, dim width, dim height, colour c)
{
	struct sheet *s = doc_sheet(doc);

	if (width <= 0 || height <= 0)
		return;
	set_fill(s, c);
	put_rectangle(s, x, y, width, height);
	buf_puts(&s->content, "f\n");
}

/* Rules are thin areas: their ends are exact and viewers draw them evenly. */
void page_rule_h(struct doc *doc, dim x, dim y, dim width, dim thickness, colour c)
{
	page_fill(doc, x, y - thickness / 2, width, thickness, c);
}

void page_rule_v(struct doc *doc, dim x, dim y, dim height, dim thickness, colour c)
{
	page_fill(doc, x - thickness / 2, y, thickness, height, c);
}

static void put_path(struct sheet *s, const struct point *p, size_t n)
{
	leave_text(s);
	for (size_t i = 0; i < n; i++) {
		put_point(&s->content, s, p[i].x, p[i].y);
		buf_puts(&s->content, i ? "l\n" : "m\n");
	}
}

void page_dashed(struct doc *doc, struct point from, struct point to, dim thickness, dim dash, colour c)
{
	struct sheet *s = doc_sheet(doc);
	const struct point p[2] = { from, to };

	set_stroke(s, c, thickness, dash);
	put_path(s, p, 2);
	buf_puts(&s->content, "S\n");
}

void page_line(struct doc *doc, struct point from, struct point to, dim thickness, colour c)
{
	page_dashed(doc, from, to, thickness, 0, c);
}

void page_box(struct doc *doc, dim x, dim y, dim width, dim height, dim thickness, colour c)
{
	struct sheet *s = doc_sheet(doc);

	if (width <= thickness || height <= thickness)
		return;
	set_stroke(s, c, thickness, 0);
	put_rectangle(s, x + thickness / 2, y + thickness / 2, width - thickness, height - thickness);
	buf_puts(&s->content, "S\n");
}

static void put_curve(struct sheet *s, struct point a, struct point b, struct point to)
{
	put_point(&s->content, s, a.x, a.y);
	put_point(&s->content, s, b.x, b.y);
	put_point(&s->content, s, to.x, to.y);
	buf_puts(&s->content, "c\n");
}

void page_disc(struct doc *doc, struct point o, dim r, colour fill)
{
	struct sheet *s = doc_sheet(doc);
	dim k = (dim)((int64_t)r * 5523 / 10000); /* control points of a quarter circle */

	if (r <= 0)
		return;
	set_fill(s, fill);
	leave_text(s);
	put_point(&s->content, s, o.x + r, o.y);
	buf_puts(&s->content, "m\n");
	put_curve(s, (struct point){ o.x + r, o.y + k }, (struct point){ o.x + k, o.y + r },
		  (struct point){ o.x, o.y + r });
	put_curve(s, (struct point){ o.x - k, o.y + r }, (struct point){ o.x - r, o.y + k },
		  (struct point){ o.x - r, o.y });
	put_curve(s, (struct point){ o.x - r, o.y - k }, (struct point){ o.x - k, o.y - r },
		  (struct point){ o.x, o.y - r });
	put_curve(s, (struct point){ o.x + k, o.y - r }, (struct point){ o.x + r, o.y - k },
		  (struct point){ o.x + r, o.y });
	buf_puts(&s->content, "f\n");
}

void page_image(struct doc *doc, const struct image *img, dim x, dim y, dim width, dim height)
{
	struct sheet *s = doc_sheet(doc);
	size_t i = 0;

	while (i < doc->images && doc->image[i] != img)
		i++;
	if (i == doc->images) {
		GROW(doc->image, doc->images, doc->cap_images);
		doc->image[doc->images++] = img;
	}
	leave_text(s);
	buf_puts(&s->content, "q ");
	put_number(&s->content, width);
	buf_puts(&s->content, "0 0 ");
	put_number(&s->content, height);
	put_point(&s->content, s, x, y + height);
	buf_printf(&s->content, "cm /I%zu Do Q\n", i);
}

/*
 * A run of dark modules in the current row, 1/20 of a module higher on either side: viewers blend what
 * meets edge to edge, and a light line between the rows would disturb the eye and some scanners.
 */
static void put_run(struct buf *b, int from, int modules)
{
	put_number(b, PT(from));
	buf_puts(b, "-.05 ");
	put_number(b, PT(modules));
	buf_puts(b, "1.1 re\n");
}

/*
 * Runs of dark modules in a coordinate system of modules, which moves down row by row: equal runs are
 * equal text, which deflates to little more than half of one path with all rows in it.
 */
void page_qr(struct doc *doc, const struct qr *qr, dim x, dim y, dim size)
{
	struct sheet *s = doc_sheet(doc);
	int64_t scale = ((int64_t)size * 10000 + qr->modules / 2) / qr->modules; /* 1/1000000 point */

	set_fill(s, BLACK);
	leave_text(s);
	buf_printf(&s->content, "q %d.%06d 0 0 -%d.%06d ", (int)(scale / 1000000), (int)(scale % 1000000),
		   (int)(scale / 1000000), (int)(scale % 1000000));
	put_point(&s->content, s, x, y);
	buf_puts(&s->content, "cm\n");
	for (int row = 0; row < qr->modules; row++) {
		bool any = false;

		for (int from = 0, to; from < qr->modules; from = to) {
			for (to = from; to < qr->modules && qr_dark(qr, row, to) == qr_dark(qr, row, from);)
				to++;
			if (qr_dark(qr, row, from)) {
				put_run(&s->content, from, to - from);
				any = true;
			}
		}
		buf_puts(&s->content, any ? "f 1 0 0 1 0 1 cm\n" : "1 0 0 1 0 1 cm\n");
	}
	buf_puts(&s->content, "Q\n");
}
