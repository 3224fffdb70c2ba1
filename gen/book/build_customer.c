/*
 * build_customer.c - customers, their addresses and contacts.
 *
 * A second record of a customer in the same file is a duplicate and rejected,
 * unless it is about another receivable account of his: then its balances are
 * added (SAF-T has one account in a record). In another file it is a complement
 * (a customer file beside the export): it fills what the first one left empty.
 */
#include "book/intake.h"

#include <string.h>

#include "base/banned.h"

#define IMPLIED (-2) /* instead of a file: known from its documents only */

static const char *const kinds[] = { "", "business", "public", "consumer", NULL };
static const char *const public_kinds[] = { "", "state", "hospital", "undertaking", NULL };
static const char *const segments[] = { "", "key-account", "multi-site", "sme", "public", NULL };
static const char *const insolvencies[] = { "", "sauvegarde", "redressement", "liquidation", NULL };
static const char *const classes[] = { "", "A", "B", "C", "D", "E", "N", NULL };
static const char *const purposes[] = { "", "billing", "head-office", "site", NULL };

struct form {
	struct builder *b;
	const struct record *r;
};

static void fill(struct form *f, const char **to, enum record_field field, bool repeats)
{
	const char *s = f->r->field[field];

	if (**to || !s)
		return;
	*to = repeats ? intern_string(f->b, s) : arena_strdup(f->b->l->mem, s);
}

static void fill_word(struct form *f, uint8_t *to, const char *what, enum record_field field,
		      const char *const *list)
{
	uint8_t w = optional_word(f->b, f->r, what, field, list);

	if (!*to)
		*to = w;
}

static void fill_date(struct form *f, civil_date *to, const char *what, enum record_field field)
{
	civil_date d = optional_date(f->b, f->r, what, field);

	if (*to == DATE_NONE)
		*to = d;
}

static void take_hold(struct form *f, struct customer *c)
{
	const struct record *r = f->r;

	if (c->on_hold || (!r->field[F_HOLD_SINCE] && !r->field[F_HOLD_UNTIL] && !r->field[F_HOLD_REASON]))
		return;
	c->on_hold = true;
	fill_date(f, &c->hold_since, "début du blocage", F_HOLD_SINCE);
	fill_date(f, &c->hold_until, "fin du blocage", F_HOLD_UNTIL);
	fill(f, &c->hold_reason, F_HOLD_REASON, true);
}

static void take_insolvency(struct form *f, struct customer *c)
{
	fill_word(f, &c->insolvency, "procédure collective", F_INSOLVENCY_KIND, insolvencies);
	fill_date(f, &c->judgment, "date du jugement", F_JUDGMENT);
	fill_date(f, &c->published, "date de publication", F_PUBLISHED);
	if (c->insolvency == INSOLVENCY_NONE && c->judgment != DATE_NONE) {
		/*
		 * A judgment without a word that we know: the cautious reading is that there is a
		 * procedure.
		 */
		c->insolvency = INSOLVENCY_REDRESSEMENT;
		diag_finding(f->b->d, SEV_WARNING, "insolvency-kind", f->r->at,
			     "client « %s » : jugement sans procédure connue, traité comme un redressement ; "
			     "écrivez sauvegarde, redressement ou liquidation",
			     c->id);
	}
}

static void take_risk(struct form *f, struct customer *c)
{
	uint8_t k = optional_word(f->b, f->r, "classe de risque", F_RISK_CLASS, classes);

	if (c->manual_class || !k)
		return;
	c->manual_class = classes[k][0];
	fill(f, &c->manual_by, F_RISK_BY, true);
	fill(f, &c->manual_reason, F_RISK_REASON, true);
	fill_date(f, &c->manual_date, "date de la classe de risque", F_RISK_DATE);
}

static void add_opening(struct input *in, const struct form *f, uint32_t customer, money amount, currency cur)
{
	struct builder *b = in->b;
	civil_date date = optional_date(b, f->r, "date du report à nouveau", F_OPENING_DATE);

	GROW(b->opening, b->openings, b->opening_cap);
	b->opening[b->openings++] = (struct opening){ .customer = customer,
						      .amount = amount,
						      .cur = cur,
						      .date = date != DATE_NONE ? date : in->opening_date,
						      .rules = in->rules,
						      .at = f->r->at };
}

static enum status take_balances(struct input *in, struct form *f, uint32_t index)
{
	struct builder *b = in->b;
	struct customer *c = &b->l->customer[index];
	currency cur = base_currency(in);
	money x;

	if (optional_money(b, f->r, "encours autorisé", F_CREDIT_LIMIT, cur, &x) && !c->has_credit_limit) {
		c->has_credit_limit = true;
		c->credit_limit = x;
	}
	if (b->rules[in->rules].opening_at_start &&
	    optional_money(b, f->r, "solde d'ouverture", F_OPENING, cur, &x) && x)
		add_opening(in, f, index, x, cur);
	c->closing_notice |= f->r->field[F_CLOSING_NOTICE] != NULL;
	if (optional_money(b, f->r, "solde de clôture", c->closing_notice ? F_CLOSING_NOTICE : F_CLOSING, cur,
			   &x)) {
		if (!in->closings)
			add_control(in, (struct control_total){ .of_customers = true, .at = f->r->at });
		in->closings = true;
		if (!c->has_closing)
			c->closing_cur = cur;
		/* Several inputs may each state a part of the customer's account. */
		if (c->closing_cur == cur && !money_add(&c->closing, x))
			return diag_error(b->d, ST_LIMIT, f->r->at,
					  "client « %s » : le solde de clôture dépasse la capacité de "
					  "calcul, vérifiez l'export",
					  c->id);
		c->has_closing = true;
	}
	return ST_OK;
}

static void take_fields(struct form *f, struct customer *c)
{
	struct terms terms;
	rate x;

	fill(f, &c->name, F_NAME, false);
	fill(f, &c->siren, F_SIREN, false);
	fill(f, &c->vat_number, F_VAT_NUMBER, false);
	fill(f, &c->language, F_LANGUAGE, true);
	fill(f, &c->owner, F_OWNER, true);
	fill(f, &c->payer_group, F_GROUP_PAYER, true);
	fill(f, &c->refused, F_REFUSED, true);
	fill_word(f, &c->kind, "nature", F_KIND, kinds);
	fill_word(f, &c->segment, "typologie", F_SEGMENT, segments);
	if (f->r->field[F_PUBLIC_KIND] && c->public_kind == PUBLIC_STATE) {
		uint8_t k =
			optional_word(f->b, f->r, "sorte de personne publique", F_PUBLIC_KIND, public_kinds);

		c->public_kind = (uint8_t)(k ? k - 1 : PUBLIC_STATE);
		c->has_public_kind = k != 0;
	}
	if (optional_rate(f->b, f->r, "taux de pénalité", F_PENALTY_RATE, &x) && !c->has_penalty_rate) {
		c->has_penalty_rate = true;
		c->penalty_rate = x;
	}
	fill_date(f, &c->collector_since, "date de remise au tiers mandaté", F_COLLECTOR_SINCE);
	if (optional_terms(f->b, f->r, &terms) && !c->terms.present)
		c->terms = terms;
	take_hold(f, c);
	take_insolvency(f, c);
	take_risk(f, c);
}

static uint32_t add_customer(struct builder *b, uint32_t name, struct place at)
{
	struct ledger *l = b->l;
	struct customer *c;

	GROW(l->customer, l->customers, b->customer_cap);
	GROW(b->customer_file, l->customers, b->customer_file_cap);
	GROW(b->customer_account, l->customers, b->customer_account_cap);
	b->customer_account[l->customers] = 0;
	c = &l->customer[l->customers];
	*c = (struct customer){ .at = at };
	c->id = names_id(&b->customers, name);
	c->name = c->siren = c->vat_number = c->language = c->owner = c->payer_group = "";
	c->manual_by = c->manual_reason = c->hold_reason = c->refused = "";
	c->manual_date = c->hold_since = c->hold_until = c->judgment = c->published = c->collector_since =
		DATE_NONE;
	b->customers.name[name].value = l->customers;
	return l->customers++;
}

/* Its opening balance is part of the account that the file states: it must not get lost with the record. */
static void reject_customer(struct input *in, const struct record *r, const char *code, const char *why)
{
	struct builder *b = in->b;
	bool has_amount = false;
	money opening = 0;

	if (b->rules[in->rules].opening_at_start)
		has_amount = read_money(b, r, F_OPENING, base_currency(in), &opening) == MONEY_OK;
	diag_reject(b->d, code, r->at, shown(r->field[F_ID]), "", has_amount, opening,
		    has_amount ? base_currency(in) : CUR_NONE, "client « %s » : %s", shown(r->field[F_ID]),
		    why);
}

/* Is this record of a customer about another of his accounts than the one before? */
static bool is_other_account(struct builder *b, const struct record *r, uint32_t index)
{
	const char *account = r->field[F_RECEIVABLE_ACCOUNT];

	return account && b->customer_account[index] &&
	       strcmp(ledger_text(b->l, b->customer_account[index]), account) != 0;
}

/* The customer's index, new or known; UINT32_MAX (and reported) if this record is a duplicate. */
static uint32_t enter_customer(struct input *in, const struct record *r, uint32_t name)
{
	struct builder *b = in->b;
	uint32_t index = b->customers.name[name].value;

	if (index == NAME_UNKNOWN) {
		index = add_customer(b, name, r->at);
	} else if (b->customer_file[index] == IMPLIED) {
		in->joined = true;
		if (r->field[F_NAME])
			b->l->customer[index].name = ""; /* its own record knows better */
		b->l->customer[index].at = r->at;
	} else if (b->customer_file[index] == r->at.file && !is_other_account(b, r, index)) {
		reject_customer(in, r, "duplicate-customer",
				"donné deux fois dans ce fichier, le premier est gardé ; ôtez celui-ci");
		return UINT32_MAX;
	} else if (b->customer_file[index] != r->at.file) {
		in->joined = true;
		diag_finding(b->d, SEV_INFO, "customer-completed", r->at,
			     "client « %s » complété par ce second fichier", r->field[F_ID]);
	}
	b->customer_file[index] = r->at.file;
	b->customer_account[index] = intern(b, r->field[F_RECEIVABLE_ACCOUNT]);
	return index;
}

enum status take_customer(struct input *in, const struct record *r)
{
	struct builder *b = in->b;
	struct form f = { .b = b, .r = r };
	uint32_t index;

	b->customer = (struct last){ FATE_REJECTED, r->at, UINT32_MAX };
	if (!r->field[F_ID]) {
		reject_customer(
			in, r, "missing-id",
			"identifiant absent, ses pièces ne peuvent être rattachées ; complétez l'export");
		return ST_OK;
	}
	b->customer.name = names_get(&b->customers, r->field[F_ID]);
	index = enter_customer(in, r, b->customer.name);
	if (index == UINT32_MAX)
		return ST_OK;
	b->customer.fate = FATE_TAKEN;
	in->customers++;
	subject(b, "client", r->field[F_ID]);
	take_fields(&f, &b->l->customer[index]);
	return take_balances(in, &f, index);
}

void imply_customer(struct builder *b, const struct record *r, uint32_t name)
{
	uint32_t index = b->customers.name[name].value;

	if (!r->field[F_NAME])
		return;
	if (index == NAME_UNKNOWN) {
		index = add_customer(b, name, r->at);
		b->customer_file[index] = IMPLIED;
	}
	if (NAME_TAKEN(index) && !*b->l->customer[index].name)
		b->l->customer[index].name = arena_strdup(b->l->mem, r->field[F_NAME]);
}

/* The customer that an address or contact belongs to; NULL (and reported) if there is none. */
static struct customer *find_customer(struct builder *b, const struct record *r, const char *what)
{
	const struct record *parent = enclosing(r, REC_CUSTOMER);
	const char *id = parent ? parent->field[F_ID] : r->field[F_CUSTOMER];
	uint32_t name, index = NAME_UNKNOWN;

	if (parent && b->customer.at.file == parent->at.file && b->customer.at.line == parent->at.line &&
	    b->customer.fate == FATE_REJECTED)
		return NULL; /* goes with its customer's record, which is reported */
	if (id) {
		name = names_find(&b->customers, id);
		if (name != UINT32_MAX)
			index = b->customers.name[name].value;
	}
	if (NAME_TAKEN(index))
		return &b->l->customer[index];
	diag_reject(b->d, "unknown-customer", r->at, shown(id), "", false, 0, CUR_NONE,
		    "%s d'un client inconnu, « %s » : ajoutez ce client à l'export", what, shown(id));
	return NULL;
}

void take_address(struct input *in, const struct record *r)
{
	struct builder *b = in->b;
	struct customer *c = find_customer(b, r, "adresse");
	struct form f = { .b = b, .r = r };
	struct address *a;
	uint8_t purpose;
	int i;

	if (!c)
		return;
	subject(b, "client", c->id);
	a = arena_alloc(b->l->mem, sizeof *a);
	purpose = optional_word(b, r, "usage de l'adresse", F_PURPOSE, purposes);
	a->purpose = (enum address_purpose)(purpose ? purpose - 1 : ADDRESS_BILLING);
	a->site = a->postcode = a->city = a->region = a->country = "";
	fill(&f, &a->site, F_SITE, true);
	fill(&f, &a->postcode, F_POSTCODE, true);
	fill(&f, &a->city, F_CITY, true);
	fill(&f, &a->region, F_REGION, true);
	fill(&f, &a->country, F_COUNTRY, true);
	for (i = 0; i < 5; i++) {
		a->line[i] = "";
		fill(&f, &a->line[i], (enum record_field)(F_LINE1 + i), false);
	}
	a->next = c->addresses; /* newest first; turned round at the end */
	c->addresses = a;
}

void take_contact(struct input *in, const struct record *r)
{
	struct builder *b = in->b;
	struct customer *c = find_customer(b, r, "contact");
	struct form f = { .b = b, .r = r };
	struct contact *k;

	if (!c)
		return;
	k = arena_alloc(b->l->mem, sizeof *k);
	k->role = k->name = k->phone = k->mobile = k->email = "";
	fill(&f, &k->role, F_ROLE, true);
	fill(&f, &k->name, F_NAME, false);
	fill(&f, &k->phone, F_PHONE, false);
	fill(&f, &k->mobile, F_MOBILE, false);
	fill(&f, &k->email, F_EMAIL, false);
	k->next = c->contacts;
	c->contacts = k;
}
