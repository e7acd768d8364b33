/// kernels/balance/polish, chain, descend, resplit: balance without tearing.
#include "kernels/balance/polish.h"

#include "kernels/balance/descend.h"
#include "kernels/balance/resplit.h"
#include "tests/oracle/partition.h"
#include "tests/oracle/partition_problem.h"
#include "tests/support/check.h"

static void polish_never_tears_and_never_gets_worse(void **state)
{
    (void)state;
    for (uint64_t seed = 0; seed < 100; seed++) {
        oracle_problem t = oracle_problem_make(60, 4, 1 + (int32_t)(seed % 2), 0.1, seed);
        ctk_rng rng = ctk_rng_key(seed, 1, 0);
        const double before = ctk_draft_violation(&t.p, &t.d);
        ctk_polish_open(&t.p, &t.d, &t.polish);
        for (int32_t part = 0; part < 5; part++) ctk_polish_run(&t.p, &t.d, &rng, 10, &t.polish);
        ctk_polish_close(&t.p, &t.d, &t.polish);
        const double after = ctk_draft_violation(&t.p, &t.d);
        assert_true(after == t.polish.best);
        assert_true(after <= before);
        assert_true(oracle_is_contiguous(&t.p, t.d.part));
        oracle_problem_free(&t);
    }
}

/// A row of 12 regions of weight 10 in 4 territories of 4, 3, 3 and 2: one must travel along all.
static void make_row(oracle_problem *t)
{
    int64_t *indptr = (int64_t *)(uintptr_t)t->p.graph.indptr, arcs = 0;
    int32_t *indices = (int32_t *)(uintptr_t)t->p.graph.indices, position[12];
    for (int32_t u = 0; u < 12; u++) {
        if (u > 0) indices[arcs++] = u - 1;
        if (u < 11) indices[arcs++] = u + 1;
        indptr[u + 1] = arcs;
        ((int64_t *)(uintptr_t)t->p.weight)[u] = 10;
        t->d.part[u] = u < 4 ? 0 : u < 7 ? 1 : u < 10 ? 2 : 3;
    }
    for (int32_t j = 0; j < 4; j++) {
        ((int64_t *)(uintptr_t)t->p.lower)[j] = ((int64_t *)(uintptr_t)t->p.upper)[j] = 30;
        ((double *)(uintptr_t)t->p.per_unit)[j] = 1.0 / 30;
    }
    ctk_contig_rings(12, indptr, indices, 1, position, (uint64_t *)(uintptr_t)t->p.graph.ring);
    ctk_draft_sum(&t->p, &t->d);
}

static void surplus_travels_over_several_territories_to_where_it_lacks(void **state)
{
    (void)state;
    for (int32_t end = 0; end < 4; end += 3) {
        oracle_problem t = oracle_problem_make(12, 4, 1, 0.1, 0);
        make_row(&t);
        ctk_members_open(&t.p, &t.d, &t.polish.chain);
        assert_true(ctk_chain_apply(&t.p, &t.d, end, 1, &t.polish.chain));
        assert_true(ctk_draft_violation(&t.p, &t.d) == 0);
        assert_true(oracle_is_contiguous(&t.p, t.d.part));
        oracle_problem_free(&t);
    }
}

static void descent_lowers_the_objective_and_keeps_the_bands(void **state)
{
    (void)state;
    for (uint64_t seed = 0; seed < 60; seed++) {
        oracle_problem t = oracle_problem_make(70, 5, 1, 0.4, seed);
        const double violation = ctk_draft_violation(&t.p, &t.d);
        const double objective = ctk_draft_objective(&t.p, &t.d);
        const int64_t moves = ctk_descend(&t.p, &t.d, 100);
        assert_true(ctk_draft_violation(&t.p, &t.d) <= violation + 1e-12);
        assert_int_equal(moves > 0, ctk_draft_objective(&t.p, &t.d) < objective);
        assert_true(oracle_is_contiguous(&t.p, t.d.part));
        oracle_problem_free(&t);
    }
}

static void resplitting_everything_finds_a_plan_when_there_is_one(void **state)
{
    (void)state;
    for (uint64_t seed = 0; seed < 150; seed++) {
        const int32_t k = 2 + (int32_t)(seed % 3);
        oracle_problem t = oracle_problem_make(9, k, 1, 0.25, seed);
        ctk_rng rng = ctk_rng_key(seed, 2, 0);
        const bool exists = oracle_feasible(9, t.p.graph.indptr, t.p.graph.indices, k, 1,
                                            t.p.weight, t.p.lower, t.p.upper);
        ctk_resplit(&t.p, &t.d, 0, &rng, 1000000);
        assert_true(oracle_is_contiguous(&t.p, t.d.part));
        assert_int_equal(exists, ctk_draft_violation(&t.p, &t.d) == 0);
        oracle_problem_free(&t);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(polish_never_tears_and_never_gets_worse),
        cmocka_unit_test(surplus_travels_over_several_territories_to_where_it_lacks),
        cmocka_unit_test(descent_lowers_the_objective_and_keeps_the_bands),
        cmocka_unit_test(resplitting_everything_finds_a_plan_when_there_is_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
