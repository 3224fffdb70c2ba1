/*
 * xmlmessage.c - libxml2's messages in French.
 *
 * Templates and the policy are edited by people who are neither programmers
 * nor readers of English. The table is made of what they can run into; its
 * patterns are the texts of libxml2 2.9.14, checked by tests/unit/test_base.c.
 */
#include "base/xmlmessage.h"

#include <string.h>

#include "base/banned.h"

#define PIECES 5

struct piece {
	const char *s;
	size_t n;
};

/* In the English text % stands for anything; in the French one, %1 for the first of them. */
struct translation {
	const char *english, *french;
};

/* What stands in front of the message proper. */
static const struct translation subjects[] = {
	{ "Element '%', attribute '%': %", "attribut « %2 » de l'élément « %1 » : " },
	{ "Element '%': %", "élément « %1 » : " },
};

static const struct translation messages[] = {
	/* schema */
	{ "This element is not expected. Expected is one of ( % ).",
	  "n'est pas attendu ici ; sont attendus : %1" },
	{ "This element is not expected. Expected is ( % ).", "n'est pas attendu ici ; est attendu : %1" },
	{ "This element is not expected.", "n'est pas attendu ici" },
	{ "Missing child element(s). Expected is one of ( % ).", "incomplet ; il manque un élément obligatoire, parmi : %1" },
	{ "Missing child element(s). Expected is ( % ).", "incomplet ; ajoutez : %1" },
	{ "No matching global declaration available for the validation root.",
	  "ne peut pas être la racine de ce fichier ; est-ce le bon fichier ?" },
	{ "Character content other than whitespace is not allowed because the content type is %",
	  "ne peut pas contenir de texte, seulement d'autres éléments" },
	{ "Character content is not allowed, because the content type is empty.", "doit rester vide" },
	{ "Element content is not allowed, because %", "ne peut contenir que du texte" },
	{ "The attribute '%' is not allowed.", "attribut inconnu ici ; corrigez son nom ou supprimez-le" },
	{ "The attribute '%' is required but missing.", "l'attribut « %1 » manque" },
	{ "[facet 'enumeration'] The value '%' is not an element of the set {%}.",
	  "valeur « %1 » inconnue ; valeurs possibles : %2" },
	{ "[facet 'pattern'] The value '%' is not accepted by the pattern '%'.",
	  "la valeur « %1 » ne convient pas" },
	{ "[facet 'maxLength'] The value '%' has a length of '%'; this exceeds the allowed maximum length of "
	  "'%'.",
	  "la valeur « %1 » est trop longue : %2 signes, au plus %3" },
	{ "[facet 'minLength'] The value '' has a length of '0'; this underruns the allowed minimum length "
	  "of '1'.",
	  "est vide ; remplissez-le ou supprimez-le" },
	{ "[facet 'minLength'] The value '%' has a length of '%'; this underruns the allowed minimum length "
	  "of '%'.",
	  "la valeur « %1 » est trop courte : %2 signes, au moins %3" },
	{ "[facet 'length'] The value '%' has a length of '%'; this differs from the allowed length of '%'.",
	  "la valeur « %1 » doit avoir %3 signes (elle en a %2)" },
	{ "[facet 'minInclusive'] The value '%' is less than the minimum value allowed ('%').",
	  "la valeur %1 est trop petite ; minimum : %2" },
	{ "[facet 'maxInclusive'] The value '%' is greater than the maximum value allowed ('%').",
	  "la valeur %1 est trop grande ; maximum : %2" },
	{ "[facet 'minExclusive'] The value '%' must be greater than '%'.", "la valeur %1 doit dépasser %2" },
	{ "[facet 'maxExclusive'] The value '%' must be less than '%'.",
	  "la valeur %1 doit être inférieure à %2" },
	{ "[facet 'fractionDigits'] The value '%' has more fractional digits than are allowed ('%').",
	  "la valeur %1 a trop de décimales ; au plus %2" },
	{ "[facet 'totalDigits'] The value '%' has more digits than are allowed ('%').",
	  "la valeur %1 a trop de chiffres ; au plus %2" },
	{ "'%' is not a valid value of the atomic type 'xs:date'.",
	  "« %1 » n'est pas une date (2026-10-31)" },
	{ "'%' is not a valid value of the atomic type 'xs:boolean'.", "« %1 » : écrivez true ou false" },
	{ "'%' is not a valid value of the atomic type 'xs:decimal'.",
	  "« %1 » n'est pas un nombre (avec un point décimal, sans espace)" },
	{ "'%' is not a valid value of the atomic type 'xs:%nteger'.",
	  "« %1 » n'est pas un nombre entier permis ici" },
	{ "'%' is not a valid value of the %.", "« %1 » n'est pas une valeur permise ici" },
	{ "Duplicate key-sequence [%] in % identity-constraint '%'.", "%1 est donné deux fois" },
	{ "No match found for key-sequence [%] of keyref '%'.",
	  "%1 n'est défini nulle part dans ce fichier" },
	{ "Not all fields of key identity-constraint '%' evaluate to a node.",
	  "il manque ce qui l'identifie (%1)" },

	/* well-formedness */
	{ "Opening and ending tag mismatch: % line % and %",
	  "la balise <%1> ouverte ligne %2 est fermée par </%3> : il manque une fermeture, ou elles se "
	  "croisent" },
	{ "Premature end of data in tag % line %", "le fichier s'arrête avant </%1>, ouverte ligne %2" },
	{ "xmlParseEntityRef: no name", "un « & » seul est interdit : écrivez &amp;" },
	{ "EntityRef: expecting ';'", "un « & » seul est interdit : écrivez &amp;" },
	{ "Entity '%' not defined", "« &%1; » n'existe pas en XML : écrivez le caractère lui-même" },
	{ "StartTag: invalid element name", "un « < » seul est interdit dans le texte : écrivez &lt;" },
	{ "Unescaped '<' not allowed in attributes values",
	  "un « < » est interdit dans un attribut : écrivez &lt;" },
	{ "AttValue: \" or ' expected", "la valeur d'un attribut doit être entre guillemets droits (\")" },
	{ "AttValue: ' expected", "il manque l'apostrophe droite (') à la fin d'un attribut" },
	{ "Attribute % redefined", "l'attribut « %1 » est donné deux fois" },
	{ "Specification mandates value for attribute %", "l'attribut « %1 » n'a pas de valeur" },
	{ "attributes construct error",
	  "attributs mal écrits : il faut une espace entre eux et des guillemets droits" },
	{ "Couldn't find end of Start Tag % line %",
	  "la balise <%1> de la ligne %2 n'est pas terminée par « > »" },
	{ "expected '>'", "il manque un « > » à la fin d'une balise" },
	{ "Extra content at the end of the document",
	  "il y a encore quelque chose après la fin de l'élément racine" },
	{ "Document is empty", "le fichier est vide" },
	{ "Start tag expected, '<' not found", "ce n'est pas un fichier XML (il doit commencer par « < »)" },
	{ "XML declaration allowed only at the start of the document",
	  "rien ne doit précéder <?xml, pas même une espace ou une ligne vide" },
	{ "Input is not proper UTF-8, indicate encoding !",
	  "caractère qui n'est pas de l'UTF-8 : enregistrez le fichier en UTF-8, ou déclarez son encodage à "
	  "la ligne 1" },
	{ "Unsupported encoding %", "encodage « %1 » inconnu : enregistrez le fichier en UTF-8" },
	{ "Namespace prefix % on % is not defined", "le préfixe « %1: » de « %2 » n'est pas déclaré" },
	{ "Namespace prefix % for % on % is not defined",
	  "le préfixe « %1: » de l'attribut « %2 » n'est pas déclaré" },
	{ "Comment not terminated%", "un commentaire n'est pas terminé par -->" },
	{ "Double hyphen within comment%", "« -- » est interdit à l'intérieur d'un commentaire" },
	{ "PCDATA invalid Char value %", "caractère interdit en XML (code %1)" },
};

/*
 * Does [s, end) match the pattern? Each % takes as little as lets the text
 * behind it, up to the next %, match; the last one takes the rest.
 */
static bool match(const char *s, const char *end, const char *pattern, struct piece piece[PIECES])
{
	size_t k = 0;

	for (;;) {
		size_t n = strcspn(pattern, "%");
		const char *literal;

		if ((size_t)(end - s) < n || memcmp(s, pattern, n) != 0)
			return false;
		s += n;
		pattern += n;
		if (!*pattern)
			return s == end;
		pattern++;
		piece[k].s = s;
		n = strcspn(pattern, "%");
		if (!*pattern)
			literal = end;
		else if (!pattern[n]) /* the last literal belongs at the end */
			literal = (size_t)(end - s) >= n ? end - n : NULL;
		else
			literal = memmem(s, (size_t)(end - s), pattern, n);
		if (!literal)
			return false;
		piece[k++].n = (size_t)(literal - s);
		s = literal;
		if (k == PIECES)
			return s == end;
	}
}

/* A name in a namespace is written "{uri}name": nobody wants to read the uri. */
static void put_piece(struct buf *out, struct piece p)
{
	while (p.n) {
		const char *close = *p.s == '{' ? memchr(p.s, '}', p.n) : NULL;
		size_t n = close ? (size_t)(close - p.s) + 1 : 1;

		if (!close)
			buf_putc(out, *p.s);
		p.s += n;
		p.n -= n;
	}
}

static void put_french(struct buf *out, const char *french, const struct piece piece[PIECES])
{
	for (; *french; french++) {
		if (*french == '%' && french[1] >= '1' && french[1] < '1' + PIECES)
			put_piece(out, piece[*++french - '1']);
		else
			buf_putc(out, *french);
	}
}

void xmlmessage_translate(struct buf *out, const char *english, const char *wanted)
{
	struct piece piece[PIECES] = { { "", 0 } };
	const char *end;
	size_t i;

	english = english ? english : "";
	end = english + strcspn(english, "\n"); /* an excerpt of the input may follow */
	for (i = 0; i < sizeof subjects / sizeof *subjects; i++) {
		struct piece rest;

		if (!match(english, end, subjects[i].english, piece))
			continue;
		put_french(out, subjects[i].french, piece);
		rest = piece[i ? 1 : 2];
		english = rest.s;
		end = rest.s + rest.n;
		break;
	}
	for (i = 0; i < sizeof messages / sizeof *messages; i++) {
		memset(piece, 0, sizeof piece);
		if (match(english, end, messages[i].english, piece)) {
			put_french(out, messages[i].french, piece);
			if (wanted)
				buf_printf(out, " ; écrivez %s", wanted);
			return;
		}
	}
	buf_add(out, english, (size_t)(end - english));
}
