/* layout_items.c - the tables of amounts: items, what is asked, account extract, penalties. */
#include "letter/layout.h"

#include <string.h>

#include "letter/layout_texts.h"
#include "base/banned.h"

#define LONGEST_LABEL MM(70) /* on one line; what is longer ends in dots */

static const struct {
	enum fixed_text heading;
	enum cell_align align;
	bool flexible, carried;
} column_info[ITEM_COLUMNS] = {
	[COL_NUMBER] = { TXT_NUMBER, CELL_LEFT, true, false },
	[COL_LABEL] = { TXT_LABEL, CELL_LEFT, true, false },
	[COL_ORDER] = { TXT_ORDER, CELL_LEFT, true, false },
	[COL_SITE] = { TXT_SITE, CELL_LEFT, true, false },
	[COL_DATE] = { TXT_DATE, CELL_LEFT, false, false },
	[COL_DUE] = { TXT_DUE, CELL_LEFT, false, false },
	[COL_ORIGINAL] = { TXT_ORIGINAL, CELL_AMOUNT, false, true },
	[COL_PAID] = { TXT_PAID, CELL_AMOUNT, false, true },
	[COL_OPEN] = { TXT_OPEN, CELL_AMOUNT, false, true },
	[COL_DAYS_LATE] = { TXT_DAYS_LATE, CELL_RIGHT, false, false },
	[COL_DISPUTE] = { TXT_DISPUTE, CELL_LEFT, true, false },
	[COL_REMINDERS] = { TXT_REMINDERS, CELL_LEFT, true, false },
};

static const char *amount(const struct setter *s, money x)
{
	return format_amount(s->mem, s->ld->lang, x, s->ld->cur);
}

/* Dispute and promise, in few words. */
static const char *remark(struct setter *s, const struct letter_row *r)
{
	enum letter_lang lang = s->ld->lang;

	if (r->disputed && r->disputed >= r->open)
		return fixed_text(lang, TXT_DISPUTED_ALL);
	if (r->disputed)
		return fixed_fill(s->mem, lang, TXT_DISPUTED_PART, amount(s, r->disputed), NULL);
	if (r->promised != DATE_NONE)
		return fixed_fill(s->mem, lang, TXT_PROMISED, format_date(s->mem, r->promised), NULL);
	return "";
}

static const char *due_text(struct setter *s, const struct letter_row *r)
{
	if (r->due != DATE_NONE)
		return format_date(s->mem, r->due);
	return r->original > 0 ? fixed_text(s->ld->lang, TXT_NO_DUE) : "";
}

static const char *number_text(struct setter *s, const struct document *doc)
{
	const char *word = document_word(s->ld->lang, (enum document_type)doc->type);
	const char *number = ledger_text(s->ld->a->view->ledger, doc->number);

	return *word ? arena_printf(s->mem, "%s %s", word, number) : number;
}

static const char *cell_text(struct setter *s, const struct letter_row *r, enum item_column col)
{
	const struct ledger *l = s->ld->a->view->ledger;
	struct style st = { FACE_REGULAR, s->size.table, BLACK };

	switch (col) {
	case COL_NUMBER:
		return number_text(s, r->doc);
	case COL_LABEL:
		return text_fit(s->mem, s->fonts, &st, ledger_text(l, r->doc->label), LONGEST_LABEL);
	case COL_ORDER:
		return text_fit(s->mem, s->fonts, &st, ledger_text(l, r->doc->order), LONGEST_LABEL);
	case COL_SITE:
		return ledger_text(l, r->doc->site);
	case COL_DATE:
		return format_date(s->mem, r->doc->date);
	case COL_DUE:
		return due_text(s, r);
	case COL_ORIGINAL:
		return amount(s, r->original);
	case COL_PAID:
		return r->paid ? amount(s, r->paid) : "";
	case COL_OPEN:
		return amount(s, r->open);
	case COL_DAYS_LATE:
		return r->due != DATE_NONE && r->days_late > 0
			       ? format_number(s->mem, s->ld->lang, r->days_late)
			       : "";
	case COL_DISPUTE:
		return remark(s, r);
	case COL_REMINDERS:
		return r->reminders;
	case ITEM_COLUMNS:
		break;
	}
	return "";
}

/* Columns that would be empty from top to bottom are left out, but for those that an extract must have. */
static bool column_used(const struct letter_row *row, size_t n, enum item_column col)
{
	for (size_t i = 0; i < n; i++) {
		switch (col) {
		case COL_LABEL:
			if (row[i].doc->label)
				return true;
			break;
		case COL_ORDER:
			if (row[i].doc->order)
				return true;
			break;
		case COL_SITE:
			if (row[i].doc->site)
				return true;
			break;
		case COL_REMINDERS:
			if (*row[i].reminders)
				return true;
			break;
		default:
			return true;
		}
	}
	return false;
}

/* The item table being made: which column of the letter's stands where. */
struct item_table {
	struct grid *grid;
	enum item_column column[ITEM_COLUMNS];
	size_t open; /* index of the open amount */
};

static const char *column_heading(struct setter *s, enum item_column col)
{
	const char *text = fixed_text(s->ld->lang, column_info[col].heading);

	if (col != COL_OPEN) /* whose heading names the currency */
		return text;
	return arena_printf(s->mem, "%s (%s)", text,
			    s->ld->lang == LANG_EN ? currency_code(s->ld->cur) : currency_symbol(s->ld->cur));
}

static struct item_table item_table(struct setter *s, const struct node *n, const struct letter_row *row,
				    size_t rows)
{
	struct item_table t = { .grid = grid_new(s->mem, n->columns) };
	size_t used = 0;

	t.grid->cur = s->ld->cur;
	t.grid->size = s->size.table;
	t.grid->carries = true;
	for (size_t c = 0; c < n->columns; c++) {
		enum item_column col = n->column[c];

		if (!column_used(row, rows, col))
			continue;
		if (col == COL_OPEN)
			t.open = used;
		t.column[used] = col;
		t.grid->column[used++] = (struct grid_column){ .heading = column_heading(s, col),
							       .align = column_info[col].align,
							       .flexible = column_info[col].flexible,
							       .carried = column_info[col].carried };
	}
	t.grid->columns = used;
	return t;
}

static void add_item(struct setter *s, struct item_table *t, const struct letter_row *r)
{
	struct grid_row *row = grid_add(s->mem, t->grid, ROW_PLAIN);

	row->carry = arena_calloc(s->mem, t->grid->columns, sizeof *row->carry);
	for (size_t c = 0; c < t->grid->columns; c++) {
		row->cell[c].text = cell_text(s, r, t->column[c]);
		if (t->column[c] == COL_ORIGINAL)
			row->carry[c] = r->original;
		if (t->column[c] == COL_PAID)
			row->carry[c] = r->paid;
		if (t->column[c] == COL_OPEN)
			row->carry[c] = r->open;
	}
}

static void add_sum(struct setter *s, struct grid *t, enum row_kind kind, const char *label, size_t column,
		    money x)
{
	struct grid_row *row = grid_add(s->mem, t, kind);

	row->label = label;
	row->cell[column].text = amount(s, x);
}

/* Totals of the carried columns of the rows from..to-1; where it is 0 only in `column`. */
static void add_totals(struct setter *s, struct grid *t, enum row_kind kind, const char *label, size_t column,
		       size_t from, size_t to)
{
	struct grid_row *row = grid_add(s->mem, t, kind);

	row->label = label;
	for (size_t c = 0; c < t->columns; c++) {
		money sum = 0;

		if (!t->column[c].carried)
			continue;
		for (size_t r = from; r < to; r++)
			sum += t->row[r].carry ? t->row[r].carry[c] : 0; /* letter_sums() saw to overflow */
		if (sum || c == column)
			row->cell[c].text = amount(s, sum);
	}
}

/* "À déduire : Avoir AV-12, Règlement R-3" where few documents make up the credits. */
static const char *credits_label(struct setter *s)
{
	const struct letter_data *ld = s->ld;
	struct buf b = BUF_INIT;
	const char *r;
	money sum = 0;
	size_t n = 0;

	for (size_t i = 0; i < ld->alls; i++) {
		if (ld->all[i].open >= 0)
			continue;
		sum += ld->all[i].open;
		if (n++ < 3)
			buf_printf(&b, "%s%s", b.len ? ", " : "", number_text(s, ld->all[i].doc));
	}
	if (n && n <= 3 && sum == ld->sums.credits)
		r = fixed_fill(s->mem, ld->lang, TXT_CREDITS_OF, b.s, NULL);
	else
		r = fixed_text(ld->lang, TXT_CREDITS);
	buf_drop(&b);
	return r;
}

static const char *indemnity_label(struct setter *s)
{
	const struct letter_sums *x = &s->ld->sums;
	money each = x->indemnities ? x->indemnity / (money)x->indemnities : 0;

	return fixed_fill(s->mem, s->ld->lang, x->indemnities > 1 ? TXT_INDEMNITY_MANY : TXT_INDEMNITY_ONE,
			  format_number(s->mem, s->ld->lang, (int64_t)x->indemnities),
			  format_money(s->mem, s->ld->lang, each, currency_find("EUR")));
}

/* What lateness costs has another name for each kind of debtor (RULES §6). */
static const char *interest_label(struct setter *s)
{
	const struct letter_data *ld = s->ld;
	enum fixed_text text = TXT_INTEREST_LEGAL;

	if (ld->customer->kind == KIND_BUSINESS)
		text = TXT_INTEREST;
	else if (ld->customer->kind == KIND_PUBLIC)
		text = TXT_INTEREST_PUBLIC;
	return fixed_fill(s->mem, ld->lang, text, format_date(s->mem, ld->date), NULL);
}

/* What the letter asks, as rows under `column`; items = rows before them that a subtotal is due for. */
static void add_sums(struct setter *s, struct grid *t, size_t column, size_t items)
{
	const struct letter_data *ld = s->ld;
	const struct letter_sums *x = &ld->sums;
	bool euros = ld->cur == currency_find("EUR"), parts;

	parts = x->withheld || x->credits || x->interest || (x->indemnity && euros);
	if (parts && items > 1)
		add_totals(s, t, ROW_SUM, fixed_text(ld->lang, TXT_TOTAL_ITEMS), column, t->rows - items,
			   t->rows);
	else if (parts && !items)
		add_sum(s, t, ROW_SUM, fixed_text(ld->lang, TXT_TOTAL_ITEMS), column, x->open);
	if (x->withheld)
		add_sum(s, t, ROW_SUM, fixed_text(ld->lang, TXT_WITHHELD), column, -x->withheld);
	if (x->credits)
		add_sum(s, t, ROW_SUM, credits_label(s), column, x->credits);
	if (x->interest)
		add_sum(s, t, ROW_SUM, interest_label(s), column, x->interest);
	if (x->indemnity && euros)
		add_sum(s, t, ROW_SUM, indemnity_label(s), column, x->indemnity);
	add_sum(s, t, ROW_TOTAL, fixed_text(ld->lang, TXT_TOTAL), column, x->total);
	if (x->indemnity && !euros) { /* never added to another currency: RULES §3 */
		struct grid_row *row = grid_add(s->mem, t, ROW_TOTAL);

		row->label = fixed_fill(s->mem, ld->lang, TXT_TOTAL_EURO, indemnity_label(s), NULL);
		row->cell[column].text = format_amount(s->mem, ld->lang, x->indemnity, currency_find("EUR"));
	}
}

static void finish_table(struct setter *s, struct grid *t)
{
	struct block *b = layout_add(s, BLOCK_TABLE, s->size.gap);

	grid_measure(s, t, s->width);
	b->table = t;
	b->height = grid_height(t);
}

void layout_sums(struct setter *s)
{
	struct grid *t = grid_new(s->mem, 2);
	enum letter_lang lang = s->ld->lang;

	t->cur = s->ld->cur;
	t->size = s->size.table;
	t->column[0] = (struct grid_column){ .heading = "", .align = CELL_LEFT, .flexible = true };
	t->column[1] = (struct grid_column){
		.heading = arena_printf(s->mem, "%s (%s)", fixed_text(lang, TXT_AMOUNT),
					lang == LANG_EN ? currency_code(t->cur) : currency_symbol(t->cur)),
		.align = CELL_AMOUNT
	};
	add_sums(s, t, 1, 0);
	finish_table(s, t);
}

/* Too many for the letter itself: one line that says so, then the sums. */
static void items_elsewhere(struct setter *s)
{
	struct style st = { FACE_REGULAR, s->size.body, BLACK };
	const char *n = format_number(s->mem, s->ld->lang, (int64_t)s->ld->rows);
	struct block *b = layout_add(s, BLOCK_TEXT, s->size.gap);

	b->text = layout_words(s, fixed_fill(s->mem, s->ld->lang, TXT_SEE_EXTRACT, n, NULL), &st, s->width,
			       TEXT_LEFT);
	b->height = b->text->height;
	b->keep = true;
	layout_sums(s);
}

/* Where no extract lists them all: the rows that are not shown, in one. */
static void add_others(struct setter *s, struct item_table *t, size_t from)
{
	const struct letter_data *ld = s->ld;
	struct grid_row *row = grid_add(s->mem, t->grid, ROW_PLAIN);
	money open = 0;

	row->carry = arena_calloc(s->mem, t->grid->columns, sizeof *row->carry);
	for (size_t i = from; i < ld->rows; i++) {
		open += ld->row[i].open;
		for (size_t c = 0; c < t->grid->columns; c++)
			row->carry[c] += t->column[c] == COL_ORIGINAL ? ld->row[i].original
					 : t->column[c] == COL_PAID   ? ld->row[i].paid
					 : t->column[c] == COL_OPEN   ? ld->row[i].open
								      : 0;
	}
	row->cell[0].text = fixed_fill(s->mem, ld->lang, TXT_OTHERS,
				       format_number(s->mem, ld->lang, (int64_t)(ld->rows - from)), NULL);
	row->cell[t->open].text = amount(s, open);
}

void layout_items(struct setter *s, const struct node *n)
{
	const struct letter_data *ld = s->ld;
	size_t shown = n->number && ld->rows > (size_t)n->number ? (size_t)n->number : ld->rows;
	struct item_table t;

	if (!ld->rows)
		return;
	if (shown < ld->rows && n->sums && ld->template->has[NODE_EXTRACT]) {
		items_elsewhere(s);
		return;
	}
	t = item_table(s, n, ld->row, ld->rows);
	for (size_t i = 0; i < shown; i++)
		add_item(s, &t, &ld->row[i]);
	if (shown < ld->rows)
		add_others(s, &t, shown);
	if (n->sums)
		add_sums(s, t.grid, t.open, t.grid->rows);
	else if (ld->rows > 1)
		add_totals(s, t.grid, ROW_TOTAL, fixed_text(ld->lang, TXT_TOTAL_ITEMS), t.open, 0,
			   t.grid->rows);
	finish_table(s, t.grid);
}

static void extract_title(struct setter *s)
{
	const struct letter_data *ld = s->ld;
	struct style title = { FACE_BOLD, s->size.body * 6 / 5, BLACK },
		     sub = { FACE_REGULAR, s->size.small, BLACK };
	struct block *b = layout_add(s, BLOCK_NEW_PAGE, 0);

	b = layout_add(s, BLOCK_TEXT, 0);
	b->text = layout_words(s,
			       fixed_fill(s->mem, ld->lang, TXT_EXTRACT, format_date(s->mem, ld->date), NULL),
			       &title, s->width, TEXT_LEFT);
	b->height = b->text->height;
	b->keep = true;
	b = layout_add(s, BLOCK_TEXT, 0);
	b->text = layout_words(
		s, fixed_fill(s->mem, ld->lang, TXT_EXTRACT_OF, ld->customer->id, ld->customer->name), &sub,
		s->width, TEXT_LEFT);
	b->height = b->text->height;
	b->keep = true;
}

void layout_extract(struct setter *s, const struct node *n)
{
	const struct letter_data *ld = s->ld;
	struct item_table t;
	struct grid *g;
	size_t debits = 0, first_credit;
	money overdue = ld->value[FLD_OVERDUE].number;

	if (!ld->alls)
		return;
	extract_title(s);
	t = item_table(s, n, ld->all, ld->alls);
	g = t.grid;
	for (; debits < ld->alls && ld->all[debits].open > 0; debits++)
		add_item(s, &t, &ld->all[debits]);
	if (debits)
		add_totals(s, g, ROW_SUM, fixed_text(ld->lang, TXT_TOTAL_DEBITS), t.open, 0, debits);
	first_credit = g->rows;
	for (size_t i = debits; i < ld->alls; i++)
		add_item(s, &t, &ld->all[i]);
	if (g->rows > first_credit)
		add_totals(s, g, ROW_SUM, fixed_text(ld->lang, TXT_TOTAL_CREDITS), t.open, first_credit,
			   g->rows);
	add_sum(s, g, ROW_TOTAL, fixed_text(ld->lang, TXT_BALANCE), t.open, ld->position->balance);
	if (overdue)
		add_sum(s, g, ROW_SUM, fixed_text(ld->lang, TXT_OF_WHICH_OVERDUE), t.open, overdue);
	if (ld->position->disputed)
		add_sum(s, g, ROW_SUM, fixed_text(ld->lang, TXT_OF_WHICH_DISPUTED), t.open,
			ld->position->disputed);
	finish_table(s, g);
}

/* ---- arithmetic of the penalties ---- */

static struct grid *penalty_table(struct setter *s)
{
	static const struct {
		enum fixed_text heading;
		enum cell_align align;
		bool flexible, carried;
	} columns[] = {
		{ TXT_NUMBER, CELL_LEFT, true, false },	  { TXT_FROM, CELL_LEFT, false, false },
		{ TXT_TO, CELL_LEFT, false, false },	  { TXT_DAYS, CELL_RIGHT, false, false },
		{ TXT_RATE, CELL_RIGHT, false, false },	  { TXT_BASE, CELL_AMOUNT, false, false },
		{ TXT_AMOUNT, CELL_AMOUNT, false, true },
	};
	size_t n = sizeof columns / sizeof *columns;
	struct grid *t = grid_new(s->mem, n);

	t->cur = s->ld->cur;
	t->size = s->size.table;
	t->carries = true;
	for (size_t c = 0; c < n; c++)
		t->column[c] = (struct grid_column){ .heading = fixed_text(s->ld->lang, columns[c].heading),
						     .align = columns[c].align,
						     .flexible = columns[c].flexible,
						     .carried = columns[c].carried };
	return t;
}

static void add_penalty(struct setter *s, struct grid *t, const struct claim_line *c)
{
	struct grid_row *row = grid_add(s->mem, t, ROW_PLAIN);

	row->cell[0].text = number_text(s, c->doc);
	row->cell[1].text = format_date(s->mem, c->line.from);
	row->cell[2].text = format_date(s->mem, c->line.to);
	row->cell[3].text = format_number(s->mem, s->ld->lang, c->line.days);
	row->cell[4].text = format_percent(s->mem, s->ld->lang, c->line.rate);
	row->cell[5].text = amount(s, c->line.base);
	row->cell[6].text = amount(s, c->line.amount);
	row->carry = arena_calloc(s->mem, t->columns, sizeof *row->carry);
	row->carry[6] = c->line.amount;
}

/* Where the rates come from: one line for each source that the table uses. */
static void rate_sources(struct setter *s)
{
	struct style st = { FACE_REGULAR, s->size.fine, BLACK };
	unsigned seen = 0;

	for (size_t i = 0; i < s->ld->claims; i++) {
		unsigned origin = s->ld->claim[i].line.origin;
		const char *text = rate_source(s->ld->lang, (enum rate_origin)origin);
		struct block *b;

		if (seen >> origin & 1 || !*text)
			continue;
		b = layout_add(s, BLOCK_TEXT, seen ? 0 : s->size.gap / 2);
		b->text = layout_words(s, text, &st, s->width, TEXT_LEFT);
		b->height = b->text->height;
		seen |= 1u << origin;
	}
}

void layout_penalties(struct setter *s, const struct node *n)
{
	const struct letter_data *ld = s->ld;
	struct style heading = { FACE_BOLD, s->size.body, BLACK };
	struct grid *t;
	size_t interest = 0;
	struct block *b;

	if (!ld->claims)
		return;
	if (*n->text) {
		b = layout_add(s, BLOCK_TEXT, s->size.gap * 2);
		b->text = layout_words(s, n->text, &heading, s->width, TEXT_LEFT);
		b->height = b->text->height;
		b->keep = true;
	}
	t = penalty_table(s);
	for (size_t i = 0; i < ld->claims; i++) {
		if (ld->claim[i].line.kind != PENALTY_INTEREST)
			continue;
		add_penalty(s, t, &ld->claim[i]);
		interest++;
	}
	if (interest)
		add_sum(s, t, ROW_TOTAL, fixed_text(ld->lang, TXT_PENALTY_TOTAL), 6, ld->sums.interest);
	if (ld->sums.indemnity) {
		struct grid_row *row = grid_add(s->mem, t, ROW_TOTAL);
		bool public = ld->customer->kind == KIND_PUBLIC;

		row->label = arena_printf(
			s->mem, "%s, %s", indemnity_label(s),
			fixed_text(ld->lang, public ? TXT_INDEMNITY_PUBLIC : TXT_INDEMNITY_BUSINESS));
		row->cell[6].text = format_amount(s->mem, ld->lang, ld->sums.indemnity, currency_find("EUR"));
	}
	finish_table(s, t);
	rate_sources(s);
}
