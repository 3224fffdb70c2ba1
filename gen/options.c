/* options.c - see options.h. */
#include "options.h"

#include <getopt.h>
#include <stdio.h>
#include <string.h>

#include "version.h"

#include "base/banned.h"

static const char usage[] =
	"relance " RELANCE_VERSION
	" - balance âgée, relances et mises en demeure à partir de l'export d'un ERP\n"
	"\n"
	"Usage :\n"
	"  relance run EXPORT… [-c CONFIG] [--as-of DATE] [-o DOSSIER]   classeur, synthèse, lettres\n"
	"  relance check EXPORT… [-c CONFIG] [--as-of DATE]   lit et contrôle tout, n'écrit rien\n"
	"  relance explain EXPORT CLIENT [--item N] [--as-of DATE]   le calcul d'un client ; N : numéro [N] "
	"qu'il affiche\n"
	"  relance preview EXPORT -c CONFIG --template T --customer CLIENT [-o FICHIER.pdf]   une lettre "
	"(par défaut : T.pdf)\n"
	"  relance templates check [-c CONFIG]        contrôle tous les modèles de lettres\n"
	"  relance mapping check MAPPING EXPORT       montre ce qu'un mapping trouve\n"
	"  relance mapping guess EXPORT               propose un premier mapping\n"
	"\n"
	"EXPORT est un fichier, ou un dossier dont tous les fichiers sont lus (factures UBL, CII) ; "
	"plusieurs font un arrêté.\n"
	"\n"
	"Options :\n"
	"  -c, --config FICHIER    configuration : créancier, banque, signataire, présentation\n"
	"      --as-of AAAA-MM-JJ  date d'arrêté (par défaut : la date d'extraction de l'export)\n"
	"  -o, --output DOSSIER    dossier de sortie (par défaut : out), où naît DOSSIER/AAAA-MM-JJ/\n"
	"      --mapping FICHIER   mapping à utiliser (par défaut : reconnu d'après le contenu)\n"
	"      --customers FICHIER fichier de clients complémentaire (XML natif ou CSV), répétable\n"
	"      --bank FICHIER      relevé bancaire camt.05x, répétable\n"
	"      --several-companies réunir les exports de plusieurs sociétés (sinon : refus)\n"
	"      --terms CONDITIONS  conditions par défaut : « 30 », « 45 fdm », « fdm 45 », « 30 le 10 »\n"
	"      --policy FICHIER    règles à la place de templates/policy.xml\n"
	"      --rates FICHIER     taux à la place de templates/rates.xml\n"
	"      --threads N         fils d'exécution pour les lettres (par défaut : les processeurs)\n"
	"      --replace           remplacer un dossier de sortie modifié à la main\n"
	"  -h, --help              cette aide          --version   le numéro de version\n"
	"\n"
	"Code de retour :\n"
	"  0  terminé                         4  configuration, règles, taux, mapping ou modèle en défaut\n"
	"  1  terminé, avec des rejets        5  la balance ne boucle pas : aucune lettre\n"
	"  2  ligne de commande erronée       6  écriture impossible : rien n'est laissé\n"
	"  3  entrée illisible ou refusée     7  mémoire ou capacité dépassée\n";

enum {
	OPT_AS_OF = 256,
	OPT_MAPPING,
	OPT_CUSTOMERS,
	OPT_BANK,
	OPT_TERMS,
	OPT_POLICY,
	OPT_RATES,
	OPT_THREADS,
	OPT_SEVERAL_COMPANIES,
	OPT_REPLACE,
	OPT_ITEM,
	OPT_TEMPLATE,
	OPT_CUSTOMER,
	OPT_VERSION
};

static const struct option options[] = {
	{ "config", required_argument, NULL, 'c' },
	{ "as-of", required_argument, NULL, OPT_AS_OF },
	{ "output", required_argument, NULL, 'o' },
	{ "mapping", required_argument, NULL, OPT_MAPPING },
	{ "customers", required_argument, NULL, OPT_CUSTOMERS },
	{ "bank", required_argument, NULL, OPT_BANK },
	{ "terms", required_argument, NULL, OPT_TERMS },
	{ "policy", required_argument, NULL, OPT_POLICY },
	{ "rates", required_argument, NULL, OPT_RATES },
	{ "threads", required_argument, NULL, OPT_THREADS },
	{ "several-companies", no_argument, NULL, OPT_SEVERAL_COMPANIES },
	{ "replace", no_argument, NULL, OPT_REPLACE },
	{ "item", required_argument, NULL, OPT_ITEM },
	{ "template", required_argument, NULL, OPT_TEMPLATE },
	{ "customer", required_argument, NULL, OPT_CUSTOMER },
	{ "help", no_argument, NULL, 'h' },
	{ "version", no_argument, NULL, OPT_VERSION },
	{ NULL, 0, NULL, 0 },
};

static enum status usage_error(struct diag *d, const char *what, const char *value)
{
	return diag_error(d, ST_USAGE, NOWHERE, "%s « %s » ; voyez relance --help", what, value);
}

/* 1..limit, or 0 when s is not such a number. */
static int small_number(const char *s, int limit)
{
	int n = 0;
	for (const char *p = s; *p; p++) {
		if (*p < '0' || *p > '9' || n > limit)
			return 0;
		n = n * 10 + (*p - '0');
	}
	return n <= limit ? n : 0;
}

static enum status append(struct diag *d, const char **list, size_t *n, const char *value)
{
	if (*n == MAX_FILES)
		return usage_error(d, "trop de fichiers, à partir de", value);
	list[(*n)++] = value;
	return ST_OK;
}

static enum status take_option(struct diag *d, int opt, const char *value, struct options *o)
{
	switch (opt) {
	case 'c':
		o->config = value;
		return ST_OK;
	case 'o':
		o->out = value;
		return ST_OK;
	case OPT_MAPPING:
		o->mapping = value;
		return ST_OK;
	case OPT_CUSTOMERS:
		return append(d, o->customers, &o->n_customers, value);
	case OPT_BANK:
		return append(d, o->bank, &o->banks, value);
	case OPT_TERMS:
		o->terms = value;
		return ST_OK;
	case OPT_POLICY:
		o->policy = value;
		return ST_OK;
	case OPT_RATES:
		o->rates = value;
		return ST_OK;
	case OPT_SEVERAL_COMPANIES:
		o->several_companies = true;
		return ST_OK;
	case OPT_REPLACE:
		o->replace = true;
		return ST_OK;
	case OPT_TEMPLATE:
		o->template = value;
		return ST_OK;
	case OPT_CUSTOMER:
		o->customer = value;
		return ST_OK;
	case OPT_AS_OF:
		o->as_of = date_parse(value);
		return o->as_of != DATE_NONE
			       ? ST_OK
			       : usage_error(d, "date d'arrêté impossible (attendu : AAAA-MM-JJ)", value);
	case OPT_THREADS:
		o->threads = small_number(value, 256);
		return o->threads ? ST_OK
				  : usage_error(d, "nombre de fils impossible (attendu : 1 à 256)", value);
	case OPT_ITEM:
		o->item = small_number(value, 10000000);
		return o->item ? ST_OK : usage_error(d, "numéro de pièce impossible", value);
	default:
		return diag_error(d, ST_USAGE, NOWHERE,
				  "option inconnue ou sans sa valeur ; voyez relance --help");
	}
}

struct verb {
	const char *word, *second; /* second: "check", NULL for one-word commands */
	enum command command;
	size_t min, max; /* operands */
	const char *operands;
};

static const struct verb verbs[] = {
	{ "run", NULL, CMD_RUN, 1, MAX_FILES, "EXPORT" },
	{ "check", NULL, CMD_CHECK, 1, MAX_FILES, "EXPORT" },
	{ "explain", NULL, CMD_EXPLAIN, 2, MAX_FILES, "EXPORT CLIENT" },
	{ "preview", NULL, CMD_PREVIEW, 1, MAX_FILES, "EXPORT" },
	{ "templates", "check", CMD_TEMPLATES_CHECK, 0, 0, "" },
	{ "mapping", "check", CMD_MAPPING_CHECK, 2, 2, "MAPPING EXPORT" },
	{ "mapping", "guess", CMD_MAPPING_GUESS, 1, 1, "EXPORT" },
};

static enum status take_operands(struct diag *d, size_t n, char **word, struct options *o)
{
	const struct verb *v = NULL;
	for (size_t i = 0; i < sizeof verbs / sizeof *verbs && !v; i++)
		if (strcmp(verbs[i].word, word[0]) == 0 &&
		    (!verbs[i].second || (n > 1 && strcmp(verbs[i].second, word[1]) == 0)))
			v = &verbs[i];
	for (size_t i = 0; i < sizeof verbs / sizeof *verbs && !v; i++)
		if (verbs[i].second && strcmp(verbs[i].word, word[0]) == 0)
			return usage_error(
				d, "cette commande attend « check » ou, pour mapping, « guess » :", word[0]);
	if (!v)
		return usage_error(d, "commande inconnue", word[0]);

	size_t first = v->second ? 2 : 1;
	size_t given = n - first;
	if (given < v->min || given > v->max)
		return diag_error(d, ST_USAGE, NOWHERE, "« %s%s%s » attend : %s ; voyez relance --help",
				  v->word, v->second ? " " : "", v->second ? v->second : "",
				  *v->operands ? v->operands : "aucun fichier");
	o->command = v->command;
	if (v->command == CMD_EXPLAIN)
		o->customer = word[--n]; /* the customer comes last */
	for (size_t i = first; i < n; i++)
		o->input[o->inputs++] = word[i];
	if (v->command == CMD_PREVIEW && (!o->template || !o->customer))
		return diag_error(d, ST_USAGE, NOWHERE,
				  "« preview » attend --template et --customer ; voyez relance --help");
	return ST_OK;
}

enum status options_parse(struct diag *d, int argc, char **argv, struct options *o, bool *done)
{
	*o = (struct options){ .as_of = DATE_NONE };
	*done = false;
	opterr = 0;
	for (int opt; (opt = getopt_long(argc, argv, "c:o:h", options, NULL)) != -1;) {
		if (opt == 'h' || opt == OPT_VERSION) {
			fputs(opt == 'h' ? usage : "relance " RELANCE_VERSION "\n", stdout);
			*done = true;
			return ST_OK;
		}
		if (opt == '?')
			return usage_error(d, "option inconnue ou sans sa valeur :", argv[optind - 1]);
		enum status st = take_option(d, opt, optarg, o);
		if (st != ST_OK)
			return st;
	}
	if (optind >= argc) {
		fputs(usage, stderr);
		return ST_USAGE;
	}
	return take_operands(d, (size_t)(argc - optind), argv + optind, o);
}
