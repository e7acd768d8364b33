/// A population of layouts is bred on a coarse map; its best distinct ones become starts.
#include "cluster/points.h"

#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/effort.h"
#include "base/memory.h"
#include "kernels/cluster/evolve.h"
#include "kernels/cluster/finish.h"
#include "kernels/cluster/units.h"
#include "kernels/prim/knob.h"

/// A territory holds about so many units, and a unit at most this part of its weight.
CTK_KNOB_N(UNITS_EACH, 32);
CTK_KNOB_N(LEAST_UNITS, 4000);
CTK_KNOB_N(UNIT_SHARE, 20);

/// Neighbours farther apart than such a part of a territory's width are never one unit.
CTK_KNOB(UNIT_REACH, 0.5);

/// Iterations in which the layouts of units settle on the whole map, and where islands were drawn
/// in once more.
CTK_KNOB_N(FINE_ITERATIONS, 25);
CTK_KNOB_N(FAR_ITERATIONS, 10);

/// Layouts for each territory beyond which little is found, at effort 5.
CTK_KNOB(ENOUGH_EACH, 60);
CTK_KNOB_N(MOST_BROODS, 2000);

/// With so many territories settling a point costs twice as much as with few.
CTK_KNOB(MANY_CELLS, 250);

/// An evaluation costs as much as that of the points and so many more for each cell.
CTK_KNOB(CELL_POINTS, 8);

/// Evaluations of a point, of those that effort allows to be settled. Where bands can be met it
/// takes 15 to 110; where they cannot, settling goes to the end of its patience each time.
CTK_KNOB(MOST_EVALUATIONS, 150);

/// Larger maps keep the units' cells: settling all points would take longer than all else.
CTK_KNOB_N(MOST_FINE, 200000);

/// One call; all memory from the arena.
typedef struct run {
    const ct_cut *cut;
    ct_arena arena;
    ctk_map map, coarse; ///< coarse = map when units would be points
    ctk_quota quota;
    ctk_blocks blocks, coarse_blocks;
    ctk_units units;
    ctk_evolution *evolution;
    double points; ///< that effort allows to be settled
    int32_t n_seeds, n_broods;
    int32_t n_layouts;  ///< members that are brought to rest on the whole map
    ctk_layout *layout; ///< [n_layouts]
} run;

static void *take(run *r, int64_t n, size_t size, ct_error *err)
{
    return ct_arena_array(&r->arena, n, size, "clustering", err);
}

static ct_status build_blocks(run *r, const ctk_map *map, ctk_blocks *out, ct_error *err)
{
    void *work = take(r, ctk_blocks_work(map->n), 1, err);
    if (!work) return CT_ERR_MEMORY;
    ctk_blocks_build(map->n, map->pos, map->w, work, out);
    if (map->n_extra == 0) return CT_OK;
    work = take(r, ctk_blocks_extra_work(map->n, map->n_extra), 1, err);
    if (!work) return CT_ERR_MEMORY;
    ctk_blocks_extra(map->n_extra, map->ratio, work, out);
    return CT_OK;
}

// ---- the coarse map -----------------------------------------------------------------------------

static ct_status take_rules(run *r, ct_error *err)
{
    const ctk_rules *from = r->cut->rules;
    const int64_t n = r->cut->n;
    ctk_units *u = &r->units;
    if (!from) return CT_OK;
    u->only = take(r, n, sizeof *u->only, err);
    u->forbid_begin = take(r, n + 1, sizeof *u->forbid_begin, err);
    u->apart_begin = take(r, n + 1, sizeof *u->apart_begin, err);
    u->forbid = take(r, from->forbid ? from->forbid_begin[n] : 0, sizeof *u->forbid, err);
    u->apart = take(r, from->apart ? from->apart_begin[n] : 0, sizeof *u->apart, err);
    const bool is_done = u->only && u->forbid_begin && u->apart_begin && u->forbid && u->apart;
    return is_done ? CT_OK : CT_ERR_MEMORY;
}

static ct_status build_units(run *r, int32_t size, ct_error *err)
{
    const ct_cut *c = r->cut;
    ctk_units *u = &r->units;
    double total = 0;
    for (int32_t j = 0; j < c->k; j++) total += c->target[j];
    u->of = take(r, c->n, sizeof *u->of, err);
    u->pos = take(r, 3 * (int64_t)c->n, sizeof *u->pos, err);
    u->w = take(r, c->n, sizeof *u->w, err);
    u->indptr = take(r, (int64_t)c->n + 1, sizeof *u->indptr, err);
    u->indices = take(r, c->indptr[c->n], sizeof *u->indices, err);
    u->ratio = take(r, (int64_t)c->n_extra * c->n, sizeof *u->ratio, err);
    void *work = take(r, ctk_units_work(c->n), 1, err);
    if (!u->ratio || !u->of || !u->pos || !u->w || !u->indptr || !u->indices || !work)
        return CT_ERR_MEMORY;
    if (take_rules(r, err)) return CT_ERR_MEMORY;
    ctk_units_build(&r->map, r->blocks.order, size, total / c->k / UNIT_SHARE,
                    UNIT_REACH * c->width_km, work, u);
    return CT_OK;
}

static ct_status build_maps(run *r, ct_error *err)
{
    const ct_cut *c = r->cut;
    int64_t wanted = (int64_t)UNITS_EACH * c->k;
    int32_t size = (int32_t)(c->n / (wanted > LEAST_UNITS ? wanted : LEAST_UNITS));
    r->map = (ctk_map){.n = c->n,
                       .pos = c->pos_km,
                       .w = c->weight,
                       .indptr = c->indptr,
                       .indices = c->indices,
                       .n_extra = c->n_extra,
                       .ratio = c->ratio,
                       .rules = c->rules};
    r->quota = (ctk_quota){c->lower, c->target, c->upper};
    r->coarse = r->map;
    ct_status status = build_blocks(r, &r->map, &r->blocks, err);
    r->coarse_blocks = r->blocks;
    if (status || size < 2) return status;
    status = build_units(r, size, err);
    const ctk_units *u = &r->units;
    if (status || u->n < c->k) return status;
    r->coarse = (ctk_map){.n = u->n,
                          .pos = u->pos,
                          .w = u->w,
                          .indptr = u->indptr,
                          .indices = u->indices,
                          .n_extra = c->n_extra,
                          .ratio = u->ratio,
                          .rules = c->rules ? &u->rules : NULL};
    return build_blocks(r, &r->coarse, &r->coarse_blocks, err);
}

// ---- the search ---------------------------------------------------------------------------------

/// A population of seeds first, children then: more effort does what less does, and more.
static void set_effort(run *r)
{
    const ct_cut *c = r->cut;
    double points = ct_effort_of(c->effort)->settlings;
    r->points = points;
    double layouts = points / r->coarse.n / (1 + (double)c->k / MANY_CELLS) / (1 + c->n_extra);
    double enough = points / ct_effort_of(5)->settlings * (ENOUGH_EACH * c->k);
    layouts = layouts < enough ? layouts : enough;
    r->n_seeds = layouts < CTK_POPULATION ? (int32_t)layouts : CTK_POPULATION;
    if (r->n_seeds < c->n_starts)
        r->n_seeds = c->n_starts < CTK_POPULATION ? c->n_starts : CTK_POPULATION;
    double broods = (layouts - r->n_seeds) / CTK_BROOD;
    r->n_broods = broods < 0 ? 0 : broods < MOST_BROODS ? (int32_t)broods : MOST_BROODS;
    if (c->k < 2) r->n_broods = 0;
}

static ct_status allocate(run *r, int32_t n_threads, ct_error *err)
{
    const ct_cut *c = r->cut;
    ctk_evolution *e = r->evolution = take(r, 1, sizeof *e, err);
    if (!e) return CT_ERR_MEMORY;
    *e = (ctk_evolution){.map = &r->coarse, .blocks = &r->coarse_blocks, .quota = &r->quota};
    e->k = c->k;
    e->is_equal = c->is_equal && !(c->rules && ctk_rules_name_territories(c->rules));
    e->n_threads = n_threads;
    e->seed = c->seed;
    void *work = take(r, ctk_evolve_work(&r->coarse_blocks, c->k), 1, err);
    if (!work) return CT_ERR_MEMORY;
    ctk_evolve_init(e, work);
    return CT_OK;
}

static ct_status tell(const run *r, const ct_context *ctx, int32_t brood)
{
    const ct_cut *c = r->cut;
    char detail[48];
    double done = (brood + 1.0) / (r->n_broods + 2.0);
    snprintf(detail, sizeof detail, "%d layouts", r->n_seeds + brood * CTK_BROOD);
    return ct_tick(ctx, "cluster", c->done_from + done * (c->done_to - c->done_from), detail);
}

static bool is_exhausted(const run *r)
{
    const ct_cut *c = r->cut;
    double evaluations = 0, cost = r->coarse.n + CELL_POINTS * c->k;
    for (int i = 0; i < CTK_BROOD; i++)
        evaluations += (double)r->evolution->settler[i].power.n_soft;
    return evaluations * cost > MOST_EVALUATIONS * (1 + c->n_extra) * r->points;
}

static ct_status search(run *r, const ct_context *ctx)
{
    ctk_evolve_seed(r->evolution, r->n_seeds);
    ct_status status = tell(r, ctx, 0);
    for (int32_t b = 0; b < r->n_broods && !status; b++) {
        const bool is_late = ct_is_late(ctx, r->cut->limit_s);
        if (is_late) *r->cut->stopped_early = true;
        if (is_late || is_exhausted(r)) break;
        ctk_evolve_brood(r->evolution);
        status = tell(r, ctx, b + 1);
    }
    return status;
}

// ---- the starts ---------------------------------------------------------------------------------

/// The best members as layouts of the whole map.
static ct_status begin_layouts(run *r, ct_error *err)
{
    const ct_cut *c = r->cut;
    const ctk_evolution *e = r->evolution;
    int64_t k = c->k, n = c->n, prices = (1 + c->n_extra) * k, wanted = c->n_starts / 2 + 1;
    r->n_layouts = (int32_t)(e->n_members < wanted ? e->n_members : wanted);
    r->layout = take(r, r->n_layouts, sizeof *r->layout, err);
    double *center = take(r, 3 * k * r->n_layouts, sizeof *center, err);
    double *lambda = take(r, prices * r->n_layouts, sizeof *lambda, err);
    int32_t *part = take(r, n * r->n_layouts, sizeof *part, err);
    if (!r->layout || !center || !lambda || !part) return CT_ERR_MEMORY;
    for (int64_t s = 0; s < r->n_layouts; s++) {
        const ctk_layout *from = e->member + s;
        r->layout[s] =
            (ctk_layout){center + 3 * k * s, lambda + prices * s, part + n * s, from->cost};
        memcpy(r->layout[s].center, from->center, sizeof(double) * 3 * (size_t)k);
        memcpy(r->layout[s].lambda, from->lambda, sizeof(double) * (size_t)prices);
        for (int64_t u = 0; u < n; u++)
            r->layout[s].part[u] = from->part[r->coarse.n < n ? r->units.of[u] : u];
    }
    return CT_OK;
}

/// Brought to rest on a map of all points; is_anew: from their parts, on other places than before.
static ct_status settle_on(run *r, const ctk_map *map, const ctk_blocks *blocks, bool is_anew,
                           int32_t iterations, int32_t n_threads, ct_error *err)
{
    const ct_cut *c = r->cut;
    int64_t size = ctk_settler_work(blocks, c->k);
    ctk_settler *s = take(r, r->n_layouts, sizeof *s, err);
    if (!s) return CT_ERR_MEMORY;
    for (int32_t i = 0; i < r->n_layouts; i++) {
        void *work = take(r, size, 1, err);
        if (!work) return CT_ERR_MEMORY;
        ctk_settler_init(map, blocks, &r->quota, c->k, work, s + i);
        if (is_anew) ctk_layout_seed(s + i, r->layout + i);
    }
    ctk_settle_each(r->n_layouts, n_threads, s, iterations, r->layout);
    return CT_OK;
}

/// On the map as they were sought, and then, if islands were drawn in, where these are.
static ct_status settle_layouts(run *r, int32_t n_threads, ct_error *err)
{
    const ct_cut *c = r->cut;
    int32_t iterations = r->coarse.n < c->n ? FINE_ITERATIONS : 0;
    ct_status status = settle_on(r, &r->map, &r->blocks, false, iterations, n_threads, err);
    if (status || !c->true_km) return status;
    ctk_map far = r->map;
    ctk_blocks blocks;
    far.pos = c->true_km;
    status = build_blocks(r, &far, &blocks, err);
    return status ? status : settle_on(r, &far, &blocks, true, FAR_ITERATIONS, n_threads, err);
}

/// By rising cost; equal ones stay in their order.
static void sort_layouts(run *r)
{
    for (int32_t i = 1; i < r->n_layouts; i++) {
        ctk_layout l = r->layout[i];
        int32_t at = i;
        for (; at > 0 && r->layout[at - 1].cost > l.cost; at--) r->layout[at] = r->layout[at - 1];
        r->layout[at] = l;
    }
}

/// A layout to the place of start s. The power of its centre is that of a point with the same share
/// of every measure.
static void write_start(const run *r, const ctk_layout *l, int64_t s, void *work)
{
    const ct_cut *c = r->cut;
    int64_t k = c->k, n = c->n;
    double *center = c->center_km + 3 * k * s, *lambda = c->lambda + k * s;
    int32_t *part = c->part + n * s;
    memcpy(center, l->center, sizeof(double) * 3 * (size_t)k);
    memcpy(part, l->part, sizeof(int32_t) * (size_t)n);
    memcpy(lambda, l->lambda, sizeof(double) * (size_t)k);
    for (int64_t j = 0; j < k * c->n_extra; j++) lambda[j % k] += l->lambda[k + j];
    ctk_fill_empty(&r->map, c->k, center, work, part);
    c->inertia[s] = ctk_inertia(c->n, c->pos_km, c->weight, c->k, part, work);
}

/// Each layout makes two starts: what comes after works on one of them cautiously, boldly on the
/// other.
static ct_status finish(run *r, int32_t n_threads, ct_error *err)
{
    const ct_cut *c = r->cut;
    void *work = take(r, ctk_inertia_work(c->k), 1, err);
    ct_status status = work ? begin_layouts(r, err) : CT_ERR_MEMORY;
    if (!status && c->n <= MOST_FINE) status = settle_layouts(r, n_threads, err);
    if (status) return status;
    sort_layouts(r);
    for (int32_t s = 0; s < c->n_starts; s++)
        write_start(r, r->layout + s / 2 % r->n_layouts, s, work);
    return CT_OK;
}

ct_status ct_cluster_points(const ct_context *ctx, const ct_cut *cut, ct_error *err)
{
    run r = {.cut = cut};
    ct_status status = build_maps(&r, err);
    if (!status) {
        set_effort(&r);
        status = allocate(&r, ctx->n_threads, err);
    }
    if (!status) status = search(&r, ctx);
    if (!status) status = finish(&r, ctx->n_threads, err);
    if (status == CT_ERR_STOPPED) ct_fail(err, status, "stopped while clustering");
    ct_arena_free(&r.arena);
    return status;
}
