/// Coarse maps: connected, complete, and true to the points.
#include "kernels/cluster/units.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "kernels/prim/rng.h"
#include "support/check.h"
#include "support/cluster_fixture.h"

enum { SIDE = 40, N = SIDE * SIDE };

typedef struct fine {
    double pos[3 * N], w[N];
    int64_t indptr[N + 1];
    int32_t indices[4 * N], order[N];
    ctk_map map;
    ctk_units units;
    void *work;
} fine;

/// A grid with some borders missing, visited in a random order.
static fine *new_fine(uint64_t seed)
{
    fine *f = cluster_alloc(sizeof *f);
    ctk_rng r = ctk_rng_key(seed, 21, 0);
    int64_t arcs = 0;
    for (int32_t u = 0; u < N; u++) {
        int32_t x = u % SIDE, y = u / SIDE;
        f->pos[u] = x;
        f->pos[N + u] = y;
        f->w[u] = x % 7 == 0 ? 0 : ctk_rng_unit(&r);
        f->order[u] = u;
        bool is_cut = y % 5 == 4 && x != 3, was_cut = y % 5 == 0 && x != 3;
        if (y > 0 && !was_cut) f->indices[arcs++] = u - SIDE;
        if (x > 0) f->indices[arcs++] = u - 1;
        if (x + 1 < SIDE) f->indices[arcs++] = u + 1;
        if (y + 1 < SIDE && !is_cut) f->indices[arcs++] = u + SIDE;
        f->indptr[u + 1] = arcs;
    }
    for (int32_t i = N - 1; i > 0; i--) {
        int32_t j = (int32_t)ctk_rng_below(&r, (uint32_t)i + 1), t = f->order[i];
        f->order[i] = f->order[j];
        f->order[j] = t;
    }
    f->map =
        (ctk_map){.n = N, .pos = f->pos, .w = f->w, .indptr = f->indptr, .indices = f->indices};
    f->units.of = cluster_alloc(4 * N);
    f->units.pos = cluster_alloc(24 * N);
    f->units.w = cluster_alloc(8 * N);
    f->units.indptr = cluster_alloc(8 * (N + 1));
    f->units.indices = cluster_alloc(16 * N);
    f->work = cluster_alloc(ctk_units_work(N));
    return f;
}

static void free_fine(fine *f)
{
    free(f->units.of);
    free(f->units.pos);
    free(f->units.w);
    free(f->units.indptr);
    free(f->units.indices);
    free(f->work);
    free(f);
}

static int32_t spread(const fine *f, int32_t u, uint8_t *seen)
{
    int32_t n = 1;
    seen[u] = 1;
    for (int64_t a = f->indptr[u]; a < f->indptr[u + 1]; a++)
        if (!seen[f->indices[a]] && f->units.of[f->indices[a]] == f->units.of[u])
            n += spread(f, f->indices[a], seen);
    return n;
}

static void units_are_connected_and_hold_every_point(void **state)
{
    (void)state;
    for (int32_t size = 1; size <= 20; size++) {
        fine *f = new_fine((uint64_t)size);
        uint8_t seen[N] = {0};
        ctk_units_build(&f->map, f->order, size, 1e9, HUGE_VAL, f->work, &f->units);
        int32_t n_pieces = 0;
        for (int32_t u = 0; u < N; u++) {
            assert_in_range(f->units.of[u], 0, f->units.n - 1);
            if (seen[u]) continue;
            spread(f, u, seen);
            n_pieces++;
        }
        assert_int_equal(n_pieces, f->units.n);
        assert_true(f->units.n >= N / (8 * size) && f->units.n <= 3 * N / size);
        free_fine(f);
    }
}

static void no_unit_of_several_points_is_too_heavy(void **state)
{
    (void)state;
    fine *f = new_fine(3);
    ctk_units_build(&f->map, f->order, 10, 2.0, HUGE_VAL, f->work, &f->units);
    for (int32_t j = 0; j < f->units.n; j++) assert_true(f->units.w[j] <= 2.0 + 1e-12);
    free_fine(f);
}

/// The upper half lies far off, and one link leads there.
static void no_unit_reaches_over_a_long_link(void **state)
{
    (void)state;
    int32_t n_across = 0;
    for (int32_t size = 2; size <= 20; size++) {
        fine *f = new_fine((uint64_t)size);
        for (int32_t u = N / 2; u < N; u++) f->pos[N + u] += 1000;
        ctk_units_build(&f->map, f->order, size, 1e9, 10, f->work, &f->units);
        assert_int_not_equal(f->units.of[N / 2 - SIDE + 3], f->units.of[N / 2 + 3]);
        ctk_units_build(&f->map, f->order, size, 1e9, HUGE_VAL, f->work, &f->units);
        n_across += f->units.of[N / 2 - SIDE + 3] == f->units.of[N / 2 + 3];
        free_fine(f);
    }
    assert_true(n_across > 0); // they do where nothing forbids it
}

static void weights_and_inertia_are_kept(void **state)
{
    (void)state;
    fine *f = new_fine(4);
    ctk_units_build(&f->map, f->order, 9, 1e9, HUGE_VAL, f->work, &f->units);
    const ctk_units *c = &f->units;
    double w = 0, about = 0, coarse = 0;
    for (int32_t u = 0; u < N; u++) {
        w += f->w[u];
        for (int32_t a = 0; a < 3; a++) about += f->w[u] * pow(f->pos[a * N + u] - 5, 2);
    }
    for (int32_t j = 0; j < c->n; j++) {
        w -= c->w[j];
        for (int32_t a = 0; a < 3; a++) coarse += c->w[j] * pow(c->pos[a * c->n + j] - 5, 2);
    }
    assert_near(w, 0, 1e-9);
    assert_near(coarse + c->inside, about, 1e-6 * about);
    free_fine(f);
}

static void units_are_neighbours_where_their_points_are(void **state)
{
    (void)state;
    fine *f = new_fine(5);
    ctk_units_build(&f->map, f->order, 6, 1e9, HUGE_VAL, f->work, &f->units);
    const ctk_units *c = &f->units;
    uint8_t *near = cluster_alloc((int64_t)c->n * c->n);
    int64_t arcs = 0;
    for (int32_t u = 0; u < N; u++)
        for (int64_t a = f->indptr[u]; a < f->indptr[u + 1]; a++) {
            int32_t i = c->of[u], j = c->of[f->indices[a]];
            if (i == j || near[(int64_t)i * c->n + j]) continue;
            near[(int64_t)i * c->n + j] = 1;
            arcs++;
        }
    assert_int_equal(c->indptr[c->n], arcs);
    for (int32_t i = 0; i < c->n; i++)
        for (int64_t a = c->indptr[i]; a < c->indptr[i + 1]; a++)
            assert_true(near[(int64_t)i * c->n + c->indices[a]]);
    free(near);
    free_fine(f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(units_are_connected_and_hold_every_point),
        cmocka_unit_test(no_unit_of_several_points_is_too_heavy),
        cmocka_unit_test(no_unit_reaches_over_a_long_link),
        cmocka_unit_test(weights_and_inertia_are_kept),
        cmocka_unit_test(units_are_neighbours_where_their_points_are),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
