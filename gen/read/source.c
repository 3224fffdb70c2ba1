/* source.c - chunks of a file, gzip or not, hashed on the way; see source.h. */
#include "read/source.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <nettle/sha2.h>
#include <zlib.h>

#include "base/text.h"
#include "read/encoding.h"

#include "base/banned.h"

#define SHEET_HEAD ((size_t)4096)  /* bytes in which the root element must stand */
#define KEEP_MAX ((size_t)1 << 20) /* bytes of a pipe kept to be read again */

/*
 * A pipe can be read only once, but its format is looked at before it is read.
 * What was read of it by then waits here, with the open pipe, for the next
 * opening under the same name.
 */
static struct pipe_start {
	char *path;
	int fd;
	struct buf seen;
} waiting_pipe;

struct source {
	struct diag *d;
	int fd, file;
	uint64_t bytes;
	bool hashed;
	struct sha256_ctx hash;
	char *packed; /* gzip input, NULL if the file is not gzip */
	z_stream z;
	bool member_open;
	char *first; /* read ahead to look at it; NULL when given out */
	size_t first_n, first_used;
	char *pipe;	  /* path of what is no regular file and may have to be read again, else NULL */
	struct buf seen;  /* its bytes up to now */
	struct buf again; /* bytes read before, to be given out first */
	size_t again_used;
};

static enum status fail(struct source *s, int err)
{
	return diag_error(s->d, ST_INPUT, (struct place){ s->file, 0 }, "lecture impossible : %s",
			  diag_errno(err));
}

static void forget_start(struct source *s)
{
	free(s->pipe);
	s->pipe = NULL;
	buf_drop(&s->seen);
}

static void keep_start(struct source *s, const char *bytes, size_t n)
{
	if (s->seen.len + n > KEEP_MAX)
		forget_start(s);
	else
		buf_add(&s->seen, bytes, n);
}

/* Bytes as stored. */
static enum status read_raw(struct source *s, char *into, size_t size, size_t *n)
{
	ssize_t got;

	if (s->again_used < s->again.len) {
		*n = s->again.len - s->again_used < size ? s->again.len - s->again_used : size;
		memcpy(into, s->again.s + s->again_used, *n);
		s->again_used += *n;
	} else {
		do {
			got = read(s->fd, into, size);
		} while (got < 0 && errno == EINTR);
		if (got < 0)
			return fail(s, errno);
		*n = (size_t)got;
	}
	if (s->pipe)
		keep_start(s, into, *n);
	s->bytes += *n;
	if (s->hashed)
		sha256_update(&s->hash, *n, (const uint8_t *)into);
	return ST_OK;
}

static enum status damaged(struct source *s, const char *what)
{
	return diag_error(s->d, ST_INPUT, (struct place){ s->file, 0 },
			  "fichier gzip %s ; refaites la copie ou l'export", what);
}

/* Some more bytes out of gzip: several members may follow each other. */
static enum status unpack(struct source *s, char *into, size_t size, size_t *n)
{
	enum status st;
	size_t got;
	int r;

	s->z.next_out = (Bytef *)into;
	s->z.avail_out = (uInt)size;
	while (s->z.avail_out == size) {
		if (!s->z.avail_in) {
			st = read_raw(s, s->packed, SOURCE_CHUNK, &got);
			if (st != ST_OK)
				return st;
			if (!got && s->member_open)
				return damaged(s, "tronqué");
			if (!got)
				break;
			s->z.next_in = (Bytef *)s->packed;
			s->z.avail_in = (uInt)got;
		}
		if (!s->member_open) {
			if (inflateReset(&s->z) != Z_OK)
				return damaged(s, "endommagé");
			s->member_open = true;
		}
		r = inflate(&s->z, Z_NO_FLUSH);
		if (r == Z_STREAM_END)
			s->member_open = false;
		else if (r != Z_OK && r != Z_BUF_ERROR)
			return damaged(s, "endommagé");
	}
	*n = size - s->z.avail_out;
	return ST_OK;
}

/* The file is gzip: what was read ahead is packed, and the first unpacked bytes take its place. */
static enum status open_gzip(struct source *s)
{
	if (inflateInit2(&s->z, 15 + 16) != Z_OK)
		return diag_error(s->d, ST_LIMIT, (struct place){ s->file, 0 }, "décompression impossible");
	s->packed = s->first;
	s->z.next_in = (Bytef *)s->packed;
	s->z.avail_in = (uInt)s->first_n;
	s->member_open = true;
	s->first = xmalloc(SOURCE_CHUNK);
	return unpack(s, s->first, SOURCE_CHUNK, &s->first_n);
}

const struct other_kind *source_other_kind(const char *first, size_t n)
{
	static const char picture[] = "une image ne se lit pas, demander l'export lui-même";
	static const struct other_kind kind[] = {
		{ "%PDF-", "fichier PDF",
		  "une facture Factur-X porte son XML en pièce jointe : l'enregistrer depuis le lecteur de "
		  "PDF et "
		  "donner ce fichier",
		  true },
		{ "\x89PNG", "image", picture, true },
		{ "\xFF\xD8\xFF", "image", picture, true },
		{ "GIF8", "image", picture, true },
		{ "\xD0\xCF\x11\xE0", "fichier d'Office", "enregistrer le classeur en CSV ou en XML", true },
		{ "PK\3\4", "archive zip (ou classeur)", "en extraire le fichier XML ou texte", false },
	};
	size_t i;

	for (i = 0; i < sizeof kind / sizeof *kind; i++) {
		size_t len = strlen(kind[i].first);

		if (n >= len && !memcmp(first, kind[i].first, len))
			return &kind[i];
	}
	return NULL;
}

/* Look at the first bytes: nothing at all, gzip, or something that is no export? */
static enum status look_ahead(struct source *s)
{
	const struct other_kind *other;
	enum status st;

	s->first = xmalloc(SOURCE_CHUNK);
	st = read_raw(s, s->first, SOURCE_CHUNK, &s->first_n);
	if (st == ST_OK && s->first_n >= 2 && !memcmp(s->first, "\x1f\x8b", 2))
		st = open_gzip(s);
	other = st == ST_OK ? source_other_kind(s->first, s->first_n) : NULL;
	if (other)
		st = diag_error(s->d, ST_INPUT, (struct place){ s->file, 0 }, "%s, pas un export ; %s",
				other->french, other->advice);
	else if (st == ST_OK && s->packed && s->first_n >= 2 && !memcmp(s->first, "\x1f\x8b", 2))
		st = diag_error(s->d, ST_INPUT, (struct place){ s->file, 0 },
				"fichier comprimé deux fois ; décomprimez-le une fois (gunzip)");
	if (st == ST_OK && !s->first_n)
		st = diag_error(s->d, ST_INPUT, (struct place){ s->file, 0 },
				"le fichier est vide ; refaites l'export");
	return st;
}

/* A descriptor, and what was read of a pipe before. */
static int open_input(struct source *s, const char *path)
{
	struct stat info;

	if (waiting_pipe.path && !strcmp(waiting_pipe.path, path)) {
		s->again = waiting_pipe.seen;
		s->pipe = waiting_pipe.path;
		waiting_pipe.path = NULL;
		return waiting_pipe.fd;
	}
	s->fd = open(path, O_RDONLY | O_CLOEXEC);
	if (s->fd >= 0 && !fstat(s->fd, &info) && !S_ISREG(info.st_mode) && !S_ISDIR(info.st_mode)) {
		size_t n = strlen(path) + 1;

		s->pipe = xmalloc(n);
		memcpy(s->pipe, path, n);
	}
	return s->fd;
}

struct source *source_open(struct diag *d, const char *path, int file, bool hash)
{
	struct source *s = xmalloc(sizeof *s);

	*s = (struct source){ .d = d, .file = file, .hashed = hash, .seen = BUF_INIT, .again = BUF_INIT };
	sha256_init(&s->hash);
	s->fd = open_input(s, path);
	if (s->fd < 0) {
		fail(s, errno);
		free(s);
		return NULL;
	}
	if (look_ahead(s) != ST_OK) {
		source_close(s);
		return NULL;
	}
	return s;
}

void source_close(struct source *s)
{
	if (!s)
		return;
	if (s->pipe && !waiting_pipe.path) {
		waiting_pipe = (struct pipe_start){ s->pipe, s->fd, s->seen };
	} else {
		close(s->fd);
		forget_start(s);
	}
	buf_drop(&s->again);
	if (s->packed)
		inflateEnd(&s->z);
	free(s->packed);
	free(s->first);
	free(s);
}

struct diag *source_diag(const struct source *s)
{
	return s->d;
}

int source_file(const struct source *s)
{
	return s->file;
}

/* The namespace is stated on the root element, behind a declaration and perhaps a comment. */
bool source_is_sheet(const struct source *s)
{
	static const char root[] = "Workbook", space[] = "urn:schemas-microsoft-com:office:spreadsheet";
	size_t n = s->first_n < SHEET_HEAD ? s->first_n : SHEET_HEAD;
	const char *at = memmem(s->first, n, root, sizeof root - 1);

	return at && memmem(at, n - (size_t)(at - s->first), space, sizeof space - 1);
}

bool source_is_xml(struct source *s)
{
	size_t skip, i;

	if (source_is_sheet(s))
		return false;
	encoding_sniff(s->first, s->first_n, &skip);
	for (i = skip; i < s->first_n; i++) {
		char c = s->first[i];

		if (c && c != ' ' && c != '\t' && c != '\r' && c != '\n')
			return c == '<';
	}
	return false;
}

const char *source_utf16(const struct source *s, bool *marked)
{
	size_t skip;
	enum text_coding coding = encoding_sniff(s->first, s->first_n, &skip);

	*marked = skip > 0;
	if (coding == TEXT_UTF8)
		return NULL;
	return coding == TEXT_UTF16LE ? "UTF-16LE" : "UTF-16BE";
}

enum status source_read(struct source *s, char *into, size_t size, size_t *n)
{
	*n = 0;
	if (s->first) {
		*n = s->first_n - s->first_used < size ? s->first_n - s->first_used : size;
		memcpy(into, s->first + s->first_used, *n);
		s->first_used += *n;
		if (s->first_used == s->first_n) {
			free(s->first);
			s->first = NULL;
		}
		return ST_OK;
	}
	return s->packed ? unpack(s, into, size, n) : read_raw(s, into, size, n);
}

uint64_t source_bytes(const struct source *s)
{
	return s->bytes;
}

void source_sha256(struct source *s, char hex[65])
{
	static const char digit[] = "0123456789abcdef";
	uint8_t digest[SHA256_DIGEST_SIZE];
	size_t i;

	sha256_digest(&s->hash, sizeof digest, digest);
	for (i = 0; i < sizeof digest; i++) {
		hex[2 * i] = digit[digest[i] >> 4];
		hex[2 * i + 1] = digit[digest[i] & 15];
	}
	hex[64] = '\0';
}
