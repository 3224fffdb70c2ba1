/* proof.c - sums of postings, whole and by entry; see proof.h. */
#include "read/proof.h"

#include <stdlib.h>

#include "base/table.h"
#include "base/text.h"
#include "read/value.h"

#include "base/banned.h"

/* Entries that were left unbalanced and might go on further down. A ledger sorted by account has no others: give up. */
#define OPEN_MAX 100000

struct open_entry {
	const char *key;
	struct decimal_sum sum;
	struct place at;
};

struct proof {
	struct arena *mem;
	struct decimal_sum debit, credit;
	uint64_t entries, unreadable;
	struct place first_unreadable;
	struct open_entry now; /* of the last posting; its key is in `key` */
	struct buf key;
	uint32_t known; /* where `now` stands in `open`, TABLE_MISSING: not there */
	struct open_entry *open;
	size_t opens, cap;
	struct table by_key;
	bool scattered; /* more open entries than can be followed */
};

struct proof *proof_new(void)
{
	struct proof *p = xmalloc(sizeof *p);

	*p = (struct proof){
		.mem = arena_new(), .key = BUF_INIT, .by_key = TABLE_INIT, .known = TABLE_MISSING
	};
	return p;
}

void proof_drop(struct proof *p)
{
	if (!p)
		return;
	free(p->open);
	table_drop(&p->by_key);
	buf_drop(&p->key);
	arena_drop(p->mem);
	free(p);
}

/* Other lines follow: what does not balance yet is remembered. */
static void leave_entry(struct proof *p)
{
	if (p->known != TABLE_MISSING) {
		p->open[p->known].sum = p->now.sum;
		return;
	}
	if (!p->key.len || !p->now.sum.units || p->scattered)
		return;
	if (p->opens == OPEN_MAX) {
		p->scattered = true;
		return;
	}
	GROW(p->open, p->opens, p->cap);
	p->now.key = arena_strdup(p->mem, p->key.s);
	table_put(&p->by_key, p->now.key, (uint32_t)p->opens);
	p->open[p->opens++] = p->now;
}

static void enter(struct proof *p, const char *key, struct place at)
{
	if (p->key.len && text_eq(p->key.s, key))
		return;
	leave_entry(p);
	p->key.len = 0;
	buf_puts(&p->key, key);
	p->known = p->opens ? table_find(&p->by_key, key) : TABLE_MISSING;
	if (p->known != TABLE_MISSING) {
		p->now = p->open[p->known];
	} else {
		p->now = (struct open_entry){ .at = at };
		p->entries++;
	}
}

/* The two sides of a posting; false: unreadable. */
static bool read_sides(const struct record *r, const char *amount, struct decimal_sum *debit,
		       struct decimal_sum *credit)
{
	const char *d = r->field[F_DEBIT], *c = r->field[F_CREDIT];

	*debit = *credit = (struct decimal_sum){ 0, 0 };
	if (d || c)
		return (!d || decimal_read(d, debit)) && (!c || decimal_read(c, credit));
	if (!amount) /* 0.00 need not be written: only a text that is none is a fault */
		return !r->field[F_SIGNED] && !r->field[F_AMOUNT];
	return *amount == '-' ? decimal_read(amount + 1, credit) : decimal_read(amount, debit);
}

void proof_add(struct proof *p, const struct record *r, const char *amount)
{
	struct decimal_sum debit, credit;

	if (!read_sides(r, amount, &debit, &credit)) {
		if (!p->unreadable++)
			p->first_unreadable = r->at;
		return;
	}
	if (r->field[F_ENTRY])
		enter(p, r->field[F_ENTRY], r->at);
	if (debit.units) {
		decimal_sum_join(&p->now.sum, debit, false);
		decimal_sum_join(&p->debit, debit, false);
	}
	if (credit.units) {
		decimal_sum_join(&p->now.sum, credit, true);
		decimal_sum_join(&p->credit, credit, false);
	}
}

static size_t count_unbalanced(const struct proof *p)
{
	size_t n = 0;

	for (size_t i = 0; i < p->opens; i++)
		n += p->open[i].sum.units != 0;
	return n;
}

static void report_entries(const struct proof *p, struct diag *d, struct arena *a)
{
	for (size_t i = 0; i < p->opens; i++) {
		const struct open_entry *o = &p->open[i];
		char gap[64];

		if (o->sum.units)
			diag_finding(d, SEV_WARNING, "entry-unbalanced", o->at,
				     "écriture « %s » non équilibrée, débits moins crédits : %s ; vérifiez "
				     "que le fichier est complet",
				     o->key, decimal_human(decimal_sum_text(a, &o->sum), gap));
	}
}

bool proof_finish(struct proof *p, struct diag *d, struct arena *a, struct record *r)
{
	const char *debit = decimal_sum_text(a, &p->debit), *credit = decimal_sum_text(a, &p->credit);
	const char *gap = debit && credit ? decimal_add(a, debit, decimal_negate(a, credit)) : NULL;
	char shown_debit[64], shown_credit[64];
	size_t unbalanced;
	bool extract;

	leave_entry(p);
	unbalanced = count_unbalanced(p);
	extract = p->scattered || unbalanced > p->entries / 2;
	if (!extract)
		report_entries(p, d, a);
	if (!gap || p->unreadable) {
		diag_finding(d, SEV_WARNING, "ledger-unreadable", gap ? p->first_unreadable : r->at,
			     "montant illisible : l'équilibre des écritures (débits, crédits) n'est pas "
			     "vérifié ; corrigez le fichier (lignes : %llu)",
			     (unsigned long long)p->unreadable);
		return false;
	}
	if (decimal_sign(gap) && extract) {
		diag_finding(d, SEV_WARNING, "ledger-extract", r->at,
			     "débits %s, crédits %s : le fichier ne contient qu'une partie des comptes ; "
			     "rien ne prouve qu'il est complet",
			     decimal_human(debit, shown_debit), decimal_human(credit, shown_credit));
		return false;
	}
	r->field[F_NAME] = "Équilibre des écritures du fichier (débits, crédits)";
	r->field[F_STATED] = debit;
	r->field[F_FOUND] = credit;
	return true;
}
