/*
 * manifest.h - donnees/manifeste.json: what went in, with which parameters,
 * and what came out, each file with size, pages and SHA-256.
 */
#ifndef RELANCE_POST_MANIFEST_H
#define RELANCE_POST_MANIFEST_H

#include <stdbool.h>
#include <stdint.h>

#include "base/diag.h"

struct manifest_entry {
	const char *path; /* outputs: relative to the run folder; inputs: as given */
	const char *what; /* inputs: mapping or role, in French; outputs: "" */
	uint64_t bytes;
	int pages; /* 0: not a paged document */
	char sha256[65];
};

struct manifest_parameter {
	const char *name, *value;
};

struct manifest {
	const char *version, *as_of;
	const struct manifest_parameter *parameter;
	size_t parameters;
	const struct manifest_entry *input;
	size_t inputs;
	struct manifest_entry *output; /* sorted by path when written; hashes are filled in here */
	size_t outputs;
};

/* Hash the outputs below folder and write folder/donnees/manifeste.json. ST_OUTPUT on failure. */
enum status manifest_write(struct diag *d, const char *folder, struct manifest *m);

/*
 * Is an existing run folder still what its manifest says? false when a file was
 * changed or added by somebody: then it is not ours to overwrite. A folder
 * without a manifest is not ours either; one that does not exist is.
 */
bool manifest_unchanged(const char *folder);

#endif
