/// What handing out a small item costs.
#include "kernels/balance/each.h"

#include "bench/bench.h"

enum { N = 100000 };

static void touch(void *ctx, int32_t worker, int32_t item)
{
    (void)worker;
    ((int32_t *)ctx)[item] = item;
}

static uint64_t run(void *arg, int32_t threads)
{
    ctk_each(N, threads, touch, arg);
    return bench_digest(arg, N * (int64_t)sizeof(int32_t));
}

int main(void)
{
    static int32_t slot[N];
    bench_run("balance_each", N, 2, 5, run, slot);
    return 0;
}
