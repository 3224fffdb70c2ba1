/*
 * formats.c - how cells look. One blue family for structure, the colours of
 * ageing.h for lateness; a sans-serif face that both Excel and LibreOffice
 * have the metrics of. The file stores invariant number formats, so that the
 * reader's own Excel shows "1 234,56" (law.md §13).
 */
#include "workbook/book.h"

#include "base/banned.h"

#define FACE "Arial"
#define INK 0x1F2A3A
#define NAVY 0x1F3A5F
#define TINT 0xE6EDF6
#define HAIR 0xC9D2DE

static const char *const money_format[] = {
	"#,##0;-#,##0;\"–\"",	      "#,##0.0;-#,##0.0;\"–\"",	      "#,##0.00;-#,##0.00;\"–\"",
	"#,##0.000;-#,##0.000;\"–\"", "#,##0.0000;-#,##0.0000;\"–\"",
};
static const char *const money_total[] = { "#,##0", "#,##0.0", "#,##0.00", "#,##0.000", "#,##0.0000" };

static lxw_format *new_format(struct book *b, double size, uint32_t colour, bool bold)
{
	lxw_format *f = workbook_add_format(b->wb);

	format_set_font_name(f, FACE);
	format_set_font_size(f, size);
	format_set_font_color(f, colour);
	if (bold)
		format_set_bold(f);
	format_set_align(f, LXW_ALIGN_VERTICAL_CENTER);
	return f;
}

static void set_look(lxw_format *f, enum look look)
{
	switch (look) {
	case LOOK_TOTAL:
		format_set_bg_color(f, TINT);
		format_set_top(f, LXW_BORDER_THIN);
		format_set_top_color(f, NAVY);
		format_set_bottom(f, LXW_BORDER_THIN);
		format_set_bottom_color(f, NAVY);
		break;
	case LOOK_SUBTOTAL:
		format_set_bg_color(f, 0xF3F6FA);
		format_set_bottom(f, LXW_BORDER_HAIR);
		format_set_bottom_color(f, HAIR);
		break;
	case LOOK_INPUT:
		format_set_bg_color(f, 0xFFF8DC);
		format_set_border(f, LXW_BORDER_THIN);
		format_set_border_color(f, 0xB7A66A);
		format_set_unlocked(f);
		break;
	default:
		format_set_bottom(f, LXW_BORDER_HAIR);
		format_set_bottom_color(f, HAIR);
		break;
	}
}

static const char *change_format(enum shape shape)
{
	static const char *const signed_format[] = {
		"+#,##0;-#,##0;\"–\"",	       "+#,##0.0;-#,##0.0;\"–\"",	"+#,##0.00;-#,##0.00;\"–\"",
		"+#,##0.000;-#,##0.000;\"–\"", "+#,##0.0000;-#,##0.0000;\"–\"",
	};

	if (shape >= SHAPE_MONEY)
		return signed_format[shape - SHAPE_MONEY];
	if (shape == SHAPE_PERCENT)
		return "+0.0\" pt\";-0.0\" pt\";\"–\"";
	return signed_format[shape == SHAPE_TENTHS ? 1 : 0];
}

static void set_shape(lxw_format *f, enum shape shape, enum look look)
{
	if (look == LOOK_CHANGE) {
		format_set_num_format(f, change_format(shape));
		return;
	}
	switch (shape) {
	case SHAPE_TEXT:
		format_set_num_format(f, "@"); /* stays text even when somebody edits the cell */
		format_set_indent(f, 1);       /* apart from the amount before it */
		break;
	case SHAPE_WRAP:
		format_set_num_format(f, "@");
		format_set_text_wrap(f);
		format_set_indent(f, 1);
		break;
	case SHAPE_CENTRE:
		format_set_num_format(f, "@");
		format_set_align(f, LXW_ALIGN_CENTER);
		break;
	case SHAPE_STATE:
		format_set_align(f, LXW_ALIGN_CENTER);
		break;
	case SHAPE_DATE:
		format_set_num_format(f, "dd/mm/yyyy");
		format_set_align(f, LXW_ALIGN_CENTER);
		break;
	case SHAPE_INT:
		format_set_num_format(f, "#,##0");
		break;
	case SHAPE_LINES:
		format_set_num_format(f, "[<2]0\" ligne\";#,##0\" lignes\"");
		break;
	case SHAPE_PERCENT:
		format_set_num_format(f, "0.0%");
		break;
	case SHAPE_RATE:
		format_set_num_format(f, "0.00####");
		break;
	case SHAPE_TENTHS:
		format_set_num_format(f, "#,##0.0");
		break;
	case SHAPE_LINK:
		format_set_font_color(f, 0x1155AA);
		format_set_underline(f, LXW_UNDERLINE_SINGLE);
		format_set_align(f, LXW_ALIGN_CENTER);
		break;
	default:
		format_set_num_format(f, look != LOOK_TOTAL ? money_format[shape - SHAPE_MONEY]
							    : money_total[shape - SHAPE_MONEY]);
		break;
	}
}

/* Relative luminance by eye's weights, 0 to 255: decides between dark and white text. */
static unsigned luminance(uint32_t rgb)
{
	return (((rgb >> 16) & 0xFF) * 299 + ((rgb >> 8) & 0xFF) * 587 + (rgb & 0xFF) * 114) / 1000;
}

static lxw_format *heading(struct book *b, uint32_t colour)
{
	lxw_format *f = new_format(b, 9, luminance(colour) > 130 ? INK : 0xFFFFFF, true);

	format_set_bg_color(f, colour);
	format_set_text_wrap(f);
	format_set_align(f, LXW_ALIGN_CENTER);
	format_set_border(f, LXW_BORDER_THIN);
	format_set_border_color(f, 0xFFFFFF);
	return f;
}

static void ageing_formats(struct book *b)
{
	const struct policy *p = b->a->policy;

	for (size_t k = 0; k < ageing_columns(p); k++) {
		uint32_t colour = ageing_colour(p, k);

		b->format.head_ageing[k] = heading(b, colour);
		/* of a conditional format only what differs counts: no face, no size */
		b->format.lateness[k] = workbook_add_format(b->wb);
		format_set_bg_color(b->format.lateness[k], colour);
		format_set_font_color(b->format.lateness[k], luminance(colour) > 130 ? INK : 0xFFFFFF);
	}
}

/*
 * The workbook's own font, which column widths are measured in. The library
 * makes it Calibri, without a call to change it; where that face is missing,
 * LibreOffice takes a wider one and every printed page overflows.
 */
static void default_font(struct book *b)
{
	lxw_format *normal = STAILQ_FIRST(b->wb->formats);

	format_set_font_name(normal, FACE);
	format_set_font_size(normal, 10);
}

void formats_new(struct book *b)
{
	struct formats *f = &b->format;

	default_font(b);
	for (int look = 0; look < LOOKS; look++)
		for (int shape = 0; shape < SHAPES; shape++) {
			bool bold = look == LOOK_TOTAL || look == LOOK_SUBTOTAL;

			f->cell[look][shape] = new_format(b, 9, INK, bold);
			set_look(f->cell[look][shape], (enum look)look);
			set_shape(f->cell[look][shape], (enum shape)shape, (enum look)look);
		}
	f->title = new_format(b, 15, NAVY, true);
	f->section = new_format(b, 11, NAVY, true);
	f->note = new_format(b, 9, 0x5B6675, false);
	format_set_italic(f->note);
	f->warning = new_format(b, 9, 0x8A2B06, true);
	f->good = new_format(b, 9, 0x1F5A32, true);
	f->bad = workbook_add_format(b->wb); /* of a conditional format: see ageing_formats() */
	format_set_font_color(f->bad, 0xFFFFFF);
	format_set_bg_color(f->bad, 0x8A2B06);
	f->head = heading(b, NAVY);
	f->head_input = heading(b, 0xE9D58A);
	ageing_formats(b);
}

lxw_format *format_of(const struct book *b, enum look look, enum shape shape)
{
	return b->format.cell[look][shape];
}

lxw_format *format_of_money(const struct book *b, enum look look, currency c)
{
	int decimals = currency_decimals(c);

	if (decimals > 4)
		decimals = 4;
	return b->format.cell[look][SHAPE_MONEY + decimals];
}
