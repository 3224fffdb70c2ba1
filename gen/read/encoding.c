/* encoding.c - see encoding.h. */
#include "read/encoding.h"

#include <pthread.h>
#include <string.h>

#include "base/text.h"

#include "base/banned.h"

/* 80 to 9F of Windows-1252; the five bytes without a character are kept as themselves, as everybody does. */
static const uint16_t high_1252[32] = {
	0x20AC, 0x0081, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
	0x2039, 0x0152, 0x008D, 0x017D, 0x008F, 0x0090, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
	0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x009D, 0x017E, 0x0178,
};

/* Where ISO-8859-15 differs from ISO-8859-1. */
static const struct {
	uint8_t byte;
	uint16_t cp;
} latin9[] = { { 0xA4, 0x20AC }, { 0xA6, 0x0160 }, { 0xA8, 0x0161 }, { 0xB4, 0x017D },
	       { 0xB8, 0x017E }, { 0xBC, 0x0152 }, { 0xBD, 0x0153 }, { 0xBE, 0x0178 } };

static uint16_t table_1252[256], table_latin9[256];

static void fill(void)
{
	unsigned i;

	for (i = 0; i < 256; i++) {
		table_1252[i] = (uint16_t)(i >= 0x80 && i < 0xA0 ? high_1252[i - 0x80] : i);
		table_latin9[i] = (uint16_t)i;
	}
	for (i = 0; i < sizeof latin9 / sizeof *latin9; i++)
		table_latin9[latin9[i].byte] = latin9[i].cp;
}

static bool one_of(const char *name, const char *const *list, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++) {
		if (text_ieq(name, list[i]))
			return true;
	}
	return false;
}

static bool is_1252(const char *name)
{
	static const char *const names[] = { "windows-1252", "cp1252", "cp-1252", "x-cp1252", "1252",
					     "windows1252",  "ansi",   "x-ansi",  "ms-ansi" };

	return one_of(name, names, sizeof names / sizeof *names);
}

static bool is_latin9(const char *name)
{
	static const char *const names[] = { "iso-8859-15", "iso8859-15", "iso_8859-15", "iso885915",
					     "latin9",	    "latin-9",	  "l9",		 "8859-15",
					     "csISO885915", "csISOLatin9" };

	return one_of(name, names, sizeof names / sizeof *names);
}

const uint16_t *encoding_table(const char *name)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;

	pthread_once(&once, fill);
	if (is_1252(name))
		return table_1252;
	return is_latin9(name) ? table_latin9 : NULL;
}

const char *encoding_name(const char *name)
{
	if (is_1252(name))
		return "windows-1252";
	return is_latin9(name) ? "ISO-8859-15" : name;
}

bool encoding_is_latin1(const char *name)
{
	static const char *const names[] = { "iso-8859-1", "iso8859-1", "iso_8859-1",
					     "latin1",	   "latin-1",	"l1" };

	return one_of(name, names, sizeof names / sizeof *names);
}

enum text_coding encoding_sniff(const char *s, size_t n, size_t *skip)
{
	*skip = 0;
	if (n >= 3 && !memcmp(s, "\xEF\xBB\xBF", 3)) {
		*skip = 3;
		return TEXT_UTF8;
	}
	if (n >= 2 && (!memcmp(s, "\xFF\xFE", 2) || !memcmp(s, "\xFE\xFF", 2))) {
		*skip = 2;
		return *s == '\xFF' ? TEXT_UTF16LE : TEXT_UTF16BE;
	}
	if (n >= 4 && s[0] && !s[1] && s[2] && !s[3])
		return TEXT_UTF16LE;
	if (n >= 4 && !s[0] && s[1] && !s[2] && s[3])
		return TEXT_UTF16BE;
	return TEXT_UTF8;
}
