/*
 * intake.h - the inside of the builder, shared by build*.c and by nobody else.
 *
 * While records come in, references are numbers of names (names.h); at the end
 * they become indexes of the sorted ledger. Fields that are used differently
 * until then:
 *   document.customer          number of the customer's name
 *   document.first_allocation  number of the document's own name, until allocations_link()
 *   extra.next                 number of the document's name
 *   allocation.debit, .credit  numbers of names: where it was written, the other one
 *   allocation.date            as stated
 */
#ifndef RELANCE_BOOK_INTAKE_H
#define RELANCE_BOOK_INTAKE_H

#include "book/build.h"
#include "book/match.h"
#include "book/names.h"

/* One input file: what its export record said, and its matching rules. */
struct input {
	struct builder *b;
	int file;           /* -1 until its first record */
	uint8_t rules;
	bool rejects; /* a document was not taken */
	bool posts;   /* states accounting dates */
	bool closings;      /* states closing balances */
	bool documents;     /* gives some, taken or not */
	bool joined;        /* a customer of it is one of another file's */
	uint32_t customers; /* taken */
	bool sales;   /* a document is not addressed to the creditor himself: build_company.c */
	uint32_t company;   /* NONE: not stated; build_company.c */
	currency cur;            /* of the export; CUR_NONE until known */
	civil_date opening_date; /* DATE_NONE until known */
};

/* What became of the customer or document that was last taken: its children follow it. */
enum fate { FATE_NONE, FATE_TAKEN, FATE_REJECTED, FATE_WAITING };
struct last {
	enum fate fate;
	struct place at;
	uint32_t name;
};

/* A balance brought forward that the file states: becomes a document. */
struct opening {
	uint32_t customer; /* index */
	money amount;
	currency cur;
	civil_date date;
	uint8_t rules;
	struct place at;
};

/* A due date that is none. */
struct bad_due {
	uint32_t document; /* number of its name */
	unsigned forms;    /* of record.date_forms */
	const char *text;
	struct place at;
};

/* An invoice payable in parts: build_part.c. */
struct part;

/* A record that cannot be understood yet (currency or document unknown): copied, taken in at the end. */
struct waiting;

/* Transactions of bank statements: bank_job.h. */
struct bank_intake;

/* Whose files they are: build_company.c. */
struct company_intake;

#define RECENT 1024
struct builder {
	struct diag *d;
	struct ledger *l;
	struct arena *scratch; /* given back at the end */
	uint64_t records;      /* taken in */
	bool finishing;        /* nothing is to come: what is unknown now stays unknown */

	struct matching rules[UINT8_MAX + 1];
	size_t n_rules;
	pool_text recent[RECENT]; /* strings that may come again: labels, sites, persons in charge */

	struct names customers, documents;
	uint32_t customer_cap, document_cap, allocation_cap, extra_cap;
	int *customer_file; /* per customer: file of its last record, to tell duplicates from complements */
	uint32_t customer_file_cap;
	pool_text *customer_account; /* per customer: receivable account of its last record */
	uint32_t customer_account_cap;
	struct last customer, document;
	const char *subject, *subject_id; /* of findings, see subject() */

	struct match_mark *mark;
	uint32_t marks, mark_cap;
	struct bad_due *bad_due;
	size_t bad_dues, bad_due_cap;
	struct part *part;
	size_t parts, part_cap;
	struct opening *opening;
	size_t openings, opening_cap;
	struct waiting **waiting;
	size_t n_waiting, waiting_cap;
	size_t control_cap, figure_cap, rate_cap, sales_cap;
	struct input **input; /* that gave records, in the order of reading */
	size_t inputs, input_cap;
	struct input **of_file; /* the same by number of file, NULL for others */
	size_t files, file_cap;
	struct bank_intake *bank; /* bank_job.h; NULL: no bank statement */
	struct company_intake *company; /* NULL: no company was named */
};

/* The input of that file; NULL for none. */
static inline struct input *input_of(const struct builder *b, int file)
{
	return file >= 0 && (size_t)file < b->files ? b->of_file[file] : NULL;
}

/* A copy in the ledger; the same text as before if it was met recently. "" for NULL. */
pool_text intern(struct builder *b, const char *s);
/* The same for what keeps a pointer. */
static inline const char *intern_string(struct builder *b, const char *s)
{
	return ledger_text(b->l, intern(b, s));
}

/* --- build_value.c: reading fields -------------------------------------------------------- */

/* "facture-1", or "" for NULL: for messages. */
static inline const char *shown(const char *s)
{
	return s ? s : "";
}

/*
 * Whom the following findings are about: "client" and his identifier. Both must outlive the reading of
 * the record.
 */
void subject(struct builder *b, const char *what, const char *id);

/* A field that is not understood and left out: finding "bad-value". what is French. */
void bad_value(struct builder *b, const struct record *r, const char *what, enum record_field f);
/* An optional date: DATE_NONE, with a finding, where it is none. */
civil_date optional_date(struct builder *b, const struct record *r, const char *what,
			 enum record_field f);
/* How a date that could not be read is to be written: "AAAAMMJJ"; forms: record.date_forms. */
const char *date_advice(struct builder *b, unsigned forms);
/* An optional amount; false if absent, or (with a finding) unreadable. */
bool optional_money(struct builder *b, const struct record *r, const char *what,
		    enum record_field f, currency c, money *out);
bool optional_rate(struct builder *b, const struct record *r, const char *what,
		   enum record_field f, rate *out);
/* An optional whole number from 0 to max; -1 if absent, or (with a finding) unreadable. */
int optional_number(struct builder *b, const struct record *r, const char *what,
		    enum record_field f, int max);
/*
 * Position of an optional word in a list ended by NULL; 0 if absent, or (with a finding) unknown:
 * list[0] is "".
 */
uint8_t optional_word(struct builder *b, const struct record *r, const char *what,
		      enum record_field f, const char *const *list);
/* The payment terms of a customer or document; false if it states none. */
bool optional_terms(struct builder *b, const struct record *r, struct terms *out);
/* An amount with the finding "rounded-amount"; MONEY_ROUNDED counts as MONEY_OK. */
enum money_parse read_money(struct builder *b, const struct record *r, enum record_field f, currency c,
			    money *out);
/* Code and French reason of an amount that cannot be taken: "bad-amount", "montant illisible"… */
const char *money_problem_code(enum money_parse p);
const char *money_problem_french(enum money_parse p);

/* --- build_wait.c ------------------------------------------------------------------------- */

/* Keep a copy of r, its parents' keys included, for builder_replay(). */
void builder_wait(struct input *in, const struct record *r);
/* Take in what was kept. */
enum status builder_replay(struct builder *b);

/* --- one function for each kind of record; b->finishing says that waiting is over --------- */

/* Take or reject one record, waiting records included (build.c). */
enum status builder_take(struct input *in, const struct record *r);
void take_export(struct input *in, const struct record *r);
void take_control(struct input *in, const struct record *r);
void add_control(struct input *in, struct control_total c);
void take_rate(struct input *in, const struct record *r);
void take_sales(struct input *in, const struct record *r);
enum status take_customer(struct input *in, const struct record *r);
/* A document may carry its customer's name (F_NAME): flat lists of movements have no customer records. */
void imply_customer(struct builder *b, const struct record *r, uint32_t name);
void take_address(struct input *in, const struct record *r);
void take_contact(struct input *in, const struct record *r);
enum status take_document(struct input *in, const struct record *r);
void take_extra(struct input *in, const struct record *r);
void take_allocation(struct input *in, const struct record *r);

/*
 * The currency of amounts that state none: the export's, else that of an earlier export; CUR_NONE if
 * unknown yet.
 */
currency base_currency(const struct input *in);

/* A child that is not inside of its customer or document but only names it. */
bool is_flat_child(const struct record *r);
/* The enclosing record of that kind, NULL if there is none. */
const struct record *enclosing(const struct record *r, enum record_kind kind);

/* The document that a child record belongs to. */
struct owner {
	enum fate fate;  /* FATE_NONE: no such document known */
	uint32_t name;   /* with FATE_TAKEN */
	const char *id;  /* for messages */
};
struct owner find_owner(struct builder *b, const struct record *r);

/*
 * A child of a document that cannot be taken: one reject; it names the child, the document and why
 * (French).
 */
void reject_child(struct builder *b, const struct record *r, const struct owner *o, const char *code,
		  const char *why);

/* The findings on due dates that are none, with what counts instead; in the sorted ledger. */
void bad_dues_report(struct builder *b);

/* Remember that a document stands at the end of the ledger under this name. Fills customer, date… before. */
void add_document(struct builder *b, uint32_t name, const struct document *doc);
/* An extra of a document; x->next is set here. */
void add_extra(struct builder *b, uint32_t document_name, struct extra x);

/* --- build_part.c ------------------------------------------------------------------------- */

/* One part of the document that it lies in: due date, amount or percentage. */
void take_due_part(struct input *in, const struct record *r);
/* All documents are there, not sorted yet: invoices payable in parts become one document for each due date. */
void parts_settle(struct builder *b);

/* --- build_report.c ----------------------------------------------------------------------- */

/* Findings on the finished ledger: gaps, names that are nobody's, one number for two customers. */
void ledger_report(struct builder *b);

/* --- build_company.c ---------------------------------------------------------------------- */

/*
 * A file says whose export it is: one or several identifiers, separated by '|'. The first one ever read
 * of that company, for messages.
 */
const char *take_company(struct input *in, const char *identifiers, struct place at);
/*
 * All records are there: leave out invoices that the creditor received; ST_INPUT (reported) where the
 * files are of several companies and nobody asked for that.
 */
enum status companies_settle(struct builder *b);
void company_drop(struct company_intake *c);

/* --- build_allocate.c, build_sort.c, build_deal.c: steps of builder_finish() ---------------------------- */

/*
 * Turn the allocations into sorted, checked ones between documents of the ledger; left: what is open,
 * >= 0.
 */
void allocations_resolve(struct builder *b, money *left);
/* Sort and chain. */
void allocations_link(struct ledger *l);

/* Customers by id; map[old index] is the new one, NONE for the rejected. The caller frees map. */
uint32_t *sort_customers(struct builder *b);
/* Documents by customer, date, id; names and ranges of customers follow. */
void sort_documents(struct builder *b);
/*
 * Documents of neighbouring customers near to each other, with their texts, where the ledger is too large for the
 * memory and they are not so already: build_deal.c. Customers' first_document must be right.
 */
void deal_documents(struct builder *b);
/* An identifier that no document has: the wanted one, with a number behind it if that is taken. The number of its name. */
uint32_t new_document_name(struct builder *b, const char *wanted);

#endif
