/*
 * penalty.h - what lateness costs under French law (RULES §6), computed per
 * document on demand: nothing is stored, so that a million items cost no memory.
 *
 * Rules, for invoices and debit notes that exist at D and have a due date:
 * - A day d bears interest on the balance at its start, which is the open amount
 *   at the end of d - 1: so the first day is due + 1, or, where a due date lies
 *   before its own document, the day after the document. The last is D or the
 *   day of the settling allocation.
 * - One line per period of constant balance and rate, each rounded half away
 *   from zero: base x rate x days / 36 500; lines that round to zero are left out.
 * - Business: the document's contract rate, else the customer's, else ECB rate of
 *   each half-year + 10, these cut at every half-year. In a half-year where the
 *   contract rate is below 3 x the legal rate ("all other cases") policy.under_floor
 *   says what replaces it, and that part comes from the table: cut there too.
 *   An adjoining period under the contract rate itself is not cut.
 * - Public body: ECB rate of the half-year of the first day + 8, one rate for the
 *   document's life, no cut; a contract rate does not count (L.2192-14 CCP); the
 *   retention (retenue de garantie) is taken off the base (R.2192-33).
 * - Consumer: the legal rate ("all other cases") of each half-year, from the receipt
 *   or first presentation of the first formal notice among its recorded reminders
 *   (its sending date where that is not known), that day included; no indemnity.
 *   See penalty_formal_notice().
 * - Unknown kind: nothing.
 * - 40 EUR once per late invoice, business and public, as soon as something was
 *   owed at the start of its first day late, settled since or not. Of an invoice
 *   payable in parts (ledger.h, is_part) the first part that was late bears it.
 * - Insolvency: debts born on or before the judgment bear interest up to and
 *   including the judgment's day, and no indemnity when due on or after it. With
 *   an insolvency whose judgment date is unknown nothing is computed.
 */
#ifndef RELANCE_ASSESS_PENALTY_H
#define RELANCE_ASSESS_PENALTY_H

#include "assess/policy.h"
#include "assess/rates.h"
#include "book/view.h"

enum penalty_kind { PENALTY_INTEREST, PENALTY_INDEMNITY };

/* One period of constant balance and rate, or the indemnity (from, to, days, rate, base empty; currency EUR). */
struct penalty_line {
	enum penalty_kind kind;
	civil_date from, to; /* both inclusive; DATE_NONE for an indemnity */
	int days;
	rate rate;	/* percent */
	money base;	/* balance at the start of these days */
	money amount;	/* rounded half away from zero to the minor unit */
	currency cur;	/* interest: the document's; indemnity: EUR */
	uint8_t origin; /* enum rate_origin: where the rate comes from, for explain and letters */
};

/* Where the rate of a line comes from. */
enum rate_origin {
	RATE_NONE,     /* an indemnity */
	RATE_CONTRACT, /* the document's or the customer's */
	RATE_BUSINESS, /* ECB + 10, L.441-10 C. com. */
	RATE_FLOOR,    /* 3 x legal rate instead of a lower contract rate */
	RATE_PUBLIC,   /* ECB + 8, frozen, R.2192-31 CCP */
	RATE_LEGAL     /* legal rate, "all other cases", art. 1231-6 C. civ. */
};
/* For penalites.csv: "" "contract" "business" "floor" "public" "legal". */
const char *rate_origin_name(enum rate_origin o);

struct penalties {
	struct penalty_line
		*line; /* ascending date, the indemnity last; grows; reuse the struct from call to call */
	size_t lines, cap;
	money interest;	  /* sum of the interest lines, document currency */
	money indemnity;  /* 0 or 40.00 EUR */
	bool under_floor; /* a contract rate was below 3 x the legal rate somewhere */
};
#define PENALTIES_INIT                  \
	{                               \
		NULL, 0, 0, 0, 0, false \
	}
void penalties_drop(struct penalties *p);

/*
 * Lines of one document as of v->as_of: open, settled late or disputed alike;
 * none for types other than invoice and debit note, credits, unknown kinds.
 * *out is overwritten; its lines stay valid until the next call with it.
 * ST_CONFIG for an unknown half-year that a line needs (reported), ST_LIMIT on
 * overflow (reported). No finding is made: who walks the documents reports
 * under_floor once per customer, see penalty_report_floor().
 */
enum status penalty_compute(struct diag *d, const struct view *v, const struct policy *p,
			    const struct rate_table *t, uint32_t doc, struct penalties *out);

/* The finding "rate-under-floor" for one customer: which document, what replaces the rate. */
void penalty_report_floor(struct diag *d, const struct view *v, const struct policy *p, uint32_t doc);

/*
 * Day from which a formal notice of the document counts, as known at D: the
 * earliest receipt or first presentation (else sending date) of its reminders
 * that are formal notices: step "formal-notice" or a formal step of the policy, or
 * a registered letter, or, where no step is named, a level that is formal in the
 * consumer scenario. Reminders sent after D do not exist. DATE_NONE if none.
 */
civil_date penalty_formal_notice(const struct view *v, const struct policy *p, uint32_t doc);

#endif
