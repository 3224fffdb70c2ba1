/*
 * policy.h - the rules that a company may change without recompiling:
 * templates/policy.xml, or the file that the configuration names.
 * Loaded once, read-only afterwards.
 */
#ifndef RELANCE_ASSESS_POLICY_H
#define RELANCE_ASSESS_POLICY_H

#include "base/diag.h"
#include "book/ledger.h"

#define MAX_LIMITS 12		     /* bucket limits */
#define MAX_BUCKETS (MAX_LIMITS + 1) /* the last one is open-ended */
#define MAX_STEPS 32		     /* of a scenario */
#define CLASSES 6		     /* A B C D E N */

enum risk_class { CLASS_A, CLASS_B, CLASS_C, CLASS_D, CLASS_E /* insolvency */, CLASS_N /* no history */ };
static inline char class_letter(enum risk_class c)
{
	return "ABCDEN"[c];
}

/* Payer profile, RULES §5: decides tone and speed. */
enum payer_profile {
	PROFILE_GOOD,
	PROFILE_KEEPS_CASH,
	PROFILE_SHORT_OF_CASH,
	PROFILE_INSOLVENCY_RISK,
	PROFILE_UNKNOWN
};

enum channel {
	CHANNEL_EMAIL = 1,
	CHANNEL_SMS = 2,
	CHANNEL_LETTER = 4,
	CHANNEL_REGISTERED = 8,
	CHANNEL_PHONE = 16
};
const char *channel_name(enum channel c); /* email sms letter registered phone */
const char *channel_french(enum channel c);

enum step_kind {
	STEP_NOTICE,	/* before the due date */
	STEP_REMINDER,	/* a reminder of any tone */
	STEP_CALL,	/* phone call: call sheet */
	STEP_FORMAL,	/* formal notice: a document type of its own */
	STEP_COLLECTOR, /* third-party amicable letter under mandate */
	STEP_LITIGATION /* litigation list: no letter */
};
enum step_mode { MODE_AUTOMATIC, MODE_REVIEW /* semi-automatic */, MODE_MANUAL };

struct step {
	const char *name;  /* "courteous-reminder": the action in decisions.csv */
	const char *label; /* French, for sheets */
	const char
		*template; /* template name without folder and .xml, "" for a call or the litigation list */
	enum step_kind kind;
	enum step_mode mode;
	int day;	   /* days after the due date, negative before */
	int level;	   /* 0 notice, 1, 2, …: what a <reminder level> of the export means */
	unsigned channels; /* set of enum channel, all used (several at one step) */
	unsigned fallback; /* used where the address for `channels` is missing (e-mail, else letter) */
	money minimum;	   /* below it the next lower step; cents of the company currency; 0 none */
	int delay_to_pay;  /* days given to pay, printed in the letter */
	bool claims;	   /* the letter claims penalties and indemnity, default true (never in a notice) */
	struct place at;
};

/* A finding that ends the run: of that code, or of that severity and worse (stops.h). */
struct stop {
	const char *code; /* NULL: by severity */
	enum severity severity;
	unsigned line; /* in the policy file */
};

struct scenario {
	const char *name;  /* "standard", "key-account", "public", "consumer", "risky" */
	struct step *step; /* ascending day */
	size_t steps;
	bool by_age;		    /* levels may be skipped */
	bool formal_needs_reminder; /* a formal notice only after a recorded reminder */
	bool phone_first;
	int min_interval;  /* days since the last reminder */
	const char *label; /* French, for sheets */
};

/*
 * Which scenario for whom: first rule that fits wins; an unset condition (-1 / 0) fits all.
 * A rule with classes or profiles never fits a consumer: a score must not decide
 * how a private person is written to (law.md §7).
 */
struct scenario_rule {
	int kind, segment; /* enum customer_kind, enum segment, -1 any */
	unsigned classes;  /* bit per risk class, 0 any */
	unsigned profiles; /* bit per payer profile, 0 any */
	size_t scenario;   /* index */
	struct place at;
};

/* A criterion of the risk class: points by threshold, RULES §5. */
enum criterion {
	CRIT_DELAY,
	CRIT_OVERDUE_SHARE,
	CRIT_OLDEST,
	CRIT_PROMISES,
	CRIT_REJECTS,
	CRIT_LIMIT,
	CRIT_TREND,
	CRITERIA
};
struct threshold {
	int64_t from;
	int points;
}; /* days, percent, count…: value >= from gives points */
struct criterion_rule {
	const char *label; /* French */
	int weight;	   /* points are multiplied by it; 0 switches the criterion off */
	struct threshold *threshold;
	size_t thresholds; /* ascending from */
};

/*
 * One sheet of the workbook with the columns that a company wants to see; names are the workbook's
 * business.
 */
struct policy_columns {
	const char *sheet;
	const char **column;
	size_t columns; /* empty = all */
	const struct policy_columns *next;
};

enum grouping { GROUP_CUSTOMER, GROUP_SITE, GROUP_INVOICE, GROUP_LEVEL };
enum under_floor { FLOOR_DEFAULT /* ECB + 10 */, FLOOR_FLOOR /* 3 x legal */, FLOOR_KEEP };

struct policy {
	const char *name;
	const char *path;	   /* file it came from */
	bool age_on_document_date; /* ageing basis; default due date */
	int limit[MAX_LIMITS];
	size_t limits;		    /* 30 60 90 120 */
	bool net_view;		    /* also show credits netted against the oldest debts */
	struct terms default_terms; /* present = false in the shipped policy */

	struct scenario *scenario;
	size_t scenarios;
	struct scenario_rule *rule;
	size_t rules;
	enum grouping grouping;
	money minimum;			    /* below it no action; cents of the company currency */
	bool claim_disputed, claim_settled; /* both false: a letter claims for its undisputed open items */
	bool hold_on_unsure_bank;	    /* an unsure bank match holds the letter back */
	bool thank_you;
	enum under_floor under_floor;
	int prescription_warning_months; /* 6 */

	struct criterion_rule criterion[CRITERIA];
	int class_from[4];  /* points from which A, B, C, D start (A: 0) */
	int history_months; /* 12 */
	int min_settled;    /* fewer settled items than this and nothing overdue: class N */

	/* provision: percent * RATE_ONE, by bucket (0 = not due, 1.. buckets; then no due date) and class */
	rate provision[MAX_BUCKETS + 2][CLASSES];
	rate default_vat;   /* percent, to find the net base where VAT is not stated; 0: the base is the gross
	                             * amount, with the finding "no-vat" */
	int doubtful_after; /* days late from which an item is proposed for account 416 */
	int dso_days;	    /* period for the simple DSO, in days: 365, or number of months given */

	const char **sheets;
	size_t n_sheets; /* workbook: which sheets, empty = all */
	struct stop *stop;
	size_t n_stops;
	const struct policy_columns *columns; /* sheets that name their columns, NULL: none does */

	int keeps_cash_delay; /* average days late from which a payer without incident keeps the cash */
	struct threshold *priority_amount;
	size_t priority_amounts; /* company currency, cents */
	struct threshold *priority_late;
	size_t priority_lates; /* days late of the oldest item */
	int priority_class[CLASSES];
	int priority_promise; /* for a broken promise */
	bool has_financing_rate;
	rate financing_rate; /* percent a year: cost of one DSO day */
	int thank_you_days;  /* settled at most so many days before D */
};

/* First rule that fits; the policy's last rule has no condition, so there is always one. */
const struct scenario *policy_scenario(const struct policy *p, enum customer_kind kind, enum segment segment,
				       enum risk_class class, enum payer_profile profile);

/*
 * Load path (checked by policy.xsd) into the arena. *out lives as long as a.
 * Any error is reported with file and line: ST_CONFIG.
 */
enum status policy_load(struct diag *d, struct arena *a, const char *path, struct policy **out);

/* Names in policy.xml, and what French readers see. */
const char *payer_profile_name(
	enum payer_profile f); /* "good" "keeps-cash" "short-of-cash" "insolvency-risk" "unknown" */
const char *payer_profile_french(enum payer_profile f);
const char *
criterion_name(enum criterion c); /* "delay" "overdue-share" "oldest" "promises" "rejects" "limit" "trend" */

/*
 * Bucket of an item that many days late: -1 (ITEM_NOT_DUE) up to 0, else 0 .. limits. Limits are inclusive.
 */
int policy_bucket(const struct policy *p, int days_late);

/* The first step of a scenario whose letter is made with that template; NULL if there is none. */
const struct step *policy_step_with(const struct policy *p, const char *template);

/* Points of the highest threshold that value reaches, 0 below the first. */
int threshold_points(const struct threshold *t, size_t n, int64_t value);

/* CSV column names generated from the limits: "d1_30" … "over_120" (b = 0 .. limits). */
const char *bucket_column(const struct policy *p, size_t b, char out[24]);
/* French heading: "1–30 j" … "> 120 j". */
const char *bucket_label(const struct policy *p, size_t b, char out[32]);

#endif
