/// Questions to the rules, all kinds of them, on a made map.
#include "kernels/graph/rules.h"

#include "bench/bench_balance.h"
#include "tests/oracle/plan_rules.h"

enum { N = 2000, K = 20, ROUNDS = 50 };

/// Regions join where they may, from territory to territory.
static void run(oracle_problem *t)
{
    for (int32_t i = 0; i < ROUNDS * N; i++) {
        const int32_t u = i % N, b = (i / N + u) % K;
        if (t->d.count[t->d.part[u]] > 1 && ctk_draft_may_join(&t->p, &t->d, u, b))
            ctk_draft_move(&t->p, &t->d, u, b);
    }
}

static void make_rules(oracle_problem *t)
{
    oracle_rules_make(t, ORACLE_ALL_RULES, 1);
}

int main(void)
{
    return bench_balance_with("graph_rules", N, K, ROUNDS * N, 1, make_rules, run);
}
