/* letters_check.c - what can be known before letters are written: templates that hold, characters that exist. */
#include "letter/letters.h"

#include "letter/letters_sample.h"
#include "letter/letters_work.h"
#include "base/banned.h"

/* ---- templates ---- */

/* Set the template for all made-up customers; the result is thrown away. */
static enum status try_template(struct diag *d, const struct letter_sample *s, const struct letter_shop *shop,
				struct letter_bench *bench, const struct template *t)
{
	struct arena *mem = arena_new();
	enum status st = ST_OK;

	for (uint32_t i = 0; i < s->assessment->positions && st == ST_OK; i++) {
		struct letter_look look;

		st = letter_look_at(d, mem, s->assessment, &s->company, t, i, &look);
		if (st == ST_OK)
			st = letter_make(d, shop, bench, &look.job);
	}
	arena_drop(mem);
	return st;
}

static enum status check_language(struct diag *d, struct template_set *set,
				  const struct letter_sample sample[2], const struct letter_shop *shop,
				  struct letter_bench *bench, enum letter_lang lang)
{
	size_t n;
	const char **name = template_names(set, lang, &n);
	enum status worst = ST_OK;

	for (size_t i = 0; i < n; i++) {
		const struct template *t;
		enum status st = template_get(set, name[i], lang, &t);

		/* With the sender as creditor, then as a third party; the collector's letter only as the latter. */
		for (int third = 0; third < 2 && st == ST_OK; third++)
			if (third || t->kind != LETTER_COLLECTOR)
				st = try_template(d, &sample[third], shop, bench, t);
		if (st != ST_OK)
			worst = st;
	}
	return worst;
}

/* Faces and images as the company has them: they are checked, too. */
static enum status check_all(struct diag *d, const struct company *c, const struct letter_sample sample[2])
{
	struct template_set *set = template_set_new(d, c->letters);
	struct letter_shop shop;
	struct letter_bench bench;
	enum status worst = letter_shop_load(d, c, &shop);

	letter_bench_init(&bench);
	for (enum letter_lang lang = 0; lang < LANGS && shop.press; lang++) {
		enum status st = check_language(d, set, sample, &shop, &bench, lang);

		if (st != ST_OK)
			worst = st;
	}
	letter_bench_drop(&bench);
	letter_shop_drop(&shop);
	template_set_drop(set);
	return worst;
}

enum status letters_check_templates(struct diag *d, const struct company *c)
{
	struct letter_sample sample[2];
	struct diag *own =
		diag_new(); /* findings about made-up customers are nobody's business; errors are printed */
	enum status st = letter_sample_new(own, false, &sample[0]);
	enum status third = letter_sample_new(own, true, &sample[1]);

	if (st == ST_OK)
		st = third;
	if (st == ST_OK)
		st = check_all(own, c, sample);
	letter_sample_drop(&sample[0]);
	letter_sample_drop(&sample[1]);
	diag_drop(own);
	return st == ST_OK ? ST_OK
			   : diag_error(d, st, NOWHERE, "les modèles de lettres ne sont pas en ordre");
}

/* ---- characters ---- */

#define PRINTED 20 /* customers */
#define SHOWN 8	   /* characters of each */

struct coverage {
	const struct fonts *fonts;
	uint32_t missing[SHOWN];
	size_t n;
};

static void look_for(struct coverage *c, const char *text)
{
	uint32_t found[SHOWN];
	size_t n = fonts_missing(c->fonts, FACE_REGULAR, text, found, SHOWN);

	for (size_t i = 0; i < n && i < SHOWN; i++) {
		size_t k = 0;

		while (k < c->n && c->missing[k] != found[i])
			k++;
		if (k == c->n && c->n < SHOWN)
			c->missing[c->n++] = found[i];
	}
}

/* Everything of a customer that a letter could show. */
static void look_at_customer(struct coverage *c, const struct ledger *l, const struct customer *who)
{
	look_for(c, who->id);
	look_for(c, who->name);
	look_for(c, who->owner);
	for (const struct address *x = who->addresses; x; x = x->next) {
		for (size_t i = 0; i < 5; i++)
			look_for(c, x->line[i]);
		look_for(c, x->postcode);
		look_for(c, x->city);
	}
	for (const struct contact *x = who->contacts; x; x = x->next)
		look_for(c, x->name);
	for (uint32_t i = who->first_document; i < who->first_document + who->documents; i++) {
		look_for(c, ledger_text(l, l->document[i].number));
		look_for(c, ledger_text(l, l->document[i].label));
		look_for(c, ledger_text(l, l->document[i].order));
	}
}

static void report_coverage(struct diag *d, const struct coverage *c, const struct customer *who)
{
	struct buf b = BUF_INIT;

	for (size_t i = 0; i < c->n; i++) {
		buf_puts(&b, i ? ", « " : "« ");
		buf_put_utf8(&b, c->missing[i]);
		buf_printf(&b, " » (U+%04X)", (unsigned)c->missing[i]);
	}
	diag_error(d, ST_CONFIG, who->at,
		   "client « %s » : aucune police n'a %s ; indiquez dans la configuration une police qui les "
		   "contient",
		   who->id, b.s);
	buf_drop(&b);
}

enum status letters_check_texts(struct diag *d, const struct assessment *a, const struct company *c)
{
	const struct ledger *l = a->view->ledger;
	struct letter_shop shop;
	enum status st = letter_shop_load(d, c, &shop);
	size_t bad = 0;

	if (st != ST_OK)
		return st;
	for (uint32_t i = 0; i < l->customers; i++) {
		struct coverage found = { .fonts = press_fonts(shop.press) };

		look_at_customer(&found, l, &l->customer[i]);
		if (found.n && bad++ < PRINTED)
			report_coverage(d, &found, &l->customer[i]);
	}
	if (bad > PRINTED)
		diag_error(d, ST_CONFIG, NOWHERE, "et %zu autres clients ont de tels caractères",
			   bad - PRINTED);
	letter_shop_drop(&shop);
	return bad ? ST_CONFIG : ST_OK;
}
