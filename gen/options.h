/*
 * options.h - the command line, taken apart. Filled by main.c, read by the
 * commands; nothing else looks at argv.
 */
#ifndef RELANCE_OPTIONS_H
#define RELANCE_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/date.h"
#include "base/diag.h"

#define MAX_FILES 4096 /* operands of one kind; a folder counts as one */

enum command {
	CMD_RUN,
	CMD_CHECK,
	CMD_EXPLAIN,
	CMD_PREVIEW,
	CMD_TEMPLATES_CHECK,
	CMD_MAPPING_CHECK,
	CMD_MAPPING_GUESS,
};

struct options {
	enum command command;
	const char *input[MAX_FILES];
	size_t inputs; /* exports; for mapping commands: the files named */
	const char *customers[MAX_FILES];
	size_t n_customers; /* --customers: second input */
	const char *bank[MAX_FILES];
	size_t banks;	      /* --bank: statements */
	const char *config;   /* -c, NULL: none */
	const char *out;      /* -o, NULL: "out", or for preview the template's name */
	const char *mapping;  /* --mapping, NULL: recognised from the content */
	const char *policy;   /* --policy, NULL: as the configuration says, else the shipped one */
	const char *rates;    /* --rates, likewise */
	const char *terms;    /* --terms "45 fin de mois", NULL */
	const char *customer; /* explain, preview */
	const char *template; /* preview */
	const char *item;     /* explain --item: a document's number, or "[N]"; NULL: all */
	civil_date as_of;     /* DATE_NONE: the extraction date */
	int threads;	      /* 0: as many as processors */
	bool several_companies; /* --several-companies: exports of more than one, on purpose */
	bool replace;	      /* --replace: overwrite a run folder that was changed by hand */
};

/*
 * Parse argv. ST_USAGE (reported) on error: an option that the command does not use, or that is given
 * twice where one counts, an empty value too. *done is set when --help or --version has answered.
 */
enum status options_parse(struct diag *d, int argc, char **argv, struct options *o, bool *done);

#endif
