/* guess_writer.h - a guessed mapping as text: its pieces, and the records made of them. */
#ifndef RELANCE_READ_GUESS_WRITER_H
#define RELANCE_READ_GUESS_WRITER_H

#include "base/text.h"
#include "read/guess_plan.h"

#define RECEIVABLE "411 413 416 4191" /* accounts of customers in the French chart of accounts */

struct writer {
	struct plan *p;
	struct buf *out;
	const struct survey_node *base; /* element of the record being written */
	unsigned indent;
};

/* ---- guess_writer.c: text ---- */

/* A line break and that many tabs. */
void write_line(struct buf *out, unsigned indent);
/* Text inside of an attribute's quotes, of a comment. */
void write_attribute(struct buf *out, const char *text);
void write_comment(struct buf *out, const char *text);
/* « a value », cut when long. */
void write_example(struct buf *out, const struct shape *s);
/* " <!-- ex. « … » ; à vérifier… -->" behind what was written for a choice. */
void write_remark(struct plan *p, struct buf *out, const struct survey_node *base, const struct choice *c);

/* ---- guess_writer.c: elements; each on a line of its own ---- */

/* "<field name=..." without its end; name="value"; the path to a value, which then counts as used. */
void write_open(struct writer *w, const char *name);
void write_attr(struct writer *w, const char *attribute, const char *value);
const char *write_path(struct writer *w, const struct leaf *l);
/* <field name="due" path="Echeance"/> and what there is to say about it; nothing without a leaf. */
void write_field(struct writer *w, const char *name, const struct choice *c, const char *extra);
void write_value(struct writer *w, const char *name, const char *value);
void write_note(struct writer *w, const char *text);
void write_only(struct writer *w, const char *path, const char *test, const char *value);
/* <record kind= path= extra> for the element at, which becomes w->base; its end, and that of what is around it. */
void write_record(struct writer *w, const char *kind, const struct survey_node *at, const char *extra);
void write_end(struct writer *w, const struct survey_node *outer);
/* What tells the elements of that record or list apart from others of the same path: <only path="@model" in="invoice"/> */
void write_apart(struct writer *w, const struct survey_node *from, const struct survey_node *at);
/* Is there anything to tell? */
bool is_apart(const struct survey_node *from, const struct survey_node *at);
/* <skip …> of the rows of totals, in the record of a row. */
void write_totals(struct writer *w, const struct survey_node *at);
/* One value of a table of words, and what it becomes. */
void write_word(struct buf *out, const char *text, const char *to);

/* ---- guess_people.c; number: of the list of customers, from 1 ---- */

void write_kinds(struct plan *p, struct buf *out, const struct customers *c, size_t number);
/* The customers with the documents that lie in them. */
void write_customers(struct writer *w, const struct customers *c, size_t number);

/* ---- guess_record.c ---- */

void write_document(struct writer *w, const struct documents *d, size_t number);
/* All tables of words, all lists and records. */
void write_values(struct plan *p, struct buf *out);
void write_records(struct plan *p, struct buf *out);

#endif
