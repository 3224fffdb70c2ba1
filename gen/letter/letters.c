/* letters.c - all letters of an assessment, made by several threads. */
#include "letter/letters.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "base/output.h"
#include "letter/letters_work.h"
#include "base/banned.h"

#define WRITTEN (CHANNEL_EMAIL | CHANNEL_LETTER | CHANNEL_REGISTERED)
#define MAX_THREADS 64

bool letter_has_identity(struct diag *d, const struct company *c)
{
	if (c->has_identity && *c->name)
		return true;
	diag_finding(
		d, SEV_WARNING, "no-identity", NOWHERE,
		"pas de lettre : la configuration ne dit pas qui est le créancier ; donnez-lui un fichier "
		"relance.xml avec nom et adresse");
	return false;
}

void letter_bench_init(struct letter_bench *b)
{
	*b = (struct letter_bench){ .mem = arena_new(), .scratch = PENALTIES_INIT, .pdf = BUF_INIT };
}

void letter_bench_drop(struct letter_bench *b)
{
	arena_drop(b->mem);
	penalties_drop(&b->scratch);
	buf_drop(&b->pdf);
}

enum status letter_make(struct diag *d, const struct letter_shop *shop, struct letter_bench *b,
			struct letter_job *job)
{
	struct letter_data *ld;
	struct doc_info info;
	struct doc *doc;
	enum status st;

	arena_reset(b->mem);
	buf_clear(&b->pdf);
	ld = arena_alloc(b->mem, sizeof *ld);
	st = letter_data_fill(d, b->mem, &b->scratch, &job->order, ld);
	if (st != ST_OK)
		return st;
	info = letter_info(b->mem, shop, ld);
	doc = doc_new(shop->press, &info);
	letter_layout(d, b->mem, shop, ld, doc, &job->pages);
	st = doc_finish(d, doc, &b->pdf);
	doc_drop(doc);
	job->total = ld->sums.total;
	job->indemnity = ld->sums.indemnity;
	job->bytes = b->pdf.len;
	return st;
}

/* Shared by the threads of one run; what they write is in the jobs, one thread each. */
struct crew {
	struct diag *d;
	const struct letter_shop *shop;
	const char *folder;
	struct letter_job *job;
	size_t jobs;
	atomic_size_t next;
	atomic_bool failed;
};

static void *work(void *arg)
{
	struct crew *crew = arg;
	struct letter_bench bench;
	size_t i;

	letter_bench_init(&bench);
	while (!atomic_load(&crew->failed) && (i = atomic_fetch_add(&crew->next, 1)) < crew->jobs) {
		struct letter_job *job = &crew->job[i];

		bulk_breathe();
		job->st = letter_make(crew->d, crew->shop, &bench, job);
		if (job->st == ST_OK)
			job->st = output_write(crew->d,
					       arena_printf(bench.mem, "%s/%s", crew->folder, job->name),
					       bench.pdf.s, bench.pdf.len);
		if (job->st != ST_OK)
			atomic_store(&crew->failed, true);
	}
	letter_bench_drop(&bench);
	return NULL;
}

static enum status run_crew(struct crew *crew, int threads)
{
	pthread_t thread[MAX_THREADS];
	int started = 0;

	if (threads > MAX_THREADS)
		threads = MAX_THREADS;
	if ((size_t)threads > crew->jobs)
		threads = (int)crew->jobs;
	/* This thread works too; one that cannot be started is work for the others. */
	while (started + 1 < threads && pthread_create(&thread[started], NULL, work, crew) == 0)
		started++;
	work(crew);
	for (int i = 0; i < started; i++)
		pthread_join(thread[i], NULL);
	for (size_t i = 0; i < crew->jobs; i++)
		if (crew->job[i].st != ST_OK)
			return crew->job[i].st;
	return ST_OK;
}

/* ---- what is to be written ---- */

/* Which template a step's letter is made with. */
static const char *template_name(const struct company *c, const struct step *s)
{
	if (c->is_collector && (s->kind == STEP_REMINDER || s->kind == STEP_COLLECTOR))
		return "collector-letter";
	return s->template;
}

struct job_list {
	struct diag *d;
	const struct assessment *a;
	const struct company *c;
	struct template_set *templates;
	struct letter_job *job;
	size_t n, cap;
};

static enum status add_job(struct job_list *l, struct letter_order order, const char *template,
			   uint32_t decision, uint32_t customer, currency cur)
{
	enum letter_lang lang = letter_lang_of(l->a->view->ledger->customer[customer].language);
	enum status st = template_get(l->templates, template, lang, &order.template);

	if (st != ST_OK)
		return st;
	if (order.template->kind == LETTER_COLLECTOR && !l->c->is_collector)
		return diag_error(l->d, ST_CONFIG, NOWHERE,
				  "modèle « %s » : la lettre d'un tiers mandaté demande un mandant dans la "
				  "configuration",
				  template);
	order.assessment = l->a;
	order.company = l->c;
	GROW(l->job, l->n, l->cap);
	l->job[l->n++] = (struct letter_job){ .order = order,
					      .decision = decision,
					      .customer = customer,
					      .cur = cur,
					      .site = order.decision ? order.decision->site : "" };
	return ST_OK;
}

static enum status add_decisions(struct job_list *l)
{
	enum status st = ST_OK;

	for (uint32_t i = 0; i < l->a->decisions && st == ST_OK; i++) {
		const struct decision *e = &l->a->decision[i];
		const struct position *p = &l->a->position[e->position];

		if (!e->step || !(e->channels & WRITTEN) || e->step->kind == STEP_CALL ||
		    e->step->kind == STEP_LITIGATION || !*template_name(l->c, e->step))
			continue;
		st = add_job(l, (struct letter_order){ .decision = e, .channels = e->channels & WRITTEN },
			     template_name(l->c, e->step), i, p->customer, p->cur);
	}
	return st;
}

/* By e-mail where there is an address, else by letter; nobody is thanked who cannot be reached. */
static unsigned thanks_channel(const struct customer *c)
{
	for (const struct contact *x = c->contacts; x; x = x->next)
		if (*x->email)
			return CHANNEL_EMAIL;
	return address_choose(c, "") ? CHANNEL_LETTER : 0;
}

static enum status add_thanks(struct job_list *l)
{
	enum status st = ST_OK;

	for (uint32_t i = 0; i < l->a->n_thanks && st == ST_OK; i++) {
		const struct thanks *t = &l->a->thanks[i];
		unsigned channel = thanks_channel(&l->a->view->ledger->customer[t->customer]);

		if (channel)
			st = add_job(l, (struct letter_order){ .thanks = t, .channels = channel },
				     letter_kind_name(LETTER_THANKS), NONE, t->customer, t->cur);
	}
	return st;
}

static int by_customer(const void *a, const void *b)
{
	const struct letter_job *x = a, *y = b;

	if (x->customer != y->customer)
		return x->customer < y->customer ? -1 : 1;
	if (x->decision != y->decision)
		return x->decision < y->decision ? -1 : 1;
	return 0;
}

/* The title of each template once, in mem: the list of letters lives longer than the templates. */
static struct letter_file *results(const struct job_list *l, struct arena *mem)
{
	struct letter_file *file = xmalloc((l->n + 1) * sizeof *file);
	const char *title = "";

	for (size_t i = 0; i < l->n; i++) {
		const struct letter_job *job = &l->job[i];
		const struct template *t = job->order.template;

		if (strcmp(title, t->title) != 0)
			title = arena_strdup(mem, t->title);
		file[i] = (struct letter_file){
			.decision = job->decision,
			.customer = job->customer,
			.cur = job->cur,
			.name = job->name,
			.title = title,
			.kind = t->kind,
			.lang = t->lang,
			.channels = job->order.channels,
			.total = job->total,
			.indemnity = job->indemnity,
			.pages = job->pages,
			.bytes = job->bytes,
		};
	}
	return file;
}

static enum status write_jobs(struct job_list *l, struct arena *mem, const char *folder, int threads,
			      struct letter_file **files, size_t *n)
{
	struct letter_shop shop;
	struct crew crew = { .d = l->d, .shop = &shop, .folder = folder, .job = l->job, .jobs = l->n };
	enum status st = letter_shop_load(l->d, l->c, &shop);

	if (st != ST_OK)
		return st;
	qsort(l->job, l->n, sizeof *l->job, by_customer);
	letter_names(mem, l->a->view->ledger, l->job, l->n);
	st = run_crew(&crew, threads);
	if (st == ST_OK) {
		*files = results(l, mem);
		*n = l->n;
	}
	letter_shop_drop(&shop);
	return st;
}

enum status letters_write(struct diag *d, const struct assessment *a, const struct company *c,
			  struct arena *mem, const char *folder, int threads, struct letter_file **files,
			  size_t *n)
{
	struct job_list l = { .d = d, .a = a, .c = c };
	enum status st;

	*files = NULL;
	*n = 0;
	if (!letter_has_identity(d, c))
		return ST_OK;
	l.templates = template_set_new(d, c->letters);
	st = add_decisions(&l);
	if (st == ST_OK)
		st = add_thanks(&l);
	if (st == ST_OK && l.n)
		st = write_jobs(&l, mem, folder, threads, files, n);
	free(l.job);
	template_set_drop(l.templates);
	return st;
}
