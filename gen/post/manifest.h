/*
 * manifest.h - donnees/manifeste.json: what went in, with which parameters,
 * and what came out, each file with size, pages and SHA-256.
 */
#ifndef RELANCE_POST_MANIFEST_H
#define RELANCE_POST_MANIFEST_H

#include <stdbool.h>
#include <stdint.h>

#include "base/diag.h"

struct manifest_input {
	const char *path; /* as given */
	const char *what; /* mapping or role, in French */
	uint64_t bytes;
	char sha256[65];
};

/* Of these there may be a hundred thousand: they are hashed when they are written down. */
struct manifest_output {
	const char *path; /* relative to the run folder */
	int pages;	  /* 0: not a paged document */
};

struct manifest_parameter {
	const char *name, *value;
};

struct manifest {
	const char *version, *as_of;
	const struct manifest_parameter *parameter;
	size_t parameters;
	const struct manifest_input *input;
	size_t inputs;
	struct manifest_output *output; /* sorted by path when written */
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
