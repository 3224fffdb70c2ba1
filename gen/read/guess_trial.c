/* guess_trial.c - the proposal is tried on the file before it is made; see guess_plan.h. */
#include <inttypes.h>
#include <string.h>
#include <sys/stat.h>

#include "base/text.h"
#include "read/guess_plan.h"
#include "read/inspect_part.h"
#include "read/reader.h"

#include "base/banned.h"

#define TRY_BYTES (64L << 20) /* a larger file is read once only: its other readings are not tried */

/* ---- what the customers' records state ---- */

static const struct leaf *stated(const struct customers *c, enum slot debit, enum slot credit, enum slot both,
				 const struct leaf **minus)
{
	*minus = c->choice[debit].leaf ? c->choice[credit].leaf : NULL;
	return c->choice[debit].leaf ? c->choice[debit].leaf : c->choice[both].leaf;
}

const struct leaf *customers_opening(const struct customers *c, const struct leaf **credit)
{
	return stated(c, S_OPENING_DEBIT, S_OPENING_CREDIT, S_OPENING, credit);
}

const struct leaf *customers_closing(const struct customers *c, const struct leaf **credit)
{
	return stated(c, S_CLOSING_DEBIT, S_CLOSING_CREDIT, S_CLOSING, credit);
}

static bool has_openings(const struct plan *p)
{
	const struct leaf *credit;
	size_t i;

	for (i = 0; i < p->customer_lists; i++) {
		if (customers_opening(p->customers[i], &credit))
			return true;
	}
	return false;
}

static bool has_closings(const struct plan *p)
{
	const struct leaf *credit;
	size_t i;

	for (i = 0; i < p->customer_lists; i++) {
		if (customers_closing(p->customers[i], &credit))
			return true;
	}
	return false;
}

/* ---- one reading ---- */

struct trial {
	struct inspection x;
	struct arena *mem;
	const char *first_date;
};

static enum status take(void *self, const struct record *r)
{
	struct trial *t = self;
	const char *day = r->kind == REC_DOCUMENT ? r->field[F_DATE] : NULL;

	if (day && strlen(day) == 10 && (!t->first_date || strcmp(day, t->first_date) < 0))
		t->first_date = arena_strdup(t->mem, day);
	return inspection_take(&t->x, r);
}

/* The only currency of all documents, "" if there are several. */
static const char *only_currency(const struct inspection *x)
{
	const char *r = NULL;
	size_t i;

	for (i = 0; i < x->sums; i++) {
		if (!x->sum[i].document)
			continue;
		if (r && strcmp(r, x->sum[i].currency) != 0)
			return "";
		r = x->sum[i].currency;
	}
	return r ? r : x->currency;
}

static void take_total(struct outcome *o, const struct inspection *x)
{
	size_t i;

	for (i = 0; i < x->stateds; i++) {
		const char *s = x->stated[i].value;

		if (x->stated[i].is_balance &&
		    money_parse(s, strlen(s), inspection_currency(o->currency), &o->total) == MONEY_OK)
			o->has_total = true;
	}
}

static void take_outcome(struct plan *p, struct outcome *o, const struct trial *t)
{
	const struct inspection *x = &t->x;
	size_t i;

	*o = (struct outcome){ .tried = true,
			       .documents = x->kind[REC_DOCUMENT].count,
			       .currency = arena_strdup(p->mem, only_currency(x)),
			       .first_date = t->first_date };
	for (i = 0; i < x->problems; i++)
		o->rejected += x->problem[i].rejects ? x->problem[i].count : 0;
	if (!*o->currency)
		return;
	o->has_balance = inspection_balance(x, o->currency, &o->balance);
	o->has_closing = x->has_closing && !strcmp(o->currency, x->currency);
	o->closing = x->closing;
	take_total(o, x);
}

static void read_once(struct plan *p, const char *input)
{
	struct diag *quiet = diag_new();
	struct trial t = { .mem = p->mem };
	struct buf text = BUF_INIT;
	struct mapping *m;

	p->outcome = (struct outcome){ .currency = "" };
	diag_set_quiet(quiet, true);
	plan_write(p, input, &text);
	if (mapping_load_text(quiet, input, &text, &m) == ST_OK) {
		inspection_start(&t.x, m);
		if (reader_run(quiet, input, m, (struct record_sink){ take, &t }, NULL) == ST_OK) {
			inspection_finish(&t.x);
			take_outcome(p, &p->outcome, &t);
		}
		inspection_drop(&t.x);
		mapping_drop(m);
	}
	buf_drop(&text);
	diag_drop(quiet);
}

/* Zero meets zero without proving anything. */
static bool meets_closing(const struct outcome *o)
{
	return o->has_balance && o->has_closing && o->balance == o->closing && o->documents;
}

static bool meets_total(const struct outcome *o)
{
	return o->has_balance && o->has_total && o->balance == o->total && o->documents;
}

/* ---- the readings ---- */

/* What a reading may do or not; the bits of a number tell, 0 being what is likeliest. */
enum choice_bit { BIT_ACCOUNT, BIT_OPENING, BIT_VOID, BIT_OPEN, BITS };

static bool can_change(const struct plan *p, enum choice_bit b)
{
	size_t i;
	bool r = false;

	if (b == BIT_OPENING)
		return has_openings(p);
	for (i = 0; i < p->document_lists; i++) {
		const struct documents *d = &p->documents[i];

		r = r || (b == BIT_ACCOUNT && d->can_account) ||
		    (b == BIT_VOID && d->choice[S_STATUS].leaf) ||
		    (b == BIT_OPEN && d->choice[S_OPEN].leaf && d->choice[S_AMOUNT].leaf);
	}
	return r;
}

static void set_reading(struct plan *p, unsigned reading)
{
	size_t i;

	p->openings = has_openings(p) && !(reading & 1u << BIT_OPENING);
	p->skip_void = !(reading & 1u << BIT_VOID);
	for (i = 0; i < p->document_lists; i++) {
		struct documents *d = &p->documents[i];
		bool open = d->choice[S_OPEN].leaf && d->likely_amount == d->choice[S_OPEN].leaf;

		d->by_account = d->can_account && !(reading & 1u << BIT_ACCOUNT);
		if (!d->choice[S_OPEN].leaf || !d->choice[S_AMOUNT].leaf)
			continue;
		if (reading & 1u << BIT_OPEN)
			open = !open;
		d->amount = open ? d->choice[S_OPEN].leaf : d->choice[S_AMOUNT].leaf;
	}
}

/* Of the readings, the first that meets what the file states; the likeliest one if none does. */
static void try_readings(struct plan *p, const char *input, bool all)
{
	unsigned reading, b;
	struct outcome likeliest;

	set_reading(p, 0);
	read_once(p, input);
	likeliest = p->outcome;
	if (!all || !likeliest.tried || (!likeliest.has_closing && !likeliest.has_total))
		return;
	for (reading = 0; reading < 1u << BITS; reading++) {
		bool possible = true;

		for (b = 0; b < BITS; b++)
			possible = possible && (!(reading & 1u << b) || can_change(p, (enum choice_bit)b));
		if (!possible)
			continue;
		set_reading(p, reading);
		if (reading)
			read_once(p, input);
		if (meets_closing(&p->outcome) || meets_total(&p->outcome))
			return;
	}
	set_reading(p, 0);
	p->outcome = likeliest;
}

bool documents_signed(const struct documents *d)
{
	const struct choice *c = d->choice;

	return !c[S_DEBIT].leaf && !c[S_SIGN].leaf && !d->type && (d->by_sign || !c[S_TYPE].leaf);
}

/* Customers owe, as a rule: where the signed amounts say the opposite, the file sees the ledger from the other side. */
static void settle_direction(struct plan *p, const char *input)
{
	struct outcome before = p->outcome;
	bool all_signed = true;
	size_t i;

	for (i = 0; i < p->document_lists; i++)
		all_signed = all_signed && documents_signed(&p->documents[i]);
	if (!before.has_balance || before.balance >= 0 || !all_signed)
		return;
	p->turned = true;
	read_once(p, input);
	if (!p->outcome.tried)
		p->turned = false;
	if (!p->turned)
		p->outcome = before;
}

/* ---- what to say of it ---- */

static const char *amount_of(const struct outcome *o, money x, char text[64])
{
	return money_human(x, inspection_currency(o->currency), NNBSP, ",", text);
}

/* The first figure that the file states, and whether it is met. */
static void put_comparison(const struct outcome *o, struct buf *out)
{
	bool closing = o->has_closing && (meets_closing(o) || !meets_total(o));
	money said = closing ? o->closing : o->total, gap = o->balance;
	static const char *const what[][2] = {
		{ "le total annoncé par le fichier", "au total annoncé par le fichier" },
		{ "la somme des soldes annoncés par les fiches des clients",
		  "à la somme des soldes annoncés par les fiches des clients" }
	};
	char text[64], other[64];

	if (said == o->balance) {
		buf_printf(out, "\n  Ce solde est égal %s : la lecture ferme, au centime près.",
			   what[closing][1]);
		return;
	}
	buf_printf(out, "\n  À VÉRIFIER : %s est de %s %s", what[closing][0], amount_of(o, said, text),
		   o->currency);
	if (money_add(&gap, -said))
		buf_printf(out, ", un écart de %s", amount_of(o, gap, other));
	buf_puts(out,
		 ". Aucune des lectures essayées\n  ne le retrouve : export partiel, ou pièces à compter "
		 "autrement.");
}

void write_outcome(const struct plan *p, struct buf *out)
{
	const struct outcome *o = &p->outcome;
	char text[64];

	if (!o->tried || !p->document_lists)
		return;
	buf_printf(out, "\n  Essayée sur ce fichier, elle y trouve %" PRIu64 " pièce%s", o->documents,
		   o->documents > 1 ? "s" : "");
	if (o->has_balance)
		buf_printf(out, ", d'un solde de %s %s", amount_of(o, o->balance, text), o->currency);
	else if (o->documents && !*o->currency)
		buf_puts(out, ", en plusieurs devises ;\n  comparer le solde de chacune, que donne « relance "
			      "mapping "
			      "check », à l'encours de l'ERP");
	buf_putc(out, '.');
	if (o->rejected)
		buf_printf(out,
			   "\n  À VÉRIFIER : %" PRIu64
			   " valeurs seraient rejetées ; « relance mapping check » "
			   "les nomme.",
			   o->rejected);
	if (o->has_balance && (o->has_closing || o->has_total))
		put_comparison(o, out);
	else if (o->has_balance)
		buf_puts(out, "\n  À VÉRIFIER : le fichier n'annonce aucun total ; comparer ce solde à "
			      "l'encours de "
			      "l'ERP.");
	if (o->has_balance && o->balance < 0)
		buf_puts(out, "\n  À VÉRIFIER : les clients n'ont pas coutume d'être créditeurs dans "
			      "l'ensemble ; le sens ou "
			      "les types sont à revoir.");
	if (p->turned)
		buf_puts(out,
			 "\n  À VÉRIFIER : presque tout y est négatif ; les montants négatifs sont donc pris "
			 "pour ce que les clients doivent.");
}

void plan_try(struct plan *p, const char *input)
{
	struct stat info;

	if (stat(input, &info) || !S_ISREG(info.st_mode))
		return; /* a pipe was read by the survey */
	p->closings = has_closings(p);
	p->use_total = p->total != NULL;
	try_readings(p, input, info.st_size <= TRY_BYTES);
	settle_direction(p, input);
	/* A balance that is called so and no more is a control only where it is met. */
	p->closings = p->closings && (meets_closing(&p->outcome) || p->sure_closings);
	p->use_total = p->use_total && meets_total(&p->outcome);
}
