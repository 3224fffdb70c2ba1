/* layout_texts.h - the words that the program itself puts into letters: headings of tables, labels, the law. */
#ifndef RELANCE_LETTER_LAYOUT_TEXTS_H
#define RELANCE_LETTER_LAYOUT_TEXTS_H

#include "assess/penalty.h"
#include "base/arena.h"
#include "book/ledger.h"
#include "letter/kind.h"

enum fixed_text {
	TXT_SUBJECT,
	TXT_OUR_REF,
	TXT_YOUR_REF,
	TXT_ACCOUNT,
	TXT_OWNER,
	TXT_PHONE,
	TXT_EMAIL,
	TXT_DATELINE,
	TXT_PAGE,
	TXT_NUMBER,
	TXT_LABEL,
	TXT_ORDER,
	TXT_SITE,
	TXT_DATE,
	TXT_DUE,
	TXT_ORIGINAL,
	TXT_PAID,
	TXT_OPEN,
	TXT_DAYS_LATE,
	TXT_DISPUTE,
	TXT_REMINDERS,
	TXT_CARRY_DOWN,
	TXT_CARRY_UP,
	TXT_TOTAL_ITEMS,
	TXT_WITHHELD,
	TXT_CREDITS,
	TXT_CREDITS_OF,
	TXT_INTEREST,
	TXT_INTEREST_PUBLIC,
	TXT_INTEREST_LEGAL,
	TXT_INDEMNITY_ONE,
	TXT_INDEMNITY_MANY,
	TXT_TOTAL,
	TXT_TOTAL_EURO,
	TXT_SEE_EXTRACT,
	TXT_OTHERS,
	TXT_EXTRACT,
	TXT_EXTRACT_OF,
	TXT_TOTAL_DEBITS,
	TXT_TOTAL_CREDITS,
	TXT_BALANCE,
	TXT_OF_WHICH_OVERDUE,
	TXT_OF_WHICH_DISPUTED,
	TXT_DISPUTED_ALL,
	TXT_DISPUTED_PART,
	TXT_PROMISED,
	TXT_NO_DUE,
	TXT_FROM,
	TXT_TO,
	TXT_DAYS,
	TXT_RATE,
	TXT_BASE,
	TXT_AMOUNT,
	TXT_INDEMNITY_BUSINESS,
	TXT_INDEMNITY_PUBLIC,
	TXT_PENALTY_TOTAL,
	TXT_BENEFICIARY,
	TXT_BANK,
	TXT_REFERENCE,
	TXT_TO_PAY,
	TXT_FIRST_INSTALMENT,
	TXT_BY_CHEQUE,
	TXT_CHEQUE_TO,
	TXT_ONLINE,
	TXT_SCAN,
	TXT_SLIP,
	TXT_SLIP_CUSTOMER,
	TXT_SLIP_CUT,
	TXT_REGISTERED,
	TXT_REGISTERED_NUMBER,
	TXT_INSTALMENT,
	TXT_INSTALMENT_DATE,
	TXT_INSTALMENT_LEFT,
	TXT_ROLE,
	TXT_NAME,
	TXT_MOBILE,
	TXT_WHAT,
	TXT_WHEN,
	TXT_DETAIL,
	TXT_REMINDED,
	TXT_CALLED,
	TXT_PROMISE,
	TXT_KEPT_UNTIL,
	TXT_IN_DISPUTE,
	TXT_NOTHING,
	TXT_ACCOUNTING,
	TXT_BILLING,
	TXT_LEVEL,
	TXT_COUNT
};

const char *fixed_text(enum letter_lang lang, enum fixed_text t);
/* The text with its one or two "%s" replaced by a and b; in the arena or static. */
const char *fixed_fill(struct arena *mem, enum letter_lang lang, enum fixed_text t, const char *a,
		       const char *b);

/* Kind of a document for a table: "Avoir", "Rejet"…; "" for an invoice, which needs no word. */
const char *document_word(enum letter_lang lang, enum document_type t);

/* Where a penalty's rate comes from and how it is applied, as a note below the arithmetic; "" for an indemnity. */
const char *rate_source(enum letter_lang lang, enum rate_origin origin);

/*
 * Second and third paragraphs of art. L.111-8 CPCE, to the letter (law.md §1):
 * in French in every language, with the source's own apostrophes. n is 2 or 3.
 */
const char *law_paragraph(int n);

#endif
