/// What holds for every dissolve: rings are valid, cover what the regions cover, and do not depend
/// on threads.
#include <math.h>
#include <string.h>

#include "base/dissolve.h"
#include "base/memory.h"
#include "kernels/prim/rng.h"
#include "tests/oracle/polygons.h"
#include "tests/oracle/rings.h"
#include "tests/support/check.h"

enum { N_POINTS = 60 };

static void assert_valid(const ct_polygons *p)
{
    assert_int_equal(p->n_unsound, 0);
    for (int32_t j = 0; j < p->n; j++) {
        const char *fault = oracle_fault(p, j);
        if (fault != NULL) fail_msg("territory %d: %s", (int)j, fault);
    }
}

/// Winding > 0 around the regions of j exactly where the winding around its rings is 1, else 0.
static void assert_covers(const ct_regions *r, const int32_t *part, const ct_polygons *p,
                          double size, ctk_rng *rng)
{
    for (int i = 0; i < N_POINTS; i++) {
        const double x = size * ctk_rng_unit(rng), y = size * ctk_rng_unit(rng);
        for (int32_t j = 0; j < p->n; j++) {
            int want = 0;
            for (int32_t v = 0; v < r->n; v++)
                if (part[v] == j)
                    want += oracle_winding(r->xy, r->vertex_begin, r->ring_begin[v],
                                           r->ring_begin[v + 1], x, y);
            assert_int_equal(oracle_winding(p->xy, p->vertex_begin, p->ring_begin[j],
                                            p->ring_begin[j + 1], x, y),
                             want > 0);
        }
    }
}

static void assert_same(const ct_polygons *p, const ct_polygons *q)
{
    assert_int_equal(p->n_rings, q->n_rings);
    assert_int_equal(p->n_vertices, q->n_vertices);
    assert_memory_equal(p->ring_begin, q->ring_begin, (size_t)(p->n + 1) * sizeof(int32_t));
    assert_memory_equal(p->vertex_begin, q->vertex_begin,
                        (size_t)(p->n_rings + 1) * sizeof(int64_t));
    assert_memory_equal(p->xy, q->xy, 2 * (size_t)p->n_vertices * sizeof(double));
    assert_memory_equal(p->is_hole, q->is_hole, (size_t)p->n_rings);
}

static ct_polygons dissolve_sweep(const ct_regions *r, const ct_graph *g, const int32_t *part,
                                  int32_t k)
{
    ct_error err = {0};
    ct_polygons p = {0};
    assert_ok(ct_dissolve(test_context(1), r, g, r->xy, part, k, &p, &err), err);
    for (int32_t t = 2; t <= 5; t++) {
        ct_polygons q = {0};
        assert_ok(ct_dissolve(test_context(t), r, g, r->xy, part, k, &q, &err), err);
        assert_same(&p, &q);
        ct_polygons_free(&q);
    }
    return p;
}

static void random_parts(ctk_rng *rng, int32_t n, int32_t k, int32_t *part)
{
    for (int32_t i = 0; i < n; i++) part[i] = (int32_t)ctk_rng_below(rng, (uint32_t)k + 1) - 1;
}

/// Move every corner of the grid a little, the same way in all cells that share it.
static void shake(ct_regions *r, uint64_t seed)
{
    for (int64_t v = 0; v < r->n_vertices; v++) {
        double *p = r->xy + 2 * v;
        ctk_rng rng = ctk_rng_key(seed, (uint64_t)p[0], (uint64_t)p[1]);
        p[0] += 0.3 * ctk_rng_unit(&rng);
        p[1] += 0.3 * ctk_rng_unit(&rng);
    }
}

static void areas_of_clean_territories_are_sums_of_regions(void **state)
{
    (void)state;
    for (uint64_t seed = 0; seed < 20; seed++) {
        ctk_rng rng = ctk_rng_key(seed, 1, 0);
        ct_regions r = layer_grid(9, 8);
        ct_graph g = {0};
        int32_t part[72];
        if (seed % 2 == 1) shake(&r, seed);
        layer_segments(&r, &g);
        random_parts(&rng, r.n, 1 + (int32_t)(seed % 4), part);
        ct_polygons p = dissolve_sweep(&r, &g, part, 1 + (int32_t)(seed % 4));
        assert_int_equal(p.n_repaired, 0);
        assert_valid(&p);
        assert_covers(&r, part, &p, 9, &rng);
        for (int32_t j = 0; j < p.n; j++) {
            double want = 0;
            for (int32_t i = 0; i < r.n; i++)
                if (part[i] == j)
                    want += oracle_area(r.xy, r.vertex_begin, r.ring_begin[i], r.ring_begin[i + 1]);
            assert_near(oracle_area(p.xy, p.vertex_begin, p.ring_begin[j], p.ring_begin[j + 1]),
                        want, 1e-12);
        }
        ct_polygons_free(&p);
        layer_free(&r, &g);
    }
}

/// n clockwise triangles and quadrilaterals that overlap freely; on whole numbers when `is_whole`.
static ct_regions scatter(int32_t n, double size, bool is_whole, ctk_rng *rng)
{
    ct_regions r = layer_new(n, 5 * n);
    for (int32_t i = 0; i < n; i++) {
        const int32_t count = 3 + (int32_t)ctk_rng_below(rng, 2);
        double corner[8];
        for (int c = 0; c < 2 * count; c++) {
            corner[c] = size * ctk_rng_unit(rng);
            if (is_whole) corner[c] = floor(corner[c]);
        }
        layer_ring(&r, i, count, corner);
    }
    return r;
}

static void overlapping_scraps(bool is_whole)
{
    for (uint64_t seed = 0; seed < 40; seed++) {
        ctk_rng rng = ctk_rng_key(seed, 2, is_whole);
        ct_regions r = scatter(20, is_whole ? 12 : 1, is_whole, &rng);
        ct_graph g = {0};
        int32_t part[20];
        layer_segments(&r, &g);
        random_parts(&rng, r.n, 2, part);
        ct_polygons p = dissolve_sweep(&r, &g, part, 2);
        assert_valid(&p);
        assert_covers(&r, part, &p, is_whole ? 12 : 1, &rng);
        ct_polygons_free(&p);
        layer_free(&r, &g);
    }
}

static void scraps_that_cross_are_covered_once(void **state)
{
    (void)state;
    overlapping_scraps(false);
}

static void scraps_on_a_coarse_lattice_are_covered_once(void **state)
{
    (void)state;
    overlapping_scraps(true);
}

static void a_hundred_lines_through_nearly_one_point_settle(void **state)
{
    (void)state;
    ct_regions r = layer_new(100, 400);
    ct_graph g = {0};
    int32_t part[100] = {0};
    for (int32_t i = 0; i < 100; i++) {
        const double a = 0.0314 * i, c = cos(a), s = sin(a);
        layer_ring(
            &r, i, 3,
            (const double[]){0.1 + c, 0.1 + s, 0.1 - c, 0.1 - s, 0.1 - s * 0.4 - c, 0.1 - s});
    }
    layer_segments(&r, &g);
    ct_polygons p = dissolve_sweep(&r, &g, part, 1);
    assert_valid(&p);
    ct_polygons_free(&p);
    layer_free(&r, &g);
}

static void too_little_memory_leaves_nothing_behind(void **state)
{
    (void)state;
    ctk_rng rng = ctk_rng_key(7, 3, 0);
    ct_regions r = scatter(20, 1, false, &rng);
    ct_graph g = {0};
    int32_t part[20] = {0};
    ct_status status = CT_ERR_MEMORY;
    for (int64_t n = 0; status == CT_ERR_MEMORY; n++) {
        ct_error err = {0};
        ct_polygons p = {0};
        ct_memory_fail_after = n;
        status = ct_dissolve(test_context(1), &r, &g, r.xy, part, 1, &p, &err);
        ct_memory_fail_after = -1;
        if (status == CT_ERR_MEMORY) assert_null(p.xy);
        ct_polygons_free(&p);
    }
    assert_int_equal(status, CT_OK);
    layer_free(&r, &g);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(areas_of_clean_territories_are_sums_of_regions),
        cmocka_unit_test(scraps_that_cross_are_covered_once),
        cmocka_unit_test(scraps_on_a_coarse_lattice_are_covered_once),
        cmocka_unit_test(a_hundred_lines_through_nearly_one_point_settle),
        cmocka_unit_test(too_little_memory_leaves_nothing_behind),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
