/// kernels/balance/sweep: the parallel anneal tears nothing and does not depend on threads.
#include "kernels/balance/sweep.h"

#include "tests/oracle/partition_problem.h"
#include "tests/support/check.h"

static oracle_problem make_of(int32_t n, int32_t measures, uint64_t seed, int32_t n_hands)
{
    oracle_problem t = oracle_problem_make(n, 12, measures, 0.1, seed);
    oracle_problem_hands(&t, n_hands);
    ctk_sweep *s = &t.sweep;
    s->seed = seed;
    s->n_epochs = 20;
    s->hot = 50 * t.goal->spread_km2;
    s->cold = 0.1 * t.goal->spread_km2;
    s->low = 3 * t.goal->spread_km2;
    s->high = 30 * t.goal->spread_km2;
    s->more = 1.5, s->less = 0.9;
    s->per_arc = 20;
    s->team = 2 + (int32_t)(seed % 4);
    return t;
}

static oracle_problem make(uint64_t seed, int32_t n_hands)
{
    return make_of(250, 1 + (int32_t)(seed % 2), seed, n_hands);
}

/// What the anneal lowers, in units that can be summed.
static double value(const oracle_problem *t)
{
    return ctk_draft_objective(&t->p, &t->d) / (t->goal->spread_km2 * t->p.goal_mass[0]) +
           20 * ctk_draft_violation(&t->p, &t->d);
}

static void every_epoch_leaves_territories_contiguous_and_summed(void **state)
{
    (void)state;
    double before = 0, after = 0;
    for (uint64_t seed = 0; seed < 20; seed++) {
        oracle_problem t = make(seed, 1);
        before += value(&t);
        while (ctk_sweep_epoch(&t.p, &t.d, &t.sweep)) {
            assert_true(oracle_is_sound(&t));
        }
        assert_int_equal(t.sweep.epoch, 20);
        after += value(&t);
        oracle_problem_free(&t);
    }
    assert_true(after < before);
}

static void run(oracle_problem *t)
{
    while (ctk_sweep_epoch(&t->p, &t->d, &t->sweep)) continue;
}

static void any_number_of_threads_gives_the_same_plan(void **state)
{
    (void)state;
    for (uint64_t seed = 0; seed < 4; seed++) {
        oracle_problem one = make(seed, 1);
        run(&one);
        for (int32_t threads = 2; threads <= ORACLE_HANDS; threads++) {
            oracle_problem t = make(seed, threads);
            oracle_problem_share(&t, threads, run);
            assert_memory_equal(one.d.part, t.d.part, 250 * sizeof(int32_t));
            oracle_problem_free(&t);
        }
        oracle_problem_free(&one);
    }
}

static int32_t count_missed(const oracle_problem *t)
{
    int32_t n = 0;
    for (int32_t j = 0; j < t->p.k; j++) n += ctk_violation_with(&t->p, &t->d, j, NULL, NULL) > 0;
    return n;
}

static void stress_leaves_fewer_bands_missed(void **state)
{
    (void)state;
    int32_t stressed = 0, calm = 0;
    for (uint64_t seed = 0; seed < 20; seed++) {
        oracle_problem t = make(seed, 1), u = make(seed, 1);
        u.sweep.more = u.sweep.less = 1;
        t.sweep.low = t.sweep.high = u.sweep.low = u.sweep.high = 0.3 * t.goal->spread_km2;
        run(&t);
        run(&u);
        stressed += count_missed(&t);
        calm += count_missed(&u);
        oracle_problem_free(&t);
        oracle_problem_free(&u);
    }
    assert_true(stressed < calm / 2);
}

/// The second measure is the first, but denser in the west: territories there meet both bands only
/// with some of the east, which has to come by way of others.
static oracle_problem make_rich_west(uint64_t seed)
{
    oracle_problem t = make_of(500, 2, seed, 1);
    int64_t *weight = (int64_t *)(uintptr_t)t.p.weight, sum = 0;
    double middle = 0;
    for (int32_t u = 0; u < t.p.n; u++) middle += t.p.place[u].x / t.p.n;
    for (int32_t u = 0; u < t.p.n; u++) {
        weight[2 * u + 1] = weight[2 * u] * (t.p.place[u].x < middle ? 18 : 10);
        sum += weight[2 * u + 1];
    }
    for (int32_t j = 0; j < t.p.k; j++) {
        ((int64_t *)(uintptr_t)t.goal->lower)[2 * j + 1] = sum * 9 / 10 / t.p.k;
        ((int64_t *)(uintptr_t)t.goal->upper)[2 * j + 1] = sum * 11 / 10 / t.p.k;
        ((double *)(uintptr_t)t.p.per_unit)[2 * j + 1] = (double)t.p.k / (double)sum;
    }
    ctk_draft_sum(&t.p, &t.d);
    t.sweep.n_epochs = 100;
    return t;
}

static void bands_that_begin_narrow_miss_less(void **state)
{
    (void)state;
    double narrow = 0, wide = 0;
    for (uint64_t seed = 0; seed < 8; seed++) {
        oracle_problem t = make_rich_west(seed), u = make_rich_west(seed);
        t.sweep.narrow = 0.7;
        run(&t);
        run(&u);
        narrow += ctk_draft_violation(&t.p, &t.d);
        wide += ctk_draft_violation(&u.p, &u.d);
        oracle_problem_free(&t);
        oracle_problem_free(&u);
    }
    assert_true(narrow < 0.9 * wide);
}

static void the_border_is_counted_from_both_sides(void **state)
{
    (void)state;
    oracle_problem t = oracle_problem_make(80, 5, 1, 0.1, 1);
    ctk_anneal_open(&t.p, &t.d, &t.anneal);
    assert_int_equal(ctk_count_border(&t.p, &t.d), t.anneal.n_active);
    oracle_problem_free(&t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_epoch_leaves_territories_contiguous_and_summed),
        cmocka_unit_test(any_number_of_threads_gives_the_same_plan),
        cmocka_unit_test(stress_leaves_fewer_bands_missed),
        cmocka_unit_test(bands_that_begin_narrow_miss_less),
        cmocka_unit_test(the_border_is_counted_from_both_sides),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
