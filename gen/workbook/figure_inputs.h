/*
 * figure_inputs.h - on the sheet Paramètres: what the key figures of Synthèse are
 * computed from where no other sheet shows it (sales by month, sums over settled
 * documents, cost of money). The formulas of Synthèse find it by these names.
 */
#ifndef RELANCE_WORKBOOK_FIGURE_INPUTS_H
#define RELANCE_WORKBOOK_FIGURE_INPUTS_H

#include "workbook/form.h"

#define NAME_OUTSTANDING "Encours" /* on Synthèse: the count-back starts from it */
#define NAME_TOP "Dix_plus_gros"   /* on Synthèse: the balances of the ten largest */
#define NAME_SALES "CA_periode"
#define NAME_DAYS "Jours_periode"
#define NAME_SALES_SINCE "CA_depuis_cloture"
#define NAME_USED_UP "Jours_epuises"
#define NAME_FINANCING "Taux_financement"
#define NAME_SETTLED "Montant_regle"
#define NAME_SETTLED_LATE "Montant_x_retard"
#define NAME_SETTLED_TIME "Montant_x_delai"

/* Writes the section, and nothing where the workbook has no Synthèse, or that sheet no figures. */
void figure_inputs(struct form *f);

#endif
