/* emit.c - from waiting units to records for the sink; see engine.h. */
#include "read/engine.h"

#include <string.h>

#include "base/text.h"
#include "read/expression.h"
#include "read/valuedate.h"

#include "base/banned.h"

/* One record being made: the fields of record.h and those that are used up here. */
struct making {
	struct record *record;
	const char *extra[X_TARGETS - F_FIELDS];
	bool unsure
		[X_TARGETS]; /* filled with a text that could not be converted: a later alternative may do better */
};

static const char **target_of(struct making *m, uint16_t target)
{
	return target < F_FIELDS ? &m->record->field[target] : &m->extra[target - F_FIELDS];
}

/* Sums were made from canonical amounts. */
static struct forms forms_of(const struct field *f, const struct expression *x)
{
	struct forms forms = f->forms;

	if (x->summed)
		forms.decimal = DECIMAL_PLAIN;
	return forms;
}

/* value - minus, on amounts. An unreadable part comes back as it stands. */
static const char *difference(struct engine *e, const struct entry *one, const struct field *f,
			      const char *value, bool *ok)
{
	const char *minus = expression_value(e, one, f->minus), *sum;

	if (!minus)
		return value;
	minus = value_convert(e->scratch, CLASS_AMOUNT, forms_of(f, f->minus), minus, ok);
	if (!*ok)
		return minus;
	minus = decimal_negate(e->scratch, minus);
	sum = value ? decimal_add(e->scratch, value, minus) : minus;
	*ok = sum != NULL;
	return sum ? sum : value;
}

/* What a field comes to, NULL for nothing; *ok: it could be converted. */
static const char *field_value(struct engine *e, const struct entry *one, const struct field *f, bool *ok)
{
	const char *s = expression_value(e, one, &f->value);

	*ok = true;
	if (s && f->class == CLASS_DATE && value_date_is_blank(s))
		s = NULL;
	if (s && f->class != CLASS_TEXT)
		s = value_convert(e->scratch, f->class, forms_of(f, &f->value), s, ok);
	if (f->minus && *ok)
		s = difference(e, one, f, s, ok);
	if (s && f->negate && *ok && decimal_is_canonical(s))
		s = decimal_negate(e->scratch, s);
	return s;
}

static void fill(struct engine *e, const struct entry *one, const struct field *f, struct making *m)
{
	const char **out = target_of(m, f->target), *s;
	bool ok;

	if (*out && !m->unsure[f->target])
		return;
	s = field_value(e, one, f, &ok);
	if (!s || (!ok && (*out || f->if_valid)))
		return;
	if (!ok && f->class == CLASS_DATE)
		m->record->date_forms = f->forms.dates;
	*out = s;
	m->unsure[f->target] = !ok;
}

/* false: s has to be converted. */
static bool fill_quickly(const char *s, const struct quick *q, struct making *m)
{
	const char **out = &m->record->field[q->target];

	if (q->kind == QUICK_OTHER || (q->kind == QUICK_SIGN && !value_is_sign(s)) ||
	    (q->kind == QUICK_AMOUNT && !decimal_is_canonical(s)) ||
	    (q->kind == QUICK_DATE && !value_is_plain_iso(s)))
		return false;
	if (!*out || m->unsure[q->target]) {
		*out = s;
		m->unsure[q->target] = false;
	}
	return true;
}

static inline void fill_one(struct engine *e, const struct entry *one, size_t i, struct making *m)
{
	const struct quick *q = &one->unit->quick[i];

	if (q->kind && one->at) {
		const char *s = entry_slot(one, q->depth, q->slot)->s;

		if (!s || fill_quickly(s, q, m))
			return;
	}
	fill(e, one, &one->unit->field[i], m);
}

/* In the order of the mapping: the first that is not empty counts. */
static void fill_all(struct engine *e, const struct entry *one, struct making *m)
{
	const struct unit *u = one->unit;
	uint64_t met = one->at ? one->at->met : UINT64_MAX, todo = u->always;
	size_t i;

	for (; met; met &= met - 1)
		todo |= u->reads[__builtin_ctzll(met)];
	for (; todo; todo &= todo - 1)
		fill_one(e, one, (size_t)__builtin_ctzll(todo), m);
	for (i = 64; i < u->fields; i++)
		fill_one(e, one, i, m);
}

static bool type_is_debit(const char *type)
{
	static const char *const debit[] = { "invoice", "debit-note", "refund", "payment-reject",
					     "opening-debit" };
	size_t i;

	for (i = 0; i < sizeof debit / sizeof *debit; i++) {
		if (*type == *debit[i])
			return !strcmp(type, debit[i]); /* their first letters differ */
	}
	return false;
}

/* The type of a document on that side; NULL: the mapping names none. */
static const char *side_type(struct engine *e, const struct entry *one, const struct side *side)
{
	const char *type = NULL;
	size_t i;

	for (i = 0; i < side->fields && !type; i++)
		type = expression_value(e, one, &side->field[i].value);
	return type ? type : side->otherwise;
}

/*
 * The signed amount that the columns state (debit > 0), NULL when there is
 * none or it cannot be read. *by_type: the sign is relative to the type.
 */
static const char *signed_amount(struct engine *e, const struct record *r, bool *by_type)
{
	const char *debit = r->field[F_DEBIT], *credit = r->field[F_CREDIT], *s = NULL;

	*by_type = false;
	if (debit || credit) {
		if ((debit && !decimal_is_canonical(debit)) || (credit && !decimal_is_canonical(credit)))
			return NULL;
		if (!credit || !decimal_sign(credit))
			return debit ? debit : credit;
		credit = decimal_negate(e->scratch, credit);
		return debit && decimal_sign(debit) ? decimal_add(e->scratch, debit, credit) : credit;
	}
	if (r->field[F_SIGNED])
		s = r->field[F_SIGNED];
	else
		s = r->field[F_AMOUNT];
	if (!s || !decimal_is_canonical(s))
		return NULL;
	if (!r->field[F_SIGNED] && r->field[F_SIGN] && !value_is_sign(r->field[F_SIGN]))
		return NULL; /* no side is better than the wrong one */
	*by_type = !r->field[F_SIGNED] && !r->field[F_SIGN];
	if (!r->field[F_SIGNED] && r->field[F_SIGN] && *r->field[F_SIGN] == '-')
		s = decimal_negate(e->scratch, s);
	return s;
}

/*
 * Type and positive amount of a document, from columns, signs and the types
 * that the mapping names for either side. A document whose amount contradicts
 * its type (a credit note of -100) is one of the other side. What cannot be
 * read stays as it is: the book rejects it.
 */
static void settle_document(struct engine *e, const struct entry *one, struct record *r)
{
	const struct unit *u = one->unit;
	const char *type = r->field[F_TYPE], *s;
	bool by_type, is_debit;
	int sign;

	s = signed_amount(e, r, &by_type);
	if (!s)
		return;
	if (by_type && type && *s != '-' && (!r->field[F_VAT] || *r->field[F_VAT] != '-'))
		return; /* says all by itself: its type, and an amount without a sign */
	sign = decimal_sign(s);
	if (by_type && sign < 0 && !(side_type(e, one, &u->debit) && side_type(e, one, &u->credit)))
		return; /* no rule for negative amounts: not ours to judge */
	if (by_type && type && !type_is_debit(type))
		sign = -sign;
	is_debit = sign ? sign > 0 : !type || type_is_debit(type);
	if (!type || type_is_debit(type) != is_debit)
		type = side_type(e, one, is_debit ? &u->debit : &u->credit);
	if (!type)
		return;
	r->field[F_TYPE] = type;
	r->field[F_AMOUNT] = *s == '-' ? s + 1 : s;
	r->field[F_DEBIT] = r->field[F_CREDIT] = r->field[F_SIGNED] = r->field[F_SIGN] = NULL;
	if (r->field[F_VAT] && *r->field[F_VAT] == '-' && decimal_is_canonical(r->field[F_VAT]))
		r->field[F_VAT]++; /* positive like the amount it is a part of */
}

/* Money in is positive, whatever the form it was stated in. */
static void settle_bank(struct engine *e, struct record *r)
{
	const char *sign = r->field[F_SIGN], *s = r->field[F_AMOUNT];

	if (s && sign && *sign == '-' && decimal_is_canonical(s))
		r->field[F_AMOUNT] = decimal_negate(e->scratch, s);
	if (sign)
		r->field[F_SIGN] = NULL;
}

static void settle_terms(struct engine *e, struct making *m)
{
	const char **field = m->record->field;
	struct terms_text t;

	if (field[F_TERMS_DAYS] || field[F_TERMS_MONTHS] ||
	    !value_terms(e->scratch, m->extra[X_TERMS - F_FIELDS], &t))
		return;
	if (*t.days)
		field[F_TERMS_DAYS] = t.days;
	if (*t.months)
		field[F_TERMS_MONTHS] = t.months;
	if (*t.eom)
		field[F_TERMS_EOM] = t.eom;
	if (*t.day)
		field[F_TERMS_DAY] = t.day;
}

/* An amount as the ledger will hold it (RULES §2): what is rounded one by one is not the sum rounded once. */
static void add_amount(struct engine *e, struct total *t, const char *amount, bool negate)
{
	const char *code = *t->currency ? t->currency : e->currency;
	currency c = code ? currency_find(code) : CUR_NONE;
	char rounded[MONEY_TEXT];
	money x;

	if (c != CUR_NONE && money_parse(amount, strlen(amount), c, &x) == MONEY_ROUNDED)
		amount = money_plain(x, c, rounded);
	decimal_sum_add(&t->sum, amount, negate);
}

/* Terms in words that say nothing, where nothing else gives the due date of a debit: better told than guessed. */
static void report_terms(struct engine *e, const struct making *m)
{
	const struct record *r = m->record;
	const char *text = m->extra[X_TERMS - F_FIELDS];

	if (!text || r->field[F_TERMS_DAYS] || r->field[F_TERMS_MONTHS] || r->field[F_DUE] ||
	    (r->kind == REC_DOCUMENT && !(r->field[F_TYPE] && type_is_debit(r->field[F_TYPE]))))
		return;
	diag_finding(e->d, SEV_WARNING, "unknown-terms", r->at,
		     "conditions de paiement « %s » non comprises, laissées de côté ; écrivez-les comme "
		     "« 45 jours fin de mois »",
		     text);
}

/* Sum and number of the documents given out, for the control record of their currency. */
static void add_total(struct engine *e, const struct record *r)
{
	const char *code = r->field[F_CURRENCY], *amount = r->field[F_AMOUNT], *type = r->field[F_TYPE];
	struct total *t;
	size_t i;

	for (i = 0; i < e->totals && !text_eq(e->total[i].currency, code); i++)
		;
	if (i == e->totals) {
		GROW(e->total, e->totals, e->total_cap);
		e->total[e->totals++] = (struct total){ .currency = arena_strdup(e->mem, code) };
	}
	t = &e->total[i];
	t->count++; /* what has no amount is rejected further on, and counted there too */
	if (amount && type && decimal_is_canonical(amount))
		add_amount(e, t, amount, !type_is_debit(type));
}

/* Already seen with that id? */
static bool seen_before(struct engine *e, const struct unit *u, const char *id)
{
	struct table *t = &e->unique[u->unique - 1];

	if (table_find(t, id) != TABLE_MISSING)
		return true;
	table_put(t, arena_strdup(e->mem, id), 1);
	return false;
}

static void give(struct engine *e, const struct record *r)
{
	if (r->kind == REC_EXPORT && r->field[F_CURRENCY])
		e->currency = arena_strdup(e->mem, r->field[F_CURRENCY]);
	e->records++;
	e->documents += r->kind == REC_DOCUMENT;
	e->status = e->sink.take(e->sink.self, r);
}

static void add_posting(struct engine *e, const struct record *r)
{
	bool by_type;

	if (!e->proof)
		e->proof = proof_new();
	proof_add(e->proof, r,
		  r->field[F_DEBIT] || r->field[F_CREDIT] ? NULL : signed_amount(e, r, &by_type));
}

/* Those of the documents given out so far; the next ones start anew. */
static void give_totals(struct engine *e)
{
	size_t i;

	for (i = 0; i < e->totals && e->status == ST_OK; i++) {
		const struct total *t = &e->total[i];
		struct record r = { .kind = REC_CONTROL, .at = { e->file, 0 } };

		r.field[F_CURRENCY] = *t->currency ? t->currency : NULL;
		r.field[F_BALANCE] = decimal_sum_text(e->mem, &t->sum);
		r.field[F_DOCUMENTS] = arena_printf(e->mem, "%llu", (unsigned long long)t->count);
		give(e, &r);
	}
	e->totals = 0;
}

/*
 * A second period in one file: its records count as those of another file, so that its opening entries are known
 * to repeat what the period before left (TUTORIEL.md, « Plusieurs extraits d'un grand livre »).
 */
static void begin_extract(struct engine *e, struct record *r)
{
	give_totals(e);
	if (++e->extracts > 1)
		e->file = diag_file(e->d, arena_printf(e->mem, "%s (%u)", diag_file_name(e->d, e->first_file),
						       e->extracts));
	else
		e->first_file = e->file;
	r->at.file = e->file;
}

static void make_record(struct engine *e, struct entry *one)
{
	const struct unit *u = one->unit;
	struct making m = { .record = &e->record[u->level] };
	struct record *r = m.record;

	memset(r->field, 0, e->m->fields * sizeof *r->field);
	r->kind = u->record;
	r->at = (struct place){ e->file, one->line };
	r->date_forms = 0;
	r->parent = u->level ? &e->record[u->level - 1] : NULL;
	fill_all(e, one, &m);
	if (u->unique && r->field[F_ID] && seen_before(e, u, r->field[F_ID])) {
		one->live = false;
		return;
	}
	if (u->extract)
		begin_extract(e, r);
	if (e->status != ST_OK)
		return;
	if (r->kind == REC_POSTING) {
		add_posting(e, r);
		return;
	}
	if (r->kind == REC_CONTROL && r->field[F_FOUND] && !r->field[F_STATED])
		return; /* the file states no such figure */
	if (m.extra[X_TERMS - F_FIELDS])
		settle_terms(e, &m);
	if (r->kind == REC_DOCUMENT)
		settle_document(e, one, r);
	else if (r->kind == REC_BANK)
		settle_bank(e, r);
	report_terms(e, &m);
	if (u->control)
		add_total(e, r);
	give(e, r);
}

static void make_list(struct engine *e, const struct entry *one)
{
	const struct unit *u = one->unit;
	const char *key = expression_value(e, one, &u->field[0].value);
	bool ok;
	const char *value = field_value(e, one, &u->field[1], &ok);

	if (key)
		lists_add(e->lists, u->list, key, value ? value : "");
}

/* Conditions that need (or, of a unit that is judged twice, do not need) a list which is complete at the end only. */
static void judge(struct engine *e, struct entry *one, bool late)
{
	const struct unit *u = one->unit;
	size_t i;

	if (one->parent && !one->parent->live)
		one->live = false;
	for (i = 0; i < u->conditions && one->live; i++) {
		if (u->condition[i].late == late)
			one->live = condition_passes(e, one, &u->condition[i]);
	}
}

static void make(struct engine *e, struct entry *one)
{
	switch (one->unit->kind) {
	case UNIT_RECORD:
		make_record(e, one);
		break;
	case UNIT_LIST:
		make_list(e, one);
		break;
	case UNIT_GROUP:
		break;
	}
}

/* Copy a unit that cannot be judged before the end of the file, values and all. */
static void postpone(struct engine *e, struct entry *one)
{
	struct entry *copy = arena_alloc(e->mem, sizeof *copy);
	size_t i;

	*copy = *one;
	copy->next = NULL;
	copy->at = NULL;
	copy->parent = one->parent ? one->parent->copy : NULL;
	copy->kept = arena_calloc(e->mem, one->unit->refs, sizeof *copy->kept);
	for (i = 0; i < one->unit->refs; i++) {
		const char *s = entry_value(e, one, i);

		copy->kept[i] = s ? arena_strdup(e->mem, s) : NULL;
	}
	one->copy = copy;
	if (e->late.last)
		e->late.last->next = copy;
	else
		e->late.first = copy;
	e->late.last = copy;
}

void emit_queue(struct engine *e, struct queue *q)
{
	bool at_end = q == &e->late;
	struct entry *one;

	arena_reset(e->scratch);
	for (one = q->first; one && e->status == ST_OK; one = one->next) {
		bool list = one->unit->kind == UNIT_LIST;

		if (at_end && !one->parent)
			arena_reset(e->scratch);
		judge(e, one, at_end); /* late conditions make the unit late */
		if (!one->live)
			continue;
		if (one->unit->late && !at_end && !list)
			postpone(e, one);
		else
			make(e, one);
	}
	*q = (struct queue){ NULL, NULL };
}

void emit_early(struct engine *e, struct entry *one)
{
	struct queue q = { one, one };

	emit_queue(e, &q);
}

void emit_totals(struct engine *e)
{
	give_totals(e);
	if (e->proof && e->status == ST_OK) {
		struct record r = { .kind = REC_CONTROL, .at = { e->file, 0 } };

		if (proof_finish(e->proof, e->d, e->mem, &r))
			give(e, &r);
	}
}
