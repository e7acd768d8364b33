/// The parallel anneal: epochs of 40 proposals an arc, 100 of them; items are regions.
#include "kernels/balance/sweep.h"

#include "bench/bench_balance.h"

enum { N = 2000, K = 20 };

static void run(oracle_problem *t)
{
    ctk_sweep *s = &t->sweep;
    s->n_epochs = 100;
    s->hot = 50 * t->goal->spread_km2 * 50, s->cold = 0.1 * t->goal->spread_km2 * 50;
    s->low = 3 * t->goal->spread_km2, s->high = 30 * t->goal->spread_km2;
    s->more = 1.2, s->less = 0.95;
    s->per_arc = 40, s->team = 4;
    while (ctk_sweep_epoch(&t->p, &t->d, s)) continue;
}

int main(void)
{
    return bench_balance("balance_sweep", N, K, 100 * N, 2, run);
}
