/*
 * inspect.h - for those who write a mapping: what it finds in a file
 * (relance mapping check), and a first one to begin with (guess.h).
 */
#ifndef RELANCE_READ_INSPECT_H
#define RELANCE_READ_INSPECT_H

#include <stdio.h>

#include "base/diag.h"
#include "read/guess.h"

/*
 * Read `input` through the mapping file and write to out, in French, what came
 * of it: encoding, records by kind, the first three of each with their fields,
 * sums by type, sign and currency, values that are not in canonical form,
 * control figures, paths of either side that the other one does not know.
 * ST_CONFIG: the mapping is wrong; ST_INPUT: the file cannot be read; both
 * reported to d, ST_INPUT with what was found so far on out. ST_REJECTED: read,
 * but values were found that a run would reject.
 */
enum status mapping_inspect(struct diag *d, const char *mapping_path, const char *input, FILE *out);

#endif
