/*
 * status.h - how a run ends.
 *
 * Every function of the project that can fail returns one of these; whoever
 * returns something else than ST_OK has already reported the cause to the
 * diagnostics (base/diag.h). The numbers are the exit statuses of the
 * command and are documented in --help and README.md: never renumber.
 */
#ifndef RELANCE_BASE_STATUS_H
#define RELANCE_BASE_STATUS_H

enum status {
	ST_OK = 0,       /* done, nothing to look at */
	ST_REJECTED = 1, /* done and written, but records were rejected (rejets.csv) */
	ST_USAGE = 2,    /* wrong command line */
	ST_INPUT = 3,    /* an input cannot be read: missing, malformed, truncated, refused */
	ST_CONFIG = 4,   /* configuration, policy, rates, mapping, template or font is missing or wrong */
	ST_CLOSURE = 5,  /* the balance does not close: differences listed, no letter written */
	ST_OUTPUT = 6,   /* the output cannot be written: nothing left behind */
	ST_LIMIT = 7     /* out of memory, or a sum beyond 64 bits */
};

#endif
