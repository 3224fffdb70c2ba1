/* bank.c - the story of the bank statements, and what is read off their verdicts; see bank.h, bank_job.h. */
#include "book/bank_job.h"

#include <stdlib.h>
#include <string.h>

#include "base/order.h"

#include "base/banned.h"

const char *bank_status_name(enum bank_status s)
{
	switch (s) {
	case BANK_SURE:
		return "sure";
	case BANK_UNSURE:
		return "unsure";
	case BANK_UNMATCHED:
		return "unmatched";
	case BANK_BOOKED:
		return "booked";
	case BANK_DUPLICATE:
		return "duplicate";
	case BANK_RETURNED:
		return "returned";
	}
	return "";
}

const char *bank_evidence_french(enum bank_evidence e)
{
	static const char *const word[] = { "", "référence structurée", "numéro de pièce cité",
					    "montant exact d’une pièce", "payeur reconnu" };

	return word[e];
}

bool bank_waits(const struct bank_item *x)
{
	return x->status == BANK_UNSURE || x->status == BANK_UNMATCHED ||
	       (x->status == BANK_RETURNED && x->payment == NONE);
}

const char *bank_confidence_french(const struct bank_item *x)
{
	if (!bank_waits(x))
		return "certaine";
	if (x->status != BANK_UNSURE)
		return "nulle";
	return x->evidence == EVIDENCE_STRUCTURED || x->evidence == EVIDENCE_QUOTED ? "moyenne" : "faible";
}

const char *bank_reason_at(const struct bank_item *x, civil_date day, struct arena *mem)
{
	if (x->date <= day)
		return x->reason;
	return arena_printf(mem, "%s\u00a0; après la date d’arrêté, ne compte pas", x->reason);
}

const struct bank_item *bank_of_document(const struct ledger *l, uint32_t doc)
{
	uint32_t low = 0, high = l->banks_posted;

	while (low < high) {
		uint32_t mid = low + (high - low) / 2;
		const struct bank_item *x = &l->bank[l->bank_posted[mid]];

		if (x->payment == doc)
			return x;
		if (x->payment < doc)
			low = mid + 1;
		else
			high = mid;
	}
	return NULL;
}

const struct bank_item *bank_waiting(const struct ledger *l, uint32_t customer, currency c, civil_date day)
{
	uint32_t low = 0, high = l->bank_unsures;

	while (low < high) {
		uint32_t mid = low + (high - low) / 2;

		if (l->bank[l->bank_unsure[mid]].customer < customer)
			low = mid + 1;
		else
			high = mid;
	}
	for (; low < l->bank_unsures; low++) {
		const struct bank_item *x = &l->bank[l->bank_unsure[low]];

		if (x->customer != customer)
			break;
		if (x->cur == c && x->date <= day && (x->returned == DATE_NONE || x->returned > day))
			return x;
	}
	return NULL;
}

/* --- order -------------------------------------------------------------------------------- */

int bank_compare(const struct bank_tx *a, const struct bank_tx *b)
{
	const char *const x[] = { a->own_ref, a->entry_ref,  a->end_to_end, a->entry_number,
				  a->payer,   a->ultimate,   a->iban,	    a->text,
				  a->note,    a->structured, a->applies };
	const char *const y[] = { b->own_ref, b->entry_ref,  b->end_to_end, b->entry_number,
				  b->payer,   b->ultimate,   b->iban,	    b->text,
				  b->note,    b->structured, b->applies };
	int order = compare_numbers(a->date, b->date);

	if (!order)
		order = strcmp(a->account, b->account);
	if (!order)
		order = strcmp(currency_code(a->cur), currency_code(b->cur));
	if (!order)
		order = compare_numbers(a->amount, b->amount);
	for (size_t i = 0; i < sizeof x / sizeof *x && !order; i++)
		order = strcmp(x[i], y[i]);
	if (!order)
		order = compare_numbers(a->gross, b->gross);
	if (!order)
		order = compare_numbers(a->entry_total, b->entry_total);
	if (!order)
		order = compare_numbers(a->parts, b->parts);
	return order ? order : compare_numbers(a->is_return, b->is_return);
}

int bank_compare_places(const struct bank_job *j, const struct bank_tx *a, const struct bank_tx *b)
{
	int order = bank_compare(a, b);

	if (!order)
		order = strcmp(diag_file_name(j->d, a->at.file), diag_file_name(j->d, b->at.file));
	if (!order)
		order = compare_numbers(a->at.file, b->at.file);
	if (!order)
		order = compare_numbers(a->at.line, b->at.line);
	return order ? order : compare_numbers(a->entry, b->entry);
}

static int compare_in_sort(const void *x, const void *y, void *job)
{
	return bank_compare_places(job, x, y);
}

/* --- what all parts use ------------------------------------------------------------------- */

static int compare_found(const void *x, const void *y)
{
	uint32_t a = *(const uint32_t *)x, b = *(const uint32_t *)y;

	return (a > b) - (a < b);
}

void bank_found_none(struct bank_job *j)
{
	j->founds = 0;
}

void bank_found(struct bank_job *j, uint32_t x)
{
	GROW(j->found, j->founds, j->found_cap);
	j->found[j->founds++] = x;
}

struct bank_list bank_found_list(struct bank_job *j)
{
	struct bank_list l = { .n = 0 };

	if (!j->founds)
		return l;
	qsort(j->found, j->founds, sizeof *j->found, compare_found);
	l.at = arena_calloc(j->mem, j->founds, sizeof *l.at);
	for (uint32_t i = 0; i < j->founds; i++) {
		if (!l.n || l.at[l.n - 1] != j->found[i])
			l.at[l.n++] = j->found[i];
	}
	return l;
}

bool bank_list_has(const struct bank_list *l, uint32_t x)
{
	for (uint32_t i = 0; i < l->n; i++) {
		if (l->at[i] == x)
			return true;
	}
	return false;
}

void bank_decide(struct bank_tx *t, enum bank_status s, const char *reason)
{
	t->status = s;
	t->reason = reason;
	t->decided = true;
}

const char *bank_said(struct bank_job *j)
{
	const char *s = arena_strndup(j->l->mem, j->text.s, j->text.len);

	buf_clear(&j->text);
	return s;
}

void bank_say_money(struct bank_job *j, money x, currency c)
{
	char text[64];

	buf_printf(&j->text, "%s\u00a0%s", money_human(x, c, "\u202f", ",", text), currency_code(c));
}

void bank_say_date(struct bank_job *j, civil_date d)
{
	char text[11];

	buf_puts(&j->text, date_fr(d, text));
}

#define SHOWN 3

void bank_say_documents(struct bank_job *j, const struct bank_list *docs)
{
	for (uint32_t i = 0; i < docs->n && i < SHOWN; i++)
		buf_printf(&j->text, "%s%s",
			   !i		      ? ""
			   : i + 1 == docs->n ? " et "
					      : ", ",
			   ledger_text(j->l, j->l->document[docs->at[i]].number));
	if (docs->n > SHOWN)
		buf_printf(&j->text, " et %u autre%s", (unsigned)(docs->n - SHOWN),
			   docs->n > SHOWN + 1 ? "s" : "");
}

/* --- the story ---------------------------------------------------------------------------- */

void bank_run(struct builder *b, money *left)
{
	struct bank_job j = { .b = b, .d = b->d, .l = b->l, .left = left, .text = BUF_INIT };

	if (!b->bank)
		return;
	bank_close_entry(b);
	j.mem = arena_new();
	j.tmp = arena_new();
	j.tx = b->bank->tx;
	j.n = b->bank->n;
	if (j.n)
		qsort_r(j.tx, j.n, sizeof *j.tx, compare_in_sort, &j);
	bank_find_duplicates(&j);
	bank_index(&j);
	bank_find_names(&j);
	bank_pair_returns(&j);
	bank_find_booked(&j);
	bank_match(&j);
	bank_judge_returns(&j);
	bank_post(&j);
	bank_index_drop(&j);
	free(j.allocation);
	free(j.found);
	buf_drop(&j.text);
	arena_drop(j.tmp);
	arena_drop(j.mem);
}
