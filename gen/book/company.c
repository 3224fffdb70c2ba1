/* company.c - loading the configuration; see company.h and templates/config.xsd. */
#include "book/company.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/output.h"
#include "base/text.h"
#include "base/xmlfile.h"

#include "base/banned.h"

#define CONTEST_DAYS 15

/* What the loading needs at hand. Errors are all reported before it gives up: status is the worst. */
struct load {
	struct diag *d;
	struct arena *a;
	int file;
	enum status status;
	struct company *c;
};

static const char *child_text(struct load *l, const xmlNode *n, const char *name)
{
	const xmlNode *child = n ? xml_child(n, name) : NULL;

	return child ? xml_text(l->a, child) : "";
}

/* The text without its blanks: identifiers are written in groups. */
static const char *compact(struct load *l, const char *s)
{
	struct buf b = BUF_INIT;
	const char *result;

	for (; *s; s++) {
		if (*s != ' ')
			buf_putc(&b, *s);
	}
	result = arena_strdup(l->a, b.s);
	buf_drop(&b);
	return result;
}

static void fail(struct load *l, const xmlNode *n, const char *what, const char *value, const char *why)
{
	l->status = diag_error(l->d, ST_CONFIG, xml_place(n, l->file), "%s « %s » %s", what, value, why);
}

/* A path as seen from the configuration's folder; it must be there. */
static const char *resolve(struct load *l, const xmlNode *n, const char *what, const char *path)
{
	const char *slash = strrchr(l->c->path, '/');

	if (!*path)
		return "";
	if (*path != '/' && slash)
		path = arena_printf(l->a, "%.*s%s", (int)(slash - l->c->path + 1), l->c->path, path);
	if (access(path, R_OK) != 0)
		fail(l, n, what, path,
		     "introuvable ou illisible : donnez un chemin à partir du dossier de la configuration");
	return path;
}

static const char *resolve_child(struct load *l, const xmlNode *n, const char *name, const char *what)
{
	const xmlNode *child = xml_child(n, name);

	return child ? resolve(l, child, what, xml_text(l->a, child)) : "";
}

static const char *resolve_attr(struct load *l, const xmlNode *n, const char *name, const char *what)
{
	return resolve(l, n, what, xml_attr(l->a, n, name, ""));
}

static bool yes(struct load *l, const xmlNode *n, const char *name, bool otherwise)
{
	return strcmp(xml_attr(l->a, n, name, otherwise ? "yes" : "no"), "yes") == 0;
}

static void load_person(struct load *l, const xmlNode *n, struct person *p)
{
	p->name = child_text(l, n, "name");
	p->role = child_text(l, n, "role");
	p->phone = child_text(l, n, "phone");
	p->email = child_text(l, n, "email");
}

/* Address lines of the creditor and of the principal have the same form. */
static void load_address(struct load *l, const xmlNode *owner, const char *line[4], const char **postcode,
			 const char **city, const char **country)
{
	const xmlNode *n = owner ? xml_child(owner, "address") : NULL;
	const xmlNode *child = n ? xml_child(n, "line") : NULL;

	for (int i = 0; i < 4; i++) {
		line[i] = child ? xml_text(l->a, child) : "";
		child = child ? xml_next(child, "line") : NULL;
	}
	*postcode = child_text(l, n, "postcode");
	*city = child_text(l, n, "city");
	*country = child_text(l, n, "country");
	if (n && !**country)
		*country = "FR";
}

static void check_siren(struct load *l, const xmlNode *n, const char *siren)
{
	if (*siren && !siren_valid(siren))
		diag_finding(l->d, SEV_WARNING, "bad-siren", xml_place(n, l->file),
			     "SIREN « %s » : sa clé de contrôle est fausse, vérifiez-le", siren);
}

/* What a letter must say of its sender (RULES §8); without it the letter is written, and the run says so. */
static void check_identity(struct load *l, const xmlNode *n)
{
	const struct company *c = l->c;
	const struct {
		const char *value, *french;
	} field[] = {
		{ c->legal_form, "forme juridique" },
		{ c->capital, "capital" },
		{ c->siren, "SIREN" },
		{ c->rcs_city, "ville du RCS" },
		{ c->vat_number, "numéro de TVA" },
		{ c->phone, "téléphone" },
		{ c->email, "adresse électronique" },
		{ c->contact.name, "personne à contacter" },
	};
	struct buf missing = BUF_INIT;

	if (!*c->name)
		fail(l, n, "élément", "name", "absent de « creditor » : donnez le nom de l'entreprise");
	if (!xml_child(n, "address"))
		fail(l, n, "élément", "address", "absent de « creditor » : donnez l'adresse de l'entreprise");
	for (size_t i = 0; i < sizeof field / sizeof *field; i++) {
		if (!*field[i].value)
			buf_printf(&missing, "%s%s", missing.len ? ", " : "", field[i].french);
	}
	if (missing.len)
		diag_finding(
			l->d, SEV_WARNING, "incomplete-identity", xml_place(n, l->file),
			"identité du créancier incomplète dans les lettres : %s ; complétez « creditor »",
			missing.s);
	buf_drop(&missing);
	check_siren(l, n, c->siren);
	if (*c->vat_number && !vat_number_valid(c->vat_number))
		diag_finding(l->d, SEV_WARNING, "bad-vat-number", xml_place(n, l->file),
			     "numéro de TVA « %s » : forme ou clé de contrôle fausse, vérifiez-le",
			     c->vat_number);
}

static void load_creditor(struct load *l, const xmlNode *n)
{
	struct company *c = l->c;

	c->has_identity = n != NULL;
	c->name = child_text(l, n, "name");
	c->legal_form = child_text(l, n, "legal-form");
	c->capital = child_text(l, n, "capital");
	c->siren = compact(l, child_text(l, n, "siren"));
	c->rcs_city = child_text(l, n, "rcs-city");
	c->vat_number = compact(l, child_text(l, n, "vat-number"));
	c->ape = child_text(l, n, "ape");
	c->phone = child_text(l, n, "phone");
	c->email = child_text(l, n, "email");
	c->web = child_text(l, n, "web");
	load_address(l, n, c->line, &c->postcode, &c->city, &c->country);
	load_person(l, n ? xml_child(n, "contact") : NULL, &c->contact);
	load_person(l, n ? xml_child(n, "signatory") : NULL, &c->signatory);
	if (n)
		check_identity(l, n);
}

static void load_payment(struct load *l, const xmlNode *n)
{
	struct company *c = l->c;

	c->iban = compact(l, child_text(l, n, "iban"));
	c->bic = compact(l, child_text(l, n, "bic"));
	c->bank = child_text(l, n, "bank");
	c->cheque_payable_to = child_text(l, n, "cheque-payable-to");
	c->payment_url = child_text(l, n, "payment-url");
	if (*c->iban && !iban_valid(c->iban))
		fail(l, xml_child(n, "iban"), "IBAN", c->iban,
		     "invalide : sa clé ou sa longueur est fausse, recopiez-le d'un relevé d'identité "
		     "bancaire");
	if (*c->bic && !bic_valid(c->bic))
		fail(l, xml_child(n, "bic"), "BIC", c->bic, "invalide : 8 ou 11 caractères, comme ABCDFRPP");
}

/*
 * Who asks for money says how to pay it (RULES §8); a cheque to the creditor's name is always possible.
 * Once payment and letters are known.
 */
static void check_payment(const struct load *l, const xmlNode *payment)
{
	const struct company *c = l->c;
	struct place at = payment ? xml_place(payment, l->file) : (struct place){ l->file, 0 };

	if (!c->has_identity)
		return;
	if (!*c->iban && !*c->cheque_payable_to && !*c->payment_url)
		diag_finding(l->d, SEV_WARNING, "no-payment-means", at,
			     "aucun moyen de payer dans la configuration : les lettres ne proposeront qu'un "
			     "chèque à l'ordre de « %s » ; indiquez un IBAN dans « payment »",
			     c->name);
	else if (!*c->iban && c->qr)
		diag_finding(l->d, SEV_WARNING, "no-iban", at,
			     "pas d'IBAN dans la configuration : les lettres ne proposeront ni virement ni "
			     "code QR ; indiquez-le dans « payment », ou mettez qr=\"no\" dans « letters »");
	else if (*c->iban && !*c->bic)
		diag_finding(l->d, SEV_INFO, "no-bic", at,
			     "pas de BIC dans la configuration : un client hors de la zone SEPA ne pourra "
			     "pas faire de virement ; indiquez-le dans « payment »");
}

static void load_mandate(struct load *l, const xmlNode *n)
{
	struct company *c = l->c;
	const xmlNode *p = n ? xml_child(n, "principal") : NULL;

	c->is_collector = n != NULL;
	c->mandate = child_text(l, n, "reference");
	c->principal.name = child_text(l, p, "name");
	c->principal.legal_form = child_text(l, p, "legal-form");
	c->principal.siren = compact(l, child_text(l, p, "siren"));
	load_address(l, p, c->principal.line, &c->principal.postcode, &c->principal.city,
		     &c->principal.country);
	if (p)
		check_siren(l, p, c->principal.siren);
	if (n && !c->has_identity)
		fail(l, n, "mandat", c->mandate, "sans « creditor » : dites qui recouvre");
}

/* The shipped options; also those of a run without a configuration. */
static void default_options(struct company *c)
{
	c->contest_days = CONTEST_DAYS;
	c->duplex = true;
	c->qr = true;
	c->place = c->logo = c->signature_image = c->footer = c->privacy = c->letters = "";
	c->font_regular = c->font_bold = c->font_italic = c->font_bold_italic = "";
	c->policy = c->rates = c->mapping = "";
}

static int number(const char *s)
{
	int v = 0;

	for (; *s; s++)
		v = v * 10 + (*s - '0'); /* config.xsd: three digits at most */
	return v;
}

static bool is_folder(const char *path)
{
	struct stat info;

	return stat(path, &info) == 0 && S_ISDIR(info.st_mode);
}

/* A folder without fr/ and en/ holds no template of ours: letters would go out in other words than were meant. */
static void load_templates(struct load *l, const xmlNode *n)
{
	const char *path;

	if (!n)
		return;
	path = resolve(l, n, "dossier de modèles", xml_text(l->a, n));
	l->c->letters = path;
	if (access(path, R_OK) == 0 && !is_folder(arena_printf(l->a, "%s/fr", path)) &&
	    !is_folder(arena_printf(l->a, "%s/en", path)))
		fail(l, n, "dossier de modèles", path,
		     "sans sous-dossier « fr » ni « en » : mettez-y les modèles, sur le plan de "
		     "templates/letters");
}

static void load_letters(struct load *l, const xmlNode *n)
{
	struct company *c = l->c;
	const char *days = xml_attr(l->a, n, "contest-days", "");
	const xmlNode *fonts = xml_child(n, "fonts");

	if (*days)
		c->contest_days = number(days);
	c->duplex = yes(l, n, "duplex", true);
	c->qr = yes(l, n, "qr", true);
	c->iso11649 = yes(l, n, "iso11649", false);
	c->slip = yes(l, n, "slip", false);
	c->justify = yes(l, n, "justify", false);
	c->hyphenate = yes(l, n, "hyphenate", false);
	c->place = child_text(l, n, "place");
	c->footer = child_text(l, n, "footer");
	c->privacy = child_text(l, n, "privacy");
	c->logo = resolve_child(l, n, "logo", "logo");
	c->signature_image = resolve_child(l, n, "signature", "image de signature");
	load_templates(l, xml_child(n, "templates"));
	if (!fonts)
		return;
	c->font_regular = resolve_attr(l, fonts, "regular", "police");
	c->font_bold = resolve_attr(l, fonts, "bold", "police");
	c->font_italic = resolve_attr(l, fonts, "italic", "police");
	c->font_bold_italic = resolve_attr(l, fonts, "bold-italic", "police");
}

static void load_rules(struct load *l, const xmlNode *n)
{
	l->c->policy = resolve_attr(l, n, "policy", "fichier de règles");
	l->c->rates = resolve_attr(l, n, "rates", "table des taux");
	l->c->mapping = resolve_attr(l, n, "mapping", "correspondance");
}

static void load_exchange(struct load *l, const xmlNode *n)
{
	size_t count = 0;
	const xmlNode *r;

	for (r = xml_child(n, "rate"); r; r = xml_next(r, "rate"))
		count++;
	l->c->exchange = arena_calloc(l->a, count, sizeof *l->c->exchange);
	for (r = xml_child(n, "rate"); r; r = xml_next(r, "rate")) {
		const char *code = xml_attr(l->a, r, "currency", ""), *date = xml_attr(l->a, r, "date", "");
		const char *value = xml_attr(l->a, r, "value", "");
		struct exchange_rate x = { .cur = currency_find(code), .date = date_parse(date) };

		if (x.cur == CUR_NONE)
			fail(l, r, "devise", code, "inconnue : écrivez un code ISO 4217 comme USD");
		else if (*date && x.date == DATE_NONE)
			fail(l, r, "date", date, "impossible : écrivez AAAA-MM-JJ");
		else if (!rate_parse(value, &x.value) || x.value <= 0)
			fail(l, r, "cours", value,
			     "impossible : donnez la contre-valeur d'une unité, comme 0.9123");
		else
			l->c->exchange[l->c->exchanges++] = x;
	}
}

enum status company_load(struct diag *d, struct arena *a, const char *path, struct company **out)
{
	struct load l = { .d = d, .a = a, .file = -1, .status = ST_OK };
	const xmlNode *root = NULL, *n;
	xmlDoc *doc = NULL;
	enum status st;

	*out = l.c = arena_alloc(a, sizeof *l.c);
	l.c->path = arena_strdup(a, path);
	default_options(l.c);
	if (path) {
		st = xmlfile_load(d, path, data_path(a, "templates/config.xsd"), &doc, &l.file);
		if (st != ST_OK)
			return st;
		root = xmlDocGetRootElement(doc);
	}
	load_creditor(&l, root ? xml_child(root, "creditor") : NULL);
	load_payment(&l, root ? xml_child(root, "payment") : NULL);
	load_mandate(&l, root ? xml_child(root, "mandate") : NULL);
	if (root && (n = xml_child(root, "letters")))
		load_letters(&l, n);
	check_payment(&l, root ? xml_child(root, "payment") : NULL);
	if (root && (n = xml_child(root, "rules")))
		load_rules(&l, n);
	if (root && (n = xml_child(root, "exchange")))
		load_exchange(&l, n);
	xmlFreeDoc(doc);
	return l.status;
}

void company_rates(const struct company *c, struct ledger *l)
{
	if (!c->exchanges)
		return;
	l->rates = xrealloc(l->rates, (l->n_rates + c->exchanges) * sizeof *l->rates);
	memcpy(l->rates + l->n_rates, c->exchange, c->exchanges * sizeof *l->rates);
	l->n_rates += c->exchanges;
}
