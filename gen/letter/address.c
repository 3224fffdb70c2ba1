/* address.c - the address block; see address.h. */
#include "letter/address.h"

#include <string.h>

#include "base/text.h"
#include "base/banned.h"

/* Lines on their way into the block. */
#define PARTS 12
struct parts {
	const char *line[PARTS];
	size_t n;
};

static bool usable(const struct address *x)
{
	return (*x->postcode || *x->city) &&
	       (*x->line[0] || *x->line[1] || *x->line[2] || *x->line[3] || *x->line[4]);
}

static const struct address *by_purpose(const struct customer *c, enum address_purpose purpose)
{
	for (const struct address *x = c->addresses; x; x = x->next)
		if (x->purpose == purpose && usable(x))
			return x;
	return NULL;
}

const struct address *address_choose(const struct customer *c, const char *site)
{
	static const enum address_purpose order[2][3] = {
		{ ADDRESS_BILLING, ADDRESS_HEAD_OFFICE, ADDRESS_SITE },
		{ ADDRESS_HEAD_OFFICE, ADDRESS_BILLING, ADDRESS_SITE },
	};
	const struct address *found = NULL;

	for (const struct address *x = c->addresses; site && *site && x; x = x->next)
		if (strcmp(x->site, site) == 0 && usable(x))
			return x;
	for (int i = 0; i < 3 && !found; i++)
		found = by_purpose(c, order[c->segment == SEG_MULTI_SITE][i]);
	return found;
}

const struct contact *address_contact(const struct customer *c)
{
	for (const struct contact *x = c->contacts; x; x = x->next)
		if (text_ieq(x->role, "accounting") || text_ieq(x->role, "billing"))
			return x;
	return c->contacts;
}

struct short_form {
	const char *word, *brief; /* as text_postal() writes */
};

static const struct short_form street_words[] = {
	{ "BOULEVARD", "BD" },	  { "AVENUE", "AV" },	     { "ROUTE", "RTE" },
	{ "CHEMIN", "CHE" },	  { "IMPASSE", "IMP" },	     { "PLACE", "PL" },
	{ "ALLEE", "ALL" },	  { "ALLEES", "ALL" },	     { "SQUARE", "SQ" },
	{ "FAUBOURG", "FG" },	  { "RESIDENCE", "RES" },    { "BATIMENT", "BAT" },
	{ "IMMEUBLE", "IMM" },	  { "LOTISSEMENT", "LOT" },  { "QUARTIER", "QUA" },
	{ "PASSAGE", "PAS" },	  { "COURS", "CRS" },	     { "ESPLANADE", "ESP" },
	{ "ESCALIER", "ESC" },	  { "ETAGE", "ETG" },	     { "APPARTEMENT", "APP" },
	{ "HAMEAU", "HAM" },	  { "DOMAINE", "DOM" },	     { "MONTEE", "MTE" },
	{ "PROMENADE", "PROM" },  { "INDUSTRIELLE", "IND" }, { "ARTISANALE", "ART" },
	{ "COMMERCIAL", "CIAL" }, { "CENTRE", "CTRE" },	     { "SAINT", "ST" },
	{ "SAINTE", "STE" },	  { "GENERAL", "GAL" },	     { "MARECHAL", "MAL" },
	{ "COMMANDANT", "CDT" },  { "CAPITAINE", "CNE" },    { "COLONEL", "CEL" },
	{ "LIEUTENANT", "LT" },	  { "PRESIDENT", "PDT" },    { "PROFESSEUR", "PR" },
	{ "DOCTEUR", "DR" },	  { "GRANDE", "GDE" },	     { "GRAND", "GD" },
};

static const struct short_form name_words[] = {
	{ "SOCIETE", "Sté" },	    { "ETABLISSEMENTS", "Éts" },     { "ETABLISSEMENT", "Ét." },
	{ "COMPAGNIE", "Cie" },	    { "ASSOCIATION", "Assoc." },     { "FRANCAISE", "Fse" },
	{ "FRANCAIS", "Fs" },	    { "INTERNATIONALE", "Intern." }, { "INTERNATIONAL", "Intern." },
	{ "NATIONALE", "Nat." },    { "DEPARTEMENTAL", "Dép." },     { "DEPARTEMENTALE", "Dép." },
	{ "INDUSTRIELLE", "Ind." }, { "INDUSTRIEL", "Ind." },	     { "COMMUNAUTE", "Comm." },
	{ "SYNDICAT", "Synd." },    { "GENERALE", "Gén." },	     { "GENERAL", "Gén." },
};

/* Words of s replaced by their short forms, from the first on, until it has at most max characters. */
static const char *abbreviate(struct arena *a, const char *s, const struct short_form *list, size_t n,
			      size_t max)
{
	struct buf b = BUF_INIT;
	size_t left = utf8_length(s);
	const char *r;

	if (left <= max)
		return s;
	while (*s) {
		size_t len = strcspn(s, " ");
		const char *word = arena_strndup(a, s, len), *key = text_postal(a, word);

		for (size_t i = 0; i < n && left > max; i++) {
			if (strcmp(key, list[i].word) != 0)
				continue;
			left -= utf8_length(word) - utf8_length(list[i].brief);
			word = list[i].brief;
			break;
		}
		if (b.len)
			buf_putc(&b, ' ');
		buf_puts(&b, word);
		s += len;
		while (*s == ' ')
			s++;
	}
	r = arena_strndup(a, b.s, b.len);
	buf_drop(&b);
	return r;
}

/* Bytes of s that make a line of at most max characters, ended at a word where there is one. */
static size_t line_length(const char *s, size_t max)
{
	const char *p = s, *word_end = NULL;
	size_t n = 0;

	while (*p && n < max) {
		if (*p == ' ')
			word_end = p;
		utf8_next(&p);
		n++;
	}
	if (!*p || *p == ' ')
		return (size_t)(p - s);
	return word_end ? (size_t)(word_end - s) : (size_t)(p - s);
}

/* s over as many lines as allowed; what is left over is cut off and makes it return false. */
static bool put_lines(struct arena *a, struct parts *out, const char *s, size_t allowed)
{
	while (*s && allowed-- && out->n < PARTS) {
		size_t n = line_length(s, ADDRESS_WIDTH);

		out->line[out->n++] = arena_strndup(a, s, n);
		s += n;
		while (*s == ' ')
			s++;
	}
	return !*s;
}

/* Does the line name a department or a person, so that no second one is needed? */
static bool names_someone(struct arena *a, const char *line)
{
	static const char *const starts[] = {
		"SERVICE",	   "SERV ", "DIRECTION", "DEPARTEMENT", "DEPT",	   "COMPTABILITE",
		"A L ATTENTION",   "ATTN",  "MADAME",	 "MONSIEUR",	"MME ",	   "M ",
		"MLLE ",	   "C O ",  "CHEZ ",	 "ACCOUNT",	"FINANCE", "BUREAU",
		"AGENCE COMPTABLE"
	};
	const char *key = text_postal(a, line);

	for (size_t i = 0; i < sizeof starts / sizeof *starts; i++)
		if (strncmp(key, starts[i], strlen(starts[i])) == 0)
			return true;
	return false;
}

/* The second line for businesses and public bodies; NULL if there is to be none. */
static const char *attention(struct arena *a, const struct customer *c, const struct parts *body,
			     enum letter_lang lang)
{
	const struct contact *who = address_contact(c);
	const char *line;

	if (c->kind != KIND_BUSINESS && c->kind != KIND_PUBLIC)
		return NULL;
	if (body->n && names_someone(a, body->line[0]))
		return NULL;
	if (who && *who->name && (text_ieq(who->role, "accounting") || text_ieq(who->role, "billing"))) {
		line = arena_printf(a, lang == LANG_EN ? "Attn: %s" : "À l’attention de %s", who->name);
		if (utf8_length(line) <= ADDRESS_WIDTH)
			return line;
		if (utf8_length(who->name) <= ADDRESS_WIDTH)
			return who->name;
	}
	return lang == LANG_EN ? "Accounts Payable" : "Service comptabilité";
}

/* French overseas departments are home for mail sent from France. */
static bool same_country(const char *code, const char *home)
{
	static const char overseas[] = "GP MQ GF RE YT BL MF PM";

	if (!*code || strcmp(code, home) == 0)
		return true;
	return strcmp(home, "FR") == 0 && strlen(code) == 2 && strstr(overseas, code);
}

/* Place lines by the habits of the country of destination. */
static void put_place(struct arena *a, const struct address *x, const char *country, struct parts *out)
{
	const char *place;

	if (strcmp(country, "GB") == 0 || strcmp(country, "IE") == 0) {
		put_lines(a, out, text_postal(a, x->city), 1);
		put_lines(a, out, text_postal(a, x->postcode), 1);
		return;
	}
	if (strcmp(country, "US") == 0 || strcmp(country, "CA") == 0 || strcmp(country, "AU") == 0)
		place = arena_printf(a, "%s %s %s", x->city, x->region, x->postcode);
	else
		place = arena_printf(a, "%s %s", x->postcode, x->city);
	put_lines(a, out, text_postal(a, place), 1);
}

/* Two neighbouring lines made one, where that fits; false if none do. */
static bool join_two(struct arena *a, struct parts *p)
{
	for (size_t i = 0; i + 1 < p->n; i++) {
		if (utf8_length(p->line[i]) + 1 + utf8_length(p->line[i + 1]) > ADDRESS_WIDTH)
			continue;
		p->line[i] = arena_printf(a, "%s %s", p->line[i], p->line[i + 1]);
		p->n--;
		memmove(&p->line[i + 1], &p->line[i + 2], (p->n - i - 1) * sizeof *p->line);
		return true;
	}
	return false;
}

static void drop_first(struct parts *p)
{
	p->n--;
	memmove(p->line, p->line + 1, p->n * sizeof *p->line);
}

/* The address proper, as many lines as the input has. */
static void put_body(struct arena *a, const struct address *from, struct parts *body, bool *cut)
{
	for (size_t i = 0; i < 5; i++) {
		const char *line = from->line[i];

		if (utf8_length(line) > ADDRESS_WIDTH)
			line = abbreviate(a, text_postal(a, line), street_words,
					  sizeof street_words / sizeof *street_words, ADDRESS_WIDTH);
		if (*line && !put_lines(a, body, line, 2))
			*cut = true;
	}
}

static void put_name(struct arena *a, const char *name, struct parts *out, bool *cut)
{
	if (utf8_length(name) > 2 * ADDRESS_WIDTH)
		name = abbreviate(a, name, name_words, sizeof name_words / sizeof *name_words,
				  2 * ADDRESS_WIDTH);
	if (!put_lines(a, out, name, 2))
		*cut = true;
}

/* Make room: first the department goes, then lines are joined, then the name's second line, then the first others. */
static void fit(struct arena *a, struct parts *name, const char **second, struct parts *body, size_t room,
		bool *cut)
{
	while (name->n + (*second ? 1 : 0) + body->n > room) {
		if (*second) {
			*second = NULL;
		} else if (join_two(a, body)) {
			continue;
		} else if (name->n > 1) {
			name->n = 1;
			*cut = true;
		} else {
			drop_first(body);
			*cut = true;
		}
	}
}

void address_compose(struct arena *a, const struct customer *c, const struct address *from, const char *home,
		     enum letter_lang lang, struct address_block *out)
{
	struct parts name = { .n = 0 }, body = { .n = 0 }, place = { .n = 0 };
	const char *country = from && *from->country ? from->country : home, *second, *abroad;
	size_t room;

	*out = (struct address_block){ .foreign = from && !same_country(country, home) };
	put_name(a, c->name, &name, &out->shortened);
	if (from) {
		put_body(a, from, &body, &out->shortened);
		put_place(a, from, country, &place);
	}
	second = attention(a, c, &body, lang);
	room = ADDRESS_LINES - 1 - place.n;
	fit(a, &name, &second, &body, room, &out->shortened);
	for (size_t i = 0; i < name.n; i++)
		out->line[out->lines++] = name.line[i];
	if (second)
		out->line[out->lines++] = second;
	for (size_t i = 0; i < body.n; i++) /* the place and the two lines above it in capitals */
		out->line[out->lines++] = i + 2 >= body.n ? text_postal(a, body.line[i]) : body.line[i];
	for (size_t i = 0; i < place.n; i++)
		out->line[out->lines++] = place.line[i];
	if (out->foreign) {
		abroad = country_french(country);
		out->line[out->lines++] = text_postal(a, abroad ? abroad : country);
	}
}

const char *address_one_line(struct arena *a, const char *const *line, size_t lines, const char *postcode,
			     const char *city, const char *country, const char *home)
{
	struct buf b = BUF_INIT;
	const char *abroad = same_country(country, home) ? NULL : country_french(country), *r;

	for (size_t i = 0; i < lines; i++)
		if (*line[i])
			buf_printf(&b, "%s%s", b.len ? ", " : "", line[i]);
	if (*postcode || *city)
		buf_printf(&b, "%s%s%s%s", b.len ? ", " : "", postcode, *postcode && *city ? "\u00A0" : "",
			   city);
	if (abroad)
		buf_printf(&b, "%s%s", b.len ? ", " : "", abroad);
	r = arena_strndup(a, b.s, b.len);
	buf_drop(&b);
	return r;
}
