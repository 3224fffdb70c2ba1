/* inspect.c - see inspect.h. */
#include "read/inspect.h"

#include <inttypes.h>

#include "read/reader.h"

#include "base/banned.h"

struct inspection {
	uint64_t count[REC_KINDS];
};

static enum status take(void *self, const struct record *r)
{
	struct inspection *x = self;

	x->count[r->kind]++;
	return ST_OK;
}

enum status mapping_inspect(struct diag *d, const char *mapping_path, const char *input, FILE *out)
{
	struct inspection x = { { 0 } };
	struct read_result result;
	struct mapping *m;
	enum status st = mapping_load(d, mapping_path, &m);
	unsigned k;

	if (st != ST_OK)
		return st;
	st = reader_check(d, input, m, (struct record_sink){ take, &x }, &result);
	fprintf(out, "correspondance « %s » (%s)\n", mapping_name(m), mapping_title(m));
	fprintf(out, "fichier : %" PRIu64 " octets, %s, %" PRIu64 " enregistrements\n", result.bytes,
		result.encoding, result.records);
	for (k = 0; k < REC_KINDS; k++) {
		if (x.count[k])
			fprintf(out, "  %-12s %" PRIu64 "\n", record_kind_name((enum record_kind)k),
				x.count[k]);
	}
	mapping_drop(m);
	return st;
}
