/*
 * date.h - civil dates: days of the proleptic Gregorian calendar, no time zone.
 * The clock is never read here.
 */
#ifndef RELANCE_BASE_DATE_H
#define RELANCE_BASE_DATE_H

#include <stdbool.h>
#include <stdint.h>

/* Days since 1970-01-01; years 1 to 9999. D2 - D1 is the number of days between. */
typedef int32_t civil_date;
#define DATE_NONE INT32_MIN /* no date; never compare it with < or > unguarded */

struct ymd {
	int year, month, day; /* 1-based month and day */
};

/* DATE_NONE where y-m-d is not a date. */
civil_date date_from_ymd(int year, int month, int day);
struct ymd date_to_ymd(civil_date d);

/* Exactly "2026-10-31"; anything else, 30 February included, gives DATE_NONE. */
civil_date date_parse(const char *iso);

/* "2026-10-31" into out (11 bytes); DATE_NONE gives "". Returns out. */
char *date_iso(civil_date d, char out[11]);
/* "31/10/2026" into out (11 bytes); DATE_NONE gives "". Returns out. */
char *date_fr(civil_date d, char out[11]);

civil_date date_end_of_month(civil_date d);
civil_date date_start_of_month(civil_date d);
/* Same day n months later, or the last day of that month if it has no such day (CPC art. 641). */
civil_date date_add_months(civil_date d, int n);
/* First date on or after d whose day of month is day (clipped to the month's last day). */
civil_date date_next_day_of_month(civil_date d, int day);
int date_weekday(civil_date d); /* 1 Monday .. 7 Sunday */

/* Half-year of a date as 2 * year + (0 first, 1 second), and its first day. */
int date_half_year(civil_date d);
civil_date date_half_year_start(int half_year);

/* French public holiday (metropolitan, C. trav. L.3133-1), and the first working day on or after d (CPC art. 642). */
bool date_is_french_holiday(civil_date d);
civil_date date_next_working_day(civil_date d);

#endif
