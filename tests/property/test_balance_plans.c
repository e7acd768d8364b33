/// The balance stage on thousands of small random graphs, judged by trying every assignment.
#include <stdio.h>
#include <string.h>

#include "base/memory.h"
#include "tests/oracle/partition.h"
#include "tests/support/check.h"
#include "tests/support/make_scene.h"

enum { STARTS = 4 };

/// A map with starts that know nothing of balance.
static made_scene new_scene(int32_t n, int32_t k, int32_t m, double tolerance, bool is_equal,
                            uint64_t seed)
{
    made_scene s = make_scene(n, k, m, tolerance, is_equal, seed);
    make_scene_starts(&s, STARTS, seed);
    return s;
}

static ct_status balance(const made_scene *s, int32_t n_threads, ct_solution *plan, ct_error *err)
{
    return ct_balance(&s->opt, test_context(n_threads), &s->given, &s->bands,
                      &(const ct_constraints){0}, &s->clusters, plan, err);
}

/// What is known after many graphs.
typedef struct tally {
    int32_t graphs, feasible, found;
} tally;

static void judge(tally *t, int32_t n, int32_t k, int32_t m, double tolerance, bool is_equal,
                  uint64_t seed)
{
    made_scene s = new_scene(n, k, m, tolerance, is_equal, seed);
    ct_solution plan = {0};
    ct_error err = {0};
    const bool exists = oracle_feasible(n, s.given.graph.indptr, s.given.graph.indices, k, m,
                                        s.weights, s.bands.lower, s.bands.upper);
    const ct_status status = balance(&s, 1, &plan, &err);
    check_scene_plan(&s, &plan, status);
    assert_true(exists || status != CT_OK);
    t->graphs++;
    t->feasible += exists;
    t->found += status == CT_OK;
    if (exists && status != CT_OK)
        printf("# missed: n %d k %d m %d tolerance %g equal %d seed %d\n", n, k, m, tolerance,
               is_equal, (int)seed);
    ct_solution_free(&plan);
    made_scene_free(&s);
}

static void sweep(tally *t, int32_t m, int32_t n_graphs)
{
    static const double TOLERANCE[] = {0.05, 0.1, 0.2, 0.35};
    for (uint64_t seed = 0; seed < (uint64_t)n_graphs; seed++) {
        const int32_t k = 2 + (int32_t)(seed % 3), most = k == 2 ? 12 : k == 3 ? 11 : 9;
        const int32_t n = k + 1 + (int32_t)(seed / 3 % (uint64_t)(most - k));
        judge(t, n, k, m, TOLERANCE[seed / 7 % 4] * (m > 1 ? 2 : 1), seed % 5 != 4, seed);
    }
    printf("# %d measures: %d graphs, %d have a plan, found for %d (%.2f %%)\n", m, t->graphs,
           t->feasible, t->found, 100.0 * t->found / t->feasible);
}

/// Ten times as many graphs where long tests are wanted.
static int32_t many(int32_t few)
{
    return getenv("CANTON_LONG") ? 10 * few : few;
}

static void plans_are_contiguous_and_found_where_they_exist(void **state)
{
    (void)state;
    tally t = {0};
    sweep(&t, 1, many(120));
    assert_true(t.feasible > 25);
    assert_true(t.found * 100 >= t.feasible * 99);
}

static void the_same_holds_for_two_and_three_measures(void **state)
{
    (void)state;
    for (int32_t m = 2; m <= 3; m++) {
        tally t = {0};
        sweep(&t, m, many(40));
        assert_true(t.feasible > 5);
        assert_true(t.found * 100 >= t.feasible * 99);
    }
}

static void plans_are_the_same_for_any_number_of_threads(void **state)
{
    (void)state;
    for (uint64_t seed = 0; seed < 3; seed++) {
        made_scene s = new_scene(200, 7, 1 + (int32_t)seed % 2, 0.05, seed != 2, seed);
        int32_t first[200];
        s.opt.effort = 3;
        for (int32_t threads = 1; threads <= 5; threads++) {
            ct_solution plan = {0};
            ct_error err = {0};
            const ct_status status = balance(&s, threads, &plan, &err);
            check_scene_plan(&s, &plan, status);
            if (threads == 1) memcpy(first, plan.part, sizeof first);
            assert_memory_equal(first, plan.part, sizeof first);
            ct_solution_free(&plan);
        }
        made_scene_free(&s);
    }
}

static void a_region_heavier_than_its_band_is_named(void **state)
{
    (void)state;
    made_scene s = new_scene(30, 3, 1, 0.05, true, 5);
    ct_solution plan = {0};
    ct_error err = {0};
    s.weights[17] += 100000;
    s.given.measures.item[0].total += 100000;
    make_scene_bands(&s, 3, 0.05, true);
    const ct_context *ctx = test_context(1);
    assert_fails(balance(&s, 1, &plan, &err), CT_ERR_INFEASIBLE, err);
    bool is_named = false;
    for (int32_t i = 0; i < ctx->notes->n; i++)
        is_named = is_named || strstr(ctx->notes->item[i].text, "region r17 alone") != NULL;
    assert_true(is_named);
    assert_contains(err.text, "outside");
    check_scene_plan(&s, &plan, CT_ERR_INFEASIBLE);
    ct_solution_free(&plan);
    made_scene_free(&s);
}

static void unequal_bands_stay_with_their_territories(void **state)
{
    (void)state;
    for (uint64_t seed = 0; seed < 5; seed++) {
        made_scene s = new_scene(120, 4, 1, 0.1, false, seed);
        ct_solution plan = {0};
        ct_error err = {0};
        s.opt.effort = 2;
        assert_ok(balance(&s, 2, &plan, &err), err);
        check_scene_plan(&s, &plan, CT_OK);
        ct_solution_free(&plan);
        made_scene_free(&s);
    }
}

static void territories_never_cross_unconnected_parts(void **state)
{
    (void)state;
    made_scene s = new_scene(100, 4, 1, 0.3, true, 8);
    // Cut every arc between the first and the second half.
    int64_t arcs = 0;
    for (int32_t u = 0, at = 0; u < 100; u++) {
        const int64_t end = s.given.graph.indptr[u + 1];
        for (; at < end; at++)
            if ((s.given.graph.indices[at] < 50) == (u < 50))
                s.given.graph.indices[arcs++] = s.given.graph.indices[at];
        s.given.graph.indptr[u + 1] = arcs;
    }
    ct_solution plan = {0};
    ct_error err = {0};
    const ct_status status = balance(&s, 1, &plan, &err);
    assert_true(status == CT_OK || status == CT_ERR_INFEASIBLE);
    for (int32_t j = 0; j < 4; j++)
        assert_int_equal(
            oracle_pieces(100, s.given.graph.indptr, s.given.graph.indices, plan.part, j, -1), 1);
    ct_solution_free(&plan);
    made_scene_free(&s);
}

static void objectives_of_border_and_cut_shorten_the_border(void **state)
{
    (void)state;
    int64_t cut[2] = {0};
    for (int32_t by_cut = 0; by_cut < 2; by_cut++) {
        made_scene s = new_scene(400, 6, 1, 0.1, true, 11);
        ct_solution plan = {0};
        ct_error err = {0};
        if (by_cut) s.opt.objective = (ct_objective){.border = 1, .cut = 1};
        assert_ok(balance(&s, 2, &plan, &err), err);
        for (int32_t u = 0; u < 400; u++)
            for (int64_t a = s.given.graph.indptr[u]; a < s.given.graph.indptr[u + 1]; a++)
                cut[by_cut] += plan.part[u] != plan.part[s.given.graph.indices[a]];
        check_scene_plan(&s, &plan, CT_OK);
        ct_solution_free(&plan);
        made_scene_free(&s);
    }
    assert_true(cut[1] < cut[0]);
}

static void no_memory_fails_cleanly_at_every_allocation(void **state)
{
    (void)state;
    made_scene s = new_scene(20, 2, 1, 0.3, true, 3);
    ct_status status = CT_ERR_MEMORY;
    s.opt.effort = 1;
    for (int64_t allowed = 0; status == CT_ERR_MEMORY; allowed++) {
        ct_solution plan = {0};
        ct_error err = {0};
        ct_memory_fail_after = allowed;
        status = balance(&s, 1, &plan, &err);
        ct_memory_fail_after = -1;
        if (status == CT_ERR_MEMORY) assert_null(plan.part);
        ct_solution_free(&plan);
        assert_true(allowed < 1000);
    }
    assert_int_equal(status, CT_OK);
    made_scene_free(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(plans_are_contiguous_and_found_where_they_exist),
        cmocka_unit_test(the_same_holds_for_two_and_three_measures),
        cmocka_unit_test(plans_are_the_same_for_any_number_of_threads),
        cmocka_unit_test(a_region_heavier_than_its_band_is_named),
        cmocka_unit_test(unequal_bands_stay_with_their_territories),
        cmocka_unit_test(territories_never_cross_unconnected_parts),
        cmocka_unit_test(objectives_of_border_and_cut_shorten_the_border),
        cmocka_unit_test(no_memory_fails_cleanly_at_every_allocation),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
