/// What each of 100 square cells would pass to the next one: a tenth of it, and half of it.
#include "bench/bench.h"
#include "kernels/cluster/transfer.h"
#include "support/cluster_fixture.h"
#include "support/make_map.h"

enum { SIDE = 150, N = SIDE * SIDE, BLOCKS = 10, K = BLOCKS * BLOCKS };

typedef struct job {
    made_map *m;
    ctk_layout l;
    ctk_centers at;
    ctk_cells cells;
} job;

static uint64_t find_all(job *b, double part)
{
    uint64_t digest = 0;
    ctk_cells_open(&b->m->map, &b->at, b->l.part, &b->cells);
    b->cells.n_left = INT64_MAX;
    for (int32_t j = 0; j + 1 < K; j++) {
        ctk_transfer t = {.from = j, .to = j + 1, .goal = part * b->cells.mass[j]};
        if (!ctk_transfer_find(&b->cells, &t)) continue; // the next one is in the next row
        digest = 31 * digest + bench_digest(b->cells.taken, 4 * (int64_t)b->cells.n_taken);
    }
    return digest;
}

static uint64_t find_tenth(void *arg, int32_t threads)
{
    (void)threads;
    return find_all(arg, 0.1);
}

static uint64_t find_half(void *arg, int32_t threads)
{
    (void)threads;
    return find_all(arg, 0.5);
}

int main(void)
{
    job b = {.m = make_map(1, SIDE, K)};
    b.l = make_layout(b.m, 1);
    make_square_cells(b.m, BLOCKS, &b.l, b.l.part);
    b.at = made_centers(b.m, &b.l);
    ctk_carver size = {0};
    ctk_cells_place(&size, N, K, &b.cells);
    ctk_carver place = {.base = cluster_alloc(size.used)};
    ctk_cells_place(&place, N, K, &b.cells);
    bench_run("cluster_transfer_tenth", N, 1, 21, find_tenth, &b);
    bench_run("cluster_transfer_half", N, 1, 21, find_half, &b);
    return 0;
}
