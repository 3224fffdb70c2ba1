/* bank_csv.c - donnees/banque.csv; see bank_csv.h. */
#include "post/bank_csv.h"

#include "base/output.h"
#include "base/text.h"
#include "book/bank.h"

#include "base/banned.h"

static void documents_field(struct outfile *o, const struct ledger *l, const struct bank_item *x)
{
	struct buf text = BUF_INIT;

	for (uint32_t i = 0; i < x->documents; i++)
		buf_printf(&text, "%s%s", i ? " " : "", ledger_text(l, l->document[x->document[i]].id));
	csv_text(o, text.s);
	buf_drop(&text);
}

/* What was booked after D has not happened yet. */
static void reason_field(struct outfile *o, const struct assessment *a, const struct bank_item *x)
{
	struct buf text = BUF_INIT;

	buf_puts(&text, x->reason);
	if (x->date > a->view->as_of)
		buf_puts(&text, " ; après la date d’arrêté, ne compte pas");
	csv_text(o, text.s);
	buf_drop(&text);
}

static void row(struct diag *d, struct outfile *o, const struct assessment *a, const struct bank_item *x)
{
	const struct ledger *l = a->view->ledger;

	csv_text(o, diag_file_name(d, x->at.file));
	if (x->at.line)
		csv_int(o, x->at.line);
	else
		csv_empty(o);
	csv_date(o, x->date);
	csv_money(o, x->amount, x->cur);
	csv_text(o, currency_code(x->cur));
	csv_text(o, x->payer);
	csv_text(o, x->iban);
	csv_text(o, x->reference);
	csv_text(o, x->text);
	csv_text(o, bank_status_name((enum bank_status)x->status));
	csv_text(o, x->customer == NONE ? "" : l->customer[x->customer].id);
	documents_field(o, l, x);
	reason_field(o, a, x);
	csv_end(o);
}

bool bank_csv_needed(const struct assessment *a)
{
	return a->view->ledger->banks > 0;
}

enum status bank_csv_write(struct diag *d, const struct assessment *a, const char *folder)
{
	const struct ledger *l = a->view->ledger;
	struct buf path = BUF_INIT;
	struct outfile *o;

	if (!bank_csv_needed(a))
		return ST_OK;
	buf_printf(&path, "%s/banque.csv", folder);
	o = outfile_new(d, path.s);
	buf_drop(&path);
	if (!o)
		return ST_OUTPUT;
	outfile_printf(o, "%s\r\n",
		       "file,line,date,amount,currency,payer,iban,reference,text,status,customer,documents,"
		       "reason");
	for (uint32_t i = 0; i < l->banks; i++)
		row(d, o, a, &l->bank[i]);
	return outfile_close(o);
}
