/*
 * test_letter_engine.c - faces, kerning, pages, paragraphs, French spaces, QR and EPC payloads,
 * images, PDF.
 */
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>
#include <zlib.h>

#include "letter/epc.h"
#include "letter/hyphenate.h"
#include "letter/image.h"
#include "letter/linebreak.h"
#include "letter/page.h"
#include "letter/qr.h"
#include "letter/typo.h"

#include "base/banned.h"

#define SHY "\xC2\xAD"

static const char face_path[] = "/usr/share/fonts/truetype/liberation2/LiberationSans-Regular.ttf";

static struct diag *d;
static struct arena *a;
static struct press *press;
static const struct fonts *fonts;
static struct buf font_file;

static const struct style body = { FACE_REGULAR, PT(10), BLACK };
static const struct style strong = { FACE_BOLD, PT(10), BLACK };
static const struct doc_info info = { "Relance n° 2 – Société", "Ateliers <Durand> & Cie", "Factures",
				      "fr-FR" };

static int set_up(void **state)
{
	struct font_paths faces = { .fallback = NULL };
	char piece[4096];
	FILE *f = fopen(face_path, "rb");
	size_t n;

	(void)state;
	d = diag_new();
	diag_set_quiet(d, true);
	a = arena_new();
	font_file = (struct buf)BUF_INIT;
	if (!f || press_load(d, &faces, &press))
		return -1;
	while ((n = fread(piece, 1, sizeof piece, f)) > 0)
		buf_add(&font_file, piece, n);
	fclose(f);
	fonts = press_fonts(press);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	press_drop(press);
	buf_drop(&font_file);
	arena_drop(a);
	diag_drop(d);
	return 0;
}

/* ---- faces ---- */

static int width_of(const struct face *f, uint32_t cp)
{
	return face_advance(f, face_char(f, cp));
}

static int kern_of(const struct face *f, uint32_t left, uint32_t right)
{
	return face_kern(f, face_char(f, left), face_char(f, right));
}

static void face_has_its_metrics_and_characters(void **state)
{
	const struct face *f = fonts->face[FACE_REGULAR];
	const struct face_metrics *m = face_metrics(f);

	(void)state;
	assert_string_equal(m->name, "LiberationSans");
	assert_int_equal(m->ascent, 905);
	assert_int_equal(m->descent, -212);
	assert_int_equal(m->weight, 400);
	assert_false(m->fixed_pitch);
	assert_int_equal(width_of(f, '0'), 556);
	assert_int_equal(width_of(f, ' '), 278);
	/* Polish, Turkish, Greek, Cyrillic, Vietnamese */
	static const uint32_t known[] = { 0x141, 0x119, 0x130,	0x11F,	0x3A9, 0x3AE,
					  0x416, 0x44F, 0x1EA4, 0x1EC5, 0x20AC };
	for (size_t i = 0; i < sizeof known / sizeof *known; i++)
		assert_int_not_equal(face_char(f, known[i]), FACE_MISSING);
	/* CJK, an emoji, and what would need shaping though the face has glyphs: Hebrew */
	static const uint32_t unknown[] = { 0x65E5, 0x1F600, 0x5D0, 0x627, 0, 0x0A, 0x10FFFF };
	for (size_t i = 0; i < sizeof unknown / sizeof *unknown; i++)
		assert_int_equal(face_char(f, unknown[i]), FACE_MISSING);
}

static void characters_that_typesetting_needs_are_always_there(void **state)
{
	static const uint32_t needed[] = { 0xA0,   0xAD,   0x2007, 0x2009, 0x200B, 0x2010,
					   0x2011, 0x202F, 0x2060, 0x2212, 0xFFFD };
	const struct face *f = fonts->face[FACE_REGULAR];

	(void)state;
	for (size_t i = 0; i < sizeof needed / sizeof *needed; i++)
		assert_int_not_equal(face_char(f, needed[i]), FACE_MISSING);
	assert_true(width_of(f, 0x202F) > 100 && width_of(f, 0x202F) < width_of(f, ' '));
	assert_int_equal(width_of(f, 0x2007), width_of(f, '0'));
	assert_int_equal(width_of(f, 0x200B), 0);
	assert_int_equal(width_of(f, 0x2011), width_of(f, '-'));
}

static void kerning_draws_letters_together_but_not_figures(void **state)
{
	const struct face *f = fonts->face[FACE_REGULAR];

	(void)state;
	assert_int_equal(kern_of(f, 'A', 'V'), -74);
	assert_int_equal(kern_of(f, 'T', 'o'), -111);
	assert_int_equal(kern_of(f, 'n', 'n'), 0);
	assert_true(kern_of(f, '1', '1') < 0); /* in the face, yet: */
	assert_int_equal(text_width(fonts, &body, "1111,11"), text_width(fonts, &body, "8888,88"));
	assert_int_equal(text_width(fonts, &body, "AV"), (667 + 667 - 74) * 10 / 10);
	assert_int_equal(text_width(fonts, &body, "A "), 667 + 278); /* none beside a blank */
}

static unsigned be(const char *p, int bytes)
{
	unsigned v = 0;

	while (bytes--)
		v = v << 8 | (unsigned char)*p++;
	return v;
}

static void a_subset_is_a_sound_font(void **state)
{
	const struct face *f = fonts->face[FACE_REGULAR];
	uint16_t c[3] = { face_char(f, 'A'), face_char(f, ' '), face_char(f, 0xE9) };
	unsigned sum = 0, glyf = 0, loca = 0;
	struct buf b = BUF_INIT;

	(void)state;
	face_subset(f, c, 3, &b);
	assert_int_equal(b.len % 4, 0);
	for (size_t i = 0; i < b.len; i += 4)
		sum += be(b.s + i, 4);
	assert_int_equal(sum, 0xB1B0AFBA);
	assert_int_equal(be(b.s + 4, 2), 7);
	for (unsigned i = 0; i < 7; i++) {
		const char *entry = b.s + 12 + 16 * (size_t)i;
		unsigned at = be(entry + 8, 4), size = be(entry + 12, 4), check = 0;

		assert_int_equal(at % 4, 0);
		assert_true(at + size <= b.len);
		for (unsigned k = 0; k < size && memcmp(entry, "head", 4); k += 4)
			check += be(b.s + at + k, 4);
		if (memcmp(entry, "head", 4) != 0)
			assert_int_equal(check, be(entry + 4, 4));
		glyf = memcmp(entry, "glyf", 4) ? glyf : at;
		loca = memcmp(entry, "loca", 4) ? loca : at;
	}
	/* .notdef empty, A, a blank, é flattened: contours, not components */
	assert_int_equal(be(b.s + loca, 2), 0);
	assert_int_equal(be(b.s + loca + 2, 2), 0);
	assert_true(be(b.s + loca + 4, 2) > 0);
	assert_int_equal(be(b.s + loca + 4, 2), be(b.s + loca + 6, 2));
	assert_int_equal(be(b.s + glyf, 2), 2);
	assert_int_equal(be(b.s + glyf + 2 * be(b.s + loca + 6, 2), 2), 3);
	buf_drop(&b);
}

static enum status parse(const struct buf *b)
{
	struct face *f;
	enum status st = face_parse(d, "essai", b->s, b->len, 0, &f);

	face_drop(f);
	return st;
}

/* The table's place in the directory of the copy. */
static char *table_of(struct buf *b, const char *tag)
{
	for (size_t i = 0; i < 30; i++)
		if (!memcmp(b->s + 12 + 16 * i, tag, 4))
			return b->s + be(b->s + 12 + 16 * i + 8, 4);
	fail();
	return NULL;
}

static void faces_that_must_not_be_used_are_refused(void **state)
{
	struct {
		const char *tag;
		size_t at;
		unsigned char value[2];
	} patch[] = {
		{ "OS/2", 8, { 0, 2 } },  /* restricted licence */
		{ "OS/2", 8, { 1, 0 } },  /* no subsetting */
		{ "OS/2", 8, { 2, 0 } },  /* bitmaps only */
		{ "head", 18, { 0, 0 } }, /* units per em */
		{ "maxp", 4, { 0, 0 } },  /* no glyphs */
		{ "hhea", 4, { 0, 0 } },  /* no ascent */
		{ "cmap", 2, { 0, 0 } },  /* no character map */
	};
	struct buf b = BUF_INIT;
	struct face *f;

	(void)state;
	for (size_t i = 0; i < sizeof patch / sizeof *patch; i++) {
		buf_clear(&b);
		buf_add(&b, font_file.s, font_file.len);
		assert_int_equal(parse(&b), ST_OK);
		memcpy(table_of(&b, patch[i].tag) + patch[i].at, patch[i].value, 2);
		assert_int_equal(parse(&b), ST_CONFIG);
	}
	buf_clear(&b);
	buf_add(&b, "OTTO", 4);
	assert_int_equal(parse(&b), ST_CONFIG);
	buf_clear(&b);
	assert_int_equal(parse(&b), ST_CONFIG);
	buf_drop(&b);
	assert_int_equal(face_load(d, "/nowhere/police.ttf", 0, &f), ST_CONFIG);
	assert_int_equal(face_load(d, "/", 0, &f), ST_CONFIG);
	assert_int_equal(face_load(d, face_path, 1, &f), ST_CONFIG);
}

static uint32_t next_random(uint32_t *seed)
{
	*seed = *seed * 1664525 + 1013904223;
	return *seed >> 8;
}

/* Bytes changed at random and files cut short: refused or read, never a crash (run under the sanitizers). */
static void damaged_faces_do_no_harm(void **state)
{
	static const char *const tables[] = { "glyf", "loca", "cmap", "GPOS", "hmtx",
					      "kern", "head", "maxp", "hhea", "name" };
	uint32_t seed = 4711;
	struct buf b = BUF_INIT;

	(void)state;
	for (int round = 0; round < 40; round++) {
		char *p;
		struct face *f;

		buf_clear(&b);
		buf_add(&b, font_file.s, font_file.len);
		p = round % 4 ? table_of(&b, tables[round % 10]) : b.s;
		for (int k = 0; k < 20; k++)
			p[next_random(&seed) % (round % 2 ? 400 : 2000)] = (char)next_random(&seed);
		if (round % 5 == 0)
			b.len = next_random(&seed) % b.len;
		if (face_parse(d, "essai", b.s, b.len, 0, &f) == ST_OK) {
			struct buf out = BUF_INIT;
			uint16_t c[200];
			size_t n = 0;

			for (; n < 200 && n < face_chars(f); n++)
				c[n] = (uint16_t)n;
			for (size_t i = 1; i < n; i++)
				face_kern(f, c[i - 1], c[i]);
			face_subset(f, c, n, &out);
			buf_drop(&out);
			face_drop(f);
		}
	}
	buf_drop(&b);
}

static void missing_characters_are_listed_once(void **state)
{
	uint32_t out[3];

	(void)state;
	assert_int_equal(fonts_missing(fonts, FACE_BOLD, "Łódź Жук Nguyễn\n" NNBSP "€", out, 3), 0);
	assert_int_equal(fonts_missing(fonts, FACE_REGULAR, "日本日 𝄞 שלום", out, 3), 7);
	assert_int_equal(out[0], 0x65E5);
	assert_int_equal(out[1], 0x672C);
	assert_int_equal(out[2], 0x1D11E);
}

/* ---- measuring ---- */

static void text_is_fitted_by_rule(void **state)
{
	const char *s = "Établissements Durand et Fils, successeurs";
	const char *cut = text_fit(a, fonts, &body, s, MM(50));

	(void)state;
	assert_ptr_equal(text_fit(a, fonts, &body, s, MM(100)), s);
	assert_string_equal(cut, "Établissements Durand et…");
	assert_true(text_width(fonts, &body, cut) <= MM(50));
	cut = text_fit(a, fonts, &body, "ANTICONSTITUTIONNELLEMENTINTERMINABLE", MM(30));
	assert_true(text_width(fonts, &body, cut) <= MM(30));
	assert_string_equal(text_fit(a, fonts, &body, "abc", 0), "…");
}

static void lengths_are_what_they_say(void **state)
{
	(void)state;
	assert_int_equal(MM(210), 59528);
	assert_int_equal(MM(297), 84189);
	assert_int_equal(PT(-0.5), -50);
	assert_int_equal(GREY(100), 0x000000);
	assert_int_equal(GREY(0), 0xFFFFFF);
	assert_int_equal(text_width(fonts, &body, "soft" SHY "ware"), text_width(fonts, &body, "software"));
	assert_true(text_width(fonts, &body, "soft" SHY) > text_width(fonts, &body, "soft"));
}

/* ---- paragraphs ---- */

static const char lorem[] =
	"Sauf erreur ou omission de notre part, le paiement des factures rappelées ci-dessous, d’un montant "
	"de 12" NNBSP "345,67" NBSP
	"€, ne nous est pas parvenu à ce jour. Nous vous remercions de bien vouloir procéder à leur "
	"règlement dans les meilleurs délais, par virement au compte indiqué plus bas.";

static struct paragraph *set_text(const char *text, dim width, enum text_align align,
				  const struct hyphenator *h)
{
	struct run r = { body, text };
	struct para_options o = { .width = width, .align = align, .hyphenator = h };

	return paragraph_break(a, fonts, &r, 1, &o);
}

/* The paragraph's text with its lines joined by '|'. */
static const char *joined(const struct paragraph *p)
{
	const char *s = "";

	for (size_t i = 0; i < p->lines; i++) {
		s = arena_printf(a, "%s%s", s, i ? "|" : "");
		for (size_t k = 0; k < p->line[i].segments; k++)
			s = arena_printf(a, "%s%s", s, p->line[i].segment[k].text);
	}
	return s;
}

static void lines_never_stick_out(void **state)
{
	struct hyphenator *h;

	(void)state;
	assert_int_equal(hyphenator_load(d, "fr-FR", &h), ST_OK);
	for (int width = 5; width < 170; width += 3) {
		for (int align = TEXT_LEFT; align <= TEXT_CENTRE; align++) {
			struct paragraph *p =
				set_text(lorem, MM(width), (enum text_align)align, width % 2 ? h : NULL);
			dim height = 0;

			assert_true(p->lines > 0);
			for (size_t i = 0; i < p->lines; i++) {
				const struct line *l = &p->line[i];
				const struct text_segment *s = &l->segment[l->segments - 1];

				assert_true(l->x >= 0 && l->x + l->width <= MM(width) + 1);
				assert_true(s->x + s->width <= MM(width) + 1);
				height += l->leading;
			}
			assert_int_equal(p->height, height);
		}
	}
	hyphenator_drop(h);
}

static void justified_lines_fill_the_width(void **state)
{
	struct paragraph *p = set_text(lorem, MM(110), TEXT_JUSTIFY, NULL);

	(void)state;
	assert_true(p->lines >= 3);
	for (size_t i = 0; i + 1 < p->lines; i++)
		assert_in_range(p->line[i].width, MM(110) - 10, MM(110) + 10);
	assert_int_equal(p->line[p->lines - 1].segment[0].extra, 0);
	p = set_text(lorem, MM(110), TEXT_RIGHT, NULL);
	for (size_t i = 0; i < p->lines; i++)
		assert_in_range(p->line[i].x + p->line[i].width, MM(110) - 1, MM(110) + 1);
}

static void breaks_come_where_they_may(void **state)
{
	(void)state;
	/* wide enough for each piece alone only */
	assert_string_equal(joined(set_text("un" NBSP "deux trois" NNBSP "!", MM(16), TEXT_LEFT, NULL)),
			    "un" NBSP "deux|trois" NNBSP "!");
	assert_string_equal(joined(set_text("peut-être", MM(12), TEXT_LEFT, NULL)), "peut-|être");
	assert_string_equal(joined(set_text("recto/verso", MM(12), TEXT_LEFT, NULL)), "recto/|verso");
	assert_string_equal(joined(set_text("soft" SHY "ware", MM(12), TEXT_LEFT, NULL)), "soft" SHY "|ware");
	assert_string_equal(joined(set_text("soft" SHY "ware", MM(30), TEXT_LEFT, NULL)), "software");
	/* a reference is not divided at its hyphens while it fits */
	assert_string_equal(joined(set_text("n FA2026-1001", MM(24), TEXT_LEFT, NULL)), "n|FA2026-1001");
	/* forced lines; blanks at the ends are dropped; an empty line is a line */
	assert_string_equal(joined(set_text("un \n deux\n\ntrois\n", MM(50), TEXT_LEFT, NULL)),
			    "un|deux||trois");
	assert_int_equal(set_text("", MM(50), TEXT_LEFT, NULL)->lines, 0);
	assert_true(set_text("\n", MM(50), TEXT_LEFT, NULL)->line[0].leading == PT(12));
}

static void a_paragraph_is_broken_as_a_whole(void **state)
{
	(void)state;
	/* filling line by line would give "aaaa bb|c|ddddddd" */
	assert_string_equal(joined(set_text("aaaa bb c ddddddd", MM(15), TEXT_LEFT, NULL)),
			    "aaaa|bb c|ddddddd");
	/* a word wider than the line is cut, and only that one */
	assert_string_equal(joined(set_text("aaaa bb dddddddd e", MM(15), TEXT_LEFT, NULL)),
			    "aaaa bb|ddddddd|d e");
}

static void styles_meet_without_a_gap(void **state)
{
	struct run r[3] = { { body, "Total : " }, { strong, "12" NBSP "€" }, { body, ", dus." } };
	struct para_options o = { .width = MM(100) };
	struct paragraph *p = paragraph_break(a, fonts, r, 3, &o);
	const struct text_segment *s = p->line[0].segment;

	(void)state;
	assert_int_equal(p->lines, 1);
	assert_int_equal(p->line[0].segments, 3);
	assert_int_equal(s[0].style->face, FACE_REGULAR);
	assert_int_equal(s[1].style->face, FACE_BOLD);
	assert_in_range(s[1].x, s[0].x + s[0].width - 1, s[0].x + s[0].width + 1);
	assert_in_range(s[2].x, s[1].x + s[1].width - 1, s[1].x + s[1].width + 1);
	/* a word may change its style inside and is still one word */
	r[0].text = "mot";
	r[1].text = "suite";
	o.width = MM(8);
	p = paragraph_break(a, fonts, r, 2, &o);
	assert_int_equal(p->line[0].x, 0);
	for (size_t i = 0; i < p->lines; i++)
		assert_true(p->line[i].width <= MM(8));
}

static void indents_hold(void **state)
{
	struct run r = { body, lorem };
	struct para_options o = {
		.width = MM(80), .left_indent = MM(10), .first_indent = MM(-5), .leading = PT(14)
	};
	struct paragraph *p = paragraph_break(a, fonts, &r, 1, &o);

	(void)state;
	assert_int_equal(p->line[0].x, MM(10) + MM(-5));
	assert_int_equal(p->line[1].x, MM(10));
	assert_int_equal(p->line[0].leading, PT(14));
}

static const char *divided(const struct hyphenator *h, const char *word, bool capital)
{
	unsigned char after[64];
	struct buf b = BUF_INIT;
	const char *s;

	hyphenate(h, word, strlen(word), capital, after);
	for (size_t i = 0; word[i]; i++) {
		buf_putc(&b, word[i]);
		if (after[i])
			buf_putc(&b, '-');
	}
	s = arena_strdup(a, b.s);
	buf_drop(&b);
	return s;
}

static void words_are_divided_as_the_language_does(void **state)
{
	struct hyphenator *fr, *en, *none;

	(void)state;
	assert_int_equal(hyphenator_load(d, "fr", &fr), ST_OK);
	assert_int_equal(hyphenator_load(d, "en", &en), ST_OK);
	assert_int_equal(hyphenator_load(d, "xx", &none), ST_CONFIG);
	assert_string_equal(divided(fr, "règlement", false), "règle-ment");
	assert_string_equal(divided(fr, "indemnité", false), "indem-nité");
	assert_string_equal(divided(fr, "Monsieur", false), "Monsieur");
	assert_string_equal(divided(fr, "Conformément", true), "Confor-mé-ment");
	assert_string_equal(divided(fr, "SIRET", true), "SIRET");
	assert_string_equal(divided(fr, "délai", false), "délai");
	assert_string_equal(divided(en, "reminder", false), "reminder");
	assert_string_equal(divided(en, "hyphenation", false), "hyphen-ation");
	assert_string_equal(joined(set_text("règlement", MM(12), TEXT_LEFT, fr)), "règle" SHY "|ment");
	hyphenator_drop(fr);
	hyphenator_drop(en);
}

/* ---- typography ---- */

static void french_spaces_are_put_in(void **state)
{
	static const char *const pair[][2] = {
		{ "Attention : payez !", "Attention" NBSP ": payez" NNBSP "!" },
		{ "Attention: payez; sinon? Oui!",
		  "Attention" NBSP ": payez" NNBSP "; sinon" NNBSP "? Oui" NNBSP "!" },
		{ "Quoi ?! Non !!", "Quoi" NNBSP "?! Non" NNBSP "!!" },
		{ "« mot » et «mot»", "«" NBSP "mot" NBSP "» et «" NBSP "mot" NBSP "»" },
		{ "« Payé ? »", "«" NBSP "Payé" NNBSP "?" NBSP "»" },
		{ "12,50 € et 5 %, 10%, 40€", "12,50" NBSP "€ et 5" NBSP "%, 10" NBSP "%, 40" NBSP "€" },
		{ "8 jours, 100 USD, 3 mois", "8" NBSP "jours, 100" NBSP "USD, 3" NBSP "mois" },
		{ "n° 12, n°12, art. 5, article L. 441-10",
		  "n°" NBSP "12, n°" NBSP "12, art." NBSP "5, article" NBSP "L." NBSP "441-10" },
		{ "M. Durand, Mme Petit, MM. Roy", "M." NBSP "Durand, Mme" NBSP "Petit, MM." NBSP "Roy" },
		{ "le 1er mars 2026, le 2 août", "le 1er" NBSP "mars 2026, le 2" NBSP "août" },
		{ "l'article... d'un", "l’article… d’un" },
		{ "à 14:30, 1:2", "à 14:30, 1:2" },
		{ "https://example.org/a?b=1;c:d et x@example.org",
		  "https://example.org/a?b=1;c:d et x@example.org" },
		{ "www.example.org/?q=1", "www.example.org/?q=1" },
		{ "FA-2026;12", "FA-2026;12" },
		{ "(!)", "(!)" },
		{ "facture 1234 mars", "facture 1234 mars" },
		{ "", "" },
		{ "!", "!" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof pair / sizeof *pair; i++) {
		const char *once = typo_french(a, pair[i][0]);

		assert_string_equal(once, pair[i][1]);
		assert_ptr_equal(typo_french(a, once), once);
	}
}

static void english_is_left_alone_but_for_quotes(void **state)
{
	(void)state;
	assert_string_equal(typo_english(a, "Don't wait: pay 5% on 3 March 2026..."),
			    "Don’t wait: pay 5% on 3" NBSP "March 2026…");
	assert_string_equal(typo_apply(a, "fr-BE", "a !"), "a" NNBSP "!");
	assert_string_equal(typo_apply(a, "en", "a !"), "a !");
}

/* ---- codes ---- */

static void epc_payload_follows_the_standard(void **state)
{
	struct epc_payment p = { .name = "Ateliers Durand SARL",
				 .iban = "FR14 2004 1010 0505 0001 3M02 606",
				 .bic = "",
				 .amount = 1234567,
				 .reference = "",
				 .text = "C001 FA2026-1001" };
	const char *why;

	(void)state;
	assert_string_equal(
		epc_payload(a, &p, &why),
		"BCD\n002\n1\nSCT\n\nAteliers Durand SARL\nFR1420041010050500013M02606\nEUR12345.67\n\n\n"
		"C001 FA2026-1001");
	assert_null(why);
	p.bic = "psstfrpppar";
	p.reference = "RF45 1234 5123 45";
	assert_string_equal(
		epc_payload(a, &p, NULL),
		"BCD\n002\n1\nSCT\nPSSTFRPPPAR\nAteliers Durand SARL\nFR1420041010050500013M02606\n"
		"EUR12345.67\n\nRF451234512345");
	p.reference = "RF461234512345";
	assert_null(epc_payload(a, &p, &why));
	assert_non_null(why);
	p.reference = "";
	p.amount = 0;
	assert_null(epc_payload(a, &p, NULL));
	p.amount = INT64_C(99999999999);
	assert_non_null(strstr(epc_payload(a, &p, NULL), "EUR999999999.99"));
	p.amount++;
	assert_null(epc_payload(a, &p, NULL));
	p.amount = 1;
	assert_non_null(strstr(epc_payload(a, &p, NULL), "\nEUR0.01\n"));
	p.iban = "FR1520041010050500013M02606";
	assert_null(epc_payload(a, &p, NULL));
	p.iban = "";
	assert_null(epc_payload(a, &p, NULL));
}

static void creditor_references_have_right_check_digits(void **state)
{
	static const char *const pair[][2] = { { "AB2G5", "RF68AB2G5" },
					       { "1234512345", "RF451234512345" },
					       { "tu-06 fx", "RF96TU06FX" } };
	char out[26];

	(void)state;
	for (size_t i = 0; i < sizeof pair / sizeof *pair; i++) {
		assert_true(iso11649_make(pair[i][0], out));
		assert_string_equal(out, pair[i][1]);
		assert_true(iso11649_valid(out));
	}
	assert_true(iso11649_make("123456789012345678901", out));
	assert_false(iso11649_make("1234567890123456789012", out));
	assert_false(iso11649_make("--", out));
	assert_false(iso11649_valid("RF69AB2G5"));
	assert_false(iso11649_valid("RF"));
	assert_string_equal(iso11649_grouped(a, "RF451234512345"), "RF45 1234 5123 45");
}

static void qr_codes_are_made_of_modules(void **state)
{
	const struct qr *q = qr_encode(a, "BCD\n002", EPC_MAX_VERSION);
	char long_text[700];

	(void)state;
	assert_non_null(q);
	assert_int_equal(q->modules, 21);
	/* the finder pattern: 7 dark, and a light ring inside */
	for (int i = 0; i < 7; i++)
		assert_true(qr_dark(q, 0, i) && qr_dark(q, i, 0) && qr_dark(q, 20, i));
	assert_false(qr_dark(q, 1, 1) || qr_dark(q, 7, 7));
	memset(long_text, 'x', sizeof long_text);
	long_text[sizeof long_text - 1] = '\0';
	assert_null(qr_encode(a, long_text, EPC_MAX_VERSION));
	long_text[331] = '\0';
	assert_non_null(qr_encode(a, long_text, EPC_MAX_VERSION));
}

/* ---- images ---- */

static void put_be32(struct buf *b, uint32_t v)
{
	char c[4] = { (char)(v >> 24), (char)(v >> 16 & 0xFF), (char)(v >> 8 & 0xFF), (char)(v & 0xFF) };

	buf_add(b, c, 4);
}

static void put_chunk(struct buf *b, const char *name, const void *data, size_t n)
{
	put_be32(b, (uint32_t)n);
	buf_add(b, name, 4);
	buf_add(b, data, n);
	put_be32(b, 0); /* the checksum is not looked at */
}

/* A PNG of 2 x 2 pixels with these rows. */
static void make_png(struct buf *b, unsigned bits, unsigned type, unsigned interlace, const void *rows,
		     size_t n)
{
	unsigned char head[13] = { 0,
				   0,
				   0,
				   2,
				   0,
				   0,
				   0,
				   2,
				   (unsigned char)bits,
				   (unsigned char)type,
				   0,
				   0,
				   (unsigned char)interlace };
	unsigned char z[256];
	uLongf size = sizeof z;

	buf_clear(b);
	buf_add(b, "\x89PNG\r\n\x1A\n", 8);
	put_chunk(b, "IHDR", head, sizeof head);
	if (type == 3) {
		put_chunk(b, "PLTE", "\xFF\x00\x00\x00\x00\xFF", 6);
		put_chunk(b, "tRNS", "\x00", 1);
	}
	assert_int_equal(compress(z, &size, rows, n), Z_OK);
	put_chunk(b, "IDAT", z, size);
	put_chunk(b, "IEND", "", 0);
}

static enum status image_of(const struct buf *b, struct image **img)
{
	return image_parse(d, "logo", b->s, b->len, img);
}

static void images_are_read_or_refused(void **state)
{
	/* red opaque, blue half; green transparent, grey opaque; filters none and up */
	static const unsigned char rgba[] = { 0, 255, 0,   0, 255, 0,	0,   255, 128,
					      2, 1,   255, 0, 1,   100, 100, 101, 127 };
	static const unsigned char flat[] = { 0, 255, 0, 0, 127, 127, 255, 0, 255, 255, 255, 100, 100, 100 };
	static const char jpeg[] =
		"\xFF\xD8\xFF\xE0\x00\x04xx\xFF\xC0\x00\x11\x08\x00\x10\x00\x20\x03..............";
	struct buf b = BUF_INIT;
	struct image *img;
	unsigned char rows[64];
	uLongf size = sizeof rows;
	const void *data;
	size_t n;
	int width, height;

	(void)state;
	make_png(&b, 8, 6, 0, rgba, sizeof rgba);
	assert_int_equal(image_of(&b, &img), ST_OK);
	image_size(img, &width, &height);
	assert_int_equal(width, 2);
	assert_int_equal(height, 2);
	data = image_data(img, &n);
	assert_int_equal(uncompress(rows, &size, data, n), Z_OK);
	assert_int_equal(size, sizeof flat);
	assert_memory_equal(rows, flat, sizeof flat);
	assert_non_null(strstr(image_dict(img), "/DeviceRGB"));
	image_drop(img);

	make_png(&b, 1, 3, 0, "\x00\x40\x00\x80", 4);
	assert_int_equal(image_of(&b, &img), ST_OK);
	/* the transparent first colour is white now */
	assert_non_null(strstr(image_dict(img), "[/Indexed/DeviceRGB 1<FFFFFF0000FF>]"));
	image_drop(img);
	b.len -= 20;
	assert_int_equal(image_of(&b, &img), ST_CONFIG);

	make_png(&b, 8, 2, 1, rgba, 14);
	assert_int_equal(image_of(&b, &img), ST_CONFIG); /* interlaced */
	make_png(&b, 16, 2, 0, rgba, 14);
	assert_int_equal(image_of(&b, &img), ST_CONFIG);
	make_png(&b, 8, 2, 0, rgba, 13);
	assert_int_equal(image_of(&b, &img), ST_CONFIG); /* too few rows */

	buf_clear(&b);
	buf_add(&b, jpeg, sizeof jpeg - 1);
	assert_int_equal(image_of(&b, &img), ST_OK);
	image_size(img, &width, &height);
	assert_int_equal(width, 32);
	assert_int_equal(height, 16);
	image_data(img, &n);
	assert_int_equal(n, b.len);
	image_drop(img);
	b.s[17] = 4; /* CMYK */
	assert_int_equal(image_of(&b, &img), ST_CONFIG);
	b.len = 12;
	assert_int_equal(image_of(&b, &img), ST_CONFIG);
	buf_clear(&b);
	buf_puts(&b, "GIF89a..");
	assert_int_equal(image_of(&b, &img), ST_CONFIG);
	buf_drop(&b);
	assert_int_equal(image_load(d, "/nowhere/logo.png", &img), ST_CONFIG);
}

/* ---- documents ---- */

static void draw_letter(struct buf *out, const char *first, size_t *missing)
{
	struct doc *doc = doc_new(press, &info);
	const uint32_t *cp;

	doc_add_page(doc);
	page_text(doc, MM(20), MM(30), &body, first);
	page_text(doc, MM(20), MM(40), &strong,
		  "Żółć İşğı Ωμέγα Жук Nguyễn Ấ 1" NNBSP "234,56" NBSP "€ (a\\b)");
	page_text_decimal(doc, MM(100), MM(50), &body, "1" NNBSP "234,56", ',');
	page_qr(doc, qr_encode(a, "BCD", 13), MM(150), MM(20), MM(25));
	page_box(doc, MM(20), MM(60), MM(50), MM(10), PT(0.5), 0x336699);
	doc_add_page(doc);
	paragraph_draw(doc, set_text(lorem, MM(80), TEXT_JUSTIFY, NULL), 0, 99, MM(20), MM(20));
	for (size_t i = 0; i < doc_pages(doc); i++) {
		doc_select(doc, i);
		page_text_right(doc, MM(190), MM(285), &body,
				arena_printf(a, "page %zu/%zu", i + 1, doc_pages(doc)));
	}
	assert_int_equal(doc_finish(d, doc, out), ST_OK);
	cp = doc_missing(doc, missing);
	if (*missing)
		assert_int_equal(cp[0], 0x65E5);
	doc_drop(doc);
}

/* The output of a command on the document, or NULL if it is not installed. */
static const char *through(const char *command, const struct buf *pdf)
{
	char name[] = "/tmp/relance-test-XXXXXX", piece[1024];
	int fd = mkstemp(name);
	FILE *f = fd < 0 ? NULL : fdopen(fd, "wb");
	struct buf text = BUF_INIT;
	const char *s = NULL;
	size_t n;

	assert_non_null(f);
	assert_int_equal(fwrite(pdf->s, 1, pdf->len, f), pdf->len);
	assert_int_equal(fclose(f), 0);
	f = popen(arena_printf(a, "%s %s - 2>/dev/null", command, name), "r");
	assert_non_null(f);
	while ((n = fread(piece, 1, sizeof piece, f)) > 0)
		buf_add(&text, piece, n);
	if (pclose(f) == 0)
		s = arena_strdup(a, text.s);
	buf_drop(&text);
	unlink(name);
	return s;
}

static void a_document_reads_back(void **state)
{
	struct buf pdf = BUF_INIT;
	const char *text;
	size_t missing;

	(void)state;
	draw_letter(&pdf, "Réf. 日本, été", &missing);
	assert_int_equal(missing, 2);
	assert_memory_equal(pdf.s, "%PDF-1.4\n", 9);
	text = through("pdftotext -raw", &pdf);
	if (!text) {
		buf_drop(&pdf);
		skip();
	}
	/* substitutes copy as what they stand for; pdftotext makes every blank a space */
	assert_non_null(strstr(text, "Réf. 日本, été"));
	assert_non_null(strstr(text, "Żółć İşğı Ωμέγα Жук Nguyễn Ấ 1 234,56 € (a\\b)"));
	assert_non_null(strstr(text, "page 1/2"));
	assert_non_null(strstr(text, "page 2/2"));
	assert_non_null(strstr(text, "remercions"));
	buf_drop(&pdf);
}

/* More than one font of 255 codes can hold: all of them come back, in order. */
static void many_different_characters_take_several_fonts(void **state)
{
	struct doc *doc = doc_new(press, &info);
	struct buf pdf = BUF_INIT, line = BUF_INIT;
	uint32_t cp = 0x21;
	const char *text;

	(void)state;
	doc_add_page(doc);
	for (int y = 20; y < 280; y += 10) {
		buf_clear(&line);
		for (int n = 0; n < 30; cp++)
			if (cp != 0xAD && !(cp >= 0x7F && cp <= 0xA0) &&
			    face_char(fonts->face[FACE_REGULAR], cp) != FACE_MISSING)
				buf_put_utf8(&line, (n++, cp));
		page_text(doc, MM(20), MM(y), &body, line.s);
	}
	assert_int_equal(doc_finish(d, doc, &pdf), ST_OK);
	doc_drop(doc);
	assert_non_null(memmem(pdf.s, pdf.len, "/LastChar 255/", 14));
	text = through("pdftotext -raw", &pdf);
	if (text) /* the last line, of the last font */
		assert_non_null(strstr(text, line.s));
	buf_drop(&line);
	buf_drop(&pdf);
}

static void the_same_document_gives_the_same_bytes(void **state)
{
	struct buf one = BUF_INIT, two = BUF_INIT, other = BUF_INIT;
	const char *id, *id2;
	size_t missing;

	(void)state;
	draw_letter(&one, "Madame, Monsieur,", &missing);
	assert_int_equal(missing, 0);
	draw_letter(&two, "Madame, Monsieur,", &missing);
	draw_letter(&other, "Madame, Monsieur;", &missing);
	assert_int_equal(one.len, two.len);
	assert_memory_equal(one.s, two.s, one.len);
	id = memmem(one.s, one.len, "/ID[<", 5);
	id2 = memmem(other.s, other.len, "/ID[<", 5);
	assert_non_null(id);
	assert_non_null(id2);
	assert_memory_not_equal(id, id2, 37);
	assert_true(one.len < 20 * 1024);
	assert_null(memmem(one.s, one.len, "/CreationDate", 13));
	assert_non_null(memmem(one.s, one.len, "<pdfaid:part>1</pdfaid:part>", 28));
	assert_non_null(memmem(one.s, one.len, "Ateliers &lt;Durand&gt; &amp; Cie", 33));
	buf_drop(&one);
	buf_drop(&two);
	buf_drop(&other);
}

static void *draw_many(void *out)
{
	static const char text[] = "Madame, Monsieur, votre règlement ne nous est pas parvenu.";
	struct buf *b = out;

	for (int k = 0; k < 20; k++) {
		struct doc *doc = doc_new(press, &info);

		buf_clear(b);
		doc_add_page(doc);
		for (int i = 0; i < 20; i++)
			page_text(doc, MM(20), MM(30 + 5 * i), i % 3 ? &body : &strong, text);
		if (doc_finish(d, doc, b) != ST_OK)
			buf_clear(b);
		doc_drop(doc);
	}
	return NULL;
}

static void threads_share_the_faces(void **state)
{
	struct buf b[2] = { BUF_INIT, BUF_INIT };
	pthread_t t[2];

	(void)state;
	for (int i = 0; i < 2; i++)
		assert_int_equal(pthread_create(&t[i], NULL, draw_many, &b[i]), 0);
	for (int i = 0; i < 2; i++)
		pthread_join(t[i], NULL);
	assert_true(b[0].len > 0);
	assert_int_equal(b[0].len, b[1].len);
	assert_memory_equal(b[0].s, b[1].s, b[0].len);
	buf_drop(&b[0]);
	buf_drop(&b[1]);
}

static void an_empty_document_and_very_long_texts_are_fine(void **state)
{
	struct doc *doc = doc_new(press, &info);
	struct buf pdf = BUF_INIT, text = BUF_INIT;

	(void)state;
	assert_int_equal(doc_finish(d, doc, &pdf), ST_OK);
	doc_drop(doc);
	assert_true(pdf.len > 500);
	buf_clear(&pdf);
	for (int i = 0; i < 20000; i++)
		buf_puts(&text, "AV ");
	doc = doc_new(press, &info);
	doc_add_page(doc);
	page_text(doc, MM(20), MM(20), &body, text.s);
	assert_int_equal(doc_finish(d, doc, &pdf), ST_OK);
	doc_drop(doc);
	buf_drop(&pdf);
	buf_drop(&text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(face_has_its_metrics_and_characters),
		cmocka_unit_test(characters_that_typesetting_needs_are_always_there),
		cmocka_unit_test(kerning_draws_letters_together_but_not_figures),
		cmocka_unit_test(a_subset_is_a_sound_font),
		cmocka_unit_test(faces_that_must_not_be_used_are_refused),
		cmocka_unit_test(damaged_faces_do_no_harm),
		cmocka_unit_test(missing_characters_are_listed_once),
		cmocka_unit_test(text_is_fitted_by_rule),
		cmocka_unit_test(lengths_are_what_they_say),
		cmocka_unit_test(lines_never_stick_out),
		cmocka_unit_test(justified_lines_fill_the_width),
		cmocka_unit_test(breaks_come_where_they_may),
		cmocka_unit_test(a_paragraph_is_broken_as_a_whole),
		cmocka_unit_test(styles_meet_without_a_gap),
		cmocka_unit_test(indents_hold),
		cmocka_unit_test(words_are_divided_as_the_language_does),
		cmocka_unit_test(french_spaces_are_put_in),
		cmocka_unit_test(english_is_left_alone_but_for_quotes),
		cmocka_unit_test(epc_payload_follows_the_standard),
		cmocka_unit_test(creditor_references_have_right_check_digits),
		cmocka_unit_test(qr_codes_are_made_of_modules),
		cmocka_unit_test(images_are_read_or_refused),
		cmocka_unit_test(a_document_reads_back),
		cmocka_unit_test(many_different_characters_take_several_fonts),
		cmocka_unit_test(the_same_document_gives_the_same_bytes),
		cmocka_unit_test(threads_share_the_faces),
		cmocka_unit_test(an_empty_document_and_very_long_texts_are_fine),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
