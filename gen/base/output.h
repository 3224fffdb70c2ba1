/*
 * output.h - files that are written whole or not at all.
 *
 * A run writes into a hidden sibling of its destination (staging) and renames
 * it at the end. Inside, every file goes through an outfile: buffered, each
 * write checked, fsync at close; a file that could not be written whole is
 * removed. What a library writes by itself is forced to the disk at commit.
 * After an error nothing is left behind.
 */
#ifndef RELANCE_BASE_OUTPUT_H
#define RELANCE_BASE_OUTPUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/diag.h"

struct staging;

/*
 * Prepare to fill dest_parent/name ("out", "2026-10-31"): creates dest_parent
 * if missing, and the hidden folder beside the destination. If the destination
 * exists: it may be replaced only when `replace`. NULL on failure (reported,
 * *st = ST_OUTPUT). Signals and early exits remove the hidden folder; one that a
 * killed run left is removed by the next (finding "stale-output").
 */
struct staging *staging_new(struct diag *d, const char *dest_parent, const char *name, bool replace, enum status *st);
/* Folder to write into. */
const char *staging_path(const struct staging *s);
/* Create a sub-folder ("lettres"); fine if it exists. */
enum status staging_mkdir(struct staging *s, const char *sub);
/* Rename to the destination (swapping and removing what was there). Frees s. */
enum status staging_commit(struct staging *s);
/* Remove everything written. Frees s. NULL is fine. */
void staging_abandon(struct staging *s);

/* Free bytes on the file system of path; UINT64_MAX if unknown. */
uint64_t disk_free(const char *path);

struct outfile;
/* Create path for writing; NULL on failure (reported). */
struct outfile *outfile_new(struct diag *d, const char *path);
void outfile_write(struct outfile *o, const void *p, size_t n); /* errors are kept until close */
void outfile_puts(struct outfile *o, const char *s);
void outfile_printf(struct outfile *o, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/* Flush, fsync, close; ST_OUTPUT (reported) if anything failed since outfile_new. Frees o. */
enum status outfile_close(struct outfile *o);

/* Write n bytes to path in one go. Thread-safe. */
enum status output_write(struct diag *d, const char *path, const void *p, size_t n);

/* CSV (RFC 4180: comma, CRLF, quotes doubled), one field after the other. */
void csv_text(struct outfile *o, const char *s);  /* quoted only where needed */
void csv_date(struct outfile *o, int32_t date);   /* ISO, empty for DATE_NONE */
void csv_money(struct outfile *o, money x, currency c);
void csv_int(struct outfile *o, int64_t x);
void csv_empty(struct outfile *o);
void csv_end(struct outfile *o); /* end of record */

/* SHA-256 of a file as 64 hex digits into out (65 bytes), and its size. ST_INPUT when unreadable. */
enum status sha256_file(struct diag *d, const char *path, char out[65], uint64_t *size);

/* Our own data (templates, schemas): folder beside the program, or as installed; RELANCE_DATA overrides. */
const char *data_dir(void);
/* "DATA/rel" in the arena. */
const char *data_path(struct arena *a, const char *rel);

#endif
