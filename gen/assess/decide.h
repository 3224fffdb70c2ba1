/*
 * decide.h - the two halves of the decisions (RULES §7): units of a position
 * (decide.c) and what happens to one unit (decide_unit.c).
 */
#ifndef RELANCE_ASSESS_DECIDE_H
#define RELANCE_ASSESS_DECIDE_H

#include "assess/work.h"

/* What one letter would be about: overdue items of one position. */
struct unit {
	uint32_t position;
	const struct scenario *scenario;
	unsigned usable; /* channels, see channel.h */
	const char *site;
	const uint32_t *item; /* overdue items, ascending; left-out ones too */
	uint32_t n;
	money credits;	     /* unapplied credits set against it, >= 0 */
	money unbooked;	     /* of these: from a bank statement */
	bool first;	     /* of its position: takes the claims on settled documents */
	bool bank_unsure;    /* a transfer that is probably this customer's waits for a person */
	uint32_t *candidate; /* scratch for n */
	int *progress;	     /* scratch for n */
};

/* Decide one unit. ST_OK, ST_LIMIT, ST_CONFIG: reported. */
enum status decide_unit(struct work *w, const struct unit *u, struct decision *out);

/*
 * The notice before the due date, for a position with nothing overdue. *out is filled only if true is
 * returned.
 */
bool decide_notice(struct work *w, const struct unit *u, struct decision *out);

/* A decision without action and without candidates. */
struct decision decision_none(const struct unit *u, enum reason r);

#endif
