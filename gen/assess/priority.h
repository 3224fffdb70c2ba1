/* priority.h - the order of the work list: an explained score (RULES §9). */
#ifndef RELANCE_ASSESS_PRIORITY_H
#define RELANCE_ASSESS_PRIORITY_H

#include "assess/work.h"

/* Sets the priority and its parts from amount, lateness, the customer's class and broken promises. */
void prioritise(struct work *w, struct decision *e, bool broken_promise);

#endif
