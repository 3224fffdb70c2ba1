/* lists.h - the look-up lists of a mapping while a file is read: key to one or several values. */
#ifndef RELANCE_READ_LISTS_H
#define RELANCE_READ_LISTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct lists;

/* n empty lists. The caller drops them. */
struct lists *lists_new(size_t n);
void lists_drop(struct lists *l); /* NULL is fine */

/* Add a value under key; both are copied. The same pair twice is kept once. */
void lists_add(struct lists *l, size_t list, const char *key, const char *value);

/* From now on a key of this list that has several values is not found: nobody knows which one is meant. */
void lists_set_unique(struct lists *l, size_t list);

/* First value of key; NULL if the list does not have it. */
const char *lists_find(const struct lists *l, size_t list, const char *key);
/* Is value one of those of key? */
bool lists_has(const struct lists *l, size_t list, const char *key, const char *value);

#endif
