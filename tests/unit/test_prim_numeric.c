/// Small numeric helpers: exp and log, weighted selection, 3 x 3 axes, conjugate gradients.
#include "support/check.h"

#include <math.h>
#include <string.h>

#include "kernels/prim/eigen3.h"
#include "kernels/prim/pcg.h"
#include "kernels/prim/rng.h"
#include "kernels/prim/select.h"
#include "kernels/prim/vmath.h"

static void exp_and_log_agree_with_libm(void **state)
{
    (void)state;
    for (double t = 0; t < 60; t += 0.0137) assert_near(ctk_exp_neg(t) / exp(-t), 1.0, 2e-14);
    for (double z = 1; z < 1e6; z *= 1.00137)
        assert_near(ctk_log_ge1(z), log(z), 1e-14 * (1 + log(z)));
    assert_near(ctk_exp_neg(0), 1, 0);
    assert_near(ctk_log_ge1(1), 0, 0);
}

static int by_key(const void *a, const void *b)
{
    const ctk_keyed *p = a, *q = b;
    if (p->key != q->key) return p->key < q->key ? -1 : 1;
    return (p->id > q->id) - (p->id < q->id);
}

/// The definition of ctk_split(), on sorted items.
static int32_t split_sorted(const ctk_keyed *sorted, int32_t n, double goal, int32_t least,
                            int32_t most)
{
    double before = 0;
    for (int32_t q = 0; q < n; before += sorted[q++].weight)
        if (!(q < least || (q < most && before + sorted[q].weight / 2 < goal))) return q;
    return n;
}

static void split_finds_what_sorting_finds(void **state)
{
    (void)state;
    ctk_rng r = ctk_rng_key(1, 2, 3);
    for (int t = 0; t < 3000; t++) {
        ctk_keyed item[40], sorted[40];
        int32_t n = 1 + (int32_t)ctk_rng_below(&r, 40), total = 0, left = 0;
        for (int32_t i = 0; i < n; i++) {
            item[i] = (ctk_keyed){ctk_rng_below(&r, 12), ctk_rng_below(&r, 5), i};
            total += (int32_t)item[i].weight;
        }
        memcpy(sorted, item, sizeof item);
        qsort(sorted, (size_t)n, sizeof *sorted, by_key);
        int32_t least = (int32_t)ctk_rng_below(&r, (uint32_t)n + 1);
        int32_t most = least + (int32_t)ctk_rng_below(&r, (uint32_t)(n - least) + 1);
        double goal = total * ctk_rng_unit(&r);
        int32_t p = ctk_split(item, n, goal, least, most);
        assert_int_equal(p, split_sorted(sorted, n, goal, least, most));
        for (int32_t i = 0; i < p; i++) left += by_key(item + i, sorted + p - 1) <= 0;
        assert_int_equal(left, p);
    }
}

static void axes_are_eigenvectors_by_falling_eigenvalue(void **state)
{
    (void)state;
    ctk_rng r = ctk_rng_key(4, 5, 6);
    for (int t = 0; t < 300; t++) {
        double m[6], axis[3][3], last = HUGE_VAL;
        for (int q = 0; q < 6; q++) m[q] = t % 3 && q % 2 ? 0 : ctk_rng_unit(&r) - 0.5;
        ctk_eigen3(m, axis);
        for (int e = 0; e < 3; e++) {
            const double *v = axis[e];
            double out[3] = {m[0] * v[0] + m[1] * v[1] + m[2] * v[2],
                             m[1] * v[0] + m[3] * v[1] + m[4] * v[2],
                             m[2] * v[0] + m[4] * v[1] + m[5] * v[2]};
            double value = out[0] * v[0] + out[1] * v[1] + out[2] * v[2];
            for (int a = 0; a < 3; a++) assert_near(out[a], value * v[a], 1e-13);
            assert_near(v[0] * v[0] + v[1] * v[1] + v[2] * v[2], 1, 1e-13);
            assert_true(value <= last + 1e-13);
            last = value;
        }
    }
}

static void conjugate_gradients_solve_a_ring(void **state)
{
    (void)state;
    enum { N = 50 };
    double diag[N], off[2 * N], rhs[N], work[3 * N], x[N];
    int32_t indices[2 * N];
    int64_t indptr[N + 1];
    ctk_rng r = ctk_rng_key(7, 8, 9);
    for (int32_t j = 0; j < N; j++) {
        indptr[j] = 2 * j;
        indices[2 * j] = (j + 1) % N;
        indices[2 * j + 1] = (j + N - 1) % N;
        off[2 * j] = 1 + j;
        off[2 * j + 1] = 1 + (j + N - 1) % N;
        diag[j] = off[2 * j] + off[2 * j + 1] + 0.01;
        rhs[j] = ctk_rng_unit(&r) - 0.5;
    }
    indptr[N] = 2 * N;
    ctk_sparse a = {N, diag, indptr, indices, off};
    assert_true(ctk_pcg(&a, rhs, 1e-24, 1000, work, x) > 5);
    for (int32_t j = 0; j < N; j++) {
        double ax = diag[j] * x[j] - off[2 * j] * x[indices[2 * j]] -
                    off[2 * j + 1] * x[indices[2 * j + 1]];
        assert_near(ax, rhs[j], 1e-9);
    }
    memset(rhs, 0, sizeof rhs);
    assert_int_equal(ctk_pcg(&a, rhs, 1e-6, 1000, work, x), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(exp_and_log_agree_with_libm),
        cmocka_unit_test(split_finds_what_sorting_finds),
        cmocka_unit_test(axes_are_eigenvectors_by_falling_eigenvalue),
        cmocka_unit_test(conjugate_gradients_solve_a_ring),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
