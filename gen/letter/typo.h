/*
 * typo.h - the spaces that French typography asks for (law.md §13), put in by
 * the program so that nobody has to type them.
 */
#ifndef RELANCE_LETTER_TYPO_H
#define RELANCE_LETTER_TYPO_H

#include "base/arena.h"

/*
 * French: U+202F before ; ! ?, U+00A0 before : and », behind «; before €, %
 * and other units behind a number; behind "n°", "art.", "M.", "Mme", "MM.", "p.",
 * "§" before what they belong to; in dates ("1er mars 2026": no break between day
 * and month); dots "..." become "…", ' between letters becomes ’. A blank that
 * stands there is replaced, a missing one is put in where the character asks for
 * it, never in times (14:30), URLs, e-mail addresses or reference numbers.
 * Idempotent. Returns text itself if nothing changes, else a copy in the arena.
 */
const char *typo_french(struct arena *a, const char *text);

/*
 * English: ' between letters becomes ’ and "..." becomes "…"; no break between a day and its
 * month. Idempotent.
 */
const char *typo_english(struct arena *a, const char *text);

/* By language tag: "fr..." French, else English. */
const char *typo_apply(struct arena *a, const char *language, const char *text);

#endif
