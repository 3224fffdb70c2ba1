/* layout_texts.c - see layout_texts.h. French spaces are written out here: these texts bypass typo.h. */
#include "letter/layout_texts.h"

#include <string.h>

#include "base/text.h"

#include "base/banned.h"

static const char *const texts[TXT_COUNT][LANGS] = {
	[TXT_SUBJECT] = { "Objet" NBSP ": ", "Subject: " },
	[TXT_OUR_REF] = { "Nos réf.", "Our ref." },
	[TXT_YOUR_REF] = { "Vos réf.", "Your ref." },
	[TXT_ACCOUNT] = { "Votre compte", "Your account" },
	[TXT_OWNER] = { "Suivi par", "Handled by" },
	[TXT_PHONE] = { "Téléphone", "Phone" },
	[TXT_EMAIL] = { "Courriel", "E-mail" },
	[TXT_DATELINE] = { "%s, le" NBSP "%s", "%s, %s" },
	[TXT_PAGE] = { "Page" NBSP "%s/%s", "Page" NBSP "%s/%s" },

	[TXT_NUMBER] = { "Pièce", "Document" },
	[TXT_LABEL] = { "Libellé", "Description" },
	[TXT_ORDER] = { "Commande", "Order" },
	[TXT_SITE] = { "Site", "Site" },
	[TXT_DATE] = { "Date", "Date" },
	[TXT_DUE] = { "Échéance", "Due date" },
	[TXT_ORIGINAL] = { "Montant", "Amount" },
	[TXT_PAID] = { "Réglé", "Paid" },
	[TXT_OPEN] = { "Reste dû", "Open" },
	[TXT_DAYS_LATE] = { "Retard (j)", "Days late" },
	[TXT_DISPUTE] = { "Observation", "Remark" },
	[TXT_REMINDERS] = { "Relances", "Reminders" },

	[TXT_CARRY_DOWN] = { "À reporter", "Carried forward" },
	[TXT_CARRY_UP] = { "Report", "Brought forward" },
	[TXT_TOTAL_ITEMS] = { "Total des pièces", "Total of documents" },
	[TXT_WITHHELD] = { "Part contestée ou promise, non réclamée ici",
			   "Disputed or promised part, not claimed here" },
	[TXT_CREDITS] = { "Avoirs et règlements non affectés, déduits",
			  "Unapplied credits and payments, deducted" },
	[TXT_CREDITS_OF] = { "À déduire" NBSP ": %s", "Deducted: %s" },
	[TXT_INTEREST] = { "Pénalités de retard au %s", "Late-payment interest up to %s" },
	[TXT_INTEREST_PUBLIC] = { "Intérêts moratoires au %s", "Late-payment interest up to %s" },
	[TXT_INTEREST_LEGAL] = { "Intérêts au taux légal au %s", "Interest at the legal rate up to %s" },
	[TXT_INDEMNITY_ONE] = { "Indemnité forfaitaire de recouvrement (%s" NBSP "×" NBSP "%s)",
				"Fixed recovery indemnity (%s" NBSP "×" NBSP "%s)" },
	[TXT_INDEMNITY_MANY] = { "Indemnités forfaitaires de recouvrement (%s" NBSP "×" NBSP "%s)",
				 "Fixed recovery indemnities (%s" NBSP "×" NBSP "%s)" },
	[TXT_TOTAL] = { "Somme à payer", "Amount payable" },
	[TXT_TOTAL_EURO] = { "Et, en euros" NBSP ": %s", "And, in euros: %s" },
	[TXT_SEE_EXTRACT] = { "%s pièces, détaillées dans l’extrait de compte joint",
			      "%s documents, listed in the enclosed statement of account" },

	[TXT_OTHERS] = { "Autres pièces (%s)", "Other documents (%s)" },

	[TXT_EXTRACT] = { "Extrait de compte au %s", "Statement of account as at %s" },
	[TXT_EXTRACT_OF] = { "Compte %s – %s", "Account %s – %s" },
	[TXT_TOTAL_DEBITS] = { "Total des pièces ouvertes", "Total of open documents" },
	[TXT_TOTAL_CREDITS] = { "Avoirs et règlements non affectés", "Unapplied credits and payments" },
	[TXT_BALANCE] = { "Solde du compte", "Account balance" },
	[TXT_OF_WHICH_OVERDUE] = { "dont échu", "of which overdue" },
	[TXT_OF_WHICH_DISPUTED] = { "dont en litige", "of which disputed" },
	[TXT_DISPUTED_ALL] = { "en litige", "disputed" },
	[TXT_DISPUTED_PART] = { "litige" NBSP ": %s", "disputed: %s" },
	[TXT_PROMISED] = { "promis pour le %s", "promised for %s" },
	[TXT_NO_DUE] = { "sans échéance", "no due date" },

	[TXT_FROM] = { "Du", "From" },
	[TXT_TO] = { "Au", "To" },
	[TXT_DAYS] = { "Jours", "Days" },
	[TXT_RATE] = { "Taux annuel", "Yearly rate" },
	[TXT_BASE] = { "Sur", "On" },
	[TXT_AMOUNT] = { "Montant", "Amount" },
	[TXT_INDEMNITY_BUSINESS] = { "art." NBSP "D." NBSP "441-5 C." NBSP "com.",
				     "art." NBSP "D." NBSP "441-5 C." NBSP "com." },
	[TXT_INDEMNITY_PUBLIC] = { "art." NBSP "D." NBSP "2192-35 CCP", "art." NBSP "D." NBSP "2192-35 CCP" },
	[TXT_PENALTY_TOTAL] = { "Total", "Total" },

	[TXT_BENEFICIARY] = { "Bénéficiaire", "Beneficiary" },
	[TXT_BANK] = { "Banque", "Bank" },
	[TXT_REFERENCE] = { "Référence", "Reference" },
	[TXT_TO_PAY] = { "Montant", "Amount" },
	[TXT_FIRST_INSTALMENT] = { "1re échéance", "1st instalment" },
	[TXT_BY_CHEQUE] = { "Par chèque", "By cheque" },
	[TXT_CHEQUE_TO] = { "à l’ordre de %s, adressé à %s", "payable to %s, sent to %s" },
	[TXT_ONLINE] = { "En ligne", "Online" },
	[TXT_SCAN] = { "Code QR de virement", "QR code for transfer" },
	[TXT_SLIP] = { "Coupon à joindre à votre règlement", "Slip to be returned with your payment" },
	[TXT_SLIP_CUSTOMER] = { "Client", "Customer" },
	[TXT_SLIP_CUT] = { "à détacher", "tear off here" },

	[TXT_REGISTERED] = { "Recommandé avec accusé de réception", "Registered, advice of receipt" },
	[TXT_REGISTERED_NUMBER] = { "n°", "No." },

	[TXT_INSTALMENT] = { "Échéance", "Instalment" },
	[TXT_INSTALMENT_DATE] = { "À payer le", "Payable on" },
	[TXT_INSTALMENT_LEFT] = { "Reste ensuite", "Left afterwards" },

	[TXT_ROLE] = { "Fonction", "Role" },
	[TXT_NAME] = { "Nom", "Name" },
	[TXT_MOBILE] = { "Mobile", "Mobile" },
	[TXT_WHAT] = { "Événement", "Event" },
	[TXT_WHEN] = { "Date", "Date" },
	[TXT_DETAIL] = { "Détail", "Detail" },
	[TXT_REMINDED] = { "Relance", "Reminder" },
	[TXT_CALLED] = { "Appel", "Call" },
	[TXT_PROMISE] = { "Promesse", "Promise" },
	[TXT_KEPT_UNTIL] = { "pour le %s", "for %s" },
	[TXT_IN_DISPUTE] = { "Litige", "Dispute" },
	[TXT_NOTHING] = { "Rien d’enregistré.", "Nothing recorded." },
	[TXT_ACCOUNTING] = { "comptabilité", "accounting" },
	[TXT_BILLING] = { "facturation", "billing" },
	[TXT_LEVEL] = { "niveau %s", "level %s" },
};

const char *fixed_text(enum letter_lang lang, enum fixed_text t)
{
	return texts[t][lang];
}

const char *fixed_fill(struct arena *mem, enum letter_lang lang, enum fixed_text t, const char *a,
		       const char *b)
{
	const char *text = texts[t][lang], *hole = strstr(text, "%s"), *second;

	if (!hole)
		return text;
	second = strstr(hole + 2, "%s");
	if (!second)
		return arena_printf(mem, "%.*s%s%s", (int)(hole - text), text, a, hole + 2);
	return arena_printf(mem, "%.*s%s%.*s%s%s", (int)(hole - text), text, a, (int)(second - hole - 2),
			    hole + 2, b, second + 2);
}

const char *document_word(enum letter_lang lang, enum document_type t)
{
	static const char *const words[DOC_TYPES][LANGS] = {
		[DOC_INVOICE] = { "", "" },
		[DOC_DEBIT_NOTE] = { "Note de débit", "Debit note" },
		[DOC_REFUND] = { "Remboursement", "Refund" },
		[DOC_PAYMENT_REJECT] = { "Impayé", "Rejected payment" },
		[DOC_OPENING_DEBIT] = { "À nouveau", "Opening balance" },
		[DOC_CREDIT_NOTE] = { "Avoir", "Credit note" },
		[DOC_PAYMENT] = { "Règlement", "Payment" },
		[DOC_ADVANCE] = { "Acompte", "Advance" },
		[DOC_OPENING_CREDIT] = { "À nouveau", "Opening balance" },
	};

	return words[t][lang];
}

const char *rate_source(enum letter_lang lang, enum rate_origin origin)
{
	static const char *const sources[][LANGS] = {
		[RATE_NONE] = { "", "" },
		[RATE_CONTRACT] = { "Taux convenu entre les parties. Calcul" NBSP
				    ": montant dû × taux × nombre de jours / 365, sans TVA.",
				    "Rate agreed between the parties. Calculated as amount due × rate × days "
				    "/ "
				    "365, no VAT." },
		[RATE_BUSINESS] = { "Taux de refinancement de la Banque centrale européenne au premier jour "
				    "du semestre, "
				    "majoré de 10 points (art." NBSP "L." NBSP "441-10 C." NBSP
				    "com.). Calcul" NBSP
				    ": montant dû × taux × nombre de jours / 365, sans TVA.",
				    "European Central Bank refinancing rate on the first day of the "
				    "half-year, plus 10 points "
				    "(art." NBSP "L." NBSP
				    "441-10 of the French Commercial Code). Calculated as amount due × rate "
				    "× days / 365, no VAT." },
		[RATE_FLOOR] = { "Trois fois le taux d’intérêt légal, minimum de l’art." NBSP "L." NBSP
				 "441-10 C." NBSP "com. Calcul" NBSP
				 ": montant dû × taux × nombre de jours / 365, sans TVA.",
				 "Three times the legal interest rate, the minimum of art." NBSP "L." NBSP
				 "441-10 of the French Commercial Code. Calculated as amount due × rate × "
				 "days "
				 "/ 365, no VAT." },
		[RATE_PUBLIC] = { "Taux de refinancement de la Banque centrale européenne au premier jour du "
				  "semestre où les "
				  "intérêts ont commencé à courir, majoré de 8 points (art." NBSP "R." NBSP
				  "2192-31 CCP). Calcul" NBSP
				  ": montant dû × taux × nombre de jours / 365, sans TVA.",
				  "European Central Bank refinancing rate on the first day of the half-year "
				  "in which interest "
				  "began to run, plus 8 points (art." NBSP "R." NBSP
				  "2192-31 of the French Public Procurement Code). Calculated as amount due "
				  "× "
				  "rate × days / 365, "
				  "no VAT." },
		[RATE_LEGAL] = { "Taux d’intérêt légal de chaque semestre (art." NBSP "1231-6 C." NBSP
				 "civ.). Calcul" NBSP ": montant dû × taux × nombre de jours / 365.",
				 "Legal interest rate of each half-year (art." NBSP
				 "1231-6 of the French Civil Code). Calculated as amount due × rate × days / "
				 "365." },
	};

	return sources[origin][lang];
}

const char *law_paragraph(int n)
{
	if (n == 2)
		return "Les frais de recouvrement entrepris sans titre exécutoire restent à la charge du "
		       "créancier, sauf "
		       "s'ils concernent un acte dont l'accomplissement est prescrit par la loi au "
		       "créancier. Toute "
		       "stipulation contraire est réputée non écrite, sauf disposition législative "
		       "contraire.";
	return "Cependant, le créancier qui justifie du caractère nécessaire des démarches entreprises pour "
	       "recouvrer "
	       "sa créance peut demander au juge de l'exécution de laisser tout ou partie des frais ainsi "
	       "exposés à la "
	       "charge du débiteur de mauvaise foi.";
}
