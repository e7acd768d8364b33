/// Points looked up in order of place, against one by one and against every ring.
#include "kernels/geom/pip_order.h"

#include <math.h>
#include <string.h>

#include "kernels/prim/rng.h"
#include "support/check.h"
#include "support/make_pip.h"

enum { N = 3000 };

typedef struct points {
    double lon[N], lat[N];
    int32_t region[N];
} points;

/// In and around the layer, on its vertices, and now and then no number.
static void make_points(const made_pip *m, uint64_t seed, points *p)
{
    const ctk_pip *g = &m->grid;
    ctk_rng r = ctk_rng_key(seed, 1, 0);
    for (int32_t i = 0; i < N; i++) {
        const uint32_t v = ctk_rng_below(&r, (uint32_t)m->rings.view.n_vertices);
        p->lon[i] = g->x0 + (1.2 * ctk_rng_unit(&r) - 0.1) * g->nx * g->h;
        p->lat[i] = g->y0 + (1.2 * ctk_rng_unit(&r) - 0.1) * g->ny * g->h;
        if (i % 5 == 0) p->lon[i] = m->rings.xy[2 * v];
        if (i % 5 == 0) p->lat[i] = m->rings.xy[2 * v + 1];
        if (i % 97 == 0) p->lon[i] = i % 2 ? (double)NAN : -HUGE_VAL;
    }
}

static void find(const ctk_pip *grid, int64_t n, int32_t n_threads, points *p)
{
    const size_t size = ctk_pip_order_work(n, n_threads);
    void *work = aligned_alloc(64, (size_t)n_threads * size);
    memset(p->region, 0x55, sizeof p->region);
    ctk_pip_find_ordered(grid, n, p->lon, p->lat, n_threads, work, size, p->region);
    free(work);
}

static void the_answers_are_those_of_single_points_and_of_the_rings(void **state)
{
    (void)state;
    static points p;
    const int64_t cells[4] = {4, 50, 2000, 1200000}; // the last: rows that share strips
    for (uint64_t seed = 0; seed < 12; seed++) {
        made_pip m = make_wild_pip(seed, 60, 20, 12, cells[seed % 4], 1);
        make_pip_pool(&m, 1);
        make_points(&m, seed, &p);
        find(&m.grid, N, 1, &p);
        for (int32_t i = 0; i < N; i++) {
            assert_int_equal(p.region[i], ctk_pip_find_one(&m.grid, p.lon[i], p.lat[i]));
            if (i % 5 == 0 || i % 97 == 0) continue; // on a border: not for the plain rule
            assert_int_equal(p.region[i], made_pip_region(&m, p.lon[i], p.lat[i]));
        }
        made_pip_free(&m);
    }
}

static void threads_and_blocks_change_no_answer(void **state)
{
    (void)state;
    static points p;
    static int32_t first[N];
    made_pip m = make_wild_pip(5, 200, 50, 25, 400, 1);
    make_pip_pool(&m, 1);
    make_points(&m, 5, &p);
    find(&m.grid, N, 1, &p);
    memcpy(first, p.region, sizeof first);
    for (int32_t t = 2; t <= 5; t++) {
        find(&m.grid, N, t, &p);
        assert_memory_equal(p.region, first, sizeof first);
    }
    made_pip_free(&m);
}

static void few_points_write_their_own_answers_only(void **state)
{
    (void)state;
    static points p;
    made_pip m = make_wild_pip(6, 200, 50, 25, 400, 1);
    make_pip_pool(&m, 1);
    make_points(&m, 6, &p);
    for (int32_t n = 0; n < 140; n += 1 + n / 7)
        for (int32_t t = 1; t <= 5; t += 2) {
            find(&m.grid, n, t, &p);
            for (int32_t i = 0; i < n; i++)
                assert_int_equal(p.region[i], ctk_pip_find_one(&m.grid, p.lon[i], p.lat[i]));
            for (int32_t i = n; i < N; i++) assert_int_equal(p.region[i], 0x55555555);
        }
    made_pip_free(&m);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_answers_are_those_of_single_points_and_of_the_rings),
        cmocka_unit_test(threads_and_blocks_change_no_answer),
        cmocka_unit_test(few_points_write_their_own_answers_only),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
