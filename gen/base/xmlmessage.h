/* xmlmessage.h - private to base. */
#ifndef RELANCE_BASE_XMLMESSAGE_H
#define RELANCE_BASE_XMLMESSAGE_H

#include "base/text.h"

/*
 * libxml2's English message, in French for whoever edits a template; unknown
 * ones are quoted as they are. wanted: what the schema says in words of a value
 * that a pattern does not accept, or NULL.
 */
void xmlmessage_translate(struct buf *out, const char *english, const char *wanted);

#endif
