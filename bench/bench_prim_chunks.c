/// What handing out a chunk costs.
#include "kernels/prim/chunks.h"

#include "bench/bench.h"

enum { N = 100000 };

static void touch(void *ctx, int64_t chunk, int64_t begin, int64_t end)
{
    ((int64_t *)ctx)[chunk] = end - begin;
}

static uint64_t run(void *arg, int32_t threads)
{
    ctk_chunks(N, 1, threads, touch, arg);
    return bench_digest(arg, N * (int64_t)sizeof(int64_t));
}

int main(void)
{
    static int64_t slot[N];
    bench_run("prim_chunks", N, 2, 5, run, slot);
    return 0;
}
