/// A plan dealt out at random becomes contiguous.
#include "kernels/balance/repair.h"

#include "bench/bench_balance.h"

enum { N = 2000, K = 20 };

static void run(oracle_problem *t)
{
    for (int32_t u = 0; u < N; u++) t->d.part[u] = (int32_t)((uint32_t)u * 2654435761u >> 16) % K;
    ctk_repair(&t->p, t->center_km, t->lambda, &t->d, &t->repair);
}

int main(void)
{
    return bench_balance("balance_repair", N, K, N, 1, run);
}
