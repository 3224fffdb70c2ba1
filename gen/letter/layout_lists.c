/* layout_lists.c - instalments proposed, and what a caller must have at hand. */
#include "letter/layout.h"

#include "base/text.h"
#include "letter/layout_texts.h"
#include "base/banned.h"

struct heading {
	enum fixed_text text;
	enum cell_align align;
	bool flexible;
};

static struct grid *list_table(struct setter *s, const struct heading *h, size_t n)
{
	struct grid *t = grid_new(s->mem, n);

	t->cur = s->ld->cur;
	t->size = s->size.table;
	for (size_t c = 0; c < n; c++)
		t->column[c] = (struct grid_column){ .heading = fixed_text(s->ld->lang, h[c].text),
						     .align = h[c].align,
						     .flexible = h[c].flexible };
	return t;
}

static void add_table(struct setter *s, struct grid *t)
{
	struct style st = { FACE_REGULAR, s->size.body, BLACK };
	struct block *b = layout_add(s, t->rows ? BLOCK_TABLE : BLOCK_TEXT, s->size.gap);

	if (!t->rows) {
		b->text = layout_words(s, fixed_text(s->ld->lang, TXT_NOTHING), &st, s->width, TEXT_LEFT);
		b->height = b->text->height;
		return;
	}
	grid_measure(s, t, s->width);
	b->table = t;
	b->height = grid_height(t);
}

void layout_instalments(struct setter *s)
{
	static const struct heading headings[] = { { TXT_INSTALMENT, CELL_LEFT, true },
						   { TXT_INSTALMENT_DATE, CELL_LEFT, false },
						   { TXT_AMOUNT, CELL_AMOUNT, false },
						   { TXT_INSTALMENT_LEFT, CELL_AMOUNT, false } };
	const struct letter_data *ld = s->ld;
	struct grid *t = list_table(s, headings, sizeof headings / sizeof *headings);
	money left = ld->sums.total;
	struct grid_row *row;

	t->column[2].heading =
		arena_printf(s->mem, "%s (%s)", t->column[2].heading,
			     ld->lang == LANG_EN ? currency_code(ld->cur) : currency_symbol(ld->cur));
	for (size_t i = 0; i < ld->instalments; i++) {
		row = grid_add(s->mem, t, ROW_PLAIN);
		left -= ld->instalment[i].amount;
		row->cell[0].text = arena_printf(s->mem, "%zu/%zu", i + 1, ld->instalments);
		row->cell[1].text = format_longdate(s->mem, ld->lang, ld->instalment[i].due);
		row->cell[2].text = format_amount(s->mem, ld->lang, ld->instalment[i].amount, ld->cur);
		row->cell[3].text = format_amount(s->mem, ld->lang, left, ld->cur);
	}
	if (ld->instalments) {
		row = grid_add(s->mem, t, ROW_TOTAL);
		row->label = fixed_text(ld->lang, TXT_TOTAL);
		row->cell[2].text = format_amount(s->mem, ld->lang, ld->sums.total, ld->cur);
	}
	add_table(s, t);
}

/* The two roles that the native export names; others as they come. */
static const char *role_name(enum letter_lang lang, const char *role)
{
	if (text_ieq(role, "accounting"))
		return fixed_text(lang, TXT_ACCOUNTING);
	return text_ieq(role, "billing") ? fixed_text(lang, TXT_BILLING) : role;
}

void layout_contacts(struct setter *s)
{
	static const struct heading headings[] = { { TXT_NAME, CELL_LEFT, true },
						   { TXT_ROLE, CELL_LEFT, true },
						   { TXT_PHONE, CELL_LEFT, false },
						   { TXT_MOBILE, CELL_LEFT, false },
						   { TXT_EMAIL, CELL_LEFT, true } };
	struct grid *t = list_table(s, headings, sizeof headings / sizeof *headings);

	for (const struct contact *c = s->ld->customer->contacts; c; c = c->next) {
		struct grid_row *row = grid_add(s->mem, t, ROW_PLAIN);

		row->cell[0].text = c->name;
		row->cell[1].text = role_name(s->ld->lang, c->role);
		row->cell[2].text = format_phone(s->mem, c->phone);
		row->cell[3].text = format_phone(s->mem, c->mobile);
		row->cell[4].text = c->email;
	}
	add_table(s, t);
}

/* What a recorded event says; NULL for kinds that a caller does not need. */
static const char *event_name(enum letter_lang lang, const struct extra *e)
{
	switch ((enum extra_kind)e->kind) {
	case EXTRA_REMINDER:
		return fixed_text(lang,
				  text_ieq(e->text, channel_name(CHANNEL_PHONE)) ? TXT_CALLED : TXT_REMINDED);
	case EXTRA_PROMISE:
		return fixed_text(lang, TXT_PROMISE);
	case EXTRA_DISPUTE:
		return fixed_text(lang, TXT_IN_DISPUTE);
	default:
		return NULL;
	}
}

static const char *event_detail(struct setter *s, const struct extra *e)
{
	enum letter_lang lang = s->ld->lang;
	struct buf b = BUF_INIT;
	const char *r;

	if (e->kind == EXTRA_REMINDER)
		buf_puts(&b,
			 fixed_fill(s->mem, lang, TXT_LEVEL, format_number(s->mem, lang, e->level), NULL));
	if (e->kind == EXTRA_DISPUTE)
		buf_puts(&b, e->text);
	if (e->has_amount)
		buf_printf(&b, "%s%s", b.len ? ", " : "", format_money(s->mem, lang, e->amount, s->ld->cur));
	if (e->kind == EXTRA_PROMISE && e->until != DATE_NONE)
		buf_printf(&b, "%s%s", b.len ? ", " : "",
			   fixed_fill(s->mem, lang, TXT_KEPT_UNTIL, format_date(s->mem, e->until), NULL));
	r = arena_strndup(s->mem, b.s, b.len);
	buf_drop(&b);
	return r;
}

void layout_history(struct setter *s)
{
	static const struct heading headings[] = { { TXT_WHEN, CELL_LEFT, false },
						   { TXT_NUMBER, CELL_LEFT, true },
						   { TXT_WHAT, CELL_LEFT, false },
						   { TXT_DETAIL, CELL_LEFT, true } };
	const struct letter_data *ld = s->ld;
	const struct ledger *l = ld->a->view->ledger;
	struct grid *t = list_table(s, headings, sizeof headings / sizeof *headings);

	for (size_t i = 0; i < ld->alls; i++) {
		for (uint32_t x = ld->all[i].doc->extras; x != NONE; x = l->extra[x].next) {
			const struct extra *e = &l->extra[x];
			const char *what = event_name(ld->lang, e);
			struct grid_row *row;

			if (!what || (e->date != DATE_NONE && e->date > ld->date))
				continue;
			row = grid_add(s->mem, t, ROW_PLAIN);
			row->cell[0].text = format_date(s->mem, e->date);
			row->cell[1].text = ledger_text(l, ld->all[i].doc->number);
			row->cell[2].text = what;
			row->cell[3].text = event_detail(s, e);
		}
	}
	add_table(s, t);
}
