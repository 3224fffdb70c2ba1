/* guess_write.c - the frame of a guessed mapping: head, forms, header record, what was not used; see guess_plan.h. */
#include <string.h>

#include "base/text.h"
#include "read/guess_writer.h"

#include "base/banned.h"

#define UNUSED_MAX 80  /* paths that are named as not used */
#define HEADER_WORDS 5 /* column names that a delimited file is recognised by */

/* ---- head ---- */

/* A word of the mapping language out of any name: small letters, digits, hyphens. */
static const char *word_of(struct plan *p, const char *name)
{
	const char *s = text_postal(p->scratch, name);
	struct buf b = BUF_INIT;
	const char *r;

	for (; *s && b.len < 40; s++) {
		if (*s >= 'A' && *s <= 'Z')
			buf_putc(&b, (char)(*s | 0x20));
		else if (*s >= '0' && *s <= '9')
			buf_putc(&b, *s);
		else if (*s == ' ' && b.len)
			buf_putc(&b, '-');
	}
	r = b.len ? arena_strndup(p->mem, b.s, b.len) : "export";
	buf_drop(&b);
	arena_reset(p->scratch);
	return r;
}

static void put_head(struct plan *p, struct buf *out, const char *input)
{
	const struct survey_node *root = survey_root(p->s);
	const char *slash = strrchr(input, '/');
	const char *name = p->s->xml ? root->name : "delimite";

	buf_puts(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!--\n  Correspondance proposée d'après "
		      "le contenu de « ");
	write_comment(out, slash ? slash + 1 : input);
	buf_puts(out, " ».");
	write_outcome(p, out);
	buf_puts(out,
		 "\n  C'est un point de départ, à relire : « À VÉRIFIER » marque ce qui n'est pas sûr.\n"
		 "  Contrôler ensuite par « relance mapping check », puis donner ce fichier à « relance run "
		 "»\n"
		 "  par l'option mapping. Le langage est expliqué dans templates/mappings/TUTORIEL.md.\n-->");
	buf_printf(out, "\n<mapping name=\"%s\" title=\"", word_of(p, name));
	write_attribute(out, p->s->xml ? root->name : "Fichier délimité");
	buf_puts(out, " (proposition)\" version=\"1\">");
}

static bool is_row(const struct plan *p, const struct survey_node *n)
{
	return !p->s->xml && n == survey_root(p->s);
}

/* The columns that a file of this kind must have: those of the first list. */
static void put_header_words(struct plan *p, struct buf *out)
{
	static const enum slot tell[] = { S_CUSTOMER, S_DATE, S_NUMBER, S_AMOUNT, S_DEBIT, S_CREDIT, S_DUE };
	const struct choice *c = p->document_lists ? p->documents[0].choice : p->customers[0]->choice;
	static const enum slot tell_customer[] = { S_KEY, S_NAME };
	const enum slot *slot = p->document_lists ? tell : tell_customer;
	size_t n = p->document_lists ? sizeof tell / sizeof *tell : 2, i, k, words = 0;

	buf_puts(out, "<recognise header=\"");
	for (i = 0; i < n && words < HEADER_WORDS; i++) {
		const struct leaf *l = c[slot[i]].leaf;
		bool again = false;

		for (k = 0; l && k < i; k++)
			again = again || (c[slot[k]].leaf && c[slot[k]].leaf->n == l->n);
		if (!l || again || !is_row(p, l->n->parent))
			continue;
		if (words++)
			buf_putc(out, ' ');
		write_attribute(out, plan_reach(p, l->n->parent, l->n));
	}
	buf_puts(out, "\"/>");
}

static void put_recognition(struct plan *p, struct buf *out)
{
	write_line(out, 1);
	if (!p->s->xml) {
		put_header_words(p, out);
		return;
	}
	buf_puts(out, "<recognise root=\"");
	write_attribute(out, survey_root(p->s)->name);
	buf_putc(out, '"');
	if (*p->s->namespace) {
		buf_puts(out, " namespace=\"");
		write_attribute(out, p->s->namespace);
		buf_putc(out, '"');
	}
	buf_puts(out, "/>");
}

/* How payments find what they pay. */
static void put_matching(struct plan *p, struct buf *out)
{
	bool groups = false, applies = false, stated = p->links > 0, label = false;
	size_t i;

	for (i = 0; i < p->document_lists; i++) {
		const struct documents *d = &p->documents[i];

		groups = groups || d->choice[S_GROUP].leaf;
		applies = applies || d->choice[S_APPLIES].leaf || d->around;
		stated = stated || applies || d->split;
		label = label || d->choice[S_LABEL].leaf;
	}
	if (!p->document_lists)
		return;
	write_line(out, 1);
	buf_puts(out, p->openings ? "<matching opening-at-start=\"yes\"" : "<matching");
	if (groups)
		buf_puts(out, " groups=\"yes\"");
	if (applies)
		buf_puts(out, " applies=\"yes\"");
	buf_puts(out, " reference=\"yes\"");
	if (label && p->payments)
		buf_puts(out, " quoted=\"yes\"");
	if (p->payments && !stated)
		buf_puts(out, " oldest-first=\"yes\"");
	buf_puts(out, "/>");
	if (p->payments && !stated)
		buf_puts(out, " <!-- À VÉRIFIER : les règlements qui ne disent pas ce qu'ils paient sont "
			      "imputés au plus ancien -->");
}

/* ---- forms ---- */

struct evidence {
	uint64_t look[LOOKS];
	bool cents; /* a name says so */
};

static void gather(const struct plan *p, struct evidence *e, const struct leaf *l)
{
	unsigned i;

	e->cents = e->cents || (l && words_any(p->scratch, survey_word(l->n),
					       "cents cent centimes centime minor minorunits"));
	arena_reset(p->scratch);
	for (i = 0; l && i < LOOKS; i++)
		e->look[i] += l->n->shape.seen[i];
}

static void gather_all(const struct plan *p, struct evidence *dates, struct evidence *amounts)
{
	static const enum slot date[] = { S_DATE, S_DUE, S_POSTED, S_GROUP_DATE };
	static const enum slot amount[] = { S_AMOUNT, S_OPEN, S_PAID, S_DEBIT, S_CREDIT, S_VAT };
	size_t i, k;

	for (i = 0; i < p->document_lists; i++) {
		const struct choice *c = p->documents[i].choice;

		for (k = 0; k < sizeof date / sizeof *date; k++)
			gather(p, dates, c[date[k]].leaf);
		for (k = 0; k < sizeof amount / sizeof *amount; k++)
			gather(p, amounts, c[amount[k]].leaf);
	}
	gather(p, dates, p->extracted);
}

static void put_forms(const struct plan *p, struct buf *out)
{
	struct evidence dates = { 0 }, amounts = { 0 };
	bool comma, point, dmy, mdy, compact, brief, cents, named;

	gather_all(p, &dates, &amounts);
	comma = amounts.look[LOOK_COMMA] > 0;
	point = amounts.look[LOOK_POINT] > 0;
	dmy = dates.look[LOOK_DMY] && dates.look[LOOK_DMY] >= dates.look[LOOK_MDY];
	mdy = dates.look[LOOK_MDY] && !dmy;
	brief = dates.look[LOOK_SHORT_COMPACT] > dates.look[LOOK_COMPACT] &&
		!(dates.look[LOOK_ISO] || dmy ||
		  mdy); /* six digits; zeros alone stand for no date in any form */
	compact = dates.look[LOOK_COMPACT] || brief;
	brief = brief || dates.look[LOOK_SHORT_YEAR];
	named = amounts.cents && !amounts.look[LOOK_MARKED];
	cents = named ||
		(!amounts.look[LOOK_MARKED] && amounts.look[LOOK_PADDED] * 2 > amounts.look[LOOK_AMOUNT]);
	write_line(out, 1);
	buf_printf(out, "<forms decimal=\"%s\" date=\"",
		   cents	    ? "hundredths"
		   : comma == point ? "either"
		   : comma	    ? "comma"
				    : "point");
	buf_puts(out, dates.look[LOOK_ISO] || !(dates.look[LOOK_DATE] || compact) ? "iso " : "");
	buf_puts(out, compact ? "compact " : "");
	buf_puts(out, dmy ? "dmy " : mdy ? "mdy " : "");
	buf_puts(out, dates.look[LOOK_DAY_NAME] ? "day-name " : "");
	buf_puts(out, brief ? "short-year " : "");
	out->s[--out->len] = '\0'; /* the last blank */
	buf_puts(out, "\"/>");
	if (named)
		buf_puts(out, " <!-- des centimes, d'après le nom d'un montant -->");
	else if (cents)
		buf_puts(out,
			 " <!-- À VÉRIFIER : des montants de longueur fixe, sans marque décimale, sont pris "
			 "pour des centimes ; sinon decimal=\"either\" -->");
	else if (amounts.look[LOOK_AMOUNT] && !amounts.look[LOOK_MARKED])
		buf_puts(out, " <!-- À VÉRIFIER : aucun montant n'a de décimales ; si ce sont des centimes, "
			      "decimal=\"hundredths\" -->");
	if (dmy && dates.look[LOOK_DMY] == dates.look[LOOK_MDY])
		buf_puts(out, " <!-- À VÉRIFIER : jour/mois ou mois/jour, aucune date du fichier ne tranche "
			      "; sinon mdy -->");
}

/* ---- the records of the whole file ---- */

static void put_header_field(struct plan *p, struct buf *out, const struct survey_node *base,
			     const char *name, const struct leaf *l, bool sure)
{
	struct choice c = { .leaf = l, .unsure = !sure };

	p->used[l->n->id] = true;
	write_line(out, 2);
	buf_printf(out, "<field name=\"%s\" path=\"", name);
	write_attribute(out, plan_reach(p, base, l->n));
	buf_puts(out, "\"/>");
	write_remark(p, out, base, &c);
}

/* The element that holds all that is stated of the file: it should end before the documents begin. */
static const struct survey_node *header_of(const struct plan *p)
{
	const struct leaf *l[] = { p->currency, p->extracted, p->openings ? p->opening_date : NULL };
	const struct survey_node *r = NULL;
	size_t i;

	for (i = 0; i < sizeof l / sizeof *l; i++) {
		if (l[i])
			r = r ? plan_common(r, l[i]->n) : l[i]->n->parent;
	}
	return r ? r : survey_root(p->s);
}

/* Opening balances have the date of the period's first day. */
static void put_opening_date(struct plan *p, struct buf *out, const struct survey_node *base)
{
	if (p->opening_date) {
		put_header_field(p, out, base, "opening-date", p->opening_date, true);
		return;
	}
	write_line(out, 2);
	buf_printf(out,
		   "<field name=\"opening-date\" value=\"%.4s-01-01\"/> <!-- À VÉRIFIER : date des soldes "
		   "d'ouverture ; le fichier ne la dit pas, l'année est celle de sa première pièce -->",
		   p->outcome.first_date ? p->outcome.first_date : "2000");
}

static void open_header(struct plan *p, struct buf *out, const char *kind, const struct survey_node *base)
{
	write_line(out, 1);
	buf_printf(out, "<record kind=\"%s\" path=\"", kind);
	write_attribute(out, p->s->xml ? plan_element(p, NULL, base) : "/");
	buf_puts(out, "\">");
}

static void put_export(struct plan *p, struct buf *out)
{
	const struct survey_node *base = header_of(p);

	buf_putc(out, '\n');
	open_header(p, out, "export", base);
	if (p->currency) {
		put_header_field(p, out, base, "currency", p->currency, true);
	} else {
		write_line(out, 2);
		buf_printf(out, "<field name=\"currency\" value=\"%s\"/>",
			   p->currency_word ? p->currency_word : "EUR");
		buf_printf(out, " <!-- %s -->",
			   p->currency_word ? "devise de tenue : la plus fréquente du fichier, À VÉRIFIER"
					    : "À VÉRIFIER : le fichier ne dit pas sa devise");
	}
	if (p->extracted)
		put_header_field(p, out, base, "extracted", p->extracted,
				 (p->extracted->words & WORD_BIT(EXTRACT)) != 0);
	if (p->openings)
		put_opening_date(p, out, base);
	write_line(out, 1);
	buf_puts(out, "</record>");
}

/* A total of the file: a control where the sum of the documents meets it. */
static void put_control(struct plan *p, struct buf *out)
{
	const struct survey_node *base = p->total ? p->total->n->parent : NULL;

	if (!base)
		return;
	if (p->use_total) {
		open_header(p, out, "control", base);
		put_header_field(p, out, base, "balance", p->total, true);
		write_line(out, 1);
		buf_puts(out, "</record>");
		return;
	}
	write_line(out, 1);
	buf_puts(out, "<!-- total annoncé par le fichier ? Si c'est le solde des clients, la balance le "
		      "contrôle par : "
		      "<record kind=\"control\" path=\"");
	write_comment(out, p->s->xml ? plan_element(p, NULL, base) : "/");
	buf_puts(out, "\"><field name=\"balance\" path=\"");
	write_comment(out, plan_reach(p, base, p->total->n));
	buf_puts(out, "\"/></record> ; ex. ");
	write_example(out, &p->total->n->shape);
	buf_puts(out, " -->");
	p->used[p->total->n->id] = true;
}

/* ---- what was left ---- */

static void put_passed_over(struct plan *p, struct buf *out)
{
	size_t i;

	for (i = 0; i < p->passed; i++) {
		write_line(out, 1);
		buf_puts(out, "<!-- laissé de côté, mais pourrait aussi être des pièces : ");
		write_comment(out, plan_absolute(p, p->passed_over[i]));
		buf_puts(out, " -->");
	}
	if (!p->document_lists) {
		write_line(out, 1);
		buf_puts(out, "<!-- À VÉRIFIER : aucune pièce (avec date et montant) n'a été trouvée dans ce "
			      "fichier -->");
	}
}

static void put_unused(struct plan *p, struct buf *out)
{
	size_t i, n = 0;

	for (i = 0; i < p->s->nodes; i++) {
		const struct survey_node *k = p->node[i];

		if (!k->shape.filled || p->used[i])
			continue;
		if (!n++) {
			buf_putc(out, '\n');
			write_line(out, 1);
			buf_puts(out, "<!--");
			write_line(out, 1);
			buf_puts(out, "  Valeurs du fichier qui ne servent pas ici :");
		}
		if (n > UNUSED_MAX)
			continue;
		write_line(out, 1);
		buf_puts(out, "    ");
		write_comment(out, plan_absolute(p, k));
		buf_puts(out, "  ex. ");
		write_example(out, &k->shape);
		if (!plan_writable(k))
			buf_puts(out, " (colonne sans nom, ou de nom qu'un chemin ne peut pas écrire : la "
				      "renommer dans le fichier)");
	}
	if (n > UNUSED_MAX) {
		write_line(out, 1);
		buf_printf(out, "    … et %zu autres", n - UNUSED_MAX);
	}
	if (n) {
		write_line(out, 1);
		buf_puts(out, "-->");
	}
}

void plan_write(struct plan *p, const char *input, struct buf *out)
{
	memset(p->used, 0, p->s->nodes * sizeof *p->used);
	put_head(p, out, input);
	put_recognition(p, out);
	put_matching(p, out);
	if (!p->s->xml) {
		write_line(out, 1);
		buf_puts(out, p->s->quotes ? "<delimited quotes=\"yes\"/>" : "<delimited/>");
	}
	put_forms(p, out);
	write_values(p, out);
	put_export(p, out);
	put_control(p, out);
	write_records(p, out);
	buf_putc(out, '\n');
	put_passed_over(p, out);
	put_unused(p, out);
	if (p->s->truncated) {
		write_line(out, 1);
		buf_puts(out, "<!-- fichier de chemins trop nombreux ou trop imbriqués : une partie n'a pas "
			      "été regardée -->");
	}
	buf_puts(out, "\n</mapping>\n");
}
