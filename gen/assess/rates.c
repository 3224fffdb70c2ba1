/* rates.c - load and look up the table of statutory rates. */
#include "assess/rates.h"

#include <stdio.h>
#include <string.h>

#include "base/output.h"
#include "base/xmlfile.h"

#include "base/banned.h"

char *rates_period(int half_year, char out[RATES_PERIOD])
{
	snprintf(out, RATES_PERIOD, "%d-S%d", half_year / 2, half_year % 2 + 1);
	return out;
}

/* "2026-S2" to 2 * 2026 + 1. The schema has checked the form. */
static int period_half_year(const char *s)
{
	int year = 0;

	for (int i = 0; i < 4; i++)
		year = year * 10 + (s[i] - '0');
	return 2 * year + (s[6] == '2');
}

/* A required percentage; the schema has checked the form, so this fails only on a schema of its own making. */
static bool percent(struct arena *a, const xmlNode *n, const char *name, rate *out)
{
	return rate_parse(xml_attr(a, n, name, ""), out);
}

static bool load_margins(struct arena *a, const xmlNode *root, currency eur, struct rate_table *t)
{
	const char *indemnity = xml_attr(a, root, "indemnity", "");
	rate factor;

	if (!percent(a, root, "floor-factor", &factor))
		return false;
	t->floor_factor = (int)(factor / RATE_ONE);
	return percent(a, root, "business-margin", &t->business_margin) &&
	       percent(a, root, "public-margin", &t->public_margin) &&
	       money_parse(indemnity, strlen(indemnity), eur, &t->indemnity) == MONEY_OK;
}

static bool load_row(struct arena *a, const xmlNode *n, struct rate_table *t)
{
	struct half_year_rates *row = &t->row[period_half_year(xml_attr(a, n, "period", "")) - t->first];

	row->known = true;
	row->source = xml_attr(a, n, "source", "");
	return percent(a, n, "ecb", &row->ecb) && percent(a, n, "legal-other", &row->legal_other) &&
	       percent(a, n, "legal-individual", &row->legal_individual);
}

static enum status load_table(struct diag *d, struct arena *a, const xmlNode *root, int file,
			      struct rate_table *t)
{
	int last = 0;

	t->first = INT32_MAX;
	for (const xmlNode *n = xml_child(root, "half-year"); n; n = xml_next(n, "half-year")) {
		int h = period_half_year(xml_attr(a, n, "period", ""));

		if (h < t->first)
			t->first = h;
		if (h > last)
			last = h;
	}
	t->count = last - t->first + 1;
	t->row = arena_calloc(a, (size_t)t->count, sizeof *t->row);
	if (!load_margins(a, root, currency_find("EUR"), t))
		return diag_error(d, ST_CONFIG, xml_place(root, file),
				  "marge, plancher ou indemnité illisible");
	for (const xmlNode *n = xml_child(root, "half-year"); n; n = xml_next(n, "half-year")) {
		if (!load_row(a, n, t))
			return diag_error(d, ST_CONFIG, xml_place(n, file), "taux illisible");
	}
	return ST_OK;
}

enum status rates_load(struct diag *d, struct arena *a, const char *path, struct rate_table **out)
{
	struct rate_table *t;
	xmlDoc *doc;
	int file;
	enum status st = xmlfile_load(d, path, data_path(a, "templates/rates.xsd"), &doc, &file);

	*out = NULL;
	if (st != ST_OK)
		return st;
	t = arena_alloc(a, sizeof *t);
	t->path = arena_strdup(a, path);
	st = load_table(d, a, xmlDocGetRootElement(doc), file, t);
	xmlFreeDoc(doc);
	if (st == ST_OK)
		*out = t;
	return st;
}

const struct half_year_rates *rates_of(const struct rate_table *t, int half_year)
{
	if (half_year < t->first || half_year - t->first >= t->count || !t->row[half_year - t->first].known)
		return NULL;
	return &t->row[half_year - t->first];
}

enum status rates_missing(struct diag *d, const struct rate_table *t, int half_year, struct place at,
			  const char *customer, const char *number)
{
	char period[RATES_PERIOD], day[11];

	rates_period(half_year, period);
	date_fr(date_half_year_start(half_year), day);
	return diag_error(
		d, ST_CONFIG, at,
		"client « %s », pièce « %s » : ses pénalités demandent un taux pour le semestre %s, absent "
		"de "
		"« %s » ; ajoutez-y la ligne "
		"<half-year period=\"%s\" ecb=\"…\" legal-individual=\"…\" legal-other=\"…\" source=\"…\"/> "
		"avec le taux de refinancement de la BCE en vigueur le %s et les deux taux de l'intérêt "
		"légal "
		"publiés au Journal officiel pour ce semestre",
		customer, number, period, t->path, period, day);
}
