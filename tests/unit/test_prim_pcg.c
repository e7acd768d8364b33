/// Conjugate gradients: the residual of what they return.
#include "kernels/prim/pcg.h"

#include <string.h>

#include "kernels/prim/rng.h"
#include "support/check.h"

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
        cmocka_unit_test(conjugate_gradients_solve_a_ring),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
