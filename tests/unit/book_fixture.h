/*
 * book_fixture.h - what the unit tests of gen/book share: records fed straight
 * into the builder's sink, and questions to the ledger by identifier.
 */
#ifndef RELANCE_TESTS_BOOK_FIXTURE_H
#define RELANCE_TESTS_BOOK_FIXTURE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "book/build.h"
#include "book/view.h"

static struct diag *quiet;
static struct builder *builder;
static struct ledger *ledger;
static struct record_sink sink;
static int file_a, file_b;
static uint32_t line;

static inline int setup(void **state)
{
	static const struct matching native;

	(void)state;
	quiet = diag_new();
	diag_set_quiet(quiet, true);
	file_a = diag_file(quiet, "a.xml");
	file_b = diag_file(quiet, "b.xml");
	builder = builder_new(quiet);
	sink = builder_sink(builder, &native);
	ledger = NULL;
	line = 0;
	return 0;
}

static inline int teardown(void **state)
{
	(void)state;
	ledger_drop(ledger);
	builder_drop(builder);
	diag_drop(quiet);
	return 0;
}

/*
 * A record of fields and values: make(REC_CUSTOMER, NULL, F_ID, "C1", F_NAME, "Un", END). Each is one
 * line further.
 */
#define END ((int)F_FIELDS)
static inline struct record make(enum record_kind kind, const struct record *parent, ...)
{
	struct record r = { .kind = kind, .at = { file_a, ++line }, .parent = parent };
	va_list ap;
	int f;

	va_start(ap, parent);
	while ((f = va_arg(ap, int)) != END) {
		const char *value = va_arg(ap, const char *);

		r.field[f] = value && *value ? value : NULL;
	}
	va_end(ap);
	return r;
}

static inline void feed(const struct record *r)
{
	assert_int_equal(sink.take(sink.self, r), ST_OK);
}

#define FEED(...)                                      \
	do {                                           \
		struct record fed = make(__VA_ARGS__); \
		feed(&fed);                            \
	} while (0)

static inline void feed_export(void)
{
	FEED(REC_EXPORT, NULL, F_CURRENCY, "EUR", F_COMPANY, "SOC", F_EXTRACTED, "2026-11-02", END);
}

static inline void feed_customer(const char *id)
{
	FEED(REC_CUSTOMER, NULL, F_ID, id, F_NAME, id, F_KIND, "business", END);
}

/* A flat document. */
static inline void feed_doc(const char *customer, const char *id, const char *type, const char *date,
			    const char *amount)
{
	FEED(REC_DOCUMENT, NULL, F_CUSTOMER, customer, F_ID, id, F_TYPE, type, F_DATE, date, F_AMOUNT, amount,
	     END);
}

/* A flat allocation; date may be NULL. */
static inline void feed_alloc(const char *from, const char *to, const char *amount, const char *date)
{
	FEED(REC_ALLOCATION, NULL, F_FROM, from, F_DOCUMENT, to, F_AMOUNT, amount, F_DATE, date, END);
}

static inline enum status finish(void)
{
	enum status st = builder_finish(builder, &ledger);

	if (st == ST_OK || st == ST_REJECTED)
		assert_non_null(ledger);
	else
		assert_null(ledger);
	diag_sort(quiet);
	return st;
}

static inline uint32_t doc_index(const char *id)
{
	for (uint32_t i = 0; i < ledger->documents; i++) {
		if (strcmp(ledger_text(ledger, ledger->document[i].id), id) == 0)
			return i;
	}
	return NONE;
}

static inline const struct document *doc(const char *id)
{
	uint32_t i = doc_index(id);

	assert_true(i != NONE);
	return &ledger->document[i];
}

/* Open amount of a document at a date. */
static inline money open_at(const char *id, const char *date)
{
	struct view *v;
	money open;

	assert_int_equal(view_new(quiet, ledger, date_parse(date), &v), ST_OK);
	open = v->open[doc_index(id)];
	view_drop(v);
	return open;
}

static inline size_t rejects(const char *code)
{
	size_t n = 0;

	for (size_t i = 0; i < diag_reject_count(quiet); i++)
		n += strcmp(diag_reject_at(quiet, i)->code, code) == 0;
	return n;
}

static inline const struct reject *reject_of(const char *code)
{
	for (size_t i = 0; i < diag_reject_count(quiet); i++) {
		if (strcmp(diag_reject_at(quiet, i)->code, code) == 0)
			return diag_reject_at(quiet, i);
	}
	fail_msg("no reject %s", code);
	return NULL;
}

static inline size_t findings(const char *code)
{
	for (size_t i = 0; i < diag_finding_count(quiet); i++) {
		if (strcmp(diag_finding_at(quiet, i)->code, code) == 0)
			return diag_finding_at(quiet, i)->count;
	}
	return 0;
}

#endif
