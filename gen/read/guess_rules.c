/* guess_rules.c - which of a record's values fits a field best; see guess_plan.h. */
#include <string.h>

#include "read/guess_plan.h"

#include "base/banned.h"

#define NAMED 6 /* points of a value whose own name says what it is */
/* What the name of a list of documents may say without meaning its values. */
#define OF_PAPERS \
	(WORD_BIT(DOCUMENT) | WORD_BIT(INVOICE) | WORD_BIT(CREDIT_NOTE) | WORD_BIT(PAYMENT) | WORD_BIT(LINE))
#define ENOUGH 4 /* points below which nothing is proposed */

/* What a value must look like. */
enum need {
	NEED_DATE,
	NEED_AMOUNT,
	NEED_BALANCE, /* an amount, perhaps nothing but zeros */
	NEED_NUMBER,
	NEED_SIGN,
	NEED_CURRENCY,
	NEED_EMAIL,
	NEED_LEDGER,
	NEED_FEW,  /* few different values */
	NEED_CODE, /* no date, no amount with decimals */
	NEED_TEXT, /* holds letters */
	NEED_TERMS /* ... and a number of days */
};

static const struct rule {
	const char *field;
	enum need need;
	uint64_t any;	/* one of these must be meant, else `base` counts */
	uint64_t plus;	/* speak for it */
	uint64_t minus; /* speak against it */
	int base;	/* 0: without the meaning it is not that */
	uint64_t never; /* rule it out */
	uint64_t all;	/* its own name must have one of these too; 0: none */
	bool if_empty;	/* worth naming although this file has no value there */
	bool named;	/* the meaning must be that of its own name, not of an element around it */
} rules[SLOTS] = {
#define W(name) WORD_BIT(name)
	[S_DATE] = { .field = "date",
		     .need = NEED_DATE,
		     .any = W(DATE),
		     .plus = W(ISSUE) | W(INVOICE) | W(DOCUMENT),
		     .minus = W(DUE) | W(OTHER_DATE) | W(PAID) | W(PAYMENT) | W(LETTERING) | W(CUSTOMER) |
			      W(ORDER),
		     .base = 4 },
	[S_DUE] = { .field = "due",
		    .need = NEED_DATE,
		    .any = W(DUE),
		    .plus = W(DATE),
		    .minus = W(OTHER_DATE),
		    .if_empty = true },
	[S_POSTED] = { .field = "posted",
		       .need = NEED_DATE,
		       .any = W(POSTED),
		       .plus = W(DATE),
		       .minus = W(DUE) | W(LETTERING) | W(CUSTOMER) },
	[S_DEBIT] = { .field = "debit",
		      .need = NEED_AMOUNT,
		      .any = W(DEBIT),
		      .plus = W(AMOUNT),
		      .minus = W(CREDIT) | W(TOTAL) | W(FOREIGN) | W(SIGN) },
	[S_CREDIT] = { .field = "credit",
		       .need = NEED_AMOUNT,
		       .any = W(CREDIT),
		       .plus = W(AMOUNT),
		       .minus = W(DEBIT) | W(LIMIT) | W(CREDIT_NOTE) | W(TOTAL) | W(FOREIGN) | W(SIGN) },
	[S_AMOUNT] = { .field = "amount",
		       .need = NEED_AMOUNT,
		       .any = W(AMOUNT) | W(TOTAL) | W(GROSS),
		       .plus = W(GROSS) | W(TOTAL) | W(INVOICE),
		       .minus = W(NET) | W(VAT) | W(OTHER_AMOUNT) | W(OPEN) | W(PAID) | W(LIMIT) |
				W(FOREIGN) | W(NUMBER) | W(ID) | W(DAYS) | W(CUSTOMER) | W(PAYMENT),
		       .base = 4 },
	[S_OPEN] = { .field = "amount",
		     .need = NEED_AMOUNT,
		     .any = W(OPEN),
		     .plus = W(AMOUNT),
		     .minus = W(LIMIT) | W(CUSTOMER) | W(DAYS) | W(OTHER_AMOUNT) | W(FOREIGN) | W(NUMBER) },
	[S_PAID] = { .field = "amount",
		     .need = NEED_AMOUNT,
		     .any = W(PAID),
		     .plus = W(AMOUNT),
		     .minus = W(OPEN) | W(DAYS),
		     .never = W(TERMS) | W(ID) },
	[S_SIGN] = { .field = "sign",
		     .need = NEED_SIGN,
		     .any = W(SIGN),
		     .plus = W(DEBIT) | W(CREDIT),
		     .minus = W(DATE) },
	[S_TYPE] = { .field = "type",
		     .need = NEED_FEW,
		     .any = W(TYPE),
		     .plus = W(DOCUMENT) | W(INVOICE),
		     .minus = W(CUSTOMER) | W(STATUS) | W(DATE) | W(CURRENCY) | W(LABEL) | W(METHOD) |
			      W(COUNTRY),
		     .base = 4 },
	[S_STATUS] = { .field = "status", .need = NEED_FEW, .any = W(STATUS), .minus = W(DATE) },
	[S_CURRENCY] = { .field = "currency",
			 .need = NEED_CURRENCY,
			 .any = W(CURRENCY),
			 .minus = W(BANK),
			 .base = 4 },
	[S_VAT] = { .field = "vat",
		    .need = NEED_AMOUNT,
		    .any = W(VAT),
		    .plus = W(AMOUNT),
		    .minus = W(NUMBER) | W(ID) | W(NET) | W(SIREN),
		    .never = W(OTHER_AMOUNT) },
	[S_GROUP] = { .field = "group",
		      .need = NEED_CODE,
		      .any = W(LETTERING),
		      .plus = W(NUMBER) | W(ID),
		      .minus = W(DATE) | W(LABEL) | W(CUSTOMER),
		      .if_empty = true },
	[S_GROUP_DATE] = { .field = "group-date", .need = NEED_DATE, .any = W(LETTERING), .plus = W(DATE) },
	[S_CUSTOMER] = { .field = "customer",
			 .need = NEED_CODE,
			 .any = W(CUSTOMER),
			 .plus = W(ID) | W(NUMBER) | W(ACCOUNT) | W(REFERENCE),
			 .minus = W(NAME) | W(LABEL) | W(FIRST_NAME) | W(SUPPLIER) | W(ADDRESS) | W(STREET) |
				  W(POSTCODE) | W(CITY) | W(COUNTRY) | W(EMAIL) | W(PHONE) | W(MOBILE) |
				  W(TYPE) | W(STATUS) | W(CURRENCY) | W(SIREN) | W(VAT) | W(TERMS) |
				  W(ORDER) | W(LANGUAGE) | W(OWNER) | W(CONTACT) | W(LIMIT) },
	[S_CUSTOMER_NAME] = { .field = "name",
			      .need = NEED_TEXT,
			      .any = W(CUSTOMER),
			      .plus = W(NAME) | W(COMPANY),
			      .minus = W(ID) | W(NUMBER) | W(SUPPLIER) | W(ADDRESS) | W(STREET) | W(CITY) |
				       W(EMAIL) | W(TYPE) | W(STATUS) | W(COUNTRY) | W(POSTCODE) |
				       W(REFERENCE) | W(PHONE) | W(TERMS) | W(ORDER) | W(CURRENCY) |
				       W(OWNER) | W(LANGUAGE) | W(CONTACT) | W(VAT) },
	[S_ACCOUNT] = { .field = "account",
			.need = NEED_LEDGER,
			.any = W(ACCOUNT),
			.plus = W(NUMBER) | W(ID),
			.minus = W(NAME) | W(BANK) | W(LABEL) },
	[S_APPLIES] = { .field = "applies",
			.need = NEED_CODE,
			.any = W(INVOICE) | W(CREDIT_NOTE),
			.plus = W(PAID) | W(REFERENCE) | W(NUMBER) | W(ID),
			.minus = W(DATE) | W(TYPE) | W(LABEL) },
	[S_NUMBER] = { .field = "number",
		       .need = NEED_CODE,
		       .any = W(NUMBER) | W(REFERENCE) | W(ID) | W(INVOICE) | W(DOCUMENT) | W(CREDIT_NOTE),
		       .plus = W(INVOICE) | W(DOCUMENT) | W(NUMBER) | W(CREDIT_NOTE) | W(PAYMENT) |
			       W(REFERENCE),
		       .minus = W(CUSTOMER) | W(ACCOUNT) | W(JOURNAL) | W(LINE) | W(ORDER) | W(SITE) |
				W(TYPE) | W(STATUS) | W(DATE) | W(POSTED) | W(NAME) | W(LABEL) | W(BANK) |
				W(CURRENCY) | W(SUPPLIER) | W(LETTERING) | W(AMOUNT) | W(COMPANY) | W(SIREN) |
				W(VAT) | W(OWNER) },
	[S_ID] = { .field = "id",
		   .need = NEED_CODE,
		   .any = W(ID) | W(NUMBER) | W(REFERENCE) | W(INVOICE) | W(DOCUMENT),
		   .plus = W(ID) | W(INVOICE) | W(DOCUMENT),
		   .minus = W(CUSTOMER) | W(ACCOUNT) | W(JOURNAL) | W(ORDER) | W(SITE) | W(TYPE) | W(STATUS) |
			    W(DATE) | W(NAME) | W(LABEL) | W(SUPPLIER) | W(LETTERING) | W(AMOUNT) |
			    W(COMPANY) | W(OWNER) },
	[S_ORDER] = { .field = "order",
		      .need = NEED_CODE,
		      .any = W(ORDER),
		      .plus = W(NUMBER) | W(REFERENCE) | W(ID),
		      .minus = W(DATE) | W(CUSTOMER) },
	[S_REFERENCE] = { .field = "reference",
			  .need = NEED_CODE,
			  .any = W(REFERENCE),
			  .plus = W(PAYMENT) | W(NUMBER),
			  .minus = W(CUSTOMER) | W(ORDER) | W(DATE) | W(AMOUNT) | W(NAME) | W(SITE) |
				   W(BANK) },
	[S_SITE] = { .field = "site",
		     .need = NEED_CODE,
		     .any = W(SITE),
		     .plus = W(ID) | W(NAME),
		     .minus = W(COMPANY) | W(BANK) | W(CURRENCY) },
	[S_METHOD] = { .field = "method",
		       .need = NEED_FEW,
		       .any = W(METHOD),
		       .plus = W(PAYMENT),
		       .minus = W(DATE) | W(TERMS) },
	[S_LABEL] = { .field = "label",
		      .need = NEED_TEXT,
		      .any = W(LABEL),
		      .plus = W(DOCUMENT) | W(INVOICE),
		      .minus = W(CUSTOMER) | W(VAT) | W(ACCOUNT) | W(JOURNAL) | W(TYPE) | W(OWNER) | W(SITE) |
			       W(METHOD) },
	[S_KEY] = { .field = "id",
		    .need = NEED_CODE,
		    .any = W(ID) | W(NUMBER) | W(CUSTOMER) | W(ACCOUNT) | W(REFERENCE),
		    .plus = W(ID) | W(NUMBER) | W(CUSTOMER) | W(ACCOUNT),
		    .minus = W(NAME) | W(ADDRESS) | W(STREET) | W(POSTCODE) | W(CITY) | W(COUNTRY) |
			     W(PHONE) | W(MOBILE) | W(EMAIL) | W(SIREN) | W(VAT) | W(BANK) | W(TYPE) |
			     W(STATUS) | W(CURRENCY) | W(TERMS) | W(LANGUAGE) | W(OWNER) | W(DATE) |
			     W(LIMIT) | W(CONTACT) | W(SITE) | W(DOCUMENT) },
	[S_NAME] = { .field = "name",
		     .need = NEED_TEXT,
		     .any = W(NAME),
		     .plus = W(CUSTOMER) | W(COMPANY),
		     .minus = W(FIRST_NAME) | W(CONTACT) | W(ADDRESS) | W(STREET) | W(CITY) | W(ID) |
			      W(NUMBER) | W(TYPE) | W(BANK) | W(OWNER) | W(COUNTRY) | W(EMAIL) | W(SITE) |
			      W(DOCUMENT) | W(CURRENCY) | W(TERMS) | W(STATUS) | W(JOURNAL) },
	[S_FIRST_NAME] = { .field = "name",
			   .need = NEED_TEXT,
			   .any = W(FIRST_NAME),
			   .minus = W(CONTACT) | W(OWNER) },
	[S_KIND] = { .field = "kind",
		     .need = NEED_FEW,
		     .any = W(TYPE),
		     .plus = W(CUSTOMER),
		     .minus = W(ADDRESS) | W(DOCUMENT) | W(CONTACT) },
	[S_SIREN] = { .field = "siren",
		      .need = NEED_CODE,
		      .any = W(SIREN),
		      .plus = W(COMPANY),
		      .minus = W(VAT) | W(DATE) | W(NAME),
		      .named = true },
	[S_VAT_NUMBER] = { .field = "vat-number",
			   .need = NEED_CODE,
			   .any = W(VAT),
			   .plus = W(NUMBER) | W(ID),
			   .minus = W(OTHER_AMOUNT) | W(AMOUNT) | W(TYPE) | W(COUNTRY) },
	[S_LANGUAGE] = { .field = "language", .need = NEED_FEW, .any = W(LANGUAGE) },
	[S_LIMIT] = { .field = "credit-limit",
		      .need = NEED_AMOUNT,
		      .any = W(LIMIT),
		      .plus = W(CREDIT) | W(AMOUNT),
		      .minus = W(DATE) | W(DAYS) },
	[S_OWNER] = { .field = "owner",
		      .need = NEED_TEXT,
		      .any = W(OWNER),
		      .plus = W(NAME),
		      .minus = W(EMAIL) | W(PHONE) | W(ID) | W(NUMBER) },
	[S_OPENING_DEBIT] = { .field = "opening",
			      .need = NEED_BALANCE,
			      .any = W(DEBIT),
			      .all = W(OPENING),
			      .named = true },
	[S_OPENING_CREDIT] = { .field = "opening",
			       .need = NEED_BALANCE,
			       .any = W(CREDIT),
			       .all = W(OPENING),
			       .named = true },
	[S_OPENING] = { .field = "opening",
			.need = NEED_BALANCE,
			.any = W(OPEN) | W(AMOUNT),
			.all = W(OPENING),
			.never = W(DEBIT) | W(CREDIT),
			.named = true },
	[S_CLOSING_DEBIT] = { .field = "closing",
			      .need = NEED_BALANCE,
			      .any = W(DEBIT),
			      .all = W(CLOSING),
			      .named = true },
	[S_CLOSING_CREDIT] = { .field = "closing",
			       .need = NEED_BALANCE,
			       .any = W(CREDIT),
			       .all = W(CLOSING),
			       .named = true },
	[S_CLOSING] = { .field = "closing",
			.need = NEED_BALANCE,
			.any = W(OPEN) | W(CLOSING),
			.plus = W(CLOSING) | W(OPEN),
			.never = W(DEBIT) | W(CREDIT) | W(LIMIT) | W(DAYS) | W(OPENING) | W(TYPE),
			.named = true },
	[S_RECEIVABLE] = { .field = "receivable-account",
			   .need = NEED_LEDGER,
			   .any = W(ACCOUNT),
			   .plus = W(NUMBER) | W(ID) | W(CUSTOMER),
			   .never = W(NAME) | W(BANK) | W(LABEL) | W(TYPE),
			   .named = true },
	[S_TERMS_DAYS] = { .field = "terms-days",
			   .need = NEED_NUMBER,
			   .any = W(TERMS),
			   .plus = W(DAYS),
			   .minus = W(ID) | W(OTHER_AMOUNT) },
	[S_TERMS] = { .field = "terms",
		      .need = NEED_TERMS,
		      .any = W(TERMS) | W(PAYMENT) | W(DUE),
		      .plus = W(TERMS) | W(PAYMENT),
		      .minus = W(DATE) | W(LABEL) },
	[S_POSTCODE] = { .field = "postcode",
			 .need = NEED_CODE,
			 .any = W(POSTCODE),
			 .plus = W(ADDRESS),
			 .minus = W(CITY) },
	[S_CITY] = { .field = "city",
		     .need = NEED_TEXT,
		     .any = W(CITY),
		     .plus = W(ADDRESS),
		     .minus = W(POSTCODE) | W(ID) | W(COUNTRY) },
	[S_COUNTRY] = { .field = "country",
			.need = NEED_TEXT,
			.any = W(COUNTRY),
			.plus = W(ADDRESS),
			.minus = W(VAT) },
	[S_LINE1] = { .field = "line1",
		      .need = NEED_TEXT,
		      .any = W(STREET),
		      .plus = W(ADDRESS) | W(STREET),
		      .minus = W(CONTACT) | W(DOCUMENT),
		      .never = W(TYPE) | W(POSTCODE) | W(CITY) | W(COUNTRY) | W(EMAIL) | W(ID) | W(PHONE) |
			       W(TERMS),
		      .named = true },
	[S_LINE2] = { .field = "line2",
		      .need = NEED_TEXT,
		      .any = W(STREET),
		      .plus = W(ADDRESS) | W(STREET),
		      .minus = W(CONTACT) | W(DOCUMENT),
		      .never = W(TYPE) | W(POSTCODE) | W(CITY) | W(COUNTRY) | W(EMAIL) | W(ID) | W(PHONE) |
			       W(TERMS),
		      .named = true },
	[S_LINE3] = { .field = "line3",
		      .need = NEED_TEXT,
		      .any = W(STREET),
		      .plus = W(ADDRESS) | W(STREET),
		      .minus = W(CONTACT) | W(DOCUMENT),
		      .never = W(TYPE) | W(POSTCODE) | W(CITY) | W(COUNTRY) | W(EMAIL) | W(ID) | W(PHONE) |
			       W(TERMS),
		      .named = true },
	[S_EMAIL] = { .field = "email",
		      .need = NEED_EMAIL,
		      .any = W(EMAIL),
		      .plus = W(CONTACT) | W(CUSTOMER),
		      .minus = W(OWNER),
		      .base = 4 },
	[S_MOBILE] = { .field = "mobile",
		       .need = NEED_CODE,
		       .any = W(MOBILE),
		       .plus = W(PHONE),
		       .minus = W(EMAIL) | W(OWNER) },
	[S_PHONE] = { .field = "phone",
		      .need = NEED_CODE,
		      .any = W(PHONE),
		      .plus = W(CONTACT),
		      .minus = W(EMAIL) | W(MOBILE) | W(OWNER) },
	[S_CONTACT] = { .field = "name",
			.need = NEED_TEXT,
			.any = W(CONTACT),
			.plus = W(NAME),
			.minus = W(EMAIL) | W(PHONE) | W(MOBILE) | W(TYPE) | W(ID) },
#undef W
};

/* Number and id of a document, customer and account may well be the same value. */
static bool may_share(enum slot slot)
{
	return slot == S_ID || slot == S_KEY || slot == S_ACCOUNT;
}

static bool looks_right(enum need need, const struct shape *s)
{
	switch (need) {
	case NEED_DATE:
		return shape_is(s, LOOK_DATE) && s->seen[LOOK_ZERO] < s->looked;
	case NEED_AMOUNT:
		return shape_is(s, LOOK_AMOUNT) && s->seen[LOOK_ZERO] < s->looked;
	case NEED_BALANCE:
		return shape_is(s, LOOK_AMOUNT);
	case NEED_NUMBER:
		return shape_is(s, LOOK_NUMBER) && s->longest <= 3;
	case NEED_SIGN:
		return shape_is(s, LOOK_SIGN);
	case NEED_CURRENCY:
		return shape_is(s, LOOK_MONEY) && !s->more_words;
	case NEED_EMAIL:
		return shape_is(s, LOOK_EMAIL);
	case NEED_LEDGER:
		return shape_is(s, LOOK_LEDGER);
	case NEED_FEW:
		return !s->more_words && s->longest <= 40;
	case NEED_CODE:
		return s->longest <= 80 && !shape_is(s, LOOK_MARKED) &&
		       !(shape_is(s, LOOK_DATE) && !shape_is(s, LOOK_COMPACT));
	case NEED_TEXT:
		return shape_percent(s, LOOK_LETTERS) >= 50 && !shape_is(s, LOOK_DATE) &&
		       !shape_is(s, LOOK_FLAG);
	case NEED_TERMS:
		return shape_percent(s, LOOK_TERMS) >= 50;
	}
	return false;
}

static int bits(uint64_t x)
{
	int n = 0;

	for (; x; x &= x - 1)
		n++;
	return n;
}

/* What rules a value out, whatever it is called. */
static bool is_impossible(const struct rule *r, const struct leaf *l)
{
	const struct shape *s = &l->n->shape;
	bool named_date = r->need == NEED_DATE && (l->words & r->any) && shape_is(s, LOOK_SHORT_COMPACT) &&
			  s->seen[LOOK_ZERO] < s->looked;	      /* six digits: the name decides */
	bool of_text = l->n->attribute && l->n->parent->shape.filled; /* says something about that text */

	if (l->empty)
		return !r->if_empty || !(l->words & r->any) || (l->words & (r->minus | r->never));
	if (!(looks_right(r->need, s) || named_date) || (l->words & r->never) ||
	    (r->all && !(l->words & r->all)) || l->foreign)
		return true;
	if ((l->global && l->up) || (of_text && r != &rules[S_CURRENCY]))
		return true;
	return r == &rules[S_GROUP] && shape_is(s, LOOK_FLAG);
}

/* For what it is called, or looks like without being called anything. */
static int points_for_name(const struct rule *r, const struct leaf *l)
{
	const struct shape *s = &l->n->shape;
	int base = r->base;

	if (r->need == NEED_AMOUNT && shape_percent(s, LOOK_MARKED) < 50)
		base = 0; /* a whole number may be anything */
	if ((r == &rules[S_SIREN] && shape_is(s, LOOK_SIREN)) ||
	    (r == &rules[S_VAT_NUMBER] && shape_is(s, LOOK_VAT)))
		base = ENOUGH; /* the check digit, the form speak for themselves */
	if (r == &rules[S_SIGN] && shape_is(s, LOOK_LETTERS) && s->words == 2 && !s->more_words)
		base = ENOUGH; /* D and C, S and H: nothing else is written so */
	if (r->need == NEED_CURRENCY && !shape_is(s, LOOK_CURRENCY))
		base = 0; /* "base.fr" is no currency: the name has to say so */
	if (l->words & r->any)
		return NAMED;
	if ((l->around & r->any) && !r->named)
		return base ? base + 2 : 3;
	return base;
}

/* What else the names say; where it stands, and how often. */
static int points_besides(const struct rule *r, const struct leaf *l, uint64_t own)
{
	const struct shape *s = &l->n->shape;
	uint64_t minus = r->minus & ~(own & OF_PAPERS) & ~r->any, around = l->around & ~l->words;
	bool one_side = r == &rules[S_DEBIT] || r == &rules[S_CREDIT]; /* half of the columns are empty */
	int points = 2 * bits(l->words & r->plus) + bits(around & r->plus);

	points -= 5 * bits(l->words & minus) + 2 * bits(around & minus);
	points -= (int)(l->up > 3 ? 3 : l->up) + (l->repeated ? 3 : 0) + (l->rare && !one_side ? 2 : 0);
	points += r->need == NEED_AMOUNT && shape_percent(s, LOOK_MARKED) >= 50;
	if (r == &rules[S_NUMBER]) {
		points -= s->longest > 20 ? 2 : 0;		/* a key for machines */
		points += shape_percent(s, LOOK_LETTERS) >= 50; /* one for people */
	}
	return points;
}

/* 0 or less: not that. */
static int score_of(const struct rule *r, const struct leaf *l, uint64_t own)
{
	int score = is_impossible(r, l) ? 0 : points_for_name(r, l);

	return score ? score + points_besides(r, l, own) : 0;
}

static bool is_taken(const struct choice *taken, enum slot slot, const struct leaf *l)
{
	unsigned i;

	if (!taken || may_share(slot))
		return false;
	for (i = 0; i < (unsigned)slot; i++) {
		if (taken[i].leaf && taken[i].leaf->n == l->n)
			return true;
	}
	return false;
}

struct choice plan_choose(const struct leaves *l, enum slot slot, uint64_t own, bool inside,
			  const struct choice *taken)
{
	const struct rule *r = &rules[slot];
	struct choice c = { 0 };
	int second = 0;
	size_t i;

	for (i = 0; i < l->count; i++) {
		const struct leaf *one = &l->leaf[i];
		int score = (inside && one->up) || is_taken(taken, slot, one) ? 0 : score_of(r, one, own);

		if (score > c.score) {
			second = c.score;
			c.other = c.leaf;
			c.score = score;
			c.leaf = one;
		} else if (score > second) {
			second = score;
			c.other = one;
		}
	}
	if (c.score < ENOUGH)
		return (struct choice){ 0 };
	if (second < c.score - 1 || (slot >= S_LINE1 && slot <= S_LINE3))
		c.other = NULL;
	c.unsure = c.other ||
		   c.score + (int)c.leaf->up + (c.leaf->repeated ? 3 : 0) + (c.leaf->rare ? 2 : 0) < NAMED;
	return c;
}

const char *slot_field(enum slot slot)
{
	return rules[slot].field;
}
