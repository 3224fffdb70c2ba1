/*
 * synced.h - private to base: which files are known to be on the disk.
 *
 * A flush of the disk's cache costs the same for a file that was forced out
 * already; with thousands of letters it would be paid twice. So output.c notes
 * what it has forced, and the commit of the folder only does the rest (what
 * libraries wrote by themselves). A file that was touched since is not known.
 */
#ifndef RELANCE_BASE_SYNCED_H
#define RELANCE_BASE_SYNCED_H

#include <stdbool.h>
#include <sys/stat.h>

void synced_note(const struct stat *st); /* thread-safe, as the next one */
bool synced_known(const struct stat *st);
void synced_forget(void); /* all of them */

#endif
