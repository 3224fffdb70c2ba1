/* stops.c - see stops.h. */
#include "assess/stops.h"

#include "base/text.h"

#include "base/banned.h"

#define ERROR_CODE "error" /* has ended the run already, or has a status of its own */

/* What one <stop> met. */
struct met {
	size_t count;
	const char *code, *message; /* of the first case */
	struct place at;
};

static void meet(struct met *m, size_t count, const char *code, const char *message, struct place at)
{
	if (!m->count)
		*m = (struct met){ 0, code, message, at };
	m->count += count;
}

static struct met look(const struct diag *d, const struct stop *s)
{
	struct met m = { 0 };

	for (size_t i = 0; i < diag_finding_count(d); i++) {
		const struct finding *f = diag_finding_at(d, i);

		if (!text_eq(f->code, ERROR_CODE) &&
		    (s->code ? text_eq(f->code, s->code) : f->severity >= s->severity))
			meet(&m, f->count, f->code, f->example[0].message, f->example[0].at);
	}
	for (size_t i = 0; i < diag_reject_count(d); i++) {
		const struct reject *r = diag_reject_at(d, i);

		if (!s->code || text_eq(r->code, s->code))
			meet(&m, 1, r->code, r->message, r->at);
	}
	return m;
}

enum status stops_check(struct diag *d, const struct policy *p)
{
	enum status st = ST_OK;

	for (size_t i = 0; i < p->n_stops; i++) {
		struct met m = look(d, &p->stop[i]);

		if (m.count)
			st = diag_error(
				d, ST_INPUT, m.at,
				"%s (%zu cas, « %s ») : les règles (« %s », ligne %u) arrêtent "
				"l'exécution sur ce constat, rien n'est écrit ; corrigez l'export, ou ôtez "
				"ce <stop>",
				m.message, m.count, m.code, p->path, (unsigned)p->stop[i].line);
	}
	return st;
}
