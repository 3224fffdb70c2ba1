/* layout_flow.c - blocks placed on pages: no widows, no orphans, nothing torn from what it belongs to. */
#include "letter/layout.h"

#include "letter/layout_texts.h"
#include "base/banned.h"

#define LEAST_LINES 2 /* of a paragraph on either side of a page break */

void layout_new_page(struct setter *s)
{
	doc_add_page(s->doc);
	s->y = s->next_top;
	s->bottom = s->text_bottom;
	s->fresh = true;
}

static bool before_slip(const struct block *b)
{
	return b->next && b->next->type == BLOCK_SLIP;
}

dim layout_front_height(const struct block *b, bool to_signature)
{
	dim height = 0;
	bool first = true;

	for (; b && b->type != BLOCK_NEW_PAGE; b = b->next) {
		height += b->height + (first ? 0 : b->before);
		first = false;
		/* a slip ends the front, wherever it stands */
		if (b->type == BLOCK_SLIP || (to_signature && b->type == BLOCK_SIGNATURE && !before_slip(b)))
			break;
	}
	return height;
}

static dim lines_height(const struct paragraph *p, size_t from, size_t to)
{
	dim height = 0;

	for (size_t i = from; i < to && i < p->lines; i++)
		height += p->line[i].leading;
	return height;
}

/* The least that must stand on the same page as what comes before. */
static dim least_height(const struct block *b)
{
	size_t rows = 0;
	dim height;

	switch (b->type) {
	case BLOCK_TEXT:
		/* Three lines cannot be parted two and two. */
		return b->text->lines <= 2 * LEAST_LINES - 1 ? b->height
							     : lines_height(b->text, 0, LEAST_LINES);
	case BLOCK_TABLE:
		height = b->table->head_height;
		do
			height += b->table->row[rows].height;
		while (++rows < b->table->rows && (rows < 2 || b->table->row[rows].kind != ROW_PLAIN) &&
		       rows < 12);
		return height;
	default:
		return b->height;
	}
}

/* Height of b and of all that it must stay with. */
static dim kept_height(const struct block *b)
{
	dim height = 0;

	for (; b->keep && b->next && b->next->type != BLOCK_NEW_PAGE; b = b->next)
		height += b->height + b->next->before;
	return height + least_height(b);
}

static void draw_bullet(struct setter *s, const struct block *b)
{
	const struct line *l = &b->text->line[0];
	dim baseline = s->y + (l->leading - l->ascent - l->descent) / 2 + l->ascent;

	if (b->bullet)
		page_text(s->doc, PAGE_LEFT + b->indent - b->bullet_style.size * 6 / 5, baseline,
			  &b->bullet_style, b->bullet);
}

static void draw_lines(struct setter *s, const struct block *b, size_t from, size_t to)
{
	if (from == 0)
		draw_bullet(s, b);
	s->y = paragraph_draw(s->doc, b->text, from, to, PAGE_LEFT + b->indent, s->y);
	s->fresh = false;
}

/* How many lines from `from` on go on this page. */
static size_t lines_that_fit(const struct setter *s, const struct paragraph *p, size_t from)
{
	size_t n = from, left;
	dim y = s->y;

	while (n < p->lines && y + p->line[n].leading <= s->bottom)
		y += p->line[n++].leading;
	left = p->lines - n;
	if (!left || s->fresh)
		return n > from ? n - from : 1;
	if (left < LEAST_LINES) /* no widow: take lines along to the next page */
		n = n > from + LEAST_LINES - left ? n - (LEAST_LINES - left) : from;
	if (n - from < LEAST_LINES) /* no orphan */
		n = from;
	return n - from;
}

static void flow_text(struct setter *s, const struct block *b)
{
	size_t from = 0;

	while (from < b->text->lines) {
		size_t n = lines_that_fit(s, b->text, from);

		if (n)
			draw_lines(s, b, from, from + n);
		from += n;
		if (from < b->text->lines)
			layout_new_page(s);
	}
}

static void draw_box(struct setter *s, const struct block *box)
{
	dim x = PAGE_LEFT + box->indent, top = s->y;

	page_fill(s->doc, x, top, PAGE_RIGHT - x, box->height, GREY(5));
	page_rule_v(s->doc, x, top, box->height, PT(1.5), GREY(55));
	s->y = top + MM(2.5);
	for (const struct block *b = box->child; b; b = b->next) {
		if (b != box->child)
			s->y += b->before;
		draw_lines(s, b, 0, b->text->lines);
	}
	s->y = top + box->height;
}

static void draw_signature(struct setter *s, const struct block *b)
{
	const struct image *img = s->shop->signature;
	int width, height;

	if (img) {
		dim w = MM(45), h;

		image_size(img, &width, &height);
		h = (dim)((int64_t)w * height / width);
		if (h > b->room - MM(1)) {
			h = b->room - MM(1);
			w = (dim)((int64_t)h * width / height);
		}
		page_image(s->doc, img, WINDOW_LEFT, s->y, w, h);
	}
	paragraph_draw(s->doc, b->text, 0, b->text->lines, WINDOW_LEFT, s->y + b->room);
	s->y += b->height;
}

/* A label, and rules to write on: the first one behind it. */
static void draw_blank(struct setter *s, const struct block *b)
{
	const struct line *last = &b->text->line[b->text->lines - 1];
	dim y = paragraph_draw(s->doc, b->text, 0, b->text->lines, PAGE_LEFT, s->y) - last->descent + PT(1);
	dim x = PAGE_LEFT + last->x + last->width + MM(2);

	page_rule_h(s->doc, x, y, PAGE_RIGHT - x, PT(0.4), GREY(50));
	for (int i = 1; i < b->lines; i++)
		page_rule_h(s->doc, PAGE_LEFT, y + i * MM(8), PAGE_WIDTH, PT(0.4), GREY(50));
	s->y += b->height;
}

static void draw_choice(struct setter *s, const struct block *b)
{
	struct style st = { FACE_REGULAR, s->size.body, BLACK };
	dim x = PAGE_LEFT + MM(42), y = s->y;

	paragraph_draw(s->doc, b->text, 0, b->text->lines, PAGE_LEFT, s->y);
	for (size_t i = 0; i < b->options; i++) {
		dim width = text_width(s->fonts, &st, b->option[i]) + MM(10);

		if (x > PAGE_LEFT + MM(42) && x + width > PAGE_RIGHT) {
			x = PAGE_LEFT + MM(42);
			y += MM(6);
		}
		page_box(s->doc, x, y + MM(0.6), MM(3.2), MM(3.2), PT(0.5), GREY(60));
		page_text(s->doc, x + MM(5), y + MM(3.5), &st, b->option[i]);
		x += width;
	}
	s->y += b->height;
}

/* Blocks that are drawn in one piece. */
static void draw_whole(struct setter *s, const struct block *b)
{
	switch (b->type) {
	case BLOCK_BOX:
		draw_box(s, b);
		break;
	case BLOCK_PAYMENT:
		payment_draw(s, b, s->y);
		s->y += b->height;
		break;
	case BLOCK_SIGNATURE:
		draw_signature(s, b);
		break;
	case BLOCK_BLANK:
		draw_blank(s, b);
		break;
	case BLOCK_CHOICE:
		draw_choice(s, b);
		break;
	case BLOCK_SLIP:
		slip_draw(s, b, s->bottom - b->height);
		s->y = s->bottom;
		break;
	case BLOCK_TEXT:
	case BLOCK_TABLE:
	case BLOCK_NEW_PAGE:
		break;
	}
	s->fresh = false;
}

static void place(struct setter *s, const struct block *b)
{
	if (b->type == BLOCK_TEXT)
		flow_text(s, b);
	else if (b->type == BLOCK_TABLE)
		grid_flow(s, b->table, PAGE_LEFT + b->indent);
	else if (b->type == BLOCK_BOX && b->height > s->text_bottom - s->next_top)
		layout_flow(s, b->child); /* higher than a page: without its frame */
	else
		draw_whole(s, b);
}

/*
 * The extract goes on the back. Where the letter itself has already gone on to the
 * back and left most of it free, the extract follows there.
 */
static void start_part(struct setter *s)
{
	bool first = doc_pages(s->doc) == s->first_page + 1;

	if (s->fresh)
		return;
	if (first || s->bottom - s->y < (s->bottom - s->next_top) / 2)
		layout_new_page(s);
	else
		s->y += MM(8);
}

void layout_flow(struct setter *s, const struct block *b)
{
	for (; b; b = b->next) {
		if (b->type == BLOCK_NEW_PAGE) {
			start_part(s);
			continue;
		}
		if (!s->fresh && s->y + b->before + kept_height(b) > s->bottom)
			layout_new_page(s);
		if (!s->fresh)
			s->y += b->before;
		place(s, b);
	}
}
