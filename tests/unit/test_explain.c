/*
 * test_explain.c - what `relance explain` prints: every figure that a colleague
 * needs to redo the computation by hand, and nothing that was computed elsewhere.
 */
#include "assessment_fixture.h"

#include "explain.h"

#include "base/banned.h"

#define N "\u202f" /* between groups of three digits */
#define F "\u00a0" /* before a unit */

static struct allocation allocation[1];
static struct extra extra[3];

/* What explain prints, in the arena. */
static const char *told(const char *who, const char *piece)
{
	char *text = NULL;
	size_t n = 0;
	FILE *f = open_memstream(&text, &n);
	const char *kept;

	assert_int_equal(explain(quiet, &all, who, piece, f), ST_OK);
	fclose(f);
	kept = arena_strdup(mem, text);
	free(text);
	return kept;
}

static void has(const char *text, const char *part)
{
	if (!strstr(text, part))
		fail_msg("« %s » is missing in\n%s", part, text);
}

static void has_not(const char *text, const char *part)
{
	if (strstr(text, part))
		fail_msg("« %s » should not be in\n%s", part, text);
}

/* C1's invoice of 12,000.00 was paid in part, disputed and reminded. */
static void make_story(void)
{
	make_all();
	document[0].amount = 1200000;
	document[0].first_allocation = 0;
	document[1].amount = -250000;
	document[1].first_allocation = 0;
	allocation[0] = (struct allocation){ .debit = 0,
					     .credit = 1,
					     .amount = 200000,
					     .date = date_parse("2025-06-01"),
					     .next_debit = NONE,
					     .next_credit = NONE,
					     .reason = MATCH_QUOTED };
	extra[0] = (struct extra){ .kind = EXTRA_REMINDER,
				   .level = 1,
				   .date = date_parse("2025-06-10"),
				   .until = DATE_NONE,
				   .text = "letter",
				   .step = "",
				   .next = 1 };
	extra[1] = (struct extra){ .kind = EXTRA_PROMISE,
				   .date = date_parse("2025-06-20"),
				   .until = date_parse("2025-07-05"),
				   .has_amount = true,
				   .amount = 80000,
				   .text = "",
				   .step = "",
				   .next = 2 };
	extra[2] = (struct extra){ .kind = EXTRA_DISPUTE,
				   .date = date_parse("2025-07-10"),
				   .until = DATE_NONE,
				   .text = "quantité",
				   .step = "",
				   .next = NONE };
	document[0].extras = 0;
	ledger.allocation = allocation;
	ledger.allocations = 1;
	ledger.extra = extra;
	ledger.extras = 3;
}

static void documents(void **state)
{
	const char *text;

	(void)state;
	make_story();
	text = told("C1", NULL);
	has(text, "Client C1 : Durand");
	has(text, "Arrêté au 31/08/2025");
	has(text, "Nature : entreprise ; typologie : PME");
	has(text, "[1] facture F1 du 15/04/2025, échéance 15/05/2025 (portée sur la pièce)");
	has(text, "montant 12" N "000,00" F "EUR");
	has(text,
	    "- 2" N
	    "000,00 le 01/06/2025 : avoir A1 [2] (numéro cité dans le libellé ; sans date : la plus récente");
	has(text, "= ouvert 10" N "000,00" F "EUR");
	has(text, "ancienneté : 31/08/2025 - 15/05/2025 = 108" F "jours ; colonne : 91–120");
	has(text, "relance de niveau 1 le 10/06/2025, par ");
	has(text, "promesse du 20/06/2025 de 800,00" F "EUR pour le 05/07/2025");
	has(text, "litige depuis le 10/07/2025 : quantité");
	has(text, "réclamable jusqu’au 15/05/2030\n");
	extra[2] = (struct extra){ .kind = EXTRA_EVENT,
				   .date = date_parse("2025-07-10"),
				   .until = DATE_NONE,
				   .text = "acknowledgement",
				   .step = "",
				   .next = NONE };
	has(told("C1", "[1]"),
	    "reconnaissance de dette le 10/07/2025\n"
	    "      prescription : 5 ans depuis l’échéance, réclamable jusqu’au 10/07/2030, le "
	    "délai ayant été interrompu\n");
	has(text, "[2] avoir A1 du 01/06/2025\n");
	has(text, "+ 2" N "000,00 le 01/06/2025 : facture F1 [1]");
	has(text, "= ouvert -500,00" F "EUR");
	has_not(text, "C2");
}

static void columns(void **state)
{
	const char *text;

	(void)state;
	make_story();
	text = told("C1", NULL);
	has(text, "91–120");
	has(text, "Non affecté                               -500,00\n");
	has(text, "Solde (somme des colonnes)               9" N "500,00\n");
	has_not(text, "Sans échéance");
}

static void penalties(void **state)
{
	const char *text;

	(void)state;
	make_story();
	text = told("C1", NULL);
	has(text, "du 16/05/2025 au 01/06/2025 : 12" N "000,00 × 13,15" F "% × 17" F "jours ÷ 365 = 73,50" F
		  "EUR ; taux : "
		  "BCE 3,15" F "% (2025-S1) + 10,00" F "%\n");
	has(text, "du 02/06/2025 au 30/06/2025 : 10" N "000,00 × 13,15" F "% × 29" F "jours ÷ 365 = 104,48" F
		  "EUR");
	has(text, "du 01/07/2025 au 31/08/2025 : 10" N "000,00 × 12,15" F "% × 62" F "jours ÷ 365 = 206,38" F
		  "EUR");
	has(text, "indemnité forfaitaire de recouvrement : 40,00" F "EUR");
	has(text, "intérêts : 384,36" F "EUR\n");
	has(text, "Total des intérêts : 384,36" F "EUR\nTotal des indemnités : 40,00" F "EUR\n");
	customer[0].has_penalty_rate = true;
	customer[0].penalty_rate = 2 * RATE_ONE;
	policy.under_floor = FLOOR_FLOOR;
	text = told("C1", NULL);
	policy.under_floor = FLOOR_DEFAULT;
	has(text, "plancher de 3 × taux légal 3,71" F "% (2025-S1)");
	customer[0].has_penalty_rate = false;
	customer[0].kind = KIND_PUBLIC;
	text = told("C1", NULL);
	has(text, "× 11,15" F "% × ");
	has(text, "BCE 3,15" F "% (2025-S1) + 8,00" F "%, figé pour la vie de la pièce");
	has(told("C2", NULL), "[1] F2 : sans échéance");
	customer[0].kind = KIND_CONSUMER;
	has(told("C1", NULL), "[1] F1 : particulier, rien avant une mise en demeure.");
	extra[0].text = "registered";
	has(told("C1", NULL),
	    "[1] F1, échéance 15/05/2025 ; mise en demeure, comptée à partir du 10/06/2025\n"
	    "      du 10/06/2025 au 30/06/2025 : 10" N "000,00 × 3,71" F "% × 21" F "jours ÷ 365 = 21,35" F
	    "EUR ; taux : intérêt légal, tous autres cas (2025-S1)\n");
	customer[0].kind = KIND_BUSINESS;
	customer[0].insolvency = INSOLVENCY_REDRESSEMENT;
	customer[0].judgment = date_parse("2025-05-31");
	customer[0].published = date_parse("2025-06-10");
	text = told("C1", NULL);
	has(text, "redressement judiciaire, jugement du 31/05/2025, publié le 10/06/2025 ; créance à "
		  "déclarer au plus tard le "
		  "11/08/2025");
	has(text, "intérêts arrêtés au jugement du 31/05/2025\n      du 16/05/2025 au 31/05/2025 : ");
	customer[0].insolvency = INSOLVENCY_NONE;
	customer[0].kind = KIND_UNKNOWN;
	has(told("C1", NULL), "[1] F1 : nature du client inconnue, rien n’est réclamé.");
}

static void class_and_decision(void **state)
{
	const char *text;

	(void)state;
	make_story();
	policy.class_from[1] = 3;
	policy.criterion[CRIT_DELAY] = (struct criterion_rule){ .label = "Retard moyen", .weight = 5 };
	policy.criterion[CRIT_LIMIT] = (struct criterion_rule){ .label = "Dépassement", .weight = 1 };
	profile[0].criterion[CRIT_DELAY] = (struct points){ true, 12, 5 };
	profile[0].criterion[CRIT_LIMIT] = (struct points){ false, 0, 0 };
	customer[0].manual_class = 'B';
	customer[0].manual_by = "N. B.";
	customer[0].manual_reason = "garantie";
	customer[0].manual_date = date_parse("2025-08-01");
	text = told("C1", NULL);
	has(text, "Retard moyen : aucune pièce réglée dans l’historique, 5 points (1 × 5)\n");
	has(text, "Dépassement : non calculable : encours ");
	has(text, "total : 5 points ; classes à partir de 0 = A, 3 = B");
	has(text, "classe calculée : C");
	has(text, "classe retenue : B, fixée par N. B. le 01/08/2025 : garantie");
	has(text, "retard moyen pondéré : -0,5 jour");
	has(text, "[1] F1, ouvert 10" N "000,00" F "EUR : candidate, 108" F "jours de retard, à demander 10" N
		  "000,00" F "EUR ; "
		  "dernière relance le 10/06/2025, niveau 1");
	has(text, "[2] A1, ouvert -500,00" F "EUR : non affecté, vient en déduction");
	has(text, "scénario « standard », un niveau à la fois :");
	has(text, "=> Relance ferme (niveau 2), par ");
	has(text, "réclamé : principal 10" N "000,00" F "EUR, avoirs et règlements non affectés -500,00" F
		  "EUR, soit 9" N "500,00" F "EUR ; pénalités 372,11" F "EUR ; indemnités 40,00" F
		  "EUR ; total 9" N "912,11" F "EUR\n");
	has(text, "priorité 12 : 9");
	decision[0].step = NULL;
	decision[0].reason = REASON_COVERED;
	has(told("C1", NULL),
	    "pièces candidates : principal 10" N "000,00" F "EUR, avoirs et règlements non affectés -500,00" F
	    "EUR, soit 9" N "500,00" F "EUR\n");
	text = told("C2", NULL);
	has(text, "=> aucune relance : ");
	has(text, "(jusqu’au 30/09/2025)");
}

static void one_document(void **state)
{
	const char *text;

	(void)state;
	make_story();
	text = told("C1", "[1]");
	has(text, "[1] facture F1");
	has(text, "intérêts : 384,36");
	has(text, "=> Relance ferme");
	has_not(text, "[2] avoir");
	has_not(text, "Classe de risque");
	text = told("C1", "[2]");
	has(text, "non affecté, vient en déduction");
	has(text, "Aucune : seules les factures et les notes de débit en portent.");
}

static void later_documents(void **state)
{
	const char *text;

	(void)state;
	make_story();
	document[1].date = date_parse("2025-09-01");
	allocation[0].date = date_parse("2025-09-01");
	item[1] = item[0];
	position[0].items = 1;
	text = told("C1", NULL);
	has(text, "le 01/09/2025 : avoir A1 [2]");
	has(text, "après la date d’arrêté, ne compte pas");
	has(text, "1 pièce datée après la date d’arrêté : n’existe pas encore.");
	assert_int_equal(explain(quiet, &all, "C1", "[2]", stdout), ST_USAGE);
	assert_non_null(error_with(quiet, "[2]"));
}

static void what_does_not_exist(void **state)
{
	(void)state;
	make_all();
	assert_int_equal(explain(quiet, &all, "C9", NULL, stdout), ST_USAGE);
	assert_non_null(error_with(quiet, "« C9 »"));
	assert_int_equal(explain(quiet, &all, "C1", "[3]", stdout), ST_USAGE);
	assert_int_equal(explain(quiet, &all, "C1", "[-1]", stdout), ST_USAGE);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		TEST(documents),	   TEST(columns),      TEST(penalties),
		TEST(class_and_decision),  TEST(one_document), TEST(later_documents),
		TEST(what_does_not_exist),
	};

	return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
