/// Descent from a first plan to where no move improves.
#include "kernels/balance/descend.h"

#include "bench/bench_balance.h"

enum { N = 2000, K = 20 };

static void run(oracle_problem *t)
{
    ctk_descend(&t->p, &t->d);
}

int main(void)
{
    return bench_balance("balance_descend", N, K, N, 1, run);
}
