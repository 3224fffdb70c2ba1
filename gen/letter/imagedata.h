/*
 * imagedata.h - the inside of struct image, shared by image.c and pngread.c.
 */
#ifndef RELANCE_LETTER_IMAGEDATA_H
#define RELANCE_LETTER_IMAGEDATA_H

#include "base/text.h"
#include "letter/image.h"

struct image {
	int width, height;
	struct buf dict; /* entries of the XObject's dictionary */
	struct buf data; /* as stored in the PDF */
};

/* Report what is wrong with the image; ST_CONFIG. */
enum status image_fail(struct diag *d, const char *name, const char *what);

/* Fill img from n bytes that start like a PNG. */
enum status png_read(struct diag *d, const char *name, const uint8_t *p, size_t n, struct image *img);

#endif
