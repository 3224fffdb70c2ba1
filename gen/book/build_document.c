/* build_document.c - documents: type, sign, dates, amounts. */
#include "book/intake.h"

#include <string.h>

#include "base/bulk.h"
#include "base/text.h"
#include "read/value.h"

#include "base/banned.h"

/* What is known of a document's amount: its type, sign and value. */
struct value {
	enum document_type type;
	money amount;
	bool any_sign;	  /* the mapping states a sign of its own: the type follows it */
	bool readable;	  /* amount and its sign are known, even where the document is rejected */
	const char *code; /* of the reject; NULL: fine */
	const char *why;
	const char *got; /* the text that could not be taken, "" */
};

/* The type that a document of this type really is when its amount has the other sign. */
static enum document_type opposite(enum document_type t)
{
	static const enum document_type other[DOC_TYPES] = {
		[DOC_INVOICE] = DOC_CREDIT_NOTE,
		[DOC_DEBIT_NOTE] = DOC_CREDIT_NOTE,
		[DOC_REFUND] = DOC_PAYMENT,
		[DOC_PAYMENT_REJECT] = DOC_PAYMENT,
		[DOC_OPENING_DEBIT] = DOC_OPENING_CREDIT,
		[DOC_CREDIT_NOTE] = DOC_DEBIT_NOTE,
		[DOC_PAYMENT] = DOC_REFUND,
		[DOC_ADVANCE] = DOC_REFUND,
		[DOC_OPENING_CREDIT] = DOC_OPENING_DEBIT,
	};

	return other[t];
}

static void problem(struct value *v, const char *code, const char *why, const char *got)
{
	v->code = code;
	v->why = why;
	v->got = shown(got);
}

/* Whichever of the four forms of an amount the record has (record.h). */
static const char *amount_text(const struct record *r)
{
	static const enum record_field forms[] = { F_AMOUNT, F_SIGNED, F_DEBIT, F_CREDIT };

	for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
		if (r->field[forms[i]])
			return r->field[forms[i]];
	}
	return NULL;
}

/* Debit minus credit, either of which may be absent or negative. */
static enum money_parse debit_minus_credit(struct builder *b, const struct record *r, currency c, money *out)
{
	money debit = 0, credit = 0;
	enum money_parse p = read_money(b, r, F_DEBIT, c, &debit);
	enum money_parse q = read_money(b, r, F_CREDIT, c, &credit);

	if (p != MONEY_OK && p != MONEY_EMPTY)
		return p;
	if (q != MONEY_OK && q != MONEY_EMPTY)
		return q;
	if (!money_add(&debit, -credit))
		return MONEY_RANGE;
	*out = debit;
	return MONEY_OK;
}

/* The amount with the sign that the input gives it, whichever of the four forms it uses (record.h). */
static enum money_parse read_signed(struct builder *b, const struct record *r, currency c, struct value *v)
{
	enum money_parse p;

	v->any_sign = true;
	if (r->field[F_SIGNED])
		return read_money(b, r, F_SIGNED, c, &v->amount);
	if (r->field[F_DEBIT] || r->field[F_CREDIT])
		return debit_minus_credit(b, r, c, &v->amount);
	p = read_money(b, r, F_AMOUNT, c, &v->amount);
	if (p == MONEY_OK && r->field[F_SIGN]) {
		if (r->field[F_SIGN][0] == '-')
			v->amount = -v->amount;
		return p;
	}
	v->any_sign = false;
	return p;
}

/* Type and signed amount. */
static struct value read_value(struct builder *b, const struct record *r, currency c)
{
	struct value v = { .type = DOC_TYPES };
	enum money_parse p = read_signed(b, r, c, &v);
	const char *type = r->field[F_TYPE], *sign = r->field[F_SIGN];

	if (p == MONEY_OK && sign && !value_is_sign(sign)) {
		problem(&v, "bad-sign", "sens illisible, écrivez D ou C", sign);
		v.amount = 0;
		return v;
	}
	if (p != MONEY_OK) {
		problem(&v, money_problem_code(p), money_problem_french(p), amount_text(r));
		v.amount = 0;
		return v;
	}
	if (type)
		v.type = document_type_find(type);
	if (v.any_sign) {
		if (!type)
			v.type = v.amount < 0 ? DOC_PAYMENT : DOC_INVOICE;
		else if (v.type < DOC_TYPES && v.amount && doc_type_is_debit(v.type) != (v.amount > 0))
			v.type = opposite(v.type);
	}
	v.readable = v.any_sign || v.type < DOC_TYPES;
	if (!type && !v.any_sign) {
		problem(&v, "missing-type", "type absent", NULL);
	} else if (v.type == DOC_TYPES) {
		problem(&v, "unknown-type", "type inconnu", type);
	} else if (!v.any_sign) {
		if (v.amount < 0)
			problem(&v, "negative-amount", "montant négatif, c'est le type qui donne le sens",
				amount_text(r));
		if (!doc_type_is_debit(v.type))
			v.amount = -v.amount;
	}
	return v;
}

/* Where the document belongs: the enclosing customer, else the one it names. NULL if it says nothing. */
static const char *customer_of(const struct record *r)
{
	const struct record *parent = enclosing(r, REC_CUSTOMER);

	return parent ? parent->field[F_ID] : r->field[F_CUSTOMER];
}

static void reject(struct builder *b, const struct record *r, const struct value *v, currency c)
{
	bool has_amount = v->readable && c != CUR_NONE;

	diag_reject(b->d, v->code, r->at, shown(customer_of(r)), shown(r->field[F_ID]), has_amount,
		    has_amount ? v->amount : 0, c,
		    "pièce « %s » : %s%s%s%s ; elle n'est pas prise, corrigez l'export",
		    shown(r->field[F_ID]), v->why, *v->got ? " (lu : « " : "", v->got, *v->got ? " »)" : "");
}

/*
 * The currency of a document: RULES §2. CUR_NONE where it states one that does not exist, or none is
 * known.
 */
static currency currency_of(const struct input *in, const struct record *r)
{
	return r->field[F_CURRENCY] ? currency_find(r->field[F_CURRENCY]) : base_currency(in);
}

/*
 * The first thing that forbids taking the document goes to v->code; the amount's own problem is there
 * already.
 */
static void find_problem(struct builder *b, const struct record *r, const struct document *doc,
			 struct value *v)
{
	if (!r->field[F_ID])
		problem(v, "missing-id", "identifiant absent", r->field[F_NUMBER]);
	else if (doc->cur == CUR_NONE && r->field[F_CURRENCY])
		problem(v, "unknown-currency", "devise inconnue, écrivez un code ISO 4217 comme EUR",
			r->field[F_CURRENCY]);
	else if (doc->cur == CUR_NONE)
		problem(v, "missing-currency", "devise absente, de la pièce comme de l'export", NULL);
	else if (v->code)
		return;
	else if (!r->field[F_DATE])
		problem(v, "missing-date", "date absente", NULL);
	else if (doc->date == DATE_NONE)
		problem(v, "bad-date",
			arena_printf(b->scratch, "date impossible, écrivez %s",
				     date_advice(b, r->date_forms)),
			r->field[F_DATE]);
	else if (!customer_of(r))
		problem(v, "missing-customer", "aucun client indiqué", NULL);
}

/* What the due date is instead is known once all customers are: bad_dues_report(). */
static void keep_bad_due(struct builder *b, const struct record *r, uint32_t name)
{
	GROW(b->bad_due, b->bad_dues, b->bad_due_cap);
	b->bad_due[b->bad_dues++] =
		(struct bad_due){ name, r->date_forms, intern_string(b, r->field[F_DUE]), r->at };
}

void bad_dues_report(struct builder *b)
{
	for (size_t i = 0; i < b->bad_dues; i++) {
		const struct bad_due *x = &b->bad_due[i];
		uint32_t index = b->documents.name[x->document].value;
		const struct document *doc = NAME_TAKEN(index) ? &b->l->document[index] : NULL;
		civil_date due = doc ? document_due(b->l, doc, NULL) : DATE_NONE;
		const char *instead = "celle des conditions par défaut";
		char day[11];

		if (!doc)
			continue; /* rejected since: its own line says why */
		if (due != DATE_NONE)
			instead = date_fr(due, day);
		else if (!doc_type_is_debit((enum document_type)doc->type))
			instead = "aucune, un crédit n'en a pas";
		diag_finding(
			b->d, SEV_WARNING, "bad-date", x->at,
			"pièce « %s » : échéance « %s » n'est pas une date ; à sa place : %s ; écrivez %s",
			ledger_text(b->l, doc->id), x->text, instead, date_advice(b, x->forms));
	}
}

/* The dates that only make a finding; VAT, which must be a part of the amount. */
static void optional_parts(struct input *in, const struct record *r, const struct value *v, uint32_t name,
			   struct document *doc)
{
	struct builder *b = in->b;
	civil_date posted = optional_date(b, r, "date comptable", F_POSTED);
	struct terms terms;
	money vat;

	in->posts |= posted != DATE_NONE;
	if (posted != DATE_NONE)
		doc->posted_after = posted - doc->date;
	doc->due = date_parse(r->field[F_DUE]);
	/* Terms of its own come before those of the customer: they are the date that it states. */
	if (doc->due == DATE_NONE && doc_type_is_debit(v->type) && optional_terms(b, r, &terms))
		doc->due = terms_due(&terms, doc->date);
	if (r->field[F_DUE] && date_parse(r->field[F_DUE]) == DATE_NONE)
		keep_bad_due(b, r, name);
	if (doc->due != DATE_NONE && doc->due < doc->date)
		diag_finding(b->d, SEV_WARNING, "due-before-date", r->at,
			     "pièce « %s » : échéance %s antérieure à sa date %s ; vérifiez l'export",
			     ledger_text(b->l, doc->id), shown(r->field[F_DUE]), r->field[F_DATE]);
	if (!optional_money(b, r, "TVA", F_VAT, doc->cur, &vat))
		return;
	if (v->any_sign && doc->amount < 0 && vat > 0)
		vat = -vat; /* signed amounts come with VAT of either habit */
	else if (!v->any_sign && doc->amount < 0)
		vat = -vat;
	if (doc->amount < 0 ? vat > 0 || vat < doc->amount : vat < 0 || vat > doc->amount) {
		diag_finding(b->d, SEV_WARNING, "bad-vat", r->at,
			     "pièce « %s » : TVA « %s » supérieure au montant ou de sens contraire, laissée "
			     "de côté",
			     ledger_text(b->l, doc->id), r->field[F_VAT]);
		return;
	}
	doc->vat = vat;
	doc->has_vat = true;
}

/*
 * The account is kept in the document's currency: that is what its balance, and the closure against the ledger,
 * are made of (RULES §3, §4). What the document was issued for is told to the customer in its label, and to the
 * accountant, who judges whether a letter may claim the booked value.
 */
static pool_text label_of(struct builder *b, const struct record *r, const struct document *doc)
{
	const char *label = r->field[F_LABEL], *code = r->field[F_FOREIGN_CURRENCY];
	currency c = code ? currency_find(code) : CUR_NONE;
	char foreign[64], booked[64];
	money x;

	if (code && c == CUR_NONE)
		bad_value(b, r, "devise d'origine", F_FOREIGN_CURRENCY);
	if (c == CUR_NONE || c == doc->cur ||
	    !optional_money(b, r, "montant en devise", F_FOREIGN_AMOUNT, c, &x) || !x)
		return intern(b, label);
	money_human(x < 0 ? -x : x, c, NNBSP, ",", foreign);
	money_human(doc->amount < 0 ? -doc->amount : doc->amount, doc->cur, NNBSP, ",", booked);
	diag_finding(b->d, SEV_WARNING, "foreign-amount", r->at,
		     "pièce « %s » : établie pour %s" NBSP "%s, tenue en compte pour %s" NBSP
		     "%s ; la balance et "
		     "les lettres sont en %s, le montant d'origine est rappelé dans son libellé",
		     shown(r->field[F_ID]), foreign, currency_code(c), booked, currency_code(doc->cur),
		     currency_code(doc->cur));
	return pool_add(b->l->text, arena_printf(b->scratch, "%s%s(%s" NBSP "%s)", shown(label),
						 label ? " " : "", foreign, currency_code(c)));
}

static void fill_texts(struct builder *b, const struct record *r, pool_text id, struct document *doc)
{
	const char *number = r->field[F_NUMBER], *reference = r->field[F_REFERENCE];

	doc->id = id;
	doc->number = number && strcmp(number, r->field[F_ID]) != 0 ? pool_add(b->l->text, number) : id;
	doc->label = label_of(b, r, doc);
	doc->order = intern(b, r->field[F_ORDER]);
	doc->site = intern(b, r->field[F_SITE]);
	doc->reference = reference && strcmp(reference, ledger_text(b->l, doc->number)) == 0
				 ? doc->number
				 : intern(b, reference);
}

/* What only matching needs, and only if this input is to be matched. */
static void add_mark(struct input *in, const struct record *r, uint32_t name)
{
	struct builder *b = in->b;
	const struct matching *m = &b->rules[in->rules];
	bool group = m->by_group && r->field[F_GROUP];
	bool applies = m->by_applies && r->field[F_APPLIES];

	if (!group && !applies)
		return;
	BULK_GROW(b->mark, b->marks, b->mark_cap);
	b->mark[b->marks++] = (struct match_mark){
		.doc = name,
		.group = group ? intern(b, r->field[F_GROUP]) : 0,
		.account = group ? intern(b, r->field[F_ACCOUNT]) : 0,
		.applies = applies ? intern(b, r->field[F_APPLIES]) : 0,
		.group_date = group ? optional_date(b, r, "date de lettrage", F_GROUP_DATE) : DATE_NONE,
	};
}

void add_document(struct builder *b, uint32_t name, const struct document *doc)
{
	struct ledger *l = b->l;

	BULK_GROW(l->document, l->documents, b->document_cap);
	l->document[l->documents] = *doc;
	l->document[l->documents].first_allocation = name;
	l->document[l->documents].extras = NONE;
	b->documents.name[name].value = l->documents++;
}

/* Fields of the document's own element that are kept as extras. */
static void own_extras(struct builder *b, const struct record *r, uint32_t name, currency c)
{
	struct extra x = { .date = DATE_NONE, .until = DATE_NONE, .text = "", .step = "", .at = r->at };

	if (optional_rate(b, r, "taux de pénalité", F_PENALTY_RATE, &x.amount)) {
		x.kind = EXTRA_PENALTY_RATE;
		x.has_amount = true;
		add_extra(b, name, x);
	}
	if (optional_money(b, r, "retenue de garantie", F_RETENTION, c, &x.amount)) {
		x.kind = EXTRA_RETENTION;
		x.has_amount = true;
		add_extra(b, name, x);
	}
	x.date = optional_date(b, r, "date de remise au tiers mandaté", F_COLLECTOR_SINCE);
	if (x.date != DATE_NONE) {
		x.kind = EXTRA_COLLECTOR;
		x.has_amount = false;
		x.amount = 0;
		add_extra(b, name, x);
	}
}

/* The number of the customer's name: nearly always that of the customer taken last. */
static uint32_t customer_name(struct builder *b, const char *id)
{
	uint32_t last = b->customer.name;

	if (b->customer.fate == FATE_TAKEN && strcmp(names_id(&b->customers, last), id) == 0)
		return last;
	return names_get(&b->customers, id);
}

/* Extracts of a ledger number their entries each for itself: the same number in another one is another entry. */
static bool is_other_extract(const struct input *in, uint32_t name, const struct record *r)
{
	const struct builder *b = in->b;
	const struct document *there = &b->l->document[b->documents.name[name].value];

	return b->rules[in->rules].successive && b->rules[there->rules].successive &&
	       there->at.file != r->at.file;
}

enum status take_document(struct input *in, const struct record *r)
{
	struct builder *b = in->b;
	struct document doc = { .at = r->at, .rules = in->rules };
	uint32_t name = UINT32_MAX;
	struct value v;

	b->document = (struct last){ FATE_REJECTED, r->at, UINT32_MAX };
	in->documents = true;
	subject(b, "pièce", r->field[F_ID]);
	doc.cur = currency_of(in, r);
	v = read_value(b, r, doc.cur);
	doc.date = r->field[F_DATE] ? date_parse(r->field[F_DATE]) : DATE_NONE;
	doc.amount = v.amount;
	doc.type = (uint8_t)v.type;
	find_problem(b, r, &doc, &v);
	if (!v.code) {
		name = names_get(&b->documents, r->field[F_ID]);
		if (NAME_TAKEN(b->documents.name[name].value) && is_other_extract(in, name, r))
			name = new_document_name(b, r->field[F_ID]);
		else if (NAME_TAKEN(b->documents.name[name].value))
			problem(&v, "duplicate-document", "identifiant déjà pris par une pièce qui précède",
				NULL);
	}
	if (v.code) {
		in->rejects = true;
		reject(b, r, &v, doc.cur);
		return ST_OK;
	}
	doc.customer = customer_name(b, customer_of(r));
	imply_customer(b, r, doc.customer);
	fill_texts(b, r, b->documents.name[name].id, &doc);
	optional_parts(in, r, &v, name, &doc);
	add_document(b, name, &doc);
	b->document = (struct last){ FATE_TAKEN, r->at, name };
	own_extras(b, r, name, doc.cur);
	add_mark(in, r, name);
	return ST_OK;
}
