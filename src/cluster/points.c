/// A population of layouts is bred; its best distinct ones become starts.
#include "cluster/points.h"

#include <stdio.h>
#include <string.h>

#include "base/memory.h"
#include "kernels/cluster/evolve.h"
#include "kernels/cluster/finish.h"

/// Points settled in children, by effort.
static const double EFFORT[] = {0, 1e4, 4e4, 2e5, 4e5, 8e5, 1.5e6, 3e6, 6e6, 2e7, 8e7};

enum { MOST_BROODS = 2000 };

/// One call; all memory from the arena.
typedef struct run {
    const ct_cut *cut;
    ct_arena arena;
    ctk_map map;
    ctk_quota quota;
    ctk_blocks blocks;
    ctk_evolution *evolution;
    void *inertia;
} run;

static void *take(run *r, int64_t n, size_t size, ct_error *err)
{
    return ct_arena_array(&r->arena, n, size, "clustering", err);
}

static ct_status allocate(run *r, int32_t n_threads, ct_error *err)
{
    const ct_cut *c = r->cut;
    void *blocks = take(r, ctk_blocks_work(c->n), 1, err);
    ctk_evolution *e = r->evolution = take(r, 1, sizeof *e, err);
    if (!blocks || !e) return CT_ERR_MEMORY;
    r->map = (ctk_map){c->n, c->pos_km, c->weight, c->indptr, c->indices};
    r->quota = (ctk_quota){c->lower, c->target, c->upper};
    ctk_blocks_build(c->n, c->pos_km, c->weight, blocks, &r->blocks);
    *e = (ctk_evolution){.map = &r->map, .blocks = &r->blocks, .quota = &r->quota, .k = c->k};
    e->is_equal = c->is_equal;
    e->n_threads = n_threads;
    e->seed = c->seed;
    void *work = take(r, ctk_evolve_work(&r->blocks, c->k), 1, err);
    r->inertia = take(r, ctk_inertia_work(c->k), 1, err);
    if (!work || !r->inertia) return CT_ERR_MEMORY;
    ctk_evolve_init(e, work);
    return CT_OK;
}

/// Broods that cost about EFFORT[] settlings of a point: small maps get hundreds of layouts, large
/// ones a handful.
static int32_t count_broods(const ct_cut *c)
{
    if (c->k < 2 || c->n <= c->k) return 0;
    double n = EFFORT[c->effort < 0 ? 0 : c->effort > 10 ? 10 : c->effort] / c->n / CTK_BROOD;
    return n < MOST_BROODS ? (int32_t)n : MOST_BROODS;
}

static ct_status search(run *r, const ct_context *ctx)
{
    const ct_cut *c = r->cut;
    int32_t n_broods = count_broods(c);
    ctk_evolve_seed(r->evolution);
    for (int32_t b = 0; b <= n_broods; b++) {
        char detail[48];
        snprintf(detail, sizeof detail, "%d layouts", CTK_POPULATION + b * CTK_BROOD);
        double done = (b + 1.0) / (n_broods + 1.0);
        ct_status status =
            ct_tick(ctx, "cluster", c->done_from + done * (c->done_to - c->done_from), detail);
        if (status) return status;
        if (b < n_broods) ctk_evolve_brood(r->evolution);
    }
    return CT_OK;
}

/// The best of the population; when it has fewer members than starts are wanted, they come again.
static void finish(run *r)
{
    const ct_cut *c = r->cut;
    ctk_evolution *e = r->evolution;
    int64_t k = c->k, n = c->n;
    int32_t n_distinct = e->n_members < c->n_starts ? e->n_members : c->n_starts;
    ctk_evolve_finish(e, n_distinct);
    for (int64_t s = 0; s < c->n_starts; s++) {
        const ctk_layout *l = e->member + s % n_distinct;
        memcpy(c->center_km + 3 * k * s, l->center, sizeof(double) * 3 * (size_t)k);
        memcpy(c->lambda + k * s, l->lambda, sizeof(double) * (size_t)k);
        memcpy(c->part + n * s, l->part, sizeof(int32_t) * (size_t)n);
        ctk_fill_empty(c->n, c->pos_km, c->k, l->center, r->inertia, c->part + n * s);
        c->inertia[s] = ctk_inertia(c->n, c->pos_km, c->weight, c->k, c->part + n * s, r->inertia);
    }
}

ct_status ct_cluster_points(const ct_context *ctx, const ct_cut *cut, ct_error *err)
{
    run r = {.cut = cut};
    ct_status status = allocate(&r, ctx->n_threads, err);
    if (!status) status = search(&r, ctx);
    if (!status) finish(&r);
    if (status == CT_ERR_STOPPED) ct_fail(err, status, "stopped while clustering");
    ct_arena_free(&r.arena);
    return status;
}
