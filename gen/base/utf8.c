/* utf8.c - decoding, and what kind of thing a code point is. */
#include "base/utf8.h"

#include <pthread.h>
#include <string.h>

#include <utf8proc.h>

#include "base/text.h"

#include "base/banned.h"

size_t utf8_decode(const char *s, size_t n, uint32_t *cp)
{
	const unsigned char *p = (const unsigned char *)s;
	static const uint32_t least[] = { 0, 0, 0x80, 0x800, 0x10000 };
	uint32_t c = p[0];
	size_t len, i;

	if (c < 0x80) {
		*cp = c;
		return 1;
	}
	if (c < 0xC2 || c > 0xF4)
		return 0;
	len = c < 0xE0 ? 2 : c < 0xF0 ? 3 : 4;
	if (n < len)
		return 0;
	c &= 0x7Fu >> len;
	for (i = 1; i < len; i++) {
		if ((p[i] & 0xC0) != 0x80)
			return 0;
		c = c << 6 | (p[i] & 0x3F);
	}
	if (c < least[len] || c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF))
		return 0;
	*cp = c;
	return len;
}

/* How many bytes up to 4 can be read before the NUL. */
static size_t bytes_left(const char *s)
{
	return strnlen(s, 4);
}

uint32_t utf8_next(const char **s)
{
	unsigned char c = (unsigned char)**s;
	uint32_t cp;
	size_t n;

	if (c < 0x80) {
		*s += c != 0;
		return c;
	}
	n = utf8_decode(*s, bytes_left(*s), &cp);
	*s += n ? n : 1;
	return n ? cp : 0xFFFD;
}

bool utf8_valid(const char *s, size_t n)
{
	const uint64_t high = UINT64_C(0x8080808080808080);
	uint64_t eight;
	uint32_t cp;
	size_t len;

	while (n) {
		if (n >= sizeof eight) {
			memcpy(&eight, s, sizeof eight);
			if (!(eight & high)) {
				s += sizeof eight;
				n -= sizeof eight;
				continue;
			}
		}
		len = utf8_decode(s, n, &cp);
		if (!len)
			return false;
		s += len;
		n -= len;
	}
	return true;
}

size_t utf8_length(const char *s)
{
	size_t n = 0;

	while (utf8_next(&s))
		n++;
	return n;
}

bool cp_is_space(uint32_t cp)
{
	if (cp < 0x80)
		return cp == ' ' || (cp >= '\t' && cp <= '\r');
	return cp == 0x85 || cp == 0xA0 || cp == 0x1680 || (cp >= 0x2000 && cp <= 0x200A) || cp == 0x2028 ||
	       cp == 0x2029 || cp == 0x202F || cp == 0x205F || cp == 0x3000;
}

bool cp_is_invisible(uint32_t cp)
{
	if (cp < 0x80)
		return (cp < 0x20 && !cp_is_space(cp)) || cp == 0x7F;
	if (cp < 0x600)
		return (cp < 0xA0 && cp != 0x85) || cp == 0xAD || cp == 0x61C;
	/* U+200C and U+200D stay: some scripts are misspelt without them. */
	return cp == 0x61C || cp == 0x180E || cp == 0x200B || cp == 0x200E || cp == 0x200F ||
	       (cp >= 0x202A && cp <= 0x202E) || (cp >= 0x2060 && cp <= 0x206F) || cp == 0xFEFF ||
	       (cp >= 0xFFF9 && cp <= 0xFFFB) || (cp >= 0xE0000 && cp <= 0xE007F);
}

bool cp_is_nfc_inert(uint32_t cp)
{
	return cp < 0x300 || (cp >= 0x388 && cp <= 0x482) || (cp >= 0x2010 && cp <= 0x20CF) ||
	       (cp >= 0x2100 && cp <= 0x2125) || (cp >= 0x4E00 && cp <= 0x9FFF) ||
	       (cp >= 0xAC00 && cp <= 0xD7A3) || cp == 0xFFFD;
}

/* Letters that Unicode does not take apart. */
static const char *undecomposed(uint32_t cp)
{
	switch (cp) {
	case 0xC6:
		return "AE";
	case 0xE6:
		return "ae";
	case 0x152:
		return "OE";
	case 0x153:
		return "oe";
	case 0xDF:
		return "ss";
	case 0x1E9E:
		return "SS";
	case 0xD8:
		return "O";
	case 0xF8:
		return "o";
	case 0x141:
		return "L";
	case 0x142:
		return "l";
	case 0xD0:
	case 0x110:
		return "D";
	case 0xF0:
	case 0x111:
		return "d";
	case 0xDE:
		return "TH";
	case 0xFE:
		return "th";
	case 0x126:
		return "H";
	case 0x127:
		return "h";
	case 0x131:
		return "i";
	case 0x14A:
		return "N";
	case 0x14B:
		return "n";
	case 0x166:
		return "T";
	case 0x167:
		return "t";
	default:
		return NULL;
	}
}

static size_t decompose(uint32_t cp, uint32_t out[FOLD_MAX])
{
	utf8proc_int32_t parts[FOLD_MAX];
	const char *letters;
	int boundary = 0;
	utf8proc_ssize_t n, i;
	size_t k = 0;

	letters = undecomposed(cp);
	if (letters) {
		for (; letters[k]; k++)
			out[k] = (uint32_t)letters[k];
		return k;
	}
	n = utf8proc_decompose_char((utf8proc_int32_t)cp, parts, FOLD_MAX,
				    UTF8PROC_COMPAT | UTF8PROC_DECOMPOSE | UTF8PROC_STRIPMARK, &boundary);
	if (n < 0 || n > FOLD_MAX) {
		out[0] = cp;
		return 1;
	}
	for (i = 0; i < n; i++)
		out[k++] = (uint32_t)parts[i];
	return k;
}

/* Latin letters, looked up once: sorting asks for them millions of times. */
#define LATIN_FIRST 0x80
#define LATIN_END 0x250
#define LATIN_PARTS 4

static struct {
	unsigned char n; /* 0xFF: does not fit */
	uint32_t part[LATIN_PARTS];
} latin[LATIN_END - LATIN_FIRST];

static void fill_latin(void)
{
	uint32_t cp, out[FOLD_MAX];

	for (cp = LATIN_FIRST; cp < LATIN_END; cp++) {
		size_t n = decompose(cp, out);

		latin[cp - LATIN_FIRST].n = n <= LATIN_PARTS ? (unsigned char)n : 0xFF;
		if (n <= LATIN_PARTS)
			memcpy(latin[cp - LATIN_FIRST].part, out, n * sizeof *out);
	}
}

size_t cp_base(uint32_t cp, uint32_t out[FOLD_MAX])
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;
	size_t n;

	if (cp < LATIN_FIRST) {
		out[0] = cp;
		return 1;
	}
	if (cp < LATIN_END) {
		pthread_once(&once, fill_latin);
		n = latin[cp - LATIN_FIRST].n;
		if (n != 0xFF) {
			memcpy(out, latin[cp - LATIN_FIRST].part, n * sizeof *out);
			return n;
		}
	}
	return decompose(cp, out);
}
