/*
 * data_csv.c - the CSV files of a run that come from the assessment. Those that
 * come from the diagnostics are in data_log.c.
 */
#include "post/data_csv.h"

#include <stdlib.h>
#include <string.h>

#include "assess/insolvency.h"
#include "assess/prescription.h"
#include "base/bulk.h"
#include "base/output.h"
#include "base/text.h"
#include "post/data_log.h"

#include "base/banned.h"

/* What penalites.csv says of a document besides its lines. */
enum { DISPUTED = 1, CLAIMED = 2 };

static void csv_flag(struct outfile *o, bool yes)
{
	csv_text(o, yes ? "yes" : "no");
}

/* A rate in percent, or the empty field. */
static void csv_rate(struct outfile *o, rate r)
{
	char text[MONEY_TEXT];

	csv_text(o, rate_text(r, 2, ".", text));
}

/* A name from a list of English words; the first is that of "not known". */
static void csv_word(struct outfile *o, const char *const *words, size_t n, unsigned i)
{
	csv_text(o, i < n ? words[i] : "");
}
#define CSV_WORD(o, words, i) csv_word(o, words, sizeof(words) / sizeof *(words), i)

static const char *const kinds[] = { "", "business", "public", "consumer" };
static const char *const segments[] = { "", "key-account", "multi-site", "sme", "public" };
static const char *const insolvencies[] = { "", "sauvegarde", "redressement", "liquidation" };

static void class_field(struct outfile *o, enum risk_class c)
{
	char letter[2] = { class_letter(c), '\0' };

	csv_text(o, letter);
}

/* balance-agee.csv */

static void balance_columns(struct outfile *o, const struct policy *p)
{
	static const char *const first[] = { "customer", "name", "currency", "balance", "not_due" };
	static const char *const more[] = { "unapplied",
					    "no_due_date",
					    "class",
					    "computed_class",
					    "points",
					    "profile",
					    "kind",
					    "segment",
					    "owner",
					    "siren",
					    "credit_limit",
					    "equivalent",
					    "overdue",
					    "disputed",
					    "oldest_late",
					    "average_delay",
					    "interest",
					    "indemnity",
					    "provision_base",
					    "provision",
					    "provision_existing",
					    "doubtful",
					    "insolvency",
					    "judgment",
					    "declaration_deadline" };
	char name[24];

	for (size_t i = 0; i < sizeof first / sizeof *first; i++)
		csv_text(o, first[i]);
	for (size_t b = 0; b <= p->limits; b++)
		csv_text(o, bucket_column(p, b, name));
	for (size_t i = 0; i < sizeof more / sizeof *more; i++)
		csv_text(o, more[i]);
	if (p->net_view) {
		csv_text(o, "net_not_due");
		for (size_t b = 0; b <= p->limits; b++) {
			struct buf net = BUF_INIT;

			buf_printf(&net, "net_%s", bucket_column(p, b, name));
			csv_text(o, net.s);
			buf_drop(&net);
		}
		csv_text(o, "net_unapplied");
		csv_text(o, "net_no_due_date");
	}
	csv_end(o);
}

/* Sum of the buckets; the whole position fitted 64 bits, and all of them are debits. */
static money overdue(const struct policy *p, const struct position *q)
{
	money sum = 0;

	for (size_t b = 0; b <= p->limits; b++)
		sum += q->bucket[b];
	return sum;
}

static void delay_field(struct outfile *o, const struct profile *f)
{
	struct buf text = BUF_INIT;
	int64_t tenths = f->average_delay_tenths;

	if (f->has_delay) {
		buf_printf(&text, "%s%lld.%lld", tenths < 0 ? "-" : "", (long long)(llabs(tenths) / 10),
			   (long long)(llabs(tenths) % 10));
	}
	csv_text(o, text.s);
	buf_drop(&text);
}

static void net_fields(struct outfile *o, const struct policy *p, const struct position *q)
{
	csv_money(o, q->net->not_due, q->cur);
	for (size_t b = 0; b <= p->limits; b++)
		csv_money(o, q->net->bucket[b], q->cur);
	csv_money(o, q->net->unapplied, q->cur);
	csv_money(o, q->net->no_due_date, q->cur);
}

static void customer_fields(struct outfile *o, const struct customer *c, currency company)
{
	CSV_WORD(o, kinds, c->kind);
	CSV_WORD(o, segments, c->segment);
	csv_text(o, c->owner);
	csv_text(o, c->siren);
	if (c->has_credit_limit)
		csv_money(o, c->credit_limit, company);
	else
		csv_empty(o);
}

static void balance_row(struct outfile *o, const struct assessment *a, const struct position *q)
{
	const struct ledger *l = a->view->ledger;
	const struct customer *c = &l->customer[q->customer];
	const struct profile *f = &a->profile[q->customer];
	const struct policy *p = a->policy;

	csv_text(o, c->id);
	csv_text(o, c->name);
	csv_text(o, currency_code(q->cur));
	csv_money(o, q->balance, q->cur);
	csv_money(o, q->not_due, q->cur);
	for (size_t b = 0; b <= p->limits; b++)
		csv_money(o, q->bucket[b], q->cur);
	csv_money(o, q->unapplied, q->cur);
	csv_money(o, q->no_due_date, q->cur);
	class_field(o, f->used);
	class_field(o, f->computed);
	csv_int(o, f->total_points);
	csv_text(o, payer_profile_name(f->payer));
	customer_fields(o, c, l->company_cur);
	if (q->has_equivalent)
		csv_money(o, q->equivalent, l->company_cur);
	else
		csv_empty(o);
	csv_money(o, overdue(p, q), q->cur);
	csv_money(o, q->disputed, q->cur);
	csv_int(o, q->oldest_late);
	delay_field(o, f);
	csv_money(o, q->interest, q->cur);
	csv_money(o, q->indemnity, currency_find("EUR"));
	csv_money(o, q->provision_base, q->cur);
	csv_money(o, q->provision, q->cur);
	csv_money(o, q->provision_existing, q->cur);
	csv_money(o, q->doubtful, q->cur);
	CSV_WORD(o, insolvencies, c->insolvency);
	csv_date(o, c->insolvency ? c->judgment : DATE_NONE);
	csv_date(o, insolvency_deadline(c));
	if (p->net_view)
		net_fields(o, p, q);
	csv_end(o);
}

static enum status fill_balance(struct diag *d, const struct assessment *a, struct outfile *o)
{
	(void)d;
	balance_columns(o, a->policy);
	for (uint32_t i = 0; assessment_has_position(a, i); i++)
		balance_row(o, a, &a->position[i]);
	return ST_OK;
}

/* pieces.csv */

static const char *item_column(const struct policy *p, const struct item *it, char name[24])
{
	switch (it->bucket) {
	case ITEM_NOT_DUE:
		return "not_due";
	case ITEM_UNAPPLIED:
		return "unapplied";
	case ITEM_NO_DUE:
		return "no_due_date";
	default:
		return bucket_column(p, (size_t)it->bucket, name);
	}
}

/* Date promised in the last promise made by D. */
static civil_date promised(const struct assessment *a, const struct document *doc)
{
	const struct ledger *l = a->view->ledger;
	civil_date until = DATE_NONE;

	for (uint32_t x = ledger_extra(l, doc->extras, EXTRA_PROMISE); x != NONE;
	     x = ledger_extra(l, l->extra[x].next, EXTRA_PROMISE)) {
		if (l->extra[x].date <= a->view->as_of)
			until = l->extra[x].until;
	}
	return until;
}

static void reminder_fields(struct outfile *o, const struct assessment *a, const struct item *it,
			    const struct document *doc)
{
	csv_money(o, item_disputed(a->view, it), doc->cur);
	csv_date(o, promised(a, doc));
	csv_flag(o, it->broken_promise);
	csv_text(o, it->left_out == REASON_NONE ? "" : reason_code((enum reason)it->left_out));
	csv_date(o, it->until);
	csv_money(o, it->asked, doc->cur);
	csv_int(o, it->last_level);
	csv_date(o, it->last_reminder);
	csv_date(o, prescription_date(a->view, it->doc, a->policy));
}

static void item_row(struct outfile *o, const struct assessment *a, const struct item *it)
{
	const struct ledger *l = a->view->ledger;
	const struct document *doc = &l->document[it->doc];
	char name[24];

	csv_text(o, l->customer[doc->customer].id);
	csv_text(o, ledger_text(l, doc->id));
	csv_text(o, ledger_text(l, doc->number));
	csv_text(o, document_type_name((enum document_type)doc->type));
	csv_date(o, doc->date);
	csv_date(o, it->due);
	csv_text(o, currency_code(doc->cur));
	csv_money(o, doc->amount, doc->cur);
	csv_money(o, a->view->open[it->doc], doc->cur);
	if (it->bucket == ITEM_UNAPPLIED || it->bucket == ITEM_NO_DUE)
		csv_empty(o);
	else
		csv_int(o, it->days_late);
	csv_text(o, item_column(a->policy, it, name));
	csv_text(o, ledger_text(l, doc->site));
	csv_text(o, ledger_text(l, doc->order));
	csv_text(o, ledger_text(l, doc->label));
	if (it->bucket == ITEM_UNAPPLIED) {
		for (int i = 0; i < 9; i++)
			csv_empty(o);
	} else {
		reminder_fields(o, a, it, doc);
	}
	csv_end(o);
}

static enum status fill_items(struct diag *d, const struct assessment *a, struct outfile *o)
{
	(void)d;
	for (uint32_t i = 0; i < a->items; i++)
		item_row(o, a, &a->item[i]);
	return ST_OK;
}

/* penalites.csv */

/* Flags per document, to be freed: which are disputed, which are claimed by a letter of this run. */
static uint8_t *penalty_flags(const struct assessment *a)
{
	uint8_t *flags = bulk_calloc(a->view->ledger->documents, sizeof *flags);

	for (uint32_t i = 0; i < a->items; i++) {
		bulk_breathe();
		if (item_disputed(a->view, &a->item[i]))
			flags[a->item[i].doc] |= DISPUTED;
	}
	for (uint32_t i = 0; i < a->decisions; i++) {
		const struct decision *e = &a->decision[i];

		bulk_breathe();
		for (uint32_t k = 0; e->step && k < e->candidates; k++) {
			if (decision_claims(a, e, e->candidate[k]))
				flags[a->item[e->candidate[k]].doc] |= CLAIMED;
		}
	}
	return flags;
}

static void penalty_row(struct outfile *o, const struct assessment *a, uint32_t doc, uint8_t flags,
			const struct penalty_line *line)
{
	const struct ledger *l = a->view->ledger;
	const struct document *document = &l->document[doc];

	csv_text(o, l->customer[document->customer].id);
	csv_text(o, ledger_text(l, document->id));
	csv_text(o, currency_code(line->cur));
	csv_text(o, line->kind == PENALTY_INTEREST ? "interest" : "indemnity");
	if (line->kind == PENALTY_INTEREST) {
		csv_date(o, line->from);
		csv_date(o, line->to);
		csv_int(o, line->days);
		csv_rate(o, line->rate);
		csv_money(o, line->base, line->cur);
	} else {
		for (int i = 0; i < 5; i++)
			csv_empty(o);
	}
	csv_money(o, line->amount, line->cur);
	csv_text(o, ledger_text(l, document->number));
	csv_text(o, !a->view->open[doc] ? "settled" : flags & DISPUTED ? "disputed" : "open");
	csv_text(o, rate_origin_name((enum rate_origin)line->origin));
	csv_flag(o, flags & CLAIMED);
	csv_end(o);
}

static enum status fill_penalties(struct diag *d, const struct assessment *a, struct outfile *o)
{
	struct penalties p = PENALTIES_INIT;
	uint8_t *flags = penalty_flags(a);
	enum status st = ST_OK;

	for (uint32_t doc = 0; ledger_has_document(a->view->ledger, doc) && st == ST_OK; doc++) {
		st = penalty_compute(d, a->view, a->policy, a->rates, doc, &p);
		for (size_t i = 0; i < p.lines && st == ST_OK; i++)
			penalty_row(o, a, doc, flags[doc], &p.line[i]);
	}
	bulk_free(flags);
	penalties_drop(&p);
	return st;
}

/* decisions.csv */

static void channel_field(struct outfile *o, unsigned channels)
{
	struct buf text = BUF_INIT;

	for (unsigned c = CHANNEL_EMAIL; c <= CHANNEL_PHONE; c <<= 1) {
		if (channels & c)
			buf_printf(&text, "%s%s", text.len ? "+" : "", channel_name((enum channel)c));
	}
	csv_text(o, text.s);
	buf_drop(&text);
}

/* The candidates' document ids, blank separated. */
static void documents_field(struct outfile *o, const struct assessment *a, const struct decision *e)
{
	const struct ledger *l = a->view->ledger;
	struct buf text = BUF_INIT;

	for (uint32_t k = 0; k < e->candidates; k++)
		buf_printf(&text, "%s%s", k ? " " : "",
			   ledger_text(l, l->document[a->item[e->candidate[k]].doc].id));
	csv_text(o, text.s);
	buf_drop(&text);
}

static void decision_row(struct outfile *o, const struct assessment *a, const struct decision *e,
			 struct arena *mem)
{
	const struct position *q = &a->position[e->position];

	csv_text(o, a->view->ledger->customer[q->customer].id);
	csv_text(o, currency_code(q->cur));
	csv_text(o, e->step ? e->step->name : "none");
	csv_int(o, e->level);
	channel_field(o, e->step ? e->channels : 0);
	csv_money(o, e->amount, q->cur);
	csv_text(o, reason_code(e->reason));
	csv_date(o, e->until);
	csv_text(o, e->site);
	csv_text(o, e->scenario ? e->scenario->name : "");
	csv_money(o, e->principal, q->cur);
	csv_money(o, e->credits, q->cur);
	csv_money(o, e->interest, q->cur);
	csv_money(o, e->indemnity, currency_find("EUR"));
	csv_int(o, e->oldest_late);
	csv_date(o, e->last_reminder);
	csv_int(o, e->priority);
	csv_text(o, decision_priority_words(a, e, mem));
	documents_field(o, a, e);
	csv_end(o);
}

static enum status fill_decisions(struct diag *d, const struct assessment *a, struct outfile *o)
{
	struct arena *mem = arena_new();

	(void)d;
	for (uint32_t i = 0; i < a->decisions; i++) {
		decision_row(o, a, &a->decision[i], mem);
		arena_reset(mem);
	}
	arena_drop(mem);
	return ST_OK;
}

static const struct {
	const char *name;
	const char *columns; /* NULL: they depend on the policy */
	enum status (*fill)(struct diag *d, const struct assessment *a, struct outfile *o);
} files[] = {
	{ "balance-agee", NULL, fill_balance },
	{ "pieces",
	  "customer,document,number,type,date,due,currency,amount,open,days_late,bucket,"
	  "site,order,label,disputed,promise_until,broken_promise,left_out,until,asked,last_level,"
	  "last_reminder,prescription",
	  fill_items },
	{ "penalites",
	  "customer,document,currency,kind,from,to,days,rate,base,amount,number,status,origin,claimed",
	  fill_penalties },
	{ "decisions",
	  "customer,currency,action,level,channel,amount,reason,until,"
	  "site,scenario,principal,credits,interest,indemnity,oldest_late,last_reminder,"
	  "priority,priority_why,documents",
	  fill_decisions },
	{ "chiffres", "code,label,unit,value,missing,formula", data_fill_figures },
	{ "rejets", "file,line,customer,document,reason,amount,currency,message", data_fill_rejects },
	{ "qualite", "code,severity,count,file,line,message", data_fill_findings },
};

const char *data_csv_name(size_t i)
{
	return i < sizeof files / sizeof *files ? files[i].name : NULL;
}

static enum status write_file(struct diag *d, const struct assessment *a, const char *folder, size_t i)
{
	struct buf path = BUF_INIT;
	struct outfile *o;
	enum status st, closed;

	buf_printf(&path, "%s/%s.csv", folder, files[i].name);
	o = outfile_new(d, path.s);
	buf_drop(&path);
	if (!o)
		return ST_OUTPUT;
	if (files[i].columns)
		outfile_printf(o, "%s\r\n", files[i].columns);
	st = files[i].fill(d, a, o);
	closed = outfile_close(o);
	return st != ST_OK ? st : closed;
}

enum status data_csv_write(struct diag *d, const struct assessment *a, const char *folder)
{
	enum status st = ST_OK;

	for (size_t i = 0; data_csv_name(i) && st == ST_OK; i++)
		st = write_file(d, a, folder, i);
	return st;
}
