/* engine.c - keeps the values of a file where the mapping needs them; see engine.h and compiled.h. */
#include "read/engine.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"

#include "base/banned.h"

#define ALL_MAX ((size_t)16 << 10) /* bytes of joined values: more is a mistake of the mapping */

static void store_open(struct engine *e, const struct node *n)
{
	struct store *s = &e->store[n->id];
	struct instance *in = arena_alloc(e->mem, sizeof *in + n->slots * sizeof *in->value);

	s->mem = arena_new();
	s->first = arena_alloc(e->mem, STORE_ROOM);
	s->entry = arena_calloc(e->mem, n->units, sizeof *s->entry);
	s->instance = in;
	in->store = s;
	in->depth = n->depth;
}

/* Memory that lasts until the scope is opened again. */
static struct arena *spill(struct store *s)
{
	s->spilled = true;
	return s->mem;
}

struct engine *engine_new(struct diag *d, const struct mapping *m, struct record_sink sink, int file)
{
	struct arena *mem = arena_new();
	struct engine *e = arena_alloc(mem, sizeof *e);
	size_t i;

	*e = (struct engine){ .d = d, .m = m, .sink = sink, .file = file, .mem = mem, .joined = BUF_INIT };
	e->scratch = arena_new();
	e->summing = arena_new();
	e->node = arena_calloc(mem, m->depth + 1u, sizeof *e->node);
	e->instance = arena_calloc(mem, m->depth + 1u, sizeof *e->instance);
	e->store = arena_calloc(mem, m->nodes, sizeof *e->store);
	for (i = 0; i < m->nodes; i++) {
		if (m->node[i]->scope && m->node[i]->store == i)
			store_open(e, m->node[i]);
	}
	e->queue = arena_calloc(mem, m->units, sizeof *e->queue);
	e->open = arena_calloc(mem, m->units, sizeof *e->open);
	e->number = arena_calloc(mem, m->units, sizeof *e->number);
	e->met = arena_calloc(mem, m->nodes, sizeof *e->met);
	e->met_attribute = arena_calloc(mem, m->attributes, sizeof *e->met_attribute);
	e->unique = arena_calloc(mem, m->uniques, sizeof *e->unique); /* all zero: TABLE_INIT */
	e->record = arena_calloc(mem, m->levels + 1u, sizeof *e->record);
	e->lists = lists_new(m->lists);
	for (i = 0; i < m->lists; i++) {
		if (m->list[i].unique)
			lists_set_unique(e->lists, i);
	}
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
	proof_drop(e->proof);
	buf_drop(&e->joined);
	lists_drop(e->lists);
	arena_drop(e->scratch);
	arena_drop(e->summing);
	arena_drop(e->mem);
}

/* Only slots whose path came by hold anything; there may be many that did not. */
static void forget_values(struct instance *in, uint16_t slots)
{
	for (; in->met; in->met &= in->met - 1)
		in->value[__builtin_ctzll(in->met)] = (struct value){ 0 };
	if (slots > 64)
		memset(in->value + 64, 0, (slots - 64u) * sizeof *in->value);
}

static struct instance *new_instance(struct engine *e, const struct node *n)
{
	struct store *store = &e->store[n->id];
	struct instance *in = store->instance;

	if (in) {
		if (store->spilled)
			arena_reset(store->mem);
		store->spilled = false;
		store->next = store->first;
		store->end = store->first + STORE_ROOM;
		forget_values(in, n->slots);
	} else {
		store = &e->store[n->store]; /* of an element further out, which is still open */
		in = arena_alloc(spill(store), sizeof *in + n->slots * sizeof *in->value);
		in->store = store;
		in->depth = n->depth;
	}
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
	struct instance *in = e->instance[n->depth];
	struct entry *own = e->store[n->id].entry;
	size_t i;

	for (i = 0; i < n->units; i++) {
		const struct unit *u = n->unit[i];
		struct entry *one = own ? &own[i] : arena_alloc(spill(in->store), sizeof *one);

		*one = (struct entry){ .unit = u,
				       .at = in,
				       .line = line,
				       .number = ++e->number[u->id],
				       .parent = u->parent ? e->open[u->parent->id] : NULL,
				       .live = true };
		e->open[u->id] = one;
		if (!u->early)
			enqueue(&e->queue[u->top->id], one);
	}
}

static void keep(struct engine *e, const struct capture *c, const char *s, size_t len);

static void open_node(struct engine *e, const struct node *n, uint32_t line)
{
	size_t i;

	if (n->scope) {
		e->instance[n->depth] = new_instance(e, n);
		e->innermost = e->instance[n->depth];
	}
	if (n->units)
		open_units(e, n, line);
	for (i = 0; i < n->seens; i++)
		keep(e, &n->seen[i], "", 0);
}

void engine_open(struct engine *e, const struct node *n, uint32_t line)
{
	e->depth = n->depth;
	e->node[n->depth] = n;
	e->met[n->id] = true;
	if (!n->plain)
		open_node(e, n, line);
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

static struct place here(const struct engine *e)
{
	return (struct place){ e->file, e->line ? e->line(e->driver) : 0 };
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
	if (b.len != *len || memcmp(r, s, b.len) != 0)
		diag_finding(e->d, SEV_INFO, "windows-1252", here(e),
			     "« %s » : le fichier se dit en ISO-8859-1, mais contient des caractères de "
			     "Windows-1252 ; ils sont lus comme tels",
			     r);
	*len = b.len;
	buf_drop(&b);
	return r;
}

static void report_damage(struct engine *e, const char *text)
{
	diag_finding(e->d, SEV_WARNING, "damaged-character", here(e),
		     "caractère illisible dans « %s » : vérifiez l'encodage de l'export", text);
}

/* NUL and the like, which text has no use for: a delimited file may hold them. */
static bool has_control(const char *s, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		unsigned char c = (unsigned char)s[i];

		if ((c < ' ' && c != '\t' && c != '\n' && c != '\r') || c == 0x7F)
			return true;
	}
	return false;
}

/* Room for len bytes and a NUL that are likely to be short. */
static char *room(struct store *store, size_t len)
{
	if ((size_t)(store->end - store->next) <= len) {
		size_t size = len < STORE_ROOM ? STORE_ROOM : len + 1;

		store->next = arena_alloc(spill(store), size);
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
	r = text_clean(spill(store), s, len, &damaged);
	if (damaged)
		report_damage(e, r);
	else if (has_control(s, len))
		diag_finding(e->d, SEV_WARNING, "damaged-character", here(e),
			     "caractère de commande ôté de « %s » : vérifiez l'export", r);
	return *r ? r : NULL;
}

/* Eight bytes of printable ASCII, no two blanks side by side: tested at once. */
static bool plain_block(uint64_t v)
{
	const uint64_t ones = UINT64_C(0x0101010101010101), high = ones * 0x80;
	uint64_t x = v ^ ones * ' ';
	uint64_t blank = ~(((x & ~high) + ~high) | x | ~high); /* high bit of each byte that is a blank */

	/* high bit set: not ASCII; v - ' ' borrows for a byte below; v + 1 carries into it for DEL */
	return !((v | (v - ones * ' ') | (v + ones)) & high) && !(blank & blank >> 8);
}

/* Copy len bytes, 8 or more, as long as they are plain. Blocks share a byte, so that no pair of blanks falls between them. */
static bool copy_plain(char *out, const char *s, size_t len)
{
	uint64_t v;

	for (size_t i = 0; i + 8 < len; i += 7) {
		memcpy(&v, s + i, 8);
		if (!plain_block(v))
			return false;
		memcpy(out + i, &v, 8);
	}
	memcpy(&v, s + len - 8, 8);
	memcpy(out + len - 8, &v, 8);
	return plain_block(v);
}

/* The same of 4 to 7 bytes: two halves that overlap. */
static bool copy_plain_few(char *out, const char *s, size_t len)
{
	uint32_t first, last;

	memcpy(&first, s, 4);
	memcpy(&last, s + len - 4, 4);
	memcpy(out, &first, 4);
	memcpy(out + len - 4, &last, 4);
	return plain_block((uint64_t)last << 32 | first);
}

/* And of 1 to 3. */
static bool copy_plain_bytes(char *out, const char *s, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		if ((unsigned)((unsigned char)s[i] - '!') > '~' - '!')
			return false;
		out[i] = s[i];
	}
	return true;
}

/*
 * Trimmed, white space folded, valid and composed; NULL when nothing is left.
 * Most values need nothing but a copy: it is made while looking.
 */
static const char *clean(struct engine *e, struct store *store, const char *s, size_t len)
{
	bool plain;
	char *r;

	while (len && (unsigned char)*s <= ' ') {
		s++;
		len--;
	}
	while (len && (unsigned char)s[len - 1] <= ' ')
		len--;
	if (!len)
		return NULL;
	r = room(store, len);
	if (len >= 8)
		plain = copy_plain(r, s, len);
	else
		plain = len >= 4 ? copy_plain_few(r, s, len) : copy_plain_bytes(r, s, len);
	if (!plain)
		return clean_slowly(e, store, s, len);
	r[len] = '\0';
	store->next = r + len + 1;
	return r;
}

/* One more term of a sum, which stays in one place and leaves nothing behind: it may be as long as the file. */
static void add_term(struct instance *home, struct value *v, const struct running_sum *term)
{
	const char *bad = term->unreadable;

	if (!v->sum)
		v->sum = arena_alloc(spill(home->store), sizeof *v->sum);
	if (v->sum->unreadable)
		return;
	if (!bad && !decimal_sum_join(&v->sum->units, term->units, false))
		bad = "somme de plus de 36 chiffres";
	if (bad)
		v->sum->unreadable = arena_strdup(spill(home->store), bad);
}

static void keep_sum(struct engine *e, struct instance *home, struct value *v, const char *s, size_t len)
{
	struct running_sum term = { .unreadable = NULL };

	arena_reset(e->summing);
	s = text_clean(e->summing, s, len, NULL);
	if (!*s)
		return;
	s = value_convert(e->summing, CLASS_AMOUNT, e->m->forms, s, NULL);
	if (!decimal_read(s, &term.units))
		term.unreadable = s;
	add_term(home, v, &term);
}

static void keep_all(struct instance *home, struct value *v, const char *sep, const char *s)
{
	size_t have = v->s ? strlen(v->s) : 0, n = strlen(s), k = strlen(sep);
	bool again = have == n || (have >= n + k && !memcmp(v->s + have - n - k, sep, k));

	if (have + n > ALL_MAX || (have && again && !memcmp(v->s + have - n, s, n)))
		return; /* the same once more: the lines of a credit note all name its invoice */
	v->s = have ? arena_printf(spill(home->store), "%s%s%s", v->s, sep, s) : s;
}

/* The value that a capture goes to, its path having come by once more. */
static struct value *meet(struct instance *home, const struct capture *c)
{
	struct value *v = &home->value[c->slot];

	home->met |= (uint64_t)(c->slot < 64) << (c->slot & 63);
	v->count++;
	return v;
}

static void keep_other(struct engine *e, const struct capture *c, struct instance *home, struct value *v,
		       const char *s, size_t len)
{
	const char *text;

	switch (c->mode) {
	case CAPTURE_FIRST: /* see keep() */
	case CAPTURE_COUNT: /* v->count is all */
		return;
	case CAPTURE_NTH:
		if (v->count == c->nth)
			v->s = clean(e, home->store, s, len);
		return;
	case CAPTURE_SUM:
		keep_sum(e, home, v, s, len);
		return;
	case CAPTURE_ALL:
		break;
	}
	text = clean(e, home->store, s, len);
	if (text)
		keep_all(home, v, c->sep, text);
}

static void keep(struct engine *e, const struct capture *c, const char *s, size_t len)
{
	struct instance *home = e->instance[c->depth];
	struct value *v = meet(home, c);

	if (c->mode != CAPTURE_FIRST)
		keep_other(e, c, home, v, s, len);
	else if (!v->s)
		v->s = clean(e, home->store, s, len);
}

void engine_attribute(struct engine *e, const struct attribute *a, const char *s)
{
	size_t len = a->captures ? strlen(s) : 0, i;

	e->met_attribute[a->id] = true;
	for (i = 0; i < a->captures; i++)
		keep(e, &a->to[i], s, len);
}

static void keep_text(struct engine *e, const struct node *n, const char *s, size_t len)
{
	size_t i;

	for (i = 0; i < n->texts; i++)
		keep(e, &n->text[i], s, len);
}

void engine_text(struct engine *e, const char *s, size_t len)
{
	keep_text(e, e->node[e->depth], s, len);
}

void engine_leaf(struct engine *e, const struct node *n, const char *s, size_t len)
{
	e->met[n->id] = true;
	keep_text(e, n, s, len);
}

static bool passes(const struct predicate *test, const char *s)
{
	bool same = s ? *s == *test->value && !strcmp(s, test->value) : !*test->value;

	return same != test->negated;
}

static void export_sum(struct engine *e, const struct capture *c, const struct value *v)
{
	struct instance *home = e->instance[c->depth];
	struct value *to = meet(home, c);

	if (v->sum)
		add_term(home, to, v->sum);
}

/* Values that were waiting for the tests of a path like a[b='c']. */
static void export_values(struct engine *e, const struct node *n)
{
	const struct instance *in = e->instance[n->depth];
	size_t i, t;

	for (i = 0; i < n->exports; i++) {
		const struct export *x = &n->export[i];
		const struct value *v = &in->value[x->from];
		const char *s = in->value[x->slot].s;
		bool holds = v->count > 0;

		if (x->first && (!s || *s != x->first))
			continue; /* many fields of one name, told apart by an attribute: nearly always */
		for (t = 0; t < x->tests && holds; t++)
			holds = passes(&x->test[t], in->value[x->test[t].slot].s);
		if (holds && x->to.mode == CAPTURE_SUM)
			export_sum(e, &x->to, v);
		else if (holds)
			keep(e, &x->to, v->s ? v->s : "", v->s ? strlen(v->s) : 0);
	}
}

static void close_node(struct engine *e, const struct node *n)
{
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
}

void engine_close(struct engine *e)
{
	const struct node *n = e->node[e->depth];

	if (!n->plain)
		close_node(e, n);
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
			return diag_error(e->d, ST_INPUT, here(e), "%s", r->reason);
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
