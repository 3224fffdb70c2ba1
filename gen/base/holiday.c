/* holiday.c - French public holidays and working days. */
#include "base/date.h"

#include "base/banned.h"

/* Easter Sunday, Gregorian ("anonymous" computus of 1876). */
static civil_date easter(int year)
{
	int a = year % 19;
	int b = year / 100, c = year % 100;
	int d = b / 4, e = b % 4;
	int f = (b + 8) / 25;
	int g = (b - f + 1) / 3;
	int h = (19 * a + b - d - g + 15) % 30;
	int i = c / 4, k = c % 4;
	int l = (32 + 2 * e + 2 * i - h - k) % 7;
	int m = (a + 11 * h + 22 * l) / 451;
	int n = h + l - 7 * m + 114;

	return date_from_ymd(year, n / 31, n % 31 + 1);
}

bool date_is_french_holiday(civil_date d)
{
	struct ymd t = date_to_ymd(d);
	civil_date sunday;

	if (!t.year)
		return false;
	switch (t.month * 100 + t.day) {
	case 101:  /* jour de l'an */
	case 501:  /* fête du travail */
	case 508:  /* victoire de 1945 */
	case 714:  /* fête nationale */
	case 815:  /* Assomption */
	case 1101: /* Toussaint */
	case 1111: /* armistice de 1918 */
	case 1225: /* Noël */
		return true;
	default:
		break;
	}
	sunday = easter(t.year);
	return d == sunday + 1 || d == sunday + 39 ||
	       d == sunday + 50; /* Easter Monday, Ascension, Whit Monday */
}

civil_date date_next_working_day(civil_date d)
{
	int weekday;

	while ((weekday = date_weekday(d)) != 0) {
		if (weekday < 6 && !date_is_french_holiday(d))
			return d;
		d++;
	}
	return DATE_NONE;
}
