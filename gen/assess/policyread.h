/*
 * policyread.h - attributes of policy.xml, each with its own error: file, line,
 * field. The schema has checked the form already; what it cannot say (ranges that
 * depend on one another, names that refer to others) is checked here.
 */
#ifndef RELANCE_ASSESS_POLICYREAD_H
#define RELANCE_ASSESS_POLICYREAD_H

#include "assess/policy.h"
#include "base/xmlfile.h"

struct policy_reader {
	struct diag *d;
	struct arena *mem;
	struct policy *p;
	int file;
	bool failed; /* something was reported: policy_load() fails, after having looked at the rest */
};

/* Report that the field of that element is wrong, and why. */
void policy_wrong(struct policy_reader *r, const xmlNode *n, const char *field, const char *fmt, ...)
	__attribute__((format(printf, 4, 5)));

/* The attribute, or the fallback where it is absent; reported and the fallback where it is out of range. */
bool policy_yes(struct policy_reader *r, const xmlNode *n, const char *field, bool fallback);
int policy_int(struct policy_reader *r, const xmlNode *n, const char *field, int fallback, int min, int max);
money policy_amount(struct policy_reader *r, const xmlNode *n, const char *field, money fallback); /* cents */
rate policy_percent(struct policy_reader *r, const xmlNode *n, const char *field, rate fallback, rate max);
/* Index of the attribute's value among count words. */
int policy_word(struct policy_reader *r, const xmlNode *n, const char *field, const char *const *word,
		int count, int fallback);
/* One word, of n bytes: its index, or -1. */
int policy_word_index(const char *s, size_t n, const char *const *word, int count);
/* The set of words, blank separated, as bits 1 << index. */
unsigned policy_set(struct policy_reader *r, const xmlNode *n, const char *field, const char *const *word,
		    int count, unsigned fallback);
/* <threshold from= points=> children, ascending; `amounts`: from is an amount in cents. */
size_t policy_thresholds(struct policy_reader *r, const xmlNode *n, bool amounts, struct threshold **out);

/* The parts of the file; each reports its own errors. */
void policy_read_scenarios(struct policy_reader *r, const xmlNode *scenarios, const xmlNode *assignments);
void policy_read_risk(struct policy_reader *r, const xmlNode *risk);
void policy_read_priority(struct policy_reader *r, const xmlNode *priority);
void policy_read_provision(struct policy_reader *r, const xmlNode *provision);

#endif
