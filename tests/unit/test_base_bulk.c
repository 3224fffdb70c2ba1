/* test_base_bulk.c - pieces of memory that may lie in a file, and their sorting. */
#include "base_fixture.h"

#include <errno.h>
#include <sys/resource.h>
#include <sys/vfs.h>
#include <sys/wait.h>

#include <linux/magic.h>

#include "base/bulk.h"

/* Each case in a process of its own: the limit and the file are the program's. */
static void in_child(bool (*good)(void))
{
	int status = 0;
	pid_t pid = fork();

	assert_true(pid >= 0);
	if (!pid)
		_exit(good() ? 0 : 1);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 0);
}

/* Can the folder of these tests hold such a file? Not where it lies in memory itself. */
static bool on_disk(void)
{
	struct statfs fs;

	return statfs(".", &fs) == 0 && fs.f_type != TMPFS_MAGIC && fs.f_type != RAMFS_MAGIC;
}

/* A piece that grows keeps what it holds, from one byte to megabytes; another one beside it too. */
static bool grows(bool filed)
{
	uint32_t *a = NULL, *b = NULL;
	size_t used = 0, cap = 0, other = 0;
	bool good;

	for (; used < 2000000; used++) {
		BULK_GROW(a, used, cap);
		a[used] = (uint32_t)(used * 2654435761u);
		if (used % 1000)
			continue;
		b = bulk_grow(b, (used / 1000 + 1) * sizeof *b);
		b[used / 1000] = (uint32_t)used;
		bulk_breathe();
	}
	good = bulk_is_filed(a) == filed;
	for (size_t i = 0; i < used && good; i++)
		good = a[i] == (uint32_t)(i * 2654435761u);
	for (; other < used / 1000 && good; other++)
		good = b[other] == other * 1000;
	bulk_free(a);
	bulk_free(b);
	return good;
}

static bool grows_in_the_file(void)
{
	setenv("TMPDIR", ".", 1);
	bulk_limit(0);
	return grows(on_disk());
}

static bool moves_to_the_file(void)
{
	setenv("TMPDIR", ".", 1);
	bulk_limit(1 << 20);
	return grows(on_disk());
}

static bool stays_without_folder(void)
{
	setenv("TMPDIR", "/nonexistent", 1);
	bulk_limit(0);
	return grows(false);
}

static bool stays_where_files_are_limited(void)
{
	const struct rlimit small = { 1 << 20, 1 << 20 };

	setenv("TMPDIR", ".", 1);
	bulk_limit(0);
	return setrlimit(RLIMIT_FSIZE, &small) == 0 && grows(false);
}

static bool zeroes_again(void)
{
	bool good = true;

	setenv("TMPDIR", ".", 1);
	bulk_limit(0);
	for (int round = 0; round < 3; round++) {
		unsigned char *p = bulk_calloc(300000, 1);

		for (size_t i = 0; i < 300000; i++)
			good = good && !p[i];
		memset(p, 0xAA, 300000);
		bulk_free(p);
	}
	return good;
}

static void test_bulk_grow(void **state)
{
	(void)state;
	in_child(grows_in_the_file);
	in_child(moves_to_the_file);
}

static void test_bulk_fallback(void **state)
{
	(void)state;
	in_child(stays_without_folder);
	in_child(stays_where_files_are_limited);
}

static void test_bulk_calloc(void **state)
{
	(void)state;
	in_child(zeroes_again);
}

/* --- sorting ------------------------------------------------------------------------------ */

struct pair {
	uint32_t key, turn;
};

static int by_key(const void *x, const void *y, void *calls)
{
	uint32_t a = ((const struct pair *)x)->key, b = ((const struct pair *)y)->key;

	++*(size_t *)calls;
	return (a > b) - (a < b);
}

/* n pairs with keys below `keys` in some order; sorted: keys ascending, equal ones as they were. */
static size_t sorts(size_t n, uint32_t keys, bool ordered)
{
	struct pair *p = bulk_alloc((n + 1) * sizeof *p);
	uint32_t x = 1, sum = 0, after = 0;
	size_t calls = 0;

	for (size_t i = 0; i < n; i++) {
		x = x * 1664525 + 1013904223;
		p[i] = (struct pair){ ordered ? (uint32_t)i : (x >> 8) % keys, (uint32_t)i };
		sum += p[i].key * 31 + p[i].turn;
	}
	bulk_sort(p, n, sizeof *p, by_key, &calls);
	for (size_t i = 0; i < n; i++) {
		after += p[i].key * 31 + p[i].turn;
		if (i && p[i - 1].key == p[i].key)
			assert_true(p[i - 1].turn < p[i].turn);
		else if (i)
			assert_true(p[i - 1].key < p[i].key);
	}
	assert_int_equal(sum, after);
	bulk_free(p);
	return calls;
}

static void test_bulk_sort(void **state)
{
	(void)state;
	for (size_t n = 0; n < 70; n++) {
		sorts(n, 1, false);
		sorts(n, 5, false);
		sorts(n, 1000000, false);
	}
	sorts(100000, 1000, false);
	/* what is in order already costs about one comparison an element */
	assert_true(sorts(100000, 0, true) < 110000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_bulk_grow),
		TEST(test_bulk_fallback),
		TEST(test_bulk_calloc),
		TEST(test_bulk_sort),
	};

	return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
