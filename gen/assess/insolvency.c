/* insolvency.c - declaration deadline, and which debts a judgment covers. */
#include "assess/insolvency.h"

#include "base/banned.h"

#define DECLARATION_MONTHS 2 /* art. R.622-24 C. com. */

civil_date insolvency_deadline(const struct customer *c)
{
	if (c->insolvency == INSOLVENCY_NONE || c->published == DATE_NONE)
		return DATE_NONE;
	return date_next_working_day(date_add_months(c->published, DECLARATION_MONTHS));
}

bool insolvency_covers(const struct customer *c, const struct document *doc)
{
	if (c->insolvency == INSOLVENCY_NONE)
		return false;
	return c->judgment == DATE_NONE || doc->date <= c->judgment;
}
