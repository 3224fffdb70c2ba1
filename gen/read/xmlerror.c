/* xmlerror.c - expat's error codes in French. */
#include "read/xmlstream.h"

#include <expat.h>

#include "base/banned.h"

const char *xmlstream_error(int code)
{
	switch (code) {
	case XML_ERROR_NO_ELEMENTS:
		return "le fichier XML est tronqué : il finit avant la fin de sa racine ; refaites l'export";
	case XML_ERROR_UNCLOSED_TOKEN:
	case XML_ERROR_PARTIAL_CHAR:
	case XML_ERROR_UNCLOSED_CDATA_SECTION:
		return "le fichier XML est tronqué au milieu d'une balise ou d'un texte ; refaites l'export";
	case XML_ERROR_TAG_MISMATCH:
		return "balise fermante qui ne correspond pas à la balise ouverte ; corrigez l'export";
	case XML_ERROR_DUPLICATE_ATTRIBUTE:
		return "attribut écrit deux fois dans la même balise ; corrigez l'export";
	case XML_ERROR_JUNK_AFTER_DOC_ELEMENT:
		return "contenu après la fin de la racine (deuxième racine ?) ; un fichier ne doit contenir "
		       "qu'un export";
	case XML_ERROR_UNDEFINED_ENTITY:
		return "entité inconnue ; n'employer que &amp; &lt; &gt; &quot; &apos; et les codes "
		       "numériques";
	case XML_ERROR_BAD_CHAR_REF:
		return "code de caractère interdit en XML (comme &#4;) ; le retirer de l'export";
	case XML_ERROR_MISPLACED_XML_PI:
		return "déclaration <?xml …?> ailleurs qu'au début du fichier ; corrigez l'export";
	case XML_ERROR_INCORRECT_ENCODING:
	case XML_ERROR_XML_DECL:
		return "déclaration <?xml …?> incorrecte ou encodage annoncé faux ; corrigez l'export";
	case XML_ERROR_INVALID_TOKEN:
		return "XML mal formé (caractère interdit ou encodage différent de celui annoncé) ; corrigez "
		       "l'export";
	case XML_ERROR_NO_MEMORY:
		return "mémoire insuffisante";
	case XML_ERROR_AMPLIFICATION_LIMIT_BREACH:
		return "entités imbriquées en excès : fichier refusé";
	default:
		return "XML mal formé ; corrigez l'export";
	}
}
