/* book.c - opening, ordering, closing the workbook: the story of workbook_write(). */
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/output.h"
#include "workbook/sheets.h"
#include "workbook/summary_data.h"

#include "base/banned.h"

#define TABLE_LIMIT 20000

static const struct {
	const char *code, *name;
	uint32_t tab; /* colour */
	void (*measure)(
		struct book *b); /* before anything is written: lays a list out, computes what others need */
	void (*write)(struct book *b); /* a free form; NULL: a list */
} kinds[SHEETS] = {
	[SHEET_SUMMARY] = { "summary", "Synthèse", 0x1F3A5F, NULL, summary_sheet },
	[SHEET_BALANCE] = { "aged-balance", "Balance âgée", 0x1F3A5F, balance_measure, NULL },
	[SHEET_ITEMS] = { "items", "Pièces", 0x1F3A5F, items_measure, NULL },
	[SHEET_REMINDERS] = { "reminders", "Relances", 0xDB6F2B, reminders_measure, NULL },
	[SHEET_CALLS] = { "calls", "Appels", 0xDB6F2B, calls_measure, NULL },
	[SHEET_DECISIONS] = { "decisions", "Décisions", 0xDB6F2B, decisions_measure, NULL },
	[SHEET_DISPUTES] = { "disputes", "Litiges et promesses", 0xDB6F2B, disputes_measure, NULL },
	[SHEET_BANK] = { "bank", "Banque", 0xDB6F2B, bank_measure, NULL },
	[SHEET_RISK] = { "risk", "Risque", 0x5B7FA6, risk_measure, NULL },
	[SHEET_PENALTIES] = { "penalties", "Pénalités", 0x5B7FA6, penalties_measure, NULL },
	[SHEET_PROVISIONS] = { "provisions", "Provisions", 0x5B7FA6, provisions_prepare, provisions_sheet },
	[SHEET_PROVISION_LINES] = { "provision-lines", "Provisions par pièce", 0x5B7FA6,
				    provision_lines_measure, NULL },
	[SHEET_LITIGATION] = { "litigation", "Contentieux", 0x9E3B0B, litigation_measure, NULL },
	[SHEET_MOVEMENTS] = { "movements", "Mouvements", 0x5B7FA6, movements_measure, NULL },
	[SHEET_RECONCILIATION] = { "reconciliation", "Rapprochement", 0x8A9099, reconciliation_measure,
				   NULL },
	[SHEET_QUALITY] = { "quality", "Qualité", 0x8A9099, quality_measure, NULL },
	[SHEET_PARAMETERS] = { "parameters", "Paramètres", 0x8A9099, NULL, parameters_sheet },
};

const char *workbook_sheet_code(size_t i)
{
	return i < SHEETS ? kinds[i].code : NULL;
}

const char *workbook_sheet_name(size_t i)
{
	return i < SHEETS ? kinds[i].name : NULL;
}

void book_fail(struct book *b, enum status st, const char *fmt, ...)
{
	char text[512];
	va_list ap;

	if (b->st != ST_OK)
		return;
	va_start(ap, fmt);
	vsnprintf(text, sizeof text, fmt, ap);
	va_end(ap);
	b->st = diag_error(b->diag, st, NOWHERE, "%s", text);
}

/* The library's own texts are in English. */
static const char *error_french(struct book *b, lxw_error e)
{
	switch (e) {
	case LXW_ERROR_MEMORY_MALLOC_FAILED:
		return "mémoire insuffisante";
	case LXW_ERROR_CREATING_XLSX_FILE:
		return "fichier impossible à créer";
	case LXW_ERROR_CREATING_TMPFILE:
	case LXW_ERROR_READING_TMPFILE:
		return "fichier temporaire impossible à créer ou à relire";
	case LXW_ERROR_ZIP_FILE_OPERATION:
	case LXW_ERROR_ZIP_FILE_ADD:
	case LXW_ERROR_ZIP_CLOSE:
		return "écriture interrompue, le disque est peut-être plein";
	default:
		return arena_printf(b->mem, "code %d de libxlsxwriter", (int)e);
	}
}

void book_check(struct book *b, lxw_error e, const struct sheet *s)
{
	if (e == LXW_NO_ERROR)
		return;
	if (s)
		book_fail(b, ST_OUTPUT, "classeur : feuille « %s » : %s", s->name, error_french(b, e));
	else
		book_fail(b, ST_OUTPUT, "classeur : %s", error_french(b, e));
}

void book_add(struct book *b, money *sum, money x)
{
	if (!money_add(sum, x))
		book_fail(b, ST_LIMIT, "classeur : un total dépasse la capacité de calcul");
}

const char *book_as_of(const struct book *b)
{
	char date[11];

	return arena_printf(b->scratch, "au %s", date_fr(b->a->view->as_of, date));
}

const char *book_company(const struct book *b)
{
	const char *id = b->a->view->ledger->company, *name = b->company->name;

	if (!text_is_blank(name) && !text_is_blank(id))
		return arena_printf(b->scratch, "%s – %s", name, id);
	return text_is_blank(name) ? id : name;
}

size_t book_currency(const struct book *b, currency c)
{
	for (size_t k = 0; k < b->curs; k++)
		if (b->cur[k] == c)
			return k;
	return 0;
}

static bool names_sheet(const char *word, enum sheet_id id)
{
	return text_ieq(word, kinds[id].code) || text_ieq(word, kinds[id].name);
}

const struct policy_columns *book_columns(const struct book *b, enum sheet_id id)
{
	const struct policy_columns *pc = b->a->policy->columns;

	while (pc && !names_sheet(pc->sheet, id))
		pc = pc->next;
	return pc && pc->columns ? pc : NULL;
}

struct place book_policy_place(const struct book *b)
{
	const char *path = b->a->policy->path;

	return text_is_blank(path) ? NOWHERE : (struct place){ diag_file(b->diag, path), 0 };
}

static void choose_sheets(struct book *b)
{
	const struct policy *p = b->a->policy;

	for (int id = 0; id < SHEETS; id++) {
		b->wanted[id] = p->n_sheets == 0;
		for (size_t i = 0; i < p->n_sheets; i++)
			if (names_sheet(p->sheets[i], (enum sheet_id)id))
				b->wanted[id] = true;
	}
	for (size_t i = 0; i < p->n_sheets; i++) {
		int id = 0;

		while (id < SHEETS && !names_sheet(p->sheets[i], (enum sheet_id)id))
			id++;
		if (id == SHEETS)
			diag_finding(b->diag, SEV_WARNING, "unknown-sheet", book_policy_place(b),
				     "les règles nomment une feuille inconnue : « %s » ; écrivez son nom "
				     "comme sur l'onglet",
				     p->sheets[i]);
	}
	/* the rates drive the lines, and the totals come from them */
	if (b->wanted[SHEET_PROVISIONS])
		b->wanted[SHEET_PROVISION_LINES] = true;
	if (b->wanted[SHEET_PROVISION_LINES])
		b->wanted[SHEET_PROVISIONS] = true;
	/* RULES §4: the closure proof is shown for every run */
	b->wanted[SHEET_RECONCILIATION] = true;
}

/* The company's currency first, the others by code: the same order on every sheet. */
static void collect_currencies(struct book *b)
{
	const struct assessment *a = b->a;
	currency company = a->view->ledger->company_cur;
	bool seen[256] = { false };
	size_t n = 0;

	for (uint32_t i = 0; assessment_has_position(a, i); i++)
		seen[a->position[i].cur] = true;
	/* settled documents have no position, but may bear penalties */
	for (uint32_t i = 0; ledger_has_document(a->view->ledger, i); i++)
		if (view_exists(a->view, i))
			seen[a->view->ledger->document[i].cur] = true;
	for (size_t i = 0; i < diag_reject_count(b->diag); i++)
		if (diag_reject_at(b->diag, i)->has_amount)
			seen[diag_reject_at(b->diag, i)->cur] = true;
	for (size_t i = 0; b->in->closing && i < b->in->closing->items; i++)
		seen[b->in->closing->item[i].cur] = true;
	/* a control total may name a currency that no document has */
	for (size_t i = 0; i < a->closures; i++)
		seen[a->closure[i].cur] = true;
	seen[company] = true;
	seen[currency_find("EUR")] = true; /* of the recovery indemnity */
	b->cur = arena_calloc(b->mem, 256, sizeof *b->cur);
	b->cur[n++] = company;
	for (unsigned c = 0; c < 256; c++) {
		size_t k = n;

		if (!seen[c] || c == company || c == CUR_NONE)
			continue;
		while (k > 1 && strcmp(currency_code(b->cur[k - 1]), currency_code((currency)c)) > 0) {
			b->cur[k] = b->cur[k - 1];
			k--;
		}
		b->cur[k] = (currency)c;
		n++;
	}
	b->curs = n;
}

char *book_string(struct book *b, const char *s)
{
	size_t n = s ? strlen(s) + 1 : 0;
	char *copy = s ? arena_alloc(b->mem, n) : NULL;

	if (copy)
		memcpy(copy, s, n);
	return copy;
}

/* Page footers take '&' for a command: doubled. */
static const char *footer_text(struct book *b, const char *s)
{
	struct buf out = BUF_INIT;
	const char *copy;
	size_t n = 0;

	while (*s && n < 60) {
		const char *at = s;

		if (utf8_next(&s) == '&')
			buf_putc(&out, '&');
		buf_add(&out, at, (size_t)(s - at));
		n++;
	}
	copy = arena_strndup(b->scratch, out.s, out.len);
	buf_drop(&out);
	return copy;
}

struct sheet *book_sheet(struct book *b, enum sheet_id id, const char *name)
{
	struct sheet *s;

	if (b->st != ST_OK)
		return NULL;
	if (b->sheets == MAX_SHEETS) {
		book_fail(b, ST_LIMIT, "classeur : plus de %d feuilles", MAX_SHEETS);
		return NULL;
	}
	s = &b->sheet[b->sheets++];
	*s = (struct sheet){ .name = name, .last_row = -1, .ws = workbook_add_worksheet(b->wb, name) };
	if (!s->ws) {
		book_fail(b, ST_OUTPUT, "classeur : feuille « %s » refusée", name);
		return NULL;
	}
	worksheet_set_tab_color(s->ws, kinds[id].tab);
	worksheet_set_paper(s->ws, 9); /* A4 */
	worksheet_set_margins(s->ws, 0.4, 0.4, 0.45, 0.6);
	worksheet_gridlines(s->ws, LXW_HIDE_ALL_GRIDLINES);
	worksheet_set_landscape(s->ws);
	book_check(b,
		   worksheet_set_footer(s->ws,
					arena_printf(b->scratch, "&L&8 %s&C&8 %s %s&R&8 page &P / &N",
						     footer_text(b, book_company(b)), name, book_as_of(b))),
		   s);
	return s;
}

static void measure_all(struct book *b)
{
	for (int id = 0; id < SHEETS && b->st == ST_OK; id++)
		if (b->wanted[id] && kinds[id].measure)
			kinds[id].measure(b);
}

static void create_sheets(struct book *b)
{
	for (int id = 0; id < SHEETS && b->st == ST_OK; id++) {
		if (!b->wanted[id])
			continue;
		if (b->list[id])
			list_sheets(b->list[id]);
		else
			b->free_form[id] = book_sheet(b, (enum sheet_id)id, kinds[id].name);
	}
	if (b->st == ST_OK)
		worksheet_activate(b->sheet[0].ws);
}

static void write_sheet(struct book *b, enum sheet_id id)
{
	if (!b->wanted[id] || b->st != ST_OK)
		return;
	arena_reset(b->scratch);
	if (b->list[id])
		list_write(b->list[id]);
	else
		kinds[id].write(b);
}

/* The summary last: it points at cells of the others. Each sheet is a file of its own until the end, so any order does. */
static void write_all(struct book *b)
{
	for (int id = SHEET_SUMMARY + 1; id < SHEETS; id++)
		write_sheet(b, (enum sheet_id)id);
	write_sheet(b, SHEET_SUMMARY);
}

/* Bytes that the temporary files may need: the sheets' XML before it is packed (libraries.md §2.2), with a margin. */
static uint64_t bytes_needed(const struct book *b)
{
	uint64_t cells = 20000;

	for (int id = 0; id < SHEETS; id++)
		if (b->list[id])
			cells += (uint64_t)b->list[id]->rows * b->list[id]->columns;
	return cells * 80 + 4000000;
}

static const char *folder_of(struct book *b, const char *path)
{
	const char *slash = strrchr(path, '/');

	if (!slash)
		return ".";
	return slash == path ? "/" : arena_strndup(b->mem, path, (size_t)(slash - path));
}

/*
 * The library falls back on other folders when it cannot write into the one it
 * was given, and tells of a bad path in English: both are tried here first.
 */
static void check_places(struct book *b, const char *tmpdir, const char *path)
{
	struct stat s;
	int fd;

	if (stat(tmpdir, &s) != 0 || !S_ISDIR(s.st_mode) || access(tmpdir, W_OK | X_OK) != 0) {
		book_fail(b, ST_OUTPUT, "dossier temporaire « %s » absent ou interdit en écriture", tmpdir);
		return;
	}
	fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0666);
	if (fd < 0 || close(fd) < 0)
		book_fail(b, ST_OUTPUT, "le classeur « %s » n'a pas pu être créé : %s", path,
			  diag_errno(errno));
}

/* A full disk for temporary files goes unnoticed by the library (libraries.md §2.4): looked at before. */
static void check_room(struct book *b, const char *tmpdir, const char *path)
{
	uint64_t need = bytes_needed(b);
	const char *folder = folder_of(b, path);
	const char *place = tmpdir;
	uint64_t have = disk_free(tmpdir);

	if (have >= need) {
		place = folder;
		need /= 4; /* packed */
		have = disk_free(folder);
	}
	if (have < need)
		book_fail(b, ST_OUTPUT,
			  "place insuffisante dans « %s » : %llu Mo libres, il en faut %llu pour le classeur",
			  place, (unsigned long long)(have / 1000000),
			  (unsigned long long)(need / 1000000 + 1));
}

static void open_book(struct book *b, const char *tmpdir, const char *path)
{
	const struct ymd as_of = date_to_ymd(b->a->view->as_of);
	lxw_workbook_options opt = { .constant_memory = b->tables ? LXW_FALSE : LXW_TRUE,
				     .tmpdir = book_string(b, tmpdir),
				     .use_zip64 =
					     bytes_needed(b) > UINT64_C(3500000000) ? LXW_TRUE : LXW_FALSE };
	lxw_doc_properties props = { 0 };
	char text[11];

	b->wb = workbook_new_opt(path, &opt);
	if (!b->wb) {
		book_fail(b, ST_LIMIT, "classeur : mémoire insuffisante");
		return;
	}
	formats_new(b);
	props.title =
		book_string(b, arena_printf(b->mem, "Balance âgée au %s", date_fr(b->a->view->as_of, text)));
	props.subject = book_string(b, "Créances clients");
	props.company = book_string(b, text_is_blank(b->company->name) ? NULL : b->company->name);
	props.author = book_string(b, text_is_blank(b->in->version) ? "relance" : b->in->version);
	/* the file must not depend on the clock: noon of the as-of date, in days since 1970 */
	props.created = (time_t)date_from_ymd(as_of.year, as_of.month, as_of.day) * 86400 + 43200;
	book_check(b, workbook_set_properties(b->wb, &props), NULL);
}

/* What the library wrote goes to the disk before anybody relies on it. */
static enum status flush_file(struct diag *d, const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	bool good = fd >= 0 && fsync(fd) == 0;
	int why = errno;

	if (fd >= 0)
		close(fd);
	return good ? ST_OK
		    : diag_error(d, ST_OUTPUT, NOWHERE, "« %s » n'a pas pu être enregistré : %s", path,
				 diag_errno(why));
}

/*
 * The library tells of its failures on stderr as well, in English; what went
 * wrong is said once, in French, by whoever asked. (In the GNU C library
 * stderr is a variable that may be set.)
 */
static lxw_error close_quietly(lxw_workbook *wb)
{
	FILE *usual = stderr, *nowhere = fopen("/dev/null", "we");
	lxw_error e;

	if (nowhere)
		stderr = nowhere;
	e = workbook_close(wb); /* frees everything, error or not */
	stderr = usual;
	if (nowhere)
		fclose(nowhere);
	return e;
}

static void close_book(struct book *b, const char *path)
{
	lxw_error e;

	if (!b->wb)
		return;
	e = close_quietly(b->wb);
	b->wb = NULL;
	if (b->st == ST_OK && e != LXW_NO_ERROR)
		book_fail(b, ST_OUTPUT, "le classeur « %s » n'a pas pu être écrit : %s", path,
			  error_french(b, e));
	if (b->st == ST_OK)
		b->st = verify_workbook(b->diag, path, b->sheet, b->sheets);
	if (b->st == ST_OK)
		b->st = flush_file(b->diag, path);
}

/* A half-written workbook must not be taken for one; a path that is a device stays. */
static void remove_file(const char *path)
{
	struct stat s;

	if (lstat(path, &s) == 0 && S_ISREG(s.st_mode))
		unlink(path);
}

enum status workbook_write(struct diag *d, const struct assessment *a, const struct company *c,
			   const struct workbook_input *in, const char *path)
{
	struct arena *mem = arena_new();
	struct book *b = arena_alloc(mem, sizeof *b);
	const char *tmpdir;
	enum status st;

	*b = (struct book){ .diag = d, .a = a, .company = c, .in = in, .mem = mem, .scratch = arena_new() };
	b->tables = a->items <= (in->table_limit ? in->table_limit : TABLE_LIMIT);
	b->rows_per_sheet = in->rows_per_sheet;
	tmpdir = in->tmpdir ? in->tmpdir : folder_of(b, path);
	choose_sheets(b);
	collect_currencies(b);
	b->ref = reference_currency(a);
	measure_all(b);
	if (b->st == ST_OK)
		check_places(b, tmpdir, path);
	if (b->st == ST_OK)
		check_room(b, tmpdir, path);
	if (b->st == ST_OK)
		open_book(b, tmpdir, path);
	if (b->wb) {
		create_sheets(b);
		write_all(b);
	}
	close_book(b, path);
	st = b->st;
	if (st != ST_OK)
		remove_file(path);
	arena_drop(b->scratch);
	arena_drop(mem);
	return st;
}
