/*
 * qr.h - QR codes as modules, by libqrencode; page_qr() draws them as vectors.
 */
#ifndef RELANCE_LETTER_QR_H
#define RELANCE_LETTER_QR_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"

struct qr {
	int modules;	     /* per side, without quiet zone */
	const uint8_t *dark; /* modules * modules, row by row, 1 = dark */
};


/*
 * Encode UTF-8 bytes with error correction M in the smallest version up to
 * max_version (1..40; EPC069-12: 13). NULL if it does not fit. Lives in the arena.
 */
const struct qr *qr_encode(struct arena *a, const char *text, int max_version);

static inline bool qr_dark(const struct qr *q, int row, int column)
{
	return q->dark[row * q->modules + column];
}

#endif
