/// A Laplacian of hexagons solved to 1e-8. Items are unknowns.
#include "kernels/prim/pcg.h"

#include <stdlib.h>

#include "bench/bench.h"
#include "kernels/prim/rng.h"

enum { SIDE = 50, N = SIDE * SIDE };

typedef struct scene {
    int64_t indptr[N + 1];
    int32_t indices[6 * N];
    double diag[N], off[6 * N], rhs[N], x[N], work[3 * N];
} scene;

static uint64_t solve(void *arg, int32_t threads)
{
    (void)threads;
    scene *s = arg;
    const ctk_sparse a = {N, s->diag, s->indptr, s->indices, s->off, 1, NULL};
    ctk_pcg(&a, s->rhs, 1e-16, 10 * N, s->work, s->x);
    return bench_digest(s->x, sizeof s->x);
}

int main(void)
{
    static scene s;
    static const int step[6][2] = {{0, -1}, {1, -1}, {-1, 0}, {1, 0}, {-1, 1}, {0, 1}};
    ctk_rng r = ctk_rng_key(1, 0, 0);
    for (int32_t i = 0; i < N; i++) {
        int64_t at = s.indptr[i];
        s.diag[i] = 0.01;
        s.rhs[i] = ctk_rng_unit(&r) - 0.5;
        for (int k = 0; k < 6; k++) {
            const int32_t x = i % SIDE + step[k][0], y = i / SIDE + step[k][1];
            if (x < 0 || y < 0 || x >= SIDE || y >= SIDE) continue;
            s.indices[at] = y * SIDE + x;
            s.off[at++] = 1;
            s.diag[i] += 1;
        }
        s.indptr[i + 1] = at;
    }
    bench_run("prim_pcg", N, 1, 7, solve, &s);
    return 0;
}
