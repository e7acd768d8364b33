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
    ctk_sparse a = {.n = N, .diag = diag, .indptr = indptr, .indices = indices, .off = off};
    assert_true(ctk_pcg(&a, rhs, 1e-24, 1000, work, x) > 5);
    for (int32_t j = 0; j < N; j++) {
        double ax = diag[j] * x[j] - off[2 * j] * x[indices[2 * j]] -
                    off[2 * j + 1] * x[indices[2 * j + 1]];
        assert_near(ax, rhs[j], 1e-9);
    }
    memset(rhs, 0, sizeof rhs);
    assert_int_equal(ctk_pcg(&a, rhs, 1e-6, 1000, work, x), 0);
}

/// A path of N rows with blocks of B x B: every link carries c (r r' + I), r its own; the diagonal
/// holds the sum of its links and a little more.
static void blocks_are_solved_as_the_dense_matrix(void **state)
{
    (void)state;
    enum { N = 40, B = 3, SIZE = B * (B + 1) / 2, ALL = N * B };
    double diag[N * SIZE] = {0}, off[2 * N * SIZE], factor[N * SIZE];
    double rhs[ALL], work[4 * ALL], x[ALL], link[N + 1][SIZE] = {0};
    int32_t indices[2 * N], at = 0;
    int64_t indptr[N + 1] = {0};
    ctk_rng rng = ctk_rng_key(3, 8, 9);
    for (int32_t j = 1; j < N; j++) {
        double r[B], c = ctk_rng_unit(&rng) * (j % 5 == 0 ? 1000 : 1);
        for (int e = 0; e < B; e++) r[e] = 1 + 0.1 * ctk_rng_unit(&rng); // nearly the same
        for (int b = 0; b < B; b++)
            for (int a = 0; a <= b; a++) link[j][ctk_packed(a, b)] = c * (r[a] * r[b] + (a == b));
    }
    for (int32_t j = 0; j < N; j++) {
        for (int32_t to = j - 1; to <= j + 1; to += 2) {
            if (to < 0 || to >= N) continue;
            indices[at] = to;
            memcpy(off + at++ * SIZE, link[to > j ? to : j], sizeof link[0]);
        }
        indptr[j + 1] = at;
        for (int v = 0; v < SIZE; v++) diag[j * SIZE + v] = link[j][v] + link[j + 1][v];
        for (int e = 0; e < B; e++) diag[j * SIZE + ctk_packed(e, e)] += 0.01;
    }
    for (int32_t i = 0; i < ALL; i++) rhs[i] = ctk_rng_unit(&rng) - 0.5;
    ctk_sparse a = {.n = N, .diag = diag, .indptr = indptr, .indices = indices, .off = off};
    a.block = B;
    a.factor = factor;
    assert_true(ctk_pcg(&a, rhs, 1e-28, 2000, work, x) > 5);
    for (int32_t j = 0; j < N; j++)
        for (int e = 0; e < B; e++) {
            double sum = 0;
            for (int b = 0; b < B; b++) {
                const int v = e < b ? ctk_packed(e, b) : ctk_packed(b, e);
                sum += diag[j * SIZE + v] * x[b * N + j];
                for (int64_t p = indptr[j]; p < indptr[j + 1]; p++)
                    sum -= off[p * SIZE + v] * x[b * N + indices[p]];
            }
            assert_near(sum, rhs[e * N + j], 1e-7);
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(conjugate_gradients_solve_a_ring),
        cmocka_unit_test(blocks_are_solved_as_the_dense_matrix),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
