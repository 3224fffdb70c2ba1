/*
 * stepping.h - which step of a scenario is due (RULES §7).
 *
 * The rules, for the candidates of one letter:
 * - A recorded reminder stands for a step: the one it names; else, by phone, the
 *   call of its level; else the letter of its level (of several, the last one whose
 *   day had come when it was sent). An item has done that step and all before it.
 * - The last level sent is the highest recorded on a candidate. Steps up to the
 *   next level of the scenario are allowed; with `by-age` all are. A formal notice
 *   needs a recorded reminder, unless the policy says otherwise.
 * - Chosen is the highest allowed step whose day some candidate has reached
 *   without having done it. Where that begins a new level, the level's first letter
 *   goes (or the call, where the scenario phones first): never contacted and 20
 *   days late gets the courteous reminder, not the call.
 * - The highest level sets the tone: a new item beside others that have had more
 *   gets the letter of their level, a formal notice excepted.
 * - A call without a number gives way to a letter of the same level whose day has come.
 * - Under a step's minimum the next lower one that is still to be done.
 * - An item behind its last step goes to the litigation list: from that step's day,
 *   and when the delay that the last letter gave is over (reason last-level); until
 *   then it waits (too-soon). Other items of the customer go on without it.
 */
#ifndef RELANCE_ASSESS_STEPPING_H
#define RELANCE_ASSESS_STEPPING_H

#include "assess/work.h"

/* Why an overdue item is no candidate, whatever the scenario; sets left_out, until, asked (leftout.c). */
void leave_out_item(const struct work *w, struct item *i, bool barred);

/* Index of the highest step of s that the item's recorded reminders stand for; -1 for none. */
int item_progress(const struct work *w, const struct scenario *s, const struct item *i);

/* The item is behind the last step that does something: sets left_out (last-level or too-soon) and until. */
bool item_finished(const struct work *w, const struct scenario *s, int progress, struct item *i);

struct candidates {
	const struct scenario *scenario;
	const uint32_t *item; /* indexes into assessment.item */
	const int *progress;  /* of each: item_progress() */
	uint32_t n;
	money amount; /* what the letter would ask */
	currency cur;
	bool phone; /* the customer can be called */
};

struct choice {
	const struct step *step; /* NULL: none */
	enum reason reason;	 /* REASON_DUE with a step */
	civil_date until;
	int level; /* last level sent */
	civil_date last_reminder;
};
struct choice choose_step(const struct work *w, const struct candidates *c);

#endif
