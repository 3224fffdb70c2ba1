/* template_compile.c - one template file turned into a tree of nodes, with every name in it checked. */
#include "letter/template.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/text.h"
#include "base/xmlfile.h"
#include "letter/typo.h"
#include "base/banned.h"

#define MAX_DEPTH 5 /* of includes */

struct compiler {
	const struct template_source *src;
	struct arena *a;
	struct template *t;
	int file;		     /* the one being read: template or include */
	const char *open[MAX_DEPTH]; /* files being read, outermost first */
	int depth;
	int guard[FLD_COUNT]; /* how many enclosing <if> test the field */
	int conditions;	      /* enclosing <if> or <else> */
	enum letter_lang lang;
	bool bold, italic;
	bool in_box;
	size_t errors;
};

static struct node *compile_children(struct compiler *c, const xmlNode *parent, bool words);

static void __attribute__((format(printf, 3, 4)))
wrong(struct compiler *c, const xmlNode *n, const char *fmt, ...)
{
	char message[512];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(message, sizeof message, fmt, ap);
	va_end(ap);
	diag_error(c->src->d, ST_CONFIG, xml_place(n, c->file), "%s", message);
	c->errors++;
}

static struct node *node_new(struct compiler *c, enum node_type type)
{
	struct node *n = arena_alloc(c->a, sizeof *n);

	n->type = type;
	n->bold = c->bold;
	n->italic = c->italic;
	if (!c->conditions)
		c->t->has[type] = true;
	return n;
}

/* Attribute as a blank-separated list. */
static const char **word_list(struct arena *a, const char *s, char separator, size_t *n)
{
	const char **list = arena_calloc(a, strlen(s) / 2 + 1, sizeof *list);

	*n = 0;
	while (*s) {
		const char *end = strchr(s, separator);
		const char *word = text_clean(a, s, end ? (size_t)(end - s) : strlen(s), NULL);

		if (*word)
			list[(*n)++] = word;
		if (!end)
			break;
		s = end + 1;
	}
	return list;
}

static bool listed(const char *words, const char *word)
{
	size_t n = strlen(word);

	for (const char *p = strstr(words, word); p; p = strstr(p + 1, word))
		if ((p == words || p[-1] == ' ') && (p[n] == ' ' || p[n] == '\0'))
			return true;
	return false;
}

/* The field named by an attribute; FLD_COUNT after an error message. */
static enum field_id field_of(struct compiler *c, const xmlNode *n, const char *attribute)
{
	const char *name = xml_attr(c->a, n, attribute, "");
	enum field_id f = field_find(name);
	const char *near;

	if (f < FLD_COUNT) {
		if (!c->conditions)
			c->t->fields[f / 32] |= UINT32_C(1) << (f % 32);
		return f;
	}
	near = field_suggest(name);
	if (near)
		wrong(c, n, "champ inconnu « %s » : vouliez-vous dire « %s » ?", name, near);
	else
		wrong(c, n, "champ inconnu « %s » : voyez la liste des champs dans LISEZMOI.md", name);
	return f;
}

static struct node *compile_field(struct compiler *c, const xmlNode *n)
{
	struct node *node = node_new(c, NODE_FIELD);
	const char *format = xml_attr(c->a, n, "format", NULL);
	const struct field_info *info;

	node->field = field_of(c, n, "name");
	if (node->field == FLD_COUNT)
		return node;
	info = field_info(node->field);
	node->one = xml_attr(c->a, n, "one", NULL);
	node->many = xml_attr(c->a, n, "many", NULL);
	node->format = format ? field_format_find(format) : FORMAT_DEFAULT;
	if (node->format == FORMATS)
		wrong(c, n, "champ « %s » : format inconnu « %s »", info->name, format);
	else if (!field_format_fits(node->format, info->type))
		wrong(c, n,
		      format ? "champ « %s » : le format « %s » ne lui convient pas"
			     : "champ « %s » : il sert aux conditions <if> et ne s'imprime pas%s",
		      info->name, format ? format : "");
	if ((node->format == FORMAT_PLURAL || node->format == FORMAT_COUNT) && (!node->one || !node->many))
		wrong(c, n, "champ « %s » : avec le format « %s », donnez one=\"…\" et many=\"…\"",
		      info->name, format);
	if (info->may_be_empty && !c->guard[node->field])
		wrong(c, n, "le champ « %s » peut être vide : placez la phrase dans <if test=\"%s\">…</if>",
		      info->name, info->name);
	return node;
}

static void check_words(struct compiler *c, const xmlNode *n, const struct node *node)
{
	const struct field_info *info = field_info(node->field);

	for (size_t i = 0; i < node->words; i++) {
		if (info->type == FIELD_WORD && !listed(info->words, node->word[i]))
			wrong(c, n,
			      "condition sur « %s » : « %s » est inconnu, les valeurs possibles sont : %s",
			      info->name, node->word[i], info->words);
		if (info->type == FIELD_NUMBER &&
		    (strspn(node->word[i], "0123456789") != strlen(node->word[i]) ||
		     strlen(node->word[i]) > 9))
			wrong(c, n, "condition sur « %s » : « %s » n'est pas un nombre", info->name,
			      node->word[i]);
	}
}

/* test=, is=, above= of an <if>. */
static void compile_test(struct compiler *c, const xmlNode *n, struct node *node)
{
	const char *is = xml_attr(c->a, n, "is", NULL), *above = xml_attr(c->a, n, "above", NULL);
	enum field_type type;

	node->field = field_of(c, n, "test");
	if (node->field == FLD_COUNT)
		return;
	type = field_info(node->field)->type;
	if (is && above)
		wrong(c, n, "condition sur « %s » : is= ou above=, mais pas les deux",
		      field_info(node->field)->name);
	if (is) {
		node->test = TEST_IS;
		node->word = word_list(c->a, is, ' ', &node->words);
		if (type != FIELD_WORD && type != FIELD_NUMBER && type != FIELD_TEXT)
			wrong(c, n, "condition sur « %s » : is= ne convient pas à ce champ",
			      field_info(node->field)->name);
		check_words(c, n, node);
	} else if (above) {
		node->test = TEST_ABOVE;
		node->number = strtoll(above, NULL, 10);
		if (type != FIELD_NUMBER && type != FIELD_MONEY && type != FIELD_EURO)
			wrong(c, n, "condition sur « %s » : above= ne convient pas à ce champ",
			      field_info(node->field)->name);
	} else {
		node->test = TEST_PRESENT;
		if (type == FIELD_WORD)
			wrong(c, n, "condition sur « %s » : dites laquelle de ses valeurs avec is=\"…\" (%s)",
			      field_info(node->field)->name, field_info(node->field)->words);
	}
}

static struct node *compile_if(struct compiler *c, const xmlNode *n, bool words)
{
	struct node *node = node_new(c, NODE_IF);

	compile_test(c, n, node);
	c->conditions++;
	if (node->field < FLD_COUNT)
		c->guard[node->field]++;
	node->child = compile_children(c, n, words);
	if (node->field < FLD_COUNT)
		c->guard[node->field]--;
	c->conditions--;
	return node;
}

/*
 * A stretch of text, blanks folded but kept at its ends: expansion trims them
 * once it knows what stands beside them. A stand-in letter, or digit beside a
 * number, at either end lets the typography see that the sentence goes on.
 */
static struct node *compile_text(struct compiler *c, const xmlNode *n)
{
	struct node *node;
	struct buf b = BUF_INIT;
	bool before = n->prev != NULL, after = n->next != NULL, blank = false;
	const char *set;

	if (before)
		buf_putc(&b, xml_is(n->prev, "field") ? '1' : 'a');
	for (const xmlChar *p = n->content; *p; p++) {
		if (*p == ' ' || *p == '\t' || *p == '\n' || *p == '\r') {
			if (!blank)
				buf_putc(&b, ' ');
			blank = true;
			continue;
		}
		blank = false;
		buf_putc(&b, (char)*p);
	}
	if (after)
		buf_putc(&b, 'a');
	set = typo_apply(c->a, letter_lang_code(c->lang), text_nfc(c->a, b.s));
	buf_drop(&b);
	node = node_new(c, NODE_TEXT);
	node->text = arena_strndup(c->a, set + before, strlen(set) - before - after);
	return *node->text ? node : NULL;
}

static bool only_blanks(const xmlNode *n)
{
	for (const xmlChar *p = n->content; *p; p++)
		if (*p != ' ' && *p != '\t' && *p != '\n' && *p != '\r')
			return false;
	return true;
}

/* Inline content: text, fields, bold… The styles of what encloses are in c. */
static struct node *compile_word(struct compiler *c, const xmlNode *n)
{
	struct node *children;
	bool bold = c->bold, italic = c->italic;

	if (n->type == XML_TEXT_NODE || n->type == XML_CDATA_SECTION_NODE)
		return compile_text(c, n);
	if (n->type == XML_ENTITY_REF_NODE) {
		wrong(c, n, "entité « &%s; » inconnue : écrivez le caractère lui-même",
		      (const char *)n->name);
		return NULL;
	}
	if (xml_is(n, "field"))
		return compile_field(c, n);
	if (xml_is(n, "br"))
		return node_new(c, NODE_BREAK);
	c->bold = bold || xml_is(n, "b");
	c->italic = italic || xml_is(n, "i");
	children = compile_children(c, n, true);
	c->bold = bold;
	c->italic = italic;
	return children;
}

static void compile_columns(struct compiler *c, const xmlNode *n, struct node *node, const char *fallback)
{
	static const char *const names[ITEM_COLUMNS] = {
		[COL_NUMBER] = "number",       [COL_LABEL] = "label",	  [COL_ORDER] = "order",
		[COL_SITE] = "site",	       [COL_DATE] = "date",	  [COL_DUE] = "due",
		[COL_ORIGINAL] = "original",   [COL_PAID] = "paid",	  [COL_OPEN] = "open",
		[COL_DAYS_LATE] = "days-late", [COL_DISPUTE] = "dispute", [COL_REMINDERS] = "reminders",
	};
	size_t n_words;
	const char **word = word_list(c->a, xml_attr(c->a, n, "columns", fallback), ' ', &n_words);
	bool seen[ITEM_COLUMNS] = { false };

	for (size_t i = 0; i < n_words; i++) {
		enum item_column col = 0;

		while (col < ITEM_COLUMNS && strcmp(names[col], word[i]) != 0)
			col++;
		if (col == ITEM_COLUMNS || seen[col]) {
			wrong(c, n,
			      col == ITEM_COLUMNS ? "colonne inconnue « %s »" : "colonne « %s » en double",
			      word[i]);
			continue;
		}
		seen[col] = true;
		node->column[node->columns++] = col;
	}
	/* The open amount is what totals and sums are written under. */
	if (!seen[COL_OPEN])
		wrong(c, n, "il manque la colonne « open » (reste dû)");
}

static struct node *compile_include(struct compiler *c, const xmlNode *n);

static enum node_type block_type(const xmlNode *n)
{
	static const struct {
		const char *name;
		enum node_type type;
	} blocks[] = {
		{ "subject", NODE_SUBJECT },
		{ "heading", NODE_HEADING },
		{ "p", NODE_P },
		{ "list", NODE_LIST },
		{ "item", NODE_ITEM },
		{ "box", NODE_BOX },
		{ "items", NODE_ITEMS },
		{ "sums", NODE_SUMS },
		{ "penalties", NODE_PENALTIES },
		{ "extract", NODE_EXTRACT },
		{ "payment", NODE_PAYMENT },
		{ "law", NODE_LAW },
		{ "signature", NODE_SIGNATURE },
		{ "registered", NODE_REGISTERED },
		{ "instalments", NODE_INSTALMENTS },
		{ "contacts", NODE_CONTACTS },
		{ "history", NODE_HISTORY },
		{ "blank", NODE_BLANK },
		{ "choice", NODE_CHOICE },
	};

	for (size_t i = 0; i < sizeof blocks / sizeof *blocks; i++)
		if (xml_is(n, blocks[i].name))
			return blocks[i].type;
	return NODE_TEXT; /* not a block: letter.xsd lets nothing else through */
}

/* Text of an attribute, with the spaces of its language. */
static const char *set_attr(struct compiler *c, const xmlNode *n, const char *name)
{
	const char *text = xml_attr(c->a, n, name, "");

	return typo_apply(c->a, letter_lang_code(c->lang), text_clean(c->a, text, strlen(text), NULL));
}

static void compile_attributes(struct compiler *c, const xmlNode *n, struct node *node)
{
	const char *size;

	switch (node->type) {
	case NODE_P:
		size = xml_attr(c->a, n, "size", "body");
		node->size = *size == 'f' ? SIZE_FINE : *size == 's' ? SIZE_SMALL : SIZE_BODY;
		node->keep = text_eq(xml_attr(c->a, n, "keep", "no"), "yes");
		break;
	case NODE_ITEMS:
		compile_columns(c, n, node, "number date due original paid days-late open");
		node->sums = text_eq(xml_attr(c->a, n, "sums", "no"), "yes");
		node->number = strtoll(xml_attr(c->a, n, "at-most", "0"), NULL, 10);
		break;
	case NODE_EXTRACT:
		compile_columns(c, n, node, "number date due original paid open days-late dispute reminders");
		break;
	case NODE_LAW:
		node->text = set_attr(c, n, "lead");
		break;
	case NODE_PENALTIES:
		node->text = set_attr(c, n, "title");
		break;
	case NODE_BLANK:
		node->text = set_attr(c, n, "label");
		node->number = strtoll(xml_attr(c->a, n, "lines", "1"), NULL, 10);
		break;
	case NODE_CHOICE:
		node->text = set_attr(c, n, "label");
		node->word = word_list(c->a, set_attr(c, n, "options"), '|', &node->words);
		break;
	default:
		break;
	}
}

static struct node *compile_block(struct compiler *c, const xmlNode *n)
{
	struct node *node;
	enum node_type type;
	bool in_box = c->in_box;

	if (xml_is(n, "include"))
		return compile_include(c, n);
	type = block_type(n);
	if (type == NODE_TEXT)
		return NULL;
	if (in_box && type != NODE_P && type != NODE_HEADING && type != NODE_LIST && type != NODE_ITEM) {
		wrong(c, n, "<%s> ne peut pas être dans un cadre <box> : seulement du texte",
		      (const char *)n->name);
		return NULL;
	}
	c->in_box = in_box || type == NODE_BOX;
	node = node_new(c, type);
	compile_attributes(c, n, node);
	node->child = compile_children(
		c, n, type == NODE_P || type == NODE_SUBJECT || type == NODE_HEADING || type == NODE_ITEM);
	c->in_box = in_box;
	return node;
}

/* <else>: belongs to the <if> compiled just before it. */
static void compile_else(struct compiler *c, const xmlNode *n, struct node *before, bool words)
{
	if (!before || before->type != NODE_IF || before->otherwise) {
		wrong(c, n, "<else> doit suivre immédiatement un <if>");
		return;
	}
	c->conditions++;
	before->otherwise = compile_children(c, n, words);
	c->conditions--;
}

static struct node *compile_children(struct compiler *c, const xmlNode *parent, bool words)
{
	struct node *first = NULL, **tail = &first, *last_if = NULL, *made;

	for (const xmlNode *n = parent->children; n; n = n->next) {
		if (n->type == XML_COMMENT_NODE || n->type == XML_PI_NODE)
			continue;
		if ((n->type == XML_TEXT_NODE) && only_blanks(n)) {
			/* Between blocks it means nothing, nor between an <if> and its <else>. */
			if (!words || (last_if && n->next && xml_is(n->next, "else")))
				continue;
		}
		if (n->type == XML_ELEMENT_NODE && xml_is(n, "else")) {
			compile_else(c, n, last_if, words);
			last_if = NULL;
			continue;
		}
		if (n->type == XML_ELEMENT_NODE && xml_is(n, "if"))
			made = compile_if(c, n, words);
		else
			made = words ? compile_word(c, n) : compile_block(c, n);
		last_if = made && made->type == NODE_IF && xml_is(n, "if") ? made : NULL;
		*tail = made;
		while (*tail)
			tail = &(*tail)->next;
	}
	return first;
}

static enum status load(struct compiler *c, const char *path, xmlDoc **doc)
{
	enum status st = xmlfile_load(c->src->d, path, c->src->xsd, doc, &c->file);

	if (st != ST_OK)
		c->errors++;
	return st;
}

/* Where an include lies: in the user's folder, else in the shipped one; NULL if nowhere. */
static const char *find_include(struct compiler *c, const char *name)
{
	if (strchr(name, '/') || name[0] == '.')
		return NULL; /* stays in the folder */
	for (size_t i = 0; i < 2; i++) {
		const char *path = arena_printf(c->a, "%s/%s", c->src->folder[i], name);

		if (*c->src->folder[i] && access(path, R_OK) == 0)
			return path;
	}
	return NULL;
}

static struct node *compile_include(struct compiler *c, const xmlNode *n)
{
	const char *name = xml_attr(c->a, n, "src", "");
	const char *path = find_include(c, name);
	int outer_file = c->file;
	struct node *children = NULL;
	xmlDoc *doc;

	if (!path) {
		wrong(c, n, "fichier à inclure « %s » introuvable dans le dossier des modèles", name);
		return NULL;
	}
	for (int i = 0; i < c->depth; i++) {
		if (strcmp(c->open[i], path) == 0) {
			wrong(c, n, "« %s » s'inclut lui-même", name);
			return NULL;
		}
	}
	if (c->depth == MAX_DEPTH) {
		wrong(c, n, "trop d'inclusions les unes dans les autres");
		return NULL;
	}
	if (load(c, path, &doc) != ST_OK) {
		c->file = outer_file;
		return NULL;
	}
	c->open[c->depth++] = path;
	const xmlNode *root = xmlDocGetRootElement(doc);

	if (!xml_is(root, "part"))
		wrong(c, root, "un fichier inclus commence par <part>");
	else if (!text_eq(xml_attr(c->a, root, "lang", ""), letter_lang_code(c->lang)))
		wrong(c, root, "la langue de ce fichier n'est pas celle de la lettre");
	else
		children = compile_children(c, root, false);
	c->depth--;
	xmlFreeDoc(doc);
	c->file = outer_file;
	return children;
}

static void compile_letter(struct compiler *c, const xmlNode *root)
{
	struct template *t = c->t;
	struct node **tail = &t->body;
	const xmlNode *n;

	t->kind = letter_kind_find(xml_attr(c->a, root, "kind", ""));
	c->lang = text_eq(xml_attr(c->a, root, "lang", ""), "en") ? LANG_EN : LANG_FR;
	t->lang = c->lang;
	t->title = set_attr(c, root, "title");
	t->instalments = (int)strtol(xml_attr(c->a, root, "instalments", "0"), NULL, 10);
	t->every_months = (int)strtol(xml_attr(c->a, root, "every-months", "1"), NULL, 10);
	n = xml_child(root, "header");
	t->header = n ? compile_children(c, n, true) : NULL;
	n = xml_child(root, "footer");
	t->footer = n ? compile_children(c, n, true) : NULL;
	*tail = compile_children(c, root, false);
	if (t->instalments && t->kind != LETTER_PLAN)
		wrong(c, root, "instalments= ne vaut que pour kind=\"plan-proposal\"");
	if (!t->instalments && t->kind == LETTER_PLAN)
		wrong(c, root,
		      "une proposition d'échéancier demande instalments=\"…\" : le nombre d'échéances");
}

enum status template_compile(const struct template_source *src, const char *path, struct template *out)
{
	struct compiler c = { .src = src, .a = src->a, .t = out };
	xmlDoc *doc;

	out->path = path;
	if (load(&c, path, &doc) != ST_OK)
		return ST_CONFIG;
	out->file = c.file;
	c.open[c.depth++] = path;
	if (xml_is(xmlDocGetRootElement(doc), "letter"))
		compile_letter(&c, xmlDocGetRootElement(doc));
	else
		wrong(&c, xmlDocGetRootElement(doc), "un modèle de lettre commence par <letter>");
	xmlFreeDoc(doc);
	return c.errors ? ST_CONFIG : ST_OK;
}
