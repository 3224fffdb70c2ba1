/* kind.c - names of kinds and languages. */
#include "letter/kind.h"

#include <string.h>

#include "base/text.h"
#include "base/banned.h"

static const char *const kinds[LETTER_KINDS] = {
	[LETTER_NOTICE] = "notice",
	[LETTER_COURTEOUS] = "courteous-reminder",
	[LETTER_FIRM] = "firm-reminder",
	[LETTER_LAST] = "last-reminder",
	[LETTER_FORMAL] = "formal-notice",
	[LETTER_COLLECTOR] = "collector-letter",
	[LETTER_STATEMENT] = "account-statement",
	[LETTER_PLAN] = "plan-proposal",
	[LETTER_THANKS] = "thank-you",
	[LETTER_CALL] = "call-sheet",
};

const char *letter_kind_name(enum letter_kind k)
{
	return kinds[k];
}

enum letter_kind letter_kind_find(const char *name)
{
	enum letter_kind k = 0;

	while (k < LETTER_KINDS && strcmp(kinds[k], name) != 0)
		k++;
	return k;
}

const char *letter_lang_code(enum letter_lang l)
{
	return l == LANG_EN ? "en" : "fr";
}

enum letter_lang letter_lang_of(const char *language)
{
	/* A tag as in BCP 47: what follows the first two letters is the country. */
	if ((language[0] == 'e' || language[0] == 'E') && (language[1] == 'n' || language[1] == 'N') &&
	    (language[2] == '\0' || language[2] == '-' || language[2] == '_'))
		return LANG_EN;
	return LANG_FR;
}
