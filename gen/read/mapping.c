/* mapping.c - load a mapping file: see mapping.h for the outside, compiled.h for the inside. */
#include "read/mapping.h"

#include <stdlib.h>
#include <string.h>

#include "base/output.h"
#include "base/text.h"
#include "base/xmlfile.h"
#include "read/compile.h"

#include "base/banned.h"

static void compile_matching(struct compiler *c, const xmlNode *n)
{
	struct mapping_matching *m = &c->m->matching;

	m->by_group = compile_yes(c, n, "groups");
	m->by_applies = compile_yes(c, n, "applies");
	m->by_reference = compile_yes(c, n, "reference");
	m->by_quoted = compile_yes(c, n, "quoted");
	m->oldest_first = compile_yes(c, n, "oldest-first");
	m->opening_at_start = compile_yes(c, n, "opening-at-start");
	m->successive = compile_yes(c, n, "successive");
}

static void compile_ignored(struct compiler *c, const xmlNode *n)
{
	const char **path = NULL;
	size_t paths = path_split(c->mem, xml_attr(c->mem, n, "path", ""), '|', &path), i;

	for (i = 0; i < paths; i++)
		path_ignore(c, n, path[i]);
}

static void compile_requirement(struct compiler *c, const xmlNode *n)
{
	struct mapping *m = c->m;
	struct requirement *grown = arena_calloc(c->mem, m->requirements + 1, sizeof *grown), *r;
	const char **path = NULL;
	size_t paths = path_split(c->mem, xml_attr(c->mem, n, "path", ""), '|', &path), i;

	if (m->requirements)
		memcpy(grown, m->requirement, m->requirements * sizeof *grown);
	m->requirement = grown;
	r = &grown[m->requirements++];
	r->reason = xml_attr(c->mem, n, "reason", "");
	r->node = arena_calloc(c->mem, paths, sizeof *r->node);
	for (i = 0; i < paths; i++) {
		r->node[i] = path_element(c, n, NULL, path[i]);
		if (!r->node[i])
			return;
		r->nodes++;
	}
}

/* Lists are known by name before anything uses them, at any depth. */
static void compile_list_names(struct compiler *c, const xmlNode *n)
{
	const xmlNode *k;

	for (k = xml_child(n, NULL); k; k = xml_next(k, NULL)) {
		if (xml_is(k, "list"))
			compile_list_name(c, k);
		else if (xml_is(k, "record") || xml_is(k, "group"))
			compile_list_names(c, k);
	}
}

static void compile_all(struct compiler *c, const xmlNode *root)
{
	const xmlNode *n;

	for (n = xml_child(root, "values"); n; n = xml_next(n, "values"))
		compile_words(c, n);
	compile_list_names(c, root);
	for (n = xml_child(root, NULL); n && !c->failed; n = xml_next(n, NULL)) {
		if (xml_is(n, "matching"))
			compile_matching(c, n);
		else if (xml_is(n, "record") || xml_is(n, "group") || xml_is(n, "list"))
			compile_units(c, n, NULL);
		else if (xml_is(n, "ignore"))
			compile_ignored(c, n);
		else if (xml_is(n, "require"))
			compile_requirement(c, n);
		else if (xml_is(n, "delimited")) {
			c->m->delimited = true;
			c->m->quotes = compile_yes(c, n, "quotes");
		}
	}
}

/* Children by name, in a table at most half full. */
static void build_hash(struct mapping *m, struct node *n)
{
	struct node *k;
	uint32_t count = 0, size = 4;
	size_t i;

	for (k = n->child; k; k = k->sibling)
		count++;
	if (!count)
		return;
	while (size < count * 2)
		size *= 2;
	n->hash = arena_calloc(m->mem, size, sizeof(struct node *));
	n->mask = size - 1;
	for (k = n->child; k; k = k->sibling) {
		i = (k->len * 31 + (unsigned char)k->name[0] * 7 + (unsigned char)k->name[k->len - 1]) &
		    n->mask;
		while (n->hash[i])
			i = (i + 1) & n->mask;
		n->hash[i] = k;
	}
}

/*
 * Slots of scopes inside a unit that is evaluated at its end must live as
 * long as that unit: they share its memory, which is given back when its
 * element starts anew. All other scopes have their own.
 */
static void assign_stores(struct mapping *m)
{
	size_t i;

	for (i = 0; i < m->units; i++) {
		const struct unit *u = m->unit[i];
		struct node *n;

		if (u->top->early)
			continue;
		for (n = u->node; n && n->depth >= u->top->node->depth; n = n->parent) {
			if (m->node[n->store]->depth > u->top->node->depth)
				n->store = u->top->node->id;
		}
	}
}

/* An ignored element must not hold anything that is used. */
static void check_ignored(struct compiler *c)
{
	size_t i;

	for (i = 0; i < c->m->nodes; i++) {
		struct node *n = c->m->node[i];

		if (n->ignored && (n->child || n->texts || n->units || n->attrs))
			compile_fault(c, NULL, "« %s » : l'élément « %s » est à la fois utilisé et ignoré",
				      c->m->path, n->name);
	}
}

static int quick_kind(const struct field *f)
{
	if (f->class == CLASS_TEXT)
		return QUICK_TEXT;
	if (f->class == CLASS_AMOUNT && f->forms.decimal != DECIMAL_COMMA &&
	    f->forms.decimal != DECIMAL_HUNDREDTHS)
		return QUICK_AMOUNT;
	if (f->class == CLASS_SIGN)
		return QUICK_SIGN;
	return f->class == CLASS_DATE && f->forms.dates & DATE_ISO ? QUICK_DATE : QUICK_OTHER;
}

static void find_quick_fields(struct mapping *m, struct unit *u)
{
	size_t i;

	u->quick = arena_calloc(m->mem, u->fields, sizeof *u->quick);
	u->reads = arena_calloc(m->mem, 64, sizeof *u->reads);
	u->always = u->fields < 64 ? (UINT64_C(1) << u->fields) - 1 : UINT64_MAX;
	for (i = 0; i < u->fields; i++) {
		const struct field *f = &u->field[i];
		const struct expression *x = &f->value;
		const struct ref *r;

		if (x->parts != 1 || x->part->kind != PART_SLOT || f->minus)
			continue;
		r = &u->ref[x->part->ref];
		if (i < 64 && r->depth == u->node->depth && r->slot < 64) {
			u->reads[r->slot] |= UINT64_C(1) << i;
			u->always &= ~(UINT64_C(1) << i);
		}
		if (x->vias || x->words || x->summed || f->negate || f->target >= F_FIELDS)
			continue;
		u->quick[i].depth = r->depth;
		u->quick[i].slot = r->slot;
		u->quick[i].target = f->target;
		u->quick[i].kind = quick_kind(f);
	}
}

/* Beyond the fields that the mapping names there are those that documents get from them. */
static void count_fields(struct mapping *m, const struct unit *u)
{
	size_t i;

	m->fields = m->fields > F_TYPE ? m->fields : F_TYPE + 1;
	for (i = 0; i < u->fields; i++) {
		if (u->field[i].target < F_FIELDS && u->field[i].target >= m->fields)
			m->fields = (uint16_t)(u->field[i].target + 1);
	}
}

static void finish(struct compiler *c)
{
	struct mapping *m = c->m;
	size_t i, k;

	for (i = 0; i < m->units; i++) {
		if (m->unit[i]->top->late)
			m->unit[i]->early = false;
		m->unit[i]->late = m->unit[i]->top->late;
		find_quick_fields(m, m->unit[i]);
		count_fields(m, m->unit[i]);
	}
	assign_stores(m);
	check_ignored(c);
	for (i = 0; i < m->nodes; i++) {
		struct node *n = m->node[i];

		build_hash(m, n);
		for (k = 0; k < n->attrs; k++)
			n->attr[k].id = (uint32_t)m->attributes++;
		n->plain = !n->scope && !n->seens && !n->exports && !n->units;
	}
}

static struct mapping *mapping_new(const char *path)
{
	struct arena *mem = arena_new();
	struct mapping *m = arena_alloc(mem, sizeof *m);

	m->mem = mem;
	m->path = arena_strdup(mem, path);
	m->forms = (struct forms){ DECIMAL_EITHER, DATE_ISO };
	return m;
}

static void compiler_drop(struct compiler *c)
{
	table_drop(&c->words);
	table_drop(&c->lists);
	table_drop(&c->slots);
	free(c->words_at);
}

/* Takes doc over. */
static enum status compile(struct diag *d, const char *path, xmlDoc *doc, int file, struct mapping **out)
{
	struct compiler c = {
		.d = d, .file = file, .words = TABLE_INIT, .lists = TABLE_INIT, .slots = TABLE_INIT
	};
	const xmlNode *root, *forms;

	c.m = mapping_new(path);
	c.mem = c.m->mem;
	c.m->root = arena_alloc(c.mem, sizeof *c.m->root);
	c.m->root->name = "";
	GROW(c.m->node, c.m->nodes, c.node_cap);
	c.m->node[c.m->nodes++] = c.m->root;

	root = xmlDocGetRootElement(doc);
	c.m->name = xml_attr(c.mem, root, "name", "");
	c.m->title = xml_attr(c.mem, root, "title", c.m->name);
	c.m->quiet = text_eq(xml_attr(c.mem, root, "unknown", NULL), "quiet");
	forms = xml_child(root, "forms");
	if (forms)
		c.m->forms = compile_forms(&c, forms, c.m->forms);
	compile_all(&c, root);
	if (!c.failed)
		finish(&c);
	compiler_drop(&c);
	xmlFreeDoc(doc);
	if (c.failed) {
		mapping_drop(c.m);
		return ST_CONFIG;
	}
	*out = c.m;
	return ST_OK;
}

enum status mapping_load(struct diag *d, const char *path, struct mapping **out)
{
	struct arena *scratch = arena_new();
	xmlDoc *doc;
	int file;
	enum status st =
		xmlfile_load(d, path, data_path(scratch, "templates/mappings/mapping.xsd"), &doc, &file);

	*out = NULL;
	arena_drop(scratch);
	return st == ST_OK ? compile(d, path, doc, file, out) : st;
}

enum status mapping_load_text(struct diag *d, const char *name, const struct buf *text, struct mapping **out)
{
	xmlDoc *doc;
	int file;
	enum status st = xmlfile_load_text(d, name, text, NULL, &doc, &file);

	*out = NULL;
	return st == ST_OK ? compile(d, name, doc, file, out) : st;
}

void mapping_drop(struct mapping *m)
{
	if (!m)
		return;
	free(m->node);
	free(m->unit);
	free(m->top);
	free(m->list);
	arena_drop(m->mem);
}

const char *mapping_name(const struct mapping *m)
{
	return m->name;
}

const char *mapping_title(const struct mapping *m)
{
	return m->title;
}

struct mapping_matching mapping_matching(const struct mapping *m)
{
	return m->matching;
}

bool mapping_makes(const struct mapping *m, enum record_kind kind)
{
	for (size_t i = 0; i < m->units; i++) {
		if (m->unit[i]->kind == UNIT_RECORD && m->unit[i]->record == kind)
			return true;
	}
	return false;
}
