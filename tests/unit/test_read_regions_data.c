/// Real layers ($CANTON_DATA), figures taken from their publishers and from other programs.
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "support/check.h"
#include "support/read_layer.h"

typedef struct figures {
    const char *file, *code, *crs;
    int32_t n, n_rings, n_holes;
    int64_t n_vertices;
    double area_km2; ///< by an equal-area projection of another program (EPSG:6933)
} figures;

static const figures layers[] = {
    {"us_zcta_4pct/us_zcta_4pct", NULL, "WGS 84", 32989, 38306, 2067, 2314334, 7591963.155843},
    {"de_plz5/de_plz5", NULL, "WGS 84", 8173, 8661, 61, 328128, 357297.538139},
    {"fr_code_postal/fr_code_postal", NULL, "WGS 84", 6053, 6191, 17, 228947, 548883.157086},
    {"small/NY8_utm18", NULL, "WGS 84 / UTM zone 18N", 281, 286, 5, 26655, 13744.150772},
    {"small/nc", NULL, "NAD27", 100, 108, 0, 2529, 127038.539275},
    {"small/boston_tracts", "poltract", "NAD27", 506, 507, 1, 7999, 2699.163964},
    {"hess_dev/AR", "GEOID", "WGS 84", 686, 0, 0, 0, 0},
};

static void check_figures(const ct_regions *r, const figures *f)
{
    int32_t n_holes = 0;
    double area = 0.0;
    for (int32_t k = 0; k < r->n_rings; k++) n_holes += r->ring_is_hole[k];
    for (int32_t i = 0; i < r->n; i++) area += r->area_m2[i];
    assert_int_equal(r->n, f->n);
    assert_int_equal(r->n_rings, f->n_rings);
    assert_int_equal(n_holes, f->n_holes);
    assert_int_equal(r->n_vertices, f->n_vertices);
    assert_string_equal(r->crs_name, f->crs);
    assert_near(area / 1e6, f->area_km2, 1e-8 * f->area_km2);
}

static void real_layers_have_their_known_figures(void **state)
{
    (void)state;
    if (!test_data()) {
        print_message("skipped: $CANTON_DATA names no layers\n");
        skip();
    }
    for (size_t i = 0; i < sizeof layers / sizeof *layers; i++) {
        char path[4096];
        snprintf(path, sizeof path, "%s/%s.shp", test_data(), layers[i].file);
        read_layer one = read_layer_default(path), two = read_layer_default(path);
        one.opt.code = two.opt.code = layers[i].code;
        assert_ok(read_layer_run(&one, 1), one.err);
        check_figures(&one.r, &layers[i]);
        assert_ok(read_layer_run(&two, 3), two.err);
        assert_memory_equal(one.r.lonlat, two.r.lonlat, 16 * (size_t)one.r.n_vertices);
        assert_memory_equal(one.r.pos_km, two.r.pos_km, 24 * (size_t)one.r.n);
        read_layer_free(&one);
        read_layer_free(&two);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(real_layers_have_their_known_figures)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
