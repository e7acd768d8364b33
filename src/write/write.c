/// The last stage: every file, then one rename.
#include <omp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/dissolve.h"
#include "base/memory.h"
#include "base/options.h"
#include "write/directory.h"
#include "write/map.h"
#include "write/writing.h"

/// What several files show of the level.
typedef struct view {
    int32_t *territory, *color; ///< as in ct_writing
    ct_polygons own;
} view;

static ct_status set_regions(ct_writing *w, view *v, ct_error *err)
{
    const ct_solution *plan = &w->level->solution;
    v->territory = ct_array(plan->n, sizeof *v->territory, "territories of regions", err);
    if (v->territory) v->color = ct_array(plan->n, sizeof *v->color, "colours of regions", err);
    if (!v->color) return CT_ERR_MEMORY;
    for (int32_t i = 0; i < plan->n; i++) {
        v->territory[i] = plan->part[i] + 1;
        v->color[i] = plan->part[i] < 0 ? -1 : w->level->figures.color[plan->part[i]];
    }
    w->territory = v->territory;
    w->color = v->color;
    return CT_OK;
}

/// Territories in the layer's CRS: as they were measured, or dissolved again where that is another.
static ct_status set_territories(ct_writing *w, ct_polygons *own, ct_error *err)
{
    const ct_regions *r = &w->given->regions;
    const bool measured = r->is_point_layer || r->xy == r->lonlat;
    w->territories = measured ? &w->level->figures.outline : own;
    if (measured || !(w->opt->output.layers & CT_LAYER_TERRITORIES)) return CT_OK;
    return ct_dissolve(w->ctx, r, &w->given->graph, r->xy, w->level->solution.part,
                       w->level->figures.k, own, err);
}

/// The files, in the order of their notes and of what is said when several fail.
static const struct file {
    const char *name;
    uint32_t layers; ///< CT_LAYER_* of which one asks for it, 0 = always
    ct_writer *write;
    ct_describer *describe; ///< in place of `write`: a layer, for the sinks
    bool has_notes;         ///< holds the notes of those before it, and is written after them
} files[] = {
#define CT_STEP(name, layers, function)          {name, layers, function, NULL, false},
#define CT_PLAIN(name, layers, function, about)  {name, layers, function, NULL, false},
#define CT_SHAPES(name, layers, function, about) {name ".shp", layers, NULL, function, false},
#define CT_RECORD(name, layers, function, about) {name, layers, function, NULL, true},
#include "canton/options/outputs.def"
};

enum { N_FILES = sizeof files / sizeof *files };

/// What came of one file.
typedef struct outcome {
    ct_status status;
    ct_error err;
    ct_notes notes;
} outcome;

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

static void write_file(const ct_writing *w, int i, relay *r, outcome *o)
{
    const ct_context ctx = {
        .n_threads = w->ctx->n_threads, .notes = &o->notes, .progress = ask, .user = r};
    ct_writing own = *w;
    own.ctx = &ctx;
    o->status = ct_tick(&ctx, "write", (double)i / N_FILES, files[i].name)
                    ? ct_fail(&o->err, CT_ERR_STOPPED, "stopped")
                : files[i].describe ? write_layer(&own, files[i].describe, &o->err)
                                    : files[i].write(&own, &o->err);
}

/// One file is one task; long ones make tasks of their own.
static void write_side_by_side(const ct_writing *w, outcome *of)
{
    relay r = {w->ctx, 0};
#pragma omp parallel num_threads(w->ctx->n_threads)
#pragma omp single
    for (int i = 0; i < N_FILES; i++) {
        if (files[i].has_notes || !ct_is_asked(w, files[i].layers)) continue;
#pragma omp task firstprivate(i) shared(r)
        write_file(w, i, &r, &of[i]);
    }
}

/// Notes in the order of the files, and the first failure.
static ct_status gather(const ct_writing *w, outcome *of, ct_error *err)
{
    ct_status s = CT_OK;
    for (int i = 0; i < N_FILES; i++) {
        ct_notes_hand_over(&of[i].notes, w->ctx->notes);
        if (!s && of[i].status && err) *err = of[i].err;
        if (!s) s = of[i].status;
    }
    return s;
}

static ct_status write_files(const ct_writing *w, ct_error *err)
{
    outcome of[N_FILES] = {0};
    write_side_by_side(w, of);
    ct_status s = gather(w, of, err);
    for (int i = 0; !s && i < N_FILES; i++) {
        if (!files[i].has_notes || !ct_is_asked(w, files[i].layers)) continue;
        if (ct_tick(w->ctx, "write", (double)i / N_FILES, files[i].name))
            return ct_fail(err, CT_ERR_STOPPED, "stopped");
        s = files[i].write(w, err);
    }
    return s;
}

ct_status ct_write(const ct_options *opt, const ct_context *ctx, const ct_run *run, ct_error *err)
{
    ct_directory d;
    view v = {0};
    ct_map map = {0};
    char *command = ct_options_record(opt, run->verb);
    ct_writing w = {.map = &map,
                    .opt = opt,
                    .ctx = ctx,
                    .run = run,
                    .given = &run->given,
                    .level = ct_plan_first(&run->plan),
                    .command = command};
    ct_status s = command ? CT_OK : ct_fail_memory(err, 4096, "the command");
    if (!s) s = ct_directory_find(opt->output.out, opt->output.overwrite, &d, err);
    if (!s) s = set_regions(&w, &v, err);
    if (!s) s = set_territories(&w, &v.own, err);
    if (!s) s = ct_directory_begin(&d, err);
    w.dir = d.temporary;
    if (!s) s = write_files(&w, err);
    if (!s) s = ct_directory_commit(&d, ctx, err);
    ct_directory_abandon(&d);
    ct_map_free(&map);
    ct_polygons_free(&v.own);
    free(v.territory);
    free(v.color);
    free(command);
    return s;
}
