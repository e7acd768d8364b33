/// What --effort buys in one search of a small random map, from its weights to the plan. (Small
/// maps get many, and lose nothing by more effort: test_pipeline_effort.c.)
///
/// No plan is promised to be better than that of less effort on the same map: efforts draw
/// different random numbers and carry different starts through, and where territories have but a
/// few regions a search ends in one of a handful of plans far apart. Of 144 maps of 12 to 31
/// regions in 3 to 5 equal territories, 6 had a worse plan from the next of efforts 1, 3 and 5, by
/// as much as a third. What holds is the mean over dozens of maps with room, here some 10 to 25
/// regions a territory, and that is what is claimed. The step from 3 to 5 brings so little there
/// (0.2 % over 120 maps, nothing on most) that on 24 maps of 40 to 63 regions the mean once rose by
/// as much: a few maps decide it, and other maps may decide otherwise.
///
/// That feasible plans stay feasible holds where bands are met by more than a few plans: on some
/// 500 maps with +-10 % by efforts 1, 3 and 5, and on 27 maps with +-5 and 6 % by 8 as well. It is
/// no law. A map of 25 regions with shares of 1 to 5 and bands of +-5 % (make_scene(25, 5, 1, 0.05,
/// false, 31)) has a plan by efforts 3 and 5 and none by 6 to 8, and with +-3 % by 3 and 8, and
/// none by 5: its plans inside the bands have twice the inertia of those near them, where more
/// effort settles deeper.
#include <stdio.h>

#include "tests/support/check.h"
#include "tests/support/make_scene.h"

enum { EFFORTS = 4 };
static const int32_t EFFORT[EFFORTS] = {1, 3, 5, 8};

/// What each effort finds for a map.
typedef struct ladder {
    bool is_tried[EFFORTS], is_found[EFFORTS];
    double inertia[EFFORTS];
} ladder;

static void try_effort(made_scene *s, int32_t e, ladder *l)
{
    ct_solution plan = {0};
    ct_error err = {0};
    const ct_context *ctx = test_context(1);
    s->opt.effort = EFFORT[e];
    assert_ok(ct_cluster(&s->opt, ctx, &s->given, &s->bands, NULL, &s->clusters, &err), err);
    const ct_status status = ct_balance(&s->opt, ctx, &s->given, &s->bands,
                                        &(const ct_constraints){0}, &s->clusters, &plan, &err);
    check_scene_plan(s, &plan, status);
    l->is_tried[e] = true;
    l->is_found[e] = status == CT_OK;
    l->inertia[e] = plan.inertia;
    ct_solution_free(&plan);
    ct_clusters_free(&s->clusters);
}

/// EFFORT[from..to]. The last one costs ten times the one before: it is left out where no plan has
/// been found that it could lose.
static ladder climb(made_scene *s, int32_t from, int32_t to)
{
    ladder l = {0};
    bool is_found = false;
    for (int32_t e = from; e <= to && (is_found || e + 1 < EFFORTS); e++) {
        try_effort(s, e, &l);
        is_found = is_found || l.is_found[e];
    }
    return l;
}

/// Six times as many maps where long tests are wanted.
static uint64_t many(uint64_t few)
{
    return getenv("CANTON_LONG") ? 6 * few : few;
}

static void check_found(const ladder *l, uint64_t seed)
{
    for (int32_t e = 1; e < EFFORTS; e++) {
        if (!l->is_tried[e] || !l->is_found[e - 1] || l->is_found[e]) continue;
        printf("# seed %d: found at effort %d, not at %d\n", (int)seed, EFFORT[e - 1], EFFORT[e]);
        fail();
    }
}

static void what_less_effort_finds_more_effort_finds(void **state)
{
    (void)state;
    int32_t n_found = 0, n_none = 0;
    for (uint64_t seed = 0; seed < many(10); seed++) {
        made_scene s = make_scene(12 + (int32_t)(seed % 5), 3, 1, 0.06, seed % 5 != 4, seed);
        const ladder l = climb(&s, 0, EFFORTS - 1);
        check_found(&l, seed);
        n_found += l.is_found[0];
        n_none += !l.is_found[EFFORTS - 2];
        made_scene_free(&s);
    }
    assert_true(n_found >= 4); // and the bands are so tight that not every map has a plan
    assert_true(n_none >= 4);
}

/// The mean over n maps of `regions` regions and up to a half more does not rise from EFFORT[from]
/// to EFFORT[to]; returns the part of it that is saved.
static double check_means(uint64_t n, int32_t regions, int32_t from, int32_t to)
{
    double sum[EFFORTS] = {0};
    for (uint64_t seed = 0; seed < n; seed++) {
        const int32_t more = (int32_t)(seed * 7 % (uint64_t)(regions / 2));
        made_scene s =
            make_scene(regions + more, 3 + (int32_t)(seed % 3), 1, 0.1, seed % 5 != 4, seed);
        const ladder l = climb(&s, from, to);
        check_found(&l, seed);
        for (int32_t e = from; e <= to && l.is_found[from]; e++)
            sum[e] += l.inertia[e] / l.inertia[from];
        made_scene_free(&s);
    }
    for (int32_t e = from; e <= to; e++)
        printf("# effort %d: %.6f\n", EFFORT[e], sum[e] / sum[from]);
    for (int32_t e = from + 1; e <= to; e++) assert_true(sum[e] <= sum[e - 1]);
    return 1 - sum[to] / sum[from];
}

static void more_effort_gives_better_plans_in_the_mean(void **state)
{
    (void)state;
    assert_true(check_means(many(20), 54, 0, 2) > 0.01);
}

static void so_does_effort_8_on_fewer_and_smaller_maps(void **state)
{
    (void)state;
    check_means(many(6), 20, 2, 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_less_effort_finds_more_effort_finds),
        cmocka_unit_test(more_effort_gives_better_plans_in_the_mean),
        cmocka_unit_test(so_does_effort_8_on_fewer_and_smaller_maps),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
