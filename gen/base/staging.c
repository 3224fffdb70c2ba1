/*
 * staging.c - a folder that appears whole or not at all.
 *
 * Everything is done relative to the descriptor of the parent folder, so that
 * neither a chdir nor a long path can make us rename or remove the wrong thing.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/cleanup.h"
#include "base/output.h"
#include "base/removetree.h"
#include "base/synced.h"

#include "base/banned.h"

#define PARENTS_MAX 32
static const char suffix_letters[] = "abcdefghijklmnopqrstuvwxyz0123456789";
#define SUFFIX 6 /* characters that make a hidden name unique */

struct staging {
	struct diag *d;
	struct arena *mem;
	struct watch *watch;
	const char *parent, *name, *dest; /* dest: parent/name */
	const char *hidden, *path;	  /* path: parent/hidden */
	int parent_fd;
	int lock_fd; /* the hidden folder, locked: a run is alive */
	bool replace;
	char *made[PARENTS_MAX + 1]; /* folders above that did not exist before, innermost first */
};

static enum status cannot(struct staging *s, const char *what, const char *path, int err)
{
	return diag_error(s->d, ST_OUTPUT, NOWHERE, "impossible %s « %s » : %s", what, path, diag_errno(err));
}

/* mkdir -p of the parent; whatever had to be made is noted so that a failed run can take it away. */
static enum status make_parent(struct staging *s)
{
	char *path = arena_alloc(s->mem, strlen(s->parent) + 1);
	size_t i, n = strlen(s->parent), made = 0;

	memcpy(path, s->parent, n);
	for (i = 1; i <= n; i++) {
		char c = path[i];

		if ((c && c != '/') || path[i - 1] == '/')
			continue;
		path[i] = '\0';
		if (mkdir(path, 0777) == 0) {
			if (made == PARENTS_MAX)
				return cannot(s, "de créer", path, ENAMETOOLONG);
			memmove(&s->made[1], &s->made[0], made * sizeof s->made[0]);
			s->made[0] = memcpy(arena_alloc(s->mem, i + 1), path, i + 1);
			made++;
		} else if (errno != EEXIST && errno != EISDIR) {
			/* Above a folder of ours all kinds of refusals are met; the last one decides. */
			if (!c)
				return cannot(s, "de créer le dossier", s->parent, errno);
		}
		path[i] = c;
	}
	s->parent_fd = open(s->parent, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	return s->parent_fd < 0 ? cannot(s, "d'ouvrir le dossier", s->parent, errno) : ST_OK;
}

/* What is at the destination now decides whether we may go on. */
static enum status check_destination(struct staging *s)
{
	struct stat st;

	if (fstatat(s->parent_fd, s->name, &st, AT_SYMLINK_NOFOLLOW) < 0)
		return errno == ENOENT ? ST_OK : cannot(s, "d'examiner", s->dest, errno);
	if (!S_ISDIR(st.st_mode))
		return diag_error(
			s->d, ST_OUTPUT, NOWHERE,
			"« %s » existe et n'est pas un dossier : déplacez-le ou choisissez une autre sortie",
			s->dest);
	if (!s->replace)
		return diag_error(s->d, ST_OUTPUT, NOWHERE,
				  "le dossier « %s » existe déjà : ajoutez --replace pour le remplacer, "
				  "ou choisissez une autre sortie",
				  s->dest);
	return ST_OK;
}

/* A name nobody has: ".2026-10-31.k3f9qa", with tag in between for the old tree. */
static const char *hidden_name(struct staging *s, const char *tag)
{
	unsigned char noise[SUFFIX];
	char suffix[SUFFIX + 1];
	size_t i;

	if (getrandom(noise, sizeof noise, 0) != (ssize_t)sizeof noise) {
		for (i = 0; i < sizeof noise; i++)
			noise[i] = (unsigned char)((unsigned)getpid() >> i);
	}
	for (i = 0; i < sizeof noise; i++)
		suffix[i] = suffix_letters[noise[i] % (sizeof suffix_letters - 1)];
	suffix[SUFFIX] = '\0';
	return arena_printf(s->mem, ".%s.%s%s", s->name, tag, suffix);
}

/* Was this made by hidden_name(s, "")? Not the old tree that was set aside: it may be all that is left. */
static bool is_ours(const struct staging *s, const char *name)
{
	size_t n = strlen(s->name);

	return name[0] == '.' && strncmp(name + 1, s->name, n) == 0 && name[n + 1] == '.' &&
	       strspn(name + n + 2, suffix_letters) == SUFFIX && !name[n + 2 + SUFFIX];
}

/*
 * What a run left that was killed outright, or by a power cut: hidden folders full of letters. The living hold a
 * lock on theirs; where the file system knows no locks nothing is removed.
 */
static void remove_stale(struct staging *s)
{
	int again = openat(s->parent_fd, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	DIR *dir = again < 0 ? NULL : fdopendir(again);
	struct dirent *e;

	while (dir && (e = readdir(dir))) {
		int fd = is_ours(s, e->d_name) ? openat(s->parent_fd, e->d_name,
							O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
					       : -1;

		if (fd < 0)
			continue;
		if (flock(fd, LOCK_EX | LOCK_NB) == 0 && remove_tree(s->parent_fd, e->d_name) == 0)
			diag_finding(s->d, SEV_INFO, "stale-output", NOWHERE,
				     "« %s/%s », reste d'une exécution interrompue, a été supprimé",
				     s->parent, e->d_name);
		close(fd);
	}
	if (dir)
		closedir(dir);
	else if (again >= 0)
		close(again);
}

/* Not mkdtemp: it makes folders of mode 0700, and the umask cannot be asked without changing it. */
static enum status make_hidden(struct staging *s)
{
	int attempt;

	for (attempt = 0; attempt < 100; attempt++) {
		s->hidden = hidden_name(s, "");
		if (mkdirat(s->parent_fd, s->hidden, 0777) == 0) {
			s->path = arena_printf(s->mem, "%s/%s", s->parent, s->hidden);
			s->lock_fd = openat(s->parent_fd, s->hidden, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
			if (s->lock_fd >= 0)
				flock(s->lock_fd, LOCK_EX | LOCK_NB);
			cleanup_watch(s->watch, s->parent_fd, s->hidden);
			return ST_OK;
		}
		if (errno != EEXIST)
			break;
	}
	return cannot(s, "de créer un dossier dans", s->parent, errno);
}

static bool good_name(const char *name)
{
	return *name && !strchr(name, '/') && strcmp(name, ".") != 0 && strcmp(name, "..") != 0;
}

static void staging_drop(struct staging *s)
{
	if (s->watch)
		cleanup_watch_drop(s->watch);
	if (s->lock_fd >= 0)
		close(s->lock_fd);
	if (s->parent_fd >= 0)
		close(s->parent_fd);
	arena_drop(s->mem);
	free(s);
}

static enum status prepare(struct staging *s)
{
	enum status st;

	cleanup_watch_parents(s->watch, s->made);
	st = make_parent(s);
	if (!st)
		st = check_destination(s);
	if (st)
		return st;
	/* Between mkdir and its lock a new folder looks like a stale one: one run at a time. */
	if (flock(s->parent_fd, LOCK_EX) == 0)
		remove_stale(s);
	st = make_hidden(s);
	flock(s->parent_fd, LOCK_UN);
	return st;
}

struct staging *staging_new(struct diag *d, const char *dest_parent, const char *name, bool replace,
			    enum status *st)
{
	struct staging *s = xmalloc(sizeof *s);
	size_t n;

	*s = (struct staging){
		.d = d, .mem = arena_new(), .parent_fd = -1, .lock_fd = -1, .replace = replace
	};
	dest_parent = *dest_parent ? dest_parent : ".";
	for (n = strlen(dest_parent); n > 1 && dest_parent[n - 1] == '/'; n--)
		;
	s->parent = arena_strndup(s->mem, dest_parent, n);
	s->name = arena_strdup(s->mem, name);
	s->dest = arena_printf(s->mem, "%s/%s", s->parent, s->name);
	s->watch = cleanup_watch_new();

	if (!good_name(name) || !s->watch) {
		*st = cannot(s, "d'utiliser comme dossier", s->dest, s->watch ? EINVAL : EMFILE);
		staging_drop(s);
		return NULL;
	}
	cleanup_hold();
	*st = prepare(s);
	cleanup_release();
	if (*st) {
		staging_abandon(s);
		return NULL;
	}
	return s;
}

const char *staging_path(const struct staging *s)
{
	return s->path;
}

enum status staging_mkdir(struct staging *s, const char *sub)
{
	const char *path = arena_printf(s->mem, "%s/%s", s->path, sub);
	struct stat st;
	int err;

	if (mkdir(path, 0777) == 0)
		return ST_OK;
	err = errno;
	if (err == EEXIST && stat(path, &st) == 0) {
		if (S_ISDIR(st.st_mode))
			return ST_OK;
		err = ENOTDIR;
	}
	return cannot(s, "de créer le dossier", path, err);
}

void staging_abandon(struct staging *s)
{
	int err;

	if (!s)
		return;
	err = cleanup_now(s->watch);
	if (err)
		diag_error(s->d, ST_OUTPUT, NOWHERE,
			   "supprimez vous-même « %s », ce qui n'a pas été possible : %s",
			   s->path ? s->path : s->parent, diag_errno(err));
	staging_drop(s);
}

/* How the new folder came to its place; says what was there, and how to take it back. */
enum move { MOVED, SWAPPED, ASIDE };

/*
 * Some file systems (NFS, older FUSE) can neither swap nor refuse an existing
 * name: the old tree is set aside, for the moment of two renames.
 */
static int move_by_steps(struct staging *s, const char **aside)
{
	int fd = s->parent_fd, err;

	*aside = hidden_name(s, "old.");
	if (renameat(fd, s->name, fd, *aside) < 0) {
		if (errno != ENOENT)
			return errno;
		*aside = NULL;
	}
	if (renameat(fd, s->hidden, fd, s->name) == 0)
		return 0;
	err = errno;
	if (*aside && renameat(fd, *aside, fd, s->name) < 0)
		diag_error(s->d, ST_OUTPUT, NOWHERE,
			   "l'ancien dossier « %s » se trouve maintenant dans « %s/%s »", s->dest, s->parent,
			   *aside);
	return err;
}

static int move_in(struct staging *s, enum move *how, const char **aside)
{
	int fd = s->parent_fd;

	*how = MOVED;
	if (renameat2(fd, s->hidden, fd, s->name, RENAME_NOREPLACE) == 0)
		return 0;
	if (errno == EEXIST) {
		enum status st = check_destination(s);

		if (st)
			return -1; /* reported */
		*how = SWAPPED;
		if (renameat2(fd, s->hidden, fd, s->name, RENAME_EXCHANGE) == 0)
			return 0;
	}
	if (errno != EINVAL && errno != ENOSYS && errno != ENOTSUP)
		return errno;
	if (check_destination(s))
		return -1;
	*how = ASIDE;
	return move_by_steps(s, aside);
}

static void move_back(struct staging *s, enum move how, const char *aside)
{
	int fd = s->parent_fd;

	if (how == SWAPPED) {
		if (renameat2(fd, s->hidden, fd, s->name, RENAME_EXCHANGE) < 0)
			cannot(s, "de remettre en place l'ancien", s->dest, errno);
		return;
	}
	if (renameat(fd, s->name, fd, s->hidden) < 0 || (aside && renameat(fd, aside, fd, s->name) < 0))
		cannot(s, "de remettre en place l'ancien", s->dest, errno);
}

static enum status put_in_place(struct staging *s)
{
	const char *aside = NULL, *old;
	enum move how;
	int err = move_in(s, &how, &aside);

	if (err)
		return err < 0 ? ST_OUTPUT : cannot(s, "de mettre en place", s->dest, err);
	if (fsync(s->parent_fd) < 0 && errno != EINVAL && errno != ENOTSUP) {
		err = errno;
		move_back(s, how, aside);
		return cannot(s, "d'assurer l'écriture de", s->dest, err);
	}
	/* From here on the hidden folder, if there is one, is the old tree. */
	old = how == SWAPPED ? s->hidden : aside;
	cleanup_watch_parents(s->watch, NULL);
	cleanup_watch(s->watch, s->parent_fd, old);
	s->hidden = old;
	return ST_OK;
}

enum status staging_commit(struct staging *s)
{
	enum status st = ST_OK;
	char *culprit;
	int err = sync_tree(s->parent_fd, s->hidden, &culprit);

	if (err)
		st = diag_error(s->d, ST_OUTPUT, NOWHERE, "impossible d'écrire « %s/%s » : %s", s->parent,
				culprit, diag_errno(err));
	free(culprit);
	if (!st) {
		cleanup_hold();
		st = put_in_place(s);
		cleanup_release();
	}
	if (st) {
		staging_abandon(s);
		return st;
	}
	err = cleanup_now(s->watch);
	if (err)
		diag_finding(s->d, SEV_WARNING, "old-output-left", NOWHERE,
			     "l'ancienne sortie est restée : supprimez « %s/%s », ce qui n'a pas été "
			     "possible : %s",
			     s->parent, s->hidden, diag_errno(err));
	staging_drop(s);
	synced_forget();
	return ST_OK;
}
