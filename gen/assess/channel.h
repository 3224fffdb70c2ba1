/*
 * channel.h - by which ways a customer can be reached (RULES §7).
 * A postal address has a line, and a postcode or a city; the name is the customer's.
 */
#ifndef RELANCE_ASSESS_CHANNEL_H
#define RELANCE_ASSESS_CHANNEL_H

#include "assess/policy.h"

/* Set of enum channel for which the customer has an address. */
unsigned channels_usable(const struct customer *c);

/*
 * What a step really uses: its channels that are usable, and its fallback's
 * where one of them is missing. 0: the customer cannot be reached.
 */
unsigned channels_used(const struct step *s, unsigned usable);

#endif
