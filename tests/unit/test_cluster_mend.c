/// Torn cells made whole, on strips and random maps.
#include "kernels/cluster/mend.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "kernels/prim/rng.h"
#include "support/check.h"
#include "support/cluster_fixture.h"

enum { SIDE = 12, N = SIDE * SIDE, K = 5 };

/// A grid of points 1 km apart with weights, four neighbours each.
typedef struct grid {
    double pos[3 * N], w[N], center[3 * K], lambda[K];
    int64_t indptr[N + 1];
    int32_t indices[4 * N], part[N];
    ctk_map map;
    ctk_centers at;
    ctk_mend_work work;
    void *memory;
} grid;

static void open_grid(grid *g, uint64_t seed)
{
    ctk_rng r = ctk_rng_key(seed, 11, 0);
    memset(g, 0, sizeof *g);
    int64_t arcs = 0;
    for (int32_t u = 0; u < N; u++) {
        int32_t x = u % SIDE, y = u / SIDE;
        g->pos[u] = x;
        g->pos[N + u] = y;
        g->w[u] = 0.5 + ctk_rng_unit(&r);
        if (y > 0) g->indices[arcs++] = u - SIDE;
        if (x > 0) g->indices[arcs++] = u - 1;
        if (x + 1 < SIDE) g->indices[arcs++] = u + 1;
        if (y + 1 < SIDE) g->indices[arcs++] = u + SIDE;
        g->indptr[u + 1] = arcs;
    }
    for (int32_t j = 0; j < K; j++) {
        g->center[j] = SIDE * ctk_rng_unit(&r);
        g->center[K + j] = SIDE * ctk_rng_unit(&r);
        g->lambda[j] = 4 * ctk_rng_unit(&r);
    }
    g->map =
        (ctk_map){.n = N, .pos = g->pos, .w = g->w, .indptr = g->indptr, .indices = g->indices};
    g->at = (ctk_centers){.k = K, .x = g->center, .y = g->center + K};
    g->at.z = g->center + 2 * K;
    g->at.lambda = g->lambda;
    ctk_carver size = {0};
    ctk_mend_place(&size, N, K, &g->work);
    g->memory = cluster_alloc(size.used);
    ctk_carver c = {.base = g->memory};
    ctk_mend_place(&c, N, K, &g->work);
}

static double power_of(const grid *g, int32_t u, int32_t j)
{
    double dx = g->pos[u] - g->center[j], dy = g->pos[N + u] - g->center[K + j];
    return dx * dx + dy * dy - g->lambda[j];
}

/// The power diagram, with every point given to a random cell with probability `noise`.
static void assign(grid *g, uint64_t seed, double noise)
{
    ctk_rng r = ctk_rng_key(seed, 12, 0);
    for (int32_t u = 0; u < N; u++) {
        g->part[u] = 0;
        for (int32_t j = 1; j < K; j++)
            if (power_of(g, u, j) < power_of(g, u, g->part[u])) g->part[u] = j;
        if (ctk_rng_unit(&r) < noise) g->part[u] = (int32_t)ctk_rng_below(&r, K);
    }
}

static void spread(const grid *g, int32_t u, uint8_t *seen)
{
    seen[u] = 1;
    for (int64_t a = g->indptr[u]; a < g->indptr[u + 1]; a++)
        if (!seen[g->indices[a]] && g->part[g->indices[a]] == g->part[u])
            spread(g, g->indices[a], seen);
}

/// Pieces less cells that have points.
static int32_t count_torn(const grid *g)
{
    uint8_t seen[N] = {0}, used[K] = {0};
    int32_t torn = 0;
    for (int32_t u = 0; u < N; u++) {
        if (seen[u]) continue;
        spread(g, u, seen);
        torn += used[g->part[u]];
        used[g->part[u]] = 1;
    }
    return torn;
}

/// sum of w (P of the present cell - least P).
static double excess(const grid *g)
{
    double sum = 0;
    for (int32_t u = 0; u < N; u++) {
        double least = HUGE_VAL;
        for (int32_t j = 0; j < K; j++) least = fmin(least, power_of(g, u, j));
        sum += g->w[u] * (power_of(g, u, g->part[u]) - least);
    }
    return sum;
}

static void whole_cells_are_left_alone_at_no_cost(void **state)
{
    (void)state;
    for (uint64_t seed = 0; seed < 50; seed++) {
        grid g;
        int32_t before[N];
        open_grid(&g, seed);
        assign(&g, seed, 0); // convex cells on a grid may still be torn at a sharp corner
        memcpy(before, g.part, sizeof before);
        if (count_torn(&g) == 0) {
            assert_near(ctk_mend(&g.map, &g.at, &g.work, g.part), 0, 0);
            assert_memory_equal(before, g.part, sizeof before);
        }
        free(g.memory);
    }
}

static void torn_cells_become_whole(void **state)
{
    (void)state;
    for (uint64_t seed = 0; seed < 300; seed++) {
        grid g;
        open_grid(&g, seed);
        assign(&g, seed, 0.1);
        ctk_mend(&g.map, &g.at, &g.work, g.part);
        assert_int_equal(count_torn(&g), 0);
        free(g.memory);
    }
}

static void the_cost_covers_what_the_assignment_lost(void **state)
{
    (void)state;
    for (uint64_t seed = 0; seed < 300; seed++) {
        grid g;
        open_grid(&g, seed);
        assign(&g, seed, 0.1);
        double before = excess(&g), cost = ctk_mend(&g.map, &g.at, &g.work, g.part);
        assert_true(excess(&g) <= before + cost + 1e-9);
        free(g.memory);
    }
}

/// A row of 12: cell 0, one point of cell 1, cell 0 again, then cell 1.
static void a_piece_that_hangs_by_one_light_point_is_tied_on(void **state)
{
    (void)state;
    grid g;
    open_grid(&g, 1);
    g.map.n = SIDE;
    double pos[3 * SIDE] = {0};
    for (int32_t u = 0; u < SIDE; u++) {
        pos[u] = u;
        g.w[u] = u == 4 ? 0.01 : 1;
        g.part[u] = u < 4 || (u > 4 && u < 7) ? 0 : 1;
        g.indptr[u + 1] = 0;
    }
    int64_t arcs = 0;
    for (int32_t u = 0; u < SIDE; u++) {
        if (u > 0) g.indices[arcs++] = u - 1;
        if (u + 1 < SIDE) g.indices[arcs++] = u + 1;
        g.indptr[u + 1] = arcs;
    }
    g.map.pos = pos;
    g.center[0] = 3;
    g.center[1] = 9.5;
    double none[2] = {0, 0};
    g.at = (ctk_centers){.k = 2, .x = g.center, .y = none, .z = none, .lambda = none};
    ctk_mend(&g.map, &g.at, &g.work, g.part);
    for (int32_t u = 0; u < SIDE; u++) assert_int_equal(g.part[u], u < 7 ? 0 : 1);
    free(g.memory);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(whole_cells_are_left_alone_at_no_cost),
        cmocka_unit_test(torn_cells_become_whole),
        cmocka_unit_test(the_cost_covers_what_the_assignment_lost),
        cmocka_unit_test(a_piece_that_hangs_by_one_light_point_is_tied_on),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
