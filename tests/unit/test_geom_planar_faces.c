/// Faces of lines that touch at common ends only.
#include "kernels/geom/planar_faces.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "kernels/geom/sphere.h"
#include "kernels/prim/rng.h"
#include "tests/support/check.h"
#include "tests/support/make_planar.h"

enum { SIDE = 8, POINTS = SIDE * SIDE };

static ctk_planar *const p = &made_planar;

static void add(double x0, double y0, double x1, double y1, int32_t owner)
{
    const double a[2] = {x0, y0}, b[2] = {x1, y1};
    assert_true(ctk_net_add(&p->net, a, b, owner));
}

// ---- random lines of a lattice ------------------------------------------------------------------

/// Lines between neighbours of the lattice: line[u][0] to the right, line[u][1] up.
typedef struct web {
    bool line[POINTS][2];
    int32_t n_lines, root[POINTS];
} web;

static int32_t find_root(const web *w, int32_t u)
{
    while (w->root[u] != u) u = w->root[u];
    return u;
}

/// Each line is drawn with the given chance, some of them twice or against the other direction.
static void draw_web(web *w, uint64_t seed, double chance)
{
    ctk_rng r = ctk_rng_key(seed, 1, 0);
    memset(w, 0, sizeof *w);
    ctk_planar_clear(p);
    for (int32_t u = 0; u < POINTS; u++) w->root[u] = u;
    for (int32_t u = 0; u < POINTS; u++)
        for (int32_t up = 0; up < 2; up++) {
            const int32_t x = u % SIDE, y = u / SIDE, x1 = x + !up, y1 = y + up;
            const bool both = ctk_rng_below(&r, 4) == 0;
            if (x1 == SIDE || y1 == SIDE || ctk_rng_unit(&r) >= chance) continue;
            add(x, y, x1, y1, u);
            if (both) add(x1, y1, x, y, u + POINTS);
            w->line[u][up] = true;
            w->n_lines++;
            w->root[find_root(w, u)] = find_root(w, y1 * SIDE + x1);
        }
}

/// Euler: a plane graph has lines - points + components bounded faces.
static int32_t count_faces(const web *w)
{
    int32_t n_components = 0;
    for (int32_t u = 0; u < POINTS; u++) n_components += w->root[u] == u;
    return w->n_lines - POINTS + n_components;
}

static bool is_line(const web *w, const double *a, const double *b)
{
    const int32_t x = (int32_t)fmin(a[0], b[0]), y = (int32_t)fmin(a[1], b[1]);
    if (fabs(a[0] - b[0]) + fabs(a[1] - b[1]) != 1) return false;
    return w->line[y * SIDE + x][a[0] == b[0]];
}

static void faces_are_as_many_as_euler_says(void **state)
{
    (void)state;
    for (uint64_t seed = 0; seed < 300; seed++) {
        web w;
        draw_web(&w, seed, 0.3 + 0.7 * (double)(seed % 11) / 10);
        ctk_planar_walk(p, 1);
        assert_int_equal(p->n_lines, w.n_lines);
        assert_int_equal(p->n_faces, count_faces(&w));
    }
}

static void rings_are_simple_clockwise_and_made_of_lines(void **state)
{
    (void)state;
    for (uint64_t seed = 0; seed < 300; seed++) {
        web w;
        int32_t end = 0;
        draw_web(&w, seed, 0.75);
        ctk_planar_walk(p, 1);
        for (const ctk_face *f = p->face; f < p->face + p->n_faces; f++) {
            bool seen[POINTS] = {0};
            assert_int_equal(f->begin, end);
            end = f->end;
            assert_true(made_planar_area(p, f) > 0);
            for (int32_t i = f->begin; i < f->end; i++) {
                const int32_t v = p->ring_point[i];
                const int32_t next = p->ring_point[i + 1 < f->end ? i + 1 : f->begin];
                assert_true(is_line(&w, p->net.xy + 2 * v, p->net.xy + 2 * next));
                assert_false(seen[v]);
                seen[v] = true;
            }
        }
        assert_int_equal(end, p->n_ring_points);
    }
}

// ---- squares with owners ------------------------------------------------------------------------

static void add_square(double x, double y, double size, int32_t owner)
{
    made_planar_box(p, x, y, x + size, y + size, owner);
}

static double side_m(double x0, double y0, double x1, double y1)
{
    return ctk_segment_m(x0, y0, x1, y1);
}

/// Owner y * SIDE + x has square (x, y): all around it inside, and outside along its neighbours.
static void a_square_is_covered_by_its_owner_and_ends_its_neighbours(void **state)
{
    (void)state;
    ctk_planar_clear(p);
    for (int32_t u = 0; u < POINTS; u++) add_square(u % SIDE, (int)(u / SIDE), 1, u);
    ctk_planar_walk(p, 1);
    assert_int_equal(p->n_faces, POINTS);
    for (const ctk_face *f = p->face; f < p->face + p->n_faces; f++) {
        double x = HUGE_VAL, y = HUGE_VAL, inside = 0;
        int32_t n_near = 0;
        for (int32_t i = f->begin; i < f->end; i++) {
            x = fmin(x, p->net.xy[2 * p->ring_point[i]]);
            y = fmin(y, p->net.xy[2 * p->ring_point[i] + 1]);
        }
        const int32_t own = (int32_t)y * SIDE + (int32_t)x;
        const double around =
            side_m(x, y, x + 1, y) + side_m(x, y + 1, x + 1, y + 1) + 2 * side_m(x, y, x, y + 1);
        for (int32_t i = 0; i < f->n_owners; i++) {
            const ctk_share *s = &f->share[i];
            assert_true((s->inside_m > 0) == (s->owner == own));
            assert_true((s->outside_m > 0) != (s->owner == own));
            inside += s->inside_m;
            n_near += s->owner != own;
        }
        assert_near(inside, around, 1e-6);
        assert_int_equal(n_near, (x > 0) + (y > 0) + (x < SIDE - 1) + (y < SIDE - 1));
    }
}

static void the_middle_of_the_longest_edge_of_one_owner_alone_is_told(void **state)
{
    (void)state;
    ctk_planar_clear(p);
    add(0, 0, 0, 3, 1);
    add(0, 3, 1, 0, 1);
    add(1, 0, 0, 0, 1);
    add(1, 0, 0, 3, 2); // the longest side is shared
    add(0, 3, 4, 3, 2);
    add(4, 3, 1, 0, 2);
    ctk_planar_walk(p, 1);
    assert_int_equal(p->n_faces, 2);
    for (const ctk_face *f = p->face; f < p->face + 2; f++)
        for (const ctk_share *s = f->share; s < f->share + f->n_owners; s++) {
            if (s->inside_m == 0) assert_near(s->longest_m, 0, 0);
            if (s->inside_m == 0) continue;
            assert_near(s->mid[0], s->owner == 1 ? 0 : 2.5, 1e-12);
            assert_near(s->mid[1], 1.5, 1e-12);
        }
}

// ---- edges --------------------------------------------------------------------------------------

static void nothing_and_trees_have_no_faces(void **state)
{
    (void)state;
    ctk_planar_clear(p);
    ctk_planar_walk(p, 1);
    assert_int_equal(p->n_faces, 0);
    for (int32_t i = 0; i < 5; i++) add(0, 0, i, 1, i);
    add(0, 1, 0, 2, 9);
    ctk_planar_walk(p, 1);
    assert_int_equal(p->n_faces, 0);
    assert_int_equal(p->n_ring_points, 0);
}

static void squares_joined_by_a_path_are_two_faces(void **state)
{
    (void)state;
    ctk_planar_clear(p);
    add_square(0, 0, 1, 1);
    add_square(3, 0, 1, 2);
    add(1, 0, 2, 0, 3);
    add(2, 0, 3, 0, 3);
    ctk_planar_walk(p, 1);
    assert_int_equal(p->n_faces, 2);
    for (int32_t i = 0; i < 2; i++) assert_near(made_planar_area(p, &p->face[i]), 1, 0);
}

static void a_square_in_a_square_is_a_face_of_its_own(void **state)
{
    (void)state;
    ctk_planar_clear(p);
    add_square(0, 0, 3, 1);
    add_square(1, 1, 1, 2);
    ctk_planar_walk(p, 1);
    assert_int_equal(p->n_faces, 2);
    assert_near(made_planar_area(p, &p->face[0]) + made_planar_area(p, &p->face[1]), 10, 0);
}

static void owners_beyond_the_eighth_are_not_kept(void **state)
{
    (void)state;
    ctk_planar_clear(p);
    for (int32_t i = 0; i < CTK_PLANAR_OWNERS + 4; i++) add_square(0, 0, 1, i);
    ctk_planar_walk(p, 1);
    assert_int_equal(p->n_faces, 1);
    assert_int_equal(p->face[0].n_owners, CTK_PLANAR_OWNERS);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(faces_are_as_many_as_euler_says),
        cmocka_unit_test(rings_are_simple_clockwise_and_made_of_lines),
        cmocka_unit_test(a_square_is_covered_by_its_owner_and_ends_its_neighbours),
        cmocka_unit_test(the_middle_of_the_longest_edge_of_one_owner_alone_is_told),
        cmocka_unit_test(nothing_and_trees_have_no_faces),
        cmocka_unit_test(squares_joined_by_a_path_are_two_faces),
        cmocka_unit_test(a_square_in_a_square_is_a_face_of_its_own),
        cmocka_unit_test(owners_beyond_the_eighth_are_not_kept),
    };
    return cmocka_run_group_tests(tests, made_planar_set_up, made_planar_tear_down);
}
