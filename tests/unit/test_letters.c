/*
 * test_letters.c - the letters: fields, addresses, file names, templates and
 * what is wrong with them, whole letters read back from their PDF.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/output.h"
#include "base/text.h"
#include "letter/layout_texts.h"
#include "letter/letters_sample.h"
#include "letter/letters_work.h"

static char folder[512];		   /* of this test run, under TMPDIR or /tmp */
static struct letter_sample sample, third; /* the creditor himself; a collector */
static struct diag *quiet;
static struct letter_shop shop, third_shop; /* faces, for each */
static struct template_set *templates;

/* ---- helpers ---- */

static const char *in_folder(struct arena *a, const char *name)
{
	return arena_printf(a, "%s/%s", folder, name);
}

static void write_file(const char *path, const char *text)
{
	assert_int_equal(output_write(quiet, path, text, strlen(text)), ST_OK);
}

/* Text with every kind of blank made one blank, and ’ made '. */
static const char *plain(struct arena *a, const char *s)
{
	struct buf b = BUF_INIT;
	const char *r;
	uint32_t cp;

	while ((cp = utf8_next(&s)) != 0) {
		if (cp == 0x2019)
			cp = '\'';
		if (cp == ' ' || cp == '\n' || cp == '\f' || cp == 0xA0 || cp == 0x202F) {
			if (b.len && b.s[b.len - 1] != ' ')
				buf_putc(&b, ' ');
			continue;
		}
		buf_put_utf8(&b, cp);
	}
	r = arena_strndup(a, b.s, b.len);
	buf_drop(&b);
	return r;
}

static bool has_tool(const char *name)
{
	char command[128];

	snprintf(command, sizeof command, "command -v %s >/dev/null 2>&1", name);
	return system(command) == 0;
}

/* Standard output of a command, in the arena. */
static const char *output_of(struct arena *a, const char *command)
{
	FILE *p = popen(command, "r");
	struct buf b = BUF_INIT;
	char block[4096];
	const char *r;
	size_t n;

	assert_non_null(p);
	while ((n = fread(block, 1, sizeof block, p)) > 0)
		buf_add(&b, block, n);
	assert_int_equal(pclose(p), 0);
	r = arena_strndup(a, b.s, b.len);
	buf_drop(&b);
	return r;
}

static uint32_t position_of(const struct letter_sample *s, const char *customer)
{
	uint32_t who = ledger_customer(s->ledger, customer);

	for (uint32_t i = 0; i < s->assessment->positions; i++)
		if (s->assessment->position[i].customer == who)
			return i;
	fail_msg("no position of %s", customer);
	return 0;
}

/* Set a letter of that template for that customer and write it; returns its path. */
static const char *make(struct arena *a, const struct letter_sample *s, const char *template,
			enum letter_lang lang, const char *customer, struct letter_job *job)
{
	const char *path = in_folder(a, "letter.pdf");
	const struct letter_shop *with = s == &third ? &third_shop : &shop;
	struct letter_bench bench;
	struct letter_look look;
	const struct template *t;

	assert_int_equal(template_get(templates, template, lang, &t), ST_OK);
	letter_bench_init(&bench);
	assert_int_equal(
		letter_look_at(quiet, a, s->assessment, &s->company, t, position_of(s, customer), &look),
		ST_OK);
	assert_int_equal(letter_make(quiet, with, &bench, &look.job), ST_OK);
	assert_int_equal(output_write(quiet, path, bench.pdf.s, bench.pdf.len), ST_OK);
	if (job)
		*job = look.job;
	letter_bench_drop(&bench);
	return path;
}

/* The letter's text as a reader of the PDF gets it. */
static const char *text_of(struct arena *a, const struct letter_sample *s, const char *template,
			   enum letter_lang lang, const char *customer)
{
	const char *path = make(a, s, template, lang, customer, NULL);

	return plain(a, output_of(a, arena_printf(a, "pdftotext -layout '%s' -", path)));
}

static void says(const char *text, const char *what)
{
	if (!strstr(text, what))
		fail_msg("« %s » is missing in: %s", what, text);
}

static void says_not(const char *text, const char *what)
{
	if (strcasestr(text, what))
		fail_msg("« %s » must not be in: %s", what, text);
}

/* ---- fields ---- */

static void test_formats(void **state)
{
	struct arena *a = arena_new();
	currency eur = currency_find("EUR");

	(void)state;
	assert_string_equal(format_money(a, LANG_FR, 123450, eur), "1\u202F234,50\u00A0€");
	assert_string_equal(format_money(a, LANG_FR, -5, eur), "\u22120,05\u00A0€");
	assert_string_equal(format_money(a, LANG_EN, 123450, eur), "EUR\u00A01,234.50");
	assert_string_equal(format_amount(a, LANG_FR, 1234, currency_find("JPY")), "1\u202F234");
	assert_string_equal(format_amount(a, LANG_FR, 1234567, currency_find("TND")), "1\u202F234,567");
	assert_string_equal(format_longdate(a, LANG_FR, date_parse("2026-11-01")),
			    "1er\u00A0novembre\u00A02026");
	assert_string_equal(format_longdate(a, LANG_FR, date_parse("2026-08-21")), "21\u00A0août\u00A02026");
	assert_string_equal(format_longdate(a, LANG_EN, date_parse("2026-11-01")),
			    "1\u00A0November\u00A02026");
	assert_string_equal(format_longdate(a, LANG_FR, DATE_NONE), "");
	assert_string_equal(format_percent(a, LANG_FR, 12150000), "12,15\u00A0%");
	assert_string_equal(format_phone(a, "+33478000000"), "+33\u00A04\u00A078\u00A000\u00A000\u00A000");
	assert_string_equal(format_phone(a, "04.78.00.00.00"), "04\u00A078\u00A000\u00A000\u00A000");
	assert_string_equal(format_phone(a, "+44 20 7946 0000"), "+44 20 7946 0000");
	assert_string_equal(format_siren(a, "732829320"), "732\u00A0829\u00A0320");
	assert_string_equal(format_siren(a, "73282932000074"), "732\u00A0829\u00A0320\u00A000074");
	assert_string_equal(format_capital(a, "40000"), "40\u202F000\u00A0€");
	assert_string_equal(format_capital(a, "variable"), "variable");
	assert_true(number_is_plural(LANG_FR, 2) && !number_is_plural(LANG_FR, 1) &&
		    !number_is_plural(LANG_FR, 0));
	assert_true(number_is_plural(LANG_EN, 0) && !number_is_plural(LANG_EN, 1));
	arena_drop(a);
}

static void test_field_names(void **state)
{
	(void)state;
	for (enum field_id f = 0; f < FLD_COUNT; f++) {
		assert_int_equal(field_find(field_info(f)->name), f); /* no name twice */
		assert_true(*field_info(f)->french);
	}
	assert_int_equal(field_find("custommer-name"), FLD_COUNT);
	assert_string_equal(field_suggest("custommer-name"), "customer-name");
	assert_null(field_suggest("something-else-altogether"));
	assert_true(field_format_fits(FORMAT_LONGDATE, FIELD_DATE));
	assert_false(field_format_fits(FORMAT_LONGDATE, FIELD_MONEY));
	assert_false(field_format_fits(FORMAT_DEFAULT, FIELD_FLAG));
}

static void test_manual_lists_all_fields(void **state)
{
	struct arena *a = arena_new();
	FILE *f = fopen(data_path(a, "templates/letters/LISEZMOI.md"), "r");
	struct buf b = BUF_INIT;
	char block[4096];
	size_t n;

	(void)state;
	assert_non_null(f);
	while ((n = fread(block, 1, sizeof block, f)) > 0)
		buf_add(&b, block, n);
	fclose(f);
	for (enum field_id id = 0; id < FLD_COUNT; id++)
		says(b.s, arena_printf(a, "\n| `%s` |", field_info(id)->name));
	for (enum letter_kind k = 0; k < LETTER_KINDS; k++)
		says(b.s, arena_printf(a, "`%s`", letter_kind_name(k)));
	buf_drop(&b);
	arena_drop(a);
}

/* ---- addresses ---- */

static struct address addr(enum address_purpose purpose, const char *line, const char *postcode,
			   const char *city, const char *country)
{
	return (struct address){ .purpose = purpose,
				 .site = "",
				 .line = { line, "", "", "", "" },
				 .postcode = postcode,
				 .city = city,
				 .region = "",
				 .country = country };
}

static struct customer somebody(const char *name, enum customer_kind kind, enum segment segment,
				struct address *first)
{
	return (struct customer){ .id = "X",
				  .name = name,
				  .kind = (uint8_t)kind,
				  .segment = (uint8_t)segment,
				  .addresses = first };
}

static void test_address_choice(void **state)
{
	struct address site = addr(ADDRESS_SITE, "3 rue C", "33000", "Bordeaux", "");
	struct address office = addr(ADDRESS_HEAD_OFFICE, "2 rue B", "75001", "Paris", "");
	struct address billing = addr(ADDRESS_BILLING, "1 rue A", "69003", "Lyon", "");
	struct customer sme = somebody("N", KIND_BUSINESS, SEG_SME, &site);
	struct customer multi = somebody("N", KIND_BUSINESS, SEG_MULTI_SITE, &site);

	(void)state;
	site.site = "BORDEAUX";
	site.next = &office;
	office.next = &billing;
	assert_ptr_equal(address_choose(&sme, ""), &billing);
	assert_ptr_equal(address_choose(&multi, ""), &office);
	assert_ptr_equal(address_choose(&multi, "BORDEAUX"), &site);
	billing.line[0] = ""; /* no street: not usable */
	assert_ptr_equal(address_choose(&sme, ""), &office);
	office.postcode = office.city = "";
	assert_ptr_equal(address_choose(&sme, "unknown site"), &site);
	site.city = site.postcode = "";
	assert_null(address_choose(&sme, ""));
}

static void test_address_block(void **state)
{
	struct arena *a = arena_new();
	struct address x = addr(ADDRESS_BILLING, "12 bis, rue de l'Église", "69003", "Lyon", "FR");
	struct customer c = somebody("Ateliers Durand SARL", KIND_BUSINESS, SEG_SME, &x);
	struct address_block b;

	(void)state;
	address_compose(a, &c, &x, "FR", LANG_FR, &b);
	assert_int_equal(b.lines, 4);
	assert_string_equal(b.line[0], "Ateliers Durand SARL");
	assert_string_equal(b.line[1], "Service comptabilité");
	assert_string_equal(b.line[2], "12 BIS RUE DE L EGLISE");
	assert_string_equal(b.line[3], "69003 LYON");
	assert_false(b.foreign || b.shortened);
	c.kind = KIND_CONSUMER; /* a private person has no accounting department */
	address_compose(a, &c, &x, "FR", LANG_FR, &b);
	assert_int_equal(b.lines, 3);
	x.country = "DE";
	address_compose(a, &c, &x, "FR", LANG_FR, &b);
	assert_true(b.foreign);
	assert_string_equal(b.line[b.lines - 1], "ALLEMAGNE");
	x.country = "RE"; /* an overseas department is home */
	address_compose(a, &c, &x, "FR", LANG_FR, &b);
	assert_false(b.foreign);
	x.country = "GB";
	address_compose(a, &c, &x, "FR", LANG_EN, &b);
	assert_string_equal(b.line[b.lines - 3], "LYON"); /* town, then postcode, then country */
	assert_string_equal(b.line[b.lines - 2], "69003");
	assert_string_equal(b.line[b.lines - 1], "ROYAUME UNI");
	arena_drop(a);
}

static void test_address_department(void **state)
{
	struct arena *a = arena_new();
	struct address x = addr(ADDRESS_BILLING, "Service comptabilité fournisseurs", "69003", "Lyon", "FR");
	struct contact who = {
		.role = "accounting", .name = "Mme Petit", .phone = "", .mobile = "", .email = ""
	};
	struct customer c = somebody("Ateliers Durand SARL", KIND_BUSINESS, SEG_KEY_ACCOUNT, &x);
	struct address_block b;

	(void)state;
	x.line[1] = "12 rue des Forges";
	c.contacts = &who;
	address_compose(a, &c, &x, "FR", LANG_FR, &b);
	assert_int_equal(b.lines, 4); /* the address names the department itself */
	x.line[0] = "Bâtiment C";
	address_compose(a, &c, &x, "FR", LANG_FR, &b);
	assert_int_equal(b.lines, 5);
	assert_string_equal(b.line[1], "À l’attention de Mme Petit");
	arena_drop(a);
}

static void test_address_limits(void **state)
{
	struct arena *a = arena_new();
	struct address x =
		addr(ADDRESS_BILLING, "Bâtiment administratif du grand port autonome", "69003", "Lyon", "FR");
	const char *name = "Société coopérative des établissements industriels et commerciaux réunis de la "
			   "Haute-Valmorande et de ses environs proches";
	struct customer c = somebody(name, KIND_BUSINESS, SEG_SME, &x);
	struct address_block b;

	(void)state;
	assert_true(utf8_length(name) >= 118);
	x.line[1] = "Zone industrielle de la plaine de la Grande Saulaie";
	x.line[2] = "Porte 4, quai de livraison numéro vingt-trois";
	x.line[3] = "142 boulevard du Maréchal de Lattre de Tassigny";
	x.line[4] = "BP 1203";
	for (int abroad = 0; abroad < 2; abroad++) {
		x.country = abroad ? "IT" : "FR";
		address_compose(a, &c, &x, "FR", LANG_FR, &b);
		assert_int_equal(b.lines, 6 + abroad);
		assert_true(b.shortened);
		for (size_t i = 0; i < b.lines; i++)
			assert_true(*b.line[i] && utf8_length(b.line[i]) <= ADDRESS_WIDTH);
		assert_string_equal(b.line[5], "69003 LYON");
	}
	/* A name of 38 characters stays whole; two lines of it are no loss. */
	c = somebody("ABCDEFGHIJKLMNOPQRSTUVWXYZ ABCDEFGHIJK", KIND_CONSUMER, SEG_UNKNOWN, &x);
	x = addr(ADDRESS_BILLING, "1 rue A", "69003", "Lyon", "FR");
	address_compose(a, &c, &x, "FR", LANG_FR, &b);
	assert_int_equal(b.lines, 3);
	c.name = "Un nom qui tient sur deux lignes sans que rien n'en soit perdu";
	address_compose(a, &c, &x, "FR", LANG_FR, &b);
	assert_int_equal(b.lines, 4);
	assert_false(b.shortened);
	arena_drop(a);
}

/* ---- file names ---- */

static void test_safe_ids(void **state)
{
	struct arena *a = arena_new();
	char longest[100];

	(void)state;
	assert_string_equal(letter_safe_id(a, "C001"), "C001");
	assert_string_equal(letter_safe_id(a, "../etc/passwd"), "___etc_passwd");
	assert_string_equal(letter_safe_id(a, "-x.y"), "_x_y");
	assert_string_equal(letter_safe_id(a, "é à"), "___");
	assert_string_equal(letter_safe_id(a, ""), "_");
	memset(longest, 'x', sizeof longest - 1);
	longest[sizeof longest - 1] = '\0';
	assert_int_equal(strlen(letter_safe_id(a, longest)), 60);
	arena_drop(a);
}

static void test_names(void **state)
{
	struct arena *a = arena_new();
	struct customer c[3] = { { .id = "a/b" }, { .id = "A_B" }, { .id = "Z" } };
	struct ledger l = { .customer = c, .customers = 3 };
	struct template firm = { .kind = LETTER_FIRM }, formal = { .kind = LETTER_FORMAL };
	struct step step = { .level = 2 };
	struct decision e = { .step = &step };
	currency eur = currency_find("EUR"), usd = currency_find("USD");
	struct letter_job job[] = {
		{ .order = { .template = &firm, .decision = &e }, .customer = 0, .cur = eur, .site = "" },
		{ .order = { .template = &firm, .decision = &e },
		  .customer = 1,
		  .cur = eur,
		  .site = "LYON/3" },
		{ .order = { .template = &firm, .decision = &e }, .customer = 2, .cur = eur, .site = "" },
		{ .order = { .template = &formal, .decision = &e }, .customer = 2, .cur = usd, .site = "" },
		{ .order = { .template = &formal, .decision = &e }, .customer = 2, .cur = usd, .site = "" },
	};

	(void)state;
	letter_names(a, &l, job, 5);
	assert_string_equal(job[0].name, "a_b-relance-2.pdf");
	assert_string_equal(job[1].name, "A_B~2-relance-2-LYON_3.pdf");
	assert_string_equal(job[2].name, "Z-relance-2-EUR.pdf");
	assert_string_equal(job[3].name, "Z-mise-en-demeure-USD.pdf");
	assert_string_equal(job[4].name, "Z-mise-en-demeure-USD-2.pdf");
	arena_drop(a);
}

/* ---- templates ---- */

static void test_shipped_templates(void **state)
{
	struct template_set *set = template_set_new(quiet, "");

	(void)state;
	for (enum letter_lang lang = 0; lang < LANGS; lang++) {
		bool seen[LETTER_KINDS] = { false };
		const char **name;
		size_t n;

		name = template_names(set, lang, &n);
		assert_int_equal(n, LETTER_KINDS);
		for (size_t i = 0; i < n; i++) {
			const struct template *t;

			assert_int_equal(template_get(set, name[i], lang, &t), ST_OK);
			assert_int_equal(t->lang, lang);
			seen[t->kind] = true;
		}
		for (enum letter_kind k = 0; k < LETTER_KINDS; k++)
			assert_true(seen[k]);
	}
	template_set_drop(set);
}

static void test_check_templates(void **state)
{
	struct diag *d = diag_new();

	(void)state;
	assert_int_equal(letters_check_templates(d, sample.assessment->policy, &sample.company), ST_OK);
	assert_false(diag_has_error(d));
	diag_drop(d);
}

/* A letter of that kind with everything the law asks, and body in its middle. */
static const char *letter_with(struct arena *a, const char *kind, const char *body)
{
	return arena_printf(
		a,
		"<letter kind=\"%s\" lang=\"fr\" title=\"T\">\n<subject>S</subject>\n"
		"<p><field name=\"delay\"/> <field name=\"contest-to\"/> <field name=\"contest-days\"/></p>\n"
		"<items/><payment/><law lead=\"L\"/>\n%s\n<extract/>\n</letter>\n",
		kind, body);
}

/* Load "t" of the language French from the test's own folder: all its errors, one a line, as "LINE: message". */
static const char *load_errors(struct arena *a, const char *xml)
{
	struct diag *d = diag_new();
	struct template_set *set = template_set_new(d, folder);
	const struct template *t;
	struct buf b = BUF_INIT;
	const char *r;

	diag_set_quiet(d, true);
	write_file(in_folder(a, "fr/t.xml"), xml);
	if (template_get(set, "t", LANG_FR, &t) != ST_OK)
		assert_null(t);
	for (size_t i = 0; i < diag_finding_count(d); i++) {
		const struct finding *f = diag_finding_at(d, i);

		for (size_t k = 0; k < f->examples; k++) {
			says(diag_file_name(d, f->example[k].at.file), ".xml");
			buf_printf(&b, "%u: %s\n", (unsigned)f->example[k].at.line, f->example[k].message);
		}
	}
	r = arena_strndup(a, b.s, b.len);
	buf_drop(&b);
	template_set_drop(set);
	diag_drop(d);
	return r;
}

/* One of the errors is in that line and says that. */
static void has_error(const char *errors, uint32_t line, const char *message)
{
	char start[16];

	snprintf(start, sizeof start, "%u: ", (unsigned)line);
	for (const char *p = errors; *p; p = strchr(p, '\n') + 1) {
		const char *found = strstr(p, message);

		if (strncmp(p, start, strlen(start)) == 0 && found && found < strchr(p, '\n'))
			return;
	}
	fail_msg("no « %s » in line %u of: %s", message, (unsigned)line, errors);
}

static void test_template_errors(void **state)
{
	static const struct {
		const char *body, *message;
		uint32_t line;
	} cases[] = {
		{ "<p>\n<field name=\"custommer-id\"/></p>",
		  "champ inconnu « custommer-id » : vouliez-vous dire « customer-id »", 6 },
		{ "<p><field name=\"nonsense-at-all\"/></p>", "champ inconnu « nonsense-at-all »", 5 },
		{ "<p><if test=\"nonsense\">x</if></p>", "champ inconnu « nonsense »", 5 },
		{ "<p><field name=\"date\" format=\"roman\"/></p>", "format inconnu « roman »", 5 },
		{ "<p><field name=\"date\" format=\"money\"/></p>", "le format « money » ne lui convient pas",
		  5 },
		{ "<p><field name=\"items\" format=\"count\" one=\"x\"/></p>", "donnez one=", 5 },
		{ "<p><field name=\"profile\"/></p>", "sert aux conditions", 5 },
		{ "<p><field name=\"place\"/></p>", "le champ « place » peut être vide", 5 },
		{ "<p><if test=\"place\">x</if><else><field name=\"place\"/></else></p>",
		  "le champ « place » peut être vide", 5 },
		{ "<p><if test=\"customer-kind\" is=\"busines\">x</if></p>", "« busines » est inconnu", 5 },
		{ "<p><if test=\"customer-kind\">x</if></p>", "dites laquelle", 5 },
		{ "<p><if test=\"items\" is=\"one\">x</if></p>", "« one » n'est pas un nombre", 5 },
		{ "<p><if test=\"date\" above=\"3\">x</if></p>", "above= ne convient pas", 5 },
		{ "<else><p>x</p></else>", "<else> doit suivre", 5 },
		{ "<items columns=\"number number open\"/>", "en double", 5 },
		{ "<items columns=\"number weight open\"/>", "colonne inconnue « weight »", 5 },
		{ "<items columns=\"number\"/>", "il manque la colonne « open »", 5 },
		{ "<box><items/></box>", "ne peut pas être dans un cadre", 5 },
		{ "<include src=\"_none.xml\"/>", "« _none.xml » introuvable", 5 },
		{ "<include src=\"../fr/_loi.xml\"/>", "introuvable", 5 },
		{ "<include src=\"_loop.xml\"/>", "s'inclut lui-même", 1 },
		{ "<p>Ceci est une mise en\ndemeure.</p>", "« EN DEMEURE »", 0 },
		{ "<p>mise <b>en</b> demeure</p>", "« EN DEMEURE »", 0 },
		{ "<p>le tribunal</p>", "« TRIBUNAL »", 0 },
		{ "<p>une saisie</p>", "« SAISIE »", 0 },
		{ "<p>Vos frais de dossier</p>", "« FRAIS DE DOSSIER »", 0 },
		{ "<nonsense/>", "nonsense", 5 },
		{ "<p>", "<p>", 7 },
	};
	struct arena *a = arena_new();

	(void)state;
	write_file(in_folder(a, "fr/_loop.xml"), "<part lang=\"fr\"><include src=\"_loop.xml\"/></part>\n");
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		has_error(load_errors(a, letter_with(a, "firm-reminder", cases[i].body)), cases[i].line,
			  cases[i].message);
	}
	arena_drop(a);
}

/* What the law asks for must be there whatever the data: an <if> around it does not do. */
static void test_required_mentions(void **state)
{
	struct arena *a = arena_new();

	(void)state;
	assert_string_equal(load_errors(a, letter_with(a, "firm-reminder", "")), "");
	has_error(load_errors(a, "<letter kind=\"firm-reminder\" lang=\"fr\" "
				 "title=\"T\"><subject>S</subject><items/><payment/>"
				 "<p><field name=\"delay\"/> <field name=\"contest-to\"/> <field "
				 "name=\"contest-days\"/></p>"
				 "<if test=\"interest\"><law lead=\"L\"/></if><extract/></letter>"),
		  0, "il manque <law/>");
	has_error(load_errors(
			  a, "<letter kind=\"account-statement\" lang=\"fr\" title=\"T\"><subject>S</subject>"
			     "<p><field name=\"contest-days\"/></p><extract/></letter>"),
		  0, "« contest-to »");
	has_error(load_errors(a, letter_with(a, "formal-notice", "")), 0, "« MISE EN DEMEURE »");
	has_error(load_errors(a, letter_with(a, "formal-notice", "")), 0, "<registered/>");
	has_error(load_errors(a, letter_with(a, "collector-letter", "<p>à l'amiable</p>")), 0,
		  "art. R. 124-4");
	has_error(load_errors(a, letter_with(a, "plan-proposal", "")), 1, "instalments");
	has_error(load_errors(a, letter_with(a, "courteous-reminder", "<p>À défaut de paiement</p>")), 0,
		  "« A DEFAUT DE »");
	arena_drop(a);
}

/* The user's folder comes first; what it lacks comes from ours. */
static void test_own_folder(void **state)
{
	struct arena *a = arena_new();
	struct template_set *set = template_set_new(quiet, folder);
	const struct template *t;

	(void)state;
	write_file(in_folder(a, "fr/thank-you.xml"),
		   "<letter kind=\"thank-you\" lang=\"fr\" title=\"Grand merci\"><subject>S</subject>"
		   "<include src=\"_contestation.xml\"/></letter>\n");
	assert_int_equal(template_get(set, "thank-you", LANG_FR, &t), ST_OK);
	assert_string_equal(t->title, "Grand merci");
	assert_int_equal(template_get(set, "notice", LANG_FR, &t), ST_OK);
	assert_int_equal(template_get(set, "unknown", LANG_FR, &t), ST_CONFIG);
	assert_null(t);
	unlink(in_folder(a, "fr/thank-you.xml"));
	template_set_drop(set);
	arena_drop(a);
}

/* ---- whole letters, read back ---- */

static void need_pdftotext(void)
{
	if (!has_tool("pdftotext"))
		skip();
}

static const char *const customers[] = { "E001", "E002", "E003", "E004", "E005", "P001", "C001", "I001" };
#define CUSTOMERS (sizeof customers / sizeof *customers)

/* What every letter to a customer says, and what none may say (RULES §8, law.md §1, §6, §7). */
static void check_common(struct arena *a, const char *text, enum letter_kind kind, enum letter_lang lang)
{
	static const char *const never[] = { "huissier",     "commissaire de justice",
					     "commandement", "sommation",
					     "saisie",	     "fichage",
					     "bailiff",	     "seizure",
					     "expulsion" };

	says(text, "Specimen Équipements");
	says(text, lang == LANG_EN ? "share capital 40 000 €" : "au capital de 40 000 €");
	says(text, "SIREN 000 000 000");
	says(text, "RCS LYON");
	says(text, "FR00000000000");
	says(text, lang == LANG_EN ? "15 days" : "15 jours");
	says(text, "Nadia Belmont");
	says(text, lang == LANG_EN ? "Lyon, 31 October 2026" : "Lyon, le 31 octobre 2026");
	says(text, "Page 1/");
	if (kind != LETTER_NOTICE && kind != LETTER_STATEMENT && kind != LETTER_THANKS && kind != LETTER_CALL) {
		says(text, plain(a, law_paragraph(2)));
		says(text, plain(a, law_paragraph(3)));
		says(text, "FR14 2004 1010 0505 0001 3M02 606");
		says(text, "SPCMFRPP");
	}
	for (size_t i = 0; i < sizeof never / sizeof *never; i++)
		says_not(text, never[i]);
	if (kind == LETTER_FORMAL) {
		says(text,
		     lang == LANG_EN ? "formal notice (mise en demeure)" : "nous vous mettons en demeure");
		says(text, lang == LANG_EN ? "first presentation" : "première présentation");
		says(text, "Claire Aubrac");
		says(text, lang == LANG_EN ? "1 October 2026" : "1er octobre 2026"); /* earlier reminders */
		says(text, lang == LANG_EN ? "since 30 July 2026" : "depuis le 30 juillet 2026");
		says(text, lang == LANG_EN ? "Registered" : "Recommandé avec accusé de réception");
	} else {
		says_not(text, "mise en demeure");
		says_not(text, "mettons en demeure");
		says_not(text, "formal notice");
		says_not(text, "tribunal");
	}
}

/* Nothing of the law between businesses reaches a private person, nor one of unknown kind (RULES §5, §6). */
static void check_kind(const char *text, const char *customer, enum letter_lang lang)
{
	bool person = *customer == 'C' || *customer == 'I';

	if (person) {
		says_not(text, "40,00 €");
		says_not(text, "EUR 40.00");
		says_not(text, "441-10");
		says_not(text, "2192");
		says_not(text, "indemnité forfaitaire");
		says(text, "CNIL");
		says_not(text, lang == LANG_EN ? "Accounts Payable" : "Service comptabilité");
	} else {
		says_not(text, "CNIL");
	}
}

static void read_back(enum letter_lang lang)
{
	for (enum letter_kind k = 0; k < LETTER_KINDS; k++) {
		for (size_t i = 0; i < CUSTOMERS; i++) {
			struct arena *a = arena_new();
			const char *text;

			if (k != LETTER_CALL && k != LETTER_COLLECTOR) {
				text = text_of(a, &sample, letter_kind_name(k), lang, customers[i]);
				check_common(a, text, k, lang);
				check_kind(text, customers[i], lang);
			}
			arena_drop(a);
		}
	}
}

static void test_french_letters(void **state)
{
	(void)state;
	need_pdftotext();
	read_back(LANG_FR);
}

static void test_english_letters(void **state)
{
	(void)state;
	need_pdftotext();
	read_back(LANG_EN);
}

/* Everything of art. R.124-4, in the collector's letter and in a notice under mandate. */
static void test_third_party(void **state)
{
	static const char *const names[] = { "collector-letter", "formal-notice" };

	(void)state;
	need_pdftotext();
	for (size_t i = 0; i < 2; i++) {
		struct arena *a = arena_new();
		const char *text = text_of(a, &third, names[i], LANG_FR, "E001");

		says(text, "exerce une activité de recouvrement amiable");
		says(text, "au nom et pour le compte du créancier");
		says(text, "Créancier Modèle, SARL, SIREN 000 000 018");
		says(text, "2 rue de l'Essai, 38000 Grenoble");
		says(text, "n° 12 du 1er septembre 2026");
		says(text, "référence E001-20260910, envoyée le 10 septembre 2026"); /* the first letter */
		says(text, "1 200,00");
		says(text, "37,91");
		says(text, "40,00");
		says(text, "1 277,91");
		says(text, plain(a, law_paragraph(2)));
		says(text, plain(a, law_paragraph(3)));
		says(text, "FR14 2004 1010 0505 0001 3M02 606");
		arena_drop(a);
	}
}

/* Sums, extract with carried amounts, credit, dispute, promise: the customer with sixty invoices. */
static void test_long_letter(void **state)
{
	struct arena *a = arena_new();
	struct letter_job job;
	const char *text;
	const struct position *p = &sample.assessment->position[position_of(&sample, "E002")];

	(void)state;
	need_pdftotext();
	make(a, &sample, "firm-reminder", LANG_FR, "E002", &job);
	assert_true(job.pages >= 4 && job.pages % 2 == 0);
	text = text_of(a, &sample, "firm-reminder", LANG_FR, "E002");
	says(text, "48 pièces, détaillées dans l'extrait de compte joint");
	says(text, "À déduire : Avoir AV-E002 −150,00");
	says(text, "Part contestée ou promise, non réclamée ici −10,00");
	says(text, "À reporter");
	says(text, "Report");
	says(text, "litige : 10,00");
	says(text, "10/09/2026");
	says(text, "Un règlement nous avait été annoncé pour le 20 octobre 2026");
	says(text,
	     plain(a, arena_printf(a, "Solde du compte %s", format_amount(a, LANG_FR, p->balance, p->cur))));
	says(text,
	     plain(a, arena_printf(a, "Somme à payer %s", format_amount(a, LANG_FR, job.total, job.cur))));
	says(text, "FA-E002-060");
	arena_drop(a);
}

/* Two currencies are never added: the indemnity stays in euros, and there is no euro code for dinars. */
static void test_foreign_currency(void **state)
{
	struct arena *a = arena_new();
	const char *text;

	(void)state;
	need_pdftotext();
	text = text_of(a, &sample, "formal-notice", LANG_FR, "E005");
	says(text, "2 465,662 TND et 40,00 €");
	says(text, "Et, en euros");
	says_not(text, "Code QR");
	text = text_of(a, &sample, "firm-reminder", LANG_EN, "E004");
	says(text, "JPY 2,");
	arena_drop(a);
}

/* A private person who had a formal notice owes the legal rate, and is told so in his own terms. */
static void test_consumer_interest(void **state)
{
	struct arena *a = arena_new();
	struct letter_job job;
	const char *text;

	(void)state;
	need_pdftotext();
	make(a, &sample, "firm-reminder", LANG_FR, "C001", &job);
	assert_int_equal(job.indemnity, 0);
	text = text_of(a, &sample, "firm-reminder", LANG_FR, "C001");
	says(text, "Intérêts au taux légal au 31/10/2026");
	says(text, "article 1231-6 du code civil");
	says(text, "Calcul des intérêts réclamés");
	says_not(text, "pénalité");
	arena_drop(a);
}

static void test_instalments(void **state)
{
	struct arena *a = arena_new();
	const char *text;

	(void)state;
	need_pdftotext();
	text = text_of(a, &sample, "plan-proposal", LANG_FR, "E001");
	says(text, "1/3 10 novembre 2026 400,00 800,00");
	says(text, "3/3 10 janvier 2027 400,00 0,00");
	says(text, "1re échéance 400,00 €"); /* what the payment block asks now */
	arena_drop(a);
}

/* Every word in the zone that an envelope may show belongs to the address; all of it stands where the window is. */
static void test_window(void **state)
{
	struct arena *a = arena_new();
	const char *p;
	size_t inside = 0;

	(void)state;
	need_pdftotext();
	for (size_t i = 0; i < CUSTOMERS; i++) {
		const char *path = make(a, &sample, "formal-notice", LANG_FR, customers[i], NULL);

		p = output_of(a, arena_printf(a, "pdftotext -l 1 -bbox '%s' -", path));
		while ((p = strstr(p, "<word ")) != NULL) {
			double x0, y0, x1, y1, mm = 72 / 25.4;

			assert_int_equal(sscanf(p,
						"<word xMin=\"%lf\" yMin=\"%lf\" xMax=\"%lf\" yMax=\"%lf\"",
						&x0, &y0, &x1, &y1),
					 4);
			p++;
			if (x1 <= 90 * mm || x0 >= 200 * mm || y1 <= 34 * mm || y0 >= 90 * mm)
				continue;
			inside++;
			if (x0 < 109.5 * mm || x1 > 190.5 * mm || y0 < 54 * mm || y1 > 80 * mm)
				fail_msg("%s: outside of the window: %.60s", customers[i], p);
		}
	}
	assert_true(inside > 3 * CUSTOMERS);
	arena_drop(a);
}

/* ---- all letters of an assessment ---- */

static const char *contents(struct arena *a, const char *path, size_t *n)
{
	FILE *f = fopen(path, "rb");
	struct buf b = BUF_INIT;
	char block[4096];
	const char *r;
	size_t got;

	assert_non_null(f);
	while ((got = fread(block, 1, sizeof block, f)) > 0)
		buf_add(&b, block, got);
	fclose(f);
	*n = b.len;
	r = memcpy(arena_alloc(a, b.len + 1), b.s, b.len);
	buf_drop(&b);
	return r;
}

static void test_threads(void **state)
{
	struct arena *a = arena_new();
	struct letter_file *one, *three;
	size_t n, m, lengths[2];

	(void)state;
	assert_int_equal(mkdir(in_folder(a, "one"), 0777), 0);
	assert_int_equal(mkdir(in_folder(a, "three"), 0777), 0);
	assert_int_equal(
		letters_write(quiet, sample.assessment, &sample.company, a, in_folder(a, "one"), 1, &one, &n),
		ST_OK);
	assert_int_equal(letters_write(quiet, sample.assessment, &sample.company, a, in_folder(a, "three"), 3,
				       &three, &m),
			 ST_OK);
	assert_int_equal(n, m);
	assert_true(n >= 4);
	for (size_t i = 0; i < n; i++) {
		const char *x = contents(a, arena_printf(a, "%s/one/%s", folder, one[i].name), &lengths[0]);
		const char *y =
			contents(a, arena_printf(a, "%s/three/%s", folder, three[i].name), &lengths[1]);
		const struct decision *e = &sample.assessment->decision[one[i].decision];

		assert_int_equal(lengths[0], lengths[1]);
		assert_int_equal(lengths[0], one[i].bytes);
		assert_memory_equal(x, y, lengths[0]);
		assert_memory_equal(x, "%PDF-1.4", 8);
		assert_int_equal(one[i].pages % 2, 0);
		assert_non_null(e->step);
		assert_int_equal(one[i].total,
				 e->amount + e->interest +
					 (one[i].cur == currency_find("EUR") ? e->indemnity : 0));
		assert_true(*one[i].title);
	}
	free(one);
	free(three);
	arena_drop(a);
}

/* A collector's reminders are R.124-4 letters, whatever the step names. */
static void test_collector_writes(void **state)
{
	struct arena *a = arena_new();
	struct letter_file *file;
	size_t n;

	(void)state;
	assert_int_equal(mkdir(in_folder(a, "third"), 0777), 0);
	assert_int_equal(letters_write(quiet, third.assessment, &third.company, a, in_folder(a, "third"), 2,
				       &file, &n),
			 ST_OK);
	assert_true(n > 0);
	for (size_t i = 0; i < n; i++)
		if (third.assessment->decision[file[i].decision].step->kind == STEP_REMINDER)
			assert_int_equal(file[i].kind, LETTER_COLLECTOR);
	free(file);
	arena_drop(a);
}

static void test_no_identity(void **state)
{
	struct company nobody = sample.company;
	struct letter_file *file;
	struct diag *d = diag_new();
	struct arena *a = arena_new();
	size_t n;

	(void)state;
	nobody.has_identity = false;
	diag_set_quiet(d, true);
	assert_int_equal(letters_write(d, sample.assessment, &nobody, a, folder, 1, &file, &n), ST_OK);
	assert_int_equal(n, 0);
	assert_int_equal(diag_finding_count(d), 1);
	assert_string_equal(diag_finding_at(d, 0)->code, "no-identity");
	free(file);
	arena_drop(a);
	diag_drop(d);
}

static void test_preview(void **state)
{
	struct arena *a = arena_new();
	const char *path = in_folder(a, "preview.pdf");

	(void)state;
	assert_int_equal(
		letters_preview(quiet, sample.assessment, &sample.company, "firm-reminder", "E003", path),
		ST_OK);
	if (has_tool("pdftotext"))
		says(plain(a, output_of(a, arena_printf(a, "pdftotext '%s' -", path))),
		     "Yours faithfully"); /* customer's language */
	assert_int_equal(
		letters_preview(quiet, sample.assessment, &sample.company, "fr/firm-reminder", "E003", path),
		ST_OK);
	if (has_tool("pdftotext"))
		says(plain(a, output_of(a, arena_printf(a, "pdftotext '%s' -", path))),
		     "salutations distinguées");
	assert_int_equal(
		letters_preview(quiet, sample.assessment, &sample.company, "firm-reminder", "nobody", path),
		ST_USAGE);
	assert_int_equal(letters_preview(quiet, sample.assessment, &sample.company, "nonsense", "E003", path),
			 ST_CONFIG);
	assert_int_equal(
		letters_preview(quiet, sample.assessment, &sample.company, "collector-letter", "E003", path),
		ST_CONFIG);
	arena_drop(a);
}

static void test_call_sheets(void **state)
{
	struct arena *a = arena_new();
	const char *text;

	(void)state;
	need_pdftotext();
	text = text_of(a, &sample, "call-sheet", LANG_FR, "E002");
	says(text, "Fiche d'appel");
	says(text, "+33 1 99 00 00 00");
	says(text, "Autres pièces (28)");
	says(text, "Promesse non tenue du 20 octobre 2026");
	says(text, "Litige quantité, 10,00 €");
	arena_drop(a);
}

static void test_characters(void **state)
{
	struct diag *d = diag_new();

	(void)state;
	diag_set_quiet(d, true);
	assert_int_equal(letters_check_texts(d, sample.assessment, &sample.company), ST_OK);
	((struct customer *)&sample.ledger->customer[0])->owner = "李"; /* in no face of ours */
	assert_int_equal(letters_check_texts(d, sample.assessment, &sample.company), ST_CONFIG);
	((struct customer *)&sample.ledger->customer[0])->owner = "Łódź Ğüneş Ελλάδα Москва Nguyễn";
	assert_int_equal(letters_check_texts(d, sample.assessment, &sample.company), ST_OK);
	((struct customer *)&sample.ledger->customer[0])->owner = "";
	diag_drop(d);
}

/* ---- set-up ---- */

static int set_up(void **state)
{
	const char *tmp = getenv("TMPDIR");
	struct arena *a = arena_new();

	(void)state;
	snprintf(folder, sizeof folder, "%s/relance-letters-XXXXXX", tmp && *tmp ? tmp : "/tmp");
	quiet = diag_new();
	diag_set_quiet(quiet, true);
	if (!mkdtemp(folder) || mkdir(in_folder(a, "fr"), 0777) != 0 ||
	    letter_sample_new(quiet, false, &sample) != ST_OK ||
	    letter_sample_new(quiet, true, &third) != ST_OK)
		return -1;
	if (letter_shop_load(quiet, &sample.company, &shop) != ST_OK ||
	    letter_shop_load(quiet, &third.company, &third_shop) != ST_OK)
		return -1;
	templates = template_set_new(quiet, "");
	arena_drop(a);
	return 0;
}

static int tear_down(void **state)
{
	char command[600];

	(void)state;
	template_set_drop(templates);
	letter_shop_drop(&shop);
	letter_shop_drop(&third_shop);
	letter_sample_drop(&sample);
	letter_sample_drop(&third);
	diag_drop(quiet);
	snprintf(command, sizeof command, "rm -rf '%s'", folder);
	return system(command);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_formats),
		cmocka_unit_test(test_field_names),
		cmocka_unit_test(test_manual_lists_all_fields),
		cmocka_unit_test(test_address_choice),
		cmocka_unit_test(test_address_block),
		cmocka_unit_test(test_address_department),
		cmocka_unit_test(test_address_limits),
		cmocka_unit_test(test_safe_ids),
		cmocka_unit_test(test_names),
		cmocka_unit_test(test_shipped_templates),
		cmocka_unit_test(test_check_templates),
		cmocka_unit_test(test_template_errors),
		cmocka_unit_test(test_required_mentions),
		cmocka_unit_test(test_own_folder),
		cmocka_unit_test(test_french_letters),
		cmocka_unit_test(test_english_letters),
		cmocka_unit_test(test_third_party),
		cmocka_unit_test(test_long_letter),
		cmocka_unit_test(test_foreign_currency),
		cmocka_unit_test(test_consumer_interest),
		cmocka_unit_test(test_instalments),
		cmocka_unit_test(test_window),
		cmocka_unit_test(test_threads),
		cmocka_unit_test(test_collector_writes),
		cmocka_unit_test(test_no_identity),
		cmocka_unit_test(test_preview),
		cmocka_unit_test(test_call_sheets),
		cmocka_unit_test(test_characters),
	};

	if (!getenv("RELANCE_DATA"))
		setenv("RELANCE_DATA", ".", 1);
	return cmocka_run_group_tests(tests, set_up, tear_down);
}
