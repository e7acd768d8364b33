/// Lists of centres that can matter in a box, against all centres for all points.
#include "kernels/cluster/prune.h"

#include <math.h>
#include <stdbool.h>

#include "support/check.h"
#include "support/cluster_fixture.h"

enum { N = 3000, K = 90 };

typedef struct lists {
    ctk_near all, chunk, group, leaf;
    void *work;
} lists;

static lists make_lists(const ctk_centers *c)
{
    lists l;
    ctk_carver size = {0};
    ctk_near_place(&size, c->k, 0, &l.all);
    l.work = cluster_alloc(4 * size.used);
    ctk_carver at = {.base = l.work};
    ctk_near_place(&at, c->k, 0, &l.all);
    ctk_near_place(&at, c->k, 0, &l.chunk);
    ctk_near_place(&at, c->k, 0, &l.group);
    ctk_near_place(&at, c->k, 0, &l.leaf);
    ctk_near_all(c, &l.all);
    return l;
}

/// Through chunk and group to the list of a leaf, as the evaluator goes.
static void narrow(lists *l, const ctk_blocks *b, int32_t leaf, double reach, int keep_second)
{
    const int32_t p = leaf * CTK_LEAF;
    ctk_near_filter(&l->all, b->chunk + p / CTK_CHUNK, NULL, reach, keep_second, &l->chunk);
    ctk_near_filter(&l->chunk, b->group + p / CTK_GROUP, NULL, reach, keep_second, &l->group);
    ctk_near_filter(&l->group, b->leaf + leaf, NULL, reach, keep_second, &l->leaf);
}

static double power(const cluster_fixture *f, int32_t p, int32_t j)
{
    const double dx = f->blocks->x[p] - f->at.x[j], dy = f->blocks->y[p] - f->at.y[j];
    const double dz = f->blocks->z[p] - f->at.z[j];
    return dx * dx + dy * dy + dz * dz - f->at.lambda[j];
}

/// Ids rise, and every entry is the centre it names.
static void check_list(const cluster_fixture *f, const ctk_near *list)
{
    for (int32_t q = 0; q < list->n; q++) {
        const int32_t j = list->id[q];
        assert_true(q == 0 || list->id[q - 1] < j);
        assert_int_equal(list->slot[q], j);
        assert_true(list->x[q] == f->at.x[j] && list->y[q] == f->at.y[j]);
        assert_true(list->z[q] == f->at.z[j] && list->lambda[q] == f->at.lambda[j]);
    }
}

static bool has(const ctk_near *list, int32_t j)
{
    for (int32_t q = 0; q < list->n; q++)
        if (list->id[q] == j) return true;
    return false;
}

static void best_and_second_best_of_every_point_are_kept(void **state)
{
    (void)state;
    for (uint64_t seed = 0; seed < 4; seed++) {
        cluster_fixture f = cluster_fixture_new(seed, N, K, 1);
        lists l = make_lists(&f.at);
        int64_t kept = 0;
        for (int32_t leaf = 0; leaf < f.blocks->n_leaves; leaf++) {
            narrow(&l, f.blocks, leaf, 0, 1);
            check_list(&f, &l.leaf);
            kept += l.leaf.n;
            for (int32_t p = leaf * CTK_LEAF; p < (leaf + 1) * CTK_LEAF; p++) {
                int32_t best = 0, second = -1;
                for (int32_t j = 1; j < K; j++)
                    if (power(&f, p, j) < power(&f, p, best)) best = j;
                for (int32_t j = 0; j < K; j++)
                    if (j != best && (second < 0 || power(&f, p, j) < power(&f, p, second)))
                        second = j;
                assert_true(has(&l.leaf, best) && has(&l.leaf, second));
            }
        }
        assert_true(kept < (int64_t)f.blocks->n_leaves * K / 2); // it does drop some
        free(l.work);
        cluster_fixture_free(&f);
    }
}

static void whatever_comes_within_reach_is_kept_through_all_levels(void **state)
{
    (void)state;
    cluster_fixture f = cluster_fixture_new(7, N, K, 1);
    lists l = make_lists(&f.at);
    for (int32_t leaf = 0; leaf < f.blocks->n_leaves; leaf++) {
        const double reach = 800.0 * (leaf % 9);
        narrow(&l, f.blocks, leaf, reach, 0);
        check_list(&f, &l.leaf);
        for (int32_t p = leaf * CTK_LEAF; p < (leaf + 1) * CTK_LEAF; p++) {
            double least = HUGE_VAL;
            for (int32_t j = 0; j < K; j++) least = fmin(least, power(&f, p, j));
            for (int32_t j = 0; j < K; j++)
                assert_true(power(&f, p, j) > least + reach || has(&l.leaf, j));
        }
    }
    free(l.work);
    cluster_fixture_free(&f);
}

static void one_centre_and_equal_centres_are_kept(void **state)
{
    (void)state;
    const double x[3] = {1, 1, 1}, lambda[3] = {5, 5, 5};
    const ctk_cuboid box = {{0, 0, 0}, {2, 2, 2}};
    for (int32_t k = 1; k <= 3; k++) {
        const ctk_centers c = {.k = k, .x = x, .y = x, .z = x, .lambda = lambda};
        lists l = make_lists(&c);
        for (int second = 0; second < 2; second++) {
            ctk_near_filter(&l.all, &box, NULL, 0, second, &l.leaf);
            assert_int_equal(l.leaf.n, k);
        }
        free(l.work);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(best_and_second_best_of_every_point_are_kept),
        cmocka_unit_test(whatever_comes_within_reach_is_kept_through_all_levels),
        cmocka_unit_test(one_centre_and_equal_centres_are_kept),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
