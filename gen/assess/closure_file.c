/*
 * closure_file.c - the file against what it says of itself: control totals,
 * balance of the receivable account, closing balances, counts (RULES §4).
 *
 * All of the file counts, whatever D: a control total was made at extraction.
 * What was rejected counts with its readable amount; what came from a bank
 * statement does not, as the file knows nothing of it.
 */
#include <stdlib.h>
#include <string.h>

#include "assess/closure.h"
#include "assess/unbooked.h"
#include "assess/words.h"

#include "base/banned.h"

/* The file's own total, per currency, and what it is made of. */
struct file_sums {
	money taken[UINT8_MAX + 1];    /* documents, any date, without those of a bank statement */
	money later[UINT8_MAX + 1];    /* of them: dated after D */
	money rejected[UINT8_MAX + 1]; /* readable amounts of rejected records */
	money repeated[UINT8_MAX + 1]; /* what several files state and the ledger holds once */
	uint32_t n_later[UINT8_MAX + 1], n_rejected[UINT8_MAX + 1];
	money equivalent;	  /* foreign documents in company currency, each converted */
	money equivalent_of_sums; /* the same, each currency's total converted */
	bool foreign, has_equivalent;
	int64_t documents, rejected_documents, rejected_customers;
	civil_date rate_date;
};

static bool add_equivalent(const struct work *w, struct file_sums *s, money x, currency c, money *sum)
{
	money value;
	rate r;

	if (!exchange_rate_at(w->l, c, s->rate_date, &r) ||
	    !money_convert(x, c, r, w->l->company_cur, &value))
		s->has_equivalent = false;
	return !s->has_equivalent || money_add(sum, value);
}

static bool sum_documents(const struct work *w, struct file_sums *s)
{
	for (uint32_t k = 0; ledger_has_document(w->l, k); k++) {
		const struct document *doc = &w->l->document[k];

		if (document_unbooked(w->l, k))
			continue;
		s->documents++;
		if (!money_add(&s->taken[doc->cur], doc->amount))
			return false;
		if (!view_exists(w->v, k)) {
			s->n_later[doc->cur]++;
			if (!money_add(&s->later[doc->cur], doc->amount))
				return false;
		}
		if (doc->cur == w->l->company_cur)
			continue;
		s->foreign = true;
		if (s->has_equivalent && !add_equivalent(w, s, doc->amount, doc->cur, &s->equivalent))
			return false;
	}
	return true;
}

/* Which record was it? Children name no customer and have no amount. */
static void count_reject(struct file_sums *s, const struct reject *r)
{
	bool no_id = strcmp(r->code, "missing-id") == 0;

	if (*r->document ? r->has_amount || *r->customer : no_id && r->has_amount)
		s->rejected_documents++;
	else if (!*r->document && (no_id || *r->customer) && strcmp(r->code, "unknown-customer") != 0)
		s->rejected_customers++;
}

static bool sum_rejects(const struct work *w, struct file_sums *s)
{
	for (size_t i = 0; i < diag_reject_count(w->d); i++) {
		const struct reject *r = diag_reject_at(w->d, i);

		count_reject(s, r);
		if (!r->has_amount)
			continue;
		s->n_rejected[r->cur]++;
		if (!money_add(&s->rejected[r->cur], r->amount))
			return false;
		if (r->cur == w->l->company_cur)
			continue;
		s->foreign = true;
		if (s->has_equivalent && !add_equivalent(w, s, r->amount, r->cur, &s->equivalent))
			return false;
	}
	for (unsigned c = 1; c <= UINT8_MAX && s->has_equivalent; c++) {
		money sum = s->taken[c];

		if (c == w->l->company_cur || (!s->taken[c] && !s->rejected[c]))
			continue;
		if (!money_add(&sum, s->rejected[c]) ||
		    !add_equivalent(w, s, sum, (currency)c, &s->equivalent_of_sums))
			return false;
	}
	return true;
}

static bool sum_repeated(const struct work *w, struct file_sums *s)
{
	for (size_t i = 0; i < w->l->n_repeated; i++) {
		const struct repeated_total *r = &w->l->repeated[i];

		s->repeated[r->cur] = r->sum;
		if (r->cur == w->l->company_cur || !r->sum)
			continue;
		s->foreign = true;
		if (s->has_equivalent && (!add_equivalent(w, s, r->sum, r->cur, &s->equivalent) ||
					  !add_equivalent(w, s, r->sum, r->cur, &s->equivalent_of_sums)))
			return false;
	}
	return true;
}

/*
 * What the file states is either in the balance, or rejected, or said by several files: the parts, and
 * their sum, which is the total that was found.
 */
static void put_parts(struct work *w, const struct file_sums *s, currency c, money sum)
{
	struct buf *b = &w->text;
	bool parts = s->n_rejected[c] || s->repeated[c];

	buf_puts(b, parts ? "pièces prises " : "pièces du fichier ");
	put_money(b, s->taken[c], c);
	if (s->n_later[c]) {
		buf_puts(b, ", dont ");
		put_count(b, s->n_later[c], "pièce postérieure", "pièces postérieures");
		buf_puts(b, " au ");
		put_date(b, w->day);
		buf_puts(b, " : ");
		put_money(b, s->later[c], c);
	}
	if (s->n_rejected[c]) {
		buf_puts(b, " + rejeté ");
		put_money(b, s->rejected[c], c);
		buf_puts(b, " (");
		put_count(b, s->n_rejected[c], "enregistrement)", "enregistrements)");
	}
	if (s->repeated[c]) {
		buf_puts(b, " + écritures répétées d’un fichier à l’autre ");
		put_money(b, s->repeated[c], c);
	}
	if (parts) {
		buf_puts(b, " = ");
		put_money(b, sum, c);
	}
}

/*
 * The currency of a total that states none: the company's, else the only one there is; CUR_NONE if there
 * are several.
 */
static currency total_currency(const struct work *w, const struct file_sums *s, currency stated)
{
	currency only = CUR_NONE;

	if (stated != CUR_NONE || w->l->company_cur != CUR_NONE)
		return stated != CUR_NONE ? stated : w->l->company_cur;
	for (unsigned c = 1; c <= UINT8_MAX; c++) {
		if (!s->taken[c] && !s->rejected[c])
			continue;
		if (only != CUR_NONE)
			return CUR_NONE;
		only = (currency)c;
	}
	return only;
}

static uint64_t distance(money a, money b)
{
	return a > b ? (uint64_t)a - (uint64_t)b : (uint64_t)b - (uint64_t)a;
}

/*
 * A total without a currency may be the company-currency documents alone, or
 * all of them with the others' equivalents: whichever it is, the line says so.
 */
static bool check_total(struct work *w, struct closing_books *b, const struct file_sums *s, const char *label,
			money expected, currency stated)
{
	currency c = total_currency(w, s, stated);
	money found = s->taken[c], each, sums;

	if (c == CUR_NONE) {
		diag_finding(w->d, SEV_WARNING, "control-unchecked", NOWHERE,
			     "%s non vérifié : l'export ne donne pas la devise de la société", label);
		return true;
	}
	if (!money_add(&found, s->rejected[c]) || !money_add(&found, s->repeated[c]))
		return false;
	each = sums = found;
	put_parts(w, s, c, found);
	if (stated == CUR_NONE && s->foreign && s->has_equivalent) {
		if (!money_add(&each, s->equivalent) || !money_add(&sums, s->equivalent_of_sums))
			return false;
		/* No reading fits: the one that is nearest is told, so that the gap shown is the one to look for. */
		bool own = distance(expected, found) <= distance(expected, each) &&
			   distance(expected, found) <= distance(expected, sums);
		bool by_document = distance(expected, each) <= distance(expected, sums);

		if (!own) {
			buf_puts(&w->text, " ; contre-valeur des autres devises comprise : ");
			put_money(&w->text, by_document ? s->equivalent : s->equivalent_of_sums, c);
			found = by_document ? each : sums;
		} else {
			buf_puts(&w->text, " ; sans les autres devises");
		}
	} else if (stated == CUR_NONE && s->foreign) {
		buf_puts(&w->text, " ; sans les autres devises, dont le cours manque");
	}
	closure_add(b, (struct closure_line){ .label = label,
					      .customer = NONE,
					      .cur = c,
					      .stated = true,
					      .expected = expected,
					      .found = found,
					      .detail = words_keep(w->mem, &w->text) });
	return true;
}

/*
 * Readable amounts of each customer's rejected records, in company currency.
 * What was matched with another account is not taken off: the file's balance is
 * the sum of what was posted on the account, and matching posts nothing.
 */
static bool sum_rejects_of(const struct work *w, money *sum)
{
	for (size_t i = 0; i < diag_reject_count(w->d); i++) {
		const struct reject *r = diag_reject_at(w->d, i);
		uint32_t c = r->has_amount && r->cur == w->l->company_cur ? ledger_customer(w->l, r->customer)
									  : NONE;

		if (c != NONE && !money_add(&sum[c], r->amount))
			return false;
	}
	return true;
}

static void report_closing(const struct work *w, const struct customer *c, currency cur, money found)
{
	char stated[64], sum[64];

	if (c->closing != found)
		diag_finding(w->d, SEV_WARNING, "control-figure", c->at,
			     "client « %s » : le fichier annonce un solde de %s" NBSP
			     "%s, ses écritures donnent %s ; "
			     "l'export n'en contient sans doute qu'une partie, exportez-les toutes",
			     c->id, money_human(c->closing, cur, NNBSP, ",", stated), currency_code(cur),
			     money_human(found, cur, NNBSP, ",", sum));
}

/* The balance that the file states for one customer, against his documents of any date. */
static bool check_customer(struct work *w, struct closing_books *b, uint32_t customer, money found)
{
	const struct customer *c = &w->l->customer[customer];
	currency cur = w->l->company_cur;

	for (uint32_t k = c->first_document; k < c->first_document + c->documents; k++) {
		const struct document *doc = &w->l->document[k];

		if (cur == CUR_NONE)
			cur = doc->cur;
		if (doc->cur == cur && !document_unbooked(w->l, k) && !money_add(&found, doc->amount))
			return false;
	}
	if (c->closing_notice) {
		report_closing(w, c, cur, found);
		return true;
	}
	closure_add(b, (struct closure_line){
			       .label = "Solde de clôture du client",
			       .customer = customer,
			       .cur = cur,
			       .stated = true,
			       .expected = c->closing,
			       .found = found,
			       .detail = "solde indiqué par le fichier comparé à la somme de ses pièces" });
	return true;
}

static bool check_customers(struct work *w, struct closing_books *b)
{
	money *sum = NULL;
	bool fits = true;

	for (uint32_t c = 0; ledger_has_customer(w->l, c) && fits; c++) {
		if (!w->l->customer[c].has_closing)
			continue;
		if (!sum) {
			sum = xmalloc(w->l->customers * sizeof *sum);
			memset(sum, 0, w->l->customers * sizeof *sum);
			fits = sum_rejects_of(w, sum);
		}
		fits = fits && check_customer(w, b, c, sum[c]);
	}
	free(sum);
	return fits;
}

static void check_count(struct work *w, const struct control_total *t, const char *what, int64_t stated,
			int64_t found)
{
	if (stated != found)
		diag_finding(w->d, SEV_WARNING, "control-count", t->at,
			     "l'export annonce %lld %s, il en contient %lld (rejets compris) ; vérifiez "
			     "qu'il est complet",
			     (long long)stated, what, (long long)found);
}

/* Control totals in one currency add up: each file of a run has its own. false when it does not fit. */
static bool check_control(struct work *w, struct closing_books *b, const struct file_sums *s, size_t first)
{
	const struct control_total *t = w->l->control;
	money expected = 0;

	for (size_t i = 0; i < first; i++) {
		if (t[i].has_balance && t[i].cur == t[first].cur)
			return true;
	}
	for (size_t i = first; i < w->l->controls; i++) {
		if (t[i].has_balance && t[i].cur == t[first].cur && !money_add(&expected, t[i].balance))
			return false;
	}
	return check_total(w, b, s, "Total de contrôle de l’export", expected, t[first].cur);
}

/* What a file says of all its lines, those of other accounts included. */
static void check_figures(struct work *w, struct closing_books *b)
{
	for (size_t i = 0; i < w->l->figures; i++) {
		const struct file_figure *f = &w->l->figure[i];

		const char *path = diag_file_name(w->d, f->at.file), *slash = strrchr(path, '/');

		buf_printf(&w->text, "fichier « %s », toutes ses lignes", slash ? slash + 1 : path);
		closure_add(b, (struct closure_line){ .label = f->name,
						      .customer = NONE,
						      .cur = f->cur,
						      .stated = true,
						      .expected = f->stated,
						      .found = f->found,
						      .detail = words_keep(w->mem, &w->text) });
	}
}

static void check_counts(struct work *w, const struct file_sums *s)
{
	const struct control_total *t = w->l->control;

	/* Several files: each counts its own, and only the sum is known here. */
	if (w->l->controls != 1)
		return;
	if (t->has_documents)
		check_count(w, t, "pièces", t->documents, s->documents + s->rejected_documents);
	if (t->has_customers)
		check_count(w, t, "clients", t->customers, w->l->customers + s->rejected_customers);
}

enum status close_file(struct work *w, struct closing_books *b)
{
	struct file_sums *s = xmalloc(sizeof *s);
	bool fits;

	*s = (struct file_sums){ .has_equivalent = w->l->company_cur != CUR_NONE,
				 .rate_date = w->l->extracted != DATE_NONE ? w->l->extracted : w->day };
	fits = sum_documents(w, s) && sum_rejects(w, s) && sum_repeated(w, s);
	for (size_t i = 0; i < w->l->controls && fits; i++) {
		if (w->l->control[i].has_balance)
			fits = check_control(w, b, s, i);
	}
	if (fits && w->l->has_ledger_balance)
		fits = check_total(w, b, s, "Solde du compte collectif clients (411, 413, 416)",
				   w->l->ledger_balance, CUR_NONE);
	if (fits)
		fits = check_customers(w, b);
	if (fits) {
		check_figures(w, b);
		check_counts(w, s);
	}
	free(s);
	return fits ? ST_OK : sum_too_large(w, NONE, w->l->company_cur);
}
