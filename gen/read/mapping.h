/*
 * mapping.h - a format is a mapping file, not C code. Compiled once with
 * libxml2 (checked by mapping.xsd); read-only afterwards, shared by threads.
 */
#ifndef RELANCE_READ_MAPPING_H
#define RELANCE_READ_MAPPING_H

#include "base/diag.h"
#include "base/text.h"
#include "read/record.h"

struct mapping;

/* Matching rules stated by the mapping; copied into book's struct matching by the caller. */
struct mapping_matching {
	bool by_group, by_applies, by_reference, by_quoted, oldest_first, opening_at_start, successive;
};

/* Load and compile one mapping file. The caller drops it. ST_CONFIG on error (reported, file and line). */
enum status mapping_load(struct diag *d, const char *path, struct mapping **out);
/* The same from memory, without a look at mapping.xsd; name: what messages call it. */
enum status mapping_load_text(struct diag *d, const char *name, const struct buf *text, struct mapping **out);
void mapping_drop(struct mapping *m);
const char *mapping_name(const struct mapping *m);  /* "native", "saft-no" */
const char *mapping_title(const struct mapping *m); /* French: "Export natif relance" */
struct mapping_matching mapping_matching(const struct mapping *m);
/* Does it make records of this kind? So a bank statement is told from an export, whatever its format. */
bool mapping_makes(const struct mapping *m, enum record_kind kind);

/*
 * Which shipped mapping fits the file's content (root element, namespace,
 * header line): loads it. ST_INPUT when the file cannot be read or none fits.
 * columns: name of the shipped mapping that then reads delimited text, as the
 * caller knows what the file is meant to be; NULL: none does.
 */
enum status mapping_recognise(struct diag *d, const char *input, const char *columns, struct mapping **out);

#endif
