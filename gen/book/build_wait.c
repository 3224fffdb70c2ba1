/*
 * build_wait.c - records that come too early: an amount before the export says
 * its currency, a flat child before its document. They are copied and taken in
 * when everything else is there. A native export needs none of this.
 */
#include "book/intake.h"

#include "base/banned.h"

/* Only the fields that are there; of a parent, only those by which its children find it. */
struct waiting {
	struct input *in;
	enum record_kind kind;
	struct place at;
	unsigned date_forms;
	struct waiting *parent;
	size_t n;
	struct {
		enum record_field field;
		const char *value;
	} f[];
};

#define DEPTH 5 /* instalment, plan, document, customer, export */

static bool is_key(enum record_field f)
{
	return f == F_ID || f == F_CUSTOMER || f == F_AGREED || f == F_CURRENCY;
}

static struct waiting *copy(struct input *in, const struct record *r, int depth)
{
	struct arena *a = in->b->scratch;
	bool keys_only = depth > 0;
	struct waiting *w;
	size_t n = 0;
	int f;

	if (!r || depth == DEPTH)
		return NULL;
	for (f = 0; f < F_FIELDS; f++)
		n += r->field[f] && (!keys_only || is_key((enum record_field)f));
	w = arena_alloc(a, sizeof *w + n * sizeof w->f[0]);
	w->in = in;
	w->kind = r->kind;
	w->at = r->at;
	w->date_forms = r->date_forms;
	for (f = 0; f < F_FIELDS; f++) {
		if (!r->field[f] || (keys_only && !is_key((enum record_field)f)))
			continue;
		w->f[w->n].field = (enum record_field)f;
		w->f[w->n++].value = arena_strdup(a, r->field[f]);
	}
	w->parent = copy(in, r->parent, depth + 1);
	return w;
}

void builder_wait(struct input *in, const struct record *r)
{
	struct builder *b = in->b;

	GROW(b->waiting, b->n_waiting, b->waiting_cap);
	b->waiting[b->n_waiting++] = copy(in, r, 0);
}

static void restore(const struct waiting *w, struct record *r)
{
	size_t i;

	*r = (struct record){ .kind = w->kind, .at = w->at, .date_forms = w->date_forms };
	for (i = 0; i < w->n; i++)
		r->field[w->f[i].field] = w->f[i].value;
}

/* Take it in if it belongs to this round. */
static enum status replay(const struct waiting *w, bool flat_children)
{
	struct record chain[DEPTH];
	const struct waiting *p = w;
	int i;

	for (i = 0; i < DEPTH && p; i++, p = p->parent) {
		restore(p, &chain[i]);
		if (i)
			chain[i - 1].parent = &chain[i];
	}
	return is_flat_child(&chain[0]) == flat_children ? builder_take(w->in, &chain[0]) : ST_OK;
}

/*
 * Nested records in their order, as children follow their parents; then flat ones, whose parents are
 * all there.
 */
enum status builder_replay(struct builder *b)
{
	enum status st = ST_OK;
	int round;
	size_t i;

	for (round = 0; round < 2; round++) {
		for (i = 0; i < b->n_waiting && st == ST_OK; i++)
			st = replay(b->waiting[i], round == 1);
	}
	return st;
}
