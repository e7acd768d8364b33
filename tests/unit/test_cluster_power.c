/// The pruned evaluation against every centre for every point.
#include "support/check.h"

#include <math.h>
#include <stdlib.h>

#include <string.h>

#include "support/cluster_fixture.h"
#include "tests/oracle/power_diagram.h"

static const struct {
    int32_t n, k;
} SIZES[] = {{1, 1}, {5, 1}, {17, 2}, {40, 40}, {300, 7}, {1500, 30}, {2600, 60}, {1100, 300}};
enum { N_SIZES = sizeof SIZES / sizeof *SIZES };

static void pruned_best_two_are_those_of_all_centres(void **state)
{
    (void)state;
    for (int s = 0; s < N_SIZES; s++) {
        cluster_fixture f = cluster_fixture_new((uint64_t)s, SIZES[s].n, SIZES[s].k, 1);
        size_t size = sizeof(int32_t) * (size_t)f.blocks->n_padded;
        int32_t *best = cluster_alloc((int64_t)size), *second = cluster_alloc((int64_t)size);
        ctk_power_hard(&f.power, &f.at);
        oracle_power_hard(f.blocks, &f.at, best, second);
        assert_memory_equal(best, f.power.best, size);
        assert_memory_equal(second, f.power.second, size);
        free(best);
        free(second);
        cluster_fixture_free(&f);
    }
}

/// Entries of the sparse matrix against the dense one, every bit.
static void check_matrix(const ctk_sparse *m, double *off)
{
    for (int32_t j = 0; j < m->n; j++)
        for (int64_t p = m->indptr[j]; p < m->indptr[j + 1]; p++) {
            assert_near(m->off[p], off[j * m->n + m->indices[p]], 0);
            off[j * m->n + m->indices[p]] = 0;
        }
    for (int32_t q = 0; q < m->n * m->n; q++) assert_near(off[q], 0, 0);
}

static void check_soft(int s, double eta)
{
    cluster_fixture f = cluster_fixture_new((uint64_t)s, SIZES[s].n, SIZES[s].k, 1);
    int64_t k = f.k;
    double *mass = cluster_alloc(8 * k), *diag = cluster_alloc(8 * k);
    double *off = cluster_alloc(8 * k * k);
    ctk_power_hard(&f.power, &f.at);
    ctk_power_smooth(&f.power, &f.at, eta, 1e-9);
    ctk_power_soft(&f.power, &f.at);
    double value = oracle_power_soft(f.blocks, &f.at, f.power.eps, mass, diag, off);
    assert_near(value, f.power.value, 0);
    assert_memory_equal(mass, f.power.mass, sizeof(double) * (size_t)k);
    assert_memory_equal(diag, f.power.curve.diag, sizeof(double) * (size_t)k);
    if (k <= CTK_GROUP_CELLS && (eta < 0.1 || k < 30)) check_matrix(&f.power.curve, off);
    free(mass);
    free(diag);
    free(off);
    cluster_fixture_free(&f);
}

static void pruned_sums_are_those_of_all_centres_bit_for_bit(void **state)
{
    (void)state;
    for (int s = 0; s < N_SIZES; s++)
        for (double eta = 0.32; eta > 0.02; eta *= 0.4) check_soft(s, eta);
}

static void any_number_of_threads_gives_the_same_bytes(void **state)
{
    (void)state;
    cluster_fixture one = cluster_fixture_new(3, 5000, 50, 1);
    ctk_power_hard(&one.power, &one.at);
    ctk_power_smooth(&one.power, &one.at, 0.128, 1e-9);
    ctk_power_soft(&one.power, &one.at);
    int64_t entries = one.power.curve.indptr[50];
    for (int32_t threads = 2; threads <= 5; threads++) {
        cluster_fixture f = cluster_fixture_new(3, 5000, 50, threads);
        ctk_power_hard(&f.power, &f.at);
        ctk_power_smooth(&f.power, &f.at, 0.128, 1e-9);
        ctk_power_soft(&f.power, &f.at);
        assert_memory_equal(one.power.best, f.power.best, 4 * 5000);
        assert_memory_equal(one.power.mass, f.power.mass, 8 * 50);
        assert_memory_equal(&one.power.value, &f.power.value, 8);
        assert_int_equal(entries, f.power.curve.indptr[50]);
        assert_memory_equal(one.power.curve.off, f.power.curve.off, 8 * (size_t)entries);
        cluster_fixture_free(&f);
    }
    cluster_fixture_free(&one);
}

static void masses_are_minus_the_gradient_of_the_value(void **state)
{
    (void)state;
    cluster_fixture f = cluster_fixture_new(5, 800, 12, 1);
    double mass[12], step = 2.0;
    ctk_power_hard(&f.power, &f.at);
    ctk_power_smooth(&f.power, &f.at, 0.32, 1e-9);
    ctk_power_soft(&f.power, &f.at);
    memcpy(mass, f.power.mass, sizeof mass);
    for (int32_t j = 0; j < 12; j++) {
        f.lambda[j] += step;
        ctk_power_soft(&f.power, &f.at);
        double up = f.power.value;
        f.lambda[j] -= 2 * step;
        ctk_power_soft(&f.power, &f.at);
        f.lambda[j] += step;
        assert_near((f.power.value - up) / (2 * step), mass[j], 1e-5 * f.total);
    }
    cluster_fixture_free(&f);
}

static void coincident_centres_and_points_are_counted_once_each(void **state)
{
    (void)state;
    cluster_fixture f = cluster_fixture_new(6, 200, 4, 1);
    for (int a = 0; a < 3; a++)
        for (int32_t j = 1; j < 4; j++) f.center[a * 4 + j] = f.center[a * 4];
    for (int32_t j = 0; j < 4; j++) f.lambda[j] = 5;
    ctk_power_hard(&f.power, &f.at);
    ctk_power_smooth(&f.power, &f.at, 0.1, 1e-9);
    ctk_power_soft(&f.power, &f.at);
    for (int32_t i = 0; i < 200; i++) assert_int_equal(f.power.best[i], 0);
    for (int32_t j = 0; j < 4; j++) assert_near(f.power.mass[j], f.total / 4, 1e-9 * f.total);
    cluster_fixture_free(&f);
}

// ---- further measures ---------------------------------------------------------------------------

enum { EXTRA = 2, ROWS = 1 + EXTRA, SIZE = ROWS * (ROWS + 1) / 2 };

static void prices_of_further_measures_prune_nothing_that_counts(void **state)
{
    (void)state;
    for (int s = 0; s < N_SIZES; s++) {
        cluster_fixture f = cluster_fixture_new((uint64_t)s, SIZES[s].n, SIZES[s].k, 1);
        cluster_fixture_measure(&f, 1 + s % 3, (uint64_t)s);
        const int64_t k = f.k;
        const size_t size = sizeof(int32_t) * (size_t)f.blocks->n_padded;
        int32_t *best = cluster_alloc((int64_t)size), *second = cluster_alloc((int64_t)size);
        double *mass = cluster_alloc(8 * k), *diag = cluster_alloc(8 * k);
        double *off = cluster_alloc(8 * k * k);
        ctk_power_hard(&f.power, &f.at);
        oracle_power_hard(f.blocks, &f.at, best, second);
        assert_memory_equal(best, f.power.best, size);
        assert_memory_equal(second, f.power.second, size);
        ctk_power_smooth(&f.power, &f.at, 0.128, 1e-9);
        ctk_power_soft(&f.power, &f.at);
        assert_near(oracle_power_soft(f.blocks, &f.at, f.power.eps, mass, diag, off), f.power.value,
                    0);
        assert_memory_equal(mass, f.power.mass, 8 * (size_t)k);
        free(best);
        free(second);
        free(mass);
        free(diag);
        free(off);
        cluster_fixture_free(&f);
    }
}

/// lambda and prices behind each other, and the masses there.
static void weigh_at(cluster_fixture *f, const double *prices, double *mass)
{
    f->at.lambda = prices;
    f->at.price = prices + f->k;
    ctk_power_soft(&f->power, &f->at);
    memcpy(mass, f->power.mass, 8 * ROWS * (size_t)f->k);
}

/// (D - N) d for the blocks of the curve.
static void apply(const ctk_sparse *m, const double *d, double *out)
{
    for (int32_t j = 0; j < m->n; j++)
        for (int32_t a = 0; a < ROWS; a++) {
            double sum = 0;
            for (int32_t b = 0; b < ROWS; b++) {
                const int32_t v = a < b ? ctk_packed(a, b) : ctk_packed(b, a);
                sum += m->diag[j * SIZE + v] * d[b * m->n + j];
                for (int64_t p = m->indptr[j]; p < m->indptr[j + 1]; p++)
                    sum -= m->off[p * SIZE + v] * d[b * m->n + m->indices[p]];
            }
            out[a * m->n + j] = sum;
        }
}

static void masses_of_all_measures_change_as_the_curve_says(void **state)
{
    (void)state;
    enum { K = 12, ALL = ROWS * K };
    cluster_fixture f = cluster_fixture_new(5, 800, K, 1);
    cluster_fixture_measure(&f, EXTRA, 5);
    double at[ALL], d[ALL], here[ALL], want[ALL], up[ALL], down[ALL], moved[ALL], value, scale = 0;
    const double step = 1e-3;
    memcpy(at, f.lambda, 8 * K);
    memcpy(at + K, f.price, 8 * EXTRA * K);
    ctk_power_hard(&f.power, &f.at);
    ctk_power_smooth(&f.power, &f.at, 0.8, 1e-9);
    weigh_at(&f, at, here);
    for (int32_t i = 0; i < ALL; i++) d[i] = sin(1.0 + i);
    apply(&f.power.curve, d, want);
    for (int32_t i = 0; i < ALL; i++) moved[i] = at[i] + step * d[i];
    weigh_at(&f, moved, up);
    value = f.power.value;
    for (int32_t i = 0; i < ALL; i++) moved[i] = at[i] - step * d[i];
    weigh_at(&f, moved, down);
    double slope = 0;
    for (int32_t i = 0; i < ALL; i++) {
        slope -= here[i] * d[i];
        scale = fmax(scale, fabs(want[i]));
    }
    assert_near((value - f.power.value) / (2 * step) / slope, 1, 1e-4);
    for (int32_t i = 0; i < ALL; i++)
        assert_near((up[i] - down[i]) / (2 * step), want[i], 0.02 * scale);
    cluster_fixture_free(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pruned_best_two_are_those_of_all_centres),
        cmocka_unit_test(pruned_sums_are_those_of_all_centres_bit_for_bit),
        cmocka_unit_test(any_number_of_threads_gives_the_same_bytes),
        cmocka_unit_test(masses_are_minus_the_gradient_of_the_value),
        cmocka_unit_test(coincident_centres_and_points_are_counted_once_each),
        cmocka_unit_test(prices_of_further_measures_prune_nothing_that_counts),
        cmocka_unit_test(masses_of_all_measures_change_as_the_curve_says),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
