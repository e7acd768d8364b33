/// Overlaps of random layers add up to the sum of the regions' areas less that of their union,
/// whatever lies on what: nested, side by side, with matching borders or without.
#include <math.h>
#include <stdio.h>

#include "kernels/geom/sphere.h"
#include "kernels/prim/rng.h"
#include "support/check.h"
#include "support/make_graph.h"

enum { SIDE = 9, MOST = 16 };
static const double CELL_DEG = 0.01;

typedef struct layer {
    int32_t n;
    int32_t box[MOST][4]; ///< cells
    char code[MOST][16];
    made_rectangle ring[MOST];
} layer;

static void add_box(layer *l, int32_t x0, int32_t y0, int32_t x1, int32_t y1)
{
    const int32_t i = l->n++;
    const int32_t box[4] = {x0, y0, x1, y1};
    double deg[4];
    for (int k = 0; k < 4; k++) {
        l->box[i][k] = box[k];
        deg[k] = (k % 2 ? 50 : 10) + CELL_DEG * box[k];
    }
    snprintf(l->code[i], sizeof l->code[i], "r%02d", i);
    l->ring[i] = (made_rectangle){l->code[i], deg[0], deg[1], deg[2], deg[3]};
}

/// A box anywhere.
static void add_random(layer *l, ctk_rng *r)
{
    const int32_t x = (int32_t)ctk_rng_below(r, SIDE), y = (int32_t)ctk_rng_below(r, SIDE);
    const int32_t w = 1 + (int32_t)ctk_rng_below(r, (uint32_t)(SIDE - x));
    add_box(l, x, y, x + w, y + 1 + (int32_t)ctk_rng_below(r, (uint32_t)(SIDE - y)));
}

static double cell_m2(int32_t y)
{
    const double south = 50 + CELL_DEG * y,
                 height = ctk_authalic_y(south + CELL_DEG) - ctk_authalic_y(south);
    return CELL_DEG * CTK_DEG * height * CTK_WGS84_A * CTK_WGS84_A;
}

/// Of every cell all regions over it but one.
static double expected_m2(const layer *l)
{
    double sum = 0.0;
    for (int32_t y = 0; y < SIDE; y++)
        for (int32_t x = 0; x < SIDE; x++) {
            int32_t m = 0;
            for (int32_t i = 0; i < l->n; i++)
                m += l->box[i][0] <= x && x < l->box[i][2] && l->box[i][1] <= y && y < l->box[i][3];
            if (m > 1) sum += (m - 1) * cell_m2(y);
        }
    return sum;
}

static double listed_m2(const ct_graph *g)
{
    double sum = 0.0;
    for (int32_t i = 0; i < g->n_problems; i++)
        if (g->problem[i].is_covered) sum += g->problem[i].area_m2;
    return sum;
}

static void judge(const layer *l)
{
    made_graph s = make_graph(l->ring, l->n);
    build_graph_ok(&s);
    const double expected = expected_m2(l);
    assert_near(listed_m2(&s.g), expected, 1e-9 * expected + 1e-3);
    made_graph_free(&s);
}

static void random_boxes_overlap_in_full(void **state)
{
    (void)state;
    for (uint64_t seed = 0; seed < 300; seed++) {
        ctk_rng r = ctk_rng_key(seed, 51, 0);
        layer l = {0};
        const int32_t n = 2 + (int32_t)ctk_rng_below(&r, MOST - 1);
        while (l.n < n) add_random(&l, &r);
        judge(&l);
    }
}

static void a_region_under_all_others_overlaps_them_all(void **state)
{
    (void)state;
    layer l = {0};
    add_box(&l, 0, 0, SIDE, SIDE);
    for (int32_t i = 0; i < 9; i++)
        add_box(&l, 3 * (i % 3), 3 * (i / 3), 3 * (i % 3) + 3, 3 * (i / 3) + 3);
    judge(&l);
    add_box(&l, 4, 4, 5, 5); // an enclave on the one in the middle
    judge(&l);
}

static void regions_inside_each_other_overlap_one_by_one(void **state)
{
    (void)state;
    layer l = {0};
    for (int32_t i = 0; i < 4; i++) add_box(&l, i, i, SIDE - i, SIDE - i);
    judge(&l);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(random_boxes_overlap_in_full),
        cmocka_unit_test(a_region_under_all_others_overlaps_them_all),
        cmocka_unit_test(regions_inside_each_other_overlap_one_by_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
