/// Facing borders, against points sampled along every edge.
#include "kernels/geom/facing.h"

#include <math.h>
#include <string.h>

#include "kernels/geom/sphere.h"
#include "kernels/prim/rng.h"
#include "tests/support/check.h"

enum { MAX_EDGES = 600, MAX_STRETCHES = 20000, SAMPLES = 2000 };

/// Chains of points; each is a piece of one region's border.
typedef struct scene {
    ctk_strips s;
    int32_t n_points, n_list, list[MAX_EDGES];
    double lonlat[4 * MAX_EDGES], box[8 * MAX_EDGES];
    int32_t vertex[MAX_EDGES], region[MAX_EDGES], begin[MAX_EDGES + 1], leaf[MAX_EDGES];
    int32_t owner[2 * MAX_EDGES];
    uint64_t work[6 * MAX_EDGES];
    int64_t first[MAX_EDGES + 1], n_stretches;
    int32_t n_left;
    ctk_stretch stretch[MAX_STRETCHES];
} scene;

static scene one, other;

static void add_chain(scene *s, int32_t region, int32_t n, const double *lonlat)
{
    for (int32_t i = 0; i < n; i++, s->n_points++) {
        memcpy(s->lonlat + 2 * s->n_points, lonlat + 2 * i, 2 * sizeof *lonlat);
        if (i + 1 == n) continue;
        s->vertex[s->n_list] = s->n_points;
        s->region[s->n_list] = region;
        s->list[s->n_list] = s->n_list;
        s->n_list++;
    }
}

static void look(scene *s, double reach_m, int32_t n_threads)
{
    s->s = (ctk_strips){.edges = {s->n_list, s->vertex, s->region, s->lonlat}};
    s->s.n = ctk_strips_count(&s->s.edges);
    s->s.begin = s->begin;
    s->s.leaf = s->leaf;
    s->s.box = s->box;
    s->s.owner = s->owner;
    ctk_strips_build(&s->s, s->work, n_threads);
    s->n_stretches =
        ctk_facing_count(&s->s, s->n_list, s->list, reach_m, n_threads, s->first, &s->n_left);
    assert_true(s->n_stretches <= MAX_STRETCHES);
    ctk_facing_list(&s->s, s->n_list, s->list, reach_m, n_threads, s->first, s->stretch);
}

static double length_of(const scene *s, int32_t edge, int32_t region)
{
    double sum = 0;
    for (int64_t i = s->first[edge]; i < s->first[edge + 1]; i++)
        if (s->stretch[i].other == region) sum += s->stretch[i].length_m;
    return sum;
}

static const double M = 1 / 111195.08; // a metre in degrees, north or along the equator

/// West to east along the equator, and back `gap_m` further north, shifted by half its length.
static void two_lines(scene *s, double gap_m)
{
    const double a[4] = {0, 0, 1000 * M, 0};
    const double b[4] = {1500 * M, gap_m * M, 500 * M, gap_m * M};
    memset(s, 0, sizeof *s);
    add_chain(s, 4, 2, a);
    add_chain(s, 9, 2, b);
}

static void a_border_drawn_twice_is_as_long_as_both_run_side_by_side(void **state)
{
    (void)state;
    for (double gap_m = -8; gap_m <= 8; gap_m += 4) {
        two_lines(&one, gap_m);
        look(&one, 10, 1);
        // beyond the other's end it is seen at 45 degrees or more for as far as it is wide
        assert_near(length_of(&one, 0, 9), 500 + fmin(fabs(gap_m), sqrt(100 - gap_m * gap_m)), 0.1);
        assert_near(length_of(&one, 0, 9), length_of(&one, 1, 4), 0.1);
    }
}

static void beyond_the_reach_there_is_nothing(void **state)
{
    (void)state;
    two_lines(&one, 10.5);
    look(&one, 10, 1);
    assert_int_equal(one.n_stretches, 0);
}

static void borders_that_run_the_same_way_are_not_one(void **state)
{
    (void)state;
    const double a[4] = {0, 0, 1000 * M, 0}, b[4] = {0, 3 * M, 1000 * M, 3 * M};
    memset(&one, 0, sizeof one);
    add_chain(&one, 1, 2, a);
    add_chain(&one, 2, 2, b);
    look(&one, 10, 1);
    assert_int_equal(one.n_stretches, 0);
}

static void corners_that_touch_share_nothing(void **state)
{
    (void)state;
    const double a[6] = {-500 * M, 0, 0, 0, 0, -500 * M};
    const double b[6] = {500 * M, M, M, M, M, 500 * M};
    memset(&one, 0, sizeof one);
    add_chain(&one, 1, 3, a);
    add_chain(&one, 2, 3, b);
    look(&one, 20, 1);
    for (int64_t i = 0; i < one.n_stretches; i++) assert_true(one.stretch[i].length_m < 2);
}

static void each_stretch_counts_for_the_nearer_region_only(void **state)
{
    (void)state;
    const double a[4] = {0, 0, 1000 * M, 0};
    const double b[4] = {600 * M, 5 * M, 0, 5 * M}, c[4] = {1000 * M, 2 * M, 400 * M, 2 * M};
    memset(&one, 0, sizeof one);
    add_chain(&one, 1, 2, a);
    add_chain(&one, 2, 2, b);
    add_chain(&one, 3, 2, c);
    look(&one, 10, 1);
    assert_near(length_of(&one, 0, 3), 602, 0.1);
    assert_near(length_of(&one, 0, 2), 398, 0.1);
}

static void two_regions_on_the_same_line_do_not_take_turns(void **state)
{
    (void)state;
    // a meridian from pole to pole, and two regions along it whose vertices differ
    memset(&one, 0, sizeof one);
    add_chain(&one, 0, 2, (double[]){180, -90, 180, 90});
    add_chain(&one, 1, 3, (double[]){-180, 90, -180, 10.1, -180, -90});
    add_chain(&one, 2, 3, (double[]){-180, 89.7, -180, 10.7, -180, -89.3});
    look(&one, 0.1, 1);
    assert_true(one.first[1] <= 3);
    assert_near(length_of(&one, 0, 1), 180 / M, 1.0);
    assert_near(length_of(&one, 0, 2), 0.0, 1.0);
}

static void borders_meet_across_the_antimeridian(void **state)
{
    (void)state;
    const double a[4] = {180 - M, 0, 180 - M, 1000 * M}, b[4] = {-180 + M, 1000 * M, -180 + M, 0};
    uint8_t near[2];
    memset(&one, 0, sizeof one);
    add_chain(&one, 1, 2, a);
    add_chain(&one, 2, 2, b);
    look(&one, 10, 1);
    assert_near(length_of(&one, 0, 2), 1000, 0.1);
    assert_near(length_of(&one, 1, 1), 1000, 0.1);
    assert_int_equal(ctk_facing_near(&one.s, 10, 1, near), 2);
}

/// Wavy borders of several regions, some pairs of them drawn almost alike.
static void make_waves(scene *s, uint64_t seed)
{
    ctk_rng rng = ctk_rng_key(seed, 0, 0);
    memset(s, 0, sizeof *s);
    for (int32_t c = 0; c < 24; c++) {
        double p[2 * 20];
        const double lat = 45 + 12 * M * (c / 2) + 8 * M * ctk_rng_unit(&rng);
        for (int32_t i = 0; i < 20; i++) {
            const int32_t at = c % 2 ? 19 - i : i;
            p[2 * at] = 7 + M * (60 * i + 40 * ctk_rng_unit(&rng));
            p[2 * at + 1] = lat + 12 * M * ctk_rng_unit(&rng);
        }
        add_chain(s, (c * 7) % 5, 20, p);
    }
}

/// Region that the point at share t of edge e faces by definition, -1 = none.
static int32_t faced(const scene *s, int32_t e, double t, double reach_m)
{
    const double *p = s->lonlat + 2 * s->vertex[e];
    const double k = cos(0.5 * (p[1] + p[3]) * CTK_DEG);
    const double ex = (p[2] - p[0]) * k, ey = p[3] - p[1];
    const double x = (p[0] + t * (p[2] - p[0])) * k, y = p[1] + t * ey;
    double best = reach_m * M;
    int32_t region = -1;
    for (int32_t g = 0; g < s->n_list; g++) {
        const double *q = s->lonlat + 2 * s->vertex[g];
        const double ax = q[0] * k, ay = q[1], dx = q[2] * k - ax, dy = q[3] - ay;
        if (s->region[g] == s->region[e] || dx * ex + dy * ey >= 0) continue;
        const double u = fmax(0, fmin(1, ((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy)));
        const double vx = ax + u * dx - x, vy = ay + u * dy - y, r = hypot(vx, vy);
        if (r > best || fabs(vx * ex + vy * ey) > r * hypot(ex, ey) * sqrt(0.5)) continue;
        best = r;
        region = s->region[g];
    }
    return region;
}

static void stretches_are_what_sampling_finds(void **state)
{
    (void)state;
    for (uint64_t seed = 0; seed < 4; seed++) {
        make_waves(&one, seed);
        look(&one, 15, 2);
        assert_true(one.n_stretches > 100);
        for (int32_t e = 0; e < one.n_list; e += 7) {
            const double *p = one.lonlat + 2 * one.vertex[e];
            const double step = ctk_segment_m(p[0], p[1], p[2], p[3]) / SAMPLES;
            double sampled[5] = {0};
            for (int32_t i = 0; i < SAMPLES; i++) {
                const int32_t r = faced(&one, e, (i + 0.5) / SAMPLES, 15);
                if (r >= 0) sampled[r] += step;
            }
            for (int32_t r = 0; r < 5; r++) assert_near(length_of(&one, e, r), sampled[r], 0.5);
        }
    }
}

static void stretches_of_an_edge_are_disjoint_and_ascending(void **state)
{
    (void)state;
    make_waves(&one, 9);
    look(&one, 15, 1);
    for (int64_t i = 0; i < one.n_stretches; i++) {
        const ctk_stretch *t = &one.stretch[i];
        assert_true(t->s0 >= 0 && t->s0 < t->s1 && t->s1 <= 1);
        assert_true(one.region[t->edge] != t->other);
        if (i > 0 && t[-1].edge == t->edge) assert_true(t[-1].s1 <= t->s0);
    }
}

static void near_bits_are_what_plain_loops_find(void **state)
{
    (void)state;
    uint8_t near[MAX_EDGES];
    make_waves(&one, 3);
    look(&one, 5, 1);
    const int64_t n = ctk_facing_near(&one.s, 5, 1, near);
    int64_t set = 0;
    for (int32_t i = 0; i < one.s.n; i++) {
        for (int32_t e = one.begin[i]; e < one.begin[i + 1]; e++) {
            int any = 0;
            double box[4], margin[2], b[4];
            ctk_strips_edge_box(&one.s.edges, e, box);
            ctk_strips_margin(box, 4.99, margin); // strips widen theirs together, a trifle more
            ctk_strips_widen(box, margin, box);
            for (int32_t g = 0; g < one.n_list; g++) {
                ctk_strips_edge_box(&one.s.edges, g, b);
                any |= one.region[g] != one.region[e] && ctk_strips_meet(box, b);
            }
            set += near[i] >> (e - one.begin[i]) & 1;
            if (any) assert_true(near[i] >> (e - one.begin[i]) & 1);
        }
    }
    assert_int_equal(set, n);
    for (int64_t i = 0; i < one.n_stretches; i++) { // nothing that faces is missed
        int32_t strip = 0;
        while (one.begin[strip + 1] <= one.stretch[i].edge) strip++;
        assert_true(near[strip] >> (one.stretch[i].edge - one.begin[strip]) & 1);
    }
}

static void a_crowd_in_reach_is_halved_not_lost(void **state)
{
    (void)state;
    const double a[4] = {0, 0, 5000 * M, 0};
    memset(&one, 0, sizeof one);
    add_chain(&one, 1, 2, a);
    for (int32_t i = 0; i < 500; i++) {
        const double b[4] = {(10 * i + 10) * M, 3 * M, 10 * i * M, 3 * M};
        add_chain(&one, 2, 2, b);
    }
    look(&one, 10, 1);
    assert_near(length_of(&one, 0, 2), 5000, 0.01);
}

/// Hundreds of regions draw the same line back: more looks than an edge has, and than all of them
/// have together when they are all like that. The other pair of borders is found all the same.
static void what_lies_in_too_large_a_crowd_is_given_up(void **state)
{
    (void)state;
    const double a[4] = {0, 0, 1000 * M, 0}, b[4] = {1000 * M, 3 * M, 0, 3 * M};
    const double c[4] = {1, 1, 1 + 1000 * M, 1}, d[4] = {1 + 1000 * M, 1 + 3 * M, 1, 1 + 3 * M};
    memset(&one, 0, sizeof one);
    for (int32_t i = 0; i < 290; i++) add_chain(&one, i, 2, a);
    for (int32_t i = 0; i < 290; i++) add_chain(&one, 300 + i, 2, b);
    add_chain(&one, 598, 2, c);
    add_chain(&one, 599, 2, d);
    look(&one, 10, 2);
    assert_int_equal(one.n_left, 580);
    assert_int_equal(one.n_stretches, 2);
    assert_near(length_of(&one, 580, 599), 1000 * cos(CTK_DEG), 0.1);
}

static void distances_are_those_of_the_middle(void **state)
{
    (void)state;
    double distance[2], length[2];
    two_lines(&one, 7);
    look(&one, 10, 1);
    ctk_facing_distances(&one.s, 2, one.list, 10, 1, distance, length);
    assert_near(distance[0], 7, 1e-3);
    assert_near(length[0], 1000, 0.1);
    ctk_facing_distances(&one.s, 2, one.list, 6, 1, distance, length);
    assert_near(distance[0], -1, 0);
}

static void the_same_bytes_for_any_number_of_threads(void **state)
{
    (void)state;
    uint8_t near[MAX_EDGES] = {0}, near_t[MAX_EDGES] = {0};
    make_waves(&one, 7);
    look(&one, 15, 1);
    ctk_facing_near(&one.s, 15, 1, near);
    for (int32_t t = 2; t <= 5; t++) {
        make_waves(&other, 7);
        look(&other, 15, t);
        ctk_facing_near(&other.s, 15, t, near_t);
        assert_memory_equal(near_t, near, sizeof near);
        assert_int_equal(other.n_stretches, one.n_stretches);
        for (int64_t i = 0; i < one.n_stretches; i++) {
            assert_int_equal(other.stretch[i].other, one.stretch[i].other);
            assert_memory_equal(&other.stretch[i].s0, &one.stretch[i].s0, 3 * sizeof(double));
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_border_drawn_twice_is_as_long_as_both_run_side_by_side),
        cmocka_unit_test(beyond_the_reach_there_is_nothing),
        cmocka_unit_test(borders_that_run_the_same_way_are_not_one),
        cmocka_unit_test(corners_that_touch_share_nothing),
        cmocka_unit_test(each_stretch_counts_for_the_nearer_region_only),
        cmocka_unit_test(two_regions_on_the_same_line_do_not_take_turns),
        cmocka_unit_test(borders_meet_across_the_antimeridian),
        cmocka_unit_test(stretches_are_what_sampling_finds),
        cmocka_unit_test(stretches_of_an_edge_are_disjoint_and_ascending),
        cmocka_unit_test(near_bits_are_what_plain_loops_find),
        cmocka_unit_test(a_crowd_in_reach_is_halved_not_lost),
        cmocka_unit_test(what_lies_in_too_large_a_crowd_is_given_up),
        cmocka_unit_test(distances_are_those_of_the_middle),
        cmocka_unit_test(the_same_bytes_for_any_number_of_threads),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
