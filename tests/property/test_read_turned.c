/// A layer is the same whether its longitudes count from -180 to 180, from 0 to 360, or both.
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "kernels/prim/rng.h"
#include "support/check.h"
#include "support/make_shp.h"
#include "support/read_layer.h"

enum { SIDE = 6, SEEDS = 40 };

/// How a layer counts: SHORT as most do, LONG from 0 to 360, EITHER each region by itself.
typedef enum count { SHORT, LONG, EITHER } count;

/// Longitudes of the columns' borders, going on over 180 or 0, in eighths of a degree: exact.
typedef struct world {
    double x[SIDE + 1], hole;
} world;

static world make_world(uint64_t seed)
{
    ctk_rng r = ctk_rng_key(seed, 11, 0);
    const double around[] = {180, 0, 90, -90};
    world w;
    w.x[0] = around[seed % 4] - 1 - (double)ctk_rng_below(&r, 32) / 8;
    for (int i = 0; i < SIDE; i++) w.x[i + 1] = w.x[i] + 0.5 + (double)ctk_rng_below(&r, 16) / 8;
    w.hole = 0.125;
    return w;
}

/// A vertex of a region whose ring goes from x0 to x1, as its layer counts.
static double counted(double x, double x0, double x1, bool is_long)
{
    const double from = is_long ? 0 : -180, to = from + 360;
    if (x0 >= to) return x - 360;
    if (x1 <= from) return x + 360;
    return x < from ? x + 360 : x > to ? x - 360 : x;
}

static void put(double *p, double x, double y)
{
    p[0] = x;
    p[1] = y;
}

/// A box, and in the east of every third a hole, which may lie beyond where the box does not.
static void add_region(make_shp *m, const world *w, int column, int row, bool is_long)
{
    char code[32];
    double xy[20];
    const int size[2] = {5, 5};
    const double x0 = w->x[column], x1 = w->x[column + 1], y0 = 40 + row, y1 = y0 + 1;
    const double inner[4] = {x1 - 3 * w->hole, y0 + w->hole, x1 - w->hole, y1 - w->hole};
    const double west = counted(x0, x0, x1, is_long), east = counted(x1, x0, x1, is_long);
    put(xy, west, y0), put(xy + 2, west, y1), put(xy + 4, east, y1), put(xy + 6, east, y0);
    put(xy + 8, west, y0);
    const double in = counted(inner[0], inner[0], inner[2], is_long);
    const double out = counted(inner[2], inner[0], inner[2], is_long);
    put(xy + 10, in, inner[1]), put(xy + 12, out, inner[1]), put(xy + 14, out, inner[3]);
    put(xy + 16, in, inner[3]), put(xy + 18, in, inner[1]);
    snprintf(code, sizeof code, "%d%d", row, column);
    make_shp_parts(m, code, (row + column) % 3 ? 1 : 2, size, xy);
}

static read_layer layer(const world *w, count how)
{
    make_shp m = make_shp_open("world.shp", MAKE_POLYGON, "CODE C 4");
    for (int row = 0; row < SIDE; row++)
        for (int column = 0; column < SIDE; column++)
            add_region(&m, w, column, row, how == LONG || (how == EITHER && column % 2));
    const char *path = make_shp_close(&m);
    make_shp_prj(path, MAKE_WGS84);
    return read_layer_ok(path);
}

static ct_graph graph_of(const read_layer *l)
{
    ct_graph g = {0};
    ct_inputs inputs = {0};
    ct_error err = {0};
    const ct_graph_options opt = ct_graph_options_default();
    assert_ok(ct_graph_build(&opt, test_context(2), &l->r, &g, &inputs, &err), err);
    ct_inputs_free(&inputs);
    return g;
}

static void expect_same_regions(const ct_regions *a, const ct_regions *b)
{
    assert_int_equal(a->n, b->n);
    assert_int_equal(a->n_vertices, b->n_vertices);
    assert_memory_equal(a->xy, b->xy, 16 * (size_t)a->n_vertices);
    assert_memory_equal(a->area_m2, b->area_m2, 8 * (size_t)a->n);
    assert_memory_equal(a->lon_deg, b->lon_deg, 8 * (size_t)a->n);
    assert_memory_equal(a->lat_deg, b->lat_deg, 8 * (size_t)a->n);
}

static void expect_same_graph(const ct_graph *a, const ct_graph *b)
{
    const size_t n = (size_t)a->indptr[a->n];
    assert_memory_equal(a->indptr, b->indptr, 8 * ((size_t)a->n + 1));
    assert_memory_equal(a->indices, b->indices, 4 * n);
    assert_memory_equal(a->border_m, b->border_m, 8 * n);
    assert_memory_equal(a->kind, b->kind, n);
    assert_memory_equal(a->outer_m, b->outer_m, 8 * (size_t)a->n);
}

static void areas_places_and_neighbours_are_the_same_however_longitudes_count(void **state)
{
    (void)state;
    for (uint64_t seed = 0; seed < SEEDS; seed++) {
        const world w = make_world(seed);
        read_layer a = layer(&w, SHORT);
        ct_graph g = graph_of(&a);
        assert_int_equal(g.n_components, 1);
        for (count how = LONG; how <= EITHER; how++) {
            read_layer b = layer(&w, how);
            expect_same_regions(&a.r, &b.r);
            ct_graph h = graph_of(&b);
            expect_same_graph(&g, &h);
            ct_graph_free(&h);
            read_layer_free(&b);
        }
        ct_graph_free(&g);
        read_layer_free(&a);
    }
}

enum { POINTS = 400 };

/// Where x, y lies: regions are in the order of rows and columns.
static int32_t region_at(const world *w, double x, double y)
{
    int column = 0;
    const int row = (int)(y - 40);
    while (column + 1 < SIDE && x >= w->x[column + 1]) column++;
    const double x1 = w->x[column + 1] - w->hole, x0 = x1 - 2 * w->hole, y0 = 40 + row;
    const bool is_in_hole =
        (row + column) % 3 == 0 && x > x0 && x < x1 && y > y0 + w->hole && y < y0 + 1 - w->hole;
    return is_in_hole ? -1 : row * SIDE + column;
}

/// The region of each point, in a CSV whose longitudes are those of the world, or a turn on.
static void expect_joined(const world *w, const read_layer *l, uint64_t seed, double turn)
{
    int32_t truth[POINTS];
    static char text[64 * POINTS];
    ctk_rng r = ctk_rng_key(seed, 12, 0);
    size_t n = (size_t)snprintf(text, sizeof text, "id,lon,lat\n");
    for (int i = 0; i < POINTS; i++) {
        const double x = w->x[0] + (w->x[SIDE] - w->x[0]) * ctk_rng_unit(&r);
        const double lat = 40 + SIDE * ctk_rng_unit(&r);
        truth[i] = region_at(w, x, lat);
        const double lon = x > 180 ? x - 360 : x;
        n += (size_t)snprintf(text + n, sizeof text - n, "%d,%.6f,%.6f\n", i,
                              lon < 0 ? lon + turn : lon, lat);
    }
    ct_data_options opt = l->opt;
    ct_accounts a = {0};
    ct_measures m = {0};
    ct_inputs inputs = {0};
    ct_error err = {0};
    opt.accounts[opt.n_accounts++] = test_file("points.csv", text);
    opt.nearest_km = 0;
    assert_ok(ct_read_accounts(&opt, test_context(2), &a, &inputs, &err), err);
    assert_ok(ct_join(&opt, test_context(2), &l->r, &a, &m, &err), err);
    assert_memory_equal(a.region, truth, sizeof truth);
    ct_accounts_free(&a);
    ct_measures_free(&m);
    ct_inputs_free(&inputs);
}

static void points_lie_in_their_regions_however_longitudes_count(void **state)
{
    (void)state;
    for (uint64_t seed = 0; seed < SEEDS; seed++) {
        const world w = make_world(seed);
        for (count how = SHORT; how <= EITHER; how++) {
            read_layer l = layer(&w, how);
            for (int turn = 0; turn < 2; turn++) expect_joined(&w, &l, seed, 360.0 * turn);
            read_layer_free(&l);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(areas_places_and_neighbours_are_the_same_however_longitudes_count),
        cmocka_unit_test(points_lie_in_their_regions_however_longitudes_count),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
