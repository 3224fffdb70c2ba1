/* guess_record.c - the documents of a guessed mapping, as text; see guess_writer.h. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "read/guess_writer.h"

#include "base/banned.h"

#define W(name) WORD_BIT(name)

/* ---- tables of words ---- */

static void write_types(struct plan *p, struct buf *out, const struct documents *d, size_t number)
{
	const struct shape *s = documents_types(d);
	size_t i;

	write_line(out, 1);
	buf_printf(out, "<values name=\"type-%zu\">", number);
	for (i = 0; i < s->words; i++) {
		const char *type = words_document_type(p->scratch, s->word[i].text);

		arena_reset(p->scratch);
		write_word(out, s->word[i].text, type ? type : "");
		if (!type)
			buf_puts(out, " <!-- À VÉRIFIER : type inconnu, le signe décide ; ou mettre invoice, "
				      "credit-note, payment… -->");
	}
	write_line(out, 2);
	buf_puts(out, "<otherwise to=\"\"/>");
	write_line(out, 1);
	buf_puts(out, "</values>");
}

/* Currencies that are not written as their code. */
static bool needs_currencies(const struct choice *c)
{
	return c->leaf && !shape_is(&c->leaf->n->shape, LOOK_CURRENCY);
}

static void write_currencies(struct plan *p, struct buf *out, const struct shape *s, size_t number)
{
	size_t i;

	write_line(out, 1);
	buf_printf(out, "<values name=\"currency-%zu\">", number);
	for (i = 0; i < s->words; i++) {
		const char *code = words_currency(p->scratch, s->word[i].text);

		if (code)
			write_word(out, s->word[i].text, code);
		arena_reset(p->scratch);
	}
	write_line(out, 1);
	buf_puts(out, "</values>");
}

void write_values(struct plan *p, struct buf *out)
{
	size_t i;

	for (i = 0; i < p->document_lists; i++) {
		if (p->documents[i].choice[S_TYPE].leaf)
			write_types(p, out, &p->documents[i], i + 1);
		if (needs_currencies(&p->documents[i].choice[S_CURRENCY]))
			write_currencies(p, out, &p->documents[i].choice[S_CURRENCY].leaf->n->shape, i + 1);
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

static const char *id_prefix(const struct writer *w, const struct documents *d)
{
	return w->p->s->xml ? survey_word(d->at) : "L";
}

/* Prefix, number and running number: whatever it takes to have each id once. */
static void put_id(struct writer *w, const struct documents *d)
{
	const struct choice *id = &d->choice[S_ID], *number = &d->choice[S_NUMBER];
	bool unique = id->leaf != NULL;
	struct buf b = BUF_INIT;

	if (unique && !d->prefix) {
		write_field(w, "id", id, "");
		return;
	}
	if (d->around && names_it(d->around))
		buf_printf(&b, "%s ", write_path(w, names_it(d->around)));
	if (d->prefix || !number->leaf)
		buf_printf(&b, "'%s' ", id_prefix(w, d));
	if (unique)
		buf_puts(&b, write_path(w, id->leaf));
	else if (number->leaf)
		buf_printf(&b, "%s #number", write_path(w, number->leaf));
	else
		buf_puts(&b, "#number");
	write_open(w, "id");
	write_attr(w, "paths", b.s);
	write_attr(w, "join", "-");
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
	const char *path = write_path(w, key->leaf);

	write_open(w, "customer");
	write_attr(w, "path",
		   stand_in ? arena_printf(w->p->mem, "%s | %s", path, write_path(w, account)) : path);
	buf_puts(w->out, "/>");
	write_remark(w->p, w->out, w->base, key);
	if (d->customers)
		return;
	write_open(w, "name");
	if (name->leaf && other && stand_in)
		write_attr(
			w, "path",
			arena_printf(w->p->mem, "%s | %s", write_path(w, name->leaf), write_path(w, other)));
	else if (name->leaf || (other && account && account->n == key->leaf->n))
		write_attr(w, "path", write_path(w, name->leaf ? name->leaf : other));
	else
		write_attr(w, "path",
			   stand_in ? arena_printf(w->p->mem, "%s | %s", path, write_path(w, account))
				    : path);
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
		write_field(w, "customer", &d->choice[S_CUSTOMER], "");
		break;
	case BOND_PART:
		write_open(w, "customer");
		write_attr(w, "path", write_path(w, d->customers->choice[S_KEY].leaf));
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
		write_field(w, "debit", &c[S_DEBIT], "");
		write_field(w, "credit", &c[S_CREDIT], "");
		return;
	}
	if (d->amount != c[S_AMOUNT].leaf) {
		write_note(w, arena_printf(w->p->mem,
					   "%sle reste dû est pris, et non le montant d'origine « %s »",
					   w->p->payments ? ""
							  : "À VÉRIFIER : le fichier ne contient pas de "
							    "règlement ; ",
					   plan_reach(w->p, w->base, c[S_AMOUNT].leaf->n)));
		w->p->used[c[S_AMOUNT].leaf->n->id] = true;
		amount = c[S_OPEN];
	}
	write_open(w, d->by_sign ? "signed" : "amount");
	write_attr(w, "path", write_path(w, amount.leaf));
	if (d->less)
		write_attr(w, "minus", write_path(w, d->less));
	if (d->negate != (documents_signed(d) && w->p->turned))
		write_attr(w, "negate", "yes");
	buf_puts(w->out, "/>");
	write_remark(w->p, w->out, w->base, &amount);
	if (d->less)
		write_note(w, "À VÉRIFIER : le montant déjà réglé est retranché, car le fichier ne contient "
			      "pas de règlement");
	else if (c[S_PAID].leaf && d->amount == c[S_AMOUNT].leaf)
		write_note(
			w,
			arena_printf(
				w->p->mem,
				"À VÉRIFIER : « %s » dit ce qui est déjà réglé ; si ces règlements ne sont "
				"pas eux aussi dans le fichier, les retrancher : minus=\"%s\"",
				write_path(w, c[S_PAID].leaf), write_path(w, c[S_PAID].leaf)));
	write_field(w, "sign", &c[S_SIGN], "");
}

/* What sets apart documents that count. */
static void put_conditions(struct writer *w, const struct documents *d)
{
	const struct choice *c = d->choice;
	const struct leaf *key = c[S_CUSTOMER].leaf;

	if (d->by_account) {
		write_line(w->out, w->indent);
		buf_puts(w->out, "<only");
		write_attr(w, "path", write_path(w, c[S_ACCOUNT].leaf));
		buf_puts(w->out, " list=\"account\"");
		write_attr(w, "key", write_path(w, key));
		buf_puts(w->out, "/> <!-- seulement les lignes du compte du client lui-même -->");
	} else if (d->bond == BOND_KEY && d->customers->kind) {
		write_only(w, write_path(w, key), "list", "receivable");
	} else if (d->ledger) {
		write_only(w, write_path(w, c[S_ACCOUNT].leaf), "starts", RECEIVABLE);
		write_note(w, "comptes clients du plan comptable français ; à adapter pour un autre");
	} else if (key && key->n->shape.filled < d->at->count && d->bond != BOND_INSIDE) {
		write_only(w, write_path(w, key), "empty", "no");
		write_note(w, "lignes sans client laissées de côté");
	}
}

static void put_status(struct writer *w, const struct documents *d)
{
	static const char *const reason[] = { "pièce annulée", "pièce à l'état de brouillon" };
	static const char which[] = { 'c', 'd' };
	const struct leaf *l = d->choice[S_STATUS].leaf;
	size_t i, k;

	for (i = 0; l && w->p->skip_void && i < sizeof which; i++) {
		struct buf b = BUF_INIT;

		for (k = 0; k < l->n->shape.words; k++) {
			const char *word = l->n->shape.word[k].text;

			if (words_void(w->p->scratch, l->n->name, word) == which[i] && !strchr(word, '\''))
				buf_printf(&b, "%s'%s'", b.len ? " " : "", word);
			arena_reset(w->p->scratch);
		}
		if (b.len) {
			write_line(w->out, w->indent);
			buf_puts(w->out, "<skip");
			write_attr(w, "path", write_path(w, l));
			write_attr(w, "in", b.s);
			write_attr(w, "reason", reason[i]);
			buf_puts(w->out, "/>");
		}
		buf_drop(&b);
	}
}

/* "V", "A", "B": codes whose meaning only the ERP knows, perhaps that a document does not count. */
static void put_unknown_status(struct writer *w, const struct documents *d)
{
	const struct leaf *l = d->unknown_status;
	struct buf b = BUF_INIT;
	size_t i;

	if (!l)
		return;
	for (i = 0; i < l->n->shape.words; i++)
		buf_printf(&b, "%s« %s » (%" PRIu64 ")", i ? ", " : "", l->n->shape.word[i].text,
			   l->n->shape.word[i].count);
	write_note(
		w,
		arena_printf(w->p->mem,
			     "À VÉRIFIER : %s vaut %s ; si l'une de ces valeurs dit qu'une pièce est annulée "
			     "ou n'est pas définitive, ajouter : <skip path=\"%s\" in=\"…\" reason=\"pièce "
			     "annulée\"/>",
			     l->path, b.s, l->path));
	buf_drop(&b);
}

static void write_split(struct writer *w, const struct documents *d)
{
	const struct survey_node *outer = w->base;

	write_record(w, "allocation", d->split, "");
	write_field(w, "document", &d->split_document, "");
	write_field(w, "amount", &d->split_amount, "");
	write_field(w, "date", &d->split_date, "");
	write_end(w, outer);
}

/* A document by its id, which has the name of its list in front where that tells lists apart. */
static void put_named(struct writer *w, const char *field, const struct choice *c, const struct documents *d)
{
	if (!d || !d->prefix) {
		write_field(w, field, c, "");
		return;
	}
	write_open(w, field);
	write_attr(w, "paths", arena_printf(w->p->mem, "'%s' %s", id_prefix(w, d), write_path(w, c->leaf)));
	write_attr(w, "join", "-");
	if (c->leaf->n->shape.empty)
		write_attr(w, "complete", "yes"); /* else the prefix alone would be its name there */
	buf_puts(w->out, "/>");
}

static void write_link(struct writer *w, const struct link *x)
{
	buf_putc(w->out, '\n');
	write_record(w, x->due_parts ? "part" : "allocation", x->at, "");
	if (x->from.leaf)
		put_named(w, "from", &x->from, x->of_from);
	if (x->from_or.leaf)
		put_named(w, "from", &x->from_or, x->of_or);
	put_named(w, "document", &x->document, x->of_document);
	write_field(w, "amount", &x->amount, "");
	write_field(w, x->due_parts ? "due" : "date", &x->date, "");
	write_end(w, NULL);
}

/* Disputes and the like, a plan with its instalments. */
static void write_parts(struct writer *w, const struct documents *d)
{
	const struct survey_node *outer = w->base, *plan = NULL;
	unsigned i, k;

	for (i = 0; i < d->parts; i++) {
		const struct inner *part = &d->part[i];

		write_record(w, part->kind, part->at, "");
		for (k = 0; k < part->fields; k++)
			write_field(w, part->field[k], &part->choice[k], "");
		if (i + 1 < d->parts && d->part[i + 1].inner && !part->inner) {
			plan = part->at;
			continue; /* its instalments come inside of it */
		}
		write_end(w, part->inner ? plan : outer);
		if (part->inner && (i + 1 == d->parts || !d->part[i + 1].inner))
			write_end(w, outer);
	}
}

void write_document(struct writer *w, const struct documents *d, size_t number)
{
	const struct choice *c = d->choice;
	const struct survey_node *outer = w->base;
	char extra[120], table[40], currencies[40] = "";

	snprintf(extra, sizeof extra, " debit-type=\"%s\" credit-type=\"%s\"", d->debit_type, d->credit_type);
	snprintf(table, sizeof table, "%s values=\"type-%zu\"", d->type_list.from ? " via=\"types\"" : "",
		 number);
	if (needs_currencies(&c[S_CURRENCY]))
		snprintf(currencies, sizeof currencies, " values=\"currency-%zu\"", number);
	buf_putc(w->out, '\n');
	write_record(w, "document", d->at, extra);
	write_totals(w, d->at);
	put_conditions(w, d);
	put_status(w, d);
	put_unknown_status(w, d);
	put_id(w, d);
	put_customer(w, d);
	if (d->type)
		write_value(w, "type", d->type);
	write_field(w, "type", &c[S_TYPE], table);
	write_field(w, "number", &c[S_NUMBER], "");
	write_field(w, "date", &c[S_DATE], "");
	write_field(w, "posted", &c[S_POSTED], "");
	if (!d->type) /* a credit has no due date */
		write_field(w, "due", &c[S_DUE], "");
	put_amount(w, d);
	if (d->amount == c[S_AMOUNT].leaf && !d->less)
		write_field(w, "vat", &c[S_VAT], "");
	write_field(w, "currency", &c[S_CURRENCY], currencies);
	write_field(w, "group", &c[S_GROUP], "");
	write_field(w, "group-date", &c[S_GROUP_DATE], " if-valid=\"yes\"");
	write_field(w, "applies", &c[S_APPLIES], "");
	if (d->around)
		write_field(w, "applies", &(struct choice){ .leaf = names_it(d->around) }, "");
	write_field(w, "reference", &c[S_REFERENCE], "");
	write_field(w, "order", &c[S_ORDER], "");
	write_field(w, "site", &c[S_SITE], "");
	write_field(w, "method", &c[S_METHOD], "");
	write_field(w, "account", &c[S_ACCOUNT], "");
	write_field(w, "label", &c[S_LABEL], "");
	if (d->split)
		write_split(w, d);
	write_parts(w, d);
	write_end(w, outer);
}

/* The accounts of customers, for documents that name an account. */
static void write_list(struct writer *w, const struct documents *d)
{
	const struct customers *c = d->customers;

	w->base = c->at;
	buf_putc(w->out, '\n');
	write_line(w->out, w->indent);
	buf_puts(w->out, "<list name=\"receivable\"");
	write_attr(w, "path", plan_element(w->p, NULL, c->at));
	write_attr(w, "key", write_path(w, c->choice[S_KEY].leaf));
	if (c->at->line > d->at->line)
		write_attr(w, "late", "yes");
	buf_putc(w->out, '>');
	w->indent++;
	write_apart(w, NULL, c->at);
	write_only(w, write_path(w, c->kind), "in", arena_printf(w->p->mem, "'%s'", c->kind_word));
	write_line(w->out, --w->indent);
	buf_puts(w->out, "</list>");
	w->base = NULL;
}

/* <list name="terms" path="/a/b" key="@code" value="@text"/> */
static bool write_lookup(struct writer *w, const char *name, const struct lookup *l)
{
	if (!l->from)
		return false;
	buf_putc(w->out, '\n');
	write_line(w->out, w->indent);
	buf_printf(w->out, "<list name=\"%s\"", name);
	write_attr(w, "path", plan_element(w->p, NULL, l->at));
	write_attr(w, "key", plan_path(w->p, l->at, l->key));
	write_attr(w, "value", plan_path(w->p, l->at, l->value));
	if (l->late)
		write_attr(w, "late", "yes");
	if (is_apart(NULL, l->at)) {
		buf_putc(w->out, '>');
		w->indent++;
		write_apart(w, NULL, l->at);
		write_line(w->out, --w->indent);
		buf_puts(w->out, "</list>");
	} else {
		buf_puts(w->out, "/>");
	}
	w->p->used[l->key->id] = w->p->used[l->value->id] = true;
	return true;
}

void write_records(struct plan *p, struct buf *out)
{
	struct writer w = { .p = p, .out = out, .indent = 1 };
	bool listed = false, terms = false, types = false;
	size_t i;

	for (i = 0; i < p->customer_lists && !terms; i++)
		terms = write_lookup(&w, "terms", &p->customers[i]->terms);
	for (i = 0; i < p->document_lists && !types; i++)
		types = write_lookup(&w, "types", &p->documents[i].type_list);
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
	for (i = 0; i < p->links; i++)
		write_link(&w, &p->link[i]);
}
