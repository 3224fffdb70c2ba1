/*
 * letters.h - all letters of a run, one for a look, and the check of templates:
 * what run.c calls.
 */
#ifndef RELANCE_LETTER_LETTERS_H
#define RELANCE_LETTER_LETTERS_H

#include "assess/assess.h"
#include "book/company.h"
#include "letter/kind.h"

/* One PDF that was written. */
struct letter_file {
	uint32_t decision; /* index in assessment.decision; NONE for a thank-you */
	uint32_t customer; /* index in the ledger */
	currency cur;
	const char *name;    /* "C001-relance-2.pdf", in the folder given to letters_write() */
	const char *title;   /* of the template, in the letter's language: "Relance" */
	enum letter_kind kind;
	enum letter_lang lang;
	unsigned channels; /* how it goes out: enum channel */
	money total;	   /* what it asks, penalties included, in cur */
	money indemnity;   /* EUR cents; part of total if cur is EUR */
	size_t pages;	   /* the blank last one of duplex printing included */
	size_t bytes;
};

/*
 * Write every letter that the assessment decided on into folder (which exists),
 * with that many threads (1 or more); the bytes do not depend on their number.
 * Decisions whose channels are e-mail, letter or registered letter have one;
 * calls and the litigation list have none. Thank-you letters follow, where the
 * policy wants them. *files (malloc'ed, in order of decisions: the caller frees it; its
 * texts live in mem) and *n are set also when there are none.
 *
 * A company without identity writes no letter: the finding "no-identity" says so.
 * In third-party mode (company.is_collector) every reminder is made with the
 * template "collector-letter", whatever the step names: art. R.124-4 CPCE.
 *
 * File names: customer's id, kind and level, DESIGN.md. In the id, whatever is no
 * ASCII letter, digit, '-' or '_' becomes '_', as does a leading '-' (and '.', as "aux.x"
 * is a device where files go to Windows);
 * after 60 bytes it is cut; ids that would give the same name (upper and lower
 * case are the same) get "~2", "~3"… in order of ids. A customer with letters in
 * several currencies has the currency behind the level; one with several letters
 * of a kind has the site, else "-2", "-3".
 *
 * ST_CONFIG (template, font or image), ST_OUTPUT, ST_LIMIT, ST_CLOSURE: reported;
 * what was written until then stays for the caller to remove.
 */
enum status letters_write(struct diag *d, const struct assessment *a, const struct company *c,
			  struct arena *mem, const char *folder, int threads, struct letter_file **files,
			  size_t *n);

/*
 * All calls decided on, highest priority first, as one PDF of call sheets at
 * path (template "call-sheet", French). *sheets = how many; no file if 0.
 */
enum status letters_call_sheets(struct diag *d, const struct assessment *a, const struct company *c,
				const char *path, size_t *sheets, size_t *pages);

/*
 * One letter to look at, to path: that template for that customer, in the
 * customer's language unless the name says which: "en/firm-reminder". The decision
 * of the run is taken where its step uses the template; otherwise one is made up of
 * all overdue items, or of all open ones if nothing is overdue: the finding
 * "made-up-letter" says so. A thank-you is the run's own if there is one; the finding
 * "thanks-while-owing" warns where something is overdue. ST_USAGE for an unknown
 * customer or one without open items, ST_OUTPUT also for a path where something is
 * that is no PDF, else as letters_write().
 */
enum status letters_preview(struct diag *d, const struct assessment *a, const struct company *c,
			    const char *template, const char *customer, const char *path);

/*
 * Load and check all templates, shipped and the company's, in both languages, and
 * set each of them for a few made-up customers of every kind (letters_sample.h);
 * nothing is written. A template that a step of the policy asks for must be there in
 * both languages; one that no step uses is the finding "unused-template". Every error
 * is reported; the worst status is returned.
 */
enum status letters_check_templates(struct diag *d, const struct policy *p, const struct company *c);

/*
 * For `check`: every character of the names, addresses and document texts that a
 * letter could show is in one of the configured faces. An error per customer
 * (at most 20 are printed) and ST_CONFIG, or ST_OK.
 */
enum status letters_check_texts(struct diag *d, const struct assessment *a, const struct company *c);

#endif
