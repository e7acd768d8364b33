/// Points into k-d order, with their boxes. Items are points.
#include "kernels/cluster/blocks.h"

#include <stdlib.h>

#include "bench/bench.h"
#include "support/cluster_fixture.h"

static uint64_t build(void *arg, int32_t threads)
{
    (void)threads;
    cluster_fixture *f = arg;
    ctk_blocks_build(f->n, f->pos, f->w, f->blocks_work, f->blocks);
    return bench_digest(f->blocks->order, 4 * (int64_t)f->blocks->n_padded);
}

int main(void)
{
    for (int32_t n = 33000; n <= 330000; n *= 10) {
        cluster_fixture f = cluster_fixture_new(1, n, 1, 1);
        bench_run("cluster_blocks", n, 1, 7, build, &f);
        cluster_fixture_free(&f);
    }
    return 0;
}
