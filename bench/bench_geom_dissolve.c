/// Layer vertices a second through selection and dissolve: cells with wiggly borders in square
/// blocks.
#include "kernels/geom/dissolve.h"

#include <stdlib.h>
#include <string.h>

#include "bench/bench.h"
#include "kernels/prim/rng.h"

/// PIECES segments to a border; BLOCK x BLOCK cells to a territory.
enum { SIDE = 300, BLOCK = 30, PIECES = 24, K = (SIDE / BLOCK) * (SIDE / BLOCK), MAX_THREADS = 2 };

typedef struct layer {
    int64_t n_segments;
    double *xy;
    int32_t *segment, *left, *right, *terr;
    uint32_t *edge;
    double *out_xy;
    int32_t *ring_end, capacity;
    uint8_t *is_hole;
    void *scratch;
    ctk_dissolve_job job[K];
} layer;

static int32_t cell(int32_t x, int32_t y)
{
    return x < 0 || y < 0 || x >= SIDE || y >= SIDE ? -1 : y * SIDE + x;
}

/// The border from lattice point (x, y) one step along dx, dy; `left` lies to its right hand.
static void add_border(layer *l, int32_t x, int32_t y, int32_t dx, int32_t dy, int32_t left,
                       int32_t right)
{
    ctk_rng rng = ctk_rng_key(1, (uint64_t)(2 * (y * (SIDE + 1) + x) + dx), 0);
    int64_t v = l->n_segments + l->n_segments / PIECES;
    for (int i = 0; i <= PIECES; i++, v++) {
        const double t = (double)i / PIECES,
                     w = i % PIECES == 0 ? 0 : 0.2 * (ctk_rng_unit(&rng) - 0.5);
        l->xy[2 * v] = x + t * dx + w * dy;
        l->xy[2 * v + 1] = y + t * dy + w * dx;
        if (i == PIECES) break;
        l->segment[l->n_segments] = (int32_t)v;
        l->left[l->n_segments] = left < 0 ? right : left;
        l->right[l->n_segments++] = left < 0 ? -1 : right;
    }
    if (left >= 0) return;
    double *p =
        l->xy + 2 * (v - PIECES); // the only owner lies on the other hand: turn the border round
    for (int i = 0, j = PIECES; i < j; i++, j--) {
        double t[2];
        memcpy(t, p + 2 * i, sizeof t);
        memcpy(p + 2 * i, p + 2 * j, sizeof t);
        memcpy(p + 2 * j, t, sizeof t);
    }
}

static void make_layer(layer *l)
{
    const size_t n = (size_t)2 * (SIDE + 1) * SIDE * PIECES;
    l->xy = malloc(2 * (n + n / PIECES + 2) * sizeof *l->xy);
    l->segment = malloc(n * sizeof *l->segment);
    l->left = malloc(n * sizeof *l->left);
    l->right = malloc(n * sizeof *l->right);
    l->terr = malloc((size_t)SIDE * SIDE * sizeof *l->terr);
    for (int32_t y = 0; y <= SIDE; y++)
        for (int32_t x = 0; x <= SIDE; x++) {
            if (x < SIDE) add_border(l, x, y, 1, 0, cell(x, y - 1), cell(x, y));
            if (y < SIDE) add_border(l, x, y, 0, 1, cell(x, y), cell(x - 1, y));
        }
    for (int32_t i = 0; i < SIDE * SIDE; i++)
        l->terr[i] = i / SIDE / BLOCK * (SIDE / BLOCK) + i % SIDE / BLOCK;
}

static int64_t place_jobs(layer *l, int64_t *count)
{
    int64_t at = 0;
    for (int32_t j = 0; j < K; j++) {
        const int64_t begin = at;
        for (int run = 0; run < CTK_DISSOLVE_RUNS; run++) {
            const int64_t n = count[run * K + j];
            count[run * K + j] = at;
            at += n;
        }
        const int32_t n = (int32_t)(at - begin), slots = 2 * n;
        l->capacity = n > l->capacity ? n : l->capacity;
        l->job[j] = (ctk_dissolve_job){.edge = l->edge + begin,
                                       .n_edges = n,
                                       .vertex_capacity = slots,
                                       .ring_capacity = slots,
                                       .xy = l->out_xy + 4 * begin,
                                       .ring_end = l->ring_end + 2 * begin,
                                       .is_hole = l->is_hole + 2 * begin};
    }
    return at;
}

static uint64_t dissolve(void *arg, int32_t threads)
{
    static int64_t count[CTK_DISSOLVE_RUNS * K];
    layer *l = arg;
    ctk_dissolve_count(l->n_segments, l->left, l->right, l->terr, K, count, threads);
    place_jobs(l, count);
    ctk_dissolve_select(l->n_segments, l->segment, l->left, l->right, l->terr, K, count, l->edge,
                        threads);
    ctk_dissolve(l->xy, K, l->job, l->capacity, l->scratch, threads);
    uint64_t digest = 0;
    for (int32_t j = 0; j < K; j++)
        digest = digest * 31 + bench_digest(l->job[j].xy, 16 * (int64_t)l->job[j].n_vertices);
    return digest;
}

int main(void)
{
    static layer l;
    static int64_t count[CTK_DISSOLVE_RUNS * K];
    make_layer(&l);
    ctk_dissolve_count(l.n_segments, l.left, l.right, l.terr, K, count, 1);
    const size_t n = (size_t)place_jobs(&l, count);
    l.edge = malloc(n * sizeof *l.edge);
    l.out_xy = malloc(4 * n * sizeof *l.out_xy);
    l.ring_end = malloc(2 * n * sizeof *l.ring_end);
    l.is_hole = malloc(2 * n);
    l.scratch = aligned_alloc(64, MAX_THREADS * ctk_dissolve_work(l.capacity));
    for (int32_t threads = 1; threads <= MAX_THREADS; threads++)
        bench_run("geom_dissolve", 2 * l.n_segments, threads, 9, dissolve, &l);
    bench_run("geom_dissolve_edges", (int64_t)n, 1, 9, dissolve, &l);
    return 0;
}
