/// A chain cut into runs: steps much shorter than a cell, of about its size, and much longer.
#include "bench/bench.h"
#include "kernels/geom/pip_walk.h"
#include "kernels/prim/rng.h"

enum { N = 200000, SIDE = 128, ROOM = 1 << 22, REPEATS = 9 };

typedef struct job {
    double step, xy[2 * (N + 1)];
    ctk_pip_record record[ROOM];
} job;

/// Steps in random directions, thrown back at the window's edge.
static void make_chain(job *b, double step)
{
    ctk_rng r = ctk_rng_key(1, 1, 0);
    b->xy[0] = b->xy[1] = 0.5 * SIDE;
    for (int32_t i = 2; i < 2 * (N + 1); i++) {
        const double v = b->xy[i - 2] + 2 * step * (ctk_rng_unit(&r) - 0.5);
        b->xy[i] = v < 0 ? -v : v > SIDE ? 2 * SIDE - v : v;
    }
}

static uint64_t walk(void *arg, int32_t threads)
{
    job *b = arg;
    const ctk_pip_window w = {0, 0, 1, 1, 0x1p-32, SIDE, SIDE, SIDE, 0};
    ctk_pip_sink sink = {b->record, 0, ROOM};
    (void)threads;
    ctk_pip_walk(&w, b->xy, 0, N, 3, &sink);
    const int64_t most = sink.n < 1000 ? sink.n : 1000;
    return bench_digest(b->record, most * (int64_t)sizeof *b->record) + (uint64_t)sink.n;
}

int main(void)
{
    static job b;
    make_chain(&b, 0.02);
    bench_run("geom_pip_walk_short", N, 1, REPEATS, walk, &b);
    make_chain(&b, 1);
    bench_run("geom_pip_walk_cell", N, 1, REPEATS, walk, &b);
    make_chain(&b, 8);
    bench_run("geom_pip_walk_long", N, 1, REPEATS, walk, &b);
    return 0;
}
