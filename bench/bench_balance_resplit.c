/// Exact splits of a few small territories: 12 regions each time.
#include "kernels/balance/resplit.h"

#include "bench/bench_balance.h"

enum { N = 12, K = 3 };

static void run(oracle_problem *t)
{
    ctk_rng rng = ctk_rng_key(1, 1, 1);
    for (int32_t i = 0; i < 20; i++) ctk_resplit(&t->p, &t->d, i % K, &rng, 200000);
}

int main(void)
{
    return bench_balance("balance_resplit", N, K, 20, 1, run);
}
