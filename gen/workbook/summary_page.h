/* summary_page.h - the parts of the one-page summary. Not for use outside of gen/workbook. */
#ifndef RELANCE_WORKBOOK_SUMMARY_PAGE_H
#define RELANCE_WORKBOOK_SUMMARY_PAGE_H

#include "letter/page.h"
#include "assess/closing.h"
#include "workbook/summary_data.h"

struct summary_page {
	struct diag *d;
	struct doc *doc;
	struct arena *mem;
	const struct assessment *a;
	const struct closing *before;
	struct summary_data data;
};

/* A box on the page: top left corner and width. */
struct area {
	dim x, y, width;
};

extern const struct style SUMMARY_HEAD, SUMMARY_TEXT, SUMMARY_BOLD, SUMMARY_SMALL, SUMMARY_GREY;

/* "544 769,74 €" in the reference currency. */
const char *summary_money(struct summary_page *p, money x);
/* "72,7 %" of tenths of a percent. */
const char *summary_percent(struct summary_page *p, int64_t tenths);
/* A heading with its rule; returns the y below it. */
dim summary_heading(struct summary_page *p, struct area at, const char *text);
/* Our own sentence, with French spaces, cut to the width. */
void summary_line(struct summary_page *p, struct area at, const struct style *st, const char *text);
/* The same over several lines; returns the y of the line behind it. */
dim summary_paragraph(struct summary_page *p, struct area at, const struct style *st, const char *text);

/* Each returns the y below what it drew. */
dim summary_ageing(struct summary_page *p, struct area at);
dim summary_trend(struct summary_page *p, struct area at, dim height);
dim summary_top(struct summary_page *p, struct area at);
dim summary_changes(struct summary_page *p, struct area at);
dim summary_decide(struct summary_page *p, struct area at);

#endif
