/*
 * xmp.c - the metadata of a document, once as the Info dictionary and once as
 * an XMP packet: PDF/A-1 wants both to say the same.
 */
#include "letter/document.h"

#include "base/banned.h"

#define PRODUCER "relance (libharu)"

/* Where PDFDocEncoding is not Latin-1: the signs of typography, codes 0x80 to 0x9E and 0xA0 (PDF 1.4, D.2). */
static const uint16_t doc_encoding[] = { 0x2022, 0x2020, 0x2021, 0x2026, 0x2014, 0x2013, 0x0192, 0x2044,
					 0x2039, 0x203A, 0x2212, 0x2030, 0x201E, 0x201C, 0x201D, 0x2018,
					 0x2019, 0x201A, 0x2122, 0xFB01, 0xFB02, 0x0141, 0x0152, 0x0160,
					 0x0178, 0x017D, 0x0131, 0x0142, 0x0153, 0x0161, 0x017E };

/* The code of a character in PDFDocEncoding, 0 if it has none. */
static unsigned doc_code(uint32_t cp)
{
	if ((cp >= 0x20 && cp <= 0x7E) || (cp >= 0xA1 && cp <= 0xFF && cp != 0xAD))
		return cp;
	if (cp == 0x20AC)
		return 0xA0;
	for (size_t i = 0; i < sizeof doc_encoding / sizeof *doc_encoding; i++)
		if (doc_encoding[i] == cp)
			return (unsigned)(0x80 + i);
	return 0;
}

static bool is_simple(const char *s)
{
	uint32_t cp;

	while ((cp = utf8_next(&s)) != 0)
		if (!doc_code(cp))
			return false;
	return true;
}

/* A text string: PDFDocEncoding where that does, else UTF-16BE in hexadecimal, which any reader takes. */
static void put_text_string(struct buf *b, const char *s)
{
	bool simple = is_simple(s);
	uint32_t cp;

	buf_puts(b, simple ? "(" : "<FEFF");
	while ((cp = utf8_next(&s)) != 0) {
		if (simple && (cp == '(' || cp == ')' || cp == '\\'))
			buf_putc(b, '\\');
		if (simple)
			buf_putc(b, (char)doc_code(cp));
		else if (cp > 0xFFFF)
			buf_printf(b, "%04X%04X", (unsigned)(0xD7C0 + (cp >> 10)),
				   (unsigned)(0xDC00 + (cp & 0x3FF)));
		else
			buf_printf(b, "%04X", (unsigned)cp);
	}
	buf_puts(b, simple ? ")" : ">");
}

static void put_entry(struct buf *b, const char *key, const char *value)
{
	if (!*value)
		return;
	buf_printf(b, "/%s ", key);
	put_text_string(b, value);
	buf_putc(b, '\n');
}

void xmp_info(const struct doc_info *info, struct buf *out)
{
	put_entry(out, "Title", info->title);
	put_entry(out, "Author", info->author);
	put_entry(out, "Subject", info->subject);
	buf_puts(out, "/Producer (" PRODUCER ")\n");
}

static void put_xml(struct buf *b, const char *s)
{
	for (; *s; s++) {
		if (*s == '&')
			buf_puts(b, "&amp;");
		else if (*s == '<')
			buf_puts(b, "&lt;");
		else if (*s == '>')
			buf_puts(b, "&gt;");
		else if ((unsigned char)*s >= ' ')
			buf_putc(b, *s);
	}
}

/* A property that XMP wants in a container: Alt for what may have translations, Seq, Bag. */
static void put_property(struct buf *b, const char *name, const char *container, const char *value)
{
	bool alt = container[0] == 'A';

	if (!*value)
		return;
	buf_printf(b, "<dc:%s><rdf:%s><rdf:li%s>", name, container, alt ? " xml:lang=\"x-default\"" : "");
	put_xml(b, value);
	buf_printf(b, "</rdf:li></rdf:%s></dc:%s>\n", container, name);
}

void xmp_packet(const struct doc_info *info, struct buf *out)
{
	buf_puts(out, "<?xpacket begin=\"\xEF\xBB\xBF\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>"
		      "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\">"
		      "<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\n"
		      "<rdf:Description rdf:about=\"\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\""
		      " xmlns:pdf=\"http://ns.adobe.com/pdf/1.3/\" "
		      "xmlns:pdfaid=\"http://www.aiim.org/pdfa/ns/id/\">\n"
		      "<pdfaid:part>1</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance>\n"
		      "<pdf:Producer>" PRODUCER "</pdf:Producer>\n");
	put_property(out, "title", "Alt", info->title);
	put_property(out, "creator", "Seq", info->author);
	put_property(out, "description", "Alt", info->subject);
	put_property(out, "language", "Bag", info->language);
	buf_puts(out, "</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end=\"r\"?>");
}
