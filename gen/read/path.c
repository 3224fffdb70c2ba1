/* path.c - paths of the mapping language; see path.h and compiled.h. */
#include "read/path.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"

#include "base/banned.h"

#define STEPS_MAX 32
#define TESTS_MAX 8
#define DEPTH_MAX 60

struct test {
	const char *path, *value;
	bool negated;
};
struct step {
	const char *name;
	bool attribute;
	unsigned nth;
	struct test test[TESTS_MAX];
	size_t tests;
};
struct path {
	bool absolute;
	unsigned up;
	struct step step[STEPS_MAX];
	size_t steps;
};

/* Where text would be cut at sep: not inside of quotes or brackets. */
static const char *cut(const char *s, char sep)
{
	bool bracket = false;
	char quote = '\0';

	for (; *s; s++) {
		if (quote)
			quote = *s == quote ? '\0' : quote;
		else if (*s == '\'')
			quote = *s;
		else if (*s == '[' || *s == ']')
			bracket = *s == '[';
		else if (*s == sep && !bracket)
			return s;
	}
	return s;
}

size_t path_split(struct arena *a, const char *text, char sep, const char ***parts)
{
	const char *s, *end;
	size_t n = 0, max = 1;

	for (s = text; *s; s++)
		max += *s == sep;
	*parts = arena_calloc(a, max, sizeof **parts);
	for (s = text;; s = end + 1) {
		const char *last;

		end = cut(s, sep);
		while (s < end && (*s == ' ' || *s == '\n' || *s == '\t'))
			s++;
		for (last = end; last > s && (last[-1] == ' ' || last[-1] == '\n' || last[-1] == '\t');
		     last--)
			;
		if (last > s)
			(*parts)[n++] = arena_strndup(a, s, (size_t)(last - s));
		if (!*end)
			return n;
	}
}

/* The inside of [ ]: a position, or a test. */
static bool parse_bracket(struct compiler *c, const void *n, const char *inside, struct step *out)
{
	const char *equals = strchr(inside, '='), *end;
	struct test *t = &out->test[out->tests];

	if (!equals && strspn(inside, "0123456789") == strlen(inside) && *inside && strlen(inside) < 5) {
		out->nth = (unsigned)strtoul(inside, NULL, 10);
		if (out->nth)
			return true;
	}
	if (!equals || equals == inside || out->tests == TESTS_MAX) {
		compile_fault(c, n, "condition de chemin « [%s] » illisible ; écrivez [nom='valeur'] ou [2]",
			      inside);
		return false;
	}
	t->negated = equals[-1] == '!';
	t->path = arena_strndup(c->mem, inside, (size_t)(equals - inside) - t->negated);
	end = strlen(equals) > 2 ? equals + strlen(equals) - 1 : NULL;
	if (!end || equals[1] != '\'' || *end != '\'') {
		compile_fault(c, n, "valeur entre apostrophes attendue dans « [%s] »", inside);
		return false;
	}
	t->value = arena_strndup(c->mem, equals + 2, (size_t)(end - equals) - 2);
	out->tests++;
	return true;
}

/* The bracket that closes the one at s, quotes respected. */
static const char *closing(const char *s)
{
	bool quoted = false;

	for (; *s; s++) {
		if (*s == '\'')
			quoted = !quoted;
		else if (*s == ']' && !quoted)
			return s;
	}
	return NULL;
}

static bool parse_step(struct compiler *c, const void *n, const char *text, struct step *out)
{
	size_t name = strcspn(text, "[");
	const char *s = text + name;

	*out = (struct step){ .attribute = *text == '@' };
	out->name = arena_strndup(c->mem, text + out->attribute, name - out->attribute);
	if (!*out->name || strpbrk(out->name, "@=' ]*:")) {
		compile_fault(
			c, n,
			"« %s » ne se lit pas dans un chemin : un nom d'élément ou @attribut est attendu%s",
			text, strchr(out->name, ':') ? ", sans préfixe d'espace de noms" : "");
		return false;
	}
	if (strpbrk(out->name, "()") && !c->m->delimited) {
		compile_fault(c, n,
			      "« %s » : un chemin n'a pas de fonctions ; le texte d'un élément est désigné "
			      "par son seul nom",
			      text);
		return false;
	}
	while (*s == '[') {
		const char *end = closing(s);

		if (!end) {
			compile_fault(c, n, "crochet non fermé dans « %s »", text);
			return false;
		}
		if (!parse_bracket(c, n, arena_strndup(c->mem, s + 1, (size_t)(end - s) - 1), out))
			return false;
		s = end + 1;
	}
	if (*s || (out->attribute && (out->tests || out->nth))) {
		compile_fault(c, n, "« %s » ne se lit pas dans un chemin", text);
		return false;
	}
	return true;
}

static bool parse_path(struct compiler *c, const void *n, const char *text, struct path *out)
{
	const char **part;
	size_t parts = path_split(c->mem, text, '/', &part), i;
	const char *slash;

	*out = (struct path){ .absolute = *text == '/' };
	for (slash = cut(text, '/'); *slash; slash = cut(slash + 1, '/')) {
		if (slash[1] != '/')
			continue;
		compile_fault(c, n,
			      "« // » dans « %s » : un chemin nomme tous les éléments, l'un après l'autre",
			      text);
		return false;
	}
	for (i = 0; i < parts; i++) {
		if (!strcmp(part[i], "."))
			continue;
		if (!strcmp(part[i], "..")) {
			if (out->steps || out->absolute) {
				compile_fault(c, n, "« .. » n'est permis qu'au début du chemin « %s »", text);
				return false;
			}
			out->up++;
			continue;
		}
		if (out->steps == STEPS_MAX || (out->steps && out->step[out->steps - 1].attribute)) {
			compile_fault(c, n, "chemin « %s » trop long, ou suite après un attribut", text);
			return false;
		}
		if (!parse_step(c, n, part[i], &out->step[out->steps]))
			return false;
		out->steps++;
	}
	return true;
}

static struct node *node_make(struct compiler *c, const void *n, struct node *parent, const char *name)
{
	struct mapping *m = c->m;
	struct node *k;

	for (k = parent->child; k; k = k->sibling) {
		if (!strcmp(k->name, name))
			return k;
	}
	if (parent->depth + 1 >= DEPTH_MAX || m->nodes >= UINT16_MAX) {
		compile_fault(c, n, "chemins trop profonds ou trop nombreux");
		return NULL;
	}
	k = arena_alloc(c->mem, sizeof *k);
	k->name = name;
	k->len = (uint32_t)strlen(name);
	k->depth = (uint16_t)(parent->depth + 1);
	k->parent = parent;
	k->sibling = parent->child;
	parent->child = k;
	k->id = k->store = (uint16_t)m->nodes;
	GROW(m->node, m->nodes, c->node_cap);
	m->node[m->nodes++] = k;
	if (k->depth > m->depth)
		m->depth = k->depth;
	return k;
}

struct node *path_element(struct compiler *c, const void *n, struct node *base, const char *text)
{
	struct node *at = base ? base : c->m->root;
	struct path p;
	size_t i;

	if (!parse_path(c, n, text, &p))
		return NULL;
	if (p.absolute)
		at = c->m->root;
	for (; p.up; p.up--) {
		if (!at->parent) {
			compile_fault(c, n, "le chemin « %s » sort du document", text);
			return NULL;
		}
		at = at->parent;
	}
	for (i = 0; i < p.steps && at; i++) {
		if (p.step[i].attribute || p.step[i].tests || p.step[i].nth) {
			compile_fault(
				c, n,
				p.step[i].attribute ? "« %s » désigne un attribut ; ce chemin-ci doit "
						      "désigner un élément, et "
						      "l'attribut se lit dans un <field>"
				: p.step[i].nth
					? "« %s » : ce chemin-ci n'a pas de position ; il vaut pour chacun "
					  "de ses "
					  "éléments"
					: "« %s » : ce chemin-ci n'a pas de condition entre crochets ; "
					  "l'écrire sans "
					  "elle, et mettre dedans <only path=\"…\" in=\"…\"/> (de l'élément "
					  "lui-même : @type ; de celui qui l'entoure : ../@type)",
				text);
			return NULL;
		}
		at = node_make(c, n, at, p.step[i].name);
	}
	return at;
}

static void capture_attribute(struct compiler *c, struct node *n, const char *name, const struct capture *to);

void path_ignore(struct compiler *c, const void *n, const char *text)
{
	const char *attribute = strrchr(text, '@');
	struct node *at;

	if (!attribute) {
		at = path_element(c, n, NULL, text);
		if (at)
			at->ignored = true;
		return;
	}
	at = path_element(c, n, NULL, arena_strndup(c->mem, text, (size_t)(attribute - text)));
	if (at)
		capture_attribute(c, at, arena_strdup(c->mem, attribute + 1), NULL);
}

static void add_capture(struct compiler *c, struct capture **list, size_t *count, struct capture to)
{
	struct capture *grown = arena_calloc(c->mem, *count + 1, sizeof *grown);

	if (*count)
		memcpy(grown, *list, *count * sizeof *grown);
	grown[(*count)++] = to;
	*list = grown;
}

/* to NULL: the attribute is known, and that is all. */
static void capture_attribute(struct compiler *c, struct node *n, const char *name, const struct capture *to)
{
	struct attribute *grown;
	size_t i;

	for (i = 0; i < n->attrs; i++) {
		if (!strcmp(n->attr[i].name, name))
			break;
	}
	if (i == n->attrs) {
		grown = arena_calloc(c->mem, n->attrs + 1, sizeof *grown);
		if (n->attrs)
			memcpy(grown, n->attr, n->attrs * sizeof *grown);
		grown[i] = (struct attribute){ .name = name, .len = (uint32_t)strlen(name) };
		n->attr = grown;
		n->attrs++;
	}
	if (to)
		add_capture(c, &n->attr[i].to, &n->attr[i].captures, *to);
}

static bool place(struct compiler *c, const void *n, struct node *at, const struct step *s, size_t steps,
		  struct capture to);

/* Equal for two values that can share a slot: the same steps below the same home, taken in the same way. */
static const char *signature(struct compiler *c, const struct node *home, const struct step *s, size_t steps,
			     struct taking how)
{
	struct buf b = BUF_INIT;
	const char *r;
	size_t i, t;

	buf_printf(&b, "%u %u '%s'", home->id, (unsigned)how.mode, how.sep ? how.sep : "");
	for (i = 0; i < steps; i++) {
		buf_printf(&b, "/%s%s[%u]", s[i].attribute ? "@" : "", s[i].name, s[i].nth);
		for (t = 0; t < s[i].tests; t++)
			buf_printf(&b, "[%s%s'%s']", s[i].test[t].path, s[i].test[t].negated ? "!=" : "=",
				   s[i].test[t].value);
	}
	r = arena_strdup(c->mem, b.s);
	buf_drop(&b);
	return r;
}

/* The slot of home for the value at the end of those steps below it: the one that there is, or a new one. */
static bool find_slot(struct compiler *c, const void *n, struct node *home, const struct step *s,
		      size_t steps, struct taking how, uint16_t *slot)
{
	const char *key = signature(c, home, s, steps, how);
	uint32_t known = table_find(&c->slots, key);
	struct capture to = { .mode = how.mode, .sep = how.sep, .depth = home->depth };

	if (known != TABLE_MISSING) {
		*slot = (uint16_t)known;
		return true;
	}
	if (steps && s[steps - 1].nth)
		to.nth = s[steps - 1].nth;
	else if (steps > 1 && s[steps - 1].attribute)
		to.nth = s[steps - 2].nth;
	if (to.nth)
		to = (struct capture){ .mode = CAPTURE_NTH, .nth = to.nth, .depth = home->depth };
	home->scope = true;
	*slot = to.slot = home->slots++;
	table_put(&c->slots, key, to.slot);
	return place(c, n, home, s, steps, to);
}

/*
 * An element with tests: its value waits in a slot of its own until it ends, then goes to `to`. A position counts
 * the elements that pass, or, if it stands further inside (a[b='c']/d[2]), those within one that passes.
 */
static bool place_tested(struct compiler *c, const void *n, struct node *at, const struct step *s,
			 size_t steps, struct capture to)
{
	struct taking how = { to.mode == CAPTURE_NTH ? CAPTURE_FIRST : to.mode, to.sep };
	struct export *grown;
	struct export x = { .test = arena_calloc(c->mem, s->tests, sizeof *x.test), .to = to };

	if (to.mode == CAPTURE_NTH && !s->nth)
		x.to.mode = CAPTURE_FIRST;
	for (; x.tests < s->tests; x.tests++) {
		const struct test *t = &s->test[x.tests];
		struct predicate *test = &x.test[x.tests];
		struct path p;

		if (!parse_path(c, n, t->path, &p))
			return false;
		if (p.absolute || p.up) {
			compile_fault(c, n, "« %s » : un élément ou attribut contenu est attendu", t->path);
			return false;
		}
		*test = (struct predicate){ .value = t->value, .negated = t->negated };
		if (!find_slot(c, n, at, p.step, p.steps, (struct taking){ CAPTURE_FIRST, NULL },
			       &test->slot))
			return false;
	}
	if (!find_slot(c, n, at, s + 1, steps, how, &x.from))
		return false;
	grown = arena_calloc(c->mem, at->exports + 1, sizeof *grown);
	if (at->exports)
		memcpy(grown, at->export, at->exports * sizeof *grown);
	x.slot = x.test->slot;
	x.first = x.test->negated ? '\0' : *x.test->value;
	grown[at->exports++] = x;
	at->export = grown;
	return true;
}

/* Let the value at the end of the steps below `at` go to `to`. */
static bool place(struct compiler *c, const void *n, struct node *at, const struct step *s, size_t steps,
		  struct capture to)
{
	if (!steps) {
		if (to.mode == CAPTURE_COUNT)
			add_capture(c, &at->seen, &at->seens, to);
		else
			add_capture(c, &at->text, &at->texts, to);
		return true;
	}
	if (s->attribute) {
		capture_attribute(c, at, s->name, &to);
		return true;
	}
	if (s->nth && steps > 1 && !(steps == 2 && s[1].attribute)) {
		compile_fault(c, n,
			      "une position comme « %s[%u] » n'est permise qu'au dernier élément ; plus "
			      "haut, une condition : "
			      "« %s[nom='valeur'] »",
			      s->name, s->nth, s->name);
		return false;
	}
	at = node_make(c, n, at, s->name);
	if (!at)
		return false;
	return s->tests ? place_tested(c, n, at, s, steps - 1, to) : place(c, n, at, s + 1, steps - 1, to);
}

static bool special_part(struct compiler *c, const char *text, struct part *out)
{
	size_t n = strlen(text);

	if (!strcmp(text, "#number"))
		out->kind = PART_NUMBER;
	else if (!strcmp(text, "#line"))
		out->kind = PART_LINE;
	else if (n >= 2 && *text == '\'' && text[n - 1] == '\'')
		*out = (struct part){ .kind = PART_LITERAL, .text = arena_strndup(c->mem, text + 1, n - 2) };
	else
		return false;
	return true;
}

/* Index in u->ref of that slot. */
static uint16_t unit_ref(struct compiler *c, struct unit *u, uint16_t depth, uint16_t slot,
			 enum capture_mode mode)
{
	struct ref *grown;
	size_t i;

	for (i = 0; i < u->refs; i++) {
		if (u->ref[i].depth == depth && u->ref[i].slot == slot)
			return (uint16_t)i;
	}
	grown = arena_calloc(c->mem, u->refs + 1, sizeof *grown);
	if (u->refs)
		memcpy(grown, u->ref, u->refs * sizeof *grown);
	grown[u->refs++] = (struct ref){ depth, slot, mode };
	u->ref = grown;
	return (uint16_t)i;
}

/* The ancestor or self of the record's element where the path starts; NULL: outside of the document. */
static struct node *start_of(const struct compiler *c, const struct unit *u, const struct path *p)
{
	struct node *at = p->absolute ? c->m->root : u->node;
	unsigned up;

	for (up = p->up; up && at; up--)
		at = at->parent;
	return at;
}

/* From `at` on, follow the steps that lead towards the record's own element: all that both have in common. */
static struct node *common(struct unit *u, struct node *at, const struct path *p, size_t *used)
{
	struct node *toward;

	for (*used = 0; *used < p->steps; ++*used) {
		const struct step *s = &p->step[*used];

		if (at == u->node || s->attribute || s->tests || s->nth)
			break;
		for (toward = u->node; toward->parent != at; toward = toward->parent)
			;
		if (strcmp(toward->name, s->name) != 0)
			break;
		at = toward;
	}
	return at;
}

bool path_part(struct compiler *c, const void *n, struct unit *u, const char *text, struct taking how,
	       struct part *out)
{
	struct node *home;
	struct path p;
	size_t used = 0;
	uint16_t slot;

	*out = (struct part){ 0 };
	if (special_part(c, text, out))
		return true;
	if (!parse_path(c, n, text, &p))
		return false;
	home = start_of(c, u, &p);
	if (!home && u->alternative) {
		*out = (struct part){ .kind = PART_LITERAL, .text = "" }; /* of another one's element */
		return true;
	}
	if (!home) {
		compile_fault(c, n, "le chemin « %s » sort du document", text);
		return false;
	}
	if (p.absolute)
		home = common(u, home, &p, &used);
	if (home != u->node || p.steps != used + 1 || !p.step[used].attribute)
		u->early = false;

	if (!find_slot(c, n, home, p.step + used, p.steps - used, how, &slot))
		return false;
	out->kind = how.mode == CAPTURE_COUNT ? PART_COUNT : PART_SLOT;
	out->ref = unit_ref(c, u, home->depth, slot, how.mode);
	return true;
}

struct node *node_child(const struct node *n, const char *name, size_t len)
{
	size_t i;

	if (!n->hash)
		return NULL;
	i = (len * 31 + (unsigned char)name[0] * 7 + (unsigned char)name[len - 1]) & n->mask;
	for (; n->hash[i]; i = (i + 1) & n->mask) {
		struct node *k = n->hash[i];

		if (k->len == len && !memcmp(k->name, name, len))
			return k;
	}
	return NULL;
}
