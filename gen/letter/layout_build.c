/* layout_build.c - a template and a letter's data turned into measured blocks. */
#include "letter/layout.h"

#include <stdlib.h>
#include <string.h>

#include "letter/layout_texts.h"
#include "base/banned.h"

#define BOX_PADDING MM(2.5)

/* Does an <if> hold for this letter? */
static bool holds(const struct letter_data *ld, const struct node *n)
{
	const struct field_value *v = &ld->value[n->field];
	enum field_type type = field_info(n->field)->type;
	int64_t limit = n->number;

	switch (n->test) {
	case TEST_PRESENT:
		return field_present(n->field, v);
	case TEST_IS:
		for (size_t i = 0; i < n->words; i++)
			if (type == FIELD_NUMBER ? strtoll(n->word[i], NULL, 10) == v->number
						 : strcmp(n->word[i], v->text) == 0)
				return true;
		return false;
	case TEST_ABOVE:
		for (int i = 0; type != FIELD_NUMBER && i < currency_decimals(ld->cur); i++)
			limit *= 10;
		return v->number > limit;
	}
	return false;
}

/* Runs being gathered; blanks are folded across their borders. */
struct gathering {
	struct setter *s;
	const struct style *base;
	struct run *run;
	size_t n, cap;
	bool blank; /* the text so far ends in a blank, or there is none yet */
};

static void add_run(struct gathering *g, const struct style *st, const char *text)
{
	if (g->n == g->cap) {
		size_t cap = g->cap ? 2 * g->cap : 16;
		struct run *run = arena_calloc(g->s->mem, cap, sizeof *run);

		if (g->n)
			memcpy(run, g->run, g->n * sizeof *run);
		g->run = run;
		g->cap = cap;
	}
	g->run[g->n++] = (struct run){ .style = *st, .text = text };
}

static void add_text(struct gathering *g, const struct node *n, const char *text)
{
	struct style st = *g->base;
	size_t len;

	if (n->bold || n->italic) {
		bool bold = n->bold || st.face == FACE_BOLD || st.face == FACE_BOLD_ITALIC;
		bool italic = n->italic || st.face == FACE_ITALIC || st.face == FACE_BOLD_ITALIC;

		st.face = bold ? (italic ? FACE_BOLD_ITALIC : FACE_BOLD) : FACE_ITALIC;
	}
	if (g->blank && *text == ' ')
		text++;
	len = strlen(text);
	if (!len)
		return;
	g->blank = text[len - 1] == ' ' || text[len - 1] == '\n';
	add_run(g, &st, text);
}

static void gather(struct gathering *g, const struct node *n)
{
	const struct letter_data *ld = g->s->ld;

	for (; n; n = n->next) {
		switch (n->type) {
		case NODE_TEXT:
			add_text(g, n, n->text);
			break;
		case NODE_FIELD:
			add_text(g, n,
				 field_text(ld->mem, ld->lang, ld->cur, n->field, &ld->value[n->field],
					    n->format, n->one, n->many));
			break;
		case NODE_BREAK:
			add_text(g, n, "\n");
			break;
		case NODE_IF:
			gather(g, holds(ld, n) ? n->child : n->otherwise);
			break;
		default:
			break;
		}
	}
}

/* No blank at the very end. */
static void trim(struct gathering *g)
{
	while (g->n) {
		struct run *last = &g->run[g->n - 1];
		size_t len = strlen(last->text);

		while (len && (last->text[len - 1] == ' ' || last->text[len - 1] == '\n'))
			len--;
		if (len) {
			last->text = arena_strndup(g->s->mem, last->text, len);
			return;
		}
		g->n--;
	}
}

static struct paragraph *set_runs(struct setter *s, const struct run *run, size_t n, dim size, dim width,
				  enum text_align align)
{
	struct para_options opt = {
		.width = width,
		.leading = size * s->size.leading / 100,
		.align = align,
		.hyphenator = s->shop->hyphenator[s->ld->lang],
	};

	return paragraph_break(s->mem, s->fonts, run, n, &opt);
}

struct paragraph *layout_inline(struct setter *s, const struct node *n, const struct style *base, dim width,
				enum text_align align)
{
	struct gathering g = { .s = s, .base = base, .blank = true };

	gather(&g, n);
	trim(&g);
	return g.n ? set_runs(s, g.run, g.n, base->size, width, align) : NULL;
}

const char *layout_plain(struct setter *s, const struct node *n)
{
	static const struct style plain = { FACE_REGULAR, PT(10), BLACK };
	struct gathering g = { .s = s, .base = &plain, .blank = true };
	struct buf b = BUF_INIT;
	const char *r;

	gather(&g, n);
	trim(&g);
	for (size_t i = 0; i < g.n; i++)
		buf_puts(&b, g.run[i].text);
	for (char *p = b.s; *p; p++)
		if (*p == '\n')
			*p = ' ';
	r = arena_strndup(s->mem, b.s, b.len);
	buf_drop(&b);
	return r;
}

struct paragraph *layout_words(struct setter *s, const char *text, const struct style *st, dim width,
			       enum text_align align)
{
	struct run run = { .style = *st, .text = text };

	return set_runs(s, &run, 1, st->size, width, align);
}

struct block *layout_add(struct setter *s, enum block_type type, dim before)
{
	struct block *b = arena_alloc(s->mem, sizeof *b);

	b->type = type;
	b->before = before;
	b->indent = s->indent;
	*s->tail = b;
	s->tail = &b->next;
	return b;
}

static struct block *add_paragraph(struct setter *s, struct paragraph *p, dim before)
{
	struct block *b;

	if (!p || !p->lines)
		return NULL;
	b = layout_add(s, BLOCK_TEXT, before);
	b->text = p;
	b->height = p->height;
	return b;
}

static enum text_align body_align(const struct setter *s)
{
	return s->shop->company->justify ? TEXT_JUSTIFY : TEXT_LEFT;
}

static void build_paragraph(struct setter *s, const struct node *n)
{
	struct style st = { FACE_REGULAR, s->size.body, BLACK };
	struct block *b;

	if (n->size == SIZE_SMALL)
		st.size = s->size.small;
	if (n->size == SIZE_FINE)
		st.size = s->size.fine;
	b = add_paragraph(s, layout_inline(s, n->child, &st, s->width, body_align(s)),
			  n->size == SIZE_BODY ? s->size.gap : s->size.gap * 3 / 4);
	if (b)
		b->keep = n->keep;
}

static void build_subject(struct setter *s, const struct node *n)
{
	struct style st = { FACE_BOLD, s->size.body, BLACK };
	struct gathering g = { .s = s, .base = &st, .blank = true };
	struct block *b;

	if (s->ld->template->kind == LETTER_CALL)
		return; /* the sheet's title: layout_page.c */
	add_run(&g, &st, fixed_text(s->ld->lang, TXT_SUBJECT));
	gather(&g, n->child);
	trim(&g);
	b = add_paragraph(s, set_runs(s, g.run, g.n, st.size, s->width, TEXT_LEFT), s->size.gap);
	if (b)
		b->keep = true;
}

static void build_heading(struct setter *s, const struct node *n)
{
	struct style st = { FACE_BOLD, s->size.body, BLACK };
	struct block *b =
		add_paragraph(s, layout_inline(s, n->child, &st, s->width, TEXT_LEFT), s->size.gap * 3 / 2);

	if (b)
		b->keep = true;
}

static void build_list(struct setter *s, const struct node *n)
{
	struct style st = { FACE_REGULAR, s->size.body, BLACK };
	dim indent = s->size.body * 3 / 2;

	for (; n; n = n->next) {
		struct block *b;

		if (n->type == NODE_IF) {
			build_list(s, holds(s->ld, n) ? n->child : n->otherwise);
			continue;
		}
		b = add_paragraph(s, layout_inline(s, n->child, &st, s->width - indent, body_align(s)),
				  s->size.gap / 2);
		if (!b)
			continue;
		b->indent += indent;
		b->bullet = "–";
		b->bullet_style = st;
	}
}

static void build_blocks(struct setter *s, const struct node *n);

static void build_box(struct setter *s, const struct node *n)
{
	struct block *box = layout_add(s, BLOCK_BOX, s->size.gap), **outer = s->tail;
	dim height = 2 * BOX_PADDING;

	s->tail = &box->child;
	s->width -= 2 * BOX_PADDING;
	s->indent += BOX_PADDING;
	build_blocks(s, n->child);
	s->indent -= BOX_PADDING;
	s->width += 2 * BOX_PADDING;
	s->tail = outer;
	for (const struct block *b = box->child; b; b = b->next)
		height += b->height + (b == box->child ? 0 : b->before);
	box->height = height;
}

static void build_law(struct setter *s, const struct node *n)
{
	struct style st = { FACE_REGULAR, s->size.fine, BLACK };
	struct block *b = add_paragraph(s, layout_words(s, n->text, &st, s->width, TEXT_LEFT), s->size.gap);

	if (b)
		b->keep = true;
	b = add_paragraph(s,
			  layout_words(s, arena_printf(s->mem, "«\u00A0%s", law_paragraph(2)), &st, s->width,
				       body_align(s)),
			  s->size.gap / 4);
	b->keep = true;
	add_paragraph(s,
		      layout_words(s, arena_printf(s->mem, "%s\u00A0»", law_paragraph(3)), &st, s->width,
				   body_align(s)),
		      s->size.gap / 4);
}

static void build_signature(struct setter *s)
{
	const struct company *c = s->ld->company;
	struct style st = { FACE_REGULAR, s->size.body, BLACK };
	struct block *b = layout_add(s, BLOCK_SIGNATURE, s->size.gap);
	const char *name = *c->signatory.name ? c->signatory.name : c->contact.name;
	const char *role = *c->signatory.name ? c->signatory.role : c->contact.role;

	if (!*name)
		name = c->name;
	/* Room for a hand, or the image of one. */
	b->room = s->shop->signature || s->ld->template->kind == LETTER_FORMAL ? MM(14) : MM(9);
	b->text = layout_words(s, *role ? arena_printf(s->mem, "%s\n%s", name, role) : name, &st,
			       WINDOW_WIDTH, TEXT_LEFT);
	b->height = b->room + b->text->height;
}

static void build_blank(struct setter *s, const struct node *n)
{
	struct style st = { FACE_REGULAR, s->size.body, BLACK };
	struct block *b = layout_add(s, BLOCK_BLANK, MM(3));

	b->text = layout_words(s, n->text, &st, s->width * 2 / 3, TEXT_LEFT);
	b->lines = (int)n->number;
	b->height = b->text->height + (b->lines - 1) * MM(8);
}

static void build_choice(struct setter *s, const struct node *n)
{
	struct style st = { FACE_REGULAR, s->size.body, BLACK };
	struct block *b = layout_add(s, BLOCK_CHOICE, MM(3));
	dim x = 0;

	b->text = layout_words(s, n->text, &st, MM(40), TEXT_LEFT);
	b->option = n->word;
	b->options = n->words;
	b->lines = 1;
	for (size_t i = 0; i < n->words; i++) {
		dim width = text_width(s->fonts, &st, n->word[i]) + MM(10);

		if (x && x + width > s->width - MM(42)) {
			b->lines++;
			x = 0;
		}
		x += width;
	}
	b->height = b->lines * MM(6);
	if (b->text->height > b->height)
		b->height = b->text->height;
}

static void build_block(struct setter *s, const struct node *n)
{
	s->back |= n->type == NODE_EXTRACT;
	if (n->type != NODE_IF && s->back != s->build_back)
		return;
	switch (n->type) {
	case NODE_SUBJECT:
		build_subject(s, n);
		break;
	case NODE_HEADING:
		build_heading(s, n);
		break;
	case NODE_P:
		build_paragraph(s, n);
		break;
	case NODE_LIST:
		build_list(s, n->child);
		break;
	case NODE_BOX:
		build_box(s, n);
		break;
	case NODE_ITEMS:
		layout_items(s, n);
		break;
	case NODE_SUMS:
		layout_sums(s);
		break;
	case NODE_PENALTIES:
		layout_penalties(s, n);
		break;
	case NODE_EXTRACT:
		layout_extract(s, n);
		break;
	case NODE_PAYMENT:
		layout_payment(s);
		break;
	case NODE_LAW:
		build_law(s, n);
		break;
	case NODE_SIGNATURE:
		build_signature(s);
		break;
	case NODE_INSTALMENTS:
		layout_instalments(s);
		break;
	case NODE_CONTACTS:
		layout_contacts(s);
		break;
	case NODE_HISTORY:
		layout_history(s);
		break;
	case NODE_BLANK:
		build_blank(s, n);
		break;
	case NODE_CHOICE:
		build_choice(s, n);
		break;
	case NODE_IF:
		build_blocks(s, holds(s->ld, n) ? n->child : n->otherwise);
		break;
	case NODE_TEXT:
	case NODE_FIELD:
	case NODE_BREAK:
	case NODE_ITEM:	      /* only inside of the others */
	case NODE_REGISTERED: /* beside the text: layout_page.c */
		break;
	}
}

static void build_blocks(struct setter *s, const struct node *n)
{
	for (; n; n = n->next)
		build_block(s, n);
}

struct block *layout_build(struct setter *s, bool back)
{
	struct block *first = NULL;

	s->back = false;
	s->build_back = back;
	s->tail = &first;
	s->width = PAGE_WIDTH;
	s->indent = 0;
	build_blocks(s, s->ld->template->body);
	return first;
}
