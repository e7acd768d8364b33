/// Proposals a second of the anneal: a square grid of 40,000 regions with diagonals, 100
/// territories.
#include "kernels/balance/anneal.h"

#include <stdlib.h>
#include <string.h>

#include "bench/bench.h"

enum { SIDE = 200, N = SIDE * SIDE, BLOCKS = 10, K = BLOCKS * BLOCKS, STEPS = 1 << 22 };

typedef struct job {
    ctk_problem p;
    ctk_goal goal;
    ctk_draft d;
    ctk_anneal a;
    int32_t *first_part;
} job;

static void *zeroed(int64_t n, size_t size)
{
    void *a = calloc((size_t)n, size);
    if (!a) abort();
    return a;
}

static void link_grid(job *x)
{
    int64_t *indptr = zeroed(N + 1, 8), arcs = 0, *next = zeroed(N, 8);
    int32_t *indices = zeroed(8 * N, 4), *tail = zeroed(8 * N, 4), *twin = zeroed(8 * N, 4);
    for (int32_t v = 0; v < N; v++) {
        for (int32_t dy = -1; dy <= 1; dy++)
            for (int32_t dx = -1; dx <= 1; dx++) {
                const int32_t px = v % SIDE + dx, py = v / SIDE + dy;
                if (dx * dy > 0 || (dx == 0 && dy == 0)) continue; // one diagonal: triangles
                if (px < 0 || py < 0 || px >= SIDE || py >= SIDE) continue;
                tail[arcs] = v;
                indices[arcs++] = py * SIDE + px;
            }
        next[v] = indptr[v];
        indptr[v + 1] = arcs;
    }
    for (int64_t arc = 0; arc < arcs; arc++) twin[arc] = (int32_t)next[indices[arc]]++;
    uint64_t *ring = zeroed(arcs, 8);
    ctk_contig_rings(N, indptr, indices, 1, zeroed(N, 4), ring);
    x->p.graph = (ctk_ringed){N, indptr, indices, ring};
    x->p.tail = tail;
    x->p.twin = twin;
    x->p.border_m = zeroed(arcs, 8);
    x->a.active = zeroed(arcs, 4);
    x->a.slot = zeroed(arcs, 4);
}

static void weigh(job *x)
{
    ctk_place *place = zeroed(N, sizeof *place);
    int64_t *weight = zeroed(N, 8), *lower = zeroed(K, 8), *upper = zeroed(K, 8), total = 0;
    double *unit = zeroed(K, 8), *goal = zeroed(K, 8);
    ctk_rng r = ctk_rng_key(1, 1, 1);
    x->first_part = zeroed(N, 4);
    for (int32_t v = 0; v < N; v++) {
        weight[v] = 1 + (int64_t)ctk_rng_below(&r, 1000);
        total += weight[v];
        place[v] = (ctk_place){v % SIDE, v / SIDE, 0, (double)weight[v]};
        x->first_part[v] = v / SIDE * BLOCKS / SIDE * BLOCKS + v % SIDE * BLOCKS / SIDE;
    }
    for (int32_t j = 0; j < K; j++) {
        goal[j] = (double)total / K;
        unit[j] = 1 / goal[j];
        lower[j] = (int64_t)(goal[j] * 0.95);
        upper[j] = (int64_t)(goal[j] * 1.05);
    }
    x->p.place = place;
    x->p.weight = weight;
    x->goal.lower = lower;
    x->goal.upper = upper;
    x->p.per_unit = unit;
    x->p.goal_mass = goal;
    x->goal.spread_km2 = SIDE / BLOCKS * SIDE / BLOCKS / 6.0;
}

static uint64_t anneal(void *arg, int32_t threads)
{
    job *x = arg;
    const double region = 500 * x->goal.spread_km2;
    (void)threads;
    memcpy(x->d.part, x->first_part, N * sizeof *x->d.part);
    ctk_draft_sum(&x->p, &x->d);
    x->a.rng = ctk_rng_key(7, 0, 0);
    x->a.step = 0;
    x->a.n_steps = STEPS;
    x->a.hot = 0.25 * region;
    x->a.cold = 0.003 * region;
    x->a.low = 3 * x->goal.spread_km2;
    x->a.high = 30 * x->goal.spread_km2;
    ctk_anneal_open(&x->p, &x->d, &x->a);
    ctk_anneal_run(&x->p, &x->d, &x->a, STEPS);
    return bench_digest(x->d.part, N * (int64_t)sizeof *x->d.part);
}

int main(void)
{
    job x = {.p = {.n = N, .k = K, .m = 1}, .goal = {.per_km2 = 1, .priority = {1}}};
    x.d.goal = &x.goal;
    x.d.part = zeroed(N, 4);
    x.d.count = zeroed(K, 4);
    x.d.territory = zeroed(K, sizeof *x.d.territory);
    x.d.total = zeroed(K, 8);
    x.d.stress = zeroed(K, 8);
    ctk_draft_relax(&x.p, &x.d);
    x.d.contig = (ctk_contig_work){zeroed(N, 8), zeroed(N, 4), zeroed(9, 4), zeroed(9, 4), 0};
    link_grid(&x);
    weigh(&x);
    bench_run("balance_anneal", STEPS, 1, 5, anneal, &x);
    return 0;
}
