/* options.c - see options.h. */
#include "options.h"

#include <getopt.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "version.h"

#include "base/banned.h"

static const char usage[] =
	"relance " RELANCE_VERSION
	" - balance âgée, relances et mises en demeure à partir de l'export d'un ERP\n"
	"\n"
	"Usage :\n"
	"  relance run EXPORT… [-c CONFIG] [--as-of DATE] [-o DOSSIER]   classeur, synthèse, lettres\n"
	"  relance check EXPORT… [-c CONFIG] [--as-of DATE]   lit et contrôle tout, n'écrit rien\n"
	"  relance explain EXPORT… CLIENT [--item PIÈCE] [--as-of DATE]   le calcul d'un client, ou d'une de "
	"ses "
	"pièces\n"
	"  relance preview EXPORT -c CONFIG --template T --customer CLIENT [-o FICHIER.pdf]   une "
	"lettre\n"
	"  relance templates check [-c CONFIG] [--policy FICHIER]   contrôle tous les modèles de lettres\n"
	"  relance mapping check MAPPING EXPORT       montre ce qu'un mapping trouve\n"
	"  relance mapping guess EXPORT               propose un premier mapping\n"
	"\n"
	"EXPORT est un fichier, ou un dossier dont tous les fichiers sont lus (factures UBL, CII) ; "
	"plusieurs font un arrêté.\n"
	"\n"
	"Options de run, check, explain et preview :\n"
	"  -c, --config FICHIER    configuration : créancier, banque, signataire, présentation\n"
	"      --as-of AAAA-MM-JJ  date d'arrêté (par défaut : la date d'extraction de l'export)\n"
	"      --mapping FICHIER   mapping à utiliser (par défaut : reconnu d'après le contenu)\n"
	"      --customers FICHIER fichier de clients complémentaire (XML natif ou CSV), répétable\n"
	"      --bank FICHIER      relevé bancaire camt.05x, répétable\n"
	"      --several-companies réunir les exports de plusieurs sociétés (sinon : refus)\n"
	"      --terms CONDITIONS  conditions par défaut : « 30 », « 45 fdm », « fdm 45 », « 30 le 10 »\n"
	"      --policy FICHIER    règles à la place de templates/policy.xml\n"
	"      --rates FICHIER     taux à la place de templates/rates.xml\n"
	"Options d'une seule commande :\n"
	"  -o, --output DOSSIER    run : dossier de sortie (par défaut : out), où naît DOSSIER/AAAA-MM-JJ/\n"
	"  -o, --output FICHIER    preview : la lettre (par défaut : T.pdf)\n"
	"      --threads N         run : fils d'exécution pour les lettres (par défaut : les processeurs)\n"
	"      --replace           run : remplacer un dossier de sortie modifié à la main\n"
	"      --item PIÈCE        explain : une seule pièce, par son numéro, ou [N] comme explain les "
	"compte\n"
	"      --template T        preview : le modèle, par exemple firm-reminder ou en/firm-reminder\n"
	"      --customer CLIENT   preview : le code du client\n"
	"Sans commande :\n"
	"  -h, --help              cette aide          --version   le numéro de version\n"
	"\n"
	"Environnement :\n"
	"  RELANCE_MEMORY=64       mébioctets de mémoire pour les pièces ; au-delà, elles vont dans un fichier sans "
	"nom\n"
	"  TMPDIR=/var/tmp         le dossier de ce fichier\n"
	"  RELANCE_DATA=DOSSIER    là où sont les modèles et les règles (templates/)\n"
	"\n"
	"Code de retour :\n"
	"  0  terminé                         4  configuration, règles, taux, mapping ou modèle en défaut\n"
	"  1  terminé, avec des rejets        5  la balance ne boucle pas : aucune lettre\n"
	"  2  ligne de commande erronée       6  écriture impossible : rien n'est laissé\n"
	"  3  entrée illisible ou refusée     7  mémoire ou capacité dépassée\n";

/* One bit per command: which ones an option belongs to. */
#define FOR(command) (1u << (command))
#define BOOKS (FOR(CMD_RUN) | FOR(CMD_CHECK) | FOR(CMD_EXPLAIN) | FOR(CMD_PREVIEW))

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

static const struct known {
	const char *name;
	int key; /* a letter, or OPT_ */
	int argument;
	bool repeats;	   /* may be given several times */
	unsigned commands; /* 0: --help and --version, that answer by themselves */
} known[] = {
	{ "config", 'c', required_argument, false, BOOKS | FOR(CMD_TEMPLATES_CHECK) },
	{ "as-of", OPT_AS_OF, required_argument, false, BOOKS },
	{ "output", 'o', required_argument, false, FOR(CMD_RUN) | FOR(CMD_PREVIEW) },
	{ "mapping", OPT_MAPPING, required_argument, false, BOOKS },
	{ "customers", OPT_CUSTOMERS, required_argument, true, BOOKS },
	{ "bank", OPT_BANK, required_argument, true, BOOKS },
	{ "terms", OPT_TERMS, required_argument, false, BOOKS },
	{ "policy", OPT_POLICY, required_argument, false, BOOKS | FOR(CMD_TEMPLATES_CHECK) },
	{ "rates", OPT_RATES, required_argument, false, BOOKS },
	{ "threads", OPT_THREADS, required_argument, false, FOR(CMD_RUN) },
	{ "several-companies", OPT_SEVERAL_COMPANIES, no_argument, true, BOOKS },
	{ "replace", OPT_REPLACE, no_argument, true, FOR(CMD_RUN) },
	{ "item", OPT_ITEM, required_argument, false, FOR(CMD_EXPLAIN) },
	{ "template", OPT_TEMPLATE, required_argument, false, FOR(CMD_PREVIEW) },
	{ "customer", OPT_CUSTOMER, required_argument, false, FOR(CMD_PREVIEW) },
	{ "help", 'h', no_argument, true, 0 },
	{ "version", OPT_VERSION, no_argument, true, 0 },
};
#define KNOWN (sizeof known / sizeof *known)

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

/* Where an option's text goes as it stands; NULL for those that are counted or converted. */
static const char **text_of(struct options *o, int key)
{
	switch (key) {
	case 'c':
		return &o->config;
	case 'o':
		return &o->out;
	case OPT_MAPPING:
		return &o->mapping;
	case OPT_TERMS:
		return &o->terms;
	case OPT_POLICY:
		return &o->policy;
	case OPT_RATES:
		return &o->rates;
	case OPT_TEMPLATE:
		return &o->template;
	case OPT_CUSTOMER:
		return &o->customer;
	case OPT_ITEM:
		return &o->item;
	default:
		return NULL;
	}
}

static enum status take_option(struct diag *d, int key, const char *value, struct options *o)
{
	const char **text = text_of(o, key);

	if (text) {
		*text = value;
		return ST_OK;
	}
	switch (key) {
	case OPT_CUSTOMERS:
		return append(d, o->customers, &o->n_customers, value);
	case OPT_BANK:
		return append(d, o->bank, &o->banks, value);
	case OPT_AS_OF:
		o->as_of = date_parse(value);
		return o->as_of != DATE_NONE
			       ? ST_OK
			       : usage_error(d, "date d'arrêté impossible (attendu : AAAA-MM-JJ)", value);
	case OPT_THREADS:
		o->threads = small_number(value, 256);
		return o->threads ? ST_OK
				  : usage_error(d, "nombre de fils impossible (attendu : 1 à 256)", value);
	case OPT_SEVERAL_COMPANIES:
		o->several_companies = true;
		return ST_OK;
	case OPT_REPLACE:
		o->replace = true;
		return ST_OK;
	default:
		return ST_OK;
	}
}

struct verb {
	const char *word, *second; /* second: "check", NULL for one-word commands */
	enum command command;
	size_t min, max; /* operands */
	const char *operands;
};

static const struct verb verbs[] = {
	{ "run", NULL, CMD_RUN, 1, MAX_FILES, "EXPORT…" },
	{ "check", NULL, CMD_CHECK, 1, MAX_FILES, "EXPORT…" },
	{ "explain", NULL, CMD_EXPLAIN, 2, MAX_FILES, "EXPORT… CLIENT" },
	{ "preview", NULL, CMD_PREVIEW, 1, MAX_FILES, "EXPORT…" },
	{ "templates", "check", CMD_TEMPLATES_CHECK, 0, 0, "aucun fichier" },
	{ "mapping", "check", CMD_MAPPING_CHECK, 2, 2, "MAPPING EXPORT" },
	{ "mapping", "guess", CMD_MAPPING_GUESS, 1, 1, "EXPORT" },
};
#define VERBS (sizeof verbs / sizeof *verbs)

/* "run", "templates check". */
static void put_verb(struct buf *b, const struct verb *v)
{
	buf_printf(b, "« %s%s%s »", v->word, v->second ? " " : "", v->second ? v->second : "");
}

/* The verb that the operands begin with; NULL, reported, if there is none. */
static const struct verb *find_verb(struct diag *d, size_t n, char **word)
{
	struct buf seconds = BUF_INIT;
	const struct verb *found = NULL;

	for (size_t i = 0; i < VERBS && !found; i++) {
		if (strcmp(verbs[i].word, word[0]) != 0)
			continue;
		if (!verbs[i].second || (n > 1 && strcmp(verbs[i].second, word[1]) == 0))
			found = &verbs[i];
		if (seconds.len)
			buf_puts(&seconds, " ou ");
		put_verb(&seconds, &verbs[i]);
	}
	if (!found && seconds.len)
		diag_error(d, ST_USAGE, NOWHERE,
			   "commande incomplète « %s » : écrivez %s ; voyez relance --help", word[0],
			   seconds.s);
	else if (!found)
		usage_error(d, "commande inconnue", word[0]);
	buf_drop(&seconds);
	return found;
}

/* An option that a command would ignore is a mistake of whoever typed it, and nobody would tell him. */
static enum status check_options(struct diag *d, const struct verb *v, const unsigned given[KNOWN])
{
	struct buf here = BUF_INIT, there = BUF_INIT;
	enum status st = ST_OK;

	put_verb(&here, v);
	for (size_t i = 0; i < KNOWN && st == ST_OK; i++) {
		if (given[i] && !(known[i].commands & FOR(v->command))) {
			for (size_t k = 0; k < VERBS; k++) {
				if (!(known[i].commands & FOR(verbs[k].command)))
					continue;
				if (there.len)
					buf_puts(&there, ", ");
				put_verb(&there, &verbs[k]);
			}
			st = diag_error(d, ST_USAGE, NOWHERE,
					"%s n'a que faire de l'option « --%s », qui va avec %s ; voyez "
					"relance --help",
					here.s, known[i].name, there.s);
		} else if (given[i] > 1 && !known[i].repeats) {
			st = usage_error(d,
					 "option donnée plusieurs fois, une seule compte :", known[i].name);
		}
	}
	buf_drop(&here);
	buf_drop(&there);
	return st;
}

static enum status take_operands(struct diag *d, const struct verb *v, size_t n, char **word,
				 struct options *o)
{
	for (size_t i = 0; i < n; i++)
		if (!*word[i])
			return diag_error(d, ST_USAGE, NOWHERE,
					  "« %s » : un des arguments est vide (une variable non définie ?)",
					  v->word);
	if (n < v->min || n > v->max)
		return diag_error(d, ST_USAGE, NOWHERE, "« %s%s%s » attend : %s ; voyez relance --help",
				  v->word, v->second ? " " : "", v->second ? v->second : "", v->operands);
	o->command = v->command;
	if (v->command == CMD_EXPLAIN)
		o->customer = word[--n]; /* the customer comes last */
	for (size_t i = 0; i < n; i++)
		o->input[o->inputs++] = word[i];
	if (v->command == CMD_PREVIEW && (!o->template || !o->customer))
		return diag_error(d, ST_USAGE, NOWHERE,
				  "« preview » attend --template et --customer ; voyez relance --help");
	return ST_OK;
}

/* getopt's view of known[]. */
static void long_options(struct option list[KNOWN + 1])
{
	for (size_t i = 0; i < KNOWN; i++)
		list[i] = (struct option){ known[i].name, known[i].argument, NULL, known[i].key };
	list[KNOWN] = (struct option){ NULL, 0, NULL, 0 };
}

static size_t known_index(int key)
{
	size_t i = 0;

	while (i < KNOWN && known[i].key != key)
		i++;
	return i;
}

enum status options_parse(struct diag *d, int argc, char **argv, struct options *o, bool *done)
{
	struct option list[KNOWN + 1];
	unsigned given[KNOWN] = { 0 };
	const struct verb *v;
	enum status st;

	*o = (struct options){ .as_of = DATE_NONE };
	*done = false;
	opterr = 0;
	long_options(list);
	for (int key; (key = getopt_long(argc, argv, "c:o:h", list, NULL)) != -1;) {
		size_t i = known_index(key);

		if (i == KNOWN)
			return usage_error(d,
					   "option inconnue, ambiguë ou sans sa valeur :", argv[optind - 1]);
		if (!known[i].commands) {
			fputs(key == 'h' ? usage : "relance " RELANCE_VERSION "\n", stdout);
			*done = true;
			return ST_OK;
		}
		if (optarg && !*optarg)
			return usage_error(d, "option sans valeur :", known[i].name);
		given[i]++;
		st = take_option(d, key, optarg, o);
		if (st != ST_OK)
			return st;
	}
	if (optind >= argc) {
		fputs(usage, stderr);
		return ST_USAGE;
	}
	v = find_verb(d, (size_t)(argc - optind), argv + optind);
	if (!v)
		return ST_USAGE;
	st = check_options(d, v, given);
	optind += v->second ? 2 : 1;
	return st == ST_OK ? take_operands(d, v, (size_t)(argc - optind), argv + optind, o) : st;
}
