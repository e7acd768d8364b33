/// Boundary segments to chains in space; one in eight is a coast. Items are segments.
#include "kernels/geom/outline.h"

#include <stdlib.h>

#include "bench/bench.h"
#include "kernels/geom/boxtree.h"

enum { N = 4000000 };

typedef struct scene {
    ctk_outline o;
    int64_t chain_begin[N / CTK_OUTLINE_BLOCK + 2], point_begin[N / CTK_OUTLINE_BLOCK + 2];
    int32_t *region, *vertex;
    int64_t *first_point;
    double *point;
} scene;

static void *must(int64_t n, size_t size)
{
    void *p = calloc((size_t)n, size);
    if (!p) exit(6);
    return p;
}

static uint64_t outline(void *arg, int32_t threads)
{
    scene *s = arg;
    ctk_outline_count(&s->o, threads, s->chain_begin, s->point_begin);
    ctk_outline_fill(&s->o, threads, s->chain_begin, s->point_begin, s->region, s->vertex,
                     s->first_point, s->point);
    return bench_digest(s->point, 1 << 20);
}

int main(void)
{
    static scene s;
    int32_t *segment = must(N, 4), *left = must(N, 4), *right = must(N, 4);
    double *lonlat = must(2 * (int64_t)N + 2, sizeof *lonlat);
    for (int32_t i = 0; i < N; i++) {
        segment[i] = i;
        left[i] = i / 64;
        right[i] = i / 64 % 8 ? 1 : -1;
    }
    for (int32_t i = 0; i <= N; i++) {
        lonlat[2 * (int64_t)i] = 1e-5 * i - 20;
        lonlat[2 * (int64_t)i + 1] = 40 + 1e-6 * i;
    }
    s.o = (ctk_outline){N, segment, left, right, lonlat};
    s.region = must(N, 4);
    s.vertex = must(N, 4);
    s.first_point = must(N, 8);
    s.point = must(3 * (int64_t)N, 8);
    for (int32_t threads = 1; threads <= 2; threads++)
        bench_run("geom_outline", N, threads, 5, outline, &s);
    return 0;
}
