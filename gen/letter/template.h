/*
 * template.h - letter templates: XML files that people who are not programmers
 * edit (templates/letters/LISEZMOI.md), compiled once per run into a tree that
 * all threads read.
 *
 * Everything that can be wrong with a template is found when it is loaded, with
 * file, line and name: XML and schema (letter.xsd), an unknown field, format or
 * word, a field that may be empty outside of the <if> that tests it, a missing
 * or circular include, a mention that the law asks for (RULES §8), a word that
 * does not belong into that kind of letter.
 */
#ifndef RELANCE_LETTER_TEMPLATE_H
#define RELANCE_LETTER_TEMPLATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/diag.h"
#include "letter/fields.h"
#include "letter/kind.h"

enum node_type {
	/* inline */
	NODE_TEXT,
	NODE_FIELD,
	NODE_BREAK, /* <br/> */
	NODE_IF,    /* also between blocks */
	/* blocks */
	NODE_SUBJECT,
	NODE_HEADING,
	NODE_P,
	NODE_LIST, /* children: NODE_ITEM */
	NODE_ITEM,
	NODE_BOX,
	NODE_ITEMS,	/* table of the items that the letter is about */
	NODE_SUMS,	/* what is asked, itemised */
	NODE_PENALTIES, /* arithmetic of penalties and indemnities */
	NODE_EXTRACT,	/* account extract, on a new page */
	NODE_PAYMENT,	/* how to pay, with the QR code */
	NODE_LAW,	/* al. 2 and 3 of art. L.111-8 CPCE */
	NODE_SIGNATURE,
	NODE_REGISTERED, /* slot for the registered letter's number */
	NODE_INSTALMENTS,
	NODE_CONTACTS, /* call sheet: people, phone numbers */
	NODE_HISTORY,  /* call sheet: reminders, promises, disputes */
	NODE_BLANK,    /* line to write on, with a label */
	NODE_CHOICE    /* boxes to tick */
};

/* Columns of item tables; the names of columns= are in template_compile.c. */
enum item_column {
	COL_NUMBER,
	COL_LABEL,
	COL_ORDER,
	COL_SITE,
	COL_DATE,
	COL_DUE,
	COL_ORIGINAL,
	COL_PAID,
	COL_OPEN,
	COL_DAYS_LATE,
	COL_DISPUTE,
	COL_REMINDERS,
	ITEM_COLUMNS
};

enum paragraph_size { SIZE_BODY, SIZE_SMALL, SIZE_FINE };

/* What an <if> asks of its field. */
enum test_kind {
	TEST_PRESENT, /* no further attribute: field_present() */
	TEST_IS,      /* is="a b": equal to one of the words, or the number */
	TEST_ABOVE    /* above="5": number, or amount in whole units of its currency, greater than */
};

struct node {
	enum node_type type;
	uint8_t bold, italic;	/* of NODE_TEXT and NODE_FIELD */
	uint8_t size;		/* NODE_P: enum paragraph_size */
	bool keep;		/* NODE_P: stays on the page of what follows */
	bool sums;		/* NODE_ITEMS: rows with the sums follow */
	struct node *next;	/* sibling */
	struct node *child;	/* first child; NODE_IF: what holds if it is true */
	struct node *otherwise; /* NODE_IF: <else> */
	const char *text; /* NODE_TEXT; NODE_BLANK, NODE_CHOICE, NODE_PENALTIES: label; NODE_LAW: lead-in */
	const char **word;
	size_t words;	     /* TEST_IS; NODE_CHOICE: options */
	enum field_id field; /* NODE_FIELD, NODE_IF */
	enum field_format format;
	const char *one, *many; /* FORMAT_PLURAL, FORMAT_COUNT */
	enum test_kind test;
	int64_t number; /* TEST_ABOVE; NODE_BLANK: lines; NODE_ITEMS: at most so many rows, 0 = all */
	enum item_column column[ITEM_COLUMNS];
	size_t columns; /* NODE_ITEMS, NODE_EXTRACT */
};

struct template
{
	const char *name; /* file name without .xml */
	const char *path;
	int file; /* diag_file() index */
	enum letter_kind kind;
	enum letter_lang lang;
	const char *title;   /* of the PDF: "Relance" */
	int instalments;     /* LETTER_PLAN: how many, else 0 */
	int every_months;    /* months between them */
	struct node *header; /* of the second and following pages; NULL: the program's own */
	struct node *footer; /* above the legal footer; NULL: none */
	struct node *body;
	uint32_t fields[(FLD_COUNT + 31) / 32]; /* which fields it prints or tests */
	bool has[NODE_CHOICE + 1];		/* which nodes occur, included files counted */
};

/* All templates of a folder (LANG/NAME.xml), compiled on first use by one thread, then read-only. */
struct template_set;

/*
 * Prepare to load templates from the folder (company.letters, or "" for the
 * shipped ones); the schema is always the shipped letter.xsd. A user's folder
 * need not hold all of them: what it lacks comes from the shipped folder, and the
 * finding "shipped-template" says which.
 * The caller owns the result: template_set_drop().
 */
struct template_set *template_set_new(struct diag *d, const char *folder);
void template_set_drop(struct template_set *s); /* NULL is fine */

/*
 * The template of that name and language, loaded and checked if it is not yet;
 * every error is reported: ST_CONFIG, *out is then NULL. Not thread-safe: ask
 * for all that are needed before threads start. Lent until template_set_drop().
 */
enum status template_get(struct template_set *s, const char *name, enum letter_lang lang,
			 const struct template **out);

/* Names of all templates that exist for a language, sorted, *n of them (files beginning with "_" are includes). */
const char **template_names(struct template_set *s, enum letter_lang lang, size_t *n);

static inline bool template_uses(const struct template *t, enum field_id f)
{
	return t->fields[f / 32] >> (f % 32) & 1;
}

/*
 * What RULES §8 asks of and forbids to a kind of letter (template_check.c).
 * Reports every breach; ST_CONFIG if there is one.
 */
enum status template_check(struct diag *d, const struct template *t);

/*
 * Compile one loaded XML document (template_compile.c). folders: where
 * includes are looked for, first hit wins. ST_CONFIG, reported.
 */
struct template_source {
	struct diag *d;
	struct arena *a;       /* takes everything of the result */
	const char *folder[2]; /* with language, "" where unused */
	const char *xsd;
};
enum status template_compile(const struct template_source *src, const char *path, struct template *out);

#endif
