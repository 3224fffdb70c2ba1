/*
 * layout_page.c - what stands around the text: letterhead, references, address
 * in the window, fold marks, date, legal footer, page numbers.
 *
 * Nothing but the address may stand in x 90 to 200 mm, y 34 to 90 mm of the first
 * page: that is what an envelope's window could show (law.md §9).
 */
#include "letter/layout.h"

#include <string.h>

#include "letter/layout_texts.h"
#include "base/banned.h"

#define SIDE_TOP MM(13)
#define REFERENCES_TOP MM(58)
#define DATE_BASELINE MM(95.5)
#define TEXT_TOP MM(101)
#define NEXT_TOP MM(24)	    /* text of the following pages */
#define FOOT_BOTTOM MM(290) /* printers cannot reach the last 5 mm */
#define ADDRESS_SIZE PT(10)
#define ADDRESS_LEAST PT(7.5)
#define LABEL_WIDTH MM(20)
#define SIDE_LEAST PT(6.5)

static const struct style side_style = { FACE_REGULAR, PT(8.5), BLACK };
static const struct style quiet_style = { FACE_REGULAR, PT(7), GREY(70) };

/* ---- first page ---- */

static dim draw_logo(struct setter *s, dim y)
{
	const struct image *img = s->shop->logo;
	dim w = MM(50), h;
	int width, height;

	if (!img)
		return y;
	image_size(img, &width, &height);
	h = (dim)((int64_t)w * height / width);
	if (h > MM(17)) {
		h = MM(17);
		w = (dim)((int64_t)h * width / height);
	}
	page_image(s->doc, img, PAGE_LEFT, y, w, h);
	return y + h + MM(2.5);
}

/* Text of the side column. An e-mail or web address is made smaller rather than cut: no blank to break it at. */
static struct paragraph *side_words(struct setter *s, const char *text, const struct style *st, dim width)
{
	struct style fit = *st;
	dim natural = strchr(text, ' ') ? 0 : text_width(s->fonts, st, text);

	if (natural > width)
		fit.size = (dim)((int64_t)fit.size * width / natural);
	if (fit.size < SIDE_LEAST)
		fit.size = SIDE_LEAST;
	return layout_words(s, text, &fit, width, TEXT_LEFT);
}

static dim draw_side(struct setter *s, dim y, const struct style *st, const char *text)
{
	struct paragraph *p;

	if (!*text)
		return y;
	p = side_words(s, text, st, SIDE_WIDTH);
	return paragraph_draw(s->doc, p, 0, p->lines, PAGE_LEFT, y);
}

/* Name, form and capital (R.123-238 C. com.), address, ways to reach the sender. */
static dim draw_letterhead(struct setter *s)
{
	const struct company *c = s->ld->company;
	const struct field_value *v = s->ld->value;
	struct style name = { FACE_BOLD, PT(11), BLACK };
	struct arena *a = s->mem;
	bool english = s->ld->lang == LANG_EN;
	dim y = draw_side(s, draw_logo(s, SIDE_TOP), &name, c->name);

	if (*c->legal_form)
		y = draw_side(s, y, &side_style, layout_form(s));
	for (size_t i = 0; i < 4; i++)
		y = draw_side(s, y, &side_style, c->line[i]);
	y = draw_side(
		s, y, &side_style,
		address_one_line(a, NULL, 0, c->postcode, c->city, "", *c->country ? c->country : "FR"));
	y += MM(1);
	if (*v[FLD_SENDER_PHONE].text)
		y = draw_side(s, y, &side_style,
			      arena_printf(a, english ? "Phone\u00A0%s" : "Tél.\u00A0%s",
					   v[FLD_SENDER_PHONE].text));
	y = draw_side(s, y, &side_style, c->email);
	return draw_side(s, y, &side_style, c->web);
}

static dim draw_reference(struct setter *s, dim y, enum fixed_text label, const char *value)
{
	struct style quiet = side_style;
	struct paragraph *p;

	if (!value || !*value)
		return y;
	quiet.colour = GREY(65);
	p = side_words(s, value, &side_style, SIDE_WIDTH - LABEL_WIDTH);
	page_text(s->doc, PAGE_LEFT,
		  y + (p->line[0].leading - p->line[0].ascent - p->line[0].descent) / 2 + p->line[0].ascent,
		  &quiet, fixed_text(s->ld->lang, label));
	return paragraph_draw(s->doc, p, 0, p->lines, PAGE_LEFT + LABEL_WIDTH, y);
}

static dim draw_references(struct setter *s, dim y)
{
	const struct field_value *v = s->ld->value;
	const char *owner = *v[FLD_OWNER].text ? v[FLD_OWNER].text : v[FLD_CONTACT_NAME].text;

	y = draw_reference(s, y, TXT_OUR_REF, v[FLD_REFERENCE].text);
	y = draw_reference(s, y, TXT_YOUR_REF, v[FLD_YOUR_REFERENCE].text);
	y = draw_reference(s, y, TXT_ACCOUNT, v[FLD_CUSTOMER_ID].text);
	y = draw_reference(s, y, TXT_OWNER, owner);
	y = draw_reference(s, y, TXT_PHONE, v[FLD_CONTACT_PHONE].text);
	return draw_reference(s, y, TXT_EMAIL, v[FLD_CONTACT_EMAIL].text);
}

/* Slot for the number that the post gives, where the letter goes registered. */
static dim draw_registered(struct setter *s, dim y)
{
	struct style st = { FACE_BOLD, PT(8.5), BLACK };
	enum letter_lang lang = s->ld->lang;
	const char *number = fixed_text(lang, TXT_REGISTERED_NUMBER);
	dim x = PAGE_LEFT + text_width(s->fonts, &st, number) + MM(1.5);

	if (!s->ld->template->has[NODE_REGISTERED] || !(s->ld->channels & CHANNEL_REGISTERED))
		return y;
	y = draw_side(s, y + MM(2.5), &st, fixed_text(lang, TXT_REGISTERED));
	page_text(s->doc, PAGE_LEFT, y + MM(5), &st, number);
	page_rule_h(s->doc, x, y + MM(5.3), PAGE_LEFT + SIDE_WIDTH - x, PT(0.5), GREY(50));
	return y + MM(6);
}

/* The address in the window: as large as its widest line allows, never wider than the window. */
static void draw_address(struct setter *s)
{
	const struct address_block *b = &s->ld->address;
	struct style st = { FACE_REGULAR, ADDRESS_SIZE, BLACK };
	dim widest = 0, leading = WINDOW_HEIGHT / (dim)(b->lines > 6 ? b->lines : 6), y;

	for (size_t i = 0; i < b->lines; i++) {
		dim w = text_width(s->fonts, &st, b->line[i]);

		if (w > widest)
			widest = w;
	}
	if (widest > WINDOW_WIDTH)
		st.size = (dim)((int64_t)st.size * WINDOW_WIDTH / widest);
	if (st.size > leading * 9 / 10)
		st.size = leading * 9 / 10;
	if (st.size < ADDRESS_LEAST)
		st.size = ADDRESS_LEAST;
	y = WINDOW_TOP + text_ascent(s->fonts, &st);
	for (size_t i = 0; i < b->lines; i++)
		page_text(s->doc, WINDOW_LEFT, y + (dim)i * leading, &st,
			  text_fit(s->mem, s->fonts, &st, b->line[i], WINDOW_WIDTH));
}

static void draw_date(struct setter *s)
{
	const struct letter_data *ld = s->ld;
	struct style st = { FACE_REGULAR, PT(10), BLACK };
	const char *date = format_longdate(s->mem, ld->lang, ld->date), *place = ld->value[FLD_PLACE].text;

	if (*place)
		date = fixed_fill(s->mem, ld->lang, TXT_DATELINE, place, date);
	else if (ld->lang == LANG_FR)
		date = arena_printf(s->mem, "Le\u00A0%s", date);
	page_text(s->doc, WINDOW_LEFT, DATE_BASELINE, &st,
		  text_fit(s->mem, s->fonts, &st, date, PAGE_RIGHT - WINDOW_LEFT));
}

static void draw_folds(struct setter *s)
{
	page_rule_h(s->doc, MM(4), MM(99), MM(4), PT(0.3), GREY(50));
	page_rule_h(s->doc, MM(4), MM(198), MM(4), PT(0.3), GREY(50));
}

/* A call sheet goes to nobody: who is to be called, and why, in large type. */
static void call_first(struct setter *s)
{
	const struct letter_data *ld = s->ld;
	struct style title = { FACE_BOLD, PT(14), BLACK }, sub = { FACE_REGULAR, PT(9), GREY(65) };
	const char *subject = "";
	struct paragraph *p;

	for (const struct node *n = ld->template->body; n; n = n->next)
		if (n->type == NODE_SUBJECT)
			subject = layout_plain(s, n->child);
	p = layout_words(s, subject, &title, PAGE_WIDTH, TEXT_LEFT);
	s->y = paragraph_draw(s->doc, p, 0, p->lines, PAGE_LEFT, MM(15));
	p = layout_words(s,
			 arena_printf(s->mem, "%s – %s – %s", ld->value[FLD_SENDER_NAME].text,
				      ld->value[FLD_REFERENCE].text,
				      format_longdate(s->mem, ld->lang, ld->date)),
			 &sub, PAGE_WIDTH, TEXT_LEFT);
	s->y = paragraph_draw(s->doc, p, 0, p->lines, PAGE_LEFT, s->y + MM(1)) + MM(2);
	page_rule_h(s->doc, PAGE_LEFT, s->y, PAGE_WIDTH, PT(0.8), BLACK);
	s->text_top = s->y + MM(4);
}

void page_first(struct setter *s)
{
	dim y;

	if (s->ld->template->kind == LETTER_CALL) {
		call_first(s);
		return;
	}
	y = draw_letterhead(s) + MM(4);
	y = draw_references(s, y > REFERENCES_TOP ? y : REFERENCES_TOP);
	y = draw_registered(s, y);
	draw_address(s);
	draw_date(s);
	draw_folds(s);
	s->text_top = y + MM(4) > TEXT_TOP ? y + MM(4) : TEXT_TOP;
}

/* ---- all pages ---- */

/* "SAS au capital de 40 000 €" */
const char *layout_form(struct setter *s)
{
	const struct company *c = s->ld->company;

	if (!*c->capital)
		return c->legal_form;
	return arena_printf(s->mem,
			    s->ld->lang == LANG_EN ? "%s, share capital %s" : "%s au capital de\u00A0%s",
			    c->legal_form, format_capital(s->mem, c->capital));
}

/* R.123-237 C. com.: seat, SIREN, RCS; VAT number and activity code by usage. */
static const char *legal_text(struct setter *s)
{
	const struct company *c = s->ld->company;
	bool english = s->ld->lang == LANG_EN;
	struct buf b = BUF_INIT;
	const char *r;

	buf_puts(&b, s->ld->value[FLD_SENDER_IDENTITY].text);
	if (*c->vat_number)
		buf_printf(&b, english ? " – VAT\u00A0%s" : " – TVA\u00A0%s", c->vat_number);
	if (*c->ape)
		buf_printf(&b, " – APE\u00A0%s", c->ape);
	if (*c->footer)
		buf_printf(&b, "\n%s", c->footer);
	r = arena_strndup(s->mem, b.s, b.len);
	buf_drop(&b);
	return r;
}

void page_measure(struct setter *s)
{
	const struct template *t = s->ld->template;
	struct style head = { FACE_REGULAR, PT(8), GREY(70) };
	dim height;

	s->legal = layout_words(s, legal_text(s), &quiet_style, PAGE_WIDTH - MM(20), TEXT_LEFT);
	s->foot = layout_inline(s, t->footer, &quiet_style, PAGE_WIDTH, TEXT_LEFT);
	s->head = layout_inline(s, t->header, &head, PAGE_WIDTH - MM(50), TEXT_LEFT);
	height = s->legal->height + (s->foot ? s->foot->height + MM(1) : 0);
	s->text_bottom = FOOT_BOTTOM - height - MM(5);
	s->next_top = NEXT_TOP;
	if (s->head && s->head->lines > 1)
		s->next_top += s->head->height - s->head->line[0].leading;
}

/* Top of the following pages: who writes to whom, so that a stray sheet finds home. */
static void draw_next_head(struct setter *s)
{
	struct style st = { FACE_REGULAR, PT(8), GREY(70) };
	const struct field_value *v = s->ld->value;
	const char *text =
		arena_printf(s->mem, "%s – %s", v[FLD_SENDER_NAME].text, v[FLD_CUSTOMER_NAME].text);
	dim y = MM(12);

	page_text_right(
		s->doc, PAGE_RIGHT, y + PT(8), &st,
		arena_printf(s->mem, "%s %s", fixed_text(s->ld->lang, TXT_OUR_REF), v[FLD_REFERENCE].text));
	if (s->head)
		paragraph_draw(s->doc, s->head, 0, s->head->lines, PAGE_LEFT, y);
	else
		page_text(s->doc, PAGE_LEFT, y + PT(8), &st,
			  text_fit(s->mem, s->fonts, &st, text, PAGE_WIDTH - MM(55)));
	page_rule_h(s->doc, PAGE_LEFT, s->next_top - MM(6), PAGE_WIDTH, PT(0.4), GREY(40));
}

static void draw_foot(struct setter *s, size_t page, size_t pages)
{
	dim y = s->text_bottom + MM(5);
	struct style number = { FACE_REGULAR, PT(8), BLACK };

	page_rule_h(s->doc, PAGE_LEFT, y - MM(1.5), PAGE_WIDTH, PT(0.4), GREY(40));
	if (s->foot)
		y = paragraph_draw(s->doc, s->foot, 0, s->foot->lines, PAGE_LEFT, y) + MM(1);
	paragraph_draw(s->doc, s->legal, 0, s->legal->lines, PAGE_LEFT, y);
	page_text_right(s->doc, PAGE_RIGHT, y + PT(7), &number,
			fixed_fill(s->mem, s->ld->lang, TXT_PAGE,
				   format_number(s->mem, LANG_FR, (int64_t)page),
				   format_number(s->mem, LANG_FR, (int64_t)pages)));
}

void page_furniture(struct setter *s)
{
	size_t pages = doc_pages(s->doc) - s->first_page;

	for (size_t i = 0; i < pages; i++) {
		doc_select(s->doc, s->first_page + i);
		if (i > 0)
			draw_next_head(s);
		draw_foot(s, i + 1, pages);
	}
}
