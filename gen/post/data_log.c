/* data_log.c - chiffres.csv, rejets.csv and qualite.csv. */
#include "post/data_log.h"

#include <stdlib.h>

#include "base/text.h"

#include "base/banned.h"

/* 824 tenths are "82.4". */
static void csv_tenths(struct outfile *o, int64_t tenths)
{
	struct buf text = BUF_INIT;

	buf_printf(&text, "%s%lld.%lld", tenths < 0 ? "-" : "", llabs((long long)tenths) / 10,
		   llabs((long long)tenths) % 10);
	csv_text(o, text.s);
	buf_drop(&text);
}

static void figure_row(struct outfile *o, const struct figure *f, currency company)
{
	static const char *const units[] = {
		[FIG_DAYS_TENTHS] = "days", [FIG_PERCENT_TENTHS] = "percent", [FIG_COUNT] = "count"
	};

	csv_text(o, f->code);
	csv_text(o, f->label);
	csv_text(o, f->unit == FIG_MONEY ? currency_code(company) : units[f->unit]);
	if (f->missing)
		csv_empty(o);
	else if (f->unit == FIG_MONEY)
		csv_money(o, f->value, company);
	else if (f->unit == FIG_COUNT)
		csv_int(o, f->value);
	else
		csv_tenths(o, f->value);
	csv_text(o, f->missing);
	csv_text(o, f->formula);
	csv_end(o);
}

enum status data_fill_figures(struct diag *d, const struct assessment *a, struct outfile *o)
{
	(void)d;
	for (size_t i = 0; i < a->figures; i++)
		figure_row(o, &a->figure[i], a->view->ledger->company_cur);
	return ST_OK;
}

static void place_fields(struct outfile *o, const struct diag *d, struct place at)
{
	csv_text(o, diag_file_name(d, at.file));
	if (at.line)
		csv_int(o, at.line);
	else
		csv_empty(o);
}

enum status data_fill_rejects(struct diag *d, const struct assessment *a, struct outfile *o)
{
	(void)a;
	diag_sort(d);
	for (size_t i = 0; i < diag_reject_count(d); i++) {
		const struct reject *r = diag_reject_at(d, i);

		place_fields(o, d, r->at);
		csv_text(o, r->customer);
		csv_text(o, r->document);
		csv_text(o, r->code);
		if (r->has_amount)
			csv_money(o, r->amount, r->cur);
		else
			csv_empty(o);
		csv_text(o, r->has_amount ? currency_code(r->cur) : "");
		csv_text(o, r->message);
		csv_end(o);
	}
	return ST_OK;
}

enum status data_fill_findings(struct diag *d, const struct assessment *a, struct outfile *o)
{
	static const char *const severities[] = {
		[SEV_INFO] = "info", [SEV_WARNING] = "warning", [SEV_REJECT] = "reject", [SEV_ERROR] = "error"
	};
	(void)a;
	diag_sort(d);
	for (size_t i = 0; i < diag_finding_count(d); i++) {
		const struct finding *f = diag_finding_at(d, i);

		for (size_t k = 0; k < f->examples; k++) {
			csv_text(o, f->code);
			csv_text(o, severities[f->severity]);
			csv_int(o, (int64_t)f->count);
			place_fields(o, d, f->example[k].at);
			csv_text(o, f->example[k].message);
			csv_end(o);
		}
	}
	return ST_OK;
}
