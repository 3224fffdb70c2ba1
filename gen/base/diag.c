/* diag.c - the sink of errors, findings and rejects; see diag.h. */
#include "base/diag.h"

#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/quoted.h"
#include "base/text.h"

#include "base/banned.h"

#define ERROR_CODE "error"

/*
 * Findings arrive from several threads in any order. So that what is kept does
 * not depend on it, the examples of a code are not the first to arrive but the
 * first in order of place and message.
 */
struct kept {
	struct finding shown;
	char *message[DIAG_EXAMPLES]; /* malloc'ed: an example can be displaced by an earlier one */
};

/* How often each reason of a reject occurred. */
struct tally {
	const char *code;
	size_t count;
};

struct diag {
	pthread_mutex_t *lock; /* behind a pointer so that const readers can take it */
	struct arena *mem;
	bool quiet, has_error;

	const char **file;
	size_t files, files_cap;

	struct kept **finding;
	size_t findings, findings_cap;

	struct reject *reject;
	size_t rejects, rejects_cap;

	struct tally *tally;
	size_t tallies, tallies_cap;
};

struct diag *diag_new(void)
{
	struct diag *d = xmalloc(sizeof *d);

	*d = (struct diag){ .lock = xmalloc(sizeof *d->lock), .mem = arena_new() };
	pthread_mutex_init(d->lock, NULL);
	return d;
}

void diag_drop(struct diag *d)
{
	size_t i, k;

	if (!d)
		return;
	for (i = 0; i < d->findings; i++) {
		for (k = 0; k < d->finding[i]->shown.examples; k++)
			free(d->finding[i]->message[k]);
		free(d->finding[i]);
	}
	free(d->finding);
	free(d->reject);
	free(d->tally);
	free(d->file);
	arena_drop(d->mem);
	pthread_mutex_destroy(d->lock);
	free(d->lock);
	free(d);
}

static void take(const struct diag *d)
{
	pthread_mutex_lock(d->lock);
}

static void give(const struct diag *d)
{
	pthread_mutex_unlock(d->lock);
}

int diag_file(struct diag *d, const char *name)
{
	size_t i;

	take(d);
	name = text_valid(d->mem, name ? name : "");
	for (i = 0; i < d->files && strcmp(d->file[i], name) != 0; i++)
		;
	if (i == d->files) {
		GROW(d->file, d->files, d->files_cap);
		d->file[d->files++] = name;
	}
	give(d);
	return (int)i;
}

static const char *file_name(const struct diag *d, int file)
{
	return file >= 0 && (size_t)file < d->files ? d->file[file] : "";
}

const char *diag_file_name(const struct diag *d, int file)
{
	const char *name;

	take(d);
	name = file_name(d, file);
	give(d);
	return name;
}

void diag_set_quiet(struct diag *d, bool quiet)
{
	take(d);
	d->quiet = quiet;
	give(d);
}

#define LINE_MAX_SHOWN 2000 /* bytes; a code of 10,000 characters must not bury the other messages */

/* One write for the whole line; what could move the cursor of a terminal is made harmless. */
static void print_line(struct buf *line)
{
	size_t i, end = LINE_MAX_SHOWN;

	if (line->len > LINE_MAX_SHOWN) {
		while (end && ((unsigned char)line->s[end] & 0xC0) == 0x80)
			end--;
		line->len = end;
		buf_puts(line, "…");
	}
	for (i = 0; i < line->len; i++) {
		unsigned char c = (unsigned char)line->s[i];

		if (c < ' ' || c == 0x7F)
			line->s[i] = '?';
	}
	buf_putc(line, '\n');
	if (fwrite(line->s, 1, line->len, stderr) == line->len)
		fflush(stderr);
}

static void print_message(const struct diag *d, struct place at, const char *message)
{
	const char *name = file_name(d, at.file);
	struct buf line = BUF_INIT;

	buf_puts(&line, "relance: ");
	if (*name && at.line)
		buf_printf(&line, "%s:%u: ", name, (unsigned)at.line);
	else if (*name)
		buf_printf(&line, "%s: ", name);
	buf_puts(&line, message);
	print_line(&line);
	buf_drop(&line);
}

static int compare_places(struct place a, struct place b)
{
	if (a.file != b.file)
		return a.file < b.file ? -1 : 1;
	return a.line < b.line ? -1 : a.line > b.line;
}

static struct kept *kept_for(struct diag *d, enum severity sev, const char *code)
{
	struct kept *f;
	size_t i;

	for (i = 0; i < d->findings; i++) {
		f = d->finding[i];
		if (f->shown.code == code || strcmp(f->shown.code, code) == 0) {
			if (sev > f->shown.severity)
				f->shown.severity = sev;
			return f;
		}
	}
	f = xmalloc(sizeof *f);
	*f = (struct kept){ .shown = { .code = arena_strdup(d->mem, code), .severity = sev } };
	GROW(d->finding, d->findings, d->findings_cap);
	d->finding[d->findings++] = f;
	return f;
}

/* Would an example at this place be kept, whatever its message? Spares the formatting of most. */
static bool wanted(const struct kept *f, struct place at)
{
	size_t n = f->shown.examples;

	return n < DIAG_EXAMPLES || compare_places(at, f->shown.example[n - 1].at) <= 0;
}

static void keep_example(struct kept *f, struct place at, const char *message)
{
	size_t i, n = f->shown.examples;

	for (i = n; i > 0; i--) {
		int r = compare_places(at, f->shown.example[i - 1].at);

		if (r > 0 || (r == 0 && strcmp(message, f->message[i - 1]) >= 0))
			break;
	}
	if (i == DIAG_EXAMPLES)
		return;
	if (n == DIAG_EXAMPLES)
		free(f->message[--n]);
	memmove(&f->shown.example[i + 1], &f->shown.example[i], (n - i) * sizeof f->shown.example[0]);
	memmove(&f->message[i + 1], &f->message[i], (n - i) * sizeof f->message[0]);
	f->message[i] = xmalloc(strlen(message) + 1);
	memcpy(f->message[i], message, strlen(message) + 1);
	f->shown.example[i].at = at;
	f->shown.example[i].message = f->message[i];
	f->shown.examples = n + 1;
}

static void format(struct buf *b, const char *fmt, va_list ap) __attribute__((format(printf, 2, 0)));
static void format(struct buf *b, const char *fmt, va_list ap)
{
	char small[1024];
	char *big;
	va_list again;
	int n;

	va_copy(again, ap);
	n = vsnprintf(small, sizeof small, fmt, ap);
	if (n >= 0 && (size_t)n < sizeof small) {
		buf_add(b, small, (size_t)n);
	} else if (n >= 0) {
		big = xmalloc((size_t)n + 1);
		vsnprintf(big, (size_t)n + 1, fmt, again);
		buf_add(b, big, (size_t)n);
		free(big);
	}
	va_end(again);
	quoted_cut(b);
}

enum status diag_error(struct diag *d, enum status st, struct place at, const char *fmt, ...)
{
	struct buf message = BUF_INIT;
	struct kept *f;
	va_list ap;

	va_start(ap, fmt);
	format(&message, fmt, ap);
	va_end(ap);

	take(d);
	d->has_error = true;
	f = kept_for(d, SEV_ERROR, ERROR_CODE);
	f->shown.count++;
	keep_example(f, at, message.s);
	if (!d->quiet)
		print_message(d, at, message.s);
	give(d);
	buf_drop(&message);
	return st;
}

void diag_finding(struct diag *d, enum severity sev, const char *code, struct place at, const char *fmt, ...)
{
	struct buf message = BUF_INIT;
	struct kept *f;
	va_list ap;

	take(d);
	f = kept_for(d, sev, code);
	f->shown.count++;
	if (sev == SEV_ERROR)
		d->has_error = true;
	if (wanted(f, at)) {
		va_start(ap, fmt);
		format(&message, fmt, ap);
		va_end(ap);
		keep_example(f, at, message.s);
	}
	give(d);
	buf_drop(&message);
}

static void count_reject(struct diag *d, const char *code)
{
	size_t i;

	for (i = 0; i < d->tallies && strcmp(d->tally[i].code, code) != 0; i++)
		;
	if (i == d->tallies) {
		GROW(d->tally, d->tallies, d->tallies_cap);
		d->tally[d->tallies++] = (struct tally){ code, 0 };
	}
	d->tally[i].count++;
}

/* A file that is rejected from end to end repeats itself: do not store the same text again. */
static const char *store(struct diag *d, const char *s, const char *last)
{
	return last && text_eq(s, last) ? last : arena_strdup(d->mem, s);
}

void diag_reject(struct diag *d, const char *code, struct place at, const char *customer,
		 const char *document, bool has_amount, money amount, currency c, const char *fmt, ...)
{
	struct buf message = BUF_INIT;
	const struct reject *last;
	struct reject r;
	va_list ap;

	va_start(ap, fmt);
	format(&message, fmt, ap);
	va_end(ap);

	take(d);
	GROW(d->reject, d->rejects, d->rejects_cap);
	last = d->rejects ? &d->reject[d->rejects - 1] : NULL;
	r = (struct reject){ .at = at,
			     .customer = store(d, customer, last ? last->customer : NULL),
			     .document = store(d, document, last ? last->document : NULL),
			     .code = code,
			     .message = store(d, message.s, last ? last->message : NULL),
			     .has_amount = has_amount,
			     .amount = has_amount ? amount : 0,
			     .cur = c };
	d->reject[d->rejects++] = r;
	count_reject(d, code);
	give(d);
	buf_drop(&message);
}

size_t diag_reject_count(const struct diag *d)
{
	size_t n;

	take(d);
	n = d->rejects;
	give(d);
	return n;
}

const struct reject *diag_reject_at(const struct diag *d, size_t i)
{
	return i < d->rejects ? &d->reject[i] : NULL;
}

size_t diag_finding_count(const struct diag *d)
{
	size_t n;

	take(d);
	n = d->findings;
	give(d);
	return n;
}

const struct finding *diag_finding_at(const struct diag *d, size_t i)
{
	return i < d->findings ? &d->finding[i]->shown : NULL;
}

static int by_severity(const void *a, const void *b)
{
	const struct finding *x = &(*(struct kept *const *)a)->shown, *y = &(*(struct kept *const *)b)->shown;

	if (x->severity != y->severity)
		return x->severity > y->severity ? -1 : 1;
	return strcmp(x->code, y->code);
}

static int by_place(const void *a, const void *b)
{
	const struct reject *x = a, *y = b;
	int r = compare_places(x->at, y->at);

	r = r ? r : strcmp(x->code, y->code);
	r = r ? r : strcmp(x->customer, y->customer);
	r = r ? r : strcmp(x->document, y->document);
	r = r ? r : strcmp(x->message, y->message);
	r = r ? r : (x->has_amount > y->has_amount) - (x->has_amount < y->has_amount);
	r = r ? r : (x->amount > y->amount) - (x->amount < y->amount);
	return r ? r : (x->cur > y->cur) - (x->cur < y->cur);
}

static int by_code(const void *a, const void *b)
{
	const struct tally *x = a, *y = b;

	return strcmp(x->code, y->code);
}

void diag_sort(struct diag *d)
{
	take(d);
	if (d->findings)
		qsort(d->finding, d->findings, sizeof *d->finding, by_severity);
	if (d->rejects)
		qsort(d->reject, d->rejects, sizeof *d->reject, by_place);
	if (d->tallies)
		qsort(d->tally, d->tallies, sizeof *d->tally, by_code);
	give(d);
}

bool diag_has_error(const struct diag *d)
{
	bool r;

	take(d);
	r = d->has_error;
	give(d);
	return r;
}

static const char *severity_word(enum severity sev)
{
	switch (sev) {
	case SEV_INFO:
		return "information";
	case SEV_WARNING:
		return "attention";
	case SEV_REJECT:
		return "rejet";
	case SEV_ERROR:
		return "erreur";
	}
	return "";
}

/* How many rejects are printed one by one; all of them are in rejets.csv. */
#define REJECTS_SHOWN 20

static void print_rejects(const struct diag *d)
{
	struct buf line = BUF_INIT;
	size_t i;

	for (i = 0; i < d->rejects && i < REJECTS_SHOWN; i++) {
		buf_clear(&line);
		buf_printf(&line, "rejet : %s", d->reject[i].message);
		print_message(d, d->reject[i].at, line.s);
	}
	if (i < d->rejects) {
		buf_clear(&line);
		buf_printf(&line, "%zu autres rejets, tous listés dans rejets.csv :", d->rejects - i);
		for (i = 0; i < d->tallies; i++)
			buf_printf(&line, "%s %s %zu", i ? "," : "", d->tally[i].code, d->tally[i].count);
		print_message(d, NOWHERE, line.s);
	}
	buf_drop(&line);
}

/* The first example stands for all of its code: it says in French what the code means. Some more follow. */
static void print_finding(const struct diag *d, const struct finding *f)
{
	struct buf line = BUF_INIT;

	buf_printf(&line, "%s : %s", severity_word(f->severity),
		   f->examples ? f->example[0].message : f->code);
	if (f->count > 1)
		buf_printf(&line, " (%zu cas, « %s »)", f->count, f->code);
	print_message(d, f->examples ? f->example[0].at : NOWHERE, line.s);
	for (size_t i = 1; i < f->examples && i < DIAG_SHOWN; i++) {
		buf_clear(&line);
		buf_printf(&line, "  aussi : %s", f->example[i].message);
		print_message(d, f->example[i].at, line.s);
	}
	buf_drop(&line);
}

static void print_findings(const struct diag *d, size_t first)
{
	for (size_t i = first; i < d->findings; i++) {
		if (strcmp(d->finding[i]->shown.code, ERROR_CODE) != 0) /* printed when they occurred */
			print_finding(d, &d->finding[i]->shown);
	}
}

void diag_print_summary(const struct diag *d)
{
	take(d);
	print_findings(d, 0);
	print_rejects(d);
	give(d);
}

void diag_print_since(const struct diag *d, size_t findings)
{
	take(d);
	print_findings(d, findings);
	give(d);
}
