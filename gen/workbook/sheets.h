/*
 * sheets.h - one function per sheet, and what several of them share.
 * Not for use outside of gen/workbook.
 */
#ifndef RELANCE_WORKBOOK_SHEETS_H
#define RELANCE_WORKBOOK_SHEETS_H

#include "workbook/list.h"

/* Lists: measured first, all of them, then written. */
void balance_measure(struct book *b);
void items_measure(struct book *b);
void reminders_measure(struct book *b);
void calls_measure(struct book *b);
void decisions_measure(struct book *b);
void disputes_measure(struct book *b);
void bank_measure(struct book *b);
void risk_measure(struct book *b);
void penalties_measure(struct book *b);
void provision_lines_measure(struct book *b);
void litigation_measure(struct book *b);
void movements_measure(struct book *b);
void reconciliation_measure(struct book *b);
void quality_measure(struct book *b);

/* common.c: words and look-ups that several sheets need. */
const char *segment_french(enum segment s);
const char *kind_french(enum customer_kind k);
const char *insolvency_french(enum insolvency_kind k);
const char *class_french(enum risk_class c); /* "A", … "E", "N" */
const char *owner_text(const struct customer *c);  /* "(non renseigné)" where nobody is named */
const char *channels_french(struct book *b, unsigned channels); /* "courrier + téléphone", scratch */
const char *step_text(const struct decision *e);   /* the step's label, or "Aucune action" */
const char *reason_text(const struct decision *e); /* why nothing is done; "" for an action */
const struct customer *customer_of(const struct book *b, const struct position *pos);
const struct document *document_of(const struct book *b, const struct item *it);
/* First decision of a position that is an action, else its first one; NULL without any. */
const struct decision *main_decision(const struct book *b, const struct position *pos);
/* Files made for a decision: the first of *n, NULL without any. */
const struct workbook_letter *letters_of(const struct book *b, const struct decision *e, size_t *n);
/* x in company currency at the rate of D; false without a rate. */
bool to_company(struct book *b, money x, currency c, money *out);
/* Whom to call or write to: accounting first, else the first contact that has what is asked for; NULL if none. */
const struct contact *contact_for(const struct customer *c, bool phone);
/* Notes that every sheet of balances carries; adds to note[], returns how many there are now. */
size_t balance_notes(struct book *b, const char **note, size_t n);
/* Rows of the sheet Provisions par pièce that a position has. */
uint32_t provision_lines_of(struct book *b, const struct position *pos);
/*
 * Live sum of a list's column over the `rows` rows from `first` on, which alone bear the
 * number `equals` in column `key`. A small workbook looks for the number in all rows, so
 * that the reader may sort the list; a large one among these rows only, or every customer's
 * sum would walk over a million of them.
 */
const char *sum_by_number(const struct list *l, const char *sum, const char *key, const char *equals,
			  uint32_t first, uint32_t rows);
/* Column arrays with the ageing columns in the middle: appends one, returns how many there are now. */
size_t add_column(struct column *col, size_t n, struct column c);
/* Rules for a range. */
void rule_bar(struct book *b, struct sheet *s, lxw_row_t r1, lxw_col_t c1, lxw_row_t r2, uint32_t colour);
void rule_not_zero(struct book *b, struct sheet *s, lxw_row_t r1, lxw_col_t c1, lxw_row_t r2, lxw_format *f);
void rule_word(struct book *b, struct sheet *s, lxw_row_t r1, lxw_col_t c1, lxw_row_t r2, const char *word,
	       lxw_format *f); /* cells that contain the word */
void rule_late(struct book *b, struct sheet *s, lxw_row_t r1, lxw_col_t c1, lxw_row_t r2); /* days late, by the limits */
void rule_choice(struct book *b, struct sheet *s, lxw_row_t r1, lxw_col_t c1, lxw_row_t r2, const char *const *choice,
		 const char *title, const char *hint);
void rule_date(struct book *b, struct sheet *s, lxw_row_t r1, lxw_col_t c1, lxw_row_t r2);

/* Free forms: written into b->free_form[id]. */
void summary_sheet(struct book *b);
void provisions_prepare(struct book *b);
void provisions_sheet(struct book *b);
void parameters_sheet(struct book *b);

#endif
