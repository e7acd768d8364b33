/// Seeds, then rounds of Lloyd iterations over all starts.
#include "cluster/points.h"

#include <stdbool.h>
#include <stdio.h>

#include "base/memory.h"
#include "kernels/cluster/bisect.h"
#include "kernels/cluster/finish.h"
#include "kernels/cluster/lloyd.h"

enum { COLD_ITERATIONS = 25, HOT_ITERATIONS = 2 };

/// One call; all memory from the arena.
typedef struct run {
    const ct_cut *cut;
    ct_arena arena;
    ctk_blocks blocks;
    ctk_lloyd *start; ///< [n_starts]
    int32_t n_workers, n_inner;
    ctk_power *power; ///< [n_workers]
    double *newton;
    void *seeding;
} run;

static void *take(run *r, int64_t n, size_t size, ct_error *err)
{
    return ct_arena_array(&r->arena, n, size, "clustering", err);
}

/// As many starts as threads: a start a thread. Fewer: all threads on each.
static ct_status allocate(run *r, int32_t n_threads, ct_error *err)
{
    const ct_cut *c = r->cut;
    bool is_outer = n_threads > 1 && c->n_starts >= n_threads;
    r->n_workers = is_outer ? n_threads : 1;
    r->n_inner = is_outer ? 1 : n_threads;
    int64_t bytes = ctk_bisect_work(c->n);
    if (bytes < ctk_inertia_work(c->k)) bytes = ctk_inertia_work(c->k);
    void *blocks = take(r, ctk_blocks_work(c->n), 1, err);
    r->start = take(r, c->n_starts, sizeof *r->start, err);
    r->power = take(r, r->n_workers, sizeof *r->power, err);
    r->newton = take(r, r->n_workers * ctk_newton_work(c->k), sizeof(double), err);
    r->seeding = take(r, bytes, 1, err);
    if (!blocks || !r->start || !r->power || !r->newton || !r->seeding) return CT_ERR_MEMORY;
    ctk_blocks_build(c->n, c->pos_km, c->weight, blocks, &r->blocks);
    for (int32_t w = 0; w < r->n_workers; w++) {
        void *work = take(r, ctk_power_work(&r->blocks, c->k, r->n_inner), 1, err);
        if (!work) return CT_ERR_MEMORY;
        ctk_power_init(&r->blocks, c->k, r->n_inner, work, r->power + w);
    }
    return CT_OK;
}

static ct_status seed(run *r, ct_error *err)
{
    const ct_cut *c = r->cut;
    int64_t k = c->k;
    for (int32_t s = 0; s < c->n_starts; s++) {
        ctk_lloyd *l = r->start + s;
        l->center = c->center_km + 3 * k * s;
        l->lambda = c->lambda + k * s;
        l->centroid = take(r, 3 * k, sizeof(double), err);
        l->weight = take(r, k, sizeof(double), err);
        if (!l->centroid || !l->weight) return CT_ERR_MEMORY;
        l->most_iterations = s % 2 == 0 ? COLD_ITERATIONS : HOT_ITERATIONS;
        int32_t *part = c->part + (int64_t)s * c->n;
        ctk_bisect(c->n, c->pos_km, c->weight, c->k, c->target, c->seed, s, r->seeding, part);
        ctk_lloyd_seed(&r->blocks, c->k, part, l);
    }
    return CT_OK;
}

static bool is_any_left(const run *r)
{
    for (int32_t s = 0; s < r->cut->n_starts; s++)
        if (!r->start[s].done) return true;
    return false;
}

static ct_status iterate(run *r, const ct_context *ctx)
{
    const ct_cut *c = r->cut;
    ctk_quota quota = {c->lower, c->target, c->upper};
    for (int32_t round = 0; round < COLD_ITERATIONS && is_any_left(r); round++) {
        char detail[48];
        snprintf(detail, sizeof detail, "iteration %d", round + 1);
        double done = (double)round / COLD_ITERATIONS;
        ct_status status =
            ct_tick(ctx, "cluster", c->done_from + done * (c->done_to - c->done_from), detail);
        if (status) return status;
        ctk_lloyd_round(c->n_starts, r->start, &quota, r->n_workers, r->power, r->newton, c->part);
    }
    return CT_OK;
}

static void finish(run *r)
{
    const ct_cut *c = r->cut;
    for (int32_t s = 0; s < c->n_starts; s++) {
        int32_t *part = c->part + (int64_t)s * c->n;
        ctk_fill_empty(c->n, c->pos_km, c->k, r->start[s].center, r->seeding, part);
        c->inertia[s] = ctk_inertia(c->n, c->pos_km, c->weight, c->k, part, r->seeding);
    }
}

ct_status ct_cluster_points(const ct_context *ctx, const ct_cut *cut, ct_error *err)
{
    run r = {.cut = cut};
    ct_status status = allocate(&r, ctx->n_threads, err);
    if (!status) status = seed(&r, err);
    if (!status) status = iterate(&r, ctx);
    if (!status) finish(&r);
    if (status == CT_ERR_STOPPED) ct_fail(err, status, "stopped while clustering");
    ct_arena_free(&r.arena);
    return status;
}
