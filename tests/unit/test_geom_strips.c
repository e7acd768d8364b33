/// The tree over strips finds what plain loops find.
#include "kernels/geom/strips.h"

#include <string.h>

#include "kernels/prim/rng.h"
#include "tests/support/check.h"

enum { CHAINS = 60, POINTS = 40, EDGES = CHAINS * (POINTS - 1) };

typedef struct scene {
    ctk_strips s;
    double lonlat[2 * CHAINS * POINTS], box[4 * 2 * EDGES];
    int32_t vertex[EDGES], region[EDGES], begin[EDGES + 1], leaf[EDGES], owner[2 * EDGES];
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
    s->s.owner = s->owner;
    assert_true(ctk_strips_boxes(s->s.n) <= 2 * EDGES);
    ctk_strips_build(&s->s, s->work, 1);
}

static scene one;

static void strips_hold_every_edge_once_and_one_region_each(void **state)
{
    (void)state;
    make_scene(&one, 1, 1);
    const int32_t least = CHAINS * ((POINTS - 1 + CTK_STRIP_EDGES - 1) / CTK_STRIP_EDGES);
    assert_in_range(one.s.n, least,
                    least + 2 * CHAINS); // the way back may be long, and stands alone
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

static void a_walk_passes_over_a_region_and_stops_when_it_has_looked_enough(void **state)
{
    (void)state;
    make_scene(&one, 3, 1);
    const double all[4] = {-9, -9, 9, 9};
    ctk_strips_walk w;
    int32_t n = 0, n_others = 0;
    for (int32_t i = 0; i < one.s.n; i++) n_others += one.region[one.begin[i]] != 5;
    ctk_strips_seek(&w, &one.s, all);
    w.skip = 5;
    for (int32_t place; (place = ctk_strips_next(&w)) >= 0; n++)
        assert_int_not_equal(one.region[one.begin[one.leaf[place]]], 5);
    assert_int_equal(n, n_others);
    ctk_strips_seek(&w, &one.s, all);
    w.left = 50;
    for (n = 0; ctk_strips_next(&w) >= 0;) n++;
    assert_in_range(n, 1, 49);
    assert_int_equal(w.left, 0);
}

static void an_edge_as_long_as_a_part_of_the_map_stands_alone(void **state)
{
    (void)state;
    double lonlat[2 * 21] = {0};
    int32_t vertex[20], region[20] = {0};
    for (int32_t i = 0; i < 20; i++) vertex[i] = i;
    for (int32_t i = 1; i <= 20; i++) lonlat[2 * i] = lonlat[2 * i - 2] + (i == 10 ? 10 : 0.01);
    const ctk_edges e = {20, vertex, region, lonlat};
    assert_int_equal(ctk_strips_count(&e), 5); // 8 and 1, the long one, 8 and 2
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
        assert_memory_equal(other.leaf, one.leaf, (size_t)one.s.n * sizeof *one.leaf);
        const size_t n_boxes = (size_t)ctk_strips_boxes(one.s.n);
        assert_memory_equal(other.box, one.box, 4 * n_boxes * sizeof *one.box);
        assert_memory_equal(other.owner, one.owner, n_boxes * sizeof *one.owner);
    }
}

static void one_edge_is_a_tree(void **state)
{
    (void)state;
    const double lonlat[4] = {1, 2, 3, 4};
    const int32_t vertex[1] = {0}, region[1] = {7};
    int32_t begin[2], leaf[1], owner[1];
    double box[4];
    uint64_t work[6];
    ctk_strips s = {{1, vertex, region, lonlat}, 1, begin, leaf, box, owner, 0, {0}};
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
        cmocka_unit_test(a_walk_passes_over_a_region_and_stops_when_it_has_looked_enough),
        cmocka_unit_test(an_edge_as_long_as_a_part_of_the_map_stands_alone),
        cmocka_unit_test(the_margin_is_enough_at_every_latitude),
        cmocka_unit_test(the_same_bytes_for_any_number_of_threads),
        cmocka_unit_test(one_edge_is_a_tree),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
