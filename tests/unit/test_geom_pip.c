/// Point in polygon against every ring of every region, in integers.
#include "support/check.h"

#include <stdio.h>
#include <string.h>

#include "join/locate.h"
#include "kernels/geom/orient.h"
#include "kernels/geom/pip_order.h"
#include "kernels/prim/rng.h"

enum { MAX_VERTICES = 1 << 16, MAX_RINGS = 1 << 12 };
static const double UNIT = 0x1p-10; // degrees of an integer step

/// A layer whose coordinates are integers times UNIT, and the same in doubles.
typedef struct world {
    int32_t n_regions, n_rings;
    int64_t n_vertices;
    int32_t ring_begin[MAX_RINGS + 1];
    int64_t vertex_begin[MAX_RINGS + 1];
    uint8_t is_hole[MAX_RINGS];
    int64_t xy[2 * MAX_VERTICES];
    double lonlat[2 * MAX_VERTICES];
} world;

static world *new_world(void)
{
    world *w = calloc(1, sizeof *w);
    assert_non_null(w);
    return w;
}

static void vertex(world *w, int64_t x, int64_t y)
{
    assert_true(w->n_vertices < MAX_VERTICES);
    w->xy[2 * w->n_vertices] = x;
    w->xy[2 * w->n_vertices + 1] = y;
    w->lonlat[2 * w->n_vertices] = (double)x * UNIT;
    w->lonlat[2 * w->n_vertices + 1] = (double)y * UNIT;
    w->n_vertices++;
}

/// Close the ring that began at vertex_begin[n_rings].
static void close_ring(world *w, bool is_hole)
{
    const int64_t first = w->vertex_begin[w->n_rings];
    vertex(w, w->xy[2 * first], w->xy[2 * first + 1]);
    w->is_hole[w->n_rings++] = is_hole;
    w->vertex_begin[w->n_rings] = w->n_vertices;
}

static void close_region(world *w)
{
    w->ring_begin[++w->n_regions] = w->n_rings;
}

static void box_ring(world *w, int64_t x0, int64_t y0, int64_t x1, int64_t y1, bool is_hole)
{
    vertex(w, x0, y0);
    vertex(w, x0, y1);
    vertex(w, x1, y1);
    vertex(w, x1, y0);
    close_ring(w, is_hole);
}

// ---- oracle ------------------------------------------------------------------------------------

static int64_t cross_int(const int64_t *a, const int64_t *b, int64_t x, int64_t y)
{
    return (b[0] - a[0]) * (y - a[1]) - (b[1] - a[1]) * (x - a[0]);
}

static bool on_segment(const int64_t *a, const int64_t *b, int64_t x, int64_t y)
{
    const int64_t x0 = a[0] < b[0] ? a[0] : b[0], x1 = a[0] < b[0] ? b[0] : a[0];
    const int64_t y0 = a[1] < b[1] ? a[1] : b[1], y1 = a[1] < b[1] ? b[1] : a[1];
    return x >= x0 && x <= x1 && y >= y0 && y <= y1 && cross_int(a, b, x, y) == 0;
}

/// Ray to the right; *odd turned over for each segment met, true when the point is on the ring.
static bool ring_oracle(const world *w, int32_t r, int64_t x, int64_t y, bool *odd)
{
    for (int64_t v = w->vertex_begin[r]; v + 1 < w->vertex_begin[r + 1]; v++) {
        const int64_t *a = w->xy + 2 * v, *b = a + 2;
        if (on_segment(a, b, x, y)) return true;
        if ((a[1] > y) != (b[1] > y) &&
            (b[1] > a[1] ? cross_int(a, b, x, y) > 0 : cross_int(a, b, x, y) < 0))
            *odd = !*odd;
    }
    return false;
}

static int32_t oracle(const world *w, int64_t x, int64_t y)
{
    for (int32_t i = 0; i < w->n_regions; i++) {
        bool odd = false;
        for (int32_t r = w->ring_begin[i]; r < w->ring_begin[i + 1]; r++) {
            if (!w->is_hole[r]) {
                if (odd) return i;
                odd = false;
            }
            if (ring_oracle(w, r, x, y, &odd)) return i;
        }
        if (odd) return i;
    }
    return -1;
}

// ---- comparison --------------------------------------------------------------------------------

static ctk_pip build(const world *w, int64_t max_cells, int32_t n_threads)
{
    ctk_pip grid;
    ct_error err = {0};
    const ctk_pip_layer layer = {w->n_regions,    w->n_rings, w->ring_begin,
                                 w->vertex_begin, w->is_hole, w->lonlat};
    assert_ok(ct_locate_build(&layer, max_cells, n_threads, &grid, &err), err);
    return grid;
}

/// Built for the first n points.
static ctk_pip build_for(const world *w, int64_t max_cells, int32_t n_threads, int64_t n,
                         const int64_t *xy)
{
    ctk_pip grid;
    ct_error err = {0};
    const ctk_pip_layer layer = {w->n_regions,    w->n_rings, w->ring_begin,
                                 w->vertex_begin, w->is_hole, w->lonlat};
    double *lon = calloc((size_t)n + 1, sizeof *lon), *lat = calloc((size_t)n + 1, sizeof *lat);
    for (int64_t i = 0; i < n; i++) {
        lon[i] = (double)xy[2 * i] * UNIT;
        lat[i] = (double)xy[2 * i + 1] * UNIT;
    }
    assert_ok(ct_locate_build_for(&layer, max_cells, n, lon, lat, n_threads, &grid, &err), err);
    free(lat);
    free(lon);
    return grid;
}

/// Sorted by place, the answers are those of the points one by one.
static void compare_ordered(const ctk_pip *grid, int64_t n, const double *lon, const double *lat,
                            int32_t n_threads, const int32_t *expected)
{
    const size_t size = ctk_pip_order_work(n, n_threads);
    void *work = malloc((size_t)n_threads * size);
    int32_t *region = malloc((size_t)n * sizeof *region);
    ctk_pip_find_ordered(grid, n, lon, lat, n_threads, work, size, region);
    assert_memory_equal(region, expected, (size_t)n * sizeof *region);
    free(region);
    free(work);
}

static void compare(const ctk_pip *grid, int64_t n, const int64_t *xy, const int32_t *expected)
{
    double *lon = calloc((size_t)n, sizeof *lon), *lat = calloc((size_t)n, sizeof *lat);
    int32_t *region = malloc((size_t)n * sizeof *region);
    for (int64_t i = 0; i < n; i++) {
        lon[i] = (double)xy[2 * i] * UNIT;
        lat[i] = (double)xy[2 * i + 1] * UNIT;
    }
    ctk_pip_find(grid, n, lon, lat, 1, region);
    for (int64_t i = 0; i < n; i++) {
        if (region[i] != expected[i])
            print_message("point %ld (%ld, %ld): %d, oracle %d, cells %d x %d\n", (long)i,
                          (long)xy[2 * i], (long)xy[2 * i + 1], region[i], expected[i], grid->nx,
                          grid->ny);
        assert_int_equal(region[i], expected[i]);
        assert_int_equal(ctk_pip_find_one(grid, lon[i], lat[i]), region[i]);
    }
    compare_ordered(grid, n, lon, lat, 1 + (int32_t)(n % 3), region);
    free(lon);
    free(lat);
    free(region);
}

/// Points: random in the box, all vertices of the layer, their neighbours, middles of segments.
static void check_world(const world *w, uint64_t seed, int64_t x0, int64_t y0, int64_t x1,
                        int64_t y1, int64_t n_random)
{
    const int64_t most = n_random + 4 * w->n_vertices;
    int64_t *xy = malloc((size_t)(2 * most) * sizeof *xy), n = 0;
    int32_t *expected = malloc((size_t)most * sizeof *expected);
    ctk_rng rng = ctk_rng_key(seed, 1, 0);
    for (; n < n_random; n++) {
        xy[2 * n] = x0 - 2 + (int64_t)ctk_rng_below(&rng, (uint32_t)(x1 - x0 + 5));
        xy[2 * n + 1] = y0 - 2 + (int64_t)ctk_rng_below(&rng, (uint32_t)(y1 - y0 + 5));
    }
    const int64_t step = w->n_vertices > 800 ? w->n_vertices / 800 : 1;
    for (int64_t v = 0; v + 1 < w->n_vertices; v += step) {
        const int64_t *p = w->xy + 2 * v;
        const int64_t to[4][2] = {{p[0], p[1]},
                                  {p[0] + 1, p[1]},
                                  {p[0], p[1] - 1},
                                  {(p[0] + p[2]) / 2, (p[1] + p[3]) / 2}};
        memcpy(xy + 2 * n, to, sizeof to);
        n += 4;
    }
    for (int64_t i = 0; i < n; i++) expected[i] = oracle(w, xy[2 * i], xy[2 * i + 1]);
    const int64_t cells[] = {1, 9, 300, 1 << 16};
    for (int c = 0; c < 4; c++) {
        ctk_pip grid = build(w, cells[c], 1 + c);
        compare(&grid, n, xy, expected);
        ct_locate_free(&grid);
        grid = build_for(w, cells[c], 1 + c, n * (int64_t)(seed % 4) / 4, xy);
        compare(&grid, n, xy, expected); // also points that were not told
        ct_locate_free(&grid);
    }
    free(xy);
    free(expected);
}

// ---- layers ------------------------------------------------------------------------------------

/// n x n quadrilaterals with common, displaced corners; every third has a hole with an island in
/// it.
static void tiles(world *w, uint64_t seed, int32_t n, int32_t size)
{
    for (int32_t t = 0; t < n * n; t++) {
        const int32_t i = t % n, j = t / n;
        const int32_t at[4][2] = {{i, j}, {i, j + 1}, {i + 1, j + 1}, {i + 1, j}};
        for (int k = 0; k < 4; k++) {
            ctk_rng rng = ctk_rng_key(seed, 2, (uint64_t)(at[k][1] * 1000 + at[k][0]));
            const int32_t d = size / 4;
            const int64_t dx = ctk_rng_below(&rng, (uint32_t)(2 * d + 1)) - (int64_t)d;
            const int64_t dy = ctk_rng_below(&rng, (uint32_t)(2 * d + 1)) - (int64_t)d;
            vertex(w, at[k][0] * size + dx, at[k][1] * size + dy);
        }
        close_ring(w, false);
        const int64_t x = i * size + size / 2, y = j * size + size / 2, s = size / 8;
        if (t % 3 == 0) box_ring(w, x - s, y - s, x + s, y + s, true);
        if (t % 3 == 0) box_ring(w, x - s / 2, y - s / 2, x + s / 2, y + s / 2, false);
        close_region(w);
    }
}

static void a_tiling_with_holes_and_islands_equals_the_oracle(void **state)
{
    (void)state;
    for (uint64_t seed = 0; seed < 6; seed++) {
        world *w = new_world();
        const int32_t size = seed % 2 ? 16 : 160;
        tiles(w, seed, 7, size);
        check_world(w, seed, 0, 0, 7 * size, 7 * size, 1500);
        free(w);
    }
}

/// Rings of random vertices on a small lattice: they cross, touch and overlap themselves and
/// others.
static void tangle(world *w, uint64_t seed, int32_t n_regions, int32_t width)
{
    ctk_rng rng = ctk_rng_key(seed, 3, 0);
    for (int32_t i = 0; i < n_regions; i++) {
        const uint32_t n_rings = 1 + ctk_rng_below(&rng, 3);
        for (uint32_t r = 0; r < n_rings; r++) {
            const uint32_t n = 3 + ctk_rng_below(&rng, 9);
            for (uint32_t v = 0; v < n; v++) {
                const int64_t x = ctk_rng_below(&rng, (uint32_t)width);
                const int64_t y = ctk_rng_below(&rng, (uint32_t)width);
                vertex(w, x, y);
                if (ctk_rng_below(&rng, 8) == 0) vertex(w, x, y); // twice
            }
            close_ring(w, r > 0 && ctk_rng_below(&rng, 2));
        }
        close_region(w);
    }
}

static void rings_that_cross_and_overlap_equal_the_oracle(void **state)
{
    (void)state;
    for (uint64_t seed = 0; seed < 60; seed++) {
        world *w = new_world();
        const int32_t width = seed % 3 == 0 ? 9 : seed % 3 == 1 ? 65 : 5000;
        tangle(w, seed, 1 + (int32_t)(seed % 12), width);
        check_world(w, seed, 0, 0, width, width, 400);
        free(w);
    }
}

/// A coast of thousands of tiny steps in one corner, and one island far away.
static void a_crowded_corner_equals_the_oracle(void **state)
{
    (void)state;
    world *w = new_world();
    ctk_rng rng = ctk_rng_key(5, 4, 0);
    int64_t x = 0, y = 0;
    for (int32_t i = 0; i < 12000; i++) {
        x += (int64_t)ctk_rng_below(&rng, 5) - 1;
        y += (int64_t)ctk_rng_below(&rng, 7) - 3;
        vertex(w, x, y);
    }
    vertex(w, x, y + 3000);
    vertex(w, 0, 3000);
    close_ring(w, false);
    close_region(w);
    box_ring(w, 150000, 60000, 150100, 60100, false);
    close_region(w);
    check_world(w, 5, 0, -300, x, 300, 1500);
    free(w);
}

static void a_star_and_piled_copies_equal_the_oracle(void **state)
{
    (void)state;
    world *w = new_world();
    for (int32_t i = 0; i < 400; i++) { // thin triangles that meet in one point
        vertex(w, 0, 0);
        vertex(w, 1000 - 5 * i, 1000);
        vertex(w, 997 - 5 * i, 1000);
        close_ring(w, false);
        close_region(w);
    }
    for (int32_t i = 0; i < 300; i++) { // the same square, over and over
        box_ring(w, -200, -500, 200, -100, false);
        close_region(w);
    }
    check_world(w, 7, -1000, -500, 1000, 1000, 800);
    free(w);
}

static void a_record_given_twice_in_one_region_is_a_union(void **state)
{
    (void)state;
    world *w = new_world();
    box_ring(w, 0, 0, 100, 100, false); // a record given twice under one code
    box_ring(w, 0, 0, 100, 100, false);
    close_region(w);
    ctk_pip grid = build(w, 16, 1);
    assert_int_equal(ctk_pip_find_one(&grid, 50 * UNIT, 50 * UNIT), 0);
    ct_locate_free(&grid);
    free(w);
}

static void a_border_point_goes_to_the_smaller_region(void **state)
{
    (void)state;
    world *w = new_world();
    for (int32_t i = 0; i < 4; i++) {
        const int64_t x = (i % 2) * 64, y = (i / 2) * 64;
        box_ring(w, x, y, x + 64, y + 64, false);
        close_region(w);
    }
    ctk_pip grid = build(w, 256, 1);
    assert_int_equal(ctk_pip_find_one(&grid, 64 * UNIT, 64 * UNIT), 0);
    assert_int_equal(ctk_pip_find_one(&grid, 64 * UNIT, 100 * UNIT), 2);
    assert_int_equal(ctk_pip_find_one(&grid, 64 * UNIT, 20 * UNIT), 0);
    assert_int_equal(ctk_pip_find_one(&grid, 100 * UNIT, 64 * UNIT), 1);
    assert_int_equal(ctk_pip_find_one(&grid, 128 * UNIT, 128 * UNIT), 3);
    assert_int_equal(ctk_pip_find_one(&grid, 128.001 * UNIT, 128 * UNIT), -1);
    ct_locate_free(&grid);
    free(w);
}

/// Count the groups below a cell, and those that are copies.
static void count_groups(const ctk_pip *grid, uint32_t value, int32_t *n_groups, int32_t *n_copies)
{
    if (value >= CTK_PIP_GRID) {
        const uint32_t n = 1u << (2 * ctk_pip_grid_bits(value));
        for (uint32_t i = 0; i < n; i++)
            count_groups(grid, grid->pool[ctk_pip_grid_at(value) + i], n_groups, n_copies);
    } else if (value >= CTK_PIP_LEAF) {
        ctk_pip_reader l = ctk_pip_leaf(grid->pool + (value - CTK_PIP_LEAF));
        while (ctk_pip_next_group(&l)) {
            ++*n_groups;
            *n_copies += l.is_copy;
            if (l.is_copy) continue;
            do ctk_pip_next_run(&l);
            while (l.has_run);
        }
    }
}

static void both_sides_of_a_clean_border_are_kept_once(void **state)
{
    (void)state;
    world *w = new_world();
    for (int32_t side = 0; side < 2;
         side++) { // a bent border, up for one region, down for the other
        for (int64_t i = 0; i <= 400; i++) {
            const int64_t y = side ? 400 - i : i;
            vertex(w, 501 + 2 * (y % 7), 4 * y + 1); // odd: on no line between cells
        }
        vertex(w, side ? 1000 : 0, side ? 0 : 1600);
        vertex(w, side ? 1000 : 0, side ? 1600 : 0);
        close_ring(w, false);
        close_region(w);
    }
    ctk_pip grid = build(w, 100, 2);
    int32_t n_groups = 0, n_copies = 0;
    for (int32_t c = 0; c < grid.nx * grid.ny; c++)
        count_groups(&grid, grid.root[c], &n_groups, &n_copies);
    assert_true(n_copies > 20);
    assert_true(3 * n_copies > n_groups); // the outer frame has one side only
    ct_locate_free(&grid);
    check_world(w, 11, 0, 0, 1000, 1600, 800);
    free(w);
}

static void points_that_are_no_numbers_are_in_no_region(void **state)
{
    (void)state;
    world *w = new_world();
    box_ring(w, -10, -10, 10, 10, false);
    close_region(w);
    ctk_pip grid = build(w, 16, 1);
    assert_int_equal(ctk_pip_find_one(&grid, NAN, 0), -1);
    assert_int_equal(ctk_pip_find_one(&grid, 0, HUGE_VAL), -1);
    assert_int_equal(ctk_pip_find_one(&grid, -1e300, 0), -1);
    assert_int_equal(ctk_pip_find_one(&grid, -0.0, 5e-324), 0);
    const double lon[5] = {NAN, 0, -1e300, -0.0, 3}, lat[5] = {0, HUGE_VAL, 0, 5e-324, NAN};
    const int32_t expected[5] = {-1, -1, -1, 0, -1};
    for (int32_t t = 1; t <= 6; t++) compare_ordered(&grid, 5, lon, lat, t, expected);
    ct_locate_free(&grid);
    free(w);
}

static void orientation_has_the_exact_sign(void **state)
{
    (void)state;
    const double a[2] = {12.0, 12.0}, b[2] = {24.0, 24.0};
    const double u = 0x1p-53;
    for (int i = 0; i < 256; i++)
        for (int j = 0; j < 256; j++) { // Kettner et al. 2008: naive doubles get these wrong
            const int expected = j > i ? 1 : j < i ? -1 : 0;
            assert_int_equal(ctk_orient(a, b, 0.5 + i * u, 0.5 + j * u), expected);
        }
}

/// All bytes of the grid and of the answers are the same for 1 .. 5 threads.
static void threads_change_nothing(void **state)
{
    (void)state;
    world *w = new_world();
    enum { N = 40000 };
    static double lon[N], lat[N];
    static int32_t first[N], again[N];
    ctk_rng rng = ctk_rng_key(9, 5, 0);
    tiles(w, 9, 20, 400);
    for (int32_t i = 0; i < N; i++) {
        lon[i] = ctk_rng_unit(&rng) * 8000 * UNIT;
        lat[i] = ctk_rng_unit(&rng) * 8000 * UNIT;
    }
    ctk_pip one = build(w, 100, 1);
    ctk_pip_find(&one, N, lon, lat, 1, first);
    for (int32_t t = 2; t <= 5; t++) {
        ctk_pip many = build(w, 100, t);
        ctk_pip_find(&many, N, lon, lat, t, again);
        assert_memory_equal(many.root, one.root, (size_t)one.nx * (size_t)one.ny * 4);
        assert_memory_equal(again, first, sizeof first);
        compare_ordered(&many, N, lon, lat, t, first);
        ct_locate_free(&many);
    }
    ct_locate_free(&one);
    free(w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(orientation_has_the_exact_sign),
        cmocka_unit_test(a_border_point_goes_to_the_smaller_region),
        cmocka_unit_test(a_record_given_twice_in_one_region_is_a_union),
        cmocka_unit_test(both_sides_of_a_clean_border_are_kept_once),
        cmocka_unit_test(points_that_are_no_numbers_are_in_no_region),
        cmocka_unit_test(a_tiling_with_holes_and_islands_equals_the_oracle),
        cmocka_unit_test(rings_that_cross_and_overlap_equal_the_oracle),
        cmocka_unit_test(a_crowded_corner_equals_the_oracle),
        cmocka_unit_test(a_star_and_piled_copies_equal_the_oracle),
        cmocka_unit_test(threads_change_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
