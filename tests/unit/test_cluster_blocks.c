/// The k-d order and its boxes, and the lists of centres that can matter in them.
#include "support/check.h"

#include <math.h>
#include <stdbool.h>

#include "kernels/cluster/prune.h"
#include "support/cluster_fixture.h"

static void every_point_is_there_once_and_inside_its_boxes(void **state)
{
    (void)state;
    const int32_t sizes[] = {1, 15, 16, 17, 127, 129, 1023, 1025, 5000};
    for (int q = 0; q < 9; q++) {
        int32_t n = sizes[q];
        cluster_fixture f = cluster_fixture_new((uint64_t)q, n, 1, 1);
        const ctk_blocks *b = f.blocks;
        int32_t *seen = cluster_alloc(4 * (int64_t)n);
        for (int32_t p = 0; p < b->n_padded; p++) {
            const ctk_cuboid *boxes[] = {b->leaf + p / CTK_LEAF, b->group + p / CTK_GROUP,
                                         b->chunk + p / CTK_CHUNK};
            double at[] = {b->x[p], b->y[p], b->z[p]};
            for (int l = 0; l < 3; l++)
                for (int a = 0; a < 3; a++)
                    assert_true(fabs(at[a] - boxes[l]->mid[a]) <= boxes[l]->half[a]);
            if (p >= n) {
                assert_int_equal(b->order[p], -1);
                assert_near(b->w[p], 0, 0);
                continue;
            }
            seen[b->order[p]]++;
            assert_near(b->w[p], f.w[b->order[p]], 0);
            assert_near(b->y[p], f.pos[n + b->order[p]], 0);
        }
        for (int32_t i = 0; i < n; i++) assert_int_equal(seen[i], 1);
        free(seen);
        cluster_fixture_free(&f);
    }
}

static void leaves_are_small(void **state)
{
    (void)state;
    cluster_fixture f = cluster_fixture_new(1, 5000, 1, 1);
    double chunk = 0, leaf = 0;
    for (int32_t q = 0; q < f.blocks->n_chunks; q++) chunk += f.blocks->chunk[q].half[0];
    for (int32_t q = 0; q < f.blocks->n_leaves; q++) leaf += f.blocks->leaf[q].half[0];
    assert_true(leaf / f.blocks->n_leaves < 0.25 * chunk / f.blocks->n_chunks);
    cluster_fixture_free(&f);
}

static void a_dropped_centre_is_out_of_reach_everywhere_in_the_box(void **state)
{
    (void)state;
    cluster_fixture f = cluster_fixture_new(2, 2000, 80, 1);
    ctk_near all, some;
    ctk_carver size = {0};
    ctk_near_place(&size, 80, 0, &all);
    void *work = cluster_alloc(2 * size.used);
    ctk_carver c = {.base = work};
    ctk_near_place(&c, 80, 0, &all);
    ctk_near_place(&c, 80, 0, &some);
    ctk_near_all(&f.at, &all);
    for (int32_t leaf = 0; leaf < f.blocks->n_leaves; leaf++) {
        double reach = 500.0 * (leaf % 7);
        bool kept[80] = {false};
        ctk_near_filter(&all, f.blocks->leaf + leaf, NULL, reach, 0, &some);
        for (int32_t q = 0; q < some.n; q++) kept[some.id[q]] = true;
        for (int32_t p = leaf * CTK_LEAF; p < (leaf + 1) * CTK_LEAF; p++) {
            double power[80], least = HUGE_VAL;
            for (int32_t j = 0; j < 80; j++) {
                double dx = f.blocks->x[p] - f.center[j], dy = f.blocks->y[p] - f.center[80 + j];
                double dz = f.blocks->z[p] - f.center[160 + j];
                power[j] = dx * dx + dy * dy + dz * dz - f.lambda[j];
                least = fmin(least, power[j]);
            }
            for (int32_t j = 0; j < 80; j++) assert_true(kept[j] || power[j] > least + reach);
        }
    }
    free(work);
    cluster_fixture_free(&f);
}

static void ratios_go_with_their_points_and_lie_in_their_spans(void **state)
{
    (void)state;
    cluster_fixture f = cluster_fixture_new(3, 1500, 10, 1);
    cluster_fixture_measure(&f, 2, 3);
    const ctk_blocks *b = f.blocks;
    for (int32_t p = 0; p < b->n_padded; p++)
        for (int32_t e = 0; e < 2; e++) {
            const double v = b->ratio[e * b->n_padded + p];
            const ctk_span *s[3] = {b->leaf_span + p / CTK_LEAF * 2 + e,
                                    b->group_span + p / CTK_GROUP * 2 + e,
                                    b->chunk_span + p / CTK_CHUNK * 2 + e};
            if (b->order[p] >= 0) assert_true(v == f.ratio[e * 1500 + b->order[p]]);
            for (int q = 0; q < 3; q++) assert_true(fabs(v - s[q]->mid) <= s[q]->half);
        }
    cluster_fixture_free(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_point_is_there_once_and_inside_its_boxes),
        cmocka_unit_test(leaves_are_small),
        cmocka_unit_test(ratios_go_with_their_points_and_lie_in_their_spans),
        cmocka_unit_test(a_dropped_centre_is_out_of_reach_everywhere_in_the_box),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
