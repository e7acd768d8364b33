/// A chain cut into runs, against every cell and every segment.
#include "kernels/geom/pip_walk.h"

#include <math.h>
#include <string.h>

#include "kernels/prim/rng.h"
#include "support/check.h"

enum { SIDE = 9, LEGS = 40, CHAINS = 200, MOST = 20000 };
static const double H = 0.25, NEAR = 1e-7; // degrees, cells

static ctk_pip_record record[MOST];

/// Points on and around the window: anywhere, or on the lattice that holds its lines.
static void make_chain(uint64_t seed, double *p)
{
    ctk_rng r = ctk_rng_key(seed, 1, 0);
    for (int32_t i = 0; i < 2 * (LEGS + 1); i++) {
        const double reach = seed % 2 ? 2 : 0.4; // long legs, and short ones that stay in a cell
        const double at = i < 2 ? 1.0 : p[i - 2];
        p[i] = at + reach * (ctk_rng_unit(&r) - 0.5);
        if (seed % 3 == 0) p[i] = H / 2 * floor(p[i] / (H / 2));
    }
}

static ctk_pip_window make_window(int32_t shift)
{
    return (ctk_pip_window){0, 0, H, 1 / H, 0x1p-32, SIDE, SIDE, SIDE + shift, shift};
}

/// Does the segment come into cell (i, j), widened by `by` cells?
static bool meets(const double *a, int32_t i, int32_t j, double by)
{
    const double lo[2] = {(i - by) * H, (j - by) * H}, hi[2] = {(i + 1 + by) * H, (j + 1 + by) * H};
    double t0 = 0, t1 = 1;
    for (int k = 0; k < 2; k++) {
        const double d = a[2 + k] - a[k];
        if (d == 0) {
            if (a[k] < lo[k] || a[k] > hi[k]) return false;
            continue;
        }
        const double u = (lo[k] - a[k]) / d, v = (hi[k] - a[k]) / d;
        t0 = fmax(t0, fmin(u, v));
        t1 = fmin(t1, fmax(u, v));
    }
    return t0 <= t1;
}

static int64_t walk(uint64_t seed, int32_t shift, double *p)
{
    const ctk_pip_window w = make_window(shift);
    ctk_pip_sink sink = {record, 0, MOST};
    make_chain(seed, p);
    ctk_pip_walk(&w, p, 0, LEGS, 7, &sink);
    assert_true(sink.n <= MOST);
    return sink.n;
}

static void every_cell_gets_every_segment_that_meets_it_once(void **state)
{
    (void)state;
    for (uint64_t seed = 0; seed < CHAINS; seed++) {
        double p[2 * (LEGS + 1)];
        int32_t uses[SIDE * SIDE][LEGS] = {0};
        const int64_t n = walk(seed, 0, p);
        for (int64_t q = 0; q < n; q++) {
            assert_int_equal(record[q].part, 7);
            for (uint32_t s = 0; s < record[q].n; s++) {
                assert_in_range(record[q].first + s, 0, LEGS - 1);
                uses[record[q].cell][record[q].first + s]++;
            }
        }
        for (int32_t c = 0; c < SIDE * SIDE; c++)
            for (int32_t s = 0; s < LEGS; s++) {
                assert_true(uses[c][s] <= 1);
                if (meets(p + 2 * s, c % SIDE, c / SIDE, 0)) assert_int_equal(uses[c][s], 1);
                if (uses[c][s]) assert_true(meets(p + 2 * s, c % SIDE, c / SIDE, NEAR));
            }
    }
}

static void the_runs_of_a_cell_follow_the_chain(void **state)
{
    (void)state;
    for (uint64_t seed = 0; seed < CHAINS; seed++) {
        double p[2 * (LEGS + 1)];
        uint32_t end[SIDE * SIDE] = {0};
        const int64_t n = walk(seed, 0, p);
        for (int64_t q = 0; q < n; q++) {
            if (record[q].n == 0) continue;
            assert_true(record[q].first >= end[record[q].cell]);
            end[record[q].cell] = record[q].first + record[q].n;
        }
    }
}

/// How often the chain passes between the references of cells (i - 1, j) and (i, j).
static uint32_t row_turns(const double *p, int32_t i, int32_t j)
{
    uint32_t n = 0;
    for (const double *a = p; a < p + 2 * LEGS; a += 2)
        n += (a[1] > j * H) != (a[3] > j * H) && ctk_pip_is_right(a, a + 2, i * H, j * H) &&
             !ctk_pip_is_right(a, a + 2, (i - 1) * H, j * H);
    return n;
}

/// How often it passes between (0, j - 1) and (0, j).
static uint32_t left_turns(const double *p, int32_t j)
{
    uint32_t n = 0;
    for (const double *a = p; a < p + 2 * LEGS; a += 2)
        n += (a[0] > 0) != (a[2] > 0) && ctk_pip_is_above(a, a + 2, 0, j * H) &&
             !ctk_pip_is_above(a, a + 2, 0, (j - 1) * H);
    return n;
}

static void references_turn_over_where_the_chain_passes_between_them(void **state)
{
    (void)state;
    for (uint64_t seed = 0; seed < 2 * CHAINS; seed++) {
        const int32_t shift = (int32_t)(seed % 2), stride = SIDE + shift;
        double p[2 * (LEGS + 1)];
        uint32_t turns[SIDE * (SIDE + 1)] = {0};
        const int64_t n = walk(seed / 2, shift, p);
        for (int64_t q = 0; q < n; q++)
            if (record[q].n == 0) turns[record[q].cell]++;
        for (int32_t j = 0; j < SIDE; j++) {
            for (int32_t i = 1; i < SIDE; i++)
                assert_int_equal(turns[j * stride + i + shift], row_turns(p, i, j));
            if (shift && j > 0) assert_int_equal(turns[j * stride], left_turns(p, j));
        }
    }
}

static void records_that_do_not_fit_are_counted_and_not_written(void **state)
{
    (void)state;
    static ctk_pip_record few[MOST];
    for (uint64_t seed = 0; seed < 20; seed++) {
        double p[2 * (LEGS + 1)];
        const int64_t n = walk(seed, 0, p), room = n / 2;
        const ctk_pip_window w = make_window(0);
        ctk_pip_sink sink = {few, 0, room};
        memset(few, 0xff, sizeof few);
        ctk_pip_walk(&w, p, 0, LEGS, 7, &sink);
        assert_int_equal(sink.n, n);
        assert_memory_equal(few, record, (size_t)room * sizeof *few);
        for (int64_t q = room; q < n; q++) assert_int_equal(few[q].part, 0xffffffffu);
    }
}

static void a_chain_outside_leaves_nothing_and_one_inside_is_one_run(void **state)
{
    (void)state;
    const double out[6] = {-1, -1, -2, 5, -3, 1}, in[6] = {0.3, 0.3, 0.4, 0.45, 0.35, 0.3};
    const ctk_pip_window w = make_window(0);
    ctk_pip_sink sink = {record, 0, MOST};
    ctk_pip_walk(&w, out, 0, 2, 1, &sink);
    assert_int_equal(sink.n, 0);
    ctk_pip_walk(&w, in, 0, 2, 1, &sink);
    assert_int_equal(sink.n, 1);
    assert_int_equal(record[0].cell, SIDE + 1);
    assert_int_equal(record[0].first, 0);
    assert_int_equal(record[0].n, 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_cell_gets_every_segment_that_meets_it_once),
        cmocka_unit_test(the_runs_of_a_cell_follow_the_chain),
        cmocka_unit_test(references_turn_over_where_the_chain_passes_between_them),
        cmocka_unit_test(records_that_do_not_fit_are_counted_and_not_written),
        cmocka_unit_test(a_chain_outside_leaves_nothing_and_one_inside_is_one_run),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
