/* policy.c - what is read off a policy: names, buckets, points, scenarios. */
#include "assess/policy.h"

#include <stdio.h>
#include <string.h>

#include "base/text.h"

#include "base/banned.h"

const char *channel_name(enum channel c)
{
	switch (c) {
	case CHANNEL_EMAIL:
		return "email";
	case CHANNEL_SMS:
		return "sms";
	case CHANNEL_LETTER:
		return "letter";
	case CHANNEL_REGISTERED:
		return "registered";
	case CHANNEL_PHONE:
		return "phone";
	}
	return "";
}

const char *channel_french(enum channel c)
{
	switch (c) {
	case CHANNEL_EMAIL:
		return "courriel";
	case CHANNEL_SMS:
		return "SMS";
	case CHANNEL_LETTER:
		return "lettre";
	case CHANNEL_REGISTERED:
		return "LRAR";
	case CHANNEL_PHONE:
		return "téléphone";
	}
	return "";
}

const char *payer_profile_name(enum payer_profile f)
{
	switch (f) {
	case PROFILE_GOOD:
		return "good";
	case PROFILE_KEEPS_CASH:
		return "keeps-cash";
	case PROFILE_SHORT_OF_CASH:
		return "short-of-cash";
	case PROFILE_INSOLVENCY_RISK:
		return "insolvency-risk";
	case PROFILE_UNKNOWN:
		return "unknown";
	}
	return "";
}

const char *payer_profile_french(enum payer_profile f)
{
	switch (f) {
	case PROFILE_GOOD:
		return "bon payeur";
	case PROFILE_KEEPS_CASH:
		return "payeur malin";
	case PROFILE_SHORT_OF_CASH:
		return "mauvais payeur";
	case PROFILE_INSOLVENCY_RISK:
		return "très mauvais payeur";
	case PROFILE_UNKNOWN:
		return "profil inconnu";
	}
	return "";
}

const char *criterion_name(enum criterion c)
{
	switch (c) {
	case CRIT_DELAY:
		return "delay";
	case CRIT_OVERDUE_SHARE:
		return "overdue-share";
	case CRIT_OLDEST:
		return "oldest";
	case CRIT_PROMISES:
		return "promises";
	case CRIT_REJECTS:
		return "rejects";
	case CRIT_LIMIT:
		return "limit";
	case CRIT_TREND:
		return "trend";
	case CRITERIA:
		break;
	}
	return "";
}

const char *bucket_column(const struct policy *p, size_t b, char out[24])
{
	if (b >= p->limits)
		snprintf(out, 24, "over_%d", p->limit[p->limits - 1]);
	else
		snprintf(out, 24, "d%d_%d", b ? p->limit[b - 1] + 1 : 1, p->limit[b]);
	return out;
}

const char *bucket_label(const struct policy *p, size_t b, char out[32])
{
	int from = b && b <= p->limits ? p->limit[b - 1] + 1 : 1;

	/* No-break space before the unit and after the sign (law.md §13). */
	if (b >= p->limits)
		snprintf(out, 32, ">\u00a0%d\u00a0j", p->limit[p->limits - 1]);
	else if (from == p->limit[b])
		snprintf(out, 32, "%d\u00a0j", from);
	else
		snprintf(out, 32, "%d–%d\u00a0j", from, p->limit[b]);
	return out;
}

int policy_bucket(const struct policy *p, int days_late)
{
	size_t b = 0;

	if (days_late <= 0)
		return -1;
	while (b < p->limits && days_late > p->limit[b])
		b++;
	return (int)b;
}

const struct step *policy_step_with(const struct policy *p, const char *template)
{
	for (size_t i = 0; i < p->scenarios; i++) {
		for (size_t k = 0; k < p->scenario[i].steps; k++) {
			if (text_eq(p->scenario[i].step[k].template, template))
				return &p->scenario[i].step[k];
		}
	}
	return NULL;
}

int threshold_points(const struct threshold *t, size_t n, int64_t value)
{
	int points = 0;

	for (size_t i = 0; i < n && value >= t[i].from; i++)
		points = t[i].points;
	return points;
}

static bool rule_fits(const struct scenario_rule *r, enum customer_kind kind, enum segment segment,
		      enum risk_class class, enum payer_profile profile)
{
	if (r->kind >= 0 && r->kind != (int)kind)
		return false;
	if (r->segment >= 0 && r->segment != (int)segment)
		return false;
	if ((r->classes || r->profiles) && kind == KIND_CONSUMER)
		return false;
	if (r->classes && !(r->classes & (1U << class)))
		return false;
	return !r->profiles || (r->profiles & (1U << profile));
}

const struct scenario *policy_scenario(const struct policy *p, enum customer_kind kind, enum segment segment,
				       enum risk_class class, enum payer_profile profile)
{
	size_t i = 0;

	while (i + 1 < p->rules && !rule_fits(&p->rule[i], kind, segment, class, profile))
		i++;
	return &p->scenario[p->rule[i].scenario];
}
