/*
 * bare_expat.c - what the reader is measured against: expat with empty
 * handlers for elements and text, in chunks of 128 KiB.
 *
 *	bare_expat FILE
 */
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include <expat.h>

#include "base/banned.h"

static void XMLCALL on_start(void *data, const XML_Char *name, const XML_Char **atts)
{
	(void)data;
	(void)name;
	(void)atts;
}

static void XMLCALL on_end(void *data, const XML_Char *name)
{
	(void)data;
	(void)name;
}

static void XMLCALL on_text(void *data, const XML_Char *s, int n)
{
	(void)data;
	(void)s;
	(void)n;
}

int main(int argc, char **argv)
{
	static char chunk[128 << 10];
	XML_Parser p = XML_ParserCreate(NULL);
	int fd = argc == 2 ? open(argv[1], O_RDONLY | O_CLOEXEC) : -1;
	enum XML_Status st = XML_STATUS_OK;
	ssize_t n = 1;

	if (fd < 0 || !p) {
		fputs("usage: bare_expat FILE\n", stderr);
		return 2;
	}
	XML_SetElementHandler(p, on_start, on_end);
	XML_SetCharacterDataHandler(p, on_text);
	while (n > 0 && st == XML_STATUS_OK) {
		n = read(fd, chunk, sizeof chunk);
		st = n < 0 ? XML_STATUS_ERROR : XML_Parse(p, chunk, (int)n, n == 0);
	}
	XML_ParserFree(p);
	close(fd);
	return st == XML_STATUS_OK ? 0 : 1;
}
