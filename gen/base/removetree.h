/* removetree.h - private to base. */
#ifndef RELANCE_BASE_REMOVETREE_H
#define RELANCE_BASE_REMOVETREE_H

/*
 * Remove the folder name below parent_fd and everything in it; links are
 * removed, not followed. 0, or the errno of what stayed. Async-signal-safe.
 */
int remove_tree(int parent_fd, const char *name);

/* fsync every folder of the tree, and every file that output.c has not. 0 or an errno, the offender's path in *culprit (malloc'ed). */
int sync_tree(int parent_fd, const char *name, char **culprit);

#endif
