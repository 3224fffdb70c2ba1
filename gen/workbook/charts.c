/* charts.c - the native charts of the summary sheet: sober, readable in grey. */
#include "workbook/charts.h"

#include "base/banned.h"

#define INK 0x1F2A3A
#define NAVY 0x1F3A5F
#define PALE 0xF6A457
#define RULE 0xD5DCE5

static const char *range(struct book *b, struct strip t)
{
	return arena_printf(b->scratch, "=%s", name_range(b, t.s, t.first, t.col, t.last, t.col));
}

static lxw_chart_series *add_series(struct book *b, lxw_chart *chart, const char *names, const char *values,
				    const char *title, uint32_t colour)
{
	lxw_chart_series *series = chart_add_series(chart, names, values);
	lxw_chart_fill fill = { .color = colour };
	lxw_chart_line edge = { .color = 0x5B6675, .width = 0.5 };

	if (!series) {
		book_fail(b, ST_OUTPUT, "classeur : graphique refusé");
		return NULL;
	}
	if (title)
		chart_series_set_name(series, title);
	chart_series_set_fill(series, &fill);
	chart_series_set_line(series, &edge);
	return series;
}

static lxw_chart *new_chart(struct book *b, uint8_t type, const char *title)
{
	lxw_chart *chart = workbook_add_chart(b->wb, type);
	lxw_chart_font font = {
		.name = book_string(b, "Arial"), .size = 11, .bold = LXW_TRUE, .color = NAVY
	};
	lxw_chart_font small = { .name = book_string(b, "Arial"), .size = 8, .color = INK };
	lxw_chart_line rule = { .color = RULE, .width = 0.5 };

	if (!chart) {
		book_fail(b, ST_OUTPUT, "classeur : graphique refusé");
		return NULL;
	}
	chart_title_set_name(chart, title);
	chart_title_set_name_font(chart, &font);
	chart_chartarea_set_line(chart, &rule);
	chart_axis_set_num_font(chart->x_axis, &small);
	chart_axis_set_num_font(chart->y_axis, &small);
	chart_legend_set_position(chart, LXW_CHART_LEGEND_NONE);
	return chart;
}

static void axis_money(lxw_chart_axis *axis)
{
	lxw_chart_line rule = { .color = RULE, .width = 0.5 };
	lxw_chart_line none = { .none = LXW_TRUE };

	chart_axis_set_num_format(axis, "#,##0");
	chart_axis_major_gridlines_set_visible(axis, LXW_TRUE);
	chart_axis_major_gridlines_set_line(axis, &rule);
	chart_axis_set_line(axis, &none);
}

static void legend_below(struct book *b, lxw_chart *chart)
{
	lxw_chart_font font = { .name = book_string(b, "Arial"), .size = 8, .color = INK };

	chart_legend_set_position(chart, LXW_CHART_LEGEND_BOTTOM);
	chart_legend_set_font(chart, &font);
}

static void place(struct book *b, lxw_chart *chart, struct chart_place at)
{
	lxw_chart_options opt = { .y_offset = 4,
				  .x_scale = CHART_PIXELS / 480.0, /* of the library's own 480 x 288 */
				  .y_scale = (at.rows * 20 - 6) / 288.0,
				  .object_position = LXW_OBJECT_MOVE_DONT_SIZE };

	book_check(b, worksheet_insert_chart_opt(at.s->ws, at.row, at.col, chart, &opt), at.s);
}

static void amounts_on_bars(struct book *b, lxw_chart_series *series)
{
	lxw_chart_font font = { .name = book_string(b, "Arial"), .size = 8, .color = INK };

	chart_series_set_labels(series);
	chart_series_set_labels_num_format(series, "#,##0");
	chart_series_set_labels_font(series, &font);
	chart_series_set_labels_position(series, LXW_CHART_LABEL_POSITION_OUTSIDE_END);
}

void chart_ageing(struct book *b, struct chart_place at, const char *title, struct strip names,
		  struct strip values)
{
	const struct policy *p = b->a->policy;
	lxw_chart *chart = b->st == ST_OK ? new_chart(b, LXW_CHART_COLUMN, title) : NULL;
	lxw_chart_fill fill[MAX_AGEING];
	lxw_chart_line edge = { .color = 0x5B6675, .width = 0.5 };
	lxw_chart_point point[MAX_AGEING], *points[MAX_AGEING + 1] = { NULL };
	/* 360: level even where there is little room, in two lines then */
	lxw_chart_font level = { .name = book_string(b, "Arial"), .size = 8, .color = INK, .rotation = 360 };
	lxw_chart_series *series;

	if (!chart)
		return;
	series = add_series(b, chart, range(b, names), range(b, values), NULL, NAVY);
	if (!series)
		return;
	for (size_t k = 0; k < ageing_columns(p); k++) {
		fill[k] = (lxw_chart_fill){ .color = ageing_colour(p, k) };
		point[k] = (lxw_chart_point){ .fill = &fill[k], .line = &edge };
		points[k] = &point[k];
	}
	book_check(b, chart_series_set_points(series, points), at.s);
	amounts_on_bars(b, series);
	chart_axis_set_num_font(chart->x_axis, &level);
	chart_set_series_gap(chart, 45);
	axis_money(chart->y_axis);
	chart_axis_set_label_position(chart->x_axis, LXW_CHART_AXIS_LABEL_POSITION_LOW);
	place(b, chart, at);
}

void chart_pairs(struct book *b, struct chart_place at, const char *title, struct strip names,
		 const char *first, struct strip one, const char *second, struct strip two, bool from_zero)
{
	lxw_chart *chart = b->st == ST_OK ? new_chart(b, LXW_CHART_COLUMN, title) : NULL;

	if (!chart || !add_series(b, chart, range(b, names), range(b, one), first, NAVY) ||
	    !add_series(b, chart, range(b, names), range(b, two), second, PALE))
		return;
	chart_set_series_gap(chart, 60);
	if (from_zero) /* left alone, an axis may start just below the shortest bar */
		chart_axis_set_min(chart->y_axis, 0);
	axis_money(chart->y_axis);
	chart_axis_set_label_position(chart->x_axis, LXW_CHART_AXIS_LABEL_POSITION_LOW);
	legend_below(b, chart);
	place(b, chart, at);
}

static void draw_line(struct book *b, lxw_chart *chart, const char *names, const char *values,
		      const char *title, bool second)
{
	lxw_chart_series *series = add_series(b, chart, names, values, title, NAVY);
	uint32_t colour = second ? 0xB9550F : NAVY;
	lxw_chart_line line = { .color = colour,
				.width = 2,
				.dash_type = second ? LXW_CHART_LINE_DASH_DASH : LXW_CHART_LINE_DASH_SOLID };
	lxw_chart_fill fill = { .color = second ? 0xFFFFFF : colour };
	lxw_chart_line edge = { .color = colour };

	if (!series)
		return;
	chart_series_set_line(series, &line);
	chart_series_set_marker_type(series, second ? LXW_CHART_MARKER_DIAMOND : LXW_CHART_MARKER_CIRCLE);
	chart_series_set_marker_size(series, 6);
	chart_series_set_marker_fill(series, &fill);
	chart_series_set_marker_line(series, &edge);
}

/*
 * The library has no charts of two kinds. But every chart of it writes its
 * kind through a function of its own: this one lets the library write the
 * first series as columns and the second as a line on the axes 3 and 4, and
 * adds these.
 */
static void write_as(uint8_t type, lxw_chart *chart, lxw_chart_series *series)
{
	struct lxw_chart_series_list only, *all = chart->series_list;
	lxw_chart *model = lxw_chart_new(type);
	lxw_chart_series *next = STAILQ_NEXT(series, list_pointers);

	if (!model)
		return; /* out of memory: the file is not whole, and that is noticed when it is read back */
	STAILQ_INIT(&only);
	STAILQ_INSERT_HEAD(&only, series, list_pointers);
	chart->series_list = &only;
	model->write_chart_type(chart);
	chart->series_list = all;
	STAILQ_NEXT(series, list_pointers) = next;
	lxw_chart_free(model);
}

static void write_second_axes(const lxw_chart *chart, const char *end)
{
	static const char text[] =
		"<c:txPr><a:bodyPr/><a:lstStyle/><a:p><a:pPr><a:defRPr sz=\"800\"><a:solidFill>"
		"<a:srgbClr val=\"1F2A3A\"/></a:solidFill><a:latin typeface=\"Arial\"/></a:defRPr>"
		"</a:pPr><a:endParaRPr lang=\"fr-FR\"/></a:p></c:txPr>";

	fprintf(chart->file,
		"<c:valAx><c:axId val=\"%u\"/><c:scaling><c:orientation val=\"minMax\"/>%s<c:min val=\"0\"/>"
		"</c:scaling><c:delete val=\"0\"/><c:axPos val=\"r\"/><c:numFmt formatCode=\"0%%\" "
		"sourceLinked=\"0\"/><c:majorTickMark val=\"out\"/><c:minorTickMark val=\"none\"/>"
		"<c:tickLblPos val=\"nextTo\"/>%s<c:crossAx val=\"%u\"/><c:crosses val=\"max\"/>"
		"<c:crossBetween val=\"between\"/></c:valAx>",
		(unsigned)chart->axis_id_4, end, text, (unsigned)chart->axis_id_3);
	fprintf(chart->file,
		"<c:catAx><c:axId val=\"%u\"/><c:scaling><c:orientation val=\"minMax\"/></c:scaling>"
		"<c:delete val=\"1\"/><c:axPos val=\"b\"/><c:majorTickMark val=\"none\"/>"
		"<c:minorTickMark val=\"none\"/><c:tickLblPos val=\"nextTo\"/><c:crossAx val=\"%u\"/>"
		"<c:crosses val=\"autoZero\"/></c:catAx>",
		(unsigned)chart->axis_id_3, (unsigned)chart->axis_id_4);
}

static void write_columns_and_line(lxw_chart *chart, const char *end)
{
	lxw_chart_series *columns = STAILQ_FIRST(chart->series_list),
			 *line = STAILQ_NEXT(columns, list_pointers);
	uint32_t x, y;

	write_as(LXW_CHART_COLUMN, chart, columns);
	x = chart->axis_id_1; /* given while the columns were written */
	y = chart->axis_id_2;
	chart->axis_id_1 = chart->axis_id_3 = y + 1;
	chart->axis_id_2 = chart->axis_id_4 = y + 2;
	write_as(LXW_CHART_LINE, chart, line);
	chart->axis_id_1 = x;
	chart->axis_id_2 = y;
	write_second_axes(chart, end);
}

static void write_up_to_all(lxw_chart *chart)
{
	write_columns_and_line(chart, "<c:max val=\"1\"/>");
}

/* Where others are in credit, the largest together owe more than all. */
static void write_beyond_all(lxw_chart *chart)
{
	write_columns_and_line(chart, "");
}

void chart_pareto(struct book *b, struct chart_place at, const char *title, struct strip names,
		  const char *first, struct strip values, const char *second, struct strip shares,
		  double last)
{
	lxw_chart *chart = b->st == ST_OK ? new_chart(b, LXW_CHART_COLUMN, title) : NULL;

	if (!chart || !add_series(b, chart, range(b, names), range(b, values), first, 0x5B7FA6))
		return;
	draw_line(b, chart, range(b, names), range(b, shares), second, true);
	chart->write_chart_type = last > 1 ? write_beyond_all : write_up_to_all;
	chart_set_series_gap(chart, 45);
	axis_money(chart->y_axis);
	chart_axis_set_label_position(chart->x_axis, LXW_CHART_AXIS_LABEL_POSITION_LOW);
	legend_below(b, chart);
	place(b, chart, at);
}

void chart_trend(struct book *b, struct chart_place at, const char *title, struct strip dates,
		 const char *first, struct strip one, const char *second, struct strip two)
{
	lxw_chart *chart = b->st == ST_OK ? new_chart(b, LXW_CHART_LINE, title) : NULL;

	if (!chart)
		return;
	draw_line(b, chart, range(b, dates), range(b, one), first, false);
	draw_line(b, chart, range(b, dates), range(b, two), second, true);
	chart_axis_set_num_format(chart->x_axis, "mm/yyyy");
	axis_money(chart->y_axis);
	legend_below(b, chart);
	place(b, chart, at);
}
