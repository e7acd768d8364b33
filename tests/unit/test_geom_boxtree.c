/// The tree of boxes: every chain once, every box exactly that of what is below it.
#include "kernels/geom/boxtree.h"

#include <math.h>
#include <stdbool.h>
#include <string.h>

#include "kernels/prim/rng.h"
#include "support/check.h"

typedef struct scene {
    ctk_boxtree t;
    int64_t *begin, n_nodes;
    double *point;
    int32_t *region;
    uint64_t *work;
} scene;

/// n chains of 1 to 13 points, each a short walk; `flat` puts everything in one place.
static scene make_scene(int32_t n, uint64_t seed, bool flat)
{
    scene s;
    ctk_rng r = ctk_rng_key(seed, 9, 0);
    s.n_nodes = ctk_boxtree_nodes(n);
    s.begin = calloc((size_t)n + 1, sizeof *s.begin);
    s.point = calloc(3 * (CTK_LEAF_SEGMENTS + 1) * (size_t)n, sizeof *s.point);
    s.region = calloc((size_t)n, sizeof *s.region);
    s.work = calloc((size_t)ctk_boxtree_work(n), sizeof *s.work);
    for (int32_t i = 0; i < n; i++) {
        double at[3] = {1000 * ctk_rng_unit(&r), 2000 * ctk_rng_unit(&r), -10 * ctk_rng_unit(&r)};
        s.begin[i + 1] = s.begin[i] + 1 + ctk_rng_below(&r, CTK_LEAF_SEGMENTS + 1);
        for (int64_t p = s.begin[i]; p < s.begin[i + 1]; p++)
            for (int k = 0; k < 3; k++) {
                at[k] += 5 * (ctk_rng_unit(&r) - 0.5);
                s.point[3 * p + k] = flat ? 7 : at[k];
            }
    }
    s.t = (ctk_boxtree){.chains = {n, s.begin, s.point, s.region}};
    s.t.leaf = calloc((size_t)n, sizeof *s.t.leaf);
    s.t.box = calloc((size_t)s.n_nodes, sizeof *s.t.box);
    return s;
}

static void free_scene(scene *s)
{
    free(s->begin);
    free(s->point);
    free(s->region);
    free(s->work);
    free(s->t.leaf);
    free(s->t.box);
}

static ctk_box box_of_points(const double *p, int64_t n)
{
    ctk_box b;
    for (int k = 0; k < 3; k++) {
        b.lo[k] = HUGE_VAL;
        b.hi[k] = -HUGE_VAL;
        for (int64_t i = 0; i < n; i++) {
            b.lo[k] = fmin(b.lo[k], p[3 * i + k]);
            b.hi[k] = fmax(b.hi[k], p[3 * i + k]);
        }
    }
    return b;
}

static void check_leaves(const scene *s)
{
    const int32_t n = s->t.chains.n;
    int32_t *seen = calloc((size_t)n, sizeof *seen);
    for (int32_t i = 0; i < n; i++) {
        const int32_t c = s->t.leaf[i];
        assert_in_range(c, 0, n - 1);
        assert_int_equal(seen[c]++, 0);
        const ctk_box want =
            box_of_points(s->point + 3 * s->begin[c], s->begin[c + 1] - s->begin[c]);
        assert_memory_equal(&s->t.box[i], &want, sizeof want);
    }
    free(seen);
}

/// Each node is the box of its children, and each child has one parent.
static void check_levels(const scene *s)
{
    const ctk_boxtree *t = &s->t;
    assert_int_equal(t->level_begin[t->n_levels], s->n_nodes);
    assert_int_equal(t->level_begin[t->n_levels] - t->level_begin[t->n_levels - 1], 1);
    for (int32_t level = 1; level < t->n_levels; level++) {
        int32_t next = 0;
        for (int32_t i = 0; t->level_begin[level] + i < t->level_begin[level + 1]; i++) {
            int32_t begin, end;
            ctk_boxtree_children(t, level, i, &begin, &end);
            assert_int_equal(begin, next);
            const ctk_box *child = t->box + t->level_begin[level - 1];
            const ctk_box want = box_of_points(child[begin].lo, 2 * (int64_t)(end - begin));
            assert_memory_equal(&t->box[t->level_begin[level] + i], &want, sizeof want);
            next = end;
        }
        assert_int_equal(next, t->level_begin[level] - t->level_begin[level - 1]);
    }
}

static void every_chain_is_there_once_and_every_box_is_tight(void **state)
{
    (void)state;
    const int32_t sizes[] = {1, 2, 4, 5, 16, 17, 64, 65, 1000, 4097};
    for (int i = 0; i < 10; i++)
        for (int flat = 0; flat < 2; flat++) {
            scene s = make_scene(sizes[i], (uint64_t)i, flat);
            ctk_boxtree_build(&s.t, s.work, 1 + i % 3);
            check_leaves(&s);
            check_levels(&s);
            for (int32_t q = 0; flat && q < sizes[i]; q++) assert_int_equal(s.t.leaf[q], q);
            free_scene(&s);
        }
}

static void neighbours_along_the_curve_are_neighbours_in_space(void **state)
{
    (void)state;
    scene s = make_scene(4096, 3, false);
    ctk_boxtree_build(&s.t, s.work, 2);
    double sum = 0;
    for (int32_t i = s.t.level_begin[2]; i < s.t.level_begin[3]; i++)
        sum += s.t.box[i].hi[0] - s.t.box[i].lo[0];
    assert_true(sum / 256 < 300); // of 1000: 16 chains together fill little of the whole
    free_scene(&s);
}

static void box_distances_are_those_of_the_nearest_points(void **state)
{
    (void)state;
    ctk_rng r = ctk_rng_key(1, 9, 1);
    for (int t = 0; t < 2000; t++) {
        double p[12];
        for (int i = 0; i < 12; i++) p[i] = ctk_rng_below(&r, 9);
        const ctk_box a = box_of_points(p, 2), b = box_of_points(p + 6, 2);
        double want = 0;
        for (int k = 0; k < 3; k++) { // whole numbers: try all of them
            double least = HUGE_VAL;
            for (double x = a.lo[k]; x <= a.hi[k]; x++)
                for (double y = b.lo[k]; y <= b.hi[k]; y++) least = fmin(least, fabs(x - y));
            want += least * least;
        }
        assert_true(ctk_box_distance2(&a, &b) == want);
        assert_true(ctk_box_distance2(&b, &a) == want);
    }
}

static void the_same_bytes_for_any_number_of_threads(void **state)
{
    (void)state;
    scene s = make_scene(3000, 5, false);
    ctk_boxtree_build(&s.t, s.work, 1);
    int32_t *leaf = calloc(3000, sizeof *leaf);
    ctk_box *box = calloc((size_t)s.n_nodes, sizeof *box);
    memcpy(leaf, s.t.leaf, 3000 * sizeof *leaf);
    memcpy(box, s.t.box, (size_t)s.n_nodes * sizeof *box);
    for (int32_t t = 2; t <= 5; t++) {
        ctk_boxtree_build(&s.t, s.work, t);
        assert_memory_equal(s.t.leaf, leaf, 3000 * sizeof *leaf);
        assert_memory_equal(s.t.box, box, (size_t)s.n_nodes * sizeof *box);
    }
    free(leaf);
    free(box);
    free_scene(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_chain_is_there_once_and_every_box_is_tight),
        cmocka_unit_test(neighbours_along_the_curve_are_neighbours_in_space),
        cmocka_unit_test(box_distances_are_those_of_the_nearest_points),
        cmocka_unit_test(the_same_bytes_for_any_number_of_threads),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
