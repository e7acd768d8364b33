/// Loads of a grid that has lost four links in ten. Items are vertices.
#include "kernels/graph/hinge.h"

#include <stdlib.h>

#include "bench/bench.h"
#include "support/make_map.h"

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

int main(void)
{
    scene *s = calloc(1, sizeof *s);
    void *work = aligned_alloc(64, (size_t)ctk_hinge_work(N));
    if (!s || !work) return 6;
    s->work = work;
    make_torn_grid(SIDE, s->indptr, s->indices);
    for (int32_t i = 0; i < N; i++) s->w[i] = i % 20;
    bench_run("graph_hinge_torn", N, 1, 5, hang, s);
    free(work);
    free(s);
    return 0;
}
