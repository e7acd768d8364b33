/// Layouts brought to rest, alone and several at once.
#include <string.h>

#include "bench/bench.h"
#include "kernels/cluster/settle.h"
#include "support/cluster_fixture.h"
#include "support/make_map.h"

enum { SIDE = 50, N = SIDE * SIDE, K = 12, LAYOUTS = 8, ITERATIONS = 3 };

typedef struct job {
    made_map *m;
    ctk_settler s[LAYOUTS];
    ctk_layout l[LAYOUTS], first[LAYOUTS];
} job;

static void reset(job *b)
{
    for (int32_t i = 0; i < LAYOUTS; i++) {
        memcpy(b->l[i].center, b->first[i].center, sizeof(double) * 3 * K);
        memset(b->l[i].lambda, 0, sizeof(double) * K);
    }
}

static uint64_t digest(const job *b)
{
    uint64_t sum = 0;
    for (int32_t i = 0; i < LAYOUTS; i++)
        sum = sum * 31 + bench_digest(b->l[i].part, (int64_t)sizeof(int32_t) * N);
    return sum;
}

static uint64_t settle(void *arg, int32_t threads)
{
    job *b = arg;
    reset(b);
    ctk_settle_each(LAYOUTS, threads, b->s, ITERATIONS, b->l);
    return digest(b);
}

static uint64_t seed(void *arg, int32_t threads)
{
    job *b = arg;
    (void)threads;
    reset(b);
    for (int32_t u = 0; u < N; u++) b->l[0].part[u] = u % SIDE / 5 % K;
    ctk_layout_seed(b->s, b->l);
    return bench_digest(b->l[0].lambda, (int64_t)sizeof(double) * K);
}

int main(void)
{
    job *b = cluster_alloc(sizeof *b);
    b->m = make_map(1, SIDE, K);
    for (int32_t i = 0; i < LAYOUTS; i++) {
        make_settler(b->m, &b->s[i]);
        b->l[i] = make_layout(b->m, (uint64_t)i);
        b->first[i] = make_layout(b->m, (uint64_t)i);
    }
    bench_run("cluster_settle_seed", N, 1, 21, seed, b);
    for (int32_t threads = 1; threads <= 2; threads++)
        bench_run("cluster_settle_8_layouts", LAYOUTS * N, threads, 5, settle, b);
    return 0;
}
