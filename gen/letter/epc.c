/* epc.c - SEPA payment payloads and creditor references; see epc.h. */
#include "letter/epc.h"

#include <string.h>

#include "base/text.h"

#include "base/banned.h"

#define MAX_AMOUNT INT64_C(99999999999) /* cents */
#define MAX_PAYLOAD 331			/* bytes */

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Letters and digits of s as capitals into out, which has room for size bytes; false if they are more. */
static bool compact(const char *s, char *out, size_t size)
{
	size_t n = 0;

	for (; *s; s++) {
		char c = *s >= 'a' && *s <= 'z' ? (char)(*s - 'a' + 'A') : *s;

		if (!is_digit(c) && !(c >= 'A' && c <= 'Z'))
			continue;
		if (n + 1 >= size)
			return false;
		out[n++] = c;
	}
	out[n] = '\0';
	return true;
}

/*
 * Remainder of ISO 7064 mod 97-10: the text with its first four characters moved behind, letters
 * as 10 to 35.
 */
static unsigned mod97(const char *s)
{
	size_t n = strlen(s);
	unsigned rest = 0;

	for (size_t i = 0; i < n; i++) {
		char c = s[(i + 4) % n];

		rest = is_digit(c) ? rest * 10 + (unsigned)(c - '0') : rest * 100 + (unsigned)(c - 'A' + 10);
		rest %= 97;
	}
	return rest;
}

static bool check_digits_right(const char *s, size_t min, size_t max)
{
	size_t n = strlen(s);

	return n >= min && n <= max && is_digit(s[2]) && is_digit(s[3]) && mod97(s) == 1;
}

bool iso11649_make(const char *ref, char out[26])
{
	unsigned check;

	memcpy(out, "RF00", 5);
	if (!compact(ref, out + 4, 22) || !out[4])
		return false;
	check = 98 - mod97(out);
	out[2] = (char)('0' + check / 10);
	out[3] = (char)('0' + check % 10);
	return true;
}

bool iso11649_valid(const char *ref)
{
	char s[26];

	return compact(ref, s, sizeof s) && s[0] == 'R' && s[1] == 'F' && check_digits_right(s, 5, 25);
}

const char *iso11649_grouped(struct arena *a, const char *ref)
{
	struct buf b = BUF_INIT;
	const char *s;
	char flat[64];

	if (!compact(ref, flat, sizeof flat))
		return ref;
	for (size_t i = 0; flat[i]; i++) {
		if (i && i % 4 == 0)
			buf_putc(&b, ' ');
		buf_putc(&b, flat[i]);
	}
	s = arena_strndup(a, b.s, b.len);
	buf_drop(&b);
	return s;
}

/* Up to max characters of s on one line. */
static void put_field(struct buf *b, const char *s, size_t max)
{
	uint32_t cp;

	while (max-- && (cp = utf8_next(&s)) != 0)
		buf_put_utf8(b, cp < 0x20 ? ' ' : cp);
	buf_putc(b, '\n');
}

static bool bic_valid(const char *bic)
{
	size_t n = strlen(bic);

	return !n || n == 8 || n == 11;
}

/* NULL, or what forbids the payment; iban and bic are made compact. */
static const char *problem(const struct epc_payment *p, char iban[35], char bic[12])
{
	if (p->amount < 1 || p->amount > MAX_AMOUNT)
		return "montant hors des limites d'un virement SEPA";
	if (!compact(p->iban, iban, 35) || iban[0] < 'A' || iban[1] < 'A' ||
	    !check_digits_right(iban, 15, 34))
		return "IBAN faux";
	if (!compact(p->bic, bic, 12) || !bic_valid(bic))
		return "BIC faux";
	if (*p->reference && !iso11649_valid(p->reference))
		return "référence de virement fausse";
	if (text_is_blank(p->name))
		return "nom du bénéficiaire absent";
	return NULL;
}

const char *epc_payload(struct arena *a, const struct epc_payment *p, const char **why)
{
	char iban[35], bic[12], reference[26];
	const char *wrong = problem(p, iban, bic), *s = NULL;
	struct buf b = BUF_INIT;

	if (!wrong) {
		buf_puts(&b, "BCD\n002\n1\nSCT\n");
		put_field(&b, bic, sizeof bic);
		put_field(&b, p->name, 70);
		put_field(&b, iban, sizeof iban);
		buf_printf(&b, "EUR%lld.%02lld\n\n", (long long)(p->amount / 100),
			   (long long)(p->amount % 100));
		if (*p->reference && compact(p->reference, reference, sizeof reference)) {
			put_field(&b, reference, 35);
		} else {
			put_field(&b, "", 0);
			put_field(&b, p->text, 140);
		}
		/* nothing behind the last line in use */
		while (b.len && b.s[b.len - 1] == '\n')
			b.len--;
		if (b.len > MAX_PAYLOAD)
			wrong = "données de paiement trop longues";
		else
			s = arena_strndup(a, b.s, b.len);
		buf_drop(&b);
	}
	if (why)
		*why = wrong;
	return s;
}
