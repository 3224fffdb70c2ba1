/* test_base_text.c - cleaning, case, postal spelling and collation. */
#include "base_fixture.h"

#include <utf8proc.h>

#include "base/pool.h"
#include "base/utf8.h"

/* ---- text ---- */

static const char *clean(const char *s, bool *damaged)
{
	*damaged = false;
	return text_clean(mem, s, strlen(s), damaged);
}

static void test_text_clean(void **state)
{
	static const struct {
		const char *in, *out;
		bool damaged;
	} t[] = {
		{ "", "", false },
		{ "Dupont SA", "Dupont SA", false },
		{ "  Dupont \t\r\n  SA  ", "Dupont SA", false },
		{ " ", "", false },
		{ "a\xC2\xA0"
		  "b\xE2\x80\xAF\xE3\x80\x80"
		  "c\xC2\xA0",
		  "a b c", false }, /* no-break, narrow, ideographic */
		{ "\xEF\xBB\xBF"
		  "caf\xC3\xA9",
		  "café", false }, /* byte order mark */
		{ "a\x01"
		  "b\x7F"
		  "c\xC2\x9F"
		  "d",
		  "abcd", false }, /* controls */
		{ "so\xC2\xADlo\xE2\x80\x8B!\xE2\x80\xAE", "solo!",
		  false },				/* soft hyphen, zero width, direction */
		{ "e\xCC\x81t\xC3\xA9", "été", false }, /* composed */
		{ "\xE2\x84\xAB", "Å", false },		/* the ångström sign has a canonical form */
		{ "caf\xE9", "caf\xEF\xBF\xBD", true }, /* Latin-1 */
		{ "\xC0\xAF", "\xEF\xBF\xBD\xEF\xBF\xBD", true },		  /* overlong */
		{ "\xED\xA0\x80", "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD", true }, /* surrogate */
		{ "a\xE2\x82", "a\xEF\xBF\xBD\xEF\xBF\xBD", true },		  /* cut short */
		{ "\xF4\x90\x80\x80x", "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBDx", true },
		{ "x\xEF\xBF\xBDy", "x\xEF\xBF\xBDy", true }, /* was there already */
		{ "x\xEF\xBF\xBFy", "x\xEF\xBF\xBDy", true }, /* no character of XML */
		{ "\xE2\x82\xAC \xE2\x80\x99 \xE2\x80\x93 \xF0\x9F\x98\x80", "€ ’ – 😀", false },
		{ "e\xCC\x81\xFF", "é\xEF\xBF\xBD", true },
	};
	bool damaged;
	size_t i;

	(void)state;
	for (i = 0; i < LEN(t); i++) {
		assert_string_equal(clean(t[i].in, &damaged), t[i].out);
		assert_int_equal(damaged, t[i].damaged);
	}
	assert_string_equal(text_clean(mem, "a\0b", 3, NULL), "ab");
	assert_string_equal(text_clean(mem, "abc\xFF", 3, NULL), "abc");
	assert_string_equal(text_clean(mem, NULL, 0, NULL), "");
	damaged = true;
	text_clean(mem, "ok", 2, &damaged); /* never set back: callers collect */
	assert_true(damaged);
	assert_string_equal(text_nfc(mem, "  e\xCC\x81 \n"), "  é \n");
	assert_string_equal(text_nfc(mem, "ab"), "ab");
	assert_string_equal(text_nfc(mem, NULL), "");
}

/* The short cut around utf8proc must not skip anything. */
static void test_nfc_inert(void **state)
{
	utf8proc_uint8_t text[8], *made;
	uint32_t cp;

	(void)state;
	for (cp = 1; cp < 0x110000; cp++) {
		const utf8proc_property_t *p;
		utf8proc_ssize_t n;

		if (!cp_is_nfc_inert(cp) || cp_is_space(cp) || cp_is_invisible(cp))
			continue;
		n = utf8proc_encode_char((utf8proc_int32_t)cp, text);
		text[n] = 0;
		p = utf8proc_get_property((utf8proc_int32_t)cp);
		assert_int_equal(p->combining_class, 0);
		made = utf8proc_NFC(text);
		assert_non_null(made);
		assert_string_equal((char *)made, (char *)text);
		free(made);
	}
}

static void test_utf8(void **state)
{
	const char *s = "a\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80\xFFz";
	char long_text[200];

	(void)state;
	assert_int_equal(utf8_next(&s), 'a');
	assert_int_equal(utf8_next(&s), 0xE9);
	assert_int_equal(utf8_next(&s), 0x20AC);
	assert_int_equal(utf8_next(&s), 0x1F600);
	assert_int_equal(utf8_next(&s), 0xFFFD);
	assert_int_equal(utf8_next(&s), 'z');
	assert_int_equal(utf8_next(&s), 0);
	assert_int_equal(utf8_next(&s), 0);
	assert_int_equal(utf8_length("été €"), 5);
	assert_int_equal(utf8_length("\xE2\x82"), 2);
	memset(long_text, 'x', sizeof long_text);
	assert_true(utf8_valid(long_text, sizeof long_text));
	long_text[sizeof long_text - 1] = (char)0xC3;
	assert_false(utf8_valid(long_text, sizeof long_text));
	long_text[100] = (char)0xC3;
	long_text[101] = (char)0xA9;
	assert_true(utf8_valid(long_text, sizeof long_text - 1));
	assert_true(utf8_valid("", 0));
	assert_false(utf8_valid("\xC1\xBF", 2));
	assert_false(utf8_valid("\xF5\x80\x80\x80", 4));
	assert_false(utf8_valid("\xED\xBF\xBF", 3));
	assert_true(utf8_valid("\xED\x9F\xBF\xEE\x80\x80\xF4\x8F\xBF\xBF", 10));
}

static void test_text_case(void **state)
{
	(void)state;
	assert_string_equal(text_postal(mem, "Éts Müller & Cie, 3ème ét."), "ETS MULLER CIE 3EME ET");
	assert_string_equal(text_postal(mem, "Łódź, œuvre d’Æsir – Straße"), "LODZ OEUVRE D AESIR STRASSE");
	assert_string_equal(text_postal(mem, "L'Isle-d'Abeau (38)"), "L ISLE D ABEAU 38");
	assert_string_equal(text_postal(mem, "Ørsted Þór Đorđe ﬁn ½ n° 5²"),
			    "ORSTED THOR DORDE FIN 1 2 N 52");
	assert_string_equal(text_postal(mem, "..."), "");
	assert_string_equal(text_postal(mem, ""), "");
	assert_string_equal(text_postal(mem, NULL), "");
	assert_string_equal(text_upper(mem, "été œuf straße 3ème Łódź"), "ÉTÉ ŒUF STRASSE 3ÈME ŁÓDŹ");
	assert_string_equal(text_upper(mem, NULL), "");
	assert_true(text_is_blank(NULL));
	assert_true(text_is_blank(" \t\xC2\xA0\n"));
	assert_false(text_is_blank(" ."));
	assert_true(text_eq(NULL, ""));
	assert_true(text_eq("é", "é"));
	assert_false(text_eq("a", "A"));
	assert_true(text_ieq("Relance", "rELANCE"));
	assert_false(text_ieq("a", "ab"));
	assert_false(text_ieq("É", "é")); /* ASCII only */
	assert_true(text_ieq(NULL, ""));
}

static void test_collate(void **state)
{
	/* in order */
	static const char *const t[] = { "",
					 "!",
					 "12",
					 "2",
					 "Abel",
					 "abel",
					 "cote",
					 "coter",
					 "Côté",
					 "coté SA",
					 "côté SA",
					 "Eau SA",
					 "Écrin",
					 "Ecritoire",
					 "œdème",
					 "Oeuf",
					 "Saint Maur",
					 "SAINT-MAUR",
					 "Saintes",
					 "S.A.R.L. Dupont",
					 "SARL Dupuis",
					 "Zoé",
					 "Österreich GmbH" };
	size_t i, k, n = LEN(t);
	const char *sorted[LEN(t)];

	(void)state;
	assert_true(text_collate("cote", "Côté") < 0);
	assert_true(text_collate("Côté", "coter") < 0); /* accents count last */
	assert_true(text_collate("Eau", "Écrin") < 0);
	assert_true(text_collate("Écrin", "Ecritoire") < 0);
	assert_true(text_collate("Saint Maur", "Saintes") < 0);
	assert_true(text_collate("SAINT-MAUR A", "Saint Maur B") < 0);
	assert_true(text_collate("Saint Maur A", "SAINT-MAUR B") < 0);
	assert_true(text_collate("S.A.R.L. Dupont", "SARL Dupuis") < 0);
	assert_true(text_collate("SARL Dupont", "S.A.R.L. Dupuis") < 0);
	assert_true(text_collate("œdème", "oeuf") < 0);
	assert_true(text_collate("Œuf", "Oeuvre") < 0);
	assert_true(text_collate("Österreich", "Paris") < 0);
	assert_true(text_collate("Łódź", "Lyon") < 0);
	assert_true(text_collate("Abel", "abel") != 0); /* total */
	assert_int_equal(text_collate("a", "a"), 0);
	assert_int_equal(text_collate(NULL, ""), 0);
	assert_true(text_collate("a", "a b") < 0);
	assert_int_not_equal(text_collate("a", "-a"), 0);
	for (i = 0; i < n; i++) {
		for (k = 0; k < n; k++) {
			assert_int_equal(text_collate(t[i], t[k]), -text_collate(t[k], t[i]));
			assert_int_equal(text_collate(t[i], t[k]) == 0, i == k);
		}
	}
	/* transitive: insertion sort and a check of all pairs */
	for (i = 0; i < n; i++) {
		for (k = i; k > 0 && text_collate(t[i], sorted[k - 1]) < 0; k--)
			sorted[k] = sorted[k - 1];
		sorted[k] = t[i];
	}
	for (i = 0; i < n; i++) {
		for (k = i + 1; k < n; k++)
			assert_true(text_collate(sorted[i], sorted[k]) < 0);
	}
}

/* ---- pool ---- */

static void test_pool(void **state)
{
	struct text_pool *p = pool_new(mem);
	size_t lengths[] = { 1, 17, POOL_PAGE - 1, POOL_PAGE, 3 * POOL_PAGE + 5, 12, POOL_PAGE - 40, 100 };
	enum { N = sizeof lengths / sizeof *lengths };
	char *text[N];
	pool_text at[N];

	(void)state;
	assert_int_equal(pool_add(p, ""), 0);
	assert_int_equal(pool_add(p, NULL), 0);
	assert_string_equal(pool_get(p, 0), "");
	for (size_t i = 0; i < N; i++) {
		text[i] = xmalloc(lengths[i] + 1);
		memset(text[i], 'a' + (int)i, lengths[i]);
		text[i][lengths[i]] = '\0';
		at[i] = pool_add(p, text[i]);
	}
	for (size_t i = 0; i < N; i++) {
		assert_string_equal(pool_get(p, at[i]), text[i]);
		free(text[i]);
	}
	pool_drop(p);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_text_clean), TEST(test_nfc_inert), TEST(test_utf8),
		TEST(test_text_case),  TEST(test_collate),   TEST(test_pool),
	};

	return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
