/// Up to 300 steps of exact balance.
#include "kernels/balance/polish.h"

#include "bench/bench_balance.h"

enum { N = 2000, K = 20 };

static void run(oracle_problem *t)
{
    ctk_rng rng = ctk_rng_key(1, 1, 1);
    ctk_polish_open(&t->p, &t->d, &t->polish);
    ctk_polish_run(&t->p, &t->d, &rng, 300, &t->polish);
    ctk_polish_close(&t->p, &t->d, &t->polish);
}

int main(void)
{
    return bench_balance("balance_polish", N, K, 300, 1, run);
}
