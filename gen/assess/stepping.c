/* stepping.c - which step of a scenario is due; see stepping.h. */
#include "assess/stepping.h"

#include <limits.h>

#include "base/text.h"

#include "base/banned.h"

static int days_late(const struct work *w, const struct item *i)
{
	return w->day - i->due;
}

static bool writes(const struct step *s)
{
	return s->kind == STEP_REMINDER || s->kind == STEP_FORMAL || s->kind == STEP_COLLECTOR;
}

/* The call of that level, or -1. */
static int call_at(const struct scenario *s, int level)
{
	for (size_t k = 0; k < s->steps; k++) {
		if (s->step[k].kind == STEP_CALL && s->step[k].level == level)
			return (int)k;
	}
	return -1;
}

/*
 * The letter (or the litigation list) that a reminder of that level, sent on that day, stands for; -1 if it
 * is lower than all.
 */
static int letter_at(const struct scenario *s, int level, civil_date due, civil_date sent)
{
	int found = -1;

	for (size_t k = 0; k < s->steps; k++) {
		const struct step *t = &s->step[k];

		if (t->kind == STEP_NOTICE || t->kind == STEP_CALL || t->level > level)
			continue;
		if (found < 0 || t->level > s->step[found].level ||
		    (sent != DATE_NONE && due != DATE_NONE && due + t->day <= sent))
			found = (int)k;
	}
	return found;
}

/* Index of the step that a recorded reminder stands for; -1 for none. */
static int step_of(const struct scenario *s, const struct extra *e, civil_date due)
{
	int call;

	for (size_t k = 0; k < s->steps && *e->step; k++) {
		if (text_eq(s->step[k].name, e->step))
			return (int)k;
	}
	if (e->level == 0)
		return -1;
	call = text_eq(e->text, channel_name(CHANNEL_PHONE)) ? call_at(s, e->level) : -1;
	return call >= 0 ? call : letter_at(s, e->level, due, e->date);
}

/* Walks the recorded reminders; *sent: when the highest one took effect. */
static int progress_and_date(const struct work *w, const struct scenario *s, const struct item *i,
			     civil_date *sent)
{
	const struct ledger *l = w->l;
	int progress = -1;

	*sent = DATE_NONE;
	for (uint32_t x = ledger_extra(l, l->document[i->doc].extras, EXTRA_REMINDER); x != NONE;
	     x = ledger_extra(l, l->extra[x].next, EXTRA_REMINDER)) {
		const struct extra *e = &l->extra[x];
		civil_date effect = e->until != DATE_NONE ? e->until : e->date;
		int k;

		if (e->date > w->day)
			continue;
		k = step_of(s, e, i->due);
		if (k > progress || (k == progress && k >= 0 && effect > *sent))
			*sent = effect;
		if (k > progress)
			progress = k;
	}
	return progress;
}

int item_progress(const struct work *w, const struct scenario *s, const struct item *i)
{
	civil_date sent;

	return w->l->document[i->doc].extras == NONE ? -1 : progress_and_date(w, s, i, &sent);
}

/* Index of the last step that does something. */
static int last_step(const struct scenario *s)
{
	int k = (int)s->steps - 1;

	return s->step[k].kind == STEP_LITIGATION ? k - 1 : k;
}

bool item_finished(const struct work *w, const struct scenario *s, int progress, struct item *i)
{
	int last = last_step(s);
	const struct step *litigation = last + 1 < (int)s->steps ? &s->step[last + 1] : NULL;
	civil_date sent, from;

	/* Without a last step (a scenario that is the list alone) the age decides. */
	if (progress < last)
		return false;
	i->left_out = REASON_LAST_LEVEL;
	i->asked = 0;
	if (!litigation || progress > last)
		return true;
	from = i->due + litigation->day;
	progress_and_date(w, s, i, &sent);
	if (last >= 0 && sent != DATE_NONE && sent + s->step[last].delay_to_pay + 1 > from)
		from = sent + s->step[last].delay_to_pay + 1;
	if (from > w->day) {
		i->left_out = REASON_TOO_SOON;
		i->until = from;
	}
	return true;
}

/* Some candidate has reached step k and not done it. */
static bool needed(const struct work *w, const struct candidates *c, int k)
{
	for (uint32_t n = 0; n < c->n; n++) {
		if (c->progress[n] < k && days_late(w, &w->a->item[c->item[n]]) >= c->scenario->step[k].day)
			return true;
	}
	return false;
}

static bool reached(const struct work *w, const struct candidates *c, int k)
{
	for (uint32_t n = 0; n < c->n; n++) {
		if (days_late(w, &w->a->item[c->item[n]]) >= c->scenario->step[k].day)
			return true;
	}
	return false;
}

/* Last level sent and its date, over all candidates. */
static void read_history(const struct work *w, const struct candidates *c, struct choice *out)
{
	for (uint32_t n = 0; n < c->n; n++) {
		const struct item *i = &w->a->item[c->item[n]];
		int level = c->progress[n] >= 0 ? c->scenario->step[c->progress[n]].level : 0;

		if (i->last_level > level)
			level = i->last_level;
		if (level > out->level)
			out->level = level;
		if (i->last_reminder > out->last_reminder)
			out->last_reminder = i->last_reminder;
	}
}

/*
 * The highest level that may be sent after `level`: the scenario's next one, as a scenario may leave levels
 * out.
 */
static int highest_allowed(const struct scenario *s, int level)
{
	int next = INT_MAX;

	if (s->by_age)
		return INT_MAX;
	for (size_t k = 0; k < s->steps; k++) {
		if (s->step[k].level > level && s->step[k].level < next)
			next = s->step[k].level;
	}
	return next == INT_MAX ? level : next;
}

static bool allowed(const struct scenario *s, int k, int cap, int level)
{
	const struct step *t = &s->step[k];

	if (t->kind == STEP_NOTICE || t->kind == STEP_LITIGATION || t->level > cap)
		return false;
	return t->kind != STEP_FORMAL || !s->formal_needs_reminder || level >= 1;
}

/* The highest allowed step up to `from` that somebody needs; -1 if there is none. */
static int highest_needed(const struct work *w, const struct candidates *c, int from, int cap, int level)
{
	for (int k = from; k >= 0; k--) {
		if (allowed(c->scenario, k, cap, level) && needed(w, c, k))
			return k;
	}
	return -1;
}

/* First letter of the level whose day has come, -1 if there is none. */
static int first_letter(const struct work *w, const struct candidates *c, int level)
{
	for (size_t k = 0; k < c->scenario->steps; k++) {
		const struct step *t = &c->scenario->step[k];

		if (t->level == level && writes(t) && reached(w, c, (int)k))
			return (int)k;
	}
	return -1;
}

/* A new level begins with its first letter, or with its call where the scenario phones first. */
static int entry(const struct work *w, const struct candidates *c, int k)
{
	const struct scenario *s = c->scenario;
	int level = s->step[k].level;
	int call = call_at(s, level), letter = first_letter(w, c, level);

	if (s->phone_first && call >= 0 && c->phone && reached(w, c, call))
		return call;
	return letter >= 0 ? letter : k;
}

/* The letter of the highest level that was sent, so that nobody is written to more mildly than before. */
static int tone(const struct scenario *s, int k, int level)
{
	int found = k;

	for (size_t i = (size_t)k + 1; i < s->steps; i++) {
		if (s->step[i].kind == STEP_REMINDER && s->step[i].level <= level)
			found = (int)i;
	}
	return found;
}

/* The step that really goes for the need of step k. */
static int settle(const struct work *w, const struct candidates *c, int k, int level)
{
	const struct scenario *s = c->scenario;
	int letter;

	if (s->by_age)
		return k;
	if (s->step[k].level > level)
		return entry(w, c, k);
	if (s->step[k].kind == STEP_CALL) {
		letter = c->phone ? -1 : first_letter(w, c, s->step[k].level);
		return letter >= 0 && needed(w, c, letter) ? letter : k;
	}
	return s->step[k].level < level ? tone(s, k, level) : k;
}

/* The day on which some candidate reaches its next step; DATE_NONE if there is none. */
static civil_date next_day(const struct work *w, const struct candidates *c, int cap)
{
	civil_date first = DATE_NONE;

	for (uint32_t n = 0; n < c->n; n++) {
		const struct item *i = &w->a->item[c->item[n]];

		for (int k = c->progress[n] + 1; k < (int)c->scenario->steps; k++) {
			const struct step *t = &c->scenario->step[k];
			civil_date day = i->due + t->day;

			if (t->kind == STEP_NOTICE || t->level > cap || day <= w->day)
				continue;
			if (first == DATE_NONE || day < first)
				first = day;
			break;
		}
	}
	return first;
}

static struct choice nothing(const struct work *w, const struct candidates *c, struct choice out, int cap,
			     civil_date interval)
{
	bool begun = false;

	for (size_t k = 0; k < c->scenario->steps && !begun; k++)
		begun = c->scenario->step[k].kind != STEP_NOTICE && reached(w, c, (int)k);
	out.until = next_day(w, c, cap);
	if (out.until == DATE_NONE)
		out.reason = REASON_LAST_LEVEL;
	else if (!begun && out.level == 0)
		out.reason = REASON_NOT_YET;
	else
		out.reason = REASON_TOO_SOON;
	if (out.until != DATE_NONE && interval > out.until)
		out.until = interval;
	return out;
}

struct choice choose_step(const struct work *w, const struct candidates *c)
{
	const struct scenario *s = c->scenario;
	struct choice out = { .until = DATE_NONE, .last_reminder = DATE_NONE };
	civil_date interval = DATE_NONE;
	int cap, k;

	read_history(w, c, &out);
	cap = highest_allowed(s, out.level);
	if (out.last_reminder != DATE_NONE)
		interval = out.last_reminder + s->min_interval;
	k = highest_needed(w, c, (int)s->steps - 1, cap, out.level);
	if (k < 0)
		return nothing(w, c, out, cap, interval);
	k = settle(w, c, k, out.level);
	while (k >= 0 && below_policy_amount(w, c->amount, c->cur, s->step[k].minimum))
		k = highest_needed(w, c, k - 1, cap, out.level);
	if (k < 0) {
		out.reason = REASON_BELOW_MINIMUM;
	} else if (interval != DATE_NONE && interval > w->day) {
		out.reason = REASON_TOO_SOON;
		out.until = interval;
	} else {
		out.reason = REASON_DUE;
		out.step = &s->step[k];
	}
	return out;
}
