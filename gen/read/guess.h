/*
 * guess.h - a first mapping for a file of unknown format, from its own paths
 * and values (relance mapping guess).
 */
#ifndef RELANCE_READ_GUESS_H
#define RELANCE_READ_GUESS_H

#include <stdio.h>

#include "base/diag.h"

/*
 * Read the file once and write a mapping file to out, valid against
 * mapping.xsd, with comments in French that say what was seen and what is not
 * sure. Memory grows with the number of different paths, not with the file.
 * ST_INPUT when the file cannot be read, or holds nothing that could be a
 * document with a date and an amount (reported; nothing is written).
 */
enum status mapping_guess(struct diag *d, const char *input, FILE *out);

#endif
