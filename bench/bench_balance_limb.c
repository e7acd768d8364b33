/// Limbs of a first plan; items are regions.
#include "kernels/balance/limb.h"

#include "bench/bench_balance.h"

enum { N = 5000, K = 60 };

static ctk_limb_work work;

static void run(oracle_problem *t)
{
    const double price = 100 * t->goal->spread_km2 * t->p.goal_mass[0];
    ctk_limb(&t->p, &t->d, price, &t->sweep.members, &work);
}

int main(void)
{
    static int32_t list[7][N], touched[K];
    static int64_t next[N];
    static uint8_t is_in[N];
    static uint64_t bits[N / 64 + 1];
    static ctk_contact around[K], beside[K];
    work = (ctk_limb_work){list[0], list[1], list[2], list[3], list[4], list[5], list[6],
                           next,    is_in,   bits,    touched, around,  beside};
    return bench_balance("balance_limb", N, K, N, 1, run);
}
