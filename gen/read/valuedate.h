/* valuedate.h - dates from text; used by value.c alone. */
#ifndef RELANCE_READ_VALUEDATE_H
#define RELANCE_READ_VALUEDATE_H

#include "read/value.h"

/* ISO text of s read in one of the forms (set of enum date_form), NULL if it is none of them. */
const char *value_date(struct arena *a, unsigned forms, const char *s);

#endif
