/// Merging the lists of four territories, all around a made map.
#include "kernels/balance/members.h"

#include "bench/bench_balance.h"

enum { N = 2000, K = 20 };

static void run(oracle_problem *t)
{
    static int32_t region[N];
    uint64_t bits[N / 64 + 1] = {0};
    for (int32_t i = 0; i < 10000; i++) {
        const int32_t four[4] = {i % K, (i + 3) % K, (i + 7) % K, (i + 11) % K};
        ctk_members_merge(&t->sweep.members, 4, four, bits, region);
    }
}

int main(void)
{
    return bench_balance("balance_members", N, K, 10000 * 4 * (N / K), 1, run);
}
