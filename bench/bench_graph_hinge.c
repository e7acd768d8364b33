/// Loads of a grid that has lost four links in ten. Items are vertices.
#include "kernels/graph/hinge.h"

#include <stdlib.h>

#include "bench/bench.h"
#include "kernels/prim/rng.h"

enum { SIDE = 1000, N = SIDE * SIDE };

typedef struct scene {
    int64_t indptr[N + 1], w[N], load[N];
    int32_t indices[4 * N];
    void *work;
} scene;

static uint64_t hang(void *arg, int32_t threads)
{
    (void)threads;
    scene *s = arg;
    ctk_hinge_load(N, s->indptr, s->indices, s->w, 950, 1050, s->load, s->work);
    return bench_digest(s->load, 8 * (int64_t)N);
}

/// The link between i and j is there; the same from both sides.
static int has_link(int32_t i, int32_t j)
{
    const int32_t low = i < j ? i : j, high = i < j ? j : i;
    if (low < 0 || high >= N || (high - low == 1 && high % SIDE == 0)) return 0;
    return ctk_mix64((uint64_t)low * 2 + (high - low == 1)) % 10 < 6;
}

int main(void)
{
    scene *s = calloc(1, sizeof *s);
    void *work = aligned_alloc(64, (size_t)ctk_hinge_work(N));
    if (!s || !work) return 6;
    s->work = work;
    for (int32_t i = 0; i < N; i++) {
        const int32_t next[4] = {i - SIDE, i - 1, i + 1, i + SIDE};
        int64_t at = s->indptr[i];
        s->w[i] = i % 20;
        for (int k = 0; k < 4; k++)
            if (has_link(i, next[k])) s->indices[at++] = next[k];
        s->indptr[i + 1] = at;
    }
    bench_run("graph_hinge_torn", N, 1, 5, hang, s);
    free(work);
    free(s);
    return 0;
}
