/*
 * pngread.c - PNG for PDF: the compressed rows of a PNG are what PDF's Flate
 * filter with PNG predictors reads, so they pass through; only transparency,
 * which PDF/A-1 forbids, makes decoding necessary, once per run.
 */
#include <stdlib.h>
#include <string.h>

#include <zlib.h>

#include "letter/imagedata.h"

#include "base/banned.h"

#define MAX_PIXELS ((size_t)1 << 26)

enum { GREY_ONLY = 0, RGB_ONLY = 2, PALETTE = 3, GREY_ALPHA = 4, RGB_ALPHA = 6 };

struct png {
	int bits, type, channels;
	size_t row; /* bytes of one row, without its filter byte */
	uint8_t palette[256][3];
	size_t colours;
	uint8_t alpha[256];
	size_t alphas;
	struct buf idat;
};

static uint32_t be32(const uint8_t *p)
{
	return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

/* NULL, or what is wrong. */
static const char *read_header(const uint8_t *p, size_t n, struct png *png, struct image *img)
{
	uint32_t width = n >= 13 ? be32(p) : 0, height = n >= 13 ? be32(p + 4) : 0;

	if (!width || !height || width > 32767 || height > 32767 || (size_t)width * height > MAX_PIXELS)
		return "dimensions nulles ou excessives";
	png->bits = p[8];
	png->type = p[9];
	if (p[12])
		return "PNG entrelacé ; enregistrez-le sans entrelacement";
	if (png->bits == 16)
		return "PNG à 16 bits par couleur ; enregistrez-le à 8 bits";
	png->channels = png->type == RGB_ONLY	  ? 3
			: png->type == RGB_ALPHA  ? 4
			: png->type == GREY_ALPHA ? 2
						  : 1;
	if (png->type > RGB_ALPHA || png->type == 1 || png->type == 5 ||
	    !(png->bits == 8 || ((png->bits == 1 || png->bits == 2 || png->bits == 4) && png->channels == 1)))
		return "type de PNG inconnu";
	png->row = ((size_t)width * (size_t)png->channels * (size_t)png->bits + 7) / 8;
	img->width = (int)width;
	img->height = (int)height;
	return NULL;
}

static const char *read_chunk(const uint8_t *name, const uint8_t *p, size_t n, struct png *png,
			      struct image *img)
{
	if (!memcmp(name, "IHDR", 4))
		return read_header(p, n, png, img);
	if (!img->width)
		return "PNG abîmé ou incomplet";
	if (!memcmp(name, "PLTE", 4)) {
		if (n % 3 || n > sizeof png->palette)
			return "palette invalide";
		png->colours = n / 3;
		memcpy(png->palette, p, n);
	} else if (!memcmp(name, "tRNS", 4)) {
		if (png->type != PALETTE)
			return "couleur transparente ; enregistrez l'image sans transparence";
		png->alphas = n < sizeof png->alpha ? n : sizeof png->alpha;
		memcpy(png->alpha, p, png->alphas);
	} else if (!memcmp(name, "IDAT", 4)) {
		buf_add(&png->idat, (const char *)p, n);
	}
	return NULL;
}

static const char *read_chunks(const uint8_t *p, size_t n, struct png *png, struct image *img)
{
	size_t at = 8;

	while (at + 12 <= n) {
		size_t size = be32(p + at);
		const char *wrong;

		if (size > n - at - 12)
			break;
		if (!memcmp(p + at + 4, "IEND", 4))
			return img->width && png->idat.len && (png->type != PALETTE || png->colours)
				       ? NULL
				       : "PNG abîmé ou incomplet";
		wrong = read_chunk(p + at + 4, p + at + 8, size, png, img);
		if (wrong)
			return wrong;
		at += 12 + size;
	}
	return "PNG abîmé ou incomplet";
}

/* All rows with their filter bytes, exactly; NULL if the data do not give that. free() it. */
static uint8_t *inflate_rows(const struct png *png, const struct image *img)
{
	uLongf size = (png->row + 1) * (size_t)img->height;
	uLongf want = size;
	uint8_t *rows = xmalloc(size);

	if (uncompress(rows, &size, (const Bytef *)png->idat.s, png->idat.len) != Z_OK || size != want) {
		free(rows);
		return NULL;
	}
	return rows;
}

static uint8_t paeth(int a, int b, int c)
{
	int p = a + b - c, pa = abs(p - a), pb = abs(p - b), pc = abs(p - c);

	return (uint8_t)(pa <= pb && pa <= pc ? a : pb <= pc ? b : c);
}

/* Undo the row filters in place; false for an unknown filter. */
static bool unfilter(uint8_t *rows, const struct png *png, int height)
{
	size_t step = (size_t)png->channels, stride = png->row + 1; /* 8 bits per channel here */

	for (int y = 0; y < height; y++) {
		uint8_t *row = rows + (size_t)y * stride + 1;
		const uint8_t *up = y ? row - stride : NULL;

		if (row[-1] > 4)
			return false;
		for (size_t i = 0; i < png->row; i++) {
			int a = i >= step ? row[i - step] : 0, b = up ? up[i] : 0;
			int c = up && i >= step ? up[i - step] : 0;

			switch (row[-1]) {
			case 1:
				row[i] = (uint8_t)(row[i] + a);
				break;
			case 2:
				row[i] = (uint8_t)(row[i] + b);
				break;
			case 3:
				row[i] = (uint8_t)(row[i] + (a + b) / 2);
				break;
			case 4:
				row[i] = (uint8_t)(row[i] + paeth(a, b, c));
				break;
			default:
				break;
			}
		}
	}
	return true;
}

static uint8_t over_white(unsigned value, unsigned alpha)
{
	return (uint8_t)((value * alpha + 255 * (255 - alpha) + 127) / 255);
}

/* Rows of colour and alpha to rows of colour on white, each with filter byte 0. */
static void flatten(uint8_t *rows, const struct png *png, const struct image *img, struct buf *out)
{
	size_t colours = (size_t)png->channels - 1;

	for (int y = 0; y < img->height; y++) {
		const uint8_t *p = rows + (size_t)y * (png->row + 1) + 1;

		buf_putc(out, 0);
		for (int x = 0; x < img->width; x++, p += png->channels)
			for (size_t k = 0; k < colours; k++)
				buf_putc(out, (char)over_white(p[k], p[colours]));
	}
}

static void put_dict(struct image *img, const struct png *png, int colours)
{
	buf_printf(&img->dict,
		   "/Type/XObject/Subtype/Image/Width %d/Height %d/BitsPerComponent %d/ColorSpace",
		   img->width, img->height, png->bits);
	if (png->type == PALETTE) {
		buf_printf(&img->dict, "[/Indexed/DeviceRGB %zu<", png->colours - 1);
		for (size_t i = 0; i < png->colours; i++)
			for (size_t k = 0; k < 3; k++)
				buf_printf(&img->dict, "%02X",
					   over_white(png->palette[i][k],
						      i < png->alphas ? png->alpha[i] : 255));
		buf_puts(&img->dict, ">]");
	} else {
		buf_puts(&img->dict, colours == 1 ? "/DeviceGray" : "/DeviceRGB");
	}
	buf_printf(
		&img->dict,
		"/Filter/FlateDecode/DecodeParms<</Predictor 15/Colors %d/BitsPerComponent %d/Columns %d>>\n",
		colours, png->bits, img->width);
}

/* Decode, which also proves that the data are sound, and flatten if there is an alpha channel. */
static const char *take_rows(struct png *png, struct image *img)
{
	bool alpha = png->type == GREY_ALPHA || png->type == RGB_ALPHA;
	uint8_t *rows = inflate_rows(png, img);
	struct buf flat = BUF_INIT;
	const char *wrong = NULL;

	if (!rows || (alpha && !unfilter(rows, png, img->height))) {
		wrong = "données d'image abîmées";
	} else if (alpha) {
		uLongf size;

		flatten(rows, png, img, &flat);
		size = compressBound(flat.len);
		free(rows);
		rows = xmalloc(size);
		if (compress2(rows, &size, (const Bytef *)flat.s, flat.len, Z_BEST_COMPRESSION) != Z_OK)
			wrong = "mémoire insuffisante";
		else
			buf_add(&img->data, (const char *)rows, size);
	} else {
		buf_add(&img->data, png->idat.s, png->idat.len);
	}
	if (!wrong)
		put_dict(img, png, alpha ? png->channels - 1 : png->channels);
	free(rows);
	buf_drop(&flat);
	return wrong;
}

enum status png_read(struct diag *d, const char *name, const uint8_t *p, size_t n, struct image *img)
{
	struct png png = { .idat = BUF_INIT };
	const char *wrong = read_chunks(p, n, &png, img);

	if (!wrong)
		wrong = take_rows(&png, img);
	buf_drop(&png.idat);
	return wrong ? image_fail(d, name, wrong) : ST_OK;
}
