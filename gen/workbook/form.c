/* form.c - the frame of sheets that are no lists. */
#include "workbook/form.h"

#include "base/banned.h"

struct form form_new(struct book *b, enum sheet_id id, const char *title, lxw_col_t columns)
{
	struct form f = { .b = b, .s = b->free_form[id], .id = id, .columns = columns, .pages = 1 };

	row_height(b, f.s, 0, 24);
	cell_text(b, f.s, f.row++, 0, arena_printf(b->scratch, "%s %s", title, book_as_of(b)),
		  b->format.title);
	cell_text(b, f.s, f.row++, 0, book_company(b), b->format.note);
	if (b->st == ST_OK)
		worksheet_freeze_panes(f.s->ws, 2, 0);
	f.extra = 9;
	return f;
}

void form_widths(struct form *f, const double *width, size_t n, double beside)
{
	double pixels = beside;

	sheet_widths(f->b, f->s, width, n);
	for (size_t i = 0; i < n; i++)
		pixels += width[i] * CHAR_PIXELS + COLUMN_PIXELS;
	f->scale = (unsigned)(PAPER_INCHES * 96 * 100 / pixels);
	if (f->scale > 100)
		f->scale = 100;
}

void form_keep(struct form *f, size_t n)
{
	double now = f->row * ROW_POINTS + f->extra, room = PAPER_POINTS * 100 / f->scale,
	       need = ROW_POINTS * (double)n + 48;

	if (now + need - f->top_of_page <= room || f->pages == MAX_PAGES)
		return;
	f->page[f->pages++] = f->row + 1; /* behind the empty row above a section */
	f->top_of_page = now + ROW_POINTS;
}

/* Breaks only count where the scale is given, not fitted: the widths make this one. */
void form_print(struct form *f)
{
	lxw_row_t breaks[MAX_PAGES] = { 0 };

	if (f->b->st != ST_OK)
		return;
	for (size_t i = 1; i < f->pages; i++)
		breaks[i - 1] = f->page[i];
	worksheet_set_print_scale(f->s->ws, (uint16_t)f->scale);
	if (f->pages > 1)
		book_check(f->b, worksheet_set_h_pagebreaks(f->s->ws, breaks), f->s);
}

void form_section(struct form *f, const char *text)
{
	f->row++;
	f->extra += 5;
	row_height(f->b, f->s, f->row, 20);
	for (lxw_col_t c = 0; c < f->columns; c++)
		cell_text(f->b, f->s, f->row, c, c ? "" : text, f->b->format.section);
	f->row++;
}

void form_note(struct form *f, const char *text)
{
	cell_text(f->b, f->s, f->row++, 0, text, f->b->format.note);
}

void form_warning(struct form *f, const char *text)
{
	cell_text(f->b, f->s, f->row++, 0, text, f->b->format.warning);
}

void form_heads(struct form *f, const char *const *head, size_t n)
{
	f->head_row = f->row;
	f->heads = n < MAX_FORM_HEADS ? n : MAX_FORM_HEADS;
	for (size_t c = 0; c < f->heads; c++)
		f->head[c] = head[c];
	f->extra += 13;
	row_height(f->b, f->s, f->row, 28);
	for (size_t c = 0; c < n; c++)
		cell_text(f->b, f->s, f->row, (lxw_col_t)c, head[c], f->b->format.head);
	f->row++;
}

void form_filter(struct form *f)
{
	struct book *b = f->b;
	lxw_format *look[MAX_FORM_HEADS];

	if (b->st != ST_OK || f->heads == 0 || f->row <= f->head_row + 1)
		return;
	for (size_t c = 0; c < f->heads; c++)
		look[c] = b->format.head;
	f->filters++;
	if (b->tables)
		table_over(b, f->s,
			   &(struct table_place){ .id = f->id,
						  .number = f->filters,
						  .head_row = f->head_row,
						  .last = f->row - 1,
						  .columns = f->heads,
						  .head = f->head,
						  .look = look });
	else if (f->filters == 1)
		book_check(
			b,
			worksheet_autofilter(f->s->ws, f->head_row, 0, f->row - 1, (lxw_col_t)(f->heads - 1)),
			f->s);
}

void form_pair(struct form *f, const char *label, const char *text)
{
	cell_text(f->b, f->s, f->row, 0, label, format_of(f->b, LOOK_SUBTOTAL, SHAPE_TEXT));
	cell_text(f->b, f->s, f->row, 1, text, format_of(f->b, LOOK_BODY, SHAPE_TEXT));
	f->row++;
}
