/*
 * pdf.c - the objects of a PDF/A-1b file, handed to libharu, which numbers and
 * serialises them.
 *
 * libharu's own font and PDF/A calls are not used: it would map all 65,536
 * code points for every font of every document, write widths of characters
 * that nobody shows, an illegal ToUnicode, and an ID taken from the clock. So
 * the dictionaries of fonts, images and metadata are written here as PDF text
 * (object_text), streams arrive deflated already, and libharu keeps what it
 * does well: pages, object numbers, lengths, cross-references, trailer.
 */
#include "letter/pdf.h"

#include <stdlib.h>
#include <string.h>

#include <hpdf.h>
#include <nettle/sha2.h>

#include "letter/document.h"
#include "letter/image.h"

#include "base/banned.h"

#define PAGES_FLAT 1000 /* above, the page tree gets branches: PDF/A-1 allows 8,191 entries in an array */

struct pdf {
	HPDF_Doc haru;
	struct arena *mem; /* texts of objects: must live until the file is saved */
	struct deflater *deflater;
	HPDF_STATUS error, detail; /* the first one */
};

static void on_error(HPDF_STATUS error, HPDF_STATUS detail, void *self)
{
	struct pdf *p = self;

	if (!p->error) {
		p->error = error;
		p->detail = detail;
	}
}

/* libharu never sees an allocation fail: the program ends instead, as everywhere. */
static void *allocate(HPDF_UINT size)
{
	return xmalloc(size);
}

static void release(void *p)
{
	free(p);
}

/* ---- objects ---- */

/* What an object consists of besides the entries that libharu gave it. */
struct content {
	struct pdf *p;
	const char *entries; /* PDF text */
	const void *data;    /* of a stream, NULL: none */
	size_t n;
};

static HPDF_STATUS write_entries(HPDF_Dict dict, HPDF_Stream stream)
{
	const struct content *c = dict->attr;

	return HPDF_Stream_WriteStr(stream, c->entries);
}

/* libharu's own streams have their length in an object of its own, 40 bytes each: ours know it. */
static HPDF_STATUS write_data(HPDF_Dict dict)
{
	const struct content *c = dict->attr;
	HPDF_Stream stream = c->p->haru->stream;

	HPDF_Stream_WriteStr(stream, "\nstream\r\n");
	HPDF_Stream_Write(stream, c->data, (HPDF_UINT)c->n);
	return HPDF_Stream_WriteStr(stream, "\nendstream");
}

/* Give the dictionary these further entries. Clears b. */
static struct content *object_text(struct pdf *p, HPDF_Dict dict, struct buf *b)
{
	struct content *c = arena_calloc(p->mem, 1, sizeof *c);

	c->p = p;
	c->entries = arena_strndup(p->mem, b->s, b->len);
	if (dict) {
		dict->attr = c;
		dict->write_fn = write_entries;
	}
	buf_clear(b);
	return c;
}

static unsigned object_id(const struct _HPDF_Dict_Rec *dict)
{
	return dict ? dict->header.obj_id & 0x00FFFFFF : 0;
}

/* A new indirect object with the entries in b, which is cleared. */
static HPDF_Dict object_new(struct pdf *p, struct buf *b)
{
	HPDF_Dict dict = HPDF_Dict_New(p->haru->mmgr);

	if (dict)
		HPDF_Xref_Add(p->haru->xref, dict);
	object_text(p, dict, b);
	return dict;
}

/* The same with a stream; the entries say how the n bytes are encoded. data: lent until the file is saved. */
static HPDF_Dict stream_new(struct pdf *p, struct buf *b, const void *data, size_t n)
{
	HPDF_Dict dict = HPDF_Dict_New(p->haru->mmgr);
	struct content *c;

	if (dict) {
		HPDF_Xref_Add(p->haru->xref, dict);
		dict->after_write_fn = write_data;
	}
	buf_printf(b, "/Length %zu\n", n);
	c = object_text(p, dict, b);
	c->data = data;
	c->n = n;
	return dict;
}

static const void *keep(struct pdf *p, const struct buf *b)
{
	return memcpy(arena_alloc(p->mem, b->len), b->s, b->len);
}

/* The same, deflated here. */
static HPDF_Dict deflated_new(struct pdf *p, struct buf *b, const struct buf *data)
{
	struct buf z = BUF_INIT;
	HPDF_Dict dict;

	deflater_run(p->deflater, data->s, data->len, &z);
	buf_puts(b, "/Filter/FlateDecode\n");
	dict = stream_new(p, b, keep(p, &z), z.len);
	buf_drop(&z);
	return dict;
}

/* ---- fonts ---- */

/* Six capitals that differ where the subset differs (PDF 1.4, 5.5.3): FNV-1a of the characters. */
static void subset_tag(const struct doc_font *df, char tag[7])
{
	uint64_t h = UINT64_C(0xCBF29CE484222325);

	for (size_t i = 0; i < df->n; i++)
		h = (h ^ df->used[i].cp) * UINT64_C(0x100000001B3);
	for (int i = 0; i < 6; i++, h /= 26)
		tag[i] = (char)('A' + h % 26);
	tag[6] = '\0';
}

static unsigned font_program(struct pdf *p, const struct doc_font *df)
{
	uint16_t *c = xmalloc(df->n * sizeof *c);
	struct buf sfnt = BUF_INIT, b = BUF_INIT;
	HPDF_Dict dict;

	for (size_t i = 0; i < df->n; i++)
		c[i] = df->used[i].c;
	face_subset(df->face, c, df->n, &sfnt);
	buf_printf(&b, "/Length1 %zu\n", sfnt.len);
	dict = deflated_new(p, &b, &sfnt);
	free(c);
	buf_drop(&sfnt);
	buf_drop(&b);
	return object_id(dict);
}

static void put_utf16(struct buf *b, uint32_t cp)
{
	if (cp > 0xFFFF)
		buf_printf(b, "<%04X%04X>", (unsigned)(0xD7C0 + (cp >> 10)),
			   (unsigned)(0xDC00 + (cp & 0x3FF)));
	else
		buf_printf(b, "<%04X>", (unsigned)cp);
}

/* What each code means, so that copying and searching give the words: one range with a list of meanings. */
static unsigned to_unicode(struct pdf *p, const struct doc_font *df)
{
	struct buf map = BUF_INIT, b = BUF_INIT;
	HPDF_Dict dict;

	buf_puts(&map, "/CIDInit/ProcSet findresource begin\n12 dict begin\nbegincmap\n"
		       "/CIDSystemInfo<</Registry(Adobe)/Ordering(UCS)/Supplement 0>>def\n"
		       "/CMapName/Adobe-Identity-UCS def\n/CMapType 2 def\n"
		       "1 begincodespacerange\n<00><FF>\nendcodespacerange\n");
	buf_printf(&map, "1 beginbfrange\n<01><%02zX>[", df->n);
	for (size_t i = 0; i < df->n; i++)
		put_utf16(&map, df->used[i].cp);
	buf_puts(&map, "]\nendbfrange\nendcmap\nCMapName currentdict/CMap defineresource pop\nend\nend\n");
	dict = deflated_new(p, &b, &map);
	buf_drop(&map);
	buf_drop(&b);
	return object_id(dict);
}

static void put_descriptor(struct buf *b, const struct face_metrics *m, const char *tag, unsigned program)
{
	int flags = 4 | (m->fixed_pitch ? 1 : 0) | (m->serif ? 2 : 0) | (m->italic_angle ? 64 : 0);
	/* not in the file; this is what makers commonly state */
	int stem = 50 + (m->weight / 65) * (m->weight / 65);

	buf_printf(b, "/Type/FontDescriptor/FontName/%s+%s/Flags %d/FontBBox[%d %d %d %d]\n", tag, m->name,
		   flags, m->bbox[0], m->bbox[1], m->bbox[2], m->bbox[3]);
	buf_printf(b, "/ItalicAngle %d/Ascent %d/Descent %d/CapHeight %d/XHeight %d/StemV %d\n",
		   m->italic_angle, m->ascent, m->descent, m->cap_height, m->x_height, stem);
	buf_printf(b, "/FontFile2 %u 0 R\n", program);
}

/*
 * A TrueType font with codes of its own, "symbolic" in the words of PDF/A-1 6.3.7: no encoding, one
 * cmap in the program. A byte per character, and nothing of what a CID font needs besides.
 */
static unsigned font_new(struct pdf *p, const struct doc_font *df)
{
	const struct face_metrics *m = face_metrics(df->face);
	struct buf b = BUF_INIT;
	unsigned program = font_program(p, df), unicode = to_unicode(p, df), descriptor;
	HPDF_Dict font;
	char tag[7];

	subset_tag(df, tag);
	put_descriptor(&b, m, tag, program);
	descriptor = object_id(object_new(p, &b));

	buf_printf(&b, "/Type/Font/Subtype/TrueType/BaseFont/%s+%s/FontDescriptor %u 0 R/ToUnicode %u 0 R\n",
		   tag, m->name, descriptor, unicode);
	buf_printf(&b, "/FirstChar 1/LastChar %zu/Widths[", df->n);
	for (size_t i = 0; i < df->n; i++)
		buf_printf(&b, "%s%d", i ? " " : "", face_advance(df->face, df->used[i].c));
	buf_puts(&b, "]\n");
	font = object_new(p, &b);
	buf_drop(&b);
	return object_id(font);
}

/* ---- resources and pages ---- */

static HPDF_Dict fonts_new(struct pdf *p, const struct doc *doc)
{
	struct buf b = BUF_INIT;
	HPDF_Dict dict;

	for (size_t i = 0; i < doc->fonts; i++)
		buf_printf(&b, "/F%zu %u 0 R\n", i, font_new(p, &doc->font[i]));
	dict = object_new(p, &b);
	buf_drop(&b);
	return dict;
}

static HPDF_Dict images_new(struct pdf *p, const struct doc *doc)
{
	struct buf names = BUF_INIT, b = BUF_INIT;
	HPDF_Dict dict;

	for (size_t i = 0; i < doc->images; i++) {
		size_t n;
		const void *data = image_data(doc->image[i], &n);

		buf_puts(&b, image_dict(doc->image[i]));
		buf_printf(&names, "/I%zu %u 0 R\n", i, object_id(stream_new(p, &b, data, n)));
	}
	dict = object_new(p, &names);
	buf_drop(&names);
	buf_drop(&b);
	return dict;
}

static void page_new(struct pdf *p, struct sheet *s, HPDF_Dict fonts, HPDF_Dict images)
{
	HPDF_Page page = HPDF_AddPage(p->haru);
	struct buf z = BUF_INIT, b = BUF_INIT;
	HPDF_PageAttr attr;
	HPDF_Dict resources;

	if (!page)
		return; /* the error handler knows why */
	attr = page->attr;
	resources = HPDF_Dict_GetItem(page, "Resources", HPDF_OCLASS_DICT);
	HPDF_Page_SetBoxValue(page, "MediaBox", 2, (HPDF_REAL)s->width / 100);
	HPDF_Page_SetBoxValue(page, "MediaBox", 3, (HPDF_REAL)s->height / 100);
	HPDF_Dict_Add(resources, "Font", fonts);
	if (images)
		HPDF_Dict_Add(resources, "XObject", images);
	leave_text(s);
	deflater_run(p->deflater, s->content.s, s->content.len, &z);
	HPDF_Stream_Write(attr->stream, (const HPDF_BYTE *)z.s, (HPDF_UINT)z.len);
	buf_puts(&b, "/Filter/FlateDecode\n");
	object_text(p, attr->contents, &b);
	buf_drop(&z);
	buf_drop(&b);
}

static void pages_new(struct pdf *p, const struct doc *doc)
{
	HPDF_Dict fonts = fonts_new(p, doc), images = doc->images ? images_new(p, doc) : NULL;

	if (doc->sheets > PAGES_FLAT)
		HPDF_SetPagesConfiguration(p->haru, 100);
	for (size_t i = 0; i < doc->sheets; i++)
		page_new(p, &doc->sheet[i], fonts, images);
}

/* ---- what makes it PDF/A-1b ---- */

static void put_id(struct buf *b, const struct doc *doc)
{
	uint8_t digest[SHA256_DIGEST_SIZE];
	struct sha256_ctx ctx;
	struct buf text = BUF_INIT;

	sha256_init(&ctx);
	xmp_packet(&doc->info, &text);
	sha256_update(&ctx, text.len, (const uint8_t *)text.s);
	for (size_t i = 0; i < doc->fonts; i++) {
		buf_clear(&text);
		for (size_t k = 0; k < doc->font[i].n; k++)
			buf_put_utf8(&text, doc->font[i].used[k].cp);
		buf_putc(&text, '\n');
		sha256_update(&ctx, text.len, (const uint8_t *)text.s);
	}
	for (size_t i = 0; i < doc->images; i++) {
		size_t n;
		const void *data = image_data(doc->image[i], &n);

		sha256_update(&ctx, n, data);
	}
	for (size_t i = 0; i < doc->sheets; i++) {
		const struct buf *c = &doc->sheet[i].content;

		sha256_update(&ctx, c->len + 1, (const uint8_t *)c->s);
	}
	sha256_digest(&ctx, sizeof digest, digest);
	buf_puts(b, "/ID[");
	for (int twice = 0; twice < 2; twice++) {
		buf_putc(b, '<');
		for (int i = 0; i < 16; i++)
			buf_printf(b, "%02X", digest[i]);
		buf_putc(b, '>');
	}
	buf_puts(b, "]\n");
	buf_drop(&text);
}

/* The language tag goes into a PDF string: letters, digits and hyphens only. */
static bool is_language(const char *s)
{
	return *s && !s[strspn(s, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-")];
}

static void archive_new(struct pdf *p, const struct doc *doc)
{
	struct buf b = BUF_INIT, xmp = BUF_INIT;
	unsigned metadata, profile;

	xmp_packet(&doc->info, &xmp);
	buf_puts(&b, "/Type/Metadata/Subtype/XML\n");
	metadata = object_id(stream_new(p, &b, keep(p, &xmp), xmp.len));
	buf_puts(&b, "/N 3/Filter/FlateDecode\n");
	profile = object_id(stream_new(p, &b, doc->press->icc.s, doc->press->icc.len));

	buf_printf(&b, "/Metadata %u 0 R\n", metadata);
	buf_puts(&b, "/OutputIntents[<</Type/OutputIntent/S/GTS_PDFA1/OutputConditionIdentifier(sRGB "
		     "IEC61966-2.1)");
	buf_printf(&b, "/Info(sRGB IEC61966-2.1)/DestOutputProfile %u 0 R>>]\n", profile);
	/* scaling would move the address out of the envelope's window */
	buf_puts(&b, "/ViewerPreferences<</DisplayDocTitle true/PrintScaling/None>>\n");
	if (is_language(doc->info.language))
		buf_printf(&b, "/Lang(%s)\n", doc->info.language);
	object_text(p, p->haru->catalog, &b);

	HPDF_Dict_RemoveElement(p->haru->info, "Producer");
	xmp_info(&doc->info, &b);
	object_text(p, p->haru->info, &b);

	put_id(&b, doc);
	object_text(p, p->haru->trailer, &b);
	buf_drop(&b);
	buf_drop(&xmp);
}

/* ---- the file ---- */

static void save(struct pdf *p, struct buf *out)
{
	HPDF_Stream s;

	if (HPDF_SaveToStream(p->haru) != HPDF_OK)
		return;
	s = p->haru->stream;
	for (HPDF_UINT i = 0; i < HPDF_MemStream_GetBufCount(s); i++) {
		HPDF_UINT n;
		const HPDF_BYTE *piece = HPDF_MemStream_GetBufPtr(s, i, &n);

		buf_add(out, (const char *)piece, n);
	}
}

enum status pdf_write(struct diag *d, struct doc *doc, struct buf *out)
{
	struct pdf p = { .mem = doc->mem, .error = HPDF_OK };
	size_t had = out->len;
	enum status st = ST_OK;

	if (!doc->sheets)
		doc_add_page(doc); /* a PDF has at least one */
	p.haru = HPDF_NewEx(on_error, allocate, release, 0, &p);
	if (p.haru) {
		p.haru->pdf_version = HPDF_VER_14;
		p.deflater = deflater_new();
		pages_new(&p, doc);
		archive_new(&p, doc);
		if (!p.error)
			save(&p, out);
		HPDF_Free(p.haru);
		deflater_drop(p.deflater);
	}
	if (p.error || !p.haru) {
		out->len = had;
		st = diag_error(d, ST_LIMIT, NOWHERE,
				"« %s » : libharu refuse le document (erreur %04lX, détail %lu)",
				doc->info.title, (unsigned long)p.error, (unsigned long)p.detail);
	}
	return st;
}
