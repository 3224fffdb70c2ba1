/*
 * compiled.h - a mapping file compiled for speed: private to read/.
 *
 * The paths of all records make one tree of element names (struct node). At
 * run time the engine walks it along with the file. Where a value is needed
 * later it is kept in a slot of a scope: an element whose values live as long
 * as the element is open. A value's home is the deepest element that both the
 * value and its record lie in; so "../date", "/head/currency" and "@id" are
 * the same thing at different depths, and nothing outlives its element.
 *
 * A unit is a record, a group or a list of the mapping: it is evaluated when
 * the element of its outermost unit ends (or at its start tag, if its values
 * are all known there), from the slots that it refers to.
 */
#ifndef RELANCE_READ_COMPILED_H
#define RELANCE_READ_COMPILED_H

#include "base/table.h"
#include "read/mapping.h"
#include "read/value.h"

/* Targets of a field that are used up while a record is made, beyond those of record.h. */
enum extra_target {
	X_KEY = F_FIELDS, /* of a list */
	X_VALUE,
	X_DEBIT_TYPE, /* type of a document by its sign: not among unit.field, see unit.side */
	X_CREDIT_TYPE,
	X_TERMS, /* payment terms in words */
	X_TARGETS
};

enum capture_mode {
	CAPTURE_FIRST, /* the first that is not empty */
	CAPTURE_NTH,   /* the n-th */
	CAPTURE_ALL,   /* all, with sep between them */
	CAPTURE_SUM,   /* of amounts */
	CAPTURE_COUNT  /* how many elements */
};

struct capture { /* where a value goes */
	const char *sep;
	uint32_t nth;
	uint16_t depth, slot; /* home scope and slot there */
	enum capture_mode mode;
};

struct predicate { /* a[b='c']: a test on slots of the element itself */
	const char *value;
	uint16_t slot;
	bool negated;
};

struct export
{ /* at the end of an element with predicates: its value moves outwards if they hold */
	struct predicate *test;
	size_t tests;
	char first;    /* byte that the first test's slot must begin with; NUL: any */
	uint16_t slot; /* that slot */
	uint16_t from; /* slot of this element */
	struct capture to;
};

struct attribute {
	const char *name;
	uint32_t len, id; /* id: counted over the whole mapping */
	struct capture *to;
	size_t captures;
};

struct node {
	const char *name; /* local name; "" for the document */
	uint32_t len;
	uint16_t depth, id;
	uint16_t slots;
	bool scope;	/* has slots of its own */
	bool ignored;	/* known, but not used: nothing below is looked at */
	uint16_t store; /* id of the node whose memory holds its slots */
	struct node *parent, *child, *sibling;
	struct node **hash; /* children by name */
	uint32_t mask;
	struct attribute *attr;
	size_t attrs;
	struct capture *text, *seen; /* its text; its mere presence */
	size_t texts, seens;
	struct export *export;
	size_t exports;
	struct unit **unit; /* that have their element here */
	size_t units;
	bool plain; /* nothing to do for it but to keep its text and attributes: most elements */
};

/* What a value is made of. */
enum part_kind {
	PART_SLOT,
	PART_COUNT, /* reference of CAPTURE_COUNT: nothing there means 0 */
	PART_LITERAL,
	PART_NUMBER, /* running number of the record's element */
	PART_LINE
};
struct part {
	enum part_kind kind;
	uint16_t ref;	  /* PART_SLOT, PART_COUNT: index into unit.ref */
	const char *text; /* PART_LITERAL */
};

struct via { /* look-up: the value becomes what the list holds for it */
	uint16_t list;
	bool keep; /* not in the list: stays as it is; else it becomes empty */
};

struct word { /* one line of a table of words */
	const char *text, *to;
	enum { WORD_IS, WORD_STARTS, WORD_CONTAINS } how;
};
/* Bytes that words begin with, in either case: long lists of words are looked through for few of the values. */
struct first_bytes {
	uint64_t bit[4];
};
struct words {
	const char *name;
	struct word *word;
	size_t count;
	struct first_bytes first; /* of the words that a value must be or begin with */
	bool contains;		  /* there are others */
	const char *otherwise;	  /* NULL: unknown words stay as they are */
};

struct expression {
	struct part *part; /* several are joined */
	size_t parts;
	const char *join;
	const char *all; /* CAPTURE_ALL: what stands between the values; NULL: one value */
	bool complete;	 /* empty as soon as one part is empty */
	bool summed;	 /* CAPTURE_SUM: canonical already */
	struct via *via;
	size_t vias;
	const struct words *words;
};

struct field {
	struct expression value;
	struct expression *minus; /* amount that is taken off, or NULL */
	uint16_t target;	  /* enum record_field or enum extra_target */
	enum field_class class;
	struct forms forms;
	bool negate;
	bool if_valid; /* left empty where the text cannot be converted */
};

/*
 * The most common fields are nothing but one slot, of the record's own element or of one around it: those are
 * taken short, as long as an amount, date or sign is canonical already.
 */
struct quick {
	uint16_t depth, slot, target;
	enum {
		QUICK_NOT,
		QUICK_TEXT,
		QUICK_AMOUNT, /* a point is its decimal mark */
		QUICK_DATE,   /* in ISO form, among others */
		QUICK_SIGN,
		QUICK_OTHER /* has to be converted */
	} kind;
};

struct condition {
	struct expression *left; /* alternatives, the first that is not empty counts */
	size_t lefts;
	bool skip; /* <skip>: leave out if it holds; <only>: leave out unless */
	bool doubtful; /* <skip>: what is left out may have been meant: finding "doubtful-record" */
	bool negated;
	const char *reason; /* French, for skip */
	enum { TEST_IN, TEST_STARTS, TEST_EMPTY, TEST_FILLED, TEST_LIST, TEST_LISTED_FOR } test;
	const char **word;
	size_t words;
	struct first_bytes first; /* TEST_IN, TEST_STARTS */
	uint16_t list;		/* TEST_LIST: left is a key of it; TEST_LISTED_FOR: left is a value of key */
	struct expression *key; /* TEST_LISTED_FOR: alternatives as well */
	size_t keys;
	const char **unlisted; /* key not in the list: left must start with one of these; NULL: refused */
	size_t unlisteds;
	bool late; /* needs a list that is complete only at the end of the file */
};

struct ref {
	uint16_t depth, slot;
	enum capture_mode mode; /* what the slot holds: a text, a sum or how often its path came by */
};

enum unit_kind { UNIT_RECORD, UNIT_GROUP, UNIT_LIST };
struct unit {
	enum unit_kind kind;
	enum record_kind record;
	uint16_t id, level; /* level: number of records around it */
	uint16_t list;	    /* UNIT_LIST */
	struct node *node;
	struct unit *parent, *top; /* lexical: the unit around it; the outermost one */
	struct field *field;
	struct quick *quick; /* one for each field */
	size_t fields;
	/*
	 * Which of the first 64 fields are worth a look: cost follows what is there, not what the mapping could
	 * take. Per slot of the element, below 64: the fields that are made from this slot alone; and all the others.
	 */
	uint64_t *reads, always;
	/* The types of a document by its sign: made only for the side that it is on. */
	struct side {
		struct field *field; /* the first that is not empty counts, before `otherwise` */
		size_t fields;
		const char *otherwise; /* NULL if not stated */
	} debit, credit;
	struct condition *condition;
	size_t conditions;
	struct ref *ref;
	size_t refs;
	uint16_t unique;  /* 1 + index of its set of ids; 0: none */
	bool alternative; /* one of several elements for the same record */
	bool early;	  /* evaluated at the start tag */
	bool late;	  /* evaluated at the end of the file */
	bool extract;	  /* what follows it is an extract of its own */
	bool control;	  /* its documents are summed into control totals */
};

struct requirement { /* one of these elements must occur */
	const struct node **node;
	size_t nodes;
	const char *reason; /* French: what is missing and what to do */
};

struct list_info {
	const char *name;
	bool late;
	bool unique; /* a key with several values holds none */
};

struct mapping {
	struct arena *mem;
	const char *name, *title, *path;
	struct mapping_matching matching;
	bool delimited, quotes, quiet;
	struct forms forms;
	struct node *root; /* the document; root elements are its children */
	struct node **node;
	size_t nodes;
	struct unit **top; /* units without a unit around them, in the file's order */
	size_t tops;
	struct unit **unit;
	size_t units;
	struct list_info *list;
	size_t lists;
	struct requirement *requirement;
	size_t requirements;
	size_t uniques;
	uint16_t depth, levels; /* deepest node; deepest nesting of records */
	uint16_t fields;	/* of record.h that may be filled are below this: the rest stays empty */
	size_t attributes;	/* their ids are below this */
};

/* Child element of n with that local name, NULL if the mapping has none. */
struct node *node_child(const struct node *n, const char *name, size_t len);

#endif
