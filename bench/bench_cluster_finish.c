/// Empty cells filled, and the inertia of a partition from scratch. Items are points.
#include "kernels/cluster/finish.h"

#include <stdlib.h>
#include <string.h>

#include "bench/bench.h"
#include "support/cluster_fixture.h"

enum { N = 33000, K = 500, EMPTY = 20 };

typedef struct scene {
    cluster_fixture f;
    int32_t start[N], part[N], count[K];
    double work[5 * K];
} scene;

static uint64_t fill(void *arg, int32_t threads)
{
    (void)threads;
    scene *s = arg;
    memcpy(s->part, s->start, sizeof s->part);
    ctk_fill_empty(&(ctk_map){.n = N, .pos = s->f.pos}, K, s->f.center, s->count, s->part);
    return bench_digest(s->part, sizeof s->part);
}

static uint64_t inertia(void *arg, int32_t threads)
{
    (void)threads;
    scene *s = arg;
    const double sum = ctk_inertia(N, s->f.pos, s->f.w, K, s->part, s->work);
    return bench_digest(&sum, sizeof sum);
}

int main(void)
{
    static scene s;
    s.f = cluster_fixture_new(1, N, K, 1);
    ctk_power_hard(&s.f.power, &s.f.at);
    for (int32_t p = 0; p < s.f.blocks->n_padded; p++) {
        const int32_t i = s.f.blocks->order[p], j = s.f.power.best[p];
        if (i >= 0) s.start[i] = j < EMPTY ? EMPTY : j;
    }
    bench_run("cluster_fill_empty", N, 1, 21, fill, &s);
    bench_run("cluster_inertia", N, 1, 21, inertia, &s);
    cluster_fixture_free(&s.f);
    return 0;
}
