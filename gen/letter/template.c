/* template.c - the set of templates of a run: where they are, loaded once each. */
#include "letter/template.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/output.h"
#include "base/text.h"
#include "base/banned.h"

struct loaded {
	const char *name;
	enum letter_lang lang;
	enum status st;
	struct template *t; /* NULL if it could not be loaded */
};

struct template_set {
	struct diag *d;
	struct arena *mem;
	const char *folder[2]; /* user's ("" for none), shipped */
	const char *xsd;
	struct loaded *loaded;
	size_t n, cap;
};

struct template_set *template_set_new(struct diag *d, const char *folder)
{
	struct template_set *s = xmalloc(sizeof *s);

	*s = (struct template_set){ .d = d, .mem = arena_new() };
	s->folder[0] = arena_strdup(s->mem, folder);
	s->folder[1] = data_path(s->mem, "templates/letters");
	s->xsd = data_path(s->mem, "templates/letters/letter.xsd");
	return s;
}

void template_set_drop(struct template_set *s)
{
	if (!s)
		return;
	free(s->loaded);
	arena_drop(s->mem);
	free(s);
}

/* The file of a template, the user's first; *own says if it is his. NULL if there is none. */
static const char *find_file(struct template_set *s, const char *name, enum letter_lang lang, bool *own)
{
	for (size_t i = 0; i < 2; i++) {
		const char *path =
			arena_printf(s->mem, "%s/%s/%s.xml", s->folder[i], letter_lang_code(lang), name);

		*own = i == 0;
		if (*s->folder[i] && access(path, R_OK) == 0)
			return path;
	}
	return NULL;
}

static int by_name(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

const char **template_names(struct template_set *s, enum letter_lang lang, size_t *n)
{
	const char **list, **found = NULL;
	size_t used = 0, cap = 0, kept = 0;

	for (size_t i = 0; i < 2; i++) {
		DIR *dir =
			*s->folder[i]
				? opendir(arena_printf(s->mem, "%s/%s", s->folder[i], letter_lang_code(lang)))
				: NULL;

		for (struct dirent *e; dir && (e = readdir(dir));) {
			size_t len = strlen(e->d_name);

			if (e->d_name[0] == '_' || e->d_name[0] == '.' || len < 5 ||
			    strcmp(e->d_name + len - 4, ".xml") != 0)
				continue;
			GROW(found, used, cap);
			found[used++] = arena_strndup(s->mem, e->d_name, len - 4);
		}
		if (dir)
			closedir(dir);
	}
	list = arena_calloc(s->mem, used + 1, sizeof *list);
	if (used)
		qsort(found, used, sizeof *found, by_name);
	for (size_t i = 0; i < used; i++)
		if (!kept || strcmp(list[kept - 1], found[i]) != 0)
			list[kept++] = found[i];
	free(found);
	*n = kept;
	return list;
}

static enum status not_found(struct template_set *s, const struct loaded *l)
{
	struct buf known = BUF_INIT;
	size_t n;
	const char **name = template_names(s, l->lang, &n);

	for (size_t i = 0; i < n; i++)
		buf_printf(&known, "%s%s", i ? ", " : "", name[i]);
	diag_error(s->d, ST_CONFIG, NOWHERE,
		   "modèle de lettre « %s » introuvable ; il y a en « %s » : %s ; pour un autre, créez « "
		   "%s/%s/… .xml »",
		   l->name, letter_lang_code(l->lang), known.s, *s->folder[0] ? s->folder[0] : s->folder[1],
		   letter_lang_code(l->lang));
	buf_drop(&known);
	return ST_CONFIG;
}

static enum status load(struct template_set *s, struct loaded *l)
{
	struct template_source src = { .d = s->d, .a = s->mem, .xsd = s->xsd };
	struct template *t = arena_alloc(s->mem, sizeof *t);
	bool own;
	const char *path = find_file(s, l->name, l->lang, &own);
	enum status st;

	if (!path || strchr(l->name, '/'))
		return not_found(s, l);
	if (*s->folder[0] && !own)
		diag_finding(s->d, SEV_INFO, "shipped-template", NOWHERE,
			     "le dossier de modèles « %s » n'a pas « %s/%s.xml » : celui que relance fournit "
			     "est pris",
			     s->folder[0], letter_lang_code(l->lang), l->name);
	for (size_t i = 0; i < 2; i++)
		src.folder[i] =
			*s->folder[i] ? arena_printf(s->mem, "%s/%s", s->folder[i], letter_lang_code(l->lang))
				      : "";
	t->name = l->name;
	st = template_compile(&src, path, t);
	if (st == ST_OK && t->lang != l->lang)
		st = diag_error(s->d, ST_CONFIG, (struct place){ t->file, 0 },
				"ce modèle est dans le dossier « %s » mais annonce une autre langue",
				letter_lang_code(l->lang));
	if (st == ST_OK)
		st = template_check(s->d, t);
	if (st == ST_OK)
		l->t = t;
	return st;
}

enum status template_get(struct template_set *s, const char *name, enum letter_lang lang,
			 const struct template **out)
{
	struct loaded *l;

	*out = NULL;
	for (size_t i = 0; i < s->n; i++) {
		l = &s->loaded[i];
		if (l->lang == lang && strcmp(l->name, name) == 0) {
			*out = l->t;
			return l->st;
		}
	}
	GROW(s->loaded, s->n, s->cap);
	l = &s->loaded[s->n++];
	*l = (struct loaded){ .name = arena_strdup(s->mem, name), .lang = lang };
	l->st = load(s, l);
	*out = l->t;
	return l->st;
}
