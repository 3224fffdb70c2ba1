/*
 * cleanup.h - private to base: folders that disappear if the program does.
 *
 * A watched folder is removed when the program exits or dies of SIGINT,
 * SIGTERM, SIGHUP and their like. Forked children leave it alone.
 */
#ifndef RELANCE_BASE_CLEANUP_H
#define RELANCE_BASE_CLEANUP_H

struct watch;

/*
 * From cleanup_hold to cleanup_release signals wait: so that creating a folder
 * and watching it, or moving it and no longer watching it, is one step.
 */
void cleanup_hold(void);
void cleanup_release(void);

/*
 * Called before a file is created: does not return once the program is being
 * ended by a signal or exit() in another thread, which removes what is there.
 */
void cleanup_gate(void);

/* A place for one folder; NULL when all (a handful) are taken. */
struct watch *cleanup_watch_new(void);
/* While held: remove name below parent_fd at the end; both must live as long. name NULL: nothing. */
void cleanup_watch(struct watch *w, int parent_fd, const char *name);
/* While held: empty folders to remove after it, innermost first, NULL-terminated, from the current folder. */
void cleanup_watch_parents(struct watch *w, char *const *parents);
/* Remove what is watched now. 0 or an errno. */
int cleanup_now(struct watch *w);
void cleanup_watch_drop(struct watch *w);

#endif
