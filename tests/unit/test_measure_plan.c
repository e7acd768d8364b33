/// ct_measure_plan on a small layer whose figures can be worked out by hand.
#include <math.h>
#include <string.h>

#include "base/memory.h"
#include "kernels/geom/sphere.h"
#include "tests/oracle/rings.h"
#include "tests/support/check.h"

enum { W = 4, H = 2, N = W * H, K = 3 };

/// Unit degree cells; weights 1..8 in hundredths; territory 2 is cells 1 and 6, torn but for a
/// bridge.
typedef struct scene {
    ct_case given;
    ct_bands bands;
    ct_solution plan;
    int64_t indptr[N + 1], weight[N], accounts[N], lower[K], upper[K];
    int32_t indices[4 * N], part[N];
    double border_m[4 * N], outer_m[N], area_m2[N], pos_km[3 * N], target[K];
    uint8_t kind[4 * N];
} scene;

static void link_cells(scene *s)
{
    int64_t n = 0;
    for (int32_t v = 0; v < N; v++) {
        for (int32_t u = 0; u < N; u++) {
            const int32_t dx = abs(u % W - v % W), dy = abs(u / W - v / W);
            const bool is_bridge = u + v == 7 && (u == 1 || u == 6);
            if (dx + dy != 1 && !is_bridge) continue;
            s->indices[n] = u;
            s->kind[n++] = is_bridge ? CT_EDGE_BRIDGE : CT_EDGE_BORDER;
        }
        s->indptr[v + 1] = n;
    }
    s->given.graph.n = N;
    s->given.graph.indptr = s->indptr;
    s->given.graph.indices = s->indices;
    s->given.graph.border_m = s->border_m;
    s->given.graph.kind = s->kind;
    s->given.graph.outer_m = s->outer_m;
}

static void fill_cells(scene *s)
{
    const double degree = CTK_DEG * CTK_WGS84_A * CTK_WGS84_A;
    for (int32_t i = 0; i < N; i++) {
        double p[3];
        ctk_geocentric_km(i % W + 0.5, i / W + 0.5, p);
        for (int a = 0; a < 3; a++) s->pos_km[a * N + i] = p[a];
        s->area_m2[i] = degree * (ctk_authalic_y(i / W + 1) - ctk_authalic_y(i / W));
        s->weight[i] = 100 * (i + 1);
        s->accounts[i] = i;
    }
    s->given.regions.area_m2 = s->area_m2;
    s->given.regions.pos_km = s->pos_km;
}

static scene *make_scene(void)
{
    static const int32_t part[N] = {0, 2, 1, 1, 0, 0, 2, 1};
    scene *s = calloc(1, sizeof *s);
    ct_strings_builder codes = {0};
    ct_error err = {0};
    s->given.regions = layer_grid(W, H);
    for (int32_t i = 0; i < N; i++) assert_ok(ct_strings_add(&codes, &"abcdefgh"[i], 1, &err), err);
    s->given.regions.code = codes.s;
    layer_segments(&s->given.regions, &s->given.graph);
    link_cells(s);
    fill_cells(s);
    memcpy(s->part, part, sizeof part);
    s->given.measures.n = 1;
    strcpy(s->given.measures.item[0].name, "pop");
    s->given.measures.item[0].decimals = 2;
    s->given.measures.item[0].region = s->weight;
    s->given.measures.item[0].total = 3600;
    s->given.measures.n_accounts = s->accounts;
    for (int32_t j = 0; j < K; j++) {
        s->target[j] = 1200;
        s->lower[j] = 1080;
        s->upper[j] = 1320;
    }
    s->bands = (ct_bands){
        .k = K, .n_measures = 1, .lower = s->lower, .upper = s->upper, .target = s->target};
    s->plan = (ct_solution){.n = N, .k = K, .part = s->part};
    return s;
}

static void free_scene(scene *s)
{
    ct_strings_free(&s->given.regions.code);
    layer_free(&s->given.regions, &s->given.graph);
    free(s);
}

static ct_figures measure(const scene *s, int32_t n_threads)
{
    ct_error err = {0};
    ct_figures f = {0};
    assert_ok(ct_measure_plan(test_context(n_threads), &s->given, &s->bands, &s->plan, &f, &err),
              err);
    return f;
}

static void totals_and_bands_are_compared(void **state)
{
    (void)state;
    scene *s = make_scene();
    ct_figures f = measure(s, 1); // 1+5+6, 3+4+8, 2+7
    assert_int_equal(f.total[0], 1200);
    assert_int_equal(f.total[1], 1500);
    assert_int_equal(f.total[2], 900);
    assert_near(f.deviation_pct[0], 0, 0);
    assert_near(f.deviation_pct[1], 25, 1e-12);
    assert_near(f.deviation_pct[2], -25, 1e-12);
    assert_int_equal(f.n_missed, 2);
    assert_near(f.worst_pct[0], 25, 1e-12);
    assert_int_equal(f.n_regions[1], 3);
    assert_int_equal(f.n_accounts[1], 2 + 3 + 7);
    ct_figures_free(&f);
    free_scene(s);
}

static void a_bridge_joins_pieces_but_not_parts(void **state)
{
    (void)state;
    scene *s = make_scene();
    ct_figures f = measure(s, 1);
    assert_int_equal(f.parts[0], 1);
    assert_int_equal(f.parts[1], 1);
    assert_int_equal(f.parts[2], 2);
    assert_int_equal(f.pieces[2], 1);
    ct_figures_free(&f);
    free_scene(s);
}

static void shapes_follow_from_area_and_outline(void **state)
{
    (void)state;
    const double degree = CTK_EARTH_KM * 1e3 * CTK_DEG;
    scene *s = make_scene();
    ct_figures f = measure(s, 1);
    assert_near(f.perimeter_m[0] / degree, 8, 0.01); // three cells in an L
    assert_near(f.perimeter_m[2] / degree, 8, 0.01); // two cells that meet in a corner
    assert_near(f.area_m2[0] / (degree * degree), 3, 0.02);
    assert_near(f.polsby_popper[0], 4 * 3.14159265 * 3 / 64, 0.01);
    assert_near(f.reock[0], 3 / (3.14159265 * 2), 0.01); // circle around a 2 x 2 square
    assert_near(f.reock[2], 2 / (3.14159265 * 2), 0.01); // the same square, other corners
    ct_figures_free(&f);
    free_scene(s);
}

static void centres_and_colours(void **state)
{
    (void)state;
    scene *s = make_scene();
    ct_figures f = measure(s, 1); // territory 2: weights 2 and 7 at (1.5, 0.5) and (2.5, 1.5)
    assert_near(f.lon_deg[2], (2 * 1.5 + 7 * 2.5) / 9, 1e-3);
    assert_near(f.lat_deg[2], (2 * 0.5 + 7 * 1.5) / 9, 1e-3);
    const double km2 = 2 * pow(CTK_EARTH_KM * CTK_DEG, 2); // distance^2 of the two cells
    assert_near(f.inertia[2] / (2.0 * 7 / 9 * km2), 1, 1e-3);
    assert_int_equal(f.color[0], f.color[1]); // they have no border
    assert_int_not_equal(f.color[0], f.color[2]);
    assert_int_not_equal(f.color[1], f.color[2]);
    ct_figures_free(&f);
    free_scene(s);
}

static void point_layers_have_no_shapes(void **state)
{
    (void)state;
    scene *s = make_scene();
    s->given.regions.is_point_layer = true;
    ct_figures f = measure(s, 1);
    assert_true(isnan(f.area_m2[0]) && isnan(f.perimeter_m[0]));
    assert_true(isnan(f.polsby_popper[0]) && isnan(f.reock[0]));
    assert_int_equal(f.total[0], 1200);
    ct_figures_free(&f);
    free_scene(s);
}

static void figures_are_the_same_for_any_threads(void **state)
{
    (void)state;
    scene *s = make_scene();
    ct_figures a = measure(s, 1);
    for (int32_t t = 2; t <= 5; t++) {
        ct_figures b = measure(s, t);
        assert_memory_equal(a.perimeter_m, b.perimeter_m, K * sizeof(double));
        assert_memory_equal(a.reock, b.reock, K * sizeof(double));
        assert_memory_equal(a.inertia, b.inertia, K * sizeof(double));
        assert_memory_equal(a.color, b.color, K * sizeof(int32_t));
        ct_figures_free(&b);
    }
    ct_figures_free(&a);
    free_scene(s);
}

static void too_little_memory_leaves_nothing_behind(void **state)
{
    (void)state;
    scene *s = make_scene();
    ct_status status = CT_ERR_MEMORY;
    for (int64_t n = 0; status == CT_ERR_MEMORY; n++) {
        const ct_context *ctx = test_context(1);
        ct_error err = {0};
        ct_figures f = {0};
        ct_memory_fail_after = n;
        status = ct_measure_plan(ctx, &s->given, &s->bands, &s->plan, &f, &err);
        ct_memory_fail_after = -1;
        if (status == CT_ERR_MEMORY) assert_null(f.total);
        ct_figures_free(&f);
    }
    assert_int_equal(status, CT_OK);
    free_scene(s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(totals_and_bands_are_compared),
        cmocka_unit_test(a_bridge_joins_pieces_but_not_parts),
        cmocka_unit_test(shapes_follow_from_area_and_outline),
        cmocka_unit_test(centres_and_colours),
        cmocka_unit_test(point_layers_have_no_shapes),
        cmocka_unit_test(figures_are_the_same_for_any_threads),
        cmocka_unit_test(too_little_memory_leaves_nothing_behind),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
