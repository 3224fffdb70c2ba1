/* cleanup.c - nothing half-written stays behind, whatever ends the program; see cleanup.h. */
#include "base/cleanup.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "base/removetree.h"

#include "base/banned.h"

#define WATCHES 8

struct watch {
	atomic_bool taken;
	atomic_int pid; /* 0: nothing to remove; a forked child finds the number of another process here */
	int parent_fd;
	const char *_Atomic name;
	char *const *_Atomic parents;
};

static struct watch watches[WATCHES];

/* All lock-free, hence safe in a handler. */
static atomic_int held;	   /* depth of cleanup_hold */
static atomic_int pending; /* signal that came meanwhile */
static atomic_int dying;   /* a handler is removing things: nobody may move them now */

static const int deadly[] = { SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGPIPE, SIGXCPU };
#define DEADLY (sizeof deadly / sizeof *deadly)

int cleanup_now(struct watch *w)
{
	const char *name = w->name;
	char *const *parents = w->parents;
	int err = 0;

	if (w->pid != getpid())
		return 0;
	if (name)
		err = remove_tree(w->parent_fd, name);
	/* Only folders that we made, and only while they are empty. */
	while (!err && parents && *parents && rmdir(*parents) == 0)
		parents++;
	return err;
}

static void all_now(void)
{
	size_t i;

	for (i = 0; i < WATCHES; i++)
		cleanup_now(&watches[i]);
}

/* At exit(). After the normal end of a run nothing is watched any more. */
static void on_exit_of_program(void)
{
	size_t i;

	for (i = 0; i < WATCHES; i++) {
		if (watches[i].pid == getpid())
			atomic_store(&dying, 1);
	}
	all_now();
}

void cleanup_gate(void)
{
	static const struct timespec moment = { 0, 1000000 };

	while (atomic_load(&dying))
		nanosleep(&moment, NULL);
}

static void die_of(int sig)
{
	signal(sig, SIG_DFL);
	raise(sig); /* takes effect when the handler returns: the parent sees what killed us */
}

static void on_signal(int sig)
{
	int saved = errno;

	atomic_store(&dying, 1);
	if (atomic_load(&held)) {
		atomic_store(&pending, sig);
		atomic_store(&dying, 0);
	} else {
		all_now();
		die_of(sig);
	}
	errno = saved;
}

static void install(void)
{
	struct sigaction act = { .sa_handler = on_signal, .sa_flags = SA_RESTART }, old;
	size_t i;

	sigemptyset(&act.sa_mask);
	for (i = 0; i < DEADLY; i++)
		sigaddset(&act.sa_mask, deadly[i]);
	for (i = 0; i < DEADLY; i++) {
		/* Ignored by whoever started us (nohup): stays so. A handler of the program's own: too. */
		if (sigaction(deadly[i], NULL, &old) == 0 && !(old.sa_flags & SA_SIGINFO) &&
		    old.sa_handler == SIG_DFL)
			sigaction(deadly[i], &act, NULL);
	}
	signal(SIGXFSZ, SIG_IGN); /* a file that grows too large is then an error of write(), and reported */
	atexit(on_exit_of_program);
}

void cleanup_hold(void)
{
	atomic_fetch_add(&held, 1);
	cleanup_gate();
}

void cleanup_release(void)
{
	int sig;

	if (atomic_fetch_sub(&held, 1) != 1)
		return;
	sig = atomic_exchange(&pending, 0);
	if (sig)
		raise(sig);
}

struct watch *cleanup_watch_new(void)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;
	size_t i;

	pthread_once(&once, install);
	for (i = 0; i < WATCHES; i++) {
		if (!atomic_exchange(&watches[i].taken, true))
			return &watches[i];
	}
	return NULL;
}

void cleanup_watch(struct watch *w, int parent_fd, const char *name)
{
	w->pid = 0;
	w->parent_fd = parent_fd;
	w->name = name;
	w->pid = getpid();
}

void cleanup_watch_parents(struct watch *w, char *const *parents)
{
	w->parents = parents;
	w->pid = getpid();
}

void cleanup_watch_drop(struct watch *w)
{
	w->pid = 0;
	w->name = NULL;
	w->parents = NULL;
	w->taken = false;
}
