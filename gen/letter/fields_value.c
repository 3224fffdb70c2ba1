/* fields_value.c - the value of every field of a letter. */
#include "letter/fields_data.h"

#include <string.h>

#include "base/text.h"
#include "letter/epc.h"
#include "base/banned.h"

static void set_text(struct letter_data *ld, enum field_id f, const char *text)
{
	ld->value[f].text = text ? text : "";
}

static void set_number(struct letter_data *ld, enum field_id f, int64_t n)
{
	ld->value[f].number = n;
}

static void set_date(struct letter_data *ld, enum field_id f, civil_date date)
{
	ld->value[f].date = date;
}

const char *letter_reference(struct arena *a, const char *stem, civil_date date)
{
	struct ymd x = date_to_ymd(date);

	return arena_printf(a, "%s-%04d%02d%02d", stem, x.year, x.month, x.day);
}

/* a, else b: the first that says something. */
static const char *either(const char *a, const char *b)
{
	return *a ? a : b;
}

/* Name, form, capital, seat and registration on one line: R.123-237, R.123-238 C. com. */
static const char *sender_identity(struct letter_data *ld, const char *address)
{
	const struct company *c = ld->company;
	struct arena *a = ld->mem;
	bool english = ld->lang == LANG_EN;
	struct buf b = BUF_INIT;
	const char *r;

	buf_puts(&b, c->name);
	if (*c->legal_form)
		buf_printf(&b, ", %s", c->legal_form);
	if (*c->capital)
		buf_printf(&b, english ? ", share capital %s" : " au capital de" NBSP "%s",
			   format_capital(a, c->capital));
	if (*address)
		buf_printf(&b, english ? ", registered office: %s" : ", siège" NBSP ": %s", address);
	if (*c->siren)
		buf_printf(&b, ", SIREN" NBSP "%s", format_siren(a, c->siren));
	if (*c->rcs_city)
		buf_printf(&b, " RCS" NBSP "%s", c->rcs_city);
	r = arena_strndup(a, b.s, b.len);
	buf_drop(&b);
	return r;
}

static void creditor_values(struct letter_data *ld, const char *sender_address)
{
	const struct company *c = ld->company;
	struct arena *a = ld->mem;
	const char *name = c->principal.name, *address;

	if (!c->is_collector) {
		set_text(ld, FLD_CREDITOR_NAME, c->name);
		set_text(ld, FLD_CREDITOR_IDENTITY, ld->value[FLD_SENDER_IDENTITY].text);
		set_text(ld, FLD_CREDITOR_ADDRESS, sender_address);
		return;
	}
	address = address_one_line(a, c->principal.line, 4, c->principal.postcode, c->principal.city,
				   c->principal.country, either(c->country, "FR"));
	set_text(ld, FLD_CREDITOR_NAME, name);
	set_text(ld, FLD_CREDITOR_ADDRESS, address);
	set_text(ld, FLD_CREDITOR_IDENTITY,
		 arena_printf(a, "%s%s%s%s%s", name, *c->principal.legal_form ? ", " : "",
			      c->principal.legal_form, *c->principal.siren ? ", SIREN" NBSP : "",
			      format_siren(a, c->principal.siren)));
	set_text(ld, FLD_MANDATE, c->mandate);
	set_number(ld, FLD_THIRD_PARTY, 1);
}

/* How and to whom to contest: never empty, as the address is always there. */
static const char *contest_to(struct letter_data *ld, const char *address)
{
	const struct company *c = ld->company;
	struct arena *a = ld->mem;
	const char *phone = either(c->contact.phone, c->phone), *email = either(c->contact.email, c->email);
	struct buf b = BUF_INIT;
	const char *r;

	buf_puts(&b, either(c->contact.name, c->name));
	if (*c->contact.name && *c->contact.role)
		buf_printf(&b, ", %s", c->contact.role);
	if (*phone)
		buf_printf(&b, ld->lang == LANG_EN ? ", phone" NBSP "%s" : ", tél." NBSP "%s",
			   format_phone(a, phone));
	if (*email)
		buf_printf(&b, ", %s", email);
	/* The letterhead has the address as well; here it stands in for what is missing. */
	if (*address && (!*email || !*phone))
		buf_printf(&b, ", %s", address);
	r = arena_strndup(a, b.s, b.len);
	buf_drop(&b);
	return r;
}

static void company_values(struct letter_data *ld)
{
	const struct company *c = ld->company;
	const char *address = address_one_line(ld->mem, c->line, 4, c->postcode, c->city, c->country,
					       either(c->country, "FR"));

	set_text(ld, FLD_SENDER_NAME, c->name);
	set_text(ld, FLD_SENDER_ADDRESS, address);
	set_text(ld, FLD_SENDER_IDENTITY, sender_identity(ld, address));
	set_text(ld, FLD_SENDER_PHONE, format_phone(ld->mem, c->phone));
	set_text(ld, FLD_SENDER_EMAIL, c->email);
	set_text(ld, FLD_SENDER_WEB, c->web);
	set_text(ld, FLD_CONTACT_NAME, c->contact.name);
	set_text(ld, FLD_CONTACT_PHONE, format_phone(ld->mem, either(c->contact.phone, c->phone)));
	set_text(ld, FLD_CONTACT_EMAIL, either(c->contact.email, c->email));
	set_text(ld, FLD_CONTEST_TO, contest_to(ld, address));
	set_number(ld, FLD_CONTEST_DAYS, c->contest_days > 0 ? c->contest_days : 15);
	set_text(ld, FLD_PLACE, c->place);
	set_text(ld, FLD_SIGNATORY_NAME, c->signatory.name);
	set_text(ld, FLD_SIGNATORY_ROLE, c->signatory.role);
	set_text(ld, FLD_PRIVACY, c->privacy);
	creditor_values(ld, address);
}

/* The order number that all items share; "" if they have none or several. */
static const char *common_order(const struct letter_data *ld)
{
	const struct ledger *l = ld->a->view->ledger;
	const char *common = ld->rows ? ledger_text(l, ld->row[0].doc->order) : "";

	for (size_t i = 1; i < ld->rows; i++)
		if (strcmp(ledger_text(l, ld->row[i].doc->order), common) != 0)
			return "";
	return common;
}

static void customer_values(struct letter_data *ld)
{
	static const char *const kinds[] = { "unknown", "business", "public", "consumer" };
	static const char *const segments[] = { "unknown", "key-account", "multi-site", "sme", "public" };
	const struct customer *c = ld->customer;
	const struct profile *p = &ld->a->profile[c - ld->a->view->ledger->customer];

	set_text(ld, FLD_CUSTOMER_ID, c->id);
	set_text(ld, FLD_CUSTOMER_NAME, c->name);
	set_text(ld, FLD_CUSTOMER_SIREN, format_siren(ld->mem, c->siren));
	set_text(ld, FLD_CUSTOMER_KIND, kinds[c->kind]);
	set_text(ld, FLD_CUSTOMER_SEGMENT, segments[c->segment]);
	set_text(ld, FLD_PROFILE, payer_profile_name(p->payer));
	/* Unknown is treated as a consumer (RULES §5), unless a SIREN tells otherwise. */
	set_number(ld, FLD_NATURAL_PERSON,
		   c->kind == KIND_CONSUMER || (c->kind == KIND_UNKNOWN && !*c->siren));
	set_text(ld, FLD_OWNER, c->owner);
	set_text(ld, FLD_YOUR_REFERENCE, common_order(ld));
	if (ld->template->kind == LETTER_CALL)
		set_text(ld, FLD_RISK, arena_printf(ld->mem, "%c", class_letter(p->used)));
}

/* "le 15 septembre 2026", "les 1er et…": at most the last six dates. */
static const char *reminder_dates(struct letter_data *ld)
{
	bool english = ld->lang == LANG_EN;
	size_t from = ld->reminders > 6 ? ld->reminders - 6 : 0;
	struct buf b = BUF_INIT;
	const char *r;

	if (ld->reminders)
		buf_puts(&b, english ? "on" NBSP : ld->reminders > 1 ? "les" NBSP : "le" NBSP);
	for (size_t i = from; i < ld->reminders; i++) {
		if (i > from)
			buf_puts(&b, i + 1 < ld->reminders ? ", " : english ? " and " : " et ");
		buf_puts(&b, format_longdate(ld->mem, ld->lang, ld->reminder[i]));
	}
	r = arena_strndup(ld->mem, b.s, b.len);
	buf_drop(&b);
	return r;
}

static civil_date broken_promise(const struct letter_data *ld)
{
	const struct ledger *l = ld->a->view->ledger;
	civil_date latest = DATE_NONE;

	for (size_t i = 0; i < ld->rows; i++) {
		if (ld->row[i].item == NONE || !ld->a->item[ld->row[i].item].broken_promise)
			continue;
		for (uint32_t x = ledger_extra(l, ld->row[i].doc->extras, EXTRA_PROMISE); x != NONE;
		     x = ledger_extra(l, l->extra[x].next, EXTRA_PROMISE))
			if (l->extra[x].until != DATE_NONE && l->extra[x].until < ld->date &&
			    (latest == DATE_NONE || l->extra[x].until > latest))
				latest = l->extra[x].until;
	}
	return latest;
}

/* What decision_priority_words() says, in English. */
static const char *english_priority(const struct letter_data *ld)
{
	const struct decision *e = ld->decision;
	const int16_t *part = e->priority_part;
	const struct profile *p = &ld->a->profile[ld->customer - ld->a->view->ledger->customer];
	const char *promise = part[PRIORITY_PROMISE] ? arena_printf(ld->mem, "promise not kept: %d; ",
								    part[PRIORITY_PROMISE])
						     : "";

	return arena_printf(ld->mem, "%s: %d; %d day%s late: %d; class %c: %d; %stotal: %d",
			    format_money(ld->mem, LANG_EN, e->amount, ld->cur), part[PRIORITY_AMOUNT],
			    (int)e->priority_days, e->priority_days == 1 ? "" : "s", part[PRIORITY_LATENESS],
			    class_letter(p->used), part[PRIORITY_CLASS], promise, (int)e->priority);
}

static void step_values(struct letter_data *ld)
{
	const struct step *s = ld->decision ? ld->decision->step : NULL;
	int delay = s && s->delay_to_pay > 0 ? s->delay_to_pay : 8;

	set_date(ld, FLD_DATE, ld->date);
	set_text(ld, FLD_REFERENCE, letter_reference(ld->mem, ld->stem, ld->date));
	set_number(ld, FLD_LEVEL, s ? s->level : 0);
	set_number(ld, FLD_FORMAL_STEP, s && s->kind == STEP_FORMAL);
	set_number(ld, FLD_REGISTERED, (ld->channels & CHANNEL_REGISTERED) != 0);
	set_number(ld, FLD_EMAIL_CHANNEL, (ld->channels & CHANNEL_EMAIL) != 0);
	set_number(ld, FLD_DELAY, delay);
	set_date(ld, FLD_DEADLINE, ld->date + delay);
	set_number(ld, FLD_REMINDERS, (int64_t)ld->reminders);
	set_text(ld, FLD_REMINDER_DATES, reminder_dates(ld));
	set_date(ld, FLD_FIRST_REMINDER, ld->reminders ? ld->reminder[0] : DATE_NONE);
	set_date(ld, FLD_LAST_REMINDER, ld->reminders ? ld->reminder[ld->reminders - 1] : DATE_NONE);
	set_text(ld, FLD_FIRST_REFERENCE,
		 ld->reminders ? letter_reference(ld->mem, ld->stem, ld->reminder[0]) : "");
	set_date(ld, FLD_BROKEN_PROMISE, broken_promise(ld));
	if (ld->template->kind == LETTER_CALL && ld->decision && ld->decision->step)
		set_text(ld, FLD_PRIORITY_WHY,
			 ld->lang == LANG_EN ? english_priority(ld)
					     : decision_priority_words(ld->a, ld->decision, ld->mem));
}

/* The number of a row; NULL if a row before has it too, as parts of one invoice do. */
static const char *new_number(const struct letter_data *ld, size_t row)
{
	const char *number = ledger_text(ld->a->view->ledger, ld->row[row].doc->number);

	for (size_t i = 0; i < row; i++) {
		if (!strcmp(ledger_text(ld->a->view->ledger, ld->row[i].doc->number), number))
			return NULL;
	}
	return number;
}

/* Customer's code and up to three document numbers, else our reference; or the ISO 11649 reference. */
static const char *payment_reference(struct letter_data *ld)
{
	char rf[26];
	struct buf b = BUF_INIT;
	const char *r;

	if (ld->company->iso11649 && iso11649_make(ld->customer->id, rf))
		return iso11649_grouped(ld->mem, rf);
	if (ld->rows < 1 || ld->rows > 3)
		return letter_reference(ld->mem, ld->stem, ld->date);
	buf_puts(&b, ld->customer->id);
	for (size_t i = 0; i < ld->rows; i++) {
		const char *number = new_number(ld, i);

		if (number)
			buf_printf(&b, " %s", number);
	}
	r = arena_strndup(ld->mem, b.s, b.len);
	buf_drop(&b);
	return r;
}

static void item_values(struct letter_data *ld)
{
	civil_date oldest = DATE_NONE;
	int late = 0;

	for (size_t i = 0; i < ld->rows; i++) {
		const struct letter_row *r = &ld->row[i];

		if (r->due == DATE_NONE)
			continue;
		if (oldest == DATE_NONE || r->due < oldest)
			oldest = r->due;
		if (r->days_late > late)
			late = r->days_late;
	}
	set_number(ld, FLD_ITEMS, (int64_t)ld->rows);
	set_date(ld, FLD_OLDEST_DUE, oldest);
	set_number(ld, FLD_OLDEST_LATE, late);
	set_text(ld, FLD_PAYMENT_REFERENCE, payment_reference(ld));
}

/* Two currencies are named side by side, never added (RULES §3). */
static const char *amount_asked(struct letter_data *ld)
{
	const char *total = format_money(ld->mem, ld->lang, ld->sums.total, ld->cur);
	currency euro = currency_find("EUR");

	if (ld->cur == euro || !ld->sums.indemnity)
		return total;
	return arena_printf(ld->mem, ld->lang == LANG_EN ? "%s and %s" : "%s et %s", total,
			    format_money(ld->mem, ld->lang, ld->sums.indemnity, euro));
}

static void sum_values(struct letter_data *ld)
{
	const struct letter_sums *s = &ld->sums;

	set_number(ld, FLD_OPEN_AMOUNT, s->open);
	set_number(ld, FLD_WITHHELD, s->withheld);
	set_number(ld, FLD_PRINCIPAL, s->principal);
	set_number(ld, FLD_CREDITS, -s->credits);
	set_number(ld, FLD_NET, s->net);
	set_number(ld, FLD_INTEREST, s->interest);
	set_number(ld, FLD_INDEMNITY, s->indemnity);
	set_number(ld, FLD_INDEMNITIES, (int64_t)s->indemnities);
	set_number(ld, FLD_TOTAL, s->total);
	set_text(ld, FLD_AMOUNT_ASKED, amount_asked(ld));
	set_number(ld, FLD_IN_EUROS, ld->cur == currency_find("EUR"));
	set_text(ld, FLD_CURRENCY, currency_code(ld->cur));
	set_number(ld, FLD_INSTALMENTS, (int64_t)ld->instalments);
	if (ld->instalments) {
		set_number(ld, FLD_INSTALMENT_AMOUNT, ld->instalment[0].amount);
		set_date(ld, FLD_FIRST_INSTALMENT, ld->instalment[0].due);
		set_date(ld, FLD_LAST_INSTALMENT, ld->instalment[ld->instalments - 1].due);
	}
}

static enum status position_values(struct diag *d, struct letter_data *ld)
{
	const struct position *p = ld->position;
	money overdue = 0;

	if (!p)
		return ST_OK;
	for (size_t b = 0; b <= ld->a->policy->limits; b++)
		if (!money_add(&overdue, p->bucket[b]))
			return letter_overflow(d, ld);
	set_number(ld, FLD_BALANCE, p->balance);
	set_number(ld, FLD_OVERDUE, overdue);
	set_number(ld, FLD_NOT_DUE, p->not_due);
	set_number(ld, FLD_UNAPPLIED, -p->unapplied);
	set_number(ld, FLD_DISPUTED, p->disputed);
	return ST_OK;
}

/* What was settled, for the thank-you: the original amounts of its rows and the last day. */
static enum status settled_values(struct diag *d, struct letter_data *ld)
{
	money sum = 0;
	civil_date last = DATE_NONE;

	for (size_t i = 0; ld->template->kind == LETTER_THANKS && i < ld->rows; i++) {
		civil_date day =
			ld->row[i].due == DATE_NONE ? DATE_NONE : ld->row[i].due + ld->row[i].days_late;

		if (!money_add(&sum, ld->row[i].original))
			return letter_overflow(d, ld);
		if (day != DATE_NONE && (last == DATE_NONE || day > last))
			last = day;
	}
	set_number(ld, FLD_SETTLED, sum);
	set_date(ld, FLD_SETTLED_ON, last);
	return ST_OK;
}

enum status letter_values(struct diag *d, struct letter_data *ld)
{
	enum status st;

	for (enum field_id f = 0; f < FLD_COUNT; f++)
		ld->value[f] = (struct field_value){ .text = "", .date = DATE_NONE };
	company_values(ld);
	customer_values(ld);
	step_values(ld);
	item_values(ld);
	sum_values(ld);
	st = position_values(d, ld);
	return st == ST_OK ? settled_values(d, ld) : st;
}

/* What the letter is about, before anything is computed. */
static void identify(struct letter_data *ld, const struct letter_order *order)
{
	const struct ledger *l = order->assessment->view->ledger;
	const struct thanks *t = order->thanks;
	const char *home = either(order->company->country, "FR");
	uint32_t customer;

	if (order->decision)
		ld->position = &ld->a->position[order->decision->position];
	else if (t)
		ld->position = position_of_customer(ld->a, t->customer, t->cur);
	customer = t ? t->customer : ld->position->customer;
	ld->cur = t ? t->cur : ld->position->cur;
	ld->customer = &l->customer[customer];
	ld->lang = order->template->lang;
	ld->date = order->assessment->view->as_of;
	ld->stem = ld->cur == l->company_cur
			   ? ld->customer->id
			   : arena_printf(ld->mem, "%s-%s", ld->customer->id, currency_code(ld->cur));
	ld->address_used = address_choose(ld->customer, order->decision ? order->decision->site : "");
	address_compose(ld->mem, ld->customer, ld->address_used, home, ld->lang, &ld->address);
}

enum status letter_data_fill(struct diag *d, struct arena *mem, struct penalties *scratch,
			     const struct letter_order *order, struct letter_data *out)
{
	enum status st;

	*out = (struct letter_data){ .mem = mem,
				     .a = order->assessment,
				     .company = order->company,
				     .template = order->template,
				     .decision = order->decision,
				     .channels = order->channels };
	identify(out, order);
	letter_rows(out, order->thanks);
	st = letter_sums(d, out, scratch);
	return st == ST_OK ? letter_values(d, out) : st;
}
