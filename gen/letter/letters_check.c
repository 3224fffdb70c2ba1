/* letters_check.c - what can be known before letters are written: templates that hold, characters that exist. */
#include "letter/letters.h"

#include <string.h>

#include "letter/letters_sample.h"
#include "letter/letters_work.h"
#include "base/banned.h"

/* ---- templates ---- */

/* What is at hand while all templates are checked. */
struct inspection {
	struct diag *d;
	struct diag *own; /* findings about made-up customers are nobody's business; errors are printed */
	const struct policy *policy;
	struct template_set *set;
	struct letter_sample sample[2]; /* the sender as creditor, as a third party */
	struct letter_shop shop;	/* faces and images as the company has them: they are checked, too */
	struct letter_bench bench;
};

/* Set the template for all made-up customers; the result is thrown away. */
static enum status try_template(struct inspection *x, const struct letter_sample *s, const struct template *t)
{
	struct arena *mem = arena_new();
	enum status st = ST_OK;

	for (uint32_t i = 0; assessment_has_position(s->assessment, i) && st == ST_OK; i++) {
		struct letter_look look;

		st = letter_look_at(x->own, mem, s->assessment, &s->company, t, i, &look);
		if (st == ST_OK)
			st = letter_make(x->own, &x->shop, &x->bench, &look.job);
	}
	arena_drop(mem);
	return st;
}

static bool among(const char **name, size_t n, const char *wanted)
{
	size_t i = 0;

	while (i < n && strcmp(name[i], wanted) != 0)
		i++;
	return i < n;
}

/* Every step finds its template; and a file that nothing asks for has its name misspelt. */
static enum status check_names(struct inspection *x, const char **name, size_t n, enum letter_lang lang)
{
	const struct policy *p = x->policy;
	enum status st = ST_OK;

	for (size_t i = 0; i < p->scenarios; i++)
		for (size_t k = 0; k < p->scenario[i].steps; k++) {
			const struct step *s = &p->scenario[i].step[k];

			if (*s->template && !among(name, n, s->template))
				st = diag_error(x->d, ST_CONFIG, s->at,
						"l'étape « %s » demande le modèle de lettre « %s », "
						"introuvable en « %s » ; "
						"créez-le, ou corrigez son nom",
						s->name, s->template, letter_lang_code(lang));
		}
	for (size_t i = 0; i < n; i++)
		if (letter_kind_find(name[i]) == LETTER_KINDS && !policy_step_with(p, name[i]))
			diag_finding(
				x->d, SEV_WARNING, "unused-template", NOWHERE,
				"modèle de lettre « %s/%s.xml » : aucune étape des règles ne s'en sert ; son "
				"nom est-il juste ?",
				letter_lang_code(lang), name[i]);
	return st;
}

static enum status check_language(struct inspection *x, enum letter_lang lang)
{
	size_t n;
	const char **name = template_names(x->set, lang, &n);
	enum status worst = check_names(x, name, n, lang);

	for (size_t i = 0; i < n; i++) {
		const struct template *t;
		enum status st = template_get(x->set, name[i], lang, &t);

		/* The collector's letter only with a third party as its sender. */
		for (int third = 0; third < 2 && st == ST_OK; third++)
			if (third || t->kind != LETTER_COLLECTOR)
				st = try_template(x, &x->sample[third], t);
		if (st != ST_OK)
			worst = st;
	}
	return worst;
}

static enum status check_all(struct inspection *x, const struct company *c)
{
	enum status worst = letter_shop_load(x->d, c, &x->shop);

	x->set = template_set_new(x->d, c->letters);
	letter_bench_init(&x->bench);
	for (enum letter_lang lang = 0; lang < LANGS && x->shop.press; lang++) {
		enum status st = check_language(x, lang);

		if (st != ST_OK)
			worst = st;
	}
	letter_bench_drop(&x->bench);
	letter_shop_drop(&x->shop);
	template_set_drop(x->set);
	return worst;
}

enum status letters_check_templates(struct diag *d, const struct policy *p, const struct company *c)
{
	struct inspection x = { .d = d, .own = diag_new(), .policy = p };
	enum status st = letter_sample_new(x.own, false, &x.sample[0]);
	enum status third = letter_sample_new(x.own, true, &x.sample[1]);

	if (st == ST_OK)
		st = third;
	if (st == ST_OK)
		st = check_all(&x, c);
	letter_sample_drop(&x.sample[0]);
	letter_sample_drop(&x.sample[1]);
	diag_drop(x.own);
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
	for (uint32_t i = 0; ledger_has_customer(l, i); i++) {
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
