/*
 * engine.h - runs a compiled mapping along a file: the drivers (xmlstream.c,
 * delimited.c) say which elements open, what text they hold and when they
 * close; the engine keeps what is needed and gives out records.
 */
#ifndef RELANCE_READ_ENGINE_H
#define RELANCE_READ_ENGINE_H

#include "base/text.h"
#include "read/compiled.h"
#include "read/lists.h"
#include "read/proof.h"

#define STORE_ROOM ((size_t)512) /* bytes that short strings are cut from */

/* A sum of amounts, while it is made. */
struct running_sum {
	struct decimal_sum units;
	const char *
		unreadable; /* an amount that is none: it stands for the whole sum, and the book will reject it */
};

/* A value kept; count: how often its path has come by. */
struct value {
	union { /* NULL: none yet */
		const char *s;
		struct running_sum *sum; /* of CAPTURE_SUM */
	};
	uint32_t count;
};

/*
 * Memory of a scope. Of one that has a store of its own there is never more than one instance: that, its entries
 * and room for its short strings are always the same; the arena is for whatever needs more.
 */
struct store {
	struct arena *mem; /* NULL: the element shares the store of one further out */
	bool spilled;	   /* something is in mem */
	char *first;	   /* STORE_ROOM bytes */
	char *next, *end;  /* where the next string may go */
	struct instance *instance;
	struct entry *entry; /* one per unit of the element */
};

/* The slots of one open (or still needed) element. */
struct instance {
	struct instance *outer; /* that of the next scope outwards */
	struct store *store;
	uint64_t met; /* bit of a slot below 64: its path has come by */
	uint32_t depth;
	struct value value[];
};

/* A unit whose element was met, waiting for the end of its outermost unit. */
struct entry {
	struct entry *next, *parent;
	const struct unit *unit;
	struct instance *at;
	const char **kept;  /* late units: their values, copied */
	struct entry *copy; /* late units: the copy made of this one */
	uint32_t line, number;
	bool live; /* not left out by a condition */
};

struct queue {
	struct entry *first, *last;
};

/* Documents of a mapping with control="yes", per currency. */
struct total {
	const char *currency;
	struct decimal_sum sum;
	uint64_t count;
};

struct engine {
	struct diag *d;
	const struct mapping *m;
	struct record_sink sink;
	enum status status; /* not ST_OK: stop */
	int file;	   /* that records are of: see emit.c, begin_extract() */
	int first_file;	   /* name of the first extract, once it has begun */
	unsigned extracts; /* begun so far */
	bool latin1; /* bytes 80-9F of a file that says ISO-8859-1 are meant as Windows-1252 */
	uint64_t records, documents;	      /* given out; of them documents */
	uint32_t (*line)(const void *driver); /* where the driver is now; NULL: it does not say */
	const void *driver;

	uint32_t depth;		    /* of the open element */
	const struct node **node;   /* open elements, by depth */
	struct instance **instance; /* their slots, NULL where there are none */
	struct instance *innermost;
	struct store *store;  /* by node id */
	struct queue *queue;  /* by unit id, of the outermost units */
	struct entry **open;  /* by unit id: the entry of the open element */
	uint32_t *number;     /* by unit id: elements met */
	bool *met;	      /* by node id: element met */
	bool *met_attribute;  /* by attribute id */
	struct table *unique; /* ids seen */
	struct lists *lists;
	struct arena *mem;     /* lives as long as the engine */
	struct arena *scratch; /* lives as long as one outermost record */
	struct arena *summing; /* lives as long as one step of a running sum */
	struct buf joined;     /* a value of several parts, while it is made */
	struct queue late;     /* in mem */
	struct record *record; /* the one being made and those around it, by level */
	struct total *total;
	size_t totals, total_cap;
	const char *currency; /* that the export is stated in; NULL: not known yet */
	struct proof *proof; /* NULL: the file has no postings */
};

struct engine *engine_new(struct diag *d, const struct mapping *m, struct record_sink sink, int file);
void engine_drop(struct engine *e);

/* An element of the mapping starts; its attributes and then engine_opened() must follow. line is needed where n has units. */
void engine_open(struct engine *e, const struct node *n, uint32_t line);
void engine_attribute(struct engine *e, const struct attribute *a, const char *s);
void engine_opened(struct engine *e);
/* All the text of the open element: once, before engine_close. */
void engine_text(struct engine *e, const char *s, size_t len);
void engine_close(struct engine *e);
/* The same at once for a child of the open element that is plain (compiled.h) and has no attributes. */
void engine_leaf(struct engine *e, const struct node *n, const char *s, size_t len);
/* The end of the file: records that had to wait, control totals. */
void engine_finish(struct engine *e);

/* Evaluate what waits in a queue and give it to the sink (emit.c). Empties the queue. */
void emit_queue(struct engine *e, struct queue *q);
/* One unit that needs nothing but its own attributes (emit.c). */
void emit_early(struct engine *e, struct entry *one);
/* Control totals (emit.c). */
void emit_totals(struct engine *e);

#endif
