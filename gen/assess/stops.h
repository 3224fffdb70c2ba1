/*
 * stops.h - the findings on the data that end a run: <stops> of the policy.
 * Some findings only narrow what can be done; a company may hold that with
 * some of them nothing at all should be written.
 */
#ifndef RELANCE_ASSESS_STOPS_H
#define RELANCE_ASSESS_STOPS_H

#include "assess/policy.h"

/*
 * ST_INPUT if a finding or reject made so far is one that the policy stops on: each such <stop> is reported
 * with its place in the policy and the first case, as an error. Else ST_OK. Call after diag_sort().
 */
enum status stops_check(struct diag *d, const struct policy *p);

#endif
