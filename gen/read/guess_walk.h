/* guess_walk.h - the inside of guess_survey.h, shared by guess_survey.c and guess_columns.c and by nobody else. */
#ifndef RELANCE_READ_GUESS_WALK_H
#define RELANCE_READ_GUESS_WALK_H

#include <expat.h>

#include "base/text.h"
#include "read/guess_survey.h"
#include "read/reader.h"
#include "read/source.h"

struct walk {
	struct survey *s;
	const struct survey
		*before; /* the survey before, whose `by` say what to keep apart; NULL: the first */
	struct diag *d;
	int file;
	struct arena *scratch;
	XML_Parser parser;
	struct survey_node *open[SURVEY_DEPTH + 1];
	uint32_t depth;
	uint64_t skipped; /* depth inside an element that is not looked at */
	uint32_t lines;	  /* before what expat was given */
	struct buf text;
	bool leaf; /* no element inside of the open one yet */
	enum status status;
	char encoding[sizeof((struct read_result *)NULL)->encoding]; /* unknown one */
};

/* An element or attribute to be found among the children of its parent. */
struct wanted {
	const char *name;
	bool attribute;
	const char *by, *value; /* as in struct survey_node */
};

/* The child of that name, made if it is new; NULL: too many paths. */
struct survey_node *survey_child(struct survey *s, struct survey_node *parent, const struct wanted *x,
				 uint32_t line);
/* One more of it. */
void survey_meet(struct survey_node *n);
/* One more value there, as the file writes it. */
void survey_value(struct walk *w, struct survey_node *n, const char *s, size_t len);

/* Survey a delimited text (guess_columns.c). ST_INPUT, reported. */
enum status survey_text(struct walk *w, struct source *src);

#endif
