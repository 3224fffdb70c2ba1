/* build_value.c - reading the fields of records; what is not understood becomes a finding, never a guess. */
#include "book/intake.h"

#include <string.h>

#include "read/value.h"

#include "base/banned.h"

#define MAX_DAYS 3660
#define MAX_MONTHS 120

void subject(struct builder *b, const char *what, const char *id)
{
	b->subject = what;
	b->subject_id = id;
}

void bad_value(struct builder *b, const struct record *r, const char *what, enum record_field f)
{
	diag_finding(b->d, SEV_WARNING, "bad-value", r->at,
		     "%s « %s » : %s « %s », valeur non comprise, laissée de côté ; corrigez l'export",
		     b->subject, shown(b->subject_id), what, shown(r->field[f]));
}

const char *date_advice(struct builder *b, unsigned forms)
{
	return value_date_forms_french(b->scratch, forms);
}

civil_date optional_date(struct builder *b, const struct record *r, const char *what, enum record_field f)
{
	civil_date date;

	if (!r->field[f])
		return DATE_NONE;
	date = date_parse(r->field[f]);
	if (date == DATE_NONE)
		diag_finding(b->d, SEV_WARNING, "bad-date", r->at,
			     "%s « %s » : %s « %s » n'est pas une date, laissée de côté ; écrivez %s",
			     b->subject, shown(b->subject_id), what, r->field[f],
			     date_advice(b, r->date_forms));
	return date;
}

enum money_parse read_money(struct builder *b, const struct record *r, enum record_field f, currency c,
			    money *out)
{
	const char *s = r->field[f];
	enum money_parse p = s ? money_parse(s, strlen(s), c, out) : MONEY_EMPTY;

	if (p != MONEY_ROUNDED)
		return p;
	diag_finding(b->d, SEV_WARNING, "rounded-amount", r->at,
		     "%s « %s » : montant « %s » arrondi à %d décimales (%s) ; vérifiez l'export", b->subject,
		     shown(b->subject_id), s, currency_decimals(c), currency_code(c));
	return MONEY_OK;
}

const char *money_problem_code(enum money_parse p)
{
	switch (p) {
	case MONEY_EMPTY:
		return "missing-amount";
	case MONEY_RANGE:
		return "amount-too-large";
	case MONEY_OK:
	case MONEY_ROUNDED:
	case MONEY_SYNTAX:
		break;
	}
	return "bad-amount";
}

const char *money_problem_french(enum money_parse p)
{
	switch (p) {
	case MONEY_EMPTY:
		return "montant absent";
	case MONEY_RANGE:
		return "montant de trop de chiffres";
	case MONEY_OK:
	case MONEY_ROUNDED:
	case MONEY_SYNTAX:
		break;
	}
	return "montant illisible";
}

bool optional_money(struct builder *b, const struct record *r, const char *what, enum record_field f,
		    currency c, money *out)
{
	enum money_parse p = read_money(b, r, f, c, out);

	if (p == MONEY_SYNTAX || p == MONEY_RANGE)
		bad_value(b, r, what, f);
	return p == MONEY_OK;
}

bool optional_rate(struct builder *b, const struct record *r, const char *what, enum record_field f,
		   rate *out)
{
	rate x;

	if (!r->field[f])
		return false;
	if (!rate_parse(r->field[f], &x) || x < 0) {
		bad_value(b, r, what, f);
		return false;
	}
	*out = x;
	return true;
}

int optional_number(struct builder *b, const struct record *r, const char *what, enum record_field f, int max)
{
	const char *s = r->field[f];
	int v = 0;

	if (!s)
		return -1;
	do {
		if (*s < '0' || *s > '9' || v > max / 10) {
			bad_value(b, r, what, f);
			return -1;
		}
		v = v * 10 + (*s - '0');
	} while (*++s);
	if (v > max) {
		bad_value(b, r, what, f);
		return -1;
	}
	return v;
}

uint8_t optional_word(struct builder *b, const struct record *r, const char *what, enum record_field f,
		      const char *const *list)
{
	uint8_t i;

	if (!r->field[f])
		return 0;
	for (i = 1; list[i]; i++) {
		if (strcmp(list[i], r->field[f]) == 0)
			return i;
	}
	bad_value(b, r, what, f);
	return 0;
}

bool optional_terms(struct builder *b, const struct record *r, struct terms *out)
{
	static const char *const ends_of_month[] = { "", "no", "after", "before", NULL };
	int days = optional_number(b, r, "délai en jours", F_TERMS_DAYS, MAX_DAYS);
	int months = optional_number(b, r, "délai en mois", F_TERMS_MONTHS, MAX_MONTHS);
	int day = optional_number(b, r, "jour d'échéance", F_TERMS_DAY, 31);
	uint8_t eom = optional_word(b, r, "fin de mois", F_TERMS_EOM, ends_of_month);

	if (days < 0 && months < 0 && day < 0 && eom < 2)
		return false;
	*out = (struct terms){ .present = true,
			       .days = (int16_t)(days > 0 ? days : 0),
			       .months = (int16_t)(months > 0 ? months : 0),
			       .eom = (uint8_t)(eom ? eom - 1 : EOM_NO),
			       .day = (uint8_t)(day > 0 ? day : 0) };
	return true;
}
