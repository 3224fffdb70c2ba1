/* guess_people.c - the customers of a guessed mapping, as text; see guess_writer.h. */
#include <stdio.h>
#include <string.h>

#include "read/guess_writer.h"

#include "base/banned.h"

#define W(name) WORD_BIT(name)

void write_kinds(struct plan *p, struct buf *out, const struct customers *c, size_t number)
{
	const struct shape *s = &c->choice[S_KIND].leaf->n->shape;
	size_t i;

	write_line(out, 1);
	buf_printf(out, "<values name=\"kind-%zu\">", number);
	for (i = 0; i < s->words; i++) {
		const char *kind = words_customer_kind(p->scratch, s->word[i].text);

		arena_reset(p->scratch);
		write_word(out, s->word[i].text, kind ? kind : "");
		if (!kind)
			buf_puts(out, " <!-- À VÉRIFIER : business, public ou consumer -->");
	}
	write_line(out, 2);
	buf_puts(out, "<otherwise to=\"\"/>");
	write_line(out, 1);
	buf_puts(out, "</values>");
}

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
	write_record(w, kind, block, "");
	for (i = 0; i < n; i++) {
		if (c->choice[slot[i]].leaf)
			buf_printf(&b, "%s%s", b.len ? " | " : "", write_path(w, c->choice[slot[i]].leaf));
	}
	write_only(w, b.s, "empty", "no");
	if (!strcmp(kind, "address"))
		write_value(w, "purpose", "billing");
	for (i = 0; i < n; i++)
		write_field(w, slot_field(slot[i]), &c->choice[slot[i]], "");
	write_end(w, outer);
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
			write_field(w, "name", name, "");
		write_open(w, "name");
		write_attr(w, "paths",
			   arena_printf(w->p->mem, "%s %s", write_path(w, first->leaf), write_path(w, last)));
		buf_puts(w->out, "/>");
	} else if (name->leaf) {
		write_field(w, "name", name, "");
	} else {
		write_open(w, "name");
		write_attr(w, "path", write_path(w, c->choice[S_KEY].leaf));
		buf_puts(w->out, "/> <!-- À VÉRIFIER : pas de nom trouvé, le code en tient lieu -->");
	}
}

/* An opening or closing balance: one signed amount, or a debit and a credit. */
static void put_balance(struct writer *w, const char *name, const struct customers *c, bool wanted,
			const struct leaf *(*find)(const struct customers *, const struct leaf **))
{
	const struct leaf *credit, *balance = find(c, &credit);

	if (!balance)
		return;
	if (!wanted) {
		write_note(
			w,
			arena_printf(
				w->p->mem,
				"À VÉRIFIER : « %s » pourrait être un solde %s, mais la somme des pièces ne "
				"s'accorde pas avec lui",
				plan_reach(w->p, w->base, balance->n),
				!strcmp(name, "opening") ? "d'ouverture" : "de clôture"));
		return;
	}
	write_open(w, name);
	write_attr(w, "path", write_path(w, balance));
	if (credit)
		write_attr(w, "minus", write_path(w, credit));
	if (w->p->turned)
		write_attr(w, "negate", "yes");
	buf_puts(w->out, "/>");
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
		write_only(w, write_path(w, c->kind), "in", arena_printf(w->p->mem, "'%s'", c->kind_word));
	else if (c->ledger)
		write_only(w, write_path(w, c->choice[S_KEY].leaf), "starts", RECEIVABLE);
	write_field(w, "id", &c->choice[S_KEY], "");
	put_name(w, c);
	snprintf(table, sizeof table, " values=\"kind-%zu\"", number);
	write_field(w, "kind", &c->choice[S_KIND], table);
	if (!c->choice[S_KIND].leaf)
		write_note(w,
			   "À COMPLÉTER : sans nature (business, public ou consumer), rien n'est réclamé en "
			   "sus du principal ; "
			   "par exemple <field name=\"kind\" value=\"business\"/>");
	for (i = 0; i < sizeof simple / sizeof *simple; i++)
		write_field(w, slot_field(simple[i]), &c->choice[simple[i]], "");
	if (c->terms.from)
		write_field(w, c->terms.days ? "terms-days" : "terms",
			    &(struct choice){ .leaf = c->terms.from }, " via=\"terms\"");
	write_field(w, "receivable-account", &c->choice[S_RECEIVABLE], "");
	put_balance(w, "opening", c, w->p->openings, customers_opening);
	put_balance(w, "closing", c, w->p->closings, customers_closing);
	write_part(w, c, "address", address, sizeof address / sizeof *address);
	write_part(w, c, "contact", contact, sizeof contact / sizeof *contact);
}

/* Which account is whose. */
static void write_accounts(struct writer *w, const struct customers *c, bool late)
{
	write_line(w->out, w->indent);
	buf_puts(w->out, "<list name=\"account\" path=\".\"");
	write_attr(w, "key", write_path(w, c->choice[S_KEY].leaf));
	write_attr(w, "value", write_path(w, c->choice[S_RECEIVABLE].leaf));
	buf_puts(w->out, late ? " late=\"yes\"/>" : "/>");
}

void write_customers(struct writer *w, const struct customers *c, size_t number)
{
	struct plan *p = w->p;
	bool accounts = false, late = false;
	size_t i;

	buf_putc(w->out, '\n');
	write_record(w, "customer", c->at, c->part ? " unique=\"id\"" : "");
	write_totals(w, c->at);
	write_customer_fields(w, c, number);
	for (i = 0; i < p->document_lists; i++) {
		if (p->documents[i].customers == c && p->documents[i].bond == BOND_INSIDE)
			write_document(w, &p->documents[i], i + 1);
		accounts = accounts || (p->documents[i].customers == c && p->documents[i].by_account);
		late = late || p->documents[i].at->line < c->at->line;
	}
	if (accounts)
		write_accounts(w, c, late);
	write_end(w, NULL);
}
