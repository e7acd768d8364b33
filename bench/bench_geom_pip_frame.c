/// The root of the grid for a fine coast, as of real layers: short segments, most of them within a
/// root cell.
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "bench/bench.h"
#include "kernels/geom/pip.h"

enum { N = 1 << 20, REPEATS = 9, MOST_CELLS = 1 << 16 };

typedef struct job {
    ctk_pip_layer layer;
    ctk_pip grid;
    int32_t ring_part[1], part_region[1];
    int64_t chunk_begin[N / CTK_PIP_CHUNK + 2], chunk_n[N / CTK_PIP_CHUNK + 1];
    ctk_pip_record *record;
    uint32_t expected[MOST_CELLS];
    double lon[N], lat[N];
} job;

static uint64_t frame(void *arg, int32_t threads)
{
    job *b = arg;
    ctk_pip_frame(&b->layer, MOST_CELLS, threads, &b->grid);
    return bench_digest(&b->grid.h, sizeof b->grid.h);
}

static uint64_t records(void *arg, int32_t threads)
{
    job *b = arg;
    if (!ctk_pip_records(&b->layer, &b->grid, b->ring_part, b->chunk_begin, threads, b->record,
                         b->chunk_n))
        exit(1);
    return bench_digest(b->chunk_n, (int64_t)sizeof *b->chunk_n * ctk_pip_n_chunks(&b->layer));
}

static uint64_t expect(void *arg, int32_t threads)
{
    job *b = arg;
    memset(b->expected, 0, sizeof b->expected);
    ctk_pip_expect(&b->grid, N, b->lon, b->lat, 1, threads, b->expected);
    return bench_digest(b->expected, sizeof b->expected);
}

int main(void)
{
    static job b;
    static double xy[2 * N];
    static const int32_t ring_begin[2] = {0, 1};
    static const int64_t vertex_begin[2] = {0, N};
    static const uint8_t is_hole[1] = {0};
    for (int32_t i = 0; i < N; i++) { // a round island with waves on waves
        const double t = 6.283185307179586 * (i % (N - 1)) / (N - 1);
        const double r = 20 + sin(40 * t) + 0.1 * sin(1700 * t) + 0.01 * sin(30000 * t);
        xy[2 * i] = r * cos(t) - 90;
        xy[2 * i + 1] = r * sin(t) + 40;
    }
    b.layer = (ctk_pip_layer){1, 1, ring_begin, vertex_begin, is_hole, xy};
    ctk_pip_parts(&b.layer, b.ring_part, b.part_region);
    const int64_t n_records = ctk_pip_record_guess(&b.layer, b.chunk_begin);
    b.record = calloc((size_t)n_records, sizeof *b.record);
    if (!b.record) return 6;
    for (int32_t t = 1; t <= 2; t++) bench_run("geom_pip_frame", N, t, REPEATS, frame, &b);
    for (int32_t t = 1; t <= 2; t++)
        bench_run("geom_pip_frame_records", N, t, REPEATS, records, &b);
    for (int32_t i = 0; i < N; i++) { // in no order
        b.lon[i] = xy[2 * (i * 40503L % N)];
        b.lat[i] = xy[2 * (i * 40503L % N) + 1];
    }
    for (int32_t t = 1; t <= 2; t++) bench_run("geom_pip_frame_expect", N, t, REPEATS, expect, &b);
    free(b.record);
    return 0;
}
