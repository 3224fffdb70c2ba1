/* expression.h - values and conditions of one waiting unit (emit.c); strings live in the engine's scratch memory or longer. */
#ifndef RELANCE_READ_EXPRESSION_H
#define RELANCE_READ_EXPRESSION_H

#include "read/engine.h"

/* The value as text; NULL when empty. */
const char *expression_value(struct engine *e, const struct entry *one, const struct expression *x);

/* Value number i of the unit's references; NULL: there is none. */
const char *entry_value(struct engine *e, const struct entry *one, size_t i);

/* A slot of the unit's element or of one around it. The unit is not a copy: one->at. */
static inline const struct value *entry_slot(const struct entry *one, uint16_t depth, uint16_t slot)
{
	const struct instance *in = one->at;

	while (in->depth > depth)
		in = in->outer;
	return &in->value[slot];
}

/* Does the condition let the unit pass? A <skip> that holds is reported. */
bool condition_passes(struct engine *e, const struct entry *one, const struct condition *k);

#endif
