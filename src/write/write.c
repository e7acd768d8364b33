/// The last stage: every file of every layer and level, then one rename.
#include <omp.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/memory.h"
#include "base/options.h"
#include "write/directory.h"
#include "write/map.h"
#include "write/views.h"

/// The files, in the order of their notes and of what is said when several fail.
static const struct file {
    const char *name;
    ct_per per;
    uint32_t layers; ///< CT_LAYER_* of which one asks for it, 0 = always
    ct_writer *write;
    ct_describer *describe; ///< in place of `write`: a layer, for the sinks
    bool has_notes;         ///< holds the notes of those before it, and is written after them
} files[] = {
#define CT_STEP(name, per, layers, function) {name, CT_PER_##per, layers, function, NULL, false},
#define CT_PLAIN(name, per, layers, function, about)                                               \
    {name, CT_PER_##per, layers, function, NULL, false},
#define CT_SHAPES(name, per, layers, function, about)                                              \
    {name ".shp", CT_PER_##per, layers, NULL, function, false},
#define CT_RECORD(name, per, layers, function, about)                                              \
    {name, CT_PER_##per, layers, function, NULL, true},
#include "canton/options/outputs.def"
};

enum { N_FILES = sizeof files / sizeof *files };

/// One file, and what came of it.
typedef struct job {
    const struct file *file;
    ct_writing w;
    ct_status status;
    ct_error err;
    ct_notes notes;
} job;

/// All files of all layers and levels, in their order: job[n].
typedef struct jobs {
    int32_t n;
    job *job;
} jobs;

static void add_jobs(const ct_writing *w, int32_t layer_id, jobs *j)
{
    for (int i = 0; i < N_FILES; i++) {
        const int32_t times = ct_per_times(w->run, files[i].per, layer_id);
        for (int32_t l = 0; l < times && ct_is_asked(w, files[i].layers); l++)
            j->job[j->n++] = (job){.file = &files[i], .w = ct_writing_at(w, layer_id, l)};
    }
}

static ct_status list_jobs(const ct_writing *w, jobs *j, ct_error *err)
{
    const int32_t n_layers = w->run->plan.n_layers;
    int64_t most = 0;
    for (int32_t s = 0; s < n_layers; s++)
        most += N_FILES + (int64_t)N_FILES * w->run->plan.layer[s].n_levels;
    j->job = ct_array(most, sizeof *j->job, "the list of files", err);
    if (!j->job) return CT_ERR_MEMORY;
    for (int32_t s = 0; s < n_layers; s++) add_jobs(w, s, j);
    return CT_OK;
}

/// Progress of files written side by side: the calling thread alone asks, all of them stop.
typedef struct relay {
    const ct_context *ctx;
    int stop;
} relay;

static int ask(void *user, const char *stage, double done, const char *detail)
{
    relay *r = user;
    int stop;
    if (omp_get_thread_num() == 0 && ct_tick(r->ctx, stage, done, detail)) {
#pragma omp atomic write
        r->stop = 1;
    }
#pragma omp atomic read
    stop = r->stop;
    return stop;
}

static ct_status write_layer(const ct_writing *w, ct_describer *describe, ct_error *err)
{
    ct_arena arena = {0};
    ct_features f = {0};
    ct_status s = describe(w, &arena, &f, err);
    if (!s) s = ct_sink_shapefile(w->ctx, w->dir, &f, err);
    ct_arena_free(&arena);
    return s;
}

static void write_file(job *o, double done, relay *r)
{
    const ct_context ctx = {
        .n_threads = o->w.ctx->n_threads, .notes = &o->notes, .progress = ask, .user = r};
    o->w.ctx = &ctx;
    o->status = ct_tick(&ctx, "write", done, o->file->name)
                    ? ct_fail(&o->err, CT_ERR_STOPPED, "stopped")
                : o->file->describe ? write_layer(&o->w, o->file->describe, &o->err)
                                    : o->file->write(&o->w, &o->err);
    o->w.ctx = r->ctx;
}

/// One file is one task; long ones make tasks of their own.
static void write_side_by_side(const ct_context *ctx, const jobs *j)
{
    relay r = {ctx, 0};
#pragma omp parallel num_threads(ctx->n_threads)
#pragma omp single
    for (int32_t i = 0; i < j->n; i++) {
        if (j->job[i].file->has_notes) continue;
#pragma omp task firstprivate(i) shared(r)
        write_file(&j->job[i], (double)i / j->n, &r);
    }
}

/// Notes in the order of the files, and the first failure.
static ct_status gather(const ct_context *ctx, const jobs *j, ct_error *err)
{
    ct_status s = CT_OK;
    for (int32_t i = 0; i < j->n; i++) {
        job *o = &j->job[i];
        ct_notes_hand_over(&o->notes, ctx->notes);
        if (!s && o->status && err) *err = o->err;
        if (!s) s = o->status;
    }
    return s;
}

static ct_status write_files(const ct_context *ctx, const jobs *j, ct_error *err)
{
    write_side_by_side(ctx, j);
    ct_status s = gather(ctx, j, err);
    for (int32_t i = 0; !s && i < j->n; i++) {
        const job *o = &j->job[i];
        if (!o->file->has_notes) continue;
        if (ct_tick(ctx, "write", (double)i / j->n, o->file->name))
            return ct_fail(err, CT_ERR_STOPPED, "stopped");
        s = o->file->write(&o->w, err);
    }
    return s;
}

/// The first layer's files stand in the output directory, those of others in one of their own.
static ct_status make_directories(const ct_plan *plan, const char *dir, ct_views *views,
                                  ct_error *err)
{
    ct_status s = CT_OK;
    for (int32_t i = 0; !s && i < plan->n_layers; i++) {
        const char *segment = i ? plan->layer[i].segment : "";
        snprintf(views[i].dir, sizeof views[i].dir, "%s%s%s", dir, i ? "/layer_" : "", segment);
        if (i) s = ct_directory_within(views[i].dir, err);
    }
    return s;
}

static ct_status write_directory(ct_writing *w, ct_views *views, ct_directory *d, ct_error *err)
{
    jobs j = {0};
    ct_status s = make_directories(&w->run->plan, d->claim.path, views, err);
    if (!s) s = list_jobs(w, &j, err);
    if (!s) s = write_files(w->ctx, &j, err);
    free(j.job);
    if (!s) s = ct_directory_commit(d, err);
    return s;
}

ct_status ct_write(const ct_options *opt, const ct_context *ctx, const ct_run *run, ct_error *err)
{
    ct_directory own, *d = run->place && run->place->claim.path[0] ? run->place : NULL;
    ct_map map = {0};
    ct_views *views = NULL;
    char *command = ct_options_record(opt, run->verb);
    ct_writing w = {
        .opt = opt, .ctx = ctx, .run = run, .given = &run->given, .command = command, .map = &map};
    ct_status s = command ? CT_OK : ct_fail_memory(err, 4096, "the command");
    if (!s) s = ct_views_check(&run->plan, err);
    if (!s && !d) s = ct_directory_begin(d = &own, &opt->output, err);
    if (!s) s = ct_views_make(&w, &views, err);
    w.views = views;
    if (!s) s = write_directory(&w, views, d, err);
    if (d) ct_directory_end(d, ctx->notes);
    ct_map_free(&map);
    ct_views_free(views, &run->plan);
    free(command);
    return s;
}
