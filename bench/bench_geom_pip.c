/// Point in polygon: building the grid; points anywhere, at accounts, near borders, on borders.
///
///   bench_geom_pip [LAYER.shp [ACCOUNTS.csv]]      without a layer: a wavy tiling of 90,000
///   regions
///
/// Milliseconds are CPU time of all threads, so that a busy machine does not count; rate is
/// vertices or points per core and microsecond. Lines that end in /wall are elapsed time.
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "bench/bench.h"
#include "canton.h"
#include "join/locate.h"
#include "kernels/prim/rng.h"

enum { SIDE = 300, STEPS = 8, N_POINTS = 4000000, REPEATS = 5 };

typedef struct setting {
    ctk_pip_layer layer;
    ctk_pip grid;
    double *lon, *lat;
    int32_t *region;
} setting;

static void *array(int64_t n, size_t size)
{
    void *p = calloc((size_t)n, size);
    if (!p) exit(6);
    return p;
}

/// A border between corners (i, j) and (i + di, j + dj), bent the same way for both neighbours.
static double *edge(double *p, int32_t i, int32_t j, int32_t di, int32_t dj)
{
    for (int32_t s = 0; s < STEPS; s++) {
        const double x = i + (double)di * s / STEPS, y = j + (double)dj * s / STEPS;
        *p++ = -120 + 0.15 * (x + 0.2 * sin(7 * x + 3 * y));
        *p++ = 25 + 0.08 * (y + 0.2 * sin(5 * x + 9 * y));
    }
    return p;
}

static ctk_pip_layer make_tiling(void)
{
    const int32_t n = SIDE * SIDE;
    int32_t *ring = array(n + 1, sizeof *ring);
    int64_t *vertex = array(n + 1, sizeof *vertex);
    double *xy = array((int64_t)n * (4 * STEPS + 1) * 2, sizeof *xy), *p = xy;
    for (int32_t r = 0; r < n; r++) {
        const int32_t i = r % SIDE, j = r / SIDE;
        const double *first = p;
        p = edge(p, i, j, 0, 1);
        p = edge(p, i, j + 1, 1, 0);
        p = edge(p, i + 1, j + 1, 0, -1);
        p = edge(p, i + 1, j, -1, 0);
        *p++ = first[0];
        *p++ = first[1];
        ring[r + 1] = r + 1;
        vertex[r + 1] = (int64_t)(r + 1) * (4 * STEPS + 1);
    }
    return (ctk_pip_layer){n, n, ring, vertex, array(n, 1), xy};
}

static ctk_pip_layer read_tiling(const char *path)
{
    static ct_regions regions;
    static ct_inputs inputs;
    static ct_notes notes;
    const ct_context ctx = {.n_threads = 2, .notes = &notes};
    ct_data_options opt = ct_data_options_default();
    ct_error err = {0};
    opt.regions = path;
    if (ct_read_regions(&opt, &ctx, &regions, &inputs, &err)) {
        fprintf(stderr, "%s\n", err.text);
        exit(err.status);
    }
    return ct_locate_layer(&regions);
}

static void build(setting *s, int32_t threads)
{
    ct_error err = {0};
    ct_locate_free(&s->grid);
    if (ct_locate_build(&s->layer, 0, threads, &s->grid, &err)) exit(err.status);
}

static void find(setting *s, int32_t threads)
{
    ct_error err = {0};
    if (ct_locate_find(&s->grid, N_POINTS, s->lon, s->lat, threads, s->region, &err))
        exit(err.status);
}

/// In the order given, which is what a batch too small to be sorted costs.
static void find_unordered(setting *s, int32_t threads)
{
    ctk_pip_find(&s->grid, N_POINTS, s->lon, s->lat, threads, s->region);
}

/// Points that are looked up once: the grid is made for them.
static void build_and_find(setting *s, int32_t threads)
{
    ct_error err = {0};
    ct_locate_free(&s->grid);
    if (ct_locate_build_for(&s->layer, 0, N_POINTS, s->lon, s->lat, threads, &s->grid, &err))
        exit(err.status);
    find(s, threads);
}

static uint64_t digest_of(const setting *s, bool is_build)
{
    if (is_build) return bench_digest(s->grid.root, (int64_t)s->grid.nx * s->grid.ny * 4);
    return bench_digest(s->region, N_POINTS * (int64_t)sizeof *s->region);
}

static double seconds(clockid_t clock)
{
    struct timespec t;
    clock_gettime(clock, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static int by_value(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static void print_line(const char *name, const char *suffix, int64_t n, int32_t threads,
                       double s[REPEATS], uint64_t digest)
{
    qsort(s, REPEATS, sizeof *s, by_value);
    printf("%s%s\t%" PRId64 "\t%d\t%.3f\t%.3f\t%.2f\t%016" PRIx64 "\n", name, suffix, n, threads,
           1e3 * s[REPEATS / 2], 1e3 * s[0], 1e-6 * (double)n / s[REPEATS / 2], digest);
    fflush(stdout);
}

static void measure(const char *name, int64_t n, int32_t threads,
                    void (*work)(setting *s, int32_t threads), setting *s)
{
    double cpu[REPEATS], wall[REPEATS];
    uint64_t digest = 0;
    for (int r = 0; r < REPEATS; r++) {
        const double cpu0 = seconds(CLOCK_PROCESS_CPUTIME_ID), wall0 = seconds(CLOCK_MONOTONIC);
        work(s, threads);
        cpu[r] = seconds(CLOCK_PROCESS_CPUTIME_ID) - cpu0;
        wall[r] = seconds(CLOCK_MONOTONIC) - wall0;
        const uint64_t again = digest_of(s, work == build);
        if (r > 0 && again != digest) {
            fprintf(stderr, "%s: digest %016" PRIx64 ", then %016" PRIx64 "\n", name, digest,
                    again);
            exit(1);
        }
        digest = again;
    }
    print_line(name, "", n, threads, cpu, digest);
    print_line(name, "/wall", n, threads, wall, digest);
}

static void anywhere(setting *s)
{
    const ctk_pip *g = &s->grid;
    for (int64_t i = 0; i < N_POINTS; i++) {
        ctk_rng rng = ctk_rng_key(1, 1, (uint64_t)i);
        s->lon[i] = g->x0 + ctk_rng_unit(&rng) * g->nx * g->h;
        s->lat[i] = g->y0 + ctk_rng_unit(&rng) * g->ny * g->h;
    }
}

/// Within width / 2 of random vertices: every point in a cell with segments; 0 = on them.
static void near_vertices(setting *s, double width)
{
    const int64_t n = s->layer.vertex_begin[s->layer.n_rings];
    for (int64_t i = 0; i < N_POINTS; i++) {
        ctk_rng rng = ctk_rng_key(1, 2, (uint64_t)i);
        const int64_t v = (int64_t)(ctk_rng_u64(&rng) % (uint64_t)n);
        s->lon[i] = s->layer.lonlat[2 * v] + (ctk_rng_unit(&rng) - 0.5) * width;
        s->lat[i] = s->layer.lonlat[2 * v + 1] + (ctk_rng_unit(&rng) - 0.5) * width;
    }
}

static void at_accounts(setting *s, const char *path)
{
    static ct_accounts a;
    static ct_inputs inputs;
    static ct_notes notes;
    const ct_context ctx = {.n_threads = 2, .notes = &notes};
    ct_data_options opt = ct_data_options_default();
    ct_error err = {0};
    opt.n_accounts = 1;
    opt.accounts[0] = path;
    if (ct_read_accounts(&opt, &ctx, &a, &inputs, &err) || !a.lon_deg || a.n == 0) {
        fprintf(stderr, "%s\n", err.text);
        exit(3);
    }
    for (int64_t i = 0; i < N_POINTS; i++) {
        s->lon[i] = a.lon_deg[i % a.n];
        s->lat[i] = a.lat_deg[i % a.n];
    }
}

int main(int argc, char **argv)
{
    setting s = {.layer = argc > 1 ? read_tiling(argv[1]) : make_tiling()};
    s.lon = array(N_POINTS, sizeof *s.lon);
    s.lat = array(N_POINTS, sizeof *s.lat);
    s.region = array(N_POINTS, sizeof *s.region);
    const int64_t n_vertices = s.layer.vertex_begin[s.layer.n_rings];
    for (int32_t t = 1; t <= 2; t++) measure("geom_pip/build", n_vertices, t, build, &s);
    anywhere(&s);
    for (int32_t t = 1; t <= 2; t++) measure("geom_pip/random", N_POINTS, t, find, &s);
    measure("geom_pip/random_unordered", N_POINTS, 1, find_unordered, &s);
    if (argc > 2) at_accounts(&s, argv[2]);
    if (argc > 2) measure("geom_pip/accounts", N_POINTS, 1, find, &s);
    near_vertices(&s, 0.003);
    measure("geom_pip/near_borders", N_POINTS, 1, find, &s);
    near_vertices(&s, 1e-5);
    measure("geom_pip/within_a_metre", N_POINTS, 1, find, &s);
    near_vertices(&s, 0.0);
    measure("geom_pip/on_borders", N_POINTS, 1, find, &s);
    anywhere(&s);
    if (argc > 2) at_accounts(&s, argv[2]);
    for (int32_t t = 1; t <= 2; t++)
        measure("geom_pip/build_and_find", N_POINTS, t, build_and_find, &s);
    return 0;
}
