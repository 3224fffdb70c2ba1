/* sheet_parameters.c - Paramètres: everything that the figures depend on, so that the run can be done again. */
#include <string.h>

#include "workbook/figure_inputs.h"
#include "workbook/sheets.h"

#include "base/banned.h"

#define WIDTH 10

static lxw_format *text_format(const struct form *f)
{
	return format_of(f->b, LOOK_BODY, SHAPE_TEXT);
}

static void text_at(struct form *f, lxw_col_t c, const char *s)
{
	cell_text(f->b, f->s, f->row, c, s, text_format(f));
}

static void int_at(struct form *f, lxw_col_t c, int64_t x)
{
	cell_int(f->b, f->s, f->row, c, x, format_of(f->b, LOOK_BODY, SHAPE_INT));
}

static void rate_at(struct form *f, lxw_col_t c, rate r)
{
	cell_number(f->b, f->s, f->row, c, (double)r / (double)RATE_ONE,
		    format_of(f->b, LOOK_BODY, SHAPE_RATE));
}

/* Without its folders: the same input gives the same bytes wherever it lies. */
static const char *file_name(const char *path)
{
	const char *slash = path ? strrchr(path, '/') : NULL;

	return slash ? slash + 1 : path ? path : "";
}

static const char *yes_no(bool x)
{
	return x ? "oui" : "non";
}

static const char *terms_french(struct form *f, const struct terms *t)
{
	static const char *const eom[] = { "", ", puis fin de mois", ", comptés depuis la fin du mois" };
	struct arena *a = f->b->scratch;
	const char *day = t->day ? arena_printf(a, ", puis le %d", t->day) : "";
	const char *months = t->months ? arena_printf(a, "%d mois ", t->months) : "";

	if (!t->present)
		return "aucune\u00a0: les pièces concernées restent dans «\u00a0Sans échéance\u00a0»";
	return arena_printf(a, "%s%d jours%s%s", months, t->days, eom[t->eom], day);
}

static void run_part(struct form *f)
{
	struct book *b = f->b;
	const struct ledger *l = b->a->view->ledger;
	char date[11];

	form_section(f, "Arrêté");
	cell_text(b, f->s, f->row, 0, "Date d’arrêté", format_of(b, LOOK_SUBTOTAL, SHAPE_TEXT));
	cell_date(b, f->s, f->row, 1, b->a->view->as_of, format_of(b, LOOK_BODY, SHAPE_DATE));
	book_name(b, "Date_arrete", name_fixed(b, f->s, f->row, 1));
	f->row++;
	form_pair(f, "Date d’extraction",
		  l->extracted == DATE_NONE ? "non indiquée" : date_fr(l->extracted, date));
	form_pair(f, "Société dans l’export", l->company);
	form_pair(f, "Devise de la société", currency_code(l->company_cur));
	form_pair(f, "Programme", b->in->version);
	form_pair(f, "Lettrage",
		  b->a->view->before_extraction_undated ? "à la date d’extraction (non daté)" : "daté");
	for (size_t i = 0; i < b->in->parameters; i++)
		form_pair(f, b->in->parameter[i].name, b->in->parameter[i].value);
}

static void files_part(struct form *f)
{
	static const char *const head[] = { "Rôle",   "Fichier",	 "Format",
					    "Octets", "Enregistrements", "SHA-256" };

	form_section(f, "Fichiers lus");
	form_heads(f, head, sizeof head / sizeof *head);
	for (size_t i = 0; i < f->b->in->files; i++) {
		const struct workbook_file *file = &f->b->in->file[i];

		text_at(f, 0, file->role);
		text_at(f, 1, file->name);
		text_at(f, 2, file->format);
		int_at(f, 3, (int64_t)file->bytes);
		if (file->records)
			int_at(f, 4, (int64_t)file->records);
		else
			text_at(f, 4, "");
		text_at(f, 5, file->sha256);
		f->row++;
	}
	form_filter(f);
}

static void policy_part(struct form *f)
{
	static const char *const grouping[] = { "par client et devise", "par site", "par facture",
						"par niveau" };
	static const char *const floors[] = { "taux BCE + 10 points", "plancher de 3 fois le taux légal",
					      "conservé" };
	const struct policy *p = f->b->a->policy;
	struct arena *a = f->b->scratch;
	char text[MONEY_TEXT], label[32];
	const char *buckets = "";

	for (size_t k = 0; k < ageing_columns(p); k++)
		buckets = arena_printf(a, "%s%s%s", buckets, k ? "\u00a0; " : "", ageing_label(p, k, label));
	form_section(f, "Politique");
	form_pair(f, "Nom", p->name);
	form_pair(f, "Fichier", file_name(p->path));
	form_pair(f, "Ancienneté comptée depuis",
		  p->age_on_document_date ? "la date de la pièce" : "l’échéance");
	form_pair(f, "Tranches", buckets);
	form_pair(f, "Conditions par défaut", terms_french(f, &p->default_terms));
	form_pair(f, "Vue nette en plus", yes_no(p->net_view));
	form_pair(f, "Regroupement des relances", grouping[p->grouping]);
	form_pair(f, "Montant minimum d’une action",
		  arena_printf(a, "%s %s", money_plain(p->minimum, currency_find("EUR"), text),
			       currency_code(f->b->a->view->ledger->company_cur)));
	form_pair(f, "Taux contractuel sous le plancher", floors[p->under_floor]);
	form_pair(f, "Pénalités des pièces en litige réclamées", yes_no(p->claim_disputed));
	form_pair(f, "Alerte de prescription",
		  arena_printf(a, "%d mois avant", p->prescription_warning_months));
	form_pair(f, "Historique des règlements", arena_printf(a, "%d mois", p->history_months));
	form_pair(f, "Période du DSO simple", arena_printf(a, "%d jours", p->dso_days));
}

static size_t steps(const struct policy *p)
{
	size_t n = 0;

	for (size_t i = 0; i < p->scenarios; i++)
		n += p->scenario[i].steps;
	return n;
}

static void scenario_part(struct form *f)
{
	static const char *const head[] = { "Scénario", "Étape",    "Jour",    "Niveau",
					    "Canaux",	"À défaut", "Minimum", "Délai (j)" };
	const struct policy *p = f->b->a->policy;

	form_section(f, "Scénarios de relance (jour 0 = échéance)");
	form_heads(f, head, sizeof head / sizeof *head);
	for (size_t i = 0; i < p->scenarios; i++)
		for (size_t k = 0; k < p->scenario[i].steps; k++) {
			const struct step *s = &p->scenario[i].step[k];

			text_at(f, 0, p->scenario[i].label);
			text_at(f, 1, s->label);
			int_at(f, 2, s->day);
			int_at(f, 3, s->level);
			text_at(f, 4, channels_french(f->b, s->channels));
			text_at(f, 5, channels_french(f->b, s->fallback));
			cell_number(f->b, f->s, f->row, 6, (double)s->minimum / 100,
				    format_of(f->b, LOOK_BODY, (enum shape)(SHAPE_MONEY + 2)));
			int_at(f, 7, s->delay_to_pay);
			f->row++;
		}
	form_filter(f);
}

static void criteria_part(struct form *f)
{
	static const char *const head[] = { "Critère", "Seuils (dès …\u00a0: points)", "Poids" };
	const struct policy *p = f->b->a->policy;
	struct arena *a = f->b->scratch;

	form_section(f, "Classe de risque");
	form_heads(f, head, sizeof head / sizeof *head);
	for (int i = 0; i < CRITERIA; i++) {
		const struct criterion_rule *r = &p->criterion[i];
		const char *list = "";

		for (size_t k = 0; k < r->thresholds; k++)
			list = arena_printf(a, "%s%sdès %lld\u00a0: %d", list, k ? "\u00a0; " : "",
					    (long long)r->threshold[k].from, r->threshold[k].points);
		text_at(f, 0, r->label);
		text_at(f, 1, list);
		int_at(f, 2, r->weight);
		f->row++;
	}
	form_filter(f);
}

static void rates_part(struct form *f)
{
	static const char *const head[] = { "Semestre",
					    "Taux BCE (%)",
					    "Entreprises (%)",
					    "Organismes publics (%)",
					    "Taux légal, autres cas (%)",
					    "Plancher (%)" };
	const struct rate_table *t = f->b->a->rates;

	form_section(f, "Taux des pénalités");
	form_note(f, arena_printf(f->b->scratch, "Table\u00a0: %s", file_name(t->path)));
	form_heads(f, head, sizeof head / sizeof *head);
	for (int i = 0; i < t->count; i++) {
		const struct half_year_rates *r = &t->row[i];

		if (!r->known)
			continue;
		text_at(f, 0,
			arena_printf(f->b->scratch, "%d-S%d", (t->first + i) / 2, (t->first + i) % 2 + 1));
		rate_at(f, 1, r->ecb);
		rate_at(f, 2, r->ecb + t->business_margin);
		rate_at(f, 3, r->ecb + t->public_margin);
		rate_at(f, 4, r->legal_other);
		rate_at(f, 5, r->legal_other * t->floor_factor);
		f->row++;
	}
	form_filter(f);
}

static void exchange_part(struct form *f)
{
	static const char *const head[] = { "Devise", "Date", "Cours (1 unité en devise de la société)" };
	const struct ledger *l = f->b->a->view->ledger;

	if (l->n_rates == 0)
		return;
	form_section(f, "Cours de change");
	form_heads(f, head, sizeof head / sizeof *head);
	for (size_t i = 0; i < l->n_rates; i++) {
		text_at(f, 0, currency_code(l->rates[i].cur));
		cell_date(f->b, f->s, f->row, 1, l->rates[i].date, format_of(f->b, LOOK_BODY, SHAPE_DATE));
		rate_at(f, 2, l->rates[i].value);
		f->row++;
	}
	form_filter(f);
}

void parameters_sheet(struct book *b)
{
	static const double width[WIDTH] = { 42, 30, 20, 12, 17, 16, 12, 10, 10, 10 };
	struct form f = form_new(b, SHEET_PARAMETERS, "Paramètres de l’arrêté", WIDTH);

	form_widths(&f, width, WIDTH, 0);
	run_part(&f);
	form_keep(&f, b->in->files);
	files_part(&f);
	form_keep(&f, 13); /* rows of the part on the policy */
	policy_part(&f);
	form_keep(&f, steps(b->a->policy));
	scenario_part(&f);
	form_keep(&f, CRITERIA);
	criteria_part(&f);
	form_keep(&f, b->a->view->ledger->n_rates);
	exchange_part(&f);
	form_keep(&f, b->a->sales_months + 10);
	figure_inputs(&f);
	form_keep(&f, (size_t)b->a->rates->count + 1);
	rates_part(&f);
	if (b->unlinked) {
		form_section(&f, "Liens");
		form_note(&f,
			  arena_printf(b->scratch,
				       "Chemins trop longs pour un lien, écrits en toutes lettres\u00a0: %u.",
				       b->unlinked));
	}
	form_print(&f);
}
