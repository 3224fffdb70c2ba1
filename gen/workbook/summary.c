/* summary.c - the one-page summary: frame, key figures, and where the parts go. */
#include "workbook/summary.h"

#include "base/output.h"
#include "letter/typo.h"
#include "workbook/summary_page.h"

#include "base/banned.h"

#define INK ((colour)0x1F2A3A)
#define NAVY ((colour)0x1F3A5F)
#define MUTED ((colour)0x5B6675)
#define TINT ((colour)0xEEF2F8)
#define LEFT MM(15)
#define WIDTH (A4_WIDTH - 2 * LEFT)
#define GUTTER MM(7)

const struct style SUMMARY_HEAD = { FACE_BOLD, PT(10), NAVY };
const struct style SUMMARY_TEXT = { FACE_REGULAR, PT(8), INK };
const struct style SUMMARY_BOLD = { FACE_BOLD, PT(8), INK };
const struct style SUMMARY_SMALL = { FACE_REGULAR, PT(7), INK };
const struct style SUMMARY_GREY = { FACE_REGULAR, PT(7), MUTED };

const char *summary_money(struct summary_page *p, money x)
{
	char text[64];

	return arena_printf(p->mem, "%s\u00a0%s", money_human(x, p->data.ref, "\u202f", ",", text),
			    currency_symbol(p->data.ref));
}

const char *summary_percent(struct summary_page *p, int64_t tenths)
{
	int64_t size = tenths < 0 ? -tenths : tenths;

	return arena_printf(p->mem, "%s%lld,%lld\u00a0%%", tenths < 0 ? "-" : "", (long long)(size / 10),
			    (long long)(size % 10));
}

dim summary_heading(struct summary_page *p, struct area at, const char *text)
{
	page_text(p->doc, at.x, at.y, &SUMMARY_HEAD, typo_french(p->mem, text));
	page_rule_h(p->doc, at.x, at.y + PT(3.5), at.width, PT(0.8), NAVY);
	return at.y + PT(15);
}

void summary_line(struct summary_page *p, struct area at, const struct style *st, const char *text)
{
	page_text(p->doc, at.x, at.y, st,
		  text_fit(p->mem, doc_fonts(p->doc), st, typo_french(p->mem, text), at.width));
}

dim summary_paragraph(struct summary_page *p, struct area at, const struct style *st, const char *text)
{
	const char *left = typo_french(p->mem, text);
	const dim step = st->size + PT(2);

	while (*left) {
		size_t fits = 0;

		for (size_t i = 1;; i++) {
			if (left[i] != ' ' && left[i] != '\0')
				continue;
			if (fits && text_width_n(doc_fonts(p->doc), st, left, i) > at.width)
				break;
			fits = i;
			if (left[i] == '\0')
				break;
		}
		page_text(p->doc, at.x, at.y, st, arena_strndup(p->mem, left, fits));
		at.y += step;
		left += fits;
		while (*left == ' ')
			left++;
	}
	return at.y;
}

static dim header(struct summary_page *p, const struct company *c)
{
	const struct style title = { FACE_BOLD, PT(17), NAVY };
	const struct style date = { FACE_REGULAR, PT(11), NAVY };
	const char *name = text_is_blank(c->name) ? p->a->view->ledger->company : c->name;
	char day[11];
	dim y = MM(19);

	page_text(p->doc, LEFT, y, &title, "Synthèse des créances clients");
	page_text_right(p->doc, LEFT + WIDTH, y, &date,
			arena_printf(p->mem, "arrêté au %s", date_fr(p->a->view->as_of, day)));
	y += PT(14);
	page_text(p->doc, LEFT, y, &SUMMARY_TEXT,
		  text_fit(p->mem, doc_fonts(p->doc), &SUMMARY_TEXT, name, WIDTH * 6 / 10));
	page_text_right(p->doc, LEFT + WIDTH, y, &SUMMARY_TEXT,
			p->data.ref == CUR_NONE ? "plusieurs devises, aucune en commun"
			: p->data.currencies > 1
				? arena_printf(p->mem, "contre-valeurs en %s", currency_code(p->data.ref))
				: arena_printf(p->mem, "montants en %s", currency_code(p->data.ref)));
	y += PT(7);
	page_rule_h(p->doc, LEFT, y, WIDTH, PT(1.2), NAVY);
	return y + PT(13);
}

/* The closure, and whatever else must be known before a figure is read. */
static dim warnings(struct summary_page *p, dim y)
{
	const struct assessment *a = p->a;
	struct area at = { LEFT, y, WIDTH };
	const char *codes = "";

	if (a->closes)
		summary_line(p, at, &SUMMARY_BOLD,
			     arena_printf(p->mem,
					  "Rapprochement conforme\u00a0: %zu contrôle%s, aucun écart.",
					  a->closures, a->closures > 1 ? "s" : ""));
	else
		summary_line(p, at, &SUMMARY_BOLD,
			     "ÉCART DE RAPPROCHEMENT\u00a0: les totaux ne sont pas justifiés, aucun courrier "
			     "ne doit partir.");
	at.y += PT(11);
	if (a->view->before_extraction_undated) {
		summary_line(p, at, &SUMMARY_BOLD,
			     "Lettrage à la date d’extraction\u00a0: l’export ne date pas ses lettrages, les "
			     "soldes peuvent en être affectés.");
		at.y += PT(11);
	}
	for (size_t i = 0; i < a->no_rates; i++)
		codes = arena_printf(p->mem, "%s%s%s", codes, i ? ", " : "", currency_code(a->no_rate[i]));
	if (a->no_rates) {
		summary_line(p, at, &SUMMARY_BOLD,
			     arena_printf(p->mem,
					  "Pas de cours pour %s\u00a0: ces montants manquent dans tous les "
					  "totaux de la page.",
					  codes));
		at.y += PT(11);
	}
	return at.y + PT(2);
}

static const char *figure_text(struct summary_page *p, const struct figure *f, int64_t x)
{
	int64_t size = x < 0 ? -x : x;
	char text[64];

	switch (f->unit) {
	case FIG_MONEY:
		return summary_money(p, x);
	case FIG_PERCENT_TENTHS:
		return summary_percent(p, x);
	case FIG_DAYS_TENTHS:
		return arena_printf(p->mem, "%s%lld,%lld\u00a0j", x < 0 ? "-" : "", (long long)(size / 10),
				    (long long)(size % 10));
	default:
		return arena_strdup(p->mem, money_human(x, CUR_NONE, "\u202f", ",", text));
	}
}

static const struct closing_figure *figure_before(const struct summary_page *p, const char *code)
{
	for (size_t i = 0; p->before && i < p->before->figures; i++)
		if (text_eq(p->before->figure[i].code, code) && p->before->figure[i].known)
			return &p->before->figure[i];
	return NULL;
}

/* Label, figure, and the last closing's below. */
static void tile(struct summary_page *p, struct area at, const char *code, const char *label)
{
	const struct style big = { FACE_BOLD, PT(13), INK };
	const struct figure *f = figure_of(p->a, code);
	const struct closing_figure *old = figure_before(p, code);
	struct area inside = { at.x + PT(6), at.y + PT(11), at.width - PT(12) };
	char day[11];

	page_fill(p->doc, at.x, at.y, at.width, PT(44), TINT);
	page_rule_v(p->doc, at.x, at.y, PT(44), PT(2), NAVY);
	if (!f)
		return;
	summary_line(p, inside, &SUMMARY_GREY, label ? label : f->label);
	inside.y += PT(16);
	if (f->missing) {
		summary_paragraph(p, inside, &SUMMARY_SMALL, f->missing);
		return;
	}
	page_text(p->doc, inside.x, inside.y, &big, figure_text(p, f, f->value));
	inside.y += PT(12);
	if (old)
		summary_line(p, inside, &SUMMARY_GREY,
			     arena_printf(p->mem, "%s au %s", figure_text(p, f, old->value),
					  date_fr(p->before->date, day)));
}

static dim tiles(struct summary_page *p, dim y)
{
	static const struct {
		const char *code, *label; /* NULL: the figure's own */
	} shown[] = {
		{ "outstanding", NULL },
		{ "overdue", NULL },
		{ "overdue-share", NULL },
		{ "dso", NULL },
		{ "dso-countback", NULL },
		{ "add", NULL },
		{ "concentration", "Part des dix plus gros encours" },
		{ "provision-difference", NULL },
	};
	const dim gap = MM(3), width = (WIDTH - 3 * gap) / 4;

	for (size_t i = 0; i < sizeof shown / sizeof *shown; i++) {
		struct area at = { LEFT + (dim)(i % 4) * (width + gap), y + (dim)(i / 4) * PT(52), width };

		tile(p, at, shown[i].code, shown[i].label);
	}
	return y + 2 * PT(52) + PT(16);
}

static void footer(struct summary_page *p)
{
	struct area at = { LEFT, A4_HEIGHT - MM(10), WIDTH };

	page_rule_h(p->doc, LEFT, at.y - PT(10), WIDTH, PT(0.4), MUTED);
	summary_line(p, at, &SUMMARY_GREY,
		     arena_printf(p->mem,
				  "Clients ouverts\u00a0: %u, en retard\u00a0: %u\u00a0; pièces "
				  "ouvertes\u00a0: %u. Détail, formules et "
				  "preuves\u00a0: classeur de la "
				  "balance âgée de la même date.",
				  p->data.customers, p->data.late_customers, p->a->items));
}

static void draw(struct summary_page *p, const struct company *c)
{
	const dim half = (WIDTH - GUTTER) / 2, right = LEFT + half + GUTTER;
	dim y = header(p, c), left_end, right_end;

	y = tiles(p, warnings(p, y));
	left_end = summary_ageing(p, (struct area){ LEFT, y, half });
	right_end = summary_trend(p, (struct area){ right, y, half }, left_end - y);
	y = (left_end > right_end ? left_end : right_end) + PT(24);
	y = summary_top(p, (struct area){ LEFT, y, WIDTH }) + PT(24);
	summary_decide(p, (struct area){ LEFT, y, half });
	summary_changes(p, (struct area){ right, y, half });
	footer(p);
}

static enum status save(struct diag *d, struct doc *doc, const char *path)
{
	struct buf out = BUF_INIT;
	enum status st = doc_finish(d, doc, &out);

	if (st == ST_OK)
		st = output_write(d, path, out.s, out.len);
	buf_drop(&out);
	return st;
}

enum status summary_write(struct diag *d, const struct assessment *a, const struct company *c,
			  const struct closing *before, const char *path)
{
	const struct font_paths faces = { .style = { c->font_regular, c->font_bold, c->font_italic,
						     c->font_bold_italic } };
	struct summary_page p = { .d = d, .a = a, .before = before };
	struct doc_info info = { .language = "fr-FR", .subject = "Créances clients" };
	struct press *press = NULL;
	enum status st = press_load(d, &faces, &press);
	char day[11];

	if (st != ST_OK)
		return st;
	p.mem = arena_new();
	st = summary_data_of(d, a, &p.data);
	if (st == ST_OK) {
		info.title = arena_printf(p.mem, "Synthèse des créances clients au %s",
					  date_fr(a->view->as_of, day));
		info.author = text_is_blank(c->name) ? "relance" : c->name;
		p.doc = doc_new(press, &info);
		doc_add_page(p.doc);
		draw(&p, c);
		st = save(d, p.doc, path);
	}
	doc_drop(p.doc);
	press_drop(press);
	arena_drop(p.mem);
	return st;
}
