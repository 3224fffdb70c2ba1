/* test_base_output.c - files, CSV, hashes, and the folder that appears whole or not at all. */
#include "base_fixture.h"

#include <errno.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>

#include "base/date.h"

/*
 * In front of the C library's: file systems that cannot swap, disks that fail.
 * fail_sync and fail_rename count down; the call that reaches zero fails.
 */
static bool no_renameat2;
static int fail_sync, fail_rename;

int renameat2(int from_fd, const char *from, int to_fd, const char *to, unsigned flags)
{
	if (no_renameat2) {
		errno = EINVAL;
		return -1;
	}
	return (int)syscall(SYS_renameat2, from_fd, from, to_fd, to, flags);
}

int renameat(int from_fd, const char *from, int to_fd, const char *to)
{
	if (fail_rename && !--fail_rename) {
		errno = EIO;
		return -1;
	}
	return (int)syscall(SYS_renameat2, from_fd, from, to_fd, to, 0);
}

int fsync(int fd)
{
	if (fail_sync && !--fail_sync) {
		errno = EIO;
		return -1;
	}
	return (int)syscall(SYS_fsync, fd);
}

/* ---- files ---- */

static void test_outfile(void **state)
{
	const char *path = in_folder("big.bin");
	struct outfile *o = outfile_new(quiet, path);
	char *block = calloc(1, 200000);
	struct stat st;
	int i;

	(void)state;
	assert_non_null(o);
	memset(block, 'x', 200000);
	outfile_write(o, block, 0);
	for (i = 0; i < 1000; i++) {
		outfile_puts(o, "0123456789");
		outfile_printf(o, "%05d|", i);
	}
	outfile_write(o, block, 200000);
	outfile_printf(o, "%0700d", 1);
	outfile_puts(o, NULL);
	assert_int_equal(outfile_close(o), ST_OK);
	free(block);
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_size, 16000 + 200000 + 700);
	assert_memory_equal(read_file(path) + 16 * 999, "012345678900999|xxx", 19);

	assert_null(outfile_new(quiet, in_folder("no/such/file")));
	assert_non_null(error_with(quiet, "no/such/file » : fichier ou dossier introuvable"));
	assert_int_equal(output_write(quiet, in_folder("no/such"), "x", 1), ST_OUTPUT);
	assert_int_equal(output_write(quiet, path, "abc", 3), ST_OK);
	assert_string_equal(read_file(path), "abc");
	assert_int_equal(output_write(quiet, path, NULL, 0), ST_OK);
	assert_string_equal(read_file(path), "");
	unlink(path);
}

static void test_full_disk(void **state)
{
	struct outfile *o = outfile_new(quiet, "/dev/full");
	struct stat st;
	int i;

	(void)state;
	assert_non_null(o);
	for (i = 0; i < 100000; i++)
		outfile_puts(o, "0123456789");
	assert_int_equal(outfile_close(o), ST_OUTPUT);
	assert_non_null(error_with(quiet, "« /dev/full » : plus de place sur le disque"));
	assert_int_equal(output_write(quiet, "/dev/full", "x", 1), ST_OUTPUT);
	assert_int_equal(stat("/dev/full", &st), 0); /* no file of ours: left alone */
	assert_true(disk_free("/tmp") > 0);
	assert_true(disk_free("/no/such/place") == UINT64_MAX);
}

static void test_csv(void **state)
{
	const char *path = in_folder("t.csv");
	struct outfile *o = outfile_new(quiet, path);
	currency eur = currency_find("EUR");

	(void)state;
	csv_text(o, "plain é");
	csv_text(o, "a,b");
	csv_text(o, "say \"no\"");
	csv_text(o, "\"");
	csv_text(o, "two\nlines");
	csv_text(o, "cr\r");
	csv_text(o, NULL);
	csv_text(o, "");
	csv_end(o);
	csv_empty(o);
	csv_date(o, date_parse("2026-10-31"));
	csv_date(o, DATE_NONE);
	csv_money(o, -123456, eur);
	csv_int(o, INT64_MIN);
	csv_int(o, 0);
	csv_end(o);
	assert_int_equal(outfile_close(o), ST_OK);
	assert_string_equal(read_file(path),
			    "plain é,\"a,b\",\"say \"\"no\"\"\",\"\"\"\",\"two\nlines\",\"cr\r\",,\r\n"
			    ",2026-10-31,,-1234.56,-9223372036854775808,0\r\n");
	unlink(path);
}

static void test_sha256(void **state)
{
	const char *path = in_folder("h");
	char hex[65];
	uint64_t size;

	(void)state;
	write_file(path, "abc");
	assert_int_equal(sha256_file(quiet, path, hex, &size), ST_OK);
	assert_string_equal(hex, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
	assert_int_equal(size, 3);
	write_file(path, "");
	assert_int_equal(sha256_file(quiet, path, hex, NULL), ST_OK);
	assert_string_equal(hex, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
	unlink(path);
	assert_int_equal(sha256_file(quiet, path, hex, &size), ST_INPUT);
	assert_int_equal(sha256_file(quiet, folder, hex, &size), ST_INPUT);
}

static void test_data_dir(void **state)
{
	(void)state;
	setenv("RELANCE_DATA", "/some/where", 1);
	assert_string_equal(data_dir(), "/some/where");
	assert_string_equal(data_path(mem, "templates/policy.xml"), "/some/where/templates/policy.xml");
	unsetenv("RELANCE_DATA");
	assert_string_equal(data_dir(), "/some/where"); /* asked once */
}

/* ---- staging ---- */

/* A staged folder with something in it. */
static struct staging *staged(const char *parent, bool replace, const char *content)
{
	enum status st = ST_LIMIT;
	struct staging *s = staging_new(quiet, parent, "2026-10-31", replace, &st);

	assert_non_null(s);
	assert_int_equal(st, ST_OK);
	assert_int_equal(staging_mkdir(s, "lettres"), ST_OK);
	assert_int_equal(staging_mkdir(s, "lettres"), ST_OK);
	write_file(arena_printf(mem, "%s/lettres/a.txt", staging_path(s)), content);
	write_file(arena_printf(mem, "%s/b.txt", staging_path(s)), content);
	return s;
}

static void test_staging(void **state)
{
	const char *out = in_folder("x/y/out"), *dest = in_folder("x/y/out/2026-10-31");
	const char *file = in_folder("x/y/out/2026-10-31/lettres/a.txt");
	mode_t mask = umask(027);
	struct staging *s;
	enum status st;
	struct stat info;

	(void)state;
	s = staged(out, false, "one");
	assert_null(read_file(file));
	staging_abandon(s);
	assert_null(listing(in_folder("x"))); /* what was made for it has gone too */

	s = staged(out, false, "one");
	assert_int_equal(staging_mkdir(s, "b.txt"), ST_OUTPUT); /* a file of that name */
	assert_int_equal(staging_mkdir(s, "no/such"), ST_OUTPUT);
	assert_int_equal(staging_commit(s), ST_OK);
	assert_string_equal(listing(out), "2026-10-31");
	assert_string_equal(listing(dest), "b.txt lettres");
	assert_string_equal(read_file(file), "one");
	assert_int_equal(stat(dest, &info), 0);
	assert_int_equal(info.st_mode & 07777, 0750);
	umask(mask);

	st = ST_OK;
	assert_null(staging_new(quiet, out, "2026-10-31", false, &st));
	assert_int_equal(st, ST_OUTPUT);
	assert_non_null(error_with(quiet, "existe déjà"));
	assert_string_equal(listing(out), "2026-10-31");

	write_file(in_folder("x/y/out/2026-10-31/old.txt"), "old");
	s = staged(arena_printf(mem, "%s//", out), true, "two");
	assert_string_equal(read_file(file), "one");
	staging_abandon(s);
	assert_string_equal(read_file(file), "one");
	s = staged(out, true, "two");
	assert_int_equal(staging_commit(s), ST_OK);
	assert_string_equal(listing(out), "2026-10-31");
	assert_string_equal(listing(dest), "b.txt lettres");
	assert_string_equal(read_file(file), "two");

	/* two at the same time: the second to arrive finds the place taken */
	assert_int_equal(rename(dest, in_folder("x/y/out/kept")), 0);
	s = staged(out, false, "three");
	assert_int_equal(staging_commit(staged(out, false, "four")), ST_OK);
	assert_int_equal(staging_commit(s), ST_OUTPUT);
	assert_string_equal(listing(out), "2026-10-31 kept");
	assert_string_equal(read_file(file), "four");
	staging_abandon(NULL);
}

static void test_staging_refused(void **state)
{
	static const char *const bad[] = { "", ".", "..", "a/b" };
	enum status st;
	size_t i;

	(void)state;
	for (i = 0; i < LEN(bad); i++) {
		st = ST_OK;
		assert_null(staging_new(quiet, in_folder("r"), bad[i], false, &st));
		assert_int_equal(st, ST_OUTPUT);
	}
	assert_null(listing(in_folder("r")));
	write_file(in_folder("plain"), "x");
	assert_null(staging_new(quiet, in_folder("plain"), "d", true, &st));
	assert_int_equal(st, ST_OUTPUT);
	assert_null(staging_new(quiet, in_folder("plain/deeper"), "d", true, &st));
	assert_null(staging_new(quiet, folder, "plain", true, &st)); /* not a folder: never replaced */
	assert_int_equal(st, ST_OUTPUT);
	assert_string_equal(read_file(in_folder("plain")), "x");
	assert_int_equal(symlink("plain", in_folder("link")), 0);
	assert_null(staging_new(quiet, folder, "link", true, &st));
	unlink(in_folder("link"));
	unlink(in_folder("plain"));
}

/* However the commit fails, the old folder is whole and nothing else is there. */
static void test_staging_failures(void **state)
{
	const char *out = in_folder("f"), *file = in_folder("f/2026-10-31/b.txt");
	struct staging *s;
	int mode, i;

	(void)state;
	for (mode = 0; mode < 2; mode++) {
		no_renameat2 = mode == 1;
		assert_int_equal(staging_commit(staged(out, true, "old")), ST_OK);
		assert_string_equal(listing(out), "2026-10-31");
		for (i = 1; i <= 3; i++) { /* lettres, the folder, its parent after the move */
			s = staged(out, true, "new");
			fail_sync = i;
			assert_int_equal(staging_commit(s), ST_OUTPUT);
			assert_int_equal(fail_sync, 0);
			assert_string_equal(listing(out), "2026-10-31");
			assert_string_equal(read_file(file), "old");
		}
		for (i = 1; mode == 1 && i <= 2; i++) {
			s = staged(out, true, "new");
			fail_rename = i;
			assert_int_equal(staging_commit(s), ST_OUTPUT);
			assert_string_equal(listing(out), "2026-10-31");
			assert_string_equal(read_file(file), "old");
		}
		s = staged(in_folder("f2"), false, "new");
		fail_sync = 3;
		assert_int_equal(staging_commit(s), ST_OUTPUT);
		assert_null(listing(in_folder("f2")));
		/* what a library wrote by itself is forced out as well */
		s = staged(out, true, "new");
		assert_int_equal(symlink("x", arena_printf(mem, "%s/c", staging_path(s))), 0);
		assert_int_equal(rename(arena_printf(mem, "%s/b.txt", staging_path(s)),
					arena_printf(mem, "%s/d.txt", staging_path(s))),
				 0);
		fail_sync = 4;
		assert_int_equal(staging_commit(s), ST_OUTPUT);
		assert_int_equal(fail_sync, 0);
		s = staged(out, true, "new");
		assert_int_equal(staging_commit(s), ST_OK);
		assert_string_equal(listing(out), "2026-10-31");
		assert_string_equal(read_file(file), "new");
	}
	no_renameat2 = false;
	s = staged(in_folder("f3"), false, "new");
	fail_sync = 1;
	assert_int_equal(output_write(quiet, arena_printf(mem, "%s/e", staging_path(s)), "e", 1), ST_OUTPUT);
	assert_string_equal(listing(staging_path(s)), "b.txt lettres");
	staging_abandon(s);
}

/* The program ends in the middle of a run: by a signal, by exit(), in a forked child, by want of space. */
static int run_child(int how, const char *out)
{
	pid_t pid = fork();
	int status;

	if (!pid) {
		static struct staging *s;
		pid_t grandchild;

		s = staged(out, true, "half");
		if (how == 0)
			exit(3);
		if (how == -1) {
			grandchild = fork();
			if (!grandchild)
				exit(0); /* must not take the folder away */
			waitpid(grandchild, &status, 0);
			_exit(listing(staging_path(s)) ? 0 : 1);
		}
		if (how == -2) {
			struct rlimit small = { 100000, 100000 };
			const char *path = arena_printf(mem, "%s/large", staging_path(s));
			struct outfile *o = outfile_new(quiet, path);
			int i;

			setrlimit(RLIMIT_FSIZE, &small);
			for (i = 0; i < 50000; i++)
				outfile_puts(o, "0123456789");
			_exit(outfile_close(o) == ST_OUTPUT && access(path, F_OK) < 0 &&
					      error_with(quiet, "fichier trop grand")
				      ? 0
				      : 1);
		}
		raise(how);
		_exit(99);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	return status;
}

static void test_staging_interrupted(void **state)
{
	static const int signals[] = { SIGINT, SIGTERM, SIGHUP, SIGPIPE };
	const char *out = in_folder("i/out");
	size_t i;
	int status;

	(void)state;
	for (i = 0; i < LEN(signals); i++) {
		status = run_child(signals[i], out);
		assert_true(WIFSIGNALED(status));
		assert_int_equal(WTERMSIG(status), signals[i]);
		assert_null(listing(in_folder("i")));
	}
	assert_int_equal(staging_commit(staged(out, false, "old")), ST_OK);
	status = run_child(0, out);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 3);
	assert_string_equal(listing(out), "2026-10-31");
	assert_string_equal(read_file(in_folder("i/out/2026-10-31/b.txt")), "old");
	assert_int_equal(run_child(-1, in_folder("i2")), 0);
	assert_int_equal(run_child(-2, in_folder("i3")), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_outfile),	    TEST(test_full_disk),	 TEST(test_csv),
		TEST(test_sha256),	    TEST(test_data_dir),	 TEST(test_staging),
		TEST(test_staging_refused), TEST(test_staging_failures), TEST(test_staging_interrupted),
	};

	/* A background job of a shell inherits SIGINT ignored, and the cleanup respects that. */
	signal(SIGINT, SIG_DFL);
	signal(SIGHUP, SIG_DFL);
	signal(SIGPIPE, SIG_DFL);
	return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
