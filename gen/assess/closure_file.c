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

/* What a file holds in one currency. */
struct sums {
	struct sums *next;
	currency cur;
	money taken;	/* documents, any date, without those of a bank statement */
	money later;	/* of them: dated after D */
	money rejected; /* readable amounts of rejected records */
	money repeated; /* what other files state too and the ledger holds once */
	uint32_t n_later, n_rejected;
};

/* A file of the run, and what its total is made of. */
struct file {
	struct sums *in;	  /* currencies */
	money equivalent;	  /* foreign documents in company currency, each converted */
	money equivalent_of_sums; /* the same, each currency's total converted */
	bool foreign, has_equivalent;
	int64_t documents, rejected_documents, rejected_customers;
	bool closings; /* states those of customers */
	bool filled;   /* with documents, be they rejected */
};

/* All of them: each is judged by its own figures, as others may state none. */
struct files {
	struct file *file; /* by number */
	size_t n, filled;
	civil_date rate_date;
	struct arena *mem;
};

/* Files are numbered as they were registered; what has none (-1) has a place of its own, the first. */
static struct file *file_of(const struct files *f, struct place at)
{
	return &f->file[at.file + 1];
}

static struct sums *sums_of(struct files *f, struct file *of, currency c)
{
	struct sums *s = of->in;

	while (s && s->cur != c)
		s = s->next;
	if (s)
		return s;
	s = arena_alloc(f->mem, sizeof *s);
	*s = (struct sums){ .next = of->in, .cur = c };
	of->in = s;
	return s;
}

static bool add_equivalent(const struct work *w, const struct files *f, struct file *of, money x, currency c,
			   money *sum)
{
	money value;
	rate r;

	if (!exchange_rate_at(w->l, c, f->rate_date, &r) ||
	    !money_convert(x, c, r, w->l->company_cur, &value))
		of->has_equivalent = false;
	return !of->has_equivalent || money_add(sum, value);
}

static bool add_foreign(const struct work *w, const struct files *f, struct file *of, money x, currency c)
{
	if (c == w->l->company_cur)
		return true;
	of->foreign = true;
	return !of->has_equivalent || add_equivalent(w, f, of, x, c, &of->equivalent);
}

static bool sum_documents(const struct work *w, struct files *f)
{
	for (uint32_t k = 0; ledger_has_document(w->l, k); k++) {
		const struct document *doc = &w->l->document[k];
		struct file *of = file_of(f, doc->at);
		struct sums *s;

		if (document_unbooked(w->l, k))
			continue;
		s = sums_of(f, of, doc->cur);
		of->documents += ledger_earlier_part(w->l, k) == NONE; /* the file knows of the invoice */
		if (!money_add(&s->taken, doc->amount))
			return false;
		if (!view_exists(w->v, k)) {
			s->n_later++;
			if (!money_add(&s->later, doc->amount))
				return false;
		}
		if (!add_foreign(w, f, of, doc->amount, doc->cur))
			return false;
	}
	return true;
}

/* Which record was it? Children name no customer and have no amount. */
static void count_reject(struct file *of, const struct reject *r)
{
	bool no_id = strcmp(r->code, "missing-id") == 0;

	if (*r->document ? r->has_amount || *r->customer : no_id && r->has_amount)
		of->rejected_documents++;
	else if (!*r->document && (no_id || *r->customer) && strcmp(r->code, "unknown-customer") != 0)
		of->rejected_customers++;
}

static bool sum_rejects(const struct work *w, struct files *f)
{
	for (size_t i = 0; i < diag_reject_count(w->d); i++) {
		const struct reject *r = diag_reject_at(w->d, i);
		struct file *of = file_of(f, r->at);
		struct sums *s;

		count_reject(of, r);
		if (!r->has_amount)
			continue;
		s = sums_of(f, of, r->cur);
		s->n_rejected++;
		if (!money_add(&s->rejected, r->amount) || !add_foreign(w, f, of, r->amount, r->cur))
			return false;
	}
	return true;
}

static bool sum_repeated(const struct work *w, struct files *f)
{
	for (size_t i = 0; i < w->l->n_repeated; i++) {
		const struct repeated_total *r = &w->l->repeated[i];
		struct file *of = file_of(f, (struct place){ r->file, 0 });

		of->documents += r->documents;
		sums_of(f, of, r->cur)->repeated = r->sum;
		if (r->sum && !add_foreign(w, f, of, r->sum, r->cur))
			return false;
	}
	return true;
}

/* What takes whole sums: which files have any, and the other way to convert, each currency's total at once. */
static bool settle_sums(const struct work *w, struct files *f)
{
	for (size_t i = 0; i < f->n; i++) {
		struct file *of = &f->file[i];

		of->filled = of->in != NULL;
		f->filled += of->filled;
		for (const struct sums *s = of->in; s && of->has_equivalent; s = s->next) {
			money sum = s->taken;

			if (s->cur == w->l->company_cur)
				continue;
			if (!money_add(&sum, s->rejected) || !money_add(&sum, s->repeated) ||
			    (sum && !add_equivalent(w, f, of, sum, s->cur, &of->equivalent_of_sums)))
				return false;
		}
	}
	return true;
}

/*
 * What the file states is either in the balance, or rejected, or said by several files: the parts, and
 * their sum, which is the total that was found.
 */
static void put_parts(struct work *w, const struct sums *s, money sum)
{
	struct buf *b = &w->text;
	currency c = s->cur;
	bool parts = s->n_rejected || s->repeated;

	buf_puts(b, parts ? "pièces prises " : "pièces du fichier ");
	put_money(b, s->taken, c);
	if (s->n_later) {
		buf_puts(b, ", dont ");
		put_count(b, s->n_later, "pièce postérieure", "pièces postérieures");
		buf_puts(b, " au ");
		put_date(b, w->day);
		buf_puts(b, " : ");
		put_money(b, s->later, c);
	}
	if (s->n_rejected) {
		buf_puts(b, " + rejeté ");
		put_money(b, s->rejected, c);
		buf_puts(b, " (");
		put_count(b, s->n_rejected, "enregistrement)", "enregistrements)");
	}
	if (s->repeated) {
		buf_puts(b, " + écritures répétées d’un fichier à l’autre ");
		put_money(b, s->repeated, c);
	}
	if (parts) {
		buf_puts(b, " = ");
		put_money(b, sum, c);
	}
}

/* The currency of a total that states none: its export's, else the only one there is; CUR_NONE if there are several. */
static currency total_currency(const struct file *of, const struct control_total *t)
{
	if (t->cur != CUR_NONE || t->export_cur != CUR_NONE)
		return t->cur != CUR_NONE ? t->cur : t->export_cur;
	return of->in && !of->in->next ? of->in->cur : CUR_NONE;
}

static uint64_t distance(money a, money b)
{
	return a > b ? (uint64_t)a - (uint64_t)b : (uint64_t)b - (uint64_t)a;
}

static const char *base_name(const struct work *w, int file)
{
	const char *path = diag_file_name(w->d, file), *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

/*
 * A total without a currency may be the company-currency documents alone, or
 * all of them with the others' equivalents: whichever it is, the line says so.
 * Returns what was found; false where sums do not fit.
 */
static bool find_total(struct work *w, const struct file *of, const struct control_total *t,
		       const struct sums *s, money expected, money *found)
{
	money each, sums;

	*found = s->taken;
	if (!money_add(found, s->rejected) || !money_add(found, s->repeated))
		return false;
	each = sums = *found;
	put_parts(w, s, *found);
	if (t->cur != CUR_NONE || !of->foreign || s->cur != w->l->company_cur)
		return true;
	if (!of->has_equivalent) {
		buf_puts(&w->text, " ; sans les autres devises, dont le cours manque");
		return true;
	}
	if (!money_add(&each, of->equivalent) || !money_add(&sums, of->equivalent_of_sums))
		return false;
	/* No reading fits: the one that is nearest is told, so that the gap shown is the one to look for. */
	bool own = distance(expected, *found) <= distance(expected, each) &&
		   distance(expected, *found) <= distance(expected, sums);
	bool by_document = distance(expected, each) <= distance(expected, sums);

	if (own) {
		buf_puts(&w->text, " ; sans les autres devises");
		return true;
	}
	buf_puts(&w->text, " ; contre-valeur des autres devises comprise : ");
	put_money(&w->text, by_document ? of->equivalent : of->equivalent_of_sums, s->cur);
	*found = by_document ? each : sums;
	return true;
}

static bool check_total(struct work *w, struct closing_books *b, struct files *f,
			const struct control_total *t, money expected)
{
	const char *label = t->of_account ? "Solde du compte collectif clients (411, 413, 416)"
					  : "Total de contrôle de l’export";
	struct file *of = file_of(f, t->at);
	currency c = total_currency(of, t);
	bool alone = f->filled == of->filled;
	money found;

	if (c == CUR_NONE) {
		diag_finding(w->d, SEV_WARNING, "control-unchecked", t->at,
			     "%s non vérifié : l'export ne donne pas la devise de la société", label);
		return true;
	}
	if (!alone)
		buf_printf(&w->text, "fichier « %s » : ", base_name(w, t->at.file));
	if (!find_total(w, of, t, sums_of(f, of, c), expected, &found))
		return false;
	closure_add(b, (struct closure_line){ .label = label,
					      .customer = NONE,
					      .cur = c,
					      .stated = true,
					      .apart = !alone,
					      .expected = expected,
					      .found = found,
					      .detail = words_keep(w->mem, &w->text) });
	return true;
}

/*
 * Readable amounts of each customer's rejected records, in the currency of his closing balance.
 * What was matched with another account is not taken off: the file's balance is
 * the sum of what was posted on the account, and matching posts nothing.
 */
static bool sum_rejects_of(const struct work *w, const struct files *f, money *sum)
{
	for (size_t i = 0; i < diag_reject_count(w->d); i++) {
		const struct reject *r = diag_reject_at(w->d, i);
		uint32_t c = r->has_amount && file_of(f, r->at)->closings ? ledger_customer(w->l, r->customer)
									  : NONE;

		if (c != NONE && r->cur == w->l->customer[c].closing_cur && !money_add(&sum[c], r->amount))
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

/* The balance that files state for one customer, against his documents of any date in such files. */
static bool check_customer(struct work *w, struct closing_books *b, const struct files *f, uint32_t customer,
			   money found)
{
	const struct customer *c = &w->l->customer[customer];
	currency cur = c->closing_cur;

	for (uint32_t k = c->first_document; k < c->first_document + c->documents; k++) {
		const struct document *doc = &w->l->document[k];

		if (!file_of(f, doc->at)->closings)
			continue;
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

static bool check_customers(struct work *w, struct closing_books *b, const struct files *f)
{
	money *sum = NULL;
	bool fits = true;

	for (uint32_t c = 0; ledger_has_customer(w->l, c) && fits; c++) {
		if (!w->l->customer[c].has_closing)
			continue;
		if (!sum) {
			sum = xmalloc(w->l->customers * sizeof *sum);
			memset(sum, 0, w->l->customers * sizeof *sum);
			fits = sum_rejects_of(w, f, sum);
		}
		fits = fits && check_customer(w, b, f, c, sum[c]);
	}
	free(sum);
	return fits;
}

/* Totals of one kind and currency that one file states add up: a line for all of them, at the first. */
static bool check_control(struct work *w, struct closing_books *b, struct files *f, size_t first)
{
	const struct control_total *t = w->l->control;
	money expected = 0;

	for (size_t i = 0; i < w->l->controls; i++) {
		if (!t[i].has_balance || t[i].at.file != t[first].at.file || t[i].cur != t[first].cur ||
		    t[i].of_account != t[first].of_account)
			continue;
		if (i < first)
			return true;
		if (!money_add(&expected, t[i].balance))
			return false;
	}
	return check_total(w, b, f, &t[first], expected);
}

/* What a file says of all its lines, those of other accounts included. */
static void check_figures(struct work *w, struct closing_books *b)
{
	for (size_t i = 0; i < w->l->figures; i++) {
		const struct file_figure *f = &w->l->figure[i];

		buf_printf(&w->text, "fichier « %s », toutes ses lignes", base_name(w, f->at.file));
		closure_add(b, (struct closure_line){ .label = f->name,
						      .customer = NONE,
						      .cur = f->cur,
						      .stated = true,
						      .apart = true,
						      .expected = f->stated,
						      .found = f->found,
						      .detail = words_keep(w->mem, &w->text) });
	}
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

static int64_t count_customers(const struct work *w, int file)
{
	int64_t n = 0;

	for (uint32_t c = 0; ledger_has_customer(w->l, c); c++)
		n += w->l->customer[c].at.file == file;
	return n;
}

/* Counts that one file states, in one record or by currency, add up like its totals. */
static void check_counts(struct work *w, const struct files *f, size_t first)
{
	const struct control_total *t = w->l->control;
	const struct file *of = file_of(f, t[first].at);
	int64_t documents = 0, customers = 0;
	bool has_documents = false, has_customers = false;

	for (size_t i = 0; i < w->l->controls; i++) {
		if (t[i].at.file != t[first].at.file)
			continue;
		if (i < first)
			return;
		has_documents |= t[i].has_documents;
		has_customers |= t[i].has_customers;
		documents += t[i].documents;
		customers += t[i].customers;
	}
	if (has_documents)
		check_count(w, &t[first], "pièces", documents, of->documents + of->rejected_documents);
	/* A customer of several files is counted where he came first. */
	if (has_customers && f->filled == of->filled)
		check_count(w, &t[first], "clients", customers,
			    count_customers(w, t[first].at.file) + of->rejected_customers);
}

/* Room for the files of all that is summed. */
static struct files files_new(const struct work *w)
{
	struct files f = { .mem = arena_new(),
			   .rate_date = w->l->extracted != DATE_NONE ? w->l->extracted : w->day };
	int last = -1;

	for (uint32_t k = 0; ledger_has_document(w->l, k); k++)
		last = w->l->document[k].at.file > last ? w->l->document[k].at.file : last;
	for (size_t i = 0; i < diag_reject_count(w->d); i++)
		last = diag_reject_at(w->d, i)->at.file > last ? diag_reject_at(w->d, i)->at.file : last;
	for (size_t i = 0; i < w->l->controls; i++)
		last = w->l->control[i].at.file > last ? w->l->control[i].at.file : last;
	for (size_t i = 0; i < w->l->n_repeated; i++)
		last = w->l->repeated[i].file > last ? w->l->repeated[i].file : last;
	f.n = (size_t)(last + 2);
	f.file = arena_calloc(f.mem, f.n, sizeof *f.file);
	for (size_t i = 0; i < f.n; i++)
		f.file[i].has_equivalent = w->l->company_cur != CUR_NONE;
	for (size_t i = 0; i < w->l->controls; i++)
		file_of(&f, w->l->control[i].at)->closings |= w->l->control[i].of_customers;
	return f;
}

enum status close_file(struct work *w, struct closing_books *b)
{
	struct files f = files_new(w);
	bool fits = sum_documents(w, &f) && sum_rejects(w, &f) && sum_repeated(w, &f) && settle_sums(w, &f);

	for (size_t i = 0; i < w->l->controls && fits; i++) {
		if (w->l->control[i].has_balance)
			fits = check_control(w, b, &f, i);
	}
	fits = fits && check_customers(w, b, &f);
	if (fits)
		check_figures(w, b);
	for (size_t i = 0; i < w->l->controls && fits; i++)
		check_counts(w, &f, i);
	arena_drop(f.mem);
	return fits ? ST_OK : sum_too_large(w, NONE, w->l->company_cur);
}
