/* repeat.c - entries that two extracts of a ledger have in common; see repeat.h. */
#include "book/repeat.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/bulk.h"
#include "base/order.h"

#include "base/banned.h"

/* What an entry says, whatever number its file gave it. The day first: files are compared over a period. */
static int compare_entries(const struct ledger *l, const struct document *a, const struct document *b)
{
	int order = compare_numbers(document_posted(a), document_posted(b));

	if (!order)
		order = compare_numbers(a->customer, b->customer);
	if (!order)
		order = compare_numbers(a->amount, b->amount);
	if (!order)
		order = compare_numbers(a->cur, b->cur);
	if (!order)
		order = compare_numbers(a->date, b->date);
	if (!order)
		order = strcmp(ledger_text(l, a->number), ledger_text(l, b->number));
	return order ? order : strcmp(ledger_text(l, a->label), ledger_text(l, b->label));
}

static int compare_indexes(const void *x, const void *y, void *ledger)
{
	const struct ledger *l = ledger;
	uint32_t a = *(const uint32_t *)x, b = *(const uint32_t *)y;
	int order = compare_entries(l, &l->document[a], &l->document[b]);

	return order ? order : compare_numbers(a, b);
}

void extract_measure(const struct repeat_job *j, struct extract *x)
{
	x->first = x->last = x->opens = DATE_NONE;
	for (uint32_t i = 0; i < x->docs; i++) {
		const struct document *doc = &j->l->document[x->doc[i]];
		civil_date day = document_posted(doc);

		if (j->gone[x->doc[i]])
			continue;
		if (x->first == DATE_NONE)
			x->first = day; /* in order of days */
		x->last = day;
		if (x->opens == DATE_NONE && is_opening(doc))
			x->opens = day;
	}
}

bool repeat_count(struct ledger *l, const struct document *doc, money amount)
{
	struct customer *c = &l->customer[doc->customer];
	size_t i = 0;

	while (i < l->n_repeated && (l->repeated[i].cur != doc->cur || l->repeated[i].file != doc->at.file))
		i++;
	if (i == l->n_repeated) {
		/* One more file or currency: rare. */
		l->repeated = xrealloc(l->repeated, (i + 1) * sizeof *l->repeated);
		l->repeated[l->n_repeated++] =
			(struct repeated_total){ .file = doc->at.file, .cur = doc->cur };
	}
	l->repeated[i].documents += amount == doc->amount ? 1 : -1;
	/* The balance that the files state for a customer was stated as often as his entries were. */
	if (c->has_closing && (c->closing_cur == CUR_NONE || doc->cur == c->closing_cur) &&
	    !money_add(&c->closing, -amount))
		return false;
	return money_add(&l->repeated[i].sum, amount);
}

/* --- two files ---------------------------------------------------------------------------- */

struct overlap {
	uint32_t a, b, common; /* documents of either in the period of both; those that both have */
	civil_date from, to;
};

/* The next document at or behind i that is left; docs if there is none in the period. */
static uint32_t next_left(const struct repeat_job *j, const struct extract *x, uint32_t i,
			  const struct overlap *o)
{
	for (; i < x->docs; i++) {
		civil_date day = document_posted(&j->l->document[x->doc[i]]);

		if (day > o->to)
			return x->docs;
		if (day >= o->from && !j->gone[x->doc[i]])
			break;
	}
	return i;
}

/* Walk along both files; take: those of b that a has too are gone. */
static bool walk(struct repeat_job *j, const struct extract *a, struct extract *b, struct overlap *o,
		 bool take)
{
	uint32_t x = next_left(j, a, 0, o), y = next_left(j, b, 0, o);

	o->a = o->b = o->common = 0;
	while (x < a->docs || y < b->docs) {
		const struct document *doc = y < b->docs ? &j->l->document[b->doc[y]] : NULL;
		int order = x == a->docs ? 1
			    : !doc	 ? -1
					 : compare_entries(j->l, &j->l->document[a->doc[x]], doc);

		if (order <= 0) {
			o->a++;
			x = next_left(j, a, x + 1, o);
		}
		if (order < 0)
			continue;
		o->b++;
		if (!order) {
			o->common++;
			if (take && !repeat_count(j->l, doc, doc->amount))
				return false;
			if (take)
				j->gone[b->doc[y]] = true;
		}
		y = next_left(j, b, y + 1, o);
	}
	return true;
}

static enum status contradiction(const struct repeat_job *j, const struct extract *a, const struct extract *b,
				 const struct overlap *o)
{
	char from[11], to[11];

	return diag_error(j->b->d, ST_INPUT, (struct place){ b->in->file, 0 },
			  "ce fichier et « %s » donnent tous deux les écritures du %s au %s et se "
			  "contredisent : %" PRIu32 " en commun, %" PRIu32 " ici seulement, %" PRIu32
			  " là-bas seulement ; ne donnez que le plus récent des deux",
			  diag_file_name(j->b->d, a->in->file), date_fr(o->from, from), date_fr(o->to, to),
			  o->common, o->b - o->common, o->a - o->common);
}

/* a stays as it is, b loses what both have. */
static enum status compare_files(struct repeat_job *j, const struct extract *a, struct extract *b)
{
	struct overlap o = { .from = a->first > b->first ? a->first : b->first,
			     .to = a->last < b->last ? a->last : b->last };
	uint32_t least;

	if (a->in->company != b->in->company || a->first == DATE_NONE || b->first == DATE_NONE ||
	    o.from > o.to)
		return ST_OK;
	walk(j, a, b, &o, false);
	least = o.a < o.b ? o.a : o.b;
	if (!o.common || o.common < least - o.common)
		return ST_OK;
	if (o.common < least)
		return contradiction(j, a, b, &o);
	if (!walk(j, a, b, &o, true))
		return diag_error(j->b->d, ST_LIMIT, (struct place){ b->in->file, 0 },
				  "somme des écritures répétées au-delà de la capacité de calcul ; vérifiez "
				  "les montants");
	extract_measure(j, b);
	diag_finding(j->b->d, SEV_WARNING, "repeated-entries", (struct place){ b->in->file, 0 },
		     "%" PRIu32 " écriture%s de ce fichier se trouve%s aussi dans « %s » : comptée%s une "
		     "seule fois",
		     o.common, o.common > 1 ? "s" : "", o.common > 1 ? "nt" : "",
		     diag_file_name(j->b->d, a->in->file), o.common > 1 ? "s" : "");
	return ST_OK;
}

/* --- all files ---------------------------------------------------------------------------- */

static bool is_successive(const struct builder *b, const struct input *in)
{
	return in && b->rules[in->rules].successive;
}

static int longest_first(const void *x, const void *y)
{
	const struct extract *a = x, *b = y;
	int order = -compare_numbers(a->last, b->last);

	return order ? order : compare_numbers(a->in->file, b->in->file);
}

/* The documents of each extract, sorted by what they say. */
static void collect(struct repeat_job *j, uint32_t *room)
{
	struct builder *b = j->b;
	struct extract **of = xmalloc((b->files + 1) * sizeof *of);

	memset(of, 0, (b->files + 1) * sizeof *of);
	for (size_t i = 0; i < b->inputs; i++) {
		if (!is_successive(b, b->input[i]))
			continue;
		j->extract[j->extracts] = (struct extract){ .in = b->input[i] };
		of[b->input[i]->file] = &j->extract[j->extracts++];
	}
	for (int pass = 0; pass < 2; pass++) {
		for (uint32_t i = 0; ledger_has_document(j->l, i); i++) {
			int file = j->l->document[i].at.file;
			struct extract *x = input_of(b, file) ? of[file] : NULL;

			if (x && pass)
				x->doc[x->docs] = i;
			if (x)
				x->docs++;
		}
		for (size_t i = 0; i < j->extracts && !pass; i++) {
			j->extract[i].doc = room;
			room += j->extract[i].docs;
			j->extract[i].docs = 0;
		}
	}
	free(of);
	for (size_t i = 0; i < j->extracts; i++) {
		struct extract *x = &j->extract[i];

		bulk_sort(x->doc, x->docs, sizeof *x->doc, compare_indexes, j->l);
		extract_measure(j, x);
	}
	qsort(j->extract, j->extracts, sizeof *j->extract, longest_first);
}

static void take_out(struct repeat_job *j)
{
	struct ledger *l = j->l;
	uint32_t n = 0;

	for (uint32_t i = 0; ledger_has_document(l, i); i++) {
		if (i < j->documents && j->gone[i])
			j->b->documents.name[l->document[i].first_allocation].value = NAME_REJECTED;
		else
			l->document[n++] = l->document[i];
	}
	l->documents = n;
}

enum status repeats_settle(struct builder *b)
{
	struct repeat_job j = { .b = b, .l = b->l, .documents = b->l->documents };
	uint32_t *room;
	size_t successive = 0;
	enum status st = ST_OK;

	for (size_t i = 0; i < b->inputs; i++)
		successive += is_successive(b, b->input[i]);
	if (successive < 2)
		return ST_OK;
	j.extract = xmalloc(successive * sizeof *j.extract);
	j.gone = bulk_calloc(j.documents, sizeof *j.gone);
	room = bulk_alloc(j.documents * sizeof *room);
	collect(&j, room);
	for (size_t i = 0; i < j.extracts; i++) {
		for (size_t k = i + 1; k < j.extracts; k++) {
			enum status one = compare_files(&j, &j.extract[i], &j.extract[k]);

			st = st == ST_OK ? one : st;
		}
	}
	if (st == ST_OK)
		st = openings_settle(&j);
	if (st == ST_OK)
		take_out(&j);
	bulk_free(room);
	bulk_free(j.gone);
	free(j.extract);
	return st;
}
