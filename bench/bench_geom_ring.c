/// Ring measures: vertices per second over many rings of the size of postal regions, and, when
/// $CANTON_DATA names real layers or an argument a .shp, the whole reading of regions.
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench/bench.h"
#include "canton.h"
#include "kernels/geom/ring.h"
#include "kernels/prim/rng.h"

enum { RINGS = 2000, SIZE = 1001, CHUNK = 16 };

typedef struct layer {
    double *xy, *out; ///< [2 * RINGS * SIZE], [3 * RINGS]
} layer;

static uint64_t areas(void *arg, int32_t threads)
{
    layer *l = arg;
#pragma omp parallel for num_threads(threads) schedule(dynamic, CHUNK)
    for (int64_t r = 0; r < RINGS; r++) {
        double box[4];
        l->out[r] = ctk_ring_area(SIZE, l->xy + 2 * SIZE * r, box) + box[0];
    }
    return bench_digest(l->out, RINGS * 8);
}

static uint64_t moments(void *arg, int32_t threads)
{
    layer *l = arg;
#pragma omp parallel for num_threads(threads) schedule(dynamic, CHUNK)
    for (int64_t r = 0; r < RINGS; r++)
        ctk_ring_moments(SIZE, l->xy + 2 * SIZE * r, -75.0, l->out + 3 * r);
    return bench_digest(l->out, RINGS * 24);
}

static uint64_t locate(void *arg, int32_t threads)
{
    layer *l = arg;
#pragma omp parallel for num_threads(threads) schedule(dynamic, CHUNK)
    for (int64_t r = 0; r < RINGS; r++) {
        const double *xy = l->xy + 2 * SIZE * r;
        l->out[r] =
            ctk_ring_locate(SIZE, xy, 0.5 * (xy[0] + xy[SIZE]), 0.5 * (xy[1] + xy[SIZE + 1]));
    }
    return bench_digest(l->out, RINGS * 8);
}

static void fill(layer *l)
{
    ctk_rng rng = ctk_rng_key(1, 1, 1);
    for (int64_t r = 0; r < RINGS; r++) {
        double *xy = l->xy + 2 * SIZE * r;
        const double x = -120 + 50 * ctk_rng_unit(&rng), y = 25 + 24 * ctk_rng_unit(&rng);
        for (int i = 0; i < SIZE - 1; i++) {
            const double a = 6.283185307179586 * i / (SIZE - 1);
            const double d = 0.1 * (0.9 + 0.1 * ctk_rng_unit(&rng));
            xy[2 * i] = x + d * cos(a);
            xy[2 * i + 1] = y + d * sin(a);
        }
        memcpy(xy + 2 * (SIZE - 1), xy, 16);
    }
}

static int64_t n_read; ///< vertices of the layer read last

static uint64_t read_layer(void *arg, int32_t threads)
{
    ct_data_options opt = ct_data_options_default();
    ct_notes notes = {0};
    ct_context ctx = {.n_threads = threads, .notes = &notes};
    ct_inputs inputs = {0};
    ct_regions r;
    ct_error err = {0};
    opt.regions = arg;
    opt.n_measures = 0;
    if (ct_read_regions(&opt, &ctx, &r, &inputs, &err)) {
        fprintf(stderr, "%s\n", err.text);
        exit(1);
    }
    n_read = r.n_vertices;
    const uint64_t digest = bench_digest(r.pos_km, 24 * (int64_t)r.n);
    ct_regions_free(&r);
    ct_inputs_free(&inputs);
    ct_notes_free(&notes);
    return digest;
}

int main(int argc, char **argv)
{
    char path[4096];
    const char *data = getenv("CANTON_DATA");
    layer l = {calloc(2 * RINGS * SIZE, sizeof(double)), calloc(3 * RINGS, sizeof(double))};
    if (!l.xy || !l.out) return 1;
    fill(&l);
    for (int32_t t = 1; t <= 2; t++) {
        bench_run("geom_ring_area", RINGS * SIZE, t, 9, areas, &l);
        bench_run("geom_ring_moments", RINGS * SIZE, t, 9, moments, &l);
        bench_run("geom_ring_locate", RINGS * SIZE, t, 9, locate, &l);
    }
    snprintf(path, sizeof path, "%s/us_zcta_4pct/us_zcta_4pct.shp", data ? data : "");
    if (argc > 1 || data) {
        char *file = argc > 1 ? argv[1] : path;
        read_layer(file, 1);
        for (int32_t t = 1; t <= 2; t++) bench_run("read_regions", n_read, t, 3, read_layer, file);
    }
    free(l.xy);
    free(l.out);
    return 0;
}
