/*
 * bare_haru.c - what a letter costs: the letter engine against the simplest
 * libharu program that draws the same strings with the same slim faces (no
 * kerning, no PDF/A), twice: with libharu's UTF-8 encoding, and with the one-byte
 * encoding CP1252, which knows fewer characters and is much cheaper.
 *
 *   bare_haru [N]         draws a two-page letter N times each way
 *   bare_haru N FILE      the same with the lines of a text file, as
 *                         "pdftotext -layout letter.pdf" writes it
 *
 * Exit status 1 if the engine takes more than 1.5 times the CPU of the UTF-8
 * program, or 20 KB. See README.md.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <hpdf.h>

#include "letter/linebreak.h"
#include "letter/page.h"

#include "base/banned.h"

#define MAX_LINES 4000

/* ---- the strings ---- */

struct piece {
	int page, bold, size; /* size in points */
	dim x, y;
	const char *text;
};

static struct piece piece[MAX_LINES];
static size_t pieces;

static void add(int page, int bold, int size, dim x, dim y, const char *text)
{
	if (pieces < MAX_LINES)
		piece[pieces++] = (struct piece){ page, bold, size, x, y, text };
}

static void make_letter(struct arena *a)
{
	static const char *const head[] = { "Ateliers Durand SARL au capital de 50 000 €",
					    "12, rue des Forges, 69003 Lyon",
					    "RCS Lyon – TVA intracommunautaire",
					    "Tél. 04 78 00 00 00 – compta@example.org" };
	static const char *const body[] = {
		"Madame, Monsieur, sauf erreur ou omission de notre part, les factures rappelées ci-dessous "
		"ne nous",
		"ont pas été réglées à ce jour. Nous vous remercions de bien vouloir procéder à leur "
		"règlement sous",
		"huit jours, par virement au compte indiqué plus bas, ou de nous faire connaître les motifs "
		"qui s’y",
		"opposent. Si votre paiement a croisé ce courrier, veuillez ne pas en tenir compte et "
		"accepter nos",
		"excuses. En application de l’article L. 441-10 du code de commerce, des pénalités de retard "
		"et une",
		"indemnité forfaitaire de 40 € par facture sont exigibles de plein droit, sans rappel "
		"préalable.",
		"Vous pouvez contester tout ou partie de ces sommes dans un délai de quinze jours, en "
		"écrivant à",
		"l’adresse ci-dessus : joignez-y les pièces utiles ; une réponse vous sera faite sous une "
		"semaine !",
	};
	for (size_t i = 0; i < 4; i++)
		add(0, i == 0, 9, MM(20), MM(20 + 4.5 * (double)i), head[i]);
	add(0, 1, 11, MM(20), MM(100), "Deuxième relance – Factures échues au 31 octobre 2026");
	for (int part = 0; part < 2; part++)
		for (size_t i = 0; i < 8; i++)
			add(0, 0, 10, MM(20), MM(110 + 5 * (double)i + 50 * part), body[i]);
	for (int i = 0; i < 60; i++) {
		int page = i >= 12, bold = i % 12 == 0;
		dim y = page ? MM(30) + MM(5) * (i - 12) : MM(215) + MM(5) * i;

		add(page, bold, 9, MM(20), y, arena_printf(a, "FA2026-%04d", 1000 + 37 * i));
		add(page, bold, 9, MM(50), y, arena_printf(a, "%02d/%02d/2026", i % 28 + 1, i % 9 + 1));
		add(page, bold, 9, MM(75), y, arena_printf(a, "%02d/%02d/2026", i % 28 + 1, i % 9 + 2));
		add(page, bold, 9, MM(105), y,
		    arena_printf(a, "%d %03d,%02d", i + 1, i * 131 % 1000, i * 29 % 100));
		add(page, bold, 9, MM(140), y,
		    arena_printf(a, "%d %03d,%02d €", i + 1, i * 131 % 1000, i * 29 % 100));
		add(page, bold, 9, MM(175), y, arena_printf(a, "%d j", 3 * i + 1));
	}
}

static void read_letter(struct arena *a, const char *path)
{
	FILE *f = fopen(path, "r");
	char line[1024];
	int page = 0;
	double y = 15;

	if (!f)
		return;
	while (fgets(line, sizeof line, f)) {
		const char *text = line;

		if (*text == '\f') {
			page++;
			y = 15;
			text++;
		}
		line[strcspn(line, "\n")] = '\0';
		if (*text)
			add(page, 0, 9, MM(20), MM(y), arena_strdup(a, text));
		y += 4;
	}
	fclose(f);
}

/* ---- a slim font file, as libharu wants one: the engine's subset plus cmap, name, OS/2 and post ---- */

static void put16(struct buf *b, unsigned v)
{
	char c[2] = { (char)(v >> 8 & 0xFF), (char)(v & 0xFF) };

	buf_add(b, c, 2);
}

static void put32(struct buf *b, unsigned v)
{
	put16(b, v >> 16);
	put16(b, v & 0xFFFF);
}

static void make_cmap(const struct face *f, const uint16_t *c, size_t n, struct buf *b)
{
	size_t from[512], to[512], segments = 0;

	for (size_t i = 0; i < n; i++) {
		if (!i || face_code_point(f, c[i]) != face_code_point(f, c[i - 1]) + 1)
			from[segments++] = i;
		to[segments - 1] = i;
	}
	put32(b, 1);
	put16(b, 3);
	put16(b, 1);
	put32(b, 12);
	put16(b, 4);
	put16(b, (unsigned)(16 + 8 * (segments + 1)));
	put16(b, 0);
	put16(b, (unsigned)(2 * (segments + 1)));
	put16(b, 0);
	put32(b, 0);
	for (size_t i = 0; i < segments; i++)
		put16(b, face_code_point(f, c[to[i]]));
	put32(b, 0xFFFF0000);
	for (size_t i = 0; i < segments; i++)
		put16(b, face_code_point(f, c[from[i]]));
	put16(b, 0xFFFF);
	for (size_t i = 0; i < segments; i++)
		put16(b, (unsigned)(from[i] + 1 - face_code_point(f, c[from[i]])) & 0xFFFF);
	put16(b, 1);
	for (size_t i = 0; i <= segments; i++)
		put16(b, 0);
}

static void make_name(const char *name, struct buf *b)
{
	static const char regular[] = "Regular";
	size_t n = strlen(name);

	put16(b, 0);
	put16(b, 2);
	put16(b, 6 + 2 * 12);
	put32(b, 0x00030001);
	put32(b, 0x04090002);
	put16(b, 14);
	put16(b, 0);
	put32(b, 0x00030001);
	put32(b, 0x04090006);
	put16(b, (unsigned)(2 * n));
	put16(b, 14);
	for (size_t i = 0; i < 7; i++)
		put16(b, (unsigned char)regular[i]);
	for (size_t i = 0; i < n; i++)
		put16(b, (unsigned char)name[i]);
}

static void set32(char *p, unsigned v)
{
	for (int i = 0; i < 4; i++)
		p[i] = (char)(v >> (24 - 8 * i) & 0xFF);
}

static unsigned get32(const char *p)
{
	const unsigned char *u = (const unsigned char *)p;

	return (unsigned)u[0] << 24 | (unsigned)u[1] << 16 | (unsigned)u[2] << 8 | u[3];
}

/* What a typesetter of French letters would put into a slim font: Latin, its extensions, signs. */
static size_t choose(const struct face *f, uint16_t *c)
{
	static const uint32_t more[] = { 0x2007, 0x2010, 0x2011, 0x2013, 0x2014, 0x2018, 0x2019,
					 0x201C, 0x201D, 0x2022, 0x2026, 0x202F, 0x2030, 0x20AC };
	size_t n = 0;

	for (uint32_t cp = 0x20; cp < 0x180; cp++)
		if (face_char(f, cp) != FACE_MISSING)
			c[n++] = face_char(f, cp);
	for (size_t i = 0; i < sizeof more / sizeof *more; i++)
		if (face_char(f, more[i]) != FACE_MISSING)
			c[n++] = face_char(f, more[i]);
	return n;
}

static void slim_font(const struct face *f, struct buf *out)
{
	static const char *const tag[4] = { "OS/2", "cmap", "name", "post" };
	enum { TABLES = 7, OURS = 12 + 16 * TABLES }; /* of face_subset; the first is the cmap, not kept */
	struct buf base = BUF_INIT, t[4] = { BUF_INIT, BUF_INIT, BUF_INIT, BUF_INIT };
	static uint16_t c[600];
	size_t n = choose(f, c), at = 12 + 16 * 10;

	face_subset(f, c, n, &base);
	for (int i = 0; i < 43; i++)
		put16(&t[0], i == 0 ? 1 : 0);
	make_cmap(f, c, n, &t[1]);
	make_name(face_metrics(f)->name, &t[2]);
	put32(&t[3], 0x00030000);
	for (int i = 0; i < 7; i++)
		put32(&t[3], 0);

	put32(out, 0x00010000);
	put16(out, 10);
	put32(out, 0x00800003);
	put16(out, 32);
	for (int i = 1; i < TABLES; i++) {
		char entry[16];

		memcpy(entry, base.s + 12 + 16 * i, 16);
		set32(entry + 8, get32(entry + 8) - OURS + (unsigned)at);
		buf_add(out, entry, 16);
	}
	at += base.len - OURS;
	for (int i = 0; i < 4; i++) {
		while (t[i].len & 3)
			buf_putc(&t[i], '\0');
		buf_add(out, tag[i], 4);
		put32(out, 0);
		put32(out, (unsigned)at);
		put32(out, (unsigned)t[i].len);
		at += t[i].len;
	}
	buf_add(out, base.s + OURS, base.len - OURS);
	for (int i = 0; i < 4; i++) {
		buf_add(out, t[i].s, t[i].len);
		buf_drop(&t[i]);
	}
	buf_drop(&base);
}

/* ---- either way ---- */

static void fail(HPDF_STATUS error, HPDF_STATUS detail, void *self)
{
	(void)self;
	fprintf(stderr, "libharu: %04lX %lu\n", (unsigned long)error, (unsigned long)detail);
	exit(1);
}

static HPDF_Font bare_font(HPDF_Doc pdf, const struct buf *slim, char *tag, bool utf8)
{
	HPDF_Stream s = HPDF_MemStream_New(pdf->mmgr, (HPDF_UINT)slim->len);
	HPDF_FontDef def;

	HPDF_Stream_Write(s, (const HPDF_BYTE *)slim->s, (HPDF_UINT)slim->len);
	def = HPDF_TTFontDef_Load(pdf->mmgr, s, HPDF_TRUE);
	if (!def)
		exit(1);
	HPDF_List_Add(pdf->fontdef_list, def);
	HPDF_TTFontDef_SetTagName(def, tag);
	return HPDF_GetFont(pdf, def->base_font, utf8 ? "UTF-8" : "CP1252");
}

/* The few characters above Latin-1 that letters have, as CP1252 codes; what it lacks becomes '?'. */
static const char *to_cp1252(const char *text, char *out, size_t size)
{
	static const uint32_t high[] = { 0x20AC, 0,	 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
					 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0,	 0x017D, 0,
					 0,	 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
					 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,	 0x017E, 0x0178 };
	size_t n = 0;
	uint32_t cp;

	while ((cp = utf8_next(&text)) != 0 && n + 1 < size) {
		unsigned code = cp == 0x202F ? 0xA0 : cp < 0x80 || (cp >= 0xA0 && cp < 0x100) ? cp : '?';

		for (size_t i = 0; i < sizeof high / sizeof *high; i++)
			if (high[i] == cp)
				code = (unsigned)(0x80 + i);
		out[n++] = (char)code;
	}
	out[n] = '\0';
	return out;
}

static size_t bare_letter(const struct buf slim[2], bool utf8)
{
	char narrow[2048], tag[2][7] = { "AAAAAA", "BBBBBB" };
	HPDF_Doc pdf = HPDF_New(fail, NULL);
	HPDF_Font font[2];
	HPDF_Page page = NULL;
	size_t size;
	int at = -1;

	HPDF_SetCompressionMode(pdf, HPDF_COMP_ALL);
	if (utf8)
		HPDF_UseUTFEncodings(pdf);
	for (int i = 0; i < 2; i++)
		font[i] = bare_font(pdf, &slim[i], tag[i], utf8);
	for (size_t i = 0; i < pieces; i++) {
		const struct piece *p = &piece[i];

		while (at < p->page) {
			page = HPDF_AddPage(pdf);
			at++;
		}
		HPDF_Page_SetFontAndSize(page, font[p->bold], (HPDF_REAL)p->size);
		HPDF_Page_BeginText(page);
		HPDF_Page_MoveTextPos(page, (HPDF_REAL)p->x / 100, (HPDF_REAL)(A4_HEIGHT - p->y) / 100);
		HPDF_Page_ShowText(page, utf8 ? p->text : to_cp1252(p->text, narrow, sizeof narrow));
		HPDF_Page_EndText(page);
	}
	HPDF_SaveToStream(pdf);
	size = HPDF_GetStreamSize(pdf);
	HPDF_Free(pdf);
	return size;
}

static size_t engine_letter(struct diag *d, const struct press *press)
{
	static const struct doc_info info = { "Relance", "Ateliers Durand", "Factures échues", "fr-FR" };
	struct doc *doc = doc_new(press, &info);
	struct buf out = BUF_INIT;
	size_t size;

	for (size_t i = 0; i < pieces; i++) {
		const struct piece *p = &piece[i];
		struct style st = { p->bold ? FACE_BOLD : FACE_REGULAR, p->size * 100, BLACK };

		while (doc_pages(doc) <= (size_t)p->page)
			doc_add_page(doc);
		page_text(doc, p->x, p->y, &st, p->text);
	}
	if (doc_finish(d, doc, &out))
		exit(1);
	size = out.len;
	buf_drop(&out);
	doc_drop(doc);
	return size;
}

static double cpu_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

int main(int argc, char **argv)
{
	int n = argc > 1 ? (int)strtol(argv[1], NULL, 10) : 100, status = 0;
	struct font_paths faces = { .fallback = NULL };
	struct buf slim[2] = { BUF_INIT, BUF_INIT };
	struct arena *a = arena_new();
	struct diag *d = diag_new();
	struct press *press;
	size_t size = 0;
	double t, cost[3] = { 0, 0, 0 };

	if (n < 1 || press_load(d, &faces, &press))
		return 1;
	for (int i = 0; i < 2; i++)
		slim_font(press_fonts(press)->face[i], &slim[i]);
	if (argc > 2)
		read_letter(a, argv[2]);
	else
		make_letter(a);

	for (int way = 0; way < 3; way++) {
		static const char *const name[3] = { "bare, UTF-8", "bare, CP1252", "letter engine" };

		t = cpu_ms();
		for (int i = 0; i < n; i++)
			size = way < 2 ? bare_letter(slim, way == 0) : engine_letter(d, press);
		cost[way] = (cpu_ms() - t) / n;
		printf("%-14s %6.3f ms %6zu bytes\n", name[way], cost[way], size);
	}
	printf("engine / bare: %.2f (UTF-8), %.2f (CP1252)\n", cost[2] / cost[0], cost[2] / cost[1]);
	status = cost[2] > 1.5 * cost[0] || size >= 20 * 1024;
	buf_drop(&slim[0]);
	buf_drop(&slim[1]);
	press_drop(press);
	arena_drop(a);
	diag_drop(d);
	return status;
}
