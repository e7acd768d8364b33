/// Gaps between groups of chains against all pairs of segments.
#include "kernels/geom/gap.h"

#include <math.h>
#include <string.h>

#include "kernels/geom/outline.h"
#include "kernels/geom/sphere.h"
#include "kernels/graph/components.h"
#include "kernels/prim/rng.h"
#include "tests/support/check.h"

/// Chains scattered over a patch of the Earth, a few to a group; chain i belongs to region i / 2.
typedef struct scene {
    ctk_boxtree t;
    int64_t *point_begin;
    double *point;
    int32_t *region, *group, n_groups;
    ctk_gap_work w;
    ctk_gap *tree;
} scene;

static void *new_array(int64_t n, size_t size)
{
    void *p = calloc((size_t)n + 1, size);
    assert_non_null(p);
    return p;
}

static void walk(ctk_rng *rng, double step_deg, double lon, double lat, int64_t n, double *point)
{
    for (int64_t i = 0; i < n; i++) {
        ctk_geocentric_km(lon, lat, point + 3 * i);
        lon += step_deg * (ctk_rng_unit(rng) - 0.5);
        lat += step_deg * (ctk_rng_unit(rng) - 0.5);
    }
}

static void allocate_work(scene *s, int32_t n)
{
    const int64_t nodes = ctk_boxtree_nodes(n), n_tasks = n / CTK_GAP_TASK + s->n_groups + 2;
    s->t.leaf = new_array(n, sizeof *s->t.leaf);
    s->t.box = new_array(nodes, sizeof *s->t.box);
    s->w.order = new_array(n, sizeof *s->w.order);
    s->w.task_begin = new_array(n_tasks, sizeof *s->w.task_begin);
    s->w.parent = new_array(s->n_groups, sizeof *s->w.parent);
    s->w.root = new_array(s->n_groups, sizeof *s->w.root);
    s->w.label = new_array(nodes, sizeof *s->w.label);
    s->w.limit2 = new_array(s->n_groups, sizeof *s->w.limit2);
    s->w.best = new_array(s->n_groups, sizeof *s->w.best);
    s->tree = new_array(s->n_groups, sizeof *s->tree);
}

static scene make_scene(uint64_t seed, int32_t n, int32_t n_groups)
{
    scene s = {.n_groups = n_groups};
    ctk_rng rng = ctk_rng_key(seed, 3, 1);
    s.point_begin = new_array(n + 1, sizeof *s.point_begin);
    s.point = new_array(3 * 13 * (int64_t)n, sizeof *s.point);
    s.region = new_array(n, sizeof *s.region);
    s.group = new_array(n, sizeof *s.group);
    for (int32_t i = 0; i < n; i++) {
        const int64_t points = 1 + ctk_rng_below(&rng, 13);
        s.point_begin[i + 1] = s.point_begin[i] + points;
        s.region[i] = i / 2;
        // pairs of chains, one region each, stay in one group; every group has some
        s.group[i] = i / 2 < n_groups ? i / 2 : (int32_t)ctk_rng_below(&rng, (uint32_t)n_groups);
        if (i % 2) s.group[i] = s.group[i - 1];
        walk(&rng, 0.2, 178 + 6 * ctk_rng_unit(&rng), 60 + 3 * ctk_rng_unit(&rng), points,
             s.point + 3 * s.point_begin[i]);
    }
    allocate_work(&s, n);
    s.t.chains = (ctk_chains){n, s.point_begin, s.point, s.region};
    uint64_t *work = new_array(ctk_boxtree_work(n), sizeof *work);
    ctk_boxtree_build(&s.t, work, 2);
    free(work);
    return s;
}

static void scene_free(scene *s)
{
    free(s->point_begin);
    free(s->point);
    free(s->region);
    free(s->group);
    free(s->t.leaf);
    free(s->t.box);
    free(s->w.order);
    free(s->w.task_begin);
    free(s->w.parent);
    free(s->w.root);
    free(s->w.label);
    free(s->w.limit2);
    free(s->w.best);
    free(s->tree);
}

static double chain_gap2(const scene *s, int32_t a, int32_t b)
{
    double best = HUGE_VAL, u, v;
    for (int64_t i = s->point_begin[a]; i < s->point_begin[a + 1]; i++) {
        const int64_t i1 = i + 1 < s->point_begin[a + 1] ? i + 1 : i;
        for (int64_t j = s->point_begin[b]; j < s->point_begin[b + 1]; j++) {
            const int64_t j1 = j + 1 < s->point_begin[b + 1] ? j + 1 : j;
            const double d = ctk_segment_gap2(s->point + 3 * i, s->point + 3 * i1, s->point + 3 * j,
                                              s->point + 3 * j1, &u, &v);
            best = d < best ? d : best;
        }
    }
    return best;
}

/// Total length of the minimum spanning tree by Prim over all pairs of groups.
static double oracle_tree(const scene *s)
{
    const int32_t k = s->n_groups;
    double *d = new_array((int64_t)k * k, sizeof *d), sum = 0;
    bool *in = new_array(k, sizeof *in);
    for (int32_t i = 0; i < k * k; i++) d[i] = HUGE_VAL;
    for (int32_t a = 0; a < s->t.chains.n; a++) {
        for (int32_t b = 0; b < s->t.chains.n; b++) {
            double *x = &d[s->group[a] * k + s->group[b]];
            if (s->group[a] != s->group[b]) *x = fmin(*x, sqrt(chain_gap2(s, a, b)));
        }
    }
    in[0] = true;
    for (int32_t step = 1; step < k; step++) {
        int32_t best = -1;
        for (int32_t i = 0; i < k * k; i++) {
            if (in[i / k] && !in[i % k] && (best < 0 || d[i] < d[best])) best = i;
        }
        in[best % k] = true;
        sum += d[best];
    }
    free(in);
    free(d);
    return sum;
}

static void segment_gap_beats_every_sampled_pair_of_points(void **state)
{
    (void)state;
    ctk_rng rng = ctk_rng_key(1, 1, 1);
    for (int n = 0; n < 3000; n++) {
        double p[12], s, t;
        for (int k = 0; k < 12; k++) p[k] = (double)ctk_rng_below(&rng, n % 2 ? 4 : 1000);
        const double d2 = ctk_segment_gap2(p, p + 3, p + 6, p + 9, &s, &t);
        assert_true(s >= 0 && s <= 1 && t >= 0 && t <= 1);
        for (int i = 0; i <= 20; i++) {
            for (int j = 0; j <= 20; j++) {
                double e2 = 0;
                for (int k = 0; k < 3; k++) {
                    const double a = p[k] + i / 20.0 * (p[3 + k] - p[k]);
                    const double b = p[6 + k] + j / 20.0 * (p[9 + k] - p[6 + k]);
                    e2 += (a - b) * (a - b);
                }
                assert_true(d2 <= e2 + 1e-9 * (1 + e2));
            }
        }
    }
}

static void spanning_tree_is_as_short_as_by_all_pairs(void **state)
{
    (void)state;
    for (uint64_t seed = 0; seed < 30; seed++) {
        const int32_t k = 2 + (int32_t)(seed % 9);
        scene s = make_scene(seed, 2 * k + 2 * (int32_t)(seed % 23), k);
        const int32_t n = ctk_gap_tree(&s.t, k, s.group, &s.w, 2, s.tree);
        double sum = 0;
        assert_int_equal(n, k - 1);
        for (int32_t i = 0; i < n; i++) {
            const ctk_gap *g = &s.tree[i];
            sum += sqrt(g->distance2_km2);
            assert_near(g->distance2_km2, chain_gap2(&s, g->chain_a, g->chain_b), 1e-9);
        }
        assert_near(sum, oracle_tree(&s), 1e-7);
        scene_free(&s);
    }
}

static void groups_joined_before_get_no_second_link(void **state)
{
    (void)state;
    scene s = make_scene(5, 60, 8);
    for (int32_t g = 0; g < 8; g++) s.w.parent[g] = g < 4 ? 0 : g;
    const int32_t n = ctk_gap_complete(&s.t, 8, s.group, &s.w, 1, s.tree);
    assert_int_equal(n, 4);
    for (int32_t i = 0; i < n; i++)
        assert_true(s.group[s.tree[i].chain_a] >= 4 || s.group[s.tree[i].chain_b] >= 4);
    scene_free(&s);
}

static void regions_in_reach_are_those_of_all_pairs(void **state)
{
    (void)state;
    for (uint64_t seed = 0; seed < 10; seed++) {
        const int32_t n = 80, n_regions = n / 2;
        const double reach2 = 25.0 * 25.0;
        scene s = make_scene(100 + seed, n, 5);
        ctk_gap *best = new_array(n_regions, sizeof *best);
        int32_t *touched = new_array(n_regions, sizeof *touched);
        ctk_gap_labels(&s.t, s.group, NULL, s.w.label);
        for (int32_t a = 0; a < n_regions; a++) {
            for (int32_t r = 0; r < n_regions; r++) best[r].chain_b = -1;
            const int32_t found = ctk_gap_within(&s.t, s.w.label, 2 * a, 2 * a + 2, s.group[2 * a],
                                                 reach2, best, touched);
            int32_t at = 0;
            for (int32_t b = 0; b < n_regions; b++) {
                if (s.group[2 * b] == s.group[2 * a]) continue;
                double d2 = HUGE_VAL;
                for (int k = 0; k < 4; k++)
                    d2 = fmin(d2, chain_gap2(&s, 2 * a + k / 2, 2 * b + k % 2));
                if (d2 > reach2) continue;
                assert_true(at < found);
                assert_int_equal(touched[at++], b);
                assert_near(best[b].distance2_km2, d2, 1e-9);
            }
            assert_int_equal(at, found);
        }
        free(best);
        free(touched);
        scene_free(&s);
    }
}

static void the_same_bytes_for_any_number_of_threads(void **state)
{
    (void)state;
    scene s = make_scene(9, 3000, 300);
    ctk_gap *one = new_array(300, sizeof *one);
    const int32_t n = ctk_gap_tree(&s.t, 300, s.group, &s.w, 1, one);
    for (int32_t t = 2; t <= 5; t++) {
        memset(s.tree, 0, 300 * sizeof *s.tree);
        assert_int_equal(ctk_gap_tree(&s.t, 300, s.group, &s.w, t, s.tree), n);
        assert_memory_equal(s.tree, one, (size_t)n * sizeof *one);
    }
    free(one);
    scene_free(&s);
}

static void touching_chains_have_no_gap_and_one_group_no_tree(void **state)
{
    (void)state;
    scene s = make_scene(11, 8, 2);
    memcpy(s.point, s.point + 3 * s.point_begin[2], 3 * sizeof *s.point);
    uint64_t *work = new_array(ctk_boxtree_work(8), sizeof *work);
    ctk_boxtree_build(&s.t, work, 1);
    assert_int_equal(ctk_gap_tree(&s.t, 2, s.group, &s.w, 1, s.tree), 1);
    assert_near(s.tree[0].distance2_km2, 0.0, 1e-18);
    memset(s.group, 0, 8 * sizeof *s.group);
    assert_int_equal(ctk_gap_tree(&s.t, 1, s.group, &s.w, 1, s.tree), 0);
    free(work);
    scene_free(&s);
}

/// A fan: more chains touch each other than are looked at. All are linked there, on any number of
/// threads alike.
static void thousands_that_meet_in_a_point_are_linked_without_a_gap(void **state)
{
    (void)state;
    enum { N = 1000 };
    scene s = make_scene(13, N, N);
    for (int32_t i = 0; i < N; i++) {
        memcpy(s.point + 3 * s.point_begin[i], s.point, 3 * sizeof *s.point);
        s.group[i] = i;
    }
    uint64_t *work = new_array(ctk_boxtree_work(N), sizeof *work);
    ctk_boxtree_build(&s.t, work, 1);
    ctk_gap *one = new_array(N, sizeof *one);
    assert_int_equal(ctk_gap_tree(&s.t, N, s.group, &s.w, 1, one), N - 1);
    for (int32_t i = 0; i + 1 < N; i++) assert_near(one[i].distance2_km2, 0.0, 1e-18);
    for (int32_t t = 2; t <= 5; t++) {
        assert_int_equal(ctk_gap_tree(&s.t, N, s.group, &s.w, t, s.tree), N - 1);
        assert_memory_equal(s.tree, one, (N - 1) * sizeof *one);
    }
    free(work);
    free(one);
    scene_free(&s);
}

/// 30 segments of a parallel, some with a neighbour: chains skip those and break there.
static void outline_keeps_the_segments_with_nobody_beyond(void **state)
{
    (void)state;
    double lonlat[62], point[3 * 60];
    int32_t segment[30], left[30], right[30], region[30], vertex[30];
    int64_t chain_begin[2], point_begin[2], first[30];
    for (int i = 0; i < 31; i++) {
        lonlat[2 * i] = i;
        lonlat[2 * i + 1] = 10;
    }
    for (int i = 0; i < 30; i++) {
        segment[i] = i;
        left[i] = 4;
        right[i] = i == 5 ? 9 : -1;
    }
    const ctk_outline o = {30, segment, left, right, lonlat};
    ctk_outline_count(&o, 1, chain_begin, point_begin);
    assert_int_equal(chain_begin[1], 3); // 5 + 12 + 12 segments
    assert_int_equal(point_begin[1], 29 + 3);
    ctk_outline_fill(&o, 1, chain_begin, point_begin, region, vertex, first, point);
    assert_int_equal(vertex[1], 6);
    assert_int_equal(first[1], 6);
    double p[3];
    ctk_geocentric_km(6, 10, p);
    assert_memory_equal(p, point + 3 * 6, sizeof p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(segment_gap_beats_every_sampled_pair_of_points),
        cmocka_unit_test(spanning_tree_is_as_short_as_by_all_pairs),
        cmocka_unit_test(groups_joined_before_get_no_second_link),
        cmocka_unit_test(regions_in_reach_are_those_of_all_pairs),
        cmocka_unit_test(the_same_bytes_for_any_number_of_threads),
        cmocka_unit_test(touching_chains_have_no_gap_and_one_group_no_tree),
        cmocka_unit_test(thousands_that_meet_in_a_point_are_linked_without_a_gap),
        cmocka_unit_test(outline_keeps_the_segments_with_nobody_beyond),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
