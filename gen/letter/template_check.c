/*
 * template_check.c - what RULES §8 and law.md §1, §6 ask of a letter, and what
 * they forbid, checked on the template itself: whoever edits one is told at
 * once, and no letter goes out that should not.
 */
#include "letter/template.h"

#include <string.h>

#include "base/text.h"
#include "base/banned.h"

#define KIND(k) (1u << (k))
#define ALL_KINDS ((1u << LETTER_KINDS) - 1)
#define TO_CUSTOMER (ALL_KINDS & ~KIND(LETTER_CALL))
#define DUNNING                                                                                 \
	(KIND(LETTER_COURTEOUS) | KIND(LETTER_FIRM) | KIND(LETTER_LAST) | KIND(LETTER_FORMAL) | \
	 KIND(LETTER_COLLECTOR) | KIND(LETTER_PLAN))

/* Nodes that must be there whatever the data, that is outside of any condition. */
static const struct {
	unsigned kinds;
	enum node_type type;
	const char *element, *why;
} wanted_nodes[] = {
	{ DUNNING, NODE_LAW, "law", "les deux alinéas de l'article L. 111-8 CPCE" },
	{ DUNNING | KIND(LETTER_NOTICE), NODE_PAYMENT, "payment", "la manière de payer" },
	{ DUNNING & ~KIND(LETTER_PLAN), NODE_ITEMS, "items", "les pièces réclamées" },
	{ DUNNING | KIND(LETTER_STATEMENT), NODE_EXTRACT, "extract", "l'extrait de compte" },
	{ KIND(LETTER_FORMAL), NODE_SIGNATURE, "signature", "le signataire" },
	{ KIND(LETTER_FORMAL), NODE_REGISTERED, "registered", "la place du numéro de recommandé" },
	{ KIND(LETTER_PLAN), NODE_INSTALMENTS, "instalments", "les échéances proposées" },
};

static const struct {
	unsigned kinds;
	enum field_id field;
	const char *why;
} wanted_fields[] = {
	{ TO_CUSTOMER, FLD_CONTEST_TO, "à qui adresser une contestation" },
	{ TO_CUSTOMER, FLD_CONTEST_DAYS, "le délai pour contester" },
	{ DUNNING & ~KIND(LETTER_PLAN), FLD_DELAY, "le délai pour payer" },
	{ KIND(LETTER_COLLECTOR), FLD_SENDER_IDENTITY, "l'identité du tiers mandaté (art. R. 124-4 CPCE)" },
	{ KIND(LETTER_COLLECTOR), FLD_CREDITOR_IDENTITY, "l'identité du créancier (art. R. 124-4 CPCE)" },
	{ KIND(LETTER_COLLECTOR), FLD_CREDITOR_ADDRESS, "l'adresse du créancier (art. R. 124-4 CPCE)" },
};

/* Words, as text_postal() writes them. wanted: must be there; else: must not. */
static const struct {
	unsigned kinds;
	bool wanted;
	const char *fr, *en; /* NULL: nothing in that language */
	const char *why;
} wordings[] = {
	{ KIND(LETTER_FORMAL), true, "MISE EN DEMEURE", "MISE EN DEMEURE",
	  "une mise en demeure en porte le nom" },
	{ KIND(LETTER_COLLECTOR), true, "AMIABLE", "AMICABLE",
	  "la lettre dit que le recouvrement est amiable" },
	{ ALL_KINDS & ~KIND(LETTER_FORMAL), false, "EN DEMEURE", "MISE EN DEMEURE",
	  "ces mots sont réservés à la mise en demeure" },
	{ ALL_KINDS & ~KIND(LETTER_FORMAL), false, NULL, "FORMAL NOTICE",
	  "ces mots sont réservés à la mise en demeure" },
	{ ALL_KINDS & ~KIND(LETTER_FORMAL), false, "TRIBUNAL", "COURT",
	  "une relance n'annonce pas de procès ; seule la mise en demeure le peut" },
	{ ALL_KINDS & ~KIND(LETTER_FORMAL), false, "INJONCTION DE PAYER", "PAYMENT ORDER",
	  "une relance n'annonce pas de procès ; seule la mise en demeure le peut" },
	{ KIND(LETTER_COURTEOUS) | KIND(LETTER_NOTICE), false, "A DEFAUT DE", "FAILING WHICH",
	  "un premier rappel suppose un oubli" },
	{ ALL_KINDS, false, "HUISSIER", "BAILIFF",
	  "ce qui imite un acte de justice est interdit (C. pén. 433-13)" },
	{ ALL_KINDS, false, "COMMISSAIRE DE JUSTICE", "ENFORCEMENT OFFICER",
	  "menace d'une action qui n'est pas ouverte sans titre (C. conso. L. 121-6)" },
	{ ALL_KINDS, false, "COMMANDEMENT DE PAYER", "COMMANDEMENT DE PAYER",
	  "ce qui imite un acte de justice est interdit (C. pén. 433-13)" },
	{ ALL_KINDS, false, "SOMMATION", "WRIT",
	  "ce qui imite un acte de justice est interdit (C. pén. 433-13)" },
	{ ALL_KINDS, false, "SAISIE", "SEIZURE", "menace d'une action qui n'est pas ouverte sans titre" },
	{ ALL_KINDS, false, "DERNIER AVIS AVANT", "LAST NOTICE BEFORE",
	  "ce qui imite un acte de justice est interdit (C. pén. 433-13)" },
	{ ALL_KINDS, false, "FICHAGE", "BLACKLIST", "menace que la loi n'ouvre pas" },
	{ ALL_KINDS, false, "BANQUE DE FRANCE", "CREDIT BUREAU", "menace que la loi n'ouvre pas" },
	{ ALL_KINDS, false, "PLAINTE PENALE", "CRIMINAL COMPLAINT", "menace que la loi n'ouvre pas" },
	{ ALL_KINDS, false, "FRAIS DE RECOUVREMENT A VOTRE CHARGE", "RECOVERY COSTS WILL BE CHARGED",
	  "ces frais restent au créancier (art. L. 111-8 CPCE)" },
	{ ALL_KINDS, false, "FRAIS DE DOSSIER", "ADMINISTRATION FEE",
	  "ces frais restent au créancier (art. L. 111-8 CPCE)" },
};

/* All fixed text below n; a blank wherever something else stands. */
static void gather(const struct node *n, struct buf *b)
{
	for (; n; n = n->next) {
		if (n->text)
			buf_puts(b, n->text);
		else if (n->type != NODE_IF)
			buf_putc(b, ' ');
		if (n->one)
			buf_printf(b, " %s / %s ", n->one, n->many ? n->many : "");
		for (size_t i = 0; n->type == NODE_CHOICE && i < n->words; i++)
			buf_printf(b, " %s", n->word[i]);
		gather(n->child, b);
		gather(n->otherwise, b);
		if (n->type >= NODE_SUBJECT)
			buf_puts(b, " / "); /* blocks are sentences of their own */
	}
}

/* Is phrase there as whole words? Both are as text_postal() writes. */
static bool says(const char *text, const char *phrase)
{
	size_t n = strlen(phrase);

	for (const char *p = strstr(text, phrase); p; p = strstr(p + 1, phrase))
		if ((p == text || p[-1] == ' ') &&
		    (p[n] == '\0' || p[n] == ' ' || (p[n] == 'S' && p[n + 1] <= ' ')))
			return true;
	return false;
}

static enum status check_words(struct diag *d, const struct template *t)
{
	struct arena *a = arena_new();
	struct buf b = BUF_INIT;
	struct place at = { t->file, 0 };
	enum status st = ST_OK;
	const char *text;

	buf_printf(&b, "%s / ", t->title);
	gather(t->header, &b);
	gather(t->footer, &b);
	gather(t->body, &b);
	text = text_postal(a, b.s);
	buf_drop(&b);
	for (size_t i = 0; i < sizeof wordings / sizeof *wordings; i++) {
		const char *phrase = t->lang == LANG_EN ? wordings[i].en : wordings[i].fr;

		if (!phrase || !(wordings[i].kinds & KIND(t->kind)) ||
		    says(text, phrase) == wordings[i].wanted)
			continue;
		st = diag_error(d, ST_CONFIG, at,
				wordings[i].wanted
					? "lettre « %s » : il manque les mots « %s » : %s"
					: "lettre « %s » : les mots « %s » n'y ont pas leur place : %s",
				letter_kind_name(t->kind), phrase, wordings[i].why);
	}
	arena_drop(a);
	return st;
}

enum status template_check(struct diag *d, const struct template *t)
{
	struct place at = { t->file, 0 };
	enum status st = check_words(d, t);

	for (size_t i = 0; i < sizeof wanted_nodes / sizeof *wanted_nodes; i++)
		if (wanted_nodes[i].kinds & KIND(t->kind) && !t->has[wanted_nodes[i].type])
			st = diag_error(d, ST_CONFIG, at,
					"lettre « %s » : il manque <%s/>, hors de toute condition : %s",
					letter_kind_name(t->kind), wanted_nodes[i].element,
					wanted_nodes[i].why);
	for (size_t i = 0; i < sizeof wanted_fields / sizeof *wanted_fields; i++)
		if (wanted_fields[i].kinds & KIND(t->kind) && !template_uses(t, wanted_fields[i].field))
			st = diag_error(
				d, ST_CONFIG, at,
				"lettre « %s » : il manque le champ « %s », hors de toute condition : %s",
				letter_kind_name(t->kind), field_info(wanted_fields[i].field)->name,
				wanted_fields[i].why);
	return st;
}
