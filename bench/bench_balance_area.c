/// Trials on areas around missed bands; items are proposals.
#include "kernels/balance/area.h"

#include "bench/bench_balance.h"

enum { N = 2000, K = 60, TRIALS = 10, STEPS = 200 };

static void run(oracle_problem *t)
{
    ctk_remix *r = &t->remix;
    r->steps_per_region = STEPS, r->slack = 100, r->is_stir = true;
    r->hot = 200 * t->goal->spread_km2 * 10, r->cold = 0.1 * t->goal->spread_km2 * 10;
    r->pressure = 100 * t->goal->spread_km2,
    r->price = 200 * t->goal->spread_km2 * t->p.goal_mass[0];
    for (int32_t i = 0; i < TRIALS; i++) ctk_area_try(&t->p, &t->d, &t->sweep, r, 0);
}

int main(void)
{
    return bench_balance("balance_area", N, K, TRIALS * STEPS * 800, 1, run);
}
