/* layout_payment.c - how to pay: transfer with QR code, cheque, web address; and the slip to tear off. */
#include "letter/layout.h"

#include "letter/epc.h"
#include "letter/layout_texts.h"
#include "letter/qr.h"
#include "base/banned.h"

#define QR_SIDE MM(22)
#define LABEL_WIDTH MM(24)
#define PADDING MM(2.5)
#define CAPTION_GAP MM(2.2) /* the code's quiet zone: 4 of at least 45 modules */
#define SLIP_HEIGHT MM(30)

/* Lines being put together: label and value. */
struct pay_list {
	struct setter *s;
	struct payment_line line[10];
	size_t n;
	dim width; /* of the values */
	struct style style;
};

static void pay_add(struct pay_list *l, const char *label, const char *value, bool bold)
{
	struct style st = l->style;

	if (!*value)
		return;
	if (bold)
		st.face = FACE_BOLD;
	l->line[l->n++] = (struct payment_line){ label, layout_words(l->s, value, &st, l->width, TEXT_LEFT) };
}

/* What is to be paid now: the whole sum, or the first instalment of a plan. */
static money sum_now(const struct setter *s)
{
	return s->ld->instalments ? s->ld->instalment[0].amount : s->ld->sums.total;
}

/* The part must not be taken for the whole, which stands above it. */
static const char *sum_label(const struct setter *s)
{
	return fixed_text(s->ld->lang, s->ld->instalments ? TXT_FIRST_INSTALMENT : TXT_TO_PAY);
}

static const char *sum_text(const struct setter *s)
{
	if (!s->ld->instalments)
		return s->ld->value[FLD_AMOUNT_ASKED].text;
	return format_money(s->mem, s->ld->lang, sum_now(s), s->ld->cur);
}

static void transfer_lines(struct pay_list *l)
{
	const struct company *c = l->s->ld->company;
	enum letter_lang lang = l->s->ld->lang;

	pay_add(l, fixed_text(lang, TXT_BENEFICIARY), c->name, false);
	pay_add(l, "IBAN", format_iban(l->s->mem, c->iban), true);
	if (*c->bic && *c->bank)
		pay_add(l, "BIC", arena_printf(l->s->mem, "%s – %s", c->bic, c->bank), false);
	else
		pay_add(l, *c->bic ? "BIC" : fixed_text(lang, TXT_BANK), *c->bic ? c->bic : c->bank, false);
}

/* The code that banking apps read: EPC069-12, euros only. NULL where there is none to be made. */
static const struct qr *payment_code(struct setter *s)
{
	const struct company *c = s->ld->company;
	const char *reference = s->ld->value[FLD_PAYMENT_REFERENCE].text, *payload;
	struct epc_payment p = {
		.name = c->name, .iban = c->iban, .bic = c->bic, .reference = "", .text = reference
	};

	if (!c->qr || !*c->iban || s->ld->cur != currency_find("EUR") || sum_now(s) <= 0)
		return NULL;
	p.amount = sum_now(s);
	if (c->iso11649) {
		p.reference = reference;
		p.text = "";
	}
	payload = epc_payload(s->mem, &p, NULL);
	return payload ? qr_encode(s->mem, payload, EPC_MAX_VERSION) : NULL;
}

static dim lines_height(const struct payment_line *line, size_t n)
{
	dim height = 0;

	for (size_t i = 0; i < n; i++)
		height += line[i].value->height;
	return height;
}

static void keep_lines(struct block *b, const struct pay_list *l)
{
	b->pay = arena_calloc(l->s->mem, l->n, sizeof *b->pay);
	for (size_t i = 0; i < l->n; i++)
		b->pay[i] = l->line[i];
	b->pays = l->n;
}

void layout_payment(struct setter *s)
{
	const struct company *c = s->ld->company;
	enum letter_lang lang = s->ld->lang;
	struct block *b = layout_add(s, BLOCK_PAYMENT, s->size.gap);
	struct style fine = { FACE_REGULAR, s->size.fine, BLACK };
	struct pay_list l = { .s = s, .style = { FACE_REGULAR, s->size.table, BLACK } };
	const char *payee = *c->cheque_payable_to ? c->cheque_payable_to : c->name;
	dim code;

	if (!s->qr_made)
		s->qr = payment_code(s);
	s->qr_made = true;
	b->qr = s->qr;
	l.width = s->width - 2 * PADDING - LABEL_WIDTH - (b->qr ? QR_SIDE + MM(13) : 0);
	if (sum_now(s) > 0)
		pay_add(&l, sum_label(s), sum_text(s), true);
	if (*c->iban)
		transfer_lines(&l);
	pay_add(&l, fixed_text(lang, TXT_REFERENCE), s->ld->value[FLD_PAYMENT_REFERENCE].text, true);
	/* Somewhere to pay there must be (R.124-4): without an account, a cheque is always possible. */
	if (*c->cheque_payable_to || (!*c->iban && !*c->payment_url))
		pay_add(&l, fixed_text(lang, TXT_BY_CHEQUE),
			fixed_fill(s->mem, lang, TXT_CHEQUE_TO, payee, s->ld->value[FLD_SENDER_ADDRESS].text),
			false);
	pay_add(&l, fixed_text(lang, TXT_ONLINE), c->payment_url, false);
	keep_lines(b, &l);
	b->height = lines_height(b->pay, b->pays) + 2 * PADDING;
	if (b->qr) {
		b->caption =
			layout_words(s, fixed_text(lang, TXT_SCAN), &fine, QR_SIDE + MM(10), TEXT_CENTRE);
		code = PADDING + QR_SIDE + CAPTION_GAP + b->caption->height + MM(1.5);
		if (b->height < code)
			b->height = code;
	}
}

static dim draw_lines(struct setter *s, const struct block *b, dim x, dim y, const struct style *label)
{
	for (size_t i = 0; i < b->pays; i++) {
		dim leading = b->pay[i].value->line[0].leading;
		dim baseline =
			y +
			(leading - b->pay[i].value->line[0].ascent - b->pay[i].value->line[0].descent) / 2 +
			b->pay[i].value->line[0].ascent;

		page_text(s->doc, x, baseline, label, b->pay[i].label);
		y = paragraph_draw(s->doc, b->pay[i].value, 0, b->pay[i].value->lines, x + LABEL_WIDTH, y);
	}
	return y;
}

void payment_draw(struct setter *s, const struct block *b, dim y)
{
	struct style label = { FACE_REGULAR, s->size.table, GREY(65) };
	dim x = PAGE_LEFT + b->indent, code_x = PAGE_RIGHT - PADDING - MM(5) - QR_SIDE;
	dim text = lines_height(b->pay, b->pays);

	page_box(s->doc, x, y, PAGE_RIGHT - x, b->height, PT(0.5), GREY(40));
	draw_lines(s, b, x + PADDING, y + (b->height - text) / 2, &label);
	if (!b->qr)
		return;
	page_qr(s->doc, b->qr, code_x, y + PADDING, QR_SIDE);
	paragraph_draw(s->doc, b->caption, 0, b->caption->lines, code_x - MM(5),
		       y + PADDING + QR_SIDE + CAPTION_GAP);
}

void layout_slip(struct setter *s)
{
	const struct letter_data *ld = s->ld;
	struct block *b = layout_add(s, BLOCK_SLIP, s->size.gap);
	struct pay_list l = { .s = s, .style = { FACE_REGULAR, s->size.table, BLACK } };

	l.width = PAGE_WIDTH / 2 - LABEL_WIDTH - MM(4);
	pay_add(&l, fixed_text(ld->lang, TXT_SLIP_CUSTOMER),
		arena_printf(s->mem, "%s\n%s", ld->customer->id, ld->customer->name), false);
	pay_add(&l, fixed_text(ld->lang, TXT_REFERENCE), ld->value[FLD_PAYMENT_REFERENCE].text, true);
	pay_add(&l, sum_label(s), sum_text(s), true);
	keep_lines(b, &l);
	/* Where the cheque goes. */
	b->text = layout_words(s,
			       arena_printf(s->mem, "%s\n%s", ld->value[FLD_SENDER_NAME].text,
					    ld->value[FLD_SENDER_ADDRESS].text),
			       &l.style, PAGE_WIDTH / 2 - MM(4), TEXT_LEFT);
	b->height = lines_height(b->pay, b->pays) + MM(11);
	if (b->height < SLIP_HEIGHT)
		b->height = SLIP_HEIGHT;
}

void slip_draw(struct setter *s, const struct block *b, dim y)
{
	struct style label = { FACE_REGULAR, s->size.table, GREY(65) },
		     head = { FACE_BOLD, s->size.table, BLACK };
	struct style fine = { FACE_ITALIC, s->size.fine, GREY(65) };
	enum letter_lang lang = s->ld->lang;

	page_dashed(s->doc, (struct point){ MM(8), y + MM(1) }, (struct point){ A4_WIDTH - MM(8), y + MM(1) },
		    PT(0.5), PT(3), GREY(60));
	page_text_right(s->doc, PAGE_RIGHT, y + MM(4), &fine, fixed_text(lang, TXT_SLIP_CUT));
	page_text(s->doc, PAGE_LEFT, y + MM(6), &head, fixed_text(lang, TXT_SLIP));
	draw_lines(s, b, PAGE_LEFT, y + MM(9), &label);
	paragraph_draw(s->doc, b->text, 0, b->text->lines, PAGE_LEFT + PAGE_WIDTH / 2 + MM(4), y + MM(9));
}
