/* engine.c - keeps the values of a file where the mapping needs them; see engine.h and compiled.h. */
#include "read/engine.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"

#include "base/banned.h"

#define SUM_TEXT 80 /* bytes of a running sum */
#define COUNT_TEXT 16
#define ALL_MAX ((size_t)16 << 10) /* bytes of joined values: more is a mistake of the mapping */
#define SHORT ((size_t)64)	   /* bytes of a value that is looked at and copied in one go */
#define STRINGS ((size_t)512)	   /* bytes that short strings are cut from */

struct engine *engine_new(struct diag *d, const struct mapping *m, struct record_sink sink, int file)
{
	struct arena *mem = arena_new();
	struct engine *e = arena_alloc(mem, sizeof *e);
	size_t i;

	*e = (struct engine){ .d = d, .m = m, .sink = sink, .file = file, .mem = mem };
	e->scratch = arena_new();
	e->node = arena_calloc(mem, m->depth + 1u, sizeof *e->node);
	e->instance = arena_calloc(mem, m->depth + 1u, sizeof *e->instance);
	e->store = arena_calloc(mem, m->nodes, sizeof *e->store);
	for (i = 0; i < m->nodes; i++) {
		if (m->node[i]->scope && m->node[i]->store == i)
			e->store[i].mem = arena_new();
	}
	e->queue = arena_calloc(mem, m->units, sizeof *e->queue);
	e->open = arena_calloc(mem, m->units, sizeof *e->open);
	e->number = arena_calloc(mem, m->units, sizeof *e->number);
	e->met = arena_calloc(mem, m->nodes, sizeof *e->met);
	e->met_attribute = arena_calloc(mem, m->attributes, sizeof *e->met_attribute);
	e->unique = arena_calloc(mem, m->uniques, sizeof *e->unique); /* all zero: TABLE_INIT */
	e->record = arena_calloc(mem, m->levels + 1u, sizeof *e->record);
	e->lists = lists_new(m->lists);
	return e;
}

void engine_drop(struct engine *e)
{
	size_t i;

	if (!e)
		return;
	for (i = 0; i < e->m->nodes; i++)
		arena_drop(e->store[i].mem);
	for (i = 0; i < e->m->uniques; i++)
		table_drop(&e->unique[i]);
	free(e->total);
	lists_drop(e->lists);
	arena_drop(e->scratch);
	arena_drop(e->mem);
}

static struct instance *new_instance(struct engine *e, const struct node *n)
{
	struct store *store = &e->store[n->id];
	struct instance *in;

	if (store->mem) {
		arena_reset(store->mem);
		store->next = store->end = NULL;
	} else {
		store = &e->store[n->store]; /* of an element further out, which is still open */
	}
	in = arena_alloc(store->mem, sizeof *in + n->slots * sizeof *in->value);
	in->store = store;
	in->depth = n->depth;
	in->outer = e->innermost;
	return in;
}

static void enqueue(struct queue *q, struct entry *one)
{
	if (q->last)
		q->last->next = one;
	else
		q->first = one;
	q->last = one;
}

/* The units of an element wait in their outermost unit's queue, in the order of the start tags. */
static void open_units(struct engine *e, const struct node *n, uint32_t line)
{
	size_t i;

	for (i = 0; i < n->units; i++) {
		const struct unit *u = n->unit[i];
		struct entry *one = arena_alloc(e->instance[n->depth]->store->mem, sizeof *one);

		one->unit = u;
		one->at = e->instance[n->depth];
		one->line = line;
		one->number = ++e->number[u->id];
		one->parent = u->parent ? e->open[u->parent->id] : NULL;
		one->live = true;
		e->open[u->id] = one;
		if (!u->early)
			enqueue(&e->queue[u->top->id], one);
	}
}

static void keep(struct engine *e, const struct capture *c, const char *s, size_t len);

void engine_open(struct engine *e, const struct node *n, uint32_t line)
{
	size_t i;

	e->depth = n->depth;
	e->node[n->depth] = n;
	e->met[n->id] = true;
	if (n->scope) {
		e->instance[n->depth] = new_instance(e, n);
		e->innermost = e->instance[n->depth];
	}
	if (n->units)
		open_units(e, n, line);
	for (i = 0; i < n->seens; i++)
		keep(e, &n->seen[i], "", 0);
}

void engine_opened(struct engine *e)
{
	const struct node *n = e->node[e->depth];
	size_t i;

	for (i = 0; i < n->units && e->status == ST_OK; i++) {
		if (n->unit[i]->early)
			emit_early(e, e->open[n->unit[i]->id]);
	}
}

/* Characters 80 to 9F come from a file that says ISO-8859-1 and means Windows-1252. */
static const char *fix_latin1(struct engine *e, const char *s, size_t *len)
{
	static const uint16_t map[32] = {
		0x20AC, 0xFFFD, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
		0x2039, 0x0152, 0xFFFD, 0x017D, 0xFFFD, 0xFFFD, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
		0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0xFFFD, 0x017E, 0x0178,
	};
	struct buf b = BUF_INIT;
	const char *r;
	size_t i;

	for (i = 0; i < *len; i++) {
		unsigned char c = (unsigned char)s[i], d = i + 1 < *len ? (unsigned char)s[i + 1] : 0;

		if (c == 0xC2 && d >= 0x80 && d <= 0x9F) {
			buf_put_utf8(&b, map[d - 0x80]);
			i++;
		} else {
			buf_putc(&b, s[i]);
		}
	}
	r = arena_strndup(e->scratch, b.s, b.len);
	*len = b.len;
	buf_drop(&b);
	return r;
}

static void report_damage(struct engine *e, const char *text)
{
	struct place at = { e->file, e->line ? e->line(e->driver) : 0 };

	diag_finding(e->d, SEV_WARNING, "damaged-character", at,
		     "caractère illisible dans « %.60s » : vérifier l'encodage de l'export", text);
}

/* Room for len bytes and a NUL that are likely to be short. */
static char *room(struct store *store, size_t len)
{
	if ((size_t)(store->end - store->next) <= len) {
		size_t size = len < STRINGS ? STRINGS : len + 1;

		store->next = arena_alloc(store->mem, size);
		store->end = store->next + size;
	}
	return store->next;
}

/* What is not just printable ASCII with single blanks between words. */
static const char *clean_slowly(struct engine *e, struct store *store, const char *s, size_t len)
{
	bool damaged = false;
	const char *r;

	if (e->latin1)
		s = fix_latin1(e, s, &len);
	r = text_clean(store->mem, s, len, &damaged);
	if (damaged)
		report_damage(e, r);
	return *r ? r : NULL;
}

/* Eight bytes that are all printable ASCII, none of them a blank: tested at once. */
static bool plain_block(const char *s)
{
	const uint64_t ones = UINT64_C(0x0101010101010101), high = ones * 0x80;
	uint64_t v;

	memcpy(&v, s, sizeof v);
	/* high bit set: not ASCII; v - '!' borrows for a byte below; v + 1 carries into it for DEL */
	return !((v | (v - ones * '!') | (v + ones)) & high);
}

/*
 * Trimmed, white space folded, valid and composed; NULL when nothing is left.
 * Most values need nothing but a copy: it is made while looking.
 */
static const char *clean(struct engine *e, struct store *store, const char *s, size_t len)
{
	char *out, *r;
	size_t i;

	while (len && (unsigned char)*s <= ' ') {
		s++;
		len--;
	}
	while (len && (unsigned char)s[len - 1] <= ' ')
		len--;
	if (!len)
		return NULL;
	r = out = room(store, len);
	for (i = 0; i + 8 <= len && plain_block(s + i); i += 8, out += 8)
		memcpy(out, s + i, 8);
	for (; i < len; i++) {
		unsigned char c = (unsigned char)s[i];

		if ((unsigned)(c - '!') > '~' - '!' && (c != ' ' || s[i + 1] == ' '))
			return clean_slowly(e, store, s, len);
		*out++ = (char)c;
	}
	*out++ = '\0';
	store->next = out;
	return r;
}

/* A running sum of amounts stays in one place: it may be as long as the file. */
static void keep_sum(struct engine *e, struct instance *home, struct value *v, const char *s)
{
	const char *amount = value_convert(e->scratch, CLASS_AMOUNT, e->m->forms, s, NULL);
	const char *sum = v->s ? decimal_add(e->scratch, v->s, amount) : amount;
	char *text;

	if (v->s && !decimal_is_canonical(v->s))
		return; /* an unreadable amount stands for the whole sum: the book will reject it */
	if (!sum)
		sum = amount;
	if (v->s && strlen(sum) < SUM_TEXT) {
		text = (char *)(uintptr_t)v->s; /* our own memory, made below */
	} else {
		text = arena_alloc(home->store->mem, SUM_TEXT + strlen(sum));
		v->s = text;
	}
	memcpy(text, sum, strlen(sum) + 1);
}

/* So does a count. */
static void keep_count(struct instance *home, struct value *v)
{
	char *text = v->s ? (char *)(uintptr_t)v->s : arena_alloc(home->store->mem, COUNT_TEXT);

	snprintf(text, COUNT_TEXT, "%u", v->count);
	v->s = text;
}

static void keep_all(struct instance *home, struct value *v, const char *sep, const char *s)
{
	size_t have = v->s ? strlen(v->s) : 0, n = strlen(s), k = strlen(sep);
	bool again = have == n || (have >= n + k && !memcmp(v->s + have - n - k, sep, k));

	if (have + n > ALL_MAX || (have && again && !memcmp(v->s + have - n, s, n)))
		return; /* the same once more: the lines of a credit note all name its invoice */
	v->s = have ? arena_printf(home->store->mem, "%s%s%s", v->s, sep, s) : s;
}

static void keep(struct engine *e, const struct capture *c, const char *s, size_t len)
{
	struct instance *home = e->instance[c->depth];
	struct value *v = &home->value[c->slot];
	const char *text;

	v->count++;
	switch (c->mode) {
	case CAPTURE_FIRST:
		if (!v->s)
			v->s = clean(e, home->store, s, len);
		return;
	case CAPTURE_NTH:
		if (v->count == c->nth)
			v->s = clean(e, home->store, s, len);
		return;
	case CAPTURE_COUNT:
		keep_count(home, v);
		return;
	case CAPTURE_ALL:
	case CAPTURE_SUM:
		break;
	}
	text = clean(e, home->store, s, len);
	if (text && c->mode == CAPTURE_SUM)
		keep_sum(e, home, v, text);
	else if (text)
		keep_all(home, v, c->sep, text);
}

/* As clean(), for what is likely to be short: measured, looked at and copied in one go. */
static const char *clean_short(struct engine *e, struct store *store, const char *s)
{
	char *r = room(store, SHORT);
	size_t i;

	for (i = 0; i < SHORT; i++) {
		unsigned char c = (unsigned char)s[i];

		r[i] = (char)c;
		if ((unsigned)(c - '!') <= '~' - '!')
			continue;
		if (!c && i) {
			store->next = r + i + 1;
			return r;
		}
		if (c != ' ' || !i || (unsigned char)s[i + 1] <= ' ')
			break; /* empty, or not clean */
	}
	return clean(e, store, s, strlen(s));
}

void engine_attribute(struct engine *e, const struct attribute *a, const char *s)
{
	size_t i;

	e->met_attribute[a->id] = true;
	for (i = 0; i < a->captures; i++) {
		const struct capture *c = &a->to[i];
		struct instance *home = e->instance[c->depth];
		struct value *v = &home->value[c->slot];

		if (c->mode != CAPTURE_FIRST) {
			keep(e, c, s, strlen(s));
			continue;
		}
		v->count++;
		if (!v->s)
			v->s = clean_short(e, home->store, s);
	}
}

void engine_text(struct engine *e, const char *s, size_t len)
{
	const struct node *n = e->node[e->depth];
	size_t i;

	for (i = 0; i < n->texts; i++)
		keep(e, &n->text[i], s, len);
}

/* Values that were waiting for the tests of a path like a[b='c']. */
static void export_values(struct engine *e, const struct node *n)
{
	const struct instance *in = e->instance[n->depth];
	size_t i, t;

	for (i = 0; i < n->exports; i++) {
		const struct export *x = &n->export[i];
		const struct value *v = &in->value[x->from];
		bool holds = v->count > 0;

		for (t = 0; t < x->tests && holds; t++)
			holds = text_eq(in->value[x->test[t].slot].s, x->test[t].value) != x->test[t].negated;
		if (holds)
			keep(e, &x->to, v->s ? v->s : "", v->s ? strlen(v->s) : 0);
	}
}

void engine_close(struct engine *e)
{
	const struct node *n = e->node[e->depth];
	size_t i;

	if (n->exports)
		export_values(e, n);
	for (i = 0; i < n->units && e->status == ST_OK; i++) {
		const struct unit *u = n->unit[i];

		if (!u->parent && !u->early)
			emit_queue(e, &e->queue[u->id]);
	}
	if (n->scope) {
		e->innermost = e->instance[n->depth]->outer;
		e->instance[n->depth] = NULL;
	}
	e->depth = n->depth ? n->depth - 1u : 0;
}

/* What a file of this format must hold to be of any use. */
static enum status check_requirements(struct engine *e)
{
	size_t i, k;

	for (i = 0; i < e->m->requirements; i++) {
		const struct requirement *r = &e->m->requirement[i];

		for (k = 0; k < r->nodes && !e->met[r->node[k]->id]; k++)
			;
		if (k == r->nodes)
			return diag_error(e->d, ST_INPUT, (struct place){ e->file, 0 }, "%s", r->reason);
	}
	return ST_OK;
}

void engine_finish(struct engine *e)
{
	if (e->status == ST_OK)
		e->status = check_requirements(e);
	if (e->status == ST_OK && e->late.first)
		emit_queue(e, &e->late);
	if (e->status == ST_OK)
		emit_totals(e);
}
