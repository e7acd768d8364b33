/// Opening and dropping patches of four territories under rules of all kinds.
#include "kernels/balance/patch.h"

#include "bench/bench_balance.h"
#include "tests/oracle/plan_rules.h"

enum { N = 2000, K = 20 };

static void make_rules(oracle_problem *t)
{
    oracle_rules_make(t, ORACLE_ALL_RULES, 1);
}

static void run(oracle_problem *t)
{
    for (int32_t i = 0; i < 2000; i++) {
        const int32_t four[4] = {i % K, (i + 3) % K, (i + 7) % K, (i + 11) % K};
        ctk_patch_open(&t->p, &t->d, &t->sweep.members, 4, four, &t->sweep.hand[0].patch);
        ctk_patch_drop(&t->sweep.hand[0].patch);
    }
}

int main(void)
{
    return bench_balance_with("balance_patch_rules", N, K, 2000 * 4 * (N / K), 1, make_rules, run);
}
