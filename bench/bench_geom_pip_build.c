/// The steps that build a point-in-polygon grid, one by one: bounds and cell size, records of root
/// cells, their sort, the cells below the root.
#include <stdlib.h>

#include "bench/bench.h"
#include "support/make_pip.h"

enum { SIDE = 150, RINGS = SIDE * SIDE, REPEATS = 7 };

static uint64_t frame(void *arg, int32_t threads)
{
    const made_pip *m = arg;
    ctk_pip grid;
    ctk_pip_frame(&m->layer, (int64_t)m->grid.nx * m->grid.ny, threads, &grid);
    return bench_digest(&grid.h, sizeof grid.h);
}

static uint64_t parts(void *arg, int32_t threads)
{
    made_pip *m = arg;
    (void)threads;
    m->sorted.n_parts = ctk_pip_parts(&m->layer, m->ring_part, m->part_region);
    return bench_digest(m->ring_part, (int64_t)sizeof *m->ring_part * RINGS);
}

static uint64_t records(void *arg, int32_t threads)
{
    made_pip *m = arg;
    ctk_pip_records(&m->layer, &m->grid, m->ring_part, m->chunk_begin, threads, m->record,
                    m->chunk_n);
    return bench_digest(m->chunk_n, (int64_t)sizeof *m->chunk_n * m->n_chunks);
}

static uint64_t sort(void *arg, int32_t threads)
{
    made_pip *m = arg;
    (void)threads;
    ctk_pip_sort(&m->grid, m->n_chunks, m->chunk_begin, m->chunk_n, m->record, m->by_cell,
                 m->cell_begin);
    return bench_digest(m->cell_begin, (int64_t)sizeof *m->cell_begin * m->grid.nx * m->grid.ny);
}

static uint64_t pool(void *arg, int32_t threads)
{
    made_pip *m = arg;
    ctk_pip_pool(&m->grid, &m->sorted, m->row_begin, threads, m->work, m->work_size, m->row_words);
    return bench_digest(m->grid.root, (int64_t)sizeof *m->grid.root * m->grid.nx * m->grid.ny);
}

int main(void)
{
    made_pip m = make_grid_pip(SIDE, SIDE, 0.13, 1 << 12, 2);
    make_pip_pool(&m, 2);
    const int64_t n = m.rings.view.n_vertices;
    bench_run("geom_pip_build_parts", RINGS, 1, REPEATS, parts, &m);
    for (int32_t t = 1; t <= 2; t++) bench_run("geom_pip_build_frame", n, t, REPEATS, frame, &m);
    for (int32_t t = 1; t <= 2; t++)
        bench_run("geom_pip_build_records", n, t, REPEATS, records, &m);
    bench_run("geom_pip_build_sort", m.n_records, 1, REPEATS, sort, &m);
    for (int32_t t = 1; t <= 2; t++) bench_run("geom_pip_build_pool", n, t, REPEATS, pool, &m);
    made_pip_free(&m);
    return 0;
}
