/// Faces between rings drawn apart.
#include "kernels/geom/planar_faces.h"

#include <math.h>
#include <stdlib.h>

#include "kernels/prim/rng.h"
#include "tests/support/check.h"
#include "tests/support/make_planar.h"

static ctk_planar *const p = &made_planar;

static int32_t n_inside(const ctk_face *f)
{
    int32_t n = 0;
    for (int32_t i = 0; i < f->n_owners; i++) n += f->share[i].inside_m > 0;
    return n;
}

/// Area of the faces that n owners are known to cover.
static double covered(int32_t n)
{
    double sum = 0;
    for (int32_t i = 0; i < p->n_faces; i++)
        if (n_inside(&p->face[i]) == n) sum += made_planar_area(p, &p->face[i]);
    return sum;
}

static void an_overlap_is_the_face_inside_both(void **state)
{
    (void)state;
    ctk_planar_clear(p);
    made_planar_box(p, 0, 0, 2, 1, 3);
    made_planar_box(p, 1.5, 0.25, 4, 0.75, 8);
    assert_int_equal(ctk_planar_faces(p, 1), 1);
    assert_int_equal(p->n_faces, 3);
    assert_near(covered(2), 0.25, 1e-12);
    assert_near(covered(1), 1.75 + 1.0, 1e-12);
    for (int32_t i = 0; i < p->n_faces; i++) {
        const ctk_face *f = &p->face[i];
        if (n_inside(f) != 2) continue;
        for (int32_t k = 0; k < f->n_owners; k++) assert_near(f->share[k].outside_m, 0, 0);
    }
}

static void a_gap_is_a_face_that_all_its_owners_end_at(void **state)
{
    (void)state;
    ctk_planar_clear(p);
    made_planar_box(p, 0, 0, 3, 1, 1);
    made_planar_box(p, 0, 1, 1, 2, 2);
    made_planar_box(p, 2, 1, 3, 2, 3);
    made_planar_box(p, 0, 2, 3, 3, 4);
    assert_int_equal(ctk_planar_faces(p, 1), 1);
    assert_int_equal(p->n_faces, 5);
    assert_near(covered(0), 1, 1e-12);
    for (int32_t i = 0; i < p->n_faces; i++)
        if (n_inside(&p->face[i]) == 0) assert_int_equal(p->face[i].n_owners, 4);
}

static void equal_borders_leave_nothing_between_them(void **state)
{
    (void)state;
    ctk_planar_clear(p);
    made_planar_box(p, 0, 0, 1, 2, 1);
    made_planar_box(p, 1, 0, 2, 1, 2); // T-junction in the side of 1
    made_planar_box(p, 1, 1, 2, 2, 3);
    assert_int_equal(ctk_planar_faces(p, 1), 1);
    assert_int_equal(p->n_faces, 3);
    assert_near(covered(1), 4, 1e-12);
}

static void loose_ends_bound_nothing(void **state)
{
    (void)state;
    const double a[2] = {0, 0}, b[2] = {1, 1}, c[2] = {2, 0};
    ctk_planar_clear(p);
    assert_true(ctk_net_add(&p->net, a, b, 1));
    assert_true(ctk_net_add(&p->net, b, c, 1));
    assert_int_equal(ctk_planar_faces(p, 1), 1);
    assert_int_equal(p->n_faces, 0);
    ctk_planar_clear(p);
    assert_int_equal(ctk_planar_faces(p, 1), 1);
    assert_int_equal(p->n_faces, 0);
}

static void rings_that_touch_in_a_point_are_two_faces(void **state)
{
    (void)state;
    ctk_planar_clear(p);
    made_planar_box(p, 0, 0, 1, 1, 1);
    made_planar_box(p, 1, 1, 2, 2, 2);
    assert_int_equal(ctk_planar_faces(p, 1), 1);
    assert_int_equal(p->n_faces, 2);
    assert_near(covered(1), 2, 1e-12);
}

/// Area under n boxes, from the cells of all coordinates.
static double union_area(int32_t n, const double (*box)[4])
{
    double x[64], y[64], sum = 0;
    for (int32_t i = 0; i < n; i++) {
        x[2 * i] = box[i][0], x[2 * i + 1] = box[i][2];
        y[2 * i] = box[i][1], y[2 * i + 1] = box[i][3];
    }
    for (int32_t i = 1; i < 2 * n; i++) {
        for (int32_t j = i; j > 0 && x[j] < x[j - 1]; j--) {
            const double t = x[j];
            x[j] = x[j - 1], x[j - 1] = t;
        }
        for (int32_t j = i; j > 0 && y[j] < y[j - 1]; j--) {
            const double t = y[j];
            y[j] = y[j - 1], y[j - 1] = t;
        }
    }
    for (int32_t i = 0; i + 1 < 2 * n; i++) {
        for (int32_t j = 0; j + 1 < 2 * n; j++) {
            const double u = 0.5 * (x[i] + x[i + 1]), v = 0.5 * (y[j] + y[j + 1]);
            int32_t depth = 0;
            for (int32_t b = 0; b < n; b++)
                depth += u > box[b][0] && u < box[b][2] && v > box[b][1] && v < box[b][3];
            if (depth >= 1) sum += (x[i + 1] - x[i]) * (y[j + 1] - y[j]);
        }
    }
    return sum;
}

static void faces_cover_what_the_rings_cover(void **state)
{
    (void)state;
    for (uint64_t seed = 0; seed < 50; seed++) {
        ctk_rng rng = ctk_rng_key(seed, 0, 0);
        double box[12][4], sum = 0;
        ctk_planar_clear(p);
        for (int32_t i = 0; i < 12; i++) { // a chain of boxes, each over the last one's corner
            box[i][0] = 0.7 * i + 0.2 * ctk_rng_unit(&rng);
            box[i][1] = 0.6 * i + 0.2 * ctk_rng_unit(&rng);
            box[i][2] = box[i][0] + 1;
            box[i][3] = box[i][1] + 1;
            made_planar_box(p, box[i][0], box[i][1], box[i][2], box[i][3], i);
        }
        assert_int_equal(ctk_planar_faces(p, 1 + (int32_t)(seed % 5)), 1);
        for (int32_t i = 0; i < p->n_faces; i++)
            if (n_inside(&p->face[i]) > 0) sum += made_planar_area(p, &p->face[i]);
        assert_near(sum, union_area(12, (const double(*)[4])box), 1e-9);
        assert_near(covered(1) + 2 * covered(2) + 3 * covered(3), 12, 1e-9);
    }
}

static void too_little_room_is_told(void **state)
{
    (void)state;
    ctk_planar small;
    void *block = malloc(ctk_planar_layout(&small, 12, NULL));
    ctk_planar_layout(&small, 12, block);
    ctk_planar_clear(&small);
    for (int i = 0; i < 6; i++) {
        const double a[2] = {-1, i}, b[2] = {7, i}, c[2] = {i, -1}, d[2] = {i, 7};
        if (i < 3) assert_true(ctk_net_add(&small.net, a, b, 1));
        if (i < 3) assert_true(ctk_net_add(&small.net, c, d, 2));
    }
    assert_int_equal(ctk_planar_faces(&small, 1), 0);
    free(block);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_overlap_is_the_face_inside_both),
        cmocka_unit_test(a_gap_is_a_face_that_all_its_owners_end_at),
        cmocka_unit_test(equal_borders_leave_nothing_between_them),
        cmocka_unit_test(loose_ends_bound_nothing),
        cmocka_unit_test(rings_that_touch_in_a_point_are_two_faces),
        cmocka_unit_test(faces_cover_what_the_rings_cover),
        cmocka_unit_test(too_little_room_is_told),
    };
    return cmocka_run_group_tests(tests, made_planar_set_up, made_planar_tear_down);
}
