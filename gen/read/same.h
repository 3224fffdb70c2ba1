/* same.h - files that hold the same bytes: an export given twice, under whatever names, packed or not. */
#ifndef RELANCE_READ_SAME_H
#define RELANCE_READ_SAME_H

#include <stddef.h>

/*
 * first[i]: the first of the n files whose content is that of file i, i itself
 * where none before it has that content. gzip is unpacked before comparing.
 * Only regular files are looked at, and only those of one size are read; what
 * cannot be read is like no other: whoever reads it for good will report it.
 */
void same_files(const char *const *file, size_t n, size_t *first);

#endif
