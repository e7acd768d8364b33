/// Moves and their costs on a made map.
#include "kernels/balance/draft.h"

#include "bench/bench_balance.h"

enum { N = 2000, K = 20 };

static void run(oracle_problem *t)
{
    for (int32_t round = 0; round < 50; round++)
        for (int32_t u = 0; u < N; u++)
            if (t->d.count[t->d.part[u]] > 1 && ctk_move_cost(&t->p, &t->d, u, u % K) < 0)
                ctk_draft_move(&t->p, &t->d, u, u % K);
}

int main(void)
{
    return bench_balance("balance_draft", N, K, 50 * N, 1, run);
}
