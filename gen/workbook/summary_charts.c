/* summary_charts.c - ageing bars, trend line and the ten largest on the one-page summary. */
#include "letter/typo.h"
#include "workbook/summary_page.h"

#include "base/banned.h"

#define INK ((colour)0x1F2A3A)
#define NAVY ((colour)0x1F3A5F)
#define RUST ((colour)0xB9550F)
#define RULE ((colour)0xC9D2DE)

static dim scaled(int64_t part, int64_t whole, dim width)
{
	money out;

	if (whole <= 0 || part <= 0 || !money_muldiv(part, width, whole, &out))
		return 0;
	return (dim)out;
}

static int64_t tenths(money part, money whole)
{
	int64_t out;

	return whole > 0 && money_muldiv(part, 1000, whole, &out) ? out : 0;
}

/* One bar: label, bar with an edge (the pale ones vanish on a grey printer without), amount, share. */
static void ageing_bar(struct summary_page *p, struct area at, size_t column, money largest)
{
	money x = p->data.ageing[column];
	const dim label = PT(58), amount = PT(78), room = at.width - label - amount;
	dim length = scaled(x < 0 ? -x : x, largest, room);
	char text[32];

	page_text(p->doc, at.x, at.y, &SUMMARY_TEXT, ageing_label(p->a->policy, column, text));
	if (length > 0) {
		page_fill(p->doc, at.x + label, at.y - PT(7.5), length, PT(9.5),
			  ageing_colour(p->a->policy, column));
		page_box(p->doc, at.x + label, at.y - PT(7.5), length, PT(9.5), PT(0.4), INK);
	}
	page_text_right(p->doc, at.x + at.width, at.y, &SUMMARY_TEXT, summary_money(p, x));
}

dim summary_ageing(struct summary_page *p, struct area at)
{
	const dim step = p->a->policy->limits > 6 ? PT(13) : PT(16); /* thirteen buckets must fit as well */
	money largest = 0, total = 0;
	dim y = summary_heading(p, at, "Ancienneté des créances");

	if (p->data.ref == CUR_NONE) {
		at.y = y;
		return summary_paragraph(p, at, &SUMMARY_TEXT,
					 "Non calculable\u00a0: plusieurs devises, et aucune devise de "
					 "société pour les comparer.");
	}
	for (size_t k = 0; k < ageing_columns(p->a->policy); k++) {
		money size = p->data.ageing[k] < 0 ? -p->data.ageing[k] : p->data.ageing[k];

		if (size > largest)
			largest = size;
		if (!money_add(&total, p->data.ageing[k]))
			return y; /* the workbook has refused such totals before */
	}
	for (size_t k = 0; k < ageing_columns(p->a->policy); k++, y += step)
		ageing_bar(p, (struct area){ at.x, y, at.width }, k, largest);
	page_rule_h(p->doc, at.x, y - PT(8), at.width, PT(0.5), INK);
	y += PT(2);
	page_text(p->doc, at.x, y, &SUMMARY_BOLD, "Total");
	page_text_right(p->doc, at.x + at.width, y, &SUMMARY_BOLD, summary_money(p, total));
	if (p->data.balance <= 0)
		return y;
	y += PT(11);
	summary_line(p, (struct area){ at.x, y, at.width }, &SUMMARY_GREY,
		     arena_printf(p->mem, "Échu\u00a0: %s de l’encours.",
				  summary_percent(p, tenths(p->data.overdue, p->data.balance))));
	return y;
}

/* ---- trend ---- */

struct frame {
	dim x, y, width, height; /* of the plot itself; y: top */
	money top;
	size_t n;
};

static struct point plot(const struct frame *f, size_t i, money value)
{
	dim step = f->n > 1 ? f->width / (dim)(f->n - 1) : 0;

	return (struct point){ f->x + (dim)i * step, f->y + f->height - scaled(value, f->top, f->height) };
}

static void draw_line(struct summary_page *p, const struct frame *f, const money *value, bool second)
{
	for (size_t i = 0; i < f->n; i++) {
		struct point here = plot(f, i, value[i]);

		if (i > 0 && second)
			page_dashed(p->doc, plot(f, i - 1, value[i - 1]), here, PT(1.3), PT(3), RUST);
		else if (i > 0)
			page_line(p->doc, plot(f, i - 1, value[i - 1]), here, PT(1.6), NAVY);
		page_disc(p->doc, here, PT(2), second ? RUST : NAVY);
	}
}

static void legend(struct summary_page *p, dim x, dim y)
{
	page_line(p->doc, (struct point){ x, y - PT(2.5) }, (struct point){ x + PT(16), y - PT(2.5) },
		  PT(1.6), NAVY);
	page_text(p->doc, x + PT(20), y, &SUMMARY_SMALL, "Encours");
	page_dashed(p->doc, (struct point){ x + PT(62), y - PT(2.5) },
		    (struct point){ x + PT(78), y - PT(2.5) }, PT(1.3), PT(3), RUST);
	page_text(p->doc, x + PT(82), y, &SUMMARY_SMALL, "Échu");
}

/* First and last months below, largest amount above. */
static void axis(struct summary_page *p, const struct frame *f, civil_date first, civil_date last)
{
	struct ymd a = date_to_ymd(first), b = date_to_ymd(last);
	dim base = f->y + f->height;

	for (int i = 0; i <= 2; i++)
		page_rule_h(p->doc, f->x, f->y + f->height * i / 2, f->width, PT(0.4), i == 2 ? INK : RULE);
	page_text(p->doc, f->x, base + PT(9), &SUMMARY_SMALL,
		  arena_printf(p->mem, "%02d/%d", a.month, a.year));
	page_text_right(p->doc, f->x + f->width, base + PT(9), &SUMMARY_SMALL,
			arena_printf(p->mem, "%02d/%d", b.month, b.year));
	page_text(p->doc, f->x, f->y - PT(3), &SUMMARY_GREY, summary_money(p, f->top));
}

dim summary_trend(struct summary_page *p, struct area at, dim height)
{
	const struct closing *c = p->before;
	size_t from = c && c->points > 11 ? c->points - 11 : 0, n = 0;
	money balance[12], overdue[12];
	struct frame f;
	dim y = summary_heading(p, at, "Évolution sur douze clôtures");

	if (!c || c->points == 0 || p->data.ref == CUR_NONE) {
		at.y = y;
		return summary_paragraph(p, at, &SUMMARY_TEXT,
					 "Non calculable\u00a0: aucune clôture précédente n’est connue.");
	}
	for (size_t i = from; i < c->points; i++, n++) {
		balance[n] = c->point[i].balance;
		overdue[n] = c->point[i].overdue;
	}
	balance[n] = p->data.balance;
	overdue[n++] = p->data.overdue;
	f = (struct frame){ at.x, y + PT(8), at.width, height - PT(50), 0, n };
	for (size_t i = 0; i < n; i++) {
		f.top = balance[i] > f.top ? balance[i] : f.top;
		f.top = overdue[i] > f.top ? overdue[i] : f.top;
	}
	axis(p, &f, c->point[from].date, p->a->view->as_of);
	draw_line(p, &f, balance, false);
	draw_line(p, &f, overdue, true);
	legend(p, at.x, f.y + f.height + PT(20));
	return f.y + f.height + PT(20);
}

/* ---- the ten largest ---- */

/* Right edges of the amounts, left edge of the action, in thousandths of the width. */
enum {
	COLUMN_CODE = 300,
	COLUMN_CLASS = 385,
	COLUMN_BALANCE = 535,
	COLUMN_OVERDUE = 665,
	COLUMN_SHARE = 730,
	COLUMN_ACTION = 747
};

static dim across(struct area at, int thousandths)
{
	return at.x + (dim)((int64_t)at.width * thousandths / 1000);
}

static const struct decision *first_action(const struct summary_page *p, uint32_t customer)
{
	const struct decision *any = NULL;

	for (uint32_t i = 0; i < p->a->decisions; i++) {
		const struct decision *e = &p->a->decision[i];

		if (p->a->position[e->position].customer != customer)
			continue;
		if (e->step)
			return e;
		any = any ? any : e;
	}
	return any;
}

static void top_row(struct summary_page *p, struct area at, size_t i)
{
	const struct top_customer *t = &p->data.top[i];
	const struct customer *c = &p->a->view->ledger->customer[t->customer];
	const struct decision *e = first_action(p, t->customer);
	const struct fonts *f = doc_fonts(p->doc);
	const char *action = e ? e->step ? e->step->label : reason_french(e->reason) : "rien d’échu";
	char class[2] = { class_letter(p->a->profile[t->customer].used), '\0' };

	page_text(p->doc, at.x, at.y, &SUMMARY_TEXT,
		  text_fit(p->mem, f, &SUMMARY_TEXT, c->name, across(at, COLUMN_CODE) - at.x - PT(6)));
	page_text(p->doc, across(at, COLUMN_CODE), at.y, &SUMMARY_TEXT,
		  text_fit(p->mem, f, &SUMMARY_TEXT, c->id,
			   across(at, COLUMN_CLASS - 20) - across(at, COLUMN_CODE)));
	page_text_centre(p->doc, across(at, COLUMN_CLASS), at.y, &SUMMARY_TEXT, class);
	page_text_right(p->doc, across(at, COLUMN_BALANCE), at.y, &SUMMARY_TEXT,
			summary_money(p, t->balance));
	page_text_right(p->doc, across(at, COLUMN_OVERDUE), at.y, &SUMMARY_TEXT,
			t->overdue ? summary_money(p, t->overdue) : "–");
	page_text_right(p->doc, across(at, COLUMN_SHARE), at.y, &SUMMARY_TEXT,
			p->data.balance > 0 ? summary_percent(p, tenths(t->balance, p->data.balance)) : "–");
	summary_line(p,
		     (struct area){ across(at, COLUMN_ACTION), at.y,
				    across(at, 1000) - across(at, COLUMN_ACTION) },
		     &SUMMARY_TEXT, action);
}

dim summary_top(struct summary_page *p, struct area at)
{
	dim y = summary_heading(p, at, "Les dix plus gros encours");

	page_text(p->doc, at.x, y, &SUMMARY_GREY, "Client");
	page_text(p->doc, across(at, COLUMN_CODE), y, &SUMMARY_GREY, "Compte");
	page_text_centre(p->doc, across(at, COLUMN_CLASS), y, &SUMMARY_GREY, "Classe");
	page_text_right(p->doc, across(at, COLUMN_BALANCE), y, &SUMMARY_GREY, "Solde");
	page_text_right(p->doc, across(at, COLUMN_OVERDUE), y, &SUMMARY_GREY, "dont échu");
	page_text_right(p->doc, across(at, COLUMN_SHARE), y, &SUMMARY_GREY, "Part");
	page_text(p->doc, across(at, COLUMN_ACTION), y, &SUMMARY_GREY, "Prochaine action");
	for (size_t i = 0; i < p->data.tops; i++) {
		y += PT(13);
		top_row(p, (struct area){ at.x, y, at.width }, i);
		page_rule_h(p->doc, at.x, y + PT(3), at.width, PT(0.25), RULE);
	}
	return y + PT(3);
}
