/// kernels/balance/teams: disjoint, connected, of the size asked for.
#include "kernels/balance/teams.h"

#include "tests/oracle/partition_problem.h"
#include "tests/support/check.h"

static bool touch(const oracle_problem *t, int32_t a, int32_t b)
{
    const ctk_ringed *g = &t->p.graph;
    for (int32_t u = 0; u < t->p.n; u++)
        for (int64_t arc = g->indptr[u]; arc < g->indptr[u + 1]; arc++)
            if (t->d.part[u] == a && t->d.part[g->indices[arc]] == b) return true;
    return false;
}

static void neighbours_of_a_territory_are_those_it_touches(void **state)
{
    (void)state;
    oracle_problem t = oracle_problem_make(150, 12, 1, 0.1, 2);
    const ctk_teams *x = &t.sweep.teams;
    ctk_teams_list(&t.p, &t.d, &t.sweep.members, &t.sweep.teams);
    for (int32_t a = 0; a < 12; a++) {
        for (int32_t b = 0; b < 12; b++) {
            int32_t listed = 0;
            for (int64_t i = x->begin[a]; i < x->begin[a + 1]; i++) listed += x->touching[i] == b;
            assert_int_equal(listed, a != b && touch(&t, a, b));
        }
    }
    oracle_problem_free(&t);
}

static void teams_are_disjoint_and_connected(void **state)
{
    (void)state;
    oracle_problem t = oracle_problem_make(300, 30, 1, 0.1, 3);
    ctk_teams *x = &t.sweep.teams;
    ctk_teams_list(&t.p, &t.d, &t.sweep.members, x);
    for (uint64_t seed = 0; seed < 50; seed++) {
        const int32_t most = 2 + (int32_t)(seed % 7);
        bool used[30] = {false};
        ctk_teams_draw(30, ctk_rng_key(seed, 0, 0), 2, most, NULL, false, x);
        assert_true(x->n > 0 && x->first[0] == 0);
        for (int32_t i = 0; i < x->n; i++) {
            assert_in_range(x->first[i + 1] - x->first[i], 2, most);
            for (int32_t at = x->first[i]; at < x->first[i + 1]; at++) {
                bool touches = at == x->first[i];
                assert_false(used[x->member[at]]);
                used[x->member[at]] = true;
                for (int32_t other = x->first[i]; other < at; other++)
                    touches = touches || touch(&t, x->member[at], x->member[other]);
                assert_true(touches);
            }
        }
    }
    oracle_problem_free(&t);
}

static void early_territories_come_first_or_alone(void **state)
{
    (void)state;
    oracle_problem t = oracle_problem_make(200, 20, 1, 0.1, 4);
    ctk_teams *x = &t.sweep.teams;
    uint8_t early[20] = {[7] = 1};
    ctk_teams_list(&t.p, &t.d, &t.sweep.members, x);
    for (uint64_t seed = 0; seed < 20; seed++) {
        ctk_teams_draw(20, ctk_rng_key(seed, 0, 0), 2, 4, early, seed % 2, x);
        assert_int_equal(x->member[0], 7);
        if (seed % 2) assert_int_equal(x->n, 1);
    }
    oracle_problem_free(&t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(neighbours_of_a_territory_are_those_it_touches),
        cmocka_unit_test(teams_are_disjoint_and_connected),
        cmocka_unit_test(early_territories_come_first_or_alone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
