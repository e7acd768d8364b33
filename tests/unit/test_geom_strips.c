/// The tree over strips finds what plain loops find.
#include "kernels/geom/strips.h"

#include <string.h>

#include "kernels/prim/rng.h"
#include "tests/support/check.h"

enum { CHAINS = 60, POINTS = 40, EDGES = CHAINS * (POINTS - 1) };

typedef struct scene {
    ctk_strips s;
    double lonlat[2 * CHAINS * POINTS], box[4 * 2 * EDGES];
    int32_t vertex[EDGES], region[EDGES], begin[EDGES + 1], leaf[EDGES];
    uint64_t work[6 * EDGES];
} scene;

/// Random walks in a square of `size` degrees, each back to where it began.
static void make_scene(scene *s, uint64_t seed, double size)
{
    ctk_rng rng = ctk_rng_key(seed, 0, 0);
    int32_t n = 0;
    for (int32_t c = 0; c < CHAINS; c++) {
        double x = size * ctk_rng_unit(&rng), y = size * ctk_rng_unit(&rng);
        for (int32_t i = 0; i < POINTS; i++) {
            const int32_t v = c * POINTS + i;
            s->lonlat[2 * v] = x += 0.02 * size * (ctk_rng_unit(&rng) - 0.5);
            s->lonlat[2 * v + 1] = y += 0.02 * size * (ctk_rng_unit(&rng) - 0.5);
            if (i + 1 == POINTS) {
                memcpy(s->lonlat + 2 * v, s->lonlat + 2 * c * POINTS, 2 * sizeof *s->lonlat);
                continue;
            }
            s->vertex[n] = v;
            s->region[n++] = c / 3;
        }
    }
    s->s = (ctk_strips){.edges = {n, s->vertex, s->region, s->lonlat}};
    s->s.n = ctk_strips_count(&s->s.edges);
    s->s.begin = s->begin;
    s->s.leaf = s->leaf;
    s->s.box = s->box;
    assert_true(ctk_strips_boxes(s->s.n) <= 2 * EDGES);
    ctk_strips_build(&s->s, s->work, 1);
}

static scene one;

static void strips_hold_every_edge_once_and_one_region_each(void **state)
{
    (void)state;
    make_scene(&one, 1, 1);
    assert_int_equal(one.s.n, CHAINS * ((POINTS - 1 + CTK_STRIP_EDGES - 1) / CTK_STRIP_EDGES));
    assert_int_equal(one.begin[0], 0);
    assert_int_equal(one.begin[one.s.n], EDGES);
    for (int32_t i = 0; i < one.s.n; i++) {
        assert_in_range(one.begin[i + 1] - one.begin[i], 1, CTK_STRIP_EDGES);
        for (int32_t e = one.begin[i] + 1; e < one.begin[i + 1]; e++) {
            assert_int_equal(one.region[e], one.region[e - 1]);
            assert_int_equal(one.vertex[e], one.vertex[e - 1] + 1);
        }
    }
}

static void a_walk_finds_the_strips_whose_boxes_meet(void **state)
{
    (void)state;
    for (uint64_t seed = 0; seed < 20; seed++) {
        make_scene(&one, seed, 3);
        for (int32_t e = 0; e < EDGES; e += 17) {
            double box[4], margin[2];
            uint8_t found[EDGES] = {0};
            ctk_strips_walk w;
            ctk_strips_edge_box(&one.s.edges, e, box);
            ctk_strips_margin(box, 2000, margin);
            ctk_strips_widen(box, margin, box);
            ctk_strips_seek(&w, &one.s, box);
            for (int32_t place; (place = ctk_strips_next(&w)) >= 0;) found[place]++;
            for (int32_t p = 0; p < one.s.n; p++)
                assert_int_equal(found[p], ctk_strips_meet(one.box + 4 * p, box));
        }
    }
}

static void the_margin_is_enough_at_every_latitude(void **state)
{
    (void)state;
    for (double lat = -88; lat <= 88; lat += 11) {
        const double box[4] = {5, lat, 5, lat};
        double margin[2];
        ctk_strips_margin(box, 1000, margin);
        assert_true(margin[1] > 0.0089 && margin[1] < 0.0091);
        assert_true(margin[0] >= margin[1]);
    }
}

static void the_same_bytes_for_any_number_of_threads(void **state)
{
    (void)state;
    static scene other;
    make_scene(&one, 5, 2);
    for (int32_t t = 2; t <= 5; t++) {
        make_scene(&other, 5, 2);
        ctk_strips_build(&other.s, other.work, t);
        assert_memory_equal(other.leaf, one.leaf, sizeof one.leaf);
        assert_memory_equal(other.box, one.box, sizeof one.box);
    }
}

/// The winding number around p edge by edge: clockwise turns, from a ray to the west.
static int32_t wind(const ctk_edges *e, const double *p)
{
    int32_t winding = 0;
    for (int32_t i = 0; i < e->n; i++) {
        const double *a = e->lonlat + 2 * e->vertex[i], *b = a + 2;
        if ((a[1] <= p[1]) == (b[1] <= p[1])) continue;
        const double x = a[0] + (p[1] - a[1]) / (b[1] - a[1]) * (b[0] - a[0]);
        if (x < p[0]) winding += b[1] > a[1] ? 1 : -1;
    }
    return winding;
}

static void the_cover_of_a_point_is_what_each_edge_adds(void **state)
{
    (void)state;
    enum { N = 200 };
    static double point[2 * N];
    static int32_t one_thread[N], more[N];
    for (uint64_t seed = 30; seed < 40; seed++) {
        int32_t n_covered = 0;
        ctk_rng rng = ctk_rng_key(seed, 1, 0);
        make_scene(&one, seed, 1);
        for (int32_t i = 0; i < 2 * N; i++) // near a border, in one case of ten level with a vertex
            point[i] = one.lonlat[22 * (i / 2) + i % 2] +
                       (i % 20 == 1 ? 0 : 0.02 * (ctk_rng_unit(&rng) - 0.5));
        ctk_strips_cover(&one.s, N, point, 1, one_thread);
        for (int32_t i = 0; i < N; i++) {
            assert_int_equal(one_thread[i], wind(&one.s.edges, point + 2 * i));
            n_covered += one_thread[i] != 0;
        }
        assert_true(n_covered > N / 10);
        for (int32_t t = 2; t <= 5; t++) {
            ctk_strips_cover(&one.s, N, point, t, more);
            assert_memory_equal(more, one_thread, sizeof more);
        }
    }
}

static void one_edge_is_a_tree(void **state)
{
    (void)state;
    const double lonlat[4] = {1, 2, 3, 4};
    const int32_t vertex[1] = {0}, region[1] = {7};
    int32_t begin[2], leaf[1];
    double box[4];
    uint64_t work[6];
    ctk_strips s = {{1, vertex, region, lonlat}, 1, begin, leaf, box, 0, {0}};
    ctk_strips_walk w;
    assert_int_equal(ctk_strips_count(&s.edges), 1);
    ctk_strips_build(&s, work, 1);
    ctk_strips_seek(&w, &s, (double[4]){0, 0, 1, 2});
    assert_int_equal(ctk_strips_next(&w), 0);
    assert_int_equal(ctk_strips_next(&w), -1);
    ctk_strips_seek(&w, &s, (double[4]){0, 0, 0.5, 2});
    assert_int_equal(ctk_strips_next(&w), -1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(strips_hold_every_edge_once_and_one_region_each),
        cmocka_unit_test(a_walk_finds_the_strips_whose_boxes_meet),
        cmocka_unit_test(the_margin_is_enough_at_every_latitude),
        cmocka_unit_test(the_same_bytes_for_any_number_of_threads),
        cmocka_unit_test(the_cover_of_a_point_is_what_each_edge_adds),
        cmocka_unit_test(one_edge_is_a_tree),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
