/* profile.h - what can be told from the first part of a file: used to recognise its format. */
#ifndef RELANCE_READ_PROFILE_H
#define RELANCE_READ_PROFILE_H

#include <stdbool.h>

#include "base/diag.h"
#include "base/table.h"
#include "read/delimited.h"

struct profile {
	struct arena *mem;
	bool xml;
	const char *root, *namespace; /* local name; "" for no namespace */
	struct table path; /* "Header/Company/Name", "Header/@id" below the root, to an index into text */
	const char **text; /* first text there, "" if none */
	size_t paths, cap;
	const char *line
		[DELIMITED_TITLES]; /* of a file that is not XML: the first lines, one of which names the columns */
	size_t lines;
};

/* Asked now and then while an XML file is looked at: is what is known by now all that matters? */
typedef bool profile_enough(void *self, const struct profile *p);

/* ST_INPUT when the file cannot be read at all (reported). The caller drops it. */
enum status profile_read(struct diag *d, const char *input, profile_enough *enough, void *self,
			 struct profile *out);
void profile_drop(struct profile *p);

/* The text at a path, "" if it has none; NULL when the path was not met. */
const char *profile_text(const struct profile *p, const char *path);

#endif
