/*
 * glyf.c - glyph outlines: read with every bound checked, composites
 * flattened, scaled to an em of 1000 units, written back without
 * instructions; see sfnt.h.
 */
#include <string.h>

#include "letter/sfnt.h"

#include "base/banned.h"

#define MAX_POINTS 4096
#define MAX_CONTOURS 512
#define MAX_COMPONENTS 128 /* of one character, all levels together */
#define MAX_DEPTH 8

enum { ON_CURVE = 0x01, X_SHORT = 0x02, Y_SHORT = 0x04, REPEAT = 0x08, X_SAME = 0x10, Y_SAME = 0x20 };
enum {
	ARGS_ARE_WORDS = 0x0001,
	ARGS_ARE_XY = 0x0002,
	HAS_SCALE = 0x0008,
	MORE_COMPONENTS = 0x0020,
	HAS_XY_SCALE = 0x0040,
	HAS_MATRIX = 0x0080,
	SCALED_OFFSET = 0x0800
};

struct outline {
	int x[MAX_POINTS], y[MAX_POINTS];
	uint8_t on[MAX_POINTS];
	uint16_t end[MAX_CONTOURS];
	size_t points, contours;
	int components;
};

static struct table_data glyph_data(const struct glyf_tables *t, uint16_t gid)
{
	size_t from, to;

	if (t->long_loca) {
		from = table_u32(&t->loca, 4 * (size_t)gid);
		to = table_u32(&t->loca, 4 * (size_t)gid + 4);
	} else {
		from = 2 * (size_t)table_u16(&t->loca, 2 * (size_t)gid);
		to = 2 * (size_t)table_u16(&t->loca, 2 * (size_t)gid + 2);
	}
	if (gid >= t->glyphs || to <= from || to > t->glyf.n)
		return (struct table_data){ t->glyf.p, 0 };
	return (struct table_data){ t->glyf.p + from, to - from };
}

/* One coordinate list of n points; false if it runs out of data. */
static bool read_coordinates(const struct table_data *g, size_t *at, const uint8_t *flag, size_t n,
			     uint8_t is_short, uint8_t same, int *out)
{
	int value = 0;

	for (size_t i = 0; i < n; i++) {
		if (flag[i] & is_short) {
			if (!table_has(g, *at, 1))
				return false;
			value += flag[i] & same ? g->p[*at] : -g->p[*at];
			*at += 1;
		} else if (!(flag[i] & same)) {
			if (!table_has(g, *at, 2))
				return false;
			value += table_i16(g, *at);
			*at += 2;
		}
		if (value < INT16_MIN || value > INT16_MAX)
			return false;
		out[i] = value;
	}
	return true;
}

static bool read_simple(const struct table_data *g, size_t contours, struct outline *o)
{
	uint8_t flag[MAX_POINTS];
	size_t at = 10, base = o->points, n = 0;

	if (contours > MAX_CONTOURS - o->contours || !table_has(g, at, 2 * contours + 2))
		return false;
	for (size_t i = 0; i < contours; i++, at += 2) {
		size_t end = table_u16(g, at);

		if (end + 1 <= n || end >= MAX_POINTS - base)
			return false; /* must ascend */
		n = end + 1;
		o->end[o->contours + i] = (uint16_t)(base + end);
	}
	at += 2 + (size_t)table_u16(g, at); /* instructions */
	for (size_t i = 0; i < n;) {
		uint8_t f = table_u8(g, at);
		size_t times = 1;

		if (!table_has(g, at, f & REPEAT ? 2 : 1))
			return false;
		if (f & REPEAT)
			times += g->p[++at];
		at++;
		for (; times && i < n; times--, i++)
			flag[i] = f;
		if (times)
			return false;
	}
	if (!read_coordinates(g, &at, flag, n, X_SHORT, X_SAME, o->x + base) ||
	    !read_coordinates(g, &at, flag, n, Y_SHORT, Y_SAME, o->y + base))
		return false;
	for (size_t i = 0; i < n; i++)
		o->on[base + i] = flag[i] & ON_CURVE;
	o->points += n;
	o->contours += contours;
	return true;
}

/* a * b / 2^14, rounded half away from zero. */
static int scale14(int a, int b)
{
	int64_t x = (int64_t)a * b;

	return (int)((x < 0 ? x - 8192 : x + 8192) / 16384);
}

/* A component's placement. */
struct placement {
	int xx, xy, yx, yy; /* 2.14 */
	int dx, dy;
	bool transformed;
};

/* Bytes of the component record at `at`, 0 if it is cut off. */
static size_t read_placement(const struct table_data *g, size_t at, unsigned flags, struct placement *p,
			     int arg[2])
{
	size_t start = at;

	*p = (struct placement){ .xx = 16384, .yy = 16384 };
	at += 4;
	if (flags & ARGS_ARE_WORDS) {
		arg[0] = flags & ARGS_ARE_XY ? table_i16(g, at) : table_u16(g, at);
		arg[1] = flags & ARGS_ARE_XY ? table_i16(g, at + 2) : table_u16(g, at + 2);
		at += 4;
	} else {
		arg[0] = flags & ARGS_ARE_XY ? (int8_t)table_u8(g, at) : table_u8(g, at);
		arg[1] = flags & ARGS_ARE_XY ? (int8_t)table_u8(g, at + 1) : table_u8(g, at + 1);
		at += 2;
	}
	p->transformed = (flags & (HAS_SCALE | HAS_XY_SCALE | HAS_MATRIX)) != 0;
	if (flags & HAS_SCALE) {
		p->xx = p->yy = table_i16(g, at);
		at += 2;
	} else if (flags & HAS_XY_SCALE) {
		p->xx = table_i16(g, at);
		p->yy = table_i16(g, at + 2);
		at += 4;
	} else if (flags & HAS_MATRIX) {
		p->xx = table_i16(g, at);
		p->xy = table_i16(g, at + 2);
		p->yx = table_i16(g, at + 4);
		p->yy = table_i16(g, at + 6);
		at += 8;
	}
	return table_has(g, start, at - start) ? at - start : 0;
}

static bool place_point(const struct placement *p, int *px, int *py)
{
	int x = *px, y = *py;

	if (p->transformed) {
		*px = scale14(x, p->xx) + scale14(y, p->yx);
		*py = scale14(x, p->xy) + scale14(y, p->yy);
	}
	*px += p->dx;
	*py += p->dy;
	return *px >= INT16_MIN && *px <= INT16_MAX && *py >= INT16_MIN && *py <= INT16_MAX;
}

static bool read_outline(const struct glyf_tables *t, uint16_t gid, struct outline *o, int depth);

/*
 * Offsets of a component: given, or so that two points meet (arg = points of the parent and of the
 * component).
 */
static bool set_offset(const struct outline *o, size_t parent, size_t from, unsigned flags, const int arg[2],
		       struct placement *p)
{
	size_t a, b;
	int x, y;

	if (flags & ARGS_ARE_XY) {
		p->dx = arg[0];
		p->dy = arg[1];
		if (p->transformed && (flags & SCALED_OFFSET)) {
			p->dx = scale14(arg[0], p->xx);
			p->dy = scale14(arg[1], p->yy);
		}
		return true;
	}
	a = parent + (size_t)arg[0];
	b = from + (size_t)arg[1];
	if (a >= from || b >= o->points)
		return false;
	x = o->x[b];
	y = o->y[b];
	if (!place_point(p, &x, &y))
		return false;
	p->dx = o->x[a] - x;
	p->dy = o->y[a] - y;
	return true;
}

static bool read_composite(const struct glyf_tables *t, const struct table_data *g, struct outline *o,
			   int depth)
{
	size_t at = 10, parent = o->points, used;
	unsigned flags;

	do {
		size_t from = o->points;
		struct placement p;
		int arg[2];

		flags = table_u16(g, at);
		used = read_placement(g, at, flags, &p, arg);
		if (!used || ++o->components > MAX_COMPONENTS)
			return false;
		if (!read_outline(t, table_u16(g, at + 2), o, depth + 1) ||
		    !set_offset(o, parent, from, flags, arg, &p))
			return false;
		for (size_t i = from; i < o->points; i++)
			if (!place_point(&p, &o->x[i], &o->y[i]))
				return false;
		at += used;
	} while (flags & MORE_COMPONENTS);
	return true;
}

static bool read_outline(const struct glyf_tables *t, uint16_t gid, struct outline *o, int depth)
{
	struct table_data g = glyph_data(t, gid);
	int contours;

	if (gid >= t->glyphs || depth > MAX_DEPTH)
		return false;
	if (!g.n)
		return true; /* blank */
	if (g.n < 10)
		return false;
	contours = table_i16(&g, 0);
	return contours < 0 ? read_composite(t, &g, o, depth) : read_simple(&g, (size_t)contours, o);
}

static void put16(struct buf *out, int v)
{
	char c[2] = { (char)(v >> 8 & 0xFF), (char)(v & 0xFF) };

	buf_add(out, c, 2);
}

/* The flag bits and the bytes of one coordinate step. */
static uint8_t put_step(struct buf *out, int step, uint8_t is_short, uint8_t same)
{
	if (!step)
		return same;
	if (step >= -255 && step <= 255) {
		buf_putc(out, (char)(step < 0 ? -step : step));
		return step < 0 ? is_short : is_short | same;
	}
	put16(out, step);
	return 0;
}

static void put_flags(struct buf *out, const uint8_t *flag, size_t n)
{
	for (size_t i = 0; i < n;) {
		size_t times = 1;

		while (i + times < n && times < 256 && flag[i + times] == flag[i])
			times++;
		if (times > 2) {
			buf_putc(out, (char)(flag[i] | REPEAT));
			buf_putc(out, (char)(times - 1));
		} else {
			for (size_t k = 0; k < times; k++)
				buf_putc(out, (char)flag[i]);
		}
		i += times;
	}
}

static void write_outline(const struct outline *o, struct buf *out)
{
	int x0 = o->x[0], y0 = o->y[0], x1 = x0, y1 = y0, px = 0, py = 0;
	struct buf xs = BUF_INIT, ys = BUF_INIT;
	uint8_t flag[MAX_POINTS];

	for (size_t i = 0; i < o->points; i++) {
		x0 = o->x[i] < x0 ? o->x[i] : x0;
		x1 = o->x[i] > x1 ? o->x[i] : x1;
		y0 = o->y[i] < y0 ? o->y[i] : y0;
		y1 = o->y[i] > y1 ? o->y[i] : y1;
		flag[i] = (uint8_t)(o->on[i] | put_step(&xs, o->x[i] - px, X_SHORT, X_SAME) |
				    put_step(&ys, o->y[i] - py, Y_SHORT, Y_SAME));
		px = o->x[i];
		py = o->y[i];
	}
	put16(out, (int)o->contours);
	put16(out, x0);
	put16(out, y0);
	put16(out, x1);
	put16(out, y1);
	for (size_t i = 0; i < o->contours; i++)
		put16(out, o->end[i]);
	put16(out, 0); /* no instructions */
	put_flags(out, flag, o->points);
	buf_add(out, xs.s, xs.len);
	buf_add(out, ys.s, ys.len);
	if (out->len & 1)
		buf_putc(out, '\0');
	buf_drop(&xs);
	buf_drop(&ys);
}

/* Coordinates and steps between neighbours must fit 16 bits; only a damaged glyph is that large. */
static bool fits(const struct outline *o)
{
	int px = 0, py = 0;

	for (size_t i = 0; i < o->points; i++) {
		int dx = o->x[i] - px, dy = o->y[i] - py;

		if (dx < INT16_MIN || dx > INT16_MAX || dy < INT16_MIN || dy > INT16_MAX ||
		    o->x[i] < INT16_MIN || o->x[i] > INT16_MAX || o->y[i] < INT16_MIN || o->y[i] > INT16_MAX)
			return false;
		px = o->x[i];
		py = o->y[i];
	}
	return true;
}

static void add_rectangle(struct outline *o, int x0, int y0, int x1, int y1)
{
	const int x[4] = { x0, x0, x1, x1 }, y[4] = { y0, y1, y1, y0 };

	for (size_t i = 0; i < 4; i++, o->points++) {
		o->x[o->points] = x[i];
		o->y[o->points] = y[i];
		o->on[o->points] = ON_CURVE;
	}
	o->end[o->contours++] = (uint16_t)(o->points - 1);
}

/* A '?' in a frame. */
static bool frame(struct outline *o, int advance)
{
	const int pen = 40, gap = GLYF_FRAME / 2 - pen;

	if (o->points > MAX_POINTS - 8 || o->contours > MAX_CONTOURS - 2)
		return false;
	for (size_t i = 0; i < o->points; i++)
		o->x[i] += gap + pen;
	advance += GLYF_FRAME;
	/* clockwise outside, the other way round inside: a hole */
	add_rectangle(o, pen, -170, advance - pen, 830);
	add_rectangle(o, advance - 2 * pen, -170 + pen, 2 * pen, 830 - pen);
	return true;
}

bool glyf_read(const struct glyf_tables *t, uint16_t gid, bool framed, int advance, struct buf *out)
{
	struct outline o;

	o.points = o.contours = 0;
	o.components = 0;
	if (!read_outline(t, gid, &o, 0))
		return false;
	for (size_t i = 0; i < o.points; i++) {
		o.x[i] = em_scale(o.x[i], t->units);
		o.y[i] = em_scale(o.y[i], t->units);
	}
	if ((framed && !frame(&o, advance)) || !fits(&o))
		return false;
	if (o.points)
		write_outline(&o, out);
	return true;
}
