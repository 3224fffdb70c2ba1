/* compile.c - records, fields and conditions of a mapping file; see compile.h. */
#include "read/compile.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "base/xmlfile.h"

#include "base/banned.h"

void compile_fault(struct compiler *c, const void *n, const char *fmt, ...)
{
	char text[512];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof text, fmt, ap);
	va_end(ap);
	c->failed = true;
	diag_error(c->d, ST_CONFIG, n ? xml_place(n, c->file) : NOWHERE, "%s", text);
}

bool compile_yes(struct compiler *c, const xmlNode *n, const char *name)
{
	return text_eq(xml_attr(c->mem, n, name, NULL), "yes");
}

size_t compile_word_list(struct compiler *c, const xmlNode *n, const char *name, const char ***out)
{
	const char *text = xml_attr(c->mem, n, name, NULL);
	size_t words = text ? path_split(c->mem, text, ' ', out) : 0, i;

	for (i = 0; i < words; i++) {
		size_t len = strlen((*out)[i]);

		if (len >= 2 && (*out)[i][0] == '\'' && (*out)[i][len - 1] == '\'')
			(*out)[i] = arena_strndup(c->mem, (*out)[i] + 1, len - 2);
	}
	return words;
}

struct forms compile_forms(struct compiler *c, const xmlNode *n, struct forms base)
{
	static const struct {
		const char *name;
		unsigned value;
	} decimal[] = { { "plain", DECIMAL_PLAIN },
			{ "point", DECIMAL_POINT },
			{ "comma", DECIMAL_COMMA },
			{ "either", DECIMAL_EITHER },
			{ "hundredths", DECIMAL_HUNDREDTHS } },
	  date[] = { { "iso", DATE_ISO },
		     { "compact", DATE_COMPACT },
		     { "dmy", DATE_DMY },
		     { "mdy", DATE_MDY },
		     { "day-name", DATE_DAY_NAME },
		     { "month-start", DATE_MONTH_START },
		     { "month-end", DATE_MONTH_END },
		     { "short-year", DATE_SHORT_YEAR } };
	const char *text = xml_attr(c->mem, n, "decimal", "");
	const char **word = NULL;
	size_t words = compile_word_list(c, n, "date", &word), i, k;
	struct forms f = base;

	for (i = 0; i < sizeof decimal / sizeof *decimal; i++) {
		if (!strcmp(text, decimal[i].name))
			f.decimal = (enum decimal_form)decimal[i].value;
	}
	if (words)
		f.dates = 0;
	for (i = 0; i < words; i++) {
		for (k = 0; k < sizeof date / sizeof *date; k++) {
			if (!strcmp(word[i], date[k].name))
				f.dates |= date[k].value;
		}
	}
	if (f.dates & DATE_SHORT_YEAR && !(f.dates & (DATE_COMPACT | DATE_DMY | DATE_MDY | DATE_DAY_NAME)))
		compile_fault(
			c, n,
			"« short-year » dit seulement que l'année peut n'avoir que deux chiffres ; ajoutez "
			"la forme : compact, dmy, mdy ou day-name");
	return f;
}

static void note_first_byte(struct first_bytes *f, const char *word)
{
	unsigned char b = (unsigned char)*word, other = b;

	if ((b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z'))
		other = b ^ 0x20;
	f->bit[b >> 6] |= UINT64_C(1) << (b & 63);
	f->bit[other >> 6] |= UINT64_C(1) << (other & 63);
}

void compile_words(struct compiler *c, const xmlNode *n)
{
	struct words *w = arena_alloc(c->mem, sizeof *w);
	const xmlNode *k, *last = xml_child(n, "otherwise");
	size_t count = 0;

	w->name = xml_attr(c->mem, n, "name", "");
	for (k = xml_child(n, "value"); k; k = xml_next(k, "value"))
		count++;
	w->word = arena_calloc(c->mem, count, sizeof *w->word);
	for (k = xml_child(n, "value"); k; k = xml_next(k, "value")) {
		struct word *out = &w->word[w->count++];

		out->to = xml_attr(c->mem, k, "to", "");
		out->how = WORD_IS;
		out->text = xml_attr(c->mem, k, "from", NULL);
		if (!out->text) {
			out->how = WORD_STARTS;
			out->text = xml_attr(c->mem, k, "starts", NULL);
		}
		if (!out->text) {
			out->how = WORD_CONTAINS;
			out->text = xml_attr(c->mem, k, "contains", "");
		}
		if (out->how == WORD_CONTAINS || !*out->text)
			w->contains = true;
		else
			note_first_byte(&w->first, out->text);
	}
	if (last)
		w->otherwise = xml_attr(c->mem, last, "to", "");
	GROW(c->words_at, c->words_used, c->words_cap);
	c->words_at[c->words_used] = w;
	if (table_put(&c->words, w->name, (uint32_t)c->words_used) != c->words_used)
		compile_fault(c, n, "table de valeurs « %s » déjà définie", w->name);
	c->words_used++;
}

void compile_list_name(struct compiler *c, const xmlNode *n)
{
	struct mapping *m = c->m;
	const char *name = xml_attr(c->mem, n, "name", "");
	uint32_t known = table_find(&c->lists, name);

	if (known == TABLE_MISSING) {
		GROW(m->list, m->lists, c->list_cap);
		m->list[m->lists] = (struct list_info){ .name = name };
		known = table_put(&c->lists, name, (uint32_t)m->lists++);
	}
	if (compile_yes(c, n, "unique"))
		m->list[known].unique = true;
	if (compile_yes(c, n, "late"))
		m->list[known].late = true; /* filled from several places: the last one counts */
}

static bool find_list(struct compiler *c, const xmlNode *n, const char *name, uint16_t *out)
{
	uint32_t i = table_find(&c->lists, name);

	if (i == TABLE_MISSING) {
		compile_fault(c, n, "liste « %s » inconnue ; l'ajouter par <list name=\"%s\">", name, name);
		return false;
	}
	*out = (uint16_t)i;
	return true;
}

/* via= and values= of a value. */
static void compile_translation(struct compiler *c, const xmlNode *n, struct unit *u, struct expression *e)
{
	const char **name = NULL;
	size_t names = compile_word_list(c, n, "via", &name), i;
	const char *words = xml_attr(c->mem, n, "values", NULL);
	uint32_t w;

	if (names)
		e->via = arena_calloc(c->mem, names, sizeof *e->via);
	for (i = 0; i < names; i++) {
		size_t len = strlen(name[i]);
		bool keep = len && name[i][len - 1] == '?';
		struct via *v = &e->via[e->vias];

		if (!find_list(c, n, arena_strndup(c->mem, name[i], len - keep), &v->list))
			return;
		v->keep = keep;
		e->vias++;
		u->early = false;
		if (c->m->list[v->list].late)
			u->top->late = true;
	}
	if (!words)
		return;
	w = table_find(&c->words, words);
	if (w == TABLE_MISSING)
		compile_fault(c, n, "table de valeurs « %s » inconnue ; l'ajouter par <values name=\"%s\">",
			      words, words);
	else
		e->words = c->words_at[w];
}

/* One expression from the parts of a blank-separated list of paths. */
static bool compile_parts(struct compiler *c, const xmlNode *n, struct unit *u, const char *paths,
			  struct taking how, struct expression *e)
{
	const char **text;
	size_t count = path_split(c->mem, paths, ' ', &text), i;

	e->part = arena_calloc(c->mem, count, sizeof *e->part);
	e->join = xml_attr(c->mem, n, "join", " ");
	e->complete = compile_yes(c, n, "complete");
	e->summed = how.mode == CAPTURE_SUM;
	for (i = 0; i < count; i++) {
		if (!path_part(c, n, u, text[i], how, &e->part[e->parts]))
			return false;
		e->parts++;
	}
	return true;
}

/* What path=, paths=, count= or value= of an element stand for: one or several expressions, best first. */
static size_t compile_value(struct compiler *c, const xmlNode *n, struct unit *u, struct expression **out)
{
	const char *value = xml_attr(c->mem, n, "value", NULL), *count = xml_attr(c->mem, n, "count", NULL);
	const char *paths = xml_attr(c->mem, n, "paths", NULL), *path = xml_attr(c->mem, n, "path", NULL);
	const char *all = xml_attr(c->mem, n, "all", NULL);
	struct taking how = { CAPTURE_FIRST, NULL };
	const char **one = &value;
	size_t ones = 1, i;

	if (all)
		how = (struct taking){ CAPTURE_ALL, all };
	else if (compile_yes(c, n, "sum"))
		how.mode = CAPTURE_SUM;
	else if (count)
		how.mode = CAPTURE_COUNT;
	if (path)
		ones = path_split(c->mem, path, '|', &one);
	else if (!value)
		one = paths ? &paths : &count;
	*out = arena_calloc(c->mem, ones, sizeof **out);
	for (i = 0; i < ones && *one; i++) {
		struct expression *e = &(*out)[i];

		if (value) {
			e->part = arena_calloc(c->mem, 1, sizeof *e->part);
			e->part[e->parts++] = (struct part){ .kind = PART_LITERAL, .text = value };
		} else if (paths) {
			if (!compile_parts(c, n, u, paths, how, e))
				return 0;
		} else {
			e->part = arena_calloc(c->mem, 1, sizeof *e->part);
			if (!path_part(c, n, u, one[i], how, e->part))
				return 0;
			e->parts = 1;
			e->summed = how.mode == CAPTURE_SUM;
		}
		e->all = all;
		compile_translation(c, n, u, e);
	}
	if (!path && !value && !paths && !count)
		compile_fault(c, n,
			      "d'où vient la valeur ? « path », « paths », « count » ou « value » manque");
	else if (!!path + !!value + !!paths + !!count > 1)
		compile_fault(
			c, n,
			"un seul de « path », « paths », « count » et « value » est permis ; une valeur à "
			"défaut d'une autre se met dans un second <field> du même nom");
	return ones;
}

static uint16_t find_target(const struct unit *u, const char *name)
{
	static const struct {
		const char *name;
		uint16_t target;
	} extra[] = { { "debit-type", X_DEBIT_TYPE },
		      { "credit-type", X_CREDIT_TYPE },
		      { "terms", X_TERMS } };
	size_t i;

	for (i = 0; i < sizeof extra / sizeof *extra; i++) {
		if (u->kind == UNIT_RECORD && !strcmp(name, extra[i].name))
			return extra[i].target;
	}
	return (uint16_t)record_field_find(name);
}

static void add_field(struct compiler *c, struct unit *u, struct field f)
{
	struct side *side = f.target == X_DEBIT_TYPE	? &u->debit
			    : f.target == X_CREDIT_TYPE ? &u->credit
							: NULL;
	struct field **list = side ? &side->field : &u->field;
	size_t *count = side ? &side->fields : &u->fields;
	struct field *grown = arena_calloc(c->mem, *count + 1, sizeof *grown);

	if (*count)
		memcpy(grown, *list, *count * sizeof *grown);
	grown[(*count)++] = f;
	*list = grown;
}

/* A path of another one of several elements for the same record. */
static bool is_nothing(const struct expression *x)
{
	return x->parts == 1 && x->part->kind == PART_LITERAL && !*x->part->text;
}

static void compile_field(struct compiler *c, const xmlNode *n, struct unit *u)
{
	const char *name = xml_attr(c->mem, n, "name", ""), *minus = xml_attr(c->mem, n, "minus", NULL);
	struct field f = { .target = find_target(u, name),
			   .negate = compile_yes(c, n, "negate"),
			   .if_valid = compile_yes(c, n, "if-valid") };
	struct expression *e;
	size_t count, i;

	if (!compile_field_fits(c, n, u, name))
		return;
	f.forms = compile_forms(c, n, c->m->forms);
	f.class = f.target < F_FIELDS ? record_field_class((enum record_field)f.target) : CLASS_TEXT;
	if (minus) {
		struct taking how = { compile_yes(c, n, "sum") ? CAPTURE_SUM : CAPTURE_FIRST, NULL };

		f.minus = arena_alloc(c->mem, sizeof *f.minus);
		if (!compile_parts(c, n, u, minus, how, f.minus))
			return;
	}
	count = compile_value(c, n, u, &e);
	for (i = 0; i < count; i++) {
		f.value = e[i];
		if (!is_nothing(&e[i]) || minus)
			add_field(c, u, f);
	}
}

/* key= of a condition: "a | b", the first that is not empty. */
static bool compile_key(struct compiler *c, const xmlNode *n, struct unit *u, const char *text,
			struct condition *k)
{
	const char **one = NULL;

	k->keys = path_split(c->mem, text, '|', &one);
	k->key = arena_calloc(c->mem, k->keys, sizeof *k->key);
	for (size_t i = 0; i < k->keys; i++) {
		if (!compile_parts(c, n, u, one[i], (struct taking){ 0 }, &k->key[i]))
			return false;
	}
	return true;
}

/* <only> and <skip>. */
static void compile_condition(struct compiler *c, const xmlNode *n, struct unit *u, bool skip)
{
	struct condition k = { .skip = skip }, *grown;
	const char *empty = xml_attr(c->mem, n, "empty", NULL), *list = xml_attr(c->mem, n, "list", NULL);
	const char *not_list = xml_attr(c->mem, n, "not-list", NULL);
	const char *key = xml_attr(c->mem, n, "key", NULL);
	size_t i;

	k.reason = xml_attr(c->mem, n, "reason", "");
	k.doubtful = skip && compile_yes(c, n, "doubtful");
	k.lefts = compile_value(c, n, u, &k.left);
	if ((k.words = compile_word_list(c, n, "in", &k.word)) != 0) {
		k.test = TEST_IN;
	} else if ((k.words = compile_word_list(c, n, "not-in", &k.word)) != 0) {
		k.test = TEST_IN;
		k.negated = true;
	} else if ((k.words = compile_word_list(c, n, "starts", &k.word)) != 0) {
		k.test = TEST_STARTS;
	} else if (list || not_list) {
		k.test = key ? TEST_LISTED_FOR : TEST_LIST;
		k.negated = !list;
		list = list ? list : not_list;
		u->early = false;
		if (!find_list(c, n, list, &k.list) || (key && !compile_key(c, n, u, key, &k)))
			return;
		k.unlisteds = compile_word_list(c, n, "unlisted-starts", &k.unlisted);
		k.late = c->m->list[k.list].late;
	} else if (empty) {
		k.test = !strcmp(empty, "yes") ? TEST_EMPTY : TEST_FILLED;
	} else {
		compile_fault(c, n,
			      "condition sans test : ajouter « in », « not-in », « starts », « empty », « "
			      "list » ou « not-list »");
		return;
	}
	for (i = 0; i < k.words; i++)
		note_first_byte(&k.first, k.word[i]);
	for (i = 0; i < k.lefts; i++) {
		size_t v;

		for (v = 0; v < k.left[i].vias; v++)
			k.late = k.late || c->m->list[k.left[i].via[v].list].late;
	}
	u->top->late = u->top->late || k.late;
	grown = arena_calloc(c->mem, u->conditions + 1, sizeof *grown);
	if (u->conditions)
		memcpy(grown, u->condition, u->conditions * sizeof *grown);
	grown[u->conditions++] = k;
	u->condition = grown;
}

/* key= and value= of a list: a field each. */
static void compile_list(struct compiler *c, const xmlNode *n, struct unit *u)
{
	struct field key = { .target = X_KEY, .forms = c->m->forms }, value = { .target = X_VALUE };
	const char *text = xml_attr(c->mem, n, "value", NULL), *minus = xml_attr(c->mem, n, "minus", NULL);

	if (!compile_parts(c, n, u, xml_attr(c->mem, n, "key", ""), (struct taking){ 0 }, &key.value))
		return;
	add_field(c, u, key);
	value.forms = c->m->forms;
	if (minus) {
		value.class = CLASS_AMOUNT;
		value.minus = arena_alloc(c->mem, sizeof *value.minus);
		if (!compile_parts(c, n, u, minus, (struct taking){ 0 }, value.minus))
			return;
	}
	if (text ? !compile_parts(c, n, u, text, (struct taking){ 0 }, &value.value)
		 : !compile_parts(c, n, u, "'1'", (struct taking){ 0 }, &value.value))
		return;
	compile_translation(c, n, u, &value.value);
	add_field(c, u, value);
	find_list(c, n, xml_attr(c->mem, n, "name", ""), &u->list);
}

static void add_unit(struct compiler *c, struct unit *u)
{
	struct mapping *m = c->m;
	struct unit **grown = arena_calloc(c->mem, u->node->units + 1, sizeof *grown);

	if (u->node->units)
		memcpy(grown, u->node->unit, u->node->units * sizeof *grown);
	grown[u->node->units++] = u;
	u->node->unit = grown;
	u->node->scope = true;
	u->id = (uint16_t)m->units;
	GROW(m->unit, m->units, c->unit_cap);
	m->unit[m->units++] = u;
	if (u->level > m->levels)
		m->levels = u->level;
	if (!u->parent) {
		GROW(m->top, m->tops, c->top_cap);
		m->top[m->tops++] = u;
	}
}

static void compile_record(struct compiler *c, const xmlNode *n, struct unit *u)
{
	const char *kind = xml_attr(c->mem, n, "kind", "");

	u->record = record_kind_find(kind);
	if (u->record == REC_KINDS)
		compile_fault(c, n,
			      "sorte d'enregistrement « %s » inconnue ; le plus souvent customer ou "
			      "document, les autres "
			      "sont dans TUTORIEL.md, « Les enregistrements »",
			      kind);
	else
		compile_place_fits(c, n, u);
	u->debit.otherwise = xml_attr(c->mem, n, "debit-type", NULL);
	u->credit.otherwise = xml_attr(c->mem, n, "credit-type", NULL);
	u->control = compile_yes(c, n, "control");
	u->extract = compile_yes(c, n, "extract");
}

static void compile_inside(struct compiler *c, const xmlNode *n, struct unit *u)
{
	const xmlNode *k;

	for (k = xml_child(n, NULL); k && !c->failed; k = xml_next(k, NULL)) {
		if (xml_is(k, "field"))
			compile_field(c, k, u);
		else if (xml_is(k, "only"))
			compile_condition(c, k, u, false);
		else if (xml_is(k, "skip"))
			compile_condition(c, k, u, true);
		else
			compile_units(c, k, u);
	}
}

void compile_units(struct compiler *c, const xmlNode *n, struct unit *parent)
{
	const char **path = NULL;
	size_t paths = path_split(c->mem, xml_attr(c->mem, n, "path", ""), '|', &path), i;
	uint16_t unique = 0;

	if (xml_attr(c->mem, n, "unique", NULL))
		unique = (uint16_t)++c->m->uniques; /* shared by the alternatives */
	for (i = 0; i < paths && !c->failed; i++) {
		struct unit *u = arena_alloc(c->mem, sizeof *u);

		u->node = path_element(c, n, parent ? parent->node : NULL, path[i]);
		if (!u->node)
			return;
		u->kind = xml_is(n, "record") ? UNIT_RECORD : xml_is(n, "list") ? UNIT_LIST : UNIT_GROUP;
		u->parent = parent;
		u->top = parent ? parent->top : u;
		u->level = (uint16_t)(parent ? parent->level + (parent->kind == UNIT_RECORD) : 0);
		u->unique = unique;
		u->alternative = paths > 1;
		u->early = !parent && u->kind == UNIT_RECORD;
		add_unit(c, u);
		if (parent)
			parent->top->early = false;
		if (u->kind == UNIT_RECORD)
			compile_record(c, n, u);
		else if (u->kind == UNIT_LIST)
			compile_list(c, n, u);
		compile_inside(c, n, u);
	}
}
