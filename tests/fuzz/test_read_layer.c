/// Damaged layers: whatever the bytes, ct_read_regions() returns, and only with sound regions.
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "kernels/prim/rng.h"
#include "support/check.h"
#include "support/make_shp.h"
#include "support/read_layer.h"

enum { ROUNDS = 1500 };

static const char *polygons(void)
{
    const double xy[] = {0, 0, 0, 9, 9, 9, 9, 0, 0, 0, 1, 1, 4, 1, 4, 4, 1, 4, 1, 1};
    make_shp m = make_shp_open("f.shp", MAKE_POLYGON, "CODE C 5; POP N 8.2");
    make_shp_box(&m, "b|3.5", 10, 0, 11, 1);
    make_shp_parts(&m, "a|2", 2, (const int[]){5, 5}, xy);
    make_shp_null(&m, "c|1");
    make_shp_box(&m, "d|1.25", 12, 0, 13, 1);
    return make_shp_close(&m);
}

static const char *points(void)
{
    make_shp m = make_shp_open("f.shp", MAKE_MULTIPOINT, "CODE C 5; POP N 8.2");
    for (int i = 0; i < 4; i++) make_shp_point(&m, i % 2 ? "a|1" : "b|2", i, i);
    return make_shp_close(&m);
}

/// Sums of everything, so that a sanitizer sees each byte used.
static void check_regions(const ct_regions *r)
{
    assert_true(r->n > 0 && r->ring_begin[r->n] == r->n_rings);
    assert_true(r->vertex_begin[r->n_rings] == r->n_vertices);
    for (int32_t k = 0; k < r->n_rings; k++)
        assert_true(r->vertex_begin[k + 1] - r->vertex_begin[k] >= 4);
    double sum = 0.0;
    for (int64_t v = 0; v < 2 * r->n_vertices; v++) sum += r->xy[v] + r->lonlat[v];
    for (int32_t i = 0; i < 3 * r->n; i++) sum += r->pos_km[i];
    assert_true(sum == sum);
}

static void read_damaged(const char *path)
{
    read_layer l = read_layer_default(path);
    l.opt.code = "CODE";
    l.opt.n_measures = 1;
    l.opt.measure[0] = (ct_measure_spec){"pop", CT_FIELD, "POP"};
    const ct_status s = read_layer_run(&l, 1);
    if (s == CT_OK)
        check_regions(&l.r);
    else
        assert_true(s == CT_ERR_INPUT && l.err.text[0]);
    read_layer_free(&l);
}

/// A few bits turned, sometimes the end cut off.
static int64_t damage(ctk_rng *rng, char *bytes, int64_t size)
{
    const uint32_t n = ctk_rng_below(rng, 5);
    for (uint32_t i = 0; i < n; i++)
        bytes[ctk_rng_below(rng, (uint32_t)size)] ^= (char)(1 << ctk_rng_below(rng, 8));
    return ctk_rng_below(rng, 4) ? size : ctk_rng_below(rng, (uint32_t)size);
}

static void fuzz(const char *(*make)(void), uint64_t stage)
{
    static const char *const extension[] = {".shp", ".dbf", ".shx"};
    const char *path = make(); // its buffer is not used again by read_layer_*()
    int64_t size[3];
    char *sound[3];
    for (int f = 0; f < 3; f++)
        sound[f] = make_shp_slurp(make_shp_sibling(path, extension[f]), &size[f]);
    for (uint64_t round = 0; round < ROUNDS; round++) {
        ctk_rng rng = ctk_rng_key(1, stage, round);
        for (int f = 0; f < 3; f++) {
            char *bytes = malloc((size_t)size[f]);
            memcpy(bytes, sound[f], (size_t)size[f]);
            const bool hit = ctk_rng_below(&rng, 2) == 0;
            const int64_t left = hit ? damage(&rng, bytes, size[f]) : size[f];
            make_shp_spill(make_shp_sibling(path, extension[f]), bytes, left);
            free(bytes);
        }
        read_damaged(path);
    }
    for (int f = 0; f < 3; f++) free(sound[f]);
}

static void damaged_polygons_never_crash(void **state)
{
    (void)state;
    fuzz(polygons, 1);
}

static void damaged_points_never_crash(void **state)
{
    (void)state;
    fuzz(points, 2);
}

static void every_length_of_a_layer_is_read_or_refused(void **state)
{
    (void)state;
    int64_t size;
    const char *path = polygons();
    unlink(make_shp_sibling(path, ".shx"));
    char *bytes = make_shp_slurp(path, &size);
    for (int64_t n = 0; n < size; n++) {
        read_layer l = read_layer_default(path);
        make_shp_spill(path, bytes, n);
        assert_fails(read_layer_run(&l, 1), CT_ERR_INPUT, l.err);
        read_layer_free(&l);
    }
    free(bytes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(damaged_polygons_never_crash),
        cmocka_unit_test(damaged_points_never_crash),
        cmocka_unit_test(every_length_of_a_layer_is_read_or_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
