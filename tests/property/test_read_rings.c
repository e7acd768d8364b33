/// The ground of records drawn at random, against slabs: whatever the rings do, a region holds what
/// lies inside an odd number of them.
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "kernels/prim/rng.h"
#include "support/check.h"
#include "support/make_shp.h"
#include "support/read_layer.h"

enum { MAX_EDGES = 64, MAX_CUTS = MAX_EDGES * MAX_EDGES, RECORDS = 2500 };

/// Edges of one record: x0, y0, x1, y1 with y0 <= y1.
typedef struct record {
    int32_t n_parts, size[4], n;
    double xy[2 * MAX_EDGES], edge[MAX_EDGES][4];
} record;

static int compare(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double x_at(const double *e, double y)
{
    return e[0] + (y - e[1]) / (e[3] - e[1]) * (e[2] - e[0]);
}

/// Where the lines of two edges meet, if both are there at that height.
static void add_crossing(const double *e, const double *f, double *cut, int32_t *n)
{
    const double y0 = fmax(e[1], f[1]), y1 = fmin(e[3], f[3]);
    if (!(y0 < y1)) return;
    const double d0 = x_at(e, y0) - x_at(f, y0), d1 = x_at(e, y1) - x_at(f, y1);
    if (d0 * d1 < 0) cut[(*n)++] = y0 + (y1 - y0) * d0 / (d0 - d1);
}

/// Between two neighbouring heights no edges cross: trapezoids, every other one inside.
static double slab(const record *r, double y0, double y1)
{
    double mid[MAX_EDGES], sum = 0.0;
    int32_t n = 0;
    for (int32_t i = 0; i < r->n; i++)
        if (r->edge[i][1] <= y0 && r->edge[i][3] >= y1 && r->edge[i][1] < r->edge[i][3])
            mid[n++] = x_at(r->edge[i], 0.5 * (y0 + y1));
    qsort(mid, (size_t)n, sizeof *mid, compare);
    for (int32_t i = 0; i + 1 < n; i += 2) sum += (mid[i + 1] - mid[i]) * (y1 - y0);
    return sum;
}

static double area_by_slabs(const record *r)
{
    static double cut[MAX_CUTS];
    int32_t n = 0;
    double sum = 0.0;
    for (int32_t i = 0; i < r->n; i++) {
        cut[n++] = r->edge[i][1];
        cut[n++] = r->edge[i][3];
        for (int32_t k = 0; k < i; k++) add_crossing(r->edge[i], r->edge[k], cut, &n);
    }
    qsort(cut, (size_t)n, sizeof *cut, compare);
    for (int32_t i = 0; i + 1 < n; i++)
        if (cut[i] < cut[i + 1]) sum += slab(r, cut[i], cut[i + 1]);
    return sum;
}

static void add_edge(record *r, const double *p, const double *q)
{
    const double *low = p[1] < q[1] ? p : q, *high = p[1] < q[1] ? q : p;
    memcpy(r->edge[r->n], low, 16);
    memcpy(r->edge[r->n++] + 2, high, 16);
}

/// One to three rings of random corners: on a coarse grid, so that they share points and lines, or
/// anywhere.
static record make_record(uint64_t seed, bool is_coarse)
{
    record r = {0};
    ctk_rng g = ctk_rng_key(seed, 33, 0);
    r.n_parts = 1 + (int32_t)ctk_rng_below(&g, 3);
    double *p = r.xy;
    for (int32_t k = 0; k < r.n_parts; k++) {
        const int32_t n = 3 + (int32_t)ctk_rng_below(&g, 8);
        const double *first = p;
        for (int32_t i = 0; i < n; i++, p += 2) {
            for (int j = 0; j < 2; j++)
                p[j] = is_coarse ? (double)ctk_rng_below(&g, 8) : 8 * ctk_rng_unit(&g);
            if (i > 0) add_edge(&r, p - 2, p);
        }
        add_edge(&r, p - 2, first);
        memcpy(p, first, 16);
        p += 2;
        r.size[k] = n + 1;
    }
    return r;
}

static double area_read(const ct_regions *r, int32_t region)
{
    double twice = 0.0;
    for (int32_t k = r->ring_begin[region]; k < r->ring_begin[region + 1]; k++)
        for (int64_t v = r->vertex_begin[k]; v + 1 < r->vertex_begin[k + 1]; v++)
            twice += (r->xy[2 * v + 2] - r->xy[2 * v]) * (r->xy[2 * v + 3] + r->xy[2 * v + 1]);
    return 0.5 * twice;
}

static void judge(uint64_t seed, bool is_coarse)
{
    char code[16];
    make_shp m = make_shp_open("rings.shp", MAKE_POLYGON, "CODE C 8");
    for (int32_t i = 0; i < RECORDS; i++) {
        const record r = make_record(seed + (uint64_t)i, is_coarse);
        snprintf(code, sizeof code, "%06d", i);
        make_shp_parts(&m, code, r.n_parts, r.size, r.xy);
    }
    const char *path = make_shp_close(&m);
    make_shp_prj(path, MAKE_WGS84);
    read_layer l = read_layer_ok(path);
    for (int32_t i = 0; i < RECORDS; i++) {
        const record r = make_record(seed + (uint64_t)i, is_coarse);
        const double area = area_by_slabs(&r);
        const int32_t region = l.r.record_region[i];
        if (region < 0)
            assert_near(area, 0.0, 1e-9);
        else if (area > 1e-9 || !is_coarse) // rings that cover each other wholly are one
            assert_near(area_read(&l.r, region), area, 1e-9 * fmax(area, 1e-3));
    }
    assert_true(read_layer_note(&l, "cross or cover") > RECORDS / 2);
    read_layer_free(&l);
}

static void rings_drawn_anywhere_hold_the_ground_inside_an_odd_number_of_them(void **state)
{
    (void)state;
    for (uint64_t i = 0; i < 2; i++) judge(1000000 * (i + 1), false);
}

static void rings_that_share_points_and_lines_do_so_too(void **state)
{
    (void)state;
    for (uint64_t i = 2; i < 4; i++) judge(1000000 * (i + 1), true);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rings_drawn_anywhere_hold_the_ground_inside_an_odd_number_of_them),
        cmocka_unit_test(rings_that_share_points_and_lines_do_so_too),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
