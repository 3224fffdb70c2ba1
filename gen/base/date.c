/* date.c - civil dates; the algorithms are Howard Hinnant's days_from_civil and its inverse. */
#include "base/date.h"

#include <string.h>

#include "base/banned.h"

#define DATE_FIRST (-719162) /* 0001-01-01 */
#define DATE_LAST 2932896    /* 9999-12-31 */
#define ERA_DAYS 146097	     /* 400 years */
#define EPOCH 719468	     /* days from 0000-03-01 to 1970-01-01 */

static bool valid(civil_date d)
{
	return d >= DATE_FIRST && d <= DATE_LAST;
}

static bool is_leap(int year)
{
	return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

static int month_days(int year, int month)
{
	static const unsigned char days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };

	return month == 2 && is_leap(year) ? 29 : days[month - 1];
}

civil_date date_from_ymd(int year, int month, int day)
{
	int era, yoe, doy;

	if (year < 1 || year > 9999 || month < 1 || month > 12 || day < 1 || day > month_days(year, month))
		return DATE_NONE;
	/* Years that begin in March put the leap day at the end. */
	if (month <= 2)
		year--;
	era = year / 400;
	yoe = year % 400;
	doy = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
	return era * ERA_DAYS + yoe * 365 + yoe / 4 - yoe / 100 + doy - EPOCH;
}

struct ymd date_to_ymd(civil_date d)
{
	int era, doe, yoe, doy, mp;
	struct ymd r = { 0, 0, 0 };

	if (!valid(d))
		return r;
	d += EPOCH;
	era = d / ERA_DAYS;
	doe = d % ERA_DAYS;
	yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
	doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
	mp = (5 * doy + 2) / 153;
	r.day = doy - (153 * mp + 2) / 5 + 1;
	r.month = mp < 10 ? mp + 3 : mp - 9;
	r.year = era * 400 + yoe + (r.month <= 2);
	return r;
}

civil_date date_parse(const char *iso)
{
	int part[3] = { 0, 0, 0 };
	int i, k = 0;

	if (!iso)
		return DATE_NONE;
	for (i = 0; i < 10; i++) {
		char c = iso[i]; /* a NUL is neither a digit nor a hyphen: never read past it */

		if (i == 4 || i == 7) {
			if (c != '-')
				return DATE_NONE;
			k++;
		} else if (c >= '0' && c <= '9') {
			part[k] = part[k] * 10 + (c - '0');
		} else {
			return DATE_NONE;
		}
	}
	return iso[10] ? DATE_NONE : date_from_ymd(part[0], part[1], part[2]);
}

/* By hand: called for every row of every sheet and list. */
static char *put_digits(char *p, int n, int digits)
{
	int i;

	for (i = digits - 1; i >= 0; i--, n /= 10)
		p[i] = (char)('0' + n % 10);
	return p + digits;
}

char *date_iso(civil_date d, char out[11])
{
	struct ymd t = date_to_ymd(d);
	char *p = out;

	if (t.year) {
		p = put_digits(p, t.year, 4);
		*p++ = '-';
		p = put_digits(p, t.month, 2);
		*p++ = '-';
		p = put_digits(p, t.day, 2);
	}
	*p = '\0';
	return out;
}

char *date_fr(civil_date d, char out[11])
{
	struct ymd t = date_to_ymd(d);
	char *p = out;

	if (t.year) {
		p = put_digits(p, t.day, 2);
		*p++ = '/';
		p = put_digits(p, t.month, 2);
		*p++ = '/';
		p = put_digits(p, t.year, 4);
	}
	*p = '\0';
	return out;
}

/* Day `day` of the month, or its last day if there is none. */
static civil_date clipped(int year, int month, int day)
{
	int last;

	if (year < 1 || year > 9999)
		return DATE_NONE;
	last = month_days(year, month);
	return date_from_ymd(year, month, day < 1 ? 1 : day > last ? last : day);
}

civil_date date_end_of_month(civil_date d)
{
	struct ymd t = date_to_ymd(d);

	return t.year ? clipped(t.year, t.month, 31) : DATE_NONE;
}

civil_date date_start_of_month(civil_date d)
{
	struct ymd t = date_to_ymd(d);

	return t.year ? d - (t.day - 1) : DATE_NONE;
}

civil_date date_add_months(civil_date d, int n)
{
	struct ymd t = date_to_ymd(d);
	int64_t months;

	if (!t.year)
		return DATE_NONE;
	months = (int64_t)t.year * 12 + (t.month - 1) + n;
	if (months < 12 || months >= 120000)
		return DATE_NONE;
	return clipped((int)(months / 12), (int)(months % 12) + 1, t.day);
}

civil_date date_next_day_of_month(civil_date d, int day)
{
	struct ymd t = date_to_ymd(d);
	civil_date r;

	if (!t.year)
		return DATE_NONE;
	r = clipped(t.year, t.month, day);
	if (r >= d)
		return r;
	return t.month < 12 ? clipped(t.year, t.month + 1, day) : clipped(t.year + 1, 1, day);
}

int date_weekday(civil_date d)
{
	/* 1970-01-01 was a Thursday; the offset makes every valid date positive. */
	return valid(d) ? (d + 7 * 110000 + 3) % 7 + 1 : 0;
}

int date_half_year(civil_date d)
{
	struct ymd t = date_to_ymd(d);

	return t.year ? 2 * t.year + (t.month > 6) : 0;
}

civil_date date_half_year_start(int half_year)
{
	return half_year < 2 ? DATE_NONE : date_from_ymd(half_year / 2, half_year % 2 ? 7 : 1, 1);
}
