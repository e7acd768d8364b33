/// Items split at half their weight. Items are items; the copy that restores them is timed too.
#include "kernels/prim/select.h"

#include <stdlib.h>
#include <string.h>

#include "bench/bench.h"
#include "kernels/prim/rng.h"

enum { N = 330000 };

typedef struct scene {
    ctk_keyed start[N], item[N];
    double total;
} scene;

static uint64_t split(void *arg, int32_t threads)
{
    (void)threads;
    scene *s = arg;
    memcpy(s->item, s->start, sizeof s->item);
    return (uint64_t)ctk_split(s->item, N, s->total / 2, 1, N - 1);
}

int main(void)
{
    static scene s;
    ctk_rng r = ctk_rng_key(1, 0, 0);
    for (int32_t i = 0; i < N; i++) {
        s.start[i] = (ctk_keyed){ctk_rng_unit(&r), ctk_rng_below(&r, 1000), i};
        s.total += s.start[i].weight;
    }
    bench_run("prim_select", N, 1, 21, split, &s);
    return 0;
}
