/*
 * guess_survey.h - all paths of a file, how often they come by, and what the
 * values there look like: one pass, memory by the number of different paths.
 */
#ifndef RELANCE_READ_GUESS_SURVEY_H
#define RELANCE_READ_GUESS_SURVEY_H

#include "base/diag.h"
#include "read/guess_value.h"

/* An element, an attribute, or a column of a delimited file (a child of the element "row"). */
struct survey_node {
	const char *name; /* local name; of a column, as its header writes it */
	struct survey_node *parent, *child, *next;
	uint64_t count;	  /* met in all */
	uint64_t parents; /* elements that hold at least one */
	uint64_t most;	  /* most of them in one parent */
	uint32_t line;	  /* where it was met first */
	uint32_t depth;	  /* of the document 0, of the root 1 */
	bool attribute;
	const char *by,
		*value; /* elements of that name are told apart by this attribute; here it has this value */
	struct shape shape; /* of an element: only where it holds no other one */
	/* used while reading */
	struct survey_node *last;
	const struct survey_node *origin; /* the same path in the survey before */
	uint64_t parent_number, in_parent;
	uint32_t id;
};

/* More paths than these are not looked at. */
#define SURVEY_PATHS 10000
/* Nor what is nested deeper; a mapping cannot name it either. */
#define SURVEY_DEPTH 50

struct survey {
	struct arena *mem;
	struct survey_node *document; /* its only child is the root element, or "row" */
	size_t nodes;
	bool xml, truncated;   /* truncated: paths were left out */
	const char *namespace; /* of the root, "" if none */
	char separator;	       /* delimited */
	bool quotes;	       /* cells stand in double quotes */
	const char *encoding;  /* as read */
	/* Delimited: rows of totals are no records; the column of their first cell, and the words that it begins with. */
	const struct survey_node *total_at;
#define TOTAL_WORDS 4
	const char *total_word[TOTAL_WORDS];
	size_t total_words;
	struct survey_node **at; /* hash table by parent and name */
};

/*
 * Read the whole file. ST_INPUT, reported, when it cannot be read: missing,
 * malformed, truncated, DOCTYPE…; then there is nothing to drop.
 */
enum status survey_read(struct diag *d, const char *input, struct survey *out);
/*
 * The same, with elements of one name kept apart by an attribute where that
 * attribute is what names their content: <field name="date">, <row model="invoice">.
 * A file that has such elements is read twice.
 */
enum status survey_split(struct diag *d, const char *input, struct survey *out);
/* What the node is called: the value of the attribute that tells it apart, or its name. */
const char *survey_word(const struct survey_node *n);
void survey_drop(struct survey *s);

/* The root element or "row"; NULL if the file holds nothing. */
struct survey_node *survey_root(const struct survey *s);

#endif
