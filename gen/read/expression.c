/* expression.c - joins, look-ups, tables of words, conditions; see expression.h. */
#include "read/expression.h"

#include <string.h>

#include "base/text.h"

#include "base/banned.h"

static const char *sum_text(struct arena *a, const struct running_sum *sum)
{
	return sum->unreadable ? sum->unreadable : decimal_sum_text(a, &sum->units);
}

/* Twice per record in some formats: printf is slow. */
static const char *whole_text(struct arena *a, uint32_t n)
{
	char text[11], *p = text + sizeof text;

	*--p = '\0';
	do {
		*--p = (char)('0' + n % 10);
		n /= 10;
	} while (n);
	return arena_strdup(a, p);
}

const char *entry_value(struct engine *e, const struct entry *one, size_t i)
{
	const struct ref *r = &one->unit->ref[i];
	const struct value *v;

	if (one->kept)
		return one->kept[i];
	v = entry_slot(one, r->depth, r->slot);
	if (r->mode == CAPTURE_COUNT)
		return v->count ? whole_text(e->scratch, v->count) : NULL;
	if (r->mode == CAPTURE_SUM)
		return v->sum ? sum_text(e->scratch, v->sum) : NULL;
	return v->s;
}

static const char *part_value(struct engine *e, const struct entry *one, const struct part *p)
{
	const char *s = NULL;

	switch (p->kind) {
	case PART_SLOT:
		s = entry_value(e, one, p->ref);
		break;
	case PART_COUNT:
		s = entry_value(e, one, p->ref);
		s = s ? s : "0";
		break;
	case PART_LITERAL:
		s = p->text;
		break;
	case PART_NUMBER:
		s = whole_text(e->scratch, one->number);
		break;
	case PART_LINE:
		s = whole_text(e->scratch, one->line);
		break;
	}
	return s && *s ? s : NULL;
}

static const char *joined(struct engine *e, const struct entry *one, const struct expression *x)
{
	struct buf *b = &e->joined;
	size_t i;

	b->len = 0;
	for (i = 0; i < x->parts; i++) {
		const char *s = part_value(e, one, &x->part[i]);

		if (!s && x->complete)
			return NULL;
		if (s && b->len)
			buf_puts(b, x->join);
		buf_puts(b, s);
	}
	return b->len ? arena_strndup(e->scratch, b->s, b->len) : NULL;
}

static bool may_begin(const struct first_bytes *f, const char *s)
{
	unsigned char c = (unsigned char)*s;

	return f->bit[c >> 6] >> (c & 63) & 1;
}

static bool starts_with(const char *s, const char *prefix)
{
	for (; *prefix; s++, prefix++) {
		char a = *s, b = *prefix;

		if (a >= 'A' && a <= 'Z')
			a = (char)(a | 0x20);
		if (b >= 'A' && b <= 'Z')
			b = (char)(b | 0x20);
		if (a != b)
			return false;
	}
	return true;
}

static bool contains(const char *s, const char *part)
{
	bool letter = (*part >= 'a' && *part <= 'z') || (*part >= 'A' && *part <= 'Z');
	char first = *part, other = letter ? (char)(first ^ 0x20) : first;

	for (; *s; s++) {
		if ((*s == first || *s == other) && starts_with(s, part))
			return true;
	}
	return false;
}

static const char *translate(const struct words *t, const char *s)
{
	bool whole = may_begin(&t->first, s);
	size_t i;

	for (i = 0; i < t->count && (whole || t->contains); i++) {
		const struct word *w = &t->word[i];

		if (w->how == WORD_IS	    ? text_ieq(s, w->text)
		    : w->how == WORD_STARTS ? starts_with(s, w->text)
					    : contains(s, w->text))
			return *w->to ? w->to : NULL;
	}
	if (!t->otherwise)
		return s;
	return *t->otherwise ? t->otherwise : NULL;
}

/* One value, by way of the lists and the table of words. */
static const char *looked_up(struct engine *e, const struct expression *x, const char *s)
{
	size_t i;

	for (i = 0; i < x->vias && s; i++) {
		const char *found = lists_find(e->lists, x->via[i].list, s);

		if (found || !x->via[i].keep)
			s = found && *found ? found : NULL;
	}
	return s && x->words ? translate(x->words, s) : s;
}

/* Each of several values with `all` between them. */
static const char *looked_up_each(struct engine *e, const struct expression *x, const char *s)
{
	size_t k = strlen(x->all);
	struct buf b = BUF_INIT;
	const char *stop, *r;

	for (; s; s = stop ? stop + k : NULL) {
		stop = k ? strstr(s, x->all) : NULL;
		r = looked_up(e, x, stop ? arena_strndup(e->scratch, s, (size_t)(stop - s)) : s);
		if (r && b.len)
			buf_puts(&b, x->all);
		if (r)
			buf_puts(&b, r);
	}
	r = b.len ? arena_strndup(e->scratch, b.s, b.len) : NULL;
	buf_drop(&b);
	return r;
}

const char *expression_value(struct engine *e, const struct entry *one, const struct expression *x)
{
	const char *s = x->parts == 1 ? part_value(e, one, x->part) : joined(e, one, x);

	if (!s || (!x->vias && !x->words))
		return s;
	return x->all ? looked_up_each(e, x, s) : looked_up(e, x, s);
}

static bool any_word(const struct condition *k, const char *s)
{
	size_t i;

	if (!may_begin(&k->first, s))
		return false;
	for (i = 0; i < k->words; i++) {
		if (k->test == TEST_IN ? text_ieq(s, k->word[i]) : starts_with(s, k->word[i]))
			return true;
	}
	return false;
}

/* left must be one of what the list holds for key; for a key that it does not hold, `unlisted` decides. */
static bool listed_for(struct engine *e, const struct entry *one, const struct condition *k, const char *left)
{
	const char *key = NULL;
	size_t i;

	for (i = 0; i < k->keys && !key; i++)
		key = expression_value(e, one, &k->key[i]);
	if (key && lists_find(e->lists, k->list, key))
		return lists_has(e->lists, k->list, key, left);
	for (i = 0; i < k->unlisteds; i++) {
		if (!strcmp(k->unlisted[i], "*") || starts_with(left, k->unlisted[i]))
			return true;
	}
	return false;
}

static bool holds(struct engine *e, const struct entry *one, const struct condition *k)
{
	const char *left = NULL;
	size_t i;

	for (i = 0; i < k->lefts && !left; i++)
		left = expression_value(e, one, &k->left[i]);
	switch (k->test) {
	case TEST_EMPTY:
		return !left;
	case TEST_FILLED:
		return left != NULL;
	case TEST_IN:
	case TEST_STARTS:
		return (left && any_word(k, left)) != k->negated;
	case TEST_LIST:
		return (left && lists_find(e->lists, k->list, left)) != k->negated;
	case TEST_LISTED_FOR:
		return (left && listed_for(e, one, k, left)) != k->negated;
	}
	return false;
}

bool condition_passes(struct engine *e, const struct entry *one, const struct condition *k)
{
	struct place at = { e->file, one->line };

	if (holds(e, one, k) != k->skip)
		return true;
	if (k->doubtful)
		diag_finding(e->d, SEV_WARNING, "doubtful-record", at, "%s", k->reason);
	else if (k->skip)
		diag_finding(e->d, SEV_INFO, "skipped-record", at, "%s", k->reason);
	return false;
}
