/*
 * fields_data.h - everything one letter says, computed before it is set: its
 * items, its sums, its penalties line by line, its reminders, and the value of
 * each field. Nothing here knows of pages.
 */
#ifndef RELANCE_LETTER_FIELDS_DATA_H
#define RELANCE_LETTER_FIELDS_DATA_H

#include "assess/assess.h"
#include "book/company.h"
#include "letter/address.h"
#include "letter/fields.h"
#include "letter/template.h"

/* A document in one of the letter's tables. */
struct letter_row {
	const struct document *doc;
	uint32_t item;	/* of the assessment; NONE for a settled document (thank-you) */
	civil_date due; /* DATE_NONE for credits and without a due date */
	int days_late;	/* D - due; meaningful if due is a date; <= 0 not due */
	money original, paid, open;
	money asked; /* what this letter asks of it */
	money disputed;
	civil_date promised;   /* latest promise that is still running, DATE_NONE */
	const char *reminders; /* dates of written reminders, "15/09/2026 30/09/2026", "" */
	size_t n_reminders;
};

/* A line of the arithmetic of what is claimed. */
struct claim_line {
	const struct document *doc;
	struct penalty_line line;
};

struct instalment {
	civil_date due;
	money amount;
};

struct letter_sums {
	money open;	 /* open amounts of the letter's items */
	money withheld;	 /* their part that is not asked: disputed, promised */
	money principal; /* open - withheld = decision.principal */
	money credits;	 /* <= 0, deducted */
	money net;	 /* principal + credits = decision.amount */
	money interest;
	money indemnity; /* EUR cents */
	size_t indemnities;
	money total; /* net + interest, + indemnity if the letter is in euros */
};

struct letter_data {
	struct arena *mem;
	const struct assessment *a;
	const struct company *company;
	const struct template *template;
	const struct customer *customer;
	const struct position *position;
	const struct decision *decision;
	enum letter_lang lang;
	currency cur;
	civil_date date;
	unsigned channels;
	struct letter_row *row; /* what the letter is about */
	size_t rows;
	struct letter_row *all; /* every open item of the position: debits, then credits */
	size_t alls;
	struct claim_line *claim;
	size_t claims;
	struct instalment *instalment;
	size_t instalments;
	civil_date *reminder; /* distinct dates of the written reminders of `row`, ascending */
	size_t reminders;
	struct letter_sums sums;
	const struct address *address_used; /* NULL: none usable */
	struct address_block address;
	const char *
		stem; /* of the reference: the customer's code, and the currency if it is not the company's */
	struct field_value value[FLD_COUNT];
};

/* What is to be written, to whom. */
struct letter_order {
	const struct assessment *assessment;
	const struct company *company;
	const struct template *template;
	const struct decision *decision; /* of the assessment, or made up for a preview */
	const struct thanks *thanks;	 /* LETTER_THANKS: then decision may be NULL */
	unsigned channels;
};

/*
 * Fill *out; everything lives in the arena mem, scratch is reused from letter to
 * letter. ST_LIMIT on overflow, ST_CONFIG for an unknown half-year (both
 * reported); ST_CLOSURE if the penalty lines do not add up to what the decision
 * claims (reported): no letter may show a sum that its lines do not prove.
 */
enum status letter_data_fill(struct diag *d, struct arena *mem, struct penalties *scratch,
			     const struct letter_order *order, struct letter_data *out);

/*
 * The parts of letter_data_fill(): rows of items and reminders (fields_rows.c),
 * sums, claims and instalments (fields_sums.c), values of all fields
 * (fields_value.c). In this order.
 */
void letter_rows(struct letter_data *ld, const struct thanks *thanks);
enum status letter_sums(struct diag *d, struct letter_data *ld, struct penalties *scratch);
enum status letter_values(struct diag *d, struct letter_data *ld);

/* ST_LIMIT, reported: a sum of this customer does not fit. */
enum status letter_overflow(struct diag *d, const struct letter_data *ld);

/* Our reference (RULES §8): customer's code, currency if it is not the company's, date: "C001-20261031". */
const char *letter_reference(struct arena *a, const char *stem, civil_date date);

#endif
