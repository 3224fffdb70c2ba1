/*
 * codes.h - the codes of all findings and rejects, in one list: what <stop code="…"> of the policy may name.
 * diag.h takes any word; the tests see to it that all of them are here.
 */
#ifndef RELANCE_BASE_CODES_H
#define RELANCE_BASE_CODES_H

#include <stdbool.h>

bool diag_code_known(const char *code);
/* The known code that is most like it: for messages. */
const char *diag_code_like(const char *code);

#endif
