/// New layouts from old ones, against the same draws worked out plainly.
#include "kernels/cluster/vary.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "support/check.h"
#include "support/cluster_fixture.h"
#include "support/make_map.h"

enum { SIDE = 20, N = SIDE * SIDE, K = 12, SEEDS = 60 };

typedef struct scene {
    made_map *m;
    ctk_layout a, b, out;
    ctk_vary_work work;
    void *memory;
} scene;

/// Every point goes to its nearest centre; powers tell whose they are.
static void assign(const made_map *m, ctk_layout *l, double mark)
{
    for (int32_t j = 0; j < m->k; j++) l->lambda[j] = mark + j;
    for (int32_t u = 0; u < m->n; u++) {
        double least = HUGE_VAL;
        for (int32_t j = 0; j < m->k; j++) {
            double d = 0;
            for (int64_t a = 0; a < 3; a++)
                d += pow(m->pos[a * m->n + u] - l->center[a * m->k + j], 2);
            if (d >= least) continue;
            least = d;
            l->part[u] = j;
        }
    }
}

static scene new_scene(uint64_t seed, int32_t k)
{
    scene c = {.m = make_map(seed, SIDE, k)};
    c.a = make_layout(c.m, seed);
    c.b = make_layout(c.m, seed + 1000);
    c.out = make_layout(c.m, seed);
    assign(c.m, &c.a, 1000);
    assign(c.m, &c.b, 2000);
    ctk_carver carver = {0};
    ctk_vary_place(&carver, N, k, &c.work);
    carver = (ctk_carver){.base = c.memory = cluster_alloc(carver.used)};
    ctk_vary_place(&carver, N, k, &c.work);
    return c;
}

static void free_scene(scene *c)
{
    made_layout_free(&c->a);
    made_layout_free(&c->b);
    made_layout_free(&c->out);
    free(c->memory);
    made_map_free(c->m);
}

// ---- splice -------------------------------------------------------------------------------------

/// Is centre j among the `first` lowest of the layout along d?
static bool is_low(const ctk_layout *l, const double d[3], int32_t first, int32_t j)
{
    double key[K] = {0};
    int32_t before = 0;
    for (int32_t i = 0; i < K; i++)
        for (int32_t a = 0; a < 3; a++) key[i] += d[a] * l->center[a * K + i];
    for (int32_t i = 0; i < K; i++) before += key[i] < key[j] || (key[i] == key[j] && i < j);
    return before < first;
}

static bool has(const ctk_layout *l, const ctk_layout *from, int32_t j)
{
    for (int32_t i = 0; i < K; i++) {
        bool same = l->lambda[i] == from->lambda[j];
        for (int32_t a = 0; a < 3; a++)
            same = same && l->center[a * K + i] == from->center[a * K + j];
        if (same) return true;
    }
    return false;
}

/// A scene whose `out` is spliced of a and b, and what that draws: how many centres come from the
/// first parent, and the direction.
static scene splice(uint64_t seed, int32_t is_equal, int32_t *first, double d[3])
{
    scene c = new_scene(seed, K);
    ctk_rng r = ctk_rng_key(seed, 2, 0), again = r;
    *first = 1 + (int32_t)ctk_rng_below(&again, K - 1);
    for (int a = 0; a < 3; a++) d[a] = ctk_rng_unit(&again) - 0.5;
    ctk_vary_splice(K, 0, is_equal, &c.a, &c.b, &r, &c.work, &c.out);
    return c;
}

static void a_splice_has_the_low_side_of_one_and_the_high_side_of_the_other(void **state)
{
    (void)state;
    for (uint64_t seed = 0; seed < SEEDS; seed++) {
        int32_t first;
        double d[3];
        scene c = splice(seed, 1, &first, d);
        for (int32_t j = 0; j < K; j++) {
            assert_int_equal(has(&c.out, &c.a, j), is_low(&c.a, d, first, j));
            assert_int_equal(has(&c.out, &c.b, j), !is_low(&c.b, d, first, j));
        }
        free_scene(&c);
    }
}

static void a_territory_that_is_unlike_others_keeps_its_place_in_a_splice(void **state)
{
    (void)state;
    for (uint64_t seed = 0; seed < SEEDS; seed++) {
        int32_t first;
        double d[3];
        scene c = splice(seed, 0, &first, d);
        for (int32_t j = 0; j < K; j++) {
            const ctk_layout *from = is_low(&c.a, d, first, j) ? &c.a : &c.b;
            assert_near(c.out.lambda[j], from->lambda[j], 0);
            assert_near(c.out.center[j], from->center[j], 0);
        }
        free_scene(&c);
    }
}

// ---- resplit ------------------------------------------------------------------------------------

static double weight_of(const scene *c, int32_t j)
{
    double sum = 0;
    for (int32_t u = 0; u < N; u++) sum += c->a.part[u] == j ? c->m->w[u] : 0;
    return sum;
}

static void a_resplit_shares_a_few_cells_out_anew_and_leaves_the_rest(void **state)
{
    (void)state;
    for (uint64_t seed = 0; seed < SEEDS; seed++) {
        scene c = new_scene(seed, K);
        int32_t before[N];
        double center[3 * K], sum = 0;
        bool changed[K] = {0};
        memcpy(before, c.a.part, sizeof before);
        memcpy(center, c.a.center, sizeof center);
        ctk_rng r = ctk_rng_key(seed, 3, 0);
        ctk_vary_resplit(&c.m->map, c.m->quota.target, K, &r, &c.work, &c.a);
        assert_memory_equal(c.a.center, center, sizeof center);
        for (int32_t u = 0; u < N; u++)
            if (before[u] != c.a.part[u]) changed[before[u]] = changed[c.a.part[u]] = true;
        int32_t n = 0;
        for (int32_t j = 0; j < K; j++) {
            n += changed[j];
            sum += changed[j] ? weight_of(&c, j) : 0;
        }
        assert_in_range(n, 2, CTK_RESPLIT_CELLS);
        for (int32_t j = 0; j < K; j++) // equal targets: equal shares but for a point or two
            if (changed[j]) assert_near(weight_of(&c, j), sum / n, 2 * 1.5);
        free_scene(&c);
    }
}

static void one_cell_is_not_resplit(void **state)
{
    (void)state;
    scene c = new_scene(1, 1);
    ctk_rng r = ctk_rng_key(1, 3, 0);
    ctk_vary_resplit(&c.m->map, c.m->quota.target, 1, &r, &c.work, &c.a);
    for (int32_t u = 0; u < N; u++) assert_int_equal(c.a.part[u], 0);
    free_scene(&c);
}

// ---- swap, scatter, distance --------------------------------------------------------------------

static int32_t point_at(const made_map *m, const ctk_layout *l, int32_t j)
{
    for (int32_t u = 0; u < m->n; u++)
        if (m->pos[u] == l->center[j] && m->pos[m->n + u] == l->center[m->k + j]) return u;
    return -1;
}

static void a_swap_moves_one_centre_to_a_point_and_takes_its_power(void **state)
{
    (void)state;
    for (uint64_t seed = 0; seed < SEEDS; seed++) {
        scene c = new_scene(seed, K);
        const int32_t alone = (int32_t)(seed * 7 % N);
        ctk_rng r = ctk_rng_key(seed, 4, 0), again = r;
        const int32_t j = (int32_t)ctk_rng_below(&again, K);
        double before[3 * K];
        memcpy(before, c.a.center, sizeof before);
        if (seed % 2) // only one point has a share
            for (int32_t u = 0; u < N; u++) c.m->w[u] = u == alone;
        ctk_vary_swap(&c.m->map, K, &r, &c.a);
        const int32_t at = point_at(c.m, &c.a, j);
        assert_in_range(at, 0, N - 1);
        if (seed % 2) assert_int_equal(at, alone);
        assert_near(c.a.lambda[j], 1000 + c.a.part[at], 0);
        for (int32_t i = 0; i < K; i++)
            if (i != j) assert_near(c.a.center[i], before[i], 0);
        free_scene(&c);
    }
}

/// Points far from their centres are drawn more often, in proportion to the square.
static void a_swap_draws_points_by_their_share(void **state)
{
    (void)state;
    enum { DRAWS = 4000 };
    scene c = new_scene(5, K);
    int32_t hits = 0;
    for (int32_t u = 0; u < N; u++) c.m->w[u] = 0;
    c.m->w[0] = c.m->w[N - 1] = 1;
    double share[2];
    for (int32_t q = 0; q < 2; q++) {
        const int32_t u = q * (N - 1);
        share[q] = 0;
        for (int32_t a = 0; a < 3; a++)
            share[q] += pow(c.m->pos[a * N + u] - c.a.center[a * K + c.a.part[u]], 2);
    }
    for (uint64_t i = 0; i < DRAWS; i++) {
        double center[3 * K], lambda[K];
        ctk_layout l = {center, lambda, c.a.part, 0};
        memcpy(center, c.a.center, sizeof center);
        memcpy(lambda, c.a.lambda, sizeof lambda);
        ctk_rng r = ctk_rng_key(i, 5, 0), again = r;
        ctk_vary_swap(&c.m->map, K, &r, &l);
        hits += point_at(c.m, &l, (int32_t)ctk_rng_below(&again, K)) == 0;
    }
    assert_near((double)hits / DRAWS, share[0] / (share[0] + share[1]), 0.04); // 5 sigma
    free_scene(&c);
}

static void scattered_centres_are_points_with_weight_and_all_different(void **state)
{
    (void)state;
    double dist[N];
    for (uint64_t seed = 0; seed < SEEDS; seed++) {
        scene c = new_scene(seed, K);
        int32_t uses[N] = {0};
        if (seed % 2) // just as many points as centres
            for (int32_t u = 0; u < N; u++) c.m->w[u] = u % 34 == 0;
        ctk_rng r = ctk_rng_key(seed, 6, 0);
        ctk_vary_scatter(&c.m->map, K, &r, dist, &c.a);
        for (int32_t j = 0; j < K; j++) {
            const int32_t u = point_at(c.m, &c.a, j);
            assert_in_range(u, 0, N - 1);
            assert_true(c.m->w[u] > 0);
            assert_int_equal(uses[u]++, 0);
            assert_near(c.a.lambda[j], 0, 0);
        }
        free_scene(&c);
    }
}

static void the_distance_of_layouts_is_a_mean_over_the_first(void **state)
{
    (void)state;
    const double a[6] = {0, 10, 0, 0, 0, 0}, b[6] = {3, 4, 4, 4, 0, 0};
    assert_near(ctk_layout_distance(2, a, a), 0, 0);
    assert_near(ctk_layout_distance(2, a, b), (25 + 36 + 16) / 2.0, 1e-12);
    assert_near(ctk_layout_distance(2, b, a), (25 + 32) / 2.0, 1e-12);
    assert_near(ctk_layout_distance(1, (double[3]){1, 2, 3}, (double[3]){1, 2, 5}), 4, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_splice_has_the_low_side_of_one_and_the_high_side_of_the_other),
        cmocka_unit_test(a_territory_that_is_unlike_others_keeps_its_place_in_a_splice),
        cmocka_unit_test(a_resplit_shares_a_few_cells_out_anew_and_leaves_the_rest),
        cmocka_unit_test(one_cell_is_not_resplit),
        cmocka_unit_test(a_swap_moves_one_centre_to_a_point_and_takes_its_power),
        cmocka_unit_test(a_swap_draws_points_by_their_share),
        cmocka_unit_test(scattered_centres_are_points_with_weight_and_all_different),
        cmocka_unit_test(the_distance_of_layouts_is_a_mean_over_the_first),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
