/*
 * reader.h - streams one input file (XML by expat, or delimited text; gzip or
 * not) through a mapping into a record sink. Memory does not grow with the file.
 */
#ifndef RELANCE_READ_READER_H
#define RELANCE_READ_READER_H

#include "read/mapping.h"

struct read_result {
	bool hash;	 /* asked for by the caller: sha256 costs as much as a tenth of the parsing */
	uint64_t bytes;	 /* as stored */
	char sha256[65]; /* of the file as stored; "" if not asked for */
	uint64_t records, documents; /* documents: those among the records */
	char encoding[32];
};

/*
 * Read path to its end. Malformed, truncated, DOCTYPE, unknown encoding…:
 * ST_INPUT, reported with file and line; records already given to the sink
 * must then not be used. Unknown elements and attributes of mapped parents are
 * counted once per name as findings.
 */
enum status reader_run(struct diag *d, const char *path, const struct mapping *m, struct record_sink sink,
		       struct read_result *result);

/*
 * The same, and then a finding "unmatched-path" for every path of the mapping
 * that never came by: for those who write a mapping (relance mapping check).
 * Of paths below one that did not come by, only that one is named.
 */
enum status reader_check(struct diag *d, const char *path, const struct mapping *m, struct record_sink sink,
			 struct read_result *result);

#endif
