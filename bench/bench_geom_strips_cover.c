/// Points between nested squares: rays through thousands of them. Items are points.
#include <stdlib.h>

#include "bench/bench.h"
#include "kernels/geom/strips_cover.h"
#include "tests/support/make_strips.h"

enum { N = 20000 };

typedef struct scene {
    made_strips strips;
    double point[2 * N];
    int32_t winding[N];
    void *work;
} scene;

static uint64_t cover(void *arg, int32_t threads)
{
    scene *s = arg;
    ctk_strips_cover(&s->strips.s, N, s->point, threads, s->work, s->winding);
    return bench_digest(s->winding, sizeof s->winding);
}

int main(void)
{
    scene *s = calloc(1, sizeof *s);
    if (!s) return 6;
    make_strips_nest(&s->strips, N, false, false);
    for (int32_t i = 0; i < N; i++) {
        s->point[2 * i] = -i - 0.5;
        s->point[2 * i + 1] = 0.25 * i;
    }
    s->work = aligned_alloc(64, ctk_strips_cover_work(&s->strips.s, N));
    if (!s->work) return 6;
    for (int32_t threads = 1; threads <= 2; threads++)
        bench_run("geom_strips_cover", N, threads, 5, cover, s);
    free(s->work);
    free(s);
    return 0;
}
