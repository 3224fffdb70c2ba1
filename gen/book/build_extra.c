/*
 * build_extra.c - what else is known of a document: disputes, promises, plans, reminders, provisions,
 * events.
 */
#include "book/intake.h"

#include <string.h>

#include "base/bulk.h"

#include "base/banned.h"

#define MAX_LEVEL 99

struct owner find_owner(struct builder *b, const struct record *r)
{
	const struct record *parent = enclosing(r, REC_DOCUMENT);
	const char *id = parent			     ? parent->field[F_ID]
			 : r->kind == REC_ALLOCATION ? r->field[F_FROM]
						     : r->field[F_DOCUMENT];
	const struct last *last = &b->document;
	struct owner o = { FATE_NONE, UINT32_MAX, shown(id) };
	uint32_t value;

	/* The record that was taken last is nearly always it; a duplicate can only be told in this way. */
	if (parent && last->fate != FATE_NONE && last->at.file == parent->at.file &&
	    last->at.line == parent->at.line &&
	    (last->fate != FATE_TAKEN || strcmp(names_id(&b->documents, last->name), o.id) == 0)) {
		o.fate = last->fate;
		o.name = last->name;
		return o;
	}
	o.name = id ? names_find(&b->documents, id) : UINT32_MAX;
	if (o.name == UINT32_MAX)
		return o;
	value = b->documents.name[o.name].value;
	if (NAME_TAKEN(value))
		o.fate = FATE_TAKEN;
	else if (value == NAME_REJECTED)
		o.fate = FATE_REJECTED;
	return o;
}

void add_extra(struct builder *b, uint32_t document_name, struct extra x)
{
	struct ledger *l = b->l;

	x.next = document_name;
	BULK_GROW(l->extra, l->extras, b->extra_cap);
	l->extra[l->extras++] = x;
}

static const char *kind_french(enum record_kind k)
{
	switch (k) {
	case REC_DISPUTE:
		return "litige";
	case REC_PROMISE:
		return "promesse";
	case REC_INSTALMENT:
		return "échéance d'un échéancier";
	case REC_PART:
		return "échéance";
	case REC_REMINDER:
		return "relance";
	case REC_PROVISION:
		return "provision";
	case REC_EVENT:
		return "événement";
	default:
		return "lettrage";
	}
}

void reject_child(struct builder *b, const struct record *r, const struct owner *o, const char *code,
		  const char *why)
{
	diag_reject(b->d, code, r->at, "", o->id, false, 0, CUR_NONE, "%s de la pièce « %s » : %s",
		    kind_french(r->kind), o->id, why);
}

/* Required fields. NULL when all is well, else the code; *why is French. */
static const char *missing(struct builder *b, const struct record *r, const struct extra *x, const char **why)
{
	bool needs_date = r->kind == REC_REMINDER || r->kind == REC_EVENT;
	bool needs_until = r->kind == REC_PROMISE || r->kind == REC_INSTALMENT;
	bool needs_amount = r->kind == REC_INSTALMENT || r->kind == REC_PROVISION;

	if ((needs_date && x->date == DATE_NONE) || (needs_until && x->until == DATE_NONE)) {
		*why = arena_printf(b->scratch, "date absente ou impossible, écrivez %s",
				    date_advice(b, r->date_forms));
		return needs_date ? (r->field[F_DATE] ? "bad-date" : "missing-date")
				  : (r->field[F_DUE] ? "bad-date" : "missing-date");
	}
	if (needs_amount && !x->has_amount) {
		*why = "montant absent ou illisible";
		return r->field[F_AMOUNT] ? "bad-amount" : "missing-amount";
	}
	if (r->kind == REC_EVENT && !*x->text) {
		*why = "nature absente ou inconnue : acknowledgement, part-payment, claim ou court";
		return "unknown-event";
	}
	if (x->has_amount && x->amount < 0) {
		*why = "montant négatif";
		return "negative-amount";
	}
	return NULL;
}

static civil_date agreed_on(struct builder *b, const struct record *r)
{
	const struct record *plan = enclosing(r, REC_PLAN);

	if (!r->field[F_AGREED] && plan)
		r = plan;
	return optional_date(b, r, "date de l'accord", F_AGREED);
}

static void read_reminder(struct builder *b, const struct record *r, struct extra *x)
{
	int level = optional_number(b, r, "niveau", F_LEVEL, MAX_LEVEL);

	x->kind = EXTRA_REMINDER;
	x->date = optional_date(b, r, "date de relance", F_DATE);
	x->until = optional_date(b, r, "date de réception", F_RECEIVED);
	x->text = intern_string(b, r->field[F_CHANNEL]);
	x->step = intern_string(b, r->field[F_STEP]);
	/* Somebody was written to: without a level it counts as the first one. */
	x->level = (uint8_t)(level < 0 ? 1 : level);
}

/* Only these interrupt the prescription (RULES §6). */
static void read_event(struct builder *b, const struct record *r, struct extra *x)
{
	static const char *const kinds[] = { "", "acknowledgement", "part-payment", "claim", "court", NULL };

	x->kind = EXTRA_EVENT;
	x->date = optional_date(b, r, "date", F_DATE);
	for (int i = 1; r->field[F_KIND] && kinds[i]; i++) {
		if (strcmp(kinds[i], r->field[F_KIND]) == 0)
			x->text = kinds[i];
	}
}

static void read_extra(struct builder *b, const struct record *r, struct extra *x)
{
	switch (r->kind) {
	case REC_DISPUTE:
		x->kind = EXTRA_DISPUTE;
		x->date = optional_date(b, r, "début du litige", F_SINCE);
		x->until = optional_date(b, r, "fin du litige", F_UNTIL);
		x->text = intern_string(b, r->field[F_REASON]);
		break;
	case REC_PROMISE:
		x->kind = EXTRA_PROMISE;
		x->date = optional_date(b, r, "date de la promesse", F_MADE);
		x->until = optional_date(b, r, "échéance de la promesse", F_DUE);
		break;
	case REC_INSTALMENT:
		x->kind = EXTRA_INSTALMENT;
		x->date = agreed_on(b, r);
		x->until = optional_date(b, r, "échéance", F_DUE);
		break;
	case REC_REMINDER:
		read_reminder(b, r, x);
		break;
	case REC_PROVISION:
		x->kind = EXTRA_PROVISION;
		x->date = optional_date(b, r, "date de la provision", F_DATE);
		break;
	default:
		read_event(b, r, x);
		break;
	}
}

void take_extra(struct input *in, const struct record *r)
{
	struct builder *b = in->b;
	struct extra x = { .date = DATE_NONE, .until = DATE_NONE, .text = "", .step = "", .at = r->at };
	struct owner o = find_owner(b, r);
	const struct document *doc;
	const char *code, *why;

	if (o.fate != FATE_TAKEN) {
		if (o.fate == FATE_REJECTED)
			reject_child(b, r, &o, "rejected-document", "cette pièce est elle-même rejetée");
		else
			reject_child(b, r, &o, "unknown-document", "pièce inconnue, ajoutez-la à l'export");
		return;
	}
	subject(b, "pièce", o.id);
	doc = &b->l->document[b->documents.name[o.name].value];
	x.has_amount = optional_money(b, r, "montant", F_AMOUNT, doc->cur, &x.amount);
	read_extra(b, r, &x);
	code = missing(b, r, &x, &why);
	if (code) {
		reject_child(b, r, &o, code, why);
		return;
	}
	/* What has no date of its own holds from the document's date on. */
	if (x.date == DATE_NONE && x.kind != EXTRA_PROVISION)
		x.date = doc->date;
	add_extra(b, o.name, x);
}
