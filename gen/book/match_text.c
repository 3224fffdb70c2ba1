/*
 * match_text.c - documents that name others: in a field of their own, or by a
 * number quoted in their label. Names are looked up in an index of the open
 * documents of the customer, each side apart, so that each search only moves
 * forward: what was used up is never looked at again.
 */
#include "book/match.h"

#include <stdlib.h>
#include <string.h>

#include "base/table.h"

#include "base/banned.h"

#define MAX_TOKENS 6 /* "FT 2026/1" is three */
#define MAX_NUMBER 64

struct entry {
	const char *text;
	uint32_t doc, turn; /* turn: its position in the set */
};

/* Open documents of one side by their texts. */
struct index {
	struct entry *entry; /* by text, then accounting date */
	uint32_t n, cap;
	uint32_t *next;	    /* at the start of each run of equal texts: first entry that may be open */
	struct table start; /* text to start of its run */
};

static bool is_debit(const struct match_set *s, uint32_t doc)
{
	return doc_type_is_debit((enum document_type)s->j->l->document[doc].type);
}

static int compare_entries(const void *x, const void *y)
{
	const struct entry *a = x, *b = y;
	int order = strcmp(a->text, b->text);

	return order ? order : (a->turn > b->turn) - (a->turn < b->turn);
}

static void index_start(const struct match_set *s, struct index *x, uint32_t cap)
{
	*x = (struct index){ .start = TABLE_INIT };
	x->entry = arena_calloc(s->scratch, cap, sizeof *x->entry);
	x->next = arena_calloc(s->scratch, cap, sizeof *x->next);
}

static void index_add(struct index *x, const char *text, uint32_t doc, uint32_t turn)
{
	x->entry[x->n++] = (struct entry){ text, doc, turn };
}

static void index_close(struct index *x)
{
	if (x->n)
		qsort(x->entry, x->n, sizeof *x->entry, compare_entries);
	for (uint32_t i = 0; i < x->n; i++) {
		x->next[i] = i;
		if (!i || strcmp(x->entry[i - 1].text, x->entry[i].text) != 0)
			table_put(&x->start, x->entry[i].text, i);
	}
}

/*
 * Set doc against the documents of the other side in the run of equal texts that begins at start,
 * oldest first.
 */
static void settle(const struct match_set *s, struct index *x, uint32_t start, uint32_t doc,
		   enum match_reason reason)
{
	uint32_t i;

	for (i = x->next[start]; i < x->n && s->j->left[doc]; i++) {
		uint32_t other = x->entry[i].doc;

		if (strcmp(x->entry[i].text, x->entry[start].text) != 0)
			break;
		if (is_debit(s, doc))
			match_pair(s->j, doc, other, reason);
		else
			match_pair(s->j, other, doc, reason);
		if (s->j->left[other])
			break;
		x->next[start] = i + 1;
	}
}

static void settle_named(const struct match_set *s, struct index *x, const char *text, uint32_t doc)
{
	uint32_t start = table_find(&x->start, text);

	if (start != TABLE_MISSING)
		settle(s, x, start, doc, MATCH_APPLIES);
}

/* One name: as a whole first, as numbers may have blanks in them; else each of its words. */
static void apply_name(const struct match_set *s, struct index *x, const char *name, uint32_t doc)
{
	const char *p = name;

	if (table_find(&x->start, name) != TABLE_MISSING) {
		settle_named(s, x, name, doc);
		return;
	}
	while (*p) {
		size_t n = strcspn(p, " ");

		if (n)
			settle_named(s, x, arena_strndup(s->scratch, p, n), doc);
		p += n;
		p += strspn(p, " ");
	}
}

/* The documents it names by number or id, several with '|' between them (record.h, F_APPLIES). */
static void apply(const struct match_set *s, struct index *x, const char *names, uint32_t doc)
{
	for (const char *p = names; *p;) {
		size_t n = strcspn(p, "|");

		if (n)
			apply_name(s, x, arena_strndup(s->scratch, p, n), doc);
		p += n;
		p += *p == '|';
	}
}

void match_by_applies(const struct match_set *s)
{
	struct index side[2];

	index_start(s, &side[0], 2 * s->n);
	index_start(s, &side[1], 2 * s->n);
	for (uint32_t i = 0; i < s->n; i++) {
		const struct document *doc = &s->j->l->document[s->doc[i]];
		struct index *x = &side[is_debit(s, s->doc[i])];

		index_add(x, ledger_text(s->j->l, doc->number), s->doc[i], i);
		if (doc->number != doc->id)
			index_add(x, ledger_text(s->j->l, doc->id), s->doc[i], i);
	}
	index_close(&side[0]);
	index_close(&side[1]);
	for (uint32_t i = 0; i < s->n; i++) {
		const struct match_mark *m = match_mark_of(s->j, s->doc[i]);

		if (m && m->applies && s->j->left[s->doc[i]])
			apply(s, &side[!is_debit(s, s->doc[i])], ledger_text(s->j->l, m->applies),
			      s->doc[i]);
	}
	table_drop(&side[0].start);
	table_drop(&side[1].start);
}

/* --- numbers quoted in labels ------------------------------------------------------------- */

/* Letters and digits, any byte of a letter outside of ASCII included. */
static bool is_word(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
	       (unsigned char)c >= 0x80;
}

/* "14" or "07" may be anything in a text: three characters and two digits at least make a number. */
static bool is_quotable(const char *number)
{
	size_t digits = 0, n = 0;

	for (; number[n]; n++)
		digits += number[n] >= '0' && number[n] <= '9';
	return n >= 3 && n <= MAX_NUMBER && digits >= 2 && is_word(number[0]) && is_word(number[n - 1]);
}

/*
 * Signs such as « ° – ’ », which are more than one byte, are no part of a word either (U+0080-00BF,
 * U+2000-203F).
 */
static size_t sign_length(const char *s)
{
	if ((unsigned char)s[0] == 0xC2 && s[1])
		return 2;
	return (unsigned char)s[0] == 0xE2 && (unsigned char)s[1] == 0x80 && s[2] ? 3 : 0;
}

/* In capitals, signs as blanks: so that labels and numbers are compared by their words. */
static const char *capitals(struct arena *a, const char *s)
{
	size_t n = strlen(s), i, sign;
	char *copy = arena_alloc(a, n + 1);

	for (i = 0; i < n;) {
		sign = sign_length(s + i);
		if (!sign) {
			copy[i] = s[i] >= 'a' && s[i] <= 'z' ? (char)(s[i] - 'a' + 'A') : s[i];
			i++;
		}
		for (; sign; sign--)
			copy[i++] = ' ';
	}
	return copy;
}

/* Every piece of the text from the start of a word to the end of a word may be a number; the longest wins. */
static uint32_t next_number(const char **text, const struct table *known)
{
	const char *p = *text;
	uint32_t found = TABLE_MISSING;

	while (*p && found == TABLE_MISSING) {
		size_t end[MAX_TOKENS], n = 0, i;
		char piece[MAX_NUMBER + 1];

		while (*p && !is_word(*p))
			p++;
		for (i = 0; p[i] && i < MAX_NUMBER && n < MAX_TOKENS; i++) {
			if (is_word(p[i]) && !is_word(p[i + 1]))
				end[n++] = i + 1;
		}
		while (n-- > 0 && found == TABLE_MISSING) {
			memcpy(piece, p, end[n]);
			piece[end[n]] = '\0';
			found = table_find(known, piece);
			if (found != TABLE_MISSING)
				p += end[n];
		}
		while (is_word(*p))
			p++;
	}
	*text = p;
	return found;
}

void match_by_quoted(const struct match_set *s)
{
	struct index side[2];

	index_start(s, &side[0], s->n);
	index_start(s, &side[1], s->n);
	for (uint32_t i = 0; i < s->n; i++) {
		const struct document *doc = &s->j->l->document[s->doc[i]];

		if (is_quotable(ledger_text(s->j->l, doc->number)))
			index_add(&side[is_debit(s, s->doc[i])],
				  capitals(s->scratch, ledger_text(s->j->l, doc->number)), s->doc[i], i);
	}
	index_close(&side[0]);
	index_close(&side[1]);
	for (uint32_t i = 0; i < s->n; i++) {
		const struct document *doc = &s->j->l->document[s->doc[i]];
		struct index *x = &side[!is_debit(s, s->doc[i])];
		const char *label;
		uint32_t start;

		if (!doc->label || !x->n || !s->j->left[s->doc[i]])
			continue;
		label = capitals(s->scratch, ledger_text(s->j->l, doc->label));
		while (s->j->left[s->doc[i]] && (start = next_number(&label, &x->start)) != TABLE_MISSING)
			settle(s, x, start, s->doc[i], MATCH_QUOTED);
	}
	table_drop(&side[0].start);
	table_drop(&side[1].start);
}
