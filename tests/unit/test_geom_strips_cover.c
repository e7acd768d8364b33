/// Winding numbers by strips, against each edge.
#include "kernels/geom/strips_cover.h"

#include <math.h>
#include <string.h>

#include "kernels/prim/rng.h"
#include "support/check.h"
#include "support/make_strips.h"

static made_strips one;

static void cover(const made_strips *s, int32_t n, const double *point, int32_t n_threads,
                  int32_t *out)
{
    void *work = aligned_alloc(64, ctk_strips_cover_work(&s->s, n));
    if (!work) abort();
    ctk_strips_cover(&s->s, n, point, n_threads, work, out);
    free(work);
}

/// 60 random walks in a unit square, each back to where it began.
static void make_walks(made_strips *s, uint64_t seed)
{
    ctk_rng rng = ctk_rng_key(seed, 0, 0);
    s->n_points = s->n_edges = 0;
    for (int32_t c = 0; c < 60; c++) {
        double x = ctk_rng_unit(&rng), y = ctk_rng_unit(&rng);
        const int32_t first = s->n_points;
        for (int32_t i = 0; i < 39; i++) {
            make_strips_point(s, x, y);
            x += 0.02 * (ctk_rng_unit(&rng) - 0.5);
            y += 0.02 * (ctk_rng_unit(&rng) - 0.5);
        }
        make_strips_ring(s, first, c / 3);
    }
    make_strips_build(s);
}

/// The winding number around p edge by edge: clockwise turns, from a ray to the west.
static int32_t wind(const ctk_edges *e, const double *p)
{
    int32_t winding = 0;
    for (int32_t i = 0; i < e->n; i++) {
        const double *a = e->lonlat + 2 * e->vertex[i], *b = a + 2;
        if ((a[1] <= p[1]) == (b[1] <= p[1])) continue;
        const double x = a[0] + (p[1] - a[1]) / (b[1] - a[1]) * (b[0] - a[0]);
        if (x < p[0]) winding += b[1] > a[1] ? 1 : -1;
    }
    return winding;
}

static void the_cover_of_a_point_is_what_each_edge_adds(void **state)
{
    (void)state;
    enum { N = 200 };
    static double point[2 * N];
    static int32_t one_thread[N], more[N];
    for (uint64_t seed = 30; seed < 40; seed++) {
        int32_t n_covered = 0;
        ctk_rng rng = ctk_rng_key(seed, 1, 0);
        make_walks(&one, seed);
        for (int32_t i = 0; i < 2 * N; i++) // near a border, in one case of ten level with a vertex
            point[i] = one.lonlat[22 * (i / 2) + i % 2] +
                       (i % 20 == 1 ? 0 : 0.02 * (ctk_rng_unit(&rng) - 0.5));
        cover(&one, N, point, 1, one_thread);
        for (int32_t i = 0; i < N; i++) {
            assert_int_equal(one_thread[i], wind(&one.s.edges, point + 2 * i));
            n_covered += one_thread[i] != 0;
        }
        assert_true(n_covered > N / 10);
        for (int32_t t = 2; t <= 5; t++) {
            cover(&one, N, point, t, more);
            assert_memory_equal(more, one_thread, sizeof more);
        }
    }
}

enum { NESTED = 3000, ASKED = 500 };

/// Points between the rings; the number of rings around each.
static void ask_nest(bool is_turned, double *point, int32_t *around)
{
    ctk_rng rng = ctk_rng_key(7, is_turned, 0);
    for (int32_t i = 0; i < ASKED; i++) {
        const int32_t ring = (int32_t)ctk_rng_below(&rng, NESTED + 20), side = i % 4;
        const double r = ring + 0.5, t = 2 * r * (ctk_rng_unit(&rng) - 0.5);
        const double x = side == 0 ? -r : side == 2 ? r : t;
        const double y = side == 1 ? -r : side == 3 ? r : t;
        point[2 * i] = is_turned ? x + y : x;
        point[2 * i + 1] = is_turned ? y - x : y;
        around[i] = ring < NESTED ? NESTED - ring : 0;
    }
}

static void rays_through_thousands_of_rings_are_counted_together(void **state)
{
    (void)state;
    double point[2 * ASKED];
    int32_t around[ASKED], got[ASKED], more[ASKED];
    ask_nest(false, point, around);
    make_strips_nest(&one, NESTED, false, false);
    cover(&one, ASKED, point, 1, got);
    assert_memory_equal(got, around, sizeof got);
    for (int32_t t = 2; t <= 5; t++) {
        cover(&one, ASKED, point, t, more);
        assert_memory_equal(more, got, sizeof got);
    }
    make_strips_nest(&one, NESTED, false, true);
    cover(&one, ASKED, point, 1, got);
    for (int32_t i = 0; i < ASKED; i++) assert_int_equal(got[i], wind(&one.s.edges, point + 2 * i));
}

static void where_too_many_boxes_lie_over_a_point_it_is_not_known(void **state)
{
    (void)state;
    double point[2 * ASKED];
    int32_t around[ASKED], got[ASKED], n_known = 0;
    ask_nest(true, point, around);
    make_strips_nest(&one, NESTED, true, false);
    cover(&one, ASKED, point, 1, got);
    for (int32_t i = 0; i < ASKED; i++) {
        if (got[i] == CTK_COVER_UNKNOWN) continue;
        assert_int_equal(got[i], around[i]);
        n_known++;
    }
    assert_in_range(n_known, 1, ASKED - 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_cover_of_a_point_is_what_each_edge_adds),
        cmocka_unit_test(rays_through_thousands_of_rings_are_counted_together),
        cmocka_unit_test(where_too_many_boxes_lie_over_a_point_it_is_not_known),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
