/// Listing which territories touch, and drawing teams.
#include "kernels/balance/teams.h"

#include "bench/bench_balance.h"

enum { N = 2000, K = 20 };

static void run(oracle_problem *t)
{
    ctk_teams_list(&t->p, &t->d, &t->sweep.members, &t->sweep.teams);
    for (uint64_t i = 0; i < 10000; i++)
        ctk_teams_draw(K, ctk_rng_key(i, 0, 0), 2, 4, NULL, false, &t->sweep.teams);
    for (int32_t u = 0; u < K; u++) t->d.part[u] = t->sweep.teams.member[u];
}

int main(void)
{
    return bench_balance("balance_teams", N, K, 10000 * K, 1, run);
}
