/* compile.h - the inside of a mapping file (records, fields, conditions) into compiled.h; used by mapping.c alone. */
#ifndef RELANCE_READ_COMPILE_H
#define RELANCE_READ_COMPILE_H

#include <libxml/tree.h>

#include "read/path.h"

/* decimal= and date= of an element over those of `base`. */
struct forms compile_forms(struct compiler *c, const xmlNode *n, struct forms base);

/* Register a table of words, a list's name: before the units that use them. */
void compile_words(struct compiler *c, const xmlNode *n);
void compile_list_name(struct compiler *c, const xmlNode *n);

/* Has that kind of record such a field, may it stand there? Reported if not (compile_check.c). */
bool compile_field_fits(struct compiler *c, const xmlNode *n, const struct unit *u, const char *name);
void compile_place_fits(struct compiler *c, const xmlNode *n, const struct unit *u);

/* A <record>, <group> or <list> and all it contains, once for each of its paths. Faults are in c->failed. */
void compile_units(struct compiler *c, const xmlNode *n, struct unit *parent);

/* Blank-separated words of an attribute, 'in quotes' where they have blanks themselves; 0 if it is absent. */
size_t compile_word_list(struct compiler *c, const xmlNode *n, const char *name, const char ***out);
bool compile_yes(struct compiler *c, const xmlNode *n, const char *name);

#endif
