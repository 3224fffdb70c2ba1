/* image.c - JPEG and PNG made ready for PDF once; see image.h. PNG details: pngread.c. */
#include "letter/image.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "letter/imagedata.h"

#include "base/banned.h"

#define MAX_FILE ((size_t)16 << 20)

enum status image_fail(struct diag *d, const char *name, const char *what)
{
	return diag_error(d, ST_CONFIG, NOWHERE, "image « %s » : %s", name, what);
}

/*
 * JPEG goes in untouched: only size, depth and number of components are looked
 * up, in the frame header (SOF0, baseline, to SOF2, progressive).
 */
static enum status jpeg_read(struct diag *d, const char *name, const uint8_t *p, size_t n, struct image *img)
{
	size_t at = 2;

	while (at + 4 <= n && p[at] == 0xFF) {
		unsigned marker = p[at + 1];
		size_t size = (size_t)p[at + 2] << 8 | p[at + 3];

		if (marker == 0xFF) { /* fill byte */
			at++;
			continue;
		}
		if (size < 2 || size > n - at - 2)
			break;
		if (marker >= 0xC0 && marker <= 0xC2 && size >= 8) {
			const uint8_t *f = p + at + 4;

			img->height = f[1] << 8 | f[2];
			img->width = f[3] << 8 | f[4];
			if (f[0] != 8 || (f[5] != 1 && f[5] != 3))
				return image_fail(d, name,
						  "JPEG en quadrichromie ou à plus de 8 bits ; "
						  "enregistrez-le en RVB 8 bits");
			if (!img->width || !img->height)
				break;
			buf_printf(&img->dict,
				   "/Type/XObject/Subtype/Image/Width %d/Height %d/BitsPerComponent "
				   "8/ColorSpace/%s/Filter/DCTDecode\n",
				   img->width, img->height, f[5] == 1 ? "DeviceGray" : "DeviceRGB");
			buf_add(&img->data, (const char *)p, n);
			return ST_OK;
		}
		if (marker >= 0xC3 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC)
			return image_fail(
				d, name,
				"forme de JPEG non prise en charge ; enregistrez-le en JPEG ordinaire");
		at += 2 + size;
	}
	return image_fail(d, name, "JPEG abîmé ou incomplet");
}

enum status image_parse(struct diag *d, const char *name, const void *data, size_t n, struct image **out)
{
	static const uint8_t png[8] = { 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n' };
	struct image *img = xmalloc(sizeof *img);
	enum status st;

	*img = (struct image){ .dict = BUF_INIT, .data = BUF_INIT };
	*out = NULL;
	if (n > sizeof png && !memcmp(data, png, sizeof png))
		st = png_read(d, name, data, n, img);
	else if (n > 4 && !memcmp(data, "\xFF\xD8\xFF", 3))
		st = jpeg_read(d, name, data, n, img);
	else
		st = image_fail(d, name, "ni JPEG ni PNG ; convertissez-la");
	if (st) {
		image_drop(img);
		return st;
	}
	*out = img;
	return ST_OK;
}

enum status image_load(struct diag *d, const char *path, struct image **out)
{
	FILE *f = fopen(path, "rbe");
	enum status st;
	struct stat info;
	char *data;
	size_t n;

	*out = NULL;
	if (!f)
		return diag_error(d, ST_CONFIG, NOWHERE, "image « %s » : illisible (%s)", path,
				  diag_errno(errno));
	if (fstat(fileno(f), &info) || !S_ISREG(info.st_mode) || (uint64_t)info.st_size > MAX_FILE) {
		fclose(f);
		return image_fail(d, path, "ce n'est pas un fichier, ou il dépasse 16 Mo");
	}
	data = xmalloc((size_t)info.st_size);
	n = fread(data, 1, (size_t)info.st_size, f);
	if (n < (size_t)info.st_size || ferror(f))
		st = image_fail(d, path, "lecture interrompue");
	else
		st = image_parse(d, path, data, n, out);
	fclose(f);
	free(data);
	return st;
}

void image_drop(struct image *img)
{
	if (!img)
		return;
	buf_drop(&img->dict);
	buf_drop(&img->data);
	free(img);
}

void image_size(const struct image *img, int *width, int *height)
{
	*width = img->width;
	*height = img->height;
}

const char *image_dict(const struct image *img)
{
	return img->dict.s;
}

const void *image_data(const struct image *img, size_t *n)
{
	*n = img->data.len;
	return img->data.s;
}
