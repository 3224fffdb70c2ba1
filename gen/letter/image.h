/*
 * image.h - logos and signatures: JPEG and PNG, read once per run.
 *
 * JPEG (grey or RGB) and PNG without transparency go into the PDF as they are
 * stored; a palette with transparent entries and 8-bit RGBA or grey+alpha PNGs
 * are flattened on white once, as PDF/A-1 forbids transparency.
 * Refused with a message: CMYK JPEG, interlaced or 16-bit PNG, damaged files.
 */
#ifndef RELANCE_LETTER_IMAGE_H
#define RELANCE_LETTER_IMAGE_H

#include "base/diag.h"

struct image; /* immutable, shared by all threads */

/* ST_CONFIG (reported) on any error. The caller owns *out: image_drop(). */
enum status image_load(struct diag *d, const char *path, struct image **out);
/* The same from memory; name is for messages only. data is not kept. */
enum status image_parse(struct diag *d, const char *name, const void *data, size_t n, struct image **out);
void image_drop(struct image *img); /* NULL is fine */

/* Size in pixels. */
void image_size(const struct image *img, int *width, int *height);

/* For pdf.c: the entries of the XObject's dictionary as PDF text, and the stored bytes. Lent. */
const char *image_dict(const struct image *img);
const void *image_data(const struct image *img, size_t *n);

#endif
