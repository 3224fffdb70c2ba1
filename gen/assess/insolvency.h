/*
 * insolvency.h - debts of a customer under sauvegarde, redressement or
 * liquidation (RULES §6; law.md §5).
 */
#ifndef RELANCE_ASSESS_INSOLVENCY_H
#define RELANCE_ASSESS_INSOLVENCY_H

#include "book/ledger.h"

/*
 * Last day to declare the claim: publication of the judgment + 2 months (same
 * day number, else the month's last day: CPC art. 641), then the next working
 * day (art. 642). DATE_NONE without an insolvency or while its publication date is unknown.
 */
civil_date insolvency_deadline(const struct customer *c);

/*
 * The document was born before the judgment (its date is not later), so no letter
 * of any level may ask for it. Where the judgment's date is unknown all are. D
 * plays no part: a letter computed for a day before the judgment is posted after it.
 */
bool insolvency_covers(const struct customer *c, const struct document *doc);

#endif
