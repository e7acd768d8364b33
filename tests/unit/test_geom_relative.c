/// Relative neighbours against every pair of chains and every segment.
#include "kernels/geom/relative.h"

#include <math.h>
#include <string.h>

#include "kernels/geom/sphere.h"
#include "kernels/prim/rng.h"
#include "tests/support/check.h"

enum { MOST = 4096 };

/// Chains scattered over a patch of the Earth, two of each group in a row.
typedef struct scene {
    ctk_boxtree t;
    int64_t *point_begin;
    double *point;
    int32_t *group;
} scene;

static void *new_array(int64_t n, size_t size)
{
    void *p = calloc((size_t)n + 1, size);
    assert_non_null(p);
    return p;
}

static void build(scene *s, int32_t n)
{
    s->t.chains = (ctk_chains){n, s->point_begin, s->point, s->group};
    s->t.leaf = new_array(n, sizeof *s->t.leaf);
    s->t.box = new_array(ctk_boxtree_nodes(n), sizeof *s->t.box);
    uint64_t *work = new_array(ctk_boxtree_work(n), sizeof *work);
    ctk_boxtree_build(&s->t, work, 1);
    free(work);
}

static scene new_scene(int32_t n, int32_t most_points)
{
    scene s = {0};
    s.point_begin = new_array(n + 1, sizeof *s.point_begin);
    s.point = new_array(3 * (int64_t)most_points * n, sizeof *s.point);
    s.group = new_array(n, sizeof *s.group);
    return s;
}

static scene make_scene(uint64_t seed, int32_t n)
{
    scene s = new_scene(n, 13);
    ctk_rng rng = ctk_rng_key(seed, 4, 1);
    for (int32_t i = 0; i < n; i++) {
        const int64_t points = 1 + ctk_rng_below(&rng, 13);
        double lon = 178 + 6 * ctk_rng_unit(&rng), lat = 60 + 3 * ctk_rng_unit(&rng);
        s.point_begin[i + 1] = s.point_begin[i] + points;
        s.group[i] = i / 2;
        for (int64_t p = s.point_begin[i]; p < s.point_begin[i + 1]; p++) {
            ctk_geocentric_km(lon, lat, s.point + 3 * p);
            lon += 0.3 * (ctk_rng_unit(&rng) - 0.5);
            lat += 0.3 * (ctk_rng_unit(&rng) - 0.5);
        }
    }
    build(&s, n);
    return s;
}

static void scene_free(scene *s)
{
    free(s->point_begin);
    free(s->point);
    free(s->group);
    free(s->t.leaf);
    free(s->t.box);
}

static const double *segment_end(const scene *s, int32_t chain, int64_t i)
{
    return s->point + 3 * (i + 1 < s->point_begin[chain + 1] ? i + 1 : i);
}

static void between(const double *p, const double *p1, double s, double *at)
{
    for (int k = 0; k < 3; k++) at[k] = p[k] + s * (p1[k] - p[k]);
}

/// The nearest points x, y of two chains; returns their distance.
static double nearest(const scene *s, int32_t a, int32_t b, double *x, double *y)
{
    double best = HUGE_VAL, u, v;
    for (int64_t i = s->point_begin[a]; i < s->point_begin[a + 1]; i++) {
        for (int64_t j = s->point_begin[b]; j < s->point_begin[b + 1]; j++) {
            const double *p = s->point + 3 * i, *p1 = segment_end(s, a, i);
            const double *q = s->point + 3 * j, *q1 = segment_end(s, b, j);
            const double d = sqrt(ctk_segment_gap2(p, p1, q, q1, &u, &v));
            if (d >= best) continue;
            best = d;
            between(p, p1, u, x);
            between(q, q1, v, y);
        }
    }
    return best;
}

static double larger(const double *z, const double *x, const double *y)
{
    double to_x = 0, to_y = 0;
    for (int k = 0; k < 3; k++) {
        to_x += (z[k] - x[k]) * (z[k] - x[k]);
        to_y += (z[k] - y[k]) * (z[k] - y[k]);
    }
    return sqrt(fmax(to_x, to_y));
}

/// Least over the segment of the larger distance from x and y, which is convex: by thirds.
static double least_larger(const double *p, const double *p1, const double *x, const double *y)
{
    double from = 0, to = 1, z[3], z1[3];
    for (int n = 0; n < 80; n++) {
        const double third = (to - from) / 3;
        between(p, p1, from + third, z);
        between(p, p1, to - third, z1);
        if (larger(z, x, y) < larger(z1, x, y))
            to -= third;
        else
            from += third;
    }
    between(p, p1, 0.5 * (from + to), z);
    return larger(z, x, y);
}

/// How far inside the lune of chains a and b the deepest boundary lies, in km; < 0 = none does.
static double oracle_depth(const scene *s, int32_t a, int32_t b)
{
    double x[3], y[3], deepest = -HUGE_VAL;
    const double d = nearest(s, a, b, x, y);
    for (int32_t c = 0; c < s->t.chains.n; c++) {
        for (int64_t i = s->point_begin[c]; i < s->point_begin[c + 1]; i++) {
            const double *p = s->point + 3 * i, *p1 = segment_end(s, c, i);
            double u, v;
            if (sqrt(ctk_segment_gap2(p, p1, x, x, &u, &v)) > d) continue;
            deepest = fmax(deepest, d - least_larger(p, p1, x, y));
        }
    }
    return deepest;
}

static bool is_found(const ctk_gap *found, int32_t n, int32_t b)
{
    for (int32_t i = 0; i < n; i++)
        if (found[i].chain_b == b) return true;
    return false;
}

static void pairs_are_those_whose_lune_is_empty(void **state)
{
    (void)state;
    static ctk_gap found[MOST];
    int32_t n_linked = 0, n_not = 0;
    for (uint64_t seed = 0; seed < 12; seed++) {
        const int32_t n = 4 + 6 * (int32_t)seed;
        scene s = make_scene(seed, n);
        for (int32_t a = 0; a < n; a++) {
            const int32_t m = ctk_relative(&s.t, s.group, a, MOST, found);
            assert_true(m <= MOST);
            for (int32_t b = 0; b < n; b++) {
                if (s.group[a] == s.group[b]) {
                    assert_false(is_found(found, m, b));
                    continue;
                }
                const double depth = oracle_depth(&s, a, b);
                if (fabs(depth) < 1e-6 && depth > 1e-10) continue; // either is right
                assert_int_equal(is_found(found, m, b), depth < 1e-6);
                depth < 1e-6 ? n_linked++ : n_not++;
            }
        }
        scene_free(&s);
    }
    assert_true(n_linked > 500 && n_not > 5000);
}

static void a_pair_is_as_far_apart_as_its_chains(void **state)
{
    (void)state;
    static ctk_gap found[MOST];
    scene s = make_scene(77, 60);
    for (int32_t a = 0; a < 60; a++) {
        const int32_t m = ctk_relative(&s.t, s.group, a, MOST, found);
        for (int32_t i = 0; i < m; i++) {
            double x[3], y[3];
            assert_int_equal(found[i].chain_a, a);
            assert_near(sqrt(found[i].distance2_km2), nearest(&s, a, found[i].chain_b, x, y), 1e-9);
        }
    }
    scene_free(&s);
}

/// Whoever asks, the same pairs.
static void both_sides_find_the_same(void **state)
{
    (void)state;
    enum { N = 300 };
    static ctk_gap found[MOST];
    static bool linked[N][N];
    scene s = make_scene(78, N);
    for (int32_t a = 0; a < N; a++) {
        const int32_t m = ctk_relative(&s.t, s.group, a, MOST, found);
        for (int32_t i = 0; i < m; i++) linked[a][found[i].chain_b] = true;
    }
    for (int32_t a = 0; a < N; a++)
        for (int32_t b = 0; b < N; b++) assert_int_equal(linked[a][b], linked[b][a]);
    scene_free(&s);
}

static int32_t root_of(const int32_t *parent, int32_t g)
{
    while (parent[g] != g) g = parent[g];
    return g;
}

/// Even where those of one group never ask.
static void together_they_join_all_groups(void **state)
{
    (void)state;
    enum { N = 400 };
    static ctk_gap found[MOST];
    scene s = make_scene(79, N);
    int32_t parent[N / 2], n_sets = N / 2;
    for (int32_t g = 0; g < N / 2; g++) parent[g] = g;
    for (int32_t a = 0; a < N; a++) {
        if (s.group[a] == 0) continue;
        const int32_t m = ctk_relative(&s.t, s.group, a, MOST, found);
        for (int32_t i = 0; i < m; i++) {
            const int32_t p = root_of(parent, s.group[a]);
            const int32_t q = root_of(parent, s.group[found[i].chain_b]);
            n_sets -= p != q;
            parent[p] = q;
        }
    }
    assert_int_equal(n_sets, 1);
    scene_free(&s);
}

/// A mainland coast along a meridian of 40 points, and a row of ten islands 50 km before it, 5 km
/// apart: each is linked to the next, and the row to the coast at several places.
static void a_row_of_islands_lands_more_than_once(void **state)
{
    (void)state;
    enum { COAST = 40, ISLANDS = 10, N = COAST + ISLANDS };
    static ctk_gap found[MOST];
    int32_t n_row = 0, n_landings = 0;
    scene s = new_scene(N, 2);
    for (int32_t i = 0; i < N; i++) {
        const bool is_coast = i < COAST;
        const double lat = is_coast ? 40 + 0.1 * i : 40.3 + 0.3 * (i - COAST);
        const double lon = is_coast ? 5 + 0.02 * (i % 7) : 5.9 + 0.01 * (i % 3);
        s.point_begin[i + 1] = s.point_begin[i] + (is_coast ? 2 : 1);
        s.group[i] = is_coast ? 0 : 1 + i - COAST;
        ctk_geocentric_km(lon, lat, s.point + 3 * s.point_begin[i]);
        if (is_coast)
            ctk_geocentric_km(5 + 0.02 * ((i + 1) % 7), lat + 0.1,
                              s.point + 3 * s.point_begin[i] + 3);
    }
    build(&s, N);
    for (int32_t a = COAST; a < N; a++) {
        const int32_t m = ctk_relative(&s.t, s.group, a, MOST, found);
        for (int32_t i = 0; i < m; i++) {
            n_row += found[i].chain_b == a + 1;
            n_landings += found[i].chain_b < COAST;
        }
    }
    assert_int_equal(n_row, ISLANDS - 1);
    assert_true(n_landings >= 2 && n_landings < 2 * ISLANDS);
    scene_free(&s);
}

/// Three lone points that coincide: nothing is nearer than nothing.
static void what_touches_is_always_linked(void **state)
{
    (void)state;
    ctk_gap found[3];
    scene s = new_scene(3, 1);
    for (int32_t i = 0; i < 3; i++) {
        s.point_begin[i + 1] = i + 1;
        s.group[i] = i;
        ctk_geocentric_km(7, 50, s.point + 3 * (int64_t)i);
    }
    build(&s, 3);
    for (int32_t i = 0; i < 3; i++) assert_int_equal(ctk_relative(&s.t, s.group, i, 3, found), 2);
    scene_free(&s);
}

/// Lone points in one place: none asks for all of them.
static void in_a_heap_only_the_first_are_found(void **state)
{
    (void)state;
    enum { N = 3000 };
    static ctk_gap found[N];
    scene s = new_scene(N, 1);
    for (int32_t i = 0; i < N; i++) {
        s.point_begin[i + 1] = i + 1;
        s.group[i] = i;
        ctk_geocentric_km(7, 50, s.point + 3 * (int64_t)i);
    }
    build(&s, N);
    for (int32_t i = 0; i < N; i += 100) {
        const int32_t n = ctk_relative(&s.t, s.group, i, N, found);
        assert_true(n > 2 && n < 100);
    }
    scene_free(&s);
}

static void too_little_room_is_said_and_not_exceeded(void **state)
{
    (void)state;
    static ctk_gap all[MOST], some[MOST];
    scene s = make_scene(80, 80);
    for (int32_t a = 0; a < 80; a++) {
        const int32_t m = ctk_relative(&s.t, s.group, a, MOST, all);
        assert_true(m > 0);
        memset(some, 7, sizeof some);
        some[MOST - 1] = some[m - 1];
        assert_int_equal(ctk_relative(&s.t, s.group, a, m - 1, some), m);
        assert_memory_equal(some, all, (size_t)(m - 1) * sizeof *some);
        assert_memory_equal(some + m - 1, some + MOST - 1, sizeof *some);
    }
    scene_free(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pairs_are_those_whose_lune_is_empty),
        cmocka_unit_test(a_pair_is_as_far_apart_as_its_chains),
        cmocka_unit_test(both_sides_find_the_same),
        cmocka_unit_test(together_they_join_all_groups),
        cmocka_unit_test(a_row_of_islands_lands_more_than_once),
        cmocka_unit_test(what_touches_is_always_linked),
        cmocka_unit_test(in_a_heap_only_the_first_are_found),
        cmocka_unit_test(too_little_room_is_said_and_not_exceeded),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
