/* expression.h - values and conditions of one waiting unit (emit.c); strings live in the engine's scratch memory or longer. */
#ifndef RELANCE_READ_EXPRESSION_H
#define RELANCE_READ_EXPRESSION_H

#include "read/engine.h"

/* The value as text; NULL when empty. */
const char *expression_value(struct engine *e, const struct entry *one, const struct expression *x);

/* Value number i of the unit's references. */
const char *entry_value(const struct entry *one, size_t i);

/* Does the condition let the unit pass? A <skip> that holds is reported. */
bool condition_passes(struct engine *e, const struct entry *one, const struct condition *k);

#endif
