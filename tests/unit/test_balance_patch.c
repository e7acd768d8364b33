/// kernels/balance/patch: a few territories taken out, worked on and put back.
#include "kernels/balance/patch.h"

#include <math.h>
#include <string.h>

#include "tests/oracle/partition_problem.h"
#include "tests/support/check.h"

static oracle_problem make(uint64_t seed)
{
    oracle_problem t = oracle_problem_make(120, 8, 1 + (int32_t)(seed % 3), 0.1, seed);
    t.goal->per_m = seed % 2 ? 2 : 0;
    t.goal->per_edge = seed % 4 > 1 ? 70 : 0;
    if (seed % 8 > 3) oracle_problem_pull(&t, 1e5);
    oracle_problem_hands(&t, 1);
    ctk_teams_list(&t.p, &t.d, &t.sweep.members, &t.sweep.teams);
    ctk_teams_draw(t.p.k, ctk_rng_key(seed, 0, 0), 2, 5, NULL, false, &t.sweep.teams);
    return t;
}

static ctk_patch *open_team(oracle_problem *t, int32_t i)
{
    const ctk_teams *x = &t->sweep.teams;
    ctk_patch *patch = &t->sweep.hand[0].patch;
    ctk_patch_open(&t->p, &t->d, &t->sweep.members, x->first[i + 1] - x->first[i],
                   x->member + x->first[i], patch);
    return patch;
}

static bool is_neighbour(const ctk_ringed *g, int32_t u, int32_t v)
{
    for (int64_t arc = g->indptr[u]; arc < g->indptr[u + 1]; arc++)
        if (g->indices[arc] == v) return true;
    return false;
}

static void a_patch_is_the_graph_between_its_regions(void **state)
{
    (void)state;
    for (uint64_t seed = 0; seed < 40; seed++) {
        oracle_problem t = make(seed);
        const ctk_patch *x = open_team(&t, 0);
        const ctk_ringed *g = &x->p.graph;
        for (int32_t i = 0; i < x->p.n; i++)
            for (int32_t j = 0; j < x->p.n; j++)
                assert_int_equal(is_neighbour(g, i, j),
                                 is_neighbour(&t.p.graph, x->region[i], x->region[j]));
        for (int32_t arc = 0; arc < g->indptr[x->p.n]; arc++) {
            const int32_t i = x->tail[arc], z = g->indices[arc];
            assert_true(g->indptr[i] <= arc && arc < g->indptr[i + 1]);
            assert_true(x->tail[x->twin[arc]] == z && x->twin[x->twin[arc]] == arc);
            for (int64_t q = g->indptr[i]; q < g->indptr[i + 1]; q++)
                assert_int_equal(g->ring[arc] >> (q - g->indptr[i]) & 1,
                                 is_neighbour(g, z, g->indices[q]));
        }
        oracle_problem_free(&t);
    }
}

static void moves_cost_the_same_inside_and_count_outside(void **state)
{
    (void)state;
    for (uint64_t seed = 0; seed < 40; seed++) {
        oracle_problem t = make(seed);
        for (int32_t team = 0; team < t.sweep.teams.n; team++) {
            ctk_patch *x = open_team(&t, team);
            for (int32_t i = 0; i < x->p.n; i += 3) {
                const int32_t b = (x->d.part[i] + 1) % x->p.k, u = x->region[i];
                if (x->d.count[x->d.part[i]] == 1) continue;
                const double cost = ctk_move_cost(&x->p, &x->d, i, b);
                const double outside = ctk_move_cost(&t.p, &t.d, u, x->territory[b]);
                assert_true(fabs(cost - outside) <= 1e-7 * (1 + fabs(cost)));
                assert_int_equal(ctk_draft_may_leave(&x->p, &x->d, i),
                                 ctk_draft_may_leave(&t.p, &t.d, u));
            }
            for (int32_t i = 0; i < x->p.n; i += 5)
                ctk_draft_move(&x->p, &x->d, i, (x->d.part[i] + 1) % x->p.k);
            ctk_patch_close(&t.p, &t.d, &t.sweep.members, x);
            assert_true(oracle_sums_agree(&t.p, &t.d));
        }
        oracle_problem_free(&t);
    }
}

static void a_dropped_patch_leaves_no_trace(void **state)
{
    (void)state;
    oracle_problem t = make(3);
    int32_t before[120];
    memcpy(before, t.d.part, sizeof before);
    ctk_patch *x = open_team(&t, 0);
    for (int32_t i = 0; i < x->p.n; i++) x->d.part[i] = 0;
    ctk_patch_drop(x);
    assert_memory_equal(before, t.d.part, sizeof before);
    for (int32_t u = 0; u < 120; u++) assert_int_equal(x->local[u], -1);
    oracle_problem_free(&t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_patch_is_the_graph_between_its_regions),
        cmocka_unit_test(moves_cost_the_same_inside_and_count_outside),
        cmocka_unit_test(a_dropped_patch_leaves_no_trace),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
