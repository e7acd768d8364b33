/// Paths of shifts out of or into every territory.
#include "kernels/balance/chain.h"

#include "bench/bench_balance.h"

enum { N = 2000, K = 20 };

static void run(oracle_problem *t)
{
    ctk_members_open(&t->p, &t->d, &t->polish.chain);
    for (int32_t j = 0; j < K; j++) ctk_chain_apply(&t->p, &t->d, j, 1, &t->polish.chain);
}

int main(void)
{
    return bench_balance("balance_chain", N, K, K, 1, run);
}
