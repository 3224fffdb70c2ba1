/* layout.c - one letter from data to pages. */
#include "letter/layout.h"

#include <string.h>

#include "base/text.h"
#include "letter/layout_texts.h"
#include "base/banned.h"

/* Tried in this order until the letter's front fits on one page; if none does, the first and more pages. */
static const struct type_sizes attempts[] = {
	{ PT(10), PT(8.75), PT(7.25), PT(8.75), 128, PT(6.5) },
	{ PT(9.5), PT(8.5), PT(7), PT(8.5), 125, PT(5.5) },
	{ PT(9), PT(8.25), PT(6.75), PT(8.25), 122, PT(4.5) },
	{ PT(9), PT(8), PT(6.5), PT(8), 118, PT(3.5) },
};
#define ATTEMPTS (sizeof attempts / sizeof *attempts)

enum status letter_shop_load(struct diag *d, const struct company *c, struct letter_shop *out)
{
	struct font_paths paths = { .style = { c->font_regular, c->font_bold, c->font_italic,
					       c->font_bold_italic } };
	enum status st;

	*out = (struct letter_shop){ .company = c };
	st = press_load(d, &paths, &out->press);
	if (st == ST_OK && *c->logo)
		st = image_load(d, c->logo, &out->logo);
	if (st == ST_OK && *c->signature_image)
		st = image_load(d, c->signature_image, &out->signature);
	for (enum letter_lang l = 0; l < LANGS && st == ST_OK && c->hyphenate; l++)
		st = hyphenator_load(d, letter_lang_code(l), &out->hyphenator[l]);
	if (st != ST_OK)
		letter_shop_drop(out);
	return st;
}

void letter_shop_drop(struct letter_shop *s)
{
	press_drop(s->press);
	image_drop(s->logo);
	image_drop(s->signature);
	for (enum letter_lang l = 0; l < LANGS; l++)
		hyphenator_drop(s->hyphenator[l]);
	*s = (struct letter_shop){ .company = s->company };
}

static bool wants_slip(const struct setter *s)
{
	return s->shop->company->slip && s->ld->template->has[NODE_PAYMENT] && s->ld->sums.total > 0;
}

/* The slip is the last thing on the letter's front; if room is short, what follows the signature goes on the back. */
static void add_slip(struct setter *s, struct block **first, bool behind_signature)
{
	struct block **at = first, *rest;

	while (*at) {
		bool signature = (*at)->type == BLOCK_SIGNATURE;

		at = &(*at)->next;
		if (signature && behind_signature)
			break;
	}
	rest = *at;
	s->tail = at;
	layout_slip(s);
	*s->tail = rest;
}

/* Nobody signs an empty page: what stands before the closing words goes to the next page with them. */
static void keep_signature(struct block *first)
{
	struct block *before = NULL;

	for (struct block *b = first; b && b->type != BLOCK_SIGNATURE; b = b->next)
		if (!b->keep)
			before = b;
	if (before)
		before->keep = true;
}

/*
 * The letter proper in the largest type that keeps it on one page; if none does, with what follows the
 * signature on the back.
 */
static struct block *build_front(struct setter *s)
{
	bool slip = wants_slip(s);
	struct block *first = NULL, *b;

	for (int behind = 0; behind <= 1; behind++) {
		for (size_t i = 0; i < ATTEMPTS; i++) {
			s->size = attempts[i];
			b = layout_build(s, false);
			if (slip)
				add_slip(s, &b, behind);
			if (layout_front_height(b, behind) <= s->text_bottom - s->text_top)
				return b;
			if (i == 0)
				first = b;
		}
	}
	s->size = attempts[0];
	keep_signature(first);
	return first;
}

/* All blocks: the front in the size that fits, the back in the same. */
static struct block *build(struct setter *s)
{
	struct block *first = build_front(s), **end = &first;

	while (*end)
		end = &(*end)->next;
	*end = layout_build(s, true);
	return first;
}

static void report_missing(struct diag *d, const struct letter_data *ld, const struct doc *doc, size_t before)
{
	size_t n;
	const uint32_t *cp = doc_missing(doc, &n);

	for (size_t i = before; i < n; i++) {
		struct buf b = BUF_INIT;

		buf_put_utf8(&b, cp[i]);
		diag_finding(
			d, SEV_WARNING, "missing-glyph", ld->customer->at,
			"client « %s » : aucune police n'a le caractère « %s » (U+%04X) ; indiquez dans la "
			"configuration une police qui le contient",
			ld->customer->id, b.s, (unsigned)cp[i]);
		buf_drop(&b);
	}
}

static void report(struct diag *d, const struct letter_data *ld)
{
	if (ld->template->kind == LETTER_CALL)
		return;
	if (ld->address.shortened)
		diag_finding(
			d, SEV_WARNING, "address-shortened", ld->customer->at,
			"client « %s » : nom ou adresse abrégés, ils dépassent six lignes de 38 caractères",
			ld->customer->id);
	if (ld->template->kind == LETTER_FORMAL && !*ld->company->signatory.name)
		diag_finding(d, SEV_WARNING, "no-signatory", NOWHERE,
			     "mise en demeure sans signataire : indiquez-le dans la configuration");
}

void letter_layout(struct diag *d, struct arena *mem, const struct letter_shop *shop,
		   const struct letter_data *ld, struct doc *doc, size_t *pages)
{
	struct setter s = { .mem = mem, .shop = shop, .ld = ld, .doc = doc, .size = attempts[0] };
	size_t missing;

	s.fonts = press_fonts(shop->press);
	s.first_page = doc_pages(doc);
	doc_missing(doc, &missing);
	page_measure(&s);
	doc_add_page(doc);
	page_first(&s);
	s.y = s.text_top;
	s.bottom = s.text_bottom;
	s.fresh = true;
	layout_flow(&s, build(&s));
	page_furniture(&s);
	/* Every letter begins on the front of a sheet: what is printed on both sides needs an even number. */
	if (shop->company->duplex && ld->template->kind != LETTER_CALL && (doc_pages(doc) - s.first_page) % 2)
		doc_add_page(doc);
	report_missing(d, ld, doc, missing);
	report(d, ld);
	if (pages)
		*pages = doc_pages(doc) - s.first_page;
}

struct doc_info letter_info(struct arena *mem, const struct letter_shop *shop, const struct letter_data *ld)
{
	struct setter s = { .mem = mem, .shop = shop, .ld = ld };
	struct doc_info info = { .author = ld->company->name,
				 .language = ld->lang == LANG_EN ? "en-GB" : "fr-FR" };

	info.title = arena_printf(mem, "%s – %s", ld->template->title, ld->customer->name);
	info.subject = "";
	for (const struct node *n = ld->template->body; n; n = n->next)
		if (n->type == NODE_SUBJECT)
			info.subject = layout_plain(&s, n->child);
	return info;
}
