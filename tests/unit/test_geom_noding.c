/// kernels/geom/noding against whole numbers and all pairs.
#include "kernels/geom/noding.h"

#include <math.h>
#include <string.h>

#include "kernels/prim/rng.h"
#include "tests/support/check.h"

enum { MAX_PAIRS = 200000 };

static int sign(double v)
{
    return v > 0 ? 1 : v < 0 ? -1 : 0;
}

/// Coordinates are whole numbers below 2^52, so 128 bits hold the determinant.
static int oracle_turn(const double *a, const double *b, const double *c)
{
    const __int128 left =
        (__int128)((int64_t)a[0] - (int64_t)c[0]) * ((int64_t)b[1] - (int64_t)c[1]);
    const __int128 right =
        (__int128)((int64_t)a[1] - (int64_t)c[1]) * ((int64_t)b[0] - (int64_t)c[0]);
    return left > right ? 1 : left < right ? -1 : 0;
}

static void turns_of_nearly_straight_points_are_exact(void **state)
{
    (void)state;
    ctk_rng rng = ctk_rng_key(1, 1, 1);
    int straight = 0;
    for (int i = 0; i < 100000; i++) {
        const double dx = (double)ctk_rng_below(&rng, 1u << 20),
                     dy = (double)ctk_rng_below(&rng, 1u << 20);
        const double s = (double)ctk_rng_below(&rng, 1u << 30),
                     t = (double)ctk_rng_below(&rng, 1u << 30);
        const double a[2] = {7, 11}, b[2] = {7 + s * dx, 11 + s * dy};
        const double c[2] = {7 + t * dx + ctk_rng_below(&rng, 3) - 1, 11 + t * dy};
        assert_int_equal(sign(ctk_doubled_area(a, b, c)), oracle_turn(a, b, c));
        straight += oracle_turn(a, b, c) == 0;
    }
    assert_in_range(straight, 20000, 60000);
}

typedef struct web {
    int32_t n;
    int32_t *from, *to;
    double *xy, *box;
} web;

/// n short segments with end points on a size x size lattice.
static web make_web(int32_t n, int32_t size, uint64_t seed)
{
    web w = {.n = n};
    ctk_rng rng = ctk_rng_key(seed, 2, 0);
    w.from = calloc((size_t)n, sizeof *w.from);
    w.to = calloc((size_t)n, sizeof *w.to);
    w.xy = calloc(2 * (size_t)size * (size_t)size, sizeof *w.xy);
    w.box = calloc(4 * (size_t)ctk_noding_boxes(n) + 1, sizeof *w.box);
    for (int32_t p = 0; p < size * size; p++) {
        w.xy[2 * p] = p % size;
        w.xy[2 * p + 1] = (double)(p / size);
    }
    for (int32_t e = 0; e < n; e++) {
        const int32_t x = (int32_t)ctk_rng_below(&rng, (uint32_t)size - 4);
        const int32_t y = (int32_t)ctk_rng_below(&rng, (uint32_t)size - 4);
        const int32_t step = 1 + (int32_t)ctk_rng_below(&rng, 24);
        w.from[e] = y * size + x;
        w.to[e] = (y + step / 5) * size + x + step % 5;
    }
    return w;
}

static void free_web(web *w)
{
    free(w->from);
    free(w->to);
    free(w->xy);
    free(w->box);
}

static bool boxes_meet(const web *w, int32_t e, int32_t f)
{
    const double *a = w->xy + 2 * w->from[e], *b = w->xy + 2 * w->to[e];
    const double *c = w->xy + 2 * w->from[f], *d = w->xy + 2 * w->to[f];
    return fmin(a[0], b[0]) <= fmax(c[0], d[0]) && fmin(c[0], d[0]) <= fmax(a[0], b[0]) &&
           fmin(a[1], b[1]) <= fmax(c[1], d[1]) && fmin(c[1], d[1]) <= fmax(a[1], b[1]);
}

static int compare_pairs(const void *a, const void *b)
{
    return memcmp(a, b, 2 * sizeof(int32_t));
}

static int compare_starts(const void *a, const void *b)
{
    const int32_t *e = a, *f = b;
    return e[0] != f[0] ? (e[0] > f[0]) - (e[0] < f[0]) : (e[1] > f[1]) - (e[1] < f[1]);
}

static int32_t all_pairs(const web *w, int32_t *pair)
{
    int32_t n = 0;
    for (int32_t e = 0; e < w->n; e++)
        for (int32_t f = e + 1; f < w->n; f++)
            if (boxes_meet(w, e, f) &&
                ctk_noding_touch(w->xy, w->from[e], w->to[e], w->from[f], w->to[f])) {
                pair[2 * n] = e;
                pair[2 * n++ + 1] = f;
            }
    return n;
}

static void the_tree_finds_what_all_pairs_find(void **state)
{
    (void)state;
    int32_t *want = calloc(2 * MAX_PAIRS, sizeof *want), *got = calloc(2 * MAX_PAIRS, sizeof *got);
    for (int32_t n = 0; n < 1200; n += 1 + n / 2) {
        web w = make_web(n, 40, (uint64_t)n);
        const int32_t count = all_pairs(&w, want);
        ctk_noding_build(n, w.from, w.to, w.xy, w.box);
        assert_int_equal(ctk_noding_find(n, w.from, w.to, w.xy, w.box, MAX_PAIRS, 1, got), count);
        qsort(want, (size_t)count, 2 * sizeof *want, compare_pairs);
        qsort(got, (size_t)count, 2 * sizeof *got, compare_pairs);
        assert_memory_equal(got, want, 2 * (size_t)count * sizeof *want);
        if (count > 1)
            assert_int_equal(ctk_noding_find(n, w.from, w.to, w.xy, w.box, count - 1, 1, got),
                             count);
        free_web(&w);
    }
    free(want);
    free(got);
}

/// In map order: by row, then from left to right.
static void sort_by_row(web *w)
{
    int32_t(*edge)[2] = calloc((size_t)w->n, sizeof *edge);
    for (int32_t e = 0; e < w->n; e++) {
        edge[e][0] = w->from[e];
        edge[e][1] = w->to[e];
    }
    qsort(edge, (size_t)w->n, sizeof *edge, compare_starts);
    for (int32_t e = 0; e < w->n; e++) {
        w->from[e] = edge[e][0];
        w->to[e] = edge[e][1];
    }
    free(edge);
}

static void threads_find_the_same_pairs_in_the_same_order(void **state)
{
    (void)state;
    const int32_t n = 9000;
    web w = make_web(n, 400, 5);
    sort_by_row(&w);
    ctk_noding_build(n, w.from, w.to, w.xy, w.box);
    int32_t *want = calloc(2 * MAX_PAIRS, sizeof *want), *got = calloc(2 * MAX_PAIRS, sizeof *got);
    const int32_t count = ctk_noding_find(n, w.from, w.to, w.xy, w.box, MAX_PAIRS, 1, want);
    assert_in_range(count, 100, MAX_PAIRS);
    for (int32_t threads = 2; threads <= 5; threads++) {
        for (int32_t capacity = count; capacity > 0; capacity /= 3) {
            memset(got, 0, 2 * MAX_PAIRS * sizeof *got);
            const int32_t found =
                ctk_noding_find(n, w.from, w.to, w.xy, w.box, capacity, threads, got);
            assert_int_equal(found, capacity == count ? count : capacity + 1);
            assert_memory_equal(got, want, 2 * (size_t)capacity * sizeof *want);
            assert_int_equal(got[2 * (int64_t)capacity], 0);
        }
    }
    free_web(&w);
    free(want);
    free(got);
}

/// In no order boxes of 8 segments are as large as the map: the search gives up after some looks,
/// or is full before that, on any number of threads alike.
static void where_boxes_do_not_help_any_number_of_threads_gives_up(void **state)
{
    (void)state;
    const int32_t n = 9000;
    web w = make_web(n, 400, 5);
    ctk_noding_build(n, w.from, w.to, w.xy, w.box);
    int32_t *want = calloc(2 * MAX_PAIRS, sizeof *want), *got = calloc(2 * MAX_PAIRS, sizeof *got);
    for (int32_t capacity = MAX_PAIRS; capacity > 0; capacity /= 4) {
        const int32_t found = ctk_noding_find(n, w.from, w.to, w.xy, w.box, capacity, 1, want);
        assert_true(found == CTK_NODING_CROWDED || found == capacity + 1);
        for (int32_t threads = 2; threads <= 5; threads++) {
            assert_int_equal(ctk_noding_find(n, w.from, w.to, w.xy, w.box, capacity, threads, got),
                             found);
            if (found > 0) assert_memory_equal(got, want, 2 * (size_t)capacity * sizeof *want);
        }
        if (capacity == MAX_PAIRS) assert_int_equal(found, CTK_NODING_CROWDED);
    }
    free_web(&w);
    free(want);
    free(got);
}

static bool touch(const double xy[8])
{
    return ctk_noding_touch(xy, 0, 1, 2, 3);
}

static void what_touches_and_what_does_not(void **state)
{
    (void)state;
    const double path[] = {0, 0, 1, 0, 2, 0};
    assert_true(touch((const double[]){0, 0, 2, 2, 0, 2, 2, 0}));  // cross
    assert_true(touch((const double[]){0, 0, 2, 0, 1, 0, 1, 1}));  // end inside
    assert_true(touch((const double[]){0, 0, 3, 0, 1, 0, 2, 0}));  // one in the other
    assert_false(touch((const double[]){0, 0, 2, 0, 0, 1, 2, 1})); // parallel
    assert_false(touch((const double[]){0, 0, 4, 4, 3, 0, 3, 2})); // boxes only
    assert_false(ctk_noding_touch(path, 0, 1, 1, 2));              // goes on straight
    assert_true(ctk_noding_touch(path, 0, 1, 0, 2));               // runs along
    assert_false(ctk_noding_touch(path, 0, 1, 1, 0));              // the same edge back
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(turns_of_nearly_straight_points_are_exact),
        cmocka_unit_test(the_tree_finds_what_all_pairs_find),
        cmocka_unit_test(threads_find_the_same_pairs_in_the_same_order),
        cmocka_unit_test(where_boxes_do_not_help_any_number_of_threads_gives_up),
        cmocka_unit_test(what_touches_and_what_does_not),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
