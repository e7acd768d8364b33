/// A plan that breaks rules of all kinds is brought inside them.
#include "kernels/balance/enforce.h"

#include "bench/bench_balance.h"
#include "tests/oracle/plan_rules.h"

enum { N = 2000, K = 20 };

/// A tenth of the regions in the territory of a neighbour, and then enforced.
static void run(oracle_problem *t)
{
    for (int32_t u = 0; u < N; u += 10)
        t->d.part[u] = t->d.part[t->p.graph.indices[t->p.graph.indptr[u]]];
    ctk_repair(&t->p, t->center_km, t->lambda, &t->d, &t->repair);
    ctk_enforce(&t->p, t->center_km, t->lambda, &t->d, &t->repair);
}

static void make_rules(oracle_problem *t)
{
    oracle_rules_make(t, ORACLE_ALL_RULES, 1);
}

int main(void)
{
    return bench_balance_with("balance_enforce", N, K, N, 1, make_rules, run);
}
