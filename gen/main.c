/*
 * main.c - the command line: which command, with which options.
 * What a run does is told in run.c.
 */
#include <stdio.h>

#include <libxml/parser.h>

#include "options.h"
#include "run.h"

#include "base/banned.h"

static enum status dispatch(struct diag *d, const struct options *o)
{
	switch (o->command) {
	case CMD_RUN:
		return run(d, o);
	case CMD_CHECK:
		return run_check(d, o);
	case CMD_EXPLAIN:
		return run_explain(d, o);
	case CMD_PREVIEW:
		return run_preview(d, o);
	case CMD_TEMPLATES_CHECK:
		return run_templates_check(d, o);
	case CMD_MAPPING_CHECK:
		return run_mapping_check(d, o);
	case CMD_MAPPING_GUESS:
		return run_mapping_guess(d, o);
	}
	return ST_USAGE;
}

int main(int argc, char **argv)
{
	xmlInitParser(); /* before any thread: libxml2's rule */
	struct diag *d = diag_new();
	struct options o;
	bool done;
	enum status st = options_parse(d, argc, argv, &o, &done);
	if (st == ST_OK && !done)
		st = dispatch(d, &o);
	if (fflush(stdout) != 0 || ferror(stdout))
		st = diag_error(d, ST_OUTPUT, NOWHERE, "la sortie standard ne peut pas être écrite");
	diag_drop(d);
	xmlCleanupParser();
	return (int)st;
}
