/* qr.c - QR codes by libqrencode; see qr.h. */
#include "letter/qr.h"

#include <string.h>

#include <qrencode.h>

#include "base/banned.h"

const struct qr *qr_encode(struct arena *a, const char *text, int max_version)
{
	QRcode *code = QRcode_encodeData((int)strlen(text), (const unsigned char *)text, 0, QR_ECLEVEL_M);
	struct qr *q = NULL;

	if (code && code->version <= max_version) {
		size_t n = (size_t)code->width * (size_t)code->width;
		uint8_t *dark = arena_alloc(a, n);

		for (size_t i = 0; i < n; i++)
			dark[i] = code->data[i] & 1; /* the other bits say what a module is for */
		q = arena_alloc(a, sizeof *q);
		q->modules = code->width;
		q->dark = dark;
	}
	QRcode_free(code); /* NULL is fine */
	return q;
}
