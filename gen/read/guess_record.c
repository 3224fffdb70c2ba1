/* guess_record.c - the customers and documents of a guessed mapping, as text; see guess_plan.h. */
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "read/guess_plan.h"

#include "base/banned.h"

#define W(name) WORD_BIT(name)
#define RECEIVABLE "411 413 416 4191"
#define WORD_CUT 60 /* guess_value.h: longer words are kept cut */

struct writer {
	struct plan *p;
	struct buf *out;
	const struct survey_node *base; /* element of the record being written */
	unsigned indent;
};

static void open_field(struct writer *w, const char *name)
{
	write_line(w->out, w->indent);
	buf_printf(w->out, "<field name=\"%s\"", name);
}

static void put(struct writer *w, const char *attribute, const char *value)
{
	buf_printf(w->out, " %s=\"", attribute);
	write_attribute(w->out, value);
	buf_putc(w->out, '"');
}

/* The path to a value, which then counts as used. */
static const char *path_to(struct writer *w, const struct leaf *l)
{
	w->p->used[l->n->id] = true;
	return plan_reach(w->p, w->base, l->n);
}

/* <field name="due" path="Echeance"/> and what there is to say about it. */
static void put_field(struct writer *w, const char *name, const struct choice *c, const char *extra)
{
	if (!c->leaf)
		return;
	open_field(w, name);
	put(w, "path", path_to(w, c->leaf));
	buf_puts(w->out, extra);
	buf_puts(w->out, "/>");
	write_remark(w->p, w->out, w->base, c);
}

static void put_value(struct writer *w, const char *name, const char *value)
{
	open_field(w, name);
	put(w, "value", value);
	buf_puts(w->out, "/>");
}

static void put_note(struct writer *w, const char *text)
{
	write_line(w->out, w->indent);
	buf_puts(w->out, "<!-- ");
	write_comment(w->out, text);
	buf_puts(w->out, " -->");
}

static void put_only(struct writer *w, const char *path, const char *test, const char *value)
{
	write_line(w->out, w->indent);
	buf_puts(w->out, "<only");
	put(w, "path", path);
	put(w, test, value);
	buf_puts(w->out, "/>");
}

static void open_record(struct writer *w, const char *kind, const char *path, const char *extra)
{
	write_line(w->out, w->indent++);
	buf_printf(w->out, "<record kind=\"%s\"", kind);
	put(w, "path", path);
	buf_puts(w->out, extra);
	buf_putc(w->out, '>');
}

static void close_record(struct writer *w)
{
	write_line(w->out, --w->indent);
	buf_puts(w->out, "</record>");
}

/* ---- tables of words ---- */

/* One value of a table, and what it becomes. */
static void put_word(struct buf *out, const char *text, const char *to)
{
	write_line(out, 2);
	buf_printf(out, "<value %s=\"", strlen(text) + 3 > WORD_CUT ? "starts" : "from");
	write_attribute(out, text);
	buf_printf(out, "\" to=\"%s\"/>", to);
}

static void write_types(struct plan *p, struct buf *out, const struct documents *d, size_t number)
{
	const struct shape *s = &d->choice[S_TYPE].leaf->n->shape;
	size_t i;

	write_line(out, 1);
	buf_printf(out, "<values name=\"type-%zu\">", number);
	for (i = 0; i < s->words; i++) {
		const char *type = words_document_type(p->scratch, s->word[i].text);

		arena_reset(p->scratch);
		put_word(out, s->word[i].text, type ? type : "");
		if (!type)
			buf_puts(out, " <!-- À VÉRIFIER : type inconnu, le signe décide ; ou mettre invoice, "
				      "credit-note, payment… -->");
	}
	write_line(out, 2);
	buf_puts(out, "<otherwise to=\"\"/>");
	write_line(out, 1);
	buf_puts(out, "</values>");
}

static void write_kinds(struct plan *p, struct buf *out, const struct customers *c, size_t number)
{
	const struct shape *s = &c->choice[S_KIND].leaf->n->shape;
	size_t i;

	write_line(out, 1);
	buf_printf(out, "<values name=\"kind-%zu\">", number);
	for (i = 0; i < s->words; i++) {
		const char *kind = words_customer_kind(p->scratch, s->word[i].text);

		arena_reset(p->scratch);
		put_word(out, s->word[i].text, kind ? kind : "");
		if (!kind)
			buf_puts(out, " <!-- À VÉRIFIER : business, public ou consumer -->");
	}
	write_line(out, 2);
	buf_puts(out, "<otherwise to=\"\"/>");
	write_line(out, 1);
	buf_puts(out, "</values>");
}

void write_values(struct plan *p, struct buf *out)
{
	size_t i;

	for (i = 0; i < p->document_lists; i++) {
		if (p->documents[i].choice[S_TYPE].leaf)
			write_types(p, out, &p->documents[i], i + 1);
	}
	for (i = 0; i < p->customer_lists; i++) {
		if (p->customers[i]->choice[S_KIND].leaf)
			write_kinds(p, out, p->customers[i], i + 1);
	}
}

/* ---- documents ---- */

/* What another document names this one by: the id, or the number where that is a part of the id only. */
static const struct leaf *names_it(const struct documents *d)
{
	const struct leaf *id = d->prefix ? NULL : d->choice[S_ID].leaf;

	return id ? id : d->choice[S_NUMBER].leaf;
}

/* Prefix, number and running number: whatever it takes to have each id once. */
static void put_id(struct writer *w, const struct documents *d)
{
	const struct choice *id = &d->choice[S_ID], *number = &d->choice[S_NUMBER];
	bool unique = id->leaf != NULL;
	struct buf b = BUF_INIT;

	if (unique && !d->prefix) {
		put_field(w, "id", id, "");
		return;
	}
	if (d->around && names_it(d->around))
		buf_printf(&b, "%s ", path_to(w, names_it(d->around)));
	if (d->prefix || !number->leaf)
		buf_printf(&b, "'%s' ", w->p->s->xml ? d->at->name : "L");
	if (unique)
		buf_puts(&b, path_to(w, id->leaf));
	else if (number->leaf)
		buf_printf(&b, "%s #number", path_to(w, number->leaf));
	else
		buf_puts(&b, "#number");
	open_field(w, "id");
	put(w, "paths", b.s);
	put(w, "join", "-");
	buf_puts(w->out, "/>");
	if (!unique)
		buf_puts(w->out, " <!-- À VÉRIFIER : rien ne distingue chaque pièce ; le rang dans le "
				 "fichier complète, "
				 "mais il change d'un export à l'autre -->");
	buf_drop(&b);
}

/* A value that names the account, beside the one that has its number. */
static const struct leaf *account_name(const struct documents *d)
{
	size_t i;

	for (i = 0; i < d->leaves.count; i++) {
		const struct leaf *l = &d->leaves.leaf[i];

		if ((l->words & W(ACCOUNT)) && (l->words & W(NAME)) &&
		    shape_percent(&l->n->shape, LOOK_LETTERS) >= 50)
			return l;
	}
	return NULL;
}

/* The customer of documents that have nothing but a value of their own; accounts stand in where it is empty. */
static void put_own_customer(struct writer *w, const struct documents *d)
{
	const struct choice *key = &d->choice[S_CUSTOMER], *name = &d->choice[S_CUSTOMER_NAME];
	const struct leaf *account = d->choice[S_ACCOUNT].leaf, *other = account_name(d);
	bool stand_in = account && account->n != key->leaf->n && key->leaf->n->shape.empty &&
			account->n->shape.seen[LOOK_RECEIVABLE];
	const char *path = path_to(w, key->leaf);

	open_field(w, "customer");
	put(w, "path", stand_in ? arena_printf(w->p->mem, "%s | %s", path, path_to(w, account)) : path);
	buf_puts(w->out, "/>");
	write_remark(w->p, w->out, w->base, key);
	if (d->customers)
		return;
	open_field(w, "name");
	if (name->leaf && other && stand_in)
		put(w, "path", arena_printf(w->p->mem, "%s | %s", path_to(w, name->leaf), path_to(w, other)));
	else if (name->leaf || (other && account && account->n == key->leaf->n))
		put(w, "path", path_to(w, name->leaf ? name->leaf : other));
	else
		put(w, "path",
		    stand_in ? arena_printf(w->p->mem, "%s | %s", path, path_to(w, account)) : path);
	buf_puts(w->out, "/>");
	if (name->leaf)
		write_remark(w->p, w->out, w->base, name);
	else if (!other)
		buf_puts(w->out, " <!-- À VÉRIFIER : pas de nom trouvé, le code en tient lieu -->");
}

static void put_customer(struct writer *w, const struct documents *d)
{
	switch (d->bond) {
	case BOND_OWN:
		put_own_customer(w, d);
		break;
	case BOND_KEY:
		put_field(w, "customer", &d->choice[S_CUSTOMER], "");
		break;
	case BOND_PART:
		open_field(w, "customer");
		put(w, "path", path_to(w, d->customers->choice[S_KEY].leaf));
		buf_puts(w->out, "/>");
		break;
	case BOND_INSIDE: /* the record lies in the customer's */
	case BOND_NONE:
		break;
	}
}

static void put_amount(struct writer *w, const struct documents *d)
{
	const struct choice *c = d->choice;
	struct choice amount = c[S_AMOUNT];

	if (c[S_DEBIT].leaf) {
		put_field(w, "debit", &c[S_DEBIT], "");
		put_field(w, "credit", &c[S_CREDIT], "");
		return;
	}
	if (d->amount != c[S_AMOUNT].leaf) {
		put_note(w, arena_printf(w->p->mem,
					 "À VÉRIFIER : le fichier ne contient pas de règlement ; le reste dû "
					 "est donc pris, "
					 "et non le montant d'origine « %s »",
					 plan_reach(w->p, w->base, c[S_AMOUNT].leaf->n)));
		w->p->used[c[S_AMOUNT].leaf->n->id] = true;
		amount = c[S_OPEN];
	}
	open_field(w, d->by_sign ? "signed" : "amount");
	put(w, "path", path_to(w, amount.leaf));
	if (d->less)
		put(w, "minus", path_to(w, d->less));
	if (d->negate)
		put(w, "negate", "yes");
	buf_puts(w->out, "/>");
	write_remark(w->p, w->out, w->base, &amount);
	if (d->less)
		put_note(w, "À VÉRIFIER : le montant déjà réglé est retranché, car le fichier ne contient "
			    "pas de règlement");
	put_field(w, "sign", &c[S_SIGN], "");
}

/* What sets apart documents that count. */
static void put_conditions(struct writer *w, const struct documents *d)
{
	const struct choice *c = d->choice;
	const struct leaf *key = c[S_CUSTOMER].leaf;

	if (d->bond == BOND_KEY && d->customers->kind) {
		put_only(w, path_to(w, key), "list", "receivable");
	} else if (d->ledger) {
		put_only(w, path_to(w, c[S_ACCOUNT].leaf), "starts", RECEIVABLE);
		put_note(w, "comptes clients du plan comptable français ; à adapter pour un autre");
	} else if (key && key->n->shape.filled < d->at->count && d->bond != BOND_INSIDE) {
		put_only(w, path_to(w, key), "empty", "no");
		put_note(w, "lignes sans client laissées de côté");
	}
}

static void put_status(struct writer *w, const struct documents *d)
{
	static const char *const reason[] = { "pièce annulée", "pièce à l'état de brouillon" };
	static const char which[] = { 'c', 'd' };
	const struct leaf *l = d->choice[S_STATUS].leaf;
	size_t i, k;

	for (i = 0; l && i < sizeof which; i++) {
		struct buf b = BUF_INIT;

		for (k = 0; k < l->n->shape.words; k++) {
			const char *word = l->n->shape.word[k].text;

			if (words_void(w->p->scratch, word) == which[i] && !strchr(word, '\''))
				buf_printf(&b, "%s'%s'", b.len ? " " : "", word);
			arena_reset(w->p->scratch);
		}
		if (b.len) {
			write_line(w->out, w->indent);
			buf_puts(w->out, "<skip");
			put(w, "path", path_to(w, l));
			put(w, "in", b.s);
			put(w, "reason", reason[i]);
			buf_puts(w->out, "/>");
		}
		buf_drop(&b);
	}
}

static void write_split(struct writer *w, const struct documents *d)
{
	const struct survey_node *outer = w->base;

	open_record(w, "allocation", plan_path(w->p, outer, d->split), "");
	w->base = d->split;
	put_field(w, "document", &d->split_document, "");
	put_field(w, "amount", &d->split_amount, "");
	put_field(w, "date", &d->split_date, "");
	close_record(w);
	w->base = outer;
}

static void write_document(struct writer *w, const struct documents *d, size_t number)
{
	const struct choice *c = d->choice;
	const struct survey_node *outer = w->base;
	char extra[120], table[40];

	snprintf(extra, sizeof extra, " debit-type=\"%s\" credit-type=\"%s\"", d->debit_type, d->credit_type);
	snprintf(table, sizeof table, " values=\"type-%zu\"", number);
	buf_putc(w->out, '\n');
	open_record(w, "document", outer ? plan_path(w->p, outer, d->at) : plan_absolute(w->p, d->at), extra);
	w->base = d->at;
	put_conditions(w, d);
	put_status(w, d);
	put_id(w, d);
	put_customer(w, d);
	if (d->type)
		put_value(w, "type", d->type);
	put_field(w, "type", &c[S_TYPE], table);
	put_field(w, "number", &c[S_NUMBER], "");
	put_field(w, "date", &c[S_DATE], "");
	put_field(w, "posted", &c[S_POSTED], "");
	if (!d->type) /* a credit has no due date */
		put_field(w, "due", &c[S_DUE], "");
	put_amount(w, d);
	if (d->amount == c[S_AMOUNT].leaf && !d->less)
		put_field(w, "vat", &c[S_VAT], "");
	put_field(w, "currency", &c[S_CURRENCY], "");
	put_field(w, "group", &c[S_GROUP], "");
	put_field(w, "group-date", &c[S_GROUP_DATE], " if-valid=\"yes\"");
	put_field(w, "applies", &c[S_APPLIES], "");
	if (d->around)
		put_field(w, "applies", &(struct choice){ .leaf = names_it(d->around) }, "");
	put_field(w, "reference", &c[S_REFERENCE], "");
	put_field(w, "order", &c[S_ORDER], "");
	put_field(w, "site", &c[S_SITE], "");
	put_field(w, "method", &c[S_METHOD], "");
	put_field(w, "account", &c[S_ACCOUNT], "");
	put_field(w, "label", &c[S_LABEL], "");
	if (d->split)
		write_split(w, d);
	close_record(w);
	w->base = outer;
}

/* ---- customers ---- */

/* The element that holds all of these values; of a list of addresses, one address. */
static const struct survey_node *block_of(const struct customers *c, const enum slot *slot, size_t n)
{
	const struct survey_node *r = NULL;
	size_t i;

	for (i = 0; i < n; i++) {
		const struct leaf *l = c->choice[slot[i]].leaf;

		if (l)
			r = r ? plan_common(r, l->n) : l->n->attribute || l->n->parent ? l->n->parent : NULL;
	}
	return r;
}

/* <record kind="address"> or "contact", where one of its values is there. */
static void write_part(struct writer *w, const struct customers *c, const char *kind, const enum slot *slot,
		       size_t n)
{
	const struct survey_node *block = block_of(c, slot, n), *outer = w->base;
	struct buf b = BUF_INIT;
	size_t i;

	if (!block)
		return;
	if (!plan_inside(block, outer))
		block = outer;
	open_record(w, kind, plan_path(w->p, outer, block), "");
	w->base = block;
	for (i = 0; i < n; i++) {
		if (c->choice[slot[i]].leaf)
			buf_printf(&b, "%s%s", b.len ? " | " : "", path_to(w, c->choice[slot[i]].leaf));
	}
	put_only(w, b.s, "empty", "no");
	if (!strcmp(kind, "address"))
		put_value(w, "purpose", "billing");
	for (i = 0; i < n; i++)
		put_field(w, slot_field(slot[i]), &c->choice[slot[i]], "");
	close_record(w);
	w->base = outer;
	buf_drop(&b);
}

/* What goes with a first name: rather another value than the one that names companies. */
static const struct leaf *last_name(const struct customers *c, const struct leaf *first)
{
	const struct leaf *r = c->choice[S_NAME].leaf;
	size_t i;

	for (i = 0; i < c->leaves.count; i++) {
		const struct leaf *l = &c->leaves.leaf[i];

		if (l->n->parent == first->n->parent && l->n != first->n && l != r && (l->words & W(NAME)) &&
		    !(l->words & (W(COMPANY) | W(LABEL) | W(FIRST_NAME) | W(ID))))
			return l;
	}
	return r && r->n->parent == first->n->parent ? r : NULL;
}

static void put_name(struct writer *w, const struct customers *c)
{
	const struct choice *name = &c->choice[S_NAME], *first = &c->choice[S_FIRST_NAME];
	const struct leaf *last = first->leaf ? last_name(c, first->leaf) : NULL;

	if (last) {
		if (last != name->leaf)
			put_field(w, "name", name, "");
		open_field(w, "name");
		put(w, "paths", arena_printf(w->p->mem, "%s %s", path_to(w, first->leaf), path_to(w, last)));
		buf_puts(w->out, "/>");
	} else if (name->leaf) {
		put_field(w, "name", name, "");
	} else {
		open_field(w, "name");
		put(w, "path", path_to(w, c->choice[S_KEY].leaf));
		buf_puts(w->out, "/> <!-- À VÉRIFIER : pas de nom trouvé, le code en tient lieu -->");
	}
}

static void write_customer_fields(struct writer *w, const struct customers *c, size_t number)
{
	static const enum slot simple[] = { S_SIREN, S_VAT_NUMBER, S_LANGUAGE, S_LIMIT,
					    S_OWNER, S_TERMS_DAYS, S_TERMS };
	static const enum slot address[] = { S_LINE1, S_LINE2, S_LINE3, S_POSTCODE, S_CITY, S_COUNTRY };
	static const enum slot contact[] = { S_CONTACT, S_PHONE, S_MOBILE, S_EMAIL };
	char table[40];
	size_t i;

	if (c->kind)
		put_only(w, path_to(w, c->kind), "in", arena_printf(w->p->mem, "'%s'", c->kind_word));
	else if (c->ledger)
		put_only(w, path_to(w, c->choice[S_KEY].leaf), "starts", RECEIVABLE);
	put_field(w, "id", &c->choice[S_KEY], "");
	put_name(w, c);
	snprintf(table, sizeof table, " values=\"kind-%zu\"", number);
	put_field(w, "kind", &c->choice[S_KIND], table);
	if (!c->choice[S_KIND].leaf)
		put_note(w, "À COMPLÉTER : sans nature (business, public ou consumer), rien n'est réclamé en "
			    "sus du principal ; "
			    "par exemple <field name=\"kind\" value=\"business\"/>");
	for (i = 0; i < sizeof simple / sizeof *simple; i++)
		put_field(w, slot_field(simple[i]), &c->choice[simple[i]], "");
	write_part(w, c, "address", address, sizeof address / sizeof *address);
	write_part(w, c, "contact", contact, sizeof contact / sizeof *contact);
}

static void write_customers(struct writer *w, const struct customers *c, size_t number)
{
	struct plan *p = w->p;
	size_t i;

	buf_putc(w->out, '\n');
	open_record(w, "customer", plan_absolute(p, c->at), c->part ? " unique=\"id\"" : "");
	w->base = c->at;
	write_customer_fields(w, c, number);
	for (i = 0; i < p->document_lists; i++) {
		if (p->documents[i].customers == c && p->documents[i].bond == BOND_INSIDE)
			write_document(w, &p->documents[i], i + 1);
	}
	close_record(w);
	w->base = NULL;
}

/* The accounts of customers, for documents that name an account. */
static void write_list(struct writer *w, const struct documents *d)
{
	const struct customers *c = d->customers;

	w->base = c->at;
	buf_putc(w->out, '\n');
	write_line(w->out, w->indent);
	buf_puts(w->out, "<list name=\"receivable\"");
	put(w, "path", plan_absolute(w->p, c->at));
	put(w, "key", path_to(w, c->choice[S_KEY].leaf));
	if (c->at->line > d->at->line)
		put(w, "late", "yes");
	buf_putc(w->out, '>');
	w->indent++;
	put_only(w, path_to(w, c->kind), "in", arena_printf(w->p->mem, "'%s'", c->kind_word));
	write_line(w->out, --w->indent);
	buf_puts(w->out, "</list>");
	w->base = NULL;
}

void write_records(struct plan *p, struct buf *out)
{
	struct writer w = { .p = p, .out = out, .indent = 1 };
	bool listed = false;
	size_t i;

	for (i = 0; i < p->document_lists && !listed; i++) {
		listed = p->documents[i].bond == BOND_KEY && p->documents[i].customers->kind;
		if (listed)
			write_list(&w, &p->documents[i]);
	}
	for (i = 0; i < p->customer_lists; i++)
		write_customers(&w, p->customers[i], i + 1);
	for (i = 0; i < p->document_lists; i++) {
		if (p->documents[i].bond != BOND_INSIDE)
			write_document(&w, &p->documents[i], i + 1);
	}
}
