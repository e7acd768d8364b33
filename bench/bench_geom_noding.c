/// A clean outline of many edges looked at for edges that touch. Items are edges.
#include "kernels/geom/noding.h"

#include <math.h>
#include <stdlib.h>

#include "bench/bench.h"

enum { N = 400000 };

typedef struct scene {
    int32_t from[N], to[N];
    double xy[2 * N], *box;
} scene;

static uint64_t look(void *arg, int32_t threads)
{
    scene *s = arg;
    ctk_noding_build(N, s->from, s->to, s->xy, s->box);
    return (uint64_t)ctk_noding_find(N, s->from, s->to, s->xy, s->box, 0, threads, NULL);
}

int main(void)
{
    scene *s = calloc(1, sizeof *s);
    if (!s) return 6;
    s->box = malloc(4 * (size_t)ctk_noding_boxes(N) * sizeof *s->box);
    if (!s->box) return 6;
    for (int32_t i = 0; i < N; i++) { // a star with a ragged edge
        const double a = 6.283185307179586 * i / N, r = 5 + sin(40 * a) + 1e-4 * (i % 13);
        s->xy[2 * i] = r * cos(a);
        s->xy[2 * i + 1] = r * sin(a);
        s->from[i] = i;
        s->to[i] = (i + 1) % N;
    }
    for (int32_t threads = 1; threads <= 2; threads++)
        bench_run("geom_noding", N, threads, 5, look, s);
    free(s->box);
    free(s);
    return 0;
}
