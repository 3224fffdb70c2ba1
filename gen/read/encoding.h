/* encoding.h - the encodings that expat does not know itself, and the sniffing of delimited text. */
#ifndef RELANCE_READ_ENCODING_H
#define RELANCE_READ_ENCODING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * Code points of the 256 bytes of Windows-1252 or ISO-8859-15, by any of their
 * names (case does not matter). NULL: not one that is read here.
 */
const uint16_t *encoding_table(const char *name);

/* "windows-1252" (also for its other names), "ISO-8859-15", or the name itself. */
const char *encoding_name(const char *name);

/* ISO-8859-1 under any of its names. */
bool encoding_is_latin1(const char *name);

/* Kinds of delimited text. */
enum text_coding { TEXT_UTF8, TEXT_UTF16LE, TEXT_UTF16BE };

/* By byte order mark or, without one, by the NULs of ASCII in UTF-16; *skip = length of the mark. */
enum text_coding encoding_sniff(const char *s, size_t n, size_t *skip);

#endif
