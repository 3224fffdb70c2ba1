/*
 * fields.h - what a template may name: <field name="…"/> and <if test="…">.
 *
 * The registry is one list (LETTER_FIELDS): name, type, whether it may be
 * empty, and a French line for the people who edit templates. A field that may
 * be empty can only be printed inside an <if> that tests it; the template
 * compiler sees to that, so that no letter ever has a hole in a sentence.
 */
#ifndef RELANCE_LETTER_FIELDS_H
#define RELANCE_LETTER_FIELDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/date.h"
#include "base/money.h"
#include "letter/kind.h"

enum field_type {
	FIELD_TEXT,
	FIELD_WORD,  /* one of a fixed list, for conditions only */
	FIELD_MONEY, /* in the letter's currency */
	FIELD_EURO,  /* always euros: the indemnity of art. D.441-5 C. com. */
	FIELD_DATE,
	FIELD_NUMBER,
	FIELD_FLAG /* yes or no, for conditions only */
};

/* X(identifier, name, type, may be empty, French description [, words of a FIELD_WORD]) */
#define LETTER_FIELDS(X)                                                                                      \
	X(SENDER_NAME, "sender-name", TEXT, false, "nom de l'expéditeur de la lettre", "")                    \
	X(SENDER_ADDRESS, "sender-address", TEXT, false, "adresse de l'expéditeur, sur une ligne", "")        \
	X(SENDER_IDENTITY, "sender-identity", TEXT, false,                                                    \
	  "nom, forme, capital, siège et immatriculation de l'expéditeur", "")                                \
	X(SENDER_PHONE, "sender-phone", TEXT, true, "téléphone de l'expéditeur", "")                          \
	X(SENDER_EMAIL, "sender-email", TEXT, true, "adresse électronique de l'expéditeur", "")               \
	X(SENDER_WEB, "sender-web", TEXT, true, "site de l'expéditeur", "")                                   \
	X(CREDITOR_NAME, "creditor-name", TEXT, false,                                                        \
	  "nom du créancier (le mandant, si un tiers écrit pour lui)", "")                                    \
	X(CREDITOR_IDENTITY, "creditor-identity", TEXT, false, "créancier : nom, forme, SIREN", "")           \
	X(CREDITOR_ADDRESS, "creditor-address", TEXT, false, "adresse ou siège du créancier, sur une ligne",  \
	  "")                                                                                                 \
	X(MANDATE, "mandate", TEXT, true, "référence et date du mandat de recouvrement", "")                  \
	X(THIRD_PARTY, "third-party", FLAG, false, "la lettre est écrite par un tiers mandaté", "")           \
	X(CONTACT_NAME, "contact-name", TEXT, true, "personne à joindre chez l'expéditeur", "")               \
	X(CONTACT_PHONE, "contact-phone", TEXT, true, "son téléphone, à défaut celui de la société", "")      \
	X(CONTACT_EMAIL, "contact-email", TEXT, true, "son courriel, à défaut celui de la société", "")       \
	X(CONTEST_TO, "contest-to", TEXT, false,                                                              \
	  "à qui adresser une contestation : nom, téléphone, courriel ou adresse", "")                        \
	X(CONTEST_DAYS, "contest-days", NUMBER, false, "nombre de jours pour contester", "")                  \
	X(PLACE, "place", TEXT, true, "lieu d'où l'on écrit", "")                                             \
	X(DATE, "date", DATE, false, "date de la lettre : la date d'arrêté", "")                              \
	X(REFERENCE, "reference", TEXT, false, "notre référence : code client et date de la lettre", "")      \
	X(YOUR_REFERENCE, "your-reference", TEXT, true,                                                       \
	  "référence du client : sa commande, si elle est unique", "")                                        \
	X(CUSTOMER_ID, "customer-id", TEXT, false, "code du client", "")                                      \
	X(CUSTOMER_NAME, "customer-name", TEXT, false, "nom du client", "")                                   \
	X(CUSTOMER_SIREN, "customer-siren", TEXT, true, "SIREN du client", "")                                \
	X(CUSTOMER_KIND, "customer-kind", WORD, false, "nature du client",                                    \
	  "business public consumer unknown")                                                                 \
	X(CUSTOMER_SEGMENT, "customer-segment", WORD, false, "typologie du client",                           \
	  "key-account multi-site sme public unknown")                                                        \
	X(PROFILE, "profile", WORD, false, "profil payeur",                                                   \
	  "good keeps-cash short-of-cash insolvency-risk unknown")                                            \
	X(NATURAL_PERSON, "natural-person", FLAG, false,                                                      \
	  "le client est un particulier, ou sa nature est inconnue", "")                                      \
	X(OWNER, "owner", TEXT, true, "chargé du compte", "")                                                 \
	X(LEVEL, "level", NUMBER, false, "niveau de l'étape", "")                                             \
	X(FORMAL_STEP, "formal-step", FLAG, false, "l'étape du scénario est une mise en demeure", "")         \
	X(REGISTERED, "registered", FLAG, false, "la lettre part en recommandé", "")                          \
	X(EMAIL_CHANNEL, "email-channel", FLAG, false, "la lettre part aussi par courriel", "")               \
	X(DELAY, "delay", NUMBER, false, "jours laissés pour payer", "")                                      \
	X(DEADLINE, "deadline", DATE, false, "date de la lettre plus ce délai", "")                           \
	X(ITEMS, "items", NUMBER, false, "nombre de pièces réclamées", "")                                    \
	X(OPEN_AMOUNT, "open-amount", MONEY, false, "reste dû sur ces pièces", "")                            \
	X(WITHHELD, "withheld", MONEY, false, "part non réclamée : contestée, promise ou échelonnée", "")     \
	X(PRINCIPAL, "principal", MONEY, false, "principal réclamé", "")                                      \
	X(CREDITS, "credits", MONEY, false, "avoirs et règlements déduits (montant positif)", "")             \
	X(NET, "net", MONEY, false, "principal réclamé moins avoirs et règlements", "")                       \
	X(INTEREST, "interest", MONEY, false, "pénalités ou intérêts de retard réclamés", "")                 \
	X(INDEMNITY, "indemnity", EURO, false, "indemnités forfaitaires réclamées", "")                       \
	X(INDEMNITIES, "indemnities", NUMBER, false, "nombre d'indemnités forfaitaires réclamées", "")        \
	X(TOTAL, "total", MONEY, false, "somme à payer (hors indemnités si la lettre n'est pas en euros)",    \
	  "")                                                                                                 \
	X(AMOUNT_ASKED, "amount-asked", TEXT, false,                                                          \
	  "cette somme en toutes devises : « 1 200,00 USD et 40,00 € » quand l'indemnité s'y ajoute en " \
	  "euros",                                                                                            \
	  "")                                                                                                 \
	X(IN_EUROS, "in-euros", FLAG, false, "la lettre est en euros", "")                                    \
	X(CURRENCY, "currency", TEXT, false, "code de la devise", "")                                         \
	X(OLDEST_DUE, "oldest-due", DATE, true, "échéance la plus ancienne des pièces réclamées", "")         \
	X(OLDEST_LATE, "oldest-late", NUMBER, false, "plus grand retard, en jours", "")                       \
	X(BALANCE, "balance", MONEY, false, "solde du compte", "")                                            \
	X(OVERDUE, "overdue", MONEY, false, "total échu du compte", "")                                       \
	X(NOT_DUE, "not-due", MONEY, false, "total non échu du compte", "")                                   \
	X(UNAPPLIED, "unapplied", MONEY, false,                                                               \
	  "avoirs et règlements non affectés du compte (montant positif)", "")                                \
	X(DISPUTED, "disputed", MONEY, false, "part contestée du compte", "")                                 \
	X(REMINDERS, "reminders", NUMBER, false, "nombre de dates de relance écrite déjà envoyées", "")       \
	X(REMINDER_DATES, "reminder-dates", TEXT, true, "dates de ces relances, en toutes lettres", "")       \
	X(FIRST_REMINDER, "first-reminder", DATE, true, "date de la première relance écrite", "")             \
	X(LAST_REMINDER, "last-reminder", DATE, true, "date de la dernière relance écrite", "")               \
	X(FIRST_REFERENCE, "first-reference", TEXT, true, "référence de la première lettre", "")              \
	X(BROKEN_PROMISE, "broken-promise", DATE, true, "date de la dernière promesse non tenue", "")         \
	X(PAYMENT_REFERENCE, "payment-reference", TEXT, false, "référence à rappeler avec le règlement", "")  \
	X(SIGNATORY_NAME, "signatory-name", TEXT, true, "signataire", "")                                     \
	X(SIGNATORY_ROLE, "signatory-role", TEXT, true, "qualité du signataire", "")                          \
	X(INSTALMENTS, "instalments", NUMBER, false, "nombre d'échéances proposées", "")                      \
	X(INSTALMENT_AMOUNT, "instalment-amount", MONEY, false,                                               \
	  "montant d'une échéance (la dernière peut différer)", "")                                           \
	X(FIRST_INSTALMENT, "first-instalment", DATE, true, "date de la première échéance proposée", "")      \
	X(LAST_INSTALMENT, "last-instalment", DATE, true, "date de la dernière échéance proposée", "")        \
	X(SETTLED, "settled", MONEY, false, "montant réglé des pièces qui avaient été relancées", "")         \
	X(SETTLED_ON, "settled-on", DATE, true, "date de ce règlement", "")                                   \
	X(PRIVACY, "privacy", TEXT, true, "mention de protection des données de la configuration", "")        \
	X(PRIORITY_WHY, "priority-why", TEXT, true, "motif de priorité de l'appel (fiche d'appel)", "")       \
	X(RISK, "risk", TEXT, true, "classe de risque (fiche d'appel seulement)", "")

enum field_id {
#define X(id, name, type, maybe, french, words) FLD_##id,
	LETTER_FIELDS(X)
#undef X
		FLD_COUNT
};

struct field_info {
	const char *name;
	enum field_type type;
	bool may_be_empty;
	const char *french;
	const char *words; /* blank-separated, of a FIELD_WORD */
};
const struct field_info *field_info(enum field_id f);
/* FLD_COUNT when unknown. */
enum field_id field_find(const char *name);

/* A known field whose name is close to a mistyped one, for the error message; NULL if none is. */
const char *field_suggest(const char *name);

/* The values of one letter: fields_data.c fills them. Unset members are empty. */
struct field_value {
	const char *text; /* TEXT, WORD; "" if empty, never NULL once filled */
	int64_t number;	  /* NUMBER, MONEY, EURO, FLAG (0 or 1) */
	civil_date date;  /* DATE; DATE_NONE if empty */
};

/* True if there is something to show: text not "", date present, number or amount not 0, flag set. */
bool field_present(enum field_id f, const struct field_value *v);

enum field_format {
	FORMAT_DEFAULT,	 /* text as it is, money, longdate, number */
	FORMAT_MONEY,	 /* 1 234,50 € */
	FORMAT_AMOUNT,	 /* 1 234,50 */
	FORMAT_DATE,	 /* 31/10/2026 */
	FORMAT_LONGDATE, /* 31 octobre 2026, 1er novembre 2026 */
	FORMAT_NUMBER,	 /* 1 234 */
	FORMAT_PLURAL,	 /* the word one= or many=, without the number */
	FORMAT_COUNT,	 /* number and word: 3 factures */
	FORMAT_CAPITALS, /* text in capitals */
	FORMATS
};
/* FORMATS when unknown. */
enum field_format field_format_find(const char *name);
/* May this format be asked of that type? */
bool field_format_fits(enum field_format f, enum field_type t);

/*
 * The value as text in the letter's language, in the arena. one and many only
 * for FORMAT_PLURAL and FORMAT_COUNT. cur: the letter's currency.
 */
const char *field_text(struct arena *a, enum letter_lang lang, currency cur, enum field_id f,
		       const struct field_value *v, enum field_format format, const char *one,
		       const char *many);

/* ---- the pieces, for tables and fixed texts ---- */

/* "1 234,50" / "1,234.50", true minus sign, without currency. */
const char *format_amount(struct arena *a, enum letter_lang lang, money x, currency c);
/* With the currency: "1 234,50 €", "EUR 1,234.50". */
const char *format_money(struct arena *a, enum letter_lang lang, money x, currency c);
/* "31/10/2026" in both languages; "" for DATE_NONE. */
const char *format_date(struct arena *a, civil_date d);
/* "1er novembre 2026", "1 November 2026", no line break inside. */
const char *format_longdate(struct arena *a, enum letter_lang lang, civil_date d);
const char *format_number(struct arena *a, enum letter_lang lang, int64_t n);
/* "12,15 %" from a rate in percent. */
const char *format_percent(struct arena *a, enum letter_lang lang, rate r);
/* Phone numbers in pairs: "04 78 00 00 00", "+33 4 78 00 00 00"; foreign ones as they are. */
const char *format_phone(struct arena *a, const char *phone);
/* "732 829 320" if nine digits, "732 829 320 00074" if fourteen, else as it is. */
const char *format_siren(struct arena *a, const char *siren);
/* A share capital: "40 000 €" from "40000"; other wordings as they are. */
const char *format_capital(struct arena *a, const char *capital);
/* IBAN in groups of four. */
const char *format_iban(struct arena *a, const char *iban);
/* French: one below 2; English: one for 1 only. */
bool number_is_plural(enum letter_lang lang, int64_t n);

#endif
