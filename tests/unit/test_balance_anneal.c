/// kernels/balance/anneal: contiguous at every step, and the same however it is cut into pieces.
#include "kernels/balance/anneal.h"

#include <string.h>

#include "tests/oracle/partition_problem.h"
#include "tests/support/check.h"

static oracle_problem make(uint64_t seed, int32_t m)
{
    oracle_problem t = oracle_problem_make(80, 5, m, 0.1, seed);
    ctk_anneal *a = &t.anneal;
    a->rng = ctk_rng_key(seed, 1, 1);
    a->n_steps = 5 * 4096;
    a->hot = 50 * t.goal->spread_km2;
    a->cold = 0.1 * t.goal->spread_km2;
    a->low = 3 * t.goal->spread_km2;
    a->high = 30 * t.goal->spread_km2;
    ctk_anneal_open(&t.p, &t.d, a);
    return t;
}

static void every_piece_of_an_anneal_leaves_territories_contiguous(void **state)
{
    (void)state;
    for (uint64_t seed = 0; seed < 40; seed++) {
        oracle_problem t = make(seed, 1 + (int32_t)(seed % 3));
        while (ctk_anneal_run(&t.p, &t.d, &t.anneal, 1))
            assert_true(oracle_is_contiguous(&t.p, t.d.part));
        assert_true(t.anneal.n_accepted > 0);
        assert_true(oracle_is_sound(&t));
        oracle_problem_free(&t);
    }
}

static void the_border_list_holds_exactly_the_arcs_between_territories(void **state)
{
    (void)state;
    oracle_problem t = make(3, 1);
    while (ctk_anneal_run(&t.p, &t.d, &t.anneal, 1)) {
        int64_t n_active = 0;
        for (int64_t arc = 0; arc < t.p.graph.indptr[t.p.n]; arc++) {
            const int32_t u = t.p.tail[arc], v = t.p.graph.indices[arc], at = t.anneal.slot[arc];
            assert_int_equal(t.d.part[u] != t.d.part[v], at >= 0);
            if (at >= 0) assert_int_equal(t.anneal.active[at], arc);
            n_active += at >= 0;
        }
        assert_int_equal(n_active, t.anneal.n_active);
    }
    oracle_problem_free(&t);
}

static void pieces_of_any_length_give_the_same_plan(void **state)
{
    (void)state;
    oracle_problem whole = make(7, 2);
    ctk_anneal_run(&whole.p, &whole.d, &whole.anneal, whole.anneal.n_steps);
    for (int64_t piece = 1; piece < 20000; piece = piece * 3 + 1) {
        oracle_problem t = make(7, 2);
        while (ctk_anneal_run(&t.p, &t.d, &t.anneal, piece)) {
        }
        assert_memory_equal(t.d.part, whole.d.part, 80 * sizeof(int32_t));
        oracle_problem_free(&t);
    }
    oracle_problem_free(&whole);
}

static void a_single_territory_has_nothing_to_move(void **state)
{
    (void)state;
    oracle_problem t = oracle_problem_make(9, 1, 1, 0.1, 1);
    t.anneal.n_steps = 4096;
    t.anneal.hot = t.anneal.cold = t.anneal.low = t.anneal.high = 1;
    ctk_anneal_open(&t.p, &t.d, &t.anneal);
    assert_false(ctk_anneal_run(&t.p, &t.d, &t.anneal, 4096));
    oracle_problem_free(&t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_piece_of_an_anneal_leaves_territories_contiguous),
        cmocka_unit_test(the_border_list_holds_exactly_the_arcs_between_territories),
        cmocka_unit_test(pieces_of_any_length_give_the_same_plan),
        cmocka_unit_test(a_single_territory_has_nothing_to_move),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
