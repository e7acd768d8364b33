/// kernels/balance/repair: any partition becomes contiguous and no territory stays empty.
#include "kernels/balance/repair.h"

#include "kernels/prim/rng.h"
#include "tests/oracle/partition.h"
#include "tests/oracle/partition_problem.h"
#include "tests/support/check.h"

static void shuffle_plan(oracle_problem *t, uint64_t seed)
{
    ctk_rng r = ctk_rng_key(seed, 3, 1);
    for (int32_t u = 0; u < t->p.n; u++)
        t->d.part[u] = (int32_t)ctk_rng_below(&r, (uint32_t)t->p.k);
}

static void a_random_assignment_becomes_contiguous(void **state)
{
    (void)state;
    for (uint64_t seed = 0; seed < 400; seed++) {
        const int32_t n = 3 + (int32_t)(seed % 60), k = 1 + (int32_t)(seed % (uint64_t)n);
        oracle_problem t = oracle_problem_make(n, k, 1, 0.1, seed);
        shuffle_plan(&t, seed);
        assert_true(ctk_repair(&t.p, t.center_km, t.lambda, &t.d, &t.repair));
        assert_true(oracle_is_sound(&t));
        assert_int_equal(ctk_torn_pieces(&t.p, t.d.part, &t.repair), 0);
        oracle_problem_free(&t);
    }
}

static void territories_without_regions_are_planted(void **state)
{
    (void)state;
    for (uint64_t seed = 0; seed < 50; seed++) {
        oracle_problem t = oracle_problem_make(20, 6, 1, 0.1, seed);
        for (int32_t u = 0; u < t.p.n; u++) t.d.part[u] = 2;
        assert_true(ctk_repair(&t.p, t.center_km, t.lambda, &t.d, &t.repair));
        assert_true(oracle_is_contiguous(&t.p, t.d.part));
        oracle_problem_free(&t);
    }
}

/// Three unconnected pairs 0-1, 2-3, 4-5.
static void make_pairs(oracle_problem *t)
{
    int64_t *indptr = (int64_t *)(uintptr_t)t->p.graph.indptr;
    int32_t *indices = (int32_t *)(uintptr_t)t->p.graph.indices;
    for (int32_t u = 0; u < 6; u++) {
        indptr[u + 1] = u + 1;
        indices[u] = u ^ 1;
    }
    int32_t position[6];
    ctk_contig_rings(6, indptr, indices, 1, position, (uint64_t *)(uintptr_t)t->p.graph.ring);
}

static void each_component_of_the_graph_gets_a_territory(void **state)
{
    (void)state;
    for (uint64_t seed = 0; seed < 100; seed++) {
        oracle_problem t = oracle_problem_make(6, 3, 1, 0.1, seed);
        make_pairs(&t);
        shuffle_plan(&t, seed);
        assert_true(ctk_repair(&t.p, t.center_km, t.lambda, &t.d, &t.repair));
        assert_true(oracle_is_contiguous(&t.p, t.d.part));
        oracle_problem_free(&t);
    }
}

static void more_components_than_territories_are_admitted(void **state)
{
    (void)state;
    oracle_problem t = oracle_problem_make(6, 2, 1, 0.1, 1);
    make_pairs(&t);
    assert_false(ctk_repair(&t.p, t.center_km, t.lambda, &t.d, &t.repair));
    assert_true(ctk_torn_pieces(&t.p, t.d.part, &t.repair) > 0);
    for (int32_t u = 0; u < 6; u++) assert_in_range(t.d.part[u], 0, 1);
    oracle_problem_free(&t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_random_assignment_becomes_contiguous),
        cmocka_unit_test(territories_without_regions_are_planted),
        cmocka_unit_test(each_component_of_the_graph_gets_a_territory),
        cmocka_unit_test(more_components_than_territories_are_admitted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
