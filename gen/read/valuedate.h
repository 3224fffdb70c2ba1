/* valuedate.h - dates from text; used by value.c, and by emit.c for the commonest form. */
#ifndef RELANCE_READ_VALUEDATE_H
#define RELANCE_READ_VALUEDATE_H

#include "read/value.h"

/* No date at all, though something is written: zeros and marks only, "00000000", "0000-00-00 00:00:00". */
bool value_date_is_blank(const char *s);

/* ISO text of s read in one of the forms (set of enum date_form), NULL if it is none of them. */
const char *value_date(struct arena *a, unsigned forms, const char *s);

/* Is s a date in ISO form of the days 01 to 28, which every month has? Then it is canonical as it stands. */
bool value_is_plain_iso(const char *s);

#endif
