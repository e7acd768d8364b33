/// Islands drawn in: a square, an island far off it, and another beyond that.
#include "cluster/islands.h"

#include <math.h>
#include <string.h>

#include "support/check.h"

enum { SIDE = 20, LAND = SIDE * SIDE, ISLE = 5, N = LAND + 2 * ISLE, K = 4 };

typedef struct world {
    double pos[3 * N], weight[N];
    int32_t component[N];
    ct_bridge bridge[3];
    ct_regions regions;
    ct_graph graph;
} world;

/// Land at 10 km, islands `far` and another `far` to the east; the second bridge first, and told
/// from the far side.
static void make_world(world *w, double far)
{
    *w = (world){.regions.n = N};
    for (int32_t i = 0; i < N; i++) {
        const int32_t isle = i < LAND ? 0 : 1 + (i - LAND) / ISLE, q = (i - LAND) % ISLE;
        w->pos[i] = isle == 0 ? 10 * (i % SIDE) : 190 + isle * far + 10 * q * (q > 0);
        w->pos[N + i] = isle == 0 ? 10.0 * (i / SIDE) : 100;
        w->weight[i] = 1;
        w->component[i] = isle;
    }
    w->bridge[0] = (ct_bridge){.a = LAND + ISLE, .b = LAND, .length_m = 1e3 * far};
    w->bridge[1] = (ct_bridge){.a = 10 * SIDE + SIDE - 1, .b = LAND, .length_m = 1e3 * far};
    w->regions.pos_km = w->pos;
    w->graph.n = N;
    w->graph.component = w->component;
    w->graph.n_components = 3;
    w->graph.n_bridges = 2;
    w->graph.bridge = w->bridge;
}

static double width_km; ///< of the last call

static const double *draw_in(world *w, ct_arena *arena)
{
    const double *pos = NULL;
    ct_error err = {0};
    assert_ok(
        ct_islands_draw_in(&w->regions, &w->graph, w->weight, K, arena, &pos, &width_km, &err),
        err);
    return pos;
}

static void near_islands_stay(void **state)
{
    (void)state;
    static world w;
    ct_arena arena = {0};
    make_world(&w, 60);
    assert_true(draw_in(&w, &arena) == w.pos);
    assert_true(width_km > 60 && width_km < 600); // the land is 190 km wide, for 4 territories
    w.graph.n_bridges = 0;
    assert_true(draw_in(&w, &arena) == w.pos);
    assert_true(width_km == HUGE_VAL);
    ct_arena_free(&arena);
}

static void
far_ones_come_whole_to_where_their_bridge_is_as_long_as_a_territory_is_wide(void **state)
{
    (void)state;
    static world w;
    ct_arena arena = {0};
    make_world(&w, 3000);
    const double *pos = draw_in(&w, &arena);
    assert_true(pos != w.pos);
    for (int32_t i = 0; i < LAND; i++) assert_true(pos[i] == w.pos[i]);
    assert_memory_equal(pos + N, w.pos + N, 8 * N); // the bridges run due east
    const double first = pos[LAND] - 190, second = pos[LAND + ISLE] - pos[LAND];
    assert_near(first, width_km, 1e-9);
    assert_true(first > 100 && first < 300); // a quarter of the land is 100 km wide
    assert_near(second, first, 1e-6);
    for (int32_t i = LAND; i < N; i++) {
        const int32_t founder = i < LAND + ISLE ? LAND : LAND + ISLE;
        assert_near(pos[i] - pos[founder], w.pos[i] - w.pos[founder], 1e-9);
    }
    ct_arena_free(&arena);
}

static void of_two_ways_to_an_island_the_shorter_counts(void **state)
{
    (void)state;
    static world w;
    static double alone[3 * N];
    ct_arena arena = {0};
    make_world(&w, 3000);
    memcpy(alone, draw_in(&w, &arena), sizeof alone);
    w.bridge[2] = w.bridge[1]; // the longer way first
    w.bridge[1] = w.bridge[0];
    w.bridge[0] = (ct_bridge){.a = 0, .b = LAND, .length_m = 3.3e6};
    w.graph.n_bridges = 3;
    assert_memory_equal(draw_in(&w, &arena), alone, sizeof alone);
    ct_arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(near_islands_stay),
        cmocka_unit_test(of_two_ways_to_an_island_the_shorter_counts),
        cmocka_unit_test(
            far_ones_come_whole_to_where_their_bridge_is_as_long_as_a_territory_is_wide),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
