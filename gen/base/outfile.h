/* outfile.h - private to base: what output.c and csv.c share. */
#ifndef RELANCE_BASE_OUTFILE_H
#define RELANCE_BASE_OUTFILE_H

#include "base/output.h"

#define OUTFILE_BUFFER ((size_t)64 << 10)

struct outfile {
	struct diag *d;
	char *path;
	int fd;
	int err;        /* errno of the first failure: nothing is written behind it */
	bool in_record; /* csv: a field of this record has been written */
	size_t used;
	char buffer[OUTFILE_BUFFER];
};

#endif
