/* hash.c - SHA-256 of a file, for the manifest. */
#include "base/output.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include <nettle/sha2.h>

#include "base/banned.h"

static int hash_fd(int fd, struct sha256_ctx *ctx, uint64_t *size)
{
	unsigned char block[32 << 10];

	*size = 0;
	for (;;) {
		ssize_t n = read(fd, block, sizeof block);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return errno;
		if (!n)
			return 0;
		sha256_update(ctx, (size_t)n, block);
		*size += (uint64_t)n;
	}
}

enum status sha256_file(struct diag *d, const char *path, char out[65], uint64_t *size)
{
	static const char hex[] = "0123456789abcdef";
	unsigned char digest[SHA256_DIGEST_SIZE];
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	struct sha256_ctx ctx;
	uint64_t total = 0;
	int err, i;

	sha256_init(&ctx);
	err = fd < 0 ? errno : hash_fd(fd, &ctx, &total);
	if (fd >= 0)
		close(fd);
	if (err)
		return diag_error(d, ST_INPUT, NOWHERE, "impossible de lire « %s » : %s", path,
				  diag_errno(err));
	sha256_digest(&ctx, sizeof digest, digest);
	for (i = 0; i < SHA256_DIGEST_SIZE; i++) {
		out[2 * i] = hex[digest[i] >> 4];
		out[2 * i + 1] = hex[digest[i] & 15];
	}
	out[64] = '\0';
	if (size)
		*size = total;
	return ST_OK;
}
