/*
 * main.c - the command line: which command, with which options.
 * What a run does is told in run.c.
 */
#include <fcntl.h>
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <libxml/parser.h>

#include "base/bulk.h"
#include "base/output.h"
#include "options.h"
#include "run.h"

#include "base/banned.h"

#define MEMORY_MAX 1000000 /* MiB */

/*
 * Large pieces come from the system and go back to it one by one: left to itself, the C library keeps what a
 * stage gave back, and the next stage's memory comes on top of it.
 */
static void return_memory(void)
{
	mallopt(M_MMAP_THRESHOLD, 256 << 10);
}

/* RELANCE_MEMORY: how much of a ledger is ordinary memory, see bulk.h. */
static enum status limit_memory(struct diag *d)
{
	const char *text = getenv("RELANCE_MEMORY");
	char *end;

	if (!text || !*text)
		return ST_OK;
	unsigned long mib = strtoul(text, &end, 10);
	if (*end || !strchr("0123456789", *text) || mib > MEMORY_MAX)
		return diag_error(d, ST_USAGE, NOWHERE,
				  "RELANCE_MEMORY=%s : donnez un nombre de mébioctets, de 0 à %d", text,
				  MEMORY_MAX);
	bulk_limit((size_t)mib << 20);
	return ST_OK;
}

/* Everything needs the folder of templates, rules and schemas: without it each file would be missed in turn. */
static enum status find_data(struct diag *d)
{
	struct arena *mem = arena_new();
	enum status st = ST_OK;

	if (access(data_path(mem, "templates/policy.xsd"), R_OK) != 0)
		st = diag_error(d, ST_CONFIG, NOWHERE,
				"les règles et les modèles de relance ne sont pas dans « %s/templates » : "
				"faites « make "
				"install », laissez le programme dans son dossier, ou donnez celui-ci par "
				"RELANCE_DATA",
				data_dir());
	arena_drop(mem);
	return st;
}

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

/*
 * Standard output could not take what was said. It is all that most commands give; a run and a preview are in
 * their files whatever became of the lines about them.
 */
static enum status lost_output(struct diag *d, bool in_files, enum status st)
{
	if (in_files)
		diag_error(d, st, NOWHERE,
			   "la sortie standard ne peut pas être écrite ; les fichiers, eux, sont en place");
	else if (st == ST_OK || st == ST_REJECTED)
		st = diag_error(d, ST_OUTPUT, NOWHERE, "la sortie standard ne peut pas être écrite");
	return st;
}

/*
 * Whoever starts us may have closed the standard files. What is opened next would take their numbers, and what
 * is said on standard output would land in a letter: put something there that can be neither read nor written.
 */
static void occupy_standard_files(void)
{
	for (int fd = 0; fd <= 2; fd++)
		if (fcntl(fd, F_GETFD) < 0 && open("/dev/null", fd ? O_RDONLY : O_WRONLY) != fd)
			_exit(ST_OUTPUT);
}

int main(int argc, char **argv)
{
	occupy_standard_files();
	return_memory();
	xmlInitParser(); /* before any thread: libxml2's rule */
	struct diag *d = diag_new();
	struct options o;
	bool done = false;
	enum status st = options_parse(d, argc, argv, &o, &done);
	if (st == ST_OK && !done)
		st = limit_memory(d);
	if (st == ST_OK && !done)
		st = find_data(d);
	if (st == ST_OK && !done)
		st = dispatch(d, &o);
	if (fflush(stdout) != 0 || ferror(stdout))
		st = lost_output(d,
				 !done && (o.command == CMD_RUN || o.command == CMD_PREVIEW) &&
					 (st == ST_OK || st == ST_REJECTED),
				 st);
	diag_drop(d);
	xmlCleanupParser();
	return (int)st;
}
