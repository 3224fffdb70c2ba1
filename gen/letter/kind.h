/*
 * kind.h - the kinds of letters and the languages they are written in.
 */
#ifndef RELANCE_LETTER_KIND_H
#define RELANCE_LETTER_KIND_H

enum letter_kind {
	LETTER_NOTICE,	  /* before the due date: avis d'échéance */
	LETTER_COURTEOUS, /* first reminder, assumes an oversight */
	LETTER_FIRM,
	LETTER_LAST,	  /* last reminder before the formal notice */
	LETTER_FORMAL,	  /* mise en demeure, a document type of its own */
	LETTER_COLLECTOR, /* third party under mandate, art. R.124-4 CPCE */
	LETTER_STATEMENT, /* relevé de compte */
	LETTER_PLAN,	  /* proposal of an instalment plan */
	LETTER_THANKS,	  /* after the settlement of what was reminded */
	LETTER_CALL,	  /* call sheet, for the caller's own use */
	LETTER_KINDS
};

enum letter_lang { LANG_FR, LANG_EN, LANGS };

/* "courteous-reminder": the value of kind= and the usual name of the template file. */
const char *letter_kind_name(enum letter_kind k);
/* LETTER_KINDS when unknown. */
enum letter_kind letter_kind_find(const char *name);

/* "fr", "en": the folder and the value of lang=. */
const char *letter_lang_code(enum letter_lang l);
/* From a customer's language ("fr", "en-GB", "EN"); French for anything else (RULES §8). */
enum letter_lang letter_lang_of(const char *language);

#endif
