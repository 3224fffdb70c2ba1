/*
 * bank_take.c - from records to transactions.
 *
 * An entry of a statement comes as a record, its transactions as records
 * inside of it (camt: Ntry and TxDtls). The amount that counts is the entry's:
 * it is what was booked. Several transactions take its place where they add up
 * to it, the bank's charges set aside; else the entry stays whole, with all
 * that its transactions say, as nobody can tell how it is to be divided.
 */
#include "book/bank_job.h"

#include <stdlib.h>
#include <string.h>

#include "base/banned.h"

#define MAX_TRANSACTIONS (UINT32_C(1) << 28)

static const char *keep(struct builder *b, const char *s)
{
	return s && *s ? arena_strdup(b->scratch, s) : "";
}

/* An account number: without blanks, in capitals. */
static const char *keep_account(struct builder *b, const char *s)
{
	char *out, *p;

	if (!s || !*s)
		return "";
	out = p = arena_alloc(b->scratch, strlen(s) + 1);
	for (; *s; s++) {
		if (*s != ' ')
			*p++ = *s >= 'a' && *s <= 'z' ? (char)(*s - 'a' + 'A') : *s;
	}
	return out;
}

/* "1" of a flag, "2" of a count. */
static bool is_set(const char *s)
{
	return s && *s && strcmp(s, "0") != 0;
}

static void reject(struct builder *b, const struct record *r, const char *code, const char *why)
{
	const char *id = r->field[F_ENTRY_REF] ? r->field[F_ENTRY_REF] : r->field[F_NUMBER];

	diag_reject(b->d, code, r->at, "", shown(id), false, 0, CUR_NONE,
		    id ? "opération bancaire « %s » : %s ; elle n’est pas prise, vérifiez le relevé"
		       : "opération bancaire%s : %s ; elle n’est pas prise, vérifiez le relevé",
		    shown(id), why);
	b->bank->rejected = true;
}

/* What entry and transaction have in common. */
static struct bank_tx read_texts(struct builder *b, const struct record *r)
{
	return (struct bank_tx){
		.at = r->at,
		.account = keep_account(b, r->field[F_ACCOUNT_IBAN]),
		.entry_ref = keep(b, r->field[F_ENTRY_REF]),
		.entry_number = keep(b, r->field[F_NUMBER]),
		.own_ref = keep(b, r->field[F_ID]),
		.end_to_end = keep(b, r->field[F_END_TO_END]),
		.payer = keep(b, r->field[F_PAYER]),
		.ultimate = keep(b, r->field[F_NAME]),
		.iban = keep_account(b, r->field[F_IBAN]),
		.text = keep(b, r->field[F_TEXT]),
		.note = "",
		.structured = keep(b, r->field[F_STRUCTURED]),
		.applies = keep(b, r->field[F_APPLIES]),
		.is_return = is_set(r->field[F_RETURN]),
		.same = NONE,
		.pair = NONE,
		.booked = NONE,
		.reject_of = NONE,
		.customer = NONE,
		.document = NONE,
		.reason = "",
	};
}

/* The bank's charges; 0 where none are stated, or they are not readable. */
static money charges_of(const struct record *r, currency c)
{
	const char *s = r->field[F_RETENTION];
	money x = 0;
	enum money_parse p = s ? money_parse(s, strlen(s), c, &x) : MONEY_EMPTY;

	return p == MONEY_OK || p == MONEY_ROUNDED ? x : 0;
}

static void take_entry(struct input *in, const struct record *r)
{
	struct builder *b = in->b;
	struct bank_intake *k = b->bank;
	struct bank_tx t = read_texts(b, r);
	enum money_parse p;

	k->open = true;
	k->rejected = false;
	k->parts = 0;
	t.cur = r->field[F_CURRENCY] ? currency_find(r->field[F_CURRENCY]) : base_currency(in);
	t.date = r->field[F_DATE] ? date_parse(r->field[F_DATE]) : DATE_NONE;
	t.entry = k->entries++;
	if (t.cur == CUR_NONE) {
		reject(b, r, "unknown-currency", "devise absente ou inconnue");
		return;
	}
	p = read_money(b, r, F_AMOUNT, t.cur, &t.amount);
	if (p != MONEY_OK) {
		reject(b, r, money_problem_code(p), money_problem_french(p));
		return;
	}
	if (t.date == DATE_NONE) {
		reject(b, r, r->field[F_DATE] ? "bad-date" : "missing-date",
		       r->field[F_DATE] ? "date impossible" : "date absente");
		return;
	}
	k->charges = charges_of(r, t.cur);
	k->head = t;
}

/* amount 0: the transaction states none, or one in another currency, which says nothing of the account. */
static void take_part(struct builder *b, const struct record *r)
{
	struct bank_intake *k = b->bank;
	struct bank_tx t = read_texts(b, r);
	const char *code = r->field[F_CURRENCY];
	money amount;

	t.cur = k->head.cur;
	if ((!code || currency_find(code) == t.cur) && read_money(b, r, F_AMOUNT, t.cur, &amount) == MONEY_OK)
		t.amount = amount;
	if (!money_add(&k->charges, charges_of(r, t.cur)))
		k->charges = 0;
	GROW(k->part, k->parts, k->part_cap);
	k->part[k->parts++] = t;
}

enum status bank_take(struct input *in, const struct record *r)
{
	struct builder *b = in->b;
	bool part = r->parent && r->parent->kind == REC_BANK;

	if (!b->bank) {
		b->bank = xmalloc(sizeof *b->bank);
		*b->bank = (struct bank_intake){ .n = 0 };
	}
	if (b->bank->n >= MAX_TRANSACTIONS || b->bank->parts >= MAX_TRANSACTIONS)
		return diag_error(b->d, ST_LIMIT, r->at,
				  "trop d’opérations bancaires en une fois : partagez les relevés");
	subject(b, "opération bancaire", r->field[F_ENTRY_REF]);
	if (!part) {
		bank_close_entry(b);
		take_entry(in, r);
	} else if (b->bank->open && !b->bank->rejected) {
		take_part(b, r);
	}
	return ST_OK;
}

/* What is paid out is nobody's receivable, unless it gives back what came in. */
static void push(struct bank_intake *k, struct bank_tx t)
{
	if (!t.amount || (t.amount < 0 && !t.is_return))
		return;
	/* What does not say which way it goes goes the way of its entry. */
	if (t.gross && (t.gross > 0) != (t.amount > 0))
		t.gross = -t.gross;
	if (!t.gross)
		t.gross = t.amount;
	GROW(k->tx, k->n, k->cap);
	k->tx[k->n++] = t;
}

/* The transaction inside of its entry: date, account and references of the one, all else of the other. */
static struct bank_tx inside(const struct bank_tx *head, const struct bank_tx *part)
{
	struct bank_tx t = *part;

	t.date = head->date;
	t.entry = head->entry;
	t.parts = head->parts;
	t.entry_total = head->entry_total;
	t.account = head->account;
	t.entry_ref = head->entry_ref;
	t.entry_number = head->entry_number;
	t.is_return = t.is_return || head->is_return;
	return t;
}

static void push_single(struct bank_intake *k)
{
	struct bank_tx t = inside(&k->head, &k->part[0]);
	/* What was instructed may be told by the transaction, or by the charges. */
	t.gross = k->head.gross;
	if (t.amount && t.amount != k->head.amount && t.amount != -k->head.amount)
		t.gross = t.amount;
	t.amount = k->head.amount;
	t.note = *t.text ? k->head.text : "";
	if (!*t.text)
		t.text = k->head.text;
	push(k, t);
}

/* Do the transactions add up to the entry, with its sign or without one, the bank's charges set aside? */
static bool adds_up(struct bank_intake *k)
{
	money sum = 0, net;
	bool flip;
	uint32_t i;

	for (i = 0; i < k->parts; i++) {
		if (!k->part[i].amount || !money_add(&sum, k->part[i].amount))
			return false;
	}
	flip = k->head.amount < 0 && sum > 0;
	if (flip)
		sum = -sum;
	net = sum;
	if (sum != k->head.amount && (!money_add(&net, -k->charges) || net != k->head.amount))
		return false;
	for (i = 0; i < k->parts && flip; i++)
		k->part[i].amount = -k->part[i].amount;
	return true;
}

/* The texts of all transactions of an entry that stays whole; the payer only if he is one. */
static struct bank_tx join_parts(struct builder *b, const struct bank_intake *k)
{
	struct buf text = BUF_INIT, structured = BUF_INIT, applies = BUF_INIT;
	struct bank_tx t = k->head;
	uint32_t i;

	t.payer = k->part[0].payer;
	t.iban = k->part[0].iban;
	buf_puts(&text, t.text);
	for (i = 0; i < k->parts; i++) {
		const struct bank_tx *p = &k->part[i];

		buf_printf(&text, "%s%s", text.len && *p->text ? " " : "", p->text);
		buf_printf(&structured, "%s%s", structured.len && *p->structured ? "|" : "", p->structured);
		buf_printf(&applies, "%s%s", applies.len && *p->applies ? "|" : "", p->applies);
		if (strcmp(t.payer, p->payer) != 0)
			t.payer = "";
		if (strcmp(t.iban, p->iban) != 0)
			t.iban = "";
		t.is_return = t.is_return || p->is_return;
	}
	t.text = keep(b, text.s);
	t.structured = keep(b, structured.s);
	t.applies = keep(b, applies.s);
	buf_drop(&text);
	buf_drop(&structured);
	buf_drop(&applies);
	return t;
}

void bank_close_entry(struct builder *b)
{
	struct bank_intake *k = b->bank;
	uint32_t i;

	if (!k->open || k->rejected) {
		k->open = false;
		return;
	}
	k->open = false;
	k->head.parts = k->parts;
	k->head.entry_total = k->head.gross = k->head.amount;
	if (!money_add(&k->head.gross, k->charges))
		k->head.gross = k->head.amount;
	if (!k->parts) {
		push(k, k->head);
	} else if (k->parts == 1) {
		push_single(k);
	} else if (adds_up(k)) {
		for (i = 0; i < k->parts; i++) {
			struct bank_tx t = inside(&k->head, &k->part[i]);

			t.split = true;
			push(k, t);
		}
	} else {
		push(k, join_parts(b, k));
	}
}

void bank_drop(struct bank_intake *k)
{
	if (!k)
		return;
	free(k->tx);
	free(k->part);
	free(k);
}
