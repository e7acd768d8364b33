/// Rounds of merging and splitting; items are proposals.
#include "kernels/balance/remix.h"

#include "bench/bench_balance.h"

enum { N = 2000, K = 20 };

static void run(oracle_problem *t)
{
    ctk_remix *r = &t->remix;
    r->steps_per_region = 200, r->most = 4, r->slack = 10;
    r->hot = 50 * t->goal->spread_km2 * 10, r->cold = 0.1 * t->goal->spread_km2 * 10;
    r->pressure = 100 * t->goal->spread_km2,
    r->price = 200 * t->goal->spread_km2 * t->p.goal_mass[0];
    for (int32_t i = 0; i < 20; i++) ctk_remix_round(&t->p, &t->d, &t->sweep, r, false);
}

int main(void)
{
    return bench_balance("balance_remix", N, K, 20 * 200 * N, 2, run);
}
