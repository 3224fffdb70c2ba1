/*
 * assess.h - the whole judgement as of D: positions, classes, decisions,
 * figures. One call from run.c; everything the outputs print comes from here.
 */
#ifndef RELANCE_ASSESS_ASSESS_H
#define RELANCE_ASSESS_ASSESS_H

#include "assess/penalty.h"
#include "assess/policy.h"
#include "assess/rates.h"
#include "book/view.h"

/* The columns once unapplied credits are set against the oldest debts (RULES §3, optional view). */
struct net_columns {
	money not_due, bucket[MAX_BUCKETS], no_due_date, unapplied;
};

/* One row of the aged balance: a customer in one currency. Sum of columns = balance (RULES §3, §4). */
struct position {
	uint32_t customer;
	currency cur;
	money balance;
	money not_due;
	money *bucket;	 /* policy.limits + 1 of them */
	money unapplied; /* credits, <= 0 */
	money no_due_date;
	money disputed;		 /* part of the debit columns that is disputed: shown, not moved */
	struct net_columns *net; /* NULL unless the policy asks for the net view */
	money interest;		 /* all penalties of the position's documents, own currency */
	money indemnity;	 /* EUR cents */
	money settled_interest, settled_indemnity; /* their part for documents settled by D, late */
	int oldest_late;			   /* days late of the oldest overdue open item, 0 if none */
	money provision_base, provision, provision_existing; /* RULES §9 */
	money doubtful;					     /* proposed for 416 */
	bool has_equivalent;
	money equivalent;		    /* balance in company currency at the rate of D */
	uint32_t first_item, items;	    /* range in assessment.item */
	uint32_t first_decision, decisions; /* range in assessment.decision */
};

/* An open document of a position, in order (due date, document date, id); credits behind debits. */
struct item {
	uint32_t doc;
	civil_date due; /* date used; DATE_NONE for credits and "sans échéance" */
	int days_late;	/* D - due, or D - document date where the policy ages on that; without meaning for
			 * ITEM_NO_DUE and ITEM_UNAPPLIED */
	civil_date last_reminder; /* DATE_NONE */
	civil_date until;	  /* with left_out: promise's date, hold's end… */
	int8_t bucket;		  /* -1 not due, 0.. bucket, ITEM_UNAPPLIED, ITEM_NO_DUE */
	uint8_t left_out; /* enum reason: why it is not a candidate, REASON_NONE if it is or is not overdue */
	uint8_t last_level;  /* of its recorded reminders, 0 none */
	bool broken_promise; /* a promise for it was not kept */
	/* What a letter may ask: open minus disputed and promised parts; 0 if left out or not overdue. */
	money asked;
};
/* What of the item is disputed at D: without an amount all of it, several add up, never above the open amount. */
money item_disputed(const struct view *v, const struct item *it);

#define ITEM_NOT_DUE (-1)
#define ITEM_UNAPPLIED (-2)
#define ITEM_NO_DUE (-3)

/* Codes of RULES §7. */
enum reason {
	REASON_NONE,
	REASON_DUE, /* an action is taken: the step's day is reached */
	REASON_DISPUTED,
	REASON_PROMISED,
	REASON_PLAN,
	REASON_HOLD,
	REASON_INSOLVENCY,
	REASON_TIME_BARRED,
	REASON_TOO_SOON,
	REASON_BELOW_MINIMUM,
	REASON_COVERED,
	REASON_COVERED_BANK,
	REASON_LAST_LEVEL,
	REASON_NO_ADDRESS,
	REASON_COLLECTOR,
	REASON_REFUSED,
	REASON_NOT_YET, /* overdue, but before the scenario's first step */
	REASONS
};
const char *reason_code(enum reason r); /* "disputed" … as in decisions.csv */
const char *reason_french(enum reason r);

enum { PRIORITY_AMOUNT, PRIORITY_LATENESS, PRIORITY_CLASS, PRIORITY_PROMISE, PRIORITY_PARTS };

/* One decision: a letter, a call, or none and why. Several per position only where the grouping asks. */
struct decision {
	uint32_t position; /* index */
	const struct scenario *scenario;
	const struct step *step; /* NULL = none */
	enum reason reason;
	unsigned channels; /* used, after fallback */
	int level;	   /* of the step; without a step: last level reached */
	civil_date until;  /* DATE_NONE */
	money amount;	   /* principal minus unapplied credits: what the letter asks, without penalties */
	money principal, credits; /* its parts: candidates' open amounts; credits deducted (<= 0) */
	money interest;	 /* claimed: of decision_claims(), and of settled documents if the policy says so */
	money indemnity; /* claimed, EUR cents */
	civil_date last_reminder; /* DATE_NONE */
	int oldest_late;
	int32_t priority;		       /* work list: higher first; the sum of its parts */
	int32_t priority_days;		       /* days late that were counted */
	int16_t priority_part[PRIORITY_PARTS]; /* decision_priority_words() tells them */
	const char *site;		       /* grouping per site, "" */
	uint32_t *candidate;		       /* indexes into assessment.item */
	uint32_t candidates;
};

struct points {
	bool known;    /* the input lets it be computed */
	int32_t value; /* days, percent, count… */
	int points;
};
struct profile {			/* per customer */
	enum risk_class computed, used; /* differ with a manual override */
	enum payer_profile payer;
	int total_points;
	struct points criterion[CRITERIA];
	uint32_t broken_promises, rejects; /* within the policy's months of history */
	bool has_exposure, has_delay;
	money exposure; /* balance in company currency, of the currencies that have a rate */
	int64_t average_delay_tenths; /* amount-weighted average days late, settled in the last 12 months */
	uint32_t settled;
};

/*
 * Open debits that can no longer be claimed after `date`, from some months before:
 * policy.prescription_warning_months.
 */
struct prescription {
	uint32_t doc;
	civil_date date;
	bool barred;
};

/*
 * What was reminded has been settled lately and nothing is overdue any more: an optional thank-you (RULES
 * §7).
 */
struct thanks {
	uint32_t customer;
	currency cur;
	money amount; /* of the reminded documents settled since */
	uint32_t documents;
	civil_date settled; /* the last of them */
};

/* A key figure that may not be computable: then `missing` says why, in French (RULES §9). */
struct figure {
	const char *code, *label;
	enum { FIG_MONEY, FIG_DAYS_TENTHS, FIG_PERCENT_TENTHS, FIG_COUNT } unit;
	const char *missing; /* NULL = computed */
	int64_t value;
	const char *formula; /* French, with the numbers */
};

/* Sales of a month as the figures count them, company currency; see dso.h. */
struct sales_month {
	civil_date end; /* last day counted: D, or the end of the month */
	int days, full; /* counted; that the whole month has */
	money given;	/* by the export */
	money counted;	/* given, or its part up to D */
};

/* Sums behind the average delays, company currency; all 0 where one of them is beyond 64 bits. */
struct settled_days {
	uint32_t documents;
	money amount;
	int64_t late, payment; /* sum of amount x days late, of amount x days from the document's date */
};

struct closure_line { /* a check: what was expected, what was found */
	const char *label;
	uint32_t customer; /* NONE for totals */
	currency cur;
	money expected, found;
	bool stated; /* expected is what the file says of itself, found its documents of any date and its rejects */
	bool apart; /* stated of something else than the balance: of all accounts, or of one file among several */
	bool ok;
	const char *detail;
};

struct assessment {
	struct arena *mem;
	const struct view *view;
	const struct policy *policy;
	const struct rate_table *rates;
	struct position *position;
	uint32_t positions; /* by customer, then currency code */
	struct item *item;
	uint32_t items;
	struct decision *decision;
	uint32_t decisions;
	struct profile *profile; /* per customer of the ledger */
	struct prescription *prescription;
	uint32_t prescriptions; /* ascending date */
	struct figure *figure;
	size_t figures;
	/* What the figures were computed from, where nothing else in the assessment says it. */
	struct sales_month *sales; /* from the month of D back, as far as the export knows them without a gap */
	size_t sales_months;
	size_t dso_months; /* of them: in the period of the DSO, which has dso_days */
	int dso_days;
	struct settled_days settled; /* all customers, within the policy's months of history */
	struct closure_line *closure;
	size_t closures;
	bool closes;
	struct thanks *thanks;
	uint32_t n_thanks; /* empty unless policy.thank_you */
	rate *rate_of;	   /* per currency (UINT8_MAX + 1): company units for 1 at D, 0 none */
	currency *no_rate;
	size_t no_rates; /* currencies that the totals in company currency leave out */
};

/* The position of a customer in a currency; NULL if nothing is open there. */
const struct position *position_of_customer(const struct assessment *a, uint32_t customer, currency cur);

/*
 * The penalties of an item are part of what its decision claims: it is one of
 * the candidates and not disputed at all (partly disputed neither), unless the
 * policy claims those too, and the step claims penalties (RULES §6).
 */
bool decision_claims(const struct assessment *a, const struct decision *e, uint32_t item);

/* For loops over all positions, as their condition; as ledger_has_document(). */
static inline bool assessment_has_position(const struct assessment *a, uint32_t position)
{
	bulk_breathe();
	return position < a->positions;
}
/* The first position of a customer, or where it would stand: his positions follow each other. */
uint32_t assessment_first(const struct assessment *a, uint32_t customer);

/*
 * Set a decision's priority and its parts from its amount, the lateness of its candidates (of its oldest_late
 * without any), the customer's class, and whether a promise was broken (RULES §9).
 */
void decision_prioritise(const struct assessment *a, struct decision *e, bool broken_promise);

/* How a priority was counted, in French with the figures, in mem. */
const char *decision_priority_words(const struct assessment *a, const struct decision *e, struct arena *mem);

/* Where the points of each criterion come from, in French with the figures, in mem or static. */
void profile_words(const struct assessment *a, uint32_t customer, struct arena *mem,
		   const char *why[CRITERIA]);

/* Latest exchange rate of c at date or before, or stated without a date; false if there is none. */
bool exchange_rate_at(const struct ledger *l, currency c, civil_date date, rate *out);

/*
 * The plan in force asked for more by the day before D than was paid since it was agreed: *due, *paid.
 * false: no plan, or no arrears. In promise.c.
 */
bool plan_arrears(const struct view *v, uint32_t doc, money *due, money *paid);

/*
 * ST_OK, ST_CLOSURE (the lines are there), ST_CONFIG, ST_LIMIT. The caller drops *out in any case where it
 * is set.
 */
enum status assess(struct diag *d, const struct view *v, const struct policy *p, const struct rate_table *t,
		   struct assessment **out);
void assessment_drop(struct assessment *a);

#endif
