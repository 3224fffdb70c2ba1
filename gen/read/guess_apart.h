/* guess_apart.h - elements whose content is named by an attribute rather than by their own name. */
#ifndef RELANCE_READ_GUESS_APART_H
#define RELANCE_READ_GUESS_APART_H

#include "read/guess_survey.h"

/* Sets `by` of all elements below n that are to be kept apart; false: there are none. */
bool apart_find(struct survey_node *n);

#endif
