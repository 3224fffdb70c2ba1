/*
 * path.h - paths of the mapping language, brought into the tree of compiled.h.
 *
 *   a/b  ../b  /root/b  @attr  .      child, value around the record, from the root
 *   a[2]                              the second a
 *   a[type='x']/b  a[type!='x']/b     only below those a whose child or @attribute is x
 *   #number  #line                    running number of the record's element; its line
 *   'text'                            that text
 *
 * Names are local names: any namespace prefix in the file is ignored.
 */
#ifndef RELANCE_READ_PATH_H
#define RELANCE_READ_PATH_H

#include "read/compiled.h"

struct compiler {
	struct diag *d;
	struct arena *mem;
	struct mapping *m;
	int file;
	bool failed;
	struct table words, lists, slots; /* by name; slots: what is kept already, by its place and mode */
	struct words **words_at;
	size_t words_cap, words_used;
	size_t node_cap, unit_cap, top_cap, list_cap;
};

/* Where and how often a value is taken. */
struct taking {
	enum capture_mode mode;
	const char *sep;
};

/* Report a fault of the mapping file at n. */
void compile_fault(struct compiler *c, const void *n, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));

/* Split text at sep outside of quotes and brackets; parts are trimmed and in the arena. */
size_t path_split(struct arena *a, const char *text, char sep, const char ***parts);

/*
 * The element node for a record's path, relative to base (NULL: the root).
 * NULL on a fault (reported at n).
 */
struct node *path_element(struct compiler *c, const void *n, struct node *base, const char *path);

/* An element or attribute (from the root) that is known but not used. */
void path_ignore(struct compiler *c, const void *n, const char *path);

/* One value of unit u: false on a fault (reported at n). */
bool path_part(struct compiler *c, const void *n, struct unit *u, const char *path, struct taking how,
	       struct part *out);

#endif
