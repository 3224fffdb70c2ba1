/* folder.h - an input that is a folder stands for the files in it: invoices come one by one. */
#ifndef RELANCE_READ_FOLDER_H
#define RELANCE_READ_FOLDER_H

#include <stddef.h>

#include "base/diag.h"

/*
 * The files that path means, in the arena: path itself, or, where it is a folder,
 * its regular files in order of their names (bytewise), without hidden ones, and
 * without PDFs and pictures (finding "left-out-file"); folders inside are not entered. ST_INPUT (reported) for a folder that cannot be read or
 * holds none; what is wrong with a file is said by whoever reads it.
 */
enum status folder_files(struct diag *d, struct arena *a, const char *path, const char ***file, size_t *n);

#endif
