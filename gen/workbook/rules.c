/* rules.c - conditional formats, input rules and tables over ranges. */
#include "workbook/sheets.h"

#include "base/banned.h"

static void format_range(struct book *b, struct sheet *s, lxw_row_t r1, lxw_col_t c1, lxw_row_t r2,
			 lxw_conditional_format *cf)
{
	if (b->st == ST_OK)
		book_check(b, worksheet_conditional_format_range(s->ws, r1, c1, r2, c1, cf), s);
}

void rule_bar(struct book *b, struct sheet *s, lxw_row_t r1, lxw_col_t c1, lxw_row_t r2, uint32_t colour)
{
	/* solid and pale with an edge: the figure in front stays readable, the length survives a grey printer */
	lxw_conditional_format cf = { .type = LXW_CONDITIONAL_DATA_BAR,
				      .data_bar_2010 = LXW_TRUE,
				      .bar_color = colour,
				      .bar_solid = LXW_TRUE,
				      .bar_border_color = 0x8A9099,
				      .bar_negative_color = 0xD5D9DE,
				      .bar_negative_border_color = 0x8A9099 };

	format_range(b, s, r1, c1, r2, &cf);
}

void rule_not_zero(struct book *b, struct sheet *s, lxw_row_t r1, lxw_col_t c1, lxw_row_t r2, lxw_format *f)
{
	lxw_conditional_format cf = { .type = LXW_CONDITIONAL_TYPE_CELL,
				      .criteria = LXW_CONDITIONAL_CRITERIA_NOT_EQUAL_TO,
				      .value = 0,
				      .format = f };

	format_range(b, s, r1, c1, r2, &cf);
}

void rule_word(struct book *b, struct sheet *s, lxw_row_t r1, lxw_col_t c1, lxw_row_t r2, const char *word,
	       lxw_format *f)
{
	lxw_conditional_format cf = { .type = LXW_CONDITIONAL_TYPE_TEXT,
				      .criteria = LXW_CONDITIONAL_CRITERIA_TEXT_CONTAINING,
				      .value_string = book_string(b, word),
				      .format = f };

	format_range(b, s, r1, c1, r2, &cf);
}

void rule_late(struct book *b, struct sheet *s, lxw_row_t r1, lxw_col_t c1, lxw_row_t r2)
{
	const struct policy *p = b->a->policy;

	/* oldest first: the first rule that fits wins; empty cells count as 0 and fit none */
	for (size_t k = p->limits + 1; k >= 1; k--) {
		lxw_conditional_format cf = { .type = LXW_CONDITIONAL_TYPE_CELL,
					      .criteria = LXW_CONDITIONAL_CRITERIA_GREATER_THAN,
					      .value = k >= 2 ? p->limit[k - 2] : 0,
					      .format = b->format.lateness[k],
					      .stop_if_true = LXW_TRUE };

		format_range(b, s, r1, c1, r2, &cf);
	}
}

static void validate(struct book *b, struct sheet *s, lxw_row_t r1, lxw_col_t c1, lxw_row_t r2,
		     lxw_data_validation *v)
{
	if (b->st == ST_OK)
		book_check(b, worksheet_data_validation_range(s->ws, r1, c1, r2, c1, v), s);
}

void rule_choice(struct book *b, struct sheet *s, lxw_row_t r1, lxw_col_t c1, lxw_row_t r2,
		 const char *const *choice, const char *title, const char *hint)
{
	char *value[16] = { NULL };
	lxw_data_validation v = { .validate = LXW_VALIDATION_TYPE_LIST,
				  .ignore_blank = LXW_VALIDATION_ON,
				  .dropdown = LXW_VALIDATION_ON,
				  .value_list = value,
				  .input_title = book_string(b, title),
				  .input_message = book_string(b, hint),
				  .error_title = book_string(b, "Saisie"),
				  .error_message = book_string(b, "Choisir une valeur de la liste."),
				  .error_type = LXW_VALIDATION_ERROR_TYPE_WARNING };

	for (size_t i = 0; choice[i] && i < 15; i++)
		value[i] = book_string(b, choice[i]);

	validate(b, s, r1, c1, r2, &v);
}

void rule_date(struct book *b, struct sheet *s, lxw_row_t r1, lxw_col_t c1, lxw_row_t r2)
{
	lxw_data_validation v = { .validate = LXW_VALIDATION_TYPE_DATE,
				  .criteria = LXW_VALIDATION_CRITERIA_GREATER_THAN_OR_EQUAL_TO,
				  .value_datetime = { 2000, 1, 1, 0, 0, 0 },
				  .ignore_blank = LXW_VALIDATION_ON,
				  .error_title = book_string(b, "Date"),
				  .error_message =
					  book_string(b, "Saisir une date, par exemple 15/11/2026.") };

	validate(b, s, r1, c1, r2, &v);
}

/* "T_aged_balance_1": a table's name holds no hyphen. */
static char *table_name(struct book *b, const struct table_place *t)
{
	char *name = book_string(
		b, arena_printf(b->scratch, "T_%s_%u", workbook_sheet_code((size_t)t->id), t->number));

	for (char *s = name; *s; s++)
		if (*s == '-')
			*s = '_';
	return name;
}

void table_over(struct book *b, struct sheet *s, const struct table_place *t)
{
	lxw_table_column *col = arena_calloc(b->scratch, t->columns, sizeof *col);
	lxw_table_column **ref = arena_calloc(b->scratch, t->columns + 1, sizeof(lxw_table_column *));
	lxw_table_options opt = { .style_type = LXW_TABLE_STYLE_TYPE_LIGHT,
				  .style_type_number = 0,
				  .columns = ref,
				  .name = table_name(b, t) };

	for (size_t c = 0; c < t->columns; c++) {
		col[c].header = book_string(b, t->head[c]);
		col[c].header_format = t->look[c];
		ref[c] = &col[c];
	}
	book_check(b, worksheet_add_table(s->ws, t->head_row, 0, t->last, (lxw_col_t)(t->columns - 1), &opt),
		   s);
}
