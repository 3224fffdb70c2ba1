/* bank_text.c - numbers and names as people write them into a transfer, in a form that can be compared. */
#include "book/bank_job.h"

#include <stdlib.h>
#include <string.h>

#include "base/banned.h"

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_ascii(const char *s)
{
	for (; *s; s++) {
		if ((unsigned char)*s >= 0x80)
			return false;
	}
	return true;
}

size_t bank_key(struct arena *tmp, const char *s, char out[BANK_KEY])
{
	size_t n = 0, zeros = 0;
	bool digits = true;

	if (!is_ascii(s))
		s = text_postal(tmp, s); /* folds accents */
	for (; *s; s++) {
		char c = *s >= 'a' && *s <= 'z' ? (char)(*s - 'a' + 'A') : *s;

		if (!is_digit(c) && !(c >= 'A' && c <= 'Z') && (unsigned char)c < 0x80)
			continue;
		if (n + 1 >= BANK_KEY) {
			n = 0;
			break;
		}
		digits = digits && is_digit(c);
		out[n++] = c;
	}
	while (digits && zeros + 1 < n && out[zeros] == '0')
		zeros++;
	n -= zeros;
	memmove(out, out + zeros, n);
	out[n] = '\0';
	return n;
}

bool bank_key_quotable(const char *key)
{
	size_t n = strlen(key), digits = 0, i;

	for (i = 0; i < n; i++)
		digits += is_digit(key[i]);
	return digits == n ? n >= 3 : digits >= 1;
}

bool bank_key_weak(const char *key)
{
	size_t n = strlen(key);

	return n < (strspn(key, "0123456789") == n ? 6 : 5);
}

/* ISO 7064 mod 97-10, as in ISO 11649: the first four characters behind the others, letters as 10 to 35. */
const char *bank_key_creditor(const char *key)
{
	size_t n = strlen(key), i;
	unsigned rest = 0;

	if (n < 5 || n > 25 || key[0] != 'R' || key[1] != 'F' || !is_digit(key[2]) || !is_digit(key[3]))
		return NULL;
	for (i = 0; i < n; i++) {
		char c = key[(i + 4) % n];

		if ((unsigned char)c >= 0x80)
			return NULL;
		rest = is_digit(c) ? rest * 10 + (unsigned)(c - '0') : rest * 100 + (unsigned)(c - 'A') + 10;
		rest %= 97;
	}
	return rest == 1 ? key + 4 : NULL;
}

/* --- names -------------------------------------------------------------------------------- */

#define MAX_WORDS 24

/* Legal forms, titles, and words between them: they come and go from one spelling of a name to the other. */
static const char forms[] = " AB AG AND APS AS ASA BV CIE CO COMPAGNIE CORP EARL EI EIRL ET ETABLISSEMENT "
			    "ETABLISSEMENTS ETS EURL GAEC GFA GIE GMBH INC KG LA LDA LE LES LIMITED LLC LLP "
			    "LTD M MADAME MLLE MME MONSIEUR MR NV OHG OY OYJ PLC SA SARL SAS SASU SCA SCI "
			    "SCM SCOP SCP SCS SE SEL SELARL SELAS SL SLU SNC SOCIETE SP SPA SPRL SRL STE UG "
			    "UND ZOO ";

static bool is_form(const char *word)
{
	size_t n = strlen(word);

	for (const char *s = forms; (s = strstr(s, word)) != NULL; s++) {
		if (s[-1] == ' ' && s[n] == ' ')
			return true;
	}
	return false;
}

static int compare_words(const void *x, const void *y)
{
	return strcmp(*(const char *const *)x, *(const char *const *)y);
}

/* The words of a name in capitals; letters that stand alone in a row make one word: "S.A.R.L.". */
static size_t words_of(struct arena *a, const char *name, const char *word[MAX_WORDS])
{
	const char *s = text_postal(a, name);
	bool after_letter = false;
	size_t n = 0;

	while (*s && n < MAX_WORDS) {
		size_t len = strcspn(s, " ");
		bool letter = len == 1 && !is_digit(*s);

		if (letter && after_letter)
			word[n - 1] = arena_printf(a, "%s%c", word[n - 1], *s);
		else
			word[n++] = arena_strndup(a, s, len);
		after_letter = letter;
		s += len;
		s += strspn(s, " ");
	}
	return n;
}

static const char *join(struct arena *a, const char *const *word, size_t n, const char *between)
{
	struct buf b = BUF_INIT;
	const char *r;

	for (size_t i = 0; i < n; i++)
		buf_printf(&b, "%s%s", i ? between : "", word[i]);
	r = arena_strndup(a, b.s, b.len);
	buf_drop(&b);
	return r;
}

const char *bank_name_key(struct arena *a, const char *name, const char **run_on)
{
	const char *word[MAX_WORDS], *kept[MAX_WORDS];
	size_t words = words_of(a, name, word), n = 0, i;

	for (i = 0; i < words; i++) {
		if (!is_form(word[i]))
			kept[n++] = word[i];
	}
	/* A company that is called nothing but "La Compagnie". */
	for (i = 0; i < words && !n; i++)
		kept[i] = word[i];
	n = n ? n : words;
	if (run_on)
		*run_on = join(a, kept, n, "");
	if (n)
		qsort(kept, n, sizeof *kept, compare_words);
	return join(a, kept, n, " ");
}
